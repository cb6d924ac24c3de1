/* blob.h - geometry as the bytes that SpatiaLite, GeoPackage and PostGIS store, and back. */
#ifndef HN_BLOB_H
#define HN_BLOB_H

#include "data/geometry.h"

typedef enum hn_encoding { HN_ENC_SPATIALITE, HN_ENC_GPKG, HN_ENC_EWKB } hn_encoding;

/* Numbers of OGC Simple Features, the same in all three encodings. */
typedef enum hn_shape {
    HN_SHAPE_NONE = 0,
    HN_SHAPE_POINT = 1,
    HN_SHAPE_LINESTRING = 2,
    HN_SHAPE_POLYGON = 3,
    HN_SHAPE_MULTIPOINT = 4,
    HN_SHAPE_MULTILINESTRING = 5,
    HN_SHAPE_MULTIPOLYGON = 6
} hn_shape;
hn_shape hn_shape_of(const char *name); /* "MULTIPOLYGON"; HN_SHAPE_NONE: unknown or NULL */

/* Bytes that hn_blob_write needs at most. */
size_t hn_blob_room(const hn_geometry *geometry);
/* Writes a geometry as shape, which must be a MULTI type of its kind or POINT (the first point).
 * Returns the bytes used. Little-endian whatever the machine. */
size_t hn_blob_write(hn_encoding encoding, hn_shape shape, int srid, const hn_geometry *geometry,
                     uint8_t *out);
enum { HN_BLOB_POINT_ROOM = 80 };
/* A LINESTRING of at least two points. */
size_t hn_blob_line_room(uint32_t points);
size_t hn_blob_line(hn_encoding encoding, int srid, const double *xy, uint32_t points,
                    uint8_t *out);
size_t hn_blob_point(hn_encoding encoding, int srid, double x, double y, uint8_t *out);

/* Reads any of the three encodings, both byte orders, 2D; *shape is the stored type. False: not
 * such a geometry, or damaged (then *out is NULL), or no memory (*no_memory). An empty geometry
 * gives *out with no parts. The caller frees *out. */
bool hn_blob_read(const uint8_t *bytes, size_t size, hn_shape *shape, int *srid, hn_geometry **out,
                  bool *no_memory);

/* Hexadecimal digits, upper case, not terminated; out holds 2 * size. */
void hn_hex_write(const uint8_t *bytes, size_t size, char *out);
/* Bytes of hexadecimal digits; false when the text is not such. out holds size / 2. */
bool hn_hex_read(const char *text, size_t size, uint8_t *out);

#endif
