/* test_reach.c - where links lie in destinations and where one comes in: cases with coordinates
 * that can be checked by hand. The park is the square from (0, 0) to (100, 100). */
#include "access/search.h"
#include "reach_kit.h"

#define PARK "POLYGON((0 0,100 0,100 100,0 100,0 0))"

/* ---- areas ---- */

static void a_path_through_the_park_has_two_entrances(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_link(a, "-50 40, 150 40");
    rk_reach(a);
    rk_expect(a, "kryssing 0 40; kryssing 100 40", "0: 0.25..0.5 ->1; 0: 0.5..0.75 ->2");
    assert_int_equal(a->result->destinations.row[0].innganger, 2);
    assert_string_equal(a->result->destinations.row[0].status, "ok");
}

static void a_bridge_over_the_boundary_is_no_entrance(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_link(a, "-200 40, -50 40");
    rk_bridge(a, "-50 40, 50 40");
    rk_link(a, "50 40, 80 40");
    rk_reach(a);
    rk_expect(a, "slutt 50 40", "2: 0..1 ->1");
}

static void a_bridge_right_over_the_park_leads_nowhere(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_link(a, "-200 40, -50 40");
    rk_bridge(a, "-50 40, 150 40");
    rk_link(a, "150 40, 300 40");
    rk_reach(a);
    rk_expect(a, "", "");
    assert_string_equal(a->result->destinations.row[0].status, "uten_inngang");
    assert_int_equal(a->result->destinations.row[0].innganger, 0);
    assert_int_equal(rk_remarks(a, "MALOMRADE_UTEN_INNGANG"), 1);
}

static void a_bridge_inside_the_park_is_no_entrance(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_link(a, "-50 40, 20 40");
    rk_bridge(a, "20 40, 30 40");
    rk_bridge(a, "30 40, 40 40");
    rk_link(a, "40 40, 60 40");
    rk_reach(a);
    rk_expect(a, "kryssing 0 40", "0: 0.7142857..1 ->1; 3: 0..1 ->1");
}

static void a_bridge_of_several_pieces_lands_once(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_bridge(a, "-50 40, 10 40");
    rk_bridge(a, "10 40, 20 40");
    rk_link(a, "20 40, 60 40");
    rk_bridge(a, "60 40, 70 40");
    rk_link(a, "70 40, 80 40");
    rk_reach(a);
    rk_expect(a, "slutt 20 40", "2: 0..1 ->1; 4: 0..1 ->1");
}

static void a_park_without_paths_gets_inferred_entrances(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_link(a, "-100 -20, 60 -20"); /* 20 m off, as near along the side: all of that counts */
    rk_link(a, "130 50, 200 50");   /* exactly --inferred-entrance off */
    rk_link(a, "50 130.5, 50 200"); /* beyond it */
    rk_bridge(a, "-5 50, -5 60");   /* cannot be entered from */
    rk_reach(a);
    rk_expect(a, "antatt 30 0 (20); antatt 100 50 (30)", "0: 0.625..1 ->1; 1: 0..0 ->2");
    assert_near(a->reaches.item[0].exit_m, 20, 1e-9);
    assert_string_equal(a->result->destinations.row[0].status, "ok");
}

static void inner_rings_have_entrances_too(void **state) {
    reach_kit *a = *state;
    rk_destination(a, "POLYGON((0 0,100 0,100 100,0 100,0 0),(20 20,80 20,80 80,20 80,20 20))");
    rk_link(a, "50 50, 50 90");
    rk_reach(a);
    rk_expect(a, "kryssing 50 80", "0: 0.75..1 ->1");
}

static void a_path_in_a_hole_infers_from_the_inner_ring(void **state) {
    reach_kit *a = *state;
    rk_destination(a, "POLYGON((0 0,100 0,100 100,0 100,0 0),(20 20,80 20,80 80,20 80,20 20))");
    rk_link(a, "50 60, 50 70");
    rk_reach(a);
    rk_expect(a, "antatt 50 80 (10)", "0: 1..1 ->1");
}

