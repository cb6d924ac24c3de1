/* verify_plan_theme.c - plan_tema counts overlaps that are not written, since they have no
 * consequence: no more of them than considerations near the area that the rules give none. */
#include "verify_grades.h"

#include "base/memory.h"
#include "data/index.h"
#include "json_text.h"

#include <stdlib.h>
#include <string.h>

/* What a theme, from data or from the plan's own zones, has at most in one plan area. */
typedef struct group_most {
    const char *tema, *opphav;
    int64_t overlaps;
    int verdi; /* -1: nothing */
} group_most;

typedef struct bounds {
    hn_grading *g;
    hn_index *index;            /* over the objects */
    uint32_t *seen;             /* of each object: number of the area that it was counted for */
    HN_ROWS(group_most) groups; /* of the present area */
    const hn_graded_area *area; /* that they are about */
    uint32_t number;            /* of it, from 1 */
    size_t pair;                /* the first of the overlaps that was not looked at yet */
    bool every_pair, no_memory;
} bounds;

/* NULL: no memory. */
static group_most *group_of(bounds *b, const char *tema, const char *opphav) {
    for (size_t i = 0; i < b->groups.count; i++)
        if (strcmp(b->groups.row[i].tema, tema) == 0 &&
            strcmp(b->groups.row[i].opphav, opphav) == 0)
            return &b->groups.row[i];
    hn_pool *pool = b->g->v->pool;
    group_most *row = HN_NEW_ROW(b->groups);
    if (!row) return NULL;
    *row = (group_most){hn_pool_add(pool, tema), hn_pool_add(pool, opphav), 0, -1};
    return row->tema && row->opphav ? row : NULL;
}

static bool count_object(bounds *b, uint32_t number) {
    const hn_graded_object *o = &b->g->objects.row[number];
    group_most *group = group_of(b, o->tema, o->opphav);
    b->seen[number] = b->number;
    if (!group) return false;
    group->overlaps++;
    if (o->verdi > group->verdi) group->verdi = o->verdi;
    return true;
}

/* May an overlap of the present area with the object have no consequence? The least share is where
 * omfang lowers most. */
static bool may_be_nothing(const bounds *b, const hn_graded_object *o) {
    const hn_rules *rules = b->g->rules;
    if (o->theme < 0) return true;
    for (unsigned list = 0; list < HN_CODES_END; list++) {
        if (!(b->area->lists >> list & 1)) continue;
        int impact =
            hn_rules_impact(rules, (hn_code_list)list, b->area->arealformal, o->theme).impact;
        if (impact < 1 || o->verdi < 0 || o->verdi > 4) return true;
        if (hn_rules_grade(rules, o->theme, o->verdi, impact, 0) < 1) return true;
    }
    return false;
}

static bool look_at_object(uint32_t number, void *user) {
    bounds *b = user;
    if (b->seen[number] == b->number || !may_be_nothing(b, &b->g->objects.row[number])) return true;
    b->no_memory = b->no_memory || !count_object(b, number);
    return !b->no_memory;
}

/* Pairs stand by area in each of their tables; they were sorted together. */
static bool count_area(bounds *b, const hn_graded_area *area) {
    const hn_grading *g = b->g;
    b->area = area;
    b->number = (uint32_t)(area - g->areas.row) + 1;
    b->groups.count = 0;
    while (b->pair < g->overlaps.count && g->overlaps.row[b->pair].area + 1 < b->number)
        b->pair++;
    for (; b->pair < g->overlaps.count && g->overlaps.row[b->pair].area + 1 == b->number; b->pair++)
        if (!count_object(b, g->overlaps.row[b->pair].object)) return false;
    if (!b->every_pair) hn_index_query(b->index, area->box, look_at_object, b);
    return !b->no_memory;
}

/* fid, plan_fid, tema, opphav, antall, verdi; by plan_fid */
static hensyn_status take_row(hensyn_context *ctx, const hn_db_value *values, size_t count,
                              void *user) {
    bounds *b = user;
    const hn_graded_area *area = hn_graded_area_find(b->g, values[1].integer);
    (void)count;
    if (!area) return HENSYN_OK;
    if (area != b->area && !count_area(b, area)) return hn_nomem(ctx);
    const group_most *most = group_of(b, hn_db_string(&values[2]), hn_db_string(&values[3]));
    if (!most) return hn_nomem(ctx);
    bool fits = values[5].type == HN_DB_NULL || values[5].integer <= most->verdi;
    if (values[4].integer <= most->overlaps && fits) return HENSYN_OK;
    return hn_check_fail(
        b->g->v,
        json_pack("{s:s, s:I, s:I, s:o, s:I, s:I, s:o, s:o}", "table", "plan_tema", "fid",
                  (json_int_t)values[0].integer, "plan_fid", (json_int_t)area->fid, "tema",
                  hn_json_text(values[2].text), "antall", (json_int_t)values[4].integer, "hoyst",
                  (json_int_t)most->overlaps, "verdi",
                  values[5].type == HN_DB_NULL ? json_null() : json_integer(values[5].integer),
                  "hoyest", most->verdi < 0 ? json_null() : json_integer(most->verdi)));
}

static int by_area(const void *a, const void *b) {
    const hn_graded_pair *p = a, *q = b;
    if (p->area != q->area) return p->area < q->area ? -1 : 1;
    return p->object < q->object ? -1 : p->object > q->object;
}

static hensyn_status index_objects(bounds *b) {
    const hn_grading *g = b->g;
    hn_box *box = hn_alloc(g->objects.count, sizeof *box);
    b->seen = hn_zalloc(g->objects.count, sizeof *b->seen);
    for (size_t i = 0; box && i < g->objects.count; i++)
        box[i] = g->objects.row[i].box;
    b->index = box ? hn_index_create(box, g->objects.count) : NULL;
    hn_free(box);
    return b->seen && b->index ? HENSYN_OK : hn_nomem(g->v->ctx);
}

hensyn_status hn_verify_plan_theme(hn_grading *g) {
    hn_verify *v = g->v;
    hensyn_status status = HENSYN_OK;
    bounds b = {.g = g, .every_pair = hn_recipe_says(v, "all_overlaps: true")};
    HN_TRY(hn_check_begin(v, "plan_tema_hoyst",
                          "antall og verdi er ikke høyere enn hensynene ved området gir",
                          "antall and verdi are no higher than the considerations there give"));
    if (hn_check_failed(v, "geometri"))
        return hn_check_note(v, true,
                             hn_text(v->ctx, "ikke kontrollert: noen geometrier er ikke i orden",
                                     "not checked: some geometries are not sound"));
    if (g->overlaps.count)
        qsort(g->overlaps.row, g->overlaps.count, sizeof *g->overlaps.row, by_area);
    HN_TRY(index_objects(&b));
    HN_TRY(hn_db_query(v->ctx, v->db,
                       "SELECT fid, plan_fid, tema, opphav, antall, verdi FROM plan_tema ORDER BY "
                       "plan_fid, fid",
                       take_row, &b));
cleanup:
    hn_index_destroy(b.index);
    hn_free(b.seen);
    hn_free(b.groups.row);
    return status;
}
