/* partition.c - stage 5: the development areas met by considerations as faces that do not overlap,
 * each with the list of what lies there (methods B3). Faces are split inside one plan area at a
 * time, so that nothing large is noded, and then merged by equal lists. */
#include "base/memory.h"
#include "conflict/engine.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A part of one plan area and the considerations that cover it. */
typedef struct face {
    hn_geometry *geometry;
    uint32_t *member; /* considerations, ascending */
    size_t members;
    int consequence;
} face;

typedef struct face_list {
    face *row;
    size_t count, capacity;
} face_list;

static void free_faces(face_list *list) {
    for (size_t i = 0; i < list->count; i++) {
        hn_free(list->row[i].geometry);
        hn_free(list->row[i].member);
    }
    hn_free(list->row);
    *list = (face_list){0};
}

/* Dust counts as area, but sets no grade. */
static int raised(int consequence, const hn_piece *more) {
    return more && !more->thin && more->consequence > consequence ? more->consequence : consequence;
}

static bool holds(const face *f, uint32_t hensyn) {
    for (size_t i = 0; i < f->members; i++)
        if (f->member[i] == hensyn) return true;
    return false;
}

/* Takes the geometry, also on failure; an empty one makes no face. */
static bool add_face(face_list *list, hn_geometry *geometry, const face *from,
                     const hn_piece *more) {
    if (!geometry) return true;
    bool new_member = more && !holds(from, more->hensyn);
    size_t members = from->members + new_member;
    uint32_t *member = hn_alloc(members, sizeof *member);
    if (!member || !HN_RESERVE(list->row, list->count, list->capacity, 1)) {
        hn_free(member);
        hn_free(geometry);
        return false;
    }
    if (from->members) memcpy(member, from->member, from->members * sizeof *member);
    if (new_member) member[from->members] = more->hensyn;
    list->row[list->count++] = (face){geometry, member, members, raised(from->consequence, more)};
    return true;
}

/* Below this plane area (square units) a face is rounding of an overlay, not a place. */
static const double least_face = 1e-6;

static void drop_rounding(hn_geometry **g) {
    if (!*g || hn_plane_area(*g) >= least_face) return;
    hn_free(*g);
    *g = NULL;
}

/* The piece of another plan area over the same ground says nothing new of a face that lies in
 * the consideration with that grade already. */
static bool tells(const face *f, const hn_piece *piece, uint32_t plan) {
    return piece->plan == plan ||
           (holds(f, piece->hensyn) && raised(f->consequence, piece) > f->consequence);
}

/* Splits every face of a plan area by one more piece, of its own or of one that overlaps it. */
static hensyn_status split_faces(hensyn_context *ctx, hn_bench *bench, const hn_engine *e,
                                 uint32_t plan, face_list *faces, const hn_piece *piece) {
    const hn_geometry *shape =
        piece->whole ? e->result->plan_areas.row[piece->plan].geometry : piece->geometry;
    face_list next = {0};
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; i < faces->count; i++) {
        face *f = &faces->row[i];
        hn_geometry *in = NULL, *out = NULL;
        bool snapped;
        double unused;
        hn_relation lies = !tells(f, piece, plan) ? HN_APART
                           : piece->whole && piece->plan == plan
                               ? HN_WITHIN
                               : hn_relate(f->geometry, shape, &bench->relate, &unused);
        if (lies == HN_RELATE_NO_MEMORY) HN_TRY(hn_nomem(ctx));
        if (lies == HN_WITHIN || lies == HN_APART) {
            hn_geometry *same = f->geometry;
            f->geometry = NULL;
            if (!add_face(&next, same, f, lies == HN_WITHIN ? piece : NULL)) HN_TRY(hn_nomem(ctx));
            continue;
        }
        HN_TRY(hn_split(ctx, bench, e, f->geometry, shape, &snapped, &in, &out));
        drop_rounding(&in);
        drop_rounding(&out);
        bool kept = add_face(&next, in, f, piece);
        if (!kept) hn_free(out);
        if (!kept || !add_face(&next, out, f, NULL)) HN_TRY(hn_nomem(ctx));
    }
    free_faces(faces);
    *faces = next;
    next = (face_list){0};
cleanup:
    free_faces(&next);
    return status;
}

