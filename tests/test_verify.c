/* hensyn_verify: a sound result passes in every store, and each invariant, broken on its own by
 * SQL, is what fails. */
#include "verify_kit.h"
/* After the other kit, whose variables have the name of this one's type. */
#include "kit.h"

#include <libpq-fe.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- a sound result ---- */

static void add_fact(hn_result *r, const char *key, const char *value) {
    hn_fact *fact = HN_NEW_ROW(r->facts);
    *fact = (hn_fact){key, value};
}

static void set_plan(hn_plan_area *area) {
    area->planstatus = area->plantype = area->arealbruksstatus = HN_NO_INT;
    area->utbygging_grunn = area->utbygging ? "uten_status" : "formaal";
}

static hn_consideration *add_hensyn(kit *k, const char *theme, const char *wkt, int value) {
    hn_consideration *h = kit_hensyn_of(k, kit_geometry(k, wkt), theme, value);
    hn_source_row *source = &k->result->sources.row[1];
    h->kilde = 1;
    source->antall_lest++;
    source->antall_brukt++;
    source->areal_lest_m2 += isnan(h->areal_m2) ? 0 : h->areal_m2;
    source->areal_brukt_m2 += isnan(h->areal_m2) ? 0 : h->areal_m2;
    return h;
}

/* One object of the source that was left out, with its remark. */
static void add_left_out(kit *k) {
    hn_source_row *source = &k->result->sources.row[1];
    source->antall_lest++;
    source->antall_utelatt++;
    source->areal_lest_m2 += 12;
    source->areal_utelatt_m2 += 12;
    hn_about about = HN_ABOUT_NOTHING;
    about.kilde = "hensyn.gpkg";
    about.lag = "flater";
    about.kilde_id = "99";
    about.before_m2 = 12;
    hn_remark_add(k->ctx, k->result, HENSYN_INFO, "UTENFOR_TEMA", &about, "ikke av dette temaet");
}

static bool with_worthless; /* one more mire, of no value, across the first square */

/* Three squares of 100 m side by side at (500000, 7000000), the third no development.
 * Considerations: 1 a recreation area over half of 1 and 2 (2 500 m2 of each), 2 a mire of 20 m by
 * 100 m in 1, of which 500 m2 lie in the recreation area as well, 3 a path of 80 m in 1, 4 two
 * sites in 2, 5 a site with 20 m around it in 2, 6 a zone of the plan that is the lower right
 * quarter of 2. */
static hn_result *sound_result(kit *k) {
    kit_new_result(k);
    hn_result *r = k->result;
    hn_source_row *source = &r->sources.row[0];
    *source = (hn_source_row){.fid = 1, .rolle = "plan", .sti = "/data/plan.gml", .lag = "plan"};
    source = HN_NEW_ROW(r->sources);
    *source =
        (hn_source_row){.fid = 2, .rolle = "hensyn", .sti = "/data/hensyn.gpkg", .lag = "flater"};
    set_plan(kit_plan(k, "POLYGON((500000 7000000, 500100 7000000, 500100 7000100, 500000 7000100, "
                         "500000 7000000))"));
    set_plan(kit_plan(k, "POLYGON((500100 7000000, 500200 7000000, 500200 7000100, 500100 7000100, "
                         "500100 7000000))"));
    set_plan(kit_plan_of(k,
                         kit_geometry(k, "POLYGON((500200 7000000, 500300 7000000, 500300 7000100, "
                                         "500200 7000100, 500200 7000000))"),
                         "3001", 0));
    add_hensyn(k, "friluftsliv",
               "POLYGON((500050 7000000, 500150 7000000, 500150 7000050, 500050 "
               "7000050, 500050 7000000))",
               3);
    add_hensyn(k, "myr",
               "POLYGON((500040 7000000, 500060 7000000, 500060 7000100, 500040 7000100, "
               "500040 7000000))",
               2);
    add_hensyn(k, "friluftsliv", "LINESTRING(500010 7000080, 500090 7000080)", 2);
    add_hensyn(k, "kulturarv", "MULTIPOINT(500110 7000090, 500120 7000090)", 3);
    add_hensyn(k, "naturmangfold", "POINT(500150 7000075)", 3)->buffer = 20;
    hn_consideration *zone = add_hensyn(k, "friluftsliv",
                                        "POLYGON((500150 7000000, 500200 7000000, 500200 7000050, "
                                        "500150 7000050, 500150 7000000))",
                                        2);
    zone->opphav = "plan";
    zone->group = kit_group(k, "friluftsliv", true);
    if (with_worthless)
        add_hensyn(
            k, "myr",
            "POLYGON((500010 7000010, 500020 7000010, 500020 7000020, 500010 7000020, 500010 "
            "7000010))",
            0);
    add_left_out(k);
    r->has_conflict = r->has_partition = k->options.partition = true;
    r->epsg = 25833;
    r->crs_name = "EPSG:25833";
    r->crs_wkt = "PROJCS[\"ETRS89 / UTM zone 33N\"]";
    r->crs_proj4 = "+proj=utm +zone=33 +ellps=GRS80 +units=m +no_defs";
    add_fact(r, "versjon", HENSYN_VERSION);
    add_fact(r, "oppskrift", "# hensyn\nmeasure: planar\npartition: true\n");
    hn_buffer rules = {0};
    assert_int_equal(hn_rules_describe(k->ctx, k->rules, &rules), HENSYN_OK);
    add_fact(r, "regler", hn_pool_add(r->pool, rules.text));
    hn_buffer_free(&rules);
    kit_run(k);
    return r;
}

/* A kit whose measure reaches to where the squares lie. */
static kit *wide_kit(void) {
    kit *k = kit_create();
    hn_measure_destroy(k->measure);
    assert_int_equal(
        hn_measure_create(k->ctx, (hn_box){4e5, 69e5, 6e5, 71e5}, NULL, NULL, 1, &k->measure),
        HENSYN_OK);
    k->options.measure = k->measure;
    return k;
}

static int setup(void **state) {
    void *made = NULL;
    rk_setup(&made);
    fix.kit = made;
    kit *k = wide_kit();
    snprintf(fix.spatialite, 512, "%s/god.sqlite", fix.kit->folder);
    snprintf(fix.gpkg, 512, "%s/god.gpkg", fix.kit->folder);
    snprintf(fix.broken, 512, "%s/brutt.sqlite", fix.kit->folder);
    rk_ok(fix.kit, rk_write(fix.kit, fix.spatialite, false, sound_result(k)));
    rk_ok(fix.kit, rk_write(fix.kit, fix.gpkg, false, sound_result(k)));
    kit_destroy(k);
    *state = &fix;
    return 0;
}

static int teardown(void **state) {
    (void)state;
    void *made = fix.kit;
    hn_buffer_free(&fix.text);
    return rk_teardown(&made);
}

/* ---- sound ---- */

static void test_sound(void **state) {
    (void)state;
    expect_sound(fix.spatialite, 40);
    expect_sound(fix.gpkg, 40);
}

static void test_numbers_of_the_sound_result(void **state) {
    (void)state;
    assert_sql(fix.spatialite,
               "SELECT fid, areal_m2, konflikt_m2, linje_m, punkt_antall FROM arealformal",
               "1|10000.0|4000.0|80.0|0\n2|10000.0|5000.0|0.0|3\n3|10000.0|0.0|0.0|0");
    assert_sql(fix.spatialite,
               "SELECT count(*), sum(areal_m2) FROM konflikt WHERE art = 'overlapp'", "4|9500.0");
    assert_sql(fix.spatialite, "SELECT count(*) FROM konflikt WHERE art = 'naerhet'", "1");
    assert_sql(fix.spatialite,
               "SELECT round(sum(areal_m2), 3), round(sum(antall_tema * areal_m2), 3) "
               "FROM samlet_hensyn",
               "9000.0|9500.0");
}

