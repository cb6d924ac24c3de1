/* near.c - the part of a plan area inside the buffer of a consideration. */
#include "base/memory.h"
#include "conflict/engine.h"

#include <math.h>

/* Segments a quarter circle: the polygon lies inside the true buffer by less than 0.13 % of the
 * distance, 1 - cos(pi / 4 / 16). */
enum { QUARTER_SEGMENTS = 16 };

static hn_geometry *points_of(const hn_engine *e, const hn_group *group) {
    const hn_item *first = &e->items[group->item[0]];
    const hn_geometry *g = hn_overlay_geometry(&e->result->considerations.row[first->owner]);
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

/* (plan less the object) and buffer; false: GEOS failed, its message is in the bench. */
static GEOSGeometry *in_buffer(hn_bench *bench, const GEOSGeometry *plan, const GEOSGeometry *object,
                               bool area, double distance, double grid) {
    GEOSContextHandle_t h = bench->geos->handle;
    GEOSGeometry *buffer = GEOSBuffer_r(h, object, distance, QUARTER_SEGMENTS);
    GEOSGeometry *inside = NULL, *result = NULL;
    if (!buffer) return NULL;
    inside = GEOSIntersection_r(h, plan, buffer);
    if (!inside) inside = GEOSIntersectionPrec_r(h, plan, buffer, grid);
    GEOSGeom_destroy_r(h, buffer);
    if (!inside || !area) return inside;
    result = GEOSDifference_r(h, inside, object);
    if (!result) result = GEOSDifferencePrec_r(h, inside, object, grid);
    GEOSGeom_destroy_r(h, inside);
    return result;
}

hensyn_status hn_near_piece(hensyn_context *ctx, const hn_engine *e, hn_bench *bench,
                            const hn_group *group, bool overlap, hn_piece *piece) {
    const hn_geometry *plan = e->result->plan_areas.row[piece->plan].geometry;
    const hn_consideration *hensyn = &e->result->considerations.row[piece->hensyn];
    double distance = hn_measure_units(e->options->measure, hensyn->buffer), apart = 0;
    GEOSContextHandle_t h = bench->geos->handle;
    GEOSGeometry *area = NULL, *object = NULL, *part = NULL;
    const hn_geometry *near = NULL;
    hn_geometry *own = NULL;
    hensyn_status status = HENSYN_OK;
    bool empty = true;
    HN_TRY(reach(ctx, e, bench, plan, distance, group, &near, &own));
    if (!near || hn_box_distance(plan->box, near->box) > distance) goto cleanup;
    area = hn_to_geos(bench->geos, plan);
    object = area ? hn_to_geos(bench->geos, near) : NULL;
    if (!object) HN_TRY(hn_nomem(ctx));
    if (!overlap && GEOSDistance_r(h, area, object, &apart) == 1 && apart >= distance) goto cleanup;
    part = in_buffer(bench, area, object, near->kind == HN_AREA, distance, e->millimetre);
    if (!part) HN_TRY(hn_fail(ctx, HENSYN_FAILED, "GEOS: %s", bench->geos->error));
    piece->geometry = hn_from_geos(bench->geos, part, HN_AREA, &empty);
    if (!piece->geometry && !empty) HN_TRY(hn_nomem(ctx));
    piece->distance = overlap ? 0
                              : hn_measure_distance(e->options->measure, plan->box.xmin,
                                                    plan->box.ymin, apart);
cleanup:
    GEOSGeom_destroy_r(h, part);
    GEOSGeom_destroy_r(h, object);
    GEOSGeom_destroy_r(h, area);
    hn_free(own);
    return status;
}
