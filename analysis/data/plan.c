/* plan.c - what a layer, or a feature of a mixed layer, is in the plan model. */
#include "data/plan.h"

#include "base/text.h"

#include <string.h>

enum { NAME_SIZE = 256 };

/* An object type, by a folded part of its name. */
typedef struct stem {
    const char *part;
    hn_plan_layer layer;
    hn_code_list codes;
    hn_plan_role zone;
} stem;

/* The first that fits counts. Kommuneplan and Reguleringsplan 20190401, Reguleringsplanforslag 5.0
 * and the older Rb family. Zones may come without "Sone", areas without "Område". */
static const stem stems[] = {
    {"kparealformal", HN_LAYER_AREAS, HN_CODES_KP2008, HN_ROLE_COUNT},
    {"rparealformal", HN_LAYER_AREAS, HN_CODES_RP2008, HN_ROLE_COUNT},
    {"kparealbruk", HN_LAYER_AREAS, HN_CODES_PBL1985, HN_ROLE_COUNT},
    {"rbformalomrade", HN_LAYER_AREAS, HN_CODES_REG1985, HN_ROLE_COUNT},
    {"kpangitthensyn", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_HENSYN},
    {"rpangitthensyn", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_HENSYN},
    {"kpfare", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_DANGER},
    {"rpfare", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_DANGER},
    {"kpstoy", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_NOISE},
    {"rpstoy", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_NOISE},
    {"kpsikring", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_SAFETY},
    {"rpsikring", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_SAFETY},
    {"kpbandlegging", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_BINDING},
    {"rpbandlegging", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_BINDING},
    {"kpinfrastruktur", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_INFRASTRUCTURE},
    {"rpinfrastruktur", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_INFRASTRUCTURE},
    {"kpgjennomforing", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_IMPLEMENTATION},
    {"rpgjennomforing", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_IMPLEMENTATION},
    {"kpdetaljering", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_DETAIL},
    {"rpdetaljering", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_DETAIL},
    {"kpomrade", HN_LAYER_OUTLINE, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
    {"rpomrade", HN_LAYER_OUTLINE, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
    {"kpgrense", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
    {"rpgrense", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
    {"rpformalgrense", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
    {"rbformalgrense", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
    {"kpjuridisk", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
    {"rpjuridisk", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
    {"rbjuridisk", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
    {"kppaskrift", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
    {"rppaskrift", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
    {"kpregulert", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
    {"rpregulert", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
    {"kpsamferdsel", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
    {"rpsamferdsel", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
    /* Restrictions of pbl 1985 use the numbers of the 2008 zones for other things. */
    {"kprestriksjon", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
    {"kpretningslinje", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
    {"kpbestemmelse", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
    {"rpbestemmelse", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
    {"rphandling", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
    {"pblmidlbygg", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
};

/* Names that only a plan's fields can back up. */
static const stem weak_stems[] = {
    {"hensynsone", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
    {"hensynssone", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
    {"arealplan", HN_LAYER_OUTLINE, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
    {"planomrade", HN_LAYER_OUTLINE, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
    {"planavgrensning", HN_LAYER_OUTLINE, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
};

static const stem *find_stem(const stem *table, size_t count, const char *folded,
                             const char **tail) {
    for (size_t i = 0; i < count; i++) {
        const char *at = strstr(folded, table[i].part);
        if (!at) continue;
        if (tail) *tail = at + strlen(table[i].part);
        return &table[i];
    }
    return NULL;
}

/* The object type that a text names. "KpFareGrense" and "KpInfrastrukturLinje" are lines. */
static bool find_type(const char *text, stem *out) {
    static const char *const lines[] = {"grense", "linje", "punkt", "paskrift"};
    if (!text) return false;
    char folded[NAME_SIZE];
    hn_fold(text, folded, sizeof folded);
    const char *tail = "";
    const stem *found = find_stem(stems, sizeof stems / sizeof *stems, folded, &tail);
    if (!found) return false;
    *out = *found;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (strstr(tail, lines[i])) out->layer = HN_LAYER_OTHER;
    return true;
}

static const hn_plan_role purpose_roles[] = {HN_ROLE_PURPOSE_KP, HN_ROLE_PURPOSE_RP,
                                             HN_ROLE_PURPOSE, HN_ROLE_PURPOSE_1985,
                                             HN_ROLE_PURPOSE_REG};
static const hn_plan_role zone_roles[] = {
    HN_ROLE_HENSYN,  HN_ROLE_DANGER,         HN_ROLE_NOISE,          HN_ROLE_SAFETY,
    HN_ROLE_BINDING, HN_ROLE_INFRASTRUCTURE, HN_ROLE_IMPLEMENTATION, HN_ROLE_DETAIL};
enum {
    PURPOSES = sizeof purpose_roles / sizeof *purpose_roles,
    ZONES = sizeof zone_roles / sizeof *zone_roles
};

static bool has(const hn_plan_model *model, hn_plan_role role) { return model->column[role] >= 0; }

/* Which list the codes of a purpose field belong to, from the field and its neighbours: only a
 * kommuneplan has arealbruksstatus, only a reguleringsplan vertikalnivå and plan id on its areas.
 */
static hn_code_list codes_of(const hn_plan_model *model, hn_plan_role role) {
    switch (role) {
    case HN_ROLE_PURPOSE_KP:
        return HN_CODES_KP2008;
    case HN_ROLE_PURPOSE_RP:
        return HN_CODES_RP2008;
    case HN_ROLE_PURPOSE_1985:
        return HN_CODES_PBL1985;
    case HN_ROLE_PURPOSE_REG:
        return HN_CODES_REG1985;
    default:
        break;
    }
    if (has(model, HN_ROLE_USE_STATUS)) return HN_CODES_KP2008;
    if (has(model, HN_ROLE_LEVEL) || has(model, HN_ROLE_PLAN_ID) || has(model, HN_ROLE_LINK))
        return HN_CODES_RP2008;
    return HN_CODES_UNKNOWN;
}

/* "arealbruk" alone is also the name of land use as it is, which no plan decided. */
static bool purpose_counts(const hn_plan_model *model, hn_plan_role role) {
    return role != HN_ROLE_PURPOSE_1985 || has(model, HN_ROLE_USE_STATUS) ||
           has(model, HN_ROLE_PLAN_ID) || has(model, HN_ROLE_PLAN_STATUS);
}

static bool set_purpose_by_fields(hn_plan_model *model) {
    for (size_t i = 0; i < PURPOSES; i++) {
        if (!has(model, purpose_roles[i]) || !purpose_counts(model, purpose_roles[i])) continue;
        model->purpose = purpose_roles[i];
        model->codes = codes_of(model, purpose_roles[i]);
        return true;
    }
    return false;
}

/* "fare", "støy" and the like are words that any dataset may use: they need company. */
static bool set_zone_by_fields(hn_plan_model *model, const char *const *fields) {
    bool company = has(model, HN_ROLE_ZONE_NAME) || has(model, HN_ROLE_PLAN_ID);
    for (size_t i = 0; i < ZONES; i++) {
        int column = model->column[zone_roles[i]];
        if (column < 0) continue;
        char folded[NAME_SIZE];
        hn_fold(fields[column], folded, sizeof folded);
        bool own = strncmp(folded, "kp", 2) == 0 || strncmp(folded, "rp", 2) == 0 ||
                   zone_roles[i] == HN_ROLE_HENSYN;
        if (!own && !company) continue;
        model->zone = zone_roles[i];
        return true;
    }
    return false;
}

static bool is_outline_by_fields(const hn_plan_model *model) {
    return has(model, HN_ROLE_PLAN_ID) &&
           (has(model, HN_ROLE_PLAN_STATUS) || has(model, HN_ROLE_PLAN_TYPE) ||
            has(model, HN_ROLE_PLAN_NAME));
}

/* What the fields alone say; sets mixed where they say two things. */
static hn_plan_layer layer_by_fields(hn_plan_model *model, const char *const *fields) {
    bool areas = set_purpose_by_fields(model), zones = set_zone_by_fields(model, fields);
    model->mixed = areas && zones;
    if (areas) return HN_LAYER_AREAS;
    if (zones) return HN_LAYER_ZONES;
    return is_outline_by_fields(model) ? HN_LAYER_OUTLINE : HN_LAYER_UNKNOWN;
}

static bool status_of_list(hn_code_list codes) {
    return codes == HN_CODES_KP2008 || codes == HN_CODES_PBL1985;
}

static hn_plan_family family_of_list(hn_code_list codes) {
    switch (codes) {
    case HN_CODES_KP2008:
    case HN_CODES_PBL1985:
        return HN_FAMILY_KP;
    case HN_CODES_RP2008:
    case HN_CODES_REG1985:
        return HN_FAMILY_RP;
    default:
        return HN_FAMILY_ANY;
    }
}

/* Object types of a kommuneplan begin with Kp, those of others with Rp or Rb. */
static hn_plan_family family_of_type(const stem *type) {
    if (type->codes != HN_CODES_UNKNOWN) return family_of_list(type->codes);
    return type->part[0] == 'k'   ? HN_FAMILY_KP
           : type->part[0] == 'r' ? HN_FAMILY_RP
                                  : HN_FAMILY_ANY;
}

static hn_plan_role first_role(const hn_plan_model *model, hn_plan_role first, hn_plan_role other) {
    return has(model, first) || !has(model, other) ? first : other;
}

static hn_plan_role purpose_of_list(const hn_plan_model *model, hn_code_list codes) {
    switch (codes) {
    case HN_CODES_KP2008:
        return first_role(model, HN_ROLE_PURPOSE_KP, HN_ROLE_PURPOSE);
    case HN_CODES_RP2008:
        return first_role(model, HN_ROLE_PURPOSE_RP, HN_ROLE_PURPOSE);
    case HN_CODES_PBL1985:
        return HN_ROLE_PURPOSE_1985;
    case HN_CODES_REG1985:
        return HN_ROLE_PURPOSE_REG;
    default:
        return HN_ROLE_PURPOSE;
    }
}

static void set_type(hn_plan_model *model, const stem *type) {
    model->layer = type->layer;
    model->codes = type->codes;
    model->zone = type->zone;
    model->purpose = purpose_of_list(model, type->codes);
    model->family = family_of_type(type);
}

/* A name such as "Arealplan" counts when the layer has at least something of a plan. */
static bool set_by_weak_name(hn_plan_model *model, const char *layer) {
    char folded[NAME_SIZE];
    hn_fold(layer, folded, sizeof folded);
    const stem *type = find_stem(weak_stems, sizeof weak_stems / sizeof *weak_stems, folded, NULL);
    if (!type) return false;
    bool backed = type->layer == HN_LAYER_ZONES
                      ? has(model, HN_ROLE_ZONE_NAME)
                      : has(model, HN_ROLE_PLAN_ID) || has(model, HN_ROLE_PLAN_NAME) ||
                            has(model, HN_ROLE_PLAN_STATUS) || has(model, HN_ROLE_LINK);
    if (!backed) return false;
    model->layer = type->layer;
    return true;
}

static void set_by_content(hn_plan_model *model, const char *layer, const char *object_type,
                           const char *const *fields) {
    stem type;
    bool typed = find_type(object_type, &type);
    model->layer = layer_by_fields(model, fields);
    if (model->layer == HN_LAYER_UNKNOWN && typed) set_type(model, &type);
    if (model->layer == HN_LAYER_AREAS && typed && type.layer == HN_LAYER_AREAS) {
        model->codes = type.codes;
        model->purpose = purpose_of_list(model, type.codes);
    }
    if (model->layer == HN_LAYER_UNKNOWN) set_by_weak_name(model, layer);
    if (model->layer != HN_LAYER_UNKNOWN && has(model, HN_ROLE_OBJECT_TYPE)) model->mixed = true;
}

/* --purpose-field: the layer has areas, with codes of no list unless the model says which. */
static void set_given_purpose(hn_plan_model *model, int column) {
    if (model->named && model->layer != HN_LAYER_AREAS) return;
    if (model->layer == HN_LAYER_AREAS && !model->mixed) {
        int *own = &model->column[model->purpose];
        if (model->named && *own < 0) *own = column; /* the name says which list */
        if (*own == column) return;
    }
    model->layer = HN_LAYER_AREAS;
    model->codes = HN_CODES_UNKNOWN;
    model->purpose = HN_ROLE_PURPOSE;
    model->column[HN_ROLE_PURPOSE] = column;
    model->mixed = false;
}

hn_plan_model hn_plan_recognise(const char *layer, const char *object_type,
                                const char *const *fields, size_t count, const char *purpose_field,
                                const char *status_field) {
    hn_plan_model model = {.zone = HN_ROLE_COUNT, .purpose = HN_ROLE_PURPOSE};
    for (int role = 0; role < HN_ROLE_COUNT; role++)
        model.column[role] = hn_plan_find_role((hn_plan_role)role, fields, count);
    stem type;
    if (find_type(layer, &type)) {
        model.named = true;
        set_type(&model, &type);
    } else {
        set_by_content(&model, layer ? layer : "", object_type, fields);
    }
    int purpose = hn_plan_find_field(purpose_field, fields, count);
    if (purpose >= 0) set_given_purpose(&model, purpose);
    int status = hn_plan_find_field(status_field, fields, count);
    if (status >= 0) {
        model.column[HN_ROLE_USE_STATUS] = status;
        model.status_given = true;
    }
    if (model.layer == HN_LAYER_AREAS) model.family = family_of_list(model.codes);
    model.has_status = model.status_given || status_of_list(model.codes) ||
                       (model.codes == HN_CODES_UNKNOWN && has(&model, HN_ROLE_USE_STATUS));
    return model;
}

void hn_plan_set_id_field(hn_plan_model *model, const char *const *fields, size_t count,
                          const char *id_field) {
    model->column[HN_ROLE_GIVEN_ID] = hn_plan_find_field(id_field, fields, count);
}

bool hn_plan_may_hold(const hn_plan_model *model, hn_plan_layer kind) {
    if (model->layer == kind) return true;
    if (!model->mixed) return false;
    switch (kind) {
    case HN_LAYER_AREAS:
        for (size_t i = 0; i < PURPOSES; i++)
            if (has(model, purpose_roles[i])) return true;
        return false;
    case HN_LAYER_ZONES:
        for (size_t i = 0; i < ZONES; i++)
            if (has(model, zone_roles[i])) return true;
        return false;
    case HN_LAYER_OUTLINE:
        return has(model, HN_ROLE_PLAN_ID) || has(model, HN_ROLE_PLAN_NAME);
    default:
        return true;
    }
}

static hn_plan_feature area_feature(const hn_plan_model *model, hn_code_list codes,
                                    const char *code) {
    return (hn_plan_feature){.layer = HN_LAYER_AREAS,
                             .codes = codes,
                             .has_status = model->status_given || status_of_list(codes) ||
                                           (codes == HN_CODES_UNKNOWN && model->has_status),
                             .family = family_of_list(codes),
                             .code = code};
}

static const char *zone_code(hn_plan_role first, const char *const *value) {
    if (first < HN_ROLE_COUNT && value[first]) return value[first];
    for (size_t i = 0; i < ZONES; i++)
        if (value[zone_roles[i]]) return value[zone_roles[i]];
    return NULL;
}

/* The purpose columns of a list, its own spelling before the common one. */
static const char *purpose_code(hn_code_list codes, const char *const *value) {
    switch (codes) {
    case HN_CODES_KP2008:
        return value[HN_ROLE_PURPOSE_KP] ? value[HN_ROLE_PURPOSE_KP] : value[HN_ROLE_PURPOSE];
    case HN_CODES_RP2008:
        return value[HN_ROLE_PURPOSE_RP] ? value[HN_ROLE_PURPOSE_RP] : value[HN_ROLE_PURPOSE];
    case HN_CODES_PBL1985:
        return value[HN_ROLE_PURPOSE_1985];
    case HN_CODES_REG1985:
        return value[HN_ROLE_PURPOSE_REG];
    default:
        return value[HN_ROLE_PURPOSE];
    }
}

static hn_plan_feature feature_of_type(const hn_plan_model *model, const stem *type,
                                       const char *const *value) {
    if (type->layer == HN_LAYER_AREAS)
        return area_feature(model, type->codes, purpose_code(type->codes, value));
    hn_plan_feature feature = {.layer = type->layer, .family = family_of_type(type)};
    if (type->layer == HN_LAYER_ZONES) feature.code = zone_code(type->zone, value);
    return feature;
}

/* A mixed layer whose object type says nothing: the field that is set decides. */
static hn_plan_feature feature_by_values(const hn_plan_model *model, const char *const *value) {
    for (size_t i = 0; i < PURPOSES; i++) {
        hn_plan_role role = purpose_roles[i];
        if (!value[role] || !purpose_counts(model, role)) continue;
        hn_code_list codes = role == HN_ROLE_PURPOSE && model->purpose == role
                                 ? model->codes
                                 : codes_of(model, role);
        return area_feature(model, codes, value[role]);
    }
    hn_plan_feature feature = {.code = zone_code(model->zone, value)};
    if (feature.code)
        feature.layer = HN_LAYER_ZONES;
    else if (value[HN_ROLE_PLAN_ID] && model->layer == HN_LAYER_OUTLINE)
        feature.layer = HN_LAYER_OUTLINE;
    return feature;
}

hn_plan_feature hn_plan_feature_of(const hn_plan_model *model, const char *const *value) {
    stem type;
    if (model->mixed)
        return find_type(value[HN_ROLE_OBJECT_TYPE], &type) ? feature_of_type(model, &type, value)
                                                            : feature_by_values(model, value);
    if (model->layer == HN_LAYER_AREAS)
        return area_feature(model, model->codes,
                            model->codes == HN_CODES_UNKNOWN ? value[model->purpose]
                                                             : purpose_code(model->codes, value));
    hn_plan_feature feature = {.layer = model->layer, .family = model->family};
    if (model->layer == HN_LAYER_ZONES) feature.code = zone_code(model->zone, value);
    return feature;
}

const char *hn_plan_id_of(const char *const *value) {
    if (value[HN_ROLE_ID]) return value[HN_ROLE_ID];
    return value[HN_ROLE_GIVEN_ID] ? value[HN_ROLE_GIVEN_ID] : value[HN_ROLE_WEAK_ID];
}

const char *hn_plan_layer_text(const hensyn_context *ctx, const hn_plan_model *model) {
    switch (model->layer) {
    case HN_LAYER_ZONES:
        return hn_text(ctx, "hensynssoner", "the plan's own zones");
    case HN_LAYER_OUTLINE:
        return hn_text(ctx, "planområde", "plan outline");
    case HN_LAYER_OTHER:
        return hn_text(ctx, "annet i plankartet (linjer, tekster, bestemmelser)",
                       "other parts of the plan map (lines, texts, provisions)");
    case HN_LAYER_UNKNOWN:
        return hn_text(ctx, "ukjent", "unknown");
    case HN_LAYER_AREAS:
        break;
    }
    switch (model->codes) {
    case HN_CODES_KP2008:
        return hn_text(ctx, "arealformål (KP 2008)", "land use (KP 2008)");
    case HN_CODES_RP2008:
        return hn_text(ctx, "arealformål (RP 2008)", "land use (RP 2008)");
    case HN_CODES_PBL1985:
        return hn_text(ctx, "arealbruk (pbl 1985)", "land use (pbl 1985)");
    case HN_CODES_REG1985:
        return hn_text(ctx, "reguleringsformål (før 2008)", "zoning purpose (before 2008)");
    default:
        return hn_text(ctx, "arealformål (ukjent kodeliste)", "land use (unknown codes)");
    }
}
