/* recipe.h - what the user asks for: the options of the command line and of a recipe file.
 *
 * One table (recipe_options.c) names every option once: its key, type, which commands take it,
 * where a job keeps it, default and help. The command line, the recipe reader and writer, the
 * schema and the completion read it. */
#ifndef HN_RECIPE_H
#define HN_RECIPE_H

#include "base/context.h"
#include "base/memory.h"

/* A SOURCE of the command line, "path|layername=NAME|subset=SQL", taken apart. */
typedef struct hn_source {
    char *text;   /* as given */
    char *path;   /* resolved against the recipe's folder, or a data source name ("PG:...") */
    char *layer;  /* NULL: not named */
    char *subset; /* NULL: all */
} hn_source;

typedef struct hn_theme_source {
    char *theme; /* theme name, or "plan" for the plan's own zones */
    hn_source source;
} hn_theme_source;

/* What an option says about one theme: --buffer, --value-field, --name-field, --coverage. */
typedef struct hn_theme_option {
    char *theme;
    double buffer;     /* m; NAN: not given */
    char *value_field; /* NULL: not given */
    char *name_field;
    hn_source *coverage; /* several sources may make up the coverage */
    size_t coverages, coverage_capacity;
    unsigned char buffer_origin, value_origin, name_origin, coverage_origin; /* hn_given_by */
} hn_theme_option;

typedef enum hn_plan_rank { HN_RANK_NONE, HN_RANK_ORDER, HN_RANK_NEWEST } hn_plan_rank;

/* Who set an option. What the caller set stands against the recipe, whichever came first. */
typedef enum hn_given_by { HN_FROM_DEFAULT, HN_FROM_RECIPE, HN_FROM_CALLER } hn_given_by;

typedef enum hn_progress_form {
    HN_PROGRESS_AUTO,
    HN_PROGRESS_BAR,
    HN_PROGRESS_JSON,
    HN_PROGRESS_NONE
} hn_progress_form;

enum { HN_MAX_OPTIONS = 96 };

typedef enum hn_mode { HN_MODE_WALK, HN_MODE_BICYCLE, HN_MODE_CAR, HN_MODES } hn_mode;

/* A size class of recreation areas, as the user writes it. */
typedef struct hn_class_option {
    char *name;
    double min_area; /* m2 */
    double limit;    /* m */
    bool straight;   /* maal: luftlinje */
} hn_class_option;

/* The access part of a job: network distance from origins to destinations. */
typedef struct hn_access_job {
    hn_source *network, *origins, *destinations;
    size_t networks, network_capacity, origin_count, origin_capacity, destination_count,
        destination_capacity;
    int mode;     /* hn_mode */
    int cost;     /* 0 lengde, 1 tid; counts only when it was given, see hn_job_by_time */
    char *preset; /* classes by name, see preset.h; NULL: ssb where no class is given */
    hn_class_option *class_;
    size_t classes, class_capacity;
    char **population; /* fields: the total first, then groups */
    size_t populations, population_capacity;
    hn_source districts, entrances, dem;              /* text NULL: none */
    double inferred_entrance, snap, join;             /* m */
    char *network_filter, *cost_field, *oneway_field; /* NULL: none */
    double max_speed, max_aadt;                       /* km/h, vehicles a day; of safe links */
    double max_distance;                              /* m; 0: none */
    int kernel;                                       /* hn_kernel of access.h */
    bool node_crossings, safe, routes, service_area;
} hn_access_job;

struct hensyn_job {
    char *recipe_path; /* NULL: command line only */
    char *recipe_text; /* the recipe as read, secrets blanked, for kjoring */
    hn_source *plan;
    size_t plans, plan_capacity;
    hn_theme_source *hensyn;
    size_t hensyns, hensyn_capacity;
    hn_theme_option *themes;
    size_t theme_count, theme_capacity;
    hn_source *inputs; /* of hensyn info */
    size_t input_count, input_capacity;
    hn_source boundary; /* text NULL: none */
    char *output;
    bool overwrite, strict, all_overlaps, partition, planar, dry_run, allow_ballpark;
    int crs_epsg;    /* 0: from the plan */
    int assume_epsg; /* 0: none */
    char *kommune, *navn;
    int threads;       /* 0: all cores */
    int max_memory_mb; /* 0: no limit */
    char *rules_folder;
    char *id_field, *purpose_field, *status_field;
    char **development; /* codes, or the one word "all"; none: the built-in table */
    size_t developments, development_capacity;
    int *planstatus; /* default 3, 6 */
    size_t planstatuses, planstatus_capacity;
    bool planstatus_given;
    hn_plan_rank plan_rank;
    double sliver, dust; /* m */
    int min_cell;
    hn_access_job access;
    unsigned command;   /* HN_CMD_ bit of the command line; 0: called through the library */
    char *map;          /* PNG of the conflict map; NULL: none */
    char *command_line; /* for kjoring; NULL: called through the library */
    /* How a terminal is spoken to; of no effect on results. */
    hn_progress_form progress;
    int log_json; /* 1: log lines are JSON objects */
    int english;  /* 1: texts in English; the context has been told already */
    bool json, stdin_cancel;
    unsigned char origin[HN_MAX_OPTIONS]; /* hn_given_by of each option of the table */
};