static void islands_in_a_lake_belong_to_the_area(void **state) {
    reach_kit *a = *state;
    rk_destination(a,
                   "MULTIPOLYGON(((0 0,100 0,100 100,0 100,0 0),(20 20,80 20,80 80,20 80,20 20)),"
                   "((40 40,60 40,60 60,40 60,40 40),(45 45,55 45,55 55,45 55,45 45)),"
                   "((48 48,52 48,52 52,48 52,48 48)))");
    rk_link(a, "50 -100, 50 200");
    rk_reach(a);
    rk_expect(a,
              "kryssing 50 0; kryssing 50 20; kryssing 50 40; kryssing 50 45; kryssing 50 48; "
              "kryssing 50 52; kryssing 50 55; kryssing 50 60; kryssing 50 80; kryssing 50 100",
              "0: 0.3333333..0.3666667 ->1; 0: 0.3666667..0.4 ->2; 0: 0.4666667..0.475 ->3; "
              "0: 0.475..0.4833333 ->4; 0: 0.4933333..0.5 ->5; 0: 0.5..0.5066667 ->6; "
              "0: 0.5166667..0.525 ->7; 0: 0.525..0.5333333 ->8; 0: 0.6..0.6333333 ->9; "
              "0: 0.6333333..0.6666667 ->10");
}

static void a_path_along_the_boundary_is_one_run(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_link(a, "-50 0, 20 0, 80 0, 80 -50");
    rk_reach(a);
    rk_expect(a, "langs 40 0", "0: 0.7142857..2 ->1");
}

static void a_run_digitised_twice_is_still_a_run(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_link(a, "-50 -50, 10 -0.0004, 30 0.0003, 50 -0.0002, 70 0.0004, 90 -0.0003, 90 -50");
    rk_reach(a);
    assert_int_equal(a->result->entrances.count, 1);
    assert_string_equal(a->result->entrances.row[0].art, "langs");
    assert_near(a->result->entrances.row[0].x, 50, 0.01);
    assert_int_equal(a->reaches.count, 1);
    assert_near(a->reaches.item[0].from, 1, 0.01);
    assert_near(a->reaches.item[0].to, 5, 0.01);
}

static void a_path_two_centimetres_off_is_no_run(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_link(a, "10 -0.02, 90 -0.02");
    rk_reach(a);
    rk_expect(a, "antatt 50 0 (0.02)", "0: 0..1 ->1");
}

/* ---- runs that keep their distance ---- */

static void a_path_past_a_corner_is_nearest_at_one_place(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_link(a, "110 -30, 130 -10");         /* 45 degrees past the corner, 20 sqrt(2) off */
    rk_link(a, "-20 -60, 50 -11, 120 -60"); /* a bend towards the middle of a side */
    rk_reach(a);
    rk_expect(a, "antatt 100 0 (28.28427); antatt 50 0 (11)", "0: 0.5..0.5 ->1; 1: 1..1 ->2");
}

static void a_path_that_follows_a_side_and_turns_away(void **state) {
    reach_kit *a = *state;
    rk_destination(a, "POLYGON((0 0,50 0,50 0.0002,100 0,100 100,0 100,0 0))");
    rk_link(a, "20 -90, 20 -15, 45 -15.0005, 80 -14.9998, 80 -90");
    rk_reach(a);
    assert_int_equal(a->reaches.count, 1);
    assert_int_equal(a->result->entrances.count, 1);
    assert_near(a->reaches.item[0].from, 1, 1e-4);
    assert_near(a->reaches.item[0].to, 3, 1e-4);
    assert_near(a->result->entrances.row[0].x, 50, 0.01);
    assert_near(a->reaches.item[0].exit_m, 14.9998, 1e-4);
}

/* A round boundary of chords and a path of chords around it: everywhere as near. */
static void a_path_around_a_round_park_is_near_all_the_way(void **state) {
    reach_kit *a = *state;
    char ring[1 << 16], path[1 << 16];
    size_t r = (size_t)snprintf(ring, sizeof ring, "POLYGON(("), l = 0;
    for (int i = 0; i <= 1024; i++) { /* chords of 0.31 and 0.37 m: 0.24 and 0.28 mm high */
        double at = i % 1024 * M_PI / 512;
        r += (size_t)snprintf(ring + r, sizeof ring - r, "%s%.6f %.6f", i ? "," : "", 50 * cos(at),
                              50 * sin(at));
    }
    snprintf(ring + r, sizeof ring - r, "))");
    for (int i = 0; i <= 400; i++) {
        double at = i * M_PI / 512 + 0.001;
        l += (size_t)snprintf(path + l, sizeof path - l, "%s%.6f %.6f", i ? "," : "", 60 * cos(at),
                              60 * sin(at));
    }
    rk_destination(a, ring);
    rk_link(a, path);
    rk_reach(a);
    assert_int_equal(a->result->entrances.count, 1);
    double covered = 0;
    for (size_t i = 0; i < a->reaches.count; i++)
        covered += a->reaches.item[i].to - a->reaches.item[i].from;
    assert_near(covered, 400, 0.01);
    assert_int_equal(a->reaches.count, 1);
}

