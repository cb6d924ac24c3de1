/* The access engine as a whole on cases that can be counted by hand, among them the worked cases
 * AC12 to AC16 of the methods note. */
#include "access_kit.h"

#include "access/catchment.h"

/* ---- weighted shares and percentiles (AC12) ---- */

/* A street with a park at its end; dwellings 100, 200, 300 and 400 m from it. */
static void add_street(ak *kit) {
    AK_LINK(kit, 0, 0, 1000, 0);
    AK_AREA(kit, -100, -50, 0, -50, 0, 50, -100, 50);
    kit->input.has_population = true;
    for (int i = 1; i <= 4; i++)
        ak_origin(kit, 100 * i, 0, 10 * i);
}

static void shares_and_percentiles_weigh_residents(void **state) {
    ak *kit = *state;
    add_street(kit);
    kit->class_[0].limit_m = 250;
    ak_run(kit);
    AK_NEAR(ak_indicator(kit, "befolkning", NULL, NULL, NULL)->verdi, 100, 0);
    AK_NEAR(ak_indicator(kit, "avstand_snitt", "alle", NULL, NULL)->verdi, 300, 1e-9);
    AK_NEAR(ak_indicator(kit, "avstand_p50", "alle", NULL, NULL)->verdi, 300, 1e-9);
    AK_NEAR(ak_indicator(kit, "avstand_p90", "alle", NULL, NULL)->verdi, 400, 1e-9);
    AK_NEAR(ak_indicator(kit, "befolkning_innen_andel", "alle", NULL, NULL)->verdi, 0.3, 1e-12);
}

static void who_does_not_reach_is_infinitely_far(void **state) {
    ak *kit = *state;
    add_street(kit);
    kit->class_[0].limit_m = 250;
    AK_LINK(kit, 0, 5000, 100, 5000); /* an island of the network */
    ak_origin(kit, 50, 5000, 100);
    ak_run(kit);
    assert_string_equal(ak_distance(kit, 4, 0)->status, "ingen_vei");
    assert_true(isnan(ak_distance(kit, 4, 0)->avstand_m));
    AK_NEAR(ak_indicator(kit, "avstand_p50", "alle", NULL, NULL)->verdi, 400, 1e-9);
    const hn_indicator *p90 = ak_indicator(kit, "avstand_p90", "alle", NULL, NULL);
    assert_true(isnan(p90->verdi));
    assert_string_equal(p90->status, "ikke_naadd");
    AK_NEAR(ak_indicator(kit, "befolkning_innen_andel", "alle", NULL, NULL)->verdi, 0.15, 1e-12);
    AK_NEAR(ak_indicator(kit, "ikke_naadd", "alle", NULL, NULL)->verdi, 100, 0);
    size_t told = 0;
    for (size_t i = 0; i < kit->result->remarks.count; i++)
        if (strcmp(kit->result->remarks.row[i].kode, "NETT_OY") == 0) {
            told++;
            assert_non_null(strstr(kit->result->remarks.row[i].tekst, "100 innbyggere"));
        }
    assert_int_equal(told, 1);
}

static void groups_and_districts_have_their_own_figures(void **state) {
    ak *kit = *state;
    static const char *const group[] = {"barn"};
    static const double children[] = {1, NAN, 3, 8};
    add_street(kit);
    kit->class_[0].limit_m = 250;
    kit->input.groups = 1;
    kit->input.group = group;
    kit->input.group_value = children;
    for (int i = 0; i < 4; i++)
        kit->origin[i].omrade = i < 2 ? "Nord" : i == 2 ? "Sør" : NULL;
    ak_run(kit);
    AK_NEAR(ak_indicator(kit, "befolkning", NULL, "barn", NULL)->verdi, 12, 0);
    AK_NEAR(ak_indicator(kit, "befolkning_innen", "alle", "barn", NULL)->verdi, 1, 0);
    AK_NEAR(ak_indicator(kit, "befolkning", NULL, NULL, "Nord")->verdi, 30, 0);
    AK_NEAR(ak_indicator(kit, "avstand_snitt", "alle", NULL, "Nord")->verdi,
            (10 * 100 + 20 * 200) / 30.0, 1e-9);
    AK_NEAR(ak_indicator(kit, "befolkning_innen_andel", "alle", NULL, "Sør")->verdi, 0, 0);
    assert_int_equal(kit->result->origin_groups.count, 3);
}

