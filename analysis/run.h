/* run.h - what the stages of one run hand to each other; see run.c for their order. */
#ifndef HN_RUN_H
#define HN_RUN_H

#include "base/platform.h"
#include "conflict/conflict.h"
#include "data/considerations.h"
#include "data/plan_areas.h"
#include "data/recipe.h"
#include "data/rules.h"
#include "read/read.h"
#include "write/picture.h"
#include "write/write.h"

typedef enum hn_input_role {
    HN_INPUT_PLAN,     /* land-use areas, perhaps mixed with zones and outlines */
    HN_INPUT_OUTLINE,  /* plan outlines that tell about the areas of the same source */
    HN_INPUT_ZONES,    /* the plan's own hensynssoner */
    HN_INPUT_HENSYN,   /* a dataset of a theme */
    HN_INPUT_COVERAGE, /* where a theme has been mapped */
    HN_INPUT_BOUNDARY
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
    hn_layer *read; /* after hn_run_read */
    uint32_t row;   /* of kilde */
    uint8_t *repaired;
} hn_input;

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
hensyn_status hn_run_facts(hensyn_context *ctx, hn_run *run); /* kjoring, fingerprints */
hensyn_status hn_run_write(hensyn_context *ctx, hn_run *run);

/* What would be done, for --dry-run. */
hensyn_status hn_run_describe(hensyn_context *ctx, const hn_run *run, hn_buffer *out);

#endif
