/* prepare.c - how each kind of source is opened: open options, and a folder of its own for the
 * readers that would write beside the input or believe what lies there. */
#include "base/platform.h"
#include "read/gdal.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <stdio.h>
#include <string.h>

static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

static bool ends_in(const char *path, const char *tail) {
    size_t n = strlen(path), m = strlen(tail);
    return n > m && EQUAL(path + n - m, tail);
}

/* A link in the folder of its own to the file at path, or a copy where links are not possible. */
static hensyn_status put_in_folder(hensyn_context *ctx, const char *folder, const char *path,
                                   const char *name, bool copy) {
    hensyn_status status = HENSYN_OK;
    char *target = NULL, *link = hn_format("%s/%s", folder, name);
    bool virtual_file = strncmp(path, "/vsi", 4) == 0;
    if (!link) return hn_nomem(ctx);
    target = virtual_file ? hn_strdup(path) : hn_absolute(path);
    if (!target) {
        status = hn_nomem(ctx);
        goto cleanup;
    }
    if (!copy && !virtual_file && hn_symlink(target, link)) goto cleanup;
    if (CPLCopyFile(link, target) != 0)
        status = hn_fail(ctx, HENSYN_INPUT,
                         hn_text(ctx, "%s: kan ikke kopieres til %s", "%s: cannot be copied to %s"),
                         path, folder);

cleanup:
    hn_free(target);
    hn_free(link);
    return status;
}

static hensyn_status add_option(hensyn_context *ctx, hn_prepared *out, const char *name,
                                const char *value) {
    out->options = CSLSetNameValue(out->options, name, value);
    return out->options ? HENSYN_OK : hn_nomem(ctx);
}

static hensyn_status rename_to(hensyn_context *ctx, hn_prepared *out, const char *file) {
    char *name = hn_format("%s/%s", out->folder, file);
    if (!name) return hn_nomem(ctx);
    hn_free(out->name);
    out->name = name;
    return HENSYN_OK;
}

/* ---- GML ---- */

/* A .gfs or .xsd beside the file would decide what is read, and a .gfs would be written. */
static hensyn_status prepare_gml(hensyn_context *ctx, const char *path, hn_prepared *out) {
    hensyn_status status = HENSYN_OK;
    HN_TRY(hn_temp_folder(ctx, &out->folder));
    HN_TRY(put_in_folder(ctx, out->folder, path, last_part(path), false));
    HN_TRY(rename_to(ctx, out, last_part(path)));
    HN_TRY(add_option(ctx, out, "WRITE_GFS", "NO"));
cleanup:
    return status;
}

/* ---- SQLite: GeoPackage, SpatiaLite ---- */

enum { SQLITE_HEADER = 100, WRITE_VERSION = 18 };

/* *size: of the file beside the database, -1 when there is none. */
static hensyn_status side_size(hensyn_context *ctx, const char *path, const char *suffix,
                               int64_t *size) {
    char *name = hn_format("%s%s", path, suffix);
    if (!name) return hn_nomem(ctx);
    *size = hn_file_size(name);
    hn_free(name);
    return HENSYN_OK;
}

static bool in_wal_mode(const char *path) {
    unsigned char header[SQLITE_HEADER] = {0};
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    size_t got = fread(header, 1, sizeof header, file);
    fclose(file);
    return got == sizeof header && header[WRITE_VERSION] == 2;
}

static hensyn_status copy_side(hensyn_context *ctx, const hn_prepared *out, const char *path,
                               const char *suffix) {
    char *from = hn_format("%s%s", path, suffix);
    char *name = hn_format("%s%s", last_part(path), suffix);
    hensyn_status status =
        from && name ? put_in_folder(ctx, out->folder, from, name, true) : hn_nomem(ctx);
    hn_free(from);
    hn_free(name);
    return status;
}

/* Reading a database that has a journal or a log would write beside it, or into it: it is read
 * from a copy, with both. In log mode without a log the file itself is complete and is opened as
 * one that does not change. */
