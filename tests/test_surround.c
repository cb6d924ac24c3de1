/* test_surround.c - which destination holds an origin, and straight distances, by hand and against
 * a search through everything. */
#include "reach_kit.h"

static void origin(reach_kit *a, double x, double y) {
    size_t n = a->input.origins++;
    a->origin = realloc(a->origin, a->input.origins * sizeof *a->origin);
    a->origin[n] = (hn_origin){.x = x, .y = y, .kilde_id = "1", .lag = "adr", .population = 1};
    a->input.origin = a->origin;
}

static void surround(reach_kit *a, hn_surround *s) {
    rk_merge(a);
    rk_must(a, hn_surround_find(a->k->ctx, a->result, &a->input, &a->options, s));
}

static void inside_means_the_closed_area(void **state) {
    reach_kit *a = *state;
    hn_surround s;
    rk_class(a, "nett", 0, false);
    rk_destination(a, "POLYGON((0 0,100 0,100 100,0 100,0 0),(20 20,80 20,80 80,20 80,20 20))");
    rk_destination(a, "POLYGON((40 40,60 40,60 60,40 60,40 40))");
    origin(a, 10, 10);
    origin(a, 50, 50);
    origin(a, 30, 30);  /* in the hole */
    origin(a, 100, 50); /* on the boundary */
    origin(a, 80, 50);  /* on the inner one */
    origin(a, 101, 50);
    origin(a, NAN, 50);
    surround(a, &s);
    const uint32_t expected[] = {0, 1, UINT32_MAX, 0, 0, UINT32_MAX, UINT32_MAX};
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(s.inside[i], expected[i]);
        assert_int_equal(s.straight[i], UINT32_MAX); /* no class measured in a straight line */
        assert_true(isinf(s.straight_m[i]));
    }
    hn_surround_clear(&s);
}

static void straight_distances_go_to_the_boundary(void **state) {
    reach_kit *a = *state;
    hn_surround s;
    rk_class(a, "luft", 0, true);
    rk_class(a, "store", 5000, true);
    rk_class(a, "nett", 0, false);
    rk_destination(a, "POLYGON((0 0,100 0,100 100,0 100,0 0),(20 20,80 20,80 80,20 80,20 20))");
    rk_destination(a, "LINESTRING(200 0,200 100)");
    rk_destination(a, "POINT(400 50)");
    origin(a, 50, 50);   /* in the hole: 30 m to the inner ring */
    origin(a, 10, 50);   /* inside */
    origin(a, 150, 50);  /* the same distance from the area and the line: the lower row */
    origin(a, 180, 130); /* the end of the line */
    origin(a, 397, 46);
    surround(a, &s);
    const double metres[][2] = {
        {30, 30}, {0, 0}, {50, 50}, {hypot(20, 30), hypot(80, 30)}, {5, 297}};
    const uint32_t row[][2] = {{0, 0}, {0, 0}, {0, 0}, {1, 0}, {2, 0}};
    for (size_t i = 0; i < 5; i++) {
        for (size_t c = 0; c < 2; c++) {
            assert_near(s.straight_m[3 * i + c], metres[i][c], 1e-9);
            assert_int_equal(s.straight[3 * i + c], row[i][c]);
            assert_int_equal(s.inside[3 * i + c], UINT32_MAX);
        }
        assert_int_equal(s.straight[3 * i + 2], UINT32_MAX);
        assert_int_equal(s.inside[3 * i + 2], i == 1 ? 0 : UINT32_MAX);
    }
    hn_surround_clear(&s);
}

static void overlapping_holders_give_the_lowest_of_each_class(void **state) {
    reach_kit *a = *state;
    hn_surround s;
    rk_class(a, "alle", 0, false);
    rk_class(a, "store", 50, false);
    rk_destination(a, "POLYGON((0 0,5 0,5 5,0 5,0 0))");
    rk_destination(a, "POLYGON((5 5,15 5,15 15,5 15,5 5))"); /* touch at one corner */
    origin(a, 5, 5);
    surround(a, &s);
    assert_int_equal(s.inside[0], 0);
    assert_int_equal(s.inside[1], 1);
    hn_surround_clear(&s);
}

