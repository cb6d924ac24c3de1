/* noding.c - the cuts of all links, numbered by node. */
#include "access/noding.h"

#include "access/hilbert.h"
#include "access/sets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Cuts of one link nearer than this, in metres, are one: crossings computed twice. */
static const double same_cut_m = 1e-6;

uint32_t hn_joiner_add(hn_joiner *j, uint32_t link, hn_position at) {
    size_t ends = 2 * j->network->links->count, inner = j->places - ends;
    if (j->places >= UINT32_MAX - 1) return UINT32_MAX;
    if (!HN_RESERVE(j->parent, j->places, j->place_room, 1) ||
        !HN_RESERVE(j->inner, inner, j->inner_room, 1))
        return UINT32_MAX;
    j->inner[inner].link = link;
    j->inner[inner].at = at;
    j->parent[j->places] = (uint32_t)j->places;
    return (uint32_t)j->places++;
}

static hensyn_status joiner_start(hn_joiner *j) {
    size_t ends = 2 * j->network->links->count;
    if (ends >= UINT32_MAX - 1)
        return hn_fail(
            j->ctx, HENSYN_FAILED, "%s",
            hn_text(j->ctx, "nettverket har for mange lenker", "the network has too many links"));
    if (!HN_RESERVE(j->parent, 0, j->place_room, ends ? ends : 1)) return hn_nomem(j->ctx);
    for (size_t i = 0; i < ends; i++)
        j->parent[i] = (uint32_t)i;
    j->places = ends;
    return HENSYN_OK;
}

/* ---- cuts in order ---- */

typedef struct inner_cut {
    hn_position at;
    uint32_t link, place;
} inner_cut;

static int compare_inner(const void *a, const void *b) {
    const inner_cut *c = a, *d = b;
    if (c->link != d->link) return c->link < d->link ? -1 : 1;
    if (c->at != d->at) return c->at < d->at ? -1 : 1;
    return c->place < d->place ? -1 : c->place > d->place;
}

static hensyn_status sort_inner(hn_joiner *j, inner_cut **out) {
    size_t ends = 2 * j->network->links->count, count = j->places - ends;
    inner_cut *list = hn_alloc(count, sizeof *list);
    if (!list) return hn_nomem(j->ctx);
    for (size_t i = 0; i < count; i++)
        list[i] = (inner_cut){j->inner[i].at, j->inner[i].link, (uint32_t)(ends + i)};
    if (count) qsort(list, count, sizeof *list, compare_inner);
    *out = list;
    return HENSYN_OK;
}

/* All cuts of one link, its ends included; place numbers stand in node for now. */
static size_t cuts_of_link(const hn_joiner *j, uint32_t link, const inner_cut *inner, size_t count,
                           hn_cut *out) {
    double last = (double)(j->network->links->link[link].points - 1);
    size_t n = 0;
    out[n++] = (hn_cut){0, link, 2 * link};
    for (size_t i = 0; i < count; i++)
        out[n++] = (hn_cut){inner[i].at, link, inner[i].place};
    out[n++] = (hn_cut){last, link, 2 * link + 1};
    return n;
}

/* Joins cuts at one place of a link, and drops those that follow the same node within the
 * tolerance of the joins. */
static size_t thin_cuts(hn_joiner *j, hn_cut *cut, size_t count) {
    double near = fmax(same_cut_m, 2 * j->options->join);
    size_t kept = 1;
    for (size_t i = 1; i < count; i++) {
        hn_cut *before = &cut[kept - 1];
        bool last = i + 1 == count;
        double gap = hn_network_along(j->network, cut[i].link, cut[i].at) -
                     hn_network_along(j->network, cut[i].link, before->at);
        bool whole = last && kept == 1; /* a short link keeps its ends, a loop too */
        if (gap <= same_cut_m && !whole) hn_set_join(j->parent, before->node, cut[i].node);
        bool one = hn_set_of(j->parent, before->node) == hn_set_of(j->parent, cut[i].node);
        if (one && gap <= near && !whole) {
            if (last) *before = cut[i]; /* the end itself stays */
            continue;
        }
        cut[kept++] = cut[i];
    }
    return kept;
}

static hensyn_status make_cuts(hn_joiner *j, hn_noding *out) {
    size_t links = j->network->links->count, inner = j->places - 2 * links, at = 0;
    inner_cut *list = NULL;
    hensyn_status status = HENSYN_OK;
    HN_TRY(sort_inner(j, &list));
    out->cut = hn_alloc(j->places, sizeof *out->cut);
    if (!out->cut) HN_TRY(hn_nomem(j->ctx));
    for (uint32_t link = 0; link < links; link++) {
        size_t first = at;
        while (at < inner && list[at].link == link)
            at++;
        hn_cut *cut = out->cut + out->count;
        size_t count = cuts_of_link(j, link, list + first, at - first, cut);
        out->count += count > 2 ? thin_cuts(j, cut, count) : count;
    }
cleanup:
    hn_free(list);
    return status;
}