static void test_nothing_is_changed(void **state) {
    (void)state;
    struct stat before, after;
    char *sum = rk_sql(fix.spatialite, "SELECT total(areal_m2) FROM konflikt");
    assert_int_equal(stat(fix.spatialite, &before), 0);
    assert_int_equal(verify(fix.spatialite, 0), HENSYN_OK);
    assert_int_equal(stat(fix.spatialite, &after), 0);
    assert_int_equal(before.st_mtim.tv_sec, after.st_mtim.tv_sec);
    assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
    assert_int_equal(before.st_size, after.st_size);
    hn_free(sum);
}

static void test_text_and_language(void **state) {
    (void)state;
    hensyn_set_language(fix.kit->ctx, "nb");
    assert_int_equal(verify(fix.spatialite, 0), HENSYN_OK);
    assert_non_null(strstr(fix.text.text, "ok   koblinger: hver fremmednøkkel finnes\n"));
    assert_null(strstr(fix.text.text, "FEIL"));
    hensyn_set_language(fix.kit->ctx, "en");
    assert_int_equal(verify(fix.spatialite, 0), HENSYN_OK);
    assert_non_null(strstr(fix.text.text, "ok   koblinger: every foreign key resolves\n"));
    hensyn_set_language(fix.kit->ctx, "nb");
}

/* ---- invariant 1: areas, shares and grades ---- */

static void test_areas(void **state) {
    (void)state;
    static const breakage list[] = {
        {"UPDATE arealformal SET konflikt_m2 = 2000, konflikt_andel = 0.2 WHERE fid = 1",
         "konflikt_m2,indikator_areal",
         "arealformal fid=1 konflikt_m2=2000.0 areal_m2=10000.0 storst=2500.0 sum=4500.0 "
         "sliver_m2=0.0"},
        {"UPDATE arealformal SET konflikt_m2 = 4600, konflikt_andel = 0.46 WHERE fid = 1",
         "konflikt_m2,indikator_areal", "konflikt_m2=4600.0"},
        /* Slivers are in the union but in no row. */
        {"UPDATE arealformal SET sliver_m2 = 200, konflikt_m2 = 4600, konflikt_andel = 0.46 WHERE "
         "fid = 1",
         "indikator_areal", "konflikt_areal=9000.0 sum_konflikt=9600.0"},
        {"UPDATE arealformal SET naerhet_m2 = 0 WHERE fid = 2", "naerhet_m2",
         "arealformal fid=2 naerhet_m2=0.0"},
        {"UPDATE arealformal SET naerhet_m2 = naerhet_m2 + 1 WHERE fid = 2", "naerhet_m2", "fid=2"},
        {"UPDATE hensyn SET beslag_m2 = 2400, beslag_andel = 0.48 WHERE fid = 1",
         "beslag_m2,indikator_areal",
         "hensyn fid=1 beslag_m2=2400.0 areal_m2=5000.0 storst=2500.0"},
        {"UPDATE hensyn SET beslag_m2 = NULL, beslag_andel = NULL WHERE fid = 1",
         "beslag_m2,andeler,indikator_areal", "beslag_m2=null"},
        {"UPDATE hensyn_linje SET beslag_andel = 0.5", "beslag_linje",
         "hensyn_linje fid=3 beslag_andel=0.5 lengde_m=80.0 storst=80.0 sum=80.0"},
        {"UPDATE arealformal SET linje_m = 81 WHERE fid = 1", "linje_m",
         "arealformal fid=1 linje_m=81.0 sum=80.0"},
        {"UPDATE arealformal SET punkt_antall = 4 WHERE fid = 2", "punkt_antall",
         "arealformal fid=2 punkt_antall=4 punkter=3"},
        {"UPDATE arealformal SET punkt_antall = NULL WHERE fid = 3", "punkt_antall",
         "arealformal fid=3 punkt_antall=null punkter=0"},
    };
    BREAK(fix.spatialite, list);
}

/* ---- the rules of the run ---- */

#define MIRE " WHERE plan_fid = 1 AND tema = 'myr'"

static void test_rules_of_the_run(void **state) {
    (void)state;
    static const breakage list[] = {
        {"UPDATE konflikt SET pavirkning = 1 WHERE fid = 1", "konsekvens,pavirkning",
         "konflikt fid=1 arealformal=\"1110\" tema=\"friluftsliv\" pavirkning=1 regel="},
        {"UPDATE konflikt SET pavirkning = 3 WHERE art = 'naerhet'", "konsekvens,pavirkning",
         "tema=\"naturmangfold\" pavirkning=3"},
        {"UPDATE konflikt SET regel = 'pavirkning.csv:1' WHERE fid = 1", "pavirkning",
         "regel=\"pavirkning.csv:1\""},
        {"UPDATE konflikt_linje SET regel = NULL", "pavirkning", "konflikt_linje fid=3"},
        {"UPDATE konflikt_punkt SET pavirkning = 2", "konsekvens,pavirkning",
         "konflikt_punkt fid="},
        /* A purpose that no rule knows is assumed, but then so is every pair of the area. */
        {"UPDATE konflikt SET regel = 'antatt', pavirkning = 2, konsekvens = 2, status = 'antatt' "
         "WHERE "
         "fid = 1",
         "grader,plan_tema_treff,pavirkning", "regel=\"antatt\""},
        {"UPDATE arealformal SET arealformal = '1161' WHERE fid = 1", "formal,pavirkning",
         "arealformal fid=1 arealformal=\"1161\" formal_navn="},
        {"UPDATE arealformal SET formal_navn = 'Park' WHERE fid = 3", "formal",
         "arealformal=\"3001\" formal_navn=\"Park\""},
        {"UPDATE konflikt SET skala = 'fare' WHERE hensyn_fid = 2; UPDATE hensyn SET skala = "
         "'fare' "
         "WHERE fid = 2",
         "skala", "hensyn fid=2 tema=\"myr\" skala=\"fare\" temaets=\"ku\""},
        {"UPDATE hensyn SET konsekvens = 4 WHERE fid = 2", "konsekvens",
         "hensyn fid=2 tema=\"myr\" verdi=2 pavirkning=3 andel=1.0 konsekvens=4 reglenes=2"},
        {"UPDATE hensyn_punkt SET konsekvens = 1 WHERE fid = 5", "grader_hensyn,konsekvens",
         "hensyn_punkt fid=5"},
        {"UPDATE plan_tema SET antall = antall + 1" MIRE, "plan_tema_hoyst",
         "plan_tema fid=2 plan_fid=1 tema=\"myr\" antall=2 hoyst=1 verdi=2 hoyest=2"},
        {"UPDATE plan_tema SET verdi = 4" MIRE, "plan_tema_hoyst", "verdi=4 hoyest=2"},
        {"UPDATE plan_tema SET antall = 1, verdi = 2, status = 'treff', naermeste_m = 0 WHERE "
         "plan_fid "
         "= 2 AND tema = 'myr'",
         "plan_tema_hoyst", "antall=1 hoyst=0 verdi=2 hoyest=null"},
    };
    BREAK(fix.spatialite, list);
}