static void small_counts_are_blanked(void **state) {
    ak *kit = *state;
    add_street(kit);
    kit->class_[0].limit_m = 150;
    kit->options.min_cell = 15;
    ak_run(kit);
    const hn_indicator *row = ak_indicator(kit, "befolkning_innen", "alle", NULL, NULL);
    assert_true(isnan(row->verdi) && isnan(row->teller));
    assert_string_equal(row->status, "undertrykt");
    assert_true(isnan(ak_distance(kit, 0, 0)->befolkning));
    AK_NEAR(ak_distance(kit, 1, 0)->befolkning, 20, 0);
    assert_true(isnan(kit->result->served.row[0].befolkning));
    assert_string_equal(kit->result->served.row[0].status, "undertrykt");
}

static void without_population_origins_are_counted(void **state) {
    ak *kit = *state;
    add_street(kit);
    kit->input.has_population = false;
    ak_run(kit);
    const hn_indicator *row = ak_indicator(kit, "befolkning", NULL, NULL, NULL);
    AK_NEAR(row->verdi, 4, 0);
    assert_string_equal(row->enhet, "opphav");
}

/* ---- rows of avstand ---- */

static void legs_count_and_limits_are_inclusive(void **state) {
    ak *kit = *state;
    AK_LINK(kit, 0, 0, 1000, 0);
    AK_AREA(kit, -100, -50, 0, -50, 0, 50, -100, 50);
    kit->class_[0].limit_m = 250;
    ak_origin(kit, 210, 40, 1);  /* 40 + 210: at the limit */
    ak_origin(kit, 211, 40, 1);  /* beyond, and reached all the same */
    ak_origin(kit, -50, 10, 1);  /* inside */
    ak_origin(kit, 500, 251, 1); /* too far from any link */
    ak_origin(kit, -50, 0, 1);
    ak_run(kit);
    const hn_origin_distance *d = ak_distance(kit, 0, 0);
    AK_NEAR(d->avstand_m, 250, 1e-9);
    AK_NEAR(d->tilknytning_m, 40, 1e-9);
    AK_NEAR(d->tid_s, 250 / (5 / 3.6), 1e-6);
    assert_int_equal(d->innen, 1);
    assert_string_equal(d->status, "ok");
    assert_int_equal(d->malomrade_fid, 1);
    assert_true(d->inngang_fid > 0);
    assert_int_equal(ak_distance(kit, 1, 0)->innen, 0);
    assert_string_equal(ak_distance(kit, 1, 0)->status, "ok");
    assert_string_equal(ak_distance(kit, 2, 0)->status, "inne");
    AK_NEAR(ak_distance(kit, 2, 0)->avstand_m, 0, 0);
    assert_string_equal(ak_distance(kit, 3, 0)->status, "ikke_tilknyttet");
    AK_NEAR(ak_indicator(kit, "ikke_tilknyttet", "alle", NULL, NULL)->verdi, 1, 0);
}

static void nothing_within_the_greatest_distance(void **state) {
    ak *kit = *state;
    add_street(kit);
    kit->options.max_distance = 300;
    ak_run(kit);
    assert_string_equal(ak_distance(kit, 2, 0)->status, "ok");
    assert_string_equal(ak_distance(kit, 3, 0)->status, "over_grense");
    assert_true(isnan(ak_distance(kit, 3, 0)->avstand_m));
    assert_int_equal(ak_distance(kit, 3, 0)->malomrade_fid, 0);
}

