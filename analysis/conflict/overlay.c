/* overlay.c - stage 1: the piece of every plan area that lies in every consideration. */
#include "base/memory.h"
#include "conflict/engine.h"

#include <math.h>
#include <stdlib.h>

static bool add_candidate(uint32_t item, void *user) {
    hn_bench *bench = user;
    if (!HN_RESERVE(bench->candidate, bench->candidates, bench->candidate_capacity, 1)) {
        bench->no_memory = true;
        return false;
    }
    bench->candidate[bench->candidates++] = item;
    return true;
}

/* Items are numbered by owner and part, so sorting them groups them. */
static hensyn_status find_candidates(hensyn_context *ctx, const hn_engine *e, hn_bench *bench,
                                     hn_box box) {
    bench->candidates = 0;
    bench->no_memory = false;
    hn_index_query(e->index, box, add_candidate, bench);
    if (bench->no_memory) return hn_nomem(ctx);
    hn_sort_numbers(bench->candidate, bench->candidates);
    return HENSYN_OK;
}

/* ---- areas ---- */

hn_cut_result hn_bring_near(const hn_engine *e, hn_bench *bench, hn_box window,
                            const hn_group *group, const hn_geometry **near, hn_geometry **own) {
    uint32_t owner = e->items[group->item[0]].owner;
    *own = NULL;
    *near = e->result->considerations.row[owner].geometry;
    if (!e->cut[owner]) return HN_CUT_PART;
    if (!HN_RESERVE(bench->part, 0, bench->part_capacity, group->count)) return HN_CUT_NO_MEMORY;
    for (size_t i = 0; i < group->count; i++)
        bench->part[i] = e->items[group->item[i]].part;
    hn_cut_result r =
        hn_cut_window(e->cut[owner], bench->part, group->count, window, &bench->cut, own);
    *near = *own;
    return r;
}

static hensyn_status common_area(hensyn_context *ctx, const hn_engine *e, hn_bench *bench,
                                 const hn_geometry *plan, const hn_group *group, hn_piece *piece) {
    hensyn_status status = HENSYN_OK;
    const hn_geometry *near = NULL;
    hn_geometry *own = NULL;
    hn_overlay_check check = {.expected = NAN};
    switch (hn_bring_near(e, bench, hn_window_around(plan->box), group, &near, &own)) {
    case HN_CUT_NO_MEMORY:
        return hn_nomem(ctx);
    case HN_CUT_EMPTY:
        return HENSYN_OK;
    case HN_CUT_FULL:
        piece->whole = true;
        return HENSYN_OK;
    case HN_CUT_PART:
        break;
    }
    HN_TRY(
        hn_common_area(ctx, bench, e, plan, near, NULL, &check, &piece->whole, &piece->geometry));
    piece->snapped = check.snapped;
    piece->broken = check.broken;
cleanup:
    hn_free(own);
    return status;
}

/* ---- lines ---- */

/* The runs of a line that came out of the index, neighbours joined, as one geometry. */
hn_geometry *hn_join_runs(const hn_engine *e, const hn_group *group) {
    const hn_geometry *g = e->result->considerations.row[e->items[group->item[0]].owner].geometry;
    uint32_t lines = 0, points = 0, end = 0;
    for (size_t i = 0; i < group->count; i++) {
        const hn_item *run = &e->items[group->item[i]];
        bool joined = i && run->first == end && e->items[group->item[i - 1]].part == run->part;
        if (!joined) lines++;
        points += run->last - run->first + (joined ? 0 : 1);
        end = run->last;
    }
    hn_geometry *out = hn_geometry_create(HN_LINE, lines, lines, points);
    if (!out) return NULL;
    uint32_t line = 0, point = 0;
    for (size_t i = 0; i < group->count; i++) {
        const hn_item *run = &e->items[group->item[i]];
        bool joined = i && run->first == end && e->items[group->item[i - 1]].part == run->part;
        if (!joined) {
            out->part[line] = line;
            out->ring[line++] = point;
        }
        for (uint32_t p = run->first + (joined ? 1 : 0); p <= run->last; p++, point++) {
            out->xy[2 * point] = g->xy[2 * (size_t)p];
            out->xy[2 * point + 1] = g->xy[2 * (size_t)p + 1];
        }
        end = run->last;
    }
    hn_geometry_finish(out);
    return out;
}

/* Snapped to 1 mm where floating precision fails; a line that GEOS refuses both ways is an error.
 */
