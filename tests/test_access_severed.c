/* The barrier effect where networks and plans are odd: one-way links, time, given nodes, loops,
 * links stored twice, borders on nodes, holes, parts, areas over each other, small numbers. By
 * hand. */
#include "severance_kit.h"

/* Two rings: a hole, or a part of its own. */
static void two_boxes(ak *kit, plan *p, bool hole, const double one[4], const double two[4]) {
    hn_geometry *g = hn_geometry_create(HN_AREA, hole ? 1 : 2, 2, 10);
    const double *box[] = {one, two};
    g->part[0] = g->ring[0] = 0;
    g->ring[1] = 5;
    if (!hole) g->part[1] = 1;
    for (int i = 0; i < 2; i++) {
        const double *b = box[i],
                     xy[] = {b[0], b[1], b[2], b[1], b[2], b[3], b[0], b[3], b[0], b[1]};
        memcpy(g->xy + 10 * (size_t)i, xy, sizeof xy);
    }
    add_geometry(kit, p, g);
}

static void far_area(ak *kit) { AK_AREA(kit, 9000, 0, 9100, 0, 9100, 100, 9000, 100); }

static void parts_of(const ak *kit, size_t i, int parts, double cut_off) {
    assert_int_equal(passage(kit, i)->deler, parts);
    AK_NEAR(passage(kit, i)->avskaret_m, cut_off, 1e-6);
}

/* ---- who has farther ---- */

static void a_tie_that_moves_brings_nobody_nearer(void **state) {
    ak *kit = *state;
    plan p = {0};
    kit->class_[0].limit_m = 1000;
    PATH(kit, 100, 0, 100, -400, 1000, -400, 1000, -50);
    AK_LINK(kit, 100, 60, 1000, 60);    /* a road that goes straight there */
    PATH(kit, 500, -1000, 600, -1000);  /* leads nowhere */
    AK_LINK(kit, 400, -900, 400, -400); /* the next link to it does */
    AK_AREA(kit, 950, -50, 1050, -50, 1050, 100, 950, 100);
    ak_origin(kit, 100, 5, 1);
    ak_origin(kit, 550, -995, 1);
    ak_origin(kit, 100, 50, 1); /* on the road all the time */
    box(kit, &p, 50, -100, 150, 20);
    box(kit, &p, 480, -1020, 620, -980);
    run(kit, &p);
    double before = 5 + 400 + 900 + 350;
    AK_NEAR(ak_distance(kit, 0, 0)->avstand_m, before, 1e-6);
    AK_NEAR(ak_distance(kit, 0, 0)->avstand_etter_m, before, 1e-6);
    assert_int_equal(ak_distance(kit, 0, 0)->innen_etter, 0);
    assert_true(isnan(ak_distance(kit, 1, 0)->avstand_m));
    assert_true(isnan(ak_distance(kit, 1, 0)->avstand_etter_m));
    assert_int_equal(ak_distance(kit, 1, 0)->innen_etter, 0);
    AK_NEAR(ak_distance(kit, 2, 0)->avstand_etter_m, 10 + 850, 1e-6);
    AK_NEAR(ak_indicator(kit, "befolkning_innen_etter", "alle", NULL, NULL)->verdi, 1, 0);
    AK_NEAR(ak_indicator(kit, "befolkning_mister", "alle", NULL, NULL)->verdi, 0, 0);
}

static void by_time_the_quicker_way_counts(void **state) {
    ak *kit = *state;
    plan p = {0};
    kit->options.by_time = true;
    kit->class_[0].limit_m = 2000;
    PATH(kit, 100, 0, 100, -100, 900, -100, 900, 0); /* 1 000 m at 5 km/h */
    hn_link *road = AK_LINK(kit, 100, 60, 100, 800, 1000, 800, 1000, 100);
    road->speed_kmh[0] = road->speed_kmh[1] = 50; /* 2 340 m, but quicker */
    AK_AREA(kit, 850, 0, 1050, 0, 1050, 100, 850, 100);
    ak_origin(kit, 100, 5, 1);
    box(kit, &p, 50, -50, 150, 20);
    run(kit, &p);
    AK_NEAR(ak_distance(kit, 0, 0)->avstand_m, 5 + 1000, 1e-6);
    AK_NEAR(ak_distance(kit, 0, 0)->avstand_etter_m, 5 + 1000, 1e-6);
    assert_int_equal(ak_distance(kit, 0, 0)->innen_etter, 1);
}

