/* The barrier effect of a plan: which paths its development areas close, what becomes of the ways
 * through them, and who has farther to an area then. Distances are worked out by hand. */
#include "severance_kit.h"

/* ---- AC8 on a network: a corridor 1 000 m long and 200 m wide with a path every 50 m ---- */

static void corridor(ak *kit) {
    AK_LINK(kit, 0, 25, 0, 75, 0, 125, 0, 175);
    AK_LINK(kit, 1000, 25, 1000, 75, 1000, 125, 1000, 175);
    for (double y = 25; y < 200; y += 50)
        PATH(kit, 0, y, 1000, y);
}

/* How much of the corridor no longer goes through: 1 - width left / width. */
static double severity(const ak *kit) {
    int closed = 0;
    for (size_t i = 0; i < kit->result->net.count; i++)
        closed += kit->result->net.row[i].kryssinger;
    return closed / 4.0;
}

static void a_corridor_that_is_narrowed_is_not_severed(void **state) {
    ak *kit = *state;
    plan p = {0};
    corridor(kit);
    AK_AREA(kit, 1000, 0, 1100, 0, 1100, 200, 1000, 200);
    box(kit, &p, 400, 0, 600, 150);
    run(kit, &p);
    assert_int_equal(kit->result->passages.count, 3);
    for (size_t i = 0; i < 3; i++) {
        /* Back to the end, up to the path that is left, along it, and down and back again. */
        double up = 175 - (25 + 50.0 * (double)i);
        is_passage(kit, i, "omvei", 2, 200, 200, 400 + up + 1000 + up + 400);
        assert_int_equal(passage(kit, i)->deler, 1);
        assert_int_equal(passage(kit, i)->lenker, 1);
        assert_string_equal(passage(kit, i)->plan_liste, "1");
    }
    assert_string_equal(passage(kit, 0)->lenker_liste, "l3");
    AK_NEAR(severity(kit), 0.75, 1e-12);
    const hn_barrier *b = kit->result->barriers.row;
    assert_int_equal(kit->result->barriers.count, 1);
    assert_int_equal(b->lenker, 3);
    assert_int_equal(b->kryssinger, 3);
    assert_int_equal(b->passasjer, 3);
    assert_int_equal(b->brutte, 0);
    AK_NEAR(b->lengde_m, 600, 1e-6);
    AK_NEAR(b->omvei_m, 1900, 1e-6);
    assert_string_equal(b->status, "omvei");
}

static void a_corridor_that_is_built_across_is_severed(void **state) {
    ak *kit = *state;
    plan p = {0};
    corridor(kit);
    AK_AREA(kit, 1000, 0, 1100, 0, 1100, 200, 1000, 200);
    box(kit, &p, 400, 0, 600, 200);
    run(kit, &p);
    assert_int_equal(kit->result->passages.count, 4);
    for (size_t i = 0; i < 4; i++) {
        is_passage(kit, i, "brutt", 2, 200, NAN, NAN);
        assert_int_equal(passage(kit, i)->deler, 2);
        AK_NEAR(passage(kit, i)->avskaret_m, 4 * 400 + 150, 1e-6);
    }
    AK_NEAR(severity(kit), 1, 1e-12);
    assert_string_equal(kit->result->barriers.row[0].status, "brutt");
    assert_int_equal(kit->result->barriers.row[0].brutte, 4);
    assert_true(isnan(kit->result->barriers.row[0].omvei_m));
    AK_NEAR(ak_indicator(kit, "passasje_brutt", NULL, NULL, NULL)->verdi, 4, 0);
    AK_NEAR(ak_indicator(kit, "sti_i_utbygging", NULL, NULL, NULL)->verdi, 800, 1e-6);
    AK_NEAR(ak_indicator(kit, "sti_i_utbygging_andel", NULL, NULL, NULL)->verdi, 0.2, 1e-9);
    assert_string_equal(ak_indicator(kit, "passasje_omvei_storst", NULL, NULL, NULL)->status,
                        "ikke_beregnbar");
}

/* ---- what is closed ---- */

