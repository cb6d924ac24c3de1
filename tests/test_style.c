/* test_style.c - the style table and what is made from it: QML, SLD and project. */
#include "data/builtin.h"
#include "style_kit.h"

#include <cpl_conv.h>
#include <cpl_minixml.h>
#include <locale.h>

/* The parsed QML or SLD of a table; the caller destroys it. */
static CPLXMLNode *parsed(fixture *f, const char *table, bool sld) {
    hn_buffer text = {0};
    hensyn_status status = sld ? hn_style_sld(f->ctx, f->styles, table, &text)
                               : hn_style_qml(f->ctx, f->styles, table, &text);
    assert_int_equal(status, HENSYN_OK);
    assert_non_null(text.text);
    CPLXMLNode *root = CPLParseXMLString(text.text);
    if (!root) fail_msg("%s of %s is not well formed", sld ? "SLD" : "QML", table);
    hn_buffer_free(&text);
    return root;
}

/* How many elements of a name lie in a tree, however deep. */
static int count_elements(const CPLXMLNode *node, const char *name) {
    int count = 0;
    for (; node; node = node->psNext) {
        if (node->eType == CXT_Element && strcmp(node->pszValue, name) == 0) count++;
        count += count_elements(node->psChild, name);
    }
    return count;
}

static char *qml_text(fixture *f, const char *table) {
    hn_buffer text = {0};
    assert_int_equal(hn_style_qml(f->ctx, f->styles, table, &text), HENSYN_OK);
    return text.text;
}

static int occurrences(const char *text, const char *word) {
    int count = 0;
    for (const char *at = text; (at = strstr(at, word)); at += strlen(word))
        count++;
    return count;
}

/* --- XML --- */

static void xml_text_is_escaped(void **state) {
    (void)state;
    hn_buffer out = {0};
    hn_xml(&out, "a<b>&\"c\"'d'\n\tæøå\x01\x7f.");
    assert_string_equal(out.text, "a&lt;b&gt;&amp;&quot;c&quot;&apos;d&apos;&#10;&#9;æøå.");
    hn_buffer_free(&out);
    hn_xml(&out, NULL);
    assert_null(out.text);
    hn_xml(&out, "");
    assert_string_equal(out.text, "");
    hn_buffer_free(&out);
    hn_xml_attribute(&out, "name", "\"><x");
    assert_string_equal(out.text, " name=\"&quot;&gt;&lt;x\"");
    hn_buffer_free(&out);
}

static void check_number(double number, int decimals, const char *wanted) {
    hn_buffer out = {0};
    hn_xml_number(&out, number, decimals);
    assert_string_equal(out.text, wanted);
    hn_buffer_free(&out);
}

static void xml_numbers_have_a_point(void **state) {
    (void)state;
    check_number(0, 3, "0");
    check_number(0.1 + 0.2, 3, "0.3");
    check_number(2.5, 3, "2.5");
    check_number(-7400000.125, 2, "-7400000.13");
    check_number(-0.0004, 3, "0");
    check_number(1.05, 2, "1.05");
    check_number(12, 0, "12");
    check_number(NAN, 3, "0");
    check_number(INFINITY, 3, "0");
    check_number(1e18, 3, "1000000000000000000");
    const char *comma = setlocale(LC_NUMERIC, "nb_NO.UTF-8");
    if (!comma) comma = setlocale(LC_NUMERIC, "de_DE.UTF-8");
    check_number(2.5, 3, "2.5");
    setlocale(LC_NUMERIC, "C");
}

static void colours_are_read_and_paled(void **state) {
    (void)state;
    int rgb[3];
    char pale[8];
    assert_true(hn_colour_parts("#0070C0", rgb));
    assert_int_equal(rgb[0], 0);
    assert_int_equal(rgb[1], 112);
    assert_int_equal(rgb[2], 192);
    assert_false(hn_colour_parts("0070c0", rgb));
    assert_false(hn_colour_parts("#0070cg", rgb));
    assert_int_equal(rgb[2], 0);
    assert_false(hn_colour_parts(NULL, rgb));
    hn_colour_pale("#0064c8", 0.5, pale);
    assert_string_equal(pale, "#80b2e4"); /* 127.5, 177.5 and 227.5, rounded away from zero */
    hn_colour_pale("#123456", 0, pale);
    assert_string_equal(pale, "#123456");
    hn_colour_pale("#123456", 1, pale);
    assert_string_equal(pale, "#ffffff");
    hn_colour_pale("#204060", -0.5, pale);
    assert_string_equal(pale, "#102030");
}

/* --- the table --- */

static void every_table_has_one_layer(void **state) {
    fixture *f = *state;
    size_t tables = 0;
    for (const hn_table *table = hn_tables(); table->name; table++, tables++) {
        const hn_style_layer *layer = hn_style_layer_find(f->styles, table->name);
        if (!layer) fail_msg("%s has no style", table->name);
        assert_true((table->geometry != NULL) == (layer->kind != HN_NO_GEOMETRY));
    }
    assert_int_equal(hn_styles_count(f->styles), tables);
    for (size_t i = 0; i < tables; i++) {
        assert_true(strlen(hn_styles_title(f->styles, i)) > 0);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(hn_styles_table(f->styles, i), hn_styles_table(f->styles, k));
    }
    assert_null(hn_styles_table(f->styles, tables));
    assert_null(hn_styles_title(f->styles, tables));
    assert_null(hn_style_layer_find(f->styles, "finnes_ikke"));
}

static size_t place(const fixture *f, const char *table) {
    size_t at = 0;
    while (strcmp(hn_styles_table(f->styles, at), table) != 0)
        at++;
    return at;
}

static void conflicts_lie_above_considerations_above_plan(void **state) {
    fixture *f = *state;
    assert_true(place(f, "konflikt_punkt") < place(f, "konflikt_linje"));
    assert_true(place(f, "konflikt_linje") < place(f, "konflikt"));
    assert_true(place(f, "konflikt") < place(f, "hensyn_punkt"));
    assert_true(place(f, "hensyn_punkt") < place(f, "hensyn_linje"));
    assert_true(place(f, "hensyn") < place(f, "arealformal"));
    assert_true(place(f, "arealformal") < place(f, "plan_tema"));
}

static void layers_stand_in_known_groups_and_name_their_rows(void **state) {
    fixture *f = *state;
    for (size_t i = 0; i < f->styles->layer_count; i++) {
        const hn_style_layer *layer = &f->styles->layers[i];
        bool group = false, display = false;
        for (size_t k = 0; k < f->styles->group_count; k++)
            group = group || strcmp(f->styles->groups[k].name, layer->group) == 0;
        for (const hn_column *c = layer->columns->columns; c->name; c++)
            display = display || strcmp(c->name, layer->display) == 0;
        if (!group) fail_msg("%s: no group %s", layer->table, layer->group);
        if (!display) fail_msg("%s: no column %s", layer->table, layer->display);
        for (size_t k = 0; k < layer->decare_count; k++) {
            const hn_column *c = layer->columns->columns;
            while (c->name && strcmp(c->name, layer->decares[k]) != 0)
                c++;
            if (!c->name) fail_msg("%s: no column %s", layer->table, layer->decares[k]);
            assert_string_equal(c->unit, "m2");
        }
    }
}

