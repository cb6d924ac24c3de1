/* measure.c - true areas and lengths from a lattice of the local scale.
 * What fits into a small square is measured by one quadratic expansion of the scale and the
 * exact moments of the ring. A larger ring is cut into chains that fit; the ring is the polygon
 * of their chords and, for each chain, the small polygon between chain and chord. Only the
 * chords need the lattice itself. */
#include "data/measure.h"
#include "base/memory.h"
#include "base/sum.h"
#include "data/lattice.h"

#include <math.h>

struct hn_measure {
    double unit_m;
    hn_lattice *lattice; /* NULL: plane */
};

hensyn_status hn_measure_create(hensyn_context *ctx, hn_box extent, hn_scale_fn scale, void *user,
                                double unit_m, hn_measure **out) {
    hensyn_status status = HENSYN_OK;
    if (!(unit_m > 0 && isfinite(unit_m)))
        return hn_fail(ctx, HENSYN_USAGE,
                       hn_text(ctx, "%g er ikke meter per enhet", "%g is not metres per unit"),
                       unit_m);
    hn_measure *measure = hn_zalloc(1, sizeof *measure);
    if (!measure) return hn_nomem(ctx);
    measure->unit_m = unit_m;
    if (scale) HN_TRY(hn_lattice_create(ctx, extent, scale, user, unit_m, &measure->lattice));
    *out = measure;
    measure = NULL;
cleanup:
    hn_measure_destroy(measure);
    return status;
}

void hn_measure_destroy(hn_measure *measure) {
    if (!measure) return;
    hn_lattice_destroy(measure->lattice);
    hn_free(measure);
}

/* --- small shapes --- */

typedef struct local {
    double x, y; /* the middle of the shape */
    hn_expansion e;
} local;

static local local_at(const hn_measure *m, hn_box box) {
    double x = box.xmin + (box.xmax - box.xmin) / 2, y = box.ymin + (box.ymax - box.ymin) / 2;
    return (local){x, y, hn_lattice_expand(m->lattice, x, y)};
}

static bool is_small(const hn_measure *m, hn_box box) {
    double most = 2 * hn_lattice_reach(m->lattice);
    return box.xmax - box.xmin <= most && box.ymax - box.ymin <= most;
}

/* Integrals of 1, x, y, xx, xy, yy over a polygon, times 2, 6, 6, 12, 24 and 12. */
typedef struct moments {
    double one, x, y, xx, xy, yy;
} moments;

static inline void add_edge(moments *m, double x1, double y1, double x2, double y2) {
    double cross = x1 * y2 - x2 * y1, sx = x1 + x2, sy = y1 + y2;
    m->one += cross;
    m->x += cross * sx;
    m->y += cross * sy;
    m->xx += cross * (sx * sx - x1 * x2);
    m->yy += cross * (sy * sy - y1 * y2);
    m->xy += cross * (sx * sy + x1 * y1 + x2 * y2);
}

/* Integral over the ring of points [0, count), closed by an edge from the last to the first. */
static double small_area(const local *at, const double *xy, size_t count) {
    moments m = {0, 0, 0, 0, 0, 0};
    double x = xy[2 * count - 2] - at->x, y = xy[2 * count - 1] - at->y;
    for (size_t i = 0; i < count; i++) {
        double next_x = xy[2 * i] - at->x, next_y = xy[2 * i + 1] - at->y;
        add_edge(&m, x, y, next_x, next_y);
        x = next_x;
        y = next_y;
    }
    const hn_expansion *e = &at->e;
    return e->w * m.one / 2 + (e->wx * m.x + e->wy * m.y) / 6 +
           (e->wxx * m.xx + e->wyy * m.yy + e->wxy * m.xy) / 24;
}

/* The expansion of the square root of w. */
static hn_expansion root_of(const hn_expansion *e) {
    double s = sqrt(e->w), f = 1 / (2 * s), x = e->wx * f, y = e->wy * f;
    return (hn_expansion){.w = s,
                          .wx = x,
                          .wy = y,
                          .wxx = e->wxx * f - x * x / s,
                          .wxy = e->wxy * f - x * y / s,
                          .wyy = e->wyy * f - y * y / s};
}

/* Integral of the root of w over the chain of count points. */
static double small_length(const local *at, const double *xy, size_t count) {
    hn_expansion s = root_of(&at->e);
    double sum = 0, x = xy[0] - at->x, y = xy[1] - at->y;
    for (size_t i = 1; i < count; i++) {
        double next_x = xy[2 * i] - at->x, next_y = xy[2 * i + 1] - at->y;
        double dx = next_x - x, dy = next_y - y, mx = x + dx / 2, my = y + dy / 2;
        double mean = s.w + s.wx * mx + s.wy * my + s.wxx * (mx * mx / 2 + dx * dx / 24) +
                      s.wxy * (mx * my + dx * dy / 12) + s.wyy * (my * my / 2 + dy * dy / 24);
        sum += mean * sqrt(dx * dx + dy * dy);
        x = next_x;
        y = next_y;
    }
    return sum;
}

/* --- large shapes --- */

