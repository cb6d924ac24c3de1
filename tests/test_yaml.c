/* test_yaml.c - YAML mappings into structs: types, limits, places of mistakes, cut-off files. */
#include "data/yaml.h"

#include "data/builtin.h"
#include "data/theme.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct thing {
    char *text, *nb, *en;
    char **words;
    size_t word_count;
    double number;
    int integer, calls;
    bool flag;
} thing;

static hensyn_status count_call(hn_yaml *yaml, yaml_node_t *node, void *into) {
    (void)yaml, (void)node;
    ((thing *)into)->calls++;
    return HENSYN_OK;
}

static hensyn_status count_items(hn_yaml *yaml, yaml_node_t *node, void *into) {
    return hn_yaml_each(yaml, node, count_call, into);
}

static const hn_yaml_key keys[] = {
    {"text", HN_YAML_TEXT, offsetof(thing, text), 0, 0, 0, NULL},
    {"names", HN_YAML_TEXTS, offsetof(thing, nb), offsetof(thing, en), 0, 0, NULL},
    {"words", HN_YAML_FOLDED, offsetof(thing, words), offsetof(thing, word_count), 0, 0, NULL},
    {"number", HN_YAML_NUMBER, offsetof(thing, number), 0, 0, 10, NULL},
    {"integer", HN_YAML_INTEGER, offsetof(thing, integer), 0, -3, 3, NULL},
    {"flag", HN_YAML_BOOL, offsetof(thing, flag), 0, 0, 0, NULL},
    {"items", HN_YAML_CALL, 0, 0, 0, 0, count_items},
};

static int setup(void **state) {
    return hensyn_context_create((hensyn_context **)state) == HENSYN_OK ? 0 : -1;
}

static int teardown(void **state) {
    hensyn_context_destroy(*state);
    return 0;
}

static hensyn_status read_thing(hensyn_context *ctx, const char *text, thing *out) {
    hn_yaml yaml;
    *out = (thing){0};
    hensyn_status status = hn_yaml_load(ctx, "t.yaml", text, strlen(text), &yaml);
    if (status == HENSYN_OK)
        status = hn_yaml_mapping(&yaml, hn_yaml_root(&yaml), keys, sizeof keys / sizeof *keys, out);
    hn_yaml_clear(&yaml);
    return status;
}

static void clear_thing(thing *t) {
    hn_free(t->text);
    hn_free(t->nb);
    hn_free(t->en);
    for (size_t i = 0; i < t->word_count; i++)
        hn_free(t->words[i]);
    hn_free(t->words);
}

static void every_type(void **state) {
    thing t;
    assert_int_equal(read_thing(*state,
                                "text: 0301 # keeps its zero\n"
                                "names: {nb: Flom, en: Flood}\n"
                                "words: [Område Verdi, SVÆRT, {}]\n",
                                &t),
                     HENSYN_USAGE); /* a mapping is no word */
    clear_thing(&t);
    assert_int_equal(read_thing(*state,
                                "text: 0301\nnames: {nb: Flom, en: Flood}\n"
                                "words: [Område Verdi, SVÆRT]\nnumber: 2.5\ninteger: -3\n"
                                "flag: ja\nitems: [1, [2, 3], {a: b}]\n",
                                &t),
                     HENSYN_OK);
    assert_string_equal(t.text, "0301");
    assert_string_equal(t.nb, "Flom");
    assert_string_equal(t.en, "Flood");
    assert_int_equal(t.word_count, 2);
    assert_string_equal(t.words[0], "omradeverdi");
    assert_string_equal(t.words[1], "svart");
    assert_true(t.number > 2.49 && t.number < 2.51);
    assert_int_equal(t.integer, -3);
    assert_true(t.flag);
    assert_int_equal(t.calls, 3);
    clear_thing(&t);
}

static void json_is_yaml(void **state) {
    thing t;
    assert_int_equal(
        read_thing(*state, "{\"text\": \"a\", \"words\": [\"b\"], \"flag\": false}", &t),
        HENSYN_OK);
    assert_string_equal(t.text, "a");
    assert_int_equal(t.word_count, 1);
    assert_false(t.flag);
    clear_thing(&t);
}

static void one_word_or_one_name_is_enough(void **state) {
    thing t;
    assert_int_equal(read_thing(*state, "words: alene\nnames: Skred\nitems: 7\n", &t), HENSYN_OK);
    assert_int_equal(t.word_count, 1);
    assert_string_equal(t.nb, "Skred");
    assert_string_equal(t.en, "Skred");
    assert_int_equal(t.calls, 1);
    clear_thing(&t);
}

