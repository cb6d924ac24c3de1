/* test_index.c - the packed R-tree against searches through the whole list. */
#include "base/memory.h"
#include "data/index.h"

#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 5000 };

static double uniform(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (double)(*state >> 11) * 0x1p-53;
}

static hn_box random_box(uint64_t *state, double extent, double size) {
    double x = uniform(state) * extent, y = uniform(state) * extent;
    return (hn_box){x, y, x + uniform(state) * size, y + uniform(state) * size};
}

/* --- queries --- */

typedef struct seen {
    unsigned char hit[MOST];
    size_t count, stop_after;
} seen;

static bool note(uint32_t item, void *user) {
    seen *s = user;
    assert_true(item < MOST);
    s->hit[item]++;
    s->count++;
    return s->count != s->stop_after;
}

static void check_query(const hn_index *index, const hn_box *boxes, size_t count, hn_box query) {
    seen *s = calloc(1, sizeof *s);
    assert_non_null(s);
    hn_index_query(index, query, note, s);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(s->hit[i], hn_box_meets(boxes[i], query));
    free(s);
}

static void queries_find_exactly_what_meets(void **unused) {
    (void)unused;
    static const size_t sizes[] = {0, 1, 2, 15, 16, 17, 255, 256, 257, 273, 4096, 4097, MOST};
    hn_box *boxes = malloc(MOST * sizeof *boxes);
    assert_non_null(boxes);
    uint64_t state = 42;
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        for (size_t i = 0; i < sizes[k]; i++)
            boxes[i] = random_box(&state, 1000, 30);
        hn_index *index = hn_index_create(boxes, sizes[k]);
        assert_non_null(index);
        for (int q = 0; q < 50; q++)
            check_query(index, boxes, sizes[k], random_box(&state, 1000, q % 2 ? 5 : 400));
        check_query(index, boxes, sizes[k], (hn_box){-1e9, -1e9, 1e9, 1e9});
        check_query(index, boxes, sizes[k], HN_EMPTY_BOX);
        check_query(index, boxes, sizes[k], (hn_box){NAN, NAN, NAN, NAN});
        hn_index_destroy(index);
    }
    free(boxes);
}

static void boxes_touching_at_a_border_are_found(void **unused) {
    (void)unused;
    hn_box boxes[400];
    for (int i = 0; i < 400; i++)
        boxes[i] = (hn_box){i % 20, i / 20, i % 20 + 1, i / 20 + 1};
    hn_index *index = hn_index_create(boxes, 400);
    assert_non_null(index);
    seen s = {.count = 0};
    hn_index_query(index, (hn_box){7, 7, 7, 7}, note, &s);
    assert_int_equal(s.count, 4);
    assert_true(s.hit[6 * 20 + 6] && s.hit[6 * 20 + 7] && s.hit[7 * 20 + 6] && s.hit[7 * 20 + 7]);
    hn_index_destroy(index);
}

static void a_query_can_be_stopped(void **unused) {
    (void)unused;
    hn_box boxes[1000];
    for (int i = 0; i < 1000; i++)
        boxes[i] = (hn_box){i, 0, i, 0};
    hn_index *index = hn_index_create(boxes, 1000);
    assert_non_null(index);
    seen s = {.stop_after = 7};
    hn_index_query(index, (hn_box){0, 0, 999, 0}, note, &s);
    assert_int_equal(s.count, 7);
    hn_index_destroy(index);
}

