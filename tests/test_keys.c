/* test_keys.c - keys that survive a re-run, repeats, duplicates, and groups of plans. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "data/keys.h"
#include "data/plan_groups.h"
#include "make_layer.h"

#include <stdio.h>

typedef struct fixture {
    hn_keys *keys;
    hn_pool *pool;
    hn_layer *layer;
} fixture;

static int set_up(void **state) {
    fixture *f = must(hn_zalloc(1, sizeof *f));
    f->keys = must(hn_keys_create());
    f->pool = must(hn_pool_create());
    f->layer = make_layer("plan.gpkg", "kp", 1, 8);
    for (size_t i = 0; i < 8; i++)
        set_square(f->layer, i, (double)i * 10, 0, 5);
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    fixture *f = *state;
    hn_keys_destroy(f->keys);
    hn_pool_destroy(f->pool);
    hn_layer_destroy(f->layer);
    hn_free(f);
    return 0;
}

static hn_key add(fixture *f, size_t row, const char *id, uint32_t kilde) {
    hn_key key;
    assert_true(hn_keys_add(f->keys, f->pool, f->layer, row, id, kilde, &key));
    return key;
}

static void test_key_of_source_layer_and_id(void **state) {
    fixture *f = *state;
    hn_key key = add(f, 0, "a1", 0);
    assert_string_equal(key.kilde_id, "a1");
    assert_string_equal(key.nokkel, "plan.gpkg/kp/a1");
    assert_false(key.counted);
    assert_false(key.duplicate);
    /* Interned in the caller's pool: equal texts are equal pointers. */
    assert_ptr_equal(key.kilde_id, hn_pool_add(f->pool, "a1"));
}

static void test_position_stands_for_a_missing_id(void **state) {
    fixture *f = *state;
    hn_key none = add(f, 0, NULL, 0), empty = add(f, 4, "", 0);
    assert_string_equal(none.kilde_id, "rad:1");
    assert_true(none.counted);
    assert_string_equal(empty.nokkel, "plan.gpkg/kp/rad:5");
    assert_true(empty.counted);
    /* Features that could not be read leave gaps. */
    f->layer->position = must(hn_zalloc(8, sizeof *f->layer->position));
    f->layer->position[4] = 17;
    assert_string_equal(add(f, 4, NULL, 0).kilde_id, "rad:17");
}

static void test_repeats_are_numbered(void **state) {
    fixture *f = *state;
    assert_string_equal(add(f, 0, "a", 0).kilde_id, "a");
    assert_string_equal(add(f, 1, "b", 0).kilde_id, "b");
    hn_key second = add(f, 2, "a", 0), third = add(f, 3, "a", 0);
    assert_string_equal(second.kilde_id, "a#2");
    assert_string_equal(second.nokkel, "plan.gpkg/kp/a#2");
    assert_string_equal(third.kilde_id, "a#3");
    assert_false(second.duplicate); /* other geometry: two parts of one thing */
}

/* An id that looks like a numbered repeat must not take the key of one. */
static void test_numbered_keys_stay_unique(void **state) {
    fixture *f = *state;
    assert_string_equal(add(f, 0, "a#2", 0).kilde_id, "a#2");
    assert_string_equal(add(f, 1, "a", 0).kilde_id, "a");
    assert_string_equal(add(f, 2, "a", 0).kilde_id, "a#3");
    assert_string_equal(add(f, 3, "a#2", 0).kilde_id, "a#2#2");
    assert_string_equal(add(f, 4, "b", 0).kilde_id, "b");
    assert_string_equal(add(f, 5, "b", 0).kilde_id, "b#2");
    assert_string_equal(add(f, 6, "b#2", 0).kilde_id, "b#2#2");
    assert_string_equal(add(f, 7, "b", 0).kilde_id, "b#3");
}

static void test_other_layers_have_their_own(void **state) {
    fixture *f = *state;
    add(f, 0, "a", 0);
    hn_layer *other = make_layer("plan.gpkg", "rp", 1, 1);
    hn_key key;
    assert_true(hn_keys_add(f->keys, f->pool, other, 0, "a", 1, &key));
    assert_string_equal(key.nokkel, "plan.gpkg/rp/a");
    hn_layer_destroy(other);
    /* Another folder, same names: the key must still be unique. */
    hn_layer *same = make_layer("plan.gpkg", "kp", 1, 1);
    assert_true(hn_keys_add(f->keys, f->pool, same, 0, "a", 2, &key));
    assert_string_equal(key.nokkel, "plan.gpkg/kp/a#2");
    assert_true(hn_keys_add(f->keys, f->pool, same, 0, NULL, 2, &key));
    assert_string_equal(key.nokkel, "plan.gpkg/kp/rad:1");
    hn_layer_destroy(same);
}

static void test_duplicates(void **state) {
    fixture *f = *state;
    set_square(f->layer, 3, 0, 0, 5); /* as row 0 */
    assert_false(add(f, 0, "a", 0).duplicate);
    assert_false(add(f, 1, "a", 0).duplicate);
    hn_key twice = add(f, 3, "a", 0);
    assert_true(twice.duplicate);
    assert_string_equal(twice.kilde_id, "a#3");
    assert_true(add(f, 3, "a", 0).duplicate);
    assert_false(add(f, 3, "b", 0).duplicate); /* same place, other id */
    assert_false(add(f, 3, "a", 1).duplicate); /* the layer read for another theme */
}

