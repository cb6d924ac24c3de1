/* test_destinations.c - contiguous areas made one, sizes and classes. */
#include "reach_kit.h"

static const hn_destination *row(const reach_kit *a, size_t number) {
    assert_true(number < a->result->destinations.count);
    return &a->result->destinations.row[number];
}

static void classes_of_ssb(reach_kit *a) {
    rk_class(a, "rekreasjonsareal", 5000, false);
    rk_class(a, "naerturterreng", 200000, false);
}

/* ---- what is merged ---- */

static void a_shared_edge_makes_one(void **state) {
    reach_kit *a = *state;
    rk_destination(a, "POLYGON((0 0,50 0,50 60,0 60,0 0))");
    rk_destination(a, "POLYGON((50 0,100 0,100 60,50 60,50 0))");
    classes_of_ssb(a);
    rk_merge(a);
    assert_int_equal(a->result->destinations.count, 1);
    assert_near(row(a, 0)->areal_m2, 6000, 1e-9);
    assert_int_equal(row(a, 0)->deler, 2);
    assert_string_equal(row(a, 0)->kilde_id, "1");
    assert_string_equal(row(a, 0)->navn, "Park 1");
    assert_string_equal(row(a, 0)->klasse, "rekreasjonsareal");
    assert_int_equal(row(a, 0)->classes, 1);
    assert_int_equal(row(a, 0)->geometry->points, 7); /* the corners of the shared edge stay */
    assert_int_equal(row(a, 0)->geometry->parts, 1);
    const hn_remark *r = kit_remark(a->k, "MALOMRADE_SLAATT_SAMMEN");
    assert_non_null(r);
    assert_non_null(strstr(r->tekst, "1, 2"));
    assert_int_equal(r->antall, 2);
    assert_string_equal(r->kilde, "mal.gpkg");
    assert_string_equal(r->lag, "park");
    assert_near(r->areal_for_m2, 6000, 1e-9);
    assert_near(r->areal_etter_m2, 6000, 1e-9);
}

static void a_shared_corner_does_not(void **state) {
    reach_kit *a = *state;
    rk_destination(a, "POLYGON((0 0,50 0,50 50,0 50,0 0))");
    rk_destination(a, "POLYGON((50 50,100 50,100 100,50 100,50 50))");
    rk_destination(a, "POLYGON((20 50,40 90,0 90,20 50))"); /* a corner on an edge */
    rk_merge(a);
    assert_int_equal(a->result->destinations.count, 3);
    assert_int_equal(row(a, 0)->deler, 1);
    assert_int_equal(rk_remarks(a, "MALOMRADE_SLAATT_SAMMEN"), 0);
}

static void part_of_an_edge_is_enough(void **state) {
    reach_kit *a = *state;
    rk_destination(a, "POLYGON((0 0,50 0,50 50,0 50,0 0))");
    rk_destination(a, "POLYGON((50 49,100 49,100 100,50 100,50 49))");
    rk_merge(a);
    assert_int_equal(a->result->destinations.count, 1);
    assert_near(row(a, 0)->areal_m2, 2500 + 50 * 51, 1e-9);
}

static void overlap_counts_once(void **state) {
    reach_kit *a = *state;
    rk_destination(a, "POLYGON((0 0,60 0,60 60,0 60,0 0))");
    rk_destination(a, "POLYGON((40 40,100 40,100 100,40 100,40 40))");
    rk_merge(a);
    assert_int_equal(a->result->destinations.count, 1);
    assert_near(row(a, 0)->areal_m2, 2 * 3600 - 400, 1e-9);
}

static void an_area_within_another_is_part_of_it(void **state) {
    reach_kit *a = *state;
    rk_destination(a, "POLYGON((20 20,30 20,30 30,20 30,20 20))");
    rk_destination(a, "POLYGON((0 0,100 0,100 100,0 100,0 0))");
    rk_merge(a);
    assert_int_equal(a->result->destinations.count, 1);
    assert_string_equal(row(a, 0)->kilde_id, "1");
    assert_near(row(a, 0)->areal_m2, 10000, 1e-9);
}

