/* self_overlap.h - lines that run over themselves, as sets of points. */
#ifndef HN_SELF_OVERLAP_H
#define HN_SELF_OVERLAP_H

#include "data/geos.h"

/* Where parts of a line lie on one another (there and back, a stretch drawn twice), *once is the
 * same set of points with each of them once, and owned by the caller; NULL: the line is that
 * already, crossings and touches included, or GEOS cannot tell. HENSYN_MEMORY alone fails. */
hensyn_status hn_line_once(hensyn_context *ctx, hn_geos *geos, const hn_geometry *line,
                           hn_geometry **once);

#endif
