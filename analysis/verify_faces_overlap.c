/* verify_faces_overlap.c - no two faces of samlet_hensyn lie on each other. */
#include "verify_faces.h"

#include "base/memory.h"
#include "base/platform.h"
#include "conflict/relate.h"
#include "data/geos.h"
#include "json_text.h"

typedef struct bench {
    hn_geos *geos;
    hn_relate_room room;
    const hn_partition *p;
    hn_face_part *one;
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
    const hn_face_part *two = &b->p->parts.row[item];
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

hensyn_status hn_faces_overlap(hn_partition *p) {
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
        const hn_face_part *row = &p->parts.row[i];
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