static void an_area_that_fills_a_hole_is_merged(void **state) {
    reach_kit *a = *state;
    rk_destination(a, "POLYGON((0 0,100 0,100 100,0 100,0 0),(20 20,20 30,30 30,30 20,20 20))");
    rk_destination(a, "POLYGON((20 20,30 20,30 30,20 30,20 20))");
    rk_merge(a);
    assert_int_equal(a->result->destinations.count, 1);
    assert_near(row(a, 0)->areal_m2, 10000, 1e-9);
    assert_int_equal(row(a, 0)->geometry->rings, 1);
}

static void an_area_in_a_hole_with_room_around_is_not(void **state) {
    reach_kit *a = *state;
    rk_destination(a, "POLYGON((0 0,100 0,100 100,0 100,0 0),(20 20,20 60,60 60,60 20,20 20))");
    rk_destination(a, "POLYGON((30 30,50 30,50 50,30 50,30 30))");
    rk_merge(a);
    assert_int_equal(a->result->destinations.count, 2);
}

static void the_same_area_twice_is_one(void **state) {
    reach_kit *a = *state;
    rk_destination(a, "POLYGON((0 0,100.1 0,100.3 99.7,0 100,0 0))");
    rk_destination(a, "POLYGON((0 0,100.1 0,100.3 99.7,0 100,0 0))");
    double area = hn_plane_area(row(a, 0)->geometry);
    rk_merge(a);
    assert_int_equal(a->result->destinations.count, 1);
    assert_near(row(a, 0)->areal_m2, area, 0); /* not snapped: coordinates as they were */
    assert_near(row(a, 0)->geometry->box.xmax, 100.3, 0);
}

static void borders_half_a_millimetre_apart_are_shared(void **state) {
    reach_kit *a = *state;
    rk_destination(a, "POLYGON((0 0,50 0,50 60,0 60,0 0))");
    rk_destination(a, "POLYGON((50.0005 0,100 0,100 60,50.0005 60,50.0005 0))");
    rk_destination(a, "POLYGON((100.01 0,150 0,150 60,100.01 60,100.01 0))"); /* a centimetre */
    rk_merge(a);
    assert_int_equal(a->result->destinations.count, 2);
    assert_int_equal(row(a, 0)->deler, 2);
    assert_near(row(a, 0)->areal_m2, 6000, 0.05);
}

