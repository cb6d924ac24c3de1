/* hensyn_verify of the access part: a sound result passes in every store, alone and beside the
 * conflict part, and each invariant, broken on its own by SQL, is what fails. */
#include "access_result_kit.h"
#include "verify_kit.h"

enum { FEWEST_CHECKS = 26 };

static int setup(void **state) {
    void *made = NULL;
    rk_setup(&made);
    fix.kit = made;
    snprintf(fix.spatialite, 512, "%s/god.sqlite", fix.kit->folder);
    snprintf(fix.gpkg, 512, "%s/god.gpkg", fix.kit->folder);
    snprintf(fix.broken, 512, "%s/brutt.sqlite", fix.kit->folder);
    hn_result *r = ar_result();
    rk_ok(fix.kit, rk_write(fix.kit, fix.spatialite, false, r));
    rk_ok(fix.kit, rk_write(fix.kit, fix.gpkg, false, r));
    hn_result_destroy(r);
    *state = &fix;
    return 0;
}

static int teardown(void **state) {
    (void)state;
    void *made = fix.kit;
    hn_buffer_free(&fix.text);
    return rk_teardown(&made);
}

static void test_sound(void **state) {
    (void)state;
    expect_sound(fix.spatialite, FEWEST_CHECKS);
    expect_sound(fix.gpkg, FEWEST_CHECKS);
    assert_sql(fix.spatialite, "SELECT count(*) FROM sqlite_master WHERE name = 'arealformal'",
               "0");
}

/* What the checks of conflict need is not asked for, and the other way round (test_verify.c). */
static void test_checks_of_the_other_part_are_not_made(void **state) {
    (void)state;
    json_t *whole = answer(fix.spatialite, HENSYN_OK);
    char *text = json_dumps(json_object_get(whole, "checks"), 0);
    assert_null(strstr(text, "konflikt_m2"));
    assert_null(strstr(text, "plan_tema"));
    assert_non_null(strstr(text, "\"avstand_innen\""));
    assert_non_null(strstr(text, "\"m2_per_person\""));
    assert_non_null(strstr(text, "\"indikator_avstand\""));
    free(text);
    json_decref(whole);
}

static void test_routes_only_when_asked_for(void **state) {
    (void)state;
    hn_result *r = ar_result();
    r->has_routes = r->has_service_area = false;
    r->facts.row[1].verdi = "# hensyn\nmeasure: planar\naccess:\n" AR_JOINED "  routes: false\n";
    remove(fix.broken);
    rk_ok(fix.kit, rk_write(fix.kit, fix.broken, false, r));
    expect_sound(fix.broken, FEWEST_CHECKS - 3);
    /* The recipe asked for them: then they are missing. */
    r->facts.row[1].verdi = "# hensyn\nmeasure: planar\naccess:\n" AR_JOINED "  routes: true\n";
    rk_ok(fix.kit, rk_write(fix.kit, fix.broken, true, r));
    json_t *whole = answer(fix.broken, HENSYN_INVARIANT);
    char found[1024];
    failed_checks(whole, found);
    assert_string_equal(found, "tabeller,stiler");
    json_decref(whole);
    hn_result_destroy(r);
}

static void test_no_rows_at_all(void **state) {
    (void)state;
    hn_result *r = hn_result_create(), *full = ar_result();
    r->has_access = true;
    r->epsg = 25833;
    r->crs_wkt = full->crs_wkt;
    r->crs_proj4 = full->crs_proj4;
    for (size_t i = 0; i < full->facts.count; i++) {
        hn_fact *fact = HN_NEW_ROW(r->facts);
        *fact = full->facts.row[i];
    }
    r->has_routes = r->has_service_area = true;
    remove(fix.broken);
    rk_ok(fix.kit, rk_write(fix.kit, fix.broken, false, r));
    expect_sound(fix.broken, FEWEST_CHECKS);
    hn_result_destroy(full);
    hn_result_destroy(r);
}

