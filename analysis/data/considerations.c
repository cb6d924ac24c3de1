/* considerations.c - rows of hensyn from the datasets of a theme. */
#include "data/considerations.h"
#include "data/keys.h"

#include "data/left_out.h"

#include <math.h>
#include <string.h>

/* ---- fields ---- */

static int generic_name(const char *const *fields, size_t count) {
    static const char *const names[] = {"navn", "omradenavn", "name"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        int found = hn_plan_find_field(names[i], fields, count);
        if (found >= 0) return found;
    }
    return -1;
}

hn_hensyn_fields hn_hensyn_find_fields(const hn_theme *theme, const hn_dataset *dataset,
                                       const char *const *fields, size_t count,
                                       const char *value_field, const char *name_field,
                                       const char *id_field) {
    hn_hensyn_fields out;
    int *column = out.column;
    column[HN_HENSYN_VALUE] = hn_plan_find_field(value_field, fields, count);
    column[HN_HENSYN_NAME] = hn_plan_find_field(name_field, fields, count);
    column[HN_HENSYN_GIVEN_ID] = hn_plan_find_field(id_field, fields, count);
    out.value_given = column[HN_HENSYN_VALUE] >= 0;
    out.name_given = column[HN_HENSYN_NAME] >= 0;
    if (!out.value_given && dataset)
        column[HN_HENSYN_VALUE] =
            hn_theme_field(dataset->value_fields, dataset->value_field_count, fields, count);
    char *const *names = dataset ? dataset->name_fields : theme->name_fields;
    size_t name_count = dataset ? dataset->name_field_count : theme->name_field_count;
    if (!out.name_given) column[HN_HENSYN_NAME] = hn_theme_field(names, name_count, fields, count);
    if (column[HN_HENSYN_NAME] < 0) column[HN_HENSYN_NAME] = generic_name(fields, count);
    char *const *ids = dataset ? dataset->id_fields : theme->id_fields;
    size_t id_count = dataset ? dataset->id_field_count : theme->id_field_count;
    column[HN_HENSYN_ID] = hn_theme_field(ids, id_count, fields, count);
    if (column[HN_HENSYN_ID] < 0)
        column[HN_HENSYN_ID] = hn_plan_find_role(HN_ROLE_ID, fields, count);
    column[HN_HENSYN_WEAK_ID] = hn_plan_find_role(HN_ROLE_WEAK_ID, fields, count);
    return out;
}

/* ---- groups ---- */

uint32_t hn_hensyn_group(hn_hensyn_groups *groups, int theme, bool from_plan, const char *dataset) {
    size_t at = 0;
    while (at < groups->count && (groups->theme[at] != theme || groups->from_plan[at] != from_plan))
        at++;
    if (at == groups->count) {
        if (!HN_RESERVE(groups->theme, groups->count, groups->theme_capacity, 1) ||
            !HN_RESERVE(groups->from_plan, groups->count, groups->from_plan_capacity, 1) ||
            !HN_RESERVE(groups->dataset, groups->count, groups->dataset_capacity, 1))
            return UINT32_MAX;
        groups->theme[at] = theme;
        groups->from_plan[at] = from_plan;
        groups->dataset[at] = NULL;
        groups->count++;
    }
    if (!groups->dataset[at]) groups->dataset[at] = dataset;
    return (uint32_t)at;
}

void hn_hensyn_groups_clear(hn_hensyn_groups *groups) {
    hn_free(groups->theme);
    hn_free(groups->from_plan);
    hn_free(groups->dataset);
    *groups = (hn_hensyn_groups){0};
}

/* ---- the row ---- */

static const char *keep(hn_pool *pool, const char *text, bool *failed) {
    if (!text || !*text) return NULL;
    const char *kept = hn_pool_add(pool, text);
    if (!kept) *failed = true;
    return kept;
}

/* Areas are measured in m2, lines in m; of points nothing can be measured. */
static void fill_measures(const hn_measure *measure, const hn_geometry *geometry, double area_m2,
                          hn_consideration *row) {
    bool is_area = geometry->kind == HN_AREA, is_line = geometry->kind == HN_LINE;
    row->areal_m2 = row->beslag_m2 = row->beslag_andel = row->sliver_m2 = row->lengde_m = NAN;
    if (is_line) row->lengde_m = hn_measure_length(measure, geometry);
    if (!is_area) return;
    row->areal_m2 = area_m2;
    row->beslag_m2 = row->beslag_andel = row->sliver_m2 = 0;
}

