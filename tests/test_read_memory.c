/* test_read_memory.c - every allocation of reading fails once: the answer is HENSYN_MEMORY or all
 * is well, and nothing is left behind, in memory or on disk.
 *
 * The program is linked with --wrap, so that every allocation of hensyn comes through here. */
#include "read_kit.h"

#include <sqlite3.h>

static long countdown = -1; /* allocations until the one that fails; negative: none does */
static bool refused;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);

static bool refuse(void) {
    if (countdown < 0 || countdown-- > 0) return false;
    refused = true;
    return true;
}

void *__wrap_malloc(size_t size) { return refuse() ? NULL : __real_malloc(size); }
void *__wrap_calloc(size_t count, size_t size) {
    return refuse() ? NULL : __real_calloc(count, size);
}
void *__wrap_realloc(void *block, size_t size) {
    return refuse() ? NULL : __real_realloc(block, size);
}

static hn_measure *plane; /* of all tests: what is measured with is not what is tested */

/* Opens, reads and repairs everything; cleans up on its own. */
static hensyn_status read_everything(kit *k, const char *text) {
    hensyn_status status = HENSYN_OK;
    hn_source source = {.text = NULL, .path = kit_path(k, text)};
    hn_opened *opened = NULL;
    hn_layer *layer = NULL;
    hn_result *result = hn_result_create();
    if (!result) return HENSYN_MEMORY;
    HN_TRY(hn_open(k->ctx, &source, 25833, result, &opened));
    for (size_t i = 0; i < hn_opened_layers(opened); i++) {
        const hn_layer_info *info = hn_opened_layer(opened, i);
        const int columns[] = {0, info->fields > 1 ? 1 : -1};
        hn_request request = {
            .columns = 2, .column = columns, .to = k->to, .role = "plan", .id_column = 0};
        uint32_t row;
        HN_TRY(hn_read_layer(k->ctx, opened, i, &request, result, &layer, &row));
        HN_TRY(hn_repair(k->ctx, layer, plane, 1, false, result, row, NULL));
        hn_layer_destroy(layer);
        layer = NULL;
    }
cleanup:
    hn_layer_destroy(layer);
    hn_opened_close(opened);
    hn_result_destroy(result);
    return status;
}

static void remove_temporary(const char *name, void *user) {
    char path[600];
    if (strncmp(name, "hensyn-", 7) != 0) return;
    snprintf(path, sizeof path, "%s/%s", (const char *)user, name);
    hn_remove_folder(path);
}

static void refuse_each(kit *k, const char *file) {
    hensyn_status status;
    assert_int_equal(hn_crs_from_epsg(k->ctx, 25832, &k->to), HENSYN_OK);
    assert_int_equal(hn_measure_create(k->ctx, (hn_box){0, 6e6, 1e6, 8e6}, NULL, NULL, 1, &plane),
                     HENSYN_OK);
    setenv("TMPDIR", k->folder, 1); /* what is left behind there is seen */
    size_t files = kit_count_files(k->folder);
    long number = 0, answered = 0;
    do {
        refused = false;
        countdown = number++;
        status = read_everything(k, file);
        countdown = -1;
        if (refused && status != HENSYN_OK && status != HENSYN_MEMORY)
            fail_msg("%s, allocation %ld: %s", file, number - 1, hensyn_message(k->ctx));
        if (!refused) assert_int_equal(status, HENSYN_OK);
        answered += status == HENSYN_MEMORY;
        /* All was read, and then there was no memory to take the temporary folder away. */
        bool in_cleanup = refused && status == HENSYN_OK;
        if (kit_count_files(k->folder) != files && !in_cleanup)
            fail_msg("%s, allocation %ld left a file", file, number - 1);
        hn_list_folder(k->folder, remove_temporary, k->folder);
    } while (refused);
    unsetenv("TMPDIR");
    hn_measure_destroy(plane);
    assert_true(number > 50);               /* it does allocate */
    assert_true(answered > number * 3 / 4); /* and mostly says so */
}