/* The plan area less the earlier development areas that overlap it; NULL: nothing is left. */
static hensyn_status own_ground(hensyn_context *ctx, hn_bench *bench, const hn_engine *e,
                                uint32_t plan, hn_geometry **out) {
    const hn_overlaps *o = &e->plan_overlaps;
    hensyn_status status = HENSYN_OK;
    *out = hn_geometry_copy(e->result->plan_areas.row[plan].geometry);
    if (!*out) return hn_nomem(ctx);
    for (size_t i = o->first[plan]; *out && i < o->first[plan + 1]; i++) {
        const hn_plan_area *earlier = &e->result->plan_areas.row[o->row[i].earlier];
        hn_geometry *in = NULL, *rest = NULL;
        bool snapped;
        if (!earlier->utbygging) continue;
        HN_TRY(hn_split(ctx, bench, e, *out, earlier->geometry, &snapped, &in, &rest));
        hn_free(in);
        drop_rounding(&rest);
        hn_free(*out);
        *out = rest;
    }
cleanup:
    if (status != HENSYN_OK) {
        hn_free(*out);
        *out = NULL;
    }
    return status;
}

typedef struct partition_job {
    hn_engine *engine;
    face_list *faces; /* of each plan area */
    size_t *first;    /* of each plan area in later; plan areas + 2 entries */
    uint32_t *later;  /* those after it that overlap it */
} partition_job;

/* The overlaps of plan areas turned about: by the earlier one. */
static hensyn_status list_later(hensyn_context *ctx, partition_job *job) {
    const hn_overlaps *o = &job->engine->plan_overlaps;
    size_t plans = job->engine->result->plan_areas.count;
    job->first = hn_zalloc(plans + 2, sizeof *job->first);
    job->later = hn_alloc(o->count, sizeof *job->later);
    if (!job->first || !job->later) return hn_nomem(ctx);
    for (size_t i = 0; i < o->count; i++)
        job->first[o->row[i].earlier + 2]++;
    for (size_t i = 2; i < plans + 2; i++)
        job->first[i] += job->first[i - 1];
    for (size_t i = 0; i < o->count; i++)
        job->later[job->first[o->row[i].earlier + 1]++] = o->row[i].later;
    return HENSYN_OK;
}

static bool counts(const hn_piece *p) { return p->kind == HN_AREA && !p->near && !p->sliver; }

static hensyn_status split_by(hensyn_context *ctx, hn_bench *bench, const hn_engine *e,
                              uint32_t plan, face_list *faces, const hn_pieces *pieces) {
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; i < pieces->count; i++)
        if (counts(&pieces->row[i]))
            HN_TRY(split_faces(ctx, bench, e, plan, faces, &pieces->row[i]));
cleanup:
    return status;
}

static hensyn_status partition_plan(hensyn_context *ctx, hn_bench *bench, const partition_job *job,
                                    uint32_t plan) {
    const hn_engine *e = job->engine;
    const hn_pieces *pieces = &e->pieces[plan];
    face_list *faces = &job->faces[plan];
    hn_geometry *ground = NULL;
    size_t wanted = 0;
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; i < pieces->count; i++)
        wanted += counts(&pieces->row[i]);
    if (!wanted) return status;
    HN_TRY(own_ground(ctx, bench, e, plan, &ground));
    face none = {0};
    if (!add_face(faces, ground, &none, NULL)) HN_TRY(hn_nomem(ctx));
    HN_TRY(split_by(ctx, bench, e, plan, faces, pieces));
    /* Ground of several development areas is the first one's, with the worst grade of any. */
    for (size_t i = job->first[plan]; i < job->first[plan + 1]; i++)
        if (e->result->plan_areas.row[job->later[i]].utbygging)
            HN_TRY(split_by(ctx, bench, e, plan, faces, &e->pieces[job->later[i]]));
cleanup:
    return status;
}

static hensyn_status partition_body(hensyn_context *ctx, void *shared, void *state, size_t first,
                                    size_t last) {
    const partition_job *job = shared;
    hensyn_status status = HENSYN_OK;
    for (size_t i = first; i < last; i++)
        if (job->engine->result->plan_areas.row[i].utbygging)
            HN_TRY(partition_plan(ctx, state, job, (uint32_t)i));
cleanup:
    return status;
}

/* ---- merging by equal lists ---- */

static int compare_lists(const face *a, const face *b) {
    size_t common = a->members < b->members ? a->members : b->members;
    for (size_t i = 0; i < common; i++)
        if (a->member[i] != b->member[i]) return a->member[i] < b->member[i] ? -1 : 1;
    if (a->members != b->members) return a->members < b->members ? -1 : 1;
    return a->consequence < b->consequence ? -1 : a->consequence > b->consequence;
}

typedef struct face_ref {
    const face *face;
    size_t order;
} face_ref;

