/* plan_outlines.h - the plans of one source: what KpOmråde, RpOmråde and Arealplan say about the
 * areas inside them. */
#ifndef HN_PLAN_OUTLINES_H
#define HN_PLAN_OUTLINES_H

#include "data/layer.h"
#include "data/plan.h"

/* What is known of a plan; NULL, HN_NO_INT or 0: not said. Texts live as long as the outlines. */
typedef struct hn_plan_facts {
    const char *planid, *name, *municipality;
    int type, status, level;
    int date; /* yyyymmdd of ikrafttredelse, else vedtak; 0: none */
    hn_plan_family family;
} hn_plan_facts;

typedef struct hn_plan_outlines hn_plan_outlines;
hn_plan_outlines *hn_plan_outlines_create(void); /* NULL: no memory */
void hn_plan_outlines_destroy(hn_plan_outlines *outlines);

/* Takes the outlines of a layer read with the columns of its model (of a mixed layer the features
 * that are outlines), and their geometry out of it. Arealplan has often no geometry: features
 * without one count too. */
hensyn_status hn_plan_outlines_add(hensyn_context *ctx, hn_plan_outlines *outlines, hn_layer *layer,
                                   const hn_plan_model *model);
/* Joins outlines of one plan (same plan id and municipality, or linked by href). Call once, after
 * the last hn_plan_outlines_add and before hn_plan_outlines_find. */
hensyn_status hn_plan_outlines_finish(hensyn_context *ctx, hn_plan_outlines *outlines);
/* Different plans; 0 when the source says nothing about any. */
size_t hn_plan_outlines_count(const hn_plan_outlines *outlines);

typedef enum hn_plan_match {
    HN_MATCH_NONE = 0,
    HN_MATCH_ID,       /* same plan id */
    HN_MATCH_LINK,     /* the area's href names the outline */
    HN_MATCH_ONLY,     /* the source has one plan of the area's family */
    HN_MATCH_PLACE,    /* the area lies in one plan of its family */
    HN_MATCH_AMBIGUOUS /* it lies in several: the smallest was taken */
} hn_plan_match;

/* The plan of an area: own holds what the area says itself (planid, municipality, level, family),
 * link its href (may be NULL). *facts is what the plan says; level only where the plan leaves no
 * doubt. */
hensyn_status hn_plan_outlines_find(hensyn_context *ctx, hn_plan_outlines *outlines,
                                    const hn_plan_facts *own, const char *link,
                                    const hn_geometry *area, hn_plan_facts *facts,
                                    hn_plan_match *match);

#endif
