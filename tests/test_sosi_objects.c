/* test_sosi_objects.c - objects of a SOSI file one by one: forms, coordinates, heights, arcs,
 * attributes, types. */
#include "sosi_kit.h"

static const double PI = 3.14159265358979323846;

/* ---- forms ---- */

static void forms_have_their_points(void **state) {
    sosi_kit *k = *state;
    kit_body(k, ".PUNKT 1:\n..NØ\n100 200\n"
                ".SYMBOL 2:\n..NØ\n300 400\n"
                ".TEKST 3:\n..STRENG \"H 530\"\n..NØ\n500 600\n700 800\n"
                ".SVERM 4:\n..NØ\n1 2\n3 4\n5 6\n"
                ".KURVE 5:\n..NØ\n0 0\n100 0\n100 100\n"
                ".LINJE 6:\n..NØ\n0 0 100 0 100 100\n");
    const sosi_form form[] = {SOSI_POINT, SOSI_POINT, SOSI_POINT,
                              SOSI_SWARM, SOSI_CURVE, SOSI_CURVE};
    const char *const word[] = {"PUNKT", "SYMBOL", "TEKST", "SVERM", "KURVE", "LINJE"};
    for (int i = 0; i < 6; i++) {
        assert_int_equal(kit_find(k, i + 1)->form, form[i]);
        assert_string_equal(k->object->word, word[i]);
        assert_int_equal(k->object->problems, 0);
    }
    kit_find(k, 1), kit_points(k, 2, 1);
    kit_find(k, 2), kit_points(k, 4, 3);
    kit_find(k, 3), kit_points(k, 6, 5); /* its place, not its drawing */
    kit_find(k, 4), kit_points(k, 0.02, 0.01, 0.04, 0.03, 0.06, 0.05);
    kit_find(k, 5), kit_points(k, 0, 0, 0, 1, 1, 1);
    kit_find(k, 6), kit_points(k, 0, 0, 0, 1, 1, 1);
}

static void coordinates_stand_as_they_may(void **state) {
    sosi_kit *k = *state;
    kit_body(k, ".KURVE 1:\n..NØ 0 0 ...KP 1\n..NØ\n100 0 ! et punkt\n  100\t100   ...KP 1 !knute\n"
                "...KP 2\n\n! mellom\n ...KP 3\n200 100...KP 1\n..NØ -100 +100\n"
                ".KURVE 2:\n..NØ\n0 0 17\n100 100 18\n"
                ".DEF\n..NAVN T5\n..NØ T9\n.OBJDEF X\n..A b\n"
                ".KURVE 3: !kommentar\n..NØH\n0 0 150\n100 100\n..NØ\n200 200\n");
    assert_true(kit_next(k));
    kit_points(k, 0, 0, 0, 1, 1, 1, 1, 2, 1, -1);
    assert_null(k->object->geometry.z);
    assert_true(kit_next(k));
    kit_points(k, 0, 0, 1, 1);
    assert_true(k->object->geometry.z[0] == 0.17 && k->object->geometry.z[1] == 0.18);
    assert_true(kit_next(k));
    kit_points(k, 0, 0, 1, 1, 2, 2);
    const double *z = k->object->geometry.z;
    assert_true(z[0] == 1.5 && isnan(z[1]) && isnan(z[2]));
    assert_false(kit_next(k));
    assert_null(kit_file_problem(k, SOSI_POINT_ATTRIBUTE));
}

static void attributes_of_points_are_told(void **state) {
    sosi_kit *k = *state;
    kit_body(k, ".KURVE 1:\n..NØ\n0 0\n...KVALITET 82 10\n100 100\n...SYNBARHET 2\n200 0\n");
    assert_true(kit_next(k));
    kit_points(k, 0, 0, 1, 1, 0, 2); /* the curve goes on behind them */
    const sosi_problem *problem = kit_file_problem(k, SOSI_POINT_ATTRIBUTE);
    assert_non_null(problem);
    assert_int_equal(problem->line, 12);
    assert_string_equal(problem->word, "KVALITET");
}

