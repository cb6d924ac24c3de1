/* context.c - the state of one caller: message, progress, log, cancel. */
#include "base/context.h"

#include "base/memory.h"
#include "base/platform.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const status_texts[] = {
    "ok",
    "failed while running",
    "wrong usage or recipe",
    "input cannot be read or understood",
    "output cannot be written",
    "an invariant does not hold",
    "out of memory",
    "cancelled",
};
_Static_assert(sizeof status_texts / sizeof *status_texts == HENSYN_STATUS_END,
               "one text per status");

const char *hensyn_status_text(hensyn_status status) {
    if ((unsigned)status >= HENSYN_STATUS_END) return "unknown status";
    return status_texts[status];
}

hensyn_status hensyn_context_create(hensyn_context **out) {
    if (!out) return HENSYN_USAGE;
    *out = hn_zalloc(1, sizeof **out);
    if (!*out) return HENSYN_MEMORY;
    (*out)->to = 100;
    return HENSYN_OK;
}

void hensyn_context_destroy(hensyn_context *ctx) { hn_free(ctx); }

void hensyn_set_progress(hensyn_context *ctx, hensyn_progress_fn call, void *user) {
    if (!ctx) return;
    ctx->progress = call;
    ctx->progress_user = user;
}

void hensyn_set_log(hensyn_context *ctx, hensyn_log_fn call, void *user) {
    if (!ctx) return;
    ctx->log = call;
    ctx->log_user = user;
}

void hensyn_set_language(hensyn_context *ctx, const char *lang) {
    if (ctx) ctx->english = lang && strncmp(lang, "en", 2) == 0;
}

const char *hensyn_message(const hensyn_context *ctx) { return ctx ? ctx->message : "no context"; }

void hensyn_cancel(hensyn_context *ctx) {
    if (ctx) atomic_store_explicit(&ctx->cancelled, 1, memory_order_relaxed);
}

hensyn_status hn_fail(hensyn_context *ctx, hensyn_status status, const char *fmt, ...) {
    /* The arguments may point into the old message. */
    char text[HN_MESSAGE_SIZE];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    memcpy(ctx->message, text, sizeof text);
    return status;
}

hensyn_status hn_nomem(hensyn_context *ctx) {
    return hn_fail(ctx, HENSYN_MEMORY, "%s", hn_text(ctx, "ikke nok minne", "out of memory"));
}

void hn_log(hensyn_context *ctx, hensyn_level level, const char *code, const char *source,
            const char *fmt, ...) {
    if (!ctx->log) return;
    char text[HN_MESSAGE_SIZE];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    ctx->log(level, code, source ? source : "", 0, text, ctx->log_user);
}

void hn_step_window(hensyn_context *ctx, double from, double to, double low, double high) {
    const double window[4] = {from, to, low, high};
    memcpy(ctx->window, window, sizeof window);
}

static double through_window(const hensyn_context *ctx, double pct) {
    const double *w = ctx->window;
    return w[0] == w[1] ? pct : w[2] + (pct - w[0]) / (w[1] - w[0]) * (w[3] - w[2]);
}

void hn_step(hensyn_context *ctx, const char *step, double from, double to) {
    snprintf(ctx->step, sizeof ctx->step, "%s", step);
    ctx->from = from = through_window(ctx, from);
    ctx->to = through_window(ctx, to);
    ctx->last_pct = from - 1; /* the first report of a step always goes out */
    (void)hn_progress(ctx, 0);
}

void hn_limit_memory(hensyn_context *ctx, int64_t limit) {
    ctx->memory_limit = limit;
    if (ctx->over_limit) atomic_store_explicit(&ctx->cancelled, 0, memory_order_relaxed);
    ctx->over_limit = false;
}

static hensyn_status too_much_memory(hensyn_context *ctx) {
    const int64_t mb = 1024 * 1024;
    return hn_fail(ctx, HENSYN_FAILED, "%s: %lld MB > %lld MB (--max-memory)",
                   hn_text(ctx, "for mye minne brukt", "too much memory used"),
                   (long long)((hn_peak_memory() + mb - 1) / mb),
                   (long long)(ctx->memory_limit / mb));
}

hensyn_status hn_progress(hensyn_context *ctx, double done) {
    double pct = ctx->from + (ctx->to - ctx->from) * fmin(fmax(done, 0), 1);
    /* A tenth of a percent is as much as anyone sees. */
    if (ctx->progress && pct - ctx->last_pct >= 0.1) {
        ctx->last_pct = pct;
        if (!ctx->progress(pct, ctx->step, ctx->progress_user)) hensyn_cancel(ctx);
    }
    /* Other threads learn of it as of a cancel. */
    if (ctx->memory_limit > 0 && !hn_is_cancelled(ctx) && hn_peak_memory() > ctx->memory_limit) {
        ctx->over_limit = true;
        hensyn_cancel(ctx);
    }
    if (!hn_is_cancelled(ctx)) return HENSYN_OK;
    if (ctx->over_limit) return too_much_memory(ctx);
    return hn_fail(ctx, HENSYN_CANCELLED, "%s", hn_text(ctx, "avbrutt", "cancelled"));
}
