/* run_write.c - the target of a run, the facts about it in kjoring, and writing it all. */
#include "run.h"

#include "data/geos.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

hensyn_status hn_run_claim(hensyn_context *ctx, hn_run *run) {
    const char **inputs = hn_alloc(run->opened_count + 1, sizeof(char *));
    if (!inputs) return hn_nomem(ctx);
    size_t count = 0;
    for (; count < run->opened_count; count++)
        inputs[count] = hn_opened_path(run->opened[count]);
    const hensyn_job *job = run->job;
    if (hn_job_wants_access(job) && job->access.dem.text) inputs[count++] = job->access.dem.path;
    hensyn_status status =
        hn_target_open(ctx, job->output, job->overwrite, inputs, count, &run->target);
    if (status == HENSYN_OK)
        status = hn_picture_open(ctx, job->map, job->overwrite, inputs, count, &run->picture);
    hn_free(inputs);
    return status;
}

/* ---- facts ---- */

static hensyn_status set_fingerprint(hensyn_context *ctx, hn_result *result, uint32_t kilde,
                                     const hn_fingerprint *print) {
    hn_source_row *row = &result->sources.row[kilde];
    row->sha256 = print->sha256[0] ? hn_pool_add(result->pool, print->sha256) : NULL;
    row->endret = print->changed[0] ? hn_pool_add(result->pool, print->changed) : NULL;
    bool lost = (print->sha256[0] && !row->sha256) || (print->changed[0] && !row->endret);
    return lost ? hn_nomem(ctx) : HENSYN_OK;
}

static hensyn_status fingerprint_sources(hensyn_context *ctx, hn_run *run) {
    hensyn_status status = HENSYN_OK;
    hn_task_join(run->fingerprints);
    run->fingerprints = NULL;
    for (size_t i = 0; i < run->input_count; i++)
        HN_TRY(set_fingerprint(ctx, run->result, run->input[i].row,
                               &run->fingerprint[run->input[i].opened]));
    if (run->access.dem_row) {
        hn_fingerprint print;
        hn_fingerprint_of(run->job->access.dem.path, &print);
        HN_TRY(set_fingerprint(ctx, run->result, run->access.dem_row - 1, &print));
    }
cleanup:
    return status;
}

static hensyn_status recipe_facts(hensyn_context *ctx, hn_run *run) {
    hn_buffer text = {0};
    hensyn_status status = HENSYN_OK;
    HN_TRY(hn_job_write(ctx, run->job, &text));
    HN_TRY(hn_fact_add(ctx, run->result, "oppskrift", "%s", text.text));
    if (run->job->recipe_text)
        HN_TRY(hn_fact_add(ctx, run->result, "oppskrift_lest", "%s", run->job->recipe_text));
    hn_buffer_free(&text);
    HN_TRY(hn_rules_describe(ctx, run->rules, &text));
    HN_TRY(hn_fact_add(ctx, run->result, "regler", "%s", text.text));
cleanup:
    hn_buffer_free(&text);
    return status;
}

static hensyn_status defaults_fact(hensyn_context *ctx, hn_run *run) {
    hn_buffer list = {0};
    size_t count;
    const hn_option *option = hn_options(&count);
    unsigned parts = (hn_job_wants_conflict(run->job) ? HN_CMD_CONFLICT : 0u) |
                     (hn_job_wants_access(run->job) ? HN_CMD_ACCESS : 0u);
    for (size_t i = 0; i < count; i++)
        if (option[i].preset && (option[i].commands & parts) &&
            option[i].offset < offsetof(hensyn_job, progress) &&
            run->job->origin[i] == HN_FROM_DEFAULT)
            hn_appendf(&list, "%s%s=%s", list.length ? ", " : "", option[i].key, option[i].preset);
    hensyn_status status = list.failed ? hn_nomem(ctx)
                                       : hn_fact_add(ctx, run->result, "standardvalg", "%s",
                                                     list.text ? list.text : "");
    hn_buffer_free(&list);
    return status;
}

static hensyn_status library_fact(hensyn_context *ctx, hn_run *run) {
    return hn_fact_add(ctx, run->result, "bibliotek", "GDAL %s, PROJ %s, GEOS %s",
                       hn_gdal_version(), hn_proj_version(), hn_geos_version());
}

