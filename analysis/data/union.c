/* union.c - the union of areas with GEOS, its area held against those of its members. */
#include "data/union.h"
#include "base/memory.h"

#include <math.h>

hensyn_status hn_take_area(hensyn_context *ctx, hn_geos *geos, GEOSGeometry *result,
                           hn_geometry **out) {
    bool empty = true;
    *out = NULL;
    /* GEOS says why it fails; where it says nothing it was not asked for want of memory. */
    if (!result && !geos->error[0]) return hn_nomem(ctx);
    if (!result) return hn_fail(ctx, HENSYN_FAILED, "GEOS: %s", geos->error);
    *out = hn_from_geos(geos, result, HN_AREA, &empty);
    GEOSGeom_destroy_r(geos->handle, result);
    return *out || empty ? HENSYN_OK : hn_nomem(ctx);
}

static GEOSGeometry *collect(hn_geos *geos, const hn_geometry *const *areas, size_t count) {
    GEOSContextHandle_t h = geos->handle;
    GEOSGeometry **members = hn_zalloc(count, sizeof(GEOSGeometry *));
    size_t made = 0;
    while (members && made < count && (members[made] = hn_to_geos(geos, areas[made])))
        made++;
    if (members && made == count) {
        GEOSGeometry *all =
            GEOSGeom_createCollection_r(h, GEOS_GEOMETRYCOLLECTION, members, (unsigned)count);
        hn_free(members);
        return all;
    }
    for (size_t i = 0; members && i < made; i++)
        GEOSGeom_destroy_r(h, members[i]);
    hn_free(members);
    return NULL;
}

hensyn_status hn_union_areas(hensyn_context *ctx, hn_geos *geos, const hn_geometry *const *areas,
                             size_t count, double least, double grid, hn_geometry **out) {
    *out = NULL;
    if (count == 0) return HENSYN_OK;
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        double area = hn_plane_area(areas[i]);
        least = fmax(least, area);
        sum += area;
    }
    GEOSGeometry *all = collect(geos, areas, count);
    if (!all) return hn_nomem(ctx);
    hensyn_status status = HENSYN_OK;
    for (int attempt = 0; attempt < 2; attempt++) {
        GEOSGeometry *merged = attempt == 0 ? GEOSUnaryUnion_r(geos->handle, all)
                                            : GEOSUnaryUnionPrec_r(geos->handle, all, grid);
        if (!merged && attempt == 0) continue;
        HN_TRY(hn_take_area(ctx, geos, merged, out));
        double found = *out ? hn_plane_area(*out) : 0;
        double slack = 1e-7 * sum + 1e-6;
        if (attempt == 1 || (found >= least - slack && found <= sum + slack)) break;
        hn_free(*out);
        *out = NULL;
    }
cleanup:
    GEOSGeom_destroy_r(geos->handle, all);
    return status;
}
