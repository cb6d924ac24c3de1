/* test_map.c - the map picture: symbols, hatching, legend, labels, and what can go wrong. */
#include "style_kit.h"

/* --- numbers and words on the map --- */

static void map_numbers_are_norwegian(void **state) {
    (void)state;
    char text[64];
    hn_map_number(12345.67, 1, text, sizeof text);
    assert_string_equal(text, "12 345,7");
    hn_map_number(1234567, 0, text, sizeof text);
    assert_string_equal(text, "1 234 567");
    hn_map_number(-0.04, 1, text, sizeof text);
    assert_string_equal(text, "0,0");
    hn_map_number(-1234.5, 1, text, sizeof text);
    assert_string_equal(text, "-1 234,5");
    hn_map_number(999.96, 1, text, sizeof text);
    assert_string_equal(text, "1 000,0");
    hn_map_number(0.05, 2, text, sizeof text);
    assert_string_equal(text, "0,05");
    hn_map_number(NAN, 1, text, sizeof text);
    assert_string_equal(text, "–");
    hn_map_decares(1234567, text, sizeof text);
    assert_string_equal(text, "1 235 daa");
    hn_map_decares(12340, text, sizeof text);
    assert_string_equal(text, "12,3 daa");
    hn_map_decares(420, text, sizeof text);
    assert_string_equal(text, "0,42 daa");
    hn_map_decares(42, text, sizeof text);
    assert_string_equal(text, "0,042 daa");
    hn_map_decares(0, text, sizeof text);
    assert_string_equal(text, "0 daa");
}

static void long_words_are_wrapped_and_cut(void **state) {
    (void)state;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 400, 200);
    cairo_t *cr = cairo_create(surface);
    hn_map_font(cr, 16, false);
    double width = hn_map_text_width(cr, "Bruk og vern av sjø");
    assert_int_equal(hn_map_wrapped(cr, "Bruk og vern av sjø", 0, 20, width + 1, 20, 3), 1);
    assert_int_equal(hn_map_wrapped(cr, "Bruk og vern av sjø", 0, 20, width * 0.7, 20, 3), 2);
    assert_int_equal(hn_map_wrapped(cr, "Bruk og vern av sjø", 0, 20, width * 0.4, 20, 2), 2);
    assert_int_equal(hn_map_wrapped(cr, "ååååååååååååååååååååååååååååå", 0, 20, 50, 20, 1), 1);
    assert_int_equal(hn_map_wrapped(cr, "ååå", 0, 20, 0.1, 20, 2), 1);
    assert_int_equal(hn_map_wrapped(cr, "", 0, 20, 50, 20, 2), 0);
    assert_int_equal(cairo_status(cr), CAIRO_STATUS_SUCCESS);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
}

/* --- the map --- */

static char *map_path(fixture *f) {
    char *path = hn_format("%s/kart.png", f->folder);
    assert_non_null(path);
    return path;
}

static cairo_surface_t *draw_map(fixture *f) {
    char *path = map_path(f);
    hensyn_status status = hn_map_png(f->ctx, f->styles, f->result, "Prøve & <æøå>", path);
    if (status != HENSYN_OK) fail_msg("%s", hensyn_message(f->ctx));
    cairo_surface_t *surface = cairo_image_surface_create_from_png(path);
    assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    assert_int_equal(cairo_image_surface_get_width(surface), HN_MAP_WIDTH);
    assert_int_equal(cairo_image_surface_get_height(surface), HN_MAP_HEIGHT);
    hn_free(path);
    return surface;
}

/* How many pixels of a box have a colour exactly. */
static long count_pixels(cairo_surface_t *surface, int x0, int y0, int x1, int y1, int r, int g,
                         int b) {
    const unsigned char *data = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    long count = 0;
    for (int y = y0; y < y1; y++)
        for (int x = x0; x < x1; x++) {
            const unsigned char *pixel = data + (long)y * stride + 4L * x;
            count += pixel[2] == r && pixel[1] == g && pixel[0] == b;
        }
    return count;
}

enum { FRAME_RIGHT = 1480 };
static long in_frame(cairo_surface_t *surface, int r, int g, int b) {
    return count_pixels(surface, 44, 122, FRAME_RIGHT - 4, 1294, r, g, b);
}
static long in_legend(cairo_surface_t *surface, int r, int g, int b) {
    return count_pixels(surface, FRAME_RIGHT + 20, 118, HN_MAP_WIDTH, 1298, r, g, b);
}

