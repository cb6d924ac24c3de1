/* test_conflict_random.c - properties of the conflict engine on random municipalities, and GEOS
 * over all pairs as a second opinion. */
#include "kit.h"

static int setup(void **state) {
    *state = kit_create();
    return 0;
}

static int teardown(void **state) {
    kit_destroy(*state);
    return 0;
}

/* How a scene differs from its plain version. */
typedef struct twist {
    double shift_x, shift_y;
    bool reversed; /* order of the considerations */
    int threads;
} twist;

enum { PLANS = 60, HENSYN = 40 };

/* A coverage of wavy cells as plan and stars as considerations, of 20 to 2000 points. */
static void make_scene(kit *k, uint64_t seed, twist t) {
    enum { SIDE = 8 };
    static const char *const theme[] = {"friluftsliv", "landbruk", "naturmangfold"};
    double x[SIDE + 1][SIDE + 1], y[SIDE + 1][SIDE + 1];
    kit_new_result(k);
    for (int i = 0; i <= SIDE; i++)
        for (int j = 0; j <= SIDE; j++) {
            x[i][j] = 100 * (i + 0.5 * kit_random(&seed));
            y[i][j] = 100 * (j + 0.5 * kit_random(&seed));
        }
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) {
            const int di[] = {0, 1, 1, 0, 0}, dj[] = {0, 0, 1, 1, 0};
            hn_geometry *g = hn_geometry_create(HN_AREA, 1, 1, 5);
            g->part[0] = g->ring[0] = 0;
            for (int c = 0; c < 5; c++) {
                g->xy[2 * c] = x[i + di[c]][j + dj[c]] + t.shift_x;
                g->xy[2 * c + 1] = y[i + di[c]][j + dj[c]] + t.shift_y;
            }
            hn_geometry_orient(g);
            kit_plan_of(k, g, "1110", (i + j) % 3 != 0);
        }
    hn_geometry *star[HENSYN];
    for (int i = 0; i < HENSYN; i++) {
        double cx = kit_random(&seed) * 900 - 50, cy = kit_random(&seed) * 900 - 50;
        double radius = 10 + kit_random(&seed) * kit_random(&seed) * 400;
        uint32_t points = 20 + (uint32_t)(kit_random(&seed) * 1980 * kit_random(&seed));
        star[i] = kit_star(cx, cy, radius, points, i % 3 == 0, &seed);
        for (uint32_t p = 0; p < star[i]->points; p++) {
            star[i]->xy[2 * p] += t.shift_x;
            star[i]->xy[2 * p + 1] += t.shift_y;
        }
        hn_geometry_finish(star[i]);
    }
    for (int i = 0; i < HENSYN; i++) {
        int from = t.reversed ? HENSYN - 1 - i : i;
        kit_hensyn_of(k, star[from], theme[from % 3], 1 + from % 4);
    }
    k->options.threads = t.threads ? t.threads : 1;
    k->options.all_overlaps = true;
    k->options.sliver = 0;
    kit_run(k);
}

static const hn_pair *pair_of(const kit *k, int64_t plan, int64_t hensyn) {
    for (size_t i = 0; i < k->result->pairs.count; i++)
        if (k->result->pairs.row[i].plan_fid == plan &&
            k->result->pairs.row[i].hensyn_fid == hensyn)
            return &k->result->pairs.row[i];
    return NULL;
}

static void all_pairs_by_brute_force(void **state) {
    kit *k = *state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        make_scene(k, seed, (twist){0});
        size_t found = 0;
        for (size_t i = 0; i < k->result->plan_areas.count; i++)
            for (size_t j = 0; j < HENSYN; j++) {
                double area = kit_geos_overlap(k, k->result->plan_areas.row[i].geometry,
                                               k->result->considerations.row[j].geometry);
                const hn_pair *pair = pair_of(k, (int64_t)i + 1, (int64_t)j + 1);
                if (pair)
                    assert_near(pair->areal_m2, area, 1e-6);
                else
                    assert_near(area, 0, 1e-9);
                found += pair != NULL;
                if (pair && !pair->whole) assert_near(hn_plane_area(pair->geometry), area, 1e-6);
            }
        assert_int_equal(found, k->result->pairs.count);
        assert_true(found > 200);
    }
}