/* Two parks at the ends of a street: whom each serves, and who has no other. */
static void dekning_counts_whom_each_area_serves(void **state) {
    ak *kit = *state;
    AK_LINK(kit, 0, 0, 1000, 0);
    AK_AREA(kit, -100, -50, 0, -50, 0, 50, -100, 50);
    AK_AREA(kit, 1000, -50, 1100, -50, 1100, 50, 1000, 50);
    kit->class_[0].limit_m = 600;
    kit->input.has_population = true;
    static const double place[] = {100, 450, 500, 580, 900};
    for (int i = 0; i < 5; i++)
        ak_origin(kit, place[i], 0, i + 1);
    ak_run(kit);
    const hn_served *one = &kit->result->served.row[0], *two = one + 1;
    assert_int_equal(kit->result->served.count, 2);
    assert_int_equal(one->opphav, 4);
    AK_NEAR(one->befolkning, 1 + 2 + 3 + 4, 0);
    assert_int_equal(one->nest_eneste, 1);
    assert_int_equal(two->opphav, 4);
    AK_NEAR(two->befolkning, 2 + 3 + 4 + 5, 0);
    assert_int_equal(two->nest_eneste, 1);
    assert_int_equal(ak_distance(kit, 1, 0)->malomrade_fid, 1);
    assert_int_equal(ak_distance(kit, 1, 0)->malomrade_2_fid, 2);
    AK_NEAR(ak_distance(kit, 1, 0)->avstand_2_m, 550, 1e-9);
    assert_int_equal(ak_distance(kit, 2, 0)->malomrade_fid, 1); /* as far from both */
    AK_NEAR(kit->result->destinations.row[0].betjener, 10, 0);
}

static void straight_lines_stop_at_nothing(void **state) {
    ak *kit = *state;
    AK_LINK(kit, 0, 0, 1000, 0);
    AK_AREA(kit, -100, 30, 0, 30, 0, 130, -100, 130);
    kit->class_[0] =
        (hn_access_class){.name = "alle", .limit_m = 300, .straight = true, .metode = "luftlinje"};
    ak_origin(kit, 300, 5000, 1); /* nowhere near the network */
    ak_origin(kit, 40, 0, 1);     /* 3-4-5 */
    ak_origin(kit, -50, 50, 1);
    ak_run(kit);
    assert_string_equal(ak_distance(kit, 0, 0)->status, "ok");
    AK_NEAR(ak_distance(kit, 0, 0)->avstand_m, hypot(300, 4870), 1e-6);
    assert_int_equal(ak_distance(kit, 0, 0)->innen, 0);
    AK_NEAR(ak_distance(kit, 1, 0)->avstand_m, 50, 1e-9);
    assert_string_equal(ak_distance(kit, 2, 0)->status, "inne");
    assert_int_equal(kit->result->served.row[0].opphav, 2);
    assert_int_equal(kit->result->served.row[0].nest_eneste, 2);
}

static void routes_are_as_long_as_they_say(void **state) {
    ak *kit = *state;
    AK_LINK(kit, 0, 0, 100, 0, 100, 100);
    AK_LINK(kit, 100, 100, 300, 100);
    AK_LINK(kit, 300, 100, 300, 300);
    AK_LINK(kit, 100, 100, 100, 900);
    AK_AREA(kit, 250, 290, 350, 290, 350, 400, 250, 400);
    kit->options.routes = true;
    ak_origin(kit, 50, 30, 1);
    ak_origin(kit, 110, 600, 1);
    ak_origin(kit, 300, 150, 1); /* on the link */
    ak_origin(kit, 300, 290, 1); /* on the boundary: inside, and so without a route */
    ak_run(kit);
    assert_string_equal(ak_distance(kit, 3, 0)->status, "inne");
    assert_int_equal(kit->result->routes.count, 3);
    static const double length[] = {30 + 50 + 100 + 200 + 190, 10 + 500 + 200 + 190, 140};
    for (size_t i = 0; i < 3; i++) {
        const hn_route *route = &kit->result->routes.row[i];
        AK_NEAR(route->avstand_m, length[i], 1e-9);
        AK_NEAR(hn_plane_length(route->geometry), length[i], 1e-9);
    }
    const hn_geometry *g = kit->result->routes.row[0].geometry;
    AK_NEAR(g->xy[0], 50, 0);
    AK_NEAR(g->xy[2 * (g->points - 1) + 1], 290, 1e-9);
}

