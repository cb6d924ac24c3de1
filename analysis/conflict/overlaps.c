/* overlaps.c - which members of a family of areas overlap, and how much of a plain sum of areas is
 * counted more than once. Everything is local to neighbours, so nothing large is ever unioned. */
#include "base/memory.h"
#include "base/sum.h"
#include "conflict/engine.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct family {
    hn_engine *engine;
    size_t count;
    const hn_geometry *(*member)(const hn_engine *, size_t);
    bool (*comparable)(const hn_engine *, size_t, size_t);
    hn_index *index;
    hn_cut **cut;       /* of big members */
    hn_overlaps *found; /* one list a member */
} family;

typedef struct neighbours {
    const family *f;
    uint32_t self;
    uint32_t *row;
    size_t count, capacity;
    bool no_memory;
} neighbours;

static bool add_neighbour(uint32_t item, void *user) {
    neighbours *n = user;
    if (item >= n->self) return true;
    if (n->f->comparable && !n->f->comparable(n->f->engine, item, n->self)) return true;
    n->no_memory = !HN_RESERVE(n->row, n->count, n->capacity, 1);
    if (n->no_memory) return false;
    n->row[n->count++] = item;
    return true;
}

/* Cuts the bigger member down to the smaller before anything is compared. */
static hensyn_status interiors_meet(hensyn_context *ctx, hn_bench *bench, const family *f,
                                    uint32_t a, uint32_t b, bool *meet) {
    const hn_geometry *one = f->member(f->engine, a), *two = f->member(f->engine, b);
    const hn_cut *cut = f->cut[b];
    if (one->points > two->points) {
        const hn_geometry *swap = one;
        one = two;
        two = swap;
        cut = f->cut[a];
    }
    hn_geometry *piece = NULL, *common = NULL;
    hn_overlay_check check = {.expected = NAN};
    bool whole = false;
    hensyn_status status = HENSYN_OK;
    *meet = false;
    if (!cut && hn_interiors_apart(one, two, &bench->relate)) return status;
    if (cut) {
        hn_cut_result r =
            hn_cut_window(cut, NULL, 0, hn_window_around(one->box), &bench->cut, &piece);
        if (r == HN_CUT_NO_MEMORY) return hn_nomem(ctx);
        *meet = r == HN_CUT_FULL;
        if (r != HN_CUT_PART || hn_interiors_apart(one, piece, &bench->relate)) goto cleanup;
        two = piece;
    }
    HN_TRY(hn_common_area(ctx, bench, f->engine, one, two, NULL, &check, &whole, &common));
    *meet = whole || common;
cleanup:
    hn_free(common);
    hn_free(piece);
    return status;
}

static hensyn_status find_earlier(hensyn_context *ctx, void *shared, void *state, size_t first,
                                  size_t last) {
    const family *f = shared;
    neighbours n = {.f = f};
    hensyn_status status = HENSYN_OK;
    for (size_t i = first; i < last; i++) {
        const hn_geometry *g = f->member(f->engine, i);
        if (!g) continue;
        n.self = (uint32_t)i;
        n.count = 0;
        hn_index_query(f->index, g->box, add_neighbour, &n);
        if (n.no_memory) HN_TRY(hn_nomem(ctx));
        hn_sort_numbers(n.row, n.count);
        hn_overlaps *list = &f->found[i];
        for (size_t j = 0; j < n.count; j++) {
            bool meet = false;
            HN_TRY(interiors_meet(ctx, state, f, n.row[j], (uint32_t)i, &meet));
            if (!meet) continue;
            if (!HN_RESERVE(list->row, list->count, list->capacity, 1)) HN_TRY(hn_nomem(ctx));
            list->row[list->count++] = (struct hn_overlap){(uint32_t)i, n.row[j]};
        }
    }
cleanup:
    hn_free(n.row);
    return status;
}

enum { BIG_MEMBER = 200 };

static hensyn_status prepare(family *f) {
    hensyn_context *ctx = f->engine->ctx;
    hn_box *box = hn_alloc(f->count, sizeof *box);
    f->cut = hn_zalloc(f->count, sizeof(hn_cut *));
    f->found = hn_zalloc(f->count, sizeof *f->found);
    hensyn_status status = box && f->cut && f->found ? HENSYN_OK : hn_nomem(ctx);
    for (size_t i = 0; status == HENSYN_OK && i < f->count; i++) {
        const hn_geometry *g = f->member(f->engine, i);
        box[i] = g ? g->box : HN_EMPTY_BOX;
        if (!g || g->points <= BIG_MEMBER) continue;
        f->cut[i] = hn_cut_create(g);
        if (!f->cut[i]) status = hn_nomem(ctx);
    }
    if (status == HENSYN_OK) f->index = hn_index_create(box, f->count);
    if (status == HENSYN_OK && !f->index) status = hn_nomem(ctx);
    hn_free(box);
    return status;
}

static hensyn_status gather(family *f, hn_overlaps *out) {
    out->first = hn_alloc(f->count + 1, sizeof *out->first);
    if (!out->first) return hn_nomem(f->engine->ctx);
    for (size_t i = 0; i < f->count; i++) {
        const hn_overlaps *list = &f->found[i];
        out->first[i] = out->count;
        if (!list->count) continue;
        if (!HN_RESERVE(out->row, out->count, out->capacity, list->count))
            return hn_nomem(f->engine->ctx);
        memcpy(out->row + out->count, list->row, list->count * sizeof *list->row);
        out->count += list->count;
    }
    out->first[f->count] = out->count;
    return HENSYN_OK;
}

