/* geos.h - between hn_geometry and GEOS, and what differs between GEOS versions. Every call takes
 * a handle that one thread owns; errors land in the handle's own text, never on the terminal. */
#ifndef HN_GEOS_H
#define HN_GEOS_H

#define GEOS_USE_ONLY_R_API
#include "base/context.h"
#include "data/geometry.h"

#include <geos_c.h>

typedef struct hn_geos {
    GEOSContextHandle_t handle;
    char error[256]; /* last error of GEOS on this handle */
} hn_geos;

hn_geos *hn_geos_create(void); /* NULL: no memory */
void hn_geos_destroy(hn_geos *geos);
/* GEOS copy of a geometry: a Polygon/LineString/Point when it has one part, else a Multi. NULL:
 * no memory or a ring GEOS refuses. */
GEOSGeometry *hn_to_geos(hn_geos *geos, const hn_geometry *geometry);
/* Parts of the given kind only, collections searched; the rest is left out. NULL and *empty true:
 * nothing of that kind; NULL and *empty false: no memory. Result is oriented. */
hn_geometry *hn_from_geos(hn_geos *geos, const GEOSGeometry *geometry, hn_kind kind, bool *empty);
const char *hn_geos_version(void);

#endif
