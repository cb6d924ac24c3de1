/* test_conflict.c - the conflict engine on cases that can be computed by hand: AC1 to AC5 and the
 * area part of AC19 of the method notes, and every column that a planner reads. */
#include "kit.h"

static int setup(void **state) {
    *state = kit_create();
    return 0;
}

static int teardown(void **state) {
    kit_destroy(*state);
    return 0;
}

#define SQUARE_10 "POLYGON((0 0,10 0,10 10,0 10,0 0))"
#define H1 "POLYGON((5 0,15 0,15 10,5 10,5 0))"
#define H2 "POLYGON((8 0,18 0,18 10,8 10,8 0))"

static void ac1_overlaps_count_once(void **state) {
    kit *k = *state;
    hn_plan_area *plan = kit_plan(k, SQUARE_10);
    kit_hensyn(k, "friluftsliv", H1);
    kit_hensyn(k, "friluftsliv", H2);
    kit_run(k);
    plan = &k->result->plan_areas.row[0];
    assert_int_equal(k->result->pairs.count, 2);
    assert_near(k->result->pairs.row[0].areal_m2, 50, 1e-9);
    assert_near(k->result->pairs.row[1].areal_m2, 20, 1e-9);
    assert_near(plan->konflikt_m2, 50, 1e-9);
    assert_near(plan->konflikt_andel, 0.5, 1e-12);
    assert_near(k->result->considerations.row[0].beslag_andel, 0.5, 1e-12);
    assert_near(k->result->considerations.row[1].beslag_andel, 0.2, 1e-12);
    assert_int_equal(k->result->plan_themes.count, 1);
    assert_near(k->result->plan_themes.row[0].areal_m2, 50, 1e-9);
    assert_int_equal(k->result->plan_themes.row[0].antall, 2);
    assert_string_equal(k->result->plan_themes.row[0].status, "treff");
    assert_near(kit_indicator(k, "konflikt_areal", NULL, HN_NO_INT), 50, 1e-9);
    assert_near(kit_indicator(k, "hensyn_areal", "friluftsliv", HN_NO_INT), 130, 1e-9);
    assert_near(kit_indicator(k, "hensyn_beslag", "friluftsliv", HN_NO_INT), 50, 1e-9);
    assert_near(kit_indicator(k, "plan_areal", NULL, HN_NO_INT), 100, 1e-9);
}

static void ac2_parts_and_duplicates(void **state) {
    kit *k = *state;
    kit_plan(k, SQUARE_10);
    kit_hensyn(k, "friluftsliv", H1);
    kit_hensyn(k, "friluftsliv", H1);
    kit_hensyn(k, "friluftsliv", H2);
    kit_run(k);
    assert_int_equal(k->result->pairs.count, 3);
    assert_near(k->result->plan_areas.row[0].konflikt_m2, 50, 1e-9);
    assert_near(k->result->plan_themes.row[0].areal_m2, 50, 1e-9);
    assert_near(kit_indicator(k, "hensyn_areal", "friluftsliv", HN_NO_INT), 130, 1e-9);

    kit_new_result(k);
    kit_plan(k, SQUARE_10);
    kit_hensyn(k, "friluftsliv",
               "MULTIPOLYGON(((5 0,8 0,8 10,5 10,5 0)),((12 0,18 0,18 10,12 10,"
               "12 0)),((8 4,9 4,9 6,8 6,8 4)))");
    kit_run(k);
    assert_int_equal(k->result->pairs.count, 1);
    assert_near(k->result->plan_areas.row[0].konflikt_m2, 32, 1e-9);
}

/* Of overlapping considerations the worst one counts, not a sum: the grade scale is ordinal. */
static void ac3_worst_of_several(void **state) {
    kit *k = *state;
    kit_plan(k, SQUARE_10);
    kit_hensyn_of(k, kit_geometry(k, SQUARE_10), "friluftsliv", 2);
    kit_hensyn_of(k, kit_geometry(k, SQUARE_10), "friluftsliv", 2);
    k->options.partition = true;
    kit_run(k);
    k->options.partition = false;
    int one = k->result->pairs.row[0].konsekvens;
    assert_true(one >= 1 && one < 4);
    assert_int_equal(k->result->plan_areas.row[0].konsekvens, one);
    assert_int_equal(k->result->faces.row[0].konsekvens, one);
    assert_near(kit_indicator(k, "konflikt_areal_konsekvens", NULL, one), 100, 1e-9);
}

static const hn_face *face_of(const kit *k, const char *list) {
    for (size_t i = 0; i < k->result->faces.count; i++)
        if (strcmp(k->result->faces.row[i].hensyn_liste, list) == 0)
            return &k->result->faces.row[i];
    fail_msg("no face %s", list);
    return NULL;
}