static void only_paths_on_the_ground_inside_are_closed(void **state) {
    ak *kit = *state;
    plan p = {0};
    AK_LINK(kit, -100, 10, 200, 10);                   /* a road stays */
    PATH(kit, -100, 20, 200, 20);                      /* closed */
    hn_link *bridge = AK_LINK(kit, -100, 30, 200, 30); /* leads over it */
    bridge->yields = true;
    bridge->level = 1;
    bridge->at_grade = false;
    PATH(kit, -100, 0, 200, 0);             /* along the boundary */
    PATH(kit, -100, 150, 0, 100, 100, 200); /* touches a corner */
    PATH(kit, -100, 300, 200, 300);         /* far away */
    AK_AREA(kit, 900, 0, 1000, 0, 1000, 100, 900, 100);
    box(kit, &p, 0, 0, 100, 100);
    run(kit, &p);
    double expected[] = {0, 100, 0, 0, 0, 0};
    for (size_t i = 0; i < 6; i++) {
        AK_NEAR(kit->result->net.row[i].i_utbygging_m, expected[i], 1e-6);
        assert_int_equal(kit->result->net.row[i].kryssinger, expected[i] > 0);
    }
    assert_int_equal(kit->result->passages.count, 1);
    is_passage(kit, 0, "brutt", 2, 100, NAN, NAN);
}

static void a_path_that_ends_inside_loses_no_way_through(void **state) {
    ak *kit = *state;
    plan p = {0};
    PATH(kit, -100, 50, 50, 50);
    PATH(kit, 20, 80, 70, 80);
    AK_AREA(kit, 900, 0, 1000, 0, 1000, 100, 900, 100);
    box(kit, &p, 0, 0, 100, 100);
    run(kit, &p);
    assert_int_equal(kit->result->passages.count, 2);
    is_passage(kit, 0, "blindvei", 1, 50, NAN, NAN);
    is_passage(kit, 1, "inne", 0, 50, NAN, NAN);
    assert_string_equal(kit->result->barriers.row[0].status, "blindvei");
}

/* A path that winds in and out crosses several times; each piece is a passage of its own. */
static void a_route_counts_its_crossings(void **state) {
    ak *kit = *state;
    plan p = {0};
    PATH(kit, -100, 50, 50, 50, 50, -50, 80, -50, 80, 50, 300, 50);
    AK_AREA(kit, 900, 0, 1000, 0, 1000, 100, 900, 100);
    box(kit, &p, 0, 0, 100, 100);
    run(kit, &p);
    AK_NEAR(kit->result->net.row[0].i_utbygging_m, 50 + 50 + 50 + 20, 1e-6);
    assert_int_equal(kit->result->net.row[0].kryssinger, 2);
    assert_int_equal(kit->result->passages.count, 2);
    assert_int_equal(kit->result->barriers.row[0].kryssinger, 2);
    assert_int_equal(kit->result->barriers.row[0].lenker, 1);
}

static void areas_side_by_side_are_one_obstacle(void **state) {
    ak *kit = *state;
    plan p = {0};
    AK_LINK(kit, -100, 50, -100, 400, 400, 400, 400, 50);
    PATH(kit, -100, 50, 400, 50);
    AK_AREA(kit, 900, 0, 1000, 0, 1000, 100, 900, 100);
    box(kit, &p, 0, 0, 100, 100);
    box(kit, &p, 100, 0, 200, 100);   /* shares an edge */
    box(kit, &p, 200.5, 0, 300, 100); /* half a metre of drawing fault */
    box(kit, &p, 50, 20, 150, 80);    /* overlaps both */
    box(kit, &p, 0, 200, 100, 300);   /* meets no path */
    run(kit, &p);
    assert_int_equal(kit->result->passages.count, 1);
    is_passage(kit, 0, "omvei", 2, 300, 300, 100 + 350 + 500 + 350 + 100);
    assert_string_equal(passage(kit, 0)->plan_liste, "1,2,3,4");
    AK_NEAR(kit->result->net.row[1].i_utbygging_m, 300, 1e-6);
    assert_int_equal(kit->result->net.row[1].kryssinger, 1);
    assert_int_equal(kit->result->barriers.count, 4);
    double own[] = {100, 100, 99.5, 100};
    for (size_t i = 0; i < 4; i++) {
        AK_NEAR(kit->result->barriers.row[i].lengde_m, own[i], 1e-6);
        assert_int_equal(kit->result->barriers.row[i].plan_fid, (int)i + 1);
        assert_int_equal(kit->result->barriers.row[i].passasjer, 1);
    }
}

