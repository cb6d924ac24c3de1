/* test_crs.c - coordinate systems by number and text, transformations with known results, and the
 * true-scale function against areas known from elsewhere. */
#include "read/crs.h"

#include "base/memory.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const double PI = 3.14159265358979323846;

static int setup(void **state) {
    hensyn_context *ctx;
    if (hensyn_context_create(&ctx) != HENSYN_OK) return -1;
    *state = ctx;
    return 0;
}

static int teardown(void **state) {
    hensyn_context_destroy(*state);
    return 0;
}

static hn_crs *must(hensyn_context *ctx, int epsg) {
    hn_crs *crs = NULL;
    if (hn_crs_from_epsg(ctx, epsg, &crs) != HENSYN_OK) fail_msg("%s", hensyn_message(ctx));
    return crs;
}

static hn_crs *must_text(hensyn_context *ctx, const char *text) {
    hn_crs *crs = NULL;
    if (hn_crs_from_text(ctx, text, &crs) != HENSYN_OK) fail_msg("%s", hensyn_message(ctx));
    return crs;
}

static void says(hensyn_context *ctx, const char *word) {
    if (!strstr(hensyn_message(ctx), word))
        fail_msg("'%s' does not say '%s'", hensyn_message(ctx), word);
}

/* ---- names ---- */

static void a_number_gives_name_wkt_and_proj(void **state) {
    hn_crs *crs = must(*state, 25833);
    assert_int_equal(hn_crs_epsg(crs), 25833);
    assert_string_equal(hn_crs_name(crs), "EPSG:25833");
    assert_true(hn_crs_projected(crs));
    assert_true(hn_crs_unit_m(crs) == 1);
    assert_string_equal(hn_crs_proj4(crs), "+proj=utm +zone=33 +ellps=GRS80 +units=m +no_defs");
    /* WKT1 as GDAL writes it: old keywords, one line. */
    assert_int_equal(strncmp(hn_crs_wkt(crs), "PROJCS[\"ETRS89 / UTM zone 33N\",GEOGCS[", 38), 0);
    assert_null(strchr(hn_crs_wkt(crs), '\n'));
    hn_crs_destroy(crs);
}

static void northing_first_zones_are_what_everybody_means(void **state) {
    for (int zone = 31; zone <= 36; zone++) {
        hn_crs *crs = must(*state, 3043 + zone - 31);
        assert_int_equal(hn_crs_epsg(crs), 25800 + zone);
        hn_crs *plain = must(*state, 25800 + zone);
        assert_true(hn_crs_same(crs, plain));
        assert_string_equal(hn_crs_wkt(crs), hn_crs_wkt(plain));
        hn_crs_destroy(plain);
        hn_crs_destroy(crs);
    }
}

static void compound_and_3d_systems_are_their_horizontal_part(void **state) {
    const struct {
        int given, expected;
    } cases[] = {{5972, 25832}, {5973, 25833}, {5975, 25835},
                 {5942, 4258},  {4979, 4326},  {4937, 4258}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        hn_crs *crs = must(*state, cases[i].given);
        assert_int_equal(hn_crs_epsg(crs), cases[i].expected);
        hn_crs_destroy(crs);
    }
    hn_crs *crs = must_text(*state, "EPSG:25833+5941");
    assert_int_equal(hn_crs_epsg(crs), 25833);
    hn_crs_destroy(crs);
}

