/* test_heights.c - heights of an elevation model along links, and the walking time they give, by
 * models whose integral is known. */
#include "access/edges.h"
#include "data/links.h"
#include "link_kit.h"
#include "read/heights.h"
#include "read_kit.h"

enum { COLUMNS = 120, ROWS = 11, CELL = 10, MOST = 8 };
static const double west = 500000,
                    south = 6600000; /* of the links; the model begins 100 m before */

typedef double (*height_fn)(double x);

typedef struct hill {
    kit *k;
    hn_dem *dem;
    hn_measure *measure;
    double xy[MOST][12];
    hn_link link[MOST];
    hn_links links;
    hn_heights heights;
    hn_network *network;
    hn_access_options options;
} hill;

/* 120 x 11 cells of 10 m; the height depends on the distance from the west alone. */
static void write_model(kit *k, height_fn height, double nodata_from, double nodata_to) {
    double place[6] = {west - 100, CELL, 0, south + 50, 0, -CELL};
    float cells[ROWS * COLUMNS];
    for (int i = 0; i < ROWS * COLUMNS; i++) {
        double x = -100 + CELL * (i % COLUMNS + 0.5);
        cells[i] = x > nodata_from && x < nodata_to ? -9999.F : (float)height(x);
    }
    GDALDatasetH set = GDALCreate(GDALGetDriverByName("GTiff"), kit_path(k, "dem.tif"), COLUMNS,
                                  ROWS, 1, GDT_Float32, NULL);
    OGRSpatialReferenceH srs = kit_srs(25833);
    GDALSetGeoTransform(set, place);
    GDALSetSpatialRef(set, srs);
    OSRRelease(srs);
    GDALSetRasterNoDataValue(GDALGetRasterBand(set, 1), -9999);
    assert_int_equal(GDALRasterIO(GDALGetRasterBand(set, 1), GF_Write, 0, 0, COLUMNS, ROWS, cells,
                                  COLUMNS, ROWS, GDT_Float32, 0, 0),
                     CE_None);
    GDALClose(set);
}

static void open_model(hill *h, int epsg) {
    hn_source source = {.text = kit_path(h->k, "dem.tif"), .path = kit_path(h->k, "dem.tif")};
    hn_crs *from;
    hn_box extent = {west, south, west + 1000, south + 10};
    assert_int_equal(hn_crs_from_epsg(h->k->ctx, epsg, &from), HENSYN_OK);
    assert_int_equal(hn_dem_open(h->k->ctx, &source, 0, from, extent, false, &h->dem), HENSYN_OK);
    hn_crs_destroy(from);
}

static hill *hill_over(kit *k, height_fn height) {
    hill *h = calloc(1, sizeof *h);
    h->k = k;
    hn_box all = {0, 0, 1e6, 1e7};
    assert_int_equal(hn_measure_create(k->ctx, all, NULL, NULL, 1, &h->measure), HENSYN_OK);
    h->options = (hn_access_options){.measure = h->measure,
                                     .threads = 2,
                                     .join = 0.1,
                                     .leg_speed_kmh = 5,
                                     .tobler = true,
                                     .by_time = true};
    h->links = (hn_links){.link = h->link, .box = HN_EMPTY_BOX};
    write_model(k, height, 0, 0);
    open_model(h, 25833);
    return h;
}

/* Of points metres east and north of the corner. */
static hn_link *add_link(hill *h, uint32_t points, const double *xy) {
    hn_link *link = &h->link[h->links.count];
    double *own = h->xy[h->links.count++];
    for (uint32_t i = 0; i < points; i++) {
        own[2 * i] = west + xy[2 * i];
        own[2 * i + 1] = south + xy[2 * i + 1];
        h->links.box = hn_box_join(
            h->links.box, (hn_box){own[2 * i], own[2 * i + 1], own[2 * i], own[2 * i + 1]});
    }
    *link = link_of(own, points);
    return link;
}
#define LINK(h, ...)                                                                               \
    add_link(h, sizeof((double[]){__VA_ARGS__}) / (2 * sizeof(double)), (double[]){__VA_ARGS__})

