/* access.h - the access engine: from links, origins and destinations to distances, what each area
 * serves, and indicators. Knows neither files nor options; what it needs is in the structs below.
 *
 * Distances are true lengths (data/measure.h) in metres along the links as drawn, with the straight
 * entry leg from the origin to its link and the straight exit leg where an entrance is inferred. */
#ifndef HN_ACCESS_H
#define HN_ACCESS_H

#include "data/link.h"
#include "data/measure.h"
#include "data/origins.h"
#include "data/result.h"

enum { HN_MAX_CLASSES = 32 };

/* A size class of destinations and what it is measured by. */
typedef struct hn_access_class {
    const char *name;
    double min_area_m2; /* areas, merged where contiguous, of at least this size; 0: also lines and
                           points */
    double limit_m;     /* innen: distance <= limit */
    bool straight;      /* maal: luftlinje, to the boundary; else over the network */
    const char *metode; /* of its indicators, in words */
} hn_access_class;

typedef struct hn_gate { /* an entrance that the user gives */
    double x, y;
} hn_gate;

/* An area where a plan builds: links that give way (hn_link.yields) are closed in it. */
typedef struct hn_build_area {
    const hn_geometry *geometry; /* borrowed */
    int64_t plan_fid;            /* of arealformal */
    const char *nokkel, *plan_navn, *formal_navn;
} hn_build_area;

typedef enum hn_kernel { /* weight of a distance d within the limit D; methods: see catchment.c */
                         HN_KERNEL_NONE, /* no floating catchment */
                         HN_KERNEL_DICHOTOMY,
                         HN_KERNEL_EXPONENTIAL,
                         HN_KERNEL_GAUSSIAN,
                         HN_KERNEL_DENSITY,
                         HN_KERNEL_STEP
} hn_kernel;

typedef struct hn_access_input {
    const hn_links *links;
    const hn_origin *origin;
    size_t origins;
    bool has_population;         /* else indicators count origins, enhet 'opphav' */
    size_t groups;               /* further population fields */
    const char *const *group;    /* their names */
    const double *group_value;   /* origins * groups, NAN: not given */
    const char *const *district; /* names that have figures of their own, with origins or without */
    size_t districts;
    const hn_gate *gate;
    size_t gates;
    bool has_plan; /* the barrier effect of its development areas is found */
    const hn_build_area *development;
    size_t developments;
    /* destinations are result->destinations, merged and classified by hn_destinations_merge */
} hn_access_input;

/* What the links of the run are like; see network_facts.c. */
typedef struct hn_network_facts {
    double slowest_kmh, fastest_kmh; /* of any stretch of a link or straight leg; INFINITY where a
                                        given time is 0 */
    size_t one_way;                  /* links open in one direction only */
    size_t given_nodes;              /* ends that the source gives a node id */
} hn_network_facts;
/* Adds them to kjoring. */
hensyn_status hn_network_facts_tell(hensyn_context *ctx, hn_result *result,
                                    const hn_network_facts *facts);

typedef struct hn_access_options {
    const hn_measure *measure;
    int threads;
    const hn_access_class *class_;
    size_t classes;
    bool by_time;                /* cost: seconds in place of metres */
    bool node_crossings;         /* lines that cross on one level meet there */
    double join, snap, inferred; /* m */
    double max_distance;         /* m; INFINITY: none */
    double leg_speed_kmh;        /* on the straight legs */
    bool tobler;                 /* walking speed by slope where links have heights */
    bool routes, service_area;
    double service_buffer; /* m, of rekkevidde_flate */
    hn_kernel kernel;
    int min_cell;
    const char *kommune;     /* label of indicators; NULL: none */
    double *stage_seconds;   /* [HN_ACCESS_STAGES], added to; may be NULL */
    hn_network_facts *facts; /* filled; may be NULL */
} hn_access_options;

/* What the engine spends its time on. */
enum {
    HN_ACCESS_NETWORK, /* joining links into a graph */
    HN_ACCESS_TIE,     /* origins to their link */
    HN_ACCESS_REACH,   /* where links lie in areas, entrances */
    HN_ACCESS_SEARCH,
    HN_ACCESS_SERVED, /* dekning, floating catchment */
    HN_ACCESS_SEVERANCE,
    HN_ACCESS_ROWS,
    HN_ACCESS_STAGES
};

/* Merges contiguous areas (sharing more than a point) of result->destinations into one row each,
 * measures them, and sets the classes they belong to. */
hensyn_status hn_destinations_merge(hensyn_context *ctx, hn_result *result,
                                    const hn_access_options *options);

/* Fills entrances, distances, origin groups, dekning, nett, routes, service areas and indicators
 * of result. */
hensyn_status hn_access(hensyn_context *ctx, hn_result *result, const hn_access_input *input,
                        const hn_access_options *options);

#endif
