/* visit_straight.c - origins within the limit of one destination in a straight line: the origins in
 * its box grown by the limit, each against an index of the segments of its boundary. */
#include "access/served.h"

#include <math.h>

enum { RUN = 8 }; /* segments under one box */

typedef struct outline {
    const hn_geometry *geometry;
    uint32_t *first; /* of each run, a point number */
    uint32_t *last;
    size_t runs;
    hn_index *index;
} outline;

static hn_box box_of(const hn_geometry *g, uint32_t first, uint32_t last) {
    hn_box box = HN_EMPTY_BOX;
    for (uint32_t i = first; i <= last; i++) {
        const double *p = g->xy + 2 * (size_t)i;
        box = hn_box_join(box, (hn_box){p[0], p[1], p[0], p[1]});
    }
    return box;
}

static void outline_clear(outline *o) {
    hn_free(o->first);
    hn_free(o->last);
    hn_index_destroy(o->index);
}

/* Runs of each ring; a point is a run of no segment. */
static bool outline_make(outline *o, const hn_geometry *g) {
    size_t most = g->points / RUN + g->rings + 1;
    *o = (outline){.geometry = g,
                   .first = hn_alloc(most, sizeof *o->first),
                   .last = hn_alloc(most, sizeof *o->last)};
    hn_box *box = hn_alloc(most, sizeof *box);
    if (o->first && o->last && box) {
        for (uint32_t ring = 0; ring < g->rings; ring++) {
            uint32_t at = g->ring[ring], end = g->ring[ring + 1] - 1;
            do {
                uint32_t last = end - at > RUN ? at + RUN : end;
                o->first[o->runs] = at;
                o->last[o->runs] = last;
                box[o->runs++] = box_of(g, at, last);
                at = last;
            } while (at < end);
        }
        o->index = hn_index_create(box, o->runs);
    }
    hn_free(box);
    if (o->index) return true;
    outline_clear(o);
    return false;
}

typedef struct asking {
    const outline *o;
    double x, y;
} asking;

static double to_run(uint32_t run, double limit, void *user) {
    (void)limit;
    const asking *a = user;
    const double *xy = a->o->geometry->xy;
    uint32_t first = a->o->first[run], last = a->o->last[run];
    const double *p = xy + 2 * (size_t)first;
    double share, best2 = hn_segment_apart2(p, p, a->x, a->y, &share);
    for (p = xy + 2 * (size_t)first; p < xy + 2 * (size_t)last; p += 2)
        best2 = hn_min(best2, hn_segment_apart2(p, p + 2, a->x, a->y, &share));
    return sqrt(best2);
}

typedef struct gathering {
    const hn_visiting *v;
    const outline *o;
    uint32_t destination;
    hn_visits *out;
    bool failed;
} gathering;

static bool visit_origin(uint32_t origin, void *user) {
    gathering *g = user;
    const hn_access_engine *e = g->v->e;
    size_t at = origin * e->options->classes + g->v->class_number;
    const hn_origin *o = &e->input->origin[origin];
    asking a = {g->o, o->x, o->y};
    double plane = INFINITY, metres = 0;
    bool inside = e->surround.straight[at] == g->destination && e->surround.straight_m[at] == 0;
    if (!inside) {
        double limit = hn_measure_units(e->options->measure, g->v->limit_m) * 1.1;
        hn_index_nearest(g->o->index, (hn_box){o->x, o->y, o->x, o->y}, limit, to_run, &a, &plane);
        metres = hn_measure_distance(e->options->measure, o->x, o->y, plane);
    }
    if (!(metres <= g->v->limit_m)) return true;
    if (!HN_RESERVE(g->out->item, g->out->count, g->out->capacity, 1)) {
        g->failed = true;
        return false;
    }
    g->out->item[g->out->count++] = (hn_visit){metres, origin};
    return true;
}

hensyn_status hn_visit_straight(hensyn_context *ctx, const hn_visiting *v, uint32_t destination,
                                hn_visits *out) {
    const hn_geometry *g = v->e->result->destinations.row[destination].geometry;
    outline o;
    if (!g || !outline_make(&o, g)) return hn_nomem(ctx);
    gathering all = {v, &o, destination, out, false};
    double grown = hn_measure_units(v->e->options->measure, v->limit_m) * 1.1;
    hn_index_query(v->origins, hn_box_grow(g->box, grown), visit_origin, &all);
    outline_clear(&o);
    return all.failed ? hn_nomem(ctx) : HENSYN_OK;
}