/* ---- numbering the nodes ---- */

typedef struct ordered {
    uint32_t key, root;
} ordered;

static int compare_ordered(const void *a, const void *b) {
    const ordered *p = a, *q = b;
    if (p->key != q->key) return p->key < q->key ? -1 : 1;
    return p->root < q->root ? -1 : p->root > q->root;
}

static void place_point(const hn_joiner *j, uint32_t place, double out[2]) {
    size_t ends = 2 * j->network->links->count;
    if (place >= ends) {
        hn_network_point(j->network, j->inner[place - ends].link, j->inner[place - ends].at, out);
        return;
    }
    const double *p = hn_link_end(hn_place_link(j, place), place % 2);
    out[0] = p[0];
    out[1] = p[1];
}

static uint32_t curve_key(hn_box box, const double p[2]) {
    double size = fmax(fmax(box.xmax - box.xmin, box.ymax - box.ymin), 1e-9);
    double x = (p[0] - box.xmin) / size * 65535, y = (p[1] - box.ymin) / size * 65535;
    return hn_hilbert((uint32_t)fmin(fmax(x, 0), 65535), (uint32_t)fmin(fmax(y, 0), 65535));
}

/* The sets that have a cut, along the Hilbert curve. */
static hensyn_status order_sets(hn_joiner *j, hn_noding *out, ordered **list) {
    size_t count = 0;
    hn_box box = j->network->links->box;
    uint8_t *used = hn_zalloc(j->places, 1);
    *list = hn_alloc(j->places, sizeof **list);
    if (!used || !*list) {
        hn_free(used);
        return hn_nomem(j->ctx);
    }
    for (size_t i = 0; i < out->count; i++) {
        uint32_t root = hn_set_of(j->parent, out->cut[i].node);
        double p[2];
        out->cut[i].node = root;
        if (used[root]) continue;
        used[root] = 1;
        place_point(j, root, p);
        (*list)[count++] = (ordered){curve_key(box, p), root};
    }
    hn_free(used);
    if (count) qsort(*list, count, sizeof **list, compare_ordered);
    out->nodes = (uint32_t)count;
    return HENSYN_OK;
}

static hensyn_status number_nodes(hn_joiner *j, hn_noding *out) {
    ordered *list = NULL;
    uint32_t *number = NULL;
    hensyn_status status = HENSYN_OK;
    HN_TRY(order_sets(j, out, &list));
    number = hn_alloc(j->places, sizeof *number);
    out->node_xy = hn_alloc(out->nodes, 2 * sizeof *out->node_xy);
    if (!number || !out->node_xy) HN_TRY(hn_nomem(j->ctx));
    for (uint32_t i = 0; i < out->nodes; i++) {
        number[list[i].root] = i;
        place_point(j, list[i].root, out->node_xy + 2 * (size_t)i);
    }
    for (size_t i = 0; i < out->count; i++)
        out->cut[i].node = number[out->cut[i].node];
cleanup:
    hn_free(list);
    hn_free(number);
    return status;
}

/* Where a closed piece begins and ends the link is cut, joined with nothing else. */
static hensyn_status cut_borders(hn_joiner *j, const hn_closing *closing) {
    for (size_t i = 0; i < closing->count; i++) {
        const hn_closed *c = &closing->item[i];
        double last = (double)(j->network->links->link[c->link].points - 1);
        bool done = (c->from <= 0 || hn_joiner_add(j, c->link, c->from) != UINT32_MAX) &&
                    (c->to >= last || hn_joiner_add(j, c->link, c->to) != UINT32_MAX);
        if (!done) return hn_nomem(j->ctx);
    }
    return HENSYN_OK;
}

hensyn_status hn_noding_find(hensyn_context *ctx, const hn_network *network,
                             const hn_access_options *options, const hn_closing *closing,
                             hn_noding *out) {
    hensyn_status status = HENSYN_OK;
    hn_joiner j = {.ctx = ctx, .network = network, .options = options};
    j.join = hn_measure_units(network->measure, options->join);
    *out = (hn_noding){0};
    HN_TRY(joiner_start(&j));
    HN_TRY(hn_join_given(&j));
    HN_TRY(hn_join_ends(&j));
    HN_TRY(hn_join_vertices(&j));
    HN_TRY(hn_join_touches(&j));
    if (options->node_crossings) HN_TRY(hn_join_crossings(&j));
    if (closing) HN_TRY(cut_borders(&j, closing));
    HN_TRY(make_cuts(&j, out));
    HN_TRY(number_nodes(&j, out));
cleanup:
    if (status != HENSYN_OK) hn_noding_clear(out);
    hn_free(j.parent);
    hn_free(j.inner);
    return status;
}

void hn_noding_clear(hn_noding *noding) {
    hn_free(noding->cut);
    hn_free(noding->node_xy);
    *noding = (hn_noding){0};
}
