/* make_layer.h - layers by hand for tests: squares and texts by role, no files. */
#ifndef MAKE_LAYER_H
#define MAKE_LAYER_H

#include "data/layer.h"

#include <stdlib.h>
#include <string.h>

static inline void *must(void *block) {
    if (!block) abort();
    return block;
}

static inline hn_layer *make_layer(const char *source, const char *name, size_t columns,
                                   size_t count) {
    hn_layer *layer = must(hn_layer_create());
    layer->source = must((void *)(uintptr_t)hn_pool_add(layer->pool, source));
    layer->path = layer->source;
    layer->name = must((void *)(uintptr_t)hn_pool_add(layer->pool, name));
    layer->crs = "EPSG:25833";
    layer->columns = columns;
    layer->count = count;
    layer->fid = must(hn_zalloc(count, sizeof *layer->fid));
    layer->geometry = must(hn_zalloc(count, sizeof(hn_geometry *)));
    layer->value = must(hn_zalloc(count * columns, sizeof *layer->value));
    for (size_t i = 0; i < count; i++)
        layer->fid[i] = (int64_t)i + 1;
    return layer;
}

static inline void set_value(hn_layer *layer, size_t row, size_t column, const char *text) {
    layer->value[row * layer->columns + column] =
        must((void *)(uintptr_t)hn_pool_add(layer->pool, text));
}

/* A square with its lower left corner at (x, y). */
static inline void set_square(hn_layer *layer, size_t row, double x, double y, double side) {
    hn_free(layer->geometry[row]);
    layer->geometry[row] = must(hn_geometry_from_box((hn_box){x, y, x + side, y + side}));
}

static inline void set_line(hn_layer *layer, size_t row, double x, double y, double length) {
    hn_geometry *line = must(hn_geometry_create(HN_LINE, 1, 1, 2));
    line->part[0] = line->ring[0] = 0;
    memcpy(line->xy, (double[]){x, y, x + length, y}, 4 * sizeof(double));
    hn_geometry_finish(line);
    hn_free(layer->geometry[row]);
    layer->geometry[row] = line;
}

static inline void set_point(hn_layer *layer, size_t row, double x, double y) {
    hn_geometry *point = must(hn_geometry_create(HN_POINT, 1, 1, 1));
    point->part[0] = point->ring[0] = 0;
    memcpy(point->xy, (double[]){x, y}, 2 * sizeof(double));
    hn_geometry_finish(point);
    hn_free(layer->geometry[row]);
    layer->geometry[row] = point;
}

#endif
