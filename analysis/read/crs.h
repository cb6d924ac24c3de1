/* crs.h - coordinate systems: names, transformations and the true-scale function. A system or a
 * transformation belongs to one thread at a time; nothing is shared between two of them.
 * crs.c is the only file that knows PROJ. */
#ifndef HN_CRS_H
#define HN_CRS_H

#include "base/context.h"
#include "data/geometry.h"
#include "data/measure.h"

typedef struct hn_crs hn_crs;

/* From EPSG number; 3043..3048 (UTM in N,E order) become 25831..25836, and compound systems their
 * horizontal part. From any text that PROJ understands (WKT of a layer). HENSYN_INPUT: unknown. */
hensyn_status hn_crs_from_epsg(hensyn_context *ctx, int epsg, hn_crs **out);
hensyn_status hn_crs_from_text(hensyn_context *ctx, const char *text, hn_crs **out);
void hn_crs_destroy(hn_crs *crs);
int hn_crs_epsg(const hn_crs *crs);          /* 0: not known by number */
const char *hn_crs_name(const hn_crs *crs);  /* "EPSG:25833" or its name */
const char *hn_crs_wkt(const hn_crs *crs);   /* WKT1 (GDAL) */
const char *hn_crs_proj4(const hn_crs *crs); /* PROJ string */
bool hn_crs_projected(const hn_crs *crs);
bool hn_crs_same(const hn_crs *a, const hn_crs *b);
double hn_crs_unit_m(const hn_crs *crs); /* metres per unit of a projected CRS */
/* The UTM zone of a place: EUREF89 (258xx) inside Norway's extent, WGS84 (326xx/327xx) else. */
int hn_crs_utm_for(double lon, double lat);
/* Longitude and latitude (degrees) of a point in a CRS, easting first; false: not defined. */
bool hn_crs_lonlat(const hn_crs *crs, double x, double y, double *lon, double *lat);
/* Are all corners of the box places on the earth in this system, there and back? */
bool hn_crs_covers(const hn_crs *crs, hn_box box);

typedef struct hn_transform hn_transform;
/* Best operation between two systems for data within extent (in from). HENSYN_INPUT when only a
 * ballpark one exists and ballpark is false (the message says how to allow it). Coordinates are
 * easting/longitude first on both sides. */
hensyn_status hn_transform_create(hensyn_context *ctx, const hn_crs *from, const hn_crs *to,
                                  hn_box extent, bool ballpark, hn_transform **out);
void hn_transform_destroy(hn_transform *transform);
bool hn_transform_identity(const hn_transform *transform);
const char *hn_transform_text(const hn_transform *transform); /* operation name, accuracy */
double hn_transform_accuracy(const hn_transform *transform);  /* m, -1 unknown, 0 exact */
/* In place; false when a point could not be transformed. */
bool hn_transform_points(const hn_transform *transform, double *xy, size_t count);

/* A measure for a working CRS over an extent (in it); planar: plane areas. */
hensyn_status hn_crs_measure(hensyn_context *ctx, const hn_crs *crs, hn_box extent, bool planar,
                             hn_measure **out);
const char *hn_proj_version(void);

#endif
