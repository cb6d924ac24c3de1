/* search.h - shortest paths from the entrances of many destinations at once, against the direction
 * of travel, so that one pass tells every node how far it is to its nearest destinations.
 *
 * Costs are integers (millimetres or milliseconds, 64-bit sums), which makes equal costs equal; the
 * lengths and times that are written are double sums along the found path. Ties go to the lower
 * destination, then the lower entrance, then the shorter path. */
#ifndef HN_SEARCH_H
#define HN_SEARCH_H

#include "access/radix_heap.h"
#include "access/reach.h"

#define HN_NO_LABEL UINT64_MAX
enum { HN_SLOTS = 2 }; /* nearest destination of a node, and the nearest other one */

/* What a node knows of one destination. */
typedef struct hn_label {
    uint64_t cost;            /* HN_NO_LABEL: none */
    double length_m, seconds; /* along the path, exit leg included */
    uint32_t reach;           /* item of hn_reaches that the path ends in */
    uint32_t edge;            /* first edge of the path from here */
    uint32_t next; /* node * HN_SLOTS + slot that it leads to; UINT32_MAX: the reach lies on edge */
    uint32_t destination; /* of the reach; hn_search_class alone keeps it */
} hn_label;

/* One way of an edge, with all that a search asks of it side by side: a search is as fast as the
 * memory it waits for. */
typedef struct hn_arc {
    double length_m, seconds;
    uint32_t tail; /* the node where it comes from */
    uint32_t cost;
    uint32_t edge;
} hn_arc;

/* Arcs of the graph turned around: those that lead to a node, by node. Immutable. closed_too: also
 * along closed edges. */
typedef struct hn_arcs {
    uint32_t *first; /* nodes + 1, into item */
    hn_arc *item;
} hn_arcs;
hensyn_status hn_arcs_make(hensyn_context *ctx, const hn_network *network, bool closed_too,
                           hn_arcs *out);
void hn_arcs_clear(hn_arcs *arcs);

/* What all searches of a run share. */
typedef struct hn_searching {
    const hn_network *network;
    hn_arcs arcs;
    hn_reaches reaches;
    uint32_t *first_reach; /* links + 1, into reaches */
    uint32_t *rank;        /* of each reach: order by destination, entrance, place */
    const hn_result *result;
    const hn_access_options *options;
} hn_searching;
/* Takes reaches over. */
hensyn_status hn_searching_start(hensyn_context *ctx, const hn_network *network,
                                 hn_reaches *reaches, const hn_result *result,
                                 const hn_access_options *options, hn_searching *out);
void hn_searching_clear(hn_searching *s);

/* Cost, length and time from a place on an edge to a reach of the same link, both on that edge. */
typedef struct hn_way_cost {
    uint64_t cost; /* HN_NO_LABEL: not allowed */
    double length_m, seconds;
} hn_way_cost;
/* Travelling on a link from one position to another. */
hn_way_cost hn_way_between(const hn_network *network, uint32_t link, hn_position from,
                           hn_position to);
/* From a position to the nearest point of a reach item, its exit leg included. */
hn_way_cost hn_way_to_reach(const hn_searching *s, const hn_reach *item, hn_position from);
/* Is the first of two ways to reaches the better one? */
bool hn_better(const hn_searching *s, uint64_t cost, uint32_t reach, double length_m,
               uint64_t other_cost, uint32_t other, double other_m);

/* The two nearest distinct destinations of every node, for one class. */
typedef struct hn_labels {
    hn_label *label; /* nodes * HN_SLOTS, best first */
} hn_labels;
hensyn_status hn_search_class(hensyn_context *ctx, const hn_searching *s, uint32_t class_number,
                              hn_labels *out);
void hn_labels_clear(hn_labels *labels);

/* ---- one destination, bounded: a reusable search object of one thread ---- */

typedef struct hn_bounded {
    hn_label *label;      /* nodes; valid where stamp is the present one */
    uint32_t *stamp;      /* nodes */
    uint32_t *edge_stamp; /* edges */
    uint32_t now;
    hn_radix_heap heap;
    uint32_t *touched_edge; /* edges next to settled nodes, or with a reach of the destination */
    size_t touched, touched_room;
} hn_bounded;
hensyn_status hn_bounded_create(hensyn_context *ctx, const hn_network *network, hn_bounded **out);
void hn_bounded_destroy(hn_bounded *b);
/* items: reaches of one destination. Nodes up to limit (cost units) are settled. */
hensyn_status hn_bounded_search(hensyn_context *ctx, const hn_searching *s, hn_bounded *b,
                                const uint32_t *items, size_t count, uint64_t limit);
static inline const hn_label *hn_bounded_label(const hn_bounded *b, uint32_t node) {
    return b->stamp[node] == b->now ? &b->label[node] : NULL;
}

#endif
