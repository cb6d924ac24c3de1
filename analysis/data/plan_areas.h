/* plan_areas.h - from a layer of land-use areas to rows of arealformal.
 *
 * utbygging_grunn says why an area counts as utbygging or not, one word:
 *   framtidig        counts: arealbruksstatus 2
 *   videreutvikling  counts: arealbruksstatus 3
 *   status_mangler   counts: the model has a status, this area has none (merknad STATUS_MANGLER)
 *   uten_status      counts: a reguleringsplan has no status, built land is included
 *   valgt            counts: named by --development, in a layer that has no status
 *   naavaerende      does not count: arealbruksstatus 1
 *   formaal          does not count: the purpose is not utbygging, or not in --development
 *   nivaa            does not count: the purpose is utbygging, but not on this vertikalnivå
 *
 * Remarks: INGEN_ID, STATUS_MANGLER and PLAN_PLASSERT (once a layer where they concern all of it),
 * PLANSTATUS_UTELATT, KOMMUNE_UTELATT, IKKE_AREALFORMAL (left out), PLANSTATUS_MANGLER (once a
 * layer, when --planstatus was given), STATUS_UKJENT, FORMAL_MANGLER, PLAN_TVETYDIG, DUPLIKAT
 * (each area), FORMAL_UKJENT (once for each code that is not in its list). */
#ifndef HN_PLAN_AREAS_H
#define HN_PLAN_AREAS_H

#include "data/keys.h"
#include "data/measure.h"
#include "data/plan_groups.h"
#include "data/plan_outlines.h"
#include "data/result.h"
#include "data/rules.h"

typedef struct hn_plan_options {
    const int *planstatus; /* kept where the area or its plan has a status; none: 3 and 6 */
    size_t planstatuses;
    bool planstatus_given;          /* by the user: areas without any are remarked */
    const char *const *development; /* purpose codes, or the one word "all"; none: the rules */
    size_t developments;
    const char *kommune; /* keeps areas of this municipality; NULL: all */
    const hn_measure *measure;
    uint32_t source;        /* number of the --plan source, from 0 */
    hn_keys *keys;          /* of arealformal, over all plan layers */
    hn_plan_groups *groups; /* gains the plans of the areas */
} hn_plan_options;

/* What became of a layer, added to what was there; for messages and the summary. */
typedef struct hn_plan_tally {
    size_t areas;              /* rows of arealformal */
    size_t development;        /* of them utbygging */
    size_t without_status;     /* of these with utbygging_grunn 'uten_status' */
    size_t other_status;       /* left out: planstatus */
    size_t other_municipality; /* left out: kommunenummer */
    size_t other_kind;         /* left out: not a land-use area */
    int seen_status;           /* a planstatus that was left out, for the message; HN_NO_INT */
} hn_plan_tally;
#define HN_PLAN_TALLY_INIT                                                                         \
    { 0, 0, 0, 0, 0, 0, HN_NO_INT }

/* Adds a row for each land-use area of the layer, in source order. The layer was read with the
 * columns of its model and repaired (repaired: a byte a feature, NULL: none). Geometries move from
 * the layer to the rows; features without one are passed over, they are counted already. kilde:
 * row of kilde, from 0. outlines: those of the same source, finished; NULL: none. tally may be
 * NULL. HENSYN_INPUT when nothing says what is utbygging in the layer's code list. */
hensyn_status hn_plan_areas_add(hensyn_context *ctx, hn_result *result, const hn_rules *rules,
                                hn_layer *layer, const hn_plan_model *model, uint32_t kilde,
                                const uint8_t *repaired, const hn_plan_options *options,
                                hn_plan_outlines *outlines, hn_plan_tally *tally);

/* Does an area count as utbygging? */
typedef struct hn_plan_decision {
    int development;    /* 0 or 1 */
    const char *reason; /* utbygging_grunn, constant text */
} hn_plan_decision;
/* purpose: code or value, NULL: none; use_status: 1..3 or HN_NO_INT; level: HN_NO_INT: none. With
 * --development the list says which purposes count ("all": every one) on any level; the status
 * counts as ever. layer names the layer in the message. */
hensyn_status hn_plan_decide(hensyn_context *ctx, const hn_rules *rules,
                             const hn_plan_options *options, const hn_plan_feature *feature,
                             const char *purpose, int use_status, int level, const char *layer,
                             hn_plan_decision *out);

#endif
