/* shape.c - a feature's geometry as OGR has it, taken apart into flat arrays: arcs become lines,
 * rings are closed, heights dropped unless they are asked for (lines). */
#include "read/gdal.h"

#include <math.h>
#include <string.h>

void hn_shape_clear(hn_shape *shape) {
    for (int kind = 0; kind <= HN_AREA; kind++) {
        hn_free(shape->of[kind].part);
        hn_free(shape->of[kind].ring);
        hn_free(shape->of[kind].xy);
        hn_free(shape->of[kind].z);
    }
    *shape = (hn_shape){.sagitta = shape->sagitta, .keep_height = shape->keep_height};
}

bool hn_shape_empty(const hn_shape *shape) {
    return !shape->of[HN_POINT].parts && !shape->of[HN_LINE].parts && !shape->of[HN_AREA].parts;
}

static bool begin_part(hn_gathered *g) {
    if (!HN_RESERVE(g->part, g->parts, g->part_room, 1)) return false;
    g->part[g->parts++] = (uint32_t)g->rings;
    return true;
}

static bool begin_ring(hn_gathered *g) {
    if (!HN_RESERVE(g->ring, g->rings, g->ring_room, 1)) return false;
    g->ring[g->rings++] = (uint32_t)g->points;
    return true;
}

/* Room for more points; two doubles each. */
static bool reserve_points(hn_gathered *g, size_t more) {
    if (g->points + more > UINT32_MAX) return false;
    if (g->heights && !hn_reserve((void **)&g->z, &g->z_room, g->points + more, sizeof *g->z))
        return false;
    return hn_reserve((void **)&g->xy, &g->point_room, g->points + more, 2 * sizeof *g->xy);
}

static bool add_point(void *user, double x, double y) {
    hn_gathered *g = user;
    if (!reserve_points(g, 1)) return false;
    g->xy[2 * g->points] = x;
    g->xy[2 * g->points + 1] = y;
    if (g->heights) g->z[g->points] = NAN; /* on an arc, between points that have one */
    g->points++;
    return true;
}

/* Where the second of two joined curves begins, the first has just ended. */
static void drop_joint(hn_gathered *g, size_t joint) {
    if (joint == 0 || joint >= g->points || joint <= g->ring[g->rings - 1]) return;
    double *at = g->xy + 2 * joint;
    if (at[0] != at[-2] || at[1] != at[-1]) return;
    memmove(at, at + 2, (g->points - joint - 1) * 2 * sizeof *at);
    if (g->heights) memmove(g->z + joint, g->z + joint + 1, (g->points - joint - 1) * sizeof *g->z);
    g->points--;
}

static bool add_line_points(hn_gathered *g, OGRGeometryH line) {
    int count = OGR_G_GetPointCount(line);
    if (count <= 0) return true;
    if (!reserve_points(g, (size_t)count)) return false;
    double *to = g->xy + 2 * g->points;
    double *z = g->heights ? g->z + g->points : NULL;
    /* With these strides GDAL copies the points in one piece. */
    OGR_G_GetPoints(line, to, 2 * sizeof *to, to + 1, 2 * sizeof *to, z, sizeof *to);
    for (int i = 0; z && i < count && !OGR_G_Is3D(line); i++)
        z[i] = NAN;
    g->points += (size_t)count;
    return true;
}

static bool add_arcs(hn_gathered *g, OGRGeometryH string, double sagitta) {
    int count = OGR_G_GetPointCount(string);
    if (count < 3) return add_line_points(g, string);
    double *at = hn_alloc((size_t)count, 2 * sizeof *at);
    if (!at) return false;
    OGR_G_GetPoints(string, at, 2 * sizeof *at, at + 1, 2 * sizeof *at, NULL, 0);
    bool ok = add_point(g, at[0], at[1]);
    for (int i = 0; ok && i + 2 < count; i += 2)
        ok = sosi_arc_points(at + 2 * (size_t)i, sagitta, add_point, g);
    hn_free(at);
    return ok;
}

/* The points of any curve, appended to the ring that was begun. */
static bool add_curve(hn_shape *shape, hn_gathered *g, OGRGeometryH curve) {
    switch (wkbFlatten(OGR_G_GetGeometryType(curve))) {
    case wkbCircularString:
        return add_arcs(g, curve, shape->sagitta);
    case wkbCompoundCurve:
        for (int i = 0, n = OGR_G_GetGeometryCount(curve); i < n; i++) {
            size_t joint = g->points;
            if (!add_curve(shape, g, OGR_G_GetGeometryRef(curve, i))) return false;
            drop_joint(g, joint);
        }
        return true;
    default:
        return add_line_points(g, curve);
    }
}

