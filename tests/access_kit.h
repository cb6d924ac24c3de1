/* access_kit.h - small networks, destinations and origins in the plane for tests of access/. */
#ifndef HN_ACCESS_KIT_H
#define HN_ACCESS_KIT_H

#include "access/access.h"
#include "access/network.h"
#include "link_kit.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* cmocka's own comparison is in single precision. */
#define AK_NEAR(got, expected, tolerance)                                                          \
    do {                                                                                           \
        double got_ = (got), expected_ = (expected);                                               \
        if (!(fabs(got_ - expected_) <= (tolerance)))                                              \
            fail_msg("%s is %.12g, not %.12g", #got, got_, expected_);                             \
    } while (0)

typedef struct ak {
    hensyn_context *ctx;
    hn_measure *measure; /* plane, metres */
    hn_links links;
    hn_result *result;
    hn_access_options options;
    hn_access_class class_[4];
    hn_network *network;
    hn_access_input input;
    hn_origin origin[4096];
    double *block[4096]; /* coordinates of links */
    size_t blocks;
} ak;

static inline int ak_setup(void **state) {
    ak *kit = calloc(1, sizeof *kit);
    assert_int_equal(hensyn_context_create(&kit->ctx), HENSYN_OK);
    assert_int_equal(
        hn_measure_create(kit->ctx, (hn_box){-1e6, -1e6, 1e6, 1e6}, NULL, NULL, 1, &kit->measure),
        HENSYN_OK);
    kit->result = hn_result_create();
    hn_source_row *source = HN_NEW_ROW(kit->result->sources);
    source->sti = "nett.gpkg";
    kit->links.box = HN_EMPTY_BOX;
    kit->class_[0] = (hn_access_class){.name = "alle", .limit_m = 500, .metode = "nett"};
    kit->options = (hn_access_options){.measure = kit->measure,
                                       .threads = 2,
                                       .class_ = kit->class_,
                                       .classes = 1,
                                       .join = 0.1,
                                       .snap = 250,
                                       .inferred = 30,
                                       .max_distance = INFINITY,
                                       .leg_speed_kmh = 5,
                                       .service_buffer = 25};
    *state = kit;
    return 0;
}

static inline void ak_forget_network(ak *kit) {
    hn_network_destroy(kit->network);
    kit->network = NULL;
}

static inline int ak_teardown(void **state) {
    ak *kit = *state;
    ak_forget_network(kit);
    for (size_t i = 0; i < kit->blocks; i++)
        free(kit->block[i]);
    hn_free(kit->links.link);
    hn_free(kit->links.rows);
    hn_result_destroy(kit->result);
    hn_measure_destroy(kit->measure);
    hensyn_context_destroy(kit->ctx);
    free(kit);
    return 0;
}

static inline void ak_ok(const ak *kit, hensyn_status status) {
    if (status != HENSYN_OK) fail_msg("%d: %s", (int)status, hensyn_message(kit->ctx));
}

/* A link on the ground that may be used both ways at 5 km/h; change it through the pointer before
 * the next one is added. */
static inline hn_link *ak_link(ak *kit, uint32_t points, const double *xy) {
    assert_true(kit->blocks < sizeof kit->block / sizeof *kit->block);
    double *own = malloc(2 * points * sizeof *own);
    memcpy(own, xy, 2 * points * sizeof *own);
    kit->block[kit->blocks++] = own;
    assert_true(HN_RESERVE(kit->links.link, kit->links.count, kit->links.capacity, 1));
    assert_true(HN_RESERVE(kit->links.rows, kit->links.row_count, kit->links.row_capacity, 1));
    hn_link *link = &kit->links.link[kit->links.count];
    *link = link_of(own, points);
    link->row = (uint32_t)kit->links.row_count;
    char id[32];
    snprintf(id, sizeof id, "l%zu", kit->links.count + 1);
    kit->links.rows[kit->links.row_count++] = (hn_link_row){
        .kilde_id = hn_pool_add(kit->result->pool, id), .lag = "nett", .klasse = "veg"};
    kit->links.count++;
    for (uint32_t i = 0; i < points; i++)
        kit->links.box = hn_box_join(kit->links.box,
                                     (hn_box){xy[2 * i], xy[2 * i + 1], xy[2 * i], xy[2 * i + 1]});
    return link;
}
#define AK_LINK(kit, ...)                                                                          \
    ak_link(kit, sizeof((double[]){__VA_ARGS__}) / (2 * sizeof(double)), (double[]){__VA_ARGS__})

static inline void ak_build(ak *kit) {
    ak_forget_network(kit);
    ak_ok(kit, hn_network_build(kit->ctx, &kit->links, &kit->options, NULL, &kit->network));
}

/* The node within a micrometre of a place; UINT32_MAX: none. More than one is a failure unless
 * any. */
static inline uint32_t ak_node(const ak *kit, double x, double y) {
    uint32_t found = UINT32_MAX;
    for (uint32_t i = 0; i < kit->network->nodes; i++) {
        const double *p = kit->network->node_xy + 2 * (size_t)i;
        if (fabs(p[0] - x) > 1e-6 || fabs(p[1] - y) > 1e-6) continue;
        if (found != UINT32_MAX) fail_msg("two nodes at %g %g", x, y);
        found = i;
    }
    return found;
}

/* An area destination of one ring (closed by the kit), a line or a point. */
static inline hn_destination *ak_destination(ak *kit, hn_kind kind, uint32_t points,
                                             const double *xy) {
    bool area = kind == HN_AREA;
    hn_geometry *g = hn_geometry_create(kind, 1, 1, points + area);
    g->part[0] = g->ring[0] = 0;
    memcpy(g->xy, xy, 2 * points * sizeof *xy);
    if (area) memcpy(g->xy + 2 * (size_t)points, xy, 2 * sizeof *xy);
    if (area)
        hn_geometry_orient(g);
    else
        hn_geometry_finish(g);
    hn_destination *row = HN_NEW_ROW(kit->result->destinations);
    row->fid = (int64_t)kit->result->destinations.count;
    row->geometry = g;
    char id[32];
    snprintf(id, sizeof id, "m%zu", kit->result->destinations.count);
    row->kilde_id = row->nokkel = hn_pool_add(kit->result->pool, id);
    row->lag = "omrade";
    row->areal_m2 = area ? hn_plane_area(g) : (double)NAN;
    row->deler = 1;
    row->classes = 1;
    row->klasse = "alle";
    row->status = "ok";
    return row;
}
#define AK_AREA(kit, ...)                                                                          \
    ak_destination(kit, HN_AREA, sizeof((double[]){__VA_ARGS__}) / (2 * sizeof(double)),           \
                   (double[]){__VA_ARGS__})
static inline hn_origin *ak_origin(ak *kit, double x, double y, double population) {
    hn_origin *o = &kit->origin[kit->input.origins++];
    char id[32];
    snprintf(id, sizeof id, "o%zu", kit->input.origins);
    *o = (hn_origin){x, y, hn_pool_add(kit->result->pool, id), "adresser", population, NULL, 0};
    return o;
}

/* The whole engine; destinations are taken as they stand. */
static inline void ak_run(ak *kit) {
    kit->input.links = &kit->links;
    kit->input.origin = kit->origin;
    ak_ok(kit, hn_access(kit->ctx, kit->result, &kit->input, &kit->options));
}

static inline const hn_origin_distance *ak_distance(const ak *kit, size_t origin, size_t c) {
    return &kit->result->distances.row[origin * kit->options.classes + c];
}

/* The value of an indicator; group and district NULL: of all. */
static inline const hn_indicator *ak_indicator(const ak *kit, const char *key, const char *klasse,
                                               const char *group, const char *omrade) {
    for (size_t i = 0; i < kit->result->indicators.count; i++) {
        const hn_indicator *row = &kit->result->indicators.row[i];
#define AK_SAME(a, b) ((a) == NULL || (b) == NULL ? (a) == (b) : strcmp(a, b) == 0)
        if (strcmp(row->nokkel, key) == 0 && AK_SAME(row->klasse, klasse) &&
            AK_SAME(row->gruppe, group) && AK_SAME(row->omrade, omrade))
            return row;
    }
    fail_msg("no indicator %s", key);
    return NULL;
}

#define AK_POINT(kit, x, y) ak_destination(kit, HN_POINT, 1, (double[]){x, y})

#define AK_TEST(function) cmocka_unit_test_setup_teardown(function, ak_setup, ak_teardown)

#endif
