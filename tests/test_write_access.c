/* What stands in the access tables of a written SpatiaLite file and GeoPackage, asked of SQLite and
 * SpatiaLite. */
#include "access_result_kit.h"

#include "write/blob.h"
#include "write/tables.h"

/* ---- tables and columns as the contract names them, in its order; ours follow ---- */

static const struct {
    const char *name, *geometry, *columns;
} contract[] = {
    {"malomrade", "MULTIPOLYGON", "fid,nokkel,kilde_id,lag,navn,klasse,areal_m2,innganger,status"},
    {"malomrade_linje", "MULTILINESTRING",
     "fid,nokkel,kilde_id,lag,navn,klasse,areal_m2,innganger,status"},
    {"malomrade_punkt", "MULTIPOINT",
     "fid,nokkel,kilde_id,lag,navn,klasse,areal_m2,innganger,status"},
    {"inngang", "POINT", "fid,malomrade_fid,art,avstand_til_nett_m"},
    {"avstand", "POINT",
     "fid,kilde_id,klasse,avstand_m,tid_s,innen,malomrade_fid,inngang_fid,tilknytning_m,befolkning,"
     "status"},
    {"opphav_gruppe", NULL, "kilde_id,gruppe,antall"},
    {"dekning", NULL, "malomrade_fid,klasse,grense_m,befolkning,opphav,nest_eneste"},
    {"nett", "LINESTRING", "fid,kilde_id,lag,klasse,lengde_m,trygg,niva,komponent,avstand_m"},
    {"rute", "LINESTRING", "fid,kilde_id,klasse,malomrade_fid,inngang_fid,avstand_m,tid_s"},
    {"rekkevidde", "LINESTRING", "fid,klasse,malomrade_fid,grense_m,fra_m,til_m,lengde_m"},
    {"rekkevidde_flate", "MULTIPOLYGON", "fid,klasse,grense_m,buffer_m"},
};
enum { TABLES = sizeof contract / sizeof *contract };

static void check_columns(const char *path, size_t i) {
    char sql[256];
    snprintf(sql, sizeof sql,
             "SELECT group_concat(name, ',') FROM pragma_table_info('%s') WHERE name NOT IN "
             "('geom'%s)",
             contract[i].name, strncmp(contract[i].columns, "fid", 3) ? ", 'fid'" : "");
    char *answer = rk_sql(path, sql);
    size_t length = strlen(contract[i].columns);
    if (strncmp(answer, contract[i].columns, length) != 0 ||
        (answer[length] && answer[length] != ','))
        fail_msg("%s has %s", contract[i].name, answer);
    hn_free(answer);
}

static void write_sample(rk *kit, const char *path) {
    hn_result *r = ar_result();
    rk_ok(kit, rk_write(kit, path, false, r));
    hn_result_destroy(r);
}

static void test_spatialite_tables(void **state) {
    rk_path path = rk_in(*state, "a.sqlite");
    /* Numbers of geometry_columns.geometry_type, the OGC ones. */
    static const char *const numbers[] = {"POINT",        "1", "LINESTRING",      "2",
                                          "MULTIPOINT",   "4", "MULTILINESTRING", "5",
                                          "MULTIPOLYGON", "6"};
    write_sample(*state, path.text);
    for (size_t i = 0; i < TABLES; i++) {
        char sql[256];
        check_columns(path.text, i);
        snprintf(sql, sizeof sql,
                 "SELECT geometry_type || '|' || srid || '|' || spatial_index_enabled FROM "
                 "geometry_columns WHERE f_table_name = '%s'",
                 contract[i].name);
        char expected[32] = "";
        for (size_t k = 0; k < sizeof numbers / sizeof *numbers && contract[i].geometry; k += 2)
            if (strcmp(numbers[k], contract[i].geometry) == 0)
                snprintf(expected, sizeof expected, "%s|25833|1", numbers[k + 1]);
        assert_sql(path.text, sql, expected);
    }
    assert_sql(path.text,
               "SELECT CheckSpatialIndex('nett', 'geom'), CheckSpatialIndex('avstand', "
               "'geom'), CheckSpatialIndex('rekkevidde', 'geom')",
               "1|1|1");
}

static void test_geopackage_tables(void **state) {
    rk_path path = rk_in(*state, "a.gpkg");
    write_sample(*state, path.text);
    for (size_t i = 0; i < TABLES; i++) {
        char sql[256];
        check_columns(path.text, i);
        snprintf(sql, sizeof sql,
                 "SELECT geometry_type_name FROM gpkg_geometry_columns WHERE table_name = '%s'",
                 contract[i].name);
        assert_sql(path.text, sql, contract[i].geometry ? contract[i].geometry : "");
    }
    assert_sql(path.text,
               "SELECT data_type FROM gpkg_contents WHERE table_name IN ('dekning', 'nett') "
               "ORDER BY table_name",
               "attributes\nfeatures");
    assert_sql(path.text, "SELECT count(*) FROM rtree_nett_geom", "5");
}

