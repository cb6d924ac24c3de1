/* verify_network.h - the network of a result, joined anew, and between what bounds the distance of
 * each link must lie. */
#ifndef HN_VERIFY_NETWORK_H
#define HN_VERIFY_NETWORK_H

#include "verify.h"

#include "access/access.h"

/* What a row of nett tells, and the geometry that a link borrows. */
typedef struct hn_told_link {
    int64_t fid;
    double metres; /* avstand_m, NAN: not reached */
    hn_geometry *geometry;
} hn_told_link;

/* An entrance of a destination of the first class over the network. */
typedef struct hn_told_entrance {
    double x, y, leg_m;
    int64_t destination; /* fid */
} hn_told_entrance;

/* An origin of that class that reaches an entrance. */
typedef struct hn_told_origin {
    int64_t fid;
    double x, y, leg_m, metres;
} hn_told_origin;

typedef struct hn_told_network {
    hn_verify *v;
    const char *klasse; /* the first class over the network, "" not known; NULL: there is none */
    HN_ROWS(hn_told_link) told;
    HN_ROWS(hn_told_entrance) entrances;
    HN_ROWS(hn_told_origin) origins;
    hn_links links;              /* one for each row of told */
    hn_result *destinations;     /* those of the class */
    double join, inferred, snap; /* m, as the recipe has them */
    bool crossings;              /* --node-crossings */
    bool odd;                    /* links that the search must not be given */
    bool both_ways;       /* and length is what the search adds: distances have an upper bound */
    double *least, *most; /* m, of each link; INFINITY: not reached */
} hn_told_network;

/* Fills least and most (verify_network_bounds.c). */
hensyn_status hn_network_bounds(hn_told_network *n);

#endif
