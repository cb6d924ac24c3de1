/* service_area.c - the pieces of edges from which a destination is reached within the limit of a
 * class, cut exactly where the limit falls and where another destination becomes the nearest. */
#include "access/engine.h"

#include "access/path.h"
#include "access/service_zone.h"
#include "base/platform.h"

#include <math.h>
#include <stdlib.h>

/* From where an edge is served: a node at its end or a reach on it. Places are metres from the
 * start of the edge; cost in the unit of the search per the rates below. */
typedef struct source {
    double from, to; /* the stretch that is reached itself */
    double cost, length_m;
    uint32_t reach;
} source;

typedef struct serving {
    const hn_access_engine *e;
    size_t class_number;
    double limit_m;
    const hn_edge *edge;
    double rate[2]; /* cost of a metre travelled along and against, INFINITY: not allowed */
    source *source;
    size_t count, capacity;
    double *break_; /* places where something changes along the edge, ascending once found */
    size_t breaks, break_room;
    bool failed; /* no memory */
} serving;

static void add_source(serving *s, double from, double to, double cost, double length_m,
                       uint32_t reach) {
    s->failed = s->failed || !HN_RESERVE(s->source, s->count, s->capacity, 1);
    if (!s->failed) s->source[s->count++] = (source){from, to, cost, length_m, reach};
}

static void add_node(serving *s, uint32_t node, double place) {
    const hn_label *label = &s->e->labels[s->class_number].label[(size_t)node * HN_SLOTS];
    if (label->cost != HN_NO_LABEL)
        add_source(s, place, place, (double)label->cost / 1000, label->length_m, label->reach);
}

static void add_reaches(serving *s) {
    const hn_searching *all = &s->e->searching;
    const hn_edge *g = s->edge;
    double start = hn_network_along(s->e->network, g->link, g->start);
    for (uint32_t i = all->first_reach[g->link]; i < all->first_reach[g->link + 1]; i++) {
        const hn_reach *item = &all->reaches.item[i];
        if (item->to < g->start || item->from > g->end) continue;
        if (!hn_in_class(s->e, item->destination, s->class_number)) continue;
        double from = hn_network_along(s->e->network, g->link, fmax(item->from, g->start)),
               to = hn_network_along(s->e->network, g->link, fmin(item->to, g->end));
        double exit = item->exit_m;
        if (s->e->options->by_time) exit /= s->e->options->leg_speed_kmh / 3.6;
        add_source(s, from - start, to - start, exit, item->exit_m, i);
    }
}

/* Cost at a place from one source; *metres the length of that way. */
static double cost_from(const serving *s, const source *k, double place, double *metres) {
    double gap = place < k->from ? k->from - place : place > k->to ? place - k->to : 0;
    *metres = k->length_m + gap;
    return gap == 0 ? k->cost : k->cost + gap * s->rate[place < k->from ? 0 : 1];
}

/* Number of the source that serves a place; count: none. */
static size_t best_at(const serving *s, double place, double *metres) {
    size_t best = s->count;
    double least = INFINITY;
    for (size_t i = 0; i < s->count; i++) {
        double m, cost = cost_from(s, &s->source[i], place, &m);
        bool tie =
            cost == least && best < s->count &&
            s->e->searching.rank[s->source[i].reach] < s->e->searching.rank[s->source[best].reach];
        if (!(cost < least) && !tie) continue;
        least = cost;
        best = i;
        *metres = m;
    }
    return isinf(least) ? s->count : best;
}

static int side_of(const source *k, double place) {
    return place < k->from ? -1 : place > k->to ? 1 : 0;
}

/* ---- where something changes along the edge ---- */

static int by_place(const void *a, const void *b) {
    double p = *(const double *)a, q = *(const double *)b;
    return p < q ? -1 : p > q;
}

static void add_break(serving *s, double place) {
    if (!(place >= 0 && place <= s->edge->length_m)) return;
    s->failed = s->failed || !HN_RESERVE(s->break_, s->breaks, s->break_room, 1);
    if (!s->failed) s->break_[s->breaks++] = place;
}

static void find_breaks(serving *s) {
    s->breaks = 0;
    add_break(s, 0);
    for (size_t i = 0; i < s->count; i++) {
        const source *k = &s->source[i];
        add_break(s, k->from);
        add_break(s, k->to);
        add_break(s, k->to + s->limit_m - k->length_m);
        add_break(s, k->from - s->limit_m + k->length_m);
        for (size_t j = 0; j < s->count; j++) {
            const source *l = &s->source[j];
            /* Where going to that one costs what being on this one does: a run beside an area has
             * the same straight leg all along. */
            add_break(s, l->to + (k->cost - l->cost) / s->rate[1]);
            add_break(s, l->from - (k->cost - l->cost) / s->rate[0]);
            /* Where going back to this one costs what going on to a later one does. */
            if (l->from < k->to || isinf(s->rate[0]) || isinf(s->rate[1])) continue;
            add_break(s, (l->cost - k->cost + s->rate[1] * k->to + s->rate[0] * l->from) /
                             (s->rate[0] + s->rate[1]));
        }
    }
    add_break(s, s->edge->length_m);
    if (!s->failed) qsort(s->break_, s->breaks, sizeof *s->break_, by_place);
}

/* ---- pieces ---- */

typedef struct pieces {
    hn_service_piece *item;
    size_t count, capacity;
} pieces;

