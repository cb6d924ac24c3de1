/* test_net_rules.c - kinds of ways, levels, directions, what each mode may use, safe links; and
 * what a rule file may not say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
/* cmocka.h needs the headers above. */
#include <cmocka.h>

#include "make_rows.h"

#define ALONG HN_WAY_ALONG
#define AGAINST HN_WAY_AGAINST
#define BOTH (HN_WAY_ALONG | HN_WAY_AGAINST)

static rows fixture;

static int setup(void **state) {
    rows_open(&fixture);
    *state = &fixture;
    return 0;
}

static int teardown(void **state) {
    (void)state;
    rows_close(&fixture);
    memset(&fixture, 0, sizeof fixture);
    return 0;
}

static const hn_net_dataset *dataset(const char *name) {
    const hn_net_rules *rules = hn_rules_network(fixture.rules);
    for (size_t i = 0; name && i < rules->dataset_count; i++)
        if (strcmp(rules->datasets[i].name, name) == 0) return &rules->datasets[i];
    if (name) fail_msg("no dataset %s", name);
    return NULL; /* a layer that nobody knows */
}

static const char elveg[] = "NVDB/Elveg Veglenke", osm[] = "OpenStreetMap";

typedef struct pair {
    hn_net_role role;
    const char *text;
} pair;

static void fill(const char *value[HN_NET_JUDGED], const pair *pairs, size_t count) {
    memset(value, 0, HN_NET_JUDGED * sizeof *value);
    for (size_t i = 0; i < count; i++)
        value[pairs[i].role] = pairs[i].text;
}

#define LOOK(set, ...)                                                                             \
    const char *value[HN_NET_JUDGED];                                                              \
    const pair pairs[] = {__VA_ARGS__};                                                            \
    fill(value, pairs, sizeof pairs / sizeof *pairs);                                              \
    hn_net_facts facts = hn_net_look(hn_rules_network(fixture.rules), dataset(set), value)

static bool allowed(hn_mode mode, const hn_net_facts *facts, const char *const *value) {
    return hn_profile_judge(hn_rules_profile(fixture.rules, mode), facts, value).allow;
}

/* Which modes may use a link: "gsb" for walk, bicycle, car. */
#define MAY(modes, klasse_wanted, set, ...)                                                        \
    do {                                                                                           \
        LOOK(set, __VA_ARGS__);                                                                    \
        assert_string_equal(facts.klasse, klasse_wanted);                                          \
        assert_int_equal(allowed(HN_MODE_WALK, &facts, value), strchr(modes, 'g') != NULL);        \
        assert_int_equal(allowed(HN_MODE_BICYCLE, &facts, value), strchr(modes, 's') != NULL);     \
        assert_int_equal(allowed(HN_MODE_CAR, &facts, value), strchr(modes, 'b') != NULL);         \
    } while (0)

static void norwegian_kinds(void **state) {
    (void)state;
    MAY("gsb", "kommunalveg", elveg, {HN_NET_TYPE, "enkelBilveg"}, {HN_NET_CATEGORY, "K"});
    MAY("gsb", "privatveg", elveg, {HN_NET_TYPE, "enkelBilveg"}, {HN_NET_CATEGORY, "P"});
    MAY("gs", "gangsykkelveg", elveg, {HN_NET_TYPE, "gangOgSykkelveg"}, {HN_NET_CATEGORY, "K"});
    MAY("gs", "gagate", elveg, {HN_NET_TYPE, "gågate"});
    MAY("gs", "fortau", elveg, {HN_NET_TYPE, "fortau"});
    MAY("g", "trapp", elveg, {HN_NET_TYPE, "trapp"});
    MAY("gs", "sti", elveg, {HN_NET_TYPE, "sti"});
    MAY("gs", "traktorveg", elveg, {HN_NET_TYPE, "traktorveg"});
    MAY("b", "bilferje", elveg, {HN_NET_TYPE, "bilferje"}, {HN_NET_CATEGORY, "F"});
    MAY("", "passasjerferje", elveg, {HN_NET_TYPE, "passasjerferje"});
    MAY("b", "motorveg", elveg, {HN_NET_TYPE, "enkelBilveg"}, {HN_NET_MOTORWAY, "motorveg"});
    MAY("b", "motortrafikkveg", elveg, {HN_NET_TYPE, "x"}, {HN_NET_MOTORWAY, "motortrafikkveg"});
    MAY("gsb", "europaveg", elveg, {HN_NET_CATEGORY, "E"}, {HN_NET_MOTORWAY, "IkkeMotorveg"});
    MAY("", "planlagt", elveg, {HN_NET_TYPE, "enkelBilveg"}, {HN_NET_PHASE, "P"});
    MAY("gsb", "kommunalveg", elveg, {HN_NET_CATEGORY, "K"}, {HN_NET_PHASE, "V"});
    MAY("gsb", "veg", elveg, {HN_NET_TYPE, "noe nytt"});
}

