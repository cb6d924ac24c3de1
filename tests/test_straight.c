/* test_straight.c - straight distances of up to 10 km in real projections against geodesics, and
 * that everything that asks for the nearest means the nearest on the ground. */
#include "access/nearby.h"
#include "access/reach.h"
#include "base/memory.h"
#include "link_kit.h"
#include "read/crs.h"

#include <geodesic.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

typedef struct town {
    hensyn_context *ctx;
    hn_crs *crs;
    hn_measure *measure;
    hn_result *result;
    hn_access_class class_[1];
    hn_access_options options;
    hn_access_input input;
    hn_origin origin[64];
} town;

static const hn_box norway_utm33 = {-80e3, 6440e3, 1125e3, 7945e3};

static void must(const town *t, hensyn_status status) {
    if (status != HENSYN_OK) fail_msg("%s", hensyn_message(t->ctx));
}

static town *town_in(int epsg, hn_box extent, double limit) {
    town *t = calloc(1, sizeof *t);
    assert_int_equal(hensyn_context_create(&t->ctx), HENSYN_OK);
    must(t, hn_crs_from_epsg(t->ctx, epsg, &t->crs));
    must(t, hn_crs_measure(t->ctx, t->crs, extent, false, &t->measure));
    t->result = hn_result_create();
    t->class_[0] = (hn_access_class){
        .name = "luft", .limit_m = limit, .straight = true, .metode = "i rett linje"};
    t->options = (hn_access_options){.measure = t->measure,
                                     .threads = 2,
                                     .class_ = t->class_,
                                     .classes = 1,
                                     .join = 0.1,
                                     .snap = 250,
                                     .inferred = 30,
                                     .max_distance = INFINITY,
                                     .leg_speed_kmh = 5};
    t->input = (hn_access_input){.origin = t->origin};
    return t;
}

static void town_free(town *t) {
    hn_result_destroy(t->result);
    hn_measure_destroy(t->measure);
    hn_crs_destroy(t->crs);
    hensyn_context_destroy(t->ctx);
    free(t);
}

static void add_origin(town *t, double x, double y) {
    t->origin[t->input.origins++] =
        (hn_origin){.x = x, .y = y, .kilde_id = "1", .lag = "hus", .population = 1};
}

static hn_destination *add_destination(town *t, hn_geometry *g) {
    hn_destination *row = HN_NEW_ROW(t->result->destinations);
    row->fid = (int64_t)t->result->destinations.count;
    row->geometry = g;
    row->kilde_id = row->nokkel = row->navn = "m";
    row->lag = "park";
    row->status = "ok";
    row->classes = 1;
    row->klasse = "luft";
    return row;
}

static void add_point(town *t, double x, double y) {
    hn_geometry *g = hn_geometry_create(HN_POINT, 1, 1, 1);
    g->part[0] = g->ring[0] = 0;
    g->xy[0] = x;
    g->xy[1] = y;
    hn_geometry_finish(g);
    add_destination(t, g);
}

static double geodesic(const town *t, double x1, double y1, double x2, double y2) {
    struct geod_geodesic earth;
    double lon1, lat1, lon2, lat2, metres;
    geod_init(&earth, 6378137, 1 / 298.257222101);
    assert_true(hn_crs_lonlat(t->crs, x1, y1, &lon1, &lat1));
    assert_true(hn_crs_lonlat(t->crs, x2, y2, &lon2, &lat2));
    geod_inverse(&earth, lat1, lon1, lat2, lon2, &metres, NULL, NULL);
    return metres;
}

/* The largest difference from geodesics over directions from a place. */
static double worst_around(town *t, double x, double y, double units) {
    double worst = 0;
    for (int i = 0; i < 12; i++) {
        hn_surround s;
        double at = i * M_PI / 6, x2 = x + units * cos(at), y2 = y + units * sin(at);
        t->input.origins = 0;
        add_origin(t, x, y);
        add_point(t, x2, y2);
        for (size_t k = 0; k + 1 < t->result->destinations.count; k++)
            t->result->destinations.row[k].classes = 0;
        must(t, hn_surround_find(t->ctx, t->result, &t->input, &t->options, &s));
        assert_int_equal(s.straight[0], t->result->destinations.count - 1);
        worst = fmax(worst, fabs(s.straight_m[0] - geodesic(t, x, y, x2, y2)));
        hn_surround_clear(&s);
    }
    return worst;
}

