/* run.c - one run from recipe to result: this function is the table of contents of the library. */
#include "run.h"

#include <stdio.h>
#include <string.h>

void hn_run_clear(hn_run *run) {
    hn_task_join(run->fingerprints);
    for (size_t i = 0; i < run->input_count; i++) {
        hn_layer_destroy(run->input[i].read);
        hn_free(run->input[i].repaired);
        hn_free(run->input[i].field);
        hn_free(run->input[i].column);
        hn_free(run->input[i].filter);
    }
    for (size_t i = 0; i < run->opened_count; i++)
        hn_opened_close(run->opened[i]);
    hn_free(run->opened);
    hn_free(run->input);
    hn_free(run->fingerprint);
    for (size_t i = 0; i < run->coverages; i++)
        hn_free(run->coverage[i].area);
    hn_free(run->coverage);
    hn_hensyn_groups_clear(&run->groups);
    hn_plan_groups_destroy(run->plans);
    hn_run_access_clear(&run->access);
    hn_picture_close(run->picture);
    hn_target_close(run->target);
    hn_styles_destroy(run->styles);
    hn_measure_destroy(run->measure);
    hn_crs_destroy(run->crs);
    hn_result_destroy(run->result);
    hn_rules_destroy(run->rules);
}

static void fill_report(const hn_run *run, hensyn_report *report) {
    const hn_result *result = run->result;
    *report = (hensyn_report)HENSYN_REPORT_INIT;
    report->plan_areas = (int64_t)result->plan_areas.count;
    for (size_t i = 0; i < result->plan_areas.count; i++)
        report->development_areas += result->plan_areas.row[i].utbygging == 1;
    report->considerations = (int64_t)result->considerations.count;
    report->conflicts = (int64_t)result->pairs.count;
    report->remarks = (int64_t)result->remarks.count;
    report->links = (int64_t)run->access.links.count;
    report->origins = (int64_t)run->access.origins.count;
    report->destinations = (int64_t)result->destinations.count;
    for (size_t i = 0; i < result->indicators.count; i++) {
        const hn_indicator *row = &result->indicators.row[i];
        if (row->tema) continue;
        if (strcmp(row->nokkel, "utbygging_areal") == 0) report->development_m2 = row->verdi;
        if (strcmp(row->nokkel, "konflikt_areal") == 0) report->conflict_m2 = row->verdi;
    }
    snprintf(report->output, sizeof report->output, "%s", hn_target_path(run->target));
}

static hensyn_status run_start(hensyn_context *ctx, hn_run *run, const hensyn_job *job) {
    run->job = job;
    run->since = hn_seconds();
    hn_utc_now(run->started);
    run->result = hn_result_create();
    run->plans = hn_plan_groups_create();
    return run->result && run->plans ? HENSYN_OK : hn_nomem(ctx);
}

/* Either part stands for 20 to 75 percent of the run; both share it. */
static hensyn_status run_parts(hensyn_context *ctx, hn_run *run) {
    bool conflict = hn_job_wants_conflict(run->job), access = hn_job_wants_access(run->job);
    double middle = conflict && access ? 50 : conflict ? 75 : 20;
    hensyn_status status = HENSYN_OK;
    if (conflict) {
        hn_step_window(ctx, 20, 75, 20, middle);
        HN_TRY(hn_run_rows(ctx, run));
        HN_TRY(hn_run_conflict(ctx, run));
    }
    if (access) {
        hn_step_window(ctx, 20, 75, middle, 75);
        HN_TRY(hn_run_access(ctx, run));
    }
cleanup:
    hn_step_window(ctx, 0, 0, 0, 0);
    return status;
}

hensyn_status hensyn_run(hensyn_context *ctx, const hensyn_job *job, hensyn_report *report) {
    if (!ctx || !job) return HENSYN_USAGE;
    hn_run run = {0};
    hensyn_status status = HENSYN_OK;
    hn_limit_memory(ctx, (int64_t)job->max_memory_mb * 1024 * 1024);
    hn_step(ctx, "open", 0, 2);
    HN_TRY(run_start(ctx, &run, job));
    HN_TRY(hn_job_check(ctx, job));
    HN_TRY(hn_rules_create(ctx, job->rules_folder, &run.rules));
    HN_TRY(hn_styles_create(ctx, run.rules, &run.styles));
    HN_TRY(hn_run_open(ctx, &run));
    HN_TRY(hn_run_claim(ctx, &run));
    HN_TRY(hn_run_read(ctx, &run));
    HN_TRY(run_parts(ctx, &run));
    HN_TRY(hn_run_facts(ctx, &run));
    HN_TRY(hn_run_write(ctx, &run));
    if (report) fill_report(&run, report);
cleanup:
    hn_run_clear(&run);
    hn_limit_memory(ctx, 0);
    return status;
}

hensyn_status hensyn_dry_run(hensyn_context *ctx, const hensyn_job *job, hensyn_text_fn out,
                             void *user) {
    if (!ctx || !job || !out) return HENSYN_USAGE;
    hn_run run = {0};
    hn_buffer text = {0};
    hensyn_status status = HENSYN_OK;
    hn_step(ctx, "open", 0, 100);
    HN_TRY(run_start(ctx, &run, job));
    HN_TRY(hn_job_check(ctx, job));
    HN_TRY(hn_rules_create(ctx, job->rules_folder, &run.rules));
    HN_TRY(hn_run_open(ctx, &run));
    HN_TRY(hn_run_describe(ctx, &run, &text));
    out(text.text, text.length, user);
cleanup:
    hn_buffer_free(&text);
    hn_run_clear(&run);
    return status;
}
