/* geometry.h - one feature's geometry as flat arrays, and what can be asked of it without GEOS. */
#ifndef HN_GEOMETRY_H
#define HN_GEOMETRY_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum hn_kind { HN_NO_GEOMETRY = 0, HN_POINT = 1, HN_LINE = 2, HN_AREA = 3 } hn_kind;

typedef struct hn_box {
    double xmin, ymin, xmax, ymax;
} hn_box;
#define HN_EMPTY_BOX ((hn_box){INFINITY, INFINITY, -INFINITY, -INFINITY})

static inline bool hn_box_meets(hn_box a, hn_box b) {
    return a.xmin <= b.xmax && b.xmin <= a.xmax && a.ymin <= b.ymax && b.ymin <= a.ymax;
}
static inline bool hn_box_holds(hn_box outer, hn_box inner) {
    return outer.xmin <= inner.xmin && outer.ymin <= inner.ymin && outer.xmax >= inner.xmax &&
           outer.ymax >= inner.ymax;
}
static inline hn_box hn_box_grow(hn_box b, double by) {
    return (hn_box){b.xmin - by, b.ymin - by, b.xmax + by, b.ymax + by};
}
/* Without the care for NaN that makes fmin and fmax calls. */
static inline double hn_min(double a, double b) { return a < b ? a : b; }
static inline double hn_max(double a, double b) { return a > b ? a : b; }
static inline hn_box hn_box_join(hn_box a, hn_box b) {
    return (hn_box){hn_min(a.xmin, b.xmin), hn_min(a.ymin, b.ymin), hn_max(a.xmax, b.xmax),
                    hn_max(a.ymax, b.ymax)};
}
/* Squared distance of two boxes, 0 when they meet. */
static inline double hn_box_distance2(hn_box a, hn_box b) {
    double dx = hn_max(hn_max(a.xmin - b.xmax, b.xmin - a.xmax), 0);
    double dy = hn_max(hn_max(a.ymin - b.ymax, b.ymin - a.ymax), 0);
    return dx * dx + dy * dy;
}
static inline double hn_box_distance(hn_box a, hn_box b) { return sqrt(hn_box_distance2(a, b)); }

/* Squared distance of (x, y) from the segment a, b; *share: of the segment where it is nearest. */
static inline double hn_segment_apart2(const double *a, const double *b, double x, double y,
                                       double *share) {
    double dx = b[0] - a[0], dy = b[1] - a[1], length2 = dx * dx + dy * dy;
    double t = length2 > 0 ? ((x - a[0]) * dx + (y - a[1]) * dy) / length2 : 0;
    *share = t < 0 ? 0 : t > 1 ? 1 : t;
    double ex = a[0] + *share * dx - x, ey = a[1] + *share * dy - y;
    return ex * ex + ey * ey;
}

/* Immutable, in one block, freed with hn_free. A part is a polygon, a line or a point; an area's
 * part has its shell first and then its holes, rings closed (first point repeated); lines and
 * points have one ring a part. Shells run counterclockwise and holes clockwise once
 * hn_geometry_orient was called (all geometries of a layer are after reading). */
typedef struct hn_geometry {
    hn_kind kind;
    uint32_t parts, rings, points;
    hn_box box;
    uint32_t *part; /* parts + 1 first rings */
    uint32_t *ring; /* rings + 1 first points */
    double *xy;     /* 2 * points */
    double *z;      /* points heights in metres, NAN where not known; NULL: none kept */
} hn_geometry;

/* Room for a geometry; offsets of the end are set, the rest is the caller's. NULL: no memory. */
hn_geometry *hn_geometry_create(hn_kind kind, uint32_t parts, uint32_t rings, uint32_t points);
/* Likewise with room for heights (of lines: nothing that turns rings knows them). */
hn_geometry *hn_geometry_create_z(hn_kind kind, uint32_t parts, uint32_t rings, uint32_t points);
hn_geometry *hn_geometry_copy(const hn_geometry *geometry);
hn_geometry *hn_geometry_from_box(hn_box box); /* a rectangle */
/* Sets the box from the points. */
void hn_geometry_finish(hn_geometry *geometry);
/* Gives shells and holes their direction, and finishes. */
void hn_geometry_orient(hn_geometry *geometry);

hn_box hn_box_of_points(const double *xy, size_t points);       /* 2 * points numbers */
double hn_ring_area2(const double *xy, uint32_t points);        /* twice the signed plane area */
double hn_plane_area(const hn_geometry *geometry);              /* shells less holes, >= 0 */
double hn_plane_length(const hn_geometry *geometry);            /* of lines, or of all rings */
hn_box hn_part_box(const hn_geometry *geometry, uint32_t part); /* of its first ring */
/* 1 inside, 0 on the boundary, -1 outside (areas only). */
int hn_locate(const hn_geometry *area, double x, double y);
/* The same bit by bit: flips *inside for each segment of a chain of points (a stretch of a ring)
 * that the ray from (x, y) to the right crosses; true when the point lies on the chain. */
bool hn_chain_crossings(const double *xy, uint32_t points, double x, double y, bool *inside);
/* A point inside an area, on a line, or the first point. False when there is none. */
bool hn_point_on(const hn_geometry *geometry, double *x, double *y);

/* True when the area is certainly valid in the sense of OGC Simple Features; false means that
 * GEOS must say. Linear in practice; allocates a little (NULL memory gives false). */
bool hn_surely_valid(const hn_geometry *area);

#endif