static void test_tables_of_parts_that_did_not_run(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "b.sqlite");
    hn_result *r = ar_result();
    r->has_routes = r->has_service_area = false;
    rk_ok(kit, rk_write(kit, path.text, false, r));
    hn_result_destroy(r);
    assert_sql(path.text,
               "SELECT count(*) FROM sqlite_master WHERE name IN ('rute', 'rekkevidde', "
               "'rekkevidde_flate', 'arealformal', 'konflikt')",
               "0");
    assert_sql(path.text, "SELECT count(*) FROM avstand", "12");
}

/* Every table of the part that ran is written, even with no rows. */
static void test_tables_without_rows(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "c.gpkg");
    hn_result *r = hn_result_create();
    r->epsg = 25833;
    r->has_access = r->has_routes = r->has_service_area = true;
    rk_ok(kit, rk_write(kit, path.text, false, r));
    hn_result_destroy(r);
    for (size_t i = 0; i < TABLES; i++) {
        char sql[128];
        snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", contract[i].name);
        check_columns(path.text, i);
        assert_sql(path.text, sql, "0");
    }
}

/* ---- rows ---- */

static void check_rows(const char *path) {
    assert_sql(path,
               "SELECT fid, nokkel, klasse, areal_m2, innganger, status, deler, betjener "
               "FROM malomrade",
               "1|m1|rekreasjonsareal|10000.0|2|ok|1|35.0\n"
               "2|m2|rekreasjonsareal,naerturterreng|250000.0|1|ok|1|40.0\n"
               "3|m3||100.0|0|for_liten|1|-");
    assert_sql(path,
               "SELECT fid, areal_m2 FROM malomrade_linje UNION ALL SELECT fid, areal_m2 "
               "FROM malomrade_punkt",
               "4|-\n5|-");
    assert_sql(path,
               "SELECT kilde_id, klasse, avstand_m, innen, malomrade_fid, inngang_fid, "
               "tilknytning_m, befolkning, status, malomrade_2_fid, avstand_2_m, omrade, lag "
               "FROM avstand WHERE fid IN (1, 2, 5, 9, 11)",
               "o1|rekreasjonsareal|110.0|1|1|1|10.0|10.0|ok|5|210.0|K1|adresser\n"
               "o1|naerturterreng|1110.0|0|2|3|10.0|10.0|ok|-|-|K1|adresser\n"
               "o3|rekreasjonsareal|0.0|1|1|-|0.0|5.0|inne|5|380.0|K1|adresser\n"
               "o5|rekreasjonsareal|-|0|-|-|-|7.0|ikke_tilknyttet|-|-|K2|adresser\n"
               "o6|rekreasjonsareal|-|0|-|-|10.0|3.0|ingen_vei|-|-|-|adresser");
    assert_sql(path, "SELECT round(tid_s, 3) FROM avstand WHERE fid = 1", "79.2");
    assert_sql(path, "SELECT kilde_id, gruppe, antall FROM opphav_gruppe",
               "o1|barn|2.0\no2|barn|4.0\no4|barn|10.0");
    assert_sql(path,
               "SELECT malomrade_fid, klasse, grense_m, befolkning, opphav, nest_eneste, "
               "round(m2_per_person, 3), status FROM dekning WHERE fid IN (1, 4)",
               "1|rekreasjonsareal|200.0|35.0|3|3|285.714|ok\n"
               "4|rekreasjonsareal|200.0|0.0|0|0|-|ok");
    assert_sql(path,
               "SELECT kilde_id, lengde_m, trygg, niva, komponent, avstand_m FROM nett "
               "WHERE fid IN (1, 5)",
               "v1|300.0|1|0|1|0.0\nv5|100.0|-|0|2|-");
    assert_sql(path, "SELECT count(*), min(avstand_m), max(avstand_m) FROM rute", "7|110.0|1110.0");
    assert_sql(path, "SELECT fra_m, til_m, lengde_m FROM rekkevidde WHERE fid = 3",
               "0.0|200.0|200.0");
    assert_sql(path, "SELECT klasse, grense_m, buffer_m FROM rekkevidde_flate",
               "rekreasjonsareal|200.0|25.0\nnaerturterreng|500.0|25.0");
}

