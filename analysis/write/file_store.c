/* file_store.c - a result in one SQLite file: SpatiaLite or GeoPackage. */
#include "write/sqltext.h"
#include "write/store.h"

#include "base/platform.h"
#include "write/rtree.h"

#include <math.h>
#include <string.h>

typedef struct file_store {
    hn_store base;
    char *path, *temporary;
    bool geopackage;
    bool started;    /* the temporary file may exist */
    hn_sqlite *db;   /* the temporary file while it is filled */
    hn_sqlite *held; /* the earlier result while nobody else may change it */
    int srid;
} file_store;

static hensyn_status exec_buffer(hensyn_context *ctx, hn_sqlite *db, hn_buffer *sql) {
    hensyn_status status = sql->failed ? hn_nomem(ctx) : hn_sqlite_exec(ctx, db, sql->text);
    hn_buffer_free(sql);
    return status;
}

static hensyn_status run_once(hensyn_context *ctx, hn_sqlite *db, const char *sql,
                              const hn_db_value *values, size_t count) {
    hn_statement *statement = NULL;
    hensyn_status status = hn_sqlite_prepare(ctx, db, sql, &statement);
    if (status == HENSYN_OK) status = hn_statement_run(ctx, statement, values, count);
    hn_statement_free(statement);
    return status;
}

static hn_db_value real_value(double value) {
    return (hn_db_value){.type = isfinite(value) ? HN_DB_REAL : HN_DB_NULL, .real = value};
}

/* ---- the earlier result ---- */

static hensyn_status count_key_columns(hensyn_context *ctx, hn_sqlite *db, int64_t *out) {
    return hn_sqlite_number(ctx, db,
                            "SELECT count(*) FROM pragma_table_info('kjoring') "
                            "WHERE name IN ('nokkel', 'verdi')",
                            out);
}

static hensyn_status inspect(hensyn_context *ctx, hn_store *store, bool *exists, bool *ours) {
    file_store *self = (file_store *)store;
    hn_sqlite *db = NULL;
    int64_t columns = 0;
    *ours = false;
    *exists = hn_path_kind_of(self->path) != HN_PATH_NONE;
    if (!*exists) return HENSYN_OK;
    hensyn_status status = hn_sqlite_open(ctx, self->path, HN_SQLITE_READ, &db);
    if (status == HENSYN_OK) status = count_key_columns(ctx, db, &columns);
    hn_sqlite_close(db);
    *ours = columns == 2;
    /* What SQLite cannot read is not ours. */
    return status == HENSYN_INPUT ? HENSYN_OK : status;
}

static hensyn_status assessments(hensyn_context *ctx, hn_store *store, hn_assessments *out) {
    file_store *self = (file_store *)store;
    hn_db db = {.sqlite = self->held};
    *out = (hn_assessments){0};
    if (!db.sqlite) {
        if (hn_path_kind_of(self->path) != HN_PATH_FILE) return HENSYN_OK;
        hensyn_status status = hn_sqlite_open(ctx, self->path, HN_SQLITE_READ, &db.sqlite);
        if (status != HENSYN_OK) return status;
    }
    hensyn_status status = hn_assessments_read(ctx, &db, out);
    if (!self->held) hn_sqlite_close(db.sqlite);
    return status;
}

/* A journal or log of an earlier file would be played back into the new one. */
static bool remove_side_files(const char *path) {
    static const char *const ends[] = {"-journal", "-wal", "-shm"};
    bool removed = true;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char *side = hn_format("%s%s", path, ends[i]);
        removed = side && hn_file_remove(side) && removed;
        hn_free(side);
    }
    return removed;
}

/* Opening brings a journal to its end, and leaving WAL mode removes the log; both fail while
 * another program has the file open that way. */
static hensyn_status hold(hensyn_context *ctx, hn_store *store) {
    file_store *self = (file_store *)store;
    hensyn_status status = HENSYN_OK;
    if (hn_path_kind_of(self->path) == HN_PATH_NONE) {
        if (remove_side_files(self->path)) return HENSYN_OK;
        return hn_fail(ctx, HENSYN_OUTPUT, "%s: %s", self->path,
                       hn_text(ctx, "kan ikke fjerne en gammel journal ved siden av filen",
                               "cannot remove an old journal beside the file"));
    }
    HN_TRY(hn_sqlite_open(ctx, self->path, HN_SQLITE_EDIT, &self->held));
    if (hn_sqlite_is_read_only(self->held)) return HENSYN_OK;
    HN_TRY(hn_sqlite_exec(ctx, self->held, "PRAGMA journal_mode = DELETE"));
    HN_TRY(hn_sqlite_exec(ctx, self->held, "BEGIN IMMEDIATE"));
cleanup:
    return status;
}

