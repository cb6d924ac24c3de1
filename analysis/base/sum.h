/* sum.h - compensated summation (Neumaier 1974), so that sums do not depend on magnitude order. */
#ifndef HN_SUM_H
#define HN_SUM_H

#include <math.h>

typedef struct hn_sum {
    double total, lost;
} hn_sum;

static inline void hn_sum_add(hn_sum *sum, double value) {
    double next = sum->total + value;
    if (fabs(sum->total) >= fabs(value))
        sum->lost += (sum->total - next) + value;
    else
        sum->lost += (value - next) + sum->total;
    sum->total = next;
}
static inline double hn_sum_value(const hn_sum *sum) { return sum->total + sum->lost; }

#endif