static void nonsense_names_its_line(void **state) {
    sosi_kit *k = *state;
    const char *const bad[] = {"1 x",   "17",    "1 2 3 4 5", "1,2 3,4", "0x10 1", "1e5 2",
                               "--1 2", "nan 1", "1 2 . 3",   "- 1",     ":1 2"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[300];
        snprintf(text, sizeof text, KIT_HEAD ".KURVE 1:\n..NØ\n0 0\n%s\n.SLUTT\n", bad[i]);
        kit_refuses(k, text, SOSI_NOT_UNDERSTOOD, 12);
        assert_int_equal(sosi_failure(k->reader)->serial, 1);
    }
}

static void numbers_beyond_reach_leave_the_object_out(void **state) {
    sosi_kit *k = *state;
    kit_body(k, ".KURVE 1:\n..NØ\n0 0\n99999999999999999999 0\n.KURVE 2:\n..NØ\n0 0\n1 1\n"
                ".KURVE 3:\n..NØ\n0 0\n4600000000000000 1\n.FLATE 4:\n..REF :1\n..NØ\n1 1\n");
    assert_true(kit_next(k));
    assert_non_null(kit_problem(k, SOSI_COORDINATE_BEYOND));
    assert_int_equal(k->object->geometry.points, 0);
    assert_true(kit_next(k));
    assert_int_equal(k->object->geometry.points, 2);
    assert_true(kit_next(k));
    assert_non_null(kit_problem(k, SOSI_COORDINATE_BEYOND));
    assert_true(kit_next(k)); /* a border with such a point is none */
    assert_int_equal(k->object->geometry.points, 0);
    assert_non_null(kit_problem(k, SOSI_NOT_DRAWN));
}

/* ---- arcs ---- */

/* All points lie on the circle, no chord is farther off than the sagitta, and it turns this far:
 * positive counterclockwise, in degrees. */
static void check_arc(const sosi_kit *k, double x, double y, double radius, double degrees) {
    const sosi_geometry *g = &k->object->geometry;
    double turned = 0;
    for (size_t i = 0; i < g->points; i++) {
        const double *p = g->xy + 2 * i;
        assert_true(fabs(hypot(p[0] - x, p[1] - y) - radius) < 1e-6);
        if (!i) continue;
        double middle_x = (p[0] + p[-2]) / 2 - x, middle_y = (p[1] + p[-1]) / 2 - y;
        assert_true(radius - hypot(middle_x, middle_y) <= 0.01 + 1e-9);
        double step = atan2(p[1] - y, p[0] - x) - atan2(p[-1] - y, p[-2] - x);
        turned += step > PI ? step - 2 * PI : step < -PI ? step + 2 * PI : step;
    }
    if (fabs(turned * 180 / PI - degrees) > 1e-3)
        fail_msg("turned %g degrees, not %g", turned * 180 / PI, degrees);
}

/* Three points of the circle of 100 m around (1000, 2000), angles in degrees from east. */
static void arc_body(char *out, size_t size, const char *word, double a, double b, double c) {
    double angle[] = {a, b, c};
    size_t at = (size_t)snprintf(out, size, ".%s 1:\n..NØ\n", word);
    for (int i = 0; i < 3; i++)
        at += (size_t)snprintf(out + at, size - at, "%.9f %.9f\n",
                               100 * (2000 + 100 * sin(angle[i] * PI / 180)),
                               100 * (1000 + 100 * cos(angle[i] * PI / 180)));
}

static void arcs_follow_their_three_points(void **state) {
    sosi_kit *k = *state;
    const double cases[][4] = {
        {90, 180, 270, 180}, /* half a circle counterclockwise: north, west, south */
        {90, 0, -90, -180},  /* and clockwise: north, east, south */
        {0, 90, 180, 180},   {0, -90, -180, -180}, {5, 180, 355, 350}, /* 350 degrees, and the other
                                                                          way round */
        {355, 180, 5, -350}, {0, 1, 2, 2},         {2, 1, 0, -2},      {10, 20, 300, 290},
        {300, 20, 10, -290}, {0, 359, 358, -2},    {40, 41, 399, 359},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char body[300];
        arc_body(body, sizeof body, "BUEP", cases[i][0], cases[i][1], cases[i][2]);
        kit_body(k, body);
        assert_true(kit_next(k));
        check_arc(k, 1000, 2000, 100, cases[i][3]);
    }
}

