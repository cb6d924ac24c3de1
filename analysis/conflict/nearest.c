/* nearest.c - stage 3: for each plan area and group of considerations the nearest object. */
#include "base/memory.h"
#include "conflict/engine.h"

#include <math.h>
#include <string.h>

enum { RUN = 12 }; /* segments compared at a time */

/* A run of segments (or a single point) of one consideration. */
typedef struct run {
    const double *xy;
    uint32_t points, owner;
    hn_box box;
} run;

typedef struct run_list {
    run *row;
    hn_box *box;
    size_t count, capacity, box_capacity;
    hn_index *index;
} run_list;

typedef struct nearest_job {
    hn_engine *engine;
    run_list *group;
} nearest_job;

static hn_box run_box(const run *r) {
    hn_box box = HN_EMPTY_BOX;
    for (uint32_t i = 0; i < r->points; i++) {
        double x = r->xy[2 * i], y = r->xy[2 * i + 1];
        box = hn_box_join(box, (hn_box){x, y, x, y});
    }
    return box;
}

static bool add_runs(run_list *list, const hn_geometry *g, uint32_t owner) {
    for (uint32_t ring = 0; ring < g->rings; ring++) {
        uint32_t first = g->ring[ring], last = g->ring[ring + 1] - 1;
        for (uint32_t i = first; i < last || i == first; i += RUN) {
            uint32_t end = i + RUN < last ? i + RUN : last;
            run r = {g->xy + 2 * (size_t)i, end - i + 1, owner, HN_EMPTY_BOX};
            if (!HN_RESERVE(list->row, list->count, list->capacity, 1) ||
                !HN_RESERVE(list->box, list->count, list->box_capacity, 1))
                return false;
            list->box[list->count] = r.box = run_box(&r);
            list->row[list->count++] = r;
            if (end == last) break;
        }
    }
    return true;
}

/* ---- distances ---- */

/* Squared distance of a point from a segment, and the point of the segment nearest to it. */
static inline double foot2(const double *p, const double *a, const double *b, double foot[2]) {
    double share, apart2 = hn_segment_apart2(a, b, p[0], p[1], &share);
    foot[0] = a[0] + share * (b[0] - a[0]);
    foot[1] = a[1] + share * (b[1] - a[1]);
    return apart2;
}

static bool cross(const double *a, const double *b, const double *c, const double *d) {
    double v;
    int p = hn_turn(a[0], a[1], b[0], b[1], c[0], c[1], &v);
    int q = hn_turn(a[0], a[1], b[0], b[1], d[0], d[1], &v);
    int r = hn_turn(c[0], c[1], d[0], d[1], a[0], a[1], &v);
    int s = hn_turn(c[0], c[1], d[0], d[1], b[0], b[1], &v);
    return p != q && r != s;
}

/* Squared distance of two segments' boxes. */
static double gap2(const double *p, const double *q, const double *r, const double *s) {
    double x = hn_max(
        hn_max(hn_min(r[0], s[0]) - hn_max(p[0], q[0]), hn_min(p[0], q[0]) - hn_max(r[0], s[0])),
        0);
    double y = hn_max(
        hn_max(hn_min(r[1], s[1]) - hn_max(p[1], q[1]), hn_min(p[1], q[1]) - hn_max(r[1], s[1])),
        0);
    return x * x + y * y;
}

static double segments_apart2(const double *p, const double *q, const double *r, const double *s) {
    double foot[2];
    return hn_min(hn_min(foot2(p, r, s, foot), foot2(q, r, s, foot)),
                  hn_min(foot2(r, p, q, foot), foot2(s, p, q, foot)));
}

