/* test_repair.c - invalid areas and what becomes of them: areas before and after, counts, remarks,
 * order, threads. */
#include "read_kit.h"

#include "data/geos.h"
#include "make_layer.h"

typedef struct bench {
    hensyn_context *ctx;
    hn_result *result;
    hn_layer *layer;
    hn_measure *measure;
    uint8_t repaired[256];
    int threads;
} bench;

static int setup(void **state) {
    bench *b = calloc(1, sizeof *b);
    if (!b || hensyn_context_create(&b->ctx) != HENSYN_OK) return -1;
    if (hn_measure_create(b->ctx, (hn_box){-1e6, -1e6, 1e6, 1e6}, NULL, NULL, 1, &b->measure) !=
        HENSYN_OK)
        return -1;
    b->result = hn_result_create();
    b->threads = 1;
    *state = b;
    return 0;
}

static int teardown(void **state) {
    bench *b = *state;
    hn_layer_destroy(b->layer);
    hn_result_destroy(b->result);
    hn_measure_destroy(b->measure);
    hensyn_context_destroy(b->ctx);
    free(b);
    return 0;
}

/* An area from rings "x y, x y; x y ..." with '|' between its parts; closed as written. The
 * geometry is made as reading makes it, however wrong it is. */
static hn_geometry *area(const char *text) {
    static double xy[4000];
    static uint32_t part[100], ring[200];
    uint32_t parts = 0, rings = 0, points = 0;
    part[parts++] = rings;
    ring[rings++] = points;
    for (const char *p = text; *p;) {
        char *end;
        if (*p == ' ' || *p == ',') {
            p++;
        } else if (*p == ';') {
            ring[rings++] = points;
            p++;
        } else if (*p == '|') {
            part[parts++] = rings;
            ring[rings++] = points;
            p++;
        } else {
            xy[2 * points] = strtod(p, &end);
            xy[2 * points++ + 1] = strtod(end, &end);
            assert_true(end > p);
            p = end;
        }
    }
    hn_geometry *g = hn_geometry_create(HN_AREA, parts, rings, points);
    assert_non_null(g);
    memcpy(g->part, part, parts * sizeof *part);
    memcpy(g->ring, ring, rings * sizeof *ring);
    memcpy(g->xy, xy, 2 * points * sizeof *xy);
    hn_geometry_orient(g);
    return g;
}

static void layer_of(bench *b, size_t count, const char *const *areas) {
    hn_layer_destroy(b->layer);
    b->layer = make_layer("plan.gml", "flater", 1, count);
    for (size_t i = 0; i < count; i++) {
        char id[32];
        snprintf(id, sizeof id, "id%zu", i + 1);
        set_value(b->layer, i, 0, id);
        b->layer->geometry[i] = areas[i] ? area(areas[i]) : NULL;
    }
    b->layer->id_column = 1;
    hn_source_row *row = HN_NEW_ROW(b->result->sources);
    assert_non_null(row);
    row->antall_lest = (int64_t)count;
}

static hensyn_status run(bench *b, bool strict) {
    return hn_repair(b->ctx, b->layer, b->measure, b->threads, strict, b->result,
                     (uint32_t)b->result->sources.count - 1, b->repaired);
}

static const hn_source_row *source(const bench *b) {
    return &b->result->sources.row[b->result->sources.count - 1];
}

static void near(double value, double expected) {
    if (!(fabs(value - expected) < 1e-6)) fail_msg("%.9g is not %.9g", value, expected);
}

/* The identities of kilde. */
static void adds_up(const bench *b) {
    const hn_source_row *s = source(b);
    assert_int_equal(s->antall_lest, s->antall_brukt + s->antall_reparert + s->antall_utelatt);
    near(s->areal_lest_m2,
         s->areal_brukt_m2 + s->areal_reparert_m2 + s->areal_utelatt_m2 + s->areal_klippet_m2);
}

static bool valid(const hn_geometry *g) {
    hn_geos *geos = hn_geos_create();
    assert_non_null(geos);
    GEOSGeometry *shape = hn_to_geos(geos, g);
    bool ok = shape && GEOSisValid_r(geos->handle, shape) == 1;
    if (shape) GEOSGeom_destroy_r(geos->handle, shape);
    hn_geos_destroy(geos);
    return ok;
}

