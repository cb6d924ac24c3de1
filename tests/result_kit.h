/* result_kit.h - a small result with one row of every kind, and looking into written files with
 * SQLite and SpatiaLite themselves. */
#ifndef RESULT_KIT_H
#define RESULT_KIT_H

#include "base/platform.h"
#include "data/result.h"
#include "write/write.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>
/* After sqlite3.h. */
#include <spatialite.h>

#include <cmocka.h>

/* Quotes, SQL and letters outside ASCII: all of it is data. */
#define ODD_TEXT "Ø#'\";DROP TABLE konflikt;-- å"

/* One part a count in counts, which ends with 0: points of its only ring. */
static inline hn_geometry *rk_geometry(hn_kind kind, const uint32_t *counts, const double *xy) {
    uint32_t parts = 0, points = 0;
    for (; counts[parts]; parts++)
        points += counts[parts];
    hn_geometry *g = hn_geometry_create(kind, parts, parts, points);
    assert_non_null(g);
    for (uint32_t i = 0, at = 0; i < parts; at += counts[i], i++) {
        g->part[i] = i;
        g->ring[i] = at;
    }
    memcpy(g->xy, xy, 2 * sizeof(double) * points);
    hn_geometry_finish(g);
    return g;
}

static inline hn_geometry *rk_square(double x, double y, double side) {
    return hn_geometry_from_box((hn_box){x, y, x + side, y + side});
}

static inline hn_plan_area *rk_plan(hn_result *r, hn_geometry *geometry, const char *key) {
    hn_plan_area *area = HN_NEW_ROW(r->plan_areas);
    area->fid = (int64_t)r->plan_areas.count;
    area->geometry = geometry;
    area->nokkel = hn_pool_add(r->pool, key);
    area->kilde_fid = 7;
    area->plannavn = ODD_TEXT;
    area->arealformal = "1110";
    area->planstatus = 3;
    area->plantype = HN_NO_INT;
    area->vertikalniva = HN_NO_INT;
    area->utbygging = 1;
    area->areal_m2 = hn_plane_area(geometry);
    area->konflikt_m2 = 0;
    area->konflikt_andel = NAN;
    area->status = "ok";
    return area;
}

static inline hn_consideration *rk_hensyn(hn_result *r, hn_geometry *geometry, const char *key) {
    hn_consideration *object = HN_NEW_ROW(r->considerations);
    object->fid = (int64_t)r->considerations.count;
    object->geometry = geometry;
    object->nokkel = hn_pool_add(r->pool, key);
    object->tema = "friluftsliv";
    object->opphav = "data";
    object->verdi = 2;
    object->areal_m2 = geometry->kind == HN_AREA ? hn_plane_area(geometry) : (double)NAN;
    object->lengde_m = geometry->kind == HN_LINE ? hn_plane_length(geometry) : (double)NAN;
    object->skala = "ku";
    object->status = "ok";
    return object;
}

static inline hn_pair *rk_pair(hn_result *r, hn_kind kind, hn_geometry *geometry, const char *key) {
    hn_pair *pair = HN_NEW_ROW(r->pairs);
    pair->fid = (int64_t)r->pairs.count;
    pair->kind = kind;
    pair->geometry = geometry;
    pair->whole = geometry == NULL;
    pair->nokkel = hn_pool_add(r->pool, key);
    pair->plan_fid = 1;
    pair->hensyn_fid = (int64_t)r->considerations.count;
    pair->tema = "friluftsliv";
    pair->art = "overlapp";
    pair->areal_m2 = kind == HN_AREA && geometry ? hn_plane_area(geometry) : (double)NAN;
    pair->lengde_m = kind == HN_LINE ? hn_plane_length(geometry) : (double)NAN;
    pair->plan_andel = 0.25;
    pair->hensyn_andel = NAN;
    pair->verdi = 2;
    pair->pavirkning = 3;
    pair->konsekvens = 2;
    pair->skala = "ku";
    pair->status = "ok";
    return pair;
}

/* Plan: a square of 100 m at (500000, 7000000). Considerations: two squares (one a MULTI of two
 * parts), a line, two points. Pairs of each kind, one of them the whole plan area. */
