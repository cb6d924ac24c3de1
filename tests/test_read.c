/* test_read.c - features into memory: values, geometry, what is left out and said about it,
 * coordinate systems and axis order. */
#include "read_kit.h"

/* ---- values ---- */

static void codes_are_the_same_as_text_and_number(void **state) {
    kit *k = *state;
    OGRLayerH layer;
    GDALDatasetH set = kit_create(k, "GPKG", "a.gpkg", "flater", 25833, wkbPolygon, &layer, NULL);
    kit_add_field(layer, "tekst", OFTString);
    kit_add_field(layer, "heltall", OFTInteger);
    kit_add_field(layer, "langt", OFTInteger64);
    kit_add_field(layer, "desimal", OFTReal);
    kit_add_field(layer, "dato", OFTDate);
    kit_add_field(layer, "tid", OFTDateTime);
    kit_add(layer, "POLYGON((0 0,1 0,1 1,0 0))", "tekst", "1110", "heltall", "1110", "langt",
            "123456789012", "desimal", "1110", "dato", "2019/04/01", "tid",
            "2019/04/01 12:30:05+00", NULL);
    kit_add(layer, "POLYGON((0 0,1 0,1 1,0 0))", "tekst", "", "desimal", "0.1", "tid",
            "2019/04/01 12:30:05+0130", NULL);
    kit_add(layer, "POLYGON((0 0,1 0,1 1,0 0))", "tekst", "Øvre Årdal", "heltall", "-7", "desimal",
            "-1234567.5", NULL);
    GDALClose(set);
    kit_must_open(k, "a.gpkg");
    kit_must_read(k, 0, 0, NULL);
    kit_counts(k, 3, 0);
    assert_string_equal(kit_value(k, 0, 0, "tekst"), "1110");
    assert_string_equal(kit_value(k, 0, 0, "heltall"), "1110");
    assert_string_equal(kit_value(k, 0, 0, "langt"), "123456789012");
    assert_string_equal(kit_value(k, 0, 0, "desimal"), "1110"); /* no ".0" */
    assert_string_equal(kit_value(k, 0, 0, "dato"), "2019-04-01");
    assert_string_equal(kit_value(k, 0, 0, "tid"), "2019-04-01T12:30:05Z");
    assert_null(kit_value(k, 1, 0, "tekst")); /* empty is not set */
    assert_null(kit_value(k, 1, 0, "heltall"));
    assert_string_equal(kit_value(k, 1, 0, "desimal"), "0.1");
    assert_string_equal(kit_value(k, 2, 0, "tekst"), "Øvre Årdal");
    assert_string_equal(kit_value(k, 2, 0, "heltall"), "-7");
    assert_string_equal(kit_value(k, 2, 0, "desimal"), "-1234567.5");
}

