/* split.c - an area split by another into what lies inside and what is left, with the sum of both
 * checked. GEOS 3.11.1 was seen to return intersections of valid areas that are too large, without
 * an error; the sum shows it. Then the intersection is taken as what the difference leaves, which
 * keeps every coordinate, and only when that does not add up either both are snapped to 1 mm. */
#include "base/memory.h"
#include "conflict/engine.h"

#include <math.h>

static GEOSGeometry *overlay(GEOSContextHandle_t h, const GEOSGeometry *a, const GEOSGeometry *b,
                             bool inside, double grid) {
    if (grid > 0)
        return inside ? GEOSIntersectionPrec_r(h, a, b, grid) : GEOSDifferencePrec_r(h, a, b, grid);
    return inside ? GEOSIntersection_r(h, a, b) : GEOSDifference_r(h, a, b);
}

/* False: GEOS failed. Memory failures come as a status. */
static bool one_side(hensyn_context *ctx, hn_bench *bench, const GEOSGeometry *a,
                     const GEOSGeometry *b, bool inside, double grid, hn_geometry **out,
                     hensyn_status *status) {
    bool empty = true;
    GEOSGeometry *part = overlay(bench->geos->handle, a, b, inside, grid);
    if (!part) return false;
    *out = hn_from_geos(bench->geos, part, HN_AREA, &empty);
    GEOSGeom_destroy_r(bench->geos->handle, part);
    if (!*out && !empty) *status = hn_nomem(ctx);
    return *status == HENSYN_OK;
}

static double area_of(const hn_geometry *g) { return g ? hn_plane_area(g) : 0; }

static void drop(hn_geometry **g) {
    hn_free(*g);
    *g = NULL;
}

typedef enum attempt { FLOATING, BY_DIFFERENCE, SNAPPED, ATTEMPTS } attempt;

/* Fills in and out; false: GEOS failed. */
static bool try_split(hensyn_context *ctx, hn_bench *bench, const GEOSGeometry *a,
                      const GEOSGeometry *b, attempt how, double grid, hn_geometry **in,
                      hn_geometry **out, hensyn_status *status) {
    if (!one_side(ctx, bench, a, b, false, grid, out, status)) return false;
    if (how != BY_DIFFERENCE) return one_side(ctx, bench, a, b, true, grid, in, status);
    GEOSGeometry *rest = *out ? hn_to_geos(bench->geos, *out) : NULL;
    if (!rest) return false;
    bool done = one_side(ctx, bench, a, rest, false, grid, in, status);
    GEOSGeom_destroy_r(bench->geos->handle, rest);
    return done;
}

hensyn_status hn_split(hensyn_context *ctx, hn_bench *bench, const hn_engine *engine,
                       const hn_geometry *a, const hn_geometry *b, bool *snapped, hn_geometry **in,
                       hn_geometry **out) {
    GEOSContextHandle_t h = bench->geos->handle;
    GEOSGeometry *one = hn_to_geos(bench->geos, a);
    GEOSGeometry *two = one ? hn_to_geos(bench->geos, b) : NULL;
    double whole = hn_plane_area(a);
    hensyn_status status = HENSYN_OK;
    *in = *out = NULL;
    if (!two) HN_TRY(hn_nomem(ctx));
    for (attempt how = FLOATING; how < ATTEMPTS; how++) {
        double grid = how == SNAPPED ? engine->millimetre : 0;
        drop(in);
        drop(out);
        *snapped = how == SNAPPED;
        bool done = try_split(ctx, bench, one, two, how, grid, in, out, &status);
        if (status != HENSYN_OK) goto cleanup;
        double slack = 1e-7 * whole + 1e-6 + grid * hn_plane_length(a);
        if (done && fabs(area_of(*in) + area_of(*out) - whole) <= slack) goto cleanup;
        if (how == SNAPPED)
            HN_TRY(hn_fail(ctx, HENSYN_FAILED, "GEOS: %s",
                           done ? "the parts of a split area do not add up" : bench->geos->error));
    }
cleanup:
    if (status != HENSYN_OK) {
        drop(in);
        drop(out);
    }
    GEOSGeom_destroy_r(h, two);
    GEOSGeom_destroy_r(h, one);
    return status;
}
