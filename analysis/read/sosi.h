/* sosi.h - SOSI files through the reader in sosi/, as layers of GDAL features: one layer for each
 * object type and form, features made one at a time while the file is walked. GDAL's own SOSI
 * reader draws arcs wrong, closes areas across missing borders, refuses UTF-8, writes beside the
 * input and prints; it is not used. */
#ifndef HN_SOSI_H
#define HN_SOSI_H

#include "base/context.h"
#include "read/sosi/sosi_reader.h"

#include <gdal.h>
#include <ogr_api.h>
#include <stddef.h>
#include <stdio.h>

enum { HN_SOSI_MOST_SAID = 8 };

/* What a reader says about the object at hand. */
typedef struct hn_said {
    const char *code; /* of the remark */
    hensyn_level level;
    bool bars; /* the object has no geometry for it */
    char text[240];
} hn_said;

typedef struct hn_sosi {
    FILE *file;
    hensyn_context *ctx;   /* of the call at hand */
    hensyn_status stopped; /* why the reader was refused its next bytes; HENSYN_OK: it was not */
    sosi_reader *reader;   /* NULL: not a SOSI file */
    const char *path;      /* borrowed from the opened source */
    char **name;           /* of the layer that each type is */
    size_t types;
    /* of the object at hand */
    int line;
    int64_t serial;
    hn_said said[HN_SOSI_MOST_SAID];
    size_t saids;
} hn_sosi;

/* Does the file begin as SOSI does? */
bool hn_is_sosi(const char *path);
/* Opens the file. HENSYN_INPUT: not readable, not understood (with the line), or the header lacks
 * what gives the coordinates their meaning. dataset: layers without features, one for each type,
 * for their definitions and filters. Coordinates are easting first, in the units of KOORDSYS. */
hensyn_status hn_sosi_open(hensyn_context *ctx, const char *path, hn_sosi *out,
                           GDALDatasetH *dataset);
void hn_sosi_clear(hn_sosi *sosi);
/* Walks the objects of one type. */
hensyn_status hn_sosi_start(hensyn_context *ctx, hn_sosi *sosi, size_t type);
/* The next one that passes the filter of the layer (filtered: it has one); NULL: no more. The
 * feature is the caller's; without geometry when sosi->said tells why. */
hensyn_status hn_sosi_next(hensyn_context *ctx, hn_sosi *sosi, OGRLayerH layer, bool filtered,
                           OGRFeatureH *out);
/* Code of the remark for a problem of the reader, of the file as a whole or of an object. */
const char *hn_sosi_code(sosi_code code);

#endif
