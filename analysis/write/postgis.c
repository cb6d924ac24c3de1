/* postgis.c - a result in one schema of a PostGIS database.
 *
 * Everything happens in one transaction: others see the earlier result until it commits, and when
 * this program dies the server takes back what was half done. */
#include "write/sqltext.h"
#include "write/store.h"

#include "base/platform.h"
#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct pg_store {
    hn_store base;
    hn_pg *pg;
    char *schema;    /* quoted name of the result */
    char *building;  /* quoted name while it is built */
    char *extension; /* quoted schema of PostGIS */
    int srid;
    bool begun;
} pg_store;

static hensyn_status exec_buffer(hensyn_context *ctx, pg_store *self, hn_buffer *sql) {
    hensyn_status status = sql->failed ? hn_nomem(ctx) : hn_pg_exec(ctx, self->pg, sql->text);
    hn_buffer_free(sql);
    return status;
}

static hensyn_status ask_number(hensyn_context *ctx, pg_store *self, const char *sql,
                                const char *const *values, int count, long long *out) {
    char *answer = NULL;
    *out = 0;
    hensyn_status status = hn_pg_ask(ctx, self->pg, sql, values, count, &answer);
    if (answer) hn_parse_int(answer, out);
    hn_free(answer);
    return status;
}

static char *quoted(const char *name) {
    hn_buffer text = {0};
    hn_sql_name(&text, name);
    if (text.failed) hn_buffer_free(&text);
    return text.text;
}

/* ---- the earlier result ---- */

/* Tables and views that others put into our schema: they would be lost with it. */
static const char find_foreign[] =
    "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = $1 AND c.relkind IN ('r', 'v', 'm', 'f', 'p') AND "
    "coalesce(obj_description(c.oid, 'pg_class'), '') NOT LIKE 'hensyn: %' LIMIT 1";

static hensyn_status inspect(hensyn_context *ctx, hn_store *store, bool *exists, bool *ours) {
    pg_store *self = (pg_store *)store;
    const char *name = hn_pg_schema(self->pg);
    long long schemas = 0, columns = 0;
    char *foreign = NULL;
    hensyn_status status = ask_number(
        ctx, self, "SELECT count(*) FROM pg_namespace WHERE nspname = $1", &name, 1, &schemas);
    if (status == HENSYN_OK)
        status =
            ask_number(ctx, self,
                       "SELECT count(*) FROM information_schema.columns WHERE table_schema = $1 "
                       "AND table_name = 'kjoring' AND column_name IN ('nokkel', 'verdi')",
                       &name, 1, &columns);
    *exists = schemas > 0;
    *ours = columns == 2;
    if (status == HENSYN_OK && *ours)
        status = hn_pg_ask(ctx, self->pg, find_foreign, &name, 1, &foreign);
    if (foreign)
        status = hn_fail(ctx, HENSYN_OUTPUT,
                         hn_text(ctx, "%s: %s er ikke laget av hensyn; flytt den",
                                 "%s: %s was not made by hensyn; move it"),
                         self->base.about, foreign);
    hn_free(foreign);
    return status;
}

static hensyn_status set_path(hensyn_context *ctx, pg_store *self, const char *schema) {
    hn_buffer sql = {0};
    hn_appendf(&sql, "SET search_path TO %s%s%s", schema, self->extension ? ", " : "",
               self->extension ? self->extension : "");
    return exec_buffer(ctx, self, &sql);
}

static hensyn_status assessments(hensyn_context *ctx, hn_store *store, hn_assessments *out) {
    pg_store *self = (pg_store *)store;
    hn_db db = {.pg = self->pg};
    *out = (hn_assessments){0};
    hensyn_status status = set_path(ctx, self, self->schema);
    if (status == HENSYN_OK) status = hn_assessments_read(ctx, &db, out);
    if (status == HENSYN_OK && self->begun) status = set_path(ctx, self, self->building);
    return status;
}

