/* Where links meet and where they do not: nodes, edges, components, lengths and ties. */
#include "access_kit.h"

static uint32_t components(const ak *kit) { return kit->network->components; }

/* ---- ends ---- */

static void ends_within_the_tolerance_are_one_node(void **state) {
    ak *kit = *state;
    AK_LINK(kit, 0, 0, 100, 0);
    AK_LINK(kit, 100.09, 0, 200, 0);
    AK_LINK(kit, 200.11, 0, 300, 0);
    ak_build(kit);
    assert_int_equal(kit->network->nodes, 5);
    assert_int_equal(components(kit), 2);
}

static void no_tolerance_joins_equal_places_only(void **state) {
    ak *kit = *state;
    kit->options.join = 0;
    AK_LINK(kit, 0, 0, 100, 0);
    AK_LINK(kit, 100, 0, 200, 0);
    AK_LINK(kit, 200.0000001, 0, 300, 0);
    ak_build(kit);
    assert_int_equal(components(kit), 2);
}

static void a_bridge_begins_on_the_ground(void **state) {
    ak *kit = *state;
    AK_LINK(kit, 0, 0, 100, 0);
    AK_LINK(kit, 100, 0, 200, 0)->level = 1;
    AK_LINK(kit, 200, 0, 300, 0);
    ak_build(kit);
    assert_int_equal(components(kit), 1);
}

static void many_ends_at_one_place(void **state) {
    ak *kit = *state;
    for (int i = 0; i < 500; i++)
        AK_LINK(kit, 0, 0, 100 * cos(i), 100 * sin(i));
    ak_build(kit);
    assert_int_equal(kit->network->nodes, 501);
    assert_int_equal(components(kit), 1);
}

static void cells_of_the_grid_are_no_walls(void **state) {
    ak *kit = *state;
    /* 0.8 m cells: ends on either side of their borders, in all directions, negative too. */
    for (int x = -3; x <= 3; x++)
        for (int y = -3; y <= 3; y++) {
            int8_t level = (int8_t)(7 * x + y); /* so that they meet at their ends alone */
            AK_LINK(kit, 0.8 * x - 0.04, 0.8 * y - 0.04, 1000 + x, 50 * y)->level = level;
            AK_LINK(kit, 0.8 * x + 0.02, 0.8 * y + 0.02, -1000 + x, 50 * y + 20)->level =
                (int8_t)(level + 60);
        }
    ak_build(kit);
    assert_int_equal(components(kit), 49);
}

static void given_ids_rule_within_a_layer(void **state) {
    ak *kit = *state;
    hn_link *a = AK_LINK(kit, 0, 0, 100, 0);
    a->from_node = 1, a->to_node = 2;
    hn_link *b = AK_LINK(kit, 500, 500, 600, 500); /* far, and yet the same node */
    b->from_node = 2, b->to_node = 3;
    hn_link *c = AK_LINK(kit, 100, 0, 200, 0); /* near, and yet another node: a fly-over */
    c->from_node = 7, c->to_node = 8;
    ak_build(kit);
    assert_int_equal(components(kit), 2);
    /* A path of another source meets them by position. */
    AK_LINK(kit, 100, 0, 100, 100)->layer = 1;
    ak_build(kit);
    assert_int_equal(components(kit), 1);
}

/* ---- elsewhere ---- */

static void an_end_on_an_interior_cuts_it_on_one_level(void **state) {
    ak *kit = *state;
    AK_LINK(kit, 0, 0, 100, 0);
    AK_LINK(kit, 40, 0.05, 40, 50);
    ak_build(kit);
    assert_int_equal(kit->network->edges, 3);
    assert_int_equal(components(kit), 1);
    kit->links.link[0].level = 1;
    ak_build(kit);
    assert_int_equal(kit->network->edges, 2);
    assert_int_equal(components(kit), 2);
}

static void an_end_a_millimetre_short_is_joined(void **state) {
    ak *kit = *state;
    AK_LINK(kit, 0, 0, 50, 0, 100, 0);
    AK_LINK(kit, 50, 0.001, 50, 80);
    ak_build(kit);
    assert_int_equal(components(kit), 1);
    assert_int_equal(kit->network->edges, 3);
}

