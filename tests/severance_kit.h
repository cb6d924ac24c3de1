/* severance_kit.h - plans over the networks of access_kit.h, and the rows of the barrier effect. */
#ifndef HN_SEVERANCE_KIT_H
#define HN_SEVERANCE_KIT_H

#include "access_kit.h"

enum { MOST_AREAS = 512 };

typedef struct plan {
    hn_build_area area[MOST_AREAS];
    size_t count;
} plan;

/* A development area, numbered from 1. geometry: filled but not finished; the kit's from now on. */
static inline void add_geometry(ak *kit, plan *p, hn_geometry *geometry) {
    hn_geometry_orient(geometry);
    assert_true(p->count < MOST_AREAS && kit->blocks < sizeof kit->block / sizeof *kit->block);
    kit->block[kit->blocks++] = (double *)(void *)geometry; /* freed with the links' coordinates */
    p->area[p->count] = (hn_build_area){.geometry = geometry,
                                        .plan_fid = (int64_t)p->count + 1,
                                        .nokkel = "plan/formal/1",
                                        .formal_navn = "Boligbebyggelse"};
    p->count++;
}

/* One of one ring. */
static inline void add_area(ak *kit, plan *p, uint32_t points, const double *xy) {
    hn_geometry *g = hn_geometry_create(HN_AREA, 1, 1, points + 1);
    g->part[0] = g->ring[0] = 0;
    memcpy(g->xy, xy, 2 * points * sizeof *xy);
    memcpy(g->xy + 2 * (size_t)points, xy, 2 * sizeof *xy);
    add_geometry(kit, p, g);
}
#define BUILD(kit, p, ...)                                                                         \
    add_area(kit, p, sizeof((double[]){__VA_ARGS__}) / (2 * sizeof(double)),                       \
             (double[]){__VA_ARGS__})

static inline void box(ak *kit, plan *p, double x1, double y1, double x2, double y2) {
    BUILD(kit, p, x1, y1, x2, y1, x2, y2, x1, y2);
}

#define PATH(kit, ...) AK_LINK(kit, __VA_ARGS__)->yields = true

static inline void run(ak *kit, const plan *p) {
    kit->input.has_plan = true;
    kit->input.development = p->area;
    kit->input.developments = p->count;
    ak_run(kit);
}

static inline const hn_passage_row *passage(const ak *kit, size_t i) {
    assert_true(i < kit->result->passages.count);
    return &kit->result->passages.row[i];
}

static inline void is_passage(const ak *kit, size_t i, const char *status, int porter,
                              double lengde_m, double gjennom_m, double rundt_m) {
    const hn_passage_row *row = passage(kit, i);
    assert_string_equal(row->status, status);
    assert_int_equal(row->porter, porter);
    AK_NEAR(row->lengde_m, lengde_m, 1e-6);
    AK_NEAR(hn_plane_length(row->geometry), lengde_m, 1e-6);
    if (isnan(gjennom_m)) {
        assert_true(isnan(row->gjennom_m) && isnan(row->rundt_m) && isnan(row->omvei_m));
        return;
    }
    AK_NEAR(row->gjennom_m, gjennom_m, 1e-6);
    AK_NEAR(row->rundt_m, rundt_m, 1e-6);
    AK_NEAR(row->omvei_m, rundt_m - gjennom_m, 1e-6);
}

#endif
