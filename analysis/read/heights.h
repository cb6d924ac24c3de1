/* heights.h - heights of links from an elevation model, also between their vertices. */
#ifndef HN_HEIGHTS_H
#define HN_HEIGHTS_H

#include "data/link.h"
#include "read/dem.h"

/* What the links borrow. */
typedef struct hn_heights {
    double *z;      /* of all knots, by link */
    uint32_t *knot; /* of all vertices likewise */
    double step;    /* units of the working CRS; knots between vertices are no farther apart */
    bool coarse;    /* the step is more than a cell, since the links are so long altogether */
    size_t known;   /* knots that the model has a height for */
} hn_heights;

/* Gives every link that lacks a height of its own the heights of the model at its vertices and, on
 * segments longer than a cell, at equal steps between. A model is of the ground: what does not lie
 * on it (bridge, tunnel, ferry) runs straight from the height of one end to that of the other.
 * least: shortest step, units. The memory is bounded by the vertices plus 2^24 knots. */
hensyn_status hn_heights_from_dem(hensyn_context *ctx, hn_links *links, hn_dem *dem, double least,
                                  hn_heights *out);
void hn_heights_clear(hn_heights *heights);

#endif
