/* tally.h - what a file says about itself and what its objects add up to, for `hensyn info`; of the
 * formats that hensyn reads itself (SOSI), since it costs a pass through the objects. */
#ifndef HN_TALLY_H
#define HN_TALLY_H

#include "base/memory.h"
#include "base/sum.h"
#include "read/read.h"

enum { HN_TALLY_VALUES = 512, HN_TALLY_PROBLEMS = 10 };

typedef struct hn_head_line {
    const char *key; /* TEGNSETT, KOORDSYS ... */
    char value[200];
} hn_head_line;

typedef struct hn_tally_row {
    const char *value; /* of the field; "": not set */
    int64_t count;
    hn_sum area; /* in the plane, square units of the coordinates; 0 without areas */
} hn_tally_row;

typedef struct hn_tally {
    hn_pool *pool;
    hn_tally_row row[HN_TALLY_VALUES]; /* by value; beyond their number all fall into the last */
    size_t rows;
    char problem[HN_TALLY_PROBLEMS][300]; /* the first of them, with line and object number */
    int64_t problems, bare;               /* all of them; objects without geometry for it */
    int accuracy; /* NØYAKTIGHET of the least exact object or border, cm; -1: not stated */
} hn_tally;

/* Does the source offer this? */
bool hn_tally_offered(const hn_opened *opened);
/* Lines of the head, at most room; returns how many. */
size_t hn_tally_head(const hn_opened *opened, hn_head_line *out, size_t room);
/* Counts the objects of a layer by the value of a field (number; -1: all together). The subset of
 * the source applies. *out is cleared by the caller, also when this fails. */
hensyn_status hn_tally_layer(hensyn_context *ctx, hn_opened *opened, size_t number, int field,
                             hn_tally *out);
void hn_tally_clear(hn_tally *tally);

#endif
