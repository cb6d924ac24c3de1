/* verify_faces.c - invariant 3 for samlet_hensyn: faces do not overlap, say what lies on them, and
 * add up to what plan_tema and hensyn tell. */
#include "verify.h"

#include "base/memory.h"
#include "base/platform.h"
#include "base/sum.h"
#include "conflict/relate.h"
#include "data/geos.h"
#include "data/index.h"
#include "json_text.h"

#include <stdlib.h>
#include <string.h>

/* One polygon of one face. */
typedef struct part {
    int64_t face; /* fid */
    hn_geometry *shape;
    int64_t other;  /* face that overlaps it most; 0: none */
    double overlap; /* m2 */
    bool undecided; /* GEOS refused a pair, as it may with invalid areas */
} part;

/* An object of hensyn and what the faces give it. */
typedef struct object {
    int64_t fid;
    const char *tema;
    double beslag, area, sliver; /* m2 */
    int64_t grades;              /* a bit for each konsekvens of its conflicts */
    hn_sum faces;
} object;

typedef struct theme {
    const char *tema; /* of the pool */
    hn_sum faces;
    double most, total; /* of plan_tema, over its groups: the largest, and the sum */
    double taken;       /* hensyn_beslag: the union of what has a konsekvens */
} theme;

typedef struct partition {
    hn_verify *v;
    HN_ROWS(part) parts;
    HN_ROWS(object) objects; /* by fid */
    HN_ROWS(theme) themes;
    hn_index *index;
    hn_sum faces;
    hn_sum graded;                  /* m2 of the faces with konsekvens >= 1 */
    double built, built_union, met; /* m2: sum and union of the development areas, konflikt_areal */
    double dust;                    /* m2 of the conflicts that set no konsekvens */
} partition;

/* ---- reading ---- */

static double number_of(const hn_db_value *value) {
    return value->type == HN_DB_REAL || value->type == HN_DB_INTEGER ? value->real : (double)NAN;
}

static hensyn_status take_object(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                 void *user) {
    partition *p = user;
    object *row = HN_NEW_ROW(p->objects);
    (void)count;
    if (!row) return hn_nomem(ctx);
    *row = (object){.fid = values[0].integer,
                    .tema = hn_pool_add(p->v->pool, values[1].text ? values[1].text : ""),
                    .beslag = number_of(&values[2]),
                    .area = number_of(&values[3]),
                    .sliver = number_of(&values[4]),
                    .grades = values[5].integer};
    return row->tema ? HENSYN_OK : hn_nomem(ctx);
}

static int by_fid(const void *a, const void *b) {
    int64_t x = ((const object *)a)->fid, y = ((const object *)b)->fid;
    return (x > y) - (x < y);
}

static object *find_object(const partition *p, int64_t fid) {
    const object wanted = {.fid = fid};
    if (!p->objects.count) return NULL;
    return bsearch(&wanted, p->objects.row, p->objects.count, sizeof wanted, by_fid);
}

/* NULL: no memory. */
static theme *theme_of(partition *p, const char *name) {
    const char *kept = hn_pool_add(p->v->pool, name);
    for (size_t i = 0; kept && i < p->themes.count; i++)
        if (p->themes.row[i].tema == kept) return &p->themes.row[i];
    theme *row = kept ? HN_NEW_ROW(p->themes) : NULL;
    if (row) row->tema = kept;
    return row;
}

static hensyn_status take_group(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                void *user) {
    theme *row = theme_of(user, values[0].text ? values[0].text : "");
    (void)count;
    if (!row) return hn_nomem(ctx);
    row->most = fmax(row->most, values[1].real);
    row->total += values[1].real;
    return HENSYN_OK;
}

static hensyn_status take_taken(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                void *user) {
    theme *row = theme_of(user, values[0].text ? values[0].text : "");
    (void)count;
    if (!row) return hn_nomem(ctx);
    row->taken = values[1].real;
    return HENSYN_OK;
}

