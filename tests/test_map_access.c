/* test_map_access.c - the map picture of an access run, the rules it is drawn by, and which rule a
 * row has. */
#include "access_result_kit.h"
#include "style_kit.h"

static int access_setup(void **state) {
    int failed = setup(state);
    fixture *f = *state;
    f->result->has_conflict = false;
    ar_fill(f->result);
    return failed;
}
#define ACCESS_TEST(name) cmocka_unit_test_setup_teardown(name, access_setup, teardown)

/* --- the picture --- */

static cairo_surface_t *draw_map(fixture *f) {
    char *path = hn_format("%s/kart.png", f->folder);
    hensyn_status status = hn_map_png(f->ctx, f->styles, f->result, "", path);
    if (status != HENSYN_OK) fail_msg("%s", hensyn_message(f->ctx));
    cairo_surface_t *surface = cairo_image_surface_create_from_png(path);
    assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    hn_free(path);
    return surface;
}

static long count_pixels(cairo_surface_t *surface, int x0, int x1, int rgb) {
    const unsigned char *data = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    long count = 0;
    for (int y = 122; y < 1294; y++)
        for (int x = x0; x < x1; x++) {
            const unsigned char *pixel = data + (long)y * stride + 4L * x;
            count += (pixel[2] << 16 | pixel[1] << 8 | pixel[0]) == rgb;
        }
    return count;
}
static long in_frame(cairo_surface_t *surface, int rgb) {
    return count_pixels(surface, 44, 1476, rgb);
}
static long in_legend(cairo_surface_t *surface, int rgb) {
    return count_pixels(surface, 1500, HN_MAP_WIDTH, rgb);
}

/* o5 lies far out and would make everything else small; names lie over points. */
static void bring_near(fixture *f) {
    for (size_t i = 0; i < f->result->destinations.count; i++)
        f->result->destinations.row[i].navn = NULL;
    for (size_t i = 0; i < f->result->distances.count; i++) {
        hn_origin_distance *row = &f->result->distances.row[i];
        if (strcmp(row->kilde_id, "o5") != 0) continue;
        row->x = AR_X + 700;
        row->y = AR_Y - 400; /* the scale bar stands below */
    }
}

static void map_shows_who_reaches_what(void **state) {
    fixture *f = *state;
    bring_near(f);
    cairo_surface_t *surface = draw_map(f);
    assert_true(in_frame(surface, 0x003c30) > 20);    /* o3 is inside */
    assert_true(in_frame(surface, 0x5ab4ac) > 40);    /* o1, o2, o4 within the limit */
    assert_true(in_frame(surface, 0xc2a5cf) > 20);    /* o5 is not tied */
    assert_true(in_frame(surface, 0x762a83) > 20);    /* o6 has no way */
    assert_int_equal(in_frame(surface, 0x8c510a), 0); /* nobody is beyond twice the limit */
    assert_true(in_frame(surface, 0xd9f0d3) > 1000);  /* areas that serve up to 100 */
    assert_true(in_frame(surface, 0x01665e) > 500);   /* the network */
    assert_true(in_legend(surface, 0x8c510a) > 20);   /* but the legend explains it */
    assert_true(in_legend(surface, 0x5ab4ac) > 20);
    assert_int_equal(in_legend(surface, 0x002060), 0); /* no grade of consequence */
    cairo_surface_destroy(surface);
}

static void both_parts_give_the_conflict_map(void **state) {
    fixture *f = *state;
    f->result->has_conflict = true;
    add_area(f, (hn_box){AR_X, AR_Y, AR_X + 1000, AR_Y + 800}, HN_CODES_KP2008, "1110", 2);
    add_pair(f, hn_geometry_from_box((hn_box){AR_X, AR_Y, AR_X + 300, AR_Y + 300}), "ku", 4);
    cairo_surface_t *surface = draw_map(f);
    assert_true(in_frame(surface, 0x002060) > 1000);
    assert_true(in_legend(surface, 0x002060) > 20);
    assert_int_equal(in_legend(surface, 0x5ab4ac), 0);
    cairo_surface_destroy(surface);
}

