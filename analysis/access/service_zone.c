/* service_zone.c - the reached pieces of a class as areas for the map. Each piece is buffered on
 * its own, since GEOS 3.11 falls back to slow snapping when it buffers thousands of crossing lines
 * at once; the buffers are united in tiles, and tiles in blocks, a row each: one where the network
 * is that of a municipality, several where it is larger, so that no union grows without bound. */
#include "access/service_zone.h"

#include "base/platform.h"
#include "data/union.h"

#include <math.h>
#include <stdlib.h>

enum { QUADRANT = 4 };             /* segments of a quarter circle */
enum { BLOCK = 16 };               /* tiles along a side of a block */
static const double tile_m = 2000; /* side of a tile; its corners lie on multiples of it */
static const double grid_m = 0.01; /* of a union that fails in floating precision */

/* A piece that comes within the buffer of a tile. */
typedef struct tile_piece {
    int32_t row, column;
    uint32_t piece; /* row of service_pieces */
} tile_piece;

typedef struct tiling {
    hn_access_engine *e;
    double side, width, grid; /* of a tile, the buffer and unions, in units of the CRS */
    tile_piece *item;         /* by block, tile and piece */
    size_t count, capacity;
    uint32_t *first; /* tiles + 1, into item */
    size_t tiles;
    hn_geometry **zone; /* of each tile; NULL: nothing */
    uint32_t *block;    /* blocks + 1, into the tiles */
    size_t blocks;
    hn_geometry **whole; /* of each block; NULL: nothing */
} tiling;

/* ---- which tiles a piece comes near ---- */

static int32_t tile_of(const tiling *t, double at) { return (int32_t)floor(at / t->side); }

static bool add_tile(tiling *t, int32_t column, int32_t row, uint32_t piece) {
    const tile_piece *last = t->count ? &t->item[t->count - 1] : NULL;
    if (last && last->piece == piece && last->row == row && last->column == column) return true;
    if (!HN_RESERVE(t->item, t->count, t->capacity, 1)) return false;
    t->item[t->count++] = (tile_piece){row, column, piece};
    return true;
}

/* Column by column, so that a long segment meets the tiles along it alone. */
static bool add_segment(tiling *t, const double *a, const double *b, uint32_t piece) {
    double left = fmin(a[0], b[0]), right = fmax(a[0], b[0]);
    double slope = b[0] != a[0] ? (b[1] - a[1]) / (b[0] - a[0]) : 0;
    for (int32_t c = tile_of(t, left - t->width); c <= tile_of(t, right + t->width); c++) {
        double from = fmin(fmax(c * t->side - t->width, left), right),
               to = fmin(fmax((c + 1) * t->side + t->width, left), right);
        double p = a[1] + slope * (from - a[0]), q = a[1] + slope * (to - a[0]);
        if (b[0] == a[0]) {
            p = a[1];
            q = b[1];
        }
        int32_t last = tile_of(t, fmax(p, q) + t->width);
        for (int32_t r = tile_of(t, fmin(p, q) - t->width); r <= last; r++)
            if (!add_tile(t, c, r, piece)) return false;
    }
    return true;
}

static bool add_piece(tiling *t, uint32_t piece) {
    const hn_geometry *g = t->e->result->service_pieces.row[piece].geometry;
    for (uint32_t i = 0; i + 1 < g->points; i++)
        if (!add_segment(t, g->xy + 2 * (size_t)i, g->xy + 2 * (size_t)i + 2, piece)) return false;
    return true;
}

/* ---- tiles and blocks in order ---- */

static int compare(int32_t a, int32_t b) { return (a > b) - (a < b); }

static int32_t block_of(int32_t tile) { return (int32_t)floor((double)tile / BLOCK); }

static int by_block(const tile_piece *a, const tile_piece *b) {
    int order = compare(block_of(a->row), block_of(b->row));
    return order ? order : compare(block_of(a->column), block_of(b->column));
}

static int by_tile(const tile_piece *a, const tile_piece *b) {
    int order = compare(a->row, b->row);
    return order ? order : compare(a->column, b->column);
}

static int by_all(const void *one, const void *two) {
    const tile_piece *a = one, *b = two;
    int order = by_block(a, b);
    if (!order) order = by_tile(a, b);
    return order ? order : (a->piece > b->piece) - (a->piece < b->piece);
}

static const tile_piece *first_of(const tiling *t, size_t tile) { return &t->item[t->first[tile]]; }

