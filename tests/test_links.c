/* test_links.c - links from layers by hand: what a mode may use, costs, directions, safety, road
 * objects along link sequences, ids, parts and repeated vertices; and dwellings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
/* cmocka.h needs the headers above. */
#include <cmocka.h>

#include "data/ids.h"
#include "data/links.h"
#include "data/origins.h"
#include "make_rows.h"

/* Columns of the layers here. */
enum {
    ID,
    TYPE,
    CATEGORY,
    LEVEL,
    ONEWAY,
    SPEED,
    SEQUENCE,
    FROM,
    TO,
    COST,
    MINUTES,
    BACK,
    NODE,
    COLUMNS
};

typedef struct net {
    rows r;
    hn_layer *layer;
    hn_links links;
    hn_net_events limits, counts;
    hn_link_options options;
    hn_link_layer from;
} net;

static int setup(void **state) {
    net *n = must(calloc(1, sizeof *n));
    rows_open(&n->r);
    hensyn_set_language(&n->r.ctx, "nb");
    n->options = (hn_link_options){.rules = hn_rules_network(n->r.rules),
                                   .profile = hn_rules_profile(n->r.rules, HN_MODE_WALK),
                                   .measure = n->r.measure,
                                   .limits = &n->limits,
                                   .counts = &n->counts,
                                   .max_speed = 30,
                                   .max_aadt = 3000};
    for (size_t i = 0; i < HN_LINK_COLUMNS; i++)
        n->from.column[i] = -1;
    static const int roles[][2] = {{HN_NET_ID, ID},
                                   {HN_NET_TYPE, TYPE},
                                   {HN_NET_CATEGORY, CATEGORY},
                                   {HN_NET_LEVEL, LEVEL},
                                   {HN_NET_ONEWAY, ONEWAY},
                                   {HN_NET_SPEED, SPEED},
                                   {HN_NET_SEQUENCE, SEQUENCE},
                                   {HN_NET_FROM_POSITION, FROM},
                                   {HN_NET_TO_POSITION, TO},
                                   {HN_NET_FROM_NODE, NODE}};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        n->from.column[roles[i][0]] = roles[i][1];
    *state = n;
    return 0;
}

static int teardown(void **state) {
    net *n = *state;
    hn_links_clear(&n->links);
    hn_net_events_clear(&n->limits);
    hn_net_events_clear(&n->counts);
    hn_layer_destroy(n->layer);
    rows_close(&n->r);
    free(n);
    return 0;
}

static void lines(net *n, size_t count) {
    n->layer = make_layer("nett.gpkg", "veg", COLUMNS, count);
    for (size_t i = 0; i < count; i++) {
        char id[24];
        snprintf(id, sizeof id, "L%zu", i);
        set_line(n->layer, i, 0, 10 * (double)i, 100);
        set_value(n->layer, i, ID, id);
        set_value(n->layer, i, TYPE, "enkelBilveg");
        set_value(n->layer, i, CATEGORY, "K");
    }
}

static void mode(net *n, hn_mode wanted) {
    n->options.mode = wanted;
    n->options.profile = hn_rules_profile(n->r.rules, wanted);
}

static void add(net *n) {
    n->from.layer = n->layer;
    n->from.kilde = rows_source(&n->r, n->layer, NULL);
    if (hn_links_add(&n->r.ctx, n->r.result, &n->links, &n->from, &n->options) != HENSYN_OK)
        fail_msg("%s", hensyn_message(&n->r.ctx));
    rows_check_source(&n->r, n->from.kilde);
}

static const hn_link *link_at(const net *n, size_t i) {
    assert_true(i < n->links.count);
    return &n->links.link[i];
}

static int left_out(const net *n) {
    return (int)n->r.result->sources.row[n->from.kilde].antall_utelatt;
}

/* ---- what becomes a link ---- */