static bool add_piece(const serving *s, pieces *out, double from, double to, size_t served_by) {
    const hn_network *n = s->e->network;
    const source *k = &s->source[served_by];
    double start = hn_network_along(n, s->edge->link, s->edge->start);
    hn_path path = {0};
    double fra, til;
    (void)cost_from(s, k, from, &fra);
    (void)cost_from(s, k, to, &til);
    hn_path_link(&path, n, s->edge->link, hn_network_position(n, s->edge->link, start + from),
                 hn_network_position(n, s->edge->link, start + to));
    bool line = path.points > 1, room = HN_RESERVE(out->item, out->count, out->capacity, 1);
    hn_geometry *geometry = room ? hn_path_take(&path) : NULL;
    bool failed = path.failed;
    hn_path_free(&path);
    if (!room || failed || (line && !geometry)) return false;
    if (!geometry) return true;
    uint32_t destination = s->e->searching.reaches.item[k->reach].destination;
    out->item[out->count++] =
        (hn_service_piece){.geometry = geometry,
                           .klasse = s->e->options->class_[s->class_number].name,
                           .malomrade_fid = s->e->result->destinations.row[destination].fid,
                           .grense_m = s->limit_m,
                           .fra_m = fra,
                           .til_m = til,
                           .lengde_m = to - from};
    return true;
}

static bool cut_edge(serving *s, pieces *out) {
    double length = s->edge->length_m, from = 0;
    size_t present = s->count; /* source of the piece that is open; count: none is */
    int side = 0;              /* of its stretch: before it, on it, behind it */
    find_breaks(s);
    for (size_t i = 0; i + 1 < s->breaks && !s->failed; i++) {
        double place = s->break_[i], middle = (place + s->break_[i + 1]) / 2, metres = INFINITY;
        if (place == s->break_[i + 1]) continue;
        size_t best = best_at(s, middle, &metres);
        if (!(metres <= s->limit_m)) best = s->count;
        int here = best == s->count ? 0 : side_of(&s->source[best], middle);
        if (best == present && here == side) continue;
        if (present < s->count && !add_piece(s, out, from, place, present)) return false;
        present = best;
        side = here;
        from = place;
    }
    return !s->failed && (present == s->count || add_piece(s, out, from, length, present));
}

static bool serve_edge(serving *s, uint32_t edge, pieces *out) {
    const hn_edge *g = &s->e->network->edge[edge];
    s->edge = g;
    s->count = 0;
    for (int way = 0; way < 2; way++)
        s->rate[way] = g->cost[way] == HN_NO_COST || g->length_m <= 0
                           ? (double)INFINITY
                           : g->cost[way] / 1000.0 / g->length_m;
    add_reaches(s);
    add_node(s, g->from, 0);
    add_node(s, g->to, g->length_m);
    if (s->failed) return false;
    return s->count == 0 || cut_edge(s, out);
}

/* ---- all edges of a class ---- */

/* Edges of one list of pieces, so that their order does not depend on threads. */
enum { BATCH = 4096 };

typedef struct batches {
    hn_access_engine *e;
    size_t class_number;
    pieces *list;
} batches;

static hensyn_status serve_batches(hensyn_context *ctx, void *shared, void *state, size_t first,
                                   size_t last) {
    (void)state;
    batches *all = shared;
    hn_access_engine *e = all->e;
    hensyn_status status = HENSYN_OK;
    serving s = {.e = e, .class_number = all->class_number};
    s.limit_m = fmin(e->options->class_[all->class_number].limit_m, e->options->max_distance);
    for (size_t i = first; i < last; i++) {
        size_t end = (i + 1) * BATCH < e->network->edges ? (i + 1) * BATCH : e->network->edges;
        for (size_t edge = i * BATCH; edge < end; edge++)
            if (!serve_edge(&s, (uint32_t)edge, &all->list[i])) HN_TRY(hn_nomem(ctx));
    }
cleanup:
    hn_free(s.source);
    hn_free(s.break_);
    return status;
}

static hensyn_status gather(hn_access_engine *e, pieces *list) {
    hn_result *result = e->result;
    for (size_t k = 0; k < list->count; k++) {
        hn_service_piece *row = HN_NEW_ROW(result->service_pieces);
        if (!row) return hn_nomem(e->ctx);
        *row = list->item[k];
        list->item[k].geometry = NULL;
        row->fid = (int64_t)result->service_pieces.count;
    }
    return HENSYN_OK;
}

static hensyn_status serve_class(hn_access_engine *e, size_t c) {
    hensyn_status status = HENSYN_OK;
    size_t count = (e->network->edges + BATCH - 1) / BATCH;
    batches all = {e, c, hn_zalloc(count, sizeof *all.list)};
    if (!all.list) return hn_nomem(e->ctx);
    HN_TRY(hn_parallel(e->ctx, &(hn_parallel_job){.body = serve_batches,
                                                  .shared = &all,
                                                  .count = count,
                                                  .grain = 1,
                                                  .threads = e->options->threads}));
    for (size_t i = 0; i < count; i++)
        HN_TRY(gather(e, &all.list[i]));
cleanup:
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < all.list[i].count; k++)
            hn_free(all.list[i].item[k].geometry);
        hn_free(all.list[i].item);
    }
    hn_free(all.list);
    return status;
}

hensyn_status hn_stage_service_area(hn_access_engine *e) {
    hensyn_status status = HENSYN_OK;
    for (size_t c = 0; c < e->options->classes; c++) {
        size_t first = e->result->service_pieces.count;
        if (!hn_by_network(e, c)) continue;
        HN_TRY(serve_class(e, c));
        HN_TRY(hn_service_zone_add(e, c, first));
    }
cleanup:
    return status;
}
