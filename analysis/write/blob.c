/* blob.c - geometry as the bytes that SpatiaLite, GeoPackage and PostGIS store.
 *
 * The body is the same in all: type, count, then each part led by a mark (byte order in WKB, 0x69
 * in SpatiaLite), its type, and rings or points. Only the head differs, and SpatiaLite's end mark.
 */
#include "write/blob.h"

#include <string.h>

enum {
    SPATIALITE_START = 0x00,
    SPATIALITE_MBR_END = 0x7C,
    SPATIALITE_PART = 0x69,
    SPATIALITE_END = 0xFE,
    LITTLE = 1,
    GPKG_ENVELOPE_XY = 1 << 1,
    GPKG_EMPTY = 1 << 4
};
static const uint32_t ewkb_has_srid = 0x20000000u;

hn_shape hn_shape_of(const char *name) {
    static const char *const names[] = {"",           "POINT",           "LINESTRING",  "POLYGON",
                                        "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON"};
    for (int i = HN_SHAPE_POINT; name && i <= HN_SHAPE_MULTIPOLYGON; i++)
        if (strcmp(names[i], name) == 0) return (hn_shape)i;
    return HN_SHAPE_NONE;
}

/* Compilers make one store of these on little-endian machines. */
static uint8_t *put_u32(uint8_t *out, uint32_t value) {
    for (int i = 0; i < 4; i++)
        out[i] = (uint8_t)(value >> (8 * i));
    return out + 4;
}

static uint8_t *put_f64(uint8_t *out, double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    for (int i = 0; i < 8; i++)
        out[i] = (uint8_t)(bits >> (8 * i));
    return out + 8;
}

static uint8_t *put_points(uint8_t *out, const double *xy, size_t points) {
    for (size_t i = 0; i < 2 * points; i++)
        out = put_f64(out, xy[i]);
    return out;
}

static uint8_t *put_head(hn_encoding encoding, int srid, hn_shape shape, hn_box box, bool empty,
                         uint8_t *out) {
    if (encoding == HN_ENC_SPATIALITE) {
        *out++ = SPATIALITE_START;
        *out++ = LITTLE;
        out = put_u32(out, (uint32_t)srid);
        const double corners[] = {box.xmin, box.ymin, box.xmax, box.ymax};
        out = put_points(out, corners, 2);
        *out++ = SPATIALITE_MBR_END;
        return put_u32(out, (uint32_t)shape);
    }
    if (encoding == HN_ENC_GPKG) {
        /* Points carry no envelope: it would say the same again. */
        bool envelope = shape != HN_SHAPE_POINT && !empty;
        *out++ = 'G';
        *out++ = 'P';
        *out++ = 0;
        *out++ = (uint8_t)(LITTLE | (envelope ? GPKG_ENVELOPE_XY : 0) | (empty ? GPKG_EMPTY : 0));
        out = put_u32(out, (uint32_t)srid);
        if (envelope) {
            const double corners[] = {box.xmin, box.xmax, box.ymin, box.ymax};
            out = put_points(out, corners, 2);
        }
        *out++ = LITTLE;
        return put_u32(out, (uint32_t)shape);
    }
    *out++ = LITTLE;
    out = put_u32(out, (uint32_t)shape | ewkb_has_srid);
    return put_u32(out, (uint32_t)srid);
}

static uint8_t *put_part(const hn_geometry *geometry, uint32_t part, uint8_t mark, uint8_t *out) {
    uint32_t first = geometry->part[part], last = geometry->part[part + 1];
    *out++ = mark;
    if (geometry->kind == HN_AREA) {
        out = put_u32(out, HN_SHAPE_POLYGON);
        out = put_u32(out, last - first);
    } else {
        out = put_u32(out, geometry->kind == HN_LINE ? HN_SHAPE_LINESTRING : HN_SHAPE_POINT);
    }
    for (uint32_t ring = first; ring < last; ring++) {
        uint32_t from = geometry->ring[ring], points = geometry->ring[ring + 1] - from;
        if (geometry->kind != HN_POINT) out = put_u32(out, points);
        out = put_points(out, geometry->xy + 2 * (size_t)from, points);
    }
    return out;
}

size_t hn_blob_room(const hn_geometry *geometry) {
    return HN_BLOB_POINT_ROOM + 16 * (size_t)geometry->points + 4 * (size_t)geometry->rings +
           9 * (size_t)geometry->parts;
}

size_t hn_blob_write(hn_encoding encoding, hn_shape shape, int srid, const hn_geometry *geometry,
                     uint8_t *out) {
    if (shape == HN_SHAPE_POINT && geometry->points)
        return hn_blob_point(encoding, srid, geometry->xy[0], geometry->xy[1], out);
    uint8_t *end = put_head(encoding, srid, shape, geometry->box, geometry->points == 0, out);
    end = put_u32(end, geometry->parts);
    uint8_t mark = encoding == HN_ENC_SPATIALITE ? SPATIALITE_PART : LITTLE;
    for (uint32_t part = 0; part < geometry->parts; part++)
        end = put_part(geometry, part, mark, end);
    if (encoding == HN_ENC_SPATIALITE) *end++ = SPATIALITE_END;
    return (size_t)(end - out);
}

size_t hn_blob_line_room(uint32_t points) { return HN_BLOB_POINT_ROOM + 16 * (size_t)points; }

size_t hn_blob_line(hn_encoding encoding, int srid, const double *xy, uint32_t points,
                    uint8_t *out) {
    uint8_t *end =
        put_head(encoding, srid, HN_SHAPE_LINESTRING, hn_box_of_points(xy, points), false, out);
    end = put_points(put_u32(end, points), xy, points);
    if (encoding == HN_ENC_SPATIALITE) *end++ = SPATIALITE_END;
    return (size_t)(end - out);
}

size_t hn_blob_point(hn_encoding encoding, int srid, double x, double y, uint8_t *out) {
    uint8_t *end = put_head(encoding, srid, HN_SHAPE_POINT, (hn_box){x, y, x, y}, false, out);
    end = put_f64(put_f64(end, x), y);
    if (encoding == HN_ENC_SPATIALITE) *end++ = SPATIALITE_END;
    return (size_t)(end - out);
}

void hn_hex_write(const uint8_t *bytes, size_t size, char *out) {
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < size; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

bool hn_hex_read(const char *text, size_t size, uint8_t *out) {
    if (size % 2) return false;
    for (size_t i = 0; i < size / 2; i++) {
        int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}