static void empty_and_undefined_boxes_are_never_found(void **unused) {
    (void)unused;
    hn_box boxes[100];
    for (int i = 0; i < 100; i++)
        boxes[i] = (hn_box){1, 1, 2, 2};
    boxes[0] = HN_EMPTY_BOX;
    boxes[17] = (hn_box){NAN, 0, NAN, 5};
    boxes[40] = (hn_box){0, NAN, 5, NAN};
    boxes[99] = (hn_box){2, 2, 1, 1};
    hn_index *index = hn_index_create(boxes, 100);
    assert_non_null(index);
    seen s = {.count = 0};
    hn_index_query(index, (hn_box){-INFINITY, -INFINITY, INFINITY, INFINITY}, note, &s);
    assert_int_equal(s.count, 96);
    assert_true(!s.hit[0] && !s.hit[17] && !s.hit[40] && !s.hit[99]);
    hn_index_destroy(index);

    index = hn_index_create(boxes, 1); /* only an empty one */
    assert_non_null(index);
    s.count = 0;
    hn_index_query(index, (hn_box){-INFINITY, -INFINITY, INFINITY, INFINITY}, note, &s);
    assert_int_equal(s.count, 0);
    hn_index_destroy(index);
    hn_index_destroy(NULL);
}

static void unbounded_and_equal_boxes_are_found(void **unused) {
    (void)unused;
    hn_box boxes[60];
    for (int i = 0; i < 60; i++)
        boxes[i] = (hn_box){5, 5, 6, 6};
    boxes[3] = (hn_box){-INFINITY, -INFINITY, INFINITY, INFINITY};
    boxes[4] = (hn_box){7, 0, INFINITY, 1};
    boxes[5] = (hn_box){-1.7e308, 0, 1.7e308, 1};
    hn_index *index = hn_index_create(boxes, 60);
    assert_non_null(index);
    for (int x = 0; x < 10; x++)
        check_query(index, boxes, 60, (hn_box){x, x / 2.0, x, 5});
    hn_index_destroy(index);
}

/* --- nearest --- */

typedef struct places {
    const hn_box *boxes;
    hn_box query;
    double factor; /* true distance over that of the boxes, >= 1 */
    size_t asked;
} places;

/* A true distance that is not that of the box, and differs from item to item. */
static double true_distance(const places *p, uint32_t item) {
    if (item % 11 == 5) return INFINITY;
    double distance = hn_box_distance(p->boxes[item], p->query);
    return distance * (1 + (p->factor - 1) * (item % 7) / 7.0);
}

static double ask(uint32_t item, double limit, void *user) {
    places *p = user;
    p->asked++;
    double distance = true_distance(p, item);
    assert_true(limit >= 0);
    return distance;
}

static uint32_t nearest_by_list(const places *p, size_t count, double limit, double *nearest) {
    uint32_t best = UINT32_MAX;
    *nearest = INFINITY;
    for (uint32_t i = 0; i < count; i++) {
        double distance = true_distance(p, i);
        if (isinf(distance) || distance > limit || distance >= *nearest) continue;
        *nearest = distance;
        best = i;
    }
    return best;
}

static void the_nearest_is_that_of_the_whole_list(void **unused) {
    (void)unused;
    static const size_t sizes[] = {0, 1, 16, 17, 300, MOST};
    hn_box *boxes = malloc(MOST * sizeof *boxes);
    assert_non_null(boxes);
    uint64_t state = 7;
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        size_t n = sizes[k];
        for (size_t i = 0; i < n; i++) {
            boxes[i] = random_box(&state, 1000, 10);
            if (i % 2) /* whole numbers, for ties */
                boxes[i] = (hn_box){floor(boxes[i].xmin), floor(boxes[i].ymin),
                                    floor(boxes[i].xmin), floor(boxes[i].ymin)};
        }
        hn_index *index = hn_index_create(boxes, n);
        assert_non_null(index);
        for (int q = 0; q < 300; q++) {
            hn_box query = random_box(&state, 1000, q % 3 ? 0 : 50);
            if (q % 2)
                query = (hn_box){floor(query.xmin), floor(query.ymin), floor(query.xmin),
                                 floor(query.ymin)};
            places p = {.boxes = boxes, .query = query, .factor = q % 4 ? 1 : 1.5};
            double limit = q % 5 ? INFINITY : 20, want, got;
            uint32_t item = nearest_by_list(&p, n, limit, &want);
            assert_int_equal(hn_index_nearest(index, query, limit, ask, &p, &got), item);
            assert_true(got == want);
        }
        hn_index_destroy(index);
    }
    free(boxes);
}

