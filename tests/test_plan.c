/* test_plan.c - the plan model: spellings, recognition of layers and features, codes and dates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "data/plan.h"

#include <limits.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- fields ---- */

static void test_spellings_are_folded(void **state) {
    (void)state;
    char folded[128];
    for (int role = 0; role < HN_ROLE_COUNT; role++) {
        for (size_t i = 0; hn_plan_spelling((hn_plan_role)role, i); i++) {
            const char *spelling = hn_plan_spelling((hn_plan_role)role, i);
            hn_fold(spelling, folded, sizeof folded);
            assert_string_equal(folded, spelling);
            assert_true(hn_plan_role_fits((hn_plan_role)role, spelling));
        }
        bool named = hn_plan_spelling((hn_plan_role)role, 0) != NULL;
        assert_int_equal(named, role != HN_ROLE_GIVEN_ID);
    }
    assert_null(hn_plan_spelling(HN_ROLE_ID, 99));
    assert_null(hn_plan_spelling(HN_ROLE_COUNT, 0));
}

/* The table of domain facts 1.2, row by row: SOSI, GML, ASCII, municipal ArcGIS. */
static void test_four_spellings(void **state) {
    (void)state;
    static const struct {
        hn_plan_role role;
        const char *names[6];
    } table[] = {
        {HN_ROLE_OBJECT_TYPE, {"OBJTYPE", "objekttypenavn", "objtype", "OBJTYPE"}},
        {HN_ROLE_MUNICIPALITY, {"KOMM", "arealplanId.kommunenummer", "kommunenummer", "KOMM"}},
        {HN_ROLE_PLAN_ID,
         {"PLANID", "arealplanId.planidentifikasjon", "planidentifikasjon",
          "NASJONALAREALPLANID.PLANID", "arealplanid_planidentifikasjon"}},
        {HN_ROLE_PLAN_TYPE, {"PLANTYPE", "plantype"}},
        {HN_ROLE_PLAN_STATUS, {"PLANSTAT", "planstatus"}},
        {HN_ROLE_PLAN_NAME, {"PLANNAVN", "plannavn"}},
        {HN_ROLE_IN_FORCE, {"IKRAFT", "ikrafttredelsesdato"}},
        {HN_ROLE_ADOPTED,
         {"VEDTAKENDELIGPLANDATO", "vedtakEndeligPlanDato", "vedtakendeligplandato"}},
        {HN_ROLE_PURPOSE, {"arealformål", "arealformal", "Arealformaal"}},
        {HN_ROLE_PURPOSE_KP, {"KPAREALFORMÅL", "KPAREALFORMAL"}},
        {HN_ROLE_PURPOSE_RP, {"RPAREALFORMÅL", "RPAREALFORMAL"}},
        {HN_ROLE_PURPOSE_1985, {"OPLAREAL", "arealbruk"}},
        {HN_ROLE_PURPOSE_REG, {"REGFORM", "reguleringsformål"}},
        {HN_ROLE_USE_STATUS, {"AREALST", "arealbruksstatus"}},
        {HN_ROLE_LEVEL, {"VERTNIV", "vertikalnivå", "vertikalniva", "vertikalnivaa"}},
        {HN_ROLE_HENSYN, {"KPANGITTHENSYN", "RPANGITTHENSYN", "angittHensyn", "angitthensyn"}},
        {HN_ROLE_DANGER, {"KPFARE", "RPFARE", "fare"}},
        {HN_ROLE_NOISE, {"KPSTØY", "RPSTØY", "støy", "stoy", "KPSTOY", "stoey"}},
        {HN_ROLE_SAFETY, {"KPSIKRING", "RPSIKRING", "sikring"}},
        {HN_ROLE_BINDING,
         {"KPBÅNDLEGGING", "RPBÅNDLEGGING", "båndlegging", "bandlegging", "baandlegging"}},
        {HN_ROLE_DETAIL, {"KPDETALJERING", "detaljering"}},
        {HN_ROLE_IMPLEMENTATION, {"KPGJENNOMFØRING", "gjennomføring", "gjennomforing"}},
        {HN_ROLE_INFRASTRUCTURE, {"KPINFRASTRUKTUR", "infrastruktur"}},
        {HN_ROLE_ZONE_NAME, {"HENSYNSONENAVN", "hensynSonenavn", "hensynsonenavn"}},
        {HN_ROLE_AREA_NAME, {"OMRNAVN", "områdenavn", "omradenavn"}},
        {HN_ROLE_FIELD_NAME, {"FELTNAVN", "feltbetegnelse"}},
        {HN_ROLE_ID,
         {"IDENT.LOKALID", "identifikasjon.lokalId", "lokalid", "objid", "identifikasjon_lokalid",
          "identifikasjon|Identifikasjon|lokalId"}},
        {HN_ROLE_LINK, {"arealplan_href", "planområde_href", "rpOmråde_href"}},
        {HN_ROLE_WEAK_ID, {"OBJECTID", "gml_id", "GlobalID"}},
    };
    for (size_t i = 0; i < COUNT(table); i++)
        for (size_t j = 0; j < 6 && table[i].names[j]; j++)
            if (!hn_plan_role_fits(table[i].role, table[i].names[j]))
                fail_msg("%s does not fit role %d", table[i].names[j], (int)table[i].role);
}

