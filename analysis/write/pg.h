/* pg.h - a thin layer over libpq, so that one file knows its header. */
#ifndef HN_PG_H
#define HN_PG_H

#include "write/db.h"

typedef struct hn_pg hn_pg;

/* "PG:dbname=... schema=NAME" (key=value words as libpq takes them; schema is ours, default
 * hensyn). reading: the session is read only, works in the schema and blames the input. */
hensyn_status hn_pg_connect(hensyn_context *ctx, const char *path, bool reading, hn_pg **out);
hensyn_status hn_pg_open(hensyn_context *ctx, const char *path, hn_pg **out); /* reading */
void hn_pg_close(hn_pg *pg);                                                  /* NULL is allowed */
const char *hn_pg_schema(const hn_pg *pg);
const char *hn_pg_about(const hn_pg *pg); /* "PG:dbname=... schema=...", without password */
int hn_pg_backend(const hn_pg *pg);       /* number of the server process, unique on the server */
/* Connects again when the server hung up meanwhile. */
hensyn_status hn_pg_refresh(hensyn_context *ctx, hn_pg *pg);

/* One or more statements without answer. */
hensyn_status hn_pg_exec(hensyn_context *ctx, hn_pg *pg, const char *sql);
/* One statement with text parameters $1.. (NULL: SQL NULL); the first column of the first row goes
 * to *out, which the caller frees (NULL when there is none; out may be NULL). */
hensyn_status hn_pg_ask(hensyn_context *ctx, hn_pg *pg, const char *sql, const char *const *values,
                        int count, char **out);
hensyn_status hn_pg_query(hensyn_context *ctx, hn_pg *pg, const char *sql, hn_db_row_fn row,
                          void *user);

/* COPY FROM STDIN: sql starts it, put sends bytes, end finishes (or gives up, when cancelled). */
hensyn_status hn_pg_copy_begin(hensyn_context *ctx, hn_pg *pg, const char *sql);
hensyn_status hn_pg_copy_put(hensyn_context *ctx, hn_pg *pg, const void *bytes, size_t size);
hensyn_status hn_pg_copy_end(hensyn_context *ctx, hn_pg *pg, bool give_up);

/* Both "PG:...", the same database, and the input names the schema of output. */
bool hn_pg_same(const char *output, const char *input);
bool hn_is_postgis(const char *path); /* begins with "PG:" */

/* Of libpq: 10000 times the major version plus the minor one. */
int hn_pg_version(void);

#endif
