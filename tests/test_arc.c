/* test_arc.c - arcs as lines: the points lie on the circle, no chord is farther off than asked,
 * and neighbours that share an arc get the same points. */
#include "read/sosi/sosi_reader.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const double PI = 3.14159265358979323846;

enum { ROOM = 200000 };
typedef struct trace {
    double *xy;
    size_t count, limit; /* limit: refuses points from here on */
} trace;

static trace t;

static int setup(void **state) {
    (void)state;
    t.xy = malloc(ROOM * 2 * sizeof *t.xy);
    return t.xy ? 0 : -1;
}

static int teardown(void **state) {
    (void)state;
    free(t.xy);
    return 0;
}

static bool keep(void *user, double x, double y) {
    trace *to = user;
    if (to->count >= to->limit) return false;
    to->xy[2 * to->count] = x;
    to->xy[2 * to->count + 1] = y;
    to->count++;
    return true;
}

/* The arc with its first point. */
static void draw(const double *three, double sagitta) {
    t.count = 0;
    t.limit = ROOM;
    assert_true(keep(&t, three[0], three[1]));
    assert_true(sosi_arc_points(three, sagitta, keep, &t));
}

/* Largest distance from the middle of a chord to the circle, and of a point from it. */
static void check_circle(double x, double y, double radius, double sagitta) {
    double worst = 0;
    for (size_t i = 0; i < t.count; i++) {
        double off = fabs(hypot(t.xy[2 * i] - x, t.xy[2 * i + 1] - y) - radius);
        if (off > 1e-9 * radius + 1e-9) fail_msg("point %zu is %g off the circle", i, off);
        if (i == 0) continue;
        double mx = (t.xy[2 * i] + t.xy[2 * i - 2]) / 2,
               my = (t.xy[2 * i + 1] + t.xy[2 * i - 1]) / 2;
        worst = fmax(worst, radius - hypot(mx - x, my - y));
    }
    if (worst > sagitta * (1 + 1e-6)) fail_msg("sagitta %g, asked %g", worst, sagitta);
    /* And it is used: a chord half as long would do with a quarter of it. */
    if (t.count > 8) assert_true(worst > sagitta / 4);
}

static double length(void) {
    double sum = 0;
    for (size_t i = 1; i < t.count; i++)
        sum += hypot(t.xy[2 * i] - t.xy[2 * i - 2], t.xy[2 * i + 1] - t.xy[2 * i - 1]);
    return sum;
}

static bool passes(double x, double y) {
    for (size_t i = 0; i < t.count; i++)
        if (fabs(t.xy[2 * i] - x) < 1e-12 && fabs(t.xy[2 * i + 1] - y) < 1e-12) return true;
    return false;
}

static void a_half_circle_goes_the_way_of_its_middle(void **state) {
    (void)state;
    const double west[] = {0, 100, -100, 0, 0, -100}, east[] = {0, 100, 100, 0, 0, -100};
    draw(west, 0.01);
    check_circle(0, 0, 100, 0.01);
    for (size_t i = 0; i < t.count; i++)
        assert_true(t.xy[2 * i] <= 1e-9);
    assert_true(fabs(length() - 100 * PI) < 0.05);
    draw(east, 0.01);
    for (size_t i = 0; i < t.count; i++)
        assert_true(t.xy[2 * i] >= -1e-9);
}

static void more_than_half_a_circle_is_not_taken_for_the_rest(void **state) {
    (void)state;
    /* From 10 degrees round by 180 to -10: 340 degrees. */
    double a = 10 * PI / 180;
    const double three[] = {30 * cos(a), 30 * sin(a), -30, 0, 30 * cos(a), -30 * sin(a)};
    draw(three, 0.01);
    check_circle(0, 0, 30, 0.01);
    assert_true(fabs(length() - 30 * 340 * PI / 180) < 0.1);
}

