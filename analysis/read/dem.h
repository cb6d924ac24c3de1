/* dem.h - heights from an elevation model, a raster that GDAL reads. */
#ifndef HN_DEM_H
#define HN_DEM_H

#include "data/recipe.h"
#include "read/crs.h"

typedef struct hn_dem hn_dem;

/* Opens the first band of a raster. from: system of the points that will be asked for, within
 * extent. HENSYN_INPUT: no raster, no system (assume_epsg 0), or no way between the systems. */
hensyn_status hn_dem_open(hensyn_context *ctx, const hn_source *source, int assume_epsg,
                          const hn_crs *from, hn_box extent, bool ballpark, hn_dem **out);
void hn_dem_close(hn_dem *dem); /* NULL is allowed */

/* Heights of points, bilinear between the centres of the four cells around each; NAN outside the
 * raster and where one of them that counts has no data. HENSYN_INPUT: the raster cannot be read. */
hensyn_status hn_dem_heights(hensyn_context *ctx, hn_dem *dem, const double *xy, size_t points,
                             double *z);
/* Side of a cell in the system of the points, the shorter one, about the middle of a box; INFINITY
 * where that cannot be told. */
double hn_dem_cell(hn_dem *dem, hn_box around);
/* "file, N x M cells of S m (CRS)" for kjoring. */
const char *hn_dem_text(const hn_dem *dem);

#endif
