/* access.c - the stages of the access engine, in the order the data passes them. */
#include "access/engine.h"

#include "base/platform.h"

static void stamp(const hn_access_options *options, int stage, double *since) {
    double now = hn_seconds();
    if (options->stage_seconds) options->stage_seconds[stage] += now - *since;
    *since = now;
}

static hensyn_status make_reach(hn_access_engine *e) {
    hn_reaches reaches = {0};
    hensyn_status status = HENSYN_OK;
    HN_TRY(hn_reach_find(e->ctx, e->result, e->network, e->input, e->options, &reaches));
    HN_TRY(hn_searching_start(e->ctx, e->network, &reaches, e->result, e->options, &e->searching));
    HN_TRY(hn_surround_find(e->ctx, e->result, e->input, e->options, &e->surround));
cleanup:
    hn_reaches_clear(&reaches);
    return status;
}

/* ---- searches, a class a thread ---- */

static hensyn_status search_some(hensyn_context *ctx, void *shared, void *state, size_t first,
                                 size_t last) {
    (void)state;
    hn_access_engine *e = shared;
    hensyn_status status = HENSYN_OK;
    for (size_t c = first; c < last && status == HENSYN_OK; c++)
        if (hn_by_network(e, c))
            status = hn_search_class(ctx, &e->searching, (uint32_t)c, &e->labels[c]);
    return status;
}

hensyn_status hn_stage_search(hn_access_engine *e) {
    e->labels = hn_zalloc(e->options->classes, sizeof *e->labels);
    if (!e->labels) return hn_nomem(e->ctx);
    return hn_parallel(e->ctx, &(hn_parallel_job){.body = search_some,
                                                  .shared = e,
                                                  .count = e->options->classes,
                                                  .grain = 1,
                                                  .threads = e->options->threads});
}

/* Gives back early what only the routes ask for again: the most memory is used further on. */
static void release_found(hn_access_engine *e) {
    if (e->options->routes) return;
    hn_free(e->found);
    e->found = NULL;
}

static void clear(hn_access_engine *e) {
    for (size_t c = 0; e->labels && c < e->options->classes; c++)
        hn_labels_clear(&e->labels[c]);
    hn_free(e->labels);
    hn_free(e->tie);
    hn_free(e->tie_edge);
    hn_free(e->found);
    hn_free(e->edge_origins);
    hn_free(e->by_edge);
    hn_surround_clear(&e->surround);
    hn_searching_clear(&e->searching);
    hn_network_destroy(e->network);
}

hensyn_status hn_access(hensyn_context *ctx, hn_result *result, const hn_access_input *input,
                        const hn_access_options *options) {
    hn_access_engine e = {.ctx = ctx, .result = result, .input = input, .options = options};
    hensyn_status status = HENSYN_OK;
    double since = hn_seconds();
    result->has_access = true;
    result->has_routes = options->routes;
    result->has_service_area = options->service_area;
    result->has_severance = input->has_plan;
    hn_step(ctx, "network", 25, 35);
    HN_TRY(hn_network_build(ctx, input->links, options, NULL, &e.network));
    stamp(options, HN_ACCESS_NETWORK, &since);
    hn_step(ctx, "entrances", 35, 42);
    HN_TRY(make_reach(&e));
    stamp(options, HN_ACCESS_REACH, &since);
    hn_step(ctx, "ties", 42, 50);
    HN_TRY(hn_stage_tie(&e));
    stamp(options, HN_ACCESS_TIE, &since);
    hn_step(ctx, "search", 50, 58);
    HN_TRY(hn_stage_search(&e));
    HN_TRY(hn_stage_assign(&e));
    HN_TRY(hn_stage_distances(&e));
    release_found(&e);
    stamp(options, HN_ACCESS_SEARCH, &since);
    hn_step(ctx, "served", 58, 65);
    HN_TRY(hn_stage_served(&e));
    hn_arcs_clear(&e.searching.arcs); /* the last search is done */
    stamp(options, HN_ACCESS_SERVED, &since);
    hn_step(ctx, "access rows", 65, 70);
    HN_TRY(hn_stage_net(&e));
    if (input->has_plan) HN_TRY(hn_stage_severance(&e));
    stamp(options, HN_ACCESS_SEVERANCE, &since);
    hn_step(ctx, "access drawn", 70, 75);
    if (options->routes) HN_TRY(hn_stage_routes(&e));
    if (options->service_area) HN_TRY(hn_stage_service_area(&e));
    HN_TRY(hn_stage_access_indicators(&e));
    stamp(options, HN_ACCESS_ROWS, &since);
cleanup:
    clear(&e);
    return status;
}
