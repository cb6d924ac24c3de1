/* robust.c - intersection of areas with GEOS, checked by their areas: floating
 * precision first, snapped to 1 mm where that fails (robust overlay, methods B1 and D3). */
#include "base/memory.h"
#include "conflict/engine.h"
#include "data/union.h"

#include <math.h>

/* Plane areas agree when they differ by less than what rounding of coordinates can explain. */
static bool balances(double found, double expected, double most) {
    return fabs(found - expected) <= 1e-7 * most + 1e-6;
}

/* Repairs both first: for inputs that GEOS cannot even snap. */
static hensyn_status repaired_intersection(hensyn_context *ctx, hn_bench *bench, double grid,
                                           const hn_geometry *a, const hn_geometry *b,
                                           hn_geometry **out) {
    GEOSContextHandle_t h = bench->geos->handle;
    GEOSGeometry *one = hn_to_geos(bench->geos, a), *two = hn_to_geos(bench->geos, b);
    GEOSGeometry *fixed_one = one ? GEOSMakeValid_r(h, one) : NULL;
    GEOSGeometry *fixed_two = two ? GEOSMakeValid_r(h, two) : NULL;
    GEOSGeometry *common = NULL;
    bool memory = one && two;
    if (fixed_one && fixed_two) common = GEOSIntersectionPrec_r(h, fixed_one, fixed_two, grid);
    GEOSGeom_destroy_r(h, fixed_one);
    GEOSGeom_destroy_r(h, fixed_two);
    GEOSGeom_destroy_r(h, one);
    GEOSGeom_destroy_r(h, two);
    return memory ? hn_take_area(ctx, bench->geos, common, out) : hn_nomem(ctx);
}

/* The common case: one call of GEOS, its area held against the one that is known. */
static hensyn_status quick_intersection(hensyn_context *ctx, hn_bench *bench, const hn_geometry *a,
                                        const hn_geometry *b, const hn_overlay_check *check,
                                        bool *fits, hn_geometry **out) {
    GEOSContextHandle_t h = bench->geos->handle;
    GEOSGeometry *one = hn_to_geos(bench->geos, a), *two = hn_to_geos(bench->geos, b);
    GEOSGeometry *common = one && two ? GEOSIntersection_r(h, one, two) : NULL;
    bool memory = one && two;
    hensyn_status status = HENSYN_OK;
    GEOSGeom_destroy_r(h, one);
    GEOSGeom_destroy_r(h, two);
    *fits = false;
    if (!memory) return hn_nomem(ctx);
    if (!common) return status;
    status = hn_take_area(ctx, bench->geos, common, out);
    double found = *out ? hn_plane_area(*out) : 0;
    *fits = status == HENSYN_OK && balances(found, check->expected, check->most);
    if (*fits) return status;
    hn_free(*out);
    *out = NULL;
    return status;
}

hensyn_status hn_intersect(hensyn_context *ctx, hn_bench *bench, const hn_engine *engine,
                           const hn_geometry *a, const hn_geometry *b, hn_overlay_check *check,
                           hn_geometry **out) {
    hn_geometry *rest = NULL;
    bool fits = false;
    hensyn_status status = HENSYN_OK;
    *out = NULL;
    check->snapped = check->broken = false;
    check->most = hn_plane_area(a);
    if (!isnan(check->expected)) {
        HN_TRY(quick_intersection(ctx, bench, a, b, check, &fits, out));
        if (fits) return status;
    }
    status = hn_split(ctx, bench, engine, a, b, &check->snapped, out, &rest);
    if (status == HENSYN_FAILED) {
        check->snapped = check->broken = true;
        status = repaired_intersection(ctx, bench, engine->millimetre, a, b, out);
    }
    if (status != HENSYN_OK || isnan(check->expected)) goto cleanup;
    /* Snapping moves borders by up to half a grid step: allow for it. */
    double slack =
        (check->snapped ? engine->millimetre * hn_plane_length(a) : 0) + 1e-7 * check->most + 1e-6;
    double found = *out ? hn_plane_area(*out) : 0;
    check->broken |= fabs(found - check->expected) > slack;
cleanup:
    hn_free(rest);
    return status;
}

enum { BIG = 200 }; /* points */