static void plain_links(void **state) {
    net *n = *state;
    lines(n, 3);
    set_value(n->layer, 1, TYPE, "gangOgSykkelveg");
    set_value(n->layer, 2, LEVEL, "L");
    n->from.dataset = hn_net_recognise(n->options.rules, "Veglenke", NULL,
                                       (const char *const[]){"typeveg", "detaljnivå"}, 2);
    add(n);
    assert_int_equal(n->links.count, 3);
    assert_string_equal(n->links.rows[link_at(n, 1)->row].klasse, "gangsykkelveg");
    assert_string_equal(n->links.rows[link_at(n, 1)->row].kilde_id, "L1");
    assert_string_equal(n->links.rows[0].lag, "veg");
    assert_true(link_at(n, 0)->at_grade && link_at(n, 0)->tie);
    /* A bridge is no place to enter an area from, but a house may lie at it. */
    assert_false(link_at(n, 2)->at_grade);
    assert_true(link_at(n, 2)->tie);
    assert_int_equal(link_at(n, 2)->level, 1);
    assert_int_equal(link_at(n, 0)->ways, HN_WAY_ALONG | HN_WAY_AGAINST);
    assert_near(link_at(n, 0)->speed_kmh[0], 5, 0);
    assert_true(isnan(link_at(n, 0)->cost[0]));
    assert_true(link_at(n, 0)->from_node == HN_NO_NODE);
    assert_int_equal(link_at(n, 1)->safe, HN_SAFE);
    assert_int_equal(link_at(n, 0)->safe, HN_SAFE_UNKNOWN);
    assert_near(n->links.box.xmax, 100, 0);
    assert_near(n->links.box.ymax, 20, 0);
    assert_null(n->layer->value); /* given back */
}

static void what_is_not_allowed_is_counted(void **state) {
    net *n = *state;
    lines(n, 5);
    set_value(n->layer, 0, TYPE, "bilferje");
    set_value(n->layer, 2, TYPE, "bilferje");
    set_value(n->layer, 3, TYPE, "passasjerferje");
    add(n);
    assert_int_equal(n->links.count, 2);
    assert_int_equal(left_out(n), 3);
    assert_int_equal(rows_remarks(&n->r, "LENKE_IKKE_TILLATT"), 1); /* one a rule */
    assert_string_equal(rows_remark(&n->r, "LENKE_IKKE_TILLATT")->tekst,
                        "3 lenker brukes ikke til fots: ferje");
    assert_int_equal(rows_remark(&n->r, "LENKE_IKKE_TILLATT")->antall, 3);
}

static void points_and_areas_are_no_links(void **state) {
    net *n = *state;
    lines(n, 3);
    set_point(n->layer, 0, 1, 1);
    set_square(n->layer, 1, 0, 0, 10);
    add(n);
    assert_int_equal(n->links.count, 1);
    assert_int_equal(left_out(n), 2);
    assert_string_equal(rows_remark(&n->r, "GEOMETRITYPE_UTELATT")->tekst,
                        "2 objekter er ikke linjer og er ikke brukt som nett");
}

static void a_square_of_osm_is_its_outline(void **state) {
    net *n = *state;
    lines(n, 2);
    n->from.dataset = hn_net_recognise(n->options.rules, "multipolygons", NULL,
                                       (const char *const[]){"highway"}, 1);
    n->from.column[HN_NET_HIGHWAY] = TYPE;
    n->from.column[HN_NET_TYPE] = n->from.column[HN_NET_CATEGORY] = -1;
    set_value(n->layer, 0, TYPE, "pedestrian");
    set_square(n->layer, 0, 0, 0, 10);
    n->layer->value[1 * COLUMNS + TYPE] = NULL;
    add(n);
    assert_int_equal(n->links.count, 1);
    assert_int_equal(link_at(n, 0)->points, 5);
    assert_true(link_at(n, 0)->shared_nodes);
    assert_string_equal(rows_remark(&n->r, "IKKE_FERDSELSARE")->tekst,
                        "1 objekter er ikke veger eller stier");
}

/* ---- geometry ---- */

