/* kit.h - plan areas and considerations from WKT, for tests of the conflict engine. */
#ifndef KIT_H
#define KIT_H

#include "conflict/conflict.h"
#include "data/geos.h"
#include "data/measure.h"
#include "data/result.h"
#include "data/rules.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct kit {
    hensyn_context *ctx;
    hn_rules *rules;
    hn_measure *measure;
    hn_result *result;
    hn_geos *geos;
    int group_theme[16];
    bool group_from_plan[16];
    hn_conflict_options options;
} kit;

static inline void kit_new_result(kit *k) {
    hn_result_destroy(k->result);
    k->result = hn_result_create();
    hn_source_row *source = HN_NEW_ROW(k->result->sources);
    source->sti = "kit";
    k->options.groups = 0;
}

static inline kit *kit_create(void) {
    kit *k = calloc(1, sizeof *k);
    assert_int_equal(hensyn_context_create(&k->ctx), HENSYN_OK);
    if (hn_rules_create(k->ctx, NULL, &k->rules) != HENSYN_OK)
        fail_msg("%s", hensyn_message(k->ctx));
    assert_int_equal(
        hn_measure_create(k->ctx, (hn_box){-1e6, -1e6, 1e6, 1e6}, NULL, NULL, 1, &k->measure),
        HENSYN_OK);
    k->geos = hn_geos_create();
    k->options = (hn_conflict_options){.measure = k->measure,
                                       .rules = k->rules,
                                       .threads = 1,
                                       .sliver = 0.01,
                                       .dust = 1.0,
                                       .group_theme = k->group_theme,
                                       .group_from_plan = k->group_from_plan};
    kit_new_result(k);
    return k;
}

static inline void kit_destroy(kit *k) {
    hn_result_destroy(k->result);
    hn_measure_destroy(k->measure);
    hn_rules_destroy(k->rules);
    hn_geos_destroy(k->geos);
    hensyn_context_destroy(k->ctx);
    free(k);
}

static inline hn_geometry *kit_geometry(kit *k, const char *wkt) {
    GEOSContextHandle_t h = k->geos->handle;
    GEOSWKTReader *reader = GEOSWKTReader_create_r(h);
    GEOSGeometry *g = GEOSWKTReader_read_r(h, reader, wkt);
    if (!g) fail_msg("%s: %s", wkt, k->geos->error);
    bool empty;
    hn_geometry *out = hn_from_geos(k->geos, g, HN_AREA, &empty);
    if (!out) out = hn_from_geos(k->geos, g, HN_LINE, &empty);
    if (!out) out = hn_from_geos(k->geos, g, HN_POINT, &empty);
    GEOSGeom_destroy_r(h, g);
    GEOSWKTReader_destroy_r(h, reader);
    assert_non_null(out);
    return out;
}

static inline const char *kit_text(kit *k, const char *prefix, size_t number) {
    char text[64];
    snprintf(text, sizeof text, "%s%zu", prefix, number);
    return hn_pool_add(k->result->pool, text);
}

/* Takes the geometry. code: purpose of kommuneplan 2008; "1110" is housing. */
static inline hn_plan_area *kit_plan_of(kit *k, hn_geometry *geometry, const char *code,
                                        int development) {
    hn_plan_area *area = HN_NEW_ROW(k->result->plan_areas);
    area->fid = (int64_t)k->result->plan_areas.count;
    area->geometry = geometry;
    area->nokkel = area->kilde_id = kit_text(k, "plan", k->result->plan_areas.count);
    area->lag = "plan";
    area->arealformal = hn_pool_add(k->result->pool, code);
    area->formal_navn = hn_rules_purpose_name(k->rules, HN_CODES_KP2008, code);
    area->kodeliste = HN_CODES_KP2008;
    area->utbygging = development;
    area->vertikalniva = HN_NO_INT;
    area->areal_m2 = hn_measure_area(k->measure, geometry);
    area->status = "ok";
    k->result->sources.row[0].areal_lest_m2 += area->areal_m2;
    k->result->sources.row[0].areal_brukt_m2 += area->areal_m2;
    k->result->sources.row[0].antall_lest++;
    k->result->sources.row[0].antall_brukt++;
    return area;
}

static inline hn_plan_area *kit_plan(kit *k, const char *wkt) {
    return kit_plan_of(k, kit_geometry(k, wkt), "1110", 1);
}

static inline uint32_t kit_group(kit *k, const char *theme, bool from_plan) {
    int number = hn_rules_find_theme(k->rules, theme);
    assert_true(number >= 0);
    for (uint32_t i = 0; i < k->options.groups; i++)
        if (k->group_theme[i] == number && k->group_from_plan[i] == from_plan) return i;
    assert_true(k->options.groups < 16);
    k->group_theme[k->options.groups] = number;
    k->group_from_plan[k->options.groups] = from_plan;
    return (uint32_t)k->options.groups++;
}

