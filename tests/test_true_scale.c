/* test_true_scale.c - areas and lengths in real projections against geodesics: the squares in
 * UTM 33 whose true areas are known, and polygons of all sizes. */
#include "base/memory.h"
#include "data/measure.h"
#include "read/crs.h"

#include <geodesic.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static hensyn_context *ctx;

static int make_context(void **unused) {
    (void)unused;
    return hensyn_context_create(&ctx) == HENSYN_OK ? 0 : -1;
}

static int drop_context(void **unused) {
    (void)unused;
    hensyn_context_destroy(ctx);
    return 0;
}

typedef struct setup {
    hn_crs *crs;
    hn_measure *measure;
} setup;

static setup set_up(int epsg, hn_box extent) {
    setup s = {NULL, NULL};
    assert_int_equal(hn_crs_from_epsg(ctx, epsg, &s.crs), HENSYN_OK);
    assert_int_equal(hn_crs_measure(ctx, s.crs, extent, false, &s.measure), HENSYN_OK);
    return s;
}

static void tear_down(setup *s) {
    hn_measure_destroy(s->measure);
    hn_crs_destroy(s->crs);
}

static const hn_box norway_utm33 = {-80e3, 6440e3, 1125e3, 7945e3};

static bool agree(double a, double b, double relative) {
    if (fabs(a - b) <= relative * fabs(b)) return true;
    print_error("%.12g is not %.12g, off by %.2e of it\n", a, b, a / b - 1);
    return false;
}
#define assert_agree(a, b, relative) assert_true(agree(a, b, relative))

/* The true area and perimeter of a plane ring: geodesic polygon with edges cut into pieces. */
static void geodesic_ring(const hn_crs *crs, const double *xy, uint32_t points, int pieces,
                          double *area, double *length) {
    struct geod_geodesic earth;
    struct geod_polygon polygon;
    geod_init(&earth, 6378137, 1 / 298.257222101);
    geod_polygon_init(&polygon, 0);
    for (uint32_t i = 0; i + 1 < points; i++) {
        for (int k = 0; k < pieces; k++) {
            double t = (double)k / pieces, lon, lat;
            double x = xy[2 * i] + t * (xy[2 * i + 2] - xy[2 * i]);
            double y = xy[2 * i + 1] + t * (xy[2 * i + 3] - xy[2 * i + 1]);
            assert_true(hn_crs_lonlat(crs, x, y, &lon, &lat));
            geod_polygon_addpoint(&earth, &polygon, lat, lon);
        }
    }
    geod_polygon_compute(&earth, &polygon, 0, 1, area, length);
}

static void squares_in_utm33_have_their_true_size(void **unused) {
    (void)unused;
    /* South-western corner, true area of 1 000 m by 1 000 m, mean true length of its sides. */
    static const struct {
        double x, y, area, side;
    } cases[] = {
        {499500, 7542800, 1000800.48, 1000.400}, /* 68 N 15 E */
        {653200, 7731800, 1000222.02, 1000.111}, /* Tromsø */
        {270500, 7041700, 999515.63, 999.758},   /* Trondheim */
        {262400, 6649000, 999422.26, 999.711},   /* Oslo */
        {886500, 7930900, 997141.65, 998.570},   /* Nordkapp */
        {-32300, 6734000, 993893.61, 996.942},   /* Bergen */
        {-58700, 6807100, 993195.39, 996.592},   /* 61 N 4.64 E */
        {1076800, 7807300, 992681.58, 996.334},  /* Kirkenes */
        {1097400, 7886800, 992096.15, 996.040},  /* Vardø */
    };
    setup s = set_up(25833, norway_utm33);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double x = cases[i].x, y = cases[i].y;
        hn_geometry *g = hn_geometry_from_box((hn_box){x, y, x + 1000, y + 1000});
        assert_non_null(g);
        assert_agree(hn_measure_area(s.measure, g), cases[i].area, 1e-6);
        assert_agree(hn_measure_area(s.measure, g), cases[i].area, 2e-8); /* as printed */
        assert_agree(hn_measure_length(s.measure, g) / 4, cases[i].side, 1e-6);
        double across[4] = {x, y + 500, x + 1000, y + 500}, point[4] = {x, y, x, y};
        assert_agree(hn_measure_segment(s.measure, across), cases[i].side, 1e-6);
        assert_true(hn_measure_segment(s.measure, point) == 0);
        hn_free(g);
    }
    tear_down(&s);
}

/* An irregular ring of a dozen corners. */
static void blob(double *xy, double x, double y, double radius) {
    static const double reach[12] = {1, 0.6, 0.9, 0.5, 0.8, 1, 0.7, 0.9, 0.4, 0.8, 0.95, 0.65};
    for (int i = 0; i < 13; i++) {
        double angle = 6.283185307179586 * (i % 12) / 12;
        xy[2 * i] = x + radius * reach[i % 12] * cos(angle);
        xy[2 * i + 1] = y + radius * reach[i % 12] * sin(angle);
    }
}