static void ac4_partition(void **state) {
    kit *k = *state;
    kit_plan(k, "POLYGON((-5 -5,20 -5,20 20,-5 20,-5 -5))");
    kit_hensyn(k, "friluftsliv", "POLYGON((0 0,2 0,2 2,0 2,0 0))");
    kit_hensyn(k, "naturmangfold", "POLYGON((1 0,3 0,3 2,1 2,1 0))");
    kit_hensyn(k, "landbruk", "POLYGON((1 1,2 1,2 3,1 3,1 1))");
    k->options.partition = true;
    kit_run(k);
    k->options.partition = false;
    assert_int_equal(k->result->faces.count, 5);
    assert_near(face_of(k, "1")->areal_m2, 2, 1e-9);
    assert_near(face_of(k, "2")->areal_m2, 2, 1e-9);
    assert_near(face_of(k, "3")->areal_m2, 1, 1e-9);
    assert_near(face_of(k, "1,2")->areal_m2, 1, 1e-9);
    assert_near(face_of(k, "1,2,3")->areal_m2, 1, 1e-9);
    assert_string_equal(face_of(k, "1,2,3")->tema, "friluftsliv,landbruk,naturmangfold");
    double sum = 0, weighted = 0;
    for (size_t i = 0; i < 5; i++) {
        sum += k->result->faces.row[i].areal_m2;
        weighted += k->result->faces.row[i].antall_tema * k->result->faces.row[i].areal_m2;
    }
    assert_near(sum, 7, 1e-9);
    assert_near(weighted, 10, 1e-9);
    assert_near(kit_indicator(k, "konflikt_areal", NULL, HN_NO_INT), 7, 1e-9);
}

/* The decay integrals of AC5 from rings: nearness areas within growing distances, and the stated
 * bound of a half of the sum of ring area times the change of intensity across the ring. */
static void ac5_rings(void **state) {
    kit *k = *state;
    const double depth[] = {100, 500, 800}, linear[] = {90000, 250000, 250000};
    const double exponential[] = {75265.83, 158814.81, 158814.81};
    enum { RINGS = 50 };
    const double reach = 500, step = reach / RINGS;
    for (int c = 0; c < 3; c++) {
        double before = 0, line = 0, curve = 0, line_bound = 0, curve_bound = 0;
        for (int i = 0; i < RINGS; i++) {
            char wkt[160];
            kit_new_result(k);
            snprintf(wkt, sizeof wkt, "POLYGON((0 0,1000 0,1000 %g,0 %g,0 0))", depth[c], depth[c]);
            kit_plan(k, wkt);
            hn_consideration *h = kit_hensyn(
                k, "friluftsliv", "POLYGON((-5000 -100,6000 -100,6000 0,-5000 0,-5000 -100))");
            h->buffer = (i + 1) * step;
            kit_run(k);
            double area = k->result->plan_areas.row[0].naerhet_m2, ring = area - before;
            double low = i * step / reach, high = (i + 1) * step / reach, middle = (low + high) / 2;
            line += ring * (1 - middle);
            curve += ring * exp(-2.99 * middle);
            line_bound += ring * (high - low) / 2;
            curve_bound += ring * (exp(-2.99 * low) - exp(-2.99 * high)) / 2;
            before = area;
        }
        assert_near(line, linear[c], line_bound);
        assert_near(curve, exponential[c], curve_bound);
        assert_near(before, 1000 * fmin(depth[c], reach), 1e-6);
    }
}

/* Shannon's index over the shares of AC19, from areas that the engine measured. */
static void ac19_area_part(void **state) {
    kit *k = *state;
    const double share[] = {0.204444, 0.26, 0.535556};
    double left = 0, shannon = 0, simpson = 1;
    kit_plan(k, "POLYGON((0 0,1000 0,1000 1,0 1,0 0))");
    for (int i = 0; i < 3; i++) {
        char wkt[200];
        double right = left + 1000 * share[i];
        snprintf(wkt, sizeof wkt, "POLYGON((%.9g -1,%.9g -1,%.9g 2,%.9g 2,%.9g -1))", left, right,
                 right, left, left);
        kit_hensyn(k, "friluftsliv", wkt);
        left = right;
    }
    k->options.dust = 0;
    kit_run(k);
    k->options.dust = 1;
    for (int i = 0; i < 3; i++) {
        double p = k->result->pairs.row[i].areal_m2 / 1000;
        assert_near(p, share[i], 1e-9);
        shannon -= p * log(p);
        simpson -= p * p;
    }
    assert_near(shannon, 1.00921, 5e-6);
    assert_near(simpson, 0.60378, 5e-6);
}