static void release(hn_store *store) {
    file_store *self = (file_store *)store;
    hn_sqlite_close(self->held);
    self->held = NULL;
}

/* ---- beginning ---- */

static hensyn_status expect_one(hensyn_context *ctx, file_store *self, const char *sql) {
    int64_t answer = 0;
    hensyn_status status = hn_sqlite_number(ctx, self->db, sql, &answer);
    if (status != HENSYN_OK || answer == 1) return status;
    return hn_fail(ctx, HENSYN_OUTPUT, "%s: SpatiaLite: %s", self->path, sql);
}

/* Not by SpatiaLite's InsertEpsgSrid(), which knows fewer systems and complains on the terminal. */
static hensyn_status add_spatialite_srs(hensyn_context *ctx, file_store *self, const hn_srs *srs) {
    const hn_db_value values[] = {
        hn_db_integer(srs->srid), hn_db_text(srs->epsg ? "epsg" : "hensyn"),
        hn_db_integer(srs->srid), hn_db_text(srs->name),
        hn_db_text(srs->proj4),   hn_db_text(srs->wkt)};
    return run_once(ctx, self->db, hn_spatialite_srs, values, 6);
}

static hensyn_status add_gpkg_srs(hensyn_context *ctx, file_store *self, const hn_srs *srs) {
    const hn_db_value values[] = {hn_db_text(srs->name), hn_db_integer(srs->srid),
                                  hn_db_text(srs->epsg ? "EPSG" : "NONE"), hn_db_integer(srs->srid),
                                  hn_db_text(srs->wkt)};
    return run_once(ctx, self->db, hn_gpkg_srs, values, 5);
}

static hensyn_status begin(hensyn_context *ctx, hn_store *store, const hn_result *result) {
    file_store *self = (file_store *)store;
    hensyn_status status = HENSYN_OK;
    const hn_srs srs = hn_srs_of(result);
    self->srid = srs.srid;
    hn_file_remove(self->temporary);
    remove_side_files(self->temporary);
    self->started = true;
    HN_TRY(hn_sqlite_open(ctx, self->temporary,
                          self->geopackage ? HN_SQLITE_FILL : HN_SQLITE_FILL_SPATIAL, &self->db));
    HN_TRY(hn_sqlite_exec(ctx, self->db, "BEGIN"));
    if (self->geopackage) {
        HN_TRY(hn_sqlite_exec(ctx, self->db, hn_gpkg_create));
        HN_TRY(add_gpkg_srs(ctx, self, &srs));
    } else {
        HN_TRY(expect_one(ctx, self, "SELECT InitSpatialMetaData(0, 'NONE')"));
        HN_TRY(add_spatialite_srs(ctx, self, &srs));
        HN_TRY(hn_sqlite_exec(ctx, self->db, hn_spatialite_clutter));
    }
    HN_TRY(hn_sqlite_exec(ctx, self->db, self->geopackage ? hn_gpkg_styles : hn_spatialite_styles));
cleanup:
    return status;
}

/* ---- tables ---- */

/* What the rows of a table left behind for its index and statistics. */
typedef struct filled {
    hn_box *box;
    int64_t *fid;
    size_t rows;
    hn_box extent;
} filled;

static hensyn_status spatialite_structure(hensyn_context *ctx, file_store *self,
                                          const hn_table *table) {
    hn_buffer geometry = {0}, index = {0};
    hensyn_status status = HENSYN_OK;
    hn_spatialite_geometry(&geometry, table, self->srid);
    hn_spatialite_index(&index, table);
    if (geometry.failed || index.failed) HN_TRY(hn_nomem(ctx));
    HN_TRY(expect_one(ctx, self, geometry.text));
    HN_TRY(expect_one(ctx, self, index.text));
cleanup:
    hn_buffer_free(&geometry);
    hn_buffer_free(&index);
    return status;
}

