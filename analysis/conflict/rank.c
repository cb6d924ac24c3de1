/* rank.c - several plans over one another: the later-ranked loses what it shares with an earlier
 * one on the same vertikalnivå (--plan-rank). */
#include "base/memory.h"
#include "conflict/engine.h"

#include <math.h>

static const hn_geometry *plan_member(const hn_engine *e, size_t i) {
    return e->result->plan_areas.row[i].geometry;
}

/* A level that is not given means on the ground (2). */
static int level_of(const hn_plan_area *area) {
    return area->vertikalniva == HN_NO_INT ? 2 : area->vertikalniva;
}

static bool may_displace(const hn_engine *e, size_t a, size_t b) {
    const hn_plan_area *one = &e->result->plan_areas.row[a], *two = &e->result->plan_areas.row[b];
    return one->plan != two->plan && level_of(one) == level_of(two);
}

typedef struct rank_job {
    hn_engine *engine;
    const uint32_t *order;
    size_t *first;      /* of each plan area in winner */
    uint32_t *winner;   /* areas that displace it */
    hn_geometry **rest; /* what is left; NULL with gone[i]: nothing, else untouched */
    uint8_t *gone;
} rank_job;

/* Lists for each area those that outrank it. */
static hensyn_status list_winners(rank_job *job, const hn_overlaps *overlaps) {
    const hn_engine *e = job->engine;
    size_t plans = e->result->plan_areas.count;
    job->first = hn_zalloc(plans + 2, sizeof *job->first);
    job->winner = hn_alloc(overlaps->count, sizeof *job->winner);
    if (!job->first || !job->winner) return hn_nomem(e->ctx);
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < overlaps->count; i++) {
            uint32_t a = overlaps->row[i].earlier, b = overlaps->row[i].later;
            uint32_t rank_a = job->order[e->result->plan_areas.row[a].plan];
            uint32_t rank_b = job->order[e->result->plan_areas.row[b].plan];
            uint32_t loser = rank_a <= rank_b ? b : a;
            if (pass == 0)
                job->first[loser + 2]++;
            else
                job->winner[job->first[loser + 1]++] = loser == a ? b : a;
        }
        if (pass == 0)
            for (size_t i = 2; i < plans + 2; i++)
                job->first[i] += job->first[i - 1];
    }
    return HENSYN_OK;
}

static hensyn_status displace(hensyn_context *ctx, hn_bench *bench, const rank_job *job,
                              size_t row) {
    const hn_engine *e = job->engine;
    size_t from = job->first[row], to = job->first[row + 1];
    const hn_geometry **list = hn_alloc(to - from, sizeof(hn_geometry *));
    hn_geometry *winners = NULL, *lost = NULL;
    bool snapped;
    hensyn_status status = HENSYN_OK;
    if (!list) return hn_nomem(ctx);
    for (size_t i = from; i < to; i++)
        list[i - from] = e->result->plan_areas.row[job->winner[i]].geometry;
    HN_TRY(hn_union(ctx, bench, e, list, to - from, &winners));
    HN_TRY(hn_split(ctx, bench, e, e->result->plan_areas.row[row].geometry, winners, &snapped,
                    &lost, &job->rest[row]));
    job->gone[row] = job->rest[row] == NULL;
cleanup:
    hn_free(lost);
    hn_free(winners);
    hn_free(list);
    return status;
}

static hensyn_status displace_body(hensyn_context *ctx, void *shared, void *state, size_t first,
                                   size_t last) {
    const rank_job *job = shared;
    hensyn_status status = HENSYN_OK;
    for (size_t i = first; i < last; i++)
        if (job->first[i] < job->first[i + 1]) HN_TRY(displace(ctx, state, job, i));
cleanup:
    return status;
}

static hensyn_status apply(hensyn_context *ctx, rank_job *job, const hn_measure *measure) {
    hn_result *result = job->engine->result;
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; i < result->plan_areas.count; i++) {
        hn_plan_area *area = &result->plan_areas.row[i];
        double before = area->areal_m2;
        if (job->gone[i]) {
            HN_TRY(hn_drop_area(ctx, result, area, "PLAN_FORTRENGT",
                                "Planområdet er helt fortrengt av en plan med høyere rang og er "
                                "utelatt"));
        } else if (job->rest[i]) {
            hn_geometry *rest = job->rest[i];
            job->rest[i] = NULL;
            HN_TRY(hn_shrink_area(ctx, result, measure, area, rest, "PLAN_FORTRENGT",
                                  "En del av planområdet er fortrengt av en plan med høyere rang"));
            area->fortrengt_m2 = before - area->areal_m2;
        }
    }
    hn_remove_dropped(result);
cleanup:
    return status;
}

hensyn_status hn_rank_plans(hensyn_context *ctx, hn_result *result, const hn_measure *measure,
                            const uint32_t *order, int threads) {
    size_t plans = result->plan_areas.count;
    hn_conflict_options options = {.measure = measure, .threads = threads};
    hn_engine engine = {.ctx = ctx,
                        .result = result,
                        .options = &options,
                        .millimetre = hn_measure_units(measure, 0.001)};
    rank_job job = {.engine = &engine,
                    .order = order,
                    .rest = hn_zalloc(plans, sizeof(hn_geometry *)),
                    .gone = hn_zalloc(plans, 1)};
    hn_overlaps overlaps = {0};
    hensyn_status status = HENSYN_OK;
    if (!job.rest || !job.gone) HN_TRY(hn_nomem(ctx));
    HN_TRY(hn_overlaps_find(&engine, plans, plan_member, may_displace, &overlaps));
    HN_TRY(list_winners(&job, &overlaps));
    hn_parallel_job all = {.init = hn_bench_init,
                           .body = displace_body,
                           .done = hn_bench_done,
                           .shared = &job,
                           .count = plans,
                           .threads = threads};
    HN_TRY(hn_parallel(ctx, &all));
    HN_TRY(apply(ctx, &job, measure));
cleanup:
    for (size_t i = 0; job.rest && i < plans; i++)
        hn_free(job.rest[i]);
    hn_free(job.rest);
    hn_free(job.gone);
    hn_free(job.first);
    hn_free(job.winner);
    hn_overlaps_free(&overlaps);
    return status;
}