/* Fewer than two different points: no line. */
static bool is_dot(const hn_gathered *g, size_t first) {
    for (size_t i = first + 1; i < g->points; i++)
        if (g->xy[2 * i] != g->xy[2 * first] || g->xy[2 * i + 1] != g->xy[2 * first + 1])
            return false;
    return true;
}

static bool take_line(hn_shape *shape, OGRGeometryH line) {
    hn_gathered *g = &shape->of[HN_LINE];
    size_t first = g->points;
    if (OGR_G_IsEmpty(line)) return true;
    if (!begin_part(g) || !begin_ring(g) || !add_curve(shape, g, line)) return false;
    if (is_dot(g, first)) {
        shape->degenerate++;
        g->parts--;
        g->rings--;
        g->points = first;
    }
    return true;
}

static bool take_point(hn_shape *shape, OGRGeometryH point) {
    hn_gathered *g = &shape->of[HN_POINT];
    if (OGR_G_IsEmpty(point)) return true;
    return begin_part(g) && begin_ring(g) &&
           add_point(g, OGR_G_GetX(point, 0), OGR_G_GetY(point, 0));
}

/* One ring, closed; *used false when it is too short to be one (it is taken back then). */
static bool take_ring(hn_shape *shape, OGRGeometryH ring, bool *used) {
    enum { LEAST = 4 }; /* points of a triangle, closed */
    hn_gathered *g = &shape->of[HN_AREA];
    size_t first = g->points;
    *used = false;
    if (OGR_G_IsEmpty(ring)) return true;
    if (!begin_ring(g) || !add_curve(shape, g, ring)) return false;
    const double *a = g->xy + 2 * first, *z = g->xy + 2 * (g->points - 1);
    bool closed = a[0] == z[0] && a[1] == z[1];
    bool number = isfinite(a[0]) && isfinite(a[1]) && isfinite(z[0]) && isfinite(z[1]);
    if (!closed && number && g->points - first >= LEAST - 1) {
        shape->closed++;
        if (!add_point(g, a[0], a[1])) return false;
    }
    *used = g->points - first >= LEAST && !is_dot(g, first);
    if (!*used) {
        shape->degenerate++;
        g->rings--;
        g->points = first;
    }
    return true;
}

static bool take_polygon(hn_shape *shape, OGRGeometryH polygon) {
    hn_gathered *g = &shape->of[HN_AREA];
    bool used;
    int rings = OGR_G_GetGeometryCount(polygon);
    if (rings == 0) return true;
    if (!begin_part(g)) return false;
    if (!take_ring(shape, OGR_G_GetGeometryRef(polygon, 0), &used)) return false;
    if (!used) { /* holes in nothing */
        g->parts--;
        return true;
    }
    for (int i = 1; i < rings; i++)
        if (!take_ring(shape, OGR_G_GetGeometryRef(polygon, i), &used)) return false;
    return true;
}

static bool take(hn_shape *shape, OGRGeometryH geometry) {
    switch (wkbFlatten(OGR_G_GetGeometryType(geometry))) {
    case wkbPoint:
        return take_point(shape, geometry);
    case wkbLineString:
    case wkbCircularString:
    case wkbCompoundCurve:
        return take_line(shape, geometry);
    case wkbPolygon:
    case wkbTriangle:
    case wkbCurvePolygon:
        return take_polygon(shape, geometry);
    case wkbMultiPoint:
    case wkbMultiLineString:
    case wkbMultiCurve:
    case wkbMultiPolygon:
    case wkbMultiSurface:
    case wkbPolyhedralSurface:
    case wkbTIN:
    case wkbGeometryCollection:
        for (int i = 0, n = OGR_G_GetGeometryCount(geometry); i < n; i++)
            if (!take(shape, OGR_G_GetGeometryRef(geometry, i))) return false;
        return true;
    default:
        shape->unknown = true;
        return true;
    }
}

bool hn_shape_take(hn_shape *shape, OGRGeometryH geometry) {
    for (int kind = 0; kind <= HN_AREA; kind++) {
        shape->of[kind].parts = shape->of[kind].rings = shape->of[kind].points = 0;
        shape->of[kind].heights = kind == HN_LINE && shape->keep_height;
    }
    shape->closed = shape->degenerate = 0;
    shape->unknown = false;
    shape->has_height = OGR_G_Is3D(geometry) || OGR_G_IsMeasured(geometry);
    return take(shape, geometry);
}
