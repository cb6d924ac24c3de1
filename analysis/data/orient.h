/* orient.h - on which side of a line a point lies, exactly. */
#ifndef HN_ORIENT_H
#define HN_ORIENT_H

#include <math.h>

/* The sign of hn_orientation computed without rounding; for what the filter cannot decide. */
int hn_orientation_exact(double ax, double ay, double bx, double by, double cx, double cy);

/* 1: c is left of the line from a to b, -1: right of it, 0: on it. Exact for finite coordinates
 * whose products neither overflow nor underflow; NaN gives 0. */
static inline int hn_orientation(double ax, double ay, double bx, double by, double cx, double cy) {
    /* Error bound of Shewchuk (1997), ccwerrboundA. */
    const double bound = 3.3306690738754716e-16;
    double left = (ax - cx) * (by - cy), right = (ay - cy) * (bx - cx);
    double det = left - right, limit = bound * (fabs(left) + fabs(right));
    if (det > limit) return 1;
    if (-det > limit) return -1;
    return hn_orientation_exact(ax, ay, bx, by, cx, cy);
}

#endif
