/* contiguous.c - pairs of areas that share a piece of boundary or overlap, by tracing the boundary
 * of each against the other where their boxes meet. */
#include "access/contiguous.h"

#include "base/memory.h"
#include "base/platform.h"

#include <string.h>

typedef struct numbers {
    uint32_t *item;
    size_t count, capacity;
} numbers;

typedef struct search {
    const hn_outlines *outlines;
    hn_index *index; /* over the boxes of the areas */
    double near, run;
    hn_joints *found; /* one list an area */
} search;

/* Room of one thread. */
typedef struct bench {
    const search *search;
    uint32_t self;
    numbers earlier, runs;
    hn_trace trace;
    bool no_memory;
} bench;

static hensyn_status bench_init(hensyn_context *ctx, void *shared, void **state) {
    const search *s = shared;
    bench *b = hn_zalloc(1, sizeof *b);
    if (!b) return hn_nomem(ctx);
    b->search = s;
    b->trace.near = s->near;
    b->trace.run = s->run;
    *state = b;
    return HENSYN_OK;
}

static void bench_done(void *shared, void *state) {
    (void)shared;
    bench *b = state;
    if (!b) return;
    hn_free(b->earlier.item);
    hn_free(b->runs.item);
    hn_trace_free(&b->trace);
    hn_free(b);
}

static bool add_number(numbers *list, uint32_t item, bool *no_memory) {
    *no_memory = !HN_RESERVE(list->item, list->count, list->capacity, 1);
    if (!*no_memory) list->item[list->count++] = item;
    return !*no_memory;
}

static bool note_earlier(uint32_t item, void *user) {
    bench *b = user;
    return item >= b->self || add_number(&b->earlier, item, &b->no_memory);
}

static bool note_run(uint32_t item, void *user) {
    bench *b = user;
    return add_number(&b->runs, item, &b->no_memory);
}

/* Traces what of the boundary of a lies near b. */
static bool trace_boundary(bench *b, const hn_outline *one, const hn_outline *two) {
    hn_trace_clear(&b->trace);
    b->runs.count = 0;
    hn_outline_query(one, hn_box_grow(two->geometry->box, b->search->near), note_run, b);
    if (b->no_memory) return false;
    hn_sort_numbers(b->runs.item, b->runs.count);
    for (size_t i = 0, next; i < b->runs.count; i = next) {
        uint32_t last = one->run[b->runs.item[i]].last;
        for (next = i + 1; next < b->runs.count && one->run[b->runs.item[next]].first == last;)
            last = one->run[b->runs.item[next++]].last;
        if (!hn_trace_chain(&b->trace, two, one->geometry->xy, one->run[b->runs.item[i]].first,
                            last))
            return false;
    }
    return true;
}

static bool shares_stretch(const bench *b, const hn_geometry *g) {
    for (size_t i = 0; i < b->trace.stretch.count; i++) {
        const hn_span *s = &b->trace.stretch.item[i];
        if (hn_chain_length(g->xy, s->from, s->to) > b->search->run) return true;
    }
    return false;
}

/* Boundaries that coincide all around enclose the same ground or lie back to back. */
static bool same_ground(const hn_outline *one, const hn_outline *two) {
    double x, y;
    return hn_point_on(one->geometry, &x, &y) && hn_outline_locate(two, x, y) > 0;
}

/* What the boundary of one area says of another. */
typedef struct view {
    bool shares, inside, touches; /* a stretch in it, some of its inside, anything of it */
} view;

static bool look(bench *b, const hn_outline *one, const hn_outline *two, view *out) {
    if (!trace_boundary(b, one, two)) return false;
    *out = (view){shares_stretch(b, one->geometry), b->trace.inside, b->trace.touches};
    return true;
}