/* ---- columns ---- */

static void considerations_of_several_themes(void **state) {
    kit *k = *state;
    kit_plan(k, SQUARE_10);
    kit_hensyn(k, "friluftsliv", "POLYGON((0 0,4 0,4 10,0 10,0 0))");
    kit_hensyn(k, "landbruk", "POLYGON((2 0,6 0,6 10,2 10,2 0))");
    kit_run(k);
    const hn_plan_area *plan = &k->result->plan_areas.row[0];
    assert_int_equal(plan->antall_tema, 2);
    assert_near(plan->konflikt_m2, 60, 1e-9);
    assert_int_equal(k->result->plan_themes.count, 2);
    assert_near(k->result->plan_themes.row[0].areal_m2, 40, 1e-9);
    assert_near(k->result->plan_themes.row[1].areal_m2, 40, 1e-9);
    double grades = 0;
    for (int g = 1; g <= 4; g++)
        grades += kit_indicator(k, "konflikt_areal_konsekvens", NULL, g);
    assert_near(grades, 60, 1e-9);
    assert_near(kit_indicator(k, "konflikt_antall", NULL, HN_NO_INT), 2, 0);
    assert_near(kit_indicator(k, "konflikt_antall", "landbruk", HN_NO_INT), 1, 0);
}

static void extent_lowers_the_grade(void **state) {
    kit *k = *state;
    kit_plan(k, SQUARE_10);
    kit_hensyn_of(k, kit_geometry(k, SQUARE_10), "friluftsliv", 3); /* all */
    kit_hensyn_of(k, kit_geometry(k, "POLYGON((0 0,100 0,100 10,0 10,0 0))"), "friluftsliv", 3);
    kit_hensyn_of(k, kit_geometry(k, "POLYGON((0 0,1000 0,1000 10,0 10,0 0))"), "friluftsliv", 3);
    kit_run(k);
    int whole = k->result->pairs.row[0].konsekvens;
    assert_int_equal(whole, hn_rules_consequence(k->rules, 3, k->result->pairs.row[0].pavirkning));
    assert_int_equal(k->result->pairs.row[1].konsekvens, whole - 1 > 1 ? whole - 1 : 1);
    assert_int_equal(k->result->pairs.row[2].konsekvens, whole - 2 > 1 ? whole - 2 : 1);
    assert_near(k->result->pairs.row[2].hensyn_andel, 0.01, 1e-12);
    assert_non_null(strstr(k->result->pairs.row[2].begrunnelse, "Indikativ"));
}

static void what_is_no_development_has_no_conflict(void **state) {
    kit *k = *state;
    kit_plan_of(k, kit_geometry(k, SQUARE_10), "5100", 0);
    kit_hensyn(k, "friluftsliv", H1);
    kit_run(k);
    assert_int_equal(k->result->pairs.count, 0);
    assert_int_equal(k->result->plan_themes.count, 0);
    assert_near(k->result->considerations.row[0].beslag_m2, 0, 0);
    assert_near(kit_indicator(k, "utbygging_areal", NULL, HN_NO_INT), 0, 0);

    kit_new_result(k);
    kit_plan_of(k, kit_geometry(k, SQUARE_10), "5100", 0);
    kit_hensyn(k, "friluftsliv", H1);
    k->options.all_overlaps = true;
    kit_run(k);
    k->options.all_overlaps = false;
    assert_int_equal(k->result->pairs.count, 1);
    assert_int_equal(k->result->pairs.row[0].konsekvens, 0);
    assert_int_equal(k->result->pairs.row[0].pavirkning, 0);
    assert_near(k->result->pairs.row[0].areal_m2, 50, 1e-9);
    assert_near(k->result->plan_areas.row[0].konflikt_m2, 0, 0);
}

static void touching_is_no_overlap(void **state) {
    kit *k = *state;
    kit_plan(k, SQUARE_10);
    kit_hensyn(k, "friluftsliv", "POLYGON((10 0,20 0,20 10,10 10,10 0))");
    kit_hensyn(k, "friluftsliv", "POLYGON((10 10,20 10,20 20,10 20,10 10))");
    kit_run(k);
    assert_int_equal(k->result->pairs.count, 0);
    assert_near(k->result->plan_themes.row[0].naermeste_m, 0, 0);
    assert_string_equal(k->result->plan_themes.row[0].status, "ukjent_dekning");
}