static void test_features_without_geometry(void **state) {
    fixture *f = *state;
    hn_free(f->layer->geometry[0]);
    f->layer->geometry[0] = NULL;
    assert_false(add(f, 0, "a", 0).duplicate);
    assert_true(add(f, 0, "a", 0).duplicate);
    assert_int_equal(hn_geometry_hash(NULL), 0);
}

static void test_geometry_hash(void **state) {
    fixture *f = *state;
    uint64_t first = hn_geometry_hash(f->layer->geometry[0]);
    assert_true(first != hn_geometry_hash(f->layer->geometry[1]));
    set_square(f->layer, 1, 0, 0, 5);
    assert_true(first == hn_geometry_hash(f->layer->geometry[1]));
    f->layer->geometry[1]->xy[3] += 1e-9;
    assert_true(first != hn_geometry_hash(f->layer->geometry[1]));
    set_line(f->layer, 2, 0, 0, 5);
    set_point(f->layer, 3, 0, 0);
    assert_true(hn_geometry_hash(f->layer->geometry[2]) != hn_geometry_hash(f->layer->geometry[3]));
}

static void test_many_keys(void **state) {
    fixture *f = *state;
    char id[32], wanted[64];
    for (int round = 1; round <= 3; round++)
        for (int i = 0; i < 5000; i++) {
            snprintf(id, sizeof id, "id%d", i);
            snprintf(wanted, sizeof wanted, round == 1 ? "id%d" : "id%d#%d", i, round);
            hn_key key = add(f, 0, id, (uint32_t)round);
            if (strcmp(key.kilde_id, wanted) != 0) fail_msg("%s is not %s", key.kilde_id, wanted);
        }
    /* The same id a hundred thousand times: the next number is found at once. */
    hn_key last = {0};
    for (int i = 0; i < 100000; i++)
        last = add(f, 1, "x", 9);
    assert_string_equal(last.kilde_id, "x#100000");
}

/* ---- groups of plans ---- */

static void test_groups_by_plan_and_municipality(void **state) {
    (void)state;
    hn_plan_groups *groups = must(hn_plan_groups_create());
    char planid[] = "2018001"; /* another copy of the text must find the same group */
    uint32_t first = hn_plan_groups_find(groups, "2018001", "1804", 0, NULL, 0);
    assert_int_equal(first, 0);
    assert_int_equal(hn_plan_groups_find(groups, planid, "1804", 1, "Sentrum", 20180627), 0);
    assert_int_equal(hn_plan_groups_find(groups, planid, "1806", 0, NULL, 0), 1);
    assert_int_equal(hn_plan_groups_find(groups, planid, NULL, 0, NULL, 0), 2);
    assert_int_equal(hn_plan_groups_find(groups, NULL, NULL, 0, NULL, 0), 3);
    assert_int_equal(hn_plan_groups_find(groups, "", "1804", 1, NULL, 0), 4);
    assert_int_equal(hn_plan_groups_find(groups, NULL, NULL, 0, NULL, 0), 3);
    assert_int_equal(groups->count, 5);
    assert_string_equal(groups->row[0].name, "Sentrum");
    assert_int_equal(groups->row[0].date, 20180627);
    assert_int_equal(groups->row[0].source, 0);
    hn_plan_groups_find(groups, planid, "1804", 1, "Annet", 20170101);
    assert_string_equal(groups->row[0].name, "Sentrum");
    assert_int_equal(groups->row[0].date, 20180627); /* the latest */
    hn_plan_groups_destroy(groups);
    hn_plan_groups_destroy(NULL);
}

static void test_many_groups(void **state) {
    (void)state;
    hn_plan_groups *groups = must(hn_plan_groups_create());
    char id[16];
    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < 3000; i++) {
            snprintf(id, sizeof id, "%u", (unsigned)i);
            assert_int_equal(hn_plan_groups_find(groups, id, "1804", 0, NULL, 0), i);
        }
    hn_plan_groups_destroy(groups);
}

static void test_ranks(void **state) {
    (void)state;
    hensyn_context ctx = {0};
    hn_plan_groups *groups = must(hn_plan_groups_create());
    hn_plan_groups_find(groups, "old", NULL, 1, NULL, 20010101);
    hn_plan_groups_find(groups, "none", NULL, 0, NULL, 0);
    hn_plan_groups_find(groups, "new", NULL, 1, NULL, 20200101);
    hn_plan_groups_find(groups, "same", NULL, 0, NULL, 20010101);
    uint32_t rank[4];
    assert_int_equal(hn_plan_groups_rank(&ctx, groups, false, rank), HENSYN_OK);
    assert_int_equal(rank[1], 0); /* source 0 first, then by appearance */
    assert_int_equal(rank[3], 1);
    assert_int_equal(rank[0], 2);
    assert_int_equal(rank[2], 3);
    assert_int_equal(hn_plan_groups_rank(&ctx, groups, true, rank), HENSYN_OK);
    assert_int_equal(rank[2], 0);
    assert_int_equal(rank[3], 1); /* same date as "old", earlier source */
    assert_int_equal(rank[0], 2);
    assert_int_equal(rank[1], 3); /* no date */
    hn_plan_groups_destroy(groups);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_key_of_source_layer_and_id, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_position_stands_for_a_missing_id, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_repeats_are_numbered, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_numbered_keys_stay_unique, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_other_layers_have_their_own, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_duplicates, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_features_without_geometry, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_geometry_hash, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_many_keys, set_up, tear_down),
        cmocka_unit_test(test_groups_by_plan_and_municipality),
        cmocka_unit_test(test_many_groups),
        cmocka_unit_test(test_ranks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