/* Considerations of no value meet a plan area without a conflict that is written. */
static void test_overlaps_that_are_not_written(void **state) {
    (void)state;
    static const breakage list[] = {
        {"UPDATE plan_tema SET antall = antall + 1" MIRE, "plan_tema_hoyst", "antall=3 hoyst=2"},
        {"UPDATE plan_tema SET verdi = 3" MIRE, "plan_tema_hoyst", "verdi=3 hoyest=2"},
        /* The object of no value is not near the other area. */
        {"UPDATE plan_tema SET antall = 1, verdi = 0, status = 'treff', naermeste_m = 0 WHERE "
         "plan_fid "
         "= 2 AND tema = 'myr'",
         "plan_tema_hoyst", "antall=1 hoyst=0 verdi=0"},
    };
    rk_path more = rk_in(fix.kit, "uten_verdi.sqlite");
    kit *k = wide_kit();
    with_worthless = true;
    rk_ok(fix.kit, rk_write(fix.kit, more.text, false, sound_result(k)));
    with_worthless = false;
    kit_destroy(k);
    expect_sound(more.text, 40);
    assert_sql(more.text, "SELECT antall, verdi FROM plan_tema" MIRE, "2|2");
    assert_sql(more.text, "SELECT count(*) FROM konflikt" MIRE, "1");
    BREAK(more.text, list);
}

static void test_rules_that_cannot_be_read(void **state) {
    (void)state;
    static const char *const broken[] = {"'...'", "'pavirkning.csv' || char(10) || 'tull'",
                                         "replace(verdi, 'annet.yaml', 'annet.txt')",
                                         "replace(verdi, 'konsekvens.csv', 'konsekvens.txt')"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        char sql[200];
        snprintf(sql, sizeof sql, "UPDATE kjoring SET verdi = %s WHERE nokkel = 'regler'",
                 broken[i]);
        copy_file(fix.spatialite, fix.broken);
        edit(fix.broken, sql);
        assert_int_equal(verify(fix.broken, 0), HENSYN_OK);
        assert_non_null(strstr(fix.text.text, "?    pavirkning: "));
        assert_non_null(strstr(fix.text.text, "[ikke kontrollert: reglene i kjoring er ikke til å "
                                              "lese]"));
    }
}

static void test_what_lies_within_the_tolerance(void **state) {
    (void)state;
    copy_file(fix.spatialite, fix.broken);
    edit(fix.broken,
         "UPDATE arealformal SET konflikt_m2 = konflikt_m2 + 0.009 WHERE fid = 1; "
         "UPDATE hensyn SET beslag_m2 = beslag_m2 - 0.009; "
         "UPDATE kilde SET areal_lest_m2 = areal_lest_m2 + 0.009; "
         "UPDATE samlet_hensyn SET areal_m2 = areal_m2 + 0.009 WHERE hensyn_liste = '6'");
    expect_sound(fix.broken, 40);
}

static void test_grades_and_shares(void **state) {
    (void)state;
    static const breakage list[] = {
        {"UPDATE arealformal SET antall_tema = 3 WHERE fid = 1", "grader",
         "arealformal fid=1 konsekvens=4 verst=4 antall_tema=3 temaer=2"},
        {"UPDATE arealformal SET konsekvens = 1 WHERE fid = 1", "grader", "konsekvens=1 verst=4"},
        {"UPDATE arealformal SET konsekvens = 1 WHERE fid = 3", "grader",
         "konsekvens=1 verst=null"},
        /* Thin pairs count for neither. */
        {"UPDATE konflikt SET status = 'smal' WHERE plan_fid = 1",
         "grader,grader_hensyn,plan_tema_treff,konsekvens,samlet_liste",
         "arealformal fid=1 konsekvens=4 verst=2"},
        {"UPDATE hensyn SET konsekvens = 0 WHERE fid = 1", "grader_hensyn,konsekvens",
         "hensyn fid=1 konsekvens=0 verst=4"},
        {"UPDATE hensyn_punkt SET konsekvens = 0 WHERE fid = 4", "grader_hensyn,konsekvens",
         "hensyn_punkt fid=4"},
        {"UPDATE arealformal SET konflikt_andel = 0.41 WHERE fid = 1", "andeler",
         "arealformal fid=1 konflikt_andel=0.41 konflikt_m2=4000.0 areal_m2=10000.0"},
        {"UPDATE hensyn SET beslag_andel = 0.9 WHERE fid = 1", "andeler", "hensyn fid=1"},
        {"UPDATE konflikt SET plan_andel = NULL WHERE fid = 1", "andeler",
         "konflikt fid=1 plan_andel=null areal_m2=2500.0 av=10000.0"},
        {"UPDATE konflikt SET hensyn_andel = 0.3 WHERE fid = 1", "andeler", "hensyn_andel=0.3"},
        {"UPDATE konflikt_linje SET hensyn_andel = 0.3", "andeler", "konflikt_linje fid=3"},
        {"UPDATE konflikt SET pavirkning = 1, plan_fid = plan_fid WHERE fid = 1; "
         "UPDATE arealformal SET utbygging = 0 WHERE fid = 1",
         "beslag_m2,beslag_linje,uten_utbygging,plan_tema_rader,indikator_areal,konsekvens,"
         "pavirkning",
         "konflikt fid=1 plan_fid=1 pavirkning=1 konsekvens=4"},
    };
    BREAK(fix.spatialite, list);
}

/* ---- invariant 2: sources ---- */

static void test_sources(void **state) {
    (void)state;
    static const breakage list[] = {
        {"UPDATE kilde SET antall_lest = 8 WHERE fid = 2", "kilde_antall",
         "kilde fid=2 lag=\"flater\" antall_lest=8 antall_brukt=6 antall_reparert=0 "
         "antall_utelatt=1"},
        {"UPDATE kilde SET areal_lest_m2 = areal_lest_m2 + 5 WHERE fid = 2", "kilde_areal",
         "areal_lest_m2=9517.0 areal_brukt_m2=9500.0"},
        {"UPDATE kilde SET areal_lest_m2 = NULL WHERE fid = 2", "kilde_areal",
         "areal_lest_m2=null"},
        {"UPDATE kilde SET antall_lest = 8, antall_brukt = 7 WHERE fid = 2", "kilde_rader",
         "kilde rolle=\"hensyn\" brukt=7 rader=6"},
        {"UPDATE kilde SET areal_lest_m2 = areal_lest_m2 + 5, areal_brukt_m2 = areal_brukt_m2 + 5 "
         "WHERE fid = 1",
         "kilde_rader", "areal_brukt_m2=30005.0 areal_m2=30000.0"},
        {"UPDATE kilde SET antall_lest = antall_lest + 1, antall_utelatt = 2 WHERE fid = 2",
         "merknader", "kilde sti=\"/data/hensyn.gpkg\" lag=\"flater\" endret=2 merknader=1"},
        {"DELETE FROM merknad WHERE kode = 'UTENFOR_TEMA'", "merknader", "endret=1 merknader=0"},
        {"UPDATE merknad SET kilde = 'annen.gpkg'", "merknader", "merknader=0"},
        {"UPDATE merknad SET lag = 'linjer'", "merknader", "merknader=0"},
        /* A remark about the layer, or about an object that is kept, is not about one left out. */
        {"UPDATE merknad SET kilde_id = NULL", "merknader", "merknader=0"},
        {"UPDATE merknad SET kode = 'VERDI_UKJENT'", "merknader", "merknader=0"},
        {"UPDATE kilde SET areal_lest_m2 = areal_lest_m2 + 5, areal_klippet_m2 = 5 WHERE fid = 1",
         "merknader", "kilde sti=\"/data/plan.gml\" lag=\"plan\" endret=1"},
        {"UPDATE merknad SET tekst = NULL", "merknad_tekst", "merknad fid=1 kode=\"UTENFOR_TEMA\""},
        {"UPDATE merknad SET antall = 0", "merknad_tekst,merknader",
         "kode=\"UTENFOR_TEMA\" antall=0"},
        /* A remark about the layer stands for as many objects as it tells. */
        {"UPDATE kilde SET antall_lest = antall_lest + 2, antall_utelatt = 3 WHERE fid = 2; UPDATE "
         "merknad SET kode = 'GEOMETRITYPE_UTELATT', kilde_id = NULL, antall = 2, tekst = '3 til'",
         "merknader", "endret=3 merknader=2"},
        {"UPDATE merknad SET kode = 'INGEN_ID', kilde_id = NULL, antall = 7", "merknader",
         "merknader=0"},
        {"INSERT INTO vurdering (konflikt_nokkel, gjelder) VALUES ('finnes ikke', 1)", "vurdering",
         "vurdering konflikt_nokkel=\"finnes ikke\" gjelder=1"},
        {"INSERT INTO vurdering (konflikt_nokkel, gjelder) SELECT nokkel, 0 FROM konflikt_linje",
         "vurdering", "vurdering konflikt_nokkel=\"plan1→hensyn3/overlapp\" gjelder=0"},
        {"DELETE FROM kjoring WHERE nokkel = 'regler'", "kjoring", "kjoring mangler=\"regler\""},
        {"UPDATE kjoring SET verdi = '' WHERE nokkel = 'versjon'", "kjoring",
         "mangler=\"versjon\""},
    };
    BREAK(fix.spatialite, list);
}

