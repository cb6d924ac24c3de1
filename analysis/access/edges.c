/* edges.c - edges between cuts with their costs, which edges meet at a node, and which nodes hang
 * together. */
#include "access/edges.h"

#include "access/sets.h"
#include "base/sum.h"

#include <math.h>
#include <stdlib.h>

/* Thousandths of a metre or second; at least 1, so that the order of a search is strict. */
static uint32_t thousandths(double value) {
    double rounded = nearbyint(value * 1000);
    return rounded < 1 ? 1 : rounded >= HN_NO_COST ? HN_NO_COST - 1 : (uint32_t)rounded;
}

static void set_costs(const hn_network *n, hn_edge *e) {
    const hn_link *link = &n->links->link[e->link];
    size_t first = n->first_along[e->link];
    double whole = n->along[first + link->points - 1], share = whole > 0 ? e->length_m / whole : 0;
    for (int way = 0; way < 2; way++) {
        e->seconds[way] = NAN;
        e->cost[way] = HN_NO_COST;
        if (!(link->ways & (way ? HN_WAY_AGAINST : HN_WAY_ALONG))) continue;
        e->seconds[way] = way ? hn_network_seconds(n, e->link, e->end, e->start)
                              : hn_network_seconds(n, e->link, e->start, e->end);
        double cost = n->by_time               ? e->seconds[way]
                      : isnan(link->cost[way]) ? e->length_m
                                               : link->cost[way] * share;
        e->cost[way] = thousandths(cost);
    }
}

hensyn_status hn_edges_make(hensyn_context *ctx, hn_network *n, hn_noding *noding) {
    size_t links = n->links->count, at = 0, edges = noding->count - links;
    n->edge = hn_alloc(edges, sizeof *n->edge);
    n->first_edge = hn_alloc(links + 1, sizeof *n->first_edge);
    if (!n->edge || !n->first_edge || edges > UINT32_MAX / 2) return hn_nomem(ctx);
    for (size_t i = 0; i < noding->count; i++) {
        const hn_cut *cut = &noding->cut[i];
        if (cut->at == 0) {
            n->first_edge[cut->link] = (uint32_t)at;
            continue;
        }
        hn_edge *e = &n->edge[at++];
        *e = (hn_edge){.link = cut->link,
                       .from = cut[-1].node,
                       .to = cut->node,
                       .start = cut[-1].at,
                       .end = cut->at};
        e->length_m =
            hn_network_along(n, cut->link, e->end) - hn_network_along(n, cut->link, e->start);
        set_costs(n, e);
    }
    n->edges = n->first_edge[links] = (uint32_t)at;
    n->nodes = noding->nodes;
    n->node_xy = noding->node_xy;
    noding->node_xy = NULL;
    return HENSYN_OK;
}

hensyn_status hn_edges_close(hensyn_context *ctx, hn_network *n, const hn_closing *closing) {
    n->closed = hn_zalloc(n->edges, sizeof *n->closed);
    if (!n->closed) return hn_nomem(ctx);
    size_t at = 0; /* both are by link, then position */
    for (uint32_t e = 0; e < n->edges; e++) {
        const hn_edge *edge = &n->edge[e];
        hn_position middle = (edge->start + edge->end) / 2;
        while (at < closing->count &&
               (closing->item[at].link < edge->link ||
                (closing->item[at].link == edge->link && closing->item[at].to <= middle)))
            at++;
        n->closed[e] = at < closing->count && closing->item[at].link == edge->link &&
                       closing->item[at].from < middle;
    }
    return HENSYN_OK;
}

hensyn_status hn_edges_incidence(hensyn_context *ctx, hn_network *n) {
    n->node_first = hn_zalloc((size_t)n->nodes + 1, sizeof *n->node_first);
    n->incident = hn_alloc(2 * (size_t)n->edges, sizeof *n->incident);
    if (!n->node_first || !n->incident) return hn_nomem(ctx);
    for (uint32_t e = 0; e < n->edges; e++) {
        n->node_first[n->edge[e].from + 1]++;
        n->node_first[n->edge[e].to + 1]++;
    }
    for (uint32_t i = 0; i < n->nodes; i++)
        n->node_first[i + 1] += n->node_first[i];
    /* Filled from the back, so that the starts end up where they belong and edges in order. */
    for (uint32_t e = n->edges; e-- > 0;) {
        n->incident[--n->node_first[n->edge[e].to + 1]] = 2 * e + 1;
        n->incident[--n->node_first[n->edge[e].from + 1]] = 2 * e;
    }
    for (uint32_t i = 0; i < n->nodes; i++)
        n->node_first[i] = n->node_first[i + 1];
    n->node_first[n->nodes] = 2 * n->edges;
    return HENSYN_OK;
}

/* ---- components ---- */

typedef struct piece {
    double length_m;
    uint32_t root, lowest_link;
} piece;

static int by_size(const void *a, const void *b) {
    const piece *p = a, *q = b;
    if (p->length_m != q->length_m) return p->length_m > q->length_m ? -1 : 1;
    return p->lowest_link < q->lowest_link ? -1 : p->lowest_link > q->lowest_link;
}

static uint32_t sum_pieces(const hn_network *n, uint32_t *parent, piece *list, uint32_t *number) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < n->nodes; i++)
        number[i] = UINT32_MAX;
    for (uint32_t e = 0; e < n->edges; e++) {
        if (n->closed && n->closed[e]) continue;
        uint32_t root = hn_set_of(parent, n->edge[e].from);
        if (number[root] == UINT32_MAX) {
            number[root] = count;
            list[count++] = (piece){0, root, n->edge[e].link};
        }
        list[number[root]].length_m += n->edge[e].length_m;
    }
    return count;
}

hensyn_status hn_edges_components(hensyn_context *ctx, hn_network *n) {
    hensyn_status status = HENSYN_OK;
    uint32_t *parent = hn_alloc(n->nodes, sizeof *parent);
    uint32_t *number = hn_alloc(n->nodes, sizeof *number);
    piece *list = hn_alloc(n->nodes, sizeof *list);
    n->component = hn_alloc(n->nodes, sizeof *n->component);
    if (!parent || !number || !list || !n->component) HN_TRY(hn_nomem(ctx));
    for (uint32_t i = 0; i < n->nodes; i++)
        parent[i] = i;
    for (uint32_t e = 0; e < n->edges; e++)
        if (!n->closed || !n->closed[e]) hn_set_join(parent, n->edge[e].from, n->edge[e].to);
    n->components = sum_pieces(n, parent, list, number);
    if (n->components) qsort(list, n->components, sizeof *list, by_size);
    for (uint32_t i = 0; i < n->components; i++)
        number[list[i].root] = i;
    for (uint32_t i = 0; i < n->nodes; i++)
        n->component[i] = number[hn_set_of(parent, i)];
cleanup:
    hn_free(parent);
    hn_free(number);
    hn_free(list);
    return status;
}
