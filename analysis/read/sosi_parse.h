/* sosi_parse.h - the text of a SOSI file taken apart: header, elements, coordinates, references.
 * Shared by sosi_parse.c (text to elements) and sosi.c (elements to features). */
#ifndef HN_SOSI_PARSE_H
#define HN_SOSI_PARSE_H

#include "base/context.h"
#include "base/memory.h"

typedef struct hn_sosi_field {
    size_t element; /* that it belongs to */
    const char *key, *value;
} hn_sosi_field;

/* A reference of an area to a border; ring 0 is the outer one. */
typedef struct hn_sosi_ref {
    long serial;
    bool reversed;
    int ring;
} hn_sosi_ref;

typedef struct hn_sosi_element {
    const char *word; /* KURVE, FLATE ... */
    long serial;
    int line;                /* from 1 */
    const char *object_type; /* NULL: none */
    size_t field, fields;    /* in file->field */
    size_t point, points;    /* in file->xy */
    size_t ref, refs;        /* in file->ref */
    double radius;           /* of BUE and SIRKEL; 0: none */
    bool has_height;
} hn_sosi_element;

typedef struct hn_sosi_file {
    int system;             /* KOORDSYS; -1: none */
    double unit;            /* ENHET, 0: none */
    double north, east;     /* ORIGO-NØ */
    bool has_origin, ended; /* ended: .SLUTT was there */
    const char *charset;
    bool charset_wrong;
    hn_pool *pool; /* of the texts */
    hn_sosi_element *element;
    size_t elements, element_room;
    hn_sosi_field *field;
    size_t fields, field_room;
    hn_sosi_ref *ref;
    size_t refs, ref_room;
    double *xy; /* easting first, in the unit of KOORDSYS */
    size_t points, point_room;
} hn_sosi_file;

hensyn_status hn_sosi_parse(hensyn_context *ctx, const char *path, hn_sosi_file *out);
void hn_sosi_file_clear(hn_sosi_file *file);

#endif
