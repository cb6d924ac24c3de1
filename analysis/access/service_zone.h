/* service_zone.h - the reached pieces of a class as an area, for the map only. */
#ifndef HN_SERVICE_ZONE_H
#define HN_SERVICE_ZONE_H

#include "access/engine.h"

/* The pieces from row first on, buffered by options->service_buffer and united: one row for a
 * network of ordinary size, else one for each block of a fixed grid, by row and column. */
hensyn_status hn_service_zone_add(hn_access_engine *e, size_t class_number, size_t first);

#endif
