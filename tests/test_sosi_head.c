/* test_sosi_head.c - the head of a SOSI file: character sets, coordinate systems, units, origin,
 * stated extent, and files that do not say what they must. */
#include "sosi_kit.h"

#include <errno.h>
#include <iconv.h>

#define ONE_POINT ".PUNKT 1:\n..NØ\n1 2\n.SLUTT\n"

static void with_lines(sosi_kit *k, const char *lines, const char *objects) {
    static char text[4000];
    snprintf(text, sizeof text, ".HODE\n..TEGNSETT UTF-8\n%s%s", lines, objects);
    kit_open(k, text);
}

static void refused(sosi_kit *k, const char *lines, sosi_code code, int line) {
    char text[4000];
    snprintf(text, sizeof text, ".HODE\n..TEGNSETT UTF-8\n%s" ONE_POINT, lines);
    kit_refuses(k, text, code, line);
}

static void all_of_a_head_is_there(void **state) {
    sosi_kit *k = *state;
    with_lines(k,
               "..SOSI-VERSJON 4.5\n..SOSI-NIVÅ 4\n..TRANSPAR\n...KOORDSYS 22\n...VERT-DATUM "
               "NN2000\n...ORIGO-NØ 6700000.5 -200\n...ENHET 0.01\n...ENHET-H 0.1\n...ENHET-D 0.5\n"
               "..OMRÅDE\n...MIN-NØ 6700000 -201\n...MAX-NØ 6700002 -199\n..KVALITET 11 300\n"
               "..EIER \"Sjøvik kommune\" ! ikke oss\n",
               ONE_POINT);
    const sosi_head *head = sosi_head_of(k->reader);
    assert_string_equal(head->charset, "UTF-8");
    assert_string_equal(head->charset_stated, "UTF-8");
    assert_string_equal(head->version, "4.5");
    assert_int_equal(head->level, 4);
    assert_int_equal(head->number, 22);
    assert_int_equal(head->known.epsg, 25832);
    assert_int_equal(head->known.zone, 32);
    assert_false(head->known.degrees || head->mark);
    assert_string_equal(head->vertical, "NN2000");
    assert_int_equal(head->transformations, 1);
    assert_true(head->unit == 0.01 && head->unit_height == 0.1 && head->unit_depth == 0.5);
    assert_true(head->origin_north == 6700000.5 && head->origin_east == -200);
    assert_true(head->stated && head->stated_box[0] == -201 && head->stated_box[3] == 6700002);
    assert_int_equal(head->quality.method, 11);
    assert_int_equal(head->quality.accuracy, 300);
    assert_string_equal(head->attribute[head->attributes - 1].value, "Sjøvik kommune");
    assert_int_equal(head->attribute[4].level, 3);
    assert_int_equal(head->attribute[4].parent, 3); /* KOORDSYS of TRANSPAR */
    size_t count;
    sosi_problems(k->reader, &count);
    assert_int_equal(count, 0);
    assert_true(kit_next(k));
    kit_points(k, -199.98, 6700000.51);
}

/* ---- character sets ---- */