/* Paths that meet inside are one passage; a road inside makes ports of its own. */
static void paths_that_meet_inside_hang_together(void **state) {
    ak *kit = *state;
    plan p = {0};
    PATH(kit, -100, 50, 50, 50);
    PATH(kit, 50, 50, 200, 50);
    PATH(kit, 50, -100, 50, 50);
    PATH(kit, 50, 50, 50, 200);
    AK_LINK(kit, -100, 50, -100, -100, 50, -100); /* a road round one corner */
    AK_AREA(kit, 900, 0, 1000, 0, 1000, 100, 900, 100);
    box(kit, &p, 0, 0, 100, 100);
    run(kit, &p);
    assert_int_equal(kit->result->passages.count, 1);
    const hn_passage_row *row = passage(kit, 0);
    assert_int_equal(row->porter, 4);
    assert_int_equal(row->lenker, 4);
    AK_NEAR(row->avskaret_m, 100 + 100, 1e-6);
    assert_int_equal(row->deler, 3); /* west and south together, east, north */
    assert_string_equal(row->status, "brutt");
    AK_NEAR(row->gjennom_m, 100, 1e-6); /* from (0, 50) to (50, 0) */
    AK_NEAR(row->rundt_m, 100 + 150 + 150 + 100, 1e-6);
}

static void a_road_inside_parts_the_paths(void **state) {
    ak *kit = *state;
    plan p = {0};
    AK_LINK(kit, 50, -100, 50, 50, 50, 200); /* road through the area */
    PATH(kit, -100, 50, 50, 50);
    PATH(kit, 50, 50, 200, 50);
    AK_AREA(kit, 900, 0, 1000, 0, 1000, 100, 900, 100);
    box(kit, &p, 0, 0, 100, 100);
    run(kit, &p);
    assert_int_equal(kit->result->passages.count, 2);
    is_passage(kit, 0, "brutt", 2, 50, NAN, NAN);
    is_passage(kit, 1, "brutt", 2, 50, NAN, NAN);
}

/* ---- who has farther ---- */

static void residents_go_round_or_lose_their_area(void **state) {
    ak *kit = *state;
    plan p = {0};
    kit->input.has_population = true;
    AK_LINK(kit, 0, 0, 0, 300, 400, 300, 400, 0);
    PATH(kit, 0, 0, 400, 0);
    PATH(kit, 0, -200, 400, -200); /* alone: no way round */
    AK_AREA(kit, 400, -300, 500, -300, 500, 100, 400, 100);
    kit->class_[0].limit_m = 450;
    ak_origin(kit, 0, -10, 3);   /* 10 + 400, then 10 + 300 + 400 + 200 (the road reaches the
                                    area where it comes down to y = 100) */
    ak_origin(kit, 0, -210, 5);  /* 10 + 400, then no way */
    ak_origin(kit, 390, -10, 7); /* beyond the plan: 10 + 10 both times */
    ak_origin(kit, 150, 10, 11); /* at a closed place: its nearest open one is at x = 100 */
    ak_origin(kit, 450, 0, 13);  /* inside */
    box(kit, &p, 100, -250, 200, 50);
    run(kit, &p);
    const double before[] = {410, 410, 20, 260, 0};
    const double after[] = {910, NAN, 20, 0, 0};
    for (size_t i = 0; i < 5; i++) {
        const hn_origin_distance *d = ak_distance(kit, i, 0);
        AK_NEAR(d->avstand_m, before[i], 1e-6);
        if (i == 3) continue;
        if (isnan(after[i]))
            assert_true(isnan(d->avstand_etter_m));
        else
            AK_NEAR(d->avstand_etter_m, after[i], 1e-6);
        assert_int_equal(d->innen_etter, after[i] <= 450);
    }
    /* Tied where the path comes out of the area nearest to it; both ends are as far, and the lower
     * place counts: 50 m back, and from there round. */
    double leg = hypot(50, 10);
    AK_NEAR(ak_distance(kit, 3, 0)->avstand_etter_m, leg + 100 + 300 + 400 + 200, 1e-6);
    AK_NEAR(ak_indicator(kit, "befolkning_innen", "alle", NULL, NULL)->verdi, 39, 0);
    AK_NEAR(ak_indicator(kit, "befolkning_innen_etter", "alle", NULL, NULL)->verdi, 20, 0);
    AK_NEAR(ak_indicator(kit, "befolkning_innen_etter_andel", "alle", NULL, NULL)->verdi, 20.0 / 39,
            1e-12);
    AK_NEAR(ak_indicator(kit, "befolkning_mister", "alle", NULL, NULL)->verdi, 19, 0);
}