static bool compare(bench *b, hn_joint *pair, bool *joint) {
    const hn_outline *one = &b->search->outlines->item[pair->later];
    const hn_outline *two = &b->search->outlines->item[pair->earlier];
    double near = b->search->near;
    view later, earlier;
    if (!look(b, one, two, &later) || !look(b, two, one, &earlier)) return false;
    *joint = later.shares || earlier.shares;
    pair->overlap = later.inside || earlier.inside;
    /* Without a contact of boundaries one whose boundary goes inside is inside as a whole, unless
     * it has parts elsewhere. */
    bool contact = later.touches || earlier.touches;
    pair->later_within = !contact && later.inside && !earlier.inside && one->geometry->parts == 1;
    pair->earlier_within = !contact && earlier.inside && !later.inside && two->geometry->parts == 1;
    if (*joint && !pair->overlap &&
        (hn_box_holds(hn_box_grow(one->geometry->box, near), two->geometry->box) ||
         hn_box_holds(hn_box_grow(two->geometry->box, near), one->geometry->box)))
        pair->overlap = same_ground(one, two) || same_ground(two, one);
    return true;
}

static hensyn_status find_earlier(hensyn_context *ctx, void *shared, void *state, size_t first,
                                  size_t last) {
    const search *s = shared;
    bench *b = state;
    for (size_t i = first; i < last; i++) {
        const hn_geometry *g = s->outlines->item[i].geometry;
        hn_joints *list = &s->found[i];
        if (!g) continue;
        b->self = (uint32_t)i;
        b->earlier.count = 0;
        hn_index_query(s->index, hn_box_grow(g->box, s->near), note_earlier, b);
        hn_sort_numbers(b->earlier.item, b->earlier.count);
        for (size_t j = 0; j < b->earlier.count && !b->no_memory; j++) {
            hn_joint pair = {.later = (uint32_t)i, .earlier = b->earlier.item[j]};
            bool joint = false;
            if (!compare(b, &pair, &joint)) return hn_nomem(ctx);
            if (!joint) continue;
            if (!HN_RESERVE(list->item, list->count, list->capacity, 1)) return hn_nomem(ctx);
            list->item[list->count++] = pair;
        }
        if (b->no_memory) return hn_nomem(ctx);
    }
    return HENSYN_OK;
}

static hn_index *index_areas(const hn_geometry *const *geometry, size_t count) {
    hn_box *box = hn_alloc(count, sizeof *box);
    if (!box) return NULL;
    for (size_t i = 0; i < count; i++)
        box[i] = geometry[i] ? geometry[i]->box : HN_EMPTY_BOX;
    hn_index *index = hn_index_create(box, count);
    hn_free(box);
    return index;
}

static hensyn_status gather(hensyn_context *ctx, const search *s, hn_joints *out) {
    size_t total = 0;
    for (size_t i = 0; i < s->outlines->count; i++)
        total += s->found[i].count;
    if (!HN_RESERVE(out->item, out->count, out->capacity, total)) return hn_nomem(ctx);
    for (size_t i = 0; i < s->outlines->count; i++) {
        if (!s->found[i].count) continue;
        memcpy(out->item + out->count, s->found[i].item, s->found[i].count * sizeof(hn_joint));
        out->count += s->found[i].count;
    }
    return HENSYN_OK;
}

hensyn_status hn_joints_find(hensyn_context *ctx, const hn_geometry *const *geometry, size_t count,
                             double near, double run, int threads, hn_joints *out) {
    hn_outlines *outlines = NULL;
    search s = {.near = near, .run = run};
    hensyn_status status = HENSYN_OK;
    HN_TRY(hn_outlines_create(ctx, geometry, count, threads, &outlines));
    s.outlines = outlines;
    s.index = index_areas(geometry, count);
    s.found = hn_zalloc(count, sizeof *s.found);
    if (!s.index || !s.found) HN_TRY(hn_nomem(ctx));
    hn_parallel_job job = {bench_init, find_earlier, bench_done, &s, count, 0, threads};
    HN_TRY(hn_parallel(ctx, &job));
    HN_TRY(gather(ctx, &s, out));
cleanup:
    for (size_t i = 0; s.found && i < count; i++)
        hn_free(s.found[i].item);
    hn_free(s.found);
    hn_index_destroy(s.index);
    hn_outlines_destroy(outlines);
    return status;
}