static const struct {
    const char *text, *message;
} bad[] = {
    {"txt: a\n", "t.yaml:1:1: ukjent nøkkel «txt» (mente du «text»?)"},
    {"text: a\n\n  \nqqqqqq: b\n", "t.yaml:4:1: ukjent nøkkel «qqqqqq»"},
    {"text: a\nflag: ja\ntext: b\n", "t.yaml:3:1: nøkkelen «text» står to ganger"},
    {"text: [a]\n", "t.yaml:1:7: her skal det stå én tekst"},
    {"[a]: b\n", "t.yaml:1:1: her skal det stå én tekst"},
    {"number: 11\n", "t.yaml:1:9: number: «11» er ikke et tall fra 0 til 10"},
    {"number: 1,5\n", "number: «1,5»"},
    {"number: 0x2\n", "number: «0x2»"},
    {"number: .inf\n", "number: «.inf»"},
    {"integer: 2.0\n", "integer: «2.0»"},
    {"integer: -4\n", "integer: «-4» er ikke et tall fra -3 til 3"},
    {"integer: ''\n", "integer: «»"},
    {"flag: kanskje\n", "t.yaml:1:7: flag: «kanskje» er verken true eller false"},
    {"names: {en: A}\n", "t.yaml:1:8: nb mangler"},
    {"names: {nb: A, nn: B}\n", "t.yaml:1:16: ukjent nøkkel «nn»"},
    {"words: [a, '?']\n", "t.yaml:1:12: «?» har verken bokstaver eller sifre"},
    {"- text: a\n", "t.yaml:1:1: her skal det stå nøkler med verdier"},
    {"text: \"a\\0b\"\n", "t.yaml:1:7:"},
    {"text: *nowhere\n", "ikke gyldig YAML"},
    {"text: 'a\n", "ikke gyldig YAML"},
    {"text:\n\t- a\n", "t.yaml:2:1: ikke gyldig YAML"},
};

static void mistakes_have_a_place(void **state) {
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        thing t;
        if (read_thing(*state, bad[i].text, &t) != HENSYN_USAGE) fail_msg("taken: %s", bad[i].text);
        if (!strstr(hensyn_message(*state), bad[i].message))
            fail_msg("wanted '%s', got '%s'", bad[i].message, hensyn_message(*state));
        clear_thing(&t);
    }
}

static void an_empty_document_has_no_root(void **state) {
    hn_yaml yaml;
    assert_int_equal(hn_yaml_load(*state, "t.yaml", "# bare dette\n", 13, &yaml), HENSYN_OK);
    assert_null(hn_yaml_root(&yaml));
    hn_yaml_clear(&yaml);
    hn_yaml_clear(&yaml); /* twice is allowed */
}

static void bytes_that_are_no_text_have_a_place(void **state) {
    hn_yaml yaml;
    static const char text[] = "text: a\nflag: \xE6\n";
    assert_int_equal(hn_yaml_load(*state, "t.yaml", text, sizeof text - 1, &yaml), HENSYN_USAGE);
    assert_non_null(strstr(hensyn_message(*state), "t.yaml:2:7:"));
    hn_yaml_clear(&yaml);
}

static void brackets_without_end_are_refused_unread(void **state) {
    static char deep[100001];
    hn_yaml yaml;
    memset(deep, '[', sizeof deep - 1);
    memcpy(deep, "a: ", 3);
    assert_int_equal(hn_yaml_load(*state, "t.yaml", deep, sizeof deep - 1, &yaml), HENSYN_USAGE);
    assert_string_equal(hensyn_message(*state),
                        "t.yaml:1:504: ikke gyldig YAML: for mange åpne klammer");
    /* As many that are closed again are no fault. */
    for (size_t i = 3; i + 3 < sizeof deep; i += 3)
        memcpy(deep + i, "[],", 3);
    deep[3] = '[', deep[4] = ' ', deep[5] = ' ';
    memcpy(deep + sizeof deep - 5, "   ]", 4);
    assert_int_equal(hn_yaml_load(*state, "t.yaml", deep, sizeof deep - 1, &yaml), HENSYN_OK);
    hn_yaml_clear(&yaml);
}

static void folding(void **state) {
    (void)state;
    char *folded = hn_folded("Svært-Viktig_Område 2");
    assert_string_equal(folded, "svartviktigomrade2");
    hn_free(folded);
    folded = hn_folded("");
    assert_string_equal(folded, "");
    hn_free(folded);
}

/* Nearly every beginning of a theme is no theme; none may crash, leak or be taken half. */
static void every_beginning_of_the_built_in_themes(void **state) {
    size_t files = 0;
    for (const hn_builtin *b = hn_builtins; b->name; b++) {
        if (strncmp(b->name, "themes/", 7) != 0 || !strstr(b->name, ".yaml")) continue;
        files++;
        for (size_t size = 0; size < b->size; size += 61) {
            hn_theme theme;
            hensyn_status status = hn_theme_parse(*state, "t.yaml", b->text, size, &theme);
            assert_true(status == HENSYN_OK || status == HENSYN_USAGE);
            assert_int_equal(status == HENSYN_OK, theme.name != NULL);
            hn_theme_clear(&theme);
        }
    }
    assert_true(files >= 19);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type),
        cmocka_unit_test(json_is_yaml),
        cmocka_unit_test(one_word_or_one_name_is_enough),
        cmocka_unit_test(mistakes_have_a_place),
        cmocka_unit_test(an_empty_document_has_no_root),
        cmocka_unit_test(bytes_that_are_no_text_have_a_place),
        cmocka_unit_test(brackets_without_end_are_refused_unread),
        cmocka_unit_test(folding),
        cmocka_unit_test(every_beginning_of_the_built_in_themes),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
