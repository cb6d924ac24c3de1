/* zones.c - rows of hensyn from the plan's own hensynssoner. */
#include "data/considerations.h"

#include "base/text.h"
#include "data/left_out.h"

#include <math.h>
#include <string.h>

typedef struct adding {
    hensyn_context *ctx;
    hn_result *result;
    const hn_rules *rules;
    hn_layer *layer;
    const hn_plan_model *model;
    uint32_t kilde;
    const uint8_t *repaired;
    const hn_hensyn_options *options;
    size_t without_id;
} adding;

/* The field in which codes of this hundred stand (SOSI Plan code lists, domain of 2008). */
static hn_plan_role role_of_code(long long code) {
    switch (code / 100) {
    case 1:
        return HN_ROLE_SAFETY;
    case 2:
        return HN_ROLE_NOISE;
    case 3:
        return HN_ROLE_DANGER;
    case 4:
        return HN_ROLE_INFRASTRUCTURE;
    case 5:
        return HN_ROLE_HENSYN;
    case 7:
        return HN_ROLE_BINDING;
    case 8:
        return HN_ROLE_IMPLEMENTATION;
    case 9:
        return HN_ROLE_DETAIL;
    default:
        return HN_ROLE_COUNT;
    }
}

/* The dataset of a theme that values zones is the one that knows the field of their code. */
static const hn_dataset *zone_dataset(const hn_theme *theme, long long code) {
    hn_plan_role role = role_of_code(code);
    if (role == HN_ROLE_COUNT) return NULL;
    size_t last = 0; /* the spelling without KP or RP comes last */
    while (hn_plan_spelling(role, last + 1))
        last++;
    const char *field = hn_plan_spelling(role, last);
    return hn_theme_recognise(theme, "", NULL, &field, 1);
}

/* *left: the feature does not become a row. */
static hensyn_status filter(adding *a, const hn_source_feature *source,
                            const hn_plan_feature *feature, const char *const *value, bool *left) {
    *left = true;
    if (feature->layer != HN_LAYER_ZONES)
        return hn_leave_out(a->ctx, a->result, source, "IKKE_HENSYNSSONE",
                            hn_text(a->ctx, "ikke en hensynssone (%s)", "not a zone (%s)"),
                            value[HN_ROLE_OBJECT_TYPE]
                                ? value[HN_ROLE_OBJECT_TYPE]
                                : hn_text(a->ctx, "uten objekttype", "no object type"));
    int planstatus = hn_plan_int(HN_ROLE_PLAN_STATUS, value[HN_ROLE_PLAN_STATUS]);
    if (!hn_planstatus_kept(a->options->planstatus, a->options->planstatuses, planstatus))
        return hn_leave_out(a->ctx, a->result, source, "PLANSTATUS_UTELATT",
                            hn_text(a->ctx, "planstatus %d er ikke med (--planstatus)",
                                    "planstatus %d is not wanted (--planstatus)"),
                            planstatus);
    if (!hn_municipality_kept(a->options->kommune, value[HN_ROLE_MUNICIPALITY]))
        return hn_leave_out(a->ctx, a->result, source, "KOMMUNE_UTELATT",
                            hn_text(a->ctx, "kommunenummer %s er ikke %s (--kommune)",
                                    "municipality %s is not %s (--kommune)"),
                            value[HN_ROLE_MUNICIPALITY], a->options->kommune);
    *left = false;
    return HENSYN_OK;
}

typedef struct zone {
    int theme, value;
    bool known; /* the code can be read */
    char name[HN_CODE_SIZE + 1];
} zone;

static zone value_zone(const adding *a, const char *text) {
    char code[HN_CODE_SIZE];
    long long number = 0;
    zone out = {.value = 2};
    out.known = hn_parse_int(hn_plan_code(text, code), &number) && number > 0 && number < 1000;
    out.theme = hn_rules_zone_theme(a->rules, out.known ? (int)number : 0);
    if (!out.known) return out;
    out.name[0] = 'H';
    strcpy(out.name + 1, code);
    const hn_theme *theme = hn_rules_theme(a->rules, (size_t)out.theme);
    const hn_dataset *dataset = zone_dataset(theme, number);
    hn_valued valued = dataset ? hn_theme_value(theme, dataset, code) : (hn_valued){0};
    if (dataset && valued.known && !valued.dropped) out.value = valued.value;
    return out;
}

