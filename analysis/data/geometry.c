/* geometry.c - geometries as flat arrays: making them, their boxes, directions and plane sizes. */
#include "data/geometry.h"
#include "base/memory.h"
#include "base/sum.h"

#include <math.h>
#include <string.h>

static hn_geometry *create(hn_kind kind, uint32_t parts, uint32_t rings, uint32_t points,
                           bool heights) {
    uint64_t offsets = ((uint64_t)parts + 1 + rings + 1) * sizeof(uint32_t);
    uint64_t numbers = (uint64_t)points * (heights ? 3 : 2) * sizeof(double);
    uint64_t size = sizeof(hn_geometry) + numbers + offsets;
    if (size > SIZE_MAX) return NULL;
    hn_geometry *geometry = hn_alloc((size_t)size, 1);
    if (!geometry) return NULL;
    double *xy = (double *)(geometry + 1), *z = xy + (size_t)points * 2;
    uint32_t *part = (uint32_t *)(z + (heights ? (size_t)points : 0));
    *geometry = (hn_geometry){.kind = kind,
                              .parts = parts,
                              .rings = rings,
                              .points = points,
                              .box = HN_EMPTY_BOX,
                              .part = part,
                              .ring = part + parts + 1,
                              .xy = xy,
                              .z = heights ? z : NULL};
    geometry->part[0] = geometry->ring[0] = 0;
    geometry->part[parts] = rings;
    geometry->ring[rings] = points;
    return geometry;
}

hn_geometry *hn_geometry_create(hn_kind kind, uint32_t parts, uint32_t rings, uint32_t points) {
    return create(kind, parts, rings, points, false);
}

hn_geometry *hn_geometry_create_z(hn_kind kind, uint32_t parts, uint32_t rings, uint32_t points) {
    return create(kind, parts, rings, points, true);
}

hn_geometry *hn_geometry_copy(const hn_geometry *geometry) {
    hn_geometry *copy = create(geometry->kind, geometry->parts, geometry->rings, geometry->points,
                               geometry->z != NULL);
    if (!copy) return NULL;
    copy->box = geometry->box;
    memcpy(copy->part, geometry->part, ((size_t)geometry->parts + 1) * sizeof *copy->part);
    memcpy(copy->ring, geometry->ring, ((size_t)geometry->rings + 1) * sizeof *copy->ring);
    memcpy(copy->xy, geometry->xy, (size_t)geometry->points * 2 * sizeof *copy->xy);
    if (copy->z) memcpy(copy->z, geometry->z, (size_t)geometry->points * sizeof *copy->z);
    return copy;
}

hn_geometry *hn_geometry_from_box(hn_box box) {
    hn_geometry *geometry = hn_geometry_create(HN_AREA, 1, 1, 5);
    if (!geometry) return NULL;
    const double xy[10] = {box.xmin, box.ymin, box.xmax, box.ymin, box.xmax,
                           box.ymax, box.xmin, box.ymax, box.xmin, box.ymin};
    memcpy(geometry->xy, xy, sizeof xy);
    geometry->box = box;
    return geometry;
}

hn_box hn_box_of_points(const double *xy, size_t points) {
    hn_box box = HN_EMPTY_BOX;
    for (size_t i = 0; i < points; i++) {
        double x = xy[2 * i], y = xy[2 * i + 1];
        box.xmin = x < box.xmin ? x : box.xmin;
        box.xmax = x > box.xmax ? x : box.xmax;
        box.ymin = y < box.ymin ? y : box.ymin;
        box.ymax = y > box.ymax ? y : box.ymax;
    }
    return box;
}

void hn_geometry_finish(hn_geometry *geometry) {
    geometry->box = hn_box_of_points(geometry->xy, geometry->points);
}

hn_box hn_part_box(const hn_geometry *geometry, uint32_t part) {
    uint32_t ring = geometry->part[part];
    if (ring >= geometry->part[part + 1]) return HN_EMPTY_BOX;
    uint32_t first = geometry->ring[ring];
    return hn_box_of_points(geometry->xy + 2 * (size_t)first, geometry->ring[ring + 1] - first);
}

double hn_ring_area2(const double *xy, uint32_t points) {
    if (points < 3) return 0;
    /* Relative to the first point, so that large coordinates do not cost digits. */
    double x0 = xy[0], y0 = xy[1], sum = 0;
    double x = xy[2] - x0, y = xy[3] - y0;
    for (size_t i = 2; i < points; i++) {
        double next_x = xy[2 * i] - x0, next_y = xy[2 * i + 1] - y0;
        sum += x * next_y - next_x * y;
        x = next_x;
        y = next_y;
    }
    return sum;
}

static double ring_area2(const hn_geometry *geometry, uint32_t ring) {
    uint32_t first = geometry->ring[ring];
    return hn_ring_area2(geometry->xy + 2 * (size_t)first, geometry->ring[ring + 1] - first);
}

static void reverse(double *xy, uint32_t points) {
    if (points < 2) return;
    for (size_t i = 0, j = points - 1; i < j; i++, j--) {
        double x = xy[2 * i], y = xy[2 * i + 1];
        xy[2 * i] = xy[2 * j];
        xy[2 * i + 1] = xy[2 * j + 1];
        xy[2 * j] = x;
        xy[2 * j + 1] = y;
    }
}

void hn_geometry_orient(hn_geometry *geometry) {
    hn_geometry_finish(geometry);
    if (geometry->kind != HN_AREA) return;
    for (uint32_t part = 0; part < geometry->parts; part++) {
        for (uint32_t ring = geometry->part[part]; ring < geometry->part[part + 1]; ring++) {
            bool shell = ring == geometry->part[part];
            double area = ring_area2(geometry, ring);
            uint32_t first = geometry->ring[ring];
            if (shell ? area < 0 : area > 0)
                reverse(geometry->xy + 2 * (size_t)first, geometry->ring[ring + 1] - first);
        }
    }
}

double hn_plane_area(const hn_geometry *geometry) {
    if (geometry->kind != HN_AREA) return 0;
    hn_sum sum = {0, 0};
    for (uint32_t part = 0; part < geometry->parts; part++) {
        for (uint32_t ring = geometry->part[part]; ring < geometry->part[part + 1]; ring++) {
            double area = fabs(ring_area2(geometry, ring)) / 2;
            hn_sum_add(&sum, ring == geometry->part[part] ? area : -area);
        }
    }
    return fmax(hn_sum_value(&sum), 0);
}

static double ring_length(const hn_geometry *geometry, uint32_t ring) {
    double sum = 0;
    for (size_t i = (size_t)geometry->ring[ring] + 1; i < geometry->ring[ring + 1]; i++) {
        double dx = geometry->xy[2 * i] - geometry->xy[2 * i - 2];
        double dy = geometry->xy[2 * i + 1] - geometry->xy[2 * i - 1];
        sum += sqrt(dx * dx + dy * dy);
    }
    return sum;
}

double hn_plane_length(const hn_geometry *geometry) {
    if (geometry->kind != HN_AREA && geometry->kind != HN_LINE) return 0;
    hn_sum sum = {0, 0};
    for (uint32_t ring = 0; ring < geometry->rings; ring++)
        hn_sum_add(&sum, ring_length(geometry, ring));
    return hn_sum_value(&sum);
}
