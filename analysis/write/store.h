/* store.h - what a result is stored in: one SQLite file, or one PostGIS schema. target.c drives
 * these steps; each store keeps what it builds out of sight until publish. */
#ifndef HN_STORE_H
#define HN_STORE_H

#include "write/pg.h"
#include "write/rows.h"
#include "write/sqlite.h"
#include "write/style.h"

typedef struct hn_store hn_store;

struct hn_store {
    const char *about; /* what it is, without passwords */
    bool numbered;     /* every table needs a fid, see hn_row_source */
    /* Is there an earlier result, and did hensyn write it? */
    hensyn_status (*inspect)(hensyn_context *ctx, hn_store *store, bool *exists, bool *ours);
    /* Rows of vurdering of the earlier result; out is empty when there is none. */
    hensyn_status (*assessments)(hensyn_context *ctx, hn_store *store, hn_assessments *out);
    /* Starts a new, hidden result. */
    hensyn_status (*begin)(hensyn_context *ctx, hn_store *store, const hn_result *result);
    /* Makes a table, fills it, and makes its index and statistics. done counts rows of all tables
     * and total is what they will be, for progress. */
    hensyn_status (*table)(hensyn_context *ctx, hn_store *store, const hn_row_source *source,
                           size_t *done, size_t total);
    hensyn_status (*style)(hensyn_context *ctx, hn_store *store, const hn_table *table,
                           const char *title, const char *qml, const char *sld);
    /* The hidden result is complete. */
    hensyn_status (*complete)(hensyn_context *ctx, hn_store *store);
    /* Keeps others from changing the earlier result until release, publish or destroy. Fails when
     * it is in use in a way that forbids its exchange. */
    hensyn_status (*hold)(hensyn_context *ctx, hn_store *store);
    void (*release)(hn_store *store);
    /* Fills vurdering anew, which somebody changed after complete. */
    hensyn_status (*reassess)(hensyn_context *ctx, hn_store *store, const hn_row_source *source);
    /* The hidden result takes the place of the earlier one. */
    hensyn_status (*publish)(hensyn_context *ctx, hn_store *store);
    /* Frees; removes what was not published. */
    void (*destroy)(hn_store *store);
};

/* path: final name. temporary: name to build under, in the same folder. */
hensyn_status hn_file_store_create(hensyn_context *ctx, const char *path, const char *temporary,
                                   bool geopackage, hn_store **out);
/* Connects to "PG:...". HENSYN_OUTPUT: not possible. */
hensyn_status hn_pg_store_create(hensyn_context *ctx, const char *path, hn_store **out);

/* The two readers behind hn_db. */
struct hn_db {
    hn_sqlite *sqlite;
    hn_pg *pg;
};

/* Rows between two looks at progress and cancel. */
enum { HN_ROWS_A_STEP = 2048 };

#endif
