/* info.c - what is in a source and what hensyn takes it for, without reading the features (but see
 * info_tally.h). */
#include "base/memory.h"
#include "data/plan.h"
#include "data/recipe.h"
#include "data/rules.h"
#include "info_tally.h"
#include "json_text.h"
#include "read/read.h"

#include <math.h>
#include <string.h>

/* A theme that knows a layer as one of its datasets. */
typedef struct known_as {
    const hn_theme *theme;
    const hn_dataset *dataset;
} known_as;

typedef struct layer_view {
    const hn_layer_info *info;
    hn_plan_model model;
    known_as *themes;
    size_t theme_count, capacity;
    const hn_net_dataset *net; /* as a network; NULL: not known as one */
    const char *use;           /* "plan", "hensyn" or NULL: the option that takes the layer */
    const char *problem[4];
    size_t problems;
} layer_view;

typedef struct view {
    hensyn_context *ctx;
    const hensyn_job *job;
    hn_rules *rules;
    json_t *sources; /* JSON answer; NULL: text */
    hn_buffer text;
} view;

static hensyn_status find_themes(const view *v, layer_view *layer) {
    const hn_layer_info *info = layer->info;
    for (size_t i = 0; i < hn_rules_themes(v->rules); i++) {
        const hn_theme *theme = hn_rules_theme(v->rules, i);
        /* annet takes any layer and so says nothing about one. */
        if (strcmp(theme->name, "annet") == 0) continue;
        const hn_dataset *dataset =
            hn_theme_recognise(theme, info->name, info->object_type, info->field, info->fields);
        if (!dataset) continue;
        if (!HN_RESERVE(layer->themes, layer->theme_count, layer->capacity, 1))
            return hn_nomem(v->ctx);
        layer->themes[layer->theme_count++] = (known_as){theme, dataset};
    }
    return HENSYN_OK;
}

/* EUREF89 in UTM is used for Norway alone; data far away have another system than they say. */
static bool far_from_norway(const hn_layer_info *info) {
    int epsg = info->crs ? hn_crs_epsg(info->crs) : 0;
    if (epsg < 25831 || epsg > 25836 || !info->extent_known) return false;
    double x = (info->extent.xmin + info->extent.xmax) / 2, lon;
    double y = (info->extent.ymin + info->extent.ymax) / 2, lat;
    return !hn_crs_lonlat(info->crs, x, y, &lon, &lat) || lon < -15 || lon > 45 || lat < 55 ||
           lat > 85;
}

static void find_problems(const view *v, layer_view *layer) {
    const hn_layer_info *info = layer->info;
    const char **problem = layer->problem;
    size_t n = 0;
    if (!info->has_geometry)
        problem[n++] = hn_text(v->ctx, "laget har ingen geometri", "the layer has no geometry");
    else if (!info->crs)
        problem[n++] =
            hn_text(v->ctx, "koordinatsystemet mangler; oppgi det med --assume-crs EPSG:n",
                    "no coordinate system given; name it with --assume-crs EPSG:n");
    if (far_from_norway(info))
        problem[n++] = hn_text(v->ctx, "ligger langt fra Norge; er koordinatsystemet riktig?",
                               "lies far from Norway; is the coordinate system right?");
    if (info->count == 0) problem[n++] = hn_text(v->ctx, "laget er tomt", "the layer is empty");
    bool known = layer->model.layer != HN_LAYER_UNKNOWN || layer->theme_count || layer->net;
    if (info->has_geometry && !known)
        problem[n++] =
            hn_text(v->ctx,
                    "kjennes ikke igjen; kan brukes som --hensyn annet=SOURCE, eller som "
                    "plan med --purpose-field",
                    "not recognised; can be used as --hensyn annet=SOURCE, or as a plan "
                    "with --purpose-field");
    if (layer->net && layer->net->use == HN_NET_UNUSED)
        problem[n++] = hn_text(v->ctx, "kjent vegdata som ikke brukes i beregningene",
                               "known road data that the computations do not use");
    layer->problems = n;
}

static bool is_used(const hn_net_dataset *net) { return net && net->use != HN_NET_UNUSED; }

