/* assign.c - the two nearest distinct destinations of each origin, from the labels of the nodes at
 * the ends of its edge and from the reaches on that edge itself. */
#include "access/engine.h"

#include "base/platform.h"

#include <math.h>

static const hn_found nothing = {HN_NO_LABEL, INFINITY, INFINITY, 0, UINT32_MAX, UINT32_MAX};

static uint32_t destination_of(const hn_access_engine *e, const hn_found *f) {
    return e->searching.reaches.item[f->reach].destination;
}

static bool is_better(const hn_access_engine *e, const hn_found *a, const hn_found *b) {
    return hn_better(&e->searching, a->cost, a->reach, a->length_m, b->cost, b->reach, b->length_m);
}

static void consider(const hn_access_engine *e, hn_found found[HN_SLOTS], const hn_found *fresh) {
    int at = HN_SLOTS - 1;
    for (int i = 0; i < HN_SLOTS; i++)
        if (found[i].cost != HN_NO_LABEL &&
            destination_of(e, &found[i]) == destination_of(e, fresh))
            at = i;
    if (!is_better(e, fresh, &found[at])) return;
    found[at] = *fresh;
    if (at > 0 && is_better(e, fresh, &found[at - 1])) {
        found[at] = found[at - 1];
        found[at - 1] = *fresh;
    }
}

/* Over the node at one side of the edge. */
static void over_node(const hn_access_engine *e, size_t c, uint32_t edge, hn_position at, int side,
                      uint32_t skip, hn_found found[HN_SLOTS]) {
    const hn_edge *g = &e->network->edge[edge];
    uint32_t node = side ? g->to : g->from;
    hn_way_cost way = hn_way_between(e->network, g->link, at, side ? g->end : g->start);
    if (way.cost == HN_NO_LABEL) return;
    for (uint32_t slot = 0; slot < HN_SLOTS; slot++) {
        const hn_label *label = &e->labels[c].label[(size_t)node * HN_SLOTS + slot];
        if (label->cost == HN_NO_LABEL) break;
        hn_found fresh = {.cost = way.cost + label->cost,
                          .length_m = way.length_m + label->length_m,
                          .seconds = way.seconds + label->seconds,
                          .reach = label->reach,
                          .edge = edge,
                          .next = node * HN_SLOTS + slot};
        if (destination_of(e, &fresh) != skip) consider(e, found, &fresh);
    }
}

/* Along the edge, without a node in between. */
static void along_edge(const hn_access_engine *e, size_t c, uint32_t edge, hn_position at,
                       uint32_t skip, hn_found found[HN_SLOTS]) {
    const hn_edge *g = &e->network->edge[edge];
    const hn_searching *s = &e->searching;
    for (uint32_t i = s->first_reach[g->link]; i < s->first_reach[g->link + 1]; i++) {
        const hn_reach *item = &s->reaches.item[i];
        if (item->from > g->end) break;
        if (item->to < g->start || item->destination == skip) continue;
        if (!hn_in_class(e, item->destination, c)) continue;
        hn_way_cost way = hn_way_to_reach(s, item, at);
        if (way.cost == HN_NO_LABEL) continue;
        hn_found fresh = {way.cost, way.length_m, way.seconds, i, edge, UINT32_MAX};
        consider(e, found, &fresh);
    }
}

void hn_find_from(const hn_access_engine *e, size_t class_number, uint32_t edge, hn_position at,
                  uint32_t skip, hn_found found[HN_SLOTS]) {
    for (int i = 0; i < HN_SLOTS; i++)
        found[i] = nothing;
    along_edge(e, class_number, edge, at, skip, found);
    over_node(e, class_number, edge, at, 0, skip, found);
    over_node(e, class_number, edge, at, 1, skip, found);
}

static hensyn_status assign_some(hensyn_context *ctx, void *shared, void *state, size_t first,
                                 size_t last) {
    (void)ctx, (void)state;
    hn_access_engine *e = shared;
    size_t classes = e->options->classes;
    for (size_t k = first; k < last; k++)
        for (size_t c = 0; c < classes; c++) {
            size_t i = e->surround.order[k];
            hn_found *found = &e->found[(i * classes + c) * HN_SLOTS];
            for (int slot = 0; slot < HN_SLOTS; slot++)
                found[slot] = nothing;
            if (!hn_by_network(e, c) || e->tie_edge[i] == UINT32_MAX) continue;
            hn_find_from(e, c, e->tie_edge[i], e->tie[i].at, e->surround.inside[i * classes + c],
                         found);
        }
    return HENSYN_OK;
}

hensyn_status hn_stage_assign(hn_access_engine *e) {
    size_t origins = e->input->origins;
    e->found = hn_alloc(origins * e->options->classes, HN_SLOTS * sizeof *e->found);
    if (!e->found) return hn_nomem(e->ctx);
    return hn_parallel(e->ctx, &(hn_parallel_job){.body = assign_some,
                                                  .shared = e,
                                                  .count = origins,
                                                  .threads = e->options->threads});
}