static void find_heights(hill *h) {
    assert_int_equal(hn_heights_from_dem(h->k->ctx, &h->links, h->dem, 10, &h->heights), HENSYN_OK);
}

static void build(hill *h) {
    find_heights(h);
    assert_int_equal(hn_network_build(h->k->ctx, &h->links, &h->options, NULL, &h->network),
                     HENSYN_OK);
}

static void hill_free(hill *h) {
    hn_network_destroy(h->network);
    hn_heights_clear(&h->heights);
    hn_dem_close(h->dem);
    hn_measure_destroy(h->measure);
    free(h);
}

static double seconds(const hill *h, uint32_t link, double from, double to) {
    return hn_network_seconds(h->network, link, from, to);
}

static void near(double got, double wanted, double relative) {
    if (!(fabs(got - wanted) <= relative * fabs(wanted)))
        fail_msg("%.9g is not %.9g within %g", got, wanted, relative);
}

/* ---- models ---- */

static double flat(double x) {
    (void)x;
    return 120;
}
static double ramp(double x) { return 0.1 * x; }
static double ridge(double x) { return 60 * (1 - cos(x * 2 * M_PI / 1000)) / 2; }
static double slope_of_ridge(double x) { return 60 * M_PI / 1000 * sin(x * 2 * M_PI / 1000); }

/* Seconds over the ridge by its slope itself, in steps of a centimetre. */
static double integral(double from, double to, int way) {
    double sum = 0, step = 0.01;
    for (int i = 0; i < (int)((to - from) / step + 0.5); i++) {
        double slope = slope_of_ridge(from + (i + 0.5) * step);
        sum += step / (hn_tobler_kmh(way ? -slope : slope) / 3.6);
    }
    return sum;
}

/* ---- tests ---- */

static void a_straight_link_goes_over_the_ridge(void **state) {
    hill *h = hill_over(*state, ridge);
    LINK(h, 0, 0, 1000, 0);
    build(h);
    assert_int_equal(h->heights.known, 101);
    near(h->heights.step, CELL, 1e-6);
    double on_the_flat = 1000 / (hn_tobler_kmh(0) / 3.6);
    for (int way = 0; way < 2; way++) {
        double got = seconds(h, 0, way, !way);
        near(got, integral(0, 1000, way), 1e-3);
        assert_true(got > 1.15 * on_the_flat);
        near(h->network->edge[0].seconds[way], got, 1e-12);
        assert_int_equal(h->network->edge[0].cost[way], (uint32_t)nearbyint(got * 1000));
    }
    hill_free(h);
}

/* From the middle of the one segment up to its top and down again. */
static void places_within_a_segment_have_their_own_time(void **state) {
    hill *h = hill_over(*state, ridge);
    LINK(h, 0, 0, 1000, 0);
    build(h);
    static const double place[] = {0, 0.1, 0.25, 0.333, 0.5, 0.51, 0.8, 1};
    double up = 0, down = 0;
    for (int i = 0; i < 7; i++) {
        double from = place[i], to = place[i + 1], there = seconds(h, 0, from, to);
        /* a place between two knots has the mean slope of the ten metres there */
        near(there, integral(1000 * from, 1000 * to, 0), 0.01);
        near(seconds(h, 0, to, from), integral(1000 * from, 1000 * to, 1), 0.01);
        up += there;
        down += seconds(h, 0, to, from);
    }
    near(up, seconds(h, 0, 0, 1), 1e-12);
    near(down, seconds(h, 0, 1, 0), 1e-12);
    assert_true(seconds(h, 0, 0, 0.5) > 1.2 * seconds(h, 0, 0.5, 1));
    near(seconds(h, 0, 0, 0.5), seconds(h, 0, 1, 0.5), 1e-6); /* as steep from both sides */
    hill_free(h);
}

static void a_ramp_is_slower_upwards(void **state) {
    hill *h = hill_over(*state, ramp);
    LINK(h, 0, 0, 900, 0);
    build(h);
    near(seconds(h, 0, 0, 1), 900 / (6 * exp(-3.5 * 0.15) / 3.6), 1e-5);
    near(seconds(h, 0, 1, 0), 900 / (6 * exp(-3.5 * 0.05) / 3.6), 1e-5);
    near(seconds(h, 0, 0.2, 0.7), seconds(h, 0, 0, 1) / 2, 1e-5);
    hill_free(h);
}

