/* Results in PostGIS. Needs a database that may be written: HENSYN_TEST_PG="host=... dbname=...",
 * or one named hensyn_test that this user may open; skipped with a word where there is none. */
#include "access_result_kit.h"

#include "write/db.h"
#include "write/pg.h"
#include "write/pg_words.h"

#include <libpq-fe.h>

static const char *connection(void) {
    const char *given = getenv("HENSYN_TEST_PG");
    return given && *given ? given : "dbname=hensyn_test connect_timeout=5";
}

static void quiet(void *user, const char *message) { (void)user, (void)message; }

/* The answer as text, as rk_sql gives it. */
static char *ask(const char *sql) {
    PGconn *db = PQconnectdb(connection());
    PQsetNoticeProcessor(db, quiet, NULL);
    PGresult *result = PQexec(db, sql);
    hn_buffer out = {0};
    hn_append(&out, "");
    if (PQresultStatus(result) != PGRES_TUPLES_OK && PQresultStatus(result) != PGRES_COMMAND_OK)
        fail_msg("%s: %s", sql, PQerrorMessage(db));
    for (int row = 0; row < PQntuples(result); row++) {
        if (row) hn_append(&out, "\n");
        for (int i = 0; i < PQnfields(result); i++)
            hn_appendf(&out, "%s%s", i ? "|" : "",
                       PQgetisnull(result, row, i) ? "-" : PQgetvalue(result, row, i));
    }
    PQclear(result);
    PQfinish(db);
    return out.text;
}

static void run(const char *sql) { hn_free(ask(sql)); }

#define assert_pg(sql, expected)                                                                   \
    do {                                                                                           \
        char *answer_ = ask(sql);                                                                  \
        assert_string_equal(answer_, expected);                                                    \
        hn_free(answer_);                                                                          \
    } while (0)

static bool have_server(void) {
    PGconn *db = PQconnectdb(connection());
    bool have = PQstatus(db) == CONNECTION_OK;
    if (have) {
        PGresult *result =
            PQexec(db, "SELECT 1 FROM pg_available_extensions WHERE name = 'postgis'");
        have = PQntuples(result) == 1;
        PQclear(result);
    }
    PQfinish(db);
    return have;
}

static int setup(void **state) {
    rk_setup(state);
    if (have_server())
        run("DROP SCHEMA IF EXISTS hensyn_test CASCADE; "
            "DROP SCHEMA IF EXISTS \"Bodø \"\"x\"\"\" CASCADE; DROP VIEW IF EXISTS "
            "public.hensyn_view; "
            "CREATE EXTENSION IF NOT EXISTS postgis; DROP TABLE IF EXISTS public.layer_styles; "
            "DELETE FROM spatial_ref_sys WHERE srid >= 990001");
    return 0;
}

#define NEED_SERVER()                                                                              \
    do {                                                                                           \
        if (!have_server()) {                                                                      \
            print_message("skipped: no PostGIS at '%s'\n", connection());                          \
            skip();                                                                                \
        }                                                                                          \
    } while (0)

static void target_in(char out[512], const char *schema) {
    snprintf(out, 512, "PG:%s schema=%s", connection(), schema);
}

static void write_once(const rk *kit, const char *path) {
    hn_result *r = rk_result();
    rk_ok(kit, rk_write(kit, path, true, r));
    hn_result_destroy(r);
}