static void tables_are_those_of_iconv(void **state) {
    sosi_kit *k = *state;
    const char *const names[][2] = {
        {"ISO8859-1", "ISO-8859-1"},
        {"ISO8859-10", "ISO-8859-10"},
        {"ISO8859-15", "ISO-8859-15"},
        {"ANSI", "CP1252"},
        {"DOSN8", "CP865"},
        {"ND7", "NS_4551-1"},
        {"DECN7", "NS_4551-1"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        iconv_t to = iconv_open("UTF-8", names[i][1]), from = iconv_open(names[i][1], "UTF-8");
        if (to == (iconv_t)-1 || from == (iconv_t)-1) {
            print_message("iconv does not know %s\n", names[i][1]);
            continue;
        }
        char oe[4] = "Ø", in_set[4] = {0}, *p = oe, *q = in_set;
        size_t left = 2, room = 3;
        assert_int_equal(iconv(from, &p, &left, &q, &room), 0);
        int seven = strstr(names[i][0], "N7") || strcmp(names[i][0], "ND7") == 0;
        for (int byte = seven ? 0x20 : 0x80; byte < (seven ? 0x7F : 0x100); byte++) {
            if (strchr("!\"'&", byte)) continue; /* of the notation */
            char text[400], expected[8] = {0}, letter = (char)byte;
            p = &letter, q = expected, left = 1, room = 7;
            if (iconv(to, &p, &left, &q, &room) == (size_t)-1) strcpy(expected, "\xEF\xBF\xBD");
            snprintf(text, sizeof text,
                     ".HODE\n..TEGNSETT %s\n...KOORDSYS 23\n...ORIGO-N%s 0 0\n...ENHET 1\n"
                     ".PUNKT 1:\n..NAVN a%cb\n..N%s\n1 1\n.SLUTT\n",
                     names[i][0], in_set, byte, in_set);
            kit_open(k, text);
            assert_true(kit_next(k));
            char whole[16];
            snprintf(whole, sizeof whole, "a%sb", expected);
            if (strcmp(kit_value(k, "NAVN"), whole) != 0)
                fail_msg("%s 0x%02X: '%s', not '%s'", names[i][0], byte, kit_value(k, "NAVN"),
                         whole);
            assert_null(kit_file_problem(k, SOSI_CHARSET_DIFFERS));
        }
        iconv_close(to);
        iconv_close(from);
    }
}

static void bytes_decide_against_the_head(void **state) {
    sosi_kit *k = *state;
    const struct {
        const char *stated, *oe, *taken;
        int differs;
    } cases[] = {
        {"..TEGNSETT UTF-8\n", "Ø", "UTF-8", 0},
        {"", "Ø", "UTF-8", 1},
        {"..TEGNSETT ISO8859-1\n", "Ø", "UTF-8", 1},
        {"..TEGNSETT UTF-8\n", "\xD8", "ISO8859-1", 1},
        {"..TEGNSETT DOSN8\n", "\xD8", "ISO8859-1", 1},
        {"..TEGNSETT ANSI\n", "\x9D", "DOSN8", 1},
        {"..TEGNSETT ansi\n", "\xD8", "ANSI", 0},
        {"", "\x9D", "DOSN8", 1},
        {"..TEGNSETT UTF-8\n", "\\", "ND7", 1},
        {"..TEGNSETT DECN7\n", "\\", "DECN7", 0},
        {"..TEGNSETT EBCDIC\n", "\xD8", "ISO8859-1", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[300];
        snprintf(text, sizeof text,
                 ".HODE\n%s...KOORDSYS 23\n...ORIGO-N%s 7 8\n...ENHET 1\n.PUNKT 1:\n..N%s\n1 1\n"
                 ".SLUTT\n",
                 cases[i].stated, cases[i].oe, cases[i].oe);
        kit_open(k, text);
        assert_string_equal(sosi_head_of(k->reader)->charset, cases[i].taken);
        const sosi_problem *problem = kit_file_problem(k, SOSI_CHARSET_DIFFERS);
        assert_int_equal(problem != NULL, cases[i].differs);
        if (problem) assert_string_equal(problem->word, cases[i].taken);
        assert_true(kit_next(k));
        kit_points(k, 9, 8);
    }
}

static void a_byte_order_mark_is_no_text(void **state) {
    sosi_kit *k = *state;
    for (k->chunk = 0; k->chunk < 4; k->chunk++) {
        kit_open(k, "\xEF\xBB\xBF" KIT_HEAD ".PUNKT 7:\n..NØ\n100 200\n.SLUTT\n");
        assert_true(sosi_head_of(k->reader)->mark);
        assert_true(kit_next(k));
        kit_points(k, 2, 1);
        assert_int_equal(k->object->line, 9);
        assert_int_equal(sosi_select(k->reader, 0), SOSI_OK);
        assert_true(kit_next(k));
        assert_int_equal(k->object->line, 9);
    }
}

/* A sequence that only looks like UTF-8: overlong, a surrogate, beyond Unicode, cut off. */
static void broken_utf8_is_not_taken_for_it(void **state) {
    sosi_kit *k = *state;
    const char *const broken[] = {"\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                                  "\xC3",     "\x80",         "\xE0\x80\x80"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        char text[400];
        snprintf(text, sizeof text, KIT_HEAD ".PUNKT 1:\n..NAVN %s\n..NØ\n1 1\n.SLUTT\n",
                 broken[i]);
        kit_open(k, text);
        assert_string_not_equal(sosi_head_of(k->reader)->charset, "UTF-8");
        assert_non_null(kit_file_problem(k, SOSI_CHARSET_DIFFERS));
    }
}

/* ---- systems ---- */

static void systems_of_the_list(void **state) {
    (void)state;
    const struct {
        int number, epsg, zone;
        bool degrees;
    } cases[] = {
        {1, 27391, 1, false},   {8, 27398, 8, false},   {9, 4273, 0, true},
        {19, 25829, 29, false}, {20, 25830, 30, false}, {21, 25831, 31, false},
        {22, 25832, 32, false}, {23, 25833, 33, false}, {24, 25834, 34, false},
        {25, 25835, 35, false}, {26, 25836, 36, false}, {31, 23031, 31, false},
        {36, 23036, 36, false}, {50, 4230, 0, true},    {59, 32629, 29, false},
        {61, 32631, 31, false}, {66, 32636, 36, false}, {72, 4326, 0, true},
        {84, 4258, 0, true},    {205, 5105, 5, false},  {230, 5130, 30, false},
    };
    sosi_system system;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(sosi_system_find(cases[i].number, &system));
        assert_int_equal(system.epsg, cases[i].epsg);
        assert_int_equal(system.zone, cases[i].zone);
        assert_int_equal(system.degrees, cases[i].degrees);
        assert_non_null(system.name);
    }
    for (int local = 51; local <= 54; local++) { /* named, but without a number */
        assert_true(sosi_system_find(local, &system));
        assert_int_equal(system.epsg, 0);
    }
    const int unknown[] = {-1, 0,  10, 18, 27, 30,  37,  49,  55,
                           58, 67, 85, 87, 99, 101, 204, 231, 999};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        assert_false(sosi_system_find(unknown[i], &system));
        assert_int_equal(system.epsg, 0);
        assert_null(system.name);
    }
}