/* Smallest squared distance between two runs; what lies beyond limit2 need not be found. */
static double runs_apart2(const run *a, const run *b, double limit2) {
    double best2 = INFINITY; /* the limit itself would pass for the distance of a farther run */
    hn_box other = b->box;
    for (uint32_t i = 0; i + 1 < a->points || i == 0; i++) {
        const double *p = a->xy + 2 * i, *q = a->points > 1 ? p + 2 : p;
        hn_box own = {hn_min(p[0], q[0]), hn_min(p[1], q[1]), hn_max(p[0], q[0]),
                      hn_max(p[1], q[1])};
        if (hn_box_distance2(own, other) > limit2) continue;
        for (uint32_t j = 0; j + 1 < b->points || j == 0; j++) {
            const double *r = b->xy + 2 * j, *s = b->points > 1 ? r + 2 : r;
            double gap = gap2(p, q, r, s);
            if (gap > limit2) continue;
            if (gap == 0 && cross(p, q, r, s)) return 0;
            best2 = hn_min(best2, segments_apart2(p, q, r, s));
            limit2 = hn_min(limit2, best2);
        }
    }
    return best2;
}

/* One plan area as runs, and the list it is compared with. */
typedef struct nearest_query {
    run_list plan;
    const run_list *list;
} nearest_query;

/* Limits are inclusive: squares are compared with room for the rounding of a square root. */
static double run_distance(uint32_t item, double limit, void *user) {
    const nearest_query *q = user;
    double most2 = limit * limit * (1 + 1e-15), best2 = (double)INFINITY;
    hn_box box = q->list->box[item];
    for (size_t i = 0; i < q->plan.count; i++) {
        if (hn_box_distance2(q->plan.box[i], box) > most2) continue;
        double found = runs_apart2(&q->plan.row[i], &q->list->row[item], most2);
        if (found <= most2) best2 = most2 = found;
    }
    return sqrt(best2);
}

/* ---- where it is ---- */

/* The nearest points of two sets of segments: x y of a point of one, x y of the foot on the other.
 */
typedef struct found_ends {
    double apart2, end[4];
} found_ends;

static void try_foot(const double *p, const double *a, const double *b, found_ends *best) {
    double foot[2], apart2 = foot2(p, a, b, foot);
    if (apart2 >= best->apart2) return;
    *best = (found_ends){apart2, {p[0], p[1], foot[0], foot[1]}};
}

static void runs_ends(const run *a, const run *b, found_ends *best) {
    for (uint32_t i = 0; i + 1 < a->points || i == 0; i++) {
        const double *p = a->xy + 2 * i, *q = a->points > 1 ? p + 2 : p;
        for (uint32_t j = 0; j + 1 < b->points || j == 0; j++) {
            const double *r = b->xy + 2 * j, *s = b->points > 1 ? r + 2 : r;
            try_foot(p, r, s, best);
            try_foot(q, r, s, best);
            try_foot(r, p, q, best);
            try_foot(s, p, q, best);
        }
    }
}

/* True length of the shortest way to an item that is this far away in the plane. */
static double true_distance(const nearest_query *q, const hn_measure *measure, uint32_t item,
                            double plane) {
    const run *other = &q->list->row[item];
    found_ends best = {.apart2 = INFINITY};
    if (plane <= 0) return 0; /* they cross */
    for (size_t i = 0; i < q->plan.count; i++)
        if (hn_box_distance(q->plan.box[i], other->box) <= plane * (1 + 1e-9))
            runs_ends(&q->plan.row[i], other, &best);
    return hn_measure_segment(measure, best.end);
}

/* ---- the stage ---- */

static bool has_overlap(const hn_engine *e, uint32_t plan, uint32_t group, struct hn_nearest *out) {
    const hn_pieces *pieces = &e->pieces[plan];
    double most = -1;
    for (size_t i = 0; i < pieces->count; i++) {
        const hn_piece *p = &pieces->row[i];
        if (p->near || e->result->considerations.row[p->hensyn].group != group) continue;
        /* Of several that are met the one with most of it, then the first. */
        double size = p->kind == HN_AREA ? 1 + p->area : 0;
        if (size <= most) continue;
        most = size;
        *out = (struct hn_nearest){0, p->hensyn};
    }
    return most >= 0;
}