static void a_path_around_a_corner_is_near_all_the_way(void **state) {
    reach_kit *a = *state;
    char path[1 << 14];
    size_t l = 0;
    for (int i = 0; i <= 60; i++) {
        double at = M_PI + i * M_PI / 120; /* chords of 0.26 m, 10 m around (0, 0) */
        l += (size_t)snprintf(path + l, sizeof path - l, "%s%.6f %.6f", i ? "," : "", 10 * cos(at),
                              10 * sin(at));
    }
    rk_destination(a, PARK);
    rk_link(a, path);
    rk_reach(a);
    rk_expect(a, "antatt 0 0 (9.999143)", "0: 0..60 ->1");
}

static void two_runs_of_one_path_share_an_entrance(void **state) {
    reach_kit *a = *state;
    rk_destination(a, "POLYGON((0 0,40 0,40 10,60 10,60 0,100 0,100 100,0 100,0 0))");
    rk_link(a, "-50 -20, 150 -20");
    rk_reach(a);
    rk_expect(a, "antatt 20 0 (20)", "0: 0.25..0.45 ->1; 0: 0.55..0.75 ->1");
}

static void a_notch_narrower_than_the_leg_shows_is_bridged(void **state) {
    reach_kit *a = *state;
    rk_destination(a, "POLYGON((0 0,49.8 0,49.8 10,50 10,50 0,100 0,100 100,0 100,0 0))");
    rk_link(a, "-50 -20, 150 -20"); /* before its middle 0.25 mm farther */
    rk_reach(a);
    rk_expect(a, "antatt 50 0 (20)", "0: 0.25..0.75 ->1");
}

/* Between two parts of an area both sides are as near. */
static void a_lane_between_two_parts(void **state) {
    reach_kit *a = *state;
    rk_destination(a, "MULTIPOLYGON(((0 10,40 10,40 50,0 50,0 10)),"
                      "((60 -10,60 -50,100 -50,100 -10,60 -10)))");
    rk_link(a, "0 0, 100 0");
    rk_reach(a);
    rk_expect(a, "antatt 20 10 (10)", "0: 0..0.4 ->1; 0: 0.6..1 ->1");
}

static void a_run_a_millimetre_farther_than_the_nearest_place_counts_too(void **state) {
    reach_kit *a = *state;
    rk_destination(a, "POLYGON((0 0,60 0,80 0.0005,90 -0.0002,100 0.0005,100 100,0 100,0 0))");
    rk_link(a, "0 -20, 40 -20, 40 -40, 85 -40, 85 -20.01, 95 -20.01");
    rk_reach(a);
    assert_int_equal(a->result->entrances.count, 1);
    assert_near(a->result->entrances.row[0].avstand_til_nett_m, 20, 1e-9);
    assert_near(a->reaches.item[0].from, 0, 1e-9);
    assert_near(a->reaches.item[0].to, 1, 1e-3);
    assert_int_equal(a->reaches.count, 1); /* the other end is 9 mm farther off */
}

/* Along the network to the nearest point of the run, then the leg. */
static void an_origin_by_the_run_walks_straight_in(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_link(a, "-500 -20, 500 -20");
    rk_reach(a);
    assert_int_equal(a->reaches.count, 1);
    const hn_reach *run = &a->reaches.item[0];
    hn_searching s = {.network = a->network, .options = &a->options};
    const double want[][2] = {{-40, 60}, {0, 20}, {50, 20}, {99, 20}, {130, 50}};
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        hn_way_cost way = hn_way_to_reach(&s, run, (want[i][0] + 500) / 1000);
        assert_near(way.length_m, want[i][1], 1e-6);
    }
}

static void a_link_wholly_on_the_boundary_of_a_closed_ring(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_link(a, "0 0, 100 0, 100 100, 0 100, 0 0");
    rk_link(a, "-30 0, 0 0"); /* comes to its node: the run stands for it */
    rk_reach(a);
    rk_expect(a, "langs 100 100", "0: 0..4 ->1; 1: 1..1 ->1");
}

