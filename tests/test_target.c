/* Where a result may go, what is left when something fails, and what follows along. */
#include "result_kit.h"

#include "write/qgs_file.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void put_text(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static char *get_text(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    hn_buffer text = {0};
    char bytes[4096];
    for (size_t got; (got = fread(bytes, 1, sizeof bytes, file)) > 0;)
        hn_append_n(&text, bytes, got);
    fclose(file);
    return text.text;
}

static void assert_text(const char *path, const char *expected) {
    char *text = get_text(path);
    assert_non_null(text);
    assert_string_equal(text, expected);
    hn_free(text);
}

static void count_entry(const char *name, void *user) {
    (void)name;
    ++*(int *)user;
}
static int entries(const rk *kit) {
    int count = 0;
    hn_list_folder(kit->folder, count_entry, &count);
    return count;
}

static hensyn_status open_target(const rk *kit, const char *path, bool overwrite,
                                 const char *input) {
    hn_target *target = NULL;
    hensyn_status status =
        hn_target_open(kit->ctx, path, overwrite, input ? &input : NULL, input ? 1 : 0, &target);
    if (status != HENSYN_OK) assert_null(target);
    hn_target_close(target);
    return status;
}

static void assert_refused(const rk *kit, const char *path, bool overwrite, const char *input,
                           const char *word) {
    assert_int_equal(open_target(kit, path, overwrite, input), HENSYN_OUTPUT);
    if (!strstr(hensyn_message(kit->ctx), word))
        fail_msg("'%s' is not in: %s", word, hensyn_message(kit->ctx));
}

static void write_once(const rk *kit, const char *path) {
    hn_result *r = rk_result();
    rk_ok(kit, rk_write(kit, path, true, r));
    hn_result_destroy(r);
}

/* ---- checks before the run ---- */

static void test_places_that_cannot_be(void **state) {
    rk *kit = *state;
    rk_path missing = rk_in(kit, "nowhere/a.sqlite"), folder = rk_in(kit, "mappe"),
            slash = rk_in(kit, "");
    assert_refused(kit, missing.text, false, NULL, "nowhere");
    mkdir(folder.text, 0700);
    assert_refused(kit, folder.text, true, NULL, "mappe");
    assert_refused(kit, slash.text, true, NULL, "mappe");
    assert_refused(kit, "/dev/null", true, NULL, "/dev/null");
    assert_int_equal(entries(kit), 1);
}

static void test_unwritable_folder(void **state) {
    rk *kit = *state;
    if (geteuid() == 0) {
        print_message("skipped: root may write everywhere\n");
        skip();
    }
    rk_path folder = rk_in(kit, "laast"), file = rk_in(kit, "laast/a.sqlite");
    mkdir(folder.text, 0500);
    assert_refused(kit, file.text, false, NULL, "laast");
}

static void test_checking_makes_nothing(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "Bodø #1 '\".sqlite");
    rk_ok(kit, open_target(kit, path.text, false, NULL));
    assert_int_equal(entries(kit), 0);
    write_once(kit, path.text);
    assert_sql(path.text, "SELECT count(*) FROM arealformal", "2");
    assert_int_equal(entries(kit), 2); /* and its .qgs */
}

static void test_relative_path(void **state) {
    rk *kit = *state;
    char before[1024];
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(kit->folder), 0);
    write_once(kit, "here.gpkg");
    assert_int_equal(chdir(before), 0);
    rk_path path = rk_in(kit, "here.gpkg");
    assert_sql(path.text, "SELECT count(*) FROM arealformal", "2");
}

static void test_overwrite_only_what_hensyn_wrote(void **state) {
    rk *kit = *state;
    rk_path ours = rk_in(kit, "ours.sqlite"), text = rk_in(kit, "text.sqlite"),
            other = rk_in(kit, "other.gpkg"), empty = rk_in(kit, "empty.sqlite");
    write_once(kit, ours.text);
    assert_refused(kit, ours.text, false, NULL, "--overwrite");
    rk_ok(kit, open_target(kit, ours.text, true, NULL));
    put_text(text.text, "my diary");
    assert_refused(kit, text.text, true, NULL, "kjoring");
    assert_text(text.text, "my diary");
    hn_free(rk_sql(other.text, "CREATE TABLE kjoring (navn TEXT); CREATE TABLE data (x)"));
    assert_refused(kit, other.text, true, NULL, "kjoring");
    put_text(empty.text, "");
    assert_refused(kit, empty.text, true, NULL, "kjoring");
    assert_refused(kit, empty.text, false, NULL, "--overwrite");
}

