/* plan_areas.c - rows of arealformal, each with what the area and its plan say about it. */
#include "data/plan_areas.h"

#include "data/left_out.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* An area whose code is not in its list. */
typedef struct unknown_code {
    const char *code;
    hn_code_list list;
    size_t area; /* row of arealformal */
} unknown_code;

/* One call of hn_plan_areas_add. */
typedef struct adding {
    hensyn_context *ctx;
    hn_result *result;
    const hn_rules *rules;
    hn_layer *layer;
    const hn_plan_model *model;
    uint32_t kilde;
    const uint8_t *repaired;
    const hn_plan_options *options;
    hn_plan_outlines *outlines;
    hn_plan_tally *tally;
    bool listed[HN_CODES_END]; /* the rules name the codes of this list */
    bool no_status_column;
    bool failed; /* a text found no memory */
    size_t without_id, placed, without_use_status, without_planstatus;
    unknown_code *unknown;
    size_t unknowns, unknown_capacity;
} adding;

/* One area on its way. */
typedef struct area {
    const char *const *value; /* by role */
    hn_plan_feature feature;
    hn_source_feature source;
    hn_key key;
    hn_plan_facts plan; /* its own words before those of its plan */
    hn_plan_match match;
    char municipality[HN_CODE_SIZE], code[HN_CODE_SIZE];
    const char *purpose; /* code, or value as read */
    int use_status;
} area;

static const char *keep(adding *a, const char *text) {
    if (!text || !*text) return NULL;
    const char *kept = hn_pool_add(a->result->pool, text);
    if (!kept) a->failed = true;
    return kept;
}

static bool is_number(const char *text) {
    return *text && strspn(text, "0123456789") == strlen(text);
}

/* ---- what the area and its plan say ---- */

static hn_plan_facts own_facts(const char *const *value, char municipality[HN_CODE_SIZE]) {
    hn_plan_municipality(value[HN_ROLE_MUNICIPALITY], municipality);
    int date = hn_plan_date(value[HN_ROLE_IN_FORCE]);
    const char *planid = value[HN_ROLE_PLAN_ID];
    return (hn_plan_facts){.planid = planid && *planid ? planid : NULL,
                           .name = value[HN_ROLE_PLAN_NAME],
                           .municipality = *municipality ? municipality : NULL,
                           .type = hn_plan_int(HN_ROLE_PLAN_TYPE, value[HN_ROLE_PLAN_TYPE]),
                           .status = hn_plan_int(HN_ROLE_PLAN_STATUS, value[HN_ROLE_PLAN_STATUS]),
                           .level = hn_plan_int(HN_ROLE_LEVEL, value[HN_ROLE_LEVEL]),
                           .date = date ? date : hn_plan_date(value[HN_ROLE_ADOPTED])};
}

static hensyn_status ask_plan(adding *a, area *one) {
    one->plan = own_facts(one->value, one->municipality);
    one->plan.family = one->feature.family;
    if (!a->outlines) return HENSYN_OK;
    hn_plan_facts plan;
    hensyn_status status =
        hn_plan_outlines_find(a->ctx, a->outlines, &one->plan, one->value[HN_ROLE_LINK],
                              a->layer->geometry[one->source.row], &plan, &one->match);
    if (status != HENSYN_OK || one->match == HN_MATCH_NONE) return status;
    hn_plan_facts *own = &one->plan;
    if (!own->planid) own->planid = plan.planid;
    if (!own->name || !*own->name) own->name = plan.name;
    if (!own->municipality) own->municipality = plan.municipality;
    if (own->type == HN_NO_INT) own->type = plan.type;
    if (own->status == HN_NO_INT) own->status = plan.status;
    if (own->level == HN_NO_INT) own->level = plan.level;
    if (!own->date) own->date = plan.date;
    return HENSYN_OK;
}

static void read_purpose(area *one) {
    one->purpose = one->feature.code;
    if (is_number(hn_plan_code(one->feature.code, one->code))) one->purpose = one->code;
    if (one->purpose && !*one->purpose) one->purpose = NULL;
    one->use_status = hn_plan_int(HN_ROLE_USE_STATUS, one->value[HN_ROLE_USE_STATUS]);
    if (one->use_status < 1 || one->use_status > 3) one->use_status = HN_NO_INT;
}

/* ---- what is left out ---- */

