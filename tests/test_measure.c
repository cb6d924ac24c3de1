/* test_measure.c - areas and lengths under scales whose integrals are known in closed form. */
#include "base/memory.h"
#include "data/lattice.h"
#include "data/measure.h"

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

static bool agree(double a, double b, double relative) {
    if (fabs(a - b) <= relative * fabs(b)) return true;
    print_error("%.12g is not %.12g, off by %.2e of it\n", a, b, a / b - 1);
    return false;
}
#define assert_agree(a, b, relative) assert_true(agree(a, b, relative))

static const hn_box wide = {-100e3, 6400e3, 1100e3, 7900e3};

static hn_measure *measure_with(hn_scale_fn scale, void *user, hn_box extent) {
    hn_measure *m = NULL;
    assert_int_equal(hn_measure_create(ctx, extent, scale, user, 1, &m), HENSYN_OK);
    assert_non_null(m);
    return m;
}

static hn_geometry *ring_of(hn_kind kind, const double *xy, uint32_t points) {
    hn_geometry *g = hn_geometry_create(kind, 1, 1, points);
    assert_non_null(g);
    memcpy(g->xy, xy, points * 2 * sizeof *xy);
    hn_geometry_finish(g);
    return g;
}

static double area_of_box(const hn_measure *m, hn_box box) {
    hn_geometry *g = hn_geometry_from_box(box);
    assert_non_null(g);
    double area = hn_measure_area(m, g);
    hn_free(g);
    return area;
}

/* --- scales --- */

static bool constant(void *user, size_t count, const double *xy, double *w) {
    (void)xy;
    for (size_t i = 0; i < count; i++)
        w[i] = *(double *)user;
    return true;
}

/* w = 1 + x / 4e6 + y / 1e8 */
static bool sloping(void *user, size_t count, const double *xy, double *w) {
    (void)user;
    for (size_t i = 0; i < count; i++)
        w[i] = 1 + xy[2 * i] / 4e6 + xy[2 * i + 1] / 1e8;
    return true;
}

/* w = exp((x - 5e5) / a + (y - 7e6) / b); its antiderivative in x is a w. */
static const double a = 3e6, b = -5e6;
static double exponential_at(double x, double y) { return exp((x - 5e5) / a + (y - 7e6) / b); }
static bool exponential(void *user, size_t count, const double *xy, double *w) {
    if (user) *(size_t *)user += count;
    for (size_t i = 0; i < count; i++)
        w[i] = exponential_at(xy[2 * i], xy[2 * i + 1]);
    return true;
}

/* The integral of the exponential over a ring: a w dy along each edge in closed form. */
static double exponential_ring(const double *xy, size_t points) {
    double sum = 0;
    for (size_t i = 0; i + 1 < points; i++) {
        double x = xy[2 * i], y = xy[2 * i + 1], dx = xy[2 * i + 2] - x, dy = xy[2 * i + 3] - y;
        double rate = dx / a + dy / b;
        double mean = fabs(rate) < 1e-300 ? 1 : expm1(rate) / rate;
        sum += a * exponential_at(x, y) * mean * dy;
    }
    return sum;
}

/* The integral of its root over a chain. */
static double exponential_chain(const double *xy, size_t points) {
    double sum = 0;
    for (size_t i = 0; i + 1 < points; i++) {
        double x = xy[2 * i], y = xy[2 * i + 1], dx = xy[2 * i + 2] - x, dy = xy[2 * i + 3] - y;
        double rate = (dx / a + dy / b) / 2;
        double mean = fabs(rate) < 1e-300 ? 1 : expm1(rate) / rate;
        sum += sqrt(exponential_at(x, y)) * mean * hypot(dx, dy);
    }
    return sum;
}

/* A closed star about (x, y), with teeth of a share of the radius. */
static void star(double *xy, uint32_t corners, double x, double y, double radius, double teeth) {
    uint64_t state = 4711 + corners;
    for (uint32_t i = 0; i < corners; i++) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        double angle = 2 * 3.14159265358979 * i / corners;
        double r = radius * (1 - teeth * (double)(state >> 11) * 0x1p-53);
        xy[2 * i] = x + r * cos(angle);
        xy[2 * i + 1] = y + r * sin(angle);
    }
    xy[2 * corners] = xy[0];
    xy[2 * corners + 1] = xy[1];
}