static hensyn_status take_totals(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                 void *user) {
    partition *p = user;
    (void)ctx, (void)count;
    p->built = number_of(&values[0]);
    p->built_union = number_of(&values[1]);
    p->met = number_of(&values[2]);
    p->dust = number_of(&values[3]);
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

static hensyn_status add_parts(partition *p, int64_t fid, const hn_geometry *g) {
    for (uint32_t i = 0; i < g->parts; i++) {
        part *row = HN_NEW_ROW(p->parts);
        if (!row) return hn_nomem(p->v->ctx);
        row->face = fid;
        row->shape = part_of(g, i);
        if (!row->shape) return hn_nomem(p->v->ctx);
    }
    return HENSYN_OK;
}

/* ---- what a face says ---- */

static hensyn_status fail_face(partition *p, int64_t fid, const char *tema, const char *list,
                               const char *nb, const char *en) {
    hn_verify *v = p->v;
    return hn_check_fail(v, json_pack("{s:s, s:I, s:o, s:o, s:s}", "table", "samlet_hensyn", "fid",
                                      (json_int_t)fid, "tema", hn_json_text(tema), "hensyn_liste",
                                      hn_json_text(list), "feil", hn_text(v->ctx, nb, en)));
}

/* Is name one of the themes in the comma list? */
static bool names_theme(const char *list, const char *name) {
    size_t length = strlen(name);
    for (const char *at = list; *at; at += strcspn(at, ",") + (at[strcspn(at, ",")] == ','))
        if (strcspn(at, ",") == length && strncmp(at, name, length) == 0) return true;
    return false;
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

static hensyn_status add_to_themes(partition *p, const char *list, double area) {
    char name[64];
    for (const char *at = list; *at;) {
        size_t length = strcspn(at, ",");
        size_t kept = length < sizeof name ? length : sizeof name - 1;
        memcpy(name, at, kept);
        name[kept] = '\0';
        theme *row = theme_of(p, name);
        if (!row) return hn_nomem(p->v->ctx);
        hn_sum_add(&row->faces, area);
        at += length + (at[length] == ',');
    }
    return HENSYN_OK;
}

/* Every object of the list is there and of a theme that the face names; *themes counts theirs. */
static bool objects_fit(partition *p, const char *list, const char *tema, double area,
                        int64_t *themes, int64_t *grades) {
    const char *seen[64];
    *themes = 0;
    *grades = 1; /* conflicts of konsekvens 0 need not be written */
    for (const char *at = list; *at;) {
        char *end;
        long long fid = strtoll(at, &end, 10);
        object *o = end > at ? find_object(p, fid) : NULL;
        if (!o || (*end && *end != ',') || !names_theme(tema, o->tema)) return false;
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
    partition *p = user;
    hensyn_status status = HENSYN_OK;
    int64_t fid = values[0].integer, told = values[1].integer, themes = 0, grades = 0;
    int64_t grade = values[6].integer;
    const char *tema = values[2].text ? values[2].text : "";
    const char *list = values[3].text ? values[3].text : "";
    double area = number_of(&values[4]);
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

/* ---- overlaps ---- */

typedef struct bench {
    hn_geos *geos;
    hn_relate_room room;
    const partition *p;
    part *one;
    uint32_t number;
    hensyn_status status;
    hensyn_context *ctx;
} bench;

/* m2; NAN: GEOS refuses (and says why), or no memory. */
static double common_area(bench *b, const hn_geometry *one, const hn_geometry *two) {
    GEOSContextHandle_t h = b->geos->handle;
    const hn_measure *measure = b->p->v->measure;
    b->geos->error[0] = '\0';
    GEOSGeometry *g = hn_to_geos(b->geos, one), *o = hn_to_geos(b->geos, two);
    GEOSGeometry *both = g && o ? GEOSIntersection_r(h, g, o) : NULL;
    bool empty = true;
    double area = NAN;
    hn_geometry *common = both ? hn_from_geos(b->geos, both, HN_AREA, &empty) : NULL;
    if (common)
        area = measure ? hn_measure_area(measure, common) : hn_plane_area(common);
    else if (both && empty)
        area = 0;
    hn_free(common);
    GEOSGeom_destroy_r(h, both);
    GEOSGeom_destroy_r(h, o);
    GEOSGeom_destroy_r(h, g);
    return area;
}

/* Each pair is looked at once, by its earlier member. */
static bool compare_part(uint32_t item, void *user) {
    bench *b = user;
    const part *two = &b->p->parts.row[item];
    if (item <= b->number || two->face == b->one->face) return true;
    if (hn_interiors_apart(b->one->shape, two->shape, &b->room)) return true;
    double area = common_area(b, b->one->shape, two->shape);
    if (isnan(area) && !b->geos->error[0]) {
        b->status = hn_nomem(b->ctx);
        return false;
    }
    if (isnan(area)) b->one->undecided = true;
    double smaller = fmin(hn_plane_area(b->one->shape), hn_plane_area(two->shape));
    if (!(area > hn_tolerance(smaller)) || area <= b->one->overlap) return true;
    b->one->overlap = area;
    b->one->other = two->face;
    return true;
}

static hensyn_status make_bench(hensyn_context *ctx, void *shared, void **state) {
    bench *b = hn_zalloc(1, sizeof *b);
    (void)shared;
    if (b) b->geos = hn_geos_create();
    if (b && b->geos) {
        *state = b;
        return HENSYN_OK;
    }
    hn_free(b);
    return hn_nomem(ctx);
}

static void drop_bench(void *shared, void *state) {
    bench *b = state;
    (void)shared;
    if (!b) return;
    hn_geos_destroy(b->geos);
    hn_relate_room_free(&b->room);
    hn_free(b);
}

static hensyn_status compare_parts(hensyn_context *ctx, void *shared, void *state, size_t first,
                                   size_t last) {
    bench *b = state;
    b->p = shared;
    b->ctx = ctx;
    b->status = HENSYN_OK;
    for (size_t i = first; i < last && b->status == HENSYN_OK; i++) {
        b->number = (uint32_t)i;
        b->one = &b->p->parts.row[i];
        hn_index_query(b->p->index, b->one->shape->box, compare_part, b);
    }
    return b->status;
}

static hensyn_status check_overlaps(partition *p) {
    hn_verify *v = p->v;
    hensyn_status status = HENSYN_OK;
    hn_box *box = hn_alloc(p->parts.count, sizeof *box);
    hn_parallel_job job = {.init = make_bench,
                           .body = compare_parts,
                           .done = drop_bench,
                           .shared = p,
                           .count = p->parts.count};
    HN_TRY(hn_check_begin(v, "samlet_overlapp", "flatene i samlet_hensyn overlapper ikke",
                          "the faces of samlet_hensyn do not overlap"));
    if (!box) HN_TRY(hn_nomem(v->ctx));
    for (size_t i = 0; i < p->parts.count; i++)
        box[i] = p->parts.row[i].shape->box;
    p->index = hn_index_create(box, p->parts.count);
    if (!p->index) HN_TRY(hn_nomem(v->ctx));
    HN_TRY(hn_parallel(v->ctx, &job));
    for (size_t i = 0; i < p->parts.count; i++) {
        const part *row = &p->parts.row[i];
        if (row->undecided)
            HN_TRY(hn_check_note(v, true,
                                 hn_text(v->ctx, "ikke avgjort: noen flater er ugyldige",
                                         "not decided: some faces are invalid")));
        if (!row->other) continue;
        HN_TRY(
            hn_check_fail(v, json_pack("{s:s, s:I, s:I, s:o}", "table", "samlet_hensyn", "fid",
                                       (json_int_t)row->face, "overlapper", (json_int_t)row->other,
                                       "areal_m2", hn_json_number(row->overlap))));
    }
cleanup:
    hn_free(box);
    return status;
}

/* ---- sums ---- */

static hensyn_status fail_sum(hn_verify *v, const char *key, json_t *name, double faces,
                              double least, double most) {
    json_t *row = json_pack("{s:s, s:o, s:o, s:o, s:o}", "table", "samlet_hensyn", key, name,
                            "sum_flater", hn_json_number(faces), "minst", hn_json_number(least),
                            "hoyst", hn_json_number(most));
    return hn_check_fail(v, row);
}

static bool within(double value, double least, double most) {
    return least <= value + hn_tolerance(least) && value <= most + hn_tolerance(most);
}

/* Development areas that overlap count once in the faces and each time in plan_tema; data and plan
 * zones of one theme likewise. Without either both bounds are the same. */
static hensyn_status check_theme_sums(partition *p) {
    hn_verify *v = p->v;
    hensyn_status status = HENSYN_OK;
    double doubled = fmax(p->built - p->built_union, 0);
    HN_TRY(hn_check_begin(v, "samlet_tema", "flatene til hvert tema summerer til plan_tema",
                          "the faces of each theme add up to plan_tema"));
    if (isnan(doubled) || isnan(p->built_union))
        return hn_check_note(v, true,
                             hn_text(v->ctx, "ikke avgjort: indikatoren utbygging_areal mangler",
                                     "not decided: the indicator utbygging_areal is missing"));
    for (size_t i = 0; i < p->themes.count; i++) {
        const theme *t = &p->themes.row[i];
        double faces = hn_sum_value(&t->faces), least = fmax(t->most - doubled, t->taken);
        if (within(faces, least, t->total)) continue;
        HN_TRY(fail_sum(v, "tema", hn_json_text(t->tema), faces, least, t->total));
    }
    if (doubled > hn_tolerance(p->built))
        HN_TRY(
            hn_check_note(v, false,
                          hn_text(v->ctx, "bare øvre og nedre grense: utbyggingsområder overlapper",
                                  "upper and lower bound only: development areas overlap")));
cleanup:
    return status;
}

/* Pieces of konsekvens 0 lie on faces too, so beslag_m2 is the lower bound. */
static hensyn_status check_object_sums(partition *p) {
    hn_verify *v = p->v;
    hensyn_status status = HENSYN_OK;
    HN_TRY(hn_check_begin(v, "samlet_hensyn_sum", "beslag_m2 ≤ flatene til hvert hensyn ≤ areal_m2",
                          "beslag_m2 ≤ the faces of each consideration ≤ areal_m2"));
    for (size_t i = 0; i < p->objects.count; i++) {
        const object *o = &p->objects.row[i];
        double faces = hn_sum_value(&o->faces), sliver = o->sliver > 0 ? o->sliver : 0;
        if (isnan(o->beslag) || within(faces, o->beslag - sliver, o->area)) continue;
        HN_TRY(fail_sum(v, "hensyn_fid", json_integer(o->fid), faces, o->beslag - sliver, o->area));
    }
cleanup:
    return status;
}

static hensyn_status check_whole_sum(partition *p) {
    hn_verify *v = p->v;
    double faces = hn_sum_value(&p->faces);
    double graded = hn_sum_value(&p->graded), least = p->met - p->dust;
    hensyn_status status =
        hn_check_begin(v, "samlet_sum", "konflikt_areal ≤ summen av flatene ≤ utbygging_areal",
                       "konflikt_areal ≤ the sum of the faces ≤ utbygging_areal");
    if (status != HENSYN_OK || isnan(p->met) || isnan(p->built_union)) return status;
    if (!within(faces, p->met, p->built_union))
        return fail_sum(v, "sum", json_string("utbygging_areal"), faces, p->met, p->built_union);
    if (!within(graded, least, p->built_union))
        return fail_sum(v, "sum", json_string("konsekvens ≥ 1"), graded, least, p->built_union);
    return status;
}

static hensyn_status read_partition(partition *p) {
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
    partition p = {.v = v};
    hn_ready ready;
    if (!v->parts.has_partition) return HENSYN_OK;
    HN_TRY(hn_check_begin(v, "samlet_liste", "tema, antall_tema og hensyn_liste hører sammen",
                          "tema, antall_tema and hensyn_liste belong together"));
    HN_TRY(hn_verify_ready(v, "samlet_hensyn,plan_tema,hensyn,konflikt,arealformal,indikator", true,
                           &ready));
    if (ready != HN_READY) goto cleanup;
    HN_TRY(read_partition(&p));
    HN_TRY(check_overlaps(&p));
    HN_TRY(check_theme_sums(&p));
    HN_TRY(check_object_sums(&p));
    HN_TRY(check_whole_sum(&p));
cleanup:
    for (size_t i = 0; i < p.parts.count; i++)
        hn_free(p.parts.row[i].shape);
    hn_free(p.parts.row);
    hn_free(p.objects.row);
    hn_free(p.themes.row);
    hn_index_destroy(p.index);
    return status;
}
