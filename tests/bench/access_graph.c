/* access_graph.c - open, read, links, destinations, network, entrances: run.c and access.c without
 * origins and without a result. */
#include "access_graph.h"

#include <math.h>
#include <stdio.h>

static hensyn_status fill_job(access_graph *g, const char *network, const char *destinations) {
    hensyn_status status = HENSYN_OK;
    HN_TRY(hensyn_job_create(g->ctx, &g->job));
    HN_TRY(hensyn_job_set(g->ctx, g->job, "network", network));
    HN_TRY(hensyn_job_set(g->ctx, g->job, "destinations", destinations));
    g->job->command = HN_CMD_ACCESS;
    g->run.job = g->job;
    g->run.result = hn_result_create();
    if (!g->run.result) HN_TRY(hn_nomem(g->ctx));
cleanup:
    return status;
}

static hensyn_status add_destinations(access_graph *g) {
    hensyn_status status = HENSYN_OK;
    hn_keys *keys = hn_keys_create();
    if (!keys) return hn_nomem(g->ctx);
    for (size_t i = 0; i < g->run.input_count; i++) {
        hn_input *input = &g->run.input[i];
        if (input->role == HN_INPUT_DESTINATIONS)
            HN_TRY(hn_destination_rows_add(g->ctx, g->run.result, g->run.measure, keys, input->read,
                                           &input->fields, input->row, input->repaired));
    }
cleanup:
    hn_keys_destroy(keys);
    return status;
}

static hensyn_status read_all(access_graph *g, int threads) {
    const hn_access_job *given = &g->job->access;
    hensyn_status status = HENSYN_OK;
    HN_TRY(hn_rules_create(g->ctx, NULL, &g->run.rules));
    HN_TRY(hn_run_open(g->ctx, &g->run));
    HN_TRY(hn_run_read(g->ctx, &g->run));
    HN_TRY(hn_run_links(g->ctx, &g->run));
    HN_TRY(add_destinations(g));
    g->options = (hn_access_options){.measure = g->run.measure,
                                     .threads = threads,
                                     .class_ = g->run.access.class_,
                                     .classes = g->run.access.classes,
                                     .join = given->join,
                                     .snap = given->snap,
                                     .inferred = given->inferred_entrance,
                                     .max_distance = (double)INFINITY};
cleanup:
    return status;
}

static hensyn_status join_all(access_graph *g) {
    hensyn_status status = HENSYN_OK;
    hn_reaches reaches = {0};
    const hn_access_input input = {.links = &g->run.access.links};
    HN_TRY(hn_destinations_merge(g->ctx, g->run.result, &g->options));
    HN_TRY(hn_network_build(g->ctx, &g->run.access.links, &g->options, NULL, &g->network));
    HN_TRY(hn_reach_find(g->ctx, g->run.result, g->network, &input, &g->options, &reaches));
    HN_TRY(hn_searching_start(g->ctx, g->network, &reaches, g->run.result, &g->options,
                              &g->searching));
cleanup:
    hn_reaches_clear(&reaches);
    return status;
}

hensyn_status access_graph_make(const char *network, const char *destinations, int threads,
                                access_graph *out) {
    hensyn_status status = HENSYN_OK;
    *out = (access_graph){0};
    HN_TRY(hensyn_context_create(&out->ctx));
    HN_TRY(fill_job(out, network, destinations));
    HN_TRY(read_all(out, threads));
    HN_TRY(join_all(out));
cleanup:
    if (status != HENSYN_OK) fprintf(stderr, "%s\n", out->ctx ? hensyn_message(out->ctx) : "?");
    return status;
}

void access_graph_clear(access_graph *graph) {
    hn_searching_clear(&graph->searching);
    hn_network_destroy(graph->network);
    hn_run_clear(&graph->run);
    hensyn_job_destroy(graph->job);
    hensyn_context_destroy(graph->ctx);
}