static hensyn_status method_facts(hensyn_context *ctx, hn_run *run) {
    hensyn_status status = HENSYN_OK;
    hn_result *result = run->result;
    HN_TRY(hn_fact_add(ctx, result, "areal", "%s",
                       run->job->planar
                           ? "plane arealer i arbeids-CRS"
                           : "ellipsoidiske arealer: integral av 1/(arealmålestokk) over den plane "
                             "flaten, rette kanter i arbeids-CRS"));
    if (!hn_job_wants_conflict(run->job)) return HENSYN_OK;
    HN_TRY(hn_fact_add(ctx, result, "forbehold", "%s",
                       "Konsekvens er en indikativ gradering for oversikt, ikke en vurdering etter "
                       "forskriften. Omdisponering av bygd areal er med der planen ikke har "
                       "arealbruksstatus."));
    if (run->tally.without_status)
        HN_TRY(hn_fact_add(ctx, result, "uten_status",
                           "%zu utbyggingsområder er uten arealbruksstatus (reguleringsplan): "
                           "bygd areal er med",
                           run->tally.without_status));
cleanup:
    return status;
}

static hensyn_status time_facts(hensyn_context *ctx, hn_run *run) {
    char now[32];
    hensyn_status status = HENSYN_OK;
    hn_utc_now(now);
    HN_TRY(hn_fact_add(ctx, run->result, "start", "%s", run->started));
    HN_TRY(hn_fact_add(ctx, run->result, "slutt", "%s", now));
    HN_TRY(hn_fact_add(ctx, run->result, "traader", "%d",
                       run->job->threads ? run->job->threads : hn_cores()));
    HN_TRY(hn_fact_add(ctx, run->result, "minne_mb", "%.0f",
                       (double)hn_peak_memory() / (1024.0 * 1024.0)));
    HN_TRY(hn_fact_add(ctx, run->result, "tid_s", "lesing %.3f, reparasjon %.3f", run->read_seconds,
                       run->repair_seconds));
    if (hn_job_wants_conflict(run->job))
        HN_TRY(hn_fact_add(ctx, run->result, "tid_s",
                           "planmodell %.3f, overlegg %.3f, andeler %.3f, naermeste %.3f, rader "
                           "%.3f, samlet %.3f, "
                           "indikatorer %.3f",
                           run->rows_seconds, run->stage_seconds[HN_STAGE_OVERLAY],
                           run->stage_seconds[HN_STAGE_SHARES],
                           run->stage_seconds[HN_STAGE_NEAREST], run->stage_seconds[HN_STAGE_ROWS],
                           run->stage_seconds[HN_STAGE_PARTITION],
                           run->stage_seconds[HN_STAGE_INDICATORS]));
    if (hn_job_wants_access(run->job)) {
        const hn_access_run *access = &run->access;
        const double *stage = access->stage_seconds;
        HN_TRY(hn_fact_add(ctx, run->result, "tid_s",
                           "lenker %.3f, boliger %.3f, hoyder %.3f, nett %.3f, innganger %.3f, "
                           "tilknytning %.3f, sok %.3f, dekning %.3f, barriere %.3f, rader %.3f",
                           access->links_seconds, access->origins_seconds, access->heights_seconds,
                           stage[HN_ACCESS_NETWORK], stage[HN_ACCESS_REACH], stage[HN_ACCESS_TIE],
                           stage[HN_ACCESS_SEARCH], stage[HN_ACCESS_SERVED],
                           stage[HN_ACCESS_SEVERANCE], stage[HN_ACCESS_ROWS]));
    }
cleanup:
    return status;
}

