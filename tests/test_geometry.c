/* test_geometry.c - flat geometries, exact orientation, point location and points on geometries. */
#include "base/memory.h"
#include "data/geometry.h"
#include "data/geos.h"
#include "data/orient.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static bool is_near(double a, double b) { return fabs(a - b) <= 1e-9 * fmax(1, fabs(b)); }
#define near(a, b) assert_true(is_near(a, b))

/* --- helpers --- */

static uint64_t state = 88172645463325252ULL;
static uint32_t draw(uint32_t below) { /* xorshift */
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 33) % below;
}

/* A geometry of one ring a part. */
static hn_geometry *one_ring(hn_kind kind, const double *xy, uint32_t points) {
    hn_geometry *g = hn_geometry_create(kind, 1, 1, points);
    assert_non_null(g);
    memcpy(g->xy, xy, points * 2 * sizeof *xy);
    hn_geometry_finish(g);
    return g;
}

/* A square shell from (0,0) to (10,10), with a square hole from (4,4) to (6,6). */
static hn_geometry *square_with_hole(void) {
    const double xy[] = {0, 0, 10, 0, 10, 10, 0, 10, 0, 0, 4, 4, 4, 6, 6, 6, 6, 4, 4, 4};
    hn_geometry *g = hn_geometry_create(HN_AREA, 1, 2, 10);
    assert_non_null(g);
    memcpy(g->xy, xy, sizeof xy);
    g->ring[1] = 5;
    hn_geometry_finish(g);
    return g;
}

static hn_geometry *two_squares(double x0, double side0, double x1, double side1) {
    hn_geometry *g = hn_geometry_create(HN_AREA, 2, 2, 10);
    assert_non_null(g);
    const double x[] = {x0, x1}, side[] = {side0, side1};
    for (int p = 0; p < 2; p++) {
        double xy[] = {x[p], 0, x[p] + side[p], 0, x[p] + side[p], side[p], x[p], side[p], x[p], 0};
        memcpy(g->xy + 10 * (size_t)p, xy, sizeof xy);
    }
    g->part[1] = 1;
    g->ring[1] = 5;
    hn_geometry_finish(g);
    return g;
}

/* --- boxes --- */

static void boxes_join_meet_and_keep_apart(void **unused) {
    (void)unused;
    hn_box a = {0, 0, 2, 2}, b = {5, 6, 7, 8}, touching = {2, 2, 3, 3};
    hn_box joined = hn_box_join(a, b);
    assert_true(joined.xmin == 0 && joined.ymin == 0 && joined.xmax == 7 && joined.ymax == 8);
    joined = hn_box_join(HN_EMPTY_BOX, a);
    assert_memory_equal(&joined, &a, sizeof a);
    assert_true(hn_box_meets(a, touching));
    assert_false(hn_box_meets(a, b));
    assert_false(hn_box_meets(a, HN_EMPTY_BOX));
    assert_true(hn_box_holds((hn_box){0, 0, 3, 3}, touching));
    assert_false(hn_box_holds(a, touching));
    near(hn_box_distance(a, b), 5); /* 3 east, 4 north */
    near(hn_box_distance(b, a), 5);
    near(hn_box_distance(a, (hn_box){1, 7, 9, 9}), 5);
    near(hn_box_distance(a, (hn_box){-9, 1, -3, 9}), 3);
    assert_true(hn_box_distance(a, touching) == 0);
    assert_true(isinf(hn_box_distance(a, HN_EMPTY_BOX)));
    assert_true(isinf(hn_box_distance(HN_EMPTY_BOX, HN_EMPTY_BOX)));
}

/* --- making geometries --- */

static void a_new_geometry_has_its_offsets(void **unused) {
    (void)unused;
    hn_geometry *g = hn_geometry_create(HN_AREA, 2, 3, 15);
    assert_non_null(g);
    assert_int_equal(g->part[0], 0);
    assert_int_equal(g->part[2], 3);
    assert_int_equal(g->ring[0], 0);
    assert_int_equal(g->ring[3], 15);
    assert_true(g->box.xmin > g->box.xmax);
    assert_int_equal((uintptr_t)g->xy % sizeof(double), 0);
    memset(g->xy, 0, 15 * 2 * sizeof(double)); /* all of it is ours, say the sanitizers */
    hn_free(g);
    g = hn_geometry_create(HN_POINT, 0, 0, 0);
    assert_non_null(g);
    assert_int_equal(g->part[0], 0);
    assert_int_equal(g->ring[0], 0);
    hn_free(g);
}

