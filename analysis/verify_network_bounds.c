/* verify_network_bounds.c - least and greatest distance that a link of nett can have.
 *
 * Least: every vertex that two links share joins them, whatever their level, and every link can be
 * entered from; distances are no longer than the run's. Most: links of different levels join at
 * their ends alone, and the only way into a destination is an entrance whose link is certain; or
 * the distance of an origin that can be tied to that link alone. Entrances and origins may lie on
 * several links; those within a centimetre of the distance they tell of come into question. */
#include "verify_network.h"

#include "access/search.h"
#include "base/memory.h"

#include <stdlib.h>

/* The search of the run joined with limits of its own measure, which may differ in their last
 * digits. */
static const double near_m = 0.01, digits = 1e-6;

/* ---- places on links at a distance from a point ---- */

typedef struct place {
    uint32_t link;
    hn_position at;
    double along_m;
} place;

typedef struct placing {
    const hn_told_network *n;
    const hn_network *network;
    double x, y, leg_m;
    HN_ROWS(place) places;
    bool no_memory;
} placing;

static bool look_at_run(uint32_t run, void *user) {
    placing *p = user;
    const hn_network *network = p->network;
    uint32_t link = network->run_link[run], first = network->run_segment[run];
    for (uint32_t s = first; s < first + hn_network_run_length(network, run); s++) {
        const double *a = network->links->link[link].xy + 2 * (size_t)s;
        double share, plane = sqrt(hn_segment_apart2(a, a + 2, p->x, p->y, &share));
        double metres = hn_measure_distance(p->n->v->measure, p->x, p->y, plane);
        if (fabs(metres - p->leg_m) > near_m + digits * p->leg_m) continue;
        place *row = HN_NEW_ROW(p->places);
        p->no_memory = p->no_memory || !row;
        if (p->no_memory) return false;
        *row = (place){link, s + share, hn_network_along(network, link, s + share)};
    }
    return true;
}

/* All places of links at leg_m from a point. */
static hensyn_status find_places(placing *p, double x, double y, double leg_m) {
    double reach = hn_plane_reach(p->n->v, (double[2]){x, y}, leg_m + near_m);
    p->x = x;
    p->y = y;
    p->leg_m = leg_m;
    p->places.count = 0;
    if (!(leg_m >= 0 && isfinite(leg_m))) return HENSYN_OK; /* told of elsewhere */
    hn_index_query(p->network->runs, hn_box_grow((hn_box){x, y, x, y}, reach), look_at_run, p);
    return p->no_memory ? hn_nomem(p->n->v->ctx) : HENSYN_OK;
}

/* The node at a place; UINT32_MAX: it lies between nodes. */
static uint32_t node_at(const hn_network *network, const place *p) {
    const hn_edge *e = &network->edge[hn_network_edge_at(network, p->link, p->at)];
    double start = hn_network_along(network, p->link, e->start);
    if (p->along_m - start <= near_m) return e->from;
    return start + e->length_m - p->along_m <= near_m ? e->to : UINT32_MAX;
}

static bool one_link(const placing *p) {
    for (size_t i = 1; i < p->places.count; i++)
        if (p->places.row[i].link != p->places.row[0].link) return false;
    return p->places.count > 0;
}

/* Are all places one, on one link or at one node? */
static bool one_place(const placing *p) {
    if (!p->places.count) return false;
    uint32_t node = node_at(p->network, &p->places.row[0]);
    for (size_t i = 1; i < p->places.count; i++) {
        const place *one = &p->places.row[0], *other = &p->places.row[i];
        bool same = other->link == one->link && fabs(other->along_m - one->along_m) <= near_m;
        if (!same && (node == UINT32_MAX || node_at(p->network, other) != node)) return false;
    }
    return true;
}

/* ---- reaches ---- */

/* Destinations stand by fid. UINT32_MAX: it is not of the class. */
static uint32_t row_of(const hn_told_network *n, int64_t fid) {
    const hn_destination *row = n->destinations->destinations.row;
    size_t count = n->destinations->destinations.count, low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (row[middle].fid < fid)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && row[low].fid == fid ? (uint32_t)low : UINT32_MAX;
}

/* The places of each entrance: all of them, or those of the entrances that have one alone. */
static hensyn_status add_entrances(const hn_told_network *n, placing *p, bool certain,
                                   hn_reaches *out) {
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; i < n->entrances.count; i++) {
        const hn_told_entrance *e = &n->entrances.row[i];
        uint32_t destination = row_of(n, e->destination);
        if (destination == UINT32_MAX) continue;
        HN_TRY(find_places(p, e->x, e->y, e->leg_m));
        size_t count = !certain ? p->places.count : one_place(p) ? 1 : 0;
        for (size_t k = 0; k < count; k++) {
            const place *at = &p->places.row[k];
            if (!HN_RESERVE(out->item, out->count, out->capacity, 1)) return hn_nomem(n->v->ctx);
            out->item[out->count++] =
                (hn_reach){at->link, at->at, at->at, destination, 0, e->leg_m};
        }
    }
cleanup:
    return status;
}

static int by_link(const void *one, const void *two) {
    const hn_reach *a = one, *b = two;
    if (a->link != b->link) return a->link < b->link ? -1 : 1;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    return a->to < b->to ? -1 : a->to > b->to;
}

/* ---- one search ---- */

