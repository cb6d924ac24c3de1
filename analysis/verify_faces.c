/* verify_faces.c - invariant 3 for samlet_hensyn: faces say what lies on them, do not overlap, and
 * add up to what plan_tema and hensyn tell. */
#include "verify_faces.h"

#include "base/memory.h"
#include "json_text.h"

#include <stdlib.h>
#include <string.h>

/* ---- reading ---- */

static hensyn_status take_object(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                 void *user) {
    hn_partition *p = user;
    hn_face_object *row = HN_NEW_ROW(p->objects);
    (void)count;
    if (!row) return hn_nomem(ctx);
    *row = (hn_face_object){.fid = values[0].integer,
                            .tema = hn_pool_add(p->v->pool, values[1].text ? values[1].text : ""),
                            .beslag = hn_db_number(&values[2]),
                            .area = hn_db_number(&values[3]),
                            .sliver = hn_db_number(&values[4]),
                            .grades = values[5].integer};
    return row->tema ? HENSYN_OK : hn_nomem(ctx);
}

static int by_fid(const void *a, const void *b) {
    int64_t x = ((const hn_face_object *)a)->fid, y = ((const hn_face_object *)b)->fid;
    return (x > y) - (x < y);
}

static hn_face_object *find_object(const hn_partition *p, int64_t fid) {
    const hn_face_object wanted = {.fid = fid};
    if (!p->objects.count) return NULL;
    return bsearch(&wanted, p->objects.row, p->objects.count, sizeof wanted, by_fid);
}

/* NULL: no memory. */
static hn_face_theme *theme_of(hn_partition *p, const char *name) {
    const char *kept = hn_pool_add(p->v->pool, name);
    for (size_t i = 0; kept && i < p->themes.count; i++)
        if (p->themes.row[i].tema == kept) return &p->themes.row[i];
    hn_face_theme *row = kept ? HN_NEW_ROW(p->themes) : NULL;
    if (row) row->tema = kept;
    return row;
}

static hensyn_status take_group(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                void *user) {
    hn_face_theme *row = theme_of(user, values[0].text ? values[0].text : "");
    (void)count;
    if (!row) return hn_nomem(ctx);
    row->most = fmax(row->most, values[1].real);
    row->total += values[1].real;
    return HENSYN_OK;
}

static hensyn_status take_taken(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                void *user) {
    hn_face_theme *row = theme_of(user, values[0].text ? values[0].text : "");
    (void)count;
    if (!row) return hn_nomem(ctx);
    row->taken = values[1].real;
    return HENSYN_OK;
}

static hensyn_status take_totals(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                 void *user) {
    hn_partition *p = user;
    (void)ctx, (void)count;
    p->built = hn_db_number(&values[0]);
    p->built_union = hn_db_number(&values[1]);
    p->met = hn_db_number(&values[2]);
    p->dust = hn_db_number(&values[3]);
    return HENSYN_OK;
}

/* One part of a multipolygon as an area of its own, oriented. NULL: no memory. */
static hn_geometry *part_of(const hn_geometry *g, uint32_t number) {
    uint32_t first = g->part[number], end = g->part[number + 1];
    uint32_t from = g->ring[first], points = g->ring[end] - from;
    hn_geometry *out = hn_geometry_create(HN_AREA, 1, end - first, points);
    if (!out) return NULL;
    out->part[0] = 0;
    for (uint32_t i = first; i < end; i++)
        out->ring[i - first] = g->ring[i] - from;
    memcpy(out->xy, g->xy + 2 * (size_t)from, 2 * (size_t)points * sizeof(double));
    hn_geometry_orient(out);
    return out;
}

static hensyn_status add_parts(hn_partition *p, int64_t fid, const hn_geometry *g) {
    for (uint32_t i = 0; i < g->parts; i++) {
        hn_face_part *row = HN_NEW_ROW(p->parts);
        if (!row) return hn_nomem(p->v->ctx);
        row->face = fid;
        row->shape = part_of(g, i);
        if (!row->shape) return hn_nomem(p->v->ctx);
    }
    return HENSYN_OK;
}

