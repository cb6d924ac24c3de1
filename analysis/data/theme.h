/* theme.h - one theme of considerations: how its datasets are recognised and valued. */
#ifndef HN_THEME_H
#define HN_THEME_H

#include "base/context.h"
#include "base/memory.h"
#include "data/match.h"

/* A row of a value table: a text as it stands in the data and the value 0..4 it means. */
typedef struct hn_value_class {
    hn_match match;
    int value; /* 0..4; for scale 'fare' the level 1..4 */
    char *name_nb, *name_en;
} hn_value_class;

/* One dataset that a theme knows: by layer name or object type, and by field names. */
typedef struct hn_dataset {
    char *name;
    char **layers; /* folded parts of layer names or object types; none: any */
    size_t layer_count;
    char **value_fields; /* folded field names in order of preference, see hn_theme_field */
    size_t value_field_count;
    char **name_fields; /* the dataset's own, then those of the theme */
    size_t name_field_count;
    char **id_fields;
    size_t id_field_count;
    char **need; /* folded fields of which at least one must be there; none: by layer */
    size_t need_count;
    bool drop_unmatched; /* rows whose value is in no class are not of this theme (AR5 forest) */
    int fixed_value;     /* value when the dataset or the row has no value; -1: none */
    hn_value_class *classes;
    size_t class_count;
    char *source; /* where the recognition comes from */
} hn_dataset;

typedef struct hn_theme {
    char *name; /* "friluftsliv" */
    char *title_nb, *title_en;
    char *scale;                     /* "ku" or "fare" */
    int order;                       /* place among the themes, smallest first */
    double buffer;                   /* default nearness, m; 0: none */
    char *question_nb, *question_en; /* what to ask in the meeting */
    int *zone_codes;                 /* codes of the plan's own zones that mean this theme */
    size_t zone_code_count;
    char **name_fields; /* for a layer that no dataset fits */
    size_t name_field_count;
    char **id_fields;
    size_t id_field_count;
    hn_dataset *datasets; /* the first that fits is taken */
    size_t dataset_count;
    char *colour; /* "#rrggbb" of hatching and legend */
    char *hatch;  /* name of a pattern in styles.yaml */
} hn_theme;

/* Reads one theme file (YAML, see analysis/themes). file names it in messages. HENSYN_USAGE with
 * file, line and column for what cannot be understood, and out is empty then. */
hensyn_status hn_theme_parse(hensyn_context *ctx, const char *file, const char *text, size_t size,
                             hn_theme *out);
void hn_theme_clear(hn_theme *theme); /* a zeroed one is allowed */

/* The dataset of the theme that fits a layer: its name and field names (count of them). NULL:
 * none, the layer is taken all the same with merknad DATASETT_UKJENT. */
const hn_dataset *hn_theme_recognise(const hn_theme *theme, const char *layer,
                                     const char *object_type, const char *const *fields,
                                     size_t count);
/* Words that a layer is known by: folded parts of its name or object type (none: any), and fields
 * of which at least one must be there (none: by name alone). Borrowed. */
typedef struct hn_layer_words {
    char *const *layers;
    size_t layer_count;
    char *const *need;
    size_t need_count;
} hn_layer_words;
bool hn_layer_fits(const hn_layer_words *words, const char *layer, const char *object_type,
                   const char *const *fields, size_t count);
/* Position in fields (count of them) of the field that comes first in names, a list of the theme;
 * -1: none. Spelling as hn_fold; the last part of a nested name ("verdsetting.områdeverdi") and a
 * name that a Shapefile cut off at ten bytes count too. */
int hn_theme_field(char *const *names, size_t name_count, const char *const *fields, size_t count);

typedef struct hn_valued {
    int value;    /* 0..4 */
    bool known;   /* false: no class fits, value is 2 and merknad VERDI_UKJENT */
    bool dropped; /* the row is not of this theme (drop_unmatched) */
} hn_valued;
/* The value of a text as read (NULL: none). Beside the classes of the dataset the texts (not the
 * numbers) of the theme's other datasets are understood, so that a field named by the user can
 * hold "A" or "stor verdi". "(A) Svært viktig" and "3 - Stor" are read by their first word when
 * the whole is not known. dataset NULL: also 0..4 as a number. */
hn_valued hn_theme_value(const hn_theme *theme, const hn_dataset *dataset, const char *text);

#endif