static hensyn_status prepare_sqlite(hensyn_context *ctx, const char *path, bool geopackage,
                                    hn_prepared *out) {
    hensyn_status status = HENSYN_OK;
    int64_t log = -1, journal = -1;
    bool wal = in_wal_mode(path);
    HN_TRY(side_size(ctx, path, wal ? "-wal" : "-journal", wal ? &log : &journal));
    if (!wal && journal <= 0) return HENSYN_OK;
    if (wal && log <= 0 && geopackage) return add_option(ctx, out, "IMMUTABLE", "YES");
    HN_TRY(hn_temp_folder(ctx, &out->folder));
    if (journal > 0) HN_TRY(copy_side(ctx, out, path, "-journal"));
    if (log > 0) HN_TRY(copy_side(ctx, out, path, "-wal"));
    HN_TRY(put_in_folder(ctx, out->folder, path, last_part(path), true));
    HN_TRY(rename_to(ctx, out, last_part(path)));
    out->update = true;
cleanup:
    return status;
}

/* ---- Shapefile ---- */

/* path with its extension replaced, in the case that is on disk; *out NULL: no such file. */
static hensyn_status find_sibling(hensyn_context *ctx, const char *path, const char *const kind[2],
                                  char **out) {
    int stem = (int)strlen(path) - (int)strlen(kind[0]);
    *out = NULL;
    for (int i = 0; i < 2; i++) {
        char *name = hn_format("%.*s%s", stem, path, kind[i]);
        if (!name) return hn_nomem(ctx);
        if (hn_path_kind_of(name) == HN_PATH_FILE) {
            *out = name;
            return HENSYN_OK;
        }
        hn_free(name);
    }
    return HENSYN_OK;
}

/* One file of the shapefile, if it is there, into the folder; the extension in small letters. */
static hensyn_status put_sibling(hensyn_context *ctx, const hn_prepared *out, const char *path,
                                 const char *const kind[2]) {
    char *from;
    hensyn_status status = find_sibling(ctx, path, kind, &from);
    if (status != HENSYN_OK || !from) return status;
    int stem = (int)strlen(last_part(path)) - (int)strlen(kind[0]);
    char *name = hn_format("%.*s%s", stem, last_part(path), kind[0]);
    status = name ? put_in_folder(ctx, out->folder, from, name, false) : hn_nomem(ctx);
    hn_free(name);
    hn_free(from);
    return status;
}

/* Without its index a shapefile does not open; GDAL can make it again, beside the file. */
static hensyn_status prepare_shape(hensyn_context *ctx, const char *path, hn_prepared *out) {
    static const char *const kinds[][2] = {
        {".shx", ".SHX"}, {".shp", ".SHP"}, {".dbf", ".DBF"}, {".prj", ".PRJ"}, {".cpg", ".CPG"}};
    hensyn_status status = HENSYN_OK;
    char *index = NULL;
    if (!ends_in(path, ".shp")) return HENSYN_OK;
    HN_TRY(find_sibling(ctx, path, kinds[0], &index));
    if (index) goto cleanup;
    HN_TRY(hn_temp_folder(ctx, &out->folder));
    for (size_t i = 1; i < sizeof kinds / sizeof *kinds; i++)
        HN_TRY(put_sibling(ctx, out, path, kinds[i]));
    HN_TRY(rename_to(ctx, out, last_part(path)));
    memcpy(out->name + strlen(out->name) - 4, ".shp", 4);
    out->shx_remade = true;
cleanup:
    hn_free(index);
    return status;
}

/* ---- OSM ---- */

/* The tags that become fields. Lines: what network rules ask for; the rest as GDAL has it. */
static const char osm_fields[] =
    "attribute_name_laundering=yes\n"
    "closed_ways_are_polygons=aeroway,amenity,boundary,building,craft,geological,historic,landuse,"
    "leisure,military,natural,office,place,shop,sport,tourism,public_transport=platform\n"
    "[points]\nosm_id=yes\nattributes=name,barrier,highway,ref,place,man_made,leisure,tourism\n"
    "[lines]\nosm_id=yes\nother_tags=no\n"
    "attributes=name,highway,footway,foot,bicycle,access,motor_vehicle,motorcar,motorroad,bridge,"
    "tunnel,layer,oneway,oneway:bicycle,junction,maxspeed,service,route\n"
    "[multipolygons]\nosm_id=yes\n"
    "attributes=name,type,aeroway,amenity,admin_level,barrier,boundary,building,craft,geological,"
    "highway,historic,land_area,landuse,leisure,man_made,military,natural,office,place,shop,sport,"
    "tourism,foot,access,bridge,tunnel,layer\n"
    "[multilinestrings]\nosm_id=yes\nattributes=name,type,route\n"
    "[other_relations]\nosm_id=yes\nattributes=name,type\n";

