/* cut.c - box hierarchies over rings and clipping to a window. */
#include "conflict/cut.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

enum { RUN = 16, FAN = 8 }; /* segments in a lowest run; runs joined a level */

/* Boxes of all runs of one ring, level by level, the finest first. */
typedef struct ring_tree {
    uint32_t levels;
    uint32_t first; /* of its boxes in hn_cut.box */
    hn_box box;     /* of the whole ring */
} ring_tree;

struct hn_cut {
    const hn_geometry *area;
    ring_tree *ring;
    hn_box *box;
    size_t box_count, box_capacity;
};

static uint32_t runs_at(uint32_t segments, uint32_t level) {
    uint32_t runs = (segments + RUN - 1) / RUN;
    while (level--)
        runs = (runs + FAN - 1) / FAN;
    return runs;
}

static hn_box box_of_points(const double *xy, uint32_t first, uint32_t last) {
    hn_box box = HN_EMPTY_BOX;
    for (uint32_t i = first; i <= last; i++) {
        double x = xy[2 * i], y = xy[2 * i + 1];
        box.xmin = hn_min(box.xmin, x);
        box.xmax = hn_max(box.xmax, x);
        box.ymin = hn_min(box.ymin, y);
        box.ymax = hn_max(box.ymax, y);
    }
    return box;
}

static bool build_ring(hn_cut *cut, uint32_t number) {
    const hn_geometry *g = cut->area;
    uint32_t first = g->ring[number], points = g->ring[number + 1] - first;
    uint32_t segments = points > 0 ? points - 1 : 0;
    const double *xy = g->xy + 2 * (size_t)first;
    ring_tree *tree = &cut->ring[number];
    *tree = (ring_tree){.first = (uint32_t)cut->box_count, .box = HN_EMPTY_BOX};
    if (segments == 0) return true;

    uint32_t runs = runs_at(segments, 0);
    if (!HN_RESERVE(cut->box, cut->box_count, cut->box_capacity, (size_t)runs * 2 + 8))
        return false;
    for (uint32_t i = 0; i < runs; i++) {
        uint32_t last = (i + 1) * RUN < segments ? (i + 1) * RUN : segments;
        cut->box[cut->box_count++] = box_of_points(xy, i * RUN, last);
    }
    tree->levels = 1;
    for (uint32_t below = tree->first; runs > 1; tree->levels++) {
        uint32_t joined = (runs + FAN - 1) / FAN;
        for (uint32_t i = 0; i < joined; i++) {
            hn_box box = HN_EMPTY_BOX;
            for (uint32_t j = i * FAN; j < runs && j < (i + 1) * FAN; j++)
                box = hn_box_join(box, cut->box[below + j]);
            cut->box[cut->box_count++] = box;
        }
        below += runs;
        runs = joined;
    }
    tree->box = cut->box[cut->box_count - 1];
    return true;
}

hn_cut *hn_cut_create(const hn_geometry *area) {
    hn_cut *cut = hn_zalloc(1, sizeof *cut);
    if (!cut) return NULL;
    cut->area = area;
    cut->ring = hn_zalloc(area->rings, sizeof *cut->ring);
    bool ok = cut->ring != NULL;
    for (uint32_t i = 0; ok && i < area->rings; i++)
        ok = build_ring(cut, i);
    if (ok) return cut;
    hn_cut_destroy(cut);
    return NULL;
}

void hn_cut_destroy(hn_cut *cut) {
    if (!cut) return;
    hn_free(cut->ring);
    hn_free(cut->box);
    hn_free(cut);
}

void hn_cut_room_free(hn_cut_room *room) {
    hn_free(room->xy);
    hn_clip_free(&room->clip);
    *room = (hn_cut_room){0};
}

/* ---- thinning: runs beyond one side keep their ends only ---- */

typedef struct thinning {
    const hn_cut *cut;
    const double *xy; /* of the ring */
    uint32_t segments;
    hn_box window;
    hn_cut_room *room;
    size_t count; /* points in room->xy */
    bool failed;
} thinning;

