/* test_open.c - opening: errors that name their cause, nothing written beside the input, no
 * neighbour believed, character sets, databases in use, layers named and listed. */
#include "read_kit.h"

#include <cpl_conv.h>
#include <sqlite3.h>

/* The triggers of GeoPackage call functions that only GDAL has. */
static sqlite3 *open_database(const char *path) {
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, (int *)NULL),
                     SQLITE_OK);
    return db;
}

static void exec(sqlite3 *db, const char *sql) {
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
}

/* ---- errors ---- */

static void what_cannot_be_opened_says_why(void **state) {
    kit *k = *state;
    kit_fails(k, "absent.gml", "absent.gml: filen finnes ikke");
    kit_write(k, "empty.gpkg", "");
    kit_fails(k, "empty.gpkg", "empty.gpkg: filen er tom");
    kit_write(k, "rubbish.gml", "this is no GML\n");
    kit_fails(k, "rubbish.gml", "rubbish.gml: kan ikke leses: ukjent filformat");
    kit_fails(k, k->folder, "mappen er ikke et datasett");
    kit_fails(k, "/dev/null", "er verken fil eller mappe");
    kit_write(k, "cut.gpkg", "SQLite format 3");
    kit_fails(k, "cut.gpkg", "cut.gpkg: kan ikke leses");
    kit_fails(k, "http://127.0.0.1:1/plan.gml", "http://127.0.0.1:1/plan.gml: kan ikke leses");
    kit_fails(k, "/vsizip/absent.zip/a.gml", "kan ikke leses");
    hensyn_set_language(k->ctx, "en");
    kit_fails(k, "absent.gml", "there is no such file");
}

static void passwords_stay_out_of_messages(void **state) {
    kit *k = *state;
    const char *const sources[] = {
        "PG:host=127.0.0.1 port=1 dbname=plan user=leser password=hemmelig connect_timeout=1",
        "PG:host=127.0.0.1 port=1 dbname=plan user=leser password='hemmelig'",
        "postgresql://leser:hemmelig@127.0.0.1:1/plan"};
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        kit_fails(k, sources[i], "127.0.0.1");
        assert_null(strstr(hensyn_message(k->ctx), "hemmelig"));
    }
}

/* A GeoPackage with three layers. */
static void three_layers(kit *k) {
    OGRLayerH layer;
    GDALDatasetH set =
        kit_create(k, "GPKG", "l.gpkg", "KpArealformålOmråde", 25833, wkbPolygon, &layer, NULL);
    kit_add_field(layer, "arealformål", OFTInteger);
    kit_add_field(layer, "objekttypenavn", OFTString);
    kit_add(layer, "POLYGON((0 0,9 0,9 9,0 0))", "arealformål", "1110", NULL);
    kit_add(layer, "POLYGON((0 0,9 0,9 9,0 0))", "arealformål", "2010", "objekttypenavn",
            "KpArealformålOmråde", NULL);
    OGRSpatialReferenceH srs = kit_srs(25832);
    OGRLayerH second = GDALDatasetCreateLayer(set, "KpOmråde", srs, wkbMultiPolygon, NULL);
    kit_add(second, "MULTIPOLYGON(((5 5,9 5,9 9,5 5)))", NULL);
    GDALDatasetCreateLayer(set, "tom", srs, wkbPoint, NULL);
    OSRRelease(srs);
    GDALClose(set);
}

static void layers_are_described(void **state) {
    kit *k = *state;
    three_layers(k);
    kit_must_open(k, "l.gpkg");
    assert_int_equal(hn_opened_layers(k->opened), 3);
    assert_string_equal(hn_opened_driver(k->opened), "GPKG");
    assert_string_equal(hn_opened_path(k->opened), kit_path(k, "l.gpkg"));
    const hn_layer_info *first = kit_info(k, 0), *third = kit_info(k, 2);
    assert_string_equal(first->name, "KpArealformålOmråde");
    assert_string_equal(first->geometry_type, "Polygon");
    assert_string_equal(first->object_type,
                        "KpArealformålOmråde"); /* of the first row that has one */
    assert_true(first->has_geometry);
    assert_int_equal(first->count, 2);
    assert_int_equal(first->fields, 2);
    assert_string_equal(first->field[0], "arealformål");
    assert_int_equal(hn_crs_epsg(first->crs), 25833);
    assert_true(first->extent_known && first->extent.xmax == 9);
    assert_string_equal(kit_info(k, 1)->geometry_type, "Multi Polygon");
    assert_int_equal(hn_crs_epsg(kit_info(k, 1)->crs), 25832);
    assert_null(kit_info(k, 1)->object_type);
    assert_int_equal(third->count, 0);
    assert_false(third->extent_known);
}