static hensyn_status prepare_osm(hensyn_context *ctx, hn_prepared *out) {
    hensyn_status status = HENSYN_OK;
    char *path = NULL;
    HN_TRY(hn_temp_folder(ctx, &out->folder));
    path = hn_format("%s/osmconf.ini", out->folder);
    if (!path) HN_TRY(hn_nomem(ctx));
    FILE *file = fopen(path, "wb");
    bool written = file && fputs(osm_fields, file) != EOF;
    if (file && fclose(file) != 0) written = false;
    if (!written)
        HN_TRY(hn_fail(ctx, HENSYN_FAILED,
                       hn_text(ctx, "%s: kan ikke skrives", "%s: cannot be written"), path));
    HN_TRY(add_option(ctx, out, "CONFIG_FILE", path));
cleanup:
    hn_free(path);
    return status;
}

void hn_osm_focus(const hn_opened *opened, const char *layer) {
    if (strcmp(opened->driver, "OSM") != 0) return;
    char *sql = hn_format("SET interest_layers = %s", layer);
    if (sql) GDALDatasetExecuteSQL(opened->dataset, sql, NULL, NULL);
    hn_free(sql);
    /* From the start again: a layer that was not read before does not begin anew by itself. */
    GDALDatasetResetReading(opened->dataset);
}

/* ---- CSV ---- */

/* Columns of coordinates, easting or longitude in one. A geometry column (WKT) goes before. */
static hensyn_status prepare_csv(hensyn_context *ctx, hn_prepared *out) {
    hensyn_status status = HENSYN_OK;
    HN_TRY(add_option(ctx, out, "X_POSSIBLE_NAMES",
                      "lon,long,longitude,lengdegrad,x,east,easting,ost,\xC3\xB8st,utm_x"));
    HN_TRY(add_option(ctx, out, "Y_POSSIBLE_NAMES",
                      "lat,latitude,breddegrad,y,north,northing,nord,utm_y"));
cleanup:
    return status;
}

/* ---- all ---- */

/* A zip or tar file is read through GDAL's virtual file of it, as QGIS does. */
static char *virtual_name(const char *path) {
    static const char *const kinds[][2] = {
        {".gdb.zip", ""},         {".shp.zip", ""}, /* formats of their own that GDAL opens as they
                                                     * are
                                                     */
        {".osm.gz", "/vsigzip/"}, {".zip", "/vsizip/"},   {".tar", "/vsitar/"},
        {".tgz", "/vsitar/"},     {".tar.gz", "/vsitar/"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !hn_is_connection(path); i++)
        if (ends_in(path, kinds[i][0])) return hn_format("%s%s", kinds[i][1], path);
    return hn_strdup(path);
}

hensyn_status hn_prepare(hensyn_context *ctx, const char *path, hn_prepared *out) {
    *out = (hn_prepared){0};
    out->name = virtual_name(path);
    if (!out->name) return hn_nomem(ctx);
    GDALDriverH driver = GDALIdentifyDriverEx(out->name, GDAL_OF_VECTOR, NULL, NULL);
    const char *name = driver ? GDALGetDriverShortName(driver) : "";
    if (strcmp(name, "GML") == 0) return prepare_gml(ctx, out->name, out);
    if (strcmp(name, "OSM") == 0) return prepare_osm(ctx, out);
    if (strcmp(name, "CSV") == 0) return prepare_csv(ctx, out);
    bool file = hn_path_kind_of(path) == HN_PATH_FILE;
    if (file && strcmp(name, "GPKG") == 0) return prepare_sqlite(ctx, path, true, out);
    if (file && strcmp(name, "SQLite") == 0) return prepare_sqlite(ctx, path, false, out);
    if (file && strcmp(name, "ESRI Shapefile") == 0) return prepare_shape(ctx, path, out);
    return HENSYN_OK;
}

void hn_prepared_clear(hn_prepared *prepared) {
    hn_free(prepared->name);
    CSLDestroy(prepared->options);
    if (prepared->folder) hn_remove_folder(prepared->folder);
    hn_free(prepared->folder);
    *prepared = (hn_prepared){0};
}