static void test_rows(void **state) {
    NEED_SERVER();
    rk *kit = *state;
    char path[512];
    target_in(path, "hensyn_test");
    hn_result *r = rk_result();
    rk_ok(kit, rk_write(kit, path, false, r));
    hn_result_destroy(r);
    assert_pg("SELECT fid, nokkel, planstatus, plantype, areal_m2, konflikt_m2, konflikt_andel, "
              "ST_Area(geom), ST_SRID(geom) FROM hensyn_test.arealformal WHERE fid = 1",
              "1|p1|3|-|10000|0|-|10000|25833");
    assert_pg("SELECT nokkel FROM hensyn_test.arealformal WHERE fid = 2", ODD_TEXT);
    assert_pg("SELECT fid, areal_m2, ST_AsText(geom) FROM hensyn_test.konflikt ORDER BY 1",
              "1|3400|MULTIPOLYGON(((500000 7000000,500050 7000000,500050 7000050,500000 7000050,"
              "500000 7000000)),((500060 7000060,500090 7000060,500090 7000090,500060 7000090,"
              "500060 7000060)))\n"
              "2|10000|MULTIPOLYGON(((500000 7000000,500100 7000000,500100 7000100,500000 7000100,"
              "500000 7000000)))");
    assert_pg("SELECT ST_AsText(geom), lengde_m FROM hensyn_test.konflikt_linje",
              "MULTILINESTRING((500000 7000000,500030 7000040))|50");
    assert_pg("SELECT ST_AsText(geom) FROM hensyn_test.konflikt_punkt",
              "MULTIPOINT((500001 7000001))");
    assert_pg("SELECT antall_lest, areal_lest_m2 FROM hensyn_test.kilde", "5000000000|0");
    assert_pg("SELECT fid, ST_AsText(geom), linje FROM hensyn_test.merknad ORDER BY 1",
              "1|POINT(500005 7000006)|-\n2|-|12");
    assert_pg("SELECT * FROM hensyn_test.kjoring", "versjon|" HENSYN_VERSION);
}

static void ignore_text(const char *text, size_t length, void *user) {
    (void)text, (void)length, (void)user;
}

static void test_access(void **state) {
    NEED_SERVER();
    rk *kit = *state;
    char path[512];
    target_in(path, "hensyn_test");
    hn_result *r = ar_result();
    rk_ok(kit, rk_write(kit, path, false, r));
    hn_result_destroy(r);
    assert_pg("SELECT f_table_name, type FROM geometry_columns WHERE f_table_schema = "
              "'hensyn_test' ORDER BY 1",
              "avstand|POINT\ninngang|POINT\nmalomrade|MULTIPOLYGON\n"
              "malomrade_linje|MULTILINESTRING\nmalomrade_punkt|MULTIPOINT\nmerknad|POINT\n"
              "nett|LINESTRING\nrekkevidde|LINESTRING\nrekkevidde_flate|MULTIPOLYGON\n"
              "rute|LINESTRING");
    assert_pg("SELECT kilde_id, ST_AsText(geom), lengde_m, trygg, avstand_m FROM hensyn_test.nett "
              "WHERE fid IN (1, 5) ORDER BY 1",
              "v1|LINESTRING(499700 7000050,500000 7000050)|300|1|0\n"
              "v5|LINESTRING(500000 7000900,500100 7000900)|100|-|-");
    assert_pg(
        "SELECT kilde_id, klasse, avstand_m, malomrade_fid, inngang_fid, status, "
        "malomrade_2_fid, avstand_2_m FROM hensyn_test.avstand WHERE fid IN (1, 9) ORDER BY 1",
        "o1|rekreasjonsareal|110|1|1|ok|5|210\n"
        "o5|rekreasjonsareal|-|-|-|ikke_tilknyttet|-|-");
    assert_pg("SELECT kilde_id, gruppe, antall FROM hensyn_test.opphav_gruppe ORDER BY 1",
              "o1|barn|2\no2|barn|4\no4|barn|10");
    assert_pg("SELECT count(*) FROM hensyn_test.rute", "7");
    /* The checks are SQL that both kinds of database understand. */
    rk_ok(kit, hensyn_verify(kit->ctx, path, 0, ignore_text, NULL));
    run("UPDATE hensyn_test.dekning SET opphav = 2 WHERE fid = 1;"
        "UPDATE hensyn_test.indikator SET verdi = 84 WHERE nokkel = 'befolkning' AND omrade IS "
        "NULL "
        "AND gruppe IS NULL; UPDATE hensyn_test.rute SET avstand_m = 1 WHERE fid = 1");
    assert_int_equal(hensyn_verify(kit->ctx, path, 0, ignore_text, NULL), HENSYN_INVARIANT);
    const char *message = hensyn_message(kit->ctx);
    assert_non_null(strstr(message, "dekning"));
    assert_non_null(strstr(message, "rute"));
    assert_non_null(strstr(message, "indikator_avstand"));
}

