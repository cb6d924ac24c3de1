/* catchment.h - two-step floating catchment: square metres of area per resident. */
#ifndef HN_CATCHMENT_H
#define HN_CATCHMENT_H

#include "access/access.h"

/* An origin within the limit of a destination. */
typedef struct hn_visit {
    double distance_m;
    uint32_t origin;
} hn_visit;

/* Weight of a distance; 0 beyond the limit. */
double hn_kernel_weight(hn_kernel kernel, double distance_m, double limit_m);

/* First step: supply per weighted resident; NAN where nobody is in reach. */
double hn_catchment_ratio(hn_kernel kernel, double limit_m, double supply, const hn_visit *visit,
                          size_t count, double (*residents)(void *user, uint32_t origin),
                          void *user);

#endif
