/* index.h - a packed R-tree (sort-tile-recursive) over boxes; immutable after the build and safe
 * to ask from many threads. */
#ifndef HN_INDEX_H
#define HN_INDEX_H

#include "data/geometry.h"

typedef struct hn_index hn_index;

/* boxes are copied. Empty boxes are never found. NULL: no memory. */
hn_index *hn_index_create(const hn_box *boxes, size_t count);
void hn_index_destroy(hn_index *index);

/* Calls found for each item whose box meets the query, in no promised order; returning false
 * stops. */
typedef bool (*hn_index_found)(uint32_t item, void *user);
void hn_index_query(const hn_index *index, hn_box query, hn_index_found found, void *user);

/* Ascending, for what a query found. */
void hn_sort_numbers(uint32_t *row, size_t count);

/* Items by growing distance of their box from the query box. distance() returns the true distance
 * of an item (or INFINITY to skip it); returns the item with the smallest true distance, the
 * lowest number at a tie, UINT32_MAX when none is within limit. */
typedef double (*hn_index_distance)(uint32_t item, double limit, void *user);
uint32_t hn_index_nearest(const hn_index *index, hn_box query, double limit,
                          hn_index_distance distance, void *user, double *nearest);

/* The order in which a sort-tile-recursive packing with the given fan-out visits the boxes:
 * positions in order[count]. Shared with the writer of R*Tree nodes. False: no memory. */
bool hn_pack_order(const hn_box *boxes, size_t count, size_t fan_out, uint32_t *order);

#endif
