/* test_sosi_areas.c - areas of a SOSI file from the curves they refer to: order, direction, holes,
 * islands, gaps, arcs, and what refers to nothing. */
#include "sosi_kit.h"

/* A square of 100 m in four curves, two of them against the clock. */
#define SIDE(n, a, b) ".KURVE " #n ":\n..OBJTYPE G\n..NØ\n" a "\n" b "\n"
#define SQUARE                                                                                     \
    SIDE(1, "0 0", "10000 0")                                                                      \
    SIDE(2, "10000 10000", "10000 0") SIDE(3, "10000 10000", "0 10000") SIDE(4, "0 0", "0 10000")
/* A closed triangle of 200 m2 in it, and one of 2 m2 in that. */
#define HOLE ".KURVE 7:\n..NØ\n2000 2000\n2000 4000\n4000 4000\n2000 2000\n"
#define ISLAND ".KURVE 8:\n..NØ\n2200 2800\n2200 3000\n2400 3000\n2200 2800\n"

static void area_of_references(sosi_kit *k, const char *curves, const char *refs) {
    char body[4000];
    snprintf(body, sizeof body, "%s.FLATE 99:\n..OBJTYPE A\n..REF %s\n..NØ\n5000 5000\n", curves,
             refs);
    kit_body(k, body);
    kit_find(k, 99);
}

/* ---- order and direction ---- */

static void borders_as_stated_give_exact_rings(void **state) {
    sosi_kit *k = *state;
    area_of_references(k, SQUARE, ":1 :-2 :3 :-4");
    assert_int_equal(k->object->problems, 0);
    kit_points(k, 0, 0, 0, 100, 100, 100, 100, 0, 0, 0);
    area_of_references(k, SQUARE, ":4 :-3 :2 :-1");
    assert_int_equal(k->object->problems, 0);
    kit_points(k, 0, 0, 100, 0, 100, 100, 0, 100, 0, 0);
}

/* All 24 orders and all 16 sets of signs give the same square; only those that join as they stand
 * are silent about it. */
static void any_order_and_direction_is_the_same_area(void **state) {
    sosi_kit *k = *state;
    int silent = 0;
    for (int order = 0; order < 24; order++)
        for (int signs = 0; signs < 16; signs++) {
            int left[] = {1, 2, 3, 4}, code = order;
            char refs[60] = "";
            for (int i = 0; i < 4; i++) {
                int pick = code % (4 - i);
                code /= 4 - i;
                size_t at = strlen(refs);
                snprintf(refs + at, sizeof refs - at, "%s:%s%d", i ? " " : "",
                         signs >> i & 1 ? "-" : "", left[pick]);
                for (int j = pick; j < 3; j++)
                    left[j] = left[j + 1];
            }
            area_of_references(k, SQUARE, refs);
            if (kit_area(k) != 10000) fail_msg("%s: %g", refs, kit_area(k));
            assert_int_equal(k->object->geometry.points, 5);
            bool told = kit_problem(k, SOSI_ORDER_IGNORED) != NULL;
            assert_int_equal(k->object->problems, told);
            silent += !told;
        }
    assert_int_equal(silent, 8); /* four beginnings, two directions */
}