static void what_is_no_horizontal_system_is_refused(void **state) {
    hensyn_context *ctx = *state;
    hn_crs *crs = NULL;
    assert_int_equal(hn_crs_from_epsg(ctx, 99999, &crs), HENSYN_INPUT);
    says(ctx, "EPSG:99999");
    assert_int_equal(hn_crs_from_epsg(ctx, 5941, &crs), HENSYN_INPUT); /* NN2000 heights */
    says(ctx, "EPSG:5941");
    assert_int_equal(hn_crs_from_epsg(ctx, 4936, &crs), HENSYN_INPUT); /* geocentric */
    assert_int_equal(hn_crs_from_epsg(ctx, -1, &crs), HENSYN_INPUT);
    assert_int_equal(hn_crs_from_text(ctx, "rubbish", &crs), HENSYN_INPUT);
    says(ctx, "rubbish");
    assert_int_equal(hn_crs_from_text(ctx, "", &crs), HENSYN_INPUT);
    assert_int_equal(hn_crs_from_text(ctx, "+proj=utm +zone=33", &crs), HENSYN_INPUT); /* no CRS */
    assert_null(crs);
}

/* What ArcGIS writes beside a shapefile. */
static const char *const esri_utm33 =
    "PROJCS[\"ETRS_1989_UTM_Zone_33N\",GEOGCS[\"GCS_ETRS_1989\",DATUM[\"D_ETRS_1989\","
    "SPHEROID[\"GRS_1980\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],"
    "UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],"
    "PARAMETER[\"False_Easting\",500000.0],PARAMETER[\"False_Northing\",0.0],"
    "PARAMETER[\"Central_Meridian\",15.0],PARAMETER[\"Scale_Factor\",0.9996],"
    "PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]";

static void a_definition_without_number_is_recognised(void **state) {
    hn_crs *crs = must_text(*state, esri_utm33);
    assert_int_equal(hn_crs_epsg(crs), 25833);
    hn_crs_destroy(crs);
}

static void a_local_definition_is_taken_as_it_stands(void **state) {
    /* A municipal grid: transverse Mercator on a meridian of its own. */
    hn_crs *crs = must_text(*state, "+proj=tmerc +lat_0=0 +lon_0=10.72 +k=1 +x_0=0 +y_0=-6000000 "
                                    "+ellps=GRS80 +units=m +type=crs");
    assert_int_equal(hn_crs_epsg(crs), 0);
    assert_true(hn_crs_projected(crs));
    assert_true(strlen(hn_crs_wkt(crs)) > 100);
    assert_non_null(strstr(hn_crs_proj4(crs), "+lon_0=10.72"));
    assert_null(strstr(hn_crs_proj4(crs), "+type=crs"));
    hn_crs *again = must_text(*state, hn_crs_wkt(crs));
    assert_true(hn_crs_same(crs, again));
    hn_crs *other = must(*state, 25833);
    assert_false(hn_crs_same(crs, other));
    hn_crs_destroy(other);
    hn_crs_destroy(again);
    hn_crs_destroy(crs);
}

static void systems_differ_by_datum(void **state) {
    hn_crs *etrs = must(*state, 25833), *wgs = must(*state, 32633), *geo = must(*state, 4258);
    assert_false(hn_crs_same(etrs, wgs));
    assert_false(hn_crs_same(etrs, geo));
    assert_true(hn_crs_same(etrs, etrs));
    assert_false(hn_crs_projected(geo));
    hn_crs_destroy(etrs);
    hn_crs_destroy(wgs);
    hn_crs_destroy(geo);
}

static void units_are_metres_per_unit(void **state) {
    hn_crs *feet = must(*state, 2263); /* New York, US survey feet */
    assert_true(fabs(hn_crs_unit_m(feet) - 1200.0 / 3937.0) < 1e-12);
    hn_crs *degrees = must(*state, 4326);
    assert_true(fabs(hn_crs_unit_m(degrees) - 6378137 * PI / 180) < 1e-3);
    hn_crs_destroy(feet);
    hn_crs_destroy(degrees);
}

/* ---- places ---- */

