/* passages.c - the ways through what development areas close: closed edges that hang together, and
 * the ports where they meet the open network. */
#include "access/severance.h"

#include "access/sets.h"
#include "base/sum.h"

#include <math.h>
#include <stdlib.h>

static bool is_closed(const hn_network *n, uint32_t incident) {
    return n->closed[n->incident[incident] / 2];
}

static bool has_edge(const hn_network *n, uint32_t node, bool closed) {
    for (uint32_t i = n->node_first[node]; i < n->node_first[node + 1]; i++)
        if (is_closed(n, i) == closed) return true;
    return false;
}

static bool is_port(const hn_network *n, uint32_t node) {
    return has_edge(n, node, true) && has_edge(n, node, false);
}

/* Joins the closed edges of every node that is no port. */
static void join_edges(const hn_network *n, uint32_t *set) {
    for (uint32_t node = 0; node < n->nodes; node++) {
        if (!has_edge(n, node, true) || has_edge(n, node, false)) continue;
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

/* Metres of open links in each part of the network. */
static double *measure_parts(const hn_network *n) {
    hn_sum *sum = hn_zalloc(n->components, sizeof *sum);
    double *length = hn_alloc(n->components, sizeof *length);
    for (uint32_t e = 0; sum && length && e < n->edges; e++)
        if (!n->closed[e]) hn_sum_add(&sum[n->component[n->edge[e].from]], n->edge[e].length_m);
    for (uint32_t i = 0; sum && length && i < n->components; i++)
        length[i] = hn_sum_value(&sum[i]);
    if (!sum) {
        hn_free(length);
        length = NULL;
    }
    hn_free(sum);
    return length;
}

/* Parts are numbered by falling length: the first is what the others are cut off from. part: room.
 */
static void count_parts(const hn_network *n, const hn_passages *all, const double *length,
                        uint32_t *part, hn_passage *p) {
    for (uint32_t i = 0; i < p->ports; i++)
        part[i] = n->component[all->port[p->first_port + i]];
    p->parts = unique(part, p->ports);
    for (uint32_t i = 1; i < p->parts; i++)
        p->cut_off_m += length[part[i]];
}

static hensyn_status list_ports(hensyn_context *ctx, const hn_network *n, hn_passages *out) {
    size_t edges = 0;
    uint32_t at = 0;
    for (size_t i = 0; i < out->count; i++)
        edges += out->item[i].edges;
    hensyn_status status = HENSYN_OK;
    uint32_t *part = hn_alloc(2 * edges, sizeof *part);
    double *length = measure_parts(n);
    out->port = hn_alloc(2 * edges, sizeof *out->port);
    if (!out->port || !part || !length) HN_TRY(hn_nomem(ctx));
    for (size_t i = 0; i < out->count; i++) {
        hn_passage *p = &out->item[i];
        p->first_port = at;
        for (uint32_t k = p->first_edge; k < p->first_edge + p->edges; k++) {
            const hn_edge *e = &n->edge[out->edge[k]];
            if (is_port(n, e->from)) out->port[at++] = e->from;
            if (is_port(n, e->to)) out->port[at++] = e->to;
        }
        p->ports = unique(out->port + p->first_port, at - p->first_port);
        count_parts(n, out, length, part, p);
        p->through_m = p->around_m = NAN;
        at = p->first_port + p->ports;
    }
cleanup:
    hn_free(part);
    hn_free(length);
    return status;
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