/* Drawn lines that all run through the place where one path ends: however many, they meet there. */
static void an_end_on_any_number_of_interiors_joins_them_all(void **state) {
    ak *kit = *state;
    enum { LINES = 100 };
    for (int i = 0; i < LINES; i++) {
        double a = i * 3.14159 / LINES, x = 100 * cos(a), y = 100 * sin(a);
        AK_LINK(kit, -x, -y, 1.5 * x, 1.5 * y);
    }
    ak_build(kit);
    assert_int_equal(components(kit), LINES);
    AK_LINK(kit, 0, 0, 300, 1);
    ak_build(kit);
    assert_int_equal(components(kit), 1);
    assert_int_equal(kit->network->nodes, 2 * LINES + 2);
}

static void a_path_that_returns_to_itself_is_cut(void **state) {
    ak *kit = *state;
    AK_LINK(kit, 0, 0, 100, 0, 100, 100, 50, 100, 50, 0.02); /* like a 9 */
    ak_build(kit);
    assert_int_equal(kit->network->edges, 2);
    assert_int_equal(kit->network->nodes, 2);
    const hn_edge *loop = &kit->network->edge[1];
    assert_int_equal(loop->from, loop->to);
    AK_NEAR(loop->length_m, 50 + 100 + 50 + 99.98, 1e-9);
}

static void equal_inner_vertices_meet_on_one_level(void **state) {
    ak *kit = *state;
    AK_LINK(kit, 0, 0, 50, 50, 100, 100);
    AK_LINK(kit, 0, 100, 50, 50, 100, 0);
    ak_build(kit);
    assert_int_equal(components(kit), 1);
    assert_int_equal(kit->network->edges, 4);
    kit->links.link[1].level = 1; /* a bridge over it */
    ak_build(kit);
    assert_int_equal(components(kit), 2);
    for (int i = 0; i < 2; i++)
        kit->links.link[i].shared_nodes = true; /* one OSM node all the same */
    ak_build(kit);
    assert_int_equal(components(kit), 1);
}

static void crossings_join_only_when_asked(void **state) {
    ak *kit = *state;
    AK_LINK(kit, 0, 0, 100, 100);
    AK_LINK(kit, 0, 100, 100, 0);
    AK_LINK(kit, 50, -10, 50, 110)->level = -1; /* a culvert under both */
    ak_build(kit);
    assert_int_equal(components(kit), 3);
    kit->options.node_crossings = true;
    ak_build(kit);
    assert_int_equal(components(kit), 2);
    assert_int_equal(kit->network->edges, 5);
    uint32_t node = ak_node(kit, 50, 50);
    assert_true(node != UINT32_MAX);
    assert_int_equal(kit->network->node_first[node + 1] - kit->network->node_first[node], 4);
}

static void three_lines_cross_in_one_node(void **state) {
    ak *kit = *state;
    kit->options.node_crossings = true;
    AK_LINK(kit, 0, 0, 99, 99);
    AK_LINK(kit, 0, 99, 99, 0);
    AK_LINK(kit, 49.5, -10, 49.5, 110);
    ak_build(kit);
    assert_int_equal(kit->network->edges, 6);
    assert_int_equal(kit->network->nodes, 7);
}

static void a_line_through_a_vertex_crosses(void **state) {
    ak *kit = *state;
    kit->options.node_crossings = true;
    AK_LINK(kit, 0, 0, 50, 0, 100, 10);
    AK_LINK(kit, 50, -50, 50, 50);
    ak_build(kit);
    assert_int_equal(kit->network->edges, 4);
    assert_int_equal(components(kit), 1);
}

static void a_link_stored_twice_does_no_harm(void **state) {
    ak *kit = *state;
    AK_LINK(kit, 0, 0, 100, 0);
    AK_LINK(kit, 0, 0, 100, 0);
    AK_LINK(kit, 100, 0, 0, 0);
    ak_build(kit);
    assert_int_equal(kit->network->nodes, 2);
    assert_int_equal(kit->network->edges, 3);
}

static void heights_are_no_evidence(void **state) {
    ak *kit = *state;
    static const double low[] = {0, 0}, high[] = {40, 90};
    AK_LINK(kit, 0, 0, 100, 0)->z = low;
    AK_LINK(kit, 100, 0, 200, 0)->z = high;
    ak_build(kit);
    assert_int_equal(components(kit), 1);
}

/* ---- numbers ---- */