static double geos_union_area(kit *k, GEOSGeometry **part, unsigned count) {
    GEOSContextHandle_t h = k->geos->handle;
    GEOSGeometry *all = GEOSGeom_createCollection_r(h, GEOS_GEOMETRYCOLLECTION, part, count);
    GEOSGeometry *merged = GEOSUnaryUnion_r(h, all);
    double area = 0;
    GEOSArea_r(h, merged, &area);
    GEOSGeom_destroy_r(h, merged);
    GEOSGeom_destroy_r(h, all);
    return area;
}

/* Unions of whole layers, which the engine never makes, give the same figures. */
static void unions_by_brute_force(void **state) {
    kit *k = *state;
    GEOSContextHandle_t h = k->geos->handle;
    for (uint64_t seed = 11; seed <= 13; seed++) {
        make_scene(k, seed, (twist){0});
        GEOSGeometry *part[HENSYN];
        unsigned count = 0;
        for (size_t j = 0; j < HENSYN; j++)
            if (k->result->considerations.row[j].group == 0)
                part[count++] = hn_to_geos(k->geos, k->result->considerations.row[j].geometry);
        assert_near(kit_indicator(k, "hensyn_areal", "friluftsliv", HN_NO_INT),
                    geos_union_area(k, part, count), 1e-5);
        for (size_t i = 0; i < k->result->plan_areas.count; i++) {
            const hn_plan_area *plan = &k->result->plan_areas.row[i];
            count = 0;
            for (size_t j = 0; j < k->result->pairs.count; j++) {
                const hn_pair *p = &k->result->pairs.row[j];
                if (p->plan != i || p->konsekvens < 1) continue;
                part[count++] = hn_to_geos(k->geos, p->whole ? plan->geometry : p->geometry);
            }
            assert_near(plan->konflikt_m2, count ? geos_union_area(k, part, count) : 0, 1e-6);
        }
        (void)h;
    }
}

static void nearest_by_brute_force(void **state) {
    kit *k = *state;
    GEOSContextHandle_t h = k->geos->handle;
    make_scene(k, 21, (twist){0});
    for (size_t i = 0; i < k->result->plan_themes.count; i++) {
        const hn_plan_theme *row = &k->result->plan_themes.row[i];
        GEOSGeometry *plan =
            hn_to_geos(k->geos, k->result->plan_areas.row[row->plan_fid - 1].geometry);
        double least = INFINITY;
        for (size_t j = 0; j < HENSYN; j++) {
            const hn_consideration *c = &k->result->considerations.row[j];
            double distance;
            if (strcmp(c->tema, row->tema) != 0) continue;
            GEOSGeometry *other = hn_to_geos(k->geos, c->geometry);
            GEOSDistance_r(h, plan, other, &distance);
            if (distance < least) least = distance;
            if (c->fid == row->naermeste_hensyn_fid) assert_near(row->naermeste_m, distance, 1e-9);
            GEOSGeom_destroy_r(h, other);
        }
        assert_near(row->naermeste_m, least, 1e-9);
        GEOSGeom_destroy_r(h, plan);
    }
}

/* Two objects touch the plan area, a third only its box: ties go to the first that touches. */
static void nearest_names_an_object_at_that_distance(void **state) {
    kit *k = *state;
    kit_new_result(k);
    kit_plan(k, "POLYGON((0 0,10 0,0 10,0 0))");
    kit_hensyn(k, "friluftsliv", "POLYGON((9 9,30 9,30 30,9 30,9 9))");
    kit_hensyn(k, "friluftsliv", "POLYGON((-5 0,0 0,0 10,-5 10,-5 0))");
    kit_hensyn(k, "friluftsliv", "POLYGON((0 -5,10 -5,10 0,0 0,0 -5))");
    kit_run(k);
    assert_near(k->result->plan_themes.row[0].naermeste_m, 0, 0);
    assert_int_equal(k->result->plan_themes.row[0].naermeste_hensyn_fid, 2);
}