static hensyn_status look(const view *v, const hn_layer_info *info, layer_view *out) {
    *out = (layer_view){.info = info};
    out->model = hn_plan_recognise(info->name, info->object_type, info->field, info->fields,
                                   v->job->purpose_field, v->job->status_field);
    out->net = hn_net_recognise(hn_rules_network(v->rules), info->name, info->object_type,
                                info->field, info->fields);
    if (out->net && !hn_net_serves(out->net, info->has_geometry, info->geometry_type))
        out->net = NULL;
    hensyn_status status = find_themes(v, out);
    if (info->has_geometry)
        out->use = hn_plan_may_hold(&out->model, HN_LAYER_AREAS)              ? "plan"
                   : hn_plan_may_hold(&out->model, HN_LAYER_ZONES)            ? "hensyn"
                   : out->model.layer == HN_LAYER_UNKNOWN && out->theme_count ? "hensyn"
                   : is_used(out->net)                                        ? "network"
                                                                              : NULL;
    find_problems(v, out);
    return status;
}

/* "friluftsliv=" before the source, "plan=" for zones of a plan, nothing for a plan or network. */
static const char *use_theme(const layer_view *layer) {
    if (strcmp(layer->use, "hensyn") != 0) return "";
    return layer->model.layer == HN_LAYER_UNKNOWN ? layer->themes[0].theme->name : "plan";
}

/* The option that takes the layer, quoted for a shell. */
static char *use_text(const hn_source *source, size_t layers, const layer_view *layer) {
    hn_buffer text = {0};
    const char *theme = use_theme(layer);
    char *path = hn_redact(source->path);
    hn_appendf(&text, "--%s ", layer->use);
    char *value =
        path ? hn_format("%s%s%s%s%s", theme, *theme ? "=" : "", path,
                         layers > 1 ? "|layername=" : "", layers > 1 ? layer->info->name : "")
             : NULL;
    hn_append(&text, "'");
    for (const char *p = value ? value : ""; *p; p++)
        if (*p == '\'')
            hn_append(&text, "'\\''");
        else
            hn_append_n(&text, p, 1);
    hn_append(&text, "'");
    bool failed = text.failed || !value;
    hn_free(path);
    hn_free(value);
    if (!failed) return text.text;
    hn_buffer_free(&text);
    return NULL;
}

/* ---- JSON ---- */

static const char *taken_for(const layer_view *layer) {
    switch (layer->model.layer) {
    case HN_LAYER_AREAS:
        return "plan_areas";
    case HN_LAYER_ZONES:
        return "plan_zones";
    case HN_LAYER_OUTLINE:
        return "plan_outline";
    case HN_LAYER_OTHER:
        return "plan_other";
    case HN_LAYER_UNKNOWN:
        break;
    }
    return layer->theme_count ? "hensyn" : layer->net ? "network" : "unknown";
}

static json_t *fields_json(const hn_layer_info *info) {
    json_t *list = json_array();
    for (size_t i = 0; i < info->fields; i++)
        json_array_append_new(list, hn_json_text(info->field[i]));
    return list;
}

static json_t *themes_json(const layer_view *layer) {
    json_t *list = json_array();
    for (size_t i = 0; i < layer->theme_count; i++)
        json_array_append_new(list, json_pack("{s:o, s:o}", "theme",
                                              hn_json_text(layer->themes[i].theme->name), "dataset",
                                              hn_json_text(layer->themes[i].dataset->name)));
    return list;
}

static json_t *problems_json(const layer_view *layer) {
    json_t *list = json_array();
    for (size_t i = 0; i < layer->problems; i++)
        json_array_append_new(list, json_string(layer->problem[i]));
    return list;
}

static json_t *extent_json(const hn_layer_info *info) {
    if (!info->extent_known) return json_null();
    return json_pack("[f,f,f,f]", info->extent.xmin, info->extent.ymin, info->extent.xmax,
                     info->extent.ymax);
}

static json_t *layer_json(const view *v, const hn_source *source, size_t layers,
                          const layer_view *layer) {
    const hn_layer_info *info = layer->info;
    char *use = layer->use ? use_text(source, layers, layer) : NULL;
    bool plan = layer->model.layer != HN_LAYER_UNKNOWN;
    json_t *made = json_pack(
        "{s:o, s:o, s:o, s:b, s:o, s:o, s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "name",
        hn_json_text(info->name), "object_type", hn_json_text(info->object_type), "geometry_type",
        hn_json_text(info->geometry_type), "has_geometry", info->has_geometry, "count",
        info->count < 0 ? json_null() : json_integer(info->count), "crs",
        hn_json_text(info->crs ? hn_crs_name(info->crs) : NULL), "epsg",
        info->crs && hn_crs_epsg(info->crs) ? json_integer(hn_crs_epsg(info->crs)) : json_null(),
        "extent", extent_json(info), "fields", fields_json(info), "taken_for", taken_for(layer),
        "plan", hn_json_text(plan ? hn_plan_layer_text(v->ctx, &layer->model) : NULL), "codes",
        hn_json_text(layer->model.layer == HN_LAYER_AREAS ? hn_code_list_name(layer->model.codes)
                                                          : NULL),
        "themes", themes_json(layer), "network", hn_json_text(layer->net ? layer->net->name : NULL),
        "use", hn_json_text(use), "problems", problems_json(layer));
    hn_free(use);
    return made;
}