static void every_column_has_a_norwegian_name_with_its_unit(void **state) {
    fixture *f = *state;
    for (const hn_table *table = hn_tables(); table->name; table++)
        for (const hn_column *c = table->columns; c->name; c++) {
            const char *alias = hn_style_alias(f->styles, table->name, c->name);
            if (alias == c->name) fail_msg("%s.%s has no alias", table->name, c->name);
            if (c->unit && strcmp(c->unit, "m2") == 0 && !strstr(alias, "(m²)"))
                fail_msg("%s.%s: '%s' has no m²", table->name, c->name, alias);
            if (c->unit && strcmp(c->unit, "m") == 0 && !strstr(alias, "(m)"))
                fail_msg("%s.%s: '%s' has no m", table->name, c->name, alias);
        }
    assert_string_equal(hn_style_alias(f->styles, "hensyn", "kode"), "Verdi slik den er lest");
    assert_string_equal(hn_style_alias(f->styles, "merknad", "kode"), "Kode");
    assert_string_equal(hn_style_alias(f->styles, "merknad", "antall"), "Antall");
    assert_string_equal(hn_style_alias(f->styles, "plan_tema", "antall"), "Antall objekter");
    assert_string_equal(hn_style_alias(f->styles, "avstand", "antall_innen"),
                        "Målområder innenfor grensen");
    assert_string_equal(hn_style_alias(f->styles, "merknad", "tull"), "tull");
}

static void codes_have_words(void **state) {
    fixture *f = *state;
    size_t count;
    const hn_style_word *word = hn_style_values(f->styles, "konflikt", "konsekvens", &count);
    assert_int_equal(count, 5);
    assert_string_equal(word[4].value, "4");
    assert_string_equal(word[4].text, "4 svært stor (----)");
    hn_style_values(f->styles, "hensyn", "verdi", &count);
    assert_int_equal(count, 5);
    assert_null(hn_style_values(f->styles, "indikator", "verdi", &count));
    assert_int_equal(count, 0);
    assert_null(hn_style_values(f->styles, "konflikt", "areal_m2", &count));
}

/* --- grades --- */

static void consequence_has_the_colours_of_m1941(void **state) {
    fixture *f = *state;
    static const char *const colours[] = {"#fbffff", "#d4fffe", "#00b0f0", "#0070c0", "#002060"};
    for (int grade = 0; grade < HN_GRADES; grade++) {
        const hn_style_grade *style = hn_style_grade_of(f->styles, "ku", grade);
        assert_non_null(style);
        assert_int_equal(style->grade, grade);
        assert_string_equal(style->symbol.fill, colours[grade]);
        assert_non_null(strstr(style->label, "indikativ"));
    }
    assert_null(hn_style_grade_of(f->styles, "ku", 5));
    assert_null(hn_style_grade_of(f->styles, "ku", -1));
    assert_null(hn_style_grade_of(f->styles, "tull", 1));
    assert_null(hn_style_grade_of(f->styles, NULL, 1));
}

/* What is left of a symbol for those who see no colours. */
static bool same_without_colour(const hn_symbol *a, const hn_symbol *b) {
    return a->hatch == b->hatch && strcmp(a->dash, b->dash) == 0 &&
           fabs(a->outline_width - b->outline_width) < 0.04;
}

static void no_grade_is_told_by_colour_alone(void **state) {
    fixture *f = *state;
    static const char *const names[] = {"ku", "fare"};
    for (int s = 0; s < 2; s++)
        for (int a = 0; a < HN_GRADES; a++)
            for (int b = 0; b < a; b++)
                assert_false(
                    same_without_colour(&hn_style_grade_of(f->styles, names[s], a)->symbol,
                                        &hn_style_grade_of(f->styles, names[s], b)->symbol));
    for (int grade = 2; grade < HN_GRADES; grade++)
        assert_ptr_not_equal(hn_style_grade_of(f->styles, "ku", grade)->symbol.hatch,
                             hn_style_grade_of(f->styles, "fare", grade)->symbol.hatch);
    assert_string_not_equal(hn_style_grade_of(f->styles, "ku", 1)->symbol.shape,
                            hn_style_grade_of(f->styles, "fare", 1)->symbol.shape);
}

static void nearness_has_a_broken_outline(void **state) {
    fixture *f = *state;
    hn_symbol near = hn_style_near(hn_style_grade_of(f->styles, "ku", 4)->symbol);
    assert_string_equal(near.dash, "dash");
    assert_true(near.opacity < 0.5);
    assert_string_equal(near.fill, "#002060");
}

/* --- purposes and themes --- */

static const hn_style_rule *purpose(fixture *f, hn_code_list list, const char *code, int status,
                                    const char *type) {
    hn_plan_area area = {
        .kodeliste = list, .arealformal = code, .arealbruksstatus = status, .objekttype = type};
    return hn_style_purpose_rule(f->styles, &area);
}

static void purposes_have_official_colours(void **state) {
    fixture *f = *state;
    const char *kp = "KpArealformålOmråde", *rp = "RpArealformålOmråde";
    const hn_style_rule *now = purpose(f, HN_CODES_KP2008, "1110", 1, kp);
    const hn_style_rule *future = purpose(f, HN_CODES_KP2008, "1110", 2, kp);
    const hn_style_rule *redevelop = purpose(f, HN_CODES_KP2008, "1110", 3, kp);
    assert_string_equal(now->symbol.fill, "#ffff99");
    assert_string_equal(now->label, "1110 Boligbebyggelse, nåværende");
    assert_string_equal(future->symbol.fill, "#ffff33");
    assert_string_equal(future->label, "1110 Boligbebyggelse, framtidig");
    assert_string_equal(redevelop->symbol.fill, "#ffff33");
    assert_string_equal(future->symbol.dash, "solid");
    assert_string_equal(redevelop->symbol.dash, "dash");
    /* A reguleringsplan has one colour and no status. */
    const hn_style_rule *house = purpose(f, HN_CODES_RP2008, "1111", HN_NO_INT, rp);
    assert_string_equal(house->symbol.fill, "#ffff99");
    assert_null(strstr(house->label, "nåværende"));
    /* 1985: other colours for the same kinds of land. */
    assert_string_equal(purpose(f, HN_CODES_PBL1985, "110", 1, "KpArealbrukOmråde")->symbol.fill,
                        "#ffe500");
    assert_string_equal(purpose(f, HN_CODES_PBL1985, "110", 2, "KpArealbrukOmråde")->symbol.fill,
                        "#ffff99");
}

static void combined_purposes_are_striped(void **state) {
    fixture *f = *state;
    const hn_style_rule *rule = purpose(f, HN_CODES_KP2008, "1800", 1, "Kp");
    assert_string_equal(rule->symbol.fill, "#ffffff");
    assert_non_null(rule->symbol.hatch);
    assert_string_equal(rule->symbol.hatch_colour, "#ffcc00");
    assert_null(purpose(f, HN_CODES_KP2008, "1110", 1, "Kp")->symbol.hatch);
}

static void unknown_purposes_get_the_other_class(void **state) {
    fixture *f = *state;
    const hn_style_layer *layer = hn_style_layer_find(f->styles, "arealformal");
    assert_ptr_equal(purpose(f, HN_CODES_KP2008, "0815", 1, "Kp"), &layer->other);
    assert_ptr_equal(purpose(f, HN_CODES_KP2008, NULL, 1, "Kp"), &layer->other);
    assert_string_equal(layer->other.label, "Annet eller ukjent formål");
}