/* A plan without considerations: where it builds, and the paths that it closes. */
static void a_plan_beside_distances_shows_what_it_closes(void **state) {
    fixture *f = *state;
    f->result->has_conflict = f->result->has_severance = true;
    add_area(f, (hn_box){AR_X + 300, AR_Y - 300, AR_X + 700, AR_Y + 300}, HN_CODES_KP2008, "1110",
             2);
    cairo_surface_t *surface = draw_map(f);
    int before = in_frame(surface, 0xb2182b);
    cairo_surface_destroy(surface);
    hn_passage_row *row = HN_NEW_ROW(f->result->passages);
    row->geometry = ar_line(300, 50, 700, 50);
    row->omvei_m = row->gjennom_m = row->rundt_m = NAN;
    row->status = "brutt";
    surface = draw_map(f);
    assert_int_equal(before, 0);
    assert_true(in_frame(surface, 0xb2182b) > 200);
    assert_true(in_legend(surface, 0xb2182b) > 20);
    assert_int_equal(in_legend(surface, 0xd6604d), 0); /* no detour, no row for it */
    assert_true(in_legend(surface, 0x5ab4ac) > 20);
    cairo_surface_destroy(surface);
}

static void a_map_without_rows_is_drawn(void **state) {
    fixture *f = *state;
    hn_result_destroy(f->result);
    f->result = hn_result_create();
    f->result->has_access = true;
    cairo_surface_t *surface = draw_map(f);
    assert_true(in_legend(surface, 0x5ab4ac) > 20);
    cairo_surface_destroy(surface);
}

/* Thousands in one place are drawn as one, and each rule keeps its place. */
static void a_crowd_hides_no_rule(void **state) {
    fixture *f = *state;
    bring_near(f);
    for (int i = 0; i < 30000; i++) {
        hn_origin_distance *row = HN_NEW_ROW(f->result->distances);
        *row = (hn_origin_distance){.x = AR_X + 600 + i % 3,
                                    .y = AR_Y + 600 + i % 2,
                                    .kilde_id = "mange",
                                    .klasse = AR_NEAR,
                                    .avstand_m = 1000,
                                    .status = "ok",
                                    .class_number = 0};
    }
    cairo_surface_t *surface = draw_map(f);
    assert_true(in_frame(surface, 0x8c510a) > 5);
    assert_true(in_frame(surface, 0x8c510a) < 5000);
    assert_true(in_frame(surface, 0x003c30) > 5);
    assert_true(in_frame(surface, 0xc2a5cf) > 5);
    cairo_surface_destroy(surface);
}

static void the_map_survives_failing_memory(void **state) {
    fixture *f = *state;
    char *path = hn_format("%s/kart.png", f->folder);
    hensyn_status status = HENSYN_MEMORY;
    long tried = 0;
    for (; status != HENSYN_OK; tried++) {
        allocations_left = tried;
        status = hn_map_png(f->ctx, f->styles, f->result, "", path);
        allocations_left = -1;
        if (status != HENSYN_OK) assert_int_equal(status, HENSYN_MEMORY);
        if (tried > 40 && status != HENSYN_OK) tried += 20;
    }
    assert_true(tried > 20);
    hn_free(path);
}

static void the_map_can_be_cancelled(void **state) {
    fixture *f = *state;
    char *path = hn_format("%s/kart.png", f->folder);
    hensyn_cancel(f->ctx);
    assert_int_equal(hn_map_png(f->ctx, f->styles, f->result, "", path), HENSYN_CANCELLED);
    assert_int_equal(hn_path_kind_of(path), HN_PATH_NONE);
    hn_free(path);
}

/* --- rules by class --- */

static void rules_stand_once_for_each_class(void **state) {
    fixture *f = *state;
    const hn_style_layer *layer = hn_style_layer_find(f->styles, "avstand");
    size_t once = layer->rules.count;
    assert_int_equal(once, layer->templates.count);
    assert_null(layer->rules.row[0].section); /* no result, no class */
    assert_int_equal(hn_styles_restrict(f->ctx, f->styles, f->result), HENSYN_OK);
    assert_int_equal(layer->rules.count, 2 * once);
    const hn_style_rule *near = &layer->rules.row[2], *far = &layer->rules.row[once + 2];
    assert_string_equal(near->section, "rekreasjonsareal (grense 200 m)");
    assert_string_equal(near->label, "100 til 200 m (innenfor grensen)");
    assert_string_equal(far->section, "naerturterreng (grense 500 m)");
    assert_string_equal(far->label, "250 til 500 m (innenfor grensen)");
    assert_false(near->hidden);
    assert_true(far->hidden); /* two points in one place: one class at a time */
    assert_int_equal(near->tests, 4);
    assert_string_equal(near->test[0].field, "klasse");
    assert_string_equal(near->test[0].value, "rekreasjonsareal");
    assert_string_equal(near->test[2].value, "100");
    assert_string_equal(near->test[3].value, "200");
    layer = hn_style_layer_find(f->styles, "nett");
    assert_int_equal(layer->rules.count, layer->templates.count); /* the first class alone */
    assert_string_equal(layer->rules.row[0].label, "Inntil 100 m");
    assert_int_equal(hn_styles_restrict(f->ctx, f->styles, f->result), HENSYN_OK);
    assert_int_equal(hn_style_layer_find(f->styles, "avstand")->rules.count, 2 * once);
}