/* One invalid area: areas before and after, and the words of the remark. */
static void repairs(void **state, const char *text, double before, double after, const char *why) {
    bench *b = *state;
    layer_of(b, 1, &text);
    assert_int_equal(run(b, false), HENSYN_OK);
    adds_up(b);
    assert_int_equal(source(b)->antall_reparert, 1);
    assert_int_equal(b->repaired[0], 1);
    assert_int_equal(b->result->remarks.count, 1);
    const hn_remark *remark = &b->result->remarks.row[0];
    assert_string_equal(remark->kode, "GEOMETRI_REPARERT");
    assert_string_equal(remark->kilde, "plan.gml");
    assert_string_equal(remark->lag, "flater");
    assert_string_equal(remark->kilde_id, "id1");
    if (!strstr(remark->tekst, why)) fail_msg("'%s' does not say '%s'", remark->tekst, why);
    near(remark->areal_for_m2, before);
    near(remark->areal_etter_m2, after);
    near(source(b)->areal_lest_m2, before);
    near(source(b)->areal_brukt_m2, after);
    near(source(b)->areal_reparert_m2, before - after);
    near(hn_plane_area(b->layer->geometry[0]), after);
    assert_true(remark->located);
    assert_true(valid(b->layer->geometry[0]));
}

static void unusable(void **state, const char *text, double before) {
    bench *b = *state;
    layer_of(b, 1, &text);
    assert_int_equal(run(b, false), HENSYN_OK);
    adds_up(b);
    assert_int_equal(source(b)->antall_utelatt, 1);
    assert_int_equal(source(b)->antall_reparert, 0);
    assert_null(b->layer->geometry[0]);
    assert_int_equal(b->repaired[0], 0);
    assert_int_equal(b->result->remarks.count, 1);
    assert_string_equal(b->result->remarks.row[0].kode, "GEOMETRI_UBRUKELIG");
    near(source(b)->areal_utelatt_m2, before);
    near(b->result->remarks.row[0].areal_for_m2, before);
    near(b->result->remarks.row[0].areal_etter_m2, 0);
}

#define SQUARE "0 0, 10 0, 10 10, 0 10, 0 0"

static void a_valid_area_is_left_as_it_is(void **state) {
    bench *b = *state;
    const char *areas[] = {SQUARE, SQUARE "; 2 2, 2 4, 4 4, 2 2",
                           SQUARE "| 20 0, 30 0, 30 10, 20 0"};
    layer_of(b, 3, areas);
    hn_geometry *before = b->layer->geometry[0];
    assert_int_equal(run(b, true), HENSYN_OK);
    assert_ptr_equal(b->layer->geometry[0], before);
    assert_int_equal(source(b)->antall_brukt, 3);
    assert_int_equal(b->result->remarks.count, 0);
    near(source(b)->areal_brukt_m2, 100 + 98 + 150);
    near(source(b)->areal_lest_m2, 100 + 98 + 150);
    near(source(b)->areal_reparert_m2, 0);
    adds_up(b);
}

static void a_bow_tie_becomes_two_triangles(void **state) {
    /* The two halves turn against each other: nothing before, 50 m2 after. */
    repairs(state, "0 0, 10 10, 10 0, 0 10, 0 0", 0, 50,
            "krysser seg selv (Self-intersection) ved 5.00 5.00");
}

static void a_loop_in_the_border_keeps_both_sides(void **state) {
    /* A square whose border overshoots a corner and turns back: a lobe of 4 m2 the other way. */
    repairs(state, "0 0, 10 0, 10 10, -2 10, -2 12, 0 12, 0 0", 96, 104, "Self-intersection");
}

static void a_spike_is_cut_off(void **state) {
    repairs(state, "0 0, 10 0, 10 5, 20 5, 10 5, 10 10, 0 10, 0 0", 100, 100, "Self-intersection");
}

static void a_hole_outside_becomes_an_area(void **state) {
    /* GEOS takes a hole that meets no shell for a shell. */
    repairs(state, SQUARE "; 20 0, 24 0, 24 4, 20 4, 20 0", 100 - 16, 116,
            "Hole lies outside shell");
}

static void a_hole_across_the_border_is_cut_out(void **state) {
    repairs(state, SQUARE "; 8 2, 12 2, 12 6, 8 6, 8 2", 84, 92, "Self-intersection");
}

static void holes_that_overlap_are_joined(void **state) {
    repairs(state, SQUARE "; 2 2, 6 2, 6 6, 2 6, 2 2; 4 4, 8 4, 8 8, 4 8, 4 4", 68, 72,
            "Self-intersection");
}