/* ---- service areas (AC16): reached length on an endless grid is 4n²g + (8n+4)e ---- */

static double reached_on_grid(ak *kit, double radius) {
    enum { SIDE = 13, SPACING = 100 };
    kit->links.count = kit->links.row_count = 0;
    for (int x = 0; x < SIDE; x++)
        for (int y = 0; y < SIDE; y++) {
            double p[2] = {SPACING * x, SPACING * y};
            if (x + 1 < SIDE) AK_LINK(kit, p[0], p[1], p[0] + SPACING, p[1]);
            if (y + 1 < SIDE) AK_LINK(kit, p[0], p[1], p[0], p[1] + SPACING);
        }
    kit->class_[0].limit_m = radius;
    kit->result->entrances.count = 0;
    size_t first = kit->result->service_pieces.count;
    ak_run(kit);
    double sum = 0, drawn = 0;
    for (size_t i = first; i < kit->result->service_pieces.count; i++) {
        const hn_service_piece *p = &kit->result->service_pieces.row[i];
        sum += p->lengde_m;
        drawn += hn_plane_length(p->geometry);
        assert_true(p->fra_m <= radius + 1e-9 && p->til_m <= radius + 1e-9);
        AK_NEAR(fabs(p->til_m - p->fra_m), p->lengde_m, 1e-6);
    }
    AK_NEAR(sum, drawn, 1e-6);
    return sum;
}

/* Where a path keeps its distance from a park, one leaves it straight across, wherever that is. */
static void routes_leave_a_run_straight_across(void **state) {
    ak *kit = *state;
    AK_LINK(kit, 0, 0, 600, 0, 1000, 100);
    AK_AREA(kit, 100, 20, 300, 20, 500, 20.0004, 500, 200, 100, 200);
    kit->options.routes = true;
    ak_origin(kit, 0, -10, 1);
    ak_origin(kit, 350, -15, 1);
    ak_origin(kit, 600, 0, 1);
    ak_run(kit);
    assert_int_equal(kit->result->entrances.count, 1);
    assert_int_equal(kit->result->routes.count, 3);
    const double length[] = {10 + 100 + 20, 15 + 20, 100 + 20};
    for (size_t i = 0; i < 3; i++) {
        AK_NEAR(ak_distance(kit, i, 0)->avstand_m, length[i], 0.001);
        AK_NEAR(hn_plane_length(kit->result->routes.row[i].geometry), length[i], 0.001);
    }
    const hn_geometry *g = kit->result->routes.row[1].geometry;
    AK_NEAR(g->xy[2 * (size_t)g->points - 2], 350, 0.001);
    AK_NEAR(g->xy[2 * (size_t)g->points - 1], 20, 0.001);
}

static void reached_lengths_of_a_grid(void **state) {
    ak *kit = *state;
    AK_POINT(kit, 600, 600);
    kit->options.service_area = true;
    AK_NEAR(reached_on_grid(kit, 300), 3600, 1e-6);
    AK_NEAR(reached_on_grid(kit, 350), 5000, 1e-6);
    AK_NEAR(reached_on_grid(kit, 400), 6400, 1e-6);
    assert_int_equal(kit->result->service_zones.count, 3);
    const hn_geometry *zone = kit->result->service_zones.row[0].geometry;
    assert_true(hn_plane_area(zone) > 3600 * 40 && hn_plane_area(zone) < 3600 * 60);
}

/* Beside an area that no link meets the straight leg is the same all along; another area is nearer
 * as long as the way to it is shorter than that leg. */