static void parts_and_repeated_vertices(void **state) {
    net *n = *state;
    lines(n, 1);
    hn_free(n->layer->geometry[0]);
    hn_geometry *g = must(hn_geometry_create_z(HN_LINE, 3, 3, 9));
    const double xy[18] = {0, 0, 0, 0, 30, 0, 30, 0, 5, 5, 5, 5, 0, 9, 10, 9, 10, 9};
    const double z[9] = {NAN, 7, 8, 9, 1, 1, 2, 3, 4};
    memcpy(g->xy, xy, sizeof xy);
    memcpy(g->z, z, sizeof z);
    g->part[1] = 1;
    g->part[2] = 2;
    g->ring[1] = 4;
    g->ring[2] = 6;
    hn_geometry_finish(g);
    n->layer->geometry[0] = g;
    n->from.column[HN_LINK_COST] = COST;
    set_value(n->layer, 0, COST, "400");
    set_value(n->layer, 0, NODE, "17");
    add(n);
    assert_int_equal(n->links.count, 2); /* the middle part is a dot */
    assert_int_equal(link_at(n, 0)->points, 2);
    assert_near(link_at(n, 0)->xy[2], 30, 0);
    assert_near(link_at(n, 0)->z[0], 7, 0); /* the height that is known */
    assert_near(link_at(n, 0)->z[1], 8, 0);
    assert_int_equal(link_at(n, 1)->points, 2);
    /* The cost goes by length, 30 of 40 m; the node is that of the first end. */
    assert_near(link_at(n, 0)->cost[0], 300, 1e-9);
    assert_near(link_at(n, 1)->cost[1], 100, 1e-9);
    assert_true(link_at(n, 0)->from_node == 17 && link_at(n, 1)->from_node == HN_NO_NODE);
    assert_int_equal(link_at(n, 0)->row, link_at(n, 1)->row);
}

/* ---- costs and directions ---- */

static void costs_that_are_none(void **state) {
    net *n = *state;
    static const char *const text[] = {"5", "0", "-1", "nan", "inf", "mye", NULL, "2.5"};
    lines(n, 8);
    n->from.column[HN_LINK_COST] = COST;
    for (size_t i = 0; i < 8; i++)
        if (text[i]) set_value(n->layer, i, COST, text[i]);
    add(n);
    assert_int_equal(n->links.count, 3);
    assert_int_equal(left_out(n), 5);
    assert_int_equal(rows_remarks(&n->r, "KOSTNAD_UGYLDIG"), 5);
    assert_string_equal(rows_remark(&n->r, "KOSTNAD_UGYLDIG")->kilde_id, "L2");
    assert_near(link_at(n, 1)->cost[0], 0, 0);
    assert_near(link_at(n, 2)->cost[1], 2.5, 0);
}

static void one_way_binds_cars_not_walkers(void **state) {
    net *n = *state;
    lines(n, 2);
    set_value(n->layer, 0, ONEWAY, "TF");
    add(n);
    assert_int_equal(link_at(n, 0)->ways, HN_WAY_ALONG | HN_WAY_AGAINST);
    hn_layer_destroy(n->layer);
    hn_links_clear(&n->links);
    lines(n, 2);
    set_value(n->layer, 0, ONEWAY, "TF");
    mode(n, HN_MODE_CAR);
    add(n);
    assert_int_equal(link_at(n, 0)->ways, HN_WAY_AGAINST);
    assert_int_equal(link_at(n, 1)->ways, HN_WAY_ALONG | HN_WAY_AGAINST);
}

static void a_given_direction_binds_walkers_too(void **state) {
    net *n = *state;
    lines(n, 1);
    n->from.column[HN_LINK_ONEWAY] = BACK;
    set_value(n->layer, 0, BACK, "FT");
    add(n);
    assert_int_equal(link_at(n, 0)->ways, HN_WAY_ALONG);
}

static void speeds_of_cars(void **state) {
    net *n = *state;
    lines(n, 2);
    set_value(n->layer, 0, SPEED, "70");
    mode(n, HN_MODE_CAR);
    add(n);
    assert_near(link_at(n, 0)->speed_kmh[0], 70, 0);
    assert_near(link_at(n, 1)->speed_kmh[1], 50, 0); /* of kommunalveg */
}

static void minutes(net *n, const char *const text[4][2]) {
    lines(n, 4);
    n->from.column[HN_NET_MINUTES_ALONG] = MINUTES;
    n->from.column[HN_NET_MINUTES_AGAINST] = BACK;
    for (size_t i = 0; i < 4; i++) {
        set_value(n->layer, i, MINUTES, text[i][0]);
        set_value(n->layer, i, BACK, text[i][1]);
    }
}

