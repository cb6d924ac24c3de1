/* result.c - the memory of a result, and its remarks and facts. */
#include "data/result.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

hn_result *hn_result_create(void) {
    hn_result *result = hn_zalloc(1, sizeof *result);
    if (!result) return NULL;
    result->pool = hn_pool_create();
    if (!result->pool) {
        hn_free(result);
        return NULL;
    }
    return result;
}

static void clear_access(hn_result *result) {
    for (size_t i = 0; i < result->destinations.count; i++)
        hn_free(result->destinations.row[i].geometry);
    for (size_t i = 0; i < result->routes.count; i++)
        hn_free(result->routes.row[i].geometry);
    for (size_t i = 0; i < result->service_pieces.count; i++)
        hn_free(result->service_pieces.row[i].geometry);
    for (size_t i = 0; i < result->service_zones.count; i++)
        hn_free(result->service_zones.row[i].geometry);
    hn_free(result->destinations.row);
    hn_free(result->entrances.row);
    hn_free(result->distances.row);
    hn_free(result->origin_groups.row);
    hn_free(result->served.row);
    hn_free(result->net.row);
    hn_free(result->routes.row);
    hn_free(result->service_pieces.row);
    for (size_t i = 0; i < result->barriers.count; i++)
        hn_free(result->barriers.row[i].geometry);
    for (size_t i = 0; i < result->passages.count; i++)
        hn_free(result->passages.row[i].geometry);
    hn_free(result->service_zones.row);
    hn_free(result->barriers.row);
    hn_free(result->passages.row);
}

void hn_result_destroy(hn_result *result) {
    if (!result) return;
    for (size_t i = 0; i < result->plan_areas.count; i++)
        hn_free(result->plan_areas.row[i].geometry);
    for (size_t i = 0; i < result->considerations.count; i++)
        hn_free(result->considerations.row[i].geometry);
    for (size_t i = 0; i < result->pairs.count; i++)
        hn_free(result->pairs.row[i].geometry);
    for (size_t i = 0; i < result->faces.count; i++)
        hn_free(result->faces.row[i].geometry);
    hn_free(result->plan_areas.row);
    hn_free(result->considerations.row);
    hn_free(result->pairs.row);
    hn_free(result->plan_themes.row);
    hn_free(result->faces.row);
    hn_free(result->remarks.row);
    hn_free(result->sources.row);
    hn_free(result->indicators.row);
    hn_free(result->facts.row);
    clear_access(result);
    hn_pool_destroy(result->pool);
    hn_free(result);
}

static const char *level_word(hensyn_level level) {
    return level == HENSYN_ERROR ? "feil" : level == HENSYN_WARNING ? "advarsel" : "info";
}

/* Pool copy of a text that may be NULL; *failed when memory ran out. */
static const char *keep(hn_pool *pool, const char *text, bool *failed) {
    if (!text) return NULL;
    const char *kept = hn_pool_add(pool, text);
    if (!kept) *failed = true;
    return kept;
}

hensyn_status hn_remark_add(hensyn_context *ctx, hn_result *result, hensyn_level level,
                            const char *code, const hn_about *about, const char *fmt, ...) {
    char text[HN_MESSAGE_SIZE];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    if (ctx->log)
        ctx->log(level, code, about->kilde ? about->kilde : "", about->linje, text, ctx->log_user);

    bool failed = false;
    hn_remark *row = HN_NEW_ROW(result->remarks);
    if (!row) return hn_nomem(ctx);
    row->fid = (int64_t)result->remarks.count;
    row->alvor = level_word(level);
    row->kode = code;
    row->kilde = keep(result->pool, about->kilde, &failed);
    row->lag = keep(result->pool, about->lag, &failed);
    row->kilde_id = keep(result->pool, about->kilde_id, &failed);
    row->tekst = keep(result->pool, text, &failed);
    row->linje = about->linje > 0 ? about->linje : HN_NO_INT;
    row->areal_for_m2 = about->before_m2;
    row->areal_etter_m2 = about->after_m2;
    row->antall = about->count ? (int64_t)about->count : 1;
    if (about->where) row->located = hn_point_on(about->where, &row->x, &row->y);
    return failed ? hn_nomem(ctx) : HENSYN_OK;
}

/* A key that is there already gains a line, so that keys stay unique. */
static hensyn_status fact_put(hensyn_context *ctx, hn_result *result, const char *key,
                              const char *text) {
    for (size_t i = 0; i < result->facts.count; i++) {
        hn_fact *row = &result->facts.row[i];
        if (strcmp(row->nokkel, key) != 0) continue;
        char *joined = hn_format("%s\n%s", row->verdi, text);
        row->verdi = joined ? hn_pool_add(result->pool, joined) : NULL;
        hn_free(joined);
        return row->verdi ? HENSYN_OK : hn_nomem(ctx);
    }
    hn_fact *row = HN_NEW_ROW(result->facts);
    if (!row) return hn_nomem(ctx);
    row->nokkel = hn_pool_add(result->pool, key);
    row->verdi = hn_pool_add(result->pool, text);
    return row->nokkel && row->verdi ? HENSYN_OK : hn_nomem(ctx);
}

hensyn_status hn_fact_add(hensyn_context *ctx, hn_result *result, const char *key, const char *fmt,
                          ...) {
    va_list args;
    va_start(args, fmt);
    int length = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    char *room = length < 0 ? NULL : hn_alloc((size_t)length + 1, 1);
    if (!room) return hn_nomem(ctx);
    va_start(args, fmt);
    vsnprintf(room, (size_t)length + 1, fmt, args);
    va_end(args);

    hensyn_status status = fact_put(ctx, result, key, room);
    hn_free(room);
    return status;
}
