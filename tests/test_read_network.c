/* test_read_network.c - networks, dwellings and heights as files: OSM in all its disorder, lines
 * with heights, filters, CSV, elevation models. */
#include "read/dem.h"
#include "read_kit.h"

#include <gdal.h>

static const hn_crs *system_of(kit *k, int epsg) {
    hn_crs_destroy(k->to);
    k->to = NULL;
    assert_int_equal(hn_crs_from_epsg(k->ctx, epsg, &k->to), HENSYN_OK);
    return k->to;
}

/* Reads a layer with all its fields. */
static hensyn_status read_with(kit *k, size_t number, int epsg, bool heights, const char *filter) {
    const hn_layer_info *info = kit_info(k, number);
    int columns[64];
    for (size_t i = 0; i < info->fields; i++)
        columns[i] = (int)i;
    hn_request request = {.columns = info->fields,
                          .column = columns,
                          .to = system_of(k, epsg),
                          .role = "nett",
                          .id_column = -1,
                          .keep_z = heights,
                          .filter = filter};
    hn_layer_destroy(k->layer);
    k->layer = NULL;
    return hn_read_layer(k->ctx, k->opened, number, &request, k->result, &k->layer, &k->row);
}

static size_t layer_named(kit *k, const char *name) {
    for (size_t i = 0; i < hn_opened_layers(k->opened); i++)
        if (strcmp(kit_info(k, i)->name, name) == 0) return i;
    fail_msg("no layer %s", name);
    return 0;
}

/* ---- OSM ---- */

/* Ways before their nodes would be wrong; ids in no order and below zero are not. */
static const char disorder[] =
    "<?xml version='1.0' encoding='UTF-8'?>\n<osm version='0.6'>\n"
    "<node id='30' lat='60.0' lon='10.0'/><node id='-5' lat='60.001' lon='10.001'/>"
    "<node id='7' lat='60.002' lon='10.0'/><node id='-90' lat='60.003' lon='10.0'/>"
    "<node id='8' lat='60.003' lon='10.002'/>\n"
    "<way id='900'><nd ref='30'/><nd ref='-5'/><tag k='highway' v='residential'/>"
    "<tag k='maxspeed' v='30'/><tag k='oneway:bicycle' v='no'/></way>\n"
    "<way id='-12'><nd ref='-5'/><nd ref='7'/><tag k='highway' v='footway'/>"
    "<tag k='bridge' v='yes'/><tag k='layer' v='1'/></way>\n"
    "<way id='3'><nd ref='7'/><nd ref='-90'/><nd ref='8'/><nd ref='7'/>"
    "<tag k='highway' v='service'/><tag k='junction' v='roundabout'/></way>\n"
    "<way id='-700'><nd ref='7'/><nd ref='-90'/><nd ref='8'/><nd ref='7'/>"
    "<tag k='highway' v='pedestrian'/><tag k='area' v='yes'/></way>\n"
    "<way id='44'><nd ref='30'/><nd ref='8'/><tag k='waterway' v='stream'/></way>\n"
    "</osm>\n";

static const char *value_of(kit *k, size_t row, size_t number, const char *field) {
    const char *text = kit_value(k, row, number, field);
    return text ? text : "-";
}

static void osm_without_order(void **state) {
    kit *k = *state;
    kit_write(k, "a.osm", disorder);
    kit_must_open(k, "a.osm");
    size_t lines = layer_named(k, "lines");
    assert_int_equal(read_with(k, lines, 25832, false, NULL), HENSYN_OK);
    kit_counts(k, 4, 0); /* a closed way is a line, whatever its shape; the stream is one too */
    size_t found = 0;
    for (size_t i = 0; i < k->layer->count; i++) {
        const char *id = value_of(k, i, lines, "osm_id");
        if (strcmp(id, "900") == 0) {
            assert_string_equal(value_of(k, i, lines, "maxspeed"), "30");
            assert_string_equal(value_of(k, i, lines, "oneway_bicycle"), "no");
            found++;
        } else if (strcmp(id, "-12") == 0) {
            assert_string_equal(value_of(k, i, lines, "bridge"), "yes");
            assert_string_equal(value_of(k, i, lines, "layer"), "1");
            found++;
        } else if (strcmp(id, "3") == 0) {
            assert_string_equal(value_of(k, i, lines, "junction"), "roundabout");
            assert_int_equal(k->layer->geometry[i]->points, 4);
            found++;
        }
    }
    assert_int_equal(found, 3);
    assert_int_equal(kit_count_files(k->folder), 1); /* nothing beside the input */
}