static void layers_are_found_by_name(void **state) {
    kit *k = *state;
    three_layers(k);
    kit_must_open(k, "l.gpkg|layername=KpOmråde");
    assert_int_equal(hn_opened_layers(k->opened), 1);
    assert_string_equal(kit_info(k, 0)->name, "KpOmråde");
    kit_must_read(k, 0, 0, NULL);
    assert_true(hn_plane_area(k->layer->geometry[0]) == 8);
    kit_must_open(k, "l.gpkg|layername=kpomrade"); /* as other exports write it */
    assert_string_equal(kit_info(k, 0)->name, "KpOmråde");
    kit_fails(k, "l.gpkg|layername=RpOmråde",
              "har ikke laget 'RpOmråde' (har: KpArealformålOmråde, KpOmråde, tom)");
}

static void a_subset_keeps_what_fits(void **state) {
    kit *k = *state;
    three_layers(k);
    kit_must_open(k, "l.gpkg|layername=KpArealformålOmråde|subset=\"arealformål\" = 2010");
    assert_int_equal(kit_info(k, 0)->count, 1);
    kit_must_read(k, 0, 0, NULL);
    kit_counts(k, 1, 0);
    assert_string_equal(kit_value(k, 0, 0, "arealformål"), "2010");
    assert_int_equal(k->layer->fid[0], 2);
    assert_string_equal(k->layer->subset, "\"arealformål\" = 2010");
    kit_must_read(k, 0, 0, NULL); /* and again */
    kit_counts(k, 1, 0);
    kit_fails(k, "l.gpkg|layername=KpArealformålOmråde|subset=nope = 1",
              "utvalget 'nope = 1' er ikke forstått");
    assert_non_null(strstr(hensyn_message(k->ctx), "KpArealformålOmråde"));
}

static void a_file_without_layers_is_an_error(void **state) {
    kit *k = *state;
    GDALDatasetH set = GDALCreate(GDALGetDriverByName("GPKG"), kit_path(k, "none.gpkg"), 0, 0, 0,
                                  GDT_Unknown, NULL);
    GDALClose(set);
    kit_fails(k, "none.gpkg", "none.gpkg");
}

/* ---- GML ---- */

static const char *const gml_start =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gml:FeatureCollection "
    "xmlns:gml=\"http://www.opengis.net/gml/3.2\" "
    "xmlns:app=\"http://skjema.geonorge.no/SOSI/produktspesifikasjon/Kommuneplan/20190401\" "
    "xmlns:xlink=\"http://www.w3.org/1999/xlink\" gml:id=\"c\">\n";

/* One area with a municipality, a link and a ring of the caller's. */
static void gml(kit *k, const char *srs, const char *ring) {
    char text[4000];
    snprintf(text, sizeof text,
             "%s<gml:featureMember><app:KpArealformålOmråde gml:id=\"a1\">"
             "<app:område><gml:Surface gml:id=\"s1\" srsName=\"%s\"><gml:patches><gml:PolygonPatch>"
             "<gml:exterior><gml:Ring><gml:curveMember><gml:Curve gml:id=\"k1\"><gml:segments>%s"
             "</gml:segments></gml:Curve></gml:curveMember></gml:Ring></gml:exterior>"
             "</gml:PolygonPatch></gml:patches></gml:Surface></app:område>"
             "<app:arealformål>1110</app:arealformål><app:kommunenummer>0301</app:kommunenummer>"
             "<app:arealplan xlink:href=\"#p1\"/></app:KpArealformålOmråde></gml:featureMember>\n"
             "<gml:featureMember><app:KpArealformålOmråde gml:id=\"a2\"><app:område><gml:Polygon "
             "gml:id=\"s2\" srsName=\"%s\"><gml:exterior><gml:LinearRing><gml:posList>475000 "
             "7466000 475010 7466000 475010 7466010 475000 7466000</gml:posList></gml:LinearRing>"
             "</gml:exterior></gml:Polygon></app:område><app:arealformål>2010</app:arealformål>"
             "<app:kommunenummer>1804</app:kommunenummer></app:KpArealformålOmråde>"
             "</gml:featureMember>\n</gml:FeatureCollection>\n",
             gml_start, srs, ring, srs);
    kit_write(k, "p.gml", text);
}