static void test_keys_and_codes(void **state) {
    (void)state;
    static const breakage list[] = {
        {"UPDATE malomrade_linje SET nokkel = 'm1'", "nokler", "nokkel=\"m1\" rader=2"},
        {"UPDATE avstand SET kilde_id = 'o1' WHERE kilde_id = 'o6'",
         "nokler,opphav,rute,indikator_avstand",
         "kilde_id=\"o1\" klasse=\"rekreasjonsareal\" rader=2"},
        {"UPDATE opphav_gruppe SET kilde_id = 'o1' WHERE kilde_id = 'o2'",
         "nokler,indikator_avstand", "opphav_gruppe kilde_id=\"o1\" gruppe=\"barn\" rader=2"},
        {"UPDATE dekning SET klasse = 'naerturterreng', grense_m = 500 WHERE fid = 2",
         "nokler,betjener,dekning_befolkning,m2_per_person,antall_innen", "malomrade_fid=2"},
        {"UPDATE avstand SET inngang_fid = 9 WHERE fid = 1", "koblinger,rute",
         "avstand fid=1 inngang_fid=9"},
        {"UPDATE inngang SET malomrade_fid = NULL WHERE fid = 5", "koblinger,malomrade_innganger",
         "inngang fid=5"},
        {"UPDATE avstand SET malomrade_2_fid = 77 WHERE fid = 1", "koblinger",
         "malomrade_2_fid=77"},
        {"UPDATE rekkevidde SET malomrade_fid = 8 WHERE fid = 1", "koblinger", "rekkevidde fid=1"},
        {"UPDATE avstand SET status = 'vet ikke' WHERE fid = 11", "koder", "status=\"vet ikke\""},
        {"UPDATE malomrade SET status = 'fin' WHERE fid = 1", "koder", "status=\"fin\""},
        {"UPDATE inngang SET art = 'port' WHERE fid = 1", "koder", "art=\"port\""},
        {"UPDATE nett SET trygg = 2 WHERE fid = 1", "koder", "trygg=2"},
        {"UPDATE nett SET lengde_m = -1 WHERE fid = 1", "verdier,maal", "lengde_m"},
    };
    BREAK(fix.spatialite, list);
}

static void test_distances(void **state) {
    (void)state;
    static const breakage list[] = {
        {"UPDATE avstand SET tilknytning_m = 111 WHERE fid = 1", "avstand",
         "avstand fid=1 klasse=\"rekreasjonsareal\" status=\"ok\" tilknytning_m=111.0 "
         "avstand_m=110.0"},
        {"UPDATE avstand SET tilknytning_m = -1 WHERE fid = 1", "verdier,avstand,rekkevidde_hel",
         "avstand fid=1"},
        {"UPDATE avstand SET avstand_m = 7 WHERE fid = 5", "avstand,indikator_avstand",
         "avstand fid=5"},
        {"UPDATE avstand SET avstand_m = 99999 WHERE fid = 9", "avstand,indikator_avstand",
         "avstand fid=9"},
        {"UPDATE avstand SET avstand_m = NULL WHERE fid = 4", "avstand,rute,indikator_avstand",
         "avstand fid=4"},
        {"UPDATE avstand SET malomrade_fid = 1 WHERE fid = 12", "avstand,avstand_klasse",
         "avstand fid=12"},
        {"UPDATE avstand SET innen = 1 WHERE fid = 2", "avstand_innen,indikator_avstand",
         "klasse=\"naerturterreng\" avstand_m=1110.0 grense_m=500.0 innen=1"},
        {"UPDATE dekning SET grense_m = 210 WHERE fid = 4", "klassegrense",
         "klasse=\"rekreasjonsareal\""},
        {"UPDATE avstand SET inngang_fid = 3 WHERE fid = 1", "avstand_inngang,rute",
         "fid=1 malomrade_fid=1 inngang_fid=3 inngangens_malomrade=2"},
        {"UPDATE avstand SET tid_s = -1 WHERE fid = 1", "avstand,rute,tid", "avstand fid=1"},
        {"UPDATE avstand SET tid_s = tid_s * 10 WHERE fid = 8; UPDATE rute SET tid_s = tid_s * 10 "
         "WHERE kilde_id = 'o4' AND klasse = 'naerturterreng'",
         "tid",
         "avstand fid=8 klasse=\"naerturterreng\" avstand_m=110.0 tid_s=792.0 fart_lavest_kmt=5.0 "
         "fart_hoyest_kmt=5.0"},
        {"UPDATE kjoring SET verdi = '6' WHERE nokkel = 'fart_lavest_kmt'", "tid", "avstand fid=1"},
        {"UPDATE avstand SET tid_s = 1 WHERE fid = 5", "avstand", "status=\"inne\""},
        {"UPDATE inngang SET avstand_til_nett_m = 5 WHERE art = 'kryssing'", "inngang_avstand",
         "art=\"kryssing\" avstand_til_nett_m=5.0"},
        {"UPDATE inngang SET avstand_til_nett_m = NULL WHERE fid = 1", "inngang_avstand",
         "inngang fid=1"},
        {"UPDATE avstand SET malomrade_2_fid = 3 WHERE fid = 1", "avstand_klasse",
         "fid=1 klasse=\"rekreasjonsareal\" malomrade_fid=3"},
        {"UPDATE avstand SET malomrade_2_fid = NULL WHERE fid = 1", "nest_naermeste",
         "avstand_2_m=210.0"},
        {"UPDATE avstand SET malomrade_2_fid = 1 WHERE fid = 1", "nest_naermeste",
         "fid=1 malomrade_fid=1 malomrade_2_fid=1"},
        {"UPDATE avstand SET avstand_2_m = 100 WHERE fid = 3",
         "nest_naermeste_m,dekning,nest_eneste,antall_innen",
         "fid=3 avstand_m=150.0 avstand_2_m=100.0"},
    };
    BREAK(fix.spatialite, list);
}

