/* style_rules.c - the rules of layers that are drawn by consequence, by theme or by purpose. */
#include "write/style_table.h"
#include "write/xml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How many purposes without an official colour get one of their own. */
enum { MOST_UNKNOWN = 60 };

/* The rule with a value; NULL: none. */
static const hn_style_rule *rule_of_value(const hn_style_layer *layer, const char *value) {
    for (size_t i = 0; i < layer->rules.count; i++) {
        const char *own = layer->rules.row[i].value;
        if (own && strcmp(own, value) == 0) return &layer->rules.row[i];
    }
    return NULL;
}

/* Consequence ------------------------------------------------------------------------------- */

static bool pair_occurs(const hn_result *result, hn_kind kind, const char *scale, bool near) {
    for (size_t i = 0; i < result->pairs.count; i++) {
        const hn_pair *pair = &result->pairs.row[i];
        if (pair->kind == kind && pair->skala && strcmp(pair->skala, scale) == 0 &&
            (pair->art && strcmp(pair->art, "naerhet") == 0) == near)
            return true;
    }
    return false;
}

static void add_test(hn_style_rule *rule, const char *field, hn_test_op op, const char *value,
                     bool number) {
    rule->test[rule->tests++] =
        (hn_style_test){.field = field, .op = op, .value = value, .number = number};
}

hn_symbol hn_style_near(hn_symbol symbol) {
    symbol.opacity = 0.35;
    symbol.dash = "dash";
    symbol.hatch_colour = symbol.outline;
    return symbol;
}

static hensyn_status add_grades(hensyn_context *ctx, hn_styles *styles, hn_style_layer *layer,
                                const hn_style_scale *scale, bool near) {
    static const char *const digits[HN_GRADES] = {"0", "1", "2", "3", "4"};
    char text[256];
    snprintf(text, sizeof text, "%s%s", near ? "Nær hensyn: " : "",
             near ? scale->brief : scale->title);
    const char *section = hn_pool_add(styles->pool, text);
    if (!section) return hn_nomem(ctx);
    for (int i = 0; i < HN_GRADES; i++) {
        const hn_style_grade *grade = &scale->grade[i];
        hn_style_rule *rule = HN_NEW_ROW(layer->rules);
        if (!rule) return hn_nomem(ctx);
        rule->label = grade->label;
        rule->section = section;
        rule->symbol = near ? hn_style_near(grade->symbol) : grade->symbol;
        add_test(rule, "skala", HN_TEST_EQUAL, scale->name, false);
        add_test(rule, "konsekvens", HN_TEST_EQUAL, digits[grade->grade], true);
        if (layer->nearness)
            add_test(rule, "art", HN_TEST_EQUAL, near ? "naerhet" : "overlapp", false);
    }
    return HENSYN_OK;
}

static hensyn_status consequence_rules(hensyn_context *ctx, hn_styles *styles,
                                       hn_style_layer *layer, const hn_result *result) {
    hensyn_status status = HENSYN_OK;
    for (int near = 0; near <= (layer->nearness ? 1 : 0); near++)
        for (int i = 0; i < 2 && status == HENSYN_OK; i++) {
            const hn_style_scale *scale = &styles->scale[i];
            if (result && !pair_occurs(result, layer->kind, scale->name, near)) continue;
            status = add_grades(ctx, styles, layer, scale, near);
        }
    /* A legend without any grade would not say what the layer is for. */
    if (status == HENSYN_OK && layer->rules.count == 0)
        status = add_grades(ctx, styles, layer, &styles->scale[0], false);
    return status;
}

/* Themes ------------------------------------------------------------------------------------ */

static bool theme_occurs(const hn_result *result, hn_kind kind, const char *theme) {
    for (size_t i = 0; i < result->considerations.count; i++) {
        const hn_consideration *row = &result->considerations.row[i];
        if (row->geometry && row->geometry->kind == kind && row->tema &&
            strcmp(row->tema, theme) == 0)
            return true;
    }
    return false;
}

static hn_symbol theme_symbol(const hn_styles *styles, const hn_theme *theme, hn_kind kind) {
    hn_symbol symbol = styles->theme;
    const hn_pattern *pattern = theme ? hn_style_pattern(styles, theme->hatch) : NULL;
    const char *colour = theme && theme->colour ? theme->colour : styles->theme.outline;
    if (pattern) symbol.hatch = pattern;
    symbol.outline = symbol.hatch_colour = colour;
    if (kind != HN_AREA) symbol.fill = colour;
    if (kind == HN_POINT) symbol.outline = "#ffffff";
    symbol.shape = "square";
    return symbol;
}

