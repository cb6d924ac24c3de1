/* inside.h - which of many areas holds each of many points. */
#ifndef HN_INSIDE_H
#define HN_INSIDE_H

#include "base/context.h"
#include "data/geometry.h"

/* out[point]: the lowest number of an area that holds it (boundary included), UINT32_MAX: none.
 * at(point): its place. In parallel, the same for any number of threads. Areas that are NULL or of
 * another kind hold nothing. */
typedef void (*hn_point_at)(const void *user, size_t point, double xy[2]);
hensyn_status hn_areas_holding(hensyn_context *ctx, hn_geometry *const *area, size_t areas,
                               size_t points, hn_point_at at, const void *user, int threads,
                               uint32_t *out);

#endif