/* ---- what a face says ---- */

static hensyn_status fail_face(hn_partition *p, int64_t fid, const char *tema, const char *list,
                               const char *nb, const char *en) {
    hn_verify *v = p->v;
    return hn_check_fail(v, json_pack("{s:s, s:I, s:o, s:o, s:s}", "table", "samlet_hensyn", "fid",
                                      (json_int_t)fid, "tema", hn_json_text(tema), "hensyn_liste",
                                      hn_json_text(list), "feil", hn_text(v->ctx, nb, en)));
}

/* Are the themes sorted, and as many as told? */
static bool themes_in_order(const char *list, int64_t told) {
    int64_t count = 0;
    const char *before = NULL;
    size_t before_length = 0;
    for (const char *at = list; *at; count++) {
        size_t length = strcspn(at, ",");
        size_t common = length < before_length ? length : before_length;
        int order = before ? strncmp(before, at, common) : -1;
        if (order > 0 || (order == 0 && before_length >= length)) return false;
        before = at;
        before_length = length;
        at += length + (at[length] == ',');
    }
    return count == told;
}

static hensyn_status add_to_themes(hn_partition *p, const char *list, double area) {
    char name[64];
    for (const char *at = list; *at;) {
        size_t length = strcspn(at, ",");
        size_t kept = length < sizeof name ? length : sizeof name - 1;
        memcpy(name, at, kept);
        name[kept] = '\0';
        hn_face_theme *row = theme_of(p, name);
        if (!row) return hn_nomem(p->v->ctx);
        hn_sum_add(&row->faces, area);
        at += length + (at[length] == ',');
    }
    return HENSYN_OK;
}

/* Every object of the list is there and of a theme that the face names; *themes
 * counts theirs. */
static bool objects_fit(hn_partition *p, const char *list, const char *tema, double area,
                        int64_t *themes, int64_t *grades) {
    const char *seen[64];
    *themes = 0;
    *grades = 1; /* conflicts of konsekvens 0 need not be written */
    for (const char *at = list; *at;) {
        char *end;
        long long fid = strtoll(at, &end, 10);
        hn_face_object *o = end > at ? find_object(p, fid) : NULL;
        if (!o || (*end && *end != ',') || !hn_list_has(tema, o->tema)) return false;
        hn_sum_add(&o->faces, area);
        *grades |= o->grades;
        bool known = false;
        for (int64_t i = 0; i < *themes && !known; i++)
            known = seen[i] == o->tema;
        if (!known && *themes < 64) seen[(*themes)++] = o->tema;
        at = end + (*end == ',');
    }
    return true;
}

static hensyn_status take_face(hensyn_context *ctx, const hn_db_value *values, size_t count,
                               void *user) {
    hn_partition *p = user;
    hensyn_status status = HENSYN_OK;
    int64_t fid = values[0].integer, told = values[1].integer, themes = 0, grades = 0;
    int64_t grade = values[6].integer;
    const char *tema = values[2].text ? values[2].text : "";
    const char *list = values[3].text ? values[3].text : "";
    double area = hn_db_number(&values[4]);
    (void)ctx, (void)count;
    if (isfinite(area)) hn_sum_add(&p->faces, area);
    if (isfinite(area) && grade >= 1) hn_sum_add(&p->graded, area);
    if (!themes_in_order(tema, told))
        HN_TRY(fail_face(p, fid, tema, list, "antall_tema eller rekkefølgen i tema er feil",
                         "antall_tema or the order in tema is wrong"));
    if (!objects_fit(p, list, tema, area, &themes, &grades) || themes != told)
        HN_TRY(fail_face(p, fid, tema, list, "hensyn_liste passer ikke med tema og hensyn",
                         "hensyn_liste does not fit tema and hensyn"));
    else if (grade < 0 || grade > 4 || !(grades >> grade & 1))
        HN_TRY(fail_face(p, fid, tema, list, "ingen konflikt med disse hensynene har konsekvensen",
                         "no conflict with these considerations has the konsekvens"));
    HN_TRY(add_to_themes(p, tema, area));
    if (values[5].geometry && values[5].shape == HN_SHAPE_MULTIPOLYGON)
        HN_TRY(add_parts(p, fid, values[5].geometry));
cleanup:
    return status;
}

