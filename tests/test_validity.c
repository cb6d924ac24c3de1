/* test_validity.c - hn_surely_valid against GEOS: what it accepts must be valid, and it must
 * accept nearly all that is. */
#include "base/memory.h"
#include "data/geometry.h"
#include "data/geos.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* --- building areas --- */

typedef struct builder {
    double xy[40000];
    uint32_t ring[2000], part[500], points, rings, parts;
} builder;

static builder *b; /* one for all tests */

static void begin(void) { b->points = b->rings = b->parts = 0; }
static void begin_part(void) { b->part[b->parts++] = b->rings; }
static void begin_ring(void) { b->ring[b->rings++] = b->points; }
static void point(double x, double y) {
    b->xy[2 * b->points] = x;
    b->xy[2 * b->points++ + 1] = y;
}
static void close_ring(void) {
    uint32_t first = b->ring[b->rings - 1];
    point(b->xy[2 * first], b->xy[2 * first + 1]);
}
static void ring(const double *xy, uint32_t points) {
    begin_ring();
    for (uint32_t i = 0; i < points; i++)
        point(xy[2 * i], xy[2 * i + 1]);
    close_ring();
}
static void square(double x, double y, double side) {
    const double xy[] = {x, y, x + side, y, x + side, y + side, x, y + side};
    ring(xy, 4);
}

static hn_geometry *built(void) {
    hn_geometry *g = hn_geometry_create(HN_AREA, b->parts, b->rings, b->points);
    assert_non_null(g);
    memcpy(g->part, b->part, b->parts * sizeof *g->part);
    memcpy(g->ring, b->ring, b->rings * sizeof *g->ring);
    memcpy(g->xy, b->xy, b->points * 2 * sizeof *g->xy);
    hn_geometry_finish(g);
    return g;
}

/* --- comparing --- */

typedef struct tally {
    int tried, valid, accepted;
} tally;

static bool says_geos(hn_geos *geos, const hn_geometry *g) {
    GEOSGeometry *area = hn_to_geos(geos, g);
    if (!area) return false;
    bool valid = GEOSisValid_r(geos->handle, area) == 1;
    GEOSGeom_destroy_r(geos->handle, area);
    return valid;
}

/* Compares what was built; a wrong "valid" fails, a missing one is counted. */
static void compare(hn_geos *geos, tally *t) {
    hn_geometry *g = built();
    bool sure = hn_surely_valid(g), valid = says_geos(geos, g);
    if (sure && !valid) {
        GEOSGeometry *area = hn_to_geos(geos, g);
        char *reason = area ? GEOSisValidReason_r(geos->handle, area) : NULL;
        print_error("accepted, but %s\n", reason ? reason : "not even a polygon");
        GEOSFree_r(geos->handle, reason);
        GEOSGeom_destroy_r(geos->handle, area);
    }
    assert_true(valid || !sure);
    t->tried++;
    t->valid += valid;
    t->accepted += sure;
    hn_free(g);
}

/* Both answers at once, for cases made by hand. */
static void expect(bool sure, bool valid) {
    hn_geos *geos = hn_geos_create();
    assert_non_null(geos);
    hn_geometry *g = built();
    assert_int_equal(hn_surely_valid(g), sure);
    assert_int_equal(says_geos(geos, g), valid);
    hn_free(g);
    hn_geos_destroy(geos);
}

static uint64_t state = 2463534242ULL;
static uint32_t draw(uint32_t below) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 33) % below;
}
static double uniform(void) { return draw(1u << 30) * 0x1p-30; }

/* --- cases by hand --- */