static void control_points_are_kept_as_they_are(void **state) {
    (void)state;
    const double three[] = {484990.320654785, 6477158.25733326, 484987.568910891,
                            6477159.61494459, 484984.504875223, 6477159.45096771};
    draw(three, 0.01);
    assert_true(t.xy[0] == three[0] && t.xy[1] == three[1]);
    assert_true(t.xy[2 * t.count - 2] == three[4] && t.xy[2 * t.count - 1] == three[5]);
    bool middle = false;
    for (size_t i = 0; i < t.count; i++)
        middle = middle || (t.xy[2 * i] == three[2] && t.xy[2 * i + 1] == three[3]);
    assert_true(middle);
}

static void backwards_gives_the_same_points_to_the_last_bit(void **state) {
    (void)state;
    const double arcs[][6] = {
        {484990.320654785, 6477158.25733326, 484987.568910891, 6477159.61494459, 484984.504875223,
         6477159.45096771},
        {0, 0, 1, 1, 2, 0},
        {5, 5, 5 + 7, 5 + 7, 5, 5 + 14}, /* ends above each other: y decides */
        {-13222.0139179872, 196669.690302028, -13230.7496883762, 196705.698553552,
         -13255.0146730642, 196733.700667404},
    };
    for (size_t k = 0; k < sizeof arcs / sizeof *arcs; k++) {
        const double *a = arcs[k];
        const double turned[] = {a[4], a[5], a[2], a[3], a[0], a[1]};
        draw(a, 0.001);
        size_t count = t.count;
        double *first = malloc(count * 2 * sizeof *first);
        assert_non_null(first);
        memcpy(first, t.xy, count * 2 * sizeof *first);
        draw(turned, 0.001);
        assert_int_equal(t.count, count);
        assert_true(count > 5);
        for (size_t i = 0; i < count; i++) {
            assert_true(t.xy[2 * i] == first[2 * (count - 1 - i)]);
            assert_true(t.xy[2 * i + 1] == first[2 * (count - 1 - i) + 1]);
        }
        free(first);
    }
}

static void the_sagitta_holds_for_all_radii(void **state) {
    (void)state;
    for (double radius = 0.02; radius < 1e6; radius *= 7)
        for (double sagitta = 0.1; sagitta > 1e-4; sagitta /= 10) {
            double a = 2.5;
            const double three[] = {
                radius,         0, radius * cos(a / 2), radius * sin(a / 2), radius * cos(a),
                radius * sin(a)};
            draw(three, sagitta);
            if (sagitta < radius / 50)
                check_circle(0, 0, radius, sagitta);
            else
                assert_true(t.count >= 3); /* at least its own three points */
        }
}

static void uneven_control_points_share_one_circle(void **state) {
    (void)state;
    const double three[] = {50, 0, 50 * cos(0.01), 50 * sin(0.01), 50 * cos(3), 50 * sin(3)};
    draw(three, 0.01);
    check_circle(0, 0, 50, 0.01);
    assert_true(fabs(length() - 150) < 0.1);
}

static void points_on_a_line_stay_a_line(void **state) {
    (void)state;
    const double three[] = {0, 0, 1, 1, 2, 2};
    draw(three, 0.01);
    assert_int_equal(t.count, 3);
    assert_true(t.xy[2] == 1 && t.xy[3] == 1 && t.xy[4] == 2);
    const double flat[] = {0, 0, 1e5, 1e-9, 2e5, 0}; /* no arc that a centimetre could see */
    draw(flat, 0.01);
    assert_int_equal(t.count, 3);
    const double same[] = {3, 3, 3, 3, 4, 4};
    draw(same, 0.01);
    assert_true(passes(4, 4));
}

static void the_ends_together_make_a_circle(void **state) {
    (void)state;
    const double three[] = {110, 50, 90, 50, 110, 50};
    draw(three, 0.01);
    check_circle(100, 50, 10, 0.01);
    assert_true(fabs(length() - 20 * PI) < 0.1);
    assert_true(t.xy[0] == t.xy[2 * t.count - 2] && t.xy[1] == t.xy[2 * t.count - 1]);
    assert_true(passes(90, 50));
    const double dot[] = {1, 1, 1, 1, 1, 1};
    draw(dot, 0.01);
    assert_int_equal(t.count, 2);
}