/* --- plane measure --- */

static void a_plane_measure_knows_its_unit(void **unused) {
    (void)unused;
    const double foot = 0.3048;
    hn_measure *m = NULL;
    assert_int_equal(hn_measure_create(ctx, HN_EMPTY_BOX, NULL, NULL, foot, &m), HENSYN_OK);
    assert_agree(area_of_box(m, (hn_box){1e6, 2e6, 1e6 + 100, 2e6 + 50}), 5000 * foot * foot,
                 1e-14);
    const double line[] = {0, 0, 30, 40, 30, 90};
    hn_geometry *g = ring_of(HN_LINE, line, 3);
    assert_agree(hn_measure_length(m, g), 100 * foot, 1e-14);
    assert_true(hn_measure_area(m, g) == 0);
    hn_free(g);
    assert_agree(hn_measure_segment(m, (const double[4]){7, 8, 13, 16}), 3.048, 1e-14);
    assert_agree(hn_measure_units(m, 3.048), 10, 1e-14);
    hn_measure_destroy(m);
}

static void rings_are_signed_and_holes_taken_out(void **unused) {
    (void)unused;
    double two = 2;
    const double xy[] = {0, 0, 10, 0, 10, 10, 0, 10, 0, 0, 4, 4, 4, 6, 6, 6, 6, 4, 4, 4};
    hn_geometry *g = hn_geometry_create(HN_AREA, 1, 2, 10);
    assert_non_null(g);
    memcpy(g->xy, xy, sizeof xy);
    g->ring[1] = 5;
    hn_geometry_finish(g);
    hn_measure *plane = measure_with(NULL, NULL, HN_EMPTY_BOX);
    hn_measure *true_scale = measure_with(constant, &two, (hn_box){0, 0, 10, 10});
    assert_agree(hn_measure_area(plane, g), 96, 1e-14);
    assert_agree(hn_measure_area(true_scale, g), 192, 1e-12);
    assert_agree(hn_measure_ring(plane, xy + 10, 5), -4, 1e-14);
    assert_agree(hn_measure_ring(true_scale, xy + 10, 5), -8, 1e-12);
    assert_agree(hn_measure_length(plane, g), 48, 1e-14);
    assert_agree(hn_measure_length(true_scale, g), 48 * sqrt(2), 1e-12);
    assert_true(hn_measure_ring(plane, xy, 2) == 0 && hn_measure_ring(true_scale, xy, 2) == 0);
    hn_measure_destroy(plane);
    hn_measure_destroy(true_scale);
    hn_free(g);
}

/* --- scales that vary --- */

static void a_sloping_scale_gives_the_mean_over_the_area(void **unused) {
    (void)unused;
    hn_measure *m = measure_with(sloping, NULL, wide);
    /* Means by hand: at the middle of the boxes, and at the centroid of the triangle. */
    assert_agree(area_of_box(m, (hn_box){2e5, 7e6, 2.01e5, 7.001e6}),
                 1e6 * (1 + 200500 / 4e6 + 7000500 / 1e8), 1e-13);
    assert_agree(area_of_box(m, (hn_box){0, 6.5e6, 1e6, 7.5e6}), 1e12 * (1 + 0.125 + 0.07), 1e-12);
    const double triangle[] = {0, 6.5e6, 9e5, 6.5e6, 0, 6.8e6, 0, 6.5e6};
    assert_agree(hn_measure_ring(m, triangle, 4), 1.35e11 * (1 + 3e5 / 4e6 + 6.6e6 / 1e8), 1e-12);
    assert_agree(hn_measure_segment(m, (const double[4]){4e5, 7e6 - 25, 4e5, 7e6 + 25}),
                 50 * sqrt(1 + 0.1 + 0.07), 1e-13);
    hn_measure_destroy(m);
}

