/* style_table.c - reads styles/styles.yaml, which is compiled in, into the tables of
 * style_table.h. Whatever it cannot understand is a failure with line and column. */
#include "write/style_table.h"

#include "base/text.h"
#include "data/builtin.h"
#include "data/yaml.h"

#include <string.h>

static const char file_name[] = "styles/styles.yaml";

/* The document being read. The first failure stays in status and later calls do nothing. */
typedef struct reader {
    hn_styles *styles;
    hn_yaml yaml;
    hensyn_status status;
} reader;

static void refuse(reader *r, const yaml_node_t *node, const char *what) {
    if (r->status == HENSYN_OK) r->status = hn_yaml_fail(&r->yaml, node, "%s", what);
}

static void no_memory(reader *r) {
    if (r->status == HENSYN_OK) r->status = hn_nomem(r->yaml.ctx);
}

static yaml_node_t *node_at(reader *r, int number) {
    return yaml_document_get_node(&r->yaml.document, number);
}

static const char *scalar(const yaml_node_t *node) { return node ? hn_yaml_scalar(node) : NULL; }

/* The node of a key; NULL: the mapping does not have it. */
static yaml_node_t *member(reader *r, const yaml_node_t *map, const char *key) {
    if (r->status != HENSYN_OK || !map) return NULL;
    if (map->type != YAML_MAPPING_NODE) {
        refuse(r, map, "a mapping is wanted here");
        return NULL;
    }
    yaml_node_pair_t *end = map->data.mapping.pairs.top;
    for (yaml_node_pair_t *pair = map->data.mapping.pairs.start; pair < end; pair++) {
        const char *name = scalar(node_at(r, pair->key));
        if (name && strcmp(name, key) == 0) return node_at(r, pair->value);
    }
    return NULL;
}

/* Refuses keys that are not among the words of known. */
static void check_keys(reader *r, const yaml_node_t *map, const char *known) {
    if (!map || map->type != YAML_MAPPING_NODE) return;
    yaml_node_pair_t *end = map->data.mapping.pairs.top;
    for (yaml_node_pair_t *pair = map->data.mapping.pairs.start; pair < end; pair++) {
        const yaml_node_t *key = node_at(r, pair->key);
        const char *name = scalar(key);
        size_t size = name ? strlen(name) : 0;
        const char *at = size ? strstr(known, name) : NULL;
        while (at && ((at > known && at[-1] != ' ') || (at[size] && at[size] != ' ')))
            at = strstr(at + 1, name);
        if (!at) refuse(r, key, "unknown key");
    }
}