static void test_structure(void **state) {
    NEED_SERVER();
    rk *kit = *state;
    char path[512];
    target_in(path, "hensyn_test");
    write_once(kit, path);
    assert_pg("SELECT f_table_name, type, srid FROM geometry_columns WHERE f_table_schema = "
              "'hensyn_test' ORDER BY 1",
              "arealformal|MULTIPOLYGON|25833\nhensyn|MULTIPOLYGON|25833\n"
              "hensyn_linje|MULTILINESTRING|25833\nhensyn_punkt|MULTIPOINT|25833\n"
              "konflikt|MULTIPOLYGON|25833\nkonflikt_linje|MULTILINESTRING|25833\n"
              "konflikt_punkt|MULTIPOINT|25833\nmerknad|POINT|25833");
    assert_pg("SELECT count(*) FROM pg_indexes WHERE schemaname = 'hensyn_test' AND indexdef LIKE "
              "'%USING gist (geom)%'",
              "8");
    assert_pg("SELECT count(*) FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace "
              "WHERE n.nspname = 'hensyn_test' AND contype = 'p' AND conrelid::regclass::text LIKE "
              "'%vurdering'",
              "1");
    assert_pg("SELECT reltuples FROM pg_class WHERE oid = 'hensyn_test.konflikt'::regclass", "2");
    assert_pg("SELECT string_agg(column_name, ',' ORDER BY ordinal_position) FROM "
              "information_schema.columns WHERE table_schema = 'hensyn_test' AND table_name = "
              "'vurdering'",
              "konflikt_nokkel,avgjorelse,kommentar,av,tidspunkt,areal_da_m2,gjelder");
    assert_pg("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'hensyn%tmp'", "0");
}

static void test_styles(void **state) {
    NEED_SERVER();
    rk *kit = *state;
    char path[512];
    target_in(path, "hensyn_test");
    write_once(kit, path);
    const char *sql = "SELECT f_table_catalog = current_database(), f_table_schema, "
                      "f_geometry_column, useasdefault FROM public.layer_styles "
                      "WHERE f_table_name = 'konflikt' ORDER BY id";
    assert_pg(sql, "t|hensyn_test|geom|t");
    assert_pg("SELECT count(*) > 0 FROM hensyn_test.layer_styles", "t");
    /* Somebody's own default stays the default; ours is exchanged, not repeated. */
    run("UPDATE public.layer_styles SET description = 'min' WHERE f_table_name = 'konflikt'");
    write_once(kit, path);
    write_once(kit, path);
    assert_pg(sql, "t|hensyn_test|geom|t\nt|hensyn_test|geom|f");
}

static void test_overwrite(void **state) {
    NEED_SERVER();
    rk *kit = *state;
    char path[512];
    hn_target *target = NULL;
    target_in(path, "hensyn_test");
    run("CREATE SCHEMA hensyn_test; CREATE TABLE hensyn_test.mine (x int)");
    assert_int_equal(hn_target_open(kit->ctx, path, false, NULL, 0, &target), HENSYN_OUTPUT);
    assert_non_null(strstr(hensyn_message(kit->ctx), "--overwrite"));
    assert_int_equal(hn_target_open(kit->ctx, path, true, NULL, 0, &target), HENSYN_OUTPUT);
    assert_non_null(strstr(hensyn_message(kit->ctx), "kjoring"));
    run("DROP SCHEMA hensyn_test CASCADE");
    write_once(kit, path);
    assert_int_equal(hn_target_open(kit->ctx, path, false, NULL, 0, &target), HENSYN_OUTPUT);
    run("CREATE TABLE hensyn_test.mine (x int)");
    assert_int_equal(hn_target_open(kit->ctx, path, true, NULL, 0, &target), HENSYN_OUTPUT);
    assert_non_null(strstr(hensyn_message(kit->ctx), "hensyn_test.mine"));
    run("DROP TABLE hensyn_test.mine");
    write_once(kit, path);
    assert_pg("SELECT count(*) FROM hensyn_test.arealformal", "2");
}

