/* shares.c - stage 2: unions of pieces, so that nothing is counted twice, and the columns of plan
 * areas and considerations that rest on them. */
#include "base/memory.h"
#include "base/sum.h"
#include "conflict/engine.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool hn_piece_passes(const hn_engine *e, const hn_piece *piece, hn_filter filter) {
    if (piece->kind != HN_AREA || piece->sliver || piece->near != filter.near) return false;
    if (piece->consequence < filter.consequence) return false;
    if (filter.group < 0) return true;
    return e->result->considerations.row[piece->hensyn].group == (uint32_t)filter.group;
}

static bool boxes_apart(const hn_geometry *const *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (hn_box_meets(list[i]->box, list[j]->box)) return false;
    return true;
}

enum { FEW = 32 }; /* pieces that are compared pair by pair before a union is made */

hensyn_status hn_union_of_pieces(hensyn_context *ctx, hn_bench *bench, const hn_engine *e,
                                 uint32_t plan, hn_filter filter, double *area, bool *whole,
                                 hn_geometry **out) {
    const hn_pieces *pieces = &e->pieces[plan];
    const hn_geometry **list = NULL;
    size_t count = 0, capacity = 0;
    hn_sum sum = {0, 0};
    hn_geometry *merged = NULL;
    hensyn_status status = HENSYN_OK;
    *area = 0;
    *whole = false;
    if (out) *out = NULL;
    for (size_t i = 0; i < pieces->count; i++) {
        const hn_piece *piece = &pieces->row[i];
        if (!hn_piece_passes(e, piece, filter)) continue;
        if (piece->whole) {
            *whole = true;
            *area = e->result->plan_areas.row[plan].areal_m2;
            goto cleanup;
        }
        if (!HN_RESERVE(list, count, capacity, 1)) HN_TRY(hn_nomem(ctx));
        list[count++] = piece->geometry;
        hn_sum_add(&sum, piece->area);
    }
    *area = hn_sum_value(&sum);
    if (!out && (count < 2 || (count <= FEW && boxes_apart(list, count)))) goto cleanup;
    if (count == 1) {
        merged = hn_geometry_copy(list[0]);
        if (!merged) HN_TRY(hn_nomem(ctx));
    } else {
        HN_TRY(hn_union(ctx, bench, e, list, count, &merged));
        *area = merged ? hn_measure_area(e->options->measure, merged) : 0;
    }
    if (out) {
        *out = merged;
        merged = NULL;
    }
cleanup:
    hn_free(merged);
    hn_free(list);
    return status;
}

/* ---- plan areas ---- */

static hensyn_status plan_unions(hensyn_context *ctx, hn_bench *bench, const hn_engine *e,
                                 uint32_t row) {
    hn_plan_area *plan = &e->result->plan_areas.row[row];
    size_t groups = e->options->groups;
    bool whole;
    hensyn_status status = HENSYN_OK;
    HN_TRY(hn_union_of_pieces(ctx, bench, e, row, (hn_filter){false, 1, -1}, &plan->konflikt_m2,
                              &whole, NULL));
    HN_TRY(hn_union_of_pieces(ctx, bench, e, row, (hn_filter){true, 1, -1}, &plan->naerhet_m2,
                              &whole, NULL));
    for (size_t g = 0; g < groups; g++)
        HN_TRY(hn_union_of_pieces(ctx, bench, e, row, (hn_filter){false, 0, (int)g},
                                  &e->group_area[row * groups + g], &whole, NULL));
cleanup:
    return status;
}

/* Themes met by more than dust; a theme that comes both as data and from the plan counts once. */
static int count_themes(const hn_engine *e, const hn_pieces *pieces) {
    int count = 0;
    for (size_t i = 0; i < pieces->count; i++) {
        const hn_piece *p = &pieces->row[i];
        if (p->near || p->sliver || p->thin || p->consequence < 1) continue;
        const char *tema = e->result->considerations.row[p->hensyn].tema;
        bool seen = false;
        for (size_t j = 0; j < i && !seen; j++) {
            const hn_piece *q = &pieces->row[j];
            seen = !q->near && !q->sliver && !q->thin && q->consequence >= 1 &&
                   e->result->considerations.row[q->hensyn].tema == tema;
        }
        count += !seen;
    }
    return count;
}

