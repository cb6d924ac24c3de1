/* reach.h - where the links of the network lie in a destination, and the entrances that follow. */
#ifndef HN_REACH_H
#define HN_REACH_H

#include "access/network.h"

/* A stretch of a link every point of which reaches the destination, or one point (from == to). */
typedef struct hn_reach {
    uint32_t link;
    hn_position from, to;
    uint32_t destination; /* row of result->destinations, from 0 */
    uint32_t entrance;    /* row of result->entrances that stands for it, from 0 */
    double exit_m;        /* straight leg from the link, 0 where the link itself is in it; of a
                             stretch as long everywhere, within a millimetre */
} hn_reach;

typedef struct hn_reaches {
    hn_reach *item; /* by link, from, to, destination */
    size_t count, capacity;
} hn_reaches;

/* Fills result->entrances (and innganger, status of destinations), finds every stretch, and adds
 * the remark MALOMRADE_UTEN_INNGANG where there is none. Only destinations that belong to a class
 * measured over the network are looked at.
 *
 * Areas: the parts of at-grade links that lie in the closed area (crossing, touch, run along the
 * boundary, end inside); gates that the user gives, tied to the nearest at-grade link; only where
 * there is neither, the point of each link within options->inferred of the boundary (outer or
 * inner) that is nearest to it, and where a link keeps that distance, all of that run. Lines:
 * likewise, with crossings, touches and shared stretches. Points: the nearest place on an at-grade
 * link within options->snap. */
hensyn_status hn_reach_find(hensyn_context *ctx, hn_result *result, const hn_network *network,
                            const hn_access_input *input, const hn_access_options *options,
                            hn_reaches *out);
void hn_reaches_clear(hn_reaches *reaches);

/* Number of the destination (row, lowest) of a class that holds a point in its closed area, for
 * many points at once: inside[point * classes + class], UINT32_MAX where none. Also distances to
 * the nearest area, line or point of each class measured in a straight line, and which:
 * straight_m[point * classes + class] (0 inside, INFINITY none), straight[...]. Arrays for classes
 * of the other kind are left at "none". */
typedef struct hn_surround {
    uint32_t *inside;
    double *straight_m;
    uint32_t *straight;
    uint32_t *order; /* numbers of all points so that near ones follow each other: asked in that
                        order, what is near each is still in the cache */
} hn_surround;
hensyn_status hn_surround_find(hensyn_context *ctx, const hn_result *result,
                               const hn_access_input *input, const hn_access_options *options,
                               hn_surround *out);
void hn_surround_clear(hn_surround *surround);

#endif
