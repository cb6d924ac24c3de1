/* indicators.c - stage 6: one set of figures for the whole run, by theme and grade. All areas are
 * unions: sums over plan areas less what overlapping plan areas count twice. */
#include "base/memory.h"
#include "base/sum.h"
#include "conflict/engine.h"

#include <math.h>
#include <string.h>

/* ---- families of areas ---- */

static hensyn_status plan_shape(hensyn_context *ctx, hn_bench *bench, const hn_engine *e,
                                uint32_t member, const void *user, const hn_geometry **shape,
                                hn_geometry **own) {
    (void)ctx;
    (void)bench;
    (void)own;
    const bool *development_only = user;
    const hn_plan_area *plan = &e->result->plan_areas.row[member];
    *shape = *development_only && !plan->utbygging ? NULL : plan->geometry;
    return HENSYN_OK;
}

static hensyn_status conflict_shape(hensyn_context *ctx, hn_bench *bench, const hn_engine *e,
                                    uint32_t member, const void *user, const hn_geometry **shape,
                                    hn_geometry **own) {
    double area;
    bool whole;
    hensyn_status status =
        hn_union_of_pieces(ctx, bench, e, member, *(const hn_filter *)user, &area, &whole, own);
    *shape = whole ? e->result->plan_areas.row[member].geometry : *own;
    return status;
}

static hensyn_status hensyn_shape(hensyn_context *ctx, hn_bench *bench, const hn_engine *e,
                                  uint32_t member, const void *user, const hn_geometry **shape,
                                  hn_geometry **own) {
    (void)ctx;
    (void)bench;
    (void)own;
    const hn_consideration *h = &e->result->considerations.row[member];
    *shape = h->group == *(const uint32_t *)user ? h->geometry : NULL;
    return HENSYN_OK;
}

/* The union of the pieces of each plan area from a grade upwards. Grades are asked from the lowest,
 * so most unions are known already: pieces of a higher grade are among those of a lower one, and
 * as many are the same ones. */
typedef struct grade_level {
    const hn_engine *engine;
    hn_filter filter;
    uint32_t *count; /* pieces of each plan area that pass */
    double *area;
} grade_level;

static uint32_t passing(const grade_level *level, size_t plan) {
    const hn_pieces *pieces = &level->engine->pieces[plan];
    uint32_t count = 0;
    for (size_t i = 0; i < pieces->count; i++)
        count += hn_piece_passes(level->engine, &pieces->row[i], level->filter);
    return count;
}

static hensyn_status level_body(hensyn_context *ctx, void *shared, void *state, size_t first,
                                size_t last) {
    const grade_level *level = shared;
    hensyn_status status = HENSYN_OK;
    bool whole;
    for (size_t i = first; i < last; i++) {
        uint32_t count = passing(level, i);
        if (count == level->count[i]) continue;
        level->count[i] = count;
        HN_TRY(hn_union_of_pieces(ctx, state, level->engine, (uint32_t)i, level->filter,
                                  &level->area[i], &whole, NULL));
    }
cleanup:
    return status;
}

/* What the shares already know: of all groups the areas of grade 1, of one those of grade 0. */
static hensyn_status start_level(hn_engine *e, int group, grade_level *level) {
    size_t plans = e->result->plan_areas.count;
    *level = (grade_level){e,
                           {false, group < 0 ? 1 : 0, group},
                           hn_zalloc(plans, sizeof *level->count),
                           hn_zalloc(plans, sizeof *level->area)};
    if (!level->count || !level->area) return hn_nomem(e->ctx);
    for (size_t i = 0; i < plans; i++) {
        level->count[i] = passing(level, i);
        level->area[i] = group < 0 ? e->result->plan_areas.row[i].konflikt_m2
                                   : e->group_area[i * e->options->groups + (size_t)group];
    }
    return HENSYN_OK;
}

static void end_level(grade_level *level) {
    hn_free(level->count);
    hn_free(level->area);
}