static void references_stand_as_they_may(void **state) {
    sosi_kit *k = *state;
    const char *const refs[] = {":1 :-2\n:3 :-4", ":1:-2:3:-4", "\n:1\n:-2 ! to\n:3\n  :-4",
                                ":1 :-2 :3\n! mellom\n\n:-4", ":1,:-2,:3,:-4"};
    for (size_t i = 0; i < sizeof refs / sizeof *refs; i++) {
        area_of_references(k, SQUARE, refs[i]);
        assert_int_equal(k->object->problems, 0);
        assert_true(kit_area(k) == 10000);
    }
    const char *const bad[] = {
        ":x", ":", ":-", ": 1", ":1 2", "(:1", ")", ":1 (:2))", ":99999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (strcmp(bad[i], "(:1") == 0) continue; /* an end of file may cut it off */
        char text[400];
        snprintf(text, sizeof text, KIT_HEAD ".FLATE 1:\n..REF %s\n.SLUTT\n", bad[i]);
        kit_refuses(k, text, SOSI_NOT_UNDERSTOOD, 10);
    }
}

static void areas_may_come_before_their_borders(void **state) {
    sosi_kit *k = *state;
    kit_body(k, ".FLATE 9:\n..REF :1 :-2 :3 :-4\n..NØ\n1 1\n" SQUARE);
    assert_true(kit_next(k));
    assert_true(kit_area(k) == 10000);
    /* The old way of stating references: without a word. */
    const char *const old[] = {".. :1 :-2 :3 :-4", "..:1 :-2 :3 :-4", "..:1\n:-2 :3 :-4"};
    for (size_t i = 0; i < 3; i++) {
        char body[600];
        snprintf(body, sizeof body, SQUARE ".FLATE 9:\n%s\n", old[i]);
        kit_body(k, body);
        kit_find(k, 9);
        assert_true(kit_area(k) == 10000);
    }
}

static void neighbours_share_a_border(void **state) {
    sosi_kit *k = *state;
    kit_body(k,
             SQUARE SIDE(5, "10000 10000", "10000 20000") SIDE(6, "10000 20000", "0 20000")
                 SIDE(10, "0 20000", "0 10000") ".FLATE 20:\n..REF :1 :-2 :3 :-4\n..NØ\n1 1\n"
                                                ".FLATE 21:\n..REF :5 :6 :10 :-3\n..NØ\n1 11111\n");
    kit_find(k, 20);
    kit_points(k, 0, 0, 0, 100, 100, 100, 100, 0, 0, 0);
    kit_find(k, 21);
    kit_points(k, 100, 100, 200, 100, 200, 0, 100, 0, 100, 100);
}

/* ---- holes ---- */

static void holes_stand_in_parentheses(void **state) {
    sosi_kit *k = *state;
    const char *const refs[] = {":1 :-2 :3 :-4 (:7)", ":1 :-2 (:7) :3 :-4", "(:7) :1 :-2 :3 :-4",
                                ":1 :-2 :3 :-4\n(:-7)"};
    for (size_t i = 0; i < sizeof refs / sizeof *refs; i++) {
        area_of_references(k, SQUARE HOLE, refs[i]);
        assert_int_equal(k->object->problems, 0);
        assert_int_equal(k->object->geometry.parts, 1);
        assert_int_equal(k->object->geometry.rings, 2);
        assert_true(fabs(kit_ring_area(&k->object->geometry, 0)) == 10000);
        assert_true(kit_area(k) == 9800);
    }
}

static void islands_in_islands_are_parts(void **state) {
    sosi_kit *k = *state;
    area_of_references(k, SQUARE HOLE ISLAND, ":1 :-2 :3 :-4 (:7 (:8))");
    assert_int_equal(k->object->problems, 0);
    assert_int_equal(k->object->geometry.parts, 2);
    assert_int_equal(k->object->geometry.rings, 3);
    assert_true(fabs(kit_area(k) - 9802) < 1e-9);
    /* A hole that is stated behind an island still belongs to the ring around it. */
    area_of_references(
        k, SQUARE HOLE ISLAND ".KURVE 11:\n..NØ\n6000 6000\n6000 7000\n7000 7000\n6000 6000\n",
        ":1 :-2 :3 :-4 (:7 (:8)) (:11)");
    assert_int_equal(k->object->geometry.parts, 2);
    assert_int_equal(k->object->geometry.part[1], 3);
    assert_true(fabs(kit_area(k) - 9752) < 1e-9);
}

static void several_holes_in_one_parenthesis(void **state) {
    sosi_kit *k = *state;
    area_of_references(k, SQUARE HOLE ISLAND, ":1 :-2 :3 :-4 (:7 :8)");
    assert_int_equal(k->object->geometry.rings, 3);
    assert_int_equal(k->object->geometry.parts, 1);
    assert_true(fabs(kit_area(k) - 9798) < 1e-9);
    /* Outside parentheses nobody can say which ring is meant. */
    area_of_references(k, SQUARE HOLE, ":1 :-2 :3 :-4 :7");
    assert_non_null(kit_problem(k, SOSI_BORDER_APART));
    assert_int_equal(k->object->geometry.points, 0);
}

static void an_island_may_be_another_area(void **state) {
    sosi_kit *k = *state;
    kit_body(k, SQUARE HOLE ISLAND ".FLATE 20:\n..OBJTYPE A\n..REF :7 (:8)\n..NØ\n1 1\n"
                                   ".FLATE 21:\n..OBJTYPE A\n..REF :1 :-2 :3 :-4 (:20)\n..NØ\n1 1\n"
                                   ".FLATE 22:\n..NØ\n0 0\n0 100\n100 100\n0 0\n"
                                   ".FLATE 23:\n..OBJTYPE A\n..REF :1 :-2 :3 :-4 (:22)\n");
    kit_find(k, 20);
    assert_true(fabs(kit_area(k) - 198) < 1e-9);
    kit_find(k, 21); /* only its outer border is meant */
    assert_true(fabs(kit_area(k) - 9800) < 1e-9);
    kit_find(k, 23); /* which may be of its own coordinates */
    assert_true(fabs(kit_area(k) - 9999.5) < 1e-9);
}

/* ---- coordinates of its own ---- */

static void areas_may_have_their_own_coordinates(void **state) {
    sosi_kit *k = *state;
    kit_body(k, ".FLATE 1:\n..NØH\n0 0 100\n0 1000 100\n1000 1000 200\n0 0 100\n"
                ".FLATE 2:\n..NØ\n500 500\n0 0\n0 1000\n1000 1000\n1000 0\n0 0\n"
                ".FLATE 3:\n..NØ\n500 500\n0 0\n0 1000\n1000 1000\n");
    assert_true(kit_next(k));
    kit_points(k, 0, 0, 10, 0, 10, 10, 0, 0);
    assert_true(k->object->geometry.z[2] == 2);
    assert_true(kit_next(k)); /* the first point stands for the area */
    kit_points(k, 0, 0, 10, 0, 10, 10, 0, 10, 0, 0);
    assert_null(k->object->geometry.z);
    assert_true(kit_next(k));
    assert_non_null(kit_problem(k, SOSI_NO_BORDER));
}

/* ---- arcs ---- */

static void borders_may_be_arcs(void **state) {
    sosi_kit *k = *state;
    /* Three quarters of a circle and the chord, both ways. */
    kit_body(k, ".BUEP 1:\n..OBJTYPE G\n..NØ\n10000 0\n-7071 -7071\n0 10000\n" SIDE(
                    2, "0 10000", "10000 0") ".SIRKEL 3:\n..RADIUS 10\n..NØ\n0 0\n"
                                             ".FLATE 8:\n..REF :1 :2\n..NØ\n0 0\n"
                                             ".FLATE 9:\n..REF :-2 :-1 (:3)\n..NØ\n0 0\n");
    const double pi = 3.14159265358979, sector = 1e4 * pi * 3 / 4 + 5000;
    kit_find(k, 8);
    double whole = kit_area(k);
    assert_true(fabs(whole - sector) < 5); /* a centimetre along 471 m */
    kit_find(k, 9);
    assert_true(fabs(whole - kit_area(k) - 100 * pi) < 0.63);
    assert_int_equal(k->object->problems, 0);
}

/* ---- gaps ---- */

#define TRIANGLE(a, b, c) SIDE(1, "0 0", a) SIDE(2, b, "10000 10000") SIDE(3, "10000 9999", c)

static void small_gaps_are_closed_and_told(void **state) {
    sosi_kit *k = *state;
    area_of_references(k, TRIANGLE("0 10000", "1 10001", "1 1"), ":1 :2 :3");
    const sosi_problem *problem = kit_problem(k, SOSI_GAP_CLOSED);
    assert_non_null(problem);
    assert_true(fabs(problem->size - 0.01 * sqrt(2)) < 1e-8);
    const sosi_geometry *g = &k->object->geometry;
    assert_true(g->xy[0] == g->xy[2 * g->points - 2] && g->xy[1] == g->xy[2 * g->points - 1]);
    area_of_references(k, TRIANGLE("0 10000", "3 10000", "0 0"), ":1 :2 :3");
    assert_true(kit_problem(k, SOSI_BORDER_OPEN)->size > 0.02);
    assert_int_equal(k->object->geometry.points, 0);
    k->options.gap = 0.05; /* the tolerance can be stated */
    area_of_references(k, TRIANGLE("0 10000", "3 10000", "0 0"), ":1 :2 :3");
    assert_true(fabs(kit_problem(k, SOSI_GAP_CLOSED)->size - 0.03) < 1e-9);
    area_of_references(k, TRIANGLE("0 10000", "3 10000", "0 0"), ":3 :1 :-2");
    assert_non_null(kit_problem(k, SOSI_GAP_CLOSED)); /* in another order as well */
    assert_non_null(kit_problem(k, SOSI_ORDER_IGNORED));
}

static void pieces_shorter_than_the_gap_do_no_harm(void **state) {
    sosi_kit *k = *state;
    area_of_references(k,
                       SIDE(1, "0 0", "0 1") SIDE(2, "0 10000", "0 1") SIDE(3, "10000 0", "0 10000")
                           SIDE(4, "10000 0", "0 0"),
                       ":1 :2 :3 :4");
    assert_non_null(kit_problem(k, SOSI_ORDER_IGNORED));
    assert_true(fabs(kit_area(k) - 5000) < 1e-6);
}

static void what_does_not_close_is_listed_without_geometry(void **state) {
    sosi_kit *k = *state;
    const char *const open[] = {":1 :-2 :3", ":1 :-2 :-4", ":1", ":1 :3", ":1 :-2 :3 :-4 (:5)"};
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
        area_of_references(k, SQUARE SIDE(5, "5000 5000", "6000 6000"), open[i]);
        assert_non_null(kit_problem(k, SOSI_BORDER_OPEN));
        assert_int_equal(k->object->geometry.points, 0);
        assert_int_equal(k->object->geometry.rings, 0);
    }
    area_of_references(k, SQUARE, ":1 :-2 :3");
    assert_int_equal(kit_problem(k, SOSI_BORDER_OPEN)->other, 3);
    assert_true(kit_problem(k, SOSI_BORDER_OPEN)->size == 100);
}