/* Neither the few who lose an area nor the few who keep it. */
static void few_are_not_told_by_a_difference(void **state) {
    const double people[][2] = {{3, 100}, {100, 3}};
    const char *keys[] = {"befolkning_mister", "befolkning_innen_etter",
                          "befolkning_innen_etter_andel"};
    (void)state;
    for (size_t k = 0; k < 2; k++) {
        void *kit_state;
        plan p = {0};
        ak_setup(&kit_state);
        ak *kit = kit_state;
        kit->input.has_population = true;
        kit->options.min_cell = 5;
        PATH(kit, 0, 0, 400, 0);
        AK_AREA(kit, 400, -100, 500, -100, 500, 100, 400, 100);
        ak_origin(kit, 0, 0, people[k][0]);
        ak_origin(kit, 300, 0, people[k][1]);
        box(kit, &p, 100, -50, 200, 50);
        run(kit, &p);
        for (size_t i = 0; i < 3; i++) {
            const hn_indicator *row = ak_indicator(kit, keys[i], "alle", NULL, NULL);
            assert_string_equal(row->status, "undertrykt");
            assert_true(isnan(row->verdi) && isnan(row->teller));
        }
        AK_NEAR(ak_indicator(kit, "befolkning_innen", "alle", NULL, NULL)->verdi, 103, 0);
        ak_teardown(&kit_state);
    }
}

static void straight_classes_have_no_way_to_lose(void **state) {
    ak *kit = *state;
    plan p = {0};
    kit->class_[0].straight = true;
    PATH(kit, 0, 0, 400, 0);
    AK_AREA(kit, 400, -100, 500, -100, 500, 100, 400, 100);
    ak_origin(kit, 0, 0, 3);
    box(kit, &p, 100, -50, 200, 50);
    run(kit, &p);
    AK_NEAR(ak_distance(kit, 0, 0)->avstand_m, 400, 1e-6);
    assert_true(isnan(ak_distance(kit, 0, 0)->avstand_etter_m));
    assert_int_equal(ak_distance(kit, 0, 0)->innen_etter, HN_NO_INT);
    assert_int_equal(kit->result->passages.count, 1);
    for (size_t i = 0; i < kit->result->indicators.count; i++)
        assert_string_not_equal(kit->result->indicators.row[i].nokkel, "befolkning_mister");
}

static void a_plan_without_development_closes_nothing(void **state) {
    ak *kit = *state;
    plan p = {0};
    PATH(kit, 0, 0, 400, 0);
    AK_AREA(kit, 400, -100, 500, -100, 500, 100, 400, 100);
    ak_origin(kit, 0, 0, 3);
    run(kit, &p);
    AK_NEAR(ak_distance(kit, 0, 0)->avstand_etter_m, 400, 1e-6);
    assert_int_equal(kit->result->net.row[0].kryssinger, 0);
    assert_int_equal(kit->result->barriers.count, 0);
    assert_int_equal(kit->result->passages.count, 0);
    AK_NEAR(ak_indicator(kit, "passasje_antall", NULL, NULL, NULL)->verdi, 0, 0);
    AK_NEAR(ak_indicator(kit, "sti_i_utbygging_andel", NULL, NULL, NULL)->verdi, 0, 0);
}

/* ---- one-way links and time ---- */

