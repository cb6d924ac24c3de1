/* verify.h - what the checks of hensyn_verify share: the open result, and how a check reports.
 *
 * A check has a name that does not change and answers with the rows that break it. Most checks are
 * one SELECT (hn_rule), so that the next table needs a line and no code. */
#ifndef HN_VERIFY_H
#define HN_VERIFY_H

#include "data/measure.h"
#include "data/result.h"
#include "write/db.h"
#include "write/tables.h"

#include <jansson.h>
#include <string.h>

typedef enum hn_stored { HN_STORED_SPATIALITE, HN_STORED_GPKG, HN_STORED_POSTGIS } hn_stored;

typedef struct hn_verify {
    hensyn_context *ctx;
    hn_db *db;
    hn_stored stored;
    hn_result parts;  /* which parts ran, as hn_table.wanted asks for it; has no rows */
    hn_pool *pool;    /* owner of texts read from the result */
    const char **bad; /* "table: what it lacks", of tables that are not as they should be */
    size_t bad_count, bad_capacity;
    const char *recipe;  /* kjoring.oppskrift; "" when it is not there */
    hn_box extent;       /* of all geometries */
    hn_measure *measure; /* of the working CRS; NULL: it cannot be measured in */
    json_t *checks;      /* the answer so far */
    json_t *check;       /* the open check, borrowed */
    size_t failed;       /* checks */
} hn_verify;

/* ---- reporting (verify_report.c) ---- */

/* Opens a check; one that was made by this name before goes on. nb, en: what must hold. */
hensyn_status hn_check_begin(hn_verify *v, const char *name, const char *nb, const char *en);
/* One row that breaks the open check; row (NULL: no memory) is taken over. The first ten are told.
 */
hensyn_status hn_check_fail(hn_verify *v, json_t *row);
/* Something to know about the open check; undecided: it could not be made, or not wholly ("ok" is
 * null then, and "?" in text). */
hensyn_status hn_check_note(hn_verify *v, bool undecided, const char *text);
/* Did the check of that name fail? */
bool hn_check_failed(const hn_verify *v, const char *name);
/* A finite number, else null. */
json_t *hn_json_number(double value);
/* The answer as lines of text, or as one JSON document. */
hensyn_status hn_report_text(const hn_verify *v, hensyn_text_fn out, void *user);
hensyn_status hn_report_json(const hn_verify *v, const char *file, hensyn_text_fn out, void *user);
/* Names of the checks that failed, by comma. */
void hn_report_failed(const hn_verify *v, hn_buffer *out);

/* ---- the run (verify_run.c) ---- */

/* Does the recipe of the run hold this line? With the blanks in front of it, as recipe_write.c
 * writes them. */
bool hn_recipe_says(const hn_verify *v, const char *line);
/* Were counts of people below some number blanked? */
bool hn_verify_is_blanked(const hn_verify *v);
/* Does the search go by true length, so that what is nearest has the least avstand_m? */
bool hn_verify_by_length(const hn_verify *v);
/* The number that follows such a beginning of a line of the recipe; NAN: there is none. */
double hn_recipe_number(const hn_verify *v, const char *key);
/* What kjoring has under a key: text of the pool, "" for none; a number, NAN for none. */
hensyn_status hn_verify_text(hn_verify *v, const char *key, const char **out);
hensyn_status hn_verify_fact(hn_verify *v, const char *key, double *out);

/* NAN for what is no number. */
static inline double hn_db_number(const hn_db_value *value) {
    bool number = value->type == HN_DB_INTEGER || value->type == HN_DB_REAL;
    return number ? value->real : (double)NAN;
}
static inline const char *hn_db_string(const hn_db_value *value) {
    return value->text ? value->text : "";
}

/* Is name one of those in the comma list? */
static inline bool hn_list_has(const char *list, const char *name) {
    size_t length = strlen(name);
    for (const char *at = list; *at; at += strcspn(at, ",") + (at[strcspn(at, ",")] == ','))
        if (strcspn(at, ",") == length && strncmp(at, name, length) == 0) return true;
    return false;
}

/* ---- rules (verify_rules.c) ---- */

typedef struct hn_rule {
    const char *name;    /* of the check; rules of one name make one check */
    const char *nb, *en; /* what must hold */
    const char *needs;   /* tables it reads, by comma; see hn_verify_ready */
    const char *table;   /* whose rows the answer is about */
    const char *labels;  /* of the columns of the answer, by comma */
    const char *sql;     /* SELECT of the rows that break it */
} hn_rule;

typedef enum hn_ready {
    HN_READY,
    HN_ABSENT, /* a table of a part that did not run: nothing to check */
    HN_BROKEN  /* a table is missing or lacks a column */
} hn_ready;

