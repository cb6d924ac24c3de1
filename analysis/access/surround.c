/* surround.c - which destination holds each origin, and how far the nearest one is in a straight
 * line. */
#include "access/nearby.h"
#include "access/reach.h"

#include "base/platform.h"

enum { ORDERED = 64 }; /* origins near each other that are asked for in a row */

typedef struct surround_job {
    const hn_result *result;
    const hn_access_input *input;
    const hn_access_options *options;
    hn_outlines *outlines; /* of destinations in any class */
    hn_holders holders;
    hn_nearby nearby[HN_MAX_CLASSES]; /* of classes measured in a straight line */
    hn_surround *out;
} surround_job;

/* ---- building ---- */

static hensyn_status outline_members(hensyn_context *ctx, surround_job *job) {
    size_t count = job->result->destinations.count;
    const hn_geometry **geometry = hn_alloc(count, sizeof *geometry);
    if (!geometry) return hn_nomem(ctx);
    for (size_t i = 0; i < count; i++) {
        const hn_destination *row = &job->result->destinations.row[i];
        geometry[i] = row->classes ? row->geometry : NULL;
    }
    hensyn_status status =
        hn_outlines_create(ctx, geometry, count, job->options->threads, &job->outlines);
    hn_free(geometry);
    return status;
}

typedef struct class_of {
    const hn_result *result;
    size_t number;
} class_of;

static bool is_member(size_t row, const void *user) {
    const class_of *c = user;
    return c->result->destinations.row[row].classes >> c->number & 1;
}

/* ---- asking ---- */

typedef struct point_search {
    const surround_job *job;
    double x, y;
    uint32_t *inside; /* of each class */
} point_search;

static bool note_holder(uint32_t row, void *user) {
    point_search *s = user;
    uint32_t classes = s->job->result->destinations.row[row].classes, open = 0;
    for (size_t c = 0; c < s->job->options->classes; c++)
        if (classes >> c & 1 && row < s->inside[c]) open |= 1u << c;
    if (!open || hn_outline_locate(&s->job->outlines->item[row], s->x, s->y) < 0) return true;
    for (size_t c = 0; c < s->job->options->classes; c++)
        if (open >> c & 1) s->inside[c] = row;
    return true;
}

static void find_straight(const surround_job *job, const point_search *s, size_t c, size_t slot,
                          uint32_t *hint) {
    job->out->straight[slot] = s->inside[c];
    job->out->straight_m[slot] = 0;
    if (s->inside[c] != UINT32_MAX) return;
    double at[2];
    job->out->straight[slot] = hn_nearby_find(&job->nearby[c], s->x, s->y, INFINITY, hint,
                                              &job->out->straight_m[slot], at);
}

static hensyn_status surround_body(hensyn_context *ctx, void *shared, void *state, size_t first,
                                   size_t last) {
    (void)ctx;
    (void)state;
    const surround_job *job = shared;
    size_t classes = job->options->classes;
    uint32_t hint[HN_MAX_CLASSES];
    for (size_t c = 0; c < classes; c++)
        hint[c] = UINT32_MAX;
    for (size_t k = first; k < last; k++) {
        size_t i = job->out->order[k];
        uint32_t inside[HN_MAX_CLASSES];
        point_search s = {job, job->input->origin[i].x, job->input->origin[i].y, inside};
        for (size_t c = 0; c < classes; c++)
            inside[c] = UINT32_MAX;
        hn_holders_query(&job->holders, s.x, s.y, note_holder, &s);
        for (size_t c = 0; c < classes; c++) {
            size_t slot = i * classes + c;
            job->out->inside[slot] = job->out->straight[slot] = UINT32_MAX;
            job->out->straight_m[slot] = INFINITY;
            if (job->options->class_[c].straight)
                find_straight(job, &s, c, slot, &hint[c]);
            else
                job->out->inside[slot] = inside[c];
        }
    }
    return HENSYN_OK;
}

static hensyn_status order_origins(hensyn_context *ctx, surround_job *job) {
    size_t count = job->input->origins;
    hn_box *box = hn_alloc(count, sizeof *box);
    uint32_t *order = job->out->order = hn_alloc(count, sizeof *order);
    for (size_t i = 0; box && i < count; i++) {
        const hn_origin *o = &job->input->origin[i];
        box[i] = (hn_box){o->x, o->y, o->x, o->y};
    }
    bool done = box && order && hn_pack_order(box, count, ORDERED, order);
    hn_free(box);
    return done ? HENSYN_OK : hn_nomem(ctx);
}

static void surround_job_free(surround_job *job) {
    for (size_t c = 0; c < HN_MAX_CLASSES; c++)
        hn_nearby_free(&job->nearby[c]);
    hn_holders_free(&job->holders);
    hn_outlines_destroy(job->outlines);
}

hensyn_status hn_surround_find(hensyn_context *ctx, const hn_result *result,
                               const hn_access_input *input, const hn_access_options *options,
                               hn_surround *out) {
    surround_job job = {.result = result, .input = input, .options = options, .out = out};
    size_t count = input->origins * options->classes;
    hensyn_status status = HENSYN_OK;
    *out = (hn_surround){hn_alloc(count, sizeof *out->inside),
                         hn_alloc(count, sizeof *out->straight_m),
                         hn_alloc(count, sizeof *out->straight), NULL};
    if (!out->inside || !out->straight_m || !out->straight) HN_TRY(hn_nomem(ctx));
    HN_TRY(order_origins(ctx, &job));
    HN_TRY(outline_members(ctx, &job));
    HN_TRY(hn_holders_create(ctx, job.outlines, &job.holders));
    for (size_t c = 0; c < options->classes; c++)
        if (options->class_[c].straight)
            HN_TRY(hn_nearby_create(ctx, job.outlines, options->measure, is_member,
                                    &(class_of){result, c}, &job.nearby[c]));
    hn_parallel_job run = {.body = surround_body,
                           .shared = &job,
                           .count = input->origins,
                           .threads = options->threads};
    HN_TRY(hn_parallel(ctx, &run));
cleanup:
    surround_job_free(&job);
    if (status != HENSYN_OK) hn_surround_clear(out);
    return status;
}

void hn_surround_clear(hn_surround *surround) {
    hn_free(surround->inside);
    hn_free(surround->straight_m);
    hn_free(surround->straight);
    hn_free(surround->order);
    *surround = (hn_surround){NULL, NULL, NULL, NULL};
}