/* ---- units ---- */

static void units_are_applied_exactly(void **state) {
    sosi_kit *k = *state;
    const struct {
        const char *unit, *origin, *point;
        double north, east;
    } cases[] = {
        /* 674759383 * 0.01 is not 6747593.83 in doubles, 674759383 / 100 is. */
        {"0.01", "0 0", "674759383 47234049", 6747593.83, 472340.49},
        {"0.010", "100000 10000", "23456 2345", 100234.56, 10023.45},
        {"0.001", "0 0", "6740223648 398638783", 6740223.648, 398638.783},
        {"0.0000001", "60 10", "1234567 -7654321", 60.1234567, 9.2345679},
        {"1", "-7 .5", "+3 -1", -4, -0.5},
        {"0.5", "0.25 0", "3 1", 1.75, 0.5},
        {"100", "0 0", "71 4", 7100, 400},
        {"0.01", "0 0", "12.5 0.25", 0.125, 0.0025},
        {"1", "0 0", "7000000.12 400000.", 7000000.12, 400000},
        {"0.01", "1000000000000 0", "1 1", 1000000000000.01, 0.01},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char lines[200], object[200];
        snprintf(lines, sizeof lines, "...KOORDSYS 23\n...ORIGO-NØ %s\n...ENHET %s\n",
                 cases[i].origin, cases[i].unit);
        snprintf(object, sizeof object, ".PUNKT 1:\n..NØ\n%s\n.SLUTT\n", cases[i].point);
        with_lines(k, lines, object);
        assert_true(kit_next(k));
        kit_points(k, cases[i].east, cases[i].north);
    }
}

/* Every centimetre of a kilometre is the double nearest to its decimal. */
static void no_number_drifts(void **state) {
    sosi_kit *k = *state;
    static char body[100000 * 20];
    size_t at = 0;
    at += (size_t)snprintf(body, sizeof body, KIT_HEAD ".KURVE 1:\n..NØ\n");
    for (int i = 0; i < 100000; i++)
        at += (size_t)snprintf(body + at, sizeof body - at, "%d %d\n", 674700000 + i, i);
    kit_open(k, body);
    assert_true(kit_next(k));
    assert_int_equal(k->object->geometry.points, 100000);
    for (int i = 0; i < 100000; i++) {
        char decimal[40];
        snprintf(decimal, sizeof decimal, "%d.%02d", (674700000 + i) / 100, (674700000 + i) % 100);
        assert_true(k->object->geometry.xy[2 * i + 1] == strtod(decimal, NULL));
    }
}

static void an_object_may_have_its_own_unit(void **state) {
    sosi_kit *k = *state;
    kit_body(k, ".PUNKT 1:\n..ENHET 1\n..ENHET-H 0.5\n..NØH\n7 8 9\n.PUNKT 2:\n..NØH\n700 800 900\n"
                ".KURVE 3:\n..OBJTYPE A\n..ENHET 10\n..NØ\n1 1\n2 2\n");
    assert_true(kit_next(k));
    kit_points(k, 8, 7);
    assert_true(k->object->geometry.z[0] == 4.5);
    assert_true(kit_next(k)); /* and the next one that of the head again */
    kit_points(k, 8, 7);
    assert_true(k->object->geometry.z[0] == 9);
    assert_true(kit_next(k));
    kit_points(k, 10, 10, 20, 20);
    kit_refuses(k, KIT_HEAD ".PUNKT 1:\n..ENHET 0\n..NØ\n1 1\n", SOSI_NOT_UNDERSTOOD, 10);
}