/* Length of a sequence or mapping; 0 for NULL. */
static size_t length(const yaml_node_t *node) {
    if (node && node->type == YAML_SEQUENCE_NODE)
        return (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
    if (node && node->type == YAML_MAPPING_NODE)
        return (size_t)(node->data.mapping.pairs.top - node->data.mapping.pairs.start);
    return 0;
}

static yaml_node_t *item(reader *r, const yaml_node_t *sequence, size_t number) {
    return node_at(r, sequence->data.sequence.items.start[number]);
}

static yaml_node_t *pair_at(reader *r, const yaml_node_t *map, size_t number, const char **key) {
    const yaml_node_pair_t *pair = map->data.mapping.pairs.start + number;
    *key = scalar(node_at(r, pair->key));
    return node_at(r, pair->value);
}

static const char *keep(reader *r, const char *text) {
    const char *kept = text ? hn_pool_add(r->styles->pool, text) : NULL;
    if (text && !kept) no_memory(r);
    return kept;
}

static const char *text_of(reader *r, const yaml_node_t *map, const char *key,
                           const char *fallback) {
    const yaml_node_t *node = member(r, map, key);
    if (!node) return fallback;
    if (!scalar(node)) refuse(r, node, "a text is wanted here");
    return keep(r, scalar(node));
}

static const char *text_item(reader *r, const yaml_node_t *sequence, size_t number) {
    const char *text = scalar(item(r, sequence, number));
    if (!text) refuse(r, sequence, "a text is wanted here");
    return keep(r, text);
}

static double number_of(reader *r, const yaml_node_t *map, const char *key, double fallback) {
    const yaml_node_t *node = member(r, map, key);
    double number = fallback;
    if (node && !(scalar(node) && hn_parse_double(scalar(node), &number)))
        refuse(r, node, "a number is wanted here");
    return number;
}

static bool flag_of(reader *r, const yaml_node_t *map, const char *key, bool fallback) {
    const yaml_node_t *node = member(r, map, key);
    const char *text = scalar(node);
    if (!node) return fallback;
    if (!text || (strcmp(text, "true") != 0 && strcmp(text, "false") != 0))
        refuse(r, node, "true or false is wanted here");
    return text && strcmp(text, "true") == 0;
}

/* A member that must be there, with room for its entries; NULL after a failure. */
static yaml_node_t *list_of(reader *r, const yaml_node_t *map, const char *key,
                            yaml_node_type_t type, size_t size, void **room) {
    yaml_node_t *node = member(r, map, key);
    if (!node || node->type != type) refuse(r, node ? node : map, "a list is missing here");
    if (r->status != HENSYN_OK) return NULL;
    *room = hn_zalloc(length(node), size);
    if (!*room) no_memory(r);
    return *room ? node : NULL;
}

static const char *colour_of(reader *r, const yaml_node_t *map, const char *key,
                             const char *fallback) {
    const char *text = text_of(r, map, key, fallback);
    if (text && text != fallback && (text[0] != '#' || strlen(text) != 7))
        refuse(r, member(r, map, key), "a colour \"#rrggbb\" is wanted here");
    return text;
}

static void read_patterns(reader *r, const yaml_node_t *root) {
    hn_styles *styles = r->styles;
    const yaml_node_t *map = list_of(r, root, "patterns", YAML_MAPPING_NODE,
                                     sizeof *styles->patterns, (void **)&styles->patterns);
    for (size_t i = 0; map && i < length(map); i++) {
        hn_pattern *pattern = &styles->patterns[styles->pattern_count++];
        const char *name;
        const yaml_node_t *node = pair_at(r, map, i, &name);
        check_keys(r, node, "lines dots distance width");
        pattern->name = keep(r, name);
        pattern->distance = number_of(r, node, "distance", 2);
        pattern->width = number_of(r, node, "width", number_of(r, node, "dots", 0.3));
        const yaml_node_t *lines = member(r, node, "lines");
        if (length(lines) > 2) refuse(r, lines, "at most two directions");
        for (size_t k = 0; r->status == HENSYN_OK && k < length(lines); k++) {
            const char *angle = scalar(item(r, lines, k));
            if (!angle || !hn_parse_double(angle, &pattern->angle[pattern->lines++]))
                refuse(r, lines, "an angle is wanted here");
        }
    }
}

static const hn_pattern *pattern_of(reader *r, const yaml_node_t *map, const char *key) {
    const char *name = text_of(r, map, key, NULL);
    const hn_pattern *pattern = hn_style_pattern(r->styles, name);
    if (name && !pattern) refuse(r, member(r, map, key), "unknown pattern");
    return pattern;
}

static const char symbol_keys[] = " fill opacity outline outline_width dash hatch hatch_colour "
                                  "line_width shape size ";

static void read_symbol(reader *r, const yaml_node_t *node, hn_symbol *symbol) {
    symbol->fill = colour_of(r, node, "fill", NULL);
    symbol->opacity = number_of(r, node, "opacity", 1);
    symbol->outline = colour_of(r, node, "outline", NULL);
    symbol->outline_width = number_of(r, node, "outline_width", 0.26);
    symbol->dash = text_of(r, node, "dash", "solid");
    symbol->hatch = pattern_of(r, node, "hatch");
    symbol->hatch_colour = colour_of(r, node, "hatch_colour", "#000000");
    symbol->line_width = number_of(r, node, "line_width", 0.7);
    symbol->shape = text_of(r, node, "shape", "circle");
    symbol->size = number_of(r, node, "size", 2.6);
}

/* A mapping with the keys of a symbol and some more. */
static void check_symbol_keys(reader *r, const yaml_node_t *node, const char *more) {
    char known[256];
    size_t size = strlen(symbol_keys);
    memcpy(known, symbol_keys, size);
    memcpy(known + size, more, strlen(more) + 1);
    check_keys(r, node, known);
}

static void read_grade(reader *r, const yaml_node_t *node, size_t number, const char *shape,
                       hn_style_grade *out) {
    check_symbol_keys(r, node, "grade label");
    read_symbol(r, node, &out->symbol);
    out->label = text_of(r, node, "label", "");
    out->grade = (int)number_of(r, node, "grade", -1);
    if (out->grade != HN_GRADES - 1 - (int)number) refuse(r, node, "grades stand worst first");
    /* Worse grades get wider lines and larger points. */
    out->symbol.shape = shape;
    out->symbol.line_width = 0.5 + 0.25 * out->grade;
    out->symbol.size = 2.4 + 0.4 * out->grade;
}

static void read_scales(reader *r, const yaml_node_t *root) {
    const yaml_node_t *list = member(r, root, "scales");
    if (length(list) != 2) refuse(r, list, "two scales are wanted");
    for (size_t i = 0; r->status == HENSYN_OK && i < 2; i++) {
        const yaml_node_t *node = item(r, list, i), *grades = member(r, node, "grades");
        hn_style_scale *scale = &r->styles->scale[i];
        check_keys(r, node, "name title brief shape grades");
        scale->name = text_of(r, node, "name", "");
        scale->title = text_of(r, node, "title", "");
        scale->brief = text_of(r, node, "brief", scale->title);
        scale->shape = text_of(r, node, "shape", "circle");
        if (length(grades) != HN_GRADES) refuse(r, node, "five grades are wanted");
        for (size_t k = 0; r->status == HENSYN_OK && k < HN_GRADES; k++)
            read_grade(r, item(r, grades, k), k, scale->shape, &scale->grade[k]);
    }
}

static void read_purposes(reader *r, const yaml_node_t *root) {
    hn_style_purposes *p = &r->styles->purposes;
    const yaml_node_t *node = member(r, root, "purposes");
    const yaml_node_t *words = member(r, node, "status");
    const yaml_node_t *redevelop = member(r, node, "redevelop");
    if (!node || !words || !redevelop) refuse(r, root, "purposes are missing");
    check_keys(r, node,
               "outline outline_width stripes stripe_ground unknown unknown_label "
               "redevelop status palette");
    check_symbol_keys(r, redevelop, "");
    read_symbol(r, redevelop, &p->redevelop);
    p->symbol = p->redevelop;
    p->symbol.dash = "solid";
    p->symbol.outline = p->redevelop.outline = colour_of(r, node, "outline", "#000000");
    p->symbol.outline_width = number_of(r, node, "outline_width", 0.18);
    p->stripes = pattern_of(r, node, "stripes");
    if (!p->stripes) refuse(r, node, "stripes are missing");
    p->stripe_ground = colour_of(r, node, "stripe_ground", "#ffffff");
    p->unknown = colour_of(r, node, "unknown", "#e6e6e6");
    p->unknown_label = text_of(r, node, "unknown_label", "");
    p->status[0] = text_of(r, words, "1", "");
    p->status[1] = text_of(r, words, "2", "");
    p->status[2] = text_of(r, words, "3", "");
    const yaml_node_t *palette =
        list_of(r, node, "palette", YAML_SEQUENCE_NODE, sizeof *p->palette, (void **)&p->palette);
    for (size_t i = 0; palette && i < length(palette); i++)
        p->palette[p->palette_count++] = text_item(r, palette, i);
    if (!p->palette_count) refuse(r, node, "a palette is missing");
}

static void read_theme(reader *r, const yaml_node_t *root) {
    const yaml_node_t *node = member(r, root, "themes");
    hn_symbol *symbol = &r->styles->theme;
    if (!node) refuse(r, root, "themes are missing");
    check_keys(r, node, "colour hatch outline_width line_width point_size");
    read_symbol(r, node, symbol);
    symbol->hatch_colour = symbol->outline = colour_of(r, node, "colour", "#555555");
    symbol->size = number_of(r, node, "point_size", 2.6);
    if (!symbol->hatch) refuse(r, node, "a hatch is missing");
}

static void read_groups(reader *r, const yaml_node_t *root) {
    hn_styles *styles = r->styles;
    const yaml_node_t *list = list_of(r, root, "groups", YAML_SEQUENCE_NODE, sizeof *styles->groups,
                                      (void **)&styles->groups);
    for (size_t i = 0; list && i < length(list); i++) {
        const yaml_node_t *node = item(r, list, i);
        hn_style_group *group = &styles->groups[styles->group_count++];
        check_keys(r, node, "name expanded");
        group->name = text_of(r, node, "name", "");
        group->expanded = flag_of(r, node, "expanded", false);
    }
}

/* "> 100", or "<= 0.5x": a share of the limit of a class. */
static void read_test(reader *r, const yaml_node_t *map, const char *field, const yaml_node_t *node,
                      hn_style_rule *rule) {
    static const struct {
        const char *sign;
        hn_test_op op;
    } signs[] = {{">= ", HN_TEST_AT_LEAST}, {"> ", HN_TEST_ABOVE}, {"<= ", HN_TEST_AT_MOST}};
    const char *value = scalar(node);
    char number[32];
    if (!field || !value) {
        refuse(r, map, "a column and its value are wanted here");
        return;
    }
    if (rule->tests == HN_STYLE_TESTS) {
        refuse(r, map, "one to four tests");
        return;
    }
    hn_style_test *test = &rule->test[rule->tests++];
    *test = (hn_style_test){.op = strcmp(value, "null") == 0 ? HN_TEST_NULL : HN_TEST_EQUAL};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t size = strlen(signs[i].sign);
        if (test->op != HN_TEST_EQUAL || strncmp(value, signs[i].sign, size) != 0) continue;
        test->op = signs[i].op;
        value += size;
    }
    size_t length = strlen(value);
    test->of_limit = length > 1 && length < sizeof number && value[length - 1] == 'x';
    if (test->of_limit) {
        memcpy(number, value, length - 1);
        number[length - 1] = '\0';
        test->of_limit = hn_parse_double(number, &test->bound);
    }
    test->number = test->of_limit || hn_parse_double(value, &test->bound);
    test->field = keep(r, field);
    test->value = keep(r, value);
}

