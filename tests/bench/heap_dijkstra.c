/* heap_dijkstra.c - hensyn_bench_search: searches from the entrances of a class over the same
 * graph, each timed: the one of hensyn (two labels a node), and plain Dijkstra (one label) with
 * hensyn's radix heap and with a binary heap. All must find the same distances.
 *
 * With --sources N also from N nodes at entrances, whose graph and nodes --dump FOLDER writes as
 * edges.csv and sources.csv for other engines: metres, turned around as the search goes. */
#include "access_graph.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 3 };

/* ---- a binary heap of costs and nodes; what has become dearer than known is left in it ---- */

typedef struct binary_heap {
    hn_heap_item *item;
    size_t count, capacity;
} binary_heap;

static bool binary_push(binary_heap *h, uint64_t cost, uint32_t node) {
    if (!HN_RESERVE(h->item, h->count, h->capacity, 1)) return false;
    size_t at = h->count++;
    for (; at > 0 && h->item[(at - 1) / 2].cost > cost; at = (at - 1) / 2)
        h->item[at] = h->item[(at - 1) / 2];
    h->item[at] = (hn_heap_item){cost, node};
    return true;
}

static hn_heap_item binary_pop(binary_heap *h) {
    hn_heap_item top = h->item[0], last = h->item[--h->count];
    size_t at = 0, child = 1;
    for (; child < h->count; at = child, child = 2 * at + 1) {
        if (child + 1 < h->count && h->item[child + 1].cost < h->item[child].cost) child++;
        if (h->item[child].cost >= last.cost) break;
        h->item[at] = h->item[child];
    }
    h->item[at] = last;
    return top;
}

/* ---- where searches begin ---- */

typedef struct start {
    uint64_t cost;
    uint32_t node;
} start;

typedef struct starts {
    start *item;
    size_t count, capacity;
} starts;

static bool add_start(const hn_searching *s, const hn_reach *reach, hn_position at, uint32_t node,
                      starts *out) {
    uint64_t cost = hn_way_to_reach(s, reach, at).cost;
    if (cost == HN_NO_LABEL) return true;
    if (!HN_RESERVE(out->item, out->count, out->capacity, 1)) return false;
    out->item[out->count++] = (start){cost, node};
    return true;
}

static bool is_in_class(const hn_searching *s, const hn_reach *reach, size_t c) {
    return s->result->destinations.row[reach->destination].classes >> c & 1;
}

/* Ends of the edges that reaches of a class have a part in, as the search of hensyn starts. */
static bool find_starts(const hn_searching *s, size_t c, starts *out) {
    const hn_network *n = s->network;
    for (size_t i = 0; i < s->reaches.count; i++) {
        const hn_reach *reach = &s->reaches.item[i];
        if (!is_in_class(s, reach, c)) continue;
        uint32_t e = hn_network_edge_at(n, reach->link, reach->from);
        for (; e < n->first_edge[reach->link + 1] && n->edge[e].start <= reach->to; e++)
            if (!add_start(s, reach, n->edge[e].start, n->edge[e].from, out) ||
                !add_start(s, reach, n->edge[e].end, n->edge[e].to, out))
                return false;
    }
    return true;
}

/* ---- plain Dijkstra, twice the same but for the heap ---- */

static bool plain_radix(const hn_arcs *arcs, const starts *from, uint64_t *cost) {
    hn_radix_heap heap = {0};
    hn_heap_item top;
    bool ok = true;
    for (size_t i = 0; i < from->count && ok; i++) {
        const start *s = &from->item[i];
        if (s->cost >= cost[s->node]) continue;
        ok = hn_heap_push(&heap, cost[s->node] = s->cost, s->node);
    }
    while (ok && heap.count && (ok = hn_heap_pop(&heap, &top))) {
        if (top.cost > cost[top.node]) continue;
        for (uint32_t a = arcs->first[top.node]; a < arcs->first[top.node + 1] && ok; a++) {
            const hn_arc *arc = &arcs->item[a];
            uint64_t fresh = top.cost + arc->cost;
            if (fresh < cost[arc->tail])
                ok = hn_heap_push(&heap, cost[arc->tail] = fresh, arc->tail);
        }
    }
    hn_heap_free(&heap);
    return ok;
}

static bool plain_binary(const hn_arcs *arcs, const starts *from, uint64_t *cost) {
    binary_heap heap = {0};
    bool ok = true;
    for (size_t i = 0; i < from->count && ok; i++) {
        const start *s = &from->item[i];
        if (s->cost >= cost[s->node]) continue;
        ok = binary_push(&heap, cost[s->node] = s->cost, s->node);
    }
    while (ok && heap.count) {
        hn_heap_item top = binary_pop(&heap);
        if (top.cost > cost[top.node]) continue;
        for (uint32_t a = arcs->first[top.node]; a < arcs->first[top.node + 1] && ok; a++) {
            const hn_arc *arc = &arcs->item[a];
            uint64_t fresh = top.cost + arc->cost;
            if (fresh < cost[arc->tail])
                ok = binary_push(&heap, cost[arc->tail] = fresh, arc->tail);
        }
    }
    hn_free(heap.item);
    return ok;
}