static hensyn_status theme_rules(hensyn_context *ctx, hn_styles *styles, hn_style_layer *layer,
                                 const hn_result *result) {
    layer->classes = "tema";
    for (size_t i = 0; i < hn_rules_themes(styles->rules); i++) {
        const hn_theme *theme = hn_rules_theme(styles->rules, i);
        if (result && !theme_occurs(result, layer->kind, theme->name)) continue;
        hn_style_rule *rule = HN_NEW_ROW(layer->rules);
        if (!rule) return hn_nomem(ctx);
        rule->value = hn_pool_add(styles->pool, theme->name);
        rule->label = hn_pool_add(styles->pool, theme->title_nb ? theme->title_nb : theme->name);
        if (!rule->value || !rule->label) return hn_nomem(ctx);
        add_test(rule, "tema", HN_TEST_EQUAL, rule->value, false);
        rule->symbol = theme_symbol(styles, theme, layer->kind);
    }
    layer->has_other = true;
    layer->other = (hn_style_rule){.label = "Annet hensyn"};
    layer->other.symbol = theme_symbol(styles, NULL, layer->kind);
    return HENSYN_OK;
}

/* Purposes ---------------------------------------------------------------------------------- */

/* The class of an area is its purpose and a sign: its arealbruksstatus, or for areas without one
 * '-' in a kommuneplan (whose areas should have it) and 'r' in other plans. */
static const char purpose_classes[] =
    "\"arealformal\" || '/' || coalesce(to_string(\"arealbruksstatus\"), "
    "if(\"objekttype\" ILIKE 'kp%', '-', 'r'))";

typedef struct used_purpose {
    hn_code_list list;
    const char *code, *name;
    char sign;
    bool done;
} used_purpose;

static char sign_of(const hn_plan_area *area) {
    if (area->arealbruksstatus >= 0 && area->arealbruksstatus <= 9)
        return (char)('0' + area->arealbruksstatus);
    const char *type = area->objekttype ? area->objekttype : "";
    bool municipal = (type[0] == 'K' || type[0] == 'k') && (type[1] == 'P' || type[1] == 'p');
    return municipal ? '-' : 'r';
}

static int compare_used(const void *a, const void *b) {
    const used_purpose *x = a, *y = b;
    if (x->list != y->list) return x->list < y->list ? -1 : 1;
    int order = strcmp(x->code, y->code);
    return order ? order : x->sign - y->sign;
}

/* The purposes of a result, each once, in order. */
static hensyn_status list_used(hensyn_context *ctx, const hn_result *result, used_purpose **out,
                               size_t *count) {
    used_purpose *used = hn_zalloc(result->plan_areas.count, sizeof *used);
    if (!used) return hn_nomem(ctx);
    size_t found = 0, kept = 0;
    for (size_t i = 0; i < result->plan_areas.count; i++) {
        const hn_plan_area *area = &result->plan_areas.row[i];
        if (!area->arealformal) continue;
        used[found++] = (used_purpose){(hn_code_list)area->kodeliste, area->arealformal,
                                       area->formal_navn, sign_of(area), false};
    }
    qsort(used, found, sizeof *used, compare_used);
    for (size_t i = 0; i < found; i++)
        if (kept == 0 || compare_used(&used[kept - 1], &used[i]) != 0) used[kept++] = used[i];
    *out = used;
    *count = kept;
    return HENSYN_OK;
}

typedef struct purpose_work {
    hensyn_context *ctx;
    hn_styles *styles;
    hn_style_layer *layer;
    hn_code_list list;
    used_purpose *used; /* NULL: all that can occur */
    size_t used_count;
    hensyn_status status;
} purpose_work;

/* Stripes of combined purposes have the colour of their main group: 1800 that of 1001. */
static const char *group_colour(const hn_rules *rules, hn_code_list list, const char *code,
                                bool future) {
    const char *rest = list == HN_CODES_PBL1985 ? "00" : "001";
    char group[8] = {code[0]};
    bool stripes;
    memcpy(group + 1, rest, strlen(rest) + 1);
    return hn_rules_purpose_colour(rules, list, group, future, &stripes);
}