/* A column has one value to be tested for, or several in a list. */
static void read_tests(reader *r, const yaml_node_t *map, hn_style_rule *rule) {
    if (length(map) == 0 || length(map) > HN_STYLE_TESTS) refuse(r, map, "one to four tests");
    for (size_t i = 0; r->status == HENSYN_OK && i < length(map); i++) {
        const char *field;
        const yaml_node_t *node = pair_at(r, map, i, &field);
        bool list = node->type == YAML_SEQUENCE_NODE;
        for (size_t k = 0; r->status == HENSYN_OK && list && k < length(node); k++)
            read_test(r, map, field, item(r, node, k), rule);
        if (!list) read_test(r, map, field, node, rule);
    }
}

static void read_rules(reader *r, const yaml_node_t *list, hn_style_layer *layer) {
    for (size_t i = 0; i < length(list); i++) {
        const yaml_node_t *node = item(r, list, i);
        hn_style_rule *rule = HN_NEW_ROW(layer->rules);
        if (!rule) {
            no_memory(r);
            return;
        }
        check_symbol_keys(r, node, "when label");
        rule->label = text_of(r, node, "label", "");
        read_tests(r, member(r, node, "when"), rule);
        read_symbol(r, node, &rule->symbol);
    }
}

static hn_kind kind_of(const hn_table *table) {
    if (!table || !table->geometry) return HN_NO_GEOMETRY;
    if (strstr(table->geometry, "POLYGON")) return HN_AREA;
    return strstr(table->geometry, "LINE") ? HN_LINE : HN_POINT;
}