static void test_origins_and_destinations(void **state) {
    (void)state;
    static const breakage list[] = {
        {"UPDATE avstand SET befolkning = 11 WHERE fid = 2", "opphav,indikator_avstand",
         "kilde_id=\"o1\" minst_befolkning=10.0 storst_befolkning=11.0"},
        {"DELETE FROM avstand WHERE fid = 12; DELETE FROM idx_avstand_geom WHERE pkid = 12",
         "opphav,indikator_avstand",
         "klasse=\"naerturterreng\" opphav=5 befolkning=82.0 flest_opphav=6"},
        {"UPDATE opphav_gruppe SET kilde_id = 'o9' WHERE kilde_id = 'o2'",
         "opphav,indikator_avstand", "opphav_gruppe kilde_id=\"o9\""},
        {"UPDATE malomrade SET innganger = 3 WHERE fid = 1", "malomrade_innganger",
         "fid=1 status=\"ok\" innganger=3 rader=2"},
        {"UPDATE malomrade SET status = 'uten_inngang' WHERE fid = 1", "malomrade_innganger",
         "status=\"uten_inngang\""},
        {"UPDATE malomrade SET betjener = 36 WHERE fid = 1", "betjener",
         "betjener=36.0 befolkning=35.0"},
        {"UPDATE malomrade SET betjener = 0 WHERE fid = 3", "betjener", "fid=3"},
        {"UPDATE malomrade SET areal_m2 = 10001 WHERE fid = 1", "m2_per_person,maal",
         "fordelt_m2=260000.0 areal_m2=260001.0"},
    };
    BREAK(fix.spatialite, list);
}

static void test_served(void **state) {
    (void)state;
    static const breakage list[] = {
        {"UPDATE dekning SET opphav = 2, nest_eneste = 2 WHERE fid = 1",
         "dekning,nest_eneste,antall_innen",
         "dekning fid=1 malomrade_fid=1 klasse=\"rekreasjonsareal\" opphav=2 minst=3"},
        {"UPDATE dekning SET opphav = 7 WHERE fid = 1", "dekning,antall_innen", "opphav=7"},
        {"UPDATE dekning SET befolkning = 34 WHERE fid = 1", "betjener,dekning,dekning_befolkning",
         "befolkning=34.0 minst_befolkning=35.0"},
        {"UPDATE dekning SET befolkning = 86 WHERE fid = 3", "dekning_befolkning",
         "befolkning=86.0 alle=85.0"},
        {"UPDATE dekning SET befolkning = NULL WHERE fid = 3", "dekning_status,dekning_befolkning",
         "status=\"ok\""},
        {"UPDATE dekning SET nest_eneste = 1 WHERE fid = 4", "nest_eneste", "nest_eneste=1"},
        {"UPDATE dekning SET nest_eneste = 0 WHERE fid = 3", "nest_eneste",
         "nest_eneste=0 minst=1 hoyst=1"},
        {"UPDATE dekning SET opphav = 5, nest_eneste = 4 WHERE fid = 1",
         "dekning,nest_eneste,antall_innen", "nest_eneste=4 minst=0 hoyst=3"},
        {"DELETE FROM dekning WHERE fid = 4", "lopenummer,dekning_rader,betjener",
         "fid=4 klasse=\"rekreasjonsareal\" rader_i_dekning=0"},
        {"UPDATE dekning SET opphav = opphav + 1 WHERE fid = 1", "dekning,antall_innen",
         "dekning fid=1 malomrade_fid=1 klasse=\"rekreasjonsareal\" opphav=4 hoyst=3"},
        {"UPDATE dekning SET opphav = opphav - 1 WHERE fid = 2; UPDATE dekning SET opphav = 1 "
         "WHERE "
         "fid = 4",
         "dekning,nest_eneste", "malomrade_fid=4 klasse=\"rekreasjonsareal\" opphav=1 hoyst=0"},
        {"UPDATE dekning SET befolkning = 41 WHERE fid = 3", "dekning_befolkning",
         "klasse=\"naerturterreng\" befolkning=41.0 fra_opphavene=40.0"},
        {"UPDATE avstand SET antall_innen = 2 WHERE fid = 1",
         "nest_eneste,dekning_befolkning,antall_innen",
         "dekning klasse=\"rekreasjonsareal\" opphav=4 antall_innen=5"},
        /* One gained, another lost: the sums are the same. */
        {"UPDATE avstand SET antall_innen = 0 WHERE fid = 1; UPDATE avstand SET antall_innen = 1 "
         "WHERE "
         "fid = 9",
         "nest_eneste,dekning_befolkning,antall_innen",
         "avstand fid=9 klasse=\"rekreasjonsareal\" status=\"ikke_tilknyttet\" antall_innen=1"},
        {"UPDATE avstand SET m2_per_person = 0 WHERE fid = 8", "m2_per_person",
         "klasse=\"naerturterreng\" fordelt_m2=0.0 areal_m2=250000.0"},
    };
    BREAK(fix.spatialite, list);
}