/* A view that somebody built on the result is not dropped with it. */
static void test_views_of_others(void **state) {
    NEED_SERVER();
    rk *kit = *state;
    char path[512];
    target_in(path, "hensyn_test");
    write_once(kit, path);
    run("CREATE VIEW public.hensyn_view AS SELECT fid FROM hensyn_test.konflikt");
    hn_result *r = rk_result();
    assert_int_equal(rk_write(kit, path, true, r), HENSYN_OUTPUT);
    assert_non_null(strstr(hensyn_message(kit->ctx), "hensyn_view"));
    hn_result_destroy(r);
    assert_pg("SELECT count(*) FROM public.hensyn_view", "2");
    run("DROP VIEW public.hensyn_view");
    write_once(kit, path);
}

static void test_odd_schema_name(void **state) {
    NEED_SERVER();
    rk *kit = *state;
    char path[512];
    target_in(path, "'Bodø \"x\"'");
    write_once(kit, path);
    write_once(kit, path);
    assert_pg("SELECT count(*) FROM \"Bodø \"\"x\"\"\".arealformal", "2");
    hn_db *db = NULL;
    rk_ok(kit, hn_db_open(kit->ctx, path, &db));
    hn_db_close(db);
}

static void test_own_coordinate_system(void **state) {
    NEED_SERVER();
    rk *kit = *state;
    char path[512];
    target_in(path, "hensyn_test");
    const char *wkt[] = {"PROJCS[\"Ett\"]", "PROJCS[\"To\"]", "PROJCS[\"Ett\"]"};
    const char *expected[] = {"990001", "990002", "990001"};
    for (int i = 0; i < 3; i++) {
        hn_result *r = rk_result();
        r->epsg = 0;
        r->crs_wkt = wkt[i];
        r->crs_proj4 = "+proj=tmerc +lon_0=10";
        rk_ok(kit, rk_write(kit, path, true, r));
        hn_result_destroy(r);
        assert_pg("SELECT DISTINCT srid FROM geometry_columns WHERE f_table_schema = 'hensyn_test'",
                  expected[i]);
    }
    assert_pg("SELECT count(*) FROM spatial_ref_sys WHERE srid >= 990001", "2");
    hn_db *db = NULL;
    int epsg = -1;
    char *back = NULL;
    rk_ok(kit, hn_db_open(kit->ctx, path, &db));
    rk_ok(kit, hn_db_crs(kit->ctx, db, &epsg, &back));
    assert_int_equal(epsg, 0);
    assert_string_equal(back, "PROJCS[\"Ett\"]");
    hn_free(back);
    hn_db_close(db);
}

static int stop_at_once(double pct, const char *step, void *user) {
    (void)pct, (void)step, (void)user;
    return 0;
}

static void test_nothing_is_left(void **state) {
    NEED_SERVER();
    rk *kit = *state;
    char path[512];
    target_in(path, "hensyn_test");
    write_once(kit, path);
    hn_result *r = rk_result();
    for (int i = 0; i < 5000; i++)
        rk_plan(r, rk_square(500000 + i, 7000000, 1), "same");
    hn_target *target = NULL;
    rk_ok(kit, hn_target_open(kit->ctx, path, true, NULL, 0, &target));
    rk_ok(kit, hn_target_write(kit->ctx, target, r, kit->styles, 1));
    assert_pg("SELECT count(*) FROM hensyn_test.arealformal", "2");
    hn_target_close(target);
    hensyn_set_progress(kit->ctx, stop_at_once, NULL);
    assert_int_equal(rk_write(kit, path, true, r), HENSYN_CANCELLED);
    hn_result_destroy(r);
    assert_pg("SELECT count(*) FROM hensyn_test.arealformal", "2");
    assert_pg("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'hensyn%tmp'", "0");
}

