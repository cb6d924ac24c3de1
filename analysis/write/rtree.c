/* rtree.c - sort-tile-recursive packing of boxes into the node format of SQLite's R*Tree:
 * depth u16 (root only), cells u16, then cells of id i64 and xmin, xmax, ymin, ymax f32, all
 * big-endian (SQLite, ext/rtree/rtree.c). */
#include "write/rtree.h"

#include "base/memory.h"
#include "data/index.h"

#include <math.h>
#include <string.h>

enum { HEAD = 4, CELL = 24 };

/* Some room in each node, so that the first edits do not split every node they touch. */
static size_t fan_out_of(size_t node_size) {
    size_t cells = (node_size - HEAD) / CELL;
    return cells > 10 ? cells - cells / 10 : cells;
}

static float round_down(double value) {
    float near = (float)value;
    return (double)near > value ? nextafterf(near, -INFINITY) : near;
}

static float round_up(double value) {
    float near = (float)value;
    return (double)near < value ? nextafterf(near, INFINITY) : near;
}

static uint8_t *put_big(uint8_t *out, uint64_t bits, int bytes) {
    for (int i = 0; i < bytes; i++)
        out[i] = (uint8_t)(bits >> (8 * (bytes - 1 - i)));
    return out + bytes;
}

static uint8_t *put_f32(uint8_t *out, float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return put_big(out, bits, 4);
}

static void put_cell(uint8_t *out, int64_t id, hn_box box) {
    out = put_big(out, (uint64_t)id, 8);
    out = put_f32(out, round_down(box.xmin));
    out = put_f32(out, round_up(box.xmax));
    out = put_f32(out, round_down(box.ymin));
    put_f32(out, round_up(box.ymax));
}

/* One level while it is packed: what its nodes will hold. For the leaves, the entries. */
typedef struct level {
    hn_box *box;
    int64_t *id; /* of the entry, or number of the node below */
    size_t count;
} level;

static void free_level(level *l) {
    hn_free(l->box);
    hn_free(l->id);
    *l = (level){0};
}

static bool make_level(level *l, size_t count) {
    *l = (level){hn_alloc(count, sizeof *l->box), hn_alloc(count, sizeof *l->id), count};
    return l->box && l->id;
}

static bool is_box(hn_box box) { return box.xmin <= box.xmax && box.ymin <= box.ymax; }

/* Entries that have a box. For these, leaf[] maps back through entry[]. */
static bool first_level(const hn_box *boxes, const int64_t *ids, size_t count, level *out,
                        size_t *entry) {
    if (!make_level(out, count)) return false;
    out->count = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_box(boxes[i])) continue;
        entry[out->count] = i;
        out->box[out->count] = boxes[i];
        out->id[out->count++] = ids[i];
    }
    return true;
}

static size_t groups(size_t count, size_t fan_out) { return (count + fan_out - 1) / fan_out; }

static size_t all_nodes(size_t count, size_t fan_out) {
    size_t nodes = 1;
    for (; count > fan_out; nodes += count)
        count = groups(count, fan_out);
    return nodes;
}

typedef struct packing {
    hn_rtree *tree;
    size_t fan_out;
    int64_t next;        /* number of the next node; the root, number 1, comes last */
    const size_t *entry; /* of the leaves: position of each in the input; NULL above */
} packing;

/* Writes one node with the cells order[0..cells) of below, and returns their common box. */
static hn_box put_node(packing *p, int64_t number, const level *below, const uint32_t *order,
                       size_t cells) {
    uint8_t *node = p->tree->node + (size_t)(number - 1) * p->tree->node_size;
    put_big(node, number == 1 ? p->tree->depth : 0, 2);
    put_big(node + 2, cells, 2);
    hn_box common = HN_EMPTY_BOX;
    for (size_t i = 0; i < cells; i++) {
        uint32_t at = order[i];
        put_cell(node + HEAD + i * CELL, below->id[at], below->box[at]);
        if (p->entry)
            p->tree->leaf[p->entry[at]] = number;
        else
            p->tree->parent[below->id[at] - 1] = number;
        common = hn_box_join(common, below->box[at]);
    }
    return common;
}

/* Packs one level into nodes; *above gets one entry a node. */
static bool pack_level(packing *p, const level *below, level *above) {
    uint32_t *order = hn_alloc(below->count, sizeof *order);
    bool root = below->count <= p->fan_out;
    bool done = order && make_level(above, root ? 1 : groups(below->count, p->fan_out)) &&
                hn_pack_order(below->box, below->count, p->fan_out, order);
    for (size_t i = 0; done && i < above->count; i++) {
        size_t from = i * p->fan_out, cells = below->count - from;
        if (cells > p->fan_out) cells = p->fan_out;
        above->id[i] = root ? 1 : p->next++;
        above->box[i] = put_node(p, above->id[i], below, order + from, cells);
    }
    hn_free(order);
    return done;
}

static bool allocate(hn_rtree *tree, size_t count, size_t entries, size_t fan_out) {
    tree->entries = count;
    tree->nodes = all_nodes(entries, fan_out);
    tree->node = hn_zalloc(tree->nodes, tree->node_size);
    tree->parent = hn_zalloc(tree->nodes, sizeof *tree->parent);
    tree->leaf = hn_zalloc(count, sizeof *tree->leaf);
    for (size_t n = entries; n > fan_out; n = groups(n, fan_out))
        tree->depth++;
    return tree->node && tree->parent && tree->leaf;
}

hensyn_status hn_rtree_pack(hensyn_context *ctx, const hn_box *boxes, const int64_t *ids,
                            size_t count, size_t node_size, hn_rtree *out) {
    *out = (hn_rtree){.node_size = node_size};
    if (node_size < HEAD + 2 * CELL || count > UINT32_MAX)
        return hn_fail(ctx, HENSYN_FAILED, "R*Tree node of %zu bytes, %zu entries", node_size,
                       count);
    packing p = {.tree = out, .fan_out = fan_out_of(node_size), .next = 2};
    level below = {0}, above = {0};
    size_t *entry = hn_alloc(count, sizeof *entry);
    bool done = entry && first_level(boxes, ids, count, &below, entry) &&
                allocate(out, count, below.count, p.fan_out);
    p.entry = entry;
    for (bool root = false; done && !root;) {
        root = below.count <= p.fan_out;
        done = pack_level(&p, &below, &above);
        free_level(&below);
        below = above;
        above = (level){0};
        p.entry = NULL;
    }
    free_level(&below);
    free_level(&above);
    hn_free(entry);
    if (done) return HENSYN_OK;
    hn_rtree_free(out);
    return hn_nomem(ctx);
}

void hn_rtree_free(hn_rtree *tree) {
    hn_free(tree->node);
    hn_free(tree->parent);
    hn_free(tree->leaf);
    *tree = (hn_rtree){0};
}
