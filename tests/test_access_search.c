/* Shortest paths: against a certificate and against Bellman-Ford on random graphs, the published
 * sample graph of pgRouting, one-way links, time, bounded searches. */
#include "access_kit.h"

#include "access/engine.h"

/* ---- reaches by hand: a point of a link for each destination ---- */

static void reach(ak *kit, hn_reaches *all, uint32_t link, double at, uint32_t destination,
                  double exit_m) {
    assert_true(HN_RESERVE(all->item, all->count, all->capacity, 1));
    hn_entrance *entrance = HN_NEW_ROW(kit->result->entrances);
    entrance->fid = (int64_t)kit->result->entrances.count;
    entrance->malomrade_fid = destination + 1;
    entrance->art = "kryssing";
    all->item[all->count++] =
        (hn_reach){link, at, at, destination, (uint32_t)(kit->result->entrances.count - 1), exit_m};
}

static int by_link(const void *a, const void *b) {
    const hn_reach *r = a, *s = b;
    if (r->link != s->link) return r->link < s->link ? -1 : 1;
    return r->from < s->from ? -1 : r->from > s->from;
}

static void destinations(ak *kit, size_t count) {
    for (size_t i = 0; i < count; i++)
        AK_POINT(kit, 0, 0);
}

typedef struct searched {
    hn_searching s;
    hn_labels labels;
    hn_access_engine e;
} searched;

static void search(ak *kit, hn_reaches *all, searched *out) {
    qsort(all->item, all->count, sizeof *all->item, by_link);
    ak_build(kit);
    ak_ok(kit,
          hn_searching_start(kit->ctx, kit->network, all, kit->result, &kit->options, &out->s));
    ak_ok(kit, hn_search_class(kit->ctx, &out->s, 0, &out->labels));
    out->e = (hn_access_engine){.ctx = kit->ctx,
                                .result = kit->result,
                                .options = &kit->options,
                                .network = kit->network,
                                .searching = out->s,
                                .labels = &out->labels};
}

static void forget(searched *s) {
    hn_labels_clear(&s->labels);
    hn_searching_clear(&s->s);
}

static const hn_label *label(const searched *s, uint32_t node, int slot) {
    return &s->labels.label[(size_t)node * HN_SLOTS + (size_t)slot];
}

static double metres_at(const ak *kit, const searched *s, double x, double y) {
    return label(s, ak_node(kit, x, y), 0)->length_m;
}

/* ---- the sample graph of the pgRouting manual (docs 3.8, sampledata.sql): 18 unit edges ---- */

static const double sample[18][4] = {{2, 0, 2, 1},
                                     {2, 1, 3, 1},
                                     {3, 1, 4, 1},
                                     {2, 1, 2, 2},
                                     {3, 1, 3, 2},
                                     {0, 2, 1, 2},
                                     {1, 2, 2, 2},
                                     {2, 2, 3, 2},
                                     {3, 2, 4, 2},
                                     {2, 2, 2, 3},
                                     {3, 2, 3, 3},
                                     {2, 3, 3, 3},
                                     {3, 3, 4, 3},
                                     {2, 3, 2, 4},
                                     {4, 2, 4, 3},
                                     {4, 1, 4, 2},
                                     {0.5, 3.5, 1.999999999999, 3.5},
                                     {3.5, 2.3, 3.5, 4}};

/* Hundred times as large, so that a millimetre is nothing; joined as the sample is, by id. */
static void add_sample(ak *kit) {
    kit->options.join = 0;
    for (int i = 0; i < 18; i++) {
        double line[4];
        for (int k = 0; k < 4; k++)
            line[k] = 100 * sample[i][k];
        ak_link(kit, 2, line);
    }
}

