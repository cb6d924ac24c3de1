/* result.h - the rows of a result while it is made, as the tables of the contract have them.
 *
 * Text members point into the pool of the result (or into constant text); NULL is SQL NULL. A real
 * that cannot be computed is NAN, an integer that is not known HN_NO_INT: both become NULL. */
#ifndef HN_RESULT_H
#define HN_RESULT_H

#include "base/context.h"
#include "base/memory.h"
#include "data/geometry.h"
#include "data/result_access.h"

#include <limits.h>
#include <math.h>
#include <string.h>

enum { HN_NO_INT = INT_MIN };

typedef struct hn_plan_area { /* table arealformal */
    int64_t fid;              /* 1.. in source order */
    hn_geometry *geometry;    /* owned; clipped and displaced */
    const char *nokkel;
    int64_t kilde_fid;
    const char *kilde_id, *lag, *objekttype, *planid, *plannavn;
    int planstatus, plantype;
    const char *kommunenummer, *omradenavn, *feltnavn, *arealformal, *formal_navn;
    int arealbruksstatus, vertikalniva, utbygging;
    const char *utbygging_grunn;
    double areal_m2, konflikt_m2, konflikt_andel, naerhet_m2, linje_m;
    int punkt_antall;
    double sliver_m2, fortrengt_m2;
    int antall_tema, konsekvens;
    const char *status;
    /* not written: */
    uint32_t kilde;     /* row of kilde, from 0 */
    uint32_t kodeliste; /* code list of arealformal, see rules.h */
    uint32_t plan;      /* group of areas that are one plan, for plan-rank */
} hn_plan_area;

/* What a plan area is called where it is met: its own name, its field's, its plan's; NULL: none. */
static inline const char *hn_plan_area_name(const hn_plan_area *row) {
    return row->omradenavn ? row->omradenavn : row->feltnavn ? row->feltnavn : row->plannavn;
}
static inline const char *hn_plan_area_purpose(const hn_plan_area *row) {
    return row->formal_navn ? row->formal_navn : row->arealformal;
}

typedef struct hn_consideration { /* tables hensyn, hensyn_linje, hensyn_punkt by kind */
    int64_t fid;                  /* one sequence over the three tables */
    hn_geometry *geometry;        /* owned; whole object */
    const char *nokkel, *tema, *opphav;
    int64_t kilde_fid;
    const char *kilde_id, *lag, *navn, *kode;
    int verdi;
    double areal_m2, lengde_m, beslag_m2, beslag_andel, sliver_m2;
    int konsekvens;
    const char *skala, *status;
    /* not written: */
    uint32_t kilde; /* row of kilde, from 0 */
    uint32_t group; /* theme and opphav: those of one group are unioned in plan_tema */
    double buffer;  /* m, 0: none */
    bool clipped;   /* crosses --boundary: part of it was not looked at */
} hn_consideration;

typedef struct hn_pair { /* tables konflikt, konflikt_linje, konflikt_punkt by kind */
    int64_t fid;
    hn_geometry *geometry; /* owned; NULL: the whole plan area (see whole) */
    const char *nokkel;
    int64_t plan_fid, hensyn_fid;
    const char *plan_navn, *formal_navn, *hensyn_navn, *tema;
    const char *art; /* "overlapp" or "naerhet" */
    double areal_m2, lengde_m, plan_andel, hensyn_andel, avstand_m;
    int verdi, pavirkning, konsekvens;
    const char *skala, *regel, *begrunnelse, *status;
    /* not written: */
    hn_kind kind;          /* of the geometry */
    bool whole;            /* the piece is the plan area itself */
    bool thin;             /* thinner than --dust */
    uint32_t plan, hensyn; /* rows, from 0 */
    uint32_t points;       /* HN_POINT: how many lie inside */
} hn_pair;

typedef struct hn_plan_theme { /* table plan_tema */
    int64_t fid, plan_fid;
    const char *tema;
    double areal_m2, andel, lengde_m;
    int antall, verdi, konsekvens;
    double naermeste_m;
    int64_t naermeste_hensyn_fid; /* 0: none, becomes NULL */
    const char *status;
    const char *opphav; /* 'data' or 'plan': the plan's own zones are never unioned with data */
} hn_plan_theme;

typedef struct hn_face { /* table samlet_hensyn */
    int64_t fid;
    hn_geometry *geometry; /* owned */
    int antall_tema;
    const char *tema, *hensyn_liste; /* fids, comma */
    int konsekvens;
    double areal_m2;
    const char *hensyn_navn; /* names of the list, '; ' */
} hn_face;

