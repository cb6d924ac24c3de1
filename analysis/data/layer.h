/* layer.h - the features of one source layer in memory, as read. */
#ifndef HN_LAYER_H
#define HN_LAYER_H

#include "base/memory.h"
#include "data/geometry.h"

/* Columns are asked for by role; a role that the layer does not have is NULL in every row. */
typedef struct hn_layer {
    const char *source;     /* file name without folder, for keys and remarks */
    const char *path;       /* as opened, for kilde.sti (no passwords) */
    const char *name;       /* layer name */
    const char *crs;        /* "EPSG:25833" or a name, for kilde.crs */
    const char *subset;     /* SQL or NULL */
    size_t columns;         /* roles asked for */
    size_t id_column;       /* the one that holds the id, from 1, for remarks; 0: none */
    size_t count;           /* features kept, with and without geometry */
    int64_t *fid;           /* feature id of the source */
    uint32_t *position;     /* place among all features of the source, from 1; NULL: row + 1 */
    hn_geometry **geometry; /* working CRS, 2D, oriented; NULL: none; owned */
    const char **value;     /* count * columns texts from pool; NULL: not set */
    uint8_t *kind_mixed; /* nonzero: the feature held other kinds too, see remarks; may be NULL */
    hn_pool *pool;       /* owner of the texts */
} hn_layer;

hn_layer *hn_layer_create(void);
void hn_layer_destroy(hn_layer *layer);
static inline const char *hn_layer_value(const hn_layer *layer, size_t row, size_t column) {
    return layer->value[row * layer->columns + column];
}

#endif