static void minutes_of_the_source(void **state) {
    net *n = *state;
    static const char *const text[4][2] = {{"0.5", "0.25"}, {"1", "0"}, {"-1", "0"}, {"nan", "2"}};
    minutes(n, text);
    mode(n, HN_MODE_CAR);
    n->options.by_time = true;
    add(n);
    assert_int_equal(n->links.count, 3);
    assert_near(link_at(n, 0)->cost[0], 30, 0);
    assert_near(link_at(n, 0)->cost[1], 15, 0);
    assert_near(link_at(n, 0)->speed_kmh[0], 12, 1e-5); /* 100 m in 30 s */
    assert_int_equal(link_at(n, 1)->ways, HN_WAY_ALONG);
    assert_int_equal(link_at(n, 2)->ways, HN_WAY_AGAINST);
    assert_int_equal(left_out(n), 1);
    assert_int_equal(rows_remarks(&n->r, "LENKE_UTEN_KOSTNAD"), 1);
    /* Where length is the cost, minutes only give the speed. */
    hn_layer_destroy(n->layer);
    hn_links_clear(&n->links);
    minutes(n, text);
    n->options.by_time = false;
    add(n);
    assert_true(isnan(link_at(n, 0)->cost[0]));
    assert_near(link_at(n, 0)->speed_kmh[1], 24, 1e-5);
}

static void walkers_know_no_driving_minutes(void **state) {
    net *n = *state;
    static const char *const text[4][2] = {{"0.5", "0.25"}, {"1", "0"}, {"-1", "0"}, {"nan", "2"}};
    minutes(n, text);
    n->options.by_time = true;
    add(n);
    assert_int_equal(n->links.count, 4);
    assert_true(isnan(link_at(n, 0)->cost[0]));
}

static void node_ids_that_are_no_numbers(void **state) {
    net *n = *state;
    lines(n, 2);
    set_value(n->layer, 0, NODE, "a-1");
    set_value(n->layer, 1, NODE, "-42");
    add(n);
    assert_true(link_at(n, 0)->from_node == HN_NO_NODE);
    assert_true(link_at(n, 1)->from_node == -42);
    assert_int_equal(rows_remarks(&n->r, "NODE_UKJENT"), 1);
}

/* ---- safety and road objects ---- */

static void safe_links_only(void **state) {
    net *n = *state;
    lines(n, 4);
    set_value(n->layer, 0, SPEED, "30");
    set_value(n->layer, 1, SPEED, "50");
    set_value(n->layer, 3, TYPE, "sti");
    n->options.safe = true;
    add(n);
    /* 30 km/h with unknown traffic passes, an unknown limit does not. */
    assert_int_equal(n->links.count, 2);
    assert_string_equal(n->links.rows[0].kilde_id, "L0");
    assert_string_equal(n->links.rows[1].kilde_id, "L3");
    assert_int_equal(link_at(n, 0)->safe, HN_SAFE_UNKNOWN);
    assert_int_equal(left_out(n), 2);
    assert_int_equal(rows_remarks(&n->r, "LENKE_IKKE_TRYGG"), 1);
}

static hn_layer *events(net *n, const char *const text[][4], size_t count, hn_net_events *into) {
    hn_layer *layer = make_layer("f.gml", "Fartsgrense", 4, count);
    int column[HN_NET_ROLES];
    for (size_t i = 0; i < HN_NET_ROLES; i++)
        column[i] = -1;
    column[HN_NET_SEQUENCE] = 0;
    column[HN_NET_FROM_POSITION] = 1;
    column[HN_NET_TO_POSITION] = 2;
    column[HN_NET_SPEED] = 3;
    for (size_t i = 0; i < count; i++) {
        set_point(layer, i, 0, 0);
        for (size_t c = 0; c < 4; c++)
            if (text[i][c]) set_value(layer, i, c, text[i][c]);
    }
    uint32_t kilde = rows_source(&n->r, layer, NULL);
    assert_int_equal(
        hn_net_events_add(&n->r.ctx, n->r.result, into, layer, column, HN_NET_SPEED, kilde),
        HENSYN_OK);
    rows_check_source(&n->r, kilde);
    hn_net_events_sort(into);
    return layer;
}

