/* plan_theme.c - rows of plan_tema: every development area and every theme of the run, hit or not,
 * and where a theme has been mapped at all. */
#include "base/memory.h"
#include "base/sum.h"
#include "conflict/engine.h"

#include <math.h>
#include <stdlib.h>

typedef enum mapped { MAPPED_UNKNOWN, MAPPED_NOT, MAPPED_PARTLY, MAPPED_FULLY } mapped;

typedef struct coverage_job {
    hn_engine *engine;
    const hn_coverage *coverage;
    hn_index *index;
    uint8_t *mapped; /* plan areas * groups */
} coverage_job;

typedef struct item_list {
    uint32_t *row;
    size_t count, capacity;
    bool no_memory;
} item_list;

static bool add_item(uint32_t item, void *user) {
    item_list *list = user;
    list->no_memory = !HN_RESERVE(list->row, list->count, list->capacity, 1);
    if (list->no_memory) return false;
    list->row[list->count++] = item;
    return true;
}

/* Less than this share unmapped is rounding along a common border. */
static const double whole_share = 1 - 1e-6;

static hensyn_status mapped_state(hensyn_context *ctx, hn_bench *bench, const coverage_job *job,
                                  const hn_plan_area *plan, item_list *list, mapped *out) {
    const hn_engine *e = job->engine;
    hn_geometry **part = NULL, *merged = NULL;
    size_t parts = 0;
    bool whole = false;
    hensyn_status status = HENSYN_OK;
    list->count = 0;
    hn_index_query(job->index, plan->geometry->box, add_item, list);
    if (list->no_memory) return hn_nomem(ctx);
    hn_sort_numbers(list->row, list->count);
    part = hn_zalloc(list->count, sizeof(hn_geometry *));
    if (!part) return hn_nomem(ctx);
    for (size_t i = 0; i < list->count && !whole; i++) {
        hn_overlay_check check = {.expected = NAN};
        HN_TRY(hn_common_area(ctx, bench, e, plan->geometry, job->coverage->area[list->row[i]],
                              NULL, &check, &whole, &part[parts]));
        parts += part[parts] != NULL;
    }
    HN_TRY(hn_union(ctx, bench, e, (const hn_geometry *const *)part, parts, &merged));
    double share = merged ? hn_measure_area(e->options->measure, merged) / plan->areal_m2 : 0;
    *out = whole || share >= whole_share ? MAPPED_FULLY
           : share > 1 - whole_share     ? MAPPED_PARTLY
                                         : MAPPED_NOT;
cleanup:
    for (size_t i = 0; i < parts; i++)
        hn_free(part[i]);
    hn_free(part);
    hn_free(merged);
    return status;
}

static hensyn_status coverage_body(hensyn_context *ctx, void *shared, void *state, size_t first,
                                   size_t last) {
    const coverage_job *job = shared;
    const hn_engine *e = job->engine;
    item_list list = {0};
    hensyn_status status = HENSYN_OK;
    for (size_t i = first; i < last; i++) {
        const hn_plan_area *plan = &e->result->plan_areas.row[i];
        mapped found = MAPPED_UNKNOWN;
        if (!plan->utbygging || !plan->geometry) continue;
        HN_TRY(mapped_state(ctx, state, job, plan, &list, &found));
        job->mapped[i * e->options->groups + job->coverage->group] = (uint8_t)found;
    }
cleanup:
    hn_free(list.row);
    return status;
}

static hensyn_status find_mapped(hn_engine *e, const hn_coverage *coverage, uint8_t *mapped_of) {
    coverage_job job = {.engine = e, .coverage = coverage, .mapped = mapped_of};
    hn_box *box = hn_alloc(coverage->count, sizeof *box);
    hensyn_status status = HENSYN_OK;
    if (!box) return hn_nomem(e->ctx);
    for (size_t i = 0; i < coverage->count; i++)
        box[i] = coverage->area[i] ? coverage->area[i]->box : HN_EMPTY_BOX;
    job.index = hn_index_create(box, coverage->count);
    if (!job.index) HN_TRY(hn_nomem(e->ctx));
    hn_parallel_job all = {.init = hn_bench_init,
                           .body = coverage_body,
                           .done = hn_bench_done,
                           .shared = &job,
                           .count = e->result->plan_areas.count,
                           .threads = e->options->threads};
    HN_TRY(hn_parallel(e->ctx, &all));
cleanup:
    hn_index_destroy(job.index);
    hn_free(box);
    return status;
}

static const char *miss_status(mapped m) {
    return m == MAPPED_FULLY    ? "ingen_treff"
           : m == MAPPED_PARTLY ? "delvis_kartlagt"
           : m == MAPPED_NOT    ? "ikke_kartlagt"
                                : "ukjent_dekning";
}

static void fill_plan_theme(const hn_engine *e, size_t plan, uint32_t group, mapped m,
                            hn_plan_theme *row) {
    const hn_plan_area *area = &e->result->plan_areas.row[plan];
    const struct hn_nearest *nearest = &e->nearest[plan * e->options->groups + group];
    hn_sum length = {0, 0};
    bool near = false;
    row->verdi = HN_NO_INT;
    for (size_t i = 0; i < e->pieces[plan].count; i++) {
        const hn_piece *p = &e->pieces[plan].row[i];
        const hn_consideration *h = &e->result->considerations.row[p->hensyn];
        if (h->group != group || p->sliver) continue;
        if (!p->thin && p->consequence > row->konsekvens) row->konsekvens = p->consequence;
        near |= p->near;
        if (p->near) continue;
        row->antall++;
        hn_sum_add(&length, p->length);
        if (row->verdi == HN_NO_INT || h->verdi > row->verdi) row->verdi = h->verdi;
    }
    row->plan_fid = area->fid;
    row->tema = hn_rules_theme(e->options->rules, (size_t)e->options->group_theme[group])->name;
    row->opphav = e->options->group_from_plan[group] ? "plan" : "data";
    row->areal_m2 = fmin(e->group_area[plan * e->options->groups + group], area->areal_m2);
    row->andel = area->areal_m2 > 0 ? row->areal_m2 / area->areal_m2 : (double)NAN;
    row->lengde_m = hn_sum_value(&length);
    row->naermeste_m = nearest->distance;
    if (nearest->hensyn != UINT32_MAX)
        row->naermeste_hensyn_fid = e->result->considerations.row[nearest->hensyn].fid;
    row->status = row->antall ? "treff" : near ? "naer" : miss_status(m);
}

hensyn_status hn_plan_theme_rows(hn_engine *e) {
    size_t groups = e->options->groups, plans = e->result->plan_areas.count;
    hn_result *result = e->result;
    hensyn_status status = HENSYN_OK;
    uint8_t *mapped_of = hn_zalloc(plans * groups, 1);
    if (!mapped_of) return hn_nomem(e->ctx);
    for (size_t i = 0; i < e->options->coverages; i++)
        HN_TRY(find_mapped(e, &e->options->coverage[i], mapped_of));
    for (size_t i = 0; i < plans; i++) {
        if (!result->plan_areas.row[i].utbygging || !result->plan_areas.row[i].geometry) continue;
        for (size_t g = 0; g < groups; g++) {
            hn_plan_theme *row = HN_NEW_ROW(result->plan_themes);
            if (!row) HN_TRY(hn_nomem(e->ctx));
            row->fid = (int64_t)result->plan_themes.count;
            fill_plan_theme(e, i, (uint32_t)g, (mapped)mapped_of[i * groups + g], row);
        }
    }
cleanup:
    hn_free(mapped_of);
    return status;
}
