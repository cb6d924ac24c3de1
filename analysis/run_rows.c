/* run_rows.c - layers become plan areas and considerations, and the conflict engine gets its
 * inputs: ranks, boundary, coverage. */
#include "run.h"

#include <math.h>
#include <string.h>

/* Outlines of one --plan source; NULL when it has none. */
static hensyn_status outlines_of(hensyn_context *ctx, hn_run *run, uint32_t source,
                                 hn_plan_outlines **out) {
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; i < run->input_count; i++) {
        hn_input *input = &run->input[i];
        bool plan = input->role == HN_INPUT_PLAN || input->role == HN_INPUT_OUTLINE;
        if (!plan || input->source != source) continue;
        if (!hn_plan_may_hold(&input->model, HN_LAYER_OUTLINE)) continue;
        if (!*out && !(*out = hn_plan_outlines_create())) return hn_nomem(ctx);
        HN_TRY(hn_plan_outlines_add(ctx, *out, input->read, &input->model));
    }
    if (*out) HN_TRY(hn_plan_outlines_finish(ctx, *out));
cleanup:
    return status;
}

static hensyn_status add_plan_source(hensyn_context *ctx, hn_run *run, uint32_t source,
                                     const hn_plan_options *options) {
    hn_plan_outlines *outlines = NULL;
    hensyn_status status = HENSYN_OK;
    HN_TRY(outlines_of(ctx, run, source, &outlines));
    for (size_t i = 0; i < run->input_count; i++) {
        hn_input *input = &run->input[i];
        if (input->role != HN_INPUT_PLAN || input->source != source) continue;
        HN_TRY(hn_plan_areas_add(ctx, run->result, run->rules, input->read, &input->model,
                                 input->row, input->repaired, options, outlines, &run->tally));
    }
cleanup:
    hn_plan_outlines_destroy(outlines);
    return status;
}

static hensyn_status no_areas(hensyn_context *ctx, const hn_run *run) {
    const hn_plan_tally *t = &run->tally;
    if (t->other_status)
        return hn_fail(ctx, HENSYN_INPUT,
                       hn_text(ctx,
                               "%s: ingen arealformål igjen: %zu områder har annen planstatus enn "
                               "valgt (for eksempel %d; velg med --planstatus)",
                               "%s: no land-use areas left: %zu areas have another planstatus than "
                               "chosen (for example %d; choose with --planstatus)"),
                       run->job->plan[0].path, t->other_status, t->seen_status);
    if (t->other_municipality)
        return hn_fail(ctx, HENSYN_INPUT,
                       hn_text(ctx,
                               "%s: ingen arealformål igjen: %zu områder har annet kommunenummer "
                               "enn %s",
                               "%s: no land-use areas left: %zu areas have another kommunenummer "
                               "than %s"),
                       run->job->plan[0].path, t->other_municipality, run->job->kommune);
    return hn_fail(ctx, HENSYN_INPUT, "%s: %s", run->job->plan[0].path,
                   hn_text(ctx, "planen inneholder ingen arealformål som kan brukes",
                           "the plan holds no land-use areas that can be used"));
}

static hensyn_status plan_areas(hensyn_context *ctx, hn_run *run) {
    const hensyn_job *job = run->job;
    hn_keys *keys = hn_keys_create();
    hensyn_status status = HENSYN_OK;
    if (!keys) return hn_nomem(ctx);
    hn_plan_options options = {
        .planstatus = job->planstatus,
        .planstatuses = job->planstatuses,
        .planstatus_given = job->planstatus_given,
        .development = (const char *const *)job->development,
        .developments = job->developments,
        .kommune = job->kommune,
        .measure = run->measure,
        .keys = keys,
        .groups = run->plans,
    };
    for (uint32_t source = 0; source < job->plans; source++) {
        options.source = source;
        HN_TRY(add_plan_source(ctx, run, source, &options));
    }
    if (run->result->plan_areas.count == 0) HN_TRY(no_areas(ctx, run));
cleanup:
    hn_keys_destroy(keys);
    return status;
}

