/* test_reach_random.c - the pieces of links that lie in areas, against the intersections of GEOS,
 * on random networks and areas. Coordinates on a coarse grid make vertices on boundaries, runs
 * along them and crossings at corners common; on a fine one rounding is. */
#include "access/trace.h"
#include "reach_kit.h"

typedef struct scene {
    int areas, links;
    double size, grid; /* of the region; coordinates are rounded to the grid, 0: not */
} scene;

static double place(uint64_t *seed, const scene *s) {
    double at = kit_random(seed) * s->size;
    return s->grid > 0 ? round(at / s->grid) * s->grid : at;
}

/* The union of a few rectangles and triangles, less another few: holes, islands, many parts. */
static hn_geometry *random_area(reach_kit *a, uint64_t *seed, const scene *s) {
    GEOSContextHandle_t h = a->k->geos->handle;
    char text[256];
    GEOSGeometry *area = NULL;
    double x0 = place(seed, s), y0 = place(seed, s), reach = s->size / 5;
    for (int i = 0; i < 6; i++) {
        scene near = {0, 0, reach, s->grid};
        double x = x0 + place(seed, &near), y = y0 + place(seed, &near);
        double dx = 1 + place(seed, &near), dy = 1 + place(seed, &near);
        snprintf(text, sizeof text,
                 i % 3 ? "POLYGON((%.17g %.17g,%.17g %.17g,%.17g %.17g,%.17g %.17g,%.17g %.17g))"
                       : "POLYGON((%.17g %.17g,%.17g %.17g,%.17g %.17g,%.17g %.17g))",
                 x, y, x + dx, y, x + dx, y + dy, i % 3 ? x : x, i % 3 ? y + dy : y, x, y);
        hn_geometry *piece = kit_geometry(a->k, text);
        GEOSGeometry *g = hn_to_geos(a->k->geos, piece);
        GEOSGeometry *more = !area   ? GEOSGeom_clone_r(h, g)
                             : i < 4 ? GEOSUnion_r(h, area, g)
                                     : GEOSDifference_r(h, area, g);
        GEOSGeom_destroy_r(h, area);
        GEOSGeom_destroy_r(h, g);
        hn_free(piece);
        area = more;
        assert_non_null(area);
    }
    bool empty;
    hn_geometry *out = hn_from_geos(a->k->geos, area, HN_AREA, &empty);
    GEOSGeom_destroy_r(h, area);
    return out;
}

static void random_link(reach_kit *a, uint64_t *seed, const scene *s) {
    uint32_t points = 2 + (uint32_t)(kit_random(seed) * 12);
    double *xy = malloc(2 * points * sizeof *xy), step = s->size / 8;
    for (uint32_t i = 0; i < points; i++) {
        scene near = {0, 0, step, s->grid};
        do {
            bool axis = kit_random(seed) < 0.4;
            xy[2 * i] = i ? xy[2 * i - 2] + place(seed, &near) - step / 2 : place(seed, s);
            xy[2 * i + 1] =
                i ? xy[2 * i - 1] + (axis ? 0 : place(seed, &near) - step / 2) : place(seed, s);
            if (s->grid > 0)
                for (int k = 0; k < 2; k++)
                    xy[2 * i + (uint32_t)k] = round(xy[2 * i + (uint32_t)k] / s->grid) * s->grid;
        } while (i && xy[2 * i] == xy[2 * i - 2] && xy[2 * i + 1] == xy[2 * i - 1]);
    }
    rk_link_of(a, xy, points)->at_grade = kit_random(seed) < 0.9;
}

static void make_scene(reach_kit *a, uint64_t seed, const scene *s) {
    for (int i = 0; i < s->areas;) {
        hn_geometry *g = random_area(a, &seed, s);
        if (!g) continue;
        rk_destination_of(a, g);
        i++;
    }
    for (int i = 0; i < s->links; i++)
        random_link(a, &seed, s);
    rk_reach(a);
}

/* ---- the second opinion ---- */

typedef struct checker {
    reach_kit *a;
    GEOSContextHandle_t h;
    GEOSGeometry **area, **near, **link; /* near: the areas and a millimetre around */
    size_t crossings;
} checker;

static GEOSGeometry *line_of(checker *c, const double *xy, uint32_t points) {
    return GEOSGeom_createLineString_r(c->h, GEOSCoordSeq_copyFromBuffer_r(c->h, xy, points, 0, 0));
}

static GEOSGeometry *point_of(checker *c, double x, double y) {
    return GEOSGeom_createPointFromXY_r(c->h, x, y);
}

static double apart(checker *c, const GEOSGeometry *one, const GEOSGeometry *two) {
    double d = NAN;
    assert_int_equal(GEOSDistance_r(c->h, one, two, &d), 1);
    return d;
}