static void a_limit_with_a_fraction_is_written_in_norwegian(void **state) {
    fixture *f = *state;
    for (size_t i = 0; i < f->result->served.count; i++)
        f->result->served.row[i].grense_m = 62.5;
    assert_int_equal(hn_styles_restrict(f->ctx, f->styles, f->result), HENSYN_OK);
    const hn_style_layer *layer = hn_style_layer_find(f->styles, "avstand");
    assert_string_equal(layer->rules.row[2].section, "rekreasjonsareal (grense 62,5 m)");
    assert_string_equal(layer->rules.row[2].test[3].value, "62.5");
    double limit;
    assert_string_equal(hn_style_first_class(f->result, &limit), "rekreasjonsareal");
    assert_true(limit == 62.5);
}

/* A class without destinations has no row in dekning, and all the same its rows are drawn. */
static void a_class_without_a_limit(void **state) {
    fixture *f = *state;
    f->result->served.count = 0;
    assert_int_equal(hn_styles_restrict(f->ctx, f->styles, f->result), HENSYN_OK);
    const hn_style_layer *layer = hn_style_layer_find(f->styles, "avstand");
    assert_string_equal(layer->rules.row[0].section, "rekreasjonsareal");
    assert_int_equal(layer->rules.count, 2 * layer->templates.count);
    f->result->distances.count = 0;
    double limit;
    assert_null(hn_style_first_class(f->result, &limit));
    assert_true(isnan(limit));
}

static size_t rules_that_hold(const hn_style_layer *layer, const void *row) {
    size_t count = 0;
    for (size_t i = 0; i < layer->rules.count; i++)
        count += hn_style_rule_holds(&layer->rules.row[i], row);
    return count;
}

static void every_row_has_its_rule(void **state) {
    fixture *f = *state;
    hn_result *r = f->result;
    assert_int_equal(hn_styles_restrict(f->ctx, f->styles, r), HENSYN_OK);
    for (size_t i = 0; i < r->distances.count; i++)
        assert_int_equal(
            rules_that_hold(hn_style_layer_find(f->styles, "avstand"), &r->distances.row[i]), 1);
    for (size_t i = 0; i < r->net.count; i++)
        assert_int_equal(rules_that_hold(hn_style_layer_find(f->styles, "nett"), &r->net.row[i]),
                         1);
    for (size_t i = 0; i < r->entrances.count; i++)
        assert_int_equal(
            rules_that_hold(hn_style_layer_find(f->styles, "inngang"), &r->entrances.row[i]), 1);
    for (size_t i = 0; i < r->routes.count; i++)
        assert_int_equal(rules_that_hold(hn_style_layer_find(f->styles, "rute"), &r->routes.row[i]),
                         1);
    const hn_style_layer *areas = hn_style_layer_find(f->styles, "malomrade");
    for (size_t i = 0; i < r->destinations.count; i++)
        assert_int_equal(rules_that_hold(areas, &r->destinations.row[i]), 1);
    r->destinations.row[0].status = "uten_inngang"; /* hatched besides */
    assert_int_equal(rules_that_hold(areas, &r->destinations.row[0]), 2);
}

/* Every field of a test is a column, and what a test says of a number is a number. */
static void tests_name_columns(void **state) {
    fixture *f = *state;
    assert_int_equal(hn_styles_restrict(f->ctx, f->styles, f->result), HENSYN_OK);
    for (size_t i = 0; i < f->styles->layer_count; i++) {
        const hn_style_layer *layer = &f->styles->layers[i];
        for (size_t k = 0; k < layer->rules.count; k++)
            for (size_t t = 0; t < layer->rules.row[k].tests; t++) {
                const hn_style_test *test = &layer->rules.row[k].test[t];
                if (!test->column) fail_msg("%s: no column %s", layer->table, test->field);
                bool compares = test->op == HN_TEST_ABOVE || test->op == HN_TEST_AT_MOST ||
                                test->op == HN_TEST_AT_LEAST;
                if (compares) assert_true(test->number && test->column->type != HN_COL_TEXT);
            }
    }
}