/* From 0.4 of edge 1, along links both ways: nodes at 40, 60, 160, 260 and 320 m and so on. */
static void a_point_on_an_edge_is_the_source(void **state) {
    ak *kit = *state;
    hn_reaches all = {0};
    searched s;
    add_sample(kit);
    destinations(kit, 1);
    reach(kit, &all, 0, 0.4, 0, 0);
    search(kit, &all, &s);
    AK_NEAR(metres_at(kit, &s, 200, 0), 40, 1e-9);
    AK_NEAR(metres_at(kit, &s, 200, 100), 60, 1e-9);
    AK_NEAR(metres_at(kit, &s, 300, 100), 160, 1e-9);
    AK_NEAR(metres_at(kit, &s, 200, 200), 160, 1e-9);
    AK_NEAR(metres_at(kit, &s, 300, 200), 260, 1e-9);
    AK_NEAR(metres_at(kit, &s, 400, 100), 260, 1e-9);
    AK_NEAR(metres_at(kit, &s, 200, 300), 260, 1e-9);
    AK_NEAR(metres_at(kit, &s, 400, 300), 460, 1e-9);
    assert_true(label(&s, ak_node(kit, 50, 350), 0)->cost == HN_NO_LABEL); /* an island */
    forget(&s);
}

/* Of pgr_drivingDistance's equicost example: each node belongs to its nearest start. */
static void every_node_belongs_to_its_nearest_destination(void **state) {
    ak *kit = *state;
    hn_reaches all = {0};
    searched s;
    add_sample(kit);
    destinations(kit, 2);
    reach(kit, &all, 0, 0, 0, 0);  /* at (200, 0) */
    reach(kit, &all, 12, 1, 1, 0); /* at (400, 300) */
    search(kit, &all, &s);
    uint32_t node = ak_node(kit, 300, 200); /* 300 m from the first, 200 m from the second */
    AK_NEAR(label(&s, node, 0)->length_m, 200, 1e-9);
    assert_int_equal(s.s.reaches.item[label(&s, node, 0)->reach].destination, 1);
    AK_NEAR(label(&s, node, 1)->length_m, 300, 1e-9);
    assert_int_equal(s.s.reaches.item[label(&s, node, 1)->reach].destination, 0);
    node = ak_node(kit, 400, 100); /* 300 against 200 */
    assert_int_equal(s.s.reaches.item[label(&s, node, 0)->reach].destination, 1);
    node = ak_node(kit, 200, 300); /* 300 against 200 */
    AK_NEAR(label(&s, node, 0)->length_m, 200, 1e-9);
    forget(&s);
}

static void equal_ways_go_to_the_lower_destination(void **state) {
    ak *kit = *state;
    hn_reaches all = {0};
    searched s;
    AK_LINK(kit, 0, 0, 100, 0);
    AK_LINK(kit, 100, 0, 200, 0);
    destinations(kit, 2);
    reach(kit, &all, 0, 0, 1, 0);
    reach(kit, &all, 1, 1, 0, 0);
    search(kit, &all, &s);
    uint32_t node = ak_node(kit, 100, 0);
    assert_true(label(&s, node, 0)->cost == label(&s, node, 1)->cost);
    assert_int_equal(s.s.reaches.item[label(&s, node, 0)->reach].destination, 0);
    forget(&s);
}

static void exit_legs_count(void **state) {
    ak *kit = *state;
    hn_reaches all = {0};
    searched s;
    AK_LINK(kit, 0, 0, 100, 0);
    AK_LINK(kit, 100, 0, 200, 0);
    destinations(kit, 2);
    reach(kit, &all, 0, 0.5, 0, 25); /* 75 m from the middle node */
    reach(kit, &all, 1, 0.7, 1, 0);  /* 70 m */
    search(kit, &all, &s);
    AK_NEAR(metres_at(kit, &s, 100, 0), 70, 1e-9);
    AK_NEAR(label(&s, ak_node(kit, 100, 0), 1)->length_m, 75, 1e-9);
    forget(&s);
}

/* Travel is towards the destination: a one-way link away from it is no way there. */
static void one_way_links_are_searched_backwards(void **state) {
    ak *kit = *state;
    hn_reaches all = {0};
    searched s;
    AK_LINK(kit, 0, 0, 100, 0)->ways = HN_WAY_ALONG;
    AK_LINK(kit, 100, 0, 100, 100);
    AK_LINK(kit, 100, 100, 0, 100);
    AK_LINK(kit, 0, 100, 0, 0);
    destinations(kit, 1);
    reach(kit, &all, 1, 0, 0, 0); /* at (100, 0) */
    search(kit, &all, &s);
    AK_NEAR(metres_at(kit, &s, 0, 0), 100, 1e-9);
    forget(&s);
    hn_reaches back = {0};
    reach(kit, &back, 3, 1, 0, 0); /* at (0, 0): from (100, 0) the long way round */
    search(kit, &back, &s);
    AK_NEAR(metres_at(kit, &s, 100, 0), 300, 1e-9);
    forget(&s);
}

