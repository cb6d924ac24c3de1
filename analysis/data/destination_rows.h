/* destination_rows.h - rows of malomrade from the destinations layers, before those that are
 * contiguous are merged (access/destinations.c). */
#ifndef HN_DESTINATION_ROWS_H
#define HN_DESTINATION_ROWS_H

#include "data/considerations.h"

/* Adds the features of a layer, which keep their geometry no longer: it is taken over. fields: of
 * hn_hensyn_find_fields. repaired may be NULL. */
hensyn_status hn_destination_rows_add(hensyn_context *ctx, hn_result *result,
                                      const hn_measure *measure, hn_keys *keys, hn_layer *layer,
                                      const hn_hensyn_fields *fields, uint32_t kilde,
                                      const uint8_t *repaired);

#endif