/* An entrance on a closed path is none any more. */
static void an_entrance_on_a_closed_path_is_gone(void **state) {
    ak *kit = *state;
    plan p = {0};
    PATH(kit, 0, 0, 400, 0);
    AK_LINK(kit, 0, 0, 0, 500, 450, 500, 450, 100);
    AK_AREA(kit, 300, -100, 500, -100, 500, 200, 300, 200);
    ak_origin(kit, 0, 0, 1);
    box(kit, &p, 250, -50, 450, 50); /* closes the path from 250 m on, and its part in the area */
    run(kit, &p);
    AK_NEAR(ak_distance(kit, 0, 0)->avstand_m, 300, 1e-6);
    AK_NEAR(ak_distance(kit, 0, 0)->avstand_etter_m, 500 + 450 + 300, 1e-6);
}

static void without_a_plan_nothing_is_said(void **state) {
    ak *kit = *state;
    PATH(kit, 0, 0, 400, 0);
    AK_AREA(kit, 400, -100, 500, -100, 500, 100, 400, 100);
    ak_origin(kit, 0, 0, 3);
    ak_run(kit);
    assert_true(isnan(ak_distance(kit, 0, 0)->avstand_etter_m));
    assert_int_equal(ak_distance(kit, 0, 0)->innen_etter, HN_NO_INT);
    assert_int_equal(kit->result->net.row[0].kryssinger, HN_NO_INT);
    assert_true(isnan(kit->result->net.row[0].i_utbygging_m));
    assert_int_equal(kit->result->passages.count, 0);
}

/* ---- against all pairs, and for any number of threads ---- */

enum { GRID = 7, CELLS = GRID * GRID };

static double cell(size_t i) { return 100.0 * (double)i; }

/* All-pairs distances of the grid's nodes and ports by Floyd and Warshall. */
typedef struct brute {
    double d[2 * CELLS + 400][2 * CELLS + 400];
    double xy[2 * CELLS + 400][2];
    size_t nodes;
} brute;

static size_t node_at(brute *b, double x, double y) {
    for (size_t i = 0; i < b->nodes; i++)
        if (hypot(b->xy[i][0] - x, b->xy[i][1] - y) < 1e-6) return i;
    b->xy[b->nodes][0] = x;
    b->xy[b->nodes][1] = y;
    for (size_t i = 0; i <= b->nodes; i++)
        b->d[b->nodes][i] = b->d[i][b->nodes] = i == b->nodes ? 0 : INFINITY;
    return b->nodes++;
}

static void join(brute *b, double x1, double y1, double x2, double y2) {
    size_t i = node_at(b, x1, y1), k = node_at(b, x2, y2);
    double length = hypot(x2 - x1, y2 - y1);
    if (length < b->d[i][k]) b->d[i][k] = b->d[k][i] = length;
}

static void close_up(brute *b) {
    for (size_t k = 0; k < b->nodes; k++)
        for (size_t i = 0; i < b->nodes; i++)
            for (size_t j = 0; j < b->nodes; j++)
                if (b->d[i][k] + b->d[k][j] < b->d[i][j]) b->d[i][j] = b->d[i][k] + b->d[k][j];
}

/* A straight path from p to q against a box: the inside of it, as places from 0 to 1. */
static bool cut(const double *q, const double *w, double *from, double *to) {
    *from = 0;
    *to = 1;
    for (int axis = 0; axis < 2; axis++) {
        double a = q[axis], d = q[2 + axis] - a, low = w[axis], high = w[2 + axis];
        if (d == 0) {
            if (a <= low || a >= high) return false;
            continue;
        }
        double s = (low - a) / d, t = (high - a) / d;
        *from = fmax(*from, fmin(s, t));
        *to = fmin(*to, fmax(s, t));
    }
    return *to > *from;
}

static void add_brute(brute *all, brute *open, const double *q, bool yields, const double *w) {
    double from, to, x[4], y[4];
    bool closed = yields && cut(q, w, &from, &to);
    double place[] = {0, closed ? from : 0, closed ? to : 1, 1};
    for (int i = 0; i < 4; i++) {
        x[i] = q[0] + place[i] * (q[2] - q[0]);
        y[i] = q[1] + place[i] * (q[3] - q[1]);
    }
    for (int i = 0; i < 3; i++) {
        if (place[i] == place[i + 1]) continue;
        join(all, x[i], y[i], x[i + 1], y[i + 1]);
        if (!closed || i != 1) join(open, x[i], y[i], x[i + 1], y[i + 1]);
    }
}

