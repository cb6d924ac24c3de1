/* plan.h - the plan data model: which layer holds what, in all four spellings of its fields
 * (SOSI file, GML/GeoPackage, ASCII lower case, municipal ArcGIS export). */
#ifndef HN_PLAN_H
#define HN_PLAN_H

#include "base/context.h"
#include "data/rules.h"

/* What a field means. One table (plan_fields.c) gives the spellings of each role. */
typedef enum hn_plan_role {
    HN_ROLE_ID,
    HN_ROLE_OBJECT_TYPE,
    HN_ROLE_MUNICIPALITY,
    HN_ROLE_PLAN_ID,
    HN_ROLE_PLAN_NAME,
    HN_ROLE_PLAN_TYPE,
    HN_ROLE_PLAN_STATUS,
    HN_ROLE_PURPOSE, /* arealformål; KP or RP: the model */
    HN_ROLE_PURPOSE_1985,
    HN_ROLE_PURPOSE_REG,
    HN_ROLE_USE_STATUS,
    HN_ROLE_LEVEL,
    HN_ROLE_AREA_NAME,
    HN_ROLE_FIELD_NAME,
    HN_ROLE_HENSYN,
    HN_ROLE_DANGER,
    HN_ROLE_NOISE,
    HN_ROLE_SAFETY,
    HN_ROLE_BINDING,
    HN_ROLE_ZONE_NAME,
    HN_ROLE_IN_FORCE,
    HN_ROLE_ADOPTED,
    HN_ROLE_LINK,           /* arealplan_href, planområde_href: '#' and the gml_id of an outline */
    HN_ROLE_PURPOSE_KP,     /* KPAREALFORMAL: the field's name tells the list */
    HN_ROLE_PURPOSE_RP,     /* RPAREALFORMAL */
    HN_ROLE_INFRASTRUCTURE, /* zones 4xx */
    HN_ROLE_IMPLEMENTATION, /* zones 8xx */
    HN_ROLE_DETAIL,         /* zones 9xx */
    HN_ROLE_GML_ID,
    HN_ROLE_GIVEN_ID, /* the field named by --id-field; never found by name */
    HN_ROLE_WEAK_ID,  /* ids of a database rather than of the model (OBJECTID, gml_id) */
    HN_ROLE_COUNT
} hn_plan_role;

/* Does a field name (any spelling) have this role? */
bool hn_plan_role_fits(hn_plan_role role, const char *field);
/* The field that fits a role best, -1: none. Spellings are tried in the order of the table: whole
 * name, then its last part ("arealplanId.planidentifikasjon"), then the ten characters that a
 * Shapefile leaves of it. */
int hn_plan_find_role(hn_plan_role role, const char *const *fields, size_t count);
/* The field with this very name (case ignored), else folded; -1: none. name may be NULL. */
int hn_plan_find_field(const char *name, const char *const *fields, size_t count);
/* Number-th spelling of a role, folded; NULL past the last. */
const char *hn_plan_spelling(hn_plan_role role, size_t number);

typedef enum hn_plan_layer {
    HN_LAYER_UNKNOWN = 0,
    HN_LAYER_AREAS,   /* land-use areas with a purpose */
    HN_LAYER_ZONES,   /* hensynssoner */
    HN_LAYER_OUTLINE, /* KpOmråde, RpOmråde, Arealplan: carries planid, name, status */
    HN_LAYER_OTHER    /* known to the plan model, but neither (lines, borders, texts) */
} hn_plan_layer;

/* A kommuneplan covers the same ground as the reguleringsplaner under it. */
typedef enum hn_plan_family {
    HN_FAMILY_ANY = 0, /* not said */
    HN_FAMILY_KP,      /* kommuneplan, kommunedelplan */
    HN_FAMILY_RP,      /* reguleringsplan, bebyggelsesplan */
    HN_FAMILY_COUNT
} hn_plan_family;

