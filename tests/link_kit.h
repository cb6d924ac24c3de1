/* link_kit.h - a path on the ground, for tests that make links of their own. */
#ifndef LINK_KIT_H
#define LINK_KIT_H

#include "data/link.h"

#include <math.h>

/* Both ways at 5 km/h, joined by position; xy is borrowed. */
static inline hn_link link_of(const double *xy, uint32_t points) {
    return (hn_link){.xy = xy,
                     .points = points,
                     .safe = HN_SAFE_UNKNOWN,
                     .ways = HN_WAY_ALONG | HN_WAY_AGAINST,
                     .at_grade = true,
                     .tie = true,
                     .speed_kmh = {5, 5},
                     .cost = {NAN, NAN},
                     .from_node = HN_NO_NODE,
                     .to_node = HN_NO_NODE};
}

#endif
