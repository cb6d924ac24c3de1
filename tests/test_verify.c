/* hensyn_verify: a sound result passes in every store, and each invariant, broken on its own by SQL,
 * is what fails. */
#include "result_kit.h"
/* After the other kit, whose variables have the name of this one's type. */
#include "kit.h"

#include <jansson.h>
#include <libpq-fe.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- a sound result ---- */

typedef struct fixture {
    rk *kit;
    char spatialite[512], gpkg[512], broken[512];
    hn_buffer text; /* last answer */
} fixture;

static fixture fix;

static void add_fact(hn_result *r, const char *key, const char *value) {
    hn_fact *fact = HN_NEW_ROW(r->facts);
    *fact = (hn_fact){key, value};
}

static void set_plan(hn_plan_area *area) {
    area->planstatus = area->plantype = area->arealbruksstatus = HN_NO_INT;
    area->utbygging_grunn = area->utbygging ? "uten_status" : "formaal";
}

static hn_consideration *add_hensyn(kit *k, const char *theme, const char *wkt, int value) {
    hn_consideration *h = kit_hensyn_of(k, kit_geometry(k, wkt), theme, value);
    hn_source_row *source = &k->result->sources.row[1];
    h->kilde = 1;
    source->antall_lest++;
    source->antall_brukt++;
    source->areal_lest_m2 += isnan(h->areal_m2) ? 0 : h->areal_m2;
    source->areal_brukt_m2 += isnan(h->areal_m2) ? 0 : h->areal_m2;
    return h;
}

/* One object of the source that was left out, with its remark. */
static void add_left_out(kit *k) {
    hn_source_row *source = &k->result->sources.row[1];
    source->antall_lest++;
    source->antall_utelatt++;
    source->areal_lest_m2 += 12;
    source->areal_utelatt_m2 += 12;
    hn_about about = HN_ABOUT_NOTHING;
    about.kilde = "hensyn.gpkg";
    about.lag = "flater";
    about.kilde_id = "99";
    about.before_m2 = 12;
    hn_remark_add(k->ctx, k->result, HENSYN_INFO, "UTENFOR_TEMA", &about, "ikke av dette temaet");
}

/* Three squares of 100 m side by side at (500000, 7000000), the third no development. Considerations:
 * 1 a recreation area over half of 1 and 2 (2 500 m2 of each), 2 a mire of 20 m by 100 m in 1, of
 * which 500 m2 lie in the recreation area as well, 3 a path of 80 m in 1, 4 two sites in 2, 5 a site
 * with 20 m around it in 2, 6 a zone of the plan that is the lower right quarter of 2. */
static hn_result *sound_result(kit *k) {
    kit_new_result(k);
    hn_result *r = k->result;
    hn_source_row *source = &r->sources.row[0];
    *source = (hn_source_row){.fid = 1, .rolle = "plan", .sti = "/data/plan.gml", .lag = "plan"};
    source = HN_NEW_ROW(r->sources);
    *source = (hn_source_row){.fid = 2, .rolle = "hensyn", .sti = "/data/hensyn.gpkg", .lag = "flater"};
#define AT(x, y) "5000" x " 70000" y
    set_plan(kit_plan(k, "POLYGON((500000 7000000, 500100 7000000, 500100 7000100, 500000 7000100, "
                         "500000 7000000))"));
    set_plan(kit_plan(k, "POLYGON((500100 7000000, 500200 7000000, 500200 7000100, 500100 7000100, "
                         "500100 7000000))"));
    set_plan(kit_plan_of(k, kit_geometry(k, "POLYGON((500200 7000000, 500300 7000000, 500300 7000100, "
                                            "500200 7000100, 500200 7000000))"),
                         "3001", 0));
    add_hensyn(k, "friluftsliv", "POLYGON((500050 7000000, 500150 7000000, 500150 7000050, 500050 "
                                 "7000050, 500050 7000000))", 3);
    add_hensyn(k, "myr", "POLYGON((500040 7000000, 500060 7000000, 500060 7000100, 500040 7000100, "
                         "500040 7000000))", 2);
    add_hensyn(k, "friluftsliv", "LINESTRING(500010 7000080, 500090 7000080)", 2);
    add_hensyn(k, "kulturarv", "MULTIPOINT(500110 7000090, 500120 7000090)", 3);
    add_hensyn(k, "naturmangfold", "POINT(500150 7000075)", 3)->buffer = 20;
    hn_consideration *zone = add_hensyn(k, "friluftsliv",
                                        "POLYGON((500150 7000000, 500200 7000000, 500200 7000050, "
                                        "500150 7000050, 500150 7000000))", 2);
    zone->opphav = "plan";
    zone->group = kit_group(k, "friluftsliv", true);
    add_left_out(k);
    r->has_conflict = r->has_partition = k->options.partition = true;
    r->epsg = 25833;
    r->crs_name = "EPSG:25833";
    r->crs_wkt = "PROJCS[\"ETRS89 / UTM zone 33N\"]";
    r->crs_proj4 = "+proj=utm +zone=33 +ellps=GRS80 +units=m +no_defs";
    add_fact(r, "versjon", HENSYN_VERSION);
    add_fact(r, "oppskrift", "# hensyn\nmeasure: planar\npartition: true\n");
    add_fact(r, "regler", "pavirkning.csv\n...");
    kit_run(k);
    return r;
}

