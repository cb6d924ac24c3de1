/* noding_crossings.c - links of one level that cross: for sources that are not noded. Crossings in
 * the interior of two segments, and where the line passes through a vertex. */
#include "access/noding.h"
#include "access/sets.h"
#include "base/platform.h"
#include "data/orient.h"

#include <math.h>

/* Called with each crossing; false: stop. */
typedef bool (*crossing_found)(uint32_t link, hn_position at, uint32_t other, hn_position other_at,
                               void *user);

typedef struct walk {
    const hn_network *network;
    uint32_t run, link;
    crossing_found found;
    void *user;
} walk;

static double share_at(const double *a, const double *b, const double *c, const double *d) {
    double ux = b[0] - a[0], uy = b[1] - a[1], vx = d[0] - c[0], vy = d[1] - c[1];
    double t = ((c[0] - a[0]) * vy - (c[1] - a[1]) * vx) / (ux * vy - uy * vx);
    return t < 0 ? 0 : t > 1 ? 1 : t;
}

/* Where the start of a segment lies inside the other: its share there, else NAN. */
static double start_on(const double *start, const double *a, const double *b) {
    double dx = b[0] - a[0], dy = b[1] - a[1];
    double t = ((start[0] - a[0]) * dx + (start[1] - a[1]) * dy) / (dx * dx + dy * dy);
    return t > 0 && t < 1 ? t : (double)NAN;
}

/* Segment s of the walked link against segment q of another; starts of links are ends, which the
 * touches take care of. */
static bool cross_segments(const walk *w, uint32_t s, uint32_t other, uint32_t q) {
    const hn_links *links = w->network->links;
    const double *a = links->link[w->link].xy + 2 * (size_t)s, *b = a + 2;
    const double *c = links->link[other].xy + 2 * (size_t)q, *d = c + 2;
    int oc = hn_orientation(a[0], a[1], b[0], b[1], c[0], c[1]),
        od = hn_orientation(a[0], a[1], b[0], b[1], d[0], d[1]);
    if (oc == od) return true;
    int oa = hn_orientation(c[0], c[1], d[0], d[1], a[0], a[1]),
        ob = hn_orientation(c[0], c[1], d[0], d[1], b[0], b[1]);
    if (oc && od && oa && ob)
        return oa == ob || w->found(w->link, s + share_at(a, b, c, d), other,
                                    q + share_at(c, d, a, b), w->user);
    double t;
    if (oc == 0 && q > 0 && !isnan(t = start_on(c, a, b)))
        return w->found(w->link, s + t, other, q, w->user);
    if (oa == 0 && s > 0 && !isnan(t = start_on(a, c, d)))
        return w->found(w->link, s, other, q + t, w->user);
    return true;
}

static hn_box segment_box(const double *a) {
    return (hn_box){hn_min(a[0], a[2]), hn_min(a[1], a[3]), hn_max(a[0], a[2]), hn_max(a[1], a[3])};
}

static bool walk_run(uint32_t run, void *user) {
    const walk *w = user;
    const hn_network *n = w->network;
    const hn_link *one = &n->links->link[w->link], *two = &n->links->link[n->run_link[run]];
    if (run < w->run || one->level != two->level) return true;
    if (one->from_node != HN_NO_NODE || two->from_node != HN_NO_NODE) return true;
    uint32_t s0 = n->run_segment[w->run], q0 = n->run_segment[run];
    for (uint32_t s = s0; s < s0 + hn_network_run_length(n, w->run); s++) {
        hn_box box = segment_box(one->xy + 2 * (size_t)s);
        for (uint32_t q = q0; q < q0 + hn_network_run_length(n, run); q++) {
            /* Of one link each pair once, and neighbours meet at their vertex anyway. */
            if (w->link == n->run_link[run] && q <= s + 1) continue;
            if (!hn_box_meets(box, segment_box(two->xy + 2 * (size_t)q))) continue;
            if (!cross_segments(w, s, n->run_link[run], q)) return false;
        }
    }
    return true;
}

static hn_box run_box(const hn_network *n, uint32_t run) {
    const double *p = n->links->link[n->run_link[run]].xy + 2 * (size_t)n->run_segment[run];
    hn_box box = segment_box(p);
    for (uint32_t i = 1; i < hn_network_run_length(n, run); i++)
        box = hn_box_join(box, segment_box(p + 2 * (size_t)i));
    return box;
}

static void walk_from(const hn_network *n, uint32_t run, crossing_found found, void *user) {
    walk w = {n, run, n->run_link[run], found, user};
    hn_index_query(n->runs, run_box(n, run), walk_run, &w);
}

/* ---- counting, then joining ---- */

static bool note_one(uint32_t link, hn_position at, uint32_t other, hn_position other_at,
                     void *user) {
    (void)link, (void)at, (void)other, (void)other_at;
    *(uint8_t *)user = 1;
    return false;
}

typedef struct looking {
    const hn_network *network;
    uint8_t *crosses;
} looking;

static hensyn_status look(hensyn_context *ctx, void *shared, void *state, size_t first,
                          size_t last) {
    (void)ctx, (void)state;
    looking *l = shared;
    for (size_t run = first; run < last; run++)
        walk_from(l->network, (uint32_t)run, note_one, &l->crosses[run]);
    return HENSYN_OK;
}

typedef struct joining {
    hn_joiner *j;
    bool failed;
} joining;

static bool join_one(uint32_t link, hn_position at, uint32_t other, hn_position other_at,
                     void *user) {
    joining *job = user;
    uint32_t a = hn_joiner_add(job->j, link, at);
    uint32_t b = a == UINT32_MAX ? a : hn_joiner_add(job->j, other, other_at);
    job->failed = b == UINT32_MAX;
    if (!job->failed) hn_set_join(job->j->parent, a, b);
    return !job->failed;
}

hensyn_status hn_join_crossings(hn_joiner *j) {
    const hn_network *n = j->network;
    hensyn_status status = HENSYN_OK;
    joining all = {.j = j};
    looking l = {n, hn_zalloc(n->run_count, 1)};
    if (!l.crosses) return hn_nomem(j->ctx);
    hn_parallel_job job = {
        .body = look, .shared = &l, .count = n->run_count, .threads = j->options->threads};
    HN_TRY(hn_parallel(j->ctx, &job));
    for (uint32_t run = 0; run < n->run_count; run++) {
        if (l.crosses[run]) walk_from(n, run, join_one, &all);
        if (all.failed) HN_TRY(hn_nomem(j->ctx));
    }
cleanup:
    hn_free(l.crosses);
    return status;
}