static void the_sagitta_can_be_chosen(void **state) {
    sosi_kit *k = *state;
    size_t points[3];
    const double sagitta[] = {1, 0.01, 0.0001};
    for (int i = 0; i < 3; i++) {
        k->options.sagitta = sagitta[i];
        kit_body(k, ".BUEP 1:\n..NØ\n10000 0\n0 10000\n-10000 0\n");
        assert_true(kit_next(k));
        points[i] = k->object->geometry.points;
    }
    /* Chords shrink with the root of it. */
    assert_true(points[1] > 9 * points[0] / 2 && points[2] > 9 * points[1]);
}

static void exact_points_of_an_arc_are_kept(void **state) {
    sosi_kit *k = *state;
    kit_body(k, ".BUEP 1:\n..NØH\n10000 0 100\n0 10000 200\n-10000 0 300\n");
    assert_true(kit_next(k));
    const sosi_geometry *g = &k->object->geometry;
    size_t last = g->points - 1, middle = 0;
    assert_true(g->xy[0] == 0 && g->xy[1] == 100 && g->xy[2 * last] == 0 &&
                g->xy[2 * last + 1] == -100);
    for (size_t i = 0; i < g->points; i++)
        if (g->xy[2 * i] == 100 && g->xy[2 * i + 1] == 0) middle = i;
    assert_true(middle > 0);
    assert_true(g->z[0] == 1 && g->z[middle] == 2 && g->z[last] == 3 && isnan(g->z[1]));
}

static void arcs_of_a_radius(void **state) {
    sosi_kit *k = *state;
    /* From (0, 0) to (0, 100) northward; positive: clockwise, and so it bulges to the west. */
    const struct {
        const char *lines;
        double x, y, radius, degrees;
    } cases[] = {
        {"..RADIUS 50\n", 0, 50, 50, -180},
        {"..RADIUS -50\n", 0, 50, 50, 180},
        {"..RADIUS 100\n", 100 * 0.8660254037844386, 50, 100, -60},
        {"..RADIUS -100\n", -100 * 0.8660254037844386, 50, 100, 60},
        {"..RADIUS 100\n..STORBUE 1\n", -100 * 0.8660254037844386, 50, 100, -300},
        {"..RADIUS -100\n..STORBUE 1\n", 100 * 0.8660254037844386, 50, 100, 300},
        {"..RADIUS 49.99999999\n", 0, 50, 50, -180}, /* rounded below half the chord */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char body[200];
        snprintf(body, sizeof body, ".BUE 1:\n%s..NØ\n0 0\n10000 0\n", cases[i].lines);
        kit_body(k, body);
        assert_true(kit_next(k));
        assert_int_equal(k->object->problems, 0);
        check_arc(k, cases[i].x, cases[i].y, cases[i].radius, cases[i].degrees);
    }
    kit_body(k, ".BUE 1:\n..RADIUS 49\n..NØ\n0 0\n10000 0\n.BUE 2:\n..NØ\n0 0\n1 1\n"
                ".BUE 3:\n..RADIUS 5\n..NØ\n0 0\n0 0\n");
    while (kit_next(k))
        assert_non_null(kit_problem(k, SOSI_NOT_DRAWN));
}

static void circles_by_points_and_by_radius(void **state) {
    sosi_kit *k = *state;
    kit_body(k, ".SIRKELP 1:\n..NØ\n1000 0\n0 1000\n-1000 0\n.SIRKEL 2:\n..RADIUS 10\n..NØ\n0 0\n"
                ".SIRKELP 3:\n..NØ\n1000 0\n0 -1000\n-1000 0\n");
    const double degrees[] = {-360, 360, 360};
    for (int i = 0; i < 3; i++) {
        assert_true(kit_next(k));
        check_arc(k, 0, 0, 10, degrees[i]);
        const sosi_geometry *g = &k->object->geometry;
        size_t last = g->points - 1;
        assert_true(g->xy[0] == g->xy[2 * last] && g->xy[1] == g->xy[2 * last + 1]);
    }
}