#define LINE(list)                                                                                 \
    "<gml:LineStringSegment><gml:posList>" list "</gml:posList></gml:LineStringSegment>"
#define SQUARE_LIST "475000 7466000 475100 7466000 475100 7466100 475000 7466100 475000 7466000"

static void gml_codes_stay_texts_and_links_are_there(void **state) {
    kit *k = *state;
    gml(k, "http://www.opengis.net/def/crs/EPSG/0/25833", LINE(SQUARE_LIST));
    kit_must_open(k, "p.gml");
    assert_string_equal(kit_info(k, 0)->name, "KpArealformålOmråde");
    assert_int_equal(hn_crs_epsg(kit_info(k, 0)->crs), 25833);
    kit_must_read(k, 0, 0, NULL);
    kit_counts(k, 2, 0);
    assert_string_equal(kit_value(k, 0, 0, "kommunenummer"), "0301");
    assert_string_equal(kit_value(k, 0, 0, "arealformål"), "1110");
    assert_string_equal(kit_value(k, 0, 0, "arealplan_href"), "#p1");
    assert_string_equal(kit_value(k, 0, 0, "gml_id"), "a1");
    assert_true(hn_plane_area(k->layer->geometry[0]) == 10000);
    assert_int_equal(kit_count_files(k->folder), 1); /* no .gfs */
}

static void a_gfs_beside_the_file_is_not_believed(void **state) {
    kit *k = *state;
    gml(k, "urn:ogc:def:crs:EPSG::25833", LINE(SQUARE_LIST));
    kit_write(k, "p.gfs",
              "<GMLFeatureClassList><GMLFeatureClass><Name>Falsk</Name><ElementPath>"
              "KpArealformålOmråde</ElementPath><SRSName>EPSG:4326</SRSName><PropertyDefn><Name>"
              "kommunenummer</Name><ElementPath>kommunenummer</ElementPath><Type>Integer</Type>"
              "</PropertyDefn></GMLFeatureClass></GMLFeatureClassList>");
    size_t size;
    char *before = kit_read_file(kit_path(k, "p.gfs"), &size);
    kit_must_open(k, "p.gml");
    assert_string_equal(kit_info(k, 0)->name, "KpArealformålOmråde");
    kit_must_read(k, 0, 0, NULL);
    assert_string_equal(kit_value(k, 0, 0, "kommunenummer"), "0301");
    assert_int_equal(hn_crs_epsg(kit_info(k, 0)->crs), 25833);
    char *after = kit_read_file(kit_path(k, "p.gfs"), &size);
    assert_string_equal(before, after);
    free(before);
    free(after);
    assert_int_equal(kit_count_files(k->folder), 2);
}

static void gml_axis_orders(void **state) {
    kit *k = *state;
    const char *const easting_first[] = {"EPSG:25833", "urn:ogc:def:crs:EPSG::25833",
                                         "http://www.opengis.net/def/crs/EPSG/0/25833",
                                         "http://www.opengis.net/def/crs/EPSG/0/5973"};
    for (size_t i = 0; i < 4; i++) {
        gml(k, easting_first[i], LINE(SQUARE_LIST));
        kit_must_open(k, "p.gml");
        assert_int_equal(hn_crs_epsg(kit_info(k, 0)->crs), 25833);
        kit_must_read(k, 0, 0, NULL);
        assert_true(k->layer->geometry[0]->box.xmin == 475000);
        assert_int_equal(kit_remarks(k, "AKSER_BYTTET"), 0);
    }
    /* Northing first under a system that has easting first. */
    char text[6000];
    size_t size;
    gml(k, "EPSG:25833", LINE("7466000 475000 7466000 475100 7466100 475100 7466000 475000"));
    char *made = kit_read_file(kit_path(k, "p.gml"), &size);
    char *list = strstr(made, "<gml:posList>475000");
    assert_non_null(list);
    snprintf(text, sizeof text,
             "%.*s<gml:posList>7466000 475000 7466000 475010 7466010 475010 "
             "7466000 475000%s",
             (int)(list - made), made, strstr(list, "</gml:posList>"));
    free(made);
    kit_write(k, "p.gml", text);
    kit_must_open(k, "p.gml");
    assert_int_equal(kit_remarks(k, "AKSER_BYTTET"), 1);
    kit_must_read(k, 0, 0, NULL);
    assert_true(k->layer->geometry[0]->box.xmin == 475000);
    assert_true(k->layer->geometry[1]->box.ymax == 7466010);
}