static int setup(void **state) {
    void *made = NULL;
    rk_setup(&made);
    fix.kit = made;
    kit *k = kit_create();
    hn_measure_destroy(k->measure);
    assert_int_equal(hn_measure_create(k->ctx, (hn_box){4e5, 69e5, 6e5, 71e5}, NULL, NULL, 1,
                                       &k->measure), HENSYN_OK);
    k->options.measure = k->measure;
    snprintf(fix.spatialite, 512, "%s/god.sqlite", fix.kit->folder);
    snprintf(fix.gpkg, 512, "%s/god.gpkg", fix.kit->folder);
    snprintf(fix.broken, 512, "%s/brutt.sqlite", fix.kit->folder);
    rk_ok(fix.kit, rk_write(fix.kit, fix.spatialite, false, sound_result(k)));
    rk_ok(fix.kit, rk_write(fix.kit, fix.gpkg, false, sound_result(k)));
    kit_destroy(k);
    *state = &fix;
    return 0;
}

static int teardown(void **state) {
    (void)state;
    void *made = fix.kit;
    hn_buffer_free(&fix.text);
    return rk_teardown(&made);
}

/* ---- asking ---- */

static void keep_text(const char *text, size_t length, void *user) {
    hn_append_n(user, text, length);
}

static hensyn_status verify(const char *path, int json) {
    fix.text.length = 0;
    hn_append(&fix.text, "");
    return hensyn_verify(fix.kit->ctx, path, json, keep_text, &fix.text);
}

static json_t *answer(const char *path, hensyn_status expected) {
    hensyn_status status = verify(path, 1);
    if (status != expected) fail_msg("%d: %s", (int)status, hensyn_message(fix.kit->ctx));
    json_t *whole = json_loads(fix.text.text, 0, NULL);
    assert_non_null(whole);
    return whole;
}

/* Names of the checks that failed, by comma; in an array of the caller. */
static void failed_checks(const json_t *whole, char out[1024]) {
    const json_t *check;
    size_t i;
    out[0] = '\0';
    json_array_foreach(json_object_get(whole, "checks"), i, check) {
        if (json_is_true(json_object_get(check, "ok"))) continue;
        if (*out) strcat(out, ",");
        strcat(out, json_string_value(json_object_get(check, "name")));
    }
}