static void test_remark_for_many(void **state) {
    (void)state;
    copy_file(fix.spatialite, fix.broken);
    edit(
        fix.broken,
        "UPDATE kilde SET antall_lest = antall_lest + 2, antall_utelatt = 3 WHERE fid = 2; UPDATE "
        "merknad SET kode = 'GEOMETRITYPE_UTELATT', kilde_id = NULL, antall = 3, tekst = 'to til'");
    expect_sound(fix.broken, 40);
}

static void test_assessments_of_people_are_fine(void **state) {
    (void)state;
    copy_file(fix.spatialite, fix.broken);
    edit(fix.broken,
         "INSERT INTO vurdering (konflikt_nokkel, gjelder, av) SELECT nokkel, 1, 'Kari' "
         "FROM konflikt; INSERT INTO vurdering (konflikt_nokkel, gjelder) VALUES "
         "('før', 0), ('ny', NULL)");
    expect_sound(fix.broken, 40);
}

/* ---- invariant 3: plan_tema and samlet_hensyn ---- */

#define THEME " WHERE plan_fid = 1 AND tema = 'friluftsliv' AND opphav = 'data'"

static void test_plan_themes(void **state) {
    (void)state;
    static const breakage list[] = {
        {"UPDATE plan_tema SET andel = 0.5" THEME, "andeler", "plan_tema fid=1 andel=0.5"},
        {"DELETE FROM plan_tema WHERE plan_fid = 2 AND tema = 'myr'", "lopenummer,plan_tema_rader",
         "arealformal fid=2 rader_i_plan_tema=4 temaer=5"},
        {"UPDATE plan_tema SET tema = 'myr', naermeste_m = NULL, naermeste_hensyn_fid = NULL WHERE "
         "plan_fid = 2 AND tema = 'friluftsliv' AND opphav = 'plan'",
         "plan_tema_rader,plan_tema_treff,naermeste,plan_tema_hoyst,samlet_tema",
         "arealformal fid=1 rader_i_plan_tema=5 temaer=6"},
        {"UPDATE plan_tema SET plan_fid = 3 WHERE plan_fid = 2 AND tema = 'myr'", "plan_tema_rader",
         "plan_tema fid=7 plan_fid=3 utbygging=0"},
        {"UPDATE plan_tema SET areal_m2 = 2400, andel = 0.24" THEME, "plan_tema_areal,samlet_tema",
         "plan_tema fid=1 plan_fid=1 tema=\"friluftsliv\" areal_m2=2400.0 storst=2500.0"},
        {"UPDATE plan_tema SET areal_m2 = 20000, andel = 1" THEME, "plan_tema_areal,samlet_tema",
         "planens_areal_m2=10000.0"},
        {"UPDATE plan_tema SET lengde_m = 79" THEME, "plan_tema_lengde", "lengde_m=79.0 sum=80.0"},
        {"UPDATE plan_tema SET antall = 1" THEME, "plan_tema_treff", "antall=1 konflikter=2"},
        {"UPDATE plan_tema SET status = 'ingen_treff'" THEME, "plan_tema_treff",
         "status=\"ingen_treff\""},
        {"UPDATE plan_tema SET konsekvens = 0" THEME, "plan_tema_treff", "konsekvens=0 verst=4"},
        {"UPDATE plan_tema SET verdi = 1" THEME, "plan_tema_treff", "verdi=1 hoyest=3"},
        {"UPDATE plan_tema SET naermeste_m = 5" THEME, "naermeste", "naermeste_m=5.0"},
        {"UPDATE plan_tema SET naermeste_hensyn_fid = NULL" THEME, "naermeste",
         "naermeste_hensyn_fid=null"},
        {"UPDATE plan_tema SET naermeste_hensyn_fid = 2" THEME, "naermeste", "dets_tema=\"myr\""},
        {"UPDATE plan_tema SET status = 'ukjent_dekning', antall = 0, verdi = NULL WHERE plan_fid "
         "= 2 AND tema = 'naturmangfold'",
         "plan_tema_treff,plan_tema_naer", "status=\"ukjent_dekning\" naermeste_m=0.0"},
        {"UPDATE plan_tema SET naermeste_m = 1 WHERE plan_fid = 2 AND tema = 'naturmangfold'",
         "naermeste,plan_tema_naer", "naermeste_m=1.0 avstand_m=0.0"},
    };
    BREAK(fix.spatialite, list);
}

static void test_duplicate_plan_theme(void **state) {
    (void)state;
    static const breakage list[] = {
        {"CREATE TEMP TABLE t AS SELECT * FROM plan_tema WHERE plan_fid = 2 AND tema = 'myr'; "
         "UPDATE t SET fid = 99; INSERT INTO plan_tema SELECT * FROM t",
         "lopenummer,plan_tema_rader", "plan_tema plan_fid=2 tema=\"myr\" opphav=\"data\" rader=2"},
    };
    BREAK(fix.spatialite, list);
}

