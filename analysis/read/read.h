/* read.h - from a SOURCE to layers in memory: open, look, read, reproject, repair.
 * The seam for other readers: everything below hn_opened is what one reader offers, and feed.c
 * where their features come from. SOSI is read by hensyn itself (sosi/, sosi.c), all else by GDAL.
 *
 * Remarks about a source: TEGNSETT_ANTATT, SHX_GJENSKAPT, SOSI_SLUTT_MANGLER, SOSI_OMRADE_AVVIK,
 * SOSI_PUNKTEGENSKAP, GDAL_MELDING (what GDAL said). About a layer: CRS_ANTATT, AKSER_BYTTET,
 * CRS_BLANDET, HOYDE_DROPPET, ANTALL_AVVIKER, TEGNSETT_ANTATT. A feature is left out for
 * UTEN_GEOMETRI, GEOMETRI_ULESELIG (with the words of GDAL), KOORDINAT_UGYLDIG,
 * GEOMETRITYPE_UTELATT, GEOMETRI_UBRUKELIG, SOSI_REF_MANGLER, SOSI_GRENSE_AAPEN,
 * SOSI_GEOMETRI_UKJENT; and kept with SOSI_GRENSE_LUKKET, SOSI_GRENSE_ORDNET,
 * SOSI_KURVE_FORENKLET, SOSI_NUMMER_DOBBELT, GEOMETRITYPE_UTELATT (some of its parts are of another
 * kind), DEL_UTELATT, RING_LUKKET, GEOMETRI_REPARERT, GDAL_MELDING. */
#ifndef HN_READ_H
#define HN_READ_H

#include "data/layer.h"
#include "data/recipe.h"
#include "data/result.h"
#include "read/crs.h"

typedef struct hn_layer_info {
    const char *name;
    const char *object_type;   /* value of the object type field of the first rows; NULL: none */
    const char *geometry_type; /* "Polygon", "Curve Polygon", "None" ... */
    bool has_geometry;
    int64_t count; /* features; -1: not known without reading */
    size_t fields;
    const char *const *field; /* names */
    const hn_crs *crs;        /* NULL: none given */
    bool extent_known;
    hn_box extent; /* in crs, easting first */
} hn_layer_info;

typedef struct hn_opened hn_opened;

/* Opens a source and lists its vector layers. Only the named layer when the source names one
 * (HENSYN_INPUT with the list when it is not there). Writes nothing beside the input and believes
 * no .gfs found there. Remarks about the source as a whole go to result (may be NULL).
 * sha256 and time of the file: see hn_fingerprint. */
hensyn_status hn_open(hensyn_context *ctx, const hn_source *source, int assume_epsg,
                      hn_result *result, hn_opened **out);
void hn_opened_close(hn_opened *opened);
size_t hn_opened_layers(const hn_opened *opened);
const hn_layer_info *hn_opened_layer(const hn_opened *opened, size_t number);
const char *hn_opened_source(const hn_opened *opened); /* as keys and remarks call it */
const char *hn_opened_driver(const hn_opened *opened);
/* The file, or files, that were opened, for fingerprints and for refusing to overwrite an input. */
const char *hn_opened_path(const hn_opened *opened);

typedef struct hn_request {
    size_t columns;     /* values wanted a feature */
    const int *column;  /* field number of each; -1: none (value NULL) */
    bool areas_only;    /* plan areas and coverage: lines and points are left out with a remark */
    bool keep_bare;     /* features without usable geometry are kept for their values (outlines
                           of plans); they count as used */
    const hn_crs *to;   /* working CRS */
    bool ballpark;      /* a transformation of unknown accuracy is allowed */
    bool strict;        /* stop at the first feature that cannot be used */
    const char *role;   /* kilde.rolle: "plan", "hensyn", "dekning", "grense" */
    const char *theme;  /* kilde.tema or NULL */
    int id_column;      /* position in column of the id, for remarks; -1: none */
    bool keep_z;        /* lines keep their heights (hn_geometry.z) where they have any */
    const char *filter; /* SQL, where the source has no subset of its own; NULL: none */
} hn_request;

/* Reads one layer into the working CRS: 2D (but see keep_z), curves linearised to 1 cm, parts of
 * other kinds left out. Adds its row to kilde (antall_lest, and antall_utelatt for what has no
 * geometry) and a remark for every feature that cannot be used. *row: number of the kilde row. The
 * layer keeps features without geometry out (but see keep_bare). Invalid geometry is kept as read;
 * see hn_repair. A layer without a system fails, naming --assume-crs, at its first geometry. */
hensyn_status hn_read_layer(hensyn_context *ctx, hn_opened *opened, size_t number,
                            const hn_request *request, hn_result *result, hn_layer **out,
                            uint32_t *row);

/* Lines that run over themselves become the set of their points (LINJE_OVER_SEG_SELV), since every
 * overlay counts it once. Repairs invalid areas of a layer (GEOSMakeValidWithParams: structure, no
 * collapsed parts; by the lines where structure leaves nothing), orients all, measures before and
 * after, adds to the kilde row and remarks GEOMETRI_REPARERT / GEOMETRI_UBRUKELIG. repaired[row]
 * (layer->count bytes, may be NULL) is set to 1 where repaired. What cannot be used gets geometry
 * NULL. strict: HENSYN_INPUT at the first. */
hensyn_status hn_repair(hensyn_context *ctx, hn_layer *layer, const hn_measure *measure,
                        int threads, bool strict, hn_result *result, uint32_t row,
                        uint8_t *repaired);

/* SHA-256 (hex) and time of change of what a source is on disk; folders: of the files in it by
 * name; databases: "". Run beside other work. */
typedef struct hn_fingerprint {
    char sha256[65], changed[32];
} hn_fingerprint;
void hn_fingerprint_of(const char *path, hn_fingerprint *out);

/* Versions of GDAL, GEOS and the other libraries that reading knows; text "GDAL 3.6.2" or "". */
const char *hn_gdal_version(void);

#endif