static void bands_differ_in_more_than_colour(void **state) {
    fixture *f = *state;
    const hn_style_layer *layer = hn_style_layer_find(f->styles, "avstand");
    assert_string_equal(layer->rules.row[2].symbol.shape, "circle");
    assert_string_equal(layer->rules.row[3].symbol.shape, "square");
    for (size_t i = 5; i < layer->rules.count; i++)
        assert_string_equal(layer->rules.row[i].symbol.shape, "triangle");
    layer = hn_style_layer_find(f->styles, "inngang");
    assert_true(layer->rules.row[4].symbol.opacity == 0); /* inferred: hollow */
    layer = hn_style_layer_find(f->styles, "nett");
    for (size_t i = 1; i < 4; i++)
        assert_true(layer->rules.row[i].symbol.line_width <
                    layer->rules.row[i - 1].symbol.line_width);
}

/* --- documents --- */

static char *qml_of(fixture *f, const char *table) {
    hn_buffer out = {0};
    assert_int_equal(hn_style_qml(f->ctx, f->styles, table, &out), HENSYN_OK);
    return out.text;
}

static void qml_has_intervals_and_hidden_classes(void **state) {
    fixture *f = *state;
    assert_int_equal(hn_styles_restrict(f->ctx, f->styles, f->result), HENSYN_OK);
    char *text = qml_of(f, "avstand");
    assert_non_null(strstr(text, "filter=\"&quot;klasse&quot; = &apos;rekreasjonsareal&apos; AND "
                                 "&quot;status&quot; = &apos;ok&apos; AND &quot;avstand_m&quot; "
                                 "&gt; 100 AND &quot;avstand_m&quot; &lt;= 200\""));
    assert_non_null(strstr(text, "label=\"naerturterreng (grense 500 m)\" checkstate=\"0\""));
    assert_null(strstr(text, "label=\"rekreasjonsareal (grense 200 m)\" checkstate"));
    hn_free(text);
    text = qml_of(f, "nett");
    assert_non_null(strstr(text, "filter=\"&quot;avstand_m&quot; IS NULL\""));
    hn_free(text);
    hn_buffer sld = {0};
    assert_int_equal(hn_style_sld(f->ctx, f->styles, "nett", &sld), HENSYN_OK);
    assert_non_null(strstr(sld.text, "<ogc:PropertyIsGreaterThan><ogc:PropertyName>avstand_m"));
    assert_non_null(strstr(sld.text, "<ogc:PropertyIsLessThanOrEqualTo>"));
    hn_buffer_free(&sld);
}

static void class_rules_survive_failing_memory(void **state) {
    fixture *f = *state;
    hensyn_status status = HENSYN_MEMORY;
    long tried = 0;
    for (; status != HENSYN_OK; tried++) {
        allocations_left = tried;
        status = hn_styles_restrict(f->ctx, f->styles, f->result);
        allocations_left = -1;
        if (status != HENSYN_OK) assert_int_equal(status, HENSYN_MEMORY);
    }
    assert_true(tried > 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ACCESS_TEST(map_shows_who_reaches_what),
        ACCESS_TEST(both_parts_give_the_conflict_map),
        ACCESS_TEST(a_plan_beside_distances_shows_what_it_closes),
        ACCESS_TEST(a_map_without_rows_is_drawn),
        ACCESS_TEST(a_crowd_hides_no_rule),
        ACCESS_TEST(the_map_survives_failing_memory),
        ACCESS_TEST(the_map_can_be_cancelled),
        ACCESS_TEST(rules_stand_once_for_each_class),
        ACCESS_TEST(a_limit_with_a_fraction_is_written_in_norwegian),
        ACCESS_TEST(a_class_without_a_limit),
        ACCESS_TEST(every_row_has_its_rule),
        ACCESS_TEST(tests_name_columns),
        ACCESS_TEST(bands_differ_in_more_than_colour),
        ACCESS_TEST(qml_has_intervals_and_hidden_classes),
        ACCESS_TEST(class_rules_survive_failing_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