static void test_spatialite_rows(void **state) {
    rk_path path = rk_in(*state, "d.sqlite");
    write_sample(*state, path.text);
    check_rows(path.text);
    assert_sql(path.text,
               "SELECT DISTINCT GeometryType(geom), IsValid(geom), SRID(geom) FROM nett "
               "UNION ALL SELECT DISTINCT GeometryType(geom), IsValid(geom), SRID(geom) FROM rute "
               "UNION ALL SELECT DISTINCT GeometryType(geom), IsValid(geom), SRID(geom) FROM "
               "rekkevidde",
               "LINESTRING|1|25833\nLINESTRING|1|25833\nLINESTRING|1|25833");
    assert_sql(path.text,
               "SELECT AsText(geom), MbrMinX(geom), MbrMaxY(geom) FROM nett WHERE fid = 1",
               "LINESTRING(499700 7000050, 500000 7000050)|499700.0|7000050.0");
    assert_sql(path.text, "SELECT AsText(geom) FROM avstand WHERE fid = 3",
               "POINT(500250 7000050)");
    assert_sql(path.text,
               "SELECT row_count, extent_min_x, extent_max_x FROM geometry_columns_statistics "
               "WHERE f_table_name = 'nett'",
               "5|499700.0|501200.0");
}

static void test_geopackage_rows(void **state) {
    rk_path path = rk_in(*state, "d.gpkg");
    write_sample(*state, path.text);
    check_rows(path.text);
    assert_sql(path.text, "SELECT ST_AsText(GeomFromGPB(geom)) FROM nett WHERE fid = 1",
               "LINESTRING(499700 7000050, 500000 7000050)");
}

/* A line of one place is none: its row stays, without geometry and out of the index. */
static void test_a_line_without_length(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "e.sqlite");
    hn_result *r = ar_result();
    hn_free(r->routes.row[0].geometry);
    r->routes.row[0].geometry = ar_line(7, 7, 7, 7);
    hn_free(r->routes.row[1].geometry);
    r->routes.row[1].geometry = NULL;
    rk_ok(kit, rk_write(kit, path.text, false, r));
    hn_result_destroy(r);
    assert_sql(path.text, "SELECT count(*), count(geom) FROM rute", "7|5");
    assert_sql(path.text, "SELECT count(*) FROM idx_rute_geom", "5");
}

/* More leaves than go in one statement, with some left over, and a row without a box. */
static void test_many_lines_are_all_indexed(void **state) {
    enum { LINES = 1000 };
    rk *kit = *state;
    rk_path path = rk_in(kit, "f.sqlite");
    static double xy[LINES][4];
    hn_result *r = hn_result_create();
    r->epsg = 25833;
    r->has_access = true;
    for (int i = 0; i < LINES; i++) {
        xy[i][0] = AR_X + i;
        xy[i][1] = AR_Y + (i * 37) % 1000;
        xy[i][2] = xy[i][0] + (i != 500);
        xy[i][3] = xy[i][1];
        hn_net_row *row = HN_NEW_ROW(r->net);
        *row = (hn_net_row){.fid = i + 1, .xy = xy[i], .points = 2, .lengde_m = i != 500};
    }
    rk_ok(kit, rk_write(kit, path.text, false, r));
    hn_result_destroy(r);
    assert_sql(path.text, "SELECT count(*), count(geom) FROM nett", "1000|999");
    assert_sql(path.text, "SELECT count(*) FROM idx_nett_geom", "999");
    assert_sql(path.text, "SELECT CheckSpatialIndex('nett', 'geom')", "1");
    assert_sql(path.text,
               "SELECT count(*) FROM nett n JOIN idx_nett_geom i ON i.pkid = n.fid WHERE "
               "i.xmin > MbrMinX(n.geom) OR i.xmax < MbrMaxX(n.geom)",
               "0");
    assert_sql(path.text, "SELECT min(pkid), max(pkid) FROM idx_nett_geom WHERE xmin > 500989.5",
               "991|1000");
}

/* ---- blobs ---- */

static void check_blob(hn_encoding encoding) {
    const double xy[] = {1, 2, 3.5, -4, 5, 6};
    uint8_t bytes[256];
    assert_true(hn_blob_line_room(3) <= sizeof bytes);
    size_t size = hn_blob_line(encoding, 25833, xy, 3, bytes);
    assert_true(size <= hn_blob_line_room(3));
    hn_shape shape;
    int srid;
    hn_geometry *g = NULL;
    bool no_memory;
    assert_true(hn_blob_read(bytes, size, &shape, &srid, &g, &no_memory));
    assert_int_equal(shape, HN_SHAPE_LINESTRING);
    assert_int_equal(srid, 25833);
    assert_int_equal(g->kind, HN_LINE);
    assert_int_equal(g->points, 3);
    assert_memory_equal(g->xy, xy, sizeof xy);
    hn_free(g);
    for (size_t cut = 0; cut < size; cut++) {
        assert_false(hn_blob_read(bytes, cut, &shape, &srid, &g, &no_memory));
        assert_null(g);
    }
}

