/* test_conflict_cells.c - areas made of unit cells, where every border lies on another border and
 * every figure can be counted. Touching and running along is what overlays find hardest. */
#include "kit.h"

enum { SIDE = 14, CELLS = SIDE * SIDE, PLANS = 7, HENSYN = 9, THEMES = 3 };

static const char *const theme_name[THEMES] = {"friluftsliv", "landbruk", "naturmangfold"};

typedef struct cells {
    bool has[CELLS];
} cells;

typedef struct scene {
    cells plan[PLANS], hensyn[HENSYN];
    bool development[PLANS];
} scene;

static int setup(void **state) {
    *state = kit_create();
    return 0;
}

static int teardown(void **state) {
    kit_destroy(*state);
    return 0;
}

static int below(uint64_t *seed, int limit) { return (int)(kit_random(seed) * limit); }

/* A few rectangles: holes, islands and parts that touch in a corner come by themselves. */
static cells random_cells(uint64_t *seed) {
    cells c = {{false}};
    for (int n = 1 + below(seed, 4); n > 0; n--) {
        int x = below(seed, SIDE - 1), y = below(seed, SIDE - 1);
        int w = 1 + below(seed, SIDE - x), h = 1 + below(seed, SIDE - y);
        bool value = below(seed, 5) != 0; /* now and then a bite */
        for (int j = y; j < y + h; j++)
            for (int i = x; i < x + w; i++)
                c.has[j * SIDE + i] = value;
    }
    c.has[below(seed, CELLS)] = true;
    return c;
}

static int count(const cells *c) {
    int n = 0;
    for (int i = 0; i < CELLS; i++)
        n += c->has[i];
    return n;
}

/* Coordinates that are no whole numbers: steps of 7.3 from a far origin. */
static const double step = 7.3, origin_x = 483210.17, origin_y = 7471234.59;

static hn_geometry *shape_of(kit *k, const cells *c) {
    GEOSContextHandle_t h = k->geos->handle;
    GEOSGeometry *square[CELLS];
    unsigned n = 0;
    for (int i = 0; i < CELLS; i++) {
        if (!c->has[i]) continue;
        int x = i % SIDE, y = i / SIDE;
        square[n++] =
            GEOSGeom_createRectangle_r(h, origin_x + x * step, origin_y + y * step,
                                       origin_x + (x + 1) * step, origin_y + (y + 1) * step);
    }
    GEOSGeometry *all = GEOSGeom_createCollection_r(h, GEOS_MULTIPOLYGON, square, n);
    GEOSGeometry *merged = GEOSUnaryUnion_r(h, all);
    bool empty;
    hn_geometry *g = hn_from_geos(k->geos, merged, HN_AREA, &empty);
    GEOSGeom_destroy_r(h, merged);
    GEOSGeom_destroy_r(h, all);
    assert_non_null(g);
    return g;
}

static scene make_scene(kit *k, uint64_t seed) {
    scene s;
    kit_new_result(k);
    for (int i = 0; i < PLANS; i++) {
        s.plan[i] = random_cells(&seed);
        s.development[i] = below(&seed, 4) != 0;
        kit_plan_of(k, shape_of(k, &s.plan[i]), "1110", s.development[i]);
    }
    for (int i = 0; i < HENSYN; i++) {
        s.hensyn[i] = random_cells(&seed);
        kit_hensyn_of(k, shape_of(k, &s.hensyn[i]), theme_name[i % THEMES], 1 + i % 4);
    }
    k->options.threads = 2;
    k->options.partition = true;
    k->options.all_overlaps = true;
    kit_run(k);
    return s;
}

static cells both(const cells *a, const cells *b) {
    cells c;
    for (int i = 0; i < CELLS; i++)
        c.has[i] = a->has[i] && b->has[i];
    return c;
}

static void add(cells *to, const cells *more) {
    for (int i = 0; i < CELLS; i++)
        to->has[i] |= more->has[i];
}

static double area(int n) { return n * step * step; }

static const double tolerance = 1e-4;

static const hn_pair *find_pair(const kit *k, uint32_t plan, uint32_t hensyn) {
    for (size_t i = 0; i < k->result->pairs.count; i++)
        if (k->result->pairs.row[i].plan == plan && k->result->pairs.row[i].hensyn == hensyn)
            return &k->result->pairs.row[i];
    return NULL;
}

static int grade_of(const kit *k, uint32_t plan, uint32_t hensyn) {
    const hn_pair *p = find_pair(k, plan, hensyn);
    return p ? p->konsekvens : 0;
}

static void check_pairs(const kit *k, const scene *s) {
    for (uint32_t i = 0; i < PLANS; i++)
        for (uint32_t j = 0; j < HENSYN; j++) {
            cells common = both(&s->plan[i], &s->hensyn[j]);
            const hn_pair *p = find_pair(k, i, j);
            if (!count(&common))
                assert_null(p);
            else if (!p)
                fail_msg("no pair for plan %u and hensyn %u", i, j);
            else
                assert_near(p->areal_m2, area(count(&common)), tolerance);
        }
}