static void chains_of_neighbours_become_one_in_source_order(void **state) {
    reach_kit *a = *state;
    rk_destination(a, "POLYGON((900 0,950 0,950 50,900 50,900 0))");
    for (int i = 9; i >= 0; i--) {
        char text[128];
        snprintf(text, sizeof text, "POLYGON((%d 0,%d 0,%d 10,%d 10,%d 0))", 10 * i, 10 * i + 10,
                 10 * i + 10, 10 * i, 10 * i);
        rk_destination(a, text);
    }
    rk_destination(a, "POLYGON((500 0,550 0,550 50,500 50,500 0))");
    a->result->destinations.row[4].status = "reparert";
    rk_merge(a);
    assert_int_equal(a->result->destinations.count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(row(a, i)->fid, i + 1);
    assert_string_equal(row(a, 0)->kilde_id, "1");
    assert_string_equal(row(a, 1)->kilde_id, "2");
    assert_string_equal(row(a, 1)->status, "reparert");
    assert_int_equal(row(a, 1)->deler, 10);
    assert_near(row(a, 1)->areal_m2, 1000, 1e-9);
    assert_string_equal(row(a, 2)->kilde_id, "12");
}

static void a_long_list_of_parts_ends_with_a_number(void **state) {
    reach_kit *a = *state;
    for (int i = 0; i < 2000; i++) {
        char text[128];
        snprintf(text, sizeof text, "POLYGON((%d 0,%d 0,%d 10,%d 10,%d 0))", 10 * i, 10 * i + 10,
                 10 * i + 10, 10 * i, 10 * i);
        rk_destination(a, text);
    }
    rk_merge(a);
    const hn_remark *r = kit_remark(a->k, "MALOMRADE_SLAATT_SAMMEN");
    assert_non_null(r);
    assert_non_null(strstr(r->tekst, "2000 "));
    assert_non_null(strstr(r->tekst, " … (+1"));
    assert_true(strlen(r->tekst) < 1400);
}

/* ---- classes ---- */

static void exactly_the_least_size_belongs(void **state) {
    reach_kit *a = *state;
    classes_of_ssb(a);
    rk_destination(a, "POLYGON((0.1 0.1,100.1 0.1,100.1 50.1,0.1 50.1,0.1 0.1))");
    rk_destination(a, "POLYGON((500 0,599.9 0,599.9 50,500 50,500 0))");
    rk_destination(a, "POLYGON((1000 0,2000 0,2000 200,1000 200,1000 0))");
    rk_merge(a);
    assert_string_equal(row(a, 0)->klasse, "rekreasjonsareal");
    assert_string_equal(row(a, 0)->status, "ok");
    assert_string_equal(row(a, 1)->klasse, "");
    assert_string_equal(row(a, 1)->status, "for_liten");
    assert_int_equal(row(a, 1)->innganger, HN_NO_INT);
    assert_string_equal(row(a, 2)->klasse, "rekreasjonsareal,naerturterreng");
    assert_int_equal(row(a, 2)->classes, 3);
}

static void too_small_ones_are_told_of_once_a_source(void **state) {
    reach_kit *a = *state;
    hn_source_row *second = HN_NEW_ROW(a->result->sources);
    second->sti = "annet";
    classes_of_ssb(a);
    for (int i = 0; i < 6; i++) {
        char text[128];
        snprintf(text, sizeof text, "POLYGON((%d 0,%d 0,%d 10,%d 0))", 100 * i, 100 * i + 10,
                 100 * i, 100 * i);
        rk_destination(a, text)->kilde = i < 4 ? 0 : 1;
    }
    rk_merge(a);
    assert_int_equal(rk_remarks(a, "MALOMRADE_FOR_LITEN"), 2);
    assert_int_equal(atoi(kit_remark(a->k, "MALOMRADE_FOR_LITEN")->tekst), 4);
    assert_int_equal(kit_remark(a->k, "MALOMRADE_FOR_LITEN")->antall, 4);
    assert_null(kit_remark(a->k, "MALOMRADE_FOR_LITEN")->kilde_id);
}

static void lines_and_points_are_only_in_classes_without_a_size(void **state) {
    reach_kit *a = *state;
    rk_class(a, "alle", 0, false);
    rk_class(a, "store", 1, false);
    rk_destination(a, "LINESTRING(0 0,100 0)");
    rk_destination(a, "MULTIPOINT(0 0,50 50)");
    rk_destination(a, "POLYGON((0 0,100 0,100 100,0 100,0 0))");
    rk_merge(a);
    assert_int_equal(a->result->destinations.count, 3);
    assert_string_equal(row(a, 0)->klasse, "alle");
    assert_true(isnan(row(a, 0)->areal_m2));
    assert_int_equal(row(a, 0)->deler, 1);
    assert_string_equal(row(a, 1)->klasse, "alle");
    assert_string_equal(row(a, 2)->klasse, "alle,store");
}

static void no_destination_at_all_is_no_failure(void **state) {
    reach_kit *a = *state;
    rk_merge(a);
    assert_int_equal(a->result->destinations.count, 0);
}

/* ---- against GEOS ---- */

/* Wavy cells of a coverage of which some are left out, and stars over them. */
static void make_random(reach_kit *a, uint64_t seed) {
    enum { SIDE = 14 };
    double x[SIDE + 1][SIDE + 1], y[SIDE + 1][SIDE + 1];
    for (int i = 0; i <= SIDE; i++)
        for (int j = 0; j <= SIDE; j++) {
            x[i][j] = 6e5 + 100 * (i + 0.5 * kit_random(&seed));
            y[i][j] = 6.6e6 + 100 * (j + 0.5 * kit_random(&seed));
        }
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) {
            const int di[] = {0, 1, 1, 0, 0}, dj[] = {0, 0, 1, 1, 0};
            if (kit_random(&seed) < 0.6) continue;
            hn_geometry *g = hn_geometry_create(HN_AREA, 1, 1, 5);
            g->part[0] = g->ring[0] = 0;
            for (int c = 0; c < 5; c++) {
                g->xy[2 * c] = x[i + di[c]][j + dj[c]];
                g->xy[2 * c + 1] = y[i + di[c]][j + dj[c]];
            }
            hn_geometry_orient(g);
            rk_destination_of(a, g);
        }
    for (int i = 0; i < 12; i++) {
        double cx = 6e5 + kit_random(&seed) * 1400, cy = 6.6e6 + kit_random(&seed) * 1400;
        rk_destination_of(a, kit_star(cx, cy, 20 + kit_random(&seed) * 60, 30, i % 2, &seed));
    }
}

