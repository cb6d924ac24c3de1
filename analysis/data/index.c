/* index.c - a static R-tree, packed by sort-tile-recursive (Leutenegger, Lopez, Edgington 1997)
 * level by level. Level 0 holds the items, each higher level one node for every FAN_OUT entries
 * of the level below; the entries of all levels lie in one array. */
#include "data/index.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FAN_OUT = 16, MAX_LEVELS = 9 }; /* 16^8 = 2^32 items, and their root */

typedef struct entry {
    hn_box box;
    uint32_t target; /* level 0: item, above: number of the first child in the level below */
} entry;

struct hn_index {
    int levels;
    uint32_t count[MAX_LEVELS];
    size_t first[MAX_LEVELS]; /* of each level in entries */
    entry *entries;
};

static bool has_extent(hn_box box) { return box.xmin <= box.xmax && box.ymin <= box.ymax; }

/* --- packing order --- */

typedef struct sortable {
    uint32_t key, item;
} sortable;

static double middle(double low, double high) { return low + (high - low) / 2; }

/* Keys are the middles of the boxes in steps of 2^-32 of their extent; what has no finite middle
 * comes last. */
static void set_keys(const hn_box *boxes, size_t count, bool by_y, sortable *list) {
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        double m =
            by_y ? middle(boxes[i].ymin, boxes[i].ymax) : middle(boxes[i].xmin, boxes[i].xmax);
        if (!isfinite(m)) continue;
        low = m < low ? m : low;
        high = m > high ? m : high;
    }
    double steps = high > low ? 4294967294.0 / (high - low) : 0;
    if (!isfinite(steps)) steps = 0;
    for (size_t i = 0; i < count; i++) {
        const hn_box *b = &boxes[list[i].item];
        double m = by_y ? middle(b->ymin, b->ymax) : middle(b->xmin, b->xmax);
        list[i].key = isfinite(m) ? (uint32_t)((m - low) * steps) : UINT32_MAX;
    }
}

/* Stable sort by one byte of the key. */
static void sort_by_byte(const sortable *from, sortable *to, size_t count, int shift) {
    size_t start[257] = {0};
    for (size_t i = 0; i < count; i++)
        start[((from[i].key >> shift) & 255) + 1]++;
    for (int b = 0; b < 256; b++)
        start[b + 1] += start[b];
    for (size_t i = 0; i < count; i++)
        to[start[(from[i].key >> shift) & 255]++] = from[i];
}

/* Stable; list is sorted in place, other is scratch of the same size. */
static void sort_by_key(sortable *list, sortable *other, size_t count) {
    for (int shift = 0; shift < 32; shift += 16) {
        sort_by_byte(list, other, count, shift);
        sort_by_byte(other, list, count, shift + 8);
    }
}

bool hn_pack_order(const hn_box *boxes, size_t count, size_t fan_out, uint32_t *order) {
    if (count > UINT32_MAX || fan_out == 0) return false;
    for (size_t i = 0; i < count; i++)
        order[i] = (uint32_t)i;
    if (count <= fan_out) return true;
    sortable *list = hn_alloc(count, 2 * sizeof *list);
    if (!list) return false;
    sortable *other = list + count;
    for (size_t i = 0; i < count; i++)
        list[i] = (sortable){0, (uint32_t)i};
    set_keys(boxes, count, false, list);
    sort_by_key(list, other, count);

    size_t pages = (count + fan_out - 1) / fan_out;
    size_t slices = (size_t)ceil(sqrt((double)pages));
    size_t slice = (pages + slices - 1) / slices * fan_out; /* items in a slice, whole pages */
    for (size_t i = 0; i < count; i++)
        order[list[i].item] = (uint32_t)(i / slice);
    for (size_t i = 0; i < count; i++)
        list[i].item = (uint32_t)i;
    set_keys(boxes, count, true, list);
    sort_by_key(list, other, count);
    for (size_t i = 0; i < count; i++)
        list[i].key = order[list[i].item];
    sort_by_key(list, other, count);
    for (size_t i = 0; i < count; i++)
        order[i] = list[i].item;
    hn_free(list);
    return true;
}

/* --- building --- */

/* Puts the entries of a level into packing order. */
static bool pack_level(entry *level, uint32_t count, hn_box *boxes, uint32_t *order,
                       entry *scratch) {
    for (uint32_t i = 0; i < count; i++)
        boxes[i] = level[i].box;
    if (!hn_pack_order(boxes, count, FAN_OUT, order)) return false;
    for (uint32_t i = 0; i < count; i++)
        scratch[i] = level[order[i]];
    memcpy(level, scratch, count * sizeof *level);
    return true;
}

static void add_level(hn_index *index) {
    int below = index->levels - 1;
    uint32_t count = (index->count[below] + FAN_OUT - 1) / FAN_OUT;
    const entry *children = index->entries + index->first[below];
    index->first[below + 1] = index->first[below] + index->count[below];
    index->count[below + 1] = count;
    entry *level = index->entries + index->first[below + 1];
    for (uint32_t i = 0; i < count; i++) {
        uint32_t from = i * FAN_OUT, to = from + FAN_OUT;
        if (to > index->count[below]) to = index->count[below];
        level[i] = (entry){HN_EMPTY_BOX, from};
        for (uint32_t child = from; child < to; child++)
            level[i].box = hn_box_join(level[i].box, children[child].box);
    }
    index->levels++;
}