static void test_routes_and_reach(void **state) {
    (void)state;
    static const breakage list[] = {
        {"UPDATE rute SET avstand_m = 111 WHERE fid = 1", "rute",
         "rute fid=1 kilde_id=\"o1\" klasse=\"rekreasjonsareal\" avstand_m=111.0 avstanden=110.0"},
        {"UPDATE rute SET tid_s = tid_s * 10 WHERE fid = 1", "rute",
         "rute fid=1 kilde_id=\"o1\" klasse=\"rekreasjonsareal\" tid_s=792.0 avstandens=79.2"},
        {"DELETE FROM rute WHERE fid = 1; DELETE FROM idx_rute_geom WHERE pkid = 1",
         "lopenummer,rute", "avstand fid=1 kilde_id=\"o1\""},
        {"UPDATE rute SET geom = NULL WHERE fid = 1; DELETE FROM idx_rute_geom WHERE pkid = 1",
         "rute", "rute fid=1 avstand_m=110.0"},
        {"UPDATE rekkevidde SET til_m = 201, fra_m = 1 WHERE fid = 3", "rekkevidde",
         "rekkevidde fid=3 klasse=\"rekreasjonsareal\" grense_m=200.0 fra_m=1.0 til_m=201.0"},
        {"UPDATE rekkevidde SET til_m = 150 WHERE fid = 2", "rekkevidde", "til_m=150.0"},
        {"UPDATE rekkevidde SET grense_m = 300 WHERE fid = 3", "klassegrense",
         "grense_m=300.0 klassens=200.0"},
        {"UPDATE rekkevidde_flate SET grense_m = 300", "klassegrense", "rekkevidde_flate fid=1"},
        {"UPDATE nett SET komponent = 4 WHERE fid = 5", "nett_komponent",
         "deler=2 forste=1 siste=4"},
        {"UPDATE nett SET lengde_m = 301 WHERE fid = 1", "maal",
         "nett fid=1 lengde_m=301.0 geometrien=300.0"},
        {"UPDATE rekkevidde SET lengde_m = 101 WHERE fid = 2", "maal", "rekkevidde fid=2"},
        {"UPDATE nett SET geom = MakePoint(500000, 7000000, 25833) WHERE fid = 1", "geometri,maal",
         "feil=\"feil type\""},
        {"UPDATE nett SET geom = NULL WHERE fid = 1", "geometri,romlig_indeks",
         "nett fid=1 feil=\"mangler\""},
        {"UPDATE nett SET geom = GeomFromText('LINESTRING(500000 7000050, 500300 7000050)', 25833) "
         "WHERE fid = 1",
         "romlig_indeks", "feil ramme"},
    };
    BREAK(fix.spatialite, list);
}

#define COUNTED(more) " WHERE nokkel = 'befolkning' AND klasse IS NULL AND gruppe IS " more
#define FIGURE(key, class, more)                                                                   \
    " WHERE nokkel = '" key "' AND klasse = '" class "' AND gruppe IS " more
