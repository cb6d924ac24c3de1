/* info_tally.h - head, areas by purpose and problems of a file in the answer of `hensyn info`;
 * shared by info.c and info_tally.c. */
#ifndef HN_INFO_TALLY_H
#define HN_INFO_TALLY_H

#include "data/plan.h"
#include "data/rules.h"
#include "read/tally.h"

#include <jansson.h>

/* Both NULL or nothing for sources that do not offer it. */
void hn_info_head_text(const hensyn_context *ctx, const hn_opened *opened, hn_buffer *out);
json_t *hn_info_head_json(const hn_opened *opened);
/* Of a layer; model: what it is taken for. Nothing is told where there is nothing to tell. */
hensyn_status hn_info_tally_text(hensyn_context *ctx, const hn_rules *rules,
                                 const hn_plan_model *model, hn_opened *opened, size_t number,
                                 hn_buffer *out);
hensyn_status hn_info_tally_json(hensyn_context *ctx, const hn_rules *rules,
                                 const hn_plan_model *model, hn_opened *opened, size_t number,
                                 json_t *layer);

#endif