static void map_shows_conflicts_in_their_colours(void **state) {
    fixture *f = *state;
    add_area(f, (hn_box){0, 0, 10000, 8000}, HN_CODES_KP2008, "1110", 2);
    add_consideration(f, "friluftsliv", hn_geometry_from_box((hn_box){6000, 0, 9000, 3000}));
    add_pair(f, hn_geometry_from_box((hn_box){1000, 1000, 3000, 3000}), "ku", 4);
    add_pair(f, hn_geometry_from_box((hn_box){1000, 5000, 3000, 7000}), "fare", 3);
    cairo_surface_t *surface = draw_map(f);
    assert_true(in_frame(surface, 0, 32, 96) > 10000);
    assert_true(in_frame(surface, 0xe0, 0x3a, 0x24) > 10000);
    assert_int_equal(in_frame(surface, 0, 112, 192), 0);       /* grade 3 does not occur */
    assert_true(in_frame(surface, 0xff, 0xff, 0x7a) > 100000); /* #ffff33, 35 % paler */
    assert_true(in_legend(surface, 0, 32, 96) > 100);
    assert_true(in_legend(surface, 0, 112, 192) > 100); /* but the legend explains it */
    assert_true(in_legend(surface, 0xff, 0xff, 0x7a) > 100);
    cairo_surface_destroy(surface);
}

static void the_worst_conflict_is_on_top(void **state) {
    fixture *f = *state;
    add_area(f, (hn_box){0, 0, 10000, 8000}, HN_CODES_KP2008, "1110", 2);
    add_pair(f, hn_geometry_from_box((hn_box){1000, 1000, 9000, 7000}), "ku", 4);
    add_pair(f, hn_geometry_from_box((hn_box){1000, 1000, 9000, 7000}), "ku", 3);
    cairo_surface_t *surface = draw_map(f);
    assert_true(in_frame(surface, 0, 32, 96) > 100000);
    assert_int_equal(in_frame(surface, 0, 112, 192), 0);
    cairo_surface_destroy(surface);
}

static void a_whole_plan_area_in_conflict_is_drawn(void **state) {
    fixture *f = *state;
    add_area(f, (hn_box){0, 0, 10000, 8000}, HN_CODES_KP2008, "1110", 2);
    hn_pair *pair = add_pair(f, NULL, "ku", 3);
    pair->whole = true;
    cairo_surface_t *surface = draw_map(f);
    assert_true(in_frame(surface, 0, 112, 192) > 100000);
    cairo_surface_destroy(surface);
}

static void grade_nought_hides_nothing(void **state) {
    fixture *f = *state;
    add_area(f, (hn_box){0, 0, 10000, 8000}, HN_CODES_KP2008, "1110", 2);
    add_pair(f, hn_geometry_from_box((hn_box){0, 0, 10000, 8000}), "ku", 0);
    cairo_surface_t *surface = draw_map(f);
    assert_int_equal(in_frame(surface, 0xfb, 0xff, 0xff), 0);
    assert_true(in_frame(surface, 0xff, 0xff, 0x7a) > 500000);
    cairo_surface_destroy(surface);
}

static void north_is_up_and_east_is_right(void **state) {
    fixture *f = *state;
    add_area(f, (hn_box){0, 0, 8000, 8000}, HN_CODES_KP2008, "1110", 2);
    add_pair(f, hn_geometry_from_box((hn_box){5000, 5000, 7000, 7000}), "ku", 3);
    cairo_surface_t *surface = draw_map(f);
    int middle_x = (40 + FRAME_RIGHT) / 2, middle_y = (118 + 1298) / 2;
    assert_true(count_pixels(surface, middle_x, 122, 1476, middle_y, 0, 112, 192) > 10000);
    assert_int_equal(count_pixels(surface, 44, 122, middle_x, 1294, 0, 112, 192), 0);
    assert_int_equal(count_pixels(surface, 44, middle_y, 1476, 1294, 0, 112, 192), 0);
    cairo_surface_destroy(surface);
}

static void holes_are_left_open(void **state) {
    fixture *f = *state;
    const double xy[] = {0,    0,    8000, 0,    8000, 8000, 0,    8000, 0,    0,
                         2000, 2000, 2000, 6000, 6000, 6000, 6000, 2000, 2000, 2000};
    hn_geometry *ring = hn_geometry_create(HN_AREA, 1, 2, 10);
    assert_non_null(ring);
    memcpy(ring->xy, xy, sizeof xy);
    ring->ring[1] = 5;
    hn_geometry_finish(ring);
    add_area(f, (hn_box){0, 0, 8000, 8000}, HN_CODES_KP2008, "1110", 2);
    add_pair(f, ring, "ku", 1);
    cairo_surface_t *surface = draw_map(f);
    assert_true(in_frame(surface, 0xd4, 0xff, 0xfe) > 100000);
    assert_true(in_frame(surface, 0xff, 0xff, 0x7a) > 100000);
    cairo_surface_destroy(surface);
}

