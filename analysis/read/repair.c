/* repair.c - invalid areas made valid, lines that run over themselves made to run once, everything
 * measured before and after. The work is done in
 * parallel, the remarks are written afterwards in source order. */
#include "base/platform.h"
#include "base/sum.h"
#include "data/geos.h"
#include "read/read.h"
#include "read/self_overlap.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef enum verdict { AS_READ, REPAIRED, UNUSABLE } verdict;

typedef struct outcome {
    verdict verdict;
    bool located;         /* x, y say where GEOS saw the error */
    double before, after; /* m2; of a line 0 */
    double length[2];     /* of a line that is changed: m before and after */
    double x, y;
    hn_geometry *fixed; /* REPAIRED: owned until it takes the place of the old one */
    char *reason;       /* of GEOS; owned */
} outcome;

typedef struct repair {
    hn_layer *layer;
    const hn_measure *measure;
    outcome *outcomes;
} repair;

/* ---- one area ---- */

static hensyn_status keep_reason(hensyn_context *ctx, outcome *out, const char *reason) {
    if (out->reason) return HENSYN_OK;
    out->reason = hn_strdup(reason && *reason ? reason : "?");
    return out->reason ? HENSYN_OK : hn_nomem(ctx);
}

/* 1 valid, 0 not (reason and place are kept), 2 GEOS failed (its message is kept). */
static hensyn_status ask_geos(hensyn_context *ctx, hn_geos *geos, const GEOSGeometry *area,
                              outcome *out, int *valid) {
    char *reason = NULL;
    GEOSGeometry *place = NULL;
    geos->error[0] = '\0';
    *valid = GEOSisValidDetail_r(geos->handle, area, 0, &reason, &place);
    hensyn_status status = HENSYN_OK;
    if (*valid != 1) status = keep_reason(ctx, out, *valid == 0 ? reason : geos->error);
    if (*valid == 0 && place)
        out->located = GEOSGeomGetX_r(geos->handle, place, &out->x) == 1 &&
                       GEOSGeomGetY_r(geos->handle, place, &out->y) == 1;
    if (place) GEOSGeom_destroy_r(geos->handle, place);
    if (reason) GEOSFree_r(geos->handle, reason);
    return status;
}

static GEOSGeometry *make_valid(hn_geos *geos, const GEOSGeometry *area,
                                enum GEOSMakeValidMethods method) {
    GEOSMakeValidParams *params = GEOSMakeValidParams_create_r(geos->handle);
    if (!params) return NULL;
    GEOSMakeValidParams_setMethod_r(geos->handle, params, method);
    GEOSMakeValidParams_setKeepCollapsed_r(geos->handle, params, 0);
    GEOSGeometry *made = GEOSMakeValidWithParams_r(geos->handle, area, params);
    GEOSMakeValidParams_destroy_r(geos->handle, params);
    return made;
}

/* Is what GEOS made an area that hensyn may use? */
static bool is_sound(hn_geos *geos, const hn_geometry *fixed) {
    if (hn_surely_valid(fixed)) return true;
    GEOSGeometry *again = hn_to_geos(geos, fixed);
    bool valid = again && GEOSisValid_r(geos->handle, again) == 1;
    if (again) GEOSGeom_destroy_r(geos->handle, again);
    return valid;
}

/* By structure first: a shell less its holes. Where that leaves nothing, because the hole is
 * written before its shell, the lines themselves say what is inside. */
static hensyn_status made_area(hensyn_context *ctx, hn_geos *geos, const GEOSGeometry *area,
                               outcome *out, hn_geometry **fixed) {
    static const enum GEOSMakeValidMethods methods[] = {GEOS_MAKE_VALID_STRUCTURE,
                                                        GEOS_MAKE_VALID_LINEWORK};
    *fixed = NULL;
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        bool empty = true;
        GEOSGeometry *made = make_valid(geos, area, methods[i]);
        if (!made) return keep_reason(ctx, out, geos->error);
        *fixed = hn_from_geos(geos, made, HN_AREA, &empty);
        GEOSGeom_destroy_r(geos->handle, made);
        if (*fixed) return HENSYN_OK;
        if (!empty) return hn_nomem(ctx);
    }
    return HENSYN_OK;
}

