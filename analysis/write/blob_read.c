/* blob_read.c - stored geometry back into flat arrays; nothing in the bytes is trusted. */
#include "write/blob.h"

#include <math.h>
#include <string.h>

/* A place in the bytes. Reading past the end sets failed and gives zeros. */
typedef struct cursor {
    const uint8_t *at, *end;
    bool little, failed;
    uint8_t mark; /* leads each part: 0x69 in SpatiaLite, 0 (byte order instead) in WKB */
    uint32_t parts, rings, points;
    hn_geometry *fill; /* NULL in the first pass, which only counts */
} cursor;

static bool has(cursor *c, size_t size) {
    if ((size_t)(c->end - c->at) < size) c->failed = true;
    return !c->failed;
}

static uint8_t get_u8(cursor *c) { return has(c, 1) ? *c->at++ : 0; }

static uint64_t get_bits(cursor *c, int bytes) {
    if (!has(c, (size_t)bytes)) return 0;
    uint64_t bits = 0;
    for (int i = 0; i < bytes; i++)
        bits |= (uint64_t)c->at[i] << (8 * (c->little ? i : bytes - 1 - i));
    c->at += bytes;
    return bits;
}

static uint32_t get_u32(cursor *c) { return (uint32_t)get_bits(c, 4); }

static double get_f64(cursor *c) {
    uint64_t bits = get_bits(c, 8);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* A count of things that take at least size bytes each: more than are left means damage. */
static uint32_t get_count(cursor *c, size_t size) {
    uint32_t count = get_u32(c);
    if (c->failed || count > (size_t)(c->end - c->at) / size) {
        c->failed = true;
        return 0;
    }
    return count;
}

static void take_ring(cursor *c, uint32_t points) {
    if (!has(c, 16 * (size_t)points)) return;
    if (c->fill) {
        c->fill->ring[c->rings] = c->points;
        double *xy = c->fill->xy + 2 * (size_t)c->points;
        for (uint32_t i = 0; i < 2 * points; i++)
            xy[i] = get_f64(c);
    } else {
        c->at += 16 * (size_t)points;
    }
    c->rings++;
    c->points += points;
}

static void take_part(cursor *c, hn_shape single) {
    if (c->fill) c->fill->part[c->parts] = c->rings;
    c->parts++;
    if (single == HN_SHAPE_POINT) {
        take_ring(c, 1);
    } else if (single == HN_SHAPE_LINESTRING) {
        take_ring(c, get_count(c, 16));
    } else {
        uint32_t rings = get_count(c, 4);
        for (uint32_t i = 0; i < rings && !c->failed; i++)
            take_ring(c, get_count(c, 16));
    }
}

/* The type and mark in front of a part of a MULTI geometry. */
static void take_part_head(cursor *c, hn_shape single) {
    uint8_t mark = get_u8(c);
    if (c->mark) {
        if (mark != c->mark) c->failed = true;
    } else {
        if (mark > 1) c->failed = true;
        c->little = mark == 1;
    }
    if (get_u32(c) != (uint32_t)single) c->failed = true;
}

static void take_body(cursor *c, hn_shape shape) {
    if (shape <= HN_SHAPE_POLYGON) {
        take_part(c, shape);
        return;
    }
    hn_shape single = (hn_shape)(shape - 3);
    uint32_t parts = get_count(c, 9);
    for (uint32_t i = 0; i < parts && !c->failed; i++) {
        take_part_head(c, single);
        if (!c->failed) take_part(c, single);
    }
}

static hn_kind kind_of(hn_shape shape) {
    return (hn_kind)(shape > HN_SHAPE_POLYGON ? shape - 3 : shape);
}

/* WKB has no empty point: its coordinates are NaN (GeoPackage, PostGIS). */
static void drop_nan_point(hn_shape shape, hn_geometry *geometry) {
    if (shape != HN_SHAPE_POINT || !isnan(geometry->xy[0])) return;
    geometry->parts = geometry->rings = geometry->points = 0;
}

static bool take_geometry(cursor *c, hn_shape shape, hn_geometry **out, bool *no_memory) {
    cursor count = *c;
    take_body(&count, shape);
    if (count.failed) return false;
    hn_geometry *geometry =
        hn_geometry_create(kind_of(shape), count.parts, count.rings, count.points);
    if (!geometry) {
        *no_memory = true;
        return false;
    }
    c->fill = geometry;
    take_body(c, shape);
    drop_nan_point(shape, geometry);
    hn_geometry_finish(geometry);
    *out = geometry;
    return true;
}

static bool read_shape(cursor *c, uint32_t code, hn_shape *shape) {
    if (c->failed || code < HN_SHAPE_POINT || code > HN_SHAPE_MULTIPOLYGON) return false;
    *shape = (hn_shape)code;
    return true;
}

static bool spatialite_head(cursor *c, hn_shape *shape, int *srid) {
    enum { BEFORE_CLASS = 39, SMALLEST = 44 };
    size_t size = (size_t)(c->end - c->at);
    if (size < SMALLEST || c->at[0] != 0x00 || c->at[1] > 1 || c->at[38] != 0x7C ||
        c->end[-1] != 0xFE)
        return false;
    c->little = c->at[1] == 1;
    c->end--;
    c->mark = 0x69;
    c->at += 2;
    *srid = (int)get_u32(c);
    c->at += BEFORE_CLASS - 6;
    return read_shape(c, get_u32(c), shape);
}

static bool wkb_head(cursor *c, hn_shape *shape, int *srid) {
    const uint32_t srid_flag = 0x20000000u;
    uint8_t order = get_u8(c);
    if (order > 1) return false;
    c->little = order == 1;
    uint32_t code = get_u32(c);
    if (code & srid_flag) *srid = (int)get_u32(c);
    return read_shape(c, code & ~srid_flag, shape);
}

static bool gpkg_head(cursor *c, hn_shape *shape, int *srid) {
    static const uint8_t envelope_bytes[] = {0, 32, 48, 48, 64};
    if (!has(c, 8) || c->at[0] != 'G' || c->at[1] != 'P') return false;
    unsigned flags = c->at[3], envelope = flags >> 1 & 7;
    if (envelope >= sizeof envelope_bytes) return false;
    c->little = flags & 1;
    c->at += 4;
    *srid = (int)get_u32(c);
    if (!has(c, envelope_bytes[envelope])) return false;
    c->at += envelope_bytes[envelope];
    int inner = 0;
    return wkb_head(c, shape, &inner);
}

bool hn_blob_read(const uint8_t *bytes, size_t size, hn_shape *shape, int *srid, hn_geometry **out,
                  bool *no_memory) {
    *out = NULL;
    *shape = HN_SHAPE_NONE;
    *srid = 0;
    *no_memory = false;
    if (!bytes || size < 5) return false;
    cursor c = {.at = bytes, .end = bytes + size};
    bool known = spatialite_head(&c, shape, srid);
    if (!known) {
        c = (cursor){.at = bytes, .end = bytes + size};
        known = bytes[0] == 'G' ? gpkg_head(&c, shape, srid) : wkb_head(&c, shape, srid);
    }
    return known && take_geometry(&c, *shape, out, no_memory);
}