static void test_never_an_input(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "both.sqlite"), link = rk_in(kit, "link.sqlite"),
            hard = rk_in(kit, "hard.sqlite"), other = rk_in(kit, "other.sqlite");
    write_once(kit, path.text);
    assert_int_equal(symlink(path.text, link.text), 0);
    assert_int_equal(linkat(AT_FDCWD, path.text, AT_FDCWD, hard.text, 0), 0);
    char layer[600];
    snprintf(layer, sizeof layer, "%s|layername=konflikt", path.text);
    assert_refused(kit, path.text, true, path.text, "kilde");
    assert_refused(kit, path.text, true, layer, "kilde");
    assert_refused(kit, link.text, true, path.text, "kilde");
    assert_refused(kit, path.text, true, link.text, "kilde");
    assert_refused(kit, path.text, true, hard.text, "kilde");
    rk_ok(kit, open_target(kit, path.text, true, other.text));
    hensyn_set_language(kit->ctx, "en");
    assert_refused(kit, path.text, true, path.text, "input");
}

/* ---- temporary files ---- */

static void test_dead_run_is_cleared(void **state) {
    rk *kit = *state;
    const char *dead[] = {"a.sqlite.hensyn-999999999.tmp", "a.sqlite.hensyn-999999999.tmp-journal",
                          "a.sqlite.hensyn-999999999.qgs.tmp"};
    const char *kept[] = {"a.sqlite.hensyn-1.tmp", /* a live process */
                          "a.sqlite.hensyn-.tmp", "a.sqlite.hensyn-999999999.sqlite",
                          "b.sqlite.hensyn-999999999.tmp", "a.sqlite.hensyn-999999999"};
    for (int i = 0; i < 3; i++)
        put_text(rk_in(kit, dead[i]).text, "");
    for (int i = 0; i < 5; i++)
        put_text(rk_in(kit, kept[i]).text, "");
    rk_ok(kit, open_target(kit, rk_in(kit, "a.sqlite").text, false, NULL));
    for (int i = 0; i < 3; i++)
        assert_int_equal(access(rk_in(kit, dead[i]).text, F_OK), -1);
    for (int i = 0; i < 5; i++)
        assert_int_equal(access(rk_in(kit, kept[i]).text, F_OK), 0);
}

/* ---- nothing is left behind ---- */

static void test_closing_before_the_end(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "half.sqlite");
    hn_result *r = rk_result();
    hn_target *target = NULL;
    rk_ok(kit, hn_target_open(kit->ctx, path.text, false, NULL, 0, &target));
    rk_ok(kit, hn_target_write(kit->ctx, target, r, kit->styles, 1));
    assert_int_equal(access(path.text, F_OK), -1);
    assert_int_equal(entries(kit), 1);
    hn_target_close(target);
    assert_int_equal(entries(kit), 0);
    hn_result_destroy(r);
}

static int stop_at_once(double pct, const char *step, void *user) {
    (void)pct, (void)step, (void)user;
    return 0;
}

static hn_result *large_result(void) {
    hn_result *r = rk_result();
    for (int i = 0; i < 20000; i++)
        rk_plan(r, rk_square(500000 + i, 7000000, 1), "same");
    return r;
}

static void test_cancel(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "cancel.sqlite");
    write_once(kit, path.text);
    hn_result *r = large_result();
    hensyn_set_progress(kit->ctx, stop_at_once, NULL);
    assert_int_equal(rk_write(kit, path.text, true, r), HENSYN_CANCELLED);
    assert_int_equal(entries(kit), 2);
    assert_sql(path.text, "SELECT count(*) FROM arealformal", "2");
    hn_result_destroy(r);
}