static void a_hole_in_a_hole_is_hole(void **state) {
    repairs(state, SQUARE "; 2 2, 8 2, 8 8, 2 8, 2 2; 4 4, 6 4, 6 6, 4 6, 4 4", 60, 64,
            "et hull ligger i et annet (Holes are nested)");
}

static void a_shell_in_a_shell_is_counted_once(void **state) {
    repairs(state, SQUARE "| 2 2, 4 2, 4 4, 2 4, 2 2", 104, 100, "en flate ligger i en annen");
}

static void parts_that_overlap_are_counted_once(void **state) {
    repairs(state, SQUARE "| 5 0, 15 0, 15 10, 5 10, 5 0", 200, 150, "Self-intersection");
}

static void parts_side_by_side_are_joined(void **state) {
    repairs(state, SQUARE "| 10 0, 20 0, 20 10, 10 10, 10 0", 200, 200, "Self-intersection");
}

static void the_same_ring_twice_is_one(void **state) {
    repairs(state, SQUARE "|" SQUARE, 200, 100, "");
}

static void a_border_that_touches_itself(void **state) {
    /* Two triangles that meet in a point, drawn in one go: an 8 that does not cross itself. */
    repairs(state, "0 0, 5 5, 0 10, 10 10, 5 5, 10 0, 0 0", 50, 50, "Ring Self-intersection");
}

static void holes_that_cut_an_area_in_two(void **state) {
    /* A hole from border to border by two points. */
    repairs(state, SQUARE "; 5 0, 6 5, 5 10, 4 5, 5 0", 90, 90, "Interior is disconnected");
}

static void the_hole_written_first_is_found_out(void **state) {
    /* The small ring stands as shell and the large one as hole: by structure nothing is left. */
    repairs(state, "2 2, 4 2, 4 4, 2 4, 2 2;" SQUARE, 0, 96, "Hole lies outside shell");
}

static void a_flat_area_is_unusable(void **state) { unusable(state, "0 0, 10 0, 5 0, 0 0", 0); }
static void an_area_of_one_point_is_unusable(void **state) {
    unusable(state, "3 3, 3 3, 3 3, 3 3", 0);
}
static void out_and_back_is_unusable(void **state) {
    unusable(state, "0 0, 10 10, 20 0, 10 10, 0 0", 0);
}

static void the_flat_part_goes_the_other_stays(void **state) {
    repairs(state, SQUARE "| 20 0, 30 0, 25 0, 20 0", 100, 100, "");
}

static void a_point_that_is_no_number_is_unusable(void **state) {
    bench *b = *state;
    const char *text = SQUARE;
    layer_of(b, 1, &text);
    b->layer->geometry[0]->xy[3] = NAN; /* reading lets none through; repair must not trust that */
    assert_int_equal(run(b, false), HENSYN_OK);
    assert_null(b->layer->geometry[0]);
    assert_int_equal(source(b)->antall_utelatt, 1);
    assert_string_equal(b->result->remarks.row[0].kode, "GEOMETRI_UBRUKELIG");
}

static void lines_and_points_pass(void **state) {
    bench *b = *state;
    const char *areas[] = {NULL, NULL, NULL};
    layer_of(b, 3, areas);
    set_line(b->layer, 0, 0, 0, 100);
    set_point(b->layer, 1, 5, 5);
    ((hn_source_row *)(uintptr_t)source(b))->antall_utelatt = 1; /* the third was left out before */
    assert_int_equal(run(b, true), HENSYN_OK);
    assert_int_equal(source(b)->antall_brukt, 2);
    near(source(b)->areal_brukt_m2, 0);
    near(source(b)->areal_lest_m2, 0);
    adds_up(b);
}

static void a_layer_without_features_is_fine(void **state) {
    bench *b = *state;
    layer_of(b, 0, NULL);
    assert_int_equal(run(b, true), HENSYN_OK);
    adds_up(b);
    assert_int_equal(hn_repair(b->ctx, b->layer, b->measure, 4, true, b->result, 0, NULL),
                     HENSYN_OK);
}

/* ---- many ---- */