#define WHOLE "NULL AND omrade IS NULL"
static void test_figures(void **state) {
    (void)state;
    static const breakage list[] = {
        {"UPDATE indikator SET verdi = 84" COUNTED(WHOLE), "indikator_avstand",
         "indikator fid=1 nokkel=\"befolkning\" klasse=\"\" omrade=\"\" "
         "gruppe=\"\" verdi=84.0 befolkning=85.0"},
        {"UPDATE indikator SET verdi = 74" FIGURE("befolkning_innen", AR_NEAR, WHOLE),
         "indikator_avstand", "verdi=74.0"},
        {"UPDATE indikator SET verdi = 0.5, teller = 42.5" FIGURE("befolkning_innen_andel", AR_NEAR,
                                                                  WHOLE),
         "indikator_avstand", "verdi=0.5"},
        {"UPDATE indikator SET teller = 74" FIGURE("befolkning_innen", AR_NEAR, WHOLE),
         "indikator_avstand", "befolkning_innen"},
        {"UPDATE indikator SET teller = 1" FIGURE("befolkning_innen_andel", AR_NEAR, WHOLE),
         "indikator_verdi", "teller=1.0"},
        {"UPDATE indikator SET nevner = 75, teller = verdi * 75" FIGURE("befolkning_innen_andel",
                                                                        AR_NEAR, WHOLE),
         "indikator_avstand", "befolkning_innen_andel"},
        {"UPDATE indikator SET verdi = 113.34" FIGURE("avstand_snitt", AR_NEAR, WHOLE),
         "indikator_avstand", "avstand_snitt"},
        {"UPDATE indikator SET verdi = 150" FIGURE("avstand_p50", AR_NEAR, WHOLE),
         "indikator_avstand", "avstand_p50"},
        {"UPDATE indikator SET verdi = 0" FIGURE("avstand_p50", AR_NEAR, WHOLE),
         "indikator_avstand", "avstand_p50"},
        /* Those who reach nothing count as infinitely far. */
        {"UPDATE indikator SET verdi = 150, status = 'ok'" FIGURE("avstand_p90", AR_NEAR, WHOLE),
         "indikator_avstand", "avstand_p90"},
        {"UPDATE indikator SET verdi = NULL, status = 'ikke_naadd'" FIGURE("avstand_p50", AR_FAR,
                                                                           WHOLE),
         "indikator_avstand", "avstand_p50"},
        {"UPDATE indikator SET verdi = 10" FIGURE("ikke_tilknyttet", AR_NEAR, WHOLE),
         "indikator_avstand", "ikke_tilknyttet"},
        {"UPDATE indikator SET verdi = 36" COUNTED("NULL AND omrade = 'K1'"), "indikator_avstand",
         "omrade=\"K1\""},
        {"UPDATE indikator SET verdi = 750" FIGURE("avstand_p90", AR_FAR, "NULL AND omrade = 'K1'"),
         "indikator_avstand", "avstand_p90"},
        {"UPDATE indikator SET verdi = 5" COUNTED("NULL AND omrade = 'K3'"), "indikator_avstand",
         "omrade=\"K3\""},
        {"UPDATE indikator SET verdi = 121" FIGURE("avstand_snitt", AR_NEAR, "'barn'"),
         "indikator_avstand", "gruppe=\"barn\""},
        {"UPDATE indikator SET verdi = 5" FIGURE("befolkning_innen", AR_NEAR, "'barn'"),
         "indikator_avstand", "omrade=\"K1\" gruppe=\"barn\""},
        {"DELETE FROM indikator" FIGURE("ikke_tilknyttet", AR_FAR, WHOLE),
         "lopenummer,indikator_avstand",
         "klasse=\"naerturterreng\" omrade=\"\" mangler=\"ikke_tilknyttet\""},
        {"DELETE FROM indikator" FIGURE("avstand_p90", AR_FAR, "NULL AND omrade = 'K2'"),
         "lopenummer,indikator_avstand", "omrade=\"K2\" mangler=\"avstand_p90\""},
        {"UPDATE indikator SET nokkel = 'befolkninger'" COUNTED("'barn'"), "koder", "befolkninger"},
        {"UPDATE indikator SET verdi = 17" COUNTED("'barn'"), "indikator_avstand", "verdi=17.0"},
        {"DELETE FROM indikator" COUNTED("NULL AND omrade = 'K2'"), "lopenummer,indikator_avstand",
         "omrade=\"K2\" mangler=\"befolkning\""},
        {"UPDATE indikator SET verdi = 10" FIGURE("ikke_naadd", AR_NEAR, WHOLE),
         "indikator_avstand", "ikke_naadd"},
        {"UPDATE indikator SET verdi = 3000" FIGURE("areal_per_innbygger", AR_NEAR, WHOLE),
         "indikator_avstand", "areal_per_innbygger"},
        {"UPDATE indikator SET enhet = 'opphav'" COUNTED(WHOLE), "indikator_enhet", "personer="},
        {"UPDATE indikator SET enhet = 'personer'" FIGURE("avstand_p50", AR_NEAR, WHOLE),
         "indikator_enhet", "nokkel=\"avstand_p50\" enhet=\"personer\" enheten=\"m\""},
    };
    BREAK(fix.spatialite, list);
}

/* The ok of a check and its only note; both "" where the check is not made. */
static void expect_note(const char *name, const char *note) {
    json_t *whole = answer(fix.broken, HENSYN_OK), *check;
    size_t i;
    bool found = false;
    json_array_foreach(json_object_get(whole, "checks"), i, check) {
        if (strcmp(json_string_value(json_object_get(check, "name")), name) != 0) continue;
        found = true;
        assert_true(json_is_null(json_object_get(check, "ok")));
        assert_string_equal(json_string_value(json_array_get(json_object_get(check, "notes"), 0)),
                            note);
    }
    assert_true(found);
    json_decref(whole);
}

static void edit_recipe(const char *from, const char *to, const char *more) {
    char sql[1024];
    copy_file(fix.spatialite, fix.broken);
    snprintf(sql, sizeof sql,
             "UPDATE kjoring SET verdi = replace(verdi, '%s', '%s') WHERE nokkel = 'oppskrift';%s",
             from, to, more);
    edit(fix.broken, sql);
}

