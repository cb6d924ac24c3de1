/* test_fingerprint.c - SHA-256 of files, folders and shapefiles, against known digests. */
#include "read_kit.h"

#include <openssl/evp.h>

static const char *const of_abc =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
static const char *const of_nothing =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

static void expect(kit *k, const char *name, const char *sha) {
    hn_fingerprint f;
    hn_fingerprint_of(kit_path(k, name), &f);
    assert_string_equal(f.sha256, sha);
}

/* The digest of texts one after the other, with their zero bytes where zero says so. */
static void digest(char out[65], const char *const *texts, size_t count, bool zero_after_even) {
    unsigned char bytes[32];
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    EVP_DigestInit_ex(ctx, EVP_sha256(), NULL);
    for (size_t i = 0; i < count; i++)
        EVP_DigestUpdate(ctx, texts[i], strlen(texts[i]) + (zero_after_even && i % 2 == 0));
    EVP_DigestFinal_ex(ctx, bytes, NULL);
    EVP_MD_CTX_free(ctx);
    for (int i = 0; i < 32; i++)
        snprintf(out + 2 * (size_t)i, 3, "%02x", bytes[i]);
}

static void a_file_has_the_digest_of_its_bytes(void **state) {
    kit *k = *state;
    kit_write(k, "abc.gml", "abc");
    expect(k, "abc.gml", of_abc); /* FIPS 180-2, as sha256sum prints it */
    kit_write(k, "none.gml", "");
    expect(k, "none.gml", of_nothing);
    char *large = malloc(1000001); /* a million times 'a', also from FIPS 180-2 */
    memset(large, 'a', 1000000);
    large[1000000] = '\0';
    kit_write(k, "large.gml", large);
    free(large);
    expect(k, "large.gml", "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void the_time_of_change_is_told(void **state) {
    kit *k = *state;
    hn_fingerprint f;
    char time[32];
    kit_write(k, "abc.gml", "abc");
    hn_fingerprint_of(kit_path(k, "abc.gml"), &f);
    hn_file_time(kit_path(k, "abc.gml"), time);
    assert_string_equal(f.changed, time);
    assert_int_equal(strlen(f.changed), 20);
    assert_int_equal(f.changed[19], 'Z');
}

static void what_is_no_file_has_none(void **state) {
    (void)state;
    const char *const sources[] = {"PG:dbname=plan",      "/nonexistent/a.gml", "WFS:http://x", "",
                                   "/vsizip/a.zip/b.gml", "/dev/null"};
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        hn_fingerprint f;
        hn_fingerprint_of(sources[i], &f);
        assert_string_equal(f.sha256, "");
        assert_string_equal(f.changed, "");
    }
}

static void a_shapefile_is_all_its_files(void **state) {
    kit *k = *state;
    char expected[65], again[65];
    kit_write(k, "v.shp", "geometri");
    kit_write(k, "v.shx", "indeks");
    kit_write(k, "v.dbf", "verdier");
    kit_write(k, "v.prj", "system");
    kit_write(k, "v.qix", "made by somebody's viewer");
    kit_write(k, "v2.dbf", "another one");
    kit_write(k, "vv.shp", "another one");
    const char *parts[] = {"v.dbf", "verdier",  "v.prj", "system",
                           "v.shp", "geometri", "v.shx", "indeks"};
    digest(expected, parts, 8, true);
    expect(k, "v.shp", expected);
    kit_write(k, "v.dbf", "andre verdier");
    hn_fingerprint f;
    hn_fingerprint_of(kit_path(k, "v.shp"), &f);
    assert_string_not_equal(f.sha256, expected);
    parts[1] = "andre verdier";
    digest(again, parts, 8, true);
    assert_string_equal(f.sha256, again);
    kit_write(k, "V.SHP", "x"); /* capitals */
    kit_write(k, "V.DBF", "y");
    const char *capitals[] = {"V.DBF", "y", "V.SHP", "x"};
    digest(expected, capitals, 4, true);
    expect(k, "V.SHP", expected);
}