hensyn_status hn_hensyn_add_row(hensyn_context *ctx, hn_result *result, const hn_rules *rules,
                                const hn_hensyn_options *options, const hn_hensyn_object *object) {
    const hn_theme *theme = hn_rules_theme(rules, (size_t)object->theme);
    hn_layer *layer = object->layer;
    bool failed = false;
    const char *dataset = keep(result->pool, object->dataset, &failed);
    uint32_t group = hn_hensyn_group(options->groups, object->theme, object->from_plan, dataset);
    hn_consideration *row = group == UINT32_MAX ? NULL : HN_NEW_ROW(result->considerations);
    if (!row) return hn_nomem(ctx);
    row->fid = (int64_t)result->considerations.count;
    row->nokkel = object->key->nokkel;
    row->kilde_id = object->key->kilde_id;
    row->kilde_fid = layer->fid[object->row];
    row->tema = keep(result->pool, theme->name, &failed);
    row->opphav = object->from_plan ? "plan" : "data";
    row->lag = keep(result->pool, layer->name, &failed);
    row->navn = keep(result->pool, object->name, &failed);
    row->kode = keep(result->pool, object->code, &failed);
    row->verdi = object->value;
    row->skala = keep(result->pool, theme->scale, &failed);
    row->status = object->repaired ? "reparert" : "ok";
    row->kilde = object->kilde;
    row->group = group;
    row->buffer = options->buffer;
    fill_measures(options->measure, layer->geometry[object->row], object->area_m2, row);
    row->geometry = layer->geometry[object->row];
    layer->geometry[object->row] = NULL;
    return failed ? hn_nomem(ctx) : HENSYN_OK;
}

/* ---- one layer ---- */

typedef struct adding {
    hensyn_context *ctx;
    hn_result *result;
    const hn_rules *rules;
    int theme;
    const hn_dataset *dataset;
    hn_layer *layer;
    const hn_hensyn_fields *fields;
    uint32_t kilde;
    const uint8_t *repaired;
    const hn_hensyn_options *options;
    size_t without_id, without_value;
} adding;

static const char *id_of(const adding *a, size_t row) {
    for (size_t column = HN_HENSYN_ID; column <= HN_HENSYN_WEAK_ID; column++) {
        const char *id = hn_layer_value(a->layer, row, column);
        if (id && *id) return id;
    }
    return NULL;
}

/* A field that the user names is read by the theme's dataset first, then as 0..4 or words. */
static hn_valued value_of(const adding *a, const char *text) {
    const hn_theme *theme = hn_rules_theme(a->rules, (size_t)a->theme);
    hn_valued value = hn_theme_value(theme, a->dataset, text);
    if (!a->fields->value_given || value.known) return value;
    value = hn_theme_value(theme, NULL, text);
    value.dropped = false;
    return value;
}

static hensyn_status remark_object(adding *a, const hn_source_feature *source, const hn_key *key,
                                   const char *text, bool known) {
    hensyn_status status = HENSYN_OK;
    hn_about about = hn_feature_about(source);
    if (key->duplicate)
        HN_TRY(hn_remark_add(a->ctx, a->result, HENSYN_WARNING, "DUPLIKAT", &about, "%s",
                             hn_text(a->ctx, "samme id og samme geometri som et tidligere objekt",
                                     "same id and same geometry as an earlier object")));
    if (known) return HENSYN_OK;
    a->without_value++;
    if (a->fields->column[HN_HENSYN_VALUE] < 0) return HENSYN_OK; /* said once for the layer */
    HN_TRY(hn_remark_add(a->ctx, a->result, HENSYN_WARNING, "VERDI_UKJENT", &about,
                         hn_text(a->ctx, "verdien «%s» kan ikke tolkes; satt til 2 (middels)",
                                 "the value \"%s\" cannot be read; taken as 2 (middels)"),
                         text ? text : ""));
cleanup:
    return status;
}

static hensyn_status leave_dropped(adding *a, const hn_source_feature *source, const char *text) {
    const hn_theme *theme = hn_rules_theme(a->rules, (size_t)a->theme);
    return hn_leave_out(
        a->ctx, a->result, source, "UTENFOR_TEMA",
        hn_text(a->ctx, "«%s» hører ikke til temaet %s", "\"%s\" does not belong to the theme %s"),
        text ? text : "", theme->name);
}