static void a_run_beside_an_area_is_cut_where_another_is_nearer(void **state) {
    ak *kit = *state;
    AK_LINK(kit, 0, 0, 400, 0);
    AK_AREA(kit, -100, -50, 0, -50, 0, 50, -100, 50);
    AK_AREA(kit, 10, 25, 300, 25, 300, 100, 10, 100);
    kit->options.service_area = true;
    ak_run(kit);
    const double from[] = {0, 25, 25}, to[] = {25, 25, 125}, length[] = {25, 275, 100};
    assert_int_equal(kit->result->service_pieces.count, 3);
    for (size_t i = 0; i < 3; i++) {
        const hn_service_piece *p = &kit->result->service_pieces.row[i];
        assert_int_equal(p->malomrade_fid, i == 0 ? 1 : 2);
        AK_NEAR(p->fra_m, from[i], 1e-6);
        AK_NEAR(p->til_m, to[i], 1e-6);
        AK_NEAR(p->lengde_m, length[i], 1e-6);
    }
}

/* Where two areas share an edge, the piece is cut where one becomes nearer than the other. */
static void pieces_belong_to_the_nearer_area(void **state) {
    ak *kit = *state;
    AK_LINK(kit, 0, 0, 1000, 0);
    AK_AREA(kit, -100, -50, 0, -50, 0, 50, -100, 50);
    AK_AREA(kit, 600, -50, 700, -50, 700, 50, 600, 50);
    kit->options.service_area = true;
    kit->class_[0].limit_m = 400;
    ak_run(kit);
    double served[3] = {0, 0, 0};
    for (size_t i = 0; i < kit->result->service_pieces.count; i++)
        served[kit->result->service_pieces.row[i].malomrade_fid] +=
            kit->result->service_pieces.row[i].lengde_m;
    AK_NEAR(served[1], 300, 1e-9);
    AK_NEAR(served[2], 300 + 100 + 300, 1e-9);
}

/* ---- floating catchment (AC13, AC14, AC15) ---- */

typedef struct people {
    double of[25];
} people;
static double residents(void *user, uint32_t origin) { return ((people *)user)->of[origin]; }

static void kernels_have_their_published_values(void **state) {
    (void)state;
    static const double density[] = {0.75, 2.0 / 3, 5.0 / 12, 0, 0};
    static const double gauss[] = {1, 0.8626563, 0.4935753, 0, 0};
    for (int d = 0; d <= 4; d++) {
        AK_NEAR(hn_kernel_weight(HN_KERNEL_DENSITY, d, 3), density[d], 1e-7);
        AK_NEAR(hn_kernel_weight(HN_KERNEL_GAUSSIAN, d, 3), gauss[d], 1e-7);
        AK_NEAR(hn_kernel_weight(HN_KERNEL_EXPONENTIAL, d, 3), d > 3 ? 0 : exp(-d / 3.0), 1e-12);
        AK_NEAR(hn_kernel_weight(HN_KERNEL_DICHOTOMY, d, 3), d <= 3, 0);
    }
    AK_NEAR(hn_kernel_weight(HN_KERNEL_STEP, 20, 60), 1, 0);
    AK_NEAR(hn_kernel_weight(HN_KERNEL_STEP, 40, 60), 0.68, 0);
    AK_NEAR(hn_kernel_weight(HN_KERNEL_STEP, 60, 60), 0.22, 0);
    AK_NEAR(hn_kernel_weight(HN_KERNEL_STEP, 60.1, 60), 0, 0);
}

/* pysal: 25 places with supply 1, five of them with one resident. */
static void supply_is_shared_as_pysal_does(void **state) {
    (void)state;
    people p = {{0}};
    for (int i = 0; i < 5; i++)
        p.of[5 * i + i] = 1;
    static const double limit[] = {100, 0.9, -1}, expected[] = {5, 1, NAN};
    for (int k = 0; k < 3; k++) {
        double sum[25] = {0};
        for (uint32_t j = 0; j < 25; j++) {
            hn_visit visit[25];
            size_t count = 0;
            for (uint32_t i = 0; i < 25; i++) {
                double d = hypot(i / 5 - (double)(j / 5), i % 5 - (double)(j % 5));
                if (d <= limit[k]) visit[count++] = (hn_visit){d, i};
            }
            double r =
                hn_catchment_ratio(HN_KERNEL_DICHOTOMY, limit[k], 1, visit, count, residents, &p);
            if (k == 2) assert_true(isnan(r));
            for (size_t v = 0; v < count && !isnan(r); v++)
                sum[visit[v].origin] += r;
        }
        for (int i = 0; i < 5 && k < 2; i++)
            AK_NEAR(sum[5 * i + i], expected[k], 1e-12);
    }
}

