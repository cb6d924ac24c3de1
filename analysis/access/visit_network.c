/* visit_network.c - origins within the limit of one destination over the network: a bounded search
 * from the destination, then the origins on the edges that it touched. */
#include "access/served.h"

#include <math.h>

static bool add_visit(hn_visits *out, uint32_t origin, double metres) {
    if (!HN_RESERVE(out->item, out->count, out->capacity, 1)) return false;
    out->item[out->count++] = (hn_visit){metres, origin};
    return true;
}

typedef struct best {
    uint64_t cost;
    double length_m;
    uint32_t reach;
} best;

static void consider(const hn_searching *s, best *b, uint64_t cost, uint32_t reach,
                     double length_m) {
    if (cost == HN_NO_LABEL) return;
    if (b->cost != HN_NO_LABEL &&
        !hn_better(s, cost, reach, length_m, b->cost, b->reach, b->length_m))
        return;
    *b = (best){cost, length_m, reach};
}

/* Metres from the tie of an origin to the destination that was searched for. */
static double distance_of(const hn_visiting *v, const hn_bounded *b, uint32_t origin,
                          uint32_t destination) {
    const hn_access_engine *e = v->e;
    const hn_searching *s = &e->searching;
    uint32_t edge = e->tie_edge[origin];
    const hn_edge *g = &e->network->edge[edge];
    hn_position at = e->tie[origin].at;
    best found = {HN_NO_LABEL, INFINITY, 0};
    for (uint32_t i = v->first_item[destination]; i < v->first_item[destination + 1]; i++) {
        const hn_reach *item = &s->reaches.item[v->items[i]];
        if (item->link != g->link || item->from > g->end || item->to < g->start) continue;
        hn_way_cost way = hn_way_to_reach(s, item, at);
        consider(s, &found, way.cost, v->items[i], way.length_m);
    }
    for (int side = 0; side < 2; side++) {
        const hn_label *label = hn_bounded_label(b, side ? g->to : g->from);
        if (!label) continue;
        hn_way_cost way = hn_way_between(e->network, g->link, at, side ? g->end : g->start);
        if (way.cost != HN_NO_LABEL)
            consider(s, &found, way.cost + label->cost, label->reach,
                     way.length_m + label->length_m);
    }
    return found.length_m;
}

hensyn_status hn_visit_network(hensyn_context *ctx, const hn_visiting *v, void *state,
                               uint32_t destination, hn_visits *out) {
    const hn_access_engine *e = v->e;
    hn_bounded *b = state;
    uint32_t first = v->first_item[destination];
    size_t classes = e->options->classes;
    for (uint32_t i = v->first_inside[destination]; i < v->first_inside[destination + 1]; i++)
        if (!add_visit(out, v->inside[i], 0)) return hn_nomem(ctx);
    hensyn_status status = hn_bounded_search(ctx, &e->searching, b, v->items + first,
                                             v->first_item[destination + 1] - first, v->cost_limit);
    for (size_t t = 0; t < b->touched && status == HENSYN_OK; t++) {
        uint32_t edge = b->touched_edge[t];
        for (uint32_t i = e->edge_origins[edge]; i < e->edge_origins[edge + 1]; i++) {
            uint32_t origin = e->by_edge[i];
            if (e->surround.inside[origin * classes + v->class_number] == destination) continue;
            double metres = e->tie[origin].distance_m + distance_of(v, b, origin, destination);
            if (metres <= v->limit_m && !add_visit(out, origin, metres)) return hn_nomem(ctx);
        }
    }
    return status;
}