static hensyn_status hold(hensyn_context *ctx, hn_store *store) {
    pg_store *self = (pg_store *)store;
    const char *name = hn_pg_schema(self->pg);
    long long there = 0;
    hn_buffer sql = {0};
    if (!self->begun) return HENSYN_OK; /* locks last as long as the transaction */
    hensyn_status status = ask_number(
        ctx, self,
        "SELECT count(*) FROM pg_tables WHERE schemaname = $1 AND tablename = 'vurdering'", &name,
        1, &there);
    if (status != HENSYN_OK || !there) return status;
    hn_appendf(&sql, "LOCK TABLE %s.vurdering IN ACCESS EXCLUSIVE MODE", self->schema);
    return exec_buffer(ctx, self, &sql);
}

static void release(hn_store *store) { (void)store; }

/* ---- beginning ---- */

static hensyn_status find_extension(hensyn_context *ctx, pg_store *self) {
    static const char find[] = "SELECT quote_ident(n.nspname) FROM pg_extension e "
                               "JOIN pg_namespace n ON n.oid = e.extnamespace "
                               "WHERE e.extname = 'postgis'";
    hn_free(self->extension);
    hensyn_status status = hn_pg_ask(ctx, self->pg, find, NULL, 0, &self->extension);
    if (status != HENSYN_OK || self->extension) return status;
    status = hn_pg_exec(ctx, self->pg, "CREATE EXTENSION postgis SCHEMA public");
    if (status == HENSYN_OK) status = hn_pg_ask(ctx, self->pg, find, NULL, 0, &self->extension);
    return status;
}

static hensyn_status add_srs(hensyn_context *ctx, pg_store *self, const hn_srs *srs) {
    char *srid = hn_format("%d", self->srid);
    if (!srid) return hn_nomem(ctx);
    const char *row[] = {srid, srs->epsg ? "EPSG" : "HENSYN", srs->wkt, srs->proj4};
    hensyn_status status =
        hn_pg_ask(ctx, self->pg,
                  "INSERT INTO spatial_ref_sys (srid, auth_name, auth_srid, srtext, proj4text) "
                  "VALUES ($1::int, $2, $1::int, $3, $4)",
                  row, 4, NULL);
    hn_free(srid);
    return status;
}

/* spatial_ref_sys is shared by the whole database: what stands there is used, never changed. A
 * system of our own is found again by its text, else gets the first free number. */
static hensyn_status find_srs(hensyn_context *ctx, pg_store *self, const hn_srs *srs) {
    static const char by_number[] = "SELECT srid FROM spatial_ref_sys WHERE srid = $1::int";
    static const char by_text[] = "SELECT min(srid) FROM spatial_ref_sys "
                                  "WHERE srid >= $1::int AND srtext = $2";
    static const char next_free[] = "SELECT greatest($1::int, max(srid) + 1) FROM spatial_ref_sys "
                                    "WHERE srid >= $1::int";
    hensyn_status status = HENSYN_OK;
    long long known = 0, next = srs->srid;
    char *wanted = hn_format("%d", srs->srid);
    const char *values[] = {wanted, srs->wkt};
    if (!wanted) return hn_nomem(ctx);
    if (srs->epsg)
        HN_TRY(ask_number(ctx, self, by_number, values, 1, &known));
    else
        HN_TRY(ask_number(ctx, self, by_text, values, 2, &known));
    if (!known && !srs->epsg) HN_TRY(ask_number(ctx, self, next_free, values, 1, &next));
    self->srid = (int)(known ? known : next);
    if (!known) HN_TRY(add_srs(ctx, self, srs));
cleanup:
    hn_free(wanted);
    return status;
}