static void merging_agrees_with_geos(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed < 20; seed++) {
        reach_kit *a = rk_create();
        GEOSContextHandle_t h = a->k->geos->handle;
        make_random(a, seed);
        size_t count = a->result->destinations.count;
        GEOSGeometry **g = calloc(count, sizeof(GEOSGeometry *));
        size_t *set = calloc(count, sizeof *set);
        for (size_t i = 0; i < count; i++) {
            g[i] = hn_to_geos(a->k->geos, a->result->destinations.row[i].geometry);
            set[i] = i;
            for (size_t j = 0; j < i; j++) {
                /* 1 or 2 dimensions in common: interiors or more than points of boundaries */
                if (!hn_box_meets(row(a, i)->geometry->box, row(a, j)->geometry->box) ||
                    (GEOSRelatePattern_r(h, g[i], g[j], "2********") != 1 &&
                     GEOSRelatePattern_r(h, g[i], g[j], "****1****") != 1) ||
                    set[i] == set[j])
                    continue;
                size_t from = set[i], to = set[j];
                for (size_t k = 0; k <= i; k++)
                    if (set[k] == from) set[k] = to;
            }
        }
        double expected = 0, found = 0;
        GEOSGeometry *all =
            GEOSGeom_createCollection_r(h, GEOS_GEOMETRYCOLLECTION, g, (unsigned)count);
        GEOSGeometry *one = GEOSUnaryUnion_r(h, all);
        GEOSArea_r(h, one, &expected);
        size_t distinct = 0;
        for (size_t i = 0; i < count; i++) {
            bool first = true;
            for (size_t j = 0; j < i; j++)
                first &= set[j] != set[i];
            distinct += first;
        }
        rk_merge(a);
        assert_int_equal(a->result->destinations.count, distinct);
        for (size_t i = 0; i < a->result->destinations.count; i++) {
            found += row(a, i)->areal_m2;
            GEOSGeometry *merged = hn_to_geos(a->k->geos, row(a, i)->geometry);
            assert_int_equal(GEOSisValid_r(h, merged), 1);
            GEOSGeom_destroy_r(h, merged);
        }
        assert_near(found, expected, 1e-6 * expected);
        GEOSGeom_destroy_r(h, one);
        GEOSGeom_destroy_r(h, all);
        free(g);
        free(set);
        rk_destroy(a);
    }
}

static void same_rows_for_any_number_of_threads(void **state) {
    (void)state;
    reach_kit *one = rk_create(), *four = rk_create();
    make_random(one, 5);
    make_random(four, 5);
    four->options.threads = 4;
    rk_merge(one);
    rk_merge(four);
    assert_int_equal(one->result->destinations.count, four->result->destinations.count);
    for (size_t i = 0; i < one->result->destinations.count; i++) {
        const hn_destination *x = row(one, i), *y = row(four, i);
        assert_string_equal(x->kilde_id, y->kilde_id);
        assert_true(x->areal_m2 == y->areal_m2 && x->deler == y->deler);
        assert_int_equal(x->geometry->points, y->geometry->points);
        assert_memory_equal(x->geometry->xy, y->geometry->xy,
                            x->geometry->points * 2 * sizeof(double));
    }
    rk_destroy(one);
    rk_destroy(four);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        rk_case(a_shared_edge_makes_one),
        rk_case(a_shared_corner_does_not),
        rk_case(part_of_an_edge_is_enough),
        rk_case(overlap_counts_once),
        rk_case(an_area_within_another_is_part_of_it),
        rk_case(an_area_that_fills_a_hole_is_merged),
        rk_case(an_area_in_a_hole_with_room_around_is_not),
        rk_case(the_same_area_twice_is_one),
        rk_case(borders_half_a_millimetre_apart_are_shared),
        rk_case(chains_of_neighbours_become_one_in_source_order),
        rk_case(a_long_list_of_parts_ends_with_a_number),
        rk_case(exactly_the_least_size_belongs),
        rk_case(too_small_ones_are_told_of_once_a_source),
        rk_case(lines_and_points_are_only_in_classes_without_a_size),
        rk_case(no_destination_at_all_is_no_failure),
        cmocka_unit_test(merging_agrees_with_geos),
        cmocka_unit_test(same_rows_for_any_number_of_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