/* A limit on the size of files fails a write as a full disk does. */
static void test_no_room(void **state) {
    rk *kit = *state;
    const char *names[] = {"full.sqlite", "full.gpkg"};
    signal(SIGXFSZ, SIG_IGN);
    for (int i = 0; i < 2; i++) {
        rk_path path = rk_in(kit, names[i]);
        write_once(kit, path.text);
        int before = entries(kit);
        hn_result *r = large_result();
        struct rlimit old, small;
        getrlimit(RLIMIT_FSIZE, &old);
        small = (struct rlimit){1500000, old.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
        hensyn_status status = rk_write(kit, path.text, true, r);
        setrlimit(RLIMIT_FSIZE, &old);
        assert_int_equal(status, HENSYN_OUTPUT);
        assert_non_null(strstr(hensyn_message(kit->ctx), names[i]));
        assert_int_equal(entries(kit), before);
        assert_sql(path.text, "SELECT count(*) FROM arealformal", "2");
        hn_result_destroy(r);
    }
}

/* Somebody else puts a file there while we work. */
static void test_taken_meanwhile(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "taken.sqlite");
    for (int overwrite = 0; overwrite < 2; overwrite++) {
        hn_result *r = rk_result();
        hn_target *target = NULL;
        hn_file_remove(path.text);
        rk_ok(kit, hn_target_open(kit->ctx, path.text, overwrite, NULL, 0, &target));
        rk_ok(kit, hn_target_write(kit->ctx, target, r, kit->styles, 1));
        put_text(path.text, "mine");
        assert_int_equal(hn_target_finish(kit->ctx, target, r, kit->styles), HENSYN_OUTPUT);
        hn_target_close(target);
        hn_result_destroy(r);
        assert_text(path.text, "mine");
        assert_int_equal(entries(kit), 1);
    }
}

/* ---- journals and logs of the earlier file ---- */

/* SQLite would play a log that lies beside the new file back into it. */
static void test_orphan_log_is_removed(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "log.gpkg"), log = rk_in(kit, "log.gpkg-wal");
    put_text(log.text, "old pages");
    write_once(kit, path.text);
    assert_int_equal(access(log.text, F_OK), -1);
    assert_sql(path.text, "PRAGMA integrity_check", "ok");
}

static void test_earlier_result_in_wal_mode(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "wal.gpkg"), log = rk_in(kit, "wal.gpkg-wal");
    write_once(kit, path.text);
    sqlite3 *db = NULL;
    sqlite3_open(path.text, &db);
    assert_int_equal(sqlite3_exec(db,
                                  "PRAGMA journal_mode = WAL; INSERT INTO vurdering "
                                  "(konflikt_nokkel) VALUES ('p1→h1/overlapp')",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(access(log.text, F_OK), 0);
    /* Open elsewhere in this mode: must not be exchanged. */
    assert_refused(kit, path.text, true, NULL, "i bruk");
    sqlite3_close(db);
    write_once(kit, path.text);
    assert_int_equal(access(log.text, F_OK), -1);
    assert_sql(path.text, "PRAGMA integrity_check; SELECT konflikt_nokkel FROM vurdering",
               "ok\np1→h1/overlapp");
}

/* A reader, such as QGIS with the layers loaded, is no hindrance, and reads the old file to its
 * end. */
static void test_reader_is_no_hindrance(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "read.sqlite");
    write_once(kit, path.text);
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    sqlite3_open(path.text, &db);
    sqlite3_prepare_v2(db, "SELECT fid FROM arealformal", -1, &statement, NULL);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    write_once(kit, path.text);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

/* ---- what people wrote ---- */

static const char four_rows[] =
    "INSERT INTO vurdering (konflikt_nokkel, avgjorelse, kommentar, av, tidspunkt, areal_da_m2, "
    "gjelder) VALUES"
    "('p1→h1/overlapp', 'avvik', 'Ø''s \"sak\"', 'Kari', '2026-01-02T03:04:05Z', 3400, 1),"
    "('p1→h1/naerhet', 'ok', NULL, NULL, NULL, 9000, 1),"
    "('borte', 'behold', 'x', NULL, NULL, 12.5, 1),"
    "('p1→h2/overlapp', NULL, NULL, NULL, NULL, NULL, 0)";

static void test_assessments_follow(void **state) {
    rk *kit = *state;
    const char *names[] = {"v.sqlite", "v.gpkg"};
    for (int i = 0; i < 2; i++) {
        rk_path path = rk_in(kit, names[i]);
        write_once(kit, path.text);
        hn_free(rk_sql(path.text, four_rows));
        write_once(kit, path.text);
        assert_sql(
            path.text,
            "SELECT konflikt_nokkel, avgjorelse, kommentar, av, tidspunkt, areal_da_m2, gjelder "
            "FROM vurdering ORDER BY 1",
            "borte|behold|x|-|-|12.5|0\n"
            "p1→h1/naerhet|ok|-|-|-|9000.0|1\n"
            "p1→h1/overlapp|avvik|Ø's \"sak\"|Kari|2026-01-02T03:04:05Z|3400.0|1\n"
            "p1→h2/overlapp|-|-|-|-|-|1");
        assert_sql(path.text,
                   "SELECT kode, kilde_id, areal_for_m2, areal_etter_m2, geom IS NULL FROM merknad "
                   "WHERE kode LIKE 'VURDERING%' ORDER BY 1",
                   "VURDERING_ENDRET|p1→h1/naerhet|9000.0|10000.0|0\n"
                   "VURDERING_UTEN_KONFLIKT|borte|12.5|-|1");
    }
    assert_sql(rk_in(kit, "v.gpkg").text,
               "SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = 'vurdering'", "4");
}

/* One percent is not a change yet. */
static void test_small_changes_are_none(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "small.sqlite");
    write_once(kit, path.text);
    hn_free(rk_sql(path.text, "INSERT INTO vurdering (konflikt_nokkel, areal_da_m2) VALUES "
                              "('p1→h1/naerhet', 9901), ('p1→h1/overlapp', 3367)"));
    write_once(kit, path.text);
    assert_sql(path.text, "SELECT count(*) FROM merknad WHERE kode = 'VURDERING_ENDRET'", "0");
    hn_free(rk_sql(path.text, "UPDATE vurdering SET areal_da_m2 = 3366 WHERE areal_da_m2 = 3367"));
    write_once(kit, path.text);
    assert_sql(path.text, "SELECT kilde_id FROM merknad WHERE kode = 'VURDERING_ENDRET'",
               "p1→h1/overlapp");
}

