/* served.h - the origins within the limit of each destination of a class; shared by served.c and
 * its two ways of finding them. */
#ifndef HN_SERVED_H
#define HN_SERVED_H

#include "access/catchment.h"
#include "access/engine.h"
#include "access/outline.h"

/* Visits of one destination; for catchments they are kept until all are known. */
typedef struct hn_visits {
    hn_visit *item;
    size_t count, capacity;
} hn_visits;

/* Classes of one kind, all destinations: what a worker asks for. */
typedef struct hn_visiting {
    const hn_access_engine *e;
    size_t class_number;
    double limit_m;                  /* of the class, or --max-distance where that is less */
    uint64_t cost_limit;             /* of the search, which covers all paths of limit_m */
    const uint32_t *destination;     /* those of the class, by row */
    uint32_t *first_item, *items;    /* reaches by destination row (network) */
    uint32_t *first_inside, *inside; /* origins in each destination, by row */
    hn_index *origins;               /* straight line: the origins as points */
    hn_outlines *outlines;           /* and the destinations of the class */
} hn_visiting;

/* Appends the visits of a destination. state: of the worker, made by hn_visit_state. */
hensyn_status hn_visit_network(hensyn_context *ctx, const hn_visiting *v, void *state,
                               uint32_t destination, hn_visits *out);
hensyn_status hn_visit_straight(hensyn_context *ctx, const hn_visiting *v, uint32_t destination,
                                hn_visits *out);

#endif
