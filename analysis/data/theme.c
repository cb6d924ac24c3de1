/* theme.c - which dataset of a theme a layer is, and what its values mean. */
#include "data/theme.h"

#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_SIZE = 256 };

/* ---- fields and layers ---- */

/* The part after the last '.' or '|' of a nested field name. */
static const char *last_part(const char *field) {
    const char *at = field;
    for (const char *p = field; *p; p++)
        if ((*p == '.' || *p == '|') && p[1]) at = p + 1;
    return at;
}

static bool is_field(const char *name, const char *field) {
    char folded[TEXT_SIZE];
    hn_fold(field, folded, sizeof folded);
    if (strcmp(name, folded) == 0) return true;
    hn_fold(last_part(field), folded, sizeof folded);
    return strcmp(name, folded) == 0;
}

/* A Shapefile keeps ten bytes of a name. What is cut off may not be long: "arealbruks" is the
 * beginning of several names. */
static bool is_cut_field(const char *name, const char *field) {
    enum { KEPT = 10, LEAST = 8, MOST_CUT = 8 };
    char folded[TEXT_SIZE];
    size_t raw = strlen(field), length = hn_fold(field, folded, sizeof folded);
    /* Letters beyond ASCII took one byte each there and take two here. */
    if (raw + 1 < KEPT || raw > KEPT + 3 || length < LEAST) return false;
    size_t whole = strlen(name);
    return whole > length && whole - length <= MOST_CUT && strncmp(name, folded, length) == 0;
}

int hn_theme_field(char *const *names, size_t name_count, const char *const *fields, size_t count) {
    for (size_t i = 0; i < name_count; i++)
        for (size_t j = 0; j < count; j++)
            if (is_field(names[i], fields[j])) return (int)j;
    for (size_t i = 0; i < name_count; i++)
        for (size_t j = 0; j < count; j++)
            if (is_cut_field(names[i], fields[j])) return (int)j;
    return -1;
}

static bool has_layer(const hn_layer_words *dataset, const char *layer, const char *object_type) {
    char name[TEXT_SIZE] = "", type[TEXT_SIZE] = "";
    if (layer) hn_fold(layer, name, sizeof name);
    if (object_type) hn_fold(object_type, type, sizeof type);
    for (size_t i = 0; i < dataset->layer_count; i++)
        if (strstr(name, dataset->layers[i]) || strstr(type, dataset->layers[i])) return true;
    return dataset->layer_count == 0;
}

bool hn_layer_fits(const hn_layer_words *words, const char *layer, const char *object_type,
                   const char *const *fields, size_t count) {
    return has_layer(words, layer, object_type) &&
           (words->need_count == 0 ||
            hn_theme_field(words->need, words->need_count, fields, count) >= 0);
}

const hn_dataset *hn_theme_recognise(const hn_theme *theme, const char *layer,
                                     const char *object_type, const char *const *fields,
                                     size_t count) {
    for (size_t i = 0; i < theme->dataset_count; i++) {
        const hn_dataset *d = &theme->datasets[i];
        hn_layer_words words = {d->layers, d->layer_count, d->need, d->need_count};
        if (hn_layer_fits(&words, layer, object_type, fields, count)) return d;
    }
    return NULL;
}

/* ---- values ---- */

static const hn_value_class *find_class(const hn_dataset *d, const hn_word *r) {
    for (size_t i = 0; i < d->class_count; i++)
        if (hn_match_fits(&d->classes[i].match, r)) return &d->classes[i];
    return NULL;
}

/* In one dataset, or (dataset NULL) among the words of all of the theme. */
static const hn_value_class *find_in(const hn_theme *theme, const hn_dataset *dataset,
                                     const hn_word *r) {
    const hn_value_class *found = NULL;
    if (dataset) return find_class(dataset, r);
    for (size_t i = 0; !found && !r->is_number && i < theme->dataset_count; i++)
        found = find_class(&theme->datasets[i], r);
    return found;
}

/* Where a code ends and its explanation begins: "A: svært viktig", "3 - Stor", "Stor (B)",
 * "(A) Svært viktig". *skip: length of the mark. */
static size_t code_length(const char *text, size_t *skip) {
    static const char *const marks[] = {": ", ":", " - ", " \xE2\x80\x93 ", " (", ") ", ")"};
    size_t least = strlen(text);
    *skip = 0;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const char *at = strstr(text, marks[i]);
        if (!at || (size_t)(at - text) >= least) continue;
        least = (size_t)(at - text);
        *skip = strlen(marks[i]);
    }
    return least;
}

/* "H530_1", the label of a zone: its digits. 0: it is none. */
static size_t label_digits(const char *text) {
    if (text[0] != 'H' && text[0] != 'h') return 0;
    return strspn(text + 1, "0123456789");
}

static const hn_value_class *find_by_word(const hn_theme *theme, const hn_dataset *dataset,
                                          const char *text) {
    hn_word r;
    size_t skip, digits = label_digits(text);
    const hn_value_class *found = NULL;
    if (digits && hn_word_take(text + 1, digits, &r)) found = find_in(theme, dataset, &r);
    if (*text == '(') text++;
    size_t length = code_length(text, &skip);
    if (!found && skip && hn_word_take(text, length, &r)) found = find_in(theme, dataset, &r);
    const char *rest = text + length + skip;
    size_t left = strlen(rest);
    if (left && rest[left - 1] == ')') left--;
    if (!found && skip && hn_word_take(rest, left, &r)) found = find_in(theme, dataset, &r);
    return found;
}

static bool takes_plain_grades(const hn_dataset *dataset) {
    return !dataset || dataset->class_count == 0;
}

static bool is_grade(const hn_word *r) {
    return r->is_number && r->number >= 0 && r->number <= 4 && r->number == floor(r->number);
}

static const hn_value_class *find_any(const hn_dataset *dataset) {
    for (size_t i = 0; dataset && i < dataset->class_count; i++)
        if (hn_match_any(&dataset->classes[i].match)) return &dataset->classes[i];
    return NULL;
}

static const hn_value_class *find_value(const hn_theme *theme, const hn_dataset *dataset,
                                        const char *text, const hn_word *r) {
    const hn_value_class *found = NULL;
    if (dataset) {
        found = find_class(dataset, r);
        if (!found) found = find_by_word(theme, dataset, text);
        if (!found) found = find_any(dataset);
        if (dataset->drop_unmatched) return found;
    }
    if (!found) found = find_in(theme, NULL, r);
    return found ? found : find_by_word(theme, NULL, text);
}

hn_valued hn_theme_value(const hn_theme *theme, const hn_dataset *dataset, const char *text) {
    enum { UNKNOWN_VALUE = 2 };
    hn_word r;
    if (text && hn_word_take(text, strlen(text), &r)) {
        const hn_value_class *class = find_value(theme, dataset, text, &r);
        if (class) return (hn_valued){.value = class->value, .known = true};
        if (takes_plain_grades(dataset) && is_grade(&r))
            return (hn_valued){.value = (int)r.number, .known = true};
    } else if ((!text || !text[strspn(text, " \t")]) && dataset && dataset->fixed_value >= 0) {
        return (hn_valued){.value = dataset->fixed_value, .known = true};
    }
    return (hn_valued){.value = UNKNOWN_VALUE, .dropped = dataset && dataset->drop_unmatched};
}