static void test_faces(void **state) {
    (void)state;
    static const breakage list[] = {
        /* The zone's face is moved onto that of the recreation area. */
        {"UPDATE idx_samlet_hensyn_geom SET xmin = xmin - 50, xmax = xmax - 50 WHERE pkid = "
         "(SELECT "
         "fid FROM samlet_hensyn WHERE hensyn_liste = '6'); UPDATE samlet_hensyn SET geom = "
         "ST_Translate(geom, -50, 0, 0) WHERE hensyn_liste = '6'",
         "samlet_overlapp", "samlet_hensyn fid=1 overlapper=4 areal_m2=2500.0"},
        {"UPDATE samlet_hensyn SET antall_tema = 2 WHERE hensyn_liste = '6'", "samlet_liste",
         "antall_tema eller rekkefølgen i tema er feil"},
        {"UPDATE samlet_hensyn SET tema = 'myr,friluftsliv' WHERE hensyn_liste = '1,2'",
         "samlet_liste", "tema=\"myr,friluftsliv\" hensyn_liste=\"1,2\""},
        {"UPDATE samlet_hensyn SET hensyn_liste = '1' WHERE hensyn_liste = '1,2'",
         "samlet_liste,samlet_hensyn_sum", "hensyn_fid=2 sum_flater=1500.0 minst=2000.0"},
        {"UPDATE samlet_hensyn SET hensyn_liste = '6,77' WHERE hensyn_liste = '6'", "samlet_liste",
         "hensyn_liste=\"6,77\""},
        {"UPDATE samlet_hensyn SET hensyn_liste = '6;1' WHERE hensyn_liste = '6'",
         "samlet_liste,samlet_hensyn_sum", "hensyn_liste=\"6;1\""},
        {"UPDATE samlet_hensyn SET hensyn_liste = NULL WHERE hensyn_liste = '6'",
         "samlet_liste,samlet_hensyn_sum", "hensyn_fid=6 sum_flater=0.0"},
        {"UPDATE samlet_hensyn SET konsekvens = 1 WHERE hensyn_liste = '6'", "samlet_liste",
         "har konsekvensen"},
        {"UPDATE samlet_hensyn SET konsekvens = 0", "samlet_sum", "konsekvens ≥ 1"},
        {"UPDATE samlet_hensyn SET areal_m2 = areal_m2 + 10 WHERE hensyn_liste = '6'",
         "maal,samlet_tema,samlet_hensyn_sum",
         "samlet_hensyn tema=\"friluftsliv\" sum_flater=7510.0 minst=5000.0 hoyst=7500.0"},
        {"DELETE FROM idx_samlet_hensyn_geom WHERE pkid = (SELECT fid FROM samlet_hensyn WHERE "
         "hensyn_liste = '1,2'); DELETE FROM samlet_hensyn WHERE hensyn_liste = '1,2'",
         "lopenummer,samlet_tema,samlet_hensyn_sum,samlet_sum",
         "sum_flater=8500.0 minst=9000.0 hoyst=20000.0"},
    };
    BREAK(fix.spatialite, list);
}

/* ---- invariant 4: keys, links, codes, geometries ---- */

static void test_keys_and_links(void **state) {
    (void)state;
    static const breakage list[] = {
        {"UPDATE konflikt SET plan_fid = 9 WHERE fid = 4",
         "koblinger,rekkefolge,konflikt_m2,beslag_m2,plan_tema_treff,plan_tema_hoyst",
         "konflikt fid=4 plan_fid=9"},
        {"UPDATE konflikt_linje SET hensyn_fid = 1",
         "koblinger,beslag_linje,grader_hensyn,indikator_antall,konsekvens",
         "konflikt_linje fid=3 hensyn_fid=1"},
        {"UPDATE plan_tema SET naermeste_hensyn_fid = 77" THEME, "koblinger",
         "plan_tema fid=1 naermeste_hensyn_fid=77"},
        {"UPDATE arealformal SET nokkel = 'plan1' WHERE fid = 3", "nokler",
         "arealformal nokkel=\"plan1\" rader=2"},
        {"UPDATE arealformal SET nokkel = NULL WHERE fid = 3", "nokler",
         "arealformal nokkel=null rader=1"},
        {"UPDATE hensyn_linje SET nokkel = 'hensyn1'", "nokler,par",
         "hensyn nokkel=\"hensyn1\" rader=2"},
        {"UPDATE indikator SET tema = NULL WHERE nokkel = 'hensyn_beslag_andel' AND tema IN "
         "('myr', "
         "'kulturarv')",
         "nokler", "nokkel=\"hensyn_beslag_andel\" tema=null"},
        {"UPDATE konflikt SET tema = 'myr' WHERE fid = 1", "par", "tema=\"myr\" verdi=3"},
        {"UPDATE konflikt SET verdi = 1 WHERE fid = 7", "par", "konflikt fid=7"},
        {"UPDATE konflikt SET avstand_m = 3 WHERE fid = 1", "par", "avstand_m=3.0"},
        {"UPDATE konflikt SET nokkel = 'plan1' WHERE fid = 1", "par",
         "konflikt fid=1 nokkel=\"plan1\""},
        {"UPDATE idx_konflikt_geom SET pkid = 90 WHERE pkid = 1; UPDATE konflikt SET fid = 90 "
         "WHERE "
         "fid = 1",
         "lopenummer,rekkefolge", "konflikt fid=90 plan_fid=1 hensyn_fid=1"},
        {"UPDATE konflikt SET plan_navn = 'Et annet sted' WHERE fid = 1", "par_navn",
         "konflikt fid=1 plan_navn=\"Et annet sted\""},
        {"UPDATE konflikt SET formal_navn = 'Park' WHERE fid = 2", "par_navn",
         "formal_navn=\"Park\""},
        {"UPDATE konflikt SET hensyn_navn = 'Myra' WHERE fid = 1", "par_navn",
         "hensyn_navn=\"Myra\""},
        {"UPDATE konflikt_linje SET formal_navn = NULL", "par_navn", "konflikt_linje fid=3"},
        {"UPDATE konflikt_punkt SET hensyn_navn = ''", "par_navn", "konflikt_punkt fid"},
        {"UPDATE arealformal SET omradenavn = 'Lia' WHERE fid = 1", "par_navn", "plan_navn=null"},
        {"UPDATE hensyn SET navn = 'Myra' WHERE fid = 2", "par_navn", "hensyn_navn=null"},
        {"DELETE FROM kilde WHERE fid = 1", "lopenummer,kilde_rader",
         "kilde rader=1 forste=2 siste=2"},
    };
    BREAK(fix.spatialite, list);
}

/* fid runs on over the three tables of considerations. */
static void test_fid_sequence(void **state) {
    (void)state;
    static const breakage list[] = {
        {"UPDATE hensyn_linje SET fid = 1; UPDATE konflikt_linje SET hensyn_fid = 1; "
         "UPDATE idx_hensyn_linje_geom SET pkid = 1",
         "nokler,par,plan_tema_treff,konsekvens,plan_tema_hoyst", "hensyn fid=1 rader=2"},
    };
    BREAK(fix.spatialite, list);
}

static void test_codes(void **state) {
    (void)state;
    static const breakage list[] = {
        {"UPDATE arealformal SET status = 'fin' WHERE fid = 3", "koder",
         "arealformal fid=3 status=\"fin\""},
        {"UPDATE arealformal SET utbygging_grunn = NULL WHERE fid = 3", "koder",
         "utbygging_grunn=null"},
        {"UPDATE konflikt SET art = 'nær' WHERE art = 'naerhet'", "koder,par,naerhet_m2,pavirkning",
         "art=\"nær\""},
        {"UPDATE konflikt SET pavirkning = 4 WHERE fid = 1", "koder,konsekvens,pavirkning",
         "konflikt fid=1 pavirkning=4"},
        {"UPDATE hensyn_punkt SET opphav = 'kart' WHERE fid = 4",
         "koder,plan_tema_rader,plan_tema_treff,naermeste,plan_tema_hoyst", "opphav=\"kart\""},
        {"UPDATE merknad SET alvor = 'warning'", "koder", "merknad fid=1 alvor=\"warning\""},
        {"UPDATE kilde SET rolle = 'annet' WHERE fid = 2", "koder,kilde_rader", "rolle=\"annet\""},
        {"UPDATE indikator SET nokkel = 'areal' WHERE nokkel = 'konflikt_andel' AND tema IS NULL",
         "koder", "nokkel=\"areal\""},
        {"UPDATE plan_tema SET verdi = 7" THEME, "koder,plan_tema_hoyst",
         "plan_tema fid=1 verdi=7"},
        {"INSERT INTO vurdering (konflikt_nokkel, gjelder) SELECT nokkel, 2 FROM konflikt WHERE "
         "fid = 1",
         "koder,vurdering", "gjelder=2"},
        {"UPDATE arealformal SET fortrengt_m2 = 'litt' WHERE fid = 3", "verdier",
         "arealformal fid=3 kolonne=\"fortrengt_m2\""},
        {"UPDATE arealformal SET fortrengt_m2 = -1 WHERE fid = 3", "verdier",
         "kolonne=\"fortrengt_m2\""},
        {"UPDATE konflikt SET hensyn_andel = 1.5 WHERE art = 'naerhet'", "verdier",
         "konflikt fid=7 kolonne=\"hensyn_andel\""},
        {"UPDATE kilde SET antall_lest = -1, antall_brukt = -1, antall_reparert = 0, "
         "antall_utelatt "
         "= 'ingen' WHERE fid = 1",
         "verdier,kilde_rader", "kolonne=\"antall_utelatt\""},
    };
    BREAK(fix.spatialite, list);
}

