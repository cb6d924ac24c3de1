/* segments.h - the segments of two areas that lie near each other, and which of them may meet. */
#ifndef HN_SEGMENTS_H
#define HN_SEGMENTS_H

#include "data/geometry.h"

typedef struct hn_segment {
    double x0, y0, x1, y1;
    uint32_t ring;  /* of the area */
    uint32_t index; /* within the ring */
} hn_segment;

typedef struct hn_segments {
    hn_segment *row;
    size_t count, capacity;
} hn_segments;

/* Segments of an area whose box meets window. False: no memory. */
bool hn_segments_near(const hn_geometry *area, hn_box window, hn_segments *out);
void hn_segments_free(hn_segments *segments);

/* Calls for every pair of one segment of each side whose boxes meet; returning false stops and
 * makes the result false. Sorts both lists when they are long. */
typedef bool (*hn_segment_pair)(const hn_segment *a, const hn_segment *b, void *user);
bool hn_segments_pairs(hn_segments *a, hn_segments *b, hn_segment_pair call, void *user);

/* Sign of the turn from (ax,ay)->(bx,by) to (cx,cy): +1 left, -1 right, 0 not certain in double
 * arithmetic (error bound of Shewchuk 1997, section 3). *value: twice the triangle's area. */
int hn_turn(double ax, double ay, double bx, double by, double cx, double cy, double *value);

#endif
