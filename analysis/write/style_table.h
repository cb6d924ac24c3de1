/* style_table.h - styles/styles.yaml as tables, shared by what is generated from it (qml.c, sld.c,
 * project.c, map.c). Texts live in the pool of the styles; lengths are millimetres. */
#ifndef HN_STYLE_TABLE_H
#define HN_STYLE_TABLE_H

#include "write/style.h"
#include "write/tables.h"

typedef struct hn_pattern {
    const char *name;
    double angle[2];        /* of its lines, degrees anticlockwise from east */
    int lines;              /* 0: dots */
    double distance, width; /* between lines or dots; of a line or dot */
} hn_pattern;

typedef struct hn_symbol {
    const char *fill;    /* "#rrggbb"; NULL: not filled. Of lines and points: their colour */
    double opacity;      /* of the fill, 0..1 */
    const char *outline; /* NULL: none */
    double outline_width;
    const char *dash;        /* "solid", "dash" or "dot" */
    const hn_pattern *hatch; /* NULL: none */
    const char *hatch_colour;
    double line_width;
    const char *shape; /* "circle", "triangle" or "square" */
    double size;       /* of points */
} hn_symbol;

typedef enum hn_test_op {
    HN_TEST_EQUAL,
    HN_TEST_AT_LEAST,
    HN_TEST_ABOVE,
    HN_TEST_AT_MOST,
    HN_TEST_NULL,
    HN_TEST_PREFIX
} hn_test_op;
typedef struct hn_style_test {
    const char *field;
    hn_test_op op;
    const char *value;
    bool number;             /* the value is compared as a number */
    const hn_column *column; /* of the field; NULL: the table has none */
    double bound;            /* the value, of a number */
    bool of_limit;           /* in a template: the value is a share of the limit of a class */
} hn_style_test;

enum { HN_STYLE_TESTS = 4 };
typedef struct hn_style_rule {
    const char *label;
    const char *section; /* heading that neighbouring rules share; NULL: none */
    const char *value;   /* value of the layer's classes; NULL: the rule has tests only */
    bool hidden;         /* QGIS does not draw the section until somebody turns it on */
    hn_style_test test[HN_STYLE_TESTS];
    size_t tests;
    hn_symbol symbol;
} hn_style_rule;

typedef enum hn_draw {
    HN_DRAW_RULES,
    HN_DRAW_CONSEQUENCE,
    HN_DRAW_THEME,
    HN_DRAW_PURPOSE,
    HN_DRAW_CLASSES,    /* the rules once for each class of destinations, by its limit */
    HN_DRAW_FIRST_CLASS /* the rules by the limit of the first class */
} hn_draw;

typedef struct hn_style_label {
    const char *text; /* QGIS expression; NULL: no labels */
    double size;      /* points */
    double scale;     /* shown where the scale is larger than 1:scale */
} hn_style_label;

typedef struct hn_style_layer {
    const char *table, *title, *group;
    const char *display; /* column that names a row */
    const hn_table *columns;
    hn_kind kind;
    hn_draw draw;
    bool visible, nearness;
    const char *classes; /* column or QGIS expression whose values the rules have; NULL: tests */
    HN_ROWS(hn_style_rule) rules;
    HN_ROWS(hn_style_rule) templates; /* what the rules of HN_DRAW_CLASSES are made from */
    bool has_other;
    hn_style_rule other; /* what no rule takes */
    hn_style_label label;
    const char **decares; /* columns in m2 that are shown in dekar as well */
    size_t decare_count;
} hn_style_layer;

typedef struct hn_style_grade {
    int grade;
    const char *label;
    hn_symbol symbol;
} hn_style_grade;

enum { HN_GRADES = 5 };
typedef struct hn_style_scale {
    const char *name, *title, *brief;
    const char *shape;               /* of points */
    hn_style_grade grade[HN_GRADES]; /* worst first */
} hn_style_scale;