/* ---- references to nothing ---- */

static void dangling_references_are_told(void **state) {
    sosi_kit *k = *state;
    const char *const refs[] = {":1 :-2 :33 :-4", ":1 :-2 :3 :-4 (:-33)"};
    for (size_t i = 0; i < 2; i++) {
        area_of_references(k, SQUARE, refs[i]);
        const sosi_problem *problem = kit_problem(k, SOSI_REFERENCE_LACKS);
        assert_int_equal(problem->other, 33);
        assert_int_equal(problem->line, 29);
        assert_int_equal(problem->serial, 99);
        assert_int_equal(k->object->geometry.points, 0);
    }
    area_of_references(k, SQUARE ".PUNKT 33:\n..NØ\n1 1\n", ":1 :-2 :33 :-4");
    assert_string_equal(kit_problem(k, SOSI_REFERENCE_UNREAD)->word, "PUNKT");
    area_of_references(k, SQUARE ".KURVE 33:\n..NØ\n1 1\n", ":1 :-2 :33 :-4");
    assert_non_null(kit_problem(k, SOSI_NOT_DRAWN));
}

static void circles_of_references_end(void **state) {
    sosi_kit *k = *state;
    kit_body(k,
             ".FLATE 1:\n..REF :1\n.FLATE 2:\n..REF :3\n.FLATE 3:\n..REF :2\n"
             ".FLATE 4:\n..REF :5 (:4)\n.FLATE 5:\n..REF :6\n.FLATE 6:\n..REF :7\n.FLATE 7:\n..REF "
             ":8\n.FLATE 8:\n..REF :9\n.FLATE 9:\n..REF :10\n.FLATE 10:\n..REF :5\n");
    while (kit_next(k)) {
        assert_non_null(kit_problem(k, SOSI_REFERENCE_CIRCLE));
        assert_int_equal(k->object->geometry.points, 0);
    }
}

