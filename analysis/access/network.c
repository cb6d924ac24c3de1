/* network.c - builds the graph: runs of segments, lengths along links, cuts, edges, incidence and
 * components; and answers where a position of a link lies. */
#include "access/network.h"

#include "access/edges.h"
#include "access/noding.h"
#include "base/platform.h"
#include "base/sum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- runs ---- */

uint32_t hn_network_run_length(const hn_network *network, uint32_t run) {
    uint32_t segments = network->links->link[network->run_link[run]].points - 1;
    uint32_t left = segments - network->run_segment[run];
    return left < HN_RUN_SEGMENTS ? left : HN_RUN_SEGMENTS;
}

static uint32_t runs_of(const hn_link *link) { return (link->points - 2) / HN_RUN_SEGMENTS + 1; }

static hn_box run_box(const hn_link *link, uint32_t first, uint32_t segments) {
    hn_box box = HN_EMPTY_BOX;
    for (uint32_t v = first; v <= first + segments; v++) {
        const double *p = link->xy + 2 * (size_t)v;
        box = hn_box_join(box, (hn_box){p[0], p[1], p[0], p[1]});
    }
    return box;
}

static hensyn_status make_runs(hensyn_context *ctx, hn_network *n) {
    const hn_links *links = n->links;
    size_t count = 0, at = 0;
    hn_box *box = NULL;
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; i < links->count; i++)
        count += runs_of(&links->link[i]);
    n->run_link = hn_alloc(count, sizeof *n->run_link);
    n->run_segment = hn_alloc(count, sizeof *n->run_segment);
    box = hn_alloc(count, sizeof *box);
    if (!n->run_link || !n->run_segment || !box || count >= UINT32_MAX - 64) HN_TRY(hn_nomem(ctx));
    for (size_t i = 0; i < links->count; i++) {
        const hn_link *link = &links->link[i];
        for (uint32_t r = 0; r < runs_of(link); r++, at++) {
            n->run_link[at] = (uint32_t)i;
            n->run_segment[at] = r * HN_RUN_SEGMENTS;
            box[at] = run_box(link, r * HN_RUN_SEGMENTS, hn_network_run_length(n, (uint32_t)at));
        }
    }
    n->run_count = (uint32_t)count;
    n->runs = hn_index_create(box, count);
    if (!n->runs) HN_TRY(hn_nomem(ctx));
cleanup:
    hn_free(box);
    return status;
}

/* ---- lengths along links ---- */

typedef struct measuring {
    hn_network *network;
    const hn_access_options *options;
} measuring;

/* Room of one worker for the lengths to the knots of a link. */
typedef struct knot_room {
    double *along;
    size_t capacity;
} knot_room;

static hensyn_status make_room(hensyn_context *ctx, void *shared, void **state) {
    (void)shared;
    *state = hn_zalloc(1, sizeof(knot_room));
    return *state ? HENSYN_OK : hn_nomem(ctx);
}

static void free_room(void *shared, void *state) {
    (void)shared;
    knot_room *room = state;
    if (room) hn_free(room->along);
    hn_free(room);
}

static hensyn_status measure_links(hensyn_context *ctx, void *shared, void *state, size_t first,
                                   size_t last) {
    knot_room *room = state;
    hn_network *n = ((measuring *)shared)->network;
    for (size_t i = first; i < last; i++) {
        const hn_link *link = &n->links->link[i];
        double *along = n->along + n->first_along[i];
        hn_sum sum = {0, 0};
        along[0] = 0;
        for (uint32_t v = 1; v < link->points; v++) {
            const double *a = link->xy + 2 * (size_t)(v - 1), *b = a + 2;
            double plane = hypot(b[0] - a[0], b[1] - a[1]);
            hn_sum_add(
                &sum, hn_measure_distance(n->measure, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2, plane));
            along[v] = hn_sum_value(&sum);
        }
        if (!n->along_s[0]) continue;
        if (!HN_RESERVE(room->along, 0, room->capacity, hn_link_knots(link))) return hn_nomem(ctx);
        hn_walking_times(n, (uint32_t)i, ((measuring *)shared)->options, room->along);
    }
    return HENSYN_OK;
}

static bool has_heights(const hn_links *links) {
    for (size_t i = 0; i < links->count; i++)
        if (links->link[i].z) return true;
    return false;
}

static hensyn_status make_knots(hensyn_context *ctx, hn_network *n) {
    const hn_links *links = n->links;
    size_t knots = 0;
    n->first_knot = hn_alloc(links->count + 1, sizeof *n->first_knot);
    if (!n->first_knot) return hn_nomem(ctx);
    for (size_t i = 0; i < links->count; i++) {
        n->first_knot[i] = knots;
        knots += hn_link_knots(&links->link[i]);
    }
    n->first_knot[links->count] = knots;
    for (int way = 0; way < 2; way++)
        if (!(n->along_s[way] = hn_alloc(knots, sizeof *n->along_s[way]))) return hn_nomem(ctx);
    return HENSYN_OK;
}