static void the_enhanced_form_weighs_by_distance(void **state) {
    (void)state;
    people p = {{100, 200}};
    hn_visit one[] = {{20, 0}, {60, 1}}, two[] = {{40, 0}, {20, 1}};
    double r[] = {hn_catchment_ratio(HN_KERNEL_STEP, 60, 10, one, 2, residents, &p),
                  hn_catchment_ratio(HN_KERNEL_STEP, 60, 20, two, 2, residents, &p)};
    AK_NEAR(r[0], 0.0694444, 1e-7);
    AK_NEAR(r[1], 0.0746269, 1e-7);
    double a[] = {r[0] + 0.68 * r[1], 0.22 * r[0] + r[1]};
    AK_NEAR(a[0], 0.1201907, 1e-7);
    AK_NEAR(a[1], 0.0899046, 1e-7);
    AK_NEAR(100 * a[0] + 200 * a[1], 30, 1e-12);
}

static void supply_is_conserved_over_a_network(void **state) {
    ak *kit = *state;
    static const hn_kernel kernels[] = {HN_KERNEL_DICHOTOMY, HN_KERNEL_EXPONENTIAL,
                                        HN_KERNEL_GAUSSIAN, HN_KERNEL_DENSITY, HN_KERNEL_STEP};
    add_street(kit);
    AK_AREA(kit, 500, -50, 560, -50, 560, 50, 500, 50);
    AK_AREA(kit, 5000, 0, 5060, 0, 5060, 50, 5000, 50); /* nobody reaches it */
    kit->class_[0].limit_m = 350;
    for (int k = 0; k < 5; k++) {
        kit->options.kernel = kernels[k];
        kit->result->distances.count = kit->result->served.count = 0;
        kit->result->entrances.count = kit->result->indicators.count = 0;
        ak_run(kit);
        double sum = 0;
        for (size_t i = 0; i < kit->input.origins; i++)
            sum += kit->origin[i].population * ak_distance(kit, i, 0)->m2_per_person;
        AK_NEAR(sum, 100 * 100 + 60 * 100, 1e-6);
        assert_true(isnan(kit->result->served.row[2].m2_per_person));
        AK_NEAR(ak_indicator(kit, "areal_per_innbygger", "alle", NULL, NULL)->verdi, 160, 1e-9);
    }
}

/* ---- the same for any number of threads ---- */

static void add_town(ak *kit) {
    srand(4);
    for (int x = 0; x < 20; x++)
        for (int y = 0; y < 20; y++) {
            double p[2] = {90.0 * x + rand() % 20, 90.0 * y + rand() % 20};
            if (rand() % 8) AK_LINK(kit, p[0], p[1], p[0] + 90, p[1] + 7);
            if (rand() % 8) AK_LINK(kit, p[0], p[1], p[0] + 7, p[1] + 90);
        }
    for (int i = 0; i < 30; i++) {
        double x = rand() % 1700, y = rand() % 1700, w = 20 + rand() % 90;
        AK_AREA(kit, x, y, x + w, y, x + w, y + w, x, y + w);
    }
    kit->input.has_population = true;
    for (int i = 0; i < 800; i++)
        ak_origin(kit, rand() % 1900, rand() % 1900, rand() % 5);
    kit->options.node_crossings = true;
    kit->options.kernel = HN_KERNEL_GAUSSIAN;
    kit->options.routes = kit->options.service_area = true;
}