/* *left: the area does not become a row. */
static hensyn_status filter(adding *a, const area *one, bool *left) {
    *left = true;
    if (!hn_planstatus_kept(a->options->planstatus, a->options->planstatuses, one->plan.status)) {
        a->tally->other_status++;
        a->tally->seen_status = one->plan.status;
        return hn_leave_out(a->ctx, a->result, &one->source, "PLANSTATUS_UTELATT",
                            hn_text(a->ctx, "planstatus %d er ikke med (--planstatus)",
                                    "planstatus %d is not wanted (--planstatus)"),
                            one->plan.status);
    }
    if (!hn_municipality_kept(a->options->kommune, one->plan.municipality)) {
        a->tally->other_municipality++;
        return hn_leave_out(a->ctx, a->result, &one->source, "KOMMUNE_UTELATT",
                            hn_text(a->ctx, "kommunenummer %s er ikke %s (--kommune)",
                                    "municipality %s is not %s (--kommune)"),
                            one->plan.municipality, a->options->kommune);
    }
    *left = false;
    if (one->plan.status == HN_NO_INT) a->without_planstatus++;
    return HENSYN_OK;
}

static hensyn_status leave_other_kind(adding *a, const area *one) {
    a->tally->other_kind++;
    const char *type = one->value[HN_ROLE_OBJECT_TYPE];
    return hn_leave_out(a->ctx, a->result, &one->source, "IKKE_AREALFORMAL",
                        hn_text(a->ctx, "ikke et område med arealformål (%s)",
                                "not an area with a land-use purpose (%s)"),
                        type ? type : hn_text(a->ctx, "uten objekttype", "no object type"));
}

/* ---- remarks on what is kept ---- */

static hensyn_status remark(adding *a, const area *one, const char *code, const char *text) {
    hn_about about = hn_feature_about(&one->source);
    return hn_remark_add(a->ctx, a->result, HENSYN_WARNING, code, &about, "%s", text);
}

static hensyn_status remark_status(adding *a, const area *one, const hn_plan_decision *decision) {
    const char *given = one->value[HN_ROLE_USE_STATUS];
    if (strcmp(decision->reason, "status_mangler") != 0) return HENSYN_OK;
    a->without_use_status++;
    if (given && *given) {
        hn_about about = hn_feature_about(&one->source);
        return hn_remark_add(a->ctx, a->result, HENSYN_WARNING, "STATUS_UKJENT", &about,
                             hn_text(a->ctx,
                                     "arealbruksstatus «%s» er ikke 1, 2 eller 3; "
                                     "området regnes som utbygging",
                                     "arealbruksstatus \"%s\" is not 1, 2 or 3; the area counts "
                                     "as development"),
                             given);
    }
    if (a->no_status_column) return HENSYN_OK; /* said once for the layer */
    return remark(a, one, "STATUS_MANGLER",
                  hn_text(a->ctx, "arealbruksstatus mangler; området regnes som utbygging",
                          "arealbruksstatus is missing; the area counts as development"));
}

static hensyn_status remark_plan(adding *a, const area *one) {
    if (one->match == HN_MATCH_PLACE) a->placed++;
    if (one->match != HN_MATCH_AMBIGUOUS) return HENSYN_OK;
    hn_about about = hn_feature_about(&one->source);
    return hn_remark_add(a->ctx, a->result, HENSYN_WARNING, "PLAN_TVETYDIG", &about,
                         hn_text(a->ctx, "området ligger i flere planområder; tatt som plan %s",
                                 "the area lies in several plans; taken as plan %s"),
                         one->plan.planid ? one->plan.planid : "?");
}

static hensyn_status remark_area(adding *a, const area *one, const hn_plan_decision *decision) {
    hensyn_status status = HENSYN_OK;
    if (one->key.duplicate)
        HN_TRY(remark(a, one, "DUPLIKAT",
                      hn_text(a->ctx, "samme id og samme geometri som et tidligere område",
                              "same id and same geometry as an earlier area")));
    if (!one->purpose)
        HN_TRY(remark(a, one, "FORMAL_MANGLER",
                      hn_text(a->ctx, "området har ikke noe arealformål",
                              "the area has no land-use purpose")));
    HN_TRY(remark_plan(a, one));
    HN_TRY(remark_status(a, one, decision));
cleanup:
    return status;
}

/* ---- the row ---- */

static const char *object_type(const adding *a, const area *one) {
    const char *type = one->value[HN_ROLE_OBJECT_TYPE];
    return type && *type ? type : a->model->named ? a->layer->name : NULL;
}