static void areas_agree_with_closed_integrals_at_every_size(void **unused) {
    (void)unused;
    hn_measure *m = measure_with(exponential, NULL, wide);
    double xy[2 * 402];
    for (double radius = 3; radius < 7e5; radius *= 2.7) {
        for (uint32_t corners = 3; corners <= 400; corners *= 5) {
            star(xy, corners, 480e3, 7140e3, radius, 0.4);
            double want = exponential_ring(xy, corners + 1);
            /* The closed form itself cancels: a is 1e6 and more times the small radii. */
            double tolerance = 3e-10 + 1e-8 / radius;
            assert_agree(hn_measure_ring(m, xy, corners + 1), want, tolerance);
            hn_geometry *g = ring_of(HN_AREA, xy, corners + 1);
            assert_agree(hn_measure_area(m, g), want, tolerance);
            assert_agree(hn_measure_length(m, g), exponential_chain(xy, corners + 1), 3e-10);
            hn_free(g);
        }
    }
    hn_measure_destroy(m);
}

static void long_edges_across_many_cells_are_exact(void **unused) {
    (void)unused;
    hn_measure *m = measure_with(exponential, NULL, wide);
    const double xy[] = {-90e3,  6410e3, 1090e3, 6410e3, 1000e3,
                         7890e3, 20e3,   7300e3, -90e3,  6410e3};
    assert_agree(hn_measure_ring(m, xy, 5), exponential_ring(xy, 5), 1e-10);
    double reversed[10];
    for (int i = 0; i < 5; i++)
        memcpy(reversed + 2 * i, xy + 2 * (4 - i), 2 * sizeof *xy);
    assert_agree(hn_measure_ring(m, reversed, 5), -exponential_ring(xy, 5), 1e-10);
    hn_geometry *line = ring_of(HN_LINE, xy, 4);
    assert_agree(hn_measure_length(m, line), exponential_chain(xy, 4), 1e-10);
    hn_free(line);
    hn_measure_destroy(m);
}

static void a_border_of_many_points_is_measured_in_chains(void **unused) {
    (void)unused;
    enum { CORNERS = 60000 };
    hn_measure *m = measure_with(exponential, NULL, wide);
    double *xy = hn_alloc(CORNERS + 1, 2 * sizeof *xy);
    assert_non_null(xy);
    star(xy, CORNERS, 480e3, 7140e3, 300e3, 1e-4);
    assert_agree(hn_measure_ring(m, xy, CORNERS + 1), exponential_ring(xy, CORNERS + 1), 3e-10);
    hn_geometry *g = ring_of(HN_LINE, xy, CORNERS + 1);
    assert_agree(hn_measure_length(m, g), exponential_chain(xy, CORNERS + 1), 3e-10);
    hn_free(g);
    hn_free(xy);
    hn_measure_destroy(m);
}

static void areas_of_parts_add_up(void **unused) {
    (void)unused;
    enum { CORNERS = 900 };
    hn_measure *m = measure_with(exponential, NULL, wide);
    double xy[2 * (CORNERS + 1)], part[2 * (CORNERS + 2)];
    for (double radius = 50; radius < 6e5; radius *= 3) {
        star(xy, CORNERS, 480e3, 7140e3, radius, 0.3);
        double whole = hn_measure_ring(m, xy, CORNERS + 1), sum = 0;
        /* A fan of three pieces about the centre. */
        for (uint32_t i = 0; i < 3; i++) {
            uint32_t first = i * CORNERS / 3, points = CORNERS / 3 + 1;
            part[0] = part[2 * points + 2] = 480e3;
            part[1] = part[2 * points + 3] = 7140e3;
            memcpy(part + 2, xy + 2 * first, points * 2 * sizeof *xy);
            sum += hn_measure_ring(m, part, points + 2);
        }
        assert_agree(sum, whole, 1e-10);
    }
    /* A box and its four quarters, from far below to far above the size of a cell. */
    for (double side = 1; side < 1e6; side *= 8) {
        double x = 30e3, y = 6430e3, h = side / 2;
        double sum = area_of_box(m, (hn_box){x, y, x + h, y + h}) +
                     area_of_box(m, (hn_box){x + h, y, x + side, y + h}) +
                     area_of_box(m, (hn_box){x, y + h, x + h, y + side}) +
                     area_of_box(m, (hn_box){x + h, y + h, x + side, y + side});
        assert_agree(sum, area_of_box(m, (hn_box){x, y, x + side, y + side}), 2e-10);
    }
    hn_measure_destroy(m);
}