static void test_fields_of_other_things(void **state) {
    (void)state;
    assert_false(hn_plan_role_fits(HN_ROLE_PLAN_ID, "opprinneligPlanId"));
    assert_false(hn_plan_role_fits(HN_ROLE_PLAN_ID, "opprinneligArealplanId.planidentifikasjon"));
    assert_false(
        hn_plan_role_fits(HN_ROLE_MUNICIPALITY, "opprinneligAdministrativEnhet.kommunenummer"));
    assert_false(hn_plan_role_fits(HN_ROLE_ID, "kopidata.lokalId"));
    assert_false(hn_plan_role_fits(HN_ROLE_PURPOSE, "arealformålsgruppe"));
    assert_false(hn_plan_role_fits(HN_ROLE_PURPOSE_1985, "arealbruksutdyping"));
    assert_false(hn_plan_role_fits(HN_ROLE_PURPOSE_REG, "regulering"));
    assert_false(hn_plan_role_fits(HN_ROLE_PLAN_ID, ""));
    assert_false(hn_plan_role_fits(HN_ROLE_PLAN_ID, NULL));
    assert_false(hn_plan_role_fits(HN_ROLE_COUNT, "planid"));
}

/* A Shapefile keeps ten bytes; Latin-1 å is one of them, in UTF-8 it is two. */
static void test_names_cut_by_shapefiles(void **state) {
    (void)state;
    assert_true(hn_plan_role_fits(HN_ROLE_PURPOSE_KP, "KPAREALFOR"));
    assert_true(hn_plan_role_fits(HN_ROLE_PURPOSE, "arealform\xc3\xa5"));
    assert_true(hn_plan_role_fits(HN_ROLE_USE_STATUS, "arealbruks"));
    assert_true(hn_plan_role_fits(HN_ROLE_PLAN_ID, "planidenti"));
    assert_true(hn_plan_role_fits(HN_ROLE_MUNICIPALITY, "kommunenum"));
    assert_true(hn_plan_role_fits(HN_ROLE_LEVEL, "vertikalni"));
    assert_true(hn_plan_role_fits(HN_ROLE_ZONE_NAME, "HENSYNSONE"));
    assert_true(hn_plan_role_fits(HN_ROLE_IN_FORCE, "ikrafttred"));
    assert_false(hn_plan_role_fits(HN_ROLE_USE_STATUS, "arealbruk")); /* not cut: its own name */
    assert_false(hn_plan_role_fits(HN_ROLE_PLAN_ID, "arealplani"));   /* plan id or kommune? */
    assert_false(hn_plan_role_fits(HN_ROLE_MUNICIPALITY, "nasjonalar"));
    assert_false(hn_plan_role_fits(HN_ROLE_PURPOSE, "areal"));
}

static void test_best_field_wins(void **state) {
    (void)state;
    static const char *const ids[] = {"OBJECTID", "objid", "lokalId"};
    assert_int_equal(hn_plan_find_role(HN_ROLE_ID, ids, 3), 2);
    assert_int_equal(hn_plan_find_role(HN_ROLE_ID, ids, 2), 1);
    assert_int_equal(hn_plan_find_role(HN_ROLE_ID, ids, 1), -1);
    assert_int_equal(hn_plan_find_role(HN_ROLE_WEAK_ID, ids, 3), 0);
    static const char *const nested[] = {"annet.planid", "PLANID"};
    assert_int_equal(hn_plan_find_role(HN_ROLE_PLAN_ID, nested, 2), 1);
    assert_int_equal(hn_plan_find_role(HN_ROLE_PLAN_ID, nested, 1), 0);
    static const char *const cut[] = {"kommunenum", "KOMM"};
    assert_int_equal(hn_plan_find_role(HN_ROLE_MUNICIPALITY, cut, 2), 1);
    static const char *const links[] = {"arealplan_href", "planområde_href"};
    assert_int_equal(hn_plan_find_role(HN_ROLE_LINK, links, 2), 1);
    assert_int_equal(hn_plan_find_role(HN_ROLE_LINK, links, 0), -1);
}

static void test_field_by_name(void **state) {
    (void)state;
    static const char *const fields[] = {"Zone", "ZONE", "Områdekode"};
    assert_int_equal(hn_plan_find_field("ZONE", fields, 3), 1);
    assert_int_equal(hn_plan_find_field("zone", fields, 3), 0);
    assert_int_equal(hn_plan_find_field("omradekode", fields, 3), 2);
    assert_int_equal(hn_plan_find_field("kode", fields, 3), -1);
    assert_int_equal(hn_plan_find_field(NULL, fields, 3), -1);
}

/* ---- layers by name ---- */

static hn_plan_model by_name(const char *name) {
    return hn_plan_recognise(name, NULL, NULL, 0, NULL, NULL);
}

