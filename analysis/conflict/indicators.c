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
    hensyn_status status = hn_union_of_pieces(ctx, bench, e, member, *(const hn_filter *)user,
                                              &area, &whole, own);
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

/* Sum of the union of each plan area's pieces, filled in parallel: the filter's own work is heavy
 * where many considerations overlap. */
typedef struct union_job {
    const hn_engine *engine;
    hn_filter filter;
    double *area;
} union_job;

static hensyn_status union_body(hensyn_context *ctx, void *shared, void *state, size_t first,
                                size_t last) {
    const union_job *job = shared;
    hensyn_status status = HENSYN_OK;
    bool whole;
    for (size_t i = first; i < last; i++)
        if (job->engine->pieces[i].count)
            HN_TRY(hn_union_of_pieces(ctx, state, job->engine, (uint32_t)i, job->filter,
                                      &job->area[i], &whole, NULL));
cleanup:
    return status;
}

static hensyn_status conflict_area(hn_engine *e, hn_filter filter, double *area) {
    size_t plans = e->result->plan_areas.count;
    union_job job = {e, filter, hn_zalloc(plans, sizeof(double))};
    hn_sum sum = {0, 0};
    double excess = 0;
    hensyn_status status = HENSYN_OK;
    if (!job.area) return hn_nomem(e->ctx);
    hn_parallel_job all = {.init = hn_bench_init, .body = union_body, .done = hn_bench_done,
                           .shared = &job, .count = plans, .threads = e->options->threads};
    HN_TRY(hn_parallel(e->ctx, &all));
    for (size_t i = 0; i < plans; i++) hn_sum_add(&sum, job.area[i]);
    HN_TRY(hn_family_excess(e, &e->plan_overlaps, plans, conflict_shape, &filter, &excess));
    *area = fmax(hn_sum_value(&sum) - excess, 0);
cleanup:
    hn_free(job.area);
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
    hensyn_status status = hn_family_excess(e, &e->plan_overlaps, plans, plan_shape,
                                            &development_only, &excess);
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
    hensyn_status status =
        hn_family_excess(e, overlaps, members, hensyn_shape, &group, &excess);
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

static hensyn_status grade_rows(hn_engine *e, int group, const char *tema, const char *gruppe,
                                double total) {
    hensyn_status status = HENSYN_OK;
    double above = 0; /* area of grades above the one at hand */
    for (int grade = 4; grade >= 1; grade--) {
        double area = total;
        if (grade > 1) HN_TRY(conflict_area(e, (hn_filter){false, grade, group}, &area));
        indicator_key key = {"konflikt_areal_konsekvens", tema, gruppe, grade};
        HN_TRY(add(e, key, area - above, "m2", area - above, total, grade_method));
        above = area;
    }
cleanup:
    return status;
}

static hensyn_status total_rows(hn_engine *e) {
    hensyn_status status = HENSYN_OK;
    double plan, development, conflict;
    HN_TRY(plan_area(e, false, &plan));
    HN_TRY(plan_area(e, true, &development));
    HN_TRY(conflict_area(e, (hn_filter){false, 1, -1}, &conflict));
    HN_TRY(add(e, (indicator_key){"plan_areal", NULL, NULL, HN_NO_INT}, plan, "m2", plan, NAN,
               union_method));
    HN_TRY(add(e, (indicator_key){"utbygging_areal", NULL, NULL, HN_NO_INT}, development, "m2",
               development, plan, union_method));
    HN_TRY(add(e, (indicator_key){"konflikt_areal", NULL, NULL, HN_NO_INT}, conflict, "m2",
               conflict, development, union_method));
    HN_TRY(add_share(e, (indicator_key){"konflikt_andel", NULL, NULL, HN_NO_INT}, conflict,
                     development, share_method));
    HN_TRY(grade_rows(e, -1, NULL, NULL, conflict));
    double count = count_pairs(e, 0, true);
    HN_TRY(add(e, (indicator_key){"konflikt_antall", NULL, NULL, HN_NO_INT}, count, "antall",
               count, NAN, count_method));
cleanup:
    return status;
}

static hensyn_status group_rows(hn_engine *e, const hn_overlaps *overlaps, uint32_t group,
                                double development) {
    const hn_theme *theme =
        hn_rules_theme(e->options->rules, (size_t)e->options->group_theme[group]);
    const char *tema = theme->name, *gruppe = e->options->group_from_plan[group] ? "plan" : NULL;
    double whole, taken;
    hensyn_status status = HENSYN_OK;
    HN_TRY(hensyn_area(e, overlaps, group, &whole));
    HN_TRY(conflict_area(e, (hn_filter){false, 1, (int)group}, &taken));
    HN_TRY(add(e, (indicator_key){"hensyn_areal", tema, gruppe, HN_NO_INT}, whole, "m2", whole,
               NAN, union_method));
    HN_TRY(add(e, (indicator_key){"hensyn_beslag", tema, gruppe, HN_NO_INT}, taken, "m2", taken,
               whole, union_method));
    HN_TRY(add_share(e, (indicator_key){"hensyn_beslag_andel", tema, gruppe, HN_NO_INT}, taken,
                     whole, share_method));
    HN_TRY(add(e, (indicator_key){"konflikt_areal", tema, gruppe, HN_NO_INT}, taken, "m2", taken,
               development, union_method));
    HN_TRY(add_share(e, (indicator_key){"konflikt_andel", tema, gruppe, HN_NO_INT}, taken,
                     development, share_method));
    HN_TRY(grade_rows(e, (int)group, tema, gruppe, taken));
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
    HN_TRY(hn_overlaps_find(e, e->result->considerations.count, area_member, same_group,
                            &overlaps));
    for (size_t g = 0; g < e->options->groups; g++)
        HN_TRY(group_rows(e, &overlaps, (uint32_t)g, development));
cleanup:
    hn_overlaps_free(&overlaps);
    return status;
}
