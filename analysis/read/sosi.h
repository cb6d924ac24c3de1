/* sosi.h - a SOSI file made fit for GDAL's reader: a copy with one character set, arcs as lines
 * and only areas whose borders are there. Knows no GDAL but its file and character functions. */
#ifndef HN_SOSI_H
#define HN_SOSI_H

#include "base/context.h"
#include "data/geometry.h"

/* Objects of one type and kind; one layer each. */
typedef struct hn_sosi_group {
    char *name;   /* OBJTYPE, or the word of the geometry where there is none */
    bool typed;   /* name is an OBJTYPE */
    hn_kind kind;
    size_t count; /* in the copy */
} hn_sosi_group;

/* An object that is not in the copy. */
typedef struct hn_sosi_left_out {
    size_t group;
    int line;    /* of the file, from 1 */
    long serial; /* number of the object */
    char *why;
} hn_sosi_left_out;

typedef struct hn_sosi {
    int epsg;        /* of KOORDSYS; 0: none that is known */
    int system;      /* KOORDSYS itself; -1: none */
    char charset[32]; /* that the bytes are in */
    bool charset_wrong; /* the header says another */
    size_t arcs;     /* arcs and circles made lines */
    hn_sosi_group *group;
    size_t groups, group_room;
    hn_sosi_left_out *left;
    size_t lefts, left_room;
} hn_sosi;

/* Does the file begin as SOSI does? */
bool hn_is_sosi(const char *path);
/* Writes the corrected copy. HENSYN_INPUT: not readable, or the header lacks what gives the
 * coordinates their meaning. */
hensyn_status hn_sosi_copy(hensyn_context *ctx, const char *path, const char *copy, hn_sosi *out);
void hn_sosi_clear(hn_sosi *sosi);

#endif