static hensyn_status fix(hensyn_context *ctx, repair *r, hn_geos *geos, const GEOSGeometry *area,
                         outcome *out) {
    hensyn_status status = HENSYN_OK;
    hn_geometry *fixed;
    out->verdict = UNUSABLE;
    HN_TRY(made_area(ctx, geos, area, out, &fixed));
    if (!fixed) return HENSYN_OK;
    double after = hn_measure_area(r->measure, fixed);
    if (after > 0 && is_sound(geos, fixed)) {
        out->verdict = REPAIRED;
        out->fixed = fixed;
        out->after = after;
    } else {
        hn_free(fixed);
    }
cleanup:
    return status;
}

static hensyn_status judge(hensyn_context *ctx, repair *r, hn_geos *geos, const hn_geometry *g,
                           outcome *out) {
    hensyn_status status = HENSYN_OK;
    int valid = 1;
    double measured = hn_measure_area(r->measure, g);
    out->before = out->after = fmax(0, measured); /* no number counts as nothing */
    if (!isfinite(measured)) {
        out->verdict = UNUSABLE;
        return keep_reason(ctx, out, "Invalid Coordinate");
    }
    if (hn_surely_valid(g)) return HENSYN_OK;
    geos->error[0] = '\0';
    GEOSGeometry *area = hn_to_geos(geos, g);
    if (!area) {
        out->verdict = UNUSABLE;
        return geos->error[0] ? keep_reason(ctx, out, geos->error) : hn_nomem(ctx);
    }
    HN_TRY(ask_geos(ctx, geos, area, out, &valid));
    if (valid != 1) HN_TRY(fix(ctx, r, geos, area, out));
cleanup:
    GEOSGeom_destroy_r(geos->handle, area);
    return status;
}

static hensyn_status judge_line(hensyn_context *ctx, const repair *r, hn_geos *geos,
                                const hn_geometry *g, outcome *out) {
    hensyn_status status = hn_line_once(ctx, geos, g, &out->fixed);
    if (!out->fixed) return status;
    out->verdict = REPAIRED;
    out->length[0] = hn_measure_length(r->measure, g);
    out->length[1] = hn_measure_length(r->measure, out->fixed);
    return status;
}

/* ---- workers ---- */

static hensyn_status begin(hensyn_context *ctx, void *shared, void **state) {
    (void)shared;
    *state = hn_geos_create();
    return *state ? HENSYN_OK : hn_nomem(ctx);
}

static hensyn_status work(hensyn_context *ctx, void *shared, void *state, size_t first,
                          size_t last) {
    repair *r = shared;
    for (size_t i = first; i < last; i++) {
        const hn_geometry *g = r->layer->geometry[i];
        if (!g || g->kind == HN_POINT) continue;
        hensyn_status status = g->kind == HN_LINE ? judge_line(ctx, r, state, g, &r->outcomes[i])
                                                  : judge(ctx, r, state, g, &r->outcomes[i]);
        if (status != HENSYN_OK) return status;
    }
    return HENSYN_OK;
}

static void end(void *shared, void *state) {
    (void)shared;
    hn_geos_destroy(state);
}

/* ---- remarks ---- */

/* GEOS's words; the first is what it says. */
static const char *const reasons[][2] = {
    {"Self-intersection", "grensen krysser seg selv"},
    {"Ring Self-intersection", "en ring berører seg selv"},
    {"Hole lies outside shell", "et hull ligger utenfor omrisset"},
    {"Holes are nested", "et hull ligger i et annet"},
    {"Nested shells", "en flate ligger i en annen"},
    {"Interior is disconnected", "flaten er delt av sine hull"},
    {"Duplicate Rings", "samme ring står to ganger"},
    {"Too few points in geometry component", "en ring har for få punkter"},
    {"Invalid Coordinate", "en koordinat er ikke et tall"},
};