static void a_one_way_path_is_broken_one_way(void **state) {
    ak *kit = *state;
    plan p = {0};
    PATH(kit, 0, 0, 200, 0);
    kit->links.link[0].ways = HN_WAY_ALONG;
    AK_LINK(kit, 0, 0, 0, 100, 200, 100, 200, 0);
    far_area(kit);
    box(kit, &p, 50, -10, 150, 10);
    run(kit, &p);
    assert_int_equal(kit->result->passages.count, 1);
    /* Nobody comes back from where the path ends now; the other way the road goes as before. */
    is_passage(kit, 0, "brutt", 2, 100, 50 + 400 + 50, 50 + 400 + 50);
    parts_of(kit, 0, 1, 0);
}

static void paths_that_only_lead_in_are_no_way_through(void **state) {
    ak *kit = *state;
    plan p = {0};
    PATH(kit, 0, 0, 100, 0);
    PATH(kit, 200, 0, 100, 0);
    AK_LINK(kit, 0, 0, 0, 100, 100, 100);
    AK_LINK(kit, 200, 0, 200, 100, 100, 100);
    for (size_t i = 0; i < 4; i++)
        kit->links.link[i].ways = HN_WAY_ALONG;
    far_area(kit);
    box(kit, &p, 10, -10, 190, 10);
    run(kit, &p);
    assert_int_equal(kit->result->passages.count, 1);
    is_passage(kit, 0, "blindvei", 2, 180, NAN, NAN);
    parts_of(kit, 0, 1, 0);
    assert_string_equal(kit->result->barriers.row[0].status, "blindvei");
    assert_true(isnan(ak_indicator(kit, "passasje_omvei_snitt", NULL, NULL, NULL)->verdi));
}

static void the_quickest_way_is_compared(void **state) {
    (void)state;
    for (int wide = 0; wide < 2; wide++) {
        void *kit_state;
        plan p = {0};
        ak_setup(&kit_state);
        ak *kit = kit_state;
        kit->options.by_time = true;
        PATH(kit, 0, 0, 400, 0);
        hn_link *road = AK_LINK(kit, 0, 0, 0, 200, 400, 200, 400, 0);
        road->speed_kmh[0] = road->speed_kmh[1] = 50;
        far_area(kit);
        box(kit, &p, 50, -10, wide ? 350 : 100, 10);
        run(kit, &p);
        /* 300 m of path are 216 s, the road and 100 m of path 130 s: the road was quicker before.
         */
        if (wide)
            is_passage(kit, 0, "omvei", 2, 300, 900, 900);
        else
            is_passage(kit, 0, "omvei", 2, 50, 50, 50 + 800 + 300);
        ak_teardown(&kit_state);
    }
}

/* ---- odd networks ---- */

static void given_nodes_hold_a_passage_together(void **state) {
    ak *kit = *state;
    plan p = {0};
    PATH(kit, 0, 0, 100, 0);
    PATH(kit, 105, 0, 300, 0); /* drawn five metres away, but the ids say that they meet */
    for (int i = 0; i < 2; i++) {
        kit->links.link[i].from_node = 1 + i;
        kit->links.link[i].to_node = 2 + i;
    }
    far_area(kit);
    box(kit, &p, 50, -10, 200, 10);
    run(kit, &p);
    assert_int_equal(kit->result->passages.count, 1);
    is_passage(kit, 0, "brutt", 2, 50 + 95, NAN, NAN);
    parts_of(kit, 0, 2, 50);
}

static void a_loop_has_its_other_side(void **state) {
    ak *kit = *state;
    plan p = {0};
    PATH(kit, 0, 0, 100, 0, 100, 100, 0, 100, 0, 0);
    PATH(kit, 1000, 0, 1100, 0, 1100, 100, 1000, 100, 1000, 0); /* all of it inside */
    AK_LINK(kit, 900, 0, 1000, 0);
    far_area(kit);
    box(kit, &p, 60, -50, 150, 150);
    box(kit, &p, 950, -50, 1150, 150);
    run(kit, &p);
    assert_int_equal(kit->result->passages.count, 2);
    is_passage(kit, 0, "omvei", 2, 40 + 100 + 40, 180, 60 + 100 + 60);
    is_passage(kit, 1, "blindvei", 1, 400, NAN, NAN);
}