static void slivers_and_dust(void **state) {
    kit *k = *state;
    kit_plan(k, "POLYGON((0 0,100 0,100 100,0 100,0 0))");
    kit_hensyn(k, "friluftsliv", "POLYGON((99.995 0,200 0,200 100,99.995 100,99.995 0))");
    kit_hensyn(k, "landbruk", "POLYGON((99.5 0,200 0,200 100,99.5 100,99.5 0))");
    kit_run(k);
    const hn_plan_area *plan = &k->result->plan_areas.row[0];
    assert_int_equal(k->result->pairs.count, 1);
    assert_near(plan->sliver_m2, 0.5, 1e-6);
    assert_near(k->result->considerations.row[0].sliver_m2, 0.5, 1e-6);
    assert_string_equal(k->result->pairs.row[0].status, "smal");
    assert_near(plan->konflikt_m2, 50, 1e-6);
    assert_int_equal(plan->konsekvens, 0);
    assert_int_equal(plan->antall_tema, 0);
    assert_int_equal(k->result->considerations.row[1].konsekvens, 0);
}

static void lines_and_points(void **state) {
    kit *k = *state;
    kit_plan(k, SQUARE_10);
    kit_hensyn(k, "friluftsliv", "MULTILINESTRING((-5 5,25 5),(2 2,2 8),(30 30,40 40))");
    kit_hensyn(k, "kulturarv", "MULTIPOINT((5 5),(10 10),(11 5))");
    kit_run(k);
    const hn_plan_area *plan = &k->result->plan_areas.row[0];
    assert_int_equal(k->result->pairs.count, 2);
    assert_near(plan->linje_m, 16, 1e-9);
    assert_int_equal(plan->punkt_antall, 2); /* the border counts as inside */
    assert_near(plan->konflikt_m2, 0, 0);
    assert_near(k->result->pairs.row[0].lengde_m, 16, 1e-9);
    assert_near(k->result->pairs.row[0].hensyn_andel, 16 / (36 + sqrt(200)), 1e-9);
    assert_int_equal(k->result->pairs.row[1].points, 2);
    assert_true(isnan(k->result->pairs.row[1].hensyn_andel));
    assert_near(k->result->plan_themes.row[0].lengde_m, 16, 1e-9);
    assert_string_equal(k->result->plan_themes.row[1].status, "treff");
}

static void long_lines_come_in_runs(void **state) {
    kit *k = *state;
    uint32_t points = 5000;
    hn_geometry *line = hn_geometry_create(HN_LINE, 1, 1, points);
    line->part[0] = line->ring[0] = 0;
    for (uint32_t i = 0; i < points; i++) {
        line->xy[2 * i] = i * 0.1 - 100;
        line->xy[2 * i + 1] = 5 + sin(i * 0.05);
    }
    hn_geometry_finish(line);
    hn_geometry *copy = hn_geometry_copy(line);
    kit_plan(k, SQUARE_10);
    kit_hensyn_of(k, line, "friluftsliv", 3);
    kit_run(k);
    GEOSContextHandle_t h = k->geos->handle;
    GEOSGeometry *whole = hn_to_geos(k->geos, copy);
    GEOSGeometry *area = hn_to_geos(k->geos, k->result->plan_areas.row[0].geometry);
    GEOSGeometry *inside = GEOSIntersection_r(h, area, whole);
    double length;
    GEOSLength_r(h, inside, &length);
    assert_near(k->result->pairs.row[0].lengde_m, length, 1e-9);
    assert_int_equal(k->result->pairs.row[0].geometry->parts, 1);
    GEOSGeom_destroy_r(h, inside);
    GEOSGeom_destroy_r(h, area);
    GEOSGeom_destroy_r(h, whole);
    hn_free(copy);
}