/* ---- timing ---- */

typedef struct timing {
    double wall, cpu; /* s, the best of the rounds by processor time */
} timing;

typedef struct clocks {
    double wall;
    clock_t cpu;
} clocks;

static clocks now(void) { return (clocks){hn_seconds(), clock()}; }

static void stop_clock(clocks since, timing *best) {
    timing t = {hn_seconds() - since.wall, (double)(clock() - since.cpu) / CLOCKS_PER_SEC};
    if (best->cpu == 0 || t.cpu < best->cpu) *best = t;
}

typedef struct comparison {
    timing hensyn, radix, binary;
    size_t nodes, labels; /* nodes settled, and labels settled by hensyn */
    double metres;        /* sum of the distances of all nodes settled */
    bool same;
} comparison;

static void check(const hn_labels *labels, const uint64_t *radix, const uint64_t *binary,
                  size_t nodes, comparison *out) {
    out->nodes = out->labels = 0;
    out->metres = 0;
    out->same = true;
    for (size_t i = 0; i < nodes; i++) {
        const hn_label *l = &labels->label[i * HN_SLOTS];
        out->same &= l->cost == radix[i] && l->cost == binary[i];
        if (l->cost == HN_NO_LABEL) continue;
        out->nodes++;
        out->labels += l[1].cost == HN_NO_LABEL ? 1 : 2;
        out->metres += (double)l->cost / 1000;
    }
}

static uint64_t *costs_of(size_t nodes) {
    uint64_t *cost = malloc((nodes + 1) * sizeof *cost);
    for (size_t i = 0; cost && i < nodes; i++)
        cost[i] = HN_NO_LABEL;
    return cost;
}

/* One round; what each program needs for its memory is in its time. */
static hensyn_status search_once(hensyn_context *ctx, const hn_searching *s, size_t c,
                                 const starts *from, comparison *out) {
    size_t nodes = s->network->nodes;
    hensyn_status status = HENSYN_OK;
    hn_labels labels = {0};
    clocks since = now();
    HN_TRY(hn_search_class(ctx, s, (uint32_t)c, &labels));
    stop_clock(since, &out->hensyn);
    since = now();
    uint64_t *radix = costs_of(nodes);
    if (!radix || !plain_radix(&s->arcs, from, radix)) status = hn_nomem(ctx);
    stop_clock(since, &out->radix);
    since = now();
    uint64_t *binary = costs_of(nodes);
    if (!binary || !plain_binary(&s->arcs, from, binary)) status = hn_nomem(ctx);
    stop_clock(since, &out->binary);
    if (status == HENSYN_OK) check(&labels, radix, binary, nodes, out);
    free(radix);
    free(binary);
cleanup:
    hn_labels_clear(&labels);
    return status;
}

static hensyn_status compare(hensyn_context *ctx, const hn_searching *s, size_t c,
                             comparison *out) {
    starts from = {0};
    hensyn_status status = HENSYN_OK;
    *out = (comparison){0};
    if (!find_starts(s, c, &from)) HN_TRY(hn_nomem(ctx));
    for (int round = 0; round < ROUNDS; round++)
        HN_TRY(search_once(ctx, s, c, &from, out));
    if (!out->same)
        HN_TRY(hn_fail(ctx, HENSYN_FAILED, "the searches disagree in class %zu", c + 1));
cleanup:
    hn_free(from.item);
    return status;
}

static void tell(const char *name, const comparison *t) {
    const struct {
        const char *word;
        const timing *timing;
    } each[] = {{"hensyn", &t->hensyn}, {"radix", &t->radix}, {"binary", &t->binary}};
    printf("{\"search\": \"%s\", \"nodes\": %zu, \"labels\": %zu, \"metres\": %.3f", name, t->nodes,
           t->labels, t->metres);
    for (size_t i = 0; i < sizeof each / sizeof *each; i++)
        printf(", \"%s_s\": %.4f, \"%s_cpu\": %.4f, \"%s_us\": %.4f", each[i].word,
               each[i].timing->wall, each[i].word, each[i].timing->cpu, each[i].word,
               1e6 * each[i].timing->cpu / (double)(t->nodes ? t->nodes : 1));
    puts("}");
}

/* ---- a few nodes as sources ---- */