/* Who leaves the area open saw that of the result at hand. */
static void test_area_when_assessed(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "then.sqlite");
    write_once(kit, path.text);
    hn_free(rk_sql(path.text, "INSERT INTO vurdering (konflikt_nokkel) VALUES ('p1→h1/overlapp')"));
    assert_sql(path.text, "SELECT gjelder FROM vurdering", "1");
    write_once(kit, path.text);
    assert_sql(path.text, "SELECT areal_da_m2 FROM vurdering", "3400.0");
}

/* Columns that people added come along too, as text. */
static void test_added_columns_follow(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "extra.gpkg");
    write_once(kit, path.text);
    hn_free(rk_sql(path.text,
                   "ALTER TABLE vurdering ADD COLUMN \"sak's \"\"nr\"\" Ø\" INTEGER;"
                   "ALTER TABLE vurdering ADD COLUMN frist TEXT;"
                   "INSERT INTO vurdering (konflikt_nokkel, frist, \"sak's \"\"nr\"\" Ø\") "
                   "VALUES ('p1→h1/overlapp', 'mai', 42), ('x', NULL, NULL)"));
    write_once(kit, path.text);
    write_once(kit, path.text);
    assert_sql(path.text,
               "SELECT konflikt_nokkel, frist, \"sak's \"\"nr\"\" Ø\", gjelder "
               "FROM vurdering ORDER BY 1",
               "p1→h1/overlapp|mai|42|1\nx|-|-|0");
}

/* Rows written during a long run are neither lost nor left unmatched. */
static void test_assessed_meanwhile(void **state) {
    rk *kit = *state;
    const char *names[] = {"during.sqlite", "during.gpkg"};
    for (int i = 0; i < 2; i++) {
        rk_path path = rk_in(kit, names[i]);
        write_once(kit, path.text);
        hn_result *r = rk_result();
        hn_target *target = NULL;
        rk_ok(kit, hn_target_open(kit->ctx, path.text, true, NULL, 0, &target));
        hn_free(rk_sql(path.text, "INSERT INTO vurdering (konflikt_nokkel) VALUES ('først')"));
        rk_ok(kit, hn_target_write(kit->ctx, target, r, kit->styles, 1));
        hn_free(rk_sql(path.text,
                       "ALTER TABLE vurdering ADD COLUMN sak TEXT; INSERT INTO vurdering "
                       "(konflikt_nokkel, sak) VALUES ('p1→h3/overlapp', 'S1')"));
        rk_ok(kit, hn_target_finish(kit->ctx, target, r, kit->styles));
        hn_target_close(target);
        hn_result_destroy(r);
        assert_sql(path.text, "SELECT konflikt_nokkel, gjelder, sak FROM vurdering ORDER BY 1",
                   "først|0|-\np1→h3/overlapp|1|S1");
        assert_sql(path.text, "PRAGMA integrity_check", "ok");
    }
    assert_sql(rk_in(kit, "during.gpkg").text,
               "SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = 'vurdering';"
               "INSERT INTO vurdering (konflikt_nokkel) VALUES ('ny');"
               "SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = 'vurdering'",
               "2\n3");
}

