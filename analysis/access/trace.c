/* trace.c - the near places of a chain and an outline, and the stretches that follow from them. */
#include "access/trace.h"

#include "base/memory.h"
#include "data/orient.h"

#include <stdlib.h>

/* A piece of the chain within `near` of the outline. */
struct hn_near {
    double from, to;
    double contact_from, contact_to; /* outermost exact contacts; NAN: none */
    double nearest, apart2;          /* position of the smallest squared distance */
};

/* ---- one segment against another: shares of the segment p, q ---- */

/* p as origin, so that large coordinates do not cost digits. */
typedef struct pair {
    const double *p, *q, *a, *b;
    double dx, dy, length2, ax, ay, bx, by;
} pair;

static pair pair_of(const double *p, const double *a, const double *b) {
    pair s = {.p = p, .q = p + 2, .a = a, .b = b};
    s.dx = p[2] - p[0];
    s.dy = p[3] - p[1];
    s.length2 = s.dx * s.dx + s.dy * s.dy;
    s.ax = a[0] - p[0];
    s.ay = a[1] - p[1];
    s.bx = b[0] - p[0];
    s.by = b[1] - p[1];
    return s;
}

static double clamp(double t) { return t > 0 ? (t < 1 ? t : 1) : 0; }

static double share_of(const pair *s, double x, double y) {
    return s->length2 > 0 ? clamp((x * s->dx + y * s->dy) / s->length2) : 0;
}

/* Squared distance of the point at share t from the segment a, b. */
static double apart2(const pair *s, double t) {
    double ex = s->bx - s->ax, ey = s->by - s->ay, e2 = ex * ex + ey * ey;
    double x = t * s->dx - s->ax, y = t * s->dy - s->ay;
    double u = e2 > 0 ? clamp((x * ex + y * ey) / e2) : 0;
    x -= u * ex;
    y -= u * ey;
    return x * x + y * y;
}

/* Limits from .. to by low <= slope * t + start <= high. */
static void limit(double slope, double start, double low, double high, double *from, double *to) {
    if (slope == 0) {
        if (start < low || start > high) *to = -INFINITY;
        return;
    }
    double one = (low - start) / slope, two = (high - start) / slope;
    *from = hn_max(*from, hn_min(one, two));
    *to = hn_min(*to, hn_max(one, two));
}

static void join(double from, double to, struct hn_near *out) {
    if (!(from <= to)) return;
    out->from = hn_min(out->from, from);
    out->to = hn_max(out->to, to);
}

/* The shares within near of an end of a, b. */
static void join_disc(const pair *s, double x, double y, double near, struct hn_near *out) {
    double turn = s->dx * y - s->dy * x, half2 = near * near - turn * turn / s->length2;
    if (half2 < 0) return;
    double middle = (x * s->dx + y * s->dy) / s->length2, half = sqrt(half2 / s->length2);
    join(middle - half, middle + half, out);
}

/* The shares within near of a, b: what the line has in common with two discs and the strip between
 * them. The three together are one interval, since the distance from a segment is convex. */
static bool near_shares(const pair *s, double near, struct hn_near *out) {
    out->from = INFINITY;
    out->to = -INFINITY;
    if (s->length2 == 0) {
        if (apart2(s, 0) <= near * near) join(0, 1, out);
        return out->from <= out->to;
    }
    join_disc(s, s->ax, s->ay, near, out);
    join_disc(s, s->bx, s->by, near, out);
    double ex = s->bx - s->ax, ey = s->by - s->ay, e2 = ex * ex + ey * ey;
    if (e2 > 0) {
        double from = -INFINITY, to = INFINITY, wide = near * sqrt(e2);
        limit(s->dx * ey - s->dy * ex, s->ay * ex - s->ax * ey, -wide, wide, &from, &to);
        limit(s->dx * ex + s->dy * ey, -(s->ax * ex + s->ay * ey), 0, e2, &from, &to);
        join(from, to, out);
    }
    out->from = hn_max(out->from, 0);
    out->to = hn_min(out->to, 1);
    return out->from <= out->to;
}

static void touch(double t, struct hn_near *out) {
    t = hn_min(hn_max(t, out->from), out->to);
    if (isnan(out->contact_from)) {
        out->contact_from = out->contact_to = t;
        return;
    }
    out->contact_from = hn_min(out->contact_from, t);
    out->contact_to = hn_max(out->contact_to, t);
}

static bool between(const double *a, const double *b, const double *p) {
    return hn_min(a[0], b[0]) <= p[0] && p[0] <= hn_max(a[0], b[0]) && hn_min(a[1], b[1]) <= p[1] &&
           p[1] <= hn_max(a[1], b[1]);
}

