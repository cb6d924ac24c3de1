/* gdal.h - what the files that know GDAL share: messages caught, settings, the opened source.
 * Only files of this folder include it. */
#ifndef HN_GDAL_H
#define HN_GDAL_H

#include "base/memory.h"
#include "read/read.h"
#include "read/sosi.h"

#include "data/recipe.h"

#include <gdal.h>
#include <ogr_api.h>

/* ---- listening (listen.c) ---- */

typedef struct hn_gdal_message {
    bool failure; /* else a warning */
    char *text;   /* owned */
} hn_gdal_message;

/* While a listener is on, GDAL uses the settings hensyn needs and its messages land here instead
 * of on the terminal; both only in the calling thread. */
typedef struct hn_listener {
    hn_gdal_message *message;
    size_t count, capacity;
    bool lost;       /* a message could not be kept: no memory */
    char *saved[16]; /* earlier thread-local settings; NULL: none */
} hn_listener;

void hn_listen(hn_listener *listener);
void hn_listen_stop(hn_listener *listener);  /* puts everything back and frees the messages */
void hn_listen_clear(hn_listener *listener); /* forgets the messages */
/* The first failure, or else the first message, or "". */
const char *hn_listen_cause(const hn_listener *listener);
bool hn_listen_failed(const hn_listener *listener);

/* ---- preparing (prepare.c) ---- */

/* How a source is opened so that nothing is written beside it and no neighbour is believed. */
typedef struct hn_prepared {
    char *name;      /* what GDAL opens: the path, or a link or copy in folder */
    char *folder;    /* temporary folder, removed by hn_prepared_clear; NULL: none */
    char **options;  /* open options of the driver */
    bool update;     /* a copied database that must be recovered before it can be read */
    bool shx_remade; /* the .shx is missing and is made again in folder */
} hn_prepared;

hensyn_status hn_prepare(hensyn_context *ctx, const char *path, hn_prepared *out);
void hn_prepared_clear(hn_prepared *prepared);

/* OSM is read in one pass for all layers, and those that nobody reads pile up in memory: from now
 * on only this one is read. Other formats: nothing. */
void hn_osm_focus(const hn_opened *opened, const char *layer);

/* ---- the opened source (open.c, look.c) ---- */

typedef struct hn_opened_layer_state {
    hn_layer_info info; /* its members point into what follows */
    OGRLayerH handle;
    const hn_crs *crs; /* of opened->system */
    char *name, *geometry_type, *object_type;
    char **field;
    bool assumed; /* crs comes from --assume-crs */
    bool degrees; /* a CRS in degrees was given for coordinates that are none */
    bool swapped; /* northing or latitude stands first in the file */
    size_t type;  /* SOSI: number of the object type */
} hn_opened_layer_state;

typedef struct hn_opened_system {
    int asked; /* EPSG number it was made from; 0: a text */
    hn_crs *crs;
} hn_opened_system;

struct hn_opened {
    GDALDatasetH dataset;
    hn_prepared prepared;
    hn_sosi sosi;  /* reader of a SOSI file; none: another format */
    char *path;    /* as given, without passwords */
    char *source;  /* last part of it */
    int64_t bytes; /* size of the file; -1: a folder or a connection */
    char *subset;  /* NULL: all */
    char *driver;
    hn_opened_layer_state *layer;
    size_t layers, capacity;
    hn_opened_system *system; /* coordinate systems of the layers */
    size_t systems, system_room;
};

/* Fills the info of a layer: names, fields, CRS, extent, axis order, the first object type. The
 * filter of the layer is on. */
hensyn_status hn_look(hensyn_context *ctx, hn_opened *opened, hn_opened_layer_state *layer,
                      int assume_epsg, hn_result *result);
/* The system of a GDAL reference; *out NULL: none, or one that says nothing. *swapped: the data
 * have northing or latitude first, by the reference's own word. */
hensyn_status hn_crs_from_ogr(hensyn_context *ctx, OGRSpatialReferenceH srs, hn_crs **out,
                              bool *swapped);

/* ---- features one by one (feed.c) ---- */

/* Begins with the first; the filter of the layer is on when the source has a subset. */
hensyn_status hn_feed_start(hensyn_context *ctx, hn_opened *opened,
                            const hn_opened_layer_state *layer);
/* The caller's; NULL: no more, or GDAL failed and the listener knows. */
hensyn_status hn_feed_next(hensyn_context *ctx, hn_opened *opened,
                           const hn_opened_layer_state *layer, OGRFeatureH *out);
/* How many there are; -1: not known without reading. */
hensyn_status hn_feed_count(hensyn_context *ctx, hn_opened *opened,
                            const hn_opened_layer_state *layer, int64_t *out);

/* ---- shapes (shape.c) ---- */

/* Parts of one kind, gathered feature by feature in memory that is used again. */
typedef struct hn_gathered {
    uint32_t *part; /* first ring of each part */
    uint32_t *ring; /* first point of each ring */
    double *xy, *z; /* z: one a point where heights are kept; NULL: they are not */
    size_t parts, rings, points, part_room, ring_room, point_room, z_room;
    bool heights; /* keep them */
} hn_gathered;

typedef struct hn_shape {
    hn_gathered of[HN_AREA + 1]; /* by kind */
    double sagitta;              /* largest deviation from an arc, in units of the source */
    bool keep_height;            /* of lines */
    bool has_height;             /* Z or M was dropped */
    uint32_t closed;             /* rings that had to be closed */
    uint32_t degenerate;         /* rings and lines too short to be one */
    bool unknown;                /* a type that is not read */
} hn_shape;

void hn_shape_clear(hn_shape *shape);
/* Takes a feature's geometry apart. False: no memory. */
bool hn_shape_take(hn_shape *shape, OGRGeometryH geometry);
bool hn_shape_empty(const hn_shape *shape);

/* ---- values (values.c) ---- */

/* A field as text: codes without ".0", dates ISO 8601, texts as UTF-8. *out NULL: not set. *guessed
 * is set when bytes were no UTF-8 and were taken for Latin-1. False: no memory. */
typedef struct hn_value_reader {
    hn_pool *pool;
    hn_buffer text; /* scratch */
    bool guessed;
} hn_value_reader;
bool hn_value_read(hn_value_reader *reader, OGRFeatureH feature, int field, bool municipality,
                   const char **out);
/* Copy of a text that GDAL handed out as UTF-8; Latin-1 bytes become UTF-8. NULL: no memory. */
char *hn_utf8_copy(const char *text, bool *guessed);

#endif
