/* noding_vertices.c - interior vertices at equal positions: links that share one meet there when
 * they are on one level, or always in a layer with shared nodes.
 *
 * Most vertices are alone, so a table of bits first tells which positions may occur twice; only
 * those are sorted and compared. */
#include "access/noding.h"
#include "access/sets.h"

#include <stdlib.h>
#include <string.h>

typedef struct vertex {
    double x, y;
    uint32_t layer, link, number;
} vertex;

static uint64_t position_hash(const double *p) {
    double x = p[0] + 0.0, y = p[1] + 0.0; /* -0 becomes 0 */
    uint64_t a, b;
    memcpy(&a, &x, sizeof a);
    memcpy(&b, &y, sizeof b);
    uint64_t h = (a ^ (b << 27 | b >> 37)) * 0x9e3779b97f4a7c15u;
    h = (h ^ (h >> 29)) * 0xbf58476d1ce4e5b9u;
    return h ^ (h >> 32);
}

typedef struct bits {
    uint64_t *seen, *twice;
    uint64_t mask; /* of bit numbers */
} bits;

static bool bit_of(const uint64_t *set, uint64_t bit) { return set[bit / 64] >> (bit % 64) & 1; }
static void bit_set(uint64_t *set, uint64_t bit) { set[bit / 64] |= (uint64_t)1 << (bit % 64); }

/* Sixteen bits a vertex: then about one lone vertex in sixteen is taken along for nothing. */
static bool bits_create(bits *b, size_t vertices) {
    uint64_t size = 1024;
    while (size < 16 * (uint64_t)vertices)
        size *= 2;
    b->mask = size - 1;
    b->seen = hn_zalloc((size_t)(size / 64), sizeof *b->seen);
    b->twice = hn_zalloc((size_t)(size / 64), sizeof *b->twice);
    return b->seen && b->twice;
}

/* Layers whose ends have ids are joined by these alone. */
static bool takes_part(const hn_link *link) { return link->from_node == HN_NO_NODE; }

static void mark(bits *b, const hn_links *links) {
    for (size_t i = 0; i < links->count; i++) {
        const hn_link *link = &links->link[i];
        for (int side = 0; side < 2 && takes_part(link); side++)
            bit_set(b->seen, position_hash(hn_link_end(link, side)) & b->mask);
    }
    for (size_t i = 0; i < links->count; i++) {
        const hn_link *link = &links->link[i];
        for (uint32_t v = 1; v + 1 < link->points && takes_part(link); v++) {
            uint64_t bit = position_hash(link->xy + 2 * (size_t)v) & b->mask;
            if (bit_of(b->seen, bit)) bit_set(b->twice, bit);
            bit_set(b->seen, bit);
        }
    }
}

typedef struct candidates {
    vertex *item;
    size_t count, room;
} candidates;

static bool gather(const bits *b, const hn_links *links, candidates *out) {
    for (size_t i = 0; i < links->count; i++) {
        const hn_link *link = &links->link[i];
        for (uint32_t v = 0; v < link->points && takes_part(link); v++) {
            const double *p = link->xy + 2 * (size_t)v;
            if (!bit_of(b->twice, position_hash(p) & b->mask)) continue;
            if (!HN_RESERVE(out->item, out->count, out->room, 1)) return false;
            out->item[out->count++] = (vertex){p[0] + 0.0, p[1] + 0.0, link->layer, (uint32_t)i, v};
        }
    }
    return true;
}

static int compare(const void *a, const void *b) {
    const vertex *v = a, *w = b;
    if (v->x != w->x) return v->x < w->x ? -1 : 1;
    if (v->y != w->y) return v->y < w->y ? -1 : 1;
    if (v->layer != w->layer) return v->layer < w->layer ? -1 : 1;
    if (v->link != w->link) return v->link < w->link ? -1 : 1;
    return v->number < w->number ? -1 : v->number > w->number;
}