static const char *status_word(const hn_style_purposes *purposes, char sign) {
    if (sign >= '1' && sign <= '3') return purposes->status[sign - '1'];
    return sign == '-' ? "uten status" : NULL;
}

static const char *purpose_label(purpose_work *work, const char *code, const char *name,
                                 char sign) {
    char label[512];
    bool named = name && strcmp(name, code) != 0;
    const char *word = status_word(&work->styles->purposes, sign);
    snprintf(label, sizeof label, "%s%s%s%s%s", code, named ? " " : "", named ? name : "",
             word ? ", " : "", word ? word : "");
    return hn_pool_add(work->styles->pool, label);
}

static void sign_test(purpose_work *work, hn_style_rule *rule, char sign) {
    if (sign == '-' || sign == 'r') {
        add_test(rule, "arealbruksstatus", HN_TEST_NULL, "", false);
        if (sign == '-') add_test(rule, "objekttype", HN_TEST_PREFIX, "Kp", false);
        return;
    }
    const char *digit = hn_pool_add_n(work->styles->pool, &sign, 1);
    add_test(rule, "arealbruksstatus", HN_TEST_EQUAL, digit, true);
    if (!digit) work->status = hn_nomem(work->ctx);
}

/* colour NULL: that of purposes nobody knows. */
static void add_purpose(purpose_work *work, const char *code, const char *name, char sign,
                        const char *colour, bool stripes) {
    hn_styles *styles = work->styles;
    const hn_style_purposes *purposes = &styles->purposes;
    char value[256];
    snprintf(value, sizeof value, "%s/%c", code, sign);
    hn_style_rule *rule = HN_NEW_ROW(work->layer->rules);
    if (rule && rule_of_value(work->layer, value)) {
        work->layer->rules.count--; /* two code lists share it: the first one names it */
        return;
    }
    const char *kept = hn_pool_add(styles->pool, code);
    const char *fill = hn_pool_add(styles->pool, colour ? colour : purposes->unknown);
    if (rule) {
        rule->value = hn_pool_add(styles->pool, value);
        rule->label = purpose_label(work, code, name, sign);
    }
    if (!rule || !kept || !fill || !rule->value || !rule->label) {
        work->status = hn_nomem(work->ctx);
        return;
    }
    add_test(rule, "arealformal", HN_TEST_EQUAL, kept, false);
    sign_test(work, rule, sign);
    rule->symbol = sign == '3' ? purposes->redevelop : purposes->symbol;
    rule->symbol.fill = stripes ? purposes->stripe_ground : fill;
    rule->symbol.hatch = stripes ? purposes->stripes : NULL;
    rule->symbol.hatch_colour = fill;
}

static used_purpose *find_used(purpose_work *work, const char *code, char sign) {
    for (size_t i = 0; i < work->used_count; i++) {
        used_purpose *used = &work->used[i];
        if (used->list == work->list && used->sign == sign && strcmp(used->code, code) == 0)
            return used;
    }
    return NULL;
}

static void known_purpose(const char *code, const char *name, const char *now, const char *future,
                          bool stripes, void *user) {
    purpose_work *work = user;
    /* What can occur: a status in kommuneplaner, none in reguleringsplaner. */
    bool regulation = work->list == HN_CODES_RP2008 || work->list == HN_CODES_REG1985;
    const char *signs = work->used ? "0123456789-r" : regulation ? "r" : "123";
    for (; *signs && work->status == HENSYN_OK; signs++) {
        used_purpose *used = work->used ? find_used(work, code, *signs) : NULL;
        if (work->used && !used) continue;
        if (used) used->done = true;
        bool later = *signs == '2' || *signs == '3';
        const char *colour = later && future ? future : now;
        if (!colour) colour = group_colour(work->styles->rules, work->list, code, later);
        add_purpose(work, code, name, *signs, colour, stripes);
    }
}

/* The palette in turn; each round after the first is darker or paler than the one before. */
static void palette_colour(const hn_style_purposes *purposes, size_t number, char out[8]) {
    static const double mixes[] = {0, -0.25, 0.55, -0.45, 0.75};
    size_t round = number / purposes->palette_count;
    hn_colour_pale(purposes->palette[number % purposes->palette_count],
                   mixes[round % (sizeof mixes / sizeof *mixes)], out);
}