static void zones_follow_the_norwegian_exceptions(void **state) {
    (void)state;
    assert_int_equal(hn_crs_utm_for(10.75, 59.91), 25832);  /* Oslo */
    assert_int_equal(hn_crs_utm_for(5.32, 60.39), 25832);   /* Bergen: 32V, not 31 */
    assert_int_equal(hn_crs_utm_for(14.40, 67.28), 25833);  /* Bodø */
    assert_int_equal(hn_crs_utm_for(29.75, 70.07), 25835);  /* Vadsø */
    assert_int_equal(hn_crs_utm_for(15.65, 78.22), 25833);  /* Longyearbyen: 33X */
    assert_int_equal(hn_crs_utm_for(25.0, 79.0), 25835);    /* Nordaustlandet: 35X */
    assert_int_equal(hn_crs_utm_for(-8.7, 71.0), 25829);    /* Jan Mayen */
    assert_int_equal(hn_crs_utm_for(-68.77, 44.80), 32619); /* Bangor */
    assert_int_equal(hn_crs_utm_for(-51.2, -30.0), 32722);  /* Porto Alegre */
    assert_int_equal(hn_crs_utm_for(-180, 10), 32601);
    assert_int_equal(hn_crs_utm_for(180, 10), 32660);
}

static void a_place_has_longitude_and_latitude(void **state) {
    double lon, lat;
    hn_crs *crs = must(*state, 25833);
    assert_true(hn_crs_lonlat(crs, 500000, 0, &lon, &lat)); /* on the meridian and the equator */
    assert_true(fabs(lon - 15) < 1e-9 && fabs(lat) < 1e-9);
    hn_crs_destroy(crs);
    crs = must(*state, 4326); /* latitude first by the book, longitude first here */
    assert_true(hn_crs_lonlat(crs, 10, 60, &lon, &lat));
    assert_true(fabs(lon - 10) < 1e-12 && fabs(lat - 60) < 1e-12);
    hn_crs_destroy(crs);
    crs = must(*state, 27391); /* counts from the meridian of Oslo */
    assert_true(hn_crs_lonlat(crs, 0, 0, &lon, &lat));
    assert_true(fabs(lon - (10.7229167 - 4.6666667)) < 0.01 && fabs(lat - 58) < 0.01);
    hn_crs_destroy(crs);
}

static void a_projection_does_not_cover_everything(void **state) {
    hn_crs *crs = must(*state, 25833);
    assert_true(hn_crs_covers(crs, (hn_box){-100000, 6400000, 1200000, 8000000}));
    assert_true(hn_crs_covers(crs, (hn_box){0, 0, 1, 1}));
    assert_false(hn_crs_covers(crs, (hn_box){-25321757, 49248, -25321698, 49318}));
    assert_false(hn_crs_covers(crs, (hn_box){0, 0, 1e11, 1e11}));
    hn_crs_destroy(crs);
    crs = must(*state, 4258);
    assert_true(hn_crs_covers(crs, (hn_box){4, 57, 32, 72}));
    assert_false(hn_crs_covers(crs, (hn_box){4, 57, 32, 95}));
    hn_crs_destroy(crs);
}

/* ---- transformations ---- */

typedef struct pair {
    hn_crs *from, *to;
    hn_transform *transform;
} pair;

static hensyn_status make(hensyn_context *ctx, int from, int to, hn_box extent, bool ballpark,
                          pair *out) {
    out->from = must(ctx, from);
    out->to = must(ctx, to);
    out->transform = NULL;
    return hn_transform_create(ctx, out->from, out->to, extent, ballpark, &out->transform);
}

static void clear(pair *p) {
    hn_transform_destroy(p->transform);
    hn_crs_destroy(p->from);
    hn_crs_destroy(p->to);
}

static void the_same_system_needs_no_transformation(void **state) {
    pair p;
    double xy[] = {1, 2, NAN, INFINITY};
    assert_int_equal(make(*state, 3045, 25833, HN_EMPTY_BOX, false, &p), HENSYN_OK);
    assert_true(hn_transform_identity(p.transform));
    assert_true(hn_transform_accuracy(p.transform) == 0);
    assert_true(hn_transform_points(p.transform, xy, 2)); /* left alone, whatever they are */
    assert_true(xy[0] == 1 && xy[1] == 2);
    clear(&p);
}