static const char *const mixed[] = {SQUARE,
                                    "0 0, 10 10, 10 0, 0 10, 0 0",
                                    "0 0, 10 0, 5 0, 0 0",
                                    SQUARE "|" SQUARE,
                                    SQUARE "; 2 2, 2 4, 4 4, 2 2",
                                    "3 3, 3 3, 3 3, 3 3",
                                    NULL,
                                    SQUARE "; 20 0, 24 0, 24 4, 20 4, 20 0"};
enum { MIXED = sizeof mixed / sizeof *mixed, MANY = 200 };

static void fill_many(bench *b) {
    const char *areas[MANY];
    for (size_t i = 0; i < MANY; i++)
        areas[i] = mixed[i % MIXED];
    layer_of(b, MANY, areas);
    ((hn_source_row *)(uintptr_t)source(b))->antall_utelatt = MANY / MIXED; /* the NULL ones */
}

static void any_number_of_threads_gives_the_same_rows(void **state) {
    bench *b = *state;
    const int threads[] = {1, 2, 7};
    double area_used = 0;
    for (size_t t = 0; t < 3; t++) {
        b->threads = threads[t];
        size_t first = b->result->remarks.count;
        fill_many(b);
        assert_int_equal(run(b, false), HENSYN_OK);
        adds_up(b);
        assert_int_equal(source(b)->antall_brukt, MANY / 8 * 2);
        assert_int_equal(source(b)->antall_reparert, MANY / 8 * 3);
        assert_int_equal(source(b)->antall_utelatt, MANY / 8 * 3);
        if (t == 0) area_used = source(b)->areal_brukt_m2;
        assert_true(source(b)->areal_brukt_m2 == area_used); /* to the last bit */
        assert_int_equal(b->result->remarks.count - first, MANY / 8 * 5);
        for (size_t i = first; i < b->result->remarks.count; i++) {
            const hn_remark *one = &b->result->remarks.row[i - first];
            const hn_remark *now = &b->result->remarks.row[i];
            assert_string_equal(now->kilde_id, one->kilde_id);
            assert_string_equal(now->tekst, one->tekst);
        }
        for (size_t i = 0; i < MANY; i++)
            assert_int_equal(b->repaired[i], i % 8 == 1 || i % 8 == 3 || i % 8 == 7);
    }
}

static void remarks_follow_the_source(void **state) {
    bench *b = *state;
    b->threads = 4;
    fill_many(b);
    assert_int_equal(run(b, false), HENSYN_OK);
    long last = 0;
    for (size_t i = 0; i < b->result->remarks.count; i++) {
        long id = strtol(b->result->remarks.row[i].kilde_id + 2, NULL, 10);
        assert_true(id > last);
        last = id;
    }
}

static void strict_stops_at_the_first_in_the_source(void **state) {
    bench *b = *state;
    for (int threads = 1; threads <= 8; threads *= 2) {
        b->threads = threads;
        fill_many(b);
        assert_int_equal(run(b, true), HENSYN_INPUT);
        const char *message = hensyn_message(b->ctx);
        const char *const words[] = {"plan.gml", "flater", "id2", "krysser seg selv", "5.00 5.00"};
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (!strstr(message, words[i])) fail_msg("'%s' does not say '%s'", message, words[i]);
    }
}

static void without_an_id_the_position_stands(void **state) {
    bench *b = *state;
    const char *areas[] = {SQUARE, "0 0, 10 10, 10 0, 0 10, 0 0"};
    layer_of(b, 2, areas);
    b->layer->id_column = 0;
    assert_int_equal(run(b, false), HENSYN_OK);
    assert_string_equal(b->result->remarks.row[0].kilde_id, "rad:2");
    layer_of(b, 2, areas);
    b->layer->position = must(hn_zalloc(2, sizeof *b->layer->position));
    b->layer->position[1] = 17; /* others were left out before it */
    b->layer->value[1] = NULL;
    assert_int_equal(run(b, false), HENSYN_OK);
    assert_string_equal(b->result->remarks.row[1].kilde_id, "rad:17");
}

static void english_has_the_words_of_geos(void **state) {
    bench *b = *state;
    const char *text = "0 0, 10 10, 10 0, 0 10, 0 0";
    hensyn_set_language(b->ctx, "en");
    layer_of(b, 1, &text);
    assert_int_equal(run(b, false), HENSYN_OK);
    assert_string_equal(
        b->result->remarks.row[0].tekst,
        "invalid area repaired: Self-intersection (Self-intersection) at 5.00 5.00; "
        "0.00 m² became 50.00 m²");
}

