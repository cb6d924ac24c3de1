/* reach_kit.h - links, destinations and origins from plain text, for tests of destinations, reaches
 * and surroundings. The plane is measured in metres. */
#ifndef REACH_KIT_H
#define REACH_KIT_H

#include "access/reach.h"
#include "kit.h"
#include "link_kit.h"

enum { RK_MOST = 4096 };

typedef struct reach_kit {
    kit *k; /* context, measure, GEOS, WKT */
    hn_result *result;
    hn_links links;
    double **line; /* coordinates of the links */
    hn_network *network;
    hn_access_class class_[4];
    hn_access_options options;
    hn_access_input input;
    hn_gate gate[8];
    hn_origin *origin;
    hn_reaches reaches;
    char text[1 << 16];
} reach_kit;

static inline void rk_class(reach_kit *a, const char *name, double min_area, bool straight) {
    a->class_[a->options.classes++] = (hn_access_class){
        .name = name, .min_area_m2 = min_area, .limit_m = 300, .straight = straight, .metode = ""};
}

static inline reach_kit *rk_create(void) {
    reach_kit *a = calloc(1, sizeof *a);
    a->k = kit_create();
    a->result = a->k->result;
    a->options = (hn_access_options){.measure = a->k->measure,
                                     .threads = 1,
                                     .class_ = a->class_,
                                     .join = 0.1,
                                     .snap = 250,
                                     .inferred = 30,
                                     .max_distance = INFINITY,
                                     .leg_speed_kmh = 5};
    a->input = (hn_access_input){.links = &a->links, .gate = a->gate};
    return a;
}

static inline void rk_destroy(reach_kit *a) {
    for (size_t i = 0; i < a->links.count; i++)
        free(a->line[i]);
    free(a->line);
    free(a->origin);
    hn_network_destroy(a->network);
    hn_reaches_clear(&a->reaches);
    hn_free(a->links.link);
    hn_free(a->links.rows);
    kit_destroy(a->k);
    free(a);
}

/* Takes xy. A path on the ground, both ways. */
static inline hn_link *rk_link_of(reach_kit *a, double *xy, uint32_t points) {
    hn_links *l = &a->links;
    assert_true(HN_RESERVE(l->link, l->count, l->capacity, 1));
    if (!l->row_count) {
        assert_true(HN_RESERVE(l->rows, 0, l->row_capacity, 1));
        l->rows[l->row_count++] = (hn_link_row){.kilde_id = "1", .lag = "vei", .klasse = "sti"};
        l->box = HN_EMPTY_BOX;
    }
    a->line = realloc(a->line, (l->count + 1) * sizeof *a->line);
    a->line[l->count] = xy;
    for (uint32_t i = 0; i < points; i++)
        l->box = hn_box_join(l->box, (hn_box){xy[2 * i], xy[2 * i + 1], xy[2 * i], xy[2 * i + 1]});
    l->link[l->count] = link_of(xy, points);
    return &l->link[l->count++];
}

/* "x y, x y, ..." */
static inline hn_link *rk_link(reach_kit *a, const char *points) {
    double *xy = malloc(2 * RK_MOST * sizeof *xy);
    uint32_t n = 0;
    for (const char *at = points; *at;) {
        char *end;
        xy[2 * n] = strtod(at, &end);
        assert_true(end != at);
        xy[2 * n + 1] = strtod(end, &end);
        n++;
        at = *end == ',' ? end + 1 : end;
    }
    return rk_link_of(a, xy, n);
}

static inline hn_link *rk_bridge(reach_kit *a, const char *points) {
    hn_link *link = rk_link(a, points);
    link->level = 1;
    link->at_grade = false;
    return link;
}

/* Takes the geometry. */
static inline hn_destination *rk_destination_of(reach_kit *a, hn_geometry *geometry) {
    hn_destination *row = HN_NEW_ROW(a->result->destinations);
    row->fid = (int64_t)a->result->destinations.count;
    row->geometry = geometry;
    row->kilde_id = kit_text(a->k, "", a->result->destinations.count);
    row->nokkel = kit_text(a->k, "mal.gpkg/park/", a->result->destinations.count);
    row->lag = "park";
    row->navn = kit_text(a->k, "Park ", a->result->destinations.count);
    row->status = "ok";
    return row;
}

static inline hn_destination *rk_destination(reach_kit *a, const char *wkt) {
    return rk_destination_of(a, kit_geometry(a->k, wkt));
}

#define rk_must(a, call)                                                                           \
    do {                                                                                           \
        if ((call) != HENSYN_OK) fail_msg("%s", hensyn_message((a)->k->ctx));                      \
    } while (0)

static inline void rk_merge(reach_kit *a) {
    if (!a->options.classes) rk_class(a, "alle", 0, false);
    rk_must(a, hn_destinations_merge(a->k->ctx, a->result, &a->options));
}

static inline void rk_network(reach_kit *a) {
    rk_must(a, hn_network_build(a->k->ctx, &a->links, &a->options, NULL, &a->network));
}

static inline void rk_reach(reach_kit *a) {
    rk_merge(a);
    rk_network(a);
    rk_must(a,
            hn_reach_find(a->k->ctx, a->result, a->network, &a->input, &a->options, &a->reaches));
}

/* "art x y [leg] of destination" by row, joined with "; ". */
static inline const char *rk_entrances(reach_kit *a) {
    size_t length = 0;
    a->text[0] = '\0';
    for (size_t i = 0; i < a->result->entrances.count; i++) {
        const hn_entrance *e = &a->result->entrances.row[i];
        assert_int_equal(e->fid, i + 1);
        assert_int_equal(e->malomrade_fid, e->destination + 1);
        length += (size_t)snprintf(a->text + length, sizeof a->text - length, "%s%s %.7g %.7g",
                                   i ? "; " : "", e->art, e->x + 0.0, e->y + 0.0);
        if (e->avstand_til_nett_m > 0)
            length += (size_t)snprintf(a->text + length, sizeof a->text - length, " (%.7g)",
                                       e->avstand_til_nett_m);
        if (e->destination)
            length += (size_t)snprintf(a->text + length, sizeof a->text - length, " of %u",
                                       e->destination + 1);
    }
    return a->text;
}

/* "link: from..to ->entrance" by row, links from 0 and entrances from 1. */
static inline const char *rk_reaches(reach_kit *a) {
    size_t length = 0;
    a->text[0] = '\0';
    for (size_t i = 0; i < a->reaches.count; i++) {
        const hn_reach *r = &a->reaches.item[i];
        length +=
            (size_t)snprintf(a->text + length, sizeof a->text - length, "%s%u: %.7g..%.7g ->%u",
                             i ? "; " : "", r->link, r->from, r->to, r->entrance + 1);
    }
    return a->text;
}

static inline void rk_expect(reach_kit *a, const char *entrances, const char *reaches) {
    assert_string_equal(rk_entrances(a), entrances);
    assert_string_equal(rk_reaches(a), reaches);
}

static inline size_t rk_remarks(const reach_kit *a, const char *code) {
    size_t count = 0;
    for (size_t i = 0; i < a->result->remarks.count; i++)
        count += strcmp(a->result->remarks.row[i].kode, code) == 0;
    return count;
}

/* cmocka setup and teardown. */
static inline int rk_setup(void **state) {
    *state = rk_create();
    return 0;
}

static inline int rk_teardown(void **state) {
    rk_destroy(*state);
    return 0;
}
#define rk_case(name) cmocka_unit_test_setup_teardown(name, rk_setup, rk_teardown)

#endif
