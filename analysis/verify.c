/* verify.c - hensyn_verify: opens a finished result, makes every check, and tells what it found. */
#include "verify.h"

#include "base/memory.h"
#include "base/platform.h"
#include "data/recipe.h"
#include "json_text.h"
#include "write/pg.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* The cause that SQLite would not name. */
static hensyn_status check_path(hensyn_context *ctx, const char *path) {
    if (hn_is_postgis(path)) return HENSYN_OK;
    if (hn_path_kind_of(path) == HN_PATH_FOLDER)
        return hn_fail(ctx, HENSYN_INPUT, "%s: %s", path,
                       hn_text(ctx, "er en mappe, ikke et resultat fra hensyn",
                               "is a folder, not a result of hensyn"));
    FILE *file = fopen(path, "rb");
    if (!file) return hn_fail(ctx, HENSYN_INPUT, "%s: %s", path, strerror(errno));
    fclose(file);
    return HENSYN_OK;
}

static hensyn_status ignore_row(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                void *user) {
    (void)ctx, (void)values, (void)count, (void)user;
    return HENSYN_OK;
}

static hensyn_status find_store(hn_verify *v, const char *path) {
    bool gpkg = false;
    hensyn_status status = HENSYN_OK;
    if (hn_is_postgis(path)) {
        v->stored = HN_STORED_POSTGIS;
        return HENSYN_OK;
    }
    HN_TRY(hn_db_has(v->ctx, v->db, "gpkg_contents", NULL, &gpkg));
    v->stored = gpkg ? HN_STORED_GPKG : HN_STORED_SPATIALITE;
    /* The checks read the same pages many times. */
    HN_TRY(hn_db_query(v->ctx, v->db, "PRAGMA cache_size = -262144", ignore_row, NULL));
cleanup:
    return status;
}

static hensyn_status make_checks(hn_verify *v) {
    static const struct {
        hensyn_status (*check)(hn_verify *);
        double from, to; /* share of the work, percent */
    } stages[] = {
        {hn_verify_tables, 0, 5},      {hn_verify_keys, 5, 20},        {hn_verify_sources, 20, 25},
        {hn_verify_areas, 25, 33},     {hn_verify_indicators, 33, 35}, {hn_verify_access, 35, 42},
        {hn_verify_choices, 42, 45},   {hn_verify_times, 45, 46},      {hn_verify_figures, 46, 49},
        {hn_verify_severance, 49, 50}, {hn_verify_geometry, 50, 70},   {hn_verify_measures, 70, 82},
        {hn_verify_grades, 82, 86},    {hn_verify_network, 86, 90},    {hn_verify_reach, 90, 93},
        {hn_verify_faces, 93, 100},
    };
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        hn_step(v->ctx, "verify", stages[i].from, stages[i].to);
        HN_TRY(stages[i].check(v));
        HN_TRY(hn_progress(v->ctx, 1));
    }
cleanup:
    return status;
}

static hensyn_status tell_failed(hn_verify *v, const char *path) {
    hn_buffer names = {0};
    hn_report_failed(v, &names);
    hensyn_status status =
        names.failed ? hn_nomem(v->ctx)
                     : hn_fail(v->ctx, HENSYN_INVARIANT,
                               hn_text(v->ctx, "%s: %zu av %zu kontroller holder ikke: %s",
                                       "%s: %zu of %zu checks do not hold: %s"),
                               path, v->failed, json_array_size(v->checks), names.text);
    hn_buffer_free(&names);
    return status;
}

hensyn_status hensyn_verify(hensyn_context *ctx, const char *path, int json, hensyn_text_fn out,
                            void *user) {
    if (!ctx) return HENSYN_USAGE;
    if (!path || !out)
        return hn_fail(ctx, HENSYN_USAGE, "hensyn_verify: path and out must be given");
    hensyn_status status = HENSYN_OK;
    hn_verify v = {.ctx = ctx, .recipe = "", .extent = HN_EMPTY_BOX};
    char *name = hn_redact(path);
    v.pool = hn_pool_create();
    v.checks = json_array();
    if (!name || !v.pool || !v.checks) HN_TRY(hn_nomem(ctx));
    HN_TRY(check_path(ctx, path));
    HN_TRY(hn_db_open(ctx, path, &v.db));
    HN_TRY(find_store(&v, path));
    HN_TRY(make_checks(&v));
    HN_TRY(json ? hn_report_json(&v, name, out, user) : hn_report_text(&v, out, user));
    if (v.failed) status = tell_failed(&v, name);
cleanup:
    hn_db_close(v.db);
    hn_measure_destroy(v.measure);
    json_decref(v.checks);
    hn_free(v.bad);
    hn_pool_destroy(v.pool);
    hn_free(name);
    return status;
}