static bool build(hn_index *index) {
    uint32_t items = index->count[0];
    hn_box *boxes = hn_alloc(items, sizeof *boxes);
    uint32_t *order = hn_alloc(items, sizeof *order);
    entry *scratch = hn_alloc(items, sizeof *scratch);
    bool done = boxes && order && scratch;
    index->levels = 1;
    while (done) {
        int top = index->levels - 1;
        done = pack_level(index->entries + index->first[top], index->count[top], boxes, order,
                          scratch);
        if (index->count[top] <= FAN_OUT) break;
        add_level(index);
    }
    hn_free(boxes);
    hn_free(order);
    hn_free(scratch);
    return done;
}

hn_index *hn_index_create(const hn_box *boxes, size_t count) {
    size_t items = 0, total = 0;
    for (size_t i = 0; i < count; i++)
        items += has_extent(boxes[i]);
    /* UINT32_MAX says "none", and numbers of children are counted FAN_OUT past the last. */
    if (count >= UINT32_MAX - FAN_OUT) return NULL;
    for (size_t level = items; level > 1; level = (level + FAN_OUT - 1) / FAN_OUT)
        total += level;
    hn_index *index = hn_zalloc(1, sizeof *index);
    if (!index) return NULL;
    index->entries = hn_alloc(total + 1, sizeof *index->entries);
    if (!index->entries) goto fail;
    for (size_t i = 0; i < count; i++)
        if (has_extent(boxes[i]))
            index->entries[index->count[0]++] = (entry){boxes[i], (uint32_t)i};
    if (!build(index)) goto fail;
    return index;
fail:
    hn_index_destroy(index);
    return NULL;
}

void hn_index_destroy(hn_index *index) {
    if (!index) return;
    hn_free(index->entries);
    hn_free(index);
}

/* --- asking --- */

typedef struct search {
    const hn_index *index;
    hn_box query;
    hn_index_found found;
    hn_index_distance distance;
    void *user;
    double best; /* distance of the best item so far, at first the limit */
    uint32_t item;
} search;

/* The entries that node number of a level stands for, or all of the top level. */
static uint32_t children_of(const hn_index *index, int level, uint32_t from) {
    uint32_t left = index->count[level] - from;
    return left < FAN_OUT ? left : FAN_OUT;
}

static bool query_level(const search *s, int level, uint32_t from) {
    const entry *entries = s->index->entries + s->index->first[level] + from;
    uint32_t count = children_of(s->index, level, from);
    for (uint32_t i = 0; i < count; i++) {
        if (!hn_box_meets(entries[i].box, s->query)) continue;
        bool more = level == 0 ? s->found(entries[i].target, s->user)
                               : query_level(s, level - 1, entries[i].target);
        if (!more) return false;
    }
    return true;
}

void hn_index_query(const hn_index *index, hn_box query, hn_index_found found, void *user) {
    search s = {.index = index, .query = query, .found = found, .user = user};
    query_level(&s, index->levels - 1, 0);
}

static int by_number(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

void hn_sort_numbers(uint32_t *row, size_t count) {
    if (count > 1) qsort(row, count, sizeof *row, by_number);
}

typedef struct candidate {
    double distance;
    uint32_t entry;
} candidate;

static int sort_candidates(const search *s, const entry *entries, uint32_t count, candidate *list) {
    int n = 0;
    for (uint32_t i = 0; i < count; i++) {
        /* A hair less than computed, since the true distance may have been rounded down. */
        double distance = hn_box_distance(entries[i].box, s->query) * (1 - 1e-14);
        if (!(distance <= s->best)) continue;
        int at = n++;
        for (; at > 0 && list[at - 1].distance > distance; at--)
            list[at] = list[at - 1];
        list[at] = (candidate){distance, i};
    }
    return n;
}

static void nearest_level(search *s, int level, uint32_t from) {
    const entry *entries = s->index->entries + s->index->first[level] + from;
    candidate list[FAN_OUT];
    int n = sort_candidates(s, entries, children_of(s->index, level, from), list);
    for (int i = 0; i < n && list[i].distance <= s->best; i++) {
        uint32_t target = entries[list[i].entry].target;
        if (level > 0) {
            nearest_level(s, level - 1, target);
            continue;
        }
        double distance = s->distance(target, s->best, s->user);
        if (distance < s->best || (distance == s->best && target < s->item)) {
            s->best = distance;
            s->item = target;
        }
    }
}

uint32_t hn_index_nearest(const hn_index *index, hn_box query, double limit,
                          hn_index_distance distance, void *user, double *nearest) {
    search s = {.index = index,
                .query = query,
                .distance = distance,
                .user = user,
                .best = limit,
                .item = UINT32_MAX};
    if (has_extent(query)) nearest_level(&s, index->levels - 1, 0);
    if (nearest) *nearest = s.item == UINT32_MAX ? (double)INFINITY : s.best;
    return s.item;
}