/* What kjoring tells of the speeds is of the knots, also of the links after the first. */
static void the_slowest_and_the_fastest_are_those_of_the_slopes(void **state) {
    hill *h = hill_over(*state, ramp);
    LINK(h, 0, -40, 0, 0, 0, 40); /* along the contour */
    LINK(h, 0, 0, 900, 0);        /* up the ramp of one in ten, and down it */
    build(h);
    hn_network_facts facts = hn_network_facts_of(h->network, 5);
    near(facts.slowest_kmh, hn_tobler_kmh(0.1), 1e-3);
    near(facts.fastest_kmh, hn_tobler_kmh(0), 1e-3);
    hill_free(h);
}

static void the_flat_is_as_fast_as_without_a_model(void **state) {
    hill *h = hill_over(*state, flat);
    LINK(h, 0, 0, 995, 3);
    build(h);
    double length = hypot(995, 3);
    near(seconds(h, 0, 0, 1), length / (hn_tobler_kmh(0) / 3.6), 1e-9);
    near(seconds(h, 0, 1, 0.25), 0.75 * length / (hn_tobler_kmh(0) / 3.6), 1e-9);
    hill_free(h);
}

/* The same way drawn with many vertices, and with few, turned around. */
static void vertices_do_not_change_the_time(void **state) {
    hill *h = hill_over(*state, ridge);
    LINK(h, 0, 0, 1000, 0);
    LINK(h, 0, 20, 250, 20, 260, 20, 500, 20, 990, 20, 1000, 20);
    LINK(h, 1000, -20, 400, -20, 0, -20);
    build(h);
    for (int way = 0; way < 2; way++) {
        near(seconds(h, 1, way ? 5 : 0, way ? 0 : 5), seconds(h, 0, way, !way), 1e-3);
        near(seconds(h, 2, way ? 0 : 2, way ? 2 : 0), seconds(h, 0, way, !way), 1e-3);
    }
    hill_free(h);
}

static void the_drawn_link_stays_as_it_is(void **state) {
    hill *h = hill_over(*state, ridge);
    hn_link *link = LINK(h, 0, 0, 605, 0, 1000, 0);
    build(h);
    assert_int_equal(link->points, 3);
    assert_ptr_equal(link->xy, h->xy[0]);
    near(hn_network_along(h->network, 0, 2), 1000, 1e-12);
    assert_int_equal(h->network->edges, 1);
    assert_int_equal(hn_link_knot(link, 1), 61); /* 605 m in 61 steps */
    assert_int_equal(hn_link_knots(link), 61 + 40 + 1);
    near(link->z[61], ridge(605), 1e-2);
    hill_free(h);
}

/* A model is of the ground: what does not lie on it does not follow it. */
static void bridges_and_tunnels_go_straight(void **state) {
    hill *h = hill_over(*state, ridge);
    LINK(h, 0, 0, 1000, 0)->at_grade = false;
    LINK(h, 100, 20, 300, 20, 500, 20)->at_grade = false;
    build(h);
    near(seconds(h, 0, 0, 1), 1000 / (hn_tobler_kmh(0) / 3.6), 1e-3);
    assert_int_equal(hn_link_knots(&h->link[0]), 2);
    double rise = ridge(500) - ridge(100);
    near(h->link[1].z[1], ridge(100) + rise / 2, 1e-3);
    near(seconds(h, 1, 0, 2), 400 / (hn_tobler_kmh(rise / 400) / 3.6), 1e-3);
    hill_free(h);
}

