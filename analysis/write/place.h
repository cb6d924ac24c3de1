/* place.h - whether a file may be written at a path, asked before a run begins. */
#ifndef HN_PLACE_H
#define HN_PLACE_H

#include "base/context.h"

#include <stddef.h>

/* HENSYN_OUTPUT with "path: why". */
hensyn_status hn_refuse(hensyn_context *ctx, const char *path, const char *nb, const char *en);
/* Refuses an output (a path, or a PG: data source) that is one of the inputs, which may be SOURCEs
 * ending in "|layername=..."; NULL inputs are passed over. */
hensyn_status hn_refuse_inputs(hensyn_context *ctx, const char *output, const char *const *inputs,
                               size_t count);
/* Refuses what is not, or could not become, a regular file in a folder that can be written. */
hensyn_status hn_place_check(hensyn_context *ctx, const char *path);

#endif