static void test_blanked_numbers_are_not_summed(void **state) {
    (void)state;
    hensyn_set_language(fix.kit->ctx, "nb");
    edit_recipe("min_cell: 0", "min_cell: 8",
                "UPDATE avstand SET befolkning = NULL WHERE befolkning < 8;"
                "UPDATE dekning SET befolkning = NULL, status = 'undertrykt' WHERE fid = 2;"
                "UPDATE malomrade SET betjener = NULL WHERE fid = 2;"
                "UPDATE indikator SET verdi = NULL, status = 'undertrykt' WHERE verdi = 7");
    static const char why[] = "ikke kontrollert: --min-cell har skjult tall";
    expect_note("indikator_avstand", why);
    expect_note("dekning_befolkning", why);
    expect_note("m2_per_person", why);
    /* A number that shows what was blanked elsewhere. */
    edit(fix.broken, "UPDATE malomrade SET betjener = 40 WHERE fid = 2");
    json_t *whole = answer(fix.broken, HENSYN_INVARIANT);
    char found[1024];
    failed_checks(whole, found);
    assert_string_equal(found, "betjener");
    json_decref(whole);
}

static void test_nearest_by_time_is_not_nearest_by_length(void **state) {
    (void)state;
    static const char why[] = "not checked: the search does not go by length";
    hensyn_set_language(fix.kit->ctx, "en");
    edit_recipe("cost: lengde", "cost: tid", "UPDATE avstand SET avstand_2_m = 100 WHERE fid = 3");
    expect_note("nest_naermeste_m", why);
    expect_note("dekning", why);
    expect_note("rekkevidde", why);
    edit_recipe("mode: gange\n  cost: lengde", "mode: bil\n  cost: null", "");
    expect_note("nest_eneste", why);
    edit_recipe("cost_field: null", "cost_field: \"minutter\"", "");
    expect_note("nest_eneste", why);
    hensyn_set_language(fix.kit->ctx, "nb");
    edit_recipe("mode: gange", "mode: bil", ""); /* by length all the same */
    expect_sound(fix.broken, FEWEST_CHECKS);
}

/* A route of no length has no line, and that is no fault. */
/* Half of the children live within 110 m, and nobody between that and 150 m. */
static void test_service_areas_are_whole(void **state) {
    (void)state;
    static const breakage list[] = {
        {"DELETE FROM rekkevidde WHERE fid = 5; DELETE FROM idx_rekkevidde_geom WHERE pkid = 5",
         "rekkevidde_hel", "avstand fid=8 klasse=\"naerturterreng\" avstand_m=110.0"},
        {"DELETE FROM rekkevidde WHERE fid = 3; DELETE FROM idx_rekkevidde_geom WHERE pkid = 3",
         "lopenummer,rekkevidde_hel",
         "avstand fid=3 klasse=\"rekreasjonsareal\" avstand_m=150.0 tilknytning_m=0.0"},
        {"DELETE FROM rekkevidde WHERE fid = 1; DELETE FROM idx_rekkevidde_geom WHERE pkid = 1",
         "lopenummer,rekkevidde_hel", "avstand fid=1"},
        /* What only the zone tells of: nobody lives on it. */
        {"DELETE FROM rekkevidde WHERE fid = 4; DELETE FROM idx_rekkevidde_geom WHERE pkid = 4; "
         "UPDATE "
         "kjoring SET verdi = replace(verdi, 'cost: lengde', 'cost: tid') WHERE nokkel = "
         "'oppskrift'",
         "lopenummer,rekkevidde_hel", "rekkevidde_flate fid=1"},
    };
    BREAK(fix.spatialite, list);
}

/* Every link but the last meets a destination, and the last leads nowhere. */
static void test_distances_of_links(void **state) {
    (void)state;
    static const breakage list[] = {
        {"UPDATE nett SET avstand_m = 7 WHERE fid = 1", "nett_avstand",
         "nett fid=1 avstand_m=7.0 minst=0.0 hoyst=0.0"},
        {"UPDATE nett SET avstand_m = 1 WHERE fid = 4", "nett_avstand", "nett fid=4 avstand_m=1.0"},
        {"UPDATE nett SET avstand_m = NULL WHERE fid = 3", "nett_avstand", "avstand_m=null"},
        {"UPDATE nett SET avstand_m = 50 WHERE fid = 5", "nett_avstand",
         "nett fid=5 avstand_m=50.0 minst=null hoyst=null"},
        {"UPDATE inngang SET geom = MakePoint(500000, 7000060, 25833) WHERE fid = 1; UPDATE "
         "idx_inngang_geom SET ymin = 7000060, ymax = 7000060 WHERE pkid = 1; UPDATE nett SET "
         "avstand_m = 60 WHERE fid = 2",
         "nett_avstand", "nett fid=2 avstand_m=60.0 minst=0.0"},
    };
    BREAK(fix.spatialite, list);
}

