/* run_open.c - opens the sources of a run, chooses their layers and the working CRS. */
#include "run.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

hn_input *hn_run_add_input(hn_run *run, hn_input_role role, uint32_t opened, size_t layer) {
    if (!HN_RESERVE(run->input, run->input_count, run->input_capacity, 1)) return NULL;
    hn_input *input = &run->input[run->input_count++];
    memset(input, 0, sizeof *input);
    input->role = role;
    input->opened = opened;
    input->layer = layer;
    input->theme = -1;
    return input;
}

hensyn_status hn_run_open_source(hensyn_context *ctx, hn_run *run, const hn_source *source,
                                 uint32_t *number) {
    if (!HN_RESERVE(run->opened, run->opened_count, run->opened_capacity, 1)) return hn_nomem(ctx);
    hensyn_status status =
        hn_open(ctx, source, run->job->assume_epsg, run->result, &run->opened[run->opened_count]);
    if (status == HENSYN_OK) *number = (uint32_t)run->opened_count++;
    return status;
}

const hn_layer_info *hn_run_layer(const hn_run *run, const hn_input *input) {
    return hn_opened_layer(run->opened[input->opened], input->layer);
}

hensyn_status hn_run_no_layer(hensyn_context *ctx, const hn_run *run, uint32_t opened,
                              const char *nb, const char *en) {
    hn_buffer list = {0};
    const hn_opened *o = run->opened[opened];
    for (size_t i = 0; i < hn_opened_layers(o); i++) {
        const hn_layer_info *info = hn_opened_layer(o, i);
        hn_appendf(&list, "%s%s (%s)", i ? ", " : "", info->name,
                   info->has_geometry ? info->geometry_type
                                      : hn_text(ctx, "uten geometri", "no geometry"));
    }
    hensyn_status status =
        hn_fail(ctx, HENSYN_INPUT, "%s: %s. %s: %s", hn_opened_path(o), hn_text(ctx, nb, en),
                hn_text(ctx, "Lag i kilden", "Layers of the source"), list.text ? list.text : "-");
    hn_buffer_free(&list);
    return status;
}

/* ---- plans ---- */

static hn_plan_model recognise(const hn_run *run, const hn_layer_info *info) {
    hn_plan_model model =
        hn_plan_recognise(info->name, info->object_type, info->field, info->fields,
                          run->job->purpose_field, run->job->status_field);
    hn_plan_set_id_field(&model, info->field, info->fields, run->job->id_field);
    return model;
}

static hensyn_status need_purpose(hensyn_context *ctx, const hn_run *run, uint32_t opened) {
    const hn_layer_info *info = hn_opened_layer(run->opened[opened], 0);
    const char *given = run->job->purpose_field;
    hn_buffer list = {0};
    for (size_t i = 0; i < info->fields; i++)
        hn_appendf(&list, "%s%s", i ? ", " : "", info->field[i]);
    const char *why =
        given ? hn_text(ctx, "laget har ikke feltet som --purpose-field nevner",
                        "the layer lacks the field that --purpose-field names")
              : hn_text(ctx,
                        "ingen kjent planmodell; oppgi feltet med arealformålet med "
                        "--purpose-field",
                        "no known plan model; name the field of the purpose with --purpose-field");
    hensyn_status status = hn_fail(
        ctx, HENSYN_INPUT, "%s, %s %s: %s%s%s%s (%s: %s)", hn_opened_path(run->opened[opened]),
        hn_text(ctx, "lag", "layer"), info->name, why, given ? " «" : "", given ? given : "",
        given ? "»" : "", hn_text(ctx, "felt", "fields"), list.text ? list.text : "-");
    hn_buffer_free(&list);
    return status;
}

static hensyn_status choose_plan_layers(hensyn_context *ctx, hn_run *run, uint32_t opened,
                                        uint32_t source) {
    const hn_opened *o = run->opened[opened];
    size_t layers = hn_opened_layers(o), areas = 0;
    for (size_t i = 0; i < layers; i++) {
        const hn_layer_info *info = hn_opened_layer(o, i);
        hn_plan_model model = recognise(run, info);
        bool area = info->has_geometry && hn_plan_may_hold(&model, HN_LAYER_AREAS);
        if (!area && !hn_plan_may_hold(&model, HN_LAYER_OUTLINE)) continue;
        hn_input *input = hn_run_add_input(run, area ? HN_INPUT_PLAN : HN_INPUT_OUTLINE, opened, i);
        if (!input) return hn_nomem(ctx);
        input->model = model;
        input->source = source;
        areas += area;
    }
    if (areas) return HENSYN_OK;
    if (layers == 1) return need_purpose(ctx, run, opened);
    return hn_run_no_layer(
        ctx, run, opened,
        "ingen lag med arealformål; velg lag med |layername= og felt med "
        "--purpose-field",
        "no layer with land-use purposes; choose one with |layername= and its field "
        "with --purpose-field");
}

/* ---- considerations ---- */