/* Sorts the pairs, drops repeated ones, and notes where each tile begins. */
static hensyn_status divide(tiling *t) {
    size_t kept = 0;
    if (t->count > 1) qsort(t->item, t->count, sizeof *t->item, by_all);
    for (size_t i = 0; i < t->count; i++)
        if (!kept || by_all(&t->item[kept - 1], &t->item[i]) != 0) t->item[kept++] = t->item[i];
    t->count = kept;
    t->first = hn_alloc(kept + 1, sizeof *t->first);
    if (!t->first) return hn_nomem(t->e->ctx);
    for (size_t i = 0; i < kept; i++)
        if (i == 0 || by_tile(&t->item[i - 1], &t->item[i]) != 0)
            t->first[t->tiles++] = (uint32_t)i;
    t->first[t->tiles] = (uint32_t)kept;
    t->zone = hn_zalloc(t->tiles, sizeof *t->zone);
    return t->zone ? HENSYN_OK : hn_nomem(t->e->ctx);
}

/* As many tiles as one block holds are one, wherever they lie. */
static hensyn_status divide_blocks(tiling *t) {
    bool few = t->tiles <= BLOCK * BLOCK;
    t->block = hn_alloc(t->tiles + 1, sizeof *t->block);
    t->whole = hn_zalloc(t->tiles, sizeof *t->whole);
    if (!t->block || !t->whole) return hn_nomem(t->e->ctx);
    for (size_t i = 0; i < t->tiles; i++)
        if (i == 0 || (!few && by_block(first_of(t, i - 1), first_of(t, i)) != 0))
            t->block[t->blocks++] = (uint32_t)i;
    t->block[t->blocks] = (uint32_t)t->tiles;
    return HENSYN_OK;
}

/* ---- one tile, one block ---- */

/* The pieces near a tile, cut off where their buffers no longer reach it. */
static GEOSGeometry *lines_of(hn_geos *geos, const tiling *t, size_t tile, const hn_box *window) {
    unsigned count = 0;
    size_t first = t->first[tile], pieces = t->first[tile + 1] - first;
    GEOSGeometry **line = hn_alloc(pieces, sizeof(GEOSGeometry *)), *all = NULL, *cut = NULL;
    if (!line) return NULL;
    for (; count < pieces; count++) {
        const hn_service_piece *piece =
            &t->e->result->service_pieces.row[t->item[first + count].piece];
        if (!(line[count] = hn_to_geos(geos, piece->geometry))) break;
    }
    if (count == pieces)
        all = GEOSGeom_createCollection_r(geos->handle, GEOS_MULTILINESTRING, line, count);
    for (unsigned i = 0; count < pieces && i < count; i++)
        GEOSGeom_destroy_r(geos->handle, line[i]);
    hn_free(line);
    if (!all) return NULL;
    cut = GEOSClipByRect_r(geos->handle, all, window->xmin - t->width, window->ymin - t->width,
                           window->xmax + t->width, window->ymax + t->width);
    GEOSGeom_destroy_r(geos->handle, all);
    return cut;
}

static GEOSGeometry *rectangle(hn_geos *geos, const hn_box *b) {
    double xy[] = {b->xmin, b->ymin, b->xmax, b->ymin, b->xmax,
                   b->ymax, b->xmin, b->ymax, b->xmin, b->ymin};
    GEOSCoordSequence *ring = GEOSCoordSeq_copyFromBuffer_r(geos->handle, xy, 5, 0, 0);
    GEOSGeometry *shell = ring ? GEOSGeom_createLinearRing_r(geos->handle, ring) : NULL;
    return shell ? GEOSGeom_createPolygon_r(geos->handle, shell, NULL, 0) : NULL;
}

/* The buffers of lines, united. */
static GEOSGeometry *buffer(hn_geos *geos, const tiling *t, const GEOSGeometry *lines) {
    GEOSContextHandle_t h = geos->handle;
    int count = GEOSGetNumGeometries_r(h, lines);
    unsigned made = 0;
    GEOSGeometry **zone = hn_alloc((size_t)count, sizeof(GEOSGeometry *)), *all, *one;
    if (!zone) return NULL;
    for (int i = 0; i < count; i++) {
        GEOSGeometry *line =
            GEOSSimplify_r(h, GEOSGetGeometryN_r(h, lines, i), HN_ZONE_SIMPLIFIED * t->width);
        zone[made] = line ? GEOSBuffer_r(h, line, t->width, QUADRANT) : NULL;
        if (line) GEOSGeom_destroy_r(h, line);
        if (!zone[made]) break;
        made++;
    }
    all = GEOSGeom_createCollection_r(h, GEOS_GEOMETRYCOLLECTION, zone, made);
    hn_free(zone);
    one = all && made == (unsigned)count ? GEOSUnaryUnion_r(h, all) : NULL;
    if (!one && all && made == (unsigned)count) one = GEOSUnaryUnionPrec_r(h, all, t->grid);
    if (all) GEOSGeom_destroy_r(h, all);
    return one;
}

