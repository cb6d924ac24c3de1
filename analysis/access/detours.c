/* detours.c - how much longer the way between two ports of a passage is when all that is closed is
 * closed: one search over the whole network and one over what is open, from each port to the
 * nearest other ports, so that the work stays near the passage. */
#include "access/severance.h"

#include "base/platform.h"

#include <math.h>
#include <string.h>

/* ---- from one node to some others ---- */

typedef struct found {
    uint32_t node;
    uint64_t cost;
    double metres;
} found;

typedef struct room {
    uint64_t *cost; /* of each node, valid where stamp is the present one */
    double *metres;
    uint32_t *stamp, *settled, *target; /* numbers of the search that they are of */
    uint32_t now;
    hn_radix_heap heap;
    found list[HN_MOST_PAIRS];
    size_t count;
} room;

static hensyn_status offer(hensyn_context *ctx, room *r, uint32_t node, uint64_t cost,
                           double metres) {
    bool known = r->stamp[node] == r->now;
    if (known && (cost > r->cost[node] || (cost == r->cost[node] && metres >= r->metres[node])))
        return HENSYN_OK;
    r->stamp[node] = r->now;
    r->cost[node] = cost;
    r->metres[node] = metres;
    return hn_heap_push(&r->heap, cost, node) ? HENSYN_OK : hn_nomem(ctx);
}

/* Ways that lead to start, from the nearest marked nodes on, at most wanted of them. */
static hensyn_status search(hensyn_context *ctx, room *r, const hn_arcs *arcs, uint32_t start,
                            size_t wanted) {
    hensyn_status status = HENSYN_OK;
    hn_heap_item top;
    hn_heap_reset(&r->heap);
    r->count = 0;
    HN_TRY(offer(ctx, r, start, 0, 0));
    for (size_t step = 0; r->heap.count && r->count < wanted; step++) {
        if (!hn_heap_pop(&r->heap, &top)) HN_TRY(hn_nomem(ctx));
        if (r->settled[top.node] == r->now || r->cost[top.node] != top.cost) continue;
        if (step % 8192 == 8191 && hn_is_cancelled(ctx)) break;
        r->settled[top.node] = r->now;
        double metres = r->metres[top.node];
        if (r->target[top.node] == r->now && top.node != start)
            r->list[r->count++] = (found){top.node, top.cost, metres};
        for (uint32_t a = arcs->first[top.node]; a < arcs->first[top.node + 1]; a++)
            HN_TRY(offer(ctx, r, arcs->item[a].tail, top.cost + arcs->item[a].cost,
                         metres + arcs->item[a].length_m));
    }
cleanup:
    return status;
}

static void next_search(const hn_network *n, room *r) {
    if (++r->now) return;
    memset(r->stamp, 0, n->nodes * sizeof *r->stamp);
    memset(r->settled, 0, n->nodes * sizeof *r->settled);
    memset(r->target, 0, n->nodes * sizeof *r->target);
    r->now = 1;
}

/* ---- one port ---- */

/* The worst that a port meets. */
typedef struct outcome {
    bool broken, any;
    uint64_t more; /* cost around less cost through */
    double through_m, around_m;
} outcome;

typedef struct detouring {
    const hn_network *network;
    hn_arcs all, open;
    const hn_passages *passages;
    const uint32_t *of_port; /* passage of each port */
    outcome *worst;          /* of each port */
} detouring;

static void hold_against(outcome *worst, const found *before, const found *after) {
    uint64_t more = after->cost > before->cost ? after->cost - before->cost : 0;
    if (worst->any && more <= worst->more) return;
    *worst = (outcome){worst->broken, true, more, before->metres, after->metres};
}

static hensyn_status look_from(hensyn_context *ctx, const detouring *d, room *r, uint32_t port) {
    hensyn_status status = HENSYN_OK;
    const hn_network *n = d->network;
    const hn_passages *all = d->passages;
    const hn_passage *p = &all->item[d->of_port[port]];
    uint32_t start = all->port[port];
    found before[HN_MOST_PAIRS];
    outcome *worst = &d->worst[port];
    next_search(n, r);
    for (uint32_t i = p->first_port; i < p->first_port + p->ports; i++)
        r->target[all->port[i]] = r->now;
    HN_TRY(search(ctx, r, &d->all, start,
                  p->ports - 1 < HN_MOST_PAIRS ? p->ports - 1 : (size_t)HN_MOST_PAIRS));
    size_t pairs = r->count, same_part = 0;
    memcpy(before, r->list, pairs * sizeof *before);
    next_search(n, r);
    for (size_t i = 0; i < pairs; i++) {
        if (n->component[before[i].node] != n->component[start]) continue;
        r->target[before[i].node] = r->now;
        same_part++;
    }
    HN_TRY(search(ctx, r, &d->open, start, same_part));
    worst->broken = r->count < pairs;
    for (size_t i = 0; i < r->count; i++)
        for (size_t k = 0; k < pairs; k++)
            if (before[k].node == r->list[i].node) hold_against(worst, &before[k], &r->list[i]);
cleanup:
    return status;
}