/* Cells of plan areas (one, or all with -1) in conflict of a grade, for a theme or all (-1). */
static cells conflict_cells(const kit *k, const scene *s, int plan, int hensyn, int theme,
                            int grade) {
    cells met = {{false}};
    for (int i = 0; i < PLANS; i++)
        for (int j = 0; j < HENSYN; j++) {
            if ((plan >= 0 && i != plan) || (hensyn >= 0 && j != hensyn)) continue;
            if (theme >= 0 && j % THEMES != theme) continue;
            if (grade_of(k, (uint32_t)i, (uint32_t)j) < grade || !s->development[i]) continue;
            cells common = both(&s->plan[i], &s->hensyn[j]);
            add(&met, &common);
        }
    return met;
}

static void check_unions(const kit *k, const scene *s) {
    for (int i = 0; i < PLANS; i++) {
        cells met = conflict_cells(k, s, i, -1, -1, 1);
        assert_near(k->result->plan_areas.row[i].konflikt_m2, area(count(&met)), tolerance);
    }
    for (int j = 0; j < HENSYN; j++) {
        cells met = conflict_cells(k, s, -1, j, -1, 1);
        assert_near(k->result->considerations.row[j].beslag_m2, area(count(&met)), tolerance);
    }
}

static void check_plan_themes(const kit *k, const scene *s) {
    for (size_t i = 0; i < k->result->plan_themes.count; i++) {
        const hn_plan_theme *row = &k->result->plan_themes.row[i];
        int plan = (int)row->plan_fid - 1;
        cells met = {{false}};
        for (int j = 0; j < HENSYN; j++) {
            if (strcmp(theme_name[j % THEMES], row->tema) != 0) continue;
            cells common = both(&s->plan[plan], &s->hensyn[j]);
            add(&met, &common);
        }
        assert_near(row->areal_m2, area(count(&met)), tolerance);
        assert_string_equal(row->status, count(&met) ? "treff" : "ukjent_dekning");
    }
}

static void check_indicators(const kit *k, const scene *s) {
    cells all = {{false}}, development = {{false}};
    for (int i = 0; i < PLANS; i++) {
        add(&all, &s->plan[i]);
        if (s->development[i]) add(&development, &s->plan[i]);
    }
    assert_near(kit_indicator(k, "plan_areal", NULL, HN_NO_INT), area(count(&all)), tolerance);
    assert_near(kit_indicator(k, "utbygging_areal", NULL, HN_NO_INT), area(count(&development)),
                tolerance);
    for (int theme = -1; theme < THEMES; theme++) {
        const char *name = theme < 0 ? NULL : theme_name[theme];
        int above = 0;
        for (int grade = 4; grade >= 1; grade--) {
            cells met = conflict_cells(k, s, -1, -1, theme, grade);
            assert_near(kit_indicator(k, "konflikt_areal_konsekvens", name, grade),
                        area(count(&met) - above), tolerance);
            above = count(&met);
        }
        assert_near(kit_indicator(k, "konflikt_areal", name, HN_NO_INT), area(above), tolerance);
        if (theme < 0) continue;
        cells whole = {{false}};
        for (int j = theme; j < HENSYN; j += THEMES)
            add(&whole, &s->hensyn[j]);
        assert_near(kit_indicator(k, "hensyn_areal", name, HN_NO_INT), area(count(&whole)),
                    tolerance);
    }
}

/* Each cell of development lies in one face that lists just what covers the cell. */
static void check_faces(const kit *k, const scene *s) {
    double expected = 0, found = 0;
    for (int c = 0; c < CELLS; c++) {
        bool development = false, covered = false;
        char list[64] = "";
        for (int i = 0; i < PLANS; i++)
            development |= s->development[i] && s->plan[i].has[c];
        for (int j = 0; j < HENSYN; j++) {
            if (!s->hensyn[j].has[c]) continue;
            size_t used = strlen(list);
            snprintf(list + used, sizeof list - used, "%s%d", covered ? "," : "", j + 1);
            covered = true;
        }
        if (!development || !covered) continue;
        expected += step * step;
        double x = origin_x + (c % SIDE + 0.5) * step, y = origin_y + (c / SIDE + 0.5) * step;
        int faces = 0;
        for (size_t f = 0; f < k->result->faces.count; f++) {
            const hn_face *face = &k->result->faces.row[f];
            if (hn_locate(face->geometry, x, y) <= 0) continue;
            assert_string_equal(face->hensyn_liste, list);
            faces++;
        }
        assert_int_equal(faces, 1);
    }
    for (size_t f = 0; f < k->result->faces.count; f++)
        found += k->result->faces.row[f].areal_m2;
    assert_near(found, expected, tolerance * 10);
}

static void counted_cells(void **state) {
    kit *k = *state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        scene s = make_scene(k, seed * 977);
        check_pairs(k, &s);
        check_unions(k, &s);
        check_plan_themes(k, &s);
        check_indicators(k, &s);
        check_faces(k, &s);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(counted_cells, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
