/* cut.h - a big area cut down to what lies near a small one, without walking all of it.
 *
 * Every ring carries a hierarchy of boxes over runs of its segments. A run that lies wholly beyond
 * one side of the window is replaced by its end points: both versions stay in the same half-plane
 * outside the window, so nothing inside it changes. What is left is clipped to the window. */
#ifndef HN_CUT_H
#define HN_CUT_H

#include "conflict/clip.h"

typedef struct hn_cut hn_cut;

/* The hierarchy of one area, which is borrowed and must stay. NULL: no memory. */
hn_cut *hn_cut_create(const hn_geometry *area);
void hn_cut_destroy(hn_cut *cut);

/* Reusable working arrays of one thread. */
typedef struct hn_cut_room {
    double *xy; /* a ring, thinned */
    size_t xy_capacity;
    hn_clip clip;
} hn_cut_room;
void hn_cut_room_free(hn_cut_room *room);

typedef enum hn_cut_result {
    HN_CUT_EMPTY, /* nothing of the area lies in the window */
    HN_CUT_FULL,  /* the window lies in the area */
    HN_CUT_PART,  /* *out holds the piece */
    HN_CUT_NO_MEMORY
} hn_cut_result;

/* The area inside window, only of the given parts (part numbers of the area; parts NULL: all).
 * *out is freshly allocated, for the caller to free, with HN_CUT_PART only. */
hn_cut_result hn_cut_window(const hn_cut *cut, const uint32_t *parts, size_t part_count,
                            hn_box window, hn_cut_room *room, hn_geometry **out);

/* The window for what matters to a small area: a little larger than its box, so that the window's
 * own border never meets it. */
static inline hn_box hn_window_around(hn_box box) {
    double width = box.xmax - box.xmin, height = box.ymax - box.ymin;
    return hn_box_grow(box, (width > height ? width : height) * 0.01 + 1e-3);
}

#endif
