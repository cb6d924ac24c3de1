/* run_access_open.c - opens the sources of the access part and chooses layers and fields. */
#include "run.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* ---- fields ---- */

/* role number i of the input has this field of the layer (-1: none); a field is read once. */
static bool set_column(hn_input *input, size_t i, int field) {
    size_t at = 0, capacity = input->field_count;
    input->column[i] = -1;
    if (field < 0) return true;
    while (at < input->field_count && input->field[at] != field)
        at++;
    if (at == input->field_count) {
        if (!HN_RESERVE(input->field, input->field_count, capacity, 1)) return false;
        input->field[input->field_count++] = field;
    }
    input->column[i] = (int)at;
    return true;
}

static hensyn_status set_columns(hensyn_context *ctx, hn_input *input, const int *field,
                                 size_t count) {
    input->column = hn_alloc(count, sizeof *input->column);
    if (!input->column) return hn_nomem(ctx);
    input->column_count = count;
    for (size_t i = 0; i < count; i++)
        if (!set_column(input, i, field[i])) return hn_nomem(ctx);
    return HENSYN_OK;
}

/* A field that the user names must be there. */
static hensyn_status need_field(hensyn_context *ctx, const hn_run *run, const hn_input *input,
                                const char *option, const char *name, int *field) {
    const hn_layer_info *info = hn_run_layer(run, input);
    hn_buffer list = {0};
    *field = name ? hn_plan_find_field(name, info->field, info->fields) : -1;
    if (!name || *field >= 0) return HENSYN_OK;
    for (size_t i = 0; i < info->fields; i++)
        hn_appendf(&list, "%s%s", i ? ", " : "", info->field[i]);
    hensyn_status status =
        hn_fail(ctx, HENSYN_INPUT,
                hn_text(ctx, "%s, lag %s: har ikke feltet «%s» (%s); feltene er %s",
                        "%s, layer %s: has no field '%s' (%s); the fields are %s"),
                hn_opened_path(run->opened[input->opened]), info->name, name, option,
                list.text ? list.text : "-");
    hn_buffer_free(&list);
    return status;
}

/* ---- network ---- */

/* The dataset's own condition and the user's, where both are. */
static hensyn_status set_filter(hensyn_context *ctx, const hn_run *run, hn_input *input) {
    const char *own = input->net ? input->net->filter : NULL;
    const char *given = run->job->access.network_filter;
    if (!own && !given) return HENSYN_OK;
    input->filter =
        own && given ? hn_format("(%s) AND (%s)", own, given) : hn_strdup(own ? own : given);
    return input->filter ? HENSYN_OK : hn_nomem(ctx);
}

static hensyn_status add_network(hensyn_context *ctx, hn_run *run, uint32_t opened, size_t layer,
                                 const hn_net_dataset *dataset) {
    const hn_access_job *job = &run->job->access;
    const hn_layer_info *info = hn_opened_layer(run->opened[opened], layer);
    bool lines = !dataset || dataset->use == HN_NET_LINES;
    int field[HN_LINK_COLUMNS];
    hensyn_status status = HENSYN_OK;
    hn_input *input =
        hn_run_add_input(run, lines ? HN_INPUT_NETWORK : HN_INPUT_EVENTS, opened, layer);
    if (!input) return hn_nomem(ctx);
    input->net = dataset;
    hn_net_find_fields(hn_rules_network(run->rules), dataset, info->field, info->fields, field);
    field[HN_LINK_GIVEN_ID] =
        run->job->id_field ? hn_plan_find_field(run->job->id_field, info->field, info->fields) : -1;
    field[HN_LINK_WEAK_ID] = hn_plan_find_role(HN_ROLE_WEAK_ID, info->field, info->fields);
    field[HN_LINK_COST] = field[HN_LINK_ONEWAY] = -1;
    if (lines) {
        HN_TRY(need_field(ctx, run, input, "--cost-field", job->cost_field, &field[HN_LINK_COST]));
        HN_TRY(need_field(ctx, run, input, "--oneway-field", job->oneway_field,
                          &field[HN_LINK_ONEWAY]));
        HN_TRY(set_filter(ctx, run, input));
    }
    HN_TRY(set_columns(ctx, input, field, HN_LINK_COLUMNS));
cleanup:
    return status;
}

static hensyn_status tell_layer(hensyn_context *ctx, hn_run *run, uint32_t opened,
                                const hn_layer_info *info, hensyn_level level, const char *code,
                                const char *text) {
    hn_about about = HN_ABOUT_NOTHING;
    about.kilde = hn_opened_source(run->opened[opened]);
    about.lag = info->name;
    return hn_remark_add(ctx, run->result, level, code, &about, "%s", text);
}

static hensyn_status tell_unused(hensyn_context *ctx, hn_run *run, uint32_t opened,
                                 const hn_layer_info *info) {
    return tell_layer(ctx, run, opened, info, HENSYN_INFO, "LAG_UBRUKT",
                      hn_text(ctx, "laget er kjent, men brukes ikke i beregningen",
                              "the layer is known, but is not used in the computation"));
}

