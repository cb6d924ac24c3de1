/* run.h - what the stages of one run hand to each other; see run.c for their order. */
#ifndef HN_RUN_H
#define HN_RUN_H

#include "access/access.h"
#include "base/platform.h"
#include "conflict/conflict.h"
#include "data/considerations.h"
#include "data/destination_rows.h"
#include "data/links.h"
#include "data/plan_areas.h"
#include "data/recipe.h"
#include "data/rules.h"
#include "read/heights.h"
#include "read/read.h"
#include "write/picture.h"
#include "write/write.h"

typedef enum hn_input_role {
    HN_INPUT_PLAN,     /* land-use areas, perhaps mixed with zones and outlines */
    HN_INPUT_OUTLINE,  /* plan outlines that tell about the areas of the same source */
    HN_INPUT_ZONES,    /* the plan's own hensynssoner */
    HN_INPUT_HENSYN,   /* a dataset of a theme */
    HN_INPUT_COVERAGE, /* where a theme has been mapped */
    HN_INPUT_BOUNDARY,
    HN_INPUT_NETWORK, /* lines to travel on */
    HN_INPUT_EVENTS,  /* speed limits or traffic along link sequences */
    HN_INPUT_ORIGINS,
    HN_INPUT_DESTINATIONS,
    HN_INPUT_DISTRICTS,
    HN_INPUT_ENTRANCES
} hn_input_role;

/* One layer of one source that takes part in the run. */
typedef struct hn_input {
    hn_input_role role;
    uint32_t opened; /* number in hn_run.opened */
    size_t layer;    /* number in the source */
    uint32_t source; /* number of the --plan source, for plan layers */
    int theme;       /* number in the rules; -1: none */
    hn_plan_model model;
    const hn_dataset *dataset;
    hn_hensyn_fields fields;
    const char *value_field, *name_field;
    double buffer;
    const hn_net_dataset *net; /* NULL: a network of no known dataset */
    /* Of an access layer: the fields that are read, and which of them each role has (-1: none). */
    int *field, *column;
    size_t field_count, column_count;
    char *filter;   /* SQL; NULL: all rows */
    hn_layer *read; /* after hn_run_read */
    uint32_t row;   /* of kilde */
    uint8_t *repaired;
} hn_input;

/* The access part of a run. */
typedef struct hn_access_run {
    hn_links links;
    hn_net_events limits, counts;
    hn_origins origins;
    hn_gate *gate;
    size_t gates, gate_capacity;
    hn_access_class *class_;
    size_t classes;
    const hn_preset *preset; /* that some of the classes come from; NULL: none */
    hn_heights heights;      /* of links that have them from --dem */
    uint32_t dem_row;        /* of kilde */
    bool safe;
    hn_network_facts facts;
    double stage_seconds[HN_ACCESS_STAGES], links_seconds, origins_seconds, heights_seconds;
} hn_access_run;

typedef struct hn_run {
    const hensyn_job *job;
    hn_rules *rules;
    hn_styles *styles;
    hn_opened **opened;
    size_t opened_count, opened_capacity;
    hn_input *input;
    size_t input_count, input_capacity;
    hn_crs *crs; /* working CRS */
    hn_measure *measure;
    hn_result *result;
    hn_target *target;
    hn_picture *picture; /* NULL: not asked for */
    hn_plan_groups *plans;
    hn_hensyn_groups groups;
    hn_plan_tally tally;
    hn_access_run access;
    hn_task *fingerprints;       /* hashes the inputs beside the other work */
    hn_fingerprint *fingerprint; /* of each opened source */
    hn_coverage *coverage;
    size_t coverages, coverage_capacity;
    char started[32];
    double since, stage_seconds[HN_STAGES], read_seconds, repair_seconds, rows_seconds;
} hn_run;

/* Stages, in order. */
hensyn_status hn_run_open(hensyn_context *ctx, hn_run *run);  /* sources, layers, working CRS */
hensyn_status hn_run_claim(hensyn_context *ctx, hn_run *run); /* the output may be written */
hensyn_status hn_run_read(hensyn_context *ctx, hn_run *run);  /* features in the working CRS */
hensyn_status hn_run_rows(hensyn_context *ctx, hn_run *run);  /* plan areas, considerations */
hensyn_status hn_run_conflict(hensyn_context *ctx, hn_run *run);
hensyn_status hn_run_access(hensyn_context *ctx, hn_run *run); /* links, origins, distances */
hensyn_status hn_run_facts(hensyn_context *ctx, hn_run *run);  /* kjoring, fingerprints */
hensyn_status hn_run_write(hensyn_context *ctx, hn_run *run);

/* The access part of opening and of the facts (run_access_open.c, run_access.c). */
hensyn_status hn_run_open_access(hensyn_context *ctx, hn_run *run);
hensyn_status hn_run_access_facts(hensyn_context *ctx, hn_run *run);
/* Classes of the job and its preset, with what they say of their method. */
hensyn_status hn_run_classes(hensyn_context *ctx, hn_run *run);
/* Links, from the network layers and the road objects along them. */
hensyn_status hn_run_links(hensyn_context *ctx, hn_run *run);
void hn_run_access_clear(hn_access_run *access);
void hn_run_clear(hn_run *run); /* at whatever stage it stopped */

/* Shared by the files that open sources. */
hn_input *hn_run_add_input(hn_run *run, hn_input_role role, uint32_t opened, size_t layer);
hensyn_status hn_run_open_source(hensyn_context *ctx, hn_run *run, const hn_source *source,
                                 uint32_t *number);
/* "no layer fits" (HENSYN_INPUT), with what there is to choose from. */
hensyn_status hn_run_no_layer(hensyn_context *ctx, const hn_run *run, uint32_t opened,
                              const char *nb, const char *en);
const hn_layer_info *hn_run_layer(const hn_run *run, const hn_input *input);
/* The usable areas of every layer of a role (and theme), borrowed; caller frees the list. */
hensyn_status hn_run_areas(hensyn_context *ctx, const hn_run *run, hn_input_role role, int theme,
                           hn_geometry ***out, size_t *count);
/* --kommune, or the number that all plan areas share; NULL: neither. */
const char *hn_run_municipality(const hn_run *run);

/* What would be done, for --dry-run. */
hensyn_status hn_run_describe(hensyn_context *ctx, const hn_run *run, hn_buffer *out);

#endif