static void fill_texts(adding *a, const area *one, hn_plan_area *row) {
    row->nokkel = one->key.nokkel;
    row->kilde_id = one->key.kilde_id;
    row->lag = keep(a, a->layer->name);
    row->objekttype = keep(a, object_type(a, one));
    row->planid = keep(a, one->plan.planid);
    row->plannavn = keep(a, one->plan.name);
    row->kommunenummer = keep(a, one->plan.municipality);
    row->omradenavn = keep(a, one->value[HN_ROLE_AREA_NAME]);
    row->feltnavn = keep(a, one->value[HN_ROLE_FIELD_NAME]);
    row->arealformal = keep(a, one->purpose);
    if (one->purpose)
        row->formal_navn =
            keep(a, hn_rules_purpose_name(a->rules, one->feature.codes, one->purpose));
}

static void fill_numbers(const adding *a, const area *one, const hn_plan_decision *decision,
                         hn_plan_area *row) {
    row->kilde_fid = a->layer->fid[one->source.row];
    row->planstatus = one->plan.status;
    row->plantype = one->plan.type;
    row->arealbruksstatus = one->feature.has_status ? one->use_status : HN_NO_INT;
    row->vertikalniva = one->plan.level;
    row->utbygging = decision->development;
    row->utbygging_grunn = decision->reason;
    row->areal_m2 = one->source.area_m2;
    row->status = one->source.repaired ? "reparert" : "ok";
    row->kilde = a->kilde;
    row->kodeliste = (uint32_t)one->feature.codes;
}

/* Codes that their list does not have are told once each, when the layer is through. */
static bool note_unknown(adding *a, const area *one, const hn_plan_area *row) {
    if (row->formal_navn || !row->arealformal || !a->listed[one->feature.codes]) return true;
    if (!HN_RESERVE(a->unknown, a->unknowns, a->unknown_capacity, 1)) return false;
    a->unknown[a->unknowns++] =
        (unknown_code){row->arealformal, one->feature.codes, a->result->plan_areas.count - 1};
    return true;
}

static hensyn_status add_row(adding *a, const area *one, const hn_plan_decision *decision) {
    hn_plan_area *row = HN_NEW_ROW(a->result->plan_areas);
    if (!row) return hn_nomem(a->ctx);
    row->fid = (int64_t)a->result->plan_areas.count;
    fill_texts(a, one, row);
    fill_numbers(a, one, decision, row);
    row->plan = hn_plan_groups_find(a->options->groups, row->planid, row->kommunenummer,
                                    a->options->source, row->plannavn, one->plan.date);
    if (a->failed || row->plan == UINT32_MAX || !note_unknown(a, one, row)) return hn_nomem(a->ctx);
    hn_geometry **geometry = &a->layer->geometry[one->source.row];
    row->geometry = *geometry;
    *geometry = NULL;
    a->tally->areas++;
    a->tally->development += (size_t)decision->development;
    if (strcmp(decision->reason, "uten_status") == 0) a->tally->without_status++;
    return HENSYN_OK;
}

static hensyn_status add_area(adding *a, area *one) {
    hn_plan_decision decision;
    bool left = false;
    hensyn_status status = HENSYN_OK;
    HN_TRY(ask_plan(a, one));
    HN_TRY(filter(a, one, &left));
    if (left) return HENSYN_OK;
    read_purpose(one);
    HN_TRY(hn_plan_decide(a->ctx, a->rules, a->options, &one->feature, one->purpose,
                          one->use_status, one->plan.level, a->layer->name, &decision));
    HN_TRY(remark_area(a, one, &decision));
    HN_TRY(add_row(a, one, &decision));
cleanup:
    return status;
}

static hensyn_status add_feature(adding *a, size_t row) {
    const hn_geometry *geometry = a->layer->geometry[row];
    if (!geometry) return HENSYN_OK;
    area one = {.value = &a->layer->value[row * a->layer->columns]};
    one.feature = hn_plan_feature_of(a->model, one.value);
    if (one.feature.layer == HN_LAYER_OUTLINE) return HENSYN_OK; /* see plan_outlines.h */
    if (!hn_keys_add(a->options->keys, a->result->pool, a->layer, row, hn_plan_id_of(one.value),
                     a->kilde, &one.key))
        return hn_nomem(a->ctx);
    one.source = (hn_source_feature){.layer = a->layer,
                                     .row = row,
                                     .kilde = a->kilde,
                                     .kilde_id = one.key.kilde_id,
                                     .repaired = a->repaired && a->repaired[row],
                                     .area_m2 = hn_feature_area(a->options->measure, geometry)};
    if (one.feature.layer != HN_LAYER_AREAS || geometry->kind != HN_AREA)
        return leave_other_kind(a, &one);
    if (one.key.counted) a->without_id++;
    return add_area(a, &one);
}

/* ---- remarks on the layer as a whole ---- */

