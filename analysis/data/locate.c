/* locate.c - where a point lies with regard to a geometry, and a point that lies on it. */
#include "data/geometry.h"
#include "data/orient.h"

#include <math.h>
#include <stdlib.h>

bool hn_chain_crossings(const double *xy, uint32_t points, double x, double y, bool *inside) {
    for (size_t i = 0; i + 1 < points; i++) {
        const double *a = xy + 2 * i, *b = a + 2;
        if ((a[1] > y) == (b[1] > y)) {
            if (a[1] != y && b[1] != y) continue;
            if ((a[0] == x && a[1] == y) || (b[0] == x && b[1] == y)) return true;
            if (a[1] == b[1] && (a[0] < x) != (b[0] < x)) return true;
            continue;
        }
        if (a[0] < x && b[0] < x) continue;
        int side = hn_orientation(a[0], a[1], b[0], b[1], x, y);
        if (side == 0) return true;
        if ((side > 0) == (b[1] > a[1])) *inside = !*inside;
    }
    return false;
}

int hn_locate(const hn_geometry *area, double x, double y) {
    if (area->kind != HN_AREA) return -1;
    hn_box box = area->box;
    if (!(x >= box.xmin && x <= box.xmax && y >= box.ymin && y <= box.ymax)) return -1;
    bool inside = false;
    for (uint32_t ring = 0; ring < area->rings; ring++) {
        uint32_t first = area->ring[ring], points = area->ring[ring + 1] - first;
        if (hn_chain_crossings(area->xy + 2 * (size_t)first, points, x, y, &inside)) return 0;
    }
    return inside ? 1 : -1;
}

enum { CROSSINGS = 256 };

typedef struct scanline {
    double y, from, to; /* the window of x that is looked at */
    bool inside;        /* whether the window begins inside */
    int count;          /* crossings in the window; more than fit: CROSSINGS + 1 */
    double x[CROSSINGS];
} scanline;

static void scan_ring(scanline *line, const double *xy, uint32_t points) {
    for (size_t i = 0; i + 1 < points && line->count <= CROSSINGS; i++) {
        const double *a = xy + 2 * i, *b = a + 2;
        if ((a[1] > line->y) == (b[1] > line->y)) continue;
        double x = a[0] + (line->y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]);
        if (x < line->from)
            line->inside = !line->inside;
        else if (x <= line->to) {
            if (line->count < CROSSINGS) line->x[line->count] = x;
            line->count++;
        }
    }
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The crossings of one part with a scanline, sorted. The window is halved about its middle until
 * they fit; false when they never do. */
static bool scan_part(scanline *line, const hn_geometry *area, uint32_t part) {
    for (int attempt = 0; attempt < 60; attempt++) {
        line->inside = false;
        line->count = 0;
        for (uint32_t ring = area->part[part]; ring < area->part[part + 1]; ring++) {
            uint32_t first = area->ring[ring];
            scan_ring(line, area->xy + 2 * (size_t)first, area->ring[ring + 1] - first);
        }
        if (line->count <= CROSSINGS) {
            qsort(line->x, (size_t)line->count, sizeof *line->x, by_value);
            return true;
        }
        double quarter = (line->to - line->from) / 4;
        line->from += quarter;
        line->to -= quarter;
    }
    return false;
}

/* The middle of the widest stretch inside; its width, 0 when there is none. */
static double widest_stretch(const hn_geometry *area, uint32_t part, hn_box box, double y,
                             double *x) {
    scanline line = {.y = y, .from = box.xmin, .to = box.xmax};
    if (!scan_part(&line, area, part)) return 0;
    double widest = 0, start = line.from;
    bool inside = line.inside;
    for (int i = 0; i <= line.count; i++) {
        double end = i < line.count ? line.x[i] : line.to;
        if (inside && end - start > widest) {
            widest = end - start;
            *x = start + (end - start) / 2;
        }
        inside = !inside;
        start = end;
    }
    return widest;
}

/* The y halfway between the vertices next below and above y, so that no vertex is on the line. */
static double between_vertices(const hn_geometry *area, uint32_t part, hn_box box, double y) {
    double below = box.ymin, above = box.ymax;
    size_t end = area->ring[area->part[part + 1]];
    for (size_t i = area->ring[area->part[part]]; i < end; i++) {
        double at = area->xy[2 * i + 1];
        if (at <= y && at > below) below = at;
        if (at > y && at < above) above = at;
    }
    return below + (above - below) / 2;
}

/* Tries scanlines: the first at the middle, later ones ever closer together. Of the first three
 * that find a stretch the widest is taken, later ones only when nothing was found. */
static bool point_in_part(const hn_geometry *area, uint32_t part, double *x, double *y) {
    hn_box box = hn_part_box(area, part);
    double best = 0;
    for (int step = 2; step <= 128 && (step <= 4 || best == 0); step *= 2) {
        for (int i = 1; i < step && (step <= 4 || best == 0); i += 2) {
            double at = box.ymin + (box.ymax - box.ymin) * i / step, found = 0;
            at = between_vertices(area, part, box, at);
            double width = widest_stretch(area, part, box, at, &found);
            /* Stretches away from the middle must be clearly wider, for labels in the middle. */
            if (width <= best * 1.25 || hn_locate(area, found, at) != 1) continue;
            best = width;
            *x = found;
            *y = at;
        }
    }
    return best > 0;
}

static bool point_in_area(const hn_geometry *area, double *x, double *y) {
    uint32_t largest = 0;
    double size = -1;
    for (uint32_t part = 0; part < area->parts; part++) {
        uint32_t ring = area->part[part];
        if (ring >= area->part[part + 1]) continue;
        uint32_t first = area->ring[ring];
        double own =
            fabs(hn_ring_area2(area->xy + 2 * (size_t)first, area->ring[ring + 1] - first));
        if (own > size) {
            size = own;
            largest = part;
        }
    }
    if (size >= 0 && point_in_part(area, largest, x, y)) return true;
    for (uint32_t part = 0; part < area->parts; part++)
        if (part != largest && point_in_part(area, part, x, y)) return true;
    return false;
}

static double step_length(const double *a) { return hypot(a[2] - a[0], a[3] - a[1]); }

/* Halfway along the longest part. */
static bool point_on_line(const hn_geometry *line, double *x, double *y) {
    uint32_t longest = 0;
    double most = -1;
    for (uint32_t ring = 0; ring < line->rings; ring++) {
        double length = 0;
        for (size_t i = line->ring[ring]; i + 1 < line->ring[ring + 1]; i++)
            length += step_length(line->xy + 2 * i);
        if (length > most) {
            most = length;
            longest = ring;
        }
    }
    if (!(most > 0)) return false;
    double left = most / 2;
    for (size_t i = line->ring[longest]; i + 1 < line->ring[longest + 1]; i++) {
        const double *a = line->xy + 2 * i;
        double length = step_length(a);
        if (length >= left) {
            *x = a[0] + (a[2] - a[0]) * (left / length);
            *y = a[1] + (a[3] - a[1]) * (left / length);
            return true;
        }
        left -= length;
    }
    return false;
}

bool hn_point_on(const hn_geometry *geometry, double *x, double *y) {
    if (geometry->kind == HN_NO_GEOMETRY || geometry->points == 0) return false;
    if (geometry->kind == HN_AREA && point_in_area(geometry, x, y)) return true;
    if (geometry->kind == HN_LINE && point_on_line(geometry, x, y)) return true;
    *x = geometry->xy[0];
    *y = geometry->xy[1];
    return isfinite(*x) && isfinite(*y);
}
