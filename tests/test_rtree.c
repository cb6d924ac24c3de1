/* Packed R*Tree nodes against what SQLite itself says of them. */
#include "result_kit.h"

#include "write/rtree.h"

enum { NODE_SIZE = 4 + 51 * 24 };

static uint32_t big(const uint8_t *bytes, int count) {
    uint32_t value = 0;
    for (int i = 0; i < count; i++)
        value = value << 8 | bytes[i];
    return value;
}

static float big_float(const uint8_t *bytes) {
    uint32_t bits = big(bytes, 4);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static void test_one_entry_is_a_leaf_root(void **state) {
    (void)state;
    hensyn_context ctx = {0};
    const hn_box box = {1, 2, 3, 4};
    const int64_t id = 0x0102030405;
    hn_rtree tree;
    assert_int_equal(hn_rtree_pack(&ctx, &box, &id, 1, NODE_SIZE, &tree), HENSYN_OK);
    assert_int_equal(tree.nodes, 1);
    assert_int_equal(tree.depth, 0);
    assert_int_equal(tree.leaf[0], 1);
    assert_int_equal(tree.parent[0], 0);
    assert_int_equal(big(tree.node, 2), 0);
    assert_int_equal(big(tree.node + 2, 2), 1);
    assert_int_equal(big(tree.node + 4, 4), 1);
    assert_int_equal(big(tree.node + 8, 4), 0x02030405);
    const float expected[] = {1, 3, 2, 4}; /* xmin, xmax, ymin, ymax */
    for (int i = 0; i < 4; i++)
        assert_true(big_float(tree.node + 12 + 4 * i) == expected[i]);
    hn_rtree_free(&tree);
}

static void test_no_entries(void **state) {
    (void)state;
    hensyn_context ctx = {0};
    hn_rtree tree;
    assert_int_equal(hn_rtree_pack(&ctx, NULL, NULL, 0, NODE_SIZE, &tree), HENSYN_OK);
    assert_int_equal(tree.nodes, 1);
    assert_int_equal(big(tree.node, 4), 0);
    hn_rtree_free(&tree);
}

/* 16777217 and 0.1 are no floats: the box must grow, never shrink. */
static void test_rounding_is_outwards(void **state) {
    (void)state;
    hensyn_context ctx = {0};
    const hn_box box = {16777217, -0.1, 16777217, 0.1};
    const int64_t id = 1;
    hn_rtree tree;
    assert_int_equal(hn_rtree_pack(&ctx, &box, &id, 1, NODE_SIZE, &tree), HENSYN_OK);
    assert_true(big_float(tree.node + 12) == 16777216.0f);
    assert_true(big_float(tree.node + 16) == 16777218.0f);
    assert_true((double)big_float(tree.node + 20) < -0.1 &&
                (double)big_float(tree.node + 20) > -0.1001);
    assert_true((double)big_float(tree.node + 24) > 0.1 &&
                (double)big_float(tree.node + 24) < 0.1001);
    hn_rtree_free(&tree);
}

static void test_empty_boxes_stay_out(void **state) {
    (void)state;
    hensyn_context ctx = {0};
    const hn_box boxes[] = {{0, 0, 1, 1}, HN_EMPTY_BOX, {5, 5, 5, 5}};
    const int64_t ids[] = {10, 11, 12};
    hn_rtree tree;
    assert_int_equal(hn_rtree_pack(&ctx, boxes, ids, 3, NODE_SIZE, &tree), HENSYN_OK);
    assert_int_equal(big(tree.node + 2, 2), 2);
    assert_int_equal(tree.leaf[0], 1);
    assert_int_equal(tree.leaf[1], 0);
    assert_int_equal(tree.leaf[2], 1);
    hn_rtree_free(&tree);
}

static void test_silly_node_size_is_refused(void **state) {
    (void)state;
    hensyn_context ctx = {0};
    const hn_box box = {0, 0, 1, 1};
    const int64_t id = 1;
    hn_rtree tree;
    assert_int_equal(hn_rtree_pack(&ctx, &box, &id, 1, 0, &tree), HENSYN_FAILED);
    assert_int_equal(hn_rtree_pack(&ctx, &box, &id, 1, 30, &tree), HENSYN_FAILED);
    assert_null(tree.node);
}

/* ---- trees of every depth, judged by SQLite ---- */

static double random_number(uint64_t *state) {
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

static void run(sqlite3 *db, const char *sql) {
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
}

static int64_t number(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int64_t answer = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return answer;
}

static void put(sqlite3 *db, const char *sql, int64_t a, int64_t b, const void *blob, size_t size) {
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    sqlite3_bind_int64(statement, 1, a);
    if (blob)
        sqlite3_bind_blob(statement, 2, blob, (int)size, SQLITE_STATIC);
    else
        sqlite3_bind_int64(statement, 2, b);
    assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_finalize(statement);
}

static sqlite3 *store_tree(const hn_rtree *tree, const int64_t *ids) {
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    run(db, "BEGIN; CREATE VIRTUAL TABLE t USING rtree(id, xmin, xmax, ymin, ymax)");
    for (size_t i = 0; i < tree->nodes; i++) {
        put(db, "INSERT OR REPLACE INTO t_node VALUES (?, ?)", (int64_t)i + 1, 0,
            tree->node + i * tree->node_size, tree->node_size);
        if (tree->parent[i])
            put(db, "INSERT INTO t_parent VALUES (?, ?)", (int64_t)i + 1, tree->parent[i], NULL, 0);
    }
    for (size_t i = 0; i < tree->entries; i++)
        if (tree->leaf[i])
            put(db, "INSERT INTO t_rowid VALUES (?, ?)", ids[i], tree->leaf[i], NULL, 0);
    run(db, "COMMIT");
    return db;
}

static void check_valid(sqlite3 *db) {
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT rtreecheck('t')", -1, &statement, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(statement, 0), "ok");
    sqlite3_finalize(statement);
}

static int64_t brute_force(const hn_box *boxes, size_t count, hn_box query) {
    int64_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += hn_box_meets(boxes[i], query);
    return found;
}

static void check_queries(sqlite3 *db, const hn_box *boxes, size_t count, uint64_t *seed) {
    for (int i = 0; i < 20; i++) {
        double x = random_number(seed) * 1000, y = random_number(seed) * 1000;
        char sql[256];
        /* Quarters are floats: rounding of the boxes outwards adds at most touching ones, and the
         * boxes below lie on quarters too. */
        x = floor(x * 4) / 4, y = floor(y * 4) / 4;
        snprintf(sql, sizeof sql,
                 "SELECT count(*) FROM t WHERE xmax >= %.2f AND xmin <= %.2f AND ymax >= %.2f AND "
                 "ymin <= %.2f",
                 x, x + 100, y, y + 50);
        assert_int_equal(number(db, sql),
                         brute_force(boxes, count, (hn_box){x, y, x + 100, y + 50}));
    }
}

static void check_count(size_t count) {
    hensyn_context ctx = {0};
    uint64_t seed = count;
    hn_box *boxes = hn_alloc(count, sizeof *boxes);
    int64_t *ids = hn_alloc(count, sizeof *ids);
    for (size_t i = 0; i < count; i++) {
        double x = floor(random_number(&seed) * 4000) / 4,
               y = floor(random_number(&seed) * 4000) / 4;
        boxes[i] = (hn_box){x, y, x + floor(random_number(&seed) * 40) / 4, y + 1};
        ids[i] = (int64_t)i * 3 + 1;
    }
    hn_rtree tree;
    assert_int_equal(hn_rtree_pack(&ctx, boxes, ids, count, NODE_SIZE, &tree), HENSYN_OK);
    sqlite3 *db = store_tree(&tree, ids);
    check_valid(db);
    assert_int_equal(number(db, "SELECT count(*) FROM t"), count);
    assert_int_equal(number(db, "SELECT count(*) FROM t_parent"), tree.nodes - 1);
    check_queries(db, boxes, count, &seed);
    /* The tree goes on as an ordinary one: edits find room, or split. */
    run(db, "DELETE FROM t WHERE id % 2 = 0");
    run(db, "INSERT INTO t SELECT id + 1, xmin, xmax, ymin, ymax FROM t");
    check_valid(db);
    sqlite3_close(db);
    hn_rtree_free(&tree);
    hn_free(boxes);
    hn_free(ids);
}

static void test_sqlite_accepts_every_depth(void **state) {
    (void)state;
    const size_t counts[] = {2, 45, 46, 47, 51, 52, 92, 2116, 2117, 2163, 12000};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        check_count(counts[i]);
}

/* 46 cells a node: 46 entries fill the root, one more makes a level. */
static void test_depth(void **state) {
    (void)state;
    hensyn_context ctx = {0};
    enum { MOST = 46 * 46 + 1 };
    hn_box *boxes = hn_alloc(MOST, sizeof *boxes);
    int64_t *ids = hn_alloc(MOST, sizeof *ids);
    for (int i = 0; i < MOST; i++) {
        boxes[i] = (hn_box){i, 0, i + 1, 1};
        ids[i] = i + 1;
    }
    const size_t cases[][3] = {{46, 0, 1}, {47, 1, 3}, {46 * 46, 1, 47}, {MOST, 2, 50}};
    for (size_t i = 0; i < 4; i++) {
        hn_rtree tree;
        assert_int_equal(hn_rtree_pack(&ctx, boxes, ids, cases[i][0], NODE_SIZE, &tree), HENSYN_OK);
        assert_int_equal(tree.depth, cases[i][1]);
        assert_int_equal(tree.nodes, cases[i][2]);
        assert_int_equal(big(tree.node, 2), cases[i][1]);
        hn_rtree_free(&tree);
    }
    hn_free(boxes);
    hn_free(ids);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_entry_is_a_leaf_root),
        cmocka_unit_test(test_no_entries),
        cmocka_unit_test(test_rounding_is_outwards),
        cmocka_unit_test(test_empty_boxes_stay_out),
        cmocka_unit_test(test_silly_node_size_is_refused),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_sqlite_accepts_every_depth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