static void the_highest_on_a_stretch(void **state) {
    net *n = *state;
    static const char *const text[][4] = {
        {"7", "0.0", "0.5", "50"}, {"7", "0.5", "1", "80"},   {"7,8", "0.1,0.9", "0.2,0.4", "60"},
        {"9", "0", "1", "30"},     {"7", "0", "1", "ukjent"}, {NULL, "0", "1", "50"},
        {"7", "0.3", NULL, "90"},  {"x", "0", "1", "90"}};
    hn_layer_destroy(events(n, text, 8, &n->limits));
    assert_int_equal(n->limits.count, 5);
    assert_string_equal(rows_remark(&n->r, "VERDI_UGYLDIG")->kode, "VERDI_UGYLDIG");
    assert_int_equal(rows_remark(&n->r, "VERDI_UGYLDIG")->antall, 4);
    assert_near(hn_net_events_highest(&n->limits, 7, 0, 0.05), 50, 0);
    assert_near(hn_net_events_highest(&n->limits, 7, 0.05, 0.15), 60, 0);
    assert_near(hn_net_events_highest(&n->limits, 7, 0.3, 0.5), 50, 0); /* a point is no stretch */
    assert_near(hn_net_events_highest(&n->limits, 7, 0.6, 0.4), 80, 0); /* either way */
    assert_near(hn_net_events_highest(&n->limits, 8, 0.5, 0.6), 60, 0);
    assert_true(isnan(hn_net_events_highest(&n->limits, 8, 0, 0.3)));
    assert_true(isnan(hn_net_events_highest(&n->limits, 10, 0, 1)));
    assert_true(isnan(hn_net_events_highest(&n->counts, 7, 0, 1)));
}

/* Against a look at every event, on stretches by chance. */
static void the_highest_by_brute_force(void **state) {
    net *n = *state;
    enum { EVENTS = 300, ASKED = 500 };
    srand(5);
    for (size_t i = 0; i < EVENTS; i++) {
        double a = rand() % 100 / 100.0, b = rand() % 100 / 100.0;
        must(HN_RESERVE(n->limits.item, n->limits.count, n->limits.capacity, 1) ? n : NULL);
        n->limits.item[n->limits.count++] = (hn_net_event){
            .sequence = rand() % 5, .from = fmin(a, b), .to = fmax(a, b), .value = rand() % 90};
    }
    hn_net_events_sort(&n->limits);
    for (size_t i = 0; i < ASKED; i++) {
        int64_t sequence = rand() % 6;
        double from = rand() % 100 / 100.0, to = rand() % 100 / 100.0, best = NAN;
        for (size_t j = 0; j < n->limits.count; j++) {
            const hn_net_event *e = &n->limits.item[j];
            if (e->sequence == sequence &&
                fmin(e->to, fmax(from, to)) - fmax(e->from, fmin(from, to)) > 1e-6)
                best = fmax(best, e->value);
        }
        double found = hn_net_events_highest(&n->limits, sequence, from, to);
        assert_true(isnan(best) ? isnan(found) : found >= best && found <= best);
    }
}

static void limits_reach_their_links(void **state) {
    net *n = *state;
    static const char *const text[][4] = {{"7", "0", "0.5", "80"}, {"7", "0.5", "1", "30"}};
    hn_layer_destroy(events(n, text, 2, &n->limits));
    lines(n, 2);
    for (size_t i = 0; i < 2; i++) {
        set_value(n->layer, i, SEQUENCE, "7");
        set_value(n->layer, i, FROM, i ? "0.5" : "0.25");
        set_value(n->layer, i, TO, i ? "1.0" : "0.5");
    }
    add(n);
    assert_int_equal(link_at(n, 0)->safe, HN_UNSAFE);
    assert_int_equal(link_at(n, 1)->safe, HN_SAFE_UNKNOWN);
}

/* ---- ids ---- */

