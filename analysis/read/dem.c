/* dem.c - an elevation model through GDAL: tiles of it are kept while points near each other are
 * asked for, so that the memory does not grow with the raster. */
#include "read/dem.h"

#include "base/text.h"
#include "read/gdal.h"

#include <math.h>
#include <ogr_srs_api.h>
#include <string.h>

enum { TILE = 128, SLOTS = 512 }; /* 128 x 128 floats are 64 KB, 32 MB in all */

typedef struct tile {
    int64_t number; /* of the raster's tiles, -1: none */
    float *height;
} tile;

struct hn_dem {
    GDALDatasetH dataset;
    GDALRasterBandH band;
    int columns, rows;
    double back[6]; /* from coordinates to column and row */
    double nodata, scale, offset;
    bool has_nodata;
    hn_crs *crs;
    hn_transform *transform;
    double *scratch;
    size_t scratch_room;
    tile slot[SLOTS];
    char *text;
};

static hensyn_status cannot(hensyn_context *ctx, const hn_source *source, const char *nb,
                            const char *en, const char *cause) {
    char *shown = hn_redact(source->path);
    if (!shown) return hn_nomem(ctx);
    hensyn_status status = hn_fail(ctx, HENSYN_INPUT, "%s: %s%s%.400s", shown, hn_text(ctx, nb, en),
                                   *cause ? ": " : "", cause);
    hn_free(shown);
    return status;
}

static hensyn_status open_raster(hensyn_context *ctx, const hn_source *source, hn_dem *dem,
                                 const hn_listener *listener) {
    double forward[6];
    int known;
    dem->dataset = GDALOpenEx(
        source->path, GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, NULL, NULL, NULL);
    if (!dem->dataset || GDALGetRasterCount(dem->dataset) < 1)
        return cannot(ctx, source, "høydemodellen kan ikke leses",
                      "the elevation model cannot be read", hn_listen_cause(listener));
    if (GDALGetGeoTransform(dem->dataset, forward) != CE_None ||
        !GDALInvGeoTransform(forward, dem->back))
        return cannot(ctx, source, "høydemodellen er ikke stedfestet",
                      "the elevation model has no place", "");
    dem->band = GDALGetRasterBand(dem->dataset, 1);
    dem->columns = GDALGetRasterXSize(dem->dataset);
    dem->rows = GDALGetRasterYSize(dem->dataset);
    dem->nodata = GDALGetRasterNoDataValue(dem->band, &known);
    dem->has_nodata = known != 0;
    dem->scale = GDALGetRasterScale(dem->band, &known);
    if (!known) dem->scale = 1;
    dem->offset = GDALGetRasterOffset(dem->band, &known);
    if (!known) dem->offset = 0;
    dem->text = hn_format("%s, %d x %d", source->path, dem->columns, dem->rows);
    return dem->text ? HENSYN_OK : hn_nomem(ctx);
}

static hensyn_status find_system(hensyn_context *ctx, const hn_source *source, int assume_epsg,
                                 const hn_crs *from, hn_box extent, bool ballpark, hn_dem *dem) {
    hensyn_status status = HENSYN_OK;
    bool northing_first;
    /* Rasters hold easting first whatever the axis order of their system. */
    HN_TRY(hn_crs_from_ogr(ctx, GDALGetSpatialRef(dem->dataset), &dem->crs, &northing_first));
    if (!dem->crs && assume_epsg) HN_TRY(hn_crs_from_epsg(ctx, assume_epsg, &dem->crs));
    if (!dem->crs)
        HN_TRY(
            cannot(ctx, source,
                   "høydemodellen oppgir ikke koordinatsystem; oppgi det med --assume-crs EPSG:n",
                   "the elevation model states no system; give it with --assume-crs EPSG:n", ""));
    HN_TRY(hn_transform_create(ctx, from, dem->crs, extent, ballpark, &dem->transform));
cleanup:
    return status;
}

hensyn_status hn_dem_open(hensyn_context *ctx, const hn_source *source, int assume_epsg,
                          const hn_crs *from, hn_box extent, bool ballpark, hn_dem **out) {
    hensyn_status status = HENSYN_OK;
    hn_listener listener;
    *out = NULL;
    hn_dem *dem = hn_zalloc(1, sizeof *dem);
    if (!dem) return hn_nomem(ctx);
    for (int i = 0; i < SLOTS; i++)
        dem->slot[i].number = -1;
    GDALAllRegister();
    hn_listen(&listener);
    HN_TRY(open_raster(ctx, source, dem, &listener));
    HN_TRY(find_system(ctx, source, assume_epsg, from, extent, ballpark, dem));
cleanup:
    hn_listen_stop(&listener);
    if (status == HENSYN_OK)
        *out = dem;
    else
        hn_dem_close(dem);
    return status;
}

void hn_dem_close(hn_dem *dem) {
    if (!dem) return;
    hn_listener listener;
    hn_listen(&listener);
    if (dem->dataset) GDALClose(dem->dataset);
    hn_listen_stop(&listener);
    for (int i = 0; i < SLOTS; i++)
        hn_free(dem->slot[i].height);
    hn_transform_destroy(dem->transform);
    hn_crs_destroy(dem->crs);
    hn_free(dem->scratch);
    hn_free(dem->text);
    hn_free(dem);
}

