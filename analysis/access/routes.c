/* routes.c - the path of every origin to its nearest entrance, as a line: entry leg, links, exit
 * leg. */
#include "access/engine.h"

#include "access/outline.h"
#include "access/path.h"
#include "base/platform.h"

typedef struct tracing {
    hn_access_engine *e;
    const hn_outlines *outlines; /* of destinations that whole runs have a leg to */
    const uint32_t *row;         /* of avstand, of each route */
    hn_route *route;
} tracing;

/* A run off its destination: its entrance stands at its middle, and the leg goes straight across
 * wherever one leaves it. */
static bool is_run_with_leg(const hn_reach *item) {
    return item->exit_m > 0 && item->from < item->to;
}

static void exit_leg(const tracing *t, hn_path *path, const hn_reach *item, hn_position at) {
    const hn_entrance *entrance = &t->e->result->entrances.row[item->entrance];
    double from[2], to[2] = {entrance->x, entrance->y};
    if (is_run_with_leg(item)) {
        hn_network_point(t->e->network, item->link, at, from);
        hn_viewpoint here = {t->e->options->measure, from[0], from[1]};
        hn_outline_metres(&t->outlines->item[item->destination], &here, INFINITY, to);
    }
    hn_path_point(path, to[0], to[1]);
}

/* From a position on an edge to the reach that a found way or label ends in, on the same link. */
static void to_reach(const tracing *t, hn_path *path, const hn_reach *item, hn_position from) {
    hn_position to = from < item->from ? item->from : from > item->to ? item->to : from;
    hn_path_link(path, t->e->network, item->link, from, to);
    if (item->exit_m > 0) exit_leg(t, path, item, to);
}

/* Position of a node on an edge that begins or ends there; of a loop the nearer end to where. */
static hn_position side_of(const hn_edge *edge, uint32_t node, hn_position where) {
    if (edge->from == edge->to)
        return where - edge->start < edge->end - where ? edge->start : edge->end;
    return edge->from == node ? edge->start : edge->end;
}

/* From a node on, label by label. */
static void follow(const tracing *t, size_t c, hn_path *path, uint32_t next) {
    const hn_access_engine *e = t->e;
    const hn_label *labels = e->labels[c].label;
    for (;;) {
        const hn_label *label = &labels[next];
        const hn_edge *edge = &e->network->edge[label->edge];
        const hn_reach *item = &e->searching.reaches.item[label->reach];
        uint32_t node = next / HN_SLOTS;
        if (label->next == UINT32_MAX) {
            to_reach(t, path, item, side_of(edge, node, (item->from + item->to) / 2));
            return;
        }
        hn_position from = side_of(edge, node, edge->start);
        hn_path_link(path, e->network, edge->link, from,
                     from == edge->start ? edge->end : edge->start);
        next = label->next;
    }
}

static void trace(const tracing *t, size_t origin, size_t c, hn_path *path) {
    const hn_access_engine *e = t->e;
    const hn_origin *o = &e->input->origin[origin];
    const hn_tie *tie = &e->tie[origin];
    const hn_found *found = &e->found[(origin * e->options->classes + c) * HN_SLOTS];
    hn_path_point(path, o->x, o->y);
    if (found->next == UINT32_MAX) {
        to_reach(t, path, &e->searching.reaches.item[found->reach], tie->at);
        return;
    }
    const hn_edge *edge = &e->network->edge[found->edge];
    hn_path_link(path, e->network, edge->link, tie->at,
                 side_of(edge, found->next / HN_SLOTS, tie->at));
    follow(t, c, path, found->next);
}

static hensyn_status trace_some(hensyn_context *ctx, void *shared, void *state, size_t first,
                                size_t last) {
    (void)state;
    tracing *t = shared;
    hn_path path = {0};
    for (size_t i = first; i < last && !path.failed; i++) {
        const hn_origin_distance *d = &t->e->result->distances.row[t->row[i]];
        trace(t, d->origin, d->class_number, &path);
        /* An origin that lies on its entrance has no line. */
        bool line = path.points > 1;
        t->route[i].geometry = hn_path_take(&path);
        if (line && !t->route[i].geometry) path.failed = true;
    }
    bool failed = path.failed;
    hn_path_free(&path);
    return failed ? hn_nomem(ctx) : HENSYN_OK;
}

static bool has_route(const hn_access_engine *e, const hn_origin_distance *d) {
    return hn_by_network(e, d->class_number) && d->status[0] == 'o' && d->status[1] == 'k';
}

static hensyn_status outline_runs(hn_access_engine *e, hn_outlines **out) {
    size_t count = e->result->destinations.count;
    const hn_reaches *reaches = &e->searching.reaches;
    const hn_geometry **geometry = hn_zalloc(count, sizeof *geometry);
    if (!geometry) return hn_nomem(e->ctx);
    for (size_t i = 0; i < reaches->count; i++) {
        const hn_reach *item = &reaches->item[i];
        if (is_run_with_leg(item))
            geometry[item->destination] = e->result->destinations.row[item->destination].geometry;
    }
    hensyn_status status = hn_outlines_create(e->ctx, geometry, count, e->options->threads, out);
    hn_free(geometry);
    return status;
}

hensyn_status hn_stage_routes(hn_access_engine *e) {
    hn_result *result = e->result;
    hensyn_status status = HENSYN_OK;
    size_t count = 0;
    hn_outlines *outlines = NULL;
    uint32_t *row = hn_alloc(result->distances.count, sizeof *row);
    if (!row) return hn_nomem(e->ctx);
    HN_TRY(outline_runs(e, &outlines));
    for (size_t i = 0; i < result->distances.count; i++)
        if (has_route(e, &result->distances.row[i])) row[count++] = (uint32_t)i;
    if (!HN_RESERVE(result->routes.row, 0, result->routes.capacity, count ? count : 1))
        HN_TRY(hn_nomem(e->ctx));
    for (size_t i = 0; i < count; i++) {
        const hn_origin_distance *d = &result->distances.row[row[i]];
        result->routes.row[i] = (hn_route){.fid = (int64_t)i + 1,
                                           .kilde_id = d->kilde_id,
                                           .klasse = d->klasse,
                                           .malomrade_fid = d->malomrade_fid,
                                           .inngang_fid = d->inngang_fid,
                                           .avstand_m = d->avstand_m,
                                           .tid_s = d->tid_s};
    }
    result->routes.count = count;
    tracing t = {e, outlines, row, result->routes.row};
    HN_TRY(hn_parallel(e->ctx, &(hn_parallel_job){.body = trace_some,
                                                  .shared = &t,
                                                  .count = count,
                                                  .threads = e->options->threads}));
cleanup:
    hn_outlines_destroy(outlines);
    hn_free(row);
    return status;
}