static void a_curve_is_used_twice_at_most(void **state) {
    sosi_kit *k = *state;
    /* There and back is a spike, which is no business of the reader. */
    area_of_references(k, SQUARE SIDE(5, "10000 10000", "20000 20000"), ":1 :-2 :5 :-5 :3 :-4");
    assert_int_equal(k->object->problems, 0);
    assert_true(fabs(kit_area(k)) == 10000);
    area_of_references(k, SQUARE, ":1 :-1 :1 :-2 :3 :-4");
    assert_int_equal(kit_problem(k, SOSI_REFERENCE_AGAIN)->other, 1);
}

static void numbers_that_stand_twice_are_told(void **state) {
    sosi_kit *k = *state;
    area_of_references(k, SQUARE SIDE(3, "0 0", "1 1"), ":1 :-2 :3 :-4");
    assert_int_equal(kit_problem(k, SOSI_NUMBER_TWICE)->other, 3);
    assert_true(kit_area(k) == 10000); /* the first one is taken */
}

static void heights_of_borders_are_kept(void **state) {
    sosi_kit *k = *state;
    area_of_references(k,
                       ".KURVE 1:\n..NØH\n0 0 100\n0 10000 200\n" SIDE(2, "0 10000", "10000 10000")
                           SIDE(3, "10000 10000", "0 0"),
                       ":1 :2 :3");
    const double *z = k->object->geometry.z;
    assert_non_null(z);
    assert_true(z[0] == 1 && z[1] == 2 && isnan(z[2]));
    size_t count;
    assert_true(sosi_types(k->reader, &count)[k->object->type].has_height);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        KIT_TEST(borders_as_stated_give_exact_rings),
        KIT_TEST(any_order_and_direction_is_the_same_area),
        KIT_TEST(references_stand_as_they_may),
        KIT_TEST(areas_may_come_before_their_borders),
        KIT_TEST(neighbours_share_a_border),
        KIT_TEST(holes_stand_in_parentheses),
        KIT_TEST(islands_in_islands_are_parts),
        KIT_TEST(several_holes_in_one_parenthesis),
        KIT_TEST(an_island_may_be_another_area),
        KIT_TEST(areas_may_have_their_own_coordinates),
        KIT_TEST(borders_may_be_arcs),
        KIT_TEST(small_gaps_are_closed_and_told),
        KIT_TEST(pieces_shorter_than_the_gap_do_no_harm),
        KIT_TEST(what_does_not_close_is_listed_without_geometry),
        KIT_TEST(dangling_references_are_told),
        KIT_TEST(circles_of_references_end),
        KIT_TEST(a_curve_is_used_twice_at_most),
        KIT_TEST(numbers_that_stand_twice_are_told),
        KIT_TEST(heights_of_borders_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