/* ---- text ---- */

static void layer_text(view *v, const hn_source *source, size_t layers, const layer_view *layer) {
    const hn_layer_info *info = layer->info;
    hn_buffer *out = &v->text;
    const hensyn_context *ctx = v->ctx;
    hn_appendf(out, "  %s\n", info->name);
    if (layer->model.layer != HN_LAYER_UNKNOWN)
        hn_appendf(out, "    %s %s\n", hn_text(ctx, "tas for     ", "taken for   "),
                   hn_plan_layer_text(ctx, &layer->model));
    for (size_t i = 0; i < layer->theme_count; i++)
        hn_appendf(out, "    %s %s (%s)\n", hn_text(ctx, "tas for     ", "taken for   "),
                   layer->themes[i].theme->name, layer->themes[i].dataset->name);
    if (layer->net)
        hn_appendf(out, "    %s %s (%s)\n", hn_text(ctx, "tas for     ", "taken for   "),
                   hn_text(ctx, "nett", "network"), layer->net->name);
    hn_appendf(out, "    %s %s", hn_text(ctx, "geometri    ", "geometry    "), info->geometry_type);
    if (info->count >= 0)
        hn_appendf(out, hn_text(ctx, ", %lld objekter", ", %lld features"), (long long)info->count);
    hn_appendf(out, "\n    crs          %s\n", info->crs ? hn_crs_name(info->crs) : "-");
    if (info->extent_known)
        hn_appendf(out, "    %s %.10g %.10g %.10g %.10g\n",
                   hn_text(ctx, "utstrekning ", "extent      "), info->extent.xmin,
                   info->extent.ymin, info->extent.xmax, info->extent.ymax);
    hn_appendf(out, "    %s", hn_text(ctx, "felt        ", "fields      "));
    for (size_t i = 0; i < info->fields; i++)
        hn_appendf(out, "%s%s", i ? ", " : " ", info->field[i]);
    hn_append(out, "\n");
    for (size_t i = 0; i < layer->problems; i++)
        hn_appendf(out, "    %s %s\n", hn_text(ctx, "merk        ", "note        "),
                   layer->problem[i]);
    char *use = layer->use ? use_text(source, layers, layer) : NULL;
    if (use) hn_appendf(out, "    %s %s\n", hn_text(ctx, "bruk        ", "use         "), use);
    if (layer->use && !use) out->failed = true;
    hn_free(use);
}

/* ---- sources ---- */

static hensyn_status add_layer(view *v, const hn_source *source, hn_opened *opened, size_t number,
                               json_t *list) {
    layer_view layer;
    size_t layers = hn_opened_layers(opened);
    hensyn_status status = look(v, hn_opened_layer(opened, number), &layer);
    if (status == HENSYN_OK && v->sources) {
        json_t *made = layer_json(v, source, layers, &layer);
        status = hn_info_tally_json(v->ctx, v->rules, &layer.model, opened, number, made);
        if (json_array_append_new(list, made) != 0 && status == HENSYN_OK)
            status = hn_nomem(v->ctx);
    } else if (status == HENSYN_OK) {
        layer_text(v, source, layers, &layer);
        status = hn_info_tally_text(v->ctx, v->rules, &layer.model, opened, number, &v->text);
    }
    hn_free(layer.themes);
    return status;
}

static json_t *remarks_json(const hn_result *result) {
    json_t *list = json_array();
    for (size_t i = 0; i < result->remarks.count; i++) {
        const hn_remark *remark = &result->remarks.row[i];
        json_array_append_new(
            list, json_pack("{s:o, s:o, s:o}", "level", hn_json_text(remark->alvor), "code",
                            hn_json_text(remark->kode), "text", hn_json_text(remark->tekst)));
    }
    return list;
}