static void no_number_ends_without_harm(void **state) {
    (void)state;
    const double bad[][6] = {{NAN, 0, 1, 1, 2, 0},
                             {0, 0, INFINITY, 1, 2, 0},
                             {0, 0, 1, NAN, 2, 0},
                             {1e308, 0, 0, 1e308, -1e308, 0}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        draw(bad[i], 0.01);
        assert_true(t.count >= 3 && t.count < 10);
    }
}

static void a_huge_arc_has_an_end(void **state) {
    (void)state;
    /* A radius of 10^12 m with 1 cm: millions of chords would be wanted, but not within reach. */
    const double three[] = {1e12, 0, 0, 1e12, -1e12, 0};
    t.count = 0;
    t.limit = ROOM;
    assert_false(sosi_arc_points(three, 1e-9, keep, &t)); /* refused by the receiver, and over */
    assert_int_equal(t.count, ROOM);
}

static void a_receiver_may_stop(void **state) {
    (void)state;
    const double three[] = {0, 100, 100, 0, 0, -100}, turned[] = {0, -100, 100, 0, 0, 100};
    for (size_t limit = 0; limit < 20; limit++) {
        t.count = 0;
        t.limit = limit;
        assert_false(sosi_arc_points(three, 0.01, keep, &t));
        assert_int_equal(t.count, limit);
        t.count = 0;
        assert_false(sosi_arc_points(turned, 0.01, keep, &t));
        assert_int_equal(t.count, limit);
        t.count = 0;
        assert_false(sosi_circle_points(three, 0.01, keep, &t));
    }
}

static void a_circle_through_three_points_is_closed(void **state) {
    (void)state;
    const double three[] = {10, 0, 0, 10, -10, 0}, clockwise[] = {10, 0, 0, -10, -10, 0};
    for (int i = 0; i < 2; i++) {
        t.count = 0;
        t.limit = ROOM;
        assert_true(keep(&t, 10, 0));
        assert_true(sosi_circle_points(i ? clockwise : three, 0.01, keep, &t));
        check_circle(0, 0, 10, 0.01);
        assert_true(fabs(length() - 20 * PI) < 0.1);
        assert_true(t.xy[2 * t.count - 2] == 10 && t.xy[2 * t.count - 1] == 0);
    }
    const double line[] = {0, 0, 1, 0, 2, 0};
    t.count = 0;
    assert_false(sosi_circle_points(line, 0.01, keep, &t));
}

static void large_coordinates_keep_their_decimals(void **state) {
    (void)state;
    /* The same arc here and 7 000 km away: the points differ by the offset, to a micrometre. */
    const double near[] = {0, 0, 3, 1, 6, 0};
    double far[6];
    for (int i = 0; i < 6; i++)
        far[i] = near[i] + (i % 2 ? 7000000 : 500000);
    draw(near, 0.01);
    size_t count = t.count;
    double *first = malloc(count * 2 * sizeof *first);
    assert_non_null(first);
    memcpy(first, t.xy, count * 2 * sizeof *first);
    draw(far, 0.01);
    assert_int_equal(t.count, count);
    for (size_t i = 0; i < count; i++) {
        assert_true(fabs(t.xy[2 * i] - 500000 - first[2 * i]) < 1e-6);
        assert_true(fabs(t.xy[2 * i + 1] - 7000000 - first[2 * i + 1]) < 1e-6);
    }
    free(first);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_half_circle_goes_the_way_of_its_middle),
        cmocka_unit_test(more_than_half_a_circle_is_not_taken_for_the_rest),
        cmocka_unit_test(control_points_are_kept_as_they_are),
        cmocka_unit_test(backwards_gives_the_same_points_to_the_last_bit),
        cmocka_unit_test(the_sagitta_holds_for_all_radii),
        cmocka_unit_test(uneven_control_points_share_one_circle),
        cmocka_unit_test(points_on_a_line_stay_a_line),
        cmocka_unit_test(the_ends_together_make_a_circle),
        cmocka_unit_test(no_number_ends_without_harm),
        cmocka_unit_test(a_huge_arc_has_an_end),
        cmocka_unit_test(a_receiver_may_stop),
        cmocka_unit_test(a_circle_through_three_points_is_closed),
        cmocka_unit_test(large_coordinates_keep_their_decimals),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
