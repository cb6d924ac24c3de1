/* noding_ends.c - ends of links joined by the node ids that a source gives, and by position. */
#include "access/noding.h"
#include "access/sets.h"

#include <math.h>
#include <string.h>

/* ---- hashing ---- */

/* Finalizer of MurmurHash3 (Appleby, public domain): spreads all bits of a key. */
static uint64_t mix(uint64_t h) {
    h = (h ^ (h >> 33)) * 0xff51afd7ed558ccdu;
    h = (h ^ (h >> 33)) * 0xc4ceb9fe1a85ec53u;
    return h ^ (h >> 33);
}

static uint64_t pair_hash(int64_t a, int64_t b) {
    return mix(mix((uint64_t)a) + 0x9e3779b97f4a7c15u * (uint64_t)b);
}

/* Open addressing: slots hold numbers of places, UINT32_MAX is empty. */
typedef struct table {
    uint32_t *slot;
    size_t mask;
} table;

static bool table_create(table *t, size_t items) {
    size_t size = 16;
    while (size < 2 * items)
        size *= 2;
    t->mask = size - 1;
    t->slot = hn_alloc(size, sizeof *t->slot);
    if (t->slot) memset(t->slot, 0xff, size * sizeof *t->slot);
    return t->slot != NULL;
}

/* ---- given ids ---- */

static int64_t given_id(const hn_link *link, uint32_t place) {
    return place % 2 ? link->to_node : link->from_node;
}

static void join_one_given(const hn_joiner *j, const table *t, uint32_t place) {
    const hn_link *link = hn_place_link(j, place);
    int64_t id = given_id(link, place);
    size_t at = pair_hash(id, link->layer) & t->mask;
    for (; t->slot[at] != UINT32_MAX; at = (at + 1) & t->mask) {
        const hn_link *other = hn_place_link(j, t->slot[at]);
        if (other->layer != link->layer || given_id(other, t->slot[at]) != id) continue;
        hn_set_join(j->parent, place, t->slot[at]);
        return;
    }
    t->slot[at] = place;
}

hensyn_status hn_join_given(hn_joiner *j) {
    size_t ends = 2 * j->network->links->count, given = 0;
    table t;
    for (uint32_t place = 0; place < ends; place++)
        given += given_id(hn_place_link(j, place), place) != HN_NO_NODE;
    if (!given) return HENSYN_OK;
    if (!table_create(&t, given)) return hn_nomem(j->ctx);
    for (uint32_t place = 0; place < ends; place++)
        if (given_id(hn_place_link(j, place), place) != HN_NO_NODE) join_one_given(j, &t, place);
    hn_free(t.slot);
    return HENSYN_OK;
}

/* ---- positions ---- */

static const double *place_of(const hn_joiner *j, uint32_t place) {
    return hn_link_end(hn_place_link(j, place), place % 2);
}

/* Two ends of one layer with node ids meet by id alone. */
static bool may_meet(const hn_joiner *j, uint32_t a, uint32_t b) {
    const hn_link *one = hn_place_link(j, a), *two = hn_place_link(j, b);
    return one->layer != two->layer || given_id(one, a) == HN_NO_NODE ||
           given_id(two, b) == HN_NO_NODE;
}

typedef struct grid {
    const hn_joiner *j;
    table cells;    /* first place of each cell */
    uint32_t *next; /* of the same cell, UINT32_MAX: last */
    double cell;    /* plane units */
} grid;

typedef struct cell {
    int64_t x, y;
} cell;

static cell cell_at(const grid *g, double x, double y) {
    return (cell){(int64_t)floor(x / g->cell), (int64_t)floor(y / g->cell)};
}

/* The slot of a cell: the first place in it, or empty. */
static uint32_t *cell_slot(const grid *g, cell c) {
    size_t at = pair_hash(c.x, c.y) & g->cells.mask;
    for (; g->cells.slot[at] != UINT32_MAX; at = (at + 1) & g->cells.mask) {
        const double *p = place_of(g->j, g->cells.slot[at]);
        cell other = cell_at(g, p[0], p[1]);
        if (other.x == c.x && other.y == c.y) break;
    }
    return &g->cells.slot[at];
}

/* Joins an end with those of a cell. True: an equal position stands in it already and meets the
 * end, so that the end need not be kept. */
static bool join_within(const grid *g, uint32_t place, uint32_t other) {
    const double *p = place_of(g->j, place);
    double join2 = g->j->join * g->j->join;
    bool equal = false;
    for (; other != UINT32_MAX; other = g->next[other]) {
        const double *q = place_of(g->j, other);
        double dx = p[0] - q[0], dy = p[1] - q[1], d2 = dx * dx + dy * dy;
        if (d2 > join2 || !may_meet(g->j, place, other)) continue;
        hn_set_join(g->j->parent, place, other);
        /* An end without id stands for all that follow at its place; one with an id does not. */
        if (d2 == 0 && given_id(hn_place_link(g->j, other), other) == HN_NO_NODE) equal = true;
    }
    return equal;
}

static void join_one_end(grid *g, uint32_t place) {
    const double *p = place_of(g->j, place);
    double reach = g->j->join;
    cell own = cell_at(g, p[0], p[1]), low = cell_at(g, p[0] - reach, p[1] - reach),
         high = cell_at(g, p[0] + reach, p[1] + reach);
    for (int64_t x = low.x; x <= high.x; x++)
        for (int64_t y = low.y; y <= high.y; y++)
            if (x != own.x || y != own.y) (void)join_within(g, place, *cell_slot(g, (cell){x, y}));
    uint32_t *slot = cell_slot(g, own);
    if (join_within(g, place, *slot)) return;
    g->next[place] = *slot;
    *slot = place;
}

hensyn_status hn_join_ends(hn_joiner *j) {
    size_t ends = 2 * j->network->links->count;
    hensyn_status status = HENSYN_OK;
    /* Cells of several times the tolerance: few ends then look beyond their own. */
    grid g = {.j = j, .cell = j->join > 0 ? 8 * j->join : 1};
    g.next = hn_alloc(ends, sizeof *g.next);
    if (!g.next || !table_create(&g.cells, ends)) HN_TRY(hn_nomem(j->ctx));
    for (uint32_t place = 0; place < ends; place++)
        join_one_end(&g, place);
cleanup:
    hn_free(g.next);
    hn_free(g.cells.slot);
    return status;
}