/* Can the tables be read? note: the open check tells of those that cannot. */
hensyn_status hn_verify_ready(hn_verify *v, const char *needs, bool note, hn_ready *out);
/* Opens a check of such tables, unless their part did not run; *ready: they can be read. */
hensyn_status hn_verify_open(hn_verify *v, const char *needs, const char *name, const char *nb,
                             const char *en, bool *ready);
/* Makes the check of a rule; nothing for a part that did not run. */
hensyn_status hn_verify_rule(hn_verify *v, const hn_rule *rule);
hensyn_status hn_verify_rules(hn_verify *v, const hn_rule *rules, size_t count);
/* Opens the checks of rules that cannot be made, and notes why. */
hensyn_status hn_verify_skip(hn_verify *v, const hn_rule *rules, size_t count, const char *why);

/* Tolerance of areas and lengths, see the contract: as SQL, and as a number. */
#define HN_TOLERANCE(x) "(1e-6 * abs(" x ") + 0.01)"
#define HN_AT_MOST(a, b) "(" a " <= " b " + " HN_TOLERANCE(b) ")"
#define HN_EQUAL(a, b) "(abs((" a ") - (" b ")) <= " HN_TOLERANCE(b) ")"
static inline double hn_tolerance(double value) { return 1e-6 * fabs(value) + 0.01; }

/* The three tables of considerations, of pairs, and of destinations, as one, and their names for
 * needs. */
/* clang-format off */
#define HN_ALL_OBJECTS(columns) \
    "(SELECT " columns " FROM hensyn UNION ALL SELECT " columns " FROM hensyn_linje " \
    "UNION ALL SELECT " columns " FROM hensyn_punkt)"
#define HN_ALL_PAIRS(columns) \
    "(SELECT " columns " FROM konflikt UNION ALL SELECT " columns " FROM konflikt_linje " \
    "UNION ALL SELECT " columns " FROM konflikt_punkt)"
#define HN_ALL_DESTINATIONS(columns) \
    "(SELECT " columns " FROM malomrade UNION ALL SELECT " columns " FROM malomrade_linje " \
    "UNION ALL SELECT " columns " FROM malomrade_punkt)"
/* Limits of the classes. A class without destinations has none, and nothing is within it. */
#define HN_LIMITS "(SELECT klasse, max(grense_m) AS grense_m FROM dekning GROUP BY klasse)"
/* The search adds whole millimetres, each link rounded, and is near a tie wrong by that much. */
#define HN_CLOSE(x) "(0.01 + 1e-4 * " x ")"
#define HN_BELOW(x, limit) "(" x " = 0 OR " x " <= " limit " - 0.01)"
static inline double hn_close(double metres) { return 0.01 + 1e-4 * metres; }
#define HN_DESTINATION_TABLES "malomrade,malomrade_linje,malomrade_punkt"
#define HN_OBJECT_TABLES "hensyn,hensyn_linje,hensyn_punkt"
#define HN_PAIR_TABLES "konflikt,konflikt_linje,konflikt_punkt"
/* clang-format on */

/* Units of the plane at a place that hold so many metres for certain. */
static inline double hn_plane_reach(const hn_verify *v, const double *place, double metres) {
    return metres / hn_measure_distance(v->measure, place[0], place[1], 1) * 1.001;
}

/* ---- the checks, in order ---- */

hensyn_status hn_verify_tables(hn_verify *v);     /* tables, columns, kjoring, styles */
hensyn_status hn_verify_keys(hn_verify *v);       /* invariant 4: keys, links, codes */
hensyn_status hn_verify_sources(hn_verify *v);    /* 2: kilde, merknad, vurdering */
hensyn_status hn_verify_areas(hn_verify *v);      /* 1 and 3: areas, shares, counts, plan_tema */
hensyn_status hn_verify_indicators(hn_verify *v); /* sums of indikator */
hensyn_status hn_verify_access(hn_verify *v);     /* 5: tables of the access part */
hensyn_status hn_verify_choices(hn_verify *v);    /* 5: antall_innen and dekning */
hensyn_status hn_verify_times(hn_verify *v);      /* 5: tid_s and the speeds of the run */
hensyn_status hn_verify_figures(hn_verify *v);    /* 5: indikator of the access part */
hensyn_status hn_verify_severance(hn_verify *v);  /* barriere, passasje and what follows of them */
hensyn_status hn_verify_geometry(hn_verify *v);   /* 4: geometries and their index; sets extent */
hensyn_status hn_verify_measures(hn_verify *v);   /* areas, lengths and counts of geometries */
hensyn_status hn_verify_grades(hn_verify *v);     /* 3 and 4: grades by the rules of the run */
hensyn_status hn_verify_network(hn_verify *v);    /* 5: avstand_m of nett */
hensyn_status hn_verify_reach(hn_verify *v);      /* 5: rekkevidde is whole */
hensyn_status hn_verify_faces(hn_verify *v);      /* 3: samlet_hensyn */

#endif