static void real_numbers_are_short_and_exact(void **state) {
    kit *k = *state;
    const struct {
        const char *json, *text;
    } cases[] = {{"0.30000000000000004", "0.30000000000000004"},
                 {"0.3", "0.3"},
                 {"1e20", "1e+20"},
                 {"-0.0", "0"},
                 {"123456789.125", "123456789.125"},
                 {"1e-7", "1e-07"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char json[400];
        snprintf(
            json, sizeof json,
            "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{"
            "\"v\":%s},\"geometry\":{\"type\":\"Point\",\"coordinates\":[10,60]}},{\"type\":"
            "\"Feature\",\"properties\":{\"v\":0.5},\"geometry\":null}]}",
            cases[i].json);
        kit_write(k, "v.geojson", json);
        kit_must_open(k, "v.geojson");
        kit_must_read(k, 0, 0, NULL);
        assert_string_equal(kit_value(k, 0, 0, "v"), cases[i].text);
    }
}

static void lists_are_joined(void **state) {
    kit *k = *state;
    kit_write(
        k, "l.geojson",
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{"
        "\"v\":[\"a\",\"å\"],\"b\":true},\"geometry\":{\"type\":\"Point\",\"coordinates\":[10,"
        "60]}}]}");
    kit_must_open(k, "l.geojson");
    kit_must_read(k, 0, 0, NULL);
    assert_string_equal(kit_value(k, 0, 0, "v"), "a,å");
    assert_string_equal(kit_value(k, 0, 0, "b"), "1");
}

static void municipality_numbers_have_four_digits(void **state) {
    kit *k = *state;
    OGRLayerH layer;
    GDALDatasetH set = kit_create(k, "GPKG", "a.gpkg", "flater", 25833, wkbPoint, &layer, NULL);
    kit_add_field(layer, "kommunenummer", OFTInteger);
    kit_add_field(layer, "KOMM", OFTReal);
    kit_add_field(layer, "antall", OFTInteger);
    kit_add(layer, "POINT(0 0)", "kommunenummer", "301", "KOMM", "301", "antall", "301", NULL);
    kit_add(layer, "POINT(0 0)", "kommunenummer", "1804", "KOMM", "1804", "antall", "17", NULL);
    GDALClose(set);
    kit_must_open(k, "a.gpkg");
    kit_must_read(k, 0, 0, NULL);
    assert_string_equal(kit_value(k, 0, 0, "kommunenummer"), "0301");
    assert_string_equal(kit_value(k, 0, 0, "KOMM"), "0301");
    assert_string_equal(kit_value(k, 0, 0, "antall"), "301");
    assert_string_equal(kit_value(k, 1, 0, "kommunenummer"), "1804");
    assert_string_equal(kit_value(k, 1, 0, "KOMM"), "1804");
}

static void only_what_is_asked_for_is_read(void **state) {
    kit *k = *state;
    OGRLayerH layer;
    GDALDatasetH set = kit_create(k, "GPKG", "a.gpkg", "flater", 25833, wkbPoint, &layer, NULL);
    kit_add_field(layer, "en", OFTString);
    kit_add_field(layer, "to", OFTString);
    kit_add_field(layer, "tre", OFTString);
    kit_add(layer, "POINT(1 2)", "en", "1", "to", "2", "tre", "3", NULL);
    GDALClose(set);
    kit_must_open(k, "a.gpkg");
    const int columns[] = {2, -1, 0};
    hn_request request = {.columns = 3,
                          .column = columns,
                          .to = kit_info(k, 0)->crs,
                          .role = "hensyn",
                          .theme = "friluftsliv",
                          .id_column = 2};
    assert_int_equal(hn_read_layer(k->ctx, k->opened, 0, &request, k->result, &k->layer, &k->row),
                     HENSYN_OK);
    assert_string_equal(hn_layer_value(k->layer, 0, 0), "3");
    assert_null(hn_layer_value(k->layer, 0, 1)); /* a role the layer does not have */
    assert_string_equal(hn_layer_value(k->layer, 0, 2), "1");
    assert_int_equal(k->layer->id_column, 3);
    assert_string_equal(kit_source(k)->rolle, "hensyn");
    assert_string_equal(kit_source(k)->tema, "friluftsliv");
    assert_string_equal(kit_source(k)->lag, "flater");
    assert_string_equal(kit_source(k)->crs, "EPSG:25833");
    assert_string_equal(k->layer->source, "a.gpkg");
    assert_non_null(strstr(kit_source(k)->sti, "/a.gpkg"));
    /* And all of them, the next time. */
    kit_must_read(k, 0, 0, NULL);
    assert_string_equal(kit_value(k, 0, 0, "to"), "2");
    assert_int_equal(k->row, 1);
    assert_null(kit_source(k)->tema);
}

/* ---- geometry ---- */

/* A layer of one shape; the system is UTM 33 and nothing is transformed. */
static void shape(kit *k, const char *wkt) {
    OGRLayerH layer;
    hn_file_remove(kit_path(k, "s.gpkg"));
    GDALDatasetH set = kit_create(k, "GPKG", "s.gpkg", "s", 25833, wkbUnknown, &layer, NULL);
    kit_add(layer, wkt, NULL);
    GDALClose(set);
    kit_must_open(k, "s.gpkg");
    kit_must_read(k, 0, 0, NULL);
}

static const hn_geometry *one(kit *k) {
    assert_int_equal(k->layer->count, 1);
    return k->layer->geometry[0];
}

static void all_kinds_arrive_as_flat_arrays(void **state) {
    kit *k = *state;
    const struct {
        const char *wkt;
        hn_kind kind;
        uint32_t parts, rings, points;
    } cases[] = {
        {"POINT(1 2)", HN_POINT, 1, 1, 1},
        {"MULTIPOINT((1 2),(3 4))", HN_POINT, 2, 2, 2},
        {"LINESTRING(0 0,1 1,2 0)", HN_LINE, 1, 1, 3},
        {"MULTILINESTRING((0 0,1 1),(2 2,3 3,4 4))", HN_LINE, 2, 2, 5},
        {"POLYGON((0 0,9 0,9 9,0 9,0 0),(1 1,2 1,2 2,1 1))", HN_AREA, 1, 2, 9},
        {"MULTIPOLYGON(((0 0,9 0,9 9,0 0)),((20 0,29 0,29 9,0 0,20 0),(22 1,23 1,23 2,22 1)))",
         HN_AREA, 2, 3, 13},
        {"GEOMETRYCOLLECTION(POLYGON((0 0,9 0,9 9,0 0)),GEOMETRYCOLLECTION(POLYGON((20 0,29 0,29 "
         "9,20 0))))",
         HN_AREA, 2, 2, 8},
        {"TIN Z(((0 0 1,1 0 1,0 1 1,0 0 1)),((1 0 1,1 1 1,0 1 1,1 0 1)))", HN_AREA, 2, 2, 8},
        {"POLYHEDRALSURFACE Z(((0 0 1,1 0 1,0 1 1,0 0 1)))", HN_AREA, 1, 1, 4},
        {"TRIANGLE((0 0,1 0,0 1,0 0))", HN_AREA, 1, 1, 4},
        {"MULTISURFACE(((0 0,9 0,9 9,0 0)))", HN_AREA, 1, 1, 4},
        {"MULTICURVE((0 0,1 1),COMPOUNDCURVE((5 5,6 6),(6 6,7 7)))", HN_LINE, 2, 2, 5},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        shape(k, cases[i].wkt);
        const hn_geometry *g = one(k);
        if (g->kind != cases[i].kind || g->parts != cases[i].parts || g->rings != cases[i].rings ||
            g->points != cases[i].points)
            fail_msg("%s: kind %d, %u parts, %u rings, %u points", cases[i].wkt, (int)g->kind,
                     g->parts, g->rings, g->points);
        kit_counts(k, 1, 0);
    }
}

static void shells_run_left_and_holes_right(void **state) {
    kit *k = *state;
    shape(k, "POLYGON((0 0,0 9,9 9,9 0,0 0),(1 1,2 1,2 2,1 1))"); /* both the wrong way */
    const hn_geometry *g = one(k);
    assert_true(hn_ring_area2(g->xy, 5) == 162);
    assert_true(hn_ring_area2(g->xy + 10, 4) == -1);
    assert_true(g->box.xmax == 9 && g->box.ymax == 9);
}

static void arcs_become_lines_within_a_centimetre(void **state) {
    kit *k = *state;
    /* A circle of 100 m as area, and its half by a compound curve. */
    shape(k, "CURVEPOLYGON(CIRCULARSTRING(100 0,0 100,-100 0,0 -100,100 0))");
    const double pi = 3.14159265358979;
    double area = hn_plane_area(one(k));
    assert_true(area < 1e4 * pi && area > 1e4 * pi - 2 * pi * 100 * 0.01);
    assert_true(one(k)->points > 200 && one(k)->points < 400);
    shape(k, "CURVEPOLYGON(COMPOUNDCURVE(CIRCULARSTRING(100 0,0 100,-100 0),(-100 0,100 0)))");
    assert_true(fabs(hn_plane_area(one(k)) - 5000 * pi) < 5);
    const hn_geometry *g = one(k);
    for (uint32_t i = 1; i < g->points; i++) /* where the curves join stands one point */
        assert_false(g->xy[2 * i] == g->xy[2 * i - 2] && g->xy[2 * i + 1] == g->xy[2 * i - 1]);
}

static void neighbours_share_their_arc(void **state) {
    kit *k = *state;
    OGRLayerH layer;
    GDALDatasetH set = kit_create(k, "GPKG", "n.gpkg", "n", 25833, wkbUnknown, &layer, NULL);
    kit_add(layer,
            "CURVEPOLYGON(COMPOUNDCURVE(CIRCULARSTRING(0.1 0.2,7.3 5.1,12.7 0.9),(12.7 0.9,6 "
            "-9,0.1 0.2)))",
            NULL);
    kit_add(layer,
            "CURVEPOLYGON(COMPOUNDCURVE(CIRCULARSTRING(12.7 0.9,7.3 5.1,0.1 0.2),(0.1 0.2,6 "
            "20,12.7 0.9)))",
            NULL);
    GDALClose(set);
    kit_must_open(k, "n.gpkg");
    kit_must_read(k, 0, 0, NULL);
    const hn_geometry *a = k->layer->geometry[0], *b = k->layer->geometry[1];
    assert_true(a->points > 10);
    uint32_t shared = 0;
    for (uint32_t i = 0; i + 1 < a->points; i++)
        for (uint32_t j = 0; j + 1 < b->points; j++)
            shared += a->xy[2 * i] == b->xy[2 * j] && a->xy[2 * i + 1] == b->xy[2 * j + 1];
    assert_int_equal(shared, a->points - 2); /* all but the corner below */
}

static void heights_are_dropped_once_a_layer(void **state) {
    kit *k = *state;
    OGRLayerH layer;
    GDALDatasetH set = kit_create(k, "GPKG", "z.gpkg", "z", 25833, wkbUnknown, &layer, NULL);
    kit_add(layer, "POINT Z(1 2 3)", NULL);
    kit_add(layer, "LINESTRING M(1 2 3,4 5 6)", NULL);
    kit_add(layer, "POLYGON ZM((0 0 1 2,9 0 1 2,9 9 1 2,0 0 1 2))", NULL);
    GDALClose(set);
    kit_must_open(k, "z.gpkg");
    kit_must_read(k, 0, 0, NULL);
    kit_counts(k, 3, 0);
    assert_int_equal(kit_remarks(k, "HOYDE_DROPPET"), 1);
    assert_string_equal(kit_remark(k, "HOYDE_DROPPET")->alvor, "info");
    assert_true(k->layer->geometry[1]->xy[2] == 4 && k->layer->geometry[1]->xy[3] == 5);
    assert_true(hn_plane_area(k->layer->geometry[2]) == 40.5);
}

static void open_rings_are_closed_and_short_ones_left_out(void **state) {
    kit *k = *state;
    shape(k, "POLYGON((0 0,9 0,9 9,0 9))");
    assert_int_equal(one(k)->points, 5);
    assert_true(hn_plane_area(one(k)) == 81);
    assert_int_equal(kit_remarks(k, "RING_LUKKET"), 1);
    shape(k, "POLYGON((0 0,9 0,9 9,0 9,0 0),(1 1,2 2,1 1))");
    assert_int_equal(one(k)->rings, 1);
    assert_int_equal(kit_remarks(k, "DEL_UTELATT"), 1);
    shape(
        k,
        "MULTIPOLYGON(((0 0,1 1,0 0),(0.1 0.1,0.2 0.1,0.2 0.2,0.1 0.1)),((20 0,29 0,29 9,20 0)))");
    assert_int_equal(one(k)->parts, 1); /* a hole without its shell goes with it */
    assert_true(hn_plane_area(one(k)) == 40.5);
    shape(k, "MULTILINESTRING((0 0,0 0),(1 1,2 2))");
    assert_int_equal(one(k)->parts, 1);
    assert_int_equal(kit_remarks(k, "DEL_UTELATT"), 1);
    shape(k, "POLYGON((0 0,1 1,0 0))");
    kit_counts(k, 1, 1);
    assert_int_equal(kit_remarks(k, "GEOMETRI_UBRUKELIG"), 1);
    shape(k, "LINESTRING(5 5,5 5)");
    kit_counts(k, 1, 1);
}

static void what_has_no_geometry_is_left_out_and_told(void **state) {
    kit *k = *state;
    OGRLayerH layer;
    GDALDatasetH set = kit_create(k, "GPKG", "u.gpkg", "u", 25833, wkbUnknown, &layer, NULL);
    kit_add_field(layer, "lokalId", OFTString);
    kit_add(layer, NULL, "lokalId", "a", NULL);
    kit_add(layer, "POINT(1 1)", "lokalId", "b", NULL);
    kit_add(layer, "POLYGON EMPTY", "lokalId", "c", NULL);
    kit_add(layer, "GEOMETRYCOLLECTION EMPTY", NULL);
    kit_add(layer, "POINT(2 2)", "lokalId", "d", NULL);
    GDALClose(set);
    kit_must_open(k, "u.gpkg");
    kit_must_read(k, 0, 0, "lokalId");
    kit_counts(k, 5, 3);
    assert_int_equal(k->layer->count, 2);
    assert_int_equal(k->layer->fid[1], 5);
    assert_int_equal(k->layer->position[0], 2);
    assert_int_equal(k->layer->position[1], 5);
    assert_int_equal(kit_remarks(k, "UTEN_GEOMETRI"), 3);
    assert_string_equal(k->result->remarks.row[0].kilde_id, "a");
    assert_string_equal(k->result->remarks.row[1].kilde_id, "c");
    assert_string_equal(k->result->remarks.row[2].kilde_id, "rad:4"); /* has no id */
    assert_string_equal(k->result->remarks.row[0].kilde, "u.gpkg");
    assert_string_equal(k->result->remarks.row[0].lag, "u");

    k->strict = true;
    kit_must_open(k, "u.gpkg");
    assert_int_equal(kit_read(k, 0, 0, "lokalId"), HENSYN_INPUT);
    assert_non_null(strstr(hensyn_message(k->ctx), "u.gpkg, laget u, objekt a: "));
    assert_null(k->layer);
}

static void outlines_are_kept_for_their_values(void **state) {
    kit *k = *state;
    OGRLayerH layer;
    GDALDatasetH set =
        kit_create(k, "GPKG", "u.gpkg", "Arealplan", 25833, wkbUnknown, &layer, NULL);
    kit_add_field(layer, "planid", OFTString);
    kit_add(layer, NULL, "planid", "p1", NULL);
    kit_add(layer, "POLYGON((0 0,9 0,9 9,0 0))", "planid", "p2", NULL);
    kit_add(layer, "POINT(1e30 1)", "planid", "p3", NULL);
    GDALClose(set);
    k->keep_bare = true;
    kit_must_open(k, "u.gpkg");
    kit_must_read(k, 0, 0, "planid");
    kit_counts(k, 3, 0);
    assert_int_equal(k->layer->count, 3);
    assert_null(k->layer->geometry[0]);
    assert_non_null(k->layer->geometry[1]);
    assert_null(k->layer->geometry[2]);
    assert_string_equal(kit_value(k, 0, 0, "planid"), "p1");
    assert_int_equal(kit_source(k)->antall_brukt, 2); /* the second is counted by repair */
    assert_int_equal(kit_remarks(k, "UTEN_GEOMETRI"), 0);
    assert_int_equal(kit_remarks(k, "KOORDINAT_UGYLDIG"), 1);
}

static void a_table_needs_no_system(void **state) {
    kit *k = *state;
    kit_write(k, "t.csv", "planid,navn\n1,Å\n2,B\n");
    k->keep_bare = true;
    kit_must_open(k, "t.csv");
    assert_false(kit_info(k, 0)->has_geometry);
    assert_string_equal(kit_info(k, 0)->geometry_type, "None");
    kit_must_read(k, 0, 25833, NULL);
    assert_int_equal(k->layer->count, 2);
    assert_string_equal(kit_value(k, 0, 0, "navn"), "Å");
    assert_null(kit_source(k)->crs);
}

static void other_kinds_are_told(void **state) {
    kit *k = *state;
    const char *mixed =
        "GEOMETRYCOLLECTION(POINT(1 1),LINESTRING(0 0,1 1),POLYGON((0 0,9 0,9 9,0 0)))";
    OGRLayerH layer;
    GDALDatasetH set = kit_create(k, "GPKG", "m.gpkg", "m", 25833, wkbUnknown, &layer, NULL);
    kit_add(layer, "POLYGON((0 0,9 0,9 9,0 0))", NULL);
    kit_add(layer, mixed, NULL);
    kit_add(layer, "GEOMETRYCOLLECTION(POINT(1 1),LINESTRING(0 0,1 1))", NULL);
    kit_add(layer, "POINT(1 1)", NULL);
    GDALClose(set);
    kit_must_open(k, "m.gpkg");
    kit_must_read(k, 0, 0, NULL);
    kit_counts(k, 4, 0);
    assert_int_equal(kit_remarks(k, "GEOMETRITYPE_UTELATT"), 2);
    assert_true(kit_remark(k, "GEOMETRITYPE_UTELATT")->located);
    assert_int_equal(k->layer->geometry[1]->kind, HN_AREA);
    assert_int_equal(k->layer->geometry[2]->kind, HN_LINE);
    assert_int_equal(k->layer->geometry[3]->kind, HN_POINT);
    const uint8_t flags[] = {0, 1, 1, 0};
    assert_memory_equal(k->layer->kind_mixed, flags, 4);

    k->areas_only = true;
    kit_must_open(k, "m.gpkg");
    kit_must_read(k, 0, 0, NULL);
    kit_counts(k, 4, 2);
    assert_int_equal(kit_remarks(k, "GEOMETRITYPE_UTELATT"), 3);
    assert_int_equal(k->layer->count, 2);
}

/* WKT has no word for what is no number. */
static void add_line_to(OGRLayerH layer, double x, double y) {
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    OGRGeometryH line = OGR_G_CreateGeometry(wkbLineString);
    OGR_G_AddPoint_2D(line, 500000, 7000000);
    OGR_G_AddPoint_2D(line, x, y);
    OGR_F_SetGeometryDirectly(feature, line);
    assert_int_equal(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
    OGR_F_Destroy(feature);
}

static void coordinates_that_are_none_are_told(void **state) {
    kit *k = *state;
    OGRLayerH layer;
    GDALDatasetH set = kit_create(k, "GPKG", "k.gpkg", "k", 25832, wkbUnknown, &layer, NULL);
    kit_add(layer, "POINT(500000 7000000)", NULL);
    add_line_to(layer, NAN, 1);
    add_line_to(layer, 1, INFINITY);
    kit_add(layer, "POINT(1e30 0)", NULL);
    kit_add(layer, "POINT(-25321757 49318)", NULL); /* no place on earth in this zone */
    kit_add(layer, "POINT(500001 7000000)", NULL);
    GDALClose(set);
    for (int epsg = 25832; epsg <= 25833; epsg++) {
        kit_must_open(k, "k.gpkg");
        kit_must_read(k, 0, epsg, NULL);
        kit_counts(k, 6, 4);
        assert_int_equal(kit_remarks(k, "KOORDINAT_UGYLDIG"), 4);
        assert_int_equal(k->layer->count, 2);
    }
}

/* ---- systems ---- */

static void coordinates_arrive_in_the_working_system(void **state) {
    kit *k = *state;
    OGRLayerH layer;
    GDALDatasetH set = kit_create(k, "GPKG", "t.gpkg", "t", 25832, wkbPoint, &layer, NULL);
    kit_add(layer, "POINT(500000 7000000)", NULL);
    GDALClose(set);
    kit_must_open(k, "t.gpkg");
    kit_must_read(k, 0, 25833, NULL);
    double x = k->layer->geometry[0]->xy[0], y = k->layer->geometry[0]->xy[1], lon, lat;
    assert_true(hn_crs_lonlat(k->to, x, y, &lon, &lat));
    assert_true(fabs(lon - 9) < 1e-9);
    assert_string_equal(k->layer->crs, "EPSG:25832");
    assert_int_equal(k->result->facts.count, 1); /* the operation, for the run's own table */
    assert_string_equal(k->result->facts.row[0].nokkel, "transformasjon");
    assert_non_null(strstr(k->result->facts.row[0].verdi, "EPSG:25832 → EPSG:25833"));
}

static void a_ballpark_transformation_is_refused_by_name(void **state) {
    kit *k = *state;
    OGRLayerH layer;
    GDALDatasetH set = kit_create(k, "GPKG", "b.gpkg", "b", 4269, wkbPoint, &layer, NULL);
    kit_add(layer, "POINT(-105 40)", NULL);
    GDALClose(set);
    kit_must_open(k, "b.gpkg");
    assert_int_equal(kit_read(k, 0, 25833, NULL), HENSYN_INPUT);
    assert_non_null(strstr(hensyn_message(k->ctx), "b.gpkg, laget b: "));
    assert_non_null(strstr(hensyn_message(k->ctx), "--allow-ballpark"));
    k->ballpark = true;
    kit_must_open(k, "b.gpkg");
    kit_must_read(k, 0, 32613, NULL);
    kit_counts(k, 1, 0);
}

static void a_missing_system_must_be_given(void **state) {
    kit *k = *state;
    OGRLayerH layer;
    GDALDatasetH set = kit_create(k, "ESRI Shapefile", "c.shp", "c", 0, wkbPoint, &layer, NULL);
    kit_add_field(layer, "navn", OFTString);
    kit_add(layer, "POINT(500000 7000000)", "navn", "x", NULL);
    GDALClose(set);
    kit_must_open(k, "c.shp");
    assert_null(kit_info(k, 0)->crs);
    assert_int_equal(kit_read(k, 0, 25833, NULL), HENSYN_INPUT);
    assert_non_null(strstr(hensyn_message(k->ctx), "c.shp, laget c: "));
    assert_non_null(strstr(hensyn_message(k->ctx), "--assume-crs"));
    k->assume = 25832;
    kit_must_open(k, "c.shp");
    assert_int_equal(hn_crs_epsg(kit_info(k, 0)->crs), 25832);
    assert_int_equal(kit_remarks(k, "CRS_ANTATT"), 1);
    assert_non_null(strstr(kit_remark(k, "CRS_ANTATT")->tekst, "EPSG:25832"));
    kit_must_read(k, 0, 25832, NULL);
    assert_true(k->layer->geometry[0]->xy[0] == 500000);
    k->assume = 99999;
    kit_fails(k, "c.shp", "EPSG:99999");
}

static void a_system_that_is_known_is_not_overruled(void **state) {
    kit *k = *state;
    OGRLayerH layer;
    GDALDatasetH set = kit_create(k, "GPKG", "c.gpkg", "c", 25833, wkbPoint, &layer, NULL);
    kit_add(layer, "POINT(500000 7000000)", NULL);
    GDALClose(set);
    k->assume = 25832;
    kit_must_open(k, "c.gpkg");
    assert_int_equal(hn_crs_epsg(kit_info(k, 0)->crs), 25833);
    assert_int_equal(kit_remarks(k, "CRS_ANTATT"), 0);
}

static void metres_that_pretend_to_be_degrees(void **state) {
    kit *k = *state;
    /* GeoJSON without a system is EPSG:4326 by the book, and often is not. */
    kit_write(k, "m.geojson",
              "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Point\","
              "\"coordinates\":[500000,7000000]}}");
    kit_must_open(k, "m.geojson");
    assert_null(kit_info(k, 0)->crs);
    assert_int_equal(kit_read(k, 0, 25833, NULL), HENSYN_INPUT);
    assert_non_null(strstr(hensyn_message(k->ctx), "ikke grader"));
    k->assume = 25833;
    kit_must_open(k, "m.geojson");
    kit_must_read(k, 0, 25833, NULL);
    assert_int_equal(kit_remarks(k, "CRS_ANTATT"), 1);
    assert_true(k->layer->geometry[0]->xy[1] == 7000000);
}

static void undefined_systems_are_none(void **state) {
    kit *k = *state;
    kit_need_data();
    kit_must_open(k, HENSYN_TEST_DATA "/broken/gpkg/2d_envelope.gpkg");
    assert_null(kit_info(k, 0)->crs); /* "Undefined geographic SRS" */
    kit_must_open(k, HENSYN_TEST_DATA "/broken/gpkg/relation_mapping_table.gpkg");
    assert_null(kit_info(k, 0)->crs); /* "Undefined SRS" */
    kit_must_read(k, 0, 25833, NULL); /* an empty layer is no failure */
    kit_counts(k, 0, 0);
}

/* ---- axis order ---- */

static void points_in(kit *k, int epsg, const char *const *wkt, size_t count) {
    OGRLayerH layer;
    hn_file_remove(kit_path(k, "x.gpkg"));
    GDALDatasetH set = kit_create(k, "GPKG", "x.gpkg", "x", epsg, wkbPoint, &layer, NULL);
    for (size_t i = 0; i < count; i++)
        kit_add(layer, wkt[i], NULL);
    GDALClose(set);
    kit_must_open(k, "x.gpkg");
}

static void swapped(kit *k, int epsg, const char *wkt, double x, double y, bool expected) {
    points_in(k, epsg, &wkt, 1);
    kit_must_read(k, 0, 0, NULL);
    const double *xy = k->layer->geometry[0]->xy;
    if ((kit_remarks(k, "AKSER_BYTTET") == 1) != expected || xy[0] != x || xy[1] != y)
        fail_msg("EPSG:%d %s became %g %g with %zu remarks", epsg, wkt, xy[0], xy[1],
                 kit_remarks(k, "AKSER_BYTTET"));
    assert_true(kit_info(k, 0)->extent.xmin == x && kit_info(k, 0)->extent.ymin == y);
}

static void northing_first_is_seen_by_where_it_leads(void **state) {
    kit *k = *state;
    swapped(k, 25833, "POINT(7466000 475000)", 475000, 7466000, true);
    swapped(k, 25833, "POINT(475000 7466000)", 475000, 7466000, false);
    swapped(k, 25832, "POINT(6650000 600000)", 600000, 6650000, true);
    swapped(k, 25833, "POINT(7900000 -80000)", -80000, 7900000, true);
    swapped(k, 25835, "POINT(7750000 600000)", 600000, 7750000, true);
    swapped(k, 32633, "POINT(7466000 475000)", 475000, 7466000, true);
    swapped(k, 25833, "POINT(8680000 515000)", 515000, 8680000, true); /* Svalbard */
    swapped(k, 5110, "POINT(1210000 95000)", 95000, 1210000, true);    /* NTM */
    swapped(k, 5110, "POINT(95000 1210000)", 95000, 1210000, false);
    swapped(k, 4258, "POINT(59.9 10.7)", 10.7, 59.9, true);
    swapped(k, 4326, "POINT(67.3 14.4)", 14.4, 67.3, true);
    swapped(k, 4326, "POINT(10.7 59.9)", 10.7, 59.9, false);
    swapped(k, 4326, "POINT(40 -105)", -105, 40, true); /* no latitude is below -90 */
}

static void what_fits_neither_way_is_left_alone(void **state) {
    kit *k = *state;
    swapped(k, 25833, "POINT(0 0)", 0, 0, false);
    swapped(k, 25833, "POINT(100 100)", 100, 100, false);
    swapped(k, 4326, "POINT(-68.8 44.8)", -68.8, 44.8, false);
    swapped(k, 4326, "POINT(2.3 48.9)", 2.3, 48.9, false);
    swapped(k, 27700, "POINT(530000 180000)", 530000, 180000, false);
    swapped(k, 3857, "POINT(8000000 1200000)", 8000000, 1200000, false);
}

static void most_features_decide_the_axis_order(void **state) {
    kit *k = *state;
    const char *mostly[] = {"POINT(7466000 475000)", "POINT(7466100 475000)", "POINT(0 0)"};
    points_in(k, 25833, mostly, 3);
    assert_int_equal(kit_remarks(k, "AKSER_BYTTET"), 1);
    const char *hardly[] = {"POINT(7466000 475000)", "POINT(475000 7466000)",
                            "POINT(475000 7466100)"};
    points_in(k, 25833, hardly, 3);
    assert_int_equal(kit_remarks(k, "AKSER_BYTTET"), 0);
    assert_string_equal(kit_info(k, 0)->name, "x");
}

/* ---- accounts ---- */

static void a_promise_that_is_not_kept_is_told(void **state) {
    kit *k = *state;
    kit_need_data();
    kit_must_open(k, HENSYN_TEST_DATA "/broken/gpkg/huge_feature_count.gpkg");
    assert_int_equal(kit_info(k, 0)->count, -1); /* more objects than the file has bytes */
    assert_int_equal(kit_info(k, 1)->count, -1);
}

static void progress_can_cancel(void **state) {
    kit *k = *state;
    OGRLayerH layer;
    GDALDatasetH set = kit_create(k, "GPKG", "p.gpkg", "p", 25833, wkbPoint, &layer, NULL);
    for (int i = 0; i < 10; i++)
        kit_add(layer, "POINT(0 0)", NULL);
    GDALClose(set);
    kit_must_open(k, "p.gpkg");
    hensyn_cancel(k->ctx);
    assert_int_equal(kit_read(k, 0, 0, NULL), HENSYN_CANCELLED);
    assert_null(k->layer);
}

/* Reads everything in a file; every object must be accounted for. Layers that cannot be read must
 * say why. */
static void account_for(kit *k, const char *path) {
    if (kit_open(k, path) != HENSYN_OK) {
        assert_true(strlen(hensyn_message(k->ctx)) > strlen(path) + 5);
        return;
    }
    for (size_t i = 0; i < hn_opened_layers(k->opened); i++) {
        if (kit_info(k, i)->fields > 64) continue;
        /* The second time without a transformation: PROJ takes its time over each. */
        hensyn_status status = kit_read(k, i, k->assume && kit_info(k, i)->crs ? 0 : 25833, NULL);
        if (status != HENSYN_OK) {
            assert_int_equal(status, HENSYN_INPUT);
            assert_non_null(strstr(hensyn_message(k->ctx), kit_info(k, i)->name));
            continue;
        }
        const hn_source_row *row = kit_source(k);
        if (row->antall_lest != row->antall_utelatt + (int64_t)k->layer->count)
            fail_msg("%s, %s: %lld read, %lld left out, %zu kept", path, kit_info(k, i)->name,
                     (long long)row->antall_lest, (long long)row->antall_utelatt, k->layer->count);
        size_t told = 0;
        for (size_t m = 0; m < k->result->remarks.count; m++) {
            const hn_remark *remark = &k->result->remarks.row[m];
            told += remark->kilde_id && strcmp(remark->lag ? remark->lag : "", row->lag) == 0;
        }
        assert_true(told >= (size_t)row->antall_utelatt);
    }
}

typedef struct folder_walk {
    kit *k;
    const char *folder;
    size_t files;
} folder_walk;

static void account_for_name(const char *name, void *user) {
    folder_walk *walk = user;
    char path[700];
    snprintf(path, sizeof path, "%s/%s", walk->folder, name);
    if (hn_path_kind_of(path) != HN_PATH_FILE) return;
    walk->files++;
    account_for(walk->k, path);
}

static void nothing_is_lost_without_a_word(void **state) {
    kit *k = *state;
    kit_need_data();
    const char *const folders[] = {"broken/geojson", "broken/gpkg", "broken/shp", "plan_gml",
                                   "sosi"};
    k->ballpark = true;
    for (int assume = 0; assume <= 25833; assume += 25833) {
        k->assume = assume;
        for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
            char folder[600];
            snprintf(folder, sizeof folder, "%s/%s", HENSYN_TEST_DATA, folders[i]);
            folder_walk walk = {k, folder, 0};
            size_t before = kit_count_files(folder);
            hn_list_folder(folder, account_for_name, &walk);
            assert_true(walk.files > 5);
            assert_int_equal(kit_count_files(folder), before); /* and nothing is written */
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        KIT_TEST(codes_are_the_same_as_text_and_number),
        KIT_TEST(real_numbers_are_short_and_exact),
        KIT_TEST(lists_are_joined),
        KIT_TEST(municipality_numbers_have_four_digits),
        KIT_TEST(only_what_is_asked_for_is_read),
        KIT_TEST(all_kinds_arrive_as_flat_arrays),
        KIT_TEST(shells_run_left_and_holes_right),
        KIT_TEST(arcs_become_lines_within_a_centimetre),
        KIT_TEST(neighbours_share_their_arc),
        KIT_TEST(heights_are_dropped_once_a_layer),
        KIT_TEST(open_rings_are_closed_and_short_ones_left_out),
        KIT_TEST(what_has_no_geometry_is_left_out_and_told),
        KIT_TEST(outlines_are_kept_for_their_values),
        KIT_TEST(a_table_needs_no_system),
        KIT_TEST(other_kinds_are_told),
        KIT_TEST(coordinates_that_are_none_are_told),
        KIT_TEST(coordinates_arrive_in_the_working_system),
        KIT_TEST(a_ballpark_transformation_is_refused_by_name),
        KIT_TEST(a_missing_system_must_be_given),
        KIT_TEST(a_system_that_is_known_is_not_overruled),
        KIT_TEST(metres_that_pretend_to_be_degrees),
        KIT_TEST(undefined_systems_are_none),
        KIT_TEST(northing_first_is_seen_by_where_it_leads),
        KIT_TEST(what_fits_neither_way_is_left_alone),
        KIT_TEST(most_features_decide_the_axis_order),
        KIT_TEST(a_promise_that_is_not_kept_is_told),
        KIT_TEST(progress_can_cancel),
        KIT_TEST(nothing_is_lost_without_a_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