/* ---- all of it ---- */

static hensyn_status read_partition(hn_partition *p) {
    hn_verify *v = p->v;
    hensyn_status status = HENSYN_OK;
    HN_TRY(hn_db_query(v->ctx, v->db,
                       "SELECT h.fid, h.tema, h.beslag_m2, h.areal_m2, h.sliver_m2, "
                       "max(CASE WHEN k.konsekvens = 1 THEN 2 ELSE 0 END) + "
                       "max(CASE WHEN k.konsekvens = 2 THEN 4 ELSE 0 END) + "
                       "max(CASE WHEN k.konsekvens = 3 THEN 8 ELSE 0 END) + "
                       "max(CASE WHEN k.konsekvens = 4 THEN 16 ELSE 0 END) FROM hensyn h "
                       "LEFT JOIN konflikt k ON k.hensyn_fid = h.fid AND k.art = 'overlapp' AND "
                       "k.status <> 'smal' GROUP BY h.fid, h.tema, h.beslag_m2, h.areal_m2, "
                       "h.sliver_m2 ORDER BY h.fid",
                       take_object, p));
    HN_TRY(
        hn_db_query(v->ctx, v->db,
                    "SELECT tema, coalesce(sum(areal_m2), 0) FROM plan_tema GROUP BY tema, opphav "
                    "ORDER BY tema, opphav",
                    take_group, p));
    HN_TRY(hn_db_query(v->ctx, v->db,
                       "SELECT tema, max(verdi) FROM indikator WHERE nokkel = 'hensyn_beslag' AND "
                       "omrade IS NULL AND tema IS NOT NULL GROUP BY tema ORDER BY tema",
                       take_taken, p));
    HN_TRY(
        hn_db_query(v->ctx, v->db,
                    "SELECT (SELECT coalesce(sum(areal_m2), 0) FROM arealformal WHERE utbygging = "
                    "1), (SELECT max(verdi) FROM indikator WHERE nokkel = 'utbygging_areal' AND "
                    "omrade IS NULL), (SELECT max(verdi) FROM indikator WHERE nokkel = "
                    "'konflikt_areal' AND tema IS NULL AND omrade IS NULL), (SELECT "
                    "coalesce(sum(areal_m2), 0) FROM konflikt WHERE art = 'overlapp' AND status = "
                    "'smal')",
                    take_totals, p));
    HN_TRY(
        hn_db_query(v->ctx, v->db,
                    "SELECT fid, antall_tema, tema, hensyn_liste, areal_m2, geom, konsekvens FROM "
                    "samlet_hensyn ORDER BY fid",
                    take_face, p));
cleanup:
    return status;
}

hensyn_status hn_verify_faces(hn_verify *v) {
    hensyn_status status = HENSYN_OK;
    hn_partition p = {.v = v};
    hn_ready ready;
    if (!v->parts.has_partition) return HENSYN_OK;
    HN_TRY(hn_check_begin(v, "samlet_liste", "tema, antall_tema og hensyn_liste hører sammen",
                          "tema, antall_tema and hensyn_liste belong together"));
    HN_TRY(hn_verify_ready(v, "samlet_hensyn,plan_tema,hensyn,konflikt,arealformal,indikator", true,
                           &ready));
    if (ready != HN_READY) goto cleanup;
    HN_TRY(read_partition(&p));
    HN_TRY(hn_faces_overlap(&p));
    HN_TRY(hn_faces_sums(&p));
cleanup:
    for (size_t i = 0; i < p.parts.count; i++)
        hn_free(p.parts.row[i].shape);
    hn_free(p.parts.row);
    hn_free(p.objects.row);
    hn_free(p.themes.row);
    hn_index_destroy(p.index);
    return status;
}