#define SET_AREA(wkt)                                                                              \
    "UPDATE hensyn SET geom = CastToMulti(GeomFromText('" wkt "', 25833)) WHERE fid = 1"

static void test_geometries(void **state) {
    (void)state;
    static const breakage list[] = {
        {"DELETE FROM idx_konflikt_geom WHERE pkid = 1; UPDATE konflikt SET geom = NULL WHERE fid "
         "= 1",
         "geometri", "konflikt fid=1 feil=\"mangler\""},
        {"UPDATE konflikt SET geom = CastToPolygon(geom) WHERE fid = 1", "geometri",
         "konflikt fid=1 feil=\"feil type\""},
        {"UPDATE konflikt SET geom = SetSRID(geom, 25832) WHERE fid = 1", "geometri",
         "feil=\"feil koordinatsystem\" srid=25832"},
        {"UPDATE konflikt SET geom = substr(geom, 1, 60) WHERE fid = 1", "geometri",
         "feil=\"skadet\""},
        /* A multipolygon without parts, as SpatiaLite stores it. */
        {"UPDATE konflikt SET geom = X'0001E9640000000000000000000000000000000000000000000000000000"
         "00000000000000007C0600000000000000FE' WHERE fid = 1",
         "geometri", "feil=\"tom\""},
        {"UPDATE konflikt SET geom = ST_Translate(geom, 9e999, 0, 0) WHERE fid = 1",
         "geometri,maal", "feil=\"koordinater som ikke er tall\""},
        {SET_AREA("POLYGON((500050 7000000, 500150 7000050, 500150 7000000, 500050 7000050, 500050 "
                  "7000000))"),
         "geometri,maal", "hensyn fid=1 feil=\"ugyldig\" grunn=\"Self-intersection\""},
        {SET_AREA("POLYGON((500050 7000000, 500150 7000000, 500150 7000050, 500100 7000040, 500050 "
                  "7000050, 500050 7000000))"),
         "maal", "hensyn fid=1 areal_m2=5000.0 geometrien=4500.0"},
        {"UPDATE idx_hensyn_linje_geom SET xmax = 500010.01; UPDATE hensyn_linje SET geom = "
         "CastToMulti(GeomFromText('LINESTRING(500010 7000080, 500010 7000080)', 25833))",
         "geometri,maal", "hensyn_linje fid=3 feil=\"ugyldig\""},
        {"UPDATE hensyn_linje SET geom = CastToMulti(GeomFromText('LINESTRING(500010 7000080, "
         "500089 "
         "7000080)', 25833))",
         "maal", "hensyn_linje fid=3 lengde_m=80.0 geometrien=79.0"},
        {"UPDATE geometry_columns SET geometry_type = 3 WHERE f_table_name = 'konflikt'",
         "geometri", "konflikt feil=\"laget er registrert med feil type\""},
        {"DELETE FROM geometry_columns WHERE f_table_name = 'konflikt'", "geometri",
         "konflikt feil=\"laget er ikke registrert\""},
        /* Areas on the ellipsoid are 0.08 % larger here than in the plane. */
        {"UPDATE kjoring SET verdi = '# hensyn' WHERE nokkel = 'oppskrift'", "maal",
         "arealformal fid=1 areal_m2=10000.0 geometrien=10008.0"},
    };
    BREAK(fix.spatialite, list);
}

static void test_index_and_styles(void **state) {
    (void)state;
    static const breakage list[] = {
        {"DELETE FROM idx_konflikt_geom WHERE pkid = 1", "romlig_indeks",
         "konflikt fid=1 feil=\"står ikke i indeksen\""},
        {"UPDATE idx_konflikt_geom SET xmax = xmax - 30 WHERE pkid = 1", "romlig_indeks",
         "konflikt fid=1 feil=\"feil ramme i indeksen\""},
        {"UPDATE idx_konflikt_geom SET xmax = xmax + 30 WHERE pkid = 1", "romlig_indeks",
         "feil ramme"},
        {"INSERT INTO idx_konflikt_geom VALUES (77, 0, 1, 0, 1)", "romlig_indeks",
         "konflikt geometrier=5 i_indeksen=6"},
        {"DROP TABLE idx_konflikt_geom", "romlig_indeks", "konflikt mangler=\"idx_konflikt_geom\""},
        {"DELETE FROM layer_styles WHERE f_table_name = 'konflikt' AND f_table_schema IS NULL",
         "stiler", "layer_styles mangler=\"konflikt\""},
        {"DELETE FROM layer_styles WHERE f_table_name = 'konflikt' AND f_table_schema = ''",
         "stiler", "layer_styles mangler=\"konflikt\""},
        {"UPDATE layer_styles SET useAsDefault = 0 WHERE f_table_name = 'hensyn'", "stiler",
         "layer_styles mangler=\"hensyn\""},
        {"DROP TABLE layer_styles", "stiler", "layer_styles mangler=\"hele tabellen\""},
    };
    BREAK(fix.spatialite, list);
}

static void test_geopackage(void **state) {
    (void)state;
    static const breakage list[] = {
        {"DELETE FROM rtree_konflikt_geom WHERE id = 1", "romlig_indeks",
         "konflikt fid=1 feil=\"står ikke i indeksen\""},
        {"UPDATE gpkg_geometry_columns SET geometry_type_name = 'POLYGON' WHERE table_name = "
         "'konflikt'",
         "geometri", "laget er registrert med feil type"},
        {"UPDATE gpkg_geometry_columns SET srs_id = 4326 WHERE table_name = 'konflikt'", "geometri",
         "konflikt fid=1 feil=\"feil koordinatsystem\" srid=25833"},
        {"DELETE FROM layer_styles WHERE f_table_name = 'konflikt'", "stiler",
         "layer_styles mangler=\"konflikt\""},
        {"UPDATE arealformal SET linje_m = 81 WHERE fid = 1", "linje_m", "linje_m=81.0"},
    };
    BREAK(fix.gpkg, list);
}

/* ---- indicators ---- */