/* Common points of the two segments, by exact predicates. */
static void find_contacts(const pair *s, struct hn_near *out) {
    const double *p = s->p, *q = s->q, *a = s->a, *b = s->b;
    int side_p = hn_orientation(a[0], a[1], b[0], b[1], p[0], p[1]);
    int side_q = hn_orientation(a[0], a[1], b[0], b[1], q[0], q[1]);
    if (side_p * side_q > 0) return;
    int side_a = hn_orientation(p[0], p[1], q[0], q[1], a[0], a[1]);
    int side_b = hn_orientation(p[0], p[1], q[0], q[1], b[0], b[1]);
    if (side_a * side_b > 0) return;
    if (side_p * side_q < 0 && side_a * side_b < 0) {
        double ex = s->bx - s->ax, ey = s->by - s->ay;
        touch((s->ax * ey - s->ay * ex) / (s->dx * ey - s->dy * ex), out);
        return;
    }
    if (side_p == 0 && between(a, b, p)) touch(0, out);
    if (side_q == 0 && between(a, b, q)) touch(1, out);
    if (side_a == 0 && between(p, q, a)) touch(share_of(s, s->ax, s->ay), out);
    if (side_b == 0 && between(p, q, b)) touch(share_of(s, s->bx, s->by), out);
}

static void try_nearest(const pair *s, double t, struct hn_near *out) {
    double d2 = apart2(s, t);
    if (d2 < out->apart2 || (d2 == out->apart2 && t < out->nearest)) {
        out->apart2 = d2;
        out->nearest = t;
    }
}

static bool compare(const double *p, const double *a, const double *b, double near,
                    struct hn_near *out) {
    pair s = pair_of(p, a, b);
    if (!near_shares(&s, near, out)) return false;
    out->contact_from = out->contact_to = NAN;
    out->apart2 = INFINITY;
    out->nearest = 0;
    find_contacts(&s, out);
    if (!isnan(out->contact_from)) {
        out->apart2 = 0;
        out->nearest = out->contact_from;
        return true;
    }
    try_nearest(&s, 0, out);
    try_nearest(&s, 1, out);
    try_nearest(&s, share_of(&s, s.ax, s.ay), out);
    try_nearest(&s, share_of(&s, s.bx, s.by), out);
    return true;
}

/* ---- near places of a chain ---- */

typedef struct search {
    hn_trace *trace;
    const hn_outline *outline;
    const double *xy;
    uint32_t first, last; /* vertices compared */
    bool no_memory;
} search;

static hn_box segment_box(const double *p) {
    return (hn_box){hn_min(p[0], p[2]), hn_min(p[1], p[3]), hn_max(p[0], p[2]), hn_max(p[1], p[3])};
}

static bool compare_run(uint32_t item, void *user) {
    search *s = user;
    hn_trace *t = s->trace;
    const hn_outline_run *run = &s->outline->run[item];
    hn_box run_box = s->outline->box[item];
    for (uint32_t i = s->first; i < s->last; i++) {
        const double *p = s->xy + 2 * (size_t)i;
        hn_box own = hn_box_grow(segment_box(p), t->near);
        if (!hn_box_meets(own, run_box)) continue;
        for (uint32_t j = run->first; j < run->last; j++) {
            const double *a = s->outline->geometry->xy + 2 * (size_t)j;
            struct hn_near found;
            if (!hn_box_meets(own, segment_box(a)) || !compare(p, a, a + 2, t->near, &found))
                continue;
            s->no_memory = !HN_RESERVE(t->row, t->rows, t->capacity, 1);
            if (s->no_memory) return false;
            t->row[t->rows++] =
                (struct hn_near){i + found.from,       i + found.to,      i + found.contact_from,
                                 i + found.contact_to, i + found.nearest, found.apart2};
        }
    }
    return true;
}

static int by_position(const void *one, const void *two) {
    const struct hn_near *a = one, *b = two;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    return a->to < b->to ? -1 : a->to > b->to;
}

/* Joins near places that meet. */
static void join_rows(hn_trace *t) {
    qsort(t->row, t->rows, sizeof *t->row, by_position);
    size_t kept = 0;
    for (size_t i = 0; i < t->rows; i++) {
        struct hn_near *last = kept ? &t->row[kept - 1] : NULL, next = t->row[i];
        if (!last || next.from > last->to) {
            t->row[kept++] = next;
            continue;
        }
        last->to = hn_max(last->to, next.to);
        last->contact_from = fmin(last->contact_from, next.contact_from); /* NAN gives way */
        last->contact_to = fmax(last->contact_to, next.contact_to);
        if (next.apart2 < last->apart2) {
            last->apart2 = next.apart2;
            last->nearest = next.nearest;
        }
    }
    t->rows = kept;
}

