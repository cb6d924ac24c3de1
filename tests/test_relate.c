/* test_relate.c - cutting to a window, relations and neighbours, against GEOS and by hand. */
#include "conflict/cut.h"
#include "conflict/relate.h"
#include "kit.h"

static int setup(void **state) {
    *state = kit_create();
    return 0;
}

static int teardown(void **state) {
    kit_destroy(*state);
    return 0;
}

static double cut_area(const hn_geometry *g, hn_box window, hn_cut_result *result) {
    hn_cut_room room = {0};
    hn_geometry *piece = NULL;
    hn_cut *cut = hn_cut_create(g);
    *result = hn_cut_window(cut, NULL, 0, window, &room, &piece);
    double area = piece ? hn_plane_area(piece) : 0;
    if (piece) assert_true(hn_box_holds(hn_box_grow(window, 1e-9), piece->box));
    hn_free(piece);
    hn_cut_room_free(&room);
    hn_cut_destroy(cut);
    return area;
}

static void cut_by_hand(void **state) {
    kit *k = *state;
    hn_cut_result r;
    hn_geometry *g = kit_geometry(k, "POLYGON((0 0,10 0,10 10,0 10,0 0),(4 4,6 4,6 6,4 6,4 4))");
    assert_near(cut_area(g, (hn_box){-5, -5, 5, 5}, &r), 24, 1e-12);
    assert_int_equal(r, HN_CUT_PART);
    cut_area(g, (hn_box){1, 1, 3, 3}, &r);
    assert_int_equal(r, HN_CUT_FULL);
    cut_area(g, (hn_box){4.5, 4.5, 5.5, 5.5}, &r);
    assert_int_equal(r, HN_CUT_EMPTY);
    cut_area(g, (hn_box){11, 0, 12, 1}, &r);
    assert_int_equal(r, HN_CUT_EMPTY);
    hn_free(g);
}

/* A ring of a spiral passes the window many times. */
static void cut_against_geos(void **state) {
    kit *k = *state;
    uint64_t seed = 7;
    for (int i = 0; i < 400; i++) {
        hn_geometry *g =
            kit_star(0, 0, 100, 20 + (uint32_t)(kit_random(&seed) * 3000), i % 2 == 0, &seed);
        double x = kit_random(&seed) * 240 - 120, y = kit_random(&seed) * 240 - 120;
        double w = 1 + kit_random(&seed) * 60, h = 1 + kit_random(&seed) * 60;
        hn_box window = {x, y, x + w, y + h};
        hn_geometry *box = hn_geometry_from_box(window);
        hn_cut_result r;
        double area = cut_area(g, window, &r), geos = kit_geos_overlap(k, g, box);
        if (r == HN_CUT_FULL) area = w * h;
        assert_near(area, geos, 1e-7);
        hn_free(box);
        hn_free(g);
    }
}

static hn_relation relation(kit *k, const char *a, const char *b, double *area) {
    hn_relate_room room = {0};
    hn_geometry *one = kit_geometry(k, a), *two = kit_geometry(k, b);
    hn_relation r = hn_relate(one, two, &room, area);
    hn_free(one);
    hn_free(two);
    hn_relate_room_free(&room);
    return r;
}