static void a_path_that_is_stored_twice_is_closed_twice(void **state) {
    ak *kit = *state;
    plan p = {0};
    PATH(kit, -100, 0, 200, 0);
    PATH(kit, 200, 0, -100, 0);
    far_area(kit);
    box(kit, &p, 0, -50, 100, 50);
    run(kit, &p);
    assert_int_equal(kit->result->passages.count, 2);
    for (size_t i = 0; i < 2; i++) {
        is_passage(kit, i, "brutt", 2, 100, NAN, NAN);
        parts_of(kit, i, 2, 200);
    }
}

/* ---- where the border lies ---- */

/* A path through a box whose border is at its vertices, or where one path ends and the next begins,
 * and where a road meets it that goes round, along the border first. */
static void a_border_on_a_node_is_that_node(void **state) {
    (void)state;
    for (int links = 0; links < 2; links++) {
        void *kit_state;
        plan p = {0};
        ak_setup(&kit_state);
        ak *kit = kit_state;
        if (links) {
            PATH(kit, -100, 0, 0, 0);
            PATH(kit, 0, 0, 100, 0);
            PATH(kit, 200, 0, 100, 0);
        } else {
            PATH(kit, -100, 0, 0, 0, 100, 0, 200, 0);
        }
        PATH(kit, 0, 0, 0, 200, 100, 200, 100, 0);
        far_area(kit);
        box(kit, &p, 0, -50, 100, 50);
        run(kit, &p);
        assert_int_equal(kit->result->passages.count, 1);
        is_passage(kit, 0, "omvei", 2, 100, 100, 200 + 100 + 200);
        assert_int_equal(passage(kit, 0)->lenker, 1);
        AK_NEAR(kit->result->net.row[kit->result->net.count - 1].i_utbygging_m, 0, 1e-9);
        ak_teardown(&kit_state);
    }
}

static void a_path_stays_in_a_hole(void **state) {
    ak *kit = *state;
    plan p = {0};
    PATH(kit, -100, 50, 300, 50);
    far_area(kit);
    two_boxes(kit, &p, true, (double[]){0, 0, 200, 100}, (double[]){80, 20, 120, 80});
    run(kit, &p);
    assert_int_equal(kit->result->passages.count, 2);
    for (size_t i = 0; i < 2; i++) {
        is_passage(kit, i, "brutt", 2, 80, NAN, NAN);
        parts_of(kit, i, 2, 40);
    }
    assert_int_equal(kit->result->barriers.count, 1);
    assert_int_equal(kit->result->barriers.row[0].kryssinger, 2);
    assert_int_equal(kit->result->barriers.row[0].brutte, 2);
}

static void parts_of_one_area_are_one_barrier(void **state) {
    ak *kit = *state;
    plan p = {0};
    AK_LINK(kit, -100, 50, -100, 200, 50, 200, 50, 50); /* round the first part, down in between */
    PATH(kit, -100, 50, 400, 50);
    far_area(kit);
    two_boxes(kit, &p, false, (double[]){0, 0, 40, 100}, (double[]){100, 0, 200, 100});
    run(kit, &p);
    assert_int_equal(kit->result->passages.count, 2);
    is_passage(kit, 0, "omvei", 2, 40, 40, 100 + 150 + 150 + 150 + 10);
    is_passage(kit, 1, "brutt", 2, 100, NAN, NAN);
    assert_int_equal(kit->result->barriers.count, 1);
    assert_int_equal(kit->result->barriers.row[0].passasjer, 2);
    assert_int_equal(kit->result->barriers.row[0].brutte, 1);
    assert_string_equal(kit->result->barriers.row[0].status, "brutt");
    AK_NEAR(kit->result->barriers.row[0].omvei_m, 560 - 40, 1e-6);
}

