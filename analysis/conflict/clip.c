/* clip.c - chains inside a window, joined along its border. */
#include "conflict/clip.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void hn_clip_free(hn_clip *c) {
    hn_free(c->xy);
    hn_free(c->chain);
    hn_free(c->entry);
    hn_free(c->whole);
    hn_free(c->done);
    hn_free(c->ring);
    *c = (hn_clip){0};
}

static void next_polygon(hn_clip *c) {
    c->points = c->chains = c->wholes = 0;
    c->around = c->in_hole = false;
}

void hn_clip_begin(hn_clip *c, hn_box window) {
    c->window = window;
    c->done_points = c->rings = 0;
    c->parts = 0;
    next_polygon(c);
}

static bool push(double **array, size_t *count, size_t *capacity, double x, double y) {
    if (!hn_reserve((void **)array, capacity, 2 * *count + 2, sizeof(double))) return false;
    (*array)[2 * *count] = x;
    (*array)[2 * *count + 1] = y;
    ++*count;
    return true;
}

static bool add_point(hn_clip *c, double x, double y) {
    return push(&c->xy, &c->points, &c->xy_capacity, x, y);
}

/* ---- one edge ---- */

static bool inside(hn_box w, const double *p) {
    return p[0] > w.xmin && p[0] < w.xmax && p[1] > w.ymin && p[1] < w.ymax;
}

/* Where a line from p to q enters and leaves the window (Liang and Barsky 1984). False: it does
 * not pass the inside. Sides count 0 left, 1 right, 2 bottom, 3 top. */
typedef struct passage {
    double t[2];
    int side[2];
} passage;

static bool pass_window(hn_box w, const double *p, const double *q, passage *out) {
    double dx = q[0] - p[0], dy = q[1] - p[1];
    const double slope[] = {-dx, dx, -dy, dy};
    const double room[] = {p[0] - w.xmin, w.xmax - p[0], p[1] - w.ymin, w.ymax - p[1]};
    *out = (passage){{0, 1}, {-1, -1}};
    for (int side = 0; side < 4; side++) {
        if (slope[side] == 0) {
            if (room[side] <= 0) return false;
            continue;
        }
        double t = room[side] / slope[side];
        int end = slope[side] > 0;
        if (end ? t < out->t[1] : t > out->t[0]) {
            out->t[end] = t;
            out->side[end] = side;
        }
    }
    return out->t[0] < out->t[1];
}

static double clamp(double value, double low, double high) {
    return value < low ? low : value > high ? high : value;
}

/* The point of passage, exactly on its side, and its place along the border. */
static double border_point(hn_box w, const double *p, const double *q, double t, int side,
                           double *x, double *y) {
    *x = clamp(p[0] + t * (q[0] - p[0]), w.xmin, w.xmax);
    *y = clamp(p[1] + t * (q[1] - p[1]), w.ymin, w.ymax);
    double width = w.xmax - w.xmin, height = w.ymax - w.ymin;
    switch (side) {
    case 0:
        *x = w.xmin;
        return 3 + (w.ymax - *y) / height;
    case 1:
        *x = w.xmax;
        return 1 + (*y - w.ymin) / height;
    case 2:
        *y = w.ymin;
        return (*x - w.xmin) / width;
    default:
        *y = w.ymax;
        return 2 + (w.xmax - *x) / width;
    }
}

/* A side for a point that lies on the border already. */
static int side_of(hn_box w, const double *p) {
    return p[0] <= w.xmin ? 0 : p[0] >= w.xmax ? 1 : p[1] <= w.ymin ? 2 : 3;
}

static bool open_chain(hn_clip *c, const double *p, const double *q, const passage *pass) {
    double x, y;
    int side = pass->side[0] >= 0 ? pass->side[0] : side_of(c->window, p);
    if (!HN_RESERVE(c->chain, c->chains, c->chain_capacity, 1)) return false;
    hn_clip_chain *chain = &c->chain[c->chains++];
    *chain = (hn_clip_chain){.first = c->points};
    chain->in = border_point(c->window, p, q, pass->t[0], side, &x, &y);
    return add_point(c, x, y);
}

static bool close_chain(hn_clip *c, const double *p, const double *q, const passage *pass) {
    double x, y;
    int side = pass->side[1] >= 0 ? pass->side[1] : side_of(c->window, q);
    hn_clip_chain *chain = &c->chain[c->chains - 1];
    chain->out = border_point(c->window, p, q, pass->t[1], side, &x, &y);
    if (!add_point(c, x, y)) return false;
    chain->count = c->points - chain->first;
    return true;
}

static bool clip_edge(hn_clip *c, const double *p, const double *q) {
    bool from = inside(c->window, p), to = inside(c->window, q);
    passage pass;
    if (from && to) return add_point(c, q[0], q[1]);
    if (!pass_window(c->window, p, q, &pass)) {
        if (!from && !to) return true;
        pass = (passage){{0, 1}, {-1, -1}}; /* rounding: one end is inside all the same */
    }
    if (!from && !to) {
        double t = (pass.t[0] + pass.t[1]) / 2;
        const double middle[] = {p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])};
        if (!inside(c->window, middle)) return true; /* touches a corner */
    }
    if (!from && !open_chain(c, p, q, &pass)) return false;
    return to ? add_point(c, q[0], q[1]) : close_chain(c, p, q, &pass);
}