static void the_nearest_asks_few_items(void **unused) {
    (void)unused;
    hn_box *boxes = malloc(MOST * sizeof *boxes);
    assert_non_null(boxes);
    uint64_t state = 99;
    for (size_t i = 0; i < MOST; i++)
        boxes[i] = random_box(&state, 1000, 1);
    hn_index *index = hn_index_create(boxes, MOST);
    assert_non_null(index);
    places p = {.boxes = boxes, .factor = 1};
    for (int q = 0; q < 100; q++) {
        p.query = random_box(&state, 1000, 0);
        assert_true(hn_index_nearest(index, p.query, INFINITY, ask, &p, NULL) < MOST);
    }
    assert_true(p.asked < 100 * 20); /* of 5 000 each */
    hn_index_destroy(index);
    free(boxes);
}

static void ties_go_to_the_lowest_item(void **unused) {
    (void)unused;
    hn_box boxes[500];
    for (int i = 0; i < 500; i++)
        boxes[i] = (hn_box){i % 2 ? 3 : -3, 4, i % 2 ? 3 : -3, 4};
    hn_index *index = hn_index_create(boxes, 500);
    assert_non_null(index);
    places p = {.boxes = boxes, .query = {0, 0, 0, 0}, .factor = 1};
    double nearest = 0;
    assert_int_equal(hn_index_nearest(index, p.query, INFINITY, ask, &p, &nearest), 0);
    assert_true(nearest == 5);
    assert_int_equal(hn_index_nearest(index, p.query, 5, ask, &p, &nearest), 0); /* inclusive */
    assert_int_equal(hn_index_nearest(index, p.query, 4.999, ask, &p, &nearest), UINT32_MAX);
    assert_true(isinf(nearest));
    hn_index_destroy(index);
}

static double never(uint32_t item, double limit, void *user) {
    (void)limit;
    ++*(int *)user;
    return item % 2 ? (double)NAN : (double)INFINITY;
}

static void items_can_be_skipped(void **unused) {
    (void)unused;
    hn_box boxes[40];
    for (int i = 0; i < 40; i++)
        boxes[i] = (hn_box){i, i, i, i};
    hn_index *index = hn_index_create(boxes, 40);
    assert_non_null(index);
    int calls = 0;
    assert_int_equal(hn_index_nearest(index, boxes[3], 1e9, never, &calls, NULL), UINT32_MAX);
    assert_int_equal(calls, 40);
    calls = 0;
    assert_int_equal(hn_index_nearest(index, HN_EMPTY_BOX, INFINITY, never, &calls, NULL),
                     UINT32_MAX);
    assert_int_equal(calls, 0);
    hn_index_destroy(index);
}

/* --- packing order --- */

static double half_perimeters(const hn_box *boxes, const uint32_t *order, size_t count,
                              size_t fan_out) {
    double sum = 0;
    for (size_t i = 0; i < count; i += fan_out) {
        hn_box box = HN_EMPTY_BOX;
        for (size_t j = i; j < count && j < i + fan_out; j++)
            box = hn_box_join(box, boxes[order[j]]);
        sum += box.xmax - box.xmin + box.ymax - box.ymin;
    }
    return sum;
}

static void the_packing_order_is_a_compact_permutation(void **unused) {
    (void)unused;
    hn_box boxes[3000];
    uint32_t order[3000], again[3000];
    bool used[3000] = {false};
    uint64_t state = 5;
    for (int i = 0; i < 3000; i++)
        boxes[i] = random_box(&state, 100, 1);
    assert_true(hn_pack_order(boxes, 3000, 10, order));
    assert_true(hn_pack_order(boxes, 3000, 10, again));
    assert_memory_equal(order, again, sizeof order);
    for (int i = 0; i < 3000; i++) {
        assert_true(order[i] < 3000 && !used[order[i]]);
        used[order[i]] = true;
        again[i] = (uint32_t)i;
    }
    /* 300 groups of ten points on 100 by 100 have sides of about 6; unsorted ones of about 80. */
    assert_true(half_perimeters(boxes, order, 3000, 10) < 300 * 20);
    assert_true(half_perimeters(boxes, again, 3000, 10) > 300 * 100);
}