static void rings_are_judged(void **unused) {
    (void)unused;
    static const struct {
        double xy[24];
        uint32_t points;
        bool valid;
    } cases[] = {
        {{0, 0, 4, 0, 0, 4}, 3, true},
        {{0, 0, 4, 0, 4, 4, 0, 4}, 4, true},
        {{0, 0, 2, 0, 4, 0, 4, 4}, 4, true},              /* a point on a straight edge */
        {{0, 0, 0, 0, 4, 0, 4, 4, 4, 4, 0, 4}, 6, true},  /* repeated points */
        {{0, 0, 4, 4, 4, 0, 0, 4}, 4, false},             /* bow-tie */
        {{0, 0, 4, 0, 4, 4, 4, 0, 0, 4}, 5, false},       /* spike out and back */
        {{0, 0, 4, 0, 6, 0, 4, 0, 4, 4}, 5, false},       /* spike along an edge */
        {{0, 0, 4, 0, 8, 0}, 3, false},                   /* flat */
        {{0, 0, 4, 0, 4, 0}, 3, false},                   /* two points */
        {{0, 0, 6, 0, 6, 6, 3, 0, 0, 6}, 5, false},       /* touches an edge */
        {{0, 0, 6, 0, 6, 6, 3, 1e-12, 0, 6}, 5, true},    /* nearly */
        {{0, 0, 6, 0, 6, 6, 3, -1e-12, 0, 6}, 5, false},  /* a hair beyond */
        {{0, 0, 2, 2, 4, 0, 4, 4, 2, 2, 0, 4}, 6, false}, /* meets itself in a point */
        {{0, 0, 8, 0, 8, 4, 6, 4, 6, 0, 4, 0, 4, 4, 0, 4}, 8, false}, /* overlapping edges */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        begin();
        begin_part();
        ring(cases[i].xy, cases[i].points);
        expect(cases[i].valid, cases[i].valid);
    }
}

static void what_is_not_an_area_is_not_accepted(void **unused) {
    (void)unused;
    begin();
    begin_part();
    square(0, 0, 4);
    hn_geometry *g = built();
    assert_true(hn_surely_valid(g));
    g->xy[4] = NAN;
    assert_false(hn_surely_valid(g));
    g->xy[4] = INFINITY;
    assert_false(hn_surely_valid(g));
    g->xy[4] = 4;
    g->xy[8] = 0.5; /* no longer closed */
    assert_false(hn_surely_valid(g));
    g->xy[8] = 0;
    g->kind = HN_LINE;
    assert_false(hn_surely_valid(g));
    hn_free(g);
    g = hn_geometry_create(HN_AREA, 0, 0, 0);
    assert_non_null(g);
    assert_false(hn_surely_valid(g));
    hn_free(g);
    g = hn_geometry_create(HN_AREA, 1, 0, 0); /* a part without a shell */
    assert_non_null(g);
    assert_false(hn_surely_valid(g));
    hn_free(g);
    g = hn_geometry_create(HN_AREA, 1, 1, 3); /* too few points */
    assert_non_null(g);
    memset(g->xy, 0, 6 * sizeof *g->xy);
    assert_false(hn_surely_valid(g));
    hn_free(g);
}

static void holes_are_judged(void **unused) {
    (void)unused;
    static const struct {
        struct {
            double x, y, side;
        } hole[3];
        bool sure, valid;
    } cases[] = {
        {{{2, 2, 2}, {5, 5, 3}}, true, true},
        {{{-5, -5, 2}}, false, false},                     /* outside, boxes apart */
        {{{11, 4, 2}}, false, false},                      /* outside */
        {{{8, 8, 5}}, false, false},                       /* across */
        {{{-1, -1, 12}}, false, false},                    /* around */
        {{{0, 0, 10}}, false, false},                      /* the shell itself */
        {{{2, 2, 5}, {3, 3, 2}}, false, false},            /* nested */
        {{{3, 3, 2}, {2, 2, 5}}, false, false},            /* nested, inner first */
        {{{2, 2, 2}, {4, 4, 2}}, true, true},              /* touch in a point */
        {{{2, 2, 2}, {4, 2, 2}}, false, false},            /* share an edge */
        {{{0, 3, 2}}, false, false},                       /* shares an edge with the shell */
        {{{2, 2, 2}, {4, 4, 2}, {2, 6, 2}}, true, true},   /* a row of touches */
        {{{2, 2, 4}, {6, 6, 2}, {3, 3, 1}}, false, false}, /* a touch and a nested one */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        begin();
        begin_part();
        square(0, 0, 10);
        for (int h = 0; h < 3 && cases[i].hole[h].side > 0; h++)
            square(cases[i].hole[h].x, cases[i].hole[h].y, cases[i].hole[h].side);
        expect(cases[i].sure, cases[i].valid);
    }
}