static void edges_lie_in_order_on_their_link(void **state) {
    ak *kit = *state;
    AK_LINK(kit, 0, 0, 30, 0, 30, 40, 100, 40);
    AK_LINK(kit, 30, 20, -50, 20);
    AK_LINK(kit, 10, 0, 10, -50);
    AK_LINK(kit, 65, 40, 65, 90);
    ak_build(kit);
    const hn_network *n = kit->network;
    assert_int_equal(n->first_edge[1] - n->first_edge[0], 4);
    static const double length[] = {10, 40, 55, 35};
    for (uint32_t i = 0; i < 4; i++) {
        AK_NEAR(n->edge[i].length_m, length[i], 1e-9);
        if (i > 0) assert_int_equal(n->edge[i].from, n->edge[i - 1].to);
    }
    AK_NEAR(hn_network_along(n, 0, 1.5), 50, 1e-9);
    AK_NEAR(hn_network_position(n, 0, 50), 1.5, 1e-12);
    assert_int_equal(hn_network_edge_at(n, 0, 1.5), 1);
    assert_int_equal(hn_network_edge_at(n, 0, 1.500001), 2);
    assert_int_equal(hn_network_edge_at(n, 0, 3), 3);
    for (uint32_t node = 0; node < n->nodes; node++)
        for (uint32_t i = n->node_first[node]; i < n->node_first[node + 1]; i++) {
            const hn_edge *e = &n->edge[n->incident[i] / 2];
            assert_int_equal(n->incident[i] % 2 ? e->to : e->from, node);
        }
}

static void components_are_numbered_by_length(void **state) {
    ak *kit = *state;
    AK_LINK(kit, 0, 0, 10, 0);
    AK_LINK(kit, 0, 100, 500, 100);
    AK_LINK(kit, 0, 200, 60, 200);
    ak_build(kit);
    const hn_network *n = kit->network;
    assert_int_equal(n->component[n->edge[0].from], 2);
    assert_int_equal(n->component[n->edge[1].from], 0);
    assert_int_equal(n->component[n->edge[2].from], 1);
}

static void costs_are_thousandths_and_never_nothing(void **state) {
    ak *kit = *state;
    hn_link *link = AK_LINK(kit, 0, 0, 100.0004, 0);
    link->ways = HN_WAY_ALONG;
    AK_LINK(kit, 0, 50, 0.0001, 50);
    ak_build(kit);
    assert_int_equal(kit->network->edge[0].cost[0], 100000);
    assert_true(kit->network->edge[0].cost[1] == HN_NO_COST);
    assert_int_equal(kit->network->edge[1].cost[0], 1);
    kit->options.by_time = true;
    ak_build(kit);
    AK_NEAR(kit->network->edge[0].seconds[0], 100.0004 / (5 / 3.6), 1e-9);
    assert_int_equal(kit->network->edge[0].cost[0], 72000);
}

/* Tobler: 5.0367 km/h on the flat, 6.0 at -0.05, 3.5493 at 0.1, 1.7625 at 0.3, 2.5012 at -0.3. */
static void walking_time_follows_the_slope(void **state) {
    ak *kit = *state;
    static const double rise[] = {0, 100}, steep[] = {0, 300}, gentle[] = {50, 0};
    AK_LINK(kit, 0, 0, 1000, 0)->z = rise;
    AK_LINK(kit, 0, 50, 1000, 50)->z = steep;
    AK_LINK(kit, 0, 90, 1000, 90)->z = gentle;
    AK_LINK(kit, 0, 99, 1000, 99);
    kit->options.tobler = kit->options.by_time = true;
    ak_build(kit);
    static const double kmh[][2] = {{3.5493, 0}, {1.7625, 2.5012}, {6.0, 4.2282}, {5.0367, 5.0367}};
    for (int i = 0; i < 4; i++)
        for (int way = 0; way < 2; way++) {
            if (i == 0 && way == 1) continue;
            double got = 3.6 * 1000 / kit->network->edge[i].seconds[way];
            if (fabs(got - kmh[i][way]) > 1e-4) fail_msg("link %d way %d: %g km/h", i, way, got);
        }
    /* -0.1 is as fast as 0: both lie 0.05 from the best slope. */
    AK_NEAR(kit->network->edge[0].seconds[1], kit->network->edge[3].seconds[0], 1e-6);
}

