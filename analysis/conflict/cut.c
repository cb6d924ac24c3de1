/* cut.c - box hierarchies over rings and clipping to a window. */
#include "conflict/cut.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

enum { RUN = 16, FAN = 8 }; /* segments in a lowest run; runs joined a level */

/* Boxes of all runs of one ring, level by level, the finest first. */
typedef struct ring_tree {
    uint32_t levels;
    uint32_t first; /* of its boxes in hn_cut.box */
    hn_box box;     /* of the whole ring */
} ring_tree;

struct hn_cut {
    const hn_geometry *area;
    ring_tree *ring;
    hn_box *box;
    size_t box_count, box_capacity;
};

static uint32_t runs_at(uint32_t segments, uint32_t level) {
    uint32_t runs = (segments + RUN - 1) / RUN;
    while (level--) runs = (runs + FAN - 1) / FAN;
    return runs;
}

static hn_box box_of_points(const double *xy, uint32_t first, uint32_t last) {
    hn_box box = HN_EMPTY_BOX;
    for (uint32_t i = first; i <= last; i++) {
        double x = xy[2 * i], y = xy[2 * i + 1];
        box.xmin = fmin(box.xmin, x);
        box.xmax = fmax(box.xmax, x);
        box.ymin = fmin(box.ymin, y);
        box.ymax = fmax(box.ymax, y);
    }
    return box;
}

static bool build_ring(hn_cut *cut, uint32_t number) {
    const hn_geometry *g = cut->area;
    uint32_t first = g->ring[number], points = g->ring[number + 1] - first;
    uint32_t segments = points > 0 ? points - 1 : 0;
    const double *xy = g->xy + 2 * (size_t)first;
    ring_tree *tree = &cut->ring[number];
    *tree = (ring_tree){.first = (uint32_t)cut->box_count, .box = HN_EMPTY_BOX};
    if (segments == 0) return true;

    uint32_t runs = runs_at(segments, 0);
    if (!HN_RESERVE(cut->box, cut->box_count, cut->box_capacity, (size_t)runs * 2 + 8)) return false;
    for (uint32_t i = 0; i < runs; i++) {
        uint32_t last = (i + 1) * RUN < segments ? (i + 1) * RUN : segments;
        cut->box[cut->box_count++] = box_of_points(xy, i * RUN, last);
    }
    tree->levels = 1;
    for (uint32_t below = tree->first; runs > 1; tree->levels++) {
        uint32_t joined = (runs + FAN - 1) / FAN;
        for (uint32_t i = 0; i < joined; i++) {
            hn_box box = HN_EMPTY_BOX;
            for (uint32_t j = i * FAN; j < runs && j < (i + 1) * FAN; j++)
                box = hn_box_join(box, cut->box[below + j]);
            cut->box[cut->box_count++] = box;
        }
        below += runs;
        runs = joined;
    }
    tree->box = cut->box[cut->box_count - 1];
    return true;
}

hn_cut *hn_cut_create(const hn_geometry *area) {
    hn_cut *cut = hn_zalloc(1, sizeof *cut);
    if (!cut) return NULL;
    cut->area = area;
    cut->ring = hn_zalloc(area->rings, sizeof *cut->ring);
    bool ok = cut->ring != NULL;
    for (uint32_t i = 0; ok && i < area->rings; i++) ok = build_ring(cut, i);
    if (ok) return cut;
    hn_cut_destroy(cut);
    return NULL;
}

void hn_cut_destroy(hn_cut *cut) {
    if (!cut) return;
    hn_free(cut->ring);
    hn_free(cut->box);
    hn_free(cut);
}

void hn_cut_room_free(hn_cut_room *room) {
    hn_free(room->a);
    hn_free(room->b);
    hn_free(room->xy);
    hn_free(room->ring);
    hn_free(room->part);
    *room = (hn_cut_room){0};
}

/* ---- thinning: runs beyond one side keep their ends only ---- */

typedef struct thinning {
    const hn_cut *cut;
    const double *xy; /* of the ring */
    uint32_t segments;
    hn_box window;
    hn_cut_room *room;
    size_t count; /* points in room->a */
    bool near;    /* some kept segment may meet the window */
    bool failed;
} thinning;

static bool beyond(hn_box b, hn_box window) {
    return b.xmax < window.xmin || b.xmin > window.xmax || b.ymax < window.ymin ||
           b.ymin > window.ymax;
}

static void thin_points(thinning *t, uint32_t first, uint32_t last) {
    size_t more = last - first + 1;
    if (!HN_RESERVE(t->room->a, 2 * t->count, t->room->a_capacity, 2 * more)) {
        t->failed = true;
        return;
    }
    memcpy(t->room->a + 2 * t->count, t->xy + 2 * (size_t)first, more * 2 * sizeof(double));
    t->count += more;
}

