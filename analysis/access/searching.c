/* searching.c - what all searches share: turned arcs, the reaches of each link and their order, and
 * the cost of going along a link. */
#include "access/search.h"

#include <math.h>
#include <stdlib.h>

/* ---- arcs ---- */

hensyn_status hn_arcs_make(hensyn_context *ctx, const hn_network *n, bool closed_too,
                           hn_arcs *out) {
    size_t arcs = 2 * (size_t)n->edges, at = 0;
    out->first = hn_alloc((size_t)n->nodes + 1, sizeof *out->first);
    out->item = hn_alloc(arcs, sizeof *out->item);
    if (!out->first || !out->item) return hn_nomem(ctx);
    for (uint32_t node = 0; node < n->nodes; node++) {
        out->first[node] = (uint32_t)at;
        for (uint32_t i = n->node_first[node]; i < n->node_first[node + 1]; i++) {
            const hn_edge *e = &n->edge[n->incident[i] / 2];
            bool is_from = n->incident[i] % 2 == 0;
            int way = is_from ? 1 : 0; /* travel towards the node */
            if (e->cost[way] == HN_NO_COST || e->from == e->to) continue;
            if (!closed_too && n->closed && n->closed[n->incident[i] / 2]) continue;
            out->item[at++] = (hn_arc){.length_m = e->length_m,
                                       .seconds = e->seconds[way],
                                       .tail = is_from ? e->to : e->from,
                                       .cost = e->cost[way],
                                       .edge = n->incident[i] / 2};
        }
    }
    out->first[n->nodes] = (uint32_t)at;
    return HENSYN_OK;
}

void hn_arcs_clear(hn_arcs *arcs) {
    hn_free(arcs->first);
    hn_free(arcs->item);
    *arcs = (hn_arcs){0};
}

/* ---- reaches ---- */

typedef struct ranked {
    uint32_t destination, entrance, item;
} ranked;

static int by_rank(const void *a, const void *b) {
    const ranked *p = a, *q = b;
    if (p->destination != q->destination) return p->destination < q->destination ? -1 : 1;
    if (p->entrance != q->entrance) return p->entrance < q->entrance ? -1 : 1;
    return p->item < q->item ? -1 : p->item > q->item;
}

static hensyn_status rank_reaches(hensyn_context *ctx, hn_searching *s) {
    size_t count = s->reaches.count;
    ranked *list = hn_alloc(count, sizeof *list);
    s->rank = hn_alloc(count, sizeof *s->rank);
    if (!list || !s->rank) {
        hn_free(list);
        return hn_nomem(ctx);
    }
    for (size_t i = 0; i < count; i++)
        list[i] =
            (ranked){s->reaches.item[i].destination, s->reaches.item[i].entrance, (uint32_t)i};
    if (count) qsort(list, count, sizeof *list, by_rank);
    for (size_t i = 0; i < count; i++)
        s->rank[list[i].item] = (uint32_t)i;
    hn_free(list);
    return HENSYN_OK;
}

static hensyn_status find_first(hensyn_context *ctx, hn_searching *s) {
    size_t links = s->network->links->count, at = 0;
    s->first_reach = hn_alloc(links + 1, sizeof *s->first_reach);
    if (!s->first_reach) return hn_nomem(ctx);
    for (size_t link = 0; link <= links; link++) {
        while (at < s->reaches.count && s->reaches.item[at].link < link)
            at++;
        s->first_reach[link] = (uint32_t)at;
    }
    return HENSYN_OK;
}

hensyn_status hn_searching_start(hensyn_context *ctx, const hn_network *network,
                                 hn_reaches *reaches, const hn_result *result,
                                 const hn_access_options *options, hn_searching *out) {
    hensyn_status status = HENSYN_OK;
    *out = (hn_searching){.network = network, .result = result, .options = options};
    out->reaches = *reaches;
    *reaches = (hn_reaches){0};
    HN_TRY(hn_arcs_make(ctx, network, false, &out->arcs));
    HN_TRY(rank_reaches(ctx, out));
    HN_TRY(find_first(ctx, out));
cleanup:
    if (status != HENSYN_OK) hn_searching_clear(out);
    return status;
}

void hn_searching_clear(hn_searching *s) {
    hn_arcs_clear(&s->arcs);
    hn_reaches_clear(&s->reaches);
    hn_free(s->first_reach);
    hn_free(s->rank);
    *s = (hn_searching){0};
}

/* ---- ways ---- */

static uint64_t thousandths(double value) { return (uint64_t)nearbyint(value * 1000); }

hn_way_cost hn_way_between(const hn_network *n, uint32_t link, hn_position from, hn_position to) {
    const hn_link *l = &n->links->link[link];
    int way = from <= to ? 0 : 1;
    if (from == to) return (hn_way_cost){0, 0, 0};
    if (!(l->ways & (way ? HN_WAY_AGAINST : HN_WAY_ALONG)))
        return (hn_way_cost){HN_NO_LABEL, INFINITY, INFINITY};
    double metres = fabs(hn_network_along(n, link, to) - hn_network_along(n, link, from));
    double seconds = hn_network_seconds(n, link, from, to), cost = metres;
    if (n->by_time) {
        cost = seconds;
    } else if (!isnan(l->cost[way])) {
        double whole = hn_network_along(n, link, (double)(l->points - 1));
        cost = whole > 0 ? l->cost[way] * metres / whole : 0;
    }
    return (hn_way_cost){thousandths(cost), metres, seconds};
}

hn_way_cost hn_way_to_reach(const hn_searching *s, const hn_reach *item, hn_position from) {
    hn_position to = from < item->from ? item->from : from > item->to ? item->to : from;
    hn_way_cost way = hn_way_between(s->network, item->link, from, to);
    if (way.cost == HN_NO_LABEL) return way;
    double seconds = item->exit_m / (s->options->leg_speed_kmh / 3.6);
    way.cost += thousandths(s->network->by_time ? seconds : item->exit_m);
    way.length_m += item->exit_m;
    way.seconds += seconds;
    return way;
}

bool hn_better(const hn_searching *s, uint64_t cost, uint32_t reach, double length_m,
               uint64_t other_cost, uint32_t other, double other_m) {
    if (cost != other_cost) return cost < other_cost;
    if (cost == HN_NO_LABEL) return false;
    if (reach != other) return s->rank[reach] < s->rank[other];
    return length_m < other_m;
}