static void a_broken_arc_is_left_out_with_the_words_of_gdal(void **state) {
    kit *k = *state;
    gml(k, "EPSG:25833",
        "<gml:Arc><gml:posList>475000 7466000 475100 7466000</gml:posList></gml:Arc>");
    kit_must_open(k, "p.gml");
    assert_true(kit_remarks(k, "GDAL_MELDING") > 0);
    kit_must_read(k, 0, 0, "gml_id");
    kit_counts(k, 2, 1);
    const hn_remark *remark = kit_remark(k, "GEOMETRI_ULESELIG");
    assert_string_equal(remark->kilde_id, "a1");
    assert_non_null(strstr(remark->tekst, "cannot be parsed"));
    assert_string_equal(kit_value(k, 0, 0, "gml_id"), "a2"); /* the rest is there */
    k->strict = true;
    kit_must_open(k, "p.gml");
    assert_int_equal(kit_read(k, 0, 0, "gml_id"), HENSYN_INPUT);
    assert_non_null(strstr(hensyn_message(k->ctx), "objekt a1"));
}

static void arcs_of_gml_are_drawn(void **state) {
    kit *k = *state;
    gml(k, "EPSG:25833",
        "<gml:Arc><gml:posList>475100 7466000 475000 7466100 474900 "
        "7466000</gml:posList></gml:Arc>" LINE("474900 7466000 475100 7466000"));
    kit_must_open(k, "p.gml");
    kit_must_read(k, 0, 0, NULL);
    kit_counts(k, 2, 0);
    double half = 5000 * 3.14159265358979;
    assert_true(fabs(hn_plane_area(k->layer->geometry[0]) - half) < 5);
}

static void gml_that_ends_in_the_middle_is_an_error(void **state) {
    kit *k = *state;
    gml(k, "EPSG:25833", LINE(SQUARE_LIST));
    size_t size;
    char *text = kit_read_file(kit_path(k, "p.gml"), &size);
    kit_write_bytes(k, "p.gml", text, size - 200);
    free(text);
    kit_fails(k, "p.gml", "p.gml: kan ikke leses: XML parsing");
}

static void systems_of_the_features_count(void **state) {
    kit *k = *state;
    char text[6000];
    size_t size;
    gml(k, "EPSG:25833", LINE(SQUARE_LIST));
    char *made = kit_read_file(kit_path(k, "p.gml"), &size);
    char *second = strstr(made, "gml:id=\"s2\"");
    assert_non_null(second);
    /* The second area in zone 32. */
    snprintf(text, sizeof text, "%.*sgml:id=\"s2\" srsName=\"EPSG:25832\"%s", (int)(second - made),
             made, strstr(second, "><gml:exterior>"));
    free(made);
    kit_write(k, "p.gml", text);
    kit_must_open(k, "p.gml");
    assert_non_null(kit_info(k, 0)->crs);
    kit_must_read(k, 0, 25833, NULL);
    kit_counts(k, 2, 0);
    assert_int_equal(kit_remarks(k, "CRS_BLANDET"), 1);
    assert_true(fabs(k->layer->geometry[0]->box.xmin - 475000) < 1e-6);
    assert_true(k->layer->geometry[1]->box.xmin < 300000); /* six degrees west */
}

static void names_that_are_hard_are_still_names(void **state) {
    kit *k = *state;
    gml(k, "EPSG:25833", LINE(SQUARE_LIST));
    size_t size;
    char *text = kit_read_file(kit_path(k, "p.gml"), &size);
    kit_write_bytes(k, "Blåfjell [2] & \"co\" %20.gml", text, size);
    free(text);
    kit_must_open(k, "Blåfjell [2] & \"co\" %20.gml");
    kit_must_read(k, 0, 0, NULL);
    kit_counts(k, 2, 0);
    assert_string_equal(k->layer->source, "Blåfjell [2] & \"co\" %20.gml");
}

/* ---- Shapefile ---- */