static hensyn_status structure(hensyn_context *ctx, file_store *self, const hn_row_source *source) {
    hensyn_status status = HENSYN_OK;
    hn_buffer sql = {0};
    hn_sql_create(&sql, source, self->geopackage);
    HN_TRY(exec_buffer(ctx, self->db, &sql));
    if (!source->table->geometry) return HENSYN_OK;
    if (!self->geopackage) return spatialite_structure(ctx, self, source->table);
    hn_gpkg_index(&sql, source->table);
    HN_TRY(exec_buffer(ctx, self->db, &sql));
cleanup:
    return status;
}

static hensyn_status insert_row(hensyn_context *ctx, const file_store *self,
                                const hn_row_source *source, size_t index, const hn_row *row,
                                hn_statement *statement, hn_bytes *buffer) {
    const hn_table *table = source->table;
    size_t size = 0;
    hn_encoding encoding = self->geopackage ? HN_ENC_GPKG : HN_ENC_SPATIALITE;
    if (table->geometry &&
        !hn_row_blob(row, encoding, hn_shape_of(table->geometry), self->srid, buffer, &size))
        return hn_nomem(ctx);
    return hn_statement_row(ctx, statement, source, index, row, buffer->bytes, size);
}

static hensyn_status insert_rows(hensyn_context *ctx, file_store *self, const hn_row_source *source,
                                 filled *out, size_t *done, size_t total) {
    hensyn_status status = HENSYN_OK;
    hn_statement *statement = NULL;
    hn_bytes buffer = {0};
    hn_buffer sql = {0};
    size_t count = hn_rows_count(source);
    bool spatial = source->table->geometry != NULL;
    *out = (filled){.extent = HN_EMPTY_BOX};
    out->box = hn_alloc(spatial ? count : 0, sizeof *out->box);
    out->fid = hn_alloc(spatial ? count : 0, sizeof *out->fid);
    hn_sql_insert(&sql, source);
    if (!out->box || !out->fid || sql.failed) HN_TRY(hn_nomem(ctx));
    HN_TRY(hn_sqlite_prepare(ctx, self->db, sql.text, &statement));
    for (size_t i = 0; i < count; i++) {
        if (++*done % HN_ROWS_A_STEP == 0) HN_TRY(hn_progress(ctx, (double)*done / (double)total));
        hn_row row;
        if (!hn_rows_get(source, i, &row)) continue;
        HN_TRY(insert_row(ctx, self, source, i, &row, statement, &buffer));
        if (spatial) {
            out->box[out->rows] = hn_row_box(&row);
            out->fid[out->rows] = row.fid;
            out->extent = hn_box_join(out->extent, out->box[out->rows]);
        }
        out->rows++;
    }
cleanup:
    hn_statement_free(statement);
    hn_buffer_free(&sql);
    hn_free(buffer.bytes);
    return status;
}

/* INSERT of rows into one of the three tables behind an R*Tree. */
static hensyn_status shadow_insert(hensyn_context *ctx, file_store *self, const hn_table *table,
                                   const char *part, size_t rows, hn_statement **out) {
    hn_buffer sql = {0};
    hn_appendf(&sql, "INSERT OR REPLACE INTO \"%s_%s_geom_%s\" VALUES ",
               self->geopackage ? "rtree" : "idx", table->name, part);
    for (size_t i = 0; i < rows; i++)
        hn_append(&sql, i ? ",(?,?)" : "(?,?)");
    hensyn_status status =
        sql.failed ? hn_nomem(ctx) : hn_sqlite_prepare(ctx, self->db, sql.text, out);
    hn_buffer_free(&sql);
    return status;
}

static hensyn_status write_nodes(hensyn_context *ctx, file_store *self, const hn_table *table,
                                 const hn_rtree *tree) {
    hensyn_status status = HENSYN_OK;
    hn_statement *node = NULL, *parent = NULL;
    HN_TRY(shadow_insert(ctx, self, table, "node", 1, &node));
    HN_TRY(shadow_insert(ctx, self, table, "parent", 1, &parent));
    for (size_t i = 0; i < tree->nodes; i++) {
        const int64_t link[] = {(int64_t)i + 1, tree->parent[i]};
        HN_TRY(hn_statement_bytes(ctx, node, link, 1, tree->node + i * tree->node_size,
                                  tree->node_size));
        if (link[1]) HN_TRY(hn_statement_bytes(ctx, parent, link, 2, NULL, 0));
    }
cleanup:
    hn_statement_free(node);
    hn_statement_free(parent);
    return status;
}

/* Many rows a statement: measured 2.4 times as fast as one, and no faster beyond. */
enum { LEAVES_A_RUN = 64 };