/* A square standing on its corner about (x, y). */
static void diamond(double x, double y, double half) {
    const double xy[] = {x, y - half, x + half, y, x, y + half, x - half, y};
    ring(xy, 4);
}

static void touches_may_not_cut_off_the_inside(void **unused) {
    (void)unused;
    begin(); /* one hole touching the shell */
    begin_part();
    square(0, 0, 12);
    diamond(2, 6, 2);
    expect(true, true);
    begin(); /* a chain of holes from side to side */
    begin_part();
    square(0, 0, 12);
    diamond(2, 6, 2);
    diamond(6, 6, 2);
    diamond(10, 6, 2);
    expect(false, false);
    begin(); /* the same with a gap */
    begin_part();
    square(0, 0, 12);
    diamond(2, 6, 2);
    diamond(6, 6, 1.5);
    diamond(10, 6, 2);
    expect(true, true);
    begin(); /* four holes in a circle */
    begin_part();
    square(0, 0, 12);
    diamond(6, 4, 2);
    diamond(8, 6, 2);
    diamond(6, 8, 2);
    diamond(4, 6, 2);
    expect(false, false); /* edges in common as well */
    begin();
    begin_part();
    square(0, 0, 12);
    square(2, 2, 3);
    square(5, 5, 3);
    square(8, 2, 3);
    square(5, -1 + 0.5, 0.25);
    expect(false, false); /* the last one is across the shell */
    begin();              /* three holes and the shell in one point */
    begin_part();
    square(0, 0, 12);
    const double south[] = {0, 6, 3, 2, 4, 3}, middle[] = {0, 6, 5, 5, 5, 6};
    const double north[] = {0, 6, 4, 9, 3, 10};
    ring(south, 3);
    ring(middle, 3);
    ring(north, 3);
    expect(true, true);
    begin(); /* a hole touching the shell in two points */
    begin_part();
    square(0, 0, 12);
    diamond(6, 6, 6);
    expect(false, false);
    begin(); /* a hole with its corner on the inside of an edge, exactly */
    begin_part();
    const double shell[] = {0, 0, 16, 8, 0, 16};
    ring(shell, 3);
    const double hole[] = {8, 4, 8, 6, 6, 5};
    ring(hole, 3);
    expect(true, true);
}

static void parts_are_judged(void **unused) {
    (void)unused;
    static const struct {
        double x, y, side;
        bool sure, valid;
    } cases[] = {
        {20, 0, 5, true, true},     /* apart */
        {10, 10, 5, true, true},    /* corner to corner */
        {10, 2, 5, false, false},   /* a shared edge */
        {8, 8, 5, false, false},    /* overlap */
        {1, 1, 1, false, false},    /* inside the other */
        {-1, -1, 20, false, false}, /* around the other */
        {0, 0, 10, false, false},   /* twice the same */
        {4.5, 4.5, 1, true, true},  /* an island in its hole */
        {4, 4, 2, false, false},    /* that fills the hole */
        {3, 3, 4, false, false},    /* around the hole, inside the shell */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (int order = 0; order < 2; order++) {
            begin();
            for (int p = 0; p < 2; p++) {
                begin_part();
                if (p == order) {
                    square(0, 0, 10);
                    square(4, 4, 2);
                } else
                    square(cases[i].x, cases[i].y, cases[i].side);
            }
            expect(cases[i].sure, cases[i].valid);
        }
    }
}

/* More rings than are compared one by one. */
static void many_rings_are_judged(void **unused) {
    (void)unused;
    for (int fault = 0; fault < 6; fault++) {
        begin();
        begin_part();
        square(0, 0, 100);
        for (int i = 0; i < 400; i++)
            square(i % 20 * 5 + 1, i / 20 * 5 + 1, 3);
        if (fault == 1) square(42, 42, 1); /* nested in a hole */
        if (fault == 2) square(120, 0, 1); /* a hole outside */
        for (int i = 0; i < 100; i++) {    /* islands in the holes */
            begin_part();
            square(i % 20 * 5 + 2, i / 20 * 5 + 2, 1);
        }
        if (fault == 3) {
            begin_part();
            square(4.25, 4.25, 0.5); /* a part inside the first one */
        }
        if (fault == 4) {
            begin_part();
            square(2.5, 2.5, 1); /* across an island */
        }
        if (fault == 5) {
            begin_part();
            square(-1, -1, 102); /* around it all */
        }
        expect(fault == 0, fault == 0);
    }
}

