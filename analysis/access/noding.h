/* noding.h - where links meet, and so where they are cut into edges.
 *
 * Ends are joined in 2D within options->join whatever their level, since a bridge begins on the
 * ground; ends with given node ids of one layer are joined by id alone. Elsewhere links meet only
 * on one level: an end within join of another link's interior, equal interior vertices, and, with
 * node_crossings, crossings. In a layer with shared nodes (OSM) equal vertices always meet. */
#ifndef HN_NODING_H
#define HN_NODING_H

#include "access/closing.h"

typedef struct hn_cut {
    hn_position at;
    uint32_t link;
    uint32_t node; /* number of a set of places that are one node, from 0 without gaps */
} hn_cut;

typedef struct hn_noding {
    hn_cut *cut; /* by link, then position; both ends of every link among them */
    size_t count;
    double *node_xy; /* 2 * nodes: the place of the lowest end (or cut) of each */
    uint32_t nodes;
} hn_noding;

/* network: links, measure and runs are filled already. closing: NULL: nothing is closed. */
hensyn_status hn_noding_find(hensyn_context *ctx, const hn_network *network,
                             const hn_access_options *options, const hn_closing *closing,
                             hn_noding *out);
void hn_noding_clear(hn_noding *noding);

/* ---- shared by the files of the noding ---- */

/* Places that may become nodes: numbers 0 .. 2 * links - 1 are the ends of the links (2 * link and
 * 2 * link + 1), the following are cuts inside them. */
typedef struct hn_joiner {
    hensyn_context *ctx;
    const hn_network *network;
    const hn_access_options *options;
    double join; /* plane units */
    uint32_t *parent;
    size_t places, place_room;
    struct hn_inner {
        hn_position at;
        uint32_t link;
    } * inner; /* of places from 2 * links on */
    size_t inner_room;
} hn_joiner;

static inline const double *hn_link_end(const hn_link *link, int side) {
    return link->xy + (side ? 2 * (size_t)(link->points - 1) : 0);
}
static inline const hn_link *hn_place_link(const hn_joiner *j, uint32_t place) {
    size_t ends = 2 * j->network->links->count;
    return &j->network->links->link[place < ends ? place / 2 : j->inner[place - ends].link];
}
/* A place inside a link; UINT32_MAX: no memory. */
uint32_t hn_joiner_add(hn_joiner *j, uint32_t link, hn_position at);

hensyn_status hn_join_given(hn_joiner *j);     /* noding_ends.c: by node id */
hensyn_status hn_join_ends(hn_joiner *j);      /* noding_ends.c: by position */
hensyn_status hn_join_vertices(hn_joiner *j);  /* noding_vertices.c */
hensyn_status hn_join_touches(hn_joiner *j);   /* noding_touches.c: ends on interiors */
hensyn_status hn_join_crossings(hn_joiner *j); /* noding_crossings.c */

#endif