/* What cannot be known is not judged. */
static void test_networks_that_cannot_be_searched(void **state) {
    (void)state;
    static const char *const list[][2] = {
        {"UPDATE kjoring SET verdi = '3' WHERE nokkel = 'lenkeender_med_node'",
         "kilden sier selv hvor lenkene møtes"},
        {"DELETE FROM kjoring WHERE nokkel = 'lenkeender_med_node'",
         "kilden sier selv hvor lenkene møtes"},
        {"UPDATE nett SET niva = 300 WHERE fid = 5", "som ingen kjøring gir"},
        {"UPDATE nett SET geom = GeomFromText('LINESTRING(500000 7000900, 500000 7000900, 500100 "
         "7000900)', 25833) WHERE fid = 5",
         "som ingen kjøring gir"},
        {"UPDATE kjoring SET verdi = replace(verdi, 'join: 0.1', 'join: ikke') WHERE nokkel = "
         "'oppskrift'",
         "oppskriften i kjoring er ufullstendig"},
    };
    hensyn_set_language(fix.kit->ctx, "nb");
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        copy_file(fix.spatialite, fix.broken);
        edit(fix.broken, list[i][0]);
        edit(fix.broken, "UPDATE nett SET avstand_m = 7 WHERE fid = 1");
        if (verify(fix.broken, 0) != HENSYN_OK) fail_msg("%s\n%s", list[i][0], fix.text.text);
        assert_non_null(strstr(fix.text.text, "?    nett_avstand: "));
        if (!strstr(fix.text.text, list[i][1])) fail_msg("%s\n%s", list[i][0], fix.text.text);
    }
    copy_file(fix.spatialite, fix.broken);
    edit(fix.broken,
         "UPDATE nett SET geom = GeomFromText('LINESTRING(500000 7000900, 500000 7000900)', "
         "25833) WHERE fid = 5");
    assert_int_equal(verify(fix.broken, 0), HENSYN_INVARIANT);
    assert_non_null(strstr(fix.text.text, "[ikke kontrollert: noen geometrier er ikke i orden]"));
}

/* A link that is open one way only may be far from what its neighbours reach. */
static void test_one_way_links_have_no_upper_bound(void **state) {
    (void)state;
    static const breakage list[] = {
        {"UPDATE nett SET avstand_m = 101 WHERE fid = 1", "nett_avstand",
         "nett fid=1 avstand_m=101.0 minst=0.0 hoyst=100.0"}, /* o1 goes 100 m on it */
    };
    rk_path base = rk_in(fix.kit, "enveg.sqlite");
    copy_file(fix.spatialite, base.text);
    edit(base.text, "UPDATE kjoring SET verdi = '1' WHERE nokkel = 'lenker_enveg'; UPDATE nett SET "
                    "avstand_m = 90 WHERE fid = 1; UPDATE nett SET avstand_m = NULL WHERE fid = 4");
    expect_sound(base.text, FEWEST_CHECKS);
    BREAK(base.text, list);
}

static void test_a_share_that_falls_on_an_origin(void **state) {
    (void)state;
    static const breakage list[] = {
        {"UPDATE indikator SET verdi = 111" FIGURE("avstand_p50", AR_NEAR, "'barn'"),
         "indikator_avstand", "verdi=111.0"},
        {"UPDATE indikator SET verdi = 150" FIGURE("avstand_p50", AR_NEAR, "'barn'"),
         "indikator_avstand", "verdi=150.0"},
        {"UPDATE indikator SET verdi = 0" FIGURE("avstand_p50", AR_NEAR, "'barn'"),
         "indikator_avstand", "verdi=0.0"},
    };
    rk_path even = rk_in(fix.kit, "halv.sqlite");
    copy_file(fix.spatialite, even.text);
    edit(even.text,
         "UPDATE opphav_gruppe SET antall = 8 WHERE kilde_id = 'o2'; UPDATE opphav_gruppe SET "
         "antall = "
         "6 WHERE kilde_id = 'o4'; UPDATE indikator SET verdi = 130" FIGURE(
             "avstand_snitt", AR_NEAR,
             "'barn'") "; UPDATE indikator SET verdi = 10, nevner = 10" FIGURE("befolkning_innen",
                                                                               AR_NEAR, "'barn'"));
    expect_sound(even.text, FEWEST_CHECKS);
    BREAK(even.text, list);
}