typedef struct hn_remark { /* table merknad */
    int64_t fid;
    bool located; /* x, y hold a place */
    double x, y;
    const char *alvor, *kode, *kilde, *lag, *kilde_id;
    int linje;
    const char *tekst;
    double areal_for_m2, areal_etter_m2;
    int64_t antall; /* objects it stands for, at least 1 */
} hn_remark;

typedef struct hn_source_row { /* table kilde */
    int64_t fid;
    const char *rolle, *tema, *sti, *lag, *crs;
    int64_t antall_lest, antall_brukt, antall_reparert, antall_utelatt;
    double areal_lest_m2, areal_brukt_m2, areal_reparert_m2, areal_utelatt_m2, areal_klippet_m2;
    const char *sha256, *endret;
} hn_source_row;

typedef struct hn_indicator { /* table indikator */
    int64_t fid;
    const char *kommunenummer, *omrade, *nokkel, *tema, *klasse, *gruppe;
    int grad; /* HN_NO_INT: NULL */
    double verdi;
    const char *enhet;
    double teller, nevner;
    const char *status, *metode;
} hn_indicator;

typedef struct hn_fact { /* table kjoring */
    const char *nokkel, *verdi;
} hn_fact;

/* One growing array of rows. */
#define HN_ROWS(type)                                                                              \
    struct {                                                                                       \
        type *row;                                                                                 \
        size_t count, capacity;                                                                    \
    }

typedef struct hn_result {
    HN_ROWS(hn_plan_area) plan_areas;
    HN_ROWS(hn_consideration) considerations;
    HN_ROWS(hn_pair) pairs;
    HN_ROWS(hn_plan_theme) plan_themes;
    HN_ROWS(hn_face) faces;
    HN_ROWS(hn_remark) remarks;
    HN_ROWS(hn_source_row) sources;
    HN_ROWS(hn_indicator) indicators;
    HN_ROWS(hn_fact) facts;
    HN_ROWS(hn_destination) destinations;
    HN_ROWS(hn_entrance) entrances;
    HN_ROWS(hn_origin_distance) distances;
    HN_ROWS(hn_origin_group) origin_groups;
    HN_ROWS(hn_served) served;
    HN_ROWS(hn_net_row) net;
    HN_ROWS(hn_route) routes;
    HN_ROWS(hn_service_piece) service_pieces;
    HN_ROWS(hn_service_zone) service_zones;
    HN_ROWS(hn_barrier) barriers;
    HN_ROWS(hn_passage_row) passages;
    bool has_conflict, has_partition; /* which parts ran: their tables are written */
    bool has_access, has_routes, has_service_area, has_severance;
    int epsg;                                   /* of the working CRS; 0: only WKT is known */
    const char *crs_name, *crs_wkt, *crs_proj4; /* WKT1/GDAL, readable by SpatiaLite and QGIS */
    hn_pool *pool;                              /* owner of texts */
} hn_result;

hn_result *hn_result_create(void);
void hn_result_destroy(hn_result *result);

/* A new zeroed row at the end of rows (a HN_ROWS member), its fid set to its number from 1.
 * NULL: no memory. */
#define HN_NEW_ROW(rows)                                                                           \
    (HN_RESERVE((rows).row, (rows).count, (rows).capacity, 1)                                      \
         ? (memset(&(rows).row[(rows).count], 0, sizeof(rows).row[0]),                             \
            &(rows).row[(rows).count++])                                                           \
         : NULL)

/* What a remark is about; unset members are NULL / NULL geometry / NAN. One that stands for many
 * objects tells how many. */
typedef struct hn_about {
    const char *kilde, *lag, *kilde_id;
    const hn_geometry *where;
    int linje; /* 0: none */
    double before_m2, after_m2;
    size_t count; /* 0: one */
} hn_about;
#define HN_ABOUT_NOTHING                                                                           \
    { NULL, NULL, NULL, NULL, 0, NAN, NAN, 0 }

/* Adds a row to merknad and tells the log. Main thread only. */
hensyn_status hn_remark_add(hensyn_context *ctx, hn_result *result, hensyn_level level,
                            const char *code, const hn_about *about, const char *fmt, ...)
    HN_PRINTF(6, 7);
/* Adds a row to kjoring; a key that is there already gains a line. */
hensyn_status hn_fact_add(hensyn_context *ctx, hn_result *result, const char *key, const char *fmt,
                          ...) HN_PRINTF(4, 5);

#endif
