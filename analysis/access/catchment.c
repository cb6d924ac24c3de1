/* catchment.c - the two-step floating catchment area (2SFCA, Radke and Mu 2000; Luo and Wang 2003),
 * enhanced by distance weights (E2SFCA, Luo and Qi 2009):
 *
 *   R_j = S_j / sum_i P_i f(d_ij),  A_i = sum_j R_j f(d_ij),  so  sum_i P_i A_i = sum_j S_j
 *
 * over areas with any demand. Weights: dichotomy, exponential, gaussian and density as the Urban
 * Nature Access model of InVEST defines them (users' guide), but without its rule that an area with
 * at most one weighted resident keeps its whole supply, which would break the identity; step as
 * pysal's access package has it (1, 0.68, 0.22 for thirds of the limit). */
#include "access/catchment.h"

#include "base/sum.h"

#include <math.h>

double hn_kernel_weight(hn_kernel kernel, double distance_m, double limit_m) {
    if (!(distance_m <= limit_m)) return 0;
    double x = limit_m > 0 ? distance_m / limit_m : 0;
    switch (kernel) {
    case HN_KERNEL_NONE:
        break;
    case HN_KERNEL_DICHOTOMY:
        return 1;
    case HN_KERNEL_EXPONENTIAL:
        return exp(-x);
    case HN_KERNEL_GAUSSIAN:
        return (exp(-0.5 * x * x) - exp(-0.5)) / (1 - exp(-0.5));
    case HN_KERNEL_DENSITY:
        return 0.75 * (1 - x * x);
    case HN_KERNEL_STEP:
        return 3 * x <= 1 ? 1 : 3 * x <= 2 ? 0.68 : 0.22;
    }
    return 0;
}

double hn_catchment_ratio(hn_kernel kernel, double limit_m, double supply, const hn_visit *visit,
                          size_t count, double (*residents)(void *user, uint32_t origin),
                          void *user) {
    hn_sum demand = {0, 0};
    for (size_t i = 0; i < count; i++)
        hn_sum_add(&demand, residents(user, visit[i].origin) *
                                hn_kernel_weight(kernel, visit[i].distance_m, limit_m));
    return hn_sum_value(&demand) > 0 ? supply / hn_sum_value(&demand) : (double)NAN;
}