static hensyn_status remark_layer(adding *a, hensyn_level level, const char *code, size_t count,
                                  const char *nb, const char *en) {
    if (count == 0) return HENSYN_OK;
    hn_about about = HN_ABOUT_NOTHING;
    about.kilde = a->layer->source;
    about.lag = a->layer->name;
    about.count = count;
    return hn_remark_add(a->ctx, a->result, level, code, &about, "%zu %s", count,
                         hn_text(a->ctx, nb, en));
}

static int compare_unknown(const void *a, const void *b) {
    const unknown_code *x = a, *y = b;
    if (x->list != y->list) return x->list < y->list ? -1 : 1;
    int order = strcmp(x->code, y->code);
    return order ? order : (x->area > y->area) - (x->area < y->area);
}

static hensyn_status remark_unknown_codes(adding *a) {
    hensyn_status status = HENSYN_OK;
    if (a->unknowns) qsort(a->unknown, a->unknowns, sizeof *a->unknown, compare_unknown);
    for (size_t first = 0, last; first < a->unknowns; first = last) {
        const unknown_code *code = &a->unknown[first];
        for (last = first + 1; last < a->unknowns; last++)
            if (a->unknown[last].code != code->code || a->unknown[last].list != code->list) break;
        hn_about about = HN_ABOUT_NOTHING;
        about.kilde = a->layer->source;
        about.lag = a->layer->name;
        about.kilde_id = a->result->plan_areas.row[code->area].kilde_id;
        about.where = a->result->plan_areas.row[code->area].geometry;
        about.count = last - first;
        HN_TRY(
            hn_remark_add(a->ctx, a->result, HENSYN_WARNING, "FORMAL_UKJENT", &about,
                          hn_text(a->ctx, "arealformål %s står ikke i kodelisten %s (%zu områder)",
                                  "purpose %s is not in the code list %s (%zu areas)"),
                          code->code, hn_code_list_name(code->list), last - first));
    }
cleanup:
    return status;
}

static hensyn_status finish(adding *a) {
    hensyn_status status = HENSYN_OK;
    HN_TRY(remark_layer(a, HENSYN_WARNING, "INGEN_ID", a->without_id, HN_NO_ID_NB, HN_NO_ID_EN));
    HN_TRY(remark_layer(a, HENSYN_INFO, "PLAN_PLASSERT", a->placed,
                        "områder fikk sin plan etter hvor de ligger",
                        "areas were given their plan by where they lie"));
    if (a->no_status_column)
        HN_TRY(remark_layer(a, HENSYN_WARNING, "STATUS_MANGLER", a->without_use_status,
                            "områder regnes som utbygging fordi laget ikke har arealbruksstatus",
                            "areas count as development because the layer has no "
                            "arealbruksstatus"));
    if (a->options->planstatus_given)
        HN_TRY(remark_layer(a, HENSYN_WARNING, "PLANSTATUS_MANGLER", a->without_planstatus,
                            "områder har ingen planstatus og er med uansett",
                            "areas have no planstatus and are kept all the same"));
    HN_TRY(remark_unknown_codes(a));
cleanup:
    return status;
}

static void see_code(const char *code, const char *name, const char *now, const char *future,
                     bool stripes, void *user) {
    (void)code, (void)name, (void)now, (void)future, (void)stripes;
    *(bool *)user = true;
}

enum { CANCEL_EVERY = 1024 };

hensyn_status hn_plan_areas_add(hensyn_context *ctx, hn_result *result, const hn_rules *rules,
                                hn_layer *layer, const hn_plan_model *model, uint32_t kilde,
                                const uint8_t *repaired, const hn_plan_options *options,
                                hn_plan_outlines *outlines, hn_plan_tally *tally) {
    hn_plan_tally unwanted = HN_PLAN_TALLY_INIT;
    adding a = {.ctx = ctx,
                .result = result,
                .rules = rules,
                .layer = layer,
                .model = model,
                .kilde = kilde,
                .repaired = repaired,
                .options = options,
                .outlines = outlines,
                .tally = tally ? tally : &unwanted,
                .no_status_column = model->column[HN_ROLE_USE_STATUS] < 0};
    hensyn_status status = HENSYN_OK;
    for (int list = 0; list < HN_CODES_END; list++)
        hn_rules_each_purpose(rules, (hn_code_list)list, see_code, &a.listed[list]);
    for (size_t row = 0; row < layer->count; row++) {
        if (row % CANCEL_EVERY == 0 && hn_is_cancelled(ctx)) HN_TRY(hn_progress(ctx, 0));
        HN_TRY(add_feature(&a, row));
    }
    HN_TRY(finish(&a));

cleanup:
    hn_free(a.unknown);
    return status;
}