static void shapefile(kit *k, const char *encoding, const char *name) {
    char option[64], *options[] = {option, NULL};
    snprintf(option, sizeof option, "ENCODING=%s", encoding);
    GDALDatasetH set = GDALCreate(GDALGetDriverByName("ESRI Shapefile"), kit_path(k, "v.shp"), 0, 0,
                                  0, GDT_Unknown, NULL);
    OGRSpatialReferenceH srs = kit_srs(25833);
    OGRLayerH layer = GDALDatasetCreateLayer(set, "v", srs, wkbPoint, options);
    OSRRelease(srs);
    kit_add_field(layer, "NAVN", OFTString);
    kit_add(layer, "POINT(500000 7000000)", "NAVN", "Oslo", NULL);
    kit_add(layer, "POINT(500001 7000000)", "NAVN", name, NULL);
    GDALClose(set);
}

/* Takes away what a shapefile says of its characters: the .cpg and the byte of the .dbf. */
static void say_nothing(kit *k) {
    size_t size;
    hn_file_remove(kit_path(k, "v.cpg"));
    char *bytes = kit_read_file(kit_path(k, "v.dbf"), &size);
    bytes[29] = 0;
    kit_write_bytes(k, "v.dbf", bytes, size);
    free(bytes);
}

static void latin_letters_without_a_word_are_recognised(void **state) {
    kit *k = *state;
    shapefile(k, "ISO-8859-1", "Øvre Årdal");
    kit_must_open(k, "v.shp");
    kit_must_read(k, 0, 0, NULL);
    assert_string_equal(kit_value(k, 1, 0, "NAVN"), "Øvre Årdal");
    assert_int_equal(kit_remarks(k, "TEGNSETT_ANTATT"), 0); /* the .cpg says it */
    say_nothing(k);
    kit_must_open(k, "v.shp");
    kit_must_read(k, 0, 0, NULL);
    assert_string_equal(kit_value(k, 1, 0, "NAVN"), "Øvre Årdal");
    assert_string_equal(kit_value(k, 0, 0, "NAVN"), "Oslo");
    assert_int_equal(kit_remarks(k, "TEGNSETT_ANTATT"), 1);
}

static void utf8_without_a_word_is_utf8(void **state) {
    kit *k = *state;
    shapefile(k, "UTF-8", "Øvre Årdal");
    say_nothing(k);
    kit_must_open(k, "v.shp");
    kit_must_read(k, 0, 0, NULL);
    assert_string_equal(kit_value(k, 1, 0, "NAVN"), "Øvre Årdal");
    assert_int_equal(kit_remarks(k, "TEGNSETT_ANTATT"), 0);
}

static void other_formats_with_stray_bytes_are_recoded(void **state) {
    kit *k = *state;
    three_layers(k);
    sqlite3 *db = open_database(kit_path(k, "l.gpkg"));
    /* Latin-1 and Windows bytes where UTF-8 should be: "Åsen – ny". */
    exec(db, "UPDATE \"KpArealformålOmråde\" SET objekttypenavn = "
             "CAST(x'C573656E2096206E79' AS TEXT) WHERE fid = 2");
    sqlite3_close(db);
    kit_must_open(k, "l.gpkg");
    kit_must_read(k, 0, 0, NULL);
    assert_string_equal(kit_value(k, 1, 0, "objekttypenavn"), "Åsen – ny");
    assert_int_equal(kit_remarks(k, "TEGNSETT_ANTATT"), 1);
}

static void a_shapefile_without_its_index_is_read_elsewhere(void **state) {
    kit *k = *state;
    shapefile(k, "UTF-8", "B");
    hn_file_remove(kit_path(k, "v.shx"));
    size_t before = kit_count_files(k->folder);
    kit_must_open(k, "v.shp");
    kit_must_read(k, 0, 0, NULL);
    kit_counts(k, 2, 0);
    assert_string_equal(kit_value(k, 1, 0, "NAVN"), "B");
    assert_int_equal(hn_crs_epsg(kit_info(k, 0)->crs), 25833);
    assert_int_equal(kit_remarks(k, "SHX_GJENSKAPT"), 1);
    assert_int_equal(kit_count_files(k->folder), before);
    assert_int_equal(hn_path_kind_of(kit_path(k, "v.shx")), HN_PATH_NONE);
}