static void areas_over_each_other_all_stand_in_the_list(void **state) {
    ak *kit = *state;
    plan p = {0};
    char expected[4096] = "";
    PATH(kit, -1000, 0, 1000, 0);
    far_area(kit);
    for (int i = 1; i <= MOST_AREAS; i++) {
        box(kit, &p, -i, -50, 1, 50);
        snprintf(expected + strlen(expected), 8, i > 1 ? ",%d" : "%d", i);
    }
    run(kit, &p);
    assert_int_equal(kit->result->passages.count, 1);
    is_passage(kit, 0, "brutt", 2, 1 + MOST_AREAS, NAN, NAN);
    assert_string_equal(passage(kit, 0)->plan_liste, expected);
    assert_int_equal(kit->result->barriers.count, MOST_AREAS);
    AK_NEAR(kit->result->barriers.row[99].lengde_m, 101, 1e-6);
}

/* Many pieces of one link, each closed, and what lies between them open. */
static void a_long_path_is_closed_piece_by_piece(void **state) {
    ak *kit = *state;
    plan p = {0};
    PATH(kit, 0, 0, 10 * MOST_AREAS, 0);
    far_area(kit);
    for (int i = 0; i < MOST_AREAS; i++)
        box(kit, &p, 10 * i + 3, -50, 10 * i + 7, 50);
    run(kit, &p);
    assert_int_equal(kit->result->passages.count, MOST_AREAS);
    for (size_t i = 0; i < MOST_AREAS; i++) {
        is_passage(kit, i, "brutt", 2, 4, NAN, NAN);
        parts_of(kit, i, 2, i == 0 || i == MOST_AREAS - 1 ? 3 : 6);
        AK_NEAR(passage(kit, i)->geometry->xy[0], 10 * (double)i + 3, 1e-9);
    }
    assert_int_equal(kit->result->net.row[0].kryssinger, MOST_AREAS);
}

/* A path with so many ways out. Returns in how many passages not every pair of them is sought. */
static size_t told_of_ports(ak *kit, int ports) {
    plan p = {0};
    size_t told = 0;
    for (int i = 0; i < ports; i++)
        AK_LINK(kit, 10.0 * i, 0, 10.0 * i, 100)->yields = true;
    for (int i = 0; i + 1 < ports; i++)
        AK_LINK(kit, 10.0 * i, 0, 10.0 * (i + 1), 0)->yields = true;
    AK_AREA(kit, 2000, 0, 2100, 0, 2100, 100, 2000, 100);
    box(kit, &p, -5, -5, 10.0 * ports, 50);
    run(kit, &p);
    assert_int_equal(passage(kit, 0)->porter, ports);
    for (size_t i = 0; i < kit->result->remarks.count; i++)
        if (strcmp(kit->result->remarks.row[i].kode, "PASSASJE_STOR") == 0)
            told += (size_t)kit->result->remarks.row[i].antall;
    return told;
}

static void all_pairs_of_65_ports_are_sought(void **state) {
    assert_int_equal(told_of_ports(*state, 65), 0);
}

static void a_passage_of_more_ports_is_told_of(void **state) {
    assert_int_equal(told_of_ports(*state, 66), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        AK_TEST(all_pairs_of_65_ports_are_sought),
        AK_TEST(a_passage_of_more_ports_is_told_of),
        AK_TEST(a_tie_that_moves_brings_nobody_nearer),
        AK_TEST(by_time_the_quicker_way_counts),
        cmocka_unit_test(few_are_not_told_by_a_difference),
        AK_TEST(straight_classes_have_no_way_to_lose),
        AK_TEST(a_plan_without_development_closes_nothing),
        AK_TEST(a_one_way_path_is_broken_one_way),
        AK_TEST(paths_that_only_lead_in_are_no_way_through),
        cmocka_unit_test(the_quickest_way_is_compared),
        AK_TEST(given_nodes_hold_a_passage_together),
        AK_TEST(a_loop_has_its_other_side),
        AK_TEST(a_path_that_is_stored_twice_is_closed_twice),
        cmocka_unit_test(a_border_on_a_node_is_that_node),
        AK_TEST(a_path_stays_in_a_hole),
        AK_TEST(parts_of_one_area_are_one_barrier),
        AK_TEST(areas_over_each_other_all_stand_in_the_list),
        AK_TEST(a_long_path_is_closed_piece_by_piece),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
