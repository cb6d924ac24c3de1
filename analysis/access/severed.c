/* severed.c - the distances again, with the closed edges closed: the same origins, areas and
 * entrances, on the network that is left. */
#include "access/severance.h"

#include <math.h>
#include <string.h>

/* The edge of a tie; where a closed one ends and an open one begins at the same place, that. */
static uint32_t open_edge_at(const hn_network *n, const hn_tie *tie) {
    uint32_t edge = hn_network_edge_at(n, tie->link, tie->at), next = edge + 1;
    bool follows = next < n->first_edge[tie->link + 1] && n->edge[next].start <= tie->at;
    return n->closed[edge] && follows ? next : edge;
}

/* Ties stay but where their place is closed: there the origin goes to the nearest open one. (See
 * is_farther.) */
static void tie_again(hn_access_engine *e) {
    const hn_network *n = e->network;
    for (size_t i = 0; i < e->input->origins; i++) {
        const hn_origin *o = &e->input->origin[i];
        e->tie_edge[i] = UINT32_MAX;
        if (e->tie[i].link == UINT32_MAX) continue;
        e->tie_edge[i] = open_edge_at(n, &e->tie[i]);
        if (!n->closed[e->tie_edge[i]]) continue;
        e->tie[i] = hn_network_nearest(n, o->x, o->y, e->options->snap, false);
        e->tie_edge[i] = e->tie[i].link == UINT32_MAX ? UINT32_MAX : open_edge_at(n, &e->tie[i]);
    }
}

static hensyn_status start(const hn_access_engine *from, hn_access_engine *e) {
    size_t origins = e->input->origins, count = from->searching.reaches.count;
    hn_reaches reaches = {.item = hn_alloc(count, sizeof *reaches.item)};
    e->tie = hn_alloc(origins, sizeof *e->tie);
    e->tie_edge = hn_alloc(origins, sizeof *e->tie_edge);
    if (!reaches.item || !e->tie || !e->tie_edge) {
        hn_free(reaches.item);
        return hn_nomem(e->ctx);
    }
    if (count) memcpy(reaches.item, from->searching.reaches.item, count * sizeof *reaches.item);
    reaches.count = reaches.capacity = count;
    if (origins) memcpy(e->tie, from->tie, origins * sizeof *e->tie);
    tie_again(e);
    hensyn_status status =
        hn_searching_start(e->ctx, e->network, &reaches, e->result, e->options, &e->searching);
    hn_reaches_clear(&reaches);
    return status;
}

/* Closing takes ways away and gives none: an origin that is tied anew and comes nearer, or reaches
 * what it did not, could have gone that way before too. There the way before stands. */
static bool is_farther(const hn_access_engine *e, const hn_origin_distance *before, double metres,
                       double seconds) {
    if (isnan(before->avstand_m)) return false;
    if (isnan(metres)) return true;
    return e->options->by_time ? seconds >= before->tid_s : metres >= before->avstand_m;
}

static void fill_rows(const hn_access_engine *e) {
    size_t classes = e->options->classes;
    for (size_t i = 0; i < e->result->distances.count; i++) {
        hn_origin_distance *row = &e->result->distances.row[i];
        size_t c = row->class_number;
        if (!hn_by_network(e, c)) continue;
        double seconds, metres = hn_reached_m(e, i / classes, c, &seconds);
        row->avstand_etter_m = is_farther(e, row, metres, seconds) ? metres : row->avstand_m;
        row->innen_etter = row->avstand_etter_m <= e->options->class_[c].limit_m;
    }
}

hensyn_status hn_severed_distances(const hn_access_engine *from, const hn_network *network) {
    hn_access_engine e = {.ctx = from->ctx,
                          .result = from->result,
                          .input = from->input,
                          .options = from->options,
                          .network = (hn_network *)(uintptr_t)network, /* only read */
                          .surround = from->surround};
    hensyn_status status = HENSYN_OK;
    HN_TRY(start(from, &e));
    HN_TRY(hn_stage_search(&e));
    HN_TRY(hn_stage_assign(&e));
    fill_rows(&e);
cleanup:
    for (size_t c = 0; e.labels && c < e.options->classes; c++)
        hn_labels_clear(&e.labels[c]);
    hn_free(e.labels);
    hn_free(e.found);
    hn_free(e.tie);
    hn_free(e.tie_edge);
    hn_searching_clear(&e.searching);
    return status;
}
