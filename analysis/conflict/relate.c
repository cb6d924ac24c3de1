/* relate.c - relation and common area of two areas from the crossings of their boundaries. */
#include "conflict/relate.h"

#include "base/memory.h"
#include "base/sum.h"

#include <stdlib.h>

/* One crossing, once for each of the two boundaries. */
typedef struct hn_crossing {
    uint32_t side; /* 0: on a, 1: on b */
    uint32_t ring, index;
    double at; /* 0..1 along the segment */
} hn_crossing;

void hn_relate_room_free(hn_relate_room *room) {
    hn_segments_free(&room->a);
    hn_segments_free(&room->b);
    hn_free(room->crossing);
    *room = (hn_relate_room){0};
}

typedef struct crossing_search {
    hn_relate_room *room;
    hn_relation found; /* HN_APART so long as nothing went wrong */
} crossing_search;

static bool add_crossing(const hn_segment *s, const hn_segment *t, void *user) {
    crossing_search *search = user;
    hn_relate_room *room = search->room;
    double t0, t1, s0, s1;
    int a = hn_turn(s->x0, s->y0, s->x1, s->y1, t->x0, t->y0, &t0);
    int b = hn_turn(s->x0, s->y0, s->x1, s->y1, t->x1, t->y1, &t1);
    if (a && a == b) return true;
    int c = hn_turn(t->x0, t->y0, t->x1, t->y1, s->x0, s->y0, &s0);
    int d = hn_turn(t->x0, t->y0, t->x1, t->y1, s->x1, s->y1, &s1);
    if (c && c == d) return true;
    if (!a || !b || !c || !d) {
        search->found = HN_UNSURE;
        return false;
    }
    if (!HN_RESERVE(room->crossing, room->crossings, room->capacity, 2)) {
        search->found = HN_RELATE_NO_MEMORY;
        return false;
    }
    room->crossing[room->crossings++] = (hn_crossing){0, s->ring, s->index, s0 / (s0 - s1)};
    room->crossing[room->crossings++] = (hn_crossing){1, t->ring, t->index, t0 / (t0 - t1)};
    return true;
}

static int by_place(const void *one, const void *two) {
    const hn_crossing *a = one, *b = two;
    if (a->side != b->side) return a->side < b->side ? -1 : 1;
    if (a->ring != b->ring) return a->ring < b->ring ? -1 : 1;
    if (a->index != b->index) return a->index < b->index ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

typedef struct ring_walk {
    const hn_geometry *area, *other;
    double x, y; /* origin of the sums, for precision */
    hn_sum twice;
    bool any_inside, any_outside; /* whole rings inside or outside the other */
    bool unsure;
} ring_walk;

static void add_piece(ring_walk *w, double x0, double y0, double x1, double y1) {
    hn_sum_add(&w->twice, (x0 - w->x) * (y1 - w->y) - (x1 - w->x) * (y0 - w->y));
}

/* Where the first point of a ring lies: 1 inside the other area, -1 outside, 0 not certain. */
static int start_side(const ring_walk *w, uint32_t ring) {
    const double *p = w->area->xy + 2 * (size_t)w->area->ring[ring];
    hn_box b = w->other->box;
    if (p[0] < b.xmin || p[0] > b.xmax || p[1] < b.ymin || p[1] > b.ymax) return -1;
    return hn_locate(w->other, p[0], p[1]);
}

/* Adds the pieces of one ring that lie inside the other area; c..end are its crossings. */
static void walk_ring(ring_walk *w, uint32_t ring, const hn_crossing *c, const hn_crossing *end) {
    int side = start_side(w, ring);
    if (side == 0 || (end - c) % 2 != 0) {
        w->unsure = true;
        return;
    }
    bool inside = side > 0;
    if (c == end) {
        if (inside)
            w->any_inside = true;
        else
            w->any_outside = true;
        if (!inside) return;
    }
    uint32_t first = w->area->ring[ring], segments = w->area->ring[ring + 1] - first - 1;
    for (uint32_t i = 0; i < segments; i++) {
        const double *p = w->area->xy + 2 * (size_t)(first + i);
        double x = p[0], y = p[1];
        for (; c < end && c->index == i; c++) {
            double cx = p[0] + c->at * (p[2] - p[0]), cy = p[1] + c->at * (p[3] - p[1]);
            if (inside) add_piece(w, x, y, cx, cy);
            inside = !inside;
            x = cx;
            y = cy;
        }
        if (inside)
            add_piece(w, x, y, p[2], p[3]);
        else if (c == end)
            return; /* outside for the rest of the ring */
    }
}

static const hn_crossing *walk_rings(ring_walk *w, uint32_t side, const hn_crossing *c,
                                     const hn_crossing *end) {
    for (uint32_t ring = 0; ring < w->area->rings && !w->unsure; ring++) {
        const hn_crossing *last = c;
        while (last < end && last->side == side && last->ring == ring)
            last++;
        walk_ring(w, ring, c, last);
        c = last;
    }
    return c;
}

hn_relation hn_relate(const hn_geometry *a, const hn_geometry *b, hn_relate_room *room,
                      double *area) {
    if (!hn_box_meets(a->box, b->box)) return HN_APART;
    crossing_search search = {room, HN_APART};
    room->crossings = 0;
    if (!hn_segments_near(a, b->box, &room->a) || !hn_segments_near(b, a->box, &room->b))
        return HN_RELATE_NO_MEMORY;
    if (!hn_segments_pairs(&room->a, &room->b, add_crossing, &search)) return search.found;
    if (room->crossings > 1)
        qsort(room->crossing, room->crossings, sizeof *room->crossing, by_place);

    double x = (a->box.xmin + a->box.xmax) / 2, y = (a->box.ymin + a->box.ymax) / 2;
    ring_walk on_a = {.area = a, .other = b, .x = x, .y = y};
    ring_walk on_b = {.area = b, .other = a, .x = x, .y = y};
    const hn_crossing *end = room->crossing + room->crossings;
    const hn_crossing *rest = walk_rings(&on_a, 0, room->crossing, end);
    if (!on_a.unsure) walk_rings(&on_b, 1, rest, end);
    if (on_a.unsure || on_b.unsure) return HN_UNSURE;
    if (room->crossings == 0 && !on_b.any_inside) {
        if (!on_a.any_inside) return HN_APART;
        if (!on_a.any_outside) return HN_WITHIN;
    }
    *area = (hn_sum_value(&on_a.twice) + hn_sum_value(&on_b.twice)) / 2;
    return HN_CROSS;
}