static void a_square_is_an_area(void **state) {
    kit *k = *state;
    kit_write(k, "a.osm", disorder);
    kit_must_open(k, "a.osm|layername=multipolygons");
    assert_int_equal(read_with(k, 0, 25832, false, "highway IS NOT NULL"), HENSYN_OK);
    kit_counts(k, 1, 0);
    assert_int_equal(k->layer->geometry[0]->kind, HN_AREA);
}

static void the_place_of_osm_without_a_head(void **state) {
    kit *k = *state;
    kit_write(k, "a.osm", disorder);
    kit_must_open(k, "a.osm");
    const hn_layer_info *info = kit_info(k, layer_named(k, "lines"));
    assert_true(info->extent_known);
    assert_true(fabs(info->extent.ymin - 60) < 1e-6 && fabs(info->extent.ymax - 60.003) < 1e-6);
    assert_true(fabs(info->extent.xmax - 10.002) < 1e-6);
}

static size_t ways_with(const char *text, const char *tag) {
    size_t count = 0;
    for (const char *way = strstr(text, "<way "); way; way = strstr(way + 1, "<way ")) {
        const char *end = strstr(way, "</way>"), *at = strstr(way, tag);
        count += at && end && at < end;
    }
    return count;
}

/* Every way of the file with a highway comes out, as a line or as an area. */
static void real_osm_loses_nothing(void **state) {
    static const char *const names[] = {"krems", "monaco"};
    kit *k = *state;
    kit_need_data();
    for (size_t i = 0; i < 2; i++) {
        char path[512];
        size_t found = 0;
        snprintf(path, sizeof path, "/vsigzip/%s/osm/%s.osm.gz", HENSYN_TEST_DATA, names[i]);
        VSILFILE *file = VSIFOpenL(path, "rb");
        assert_non_null(file);
        enum { MOST = 64 << 20 };
        char *text = malloc(MOST);
        size_t size = VSIFReadL(text, 1, MOST - 1, file);
        text[size] = '\0';
        VSIFCloseL(file);
        size_t wanted = ways_with(text, "k=\"highway\"") + ways_with(text, "k='highway'");
        free(text);
        for (int area = 0; area < 2; area++) {
            snprintf(path, sizeof path, "%s/osm/%s.osm.gz|layername=%s", HENSYN_TEST_DATA, names[i],
                     area ? "multipolygons" : "lines");
            kit_must_open(k, path);
            assert_int_equal(read_with(k, 0, 32632, false, "highway IS NOT NULL"), HENSYN_OK);
            found += k->layer->count;
        }
        assert_true(wanted > 500);
        assert_int_equal(found, wanted);
    }
}

/* ---- heights ---- */

static void lines_with_heights(kit *k) {
    OGRLayerH layer;
    GDALDatasetH set =
        kit_create(k, "GPKG", "n.gpkg", "veg", 25832, wkbMultiLineString25D, &layer, NULL);
    kit_add_field(layer, "id", OFTString);
    kit_add(layer, "LINESTRING Z (500000 6600000 10,500010 6600000 12.5)", "id", "a", NULL);
    kit_add(layer, "LINESTRING Z (500000 6600000 0,500010 6600000 0)", "id", "b", NULL);
    kit_add(layer, "LINESTRING Z (500000 6600000 -99999,500010 6600000 3)", "id", "c", NULL);
    kit_add(layer, "LINESTRING (500000 6600000,500010 6600000)", "id", "d", NULL);
    kit_add(
        layer,
        "MULTILINESTRING Z ((500000 6600000 1,500010 6600000 2),(500000 6600010 3,500010 6600010 "
        "4,500020 6600010 5))",
        "id", "e", NULL);
    kit_add(layer, "LINESTRING Z (500000 6600000 1,500000 6600000 9)", "id", "f", NULL);
    GDALClose(set);
}