static void osm_kinds(void **state) {
    (void)state;
    MAY("gsb", "kommunalveg", osm, {HN_NET_HIGHWAY, "residential"});
    MAY("g", "trapp", osm, {HN_NET_HIGHWAY, "steps"});
    MAY("b", "motorveg", osm, {HN_NET_HIGHWAY, "motorway_link"});
    MAY("b", "motorveg", osm, {HN_NET_HIGHWAY, "motorway"}, {HN_NET_FOOT, "yes"});
    MAY("b", "motortrafikkveg", osm, {HN_NET_HIGHWAY, "trunk"}, {HN_NET_MOTORROAD, "yes"});
    MAY("gs", "fortau", osm, {HN_NET_HIGHWAY, "footway"}, {HN_NET_SIDEWALK, "sidewalk"});
    MAY("sb", "riksveg", osm, {HN_NET_HIGHWAY, "primary"}, {HN_NET_FOOT, "no"});
    MAY("", "privatveg", osm, {HN_NET_HIGHWAY, "service"}, {HN_NET_ACCESS, "private"});
    MAY("g", "privatveg", osm, {HN_NET_HIGHWAY, "service"}, {HN_NET_ACCESS, "private"},
        {HN_NET_FOOT, "designated"});
    MAY("g", "sti", osm, {HN_NET_HIGHWAY, "path"}, {HN_NET_BICYCLE, "no"});
    MAY("gs", "kommunalveg", osm, {HN_NET_HIGHWAY, "residential"}, {HN_NET_MOTOR, "no"});
    MAY("", "planlagt", osm, {HN_NET_HIGHWAY, "construction"});
    MAY("b", "bilferje", osm, {HN_NET_ROUTE, "ferry"});
    /* One of several values is enough. */
    MAY("sb", "kommunalveg", osm, {HN_NET_HIGHWAY, "residential"}, {HN_NET_FOOT, "no;private"});
}

static void car_tunnels_are_not_for_walkers(void **state) {
    (void)state;
    MAY("sb", "fylkesveg", elveg, {HN_NET_CATEGORY, "F"}, {HN_NET_LEVEL, "U"});
    MAY("gs", "gangsykkelveg", elveg, {HN_NET_TYPE, "gangOgSykkelveg"}, {HN_NET_LEVEL, "U"});
    MAY("sb", "riksveg", osm, {HN_NET_HIGHWAY, "primary"}, {HN_NET_TUNNEL, "yes"});
    MAY("gsb", "riksveg", osm, {HN_NET_HIGHWAY, "primary"}, {HN_NET_TUNNEL, "building_passage"});
    MAY("gsb", "fylkesveg", elveg, {HN_NET_CATEGORY, "F"}, {HN_NET_LEVEL, "L"});
}

static void level_is(const char *set, int level, bool bridge, bool tunnel, const pair *pairs,
                     size_t count) {
    const char *value[HN_NET_JUDGED];
    fill(value, pairs, count);
    hn_net_facts f = hn_net_look(hn_rules_network(fixture.rules), dataset(set), value);
    assert_int_equal(f.level, level);
    assert_int_equal(f.bridge, bridge);
    assert_int_equal(f.tunnel, tunnel);
}