static void collect(const char *name, void *user) {
    char **names = user;
    for (size_t i = 0; i < 64; i++)
        if (!names[i]) {
            names[i] = strdup(name);
            return;
        }
}

static void a_geodatabase_is_its_files_by_name(void **state) {
    kit *k = *state;
    OGRLayerH layer;
    hn_fingerprint one, two;
    GDALDatasetH set = kit_create(k, "OpenFileGDB", "g.gdb", "g", 25833, wkbPoint, &layer, NULL);
    kit_add(layer, "POINT(1 1)", NULL);
    GDALClose(set);
    hn_fingerprint_of(kit_path(k, "g.gdb"), &one);
    assert_int_equal(strlen(one.sha256), 64);
    assert_int_equal(strlen(one.changed), 20);
    kit_write(k, "g.gdb/_gdb.host.1234.5678.sr.lock", ""); /* somebody looks at it */
    hn_fingerprint_of(kit_path(k, "g.gdb"), &two);
    assert_string_equal(one.sha256, two.sha256);
    /* The same by hand: name, zero byte, content, in the order of the names. */
    char *names[64] = {NULL}, expected[65];
    hn_list_folder(kit_path(k, "g.gdb"), collect, names);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    EVP_DigestInit_ex(ctx, EVP_sha256(), NULL);
    for (const char *last = "";;) {
        const char *next = NULL;
        for (size_t i = 0; i < 64 && names[i]; i++)
            if (strcmp(names[i], last) > 0 && (!next || strcmp(names[i], next) < 0))
                next = names[i];
        if (!next) break;
        last = next;
        if (strstr(next, ".lock")) continue;
        char path[700];
        size_t size;
        snprintf(path, sizeof path, "%s/%s", kit_path(k, "g.gdb"), next);
        char *bytes = kit_read_file(path, &size);
        EVP_DigestUpdate(ctx, next, strlen(next) + 1);
        EVP_DigestUpdate(ctx, bytes, size);
        free(bytes);
    }
    unsigned char sum[32];
    EVP_DigestFinal_ex(ctx, sum, NULL);
    EVP_MD_CTX_free(ctx);
    for (int i = 0; i < 32; i++)
        snprintf(expected + 2 * (size_t)i, 3, "%02x", sum[i]);
    assert_string_equal(one.sha256, expected);
    for (size_t i = 0; i < 64; i++)
        free(names[i]);
}

static void an_empty_folder_is_something(void **state) {
    kit *k = *state;
    hn_fingerprint f;
    hn_fingerprint_of(k->folder, &f);
    assert_string_equal(f.sha256, of_nothing);
    assert_string_equal(f.changed, "");
}

static void the_log_of_a_database_counts(void **state) {
    kit *k = *state;
    char expected[65];
    kit_write(k, "d.gpkg", "a");
    kit_write(k, "d.gpkg-wal", "bc");
    expect(k, "d.gpkg", of_abc);
    kit_write(k, "d.gpkg-wal", "");
    digest(expected, (const char *const[]){"a"}, 1, false);
    expect(k, "d.gpkg", expected);
}

/* hn_fingerprint_of runs beside other work. */
static void beside(void *user) {
    hn_fingerprint *f = user;
    hn_fingerprint_of(HENSYN_TEST_DATA "/n1000/n1000.gpkg", f);
}

static void it_runs_beside_other_work(void **state) {
    kit *k = *state;
    kit_need_data();
    hn_fingerprint one, two;
    hn_task *task;
    assert_int_equal(hn_task_start(k->ctx, beside, &one, &task), HENSYN_OK);
    beside(&two);
    hn_task_join(task);
    assert_int_equal(strlen(one.sha256), 64);
    assert_string_equal(one.sha256, two.sha256);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_file_has_the_digest_of_its_bytes), KIT_TEST(the_time_of_change_is_told),
        KIT_TEST(what_is_no_file_has_none),           KIT_TEST(a_shapefile_is_all_its_files),
        KIT_TEST(a_geodatabase_is_its_files_by_name), KIT_TEST(an_empty_folder_is_something),
        KIT_TEST(the_log_of_a_database_counts),       KIT_TEST(it_runs_beside_other_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