static void test_layers_by_name(void **state) {
    (void)state;
    static const struct {
        const char *name;
        hn_plan_layer layer;
        hn_code_list codes;
        hn_plan_role zone;
    } table[] = {
        {"KpArealformålOmråde", HN_LAYER_AREAS, HN_CODES_KP2008, HN_ROLE_COUNT},
        {"KpArealformalOmrade", HN_LAYER_AREAS, HN_CODES_KP2008, HN_ROLE_COUNT},
        {"kparealformalomrade_mv", HN_LAYER_AREAS, HN_CODES_KP2008, HN_ROLE_COUNT},
        {"kommuneplan.kparealformalomrade", HN_LAYER_AREAS, HN_CODES_KP2008, HN_ROLE_COUNT},
        {"app:RpArealformålOmråde", HN_LAYER_AREAS, HN_CODES_RP2008, HN_ROLE_COUNT},
        {"RpArealformål_VN2", HN_LAYER_AREAS, HN_CODES_RP2008, HN_ROLE_COUNT},
        {"KpArealbrukOmråde", HN_LAYER_AREAS, HN_CODES_PBL1985, HN_ROLE_COUNT},
        {"kparealbrukomrade", HN_LAYER_AREAS, HN_CODES_PBL1985, HN_ROLE_COUNT},
        {"RbFormålOmråde", HN_LAYER_AREAS, HN_CODES_REG1985, HN_ROLE_COUNT},
        {"KpAngittHensynSone", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_HENSYN},
        {"rpangitthensynsone_mv", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_HENSYN},
        {"KpBåndleggingSone", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_BINDING},
        {"RpBåndleggingSone", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_BINDING},
        {"KpDetaljeringSone", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_DETAIL},
        {"KpFareSone", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_DANGER},
        {"RpFareSone", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_DANGER},
        {"KpGjennomføringSone", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_IMPLEMENTATION},
        {"KpInfrastrukturSone", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_INFRASTRUCTURE},
        {"KpSikringSone", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_SAFETY},
        {"RpSikringSone", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_SAFETY},
        {"KpStøySone", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_NOISE},
        {"RPSTOYSONE", HN_LAYER_ZONES, HN_CODES_UNKNOWN, HN_ROLE_NOISE},
        {"KpOmråde", HN_LAYER_OUTLINE, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
        {"kpomrade_mv", HN_LAYER_OUTLINE, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
        {"rpomrade_omrade_mv", HN_LAYER_OUTLINE, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
        {"RpOmråde", HN_LAYER_OUTLINE, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
        {"KpArealformålGrense", HN_LAYER_OTHER, HN_CODES_KP2008, HN_ROLE_COUNT},
        {"RpFormålGrense", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
        {"KpFareGrense", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_DANGER},
        {"KpInfrastrukturLinje", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_INFRASTRUCTURE},
        {"KpJuridiskLinje", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
        {"RpJuridiskPunkt", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
        {"KpPåskrift", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
        {"RpRegulertHøyde", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
        {"KpSamferdselLinje", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
        {"KpRestriksjonOmråde", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
        {"KpRetningslinjeOmråde", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
        {"KpBestemmelseOmråde", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
        {"RpBestemmelseOmråde", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
        {"RpHandlingOmråde", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
        {"PblMidlByggAnleggOmråde", HN_LAYER_OTHER, HN_CODES_UNKNOWN, HN_ROLE_COUNT},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        hn_plan_model model = by_name(table[i].name);
        if (model.layer != table[i].layer || model.codes != table[i].codes ||
            model.zone != table[i].zone)
            fail_msg("%s: layer %d, codes %d, zone %d", table[i].name, (int)model.layer,
                     (int)model.codes, (int)model.zone);
        assert_true(model.named);
        assert_false(model.mixed);
    }
}

/* A kommuneplan and the reguleringsplaner under it are told apart. */
static void test_families(void **state) {
    (void)state;
    assert_int_equal(by_name("KpArealbrukOmråde").family, HN_FAMILY_KP);
    assert_int_equal(by_name("RpArealformålOmråde").family, HN_FAMILY_RP);
    assert_int_equal(by_name("RbFormålOmråde").family, HN_FAMILY_RP);
    assert_int_equal(by_name("KpOmråde").family, HN_FAMILY_KP);
    assert_int_equal(by_name("rpomrade_omrade_mv").family, HN_FAMILY_RP);
    assert_int_equal(by_name("PblMidlByggAnleggOmråde").family, HN_FAMILY_ANY);
    const char *const fields[] = {"OBJTYPE", "PLANID", "PLANNAVN", "KPAREALFORMAL"};
    hn_plan_model model = hn_plan_recognise("Plan", "RpOmråde", fields, 4, NULL, NULL);
    const char *value[HN_ROLE_COUNT] = {[HN_ROLE_OBJECT_TYPE] = "RpOmråde"};
    assert_int_equal(hn_plan_feature_of(&model, value).family, HN_FAMILY_RP);
    value[HN_ROLE_OBJECT_TYPE] = "KpArealformålOmråde";
    assert_int_equal(hn_plan_feature_of(&model, value).family, HN_FAMILY_KP);
    value[HN_ROLE_OBJECT_TYPE] = NULL;
    assert_int_equal(hn_plan_feature_of(&model, value).family, HN_FAMILY_ANY);
}

static void test_layers_that_are_no_plan(void **state) {
    (void)state;
    static const char *const names[] = {"",          "Plan",          "Skredfaresone",
                                        "stoysone",  "sikringssone",  "N1000_Arealdekke",
                                        "naturvern", "arealbruk2023", "Hensynssoner",
                                        "Arealplan", "grense",        "Zoning"};
    for (size_t i = 0; i < COUNT(names); i++) {
        hn_plan_model model = by_name(names[i]);
        if (model.layer != HN_LAYER_UNKNOWN) fail_msg("%s is %d", names[i], (int)model.layer);
        assert_false(model.named);
    }
    assert_int_equal(hn_plan_recognise(NULL, NULL, NULL, 0, NULL, NULL).layer, HN_LAYER_UNKNOWN);
}

/* ---- layers by fields ---- */

static hn_plan_model by_fields(const char *const *fields) {
    size_t count = 0;
    while (fields[count])
        count++;
    return hn_plan_recognise("Plan", NULL, fields, count, NULL, NULL);
}
#define FIELDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void test_purpose_fields_decide(void **state) {
    (void)state;
    hn_plan_model kp = by_fields(FIELDS("OBJECTID", "KPAREALFORMAL", "AREALST"));
    assert_int_equal(kp.layer, HN_LAYER_AREAS);
    assert_int_equal(kp.codes, HN_CODES_KP2008);
    assert_int_equal(kp.purpose, HN_ROLE_PURPOSE_KP);
    assert_int_equal(kp.column[HN_ROLE_PURPOSE_KP], 1);
    assert_int_equal(kp.column[HN_ROLE_USE_STATUS], 2);
    assert_int_equal(kp.column[HN_ROLE_LEVEL], -1);
    assert_true(kp.has_status);
    hn_plan_model rp = by_fields(FIELDS("RPAREALFORMAL", "VERTNIV"));
    assert_int_equal(rp.codes, HN_CODES_RP2008);
    assert_false(rp.has_status);
    assert_int_equal(by_fields(FIELDS("arealformål", "arealbruksstatus")).codes, HN_CODES_KP2008);
    assert_int_equal(by_fields(FIELDS("arealformal", "vertikalniva")).codes, HN_CODES_RP2008);
    assert_int_equal(by_fields(FIELDS("arealformål", "arealplanId.planidentifikasjon")).codes,
                     HN_CODES_RP2008);
    hn_plan_model old = by_fields(FIELDS("arealbruk", "arealbruksstatus"));
    assert_int_equal(old.codes, HN_CODES_PBL1985);
    assert_true(old.has_status);
    hn_plan_model reg = by_fields(FIELDS("REGFORM", "PLANID"));
    assert_int_equal(reg.codes, HN_CODES_REG1985);
    assert_false(reg.has_status);
}

/* Nothing but the purpose: the same numbers mean different things, so the list stays unknown. */
static void test_unknown_code_list_stays_unknown(void **state) {
    (void)state;
    hn_plan_model model = by_fields(FIELDS("arealformål", "navn"));
    assert_int_equal(model.layer, HN_LAYER_AREAS);
    assert_int_equal(model.codes, HN_CODES_UNKNOWN);
    assert_false(model.has_status);
    assert_string_equal(hn_plan_layer_text(&(hensyn_context){0}, &model),
                        "arealformål (ukjent kodeliste)");
}

static void test_zone_fields_need_company(void **state) {
    (void)state;
    assert_int_equal(by_fields(FIELDS("angittHensyn")).layer, HN_LAYER_ZONES);
    assert_int_equal(by_fields(FIELDS("KPFARE")).layer, HN_LAYER_ZONES);
    assert_int_equal(by_fields(FIELDS("fare", "hensynSonenavn")).zone, HN_ROLE_DANGER);
    assert_int_equal(by_fields(FIELDS("støy", "PLANID")).zone, HN_ROLE_NOISE);
    assert_int_equal(by_fields(FIELDS("fare", "dato")).layer, HN_LAYER_UNKNOWN);
    assert_int_equal(by_fields(FIELDS("støy", "dB")).layer, HN_LAYER_UNKNOWN);
    assert_int_equal(by_fields(FIELDS("arealbruk", "areal")).layer, HN_LAYER_UNKNOWN);
}

static void test_outline_fields(void **state) {
    (void)state;
    assert_int_equal(by_fields(FIELDS("PLANID", "PLANSTAT")).layer, HN_LAYER_OUTLINE);
    assert_int_equal(by_fields(FIELDS("planidentifikasjon", "plannavn")).layer, HN_LAYER_OUTLINE);
    assert_int_equal(by_fields(FIELDS("PLANID", "farge")).layer, HN_LAYER_UNKNOWN);
    const char *const fields[] = {"plannavn", "gml_id"};
    hn_plan_model model = hn_plan_recognise("Arealplan", NULL, fields, 2, NULL, NULL);
    assert_int_equal(model.layer, HN_LAYER_OUTLINE);
    assert_false(model.named);
    const char *const zone[] = {"hensynsonenavn"};
    assert_int_equal(hn_plan_recognise("Hensynssoner", NULL, zone, 1, NULL, NULL).layer,
                     HN_LAYER_ZONES);
}

/* A layer "Arealplan" that is a one-table export of the areas. */
static void test_fields_before_weak_names(void **state) {
    (void)state;
    const char *const fields[] = {"KPAREALFORMAL", "AREALST", "PLANID", "PLANNAVN"};
    hn_plan_model model = hn_plan_recognise("Arealplan", NULL, fields, 4, NULL, NULL);
    assert_int_equal(model.layer, HN_LAYER_AREAS);
    assert_int_equal(model.codes, HN_CODES_KP2008);
}

/* Real field lists of datasets that are no plans. */
static void test_other_datasets_are_not_plans(void **state) {
    (void)state;
    assert_int_equal(by_fields(FIELDS("naturvernId", "verneform", "kommune", "navn")).layer,
                     HN_LAYER_UNKNOWN);
    assert_int_equal(by_fields(FIELDS("objtype", "arealtype", "treslag", "skogbonitet")).layer,
                     HN_LAYER_UNKNOWN);
    assert_int_equal(by_fields(FIELDS("områdeverdi", "områdetype", "områdenavn", "kommune",
                                      "identifikasjon_lokalid", "kartlagtStatus"))
                         .layer,
                     HN_LAYER_UNKNOWN);
    assert_int_equal(by_fields(FIELDS("ZONE_", "ZONING", "Shape_Area")).layer, HN_LAYER_UNKNOWN);
}

/* ---- mixed layers ---- */

typedef struct feature {
    const char *value[HN_ROLE_COUNT];
} feature;

static void test_one_table_of_everything(void **state) {
    (void)state;
    const char *const fields[] = {"OBJTYPE",  "KPAREALFORMAL",  "AREALST", "RPAREALFORMAL",
                                  "VERTNIV",  "KPANGITTHENSYN", "KPFARE",  "PLANID",
                                  "PLANSTAT", "REGFORM",        "OPLAREAL"};
    hn_plan_model model =
        hn_plan_recognise("Kommuneplan", "KpOmråde", fields, COUNT(fields), NULL, NULL);
    assert_true(model.mixed);
    assert_int_equal(model.layer, HN_LAYER_AREAS);
    assert_true(hn_plan_may_hold(&model, HN_LAYER_AREAS));
    assert_true(hn_plan_may_hold(&model, HN_LAYER_ZONES));
    assert_true(hn_plan_may_hold(&model, HN_LAYER_OUTLINE));

    feature kp = {{[HN_ROLE_OBJECT_TYPE] = "KpArealformålOmråde", [HN_ROLE_PURPOSE_KP] = "1110"}};
    hn_plan_feature is = hn_plan_feature_of(&model, kp.value);
    assert_int_equal(is.layer, HN_LAYER_AREAS);
    assert_int_equal(is.codes, HN_CODES_KP2008);
    assert_string_equal(is.code, "1110");
    assert_true(is.has_status);

    feature rp = {{[HN_ROLE_OBJECT_TYPE] = "RpArealformålOmråde", [HN_ROLE_PURPOSE_RP] = "1111"}};
    is = hn_plan_feature_of(&model, rp.value);
    assert_int_equal(is.codes, HN_CODES_RP2008);
    assert_string_equal(is.code, "1111");
    assert_false(is.has_status);

    feature old = {{[HN_ROLE_OBJECT_TYPE] = "RbFormålOmråde", [HN_ROLE_PURPOSE_REG] = "110"}};
    assert_int_equal(hn_plan_feature_of(&model, old.value).codes, HN_CODES_REG1985);

    feature zone = {{[HN_ROLE_OBJECT_TYPE] = "KpFareSone", [HN_ROLE_DANGER] = "320"}};
    is = hn_plan_feature_of(&model, zone.value);
    assert_int_equal(is.layer, HN_LAYER_ZONES);
    assert_string_equal(is.code, "320");

    feature outline = {{[HN_ROLE_OBJECT_TYPE] = "KpOmråde", [HN_ROLE_PLAN_ID] = "1"}};
    assert_int_equal(hn_plan_feature_of(&model, outline.value).layer, HN_LAYER_OUTLINE);
    feature line = {{[HN_ROLE_OBJECT_TYPE] = "KpJuridiskLinje"}};
    assert_int_equal(hn_plan_feature_of(&model, line.value).layer, HN_LAYER_OTHER);
}

/* GDAL's SOSI driver: layer "polygons", one arealformål field for KP and RP. */
static void test_common_purpose_field(void **state) {
    (void)state;
    const char *const fields[] = {"objekttypenavn", "arealformål", "arealbruksstatus",
                                  "vertikalnivå", "angittHensyn"};
    hn_plan_model model =
        hn_plan_recognise("polygons", "RpArealformålOmråde", fields, COUNT(fields), NULL, NULL);
    assert_true(model.mixed);
    assert_int_equal(model.codes, HN_CODES_RP2008); /* what the first rows are */
    feature kp = {{[HN_ROLE_OBJECT_TYPE] = "KpArealformålOmråde", [HN_ROLE_PURPOSE] = "1110"}};
    feature rp = {{[HN_ROLE_OBJECT_TYPE] = "RpArealformålOmråde", [HN_ROLE_PURPOSE] = "1110"}};
    assert_int_equal(hn_plan_feature_of(&model, kp.value).codes, HN_CODES_KP2008);
    assert_int_equal(hn_plan_feature_of(&model, rp.value).codes, HN_CODES_RP2008);
    assert_string_equal(hn_plan_feature_of(&model, kp.value).code, "1110");
}

static void test_mixed_without_object_type(void **state) {
    (void)state;
    const char *const fields[] = {"KPAREALFORMAL", "KPANGITTHENSYN", "KPSTOY", "AREALST"};
    hn_plan_model model = hn_plan_recognise("Plan", NULL, fields, COUNT(fields), NULL, NULL);
    assert_true(model.mixed);
    feature purpose = {{[HN_ROLE_PURPOSE_KP] = "1110"}};
    feature hensyn = {{[HN_ROLE_HENSYN] = "530"}};
    feature noise = {{[HN_ROLE_NOISE] = "220"}};
    feature nothing = {{NULL}};
    assert_int_equal(hn_plan_feature_of(&model, purpose.value).layer, HN_LAYER_AREAS);
    assert_int_equal(hn_plan_feature_of(&model, hensyn.value).layer, HN_LAYER_ZONES);
    assert_string_equal(hn_plan_feature_of(&model, noise.value).code, "220");
    assert_int_equal(hn_plan_feature_of(&model, nothing.value).layer, HN_LAYER_UNKNOWN);
}

/* Object types of another vocabulary: what is set decides. */
static void test_mixed_with_foreign_types(void **state) {
    (void)state;
    const char *const fields[] = {"objtype", "arealformal", "arealbruksstatus", "planid"};
    hn_plan_model model = hn_plan_recognise("Plan", "flate", fields, COUNT(fields), NULL, NULL);
    assert_true(model.mixed);
    feature area = {{[HN_ROLE_OBJECT_TYPE] = "flate", [HN_ROLE_PURPOSE] = "2010"}};
    hn_plan_feature is = hn_plan_feature_of(&model, area.value);
    assert_int_equal(is.layer, HN_LAYER_AREAS);
    assert_int_equal(is.codes, HN_CODES_KP2008);
}

static void test_lines_of_a_mixed_source(void **state) {
    (void)state;
    const char *const fields[] = {"objekttypenavn", "målemetode"};
    hn_plan_model model = hn_plan_recognise("lines", "KpGrense", fields, 2, NULL, NULL);
    assert_int_equal(model.layer, HN_LAYER_OTHER);
    assert_false(hn_plan_may_hold(&model, HN_LAYER_AREAS));
    assert_false(hn_plan_may_hold(&model, HN_LAYER_ZONES));
    assert_false(hn_plan_may_hold(&model, HN_LAYER_OUTLINE));
    hn_plan_model areas = by_name("KpArealformålOmråde");
    assert_true(hn_plan_may_hold(&areas, HN_LAYER_AREAS));
    assert_false(hn_plan_may_hold(&areas, HN_LAYER_ZONES));
}

static void test_features_of_pure_layers(void **state) {
    (void)state;
    const char *const fields[] = {"arealformål", "arealbruksstatus", "objekttypenavn"};
    hn_plan_model model =
        hn_plan_recognise("kparealformalomrade_mv", "KpOmråde", fields, 3, NULL, NULL);
    assert_false(model.mixed); /* the name of the layer says it */
    feature any = {{[HN_ROLE_OBJECT_TYPE] = "noe", [HN_ROLE_PURPOSE] = "3040"}};
    hn_plan_feature is = hn_plan_feature_of(&model, any.value);
    assert_int_equal(is.layer, HN_LAYER_AREAS);
    assert_string_equal(is.code, "3040");
    feature without = {{NULL}};
    assert_null(hn_plan_feature_of(&model, without.value).code);
    hn_plan_model zones = by_name("KpSikringSone");
    feature zone = {{[HN_ROLE_SAFETY] = "110", [HN_ROLE_DANGER] = "320"}};
    assert_string_equal(hn_plan_feature_of(&zones, zone.value).code, "110");
}

/* ---- what the user names ---- */

static void test_given_fields(void **state) {
    (void)state;
    const char *const fields[] = {"ZONE_", "PHASE", "parcel"};
    hn_plan_model model = hn_plan_recognise("Zoning", NULL, fields, 3, "zone_", "PHASE");
    assert_int_equal(model.layer, HN_LAYER_AREAS);
    assert_int_equal(model.codes, HN_CODES_UNKNOWN);
    assert_int_equal(model.column[HN_ROLE_PURPOSE], 0);
    assert_int_equal(model.column[HN_ROLE_USE_STATUS], 1);
    assert_true(model.has_status);
    feature row = {{[HN_ROLE_PURPOSE] = "R-1", [HN_ROLE_USE_STATUS] = "2"}};
    hn_plan_feature is = hn_plan_feature_of(&model, row.value);
    assert_string_equal(is.code, "R-1");
    assert_true(is.has_status);

    model = hn_plan_recognise("Zoning", NULL, fields, 3, "zone_", NULL);
    assert_false(model.has_status);
    model = hn_plan_recognise("Zoning", NULL, fields, 3, "nosuch", NULL);
    assert_int_equal(model.layer, HN_LAYER_UNKNOWN);
}

static void test_given_purpose_on_known_layers(void **state) {
    (void)state;
    const char *const kp[] = {"arealformål", "arealbruksstatus", "gruppe"};
    /* The model's own field: nothing changes. */
    hn_plan_model same = hn_plan_recognise("Plan", NULL, kp, 3, "arealformål", NULL);
    assert_int_equal(same.codes, HN_CODES_KP2008);
    /* Another field: its codes are of no list. */
    hn_plan_model other = hn_plan_recognise("KpArealformålOmråde", NULL, kp, 3, "gruppe", NULL);
    assert_int_equal(other.codes, HN_CODES_UNKNOWN);
    assert_int_equal(other.column[HN_ROLE_PURPOSE], 2);
    assert_true(other.has_status);
    /* A named layer whose own field is missing: the name says which list. */
    const char *const odd[] = {"formal", "arealbruksstatus"};
    hn_plan_model named = hn_plan_recognise("KpArealformålOmråde", NULL, odd, 2, "formal", NULL);
    assert_int_equal(named.codes, HN_CODES_KP2008);
    feature row = {{[HN_ROLE_PURPOSE_KP] = "1110"}};
    assert_int_equal(named.column[named.purpose], 0);
    assert_string_equal(hn_plan_feature_of(&named, row.value).code, "1110");
    /* Zones stay zones. */
    const char *const zone[] = {"angittHensyn", "gruppe"};
    hn_plan_model zones = hn_plan_recognise("KpAngittHensynSone", NULL, zone, 2, "gruppe", NULL);
    assert_int_equal(zones.layer, HN_LAYER_ZONES);
}

static void test_id_fields(void **state) {
    (void)state;
    const char *const fields[] = {"OBJECTID", "parcel", "arealformål"};
    hn_plan_model model = hn_plan_recognise("Plan", NULL, fields, 3, NULL, NULL);
    assert_int_equal(model.column[HN_ROLE_GIVEN_ID], -1);
    hn_plan_set_id_field(&model, fields, 3, "parcel");
    assert_int_equal(model.column[HN_ROLE_GIVEN_ID], 1);
    feature row = {{[HN_ROLE_WEAK_ID] = "7", [HN_ROLE_GIVEN_ID] = "p9"}};
    assert_string_equal(hn_plan_id_of(row.value), "p9");
    row.value[HN_ROLE_ID] = "uuid";
    assert_string_equal(hn_plan_id_of(row.value), "uuid");
    feature weak = {{[HN_ROLE_WEAK_ID] = "7"}};
    assert_string_equal(hn_plan_id_of(weak.value), "7");
    feature none = {{NULL}};
    assert_null(hn_plan_id_of(none.value));
    hn_plan_set_id_field(&model, fields, 3, NULL);
    assert_int_equal(model.column[HN_ROLE_GIVEN_ID], -1);
}

static void test_words_for_layers(void **state) {
    (void)state;
    hensyn_context nb = {0}, en = {.english = true};
    static const char *const names[] = {"KpArealformålOmråde", "RpArealformålOmråde",
                                        "KpArealbrukOmråde",   "RbFormålOmråde",
                                        "KpFareSone",          "KpOmråde",
                                        "KpJuridiskLinje",     "Veg"};
    static const char *const words[] = {"arealformål (KP 2008)",
                                        "arealformål (RP 2008)",
                                        "arealbruk (pbl 1985)",
                                        "reguleringsformål (før 2008)",
                                        "hensynssoner",
                                        "planområde",
                                        "annet i plankartet (linjer, tekster, bestemmelser)",
                                        "ukjent"};
    for (size_t i = 0; i < COUNT(names); i++) {
        hn_plan_model model = by_name(names[i]);
        assert_string_equal(hn_plan_layer_text(&nb, &model), words[i]);
        assert_string_not_equal(hn_plan_layer_text(&en, &model), words[i]);
    }
}

/* ---- codes ---- */

static void test_codes(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        {"1110", "1110"},
        {" 1110 ", "1110"},
        {"1110.0", "1110"},
        {"1110.000000", "1110"},
        {"1110 - Boligbebyggelse", "1110"},
        {"5100,1", "5100"},
        {"H530", "530"},
        {"h220_1", "220"},
        {"H", "H"},
        {"Hus 3", "Hus 3"},
        {"1110.5", "1110.5"},
        {"R-1", "R-1"},
        {"3A", "3A"},
        {"Boligbebyggelse ", "Boligbebyggelse"},
        {"", ""},
    };
    char out[HN_CODE_SIZE];
    for (size_t i = 0; i < COUNT(pairs); i++)
        assert_string_equal(hn_plan_code(pairs[i][0], out), pairs[i][1]);
    assert_string_equal(hn_plan_code(NULL, out), "");
    char longer[200];
    memset(longer, '9', sizeof longer);
    longer[199] = '\0';
    assert_int_equal(strlen(hn_plan_code(longer, out)), HN_CODE_SIZE - 1);
}

static void test_numbers_and_words(void **state) {
    (void)state;
    assert_int_equal(hn_plan_int(HN_ROLE_USE_STATUS, "2"), 2);
    assert_int_equal(hn_plan_int(HN_ROLE_USE_STATUS, "2.0"), 2);
    assert_int_equal(hn_plan_int(HN_ROLE_USE_STATUS, "1 - Nåværende"), 1);
    assert_int_equal(hn_plan_int(HN_ROLE_USE_STATUS, "Nåværende"), 1);
    assert_int_equal(hn_plan_int(HN_ROLE_USE_STATUS, "FREMTIDIG"), 2);
    assert_int_equal(hn_plan_int(HN_ROLE_USE_STATUS, "Videreutvikling av nåværende"), 3);
    assert_int_equal(hn_plan_int(HN_ROLE_USE_STATUS, "kanskje"), INT_MIN);
    assert_int_equal(hn_plan_int(HN_ROLE_USE_STATUS, ""), INT_MIN);
    assert_int_equal(hn_plan_int(HN_ROLE_USE_STATUS, NULL), INT_MIN);
    assert_int_equal(hn_plan_int(HN_ROLE_PLAN_STATUS, "Endelig vedtatt arealplan"), 3);
    assert_int_equal(hn_plan_int(HN_ROLE_PLAN_STATUS, "Vedtatt plan med utsatt rettsvirkning"), 6);
    assert_int_equal(hn_plan_int(HN_ROLE_PLAN_STATUS, "Planforslag"), 2);
    assert_int_equal(hn_plan_int(HN_ROLE_PLAN_TYPE, "Detaljregulering"), 35);
    assert_int_equal(hn_plan_int(HN_ROLE_LEVEL, "På grunnen/vannoverflate"), 2);
    /* A word of another list is not a number of this one. */
    assert_int_equal(hn_plan_int(HN_ROLE_LEVEL, "Framtidig"), INT_MIN);
    assert_int_equal(hn_plan_int(HN_ROLE_PLAN_TYPE, "-5"), -5);
    assert_int_equal(hn_plan_int(HN_ROLE_PLAN_TYPE, "99999999999"), INT_MIN);
}

static void test_dates(void **state) {
    (void)state;
    assert_int_equal(hn_plan_date("2018-06-27"), 20180627);
    assert_int_equal(hn_plan_date("2018-06-27T00:00:00.000"), 20180627);
    assert_int_equal(hn_plan_date("2018/06/27 00:00:00+00"), 20180627);
    assert_int_equal(hn_plan_date("20180627"), 20180627);
    assert_int_equal(hn_plan_date("20180627120000"), 20180627);
    assert_int_equal(hn_plan_date("27.06.2018"), 20180627);
    assert_int_equal(hn_plan_date("7.6.2018"), 20180607);
    assert_int_equal(hn_plan_date("2018"), 0);
    assert_int_equal(hn_plan_date("2018-13-01"), 0);
    assert_int_equal(hn_plan_date("2018-06"), 0);
    assert_int_equal(hn_plan_date("0001-01-01"), 0);
    assert_int_equal(hn_plan_date("i fjor"), 0);
    assert_int_equal(hn_plan_date(""), 0);
    assert_int_equal(hn_plan_date(NULL), 0);
}

static void test_municipalities(void **state) {
    (void)state;
    char out[HN_CODE_SIZE];
    assert_true(hn_plan_municipality("1804", out));
    assert_string_equal(out, "1804");
    assert_true(hn_plan_municipality("301", out));
    assert_string_equal(out, "0301");
    assert_true(hn_plan_municipality("0301 - Oslo", out));
    assert_string_equal(out, "0301");
    assert_false(hn_plan_municipality("Bodø", out));
    assert_string_equal(out, "Bodø");
    assert_false(hn_plan_municipality("18041", out));
    assert_false(hn_plan_municipality(NULL, out));

    assert_true(hn_municipality_kept(NULL, "1804"));
    assert_true(hn_municipality_kept("301", "0301"));
    assert_false(hn_municipality_kept("0301", "1804"));
    assert_true(hn_municipality_kept("0301", NULL));
    assert_true(hn_municipality_kept("0301", "Oslo"));
}

static void test_planstatus(void **state) {
    (void)state;
    static const int two[] = {2};
    assert_true(hn_planstatus_kept(NULL, 0, 3));
    assert_true(hn_planstatus_kept(NULL, 0, 6));
    assert_false(hn_planstatus_kept(NULL, 0, 2));
    assert_true(hn_planstatus_kept(NULL, 0, INT_MIN));
    assert_true(hn_planstatus_kept(two, 1, 2));
    assert_false(hn_planstatus_kept(two, 1, 3));
    assert_true(hn_planstatus_kept(two, 1, INT_MIN));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spellings_are_folded),
        cmocka_unit_test(test_four_spellings),
        cmocka_unit_test(test_fields_of_other_things),
        cmocka_unit_test(test_names_cut_by_shapefiles),
        cmocka_unit_test(test_best_field_wins),
        cmocka_unit_test(test_field_by_name),
        cmocka_unit_test(test_layers_by_name),
        cmocka_unit_test(test_families),
        cmocka_unit_test(test_layers_that_are_no_plan),
        cmocka_unit_test(test_purpose_fields_decide),
        cmocka_unit_test(test_unknown_code_list_stays_unknown),
        cmocka_unit_test(test_zone_fields_need_company),
        cmocka_unit_test(test_outline_fields),
        cmocka_unit_test(test_fields_before_weak_names),
        cmocka_unit_test(test_other_datasets_are_not_plans),
        cmocka_unit_test(test_one_table_of_everything),
        cmocka_unit_test(test_common_purpose_field),
        cmocka_unit_test(test_mixed_without_object_type),
        cmocka_unit_test(test_mixed_with_foreign_types),
        cmocka_unit_test(test_lines_of_a_mixed_source),
        cmocka_unit_test(test_features_of_pure_layers),
        cmocka_unit_test(test_given_fields),
        cmocka_unit_test(test_given_purpose_on_known_layers),
        cmocka_unit_test(test_id_fields),
        cmocka_unit_test(test_words_for_layers),
        cmocka_unit_test(test_codes),
        cmocka_unit_test(test_numbers_and_words),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_municipalities),
        cmocka_unit_test(test_planstatus),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