/* ---- one ring ---- */

static bool winds_around(const double *xy, size_t count, hn_box w) {
    double x = (w.xmin + w.xmax) / 2, y = (w.ymin + w.ymax) / 2;
    bool odd = false;
    for (size_t i = 0; i + 1 < count; i++) {
        const double *p = xy + 2 * i, *q = p + 2;
        if ((p[1] > y) == (q[1] > y)) continue;
        if (x < p[0] + (y - p[1]) * (q[0] - p[0]) / (q[1] - p[1])) odd = !odd;
    }
    return odd;
}

static bool add_whole(hn_clip *c, const double *xy, size_t count, bool hole) {
    if (!HN_RESERVE(c->whole, c->wholes, c->whole_capacity, 1) ||
        !HN_RESERVE(c->xy, 2 * c->points, c->xy_capacity, 2 * count))
        return false;
    memcpy(c->xy + 2 * c->points, xy, 2 * count * sizeof *xy);
    c->whole[c->wholes++] = (struct hn_clip_whole){c->points, count, hole};
    c->points += count;
    return true;
}

bool hn_clip_add(hn_clip *c, const double *xy, size_t count, bool hole) {
    size_t start = 0, chains = c->chains;
    while (start + 1 < count && inside(c->window, xy + 2 * start))
        start++;
    if (start + 1 >= count) return add_whole(c, xy, count, hole);
    /* From a point outside, once around. */
    for (size_t i = 0; i + 1 < count; i++) {
        size_t at = start + i < count - 1 ? start + i : start + i - (count - 1);
        if (!clip_edge(c, xy + 2 * at, xy + 2 * (at + 1))) return false;
    }
    if (c->chains == chains && winds_around(xy, count, c->window)) {
        if (hole)
            c->in_hole = true;
        else
            c->around = true;
    }
    return true;
}

/* ---- joining ---- */

static bool start_ring(hn_clip *c, bool hole, uint32_t part) {
    if (!HN_RESERVE(c->ring, c->rings, c->ring_capacity, 1)) return false;
    c->ring[c->rings++] = (hn_clip_ring){c->done_points, 0, part, hole};
    return true;
}

/* Leaves out a point equal to the one before it in the same ring. */
static bool ring_point(hn_clip *c, double x, double y) {
    hn_clip_ring *ring = &c->ring[c->rings - 1];
    if (ring->count) {
        const double *last = c->done + 2 * c->done_points - 2;
        if (last[0] == x && last[1] == y) return true;
    }
    ring->count++;
    return push(&c->done, &c->done_points, &c->done_capacity, x, y);
}

/* Closes the ring; one without area is taken back. */
static bool end_ring(hn_clip *c, bool *kept) {
    hn_clip_ring *ring = &c->ring[c->rings - 1];
    const double *first = c->done + 2 * ring->first;
    if (!ring_point(c, first[0], first[1])) return false;
    *kept = ring->count >= 4;
    if (!*kept) {
        c->done_points = ring->first;
        c->rings--;
    }
    return true;
}

static bool corners_between(hn_clip *c, double from, double to) {
    hn_box w = c->window;
    const double x[] = {w.xmin, w.xmax, w.xmax, w.xmin}, y[] = {w.ymin, w.ymin, w.ymax, w.ymax};
    if (to < from) to += 4;
    for (int corner = (int)floor(from) + 1; corner <= 8 && corner < to; corner++)
        if (!ring_point(c, x[corner % 4], y[corner % 4])) return false;
    return true;
}

static size_t next_entry(const hn_clip *c, double place) {
    size_t low = 0, high = c->chains;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c->chain[c->entry[middle]].in < place)
            low = middle + 1;
        else
            high = middle;
    }
    return c->entry[low == c->chains ? 0 : low];
}

/* Joins the chains that begin with one into a ring, a part of its own. */
static hn_clip_state join_from(hn_clip *c, size_t first) {
    bool kept;
    if (!start_ring(c, false, c->parts)) return HN_CLIP_NO_MEMORY;
    for (size_t at = first;;) {
        hn_clip_chain *chain = &c->chain[at];
        if (chain->used) return HN_CLIP_FAILED;
        chain->used = true;
        for (size_t i = 0; i < chain->count; i++) {
            const double *p = c->xy + 2 * (chain->first + i);
            if (!ring_point(c, p[0], p[1])) return HN_CLIP_NO_MEMORY;
        }
        size_t next = next_entry(c, chain->out);
        if (!corners_between(c, chain->out, c->chain[next].in)) return HN_CLIP_NO_MEMORY;
        if (next == first) break;
        at = next;
    }
    if (!end_ring(c, &kept)) return HN_CLIP_NO_MEMORY;
    c->parts += kept;
    return HN_CLIP_OK;
}

