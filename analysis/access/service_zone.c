/* service_zone.c - buffers of reached pieces: in tiles, so that GEOS sees few lines at a time, and
 * then unioned. */
#include "access/service_zone.h"

#include "base/platform.h"
#include "data/geos.h"

#include <math.h>
#include <stdlib.h>

enum { PER_BUFFER = 256, QUADRANT = 6 }; /* pieces of one buffer; segments of a quarter circle */

typedef struct buffering {
    const hn_access_engine *e;
    const uint32_t *order; /* rows of service_pieces, near ones together */
    size_t count;
    hn_geometry **zone; /* of each batch; NULL: nothing */
} buffering;

static hensyn_status geos_failed(hensyn_context *ctx, const hn_geos *geos) {
    return hn_fail(ctx, HENSYN_FAILED, "GEOS: %s", geos->error[0] ? geos->error : "?");
}

/* A collection takes its members over. */
static GEOSGeometry *collect(hn_geos *geos, const buffering *b, size_t first, size_t last) {
    unsigned count = 0;
    GEOSGeometry **line = hn_alloc(last - first, sizeof(GEOSGeometry *));
    if (!line) return NULL;
    for (size_t i = first; i < last; i++) {
        line[count] = hn_to_geos(geos, b->e->result->service_pieces.row[b->order[i]].geometry);
        if (line[count]) count++;
    }
    GEOSGeometry *all =
        GEOSGeom_createCollection_r(geos->handle, GEOS_MULTILINESTRING, line, count);
    hn_free(line);
    return all;
}

static hensyn_status buffer_some(hensyn_context *ctx, void *shared, void *state, size_t first,
                                 size_t last) {
    (void)state;
    buffering *b = shared;
    hensyn_status status = HENSYN_OK;
    hn_geos *geos = hn_geos_create();
    double width = hn_measure_units(b->e->options->measure, b->e->options->service_buffer);
    if (!geos) return hn_nomem(ctx);
    for (size_t i = first; i < last && status == HENSYN_OK; i++) {
        size_t end = (i + 1) * PER_BUFFER < b->count ? (i + 1) * PER_BUFFER : b->count;
        GEOSGeometry *lines = collect(geos, b, i * PER_BUFFER, end);
        GEOSGeometry *zone = lines ? GEOSBuffer_r(geos->handle, lines, width, QUADRANT) : NULL;
        bool empty = true;
        if (zone) b->zone[i] = hn_from_geos(geos, zone, HN_AREA, &empty);
        if (!zone || (!b->zone[i] && !empty)) status = geos_failed(ctx, geos);
        if (zone) GEOSGeom_destroy_r(geos->handle, zone);
        if (lines) GEOSGeom_destroy_r(geos->handle, lines);
    }
    hn_geos_destroy(geos);
    return status;
}

static hensyn_status unite(hensyn_context *ctx, const buffering *b, size_t batches,
                           hn_geometry **out) {
    hensyn_status status = HENSYN_OK;
    unsigned count = 0;
    bool empty = true;
    hn_geos *geos = hn_geos_create();
    GEOSGeometry **zone = hn_alloc(batches, sizeof(GEOSGeometry *)), *all = NULL, *one = NULL;
    if (!geos || !zone) HN_TRY(hn_nomem(ctx));
    for (size_t i = 0; i < batches; i++) {
        if (!b->zone[i]) continue;
        zone[count] = hn_to_geos(geos, b->zone[i]);
        if (zone[count]) count++;
    }
    all = GEOSGeom_createCollection_r(geos->handle, GEOS_GEOMETRYCOLLECTION, zone, count);
    one = all ? GEOSUnaryUnion_r(geos->handle, all) : NULL;
    if (one) *out = hn_from_geos(geos, one, HN_AREA, &empty);
    if (!one || (!*out && !empty)) HN_TRY(geos_failed(ctx, geos));
cleanup:
    if (geos && one) GEOSGeom_destroy_r(geos->handle, one);
    if (geos && all) GEOSGeom_destroy_r(geos->handle, all);
    hn_geos_destroy(geos);
    hn_free(zone);
    return status;
}

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

hensyn_status hn_service_zone_add(hn_access_engine *e, size_t class_number, size_t first) {
    size_t count = e->result->service_pieces.count - first;
    size_t batches = (count + PER_BUFFER - 1) / PER_BUFFER;
    hensyn_status status = HENSYN_OK;
    hn_geometry *zone = NULL;
    if (!count) return HENSYN_OK;
    uint32_t *order = hn_alloc(count, sizeof *order);
    hn_box *box = hn_alloc(count, sizeof *box);
    buffering b = {e, order, count, hn_zalloc(batches, sizeof *b.zone)};
    if (!order || !box || !b.zone) HN_TRY(hn_nomem(e->ctx));
    for (size_t i = 0; i < count; i++)
        box[i] = e->result->service_pieces.row[first + i].geometry->box;
    if (!hn_pack_order(box, count, PER_BUFFER, order)) HN_TRY(hn_nomem(e->ctx));
    for (size_t i = 0; i < count; i++)
        order[i] += (uint32_t)first;
    HN_TRY(hn_parallel(e->ctx, &(hn_parallel_job){.body = buffer_some,
                                                  .shared = &b,
                                                  .count = batches,
                                                  .threads = e->options->threads}));
    HN_TRY(unite(e->ctx, &b, batches, &zone));
    if (zone) HN_TRY(add_row(e, class_number, zone));
cleanup:
    for (size_t i = 0; b.zone && i < batches; i++)
        hn_free(b.zone[i]);
    hn_free(b.zone);
    hn_free(order);
    hn_free(box);
    return status;
}
