/* plan_groups.h - which areas are one plan, and in which order plans stand for --plan-rank. */
#ifndef HN_PLAN_GROUPS_H
#define HN_PLAN_GROUPS_H

#include "base/context.h"
#include "base/memory.h"

#include <stdint.h>

typedef struct hn_plan_group {
    const char *planid;       /* NULL: areas of a source that names no plan */
    const char *municipality; /* NULL: not said */
    const char *name;         /* NULL: not said */
    int date;                 /* yyyymmdd, the latest that any of its areas or outlines says; 0 */
    uint32_t source;          /* the first --plan source it stands in, from 0 */
} hn_plan_group;

/* Groups in the order in which their first area came. hn_plan_area.plan is a number here. */
typedef struct hn_plan_groups {
    hn_plan_group *row;
    size_t count, capacity;
    uint32_t *slots; /* open addressing: number + 1 by planid, municipality or source */
    size_t slot_count;
    hn_pool *pool; /* owner of the texts */
} hn_plan_groups;

hn_plan_groups *hn_plan_groups_create(void); /* NULL: no memory */
void hn_plan_groups_destroy(hn_plan_groups *groups);

/* The group of a plan: by plan id and municipality, else by source. Name and date are remembered
 * where they say more than before. UINT32_MAX: no memory. */
uint32_t hn_plan_groups_find(hn_plan_groups *groups, const char *planid, const char *municipality,
                             uint32_t source, const char *name, int date);

/* Ranks for --plan-rank in rank[groups->count], all different, lowest kept. newest: by date, the
 * latest first, those without a date last; else, and among equals, by source, then first area. */
hensyn_status hn_plan_groups_rank(hensyn_context *ctx, const hn_plan_groups *groups, bool newest,
                                  uint32_t *rank);

#endif