/* Takes the geometry. */
static inline hn_consideration *kit_hensyn_of(kit *k, hn_geometry *geometry, const char *theme,
                                              int value) {
    hn_consideration *h = HN_NEW_ROW(k->result->considerations);
    h->fid = (int64_t)k->result->considerations.count;
    h->geometry = geometry;
    h->nokkel = h->kilde_id = kit_text(k, "hensyn", k->result->considerations.count);
    h->group = kit_group(k, theme, false);
    const hn_theme *t = hn_rules_theme(k->rules, (size_t)k->group_theme[h->group]);
    h->tema = t->name;
    h->skala = t->scale;
    h->opphav = "data";
    h->lag = "hensyn";
    h->verdi = value;
    h->areal_m2 = geometry->kind == HN_AREA ? hn_measure_area(k->measure, geometry) : (double)NAN;
    h->lengde_m = geometry->kind == HN_LINE ? hn_measure_length(k->measure, geometry) : (double)NAN;
    h->status = "ok";
    return h;
}

static inline hn_consideration *kit_hensyn(kit *k, const char *theme, const char *wkt) {
    return kit_hensyn_of(k, kit_geometry(k, wkt), theme, 3);
}

static inline void kit_run(kit *k) {
    if (hn_conflict(k->ctx, k->result, &k->options) != HENSYN_OK)
        fail_msg("%s", hensyn_message(k->ctx));
}

static inline double kit_indicator(const kit *k, const char *key, const char *theme, int grade) {
    for (size_t i = 0; i < k->result->indicators.count; i++) {
        const hn_indicator *row = &k->result->indicators.row[i];
        bool same = theme ? row->tema && strcmp(row->tema, theme) == 0 : row->tema == NULL;
        if (same && row->grad == grade && strcmp(row->nokkel, key) == 0) return row->verdi;
    }
    fail_msg("no indicator %s", key);
    return NAN;
}

static inline const hn_remark *kit_remark(const kit *k, const char *code) {
    for (size_t i = 0; i < k->result->remarks.count; i++)
        if (strcmp(k->result->remarks.row[i].kode, code) == 0) return &k->result->remarks.row[i];
    return NULL;
}

/* Deterministic numbers (splitmix64), so that a failure can be repeated. */
static inline double kit_random(uint64_t *state) {
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

/* A star-shaped area with a wavy border, valid by construction, and a hole when asked for. */
static inline hn_geometry *kit_star(double x, double y, double radius, uint32_t points, bool hole,
                                    uint64_t *state) {
    uint32_t rings = hole ? 2 : 1, each = points + 1;
    hn_geometry *g = hn_geometry_create(HN_AREA, 1, rings, rings * each);
    double wave = kit_random(state) * 6.28, waves = 2 + floor(kit_random(state) * 7);
    g->part[0] = 0;
    for (uint32_t r = 0; r < rings; r++) {
        g->ring[r] = r * each;
        for (uint32_t i = 0; i < points; i++) {
            double turn = 6.283185307179586 * i / points;
            double size = radius * (r ? 0.3 : 1) *
                          (1 + 0.2 * sin(waves * turn + wave) + 0.05 * kit_random(state));
            g->xy[2 * (r * each + i)] = x + size * cos(turn);
            g->xy[2 * (r * each + i) + 1] = y + size * sin(turn);
        }
        memcpy(g->xy + 2 * (r * each + points), g->xy + 2 * r * each, 2 * sizeof(double));
    }
    hn_geometry_orient(g);
    return g;
}

/* Area of the intersection by GEOS alone, the second opinion. */
static inline double kit_geos_overlap(kit *k, const hn_geometry *a, const hn_geometry *b) {
    GEOSContextHandle_t h = k->geos->handle;
    GEOSGeometry *one = hn_to_geos(k->geos, a), *two = hn_to_geos(k->geos, b);
    GEOSGeometry *both = GEOSIntersection_r(h, one, two);
    double area = NAN;
    if (both) GEOSArea_r(h, both, &area);
    GEOSGeom_destroy_r(h, both);
    GEOSGeom_destroy_r(h, two);
    GEOSGeom_destroy_r(h, one);
    return area;
}

#define assert_near(a, b, tolerance)                                                               \
    do {                                                                                           \
        double one_ = (a), two_ = (b);                                                             \
        if (!(fabs(one_ - two_) <= (tolerance)))                                                   \
            fail_msg("%s = %.12g, %s = %.12g, tolerance %g", #a, one_, #b, two_,                   \
                     (double)(tolerance));                                                         \
    } while (0)

#endif