static hensyn_status choose_zones(hensyn_context *ctx, hn_run *run, uint32_t opened) {
    const hn_opened *o = run->opened[opened];
    size_t found = 0;
    for (size_t i = 0; i < hn_opened_layers(o); i++) {
        const hn_layer_info *info = hn_opened_layer(o, i);
        hn_plan_model model = recognise(run, info);
        if (!info->has_geometry || !hn_plan_may_hold(&model, HN_LAYER_ZONES)) continue;
        hn_input *input = hn_run_add_input(run, HN_INPUT_ZONES, opened, i);
        if (!input) return hn_nomem(ctx);
        input->model = model;
        found++;
    }
    if (found) return HENSYN_OK;
    return hn_run_no_layer(ctx, run, opened, "ingen lag med hensynssoner",
                           "no layer with hensynssoner");
}

static bool has_field(const hn_layer_info *info, const char *name) {
    for (size_t i = 0; name && i < info->fields; i++)
        if (hn_plan_find_field(name, &info->field[i], 1) == 0) return true;
    return false;
}

static hensyn_status add_dataset(hensyn_context *ctx, hn_run *run, uint32_t opened, size_t layer,
                                 int theme, const hn_dataset *dataset,
                                 const hn_theme_option *option) {
    const hn_layer_info *info = hn_opened_layer(run->opened[opened], layer);
    const hn_theme *t = hn_rules_theme(run->rules, (size_t)theme);
    hn_input *input = hn_run_add_input(run, HN_INPUT_HENSYN, opened, layer);
    if (!input) return hn_nomem(ctx);
    input->theme = theme;
    input->dataset = dataset;
    input->value_field = option ? option->value_field : NULL;
    input->name_field = option ? option->name_field : NULL;
    input->fields = hn_hensyn_find_fields(t, dataset, info->field, info->fields, input->value_field,
                                          input->name_field, run->job->id_field);
    input->buffer = option && !isnan(option->buffer) ? option->buffer : t->buffer;
    return HENSYN_OK;
}

/* Of several layers those that the theme knows, or that have the value field the user named; a
 * single one is taken in any case. */
static hensyn_status choose_datasets(hensyn_context *ctx, hn_run *run, uint32_t opened, int theme) {
    const hn_opened *o = run->opened[opened];
    const hn_theme *t = hn_rules_theme(run->rules, (size_t)theme);
    const hn_theme_option *option = hn_job_theme(run->job, t->name);
    size_t found = 0, spatial = 0, last = 0;
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; i < hn_opened_layers(o); i++) {
        const hn_layer_info *info = hn_opened_layer(o, i);
        if (!info->has_geometry) continue;
        spatial++;
        last = i;
        const hn_dataset *dataset =
            hn_theme_recognise(t, info->name, info->object_type, info->field, info->fields);
        if (!dataset && !(option && has_field(info, option->value_field))) continue;
        HN_TRY(add_dataset(ctx, run, opened, i, theme, dataset, option));
        found++;
    }
    if (found) return status;
    if (spatial == 1) return add_dataset(ctx, run, opened, last, theme, NULL, option);
    return hn_run_no_layer(ctx, run, opened,
                           "temaet kjenner ingen av lagene; velg ett med |layername=",
                           "the theme knows none of the layers; choose one with |layername=");
cleanup:
    return status;
}

static hensyn_status find_theme(hensyn_context *ctx, const hn_run *run, const char *name,
                                int *theme) {
    *theme = hn_rules_find_theme(run->rules, name);
    if (*theme >= 0) return HENSYN_OK;
    const char *nearest = hn_rules_nearest_theme(run->rules, name);
    return hn_fail(ctx, HENSYN_USAGE, "%s «%s»%s%s%s", hn_text(ctx, "ukjent tema", "unknown theme"),
                   name, nearest ? hn_text(ctx, "; mente du «", "; did you mean «") : "",
                   nearest ? nearest : "", nearest ? "»?" : "");
}

static hensyn_status open_hensyn(hensyn_context *ctx, hn_run *run, const hn_theme_source *given) {
    bool zones = strcmp(given->theme, "plan") == 0;
    uint32_t opened;
    int theme = -1;
    hensyn_status status = HENSYN_OK;
    if (!zones) HN_TRY(find_theme(ctx, run, given->theme, &theme));
    HN_TRY(hn_run_open_source(ctx, run, &given->source, &opened));
    HN_TRY(zones ? choose_zones(ctx, run, opened) : choose_datasets(ctx, run, opened, theme));
cleanup:
    return status;
}

/* ---- boundary and coverage: every layer with geometry ---- */

static hensyn_status open_areas(hensyn_context *ctx, hn_run *run, const hn_source *source,
                                hn_input_role role, int theme) {
    uint32_t opened;
    size_t found = 0;
    hensyn_status status = HENSYN_OK;
    HN_TRY(hn_run_open_source(ctx, run, source, &opened));
    for (size_t i = 0; i < hn_opened_layers(run->opened[opened]); i++) {
        if (!hn_opened_layer(run->opened[opened], i)->has_geometry) continue;
        hn_input *input = hn_run_add_input(run, role, opened, i);
        if (!input) HN_TRY(hn_nomem(ctx));
        input->theme = theme;
        found++;
    }
    if (!found)
        HN_TRY(
            hn_run_no_layer(ctx, run, opened, "ingen lag med geometri", "no layer with geometry"));
cleanup:
    return status;
}