/* Ports lie where a closed piece ends: at the vertices of the passage that open edges have too. */
static double worst_detour(const brute *all, const brute *open, const hn_passage_row *row,
                           bool *broken) {
    size_t port[2 * CELLS], ports = 0;
    double worst = -1;
    *broken = false;
    const hn_geometry *g = row->geometry;
    for (uint32_t i = 0; i < g->points; i++) {
        size_t number = SIZE_MAX;
        for (size_t k = 0; k < open->nodes; k++)
            if (hypot(open->xy[k][0] - g->xy[2 * i], open->xy[k][1] - g->xy[2 * i + 1]) < 1e-6)
                number = k;
        for (size_t k = 0; k < ports; k++)
            if (port[k] == number) number = SIZE_MAX;
        if (number != SIZE_MAX) port[ports++] = number;
    }
    assert_int_equal(ports, row->porter);
    for (size_t i = 0; i < ports; i++)
        for (size_t k = 0; k < i; k++) {
            size_t a = node_at((brute *)(uintptr_t)all, open->xy[port[i]][0], open->xy[port[i]][1]);
            size_t b = node_at((brute *)(uintptr_t)all, open->xy[port[k]][0], open->xy[port[k]][1]);
            double around = open->d[port[i]][port[k]];
            if (isinf(around))
                *broken = true;
            else
                worst = fmax(worst, around - all->d[a][b]);
        }
    return worst;
}

static void random_grid(ak *kit, unsigned seed, plan *p, brute *all, brute *open) {
    srand(seed);
    double w[4] = {rand() % 200 + 60.5, rand() % 200 + 60.5, 0, 0};
    w[2] = w[0] + 100 + rand() % 250;
    w[3] = w[1] + 100 + rand() % 250;
    for (size_t i = 0; i < CELLS; i++)
        for (int way = 0; way < 2; way++) {
            size_t x = i % GRID, y = i / GRID;
            double q[4] = {cell(x), cell(y), cell(x + (way == 0)), cell(y + (way == 1))};
            if (q[2] > cell(GRID - 1) || q[3] > cell(GRID - 1) || rand() % 5 == 0) continue;
            bool yields = rand() % 6 != 0;
            ak_link(kit, 2, q)->yields = yields;
            add_brute(all, open, q, yields, w);
        }
    box(kit, p, w[0], w[1], w[2], w[3]);
    close_up(all);
    close_up(open);
}

static void detours_against_all_pairs(void **state) {
    (void)state;
    size_t passages = 0, detours = 0, broken_ones = 0;
    for (unsigned seed = 1; seed <= 40; seed++) {
        void *kit_state;
        plan p = {0};
        ak_setup(&kit_state);
        ak *kit = kit_state;
        brute *all = calloc(1, sizeof *all), *open = calloc(1, sizeof *open);
        assert_true(all && open);
        random_grid(kit, seed, &p, all, open);
        AK_AREA(kit, 2000, 0, 2100, 0, 2100, 100, 2000, 100);
        kit->options.threads = (int)(seed % 3) + 1;
        run(kit, &p);
        for (size_t i = 0; i < kit->result->passages.count; i++) {
            const hn_passage_row *row = passage(kit, i);
            bool broken;
            double worst = worst_detour(all, open, row, &broken);
            passages++;
            if (worst >= 0) {
                AK_NEAR(row->omvei_m, worst, 0.02); /* whole millimetres on the way */
                detours++;
            } else {
                assert_true(isnan(row->omvei_m));
            }
            assert_int_equal(broken, strcmp(row->status, "brutt") == 0);
            broken_ones += broken;
        }
        free(all);
        free(open);
        ak_teardown(&kit_state);
    }
    /* The cases are not all alike. */
    assert_true(passages > 60 && detours > 30 && broken_ones > 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        AK_TEST(a_corridor_that_is_narrowed_is_not_severed),
        AK_TEST(a_corridor_that_is_built_across_is_severed),
        AK_TEST(only_paths_on_the_ground_inside_are_closed),
        AK_TEST(a_path_that_ends_inside_loses_no_way_through),
        AK_TEST(a_route_counts_its_crossings),
        AK_TEST(areas_side_by_side_are_one_obstacle),
        AK_TEST(paths_that_meet_inside_hang_together),
        AK_TEST(a_road_inside_parts_the_paths),
        AK_TEST(residents_go_round_or_lose_their_area),
        AK_TEST(an_entrance_on_a_closed_path_is_gone),
        AK_TEST(without_a_plan_nothing_is_said),
        cmocka_unit_test(detours_against_all_pairs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