static void nearness(void **state) {
    kit *k = *state;
    kit_plan(k, SQUARE_10);
    kit_hensyn(k, "friluftsliv", "POLYGON((12 -50,20 -50,20 50,12 50,12 -50))")->buffer = 5;
    kit_hensyn(k, "landbruk", "POLYGON((8 -50,20 -50,20 50,8 50,8 -50))")->buffer = 5;
    kit_hensyn(k, "kulturarv", "POINT(-1 5)")->buffer = 3;
    kit_hensyn(k, "reindrift", "POLYGON((40 0,50 0,50 10,40 10,40 0))")->buffer = 5;
    kit_run(k);
    const hn_plan_area *plan = &k->result->plan_areas.row[0];
    assert_int_equal(k->result->pairs.count, 4);
    assert_string_equal(k->result->pairs.row[0].art, "naerhet");
    assert_near(k->result->pairs.row[0].areal_m2, 30, 1e-6);
    assert_near(k->result->pairs.row[0].avstand_m, 2, 1e-9);
    assert_true(isnan(k->result->pairs.row[0].hensyn_andel));
    assert_string_equal(k->result->pairs.row[1].art, "overlapp");
    assert_near(k->result->pairs.row[1].areal_m2, 20, 1e-9);
    assert_string_equal(k->result->pairs.row[2].art, "naerhet");
    assert_near(k->result->pairs.row[2].areal_m2, 50, 1e-6);
    assert_near(k->result->pairs.row[2].avstand_m, 0, 0);
    assert_int_equal(k->result->pairs.row[2].pavirkning, k->result->pairs.row[1].pavirkning - 1);
    /* A circle segment of radius 3 beyond a chord at distance 1. */
    assert_near(k->result->pairs.row[3].areal_m2, 9 * acos(1 / 3.0) - sqrt(8), 0.02);
    assert_int_equal(k->result->pairs.row[3].kind, HN_AREA);
    assert_near(plan->konflikt_m2, 20, 1e-9);
    assert_near(k->result->considerations.row[0].beslag_m2, 0, 0);
    const hn_plan_theme *theme = k->result->plan_themes.row;
    assert_string_equal(theme[0].status, "naer");
    assert_string_equal(theme[1].status, "treff");
    assert_string_equal(theme[2].status, "naer");
    assert_string_equal(theme[3].status, "ukjent_dekning");
    assert_near(theme[0].naermeste_m, 2, 1e-9);
    assert_near(theme[1].naermeste_m, 0, 0);
    assert_near(theme[2].naermeste_m, 1, 1e-9);
    assert_near(theme[3].naermeste_m, 30, 1e-9);
    assert_int_equal(theme[3].naermeste_hensyn_fid, 4);
}

/* Areal scale 1 at x = 0 and 1/1.21 at x = 100 km: there a metre in the plane is 1.1 m. */
static bool growing_scale(void *user, size_t count, const double *xy, double *inverse) {
    (void)user;
    for (size_t i = 0; i < count; i++)
        inverse[i] = 1 + 0.21e-5 * xy[2 * i];
    return true;
}

/* The distance is measured where it lies, not somewhere in the plan area. */
static void distance_by_the_scale_on_its_way(void **state) {
    kit *k = *state;
    hn_measure *flat = k->measure, *measure = NULL;
    assert_int_equal(hn_measure_create(k->ctx, (hn_box){-2e3, -2e3, 112e3, 12e3}, growing_scale,
                                       NULL, 1, &measure),
                     HENSYN_OK);
    k->measure = measure;
    k->options.measure = measure;
    kit_plan(k, "POLYGON((0 0,100000 0,100000 100,0 100,0 0))");
    kit_hensyn(k, "friluftsliv", "POLYGON((100050 0,100090 0,100090 100,100050 100,100050 0))")
        ->buffer = 100;
    kit_hensyn(k, "landbruk", "LINESTRING(105000 -100,105000 200)");
    kit_run(k);
    /* The integral of sqrt(1 + cx) from a to b. */
    double c = 0.21e-5, at = pow(1 + c * 100000, 1.5), near = pow(1 + c * 100050, 1.5),
           far = pow(1 + c * 105000, 1.5);
    assert_near(k->result->pairs.row[0].avstand_m, (near - at) / (1.5 * c), 1e-4);
    assert_near(k->result->plan_themes.row[0].naermeste_m, (near - at) / (1.5 * c), 1e-4);
    assert_near(k->result->plan_themes.row[1].naermeste_m, (far - at) / (1.5 * c), 1e-2);
    k->measure = flat;
    k->options.measure = flat;
    hn_measure_destroy(measure);
}

static void nearest_of_an_empty_theme(void **state) {
    kit *k = *state;
    kit_plan(k, SQUARE_10);
    kit_group(k, "flom", false);
    kit_run(k);
    assert_int_equal(k->result->plan_themes.count, 1);
    assert_true(isnan(k->result->plan_themes.row[0].naermeste_m));
    assert_int_equal(k->result->plan_themes.row[0].naermeste_hensyn_fid, 0);
    assert_near(k->result->plan_themes.row[0].areal_m2, 0, 0);
}

