/* pg.c - connections, queries and COPY; the only file that knows libpq. */
#include "write/pg.h"

#include "base/text.h"
#include "write/pg_words.h"

#include <libpq-fe.h>
#include <math.h>
#include <string.h>

struct hn_pg {
    PGconn *connection;
    char *schema, *about;
    bool reading;
    Oid geometry; /* type of PostGIS here; 0: not installed */
};

/* Messages of the server have several lines: the first says what, a DETAIL what stands in the way.
 */
static hensyn_status pg_fail(hensyn_context *ctx, const hn_pg *pg, const char *message) {
    char line[600];
    size_t length = strlen(message);
    if (length >= sizeof line) length = sizeof line - 1;
    memcpy(line, message, length);
    while (length && line[length - 1] == '\n')
        length--;
    line[length] = '\0';
    for (char *p = line; *p; p++)
        if (*p == '\n') *p = ' ';
    return hn_fail(ctx, pg->reading ? HENSYN_INPUT : HENSYN_OUTPUT, "%s: %s",
                   pg->about ? pg->about : "PG", line);
}

static hensyn_status check(hensyn_context *ctx, const hn_pg *pg, PGresult *result) {
    ExecStatusType code = PQresultStatus(result);
    hensyn_status status = HENSYN_OK;
    if (!result || (code != PGRES_COMMAND_OK && code != PGRES_TUPLES_OK && code != PGRES_COPY_IN &&
                    code != PGRES_EMPTY_QUERY))
        status = pg_fail(ctx, pg, PQerrorMessage(pg->connection));
    return status;
}

static void no_notice(void *user, const char *message) { (void)user, (void)message; }

hensyn_status hn_pg_exec(hensyn_context *ctx, hn_pg *pg, const char *sql) {
    PGresult *result = PQexec(pg->connection, sql);
    hensyn_status status = check(ctx, pg, result);
    PQclear(result);
    return status;
}

hensyn_status hn_pg_ask(hensyn_context *ctx, hn_pg *pg, const char *sql, const char *const *values,
                        int count, char **out) {
    PGresult *result = PQexecParams(pg->connection, sql, count, NULL, values, NULL, NULL, 0);
    hensyn_status status = check(ctx, pg, result);
    if (out) *out = NULL;
    if (status == HENSYN_OK && out && PQntuples(result) > 0 && PQnfields(result) > 0 &&
        !PQgetisnull(result, 0, 0)) {
        *out = hn_strdup(PQgetvalue(result, 0, 0));
        if (!*out) status = hn_nomem(ctx);
    }
    PQclear(result);
    return status;
}

/* ---- connecting ---- */

static hensyn_status set_up(hensyn_context *ctx, hn_pg *pg) {
    hensyn_status status = HENSYN_OK;
    char *oid = NULL, *schema = NULL;
    PQsetNoticeProcessor(pg->connection, no_notice, NULL);
    PQsetClientEncoding(pg->connection, "UTF8");
    HN_TRY(hn_pg_exec(ctx, pg,
                      "SET standard_conforming_strings = on; SET client_min_messages = error; "
                      "SET extra_float_digits = 3; SET bytea_output = hex; "
                      "SET lock_timeout = '30s'; SET idle_in_transaction_session_timeout = 0"));
    HN_TRY(hn_pg_ask(ctx, pg,
                     "SELECT t.oid::text FROM pg_type t JOIN pg_extension e "
                     "ON e.extname = 'postgis' AND e.extnamespace = t.typnamespace "
                     "WHERE t.typname = 'geometry'",
                     NULL, 0, &oid));
    long long number = 0;
    if (oid && hn_parse_int(oid, &number)) pg->geometry = (Oid)number;
    if (pg->reading) {
        const char *name = pg->schema;
        HN_TRY(hn_pg_exec(ctx, pg, "SET default_transaction_read_only = on"));
        HN_TRY(
            hn_pg_ask(ctx, pg,
                      "SELECT set_config('search_path', quote_ident($1) || coalesce((SELECT ', ' "
                      "|| quote_ident(n.nspname) FROM pg_extension e JOIN pg_namespace n "
                      "ON n.oid = e.extnamespace WHERE e.extname = 'postgis'), ''), false)",
                      &name, 1, &schema));
    }
cleanup:
    hn_free(oid);
    hn_free(schema);
    return status;
}