static void plan_columns(const hn_engine *e, hn_plan_area *plan, const hn_pieces *pieces) {
    hn_sum line = {0, 0}, sliver = {0, 0};
    plan->konsekvens = plan->punkt_antall = 0;
    for (size_t i = 0; i < pieces->count; i++) {
        const hn_piece *p = &pieces->row[i];
        if (p->sliver) {
            if (!p->near) hn_sum_add(&sliver, p->area);
            continue;
        }
        if (p->consequence < 1) continue;
        if (!p->thin && p->consequence > plan->konsekvens) plan->konsekvens = p->consequence;
        if (p->kind == HN_LINE) hn_sum_add(&line, p->length);
        if (p->kind == HN_POINT) plan->punkt_antall += (int)p->points;
        if (p->assumed && strcmp(plan->status, "ok") == 0) plan->status = "antatt";
    }
    plan->linje_m = hn_sum_value(&line);
    plan->sliver_m2 = hn_sum_value(&sliver);
    plan->antall_tema = count_themes(e, pieces);
    plan->konflikt_m2 = fmin(plan->konflikt_m2, plan->areal_m2); /* rounding of a union */
    plan->konflikt_andel = plan->areal_m2 > 0 ? plan->konflikt_m2 / plan->areal_m2 : (double)NAN;
}

static hensyn_status shares_of_plans(hensyn_context *ctx, void *shared, void *state, size_t first,
                                     size_t last) {
    const hn_engine *e = shared;
    hensyn_status status = HENSYN_OK;
    for (size_t i = first; i < last; i++) {
        if (e->pieces[i].count) HN_TRY(plan_unions(ctx, state, e, (uint32_t)i));
        plan_columns(e, &e->result->plan_areas.row[i], &e->pieces[i]);
    }
cleanup:
    return status;
}

/* ---- considerations ---- */

typedef struct piece_ref {
    uint32_t plan, number;
} piece_ref;

/* Pieces by consideration: the plan-side lists turned about. */
typedef struct by_hensyn {
    hn_engine *engine;
    size_t *first;
    piece_ref *ref;
} by_hensyn;

static hensyn_status turn_about(by_hensyn *b) {
    const hn_engine *e = b->engine;
    size_t members = e->result->considerations.count, plans = e->result->plan_areas.count, all = 0;
    b->first = hn_zalloc(members + 2, sizeof *b->first);
    if (!b->first) return hn_nomem(e->ctx);
    for (size_t i = 0; i < plans; i++)
        for (size_t j = 0; j < e->pieces[i].count; j++, all++)
            b->first[e->pieces[i].row[j].hensyn + 2]++;
    for (size_t i = 2; i < members + 2; i++)
        b->first[i] += b->first[i - 1];
    b->ref = hn_alloc(all, sizeof *b->ref);
    if (!b->ref) return hn_nomem(e->ctx);
    for (size_t i = 0; i < plans; i++)
        for (size_t j = 0; j < e->pieces[i].count; j++)
            b->ref[b->first[e->pieces[i].row[j].hensyn + 1]++] =
                (piece_ref){(uint32_t)i, (uint32_t)j};
    return HENSYN_OK;
}

static bool takes(const hn_piece *p) { return !p->near && !p->sliver && p->consequence >= 1; }

/* The piece of an earlier plan area in the same consideration, or NULL. Refs are by plan. */
static const hn_piece *piece_of_plan(const by_hensyn *b, size_t first, size_t end, uint32_t plan) {
    size_t last = end;
    while (first < last) {
        size_t middle = (first + last) / 2;
        if (b->ref[middle].plan < plan)
            first = middle + 1;
        else
            last = middle;
    }
    if (first == end || b->ref[first].plan != plan) return NULL;
    const piece_ref *r = &b->ref[first]; /* the overlap comes before the nearness */
    const hn_piece *p = &b->engine->pieces[plan].row[r->number];
    return takes(p) ? p : NULL;
}

static const hn_geometry *piece_shape(const hn_engine *e, const hn_piece *p) {
    return p->whole ? e->result->plan_areas.row[p->plan].geometry : p->geometry;
}