/* --- random areas --- */

static void grid_ring(uint32_t corners, uint32_t range) {
    begin_ring();
    for (uint32_t i = 0; i < corners; i++)
        point(draw(range), draw(range));
    close_ring();
}

static void star(uint32_t corners, double x, double y, double radius, double teeth, bool whole) {
    begin_ring();
    for (uint32_t i = 0; i < corners; i++) {
        double angle = 6.283185307179586 * i / corners;
        double r = radius * (1 + teeth * (uniform() - 0.5));
        double px = x + r * cos(angle), py = y + r * sin(angle);
        point(whole ? floor(px) : px, whole ? floor(py) : py);
    }
    close_ring();
}

static void make_small_grid(void) {
    begin_part();
    grid_ring(3 + draw(5), 4 + draw(5));
    for (uint32_t h = draw(4); h > 1; h--)
        grid_ring(3 + draw(2), 5);
}

static void make_star(void) {
    begin_part();
    star(6 + draw(40), 0, 0, 20, uniform() * 2.5, draw(2));
}

static void make_holes(void) {
    begin_part();
    star(4 + draw(6), 50, 50, 60, 0.2, draw(2));
    for (uint32_t h = draw(5); h > 0; h--)
        star(3 + draw(4), 100 * uniform(), 100 * uniform(), 3 + 15 * uniform(), 0.3, draw(2));
}

static void make_parts(void) {
    for (uint32_t p = 1 + draw(40); p > 0; p--) {
        begin_part();
        star(3 + draw(10), 300 * uniform(), 300 * uniform(), 5 + 20 * uniform(), 0.3, draw(2));
    }
}

static void make_nested_parts(void) {
    for (uint32_t p = 1 + draw(3); p > 0; p--) {
        double x = 60 * uniform(), y = 60 * uniform(), radius = 5 + 40 * uniform();
        begin_part();
        star(3 + draw(12), x, y, radius, 0.2, false);
        for (uint32_t h = draw(3); h > 0; h--)
            star(3 + draw(8), x + radius * (uniform() - 0.5), y + radius * (uniform() - 0.5),
                 radius * 0.7 * uniform(), 0.2, false);
    }
}

/* Holes on a coarse grid, so that many touch in corners and some in circles. */
static void make_touching_holes(void) {
    begin_part();
    square(0, 0, 12);
    for (uint32_t h = 2 + draw(5); h > 0; h--) {
        double x = 2 * (1 + draw(5)), y = 2 * (1 + draw(5));
        const double corners[] = {x, y, x + (draw(2) ? 2 : -2), y, x, y + (draw(2) ? 2 : -2)};
        if (draw(2))
            diamond(x, y, 1 + draw(2));
        else
            ring(corners, 3);
    }
}

/* A notch that nearly or just reaches the opposite edge. */
static void make_notch(void) {
    double e = draw(3) ? 0 : ldexp(draw(2) ? 1 : -1, -(int)draw(60));
    const double xy[] = {0, 0, 10, 0, 10, 10, 5, e, 0, 10};
    begin_part();
    ring(xy, 5);
}

/* Thin strips at large coordinates, with noise of the size of rounding. */
static void make_thin(void) {
    uint32_t n = 4 + draw(10);
    begin_part();
    begin_ring();
    for (uint32_t i = 0; i < n; i++)
        point(6e5 + i * 0.1 + 1e-9 * uniform(), 6.7e6 + i / 30.0 + 1e-9 * (uniform() - 0.5));
    for (uint32_t i = n; i-- > 0;)
        point(6e5 + i * 0.1 + 1e-9 * uniform(), 6.7e6 + i / 30.0 + 1e-9 * (uniform() - 0.2));
    close_ring();
}

/* Round rings with repeated points and now and then a spike. */
static void make_repeated(void) {
    uint32_t n = 5 + draw(20);
    begin_part();
    begin_ring();
    for (uint32_t i = 0; i < n; i++) {
        double x = 20 * cos(6.2831853 * i / n), y = 20 * sin(6.2831853 * i / n);
        for (uint32_t k = draw(3) ? 1 : 2; k > 0; k--)
            point(x, y);
        if (draw(40)) continue;
        point(x * 1.5, y * 1.5);
        point(x, y);
    }
    close_ring();
    if (draw(3) == 0) close_ring();
}

