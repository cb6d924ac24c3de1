/* db.h - reading a finished result whatever it is stored in: SpatiaLite, GeoPackage or PostGIS.
 * SQL must be of the common kind: no spatial functions, plain names of tables and columns. */
#ifndef HN_DB_H
#define HN_DB_H

#include "base/context.h"
#include "base/memory.h"
#include "write/blob.h"

typedef struct hn_db hn_db;

typedef enum hn_db_type {
    HN_DB_NULL,
    HN_DB_INTEGER,
    HN_DB_REAL,
    HN_DB_TEXT,
    HN_DB_GEOMETRY
} hn_db_type;

/* A value as it comes from a query, or goes into a statement. Borrowed for the call. */
typedef struct hn_db_value {
    hn_db_type type;
    int64_t integer;
    double real;      /* of an integer too */
    const char *text; /* HN_DB_TEXT, terminated; NULL for other types */
    /* HN_DB_GEOMETRY: NULL when the bytes are damaged or not 2D (then shape is HN_SHAPE_NONE). */
    const hn_geometry *geometry;
    hn_shape shape; /* type as stored */
    int srid;
} hn_db_value;

static inline hn_db_value hn_db_text(const char *text) {
    return (hn_db_value){.type = text ? HN_DB_TEXT : HN_DB_NULL, .text = text};
}
static inline hn_db_value hn_db_integer(int64_t value) {
    return (hn_db_value){.type = HN_DB_INTEGER, .integer = value, .real = (double)value};
}

/* One row of an answer; anything but HENSYN_OK ends the query and is returned from it. */
typedef hensyn_status (*hn_db_row_fn)(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                      void *user);

/* Opens a result for reading; nothing is changed. path: a file, or "PG:... schema=NAME" (default
 * schema hensyn). HENSYN_INPUT: not there, or not a result (has no kjoring with nokkel, verdi). */
hensyn_status hn_db_open(hensyn_context *ctx, const char *path, hn_db **out);
void hn_db_close(hn_db *db); /* NULL is allowed */

/* Runs one SELECT; row is called for each row in the order of the answer. HENSYN_INPUT when the
 * database refuses it. Ends with HENSYN_CANCELLED when the context is cancelled. */
hensyn_status hn_db_query(hensyn_context *ctx, hn_db *db, const char *sql, hn_db_row_fn row,
                          void *user);
/* Column names of a table in order, as texts of pool in *names (freed with hn_free); none when
 * there is no such table. */
hensyn_status hn_db_columns(hensyn_context *ctx, hn_db *db, const char *table, hn_pool *pool,
                            const char ***names, size_t *count);
/* Is there such a table (column NULL) or column? */
hensyn_status hn_db_has(hensyn_context *ctx, hn_db *db, const char *table, const char *column,
                        bool *out);
/* Working CRS of the result: number (0: has none) and WKT1, which the caller frees (NULL: not
 * known). */
hensyn_status hn_db_crs(hensyn_context *ctx, hn_db *db, int *epsg, char **wkt);

#endif