static void coverage(void **state) {
    kit *k = *state;
    kit_plan(k, SQUARE_10);
    kit_plan(k, "POLYGON((100 0,110 0,110 10,100 10,100 0))");
    kit_plan(k, "POLYGON((200 0,210 0,210 10,200 10,200 0))");
    kit_plan(k, "POLYGON((300 0,310 0,310 10,300 10,300 0))");
    kit_hensyn(k, "friluftsliv", H1);
    hn_geometry *area[] = {kit_geometry(k, "POLYGON((-10 -10,50 -10,50 50,-10 50,-10 -10))"),
                           kit_geometry(k, "POLYGON((95 -5,105 -5,105 20,95 20,95 -5))"),
                           kit_geometry(k, "POLYGON((195 -5,205 -5,205 20,195 20,195 -5))"),
                           kit_geometry(k, "POLYGON((205 -5,220 -5,220 20,205 20,205 -5))")};
    hn_coverage cover = {.group = 0, .area = area, .count = 4};
    k->options.coverage = &cover;
    k->options.coverages = 1;
    kit_run(k);
    k->options.coverages = 0;
    const hn_plan_theme *row = k->result->plan_themes.row;
    assert_string_equal(row[0].status, "treff");
    assert_string_equal(row[1].status, "delvis_kartlagt");
    assert_string_equal(row[2].status, "ingen_treff"); /* by two areas with a common border */
    assert_string_equal(row[3].status, "ikke_kartlagt");
    for (int i = 0; i < 4; i++)
        hn_free(area[i]);
}

static void overlapping_plans(void **state) {
    kit *k = *state;
    kit_plan(k, SQUARE_10);
    kit_plan(k, "POLYGON((5 0,15 0,15 10,5 10,5 0))");
    kit_hensyn(k, "friluftsliv", "POLYGON((0 0,15 0,15 5,0 5,0 0))");
    kit_run(k);
    assert_int_equal(k->result->pairs.count, 2);
    assert_near(k->result->plan_areas.row[0].konflikt_m2, 50, 1e-9);
    assert_near(k->result->plan_areas.row[1].konflikt_m2, 50, 1e-9);
    assert_near(k->result->considerations.row[0].beslag_m2, 75, 1e-9);
    assert_near(k->result->considerations.row[0].beslag_andel, 1, 1e-9);
    assert_near(kit_indicator(k, "plan_areal", NULL, HN_NO_INT), 150, 1e-9);
    assert_near(kit_indicator(k, "utbygging_areal", NULL, HN_NO_INT), 150, 1e-9);
    assert_near(kit_indicator(k, "konflikt_areal", NULL, HN_NO_INT), 75, 1e-9);
}

static void ranked_plans(void **state) {
    kit *k = *state;
    kit_plan(k, SQUARE_10)->plan = 0;
    kit_plan(k, "POLYGON((5 0,15 0,15 10,5 10,5 0))")->plan = 1;
    kit_plan(k, "POLYGON((5 0,15 0,15 10,5 10,5 0))")->plan = 2;
    k->result->plan_areas.row[2].vertikalniva = 1; /* a tunnel: another level */
    const uint32_t order[] = {1, 0, 2};
    assert_int_equal(hn_rank_plans(k->ctx, k->result, k->measure, order, 1), HENSYN_OK);
    assert_near(k->result->plan_areas.row[0].areal_m2, 50, 1e-9);
    assert_near(k->result->plan_areas.row[0].fortrengt_m2, 50, 1e-9);
    assert_near(k->result->plan_areas.row[1].fortrengt_m2, 0, 0);
    assert_near(k->result->plan_areas.row[2].fortrengt_m2, 0, 0);
    const hn_remark *remark = kit_remark(k, "PLAN_FORTRENGT");
    assert_non_null(remark);
    assert_near(remark->areal_for_m2, 100, 1e-9);
    assert_near(remark->areal_etter_m2, 50, 1e-9);
    const hn_source_row *source = &k->result->sources.row[0];
    assert_near(source->areal_lest_m2, source->areal_brukt_m2 + source->areal_klippet_m2, 1e-9);
}