static hn_box shared_window(hn_box a, hn_box b) {
    return hn_window_around((hn_box){fmax(a.xmin, b.xmin), fmax(a.ymin, b.ymin),
                                     fmin(a.xmax, b.xmax), fmin(a.ymax, b.ymax)});
}

/* Cuts an area to a window with a hierarchy made for this once: linear, unlike an overlay. */
static hn_cut_result cut_once(hn_bench *bench, const hn_geometry *g, const hn_cut *ready,
                              hn_box window, hn_geometry **out) {
    hn_cut *made = ready ? NULL : hn_cut_create(g);
    if (!ready && !made) return HN_CUT_NO_MEMORY;
    hn_cut_result r = hn_cut_window(ready ? ready : made, NULL, 0, window, &bench->cut, out);
    hn_cut_destroy(made);
    return r;
}

/* Two big areas that share little: both are cut to the window of what they can share. */
static hensyn_status common_of_big(hensyn_context *ctx, hn_bench *bench, const hn_engine *engine,
                                   const hn_geometry *a, const hn_geometry *b, const hn_cut *b_cut,
                                   hn_overlay_check *check, hn_geometry **out) {
    hn_geometry *one = NULL, *two = NULL;
    hn_box window = shared_window(a->box, b->box);
    hensyn_status status = HENSYN_OK;
    hn_cut_result r = cut_once(bench, a, NULL, window, &one), s = HN_CUT_EMPTY;
    if (r == HN_CUT_PART || r == HN_CUT_FULL) s = cut_once(bench, b, b_cut, window, &two);
    if (r == HN_CUT_NO_MEMORY || s == HN_CUT_NO_MEMORY) HN_TRY(hn_nomem(ctx));
    if (r == HN_CUT_EMPTY || s == HN_CUT_EMPTY) goto cleanup;
    if (r == HN_CUT_FULL && !(one = hn_geometry_from_box(window))) HN_TRY(hn_nomem(ctx));
    if (s == HN_CUT_FULL && !(two = hn_geometry_from_box(window))) HN_TRY(hn_nomem(ctx));
    HN_TRY(hn_intersect(ctx, bench, engine, one, two, check, out));
cleanup:
    hn_free(one);
    hn_free(two);
    return status;
}

hensyn_status hn_common_area(hensyn_context *ctx, hn_bench *bench, const hn_engine *engine,
                             const hn_geometry *a, const hn_geometry *b, const hn_cut *b_cut,
                             hn_overlay_check *check, bool *whole, hn_geometry **out) {
    hn_geometry *cut = NULL;
    *out = NULL;
    *whole = check->snapped = check->broken = false;
    check->expected = NAN;
    /* GEOS 3.11.0 and 3.11.1 compare boxes wrongly (Envelope::disjoint): never call it for
     * boxes that do not meet. */
    if (!hn_box_meets(a->box, b->box)) return HENSYN_OK;
    if (a->points > BIG && b->points > BIG && !hn_box_holds(b->box, a->box))
        return common_of_big(ctx, bench, engine, a, b, b_cut, check, out);
    if (b->points > BIG || b_cut) {
        hn_cut_result r = cut_once(bench, b, b_cut, hn_window_around(a->box), &cut);
        if (r == HN_CUT_NO_MEMORY) return hn_nomem(ctx);
        if (r == HN_CUT_EMPTY) return HENSYN_OK;
        *whole = r == HN_CUT_FULL;
        if (*whole) return HENSYN_OK;
        b = cut;
    }
    hensyn_status status = HENSYN_OK;
    switch (hn_relate(a, b, &bench->relate, &check->expected)) {
    case HN_APART:
        break;
    case HN_WITHIN:
        *whole = true;
        break;
    case HN_RELATE_NO_MEMORY:
        status = hn_nomem(ctx);
        break;
    case HN_UNSURE:
        check->expected = NAN; /* fall through */
    case HN_CROSS:
        status = hn_intersect(ctx, bench, engine, a, b, check, out);
        break;
    }
    hn_free(cut);
    return status;
}

hensyn_status hn_union(hensyn_context *ctx, hn_bench *bench, const hn_engine *engine,
                       const hn_geometry *const *areas, size_t count, hn_geometry **out) {
    return hn_union_areas(ctx, bench->geos, areas, count, 0, engine->millimetre, out);
}