/* Area in conflict of at least a grade, never counted twice. */
static hensyn_status conflict_area(hn_engine *e, grade_level *level, int grade, double *area) {
    size_t plans = e->result->plan_areas.count;
    hn_sum sum = {0, 0};
    double excess = 0;
    hensyn_status status = HENSYN_OK;
    level->filter.consequence = grade;
    hn_parallel_job all = {.init = hn_bench_init,
                           .body = level_body,
                           .done = hn_bench_done,
                           .shared = level,
                           .count = plans,
                           .threads = e->options->threads};
    HN_TRY(hn_parallel(e->ctx, &all));
    for (size_t i = 0; i < plans; i++)
        hn_sum_add(&sum, level->area[i]);
    HN_TRY(hn_family_excess(e, &e->plan_overlaps, plans, conflict_shape, &level->filter, &excess));
    *area = fmax(hn_sum_value(&sum) - excess, 0);
cleanup:
    return status;
}

/* Areas in conflict of at least grade 1, 2, 3 and 4. */
static hensyn_status conflict_areas(hn_engine *e, int group, double area[4]) {
    grade_level level;
    hensyn_status status = HENSYN_OK;
    HN_TRY(start_level(e, group, &level));
    for (int grade = 1; grade <= 4; grade++)
        HN_TRY(conflict_area(e, &level, grade, &area[grade - 1]));
cleanup:
    end_level(&level);
    return status;
}

static hensyn_status plan_area(hn_engine *e, bool development_only, double *area) {
    size_t plans = e->result->plan_areas.count;
    hn_sum sum = {0, 0};
    double excess = 0;
    for (size_t i = 0; i < plans; i++) {
        const hn_plan_area *plan = &e->result->plan_areas.row[i];
        if (plan->geometry && (plan->utbygging || !development_only))
            hn_sum_add(&sum, plan->areal_m2);
    }
    hensyn_status status =
        hn_family_excess(e, &e->plan_overlaps, plans, plan_shape, &development_only, &excess);
    *area = fmax(hn_sum_value(&sum) - excess, 0);
    return status;
}

static const hn_geometry *area_member(const hn_engine *e, size_t i) {
    const hn_geometry *g = e->result->considerations.row[i].geometry;
    return g && g->kind == HN_AREA ? g : NULL;
}

static bool same_group(const hn_engine *e, size_t a, size_t b) {
    return e->result->considerations.row[a].group == e->result->considerations.row[b].group;
}

static hensyn_status hensyn_area(hn_engine *e, const hn_overlaps *overlaps, uint32_t group,
                                 double *area) {
    size_t members = e->result->considerations.count;
    hn_sum sum = {0, 0};
    double excess = 0;
    for (size_t i = 0; i < members; i++)
        if (e->result->considerations.row[i].group == group && area_member(e, i))
            hn_sum_add(&sum, e->result->considerations.row[i].areal_m2);
    hensyn_status status = hn_family_excess(e, overlaps, members, hensyn_shape, &group, &excess);
    *area = fmax(hn_sum_value(&sum) - excess, 0);
    return status;
}

/* ---- rows ---- */

typedef struct indicator_key {
    const char *nokkel, *tema, *gruppe;
    int grad;
} indicator_key;

static hensyn_status add(hn_engine *e, indicator_key key, double value, const char *unit,
                         double part, double whole, const char *method) {
    hn_indicator *row = HN_NEW_ROW(e->result->indicators);
    if (!row) return hn_nomem(e->ctx);
    row->fid = (int64_t)e->result->indicators.count;
    row->kommunenummer = e->options->kommune;
    row->nokkel = key.nokkel;
    row->tema = key.tema;
    row->gruppe = key.gruppe;
    row->grad = key.grad;
    row->verdi = value;
    row->enhet = unit;
    row->teller = part;
    row->nevner = whole;
    row->status = isnan(value) ? "ikke_beregnbar" : "ok";
    row->metode = method;
    return HENSYN_OK;
}

static hensyn_status add_share(hn_engine *e, indicator_key key, double part, double whole,
                               const char *method) {
    return add(e, key, whole > 0 ? part / whole : (double)NAN, "1", part, whole, method);
}

static const char union_method[] =
    "areal av union, overlapp telles én gang; ellipsoidisk areal når ikke annet er valgt";
static const char share_method[] = "teller / nevner, begge areal av union";
static const char grade_method[] =
    "areal av union fordelt på verste indikative konsekvens; radene summerer til konflikt_areal";
static const char count_method[] = "rader i konflikttabellene med art overlapp og konsekvens ≥ 1";

static double count_pairs(const hn_engine *e, uint32_t group, bool all) {
    size_t count = 0;
    for (size_t i = 0; i < e->result->pairs.count; i++) {
        const hn_pair *p = &e->result->pairs.row[i];
        if (p->konsekvens < 1 || strcmp(p->art, "overlapp") != 0) continue;
        count += all || e->result->considerations.row[p->hensyn].group == group;
    }
    return (double)count;
}