static inline hn_result *rk_result(void) {
    hn_result *r = hn_result_create();
    assert_non_null(r);
    r->has_conflict = true;
    r->epsg = 25833;
    r->crs_name = "EPSG:25833";
    r->crs_wkt = "PROJCS[\"ETRS89 / UTM zone 33N\"]";
    r->crs_proj4 = "+proj=utm +zone=33 +ellps=GRS80 +units=m +no_defs";
    const double x = 500000, y = 7000000;
    rk_plan(r, rk_square(x, y, 100), "p1");
    rk_plan(r, rk_square(x + 1000, y, 10), ODD_TEXT);
    const double squares[] = {x,      y,      x + 50, y,      x + 50, y + 50, x,
                              y + 50, x,      y,      x + 60, y + 60, x + 90, y + 60,
                              x + 90, y + 90, x + 60, y + 90, x + 60, y + 60};
    rk_hensyn(r, rk_geometry(HN_AREA, (uint32_t[]){5, 5, 0}, squares), "h1");
    rk_hensyn(r, rk_geometry(HN_LINE, (uint32_t[]){2, 0}, (double[]){x, y, x + 30, y + 40}), "h2");
    rk_hensyn(r,
              rk_geometry(HN_POINT, (uint32_t[]){1, 1, 0}, (double[]){x + 1, y + 1, x + 2, y + 2}),
              "h3");
    rk_pair(r, HN_AREA, rk_geometry(HN_AREA, (uint32_t[]){5, 5, 0}, squares), "p1→h1/overlapp");
    rk_pair(r, HN_AREA, NULL, "p1→h1/naerhet")->areal_m2 = 10000;
    rk_pair(r, HN_LINE, rk_geometry(HN_LINE, (uint32_t[]){2, 0}, (double[]){x, y, x + 30, y + 40}),
            "p1→h2/overlapp");
    rk_pair(r, HN_POINT, rk_geometry(HN_POINT, (uint32_t[]){1, 0}, (double[]){x + 1, y + 1}),
            "p1→h3/overlapp");
    hn_plan_theme *theme = HN_NEW_ROW(r->plan_themes);
    *theme = (hn_plan_theme){.fid = 1,
                             .plan_fid = 1,
                             .tema = "friluftsliv",
                             .areal_m2 = 3400,
                             .andel = 0.34,
                             .verdi = HN_NO_INT,
                             .naermeste_m = NAN,
                             .status = "treff"};
    hn_remark *remark = HN_NEW_ROW(r->remarks);
    *remark = (hn_remark){.fid = 1,
                          .antall = 1,
                          .located = true,
                          .x = x + 5,
                          .y = y + 6,
                          .alvor = "advarsel",
                          .kode = "GEOMETRI_REPARERT",
                          .linje = HN_NO_INT,
                          .tekst = ODD_TEXT,
                          .areal_for_m2 = 1,
                          .areal_etter_m2 = NAN};
    remark = HN_NEW_ROW(r->remarks);
    *remark = (hn_remark){.fid = 2,
                          .antall = 40,
                          .alvor = "info",
                          .kode = "INGEN_ID",
                          .linje = 12,
                          .areal_for_m2 = NAN,
                          .areal_etter_m2 = NAN};
    hn_source_row *source = HN_NEW_ROW(r->sources);
    *source =
        (hn_source_row){.fid = 1, .rolle = "plan", .sti = ODD_TEXT, .antall_lest = 5000000000};
    hn_indicator *indicator = HN_NEW_ROW(r->indicators);
    *indicator = (hn_indicator){.fid = 1,
                                .nokkel = "plan_areal",
                                .grad = HN_NO_INT,
                                .verdi = 0,
                                .teller = NAN,
                                .nevner = NAN};
    hn_fact *fact = HN_NEW_ROW(r->facts);
    *fact = (hn_fact){"versjon", HENSYN_VERSION};
    return r;
}

typedef struct rk {
    hensyn_context *ctx;
    hn_rules *rules;
    hn_styles *styles;
    char *folder;
} rk;

static inline int rk_setup(void **state) {
    rk *kit = calloc(1, sizeof *kit);
    assert_int_equal(hensyn_context_create(&kit->ctx), HENSYN_OK);
    if (hn_rules_create(kit->ctx, NULL, &kit->rules) != HENSYN_OK ||
        hn_styles_create(kit->ctx, kit->rules, &kit->styles) != HENSYN_OK)
        fail_msg("%s", hensyn_message(kit->ctx));
    assert_int_equal(hn_temp_folder(kit->ctx, &kit->folder), HENSYN_OK);
    *state = kit;
    return 0;
}

static inline int rk_teardown(void **state) {
    rk *kit = *state;
    hn_remove_folder(kit->folder);
    hn_free(kit->folder);
    hn_styles_destroy(kit->styles);
    hn_rules_destroy(kit->rules);
    hensyn_context_destroy(kit->ctx);
    free(kit);
    return 0;
}

/* folder/name in one of four buffers of the test. */
typedef struct rk_path {
    char text[512];
} rk_path;
static inline rk_path rk_in(const rk *kit, const char *name) {
    rk_path path;
    snprintf(path.text, sizeof path.text, "%s/%s", kit->folder, name);
    return path;
}

static inline void rk_ok(const rk *kit, hensyn_status status) {
    if (status != HENSYN_OK) fail_msg("%d: %s", (int)status, hensyn_message(kit->ctx));
}

/* Writes and publishes in one go; the last status. */
static inline hensyn_status rk_write(const rk *kit, const char *path, bool overwrite,
                                     hn_result *r) {
    hn_target *target = NULL;
    hensyn_status status = hn_target_open(kit->ctx, path, overwrite, NULL, 0, &target);
    if (status == HENSYN_OK) status = hn_target_write(kit->ctx, target, r, kit->styles, 1);
    if (status == HENSYN_OK) status = hn_target_finish(kit->ctx, target, r, kit->styles);
    hn_target_close(target);
    return status;
}

/* The answer as text: columns with |, rows with a line break, NULL as "-". The caller frees. */
static inline char *rk_sql(const char *path, const char *sql) {
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    hn_buffer out = {0};
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    void *cache = spatialite_alloc_connection();
    spatialite_init_ex(db, cache, 0);
    for (const char *rest = sql; *rest;) {
        if (sqlite3_prepare_v2(db, rest, -1, &statement, &rest) != SQLITE_OK)
            fail_msg("%s: %s", sql, sqlite3_errmsg(db));
        int code;
        while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
            if (out.length) hn_append(&out, "\n");
            for (int i = 0; i < sqlite3_column_count(statement); i++) {
                const char *text = (const char *)sqlite3_column_text(statement, i);
                hn_appendf(&out, "%s%s", i ? "|" : "", text ? text : "-");
            }
        }
        if (code != SQLITE_DONE) fail_msg("%s: %s", sql, sqlite3_errmsg(db));
        sqlite3_finalize(statement);
    }
    hn_append(&out, "");
    sqlite3_close(db);
    spatialite_cleanup_ex(cache);
    return out.text;
}

#define assert_sql(path, sql, expected)                                                            \
    do {                                                                                           \
        char *answer_ = rk_sql(path, sql);                                                         \
        assert_string_equal(answer_, expected);                                                    \
        hn_free(answer_);                                                                          \
    } while (0)

#endif
