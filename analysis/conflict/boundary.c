/* boundary.c - clipping to --boundary: plan areas lose what lies outside, considerations that cross
 * it are marked and stay whole. */
#include "base/memory.h"
#include "conflict/engine.h"

#include <math.h>
#include <string.h>

typedef struct clip_job {
    hn_engine *engine;
    const hn_geometry *boundary;
    hn_cut *cut;
    hn_geometry **clipped; /* of each plan area; NULL with outside[i]: nothing is left */
    uint8_t *outside;
} clip_job;

static hensyn_status clip_plans(hensyn_context *ctx, void *shared, void *state, size_t first,
                                size_t last) {
    const clip_job *job = shared;
    hensyn_status status = HENSYN_OK;
    for (size_t i = first; i < last; i++) {
        const hn_geometry *g = job->engine->result->plan_areas.row[i].geometry;
        hn_overlay_check check = {.expected = NAN};
        bool whole = false;
        if (!g) continue;
        HN_TRY(hn_common_area(ctx, state, job->engine, g, job->boundary, job->cut, &check, &whole,
                              &job->clipped[i]));
        job->outside[i] = !whole && !job->clipped[i];
    }
cleanup:
    return status;
}

static hensyn_status area_crosses(hensyn_context *ctx, hn_bench *bench, const clip_job *job,
                                  const hn_geometry *area, bool *crosses) {
    hn_overlay_check check = {.expected = NAN};
    hn_geometry *part = NULL;
    bool whole = false;
    hensyn_status status = hn_common_area(ctx, bench, job->engine, area, job->boundary, job->cut,
                                          &check, &whole, &part);
    *crosses = part && !whole;
    hn_free(part);
    return status;
}

static hensyn_status line_crosses(hensyn_context *ctx, hn_bench *bench, const clip_job *job,
                                  const hn_geometry *line, bool *crosses) {
    GEOSContextHandle_t h = bench->geos->handle;
    GEOSGeometry *area = hn_to_geos(bench->geos, job->boundary);
    GEOSGeometry *own = area ? hn_to_geos(bench->geos, line) : NULL;
    hensyn_status status = HENSYN_OK;
    if (!own) HN_TRY(hn_nomem(ctx));
    char met = GEOSIntersects_r(h, area, own), covered = met == 1 ? GEOSCovers_r(h, area, own) : 0;
    if (met > 1 || covered > 1) HN_TRY(hn_fail(ctx, HENSYN_FAILED, "GEOS: %s", bench->geos->error));
    *crosses = met && !covered;
cleanup:
    GEOSGeom_destroy_r(h, own);
    GEOSGeom_destroy_r(h, area);
    return status;
}

static bool points_cross(const clip_job *job, const hn_geometry *g) {
    uint32_t inside = 0;
    for (uint32_t i = 0; i < g->points; i++)
        inside += hn_locate(job->boundary, g->xy[2 * (size_t)i], g->xy[2 * (size_t)i + 1]) >= 0;
    return inside && inside < g->points;
}

/* The plan areas end at the boundary, so what they share with a whole consideration is what they
 * share with its part inside; what lies near them outside counts as near. */
static hensyn_status mark_considerations(hensyn_context *ctx, void *shared, void *state,
                                         size_t first, size_t last) {
    const clip_job *job = shared;
    hensyn_status status = HENSYN_OK;
    for (size_t i = first; i < last; i++) {
        hn_consideration *h = &job->engine->result->considerations.row[i];
        if (!h->geometry || !hn_box_meets(h->geometry->box, job->boundary->box)) continue;
        if (h->geometry->kind == HN_AREA)
            HN_TRY(area_crosses(ctx, state, job, h->geometry, &h->clipped));
        else if (h->geometry->kind == HN_LINE)
            HN_TRY(line_crosses(ctx, state, job, h->geometry, &h->clipped));
        else
            h->clipped = points_cross(job, h->geometry);
    }
cleanup:
    return status;
}

/* ---- what became of the plan areas ---- */

static void count_as_left_out(hn_source_row *source, const hn_plan_area *area) {
    if (strcmp(area->status, "reparert") == 0)
        source->antall_reparert--;
    else
        source->antall_brukt--;
    source->antall_utelatt++;
    source->areal_brukt_m2 -= area->areal_m2;
    source->areal_utelatt_m2 += area->areal_m2;
}

hensyn_status hn_drop_area(hensyn_context *ctx, hn_result *result, hn_plan_area *area,
                           const char *code, const char *reason) {
    hn_source_row *source = &result->sources.row[area->kilde];
    hn_about about = HN_ABOUT_NOTHING;
    about.kilde = source->sti;
    about.lag = area->lag;
    about.kilde_id = area->kilde_id;
    about.where = area->geometry;
    about.before_m2 = area->areal_m2;
    about.after_m2 = 0;
    count_as_left_out(source, area);
    hensyn_status status = hn_remark_add(ctx, result, HENSYN_INFO, code, &about, "%s", reason);
    hn_free(area->geometry);
    area->geometry = NULL;
    return status;
}