static void random_areas_agree_with_geos(void **unused) {
    (void)unused;
    static void (*const make[])(void) = {make_small_grid, make_star,         make_holes,
                                         make_parts,      make_nested_parts, make_touching_holes,
                                         make_notch,      make_thin,         make_repeated};
    hn_geos *geos = hn_geos_create();
    assert_non_null(geos);
    for (size_t kind = 0; kind < sizeof make / sizeof *make; kind++) {
        tally t = {0, 0, 0};
        for (int i = 0; i < 6000; i++) {
            begin();
            make[kind]();
            compare(geos, &t);
        }
        assert_in_range(t.valid, 100, t.tried - 100);
        assert_true(t.accepted >= t.valid * 0.98);
    }
    hn_geos_destroy(geos);
}

/* --- natural borders --- */

/* A wiggly ring at every scale, as a coast has. */
static void make_coast(uint32_t corners, double depth) {
    double phase[14];
    for (int k = 0; k < 14; k++)
        phase[k] = 6.28 * uniform();
    begin();
    begin_part();
    begin_ring();
    for (uint32_t i = 0; i < corners; i++) {
        double angle = 6.283185307179586 * i / corners, r = 1000;
        for (int k = 1; k < 14 && (3u << k) < corners; k++)
            r += 1000 * depth / (1 << k) * sin((1 << k) * angle + phase[k]);
        point(6e5 + r * cos(angle), 6.7e6 + r * sin(angle));
    }
    close_ring();
}

static void natural_borders_are_accepted(void **unused) {
    (void)unused;
    hn_geos *geos = hn_geos_create();
    assert_non_null(geos);
    tally t = {0, 0, 0};
    for (uint32_t corners = 4; corners < 18000; corners += corners / 2) {
        make_coast(corners, 0.35);
        compare(geos, &t);
    }
    assert_int_equal(t.valid, t.tried);
    assert_int_equal(t.accepted, t.tried);
    /* One segment of a long border moved across another is found. */
    for (int i = 0; i < 50; i++) {
        make_coast(5000, 0.35);
        uint32_t at = 2 + draw(4990), to = at + 3 + draw(3000);
        if (to > 4990) to = at / 2;
        b->xy[2 * at] = b->xy[2 * to] + (i % 2 ? 1e-6 : 0);
        b->xy[2 * at + 1] = b->xy[2 * to + 1];
        compare(geos, &t);
        hn_geometry *g = built();
        if (i % 2 == 0) assert_false(hn_surely_valid(g)); /* two points are the same */
        hn_free(g);
    }
    hn_geos_destroy(geos);
}

static void all_levels_of_the_tree_are_used(void **unused) {
    (void)unused;
    /* Around the powers of eight, where a level of the tree is full; and a fault in the last
     * segment of each. */
    static const uint32_t sizes[] = {7, 8, 9, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        begin();
        begin_part();
        star(sizes[i], 0, 0, 100, 0, false);
        expect(true, true);
        b->xy[2 * (b->points - 2)] = b->xy[2 * (sizes[i] / 2)];
        b->xy[2 * (b->points - 2) + 1] = b->xy[2 * (sizes[i] / 2) + 1];
        expect(false, false);
    }
}

static int make_builder(void **unused) {
    (void)unused;
    b = calloc(1, sizeof *b);
    return b ? 0 : -1;
}

static int drop_builder(void **unused) {
    (void)unused;
    free(b);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rings_are_judged),
        cmocka_unit_test(what_is_not_an_area_is_not_accepted),
        cmocka_unit_test(holes_are_judged),
        cmocka_unit_test(touches_may_not_cut_off_the_inside),
        cmocka_unit_test(parts_are_judged),
        cmocka_unit_test(many_rings_are_judged),
        cmocka_unit_test(random_areas_agree_with_geos),
        cmocka_unit_test(natural_borders_are_accepted),
        cmocka_unit_test(all_levels_of_the_tree_are_used),
    };
    return cmocka_run_group_tests(tests, make_builder, drop_builder);
}