static void levels(void **state) {
    (void)state;
    level_is(elveg, 0, false, false, (pair[]){{HN_NET_LEVEL, "T"}}, 1);
    level_is(elveg, 1, true, false, (pair[]){{HN_NET_LEVEL, "L"}}, 1);
    level_is(elveg, -1, false, true, (pair[]){{HN_NET_LEVEL, "U"}}, 1);
    level_is(elveg, 0, false, false, NULL, 0);
    /* SOSI's words count in layers that nobody knows too: a bridge is no way into a park. */
    level_is(NULL, 1, true, false, (pair[]){{HN_NET_LEVEL, "L"}}, 1);
    level_is(NULL, -1, false, true, (pair[]){{HN_NET_LEVEL, "U"}}, 1);
    level_is(NULL, 0, false, false, (pair[]){{HN_NET_LEVEL, "T"}}, 1);
    /* In Ruteplan T is a tunnel and B a bridge. */
    level_is("NVDB Ruteplan", -1, false, true, (pair[]){{HN_NET_LEVEL, "T"}}, 1);
    level_is("NVDB Ruteplan", 1, true, false, (pair[]){{HN_NET_LEVEL, "B"}}, 1);
    level_is(osm, 1, true, false, (pair[]){{HN_NET_BRIDGE, "yes"}}, 1);
    level_is(osm, 0, false, false, (pair[]){{HN_NET_BRIDGE, "no"}}, 1);
    level_is(osm, 2, true, false, (pair[]){{HN_NET_BRIDGE, "viaduct"}, {HN_NET_LAYER, "2"}}, 2);
    level_is(osm, -1, false, true, (pair[]){{HN_NET_TUNNEL, "culvert"}}, 1);
    level_is(osm, -2, false, false, (pair[]){{HN_NET_LAYER, "-2"}}, 1);
    level_is(osm, 1, true, false, (pair[]){{HN_NET_BRIDGE, "yes"}, {HN_NET_LAYER, "999"}}, 2);
    level_is(osm, 1, true, false, (pair[]){{HN_NET_BRIDGE, "yes"}, {HN_NET_LAYER, "1;2"}}, 2);
}

static void ways_are(int ways, int bicycle, const pair *pairs, size_t count) {
    const char *value[HN_NET_JUDGED];
    fill(value, pairs, count);
    hn_net_facts f = hn_net_look(hn_rules_network(fixture.rules), dataset(osm), value);
    assert_int_equal(f.ways, ways);
    assert_int_equal(f.bicycle_ways, bicycle);
}

static void directions(void **state) {
    (void)state;
    ways_are(BOTH, BOTH, NULL, 0);
    ways_are(ALONG, ALONG, (pair[]){{HN_NET_ONEWAY, "yes"}}, 1);
    ways_are(ALONG, ALONG, (pair[]){{HN_NET_ONEWAY, "FT"}}, 1);
    ways_are(AGAINST, AGAINST, (pair[]){{HN_NET_ONEWAY, "-1"}}, 1);
    ways_are(AGAINST, AGAINST, (pair[]){{HN_NET_ONEWAY, "TF"}}, 1);
    ways_are(AGAINST, AGAINST, (pair[]){{HN_NET_ONEWAY, "T"}}, 1);
    ways_are(BOTH, BOTH, (pair[]){{HN_NET_ONEWAY, "B"}}, 1);
    ways_are(BOTH, BOTH, (pair[]){{HN_NET_ONEWAY, "no"}}, 1);
    ways_are(ALONG, BOTH, (pair[]){{HN_NET_ONEWAY, "yes"}, {HN_NET_ONEWAY_BICYCLE, "no"}}, 2);
    ways_are(ALONG, ALONG, (pair[]){{HN_NET_JUNCTION, "roundabout"}}, 1);
    ways_are(ALONG, ALONG, (pair[]){{HN_NET_HIGHWAY, "motorway"}}, 1);
    ways_are(BOTH, BOTH, (pair[]){{HN_NET_LANES, "1#2"}}, 1);
    ways_are(ALONG, ALONG, (pair[]){{HN_NET_LANES, "1"}}, 1);
    ways_are(AGAINST, AGAINST, (pair[]){{HN_NET_LANES, "2#4"}}, 1);
    ways_are(ALONG, ALONG, (pair[]){{HN_NET_LANES, "1#3H1"}}, 1);
    ways_are(ALONG, BOTH, (pair[]){{HN_NET_LANES, "1#2S"}}, 1);
    ways_are(BOTH, BOTH, (pair[]){{HN_NET_LANES, "1S#2S"}}, 1);
    ways_are(BOTH, BOTH, (pair[]){{HN_NET_LANES, "ukjent"}}, 1);
}