static const char *reason_text(const hensyn_context *ctx, const char *reason) {
    for (size_t i = 0; reason && !ctx->english && i < sizeof reasons / sizeof *reasons; i++)
        if (strcmp(reason, reasons[i][0]) == 0) return reasons[i][1];
    return reason ? reason : "?";
}

/* Where GEOS saw the error, as the place of the remark; made of the caller's memory. */
typedef struct spot {
    hn_geometry geometry;
    uint32_t ends[2];
    double xy[2];
} spot;

static const hn_geometry *place_of(const outcome *o, const hn_geometry *else_here, spot *s) {
    if (!o->located) return else_here;
    *s = (spot){.ends = {0, 1}, .xy = {o->x, o->y}};
    s->geometry = (hn_geometry){.kind = HN_POINT,
                                .parts = 1,
                                .rings = 1,
                                .points = 1,
                                .box = {o->x, o->y, o->x, o->y},
                                .part = s->ends,
                                .ring = s->ends,
                                .xy = s->xy};
    return &s->geometry;
}

/* Two decimals whatever the locale. */
static const char *decimal(char out[32], double value) {
    bool minus = value < 0;
    double hundredths = round(fabs(value) * 100);
    if (!(hundredths < 1e17)) {
        snprintf(out, 32, "?");
        return out;
    }
    long long n = (long long)hundredths;
    snprintf(out, 32, "%s%lld.%02lld", minus && n ? "-" : "", n / 100, n % 100);
    return out;
}

static hn_about about_row(const hn_layer *layer, size_t row, char position[32]) {
    hn_about about = HN_ABOUT_NOTHING;
    about.kilde = layer->source;
    about.lag = layer->name;
    if (layer->id_column) about.kilde_id = hn_layer_value(layer, row, layer->id_column - 1);
    if (!about.kilde_id) {
        snprintf(position, 32, "rad:%zu", layer->position ? (size_t)layer->position[row] : row + 1);
        about.kilde_id = position;
    }
    return about;
}

static void describe(const hensyn_context *ctx, const outcome *o, char out[400]) {
    char x[32], y[32];
    if (o->located)
        snprintf(out, 400, hn_text(ctx, "%.200s (%s) ved %s %s", "%.200s (%s) at %s %s"),
                 reason_text(ctx, o->reason), o->reason, decimal(x, o->x), decimal(y, o->y));
    else
        snprintf(out, 400, "%.200s", reason_text(ctx, o->reason));
}

/* Such a line is not wrong, and --strict has nothing against it. */
static hensyn_status tell_line(hensyn_context *ctx, const outcome *o, hn_about *about,
                               hn_result *result) {
    char before[32], after[32];
    return hn_remark_add(ctx, result, HENSYN_INFO, "LINJE_OVER_SEG_SELV", about,
                         hn_text(ctx,
                                 "linjen går over seg selv; hver strekning telles én gang: %s m "
                                 "ble %s m",
                                 "the line runs over itself; each stretch counts once: %s m became "
                                 "%s m"),
                         decimal(before, o->length[0]), decimal(after, o->length[1]));
}