static hensyn_status add_opened(view *v, const hn_source *source, const char *name,
                                hn_opened *opened, const hn_result *result) {
    hensyn_status status = HENSYN_OK;
    size_t layers = hn_opened_layers(opened);
    json_t *list = v->sources ? json_array() : NULL;
    if (v->sources && !list) return hn_nomem(v->ctx);
    if (!v->sources)
        hn_appendf(&v->text, hn_text(v->ctx, "%s: %s, %zu lag\n", "%s: %s, %zu layers\n"), name,
                   hn_opened_driver(opened), layers);
    if (!v->sources) hn_info_head_text(v->ctx, opened, &v->text);
    for (size_t i = 0; i < layers; i++)
        HN_TRY(add_layer(v, source, opened, i, list));
    for (size_t i = 0; !v->sources && i < result->remarks.count; i++)
        hn_appendf(&v->text, "  %s: %s\n", result->remarks.row[i].kode,
                   result->remarks.row[i].tekst);
    if (v->sources) {
        json_t *row =
            json_pack("{s:o, s:o, s:o, s:O, s:o, s:o}", "source", hn_json_text(name), "driver",
                      hn_json_text(hn_opened_driver(opened)), "head", hn_info_head_json(opened),
                      "layers", list, "remarks", remarks_json(result), "error", json_null());
        if (json_array_append_new(v->sources, row) != 0) status = hn_nomem(v->ctx);
    }
cleanup:
    json_decref(list);
    return status;
}

/* A source that cannot be read is part of the answer; the others are still described. */
static hensyn_status add_error(view *v, const char *name) {
    if (!v->sources) {
        hn_appendf(&v->text, "%s: %s\n", name, hensyn_message(v->ctx));
        return HENSYN_OK;
    }
    json_t *row = json_pack("{s:o, s:n, s:[], s:[], s:o}", "source", hn_json_text(name), "driver",
                            "layers", "remarks", "error", hn_json_text(hensyn_message(v->ctx)));
    return json_array_append_new(v->sources, row) == 0 ? HENSYN_OK : hn_nomem(v->ctx);
}

static hensyn_status add_source(view *v, const hn_source *source, bool *unread) {
    hn_result *result = hn_result_create();
    char *name = hn_redact(source->text);
    hn_opened *opened = NULL;
    hensyn_status status = result && name ? HENSYN_OK : hn_nomem(v->ctx);
    if (status == HENSYN_OK) status = hn_open(v->ctx, source, v->job->assume_epsg, result, &opened);
    if (status == HENSYN_OK)
        status = add_opened(v, source, name, opened, result);
    else if (status == HENSYN_INPUT) {
        *unread = true;
        status = add_error(v, name);
    }
    hn_opened_close(opened);
    hn_result_destroy(result);
    hn_free(name);
    return status;
}

static hensyn_status add_sources(view *v) {
    hensyn_status status = HENSYN_OK;
    bool unread = false;
    char message[HN_MESSAGE_SIZE] = "";
    for (size_t i = 0; i < v->job->input_count; i++) {
        HN_TRY(hn_progress(v->ctx, (double)i / (double)v->job->input_count));
        HN_TRY(add_source(v, &v->job->inputs[i], &unread));
        if (unread && !*message) memcpy(message, hensyn_message(v->ctx), sizeof message);
    }
    HN_TRY(hn_progress(v->ctx, 1));
    if (unread) status = hn_fail(v->ctx, HENSYN_INPUT, "%s", message);
cleanup:
    return status;
}

hensyn_status hensyn_info(hensyn_context *ctx, const hensyn_job *job, int json, hensyn_text_fn out,
                          void *user) {
    if (!ctx) return HENSYN_USAGE;
    if (!job || !out) return hn_fail(ctx, HENSYN_USAGE, "hensyn_info: job and out must be given");
    if (!job->input_count)
        return hn_fail(
            ctx, HENSYN_USAGE, "%s",
            hn_text(ctx, "ingen kilde er oppgitt (SOURCE)", "no source was given (SOURCE)"));
    hensyn_status status;
    view v = {.ctx = ctx, .job = job, .sources = json ? json_array() : NULL};
    if (json && !v.sources) return hn_nomem(ctx);
    HN_TRY(hn_rules_create(ctx, job->rules_folder, &v.rules));
    hn_step(ctx, "info", 0, 100);
    status = add_sources(&v);
    /* What could be read is told even when a source could not. */
    if (status != HENSYN_OK && status != HENSYN_INPUT) goto cleanup;
    if (v.text.failed) {
        status = hn_nomem(ctx);
    } else if (!json) {
        out(v.text.text, v.text.length, user);
    } else {
        hensyn_status sent = hn_json_send(ctx, json_pack("{s:O}", "sources", v.sources), out, user);
        if (sent != HENSYN_OK) status = sent;
    }
cleanup:
    json_decref(v.sources);
    hn_buffer_free(&v.text);
    hn_rules_destroy(v.rules);
    return status;
}
