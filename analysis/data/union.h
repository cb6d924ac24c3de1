/* union.h - areas made one, robustly. */
#ifndef HN_UNION_H
#define HN_UNION_H

#include "data/geos.h"

/* Converts and frees what an overlay gave; NULL fails with the error of GEOS. An empty result gives
 * *out NULL. */
hensyn_status hn_take_area(hensyn_context *ctx, hn_geos *geos, GEOSGeometry *result,
                           hn_geometry **out);

/* Union of valid areas, the caller's; *out NULL when empty. In floating precision, and snapped to a
 * grid (in units of the CRS, 1 mm) when that fails or gives a plane area that is larger than all
 * members together, or smaller than the largest of them or than least, which is what the union must
 * have as far as the caller knows. */
hensyn_status hn_union_areas(hensyn_context *ctx, hn_geos *geos, const hn_geometry *const *areas,
                             size_t count, double least, double grid, hn_geometry **out);

#endif