static int by_list(const void *a, const void *b) {
    const face_ref *x = a, *y = b;
    int order = compare_lists(x->face, y->face);
    return order ? order : x->order < y->order ? -1 : 1;
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Distinct theme names of a face, sorted, joined by commas. */
static hensyn_status theme_text(hn_engine *e, const face *f, hn_face *row) {
    const char **name = hn_alloc(f->members, sizeof(char *));
    hn_buffer text = {0};
    if (!name) return hn_nomem(e->ctx);
    for (size_t i = 0; i < f->members; i++)
        name[i] = e->result->considerations.row[f->member[i]].tema;
    qsort(name, f->members, sizeof(char *), by_text);
    for (size_t i = 0; i < f->members; i++) {
        if (i && strcmp(name[i], name[i - 1]) == 0) continue;
        if (row->antall_tema++) hn_append(&text, ",");
        hn_append(&text, name[i]);
    }
    row->tema = text.failed ? NULL : hn_pool_add(e->result->pool, text.text);
    hn_buffer_free(&text);
    hn_free(name);
    return row->tema ? HENSYN_OK : hn_nomem(e->ctx);
}

static hensyn_status list_text(hn_engine *e, const face *f, hn_face *row) {
    hn_buffer list = {0}, names = {0};
    for (size_t i = 0; i < f->members; i++) {
        const hn_consideration *h = &e->result->considerations.row[f->member[i]];
        hn_appendf(&list, "%s%lld", i ? "," : "", (long long)h->fid);
        hn_appendf(&names, "%s%s", i ? "; " : "", h->navn ? h->navn : h->nokkel);
    }
    row->hensyn_liste = list.failed ? NULL : hn_pool_add(e->result->pool, list.text);
    row->hensyn_navn = names.failed ? NULL : hn_pool_add(e->result->pool, names.text);
    hn_buffer_free(&list);
    hn_buffer_free(&names);
    return row->hensyn_liste && row->hensyn_navn ? HENSYN_OK : hn_nomem(e->ctx);
}

static hensyn_status add_row(hn_engine *e, hn_bench *bench, const face_ref *ref, size_t count) {
    const hn_geometry **part = hn_alloc(count, sizeof(hn_geometry *));
    hn_face *row = HN_NEW_ROW(e->result->faces);
    hensyn_status status = HENSYN_OK;
    if (!part || !row) HN_TRY(hn_nomem(e->ctx));
    for (size_t i = 0; i < count; i++)
        part[i] = ref[i].face->geometry;
    HN_TRY(hn_union(e->ctx, bench, e, part, count, &row->geometry));
    row->fid = (int64_t)e->result->faces.count;
    row->konsekvens = ref->face->consequence;
    row->areal_m2 = row->geometry ? hn_measure_area(e->options->measure, row->geometry) : 0;
    HN_TRY(theme_text(e, ref->face, row));
    HN_TRY(list_text(e, ref->face, row));
cleanup:
    hn_free(part);
    return status;
}

static hensyn_status merge_faces(hn_engine *e, const partition_job *job) {
    size_t plans = e->result->plan_areas.count, count = 0, capacity = 0;
    face_ref *ref = NULL;
    void *bench = NULL;
    hensyn_status status = HENSYN_OK;
    HN_TRY(hn_bench_init(e->ctx, e, &bench));
    for (size_t i = 0; i < plans; i++)
        for (size_t j = 0; j < job->faces[i].count; j++) {
            const face *f = &job->faces[i].row[j];
            if (!f->members) continue; /* ground that nothing covers */
            if (!HN_RESERVE(ref, count, capacity, 1)) HN_TRY(hn_nomem(e->ctx));
            ref[count] = (face_ref){f, count};
            count++;
        }
    if (count > 1) qsort(ref, count, sizeof *ref, by_list);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count; to++)
            if (compare_lists(ref[from].face, ref[to].face) != 0) break;
        HN_TRY(add_row(e, bench, ref + from, to - from));
        if (hn_is_cancelled(e->ctx)) HN_TRY(hn_progress(e->ctx, 1));
    }
cleanup:
    hn_bench_done(e, bench);
    hn_free(ref);
    return status;
}

hensyn_status hn_stage_partition(hn_engine *e) {
    size_t plans = e->result->plan_areas.count;
    partition_job job = {.engine = e, .faces = hn_zalloc(plans, sizeof(face_list))};
    hensyn_status status = HENSYN_OK;
    if (!job.faces) return hn_nomem(e->ctx);
    HN_TRY(list_later(e->ctx, &job));
    hn_parallel_job all = {.init = hn_bench_init,
                           .body = partition_body,
                           .done = hn_bench_done,
                           .shared = &job,
                           .count = plans,
                           .threads = e->options->threads};
    HN_TRY(hn_parallel(e->ctx, &all));
    HN_TRY(merge_faces(e, &job));
cleanup:
    for (size_t i = 0; i < plans; i++)
        free_faces(&job.faces[i]);
    hn_free(job.faces);
    hn_free(job.first);
    hn_free(job.later);
    return status;
}