static hn_draw draw_of(reader *r, const yaml_node_t *node) {
    static const char *const words[] = {"rules",  "konsekvens", "tema",
                                        "formal", "klasse",     "forste_klasse"};
    const char *word = text_of(r, node, "draw", "rules");
    for (int i = 0; word && i < 6; i++)
        if (strcmp(word, words[i]) == 0) return (hn_draw)i;
    refuse(r, member(r, node, "draw"), "unknown way to draw");
    return HN_DRAW_RULES;
}

static void read_label(reader *r, const yaml_node_t *node, hn_style_label *label) {
    check_keys(r, node, "text size scale");
    label->text = text_of(r, node, "text", NULL);
    label->size = number_of(r, node, "size", 8);
    label->scale = number_of(r, node, "scale", 0);
}

static void read_layer(reader *r, const yaml_node_t *node, hn_style_layer *layer) {
    check_keys(r, node, "table title group visible display draw nearness decares label rules");
    layer->table = text_of(r, node, "table", "");
    layer->title = text_of(r, node, "title", layer->table);
    layer->group = text_of(r, node, "group", "");
    layer->display = text_of(r, node, "display", NULL);
    layer->visible = flag_of(r, node, "visible", true);
    layer->nearness = flag_of(r, node, "nearness", false);
    layer->draw = draw_of(r, node);
    layer->columns = layer->table ? hn_table_find(layer->table) : NULL;
    layer->kind = kind_of(layer->columns);
    if (!layer->columns) refuse(r, node, "no result table has this name");
    read_label(r, member(r, node, "label"), &layer->label);
    read_rules(r, member(r, node, "rules"), layer);
    if (layer->draw == HN_DRAW_CLASSES || layer->draw == HN_DRAW_FIRST_CLASS) {
        layer->templates.row = layer->rules.row;
        layer->templates.count = layer->rules.count;
        layer->rules.row = NULL;
        layer->rules.count = layer->rules.capacity = 0;
    }
    if (!member(r, node, "decares")) return;
    const yaml_node_t *list = list_of(r, node, "decares", YAML_SEQUENCE_NODE,
                                      sizeof *layer->decares, (void **)&layer->decares);
    for (size_t i = 0; list && i < length(list); i++)
        layer->decares[layer->decare_count++] = text_item(r, list, i);
}