/* What --buffer says of a zone: its theme's, unless that stands with data of the theme; else that
 * of plan. */
static double zone_buffer(const hensyn_job *job, const char *theme) {
    const hn_theme_option *own = hn_job_has_theme(job, theme) ? NULL : hn_job_theme(job, theme);
    const hn_theme_option *plan = hn_job_theme(job, "plan");
    if (own && !isnan(own->buffer)) return own->buffer;
    return plan && !isnan(plan->buffer) ? plan->buffer : 0;
}

static hensyn_status add_zones(hensyn_context *ctx, hn_run *run, const hn_input *input,
                               const hn_hensyn_options *options) {
    size_t before = run->result->considerations.count;
    hensyn_status status = hn_zones_add(ctx, run->result, run->rules, input->read, &input->model,
                                        input->row, input->repaired, options);
    for (size_t i = before; i < run->result->considerations.count; i++) {
        hn_consideration *zone = &run->result->considerations.row[i];
        zone->buffer = zone_buffer(run->job, zone->tema);
    }
    return status;
}

static hensyn_status considerations(hensyn_context *ctx, hn_run *run) {
    const hensyn_job *job = run->job;
    hn_keys *keys = hn_keys_create();
    hensyn_status status = HENSYN_OK;
    if (!keys) return hn_nomem(ctx);
    hn_hensyn_options options = {
        .measure = run->measure,
        .keys = keys,
        .groups = &run->groups,
        .planstatus = job->planstatus,
        .planstatuses = job->planstatuses,
        .kommune = job->kommune,
    };
    for (size_t i = 0; i < run->input_count; i++) {
        hn_input *input = &run->input[i];
        options.buffer = input->buffer;
        options.value_field = input->value_field;
        options.name_field = input->name_field;
        if (input->role == HN_INPUT_ZONES) HN_TRY(add_zones(ctx, run, input, &options));
        if (input->role != HN_INPUT_HENSYN) continue;
        /* A theme that was asked for has its rows in plan_tema, also when its layer is empty. */
        if (hn_hensyn_group(&run->groups, input->theme, false,
                            input->dataset ? input->dataset->name : NULL) == UINT32_MAX)
            HN_TRY(hn_nomem(ctx));
        HN_TRY(hn_considerations_add(ctx, run->result, run->rules, input->theme, input->dataset,
                                     input->read, &input->fields, input->row, input->repaired,
                                     &options));
    }
cleanup:
    hn_keys_destroy(keys);
    return status;
}

hensyn_status hn_run_rows(hensyn_context *ctx, hn_run *run) {
    hensyn_status status = HENSYN_OK;
    double since = hn_seconds();
    hn_step(ctx, "model", 20, 25);
    HN_TRY(plan_areas(ctx, run));
    HN_TRY(considerations(ctx, run));
    run->rows_seconds = hn_seconds() - since;
cleanup:
    return status;
}

/* ---- what the engine needs ---- */

static hensyn_status rank_plans(hensyn_context *ctx, hn_run *run) {
    if (run->job->plan_rank == HN_RANK_NONE || run->plans->count < 2) return HENSYN_OK;
    uint32_t *order = hn_alloc(run->plans->count, sizeof *order);
    hensyn_status status = HENSYN_OK;
    if (!order) return hn_nomem(ctx);
    HN_TRY(hn_plan_groups_rank(ctx, run->plans, run->job->plan_rank == HN_RANK_NEWEST, order));
    HN_TRY(hn_rank_plans(ctx, run->result, run->measure, order, run->job->threads));
cleanup:
    hn_free(order);
    return status;
}

