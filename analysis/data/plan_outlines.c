/* plan_outlines.c - collects the outlines of a source, joins those of one plan, and finds the plan
 * of an area: by plan id, by href, as the only one, or by place. */
#include "data/plan_outlines.h"

#include "data/geos.h"
#include "data/index.h"
#include "data/result.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct outline {
    hn_plan_facts facts; /* own; planid, name ... of the whole plan after finish, level stays own */
    const char *gml_id, *link;
    hn_geometry *geometry;             /* owned, NULL: none */
    GEOSGeometry *shape;               /* made when first asked */
    const GEOSPreparedGeometry *ready; /* point tests in logarithmic time */
    uint32_t root;                     /* the outline that stands for the whole plan */
    int common_level;                  /* at a root: the level of all of it, or MANY_LEVELS */
} outline;

enum { MANY_LEVELS = INT_MAX };

/* An outline under its plan id, or under its gml_id. */
typedef struct named {
    const char *name, *municipality; /* municipality "" when not known */
    int level;
    uint32_t row;
    bool single; /* all outlines of this plan id are one plan */
} named;

struct hn_plan_outlines {
    outline *row;
    size_t count, capacity;
    size_t plans[HN_FAMILY_COUNT];   /* that an area of this family can belong to */
    uint32_t first[HN_FAMILY_COUNT]; /* one of their roots */
    named *by_plan, *by_gml;
    size_t plan_names, gml_names;
    hn_index *index; /* of the geometries */
    hn_geos *geos;
    hn_pool *pool;
};

hn_plan_outlines *hn_plan_outlines_create(void) {
    hn_plan_outlines *outlines = hn_zalloc(1, sizeof *outlines);
    if (!outlines) return NULL;
    outlines->pool = hn_pool_create();
    if (outlines->pool) return outlines;
    hn_free(outlines);
    return NULL;
}

void hn_plan_outlines_destroy(hn_plan_outlines *outlines) {
    if (!outlines) return;
    for (size_t i = 0; i < outlines->count; i++) {
        outline *o = &outlines->row[i];
        if (o->ready) GEOSPreparedGeom_destroy_r(outlines->geos->handle, o->ready);
        if (o->shape) GEOSGeom_destroy_r(outlines->geos->handle, o->shape);
        hn_free(o->geometry);
    }
    hn_free(outlines->row);
    hn_free(outlines->by_plan);
    hn_free(outlines->by_gml);
    hn_index_destroy(outlines->index);
    hn_geos_destroy(outlines->geos);
    hn_pool_destroy(outlines->pool);
    hn_free(outlines);
}

size_t hn_plan_outlines_count(const hn_plan_outlines *outlines) {
    return outlines->plans[HN_FAMILY_ANY];
}

/* ---- collecting ---- */

static const char *keep(hn_pool *pool, const char *text, bool *failed) {
    if (!text || !*text) return NULL;
    const char *kept = hn_pool_add(pool, text);
    if (!kept) *failed = true;
    return kept;
}

static int date_of(const char *const *value) {
    int date = hn_plan_date(value[HN_ROLE_IN_FORCE]);
    return date ? date : hn_plan_date(value[HN_ROLE_ADOPTED]);
}

/* An Arealplan of SOSI Plan 5 says by its plantype what it is. */
static hn_plan_family family_of(hn_plan_family said, int plantype) {
    if (said != HN_FAMILY_ANY) return said;
    return plantype >= 20 && plantype < 30   ? HN_FAMILY_KP
           : plantype >= 30 && plantype < 40 ? HN_FAMILY_RP
                                             : HN_FAMILY_ANY;
}

