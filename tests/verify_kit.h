/* verify_kit.h - asking hensyn_verify about results that were broken on purpose. */
#ifndef VERIFY_KIT_H
#define VERIFY_KIT_H

#include "result_kit.h"

#include <jansson.h>

typedef struct fixture {
    rk *kit;
    char spatialite[512], gpkg[512], broken[512];
    hn_buffer text; /* last answer */
} fixture;

static fixture fix;

static inline void keep_text(const char *text, size_t length, void *user) {
    hn_append_n(user, text, length);
}

static inline hensyn_status verify(const char *path, int json) {
    fix.text.length = 0;
    hn_append(&fix.text, "");
    return hensyn_verify(fix.kit->ctx, path, json, keep_text, &fix.text);
}

static inline json_t *answer(const char *path, hensyn_status expected) {
    hensyn_status status = verify(path, 1);
    if (status != expected) fail_msg("%d: %s", (int)status, hensyn_message(fix.kit->ctx));
    json_t *whole = json_loads(fix.text.text, 0, NULL);
    assert_non_null(whole);
    return whole;
}

/* Names of the checks that failed, by comma; in an array of the caller. */
static inline void failed_checks(const json_t *whole, char out[1024]) {
    const json_t *check;
    size_t i;
    out[0] = '\0';
    json_array_foreach(json_object_get(whole, "checks"), i, check) {
        if (!json_is_false(json_object_get(check, "ok"))) continue;
        if (*out) strcat(out, ",");
        strcat(out, json_string_value(json_object_get(check, "name")));
    }
}

static inline void copy_file(const char *from, const char *to) {
    char bytes[8192];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    assert_non_null(in);
    assert_non_null(out);
    for (size_t got; (got = fread(bytes, 1, sizeof bytes, in)) > 0;)
        assert_int_equal(fwrite(bytes, 1, got, out), got);
    fclose(in);
    assert_int_equal(fclose(out), 0);
}

/* Runs SQL without the triggers that would forbid it or repair the index. */
static inline void edit(const char *path, const char *sql) {
    sqlite3 *db = NULL;
    char *message = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    void *cache = spatialite_alloc_connection();
    spatialite_init_ex(db, cache, 0);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) fail_msg("%s: %s", sql, message);
    assert_true(sqlite3_total_changes(db) > 0 || strstr(sql, "DROP") || strstr(sql, "ALTER"));
    sqlite3_close(db);
    spatialite_cleanup_ex(cache);
}

typedef struct breakage {
    const char *sql;   /* what is done to the sound result */
    const char *fails; /* exactly these checks */
    const char *tells; /* stands in the text */
} breakage;

static inline void expect_breakage(const char *base, const breakage *b) {
    char found[1024];
    copy_file(base, fix.broken);
    edit(fix.broken, b->sql);
    json_t *whole = answer(fix.broken, HENSYN_INVARIANT);
    failed_checks(whole, found);
    if (strcmp(found, b->fails) != 0)
        fail_msg("%s\nfails '%s', not '%s'\n%s", b->sql, found, b->fails, fix.text.text);
    json_decref(whole);
    snprintf(found, sizeof found, "holder ikke: %.*s", (int)strcspn(b->fails, ","), b->fails);
    if (!strstr(hensyn_message(fix.kit->ctx), found))
        fail_msg("%s\nthe message is '%s'", b->sql, hensyn_message(fix.kit->ctx));
    assert_int_equal(verify(fix.broken, 0), HENSYN_INVARIANT);
    if (!strstr(fix.text.text, b->tells))
        fail_msg("%s\n'%s' is not in\n%s", b->sql, b->tells, fix.text.text);
}

static inline void expect_breakages(const char *base, const breakage *list, size_t count) {
    hensyn_set_language(fix.kit->ctx, "nb");
    for (size_t i = 0; i < count; i++)
        expect_breakage(base, &list[i]);
}
#define BREAK(base, list) expect_breakages(base, list, sizeof list / sizeof *list)

/* Every check holds, wholly, and there are more of them than that. */
static inline void expect_sound(const char *path, size_t checks_at_least) {
    json_t *whole = answer(path, HENSYN_OK);
    const json_t *checks = json_object_get(whole, "checks"), *check;
    size_t i;
    assert_true(json_is_true(json_object_get(whole, "ok")));
    assert_string_equal(json_string_value(json_object_get(whole, "file")), path);
    assert_true(json_array_size(checks) > checks_at_least);
    json_array_foreach(checks, i, check) {
        assert_true(json_is_true(json_object_get(check, "ok")));
        if (json_array_size(json_object_get(check, "notes")))
            fail_msg("%s has a note", json_string_value(json_object_get(check, "name")));
        assert_int_equal(json_array_size(json_object_get(check, "failures")), 0);
    }
    json_decref(whole);
}

#endif