hensyn_status hn_shrink_area(hensyn_context *ctx, hn_result *result, const hn_measure *measure,
                             hn_plan_area *area, hn_geometry *geometry, const char *code,
                             const char *reason) {
    hn_source_row *source = &result->sources.row[area->kilde];
    hn_about about = HN_ABOUT_NOTHING;
    double before = area->areal_m2;
    hn_free(area->geometry);
    area->geometry = geometry;
    area->areal_m2 = hn_measure_area(measure, geometry);
    source->areal_brukt_m2 -= before - area->areal_m2;
    source->areal_klippet_m2 += before - area->areal_m2;
    about.kilde = source->sti;
    about.lag = area->lag;
    about.kilde_id = area->kilde_id;
    about.where = geometry;
    about.before_m2 = before;
    about.after_m2 = area->areal_m2;
    return hn_remark_add(ctx, result, HENSYN_INFO, code, &about, "%s", reason);
}

void hn_remove_dropped(hn_result *result) {
    size_t kept = 0;
    for (size_t i = 0; i < result->plan_areas.count; i++) {
        if (!result->plan_areas.row[i].geometry) continue;
        result->plan_areas.row[kept] = result->plan_areas.row[i];
        result->plan_areas.row[kept].fid = (int64_t)kept + 1;
        kept++;
    }
    result->plan_areas.count = kept;
}

static hensyn_status apply(hensyn_context *ctx, const clip_job *job, const hn_measure *measure) {
    hn_result *result = job->engine->result;
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; i < result->plan_areas.count; i++) {
        hn_plan_area *area = &result->plan_areas.row[i];
        if (job->outside[i]) {
            HN_TRY(hn_drop_area(ctx, result, area, "UTENFOR_GRENSE",
                                "Planområdet ligger utenfor grensen og er utelatt"));
        } else if (job->clipped[i]) {
            hn_geometry *part = job->clipped[i];
            job->clipped[i] = NULL;
            HN_TRY(hn_shrink_area(ctx, result, measure, area, part, "KLIPPET",
                                  "Planområdet er klippet mot grensen"));
            if (strcmp(area->status, "ok") == 0) area->status = "klippet";
        }
    }
    hn_remove_dropped(result);
cleanup:
    return status;
}

hensyn_status hn_clip_to_boundary(hensyn_context *ctx, hn_result *result, const hn_measure *measure,
                                  hn_geometry *const *boundary, size_t count, int threads) {
    size_t plans = result->plan_areas.count;
    hn_conflict_options options = {.measure = measure, .threads = threads};
    hn_engine engine = {.ctx = ctx,
                        .result = result,
                        .options = &options,
                        .millimetre = hn_measure_units(measure, 0.001)};
    clip_job job = {.engine = &engine,
                    .clipped = hn_zalloc(plans, sizeof(hn_geometry *)),
                    .outside = hn_zalloc(plans, 1)};
    hn_geometry *merged = NULL;
    void *bench = NULL;
    hensyn_status status = HENSYN_OK;
    if (!job.clipped || !job.outside) HN_TRY(hn_nomem(ctx));
    HN_TRY(hn_bench_init(ctx, NULL, &bench));
    HN_TRY(hn_union(ctx, bench, &engine, (const hn_geometry *const *)boundary, count, &merged));
    if (!merged)
        HN_TRY(hn_fail(ctx, HENSYN_INPUT, "%s",
                       hn_text(ctx, "grensen (--boundary) inneholder ingen flater",
                               "the boundary (--boundary) holds no areas")));
    job.boundary = merged;
    job.cut = hn_cut_create(merged);
    if (!job.cut) HN_TRY(hn_nomem(ctx));
    hn_parallel_job all = {.init = hn_bench_init,
                           .body = clip_plans,
                           .done = hn_bench_done,
                           .shared = &job,
                           .count = plans,
                           .threads = threads};
    HN_TRY(hn_parallel(ctx, &all));
    all.body = mark_considerations;
    all.count = result->considerations.count;
    HN_TRY(hn_parallel(ctx, &all));
    HN_TRY(apply(ctx, &job, measure));
cleanup:
    for (size_t i = 0; job.clipped && i < plans; i++)
        hn_free(job.clipped[i]);
    hn_free(job.clipped);
    hn_free(job.outside);
    hn_cut_destroy(job.cut);
    hn_free(merged);
    hn_bench_done(NULL, bench);
    return status;
}