static bool collect(hn_plan_outlines *outlines, const char *const *value, hn_plan_family family,
                    hn_geometry **geometry) {
    bool failed = false;
    char number[HN_CODE_SIZE];
    hn_plan_municipality(value[HN_ROLE_MUNICIPALITY], number);
    int type = hn_plan_int(HN_ROLE_PLAN_TYPE, value[HN_ROLE_PLAN_TYPE]);
    if (!HN_RESERVE(outlines->row, outlines->count, outlines->capacity, 1)) return false;
    outlines->row[outlines->count] =
        (outline){.facts = {.planid = keep(outlines->pool, value[HN_ROLE_PLAN_ID], &failed),
                            .name = keep(outlines->pool, value[HN_ROLE_PLAN_NAME], &failed),
                            .municipality = keep(outlines->pool, number, &failed),
                            .type = type,
                            .status = hn_plan_int(HN_ROLE_PLAN_STATUS, value[HN_ROLE_PLAN_STATUS]),
                            .level = hn_plan_int(HN_ROLE_LEVEL, value[HN_ROLE_LEVEL]),
                            .date = date_of(value),
                            .family = family_of(family, type)},
                  .gml_id = keep(outlines->pool, value[HN_ROLE_GML_ID], &failed),
                  .link = keep(outlines->pool, value[HN_ROLE_LINK], &failed),
                  .root = (uint32_t)outlines->count};
    if (failed) return false;
    if (*geometry && (*geometry)->kind == HN_AREA) {
        outlines->row[outlines->count].geometry = *geometry;
        *geometry = NULL;
    }
    outlines->count++;
    return true;
}

hensyn_status hn_plan_outlines_add(hensyn_context *ctx, hn_plan_outlines *outlines, hn_layer *layer,
                                   const hn_plan_model *model) {
    for (size_t row = 0; row < layer->count; row++) {
        const char *const *value = &layer->value[row * layer->columns];
        hn_plan_feature feature = hn_plan_feature_of(model, value);
        if (feature.layer != HN_LAYER_OUTLINE) continue;
        if (!collect(outlines, value, feature.family, &layer->geometry[row])) return hn_nomem(ctx);
    }
    return HENSYN_OK;
}

/* ---- joining ---- */

static uint32_t root_of(hn_plan_outlines *outlines, uint32_t row) {
    outline *rows = outlines->row;
    while (rows[row].root != row) {
        rows[row].root = rows[rows[row].root].root;
        row = rows[row].root;
    }
    return row;
}

static void join(hn_plan_outlines *outlines, uint32_t a, uint32_t b) {
    a = root_of(outlines, a);
    b = root_of(outlines, b);
    if (a < b) outlines->row[b].root = a;
    if (b < a) outlines->row[a].root = b;
}

static int compare_named(const void *a, const void *b) {
    const named *x = a, *y = b;
    int order = strcmp(x->name, y->name);
    if (!order) order = strcmp(x->municipality, y->municipality);
    if (!order) order = (x->level > y->level) - (x->level < y->level);
    return order ? order : (x->row > y->row) - (x->row < y->row);
}