static void speed_limits(void **state) {
    (void)state;
    assert_near(hn_net_speed("50"), 50, 0);
    assert_near(hn_net_speed("30 mph"), 48.28032, 1e-9);
    assert_near(hn_net_speed("40 km/h"), 40, 0);
    assert_true(isnan(hn_net_speed("NO:urban")));
    assert_true(isnan(hn_net_speed("none")));
    assert_true(isnan(hn_net_speed("0")));
    assert_true(isnan(hn_net_speed("-5")));
    assert_true(isnan(hn_net_speed("9999")));
    assert_true(isnan(hn_net_speed(NULL)));
}

static void safe_links(void **state) {
    (void)state;
    assert_int_equal(hn_net_safe(true, 80, 20000, 30, 3000), HN_SAFE);
    assert_int_equal(hn_net_safe(false, 30, 3000, 30, 3000), HN_SAFE);
    assert_int_equal(hn_net_safe(false, 31, 10, 30, 3000), HN_UNSAFE);
    assert_int_equal(hn_net_safe(false, 30, 3001, 30, 3000), HN_UNSAFE);
    assert_int_equal(hn_net_safe(false, NAN, 3001, 30, 3000), HN_UNSAFE);
    /* Missing traffic is not zero traffic. */
    assert_int_equal(hn_net_safe(false, 30, NAN, 30, 3000), HN_SAFE_UNKNOWN);
    assert_int_equal(hn_net_safe(false, NAN, 10, 30, 3000), HN_SAFE_UNKNOWN);
    assert_true(hn_net_passes_safe(HN_SAFE, NAN, 30));
    assert_true(hn_net_passes_safe(HN_SAFE_UNKNOWN, 30, 30));
    assert_false(hn_net_passes_safe(HN_SAFE_UNKNOWN, NAN, 30));
    assert_false(hn_net_passes_safe(HN_UNSAFE, 30, 30));
}

/* ---- recognition ---- */

static const char *known(const char *layer, const char *const *fields, size_t count) {
    const hn_net_dataset *d =
        hn_net_recognise(hn_rules_network(fixture.rules), layer, NULL, fields, count);
    return d ? d->name : "-";
}

#define KNOWN(wanted, layer, ...)                                                                  \
    do {                                                                                           \
        const char *const fields[] = {__VA_ARGS__};                                                \
        assert_string_equal(known(layer, fields, sizeof fields / sizeof *fields), wanted);         \
    } while (0)

static void datasets(void **state) {
    (void)state;
    KNOWN("NVDB/Elveg Veglenke", "Veglenke", "typeVeg", "lenkesekvens|Identifikasjon|lokalId");
    KNOWN("NVDB Fartsgrense", "Fartsgrense", "lokalId", "fartsgrenseVerdi");
    KNOWN("NVDB Trafikkmengde", "Trafikkmengde", "ådtTotal");
    KNOWN("NVDB, ikke brukt her", "Svingerestriksjon", "lokalId");
    KNOWN("NVDB Ruteplan", "vegnett_sampledata", "FromNodeID", "FT_MINUTES");
    KNOWN("NVDB Ruteplan", "ruttger_link_geom", "FROMNODE", "DRIVETIME_FW");
    KNOWN("N50/N1000 Veglenke", "Veglenke", "typeVeg", "vegkategori", "medium");
    KNOWN("FKB TraktorvegSti", "FKB_TraktorvegSti", "typeveg");
    KNOWN("Turruter", "Fotrute", "rutenavn");
    KNOWN("OpenStreetMap", "lines", "osm_id", "highway");
    KNOWN("OpenStreetMap, plasser", "multipolygons", "osm_id", "highway");
    KNOWN("-", "park", "navn");
}