static void ten_kilometres_are_ten_kilometres(void **state) {
    (void)state;
    /* Zone 33 from the outermost west of its use in Norway to the outermost east, 1 100 km off its
     * meridian; zone 35; and Mercator at 60 degrees, where a unit is half a metre
     * and the straight line of the map is a rhumb line, 3 mm longer than the geodesic. What a
     * projection that is not conformal does to lengths is another matter (EPSG:3857: 0.1 %). */
    static const struct {
        int epsg;
        hn_box extent;
        double x, y, units;
    } cases[] = {
        {25833, {-80e3, 6440e3, 1125e3, 7945e3}, -30e3, 6600e3, 10e3},
        {25833, {-80e3, 6440e3, 1125e3, 7945e3}, 262e3, 6650e3, 10e3},
        {25833, {-80e3, 6440e3, 1125e3, 7945e3}, 500e3, 7450e3, 10e3},
        {25833, {-80e3, 6440e3, 1125e3, 7945e3}, 1100e3, 7800e3, 10e3},
        {25835, {300e3, 7600e3, 700e3, 7950e3}, 690e3, 7800e3, 10e3},
        {3395, {1100e3, 8300e3, 1300e3, 8500e3}, 1190e3, 8380e3, 20e3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        town *t = town_in(cases[i].epsg, cases[i].extent, 1e4);
        double worst = worst_around(t, cases[i].x, cases[i].y, cases[i].units);
        print_message("EPSG:%d at %.0f km east: within %.1e m of 10 km\n", cases[i].epsg,
                      cases[i].x / 1e3, worst);
        assert_true(worst < (cases[i].epsg == 3395 ? 0.01 : 0.0001));
        town_free(t);
    }
}

/* East and west as far in the plane: on the ground the side where the scale is larger is nearer. */
static void the_nearest_is_nearest_on_the_ground(void **state) {
    (void)state;
    town *t = town_in(25833, norway_utm33, 1e4);
    double x = 900e3, y = 7800e3;
    add_point(t, x - 9999.9, y); /* nearer in the plane */
    add_point(t, x + 10000, y);
    add_origin(t, x, y);
    hn_surround s;
    must(t, hn_surround_find(t->ctx, t->result, &t->input, &t->options, &s));
    double west = geodesic(t, x, y, x - 9999.9, y), east = geodesic(t, x, y, x + 10000, y);
    assert_true(east < west - 0.1);
    assert_int_equal(s.straight[0], 1);
    assert_true(fabs(s.straight_m[0] - east) < 0.001);
    hn_surround_clear(&s);
    town_free(t);
}

/* avstand and dekning count the same origins as within the limit, right up to it. */
static void whom_an_area_serves_agrees_with_the_distances(void **state) {
    (void)state;
    const double limit = 10000;
    town *t = town_in(25833, norway_utm33, limit);
    double x = 1000e3, y = 7800e3;
    static const double xy[] = {0, 0, 90, 10};
    hn_geometry *line = hn_geometry_create(HN_LINE, 1, 1, 2);
    line->part[0] = line->ring[0] = 0;
    for (int i = 0; i < 4; i++)
        line->xy[i] = xy[i] + (i % 2 ? y : x);
    hn_geometry_finish(line);
    add_destination(t, line);
    for (int i = 0; i < 60; i++) /* west of it, a decimetre apart, around the limit */
        add_origin(t, x - limit * 1.00268 - 3 + i * 0.1, y);
    hn_links links = {.box = HN_EMPTY_BOX};
    hn_link_row row = {.kilde_id = "1", .lag = "nett", .klasse = "sti"};
    double street[] = {x, y + 2e4, x + 100, y + 2e4};
    hn_link link = link_of(street, 2);
    links.link = &link;
    links.rows = &row;
    links.count = links.row_count = 1;
    links.box = (hn_box){x, y + 2e4, x + 100, y + 2e4};
    t->input.links = &links;
    HN_NEW_ROW(t->result->sources)->sti = "nett.gpkg";
    must(t, hn_access(t->ctx, t->result, &t->input, &t->options));
    size_t within = 0;
    for (size_t i = 0; i < t->input.origins; i++) {
        const hn_origin_distance *d = &t->result->distances.row[i];
        double metres = geodesic(t, t->origin[i].x, t->origin[i].y, x, y);
        assert_true(fabs(d->avstand_m - metres) < 0.001);
        if (fabs(metres - limit) > 0.001) assert_int_equal(d->innen, metres <= limit);
        within += d->innen;
    }
    assert_true(within > 5 && within < 55);
    assert_int_equal(t->result->served.row[0].opphav, within);
    town_free(t);
}

/* Many outlines and points at once: the index finds what comparing all of them finds. */
static void agrees_with_comparing_everything(void **state) {
    (void)state;
    hn_box extent = {1100e3, 8300e3, 1300e3, 8500e3}; /* in EPSG:3857, 60 degrees north */
    town *t = town_in(3857, extent, 1e4);
    uint64_t seed = 12345;
    for (int i = 0; i < 300; i++) {
        double at[2];
        for (int k = 0; k < 2; k++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            at[k] = (double)(seed >> 33) / (double)(1u << 31);
        }
        if (i < 240)
            add_point(t, 1110e3 + 180e3 * at[0], 8310e3 + 180e3 * at[1]);
        else
            add_origin(t, 1110e3 + 180e3 * at[0], 8310e3 + 180e3 * at[1]);
    }
    hn_surround s;
    must(t, hn_surround_find(t->ctx, t->result, &t->input, &t->options, &s));
    for (size_t i = 0; i < t->input.origins; i++) {
        double best = INFINITY;
        uint32_t row = 0;
        for (uint32_t d = 0; d < t->result->destinations.count; d++) {
            const double *p = t->result->destinations.row[d].geometry->xy;
            double line[4] = {t->origin[i].x, t->origin[i].y, p[0], p[1]};
            double metres = hn_measure_segment(t->measure, line);
            if (metres >= best) continue;
            best = metres;
            row = d;
        }
        assert_int_equal(s.straight[i], row);
        assert_true(fabs(s.straight_m[i] - best) < 1e-6);
    }
    hn_surround_clear(&s);
    town_free(t);
}

/* A distance within so many metres is never farther in the plane than said. */
static void the_plane_distance_within_metres_is_enough(void **state) {
    (void)state;
    static const struct {
        int epsg;
        hn_box extent;
    } cases[] = {{25833, {-80e3, 6440e3, 1125e3, 7945e3}},
                 {25832, {200e3, 6400e3, 800e3, 7200e3}},
                 {3857, {400e3, 7900e3, 3500e3, 11500e3}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const hn_box b = cases[i].extent;
        town *t = town_in(cases[i].epsg, b, 1e4);
        double tightest = INFINITY;
        for (int k = 0; k <= 20; k++)
            for (int j = 0; j <= 20; j++) {
                double x = b.xmin + (b.xmax - b.xmin) * k / 20;
                double y = b.ymin + (b.ymax - b.ymin) * j / 20;
                double line[4] = {x, y, x + 300, y + 400};
                double most = hn_measure_within(t->measure, hn_measure_segment(t->measure, line));
                tightest = fmin(tightest, most / 500);
            }
        assert_true(tightest >= 1 && tightest < 1.05);
        town_free(t);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_kilometres_are_ten_kilometres),
        cmocka_unit_test(the_nearest_is_nearest_on_the_ground),
        cmocka_unit_test(whom_an_area_serves_agrees_with_the_distances),
        cmocka_unit_test(agrees_with_comparing_everything),
        cmocka_unit_test(the_plane_distance_within_metres_is_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