static void a_run_and_a_crossing_on_one_path(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_link(a, "20 -50, 20 0, 60 0, 60 150");
    rk_reach(a);
    rk_expect(a, "langs 40 0; kryssing 60 100", "0: 1..2.333333 ->1; 0: 2.333333..2.666667 ->2");
}

static void touching_at_a_vertex_reaches_the_park(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_link(a, "-50 -50, 50 0, 150 -50"); /* link vertex on an edge */
    rk_link(a, "150 50, 50 150");         /* park corner on a segment */
    rk_reach(a);
    rk_expect(a, "kryssing 50 0; kryssing 100 100", "0: 1..1 ->1; 1: 0.5..0.5 ->2");
}

static void crossing_at_a_corner_is_one_entrance(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_link(a, "-50 -50, 50 50");
    rk_link(a, "200 200, 100 100, 60 60");
    rk_reach(a);
    rk_expect(a, "kryssing 0 0; kryssing 100 100", "0: 0.5..1 ->1; 1: 1..2 ->2");
}

static void touching_from_within_makes_no_gap(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_link(a, "-10 50, 50 50, 50 100, 70 50");
    rk_reach(a);
    rk_expect(a, "kryssing 0 50", "0: 0.1666667..3 ->1");
}

static void a_path_that_leaves_and_comes_back(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_link(a, "50 50, 150 50, 150 60, 50 60");
    rk_reach(a);
    rk_expect(a, "kryssing 100 50; kryssing 100 60", "0: 0..0.5 ->1; 0: 2.5..3 ->2");
}

static void an_end_on_the_boundary_is_a_crossing_once(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_link(a, "-50 50, 0 50");
    rk_link(a, "0 50, 40 50");
    rk_link(a, "0 50, -20 90");
    rk_reach(a);
    rk_expect(a, "kryssing 0 50", "0: 1..1 ->1; 1: 0..1 ->1; 2: 0..0 ->1");
}

static void an_end_half_a_millimetre_short_is_there(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_link(a, "-50 50, -0.0005 50");
    rk_link(a, "-50 70, 0.0005 70");
    rk_reach(a);
    assert_int_equal(a->result->entrances.count, 2);
    assert_int_equal(a->reaches.count, 2);
    for (int i = 0; i < 2; i++) {
        assert_string_equal(a->result->entrances.row[i].art, "kryssing");
        assert_near(a->reaches.item[i].to, 1, 0);
    }
}

static void a_dead_end_inside_is_reached_through_the_rest(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_link(a, "-50 50, 50 50");
    rk_link(a, "50 50, 50 90");
    rk_link(a, "50 90, 90 90");
    rk_reach(a);
    rk_expect(a, "kryssing 0 50", "0: 0.5..1 ->1; 1: 0..1 ->1; 2: 0..1 ->1");
}

static void an_inner_piece_that_nothing_leads_to_has_its_lowest_node(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_link(a, "20 20, 40 20");
    rk_link(a, "40 20, 60 30");
    rk_link(a, "-50 90, 50 90");
    rk_reach(a);
    assert_int_equal(a->result->entrances.count, 2);
    const hn_entrance *e = &a->result->entrances.row[0];
    assert_string_equal(e->art, "slutt");
    uint32_t lowest = 0;
    for (uint32_t i = 1; i < a->network->nodes; i++) /* nodes of the piece are those with y <= 30 */
        if (a->network->node_xy[2 * i + 1] <= 30 &&
            (a->network->node_xy[2 * lowest + 1] > 30 || i < lowest))
            lowest = i;
    assert_near(e->x, a->network->node_xy[2 * lowest], 0);
    assert_near(e->y, a->network->node_xy[2 * lowest + 1], 0);
    assert_string_equal(rk_reaches(a), "0: 0..1 ->1; 1: 0..1 ->1; 2: 0.5..1 ->2");
}

static void an_island_park_is_entered_where_the_ferry_lands(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    hn_link *ferry = rk_bridge(a, "-900 50, 5 50");
    ferry->level = 0;
    ferry->tie = false;
    rk_link(a, "5 50, 95 50");
    rk_reach(a);
    rk_expect(a, "slutt 5 50", "1: 0..1 ->1");
}

