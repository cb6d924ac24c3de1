/* measure.h - true areas and lengths on the ellipsoid from plane coordinates.
 *
 * The true area of a plane polygon is the integral of 1/(areal scale) over it, edges straight in
 * the working CRS; since the integrand is one fixed function, areas of parts add up. The function
 * is held as polynomials on a lattice of cells filled from PROJ (read/crs.c fills it). */
#ifndef HN_MEASURE_H
#define HN_MEASURE_H

#include "base/context.h"
#include "data/geometry.h"

typedef struct hn_measure hn_measure;

/* Writes 1/(areal scale) times (metres per unit)^2 at count points; false where not defined. */
typedef bool (*hn_scale_fn)(void *user, size_t count, const double *xy, double *inverse_scale);

/* A measure for all points within extent. scale NULL: plane measure, unit_m metres per unit. */
hensyn_status hn_measure_create(hensyn_context *ctx, hn_box extent, hn_scale_fn scale, void *user,
                                double unit_m, hn_measure **out);
void hn_measure_destroy(hn_measure *measure);

/* Thread-safe. Area of shells less holes, m2; signed by ring direction (oriented areas: >= 0). */
double hn_measure_area(const hn_measure *measure, const hn_geometry *geometry);
/* The same over one closed ring of points, signed, positive when counterclockwise. */
double hn_measure_ring(const hn_measure *measure, const double *xy, uint32_t points);
/* Length of lines (or of the rings of areas), m, by the point scale. */
double hn_measure_length(const hn_measure *measure, const hn_geometry *geometry);
/* Length of the straight segment x1 y1 x2 y2, m, by the point scale along it. */
double hn_measure_segment(const hn_measure *measure, const double ends[4]);
/* Metres that a plane distance near (x, y) stands for, by the point scale there; what lies far off
 * is for hn_measure_segment. */
double hn_measure_distance(const hn_measure *measure, double x, double y, double plane);
/* A plane distance, in units, that two points are never farther apart than when the straight line
 * between them is so many metres; growing with metres. */
double hn_measure_within(const hn_measure *measure, double metres);
/* Units of the working CRS per metre as options in metres are converted (no scale factor). */
double hn_measure_units(const hn_measure *measure, double metres);

#endif
