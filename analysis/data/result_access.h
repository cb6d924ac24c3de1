/* result_access.h - the rows of the access part of a result, as the tables of the contract have
 * them; conventions as in result.h. */
#ifndef HN_RESULT_ACCESS_H
#define HN_RESULT_ACCESS_H

#include "data/geometry.h"

typedef struct hn_destination { /* malomrade, malomrade_linje, malomrade_punkt by kind */
    int64_t fid;                /* one sequence over the three tables, in source order */
    hn_geometry *geometry;      /* owned; the union of the parts that were merged */
    const char *nokkel, *kilde_id, *lag, *navn; /* of the first part, in source order */
    const char *klasse;                         /* names of its classes with commas; "" none */
    double areal_m2;                            /* of the union; NAN for lines and points */
    int innganger, deler;                       /* entrances; source objects merged into it */
    double betjener;    /* residents (or origins) within the limit of the first class that
                           it belongs to; NAN: it belongs to none */
    const char *status; /* 'ok', 'reparert', 'uten_inngang', 'for_liten' */
    /* not written: */
    uint32_t kilde;   /* row of kilde, from 0 */
    uint32_t classes; /* bit c: belongs to class c */
} hn_destination;

typedef struct hn_entrance { /* inngang (POINT) */
    int64_t fid;
    double x, y; /* on the boundary or inside; for 'antatt' and 'punkt' the place on the area */
    int64_t malomrade_fid;
    const char *art;           /* 'kryssing','langs','slutt','oppgitt','antatt','punkt' */
    double avstand_til_nett_m; /* straight exit leg, 0 on the network */
    /* not written: */
    uint32_t destination; /* row, from 0 */
} hn_entrance;

typedef struct hn_origin_distance { /* avstand (POINT), one row per origin and class */
    int64_t fid;
    double x, y;
    const char *kilde_id, *klasse;
    double avstand_m, tid_s;            /* NAN: not reached */
    int innen;                          /* avstand_m <= limit; 0 when NULL */
    int64_t malomrade_fid, inngang_fid; /* 0: none */
    double tilknytning_m, befolkning;
    const char *status;      /* 'ok','inne','over_grense','ikke_tilknyttet','ingen_vei' */
    int64_t malomrade_2_fid; /* the nearest other area of the class, 0: none */
    double avstand_2_m;
    double m2_per_person; /* floating catchment; NAN: not asked for or NULL */
    const char *omrade;   /* district, NULL: none */
    const char *lag;
    double avstand_etter_m; /* when the paths in development areas are closed; NAN: not reached, or
                               no plan */
    int innen_etter;        /* HN_NO_INT: no plan, or not over the network */
    int64_t antall_innen;   /* destinations of the class within its limit */
    /* not written: */
    uint32_t origin, class_number;
} hn_origin_distance;

typedef struct hn_origin_group { /* opphav_gruppe */
    const char *kilde_id, *gruppe;
    double antall;
} hn_origin_group;

typedef struct hn_served { /* dekning */
    int64_t fid, malomrade_fid;
    const char *klasse;
    double grense_m, befolkning;
    int64_t opphav, nest_eneste;
    double m2_per_person; /* floating catchment: supply per weighted resident; NAN: not asked for */
    const char *status;   /* 'ok', 'undertrykt' */
} hn_served;

typedef struct hn_net_row { /* nett (LINESTRING) */
    int64_t fid;
    const double *xy; /* points * 2, borrowed from the links */
    uint32_t points;
    const char *kilde_id, *lag, *klasse;
    double lengde_m;
    int trygg; /* 1, 0, HN_NO_INT */
    int niva;
    int64_t komponent;
    double avstand_m;     /* smallest on the link, first class; NAN: not reached */
    double i_utbygging_m; /* closed by development areas; NAN: no plan */
    int kryssinger;       /* pieces that are; HN_NO_INT: no plan */
} hn_net_row;

typedef struct hn_route { /* rute (LINESTRING) */
    int64_t fid;
    hn_geometry *geometry; /* owned */
    const char *kilde_id, *klasse;
    int64_t malomrade_fid, inngang_fid;
    double avstand_m, tid_s;
} hn_route;

typedef struct hn_service_piece { /* rekkevidde (LINESTRING): reached edge pieces */
    int64_t fid;
    hn_geometry *geometry; /* owned */
    const char *klasse;
    int64_t malomrade_fid;                   /* nearest area */
    double grense_m, fra_m, til_m, lengde_m; /* network distance at its ends, length */
} hn_service_piece;

/* Of buffer_m: how far off the lines may be that are buffered, and with them the edge of a zone. */
#define HN_ZONE_SIMPLIFIED 0.08

typedef struct hn_service_zone { /* rekkevidde_flate (MULTIPOLYGON): for the map only */
    int64_t fid;
    hn_geometry *geometry; /* owned */
    const char *klasse;
    double grense_m, buffer_m;
} hn_service_zone;

typedef struct hn_barrier { /* barriere (MULTILINESTRING): what one development area closes */
    int64_t fid;
    hn_geometry *geometry; /* owned */
    int64_t plan_fid;
    const char *nokkel, *plan_navn, *formal_navn;
    int lenker, kryssinger; /* links, pieces of them */
    double lengde_m;
    int passasjer, brutte; /* passages that it is part of; those that are broken */
    double omvei_m;        /* largest of theirs; NAN: none */
    const char *status;    /* the worst of theirs */
} hn_barrier;

typedef struct hn_passage_row { /* passasje (MULTILINESTRING): closed pieces that hang together */
    int64_t fid;
    hn_geometry *geometry;    /* owned */
    const char *plan_liste;   /* plan_fid of the areas that close it, ascending, comma */
    const char *lenker_liste; /* kilde_id of its links in their order, comma */
    int lenker, porter, deler;
    double lengde_m, avskaret_m, gjennom_m, rundt_m, omvei_m;
    const char *status; /* 'omvei', 'brutt', 'blindvei', 'inne' */
} hn_passage_row;

#endif
