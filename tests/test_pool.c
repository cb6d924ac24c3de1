/* test_pool.c - texts that are kept once: the same text is the same pointer, however many there
 * are and whichever way it was given, and no text moves. */
#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { MANY = 20000 };

static void number_text(char out[40], int number) { snprintf(out, 40, "lokalId-%d", number); }

static void same_text_is_same_pointer(void **state) {
    (void)state;
    hn_pool *pool = hn_pool_create();
    assert_non_null(pool);
    char text[] = "sti";
    const char *kept = hn_pool_add(pool, text);
    assert_string_equal(kept, "sti");
    text[0] = 'x'; /* the pool has a copy */
    assert_string_equal(kept, "sti");
    assert_ptr_equal(hn_pool_add(pool, "sti"), kept);
    assert_ptr_equal(hn_pool_add_n(pool, "stier", 3), kept);
    hn_pool_destroy(pool);
}

static void beginnings_of_each_other_differ(void **state) {
    (void)state;
    hn_pool *pool = hn_pool_create();
    const char *all[] = {"", "a", "ab", "abc", "abcd"};
    const char *kept[5];
    for (size_t i = 0; i < 5; i++)
        kept[i] = hn_pool_add_n(pool, "abcd", i);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(kept[i], all[i]);
        assert_ptr_equal(hn_pool_add(pool, all[i]), kept[i]);
        for (size_t k = 0; k < i; k++)
            assert_ptr_not_equal(kept[i], kept[k]);
    }
    hn_pool_destroy(pool);
}

/* Enough of them that the table grows many times and cells are shared. */
static void texts_are_found_after_growing(void **state) {
    (void)state;
    static const char *kept[MANY];
    hn_pool *pool = hn_pool_create();
    char text[40];
    for (int i = 0; i < MANY; i++) {
        number_text(text, i);
        kept[i] = hn_pool_add(pool, text);
        assert_non_null(kept[i]);
    }
    size_t bytes = hn_pool_bytes(pool);
    for (int i = 0; i < MANY; i++) {
        number_text(text, i);
        assert_string_equal(kept[i], text);
        assert_ptr_equal(hn_pool_add(pool, text), kept[i]);
    }
    assert_int_equal(hn_pool_bytes(pool), bytes); /* nothing was kept twice */
    hn_pool_destroy(pool);
}

/* Longer than a block, which then holds nothing else. */
static void long_texts_are_kept(void **state) {
    (void)state;
    static char text[200001];
    hn_pool *pool = hn_pool_create();
    memset(text, 'v', sizeof text - 1);
    const char *kept = hn_pool_add(pool, text);
    assert_int_equal(strlen(kept), sizeof text - 1);
    text[sizeof text - 2] = 'w'; /* differs in the last byte only */
    assert_ptr_not_equal(hn_pool_add(pool, text), kept);
    assert_string_equal(hn_pool_add(pool, "kort"), "kort");
    hn_pool_destroy(pool);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_text_is_same_pointer),
        cmocka_unit_test(beginnings_of_each_other_differ),
        cmocka_unit_test(texts_are_found_after_growing),
        cmocka_unit_test(long_texts_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
