/* considerations.h - from layers to rows of hensyn, hensyn_linje and hensyn_punkt: datasets of a
 * theme (considerations.c) and the plan's own zones (zones.c).
 *
 * Remarks: INGEN_ID, DATASETT_UKJENT, FELT_MANGLER (once a layer), VERDI_UKJENT (each object whose
 * value cannot be read; once a layer that has no value field), UTENFOR_TEMA, IKKE_HENSYNSSONE,
 * PLANSTATUS_UTELATT, KOMMUNE_UTELATT (left out), DUPLIKAT (each). */
#ifndef HN_CONSIDERATIONS_H
#define HN_CONSIDERATIONS_H

#include "data/keys.h"
#include "data/measure.h"
#include "data/plan.h"
#include "data/result.h"
#include "data/rules.h"

/* The columns that a layer of considerations is read with, in this order. */
typedef enum hn_hensyn_column {
    HN_HENSYN_ID,       /* of the dataset, the theme or the plan model */
    HN_HENSYN_GIVEN_ID, /* --id-field */
    HN_HENSYN_WEAK_ID,  /* of a database: OBJECTID, gml_id */
    HN_HENSYN_NAME,
    HN_HENSYN_VALUE,
    HN_HENSYN_COLUMNS
} hn_hensyn_column;

typedef struct hn_hensyn_fields {
    int column[HN_HENSYN_COLUMNS]; /* field number of each; -1: the layer has none */
    bool value_given, name_given;  /* found by --value-field, --name-field */
} hn_hensyn_fields;
/* Finds the fields of a layer. dataset NULL: none fits. value_field, name_field and id_field are
 * those of the user, NULL: not given; where the layer has them they go before the dataset's own,
 * but --id-field after an id that the model knows. */
hn_hensyn_fields hn_hensyn_find_fields(const hn_theme *theme, const hn_dataset *dataset,
                                       const char *const *fields, size_t count,
                                       const char *value_field, const char *name_field,
                                       const char *id_field);

/* Groups of considerations that are unioned in plan_tema: a theme, from data or from the plan. The
 * arrays are what hn_conflict_options takes. */
typedef struct hn_hensyn_groups {
    int *theme;
    bool *from_plan;
    const char **dataset; /* borrowed */
    size_t count;
    size_t theme_capacity, from_plan_capacity, dataset_capacity;
} hn_hensyn_groups;
/* Number of a group, made when new; dataset (may be NULL) is kept when the group has none yet.
 * UINT32_MAX: no memory. */
uint32_t hn_hensyn_group(hn_hensyn_groups *groups, int theme, bool from_plan, const char *dataset);
void hn_hensyn_groups_clear(hn_hensyn_groups *groups);

typedef struct hn_hensyn_options {
    const hn_measure *measure;
    hn_keys *keys; /* of hensyn, over all layers and themes */
    hn_hensyn_groups *groups;
    double buffer;                        /* nearness, m; 0: none */
    const char *value_field, *name_field; /* as the user gave them, for remarks; NULL */
    /* Of zones.c: which plans' zones are wanted. */
    const int *planstatus; /* none: 3 and 6 */
    size_t planstatuses;
    const char *kommune; /* NULL: all */
} hn_hensyn_options;

/* Adds a row for each object of the layer, in source order. theme: number in rules; dataset: what
 * hn_theme_recognise found, NULL: none. The layer was read with the columns of fields and repaired
 * (repaired: a byte a feature, NULL: none). Geometries move from the layer to the rows; features
 * without one are passed over, they are counted already. kilde: row of kilde, from 0. */
hensyn_status hn_considerations_add(hensyn_context *ctx, hn_result *result, const hn_rules *rules,
                                    int theme, const hn_dataset *dataset, hn_layer *layer,
                                    const hn_hensyn_fields *fields, uint32_t kilde,
                                    const uint8_t *repaired, const hn_hensyn_options *options);

/* The same for hensynssoner, opphav 'plan', each with the theme of its code. The layer was read
 * with the columns of its model; of a mixed layer the zones are taken and the rest left out. The
 * value is that of the theme's dataset of zones, else 2 (middels); the name is the zone's own, else
 * "H530". Zones that say a planstatus or kommunenummer are chosen by it. */
hensyn_status hn_zones_add(hensyn_context *ctx, hn_result *result, const hn_rules *rules,
                           hn_layer *layer, const hn_plan_model *model, uint32_t kilde,
                           const uint8_t *repaired, const hn_hensyn_options *options);

/* What both make a row from; texts may be of the layer, they are copied. */
typedef struct hn_hensyn_object {
    hn_layer *layer;
    size_t row;
    const hn_key *key;
    uint32_t kilde;
    bool repaired;
    double area_m2;
    const char *name, *code; /* NULL: none */
    int value;               /* 0..4 */
    int theme;
    bool from_plan;
    const char *dataset; /* of the group */
} hn_hensyn_object;
hensyn_status hn_hensyn_add_row(hensyn_context *ctx, hn_result *result, const hn_rules *rules,
                                const hn_hensyn_options *options, const hn_hensyn_object *object);

#endif
