/* layer.c - the memory of one layer. */
#include "data/layer.h"

hn_layer *hn_layer_create(void) {
    hn_layer *layer = hn_zalloc(1, sizeof *layer);
    if (!layer) return NULL;
    layer->pool = hn_pool_create();
    if (!layer->pool) {
        hn_free(layer);
        return NULL;
    }
    return layer;
}

void hn_layer_destroy(hn_layer *layer) {
    if (!layer) return;
    for (size_t i = 0; layer->geometry && i < layer->count; i++)
        hn_free(layer->geometry[i]);
    hn_free(layer->geometry);
    hn_free(layer->fid);
    hn_free(layer->position);
    hn_free(layer->value);
    hn_free(layer->kind_mixed);
    hn_pool_destroy(layer->pool);
    hn_free(layer);
}