hensyn_status hn_run_areas(hensyn_context *ctx, const hn_run *run, hn_input_role role, int theme,
                           hn_geometry ***out, size_t *count) {
    size_t capacity = 0;
    hn_geometry **list = NULL;
    *count = 0;
    for (size_t i = 0; i < run->input_count; i++) {
        const hn_input *input = &run->input[i];
        if (input->role != role || input->theme != theme) continue;
        for (size_t j = 0; j < input->read->count; j++) {
            hn_geometry *g = input->read->geometry[j];
            if (!g || g->kind != HN_AREA) continue;
            if (!HN_RESERVE(list, *count, capacity, 1)) {
                hn_free(list);
                return hn_nomem(ctx);
            }
            list[(*count)++] = g;
        }
    }
    *out = list;
    return HENSYN_OK;
}

static hensyn_status clip(hensyn_context *ctx, hn_run *run) {
    hn_geometry **list = NULL;
    size_t count = 0;
    hensyn_status status = HENSYN_OK;
    if (!run->job->boundary.text) return status;
    HN_TRY(hn_run_areas(ctx, run, HN_INPUT_BOUNDARY, -1, &list, &count));
    HN_TRY(hn_clip_to_boundary(ctx, run->result, run->measure, list, count, run->job->threads));
    if (run->result->plan_areas.count == 0)
        HN_TRY(hn_fail(ctx, HENSYN_INPUT, "%s",
                       hn_text(ctx, "ingen planområder ligger innenfor grensen (--boundary)",
                               "no plan areas lie inside the boundary (--boundary)")));
cleanup:
    hn_free(list);
    return status;
}

/* Coverage is that of a theme's data; of the plan's zones where the theme has no other. */
static hensyn_status coverages(hensyn_context *ctx, hn_run *run) {
    for (uint32_t g = 0; g < run->groups.count; g++) {
        hn_coverage coverage = {.group = g};
        const char *theme = hn_rules_theme(run->rules, (size_t)run->groups.theme[g])->name;
        if (run->groups.from_plan[g] && hn_job_has_theme(run->job, theme)) continue;
        bool asked = false;
        for (size_t i = 0; i < run->input_count; i++)
            asked |= run->input[i].role == HN_INPUT_COVERAGE &&
                     run->input[i].theme == run->groups.theme[g];
        if (!asked) continue;
        hensyn_status status = hn_run_areas(ctx, run, HN_INPUT_COVERAGE, run->groups.theme[g],
                                            &coverage.area, &coverage.count);
        if (status != HENSYN_OK) return status;
        if (!HN_RESERVE(run->coverage, run->coverages, run->coverage_capacity, 1)) {
            hn_free(coverage.area);
            return hn_nomem(ctx);
        }
        run->coverage[run->coverages++] = coverage;
    }
    return HENSYN_OK;
}

const char *hn_run_municipality(const hn_run *run) {
    const char *common = NULL;
    if (run->job->kommune) return run->job->kommune;
    for (size_t i = 0; i < run->result->plan_areas.count; i++) {
        const char *number = run->result->plan_areas.row[i].kommunenummer;
        if (!number) continue;
        if (common && strcmp(common, number) != 0) return NULL;
        common = number;
    }
    return common;
}

hensyn_status hn_run_conflict(hensyn_context *ctx, hn_run *run) {
    hensyn_status status = HENSYN_OK;
    HN_TRY(rank_plans(ctx, run));
    HN_TRY(clip(ctx, run));
    HN_TRY(coverages(ctx, run));
    hn_conflict_options options = {
        .measure = run->measure,
        .rules = run->rules,
        .threads = run->job->threads,
        .all_overlaps = run->job->all_overlaps,
        .partition = run->job->partition,
        .sliver = run->job->sliver,
        .dust = run->job->dust,
        .groups = run->groups.count,
        .group_theme = run->groups.theme,
        .group_from_plan = run->groups.from_plan,
        .group_dataset = run->groups.dataset,
        .coverage = run->coverage,
        .coverages = run->coverages,
        .kommune = hn_run_municipality(run),
        .stage_seconds = run->stage_seconds,
    };
    HN_TRY(hn_conflict(ctx, run->result, &options));
cleanup:
    return status;
}