/* A reach of one point at the start of the edge that every so many of the entrances are on. */
static hensyn_status take_sources(hensyn_context *ctx, const hn_searching *s, size_t wanted,
                                  hn_reaches *out) {
    const hn_network *n = s->network;
    size_t count = s->reaches.count, step = count / (wanted ? wanted : 1);
    for (size_t i = 0; i < count; i += step ? step : 1) {
        hn_reach reach = s->reaches.item[i];
        if (!is_in_class(s, &reach, 0) || out->count == wanted) continue;
        reach.from = reach.to = n->edge[hn_network_edge_at(n, reach.link, reach.from)].start;
        reach.exit_m = 0;
        if (!HN_RESERVE(out->item, out->count, out->capacity, 1)) return hn_nomem(ctx);
        out->item[out->count++] = reach;
    }
    return HENSYN_OK;
}

static uint32_t node_of(const hn_network *n, const hn_reach *source) {
    const hn_edge *e = &n->edge[hn_network_edge_at(n, source->link, source->from)];
    return e->start == source->from ? e->from : e->to;
}

static FILE *create(const char *folder, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (!file) fprintf(stderr, "%s: %s\n", path, strerror(errno));
    return file;
}

static double metres_of(uint32_t cost) { return cost == HN_NO_COST ? -1 : (double)cost / 1000; }

/* Ways are turned, so that an engine that searches from its sources finds the way to them. */
static bool dump(const hn_network *n, const hn_reaches *sources, const char *folder) {
    FILE *edges = create(folder, "edges.csv"), *nodes = create(folder, "sources.csv");
    for (uint32_t e = 0; edges && e < n->edges; e++)
        fprintf(edges, "%u,%u,%u,%.3f,%.3f\n", e + 1, n->edge[e].from, n->edge[e].to,
                metres_of(n->edge[e].cost[1]), metres_of(n->edge[e].cost[0]));
    for (size_t i = 0; nodes && i < sources->count; i++) {
        const hn_reach *r = &sources->item[i];
        uint32_t node = node_of(n, r);
        fprintf(nodes, "%u,%.3f,%.3f\n", node, n->node_xy[2 * (size_t)node],
                n->node_xy[2 * (size_t)node + 1]);
    }
    bool ok = edges && nodes && !ferror(edges) && !ferror(nodes);
    if (edges && fclose(edges) != 0) ok = false;
    if (nodes && fclose(nodes) != 0) ok = false;
    return ok;
}

static hensyn_status from_sources(access_graph *g, size_t wanted, const char *folder) {
    hensyn_status status = HENSYN_OK;
    comparison found;
    hn_reaches sources = {0};
    hn_searching few = {0};
    HN_TRY(take_sources(g->ctx, &g->searching, wanted, &sources));
    if (folder && !dump(g->network, &sources, folder))
        HN_TRY(hn_fail(g->ctx, HENSYN_FAILED, "%s: cannot write", folder));
    HN_TRY(hn_searching_start(g->ctx, g->network, &sources, g->run.result, &g->options, &few));
    HN_TRY(compare(g->ctx, &few, 0, &found));
    tell("sources", &found);
cleanup:
    hn_reaches_clear(&sources);
    hn_searching_clear(&few);
    return status;
}

/* ---- the program ---- */

typedef struct asked_for {
    const char *path[2], *folder; /* network, destinations */
    size_t paths, sources;
} asked_for;

static bool read_words(int argc, char **argv, asked_for *out) {
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--sources") == 0 && i + 1 < argc)
            out->sources = strtoul(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--dump") == 0 && i + 1 < argc)
            out->folder = argv[++i];
        else if (argv[i][0] != '-' && out->paths < 2)
            out->path[out->paths++] = argv[i];
        else
            return false;
    }
    return out->paths == 2;
}

static hensyn_status search_all(access_graph *g, const asked_for *wish) {
    hensyn_status status = HENSYN_OK;
    printf("{\"graph\": true, \"nodes\": %u, \"edges\": %u, \"links\": %zu, \"reaches\": %zu}\n",
           g->network->nodes, g->network->edges, g->run.access.links.count,
           g->searching.reaches.count);
    for (size_t c = 0; c < g->options.classes; c++) {
        comparison found;
        if (g->options.class_[c].straight) continue;
        HN_TRY(compare(g->ctx, &g->searching, c, &found));
        tell(g->options.class_[c].name, &found);
    }
    if (wish->sources) HN_TRY(from_sources(g, wish->sources, wish->folder));
cleanup:
    if (status != HENSYN_OK) fprintf(stderr, "%s\n", hensyn_message(g->ctx));
    return status;
}

int main(int argc, char **argv) {
    asked_for wish = {0};
    access_graph graph;
    if (!read_words(argc, argv, &wish)) {
        fputs("usage: hensyn_bench_search [--sources N [--dump FOLDER]] NETWORK DESTINATIONS\n",
              stderr);
        return 2;
    }
    hensyn_status status = access_graph_make(wish.path[0], wish.path[1], hn_cores(), &graph);
    if (status == HENSYN_OK) status = search_all(&graph, &wish);
    access_graph_clear(&graph);
    return status == HENSYN_OK ? 0 : 1;
}