/* What one piece shares with the pieces of earlier plan areas that overlap its own. */
static hensyn_status piece_excess(hensyn_context *ctx, hn_bench *bench, const by_hensyn *b,
                                  size_t first, size_t last, const hn_piece *piece,
                                  double *excess) {
    const hn_engine *e = b->engine;
    const hn_overlaps *o = &e->plan_overlaps;
    size_t from = o->first[piece->plan], to = o->first[piece->plan + 1], parts = 0;
    hn_geometry **list = NULL, *merged = NULL;
    bool whole = false;
    hensyn_status status = HENSYN_OK;
    *excess = 0;
    if (from == to) return status;
    list = hn_zalloc(to - from, sizeof(hn_geometry *));
    if (!list) return hn_nomem(ctx);
    for (size_t i = from; i < to && !whole; i++) {
        hn_overlay_check check = {.expected = NAN};
        const hn_piece *earlier = piece_of_plan(b, first, last, o->row[i].earlier);
        if (!earlier) continue;
        HN_TRY(hn_common_area(ctx, bench, e, piece_shape(e, piece), piece_shape(e, earlier), NULL,
                              &check, &whole, &list[parts]));
        parts += list[parts] != NULL;
    }
    if (whole) {
        *excess = piece->area;
    } else if (parts) {
        HN_TRY(hn_union(ctx, bench, e, (const hn_geometry *const *)list, parts, &merged));
        *excess = merged ? hn_measure_area(e->options->measure, merged) : 0;
    }
cleanup:
    for (size_t i = 0; i < parts; i++)
        hn_free(list[i]);
    hn_free(list);
    hn_free(merged);
    return status;
}

/* The pieces of a line as one line that runs nowhere twice; neighbours share the line on their
 * common border. */
static hensyn_status merge_lines(hensyn_context *ctx, hn_bench *bench, const hn_engine *e,
                                 GEOSGeometry *lines, double *length) {
    GEOSContextHandle_t h = bench->geos->handle;
    GEOSGeometry *merged = GEOSUnaryUnion_r(h, lines);
    hn_geometry *line = NULL;
    bool empty = true;
    hensyn_status status = HENSYN_OK;
    if (!merged) merged = GEOSUnaryUnionPrec_r(h, lines, e->millimetre);
    if (!merged) HN_TRY(hn_fail(ctx, HENSYN_FAILED, "GEOS: %s", bench->geos->error));
    line = hn_from_geos(bench->geos, merged, HN_LINE, &empty);
    if (!line && !empty) HN_TRY(hn_nomem(ctx));
    *length = line ? hn_measure_length(e->options->measure, line) : 0;
cleanup:
    hn_free(line);
    GEOSGeom_destroy_r(h, merged);
    return status;
}

/* Length of the union of the pieces of one line; sum: their lengths together. */
static hensyn_status taken_length(hensyn_context *ctx, hn_bench *bench, const by_hensyn *b,
                                  size_t first, size_t last, double sum, double *length) {
    const hn_engine *e = b->engine;
    GEOSContextHandle_t h = bench->geos->handle;
    GEOSGeometry **part = hn_zalloc(last - first, sizeof(GEOSGeometry *)), *lines = NULL;
    unsigned parts = 0;
    hensyn_status status = HENSYN_OK;
    *length = sum;
    if (!part) return hn_nomem(ctx);
    for (size_t i = first; i < last; i++) {
        const hn_piece *p = &e->pieces[b->ref[i].plan].row[b->ref[i].number];
        if (!takes(p) || p->kind != HN_LINE) continue;
        part[parts] = hn_to_geos(bench->geos, p->geometry);
        if (!part[parts++]) HN_TRY(hn_nomem(ctx));
    }
    if (parts < 2) goto cleanup;
    lines = GEOSGeom_createCollection_r(h, GEOS_GEOMETRYCOLLECTION, part, parts);
    parts = 0; /* the collection owns them, or GEOS has freed them */
    if (!lines) HN_TRY(hn_nomem(ctx));
    HN_TRY(merge_lines(ctx, bench, e, lines, length));
    *length = fmin(*length, sum);
cleanup:
    for (unsigned i = 0; i < parts; i++)
        GEOSGeom_destroy_r(h, part[i]);
    GEOSGeom_destroy_r(h, lines);
    hn_free(part);
    return status;
}

