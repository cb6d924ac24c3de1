/* style_find.c - looking things up in the style table. */
#include "write/style_table.h"

#include <stdio.h>
#include <string.h>

size_t hn_styles_count(const hn_styles *styles) { return styles->layer_count; }

const char *hn_styles_table(const hn_styles *styles, size_t number) {
    return number < styles->layer_count ? styles->layers[number].table : NULL;
}

const char *hn_styles_title(const hn_styles *styles, size_t number) {
    return number < styles->layer_count ? styles->layers[number].title : NULL;
}

const hn_style_layer *hn_style_layer_find(const hn_styles *styles, const char *table) {
    for (size_t i = 0; i < styles->layer_count; i++)
        if (strcmp(styles->layers[i].table, table) == 0) return &styles->layers[i];
    return NULL;
}

const hn_pattern *hn_style_pattern(const hn_styles *styles, const char *name) {
    for (size_t i = 0; name && i < styles->pattern_count; i++)
        if (strcmp(styles->patterns[i].name, name) == 0) return &styles->patterns[i];
    return NULL;
}

/* The first word of "table.column", else of "column". */
static const hn_style_word *find_word(const hn_style_word *words, size_t count, const char *table,
                                      const char *column) {
    char whole[128];
    snprintf(whole, sizeof whole, "%s.%s", table, column);
    const hn_style_word *plain = NULL;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i].column, whole) == 0) return &words[i];
        if (!plain && strcmp(words[i].column, column) == 0) plain = &words[i];
    }
    return plain;
}

const char *hn_style_alias(const hn_styles *styles, const char *table, const char *column) {
    const hn_style_word *word = find_word(styles->aliases, styles->alias_count, table, column);
    return word ? word->text : column;
}

const hn_style_word *hn_style_values(const hn_styles *styles, const char *table, const char *column,
                                     size_t *count) {
    const hn_style_word *first = find_word(styles->values, styles->value_count, table, column);
    *count = 0;
    if (!first || !first->value) return NULL;
    const hn_style_word *end = styles->values + styles->value_count;
    for (const hn_style_word *word = first; word < end && word->column == first->column; word++)
        (*count)++;
    return first;
}

const hn_style_grade *hn_style_grade_of(const hn_styles *styles, const char *scale, int grade) {
    for (int i = 0; scale && i < 2; i++)
        if (strcmp(styles->scale[i].name, scale) == 0 && grade >= 0 && grade < HN_GRADES)
            return &styles->scale[i].grade[HN_GRADES - 1 - grade];
    return NULL;
}