static double digest(const hn_result *r) {
    double sum = 0;
    for (size_t i = 0; i < r->distances.count; i++) {
        const hn_origin_distance *d = &r->distances.row[i];
        sum = sum * 1.0000001 + (isnan(d->avstand_m) ? 1 : d->avstand_m) +
              (double)d->malomrade_fid * 3 + (double)d->inngang_fid * 7 +
              (isnan(d->m2_per_person) ? 0 : d->m2_per_person);
    }
    for (size_t i = 0; i < r->served.count; i++)
        sum = sum * 1.0000001 + r->served.row[i].befolkning + (double)r->served.row[i].nest_eneste;
    for (size_t i = 0; i < r->service_pieces.count; i++)
        sum = sum * 1.0000001 + r->service_pieces.row[i].lengde_m;
    for (size_t i = 0; i < r->routes.count; i++)
        sum = sum * 1.0000001 + (r->routes.row[i].geometry ? r->routes.row[i].geometry->points : 0);
    for (size_t i = 0; i < r->indicators.count; i++)
        sum =
            sum * 1.0000001 + (isnan(r->indicators.row[i].verdi) ? 1 : r->indicators.row[i].verdi);
    return sum;
}

static void any_number_of_threads_gives_the_same(void **state) {
    ak *kit = *state;
    double first = 0;
    add_town(kit);
    for (int threads = 1; threads <= 5; threads += 2) {
        kit->options.threads = threads;
        kit->result->distances.count = kit->result->served.count = 0;
        kit->result->entrances.count = kit->result->indicators.count = 0;
        size_t pieces = kit->result->service_pieces.count, routes = kit->result->routes.count;
        for (size_t i = 0; i < pieces; i++)
            hn_free(kit->result->service_pieces.row[i].geometry);
        for (size_t i = 0; i < routes; i++)
            hn_free(kit->result->routes.row[i].geometry);
        kit->result->service_pieces.count = kit->result->routes.count = 0;
        ak_run(kit);
        double d = digest(kit->result);
        if (threads == 1) first = d;
        assert_true(d == first);
    }
    assert_int_equal(kit->result->distances.count, 800);
}

/* Whom each area serves, counted from the other end: every origin against every area alone. */
static void dekning_agrees_with_single_areas(void **state) {
    ak *kit = *state;
    add_town(kit);
    kit->options.routes = kit->options.service_area = false;
    ak_run(kit);
    size_t areas = kit->result->destinations.count;
    int64_t opphav[64];
    for (size_t i = 0; i < areas; i++)
        opphav[i] = kit->result->served.row[i].opphav;
    for (size_t only = 0; only < areas; only += 5) {
        for (size_t i = 0; i < areas; i++)
            kit->result->destinations.row[i].classes = i == only;
        kit->result->distances.count = kit->result->served.count = 0;
        kit->result->entrances.count = kit->result->indicators.count = 0;
        ak_run(kit);
        int64_t within = 0;
        for (size_t i = 0; i < kit->input.origins; i++)
            within += ak_distance(kit, i, 0)->innen;
        assert_int_equal(within, opphav[only]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        AK_TEST(shares_and_percentiles_weigh_residents),
        AK_TEST(who_does_not_reach_is_infinitely_far),
        AK_TEST(groups_and_districts_have_their_own_figures),
        AK_TEST(small_counts_are_blanked),
        AK_TEST(without_population_origins_are_counted),
        AK_TEST(legs_count_and_limits_are_inclusive),
        AK_TEST(nothing_within_the_greatest_distance),
        AK_TEST(dekning_counts_whom_each_area_serves),
        AK_TEST(straight_lines_stop_at_nothing),
        AK_TEST(routes_are_as_long_as_they_say),
        AK_TEST(routes_leave_a_run_straight_across),
        AK_TEST(reached_lengths_of_a_grid),
        AK_TEST(a_run_beside_an_area_is_cut_where_another_is_nearer),
        AK_TEST(pieces_belong_to_the_nearer_area),
        cmocka_unit_test(kernels_have_their_published_values),
        cmocka_unit_test(supply_is_shared_as_pysal_does),
        cmocka_unit_test(the_enhanced_form_weighs_by_distance),
        AK_TEST(supply_is_conserved_over_a_network),
        AK_TEST(any_number_of_threads_gives_the_same),
        AK_TEST(dekning_agrees_with_single_areas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