static const char styles_create[] =
    "CREATE TABLE layer_styles (id serial PRIMARY KEY, f_table_catalog varchar, "
    "f_table_schema varchar, f_table_name varchar, f_geometry_column varchar, stylename text, "
    "styleqml text, stylesld text, useasdefault boolean, description text, owner varchar(63), "
    "ui text, update_time timestamp DEFAULT CURRENT_TIMESTAMP, type varchar)";

static hensyn_status begin(hensyn_context *ctx, hn_store *store, const hn_result *result) {
    pg_store *self = (pg_store *)store;
    hensyn_status status = HENSYN_OK;
    const hn_srs srs = hn_srs_of(result);
    hn_buffer sql = {0};
    HN_TRY(hn_pg_refresh(ctx, self->pg));
    HN_TRY(hn_pg_exec(ctx, self->pg, "BEGIN"));
    HN_TRY(find_extension(ctx, self));
    HN_TRY(set_path(ctx, self, self->building));
    HN_TRY(find_srs(ctx, self, &srs));
    hn_appendf(&sql, "CREATE SCHEMA %s", self->building);
    HN_TRY(exec_buffer(ctx, self, &sql));
    self->begun = true;
    HN_TRY(hn_pg_exec(ctx, self->pg, styles_create));
    HN_TRY(hn_pg_exec(ctx, self->pg, "COMMENT ON TABLE layer_styles IS 'hensyn: stiler'"));
cleanup:
    return status;
}

/* ---- COPY in binary: no quoting, and numbers keep every bit ---- */

enum { FLUSH_AT = 1 << 16 };

static void put_big(hn_buffer *out, uint64_t bits, int bytes) {
    uint8_t raw[8];
    for (int i = 0; i < bytes; i++)
        raw[i] = (uint8_t)(bits >> (8 * (bytes - 1 - i)));
    hn_append_n(out, raw, (size_t)bytes);
}

static void put_null(hn_buffer *out) { put_big(out, UINT32_MAX, 4); }

static void put_number(hn_buffer *out, uint64_t bits, int bytes) {
    put_big(out, (uint64_t)bytes, 4);
    put_big(out, bits, bytes);
}

/* The server refuses a whole COPY for one wrong byte. */
static void put_text(hn_buffer *out, const char *text) {
    if (!text) {
        put_null(out);
        return;
    }
    size_t length = strlen(text), start = out->length + 4;
    put_big(out, length, 4);
    hn_append_n(out, text, length);
    if (out->failed || hn_is_utf8(text)) return;
    for (size_t i = start; i < out->length; i++)
        if ((unsigned char)out->text[i] >= 0x80) out->text[i] = '?';
}

static void put_column(hn_buffer *out, const hn_column *column, const void *row) {
    const void *member = (const char *)row + column->offset;
    switch (column->type) {
    case HN_COL_INTEGER: {
        int value = *(const int *)member;
        if (value == HN_NO_INT)
            put_null(out);
        else
            put_number(out, (uint32_t)value, 4);
        break;
    }
    case HN_COL_FID:
    case HN_COL_COUNT: {
        int64_t value = *(const int64_t *)member;
        if (value == 0 && column->type == HN_COL_FID)
            put_null(out);
        else
            put_number(out, (uint64_t)value, 8);
        break;
    }
    case HN_COL_REAL: {
        uint64_t bits;
        memcpy(&bits, member, sizeof bits);
        if (isnan(*(const double *)member))
            put_null(out);
        else
            put_number(out, bits, 8);
        break;
    }
    case HN_COL_TEXT:
        put_text(out, *(const char *const *)member);
        break;
    }
}

