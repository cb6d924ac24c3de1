/* hensyn.h - land-use conflict between plans and considerations ("hensyn"), and network distance
 * from dwellings to recreation areas, over GDAL sources.
 *
 * Contexts share nothing; one context serves one thread at a time (hensyn_cancel excepted).
 * A call that can fail returns a status; hensyn_message() explains the last failure of a context
 * until the next call on it. After a failure no result file is left behind and an earlier result
 * stands as it was. Strings are UTF-8 and borrowed for the call, unless said otherwise.
 * Lengths are metres, areas square metres. The library prints nothing and keeps no globals. */
#ifndef HENSYN_H
#define HENSYN_H

#include <stddef.h>
#include <stdint.h>

#ifndef HENSYN_API
#if defined(_WIN32)
#define HENSYN_API
#else
#define HENSYN_API __attribute__((visibility("default")))
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define HENSYN_VERSION "0.1.0"
/* Version of the result tables and of the JSON messages; raised when either changes meaning. */
#define HENSYN_PROTOCOL 1

/* Values are part of the ABI: append before HENSYN_STATUS_END, never reuse a retired one. */
typedef enum hensyn_status {
    HENSYN_OK = 0,
    HENSYN_FAILED = 1,    /* failed while running; the message says how */
    HENSYN_USAGE = 2,     /* wrong option, recipe, rules or precondition */
    HENSYN_INPUT = 3,     /* an input cannot be read or understood, or holds nothing usable */
    HENSYN_OUTPUT = 4,    /* the output cannot be written, or exists and may not be replaced */
    HENSYN_INVARIANT = 5, /* a result breaks an invariant */
    HENSYN_MEMORY = 6,    /* an allocation failed */
    HENSYN_CANCELLED = 7, /* hensyn_cancel or the progress callback asked to stop */
    HENSYN_STATUS_END     /* one past the last code; not a status */
} hensyn_status;

typedef enum hensyn_level { HENSYN_INFO = 0, HENSYN_WARNING = 1, HENSYN_ERROR = 2 } hensyn_level;

typedef struct hensyn_context hensyn_context;
typedef struct hensyn_job hensyn_job;

/* pct runs from 0 to 100 over the whole call; step names the stage, such as "overlay".
 * Return nonzero to continue and zero to cancel, the sense GDAL uses. */
typedef int (*hensyn_progress_fn)(double pct, const char *step, void *user);

/* One remark about the run or its data. source is "" and line 0 where they do not apply. */
typedef void (*hensyn_log_fn)(hensyn_level level, const char *code, const char *source, long line,
                              const char *text, void *user);

/* Receives text results (info, schema) piece by piece. */
typedef void (*hensyn_text_fn)(const char *text, size_t length, void *user);

HENSYN_API hensyn_status hensyn_context_create(hensyn_context **out);
HENSYN_API void hensyn_context_destroy(hensyn_context *ctx); /* NULL is allowed */
HENSYN_API void hensyn_set_progress(hensyn_context *ctx, hensyn_progress_fn call, void *user);
HENSYN_API void hensyn_set_log(hensyn_context *ctx, hensyn_log_fn call, void *user);
HENSYN_API void hensyn_set_language(hensyn_context *ctx, const char *lang); /* "nb" or "en" */
HENSYN_API const char *hensyn_message(const hensyn_context *ctx);           /* never NULL */
HENSYN_API const char *hensyn_status_text(hensyn_status status);            /* never NULL */

/* Asks the running call to stop; may be called from any thread and from a signal handler. The
 * context stays cancelled: make a new one to go on. */
HENSYN_API void hensyn_cancel(hensyn_context *ctx);

/* A job is what a recipe says. Keys are the option names of the command line with '_' for '-';
 * see hensyn_schema(..., "recipe", ...). The caller owns the job and frees it. */
HENSYN_API hensyn_status hensyn_job_create(hensyn_context *ctx, hensyn_job **out);
HENSYN_API void hensyn_job_destroy(hensyn_job *job); /* NULL is allowed */
/* Sets one option; repeatable options gain one value a call. "THEME=VALUE" where themes apply. */
HENSYN_API hensyn_status hensyn_job_set(hensyn_context *ctx, hensyn_job *job, const char *key,
                                        const char *value);
/* Reads a YAML or JSON recipe; relative paths in it are relative to the recipe. */
HENSYN_API hensyn_status hensyn_job_load(hensyn_context *ctx, hensyn_job *job, const char *path);

/* Counts and areas of a finished run, for a one-line summary. */
typedef struct hensyn_report {
    uint32_t version;
    int64_t plan_areas, development_areas, considerations, conflicts, remarks;
    double development_m2, conflict_m2;   /* union areas, never counted twice */
    char output[1024];                    /* the path that was written */
    int64_t links, origins, destinations; /* of the access part */
} hensyn_report;
#define HENSYN_REPORT_INIT                                                                         \
    { 1u, 0, 0, 0, 0, 0, 0.0, 0.0, {0}, 0, 0, 0 }

/* Runs everything the job asks for and writes one result file. report NULL: not wanted. */
HENSYN_API hensyn_status hensyn_run(hensyn_context *ctx, const hensyn_job *job,
                                    hensyn_report *report);

/* Opens everything and says what hensyn_run would read, in which coordinate systems, and what it
 * would write; writes nothing. */
HENSYN_API hensyn_status hensyn_dry_run(hensyn_context *ctx, const hensyn_job *job,
                                        hensyn_text_fn out, void *user);

/* Says what is in a source and what hensyn takes it for; json nonzero: as one JSON document. */
HENSYN_API hensyn_status hensyn_info(hensyn_context *ctx, const hensyn_job *job, int json,
                                     hensyn_text_fn out, void *user);

/* Re-checks every invariant of a result file and changes nothing. HENSYN_INVARIANT when one
 * fails (each failure goes through out), HENSYN_INPUT when the file is not a result. */
HENSYN_API hensyn_status hensyn_verify(hensyn_context *ctx, const char *path, int json,
                                       hensyn_text_fn out, void *user);

/* what: "recipe", "result", "themes" or "rules". export_dir NULL: text through out, else the
 * built-in files are written there. */
HENSYN_API hensyn_status hensyn_schema(hensyn_context *ctx, const char *what,
                                       const char *export_dir, hensyn_text_fn out, void *user);

/* Versions of hensyn and of the libraries it runs on. */
HENSYN_API hensyn_status hensyn_versions(hensyn_context *ctx, int json, hensyn_text_fn out,
                                         void *user);

#ifdef __cplusplus
}
#endif
#endif
