/* rules.h - value x impact -> consequence, what counts as development, and names of codes.
 * All of it is data (analysis/themes, and analysis/profiles for networks); --rules DIR replaces
 * single files. */
#ifndef HN_RULES_H
#define HN_RULES_H

#include "base/context.h"
#include "base/memory.h"
#include "data/net_rules.h"
#include "data/preset.h"
#include "data/theme.h"

/* Code lists of land-use purposes. Never told apart by number: the model of the layer says. */
typedef enum hn_code_list {
    HN_CODES_UNKNOWN = 0, /* --purpose-field */
    HN_CODES_KP2008,      /* KpArealformål */
    HN_CODES_RP2008,      /* RpArealformål */
    HN_CODES_PBL1985,     /* KpArealbruk */
    HN_CODES_REG1985,     /* reguleringsformål before 2008 */
    HN_CODES_END
} hn_code_list;
const char *hn_code_list_name(hn_code_list list); /* "kp2008", as in the CSV files */

typedef struct hn_rules hn_rules;

/* Loads the built-in files, each replaced by the file of the same name in folder when it has one
 * (folder NULL: none). HENSYN_USAGE with file and line for a file that cannot be understood. */
hensyn_status hn_rules_create(hensyn_context *ctx, const char *folder, hn_rules **out);
/* The rules of an earlier run, from what hn_rules_describe wrote down then. HENSYN_USAGE where they
 * cannot be understood. */
hensyn_status hn_rules_restore(hensyn_context *ctx, const char *record, hn_rules **out);
void hn_rules_destroy(hn_rules *rules);

/* The themes, by number from 0; theme "annet" is always there. */
size_t hn_rules_themes(const hn_rules *rules);
const hn_theme *hn_rules_theme(const hn_rules *rules, size_t number);
/* By name (folded); -1: unknown. Used to say "did you mean" too. */
int hn_rules_find_theme(const hn_rules *rules, const char *name);
const char *hn_rules_nearest_theme(const hn_rules *rules, const char *name);
/* The theme of a code of the plan's own zones (510..., 7xx ...); never fails: "annet". */
int hn_rules_zone_theme(const hn_rules *rules, int code);

/* Network datasets and kinds of ways, the profile of a mode, ready size classes. */
const hn_net_rules *hn_rules_network(const hn_rules *rules);
const hn_profile *hn_rules_profile(const hn_rules *rules, hn_mode mode);
const hn_presets *hn_rules_presets(const hn_rules *rules);

typedef enum hn_development {
    HN_DEV_NO = 0,
    HN_DEV_YES = 1,
    HN_DEV_NO_ROWS = 2 /* the code list has no rows: name --development */
} hn_development;
/* A purpose is given as its code ("1110", "1110.0", "1110 - Boligbebyggelse") or by its official
 * name; code NULL: none. All look-ups are quick and may be made from any thread. */

/* Does a purpose count as utbygging? level HN_NO_INT: no vertikalnivå given. */
hn_development hn_rules_development(const hn_rules *rules, hn_code_list list, const char *code,
                                    int level);
/* Official name of a purpose code, NULL: not in the list. */
const char *hn_rules_purpose_name(const hn_rules *rules, hn_code_list list, const char *code);
/* Fill colour "#rrggbb" of a purpose, nåværende or framtidig; NULL: a pattern or unknown.
 * stripes: set when the official style is a striped pattern. */
const char *hn_rules_purpose_colour(const hn_rules *rules, hn_code_list list, const char *code,
                                    bool future, bool *stripes);
/* Calls each purpose of a list in the order of the file. */
void hn_rules_each_purpose(const hn_rules *rules, hn_code_list list,
                           void (*each)(const char *code, const char *name, const char *now,
                                        const char *future, bool stripes, void *user),
                           void *user);

typedef struct hn_grade {
    int impact;         /* pavirkning -1..3 */
    const char *rule;   /* "pavirkning.csv:17" - which row decided, lives as long as the rules */
    const char *reason; /* the source of that row; "" for none */
    bool assumed;       /* no row knows the purpose: impact 2, rule "antatt", status 'antatt' */
} hn_grade;
/* The impact of a purpose on a theme (first row that fits). */
hn_grade hn_rules_impact(const hn_rules *rules, hn_code_list list, const char *code, int theme);
/* Consequence of value and impact before omfang. value 0..4, impact -1..3. */
int hn_rules_consequence(const hn_rules *rules, int value, int impact);
/* Consequence after omfang for the share that is taken; share NAN: no omfang (points). For a
 * theme of scale 'fare' the consequence is the object's own level and has no omfang. */
int hn_rules_extent(const hn_rules *rules, int consequence, double share);
/* The whole grade of one pair: by value, impact and share for scale 'ku'; the object's own level
 * when the impact is 1 or more for scale 'fare'. share NAN: no omfang. */
int hn_rules_grade(const hn_rules *rules, int theme, int value, int impact, double share);

/* Every rule file as used, for kjoring: "name\n" + text. */
hensyn_status hn_rules_describe(hensyn_context *ctx, const hn_rules *rules, hn_buffer *out);

/* Writes the built-in rule tables and profiles, or theme files (.yaml), into an existing folder,
 * ready for --rules. A file there that says something else is never written over (HENSYN_OUTPUT).
 */
hensyn_status hn_rules_export(hensyn_context *ctx, const char *folder);
hensyn_status hn_themes_export(hensyn_context *ctx, const char *folder);

#endif