static void heights_of_the_source_stand(void **state) {
    static const double own[] = {5, 6}, half[] = {5, NAN};
    hill *h = hill_over(*state, ridge);
    hn_link *known = LINK(h, 0, 0, 1000, 0), *lacking = LINK(h, 0, 20, 1000, 20);
    known->z = own;
    lacking->z = half;
    build(h);
    assert_ptr_equal(known->z, own);
    assert_null(known->knot);
    assert_int_equal(hn_link_knots(lacking), 101);
    near(seconds(h, 0, 0, 1), 1000 / (hn_tobler_kmh(0.001) / 3.6), 1e-9);
    near(seconds(h, 1, 0, 1), integral(0, 1000, 0), 1e-3);
    hill_free(h);
}

/* Where the model has a hole, the way counts as flat, and the rest keeps its slope. */
static void holes_are_flat(void **state) {
    hill *h = hill_over(*state, ramp);
    hn_dem_close(h->dem);
    write_model(h->k, ramp, 400, 500);
    open_model(h, 25833);
    LINK(h, 0, 0, 900, 0);
    build(h);
    double up = 6 * exp(-3.5 * 0.15) / 3.6, level = hn_tobler_kmh(0) / 3.6;
    double got = seconds(h, 0, 0, 1);
    assert_true(got < 900 / up - 1);
    near(got, 780 / up + 120 / level, 0.01);
    assert_true(h->heights.known > 75 && h->heights.known < 82);
    hill_free(h);
}

static void cells_of_a_model_in_another_system(void **state) {
    hill *h = hill_over(*state, ridge);
    near(hn_dem_cell(h->dem, (hn_box){west, south, west + 1000, south}), 10, 1e-9);
    hn_dem_close(h->dem);
    open_model(h, 25832); /* points in the zone beside it */
    double x = west, y = south, at[2] = {x, y};
    hn_crs *from, *to;
    hn_transform *there;
    assert_int_equal(hn_crs_from_epsg(h->k->ctx, 25833, &from), HENSYN_OK);
    assert_int_equal(hn_crs_from_epsg(h->k->ctx, 25832, &to), HENSYN_OK);
    assert_int_equal(hn_transform_create(h->k->ctx, from, to, HN_EMPTY_BOX, false, &there),
                     HENSYN_OK);
    assert_true(hn_transform_points(there, at, 1));
    near(hn_dem_cell(h->dem, (hn_box){at[0], at[1], at[0], at[1]}), 10, 0.01);
    hn_transform_destroy(there);
    hn_crs_destroy(from);
    hn_crs_destroy(to);
    hill_free(h);
}

/* However long the links are, the knots between their vertices are bounded; it is told. */
static void knots_are_bounded(void **state) {
    hill *h = hill_over(*state, ramp);
    LINK(h, 0, 0, 4e8, 0);
    find_heights(h);
    assert_true(h->heights.coarse);
    near(h->heights.step, 4e8 / (1 << 24), 1e-9);
    assert_true(hn_link_knots(&h->link[0]) <= (1 << 24) + 2);
    assert_true(h->heights.known > 0);
    hill_free(h);
}

static void short_cells_do_not_make_more_knots_than_slopes_need(void **state) {
    hill *h = hill_over(*state, ramp);
    LINK(h, 0, 0, 900, 0);
    assert_int_equal(hn_heights_from_dem(h->k->ctx, &h->links, h->dem, 45, &h->heights), HENSYN_OK);
    near(h->heights.step, 45, 1e-12);
    assert_int_equal(hn_link_knots(&h->link[0]), 21);
    assert_false(h->heights.coarse);
    hill_free(h);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_straight_link_goes_over_the_ridge),
        KIT_TEST(places_within_a_segment_have_their_own_time),
        KIT_TEST(a_ramp_is_slower_upwards),
        KIT_TEST(the_slowest_and_the_fastest_are_those_of_the_slopes),
        KIT_TEST(the_flat_is_as_fast_as_without_a_model),
        KIT_TEST(vertices_do_not_change_the_time),
        KIT_TEST(the_drawn_link_stays_as_it_is),
        KIT_TEST(bridges_and_tunnels_go_straight),
        KIT_TEST(heights_of_the_source_stand),
        KIT_TEST(holes_are_flat),
        KIT_TEST(cells_of_a_model_in_another_system),
        KIT_TEST(knots_are_bounded),
        KIT_TEST(short_cells_do_not_make_more_knots_than_slopes_need),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
