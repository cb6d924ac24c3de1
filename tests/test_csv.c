/* test_csv.c - the reader of rule tables: what it takes, and where it says that something is wrong.
 */
#include "data/csv.h"

#include "data/builtin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *const abc[] = {"a", "b", "c"};

static int setup(void **state) {
    return hensyn_context_create((hensyn_context **)state) == HENSYN_OK ? 0 : -1;
}

static int teardown(void **state) {
    hensyn_context_destroy(*state);
    return 0;
}

static hensyn_status read_abc(void **state, const char *text, size_t size, hn_csv *out) {
    return hn_csv_read(*state, "t.csv", text, size, abc, 3, 2, out);
}

static void cells_may_hold_anything_in_quotes(void **state) {
    static const char text[] = "b , a\n"
                               "1, \" en \"\"to\"\", tre\nfire \" \n"
                               "  # ikke en rad\n"
                               ",\n"
                               "2,\"\"\n"
                               "3,x";
    hn_csv csv;
    assert_int_equal(read_abc(state, text, sizeof text - 1, &csv), HENSYN_OK);
    assert_int_equal(csv.rows, 3);
    assert_int_equal(csv.columns, 3);
    assert_string_equal(hn_csv_cell(&csv, 0, 0), " en \"to\", tre\nfire ");
    assert_string_equal(hn_csv_cell(&csv, 0, 1), "1");
    assert_string_equal(hn_csv_cell(&csv, 0, 2), ""); /* a column that is not in the file */
    assert_string_equal(hn_csv_cell(&csv, 1, 0), "");
    assert_string_equal(hn_csv_cell(&csv, 2, 0), "x");
    assert_int_equal(csv.line[0], 2);
    assert_int_equal(csv.line[1], 6);
    assert_int_equal(csv.line[2], 7);
    hn_csv_clear(&csv);
    hn_csv_clear(&csv); /* twice is allowed */
}

static void what_spreadsheets_write(void **state) {
    static const char text[] = "\xEF\xBB\xBF\"A\";\"b\";C\r\n\"x;y\";  0,25 ;blå\r\n;;\r\n";
    hn_csv csv;
    double number;
    assert_int_equal(read_abc(state, text, sizeof text - 1, &csv), HENSYN_OK);
    assert_int_equal(csv.rows, 1);
    assert_string_equal(hn_csv_cell(&csv, 0, 0), "x;y");
    assert_string_equal(hn_csv_cell(&csv, 0, 1), "0,25");
    assert_string_equal(hn_csv_cell(&csv, 0, 2), "blå");
    assert_int_equal(hn_csv_number(*state, &csv, 0, 1, 0, 1, &number), HENSYN_OK);
    assert_true(number > 0.2499999 && number < 0.2500001);
    hn_csv_clear(&csv);
}

static void a_header_alone_has_no_rows(void **state) {
    hn_csv csv;
    assert_int_equal(read_abc(state, "a,b", 3, &csv), HENSYN_OK);
    assert_int_equal(csv.rows, 0);
    hn_csv_clear(&csv);
}

static void size_is_believed_not_the_terminator(void **state) {
    hn_csv csv;
    assert_int_equal(read_abc(state, "a,b\n1,2\n3,4\n", 8, &csv), HENSYN_OK);
    assert_int_equal(csv.rows, 1);
    hn_csv_clear(&csv);
}

static const struct {
    const char *text, *message;
} bad[] = {
    {"", "t.csv:1: kolonnen «a» mangler"},
    {"\n\n# x\n", "t.csv:4: kolonnen «a» mangler"},
    {"a,c\n", "t.csv:1: kolonnen «b» mangler"},
    {"a,b,d\n", "t.csv:1: ukjent kolonne «d»"},
    {"a,b,\n", "t.csv:1: ukjent kolonne «»"},
    {"# x\na,b\n1\n", "t.csv:3: 1 felt, men overskriften har 2"},
    {"a,b\n1,2,3\n", "t.csv:2: 3 felt, men overskriften har 2"},
    {"a,b\n1,\"2\n3\n", "t.csv:2: anførselstegnet som åpnes her, lukkes ikke"},
    {"a,b\n1,\"2\"\"", "t.csv:2: anførselstegnet"},
    {"a,b\n1,\"", "t.csv:2: anførselstegnet"},
    {"a,b\n\"1\"2,3\n", "t.csv:2: tekst etter anførselstegnet"},
    {"a,b\n1,\xE5\n", "UTF-8"},
    {"a,b\n1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17\n", "t.csv:2: flere enn 16 kolonner"},
};