static hensyn_status open_coverages(hensyn_context *ctx, hn_run *run) {
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; i < run->job->theme_count; i++) {
        const hn_theme_option *option = &run->job->themes[i];
        int theme;
        if (strcmp(option->theme, "plan") == 0) continue;
        HN_TRY(find_theme(ctx, run, option->theme, &theme));
        for (size_t j = 0; j < option->coverages; j++)
            HN_TRY(open_areas(ctx, run, &option->coverage[j], HN_INPUT_COVERAGE, theme));
    }
cleanup:
    return status;
}

/* ---- working CRS ---- */

static hensyn_status crs_of_place(hensyn_context *ctx, const hn_layer_info *info, hn_crs **out) {
    double lon, lat;
    hn_box e = info->extent;
    if (!info->extent_known ||
        !hn_crs_lonlat(info->crs, (e.xmin + e.xmax) / 2, (e.ymin + e.ymax) / 2, &lon, &lat))
        return hn_fail(ctx, HENSYN_INPUT, "%s: %s", info->name,
                       hn_text(ctx, "utstrekningen er ukjent; velg arbeids-CRS med --crs",
                               "the extent is not known; choose a working CRS with --crs"));
    return hn_crs_from_epsg(ctx, hn_crs_utm_for(lon, lat), out);
}

static hensyn_status choose_crs(hensyn_context *ctx, hn_run *run) {
    if (run->job->crs_epsg) {
        hensyn_status status = hn_crs_from_epsg(ctx, run->job->crs_epsg, &run->crs);
        if (status != HENSYN_OK) return HENSYN_USAGE;
        if (hn_crs_projected(run->crs)) return HENSYN_OK;
        return hn_fail(
            ctx, HENSYN_USAGE, "--crs EPSG:%d: %s", run->job->crs_epsg,
            hn_text(ctx, "ikke et projisert koordinatsystem", "not a projected coordinate system"));
    }
    for (size_t i = 0; i < run->input_count; i++) {
        const hn_input *input = &run->input[i];
        const hn_layer_info *info = hn_run_layer(run, input);
        bool leads = input->role == HN_INPUT_PLAN || input->role == HN_INPUT_NETWORK;
        if (!leads || !info->crs || info->count == 0) continue;
        if (!hn_crs_projected(info->crs)) return crs_of_place(ctx, info, &run->crs);
        int epsg = hn_crs_epsg(info->crs);
        return epsg ? hn_crs_from_epsg(ctx, epsg, &run->crs)
                    : hn_crs_from_text(ctx, hn_crs_wkt(info->crs), &run->crs);
    }
    return hn_fail(ctx, HENSYN_INPUT, "%s: %s", hn_opened_path(run->opened[0]),
                   hn_text(ctx,
                           "planen eller nettet har ikke noe koordinatsystem (oppgi det med "
                           "--assume-crs) eller ingen objekter",
                           "the plan or network has no coordinate system (name it with "
                           "--assume-crs) or no objects"));
}

/* A misspelt theme is wrong usage, whatever the files are. */
static hensyn_status check_themes(hensyn_context *ctx, const hn_run *run) {
    const hensyn_job *job = run->job;
    hensyn_status status = HENSYN_OK;
    int theme;
    for (size_t i = 0; i < job->hensyns; i++)
        if (strcmp(job->hensyn[i].theme, "plan") != 0)
            HN_TRY(find_theme(ctx, run, job->hensyn[i].theme, &theme));
    for (size_t i = 0; i < job->theme_count; i++)
        if (strcmp(job->themes[i].theme, "plan") != 0)
            HN_TRY(find_theme(ctx, run, job->themes[i].theme, &theme));
cleanup:
    return status;
}

static hensyn_status open_conflict(hensyn_context *ctx, hn_run *run) {
    const hensyn_job *job = run->job;
    hensyn_status status = HENSYN_OK;
    HN_TRY(check_themes(ctx, run));
    for (size_t i = 0; i < job->plans; i++) {
        uint32_t opened;
        HN_TRY(hn_run_open_source(ctx, run, &job->plan[i], &opened));
        HN_TRY(choose_plan_layers(ctx, run, opened, (uint32_t)i));
    }
    for (size_t i = 0; i < job->hensyns; i++)
        HN_TRY(open_hensyn(ctx, run, &job->hensyn[i]));
    HN_TRY(open_coverages(ctx, run));
cleanup:
    return status;
}

hensyn_status hn_run_open(hensyn_context *ctx, hn_run *run) {
    const hensyn_job *job = run->job;
    hensyn_status status = HENSYN_OK;
    if (hn_job_wants_conflict(job)) HN_TRY(open_conflict(ctx, run));
    if (hn_job_wants_access(job)) HN_TRY(hn_run_open_access(ctx, run));
    if (job->boundary.text) HN_TRY(open_areas(ctx, run, &job->boundary, HN_INPUT_BOUNDARY, -1));
    HN_TRY(choose_crs(ctx, run));
cleanup:
    return status;
}