static void test_indicators(void **state) {
    (void)state;
    static const breakage list[] = {
        {"UPDATE indikator SET verdi = verdi + 1 WHERE nokkel = 'konflikt_areal_konsekvens' AND "
         "tema "
         "IS NULL AND grad = 1",
         "indikator_grader", "tema=null gruppe=null konflikt_areal=9000.0"},
        {"UPDATE indikator SET grad = NULL WHERE nokkel = 'konflikt_areal_konsekvens' AND tema IS "
         "NULL AND grad = 1",
         "indikator_verdi", "nokkel=\"konflikt_areal_konsekvens\""},
        {"UPDATE indikator SET verdi = 3, teller = 3 WHERE nokkel = 'konflikt_antall' AND tema = "
         "'myr'",
         "indikator_antall", "indikator tema=\"myr\" gruppe=\"\" konflikt_antall=3.0 rader=1"},
        {"DELETE FROM indikator WHERE nokkel = 'konflikt_antall' AND gruppe = 'plan'",
         "indikator_antall", "gruppe=\"plan\""},
        {"UPDATE indikator SET verdi = 40000, teller = 40000 WHERE nokkel = 'plan_areal'",
         "indikator_areal", "plan_areal=40000.0 sum_areal=30000.0"},
        {"UPDATE indikator SET verdi = 4000 WHERE nokkel = 'hensyn_areal' AND tema = 'myr'",
         "indikator_areal",
         "indikator tema=\"myr\" gruppe=\"\" hensyn_areal=4000.0 sum_areal=2000.0"},
        {"UPDATE indikator SET verdi = 0.9 WHERE nokkel = 'konflikt_andel' AND tema IS NULL",
         "indikator_verdi", "verdi=0.9 teller=9000.0 nevner=20000.0"},
        {"UPDATE indikator SET verdi = NULL WHERE nokkel = 'konflikt_andel' AND tema IS NULL",
         "indikator_verdi", "verdi=null"},
        {"UPDATE indikator SET verdi = 5 WHERE nokkel = 'hensyn_beslag' AND tema = 'myr'",
         "indikator_areal", "hensyn_beslag=5.0 sum_beslag=2000.0"},
        {"UPDATE indikator SET enhet = 'm' WHERE nokkel = 'plan_areal'", "indikator_enhet",
         "nokkel=\"plan_areal\" enhet=\"m\" enheten=\"m2\""},
        {"UPDATE indikator SET enhet = 'personer' WHERE nokkel = 'konflikt_antall' AND tema IS "
         "NULL",
         "indikator_enhet", "nokkel=\"konflikt_antall\""},
        {"UPDATE indikator SET enhet = NULL WHERE nokkel = 'hensyn_areal' AND tema = 'myr'",
         "indikator_verdi,indikator_enhet", "enhet=null"},
    };
    BREAK(fix.spatialite, list);
}

/* ---- what is missing ---- */

static const json_t *check_named(const json_t *whole, const char *name) {
    const json_t *check;
    size_t i;
    json_array_foreach(json_object_get(whole, "checks"), i,
                       check) if (strcmp(json_string_value(json_object_get(check, "name")), name) ==
                                  0) return check;
    return NULL;
}

static json_t *answer_after(const char *sql, hensyn_status expected) {
    copy_file(fix.spatialite, fix.broken);
    edit(fix.broken, sql);
    return answer(fix.broken, expected);
}

static void test_missing_table(void **state) {
    (void)state;
    static const char *const tables[] = {"arealformal", "hensyn",        "konflikt",
                                         "plan_tema",   "samlet_hensyn", "merknad",
                                         "kilde",       "vurdering",     "indikator"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        char sql[64];
        snprintf(sql, sizeof sql, "DROP TABLE %s", tables[i]);
        json_t *whole = answer_after(sql, HENSYN_INVARIANT);
        const json_t *failures = json_object_get(check_named(whole, "tabeller"), "failures");
        assert_int_equal(json_array_size(failures), 1);
        const json_t *row = json_array_get(failures, 0);
        assert_string_equal(json_string_value(json_object_get(row, "table")), tables[i]);
        assert_string_equal(json_string_value(json_object_get(row, "mangler")), "hele tabellen");
        json_decref(whole);
    }
}

/* What cannot be checked is neither sound nor a failure of its own. */
static void test_missing_column(void **state) {
    (void)state;
    json_t *whole = answer_after("ALTER TABLE plan_tema DROP COLUMN lengde_m", HENSYN_INVARIANT);
    const json_t *row =
        json_array_get(json_object_get(check_named(whole, "tabeller"), "failures"), 0);
    const json_t *skipped = check_named(whole, "plan_tema_lengde");
    assert_string_equal(json_string_value(json_object_get(row, "mangler")), "lengde_m");
    assert_true(json_is_null(json_object_get(skipped, "ok")));
    assert_int_equal(json_array_size(json_object_get(skipped, "notes")), 1);
    assert_true(json_is_true(json_object_get(check_named(whole, "linje_m"), "ok")));
    json_decref(whole);
    assert_non_null(strstr(hensyn_message(fix.kit->ctx), ": tabeller"));
    assert_int_equal(verify(fix.broken, 0), HENSYN_INVARIANT);
    assert_non_null(strstr(fix.text.text, "?    plan_tema_lengde: "));
    assert_non_null(strstr(fix.text.text, "ikke kontrollert, mangler i plan_tema: lengde_m"));
}

/* An invalid face is told of as such, even where GEOS cannot overlay it. */
static void test_invalid_face(void **state) {
    (void)state;
    char found[1024];
    json_t *whole = answer_after(
        "UPDATE samlet_hensyn SET geom = CastToMulti(GeomFromText('POLYGON((500150 7000000, 500200 "
        "7000050, 500200 7000000, 500100 7000050, 500120 7000000, 500150 7000000))', 25833)) WHERE "
        "hensyn_liste = '6'",
        HENSYN_INVARIANT);
    failed_checks(whole, found);
    assert_non_null(strstr(found, "geometri,"));
    json_decref(whole);
}

static void test_unknown_coordinate_system(void **state) {
    (void)state;
    json_t *whole = answer_after("UPDATE spatial_ref_sys SET auth_name = 'X', srtext = 'Undefined' "
                                 "WHERE srid = 25833",
                                 HENSYN_OK);
    assert_true(json_is_null(json_object_get(check_named(whole, "maal"), "ok")));
    assert_true(json_is_true(json_object_get(whole, "ok")));
    json_decref(whole);
}

static void test_ten_examples(void **state) {
    (void)state;
    json_t *whole =
        answer_after("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
                     "i < 12) INSERT INTO vurdering (konflikt_nokkel, gjelder) SELECT "
                     "'x' || i, 1 FROM n",
                     HENSYN_INVARIANT);
    const json_t *check = check_named(whole, "vurdering");
    assert_int_equal(json_integer_value(json_object_get(check, "count")), 12);
    assert_int_equal(json_array_size(json_object_get(check, "failures")), 10);
    json_decref(whole);
    assert_int_equal(verify(fix.broken, 0), HENSYN_INVARIANT);
    assert_non_null(strstr(fix.text.text, "(12 rader bryter det)"));
    assert_non_null(strstr(fix.text.text, "... og 2 til\n"));
}

/* ---- what is no result ---- */