hensyn_status hn_overlaps_find(hn_engine *engine, size_t count,
                               const hn_geometry *(*member)(const hn_engine *, size_t),
                               bool (*comparable)(const hn_engine *, size_t, size_t),
                               hn_overlaps *out) {
    family f = {.engine = engine, .count = count, .member = member, .comparable = comparable};
    hensyn_status status = HENSYN_OK;
    HN_TRY(prepare(&f));
    hn_parallel_job job = {.init = hn_bench_init,
                           .body = find_earlier,
                           .done = hn_bench_done,
                           .shared = &f,
                           .count = count,
                           .threads = engine->options->threads};
    HN_TRY(hn_parallel(engine->ctx, &job));
    HN_TRY(gather(&f, out));
cleanup:
    for (size_t i = 0; i < count; i++) {
        if (f.cut) hn_cut_destroy(f.cut[i]);
        if (f.found) hn_free(f.found[i].row);
    }
    hn_free(f.cut);
    hn_free(f.found);
    hn_index_destroy(f.index);
    return status;
}

void hn_overlaps_free(hn_overlaps *overlaps) {
    hn_free(overlaps->row);
    hn_free(overlaps->first);
    *overlaps = (hn_overlaps){0};
}

/* ---- what is counted more than once ---- */

typedef struct excess_job {
    hn_engine *engine;
    const hn_overlaps *overlaps;
    hn_shape_of shape;
    const void *user;
    double *excess; /* of each member */
} excess_job;

/* Common parts of one member with each of its earlier ones, collected in list. */
static hensyn_status common_parts(hensyn_context *ctx, hn_bench *bench, const excess_job *job,
                                  uint32_t member, const hn_geometry *shape, hn_geometry **list,
                                  size_t *parts, bool *whole) {
    const hn_overlaps *o = job->overlaps;
    hensyn_status status = HENSYN_OK;
    for (size_t i = o->first[member]; i < o->first[member + 1] && !*whole; i++) {
        const hn_geometry *earlier = NULL;
        hn_geometry *own = NULL, *common = NULL;
        hn_overlay_check check = {.expected = NAN};
        status = job->shape(ctx, bench, job->engine, o->row[i].earlier, job->user, &earlier, &own);
        if (status == HENSYN_OK && earlier)
            status = hn_common_area(ctx, bench, job->engine, shape, earlier, NULL, &check, whole,
                                    &common);
        hn_free(own);
        if (status != HENSYN_OK) return status;
        if (common) list[(*parts)++] = common;
    }
    return status;
}

static hensyn_status member_excess(hensyn_context *ctx, hn_bench *bench, const excess_job *job,
                                   uint32_t member, double *excess) {
    const hn_measure *measure = job->engine->options->measure;
    size_t most = job->overlaps->first[member + 1] - job->overlaps->first[member], parts = 0;
    const hn_geometry *shape = NULL;
    hn_geometry *own = NULL, *merged = NULL, **list = NULL;
    bool whole = false;
    hensyn_status status = HENSYN_OK;
    HN_TRY(job->shape(ctx, bench, job->engine, member, job->user, &shape, &own));
    if (!shape) goto cleanup;
    list = hn_zalloc(most, sizeof(hn_geometry *));
    if (!list) HN_TRY(hn_nomem(ctx));
    HN_TRY(common_parts(ctx, bench, job, member, shape, list, &parts, &whole));
    if (whole) {
        *excess = hn_measure_area(measure, shape);
    } else if (parts == 1) {
        *excess = hn_measure_area(measure, list[0]);
    } else if (parts > 1) {
        HN_TRY(hn_union(ctx, bench, job->engine, (const hn_geometry *const *)list, parts, &merged));
        *excess = merged ? hn_measure_area(measure, merged) : 0;
    }
cleanup:
    for (size_t i = 0; i < parts; i++)
        hn_free(list[i]);
    hn_free(list);
    hn_free(merged);
    hn_free(own);
    return status;
}

static hensyn_status excess_body(hensyn_context *ctx, void *shared, void *state, size_t first,
                                 size_t last) {
    const excess_job *job = shared;
    hensyn_status status = HENSYN_OK;
    for (size_t i = first; i < last; i++) {
        if (job->overlaps->first[i] == job->overlaps->first[i + 1]) continue;
        HN_TRY(member_excess(ctx, state, job, (uint32_t)i, &job->excess[i]));
    }
cleanup:
    return status;
}

hensyn_status hn_family_excess(hn_engine *engine, const hn_overlaps *overlaps, size_t count,
                               hn_shape_of shape, const void *user, double *excess) {
    *excess = 0;
    if (overlaps->count == 0) return HENSYN_OK;
    excess_job job = {engine, overlaps, shape, user, hn_zalloc(count, sizeof(double))};
    if (!job.excess) return hn_nomem(engine->ctx);
    hn_parallel_job run = {.init = hn_bench_init,
                           .body = excess_body,
                           .done = hn_bench_done,
                           .shared = &job,
                           .count = count,
                           .threads = engine->options->threads};
    hensyn_status status = hn_parallel(engine->ctx, &run);
    hn_sum sum = {0, 0};
    for (size_t i = 0; status == HENSYN_OK && i < count; i++)
        hn_sum_add(&sum, job.excess[i]);
    *excess = hn_sum_value(&sum);
    hn_free(job.excess);
    return status;
}