static hn_box box_of_points(const double *xy, size_t count) {
    hn_box box = HN_EMPTY_BOX;
    for (size_t i = 0; i < count; i++)
        box = hn_box_join(box, (hn_box){xy[2 * i], xy[2 * i + 1], xy[2 * i], xy[2 * i + 1]});
    return box;
}

/* The longest chain from the first point that is small, of two points at least. */
static size_t next_chain(const hn_measure *m, const double *xy, size_t count, hn_box *box) {
    size_t length = 2;
    *box = box_of_points(xy, length);
    for (; length < count; length++) {
        const double *p = xy + 2 * length;
        hn_box more = hn_box_join(*box, (hn_box){p[0], p[1], p[0], p[1]});
        if (!is_small(m, more)) break;
        *box = more;
    }
    return length;
}

static void add_large_ring(const hn_measure *m, const double *xy, size_t count, hn_sum *sum) {
    double mean = hn_lattice_mean(m->lattice), x0 = xy[0], y0 = xy[1];
    for (size_t at = 0; at + 1 < count;) {
        hn_box box;
        const double *a = xy + 2 * at;
        size_t length = next_chain(m, a, count - at, &box);
        const double *b = a + 2 * (length - 1);
        if (length > 2) {
            local here = local_at(m, box);
            hn_sum_add(sum, small_area(&here, a, length));
        }
        double cross = (a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0);
        hn_sum_add(sum, mean * cross / 2);
        hn_sum_add(sum, hn_lattice_edge(m->lattice, a, b));
        at += length - 1;
    }
}

static void add_ring_area(const hn_measure *m, const double *xy, size_t count, hn_sum *sum) {
    if (count < 3) return;
    if (!m->lattice) {
        hn_sum_add(sum, hn_ring_area2(xy, (uint32_t)count) / 2 * m->unit_m * m->unit_m);
        return;
    }
    hn_box box = box_of_points(xy, count);
    if (is_small(m, box)) {
        local here = local_at(m, box);
        hn_sum_add(sum, small_area(&here, xy, count));
    } else
        add_large_ring(m, xy, count, sum);
}

static void add_chain_length(const hn_measure *m, const double *xy, size_t count, hn_sum *sum) {
    for (size_t at = 0; at + 1 < count;) {
        hn_box box;
        const double *a = xy + 2 * at;
        size_t length = next_chain(m, a, count - at, &box);
        if (is_small(m, box)) {
            local here = local_at(m, box);
            hn_sum_add(sum, small_length(&here, a, length));
        } else
            hn_sum_add(sum, hn_lattice_path(m->lattice, a, a + 2));
        at += length - 1;
    }
}

/* --- what callers ask --- */

double hn_measure_area(const hn_measure *measure, const hn_geometry *geometry) {
    if (geometry->kind != HN_AREA) return 0;
    hn_sum sum = {0, 0};
    bool small = measure->lattice && is_small(measure, geometry->box);
    local here = {0};
    if (small) here = local_at(measure, geometry->box);
    for (uint32_t ring = 0; ring < geometry->rings; ring++) {
        size_t first = geometry->ring[ring], count = geometry->ring[ring + 1] - first;
        if (!small)
            add_ring_area(measure, geometry->xy + 2 * first, count, &sum);
        else if (count >= 3)
            hn_sum_add(&sum, small_area(&here, geometry->xy + 2 * first, count));
    }
    return hn_sum_value(&sum);
}

double hn_measure_ring(const hn_measure *measure, const double *xy, uint32_t points) {
    hn_sum sum = {0, 0};
    add_ring_area(measure, xy, points, &sum);
    return hn_sum_value(&sum);
}

double hn_measure_length(const hn_measure *measure, const hn_geometry *geometry) {
    if (!measure->lattice) return hn_plane_length(geometry) * measure->unit_m;
    if (geometry->kind != HN_LINE && geometry->kind != HN_AREA) return 0;
    hn_sum sum = {0, 0};
    bool small = is_small(measure, geometry->box);
    local here = {0};
    if (small) here = local_at(measure, geometry->box);
    for (uint32_t ring = 0; ring < geometry->rings; ring++) {
        size_t first = geometry->ring[ring], count = geometry->ring[ring + 1] - first;
        if (!small)
            add_chain_length(measure, geometry->xy + 2 * first, count, &sum);
        else if (count >= 2)
            hn_sum_add(&sum, small_length(&here, geometry->xy + 2 * first, count));
    }
    return hn_sum_value(&sum);
}

double hn_measure_segment(const hn_measure *measure, const double ends[4]) {
    if (!measure->lattice) return hypot(ends[2] - ends[0], ends[3] - ends[1]) * measure->unit_m;
    hn_sum sum = {0, 0};
    add_chain_length(measure, ends, 2, &sum);
    return hn_sum_value(&sum);
}

double hn_measure_distance(const hn_measure *measure, double x, double y, double plane) {
    if (!measure->lattice) return plane * measure->unit_m;
    return plane * sqrt(hn_lattice_value(measure->lattice, x, y));
}

double hn_measure_within(const hn_measure *measure, double metres) {
    return metres / (measure->lattice ? sqrt(hn_lattice_least(measure->lattice)) : measure->unit_m);
}

double hn_measure_units(const hn_measure *measure, double metres) {
    return metres / measure->unit_m;
}
