/* style_classes.c - rules that follow the classes of destinations of a result and their limits,
 * and which rule a row has. */
#include "write/style_table.h"
#include "write/xml.h"

#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* As many as can be distinguished in a legend; more are drawn with the first ones turned off. */
enum { MOST_CLASSES = 32 };

/* Numbers to draw by where the limit is not known. */
static const double some_limit_m = 500;

typedef struct size_class {
    const char *name;
    double limit_m; /* NAN: not known */
} size_class;

static double limit_of(const hn_result *result, const char *name) {
    for (size_t i = 0; i < result->served.count; i++)
        if (result->served.row[i].klasse && strcmp(result->served.row[i].klasse, name) == 0)
            return result->served.row[i].grense_m;
    return NAN;
}

/* The classes in their order, which the rows of avstand tell. */
static size_t list_classes(const hn_result *result, size_class out[MOST_CLASSES]) {
    size_t count = 0;
    memset(out, 0, MOST_CLASSES * sizeof *out);
    for (size_t i = 0; i < result->distances.count; i++) {
        const hn_origin_distance *row = &result->distances.row[i];
        if (row->class_number >= MOST_CLASSES || out[row->class_number].name || !row->klasse)
            continue;
        out[row->class_number] = (size_class){row->klasse, limit_of(result, row->klasse)};
    }
    for (size_t i = 0; i < MOST_CLASSES; i++)
        if (out[i].name) out[count++] = out[i];
    return count;
}

const char *hn_style_first_class(const hn_result *result, double *limit_m) {
    size_class classes[MOST_CLASSES];
    bool any = list_classes(result, classes) > 0;
    *limit_m = any ? classes[0].limit_m : (double)NAN;
    return any ? classes[0].name : NULL;
}

/* "400", "62,5". */
static void metres(hn_buffer *out, double number) {
    size_t from = out->length;
    hn_xml_number(out, number, 1);
    for (size_t i = from; i < out->length; i++)
        if (out->text[i] == '.') out->text[i] = ',';
}

/* "{0.5x} m" with the share of the limit put in. */
static const char *label_of(hn_styles *styles, const char *label, double limit_m) {
    hn_buffer text = {0};
    for (const char *c = label; *c; c++) {
        const char *end = *c == '{' ? strstr(c, "x}") : NULL;
        if (end) {
            metres(&text, strtod(c + 1, NULL) * limit_m);
            c = end + 1;
        } else {
            hn_append_n(&text, c, 1);
        }
    }
    const char *kept = text.failed ? NULL : hn_pool_add(styles->pool, text.text ? text.text : "");
    hn_buffer_free(&text);
    return kept;
}

static const char *section_of(hn_styles *styles, const size_class *of) {
    hn_buffer text = {0};
    hn_append(&text, of->name);
    if (!isnan(of->limit_m)) {
        hn_append(&text, " (grense ");
        metres(&text, of->limit_m);
        hn_append(&text, " m)");
    }
    const char *kept = text.failed ? NULL : hn_pool_add(styles->pool, text.text);
    hn_buffer_free(&text);
    return kept;
}

static bool put_limit(hn_styles *styles, hn_style_test *test, double limit_m) {
    if (!test->of_limit) return true;
    hn_buffer text = {0};
    test->bound *= limit_m;
    hn_xml_number(&text, test->bound, 6);
    test->value = text.failed ? NULL : hn_pool_add(styles->pool, text.text);
    hn_buffer_free(&text);
    return test->value != NULL;
}

/* The templates with the numbers of a class. name: a test for the class comes first; NULL: none. */
static hensyn_status add_class(hensyn_context *ctx, hn_styles *styles, hn_style_layer *layer,
                               const size_class *of, const char *name, const char *section,
                               bool hidden) {
    double limit = isnan(of->limit_m) ? some_limit_m : of->limit_m;
    for (size_t i = 0; i < layer->templates.count; i++) {
        const hn_style_rule *from = &layer->templates.row[i];
        hn_style_rule *rule = HN_NEW_ROW(layer->rules);
        if (!rule) return hn_nomem(ctx);
        *rule = *from;
        rule->section = section;
        rule->hidden = hidden;
        rule->label = label_of(styles, from->label, limit);
        bool made = rule->label != NULL;
        rule->tests = 0;
        if (name)
            rule->test[rule->tests++] =
                (hn_style_test){.field = "klasse", .op = HN_TEST_EQUAL, .value = name};
        for (size_t k = 0; k < from->tests && rule->tests < HN_STYLE_TESTS; k++) {
            rule->test[rule->tests] = from->test[k];
            made = put_limit(styles, &rule->test[rule->tests++], limit) && made;
        }
        if (!made) return hn_nomem(ctx);
    }
    return HENSYN_OK;
}

hensyn_status hn_style_class_rules(hensyn_context *ctx, hn_styles *styles, hn_style_layer *layer,
                                   const hn_result *result) {
    size_class classes[MOST_CLASSES] = {{"", some_limit_m}};
    size_t count = result ? list_classes(result, classes) : 0;
    if (count == 0 || layer->draw == HN_DRAW_FIRST_CLASS) {
        if (count == 0) classes[0] = (size_class){"", some_limit_m};
        return add_class(ctx, styles, layer, &classes[0], NULL, NULL, false);
    }
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; i < count && status == HENSYN_OK; i++) {
        const char *name = hn_pool_add(styles->pool, classes[i].name);
        const char *section = section_of(styles, &classes[i]);
        status = name && section ? add_class(ctx, styles, layer, &classes[i], name, section, i > 0)
                                 : hn_nomem(ctx);
    }
    return status;
}

/* Rows --------------------------------------------------------------------------------------- */

/* The value as a number; NAN: NULL, or a text. */
static double number_in(const hn_column *column, const void *values) {
    const void *member = (const char *)values + column->offset;
    switch (column->type) {
    case HN_COL_INTEGER:
        return *(const int *)member == HN_NO_INT ? (double)NAN : *(const int *)member;
    case HN_COL_FID:
        return *(const int64_t *)member == 0 ? (double)NAN : (double)*(const int64_t *)member;
    case HN_COL_COUNT:
        return (double)*(const int64_t *)member;
    case HN_COL_REAL:
        return *(const double *)member;
    case HN_COL_TEXT:
        break;
    }
    return NAN;
}

static bool holds(const hn_style_test *test, const hn_column *column, const void *values) {
    bool text = column->type == HN_COL_TEXT;
    const void *member = (const char *)values + column->offset;
    const char *word = text ? *(const char *const *)member : NULL;
    double number = text ? (double)NAN : number_in(column, values);
    switch (test->op) {
    case HN_TEST_NULL:
        return text ? !word : isnan(number);
    case HN_TEST_EQUAL:
        return text ? word && strcmp(word, test->value) == 0 : number == test->bound;
    case HN_TEST_AT_LEAST:
        return number >= test->bound;
    case HN_TEST_ABOVE:
        return number > test->bound;
    case HN_TEST_AT_MOST:
        return number <= test->bound;
    case HN_TEST_PREFIX:
        return word && strncmp(word, test->value, strlen(test->value)) == 0;
    }
    return false;
}

bool hn_style_rule_holds(const hn_style_rule *rule, const void *values) {
    bool all = rule->tests > 0;
    for (size_t i = 0; i < rule->tests && all; i++)
        all = rule->test[i].column && holds(&rule->test[i], rule->test[i].column, values);
    return all;
}
