/* rules_tables.h - the parts of hn_rules: the rows of each rule table and how they are found.
 * Shared by rules_files.c (files), rules.c (all of it), rules_tables.c (reading), purposes.c (code
 * lists). */
#ifndef HN_RULES_TABLES_H
#define HN_RULES_TABLES_H

#include "data/csv.h"
#include "data/net_rules.h"
#include "data/preset.h"
#include "data/rules.h"

enum { HN_VALUES = 5, HN_IMPACTS = 5, HN_MIN_IMPACT = -1, HN_MAX_IMPACT = 3 };

/* Codes that a row is for: "1110", "11xx" and "300-320" are ranges, "1*" a prefix, "*" any. */
typedef struct hn_code_range {
    long low, high;
    bool prefix;
} hn_code_range;

typedef struct hn_code_set {
    unsigned lists;      /* bit per hn_code_list */
    size_t first, count; /* in hn_rules.ranges */
} hn_code_set;

typedef struct hn_impact_row {
    hn_code_set codes;
    bool all_themes;
    size_t first_theme; /* in hn_rules.row_themes, one bool per theme, unless all_themes */
    int impact;
    const char *rule, *reason;
} hn_impact_row;

typedef struct hn_development_row {
    hn_code_set codes;
    unsigned levels; /* bit 0: none given, bit n: vertikalnivå n */
    bool any_level, counts;
} hn_development_row;

typedef struct hn_extent_row {
    double below;
    int steps, least;
} hn_extent_row;

typedef struct hn_purpose {
    hn_code_list list;
    long code;
    const char *text, *name, *folded, *now, *future; /* now, future NULL: no colour */
    bool stripes;
    size_t first_grade; /* in hn_rules.purpose_row: row of pavirkning per theme */
} hn_purpose;

/* A file as used: of the folder, or built in. */
typedef struct hn_rule_file {
    char *name, *path; /* "pavirkning.csv"; path for messages */
    const char *text;
    size_t size;
    char *owned; /* text, when it is not built in */
} hn_rule_file;

struct hn_rules {
    hn_pool *pool;
    hn_rule_file *files; /* themes and tables, in the order they were read */
    size_t file_count, file_capacity;
    hn_theme *themes;
    size_t theme_count, theme_capacity;
    const char **theme_names;
    int *zone_theme; /* by zone code, HN_ZONE_CODES of them */
    int other;       /* number of theme "annet" */
    hn_net_rules network;
    hn_profile profile[HN_MODES];
    hn_presets presets;
    hn_code_range *ranges;
    size_t range_count, range_capacity;
    bool *row_themes;
    size_t row_theme_count, row_theme_capacity;
    hn_impact_row *impacts;
    size_t impact_count, impact_capacity;
    hn_development_row *developments;
    size_t development_count, development_capacity;
    hn_extent_row *extents;
    size_t extent_count, extent_capacity;
    int consequence[HN_VALUES][HN_IMPACTS];
    hn_purpose *purposes; /* in the order of the file */
    size_t purpose_count, purpose_capacity;
    size_t *by_code, *by_name; /* purposes sorted for bsearch */
    int *purpose_row;          /* row of impacts, -1: none fits */
};
enum { HN_ZONE_CODES = 10000, HN_NO_CODE = -1 };

/* The tables, by the stem of their file. */
enum { HN_RULE_TABLES = 5 };
extern const char *const hn_rule_stems[HN_RULE_TABLES];
bool hn_is_theme_file(const char *name);
hn_rule_file *hn_rule_file_find(const hn_rules *rules, const char *name); /* NULL: there is none */
/* Fill rules->files: built in, each replaced by that of the folder (NULL: none); or the files that
 * hn_rules_describe wrote down. */
hensyn_status hn_rule_files_gather(hensyn_context *ctx, hn_rules *rules, const char *folder);
hensyn_status hn_rule_files_split(hensyn_context *ctx, hn_rules *rules, const char *text);

/* Reads one table out of its file into the rules. The themes must be there already. */
hensyn_status hn_read_impacts(hensyn_context *ctx, hn_rules *rules, const hn_rule_file *file);
hensyn_status hn_read_consequences(hensyn_context *ctx, hn_rules *rules, const hn_rule_file *file);
hensyn_status hn_read_extents(hensyn_context *ctx, hn_rules *rules, const hn_rule_file *file);
hensyn_status hn_read_developments(hensyn_context *ctx, hn_rules *rules, const hn_rule_file *file);
hensyn_status hn_read_purposes(hensyn_context *ctx, hn_rules *rules, const hn_rule_file *file);
/* After all tables: sorts the purposes and finds the impact row of each for every theme. */
hensyn_status hn_index_purposes(hensyn_context *ctx, hn_rules *rules);

/* The cells with code lists and with codes of a row, as a set. */
hensyn_status hn_read_codes(hensyn_context *ctx, hn_rules *rules, const hn_csv *csv, size_t row,
                            size_t list_column, size_t code_column, hn_code_set *out);
bool hn_codes_hold(const hn_rules *rules, const hn_code_set *set, hn_code_list list, long code);
/* The number that a purpose stands for, by code or official name; HN_NO_CODE: neither. */
long hn_purpose_code(const hn_rules *rules, hn_code_list list, const char *text);
/* NULL: the code is not in the list. */
const hn_purpose *hn_purpose_find(const hn_rules *rules, hn_code_list list, long code);

#endif