static void ties_go_to_the_nearest_place_on_a_link(void **state) {
    ak *kit = *state;
    AK_LINK(kit, 0, 0, 100, 0);
    AK_LINK(kit, 0, 40, 100, 40)->tie = false; /* a tunnel */
    AK_LINK(kit, 0, 80, 100, 80)->at_grade = false;
    ak_build(kit);
    hn_tie tie = hn_network_nearest(kit->network, 25, 30, 250, false);
    assert_int_equal(tie.link, 0);
    AK_NEAR(tie.at, 0.25, 1e-12);
    AK_NEAR(tie.distance_m, 30, 1e-12);
    assert_int_equal(hn_network_nearest(kit->network, 25, 70, 250, false).link, 2);
    assert_int_equal(hn_network_nearest(kit->network, 25, 70, 250, true).link, 1);
    assert_int_equal(hn_network_nearest(kit->network, 50, -30, 30, false).link, 0);
    assert_true(hn_network_nearest(kit->network, 50, -30.001, 30, false).link == UINT32_MAX);
    /* As near to both: the lower link. */
    AK_LINK(kit, 0, -60, 100, -60);
    ak_build(kit);
    assert_int_equal(hn_network_nearest(kit->network, 50, -30, 250, false).link, 0);
}

static void threads_change_nothing(void **state) {
    ak *kit = *state;
    srand(7);
    kit->options.node_crossings = true;
    for (int i = 0; i < 400; i++) {
        double x = rand() % 1000, y = rand() % 1000;
        AK_LINK(kit, x, y, x + rand() % 100 - 50, y + rand() % 100 - 50);
    }
    hn_network *one = NULL;
    kit->options.threads = 1;
    ak_ok(kit, hn_network_build(kit->ctx, &kit->links, &kit->options, NULL, &one));
    kit->options.threads = 4;
    ak_build(kit);
    const hn_network *n = kit->network;
    assert_int_equal(one->edges, n->edges);
    assert_int_equal(one->nodes, n->nodes);
    for (uint32_t i = 0; i < n->edges; i++) {
        assert_int_equal(one->edge[i].from, n->edge[i].from);
        assert_true(one->edge[i].end == n->edge[i].end);
    }
    hn_network_destroy(one);
}

/* Crossings by brute force: as many pieces as GEOS-free counting of pairs says. */
static void crossings_against_all_pairs(void **state) {
    ak *kit = *state;
    srand(11);
    kit->options.node_crossings = true;
    kit->options.join = 0;
    enum { LINES = 60 };
    double line[LINES][4];
    for (int i = 0; i < LINES; i++) {
        for (int k = 0; k < 4; k++)
            line[i][k] = rand() % 100000 / 97.0;
        ak_link(kit, 2, line[i]);
    }
    uint32_t crossings = 0;
    for (int i = 0; i < LINES; i++)
        for (int j = 0; j < i; j++) {
            const double *a = line[i], *b = line[j];
            double d = (a[2] - a[0]) * (b[3] - b[1]) - (a[3] - a[1]) * (b[2] - b[0]);
            double t = ((b[0] - a[0]) * (b[3] - b[1]) - (b[1] - a[1]) * (b[2] - b[0])) / d;
            double u = ((b[0] - a[0]) * (a[3] - a[1]) - (b[1] - a[1]) * (a[2] - a[0])) / d;
            crossings += t > 0 && t < 1 && u > 0 && u < 1;
        }
    ak_build(kit);
    assert_true(crossings > 100);
    assert_int_equal(kit->network->edges, LINES + 2 * crossings);
    assert_int_equal(kit->network->nodes, 2 * LINES + crossings);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        AK_TEST(ends_within_the_tolerance_are_one_node),
        AK_TEST(no_tolerance_joins_equal_places_only),
        AK_TEST(a_bridge_begins_on_the_ground),
        AK_TEST(many_ends_at_one_place),
        AK_TEST(cells_of_the_grid_are_no_walls),
        AK_TEST(given_ids_rule_within_a_layer),
        AK_TEST(an_end_on_an_interior_cuts_it_on_one_level),
        AK_TEST(an_end_a_millimetre_short_is_joined),
        AK_TEST(an_end_on_any_number_of_interiors_joins_them_all),
        AK_TEST(a_path_that_returns_to_itself_is_cut),
        AK_TEST(equal_inner_vertices_meet_on_one_level),
        AK_TEST(crossings_join_only_when_asked),
        AK_TEST(three_lines_cross_in_one_node),
        AK_TEST(a_line_through_a_vertex_crosses),
        AK_TEST(a_link_stored_twice_does_no_harm),
        AK_TEST(heights_are_no_evidence),
        AK_TEST(edges_lie_in_order_on_their_link),
        AK_TEST(components_are_numbered_by_length),
        AK_TEST(costs_are_thousandths_and_never_nothing),
        AK_TEST(walking_time_follows_the_slope),
        AK_TEST(ties_go_to_the_nearest_place_on_a_link),
        AK_TEST(threads_change_nothing),
        AK_TEST(crossings_against_all_pairs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
