/* lattice.h - a smooth positive function of the plane held as polynomials on a lattice of cells,
 * and its integrals along straight edges. It knows nothing of what the function means. */
#ifndef HN_LATTICE_H
#define HN_LATTICE_H

#include "data/measure.h"

typedef struct hn_lattice hn_lattice;

/* Fills the lattice from w = scale() over extent and some way around it; unit_m is the length of
 * a plane unit in metres. Outside, w is that of the nearest point of the lattice; cells where
 * scale() is not defined hold the mean of the others (logged). HENSYN_INPUT: the extent is empty
 * or w defined nowhere in it. Immutable afterwards. */
hensyn_status hn_lattice_create(hensyn_context *ctx, hn_box extent, hn_scale_fn scale, void *user,
                                double unit_m, hn_lattice **out);
void hn_lattice_destroy(hn_lattice *lattice);

/* A mean of w. */
double hn_lattice_mean(const hn_lattice *lattice);
/* Less than w is anywhere, by a few per cent. */
double hn_lattice_least(const hn_lattice *lattice);
/* Half the side of a square in which the expansion about its middle is w to 2e-10 of w. */
double hn_lattice_reach(const hn_lattice *lattice);
double hn_lattice_value(const hn_lattice *lattice, double x, double y);

/* w and its derivatives at a place. */
typedef struct hn_expansion {
    double w, wx, wy, wxx, wxy, wyy;
} hn_expansion;
hn_expansion hn_lattice_expand(const hn_lattice *lattice, double x, double y);

/* The integral of V dy from a to b, where V is an antiderivative of w - mean in x; summed over
 * the edges of a closed ring it is the integral of w - mean over its inside (Green). */
double hn_lattice_edge(const hn_lattice *lattice, const double a[2], const double b[2]);
/* The integral of the square root of w over the length from a to b. */
double hn_lattice_path(const hn_lattice *lattice, const double a[2], const double b[2]);

#endif