static hensyn_status remark_zone(adding *a, const hn_source_feature *source, const hn_key *key,
                                 const char *text, const zone *z) {
    hensyn_status status = HENSYN_OK;
    hn_about about = hn_feature_about(source);
    if (key->duplicate)
        HN_TRY(hn_remark_add(a->ctx, a->result, HENSYN_WARNING, "DUPLIKAT", &about, "%s",
                             hn_text(a->ctx, "samme id og samme geometri som en tidligere sone",
                                     "same id and same geometry as an earlier zone")));
    if (!z->known)
        HN_TRY(hn_remark_add(a->ctx, a->result, HENSYN_WARNING, "VERDI_UKJENT", &about,
                             hn_text(a->ctx,
                                     "sonekoden «%s» kan ikke tolkes; satt til tema annet, "
                                     "verdi 2 (middels)",
                                     "the zone code \"%s\" cannot be read; taken as theme annet, "
                                     "value 2 (middels)"),
                             text ? text : ""));
cleanup:
    return status;
}

static hensyn_status add_zone(adding *a, const hn_source_feature *source, const hn_key *key,
                              const char *text, const char *own_name) {
    zone z = value_zone(a, text);
    hensyn_status status = remark_zone(a, source, key, text, &z);
    if (status != HENSYN_OK) return status;
    hn_hensyn_object object = {.layer = a->layer,
                               .row = source->row,
                               .key = key,
                               .kilde = a->kilde,
                               .repaired = source->repaired,
                               .area_m2 = source->area_m2,
                               .name = own_name && *own_name ? own_name : z.name,
                               .code = text,
                               .value = z.value,
                               .theme = z.theme,
                               .from_plan = true,
                               .dataset = a->layer->name};
    return hn_hensyn_add_row(a->ctx, a->result, a->rules, a->options, &object);
}

static hensyn_status add_feature(adding *a, size_t row) {
    const hn_geometry *geometry = a->layer->geometry[row];
    const char *const *value = &a->layer->value[row * a->layer->columns];
    hensyn_status status = HENSYN_OK;
    hn_key key;
    bool left = false;
    if (!geometry) return HENSYN_OK;
    hn_plan_feature feature = hn_plan_feature_of(a->model, value);
    if (!hn_keys_add(a->options->keys, a->result->pool, a->layer, row, hn_plan_id_of(value),
                     a->kilde, &key))
        return hn_nomem(a->ctx);
    hn_source_feature source = {.layer = a->layer,
                                .row = row,
                                .kilde = a->kilde,
                                .kilde_id = key.kilde_id,
                                .repaired = a->repaired && a->repaired[row],
                                .area_m2 = hn_feature_area(a->options->measure, geometry)};
    HN_TRY(filter(a, &source, &feature, value, &left));
    if (left) return HENSYN_OK;
    if (key.counted) a->without_id++;
    HN_TRY(add_zone(a, &source, &key, feature.code, value[HN_ROLE_ZONE_NAME]));
cleanup:
    return status;
}

enum { CANCEL_EVERY = 1024 };

hensyn_status hn_zones_add(hensyn_context *ctx, hn_result *result, const hn_rules *rules,
                           hn_layer *layer, const hn_plan_model *model, uint32_t kilde,
                           const uint8_t *repaired, const hn_hensyn_options *options) {
    adding a = {.ctx = ctx,
                .result = result,
                .rules = rules,
                .layer = layer,
                .model = model,
                .kilde = kilde,
                .repaired = repaired,
                .options = options};
    hensyn_status status = HENSYN_OK;
    for (size_t row = 0; row < layer->count; row++) {
        if (row % CANCEL_EVERY == 0 && hn_is_cancelled(ctx)) HN_TRY(hn_progress(ctx, 0));
        HN_TRY(add_feature(&a, row));
    }
    if (a.without_id == 0) return HENSYN_OK;
    hn_about about = HN_ABOUT_NOTHING;
    about.kilde = layer->source;
    about.lag = layer->name;
    about.count = a.without_id;
    HN_TRY(hn_remark_add(ctx, result, HENSYN_WARNING, "INGEN_ID", &about, "%zu %s", a.without_id,
                         hn_text(ctx, HN_NO_ID_NB, HN_NO_ID_EN)));
cleanup:
    return status;
}