static void a_copy_shares_nothing(void **unused) {
    (void)unused;
    hn_geometry *g = square_with_hole(), *copy = hn_geometry_copy(g);
    assert_non_null(copy);
    g->xy[0] = 99;
    g->ring[1] = 1;
    hn_free(g);
    near(hn_plane_area(copy), 96);
    assert_int_equal(copy->ring[1], 5);
    assert_true(copy->box.xmax == 10);
    hn_free(copy);
}

static void a_box_becomes_a_rectangle(void **unused) {
    (void)unused;
    hn_geometry *g = hn_geometry_from_box((hn_box){1, 2, 4, 9});
    assert_non_null(g);
    near(hn_plane_area(g), 21);
    near(hn_plane_length(g), 20);
    assert_true(hn_ring_area2(g->xy, g->points) > 0);
    assert_true(g->box.xmin == 1 && g->box.ymin == 2 && g->box.xmax == 4 && g->box.ymax == 9);
    hn_box before = g->box;
    hn_geometry_finish(g);
    assert_memory_equal(&before, &g->box, sizeof before);
    hn_free(g);
}

static void the_box_passes_over_nan(void **unused) {
    (void)unused;
    const double xy[] = {1, 5, NAN, NAN, 3, 2};
    hn_geometry *g = one_ring(HN_LINE, xy, 3);
    assert_true(g->box.xmin == 1 && g->box.ymin == 2 && g->box.xmax == 3 && g->box.ymax == 5);
    hn_free(g);
}

/* --- sizes and directions --- */

static void ring_areas_keep_their_digits_far_out(void **unused) {
    (void)unused;
    const double x = 1097400.5, y = 7886800.25;
    const double unit[] = {x, y, x + 1, y, x + 1, y + 1, x, y + 1, x, y};
    assert_true(hn_ring_area2(unit, 5) == 2);
    assert_true(hn_ring_area2(unit, 2) == 0);
    assert_true(hn_ring_area2(NULL, 0) == 0);
    const double clockwise[] = {0, 0, 0, 3, 4, 0, 0, 0};
    assert_true(hn_ring_area2(clockwise, 4) == -12);
}

static void plane_sizes_count_holes_and_parts(void **unused) {
    (void)unused;
    hn_geometry *g = square_with_hole();
    near(hn_plane_area(g), 96);
    near(hn_plane_length(g), 48);
    hn_free(g);
    g = two_squares(0, 2, 5, 3);
    near(hn_plane_area(g), 13);
    near(hn_plane_length(g), 20);
    hn_box second = hn_part_box(g, 1);
    assert_true(second.xmin == 5 && second.ymin == 0 && second.xmax == 8 && second.ymax == 3);
    hn_free(g);
    const double line[] = {0, 0, 3, 4, 3, 16};
    g = one_ring(HN_LINE, line, 3);
    near(hn_plane_length(g), 17);
    assert_true(hn_plane_area(g) == 0);
    hn_free(g);
    g = one_ring(HN_POINT, line, 1);
    assert_true(hn_plane_length(g) == 0 && hn_plane_area(g) == 0);
    hn_free(g);
}

static void a_hole_larger_than_its_shell_gives_zero(void **unused) {
    (void)unused;
    hn_geometry *g = square_with_hole();
    for (size_t i = 10; i < 20; i++)
        g->xy[i] = (g->xy[i] - 5) * 20;
    assert_true(hn_plane_area(g) == 0);
    hn_free(g);
}

static void orienting_turns_shells_and_holes(void **unused) {
    (void)unused;
    hn_geometry *g = square_with_hole();
    for (int turn = 0; turn < 3; turn++) {
        hn_geometry_orient(g);
        near(hn_ring_area2(g->xy, 5), 200);
        near(hn_ring_area2(g->xy + 10, 5), -8);
        /* Turn one of the rings by hand; the next round sets it right. */
        double *ring = g->xy + (turn % 2 ? 0 : 10);
        for (int i = 0; i < 2; i++) {
            double p[2];
            memcpy(p, ring + 2 * i, sizeof p);
            memcpy(ring + 2 * i, ring + 2 * (4 - i), sizeof p);
            memcpy(ring + 2 * (4 - i), p, sizeof p);
        }
    }
    hn_free(g);
    const double line[] = {5, 5, 0, 0, 0, 9, 5, 5};
    g = one_ring(HN_LINE, line, 4);
    g->box = HN_EMPTY_BOX;
    hn_geometry_orient(g);
    assert_memory_equal(g->xy, line, sizeof line);
    assert_true(g->box.ymax == 9);
    hn_free(g);
}

