/* geos.c - geometries to and from GEOS, one handle a thread. */
#include "data/geos.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>

static void keep_error(const char *message, void *user) {
    hn_geos *geos = user;
    snprintf(geos->error, sizeof geos->error, "%s", message);
}

static void drop_notice(const char *message, void *user) {
    (void)message;
    (void)user;
}

hn_geos *hn_geos_create(void) {
    hn_geos *geos = hn_zalloc(1, sizeof *geos);
    if (!geos) return NULL;
    geos->handle = GEOS_init_r();
    if (!geos->handle) {
        hn_free(geos);
        return NULL;
    }
    GEOSContext_setErrorMessageHandler_r(geos->handle, keep_error, geos);
    GEOSContext_setNoticeMessageHandler_r(geos->handle, drop_notice, geos);
    return geos;
}

void hn_geos_destroy(hn_geos *geos) {
    if (!geos) return;
    GEOS_finish_r(geos->handle);
    hn_free(geos);
}

static GEOSCoordSequence *sequence(hn_geos *geos, const hn_geometry *g, uint32_t ring) {
    uint32_t first = g->ring[ring], count = g->ring[ring + 1] - first;
    return GEOSCoordSeq_copyFromBuffer_r(geos->handle, g->xy + 2 * (size_t)first, count, 0, 0);
}

static void destroy_all(hn_geos *geos, GEOSGeometry **geometries, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        GEOSGeom_destroy_r(geos->handle, geometries[i]);
    hn_free(geometries);
}

static GEOSGeometry *ring_to_geos(hn_geos *geos, const hn_geometry *g, uint32_t ring) {
    GEOSCoordSequence *points = sequence(geos, g, ring);
    return points ? GEOSGeom_createLinearRing_r(geos->handle, points) : NULL;
}

static GEOSGeometry *polygon_to_geos(hn_geos *geos, const hn_geometry *g, uint32_t part) {
    uint32_t first = g->part[part], holes = g->part[part + 1] - first - 1;
    GEOSGeometry *shell = ring_to_geos(geos, g, first);
    GEOSGeometry **hole = hn_zalloc(holes, sizeof *hole);
    if (!shell || !hole) goto cleanup;
    for (uint32_t i = 0; i < holes; i++) {
        hole[i] = ring_to_geos(geos, g, first + 1 + i);
        if (!hole[i]) goto cleanup;
    }
    /* Takes ownership of the rings, also when it fails. */
    GEOSGeometry *polygon = GEOSGeom_createPolygon_r(geos->handle, shell, hole, holes);
    hn_free(hole);
    return polygon;

cleanup:
    if (shell) GEOSGeom_destroy_r(geos->handle, shell);
    for (uint32_t i = 0; hole && i < holes; i++)
        if (hole[i]) GEOSGeom_destroy_r(geos->handle, hole[i]);
    hn_free(hole);
    return NULL;
}

static GEOSGeometry *part_to_geos(hn_geos *geos, const hn_geometry *g, uint32_t part) {
    if (g->kind == HN_AREA) return polygon_to_geos(geos, g, part);
    GEOSCoordSequence *points = sequence(geos, g, g->part[part]);
    if (!points) return NULL;
    return g->kind == HN_LINE ? GEOSGeom_createLineString_r(geos->handle, points)
                              : GEOSGeom_createPoint_r(geos->handle, points);
}

static int multi_type(hn_kind kind) {
    return kind == HN_AREA   ? GEOS_MULTIPOLYGON
           : kind == HN_LINE ? GEOS_MULTILINESTRING
                             : GEOS_MULTIPOINT;
}

GEOSGeometry *hn_to_geos(hn_geos *geos, const hn_geometry *geometry) {
    if (geometry->parts == 1) return part_to_geos(geos, geometry, 0);
    GEOSGeometry **parts = hn_zalloc(geometry->parts, sizeof *parts);
    if (!parts) return NULL;
    for (uint32_t i = 0; i < geometry->parts; i++) {
        parts[i] = part_to_geos(geos, geometry, i);
        if (parts[i]) continue;
        destroy_all(geos, parts, i);
        return NULL;
    }
    GEOSGeometry *multi = GEOSGeom_createCollection_r(geos->handle, multi_type(geometry->kind),
                                                      parts, geometry->parts);
    hn_free(parts);
    return multi;
}

