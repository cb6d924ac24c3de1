/* apart.c - certifying that two neighbours of a coverage have no interior point in common.
 *
 * Boundaries may share vertices and edges. When no edge of one crosses or ends on an edge of the
 * other, common edges run in opposite directions, and at every common vertex the two interiors
 * fill separate sectors, then each area lies wholly in or wholly out of the other; a ring without
 * common vertices is settled by one of its points. */
#include "conflict/relate.h"

#include "base/memory.h"

typedef struct apart_test {
    const hn_geometry *a, *b;
    uint8_t *touched_a, *touched_b; /* rings with a common vertex */
} apart_test;

typedef struct vector {
    double x, y;
} vector;

/* The angle class of d seen counterclockwise from s: 0 same direction, 1 below half a turn, 2 half
 * a turn, 3 above; -1 when rounding leaves it open. */
static int angle_class(vector s, vector d) {
    if (s.x == d.x && s.y == d.y) return 0;
    double value;
    int turn = hn_turn(0, 0, s.x, s.y, d.x, d.y, &value);
    if (turn > 0) return 1;
    if (turn < 0) return 3;
    return s.x * d.x + s.y * d.y < 0 ? 2 : -1;
}

/* 1: d lies in the sector that runs counterclockwise from s (included) to e; 0: not; -1: open. */
static int in_sector(vector s, vector e, vector d) {
    int to_d = angle_class(s, d), to_e = angle_class(s, e);
    if (to_d < 0 || to_e < 0) return -1;
    if (to_d == 0) return 1;
    if (to_d != to_e) return to_d < to_e;
    if (to_d == 2) return 0;
    int turn = angle_class(d, e);
    return turn < 0 ? -1 : turn == 1;
}

/* The vertex where segment s ends: directions to the next and the previous vertex. The interior
 * lies in the sector from next to previous. */
static void sector_at_end(const hn_geometry *g, const hn_segment *s, vector *next, vector *last) {
    uint32_t first = g->ring[s->ring], segments = g->ring[s->ring + 1] - first - 1;
    const double *n = g->xy + 2 * (size_t)(first + (s->index + 1 == segments ? 1 : s->index + 2));
    *next = (vector){n[0] - s->x1, n[1] - s->y1};
    *last = (vector){s->x0 - s->x1, s->y0 - s->y1};
}

static bool sectors_apart(const apart_test *test, const hn_segment *s, const hn_segment *t) {
    vector a_next, a_last, b_next, b_last;
    sector_at_end(test->a, s, &a_next, &a_last);
    sector_at_end(test->b, t, &b_next, &b_last);
    return in_sector(a_next, a_last, b_next) == 0 && in_sector(b_next, b_last, a_next) == 0;
}

static bool same_point(double ax, double ay, double bx, double by) { return ax == bx && ay == by; }

/* Two segments with one common end: they must not lie on one another. */
static bool only_end_common(double sx, double sy, double x, double y, double tx, double ty) {
    double value;
    if (hn_turn(sx, sy, x, y, tx, ty, &value) != 0) return true;
    return (sx - x) * (tx - x) + (sy - y) * (ty - y) < 0; /* straight on */
}

static bool pair_apart(const hn_segment *s, const hn_segment *t, void *user) {
    apart_test *test = user;
    bool start_start = same_point(s->x0, s->y0, t->x0, t->y0);
    bool start_end = same_point(s->x0, s->y0, t->x1, t->y1);
    bool end_start = same_point(s->x1, s->y1, t->x0, t->y0);
    bool end_end = same_point(s->x1, s->y1, t->x1, t->y1);
    if (start_start || start_end || end_start || end_end) {
        test->touched_a[s->ring] = test->touched_b[t->ring] = 1;
        if (start_start && end_end) return false; /* one edge, interiors on one side */
        if (start_end && end_start) return true;
        if (end_end && !sectors_apart(test, s, t)) return false;
        if (start_start) return only_end_common(s->x1, s->y1, s->x0, s->y0, t->x1, t->y1);
        if (start_end) return only_end_common(s->x1, s->y1, s->x0, s->y0, t->x0, t->y0);
        if (end_start) return only_end_common(s->x0, s->y0, s->x1, s->y1, t->x1, t->y1);
        return only_end_common(s->x0, s->y0, s->x1, s->y1, t->x0, t->y0);
    }
    double value;
    int a = hn_turn(s->x0, s->y0, s->x1, s->y1, t->x0, t->y0, &value);
    int b = hn_turn(s->x0, s->y0, s->x1, s->y1, t->x1, t->y1, &value);
    if (a && a == b) return true;
    int c = hn_turn(t->x0, t->y0, t->x1, t->y1, s->x0, s->y0, &value);
    int d = hn_turn(t->x0, t->y0, t->x1, t->y1, s->x1, s->y1, &value);
    return c && c == d;
}

/* Rings of a that no vertex ties to b must lie outside b. */
static bool free_rings_outside(const hn_geometry *a, const uint8_t *touched, const hn_geometry *b) {
    for (uint32_t ring = 0; ring < a->rings; ring++) {
        if (touched[ring]) continue;
        const double *p = a->xy + 2 * (size_t)a->ring[ring];
        if (p[0] < b->box.xmin || p[0] > b->box.xmax || p[1] < b->box.ymin || p[1] > b->box.ymax)
            continue;
        if (hn_locate(b, p[0], p[1]) >= 0) return false;
    }
    return true;
}

enum { FEW_RINGS = 64 };

bool hn_interiors_apart(const hn_geometry *a, const hn_geometry *b, hn_relate_room *room) {
    if (!hn_box_meets(a->box, b->box)) return true;
    uint8_t few[2 * FEW_RINGS] = {0}, *marks = few;
    size_t rings = (size_t)a->rings + b->rings;
    if (rings > sizeof few) marks = hn_zalloc(rings, 1);
    if (!marks) return false;
    apart_test test = {a, b, marks, marks + a->rings};
    bool apart = hn_segments_near(a, b->box, &room->a) && hn_segments_near(b, a->box, &room->b) &&
                 hn_segments_pairs(&room->a, &room->b, pair_apart, &test) &&
                 free_rings_outside(a, test.touched_a, b) &&
                 free_rings_outside(b, test.touched_b, a);
    if (marks != few) hn_free(marks);
    return apart;
}
