/* generate.h - a made-up large municipality for the benchmark: what its parts share. */
#ifndef HENSYN_BENCH_GENERATE_H
#define HENSYN_BENCH_GENERATE_H

#include <cpl_string.h>
#include <gdal.h>
#include <ogr_api.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- wiggle.c: chance and lines ---- */

typedef struct point {
    double x, y;
} point;

typedef struct track {
    point *at;
    size_t count, room;
} track;

/* A number that depends on nothing but its arguments; key of everything random here. */
uint64_t key_of(uint64_t seed, uint64_t kind, uint64_t a, uint64_t b);
double unit(uint64_t key); /* 0 <= u < 1 */
double between(uint64_t key, double low, double high);
size_t pick(uint64_t key, size_t count); /* 0 .. count - 1 */
void uuid_text(uint64_t key, char text[37]);

void track_add(track *p, point at); /* rounded to 1 cm */
void track_clear(track *p);
void track_free(track *p);
/* A fractal line of the given number of segments, all points but the last. Every halving moves the
 * middle sideways by at most rough times the smaller of the half's length and width; width halves
 * with the segments. */
void track_wiggle(track *p, point a, point b, size_t segments, double width, double rough,
                  uint64_t key);
OGRGeometryH ring_of(const track *p); /* closed */

/* ---- municipality.c, considerations.c: layers ---- */

typedef struct municipality {
    uint64_t seed;
    double scale;         /* 1: 60 by 50 km, at least 90 000 plan areas, 3 000 considerations */
    double width, height; /* m */
    double west, south;   /* EPSG:25833 */
    double invalid;       /* share of plan areas made invalid; of considerations 10 times it */
} municipality;

typedef struct tally {
    long objects, invalid, vertices, most; /* most: vertices of the largest object */
    double area;                           /* m2 */
} tally;

tally write_plan(const municipality *m, const char *folder);
tally write_outdoor(const municipality *m, const char *folder);
tally write_nature(const municipality *m, const char *folder);
tally write_protected(const municipality *m, const char *folder);

/* ---- layer.c: writing ---- */

typedef struct column {
    const char *name;
    OGRFieldType type;
} column;

typedef struct sink {
    GDALDatasetH file;
    OGRLayerH layer;
    tally tally;
} sink;

sink sink_open(const char *folder, const char *file, const char *layer, const char *geometry,
               const column *fields, size_t count);
/* The same for lines, points or whatever type says. */
sink sink_open_as(OGRwkbGeometryType type, const char *folder, const char *file, const char *layer,
                  const char *geometry, const column *fields, size_t count);
/* A further layer of the same file; the tally goes on. */
void sink_next(sink *s, const char *layer, const char *geometry, const column *fields,
               size_t count);
OGRFeatureH sink_feature(const sink *s);
void set_text(OGRFeatureH feature, const char *field, const char *text);
/* Writes and destroys the feature; the polygon becomes a multipolygon and is owned. */
void sink_add(sink *s, OGRFeatureH feature, OGRGeometryH geometry, bool invalid);
tally sink_close(sink *s);

_Noreturn void stop(const char *what, const char *about);
void *need(void *block); /* ends the program when NULL */

#endif
