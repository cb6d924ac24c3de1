/* context.h - what every call carries: the last message, progress, log and cancel. */
#ifndef HN_CONTEXT_H
#define HN_CONTEXT_H

#include "hensyn.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>

enum { HN_MESSAGE_SIZE = 2048, HN_STEP_SIZE = 32 };

struct hensyn_context {
    char message[HN_MESSAGE_SIZE];
    hensyn_progress_fn progress;
    void *progress_user;
    double from, to; /* the share of the whole call, 0..100, that the current step stands for */
    double last_pct;
    double window[4]; /* see hn_step_window: from, to, low, high */
    char step[HN_STEP_SIZE];
    hensyn_log_fn log;
    void *log_user;
    atomic_int cancelled;
    int64_t memory_limit; /* bytes; 0: none */
    bool over_limit;      /* more was used, and the call is on its way out */
    bool english;         /* texts in English instead of Norwegian Bokmål */
};

#define HN_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/* Sets the message and returns status, so that a failure is one statement. */
hensyn_status hn_fail(hensyn_context *ctx, hensyn_status status, const char *fmt, ...)
    HN_PRINTF(3, 4);
/* The message for an allocation that failed; returns HENSYN_MEMORY. */
hensyn_status hn_nomem(hensyn_context *ctx);

/* Remarks go to the log callback only; what concerns the data also goes into hn_remarks. */
void hn_log(hensyn_context *ctx, hensyn_level level, const char *code, const char *source,
            const char *fmt, ...) HN_PRINTF(5, 6);

/* Names a step and the share [from, to] of the whole call, in percent, that it stands for. */
void hn_step(hensyn_context *ctx, const char *step, double from, double to);
/* The call is to stop when the process has used more than this, in bytes; 0: no limit. */
void hn_limit_memory(hensyn_context *ctx, int64_t limit);
/* Until the next call, steps between from and to percent stand for low to high percent of the whole
 * call: so parts that each think themselves alone follow one another. from == to: as they are. */
void hn_step_window(hensyn_context *ctx, double from, double to, double low, double high);
/* done 0..1 within the step. HENSYN_CANCELLED when the caller wants to stop, HENSYN_FAILED when too
 * much memory is used. Main thread only. */
hensyn_status hn_progress(hensyn_context *ctx, double done);
/* Cheap test that any thread may make. */
static inline bool hn_is_cancelled(const hensyn_context *ctx) {
    return atomic_load_explicit(&((hensyn_context *)(uintptr_t)ctx)->cancelled,
                                memory_order_relaxed) != 0;
}

/* Picks the text in the language of the context. */
static inline const char *hn_text(const hensyn_context *ctx, const char *nb, const char *en) {
    return ctx->english ? en : nb;
}

/* status = expression; leave through the cleanup label when it failed. */
#define HN_TRY(expression)                                                                         \
    do {                                                                                           \
        status = (expression);                                                                     \
        if (status != HENSYN_OK) goto cleanup;                                                     \
    } while (0)

#endif
