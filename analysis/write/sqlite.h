/* sqlite.h - a thin layer over SQLite and SpatiaLite, so that one file knows their headers. */
#ifndef HN_SQLITE_H
#define HN_SQLITE_H

#include "write/db.h"
#include "write/rows.h"

typedef struct hn_sqlite hn_sqlite;
typedef struct hn_statement hn_statement;

typedef enum hn_sqlite_mode {
    HN_SQLITE_READ,        /* an existing file, read only */
    HN_SQLITE_EDIT,        /* an existing file, locked and changed as others would */
    HN_SQLITE_FILL,        /* a new file that nobody else sees: no journal, no syncing */
    HN_SQLITE_FILL_SPATIAL /* the same, with the functions of SpatiaLite */
} hn_sqlite_mode;

/* Failures are HENSYN_INPUT when reading and HENSYN_OUTPUT otherwise. */
hensyn_status hn_sqlite_open(hensyn_context *ctx, const char *path, hn_sqlite_mode mode,
                             hn_sqlite **out);
/* Closes at once; what is not committed is lost. NULL is allowed. */
void hn_sqlite_close(hn_sqlite *db);
/* Tables whose triggers keep indexes and counts up to date are filled faster without. */
void hn_sqlite_triggers(hn_sqlite *db, bool on);

bool hn_sqlite_is_read_only(const hn_sqlite *db);

/* One or more statements without answer. */
hensyn_status hn_sqlite_exec(hensyn_context *ctx, hn_sqlite *db, const char *sql);
/* First column of the first row as a number; 0 when there is no row or it is NULL. */
hensyn_status hn_sqlite_number(hensyn_context *ctx, hn_sqlite *db, const char *sql, int64_t *out);
hensyn_status hn_sqlite_query(hensyn_context *ctx, hn_sqlite *db, const char *sql, hn_db_row_fn row,
                              void *user);

hensyn_status hn_sqlite_prepare(hensyn_context *ctx, hn_sqlite *db, const char *sql,
                                hn_statement **out);
/* Runs once with these values (no geometries). */
hensyn_status hn_statement_run(hensyn_context *ctx, hn_statement *statement,
                               const hn_db_value *values, size_t count);
/* Runs once with numbers and then one run of bytes (NULL: none). */
hensyn_status hn_statement_bytes(hensyn_context *ctx, hn_statement *statement,
                                 const int64_t *numbers, size_t count, const void *bytes,
                                 size_t size);
/* Runs an INSERT once with row number index of a source: fid, columns, added columns, and the
 * geometry blob (each when the table has it; size 0: NULL). */
hensyn_status hn_statement_row(hensyn_context *ctx, hn_statement *statement,
                               const hn_row_source *source, size_t index, const hn_row *row,
                               const uint8_t *blob, size_t size);
void hn_statement_free(hn_statement *statement); /* NULL is allowed */

const char *hn_sqlite_version(void);
const char *hn_spatialite_version(void);

#endif