static void parts_far_apart_are_each_measured_at_their_place(void **unused) {
    (void)unused;
    hn_measure *m = measure_with(exponential, NULL, wide);
    hn_geometry *g = hn_geometry_create(HN_AREA, 2, 2, 10);
    assert_non_null(g);
    for (int p = 0; p < 2; p++) {
        double x = p ? 1e6 : 0, y = p ? 7.8e6 : 6.5e6;
        const double xy[] = {x, y, x + 100, y, x + 100, y + 100, x, y + 100, x, y};
        memcpy(g->xy + 10 * (size_t)p, xy, sizeof xy);
    }
    g->part[1] = 1;
    g->ring[1] = 5;
    hn_geometry_finish(g);
    double want = exponential_at(50, 6500050) + exponential_at(1000050, 7800050);
    assert_agree(hn_measure_area(m, g), 1e4 * want, 1e-9);
    double root = sqrt(exponential_at(50, 6500050)) + sqrt(exponential_at(1000050, 7800050));
    assert_agree(hn_measure_length(m, g), 400 * root, 1e-9);
    hn_free(g);
    hn_measure_destroy(m);
}

static void the_unit_of_the_scale_is_kept(void **unused) {
    (void)unused;
    /* Feet: the scale function gives square metres per square foot. */
    double foot = 0.3048, square = foot * foot;
    hn_measure *m = NULL;
    hn_box extent = {1e6, 1e6, 1.1e6, 1.2e6};
    assert_int_equal(hn_measure_create(ctx, extent, constant, &square, foot, &m), HENSYN_OK);
    assert_agree(area_of_box(m, (hn_box){1e6, 1e6, 1e6 + 10, 1e6 + 10}), 100 * square, 1e-12);
    assert_agree(hn_measure_segment(m, (const double[4]){1e6, 1e6, 1e6 + 60, 1e6 + 80}), 30.48,
                 1e-12);
    assert_agree(hn_measure_units(m, 30.48), 100, 1e-12);
    hn_measure_destroy(m);
}

/* --- the lattice itself --- */

static hn_lattice *lattice_with(hn_scale_fn scale, void *user, hn_box extent) {
    hn_lattice *l = NULL;
    assert_int_equal(hn_lattice_create(ctx, extent, scale, user, 1, &l), HENSYN_OK);
    return l;
}

static void the_lattice_holds_values_and_derivatives(void **unused) {
    (void)unused;
    size_t calls = 0;
    hn_lattice *l = lattice_with(exponential, &calls, wide);
    assert_in_range(calls, 49, 20000);
    assert_true(hn_lattice_reach(l) > 500);
    for (int i = 0; i < 2000; i++) {
        double x = wide.xmin + (wide.xmax - wide.xmin) * (i % 41) / 40;
        double y = wide.ymin + (wide.ymax - wide.ymin) * (i % 53) / 52, w = exponential_at(x, y);
        assert_agree(hn_lattice_value(l, x, y), w, 2e-9);
        hn_expansion e = hn_lattice_expand(l, x, y);
        assert_agree(e.w, w, 2e-9);
        assert_agree(e.wx, w / a, 1e-5);
        assert_agree(e.wy, w / b, 1e-5);
        assert_agree(e.wxx, w / a / a, 1e-2);
        assert_agree(e.wxy, w / a / b, 1e-2);
        assert_agree(e.wyy, w / b / b, 1e-2);
    }
    hn_lattice_destroy(l);
    hn_lattice_destroy(NULL);
}

static void the_reach_keeps_its_promise(void **unused) {
    (void)unused;
    hn_lattice *l = lattice_with(exponential, NULL, wide);
    double half = hn_lattice_reach(l);
    for (int i = 0; i < 400; i++) {
        double x = wide.xmin + (wide.xmax - wide.xmin) * (i % 20 + 0.5) / 20;
        double y = wide.ymin + (wide.ymax - wide.ymin) * (i / 20 + 0.5) / 20.0;
        hn_expansion e = hn_lattice_expand(l, x, y);
        double guess = e.w + (e.wx + e.wy) * half + (e.wxx / 2 + e.wxy + e.wyy / 2) * half * half;
        assert_agree(guess, hn_lattice_value(l, x + half, y + half), 1e-9);
    }
    hn_lattice_destroy(l);
}