/* The reaches of one link in one destination as lines and points. */
static GEOSGeometry *reached(checker *c, uint32_t link, uint32_t destination) {
    const hn_reaches *r = &c->a->reaches;
    const hn_link *l = &c->a->links.link[link];
    GEOSGeometry *all = GEOSGeom_createEmptyCollection_r(c->h, GEOS_GEOMETRYCOLLECTION);
    for (size_t i = 0; i < r->count; i++) {
        const hn_reach *one = &r->item[i];
        if (one->link != link || one->destination != destination || one->exit_m > 0) continue;
        double xy[2 * 64];
        uint32_t n = 0;
        hn_chain_point(l->xy, l->points - 1, one->from, xy);
        n++;
        for (uint32_t v = (uint32_t)one->from + 1; v < one->to; v++, n++)
            memcpy(xy + 2 * n, l->xy + 2 * v, 2 * sizeof(double));
        hn_chain_point(l->xy, l->points - 1, one->to, xy + 2 * n++);
        if (one->from == one->to) memcpy(xy + 2, xy, 2 * sizeof(double));
        GEOSGeometry *g = one->from == one->to ? point_of(c, xy[0], xy[1]) : line_of(c, xy, n);
        GEOSGeometry *more = GEOSUnion_r(c->h, all, g);
        GEOSGeom_destroy_r(c->h, all);
        GEOSGeom_destroy_r(c->h, g);
        all = more;
    }
    GEOSGeometry *noded = GEOSUnaryUnion_r(c->h, all);
    GEOSGeom_destroy_r(c->h, all);
    return noded;
}

/* Length of what of one lies beyond two. */
static double beyond(checker *c, const GEOSGeometry *one, const GEOSGeometry *two) {
    double length = NAN;
    GEOSGeometry *rest = GEOSDifference_r(c->h, one, two);
    assert_non_null(rest);
    GEOSLength_r(c->h, rest, &length);
    GEOSGeom_destroy_r(c->h, rest);
    return length;
}

/* Nothing is reached that lies more than a millimetre off the area, and nothing of what GEOS finds
 * in the area is missing: neither a piece nor a touch. */
static void check_pair(checker *c, uint32_t link, uint32_t destination) {
    const hn_destination *d = &c->a->result->destinations.row[destination];
    const hn_link *l = &c->a->links.link[link];
    GEOSGeometry *mine = reached(c, link, destination);
    bool none = GEOSisEmpty_r(c->h, mine) == 1;
    if (!l->at_grade || !hn_box_meets(d->geometry->box, c->a->links.box)) {
        assert_true(none);
        GEOSGeom_destroy_r(c->h, mine);
        return;
    }
    GEOSGeometry *common = GEOSIntersection_r(c->h, c->link[link], c->area[destination]);
    assert_non_null(common);
    bool nothing = GEOSisEmpty_r(c->h, common) == 1;
    if (!none) {
        GEOSGeometry *around = GEOSBuffer_r(c->h, mine, 0.002, 4);
        if (beyond(c, mine, c->near[destination]) > 1e-6 ||
            apart(c, mine, c->area[destination]) > 0.001001)
            fail_msg("link %u in %u: reaches beyond", link, destination);
        if (!nothing && beyond(c, common, around) > 1e-6)
            fail_msg("link %u in %u: a piece is missing", link, destination);
        for (int i = 0; !nothing && i < GEOSGetNumGeometries_r(c->h, common); i++)
            if (apart(c, GEOSGetGeometryN_r(c->h, common, i), mine) > 0.001)
                fail_msg("link %u in %u: a touch is missing", link, destination);
        GEOSGeom_destroy_r(c->h, around);
        c->crossings++;
    } else if (!nothing) {
        fail_msg("link %u in %u: missing", link, destination);
    }
    GEOSGeom_destroy_r(c->h, mine);
    GEOSGeom_destroy_r(c->h, common);
}

/* An entrance lies in its area; a reach has one of its own area, and where a stretch ends within a
 * link one is there, or the run along the boundary that ends there stands for it. */
static void check_entrances(checker *c) {
    const hn_result *r = c->a->result;
    for (size_t i = 0; i < r->entrances.count; i++) {
        const hn_entrance *e = &r->entrances.row[i];
        GEOSGeometry *p = point_of(c, e->x, e->y);
        if (apart(c, p, c->area[e->destination]) > 0.001001)
            fail_msg("entrance %zu (%s) lies outside", i + 1, e->art);
        GEOSGeom_destroy_r(c->h, p);
    }
    for (size_t i = 0; i < c->a->reaches.count; i++) {
        const hn_reach *one = &c->a->reaches.item[i];
        assert_true(one->entrance < r->entrances.count);
        const hn_entrance *e = &r->entrances.row[one->entrance];
        assert_int_equal(e->destination, one->destination);
        const hn_link *l = &c->a->links.link[one->link];
        bool goes_on = false; /* into a piece that another entrance stands for */
        for (size_t k = i + 1; k < c->a->reaches.count && one->link == c->a->reaches.item[k].link;
             k++)
            goes_on |= c->a->reaches.item[k].destination == one->destination &&
                       c->a->reaches.item[k].from == one->to;
        if (one->exit_m > 0 || goes_on || one->to == l->points - 1 || strcmp(e->art, "langs") == 0)
            continue;
        double at[2];
        hn_chain_point(l->xy, l->points - 1, one->to, at);
        if (hypot(at[0] - e->x, at[1] - e->y) > c->a->options.join + 0.001)
            fail_msg("reach %zu ends at (%.9g %.9g), its entrance (%s) is at (%.9g %.9g)", i, at[0],
                     at[1], e->art, e->x, e->y);
    }
}