/* Metres of each link: the least at a node of it, or of a leg from it. */
static void gather(const hn_network *network, const hn_searching *s, const hn_labels *labels,
                   double *metres) {
    for (uint32_t i = 0; i < network->links->count; i++) {
        metres[i] = INFINITY;
        for (uint32_t e = network->first_edge[i]; e < network->first_edge[i + 1]; e++) {
            const hn_edge *edge = &network->edge[e];
            double from = labels->label[(size_t)edge->from * HN_SLOTS].length_m;
            double to = labels->label[(size_t)edge->to * HN_SLOTS].length_m;
            metres[i] = fmin(metres[i], fmin(from, to));
        }
        for (uint32_t k = s->first_reach[i]; k < s->first_reach[i + 1]; k++)
            metres[i] = fmin(metres[i], s->reaches.item[k].exit_m);
    }
}

/* Takes reaches over. */
static hensyn_status search(const hn_told_network *n, const hn_network *network,
                            const hn_access_options *options, hn_reaches *reaches, double *metres) {
    hensyn_status status = HENSYN_OK;
    hn_searching s = {0};
    hn_labels labels = {0};
    if (reaches->count) qsort(reaches->item, reaches->count, sizeof *reaches->item, by_link);
    HN_TRY(hn_searching_start(n->v->ctx, network, reaches, n->destinations, options, &s));
    HN_TRY(hn_search_class(n->v->ctx, &s, 0, &labels));
    gather(network, &s, &labels, metres);
cleanup:
    hn_labels_clear(&labels);
    hn_searching_clear(&s);
    return status;
}

/* What is found again was told of by the run. */
static hensyn_status find_reaches(const hn_told_network *n, const hn_network *network,
                                  const hn_access_options *options, hn_reaches *out) {
    hensyn_context *ctx = n->v->ctx;
    const hn_access_input input = {.links = &n->links};
    hensyn_log_fn log = ctx->log;
    ctx->log = NULL;
    hensyn_status status = hn_reach_find(ctx, n->destinations, network, &input, options, out);
    ctx->log = log;
    return status;
}

/* ---- the bounds ---- */

static hn_access_options options_of(const hn_told_network *n, const hn_access_class *class_,
                                    double join) {
    return (hn_access_options){.measure = n->v->measure,
                               .class_ = class_,
                               .classes = 1,
                               .node_crossings = n->crossings,
                               .join = join,
                               .snap = n->snap,
                               .inferred = n->inferred,
                               .max_distance = INFINITY,
                               .leg_speed_kmh = 5};
}

static void share_nodes(hn_told_network *n, bool shared) {
    for (size_t i = 0; i < n->links.count; i++)
        n->links.link[i].shared_nodes = shared;
}

static hensyn_status find_least(hn_told_network *n, const hn_access_class *class_) {
    hn_access_options options = options_of(n, class_, n->join * (1 + digits) + digits);
    hensyn_status status = HENSYN_OK;
    hn_network *network = NULL;
    hn_reaches reaches = {0};
    placing p = {.n = n};
    share_nodes(n, true);
    HN_TRY(hn_network_build(n->v->ctx, &n->links, &options, NULL, &network));
    p.network = network;
    HN_TRY(find_reaches(n, network, &options, &reaches));
    HN_TRY(add_entrances(n, &p, false, &reaches));
    HN_TRY(search(n, network, &options, &reaches, n->least));
cleanup:
    hn_reaches_clear(&reaches);
    hn_network_destroy(network);
    hn_free(p.places.row);
    return status;
}

/* What an origin goes on its link and beyond is no less than the least distance on the link. */
static hensyn_status ask_origins(hn_told_network *n, placing *p) {
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; i < n->origins.count; i++) {
        const hn_told_origin *o = &n->origins.row[i];
        HN_TRY(find_places(p, o->x, o->y, o->leg_m));
        if (!one_link(p)) continue;
        double *most = &n->most[p->places.row[0].link];
        if (o->metres - o->leg_m < *most) *most = fmax(o->metres - o->leg_m, 0);
    }
cleanup:
    return status;
}

static hensyn_status find_most(hn_told_network *n, const hn_access_class *class_) {
    hn_access_options options = options_of(n, class_, n->join * (1 - digits));
    hensyn_status status = HENSYN_OK;
    hn_network *network = NULL;
    hn_reaches reaches = {0};
    placing p = {.n = n};
    share_nodes(n, false);
    HN_TRY(hn_network_build(n->v->ctx, &n->links, &options, NULL, &network));
    p.network = network;
    if (n->both_ways) {
        HN_TRY(add_entrances(n, &p, true, &reaches));
        HN_TRY(search(n, network, &options, &reaches, n->most));
    }
    HN_TRY(ask_origins(n, &p));
cleanup:
    hn_reaches_clear(&reaches);
    hn_network_destroy(network);
    hn_free(p.places.row);
    return status;
}

hensyn_status hn_network_bounds(hn_told_network *n) {
    const hn_access_class class_ = {.name = n->klasse ? n->klasse : "", .limit_m = INFINITY};
    hensyn_status status = HENSYN_OK;
    n->least = hn_alloc(n->links.count, sizeof *n->least);
    n->most = hn_alloc(n->links.count, sizeof *n->most);
    if (!n->least || !n->most) HN_TRY(hn_nomem(n->v->ctx));
    for (size_t i = 0; i < n->links.count; i++)
        n->most[i] = INFINITY;
    HN_TRY(find_least(n, &class_));
    HN_TRY(find_most(n, &class_));
cleanup:
    return status;
}