static void count_one(const char *code, const char *name, const char *now, const char *future,
                      bool stripes, void *user) {
    (void)code, (void)name, (void)now, (void)future, (void)stripes;
    (*(size_t *)user)++;
}

static void all_purposes_that_can_occur_have_a_class(void **state) {
    fixture *f = *state;
    size_t kp = 0, rp = 0, old = 0, reg = 0;
    hn_rules_each_purpose(f->rules, HN_CODES_KP2008, count_one, &kp);
    hn_rules_each_purpose(f->rules, HN_CODES_RP2008, count_one, &rp);
    hn_rules_each_purpose(f->rules, HN_CODES_PBL1985, count_one, &old);
    hn_rules_each_purpose(f->rules, HN_CODES_REG1985, count_one, &reg);
    assert_true(kp >= 60);
    const hn_style_layer *layer = hn_style_layer_find(f->styles, "arealformal");
    assert_int_equal(layer->rules.count, 3 * kp + rp + 3 * old + reg);
    for (size_t i = 0; i < layer->rules.count; i++)
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(layer->rules.row[i].value, layer->rules.row[k].value);
}

static void themes_keep_their_colour_and_hatching(void **state) {
    fixture *f = *state;
    const hn_style_layer *layer = hn_style_layer_find(f->styles, "hensyn");
    assert_int_equal(layer->rules.count, hn_rules_themes(f->rules));
    for (size_t i = 0; i < hn_rules_themes(f->rules); i++) {
        const hn_theme *theme = hn_rules_theme(f->rules, i);
        const hn_style_rule *rule = hn_style_theme_rule(f->styles, "hensyn", theme->name);
        assert_string_equal(rule->value, theme->name);
        assert_string_equal(rule->label, theme->title_nb);
        assert_string_equal(rule->symbol.hatch_colour, theme->colour);
        if (!hn_style_pattern(f->styles, theme->hatch))
            fail_msg("%s: no pattern '%s'", theme->name, theme->hatch);
        assert_string_equal(rule->symbol.hatch->name, theme->hatch);
        assert_null(rule->symbol.fill); /* the purpose below shows */
        rule = hn_style_theme_rule(f->styles, "hensyn_linje", theme->name);
        assert_string_equal(rule->symbol.fill, theme->colour);
    }
    assert_ptr_equal(hn_style_theme_rule(f->styles, "hensyn", "tull"), &layer->other);
    assert_ptr_equal(hn_style_theme_rule(f->styles, "hensyn", NULL), &layer->other);
}

