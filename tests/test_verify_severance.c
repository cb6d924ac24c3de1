/* hensyn_verify on the barrier effect: the sample municipality passes, and each table of it, broken
 * on its own by SQL, is what fails. */
#include "verify_kit.h"

#include <unistd.h>

static bool missing(void) {
    if (access(HENSYN_SAMPLE_DATA "/demo.yaml", R_OK) == 0) return false;
    print_message("skipped: no " HENSYN_SAMPLE_DATA "/demo.yaml\n");
    return true;
}

static void run_sample(const char *out) {
    hensyn_job *job = NULL;
    hensyn_context *ctx = fix.kit->ctx;
    rk_ok(fix.kit, hensyn_job_create(ctx, &job));
    rk_ok(fix.kit, hensyn_job_load(ctx, job, HENSYN_SAMPLE_DATA "/demo.yaml"));
    rk_ok(fix.kit, hensyn_job_set(ctx, job, "output", out));
    rk_ok(fix.kit, hensyn_run(ctx, job, NULL));
    hensyn_job_destroy(job);
}

static void test_sound(void **state) {
    (void)state;
    if (missing()) skip();
    run_sample(fix.spatialite);
    json_t *whole = answer(fix.spatialite, HENSYN_OK);
    static const char *const names[] = {
        "passasje_status",    "passasje_nett",   "barriere_plan",        "barriere_status",
        "barriere_passasje",  "avstand_etter",   "avstand_etter_lengre", "passasje_omvei",
        "indikator_passasje", "indikator_mister"};
    size_t found = 0, i;
    const json_t *check;
    json_array_foreach(json_object_get(whole, "checks"), i, check) {
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            found += strcmp(json_string_value(json_object_get(check, "name")), names[k]) == 0;
    }
    assert_int_equal(found, sizeof names / sizeof *names);
    json_decref(whole);
}

/* The numbers stand for the first rows of the sample: passage 1 is broken, 3 a dead end. */
static void test_passages(void **state) {
    (void)state;
    static const breakage list[] = {
        {"UPDATE passasje SET status = 'omvei' WHERE fid = 1",
         "passasje_status,barriere_passasje,indikator_passasje", "passasje fid=1 status=\"omvei\""},
        {"UPDATE passasje SET porter = 3 WHERE fid = 3", "passasje_status", "porter=3"},
        {"UPDATE passasje SET deler = 1 WHERE fid = 1", "passasje_status", "deler=1"},
        {"UPDATE passasje SET avskaret_m = 0 WHERE fid = 1", "passasje_status", "avskaret_m=0.0"},
        {"UPDATE passasje SET lengde_m = lengde_m + 1 WHERE fid = 1", "passasje_nett,maal",
         "passasjer_m="},
        {"UPDATE passasje SET gjennom_m = 10, rundt_m = 30, omvei_m = 21 WHERE fid = 1",
         "barriere_passasje,passasje_omvei", "gjennom_m=10.0 rundt_m=30.0 omvei_m=21.0"},
        {"UPDATE passasje SET plan_liste = plan_liste || ',1' WHERE fid = 1", "barriere_passasje",
         "i_lister="},
        {"UPDATE nett SET i_utbygging_m = 5 WHERE fid = 1", "passasje_nett,indikator_passasje",
         "nett fid=1"},
        {"UPDATE nett SET kryssinger = kryssinger + 1 WHERE kryssinger = 0 AND fid = 1",
         "passasje_nett", "kryssinger=1"},
    };
    if (missing()) skip();
    BREAK(fix.spatialite, list);
}

static void test_barriers(void **state) {
    (void)state;
    static const breakage list[] = {
        {"UPDATE barriere SET nokkel = 'x' WHERE fid = 1", "barriere_plan", "nokkel=\"x\""},
        {"UPDATE barriere SET plan_fid = 999999 WHERE fid = 1", "koblinger,barriere_plan",
         "plan_fid=999999"},
        {"UPDATE barriere SET plan_fid = (SELECT plan_fid FROM barriere WHERE fid = 2), nokkel = "
         "(SELECT nokkel FROM barriere WHERE fid = 2) WHERE fid = 1",
         "barriere_plan", "rader=2"},
        {"UPDATE barriere SET status = 'omvei' WHERE fid = 1", "barriere_status",
         "status=\"omvei\""},
        {"UPDATE barriere SET status = 'vekk' WHERE fid = 1", "koder,barriere_status", "vekk"},
        {"UPDATE barriere SET brutte = 0, status = 'blindvei' WHERE fid = 1", "barriere_passasje",
         "brutte="},
        {"UPDATE barriere SET passasjer = passasjer + 1 WHERE fid = 1", "barriere_passasje",
         "passasjer="},
        {"UPDATE barriere SET lengde_m = lengde_m * 2 WHERE fid = 1", "maal", "barriere fid=1"},
    };
    if (missing()) skip();
    BREAK(fix.spatialite, list);
}

static void test_distances(void **state) {
    (void)state;
    static const breakage list[] = {
        {"UPDATE avstand SET innen_etter = 0 WHERE fid = (SELECT min(fid) FROM avstand WHERE "
         "innen_etter = 1 AND befolkning > 0)",
         "avstand_etter,indikator_mister", "innen_etter=0"},
        {"UPDATE avstand SET avstand_etter_m = NULL, innen_etter = NULL WHERE fid = (SELECT "
         "min(fid) FROM avstand WHERE innen_etter = 0)",
         "avstand_etter", "uten=1"},
        {"UPDATE avstand SET avstand_etter_m = avstand_m * 0.9 WHERE fid = (SELECT min(fid) FROM "
         "avstand WHERE innen = 0 AND avstand_m > 1000)",
         "avstand_etter_lengre", "avstand_etter_m="},
        {"UPDATE indikator SET verdi = verdi + 1, teller = teller + 1 WHERE nokkel = "
         "'befolkning_mister' AND omrade IS NULL AND gruppe IS NULL AND klasse = "
         "'rekreasjonsareal'",
         "indikator_mister", "befolkning_mister"},
        {"DELETE FROM indikator WHERE fid = (SELECT max(fid) FROM indikator WHERE nokkel = "
         "'befolkning_innen_etter' AND omrade IS NULL AND gruppe IS NULL)",
         "lopenummer,indikator_mister", "rader=2"},
        {"UPDATE indikator SET verdi = verdi + 1, teller = teller + 1 WHERE nokkel = "
         "'passasje_brutt'",
         "indikator_passasje", "passasje_brutt"},
        {"UPDATE indikator SET verdi = verdi + 10 WHERE nokkel = 'sti_i_utbygging'",
         "indikator_passasje", "sti_i_utbygging"},
    };
    if (missing()) skip();
    BREAK(fix.spatialite, list);
}

static int setup(void **state) {
    (void)state;
    void *made = NULL;
    rk_setup(&made);
    fix.kit = made;
    snprintf(fix.spatialite, sizeof fix.spatialite, "%s", rk_in(fix.kit, "sound.sqlite").text);
    snprintf(fix.broken, sizeof fix.broken, "%s", rk_in(fix.kit, "broken.sqlite").text);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    hn_buffer_free(&fix.text);
    void *made = fix.kit;
    return rk_teardown(&made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sound),
        cmocka_unit_test(test_passages),
        cmocka_unit_test(test_barriers),
        cmocka_unit_test(test_distances),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