typedef enum hn_option_type {
    HN_OPT_FLAG,
    HN_OPT_TEXT,
    HN_OPT_SOURCE,
    HN_OPT_NUMBER,
    HN_OPT_INTEGER,
    HN_OPT_EPSG,
    HN_OPT_CHOICE,
    HN_OPT_THEME_SOURCE,
    HN_OPT_THEME_VALUE,
    HN_OPT_LIST,
    HN_OPT_CLASS,
    HN_OPT_PATH
} hn_option_type;

/* Commands that take an option, as bits. */
enum {
    HN_CMD_INFO = 1,
    HN_CMD_CONFLICT = 2,
    HN_CMD_RUN = 4,
    HN_CMD_VERIFY = 8,
    HN_CMD_SCHEMA = 16,
    HN_CMD_VERSION = 32,
    HN_CMD_ACCESS = 64,
    HN_CMD_RUNS = HN_CMD_CONFLICT | HN_CMD_ACCESS | HN_CMD_RUN,
    HN_CMD_ALL = 127
};

typedef struct hn_option {
    const char *key; /* "assume_crs"; the command line writes "--assume-crs" */
    char letter;     /* 'o' for -o, else 0 */
    hn_option_type type;
    unsigned commands;
    bool repeats;        /* a list in the recipe, several times on the command line */
    bool recipe;         /* may stand in a recipe */
    const char *value;   /* name of the value in usage text: "EPSG:n" */
    const char *choices; /* "a|b|c" for HN_OPT_CHOICE */
    const char *preset;  /* default, as a value; NULL: none */
    double low, high;    /* bounds of numbers, both allowed */
    size_t offset, size; /* the member of hensyn_job; size 0: for the command line alone */
    const char *help_nb, *help_en;
} hn_option;

const hn_option *hn_options(size_t *count);
/* By key, '-' and '_' alike, with or without leading "--"; NULL: unknown. */
const hn_option *hn_option_find(const char *key);
/* The nearest key to a misspelt one among the options of the commands (bits), or NULL. */
const char *hn_option_nearest(const char *key, unsigned commands);
/* Is it an option about one theme that stands in that theme's entry of a recipe? */
bool hn_option_of_theme(const hn_option *option);
/* Is it of one part of a run only, and so, for access, under "access:" in a recipe? */
bool hn_option_of_access(const hn_option *option);
bool hn_option_of_conflict(const hn_option *option);

/* base_folder NULL or "": paths stand as given. HENSYN_USAGE: empty, or a part that is not known.
 * SOURCE is split at |layername= and |subset=; a file whose name is the whole text is that file. */
hensyn_status hn_source_parse(hensyn_context *ctx, const char *text, const char *base_folder,
                              hn_source *out);
void hn_source_clear(hn_source *source);
/* A path or data source name as seen from base_folder; caller frees, NULL: no memory. */
char *hn_resolve_path(const char *text, const char *base_folder);
/* Is it a connection or a virtual file ("PG:...", "/vsizip/...") and no plain path? */
bool hn_is_connection(const char *text);
/* The text with passwords and tokens blanked ("***"), for results and messages; caller frees,
 * NULL: no memory. */
char *hn_redact(const char *text);

/* One value for one option, from whoever gives it. */
typedef struct hn_setting {
    const hn_option *option;
    const char *name;  /* what messages call it: "--buffer", "buffer" */
    const char *theme; /* of a theme option; NULL: value is "THEME=VALUE" */
    const char *value;
    const char *folder; /* that relative paths start from; NULL: as given */
    hn_given_by origin;
} hn_setting;
/* HENSYN_USAGE with the offending value. A repeating option gains one value, after those of a
 * weaker origin were dropped; a value of a weaker origin than the present one changes nothing. */
hensyn_status hn_job_apply(hensyn_context *ctx, hensyn_job *job, const hn_setting *setting);

/* Is there a source of the theme ("plan": of the plan's own zones)? */
bool hn_job_has_theme(const hensyn_job *job, const char *theme);
/* The options of one theme; NULL when none were given. */
const hn_theme_option *hn_job_theme(const hensyn_job *job, const char *theme);
/* Which parts a job asks for: what its command names, else what it has sources for. */
bool hn_job_wants_conflict(const hensyn_job *job);
bool hn_job_wants_access(const hensyn_job *job);
/* Is time the cost of a way? As given, else by the mode: time for cars. */
bool hn_job_by_time(const hensyn_job *job);
/* Did the recipe or the caller set the option? */
bool hn_job_given(const hensyn_job *job, const char *key);
/* Checks that what each part of the run needs is there and fits together (HENSYN_USAGE). */
hensyn_status hn_job_check(hensyn_context *ctx, const hensyn_job *job);
/* The whole job as YAML with every default filled in, for kjoring and --dry-run. Reading it gives
 * the same job from any folder, but for passwords, which are blanked. */
hensyn_status hn_job_write(hensyn_context *ctx, const hensyn_job *job, hn_buffer *out);

#endif