static hensyn_status measure_all(hensyn_context *ctx, hn_network *n,
                                 const hn_access_options *options) {
    const hn_links *links = n->links;
    size_t vertices = 0;
    n->first_along = hn_alloc(links->count + 1, sizeof *n->first_along);
    if (!n->first_along) return hn_nomem(ctx);
    for (size_t i = 0; i < links->count; i++) {
        n->first_along[i] = vertices;
        vertices += links->link[i].points;
    }
    n->first_along[links->count] = vertices;
    n->along = hn_alloc(vertices, sizeof *n->along);
    if (!n->along) return hn_nomem(ctx);
    if (options->tobler && has_heights(links)) {
        hensyn_status status = make_knots(ctx, n);
        if (status != HENSYN_OK) return status;
    }
    measuring m = {n, options};
    return hn_parallel(ctx, &(hn_parallel_job){.init = make_room,
                                               .body = measure_links,
                                               .done = free_room,
                                               .shared = &m,
                                               .count = links->count,
                                               .threads = options->threads});
}

/* ---- positions ---- */

static double value_at(const double *values, const hn_link *link, hn_position at) {
    uint32_t v = (uint32_t)at;
    double t = at - v;
    if (v + 1 >= link->points) return values[link->points - 1];
    return values[v] + t * (values[v + 1] - values[v]);
}

double hn_network_along(const hn_network *network, uint32_t link, hn_position at) {
    return value_at(network->along + network->first_along[link], &network->links->link[link], at);
}

/* Seconds to a position, between the knots around it. */
static double seconds_at(const hn_network *n, uint32_t number, int way, hn_position at) {
    const hn_link *link = &n->links->link[number];
    const double *s = n->along_s[way] + n->first_knot[number];
    uint32_t v = (uint32_t)at;
    if (v + 1 >= link->points) return s[hn_link_knots(link) - 1];
    uint32_t knot = hn_link_knot(link, v), steps = hn_link_knot(link, v + 1) - knot;
    double t = (at - v) * steps;
    uint32_t j = t < steps ? (uint32_t)t : steps - 1;
    return s[knot + j] + (t - j) * (s[knot + j + 1] - s[knot + j]);
}

hn_position hn_network_position(const hn_network *network, uint32_t link, double along_m) {
    const double *along = network->along + network->first_along[link];
    uint32_t low = 0, high = network->links->link[link].points - 1;
    if (along_m >= along[high]) return high;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (along[middle] <= along_m)
            low = middle;
        else
            high = middle;
    }
    double length = along[high] - along[low], t = length > 0 ? (along_m - along[low]) / length : 0;
    return low + (t < 0 ? 0 : t > 1 ? 1 : t);
}

double hn_network_seconds(const hn_network *network, uint32_t link, hn_position from,
                          hn_position to) {
    const hn_link *l = &network->links->link[link];
    int way = from <= to ? 0 : 1;
    size_t first = network->first_along[link], last = first + l->points - 1;
    double metres =
        fabs(hn_network_along(network, link, to) - hn_network_along(network, link, from));
    if (!isnan(l->cost[way]) && network->by_time)
        return network->along[last] > 0 ? l->cost[way] * metres / network->along[last] : 0;
    if (!network->along_s[way]) return metres / ((double)l->speed_kmh[way] / 3.6);
    return fabs(seconds_at(network, link, way, to) - seconds_at(network, link, way, from));
}

void hn_network_point(const hn_network *network, uint32_t link, hn_position at, double out[2]) {
    const hn_link *l = &network->links->link[link];
    uint32_t v = (uint32_t)at;
    double t = at - v;
    if (v + 1 >= l->points) {
        v = l->points - 2;
        t = 1;
    }
    const double *a = l->xy + 2 * (size_t)v, *b = a + 2;
    out[0] = t == 0 ? a[0] : t == 1 ? b[0] : a[0] + t * (b[0] - a[0]);
    out[1] = t == 0 ? a[1] : t == 1 ? b[1] : a[1] + t * (b[1] - a[1]);
}

uint32_t hn_network_edge_at(const hn_network *network, uint32_t link, hn_position at) {
    uint32_t low = network->first_edge[link], high = network->first_edge[link + 1] - 1;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (network->edge[middle].end >= at)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* ---- building ---- */

hensyn_status hn_network_build(hensyn_context *ctx, const hn_links *links,
                               const hn_access_options *options, const hn_closing *closing,
                               hn_network **out) {
    hensyn_status status = HENSYN_OK;
    hn_noding noding = {0};
    hn_network *n = hn_zalloc(1, sizeof *n);
    if (!n) return hn_nomem(ctx);
    n->links = links;
    n->measure = options->measure;
    n->by_time = options->by_time;
    HN_TRY(make_runs(ctx, n));
    HN_TRY(measure_all(ctx, n, options));
    HN_TRY(hn_noding_find(ctx, n, options, closing, &noding));
    HN_TRY(hn_edges_make(ctx, n, &noding));
    if (closing) HN_TRY(hn_edges_close(ctx, n, closing));
    HN_TRY(hn_edges_incidence(ctx, n));
    HN_TRY(hn_edges_components(ctx, n));
    *out = n;
cleanup:
    hn_noding_clear(&noding);
    if (status != HENSYN_OK) hn_network_destroy(n);
    return status;
}

void hn_network_destroy(hn_network *network) {
    if (!network) return;
    hn_index_destroy(network->runs);
    void *blocks[] = {network->node_xy,     network->edge,       network->first_edge,
                      network->along,       network->along_s[0], network->along_s[1],
                      network->node_first,  network->incident,   network->component,
                      network->closed,      network->run_link,   network->run_segment,
                      network->first_along, network->first_knot, network};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        hn_free(blocks[i]);
}