static void check_blobs(int epsg, hn_box extent, double x, double y, double largest) {
    setup s = set_up(epsg, extent);
    double xy[26], area, length;
    hn_geometry *g = hn_geometry_create(HN_AREA, 1, 1, 13);
    assert_non_null(g);
    for (double radius = 500; radius <= largest; radius *= 3) {
        blob(xy, x, y, radius);
        memcpy(g->xy, xy, sizeof xy);
        hn_geometry_finish(g);
        geodesic_ring(s.crs, xy, 13, radius > 5000 ? 300 : 20, &area, &length);
        assert_agree(hn_measure_area(s.measure, g), area, 1e-8);
        assert_agree(hn_measure_length(s.measure, g), length, 1e-8);
    }
    hn_free(g);
    tear_down(&s);
}

static void areas_of_all_sizes_are_those_of_geodesics(void **unused) {
    (void)unused;
    check_blobs(25833, norway_utm33, 500e3, 7200e3, 5e5);
    check_blobs(25833, norway_utm33, 1000e3, 7800e3, 1e5);
    check_blobs(25832, (hn_box){200e3, 6400e3, 800e3, 7200e3}, 300e3, 6700e3, 1e5);
    check_blobs(25835, (hn_box){200e3, 7600e3, 800e3, 8000e3}, 600e3, 7800e3, 1e5);
}

static void other_projections_are_measured_as_well(void **unused) {
    (void)unused;
    /* LAEA Europe keeps areas, NTM zone 10 has other constants. Its lengths are not tested:
     * LAEA is not conformal. */
    hn_box extent = {4e6, 3.9e6, 5.1e6, 5.4e6};
    setup s = set_up(3035, extent);
    hn_geometry *g = hn_geometry_from_box((hn_box){4.5e6, 4.5e6, 4.6e6, 4.7e6});
    assert_non_null(g);
    assert_agree(hn_measure_area(s.measure, g), 2e10, 1e-8);
    hn_free(g);
    tear_down(&s);
    check_blobs(5110, (hn_box){0, 900e3, 300e3, 1900e3}, 100e3, 1200e3, 5e4);
}

static void a_planar_measure_is_that_of_the_plane(void **unused) {
    (void)unused;
    hn_crs *crs = NULL;
    hn_measure *m = NULL;
    assert_int_equal(hn_crs_from_epsg(ctx, 25833, &crs), HENSYN_OK);
    assert_int_equal(hn_crs_measure(ctx, crs, norway_utm33, true, &m), HENSYN_OK);
    hn_geometry *g = hn_geometry_from_box((hn_box){1097400, 7886800, 1098400, 7887800});
    assert_non_null(g);
    assert_agree(hn_measure_area(m, g), 1e6, 1e-12);
    assert_agree(hn_measure_length(m, g), 4000, 1e-12);
    hn_free(g);
    hn_measure_destroy(m);
    hn_crs_destroy(crs);
}

/* One area must not depend on the zone it is measured in. */
static void zones_agree_on_one_area(void **unused) {
    (void)unused;
    hn_crs *zone32 = NULL, *zone33 = NULL;
    hn_transform *over = NULL;
    assert_int_equal(hn_crs_from_epsg(ctx, 25832, &zone32), HENSYN_OK);
    assert_int_equal(hn_crs_from_epsg(ctx, 25833, &zone33), HENSYN_OK);
    hn_box extent = {250e3, 6600e3, 350e3, 6800e3};
    assert_int_equal(hn_transform_create(ctx, zone32, zone33, extent, false, &over), HENSYN_OK);
    setup a = set_up(25832, extent), b = set_up(25833, norway_utm33);
    enum { SIDE = 200 };
    double xy[2 * (4 * SIDE + 1)], moved[2 * (4 * SIDE + 1)];
    for (int i = 0; i <= 4 * SIDE; i++) { /* a square of 4 km, cut into steps of 20 m */
        int side = i / SIDE % 4;
        double t = i % SIDE * 20.0;
        xy[2 * i] = 297e3 + (side == 0 ? t : side == 1 ? 4000 : side == 2 ? 4000 - t : 0);
        xy[2 * i + 1] = 6700e3 + (side == 0 ? 0 : side == 1 ? t : side == 2 ? 4000 : 4000 - t);
    }
    xy[8 * SIDE] = xy[0];
    xy[8 * SIDE + 1] = xy[1];
    memcpy(moved, xy, sizeof xy);
    assert_true(hn_transform_points(over, moved, 4 * SIDE + 1));
    assert_true(fabs(moved[0] - xy[0]) > 1e5);
    double one = hn_measure_ring(a.measure, xy, 4 * SIDE + 1);
    double other = hn_measure_ring(b.measure, moved, 4 * SIDE + 1);
    assert_agree(other, one, 3e-9);
    /* In the plane they differ by more than half a percent. */
    double plane = hn_ring_area2(moved, 4 * SIDE + 1) / hn_ring_area2(xy, 4 * SIDE + 1);
    assert_true(plane > 1.005);
    tear_down(&a);
    tear_down(&b);
    hn_transform_destroy(over);
    hn_crs_destroy(zone32);
    hn_crs_destroy(zone33);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(squares_in_utm33_have_their_true_size),
        cmocka_unit_test(areas_of_all_sizes_are_those_of_geodesics),
        cmocka_unit_test(other_projections_are_measured_as_well),
        cmocka_unit_test(a_planar_measure_is_that_of_the_plane),
        cmocka_unit_test(zones_agree_on_one_area),
    };
    return cmocka_run_group_tests(tests, make_context, drop_context);
}
