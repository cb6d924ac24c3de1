/* arc.h - circular arcs as lines. An arc gives the same points whichever way it is walked, so that
 * neighbours that share it still meet. */
#ifndef HN_ARC_H
#define HN_ARC_H

#include <stdbool.h>

/* Takes one point; false stops. */
typedef bool (*hn_arc_point)(void *user, double x, double y);

/* The arc through three points (six numbers), without its first point and with its last; when the
 * first and the last coincide, the circle whose diameter ends in the first and the second. No
 * point of the arc is farther than sagitta from the line. */
bool hn_arc_points(const double *three, double sagitta, hn_arc_point add, void *user);
/* The circle through three different points, from the first and back to it. */
bool hn_circle_points(const double *three, double sagitta, hn_arc_point add, void *user);

#endif