static void what_is_no_arc_is_drawn_by_its_points_and_told(void **state) {
    sosi_kit *k = *state;
    kit_body(k, ".KLOTOIDE 1:\n..NØ\n0 0\n100 100\n.BEZIER 2:\n..NØ\n0 0\n100 0\n100 100\n");
    assert_true(kit_next(k));
    assert_string_equal(kit_problem(k, SOSI_CHORDS)->word, "KLOTOIDE");
    kit_points(k, 0, 0, 1, 1);
    assert_true(kit_next(k));
    assert_string_equal(kit_problem(k, SOSI_CHORDS)->word, "BEZIER");
    kit_points(k, 0, 0, 0, 1, 1, 1);
}

static void what_cannot_be_drawn_has_no_points_and_a_reason(void **state) {
    sosi_kit *k = *state;
    const struct {
        const char *body;
        sosi_code code;
    } cases[] = {
        {".RASTER 1:\n..BILDE a.tif\n", SOSI_FORM_UNREAD},
        {".TRASE 1:\n..REF :1\n", SOSI_FORM_UNREAD},
        {".PUNKT 1:\n..OBJTYPE P\n", SOSI_NO_COORDINATES},
        {".KURVE 1:\n..NØ\n", SOSI_NO_COORDINATES},
        {".KURVE 1:\n..NØ\n0 0\n", SOSI_NOT_DRAWN},
        {".BUEP 1:\n..NØ\n0 0\n1 1\n", SOSI_NOT_DRAWN},
        {".SIRKELP 1:\n..NØ\n0 0\n1 1\n2 2\n", SOSI_NOT_DRAWN},
        {".SIRKEL 1:\n..NØ\n0 0\n", SOSI_NOT_DRAWN},
        {".FLATE 1:\n..OBJTYPE A\n", SOSI_NO_COORDINATES},
        {".FLATE 1:\n..NØ\n1 1\n", SOSI_NO_BORDER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kit_body(k, cases[i].body);
        assert_true(kit_next(k));
        assert_non_null(kit_problem(k, cases[i].code));
        assert_int_equal(kit_problem(k, cases[i].code)->line, 9);
        assert_true(sosi_problem_bars(cases[i].code));
        assert_int_equal(k->object->geometry.points, 0);
    }
}

/* ---- attributes ---- */

static void values_are_what_stands_there(void **state) {
    sosi_kit *k = *state;
    kit_body(
        k, ".PUNKT 1:\n..NAVN \"Nord!havn\" ! ikke med\n..EIER 'Avinor AS'\n..PRODUSENT "
           "\"D'Arc\" \n..DELER \"FKB\" \"3.4 eller eldre\"\n..FIRMA Berg & Sønn\n"
           "..LENGE en linje\nog en til\n..KORT del&\ndelt &\n& delt\n..SITAT \"over\nto linjer\"\n"
           "..STJERNE *\n..ALFA @\n..TOM\n..BARE\"x\n..OGSÅ a ! b\n..NØ\n1 1\n");
    assert_true(kit_next(k));
    assert_string_equal(kit_value(k, "NAVN"), "Nord!havn");
    assert_string_equal(kit_value(k, "EIER"), "Avinor AS");
    assert_string_equal(kit_value(k, "PRODUSENT"), "D'Arc");
    assert_string_equal(kit_value(k, "DELER"), "\"FKB\" \"3.4 eller eldre\"");
    assert_string_equal(kit_value(k, "FIRMA"), "Berg & Sønn");
    assert_string_equal(kit_value(k, "LENGE"), "en linje og en til");
    assert_string_equal(kit_value(k, "KORT"), "deldelt  delt");
    assert_string_equal(kit_value(k, "SITAT"), "over to linjer");
    assert_string_equal(kit_value(k, "STJERNE"), "*");
    assert_string_equal(kit_value(k, "ALFA"), "@");
    assert_string_equal(kit_value(k, "TOM"), "");
    assert_string_equal(kit_value(k, "OGSÅ"), "a");
}

static void attributes_are_a_tree(void **state) {
    sosi_kit *k = *state;
    kit_body(k,
             ".PUNKT 1:\n..IDENT\n...LOKALID a\n...NAVNEROM b\n....DYPERE c\n..KODE 1\n..KODE 2\n"
             "..GRUPPE\n....SPRANG d\n...EN e\n..NØ\n1 1\n");
    const struct {
        const char *key, *value;
        int level, parent, line;
    } expected[] = {
        {"IDENT", "", 2, -1, 10},  {"LOKALID", "a", 3, 0, 11}, {"NAVNEROM", "b", 3, 0, 12},
        {"DYPERE", "c", 4, 2, 13}, {"KODE", "1", 2, -1, 14},   {"KODE", "2", 2, -1, 15},
        {"GRUPPE", "", 2, -1, 16}, {"SPRANG", "d", 4, 6, 17},  {"EN", "e", 3, 6, 18},
    };
    assert_true(kit_next(k));
    assert_int_equal(k->object->attributes, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < k->object->attributes; i++) {
        const sosi_attribute *a = &k->object->attribute[i];
        assert_string_equal(a->key, expected[i].key);
        assert_string_equal(a->value, expected[i].value);
        assert_int_equal(a->level, expected[i].level);
        assert_int_equal(a->parent, expected[i].parent);
        assert_int_equal(a->line, expected[i].line);
    }
}

static void quality_is_kept(void **state) {
    sosi_kit *k = *state;
    kit_open(
        k, ".HODE\n..KVALITET 11 300\n...KOORDSYS 23\n...ORIGO-NØ 0 0\n...ENHET 1\n"
           ".PUNKT 1:\n..KVALITET 22 18 0\n..NØ\n1 1\n.PUNKT 2:\n..NØ\n1 1\n.PUNKT 3:\n..KVALITET "
           "*\n..NØ\n1 1\n.PUNKT 4:\n..KVALITET\n...MÅLEMETODE 50\n...NØYAKTIGHET 7\n..NØ\n1 1\n"
           ".KURVE 5:\n..KVALITET 82 20\n..NØ\n0 0\n0 9\n9 9\n.KURVE 6:\n..KVALITET 82 "
           "150\n..NØ\n9 9\n"
           "9 0\n0 0\n.FLATE 7:\n..OBJTYPE A\n..KVALITET 82\n..REF :5 :6\n..NØ\n1 1\n.SLUTT\n");
    const int method[] = {22, 11, -1, -1}, accuracy[] = {18, 300, -1, 7};
    for (int i = 0; i < 4; i++) {
        assert_true(kit_next(k));
        if (i == 2) continue; /* '*' says only that it is a default */
        assert_int_equal(k->object->quality.accuracy, accuracy[i]);
        if (i < 2) assert_int_equal(k->object->quality.method, method[i]);
    }
    kit_find(k, 7); /* as exact as the least exact of its borders */
    assert_int_equal(k->object->quality.accuracy, 150);
    size_t types;
    const sosi_type *type = sosi_types(k->reader, &types);
    assert_int_equal(type[k->object->type].worst.accuracy, 150);
}

/* ---- types ---- */

static void types_are_counted_and_selected(void **state) {
    sosi_kit *k = *state;
    kit_body(k, ".PUNKT 1:\n..OBJTYPE Påskrift\n..A 1\n..NØ\n1 2\n"
                ".KURVE 2:\n..OBJTYPE Påskrift\n..B 1\n..NØH\n0 0 1\n100 300 1\n"
                ".PUNKT 3:\n..OBJTYPE Påskrift\n..C 1\n..GRUPPE\n..A 2\n..NØ\n500 700\n"
                ".SVERM 4:\n..NØ\n1 1\n.PUNKT 5:\n..NØ\n9 9\n..OBJTYPE Påskrift\n");
    size_t count;
    const sosi_type *type = sosi_types(k->reader, &count);
    assert_int_equal(count, 3);
    assert_string_equal(type[0].name, "Påskrift");
    assert_int_equal(type[0].objects, 3);
    assert_int_equal(type[0].form, SOSI_POINT);
    assert_int_equal(type[0].keys, 3); /* OBJTYPE, A, C; groups have no value */
    assert_string_equal(type[0].key[0], "OBJTYPE");
    assert_string_equal(type[0].key[2], "C");
    assert_false(type[0].has_height);
    assert_true(type[0].box[0] == 0.02 && type[0].box[3] == 5);
    assert_string_equal(type[1].name, "Påskrift");
    assert_int_equal(type[1].form, SOSI_CURVE);
    assert_true(type[1].has_height && type[1].box[2] == 3);
    assert_string_equal(type[2].name, "");
    assert_string_equal(type[2].word, "SVERM");
    const int serials[] = {1, 3, 5};
    assert_int_equal(sosi_select(k->reader, 0), SOSI_OK);
    for (int i = 0; i < 3; i++) {
        assert_true(kit_next(k));
        assert_int_equal(k->object->serial, serials[i]);
        assert_int_equal(k->object->type, 0);
    }
    assert_false(kit_next(k));
    assert_int_equal(sosi_select(k->reader, 2), SOSI_OK);
    assert_true(kit_next(k));
    assert_int_equal(k->object->serial, 4);
    assert_int_equal(k->object->line, 27);
}

static void an_extent_holds_the_bulge_of_an_arc(void **state) {
    sosi_kit *k = *state;
    kit_body(k, ".BUEP 1:\n..OBJTYPE G\n..NØ\n10000 0\n-7071 -7071\n0 10000\n"
                ".KURVE 2:\n..OBJTYPE G\n..NØ\n0 10000\n10000 0\n"
                ".FLATE 3:\n..OBJTYPE A\n..REF :1 :2\n..NØ\n0 0\n");
    size_t count;
    const sosi_type *type = sosi_types(k->reader, &count);
    for (size_t i = 0; i < 2; i++) {
        assert_true(fabs(type[i].box[0] + 100) < 0.02 && fabs(type[i].box[1] + 100) < 0.02);
        assert_true(fabs(type[i].box[2] - 100) < 0.02 && fabs(type[i].box[3] - 100) < 0.02);
    }
}

static void lines_may_end_in_three_ways(void **state) {
    sosi_kit *k = *state;
    const char *const end[] = {"\n", "\r\n", "\r"};
    for (int i = 0; i < 3; i++)
        for (k->chunk = 0; k->chunk < 3; k->chunk++) {
            const char *from = KIT_HEAD ".PUNKT 1:\n..NAVN a b\n..NØ\n100 200\n.SLUTT\n";
            char text[400], *to = text;
            for (; *from; from++)
                to += *from == '\n' ? sprintf(to, "%s", end[i]) : sprintf(to, "%c", *from);
            if (end[i][0] == '\r' && !end[i][1] && k->chunk) continue; /* needs its first chunk */
            kit_open(k, text);
            assert_true(kit_next(k));
            kit_points(k, 2, 1);
            assert_string_equal(kit_value(k, "NAVN"), "a b");
            assert_int_equal(k->object->line, 9);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        KIT_TEST(forms_have_their_points),
        KIT_TEST(coordinates_stand_as_they_may),
        KIT_TEST(attributes_of_points_are_told),
        KIT_TEST(nonsense_names_its_line),
        KIT_TEST(numbers_beyond_reach_leave_the_object_out),
        KIT_TEST(arcs_follow_their_three_points),
        KIT_TEST(the_sagitta_can_be_chosen),
        KIT_TEST(exact_points_of_an_arc_are_kept),
        KIT_TEST(arcs_of_a_radius),
        KIT_TEST(circles_by_points_and_by_radius),
        KIT_TEST(what_is_no_arc_is_drawn_by_its_points_and_told),
        KIT_TEST(what_cannot_be_drawn_has_no_points_and_a_reason),
        KIT_TEST(values_are_what_stands_there),
        KIT_TEST(attributes_are_a_tree),
        KIT_TEST(quality_is_kept),
        KIT_TEST(types_are_counted_and_selected),
        KIT_TEST(an_extent_holds_the_bulge_of_an_arc),
        KIT_TEST(lines_may_end_in_three_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
