/* relate.h - how two valid areas lie to each other, found by walking their boundaries. */
#ifndef HN_RELATE_H
#define HN_RELATE_H

#include "conflict/segments.h"

typedef enum hn_relation {
    HN_APART,  /* no common point */
    HN_WITHIN, /* all of a lies inside b */
    HN_CROSS,  /* the boundaries cross, or b has parts or holes inside a */
    HN_UNSURE, /* boundaries touch or run along each other: only an overlay can say */
    HN_RELATE_NO_MEMORY
} hn_relation;

/* Reusable working arrays of one thread. */
typedef struct hn_relate_room {
    hn_segments a, b;
    struct hn_crossing *crossing;
    size_t crossings, capacity;
} hn_relate_room;
void hn_relate_room_free(hn_relate_room *room);

/* Both oriented. *area: plane area of the intersection, with HN_CROSS only. It comes from the
 * crossings alone (Green's theorem over the pieces of either boundary inside the other), so it is
 * independent of an overlay and can check one. b may run along itself outside a's box. */
hn_relation hn_relate(const hn_geometry *a, const hn_geometry *b, hn_relate_room *room,
                      double *area);

/* True when the interiors of two areas certainly have no common point, also when they share
 * vertices and edges as neighbours of one coverage do. False: they may have, or no memory. */
bool hn_interiors_apart(const hn_geometry *a, const hn_geometry *b, hn_relate_room *room);

#endif
