/* engine.h - what the stages of the access engine hand to each other; see access.c for their order.
 */
#ifndef HN_ACCESS_ENGINE_H
#define HN_ACCESS_ENGINE_H

#include "access/search.h"

/* The best ways from an origin to two distinct destinations of a class. */
typedef struct hn_found {
    uint64_t cost;            /* HN_NO_LABEL: none */
    double length_m, seconds; /* from the tie on; the entry leg is not in it */
    uint32_t reach;
    uint32_t edge, next; /* the path: first edge, and label that it leads to (see hn_label);
                            UINT32_MAX: the reach lies on the edge of the tie */
} hn_found;

typedef struct hn_access_engine {
    hensyn_context *ctx;
    hn_result *result;
    const hn_access_input *input;
    const hn_access_options *options;
    hn_network *network;
    hn_searching searching;
    hn_surround surround;
    hn_tie *tie;            /* of each origin */
    uint32_t *tie_edge;     /* UINT32_MAX: not tied */
    hn_labels *labels;      /* of each class over the network */
    hn_found *found;        /* origins * classes * HN_SLOTS */
    uint32_t *edge_origins; /* edges + 1, into by_edge */
    uint32_t *by_edge;      /* origins by the edge they are tied to */
} hn_access_engine;

/* Stages, in order. */
hensyn_status hn_stage_tie(hn_access_engine *e);       /* origins.c */
hensyn_status hn_stage_search(hn_access_engine *e);    /* access.c: labels */
hensyn_status hn_stage_assign(hn_access_engine *e);    /* assign.c: found */
hensyn_status hn_stage_distances(hn_access_engine *e); /* distances.c: avstand, opphav_gruppe */
hensyn_status hn_stage_served(hn_access_engine *e);    /* served.c: dekning, floating catchment */
hensyn_status hn_stage_net(hn_access_engine *e);       /* net.c: nett, islands, gaps */
hensyn_status hn_stage_severance(hn_access_engine *e); /* severance.c: barriere, passasje */
hensyn_status hn_stage_routes(hn_access_engine *e);    /* routes.c */
hensyn_status hn_stage_service_area(hn_access_engine *e);      /* service_area.c */
hensyn_status hn_stage_access_indicators(hn_access_engine *e); /* indicators.c */

/* ---- shared by the stages ---- */

/* Length of the way from an origin to its nearest destination of a class over the network, 0 inside
 * one, NAN where none is reached; *seconds likewise (distances.c). */
double hn_reached_m(const hn_access_engine *e, size_t origin, size_t class_number, double *seconds);
/* Class measured over the network? */
static inline bool hn_by_network(const hn_access_engine *e, size_t class_number) {
    return !e->options->class_[class_number].straight;
}
static inline bool hn_in_class(const hn_access_engine *e, uint32_t destination, size_t c) {
    return e->result->destinations.row[destination].classes >> c & 1;
}
/* The ways from a position of an edge to reaches of a class on that edge and over its nodes: up to
 * two distinct destinations, best first (assign.c). skip: a destination that does not count,
 * UINT32_MAX none. */
void hn_find_from(const hn_access_engine *e, size_t class_number, uint32_t edge, hn_position at,
                  uint32_t skip, hn_found found[HN_SLOTS]);
/* Residents of an origin: its population, 0 where unknown; 1 without a population field. */
static inline double hn_residents(const hn_access_engine *e, size_t origin) {
    if (!e->input->has_population) return 1;
    double p = e->input->origin[origin].population;
    return p >= 0 ? p : 0;
}

/* A count of people below --min-cell, which is blanked. */
static inline bool hn_is_suppressed(const hn_access_engine *e, double people) {
    return people > 0 && people < e->options->min_cell;
}

#endif
