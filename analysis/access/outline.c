/* outline.c - cutting boundaries into runs, and asking them. */
#include "access/outline.h"

#include "base/memory.h"
#include "base/platform.h"

enum { LIST = 24 }; /* runs up to which a list of boxes is faster than a tree */

static uint32_t ring_runs(const hn_geometry *g, uint32_t ring) {
    uint32_t points = g->ring[ring + 1] - g->ring[ring];
    return points < 2 ? points : (points - 2) / HN_OUTLINE_RUN + 1;
}

static size_t count_runs(const hn_geometry *g) {
    size_t runs = 0;
    for (uint32_t ring = 0; g && ring < g->rings; ring++)
        runs += ring_runs(g, ring);
    return runs;
}

static hn_box box_of(const double *xy, uint32_t first, uint32_t last) {
    hn_box box = HN_EMPTY_BOX;
    for (size_t i = first; i <= last; i++)
        box = hn_box_join(box, (hn_box){xy[2 * i], xy[2 * i + 1], xy[2 * i], xy[2 * i + 1]});
    return box;
}

static void cut_runs(const hn_geometry *g, hn_outline_run *run, hn_box *box) {
    for (uint32_t ring = 0; ring < g->rings; ring++) {
        uint32_t first = g->ring[ring], end = g->ring[ring + 1] - 1;
        for (uint32_t left = ring_runs(g, ring); left > 0; left--) {
            uint32_t last = end - first < HN_OUTLINE_RUN ? end : first + HN_OUTLINE_RUN;
            *run++ = (hn_outline_run){first, last};
            *box++ = box_of(g->xy, first, last);
            first = last;
        }
    }
}

static hensyn_status index_items(hensyn_context *ctx, void *shared, void *state, size_t first,
                                 size_t last) {
    (void)state;
    hn_outlines *all = shared;
    for (size_t i = first; i < last; i++) {
        hn_outline *o = &all->item[i];
        if (!o->geometry) continue;
        hn_outline_run *run = all->run + (o->run - all->run);
        cut_runs(o->geometry, run, all->box + (run - all->run));
        if (o->runs <= LIST) continue;
        o->index = hn_index_create(o->box, o->runs);
        if (!o->index) return hn_nomem(ctx);
    }
    return HENSYN_OK;
}

hensyn_status hn_outlines_create(hensyn_context *ctx, const hn_geometry *const *geometry,
                                 size_t count, int threads, hn_outlines **out) {
    hensyn_status status = HENSYN_OK;
    hn_outlines *all = hn_zalloc(1, sizeof *all);
    if (!all) return hn_nomem(ctx);
    all->count = count;
    for (size_t i = 0; i < count; i++)
        all->runs += count_runs(geometry[i]);
    all->item = hn_zalloc(count, sizeof *all->item);
    all->run = hn_alloc(all->runs, sizeof *all->run);
    all->box = hn_alloc(all->runs, sizeof *all->box);
    if (!all->item || !all->run || !all->box) HN_TRY(hn_nomem(ctx));
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t runs = (uint32_t)count_runs(geometry[i]);
        all->item[i] = (hn_outline){geometry[i], all->run + at, all->box + at, runs, NULL};
        at += runs;
    }
    hn_parallel_job job = {.body = index_items, .shared = all, .count = count, .threads = threads};
    HN_TRY(hn_parallel(ctx, &job));
    *out = all;
    all = NULL;
cleanup:
    hn_outlines_destroy(all);
    return status;
}

void hn_outlines_destroy(hn_outlines *all) {
    if (!all) return;
    for (size_t i = 0; all->item && i < all->count; i++)
        hn_index_destroy(all->item[i].index);
    hn_free(all->item);
    hn_free(all->run);
    hn_free(all->box);
    hn_free(all);
}

void hn_outline_query(const hn_outline *o, hn_box query, hn_index_found found, void *user) {
    if (o->index) {
        hn_index_query(o->index, query, found, user);
        return;
    }
    for (uint32_t i = 0; i < o->runs; i++)
        if (hn_box_meets(o->box[i], query) && !found(i, user)) return;
}

typedef struct ray {
    const hn_outline *outline;
    double x, y;
    bool inside, on;
} ray;

static bool cross_run(uint32_t item, void *user) {
    ray *r = user;
    const hn_outline_run *run = &r->outline->run[item];
    r->on = hn_chain_crossings(r->outline->geometry->xy + 2 * (size_t)run->first,
                               run->last - run->first + 1, r->x, r->y, &r->inside);
    return !r->on;
}

int hn_outline_locate(const hn_outline *o, double x, double y) {
    const hn_geometry *g = o->geometry;
    if (g->kind != HN_AREA || !hn_box_meets(g->box, (hn_box){x, y, x, y})) return -1;
    /* Runs that the ray to the right does not meet have no crossing with it. */
    ray r = {o, x, y, false, false};
    hn_outline_query(o, (hn_box){x, y, g->box.xmax, y}, cross_run, &r);
    return r.on ? 0 : r.inside ? 1 : -1;
}

/* ---- the nearest place ---- */

double hn_outline_run_metres(const hn_outline *o, uint32_t item, const hn_viewpoint *from,
                             double limit_m, double at[2]) {
    const hn_outline_run *run = &o->run[item];
    double best = INFINITY;
    for (uint32_t i = run->first; i < run->last || i == run->first; i++) {
        const double *a = o->geometry->xy + 2 * (size_t)i, *b = i < run->last ? a + 2 : a;
        double share, apart2 = hn_segment_apart2(a, b, from->x, from->y, &share);
        double most = hn_measure_within(from->measure, hn_min(limit_m, best));
        /* A hair more, since the length may have been rounded down. */
        if (!(apart2 <= most * most * (1 + 1e-14))) continue;
        double line[4] = {from->x, from->y, a[0] + share * (b[0] - a[0]),
                          a[1] + share * (b[1] - a[1])};
        double metres = hn_measure_segment(from->measure, line);
        if (!(metres <= limit_m) || metres >= best) continue;
        best = metres;
        at[0] = line[2];
        at[1] = line[3];
    }
    return best;
}

typedef struct viewing {
    const hn_outline *outline;
    const hn_viewpoint *from;
    double limit_m, best;
    double *at;
    uint32_t run;
} viewing;

static double view_run(uint32_t run, double limit, void *user) {
    viewing *v = user;
    double at[2];
    (void)limit;
    double metres =
        hn_outline_run_metres(v->outline, run, v->from, hn_min(v->limit_m, v->best), at);
    if (metres < v->best || (metres == v->best && run < v->run)) {
        v->best = metres;
        v->run = run;
        v->at[0] = at[0];
        v->at[1] = at[1];
    }
    return hn_measure_within(v->from->measure, metres);
}

double hn_outline_metres(const hn_outline *o, const hn_viewpoint *from, double limit_m,
                         double at[2]) {
    viewing v = {o, from, limit_m, INFINITY, at, UINT32_MAX};
    double limit = hn_measure_within(from->measure, limit_m);
    if (o->index)
        hn_index_nearest(o->index, (hn_box){from->x, from->y, from->x, from->y}, limit, view_run,
                         &v, NULL);
    else
        for (uint32_t i = 0; i < o->runs; i++)
            view_run(i, limit, &v);
    return v.best;
}
