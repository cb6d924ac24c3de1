/* conflict.c - the stages of the conflict engine, in the order the data passes them. */
#include "conflict/engine.h"

static void stamp(const hn_conflict_options *options, int stage, double *since) {
    double now = hn_seconds();
    if (options->stage_seconds) options->stage_seconds[stage] += now - *since;
    *since = now;
}

hensyn_status hn_conflict(hensyn_context *ctx, hn_result *result,
                          const hn_conflict_options *options) {
    hn_engine *engine = NULL;
    hensyn_status status = HENSYN_OK;
    double since = hn_seconds();
    result->has_conflict = true;
    result->has_partition = options->partition;
    hn_step(ctx, "overlay", 25, 55);
    HN_TRY(hn_engine_create(ctx, result, options, &engine));
    HN_TRY(hn_stage_overlay(engine));
    stamp(options, HN_STAGE_OVERLAY, &since);
    hn_step(ctx, "shares", 55, 65);
    HN_TRY(hn_stage_shares(engine));
    stamp(options, HN_STAGE_SHARES, &since);
    hn_step(ctx, "nearest", 65, 70);
    HN_TRY(hn_stage_nearest(engine));
    stamp(options, HN_STAGE_NEAREST, &since);
    HN_TRY(hn_stage_rows(engine));
    stamp(options, HN_STAGE_ROWS, &since);
    hn_step(ctx, "indicators", 70, 75);
    if (options->partition) HN_TRY(hn_stage_partition(engine));
    stamp(options, HN_STAGE_PARTITION, &since);
    HN_TRY(hn_stage_indicators(engine));
    stamp(options, HN_STAGE_INDICATORS, &since);
cleanup:
    hn_engine_destroy(engine);
    return status;
}