hensyn_status hn_pg_connect(hensyn_context *ctx, const char *path, bool reading, hn_pg **out) {
    hensyn_status status = HENSYN_OK;
    hn_pg_words words = {0};
    hn_pg *pg = hn_zalloc(1, sizeof *pg);
    if (!pg || !hn_pg_words_parse(path, &words)) HN_TRY(hn_nomem(ctx));
    pg->reading = reading;
    pg->schema = hn_strdup(words.schema && *words.schema ? words.schema : "hensyn");
    pg->connection = PQconnectdb(words.connection);
    if (!pg->schema || !pg->connection) HN_TRY(hn_nomem(ctx));
    if (PQstatus(pg->connection) != CONNECTION_OK)
        HN_TRY(pg_fail(ctx, pg, PQerrorMessage(pg->connection)));
    pg->about = hn_format("PG:dbname=%s host=%s port=%s schema=%s", PQdb(pg->connection),
                          PQhost(pg->connection), PQport(pg->connection), pg->schema);
    if (!pg->about) HN_TRY(hn_nomem(ctx));
    HN_TRY(set_up(ctx, pg));
    *out = pg;
cleanup:
    hn_pg_words_clear(&words);
    if (status != HENSYN_OK) hn_pg_close(pg);
    return status;
}

hensyn_status hn_pg_open(hensyn_context *ctx, const char *path, hn_pg **out) {
    return hn_pg_connect(ctx, path, true, out);
}

hensyn_status hn_pg_refresh(hensyn_context *ctx, hn_pg *pg) {
    if (hn_pg_exec(ctx, pg, "SELECT 1") == HENSYN_OK) return HENSYN_OK;
    PQreset(pg->connection);
    if (PQstatus(pg->connection) != CONNECTION_OK)
        return pg_fail(ctx, pg, PQerrorMessage(pg->connection));
    return set_up(ctx, pg);
}

void hn_pg_close(hn_pg *pg) {
    if (!pg) return;
    PQfinish(pg->connection);
    hn_free(pg->schema);
    hn_free(pg->about);
    hn_free(pg);
}

const char *hn_pg_schema(const hn_pg *pg) { return pg->schema; }
const char *hn_pg_about(const hn_pg *pg) { return pg->about; }
int hn_pg_backend(const hn_pg *pg) { return PQbackendPID(pg->connection); }

/* ---- queries ---- */

/* Numbers of built-in types, from PostgreSQL's catalog pg_type.dat. */
enum {
    BOOL = 16,
    INT8 = 20,
    INT2 = 21,
    INT4 = 23,
    OID = 26,
    FLOAT4 = 700,
    FLOAT8 = 701,
    NUMERIC = 1700
};

/* PostGIS shows a geometry as hexadecimal EWKB. */
static bool read_geometry(const char *text, size_t length, hn_db_value *out, hn_geometry **made) {
    bool no_memory = false;
    uint8_t *bytes = hn_alloc(length / 2, 1);
    out->type = HN_DB_GEOMETRY;
    if (!bytes) return false;
    if (hn_hex_read(text, length, bytes))
        hn_blob_read(bytes, length / 2, &out->shape, &out->srid, made, &no_memory);
    out->geometry = *made;
    if (!*made) out->shape = HN_SHAPE_NONE;
    hn_free(bytes);
    return !no_memory;
}