static void time_chooses_another_way_than_length(void **state) {
    ak *kit = *state;
    hn_reaches all = {0};
    searched s;
    hn_link *slow = AK_LINK(kit, 0, 0, 100, 0);
    slow->speed_kmh[0] = slow->speed_kmh[1] = 1;
    AK_LINK(kit, 0, 0, 0, 80, 100, 80, 100, 0);
    destinations(kit, 1);
    AK_LINK(kit, 100, 0, 200, 0);
    reach(kit, &all, 2, 0, 0, 0);
    kit->options.by_time = true;
    search(kit, &all, &s);
    const hn_label *l = label(&s, ak_node(kit, 0, 0), 0);
    AK_NEAR(l->length_m, 260, 1e-9);
    AK_NEAR(l->seconds, 260 / (5 / 3.6), 1e-9);
    forget(&s);
}

/* ---- origins on edges ---- */

static hn_found found_at(const searched *s, uint32_t link, double at, int slot) {
    hn_found found[HN_SLOTS];
    hn_find_from(&s->e, 0, hn_network_edge_at(s->e.network, link, at), at, UINT32_MAX, found);
    return found[slot];
}

static void two_origins_and_an_entrance_on_one_edge(void **state) {
    ak *kit = *state;
    hn_reaches all = {0};
    searched s;
    AK_LINK(kit, 0, 0, 100, 0);
    destinations(kit, 2);
    reach(kit, &all, 0, 0.6, 0, 0);
    reach(kit, &all, 0, 0.95, 1, 3);
    search(kit, &all, &s);
    AK_NEAR(found_at(&s, 0, 0.5, 0).length_m, 10, 1e-9);
    AK_NEAR(found_at(&s, 0, 0.5, 1).length_m, 48, 1e-9);
    AK_NEAR(found_at(&s, 0, 0.6, 0).length_m, 0, 0);
    AK_NEAR(found_at(&s, 0, 0.9, 0).length_m, 8, 1e-9);
    AK_NEAR(found_at(&s, 0, 0.9, 1).length_m, 30, 1e-9);
    forget(&s);
}

static void a_loop_is_left_on_the_shorter_side(void **state) {
    ak *kit = *state;
    hn_reaches all = {0};
    searched s;
    AK_LINK(kit, 0, 0, 100, 0, 100, 100, 0, 100, 0, 0);
    AK_LINK(kit, 0, 0, -50, 0);
    destinations(kit, 1);
    reach(kit, &all, 1, 1, 0, 0);
    search(kit, &all, &s);
    AK_NEAR(found_at(&s, 0, 0.5, 0).length_m, 100, 1e-9);
    AK_NEAR(found_at(&s, 0, 3.5, 0).length_m, 100, 1e-9);
    AK_NEAR(found_at(&s, 0, 2.5, 0).length_m, 200, 1e-9);
    forget(&s);
}

/* ---- random graphs ---- */

static void add_random(ak *kit, unsigned seed, int side, bool one_way) {
    srand(seed);
    for (int x = 0; x < side; x++)
        for (int y = 0; y < side; y++)
            for (int k = 0; k < 2; k++) {
                if (rand() % 5 == 0) continue;
                double a[2] = {100.0 * x, 100.0 * y};
                double b[2] = {a[0] + (k ? 0 : 100), a[1] + (k ? 100 : 0)};
                double bend = rand() % 60 - 30;
                hn_link *link = AK_LINK(kit, a[0], a[1], (a[0] + b[0]) / 2 + bend,
                                        (a[1] + b[1]) / 2 + bend / 2, b[0], b[1]);
                if (one_way && rand() % 4 == 0) link->ways = HN_WAY_ALONG;
            }
}

static void add_random_reaches(ak *kit, hn_reaches *all, size_t count, size_t owners) {
    destinations(kit, owners);
    for (size_t i = 0; i < count; i++)
        reach(kit, all, (uint32_t)rand() % (uint32_t)kit->links.count, rand() % 2000 / 1000.0,
              (uint32_t)((size_t)rand() % owners), rand() % 3 ? 0 : rand() % 40);
}

