/* network.h - the graph: links cut into edges where they meet, joined at nodes. Immutable once
 * built, and safe to use from many threads. Nodes are numbered along a Hilbert curve, so that near
 * nodes lie near in memory; edges are numbered by link, then along it. */
#ifndef HN_NETWORK_H
#define HN_NETWORK_H

#include "access/access.h"
#include "data/index.h"

/* A place on a link: vertex number plus the share of the segment behind it, 0 .. points - 1. */
typedef double hn_position;

typedef struct hn_edge {
    uint32_t link, from, to; /* link, nodes */
    hn_position start, end;  /* on the link, start < end */
    double length_m;         /* true length */
    double seconds[2];       /* along, against; NAN where not allowed */
    uint32_t cost[2];        /* of the search, millimetres or milliseconds, at least 1;
                                HN_NO_COST where not allowed */
} hn_edge;
#define HN_NO_COST UINT32_MAX

typedef struct hn_network {
    const hn_links *links;
    const hn_measure *measure;
    bool by_time; /* what cost means: milliseconds, else millimetres */
    uint32_t nodes, edges;
    double *node_xy; /* 2 * nodes */
    hn_edge *edge;
    uint32_t *first_edge; /* links->count + 1, into edge */
    size_t *first_along;  /* links->count + 1, into along */
    double *along;        /* true length from the start of the link to each of its vertices */
    size_t *first_knot;   /* links->count + 1, into along_s */
    double *along_s[2];   /* seconds likewise to each of its knots, along and against, where speed
                             varies; NULL: not */
    uint32_t *node_first; /* nodes + 1, into incident */
    uint32_t *incident;   /* edge * 2 + (0: the node is its from, 1: its to) */
    uint32_t *component;  /* of each node, numbered from 0 by falling length, ties by lowest link */
    uint32_t components;
    uint8_t *closed; /* edges: 1 where nobody may go (closing.h); NULL: none is. Components are
                        those of the open edges; a node without any has UINT32_MAX */
    /* Runs of consecutive segments, for nearest links and crossings. */
    hn_index *runs;
    uint32_t *run_link, *run_segment; /* link and first segment of each run */
    uint32_t run_count;
} hn_network;

enum { HN_RUN_SEGMENTS = 8 };

struct hn_closing;
/* closing: pieces of links that are closed, each made edges of its own; NULL: none. */
hensyn_status hn_network_build(hensyn_context *ctx, const hn_links *links,
                               const hn_access_options *options, const struct hn_closing *closing,
                               hn_network **out);
void hn_network_destroy(hn_network *network); /* NULL is allowed */

/* What the links are like; leg_kmh: on the straight legs. */
hn_network_facts hn_network_facts_of(const hn_network *network, double leg_kmh);

/* Number of segments in a run. */
uint32_t hn_network_run_length(const hn_network *network, uint32_t run);
/* True length from the start of the link to a position. */
double hn_network_along(const hn_network *network, uint32_t link, hn_position at);
/* The position so many metres from the start of the link. */
hn_position hn_network_position(const hn_network *network, uint32_t link, double along_m);
/* Seconds from one position of a link to another, in the direction that leads there. */
double hn_network_seconds(const hn_network *network, uint32_t link, hn_position from,
                          hn_position to);
/* Plane coordinates of a position. */
void hn_network_point(const hn_network *network, uint32_t link, hn_position at, double out[2]);
/* The edge that holds a position: start <= at <= end; the earlier one where two meet. */
uint32_t hn_network_edge_at(const hn_network *network, uint32_t link, hn_position at);

/* The nearest place on any link for which allowed is true. */
typedef struct hn_tie {
    uint32_t link; /* UINT32_MAX: none within the limit */
    hn_position at;
    double distance_m; /* straight */
} hn_tie;
/* limit_m inclusive; ties by lowest link, then lowest position; closed edges do not count.
 * Thread-safe. at_grade: only links
 * an area can be entered from; else links that origins may be tied to. */
hn_tie hn_network_nearest(const hn_network *network, double x, double y, double limit_m,
                          bool at_grade);

#endif
