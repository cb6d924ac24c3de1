/* closing.h - which pieces of paths the development areas of a plan close. */
#ifndef HN_CLOSING_H
#define HN_CLOSING_H

#include "access/network.h"

/* A piece of a link that is closed, from < to. */
typedef struct hn_closed {
    uint32_t link;
    hn_position from, to;
} hn_closed;

/* What development areas close. Pieces of one link that are less than a metre apart are one in
 * item, but not in own. */
typedef struct hn_closing {
    hn_closed *item; /* by link, then position, apart from each other */
    size_t count;
    uint32_t *first;     /* links + 1, into item */
    hn_closed *own;      /* by area, link, position */
    uint32_t *first_own; /* areas + 1, into own */
} hn_closing;

/* The pieces of links that give way (hn_link.yields), on the ground, in the inside of an area of
 * input->development; along its boundary they stay open. */
hensyn_status hn_closing_find(hensyn_context *ctx, const hn_network *network,
                              const hn_access_input *input, const hn_access_options *options,
                              hn_closing *out);
void hn_closing_clear(hn_closing *closing);

#endif