static void copy_file(const char *from, const char *to) {
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
static void edit(const char *path, const char *sql) {
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

static void expect_breakage(const char *base, const breakage *b) {
    char found[1024];
    copy_file(base, fix.broken);
    edit(fix.broken, b->sql);
    json_t *whole = answer(fix.broken, HENSYN_INVARIANT);
    failed_checks(whole, found);
    if (strcmp(found, b->fails) != 0)
        fail_msg("%s\nfails '%s', not '%s'\n%s", b->sql, found, b->fails, fix.text.text);
    if (!strstr(hensyn_message(fix.kit->ctx), b->fails))
        fail_msg("%s\nthe message is '%s'", b->sql, hensyn_message(fix.kit->ctx));
    json_decref(whole);
    assert_int_equal(verify(fix.broken, 0), HENSYN_INVARIANT);
    if (!strstr(fix.text.text, b->tells))
        fail_msg("%s\n'%s' is not in\n%s", b->sql, b->tells, fix.text.text);
}

static void expect_breakages(const char *base, const breakage *list, size_t count) {
    hensyn_set_language(fix.kit->ctx, "nb");
    for (size_t i = 0; i < count; i++) expect_breakage(base, &list[i]);
}
#define BREAK(base, list) expect_breakages(base, list, sizeof list / sizeof *list)

/* ---- sound ---- */

static void expect_sound(const char *path) {
    json_t *whole = answer(path, HENSYN_OK);
    const json_t *checks = json_object_get(whole, "checks"), *check;
    size_t i;
    assert_true(json_is_true(json_object_get(whole, "ok")));
    assert_string_equal(json_string_value(json_object_get(whole, "file")), path);
    assert_true(json_array_size(checks) > 40);
    json_array_foreach(checks, i, check) {
        assert_true(json_is_true(json_object_get(check, "ok")));
        if (json_array_size(json_object_get(check, "notes")))
            fail_msg("%s has a note", json_string_value(json_object_get(check, "name")));
        assert_int_equal(json_array_size(json_object_get(check, "failures")), 0);
    }
    json_decref(whole);
}

static void test_sound(void **state) {
    (void)state;
    expect_sound(fix.spatialite);
    expect_sound(fix.gpkg);
}

static void test_numbers_of_the_sound_result(void **state) {
    (void)state;
    assert_sql(fix.spatialite, "SELECT fid, areal_m2, konflikt_m2, linje_m, punkt_antall FROM arealformal",
               "1|10000.0|4000.0|80.0|0\n2|10000.0|5000.0|0.0|3\n3|10000.0|0.0|0.0|0");
    assert_sql(fix.spatialite, "SELECT count(*), sum(areal_m2) FROM konflikt WHERE art = 'overlapp'",
               "4|9500.0");
    assert_sql(fix.spatialite, "SELECT count(*) FROM konflikt WHERE art = 'naerhet'", "1");
    assert_sql(fix.spatialite, "SELECT round(sum(areal_m2), 3), round(sum(antall_tema * areal_m2), 3) "
                               "FROM samlet_hensyn", "9000.0|9500.0");
}

static void test_nothing_is_changed(void **state) {
    (void)state;
    struct stat before, after;
    char *sum = rk_sql(fix.spatialite, "SELECT total(areal_m2) FROM konflikt");
    assert_int_equal(stat(fix.spatialite, &before), 0);
    assert_int_equal(verify(fix.spatialite, 0), HENSYN_OK);
    assert_int_equal(stat(fix.spatialite, &after), 0);
    assert_int_equal(before.st_mtim.tv_sec, after.st_mtim.tv_sec);
    assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
    assert_int_equal(before.st_size, after.st_size);
    hn_free(sum);
}

static void test_text_and_language(void **state) {
    (void)state;
    hensyn_set_language(fix.kit->ctx, "nb");
    assert_int_equal(verify(fix.spatialite, 0), HENSYN_OK);
    assert_non_null(strstr(fix.text.text, "ok   koblinger: hver fremmednøkkel finnes\n"));
    assert_null(strstr(fix.text.text, "FEIL"));
    hensyn_set_language(fix.kit->ctx, "en");
    assert_int_equal(verify(fix.spatialite, 0), HENSYN_OK);
    assert_non_null(strstr(fix.text.text, "ok   koblinger: every foreign key resolves\n"));
    hensyn_set_language(fix.kit->ctx, "nb");
}

/* ---- broken ---- */

static void test_areas(void **state) {
    (void)state;
    static const breakage list[] = {
        {"UPDATE arealformal SET konflikt_m2 = 2000, konflikt_andel = 0.2 WHERE fid = 1", "?", ""},
    };
    BREAK(fix.spatialite, list);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers_of_the_sound_result),
        cmocka_unit_test(test_sound),
        cmocka_unit_test(test_nothing_is_changed),
        cmocka_unit_test(test_text_and_language),
        cmocka_unit_test(test_areas),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