static void put_text(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void expect_no_result(const char *path, const char *word) {
    assert_int_equal(verify(path, 1), HENSYN_INPUT);
    assert_int_equal(fix.text.length, 0);
    const char *message = hensyn_message(fix.kit->ctx);
    if (!strstr(message, path) || !strstr(message, word))
        fail_msg("'%s' and '%s' are not in: %s", path, word, message);
}

static void test_no_result(void **state) {
    (void)state;
    rk_path text = rk_in(fix.kit, "notat.txt"), none = rk_in(fix.kit, "tom.sqlite"),
            missing = rk_in(fix.kit, "finnes/ikke.sqlite"), other = rk_in(fix.kit, "andre.gpkg");
    hensyn_set_language(fix.kit->ctx, "nb");
    put_text(text.text, "Dette er ikke en database.\n");
    put_text(none.text, "");
    copy_file(fix.gpkg, other.text);
    edit(other.text, "DROP TABLE kjoring");
    expect_no_result(text.text, "ikke et resultat");
    expect_no_result(none.text, "ikke et resultat");
    expect_no_result(missing.text, "No such file");
    expect_no_result(fix.kit->folder, "er en mappe");
    expect_no_result(other.text, "kjoring mangler");
    hensyn_set_language(fix.kit->ctx, "en");
    expect_no_result(fix.kit->folder, "is a folder");
    hensyn_set_language(fix.kit->ctx, "nb");
}

static void test_damaged_database(void **state) {
    (void)state;
    copy_file(fix.gpkg, fix.broken);
    assert_int_equal(truncate(fix.broken, 20000), 0);
    assert_int_equal(verify(fix.broken, 1), HENSYN_INPUT);
    assert_non_null(strstr(hensyn_message(fix.kit->ctx), fix.broken));
}

static void test_arguments(void **state) {
    (void)state;
    assert_int_equal(hensyn_verify(NULL, fix.gpkg, 0, keep_text, NULL), HENSYN_USAGE);
    assert_int_equal(hensyn_verify(fix.kit->ctx, NULL, 0, keep_text, NULL), HENSYN_USAGE);
    assert_int_equal(hensyn_verify(fix.kit->ctx, fix.gpkg, 0, NULL, NULL), HENSYN_USAGE);
}

static int stop_halfway(double pct, const char *step, void *user) {
    (void)user;
    assert_string_equal(step, "verify");
    return pct < 50;
}

static void test_cancel(void **state) {
    (void)state;
    hensyn_context *ctx = NULL;
    hn_buffer text = {0};
    assert_int_equal(hensyn_context_create(&ctx), HENSYN_OK);
    hensyn_set_progress(ctx, stop_halfway, NULL);
    assert_int_equal(hensyn_verify(ctx, fix.spatialite, 0, keep_text, &text), HENSYN_CANCELLED);
    assert_int_equal(text.length, 0);
    hensyn_context_destroy(ctx);
}

/* ---- PostGIS ---- */

static const char *connection(void) {
    const char *given = getenv("HENSYN_TEST_PG");
    return given && *given ? given : "dbname=hensyn_test connect_timeout=5";
}

static void quiet(void *user, const char *message) { (void)user, (void)message; }

/* False: there is no server, or it refused. */
static bool pg_run(const char *sql) {
    PGconn *db = PQconnectdb(connection());
    PQsetNoticeProcessor(db, quiet, NULL);
    PGresult *result = PQexec(db, sql);
    ExecStatusType code = PQresultStatus(result);
    PQclear(result);
    PQfinish(db);
    return code == PGRES_COMMAND_OK || code == PGRES_TUPLES_OK;
}

static void expect_pg_breakage(const char *path, const breakage *b) {
    char found[1024];
    assert_true(pg_run(b->sql));
    json_t *whole = answer(path, HENSYN_INVARIANT);
    failed_checks(whole, found);
    if (strcmp(found, b->fails) != 0) fail_msg("%s\nfails '%s'\n%s", b->sql, found, fix.text.text);
    json_decref(whole);
    assert_int_equal(verify(path, 0), HENSYN_INVARIANT);
    if (!strstr(fix.text.text, b->tells)) fail_msg("'%s' is not in\n%s", b->tells, fix.text.text);
}

static void test_postgis(void **state) {
    (void)state;
    static const breakage list[] = {
        {"UPDATE hensyn_verify.arealformal SET linje_m = 81 WHERE fid = 1", "linje_m",
         "arealformal fid=1 linje_m=81.0 sum=80.0"},
        {"UPDATE hensyn_verify.arealformal SET linje_m = 80 WHERE fid = 1; UPDATE "
         "hensyn_verify.hensyn SET geom = 'SRID=25833;MULTIPOLYGON(((500050 7000000, 500150 "
         "7000050, "
         "500150 7000000, 500050 7000050, 500050 7000000)))' WHERE fid = 1",
         "geometri,maal", "hensyn fid=1 feil=\"ugyldig\" grunn=\"Self-intersection\""},
        {"DROP INDEX hensyn_verify.konflikt_geom_idx; ALTER TABLE hensyn_verify.hensyn DROP COLUMN "
         "geom",
         "tabeller,romlig_indeks", "konflikt mangler=\"gist\""},
    };
    char path[512];
    if (!pg_run("CREATE EXTENSION IF NOT EXISTS postgis; DROP SCHEMA IF EXISTS hensyn_verify "
                "CASCADE")) {
        print_message("skipped: no PostGIS at '%s'\n", connection());
        skip();
    }
    snprintf(path, sizeof path, "PG:%s schema=hensyn_verify", connection());
    kit *k = kit_create();
    rk_ok(fix.kit, rk_write(fix.kit, path, false, sound_result(k)));
    kit_destroy(k);
    hensyn_set_language(fix.kit->ctx, "nb");
    expect_sound(path, 40);
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        expect_pg_breakage(path, &list[i]);
    assert_true(pg_run("DROP SCHEMA hensyn_verify CASCADE"));
    assert_int_equal(verify(path, 0), HENSYN_INPUT);
}

/* ---- a whole run ---- */

static void test_sample(void **state) {
    (void)state;
    hensyn_context *ctx = NULL;
    hensyn_job *job = NULL;
    hn_buffer text = {0};
    rk_path out = rk_in(fix.kit, "demo.sqlite");
    if (access(HENSYN_SAMPLE_DATA "/demo.yaml", R_OK) != 0) {
        print_message("skipped: no " HENSYN_SAMPLE_DATA "/demo.yaml\n");
        skip();
    }
    assert_int_equal(hensyn_context_create(&ctx), HENSYN_OK);
    assert_int_equal(hensyn_job_create(ctx, &job), HENSYN_OK);
    hensyn_status status = hensyn_job_load(ctx, job, HENSYN_SAMPLE_DATA "/demo.yaml");
    if (status == HENSYN_OK) status = hensyn_job_set(ctx, job, "output", out.text);
    if (status == HENSYN_OK) status = hensyn_job_set(ctx, job, "partition", "true");
    if (status == HENSYN_OK) status = hensyn_run(ctx, job, NULL);
    if (status == HENSYN_OK) status = hensyn_verify(ctx, out.text, 0, keep_text, &text);
    if (status != HENSYN_OK) fail_msg("%s\n%s", hensyn_message(ctx), text.text ? text.text : "");
    assert_null(strstr(text.text, "?    "));
    hn_buffer_free(&text);
    hensyn_job_destroy(job);
    hensyn_context_destroy(ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers_of_the_sound_result),
        cmocka_unit_test(test_sound),
        cmocka_unit_test(test_nothing_is_changed),
        cmocka_unit_test(test_text_and_language),
        cmocka_unit_test(test_areas),
        cmocka_unit_test(test_rules_of_the_run),
        cmocka_unit_test(test_overlaps_that_are_not_written),
        cmocka_unit_test(test_rules_that_cannot_be_read),
        cmocka_unit_test(test_what_lies_within_the_tolerance),
        cmocka_unit_test(test_grades_and_shares),
        cmocka_unit_test(test_sources),
        cmocka_unit_test(test_remark_for_many),
        cmocka_unit_test(test_assessments_of_people_are_fine),
        cmocka_unit_test(test_plan_themes),
        cmocka_unit_test(test_duplicate_plan_theme),
        cmocka_unit_test(test_faces),
        cmocka_unit_test(test_keys_and_links),
        cmocka_unit_test(test_fid_sequence),
        cmocka_unit_test(test_codes),
        cmocka_unit_test(test_geometries),
        cmocka_unit_test(test_index_and_styles),
        cmocka_unit_test(test_geopackage),
        cmocka_unit_test(test_indicators),
        cmocka_unit_test(test_missing_table),
        cmocka_unit_test(test_missing_column),
        cmocka_unit_test(test_invalid_face),
        cmocka_unit_test(test_unknown_coordinate_system),
        cmocka_unit_test(test_ten_examples),
        cmocka_unit_test(test_no_result),
        cmocka_unit_test(test_damaged_database),
        cmocka_unit_test(test_arguments),
        cmocka_unit_test(test_cancel),
        cmocka_unit_test(test_postgis),
        cmocka_unit_test(test_sample),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