/* ---- properties ---- */

static hn_result *take_result(kit *k) {
    hn_result *result = k->result;
    k->result = NULL;
    return result;
}

static void same_rows_for_any_thread_count(void **state) {
    kit *k = *state;
    make_scene(k, 31, (twist){.threads = 1});
    hn_result *one = take_result(k);
    for (int threads = 2; threads <= 5; threads++) {
        make_scene(k, 31, (twist){.threads = threads});
        const hn_result *other = k->result;
        assert_int_equal(one->pairs.count, other->pairs.count);
        for (size_t i = 0; i < one->pairs.count; i++) {
            const hn_pair *a = &one->pairs.row[i], *b = &other->pairs.row[i];
            assert_string_equal(a->nokkel, b->nokkel);
            assert_true(a->areal_m2 == b->areal_m2);
            if (!a->whole) {
                assert_int_equal(a->geometry->points, b->geometry->points);
                assert_memory_equal(a->geometry->xy, b->geometry->xy, 16 * a->geometry->points);
            }
        }
        for (size_t i = 0; i < one->plan_areas.count; i++)
            assert_true(one->plan_areas.row[i].konflikt_m2 == other->plan_areas.row[i].konflikt_m2);
        assert_int_equal(one->indicators.count, other->indicators.count);
        for (size_t i = 0; i < one->indicators.count; i++)
            assert_true(one->indicators.row[i].verdi == other->indicators.row[i].verdi ||
                        isnan(one->indicators.row[i].verdi));
    }
    hn_result_destroy(one);
}

static void order_of_considerations_changes_no_figure(void **state) {
    kit *k = *state;
    make_scene(k, 41, (twist){0});
    hn_result *one = take_result(k);
    make_scene(k, 41, (twist){.reversed = true});
    for (size_t i = 0; i < one->plan_areas.count; i++) {
        assert_near(one->plan_areas.row[i].konflikt_m2, k->result->plan_areas.row[i].konflikt_m2,
                    1e-7);
        assert_int_equal(one->plan_areas.row[i].konsekvens,
                         k->result->plan_areas.row[i].konsekvens);
    }
    for (size_t i = 0; i < HENSYN; i++)
        assert_near(one->considerations.row[i].beslag_m2,
                    k->result->considerations.row[HENSYN - 1 - i].beslag_m2, 1e-7);
    hn_result_destroy(one);
}

/* Coordinates of UTM size, where a double has steps of a nanometre. */
static void shifting_changes_no_figure(void **state) {
    kit *k = *state;
    make_scene(k, 51, (twist){0});
    hn_result *one = take_result(k);
    make_scene(k, 51, (twist){.shift_x = 512345.678, .shift_y = 7412345.678});
    assert_int_equal(one->pairs.count, k->result->pairs.count);
    for (size_t i = 0; i < one->pairs.count; i++)
        assert_near(one->pairs.row[i].areal_m2, k->result->pairs.row[i].areal_m2, 1e-3);
    hn_result_destroy(one);
}

/* Cutting a consideration in two moves its area from one row to two, and nothing else. */
static void splitting_a_consideration(void **state) {
    kit *k = *state;
    const char *whole = "POLYGON((-3 2,13 2,13 7,-3 7,-3 2))";
    kit_plan(k, "POLYGON((0 0,10 0,10 10,0 10,0 0))");
    kit_hensyn(k, "friluftsliv", whole);
    kit_run(k);
    double conflict = k->result->plan_areas.row[0].konflikt_m2;
    kit_new_result(k);
    kit_plan(k, "POLYGON((0 0,10 0,10 10,0 10,0 0))");
    kit_hensyn(k, "friluftsliv", "POLYGON((-3 2,4.3 2,4.3 7,-3 7,-3 2))");
    kit_hensyn(k, "friluftsliv", "POLYGON((4.3 2,13 2,13 7,4.3 7,4.3 2))");
    kit_run(k);
    assert_int_equal(k->result->pairs.count, 2);
    assert_near(k->result->plan_areas.row[0].konflikt_m2, conflict, 1e-9);
    assert_near(k->result->plan_themes.row[0].areal_m2, conflict, 1e-9);
}

