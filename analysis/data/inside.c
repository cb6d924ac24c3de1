/* inside.c - points in areas, through an index of the areas. */
#include "data/inside.h"

#include "base/memory.h"
#include "base/platform.h"
#include "data/index.h"

typedef struct asking {
    hn_geometry *const *area;
    hn_index *index;
    hn_point_at at;
    const void *user;
    uint32_t *out;
} asking;

typedef struct point {
    const asking *all;
    double xy[2];
    uint32_t lowest;
} point;

static bool found(uint32_t item, void *user) {
    point *p = user;
    if (item < p->lowest && hn_locate(p->all->area[item], p->xy[0], p->xy[1]) >= 0)
        p->lowest = item;
    return true;
}

static hensyn_status work(hensyn_context *ctx, void *shared, void *state, size_t first,
                          size_t last) {
    const asking *all = shared;
    (void)ctx;
    (void)state;
    for (size_t i = first; i < last; i++) {
        point p = {.all = all, .lowest = UINT32_MAX};
        all->at(all->user, i, p.xy);
        hn_box box = {p.xy[0], p.xy[1], p.xy[0], p.xy[1]};
        hn_index_query(all->index, box, found, &p);
        all->out[i] = p.lowest;
    }
    return HENSYN_OK;
}

hensyn_status hn_areas_holding(hensyn_context *ctx, hn_geometry *const *area, size_t areas,
                               size_t points, hn_point_at at, const void *user, int threads,
                               uint32_t *out) {
    hensyn_status status = HENSYN_OK;
    asking all = {.area = area, .at = at, .user = user, .out = out};
    hn_box *box = hn_alloc(areas, sizeof *box);
    if (!box) return hn_nomem(ctx);
    for (size_t i = 0; i < areas; i++)
        box[i] = area[i] && area[i]->kind == HN_AREA ? area[i]->box : HN_EMPTY_BOX;
    all.index = hn_index_create(box, areas);
    if (!all.index) HN_TRY(hn_nomem(ctx));
    HN_TRY(hn_parallel(
        ctx,
        &(hn_parallel_job){.body = work, .shared = &all, .count = points, .threads = threads}));
cleanup:
    hn_index_destroy(all.index);
    hn_free(box);
    return status;
}