static void heights_on_request(void **state) {
    kit *k = *state;
    lines_with_heights(k);
    kit_must_open(k, "n.gpkg");
    assert_int_equal(read_with(k, 0, 25832, true, NULL), HENSYN_OK);
    kit_counts(k, 6, 1); /* ends that differ in height only are no line */
    const double *z = k->layer->geometry[0]->z;
    assert_non_null(z);
    assert_true(z[0] == 10 && z[1] == 12.5);
    assert_null(k->layer->geometry[1]->z); /* 0 all along is no height */
    assert_true(isnan(k->layer->geometry[2]->z[0]) && k->layer->geometry[2]->z[1] == 3);
    assert_null(k->layer->geometry[3]->z);
    const hn_geometry *two = k->layer->geometry[4];
    assert_int_equal(two->parts, 2);
    assert_true(two->z[1] == 2 && two->z[2] == 3 && two->z[4] == 5);
    hn_geometry *copy = hn_geometry_copy(two);
    assert_true(copy->z != two->z && copy->z[4] == 5 && copy->ring[1] == two->ring[1]);
    hn_free(copy);
    assert_int_equal(kit_remarks(k, "HOYDE_DROPPET"), 0);
}

static void no_heights_without_request(void **state) {
    kit *k = *state;
    lines_with_heights(k);
    kit_must_open(k, "n.gpkg");
    assert_int_equal(read_with(k, 0, 25832, false, NULL), HENSYN_OK);
    for (size_t i = 0; i < k->layer->count; i++)
        assert_null(k->layer->geometry[i]->z);
    assert_int_equal(kit_remarks(k, "HOYDE_DROPPET"), 1);
}

/* ---- filters ---- */

static void a_filter_of_the_request(void **state) {
    kit *k = *state;
    lines_with_heights(k);
    kit_must_open(k, "n.gpkg");
    assert_int_equal(read_with(k, 0, 25832, false, "id IN ('a','d')"), HENSYN_OK);
    kit_counts(k, 2, 0);
    assert_int_equal(kit_remarks(k, "ANTALL_AVVIKER"), 0);
    assert_int_equal(read_with(k, 0, 25832, false, "ingen = 3"), HENSYN_INPUT);
    assert_non_null(strstr(hensyn_message(k->ctx), "ingen = 3"));
    /* The source's own goes before. */
    kit_must_open(k, "n.gpkg|subset=id='e'");
    assert_int_equal(read_with(k, 0, 25832, false, "id IN ('a','d')"), HENSYN_OK);
    kit_counts(k, 1, 0);
}

/* ---- CSV ---- */

static void csv_with_columns_of_coordinates(void **state) {
    static const char *const heads[] = {"id,lon,lat,folk", "id,X,Y,folk",
                                        "id,Longitude,Latitude,folk", "id,\xC3\xB8st,nord,folk"};
    kit *k = *state;
    k->assume = 4326;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        char text[256];
        snprintf(text, sizeof text, "%s\n1,10.5,60.1,3\n2,10.6,60.2,\n", heads[i]);
        kit_write(k, "a.csv", text);
        kit_must_open(k, "a.csv");
        assert_int_equal(read_with(k, 0, 4326, false, NULL), HENSYN_OK);
        kit_counts(k, 2, 0);
        assert_true(k->layer->geometry[1]->xy[0] == 10.6 && k->layer->geometry[1]->xy[1] == 60.2);
        assert_string_equal(kit_value(k, 0, 0, "folk"), "3");
        assert_null(kit_value(k, 1, 0, "folk"));
    }
    k->assume = 0;
}

/* ---- elevation models ---- */

/* 3 x 2 cells of 10 m, from (0, 20) down; one without data. */
static void make_dem(kit *k, int epsg) {
    float height[6] = {10, 20, 30, 40, 50, -9999};
    double place[6] = {500000, 10, 0, 6600020, 0, -10};
    GDALDatasetH set = GDALCreate(GDALGetDriverByName("GTiff"), kit_path(k, "dem.tif"), 3, 2, 1,
                                  GDT_Float32, NULL);
    assert_non_null(set);
    GDALSetGeoTransform(set, place);
    if (epsg) {
        OGRSpatialReferenceH srs = kit_srs(epsg);
        GDALSetSpatialRef(set, srs);
        OSRRelease(srs);
    }
    GDALSetRasterNoDataValue(GDALGetRasterBand(set, 1), -9999);
    assert_int_equal(GDALRasterIO(GDALGetRasterBand(set, 1), GF_Write, 0, 0, 3, 2, height, 3, 2,
                                  GDT_Float32, 0, 0),
                     CE_None);
    GDALClose(set);
}