static hensyn_status common_line(hensyn_context *ctx, const hn_engine *e, hn_bench *bench,
                                 const hn_geometry *plan, const hn_group *group, hn_piece *piece) {
    GEOSContextHandle_t h = bench->geos->handle;
    hn_geometry *runs = hn_join_runs(e, group);
    GEOSGeometry *line = runs ? hn_to_geos(bench->geos, runs) : NULL;
    GEOSGeometry *area = line ? hn_to_geos(bench->geos, plan) : NULL;
    GEOSGeometry *inside = NULL;
    hensyn_status status = HENSYN_OK;
    bool empty = true;
    if (!area) HN_TRY(hn_nomem(ctx));
    inside = GEOSIntersection_r(h, area, line);
    if (!inside) {
        piece->snapped = true;
        inside = GEOSIntersectionPrec_r(h, area, line, e->millimetre);
    }
    if (!inside) HN_TRY(hn_fail(ctx, HENSYN_FAILED, "GEOS: %s", bench->geos->error));
    piece->geometry = hn_from_geos(bench->geos, inside, HN_LINE, &empty);
    if (!piece->geometry && !empty) status = hn_nomem(ctx);
cleanup:
    GEOSGeom_destroy_r(h, inside);
    GEOSGeom_destroy_r(h, area);
    GEOSGeom_destroy_r(h, line);
    hn_free(runs);
    return status;
}

/* ---- points ---- */

/* Points on the border count as inside, so that no site on a border is lost. */
static hensyn_status common_points(hensyn_context *ctx, const hn_engine *e, const hn_geometry *plan,
                                   const hn_group *group, hn_piece *piece) {
    const hn_geometry *g = e->result->considerations.row[e->items[group->item[0]].owner].geometry;
    uint32_t inside = 0;
    for (size_t i = 0; i < group->count; i++) {
        const double *p = g->xy + 2 * (size_t)g->ring[g->part[e->items[group->item[i]].part]];
        inside += hn_locate(plan, p[0], p[1]) >= 0;
    }
    if (!inside) return HENSYN_OK;
    hn_geometry *out = hn_geometry_create(HN_POINT, inside, inside, inside);
    if (!out) return hn_nomem(ctx);
    uint32_t n = 0;
    for (size_t i = 0; i < group->count; i++) {
        const double *p = g->xy + 2 * (size_t)g->ring[g->part[e->items[group->item[i]].part]];
        if (hn_locate(plan, p[0], p[1]) < 0) continue;
        out->part[n] = out->ring[n] = n;
        out->xy[2 * n] = p[0];
        out->xy[2 * n + 1] = p[1];
        n++;
    }
    hn_geometry_finish(out);
    piece->geometry = out;
    piece->points = inside;
    return HENSYN_OK;
}

/* ---- measures and grades ---- */

/* Shares of a line are shares of its length; a point has none; what is only near takes nothing
 * of the object. */
static void measure_piece(const hn_engine *e, hn_piece *piece) {
    const hn_plan_area *plan = &e->result->plan_areas.row[piece->plan];
    const hn_consideration *hensyn = &e->result->considerations.row[piece->hensyn];
    const hn_measure *measure = e->options->measure;
    const hn_geometry *g = piece->whole ? plan->geometry : piece->geometry;
    piece->plan_share = piece->hensyn_share = NAN;
    if (piece->kind == HN_POINT) return;
    if (piece->kind == HN_LINE) {
        piece->length = hn_measure_length(measure, g);
        if (hensyn->lengde_m > 0) piece->hensyn_share = fmin(piece->length / hensyn->lengde_m, 1);
        return;
    }
    piece->area = piece->whole ? plan->areal_m2 : hn_measure_area(measure, g);
    if (plan->areal_m2 > 0) piece->plan_share = fmin(piece->area / plan->areal_m2, 1);
    if (hensyn->areal_m2 > 0 && !piece->near)
        piece->hensyn_share = fmin(piece->area / hensyn->areal_m2, 1);
    double length = hn_measure_length(measure, g);
    double thickness = length > 0 ? 2 * piece->area / length : 0;
    piece->sliver = thickness < e->options->sliver;
    piece->thin = thickness < e->options->dust;
}