static void the_packing_order_is_that_of_the_method(void **unused) {
    (void)unused;
    /* A 4 by 4 grid of points with pages of four: two slices from west to east, in each the
     * pages from south to north, each 2 by 2 points. */
    hn_box boxes[16];
    uint32_t order[16];
    for (int i = 0; i < 16; i++)
        boxes[i] = (hn_box){i % 4, 3 - i / 4, i % 4, 3 - i / 4};
    assert_true(hn_pack_order(boxes, 16, 4, order));
    static const uint32_t want[16] = {12, 13, 8, 9, 4, 5, 0, 1, 14, 15, 10, 11, 6, 7, 2, 3};
    assert_memory_equal(order, want, sizeof want);
    /* What fits on one page keeps its order, equal boxes too. */
    assert_true(hn_pack_order(boxes, 16, 16, order));
    for (uint32_t i = 0; i < 16; i++)
        assert_int_equal(order[i], i);
    for (int i = 0; i < 16; i++)
        boxes[i] = (hn_box){1, 1, 2, 2};
    assert_true(hn_pack_order(boxes, 16, 2, order));
    for (uint32_t i = 0; i < 16; i++)
        assert_int_equal(order[i], i);
    assert_true(hn_pack_order(boxes, 0, 2, order));
    assert_false(hn_pack_order(boxes, 16, 0, order));
}

/* --- threads --- */

typedef struct worker {
    const hn_index *index;
    const hn_box *boxes;
    uint64_t found;
} worker;

static bool add_item(uint32_t item, void *user) {
    *(uint64_t *)user += item;
    return true;
}

static double box_distance(uint32_t item, double limit, void *user) {
    (void)limit;
    const places *p = user;
    return hn_box_distance(p->boxes[item], p->query);
}

static void *search_much(void *user) {
    worker *w = user;
    uint64_t state = 3;
    for (int q = 0; q < 300; q++) {
        places p = {.boxes = w->boxes, .query = random_box(&state, 1000, 20)};
        hn_index_query(w->index, p.query, add_item, &w->found);
        w->found += hn_index_nearest(w->index, p.query, INFINITY, box_distance, &p, NULL);
    }
    return NULL;
}

static void threads_may_ask_at_the_same_time(void **unused) {
    (void)unused;
    hn_box boxes[2000];
    uint64_t state = 11;
    for (int i = 0; i < 2000; i++)
        boxes[i] = random_box(&state, 1000, 10);
    hn_index *index = hn_index_create(boxes, 2000);
    assert_non_null(index);
    pthread_t thread[4];
    worker w[4];
    for (int i = 0; i < 4; i++) {
        w[i] = (worker){index, boxes, 0};
        assert_int_equal(pthread_create(&thread[i], NULL, search_much, &w[i]), 0);
    }
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_join(thread[i], NULL), 0);
    assert_true(w[0].found > 0);
    for (int i = 1; i < 4; i++)
        assert_true(w[i].found == w[0].found);
    hn_index_destroy(index);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queries_find_exactly_what_meets),
        cmocka_unit_test(boxes_touching_at_a_border_are_found),
        cmocka_unit_test(a_query_can_be_stopped),
        cmocka_unit_test(empty_and_undefined_boxes_are_never_found),
        cmocka_unit_test(unbounded_and_equal_boxes_are_found),
        cmocka_unit_test(the_nearest_is_that_of_the_whole_list),
        cmocka_unit_test(the_nearest_asks_few_items),
        cmocka_unit_test(ties_go_to_the_lowest_item),
        cmocka_unit_test(items_can_be_skipped),
        cmocka_unit_test(the_packing_order_is_a_compact_permutation),
        cmocka_unit_test(the_packing_order_is_that_of_the_method),
        cmocka_unit_test(threads_may_ask_at_the_same_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