static void heights_and_depths_have_units(void **state) {
    sosi_kit *k = *state;
    with_lines(k, "...KOORDSYS 23\n...ORIGO-NØ 0 0\n...ENHET 1\n...ENHET-H 0.01\n...ENHET-D 0.1\n",
               ".PUNKT 1:\n..NØH\n1 2 345\n.PUNKT 2:\n..NØD\n1 2 345\n.PUNKT 3:\n..NØH\n1 2 7\n"
               ".SLUTT\n");
    assert_true(kit_next(k) && k->object->geometry.z[0] == 3.45);
    assert_true(kit_next(k) && k->object->geometry.z[0] == -34.5); /* a depth goes down */
    assert_true(kit_next(k) && k->object->geometry.z[0] == 0.07);
}

/* ---- several groups ---- */

static void several_transpar_complete_each_other(void **state) {
    sosi_kit *k = *state;
    with_lines(k,
               "..TRANSPAR\n...KOORDSYS 23\n...ORIGO-NØ 5 6\n...ENHET 1\n..TRANSPAR\n...VERT-DATUM "
               "NN54\n...KOORDSYS 23\n...ENHET 1.0\n",
               ONE_POINT);
    assert_int_equal(sosi_head_of(k->reader)->transformations, 2);
    assert_string_equal(sosi_head_of(k->reader)->vertical, "NN54");
    assert_true(kit_next(k));
    kit_points(k, 8, 6);
}

static void several_transpar_must_not_differ(void **state) {
    sosi_kit *k = *state;
    const char *const second[] = {"...KOORDSYS 22\n", "...ORIGO-NØ 0 1\n", "...ENHET 0.1\n"};
    const char *const word[] = {"KOORDSYS", "ORIGO-NØ", "ENHET"};
    for (size_t i = 0; i < 3; i++) {
        char lines[200];
        snprintf(lines, sizeof lines,
                 "..TRANSPAR\n...KOORDSYS 23\n...ORIGO-NØ 0 0\n...ENHET 1\n..TRANSPAR\n%s",
                 second[i]);
        refused(k, lines, SOSI_TRANSPAR_DIFFERS, 8);
        assert_string_equal(sosi_failure(k->reader)->word, word[i]);
        /* So must a second head in the same file. */
        char text[400];
        snprintf(text, sizeof text,
                 ".HODE\n...KOORDSYS 23\n...ORIGO-NØ 0 0\n...ENHET 1\n.HODE\n%s.SLUTT\n",
                 second[i]);
        kit_refuses(k, text, SOSI_TRANSPAR_DIFFERS, 6);
    }
}

static void what_gives_coordinates_meaning_must_be_there(void **state) {
    sosi_kit *k = *state;
    refused(k, "...ORIGO-NØ 0 0\n", SOSI_UNIT_LACKS, 0);
    refused(k, "...ORIGO-NØ 0 0\n...ENHET 0\n", SOSI_UNIT_LACKS, 0);
    refused(k, "...ORIGO-NØ 0 0\n...ENHET -1\n", SOSI_UNIT_LACKS, 0);
    refused(k, "...ORIGO-NØ 0 0\n...ENHET x\n", SOSI_UNIT_LACKS, 0);
    refused(k, "...ENHET 1\n", SOSI_ORIGIN_LACKS, 0);
    refused(k, "...ENHET 1\n...ORIGO-NØ 5\n", SOSI_ORIGIN_LACKS, 0);
    refused(k, "...ENHET 0.000000000001\n...ORIGO-NØ 7000000 0\n", SOSI_UNIT_BEYOND, 5);
    kit_refuses(k, "text\n", SOSI_NOT_SOSI, 0);
    kit_refuses(k, "", SOSI_NOT_SOSI, 0);
    kit_refuses(k, ".KURVE 1:\n..NØ\n1 1\n", SOSI_NOT_SOSI, 3);
}

