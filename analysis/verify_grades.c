/* verify_grades.c - grades follow from the rules that kjoring holds: the scale of each theme, the
 * impact of each purpose on it with the rule that says so, and the consequence of both. */
#include "verify_grades.h"

#include "base/memory.h"
#include "json_text.h"

#include <stdlib.h>
#include <string.h>

#define SCALE_CHECK                                                                                \
    "skala", "hvert hensyn har skalaen til temaet sitt",                                           \
        "each consideration has the scale of its theme"
#define PURPOSE_CHECK                                                                              \
    "formal", "formal_navn er navnet på arealformål i en kodeliste",                               \
        "formal_navn is the name of arealformal in a code list"
#define IMPACT_CHECK                                                                               \
    "pavirkning", "pavirkning og regel følger av formål, tema og reglene i kjoring",               \
        "pavirkning and regel follow from purpose, theme and the rules in kjoring"
#define GRADE_CHECK                                                                                \
    "konsekvens", "konsekvens følger av verdi, pavirkning, andel og reglene i kjoring",            \
        "konsekvens follows from verdi, pavirkning, share and the rules in kjoring"

/* ---- plan areas ---- */

static bool same_text(const char *a, const char *b) { return a && b ? strcmp(a, b) == 0 : a == b; }

/* A purpose has the name that its list gives it, or none. */
static unsigned lists_with(const hn_rules *rules, const char *code, const char *name) {
    unsigned lists = 0;
    for (unsigned list = 0; list < HN_CODES_END; list++) {
        const char *own = code ? hn_rules_purpose_name(rules, (hn_code_list)list, code) : NULL;
        if (same_text(own, name)) lists |= 1u << list;
    }
    return lists;
}

static hn_box box_of(const hn_db_value *value) {
    return value->geometry ? value->geometry->box : HN_EMPTY_BOX;
}

/* fid, arealformal, formal_navn, utbygging, geom */
static hensyn_status take_area(hensyn_context *ctx, const hn_db_value *values, size_t count,
                               void *user) {
    hn_grading *g = user;
    hn_graded_area *row = HN_NEW_ROW(g->areas);
    (void)count;
    if (!row) return hn_nomem(ctx);
    *row = (hn_graded_area){
        .fid = values[0].integer, .development = values[3].integer == 1, .box = box_of(&values[4])};
    if (values[1].text) row->arealformal = hn_pool_add(g->v->pool, values[1].text);
    if (values[1].text && !row->arealformal) return hn_nomem(ctx);
    row->lists = lists_with(g->rules, values[1].text, values[2].text);
    if (row->lists) return HENSYN_OK;
    row->lists = ~0u;
    return hn_check_fail(g->v, json_pack("{s:s, s:I, s:o, s:o}", "table", "arealformal", "fid",
                                         (json_int_t)row->fid, "arealformal",
                                         hn_json_text(values[1].text), "formal_navn",
                                         hn_json_text(values[2].text)));
}

static int compare_areas(const void *a, const void *b) {
    int64_t x = ((const hn_graded_area *)a)->fid, y = ((const hn_graded_area *)b)->fid;
    return (x > y) - (x < y);
}

hn_graded_area *hn_graded_area_find(const hn_grading *g, int64_t fid) {
    const hn_graded_area wanted = {.fid = fid};
    if (!g->areas.count) return NULL;
    return bsearch(&wanted, g->areas.row, g->areas.count, sizeof wanted, compare_areas);
}

/* ---- considerations ---- */

/* fid, tema, opphav, verdi, konsekvens, skala, beslag_andel, geom */
static hensyn_status take_object(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                 void *user) {
    hn_grading *g = user;
    hn_graded_object *row = HN_NEW_ROW(g->objects);
    (void)count;
    if (!row) return hn_nomem(ctx);
    *row = (hn_graded_object){.fid = values[0].integer,
                              .table = g->table,
                              .tema = hn_pool_add(g->v->pool, hn_db_string(&values[1])),
                              .opphav = hn_pool_add(g->v->pool, hn_db_string(&values[2])),
                              .theme = hn_rules_find_theme(g->rules, values[1].text),
                              .verdi = (int)values[3].integer,
                              .konsekvens = (int)values[4].integer,
                              .share = hn_db_number(&values[6]),
                              .box = box_of(&values[7])};
    if (!row->tema || !row->opphav) return hn_nomem(ctx);
    const char *scale = row->theme < 0 ? NULL : hn_rules_theme(g->rules, (size_t)row->theme)->scale;
    row->hazard = scale && strcmp(scale, "fare") == 0;
    if (same_text(scale, values[5].text)) return HENSYN_OK;
    return hn_check_fail(g->v,
                         json_pack("{s:s, s:I, s:o, s:o, s:o}", "table", g->table, "fid",
                                   (json_int_t)row->fid, "tema", hn_json_text(row->tema), "skala",
                                   hn_json_text(values[5].text), "temaets", hn_json_text(scale)));
}

