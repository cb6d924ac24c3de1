/* sosi.h - a SOSI file read into layers that GDAL keeps in memory, one for each object type.
 * GDAL's own SOSI reader draws arcs wrong, closes areas across missing borders, refuses UTF-8,
 * writes beside the input and prints; it is not used. */
#ifndef HN_SOSI_H
#define HN_SOSI_H

#include "base/context.h"

#include <gdal.h>
#include <stddef.h>

/* Objects of one type and geometry; layer number i of the dataset is group i. */
typedef struct hn_sosi_group {
    char *name;      /* OBJTYPE, or the word of the geometry where there is none */
    bool has_height; /* coordinates with heights, which are dropped */
} hn_sosi_group;

/* An object that is in no layer. */
typedef struct hn_sosi_left_out {
    size_t group;
    int line;         /* of the file, from 1 */
    long serial;      /* number of the object */
    const char *code; /* of the remark */
    char *why;
} hn_sosi_left_out;

typedef struct hn_sosi {
    int epsg;            /* of KOORDSYS; 0: none that is known */
    const char *charset; /* that the bytes were taken for */
    bool charset_wrong;  /* the header says another, or none and they are not ASCII */
    bool cut_short;      /* .SLUTT is missing */
    hn_sosi_group *group;
    size_t groups, group_room;
    hn_sosi_left_out *left;
    size_t lefts, left_room;
} hn_sosi;

/* Does the file begin as SOSI does? */
bool hn_is_sosi(const char *path);
/* Reads the file. HENSYN_INPUT: not readable, or the header lacks what gives the coordinates
 * their meaning. Coordinates are easting first, in the units of KOORDSYS. */
hensyn_status hn_sosi_read(hensyn_context *ctx, const char *path, hn_sosi *out,
                           GDALDatasetH *dataset);
void hn_sosi_clear(hn_sosi *sosi);

#endif