static void test_a_route_of_no_length(void **state) {
    (void)state;
    copy_file(fix.spatialite, fix.broken);
    edit(fix.broken, "UPDATE rute SET avstand_m = 0, geom = NULL WHERE fid = 3;"
                     "DELETE FROM idx_rute_geom WHERE pkid = 3;"
                     "UPDATE rute SET tid_s = 0 WHERE fid = 3;"
                     "UPDATE avstand SET avstand_m = 0, tilknytning_m = 0, tid_s = 0 WHERE fid = 3;"
                     "UPDATE indikator SET verdi = 5500.0 / 75 WHERE nokkel = 'avstand_snitt' AND "
                     "klasse = 'rekreasjonsareal' AND omrade IS NULL AND gruppe IS NULL;"
                     "UPDATE indikator SET verdi = 1100.0 / 35 WHERE nokkel = 'avstand_snitt' AND "
                     "klasse = 'rekreasjonsareal' AND omrade = 'K1';"
                     "UPDATE indikator SET verdi = 0 WHERE nokkel = 'avstand_p50' AND klasse = "
                     "'rekreasjonsareal' AND omrade = 'K1';"
                     "UPDATE indikator SET verdi = 110 WHERE nokkel = 'avstand_p90' AND klasse = "
                     "'rekreasjonsareal' AND omrade = 'K1';"
                     "UPDATE indikator SET verdi = 1320.0 / 16 WHERE nokkel = 'avstand_snitt' AND "
                     "gruppe = 'barn';"
                     "UPDATE indikator SET verdi = 110 WHERE nokkel = 'avstand_p90' AND gruppe = "
                     "'barn'");
    expect_sound(fix.broken, FEWEST_CHECKS);
}

static void test_tables_that_are_missing(void **state) {
    (void)state;
    static const char *const tables[] = {"malomrade", "inngang", "avstand",
                                         "dekning",   "nett",    "opphav_gruppe"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        char sql[64], found[1024];
        snprintf(sql, sizeof sql, "DROP TABLE %s", tables[i]);
        copy_file(fix.spatialite, fix.broken);
        edit(fix.broken, sql);
        json_t *whole = answer(fix.broken, HENSYN_INVARIANT);
        failed_checks(whole, found);
        assert_string_equal(found, "tabeller");
        json_decref(whole);
    }
}

/* Both parts in one file. */
static void test_beside_the_conflict_part(void **state) {
    (void)state;
    hn_result *r = rk_result();
    r->facts.count = 0;
    hn_result *access = ar_result();
    for (size_t i = 0; i < access->facts.count; i++) {
        hn_fact *fact = HN_NEW_ROW(r->facts);
        *fact = access->facts.row[i];
    }
    hn_result_destroy(access);
    ar_fill(r);
    r->has_severance = true;
    remove(fix.broken);
    rk_ok(fix.kit, rk_write(fix.kit, fix.broken, false, r));
    hn_result_destroy(r);
    json_t *whole = answer(fix.broken, HENSYN_INVARIANT);
    /* rk_result is no sound conflict result; the access part is sound beside it. */
    const json_t *check;
    size_t i;
    static const char *const sound[] = {"avstand",  "avstand_innen",    "dekning",       "opphav",
                                        "rute",     "rekkevidde",       "m2_per_person", "betjener",
                                        "tabeller", "indikator_avstand"};
    size_t found = 0;
    json_array_foreach(json_object_get(whole, "checks"), i,
                       check) for (size_t k = 0; k < sizeof sound / sizeof *sound; k++) {
        if (strcmp(json_string_value(json_object_get(check, "name")), sound[k]) != 0) continue;
        if (!json_is_true(json_object_get(check, "ok"))) fail_msg("%s", sound[k]);
        found++;
    }
    assert_int_equal(found, sizeof sound / sizeof *sound);
    json_decref(whole);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sound),
        cmocka_unit_test(test_checks_of_the_other_part_are_not_made),
        cmocka_unit_test(test_routes_only_when_asked_for),
        cmocka_unit_test(test_no_rows_at_all),
        cmocka_unit_test(test_keys_and_codes),
        cmocka_unit_test(test_distances),
        cmocka_unit_test(test_origins_and_destinations),
        cmocka_unit_test(test_served),
        cmocka_unit_test(test_routes_and_reach),
        cmocka_unit_test(test_figures),
        cmocka_unit_test(test_blanked_numbers_are_not_summed),
        cmocka_unit_test(test_nearest_by_time_is_not_nearest_by_length),
        cmocka_unit_test(test_service_areas_are_whole),
        cmocka_unit_test(test_distances_of_links),
        cmocka_unit_test(test_networks_that_cannot_be_searched),
        cmocka_unit_test(test_one_way_links_have_no_upper_bound),
        cmocka_unit_test(test_a_share_that_falls_on_an_origin),
        cmocka_unit_test(test_a_route_of_no_length),
        cmocka_unit_test(test_tables_that_are_missing),
        cmocka_unit_test(test_beside_the_conflict_part),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