static const char *const polygons[] = {
    "POLYGON Z((475000 7466000 1,475100 7466000 1,475100 7466100 1,475000 7466000 1))",
    "POLYGON((475000 7466000,475100 7466100,475100 7466000,475000 7466100,475000 7466000))",
    "POLYGON((475000 7466000,475100 7466000,475100 7466100,475000 7466100))",
    "GEOMETRYCOLLECTION(POINT(475000 7466000),POLYGON((475000 7466000,475100 7466000,475100 "
    "7466100,475000 7466000)))",
    "CURVEPOLYGON(CIRCULARSTRING(475100 7466000,475000 7466100,474900 7466000,475000 "
    "7465900,475100 7466000))",
    "LINESTRING(475000 7466000,475001 7466000)"};

static void fill(OGRLayerH layer) {
    kit_add_field(layer, "lokalId", OFTString);
    kit_add_field(layer, "kode", OFTReal);
    for (size_t i = 0; i < sizeof polygons / sizeof *polygons; i++)
        kit_add(layer, polygons[i], "lokalId", i % 2 ? "Å" : "", "kode", "0.1", NULL);
    kit_add(layer, NULL, "lokalId", "uten", NULL);
}

static void a_geopackage(void **state) {
    kit *k = *state;
    OGRLayerH layer;
    GDALDatasetH set = kit_create(k, "GPKG", "a.gpkg", "flater", 25833, wkbUnknown, &layer, NULL);
    fill(layer);
    GDALClose(set);
    refuse_each(k, "a.gpkg");
}

static void a_geopackage_in_use(void **state) {
    kit *k = *state;
    sqlite3 *db;
    OGRLayerH layer;
    GDALDatasetH set = kit_create(k, "GPKG", "w.gpkg", "flater", 25833, wkbUnknown, &layer, NULL);
    fill(layer);
    GDALClose(set);
    assert_int_equal(sqlite3_open(kit_path(k, "w.gpkg"), &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db, "PRAGMA journal_mode=WAL; CREATE TABLE x(y)", NULL, NULL, NULL),
        SQLITE_OK);
    refuse_each(k, "w.gpkg");
    sqlite3_close(db);
}

static void a_shapefile_without_index_or_letters(void **state) {
    kit *k = *state;
    OGRLayerH layer;
    char *options[] = {(char[]){"ENCODING=ISO-8859-1"}, NULL};
    GDALDatasetH set = GDALCreate(GDALGetDriverByName("ESRI Shapefile"), kit_path(k, "v.shp"), 0, 0,
                                  0, GDT_Unknown, NULL);
    layer = GDALDatasetCreateLayer(set, "v", NULL, wkbPolygon, options);
    kit_add_field(layer, "NAVN", OFTString);
    kit_add(layer, polygons[0], "NAVN", "Årdal", NULL);
    kit_add(layer, polygons[1], "NAVN", "Å", NULL);
    GDALClose(set);
    hn_file_remove(kit_path(k, "v.shx"));
    hn_file_remove(kit_path(k, "v.cpg"));
    size_t size;
    char *bytes = kit_read_file(kit_path(k, "v.dbf"), &size);
    bytes[29] = 0;
    kit_write_bytes(k, "v.dbf", bytes, size);
    free(bytes);
    refuse_each(k, "v.shp");
}

static void a_gml_file_with_a_broken_arc(void **state) {
    kit *k = *state;
    kit_write(k, "p.gml",
              "<gml:FeatureCollection xmlns:gml=\"http://www.opengis.net/gml/3.2\" "
              "xmlns:app=\"http://x\"><gml:featureMember><app:A gml:id=\"a1\"><app:g><gml:Curve "
              "srsName=\"EPSG:25833\" gml:id=\"c\"><gml:segments><gml:Arc><gml:posList>1 2 3 "
              "4</gml:posList></gml:Arc></gml:segments></gml:Curve></app:g><app:k>1</app:k></app:A>"
              "</gml:featureMember><gml:featureMember><app:A gml:id=\"a2\"><app:g><gml:Point "
              "srsName=\"EPSG:25832\" gml:id=\"d\"><gml:pos>475000 7466000</gml:pos></gml:Point>"
              "</app:g><app:k>1</app:k></app:A></gml:featureMember><gml:featureMember><app:A "
              "gml:id=\"a3\"><app:g><gml:Point srsName=\"EPSG:25833\" gml:id=\"e\"><gml:pos>475000 "
              "7466000</gml:pos></gml:Point></app:g></app:A></gml:featureMember>"
              "</gml:FeatureCollection>");
    refuse_each(k, "p.gml");
}