static hensyn_status write_leaves(hensyn_context *ctx, file_store *self, const hn_table *table,
                                  const hn_rtree *tree, const int64_t *fid) {
    hensyn_status status = HENSYN_OK;
    hn_statement *one = NULL, *many = NULL;
    int64_t link[2 * LEAVES_A_RUN];
    size_t held = 0;
    HN_TRY(shadow_insert(ctx, self, table, "rowid", 1, &one));
    HN_TRY(shadow_insert(ctx, self, table, "rowid", LEAVES_A_RUN, &many));
    for (size_t i = 0; i < tree->entries; i++) {
        if (!tree->leaf[i]) continue;
        link[held++] = fid[i];
        link[held++] = tree->leaf[i];
        if (held < 2 * LEAVES_A_RUN) continue;
        HN_TRY(hn_statement_bytes(ctx, many, link, held, NULL, 0));
        held = 0;
    }
    for (size_t i = 0; i < held; i += 2)
        HN_TRY(hn_statement_bytes(ctx, one, link + i, 2, NULL, 0));
cleanup:
    hn_statement_free(one);
    hn_statement_free(many);
    return status;
}

/* The R*Tree was made empty by its owner; its root says how large nodes are in this file. */
static hensyn_status fill_index(hensyn_context *ctx, file_store *self, const hn_table *table,
                                const filled *rows) {
    hensyn_status status = HENSYN_OK;
    hn_rtree tree = {0};
    int64_t node_size = 0;
    char *sql = hn_format("SELECT length(data) FROM \"%s_%s_geom_node\" WHERE nodeno = 1",
                          self->geopackage ? "rtree" : "idx", table->name);
    if (!sql) return hn_nomem(ctx);
    HN_TRY(hn_sqlite_number(ctx, self->db, sql, &node_size));
    HN_TRY(hn_rtree_pack(ctx, rows->box, rows->fid, rows->rows, (size_t)node_size, &tree));
    HN_TRY(write_nodes(ctx, self, table, &tree));
    HN_TRY(write_leaves(ctx, self, table, &tree, rows->fid));
cleanup:
    hn_rtree_free(&tree);
    hn_free(sql);
    return status;
}

static hensyn_status spatialite_register(hensyn_context *ctx, file_store *self,
                                         const hn_table *table, const filled *rows) {
    if (!table->geometry) return HENSYN_OK;
    const hn_db_value values[] = {hn_db_integer((int64_t)rows->rows), real_value(rows->extent.xmin),
                                  real_value(rows->extent.ymin),      real_value(rows->extent.xmax),
                                  real_value(rows->extent.ymax),      hn_db_text(table->name)};
    return run_once(ctx, self->db, hn_spatialite_statistics, values, 6);
}

static hensyn_status gpkg_register(hensyn_context *ctx, file_store *self, const hn_table *table,
                                   const filled *rows) {
    hensyn_status status = HENSYN_OK;
    hn_buffer sql = {0};
    const hn_db_value name = hn_db_text(table->name), srid = hn_db_integer(self->srid);
    const hn_db_value none = {.type = HN_DB_NULL};
    const hn_db_value contents[] = {name,
                                    hn_db_text(table->geometry ? "features" : "attributes"),
                                    hn_db_text(table->about),
                                    real_value(rows->extent.xmin),
                                    real_value(rows->extent.ymin),
                                    real_value(rows->extent.xmax),
                                    real_value(rows->extent.ymax),
                                    table->geometry ? srid : none};
    const hn_db_value count[] = {name, hn_db_integer((int64_t)rows->rows)};
    const hn_db_value column[] = {name, hn_db_text(table->geometry), srid};
    HN_TRY(run_once(ctx, self->db, hn_gpkg_contents, contents, 8));
    HN_TRY(run_once(ctx, self->db, hn_gpkg_count, count, 2));
    if (table->geometry) {
        HN_TRY(run_once(ctx, self->db, hn_gpkg_column, column, 3));
        HN_TRY(run_once(ctx, self->db, hn_gpkg_extension, &name, 1));
    }
    hn_gpkg_triggers(&sql, table);
    HN_TRY(exec_buffer(ctx, self->db, &sql));
cleanup:
    return status;
}

