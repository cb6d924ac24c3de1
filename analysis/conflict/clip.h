/* clip.h - the rings of one polygon clipped to a window, as valid polygons.
 *
 * The chains of a boundary that run inside the window are joined along the window's border,
 * counterclockwise from each exit to the next entry (Weiler and Atherton 1977, for a rectangle).
 * Clipping side by side (Sutherland and Hodgman 1974) is simpler, but leaves edges that run along
 * the border and back; GEOS 3.11.1 was seen to return the complement for such an input. */
#ifndef HN_CLIP_H
#define HN_CLIP_H

#include "data/geometry.h"

typedef struct hn_clip_chain {
    size_t first, count; /* points in hn_clip.xy */
    double in, out;      /* where it enters and leaves: 0..4 counterclockwise along the border */
    bool used;
} hn_clip_chain;

typedef struct hn_clip_ring {
    size_t first, count; /* points in hn_clip.done */
    uint32_t part;       /* of the result */
    bool hole;
} hn_clip_ring;

/* Working arrays of one thread, and the result so far. */
typedef struct hn_clip {
    hn_box window;
    double *xy; /* chains and rings that lie inside, of the polygon at hand */
    size_t points, xy_capacity;
    hn_clip_chain *chain;
    size_t chains, chain_capacity;
    uint32_t *entry; /* chains by place of entry */
    size_t entry_capacity;
    struct hn_clip_whole {
        size_t first, count;
        bool hole;
    } * whole; /* rings that lie inside */
    size_t wholes, whole_capacity;
    bool around, in_hole; /* the shell goes around the window; a hole does */
    double *done;         /* finished rings */
    size_t done_points, done_capacity;
    hn_clip_ring *ring;
    size_t rings, ring_capacity;
    uint32_t parts;
} hn_clip;

void hn_clip_free(hn_clip *clip);
/* Starts a result. */
void hn_clip_begin(hn_clip *clip, hn_box window);
/* Adds a ring (closed, oriented) of the polygon at hand. False: no memory. */
bool hn_clip_add(hn_clip *clip, const double *xy, size_t count, bool hole);
typedef enum hn_clip_state {
    HN_CLIP_OK,
    HN_CLIP_FULL,
    HN_CLIP_FAILED,
    HN_CLIP_NO_MEMORY
} hn_clip_state;
/* Ends the polygon. HN_CLIP_FULL: the window lies in it. HN_CLIP_FAILED: the chains do not join
 * (an invalid polygon, or rounding); nothing of the polygon was added. */
hn_clip_state hn_clip_polygon(hn_clip *clip);
/* What has been collected, oriented; NULL: no memory. Call only when parts > 0. */
hn_geometry *hn_clip_result(const hn_clip *clip);

#endif
