/* gpkg_sql.c - tables, registrations and triggers of GeoPackage 1.2 (OGC 12-128r14), with the
 * feature counts that GDAL and QGIS keep in gpkg_ogr_contents. */
#include "write/sqltext.h"

/* application_id is "GPKG". */
const char hn_gpkg_create[] =
    "PRAGMA application_id = 1196444487; PRAGMA user_version = 10200;"
    "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY "
    "KEY,"
    " organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL,"
    " definition TEXT NOT NULL, description TEXT);"
    "CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,"
    " identifier TEXT UNIQUE, description TEXT DEFAULT '',"
    " last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),"
    " min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,"
    " CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));"
    "CREATE TABLE gpkg_ogr_contents (table_name TEXT NOT NULL PRIMARY KEY,"
    " feature_count INTEGER DEFAULT NULL);"
    "CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,"
    " geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL,"
    " m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),"
    " CONSTRAINT uk_gc_table_name UNIQUE (table_name),"
    " CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),"
    " CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));"
    "CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,"
    " definition TEXT NOT NULL, scope TEXT NOT NULL,"
    " CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));"
    /* The three rows that every GeoPackage has. */
    "INSERT INTO gpkg_spatial_ref_sys VALUES"
    "('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined',"
    " 'undefined Cartesian coordinate reference system'),"
    "('Undefined geographic SRS', 0, 'NONE', 0, 'undefined',"
    " 'undefined geographic coordinate reference system'),"
    "('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\","
    "SPHEROID[\"WGS 84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],"
    "AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],"
    "UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AXIS[\"Latitude\",NORTH],"
    "AXIS[\"Longitude\",EAST],AUTHORITY[\"EPSG\",\"4326\"]]',"
    " 'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid')";

const char hn_gpkg_srs[] = "INSERT OR IGNORE INTO gpkg_spatial_ref_sys (srs_name, srs_id, "
                           "organization, organization_coordsys_id, definition) "
                           "VALUES (?, ?, ?, ?, ?)";

const char hn_gpkg_contents[] =
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, min_x, min_y, "
    "max_x, max_y, srs_id) VALUES (?1, ?2, ?1, ?3, ?4, ?5, ?6, ?7, ?8)";

const char hn_gpkg_count[] = "INSERT INTO gpkg_ogr_contents VALUES (?, ?)";

const char hn_gpkg_column[] = "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)";

const char hn_gpkg_extension[] =
    "INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', "
    "'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')";

void hn_gpkg_index(hn_buffer *sql, const hn_table *table) {
    hn_appendf(sql,
               "CREATE VIRTUAL TABLE \"rtree_%s_geom\" USING rtree(id, minx, maxx, miny, maxy)",
               table->name);
}

/* Appends text with every $ replaced by the table's name. */
static void append_for(hn_buffer *sql, const hn_table *table, const char *text) {
    for (; *text; text++) {
        if (*text == '$')
            hn_append(sql, table->name);
        else
            hn_append_n(sql, text, 1);
    }
}

/* Annex F.3 of the standard. */
static const char index_triggers[] =
    "CREATE TRIGGER \"rtree_$_geom_insert\" AFTER INSERT ON \"$\""
    " WHEN (NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))"
    " BEGIN INSERT OR REPLACE INTO \"rtree_$_geom\" VALUES (NEW.fid, ST_MinX(NEW.geom),"
    " ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;"
    "CREATE TRIGGER \"rtree_$_geom_update1\" AFTER UPDATE OF geom ON \"$\""
    " WHEN OLD.fid = NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))"
    " BEGIN INSERT OR REPLACE INTO \"rtree_$_geom\" VALUES (NEW.fid, ST_MinX(NEW.geom),"
    " ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;"
    "CREATE TRIGGER \"rtree_$_geom_update2\" AFTER UPDATE OF geom ON \"$\""
    " WHEN OLD.fid = NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))"
    " BEGIN DELETE FROM \"rtree_$_geom\" WHERE id = OLD.fid; END;"
    "CREATE TRIGGER \"rtree_$_geom_update3\" AFTER UPDATE ON \"$\""
    " WHEN OLD.fid != NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))"
    " BEGIN DELETE FROM \"rtree_$_geom\" WHERE id = OLD.fid;"
    " INSERT OR REPLACE INTO \"rtree_$_geom\" VALUES (NEW.fid, ST_MinX(NEW.geom),"
    " ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;"
    "CREATE TRIGGER \"rtree_$_geom_update4\" AFTER UPDATE ON \"$\""
    " WHEN OLD.fid != NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))"
    " BEGIN DELETE FROM \"rtree_$_geom\" WHERE id IN (OLD.fid, NEW.fid); END;"
    "CREATE TRIGGER \"rtree_$_geom_delete\" AFTER DELETE ON \"$\" WHEN OLD.geom NOT NULL"
    " BEGIN DELETE FROM \"rtree_$_geom\" WHERE id = OLD.fid; END;";

static const char count_triggers[] =
    "CREATE TRIGGER \"trigger_insert_feature_count_$\" AFTER INSERT ON \"$\""
    " BEGIN UPDATE gpkg_ogr_contents SET feature_count = feature_count + 1"
    " WHERE lower(table_name) = lower('$'); END;"
    "CREATE TRIGGER \"trigger_delete_feature_count_$\" AFTER DELETE ON \"$\""
    " BEGIN UPDATE gpkg_ogr_contents SET feature_count = feature_count - 1"
    " WHERE lower(table_name) = lower('$'); END";

void hn_gpkg_triggers(hn_buffer *sql, const hn_table *table) {
    if (table->geometry) append_for(sql, table, index_triggers);
    append_for(sql, table, count_triggers);
}

const char hn_gpkg_styles[] =
    "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,"
    " f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),"
    " f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,"
    " useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),"
    " update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')));"
    "INSERT INTO gpkg_contents (table_name, data_type, identifier)"
    " VALUES ('layer_styles', 'attributes', 'layer_styles')";
