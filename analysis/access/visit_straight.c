/* visit_straight.c - origins within the limit of one destination in a straight line: the origins in
 * its box grown by the limit, each against the outline. */
#include "access/served.h"

typedef struct gathering {
    const hn_visiting *v;
    uint32_t destination;
    hn_visits *out;
    bool failed;
} gathering;

static bool visit_origin(uint32_t origin, void *user) {
    gathering *g = user;
    const hn_access_engine *e = g->v->e;
    size_t at = origin * e->options->classes + g->v->class_number;
    hn_viewpoint from = {e->options->measure, e->input->origin[origin].x,
                         e->input->origin[origin].y};
    bool inside = e->surround.straight[at] == g->destination && e->surround.straight_m[at] == 0;
    double place[2], metres = 0;
    if (!inside)
        metres =
            hn_outline_metres(&g->v->outlines->item[g->destination], &from, g->v->limit_m, place);
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
    gathering all = {v, destination, out, false};
    double grown = hn_measure_within(v->e->options->measure, v->limit_m);
    hn_index_query(v->origins, hn_box_grow(g->box, grown), visit_origin, &all);
    return all.failed ? hn_nomem(ctx) : HENSYN_OK;
}
