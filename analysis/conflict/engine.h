/* engine.h - what the stages of the conflict engine hand to each other.
 *
 * overlay (pieces of every pair, inside buffers too) -> shares (unions, grades of objects) ->
 * nearest -> rows (pairs, plan_tema) -> partition -> indicators. */
#ifndef HN_ENGINE_H
#define HN_ENGINE_H

#include "base/platform.h"
#include "conflict/conflict.h"
#include "conflict/cut.h"
#include "conflict/relate.h"
#include "data/geos.h"
#include "data/index.h"

/* What one plan area and one consideration have in common. */
typedef struct hn_piece {
    uint32_t plan, hensyn;
    hn_kind kind;      /* of the consideration: area, line or point; near: area */
    bool near;         /* part of the buffer, not of the consideration */
    bool whole;        /* the plan area itself; geometry NULL */
    bool sliver, thin; /* thinner than --sliver, than --dust */
    bool snapped;      /* came from the overlay snapped to 1 mm */
    bool broken;       /* areas did not balance even then */
    bool assumed;      /* no rule knows the purpose */
    int impact, consequence;
    uint32_t points;
    hn_geometry *geometry; /* owned until a pair has taken it */
    bool taken;
    double area, length, distance; /* m2, m, m */
    double plan_share, hensyn_share;
    const char *rule;
} hn_piece;

typedef struct hn_pieces {
    hn_piece *row;
    size_t count, capacity;
} hn_pieces;

/* An entry of the index over considerations: one part of an area or point, or one run of a line. */
typedef struct hn_item {
    uint32_t owner; /* consideration */
    uint32_t part;
    uint32_t first, last; /* lines: first and last point, within the geometry */
} hn_item;

/* The index entries of one consideration that may concern one plan area. */
typedef struct hn_group {
    const uint32_t *item;
    size_t count;
} hn_group;

/* Pairs of members of a family of areas whose interiors meet, by later then earlier member. */
typedef struct hn_overlaps {
    struct hn_overlap {
        uint32_t later, earlier;
    } * row;
    size_t count, capacity;
    size_t *first; /* first row of each later member; members + 1 entries */
} hn_overlaps;

/* Which pieces of a plan area a union is about. */
typedef struct hn_filter {
    bool near;       /* pieces of the buffer instead of the overlap */
    int consequence; /* at least */
    int group;       /* of considerations; -1: all */
} hn_filter;

typedef struct hn_engine {
    hensyn_context *ctx;
    hn_result *result;
    const hn_conflict_options *options;
    hn_item *items;
    size_t item_count, item_capacity;
    hn_box *item_box; /* grown by the owner's buffer */
    hn_index *index;
    hn_cut **cut;      /* of each consideration that is a big area, else NULL */
    uint32_t *purpose; /* class of each plan area: row of grade */
    hn_grade *grade;   /* purposes * themes */
    size_t purposes, themes;
    hn_pieces *pieces;  /* of each plan area, by consideration; overlap before near */
    double millimetre;  /* in units of the working CRS */
    double *group_area; /* plan areas * groups: m2 of the group's union, all overlap pieces */
    hn_overlaps plan_overlaps; /* between plan areas */
    struct hn_nearest {
        double distance; /* m; NAN: the group is empty */
        uint32_t hensyn; /* UINT32_MAX: none */
    } * nearest;         /* plan areas * groups */
} hn_engine;

/* Working arrays of one thread. */
typedef struct hn_bench {
    hn_geos *geos;
    hn_cut_room cut;
    hn_relate_room relate;
    uint32_t *candidate; /* items */
    size_t candidates, candidate_capacity;
    uint32_t *part;
    size_t part_capacity;
    bool no_memory;
} hn_bench;

hensyn_status hn_engine_create(hensyn_context *ctx, hn_result *result,
                               const hn_conflict_options *options, hn_engine **out);
void hn_engine_destroy(hn_engine *engine);

/* init and done of hn_parallel_job for bodies that use a bench. */
hensyn_status hn_bench_init(hensyn_context *ctx, void *shared, void **state);
void hn_bench_done(void *shared, void *state);

static inline const hn_grade *hn_engine_grade(const hn_engine *e, uint32_t plan, uint32_t hensyn) {
    const hn_consideration *h = &e->result->considerations.row[hensyn];
    int theme = e->options->group_theme[h->group];
    return &e->grade[e->purpose[plan] * e->themes + (size_t)theme];
}
bool hn_is_hazard(const hn_engine *engine, uint32_t hensyn); /* scale 'fare' */

/* Intersection of two areas, floating first, snapped to 1 mm when that fails or its area does not
 * fit. expected: plane area found by other means, NAN when not known. */
