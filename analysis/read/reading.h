/* reading.h - one layer on its way into memory; shared by read_layer.c, features.c and ways.c. */
#ifndef HN_READING_H
#define HN_READING_H

#include "read/gdal.h"

/* A system that features of the layer are in, with the way to the working CRS. */
typedef struct hn_way {
    OGRSpatialReferenceH srs; /* of GDAL, referenced; NULL: none */
    hn_crs *crs;              /* owned; NULL: the layer's */
    hn_transform *transform;
    bool swapped; /* northing or latitude first */
} hn_way;

typedef struct hn_reading {
    hensyn_context *ctx;
    hn_opened *opened;
    hn_opened_layer_state *source;
    const hn_request *request;
    hn_result *result;
    uint32_t row; /* of kilde */
    hn_layer *layer;
    size_t capacity; /* of the arrays of layer */
    hn_listener *listener;
    hn_shape shape;
    hn_value_reader values;
    bool *municipality;   /* which columns hold municipality numbers */
    const char **current; /* values of the feature at hand */
    hn_way *ways;         /* the first is the layer's own; none: it has no system */
    size_t way_count, way_room;
    OGRSpatialReferenceH last_srs; /* of the last feature, referenced; its way is last_way */
    size_t last_way;
    int64_t fid, position; /* of the feature at hand; its place in the layer, from 1 */
    hn_box covered;        /* where the working CRS is known to be defined */
    bool height_told, mixed_told;
} hn_reading;

/* The feature at hand, or the whole layer, in merknad. */
hensyn_status hn_reading_remark(hn_reading *r, hensyn_level level, const char *code,
                                const hn_geometry *where, const char *text);
hensyn_status hn_reading_remark_layer(hn_reading *r, hensyn_level level, const char *code,
                                      const char *text);
hensyn_status hn_reading_tell_height(hn_reading *r); /* once */
/* Counts the feature at hand as left out and says why; HENSYN_INPUT when strict. */
hensyn_status hn_reading_leave_out(hn_reading *r, const char *code, const char *why);
/* The feature at hand is kept, or left out with its remark. */
hensyn_status hn_reading_take(hn_reading *r, OGRFeatureH feature);
/* Features that GDAL's GML reader skipped: taken out of the messages, counted as left out. */
hensyn_status hn_reading_count_skipped(hn_reading *r);

/* Adds the way from a system to the working CRS; owned: a crs that the way takes over, also when
 * this fails, or NULL. */
hensyn_status hn_reading_add_way(hn_reading *r, OGRSpatialReferenceH srs, const hn_crs *crs,
                                 hn_crs *owned, hn_box extent, bool swapped);
/* The way of a geometry: the layer's, unless the file gives this one another system. */
hensyn_status hn_reading_find_way(hn_reading *r, OGRGeometryH geometry, const hn_way **out);
void hn_reading_free_ways(hn_reading *r);
/* The failure of a layer that has geometries but no system. */
hensyn_status hn_reading_no_crs(hn_reading *r);

#endif