/* The sign of a class: the status, or what kind of plan has none. */
static void classes_follow_status_and_kind_of_plan(void **state) {
    fixture *f = *state;
    hn_box box = {0, 0, 1, 1};
    static const struct {
        int status;
        const char *type, *value;
    } cases[] = {{1, "KpArealformålOmråde", "1110/1"},
                 {3, NULL, "1110/3"},
                 {0, NULL, "1110/0"},
                 {HN_NO_INT, "KPAREALFORMALOMRADE", "1110/-"},
                 {HN_NO_INT, "RpArealformålOmråde", "1110/r"},
                 {HN_NO_INT, NULL, "1110/r"},
                 {HN_NO_INT, "", "1110/r"},
                 {-5, "K", "1110/r"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        hn_plan_area *area = add_area(f, box, HN_CODES_KP2008, "1110", cases[i].status);
        area->objekttype = cases[i].type;
    }
    assert_int_equal(hn_styles_restrict(f->ctx, f->styles, f->result), HENSYN_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(hn_style_purpose_rule(f->styles, &f->result->plan_areas.row[i])->value,
                            cases[i].value);
    assert_int_equal(hn_style_layer_find(f->styles, "arealformal")->rules.count, 5);
    char *text = qml_text(f, "arealformal");
    assert_int_equal(occurrences(text, "value=\"1110/-\""), 1);
    hn_free(text);
    hn_buffer sld = {0};
    assert_int_equal(hn_style_sld(f->ctx, f->styles, "arealformal", &sld), HENSYN_OK);
    assert_int_equal(occurrences(sld.text, "<ogc:PropertyIsNull>"), 2);
    assert_int_equal(occurrences(sld.text, "<ogc:Literal>Kp%</ogc:Literal>"), 1);
    hn_buffer_free(&sld);
}

static void codes_missing_in_a_list_take_the_colour_of_their_group(void **state) {
    fixture *f = *state;
    hn_box box = {0, 0, 1, 1};
    hn_plan_area *now = add_area(f, box, HN_CODES_KP2008, "1999", 1);
    assert_int_equal(hn_styles_restrict(f->ctx, f->styles, f->result), HENSYN_OK);
    assert_string_equal(hn_style_purpose_rule(f->styles, now)->symbol.fill, "#ffcc00"); /* 1001 */
    assert_string_equal(hn_style_purpose_rule(f->styles, now)->label, "1999, nåværende");
    now->arealbruksstatus = 2;
    assert_int_equal(hn_styles_restrict(f->ctx, f->styles, f->result), HENSYN_OK);
    assert_string_equal(hn_style_purpose_rule(f->styles, now)->symbol.fill, "#e6b900");
    now->kodeliste = HN_CODES_PBL1985;
    now->arealformal = "699";
    assert_int_equal(hn_styles_restrict(f->ctx, f->styles, f->result), HENSYN_OK);
    assert_string_equal(hn_style_purpose_rule(f->styles, now)->symbol.fill, "#bfbfbf"); /* 600 */
}

/* A theme of the user's own with a pattern nobody knows is hatched all the same. */
static void a_theme_with_an_unknown_pattern_is_hatched(void **state) {
    fixture *f = *state;
    const hn_builtin *file = hn_builtin_find("themes/myr.yaml");
    assert_non_null(file);
    const char *hatch = strstr(file->text, "\nhatch: ");
    assert_non_null(hatch);
    char *path = hn_format("%s/myr.yaml", f->folder);
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    fprintf(out, "%.*s\nhatch: finnesikke%s", (int)(hatch - file->text), file->text,
            strchr(hatch + 1, '\n'));
    assert_int_equal(fclose(out), 0);
    hn_free(path);
    hn_rules *rules;
    hn_styles *styles;
    if (hn_rules_create(f->ctx, f->folder, &rules) != HENSYN_OK)
        fail_msg("%s", hensyn_message(f->ctx));
    assert_int_equal(hn_styles_create(f->ctx, rules, &styles), HENSYN_OK);
    const hn_symbol *symbol = &hn_style_theme_rule(styles, "hensyn", "myr")->symbol;
    assert_string_equal(symbol->hatch->name, styles->theme.hatch->name);
    assert_string_equal(symbol->hatch_colour,
                        hn_style_theme_rule(f->styles, "hensyn", "myr")->symbol.hatch_colour);
    hn_styles_destroy(styles);
    hn_rules_destroy(rules);
}

static void themes_of_a_kind_differ(void **state) {
    fixture *f = *state;
    const hn_style_layer *layer = hn_style_layer_find(f->styles, "hensyn");
    for (size_t i = 0; i < layer->rules.count; i++)
        for (size_t k = 0; k < i; k++) {
            const hn_symbol *a = &layer->rules.row[i].symbol, *b = &layer->rules.row[k].symbol;
            assert_false(a->hatch == b->hatch && strcmp(a->hatch_colour, b->hatch_colour) == 0);
        }
}

static void restricting_keeps_what_occurs(void **state) {
    fixture *f = *state;
    hn_box box = {0, 0, 10, 10};
    add_area(f, box, HN_CODES_KP2008, "1110", 2)->objekttype = "KpArealformålOmråde";
    add_area(f, box, HN_CODES_KP2008, "1110", 2)->objekttype = "KpArealformålOmråde";
    add_area(f, box, HN_CODES_KP2008, "5100", HN_NO_INT)->objekttype = "KpArealformålOmråde";
    add_area(f, box, HN_CODES_RP2008, "1111", HN_NO_INT)->objekttype = "RpArealformålOmråde";
    add_area(f, box, HN_CODES_KP2008, NULL, 1);
    hn_plan_area *zone = add_area(f, box, HN_CODES_UNKNOWN, "R-1", HN_NO_INT);
    zone->formal_navn = "Småhus & \"hage\" <tett>";
    add_consideration(f, "friluftsliv", hn_geometry_from_box(box));
    add_pair(f, hn_geometry_from_box(box), "fare", 3);
    assert_int_equal(hn_styles_restrict(f->ctx, f->styles, f->result), HENSYN_OK);

    const hn_style_layer *layer = hn_style_layer_find(f->styles, "arealformal");
    assert_int_equal(layer->rules.count, 4);
    assert_string_equal(layer->rules.row[0].value, "1110/2");
    assert_string_equal(layer->rules.row[1].value, "5100/-");
    assert_non_null(strstr(layer->rules.row[1].label, "uten status"));
    assert_string_equal(layer->rules.row[2].value, "1111/r");
    assert_string_equal(layer->rules.row[3].value, "R-1/r");
    assert_string_equal(layer->rules.row[3].label, "R-1 Småhus & \"hage\" <tett>");
    assert_string_equal(layer->rules.row[3].symbol.fill, f->styles->purposes.palette[0]);
    assert_ptr_equal(hn_style_purpose_rule(f->styles, zone), &layer->rules.row[3]);

    assert_int_equal(hn_style_layer_find(f->styles, "hensyn")->rules.count, 1);
    assert_int_equal(hn_style_layer_find(f->styles, "hensyn_linje")->rules.count, 0);
    layer = hn_style_layer_find(f->styles, "konflikt");
    assert_int_equal(layer->rules.count, HN_GRADES);
    assert_string_equal(layer->rules.row[0].test[0].value, "fare");
    /* A layer with no conflict still says what it would show. */
    assert_int_equal(hn_style_layer_find(f->styles, "konflikt_linje")->rules.count, HN_GRADES);
    for (size_t i = 0; i < hn_styles_count(f->styles); i++)
        CPLDestroyXMLNode(parsed(f, hn_styles_table(f->styles, i), false));
    CPLDestroyXMLNode(parsed(f, "arealformal", true));
}

static void a_class_shared_by_two_lists_stands_once(void **state) {
    fixture *f = *state;
    hn_box box = {0, 0, 10, 10};
    add_area(f, box, HN_CODES_KP2008, "1110", 1);
    add_area(f, box, HN_CODES_UNKNOWN, "1110", 1);
    assert_int_equal(hn_styles_restrict(f->ctx, f->styles, f->result), HENSYN_OK);
    const hn_style_layer *layer = hn_style_layer_find(f->styles, "arealformal");
    assert_int_equal(layer->rules.count, 1);
    assert_string_equal(layer->rules.row[0].symbol.fill, "#ffff99");
}

static void foreign_purposes_are_limited(void **state) {
    fixture *f = *state;
    for (int i = 0; i < 200; i++) {
        char code[16];
        snprintf(code, sizeof code, "Z%03d", i);
        add_area(f, (hn_box){0, 0, 1, 1}, HN_CODES_UNKNOWN, hn_pool_add(f->result->pool, code),
                 HN_NO_INT);
    }
    assert_int_equal(hn_styles_restrict(f->ctx, f->styles, f->result), HENSYN_OK);
    const hn_style_layer *layer = hn_style_layer_find(f->styles, "arealformal");
    assert_int_equal(layer->rules.count, 60);
    for (size_t i = 0; i < layer->rules.count; i++)
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(layer->rules.row[i].symbol.fill,
                                    layer->rules.row[k].symbol.fill);
    assert_ptr_equal(purpose(f, HN_CODES_UNKNOWN, "Z199", HN_NO_INT, NULL), &layer->other);
}

/* --- QML --- */

static void qml_of_every_table_is_well_formed(void **state) {
    fixture *f = *state;
    for (size_t i = 0; i < hn_styles_count(f->styles); i++) {
        const hn_style_layer *layer = &f->styles->layers[i];
        CPLXMLNode *root = parsed(f, layer->table, false);
        const CPLXMLNode *qgis = CPLGetXMLNode(root, "=qgis");
        assert_non_null(qgis);
        assert_non_null(CPLGetXMLNode(root, "=qgis.aliases"));
        size_t columns = hn_column_count(layer->columns) + hn_table_has_fid(layer->columns);
        assert_int_equal(count_elements(root, "alias"), columns + layer->decare_count);
        CPLXMLNode *renderer = CPLGetXMLNode(root, "=qgis.renderer-v2");
        assert_true((renderer != NULL) == (layer->kind != HN_NO_GEOMETRY));
        if (renderer) {
            const CPLXMLNode *symbols = CPLGetXMLNode(renderer, "symbols");
            size_t count = 0;
            for (const CPLXMLNode *s = symbols->psChild; s; s = s->psNext) {
                char name[16];
                snprintf(name, sizeof name, "%zu", count++);
                assert_string_equal(CPLGetXMLValue(s, "name", ""), name);
            }
            assert_int_equal(count, layer->rules.count + layer->has_other);
        }
        CPLDestroyXMLNode(root);
    }
}

static void qml_of_conflicts_has_all_grades(void **state) {
    fixture *f = *state;
    CPLXMLNode *root = parsed(f, "konflikt", false);
    assert_string_equal(CPLGetXMLValue(root, "=qgis.renderer-v2.type", ""), "RuleRenderer");
    /* two scales, overlap and nearness, five grades each, and four headings */
    assert_int_equal(count_elements(root, "rule"), 4 * 5 + 4);
    CPLDestroyXMLNode(root);
    root = parsed(f, "konflikt_punkt", false);
    assert_int_equal(count_elements(root, "rule"), 2 * 5 + 2);
    CPLDestroyXMLNode(root);
    char *text = qml_text(f, "konflikt");
    assert_int_equal(occurrences(text, "\"0,32,96,255\""), 1);
    assert_int_equal(occurrences(text, "\"0,32,96,89\""), 1); /* nearness, 35 % */
    assert_int_equal(occurrences(text, "filter=\"&quot;skala&quot; = &apos;ku&apos; AND "
                                       "&quot;konsekvens&quot; = 4 AND "
                                       "&quot;art&quot; = &apos;overlapp&apos;\""),
                     1);
    assert_int_equal(occurrences(text, "Svært stor indikativ konsekvens (----)"), 2);
    assert_int_equal(occurrences(text, "name=\"areal_daa\""), 1);
    hn_free(text);
}

static void qml_classes_follow_status_and_theme(void **state) {
    fixture *f = *state;
    char *text = qml_text(f, "arealformal");
    assert_int_equal(occurrences(text, "type=\"categorizedSymbol\""), 1);
    assert_int_equal(occurrences(text, "value=\"1110/1\""), 1);
    assert_int_equal(occurrences(text, "value=\"1110/3\""), 1);
    assert_int_equal(occurrences(text, "symbol=\"0\""), 1);
    assert_true(strlen(text) < 400000);
    hn_free(text);
    text = qml_text(f, "hensyn");
    assert_int_equal(occurrences(text, "attr=\"tema\""), 1);
    assert_int_equal(occurrences(text, "value=\"friluftsliv\""), 1);
    hn_free(text);
}

/* The layers of the symbol of one grade of konflikt. */
static CPLXMLNode *symbol_of(CPLXMLNode *root, const char *name) {
    CPLXMLNode *symbols = CPLGetXMLNode(root, "=qgis.renderer-v2.symbols");
    for (CPLXMLNode *s = symbols->psChild; s; s = s->psNext)
        if (strcmp(CPLGetXMLValue(s, "name", ""), name) == 0) return s;
    return NULL;
}

static const char *option_of(CPLXMLNode *layer, const char *name) {
    for (CPLXMLNode *o = CPLGetXMLNode(layer, "Option.Option"); o; o = o->psNext)
        if (o->eType == CXT_Element && strcmp(CPLGetXMLValue(o, "name", ""), name) == 0)
            return CPLGetXMLValue(o, "value", "");
    return "";
}

/* Fill below, both directions of the hatching, outline on top. */
static void qml_hatches_between_fill_and_outline(void **state) {
    fixture *f = *state;
    static const char *const classes[] = {"SimpleFill", "LinePatternFill", "LinePatternFill",
                                          "SimpleFill"};
    CPLXMLNode *root = parsed(f, "konflikt", false), *layer[4], *symbol = symbol_of(root, "0");
    assert_non_null(symbol);
    int count = 0;
    for (CPLXMLNode *c = symbol->psChild; c; c = c->psNext)
        if (c->eType == CXT_Element && strcmp(c->pszValue, "layer") == 0) {
            assert_true(count < 4);
            assert_string_equal(CPLGetXMLValue(c, "class", ""), classes[count]);
            layer[count++] = c;
        }
    assert_int_equal(count, 4);
    assert_string_equal(option_of(layer[0], "color"), "0,32,96,255");
    assert_string_equal(option_of(layer[0], "outline_style"), "no");
    assert_string_equal(option_of(layer[1], "angle"), "45");
    assert_string_equal(option_of(layer[2], "angle"), "135");
    assert_string_equal(option_of(layer[1], "distance"), "2.8");
    assert_string_equal(option_of(layer[3], "style"), "no");
    assert_string_equal(option_of(layer[3], "outline_width"), "0.6");
    symbol = symbol_of(root, "2"); /* grade 2 is dotted */
    assert_int_equal(count_elements(symbol->psChild, "symbol"), 1);
    assert_non_null(strstr(CPLGetXMLValue(symbol, "layer.class", ""), "SimpleFill"));
    assert_int_equal(count_elements(symbol->psChild, "layer"), 4); /* one is inside the dots */
    CPLDestroyXMLNode(root);
}

static void qml_lines_and_points_grow_with_the_grade(void **state) {
    fixture *f = *state;
    double last = 1e9;
    CPLXMLNode *root = parsed(f, "konflikt_punkt", false);
    for (int i = 0; i < HN_GRADES; i++) {
        char name[16];
        snprintf(name, sizeof name, "%d", i);
        CPLXMLNode *layer = CPLGetXMLNode(symbol_of(root, name), "layer");
        assert_string_equal(option_of(layer, "name"), "circle");
        double size = CPLAtof(option_of(layer, "size"));
        assert_true(size > 1 && size < last);
        last = size;
    }
    assert_string_equal(option_of(CPLGetXMLNode(symbol_of(root, "5"), "layer"), "name"),
                        "triangle");
    CPLDestroyXMLNode(root);
    root = parsed(f, "konflikt_linje", false);
    CPLXMLNode *casing = CPLGetXMLNode(symbol_of(root, "0"), "layer");
    assert_string_equal(option_of(casing, "line_color"), "0,12,38,255");
    assert_string_equal(option_of(casing, "line_width"), "2"); /* 1.5 and a quarter on each side */
    CPLDestroyXMLNode(root);
}

static void qml_puts_the_worst_on_top(void **state) {
    fixture *f = *state;
    for (size_t i = 0; i < hn_styles_count(f->styles); i++) {
        const hn_style_layer *layer = &f->styles->layers[i];
        char *text = qml_text(f, layer->table);
        bool conflict = strncmp(layer->table, "konflikt", 8) == 0;
        assert_int_equal(occurrences(text, "<orderByClause asc=\"1\""), conflict);
        assert_int_equal(occurrences(text, "enableorderby=\"1\""), conflict);
        hn_free(text);
    }
}

static void qml_says_its_kind_of_geometry(void **state) {
    fixture *f = *state;
    static const struct {
        const char *table, *kind, *symbol, *placement;
    } cases[] = {{"konflikt_punkt", "0", "marker", "0"},
                 {"konflikt_linje", "1", "line", "2"},
                 {"konflikt", "2", "fill", "4"},
                 {"merknad", "0", "marker", "0"},
                 {"kilde", "4", "", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CPLXMLNode *root = parsed(f, cases[i].table, false);
        assert_string_equal(CPLGetXMLValue(root, "=qgis.layerGeometryType", ""), cases[i].kind);
        assert_string_equal(CPLGetXMLValue(root, "=qgis.renderer-v2.symbols.symbol.type", ""),
                            cases[i].symbol);
        assert_string_equal(CPLGetXMLValue(root, "=qgis.labeling.settings.placement.placement", ""),
                            cases[i].placement);
        assert_string_equal(CPLGetXMLValue(root, "=qgis.labelsEnabled", ""),
                            cases[i].symbol[0] ? "1" : "0");
        CPLDestroyXMLNode(root);
    }
}

static void qml_labels_have_a_limit_of_scale(void **state) {
    fixture *f = *state;
    CPLXMLNode *root = parsed(f, "konflikt", false);
    CPLXMLNode *settings = CPLGetXMLNode(root, "=qgis.labeling.settings");
    assert_string_equal(CPLGetXMLValue(settings, "rendering.scaleVisibility", ""), "1");
    assert_string_equal(CPLGetXMLValue(settings, "rendering.scaleMax", ""), "15000");
    assert_string_equal(CPLGetXMLValue(settings, "text-style.fontSize", ""), "8");
    assert_string_equal(CPLGetXMLValue(settings, "text-style.fieldName", ""),
                        "format_number(\"areal_m2\" / 1000, 1) || ' daa'");
    CPLDestroyXMLNode(root);
}

static void qml_computes_dekar(void **state) {
    fixture *f = *state;
    CPLXMLNode *root = parsed(f, "arealformal", false);
    CPLXMLNode *field = CPLGetXMLNode(root, "=qgis.expressionfields.field");
    assert_string_equal(CPLGetXMLValue(field, "name", ""), "areal_daa");
    assert_string_equal(CPLGetXMLValue(field, "expression", ""), "\"areal_m2\" / 1000");
    assert_int_equal(count_elements(CPLGetXMLNode(root, "=qgis.expressionfields"), "field"), 2);
    assert_non_null(
        strstr(CPLGetXMLValue(root, "=qgis.mapTip", ""),
               "Areal i konflikt (daa): [% format_number(\"konflikt_m2\" / 1000, 2) %]"));
    CPLDestroyXMLNode(root);
}

static void qml_shows_words_for_codes(void **state) {
    fixture *f = *state;
    CPLXMLNode *root = parsed(f, "vurdering", false);
    CPLXMLNode *field = CPLGetXMLNode(root, "=qgis.fieldConfiguration.field");
    assert_string_equal(CPLGetXMLValue(field, "name", ""), "gjelder");
    assert_string_equal(CPLGetXMLValue(field, "editWidget.type", ""), "ValueMap");
    assert_int_equal(count_elements(field->psChild, "Option"), 2 + 2 * 2);
    CPLDestroyXMLNode(root);
    root = parsed(f, "indikator", false); /* its verdi is a number, not a grade */
    assert_null(CPLGetXMLNode(root, "=qgis.fieldConfiguration.field"));
    CPLDestroyXMLNode(root);
}

static void a_table_without_geometry_has_names_only(void **state) {
    fixture *f = *state;
    char *text = qml_text(f, "plan_tema");
    assert_int_equal(occurrences(text, "renderer-v2"), 0);
    assert_int_equal(occurrences(text, "Symbology"), 0);
    assert_int_equal(occurrences(text, "field=\"naermeste_m\" "
                                       "name=\"Avstand til nærmeste hensyn (m)\""),
                     1);
    hn_free(text);
    hn_buffer sld = {0};
    assert_int_equal(hn_style_sld(f->ctx, f->styles, "plan_tema", &sld), HENSYN_OK);
    assert_int_equal(sld.length, 0);
    hn_buffer_free(&sld);
}

static void an_unknown_table_is_refused(void **state) {
    fixture *f = *state;
    hn_buffer out = {0};
    assert_int_equal(hn_style_qml(f->ctx, f->styles, "tull", &out), HENSYN_FAILED);
    assert_non_null(strstr(hensyn_message(f->ctx), "tull"));
    assert_int_equal(hn_style_sld(f->ctx, f->styles, "tull", &out), HENSYN_FAILED);
    assert_null(out.text);
}

static void nothing_claims_to_be_an_impact_assessment(void **state) {
    fixture *f = *state;
    for (size_t i = 0; i < hn_styles_count(f->styles); i++) {
        char *text = qml_text(f, hn_styles_table(f->styles, i));
        assert_int_equal(occurrences(text, "konsekvensutredning"), 0);
        hn_free(text);
    }
}

/* --- SLD --- */

static void sld_has_the_rules_and_colours_of_the_qml(void **state) {
    fixture *f = *state;
    for (size_t i = 0; i < hn_styles_count(f->styles); i++) {
        const hn_style_layer *layer = &f->styles->layers[i];
        if (layer->kind == HN_NO_GEOMETRY) continue;
        CPLXMLNode *root = parsed(f, layer->table, true);
        assert_int_equal(count_elements(root, "Rule"), layer->rules.count + layer->has_other);
        assert_int_equal(count_elements(root, "ElseFilter"), layer->has_other);
        assert_int_equal(count_elements(root, "ogc:Filter"), layer->rules.count);
        assert_string_equal(CPLGetXMLValue(root, "=StyledLayerDescriptor.NamedLayer.Name", ""),
                            layer->table);
        CPLDestroyXMLNode(root);
    }
}

/* SLD 1.0 wants Name, Title, Filter and then symbolizers. */
static void sld_elements_stand_in_the_order_of_the_schema(void **state) {
    fixture *f = *state;
    static const char *const order[] = {"Name", "Title", "ogc:Filter", "ElseFilter",
                                        "PolygonSymbolizer"};
    CPLXMLNode *root = parsed(f, "arealformal", true);
    const CPLXMLNode *type =
        CPLGetXMLNode(root, "=StyledLayerDescriptor.NamedLayer.UserStyle.FeatureTypeStyle");
    int rules = 0;
    for (const CPLXMLNode *rule = type->psChild; rule; rule = rule->psNext, rules++) {
        int last = 0;
        for (const CPLXMLNode *child = rule->psChild; child; child = child->psNext) {
            int at = 0;
            while (at < 5 && strcmp(order[at], child->pszValue) != 0)
                at++;
            assert_in_range(at, last, 4);
            last = at;
        }
        assert_int_equal(last, 4);
    }
    assert_true(rules > 100);
    CPLDestroyXMLNode(root);
}

static void sld_hatches_with_marks(void **state) {
    fixture *f = *state;
    hn_buffer out = {0};
    assert_int_equal(hn_style_sld(f->ctx, f->styles, "konflikt", &out), HENSYN_OK);
    assert_int_equal(occurrences(out.text, "<CssParameter name=\"fill\">#002060</CssParameter>"),
                     2);
    assert_int_equal(occurrences(out.text, "shape://times"), 2);
    assert_int_equal(occurrences(out.text, "shape://plus"), 2);
    assert_int_equal(occurrences(out.text, "shape://slash"), 2);
    assert_int_equal(occurrences(out.text, "shape://dot"), 2);
    assert_int_equal(occurrences(out.text, "fill-opacity\">0.35<"), 10);
    hn_buffer_free(&out);
    assert_int_equal(hn_style_sld(f->ctx, f->styles, "samlet_hensyn", &out), HENSYN_OK);
    assert_int_equal(occurrences(out.text, "PropertyIsGreaterThanOrEqualTo>"), 2);
    hn_buffer_free(&out);
}

/* --- project --- */

static const char *const some_tables[] = {"arealformal", "konflikt",  "hensyn",
                                          "kjoring",     "vurdering", NULL};

static char *project(fixture *f, const char *file, const char *provider) {
    hn_buffer out = {0};
    hn_box extent = {500000.5, 7400000, 501000.5, 7402000};
    assert_int_equal(
        hn_project_text(f->ctx, f->styles, f->result, file, provider, extent, some_tables, &out),
        HENSYN_OK);
    return out.text;
}

static void project_lists_the_tables_present(void **state) {
    fixture *f = *state;
    char *text = project(f, "bodø.sqlite", "spatialite");
    CPLXMLNode *root = CPLParseXMLString(text);
    assert_non_null(root);
    assert_int_equal(count_elements(root, "maplayer"), 5);
    assert_int_equal(count_elements(root, "layer-tree-layer"), 5);
    assert_int_equal(count_elements(root, "layer-tree-group"), 5); /* root, 3 groups, Tabeller */
    assert_int_equal(count_elements(root, "renderer-v2"), 3);
    CPLDestroyXMLNode(root);
    assert_int_equal(occurrences(text, "<datasource>dbname=&apos;./bodø.sqlite&apos; "
                                       "table=&quot;konflikt&quot; (geom)</datasource>"),
                     1);
    assert_int_equal(occurrences(text, "table=&quot;kjoring&quot;</datasource>"), 1);
    assert_int_equal(occurrences(text, "/tmp"), 0);
    assert_int_equal(occurrences(text, "Datakvalitet"), 0); /* nothing of it is there */
    assert_int_equal(occurrences(text, "<Absolute type=\"bool\">false</Absolute>"), 1);
    assert_int_equal(occurrences(text, "PROJCS[&quot;ETRS89 / UTM zone 33N&quot;"), 2 + 3);
    assert_int_equal(occurrences(text, "<authid>EPSG:25833</authid>"), 2 + 3);
    assert_int_equal(occurrences(text, "<xmin>499940.5</xmin><ymin>7399940</ymin>"), 1);
    assert_int_equal(occurrences(text, "<title>bodø: indikativ konflikt"), 1);
    hn_free(text);
}

static void conflicts_are_on_top_in_the_project(void **state) {
    fixture *f = *state;
    char *text = project(f, "a.sqlite", "spatialite");
    const char *conflict = strstr(text, "name=\"Konflikt (areal)\"");
    const char *hensyn = strstr(text, "name=\"Hensyn (areal)\"");
    const char *plan = strstr(text, "name=\"Arealformål\"");
    const char *tables = strstr(text, "name=\"Tabeller\"");
    assert_true(conflict && hensyn && plan && tables);
    assert_true(conflict < hensyn && hensyn < plan && plan < tables);
    hn_free(text);
}

static void project_of_a_geopackage_uses_ogr(void **state) {
    fixture *f = *state;
    char *text = project(f, "a & b.gpkg", "ogr");
    assert_int_equal(occurrences(text, "<datasource>./a &amp; b.gpkg|layername=konflikt"
                                       "</datasource>"),
                     1);
    assert_int_equal(occurrences(text, ">ogr</provider>"), 5);
    assert_int_equal(occurrences(text, "dbname"), 0);
    hn_free(text);
}

static void a_quote_in_the_file_name_is_escaped(void **state) {
    fixture *f = *state;
    char *text = project(f, "o'hara.sqlite", "spatialite");
    assert_int_equal(occurrences(text, "<datasource>dbname=&apos;./o\\&apos;hara.sqlite&apos;"), 5);
    hn_free(text);
}

static CPLXMLNode *named(CPLXMLNode *node, const char *element, const char *key,
                         const char *value) {
    for (; node; node = node->psNext) {
        if (node->eType != CXT_Element) continue;
        if (strcmp(node->pszValue, element) == 0 &&
            strcmp(CPLGetXMLValue(node, key, ""), value) == 0)
            return node;
        CPLXMLNode *below = named(node->psChild, element, key, value);
        if (below) return below;
    }
    return NULL;
}

static void project_layers_carry_their_style_and_visibility(void **state) {
    fixture *f = *state;
    const char *all[32];
    size_t count = hn_styles_count(f->styles);
    assert_true(count < 32);
    for (size_t i = 0; i < count; i++)
        all[i] = hn_styles_table(f->styles, i);
    all[count] = NULL;
    hn_buffer text = {0};
    assert_int_equal(hn_project_text(f->ctx, f->styles, f->result, "a.gpkg", "ogr",
                                     (hn_box){0, 0, 1, 1}, all, &text),
                     HENSYN_OK);
    CPLXMLNode *root = CPLParseXMLString(text.text);
    hn_buffer_free(&text);
    assert_non_null(root);
    for (size_t i = 0; i < count; i++) {
        const hn_style_layer *layer = &f->styles->layers[i];
        char id[64];
        snprintf(id, sizeof id, "hensyn_%s", layer->table);
        CPLXMLNode *tree = named(root, "layer-tree-layer", "id", id);
        CPLXMLNode *map = named(root, "maplayer", "id", id);
        assert_true(tree && map);
        assert_string_equal(CPLGetXMLValue(tree, "name", ""), layer->title);
        assert_string_equal(CPLGetXMLValue(tree, "checked", ""),
                            layer->visible ? "Qt::Checked" : "Qt::Unchecked");
        assert_string_equal(CPLGetXMLValue(tree, "source", ""),
                            CPLGetXMLValue(map, "datasource", "-"));
        assert_true((CPLGetXMLNode(map, "renderer-v2") != NULL) == (layer->kind != HN_NO_GEOMETRY));
        assert_non_null(CPLGetXMLNode(map, "aliases.alias"));
        CPLXMLNode *group = named(root, "layer-tree-group", "name", layer->group);
        assert_non_null(named(group->psChild, "layer-tree-layer", "id", id));
    }
    assert_string_equal(
        CPLGetXMLValue(named(root, "maplayer", "id", "hensyn_konflikt"), "geometry", ""),
        "Polygon");
    assert_string_equal(
        CPLGetXMLValue(named(root, "maplayer", "id", "hensyn_kilde"), "geometry", ""),
        "No geometry");
    assert_string_equal(
        CPLGetXMLValue(named(root, "layer-tree-group", "name", "Konflikt"), "expanded", ""), "1");
    assert_string_equal(
        CPLGetXMLValue(named(root, "layer-tree-group", "name", "Plan"), "expanded", ""), "0");
    CPLDestroyXMLNode(root);
}

static void project_title_is_the_name_of_the_file(void **state) {
    fixture *f = *state;
    static const char *const cases[][2] = {{"a.b.sqlite", "<title>a.b: indikativ"},
                                           {"bare", "<title>bare: indikativ"},
                                           {".skjult", "<title>.skjult: indikativ"},
                                           {"<&>.gpkg", "<title>&lt;&amp;&gt;: indikativ"}};
    for (int i = 0; i < 4; i++) {
        char *text = project(f, cases[i][0], "ogr");
        assert_int_equal(occurrences(text, cases[i][1]), 1);
        hn_free(text);
    }
    char *text = project(f, "a\\b.sqlite", "spatialite");
    assert_int_equal(occurrences(text, "<datasource>dbname=&apos;./a\\\\b.sqlite&apos;"), 5);
    hn_free(text);
}

static void a_project_without_extent_has_none(void **state) {
    fixture *f = *state;
    hn_buffer out = {0};
    const char *const none[] = {NULL};
    f->result->epsg = 0;
    assert_int_equal(hn_project_text(f->ctx, f->styles, f->result, "x.sqlite", "spatialite",
                                     HN_EMPTY_BOX, none, &out),
                     HENSYN_OK);
    assert_int_equal(occurrences(out.text, "<extent>"), 0);
    assert_int_equal(occurrences(out.text, "authid"), 0);
    assert_int_equal(occurrences(out.text, "<maplayer"), 0);
    hn_buffer_free(&out);
}

/* --- broken tables --- */

/* Reads the built-in table with one text replaced by another. */
static hensyn_status read_changed(fixture *f, const char *from, const char *to) {
    const hn_builtin *file = hn_builtin_find("styles/styles.yaml");
    assert_non_null(file);
    const char *at = strstr(file->text, from);
    if (!at) fail_msg("'%s' is not in the table", from);
    hn_buffer text = {0};
    hn_append_n(&text, file->text, (size_t)(at - file->text));
    hn_append(&text, to);
    hn_append(&text, at + strlen(from));
    hn_styles *styles;
    hensyn_status status = hn_styles_read(f->ctx, f->rules, text.text, text.length, &styles);
    if (status == HENSYN_OK)
        hn_styles_destroy(styles);
    else
        assert_null(styles);
    hn_buffer_free(&text);
    return status;
}

static void refused(fixture *f, const char *from, const char *to, const char *message) {
    hensyn_status status = read_changed(f, from, to);
    if (status != HENSYN_USAGE) fail_msg("'%s' was taken: status %d", to, (int)status);
    if (!strstr(hensyn_message(f->ctx), message) ||
        strncmp(hensyn_message(f->ctx), "styles/styles.yaml:", 19) != 0)
        fail_msg("'%s' does not say '%s'", hensyn_message(f->ctx), message);
}

static void mistakes_in_the_table_are_named(void **state) {
    fixture *f = *state;
    assert_int_equal(read_changed(f, "0.45", "0.46"), HENSYN_OK);
    refused(f, "outline_width: 0.6", "outlinewidth: 0.6", "unknown key");
    refused(f, "\npatterns:", "\npattern:", "unknown key");
    refused(f, "\"#002060\"", "\"#02060\"", "a colour");
    refused(f, "hatch: kryss,", "hatch: krys,", "unknown pattern");
    refused(f, "distance: 2.4", "distance: bred", "a number");
    refused(f, "grade: 4", "grade: 3", "worst first");
    refused(f, "table: konflikt_punkt", "table: konflikt_punkter", "no result table");
    refused(f, "    draw: konsekvens\n", "    draw: konsekvenser\n", "unknown way");
    refused(f, "visible: false", "visible: nope", "true or false");
    refused(f, "[45, 135]", "[45, 90, 135]", "two directions");
    refused(f, "lines: [45]", "lines: [skrå]", "an angle");
    refused(f, "when: {alvor: feil}", "when: {}", "one to four tests");
    refused(f, "stripes: striper", "stripes: tull", "unknown pattern");
    refused(f, "{name: Konflikt, expanded: true}", "Konflikt", "a mapping");
    refused(f, "  gjelder: {\"0\": nei, \"1\": ja}", "  gjelder: ja", "words");
    refused(f, "decares: [areal_m2]", "decares: [[areal_m2]]", "a text");
    refused(f, "purposes:\n", "purposes: [\n", "YAML");
}

static void an_empty_table_is_refused(void **state) {
    fixture *f = *state;
    hn_styles *styles;
    assert_int_equal(hn_styles_read(f->ctx, f->rules, "", 0, &styles), HENSYN_USAGE);
    assert_null(styles);
    assert_int_equal(hn_styles_read(f->ctx, f->rules, "- a", 3, &styles), HENSYN_USAGE);
    assert_null(styles);
    hn_styles_destroy(NULL);
}

/* --- memory --- */

/* Each allocation in turn fails; what is made must be given back and the status say so. */
static void styles_survive_failing_memory(void **state) {
    fixture *f = *state;
    add_area(f, (hn_box){0, 0, 1, 1}, HN_CODES_UNKNOWN, "R-1", 1);
    hensyn_status status = HENSYN_MEMORY;
    long tried = 0;
    for (; status != HENSYN_OK; tried++) {
        hn_styles *styles = NULL;
        allocations_left = tried;
        status = hn_styles_create(f->ctx, f->rules, &styles);
        if (status == HENSYN_OK) status = hn_styles_restrict(f->ctx, styles, f->result);
        allocations_left = -1;
        if (status != HENSYN_OK) assert_int_equal(status, HENSYN_MEMORY);
        hn_styles_destroy(styles);
    }
    assert_true(tried > 20);
}

static void documents_survive_failing_memory(void **state) {
    fixture *f = *state;
    hensyn_status status = HENSYN_MEMORY;
    long tried = 0;
    for (; status != HENSYN_OK; tried++) {
        hn_buffer qml = {0}, sld = {0}, qgs = {0};
        allocations_left = tried;
        status = hn_style_qml(f->ctx, f->styles, "konflikt", &qml);
        if (status == HENSYN_OK) status = hn_style_sld(f->ctx, f->styles, "konflikt", &sld);
        if (status == HENSYN_OK)
            status = hn_project_text(f->ctx, f->styles, f->result, "a.sqlite", "spatialite",
                                     (hn_box){0, 0, 1, 1}, some_tables, &qgs);
        allocations_left = -1;
        if (status != HENSYN_OK) assert_int_equal(status, HENSYN_MEMORY);
        hn_buffer_free(&qml);
        hn_buffer_free(&sld);
        hn_buffer_free(&qgs);
    }
    assert_true(tried > 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(xml_text_is_escaped),
        cmocka_unit_test(xml_numbers_have_a_point),
        cmocka_unit_test(colours_are_read_and_paled),
        TEST(every_table_has_one_layer),
        TEST(conflicts_lie_above_considerations_above_plan),
        TEST(layers_stand_in_known_groups_and_name_their_rows),
        TEST(every_column_has_a_norwegian_name_with_its_unit),
        TEST(codes_have_words),
        TEST(consequence_has_the_colours_of_m1941),
        TEST(no_grade_is_told_by_colour_alone),
        TEST(nearness_has_a_broken_outline),
        TEST(purposes_have_official_colours),
        TEST(combined_purposes_are_striped),
        TEST(unknown_purposes_get_the_other_class),
        TEST(all_purposes_that_can_occur_have_a_class),
        TEST(themes_keep_their_colour_and_hatching),
        TEST(classes_follow_status_and_kind_of_plan),
        TEST(codes_missing_in_a_list_take_the_colour_of_their_group),
        TEST(a_theme_with_an_unknown_pattern_is_hatched),
        TEST(themes_of_a_kind_differ),
        TEST(restricting_keeps_what_occurs),
        TEST(a_class_shared_by_two_lists_stands_once),
        TEST(foreign_purposes_are_limited),
        TEST(qml_of_every_table_is_well_formed),
        TEST(qml_of_conflicts_has_all_grades),
        TEST(qml_classes_follow_status_and_theme),
        TEST(qml_hatches_between_fill_and_outline),
        TEST(qml_lines_and_points_grow_with_the_grade),
        TEST(qml_puts_the_worst_on_top),
        TEST(qml_says_its_kind_of_geometry),
        TEST(qml_labels_have_a_limit_of_scale),
        TEST(qml_computes_dekar),
        TEST(qml_shows_words_for_codes),
        TEST(a_table_without_geometry_has_names_only),
        TEST(an_unknown_table_is_refused),
        TEST(nothing_claims_to_be_an_impact_assessment),
        TEST(sld_has_the_rules_and_colours_of_the_qml),
        TEST(sld_elements_stand_in_the_order_of_the_schema),
        TEST(sld_hatches_with_marks),
        TEST(project_lists_the_tables_present),
        TEST(conflicts_are_on_top_in_the_project),
        TEST(project_of_a_geopackage_uses_ogr),
        TEST(a_quote_in_the_file_name_is_escaped),
        TEST(project_layers_carry_their_style_and_visibility),
        TEST(project_title_is_the_name_of_the_file),
        TEST(a_project_without_extent_has_none),
        TEST(mistakes_in_the_table_are_named),
        TEST(an_empty_table_is_refused),
        TEST(styles_survive_failing_memory),
        TEST(documents_survive_failing_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