static void read_layers(reader *r, const yaml_node_t *root) {
    hn_styles *styles = r->styles;
    const yaml_node_t *list = list_of(r, root, "layers", YAML_SEQUENCE_NODE, sizeof *styles->layers,
                                      (void **)&styles->layers);
    for (size_t i = 0; list && r->status == HENSYN_OK && i < length(list); i++)
        read_layer(r, item(r, list, i), &styles->layers[styles->layer_count++]);
}

static void read_aliases(reader *r, const yaml_node_t *root) {
    hn_styles *styles = r->styles;
    const yaml_node_t *map = list_of(r, root, "aliases", YAML_MAPPING_NODE, sizeof *styles->aliases,
                                     (void **)&styles->aliases);
    for (size_t i = 0; map && i < length(map); i++) {
        const char *column;
        const char *text = scalar(pair_at(r, map, i, &column));
        if (!column || !text) refuse(r, map, "a column and its name are wanted here");
        styles->aliases[styles->alias_count++] =
            (hn_style_word){keep(r, column), NULL, keep(r, text)};
    }
}

static void add_value(reader *r, size_t *capacity, const char *column, const char *value,
                      const char *text) {
    hn_styles *styles = r->styles;
    if (!HN_RESERVE(styles->values, styles->value_count, *capacity, 1)) {
        no_memory(r);
        return;
    }
    styles->values[styles->value_count++] =
        (hn_style_word){keep(r, column), keep(r, value), keep(r, text)};
}

