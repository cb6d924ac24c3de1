/* access_graph.h - the graph that `hensyn access` would search, made by the stages of the library
 * themselves, for programs that time searches on it. */
#ifndef HN_BENCH_ACCESS_GRAPH_H
#define HN_BENCH_ACCESS_GRAPH_H

#include "access/search.h"

#include "run.h"

typedef struct access_graph {
    hensyn_context *ctx;
    hensyn_job *job;
    hn_run run;
    hn_access_options options; /* defaults of the command line, classes of the preset ssb */
    hn_network *network;
    hn_searching searching; /* turned arcs, reaches of all destinations */
} access_graph;

/* Reads, joins and finds the entrances. On failure the message is on stderr. */
hensyn_status access_graph_make(const char *network, const char *destinations, int threads,
                                access_graph *out);
void access_graph_clear(access_graph *graph);

#endif