static void relations_by_hand(void **state) {
    kit *k = *state;
    double area = NAN;
    const char *big = "POLYGON((0 0,10 0,10 10,0 10,0 0),(4 4,6 4,6 6,4 6,4 4))";
    assert_int_equal(relation(k, "POLYGON((1 1,2 1,2 2,1 2,1 1))", big, &area), HN_WITHIN);
    assert_int_equal(relation(k, "POLYGON((4.5 4.5,5 4.5,5 5,4.5 4.5))", big, &area), HN_APART);
    assert_int_equal(relation(k, "POLYGON((20 0,21 0,21 1,20 0))", big, &area), HN_APART);
    assert_int_equal(relation(k, "POLYGON((-1 -1,11 -1,11 11,-1 11,-1 -1))", big, &area), HN_CROSS);
    assert_near(area, 96, 1e-12);
    assert_int_equal(relation(k, "POLYGON((3 3,7 3,7 7,3 7,3 3))", big, &area), HN_CROSS);
    assert_near(area, 12, 1e-12);
    assert_int_equal(relation(k, "POLYGON((5 -5,15 -5,15 5,5 5,5 -5))", big, &area), HN_CROSS);
    assert_near(area, 24, 1e-12);
    /* A common border says nothing by itself. */
    assert_int_equal(relation(k, "POLYGON((10 0,20 0,20 10,10 10,10 0))", big, &area), HN_UNSURE);
    assert_int_equal(relation(k, "POLYGON((0 0,10 0,10 10,0 0))", big, &area), HN_UNSURE);
}

static void relations_against_geos(void **state) {
    kit *k = *state;
    hn_relate_room room = {0};
    uint64_t seed = 3;
    int sure = 0;
    for (int i = 0; i < 3000; i++) {
        hn_geometry *a =
            kit_star(0, 0, 10, 5 + (uint32_t)(kit_random(&seed) * 100), i % 3 == 0, &seed);
        hn_geometry *b = kit_star(kit_random(&seed) * 40 - 20, kit_random(&seed) * 40 - 20,
                                  1 + kit_random(&seed) * 30,
                                  5 + (uint32_t)(kit_random(&seed) * 300), i % 2 == 0, &seed);
        double area = 0, geos = kit_geos_overlap(k, a, b);
        hn_relation r = hn_relate(a, b, &room, &area);
        if (r == HN_WITHIN) area = hn_plane_area(a);
        if (r == HN_APART) area = 0;
        if (r != HN_UNSURE) {
            assert_near(area, geos, 1e-9 * 300);
            sure++;
        }
        hn_free(a);
        hn_free(b);
    }
    assert_true(sure > 2950);
    hn_relate_room_free(&room);
}

static bool apart(kit *k, const char *a, const char *b) {
    hn_relate_room room = {0};
    hn_geometry *one = kit_geometry(k, a), *two = kit_geometry(k, b);
    bool yes = hn_interiors_apart(one, two, &room), back = hn_interiors_apart(two, one, &room);
    assert_int_equal(yes, back);
    hn_free(one);
    hn_free(two);
    hn_relate_room_free(&room);
    return yes;
}

static void neighbours_by_hand(void **state) {
    kit *k = *state;
    const char *square = "POLYGON((0 0,10 0,10 10,0 10,0 0))";
    assert_true(apart(k, square, "POLYGON((10 0,20 0,20 10,10 10,10 0))"));    /* common edge */
    assert_true(apart(k, square, "POLYGON((10 10,20 10,20 20,10 20,10 10))")); /* common corner */
    assert_true(apart(k, square, "POLYGON((30 0,40 0,40 10,30 10,30 0))"));
    assert_false(apart(k, square, square));
    assert_false(apart(k, square, "POLYGON((0 0,5 0,5 5,0 5,0 0))")); /* common corner, inside */
    assert_false(apart(k, square, "POLYGON((2 2,5 2,5 5,2 5,2 2))")); /* inside, nothing common */
    assert_false(apart(k, square, "POLYGON((0 0,10 10,0 20,0 0))"));  /* crosses at corners */
    assert_false(apart(k, square, "POLYGON((5 5,15 5,15 15,5 15,5 5))"));
    /* An area that fills the hole of another, and one that only stands in it. */
    const char *ring = "POLYGON((0 0,10 0,10 10,0 10,0 0),(4 4,6 4,6 6,4 6,4 4))";
    assert_true(apart(k, ring, "POLYGON((4 4,6 4,6 6,4 6,4 4))"));
    assert_true(apart(k, ring, "POLYGON((4.5 4.5,5.5 4.5,5.5 5.5,4.5 4.5))"));
    assert_false(apart(k, ring, "POLYGON((3 3,7 3,7 7,3 7,3 3))"));
    /* Borders that touch without a common vertex are not certain. */
    assert_false(apart(k, square, "POLYGON((10 2,20 2,20 8,10 8,10 2))"));
}