static void nothing_to_be_near_to(void **state) {
    reach_kit *a = *state;
    hn_surround s;
    rk_class(a, "luft", 1e6, true);
    rk_destination(a, "POLYGON((0 0,5 0,5 5,0 5,0 0))");
    origin(a, 2, 2);
    surround(a, &s);
    assert_true(isinf(s.straight_m[0]));
    assert_int_equal(s.straight[0], UINT32_MAX);
    hn_surround_clear(&s);
    a->input.origins = 0;
    rk_must(a, hn_surround_find(a->k->ctx, a->result, &a->input, &a->options, &s));
    hn_surround_clear(&s);
}

/* ---- against a search through everything ---- */

static void make_random(reach_kit *a, uint64_t seed) {
    rk_class(a, "nett", 0, false);
    rk_class(a, "luft", 0, true);
    rk_class(a, "store", 20000, true);
    for (int i = 0; i < 60; i++) {
        double x = kit_random(&seed) * 5000, y = kit_random(&seed) * 5000;
        uint32_t points = 8 + (uint32_t)(kit_random(&seed) * kit_random(&seed) * 2000);
        rk_destination_of(a, kit_star(x, y, 20 + kit_random(&seed) * 200, points, i % 2, &seed));
    }
    for (int i = 0; i < 2000; i++)
        origin(a, kit_random(&seed) * 5000, kit_random(&seed) * 5000);
}

static double straight_to(const hn_geometry *g, double x, double y) {
    double best = INFINITY, share;
    if (hn_locate(g, x, y) >= 0) return 0;
    for (uint32_t ring = 0; ring < g->rings; ring++)
        for (uint32_t i = g->ring[ring]; i + 1 < g->ring[ring + 1]; i++)
            best = fmin(best, hn_segment_apart2(g->xy + 2 * i, g->xy + 2 * i + 2, x, y, &share));
    return sqrt(best);
}

static void agrees_with_a_search_through_everything(void **state) {
    reach_kit *a = *state;
    hn_surround s, again;
    make_random(a, 3);
    surround(a, &s);
    a->options.threads = 3;
    rk_must(a, hn_surround_find(a->k->ctx, a->result, &a->input, &a->options, &again));
    size_t held = 0;
    for (size_t i = 0; i < a->input.origins; i++) {
        double best[3] = {INFINITY, INFINITY, INFINITY};
        uint32_t row[3] = {UINT32_MAX, UINT32_MAX, UINT32_MAX};
        for (size_t d = 0; d < a->result->destinations.count; d++) {
            const hn_destination *to = &a->result->destinations.row[d];
            double m = straight_to(to->geometry, a->origin[i].x, a->origin[i].y);
            for (size_t c = 0; c < 3; c++) {
                if (!(to->classes >> c & 1) || m >= best[c] || (c == 0 && m > 0)) continue;
                best[c] = m;
                row[c] = (uint32_t)d;
            }
        }
        held += row[0] != UINT32_MAX;
        assert_int_equal(s.inside[3 * i], row[0]);
        for (size_t c = 1; c < 3; c++) {
            assert_int_equal(s.straight[3 * i + c], row[c]);
            assert_near(s.straight_m[3 * i + c], best[c], 1e-9);
        }
        assert_memory_equal(s.inside + 3 * i, again.inside + 3 * i, 3 * sizeof *s.inside);
        assert_memory_equal(s.straight + 3 * i, again.straight + 3 * i, 3 * sizeof *s.straight);
        assert_memory_equal(s.straight_m + 3 * i, again.straight_m + 3 * i, 3 * sizeof(double));
    }
    assert_true(held > 50 && held < a->input.origins);
    hn_surround_clear(&s);
    hn_surround_clear(&again);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        rk_case(inside_means_the_closed_area),
        rk_case(straight_distances_go_to_the_boundary),
        rk_case(overlapping_holders_give_the_lowest_of_each_class),
        rk_case(nothing_to_be_near_to),
        rk_case(agrees_with_a_search_through_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