static void outside_the_extent_the_rim_goes_on(void **unused) {
    (void)unused;
    hn_lattice *l = lattice_with(exponential, NULL, wide);
    double far_east = hn_lattice_value(l, 1e8, 7e6), rim = hn_lattice_value(l, 1.5e6, 7e6);
    assert_true(far_east == rim && far_east > 0);
    assert_agree(far_east, exponential_at(1.11e6, 7e6), 0.02);
    hn_lattice_destroy(l);
    /* Green's theorem holds across the rim: there w does not depend on x. */
    hn_measure *m = measure_with(exponential, NULL, wide);
    double one = area_of_box(m, (hn_box){2e6, 7e6, 3e6, 7.1e6});
    assert_agree(area_of_box(m, (hn_box){3e6, 7e6, 5e6, 7.1e6}), 2 * one, 1e-10);
    double within = area_of_box(m, (hn_box){5e5, 7e6, 1.05e6, 7.1e6});
    double across = area_of_box(m, (hn_box){1.05e6, 7e6, 2e6, 7.1e6});
    assert_agree(area_of_box(m, (hn_box){5e5, 7e6, 3e6, 7.1e6}), within + across + one, 1e-10);
    assert_agree(area_of_box(m, (hn_box){5e5, 9e6, 6e5, 9.1e6}),
                 area_of_box(m, (hn_box){5e5, 12e6, 6e5, 12.1e6}), 1e-10);
    hn_measure_destroy(m);
}

static void coordinates_that_are_not_finite_do_no_harm(void **unused) {
    (void)unused;
    hn_measure *m = measure_with(exponential, NULL, wide);
    static const double odd[] = {NAN, INFINITY, -INFINITY, 1.7e308, -1.7e308};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        const double xy[] = {0, 7e6, odd[i], 7e6, 5, odd[i], 0, 7e6};
        hn_geometry *g = ring_of(HN_AREA, xy, 4);
        double area = hn_measure_area(m, g), length = hn_measure_length(m, g);
        assert_true(isnan(area) || fabs(area) > 1e20);
        assert_true(isnan(length) || length > 1e20);
        assert_false(hn_measure_segment(m, (const double[4]){odd[i], 7e6, odd[i], 7e6 + 1}) <= 0);
        hn_free(g);
    }
    hn_measure_destroy(m);
}

/* --- scales that make trouble --- */

typedef struct remarks {
    int count;
    char code[64];
} remarks;

static void keep_remark(hensyn_level level, const char *code, const char *source, long line,
                        const char *text, void *user) {
    remarks *r = user;
    (void)source;
    (void)line;
    assert_int_equal(level, HENSYN_WARNING);
    assert_true(strlen(text) > 10);
    r->count++;
    strncpy(r->code, code, sizeof r->code - 1);
}

static bool nowhere(void *user, size_t count, const double *xy, double *w) {
    (void)user;
    (void)xy;
    for (size_t i = 0; i < count; i++)
        w[i] = 1;
    return false;
}

static bool worthless(void *user, size_t count, const double *xy, double *w) {
    (void)xy;
    for (size_t i = 0; i < count; i++)
        w[i] = *(double *)user;
    return true;
}

/* Defined west of x = 1e6 only. */
static bool western(void *user, size_t count, const double *xy, double *w) {
    for (size_t i = 0; i < count; i++)
        if (xy[2 * i] > 1e6) return false;
    return exponential(user, count, xy, w);
}

/* No polynomial of degree six holds waves of 40 km over a country. */
static bool wavy(void *user, size_t count, const double *xy, double *w) {
    (void)user;
    for (size_t i = 0; i < count; i++)
        w[i] = 1 + 0.01 * sin(xy[2 * i] / 6e3);
    return true;
}

static void an_undefined_scale_fails(void **unused) {
    (void)unused;
    hn_measure *m = NULL;
    assert_int_equal(hn_measure_create(ctx, wide, nowhere, NULL, 1, &m), HENSYN_INPUT);
    assert_null(m);
    assert_non_null(strstr(hensyn_message(ctx), "6.4e+06"));
    static double values[] = {0, -1, NAN, INFINITY};
    for (int i = 0; i < 4; i++)
        assert_int_equal(hn_measure_create(ctx, wide, worthless, &values[i], 1, &m), HENSYN_INPUT);
    assert_null(m);
}