typedef struct hn_overlay_check {
    double expected, most; /* plane areas */
    bool snapped, broken;  /* out */
} hn_overlay_check;
hensyn_status hn_intersect(hensyn_context *ctx, hn_bench *bench, const hn_engine *engine,
                           const hn_geometry *a, const hn_geometry *b, hn_overlay_check *check,
                           hn_geometry **out);
/* Area of what two areas have in common, cut down first; *out may be NULL (nothing, or whole a
 * with *whole). b_cut may be NULL. */
hensyn_status hn_common_area(hensyn_context *ctx, hn_bench *bench, const hn_engine *engine,
                             const hn_geometry *a, const hn_geometry *b, const hn_cut *b_cut,
                             hn_overlay_check *check, bool *whole, hn_geometry **out);
/* What of a lies in b and what is left, each NULL when empty; the areas add up to that of a.
 * *snapped: only on the 1 mm grid. */
hensyn_status hn_split(hensyn_context *ctx, hn_bench *bench, const hn_engine *engine,
                       const hn_geometry *a, const hn_geometry *b, bool *snapped, hn_geometry **in,
                       hn_geometry **out);
/* Union of areas; *out NULL when empty. */
hensyn_status hn_union(hensyn_context *ctx, hn_bench *bench, const hn_engine *engine,
                       const hn_geometry *const *areas, size_t count, hn_geometry **out);

/* What of an area consideration lies in a window: *near borrowed, or owned when *own is set. */
hn_cut_result hn_bring_near(const hn_engine *engine, hn_bench *bench, hn_box window,
                            const hn_group *group, const hn_geometry **near, hn_geometry **own);
/* The runs of a line in a group, neighbours joined, as one geometry. NULL: no memory. */
hn_geometry *hn_join_runs(const hn_engine *engine, const hn_group *group);
/* The part of the plan area inside the buffer of the consideration and outside itself; geometry
 * stays NULL when there is none. overlap: the two also have a common part. */
hensyn_status hn_near_piece(hensyn_context *ctx, const hn_engine *engine, hn_bench *bench,
                            const hn_group *group, bool overlap, hn_piece *piece);

/* Stages. */
hensyn_status hn_stage_overlay(hn_engine *engine);
hensyn_status hn_stage_shares(hn_engine *engine);
hensyn_status hn_stage_nearest(hn_engine *engine);
hensyn_status hn_stage_partition(hn_engine *engine);
hensyn_status hn_stage_rows(hn_engine *engine);
hensyn_status hn_plan_theme_rows(hn_engine *engine); /* part of hn_stage_rows */
hensyn_status hn_stage_indicators(hn_engine *engine);

/* Plan areas that lose ground: their kilde row and a remark follow. hn_shrink_area takes the new
 * geometry. Dropped areas keep a NULL geometry until hn_remove_dropped closes the gaps. */
hensyn_status hn_drop_area(hensyn_context *ctx, hn_result *result, hn_plan_area *area,
                           const char *code, const char *reason);
hensyn_status hn_shrink_area(hensyn_context *ctx, hn_result *result, const hn_measure *measure,
                             hn_plan_area *area, hn_geometry *geometry, const char *code,
                             const char *reason);
void hn_remove_dropped(hn_result *result);

/* Finds the pairs of overlapping members. member NULL geometry: skipped. comparable rules pairs
 * out before any geometry is looked at (NULL: all are). */
hensyn_status hn_overlaps_find(hn_engine *engine, size_t count,
                               const hn_geometry *(*member)(const hn_engine *, size_t),
                               bool (*comparable)(const hn_engine *, size_t, size_t),
                               hn_overlaps *out);
void hn_overlaps_free(hn_overlaps *overlaps);

bool hn_piece_passes(const hn_engine *engine, const hn_piece *piece, hn_filter filter);
/* Union of the pieces of one plan area that pass the filter: its true area, and its geometry when
 * out is given (*out NULL: empty, or the whole plan area with *whole). */
hensyn_status hn_union_of_pieces(hensyn_context *ctx, hn_bench *bench, const hn_engine *engine,
                                 uint32_t plan, hn_filter filter, double *area, bool *whole,
                                 hn_geometry **out);

/* True area of the union of a family, given each member's own: sum of the areas less what each
 * member shares with the union of its earlier ones. shape gives a member's geometry, borrowed or
 * owned through *own; NULL when empty. */
typedef hensyn_status (*hn_shape_of)(hensyn_context *ctx, hn_bench *bench, const hn_engine *engine,
                                     uint32_t member, const void *user, const hn_geometry **shape,
                                     hn_geometry **own);
hensyn_status hn_family_excess(hn_engine *engine, const hn_overlaps *overlaps, size_t count,
                               hn_shape_of shape, const void *user, double *excess);

#endif