static void a_change_of_zone_is_exact(void **state) {
    pair p;
    /* On 12 degrees east both zones have it equally far away: x mirrors about 500 000. */
    double xy[] = {500000, 7000000};
    assert_int_equal(make(*state, 25832, 25833, HN_EMPTY_BOX, false, &p), HENSYN_OK);
    assert_false(hn_transform_identity(p.transform));
    assert_true(hn_transform_accuracy(p.transform) == 0);
    double lon, lat, back_lon, back_lat;
    assert_true(hn_crs_lonlat(p.from, xy[0], xy[1], &lon, &lat));
    assert_true(hn_transform_points(p.transform, xy, 1));
    assert_true(hn_crs_lonlat(p.to, xy[0], xy[1], &back_lon, &back_lat));
    assert_true(fabs(lon - back_lon) < 1e-9 && fabs(lat - back_lat) < 1e-9);
    clear(&p);
    /* A point 12 degrees east in zone 32 ... */
    pair there, back;
    double point[] = {12, 63};
    assert_int_equal(make(*state, 4258, 25832, HN_EMPTY_BOX, false, &there), HENSYN_OK);
    assert_int_equal(make(*state, 4258, 25833, HN_EMPTY_BOX, false, &back), HENSYN_OK);
    double a[] = {point[0], point[1]}, b[] = {point[0], point[1]};
    assert_true(hn_transform_points(there.transform, a, 1));
    assert_true(hn_transform_points(back.transform, b, 1));
    assert_true(fabs((a[0] - 500000) + (b[0] - 500000)) < 1e-6);
    assert_true(fabs(a[1] - b[1]) < 1e-6);
    clear(&there);
    clear(&back);
}

static void etrs89_and_wgs84_are_a_metre_apart(void **state) {
    pair p;
    double xy[] = {15, 67, 9, 60};
    assert_int_equal(make(*state, 4326, 25833, (hn_box){4, 57, 32, 72}, false, &p), HENSYN_OK);
    assert_true(hn_transform_accuracy(p.transform) == 1);
    assert_non_null(strstr(hn_transform_text(p.transform), "1 m"));
    assert_non_null(strstr(hn_transform_text(p.transform), "EPSG:4326 → EPSG:25833"));
    assert_true(hn_transform_points(p.transform, xy, 2)); /* longitude comes first */
    assert_true(fabs(xy[0] - 500000) < 1e-3);
    assert_true(fabs(xy[1] - 7431380.104) < 0.01); /* the meridian arc to 67 degrees */
    assert_true(xy[2] > 100000 && xy[2] < 200000);
    clear(&p);
}

static void an_approximation_must_be_allowed(void **state) {
    hensyn_context *ctx = *state;
    pair p;
    hn_box denver = {-105.2, 39.9, -105.0, 40.0};
    assert_int_equal(make(ctx, 4269, 25833, denver, false, &p), HENSYN_INPUT);
    says(ctx, "EPSG:4269");
    says(ctx, "EPSG:25833");
    says(ctx, "--allow-ballpark");
    clear(&p);
    assert_int_equal(make(ctx, 4269, 25833, denver, true, &p), HENSYN_OK);
    assert_true(hn_transform_accuracy(p.transform) == -1);
    assert_non_null(strstr(hn_transform_text(p.transform), "ukjent nøyaktighet"));
    clear(&p);
}

static void an_older_datum_has_its_shift(void **state) {
    pair p;
    double xy[] = {0, 0};
    assert_int_equal(make(*state, 27391, 25832, (hn_box){0, 0, 10000, 100000}, false, &p),
                     HENSYN_OK);
    assert_true(hn_transform_accuracy(p.transform) == 3);
    assert_true(hn_transform_points(p.transform, xy, 1));
    /* 58 degrees north, 6 degrees 3 minutes east: 2.94 degrees west of the meridian of zone 32. */
    assert_true(fabs(xy[0] - 326000) < 1000 && fabs(xy[1] - 6432000) < 1500);
    clear(&p);
}

