/* origins.c - ties every origin to the nearest place on a link, and lists origins by edge. */
#include "access/engine.h"

#include "base/platform.h"

static hensyn_status tie_some(hensyn_context *ctx, void *shared, void *state, size_t first,
                              size_t last) {
    (void)ctx, (void)state;
    hn_access_engine *e = shared;
    for (size_t k = first; k < last; k++) {
        size_t i = e->surround.order[k];
        const hn_origin *o = &e->input->origin[i];
        e->tie[i] = hn_network_nearest(e->network, o->x, o->y, e->options->snap, false);
        e->tie_edge[i] = e->tie[i].link == UINT32_MAX
                             ? UINT32_MAX
                             : hn_network_edge_at(e->network, e->tie[i].link, e->tie[i].at);
    }
    return HENSYN_OK;
}

static hensyn_status list_by_edge(hn_access_engine *e) {
    size_t edges = e->network->edges, origins = e->input->origins;
    e->edge_origins = hn_zalloc(edges + 2, sizeof *e->edge_origins);
    e->by_edge = hn_alloc(origins, sizeof *e->by_edge);
    if (!e->edge_origins || !e->by_edge) return hn_nomem(e->ctx);
    uint32_t *first = e->edge_origins + 1; /* ends up shifted by one, as starts */
    for (size_t i = 0; i < origins; i++)
        if (e->tie_edge[i] != UINT32_MAX) first[e->tie_edge[i] + 1]++;
    for (size_t i = 0; i < edges; i++)
        first[i + 1] += first[i];
    for (size_t i = 0; i < origins; i++)
        if (e->tie_edge[i] != UINT32_MAX) e->by_edge[first[e->tie_edge[i]]++] = (uint32_t)i;
    return HENSYN_OK;
}

hensyn_status hn_stage_tie(hn_access_engine *e) {
    size_t origins = e->input->origins;
    e->tie = hn_alloc(origins, sizeof *e->tie);
    e->tie_edge = hn_alloc(origins, sizeof *e->tie_edge);
    if (!e->tie || !e->tie_edge) return hn_nomem(e->ctx);
    hensyn_status status = hn_parallel(e->ctx, &(hn_parallel_job){.body = tie_some,
                                                                  .shared = e,
                                                                  .count = origins,
                                                                  .threads = e->options->threads});
    return status == HENSYN_OK ? list_by_edge(e) : status;
}
