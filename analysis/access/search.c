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

static const hn_label no_label = {HN_NO_LABEL, INFINITY,   INFINITY,  0,
                                  UINT32_MAX,  UINT32_MAX, UINT32_MAX};

static bool is_better(const pass *p, const hn_label *a, const hn_label *b) {
    return hn_better(p->s, a->cost, a->reach, a->length_m, b->cost, b->reach, b->length_m);
}

/* Whether a label of that cost and destination can be one of the two of a node: it cannot when both
 * are final or cheaper, or when one for the same destination is. */
static bool has_use(const pass *p, uint32_t node, uint64_t cost, uint32_t destination) {
    const hn_label *slot = &p->label[(size_t)node * HN_SLOTS];
    if (p->settled[node] >= HN_SLOTS || cost > slot[HN_SLOTS - 1].cost) return false;
    for (int i = 0; i < HN_SLOTS; i++)
        if (slot[i].destination == destination && (i < p->settled[node] || cost > slot[i].cost))
            return false;
    return true;
}

/* Offers a label to a node; it is kept when it is among the two best of distinct destinations. */
static void offer(pass *p, uint32_t node, const hn_label *fresh) {
    hn_label *slot = &p->label[(size_t)node * HN_SLOTS];
    int at = HN_SLOTS - 1; /* the slot that gives way */
    if (!has_use(p, node, fresh->cost, fresh->destination)) return;
    for (int i = p->settled[node]; i < HN_SLOTS; i++)
        if (slot[i].destination == fresh->destination) at = i;
    if (!is_better(p, fresh, &slot[at])) return;
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
        const hn_arc *arc = &arcs->item[a];
        hn_label fresh = {.cost = label.cost + arc->cost,
                          .length_m = label.length_m + arc->length_m,
                          .seconds = label.seconds + arc->seconds,
                          .reach = label.reach,
                          .edge = arc->edge,
                          .next = node * HN_SLOTS + slot,
                          .destination = label.destination};
        offer(p, arc->tail, &fresh);
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
                      .next = UINT32_MAX,
                      .destination = reach->destination};
    offer(p, node, &fresh);
}

/* The nodes at the ends of every edge that a reach has a part in. */
static void start_from(pass *p, uint32_t item) {
    const hn_network *n = p->s->network;
    const hn_reach *reach = &p->s->reaches.item[item];
    uint32_t edge = hn_network_edge_at(n, reach->link, reach->from);
    for (; edge < n->first_edge[reach->link + 1] && n->edge[edge].start <= reach->to; edge++) {
        if (n->closed && n->closed[edge]) continue;
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
        p.label[i] = no_label;
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