static void a_point_beyond_is_reported(void **state) {
    pair p;
    double xy[] = {500000, 7000000, 1e30, 0};
    assert_int_equal(make(*state, 25832, 25833, HN_EMPTY_BOX, false, &p), HENSYN_OK);
    assert_false(hn_transform_points(p.transform, xy, 2));
    double good[] = {500000, 7000000}; /* and the transformation goes on working */
    assert_true(hn_transform_points(p.transform, good, 1));
    assert_true(hn_transform_points(p.transform, NULL, 0));
    clear(&p);
}

static void feet_become_metres(void **state) {
    pair p;
    double xy[] = {984250, 200000};
    assert_int_equal(make(*state, 2263, 32618, (hn_box){900000, 100000, 1000000, 300000}, true, &p),
                     HENSYN_OK);
    assert_true(hn_transform_points(p.transform, xy, 1));
    assert_true(fabs(xy[0] - 584000) < 2000 && fabs(xy[1] - 4507000) < 3000); /* Manhattan */
    clear(&p);
}

/* ---- true scale ---- */

static hn_measure *measure(hensyn_context *ctx, const hn_crs *crs, hn_box extent, bool planar) {
    hn_measure *out = NULL;
    if (hn_crs_measure(ctx, crs, extent, planar, &out) != HENSYN_OK)
        fail_msg("%s", hensyn_message(ctx));
    return out;
}

static double area_of(const hn_measure *m, hn_box box) {
    hn_geometry *g = hn_geometry_from_box(box);
    assert_non_null(g);
    double area = hn_measure_area(m, g);
    hn_free(g);
    return area;
}

/* Ellipsoid area between two parallels of a sphere-like zone one degree wide, by the closed
 * formula with the authalic function. */
static double zone_area(double a, double f, double south, double north, double degrees) {
    double e2 = f * (2 - f), e = sqrt(e2), q[2], at[2] = {south, north};
    for (int i = 0; i < 2; i++) {
        double s = sin(at[i] * PI / 180);
        q[i] = s / (1 - e2 * s * s) + log((1 + e * s) / (1 - e * s)) / (2 * e);
    }
    return a * a * (1 - e2) / 2 * (q[1] - q[0]) * degrees * PI / 180;
}

static void on_the_central_meridian_the_scale_is_known(void **state) {
    hn_crs *crs = must(*state, 25833);
    hn_box box = {499990, 7000000, 500010, 7000020}; /* 400 m2 in the plane */
    hn_measure *m = measure(*state, crs, box, false);
    assert_true(fabs(area_of(m, box) - 400 / (0.9996 * 0.9996)) < 1e-6);
    hn_measure_destroy(m);
    m = measure(*state, crs, box, true);
    assert_true(fabs(area_of(m, box) - 400) < 1e-9);
    hn_measure_destroy(m);
    hn_crs_destroy(crs);
}

static void degrees_are_measured_on_the_ellipsoid(void **state) {
    hn_crs *crs = must(*state, 4258);
    hn_box box = {10, 60, 11, 61};
    hn_measure *m = measure(*state, crs, box, false);
    double expected = zone_area(6378137, 1 / 298.257222101, 60, 61, 1);
    assert_true(fabs(area_of(m, box) / expected - 1) < 1e-7);
    hn_measure_destroy(m);
    hn_crs_destroy(crs);
}

static void an_equal_area_projection_needs_no_correction(void **state) {
    hn_crs *crs = must(*state, 3035); /* Lambert azimuthal equal area, Europe */
    hn_box box = {4300000, 4000000, 4310000, 4010000};
    hn_measure *m = measure(*state, crs, box, false);
    assert_true(fabs(area_of(m, box) / 1e8 - 1) < 1e-7);
    hn_measure_destroy(m);
    hn_crs_destroy(crs);
}

