/* conflict.h - the overlay engine: from plan areas and considerations to conflict rows.
 * Knows neither files nor options; what it needs is in hn_conflict_options. */
#ifndef HN_CONFLICT_H
#define HN_CONFLICT_H

#include "data/measure.h"
#include "data/result.h"
#include "data/rules.h"

/* What the engine spends its time on. */
enum {
    HN_STAGE_OVERLAY,
    HN_STAGE_SHARES,
    HN_STAGE_NEAREST,
    HN_STAGE_ROWS,
    HN_STAGE_PARTITION,
    HN_STAGE_INDICATORS,
    HN_STAGES
};

/* Where a theme (group) has been mapped. */
typedef struct hn_coverage {
    uint32_t group;     /* hn_consideration.group; its theme's dataset group */
    hn_geometry **area; /* borrowed; valid areas */
    size_t count;
} hn_coverage;

typedef struct hn_conflict_options {
    const hn_measure *measure;
    const hn_rules *rules;
    int threads;
    bool all_overlaps, partition;
    double sliver, dust;    /* m */
    size_t groups;          /* groups of considerations: theme and opphav */
    const int *group_theme; /* theme number of each group */
    const bool *group_from_plan;
    const char *const *group_dataset; /* text for fallback remarks; may be NULL */
    const hn_coverage *coverage;
    size_t coverages;
    const char *kommune;   /* label of indicators; NULL: none */
    double *stage_seconds; /* [HN_STAGES], added to; may be NULL */
} hn_conflict_options;

/* Clips plan areas to a boundary (areas outside are left out with a remark), and marks the
 * considerations that cross it. */
hensyn_status hn_clip_to_boundary(hensyn_context *ctx, hn_result *result, const hn_measure *measure,
                                  hn_geometry *const *boundary, size_t count, int threads);

/* Where areas of several plans overlap on one level, takes the overlap from the later-ranked.
 * order[plan] is the rank of each plan group, lowest kept. */
hensyn_status hn_rank_plans(hensyn_context *ctx, hn_result *result, const hn_measure *measure,
                            const uint32_t *order, int threads);

/* Fills pairs, plan_themes, faces and indicators, and the conflict columns of plan areas and
 * considerations. */
hensyn_status hn_conflict(hensyn_context *ctx, hn_result *result,
                          const hn_conflict_options *options);

#endif