static hensyn_status put_row(hensyn_context *ctx, const pg_store *self, const hn_row_source *source,
                             size_t index, const hn_row *row, size_t fields, hn_bytes *buffer,
                             hn_buffer *out) {
    const hn_table *table = source->table;
    size_t size = 0, extra_count = hn_rows_extra_count(source);
    const char *const *extra = hn_rows_extra(source, index);
    put_big(out, fields, 2);
    if (hn_rows_have_fid(source)) put_number(out, (uint64_t)row->fid, 8);
    for (const hn_column *column = table->columns; column->name; column++)
        put_column(out, column, row->values);
    for (size_t i = 0; i < extra_count; i++)
        put_text(out, extra[i]);
    if (table->geometry) {
        if (!hn_row_blob(row, HN_ENC_EWKB, hn_shape_of(table->geometry), self->srid, buffer, &size))
            return hn_nomem(ctx);
        put_big(out, size ? size : UINT32_MAX, 4);
        hn_append_n(out, buffer->bytes ? buffer->bytes : (uint8_t *)"", size);
    }
    return out->failed ? hn_nomem(ctx) : HENSYN_OK;
}

static hensyn_status flush(hensyn_context *ctx, pg_store *self, hn_buffer *out, size_t limit) {
    if (out->length < limit || out->length == 0) return HENSYN_OK;
    hensyn_status status = hn_pg_copy_put(ctx, self->pg, out->text, out->length);
    out->length = 0;
    return status;
}