static void fields_by_role(void **state) {
    (void)state;
    const char *const fields[] = {"fid",    "FromNodeID", "ToNodeID", "FT_MINUTES", "TF_MINUTES",
                                  "ONEWAY", "RoadClass",  "Medium",   "FT_Fart"};
    int column[HN_NET_ROLES];
    hn_net_find_fields(hn_rules_network(fixture.rules), dataset("NVDB Ruteplan"), fields, 9,
                       column);
    assert_int_equal(column[HN_NET_FROM_NODE], 1);
    assert_int_equal(column[HN_NET_TO_NODE], 2);
    assert_int_equal(column[HN_NET_MINUTES_ALONG], 3);
    assert_int_equal(column[HN_NET_MINUTES_AGAINST], 4);
    assert_int_equal(column[HN_NET_ONEWAY], 5);
    assert_int_equal(column[HN_NET_ROADCLASS], 6);
    assert_int_equal(column[HN_NET_LEVEL], 7);
    assert_int_equal(column[HN_NET_SPEED], 8);
    assert_int_equal(column[HN_NET_HIGHWAY], -1);
}

/* ---- rule files ---- */

static void refuses_net(const char *text, const char *words) {
    hn_net_rules rules;
    hensyn_set_language(&fixture.ctx, "en");
    assert_int_equal(hn_net_rules_parse(&fixture.ctx, "n.yaml", text, strlen(text), &rules),
                     HENSYN_USAGE);
    if (!strstr(hensyn_message(&fixture.ctx), words))
        fail_msg("'%s' is not in '%s'", words, hensyn_message(&fixture.ctx));
}

static void wrong_network_files(void **state) {
    (void)state;
    refuses_net("", "empty");
    refuses_net("datasets: []\n", "classes is missing");
    refuses_net("classes:\n  - {when: {type: a}, klasse: b, source: c}\n", "fit all");
    refuses_net("classes:\n  - {klasse: b}\n", "source is missing");
    refuses_net("classes:\n  - {klasse: b, allow: true, source: c}\n", "only that");
    refuses_net("classes:\n  - {when: {farge: a}, klasse: b, source: c}\n", "'farge' is unknown");
    refuses_net("fields: {klasse: [a]}\n", "'klasse' is unknown");
    refuses_net("fields: {type: [a], type: [b]}\n", "stands twice");
    refuses_net("datasets:\n  - {name: a, use: fly, need: [b], source: c}\n", "use 'fly'");
    refuses_net("datasets:\n  - {name: a, use: lenker, source: c}\n", "layers or need");
    refuses_net("noe: 1\n", "n.yaml:1:1");
}

static void refuses_profile(const char *text, const char *words) {
    hn_profile profile;
    hensyn_set_language(&fixture.ctx, "en");
    assert_int_equal(
        hn_profile_parse(&fixture.ctx, "gange.yaml", text, strlen(text), "gange", &profile),
        HENSYN_USAGE);
    if (!strstr(hensyn_message(&fixture.ctx), words))
        fail_msg("'%s' is not in '%s'", words, hensyn_message(&fixture.ctx));
}

static void wrong_profiles(void **state) {
    (void)state;
    refuses_profile("mode: bil\n", "mode is to be 'gange'");
    refuses_profile("mode: gange\n", "must have title");
    refuses_profile("mode: gange\nspeed: 0\n", "speed");
    refuses_profile("allow:\n  - {allow: false, source: a}\n", "nb is missing");
    refuses_profile("speeds:\n  - {allow: true, source: a}\n", "is to say speed");
}

static void a_profile_of_ones_own(void **state) {
    (void)state;
    static const char text[] = "mode: gange\ntitle: til fots\nspeed: 4\nleg_speed: 3\nallow:\n"
                               "  - {when: {klasse: [trapp], highway: [~, steps]}, allow: false,"
                               " nb: nei, source: a}\n  - {allow: true, source: b}\n";
    hn_profile profile;
    if (hn_profile_parse(&fixture.ctx, "gange.yaml", text, strlen(text), "gange", &profile))
        fail_msg("%s", hensyn_message(&fixture.ctx));
    const char *value[HN_NET_JUDGED] = {0};
    hn_net_facts steps = {.klasse = "trapp"}, path = {.klasse = "sti"};
    assert_false(hn_profile_judge(&profile, &steps, value).allow); /* highway is not set */
    value[HN_NET_HIGHWAY] = "path";
    assert_true(hn_profile_judge(&profile, &steps, value).allow);
    value[HN_NET_HIGHWAY] = "steps";
    assert_false(hn_profile_judge(&profile, &steps, value).allow);
    assert_true(hn_profile_judge(&profile, &path, value).allow);
    assert_near(hn_profile_judge(&profile, &path, value).speed, 4, 0);
    hn_profile_clear(&profile);
}