/* GDAL reads an OSM file once for each time it is opened: a second layer gives nothing then. */
static hensyn_status open_again(hensyn_context *ctx, hn_run *run, const hn_source *source,
                                const char *layer, const hn_net_dataset *dataset) {
    uint32_t opened;
    hn_source one = *source;
    one.layer = (char *)(uintptr_t)layer;
    hensyn_status status = hn_run_open_source(ctx, run, &one, &opened);
    return status == HENSYN_OK ? add_network(ctx, run, opened, 0, dataset) : status;
}

static hensyn_status open_network(hensyn_context *ctx, hn_run *run, const hn_source *source) {
    uint32_t opened;
    size_t found = 0, spatial = 0, last = 0;
    hensyn_status status = HENSYN_OK;
    HN_TRY(hn_run_open_source(ctx, run, source, &opened));
    for (size_t i = 0; i < hn_opened_layers(run->opened[opened]); i++) {
        const hn_layer_info *info = hn_opened_layer(run->opened[opened], i);
        const hn_net_dataset *d = hn_net_recognise(hn_rules_network(run->rules), info->name,
                                                   info->object_type, info->field, info->fields);
        if (info->has_geometry) {
            spatial++;
            last = i;
        }
        if (!d || !hn_net_serves(d, info->has_geometry, info->geometry_type)) continue;
        found++;
        if (d->use == HN_NET_UNUSED)
            HN_TRY(tell_unused(ctx, run, opened, info));
        else if (found > 1 && strcmp(hn_opened_driver(run->opened[opened]), "OSM") == 0)
            HN_TRY(open_again(ctx, run, source, info->name, d));
        else
            HN_TRY(add_network(ctx, run, opened, i, d));
    }
    if (found) return status;
    if (spatial != 1)
        return hn_run_no_layer(ctx, run, opened,
                               "ingen lag er kjent som veger eller stier; velg ett med |layername=",
                               "no layer is known as roads or paths; choose one with |layername=");
    HN_TRY(tell_layer(ctx, run, opened, hn_opened_layer(run->opened[opened], last), HENSYN_WARNING,
                      "DATASETT_UKJENT",
                      hn_text(ctx, "ukjent som nett; alle linjer er tatt med",
                              "not known as a network; all lines are taken")));
    HN_TRY(add_network(ctx, run, opened, last, NULL));
cleanup:
    return status;
}

/* ---- origins ---- */

static hensyn_status set_origin_columns(hensyn_context *ctx, const hn_run *run, hn_input *input) {
    const hn_layer_info *info = hn_run_layer(run, input);
    const hn_access_job *job = &run->job->access;
    hensyn_status status = HENSYN_OK;
    int *field = hn_alloc(HN_ORIGIN_FIELDS + job->populations, sizeof *field);
    if (!field) return hn_nomem(ctx);
    field[HN_ORIGIN_ID] = hn_plan_find_role(HN_ROLE_ID, info->field, info->fields);
    field[HN_ORIGIN_GIVEN_ID] =
        run->job->id_field ? hn_plan_find_field(run->job->id_field, info->field, info->fields) : -1;
    field[HN_ORIGIN_WEAK_ID] = hn_plan_find_role(HN_ROLE_WEAK_ID, info->field, info->fields);
    for (size_t i = 0; i < job->populations; i++)
        HN_TRY(need_field(ctx, run, input, "--population", job->population[i],
                          &field[HN_ORIGIN_FIELDS + i]));
    HN_TRY(set_columns(ctx, input, field, HN_ORIGIN_FIELDS + job->populations));
cleanup:
    hn_free(field);
    return status;
}

static hensyn_status not_one_layer(hensyn_context *ctx, const hn_run *run, uint32_t opened,
                                   const char *option, size_t spatial) {
    char nb[160], en[160];
    snprintf(nb, sizeof nb,
             spatial ? "%s tar ett lag, og %zu har geometri; velg det med |layername="
                     : "%s tar et lag med geometri, og her er ingen",
             option, spatial);
    snprintf(en, sizeof en,
             spatial ? "%s takes one layer, and %zu have geometry; choose it with |layername="
                     : "%s takes a layer with geometry, and there is none",
             option, spatial);
    return hn_run_no_layer(ctx, run, opened, nb, en);
}

/* The one layer with geometry. */
static hensyn_status open_single(hensyn_context *ctx, hn_run *run, const hn_source *source,
                                 const char *option, hn_input_role role, hn_input **out) {
    uint32_t opened;
    size_t spatial = 0, last = 0;
    hensyn_status status = hn_run_open_source(ctx, run, source, &opened);
    if (status != HENSYN_OK) return status;
    for (size_t i = 0; i < hn_opened_layers(run->opened[opened]); i++)
        if (hn_opened_layer(run->opened[opened], i)->has_geometry) {
            spatial++;
            last = i;
        }
    if (spatial != 1) return not_one_layer(ctx, run, opened, option, spatial);
    *out = hn_run_add_input(run, role, opened, last);
    return *out ? HENSYN_OK : hn_nomem(ctx);
}