/* Emits the end points of the segments of run number on a level. offset: of the level's boxes. */
static void thin_run(thinning *t, uint32_t level, uint32_t offset, uint32_t number) {
    uint32_t span = RUN;
    for (uint32_t i = 0; i < level; i++) span *= FAN;
    uint32_t first = number * span;
    uint32_t last = t->segments - first < span ? t->segments : first + span;
    if (beyond(t->cut->box[offset + number], t->window)) {
        thin_points(t, last, last);
        return;
    }
    if (level == 0) {
        t->near = true;
        thin_points(t, first + 1, last);
        return;
    }
    uint32_t below = runs_at(t->segments, level - 1);
    for (uint32_t i = number * FAN; i < below && i < (number + 1) * FAN && !t->failed; i++)
        thin_run(t, level - 1, offset - below, i);
}

/* room->a gets the thinned ring, closed. */
static bool thin_ring(thinning *t, uint32_t ring) {
    const ring_tree *tree = &t->cut->ring[ring];
    const hn_geometry *g = t->cut->area;
    uint32_t first = g->ring[ring];
    t->xy = g->xy + 2 * (size_t)first;
    t->segments = g->ring[ring + 1] - first - 1;
    t->count = 0;
    t->near = false;
    uint32_t offset = tree->first;
    for (uint32_t level = 0; level + 1 < tree->levels; level++)
        offset += runs_at(t->segments, level);
    thin_points(t, 0, 0);
    thin_run(t, tree->levels - 1, offset, 0);
    return !t->failed;
}

/* ---- Sutherland-Hodgman, one side at a time, rings closed in and out ---- */

typedef struct side {
    int axis;     /* 0: x, 1: y */
    double limit;
    double sign;  /* +1 keeps values >= limit, -1 keeps values <= limit */
} side;

static size_t clip_side(const double *in, size_t count, double *out, side s) {
    size_t n = 0;
    for (size_t i = 0; i + 1 < count; i++) {
        const double *p = in + 2 * i, *q = p + 2;
        double dp = s.sign * (p[s.axis] - s.limit), dq = s.sign * (q[s.axis] - s.limit);
        if (dp >= 0) {
            out[2 * n] = p[0];
            out[2 * n + 1] = p[1];
            n++;
        }
        if ((dp > 0 && dq < 0) || (dp < 0 && dq > 0)) {
            double t = dp / (dp - dq);
            out[2 * n + s.axis] = s.limit;
            out[2 * n + 1 - s.axis] = p[1 - s.axis] + t * (q[1 - s.axis] - p[1 - s.axis]);
            n++;
        }
    }
    if (n) { /* close again */
        out[2 * n] = out[0];
        out[2 * n + 1] = out[1];
        n++;
    }
    return n;
}

/* Drops points equal to the one before. */
static size_t drop_repeats(double *xy, size_t count) {
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (n && xy[2 * n - 2] == xy[2 * i] && xy[2 * n - 1] == xy[2 * i + 1]) continue;
        xy[2 * n] = xy[2 * i];
        xy[2 * n + 1] = xy[2 * i + 1];
        n++;
    }
    return n;
}

/* Clips room->a (count points) to the window; the result is in room->a again. */
static bool clip_ring(hn_cut_room *room, size_t *count, hn_box w) {
    const side sides[] = {{0, w.xmin, 1}, {0, w.xmax, -1}, {1, w.ymin, 1}, {1, w.ymax, -1}};
    for (int i = 0; i < 4 && *count; i++) {
        size_t most = 2 * (2 * *count + 2);
        if (!HN_RESERVE(room->b, 0, room->b_capacity, most)) return false;
        *count = clip_side(room->a, *count, room->b, sides[i]);
        double *swap = room->a;
        size_t capacity = room->a_capacity;
        room->a = room->b;
        room->a_capacity = room->b_capacity;
        room->b = swap;
        room->b_capacity = capacity;
    }
    *count = drop_repeats(room->a, *count);
    return true;
}

/* ---- parts ---- */

typedef enum ring_fate { RING_OUT, RING_AROUND, RING_KEPT, RING_NO_MEMORY } ring_fate;

/* Whether a ring that has no segment near the window goes around it. */
static bool winds_around(const double *xy, size_t count, hn_box w) {
    double x = (w.xmin + w.xmax) / 2, y = (w.ymin + w.ymax) / 2;
    bool inside = false;
    for (size_t i = 0; i + 1 < count; i++) {
        const double *p = xy + 2 * i, *q = p + 2;
        if ((p[1] > y) == (q[1] > y)) continue;
        if (x < p[0] + (y - p[1]) * (q[0] - p[0]) / (q[1] - p[1])) inside = !inside;
    }
    return inside;
}

