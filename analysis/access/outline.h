/* outline.h - the boundaries of areas, lines and points as runs of segments under boxes, so that
 * what lies near and whether a point lies inside is found in less than linear time. */
#ifndef HN_OUTLINE_H
#define HN_OUTLINE_H

#include "base/context.h"
#include "data/index.h"
#include "data/measure.h"

enum { HN_OUTLINE_RUN = 8 }; /* segments of a run at most */

/* Consecutive segments of one ring (or line), by their first and last vertex in the geometry;
 * first == last: a single point. */
typedef struct hn_outline_run {
    uint32_t first, last;
} hn_outline_run;

typedef struct hn_outline {
    const hn_geometry *geometry; /* borrowed */
    const hn_outline_run *run;   /* by vertex */
    const hn_box *box;           /* of each run */
    uint32_t runs;
    hn_index *index; /* over the boxes; NULL: so few that a list does */
} hn_outline;

/* Outlines of many geometries; safe to ask from many threads. */
typedef struct hn_outlines {
    hn_outline *item; /* geometry NULL: left out */
    size_t count;
    hn_outline_run *run;
    hn_box *box;
    size_t runs; /* of all together, by item */
} hn_outlines;

/* geometry NULL for an item: left out. threads as in hn_parallel. */
hensyn_status hn_outlines_create(hensyn_context *ctx, const hn_geometry *const *geometry,
                                 size_t count, int threads, hn_outlines **out);
void hn_outlines_destroy(hn_outlines *outlines); /* NULL is allowed */

/* Calls found for each run whose box meets the query, in no promised order. */
void hn_outline_query(const hn_outline *outline, hn_box query, hn_index_found found, void *user);

/* Metres of the straight line from a point to the nearest place of one run or of the whole boundary
 * (line, point), which goes to at; INFINITY: none within limit_m. Nearest is what the line
 * measures, not the plane; the earlier place at a tie. */
typedef struct hn_viewpoint {
    const hn_measure *measure;
    double x, y;
} hn_viewpoint;
double hn_outline_run_metres(const hn_outline *outline, uint32_t run, const hn_viewpoint *from,
                             double limit_m, double at[2]);
double hn_outline_metres(const hn_outline *outline, const hn_viewpoint *from, double limit_m,
                         double at[2]);

/* As hn_locate: 1 inside, 0 on the boundary, -1 outside; exact. */
int hn_outline_locate(const hn_outline *outline, double x, double y);

#endif
