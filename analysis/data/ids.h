/* ids.h - kilde_id of every row of a large layer (links, dwellings): the first id that it has, else
 * 'rad:N'; a repeated one gets '#2', '#3' in source order. As keys.h, without nokkel. */
#ifndef HN_IDS_H
#define HN_IDS_H

#include "base/context.h"
#include "data/layer.h"

/* out: layer->count texts, of the layer's pool where the id stands as read, else of pool.
 * column: count columns of the layer in order of preference, -1: not there. *without: rows that
 * have none. Rows are told apart by the pool of the layer. */
hensyn_status hn_layer_ids(hensyn_context *ctx, hn_pool *pool, const hn_layer *layer,
                           const int *column, size_t count, const char **out, size_t *without);

#endif