static void grade_piece(const hn_engine *e, hn_piece *piece) {
    const hn_plan_area *plan = &e->result->plan_areas.row[piece->plan];
    const hn_consideration *hensyn = &e->result->considerations.row[piece->hensyn];
    const hn_grade *grade = hn_engine_grade(e, piece->plan, piece->hensyn);
    piece->rule = grade->rule;
    piece->assumed = grade->assumed && plan->utbygging;
    piece->impact = plan->utbygging ? grade->impact - (piece->near ? 1 : 0) : 0;
    if (piece->impact < 1) return;
    if (hn_is_hazard(e, piece->hensyn)) {
        piece->consequence = hensyn->verdi;
        return;
    }
    int before = hn_rules_consequence(e->options->rules, hensyn->verdi, piece->impact);
    piece->consequence = hn_rules_extent(e->options->rules, before, piece->hensyn_share);
}

/* ---- the stage ---- */

/* Moves a measured and graded piece to the list of its plan area. */
static hensyn_status keep_piece(hensyn_context *ctx, const hn_engine *e, hn_piece *piece) {
    hn_pieces *pieces = &e->pieces[piece->plan];
    if (!piece->whole && !piece->geometry) return HENSYN_OK;
    measure_piece(e, piece);
    grade_piece(e, piece);
    if (!HN_RESERVE(pieces->row, pieces->count, pieces->capacity, 1)) {
        hn_free(piece->geometry);
        return hn_nomem(ctx);
    }
    pieces->row[pieces->count++] = *piece;
    return HENSYN_OK;
}

static hensyn_status overlay_pair(hensyn_context *ctx, const hn_engine *e, hn_bench *bench,
                                  uint32_t plan_row, const hn_group *group) {
    const hn_plan_area *plan = &e->result->plan_areas.row[plan_row];
    uint32_t owner = e->items[group->item[0]].owner;
    const hn_consideration *hensyn = &e->result->considerations.row[owner];
    hn_kind kind = hensyn->geometry->kind;
    hn_piece piece = {.plan = plan_row, .hensyn = owner, .kind = kind};
    hensyn_status status = HENSYN_OK;
    if (hn_box_meets(plan->geometry->box, hensyn->geometry->box)) {
        if (kind == HN_AREA) HN_TRY(common_area(ctx, e, bench, plan->geometry, group, &piece));
        if (kind == HN_LINE) HN_TRY(common_line(ctx, e, bench, plan->geometry, group, &piece));
        if (kind == HN_POINT) HN_TRY(common_points(ctx, e, plan->geometry, group, &piece));
    }
    bool whole = piece.whole, overlap = piece.whole || piece.geometry;
    HN_TRY(keep_piece(ctx, e, &piece));
    if (hensyn->buffer <= 0 || whole) return status;
    hn_piece near = {.plan = plan_row, .hensyn = owner, .kind = HN_AREA, .near = true};
    HN_TRY(hn_near_piece(ctx, e, bench, group, overlap, &near));
    HN_TRY(keep_piece(ctx, e, &near));
cleanup:
    return status;
}

/* Only development can conflict; the others are overlaid when every overlap is asked for. */
static bool wanted(const hn_engine *e, const hn_plan_area *plan) {
    return plan->geometry && (plan->utbygging || e->options->all_overlaps);
}

static hensyn_status overlay_plans(hensyn_context *ctx, void *shared, void *state, size_t first,
                                   size_t last) {
    const hn_engine *e = shared;
    hn_bench *bench = state;
    hensyn_status status = HENSYN_OK;
    for (size_t i = first; i < last; i++) {
        const hn_plan_area *plan = &e->result->plan_areas.row[i];
        if (!wanted(e, plan)) continue;
        HN_TRY(find_candidates(ctx, e, bench, plan->geometry->box));
        for (size_t from = 0, to; from < bench->candidates; from = to) {
            uint32_t owner = e->items[bench->candidate[from]].owner;
            for (to = from + 1; to < bench->candidates; to++)
                if (e->items[bench->candidate[to]].owner != owner) break;
            hn_group group = {bench->candidate + from, to - from};
            HN_TRY(overlay_pair(ctx, e, bench, (uint32_t)i, &group));
        }
    }
cleanup:
    return status;
}

hensyn_status hn_stage_overlay(hn_engine *e) {
    hn_parallel_job job = {.init = hn_bench_init,
                           .body = overlay_plans,
                           .done = hn_bench_done,
                           .shared = e,
                           .count = e->result->plan_areas.count,
                           .threads = e->options->threads};
    return hn_parallel(e->ctx, &job);
}