/* Costs from every node to one destination by relaxing all arcs until nothing changes. */
static void bellman_ford(const searched *s, uint32_t destination, uint64_t *cost) {
    const hn_network *n = s->e.network;
    for (uint32_t i = 0; i < n->nodes; i++)
        cost[i] = HN_NO_LABEL;
    for (size_t i = 0; i < s->s.reaches.count; i++) {
        const hn_reach *r = &s->s.reaches.item[i];
        for (uint32_t e = n->first_edge[r->link]; e < n->first_edge[r->link + 1]; e++)
            for (int side = 0; side < 2 && r->destination == destination; side++) {
                const hn_edge *g = &n->edge[e];
                if (g->end < r->from || g->start > r->to) continue;
                uint64_t c = hn_way_to_reach(&s->s, r, side ? g->end : g->start).cost;
                uint64_t *here = &cost[side ? g->to : g->from];
                if (c < *here) *here = c;
            }
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t e = 0; e < n->edges; e++)
            for (int way = 0; way < 2; way++) {
                const hn_edge *g = &n->edge[e];
                uint32_t from = way ? g->to : g->from, to = way ? g->from : g->to;
                if (g->cost[way] == HN_NO_COST || cost[to] == HN_NO_LABEL) continue;
                if (cost[to] + g->cost[way] >= cost[from]) continue;
                cost[from] = cost[to] + g->cost[way];
                changed = true;
            }
    }
}

enum { OWNERS = 7 };

static void check_two_best(const searched *s, uint64_t *const *cost) {
    for (uint32_t node = 0; node < s->e.network->nodes; node++) {
        uint64_t best[HN_SLOTS] = {HN_NO_LABEL, HN_NO_LABEL};
        uint32_t owner[HN_SLOTS] = {0, 0};
        for (uint32_t d = 0; d < OWNERS; d++) {
            uint64_t c = cost[d][node];
            if (c < best[0]) {
                best[1] = best[0], owner[1] = owner[0];
                best[0] = c, owner[0] = d;
            } else if (c < best[1]) {
                best[1] = c, owner[1] = d;
            }
        }
        for (int slot = 0; slot < HN_SLOTS; slot++) {
            const hn_label *l = label(s, node, slot);
            assert_true(l->cost == best[slot]);
            if (l->cost == HN_NO_LABEL) continue;
            assert_int_equal(s->s.reaches.item[l->reach].destination, owner[slot]);
            assert_true(fabs(l->length_m - (double)l->cost / 1000) < 0.5);
        }
    }
}

static void the_two_nearest_against_bellman_ford(void **state) {
    ak *kit = *state;
    hn_reaches all = {0};
    searched s;
    uint64_t *cost[OWNERS];
    add_random(kit, 3, 14, true);
    add_random_reaches(kit, &all, 12, OWNERS);
    search(kit, &all, &s);
    for (uint32_t d = 0; d < OWNERS; d++) {
        cost[d] = malloc(kit->network->nodes * sizeof *cost[d]);
        bellman_ford(&s, d, cost[d]);
    }
    check_two_best(&s, cost);
    for (uint32_t d = 0; d < OWNERS; d++)
        free(cost[d]);
    forget(&s);
}

/* No arc can shorten any cost, and every label but a start has an arc that attains it. */
static void distances_carry_their_certificate(void **state) {
    ak *kit = *state;
    hn_reaches all = {0};
    searched s;
    add_random(kit, 5, 40, true);
    add_random_reaches(kit, &all, 30, 30);
    search(kit, &all, &s);
    const hn_network *n = kit->network;
    for (uint32_t e = 0; e < n->edges; e++)
        for (int way = 0; way < 2; way++) {
            const hn_edge *g = &n->edge[e];
            uint64_t from = label(&s, way ? g->to : g->from, 0)->cost,
                     to = label(&s, way ? g->from : g->to, 0)->cost;
            if (g->cost[way] != HN_NO_COST && to != HN_NO_LABEL)
                assert_true(from <= to + g->cost[way]);
        }
    size_t reached = 0;
    for (uint32_t node = 0; node < n->nodes; node++) {
        const hn_label *l = label(&s, node, 0);
        if (l->cost == HN_NO_LABEL || l->next == UINT32_MAX) continue;
        const hn_edge *g = &n->edge[l->edge];
        const hn_label *next = &s.labels.label[l->next];
        int way = g->from == node ? 0 : 1;
        assert_int_equal(l->next / HN_SLOTS, way ? g->from : g->to);
        assert_true(l->cost == next->cost + g->cost[way]);
        AK_NEAR(l->length_m, next->length_m + g->length_m, 1e-9);
        reached++;
    }
    assert_true(reached > 1000);
    forget(&s);
}