static void grade_consideration(const hn_engine *e, uint32_t row, int worst, double share) {
    hn_consideration *h = &e->result->considerations.row[row];
    h->konsekvens = 0;
    if (worst < 1) return;
    if (hn_is_hazard(e, row)) {
        h->konsekvens = h->verdi;
        return;
    }
    int before = hn_rules_consequence(e->options->rules, h->verdi, worst);
    h->konsekvens = hn_rules_extent(e->options->rules, before, share);
}

static hensyn_status share_of_consideration(hensyn_context *ctx, hn_bench *bench,
                                            const by_hensyn *b, uint32_t row) {
    const hn_engine *e = b->engine;
    hn_consideration *h = &e->result->considerations.row[row];
    size_t first = b->first[row], last = b->first[row + 1];
    hn_sum area = {0, 0}, length = {0, 0}, sliver = {0, 0};
    hensyn_status status = HENSYN_OK;
    int worst = 0;
    for (size_t i = first; i < last; i++) {
        const hn_piece *p = &e->pieces[b->ref[i].plan].row[b->ref[i].number];
        if (p->sliver && !p->near) hn_sum_add(&sliver, p->area);
        if (!takes(p)) continue;
        double excess = 0;
        if (p->kind == HN_AREA) HN_TRY(piece_excess(ctx, bench, b, first, last, p, &excess));
        hn_sum_add(&area, p->area - excess);
        hn_sum_add(&length, p->length);
        if (!p->thin && p->impact > worst) worst = p->impact;
    }
    hn_kind kind = h->geometry ? h->geometry->kind : HN_NO_GEOMETRY;
    h->sliver_m2 = kind == HN_AREA ? hn_sum_value(&sliver) : (double)NAN;
    h->beslag_m2 = kind == HN_AREA ? fmin(fmax(hn_sum_value(&area), 0), h->areal_m2) : (double)NAN;
    h->beslag_andel = NAN;
    if (kind == HN_AREA && h->areal_m2 > 0) h->beslag_andel = h->beslag_m2 / h->areal_m2;
    if (kind == HN_LINE && h->lengde_m > 0) {
        double taken = 0;
        HN_TRY(taken_length(ctx, bench, b, first, last, hn_sum_value(&length), &taken));
        h->beslag_andel = fmin(taken / h->lengde_m, 1);
    }
    grade_consideration(e, row, worst, h->beslag_andel);
cleanup:
    return status;
}

static hensyn_status shares_of_considerations(hensyn_context *ctx, void *shared, void *state,
                                              size_t first, size_t last) {
    hensyn_status status = HENSYN_OK;
    for (size_t i = first; i < last; i++)
        HN_TRY(share_of_consideration(ctx, state, shared, (uint32_t)i));
cleanup:
    return status;
}

static const hn_geometry *plan_member(const hn_engine *e, size_t i) {
    return e->result->plan_areas.row[i].geometry;
}

hensyn_status hn_stage_shares(hn_engine *e) {
    hensyn_context *ctx = e->ctx;
    size_t plans = e->result->plan_areas.count, members = e->result->considerations.count;
    by_hensyn b = {.engine = e};
    hensyn_status status = HENSYN_OK;
    e->group_area = hn_zalloc(plans * e->options->groups, sizeof *e->group_area);
    if (!e->group_area) return hn_nomem(ctx);
    HN_TRY(hn_overlaps_find(e, plans, plan_member, NULL, &e->plan_overlaps));
    hn_parallel_job job = {.init = hn_bench_init,
                           .body = shares_of_plans,
                           .done = hn_bench_done,
                           .shared = e,
                           .count = plans,
                           .threads = e->options->threads};
    HN_TRY(hn_parallel(ctx, &job));
    HN_TRY(turn_about(&b));
    job.shared = &b;
    job.body = shares_of_considerations;
    job.count = members;
    HN_TRY(hn_parallel(ctx, &job));
cleanup:
    hn_free(b.first);
    hn_free(b.ref);
    return status;
}