static void a_one_way_that_only_leads_out_is_no_entrance(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_link(a, "50 50, 150 50")->ways = HN_WAY_ALONG;
    rk_link(a, "-50 50, 50 50");
    rk_link(a, "50 50, 50 150")->ways = HN_WAY_AGAINST;
    rk_reach(a);
    rk_expect(a, "kryssing 0 50; kryssing 50 100", "0: 0..0.5 ->1; 1: 0.5..1 ->1; 2: 0..0.5 ->2");
}

static void a_corner_cut_off_is_one_entrance_within_join(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_link(a, "-20 20.05, 20 -19.95"); /* from (0, 0.05) to (0.05, 0) inside, 0.07 m */
    rk_reach(a);
    assert_int_equal(a->result->entrances.count, 1);
    assert_string_equal(a->result->entrances.row[0].art, "kryssing");
    assert_int_equal(a->reaches.count, 1);
    assert_near(a->reaches.item[0].to - a->reaches.item[0].from, 0.05 / 40, 1e-9);
}

static void neighbours_of_one_corner_keep_apart(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_destination(a, "POLYGON((100 100,200 100,200 200,100 200,100 100))");
    rk_link(a, "-50 50, 50 50, 100 100, 150 150");
    rk_reach(a);
    assert_int_equal(a->result->destinations.count, 2);
    rk_expect(a, "kryssing 0 50; kryssing 100 100; kryssing 100 100 of 2",
              "0: 0.5..1.146447 ->1; 0: 1.146447..2 ->2; 0: 2..3 ->3");
}

static void a_link_stored_twice_gives_one_entrance_a_link(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_link(a, "-50 40, 50 40");
    rk_link(a, "-50 40, 50 40");
    rk_reach(a);
    rk_expect(a, "kryssing 0 40; kryssing 0 40", "0: 0.5..1 ->1; 1: 0.5..1 ->2");
}

/* ---- lines and points ---- */

static void a_line_is_reached_where_it_is_met(void **state) {
    reach_kit *a = *state;
    rk_destination(a, "LINESTRING(0 0,100 0,200 0)");
    rk_link(a, "50 -50, 50 50"); /* crosses */
    rk_link(a, "100 40, 100 0"); /* ends on it */
    rk_link(a, "120 0, 160 0");  /* runs along it */
    rk_reach(a);
    rk_expect(a, "kryssing 50 0; kryssing 100 0; langs 140 0",
              "0: 0.5..0.5 ->1; 1: 1..1 ->2; 2: 0..1 ->3");
}

static void a_line_that_nothing_meets_is_inferred(void **state) {
    reach_kit *a = *state;
    rk_destination(a, "LINESTRING(0 0,100 0)");
    rk_link(a, "50 10, 50 50");
    rk_reach(a);
    rk_expect(a, "antatt 50 0 (10)", "0: 0..0 ->1");
}

static void points_are_tied_to_the_nearest_link(void **state) {
    reach_kit *a = *state;
    rk_destination(a, "MULTIPOINT(50 20,900 0,10 -5)");
    rk_destination(a, "POINT(5000 5000)");
    rk_bridge(a, "0 19, 100 19");
    rk_link(a, "0 0, 100 0");
    rk_reach(a);
    rk_expect(a, "punkt 10 -5 (5); punkt 50 20 (20)", "1: 0.1..0.1 ->1; 1: 0.5..0.5 ->2");
    assert_string_equal(a->result->destinations.row[1].status, "uten_inngang");
}

/* ---- gates ---- */

static void gates_belong_to_the_area_they_are_nearest_to(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_destination(a, "POLYGON((300 0,400 0,400 100,300 100,300 0))");
    rk_link(a, "-50 120, 250 120");
    a->gate[0] = (hn_gate){50, 90};  /* inside */
    a->gate[1] = (hn_gate){280, 50}; /* 20 m from the second */
    a->gate[2] = (hn_gate){200, 50}; /* 100 m from both */
    a->gate[3] = (hn_gate){90, 100}; /* on the boundary */
    a->input.gates = 4;
    a->options.snap = 100;
    rk_reach(a);
    rk_expect(a, "oppgitt 50 90 (30); oppgitt 90 100 (20); oppgitt 280 50 (76.15773) of 2",
              "0: 0.3333333..0.3333333 ->1; 0: 0.4666667..0.4666667 ->2; 0: 1..1 ->3");
    assert_int_equal(rk_remarks(a, "INNGANG_UBRUKT"), 1);
    const hn_remark *r = kit_remark(a->k, "INNGANG_UBRUKT");
    assert_true(r->located && r->x == 200 && r->y == 50);
}