/* A layer read with columns = HN_ROLE_COUNT and column = model.column holds the value of role R
 * of row N as hn_layer_value(layer, N, R); that is what plan_areas.h and plan_outlines.h take. */
typedef struct hn_plan_model {
    hn_plan_layer layer;
    hn_code_list codes;         /* of the purpose, for HN_LAYER_AREAS */
    hn_plan_role purpose, zone; /* role of the field with the purpose or zone code */
    int column[HN_ROLE_COUNT];  /* field number of each role; -1: the layer has none */
    bool has_status;            /* the model has arealbruksstatus (KP), not RP */
    bool status_given;          /* --status-field names a field of this layer */
    bool named;                 /* the layer's own name is an object type of the model */
    bool mixed;                 /* features of several kinds: ask hn_plan_feature_of for each */
    hn_plan_family family;      /* of areas and outlines */
} hn_plan_model;

/* What a layer is, from its name, an object type and its field names. purpose_field and
 * status_field (may be NULL) name fields of a layer that no model knows. */
hn_plan_model hn_plan_recognise(const char *layer, const char *object_type,
                                const char *const *fields, size_t count, const char *purpose_field,
                                const char *status_field);
/* Tells the model which field --id-field names (NULL: none); it ranks after the model's own id
 * and before those of HN_ROLE_WEAK_ID. */
void hn_plan_set_id_field(hn_plan_model *model, const char *const *fields, size_t count,
                          const char *id_field);
/* May the layer hold features of this kind? Of a mixed layer only the features know. */
bool hn_plan_may_hold(const hn_plan_model *model, hn_plan_layer kind);

/* What one feature is. In a layer that is not mixed all are what the layer is. */
typedef struct hn_plan_feature {
    hn_plan_layer layer;
    hn_code_list codes; /* HN_LAYER_AREAS */
    bool has_status;    /* HN_LAYER_AREAS: the model has arealbruksstatus */
    hn_plan_family family;
    const char *code; /* purpose or zone code as read, NULL: not set; points into value */
} hn_plan_feature;
/* value: HN_ROLE_COUNT texts by role, as hn_layer has them. */
hn_plan_feature hn_plan_feature_of(const hn_plan_model *model, const char *const *value);
/* The first id that a feature has: HN_ROLE_ID, HN_ROLE_GIVEN_ID, HN_ROLE_WEAK_ID; NULL: none. */
const char *hn_plan_id_of(const char *const *value);

/* Words for info and messages: "arealformål (KP 2008)", "hensynssoner", ... */
const char *hn_plan_layer_text(const hensyn_context *ctx, const hn_plan_model *model);

/* Codes as they stand in data (plan_codes.c). NULL texts give "not known". */

enum { HN_CODE_SIZE = 64 };
/* A purpose or zone code as the rules know it: "1110" from "1110", "1110.0" (a real field), "H530",
 * "H220_1" or "1110 - Boligbebyggelse"; other texts trimmed as they are. Returns out. */
const char *hn_plan_code(const char *text, char out[HN_CODE_SIZE]);
/* The number of a status, level or type: leading digits ("2 - Framtidig"), or the official word
 * ("Framtidig"). HN_NO_INT of result.h (INT_MIN) when neither. */
int hn_plan_int(hn_plan_role role, const char *text);
/* yyyymmdd of a date as text ("2018-06-27T00:00:00", "20180627", "27.06.2018"); 0: none. */
int hn_plan_date(const char *text);
/* Municipal number with leading zero ("301" gives "0301"); false: not a number, out is the text. */
bool hn_plan_municipality(const char *text, char out[HN_CODE_SIZE]);

/* Is a planstatus among the wanted (none: 3 and 6)? One that is not known is kept. */
bool hn_planstatus_kept(const int *wanted, size_t count, int status);
/* Is a number the wanted municipality's (NULL: all)? What is no number is kept. */
bool hn_municipality_kept(const char *wanted, const char *number);

#endif
