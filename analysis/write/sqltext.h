/* sqltext.h - the SQL that makes tables, indexes and metadata, as text. Names are quoted, and
 * everything else that comes from outside is bound: nothing in it is taken for SQL. */
#ifndef HN_SQLTEXT_H
#define HN_SQLTEXT_H

#include "write/rows.h"

void hn_sql_name(hn_buffer *sql, const char *name);    /* "name" */
void hn_sql_literal(hn_buffer *sql, const char *text); /* 'text' */

/* Names of the column types in a dialect. */
typedef struct hn_sql_types {
    const char *integer, *bigint, *real, *text;
    bool keys; /* primary keys are part of the columns, not added afterwards */
} hn_sql_types;

/* The columns of CREATE TABLE in parentheses: fid, the columns of the table, those that people
 * added, and geom of geometry_type (NULL: left out). */
void hn_sql_columns(hn_buffer *sql, const hn_row_source *source, const hn_sql_types *types,
                    const char *geometry_type);
/* CREATE TABLE of SQLite, with geom or not. */
void hn_sql_create(hn_buffer *sql, const hn_row_source *source, bool geometry);
/* INSERT INTO name VALUES(?,...) in the order of hn_sql_columns, geom last. */
void hn_sql_insert(hn_buffer *sql, const hn_row_source *source);

/* The working CRS as the stores register it. A system without an EPSG number gets one of our own,
 * which SpatiaLite, GeoPackage and PostGIS all leave free. */
enum { HN_OWN_SRID = 990001 };
typedef struct hn_srs {
    int srid;
    bool epsg;
    char name[128];          /* "ETRS89 / UTM zone 33N" */
    const char *wkt, *proj4; /* never NULL */
} hn_srs;
hn_srs hn_srs_of(const hn_result *result);

/* SpatiaLite. */
extern const char hn_spatialite_srs[];        /* srid, authority, number, name, proj4, wkt */
extern const char hn_spatialite_statistics[]; /* rows, xmin, ymin, xmax, ymax, table */
extern const char hn_spatialite_clutter[];    /* drops tables that QGIS would offer as layers */
/* SELECT of the function that adds geom, and of the one that adds its index; each answers 1. */
void hn_spatialite_geometry(hn_buffer *sql, const hn_table *table, int srid);
void hn_spatialite_index(hn_buffer *sql, const hn_table *table);

/* GeoPackage 1.2 (OGC 12-128r14). */
extern const char hn_gpkg_create[];
extern const char hn_gpkg_srs[];       /* name, srid, organization, number, wkt */
extern const char hn_gpkg_contents[];  /* table, type, about, xmin, ymin, xmax, ymax, srid */
extern const char hn_gpkg_count[];     /* table, rows */
extern const char hn_gpkg_column[];    /* table, geometry type, srid */
extern const char hn_gpkg_extension[]; /* table */
void hn_gpkg_index(hn_buffer *sql, const hn_table *table);    /* the R*Tree, empty */
void hn_gpkg_triggers(hn_buffer *sql, const hn_table *table); /* index and count follow edits */

/* layer_styles, as QGIS makes it in each. Insert: schema, table, geometry column, name, QML, SLD.
 */
extern const char hn_spatialite_styles[];
extern const char hn_gpkg_styles[];
extern const char hn_layer_styles_insert[];

#endif
