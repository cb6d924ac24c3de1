/* sqltext.c - SQL that the stores share: tables, inserts, styles, the working CRS. */
#include "write/sqltext.h"

#include <stdio.h>
#include <string.h>

static void append_quoted(hn_buffer *sql, const char *text, char quote) {
    hn_append_n(sql, &quote, 1);
    for (; *text; text++) {
        if (*text == quote) hn_append_n(sql, &quote, 1);
        hn_append_n(sql, text, 1);
    }
    hn_append_n(sql, &quote, 1);
}

void hn_sql_name(hn_buffer *sql, const char *name) { append_quoted(sql, name, '"'); }
void hn_sql_literal(hn_buffer *sql, const char *text) { append_quoted(sql, text, '\''); }

static const char *type_name(const hn_sql_types *types, hn_column_type type) {
    switch (type) {
    case HN_COL_INTEGER:
        return types->integer;
    case HN_COL_FID:
    case HN_COL_COUNT:
        return types->bigint;
    case HN_COL_REAL:
        return types->real;
    default:
        return types->text;
    }
}

static void append_column(hn_buffer *sql, size_t number, const char *name, const char *type,
                          const char *more) {
    hn_append(sql, number ? ", " : "");
    hn_sql_name(sql, name);
    hn_appendf(sql, " %s%s", type, more);
}

/* What stands after the type. A new assessment is of a conflict that is there. */
static const char *more_of(const hn_sql_types *types, const hn_row_source *source,
                           const hn_column *column) {
    const char *key = source->table->key;
    if (types->keys && key && strcmp(column->name, key) == 0)
        return source->numbered ? " UNIQUE" : " PRIMARY KEY";
    return strcmp(column->name, "gjelder") == 0 ? " DEFAULT 1" : "";
}

void hn_sql_columns(hn_buffer *sql, const hn_row_source *source, const hn_sql_types *types,
                    const char *geometry_type) {
    const hn_table *table = source->table;
    size_t number = 0;
    hn_append(sql, "(");
    if (hn_rows_have_fid(source))
        append_column(sql, number++, "fid", types->bigint,
                      types->keys ? " PRIMARY KEY NOT NULL" : " NOT NULL");
    for (const hn_column *column = table->columns; column->name; column++) {
        append_column(sql, number++, column->name, type_name(types, column->type),
                      more_of(types, source, column));
    }
    const char *const *extra = hn_rows_extra_names(source);
    for (size_t i = 0; i < hn_rows_extra_count(source); i++)
        append_column(sql, number++, extra[i], types->text, "");
    if (geometry_type) append_column(sql, number, "geom", geometry_type, "");
    hn_append(sql, ")");
}

void hn_sql_create(hn_buffer *sql, const hn_row_source *source, bool geometry) {
    static const hn_sql_types types = {"INTEGER", "INTEGER", "REAL", "TEXT", true};
    hn_append(sql, "CREATE TABLE ");
    hn_sql_name(sql, source->table->name);
    hn_append(sql, " ");
    hn_sql_columns(sql, source, &types, geometry ? source->table->geometry : NULL);
}

void hn_sql_insert(hn_buffer *sql, const hn_row_source *source) {
    const hn_table *table = source->table;
    size_t count = hn_column_count(table) + hn_rows_extra_count(source) + hn_rows_have_fid(source) +
                   (table->geometry != NULL);
    hn_append(sql, "INSERT INTO ");
    hn_sql_name(sql, table->name);
    hn_append(sql, " VALUES(?");
    for (size_t i = 1; i < count; i++)
        hn_append(sql, ",?");
    hn_append(sql, ")");
}

/* WKT begins with the name: PROJCS["ETRS89 / UTM zone 33N", ... */
static void name_of(const hn_result *result, const char *wkt, char *out, size_t size) {
    const char *start = strchr(wkt, '"');
    size_t length = start ? strcspn(start + 1, "\"") : 0;
    const char *name = length ? start + 1 : result->crs_name;
    if (!name) name = "ukjent";
    snprintf(out, size, "%.*s", length ? (int)length : (int)strlen(name), name);
}

hn_srs hn_srs_of(const hn_result *result) {
    hn_srs srs = {.srid = result->epsg > 0 ? result->epsg : HN_OWN_SRID,
                  .epsg = result->epsg > 0,
                  .wkt = result->crs_wkt ? result->crs_wkt : "undefined",
                  .proj4 = result->crs_proj4 ? result->crs_proj4 : ""};
    name_of(result, srs.wkt, srs.name, sizeof srs.name);
    return srs;
}

/* The one place that QGIS reads default styles from. */
const char hn_layer_styles_insert[] =
    "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
    "styleName, styleQML, styleSLD, useAsDefault, description, owner) "
    "VALUES ('', ?, ?, ?, ?, ?, ?, 1, 'hensyn', '')";
