/* write.h - from rows in memory to a styled result: SpatiaLite, GeoPackage or PostGIS. */
#ifndef HN_WRITE_H
#define HN_WRITE_H

#include "data/recipe.h"
#include "data/result.h"
#include "write/style.h"
#include "write/tables.h"

/* A target that was checked and is ready to be filled; see hn_target_open. */
typedef struct hn_target hn_target;

/* Checks before the run that the output may be written: folder writable, not an input, exists only
 * with overwrite and then only as something hensyn wrote; clears a dead run's temporary files.
 * HENSYN_OUTPUT otherwise. Rows of vurdering of the earlier result are remembered. */
hensyn_status hn_target_open(hensyn_context *ctx, const char *output, bool overwrite,
                             const char *const *inputs, size_t input_count, hn_target **out);
/* Writes every table of the parts that ran, indexes, statistics, styles; carries vurdering over
 * (remarks VURDERING_UTEN_KONFLIKT, VURDERING_ENDRET are added to result first). Nothing is
 * visible under the final name yet. */
hensyn_status hn_target_write(hensyn_context *ctx, hn_target *target, hn_result *result,
                              const hn_styles *styles, int threads);
/* Puts the result in its place in one step, with its .qgs beside it (file results). */
hensyn_status hn_target_finish(hensyn_context *ctx, hn_target *target, const hn_result *result,
                               const hn_styles *styles);
/* Removes everything unfinished; NULL is allowed. */
void hn_target_close(hn_target *target);
const char *hn_target_path(const hn_target *target); /* what was written, for the report */

#endif
