/* rtree.h - the nodes of an SQLite R*Tree, packed in one go instead of row by row. */
#ifndef HN_RTREE_H
#define HN_RTREE_H

#include "base/context.h"
#include "data/geometry.h"

/* Node number n (1 is the root) has its bytes at node + (n - 1) * node_size and the parent
 * parent[n - 1] (0 for the root). leaf[i] is the node that holds entry i, 0: none (empty box). */
typedef struct hn_rtree {
    uint8_t *node;
    int64_t *parent;
    int64_t *leaf;
    size_t nodes, node_size, entries, depth; /* depth 0: the root is a leaf */
} hn_rtree;

/* Packs count boxes with their ids. node_size: bytes of a node, as SQLite chose them (length of
 * the empty root). Coordinates are rounded outwards to single precision. */
hensyn_status hn_rtree_pack(hensyn_context *ctx, const hn_box *boxes, const int64_t *ids,
                            size_t count, size_t node_size, hn_rtree *out);
void hn_rtree_free(hn_rtree *tree); /* also of a zeroed one */

#endif