const char *hn_dem_text(const hn_dem *dem) { return dem->text; }

/* ---- cells ---- */

static hensyn_status load(hensyn_context *ctx, hn_dem *dem, tile *slot, int column, int row) {
    int width = column + TILE > dem->columns ? dem->columns - column : TILE;
    int height = row + TILE > dem->rows ? dem->rows - row : TILE;
    if (!slot->height) slot->height = hn_alloc((size_t)TILE * TILE, sizeof *slot->height);
    if (!slot->height) return hn_nomem(ctx);
    if (GDALRasterIO(dem->band, GF_Read, column, row, width, height, slot->height, width, height,
                     GDT_Float32, sizeof(float), TILE * sizeof(float)) == CE_None)
        return HENSYN_OK;
    slot->number = -1;
    return hn_fail(ctx, HENSYN_INPUT,
                   hn_text(ctx, "%s: høydemodellen kan ikke leses ved celle %d, %d",
                           "%s: the elevation model cannot be read at cell %d, %d"),
                   dem->text, column, row);
}

/* Height of a cell inside the raster; NAN: no data. */
static hensyn_status cell(hensyn_context *ctx, hn_dem *dem, int column, int row, double *out) {
    int64_t across = (dem->columns + TILE - 1) / TILE;
    int64_t number = (int64_t)(row / TILE) * across + column / TILE;
    tile *slot = &dem->slot[(uint64_t)number % SLOTS];
    if (slot->number != number) {
        hensyn_status status = load(ctx, dem, slot, column / TILE * TILE, row / TILE * TILE);
        if (status != HENSYN_OK) return status;
        slot->number = number;
    }
    double value = (double)slot->height[row % TILE * TILE + column % TILE];
    bool none = !isfinite(value) || (dem->has_nodata && value == (double)(float)dem->nodata);
    *out = none ? (double)NAN : value * dem->scale + dem->offset;
    return HENSYN_OK;
}

static int within(double value, int count) {
    return value < 0 ? 0 : value > count - 1 ? count - 1 : (int)value;
}

/* Bilinear between cell centres; on the outer half of the border cells their own height. */
static hensyn_status height_at(hensyn_context *ctx, hn_dem *dem, double x, double y, double *out) {
    hensyn_status status = HENSYN_OK;
    const double *b = dem->back;
    double column = b[0] + b[1] * x + b[2] * y, row = b[3] + b[4] * x + b[5] * y;
    *out = NAN;
    if (!(column >= 0 && row >= 0 && column <= dem->columns && row <= dem->rows)) return status;
    double left = floor(column - 0.5), top = floor(row - 0.5);
    double u = column - 0.5 - left, v = row - 0.5 - top, sum = 0;
    for (int corner = 0; corner < 4; corner++) {
        double weight = (corner & 1 ? u : 1 - u) * (corner & 2 ? v : 1 - v), height;
        if (!(weight > 0)) continue;
        HN_TRY(cell(ctx, dem, within(left + (corner & 1), dem->columns),
                    within(top + (corner >> 1), dem->rows), &height));
        sum += weight * height;
    }
    *out = sum;
cleanup:
    return status;
}

double hn_dem_cell(hn_dem *dem, hn_box around) {
    const double far =
        100; /* units: many of the usual cells, and too few for the scale to change */
    double x = around.xmin + (around.xmax - around.xmin) / 2;
    double y = around.ymin + (around.ymax - around.ymin) / 2, shortest = INFINITY;
    double p[6] = {x, y, x + far, y, x, y + far};
    hn_listener listener;
    hn_listen(&listener);
    bool placed = hn_transform_points(dem->transform, p, 3);
    hn_listen_stop(&listener);
    for (size_t i = 2; placed && i <= 4; i += 2) {
        double dx = p[i] - p[0], dy = p[i + 1] - p[1];
        double cells =
            hypot(dem->back[1] * dx + dem->back[2] * dy, dem->back[4] * dx + dem->back[5] * dy);
        if (cells > 0) shortest = fmin(shortest, far / cells);
    }
    return shortest;
}

/* One point that has no place in the system of the raster leaves the others theirs. */
static void place_points(hn_dem *dem, const double *xy, size_t points) {
    memcpy(dem->scratch, xy, points * 2 * sizeof *xy);
    if (hn_transform_points(dem->transform, dem->scratch, points)) return;
    for (size_t i = 0; i < points; i++) {
        double *own = dem->scratch + 2 * i;
        memcpy(own, xy + 2 * i, 2 * sizeof *xy);
        if (!hn_transform_points(dem->transform, own, 1)) own[0] = own[1] = NAN;
    }
}

hensyn_status hn_dem_heights(hensyn_context *ctx, hn_dem *dem, const double *xy, size_t points,
                             double *z) {
    hensyn_status status = HENSYN_OK;
    hn_listener listener;
    if (!hn_reserve((void **)&dem->scratch, &dem->scratch_room, points, 2 * sizeof(double)))
        return hn_nomem(ctx);
    hn_listen(&listener);
    place_points(dem, xy, points);
    for (size_t i = 0; i < points; i++) {
        z[i] = NAN;
        HN_TRY(height_at(ctx, dem, dem->scratch[2 * i], dem->scratch[2 * i + 1], &z[i]));
    }
cleanup:
    hn_listen_stop(&listener);
    return status;
}