static void test_assessments_follow(void **state) {
    NEED_SERVER();
    rk *kit = *state;
    char path[512];
    target_in(path, "hensyn_test");
    write_once(kit, path);
    run("INSERT INTO hensyn_test.vurdering VALUES ('p1→h1/overlapp', 'avvik', 'Ø', 'Kari', "
        "'2026-01-02T03:04:05Z', 3000.25, 1), ('borte', 'x', NULL, NULL, NULL, NULL, 1)");
    run("INSERT INTO hensyn_test.vurdering (konflikt_nokkel) VALUES ('p1→h1/naerhet')");
    run("ALTER TABLE hensyn_test.vurdering ADD COLUMN \"Sak nr\" int DEFAULT 7");
    hn_result *r = rk_result();
    hn_target *target = NULL;
    rk_ok(kit, hn_target_open(kit->ctx, path, true, NULL, 0, &target));
    rk_ok(kit, hn_target_write(kit->ctx, target, r, kit->styles, 1));
    run("INSERT INTO hensyn_test.vurdering (konflikt_nokkel) VALUES ('p1→h3/overlapp')");
    rk_ok(kit, hn_target_finish(kit->ctx, target, r, kit->styles));
    hn_target_close(target);
    hn_result_destroy(r);
    assert_pg("SELECT * FROM hensyn_test.vurdering ORDER BY konflikt_nokkel COLLATE \"C\"",
              "borte|x|-|-|-|-|0|7\n"
              "p1→h1/naerhet|-|-|-|-|10000|1|7\n"
              "p1→h1/overlapp|avvik|Ø|Kari|2026-01-02T03:04:05Z|3000.25|1|7\n"
              "p1→h3/overlapp|-|-|-|-|-|1|7");
    assert_pg("SELECT kode, kilde_id FROM hensyn_test.merknad WHERE kode LIKE 'VURD%' ORDER BY 1",
              "VURDERING_ENDRET|p1→h1/overlapp\nVURDERING_UTEN_KONFLIKT|borte");
}

/* The server takes no text that is not UTF-8; the rest of the row must not be lost for it. */
static void test_broken_text(void **state) {
    NEED_SERVER();
    rk *kit = *state;
    char path[512];
    target_in(path, "hensyn_test");
    hn_result *r = rk_result();
    r->plan_areas.row[0].plannavn = "\xd8vre";
    rk_ok(kit, rk_write(kit, path, false, r));
    hn_result_destroy(r);
    assert_pg("SELECT plannavn FROM hensyn_test.arealformal WHERE fid = 1", "?vre");
}

typedef struct seen {
    size_t rows;
    double area;
} seen;

static hensyn_status look(hensyn_context *ctx, const hn_db_value *values, size_t count,
                          void *user) {
    seen *s = user;
    (void)ctx;
    assert_int_equal(count, 6);
    assert_int_equal(values[0].type, HN_DB_INTEGER);
    assert_int_equal(values[1].type, HN_DB_REAL);
    assert_int_equal(values[2].type, HN_DB_GEOMETRY);
    assert_int_equal(values[2].shape, HN_SHAPE_MULTIPOLYGON);
    assert_int_equal(values[2].srid, 25833);
    assert_int_equal(values[3].type, HN_DB_NULL);
    assert_int_equal(values[4].type, HN_DB_INTEGER);
    assert_int_equal(values[4].integer, 2);
    assert_int_equal(values[5].integer, 1);
    s->rows++;
    s->area += hn_plane_area(values[2].geometry);
    return s->rows == 3 ? hn_fail(ctx, HENSYN_INVARIANT, "stop") : HENSYN_OK;
}

static void test_reader(void **state) {
    NEED_SERVER();
    rk *kit = *state;
    char path[512];
    target_in(path, "hensyn_test");
    hn_db *db = NULL;
    assert_int_equal(hn_db_open(kit->ctx, path, &db), HENSYN_INPUT);
    write_once(kit, path);
    rk_ok(kit, hn_db_open(kit->ctx, path, &db));
    seen s = {0};
    rk_ok(kit, hn_db_query(kit->ctx, db,
                           "SELECT fid, areal_m2, geom, hensyn_andel, (SELECT sum(fid) FROM "
                           "arealformal WHERE fid = 2), fid > 0 FROM konflikt ORDER BY fid",
                           look, &s));
    assert_int_equal(s.rows, 2);
    assert_true(s.area == 13400);
    assert_int_equal(hn_db_query(kit->ctx, db, "SELECT nothing FROM nowhere", look, &s),
                     HENSYN_INPUT);
    assert_int_equal(hn_db_query(kit->ctx, db, "DELETE FROM konflikt", look, &s), HENSYN_INPUT);
    /* A callback that stops leaves the connection usable. */
    assert_int_equal(hn_db_query(kit->ctx, db,
                                 "SELECT 1, 1.5::float8, geom, NULL, 2, 1 FROM konflikt, "
                                 "generate_series(1, 1000)",
                                 look, &s),
                     HENSYN_INVARIANT);
    bool has = false;
    rk_ok(kit, hn_db_has(kit->ctx, db, "konflikt", "areal_m2", &has));
    assert_true(has);
    rk_ok(kit, hn_db_has(kit->ctx, db, "samlet_hensyn", NULL, &has));
    assert_false(has);
    int epsg = 0;
    char *wkt = NULL;
    rk_ok(kit, hn_db_crs(kit->ctx, db, &epsg, &wkt));
    assert_int_equal(epsg, 25833);
    hn_free(wkt);
    hn_db_close(db);
}