static hensyn_status open_origins(hensyn_context *ctx, hn_run *run, const hn_source *source) {
    hn_input *input;
    hensyn_status status = open_single(ctx, run, source, "--origins", HN_INPUT_ORIGINS, &input);
    return status == HENSYN_OK ? set_origin_columns(ctx, run, input) : status;
}

/* ---- destinations ---- */

/* A dataset of recreation areas that some theme of them knows. */
static const hn_dataset *known_area(const hn_run *run, const hn_layer_info *info,
                                    const hn_theme **theme) {
    static const char *const themes[] = {"friluftsliv", "gronnstruktur"};
    for (size_t i = 0; i < sizeof themes / sizeof *themes; i++) {
        int number = hn_rules_find_theme(run->rules, themes[i]);
        if (number < 0) continue;
        const hn_theme *t = hn_rules_theme(run->rules, (size_t)number);
        const hn_dataset *d =
            hn_theme_recognise(t, info->name, info->object_type, info->field, info->fields);
        *theme = t;
        if (d) return d;
    }
    int other = hn_rules_find_theme(run->rules, "annet");
    *theme = hn_rules_theme(run->rules, (size_t)other);
    return NULL;
}

static hensyn_status add_destination(hensyn_context *ctx, hn_run *run, uint32_t opened,
                                     size_t layer) {
    const hn_layer_info *info = hn_opened_layer(run->opened[opened], layer);
    const hn_theme *theme;
    hn_input *input = hn_run_add_input(run, HN_INPUT_DESTINATIONS, opened, layer);
    if (!input) return hn_nomem(ctx);
    input->dataset = known_area(run, info, &theme);
    input->fields = hn_hensyn_find_fields(theme, input->dataset, info->field, info->fields, NULL,
                                          NULL, run->job->id_field);
    return HENSYN_OK;
}

static hensyn_status open_destinations(hensyn_context *ctx, hn_run *run, const hn_source *source) {
    uint32_t opened;
    size_t found = 0, spatial = 0, last = 0;
    const hn_theme *theme;
    hensyn_status status = HENSYN_OK;
    HN_TRY(hn_run_open_source(ctx, run, source, &opened));
    for (size_t i = 0; i < hn_opened_layers(run->opened[opened]); i++) {
        const hn_layer_info *info = hn_opened_layer(run->opened[opened], i);
        if (!info->has_geometry) continue;
        spatial++;
        last = i;
        if (!known_area(run, info, &theme)) continue;
        HN_TRY(add_destination(ctx, run, opened, i));
        found++;
    }
    if (found) return status;
    if (spatial == 1) return add_destination(ctx, run, opened, last);
    return hn_run_no_layer(ctx, run, opened,
                           "ingen lag er kjent som friluftsområder; velg ett med |layername=",
                           "no layer is known as recreation areas; choose one with |layername=");
cleanup:
    return status;
}

/* ---- districts and entrances ---- */

static hensyn_status open_districts(hensyn_context *ctx, hn_run *run, const hn_source *source) {
    static const char *const names[] = {
        "grunnkretsnavn", "bydelsnavn", "bydelnavn", "delomradenavn", "kretsnavn", "tettstednavn",
        "kommunenavn",    "navn",       "name",      "bydel",         "krets",     "omradenavn"};
    hn_input *input;
    int field[2] = {-1, -1};
    hensyn_status status = open_single(ctx, run, source, "--districts", HN_INPUT_DISTRICTS, &input);
    if (status != HENSYN_OK) return status;
    const hn_layer_info *info = hn_run_layer(run, input);
    for (size_t i = 0; field[0] < 0 && i < sizeof names / sizeof *names; i++)
        field[0] = hn_plan_find_field(names[i], info->field, info->fields);
    field[1] =
        run->job->id_field ? hn_plan_find_field(run->job->id_field, info->field, info->fields) : -1;
    if (field[1] < 0) field[1] = hn_plan_find_role(HN_ROLE_ID, info->field, info->fields);
    if (field[1] < 0) field[1] = hn_plan_find_role(HN_ROLE_WEAK_ID, info->field, info->fields);
    return set_columns(ctx, input, field, 2);
}

static hensyn_status open_entrances(hensyn_context *ctx, hn_run *run, const hn_source *source) {
    hn_input *input;
    return open_single(ctx, run, source, "--entrances", HN_INPUT_ENTRANCES, &input);
}

/* ---- all ---- */

hensyn_status hn_run_open_access(hensyn_context *ctx, hn_run *run) {
    const hn_access_job *job = &run->job->access;
    hensyn_status status = HENSYN_OK;
    HN_TRY(hn_run_classes(ctx, run));
    for (size_t i = 0; i < job->networks; i++)
        HN_TRY(open_network(ctx, run, &job->network[i]));
    for (size_t i = 0; i < job->origin_count; i++)
        HN_TRY(open_origins(ctx, run, &job->origins[i]));
    for (size_t i = 0; i < job->destination_count; i++)
        HN_TRY(open_destinations(ctx, run, &job->destinations[i]));
    if (job->districts.text) HN_TRY(open_districts(ctx, run, &job->districts));
    if (job->entrances.text) HN_TRY(open_entrances(ctx, run, &job->entrances));
cleanup:
    return status;
}