/* One row a worst grade, from the areas of at least each grade. */
static hensyn_status grade_rows(hn_engine *e, const char *tema, const char *gruppe,
                                const double area[4]) {
    hensyn_status status = HENSYN_OK;
    for (int grade = 4; grade >= 1; grade--) {
        double own = area[grade - 1] - (grade < 4 ? area[grade] : 0);
        indicator_key key = {"konflikt_areal_konsekvens", tema, gruppe, grade};
        HN_TRY(add(e, key, own, "m2", own, area[0], grade_method));
    }
cleanup:
    return status;
}

static hensyn_status total_rows(hn_engine *e) {
    hensyn_status status = HENSYN_OK;
    double plan, development, conflict[4];
    HN_TRY(plan_area(e, false, &plan));
    HN_TRY(plan_area(e, true, &development));
    HN_TRY(conflict_areas(e, -1, conflict));
    HN_TRY(add(e, (indicator_key){"plan_areal", NULL, NULL, HN_NO_INT}, plan, "m2", plan, NAN,
               union_method));
    HN_TRY(add(e, (indicator_key){"utbygging_areal", NULL, NULL, HN_NO_INT}, development, "m2",
               development, plan, union_method));
    HN_TRY(add(e, (indicator_key){"konflikt_areal", NULL, NULL, HN_NO_INT}, conflict[0], "m2",
               conflict[0], development, union_method));
    HN_TRY(add_share(e, (indicator_key){"konflikt_andel", NULL, NULL, HN_NO_INT}, conflict[0],
                     development, share_method));
    HN_TRY(grade_rows(e, NULL, NULL, conflict));
    double count = count_pairs(e, 0, true);
    HN_TRY(add(e, (indicator_key){"konflikt_antall", NULL, NULL, HN_NO_INT}, count, "antall", count,
               NAN, count_method));
cleanup:
    return status;
}

static hensyn_status group_rows(hn_engine *e, const hn_overlaps *overlaps, uint32_t group,
                                double development) {
    const hn_theme *theme =
        hn_rules_theme(e->options->rules, (size_t)e->options->group_theme[group]);
    const char *tema = theme->name, *gruppe = e->options->group_from_plan[group] ? "plan" : NULL;
    double whole, conflict[4];
    hensyn_status status = HENSYN_OK;
    HN_TRY(hensyn_area(e, overlaps, group, &whole));
    HN_TRY(conflict_areas(e, (int)group, conflict));
    double taken = conflict[0];
    HN_TRY(add(e, (indicator_key){"hensyn_areal", tema, gruppe, HN_NO_INT}, whole, "m2", whole, NAN,
               union_method));
    HN_TRY(add(e, (indicator_key){"hensyn_beslag", tema, gruppe, HN_NO_INT}, taken, "m2", taken,
               whole, union_method));
    HN_TRY(add_share(e, (indicator_key){"hensyn_beslag_andel", tema, gruppe, HN_NO_INT}, taken,
                     whole, share_method));
    HN_TRY(add(e, (indicator_key){"konflikt_areal", tema, gruppe, HN_NO_INT}, taken, "m2", taken,
               development, union_method));
    HN_TRY(add_share(e, (indicator_key){"konflikt_andel", tema, gruppe, HN_NO_INT}, taken,
                     development, share_method));
    HN_TRY(grade_rows(e, tema, gruppe, conflict));
    double count = count_pairs(e, group, false);
    HN_TRY(add(e, (indicator_key){"konflikt_antall", tema, gruppe, HN_NO_INT}, count, "antall",
               count, NAN, count_method));
cleanup:
    return status;
}

hensyn_status hn_stage_indicators(hn_engine *e) {
    hn_overlaps overlaps = {0};
    double development;
    hensyn_status status = HENSYN_OK;
    HN_TRY(total_rows(e));
    HN_TRY(plan_area(e, true, &development));
    HN_TRY(
        hn_overlaps_find(e, e->result->considerations.count, area_member, same_group, &overlaps));
    for (size_t g = 0; g < e->options->groups; g++)
        HN_TRY(group_rows(e, &overlaps, (uint32_t)g, development));
cleanup:
    hn_overlaps_free(&overlaps);
    return status;
}