static size_t check_scene(reach_kit *a) {
    size_t areas = a->result->destinations.count, links = a->links.count;
    checker c = {.a = a, .h = a->k->geos->handle};
    c.area = calloc(areas, sizeof(GEOSGeometry *));
    c.near = calloc(areas, sizeof(GEOSGeometry *));
    c.link = calloc(links, sizeof(GEOSGeometry *));
    for (size_t i = 0; i < areas; i++) {
        c.area[i] = hn_to_geos(a->k->geos, a->result->destinations.row[i].geometry);
        c.near[i] = GEOSBuffer_r(c.h, c.area[i], 0.00101, 16);
    }
    for (size_t i = 0; i < links; i++)
        c.link[i] = line_of(&c, a->links.link[i].xy, a->links.link[i].points);
    for (uint32_t i = 0; i < areas; i++)
        for (uint32_t k = 0; k < links; k++)
            check_pair(&c, k, i);
    check_entrances(&c);
    for (size_t i = 0; i < areas; i++) {
        GEOSGeom_destroy_r(c.h, c.area[i]);
        GEOSGeom_destroy_r(c.h, c.near[i]);
    }
    free(c.near);
    for (size_t i = 0; i < links; i++)
        GEOSGeom_destroy_r(c.h, c.link[i]);
    free(c.area);
    free(c.link);
    return c.crossings;
}

static void agrees(const scene *s, uint64_t from, uint64_t to) {
    size_t met = 0;
    for (uint64_t seed = from; seed < to; seed++) {
        reach_kit *a = rk_create();
        make_scene(a, seed, s);
        met += check_scene(a);
        rk_destroy(a);
    }
    assert_true(met > 10 * (to - from));
}

static void agrees_with_geos_on_a_coarse_grid(void **state) {
    (void)state;
    agrees(&(scene){6, 60, 40, 1}, 1, 25);
}

static void agrees_with_geos_on_a_fine_grid(void **state) {
    (void)state;
    agrees(&(scene){12, 120, 400, 0.5}, 101, 115);
}

static void agrees_with_geos_without_a_grid(void **state) {
    (void)state;
    agrees(&(scene){12, 120, 1000, 0}, 201, 215);
}

static void same_rows_for_any_number_of_threads(void **state) {
    (void)state;
    reach_kit *one = NULL;
    for (int threads = 1; threads <= 4; threads++) {
        reach_kit *a = rk_create();
        a->options.threads = threads;
        make_scene(a, 7, &(scene){40, 300, 200, 1});
        if (!one) {
            one = a;
            continue;
        }
        assert_int_equal(a->reaches.count, one->reaches.count);
        assert_int_equal(a->result->entrances.count, one->result->entrances.count);
        for (size_t i = 0; i < a->reaches.count; i++) {
            const hn_reach *x = &a->reaches.item[i], *y = &one->reaches.item[i];
            assert_true(x->link == y->link && x->from == y->from && x->to == y->to &&
                        x->destination == y->destination && x->entrance == y->entrance &&
                        x->exit_m == y->exit_m);
        }
        for (size_t i = 0; i < a->result->entrances.count; i++) {
            const hn_entrance *x = &a->result->entrances.row[i],
                              *y = &one->result->entrances.row[i];
            assert_true(x->x == y->x && x->y == y->y && x->art == y->art &&
                        x->destination == y->destination);
        }
        rk_destroy(a);
    }
    rk_destroy(one);
}

static void reaches_are_in_order(void **state) {
    (void)state;
    reach_kit *a = rk_create();
    make_scene(a, 11, &(scene){20, 200, 150, 1});
    assert_true(a->reaches.count > 100);
    for (size_t i = 1; i < a->reaches.count; i++) {
        const hn_reach *x = &a->reaches.item[i - 1], *y = x + 1;
        assert_true(x->link < y->link || (x->link == y->link && x->from <= y->from));
    }
    rk_destroy(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_geos_on_a_coarse_grid),
        cmocka_unit_test(agrees_with_geos_on_a_fine_grid),
        cmocka_unit_test(agrees_with_geos_without_a_grid),
        cmocka_unit_test(same_rows_for_any_number_of_threads),
        cmocka_unit_test(reaches_are_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
