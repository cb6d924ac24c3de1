/* link.h - the links of a transport network as one mode of travel sees them, before they are joined
 * into a graph. Reading and the profile of the mode (profile.h) fill them; access/ joins them. */
#ifndef HN_LINK_H
#define HN_LINK_H

#include "base/memory.h"
#include "data/geometry.h"

/* Directions a mode may use a link in, as bits; along: from the first point to the last. */
typedef enum hn_ways { HN_WAY_NONE = 0, HN_WAY_ALONG = 1, HN_WAY_AGAINST = 2 } hn_ways;

enum { HN_SAFE_UNKNOWN = -1, HN_UNSAFE = 0, HN_SAFE = 1 };

#define HN_NO_NODE INT64_MIN /* the source gives no node id */

/* One line of a source, one part of it where it has several. Only links that the mode may use in
 * some direction become links. */
typedef struct hn_link {
    const double *xy; /* 2 * points, working CRS, consecutive points differ; borrowed */
    const double *z; /* heights of its knots in metres, NAN where not known; borrowed; NULL: none */
    const uint32_t *knot; /* points numbers of knots, one a vertex; those between two vertices stand
                             at equal steps; borrowed; NULL: the vertices are the knots */
    uint32_t points;      /* at least 2 */
    uint32_t layer;       /* number of the network layer; given node ids count within it */
    uint32_t row;         /* of hn_links.rows: what the source says of it */
    int8_t level;         /* 0 on the ground, above it 1.., below it -1.. */
    int8_t safe;          /* HN_SAFE, HN_UNSAFE or HN_SAFE_UNKNOWN */
    uint8_t ways;         /* hn_ways the mode may use */
    bool at_grade;     /* an area can be entered from it: on the ground, no bridge, tunnel, ferry */
    bool yields;       /* gives way where an area is developed: a path or track, no road */
    bool tie;          /* origins may be tied to it: no tunnel, no ferry */
    bool shared_nodes; /* equal positions of its vertices and those of its layer are one node
                          whatever their level (OSM) */
    float speed_kmh[2];         /* along, against; of the mode on this link on the flat, > 0 */
    double cost[2];             /* given cost along, against: metres (cost lengde) or seconds (cost
                                   tid); NAN: from length and speed */
    int64_t from_node, to_node; /* given ids of the ends, HN_NO_NODE: joined by position */
} hn_link;

/* Number of the knot that a vertex is, and how many knots there are. */
static inline uint32_t hn_link_knot(const hn_link *link, uint32_t vertex) {
    return link->knot ? link->knot[vertex] : vertex;
}
static inline uint32_t hn_link_knots(const hn_link *link) {
    return hn_link_knot(link, link->points - 1) + 1;
}

/* What `nett` tells of the feature a link comes from. */
typedef struct hn_link_row {
    const char *kilde_id, *lag, *klasse; /* klasse: what the profile calls it ("sti", "gangveg") */
    uint32_t kilde;                      /* row of kilde, from 0 */
} hn_link_row;

typedef struct hn_links {
    hn_link *link; /* in source order */
    size_t count, capacity;
    hn_link_row *rows;
    size_t row_count, row_capacity;
    hn_box box;
} hn_links;

#endif