/* Purposes that occur and that no list has: the colour of their main group, or one in turn. */
static void unknown_purposes(purpose_work *work) {
    size_t given = 0;
    for (size_t i = 0; i < work->used_count && work->status == HENSYN_OK; i++) {
        const used_purpose *used = &work->used[i];
        if (used->done || !used->code[0] || given == MOST_UNKNOWN) continue;
        const char *colour = NULL;
        if (used->list != HN_CODES_UNKNOWN)
            colour = group_colour(work->styles->rules, used->list, used->code,
                                  used->sign == '2' || used->sign == '3');
        char own[8];
        palette_colour(&work->styles->purposes, given, own);
        if (!colour) colour = own;
        add_purpose(work, used->code, used->name, used->sign, colour, false);
        given++;
    }
}

static hensyn_status purpose_rules(hensyn_context *ctx, hn_styles *styles, hn_style_layer *layer,
                                   const hn_result *result) {
    purpose_work work = {.ctx = ctx, .styles = styles, .layer = layer, .status = HENSYN_OK};
    if (result) work.status = list_used(ctx, result, &work.used, &work.used_count);
    for (int list = HN_CODES_KP2008; list < HN_CODES_END && work.status == HENSYN_OK; list++) {
        work.list = (hn_code_list)list;
        hn_rules_each_purpose(styles->rules, work.list, known_purpose, &work);
    }
    if (work.status == HENSYN_OK) unknown_purposes(&work);
    hn_free(work.used);
    layer->classes = purpose_classes;
    layer->has_other = true;
    layer->other = (hn_style_rule){.label = styles->purposes.unknown_label};
    layer->other.symbol = styles->purposes.symbol;
    layer->other.symbol.fill = styles->purposes.unknown;
    return work.status;
}

/* All --------------------------------------------------------------------------------------- */

static const hn_column *column_of(const hn_table *table, const char *name) {
    for (const hn_column *column = table->columns; column->name; column++)
        if (strcmp(column->name, name) == 0) return column;
    return NULL;
}

static void find_columns(hn_style_layer *layer) {
    for (size_t i = 0; i < layer->rules.count; i++)
        for (size_t k = 0; k < layer->rules.row[i].tests; k++) {
            hn_style_test *test = &layer->rules.row[i].test[k];
            test->column = column_of(layer->columns, test->field);
        }
}

hensyn_status hn_style_make_rules(hensyn_context *ctx, hn_styles *styles, const hn_result *result) {
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; i < styles->layer_count && status == HENSYN_OK; i++) {
        hn_style_layer *layer = &styles->layers[i];
        if (layer->draw != HN_DRAW_RULES) layer->rules.count = 0;
        if (layer->draw == HN_DRAW_CONSEQUENCE)
            status = consequence_rules(ctx, styles, layer, result);
        else if (layer->draw == HN_DRAW_THEME)
            status = theme_rules(ctx, styles, layer, result);
        else if (layer->draw == HN_DRAW_CLASSES || layer->draw == HN_DRAW_FIRST_CLASS)
            status = hn_style_class_rules(ctx, styles, layer, result);
        else if (layer->draw == HN_DRAW_PURPOSE)
            status = purpose_rules(ctx, styles, layer, result);
        find_columns(layer);
    }
    return status;
}

hensyn_status hn_styles_restrict(hensyn_context *ctx, hn_styles *styles, const hn_result *result) {
    return hn_style_make_rules(ctx, styles, result);
}

static const hn_style_rule *rule_or_other(const hn_style_layer *layer, const char *value) {
    const hn_style_rule *rule = rule_of_value(layer, value);
    return rule ? rule : &layer->other;
}

const hn_style_rule *hn_style_purpose_rule(const hn_styles *styles, const hn_plan_area *area) {
    char value[256];
    snprintf(value, sizeof value, "%s/%c", area->arealformal ? area->arealformal : "",
             sign_of(area));
    return rule_or_other(hn_style_layer_find(styles, "arealformal"), value);
}

const hn_style_rule *hn_style_theme_rule(const hn_styles *styles, const char *table,
                                         const char *theme) {
    return rule_or_other(hn_style_layer_find(styles, table), theme ? theme : "");
}