/* --- orientation --- */

__extension__ typedef __int128 wide;

static void orientation_is_exact(void **unused) {
    (void)unused;
    assert_int_equal(hn_orientation(0, 0, 1, 0, 0, 1), 1);
    assert_int_equal(hn_orientation(0, 0, 1, 0, 0, -1), -1);
    assert_int_equal(hn_orientation(0, 0, 1, 1, 7, 7), 0);
    assert_int_equal(hn_orientation(NAN, 0, 1, 1, 7, 7), 0);
    /* Points a few units in the last place around a line; integers tell the truth. */
    int zeros = 0;
    for (int i = 0; i < 20000; i++) {
        int64_t base = (int64_t)1 << 40;
        int64_t ax = base + draw(8), ay = base + draw(8), bx = 3 * base + draw(8);
        int64_t by = 3 * base + draw(8), cx = 7 * base + draw(8), cy = 7 * base + draw(8);
        wide det = (wide)(ax - cx) * (by - cy) - (wide)(ay - cy) * (bx - cx);
        int truth = (det > 0) - (det < 0);
        const double s = 0x1p-20;
        int got = hn_orientation((double)ax * s, (double)ay * s, (double)bx * s, (double)by * s,
                                 (double)cx * s, (double)cy * s);
        assert_int_equal(got, truth);
        assert_int_equal(hn_orientation_exact((double)bx, (double)by, (double)ax, (double)ay,
                                              (double)cx, (double)cy),
                         -truth);
        zeros += truth == 0;
    }
    assert_in_range(zeros, 1, 19999);
}

static void orientation_needs_more_than_double(void **unused) {
    (void)unused;
    /* The classical failure of the plain formula: (0.5 + i ulp, 0.5 + j ulp) against the line
     * through (12, 12) and (24, 24) is on the side that j - i says. */
    const double ulp = 0x1p-53;
    int plain_wrong = 0;
    for (int i = 0; i < 64; i++) {
        for (int j = 0; j < 64; j++) {
            double x = 0.5 + i * ulp, y = 0.5 + j * ulp;
            int truth = (y > x) - (y < x);
            assert_int_equal(hn_orientation(12, 12, 24, 24, x, y), truth);
            double det = (12 - x) * (24 - y) - (12 - y) * (24 - x);
            plain_wrong += ((det > 0) - (det < 0)) != truth;
        }
    }
    assert_true(plain_wrong > 0);
}

/* --- locating points --- */

static void points_are_located_in_a_square_with_a_hole(void **unused) {
    (void)unused;
    static const struct {
        double x, y;
        int where;
    } cases[] = {{2, 2, 1},   {5, 2, 1},    {2, 5, 1},    {9.999, 9.999, 1}, {2, 4, 1},
                 {8, 6, 1},   {2, 6, 1},    {8, 4, 1},    {0, 0, 0},         {10, 10, 0},
                 {5, 0, 0},   {0, 5, 0},    {10, 3, 0},   {3, 10, 0},        {4, 4, 0},
                 {6, 6, 0},   {5, 4, 0},    {6, 5, 0},    {5, 5, -1},        {5, 4.1, -1},
                 {-1, 5, -1}, {11, 4, -1},  {5, 11, -1},  {-1, 0, -1},       {11, 10, -1},
                 {-1, 4, -1}, {NAN, 5, -1}, {5, NAN, -1}, {INFINITY, 5, -1}};
    hn_geometry *g = square_with_hole();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(hn_locate(g, cases[i].x, cases[i].y), cases[i].where);
    hn_free(g);
    const double line[] = {0, 0, 10, 10};
    g = one_ring(HN_LINE, line, 2);
    assert_int_equal(hn_locate(g, 5, 5), -1);
    hn_free(g);
}