static int compare_objects(const void *a, const void *b) {
    int64_t x = ((const hn_graded_object *)a)->fid, y = ((const hn_graded_object *)b)->fid;
    return (x > y) - (x < y);
}

hn_graded_object *hn_graded_object_find(const hn_grading *g, int64_t fid) {
    const hn_graded_object wanted = {.fid = fid};
    if (!g->objects.count) return NULL;
    return bsearch(&wanted, g->objects.row, g->objects.count, sizeof wanted, compare_objects);
}

/* ---- pairs ---- */

/* A row of konflikt, konflikt_linje or konflikt_punkt with what it is about. */
typedef struct pair {
    int64_t fid;
    hn_graded_area *area;
    hn_graded_object *object;
    bool near, thin;
    int verdi, pavirkning, konsekvens;
    const char *regel;
    double share;
} pair;

/* The lists of the area by whose rules the pair has its impact. */
static unsigned lists_that_fit(const hn_grading *g, const pair *p) {
    unsigned lists = 0;
    for (unsigned list = 0; list < HN_CODES_END; list++) {
        if (!(p->area->lists >> list & 1)) continue;
        hn_grade grade =
            hn_rules_impact(g->rules, (hn_code_list)list, p->area->arealformal, p->object->theme);
        int impact = p->area->development ? grade.impact - (p->near ? 1 : 0) : 0;
        if (impact == p->pavirkning && same_text(grade.rule, p->regel)) lists |= 1u << list;
    }
    return lists;
}

/* One area is of one list: what an earlier pair said of it holds for the next. */
static hensyn_status check_impact(hn_grading *g, const pair *p) {
    unsigned lists = lists_that_fit(g, p);
    if (lists) {
        p->area->lists = lists;
        return HENSYN_OK;
    }
    hensyn_status status = hn_check_begin(g->v, IMPACT_CHECK);
    if (status != HENSYN_OK) return status;
    return hn_check_fail(g->v, json_pack("{s:s, s:I, s:o, s:o, s:i, s:o}", "table", g->table, "fid",
                                         (json_int_t)p->fid, "arealformal",
                                         hn_json_text(p->area->arealformal), "tema",
                                         hn_json_text(p->object->tema), "pavirkning", p->pavirkning,
                                         "regel", hn_json_text(p->regel)));
}

/* A hazard is graded by its own level; what is near takes no share of the object. */
static int grade_of(const hn_grading *g, const hn_graded_object *object, int impact, double share) {
    bool known = impact >= -1 && impact <= 3 && object->verdi >= 0 && object->verdi <= 4;
    return impact < 1 || !known
               ? 0
               : hn_rules_grade(g->rules, object->theme, object->verdi, impact, share);
}

static hensyn_status fail_grade(hn_grading *g, const char *table, int64_t fid,
                                const hn_graded_object *object, int impact, double share, int told,
                                int expected) {
    hensyn_status status = hn_check_begin(g->v, GRADE_CHECK);
    if (status != HENSYN_OK) return status;
    return hn_check_fail(g->v, json_pack("{s:s, s:I, s:o, s:i, s:i, s:o, s:i, s:i}", "table", table,
                                         "fid", (json_int_t)fid, "tema", hn_json_text(object->tema),
                                         "verdi", object->verdi, "pavirkning", impact, "andel",
                                         hn_json_number(share), "konsekvens", told, "reglenes",
                                         expected));
}

/* fid, plan_fid, hensyn_fid, art, status, verdi, pavirkning, konsekvens, regel, hensyn_andel */
static hensyn_status take_pair(hensyn_context *ctx, const hn_db_value *values, size_t count,
                               void *user) {
    hn_grading *g = user;
    hensyn_status status = HENSYN_OK;
    pair p = {.fid = values[0].integer,
              .area = hn_graded_area_find(g, values[1].integer),
              .object = hn_graded_object_find(g, values[2].integer),
              .near = strcmp(hn_db_string(&values[3]), "naerhet") == 0,
              .thin = strcmp(hn_db_string(&values[4]), "smal") == 0,
              .pavirkning = (int)values[6].integer,
              .konsekvens = (int)values[7].integer,
              .regel = values[8].text};
    (void)count;
    p.share = values[9].type == HN_DB_NULL ? (double)NAN : hn_db_number(&values[9]);
    if (!p.area || !p.object || p.object->theme < 0) return HENSYN_OK; /* told of elsewhere */
    HN_TRY(check_impact(g, &p));
    int expected = grade_of(g, p.object, p.pavirkning, p.share);
    if (expected != p.konsekvens)
        HN_TRY(fail_grade(g, g->table, p.fid, p.object, p.pavirkning, p.share, p.konsekvens,
                          expected));
    if (p.near) return status;
    hn_graded_pair *row = HN_NEW_ROW(g->overlaps);
    if (!row) return hn_nomem(ctx);
    *row =
        (hn_graded_pair){(uint32_t)(p.area - g->areas.row), (uint32_t)(p.object - g->objects.row)};
    if (p.konsekvens >= 1 && !p.thin && p.pavirkning > p.object->worst)
        p.object->worst = p.pavirkning;
cleanup:
    return status;
}