static hensyn_status copy_rows(hensyn_context *ctx, pg_store *self, const hn_row_source *source,
                               size_t *done, size_t total) {
    static const char signature[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0"; /* and no flags */
    hensyn_status status = HENSYN_OK;
    const hn_table *table = source->table;
    hn_bytes buffer = {0};
    hn_buffer out = {0}, sql = {0};
    bool copying = false;
    size_t fields = hn_rows_have_fid(source) + hn_column_count(table) +
                    hn_rows_extra_count(source) + (table->geometry != NULL);
    hn_appendf(&sql, "COPY %s FROM STDIN (FORMAT binary)", table->name);
    HN_TRY(sql.failed ? hn_nomem(ctx) : hn_pg_copy_begin(ctx, self->pg, sql.text));
    copying = true;
    hn_append_n(&out, signature, 19);
    for (size_t i = 0; i < hn_rows_count(source); i++) {
        if (++*done % HN_ROWS_A_STEP == 0) HN_TRY(hn_progress(ctx, (double)*done / (double)total));
        hn_row row;
        if (!hn_rows_get(source, i, &row)) continue;
        HN_TRY(put_row(ctx, self, source, i, &row, fields, &buffer, &out));
        HN_TRY(flush(ctx, self, &out, FLUSH_AT));
    }
    put_big(&out, UINT16_MAX, 2);
    HN_TRY(out.failed ? hn_nomem(ctx) : flush(ctx, self, &out, 0));
    copying = false;
    HN_TRY(hn_pg_copy_end(ctx, self->pg, false));
cleanup:
    if (copying) (void)hn_pg_copy_end(ctx, self->pg, true);
    hn_free(buffer.bytes);
    hn_buffer_free(&out);
    hn_buffer_free(&sql);
    return status;
}

/* ---- tables ---- */

static hensyn_status create_table(hensyn_context *ctx, pg_store *self,
                                  const hn_row_source *source) {
    static const hn_sql_types types = {"integer", "bigint", "double precision", "text", false};
    const hn_table *table = source->table;
    hn_buffer sql = {0}, geometry = {0};
    if (table->geometry) hn_appendf(&geometry, "geometry(%s, %d)", table->geometry, self->srid);
    hn_appendf(&sql, "CREATE TABLE %s ", table->name);
    hn_sql_columns(&sql, source, &types, geometry.text);
    /* The comment also says which tables are ours when the result is replaced. */
    hn_appendf(&sql, "; COMMENT ON TABLE %s IS 'hensyn: %s'", table->name, table->about);
    if (geometry.failed) sql.failed = true;
    hn_buffer_free(&geometry);
    return exec_buffer(ctx, self, &sql);
}

static hensyn_status finish_table(hensyn_context *ctx, pg_store *self, const hn_table *table) {
    hn_buffer sql = {0};
    if (table->key)
        hn_appendf(&sql, "ALTER TABLE %s ADD PRIMARY KEY (%s); ", table->name, table->key);
    if (table->geometry)
        hn_appendf(&sql, "CREATE INDEX %s_geom_idx ON %s USING gist (geom); ", table->name,
                   table->name);
    hn_appendf(&sql, "ANALYZE %s", table->name);
    return exec_buffer(ctx, self, &sql);
}

static hensyn_status write_table(hensyn_context *ctx, hn_store *store, const hn_row_source *source,
                                 size_t *done, size_t total) {
    pg_store *self = (pg_store *)store;
    hensyn_status status = create_table(ctx, self, source);
    if (status == HENSYN_OK) status = copy_rows(ctx, self, source, done, total);
    if (status == HENSYN_OK) status = finish_table(ctx, self, source->table);
    return status;
}

static hensyn_status write_style(hensyn_context *ctx, hn_store *store, const hn_table *table,
                                 const char *title, const char *qml, const char *sld) {
    pg_store *self = (pg_store *)store;
    const char *values[] = {
        hn_pg_schema(self->pg), table->name, table->geometry ? "geom" : NULL, title, qml, sld};
    return hn_pg_ask(ctx, self->pg,
                     "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
                     "f_geometry_column, stylename, styleqml, stylesld, useasdefault, description) "
                     "VALUES (current_database(), $1, $2, $3, $4, $5, $6, true, 'hensyn')",
                     values, 6, NULL);
}

static hensyn_status complete(hensyn_context *ctx, hn_store *store) {
    (void)store;
    return hn_progress(ctx, 1);
}

static hensyn_status reassess(hensyn_context *ctx, hn_store *store, const hn_row_source *source) {
    pg_store *self = (pg_store *)store;
    size_t done = 0;
    hensyn_status status = hn_pg_exec(ctx, self->pg, "DROP TABLE vurdering");
    if (status != HENSYN_OK) return status;
    return write_table(ctx, store, source, &done, hn_rows_count(source));
}

/* ---- ending ---- */

/* QGIS reads default styles from the layer_styles that the search path finds, which is that of
 * public. A style that somebody else made default stays it. */
static const char public_styles[] =
    "CREATE TABLE IF NOT EXISTS public.layer_styles (id serial PRIMARY KEY, "
    "f_table_catalog varchar, f_table_schema varchar, f_table_name varchar, "
    "f_geometry_column varchar, stylename text, styleqml xml, stylesld xml, useasdefault boolean, "
    "description text, owner varchar(63) DEFAULT CURRENT_USER, ui xml, "
    "update_time timestamp DEFAULT CURRENT_TIMESTAMP, type varchar);"
    "DELETE FROM public.layer_styles p USING layer_styles s WHERE p.description = 'hensyn' "
    "AND p.f_table_catalog = s.f_table_catalog AND p.f_table_schema = s.f_table_schema;"
    "INSERT INTO public.layer_styles (f_table_catalog, f_table_schema, f_table_name, "
    "f_geometry_column, stylename, styleqml, stylesld, useasdefault, description) "
    "SELECT s.f_table_catalog, s.f_table_schema, s.f_table_name, s.f_geometry_column, s.stylename, "
    "xmlparse(document s.styleqml), xmlparse(document s.stylesld), NOT EXISTS (SELECT FROM "
    "public.layer_styles o WHERE o.useasdefault AND o.f_table_catalog = s.f_table_catalog AND "
    "o.f_table_schema = s.f_table_schema AND o.f_table_name = s.f_table_name), 'hensyn' "
    "FROM layer_styles s ORDER BY s.id";

/* Not being allowed to write in public must not cost the result. */
static hensyn_status share_styles(hensyn_context *ctx, pg_store *self) {
    hensyn_status status = hn_pg_exec(ctx, self->pg, "SAVEPOINT stiler");
    if (status != HENSYN_OK) return status;
    if (hn_pg_exec(ctx, self->pg, public_styles) == HENSYN_OK) return HENSYN_OK;
    hn_log(ctx, HENSYN_WARNING, "STIL_IKKE_DELT", self->base.about, "%s: %s",
           hn_text(ctx, "QGIS finner ikke stilene av seg selv",
                   "QGIS will not find the styles by itself"),
           ctx->message);
    return hn_pg_exec(ctx, self->pg, "ROLLBACK TO SAVEPOINT stiler");
}

static hensyn_status append_drop(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                 void *user) {
    hn_buffer *sql = user;
    if (count) hn_appendf(sql, "DROP TABLE %s;", values[0].text);
    return sql->failed ? hn_nomem(ctx) : HENSYN_OK;
}

/* Drops our tables of the earlier result and then the schema, which must be empty by then: what
 * others made in it, or on top of it, stops the exchange. */
static hensyn_status drop_earlier(hensyn_context *ctx, pg_store *self) {
    hensyn_status status = HENSYN_OK;
    hn_buffer list = {0}, sql = {0};
    bool exists = false, ours = false;
    HN_TRY(inspect(ctx, &self->base, &exists, &ours));
    if (!exists) return HENSYN_OK;
    hn_append(&list, "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n "
                     "ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND "
                     "obj_description(c.oid, 'pg_class') LIKE 'hensyn: %' AND "
                     "n.nspname = ");
    hn_sql_literal(&list, hn_pg_schema(self->pg));
    if (list.failed) HN_TRY(hn_nomem(ctx));
    HN_TRY(hn_pg_query(ctx, self->pg, list.text, append_drop, &sql));
    hn_appendf(&sql, "DROP SCHEMA %s", self->schema);
    HN_TRY(exec_buffer(ctx, self, &sql));
cleanup:
    hn_buffer_free(&list);
    hn_buffer_free(&sql);
    return status;
}

static hensyn_status publish(hensyn_context *ctx, hn_store *store) {
    pg_store *self = (pg_store *)store;
    hensyn_status status = HENSYN_OK;
    hn_buffer sql = {0};
    HN_TRY(share_styles(ctx, self));
    HN_TRY(drop_earlier(ctx, self));
    hn_appendf(&sql, "ALTER SCHEMA %s RENAME TO %s; COMMIT", self->building, self->schema);
    HN_TRY(exec_buffer(ctx, self, &sql));
    self->begun = false;
cleanup:
    return status;
}

static void destroy(hn_store *store) {
    pg_store *self = (pg_store *)store;
    hn_pg_close(self->pg); /* the server rolls back what was not committed */
    hn_free(self->schema);
    hn_free(self->building);
    hn_free(self->extension);
    hn_free(self);
}

hensyn_status hn_pg_store_create(hensyn_context *ctx, const char *path, hn_store **out) {
    hensyn_status status = HENSYN_OK;
    char *name = NULL;
    pg_store *self = hn_zalloc(1, sizeof *self);
    if (!self) return hn_nomem(ctx);
    self->base = (hn_store){.inspect = inspect,
                            .assessments = assessments,
                            .begin = begin,
                            .table = write_table,
                            .style = write_style,
                            .complete = complete,
                            .hold = hold,
                            .release = release,
                            .reassess = reassess,
                            .publish = publish,
                            .destroy = destroy};
    HN_TRY(hn_pg_connect(ctx, path, false, &self->pg));
    self->base.about = hn_pg_about(self->pg);
    name = hn_format("hensyn_%d_tmp", hn_pg_backend(self->pg));
    self->building = name ? quoted(name) : NULL;
    self->schema = quoted(hn_pg_schema(self->pg));
    if (!self->building || !self->schema) HN_TRY(hn_nomem(ctx));
    *out = &self->base;
cleanup:
    hn_free(name);
    if (status != HENSYN_OK) destroy(&self->base);
    return status;
}
