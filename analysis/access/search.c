/* search.c - the two nearest destinations of every node, in one multi-source pass of Dijkstra's
 * algorithm with two labels a node. A node passes on only its two best labels of distinct
 * destinations, which suffices for those two everywhere (k nearest distinct sources). */
#include "access/search.h"

#include <math.h>

typedef struct pass {
    const hn_searching *s;
    hn_label *label;
    uint8_t *settled; /* labels of a node that are final: 0, 1 or 2 */
    hn_radix_heap heap;
    bool failed;
} pass;

static uint32_t destination_of(const pass *p, const hn_label *label) {
    return p->s->reaches.item[label->reach].destination;
}

static bool is_better(const pass *p, const hn_label *a, const hn_label *b) {
    return hn_better(p->s, a->cost, a->reach, a->length_m, b->cost, b->reach, b->length_m);
}

/* Offers a label to a node; it is kept when it is among the two best of distinct destinations. */
static void offer(pass *p, uint32_t node, const hn_label *fresh) {
    hn_label *slot = &p->label[(size_t)node * HN_SLOTS];
    uint32_t destination = destination_of(p, fresh);
    int at = HN_SLOTS - 1; /* the slot that gives way */
    for (int i = p->settled[node]; i < HN_SLOTS; i++)
        if (slot[i].cost != HN_NO_LABEL && destination_of(p, &slot[i]) == destination) at = i;
    for (int i = 0; i < p->settled[node]; i++)
        if (destination_of(p, &slot[i]) == destination) return;
    if (at < p->settled[node] || !is_better(p, fresh, &slot[at])) return;
    slot[at] = *fresh;
    if (at > p->settled[node] && is_better(p, fresh, &slot[at - 1])) {
        slot[at] = slot[at - 1];
        slot[at - 1] = *fresh;
    }
    if (!hn_heap_push(&p->heap, fresh->cost, node)) p->failed = true;
}

static void relax(pass *p, uint32_t node, uint32_t slot) {
    const hn_arcs *arcs = &p->s->arcs;
    const hn_label label = p->label[(size_t)node * HN_SLOTS + slot];
    for (uint32_t a = arcs->first[node]; a < arcs->first[node + 1]; a++) {
        const hn_edge *e = &p->s->network->edge[arcs->edge[a] / 2];
        hn_label fresh = {.cost = label.cost + arcs->cost[a],
                          .length_m = label.length_m + e->length_m,
                          .seconds = label.seconds + e->seconds[arcs->edge[a] % 2],
                          .reach = label.reach,
                          .edge = arcs->edge[a] / 2,
                          .next = node * HN_SLOTS + slot};
        offer(p, arcs->tail[a], &fresh);
    }
}

/* ---- where the search begins ---- */

static void start_at(pass *p, uint32_t node, uint32_t edge, hn_position at, uint32_t item) {
    const hn_reach *reach = &p->s->reaches.item[item];
    hn_way_cost way = hn_way_to_reach(p->s, reach, at);
    if (way.cost == HN_NO_LABEL) return;
    hn_label fresh = {.cost = way.cost,
                      .length_m = way.length_m,
                      .seconds = way.seconds,
                      .reach = item,
                      .edge = edge,
                      .next = UINT32_MAX};
    offer(p, node, &fresh);
}

/* The nodes at the ends of every edge that a reach has a part in. */
static void start_from(pass *p, uint32_t item) {
    const hn_network *n = p->s->network;
    const hn_reach *reach = &p->s->reaches.item[item];
    uint32_t edge = hn_network_edge_at(n, reach->link, reach->from);
    for (; edge < n->first_edge[reach->link + 1] && n->edge[edge].start <= reach->to; edge++) {
        start_at(p, n->edge[edge].from, edge, n->edge[edge].start, item);
        start_at(p, n->edge[edge].to, edge, n->edge[edge].end, item);
    }
}

enum { STEPS_PER_CHECK = 8192 };

static hensyn_status run_pass(hensyn_context *ctx, pass *p) {
    hn_heap_item top;
    for (size_t step = 0; p->heap.count; step++) {
        if (step % STEPS_PER_CHECK == 0 && hn_is_cancelled(ctx))
            return hn_fail(ctx, HENSYN_CANCELLED, "%s", hn_text(ctx, "avbrutt", "cancelled"));
        if (!hn_heap_pop(&p->heap, &top)) p->failed = true;
        if (p->failed) return hn_nomem(ctx);
        uint32_t slot = p->settled[top.node];
        if (slot >= HN_SLOTS) continue;
        if (p->label[(size_t)top.node * HN_SLOTS + slot].cost != top.cost) continue;
        p->settled[top.node]++;
        relax(p, top.node, slot);
    }
    return p->failed ? hn_nomem(ctx) : HENSYN_OK;
}

hensyn_status hn_search_class(hensyn_context *ctx, const hn_searching *s, uint32_t class_number,
                              hn_labels *out) {
    hensyn_status status = HENSYN_OK;
    size_t nodes = s->network->nodes;
    pass p = {.s = s};
    p.label = hn_alloc(nodes, HN_SLOTS * sizeof *p.label);
    p.settled = hn_zalloc(nodes, 1);
    if (!p.label || !p.settled) HN_TRY(hn_nomem(ctx));
    for (size_t i = 0; i < nodes * HN_SLOTS; i++)
        p.label[i] = (hn_label){HN_NO_LABEL, INFINITY, INFINITY, 0, UINT32_MAX, UINT32_MAX};
    for (size_t i = 0; i < s->reaches.count; i++) {
        uint32_t destination = s->reaches.item[i].destination;
        if (s->result->destinations.row[destination].classes >> class_number & 1)
            start_from(&p, (uint32_t)i);
    }
    HN_TRY(run_pass(ctx, &p));
    out->label = p.label;
    p.label = NULL;
cleanup:
    hn_heap_free(&p.heap);
    hn_free(p.settled);
    hn_free(p.label);
    return status;
}

void hn_labels_clear(hn_labels *labels) {
    hn_free(labels->label);
    labels->label = NULL;
}