static void test_line_blobs_come_back(void **state) {
    (void)state;
    check_blob(HN_ENC_SPATIALITE);
    check_blob(HN_ENC_GPKG);
    check_blob(HN_ENC_EWKB);
}

/* ---- styles and project ---- */

static void test_styles_follow_the_classes(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "g.sqlite");
    hn_result *r = ar_result();
    rk_ok(kit, hn_styles_restrict(kit->ctx, kit->styles, r));
    rk_ok(kit, rk_write(kit, path.text, false, r));
    hn_result_destroy(r);
    assert_sql(
        path.text,
        "SELECT count(*) FROM layer_styles WHERE f_table_name = 'avstand' AND styleQML LIKE "
        "'%rekreasjonsareal (grense 200 m)%' AND styleQML LIKE '%naerturterreng (grense 500 "
        "m)%' AND styleQML LIKE '%label=\"100 til 200 m (innenfor grensen)\"%' AND styleQML "
        "LIKE '%label=\"Over 1000 m\"%' AND styleSLD LIKE '%<ogc:Literal>1000</ogc:Literal>%'",
        "2");
    assert_sql(path.text, "SELECT count(*) FROM layer_styles WHERE styleQML LIKE '%0.5x%'", "0");
    assert_sql(path.text,
               "SELECT count(DISTINCT f_table_name) FROM layer_styles WHERE f_table_name IN "
               "('avstand','inngang','nett','rute','rekkevidde','rekkevidde_flate','malomrade',"
               "'malomrade_linje','malomrade_punkt','dekning','opphav_gruppe')",
               "11");
}

static void test_project_has_the_group(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "h.sqlite"), qgs = rk_in(kit, "h.qgs");
    static char text[2000000];
    write_sample(kit, path.text);
    FILE *file = fopen(qgs.text, "rb");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    assert_non_null(strstr(text, "<title>h: avstand til rekreasjonsområder</title>"));
    assert_non_null(strstr(text, "name=\"Tilgjengelighet\""));
    assert_non_null(strstr(text, "name=\"Tabeller\""));
    assert_null(strstr(text, "name=\"Konflikt\""));
    assert_non_null(strstr(text, "<id>hensyn_nett</id>"));
    assert_non_null(strstr(text, "<xmin>499")); /* of the origins */
}

static void test_project_of_both_parts(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "i.sqlite"), qgs = rk_in(kit, "i.qgs");
    static char text[2000000];
    hn_result *r = rk_result();
    ar_fill(r);
    rk_ok(kit, rk_write(kit, path.text, false, r));
    hn_result_destroy(r);
    FILE *file = fopen(qgs.text, "rb");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    assert_non_null(strstr(text, "<title>i: indikativ konflikt mellom arealplan og hensyn, og "
                                 "avstand til rekreasjonsområder</title>"));
    const char *conflict = strstr(text, "name=\"Konflikt\"");
    const char *access = strstr(text, "name=\"Tilgjengelighet\"");
    const char *plan = strstr(text, "name=\"Plan\"");
    assert_true(conflict && access && plan && conflict < access && access < plan);
    assert_sql(path.text, "SELECT (SELECT count(*) FROM konflikt), (SELECT count(*) FROM avstand)",
               "2|12");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_spatialite_tables, rk_setup, rk_teardown),
        cmocka_unit_test_setup_teardown(test_geopackage_tables, rk_setup, rk_teardown),
        cmocka_unit_test_setup_teardown(test_tables_of_parts_that_did_not_run, rk_setup,
                                        rk_teardown),
        cmocka_unit_test_setup_teardown(test_tables_without_rows, rk_setup, rk_teardown),
        cmocka_unit_test_setup_teardown(test_spatialite_rows, rk_setup, rk_teardown),
        cmocka_unit_test_setup_teardown(test_geopackage_rows, rk_setup, rk_teardown),
        cmocka_unit_test_setup_teardown(test_a_line_without_length, rk_setup, rk_teardown),
        cmocka_unit_test_setup_teardown(test_many_lines_are_all_indexed, rk_setup, rk_teardown),
        cmocka_unit_test(test_line_blobs_come_back),
        cmocka_unit_test_setup_teardown(test_styles_follow_the_classes, rk_setup, rk_teardown),
        cmocka_unit_test_setup_teardown(test_project_has_the_group, rk_setup, rk_teardown),
        cmocka_unit_test_setup_teardown(test_project_of_both_parts, rk_setup, rk_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