static bool find_near(hn_trace *t, const hn_outline *outline, const double *xy, uint32_t first,
                      uint32_t last) {
    search s = {.trace = t, .outline = outline, .xy = xy};
    t->rows = 0;
    for (s.first = first; s.first < last && !s.no_memory; s.first = s.last) {
        s.last = last - s.first < HN_OUTLINE_RUN ? last : s.first + HN_OUTLINE_RUN;
        hn_box box = HN_EMPTY_BOX;
        for (uint32_t i = s.first; i < s.last; i++)
            box = hn_box_join(box, segment_box(xy + 2 * (size_t)i));
        hn_outline_query(outline, hn_box_grow(box, t->near), compare_run, &s);
    }
    if (t->rows > 0) t->touches = true;
    if (t->rows > 1) join_rows(t);
    return !s.no_memory;
}

/* ---- stretches ---- */

void hn_chain_point(const double *xy, uint32_t last, double at, double out[2]) {
    uint32_t i = at < last ? (uint32_t)at : last;
    double share = i < last ? at - i : 0;
    const double *p = xy + 2 * (size_t)i;
    out[0] = share > 0 ? p[0] + share * (p[2] - p[0]) : p[0];
    out[1] = share > 0 ? p[1] + share * (p[3] - p[1]) : p[1];
}

double hn_chain_within(const double *xy, double from, double to, double limit) {
    double length = 0;
    for (uint32_t i = (uint32_t)from; i < to; i++) {
        double share = hn_min(to - i, 1) - hn_max(from - i, 0);
        const double *p = xy + 2 * (size_t)i;
        length += share * hypot(p[2] - p[0], p[3] - p[1]);
        if (length > limit) return INFINITY;
    }
    return length;
}

double hn_chain_length(const double *xy, double from, double to) {
    return hn_chain_within(xy, from, to, INFINITY);
}

/* A chain that is being cut into stretches. */
typedef struct cutting {
    hn_trace *trace;
    const hn_outline *outline;
    const double *xy;
    uint32_t first, last;
} cutting;

static bool add_span(hn_spans *list, double from, double to) {
    if (!HN_RESERVE(list->item, list->count, list->capacity, 1)) return false;
    list->item[list->count++] = (hn_span){from, hn_max(from, to)};
    return true;
}

/* A piece without near places lies wholly inside or wholly outside. */
static bool gap_inside(const cutting *c, double from, double to) {
    if (!(from < to)) return false;
    double point[2];
    hn_chain_point(c->xy, c->last, from + (to - from) / 2, point);
    bool inside = hn_outline_locate(c->outline, point[0], point[1]) > 0;
    if (inside) c->trace->inside = true;
    return inside;
}

/* Where a near place begins or ends for a chain that comes from outside: at its outermost contact,
 * unless it runs beside the boundary for long before that. */
static hn_span trim(const cutting *c, const struct hn_near *n) {
    hn_span span = {n->from, n->to};
    bool contact = !isnan(n->contact_from);
    double run = c->trace->run;
    if (!contact && hn_chain_length(c->xy, n->from, n->to) <= run)
        span = (hn_span){n->nearest, n->nearest};
    if (contact && hn_chain_length(c->xy, n->from, n->contact_from) <= run)
        span.from = n->contact_from;
    if (contact && hn_chain_length(c->xy, n->contact_to, n->to) <= run) span.to = n->contact_to;
    if (n->from <= c->first) span.from = c->first;
    if (n->to >= c->last) span.to = c->last;
    return span;
}

static bool cut(const cutting *c) {
    hn_trace *t = c->trace;
    double start = c->first;
    bool open = gap_inside(c, c->first, t->rows ? t->row[0].from : c->last);
    for (size_t i = 0; i < t->rows; i++) {
        const struct hn_near *n = &t->row[i];
        bool on = gap_inside(c, n->to, i + 1 < t->rows ? t->row[i + 1].from : c->last);
        hn_span own = trim(c, n);
        if (hn_chain_length(c->xy, own.from, own.to) > t->run &&
            !add_span(&t->along, own.from, own.to))
            return false;
        if (!open) start = own.from;
        open = on;
        if (!on && !add_span(&t->stretch, start, own.to)) return false;
    }
    return !open || add_span(&t->stretch, start, c->last);
}

bool hn_trace_chain(hn_trace *trace, const hn_outline *outline, const double *xy, uint32_t first,
                    uint32_t last) {
    cutting c = {trace, outline, xy, first, last};
    return find_near(trace, outline, xy, first, last) && cut(&c);
}

void hn_trace_clear(hn_trace *trace) {
    trace->stretch.count = trace->along.count = 0;
    trace->inside = trace->touches = false;
}

void hn_trace_free(hn_trace *trace) {
    hn_free(trace->stretch.item);
    hn_free(trace->along.item);
    hn_free(trace->row);
    *trace = (hn_trace){0};
}