static void an_unknown_system_is_no_guess(void **state) {
    sosi_kit *k = *state;
    with_lines(k, "...KOORDSYS 999\n...ORIGO-NØ 0 0\n...ENHET 1\n", ONE_POINT);
    assert_int_equal(sosi_head_of(k->reader)->number, 999);
    assert_int_equal(sosi_head_of(k->reader)->known.epsg, 0);
    with_lines(k, "...ORIGO-NØ 0 0\n...ENHET 1\n", ONE_POINT);
    assert_int_equal(sosi_head_of(k->reader)->number, -1);
    assert_int_equal(sosi_head_of(k->reader)->known.epsg, 0);
}

/* ---- the file as a whole ---- */

static void coordinates_beyond_the_stated_extent_are_told(void **state) {
    sosi_kit *k = *state;
    const char *lines = "...KOORDSYS 23\n...ORIGO-NØ 0 0\n...ENHET 1\n..OMRÅDE\n...MIN-NØ 0 0\n"
                        "...MAX-NØ 100 100\n";
    with_lines(k, lines, ".KURVE 1:\n..NØ\n0 0\n101 50\n.SLUTT\n"); /* whole units are rounded */
    assert_null(kit_file_problem(k, SOSI_OUTSIDE_STATED));
    with_lines(k, lines, ".KURVE 1:\n..NØ\n0 -30\n107 50\n.SLUTT\n");
    assert_non_null(kit_file_problem(k, SOSI_OUTSIDE_STATED));
    assert_true(kit_file_problem(k, SOSI_OUTSIDE_STATED)->size == 30);
    /* The drawing of a text may reach beyond, its place not. */
    with_lines(k, lines, ".TEKST 1:\n..NØ\n0 0\n500 500\n.SLUTT\n");
    assert_null(kit_file_problem(k, SOSI_OUTSIDE_STATED));
}

static void a_file_without_end_is_told(void **state) {
    sosi_kit *k = *state;
    kit_open(k, KIT_HEAD ".PUNKT 1:\n..NØ\n100 200");
    assert_non_null(kit_file_problem(k, SOSI_END_LACKS));
    assert_true(kit_next(k));
    kit_points(k, 2, 1);
    kit_body(k, ".PUNKT 1:\n..NØ\n100 200\n");
    assert_null(kit_file_problem(k, SOSI_END_LACKS));
}

static void files_are_known_by_their_first_word(void **state) {
    (void)state;
    const char *const yes[] = {".HODE", ".HODE 0:\n", "\xEF\xBB\xBF.HODE",
                               "\r\n ! a\n!b\n\t.HODE\n"};
    const char *const no[] = {"", ".HOD", "x.HODE", "!.HODE", "<gml>", "\xEF\xBB.HODE"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        assert_true(sosi_begins(yes[i], strlen(yes[i])));
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        assert_false(sosi_begins(no[i], strlen(no[i])));
}

static void every_problem_has_words_in_both_languages(void **state) {
    (void)state;
    for (int code = SOSI_NOT_UNDERSTOOD; code <= SOSI_NUMBER_TWICE; code++) {
        sosi_problem problem = {.code = (sosi_code)code, .other = 4711, .count = 2, .size = 0.5};
        strcpy(problem.word, "WORD");
        char nb[300], en[300], cut[10];
        sosi_problem_text(&problem, true, nb, sizeof nb);
        sosi_problem_text(&problem, false, en, sizeof en);
        if (!*nb || !*en || strcmp(nb, en) == 0) fail_msg("code %d", code);
        assert_null(strchr(nb, '%'));
        assert_null(strchr(en, '%'));
        sosi_problem_text(&problem, false, cut, sizeof cut);
        assert_true(strlen(cut) < sizeof cut && strncmp(cut, en, strlen(cut)) == 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        KIT_TEST(all_of_a_head_is_there),
        KIT_TEST(tables_are_those_of_iconv),
        KIT_TEST(bytes_decide_against_the_head),
        KIT_TEST(a_byte_order_mark_is_no_text),
        KIT_TEST(broken_utf8_is_not_taken_for_it),
        KIT_TEST(systems_of_the_list),
        KIT_TEST(units_are_applied_exactly),
        KIT_TEST(no_number_drifts),
        KIT_TEST(an_object_may_have_its_own_unit),
        KIT_TEST(heights_and_depths_have_units),
        KIT_TEST(several_transpar_complete_each_other),
        KIT_TEST(several_transpar_must_not_differ),
        KIT_TEST(what_gives_coordinates_meaning_must_be_there),
        KIT_TEST(an_unknown_system_is_no_guess),
        KIT_TEST(coordinates_beyond_the_stated_extent_are_told),
        KIT_TEST(a_file_without_end_is_told),
        KIT_TEST(files_are_known_by_their_first_word),
        KIT_TEST(every_problem_has_words_in_both_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