static void lines_points_and_far_away_objects_are_drawn(void **state) {
    fixture *f = *state;
    add_area(f, (hn_box){0, 0, 8000, 8000}, HN_CODES_KP2008, "1110", 2);
    hn_geometry *line = hn_geometry_create(HN_LINE, 1, 1, 2);
    hn_geometry *point = hn_geometry_create(HN_POINT, 1, 1, 1);
    assert_true(line && point);
    memcpy(line->xy, (const double[]){1000, 1000, 7000, 1000}, 4 * sizeof(double));
    memcpy(point->xy, (const double[]){4000, 6000}, 2 * sizeof(double));
    hn_geometry_finish(line);
    hn_geometry_finish(point);
    add_pair(f, line, "ku", 4);
    add_pair(f, point, "fare", 3);
    add_consideration(f, "flom", hn_geometry_from_box((hn_box){-9e12, -9e12, 9e12, 9e12}));
    add_consideration(f, "flom", hn_geometry_from_box((hn_box){1e6, 1e6, 2e6, 2e6}));
    cairo_surface_t *surface = draw_map(f);
    assert_true(in_frame(surface, 0, 32, 96) > 1000);
    assert_true(in_frame(surface, 0xe0, 0x3a, 0x24) > 50);
    cairo_surface_destroy(surface);
}

static void a_result_without_anything_gives_a_map(void **state) {
    fixture *f = *state;
    cairo_surface_t *surface = draw_map(f);
    assert_true(in_frame(surface, 247, 247, 243) > 1000000); /* bare paper */
    cairo_surface_destroy(surface);
}

static void a_map_that_cannot_be_written_leaves_nothing(void **state) {
    fixture *f = *state;
    char *path = hn_format("%s/finnes/ikke/kart.png", f->folder);
    assert_int_equal(hn_map_png(f->ctx, f->styles, f->result, NULL, path), HENSYN_OUTPUT);
    assert_non_null(strstr(hensyn_message(f->ctx), "finnes/ikke/kart.png"));
    hn_free(path);
}

static void a_cancelled_map_is_not_written(void **state) {
    fixture *f = *state;
    char *path = map_path(f);
    add_area(f, (hn_box){0, 0, 8000, 8000}, HN_CODES_KP2008, "1110", 2);
    hensyn_cancel(f->ctx);
    assert_int_equal(hn_map_png(f->ctx, f->styles, f->result, NULL, path), HENSYN_CANCELLED);
    assert_int_equal(hn_path_kind_of(path), HN_PATH_NONE);
    hn_free(path);
}

/* --- symbols --- */

/* A canvas of its own to draw symbols on. */
typedef struct canvas {
    cairo_surface_t *surface;
    hn_map map;
} canvas;

enum { CANVAS = 300 };

static canvas *canvas_create(fixture *f) {
    canvas *c = calloc(1, sizeof *c);
    assert_non_null(c);
    c->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, CANVAS, CANVAS);
    c->map = (hn_map){.ctx = f->ctx, .styles = f->styles, .result = f->result};
    c->map.cr = cairo_create(c->surface);
    cairo_set_source_rgb(c->map.cr, 1, 1, 1);
    cairo_paint(c->map.cr);
    return c;
}

static void canvas_destroy(canvas *c) {
    if (c->map.tile) cairo_pattern_destroy(c->map.tile);
    cairo_destroy(c->map.cr);
    cairo_surface_destroy(c->surface);
    free(c);
}

/* Darkness 0..255 of a pixel. */
static int ink_at(canvas *c, int x, int y) {
    cairo_surface_flush(c->surface);
    const unsigned char *data = cairo_image_surface_get_data(c->surface);
    return 255 - data[(long)y * cairo_image_surface_get_stride(c->surface) + 4L * x + 1];
}

static void fill_canvas(canvas *c, const hn_symbol *symbol, double pale) {
    cairo_rectangle(c->map.cr, 0, 0, CANVAS, CANVAS);
    hn_map_area(&c->map, symbol, pale);
}

static hn_symbol hatched(fixture *f, const char *pattern) {
    return (hn_symbol){.dash = "solid",
                       .hatch = hn_style_pattern(f->styles, pattern),
                       .hatch_colour = "#000000",
                       .shape = "circle"};
}

/* How much the picture differs from itself moved by (dx, dy), mean of a pixel. */
static double unlike_moved(canvas *c, int dx, int dy) {
    double sum = 0;
    for (int y = 30; y < CANVAS - 30; y++)
        for (int x = 30; x < CANVAS - 30; x++)
            sum += abs(ink_at(c, x, y) - ink_at(c, x + dx, y + dy));
    return sum / ((CANVAS - 60.0) * (CANVAS - 60));
}