static bool beyond(hn_box b, hn_box window) {
    return b.xmax < window.xmin || b.xmin > window.xmax || b.ymax < window.ymin ||
           b.ymin > window.ymax;
}

static void thin_points(thinning *t, uint32_t first, uint32_t last) {
    size_t more = last - first + 1;
    if (!HN_RESERVE(t->room->xy, 2 * t->count, t->room->xy_capacity, 2 * more)) {
        t->failed = true;
        return;
    }
    memcpy(t->room->xy + 2 * t->count, t->xy + 2 * (size_t)first, more * 2 * sizeof(double));
    t->count += more;
}

/* Emits the end points of the segments of run number on a level. offset: of the level's boxes. */
static void thin_run(thinning *t, uint32_t level, uint32_t offset, uint32_t number) {
    uint32_t span = RUN;
    for (uint32_t i = 0; i < level; i++)
        span *= FAN;
    uint32_t first = number * span;
    uint32_t last = t->segments - first < span ? t->segments : first + span;
    if (beyond(t->cut->box[offset + number], t->window)) {
        thin_points(t, last, last);
        return;
    }
    if (level == 0) {
        thin_points(t, first + 1, last);
        return;
    }
    uint32_t below = runs_at(t->segments, level - 1);
    for (uint32_t i = number * FAN; i < below && i < (number + 1) * FAN && !t->failed; i++)
        thin_run(t, level - 1, offset - below, i);
}

/* room->xy gets the thinned ring, closed. */
static bool thin_ring(thinning *t, uint32_t ring) {
    const ring_tree *tree = &t->cut->ring[ring];
    const hn_geometry *g = t->cut->area;
    uint32_t first = g->ring[ring];
    t->xy = g->xy + 2 * (size_t)first;
    t->segments = g->ring[ring + 1] - first - 1;
    t->count = 0;
    uint32_t offset = tree->first;
    for (uint32_t level = 0; level + 1 < tree->levels; level++)
        offset += runs_at(t->segments, level);
    thin_points(t, 0, 0);
    thin_run(t, tree->levels - 1, offset, 0);
    return !t->failed;
}

/* ---- parts ---- */

/* Hands a ring to the clipping, thinned. False: no memory. */
static bool clip_ring(thinning *t, uint32_t ring, bool hole) {
    if (!hn_box_meets(t->cut->ring[ring].box, t->window)) return true;
    return thin_ring(t, ring) && hn_clip_add(&t->room->clip, t->room->xy, t->count, hole);
}

static hn_clip_state clip_part(thinning *t, uint32_t part) {
    const hn_geometry *g = t->cut->area;
    for (uint32_t ring = g->part[part]; ring < g->part[part + 1]; ring++)
        if (!clip_ring(t, ring, ring != g->part[part])) return HN_CLIP_NO_MEMORY;
    return hn_clip_polygon(&t->room->clip);
}

hn_cut_result hn_cut_window(const hn_cut *cut, const uint32_t *parts, size_t part_count,
                            hn_box window, hn_cut_room *room, hn_geometry **out) {
    thinning t = {.cut = cut, .window = window, .room = room};
    size_t wanted = parts ? part_count : cut->area->parts;
    hn_clip_begin(&room->clip, window);
    for (size_t i = 0; i < wanted; i++) {
        switch (clip_part(&t, parts ? parts[i] : (uint32_t)i)) {
        case HN_CLIP_OK:
            break;
        case HN_CLIP_FULL:
            return HN_CUT_FULL;
        case HN_CLIP_NO_MEMORY:
            return HN_CUT_NO_MEMORY;
        case HN_CLIP_FAILED: /* rounding on the border: the whole area is right, only slower */
            *out = hn_geometry_copy(cut->area);
            return *out ? HN_CUT_PART : HN_CUT_NO_MEMORY;
        }
    }
    if (room->clip.parts == 0) return HN_CUT_EMPTY;
    *out = hn_clip_result(&room->clip);
    return *out ? HN_CUT_PART : HN_CUT_NO_MEMORY;
}