/* RING_KEPT: the clipped ring was appended to room->xy. */
static ring_fate cut_ring(thinning *t, uint32_t ring) {
    hn_cut_room *room = t->room;
    if (!hn_box_meets(t->cut->ring[ring].box, t->window)) return RING_OUT;
    if (!thin_ring(t, ring)) return RING_NO_MEMORY;
    if (!t->near) return winds_around(room->a, t->count, t->window) ? RING_AROUND : RING_OUT;
    size_t count = t->count;
    if (!clip_ring(room, &count, t->window)) return RING_NO_MEMORY;
    if (count < 4) return RING_OUT;
    if (!HN_RESERVE(room->xy, 2 * room->xy_count, room->xy_capacity, 2 * count))
        return RING_NO_MEMORY;
    memcpy(room->xy + 2 * room->xy_count, room->a, count * 2 * sizeof(double));
    room->xy_count += count;
    return RING_KEPT;
}

typedef struct cut_counts {
    uint32_t parts, rings;
    bool full; /* a part covers the window */
} cut_counts;

static bool add_ring(hn_cut_room *room, cut_counts *n, size_t first_point) {
    if (!HN_RESERVE(room->ring, n->rings, room->ring_capacity, 2)) return false;
    room->ring[n->rings++] = (uint32_t)first_point;
    return true;
}

static bool add_window_ring(hn_cut_room *room, cut_counts *n, hn_box w) {
    const double corner[] = {w.xmin, w.ymin, w.xmax, w.ymin, w.xmax, w.ymax,
                             w.xmin, w.ymax, w.xmin, w.ymin};
    size_t first = room->xy_count;
    if (!HN_RESERVE(room->xy, 2 * first, room->xy_capacity, 10)) return false;
    memcpy(room->xy + 2 * first, corner, sizeof corner);
    room->xy_count += 5;
    return add_ring(room, n, first);
}

/* False: no memory. */
static bool cut_part(thinning *t, uint32_t part, cut_counts *n) {
    hn_cut_room *room = t->room;
    const hn_geometry *g = t->cut->area;
    cut_counts before = *n;
    size_t points_before = room->xy_count;
    if (!HN_RESERVE(room->part, n->parts, room->part_capacity, 2)) return false;

    ring_fate shell = cut_ring(t, g->part[part]);
    if (shell == RING_NO_MEMORY) return false;
    if (shell == RING_OUT) return true;
    room->part[n->parts++] = n->rings;
    if (shell == RING_AROUND ? !add_window_ring(room, n, t->window)
                             : !add_ring(room, n, points_before))
        return false;
    bool hole_kept = false;
    for (uint32_t ring = g->part[part] + 1; ring < g->part[part + 1]; ring++) {
        size_t first = room->xy_count;
        ring_fate hole = cut_ring(t, ring);
        if (hole == RING_NO_MEMORY) return false;
        if (hole == RING_OUT) continue;
        if (hole == RING_AROUND) { /* the window lies in the hole */
            *n = before;
            room->xy_count = points_before;
            return true;
        }
        if (!add_ring(room, n, first)) return false;
        hole_kept = true;
    }
    if (shell == RING_AROUND && !hole_kept) n->full = true;
    return true;
}

static hn_geometry *collect(const hn_cut_room *room, const cut_counts *n) {
    hn_geometry *g = hn_geometry_create(HN_AREA, n->parts, n->rings, (uint32_t)room->xy_count);
    if (!g) return NULL;
    memcpy(g->part, room->part, n->parts * sizeof *g->part);
    memcpy(g->ring, room->ring, n->rings * sizeof *g->ring);
    memcpy(g->xy, room->xy, room->xy_count * 2 * sizeof(double));
    hn_geometry_finish(g);
    return g;
}

hn_cut_result hn_cut_window(const hn_cut *cut, const uint32_t *parts, size_t part_count,
                            hn_box window, hn_cut_room *room, hn_geometry **out) {
    thinning t = {.cut = cut, .window = window, .room = room};
    cut_counts n = {0, 0, false};
    room->xy_count = 0;
    size_t wanted = parts ? part_count : cut->area->parts;
    for (size_t i = 0; i < wanted; i++) {
        uint32_t part = parts ? parts[i] : (uint32_t)i;
        if (!cut_part(&t, part, &n)) return HN_CUT_NO_MEMORY;
        if (n.full) return HN_CUT_FULL;
    }
    if (n.parts == 0) return HN_CUT_EMPTY;
    *out = collect(room, &n);
    return *out ? HN_CUT_PART : HN_CUT_NO_MEMORY;
}