/* ---- from GEOS ---- */

typedef struct counts {
    uint32_t parts, rings, points;
} counts;

static uint32_t ring_size(hn_geos *geos, const GEOSGeometry *ring) {
    int n = GEOSGeomGetNumPoints_r(geos->handle, ring);
    return n < 0 ? 0 : (uint32_t)n;
}

static hn_kind kind_of(int type) {
    switch (type) {
    case GEOS_POLYGON:
        return HN_AREA;
    case GEOS_LINESTRING:
    case GEOS_LINEARRING:
        return HN_LINE;
    case GEOS_POINT:
        return HN_POINT;
    default:
        return HN_NO_GEOMETRY;
    }
}

static void count_parts(hn_geos *geos, const GEOSGeometry *g, hn_kind kind, counts *n) {
    GEOSContextHandle_t h = geos->handle;
    int type = GEOSGeomTypeId_r(h, g);
    if (type >= GEOS_MULTIPOINT) {
        for (int i = 0, all = GEOSGetNumGeometries_r(h, g); i < all; i++)
            count_parts(geos, GEOSGetGeometryN_r(h, g, i), kind, n);
        return;
    }
    if (kind_of(type) != kind || GEOSisEmpty_r(h, g) != 0) return;
    n->parts++;
    n->rings++;
    if (kind != HN_AREA) {
        n->points += kind == HN_POINT ? 1 : ring_size(geos, g);
        return;
    }
    n->points += ring_size(geos, GEOSGetExteriorRing_r(h, g));
    for (int i = 0, holes = GEOSGetNumInteriorRings_r(h, g); i < holes; i++) {
        n->rings++;
        n->points += ring_size(geos, GEOSGetInteriorRingN_r(h, g, i));
    }
}

static void copy_ring(hn_geos *geos, const GEOSGeometry *ring, hn_geometry *out, counts *at) {
    const GEOSCoordSequence *points = GEOSGeom_getCoordSeq_r(geos->handle, ring);
    unsigned size = 0;
    GEOSCoordSeq_getSize_r(geos->handle, points, &size);
    GEOSCoordSeq_copyToBuffer_r(geos->handle, points, out->xy + 2 * (size_t)at->points, 0, 0);
    out->ring[at->rings++] = at->points;
    at->points += size;
}

static void copy_parts(hn_geos *geos, const GEOSGeometry *g, hn_geometry *out, counts *at) {
    GEOSContextHandle_t h = geos->handle;
    int type = GEOSGeomTypeId_r(h, g);
    if (type >= GEOS_MULTIPOINT) {
        for (int i = 0, all = GEOSGetNumGeometries_r(h, g); i < all; i++)
            copy_parts(geos, GEOSGetGeometryN_r(h, g, i), out, at);
        return;
    }
    if (kind_of(type) != out->kind || GEOSisEmpty_r(h, g) != 0) return;
    out->part[at->parts++] = at->rings;
    if (out->kind != HN_AREA) {
        copy_ring(geos, g, out, at);
        return;
    }
    copy_ring(geos, GEOSGetExteriorRing_r(h, g), out, at);
    for (int i = 0, holes = GEOSGetNumInteriorRings_r(h, g); i < holes; i++)
        copy_ring(geos, GEOSGetInteriorRingN_r(h, g, i), out, at);
}

hn_geometry *hn_from_geos(hn_geos *geos, const GEOSGeometry *geometry, hn_kind kind, bool *empty) {
    counts n = {0, 0, 0}, at = {0, 0, 0};
    count_parts(geos, geometry, kind, &n);
    *empty = n.parts == 0;
    if (*empty) return NULL;
    hn_geometry *out = hn_geometry_create(kind, n.parts, n.rings, n.points);
    if (!out) return NULL;
    copy_parts(geos, geometry, out, &at);
    hn_geometry_orient(out);
    return out;
}

const char *hn_geos_version(void) { return GEOSversion(); }