/* Moving along its lines leaves a hatching as it was, over the borders of tiles too. */
static void hatching_runs_in_its_direction(void **state) {
    fixture *f = *state;
    static const struct {
        const char *name;
        int dx, dy; /* along; pixels count downwards */
    } cases[] = {{"skra", 7, -7},         {"skra_tett", 7, -7},    {"skra_grov", 7, -7},
                 {"motskra", 7, 7},       {"motskra_tett", 7, 7},  {"motskra_grov", 7, 7},
                 {"vannrett", 7, 0},      {"vannrett_tett", 7, 0}, {"loddrett", 0, 7},
                 {"loddrett_tett", 0, 7}, {"striper", 7, -7}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        canvas *c = canvas_create(f);
        hn_symbol symbol = hatched(f, cases[i].name);
        assert_non_null(symbol.hatch);
        fill_canvas(c, &symbol, 0);
        double along = unlike_moved(c, cases[i].dx, cases[i].dy);
        double across = unlike_moved(c, cases[i].dy ? -cases[i].dx - (cases[i].dx == 0) * 4 : 0,
                                     cases[i].dx ? cases[i].dy + (cases[i].dy == 0) * 4 : 0);
        if (along > 6) fail_msg("%s is broken: %.1f", cases[i].name, along);
        if (across < 10) fail_msg("%s runs everywhere: %.1f", cases[i].name, across);
        canvas_destroy(c);
    }
}

static double share_inked(canvas *c) {
    double sum = 0;
    for (int y = 0; y < CANVAS; y++)
        for (int x = 0; x < CANVAS; x++)
            sum += ink_at(c, x, y) / 255.0;
    return sum / ((double)CANVAS * CANVAS);
}

/* Lines cover width / distance of the area; crossing ones that of both less their crossings; dots
 * their circle a square of distance. */
static void hatching_is_as_dense_as_the_table_says(void **state) {
    fixture *f = *state;
    for (size_t i = 0; i < f->styles->pattern_count; i++) {
        const hn_pattern *pattern = &f->styles->patterns[i];
        canvas *c = canvas_create(f);
        hn_symbol symbol = hatched(f, pattern->name);
        fill_canvas(c, &symbol, 0);
        double line = pattern->width / pattern->distance;
        double wanted = pattern->lines == 2   ? 2 * line - line * line
                        : pattern->lines == 1 ? line
                                              : 3.14159265 / 4 * line * line;
        double found = share_inked(c);
        if (fabs(found / wanted - 1) > 0.2)
            fail_msg("%s covers %.3f, not %.3f", pattern->name, found, wanted);
        canvas_destroy(c);
    }
}

static void hatching_changes_with_the_symbol(void **state) {
    fixture *f = *state;
    canvas *c = canvas_create(f);
    hn_symbol lines = hatched(f, "vannrett"), posts = hatched(f, "loddrett");
    cairo_rectangle(c->map.cr, 0, 0, CANVAS, 150);
    hn_map_area(&c->map, &lines, 0);
    cairo_rectangle(c->map.cr, 0, 150, CANVAS, 150);
    hn_map_area(&c->map, &posts, 0);
    assert_int_equal(ink_at(c, 20, 70), ink_at(c, 200, 70));
    assert_int_equal(ink_at(c, 70, 170), ink_at(c, 70, 290));
    lines.hatch_colour = "#ffffff"; /* the same pattern in another colour */
    cairo_rectangle(c->map.cr, 0, 0, CANVAS, CANVAS);
    hn_map_area(&c->map, &posts, 1); /* wholly pale */
    cairo_rectangle(c->map.cr, 0, 0, CANVAS, CANVAS);
    lines.fill = "#ffffff";
    lines.opacity = 1;
    hn_map_area(&c->map, &lines, 0);
    assert_true(share_inked(c) < 0.001);
    canvas_destroy(c);
}

static void fills_can_be_pale_and_transparent(void **state) {
    fixture *f = *state;
    hn_symbol symbol = {.fill = "#000000", .opacity = 1, .dash = "solid"};
    canvas *c = canvas_create(f);
    fill_canvas(c, &symbol, 0);
    assert_int_equal(ink_at(c, 9, 9), 255);
    canvas_destroy(c);
    c = canvas_create(f);
    fill_canvas(c, &symbol, 0.6);
    assert_int_equal(ink_at(c, 9, 9), 255 - 153);
    canvas_destroy(c);
    c = canvas_create(f);
    symbol.opacity = 0.2;
    fill_canvas(c, &symbol, 0);
    assert_in_range(ink_at(c, 9, 9), 50, 52);
    canvas_destroy(c);
}

/* Inked share of the upper edge of a square. */
static double edge_share(fixture *f, const char *dash) {
    canvas *c = canvas_create(f);
    hn_symbol symbol = {.outline = "#000000", .outline_width = 0.5, .dash = dash};
    cairo_rectangle(c->map.cr, 20, 20, 260, 260);
    hn_map_area(&c->map, &symbol, 0);
    double sum = 0;
    for (int x = 30; x < 270; x++)
        sum += ink_at(c, x, 20) > 127;
    assert_int_equal(ink_at(c, 150, 150), 0);
    canvas_destroy(c);
    return sum / 240;
}

