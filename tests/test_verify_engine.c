/* What the access engine makes of random towns passes every check of hensyn_verify. */
#include "access_kit.h"
#include "verify_kit.h"

#include <jansson.h>

static uint64_t seed;
static bool only_both_ways; /* no link is open one way alone */

static double random_to(double most) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return most * (double)(seed >> 11) / 9007199254740992.0;
}

/* Streets of a grid, some missing, some one-way, some bridges, and a path here and there. */
static void add_streets(ak *town, int size) {
    for (int i = 0; i < size; i++)
        for (int j = 0; j < size; j++)
            for (int across = 0; across < 2; across++) {
                if (random_to(1) < 0.2) continue;
                double x = 500000 + 100 * i, y = 7000000 + 100 * j;
                hn_link *link = AK_LINK(town, x, y, x + (across ? 100 : 20), y + (across ? 15 : 60),
                                        x + (across ? 100 : 0), y + (across ? 0 : 100));
                if (random_to(1) < 0.05 && !only_both_ways) link->ways = HN_WAY_ALONG;
                if (random_to(1) < 0.05) link->at_grade = false;
                link->safe = (int8_t)(random_to(3) - 1);
            }
}

static void add_places(ak *town, int size) {
    for (int i = 0; i < 6; i++) {
        double x = 500000 + random_to(100.0 * size), y = 7000000 + random_to(100.0 * size);
        double side = 20 + random_to(180);
        hn_destination *row = AK_AREA(town, x, y, x + side, y, x + side, y + side, x, y + side);
        row->classes = 0; /* hn_destinations_merge sets them */
    }
    AK_POINT(town, 500000 + random_to(100.0 * size), 7000000 + random_to(100.0 * size));
}

static void add_people(ak *town, int size) {
    static const char *const districts[] = {"sentrum", "Østbyen", NULL};
    for (int i = 0; i < 300; i++) {
        bool far = i % 50 == 49;
        hn_origin *o = ak_origin(town, 500000 + random_to(100.0 * size) + (far ? 9000 : 0),
                                 7000000 + random_to(100.0 * size), floor(random_to(5)));
        o->omrade = districts[(int)random_to(2.999)];
        if (i % 40 == 0) o->population = NAN;
    }
}

static void set_options(ak *town, int round) {
    static const hn_kernel kernels[] = {HN_KERNEL_NONE, HN_KERNEL_DICHOTOMY, HN_KERNEL_GAUSSIAN,
                                        HN_KERNEL_STEP};
    town->class_[0] = (hn_access_class){"alle", 0, 300, false, "nett"};
    town->class_[1] = (hn_access_class){"store", 10000, 500, false, "nett"};
    town->class_[2] = (hn_access_class){"i luftlinje", 0, 300, true, "luftlinje"};
    town->options.classes = 3;
    town->options.routes = town->options.service_area = true;
    town->options.kernel = kernels[round % 4];
    town->options.max_distance = round % 5 == 4 ? 400 : INFINITY;
    town->options.min_cell = round % 6 == 5 ? 10 : 0;
    town->options.threads = 1 + round % 2;
    town->input.has_population = round % 7 != 6;
}

static void add_text(hn_result *r, const char *key, const char *value) {
    hn_fact *fact = HN_NEW_ROW(r->facts);
    *fact = (hn_fact){key, value};
}

static void verify_round(int round) {
    static double children[300];
    static const char *const groups[] = {"barn"};
    void *made = NULL;
    hn_network_facts facts;
    char recipe[200];
    ak_setup(&made);
    ak *town = made;
    hn_measure_destroy(town->measure);
    ak_ok(town, hn_measure_create(town->ctx, (hn_box){4e5, 69e5, 6e5, 71e5}, NULL, NULL, 1,
                                  &town->measure));
    town->options.measure = town->measure;
    seed = (uint64_t)round * 77 + 5;
    set_options(town, round);
    town->options.facts = &facts;
    add_streets(town, 12);
    add_places(town, 12);
    add_people(town, 12);
    for (int i = 0; i < 300; i++)
        children[i] = i % 3 ? floor(random_to(3)) : (double)NAN;
    town->input.groups = round % 2;
    town->input.group = groups;
    town->input.group_value = children;
    ak_ok(town, hn_destinations_merge(town->ctx, town->result, &town->options));
    ak_run(town);
    hn_result *r = town->result;
    r->sources.count = 0; /* reading fills kilde */
    r->has_access = r->has_routes = r->has_service_area = true;
    r->epsg = 25833;
    r->crs_name = "EPSG:25833";
    r->crs_wkt = "PROJCS[\"ETRS89 / UTM zone 33N\"]";
    r->crs_proj4 = "+proj=utm +zone=33 +ellps=GRS80 +units=m +no_defs";
    snprintf(recipe, sizeof recipe,
             "# hensyn\nmeasure: planar\nmin_cell: %d\naccess:\n  mode: gange\n  cost: lengde\n"
             "  inferred_entrance: 30\n  snap: 250\n  join: 0.1\n  node_crossings: false\n",
             town->options.min_cell);
    add_text(r, "versjon", HENSYN_VERSION);
    add_text(r, "oppskrift", recipe);
    add_text(r, "regler", "...");
    ak_ok(town, hn_network_facts_tell(town->ctx, r, &facts));
    remove(fix.spatialite);
    rk_ok(fix.kit, rk_write(fix.kit, fix.spatialite, false, r));
    hensyn_status status = verify(fix.spatialite, 0);
    if (status != HENSYN_OK)
        fail_msg("round %d: %s\n%s", round, hensyn_message(fix.kit->ctx), fix.text.text);
    assert_true(r->distances.count == 900 && r->net.count > 100);
    void *whole = town;
    ak_teardown(&whole);
}

static void test_random_towns(void **state) {
    (void)state;
    for (int round = 0; round < 21; round++)
        verify_round(round);
}

/* Where every link is open both ways, hardly any distance can be changed unnoticed. */
static void test_a_changed_link(void **state) {
    (void)state;
    static const char *const changes[] = {"+ 5", "- 5", "* 1.2", "* 0", "+ NULL"};
    only_both_ways = true;
    verify_round(0);
    only_both_ways = false;
    snprintf(fix.broken, 512, "%s/brutt.sqlite", fix.kit->folder);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        char sql[200], found[1024];
        snprintf(sql, sizeof sql,
                 "UPDATE nett SET avstand_m = avstand_m %s WHERE fid = (SELECT fid FROM nett WHERE "
                 "avstand_m > 60 ORDER BY fid LIMIT 1 OFFSET %zu)",
                 changes[i], 3 * i);
        copy_file(fix.spatialite, fix.broken);
        edit(fix.broken, sql);
        json_t *whole = answer(fix.broken, HENSYN_INVARIANT);
        failed_checks(whole, found);
        assert_string_equal(found, "nett_avstand");
        json_decref(whole);
    }
}

static int setup(void **state) {
    void *made = NULL;
    rk_setup(&made);
    fix.kit = made;
    snprintf(fix.spatialite, 512, "%s/by.sqlite", fix.kit->folder);
    *state = &fix;
    return 0;
}

static int teardown(void **state) {
    (void)state;
    void *made = fix.kit;
    hn_buffer_free(&fix.text);
    return rk_teardown(&made);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_towns),
                                       cmocka_unit_test(test_a_changed_link)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