static void gates_without_a_link_near_are_said_to_be_unused(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_link(a, "-500 120, -450 120");
    a->gate[0] = (hn_gate){50, 90};
    a->input.gates = 1;
    rk_reach(a);
    rk_expect(a, "", "");
    assert_int_equal(rk_remarks(a, "INNGANG_UBRUKT"), 1);
    assert_int_equal(rk_remarks(a, "MALOMRADE_UTEN_INNGANG"), 1);
}

static void gates_stand_beside_crossings(void **state) {
    reach_kit *a = *state;
    rk_destination(a, PARK);
    rk_link(a, "-50 50, 50 50");
    a->gate[0] = (hn_gate){70, 50};
    a->input.gates = 1;
    rk_reach(a);
    rk_expect(a, "kryssing 0 50; oppgitt 70 50 (20)", "0: 0.5..1 ->1; 0: 1..1 ->2");
}

/* ---- classes ---- */

static void areas_of_straight_classes_are_not_looked_at(void **state) {
    reach_kit *a = *state;
    rk_class(a, "nett", 20000, false);
    rk_class(a, "luft", 0, true);
    rk_destination(a, PARK);
    rk_link(a, "-50 50, 50 50");
    rk_reach(a);
    rk_expect(a, "", "");
    assert_int_equal(a->result->destinations.row[0].innganger, HN_NO_INT);
    assert_int_equal(rk_remarks(a, "MALOMRADE_UTEN_INNGANG"), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        rk_case(a_path_through_the_park_has_two_entrances),
        rk_case(a_bridge_over_the_boundary_is_no_entrance),
        rk_case(a_bridge_right_over_the_park_leads_nowhere),
        rk_case(a_bridge_inside_the_park_is_no_entrance),
        rk_case(a_bridge_of_several_pieces_lands_once),
        rk_case(a_park_without_paths_gets_inferred_entrances),
        rk_case(inner_rings_have_entrances_too),
        rk_case(a_path_in_a_hole_infers_from_the_inner_ring),
        rk_case(islands_in_a_lake_belong_to_the_area),
        rk_case(a_path_along_the_boundary_is_one_run),
        rk_case(a_run_digitised_twice_is_still_a_run),
        rk_case(a_path_two_centimetres_off_is_no_run),
        rk_case(a_link_wholly_on_the_boundary_of_a_closed_ring),
        rk_case(a_run_and_a_crossing_on_one_path),
        rk_case(touching_at_a_vertex_reaches_the_park),
        rk_case(crossing_at_a_corner_is_one_entrance),
        rk_case(touching_from_within_makes_no_gap),
        rk_case(a_path_that_leaves_and_comes_back),
        rk_case(an_end_on_the_boundary_is_a_crossing_once),
        rk_case(an_end_half_a_millimetre_short_is_there),
        rk_case(a_dead_end_inside_is_reached_through_the_rest),
        rk_case(an_inner_piece_that_nothing_leads_to_has_its_lowest_node),
        rk_case(an_island_park_is_entered_where_the_ferry_lands),
        rk_case(a_one_way_that_only_leads_out_is_no_entrance),
        rk_case(a_corner_cut_off_is_one_entrance_within_join),
        rk_case(neighbours_of_one_corner_keep_apart),
        rk_case(a_link_stored_twice_gives_one_entrance_a_link),
        rk_case(a_line_is_reached_where_it_is_met),
        rk_case(a_line_that_nothing_meets_is_inferred),
        rk_case(a_path_past_a_corner_is_nearest_at_one_place),
        rk_case(a_path_that_follows_a_side_and_turns_away),
        rk_case(a_path_around_a_round_park_is_near_all_the_way),
        rk_case(a_path_around_a_corner_is_near_all_the_way),
        rk_case(two_runs_of_one_path_share_an_entrance),
        rk_case(a_notch_narrower_than_the_leg_shows_is_bridged),
        rk_case(a_lane_between_two_parts),
        rk_case(a_run_a_millimetre_farther_than_the_nearest_place_counts_too),
        rk_case(an_origin_by_the_run_walks_straight_in),
        rk_case(points_are_tied_to_the_nearest_link),
        rk_case(gates_belong_to_the_area_they_are_nearest_to),
        rk_case(gates_without_a_link_near_are_said_to_be_unused),
        rk_case(gates_stand_beside_crossings),
        rk_case(areas_of_straight_classes_are_not_looked_at),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