static hensyn_status make_zone(hensyn_context *ctx, hn_geos *geos, tiling *t, size_t tile) {
    const tile_piece *at = first_of(t, tile);
    hn_box window = {at->column * t->side, at->row * t->side, (at->column + 1) * t->side,
                     (at->row + 1) * t->side};
    GEOSGeometry *lines = lines_of(geos, t, tile, &window), *square = rectangle(geos, &window);
    GEOSGeometry *zone = lines ? buffer(geos, t, lines) : NULL;
    GEOSGeometry *part = zone && square ? GEOSIntersection_r(geos->handle, zone, square) : NULL;
    GEOSGeometry *made[] = {lines, square, zone};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        if (made[i]) GEOSGeom_destroy_r(geos->handle, made[i]);
    return hn_take_area(ctx, geos, part, &t->zone[tile]);
}

static hensyn_status make_block(hensyn_context *ctx, hn_geos *geos, tiling *t, size_t block) {
    size_t count = 0;
    hensyn_status status = HENSYN_OK;
    const hn_geometry **area = hn_alloc(t->block[block + 1] - t->block[block], sizeof *area);
    if (!area) return hn_nomem(ctx);
    for (size_t i = t->block[block]; i < t->block[block + 1]; i++)
        if (t->zone[i]) area[count++] = t->zone[i];
    status = hn_union_areas(ctx, geos, area, count, 0, t->grid, &t->whole[block]);
    hn_free(area);
    return status;
}

typedef hensyn_status (*maker)(hensyn_context *ctx, hn_geos *geos, tiling *t, size_t number);

typedef struct making {
    tiling *t;
    maker make;
} making;

static hensyn_status make_some(hensyn_context *ctx, void *shared, void *state, size_t first,
                               size_t last) {
    (void)state;
    const making *m = shared;
    hensyn_status status = HENSYN_OK;
    hn_geos *geos = hn_geos_create();
    if (!geos) return hn_nomem(ctx);
    for (size_t i = first; i < last && status == HENSYN_OK && !hn_is_cancelled(ctx); i++)
        status = m->make(ctx, geos, m->t, i);
    hn_geos_destroy(geos);
    return status;
}

static hensyn_status make_all(tiling *t, maker make, size_t count) {
    making m = {t, make};
    return hn_parallel(t->e->ctx, &(hn_parallel_job){.body = make_some,
                                                     .shared = &m,
                                                     .count = count,
                                                     .grain = 1,
                                                     .threads = t->e->options->threads});
}

/* ---- rows ---- */

static hensyn_status add_row(hn_access_engine *e, size_t c, hn_geometry *zone) {
    hn_service_zone *row = HN_NEW_ROW(e->result->service_zones);
    if (!row) {
        hn_free(zone);
        return hn_nomem(e->ctx);
    }
    row->fid = (int64_t)e->result->service_zones.count;
    row->geometry = zone;
    row->klasse = e->options->class_[c].name;
    row->grense_m = fmin(e->options->class_[c].limit_m, e->options->max_distance);
    row->buffer_m = e->options->service_buffer;
    return HENSYN_OK;
}

static void free_all(tiling *t) {
    for (size_t i = 0; i < t->tiles; i++) {
        if (t->zone) hn_free(t->zone[i]);
        if (t->whole) hn_free(t->whole[i]);
    }
    hn_free(t->zone);
    hn_free(t->whole);
    hn_free(t->block);
    hn_free(t->first);
    hn_free(t->item);
}

hensyn_status hn_service_zone_add(hn_access_engine *e, size_t class_number, size_t first) {
    hensyn_status status = HENSYN_OK;
    const hn_measure *measure = e->options->measure;
    tiling t = {.e = e,
                .side = hn_measure_units(measure, tile_m),
                .width = hn_measure_units(measure, e->options->service_buffer),
                .grid = hn_measure_units(measure, grid_m)};
    for (size_t i = first; i < e->result->service_pieces.count; i++)
        if (!add_piece(&t, (uint32_t)i)) HN_TRY(hn_nomem(e->ctx));
    HN_TRY(divide(&t));
    HN_TRY(make_all(&t, make_zone, t.tiles));
    HN_TRY(divide_blocks(&t));
    HN_TRY(make_all(&t, make_block, t.blocks));
    for (size_t i = 0; i < t.blocks; i++) {
        hn_geometry *zone = t.whole[i];
        t.whole[i] = NULL;
        if (zone) HN_TRY(add_row(e, class_number, zone));
    }
cleanup:
    free_all(&t);
    return status;
}