static hensyn_status write_table(hensyn_context *ctx, hn_store *store, const hn_row_source *source,
                                 size_t *done, size_t total) {
    file_store *self = (file_store *)store;
    hensyn_status status = HENSYN_OK;
    filled rows = {0};
    HN_TRY(structure(ctx, self, source));
    hn_sqlite_triggers(self->db, false);
    HN_TRY(insert_rows(ctx, self, source, &rows, done, total));
    if (source->table->geometry) HN_TRY(fill_index(ctx, self, source->table, &rows));
    hn_sqlite_triggers(self->db, true);
    if (self->geopackage)
        HN_TRY(gpkg_register(ctx, self, source->table, &rows));
    else
        HN_TRY(spatialite_register(ctx, self, source->table, &rows));
cleanup:
    hn_free(rows.box);
    hn_free(rows.fid);
    return status;
}

/* QGIS looks for the schema NULL (and no '' anywhere) through its SpatiaLite provider, and for ''
 * through OGR. */
static hensyn_status write_style(hensyn_context *ctx, hn_store *store, const hn_table *table,
                                 const char *title, const char *qml, const char *sld) {
    file_store *self = (file_store *)store;
    hensyn_status status = HENSYN_OK;
    for (int ogr = self->geopackage; ogr < 2 && status == HENSYN_OK; ogr++) {
        const char *none = ogr ? "" : NULL;
        const hn_db_value values[] = {
            hn_db_text(none),  hn_db_text(table->name), hn_db_text(table->geometry ? "geom" : none),
            hn_db_text(title), hn_db_text(qml),         hn_db_text(sld)};
        status = run_once(ctx, self->db, hn_layer_styles_insert, values, 6);
    }
    return status;
}

/* ---- ending ---- */

static hensyn_status complete(hensyn_context *ctx, hn_store *store) {
    file_store *self = (file_store *)store;
    hensyn_status status = hn_sqlite_exec(ctx, self->db, "COMMIT");
    hn_sqlite_close(self->db);
    self->db = NULL;
    return status == HENSYN_OK ? hn_file_sync(ctx, self->temporary) : status;
}

static hensyn_status reassess(hensyn_context *ctx, hn_store *store, const hn_row_source *source) {
    file_store *self = (file_store *)store;
    hensyn_status status = HENSYN_OK;
    hn_buffer sql = {0};
    filled rows = {0};
    size_t done = 0;
    HN_TRY(hn_sqlite_open(ctx, self->temporary, HN_SQLITE_FILL, &self->db));
    HN_TRY(hn_sqlite_exec(ctx, self->db, "BEGIN; DROP TABLE vurdering"));
    HN_TRY(structure(ctx, self, source));
    HN_TRY(insert_rows(ctx, self, source, &rows, &done, hn_rows_count(source)));
    if (self->geopackage) {
        hn_appendf(&sql,
                   "UPDATE gpkg_ogr_contents SET feature_count = %zu "
                   "WHERE table_name = 'vurdering';",
                   rows.rows);
        hn_gpkg_triggers(&sql, source->table);
        HN_TRY(exec_buffer(ctx, self->db, &sql));
    }
    HN_TRY(complete(ctx, store));
cleanup:
    hn_buffer_free(&sql);
    hn_free(rows.box);
    hn_free(rows.fid);
    return status;
}

static hensyn_status publish(hensyn_context *ctx, hn_store *store) {
    file_store *self = (file_store *)store;
    hensyn_status status = hn_file_replace(ctx, self->temporary, self->path);
    if (status == HENSYN_OK) self->started = false;
    release(store);
    return status;
}

static void destroy(hn_store *store) {
    file_store *self = (file_store *)store;
    hn_sqlite_close(self->db);
    hn_sqlite_close(self->held);
    if (self->started) {
        hn_file_remove(self->temporary);
        remove_side_files(self->temporary);
    }
    hn_free(self->path);
    hn_free(self->temporary);
    hn_free(self);
}

hensyn_status hn_file_store_create(hensyn_context *ctx, const char *path, const char *temporary,
                                   bool geopackage, hn_store **out) {
    file_store *self = hn_zalloc(1, sizeof *self);
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
    self->path = hn_strdup(path);
    self->temporary = hn_strdup(temporary);
    self->geopackage = geopackage;
    if (!self->path || !self->temporary) {
        destroy(&self->base);
        return hn_nomem(ctx);
    }
    self->base.about = self->path;
    /* GeoPackage: an attributes table has an integer key (requirement 119), and without one GDAL
     * cannot change its rows. */
    self->base.numbered = geopackage;
    *out = &self->base;
    return HENSYN_OK;
}