static void the_place_is_where_the_error_is(void **state) {
    bench *b = *state;
    const char *text = SQUARE "; 20 0, 24 0, 24 4, 20 4, 20 0";
    layer_of(b, 1, &text);
    assert_int_equal(run(b, false), HENSYN_OK);
    const hn_remark *remark = &b->result->remarks.row[0];
    assert_true(remark->located && remark->x >= 20 && remark->x <= 24 && remark->y <= 4);
}

/* ---- against GEOS, on random rings ---- */

static uint32_t seed;
static double random_to(double limit) {
    seed = seed * 1664525u + 1013904223u;
    return limit * (seed >> 8) / 16777216.0;
}

static void random_rings_become_valid_and_lose_nothing_unsaid(void **state) {
    bench *b = *state;
    hn_geos *geos = hn_geos_create();
    seed = 7;
    hn_layer_destroy(b->layer);
    b->layer = make_layer("plan.gml", "flater", 0, MANY);
    hn_geometry *kept[MANY];
    for (size_t i = 0; i < MANY; i++) {
        uint32_t corners = 3 + (uint32_t)random_to(9);
        hn_geometry *g = hn_geometry_create(HN_AREA, 1, 1, corners + 1);
        g->part[0] = g->ring[0] = 0;
        for (uint32_t k = 0; k < 2 * corners; k++)
            g->xy[k] = floor(random_to(12)); /* few places: crossings, spikes, touching */
        memcpy(g->xy + 2 * (size_t)corners, g->xy, 2 * sizeof *g->xy);
        hn_geometry_orient(g);
        b->layer->geometry[i] = g;
        kept[i] = hn_geometry_copy(g);
    }
    hn_source_row *row = HN_NEW_ROW(b->result->sources);
    row->antall_lest = MANY;
    assert_int_equal(run(b, false), HENSYN_OK);
    adds_up(b);
    size_t invalid = 0;
    for (size_t i = 0; i < MANY; i++) {
        bool was_valid = valid(kept[i]);
        invalid += !was_valid;
        const hn_geometry *now = b->layer->geometry[i];
        if (was_valid) {
            assert_non_null(now);
            assert_memory_equal(now->xy, kept[i]->xy, 2 * kept[i]->points * sizeof *now->xy);
        }
        assert_true(!now || valid(now));
        assert_int_equal(b->repaired[i], now && !was_valid);
        hn_free(kept[i]);
    }
    assert_true(invalid > 50 && invalid < MANY);
    assert_int_equal(b->result->remarks.count, invalid);
    hn_geos_destroy(geos);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

/* ---- lines ---- */

/* From parts "x y, x y; ..." */
static hn_geometry *line(const char *text) {
    hn_geometry *drawn = area(text);
    hn_geometry *g = hn_geometry_create(HN_LINE, drawn->rings, drawn->rings, drawn->points);
    assert_non_null(g);
    for (uint32_t i = 0; i < drawn->rings; i++) {
        g->part[i] = i;
        g->ring[i] = drawn->ring[i];
    }
    memcpy(g->xy, drawn->xy, 2 * drawn->points * sizeof *g->xy);
    hn_geometry_finish(g);
    hn_free(drawn);
    return g;
}

static void line_layer(bench *b, size_t count, const char *const *lines) {
    const char *none[64] = {NULL};
    layer_of(b, count, none);
    for (size_t i = 0; i < count; i++)
        b->layer->geometry[i] = line(lines[i]);
}

static void lines_that_run_over_themselves_run_once(void **state) {
    bench *b = *state;
    static const struct {
        const char *drawn;
        double before, after; /* m */
    } cases[] = {
        {"0 0, 100 0, 0 0", 200, 100},                  /* there and back */
        {"0 0, 100 0, 100 50, 100 0, 200 0", 300, 250}, /* into a blind alley */
        {"0 0, 60 0; 40 0, 100 0", 120, 100},           /* parts that share a stretch */
        {"0 0, 10 10; 10 10, 0 0; 5 0, 5 10", 10 + 20 * M_SQRT2, 10 + 10 * M_SQRT2},
        {"0 0, 50 0, 50 50, 0 50, 0 0, 50 0", 250, 200},                /* a round and some more */
        {"0 0, 32 0.125, 64 0.25, 16 0.0625, 16 40", 151.938, 103.938}, /* unequal vertices */
    };
    enum { CASES = sizeof cases / sizeof *cases };
    const char *drawn[CASES];
    for (size_t i = 0; i < CASES; i++)
        drawn[i] = cases[i].drawn;
    for (int threads = 1; threads <= 3; threads += 2) {
        b->threads = threads;
        b->result->remarks.count = 0;
        line_layer(b, CASES, drawn);
        assert_int_equal(run(b, true), HENSYN_OK); /* nothing is wrong with them */
        adds_up(b);
        assert_int_equal(source(b)->antall_reparert, CASES);
        assert_int_equal(b->result->remarks.count, CASES);
        for (size_t i = 0; i < CASES; i++) {
            const hn_remark *remark = &b->result->remarks.row[i];
            assert_string_equal(remark->kode, "LINJE_OVER_SEG_SELV");
            assert_int_equal(b->repaired[i], 1);
            hn_geometry *as_drawn = line(cases[i].drawn);
            double length = hn_plane_length(b->layer->geometry[i]);
            if (fabs(hn_plane_length(as_drawn) - cases[i].before) > 0.01)
                fail_msg("%s is not %g m", cases[i].drawn, cases[i].before);
            hn_free(as_drawn);
            if (fabs(length - cases[i].after) > 0.01)
                fail_msg("%s: %g m, not %g", cases[i].drawn, length, cases[i].after);
        }
        assert_non_null(strstr(b->result->remarks.row[0].tekst, "200.00 m ble 100.00 m"));
    }
}

static void lines_that_only_meet_themselves_stay(void **state) {
    bench *b = *state;
    static const char *const drawn[] = {
        "0 0, 100 0",
        "0 0, 100 100, 100 0, 0 100",            /* a crossing */
        "0 0, 100 0, 100 100, 0 100, 0 0",       /* closed */
        "0 0, 50 0, 100 0, 100 50, 50 0, 0 50",  /* a touch at a vertex */
        "0 0, 50 0; 50 0, 100 0; 50 -10, 50 10", /* parts that meet */
        "0 0, 100 0, 100 0.001, 0 0.001",        /* a millimetre beside itself */
    };
    enum { CASES = sizeof drawn / sizeof *drawn };
    line_layer(b, CASES, drawn);
    assert_int_equal(run(b, false), HENSYN_OK);
    adds_up(b);
    assert_int_equal(source(b)->antall_brukt, CASES);
    assert_int_equal(b->result->remarks.count, 0);
    for (size_t i = 0; i < CASES; i++) {
        hn_geometry *before = line(drawn[i]);
        assert_int_equal(b->layer->geometry[i]->points, before->points);
        assert_memory_equal(b->layer->geometry[i]->xy, before->xy,
                            2 * before->points * sizeof(double));
        assert_int_equal(b->repaired[i], 0);
        hn_free(before);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_valid_area_is_left_as_it_is),
        TEST(a_bow_tie_becomes_two_triangles),
        TEST(a_loop_in_the_border_keeps_both_sides),
        TEST(a_spike_is_cut_off),
        TEST(a_hole_outside_becomes_an_area),
        TEST(a_hole_across_the_border_is_cut_out),
        TEST(holes_that_overlap_are_joined),
        TEST(a_hole_in_a_hole_is_hole),
        TEST(a_shell_in_a_shell_is_counted_once),
        TEST(parts_that_overlap_are_counted_once),
        TEST(parts_side_by_side_are_joined),
        TEST(the_same_ring_twice_is_one),
        TEST(a_border_that_touches_itself),
        TEST(holes_that_cut_an_area_in_two),
        TEST(the_hole_written_first_is_found_out),
        TEST(a_flat_area_is_unusable),
        TEST(an_area_of_one_point_is_unusable),
        TEST(out_and_back_is_unusable),
        TEST(the_flat_part_goes_the_other_stays),
        TEST(a_point_that_is_no_number_is_unusable),
        TEST(lines_and_points_pass),
        TEST(a_layer_without_features_is_fine),
        TEST(any_number_of_threads_gives_the_same_rows),
        TEST(remarks_follow_the_source),
        TEST(strict_stops_at_the_first_in_the_source),
        TEST(without_an_id_the_position_stands),
        TEST(english_has_the_words_of_geos),
        TEST(the_place_is_where_the_error_is),
        TEST(random_rings_become_valid_and_lose_nothing_unsaid),
        TEST(lines_that_run_over_themselves_run_once),
        TEST(lines_that_only_meet_themselves_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