enum { HN_STATUSES = 3 };
typedef struct hn_style_purposes {
    hn_symbol symbol;    /* outline of status 1 and 2, and of plans without status */
    hn_symbol redevelop; /* outline of status 3 */
    const hn_pattern *stripes;
    const char *stripe_ground, *unknown, *unknown_label;
    const char *status[HN_STATUSES]; /* words for arealbruksstatus 1..3 */
    const char **palette;
    size_t palette_count;
} hn_style_purposes;

typedef struct hn_style_group {
    const char *name;
    bool expanded;
} hn_style_group;

/* A word of a table: an alias of a column, or one value of it with its text. */
typedef struct hn_style_word {
    const char *column; /* "column" or "table.column" */
    const char *value;  /* NULL: an alias, or a column that shows its values as they are */
    const char *text;
} hn_style_word;

struct hn_styles {
    hn_pool *pool;
    const hn_rules *rules; /* borrowed */
    hn_pattern *patterns;
    size_t pattern_count;
    hn_style_scale scale[2]; /* ku, fare */
    hn_style_purposes purposes;
    hn_symbol theme; /* what a theme does not say */
    hn_style_group *groups;
    size_t group_count;
    hn_style_layer *layers;
    size_t layer_count;
    hn_style_word *aliases, *values;
    size_t alias_count, value_count;
};

/* hn_styles_create from a text of the form of styles/styles.yaml. */
hensyn_status hn_styles_read(hensyn_context *ctx, const hn_rules *rules, const char *text,
                             size_t size, hn_styles **out);

/* The layer of a table; NULL: not styled. */
const hn_style_layer *hn_style_layer_find(const hn_styles *styles, const char *table);
const hn_pattern *hn_style_pattern(const hn_styles *styles, const char *name); /* NULL: unknown */
/* Norwegian name of a column; the column itself where there is none. */
const char *hn_style_alias(const hn_styles *styles, const char *table, const char *column);
/* The words of a column's values: *count of them, neighbours; NULL: none. */
const hn_style_word *hn_style_values(const hn_styles *styles, const char *table, const char *column,
                                     size_t *count);

/* Fills the rules of layers whose drawing follows from grades, themes or purposes (style_rules.c).
 * result NULL: everything that can occur; else only what occurs in it. */
hensyn_status hn_style_make_rules(hensyn_context *ctx, hn_styles *styles, const hn_result *result);
/* Those of layers drawn by the classes of destinations (style_classes.c). */
hensyn_status hn_style_class_rules(hensyn_context *ctx, hn_styles *styles, hn_style_layer *layer,
                                   const hn_result *result);
/* The first class of destinations of a result and its limit in metres (NAN: not known); NULL: no
 * class. */
const char *hn_style_first_class(const hn_result *result, double *limit_m);
/* Do the tests of a rule hold for a row of the layer's table, a struct as hn_row.values? */
bool hn_style_rule_holds(const hn_style_rule *rule, const void *values);
/* The rule of the arealformal layer for a plan area, of the hensyn layer for a theme; what no rule
 * takes gives the layer's other. */
const hn_style_rule *hn_style_purpose_rule(const hn_styles *styles, const hn_plan_area *area);
const hn_style_rule *hn_style_theme_rule(const hn_styles *styles, const char *table,
                                         const char *theme);
/* The grade of a pair; NULL: scale or grade is not known. */
const hn_style_grade *hn_style_grade_of(const hn_styles *styles, const char *scale, int grade);

/* The symbol of a grade for nearness: the plan shines through, inside a broken line. */
hn_symbol hn_style_near(hn_symbol symbol);

/* The pieces of a QML document that a project has too: attributes of the root element, with a
 * space in front, and what stands inside it. */
void hn_qml_attributes(const hn_style_layer *layer, hn_buffer *out);
void hn_qml_body(const hn_styles *styles, const hn_style_layer *layer, hn_buffer *out);

#endif