static void boundary(void **state) {
    kit *k = *state;
    kit_plan(k, SQUARE_10);
    kit_plan(k, "POLYGON((100 0,110 0,110 10,100 10,100 0))");
    kit_plan(k, "POLYGON((20 0,25 0,25 5,20 5,20 0))");
    kit_hensyn(k, "friluftsliv", "POLYGON((2 0,50 0,50 10,2 10,2 0))");
    kit_hensyn(k, "landbruk", "LINESTRING(-5 5,50 5)");
    kit_hensyn(k, "kulturarv", "MULTIPOINT((1 1),(9 9))");
    hn_geometry *edge = kit_geometry(k, "POLYGON((-10 -10,5 -10,5 50,-10 50,-10 -10))");
    assert_int_equal(hn_clip_to_boundary(k->ctx, k->result, k->measure, &edge, 1, 1), HENSYN_OK);
    assert_int_equal(k->result->plan_areas.count, 1);
    assert_near(k->result->plan_areas.row[0].areal_m2, 50, 1e-9);
    assert_string_equal(k->result->plan_areas.row[0].status, "klippet");
    assert_near(k->result->considerations.row[0].areal_m2, 480, 1e-9);
    kit_run(k);
    assert_near(k->result->pairs.row[0].areal_m2, 30, 1e-9);
    assert_near(k->result->pairs.row[0].hensyn_andel, 30.0 / 480, 1e-12);
    assert_near(k->result->pairs.row[1].lengde_m, 5, 1e-9);
    assert_int_equal(k->result->plan_areas.row[0].punkt_antall, 1);
    const hn_source_row *source = &k->result->sources.row[0];
    assert_int_equal(source->antall_utelatt, 2);
    assert_near(source->areal_lest_m2,
                source->areal_brukt_m2 + source->areal_klippet_m2 + source->areal_utelatt_m2, 1e-9);
    assert_non_null(kit_remark(k, "KLIPPET"));
    assert_non_null(kit_remark(k, "UTENFOR_GRENSE"));
    hn_free(edge);
}

/* The boundary ends the plan, not what is near it: objects beyond it are as near as before. */
static void near_beyond_the_boundary(void **state) {
    kit *k = *state;
    static const char *const beyond[] = {"POLYGON((12 0,20 0,20 10,12 10,12 0))",
                                         "LINESTRING(12 0,12 10)", "POINT(12 5)"};
    kit_plan(k, SQUARE_10);
    kit_hensyn(k, "friluftsliv", "POLYGON((4 12,20 12,20 14,4 14,4 12))")->buffer = 6;
    for (size_t i = 0; i < 3; i++)
        kit_hensyn(k, "friluftsliv", beyond[i])->buffer = 4;
    hn_geometry *edge = kit_geometry(k, "POLYGON((-1 -1,11 -1,11 13,-1 13,-1 -1))");
    assert_int_equal(hn_clip_to_boundary(k->ctx, k->result, k->measure, &edge, 1, 1), HENSYN_OK);
    assert_true(k->result->considerations.row[0].clipped);
    kit_run(k);
    assert_int_equal(k->result->pairs.count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(k->result->pairs.row[i].art, "naerhet");
        assert_near(k->result->pairs.row[i].avstand_m, 2, 1e-9);
        assert_string_equal(k->result->pairs.row[i].status, i ? "ok" : "klippet");
    }
    assert_near(k->result->pairs.row[1].areal_m2, 20, 1e-9);
    assert_near(k->result->pairs.row[2].areal_m2, 20, 1e-9);
    assert_string_equal(k->result->plan_themes.row[0].status, "naer");
    hn_free(edge);
}

/* Faces on the ground of two plan areas have the worst grade of either, whichever comes first, and
 * dust gives none. */
static void worst_grade_of_a_face(void **state) {
    kit *k = *state;
    static const char *const code[] = {"1110", "1600"};
    k->options.partition = true;
    for (int first = 0; first < 2; first++) {
        kit_new_result(k);
        kit_plan_of(k, kit_geometry(k, SQUARE_10), code[first], 1);
        kit_plan_of(k, kit_geometry(k, "POLYGON((4 0,14 0,14 10,4 10,4 0))"), code[!first], 1);
        kit_hensyn(k, "friluftsliv", "POLYGON((-5 -5,20 -5,20 5,-5 5,-5 -5))");
        kit_run(k);
        int housing = k->result->pairs.row[first].konsekvens;
        int green = k->result->pairs.row[!first].konsekvens;
        double area[5] = {0};
        assert_true(housing > green);
        assert_int_equal(k->result->faces.count, 2);
        for (size_t i = 0; i < 2; i++)
            area[k->result->faces.row[i].konsekvens] += k->result->faces.row[i].areal_m2;
        assert_near(area[housing], 50, 1e-9);
        assert_near(area[green], 20, 1e-9);
        for (int grade = 1; grade <= 4; grade++)
            assert_near(kit_indicator(k, "konflikt_areal_konsekvens", NULL, grade), area[grade],
                        1e-9);
    }
    kit_new_result(k);
    kit_plan(k, SQUARE_10);
    kit_hensyn(k, "friluftsliv", "POLYGON((-9 -9,20 -9,20 0.5,-9 0.5,-9 -9))");
    kit_run(k);
    k->options.partition = false;
    assert_true(k->result->pairs.row[0].konsekvens > 0);
    assert_string_equal(k->result->pairs.row[0].status, "smal");
    assert_int_equal(k->result->plan_areas.row[0].konsekvens, 0);
    assert_int_equal(k->result->faces.row[0].konsekvens, 0);
    assert_near(k->result->faces.row[0].areal_m2, 5, 1e-9);
}