/* ---- without a server ---- */

static void test_no_server(void **state) {
    rk *kit = *state;
    hn_target *target = NULL;
    hn_db *db = NULL;
    const char *path = "PG:host=127.0.0.1 port=1 dbname=x password=hemmelig connect_timeout=2";
    assert_int_equal(hn_target_open(kit->ctx, path, false, NULL, 0, &target), HENSYN_OUTPUT);
    assert_null(strstr(hensyn_message(kit->ctx), "hemmelig"));
    assert_int_equal(hn_db_open(kit->ctx, path, &db), HENSYN_INPUT);
}

static void test_password_is_never_told(void **state) {
    NEED_SERVER();
    rk *kit = *state;
    char path[512];
    hn_target *target = NULL;
    target_in(path, "hensyn_test");
    rk_ok(kit, hn_target_open(kit->ctx, path, false, NULL, 0, &target));
    assert_null(strstr(hn_target_path(target), "password"));
    assert_non_null(strstr(hn_target_path(target), "schema=hensyn_test"));
    hn_target_close(target);
}

static void assert_words(const char *path, const char *rest, const char *schema) {
    hn_pg_words words;
    assert_true(hn_pg_words_parse(path, &words));
    assert_string_equal(words.connection, rest);
    if (schema)
        assert_string_equal(words.schema, schema);
    else
        assert_null(words.schema);
    hn_pg_words_clear(&words);
}

static void test_words(void **state) {
    (void)state;
    assert_words("PG:", "", NULL);
    assert_words("PG:dbname=a schema=b host=c", "dbname=a host=c", "b");
    assert_words("pg: dbname = 'a b'  schema = 'b'", "dbname = 'a b'", "b");
    assert_words("PG:password='it\\'s schema=x' schema=y", "password='it\\'s schema=x'", "y");
    assert_words("PG:dbname=a active_schema=z", "dbname=a", "z");
    assert_words("PG:dbname=a tables=s.plan,t.b", "dbname=a", "s");
    assert_words("PG:dbname=a|layername=s.plan", "dbname=a", "s");
}

static void test_same_schema(void **state) {
    (void)state;
    assert_true(hn_pg_same("PG:dbname=a schema=s", "PG:dbname=a schema=s"));
    assert_true(hn_pg_same("PG:dbname=a", "PG:port=5432 dbname=a tables=hensyn.konflikt"));
    assert_true(hn_pg_same("PG:dbname=a", "PG:dbname='a'|layername=hensyn.plan"));
    assert_false(hn_pg_same("PG:dbname=a", "PG:dbname=a"));
    assert_false(hn_pg_same("PG:dbname=a schema=s", "PG:dbname=b schema=s"));
    assert_false(hn_pg_same("PG:dbname=a schema=s", "PG:dbname=a schema=t"));
    assert_false(hn_pg_same("PG:dbname=a host=h schema=s", "PG:dbname=a schema=s"));
    assert_false(hn_pg_same("PG:dbname=a schema=s", "plan.gpkg"));
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, rk_teardown)
    const struct CMUnitTest tests[] = {
        CASE(test_rows),
        CASE(test_access),
        CASE(test_structure),
        CASE(test_styles),
        CASE(test_overwrite),
        CASE(test_views_of_others),
        CASE(test_odd_schema_name),
        CASE(test_own_coordinate_system),
        CASE(test_nothing_is_left),
        CASE(test_assessments_follow),
        CASE(test_broken_text),
        CASE(test_reader),
        CASE(test_no_server),
        CASE(test_password_is_never_told),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_same_schema),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
