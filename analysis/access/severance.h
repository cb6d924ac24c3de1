/* severance.h - the barrier effect of a plan: which paths its development areas close, how the
 * ways through them go when they are closed, and who then has farther to an area.
 *
 * Method: trail severance as guides to impact assessment describe it - crossings, metres inside,
 * parts after removal, detour over the network - computed on the graph. All development areas are
 * closed together, since one is no way around another. */
#ifndef HN_SEVERANCE_H
#define HN_SEVERANCE_H

#include "access/closing.h"
#include "access/engine.h"

/* Closed edges that hang together over nodes where nothing open leads away: a way through. */
typedef struct hn_passage {
    uint32_t first_edge, edges; /* into hn_passages.edge */
    uint32_t first_port, ports; /* into hn_passages.port */
    uint32_t parts;             /* of the open network that its ports lie in */
    double cut_off_m;           /* links in those parts, the longest of them left out */
    bool broken;                /* some port cannot be reached from another any more */
    double through_m, around_m; /* of the pair of ports with the largest detour; NAN: no pair, of
                                   one port or where one-way links all lead in or out */
} hn_passage;

/* Each port is held against so many others, the nearest ones: all of them but where paths of a
 * whole town are one passage, which is a remark. */
enum { HN_MOST_PAIRS = 64 };

typedef struct hn_passages {
    hn_passage *item; /* by lowest edge */
    size_t count;
    uint32_t *edge; /* by passage, ascending */
    uint32_t *port; /* nodes that have open edges too, by passage, ascending */
    uint32_t *of;   /* passage of each edge, UINT32_MAX: it is open */
} hn_passages;

/* network: built with the closing. Detours are by the cost of the run. */
hensyn_status hn_passages_find(hensyn_context *ctx, const hn_network *network,
                               const hn_access_options *options, hn_passages *out);
/* Fills broken, through_m and around_m (detours.c). */
hensyn_status hn_passages_detours(hensyn_context *ctx, const hn_network *network,
                                  const hn_access_options *options, hn_passages *passages);
void hn_passages_clear(hn_passages *passages);

/* Distances when the closed edges of network are closed: avstand_etter_m, innen_etter. */
hensyn_status hn_severed_distances(const hn_access_engine *e, const hn_network *network);

/* Key figures of the rows of passasje and nett (severance_figures.c). */
hensyn_status hn_severance_figures(hn_access_engine *e);

#endif