static void a_sosi_file_with_everything(void **state) {
    kit *k = *state;
    kit_write(
        k, "s.sos",
        ".HODE\n..TEGNSETT ISO8859-1\n...KOORDSYS 23\n...ORIGO-N\xD8 7000000 400000\n...ENHET "
        "0.01\n.KURVE 1:\n..OBJTYPE G\n..N\xD8\n0 0\n0 10000\n.BUEP 2:\n..OBJTYPE G\n..N\xD8\n0 "
        "10000\n10000 5000\n0 0\n.FLATE 3:\n..OBJTYPE A\n..KODE 1\n..KODE 2\n..NAVN en\nto\n"
        "..REF :1 :2\n..N\xD8\n1 1\n.FLATE 4:\n..OBJTYPE A\n..REF :9\n.KLOTOIDE 5:\n..OBJTYPE "
        "K\n.SIRKEL 6:\n..OBJTYPE G\n..RADIUS 5\n..N\xD8\n1 1\n.PUNKT 7:\n..OBJTYPE A\n..N\xD8H\n"
        "1 1 5\n.SVERM 8:\n..N\xD8\n1 1\n2 2\n.FLATE 9:\n..OBJTYPE A\n..REF :1\n"
        ".KURVE 11:\n..OBJTYPE G\n..N\xD8\n0 0\n0 100\n.KURVE 12:\n..OBJTYPE G\n..N\xD8H\n0 0 "
        "1\n100 100 2\n0 100 3\n.BUE 13:\n..RADIUS 1\n..N\xD8\n1 1\n2 2\n.FLATE 14:\n..OBJTYPE "
        "A\n..REF :12 (:3 (:6)) :11\n.FLATE 15:\n..OBJTYPE A\n..REF :12 :11\n.FLATE 16:\n..OBJTYPE "
        "A\n..REF :2 (:15) :1\n.FLATE 17:\n..OBJTYPE A\n..N\xD8\n0 0\n0 9\n9 9\n0 0\n.SLUTT\n");
    refuse_each(k, "s.sos");
}

/* One system, a transformation from it and a measure in it. */
static hensyn_status use_systems(hensyn_context *ctx) {
    hensyn_status status = HENSYN_OK;
    hn_crs *from = NULL, *to = NULL;
    hn_transform *transform = NULL;
    hn_measure *measure = NULL;
    HN_TRY(hn_crs_from_epsg(ctx, 4326, &from));
    HN_TRY(hn_crs_from_text(ctx, "+proj=utm +zone=33 +ellps=GRS80 +type=crs", &to));
    HN_TRY(hn_transform_create(ctx, from, to, (hn_box){10, 60, 11, 61}, true, &transform));
    HN_TRY(hn_crs_measure(ctx, to, (hn_box){5e5, 7e6, 5.1e5, 7.1e6}, false, &measure));
cleanup:
    hn_measure_destroy(measure);
    hn_transform_destroy(transform);
    hn_crs_destroy(to);
    hn_crs_destroy(from);
    return status;
}

static void systems(void **state) {
    kit *k = *state;
    refused = true;
    for (long number = 0; refused; number++) {
        refused = false;
        countdown = number;
        hensyn_status status = use_systems(k->ctx);
        countdown = -1;
        assert_int_equal(status, refused ? HENSYN_MEMORY : HENSYN_OK);
    }
}

static void fingerprints(void **state) {
    kit *k = *state;
    hn_fingerprint whole, part;
    kit_write(k, "v.shp", "a");
    kit_write(k, "v.dbf", "b");
    const char *const paths[] = {kit_path(k, "v.shp"), k->folder, kit_path(k, "v.dbf")};
    for (size_t i = 0; i < 3; i++) {
        hn_fingerprint_of(paths[i], &whole);
        assert_int_equal(strlen(whole.sha256), 64);
        refused = true;
        for (long number = 0; refused; number++) {
            refused = false;
            countdown = number;
            hn_fingerprint_of(paths[i], &part);
            countdown = -1;
            if (refused) assert_string_equal(part.sha256, ""); /* none rather than a wrong one */
        }
        assert_string_equal(part.sha256, whole.sha256);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_geopackage),
        KIT_TEST(a_geopackage_in_use),
        KIT_TEST(a_shapefile_without_index_or_letters),
        KIT_TEST(a_gml_file_with_a_broken_arc),
        KIT_TEST(a_sosi_file_with_everything),
        KIT_TEST(systems),
        KIT_TEST(fingerprints),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