/* ---- the project ---- */

static void keep_log(hensyn_level level, const char *code, const char *source, long line,
                     const char *text, void *user) {
    (void)level, (void)source, (void)line;
    if (strcmp(code, "PROSJEKT_BEHOLDT") == 0) snprintf(user, 1024, "%s", text);
}

static bool changed(const rk *kit, const char *path) {
    bool answer = false;
    rk_ok(kit, hn_qgs_changed(kit->ctx, path, &answer));
    return answer;
}

static void test_project_is_kept_when_changed(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "p.sqlite"), qgs = rk_in(kit, "p.qgs"),
            fresh = rk_in(kit, "p.ny.qgs"), fresher = rk_in(kit, "p.ny2.qgs");
    write_once(kit, path.text);
    assert_false(changed(kit, qgs.text));
    char *first = get_text(qgs.text);
    assert_non_null(strstr(first, "p.sqlite"));
    write_once(kit, path.text); /* ours: replaced */
    assert_int_equal(access(fresh.text, F_OK), -1);
    put_text(qgs.text, "<qgis><mine/></qgis>");
    assert_true(changed(kit, qgs.text));
    char told[1024] = "";
    hensyn_set_log(kit->ctx, keep_log, told);
    write_once(kit, path.text);
    assert_non_null(strstr(told, fresh.text));
    hensyn_set_log(kit->ctx, NULL, NULL);
    assert_text(qgs.text, "<qgis><mine/></qgis>");
    assert_false(changed(kit, fresh.text));
    write_once(kit, path.text); /* p.ny.qgs is ours: replaced */
    assert_int_equal(access(fresher.text, F_OK), -1);
    put_text(fresh.text, "<qgis><mine too/></qgis>");
    write_once(kit, path.text);
    assert_text(fresh.text, "<qgis><mine too/></qgis>");
    assert_false(changed(kit, fresher.text));
    hn_free(first);
}

static void test_one_changed_letter_is_noticed(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "q.gpkg"), qgs = rk_in(kit, "q.qgs");
    write_once(kit, path.text);
    char *text = get_text(qgs.text);
    text[strlen(text) / 2] ^= 1;
    put_text(qgs.text, text);
    assert_true(changed(kit, qgs.text));
    hn_free(text);
}

static void test_nothing_beside_when_the_project_cannot_be(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "r.sqlite"), folder = rk_in(kit, "r.qgs"),
            fresh = rk_in(kit, "r.ny.qgs");
    mkdir(folder.text, 0700);
    write_once(kit, path.text);
    assert_int_equal(access(fresh.text, F_OK), 0);
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, rk_setup, rk_teardown)
    const struct CMUnitTest tests[] = {
        CASE(test_places_that_cannot_be),
        CASE(test_unwritable_folder),
        CASE(test_checking_makes_nothing),
        CASE(test_relative_path),
        CASE(test_overwrite_only_what_hensyn_wrote),
        CASE(test_never_an_input),
        CASE(test_dead_run_is_cleared),
        CASE(test_closing_before_the_end),
        CASE(test_cancel),
        CASE(test_no_room),
        CASE(test_taken_meanwhile),
        CASE(test_orphan_log_is_removed),
        CASE(test_earlier_result_in_wal_mode),
        CASE(test_reader_is_no_hindrance),
        CASE(test_assessments_follow),
        CASE(test_small_changes_are_none),
        CASE(test_area_when_assessed),
        CASE(test_added_columns_follow),
        CASE(test_assessed_meanwhile),
        CASE(test_project_is_kept_when_changed),
        CASE(test_one_changed_letter_is_noticed),
        CASE(test_nothing_beside_when_the_project_cannot_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