/* Swapping the sides gives the same pair areas. */
static void swapping_sides(void **state) {
    kit *k = *state;
    uint64_t seed = 61;
    for (int i = 0; i < 40; i++) {
        hn_geometry *a = kit_star(0, 0, 10, 60, i % 2 == 0, &seed);
        hn_geometry *b =
            kit_star(kit_random(&seed) * 20, kit_random(&seed) * 20, 15, 400, false, &seed);
        double area[2] = {0, 0};
        for (int side = 0; side < 2; side++) {
            kit_new_result(k);
            kit_plan_of(k, hn_geometry_copy(side ? b : a), "1110", 1);
            kit_hensyn_of(k, hn_geometry_copy(side ? a : b), "friluftsliv", 3);
            kit_run(k);
            if (k->result->pairs.count) area[side] = k->result->pairs.row[0].areal_m2;
        }
        assert_near(area[0], area[1], 1e-7);
        hn_free(a);
        hn_free(b);
    }
}

/* The identities of the partition hold where everything overlaps everything. */
static void partition_identities(void **state) {
    kit *k = *state;
    k->options.partition = true;
    make_scene(k, 71, (twist){.threads = 2});
    k->options.partition = false;
    double faces = 0, weighted = 0, themes = 0;
    for (size_t i = 0; i < k->result->faces.count; i++) {
        const hn_face *f = &k->result->faces.row[i];
        faces += f->areal_m2;
        weighted += f->areal_m2 * f->antall_tema;
        for (size_t j = 0; j < i; j++)
            if (f->geometry && k->result->faces.row[j].geometry &&
                hn_box_meets(f->geometry->box, k->result->faces.row[j].geometry->box))
                assert_near(kit_geos_overlap(k, f->geometry, k->result->faces.row[j].geometry), 0,
                            1e-5);
    }
    for (size_t i = 0; i < k->result->plan_themes.count; i++)
        themes += k->result->plan_themes.row[i].areal_m2;
    assert_near(weighted, themes, 1e-6 * themes);
    assert_true(faces > 0 && faces < weighted);
}

/* Every member of a family overlaps every other one: the union is found locally all the same. */
static void many_overlapping_plans(void **state) {
    kit *k = *state;
    uint64_t seed = 81;
    GEOSGeometry *part[30], *met[30];
    GEOSContextHandle_t h = k->geos->handle;
    kit_new_result(k);
    for (int i = 0; i < 30; i++)
        kit_plan_of(k,
                    kit_star(kit_random(&seed) * 50, kit_random(&seed) * 50, 30, 40, false, &seed),
                    "1110", 1);
    hn_geometry *h1 = kit_geometry(k, "POLYGON((-50 -50,30 -50,30 100,-50 100,-50 -50))");
    GEOSGeometry *object = hn_to_geos(k->geos, h1);
    for (int i = 0; i < 30; i++) {
        part[i] = hn_to_geos(k->geos, k->result->plan_areas.row[i].geometry);
        met[i] = GEOSIntersection_r(h, part[i], object);
    }
    kit_hensyn_of(k, h1, "friluftsliv", 3);
    kit_run(k);
    double conflict = geos_union_area(k, met, 30);
    assert_near(kit_indicator(k, "plan_areal", NULL, HN_NO_INT), geos_union_area(k, part, 30),
                1e-5);
    assert_near(kit_indicator(k, "konflikt_areal", NULL, HN_NO_INT), conflict, 1e-5);
    assert_near(k->result->considerations.row[0].beslag_m2, conflict, 1e-5);
    GEOSGeom_destroy_r(h, object);
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        EACH(all_pairs_by_brute_force),
        EACH(unions_by_brute_force),
        EACH(nearest_by_brute_force),
        EACH(nearest_names_an_object_at_that_distance),
        EACH(same_rows_for_any_thread_count),
        EACH(order_of_considerations_changes_no_figure),
        EACH(shifting_changes_no_figure),
        EACH(splitting_a_consideration),
        EACH(swapping_sides),
        EACH(partition_identities),
        EACH(many_overlapping_plans),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
