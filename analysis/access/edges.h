/* edges.h - the steps from cuts to a finished graph; called by network.c in this order. */
#ifndef HN_EDGES_H
#define HN_EDGES_H

#include "access/noding.h"

/* Seconds to each knot of a link, along and against it, by the slope of its heights
 * (network->along_s; walking.c). along: room for the lengths to its knots. */
void hn_walking_times(hn_network *network, uint32_t link, const hn_access_options *options,
                      double *along);
/* Tobler's hiking function (1993): km/h at a slope, 5.04 on the flat. */
double hn_tobler_kmh(double slope);

hensyn_status hn_edges_make(hensyn_context *ctx, hn_network *network, hn_noding *noding);
/* Marks the edges whose middle is closed; the noding has cut at the borders. */
hensyn_status hn_edges_close(hensyn_context *ctx, hn_network *network, const hn_closing *closing);
hensyn_status hn_edges_incidence(hensyn_context *ctx, hn_network *network);
hensyn_status hn_edges_components(hensyn_context *ctx, hn_network *network);

#endif
