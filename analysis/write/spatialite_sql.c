/* spatialite_sql.c - SQL of SpatiaLite's own metadata. */
#include "write/sqltext.h"

const char hn_spatialite_srs[] =
    "INSERT OR REPLACE INTO spatial_ref_sys "
    "(srid, auth_name, auth_srid, ref_sys_name, proj4text, srtext) VALUES (?, ?, ?, ?, ?, ?)";

/* Written later than any last_insert of geometry_columns_time, so that neither SpatiaLite nor QGIS
 * scans the table again. */
const char hn_spatialite_statistics[] =
    "UPDATE geometry_columns_statistics SET "
    "last_verified = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), row_count = ?, extent_min_x = ?, "
    "extent_min_y = ?, extent_max_x = ?, extent_max_y = ? WHERE f_table_name = ?";

/* KNN2 is that of SpatiaLite 5.1. CheckSpatialMetaData() stays 3. */
const char hn_spatialite_clutter[] = "DROP TABLE IF EXISTS KNN; DROP TABLE IF EXISTS KNN2; "
                                     "DROP TABLE IF EXISTS data_licenses";

void hn_spatialite_geometry(hn_buffer *sql, const hn_table *table, int srid) {
    hn_appendf(sql, "SELECT AddGeometryColumn('%s', 'geom', %d, '%s', 'XY')", table->name, srid,
               table->geometry);
}

void hn_spatialite_index(hn_buffer *sql, const hn_table *table) {
    hn_appendf(sql, "SELECT CreateSpatialIndex('%s', 'geom')", table->name);
}

const char hn_spatialite_styles[] =
    "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT, "
    "f_table_catalog varchar(256), f_table_schema varchar(256), f_table_name varchar(256), "
    "f_geometry_column varchar(256), styleName text, styleQML text, styleSLD text, "
    "useAsDefault boolean, description text, owner varchar(30), ui text, "
    "update_time timestamp DEFAULT CURRENT_TIMESTAMP)";