static hensyn_status look_from_some(hensyn_context *ctx, void *shared, void *state, size_t first,
                                    size_t last) {
    const detouring *d = shared;
    hensyn_status status = HENSYN_OK;
    for (size_t i = first; i < last && status == HENSYN_OK && !hn_is_cancelled(ctx); i++)
        if (d->passages->item[d->of_port[i]].ports > 1)
            status = look_from(ctx, d, state, (uint32_t)i);
    return status;
}

static void room_destroy(void *shared, void *state) {
    (void)shared;
    room *r = state;
    if (!r) return;
    hn_heap_free(&r->heap);
    hn_free(r->cost);
    hn_free(r->metres);
    hn_free(r->stamp);
    hn_free(r->settled);
    hn_free(r->target);
    hn_free(r);
}

static hensyn_status room_create(hensyn_context *ctx, void *shared, void **state) {
    const detouring *d = shared;
    size_t nodes = d->network->nodes;
    room *r = hn_zalloc(1, sizeof *r);
    if (!r) return hn_nomem(ctx);
    *state = r;
    r->cost = hn_alloc(nodes, sizeof *r->cost);
    r->metres = hn_alloc(nodes, sizeof *r->metres);
    r->stamp = hn_zalloc(nodes, sizeof *r->stamp);
    r->settled = hn_zalloc(nodes, sizeof *r->settled);
    r->target = hn_zalloc(nodes, sizeof *r->target);
    return r->cost && r->metres && r->stamp && r->settled && r->target ? HENSYN_OK : hn_nomem(ctx);
}

/* ---- all ---- */

/* The first of the worst, in the order of ports: the same for any number of threads. */
static void take_worst(const detouring *d, hn_passages *passages) {
    for (size_t i = 0; i < passages->count; i++) {
        hn_passage *p = &passages->item[i];
        const outcome *most = NULL;
        for (uint32_t k = p->first_port; k < p->first_port + p->ports; k++) {
            const outcome *o = &d->worst[k];
            p->broken = p->broken || o->broken;
            if (o->any && (!most || o->more > most->more)) most = o;
        }
        p->broken = p->broken || p->parts > 1;
        if (!most) continue;
        p->through_m = most->through_m;
        p->around_m = most->around_m;
    }
}

hensyn_status hn_passages_detours(hensyn_context *ctx, const hn_network *network,
                                  const hn_access_options *options, hn_passages *passages) {
    hensyn_status status = HENSYN_OK;
    const hn_passage *last = passages->count ? &passages->item[passages->count - 1] : NULL;
    size_t ports = last ? last->first_port + last->ports : 0;
    uint32_t *of_port = hn_alloc(ports, sizeof *of_port);
    detouring d = {.network = network, .passages = passages, .of_port = of_port};
    d.worst = hn_zalloc(ports, sizeof *d.worst);
    if (!of_port || !d.worst) HN_TRY(hn_nomem(ctx));
    for (size_t i = 0; i < passages->count; i++)
        for (uint32_t k = 0; k < passages->item[i].ports; k++)
            of_port[passages->item[i].first_port + k] = (uint32_t)i;
    HN_TRY(hn_arcs_make(ctx, network, true, &d.all));
    HN_TRY(hn_arcs_make(ctx, network, false, &d.open));
    HN_TRY(hn_parallel(ctx, &(hn_parallel_job){.init = room_create,
                                               .body = look_from_some,
                                               .done = room_destroy,
                                               .shared = &d,
                                               .count = ports,
                                               .threads = options->threads}));
    take_worst(&d, passages);
cleanup:
    hn_arcs_clear(&d.all);
    hn_arcs_clear(&d.open);
    hn_free(of_port);
    hn_free(d.worst);
    return status;
}