static void repeated_ids_are_numbered(void **state) {
    net *n = *state;
    static const char *const id[] = {"a", "b", "a", NULL, "a", "b"};
    static const char *const wanted[] = {"a", "b", "a#2", "rad:4", "a#3", "b#2"};
    hn_layer *layer = make_layer("s", "l", 1, 6);
    const char *out[6];
    size_t without;
    for (size_t i = 0; i < 6; i++)
        if (id[i]) set_value(layer, i, 0, id[i]);
    assert_int_equal(
        hn_layer_ids(&n->r.ctx, n->r.result->pool, layer, (const int[]){-1, 0}, 2, out, &without),
        HENSYN_OK);
    for (size_t i = 0; i < 6; i++)
        assert_string_equal(out[i], wanted[i]);
    assert_int_equal(without, 1);
    hn_layer_destroy(layer);
}

/* ---- dwellings ---- */

static hn_layer *houses(net *n, hn_origins *origins, const char *const (*text)[2], size_t count,
                        size_t fields) {
    static char *const names[] = {(char *)(uintptr_t) "bosatte", (char *)(uintptr_t) "barn"};
    hn_layer *layer = make_layer("bo.gpkg", "bolig", 3, count);
    const int column[] = {0, -1, -1, 1, 2};
    for (size_t i = 0; i < count; i++) {
        set_point(layer, i, 10 * (double)i + 5, 5);
        for (size_t c = 0; c < 2; c++)
            if (text[i][c]) set_value(layer, i, c + 1, text[i][c]);
    }
    uint32_t kilde = rows_source(&n->r, layer, NULL);
    assert_int_equal(
        hn_origins_add(&n->r.ctx, n->r.result, origins, layer, column, fields, names, kilde),
        HENSYN_OK);
    return layer;
}

static void residents(void **state) {
    net *n = *state;
    static const char *const text[][2] = {{"3", "1"}, {"to", "0"}, {"-2", NULL},
                                          {" ", "x"}, {NULL, "4"}, {"2.5", "2"}};
    hn_origins origins = {0};
    hn_layer *layer = houses(n, &origins, text, 6, 2);
    assert_int_equal(origins.count, 6);
    assert_int_equal(origins.groups, 1);
    assert_int_equal(origins.numbers, 2);
    assert_near(origins.item[0].population, 3, 0);
    assert_true(isnan(origins.item[1].population) && isnan(origins.item[2].population));
    assert_true(isnan(origins.item[3].population) && isnan(origins.item[4].population));
    assert_near(origins.item[5].population, 2.5, 0);
    assert_near(origins.group[0], 1, 0);
    assert_true(isnan(origins.group[2]) && isnan(origins.group[3]));
    assert_near(origins.group[4], 4, 0);
    assert_int_equal(rows_remarks(&n->r, "BEFOLKNING_UGYLDIG"), 3);
    assert_string_equal(rows_remark(&n->r, "BEFOLKNING_UGYLDIG")->kilde_id, "rad:2");
    assert_non_null(strstr(rows_remark(&n->r, "BEFOLKNING_UGYLDIG")->tekst, "bosatte: «to»"));
    hn_origins_clear(&origins);
    hn_layer_destroy(layer);
}

static void no_field_no_number(void **state) {
    net *n = *state;
    static const char *const text[][2] = {{"3", "1"}, {"4", "0"}};
    hn_origins origins = {0};
    hn_layer *layer = houses(n, &origins, text, 2, 0);
    assert_true(isnan(origins.item[0].population));
    assert_int_equal(origins.groups, 0);
    hn_origins_clear(&origins);
    hn_layer_destroy(layer);
}