/* A coverage of wavy cells: all are apart; shifting one a little makes overlaps that are found. */
static void neighbours_of_a_coverage(void **state) {
    kit *k = *state;
    enum { SIDE = 12 };
    double x[SIDE + 1][SIDE + 1], y[SIDE + 1][SIDE + 1];
    hn_geometry *cell[SIDE][SIDE];
    hn_relate_room room = {0};
    uint64_t seed = 11;
    for (int i = 0; i <= SIDE; i++)
        for (int j = 0; j <= SIDE; j++) {
            x[i][j] = 6543210.1 + i + 0.4 * kit_random(&seed);
            y[i][j] = 7123456.7 + j + 0.4 * kit_random(&seed);
        }
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) {
            const int di[] = {0, 1, 1, 0, 0}, dj[] = {0, 0, 1, 1, 0};
            cell[i][j] = hn_geometry_create(HN_AREA, 1, 1, 5);
            cell[i][j]->part[0] = cell[i][j]->ring[0] = 0;
            for (int c = 0; c < 5; c++) {
                cell[i][j]->xy[2 * c] = x[i + di[c]][j + dj[c]];
                cell[i][j]->xy[2 * c + 1] = y[i + di[c]][j + dj[c]];
            }
            hn_geometry_orient(cell[i][j]);
        }
    for (int a = 0; a < SIDE * SIDE; a++)
        for (int b = 0; b < a; b++)
            assert_true(
                hn_interiors_apart(cell[a / SIDE][a % SIDE], cell[b / SIDE][b % SIDE], &room));
    for (int i = 0; i < 5; i++)
        cell[5][5]->xy[2 * i] += 0.001;
    hn_geometry_finish(cell[5][5]);
    assert_false(hn_interiors_apart(cell[5][5], cell[6][5], &room));
    for (int a = 0; a < SIDE * SIDE; a++)
        hn_free(cell[a / SIDE][a % SIDE]);
    hn_relate_room_free(&room);
    (void)k;
}

/* Never says apart of areas that overlap, however they share vertices. */
static void apart_is_never_wrong(void **state) {
    kit *k = *state;
    hn_relate_room room = {0};
    uint64_t seed = 23;
    for (int i = 0; i < 4000; i++) {
        /* Corners on a small grid make shared vertices and edges common. */
        hn_geometry *g[2];
        for (int j = 0; j < 2; j++) {
            double cx = floor(kit_random(&seed) * 6), cy = floor(kit_random(&seed) * 6);
            double w = 1 + floor(kit_random(&seed) * 3), h = 1 + floor(kit_random(&seed) * 3);
            g[j] = hn_geometry_create(HN_AREA, 1, 1, 4);
            g[j]->part[0] = g[j]->ring[0] = 0;
            const double p[] = {cx, cy, cx + w, cy, i % 2 ? cx + w : cx, cy + h, cx, cy};
            memcpy(g[j]->xy, p, sizeof p);
            hn_geometry_orient(g[j]);
        }
        if (hn_interiors_apart(g[0], g[1], &room))
            assert_near(kit_geos_overlap(k, g[0], g[1]), 0, 1e-12);
        hn_free(g[0]);
        hn_free(g[1]);
    }
    hn_relate_room_free(&room);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cut_by_hand),          cmocka_unit_test(cut_against_geos),
        cmocka_unit_test(relations_by_hand),    cmocka_unit_test(relations_against_geos),
        cmocka_unit_test(neighbours_by_hand),   cmocka_unit_test(neighbours_of_a_coverage),
        cmocka_unit_test(apart_is_never_wrong),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