/* ---- presets ---- */

static void presets(void **state) {
    (void)state;
    static const char *const names[] = {"ssb", "ssb-trygg", "who", "who-nett", "ags", "ags-nett"};
    const hn_presets *all = hn_rules_presets(fixture.rules);
    assert_int_equal(all->count, sizeof names / sizeof *names);
    for (size_t i = 0; i < all->count; i++) {
        const hn_preset *p = hn_presets_find(all, names[i]);
        assert_non_null(p);
        for (size_t c = 0; c < p->class_count; c++) {
            /* WHO and Natural England measure in a straight line; what is besides says so. */
            bool straight = strcmp(names[i], "who") == 0 || strcmp(names[i], "ags") == 0;
            assert_int_equal(p->classes[c].straight, straight);
            if (strstr(names[i], "-nett"))
                assert_non_null(strstr(p->classes[c].metode, "men målt"));
        }
    }
    const hn_preset *ssb = hn_presets_find(all, "ssb");
    assert_near(ssb->classes[0].min_area_m2, 5000, 0);
    assert_near(ssb->classes[0].limit_m, 200, 0);
    assert_near(ssb->classes[1].min_area_m2, 200000, 0);
    assert_near(ssb->classes[1].limit_m, 500, 0);
    assert_non_null(strstr(ssb->classes[0].metode, "kan ikke sammenlignes"));
    assert_false(ssb->safe);
    assert_true(hn_presets_find(all, "ssb-trygg")->safe);
    assert_near(hn_presets_find(all, "who")->classes[0].limit_m, 300, 0);
    assert_int_equal(hn_presets_find(all, "ags")->class_count, 6);
    assert_null(hn_presets_find(all, "sbs"));
    assert_int_equal(hn_presets_unknown(&fixture.ctx, all, "sbs"), HENSYN_USAGE);
}

static void wrong_presets(void **state) {
    (void)state;
    static const char *const texts[][2] = {
        {"presets:\n  - {name: a, title: b, source: c}\n", "classes must be given"},
        {"presets:\n  - {name: a, title: b, source: c, classes: [{name: d, min_area: 1, limit: 2,"
         " metode: e}]}\n",
         "maal is to be"},
        {"presets:\n  - {name: a, title: b, source: c, classes: [{name: 'd,e', min_area: 1,"
         " limit: 2, maal: nett, metode: e}]}\n",
         "no comma"},
        {"presets:\n  - {name: a, title: b, source: c, classes: [{name: d, min_area: 1, limit: 0,"
         " maal: nett, metode: e}]}\n",
         "limit"},
        {"preset: 1\n", "preset"},
    };
    hensyn_set_language(&fixture.ctx, "en");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        hn_presets presets;
        assert_int_equal(
            hn_presets_parse(&fixture.ctx, "k.yaml", texts[i][0], strlen(texts[i][0]), &presets),
            HENSYN_USAGE);
        if (!strstr(hensyn_message(&fixture.ctx), texts[i][1]))
            fail_msg("'%s' is not in '%s'", texts[i][1], hensyn_message(&fixture.ctx));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(norwegian_kinds),
        cmocka_unit_test(osm_kinds),
        cmocka_unit_test(car_tunnels_are_not_for_walkers),
        cmocka_unit_test(levels),
        cmocka_unit_test(directions),
        cmocka_unit_test(speed_limits),
        cmocka_unit_test(safe_links),
        cmocka_unit_test(datasets),
        cmocka_unit_test(fields_by_role),
        cmocka_unit_test(wrong_network_files),
        cmocka_unit_test(wrong_profiles),
        cmocka_unit_test(a_profile_of_ones_own),
        cmocka_unit_test(presets),
        cmocka_unit_test(wrong_presets),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
