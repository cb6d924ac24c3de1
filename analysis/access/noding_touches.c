/* noding_touches.c - ends of links that lie on the interior of another link of the same level,
 * within options->join. A first pass in parallel only looks, since most ends touch nothing; the
 * few that do are joined in order. */
#include "access/noding.h"
#include "access/sets.h"
#include "base/platform.h"

#include <math.h>
#include <stdlib.h>

typedef struct touch {
    uint32_t link;
    hn_position at;
    double distance2;
} touch;

typedef struct probe {
    const hn_joiner *j;
    uint32_t place;
    const hn_link *own;
    double x, y;
    touch *list; /* kept from one end to the next */
    size_t count, capacity;
    bool failed; /* no memory */
} probe;

static void keep_touch(probe *p, uint32_t link, hn_position at, double distance2) {
    if (HN_RESERVE(p->list, p->count, p->capacity, 1))
        p->list[p->count++] = (touch){link, at, distance2};
    else
        p->failed = true;
}

static int by_link(const void *one, const void *two) {
    const touch *a = one, *b = two;
    if (a->link != b->link) return a->link < b->link ? -1 : 1;
    if (a->distance2 != b->distance2) return a->distance2 < b->distance2 ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

/* The nearest place on each link, the lowest of equally near ones. */
static void keep_nearest(probe *p) {
    size_t kept = 0;
    if (p->count > 1) qsort(p->list, p->count, sizeof *p->list, by_link);
    for (size_t i = 0; i < p->count; i++)
        if (!kept || p->list[kept - 1].link != p->list[i].link) p->list[kept++] = p->list[i];
    p->count = kept;
}

static bool is_within(const probe *p, const double *q) {
    double dx = q[0] - p->x, dy = q[1] - p->y;
    return dx * dx + dy * dy <= p->j->join * p->j->join;
}

/* The stretch of its own link that an end belongs to: segments up to the first that leaves its
 * neighbourhood. */
static bool is_own_stretch(const probe *p, uint32_t segment) {
    const hn_link *link = p->own;
    if (p->place % 2 == 0) {
        for (uint32_t v = 1; v <= segment; v++)
            if (!is_within(p, link->xy + 2 * (size_t)v)) return false;
    } else {
        for (uint32_t v = link->points - 2; v > segment; v--)
            if (!is_within(p, link->xy + 2 * (size_t)v)) return false;
    }
    return true;
}

static bool probe_run(uint32_t run, void *user) {
    probe *p = user;
    const hn_network *n = p->j->network;
    uint32_t number = n->run_link[run], first = n->run_segment[run];
    const hn_link *link = &n->links->link[number];
    bool own = number == p->place / 2;
    if (link->level != p->own->level) return true;
    if (link->layer == p->own->layer && link->from_node != HN_NO_NODE) return true;
    for (uint32_t s = first; s < first + hn_network_run_length(n, run); s++) {
        const double *a = link->xy + 2 * (size_t)s;
        double t, distance2 = hn_segment_apart2(a, a + 2, p->x, p->y, &t);
        if (distance2 > p->j->join * p->j->join || (own && is_own_stretch(p, s))) continue;
        keep_touch(p, number, s + t, distance2);
    }
    return !p->failed;
}

/* A place near an end that is joined with this one already is no touch of its own. */
static bool is_joined(const probe *p, const touch *t) {
    const hn_network *n = p->j->network;
    const hn_link *link = &n->links->link[t->link];
    uint32_t root = hn_set_root(p->j->parent, p->place);
    double at[2];
    hn_network_point(n, t->link, t->at, at);
    for (int side = 0; side < 2; side++) {
        const double *q = hn_link_end(link, side);
        if (2 * t->link + (uint32_t)side == p->place) continue; /* an end on its own link */
        if (hypot(q[0] - at[0], q[1] - at[1]) <= 2 * p->j->join &&
            hn_set_root(p->j->parent, 2 * t->link + (uint32_t)side) == root)
            return true;
    }
    return false;
}

/* In order of links. False: no memory. */
static bool find_touches(probe *p, const hn_joiner *j, uint32_t place) {
    p->j = j;
    p->place = place;
    p->own = hn_place_link(j, place);
    p->count = 0;
    const double *end = hn_link_end(p->own, place % 2);
    p->x = end[0];
    p->y = end[1];
    hn_box box = {p->x, p->y, p->x, p->y};
    hn_index_query(j->network->runs, hn_box_grow(box, j->join), probe_run, p);
    keep_nearest(p);
    size_t kept = 0;
    for (size_t i = 0; i < p->count; i++) {
        const hn_link *link = &j->network->links->link[p->list[i].link];
        bool at_end = p->list[i].at == 0 || p->list[i].at == (double)(link->points - 1);
        if (!at_end && !is_joined(p, &p->list[i])) p->list[kept++] = p->list[i];
    }
    p->count = kept;
    return !p->failed;
}

typedef struct probing {
    const hn_joiner *j;
    const uint32_t *place;
    bool *touches;
} probing;

static hensyn_status probe_some(hensyn_context *ctx, void *shared, void *state, size_t first,
                                size_t last) {
    (void)state;
    probing *c = shared;
    probe p = {0};
    for (size_t i = first; i < last && find_touches(&p, c->j, c->place[i]); i++)
        c->touches[i] = p.count > 0;
    hn_free(p.list);
    return p.failed ? hn_nomem(ctx) : HENSYN_OK;
}

/* Ends worth asking: one for each node and level where they stand at its place, all others. */
static size_t choose_ends(const hn_joiner *j, uint32_t *place, uint8_t *asked) {
    size_t ends = 2 * j->network->links->count, count = 0;
    for (uint32_t i = 0; i < ends; i++) {
        const hn_link *link = hn_place_link(j, i);
        uint32_t root = hn_set_root(j->parent, i);
        const double *p = hn_link_end(link, i % 2),
                     *q = hn_link_end(hn_place_link(j, root), root % 2);
        bool usual = link->level >= -3 && link->level <= 4 && p[0] == q[0] && p[1] == q[1] &&
                     link->from_node == HN_NO_NODE;
        uint8_t bit = (uint8_t)(usual ? 1 << (link->level + 3) : 0);
        if (asked[root] & bit) continue;
        asked[root] |= bit;
        place[count++] = i;
    }
    return count;
}

static hensyn_status join_touches(hn_joiner *j, const probing *c, size_t count) {
    hensyn_status status = HENSYN_OK;
    probe p = {0};
    for (size_t i = 0; i < count; i++) {
        if (!c->touches[i]) continue;
        if (!find_touches(&p, j, c->place[i])) HN_TRY(hn_nomem(j->ctx));
        for (size_t k = 0; k < p.count; k++) {
            uint32_t cut = hn_joiner_add(j, p.list[k].link, p.list[k].at);
            if (cut == UINT32_MAX) HN_TRY(hn_nomem(j->ctx));
            hn_set_join(j->parent, cut, c->place[i]);
        }
    }
cleanup:
    hn_free(p.list);
    return status;
}

hensyn_status hn_join_touches(hn_joiner *j) {
    size_t ends = 2 * j->network->links->count;
    hensyn_status status = HENSYN_OK;
    uint32_t *place = hn_alloc(ends, sizeof *place);
    uint8_t *asked = hn_zalloc(ends, 1);
    bool *touches = hn_zalloc(ends, sizeof *touches);
    probing c = {j, place, touches};
    if (!place || !asked || !touches) HN_TRY(hn_nomem(j->ctx));
    size_t count = choose_ends(j, place, asked);
    hn_parallel_job job = {
        .body = probe_some, .shared = &c, .count = count, .threads = j->options->threads};
    HN_TRY(hn_parallel(j->ctx, &job));
    HN_TRY(join_touches(j, &c, count));
cleanup:
    hn_free(place);
    hn_free(asked);
    hn_free(touches);
    return status;
}