static hensyn_status add_object(adding *a, size_t row) {
    const hn_geometry *geometry = a->layer->geometry[row];
    hensyn_status status = HENSYN_OK;
    hn_key key;
    if (!geometry) return HENSYN_OK;
    if (!hn_keys_add(a->options->keys, a->result->pool, a->layer, row, id_of(a, row), a->kilde,
                     &key))
        return hn_nomem(a->ctx);
    if (key.counted) a->without_id++;
    hn_source_feature source = {.layer = a->layer,
                                .row = row,
                                .kilde = a->kilde,
                                .kilde_id = key.kilde_id,
                                .repaired = a->repaired && a->repaired[row],
                                .area_m2 = hn_feature_area(a->options->measure, geometry)};
    const char *text = hn_layer_value(a->layer, row, HN_HENSYN_VALUE);
    hn_valued value = value_of(a, text);
    if (value.dropped) return leave_dropped(a, &source, text);
    HN_TRY(remark_object(a, &source, &key, text, value.known));
    hn_hensyn_object object = {.layer = a->layer,
                               .row = row,
                               .key = &key,
                               .kilde = a->kilde,
                               .repaired = source.repaired,
                               .area_m2 = source.area_m2,
                               .name = hn_layer_value(a->layer, row, HN_HENSYN_NAME),
                               .code = text,
                               .value = value.value,
                               .theme = a->theme,
                               .dataset = a->dataset ? a->dataset->name : NULL};
    HN_TRY(hn_hensyn_add_row(a->ctx, a->result, a->rules, a->options, &object));
cleanup:
    return status;
}

/* ---- remarks on the layer as a whole ---- */

static hensyn_status remark_dataset(adding *a, const hn_about *about) {
    const hn_theme *theme = hn_rules_theme(a->rules, (size_t)a->theme);
    if (a->dataset || theme->dataset_count == 0) return HENSYN_OK;
    return hn_remark_add(a->ctx, a->result, HENSYN_WARNING, "DATASETT_UKJENT", about,
                         hn_text(a->ctx,
                                 "temaet %s kjenner ikke dette datasettet; laget er tatt med "
                                 "likevel",
                                 "the theme %s does not know this dataset; the layer is taken all "
                                 "the same"),
                         theme->name);
}

static hensyn_status remark_field(adding *a, const hn_about *about, const char *option,
                                  const char *field, bool found) {
    if (!field || found) return HENSYN_OK;
    return hn_remark_add(
        a->ctx, a->result, HENSYN_WARNING, "FELT_MANGLER", about,
        hn_text(a->ctx, "laget har ikke feltet %s (%s)", "the layer has no field %s (%s)"), field,
        option);
}

static hensyn_status remark_count(adding *a, const hn_about *layer, const char *code, size_t count,
                                  const char *text) {
    hn_about about = *layer;
    about.count = count;
    if (count == 0) return HENSYN_OK;
    return hn_remark_add(a->ctx, a->result, HENSYN_WARNING, code, &about, "%zu %s", count, text);
}

static hensyn_status remark_layer(adding *a) {
    hensyn_status status = HENSYN_OK;
    hn_about about = HN_ABOUT_NOTHING;
    about.kilde = a->layer->source;
    about.lag = a->layer->name;
    HN_TRY(remark_dataset(a, &about));
    HN_TRY(
        remark_field(a, &about, "--value-field", a->options->value_field, a->fields->value_given));
    HN_TRY(remark_field(a, &about, "--name-field", a->options->name_field, a->fields->name_given));
    HN_TRY(remark_count(a, &about, "INGEN_ID", a->without_id,
                        hn_text(a->ctx, HN_NO_ID_NB, HN_NO_ID_EN)));
    if (a->fields->column[HN_HENSYN_VALUE] < 0)
        HN_TRY(remark_count(a, &about, "VERDI_UKJENT", a->without_value,
                            hn_text(a->ctx,
                                    "objekter er satt til verdi 2 (middels): laget har ikke "
                                    "noe felt med verdi",
                                    "objects are taken as value 2 (middels): the layer has no "
                                    "field with a value")));
cleanup:
    return status;
}

enum { CANCEL_EVERY = 1024 };

hensyn_status hn_considerations_add(hensyn_context *ctx, hn_result *result, const hn_rules *rules,
                                    int theme, const hn_dataset *dataset, hn_layer *layer,
                                    const hn_hensyn_fields *fields, uint32_t kilde,
                                    const uint8_t *repaired, const hn_hensyn_options *options) {
    adding a = {.ctx = ctx,
                .result = result,
                .rules = rules,
                .theme = theme,
                .dataset = dataset,
                .layer = layer,
                .fields = fields,
                .kilde = kilde,
                .repaired = repaired,
                .options = options};
    hensyn_status status = HENSYN_OK;
    for (size_t row = 0; row < layer->count; row++) {
        if (row % CANCEL_EVERY == 0 && hn_is_cancelled(ctx)) HN_TRY(hn_progress(ctx, 0));
        HN_TRY(add_object(&a, row));
    }
    HN_TRY(remark_layer(&a));
cleanup:
    return status;
}
