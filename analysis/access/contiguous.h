/* contiguous.h - which areas share more than a point. */
#ifndef HN_CONTIGUOUS_H
#define HN_CONTIGUOUS_H

#include "access/trace.h"

/* Boundaries that lie within a millimetre of each other over more than a centimetre are shared. */
#define HN_SHARED_NEAR_M 0.001
#define HN_SHARED_RUN_M 0.01

typedef struct hn_joint {
    uint32_t later, earlier;           /* areas */
    bool overlap;                      /* their interiors meet, not only their boundaries */
    bool later_within, earlier_within; /* lies in the inside of the other, clear of its boundary */
} hn_joint;

typedef struct hn_joints {
    hn_joint *item; /* by later, then earlier */
    size_t count, capacity;
} hn_joints;

/* All pairs of areas that share a piece of boundary or overlap; geometry NULL: none. near, run: the
 * distances above in units of the CRS. */
hensyn_status hn_joints_find(hensyn_context *ctx, const hn_geometry *const *geometry, size_t count,
                             double near, double run, int threads, hn_joints *out);

#endif