static void a_scale_defined_in_part_serves_there(void **unused) {
    (void)unused;
    remarks r = {0, ""};
    hensyn_set_log(ctx, keep_remark, &r);
    hn_measure *m = measure_with(western, NULL, wide);
    hensyn_set_log(ctx, NULL, NULL);
    assert_int_equal(r.count, 1);
    assert_string_equal(r.code, "MAL_UDEFINERT");
    double xy[2 * 41];
    star(xy, 40, 480e3, 7140e3, 300e3, 0.3);
    assert_agree(hn_measure_ring(m, xy, 41), exponential_ring(xy, 41), 1e-9);
    assert_true(hn_measure_segment(m, (const double[4]){1.09e6, 7e6, 1.09e6 + 1, 7e6}) > 0.5);
    hn_measure_destroy(m);
}

static void a_scale_that_cannot_be_held_is_remarked(void **unused) {
    (void)unused;
    remarks r = {0, ""};
    hensyn_set_log(ctx, keep_remark, &r);
    hn_measure *m = measure_with(wavy, NULL, wide);
    hensyn_set_log(ctx, NULL, NULL);
    assert_int_equal(r.count, 1);
    assert_string_equal(r.code, "MAL_UNOYAKTIG");
    /* Its mean comes through all the same. */
    assert_agree(area_of_box(m, (hn_box){0, 6.5e6, 1e6, 7.5e6}), 1e12, 0.01);
    hn_measure_destroy(m);
}

static void extents_and_units_are_checked(void **unused) {
    (void)unused;
    hn_measure *m = NULL;
    double one = 1;
    assert_int_equal(hn_measure_create(ctx, HN_EMPTY_BOX, constant, &one, 1, &m), HENSYN_INPUT);
    assert_int_equal(hn_measure_create(ctx, (hn_box){0, 0, INFINITY, 1}, constant, &one, 1, &m),
                     HENSYN_INPUT);
    assert_int_equal(hn_measure_create(ctx, (hn_box){NAN, 0, 1, 1}, constant, &one, 1, &m),
                     HENSYN_INPUT);
    static const double units[] = {0, -1, NAN, INFINITY};
    for (int i = 0; i < 4; i++)
        assert_int_equal(hn_measure_create(ctx, wide, NULL, NULL, units[i], &m), HENSYN_USAGE);
    assert_null(m);
    /* A single point, and far more ground than any country has. */
    m = measure_with(constant, &one, (hn_box){5, 5, 5, 5});
    assert_agree(area_of_box(m, (hn_box){4, 4, 6, 6}), 4, 1e-12);
    hn_measure_destroy(m);
    m = measure_with(constant, &one, (hn_box){-1e12, -1e9, 1e12, 1e9});
    assert_agree(area_of_box(m, (hn_box){4, 4, 6, 6}), 4, 1e-12);
    hn_measure_destroy(m);
    hn_measure_destroy(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plane_measure_knows_its_unit),
        cmocka_unit_test(rings_are_signed_and_holes_taken_out),
        cmocka_unit_test(a_sloping_scale_gives_the_mean_over_the_area),
        cmocka_unit_test(areas_agree_with_closed_integrals_at_every_size),
        cmocka_unit_test(long_edges_across_many_cells_are_exact),
        cmocka_unit_test(a_border_of_many_points_is_measured_in_chains),
        cmocka_unit_test(areas_of_parts_add_up),
        cmocka_unit_test(parts_far_apart_are_each_measured_at_their_place),
        cmocka_unit_test(the_unit_of_the_scale_is_kept),
        cmocka_unit_test(the_lattice_holds_values_and_derivatives),
        cmocka_unit_test(the_reach_keeps_its_promise),
        cmocka_unit_test(outside_the_extent_the_rim_goes_on),
        cmocka_unit_test(coordinates_that_are_not_finite_do_no_harm),
        cmocka_unit_test(an_undefined_scale_fails),
        cmocka_unit_test(a_scale_defined_in_part_serves_there),
        cmocka_unit_test(a_scale_that_cannot_be_held_is_remarked),
        cmocka_unit_test(extents_and_units_are_checked),
    };
    return cmocka_run_group_tests(tests, make_context, drop_context);
}
