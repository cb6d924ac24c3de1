/* db.c - reading a finished result, whatever it is stored in. */
#include "write/db.h"

#include "base/platform.h"
#include "write/store.h"

#include <string.h>
#include <strings.h>

static hensyn_status not_a_result(hensyn_context *ctx, const char *path) {
    return hn_fail(ctx, HENSYN_INPUT, "%s: %s", path,
                   hn_text(ctx, "er ikke et resultat fra hensyn (tabellen kjoring mangler)",
                           "is not a result of hensyn (it has no table kjoring)"));
}

static hensyn_status open_file(hensyn_context *ctx, const char *path, hn_db *db) {
    if (hn_path_kind_of(path) != HN_PATH_FILE)
        return hn_fail(ctx, HENSYN_INPUT, "%s: %s", path,
                       hn_text(ctx, "filen finnes ikke", "there is no such file"));
    hensyn_status status = hn_sqlite_open(ctx, path, HN_SQLITE_READ, &db->sqlite);
    int64_t tables = 0; /* the first look at what may be another kind of file */
    if (status == HENSYN_OK)
        status = hn_sqlite_number(ctx, db->sqlite, "SELECT count(*) FROM sqlite_master", &tables);
    return status == HENSYN_INPUT ? not_a_result(ctx, path) : status;
}

hensyn_status hn_db_open(hensyn_context *ctx, const char *path, hn_db **out) {
    hensyn_status status = HENSYN_OK;
    bool key = false, value = false;
    hn_db *db = hn_zalloc(1, sizeof *db);
    if (!db) return hn_nomem(ctx);
    if (hn_is_postgis(path))
        HN_TRY(hn_pg_open(ctx, path, &db->pg));
    else
        HN_TRY(open_file(ctx, path, db));
    HN_TRY(hn_db_has(ctx, db, "kjoring", "nokkel", &key));
    HN_TRY(hn_db_has(ctx, db, "kjoring", "verdi", &value));
    if (!key || !value) HN_TRY(not_a_result(ctx, path));
    *out = db;
cleanup:
    if (status != HENSYN_OK) hn_db_close(db);
    return status;
}

void hn_db_close(hn_db *db) {
    if (!db) return;
    hn_sqlite_close(db->sqlite);
    hn_pg_close(db->pg);
    hn_free(db);
}

hensyn_status hn_db_query(hensyn_context *ctx, hn_db *db, const char *sql, hn_db_row_fn row,
                          void *user) {
    if (db->pg) return hn_pg_query(ctx, db->pg, sql, row, user);
    return hn_sqlite_query(ctx, db->sqlite, sql, row, user);
}

/* ---- columns ---- */

typedef struct name_list {
    hn_pool *pool;
    const char **name;
    size_t count, capacity;
} name_list;

static hensyn_status take_name(hensyn_context *ctx, const hn_db_value *values, size_t count,
                               void *user) {
    name_list *list = user;
    if (!count || values[0].type != HN_DB_TEXT) return HENSYN_OK;
    if (!HN_RESERVE(list->name, list->count, list->capacity, 1)) return hn_nomem(ctx);
    const char *name = hn_pool_add(list->pool, values[0].text);
    if (!name) return hn_nomem(ctx);
    list->name[list->count++] = name;
    return HENSYN_OK;
}

hensyn_status hn_db_columns(hensyn_context *ctx, hn_db *db, const char *table, hn_pool *pool,
                            const char ***names, size_t *count) {
    name_list list = {.pool = pool};
    const char *sql = db->pg ? "SELECT column_name::text FROM information_schema.columns WHERE "
                               "table_schema = current_schema() AND table_name = '%s' "
                               "ORDER BY ordinal_position"
                             : "SELECT name FROM pragma_table_info('%s') ORDER BY cid";
    const char *mark = strstr(sql, "%s");
    char *whole = hn_format("%.*s%s%s", (int)(mark - sql), sql, table, mark + 2);
    if (!whole) return hn_nomem(ctx);
    hensyn_status status = hn_db_query(ctx, db, whole, take_name, &list);
    hn_free(whole);
    if (status != HENSYN_OK) {
        hn_free(list.name);
        list = (name_list){0};
    }
    *names = list.name;
    *count = list.count;
    return status;
}

hensyn_status hn_db_has(hensyn_context *ctx, hn_db *db, const char *table, const char *column,
                        bool *out) {
    const char **names = NULL;
    size_t count = 0;
    *out = false;
    hn_pool *pool = hn_pool_create();
    if (!pool) return hn_nomem(ctx);
    hensyn_status status = hn_db_columns(ctx, db, table, pool, &names, &count);
    *out = count && !column;
    for (size_t i = 0; column && i < count; i++)
        if (strcmp(names[i], column) == 0) *out = true;
    hn_free(names);
    hn_pool_destroy(pool);
    return status;
}

/* ---- the working CRS ---- */

typedef struct crs_answer {
    int epsg;
    char *wkt;
} crs_answer;

static hensyn_status take_crs(hensyn_context *ctx, const hn_db_value *values, size_t count,
                              void *user) {
    crs_answer *answer = user;
    if (count < 3 || answer->wkt) return HENSYN_OK;
    bool epsg = values[0].type == HN_DB_TEXT && strcasecmp(values[0].text, "EPSG") == 0;
    answer->epsg = epsg ? (int)values[1].integer : 0;
    if (values[2].type != HN_DB_TEXT) return HENSYN_OK;
    answer->wkt = hn_strdup(values[2].text);
    return answer->wkt ? HENSYN_OK : hn_nomem(ctx);
}

hensyn_status hn_db_crs(hensyn_context *ctx, hn_db *db, int *epsg, char **wkt) {
    static const char geopackage[] =
        "SELECT s.organization, s.organization_coordsys_id, s.definition "
        "FROM gpkg_geometry_columns g JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id LIMIT 1";
    static const char spatialite[] =
        "SELECT s.auth_name, s.auth_srid, s.srtext FROM geometry_columns g "
        "JOIN spatial_ref_sys s ON s.srid = g.srid LIMIT 1";
    static const char postgis[] =
        "SELECT s.auth_name::text, s.auth_srid, s.srtext::text FROM geometry_columns g "
        "JOIN spatial_ref_sys s ON s.srid = g.srid "
        "WHERE g.f_table_schema = current_schema() LIMIT 1";
    crs_answer answer = {0};
    bool is_geopackage = false;
    hensyn_status status = HENSYN_OK;
    if (!db->pg) status = hn_db_has(ctx, db, "gpkg_geometry_columns", NULL, &is_geopackage);
    if (status == HENSYN_OK)
        status = hn_db_query(ctx, db,
                             db->pg          ? postgis
                             : is_geopackage ? geopackage
                                             : spatialite,
                             take_crs, &answer);
    *epsg = answer.epsg;
    *wkt = answer.wkt;
    return status;
}