static void bounded_searches_agree_with_the_whole(void **state) {
    ak *kit = *state;
    hn_reaches all = {0};
    searched s;
    hn_bounded *b = NULL;
    add_random(kit, 9, 20, true);
    add_random_reaches(kit, &all, 20, OWNERS);
    search(kit, &all, &s);
    uint64_t *cost = malloc(kit->network->nodes * sizeof *cost), limit = 450000;
    ak_ok(kit, hn_bounded_create(kit->ctx, kit->network, &b));
    for (uint32_t d = 0; d < OWNERS; d++) {
        uint32_t items[64];
        size_t count = 0;
        for (uint32_t i = 0; i < s.s.reaches.count; i++)
            if (s.s.reaches.item[i].destination == d) items[count++] = i;
        ak_ok(kit, hn_bounded_search(kit->ctx, &s.s, b, items, count, limit));
        bellman_ford(&s, d, cost);
        for (uint32_t node = 0; node < kit->network->nodes; node++) {
            const hn_label *l = hn_bounded_label(b, node);
            assert_true((l ? l->cost : HN_NO_LABEL) ==
                        (cost[node] <= limit ? cost[node] : HN_NO_LABEL));
        }
    }
    hn_bounded_destroy(b);
    free(cost);
    forget(&s);
}

static void a_cancelled_search_stops(void **state) {
    ak *kit = *state;
    hn_reaches all = {0};
    hn_searching s;
    hn_labels labels = {0};
    add_random(kit, 5, 10, false);
    add_random_reaches(kit, &all, 3, 3);
    qsort(all.item, all.count, sizeof *all.item, by_link);
    ak_build(kit);
    ak_ok(kit, hn_searching_start(kit->ctx, kit->network, &all, kit->result, &kit->options, &s));
    hensyn_cancel(kit->ctx);
    assert_int_equal(hn_search_class(kit->ctx, &s, 0, &labels), HENSYN_CANCELLED);
    assert_null(labels.label);
    hn_searching_clear(&s);
}

/* ---- the heap ---- */

static void the_heap_gives_back_in_order(void **state) {
    (void)state;
    hn_radix_heap heap = {0};
    srand(1);
    for (int round = 0; round < 3; round++) {
        uint64_t last = 0;
        size_t out = 0;
        for (uint32_t i = 0; i < 100; i++)
            assert_true(hn_heap_push(&heap, (uint64_t)rand() << (i % 30), i));
        while (heap.count) {
            hn_heap_item item;
            assert_true(hn_heap_pop(&heap, &item));
            assert_true(item.cost >= last);
            last = item.cost;
            if (out++ < 2000 && rand() % 2)
                assert_true(hn_heap_push(&heap, last + (uint64_t)(rand() % 1000), 7));
        }
        assert_true(out > 100);
        hn_heap_reset(&heap);
    }
    hn_heap_free(&heap);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        AK_TEST(a_point_on_an_edge_is_the_source),
        AK_TEST(every_node_belongs_to_its_nearest_destination),
        AK_TEST(equal_ways_go_to_the_lower_destination),
        AK_TEST(exit_legs_count),
        AK_TEST(one_way_links_are_searched_backwards),
        AK_TEST(time_chooses_another_way_than_length),
        AK_TEST(two_origins_and_an_entrance_on_one_edge),
        AK_TEST(a_loop_is_left_on_the_shorter_side),
        AK_TEST(the_two_nearest_against_bellman_ford),
        AK_TEST(distances_carry_their_certificate),
        AK_TEST(bounded_searches_agree_with_the_whole),
        AK_TEST(a_cancelled_search_stops),
        cmocka_unit_test(the_heap_gives_back_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