static bool is_end(const hn_joiner *j, const vertex *v) {
    return v->number == 0 || v->number + 1 == j->network->links->link[v->link].points;
}

/* The number of the place of a vertex; UINT32_MAX: no memory. */
static uint32_t place_of(hn_joiner *j, const vertex *v) {
    if (v->number == 0) return 2 * v->link;
    if (is_end(j, v)) return 2 * v->link + 1;
    return hn_joiner_add(j, v->link, v->number);
}

enum { LEVELS = 256 };

static int level_slot(const hn_joiner *j, const vertex *v) {
    return j->network->links->link[v->link].level + LEVELS / 2;
}

/* Places of the vertices of one position, UINT32_MAX for those that meet nobody. */
static hensyn_status join_group(hn_joiner *j, const vertex *group, size_t count, uint32_t *place) {
    uint32_t on_level[LEVELS]; /* first interior vertex of each level */
    uint32_t members[LEVELS] = {0};
    memset(on_level, 0xff, sizeof on_level);
    for (size_t i = 0; i < count; i++) {
        int level = level_slot(j, &group[i]);
        members[level]++;
        if (!is_end(j, &group[i]) && on_level[level] == UINT32_MAX) on_level[level] = (uint32_t)i;
    }
    for (size_t i = 0; i < count; i++) {
        int level = level_slot(j, &group[i]);
        bool shared = j->network->links->link[group[i].link].shared_nodes && count > 1;
        bool meets = on_level[level] != UINT32_MAX && members[level] > 1;
        place[i] = UINT32_MAX;
        if (!meets && !shared) continue;
        place[i] = place_of(j, &group[i]);
        if (place[i] == UINT32_MAX) return hn_nomem(j->ctx);
    }
    size_t sharer = 0; /* first of its layer */
    for (size_t i = 0; i < count; i++) {
        uint32_t mate = on_level[level_slot(j, &group[i])];
        if (place[i] == UINT32_MAX) continue;
        if (mate != UINT32_MAX && place[mate] != UINT32_MAX)
            hn_set_join(j->parent, place[i], place[mate]);
        if (!j->network->links->link[group[i].link].shared_nodes) continue;
        if (i == 0 || group[sharer].layer != group[i].layer) sharer = i;
        hn_set_join(j->parent, place[i], place[sharer]);
    }
    return HENSYN_OK;
}

static hensyn_status join_groups(hn_joiner *j, const candidates *c) {
    hensyn_status status = HENSYN_OK;
    uint32_t *place = NULL;
    size_t room = 0;
    for (size_t first = 0, last; first < c->count && status == HENSYN_OK; first = last) {
        const vertex *v = &c->item[first];
        for (last = first + 1; last < c->count; last++)
            if (c->item[last].x != v->x || c->item[last].y != v->y) break;
        if (last - first < 2) continue;
        if (!HN_RESERVE(place, 0, room, last - first)) HN_TRY(hn_nomem(j->ctx));
        status = join_group(j, v, last - first, place);
    }
cleanup:
    hn_free(place);
    return status;
}

static size_t vertices_of(const hn_links *links) {
    size_t count = 0;
    for (size_t i = 0; i < links->count; i++)
        count += links->link[i].points;
    return count;
}

hensyn_status hn_join_vertices(hn_joiner *j) {
    const hn_links *links = j->network->links;
    hensyn_status status = HENSYN_OK;
    bits b = {0};
    candidates c = {0};
    if (!bits_create(&b, vertices_of(links))) HN_TRY(hn_nomem(j->ctx));
    mark(&b, links);
    if (!gather(&b, links, &c)) HN_TRY(hn_nomem(j->ctx));
    if (c.count) qsort(c.item, c.count, sizeof *c.item, compare);
    HN_TRY(join_groups(j, &c));
cleanup:
    hn_free(b.seen);
    hn_free(b.twice);
    hn_free(c.item);
    return status;
}