/* The grade of an object goes by the worst impact on it and the share that is taken in all. */
static hensyn_status check_objects(hn_grading *g) {
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; i < g->objects.count; i++) {
        const hn_graded_object *o = &g->objects.row[i];
        if (o->theme < 0) continue;
        int expected = grade_of(g, o, o->worst, o->share);
        if (expected != o->konsekvens)
            HN_TRY(fail_grade(g, o->table, o->fid, o, o->worst, o->share, o->konsekvens, expected));
    }
cleanup:
    return status;
}

/* ---- all of it ---- */

/* Points have no share. */
static hensyn_status read_objects(hn_grading *g, const char *table) {
    char *sql = hn_format("SELECT fid, tema, opphav, verdi, konsekvens, skala, beslag_andel, geom "
                          "FROM %s ORDER BY fid",
                          table);
    g->table = table;
    hensyn_status status =
        sql ? hn_db_query(g->v->ctx, g->v->db, sql, take_object, g) : hn_nomem(g->v->ctx);
    hn_free(sql);
    return status;
}

static hensyn_status read_pairs(hn_grading *g, const char *table, const char *share) {
    char *sql = hn_format("SELECT fid, plan_fid, hensyn_fid, art, status, verdi, pavirkning, "
                          "konsekvens, regel, %s FROM %s ORDER BY fid",
                          share, table);
    g->table = table;
    hensyn_status status =
        sql ? hn_db_query(g->v->ctx, g->v->db, sql, take_pair, g) : hn_nomem(g->v->ctx);
    hn_free(sql);
    return status;
}

static hensyn_status read_all(hn_grading *g) {
    hensyn_status status = HENSYN_OK;
    HN_TRY(hn_check_begin(g->v, PURPOSE_CHECK));
    HN_TRY(hn_db_query(g->v->ctx, g->v->db,
                       "SELECT fid, arealformal, formal_navn, utbygging, geom FROM arealformal "
                       "ORDER BY fid",
                       take_area, g));
    HN_TRY(hn_check_begin(g->v, SCALE_CHECK));
    HN_TRY(read_objects(g, "hensyn"));
    HN_TRY(read_objects(g, "hensyn_linje"));
    HN_TRY(read_objects(g, "hensyn_punkt"));
    if (g->objects.count)
        qsort(g->objects.row, g->objects.count, sizeof *g->objects.row, compare_objects);
    HN_TRY(hn_check_begin(g->v, IMPACT_CHECK));
    HN_TRY(hn_check_begin(g->v, GRADE_CHECK));
    HN_TRY(read_pairs(g, "konflikt", "hensyn_andel"));
    HN_TRY(read_pairs(g, "konflikt_linje", "hensyn_andel"));
    HN_TRY(read_pairs(g, "konflikt_punkt", "NULL"));
    HN_TRY(check_objects(g));
cleanup:
    return status;
}

/* The text of the rules is what they are made from again; a failure to read it is no failure of
 * the call. */
static hensyn_status restore_rules(hn_grading *g) {
    hn_verify *v = g->v;
    const char *record;
    hensyn_status status = hn_verify_text(v, "regler", &record);
    if (status != HENSYN_OK) return status;
    status = hn_rules_restore(v->ctx, record, &g->rules);
    return status == HENSYN_USAGE ? HENSYN_OK : status;
}

/* Opens the checks that cannot be made without rules. */
static hensyn_status skip(hn_verify *v) {
    static const char *const check[][3] = {
        {PURPOSE_CHECK}, {SCALE_CHECK}, {IMPACT_CHECK}, {GRADE_CHECK}};
    const char *why = hn_text(v->ctx, "ikke kontrollert: reglene i kjoring er ikke til å lese",
                              "not checked: the rules in kjoring cannot be read");
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; i < sizeof check / sizeof *check; i++) {
        HN_TRY(hn_check_begin(v, check[i][0], check[i][1], check[i][2]));
        HN_TRY(hn_check_note(v, true, why));
    }
cleanup:
    return status;
}

hensyn_status hn_verify_grades(hn_verify *v) {
    static const char needs[] = "arealformal,plan_tema," HN_OBJECT_TABLES "," HN_PAIR_TABLES;
    hensyn_status status = HENSYN_OK;
    hn_grading g = {.v = v};
    bool ready;
    HN_TRY(hn_verify_open(v, needs, GRADE_CHECK, &ready));
    if (!ready) return HENSYN_OK;
    HN_TRY(restore_rules(&g));
    if (!g.rules) {
        HN_TRY(skip(v));
        goto cleanup;
    }
    HN_TRY(read_all(&g));
    HN_TRY(hn_verify_plan_theme(&g));
cleanup:
    hn_free(g.areas.row);
    hn_free(g.objects.row);
    hn_free(g.overlaps.row);
    hn_rules_destroy(g.rules);
    return status;
}
