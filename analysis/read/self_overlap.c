/* self_overlap.c - overlays count a place once, however often a line comes by; so must its length.
 */
#include "read/self_overlap.h"

/* Noded, with what coincides once, and pieces joined again where two ends meet. */
static GEOSGeometry *dissolve(hn_geos *geos, const GEOSGeometry *line) {
    GEOSGeometry *noded = GEOSUnaryUnion_r(geos->handle, line);
    GEOSGeometry *merged = noded ? GEOSLineMerge_r(geos->handle, noded) : NULL;
    GEOSGeom_destroy_r(geos->handle, noded);
    return merged;
}

/* Shorter by more than noding can make of a line that only crosses itself. */
static bool is_shorter(hn_geos *geos, const GEOSGeometry *line, const GEOSGeometry *dissolved) {
    double before, after;
    return GEOSLength_r(geos->handle, line, &before) == 1 &&
           GEOSLength_r(geos->handle, dissolved, &after) == 1 && after < before * (1 - 1e-9);
}

hensyn_status hn_line_once(hensyn_context *ctx, hn_geos *geos, const hn_geometry *line,
                           hn_geometry **once) {
    hensyn_status status = HENSYN_OK;
    GEOSGeometry *drawn = NULL, *dissolved = NULL;
    bool empty;
    *once = NULL;
    if (line->kind != HN_LINE || line->points < 3) return HENSYN_OK;
    geos->error[0] = '\0';
    drawn = hn_to_geos(geos, line);
    if (!drawn) return geos->error[0] ? HENSYN_OK : hn_nomem(ctx);
    if (GEOSisSimple_r(geos->handle, drawn) != 0) goto cleanup;
    dissolved = dissolve(geos, drawn);
    if (!dissolved || !is_shorter(geos, drawn, dissolved)) goto cleanup;
    *once = hn_from_geos(geos, dissolved, HN_LINE, &empty);
    if (!*once && !empty) status = hn_nomem(ctx);
cleanup:
    GEOSGeom_destroy_r(geos->handle, dissolved);
    GEOSGeom_destroy_r(geos->handle, drawn);
    return status;
}