hensyn_status hn_run_facts(hensyn_context *ctx, hn_run *run) {
    hn_result *result = run->result;
    hensyn_status status = HENSYN_OK;
    result->epsg = hn_crs_epsg(run->crs);
    result->crs_name = hn_pool_add(result->pool, hn_crs_name(run->crs));
    result->crs_wkt = hn_pool_add(result->pool, hn_crs_wkt(run->crs));
    result->crs_proj4 = hn_pool_add(result->pool, hn_crs_proj4(run->crs));
    if (!result->crs_name || !result->crs_wkt || !result->crs_proj4) HN_TRY(hn_nomem(ctx));
    HN_TRY(fingerprint_sources(ctx, run));
    HN_TRY(hn_fact_add(ctx, result, "versjon", "%s", HENSYN_VERSION));
    HN_TRY(hn_fact_add(ctx, result, "protokoll", "%d", HENSYN_PROTOCOL));
    HN_TRY(hn_fact_add(ctx, result, "kommandolinje", "%s",
                       run->job->command_line ? run->job->command_line : ""));
    if (run->job->navn) HN_TRY(hn_fact_add(ctx, result, "navn", "%s", run->job->navn));
    HN_TRY(hn_fact_add(ctx, result, "arbeids_crs", "%s", result->crs_name));
    HN_TRY(recipe_facts(ctx, run));
    HN_TRY(defaults_fact(ctx, run));
    HN_TRY(method_facts(ctx, run));
    HN_TRY(library_fact(ctx, run));
    if (hn_job_wants_access(run->job)) HN_TRY(hn_run_access_facts(ctx, run));
    HN_TRY(time_facts(ctx, run));
cleanup:
    return status;
}

/* ---- writing ---- */

static const char *map_title(const hn_run *run) {
    if (run->job->navn) return run->job->navn;
    return hn_map_is_of_access(run->result) ? "Avstand til rekreasjonsområder" : "Arealkonflikter";
}

hensyn_status hn_run_write(hensyn_context *ctx, hn_run *run) {
    hensyn_status status = HENSYN_OK;
    hn_step(ctx, "write", 75, 100);
    HN_TRY(hn_styles_restrict(ctx, run->styles, run->result));
    HN_TRY(hn_target_write(ctx, run->target, run->result, run->styles, run->job->threads));
    HN_TRY(hn_picture_draw(ctx, run->picture, run->styles, run->result, map_title(run)));
    HN_TRY(hn_progress(ctx, 1));
    HN_TRY(hn_target_finish(ctx, run->target, run->result, run->styles));
    /* The new result stands: a cancel that comes after this is too late to count, and a picture
     * that cannot take its name does not unmake the result. */
    if (hn_picture_publish(ctx, run->picture) != HENSYN_OK)
        hn_log(ctx, HENSYN_WARNING, "KART_IKKE_SKREVET", run->job->map, "%s", hensyn_message(ctx));
cleanup:
    return status;
}

/* ---- dry run ---- */

hensyn_status hn_run_describe(hensyn_context *ctx, const hn_run *run, hn_buffer *out) {
    hn_appendf(out, "%s: %s\n", hn_text(ctx, "arbeids-CRS", "working CRS"), hn_crs_name(run->crs));
    for (size_t i = 0; i < run->input_count; i++) {
        const hn_input *input = &run->input[i];
        const hn_opened *opened = run->opened[input->opened];
        const hn_layer_info *info = hn_opened_layer(opened, input->layer);
        const char *what = input->role == HN_INPUT_HENSYN && !input->dataset
                               ? hn_text(ctx, "datasett ukjent", "dataset unknown")
                           : input->dataset ? input->dataset->name
                           : input->net     ? input->net->name
                           : input->role >= HN_INPUT_COVERAGE
                               ? ""
                               : hn_plan_layer_text(ctx, &input->model);
        static const char *const roles[] = {"plan",    "planomrade", "hensyn plan", "hensyn",
                                            "dekning", "grense",     "nett",        "nett",
                                            "opphav",  "malomrade",  "krets",       "inngang"};
        hn_appendf(out, "%s%s%s: %s | %s, %lld %s, %s%s%s\n", roles[input->role],
                   input->theme >= 0 ? " " : "",
                   input->theme >= 0 ? hn_rules_theme(run->rules, (size_t)input->theme)->name : "",
                   hn_opened_path(opened), info->name, (long long)info->count,
                   hn_text(ctx, "objekter", "objects"),
                   info->crs ? hn_crs_name(info->crs) : hn_text(ctx, "uten CRS", "no CRS"),
                   what[0] ? ", " : "", what);
    }
    hn_appendf(out, "%s: %s\n", hn_text(ctx, "resultat", "result"),
               run->job->output ? run->job->output : "-");
    return out->failed ? hn_nomem(ctx) : HENSYN_OK;
}
