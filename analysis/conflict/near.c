/* near.c - the part of a plan area inside the buffer of a consideration. */
#include "base/memory.h"
#include "conflict/engine.h"

#include <math.h>

/* Segments a quarter circle: the polygon lies inside the true buffer by less than 0.13 % of the
 * distance, 1 - cos(pi / 4 / 16). */
enum { QUARTER_SEGMENTS = 16 };

static hn_geometry *points_of(const hn_engine *e, const hn_group *group) {
    const hn_item *first = &e->items[group->item[0]];
    const hn_geometry *g = e->result->considerations.row[first->owner].geometry;
    uint32_t count = (uint32_t)group->count;
    hn_geometry *out = hn_geometry_create(HN_POINT, count, count, count);
    if (!out) return NULL;
    for (uint32_t i = 0; i < count; i++) {
        const double *p = g->xy + 2 * (size_t)g->ring[g->part[e->items[group->item[i]].part]];
        out->part[i] = out->ring[i] = i;
        out->xy[2 * i] = p[0];
        out->xy[2 * i + 1] = p[1];
    }
    hn_geometry_finish(out);
    return out;
}

/* What of the consideration can reach the plan area: its part within the buffer distance of the
 * plan area's box. Cutting makes false edges, but only beyond that distance. */
static hensyn_status reach(hensyn_context *ctx, const hn_engine *e, hn_bench *bench,
                           const hn_geometry *plan, double distance, const hn_group *group,
                           const hn_geometry **near, hn_geometry **own) {
    uint32_t owner = e->items[group->item[0]].owner;
    hn_kind kind = e->result->considerations.row[owner].geometry->kind;
    *near = *own = NULL;
    if (kind == HN_AREA) {
        hn_box window = hn_box_grow(hn_window_around(plan->box), distance);
        hn_cut_result r = hn_bring_near(e, bench, window, group, near, own);
        if (r == HN_CUT_NO_MEMORY) return hn_nomem(ctx);
        if (r != HN_CUT_PART) *near = NULL; /* nothing, or the plan area lies inside */
        return HENSYN_OK;
    }
    *own = kind == HN_LINE ? hn_join_runs(e, group) : points_of(e, group);
    *near = *own;
    return *own ? HENSYN_OK : hn_nomem(ctx);
}

static hensyn_status buffer_of(hensyn_context *ctx, hn_bench *bench, const hn_geometry *object,
                               double distance, hn_geometry **out) {
    GEOSContextHandle_t h = bench->geos->handle;
    GEOSGeometry *from = hn_to_geos(bench->geos, object);
    GEOSGeometry *buffer = from ? GEOSBuffer_r(h, from, distance, QUARTER_SEGMENTS) : NULL;
    bool empty = true;
    *out = buffer ? hn_from_geos(bench->geos, buffer, HN_AREA, &empty) : NULL;
    GEOSGeom_destroy_r(h, buffer);
    GEOSGeom_destroy_r(h, from);
    if (*out) return HENSYN_OK;
    if (!from || !empty) return hn_nomem(ctx);
    return hn_fail(ctx, HENSYN_FAILED, "GEOS: %s", bench->geos->error);
}

/* Where two geometries are nearest to each other: x y of the one, x y of the other. */
static hensyn_status nearest_ends(hensyn_context *ctx, hn_bench *bench, const hn_geometry *a,
                                  const hn_geometry *b, double ends[4]) {
    GEOSContextHandle_t h = bench->geos->handle;
    GEOSGeometry *one = hn_to_geos(bench->geos, a), *two = hn_to_geos(bench->geos, b);
    GEOSCoordSequence *points = one && two ? GEOSNearestPoints_r(h, one, two) : NULL;
    hensyn_status status = HENSYN_OK;
    if (!one || !two)
        status = hn_nomem(ctx);
    else if (!points || !GEOSCoordSeq_getXY_r(h, points, 0, &ends[0], &ends[1]) ||
             !GEOSCoordSeq_getXY_r(h, points, 1, &ends[2], &ends[3]))
        status = hn_fail(ctx, HENSYN_FAILED, "GEOS: %s", bench->geos->error);
    GEOSCoordSeq_destroy_r(h, points);
    GEOSGeom_destroy_r(h, two);
    GEOSGeom_destroy_r(h, one);
    return status;
}

/* (plan in the buffer) less the object itself. */
static hensyn_status in_buffer(hensyn_context *ctx, hn_bench *bench, const hn_engine *e,
                               const hn_geometry *plan, const hn_geometry *object, double distance,
                               hn_piece *piece) {
    hn_geometry *buffer = NULL, *reached = NULL, *beyond = NULL, *own = NULL;
    hensyn_status status = HENSYN_OK;
    bool first = false, second = false;
    HN_TRY(buffer_of(ctx, bench, object, distance, &buffer));
    HN_TRY(hn_split(ctx, bench, e, plan, buffer, &first, &reached, &beyond));
    if (!reached || object->kind != HN_AREA) {
        piece->geometry = reached;
        reached = NULL;
    } else {
        HN_TRY(hn_split(ctx, bench, e, reached, object, &second, &own, &piece->geometry));
    }
    piece->snapped = first || second;
cleanup:
    hn_free(buffer);
    hn_free(reached);
    hn_free(beyond);
    hn_free(own);
    return status;
}

hensyn_status hn_near_piece(hensyn_context *ctx, const hn_engine *e, hn_bench *bench,
                            const hn_group *group, bool overlap, hn_piece *piece) {
    const hn_geometry *plan = e->result->plan_areas.row[piece->plan].geometry;
    const hn_consideration *hensyn = &e->result->considerations.row[piece->hensyn];
    double distance = hn_measure_units(e->options->measure, hensyn->buffer), ends[4] = {0};
    const hn_geometry *near = NULL;
    hn_geometry *own = NULL;
    hensyn_status status = HENSYN_OK;
    HN_TRY(reach(ctx, e, bench, plan, distance, group, &near, &own));
    if (!near || hn_box_distance(plan->box, near->box) > distance) goto cleanup;
    if (!overlap) HN_TRY(nearest_ends(ctx, bench, plan, near, ends));
    if (hypot(ends[2] - ends[0], ends[3] - ends[1]) >= distance) goto cleanup;
    HN_TRY(in_buffer(ctx, bench, e, plan, near, distance, piece));
    piece->distance = hn_measure_segment(e->options->measure, ends);
cleanup:
    hn_free(own);
    return status;
}