static void outlines_are_solid_dashed_or_dotted(void **state) {
    fixture *f = *state;
    assert_true(edge_share(f, "solid") > 0.99);
    assert_true(edge_share(f, "dash") > 0.4 && edge_share(f, "dash") < 0.9);
    assert_true(edge_share(f, "dot") > 0.05 && edge_share(f, "dot") < edge_share(f, "dash"));
}

static double point_area(fixture *f, const char *shape) {
    canvas *c = canvas_create(f);
    hn_symbol symbol = {.fill = "#000000",
                        .opacity = 1,
                        .dash = "solid",
                        .shape = shape,
                        .size = 20 / HN_MAP_MM * 2, /* a radius of 20 pixels */
                        .hatch = hn_style_pattern(f->styles, "kryss"),
                        .hatch_colour = "#ffffff"};
    hn_map_point(&c->map, &symbol, 150, 150);
    double area = share_inked(c) * CANVAS * CANVAS;
    canvas_destroy(c);
    return area;
}

static void points_have_their_shape(void **state) {
    fixture *f = *state;
    assert_true(fabs(point_area(f, "circle") - 3.14159265 * 400) < 15);
    assert_true(fabs(point_area(f, "square") - 1600) < 5);
    assert_true(fabs(point_area(f, "triangle") - 800) < 10);
}

static void lines_have_a_casing_in_another_colour(void **state) {
    fixture *f = *state;
    canvas *c = canvas_create(f);
    hn_symbol symbol = {.fill = "#ffffff", .outline = "#000000", .dash = "solid", .line_width = 2};
    cairo_move_to(c->map.cr, 0, 150);
    cairo_line_to(c->map.cr, CANVAS, 150);
    hn_map_line(&c->map, &symbol);
    assert_int_equal(ink_at(c, 150, 150), 0);
    double half = HN_MAP_MM; /* of the line; the casing is a quarter of a millimetre wider */
    assert_int_equal(ink_at(c, 150, 149 - (int)ceil(half)), 255);
    assert_int_equal(ink_at(c, 150, 150 - (int)ceil(half + 0.25 * HN_MAP_MM + 1)), 0);
    canvas_destroy(c);
    c = canvas_create(f);
    symbol.fill = NULL; /* drawn in the colour of its outline, once */
    cairo_move_to(c->map.cr, 0, 150);
    cairo_line_to(c->map.cr, CANVAS, 150);
    hn_map_line(&c->map, &symbol);
    assert_int_equal(ink_at(c, 150, 150), 255);
    assert_int_equal(ink_at(c, 150, 149 - (int)ceil(half)), 0);
    canvas_destroy(c);
}

/* --- legend --- */

static void legend_shows_the_scales_that_occur(void **state) {
    fixture *f = *state;
    add_area(f, (hn_box){0, 0, 8000, 8000}, HN_CODES_KP2008, "1110", 2);
    add_pair(f, hn_geometry_from_box((hn_box){0, 0, 100, 100}), "fare", 2);
    cairo_surface_t *surface = draw_map(f);
    assert_true(in_legend(surface, 0x8b, 0x0a, 0x14) > 100);
    assert_int_equal(in_legend(surface, 0, 32, 96), 0);
    cairo_surface_destroy(surface);
    add_pair(f, hn_geometry_from_box((hn_box){0, 0, 100, 100}), "ku", 2);
    surface = draw_map(f);
    assert_true(in_legend(surface, 0x8b, 0x0a, 0x14) > 100);
    assert_true(in_legend(surface, 0, 32, 96) > 100);
    cairo_surface_destroy(surface);
}

static void legend_without_conflicts_explains_consequence(void **state) {
    fixture *f = *state;
    add_area(f, (hn_box){0, 0, 8000, 8000}, HN_CODES_KP2008, "1110", 2);
    cairo_surface_t *surface = draw_map(f);
    assert_true(in_legend(surface, 0, 32, 96) > 100);
    assert_int_equal(in_legend(surface, 0x8b, 0x0a, 0x14), 0);
    cairo_surface_destroy(surface);
}

/* Colour of nearness in the legend: grade 2 of ku at 35 % on white. */
static void legend_explains_nearness_where_it_occurs(void **state) {
    fixture *f = *state;
    add_area(f, (hn_box){0, 0, 8000, 8000}, HN_CODES_KP2008, "1110", 2);
    hn_pair *pair = add_pair(f, hn_geometry_from_box((hn_box){0, 0, 4000, 4000}), "ku", 4);
    cairo_surface_t *surface = draw_map(f);
    assert_int_equal(in_legend(surface, 166, 227, 250), 0);
    cairo_surface_destroy(surface);
    pair->art = "naerhet";
    surface = draw_map(f);
    assert_true(in_legend(surface, 166, 227, 250) > 50);
    assert_int_equal(in_frame(surface, 0, 32, 96), 0); /* it is drawn through */
    cairo_surface_destroy(surface);
}