static void web_mercator_is_measured_on_the_ellipsoid_it_pretends_not_to_have(void **state) {
    hn_crs *crs = must(*state, 3857);
    double x = 6378137 * PI / 180, south = 6378137 * asinh(tan(60 * PI / 180)),
           north = 6378137 * asinh(tan(61 * PI / 180));
    hn_box box = {0, south, x, north}; /* one degree by one, 60 to 61 north */
    hn_measure *m = measure(*state, crs, box, false);
    double expected = zone_area(6378137, 1 / 298.257223563, 60, 61, 1);
    assert_true(fabs(area_of(m, box) / expected - 1) < 1e-7);
    hn_measure_destroy(m);
    hn_crs_destroy(crs);
}

static void feet_are_measured_in_square_metres(void **state) {
    hn_crs *crs = must(*state, 2263);
    hn_box box = {984250, 200000, 984350, 200100}; /* 10 000 square feet = 929 m2 */
    hn_measure *m = measure(*state, crs, box, false);
    assert_true(fabs(area_of(m, box) - 929.03) < 0.2);
    hn_measure_destroy(m);
    m = measure(*state, crs, box, true);
    double foot = 1200.0 / 3937.0;
    assert_true(fabs(area_of(m, box) - 1e4 * foot * foot) < 1e-6);
    hn_measure_destroy(m);
    hn_crs_destroy(crs);
}

static void the_oslo_meridian_does_not_shift_the_scale(void **state) {
    hn_crs *crs = must(*state, 27393); /* its own meridian, scale 1 there */
    hn_box box = {-10, 1000000, 10, 1000020};
    hn_measure *m = measure(*state, crs, box, false);
    assert_true(fabs(area_of(m, box) - 400) < 1e-5);
    hn_measure_destroy(m);
    hn_crs_destroy(crs);
}

static void a_measure_where_nothing_is_defined_is_refused(void **state) {
    hn_crs *crs = must(*state, 25833);
    hn_measure *m = NULL;
    assert_int_equal(
        hn_crs_measure(*state, crs, (hn_box){-2.54e7, 49000, -2.53e7, 50000}, false, &m),
        HENSYN_INPUT);
    assert_null(m);
    hn_crs_destroy(crs);
}

static void destroying_nothing_is_allowed(void **state) {
    (void)state;
    hn_crs_destroy(NULL);
    hn_transform_destroy(NULL);
    assert_true(strlen(hn_proj_version()) > 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_number_gives_name_wkt_and_proj),
        TEST(northing_first_zones_are_what_everybody_means),
        TEST(compound_and_3d_systems_are_their_horizontal_part),
        TEST(what_is_no_horizontal_system_is_refused),
        TEST(a_definition_without_number_is_recognised),
        TEST(a_local_definition_is_taken_as_it_stands),
        TEST(systems_differ_by_datum),
        TEST(units_are_metres_per_unit),
        TEST(zones_follow_the_norwegian_exceptions),
        TEST(a_place_has_longitude_and_latitude),
        TEST(a_projection_does_not_cover_everything),
        TEST(the_same_system_needs_no_transformation),
        TEST(a_change_of_zone_is_exact),
        TEST(etrs89_and_wgs84_are_a_metre_apart),
        TEST(an_approximation_must_be_allowed),
        TEST(an_older_datum_has_its_shift),
        TEST(a_point_beyond_is_reported),
        TEST(feet_become_metres),
        TEST(on_the_central_meridian_the_scale_is_known),
        TEST(degrees_are_measured_on_the_ellipsoid),
        TEST(an_equal_area_projection_needs_no_correction),
        TEST(web_mercator_is_measured_on_the_ellipsoid_it_pretends_not_to_have),
        TEST(feet_are_measured_in_square_metres),
        TEST(the_oslo_meridian_does_not_shift_the_scale),
        TEST(a_measure_where_nothing_is_defined_is_refused),
        TEST(destroying_nothing_is_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