static void boundary_and_districts(void **state) {
    net *n = *state;
    static const char *const text[][2] = {{"1", "1"}, {"2", "2"}, {"3", "3"}, {"4", "4"}};
    for (int threads = 1; threads <= 4; threads += 3) {
        hn_origins origins = {0};
        hn_layer *layer = houses(n, &origins, text, 4, 2);
        hn_geometry *area[3] = {hn_geometry_from_box((hn_box){0, 0, 15, 10}), NULL,
                                hn_geometry_from_box((hn_box){15, 0, 26, 10})};
        static const char *const names[] = {"Vest", "-", "Øst"};
        hn_source_row *source = &n->r.result->sources.row[n->r.result->sources.count - 1];
        assert_int_equal(hn_origins_select(&n->r.ctx, n->r.result, &origins, area, 3, threads),
                         HENSYN_OK);
        assert_int_equal(origins.count, 3); /* the second lies on the border of both */
        assert_int_equal(origins.numbers, 3);
        assert_near(origins.group[2], 3, 0);
        assert_int_equal(source->antall_brukt, 3);
        assert_int_equal(source->antall_utelatt, 1);
        hn_districts districts = {area, names, 1, NULL, 0};
        assert_int_equal(
            hn_origins_districts(&n->r.ctx, n->r.result, &origins, &districts, threads), HENSYN_OK);
        assert_int_equal(origins.districts, 1);
        assert_string_equal(origins.item[0].omrade, "Vest");
        assert_string_equal(origins.item[1].omrade, "Vest");
        assert_null(origins.item[2].omrade);
        hn_free(area[0]);
        hn_free(area[2]);
        hn_origins_clear(&origins);
        hn_layer_destroy(layer);
    }
    assert_string_equal(rows_remark(&n->r, "UTENFOR_GRENSE")->kilde, "bo.gpkg");
    assert_int_equal(rows_remark(&n->r, "UTENFOR_GRENSE")->antall,
                     atoi(rows_remark(&n->r, "UTENFOR_GRENSE")->tekst));
    assert_non_null(strstr(rows_remark(&n->r, "UTEN_KRETS")->tekst, "1 boliger"));
    assert_int_equal(rows_remark(&n->r, "UTEN_KRETS")->antall, 1);
}

/* A district counts where nobody lives too; not where its geometry could not be used, and not
 * beyond the boundary. */
static void districts_that_are_covered(void **state) {
    net *n = *state;
    static const char *const text[][2] = {{"1", "1"}, {"2", "2"}, {"3", "3"}, {"4", "4"}};
    static const char *const names[] = {"Vest", "-", "Tom", "Borte", "Halv"};
    hn_geometry *area[] = {hn_geometry_from_box((hn_box){0, 0, 15, 10}), NULL,
                           hn_geometry_from_box((hn_box){0, 100, 50, 200}),
                           hn_geometry_from_box((hn_box){5000, 0, 5100, 10}),
                           hn_geometry_from_box((hn_box){-40, 300, 60, 310})};
    hn_geometry *boundary[] = {hn_geometry_from_box((hn_box){0, 0, 1000, 1000}), NULL};
    static const char *const wanted[][5] = {{"Vest", "Tom", "Borte", "Halv"},
                                            {"Vest", "Tom", "Halv"}};
    for (size_t bound = 0; bound < 2; bound++) {
        hn_origins origins = {0};
        hn_layer *layer = houses(n, &origins, text, 4, 2);
        hn_districts districts = {area, names, 5, boundary, 2 * bound};
        assert_int_equal(hn_origins_districts(&n->r.ctx, n->r.result, &origins, &districts, 2),
                         HENSYN_OK);
        assert_int_equal(origins.districts, 4 - bound);
        for (size_t i = 0; i < origins.districts; i++)
            assert_string_equal(origins.district[i], wanted[bound][i]);
        hn_origins_clear(&origins);
        hn_layer_destroy(layer);
    }
    for (size_t i = 0; i < 5; i++)
        hn_free(area[i]);
    hn_free(boundary[0]);
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(plain_links),
        CASE(what_is_not_allowed_is_counted),
        CASE(points_and_areas_are_no_links),
        CASE(a_square_of_osm_is_its_outline),
        CASE(parts_and_repeated_vertices),
        CASE(costs_that_are_none),
        CASE(one_way_binds_cars_not_walkers),
        CASE(a_given_direction_binds_walkers_too),
        CASE(speeds_of_cars),
        CASE(minutes_of_the_source),
        CASE(walkers_know_no_driving_minutes),
        CASE(node_ids_that_are_no_numbers),
        CASE(safe_links_only),
        CASE(the_highest_on_a_stretch),
        CASE(the_highest_by_brute_force),
        CASE(limits_reach_their_links),
        CASE(repeated_ids_are_numbered),
        CASE(residents),
        CASE(no_field_no_number),
        CASE(boundary_and_districts),
        CASE(districts_that_are_covered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