static void legend_names_the_themes_that_occur(void **state) {
    fixture *f = *state;
    add_area(f, (hn_box){0, 0, 8000, 8000}, HN_CODES_KP2008, "1110", 2);
    cairo_surface_t *surface = draw_map(f);
    assert_int_equal(in_legend(surface, 0x2e, 0x7d, 0x32), 0);
    cairo_surface_destroy(surface);
    add_consideration(f, "friluftsliv", hn_geometry_from_box((hn_box){0, 0, 900, 900}));
    surface = draw_map(f);
    assert_true(in_legend(surface, 0x2e, 0x7d, 0x32) > 20);
    cairo_surface_destroy(surface);
}

static void same_pixels(cairo_surface_t *a, cairo_surface_t *b, int x0, int y0, int x1, int y1,
                        bool wanted) {
    const unsigned char *one = cairo_image_surface_get_data(a);
    const unsigned char *two = cairo_image_surface_get_data(b);
    int stride = cairo_image_surface_get_stride(a);
    bool same = true;
    for (int y = y0; y < y1 && same; y++)
        same = memcmp(one + (long)y * stride + 4L * x0, two + (long)y * stride + 4L * x0,
                      4 * (size_t)(x1 - x0)) == 0;
    assert_int_equal(same, wanted);
}

/* However many purposes there are, the summary below them stays as it is. */
static void legend_does_not_run_over(void **state) {
    fixture *f = *state;
    add_area(f, (hn_box){0, 0, 8000, 8000}, HN_CODES_UNKNOWN, "A", 2);
    cairo_surface_t *few = draw_map(f);
    for (int i = 0; i < 80; i++) {
        char code[16];
        snprintf(code, sizeof code, "S%d", i);
        add_area(f, (hn_box){i, i, i + 50, i + 50}, HN_CODES_UNKNOWN,
                 hn_pool_add(f->result->pool, code), HN_NO_INT);
    }
    for (size_t i = 0; i < hn_rules_themes(f->rules); i++)
        add_consideration(f, hn_rules_theme(f->rules, i)->name,
                          hn_geometry_from_box((hn_box){0, 0, 9, 9}));
    cairo_surface_t *many = draw_map(f);
    same_pixels(few, many, 1504, 1166, 1964, 1290, true);
    same_pixels(few, many, 1504, 400, 1964, 1100, false);
    cairo_surface_destroy(few);
    cairo_surface_destroy(many);
}

static void add_indicator(fixture *f, const char *key, int grade, double value) {
    hn_indicator *row = HN_NEW_ROW(f->result->indicators);
    assert_non_null(row);
    row->nokkel = key;
    row->grad = grade;
    row->verdi = value;
}

/* Figures come from the indicators of the whole, not from those of a theme. */
static void summary_shows_the_indicators(void **state) {
    fixture *f = *state;
    add_area(f, (hn_box){0, 0, 8000, 8000}, HN_CODES_KP2008, "1110", 2);
    cairo_surface_t *bare = draw_map(f);
    add_indicator(f, "konflikt_areal", HN_NO_INT, 5e5);
    f->result->indicators.row[0].tema = "friluftsliv";
    cairo_surface_t *themed = draw_map(f);
    same_pixels(bare, themed, 1504, 1166, 1964, 1290, true);
    add_indicator(f, "utbygging_areal", HN_NO_INT, 1e6);
    add_indicator(f, "konflikt_areal", HN_NO_INT, 2.5e5);
    add_indicator(f, "konflikt_areal_konsekvens", 4, 2.5e5);
    cairo_surface_t *filled = draw_map(f);
    same_pixels(bare, filled, 1504, 1166, 1964, 1290, false);
    cairo_surface_destroy(bare);
    cairo_surface_destroy(themed);
    cairo_surface_destroy(filled);
}

/* --- scale bar --- */

/* Where the dark outline of the scale bar ends, in pixels from its beginning at x = 64. */
static int bar_length(cairo_surface_t *surface) {
    const unsigned char *data = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface), last = 0;
    int y = 1298 - 34 - 12; /* upper edge of the bar */
    for (int x = 64; x < 600; x++)
        if (data[(long)y * stride + 4L * x + 1] < 90) last = x - 64;
    return last;
}

/* 10 600 units fill 1 440 pixels. 2 km are 271.7 of them where a unit is a metre; in feet 500 m
 * are 1 640.4 units and 222.8 pixels, in kilometres 2 000 km are 271.7 pixels again. */