static hensyn_status tell(hensyn_context *ctx, const hn_layer *layer, size_t row, const outcome *o,
                          bool strict, hn_result *result) {
    char position[32], why[400], before[32], after[32];
    spot at;
    hn_about about = about_row(layer, row, position);
    about.where = layer->geometry[row];
    if (layer->geometry[row]->kind == HN_LINE) return tell_line(ctx, o, &about, result);
    about.where = place_of(o, layer->geometry[row], &at);
    bool repaired = o->verdict == REPAIRED;
    describe(ctx, o, why);
    if (strict)
        return hn_fail(ctx, HENSYN_INPUT,
                       hn_text(ctx, "%s, laget %s, objekt %s: ugyldig flate: %s",
                               "%s, layer %s, object %s: invalid area: %s"),
                       layer->path, layer->name, about.kilde_id, why);
    about.before_m2 = o->before;
    about.after_m2 = repaired ? o->after : 0;
    return hn_remark_add(ctx, result, HENSYN_WARNING,
                         repaired ? "GEOMETRI_REPARERT" : "GEOMETRI_UBRUKELIG", &about,
                         repaired ? hn_text(ctx, "ugyldig flate reparert: %s; %s m² ble %s m²",
                                            "invalid area repaired: %s; %s m² became %s m²")
                                  : hn_text(ctx,
                                            "ugyldig flate kan ikke brukes og er utelatt: "
                                            "%s; %s m² ble %s m²",
                                            "invalid area cannot be used and is left out: "
                                            "%s; %s m² became %s m²"),
                         why, decimal(before, o->before), decimal(after, about.after_m2));
}

/* ---- layer ---- */

typedef struct totals {
    hn_sum read, used, repaired, left_out;
} totals;

static void settle(hn_layer *layer, size_t row, outcome *o, hn_source_row *source, totals *sums,
                   uint8_t *repaired) {
    hn_sum_add(&sums->read, o->before);
    if (o->verdict == UNUSABLE) {
        hn_free(layer->geometry[row]);
        layer->geometry[row] = NULL;
        source->antall_utelatt++;
        hn_sum_add(&sums->left_out, o->before);
        return;
    }
    hn_sum_add(&sums->used, o->after);
    if (o->verdict == AS_READ) {
        source->antall_brukt++;
        return;
    }
    source->antall_reparert++;
    hn_sum_add(&sums->repaired, o->before - o->after);
    hn_free(layer->geometry[row]);
    layer->geometry[row] = o->fixed;
    o->fixed = NULL;
    if (repaired) repaired[row] = 1;
}

static hensyn_status settle_all(hensyn_context *ctx, repair *r, bool strict, hn_result *result,
                                uint32_t row, uint8_t *repaired) {
    totals sums = {{0, 0}, {0, 0}, {0, 0}, {0, 0}};
    for (size_t i = 0; i < r->layer->count; i++) {
        outcome *o = &r->outcomes[i];
        if (!r->layer->geometry[i]) continue; /* counted where it was left out */
        if (o->verdict != AS_READ) {
            hensyn_status status = tell(ctx, r->layer, i, o, strict, result);
            if (status != HENSYN_OK) return status;
        }
        settle(r->layer, i, o, &result->sources.row[row], &sums, repaired);
    }
    hn_source_row *source = &result->sources.row[row];
    source->areal_lest_m2 += hn_sum_value(&sums.read);
    source->areal_brukt_m2 += hn_sum_value(&sums.used);
    source->areal_reparert_m2 += hn_sum_value(&sums.repaired);
    source->areal_utelatt_m2 += hn_sum_value(&sums.left_out);
    return HENSYN_OK;
}

hensyn_status hn_repair(hensyn_context *ctx, hn_layer *layer, const hn_measure *measure,
                        int threads, bool strict, hn_result *result, uint32_t row,
                        uint8_t *repaired) {
    hensyn_status status = HENSYN_OK;
    repair r = {.layer = layer, .measure = measure};
    hn_parallel_job job = {.init = begin,
                           .body = work,
                           .done = end,
                           .shared = &r,
                           .count = layer->count,
                           .threads = threads};
    r.outcomes = hn_zalloc(layer->count, sizeof *r.outcomes);
    if (!r.outcomes) return hn_nomem(ctx);
    if (repaired) memset(repaired, 0, layer->count);
    HN_TRY(hn_parallel(ctx, &job));
    HN_TRY(settle_all(ctx, &r, strict, result, row, repaired));

cleanup:
    for (size_t i = 0; i < layer->count; i++) {
        hn_free(r.outcomes[i].fixed);
        hn_free(r.outcomes[i].reason);
    }
    hn_free(r.outcomes);
    return status;
}