static void sort_entries(hn_clip *c) {
    for (size_t i = 0; i < c->chains; i++) { /* few, and often in order already */
        size_t j = i;
        for (; j && c->chain[c->entry[j - 1]].in > c->chain[i].in; j--)
            c->entry[j] = c->entry[j - 1];
        c->entry[j] = (uint32_t)i;
    }
}

static bool copy_ring(hn_clip *c, const struct hn_clip_whole *whole, uint32_t part, bool *kept) {
    if (!start_ring(c, whole->hole, part)) return false;
    for (size_t i = 0; i < whole->count; i++) {
        const double *p = c->xy + 2 * (whole->first + i);
        if (!ring_point(c, p[0], p[1])) return false;
    }
    return end_ring(c, kept);
}

/* The part, among those made since, that a point lies in. */
static uint32_t part_around(const hn_clip *c, size_t rings, uint32_t since, double x, double y) {
    for (size_t i = rings; i < c->rings; i++) {
        const hn_clip_ring *ring = &c->ring[i];
        if (ring->hole) continue;
        bool odd = false;
        for (size_t j = ring->first; j + 1 < ring->first + ring->count; j++) {
            const double *p = c->done + 2 * j, *q = p + 2;
            if ((p[1] > y) != (q[1] > y) && x < p[0] + (y - p[1]) * (q[0] - p[0]) / (q[1] - p[1]))
                odd = !odd;
        }
        if (odd) return ring->part;
    }
    return since;
}

static bool whole_rings(hn_clip *c, bool holes, size_t rings, uint32_t since) {
    for (size_t i = 0; i < c->wholes; i++) {
        const struct hn_clip_whole *whole = &c->whole[i];
        bool kept;
        if (whole->hole != holes) continue;
        const double *p = c->xy + 2 * whole->first;
        uint32_t part = !holes                  ? c->parts
                        : c->parts == since + 1 ? since
                                                : part_around(c, rings, since, p[0], p[1]);
        if (!copy_ring(c, whole, part, &kept)) return false;
        if (!holes) c->parts += kept;
    }
    return true;
}

static bool window_ring(hn_clip *c) {
    hn_box w = c->window;
    bool kept;
    if (!start_ring(c, false, c->parts++)) return false;
    return ring_point(c, w.xmin, w.ymin) && ring_point(c, w.xmax, w.ymin) &&
           ring_point(c, w.xmax, w.ymax) && ring_point(c, w.xmin, w.ymax) && end_ring(c, &kept);
}

static hn_clip_state join_all(hn_clip *c) {
    if (!HN_RESERVE(c->entry, 0, c->entry_capacity, c->chains)) return HN_CLIP_NO_MEMORY;
    sort_entries(c);
    for (size_t i = 0; i < c->chains; i++) {
        if (c->chain[i].used) continue;
        hn_clip_state state = join_from(c, i);
        if (state != HN_CLIP_OK) return state;
    }
    return HN_CLIP_OK;
}

hn_clip_state hn_clip_polygon(hn_clip *c) {
    size_t rings = c->rings, points = c->done_points;
    uint32_t since = c->parts;
    hn_clip_state state = HN_CLIP_OK;
    bool whole_hole = false;
    for (size_t i = 0; i < c->wholes; i++)
        whole_hole |= c->whole[i].hole;
    if (c->chains) {
        state = join_all(c);
    } else if (c->around && !c->in_hole) {
        if (!whole_hole)
            state = HN_CLIP_FULL;
        else if (!window_ring(c))
            state = HN_CLIP_NO_MEMORY;
    }
    if (state == HN_CLIP_OK && !whole_rings(c, false, rings, since)) state = HN_CLIP_NO_MEMORY;
    if (state == HN_CLIP_OK && c->parts > since && !whole_rings(c, true, rings, since))
        state = HN_CLIP_NO_MEMORY;
    if (state == HN_CLIP_FAILED) {
        c->rings = rings;
        c->done_points = points;
        c->parts = since;
    }
    next_polygon(c);
    return state;
}

hn_geometry *hn_clip_result(const hn_clip *c) {
    hn_geometry *g =
        hn_geometry_create(HN_AREA, c->parts, (uint32_t)c->rings, (uint32_t)c->done_points);
    if (!g) return NULL;
    uint32_t ring = 0, point = 0;
    for (uint32_t part = 0; part < c->parts; part++) {
        g->part[part] = ring;
        for (int hole = 0; hole < 2; hole++)
            for (size_t i = 0; i < c->rings; i++) {
                const hn_clip_ring *r = &c->ring[i];
                if (r->part != part || r->hole != (hole == 1)) continue;
                g->ring[ring++] = point;
                memcpy(g->xy + 2 * (size_t)point, c->done + 2 * r->first,
                       2 * r->count * sizeof(double));
                point += (uint32_t)r->count;
            }
    }
    hn_geometry_finish(g);
    return g;
}