static void scale_bar_follows_the_unit(void **state) {
    fixture *f = *state;
    static const struct {
        const char *proj4;
        int pixels;
    } cases[] = {{"+proj=utm +zone=33 +units=m", 272},
                 {"+proj=tmerc +units=ft", 223},
                 {"+proj=tmerc +units=us-ft", 223},
                 {"+proj=tmerc +units=km", 272},
                 {NULL, 272}};
    add_area(f, (hn_box){0, 0, 10000, 100}, HN_CODES_KP2008, "1110", 2);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        f->result->crs_proj4 = cases[i].proj4;
        cairo_surface_t *surface = draw_map(f);
        assert_in_range(bar_length(surface), cases[i].pixels - 2, cases[i].pixels + 2);
        cairo_surface_destroy(surface);
    }
}

static void tiny_and_huge_plans_have_a_scale_bar(void **state) {
    fixture *f = *state;
    static const double sizes[] = {0.5, 3, 70, 1e5, 3e6};
    hn_plan_area *area = add_area(f, (hn_box){0, 0, 1, 1}, HN_CODES_KP2008, "1110", 2);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        hn_free(area->geometry);
        area->geometry = hn_geometry_from_box((hn_box){5e5, 7e6, 5e5 + sizes[i], 7e6 + sizes[i]});
        cairo_surface_t *surface = draw_map(f);
        assert_in_range(bar_length(surface), 150, 402);
        cairo_surface_destroy(surface);
    }
}

/* --- labels --- */

static void the_worst_conflict_gets_its_name(void **state) {
    fixture *f = *state;
    hn_box box = {0, 0, 8000, 8000};
    hn_plan_area *area = add_area(f, box, HN_CODES_KP2008, "1110", 2);
    cairo_surface_t *bare = draw_map(f);
    area->konsekvens = 2;
    area->konflikt_m2 = 1e6;
    area->omradenavn = "Øvre Ås";
    cairo_surface_t *named = draw_map(f);
    same_pixels(bare, named, 700, 650, 820, 770, false);
    /* Another name at the same place finds no room when it is less important. */
    hn_plan_area *other = add_area(f, box, HN_CODES_KP2008, "1110", 2);
    other->konsekvens = 1;
    other->konflikt_m2 = 9e6;
    other->omradenavn = "Et annet navn";
    cairo_surface_t *crowded = draw_map(f);
    same_pixels(named, crowded, 600, 650, 920, 770, true);
    other->konsekvens = 3;
    cairo_surface_t *swapped = draw_map(f);
    same_pixels(named, swapped, 600, 650, 920, 770, false);
    cairo_surface_destroy(bare);
    cairo_surface_destroy(named);
    cairo_surface_destroy(crowded);
    cairo_surface_destroy(swapped);
}

static void labels_need_a_name_and_a_conflict(void **state) {
    fixture *f = *state;
    hn_plan_area *area = add_area(f, (hn_box){0, 0, 8000, 8000}, HN_CODES_KP2008, NULL, 2);
    cairo_surface_t *bare = draw_map(f);
    area->feltnavn = "B1"; /* a name, no conflict */
    cairo_surface_t *named = draw_map(f);
    same_pixels(bare, named, 44, 122, 1476, 1294, true);
    area->feltnavn = ""; /* a conflict in points only, no name */
    area->konsekvens = 4;
    cairo_surface_t *nameless = draw_map(f);
    same_pixels(bare, nameless, 44, 122, 1476, 1294, true);
    area->utbygging = 0; /* never for land that is not built on */
    area->feltnavn = "B1";
    cairo_surface_t *green = draw_map(f);
    area->feltnavn = NULL;
    cairo_surface_t *unnamed = draw_map(f);
    same_pixels(green, unnamed, 44, 122, 1476, 1294, true);
    cairo_surface_destroy(bare);
    cairo_surface_destroy(named);
    cairo_surface_destroy(nameless);
    cairo_surface_destroy(green);
    cairo_surface_destroy(unnamed);
}

static void very_long_names_are_cut_at_a_character(void **state) {
    fixture *f = *state;
    hn_plan_area *area = add_area(f, (hn_box){0, 0, 8000, 8000}, HN_CODES_KP2008, "1110", 2);
    area->konsekvens = 4;
    area->konflikt_m2 = 42;
    area->plannavn = "ÆØÅ";
    for (int shift = 0; shift < 4; shift++) { /* the cut falls on every byte of a character */
        char name[200] = "xxx";
        name[shift] = '\0';
        for (int i = 0; i < 40; i++)
            strcat(name, "å");
        area->omradenavn = name;
        cairo_surface_destroy(draw_map(f));
    }
}