static void a_shapefile_that_ends_early_is_told(void **state) {
    kit *k = *state;
    size_t size;
    shapefile(k, "UTF-8", "B");
    char *bytes = kit_read_file(kit_path(k, "v.shp"), &size);
    kit_write_bytes(k, "v.shp", bytes, size - 20);
    free(bytes);
    kit_must_open(k, "v.shp");
    kit_must_read(k, 0, 0, "NAVN");
    kit_counts(k, 2, 1);
    assert_string_equal(kit_remark(k, "GEOMETRI_ULESELIG")->kilde_id, "B");
}

/* ---- databases ---- */

static void all_modes(kit *k, const char *driver, const char *file, char **options) {
    sqlite3 *db;
    OGRLayerH layer;
    GDALDatasetH set = kit_create(k, driver, file, "d", 25833, wkbPoint, &layer, options);
    kit_add_field(layer, "navn", OFTString);
    kit_add(layer, "POINT(1 2)", "navn", "a", NULL);
    kit_add(layer, "POINT(3 4)", "navn", "b", NULL);
    GDALClose(set);
    size_t files = kit_count_files(k->folder);
    kit_must_open(k, file);
    kit_must_read(k, 0, 0, NULL);
    kit_counts(k, 2, 0);
    kit_close(k);
    assert_int_equal(kit_count_files(k->folder), files);

    /* In log mode, closed by everybody: no log is left, and none is made. */
    char path[600];
    snprintf(path, sizeof path, "%s", kit_path(k, file));
    db = open_database(path);
    exec(db, "PRAGMA journal_mode=WAL");
    sqlite3_close(db);
    size_t size, again;
    char *before = kit_read_file(path, &size);
    kit_must_open(k, file);
    kit_must_read(k, 0, 0, NULL);
    kit_counts(k, 2, 0);
    assert_int_equal(kit_count_files(k->folder), files); /* while it is open */
    kit_close(k);
    assert_int_equal(kit_count_files(k->folder), files);
    char *after = kit_read_file(path, &again);
    assert_int_equal(size, again);
    assert_memory_equal(before, after, size);
    free(before);
    free(after);

    /* Somebody else has it open and has written: the log holds the third row. */
    db = open_database(path);
    exec(db, "PRAGMA wal_autocheckpoint=0");
    exec(db, "UPDATE d SET navn = 'ny' WHERE navn = 'b'");
    files = kit_count_files(k->folder);
    kit_must_open(k, file);
    kit_must_read(k, 0, 0, NULL);
    assert_string_equal(kit_value(k, 1, 0, "navn"), "ny");
    kit_close(k);
    assert_int_equal(kit_count_files(k->folder), files);
    sqlite3_close(db);
}

static void a_geopackage_is_read_without_a_trace(void **state) {
    all_modes(*state, "GPKG", "d.gpkg", NULL);
}

static void a_spatialite_file_is_read_without_a_trace(void **state) {
    char *options[] = {(char[]){"SPATIALITE=YES"}, NULL};
    all_modes(*state, "SQLite", "d.sqlite", options);
}

static void a_dead_transaction_is_rolled_back_in_a_copy(void **state) {
    kit *k = *state;
    sqlite3 *db;
    size_t size, journal_size;
    OGRLayerH layer;
    GDALDatasetH set = kit_create(k, "GPKG", "j.gpkg", "d", 25833, wkbPoint, &layer, NULL);
    kit_add_field(layer, "navn", OFTString);
    kit_add(layer, "POINT(1 2)", "navn", "gammel", NULL);
    GDALClose(set);
    char path[600], journal[620];
    snprintf(path, sizeof path, "%s", kit_path(k, "j.gpkg"));
    snprintf(journal, sizeof journal, "%s-journal", path);
    /* In the middle of a transaction that has reached the file: what a crash leaves. */
    db = open_database(path);
    exec(db, "PRAGMA journal_mode=DELETE; PRAGMA cache_size=1; PRAGMA "
             "cache_spill=1; BEGIN; UPDATE d SET navn = 'halvferdig'");
    exec(db, "CREATE TABLE fyll(x); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
             "SELECT i + 1 FROM n WHERE i < 500) INSERT INTO fyll SELECT "
             "zeroblob(1000) FROM n");
    char *bytes = kit_read_file(path, &size), *log = kit_read_file(journal, &journal_size);
    assert_true(journal_size > 0);
    bool spilled = false; /* the unfinished value is in the file itself */
    for (size_t i = 0; i + 10 <= size; i++)
        spilled = spilled || memcmp(bytes + i, "halvferdig", 10) == 0;
    assert_true(spilled);
    exec(db, "ROLLBACK");
    sqlite3_close(db);
    kit_write_bytes(k, "crash.gpkg", bytes, size);
    kit_write_bytes(k, "crash.gpkg-journal", log, journal_size);
    kit_must_open(k, "crash.gpkg|layername=d");
    kit_must_read(k, 0, 0, NULL);
    assert_string_equal(kit_value(k, 0, 0, "navn"), "gammel");
    kit_close(k);
    size_t again;
    char *after = kit_read_file(kit_path(k, "crash.gpkg"), &again);
    assert_int_equal(size, again); /* as the crash left it */
    assert_memory_equal(bytes, after, size);
    assert_int_equal(hn_file_size(kit_path(k, "crash.gpkg-journal")), journal_size);
    free(bytes);
    free(log);
    free(after);
}