static bool read_value(const hn_pg *pg, const PGresult *result, int column, hn_db_value *out,
                       hn_geometry **made) {
    *out = (hn_db_value){.type = HN_DB_NULL};
    *made = NULL;
    if (PQgetisnull(result, 0, column)) return true;
    const char *text = PQgetvalue(result, 0, column);
    Oid type = PQftype(result, column);
    long long integer = 0;
    double real = NAN;
    if (pg->geometry && type == pg->geometry)
        return read_geometry(text, (size_t)PQgetlength(result, 0, column), out, made);
    if (type == BOOL) {
        *out = hn_db_integer(text[0] == 't');
    } else if (type == INT8 || type == INT2 || type == INT4 || type == OID || type == NUMERIC ||
               type == FLOAT4 || type == FLOAT8) {
        bool whole = type != FLOAT4 && type != FLOAT8 && hn_parse_int(text, &integer);
        if (whole)
            *out = hn_db_integer(integer);
        else if (hn_parse_double(text, &real) && !isnan(real))
            *out = (hn_db_value){.type = HN_DB_REAL, .real = real};
    } else {
        *out = hn_db_text(text);
    }
    return true;
}

/* Hands over the one row of a result in single-row mode. */
static hensyn_status hand_over(hensyn_context *ctx, const hn_pg *pg, const PGresult *result,
                               hn_db_row_fn row, void *user) {
    size_t count = (size_t)PQnfields(result), read = 0;
    hensyn_status status = HENSYN_OK;
    hn_db_value *values = hn_alloc(count, sizeof *values);
    hn_geometry **made = hn_zalloc(count, sizeof *made);
    if (!values || !made) status = hn_nomem(ctx);
    for (; status == HENSYN_OK && read < count; read++)
        if (!read_value(pg, result, (int)read, &values[read], &made[read])) status = hn_nomem(ctx);
    if (status == HENSYN_OK && hn_is_cancelled(ctx)) status = hn_progress(ctx, 0);
    if (status == HENSYN_OK) status = row(ctx, values, count, user);
    for (size_t i = 0; i < read; i++)
        hn_free(made[i]);
    hn_free(made);
    hn_free(values);
    return status;
}

/* The rest of an answer nobody wants any more. */
static void stop_query(hn_pg *pg) {
    char message[256];
    PGcancel *cancel = PQgetCancel(pg->connection);
    if (cancel) PQcancel(cancel, message, sizeof message);
    PQfreeCancel(cancel);
}

hensyn_status hn_pg_query(hensyn_context *ctx, hn_pg *pg, const char *sql, hn_db_row_fn row,
                          void *user) {
    hensyn_status status = HENSYN_OK;
    if (!PQsendQuery(pg->connection, sql) || !PQsetSingleRowMode(pg->connection))
        return pg_fail(ctx, pg, PQerrorMessage(pg->connection));
    for (PGresult *result; (result = PQgetResult(pg->connection)); PQclear(result)) {
        if (status != HENSYN_OK) continue;
        if (PQresultStatus(result) == PGRES_SINGLE_TUPLE)
            status = hand_over(ctx, pg, result, row, user);
        else
            status = check(ctx, pg, result);
        if (status != HENSYN_OK) stop_query(pg);
    }
    return status;
}

/* ---- COPY ---- */

hensyn_status hn_pg_copy_begin(hensyn_context *ctx, hn_pg *pg, const char *sql) {
    return hn_pg_exec(ctx, pg, sql);
}

hensyn_status hn_pg_copy_put(hensyn_context *ctx, hn_pg *pg, const void *bytes, size_t size) {
    if (PQputCopyData(pg->connection, bytes, (int)size) == 1) return HENSYN_OK;
    return pg_fail(ctx, pg, PQerrorMessage(pg->connection));
}

hensyn_status hn_pg_copy_end(hensyn_context *ctx, hn_pg *pg, bool give_up) {
    hensyn_status status = HENSYN_OK;
    if (PQputCopyEnd(pg->connection, give_up ? "given up" : NULL) != 1)
        status = pg_fail(ctx, pg, PQerrorMessage(pg->connection));
    for (PGresult *result; (result = PQgetResult(pg->connection)); PQclear(result))
        if (status == HENSYN_OK && !give_up) status = check(ctx, pg, result);
    return status;
}

int hn_pg_version(void) { return PQlibVersion(); }