static void find_nearest(const nearest_job *job, nearest_query *q, uint32_t plan, uint32_t group,
                         uint32_t *hint) {
    const hn_engine *e = job->engine;
    const hn_plan_area *area = &e->result->plan_areas.row[plan];
    struct hn_nearest *out = &e->nearest[plan * e->options->groups + group];
    *out = (struct hn_nearest){NAN, UINT32_MAX};
    q->list = &job->group[group];
    if (has_overlap(e, plan, group, out) || !q->list->count) return;
    /* What was nearest to the area before bounds the search. */
    double limit = *hint < q->list->count ? run_distance(*hint, INFINITY, q) : (double)INFINITY,
           plane;
    uint32_t item =
        hn_index_nearest(q->list->index, area->geometry->box, limit, run_distance, q, &plane);
    if (item == UINT32_MAX) return;
    *hint = item;
    *out = (struct hn_nearest){true_distance(q, e->options->measure, item, plane),
                               q->list->row[item].owner};
}

static hensyn_status nearest_body(hensyn_context *ctx, void *shared, void *state, size_t first,
                                  size_t last) {
    (void)state;
    const nearest_job *job = shared;
    const hn_engine *e = job->engine;
    size_t groups = e->options->groups;
    nearest_query q = {.list = NULL};
    uint32_t *hint = hn_alloc(groups, sizeof *hint);
    hensyn_status status = HENSYN_OK;
    if (!hint) return hn_nomem(ctx);
    memset(hint, 0xFF, groups * sizeof *hint);
    for (size_t i = first; i < last; i++) {
        const hn_plan_area *plan = &e->result->plan_areas.row[i];
        if (!plan->utbygging || !plan->geometry) continue;
        q.plan.count = 0;
        if (!add_runs(&q.plan, plan->geometry, 0)) HN_TRY(hn_nomem(ctx));
        for (size_t g = 0; g < groups; g++)
            find_nearest(job, &q, (uint32_t)i, (uint32_t)g, &hint[g]);
    }
cleanup:
    hn_free(q.plan.row);
    hn_free(q.plan.box);
    hn_free(hint);
    return status;
}

static hensyn_status index_groups(nearest_job *job) {
    const hn_engine *e = job->engine;
    for (size_t i = 0; i < e->result->considerations.count; i++) {
        const hn_consideration *h = &e->result->considerations.row[i];
        const hn_geometry *g = h->geometry; /* the whole object: nearness knows no boundary */
        if (g && !add_runs(&job->group[h->group], g, (uint32_t)i)) return hn_nomem(e->ctx);
    }
    for (size_t i = 0; i < e->options->groups; i++) {
        job->group[i].index = hn_index_create(job->group[i].box, job->group[i].count);
        if (!job->group[i].index) return hn_nomem(e->ctx);
    }
    return HENSYN_OK;
}

hensyn_status hn_stage_nearest(hn_engine *e) {
    size_t groups = e->options->groups, plans = e->result->plan_areas.count;
    nearest_job job = {e, hn_zalloc(groups, sizeof(run_list))};
    hensyn_status status = HENSYN_OK;
    e->nearest = hn_zalloc(plans * groups, sizeof *e->nearest);
    if (!e->nearest || !job.group) HN_TRY(hn_nomem(e->ctx));
    HN_TRY(index_groups(&job));
    hn_parallel_job all = {
        .body = nearest_body, .shared = &job, .count = plans, .threads = e->options->threads};
    HN_TRY(hn_parallel(e->ctx, &all));
cleanup:
    for (size_t i = 0; job.group && i < groups; i++) {
        hn_free(job.group[i].row);
        hn_free(job.group[i].box);
        hn_index_destroy(job.group[i].index);
    }
    hn_free(job.group);
    return status;
}