static void a_database_that_ends_early_is_an_error(void **state) {
    kit *k = *state;
    size_t size;
    OGRLayerH layer;
    GDALDatasetH set = kit_create(k, "GPKG", "t.gpkg", "d", 25833, wkbPoint, &layer, NULL);
    kit_add_field(layer, "navn", OFTString);
    GDALDatasetStartTransaction(set, FALSE);
    for (int i = 0; i < 5000; i++)
        kit_add(layer, "POINT(1 2)", "navn", "et ganske langt navn som fyller opp", NULL);
    GDALDatasetCommitTransaction(set);
    GDALClose(set);
    char *bytes = kit_read_file(kit_path(k, "t.gpkg"), &size);
    kit_write_bytes(k, "t.gpkg", bytes, size / 2);
    free(bytes);
    hensyn_status status = kit_open(k, "t.gpkg");
    if (status == HENSYN_OK) status = kit_read(k, 0, 0, NULL);
    assert_int_equal(status, HENSYN_INPUT);
    assert_non_null(strstr(hensyn_message(k->ctx), "t.gpkg"));
}

/* ---- other formats ---- */

static void other_formats_are_read(void **state) {
    kit *k = *state;
    const struct {
        const char *driver, *file;
    } cases[] = {{"FlatGeobuf", "o.fgb"},
                 {"OpenFileGDB", "o.gdb"},
                 {"GeoJSON", "o.geojson"},
                 {"GPKG", "o.gpkg"},
                 {"MapInfo File", "o.tab"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        OGRLayerH layer;
        GDALDatasetH set =
            kit_create(k, cases[i].driver, cases[i].file, "o", 25833, wkbPolygon, &layer, NULL);
        kit_add_field(layer, "navn", OFTString);
        kit_add(layer, "POLYGON((475000 7466000,475100 7466000,475100 7466100,475000 7466000))",
                "navn", "Årdal", NULL);
        GDALClose(set);
        size_t before = kit_count_files(k->folder);
        kit_must_open(k, cases[i].file);
        assert_string_equal(hn_opened_driver(k->opened), cases[i].driver);
        assert_int_equal(hn_crs_epsg(kit_info(k, 0)->crs), 25833);
        kit_must_read(k, 0, 0, NULL);
        kit_counts(k, 1, 0);
        assert_string_equal(kit_value(k, 0, 0, "navn"), "Årdal");
        assert_true(fabs(hn_plane_area(k->layer->geometry[0]) - 5000) < 0.1);
        kit_close(k);
        assert_int_equal(kit_count_files(k->folder), before);
    }
}

static void a_flatgeobuf_that_ends_early_is_an_error(void **state) {
    kit *k = *state;
    size_t size;
    OGRLayerH layer;
    GDALDatasetH set = kit_create(k, "FlatGeobuf", "e.fgb", "e", 25833, wkbPoint, &layer, NULL);
    for (int i = 0; i < 100; i++)
        kit_add(layer, "POINT(475000 7466000)", NULL);
    GDALClose(set);
    char *bytes = kit_read_file(kit_path(k, "e.fgb"), &size);
    kit_write_bytes(k, "e.fgb", bytes, size - 1000);
    free(bytes);
    hensyn_status status = kit_open(k, "e.fgb");
    if (status == HENSYN_OK) status = kit_read(k, 0, 0, NULL);
    assert_int_equal(status, HENSYN_INPUT);
    assert_non_null(strstr(hensyn_message(k->ctx), "laget e, etter objekt "));
}

static void archives_are_opened_as_qgis_does(void **state) {
    kit *k = *state;
    kit_need_data();
    kit_must_open(k, HENSYN_TEST_DATA "/broken/shp/poly.zip");
    kit_must_read(k, 0, 0, NULL);
    kit_counts(k, 10, 0);
    kit_must_open(k, HENSYN_TEST_DATA "/broken/shp/poly.tar.gz");
    kit_must_read(k, 0, 0, NULL);
    kit_counts(k, 10, 0);
}

/* ---- settings ---- */

static void the_settings_of_the_host_are_put_back(void **state) {
    kit *k = *state;
    CPLSetThreadLocalConfigOption("GML_FIELDTYPES", "whatever");
    gml(k, "EPSG:25833", LINE(SQUARE_LIST));
    kit_must_open(k, "p.gml");
    assert_string_equal(CPLGetThreadLocalConfigOption("GML_FIELDTYPES", ""), "whatever");
    kit_must_read(k, 0, 0, NULL);
    assert_string_equal(kit_value(k, 0, 0, "kommunenummer"), "0301");
    assert_string_equal(CPLGetThreadLocalConfigOption("GML_FIELDTYPES", ""), "whatever");
    assert_int_equal(kit_open(k, "absent.gml"), HENSYN_INPUT);
    assert_string_equal(CPLGetThreadLocalConfigOption("GML_FIELDTYPES", ""), "whatever");
    CPLSetThreadLocalConfigOption("GML_FIELDTYPES", NULL);
    assert_null(CPLGetThreadLocalConfigOption("GML_SKIP_CORRUPTED_FEATURES", NULL));
}

static void remarks_are_not_needed(void **state) {
    kit *k = *state;
    hn_source source = {0};
    gml(k, "EPSG:25833", "<gml:Arc><gml:posList>1 2 3 4</gml:posList></gml:Arc>");
    assert_int_equal(hn_source_parse(k->ctx, "p.gml", k->folder, &source), HENSYN_OK);
    assert_int_equal(hn_open(k->ctx, &source, 25833, NULL, &k->opened), HENSYN_OK);
    hn_source_clear(&source);
    assert_int_equal(hn_opened_layers(k->opened), 1);
    hn_opened_close(NULL);
    assert_true(strlen(hn_gdal_version()) > 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        KIT_TEST(what_cannot_be_opened_says_why),
        KIT_TEST(passwords_stay_out_of_messages),
        KIT_TEST(layers_are_described),
        KIT_TEST(layers_are_found_by_name),
        KIT_TEST(a_subset_keeps_what_fits),
        KIT_TEST(a_file_without_layers_is_an_error),
        KIT_TEST(gml_codes_stay_texts_and_links_are_there),
        KIT_TEST(a_gfs_beside_the_file_is_not_believed),
        KIT_TEST(gml_axis_orders),
        KIT_TEST(a_broken_arc_is_left_out_with_the_words_of_gdal),
        KIT_TEST(arcs_of_gml_are_drawn),
        KIT_TEST(gml_that_ends_in_the_middle_is_an_error),
        KIT_TEST(systems_of_the_features_count),
        KIT_TEST(names_that_are_hard_are_still_names),
        KIT_TEST(latin_letters_without_a_word_are_recognised),
        KIT_TEST(utf8_without_a_word_is_utf8),
        KIT_TEST(other_formats_with_stray_bytes_are_recoded),
        KIT_TEST(a_shapefile_without_its_index_is_read_elsewhere),
        KIT_TEST(a_shapefile_that_ends_early_is_told),
        KIT_TEST(a_geopackage_is_read_without_a_trace),
        KIT_TEST(a_spatialite_file_is_read_without_a_trace),
        KIT_TEST(a_dead_transaction_is_rolled_back_in_a_copy),
        KIT_TEST(a_database_that_ends_early_is_an_error),
        KIT_TEST(other_formats_are_read),
        KIT_TEST(a_flatgeobuf_that_ends_early_is_an_error),
        KIT_TEST(archives_are_opened_as_qgis_does),
        KIT_TEST(the_settings_of_the_host_are_put_back),
        KIT_TEST(remarks_are_not_needed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
