/* plan_groups.c - numbers for plans, found again by plan id and municipality, and their ranks. */
#include "data/plan_groups.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 64 };

hn_plan_groups *hn_plan_groups_create(void) {
    hn_plan_groups *groups = hn_zalloc(1, sizeof *groups);
    if (!groups) return NULL;
    groups->pool = hn_pool_create();
    groups->slots = hn_zalloc(FIRST_SLOTS, sizeof *groups->slots);
    groups->slot_count = FIRST_SLOTS;
    if (groups->pool && groups->slots) return groups;
    hn_plan_groups_destroy(groups);
    return NULL;
}

void hn_plan_groups_destroy(hn_plan_groups *groups) {
    if (!groups) return;
    hn_free(groups->row);
    hn_free(groups->slots);
    hn_pool_destroy(groups->pool);
    hn_free(groups);
}

/* FNV-1a over both texts, or the source number where there is no plan id. */
static uint64_t hash_of(const hn_plan_group *g) {
    uint64_t hash = 1469598103934665603u;
    for (const char *p = g->planid; p && *p; p++)
        hash = (hash ^ (unsigned char)*p) * 1099511628211u;
    for (const char *p = g->planid ? g->municipality : NULL; p && *p; p++)
        hash = (hash ^ 0x100u ^ (unsigned char)*p) * 1099511628211u;
    if (!g->planid) hash = (hash ^ g->source) * 1099511628211u;
    return hash ^ (hash >> 31);
}

/* Texts are of one pool. */
static bool same_group(const hn_plan_group *a, const hn_plan_group *b) {
    if (a->planid != b->planid) return false;
    return a->planid ? a->municipality == b->municipality : a->source == b->source;
}

static uint32_t *slot_of(const hn_plan_groups *groups, uint32_t *slots, size_t slot_count,
                         const hn_plan_group *wanted) {
    size_t at = (size_t)hash_of(wanted) & (slot_count - 1);
    while (slots[at] && !same_group(&groups->row[slots[at] - 1], wanted))
        at = (at + 1) & (slot_count - 1);
    return &slots[at];
}

static bool widen(hn_plan_groups *groups) {
    if ((groups->count + 1) * 2 <= groups->slot_count) return true;
    size_t wider = groups->slot_count * 2;
    uint32_t *slots = hn_zalloc(wider, sizeof *slots);
    if (!slots) return false;
    for (size_t i = 0; i < groups->count; i++)
        *slot_of(groups, slots, wider, &groups->row[i]) = (uint32_t)i + 1;
    hn_free(groups->slots);
    groups->slots = slots;
    groups->slot_count = wider;
    return true;
}

static const char *keep(hn_pool *pool, const char *text, bool *failed) {
    if (!text || !*text) return NULL;
    const char *kept = hn_pool_add(pool, text);
    if (!kept) *failed = true;
    return kept;
}

uint32_t hn_plan_groups_find(hn_plan_groups *groups, const char *planid, const char *municipality,
                             uint32_t source, const char *name, int date) {
    bool failed = false;
    hn_plan_group wanted = {.planid = keep(groups->pool, planid, &failed),
                            .municipality = keep(groups->pool, municipality, &failed),
                            .name = keep(groups->pool, name, &failed),
                            .date = date,
                            .source = source};
    if (failed || !widen(groups)) return UINT32_MAX;
    uint32_t *slot = slot_of(groups, groups->slots, groups->slot_count, &wanted);
    if (*slot) {
        hn_plan_group *known = &groups->row[*slot - 1];
        if (!known->name) known->name = wanted.name;
        if (date > known->date) known->date = date;
        return *slot - 1;
    }
    if (!HN_RESERVE(groups->row, groups->count, groups->capacity, 1)) return UINT32_MAX;
    groups->row[groups->count] = wanted;
    *slot = (uint32_t)++groups->count;
    return *slot - 1;
}

typedef struct ranked {
    int date;
    uint32_t source, number;
} ranked;

static int compare_ranked(const void *a, const void *b) {
    const ranked *x = a, *y = b;
    if (x->date != y->date) return x->date > y->date ? -1 : 1;
    if (x->source != y->source) return x->source < y->source ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

hensyn_status hn_plan_groups_rank(hensyn_context *ctx, const hn_plan_groups *groups, bool newest,
                                  uint32_t *rank) {
    ranked *list = hn_alloc(groups->count, sizeof *list);
    if (!list) return hn_nomem(ctx);
    for (size_t i = 0; i < groups->count; i++)
        list[i] = (ranked){.date = newest ? groups->row[i].date : 0,
                           .source = groups->row[i].source,
                           .number = (uint32_t)i};
    qsort(list, groups->count, sizeof *list, compare_ranked);
    for (size_t i = 0; i < groups->count; i++)
        rank[list[i].number] = (uint32_t)i;
    hn_free(list);
    return HENSYN_OK;
}