static void read_values(reader *r, const yaml_node_t *root) {
    const yaml_node_t *map = member(r, root, "values");
    size_t capacity = 0;
    if (!map || map->type != YAML_MAPPING_NODE) refuse(r, root, "values are missing");
    for (size_t i = 0; r->status == HENSYN_OK && i < length(map); i++) {
        const char *column;
        const yaml_node_t *words = pair_at(r, map, i, &column);
        if (!column || words->type != YAML_MAPPING_NODE) {
            refuse(r, words, "values with their words are wanted here");
            return;
        }
        if (length(words) == 0) add_value(r, &capacity, column, NULL, NULL);
        for (size_t k = 0; r->status == HENSYN_OK && k < length(words); k++) {
            const char *value;
            const char *text = scalar(pair_at(r, words, k, &value));
            if (!value || !text) refuse(r, words, "a value and its word are wanted here");
            add_value(r, &capacity, column, value, text);
        }
    }
}

static void read_root(reader *r) {
    const yaml_node_t *root = hn_yaml_root(&r->yaml);
    check_keys(r, root, "patterns scales purposes themes groups layers aliases values");
    read_patterns(r, root);
    read_scales(r, root);
    read_purposes(r, root);
    read_theme(r, root);
    read_groups(r, root);
    read_layers(r, root);
    read_aliases(r, root);
    read_values(r, root);
}

hensyn_status hn_styles_read(hensyn_context *ctx, const hn_rules *rules, const char *text,
                             size_t size, hn_styles **out) {
    hensyn_status status;
    reader r = {.status = HENSYN_OK};
    *out = NULL;
    r.styles = hn_zalloc(1, sizeof *r.styles);
    if (!r.styles) return hn_nomem(ctx);
    r.styles->rules = rules;
    r.styles->pool = hn_pool_create();
    if (!r.styles->pool) HN_TRY(hn_nomem(ctx));
    HN_TRY(hn_yaml_load(ctx, file_name, text, size, &r.yaml));
    read_root(&r);
    HN_TRY(r.status);
    HN_TRY(hn_style_make_rules(ctx, r.styles, NULL));
    *out = r.styles;

cleanup:
    hn_yaml_clear(&r.yaml);
    if (status != HENSYN_OK) hn_styles_destroy(r.styles);
    return status;
}

hensyn_status hn_styles_create(hensyn_context *ctx, const hn_rules *rules, hn_styles **out) {
    const hn_builtin *file = hn_builtin_find(file_name);
    *out = NULL;
    if (!file) return hn_fail(ctx, HENSYN_FAILED, "%s is not compiled in", file_name);
    return hn_styles_read(ctx, rules, file->text, file->size, out);
}

void hn_styles_destroy(hn_styles *styles) {
    if (!styles) return;
    for (size_t i = 0; i < styles->layer_count; i++) {
        hn_free(styles->layers[i].rules.row);
        hn_free(styles->layers[i].templates.row);
        hn_free((void *)styles->layers[i].decares);
    }
    hn_free(styles->layers);
    hn_free(styles->patterns);
    hn_free((void *)styles->purposes.palette);
    hn_free(styles->groups);
    hn_free(styles->aliases);
    hn_free(styles->values);
    hn_pool_destroy(styles->pool);
    hn_free(styles);
}