static void a_ray_through_vertices_counts_once(void **unused) {
    (void)unused;
    /* A ring with vertices, a peak, a valley and level edges at y = 1. */
    const double xy[] = {0, 0, 12, 0, 12, 1, 11, 1, 11,  2, 9, 1, 7, 2, 6,
                         1, 5, 1,  4, 2,  3, 1,  2, 0.5, 1, 1, 0, 1, 0, 0};
    hn_geometry *g = one_ring(HN_AREA, xy, 15);
    static const struct {
        double x, y;
        int where;
    } cases[] = {{0.5, 1, 0}, {1, 1, 0},     {2, 1, -1},  {3, 1, 0},   {4, 1, 1},    {5.5, 1, 0},
                 {7, 1, 1},   {9, 1, 0},     {10, 1, 1},  {11, 1, 0},  {11.5, 1, 0}, {13, 1, -1},
                 {-1, 1, -1}, {9, 1.01, -1}, {8, 1.2, 1}, {2, 0.5, 0}, {2, 0.4, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(hn_locate(g, cases[i].x, cases[i].y), cases[i].where);
    hn_free(g);
}

static void locating_agrees_with_geos(void **unused) {
    (void)unused;
    hn_geos *geos = hn_geos_create();
    assert_non_null(geos);
    int seen[3] = {0, 0, 0};
    for (int round = 0; round < 3000; round++) {
        uint32_t n = 4 + draw(6);
        double xy[24];
        for (uint32_t i = 0; i < 2 * n; i++)
            xy[i] = draw(7);
        xy[2 * n - 2] = xy[0];
        xy[2 * n - 1] = xy[1];
        hn_geometry *g = one_ring(HN_AREA, xy, n);
        GEOSGeometry *area = hn_to_geos(geos, g);
        assert_non_null(area);
        if (GEOSisValid_r(geos->handle, area) == 1) {
            for (int i = 0; i < 20; i++) {
                double x = draw(13) / 2.0, y = draw(13) / 2.0;
                GEOSGeometry *p = GEOSGeom_createPointFromXY_r(geos->handle, x, y);
                int meets = GEOSIntersects_r(geos->handle, area, p);
                int inside = GEOSContains_r(geos->handle, area, p);
                int where = hn_locate(g, x, y);
                assert_int_equal(where, inside ? 1 : meets ? 0 : -1);
                seen[where + 1]++;
                GEOSGeom_destroy_r(geos->handle, p);
            }
        }
        GEOSGeom_destroy_r(geos->handle, area);
        hn_free(g);
    }
    hn_geos_destroy(geos);
    for (int i = 0; i < 3; i++)
        assert_true(seen[i] > 100);
}

/* --- points on geometries --- */

static void inside_of(const hn_geometry *g) {
    double x = NAN, y = NAN;
    assert_true(hn_point_on(g, &x, &y));
    assert_int_equal(hn_locate(g, x, y), 1);
}

static void points_lie_well_inside_simple_areas(void **unused) {
    (void)unused;
    double x = NAN, y = NAN;
    hn_geometry *g = hn_geometry_from_box((hn_box){0, 0, 10, 4});
    assert_true(hn_point_on(g, &x, &y));
    near(x, 5);
    near(y, 2);
    hn_free(g);
    g = square_with_hole(); /* the middle line is cut by the hole, a line beside it is not */
    assert_true(hn_point_on(g, &x, &y));
    assert_int_equal(hn_locate(g, x, y), 1);
    assert_true(fabs(x - 5) < 1e-9 && (y < 4 || y > 6));
    hn_free(g);
    g = two_squares(0, 2, 5, 3);
    assert_true(hn_point_on(g, &x, &y));
    near(x, 6.5); /* in the larger part */
    hn_free(g);
}

static void points_lie_inside_difficult_areas(void **unused) {
    (void)unused;
    /* A U, whose middle is outside. */
    const double u[] = {0, 0, 9, 0, 9, 9, 8, 9, 8, 1, 1, 1, 1, 9, 0, 9, 0, 0};
    hn_geometry *g = one_ring(HN_AREA, u, 9);
    inside_of(g);
    hn_free(g);
    /* A needle of a micrometre at large coordinates. */
    const double needle[] = {6e5, 7e6, 6e5 + 1000, 7e6 + 1000, 6e5 + 1000, 7e6 + 1000.000001,
                             6e5, 7e6};
    g = one_ring(HN_AREA, needle, 4);
    inside_of(g);
    hn_free(g);
    /* A comb with more teeth than the crossings of one scanline that are kept. */
    enum { TEETH = 1500 };
    g = hn_geometry_create(HN_AREA, 1, 1, 4 * TEETH + 3);
    assert_non_null(g);
    size_t at = 0;
    for (int i = 0; i < TEETH; i++) {
        const double tooth[] = {i, 1, i, 100, i + 0.5, 100, i + 0.5, 1};
        memcpy(g->xy + at, tooth, sizeof tooth);
        at += 8;
    }
    const double back[] = {TEETH, 0, 0, 0, 0, 1};
    memcpy(g->xy + at, back, sizeof back);
    hn_geometry_orient(g);
    inside_of(g);
    hn_free(g);
}

static void areas_without_an_inside_give_their_first_point(void **unused) {
    (void)unused;
    const double flat[] = {3, 4, 5, 4, 9, 4, 3, 4};
    double x = NAN, y = NAN;
    hn_geometry *g = one_ring(HN_AREA, flat, 4);
    assert_true(hn_point_on(g, &x, &y));
    assert_true(x == 3 && y == 4);
    g->xy[0] = NAN;
    assert_false(hn_point_on(g, &x, &y));
    hn_free(g);
    g = hn_geometry_create(HN_AREA, 0, 0, 0);
    assert_non_null(g);
    assert_false(hn_point_on(g, &x, &y));
    hn_free(g);
}

static void points_lie_on_lines_and_points(void **unused) {
    (void)unused;
    const double xy[] = {0, 0, 2, 0, 2, 6, 7, 7, 9, 9};
    double x = NAN, y = NAN;
    hn_geometry *g = hn_geometry_create(HN_LINE, 2, 2, 5);
    assert_non_null(g);
    memcpy(g->xy, xy, sizeof xy);
    g->part[1] = 1;
    g->ring[1] = 3;
    hn_geometry_finish(g);
    assert_true(hn_point_on(g, &x, &y)); /* four of eight along the longer part */
    near(x, 2);
    near(y, 2);
    hn_free(g);
    const double still[] = {3, 3, 3, 3};
    g = one_ring(HN_LINE, still, 2);
    assert_true(hn_point_on(g, &x, &y));
    assert_true(x == 3 && y == 3);
    hn_free(g);
    g = one_ring(HN_POINT, xy + 2, 1);
    assert_true(hn_point_on(g, &x, &y));
    assert_true(x == 2 && y == 0);
    hn_free(g);
}

static void points_lie_inside_random_valid_areas(void **unused) {
    (void)unused;
    hn_geos *geos = hn_geos_create();
    assert_non_null(geos);
    int tried = 0;
    for (int round = 0; round < 4000; round++) {
        uint32_t n = 4 + draw(7);
        double xy[24];
        double scale = round % 2 ? 1 : 1e-7, away = round % 3 ? 6e5 : 0;
        for (uint32_t i = 0; i < 2 * n; i++)
            xy[i] = away + scale * draw(9);
        xy[2 * n - 2] = xy[0];
        xy[2 * n - 1] = xy[1];
        hn_geometry *g = one_ring(HN_AREA, xy, n);
        GEOSGeometry *area = hn_to_geos(geos, g);
        assert_non_null(area);
        if (GEOSisValid_r(geos->handle, area) == 1) {
            inside_of(g);
            tried++;
        }
        GEOSGeom_destroy_r(geos->handle, area);
        hn_free(g);
    }
    hn_geos_destroy(geos);
    assert_true(tried > 300);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boxes_join_meet_and_keep_apart),
        cmocka_unit_test(a_new_geometry_has_its_offsets),
        cmocka_unit_test(a_copy_shares_nothing),
        cmocka_unit_test(a_box_becomes_a_rectangle),
        cmocka_unit_test(the_box_passes_over_nan),
        cmocka_unit_test(ring_areas_keep_their_digits_far_out),
        cmocka_unit_test(plane_sizes_count_holes_and_parts),
        cmocka_unit_test(a_hole_larger_than_its_shell_gives_zero),
        cmocka_unit_test(orienting_turns_shells_and_holes),
        cmocka_unit_test(orientation_is_exact),
        cmocka_unit_test(orientation_needs_more_than_double),
        cmocka_unit_test(points_are_located_in_a_square_with_a_hole),
        cmocka_unit_test(a_ray_through_vertices_counts_once),
        cmocka_unit_test(locating_agrees_with_geos),
        cmocka_unit_test(points_lie_well_inside_simple_areas),
        cmocka_unit_test(points_lie_inside_difficult_areas),
        cmocka_unit_test(areas_without_an_inside_give_their_first_point),
        cmocka_unit_test(points_lie_on_lines_and_points),
        cmocka_unit_test(points_lie_inside_random_valid_areas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