/* A line on the border of two plan areas, or under two of them, is taken once. */
static void shared_lines_count_once(void **state) {
    kit *k = *state;
    kit_plan(k, SQUARE_10);
    kit_plan(k, "POLYGON((10 0,20 0,20 10,10 10,10 0))");
    kit_plan(k, "POLYGON((15 0,25 0,25 10,15 10,15 0))");
    kit_hensyn(k, "friluftsliv", "LINESTRING(10 0,10 40)");
    kit_hensyn(k, "friluftsliv", "LINESTRING(5 5,25 5)");
    kit_run(k);
    assert_int_equal(k->result->pairs.count, 5);
    assert_near(k->result->considerations.row[0].beslag_andel, 10.0 / 40, 1e-12);
    assert_near(k->result->considerations.row[1].beslag_andel, 1, 1e-12);
    for (size_t i = 0; i < 3; i++)
        assert_near(k->result->plan_areas.row[i].linje_m, i == 0 ? 15 : i == 1 ? 20 : 10, 1e-9);
}

/* The limit holds in every stage, not only while reading, and leaves the context usable. */
static void memory_limit(void **state) {
    kit *k = *state;
    kit_plan(k, SQUARE_10);
    kit_hensyn(k, "friluftsliv", H1);
    hn_limit_memory(k->ctx, 1024);
    assert_int_equal(hn_conflict(k->ctx, k->result, &k->options), HENSYN_FAILED);
    assert_non_null(strstr(hensyn_message(k->ctx), "--max-memory"));
    hn_limit_memory(k->ctx, 0);
    kit_run(k);
    assert_int_equal(k->result->pairs.count, 1);
    hensyn_cancel(k->ctx);
    hn_limit_memory(k->ctx, 1024);
    assert_int_equal(hn_conflict(k->ctx, k->result, &k->options), HENSYN_CANCELLED);
}

static void plan_zones_stay_apart_from_data(void **state) {
    kit *k = *state;
    kit_plan(k, SQUARE_10);
    kit_hensyn(k, "friluftsliv", H1);
    hn_consideration *zone = kit_hensyn(k, "friluftsliv", "POLYGON((0 0,3 0,3 10,0 10,0 0))");
    zone->group = kit_group(k, "friluftsliv", true);
    zone->opphav = "plan";
    kit_run(k);
    assert_int_equal(k->result->plan_themes.count, 2);
    assert_string_equal(k->result->plan_themes.row[0].opphav, "data");
    assert_near(k->result->plan_themes.row[0].areal_m2, 50, 1e-9);
    assert_string_equal(k->result->plan_themes.row[1].opphav, "plan");
    assert_near(k->result->plan_themes.row[1].areal_m2, 30, 1e-9);
    assert_int_equal(k->result->plan_areas.row[0].antall_tema, 1);
}

static void hazards_keep_their_level(void **state) {
    kit *k = *state;
    kit_plan(k, SQUARE_10);
    kit_hensyn_of(k, kit_geometry(k, "POLYGON((0 0,5000 0,5000 10,0 10,0 0))"), "flom", 3);
    kit_run(k);
    assert_int_equal(k->result->pairs.row[0].konsekvens, 3); /* no omfang for hazards */
    assert_string_equal(k->result->pairs.row[0].skala, "fare");
    assert_int_equal(k->result->considerations.row[0].konsekvens, 3);
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        EACH(ac1_overlaps_count_once),
        EACH(ac2_parts_and_duplicates),
        EACH(ac3_worst_of_several),
        EACH(ac4_partition),
        EACH(ac5_rings),
        EACH(ac19_area_part),
        EACH(considerations_of_several_themes),
        EACH(extent_lowers_the_grade),
        EACH(what_is_no_development_has_no_conflict),
        EACH(touching_is_no_overlap),
        EACH(slivers_and_dust),
        EACH(lines_and_points),
        EACH(long_lines_come_in_runs),
        EACH(nearness),
        EACH(distance_by_the_scale_on_its_way),
        EACH(nearest_of_an_empty_theme),
        EACH(coverage),
        EACH(overlapping_plans),
        EACH(ranked_plans),
        EACH(boundary),
        EACH(near_beyond_the_boundary),
        EACH(worst_grade_of_a_face),
        EACH(shared_lines_count_once),
        EACH(memory_limit),
        EACH(plan_zones_stay_apart_from_data),
        EACH(hazards_keep_their_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
