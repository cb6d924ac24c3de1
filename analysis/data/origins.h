/* origins.h - where people live, and how many: rows of the origins layers, the boundary that
 * selects them, the district each lies in. */
#ifndef HN_ORIGINS_H
#define HN_ORIGINS_H

#include "data/layer.h"
#include "data/result.h"

typedef struct hn_origin {
    double x, y;
    const char *kilde_id, *lag;
    double population;  /* NAN: the source says nothing (counts as no resident) */
    const char *omrade; /* district, NULL: none */
    uint32_t kilde;     /* row of kilde, from 0 */
} hn_origin;

/* What remarks call a layer that origins come from. */
typedef struct hn_origin_layer {
    const char *source, *lag; /* borrowed from the layer */
    uint32_t kilde;
    size_t outside; /* of the boundary */
} hn_origin_layer;

typedef struct hn_origins {
    hn_origin *item; /* in source order */
    size_t count, capacity;
    double *group; /* count * groups, NAN: not given */
    size_t groups, group_capacity;
    size_t numbers; /* rows whose first field holds a number */
    hn_origin_layer *layer;
    size_t layers, layer_capacity;
    const char **district; /* names of the districts that are covered, lived in or not */
    size_t districts, district_capacity;
} hn_origins;

/* Columns of an origins layer: its id, as links.h has them, then the fields of residents. */
enum { HN_ORIGIN_ID, HN_ORIGIN_GIVEN_ID, HN_ORIGIN_WEAK_ID, HN_ORIGIN_FIELDS };

/* Adds the rows of a layer: points as they are, areas and lines by a point on them (multipoints by
 * their first). column: HN_ORIGIN_FIELDS + populations of the layer, -1: not there. Text and
 * negative numbers in a field of residents: remark BEFOLKNING_UGYLDIG, the value is not known. */
hensyn_status hn_origins_add(hensyn_context *ctx, hn_result *result, hn_origins *origins,
                             const hn_layer *layer, const int *column, size_t populations,
                             char *const *field, uint32_t kilde);
void hn_origins_clear(hn_origins *origins);

/* Takes out those that lie in none of the areas: one remark a layer (UTENFOR_GRENSE), counts in
 * kilde move to left out. */
hensyn_status hn_origins_select(hensyn_context *ctx, hn_result *result, hn_origins *origins,
                                hn_geometry *const *area, size_t areas, int threads);
/* Areas with their names, which are borrowed; NULL for an area: it could not be used. */
typedef struct hn_districts {
    hn_geometry *const *area;
    const char *const *name;
    size_t count;
    hn_geometry *const
        *boundary;     /* --boundary: only districts with a point of theirs in it count */
    size_t boundaries; /* 0: all do */
} hn_districts;
/* Sets omrade of each to the name of the first area that holds it; those in none: one remark
 * (UTEN_KRETS). Adds the districts that are covered. */
hensyn_status hn_origins_districts(hensyn_context *ctx, hn_result *result, hn_origins *origins,
                                   const hn_districts *districts, int threads);

#endif
