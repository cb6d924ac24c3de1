/* bounded.c - shortest paths to one destination up to a limit, again and again: each search costs
 * what it settles, since a stamp tells which labels are of the present one. */
#include "access/search.h"

#include <math.h>

hensyn_status hn_bounded_create(hensyn_context *ctx, const hn_network *network, hn_bounded **out) {
    hn_bounded *b = hn_zalloc(1, sizeof *b);
    if (!b) return hn_nomem(ctx);
    b->label = hn_alloc(network->nodes, sizeof *b->label);
    b->stamp = hn_zalloc(network->nodes, sizeof *b->stamp);
    b->edge_stamp = hn_zalloc(network->edges, sizeof *b->edge_stamp);
    if (!b->label || !b->stamp || !b->edge_stamp) {
        hn_bounded_destroy(b);
        return hn_nomem(ctx);
    }
    *out = b;
    return HENSYN_OK;
}

void hn_bounded_destroy(hn_bounded *b) {
    if (!b) return;
    hn_heap_free(&b->heap);
    hn_free(b->label);
    hn_free(b->stamp);
    hn_free(b->edge_stamp);
    hn_free(b->touched_edge);
    hn_free(b);
}

static void next_stamp(hn_bounded *b, const hn_network *n) {
    hn_heap_reset(&b->heap);
    b->touched = 0;
    if (++b->now) return;
    for (uint32_t i = 0; i < n->nodes; i++)
        b->stamp[i] = 0;
    for (uint32_t i = 0; i < n->edges; i++)
        b->edge_stamp[i] = 0;
    b->now = 1;
}

static bool touch_edge(hn_bounded *b, uint32_t edge) {
    if (b->edge_stamp[edge] == b->now) return true;
    b->edge_stamp[edge] = b->now;
    if (!HN_RESERVE(b->touched_edge, b->touched, b->touched_room, 1)) return false;
    b->touched_edge[b->touched++] = edge;
    return true;
}

static bool offer(hn_bounded *b, const hn_searching *s, uint32_t node, const hn_label *fresh) {
    hn_label *label = &b->label[node];
    if (b->stamp[node] == b->now && !hn_better(s, fresh->cost, fresh->reach, fresh->length_m,
                                               label->cost, label->reach, label->length_m))
        return true;
    b->stamp[node] = b->now;
    *label = *fresh;
    return hn_heap_push(&b->heap, fresh->cost, node);
}

static bool start_from(hn_bounded *b, const hn_searching *s, uint32_t item, uint64_t limit) {
    const hn_network *n = s->network;
    const hn_reach *reach = &s->reaches.item[item];
    uint32_t edge = hn_network_edge_at(n, reach->link, reach->from);
    for (; edge < n->first_edge[reach->link + 1] && n->edge[edge].start <= reach->to; edge++) {
        if (!touch_edge(b, edge)) return false;
        for (int side = 0; side < 2; side++) {
            const hn_edge *e = &n->edge[edge];
            hn_way_cost way = hn_way_to_reach(s, reach, side ? e->end : e->start);
            hn_label fresh = {.cost = way.cost,
                              .length_m = way.length_m,
                              .seconds = way.seconds,
                              .reach = item,
                              .edge = edge,
                              .next = UINT32_MAX};
            if (way.cost <= limit && !offer(b, s, side ? e->to : e->from, &fresh)) return false;
        }
    }
    return true;
}

static bool settle(hn_bounded *b, const hn_searching *s, uint32_t node, uint64_t limit) {
    const hn_network *n = s->network;
    const hn_label label = b->label[node];
    for (uint32_t i = n->node_first[node]; i < n->node_first[node + 1]; i++)
        if (!touch_edge(b, n->incident[i] / 2)) return false;
    for (uint32_t a = s->arcs.first[node]; a < s->arcs.first[node + 1]; a++) {
        const hn_arc *arc = &s->arcs.item[a];
        uint64_t cost = label.cost + arc->cost;
        if (cost > limit) continue;
        hn_label fresh = {.cost = cost,
                          .length_m = label.length_m + arc->length_m,
                          .seconds = label.seconds + arc->seconds,
                          .reach = label.reach,
                          .edge = arc->edge,
                          .next = node};
        if (!offer(b, s, arc->tail, &fresh)) return false;
    }
    return true;
}

hensyn_status hn_bounded_search(hensyn_context *ctx, const hn_searching *s, hn_bounded *b,
                                const uint32_t *items, size_t count, uint64_t limit) {
    hn_heap_item top;
    next_stamp(b, s->network);
    for (size_t i = 0; i < count; i++)
        if (!start_from(b, s, items[i], limit)) return hn_nomem(ctx);
    while (b->heap.count) {
        if (!hn_heap_pop(&b->heap, &top)) return hn_nomem(ctx);
        /* An item whose node has a better label by now is stale. */
        if (b->label[top.node].cost != top.cost) continue;
        if (!settle(b, s, top.node, limit)) return hn_nomem(ctx);
    }
    return HENSYN_OK;
}