static void rows_without_texts_or_numbers_are_drawn(void **state) {
    fixture *f = *state;
    hn_plan_area *area = add_area(f, (hn_box){0, 0, 8000, 8000}, HN_CODES_UNKNOWN, NULL, HN_NO_INT);
    area->areal_m2 = area->konflikt_m2 = NAN;
    area->konsekvens = 2;
    add_consideration(f, NULL, hn_geometry_from_box((hn_box){0, 0, 900, 900}));
    add_consideration(f, "flom", NULL);
    hn_pair *pair = add_pair(f, hn_geometry_from_box((hn_box){0, 0, 900, 900}), NULL, 2);
    pair->art = NULL;
    add_pair(f, NULL, "ku", 2); /* no geometry */
    add_pair(f, NULL, "ku", 2)->whole = true;
    f->result->pairs.row[2].plan = 99; /* no such area */
    hn_source_row *source = HN_NEW_ROW(f->result->sources);
    assert_non_null(source);
    f->result->crs_name = NULL;
    cairo_surface_t *surface = draw_map(f);
    assert_true(in_frame(surface, 0, 0xb0, 0xf0) == 0); /* none of them has a grade to show */
    cairo_surface_destroy(surface);
}

static void sources_are_named_once(void **state) {
    fixture *f = *state;
    static const struct {
        const char *role, *theme, *path;
    } rows[] = {{"plan", NULL, "/a/plan.gml"}, {"hensyn", "flom", "/a/flom.gpkg"}};
    for (int i = 0; i < 2; i++) {
        hn_source_row *row = HN_NEW_ROW(f->result->sources);
        assert_non_null(row);
        row->rolle = rows[i].role;
        row->tema = rows[i].theme;
        row->sti = rows[i].path;
    }
    cairo_surface_t *once = draw_map(f);
    for (int i = 0; i < 3; i++) { /* more layers of the same files, and the plan's outlines */
        hn_source_row *row = HN_NEW_ROW(f->result->sources);
        assert_non_null(row);
        *row = f->result->sources.row[i % 2];
        row->lag = "annet lag";
        if (i == 0) row->rolle = "planomrade";
    }
    cairo_surface_t *again = draw_map(f);
    same_pixels(once, again, 40, 1340, 1960, 1390, true);
    f->result->sources.row[3].sti = "/b/flom2.gpkg";
    cairo_surface_t *another = draw_map(f);
    same_pixels(once, another, 40, 1340, 1960, 1390, false);
    cairo_surface_destroy(once);
    cairo_surface_destroy(again);
    cairo_surface_destroy(another);
}

/* --- memory --- */

static void the_map_survives_failing_memory(void **state) {
    fixture *f = *state;
    char *path = map_path(f);
    add_area(f, (hn_box){0, 0, 8000, 8000}, HN_CODES_KP2008, "1110", 2)->konsekvens = 2;
    hensyn_status status = HENSYN_MEMORY;
    long tried = 0;
    for (; status != HENSYN_OK; tried++) {
        allocations_left = tried;
        status = hn_map_png(f->ctx, f->styles, f->result, "Prøve", path);
        allocations_left = -1;
        if (status == HENSYN_OK) break;
        assert_int_equal(status, HENSYN_MEMORY);
        assert_int_equal(hn_path_kind_of(path), HN_PATH_NONE);
    }
    assert_true(tried > 20);
    assert_int_equal(hn_path_kind_of(path), HN_PATH_FILE);
    hn_free(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(map_numbers_are_norwegian),
        cmocka_unit_test(long_words_are_wrapped_and_cut),
        TEST(map_shows_conflicts_in_their_colours),
        TEST(the_worst_conflict_is_on_top),
        TEST(a_whole_plan_area_in_conflict_is_drawn),
        TEST(grade_nought_hides_nothing),
        TEST(north_is_up_and_east_is_right),
        TEST(holes_are_left_open),
        TEST(lines_points_and_far_away_objects_are_drawn),
        TEST(a_result_without_anything_gives_a_map),
        TEST(a_map_that_cannot_be_written_leaves_nothing),
        TEST(a_cancelled_map_is_not_written),
        TEST(hatching_runs_in_its_direction),
        TEST(hatching_is_as_dense_as_the_table_says),
        TEST(hatching_changes_with_the_symbol),
        TEST(fills_can_be_pale_and_transparent),
        TEST(outlines_are_solid_dashed_or_dotted),
        TEST(points_have_their_shape),
        TEST(lines_have_a_casing_in_another_colour),
        TEST(legend_shows_the_scales_that_occur),
        TEST(legend_without_conflicts_explains_consequence),
        TEST(legend_explains_nearness_where_it_occurs),
        TEST(legend_names_the_themes_that_occur),
        TEST(legend_does_not_run_over),
        TEST(summary_shows_the_indicators),
        TEST(scale_bar_follows_the_unit),
        TEST(tiny_and_huge_plans_have_a_scale_bar),
        TEST(the_worst_conflict_gets_its_name),
        TEST(labels_need_a_name_and_a_conflict),
        TEST(very_long_names_are_cut_at_a_character),
        TEST(rows_without_texts_or_numbers_are_drawn),
        TEST(sources_are_named_once),
        TEST(the_map_survives_failing_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
