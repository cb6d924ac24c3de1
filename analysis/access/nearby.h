/* nearby.h - of many outlines those that hold a point, and the nearest one. Safe to ask from many
 * threads once made. */
#ifndef HN_NEARBY_H
#define HN_NEARBY_H

#include "access/outline.h"

/* The boxes of the parts of areas. */
typedef struct hn_holders {
    const hn_outlines *outlines; /* borrowed */
    hn_index *index;
    uint32_t *item; /* of each part */
} hn_holders;
hensyn_status hn_holders_create(hensyn_context *ctx, const hn_outlines *outlines, hn_holders *out);
void hn_holders_free(hn_holders *holders);
/* Calls found for the areas whose closed area may hold the point, possibly more than once; the
 * caller asks hn_outline_locate of those that matter. */
void hn_holders_query(const hn_holders *holders, double x, double y, hn_index_found found,
                      void *user);

/* The runs of some of the outlines. */
typedef struct hn_nearby {
    const hn_outlines *outlines; /* borrowed */
    const hn_measure *measure;   /* borrowed */
    hn_index *index;
    uint32_t *item, *run; /* of each entry */
} hn_nearby;
/* member: for which items; NULL: all. */
hensyn_status hn_nearby_create(hensyn_context *ctx, const hn_outlines *outlines,
                               const hn_measure *measure,
                               bool (*member)(size_t item, const void *user), const void *user,
                               hn_nearby *out);
void hn_nearby_free(hn_nearby *nearby);
/* The item whose boundary (or line, or point) is nearest within limit_m, the lowest at a tie,
 * UINT32_MAX when there is none; *metres: of the straight line, at: the nearest place. *hint:
 * UINT32_MAX at first, kept by the caller from one point to the next near it; it only saves time.
 */
uint32_t hn_nearby_find(const hn_nearby *nearby, double x, double y, double limit_m, uint32_t *hint,
                        double *metres, double at[2]);

#endif