static void bad_tables_are_refused_with_their_line(void **state) {
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        hn_csv csv;
        hensyn_status status = read_abc(state, bad[i].text, strlen(bad[i].text), &csv);
        if (status != HENSYN_USAGE) fail_msg("taken: %s", bad[i].text);
        if (!strstr(hensyn_message(*state), bad[i].message))
            fail_msg("wanted '%s', got '%s'", bad[i].message, hensyn_message(*state));
        assert_null(csv.text);
        assert_null(csv.cell);
        assert_int_equal(csv.rows, 0);
    }
}

static void text_with_nulls_is_no_table(void **state) {
    hn_csv csv;
    assert_int_equal(read_abc(state, "a,b\n\0001,2", 8, &csv), HENSYN_USAGE);
    assert_null(csv.text);
}

static void numbers_and_their_limits(void **state) {
    static const char text[] =
        "a,b\n5,0.5\n-1,1e-3\n7,\n4.0,nan\n 3 ,0x1\n99999999999999999999,2\n";
    static const bool integer[] = {true, true, false, false, true, false};
    static const bool number[] = {true, true, false, false, false, false};
    hn_csv csv;
    assert_int_equal(read_abc(state, text, sizeof text - 1, &csv), HENSYN_OK);
    assert_int_equal(csv.rows, 6);
    for (size_t row = 0; row < csv.rows; row++) {
        int whole = -99;
        double real = -99;
        assert_int_equal(hn_csv_integer(*state, &csv, row, 0, -1, 5, &whole) == HENSYN_OK,
                         integer[row]);
        assert_int_equal(hn_csv_number(*state, &csv, row, 1, 0, 1, &real) == HENSYN_OK,
                         number[row]);
        if (integer[row]) assert_in_range(whole + 1, 0, 6);
        if (number[row]) assert_true(real >= 0 && real <= 1);
    }
    assert_int_equal(hn_csv_integer(*state, &csv, 2, 0, -1, 5, &(int){0}), HENSYN_USAGE);
    assert_non_null(strstr(hensyn_message(*state), "t.csv:4: «7» er ikke et heltall fra -1 til 5"));
    hn_csv_clear(&csv);
}

static void parts_between_bars(void **state) {
    (void)state;
    const char *at = " a | bb||for lang";
    char part[4];
    static const char *const wanted[] = {"a", "bb", "", "for"};
    for (size_t i = 0; i < 4; i++) {
        assert_true(hn_csv_part(&at, part, sizeof part));
        assert_string_equal(part, wanted[i]);
    }
    assert_false(hn_csv_part(&at, part, sizeof part));
    at = "";
    assert_true(hn_csv_part(&at, part, sizeof part)); /* one part, and it is empty */
    assert_string_equal(part, "");
    assert_false(hn_csv_part(&at, part, sizeof part));
}

static void hints(void **state) {
    hensyn_context *ctx = *state;
    char hint[HN_HINT_SIZE];
    assert_string_equal(hn_csv_hint(ctx, NULL, hint), "");
    assert_string_equal(hn_csv_hint(ctx, "flom", hint), " (mente du «flom»?)");
    hensyn_set_language(ctx, "en");
    assert_string_equal(hn_csv_hint(ctx, "flom", hint), " (did you mean 'flom'?)");
    hensyn_set_language(ctx, "nb");
}

/* A file that was cut off anywhere is read or refused, never read beyond its end. */
static void every_beginning_of_a_built_in_table(void **state) {
    static const char *const columns[] = {"kodeliste", "kode", "tema", "pavirkning", "kilde"};
    const hn_builtin *file = hn_builtin_find("themes/pavirkning.csv");
    assert_non_null(file);
    size_t most = 0;
    for (size_t size = 0; size <= file->size; size += size < 3000 ? 1 : 97) {
        hn_csv csv;
        /* A block of its own, so that a step too far is seen. */
        char *copy = hn_alloc(size, 1);
        assert_non_null(copy);
        memcpy(copy, file->text, size);
        hensyn_status status = hn_csv_read(*state, "t.csv", copy, size, columns, 5, 4, &csv);
        assert_true(status == HENSYN_OK || status == HENSYN_USAGE);
        if (status == HENSYN_OK) {
            assert_true(csv.rows >= most); /* a longer beginning never has fewer rows */
            most = csv.rows;
        }
        hn_csv_clear(&csv);
        hn_free(copy);
    }
    assert_true(most > 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_may_hold_anything_in_quotes),
        cmocka_unit_test(what_spreadsheets_write),
        cmocka_unit_test(a_header_alone_has_no_rows),
        cmocka_unit_test(size_is_believed_not_the_terminator),
        cmocka_unit_test(bad_tables_are_refused_with_their_line),
        cmocka_unit_test(text_with_nulls_is_no_table),
        cmocka_unit_test(numbers_and_their_limits),
        cmocka_unit_test(parts_between_bars),
        cmocka_unit_test(hints),
        cmocka_unit_test(every_beginning_of_a_built_in_table),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
