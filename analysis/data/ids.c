/* ids.c - ids of rows, repeats numbered by one sort instead of a table of all keys. */
#include "data/ids.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct held {
    const char *id; /* one address a text, see hn_pool */
    size_t row;
} held;

static int by_id(const void *a, const void *b) {
    const held *x = a, *y = b;
    if (x->id != y->id) return x->id < y->id ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static const char *first_id(const hn_layer *layer, size_t row, const int *column, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const char *id = column[i] < 0 ? NULL : hn_layer_value(layer, row, (size_t)column[i]);
        if (id && *id) return id;
    }
    return NULL;
}

static const char *position_id(hn_pool *pool, const hn_layer *layer, size_t row) {
    char text[32];
    snprintf(text, sizeof text, "rad:%lu",
             layer->position ? (unsigned long)layer->position[row] : (unsigned long)row + 1);
    return hn_pool_add(pool, text);
}

static const char *numbered(hn_pool *pool, const char *id, size_t number) {
    char *text = hn_format("%s#%zu", id, number);
    const char *kept = text ? hn_pool_add(pool, text) : NULL;
    hn_free(text);
    return kept;
}

hensyn_status hn_layer_ids(hensyn_context *ctx, hn_pool *pool, const hn_layer *layer,
                           const int *column, size_t count, const char **out, size_t *without) {
    size_t n = 0;
    held *all = hn_alloc(layer->count, sizeof *all);
    hensyn_status status = HENSYN_OK;
    *without = 0;
    if (!all) return hn_nomem(ctx);
    for (size_t row = 0; row < layer->count; row++) {
        out[row] = first_id(layer, row, column, count);
        if (out[row])
            all[n++] = (held){out[row], row};
        else if ((out[row] = position_id(pool, layer, row)) != NULL)
            ++*without;
        else
            HN_TRY(hn_nomem(ctx));
    }
    if (n) qsort(all, n, sizeof *all, by_id);
    for (size_t i = 0, first = 0; i < n; i++) {
        if (all[i].id != all[first].id) first = i;
        if (i > first && !(out[all[i].row] = numbered(pool, all[i].id, i - first + 1)))
            HN_TRY(hn_nomem(ctx));
    }
cleanup:
    hn_free(all);
    return status;
}