static hensyn_status open_dem(kit *k, const char *name, int assume, int epsg, hn_dem **out) {
    hn_source source = {.text = kit_path(k, name), .path = kit_path(k, name)};
    hn_box extent = {500000, 6600000, 500030, 6600020};
    return hn_dem_open(k->ctx, &source, assume, system_of(k, epsg), extent, false, out);
}

static void heights_between_cells(void **state) {
    kit *k = *state;
    hn_dem *dem;
    make_dem(k, 25832);
    assert_int_equal(open_dem(k, "dem.tif", 0, 25832, &dem), HENSYN_OK);
    const double xy[] = {5,  15, 15, 15, 10, 15, 5,  10, 10, 10, 1, 19, 29,
                         15, 25, 5,  24, 6,  -1, 10, 10, 21, 15, 5, 20, 15};
    const double wanted[] = {10, 20, 15, 25, 30, 10, 30, NAN, NAN, NAN, NAN, 50, 25};
    enum { POINTS = sizeof wanted / sizeof *wanted };
    double at[2 * POINTS], z[POINTS];
    for (size_t i = 0; i < POINTS; i++) {
        at[2 * i] = 500000 + xy[2 * i];
        at[2 * i + 1] = 6600000 + xy[2 * i + 1];
    }
    assert_int_equal(hn_dem_heights(k->ctx, dem, at, POINTS, z), HENSYN_OK);
    for (size_t i = 0; i < POINTS; i++)
        if (isnan(wanted[i]) ? !isnan(z[i]) : !(fabs(z[i] - wanted[i]) < 1e-9))
            fail_msg("point %zu: %g, not %g", i, z[i], wanted[i]);
    hn_dem_close(dem);
    assert_int_equal(kit_count_files(k->folder), 1);
}

static void heights_in_another_system(void **state) {
    kit *k = *state;
    hn_dem *dem;
    make_dem(k, 25832);
    hn_crs *from;
    hn_transform *there;
    double xy[2] = {500015, 6600015}, z;
    assert_int_equal(hn_crs_from_epsg(k->ctx, 25832, &from), HENSYN_OK);
    assert_int_equal(open_dem(k, "dem.tif", 0, 25833, &dem), HENSYN_OK);
    assert_int_equal(hn_transform_create(k->ctx, from, k->to, HN_EMPTY_BOX, false, &there),
                     HENSYN_OK);
    assert_true(hn_transform_points(there, xy, 1));
    assert_int_equal(hn_dem_heights(k->ctx, dem, xy, 1, &z), HENSYN_OK);
    assert_true(fabs(z - 20) < 0.01);
    hn_transform_destroy(there);
    hn_crs_destroy(from);
    hn_dem_close(dem);
}

static void rasters_that_are_none(void **state) {
    kit *k = *state;
    hn_dem *dem;
    assert_int_equal(open_dem(k, "ingen.tif", 0, 25832, &dem), HENSYN_INPUT);
    assert_null(dem);
    kit_write(k, "tekst.tif", "ikke et bilde");
    assert_int_equal(open_dem(k, "tekst.tif", 0, 25832, &dem), HENSYN_INPUT);
    make_dem(k, 0);
    assert_int_equal(open_dem(k, "dem.tif", 0, 25832, &dem), HENSYN_INPUT);
    assert_non_null(strstr(hensyn_message(k->ctx), "--assume-crs"));
    assert_int_equal(open_dem(k, "dem.tif", 25832, 25832, &dem), HENSYN_OK);
    assert_non_null(strstr(hn_dem_text(dem), "3 x 2"));
    hn_dem_close(dem);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        KIT_TEST(osm_without_order),
        KIT_TEST(a_square_is_an_area),
        KIT_TEST(the_place_of_osm_without_a_head),
        KIT_TEST(real_osm_loses_nothing),
        KIT_TEST(heights_on_request),
        KIT_TEST(no_heights_without_request),
        KIT_TEST(a_filter_of_the_request),
        KIT_TEST(csv_with_columns_of_coordinates),
        KIT_TEST(heights_between_cells),
        KIT_TEST(heights_in_another_system),
        KIT_TEST(rasters_that_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
