/* passages.c - the ways through what development areas close: closed edges that hang together, and
 * the ports where they meet the open network. */
#include "access/severance.h"

#include "access/sets.h"

#include <math.h>
#include <stdlib.h>

static bool is_closed(const hn_network *n, uint32_t incident) {
    return n->closed[n->incident[incident] / 2];
}

/* Does the node have closed edges, open edges? */
static void look_at(const hn_network *n, uint32_t node, bool *closed, bool *open) {
    *closed = *open = false;
    for (uint32_t i = n->node_first[node]; i < n->node_first[node + 1]; i++)
        *(is_closed(n, i) ? closed : open) = true;
}

/* Joins the closed edges of every node that is no port. */
static void join_edges(const hn_network *n, uint32_t *set) {
    for (uint32_t node = 0; node < n->nodes; node++) {
        bool closed, open;
        look_at(n, node, &closed, &open);
        if (!closed || open) continue;
        uint32_t first = n->incident[n->node_first[node]] / 2;
        for (uint32_t i = n->node_first[node] + 1; i < n->node_first[node + 1]; i++)
            hn_set_join(set, first, n->incident[i] / 2);
    }
}

static hensyn_status list_edges(hensyn_context *ctx, const hn_network *n, const uint32_t *set,
                                hn_passages *out) {
    size_t closed = 0;
    for (uint32_t e = 0; e < n->edges; e++)
        closed += n->closed[e];
    out->edge = hn_alloc(closed, sizeof *out->edge);
    out->item = hn_zalloc(closed, sizeof *out->item);
    if (!out->edge || !out->item) return hn_nomem(ctx);
    for (uint32_t e = 0; e < n->edges; e++) { /* the root is the lowest edge of its set */
        if (!n->closed[e]) continue;
        uint32_t root = hn_set_root(set, e);
        if (root == e) out->of[e] = (uint32_t)out->count++;
        out->of[e] = out->of[root];
        out->item[out->of[e]].edges++;
    }
    for (size_t i = 1; i < out->count; i++)
        out->item[i].first_edge = out->item[i - 1].first_edge + out->item[i - 1].edges;
    for (size_t i = 0; i < out->count; i++)
        out->item[i].edges = 0;
    for (uint32_t e = 0; e < n->edges; e++) {
        if (!n->closed[e]) continue;
        hn_passage *p = &out->item[out->of[e]];
        out->edge[p->first_edge + p->edges++] = e;
    }
    return HENSYN_OK;
}

static int by_number(const void *one, const void *two) {
    const uint32_t *a = one, *b = two;
    return *a < *b ? -1 : *a > *b;
}

static uint32_t unique(uint32_t *list, uint32_t count) {
    uint32_t kept = 0;
    if (count > 1) qsort(list, count, sizeof *list, by_number);
    for (uint32_t i = 0; i < count; i++)
        if (!kept || list[kept - 1] != list[i]) list[kept++] = list[i];
    return kept;
}

/* How many parts of the open network the ports lie in. part: room. */
static uint32_t count_parts(const hn_network *n, const uint32_t *port, uint32_t ports,
                            uint32_t *part) {
    for (uint32_t i = 0; i < ports; i++)
        part[i] = n->component[port[i]];
    return unique(part, ports);
}

static hensyn_status list_ports(hensyn_context *ctx, const hn_network *n, hn_passages *out) {
    size_t edges = 0;
    uint32_t at = 0;
    for (size_t i = 0; i < out->count; i++)
        edges += out->item[i].edges;
    uint32_t *part = hn_alloc(2 * edges, sizeof *part);
    out->port = hn_alloc(2 * edges, sizeof *out->port);
    if (!out->port || !part) {
        hn_free(part);
        return hn_nomem(ctx);
    }
    for (size_t i = 0; i < out->count; i++) {
        hn_passage *p = &out->item[i];
        p->first_port = at;
        for (uint32_t k = p->first_edge; k < p->first_edge + p->edges; k++) {
            const hn_edge *e = &n->edge[out->edge[k]];
            uint32_t end[2] = {e->from, e->to};
            for (int side = 0; side < 2; side++) {
                bool closed, open;
                look_at(n, end[side], &closed, &open);
                if (open) out->port[at++] = end[side];
            }
        }
        p->ports = unique(out->port + p->first_port, at - p->first_port);
        p->parts = count_parts(n, out->port + p->first_port, p->ports, part);
        p->through_m = p->around_m = NAN;
        at = p->first_port + p->ports;
    }
    hn_free(part);
    return HENSYN_OK;
}

hensyn_status hn_passages_find(hensyn_context *ctx, const hn_network *n,
                               const hn_access_options *options, hn_passages *out) {
    hensyn_status status = HENSYN_OK;
    uint32_t *set = hn_alloc(n->edges, sizeof *set);
    *out = (hn_passages){.of = hn_alloc(n->edges, sizeof *out->of)};
    if (!set || !out->of) HN_TRY(hn_nomem(ctx));
    for (uint32_t e = 0; e < n->edges; e++) {
        set[e] = e;
        out->of[e] = UINT32_MAX;
    }
    join_edges(n, set);
    HN_TRY(list_edges(ctx, n, set, out));
    HN_TRY(list_ports(ctx, n, out));
    HN_TRY(hn_passages_detours(ctx, n, options, out));
cleanup:
    hn_free(set);
    if (status != HENSYN_OK) hn_passages_clear(out);
    return status;
}

void hn_passages_clear(hn_passages *passages) {
    hn_free(passages->item);
    hn_free(passages->edge);
    hn_free(passages->port);
    hn_free(passages->of);
    *passages = (hn_passages){0};
}