/* First name not below the key in the order of compare_named. */
static size_t lower_bound(const named *list, size_t count, const named *key) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_named(&list[middle], key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const named *find_gml(const hn_plan_outlines *outlines, const char *id) {
    named key = {.name = id, .municipality = "", .level = HN_NO_INT};
    size_t at = lower_bound(outlines->by_gml, outlines->gml_names, &key);
    bool found = at < outlines->gml_names && strcmp(outlines->by_gml[at].name, id) == 0;
    return found ? &outlines->by_gml[at] : NULL;
}

/* Copies the next id of an href ("#a", or "(2:#a,#b)" of a list); NULL: no more. */
static const char *next_target(const char *link, char *id, size_t size) {
    const char *start = link ? strchr(link, '#') : NULL;
    if (!start) return NULL;
    size_t length = strcspn(++start, ",)# ");
    if (length >= size) length = size - 1;
    memcpy(id, start, length);
    id[length] = '\0';
    return start + length;
}

enum { ID_SIZE = 256 };

static bool list_gml_names(hn_plan_outlines *outlines) {
    outlines->by_gml = hn_alloc(outlines->count, sizeof *outlines->by_gml);
    if (!outlines->by_gml) return false;
    for (size_t i = 0; i < outlines->count; i++)
        if (outlines->row[i].gml_id)
            outlines->by_gml[outlines->gml_names++] = (named){.name = outlines->row[i].gml_id,
                                                              .municipality = "",
                                                              .level = HN_NO_INT,
                                                              .row = (uint32_t)i};
    qsort(outlines->by_gml, outlines->gml_names, sizeof *outlines->by_gml, compare_named);
    return true;
}

static void join_links(hn_plan_outlines *outlines) {
    char id[ID_SIZE];
    for (size_t i = 0; i < outlines->count; i++) {
        const char *link = outlines->row[i].link;
        while ((link = next_target(link, id, sizeof id)) != NULL) {
            const named *target = find_gml(outlines, id);
            if (target) join(outlines, (uint32_t)i, target->row);
        }
    }
}

static void fill(hn_plan_facts *facts, const hn_plan_facts *from) {
    if (!facts->planid) facts->planid = from->planid;
    if (!facts->name) facts->name = from->name;
    if (!facts->municipality) facts->municipality = from->municipality;
    if (facts->type == HN_NO_INT) facts->type = from->type;
    if (facts->status == HN_NO_INT) facts->status = from->status;
    if (!facts->date) facts->date = from->date;
    if (facts->family == HN_FAMILY_ANY) facts->family = from->family;
}

/* Gives every outline of a plan what any of them says, the first in source order. */
static void share_facts(hn_plan_outlines *outlines) {
    for (size_t i = 0; i < outlines->count; i++)
        fill(&outlines->row[root_of(outlines, (uint32_t)i)].facts, &outlines->row[i].facts);
    for (size_t i = 0; i < outlines->count; i++)
        fill(&outlines->row[i].facts, &outlines->row[root_of(outlines, (uint32_t)i)].facts);
}

static bool list_plan_names(hn_plan_outlines *outlines) {
    outlines->by_plan = hn_alloc(outlines->count, sizeof *outlines->by_plan);
    if (!outlines->by_plan) return false;
    for (size_t i = 0; i < outlines->count; i++) {
        const hn_plan_facts *facts = &outlines->row[i].facts;
        if (!facts->planid) continue;
        outlines->by_plan[outlines->plan_names++] =
            (named){.name = facts->planid,
                    .municipality = facts->municipality ? facts->municipality : "",
                    .level = facts->level,
                    .row = (uint32_t)i};
    }
    qsort(outlines->by_plan, outlines->plan_names, sizeof *outlines->by_plan, compare_named);
    return true;
}

/* Outlines [first, last) have one plan id. They are one plan unless several municipalities use
 * the id; an outline without municipality then stays by itself. */
static void join_same_id(hn_plan_outlines *outlines, size_t first, size_t last) {
    named *list = outlines->by_plan;
    size_t real = first; /* "" sorts first */
    while (real < last && !*list[real].municipality)
        real++;
    bool single = real == last || strcmp(list[real].municipality, list[last - 1].municipality) == 0;
    list[first].single = single;
    for (size_t i = first + 1; i < last; i++) {
        list[i].single = single;
        if (single || strcmp(list[i].municipality, list[i - 1].municipality) == 0)
            join(outlines, list[i - 1].row, list[i].row);
    }
}

static void join_ids(hn_plan_outlines *outlines) {
    for (size_t first = 0, last; first < outlines->plan_names; first = last) {
        last = first + 1;
        while (last < outlines->plan_names &&
               strcmp(outlines->by_plan[first].name, outlines->by_plan[last].name) == 0)
            last++;
        join_same_id(outlines, first, last);
    }
}

static bool same_family(hn_plan_family a, hn_plan_family b) {
    return a == HN_FAMILY_ANY || b == HN_FAMILY_ANY || a == b;
}

static void count_plans(hn_plan_outlines *outlines) {
    for (size_t i = outlines->count; i-- > 0;) {
        if (root_of(outlines, (uint32_t)i) != i) continue;
        for (int family = 0; family < HN_FAMILY_COUNT; family++) {
            if (!same_family((hn_plan_family)family, outlines->row[i].facts.family)) continue;
            outlines->plans[family]++;
            outlines->first[family] = (uint32_t)i;
        }
    }
}

static void set_levels(hn_plan_outlines *outlines) {
    for (size_t i = 0; i < outlines->count; i++)
        outlines->row[i].common_level = HN_NO_INT;
    for (size_t i = 0; i < outlines->count; i++) {
        uint32_t root = root_of(outlines, (uint32_t)i);
        int level = outlines->row[i].facts.level, *common = &outlines->row[root].common_level;
        if (level == HN_NO_INT) continue;
        *common = *common == HN_NO_INT || *common == level ? level : MANY_LEVELS;
    }
}

static bool build_index(hn_plan_outlines *outlines) {
    hn_box *boxes = hn_alloc(outlines->count, sizeof *boxes);
    if (!boxes) return false;
    for (size_t i = 0; i < outlines->count; i++)
        boxes[i] = outlines->row[i].geometry ? outlines->row[i].geometry->box : HN_EMPTY_BOX;
    outlines->index = hn_index_create(boxes, outlines->count);
    hn_free(boxes);
    return outlines->index != NULL;
}

hensyn_status hn_plan_outlines_finish(hensyn_context *ctx, hn_plan_outlines *outlines) {
    if (outlines->count == 0) return HENSYN_OK;
    if (!list_gml_names(outlines)) return hn_nomem(ctx);
    join_links(outlines);
    share_facts(outlines);
    if (!list_plan_names(outlines)) return hn_nomem(ctx);
    join_ids(outlines);
    share_facts(outlines);
    set_levels(outlines);
    count_plans(outlines);
    return build_index(outlines) ? HENSYN_OK : hn_nomem(ctx);
}

/* ---- finding ---- */

static bool same_or_unsaid(const char *a, const char *b) { return !a || !b || strcmp(a, b) == 0; }

static bool agrees(const hn_plan_facts *own, const hn_plan_facts *plan) {
    return same_or_unsaid(own->planid, plan->planid) &&
           same_or_unsaid(own->municipality, plan->municipality) &&
           same_family(own->family, plan->family);
}

/* The outline of a plan id, that of the area's own level where there is one. */
static const named *find_id(const hn_plan_outlines *outlines, const hn_plan_facts *own) {
    const named *list = outlines->by_plan;
    size_t count = outlines->plan_names;
    named key = {.name = own->planid, .municipality = "", .level = HN_NO_INT};
    size_t any = lower_bound(list, count, &key);
    if (any == count || strcmp(list[any].name, own->planid) != 0) return NULL;
    if (!own->municipality && !list[any].single) return NULL;
    key.municipality = own->municipality ? own->municipality : list[any].municipality;
    key.level = own->level;
    size_t at = lower_bound(list, count, &key);
    if (at == count || strcmp(list[at].name, own->planid) != 0 ||
        strcmp(list[at].municipality, key.municipality) != 0 || list[at].level != own->level) {
        key.level = HN_NO_INT;
        at = lower_bound(list, count, &key);
    }
    if (at < count && strcmp(list[at].name, own->planid) == 0 &&
        strcmp(list[at].municipality, key.municipality) == 0)
        return &list[at];
    /* Outlines that do not say their municipality come first. */
    return *list[any].municipality ? NULL : &list[any];
}

static const named *find_link(const hn_plan_outlines *outlines, const char *link) {
    char id[ID_SIZE];
    while ((link = next_target(link, id, sizeof id)) != NULL) {
        const named *target = find_gml(outlines, id);
        if (target) return target;
    }
    return NULL;
}

typedef struct search {
    hn_plan_outlines *outlines;
    const hn_plan_facts *own;
    GEOSGeometry *point;
    double x, y;
    uint32_t best, root; /* UINT32_MAX: none yet */
    double smallest;     /* area of the best one's box */
    bool ambiguous;
} search;

static bool holds(search *s, outline *o) {
    hn_geos *geos = s->outlines->geos;
    if (!o->shape) o->shape = hn_to_geos(geos, o->geometry);
    if (o->shape && !o->ready) o->ready = GEOSPrepare_r(geos->handle, o->shape);
    char answer = o->ready ? GEOSPreparedIntersects_r(geos->handle, o->ready, s->point) : 2;
    /* GEOS refuses some broken outlines. */
    return answer == 2 ? hn_locate(o->geometry, s->x, s->y) >= 0 : answer == 1;
}

static bool consider(uint32_t item, void *user) {
    search *s = user;
    outline *o = &s->outlines->row[item];
    bool other_level = s->own->level != HN_NO_INT && o->facts.level != HN_NO_INT &&
                       s->own->level != o->facts.level;
    if (other_level || !agrees(s->own, &o->facts) || !holds(s, o)) return true;
    uint32_t root = root_of(s->outlines, item);
    hn_box b = o->geometry->box;
    double size = (b.xmax - b.xmin) * (b.ymax - b.ymin);
    if (s->best != UINT32_MAX && root != s->root) s->ambiguous = true;
    if (s->best != UINT32_MAX && (size > s->smallest || (size == s->smallest && item > s->best)))
        return true;
    s->best = item;
    s->root = root;
    s->smallest = size;
    return true;
}

static hensyn_status find_place(hensyn_context *ctx, search *s, const hn_geometry *area) {
    hn_plan_outlines *outlines = s->outlines;
    if (!area || !hn_point_on(area, &s->x, &s->y)) return HENSYN_OK;
    if (!outlines->geos) outlines->geos = hn_geos_create();
    if (!outlines->geos) return hn_nomem(ctx);
    s->point = GEOSGeom_createPointFromXY_r(outlines->geos->handle, s->x, s->y);
    if (!s->point) return hn_nomem(ctx);
    hn_index_query(outlines->index, (hn_box){s->x, s->y, s->x, s->y}, consider, s);
    GEOSGeom_destroy_r(outlines->geos->handle, s->point);
    return HENSYN_OK;
}

static void answer(hn_plan_outlines *outlines, uint32_t row, hn_plan_match how,
                   hn_plan_facts *facts, hn_plan_match *match) {
    *facts = outlines->row[row].facts;
    bool this_one = how == HN_MATCH_LINK || how == HN_MATCH_PLACE;
    int common = outlines->row[root_of(outlines, row)].common_level;
    if (!this_one || facts->level == HN_NO_INT)
        facts->level = common == MANY_LEVELS ? HN_NO_INT : common;
    *match = how;
}

hensyn_status hn_plan_outlines_find(hensyn_context *ctx, hn_plan_outlines *outlines,
                                    const hn_plan_facts *own, const char *link,
                                    const hn_geometry *area, hn_plan_facts *facts,
                                    hn_plan_match *match) {
    *facts = (hn_plan_facts){.type = HN_NO_INT, .status = HN_NO_INT, .level = HN_NO_INT};
    *match = HN_MATCH_NONE;
    if (outlines->count == 0) return HENSYN_OK;
    const named *found = own->planid ? find_id(outlines, own) : NULL;
    if (found) {
        answer(outlines, found->row, HN_MATCH_ID, facts, match);
        return HENSYN_OK;
    }
    found = find_link(outlines, link);
    if (found) {
        answer(outlines, found->row, HN_MATCH_LINK, facts, match);
        return HENSYN_OK;
    }
    if (outlines->plans[own->family] == 1) {
        uint32_t only = outlines->first[own->family];
        if (agrees(own, &outlines->row[only].facts))
            answer(outlines, only, HN_MATCH_ONLY, facts, match);
        return HENSYN_OK;
    }
    search s = {.outlines = outlines, .own = own, .best = UINT32_MAX, .root = UINT32_MAX};
    hensyn_status status = find_place(ctx, &s, area);
    if (status == HENSYN_OK && s.best != UINT32_MAX)
        answer(outlines, s.best, s.ambiguous ? HN_MATCH_AMBIGUOUS : HN_MATCH_PLACE, facts, match);
    return status;
}
