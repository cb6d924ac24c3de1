/* test_rules.c - the rule tables: what is built in, what a folder replaces, and what is refused. */
#include "base/platform.h"
#include "data/builtin.h"
#include "data/result.h"
#include "data/rules.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

typedef struct fixture {
    hensyn_context *ctx;
    hn_rules *rules;
    char *folder; /* of one test, empty at its start */
    int warnings;
} fixture;

static int setup(void **state) {
    static fixture f;
    if (hensyn_context_create(&f.ctx) != HENSYN_OK) return -1;
    if (hn_rules_create(f.ctx, NULL, &f.rules) != HENSYN_OK) {
        print_error("%s\n", hensyn_message(f.ctx));
        return -1;
    }
    *state = &f;
    return 0;
}

static int teardown(void **state) {
    fixture *f = *state;
    hn_rules_destroy(f->rules);
    hensyn_context_destroy(f->ctx);
    return 0;
}

static int make_folder(void **state) {
    fixture *f = *state;
    return hn_temp_folder(f->ctx, &f->folder) == HENSYN_OK ? 0 : -1;
}

static int drop_folder(void **state) {
    fixture *f = *state;
    hn_remove_folder(f->folder);
    hn_free(f->folder);
    f->folder = NULL;
    return 0;
}

static void put(const fixture *f, const char *name, const char *text) {
    char path[600];
    snprintf(path, sizeof path, "%s/%s", f->folder, name);
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(text, 1, strlen(text), out), strlen(text));
    assert_int_equal(fclose(out), 0);
}

static int theme_of(const hn_rules *rules, const char *name) {
    int number = hn_rules_find_theme(rules, name);
    assert_true(number >= 0);
    return number;
}

/* ---- the contract's tables, built in ---- */

static void consequence_is_the_table_of_the_contract(void **state) {
    static const int wanted[5][4] = {
        {0, 0, 0, 0}, {0, 0, 1, 1}, {0, 1, 1, 2}, {0, 1, 2, 4}, {0, 2, 3, 4}};
    fixture *f = *state;
    for (int value = 0; value <= 4; value++) {
        assert_int_equal(hn_rules_consequence(f->rules, value, -1), 0);
        for (int impact = 0; impact <= 3; impact++)
            assert_int_equal(hn_rules_consequence(f->rules, value, impact), wanted[value][impact]);
    }
    /* Outside the lists the nearest is taken, not memory beyond the table. */
    assert_int_equal(hn_rules_consequence(f->rules, 99, 99), 4);
    assert_int_equal(hn_rules_consequence(f->rules, -7, -7), 0);
}

static void extent_steps_down_and_never_below_one(void **state) {
    fixture *f = *state;
    const hn_rules *r = f->rules;
    assert_int_equal(hn_rules_extent(r, 4, 1.0), 4);
    assert_int_equal(hn_rules_extent(r, 4, 0.20), 4);
    assert_int_equal(hn_rules_extent(r, 4, 0.20 - 1e-12), 4); /* rounding of an area sum */
    assert_int_equal(hn_rules_extent(r, 4, 0.1999), 3);
    assert_int_equal(hn_rules_extent(r, 4, 0.02), 3);
    assert_int_equal(hn_rules_extent(r, 4, 0.0199), 2);
    assert_int_equal(hn_rules_extent(r, 4, 0.0), 2);
    assert_int_equal(hn_rules_extent(r, 2, 0.1), 1);
    assert_int_equal(hn_rules_extent(r, 2, 0.01), 1);
    assert_int_equal(hn_rules_extent(r, 1, 0.001), 1);
    assert_int_equal(hn_rules_extent(r, 0, 0.001), 0);
    assert_int_equal(hn_rules_extent(r, 4, (double)NAN), 4); /* points */
}

static void hazards_keep_their_own_level(void **state) {
    fixture *f = *state;
    int flood = theme_of(f->rules, "flom"), outdoor = theme_of(f->rules, "friluftsliv");
    assert_int_equal(hn_rules_grade(f->rules, flood, 3, 1, 0.001), 3);
    assert_int_equal(hn_rules_grade(f->rules, flood, 4, 3, (double)NAN), 4);
    assert_int_equal(hn_rules_grade(f->rules, flood, 3, 0, 0.5), 0);
    assert_int_equal(hn_rules_grade(f->rules, flood, 3, -1, 0.5), 0);
    assert_int_equal(hn_rules_grade(f->rules, outdoor, 3, 3, 0.5), 4);
    assert_int_equal(hn_rules_grade(f->rules, outdoor, 3, 3, 0.1), 3);
    assert_int_equal(hn_rules_grade(f->rules, outdoor, 3, 3, 0.01), 2);
}

static void development_is_the_list_of_the_contract(void **state) {
    static const struct {
        hn_code_list list;
        const char *code;
        int level;
        hn_development wanted;
    } cases[] = {
        {HN_CODES_KP2008, "1110", HN_NO_INT, HN_DEV_YES},
        {HN_CODES_KP2008, "1600", HN_NO_INT, HN_DEV_YES},
        {HN_CODES_KP2008, "1999", HN_NO_INT, HN_DEV_YES}, /* not in the list, but of its group */
        {HN_CODES_KP2008, "2010", 2, HN_DEV_YES},
        {HN_CODES_KP2008, "2010", 1, HN_DEV_NO}, /* tunnel */
        {HN_CODES_KP2008, "2010", 3, HN_DEV_NO}, /* bridge */
        {HN_CODES_KP2008, "3040", HN_NO_INT, HN_DEV_NO},
        {HN_CODES_KP2008, "4020", HN_NO_INT, HN_DEV_YES},
        {HN_CODES_KP2008, "5100", HN_NO_INT, HN_DEV_NO},
        {HN_CODES_KP2008, "5210", HN_NO_INT, HN_DEV_YES},
        {HN_CODES_KP2008, "5210", 4, HN_DEV_NO},
        {HN_CODES_KP2008, "6001", HN_NO_INT, HN_DEV_NO},
        {HN_CODES_KP2008, "6130", HN_NO_INT, HN_DEV_YES},
        {HN_CODES_RP2008, "6140", 4, HN_DEV_YES},
        {HN_CODES_KP2008, "6220", 5, HN_DEV_YES},
        {HN_CODES_KP2008, "6230", 2, HN_DEV_YES},
        {HN_CODES_KP2008, "6230", 1, HN_DEV_NO},
        {HN_CODES_KP2008, "6230", 3, HN_DEV_NO},
        {HN_CODES_RP2008, "6240", 2, HN_DEV_YES},
        {HN_CODES_KP2008, "6200", 2, HN_DEV_NO},
        {HN_CODES_RP2008, "6211", 2, HN_DEV_NO},
        {HN_CODES_RP2008, "6310", 2, HN_DEV_NO},
        {HN_CODES_KP2008, "6400", 5, HN_DEV_YES},
        {HN_CODES_RP2008, "6430", 5, HN_DEV_YES},
        {HN_CODES_KP2008, "6500", 2, HN_DEV_NO},
        {HN_CODES_RP2008, "5110", HN_NO_INT, HN_DEV_NO},
        {HN_CODES_PBL1985, "110", HN_NO_INT, HN_DEV_YES},
        {HN_CODES_PBL1985, "100", HN_NO_INT, HN_DEV_YES},
        {HN_CODES_PBL1985, "190", HN_NO_INT, HN_DEV_YES},
        {HN_CODES_PBL1985, "169", HN_NO_INT, HN_DEV_YES},
        {HN_CODES_PBL1985, "170", HN_NO_INT, HN_DEV_NO},
        {HN_CODES_PBL1985, "173", HN_NO_INT, HN_DEV_NO},
        {HN_CODES_PBL1985, "174", HN_NO_INT, HN_DEV_YES},
        {HN_CODES_PBL1985, "210", HN_NO_INT, HN_DEV_NO},
        {HN_CODES_PBL1985, "220", HN_NO_INT, HN_DEV_YES},
        {HN_CODES_PBL1985, "223", HN_NO_INT, HN_DEV_YES},
        {HN_CODES_PBL1985, "300", HN_NO_INT, HN_DEV_YES},
        {HN_CODES_PBL1985, "320", HN_NO_INT, HN_DEV_YES},
        {HN_CODES_PBL1985, "330", HN_NO_INT, HN_DEV_NO}, /* myrareal */
        {HN_CODES_PBL1985, "410", HN_NO_INT, HN_DEV_NO},
        {HN_CODES_PBL1985, "521", HN_NO_INT, HN_DEV_YES},
        {HN_CODES_PBL1985, "520", HN_NO_INT, HN_DEV_NO},
        {HN_CODES_PBL1985, "533", HN_NO_INT, HN_DEV_YES},
        {HN_CODES_PBL1985, "610", HN_NO_INT, HN_DEV_YES},
        {HN_CODES_PBL1985, "1110", HN_NO_INT, HN_DEV_NO}, /* a code of another list */
        {HN_CODES_KP2008, "110", HN_NO_INT, HN_DEV_NO},
        {HN_CODES_KP2008, NULL, HN_NO_INT, HN_DEV_NO},
        {HN_CODES_KP2008, "", HN_NO_INT, HN_DEV_NO},
        {HN_CODES_KP2008, "bolig?", HN_NO_INT, HN_DEV_NO},
        {HN_CODES_UNKNOWN, "1110", HN_NO_INT, HN_DEV_NO_ROWS},
        {HN_CODES_REG1985, "110", HN_NO_INT, HN_DEV_NO_ROWS},
    };
    fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        hn_development got =
            hn_rules_development(f->rules, cases[i].list, cases[i].code, cases[i].level);
        if (got != cases[i].wanted)
            fail_msg("%s %s: %d, wanted %d", hn_code_list_name(cases[i].list),
                     cases[i].code ? cases[i].code : "NULL", got, cases[i].wanted);
    }
}

/* ---- impact ---- */

static void impacts_that_planners_expect(void **state) {
    static const struct {
        hn_code_list list;
        const char *code, *theme;
        int impact;
    } cases[] = {
        {HN_CODES_KP2008, "1110", "friluftsliv", 3},   {HN_CODES_KP2008, "1300", "friluftsliv", 3},
        {HN_CODES_KP2008, "1200", "naturmangfold", 3}, {HN_CODES_KP2008, "1200", "mineral", 0},
        {HN_CODES_KP2008, "1170", "friluftsliv", 2},   {HN_CODES_KP2008, "1170", "landbruk", 3},
        {HN_CODES_KP2008, "1400", "friluftsliv", 1},   {HN_CODES_KP2008, "1600", "friluftsliv", 1},
        {HN_CODES_KP2008, "1700", "friluftsliv", 1},   {HN_CODES_KP2008, "1700", "drikkevann", 3},
        {HN_CODES_KP2008, "2010", "landbruk", 3},      {HN_CODES_KP2008, "2010", "stoy", 0},
        {HN_CODES_RP2008, "2015", "friluftsliv", 1},   {HN_CODES_RP2008, "1161", "stoy", 3},
        {HN_CODES_RP2008, "1350", "stoy", 0},          {HN_CODES_RP2008, "1320", "stoy", 3},
        {HN_CODES_RP2008, "1440", "friluftsliv", 0},   {HN_CODES_RP2008, "1470", "villrein", 3},
        {HN_CODES_KP2008, "5200", "friluftsliv", 2},   {HN_CODES_KP2008, "5210", "reindrift", 2},
        {HN_CODES_KP2008, "6230", "fiskeri", 2},       {HN_CODES_KP2008, "6230", "friluftsliv", 2},
        {HN_CODES_KP2008, "6230", "landbruk", 1},      {HN_CODES_KP2008, "6400", "fiskeri", 3},
        {HN_CODES_KP2008, "1110", "annet", 3},         {HN_CODES_KP2008, "6230", "annet", 2},
        {HN_CODES_PBL1985, "110", "friluftsliv", 3},   {HN_CODES_PBL1985, "133", "stoy", 0},
        {HN_CODES_PBL1985, "221", "naturmangfold", 2}, {HN_CODES_PBL1985, "632", "friluftsliv", 1},
    };
    fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        hn_grade g = hn_rules_impact(f->rules, cases[i].list, cases[i].code,
                                     theme_of(f->rules, cases[i].theme));
        if (g.impact != cases[i].impact || g.assumed)
            fail_msg("%s %s: %d by %s, wanted %d", cases[i].code, cases[i].theme, g.impact, g.rule,
                     cases[i].impact);
        assert_int_equal(strncmp(g.rule, "pavirkning.csv:", 15), 0);
        assert_true(*g.reason);
    }
}

/* Impact on the themes in the order of the contract: friluftsliv, gronnstruktur, strandsone,
 * naturmangfold, verneomrade, myr, vassdrag, villrein, kulturarv, landskap, landbruk, reindrift,
 * fiskeri, mineral, flom, skred, stoy, drikkevann, annet. A change of the table must be meant. */
static const struct {
    hn_code_list list;
    const char *code, *impacts;
} matrix[] = {
    {HN_CODES_KP2008, "1110", "3333333333332333333"}, /* Boligbebyggelse */
    {HN_CODES_KP2008, "1150", "3333333333332333033"}, /* Forretninger */
    {HN_CODES_KP2008, "1170", "2233333332332333333"}, /* Fritids- og turistformål */
    {HN_CODES_RP2008, "1173", "2232332322222333333"}, /* Campingplass */
    {HN_CODES_KP2008, "1200", "3333333333332033033"}, /* Råstoffutvinning */
    {HN_CODES_KP2008, "1300", "3333333333332333033"}, /* Næringsbebyggelse */
    {HN_CODES_RP2008, "1310", "3333333333332333133"}, /* Kontor */
    {HN_CODES_KP2008, "1400", "1122332322321212022"}, /* Idrettsanlegg */
    {HN_CODES_RP2008, "1420", "0011111111111101011"}, /* Skiløypetrasé */
    {HN_CODES_RP2008, "1460", "3323332322331212022"}, /* Motorsportanlegg */
    {HN_CODES_KP2008, "1500", "3333333333332333033"}, /* Andre typer bebyggelse og anlegg */
    {HN_CODES_RP2008, "1588", "2122312122112101011"}, /* Småbåtanlegg i sjø og vassdrag med tilhø */
    {HN_CODES_RP2008, "1589", "2233332222222222022"}, /* Uthus/naust/badehus */
    {HN_CODES_KP2008, "1600", "1112232211321212212"}, /* Uteoppholdsareal */
    {HN_CODES_RP2008, "1630", "1122222111111212122"}, /* Parsellhage */
    {HN_CODES_KP2008, "1700", "1112332211321222132"}, /* Grav og urnelund */
    {HN_CODES_KP2008, "1800", "3333333333332333333"}, /* Kombinert bebyggelse og anleggsformål */
    {HN_CODES_KP2008, "2010", "3333333333332222023"}, /* Veg */
    {HN_CODES_RP2008, "2015", "1112322221310111012"}, /* Gang-/sykkelveg */
    {HN_CODES_RP2008, "2019", "1111121111211101011"}, /* Annen veggrunn - grøntareal */
    {HN_CODES_KP2008, "2040", "3333333333332323033"}, /* Havn */
    {HN_CODES_KP2008, "2044", "1122322222012100012"}, /* Molo */
    {HN_CODES_KP2008, "2100", "1112332222210211022"}, /* Trase for teknisk infrastruktur */
    {HN_CODES_RP2008, "2200", "0000000000000000000"}, /* Faunapassasje */
    {HN_CODES_KP2008, "4001", "3322322322232222022"}, /* Forsvaret */
    {HN_CODES_KP2008, "4020", "3322322311230222022"}, /* Skytefelt/øvingsområde */
    {HN_CODES_KP2008, "5200", "2222222222222222222"}, /* LNFR-areal for spredt bolig-, fritids- e */
    {HN_CODES_KP2008, "5230", "2222222222222222022"}, /* Spredt næringsbebyggelse */
    {HN_CODES_KP2008, "6130", "2122312122113101022"}, /* Riggområde */
    {HN_CODES_RP2008, "6140", "2123313132113101032"}, /* Massedeponi i sjø og vassdrag */
    {HN_CODES_KP2008, "6230", "2122312122112101022"}, /* Småbåthavn */
    {HN_CODES_RP2008, "6240", "1111212111112101021"}, /* Bøyehavn */
    {HN_CODES_KP2008, "6400", "2122313122113101022"}, /* Akvakultur */
    {HN_CODES_PBL1985, "110", "3333333333332333333"}, /* Boligområde */
    {HN_CODES_PBL1985, "133", "3333333333332333033"}, /* Industri */
    {HN_CODES_PBL1985, "161", "1112332211321222132"}, /* Grav- og urnelund */
    {HN_CODES_PBL1985, "221", "2222222222222222222"}, /* LNF-område der spredt boligbebyggelse er */
    {HN_CODES_PBL1985, "300", "3333333333332033033"}, /* Områder for råstoffutvinning */
    {HN_CODES_PBL1985, "521", "2122312122112101022"}, /* Småbåthavn */
    {HN_CODES_PBL1985, "533", "2122313122113101022"}, /* Akvakulturområde */
    {HN_CODES_PBL1985, "610", "3333333333332222023"}, /* Vegareal */
    {HN_CODES_PBL1985, "632", "1112322221310111012"}, /* Gang- og sykkelareal */
    {HN_CODES_PBL1985, "680", "3333333333332222023"}, /* Havn */
};

static void the_impact_table_as_a_whole(void **state) {
    fixture *f = *state;
    for (size_t i = 0; i < sizeof matrix / sizeof *matrix; i++) {
        char got[32] = "";
        assert_int_equal(strlen(matrix[i].impacts), hn_rules_themes(f->rules));
        for (int theme = 0; matrix[i].impacts[theme]; theme++)
            got[theme] =
                (char)('0' +
                       hn_rules_impact(f->rules, matrix[i].list, matrix[i].code, theme).impact);
        assert_string_equal(got, matrix[i].impacts);
    }
}

typedef struct sweep {
    const hn_rules *rules;
    hn_code_list list;
    int counted, missing;
} sweep;

static void every_theme_has_a_row(const char *code, const char *name, const char *now,
                                  const char *future, bool stripes, void *user) {
    sweep *s = user;
    (void)name, (void)now, (void)future, (void)stripes;
    if (hn_rules_development(s->rules, s->list, code, 2) != HN_DEV_YES) return;
    s->counted++;
    for (size_t theme = 0; theme < hn_rules_themes(s->rules); theme++)
        s->missing += hn_rules_impact(s->rules, s->list, code, (int)theme).assumed;
}

static void every_purpose_that_counts_has_an_impact_on_every_theme(void **state) {
    fixture *f = *state;
    static const int wanted[] = {0, 43, 174, 39, 0}; /* purposes that count */
    for (int list = 0; list < HN_CODES_END; list++) {
        sweep s = {f->rules, (hn_code_list)list, 0, 0};
        hn_rules_each_purpose(f->rules, s.list, every_theme_has_a_row, &s);
        assert_int_equal(s.missing, 0);
        assert_int_equal(s.counted, wanted[list]);
    }
}

static void what_no_row_knows_is_assumed(void **state) {
    fixture *f = *state;
    static const struct {
        hn_code_list list;
        const char *code;
    } cases[] = {{HN_CODES_UNKNOWN, "1110"}, {HN_CODES_UNKNOWN, "URD-1"}, {HN_CODES_KP2008, "3040"},
                 {HN_CODES_KP2008, "99"},    {HN_CODES_REG1985, "110"},   {HN_CODES_KP2008, NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        hn_grade g = hn_rules_impact(f->rules, cases[i].list, cases[i].code, 0);
        assert_int_equal(g.impact, 2);
        assert_true(g.assumed);
        assert_string_equal(g.rule, "antatt");
        assert_string_equal(g.reason, "");
    }
    assert_true(hn_rules_impact(f->rules, HN_CODES_KP2008, "1110", -1).assumed);
    assert_true(hn_rules_impact(f->rules, HN_CODES_KP2008, "1110", 1000).assumed);
}

static void a_code_outside_the_list_follows_its_group(void **state) {
    fixture *f = *state;
    hn_grade g = hn_rules_impact(f->rules, HN_CODES_KP2008, "1998", 0);
    assert_int_equal(g.impact, 3);
    assert_false(g.assumed);
}

/* ---- names and colours ---- */

static void purposes_have_names_and_colours(void **state) {
    fixture *f = *state;
    const hn_rules *r = f->rules;
    bool stripes = true;
    assert_string_equal(hn_rules_purpose_name(r, HN_CODES_KP2008, "1110"), "Boligbebyggelse");
    assert_string_equal(hn_rules_purpose_name(r, HN_CODES_RP2008, "3041"), "Badeplass/ -område");
    assert_string_equal(hn_rules_purpose_name(r, HN_CODES_PBL1985, "320"),
                        "Masseuttak (steinbrudd, grustak, sandtak)");
    assert_null(hn_rules_purpose_name(r, HN_CODES_KP2008, "1111")); /* of reguleringsplan only */
    assert_null(hn_rules_purpose_name(r, HN_CODES_UNKNOWN, "1110"));
    assert_null(hn_rules_purpose_name(r, HN_CODES_KP2008, NULL));
    assert_string_equal(hn_rules_purpose_colour(r, HN_CODES_KP2008, "1110", false, &stripes),
                        "#ffff99");
    assert_false(stripes);
    assert_string_equal(hn_rules_purpose_colour(r, HN_CODES_KP2008, "1110", true, NULL), "#ffff33");
    assert_string_equal(hn_rules_purpose_colour(r, HN_CODES_KP2008, "1800", false, &stripes),
                        "#ffcc00");
    assert_true(stripes);
    assert_null(hn_rules_purpose_colour(r, HN_CODES_KP2008, "9999", false, &stripes));
    assert_false(stripes);
}

static void codes_are_read_as_data_write_them(void **state) {
    static const char *const spellings[] = {
        "1110",  " 1110",  "1110.0", "1110.000",        "1110 - Bolig",
        "1110:", "1110_2", "1110,1", "Boligbebyggelse", "BOLIGBEBYGGELSE"};
    fixture *f = *state;
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        const char *name = hn_rules_purpose_name(f->rules, HN_CODES_KP2008, spellings[i]);
        if (!name) fail_msg("'%s' is not known", spellings[i]);
        assert_string_equal(name, "Boligbebyggelse");
    }
    static const char *const others[] = {"11100", "1110.5", "1110a", "-1110", "111", "x1110", "."};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_null(hn_rules_purpose_name(f->rules, HN_CODES_KP2008, others[i]));
}

static void count_purpose(const char *code, const char *name, const char *now, const char *future,
                          bool stripes, void *user) {
    assert_true(*code && *name && now && future);
    assert_int_equal(strlen(now), 7);
    assert_int_equal(strlen(future), 7);
    (void)stripes;
    ++*(int *)user;
}

static void lists_are_complete(void **state) {
    static const int wanted[] = {0, 66, 224, 64, 0};
    fixture *f = *state;
    for (int list = 0; list < HN_CODES_END; list++) {
        int count = 0;
        hn_rules_each_purpose(f->rules, (hn_code_list)list, count_purpose, &count);
        assert_int_equal(count, wanted[list]);
    }
    assert_string_equal(hn_code_list_name(HN_CODES_KP2008), "kp2008");
    assert_string_equal(hn_code_list_name((hn_code_list)99), "ukjent");
}

/* ---- themes ---- */

static void zones_get_the_theme_of_their_code(void **state) {
    static const struct {
        int code;
        const char *theme;
    } cases[] = {
        {510, "landbruk"}, {520, "reindrift"},     {530, "friluftsliv"}, {540, "gronnstruktur"},
        {550, "landskap"}, {560, "naturmangfold"}, {570, "kulturarv"},   {580, "annet"},
        {590, "annet"},    {720, "verneomrade"},   {730, "kulturarv"},   {735, "annet"},
        {310, "skred"},    {320, "flom"},          {370, "annet"},       {200, "stoy"},
        {210, "stoy"},     {220, "stoy"},          {290, "stoy"},        {299, "stoy"},
        {300, "annet"},    {110, "drikkevann"},    {120, "drikkevann"},  {130, "annet"},
        {109, "annet"},    {-5, "annet"},          {123456, "annet"}};
    fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int theme = hn_rules_zone_theme(f->rules, cases[i].code);
        assert_string_equal(hn_rules_theme(f->rules, (size_t)theme)->name, cases[i].theme);
    }
}

static void themes_are_found_by_any_spelling(void **state) {
    fixture *f = *state;
    assert_int_equal(hn_rules_find_theme(f->rules, "Grønnstruktur"),
                     theme_of(f->rules, "gronnstruktur"));
    assert_int_equal(hn_rules_find_theme(f->rules, "verneområde"),
                     theme_of(f->rules, "verneomrade"));
    assert_int_equal(hn_rules_find_theme(f->rules, "plan"), -1);
    assert_int_equal(hn_rules_find_theme(f->rules, NULL), -1);
    assert_string_equal(hn_rules_nearest_theme(f->rules, "friluftlsiv"), "friluftsliv");
    assert_null(hn_rules_nearest_theme(f->rules, "qqqqqqqqq"));
    assert_string_equal(hn_rules_theme(f->rules, 9999)->name, "annet");
}

/* ---- a folder that replaces ---- */

static void a_folder_replaces_single_files(void **state) {
    fixture *f = *state;
    put(f, "omfang.csv",
        "\xEF\xBB\xBF# eget omfang\r\n\r\nminst;trinn_ned;andel_under\r\n0;3;0,5\r\n");
    put(f, "pavirkning.csv",
        "kodeliste,kode,tema,pavirkning,kilde\n"
        "kp2008,11xx,stillhet,1,\"vårt, valg\"\n"
        "kp2008,1*,*,2,\n");
    put(f, "stillhet.yaml",
        "theme: stillhet\norder: 5\ntitle: Stillhet\nscale: ku\n"
        "zone_codes: [530]\n");
    put(f, "friluftsliv.yaml",
        "theme: friluftsliv\norder: 10\ntitle: Friluft\nscale: ku\n"
        "zone_codes: [531]\n");
    put(f, "LESMEG.txt", "ikke en regel");
    hn_rules *r;
    hensyn_status status = hn_rules_create(f->ctx, f->folder, &r);
    if (status != HENSYN_OK) fail_msg("%s", hensyn_message(f->ctx));
    assert_int_equal(hn_rules_themes(r), hn_rules_themes(f->rules) + 1);
    assert_string_equal(hn_rules_theme(r, 0)->name, "stillhet");
    assert_string_equal(hn_rules_theme(r, 1)->title_nb, "Friluft");
    assert_int_equal(hn_rules_zone_theme(r, 530), 0);
    assert_int_equal(hn_rules_zone_theme(r, 531), 1);
    assert_int_equal(hn_rules_extent(r, 4, 0.49), 1);
    assert_int_equal(hn_rules_extent(r, 4, 0.51), 4);
    assert_int_equal(hn_rules_extent(r, 3, 0.1), 0); /* minst 0 */
    hn_grade g = hn_rules_impact(r, HN_CODES_KP2008, "1110", 0);
    assert_int_equal(g.impact, 1);
    assert_string_equal(g.rule, "pavirkning.csv:2");
    assert_string_equal(g.reason, "vårt, valg");
    g = hn_rules_impact(r, HN_CODES_KP2008, "1110", 1);
    assert_int_equal(g.impact, 2);
    assert_string_equal(g.rule, "pavirkning.csv:3");
    assert_false(g.assumed);
    assert_true(hn_rules_impact(r, HN_CODES_KP2008, "2010", 1).assumed);
    assert_int_equal(hn_rules_consequence(r, 3, 3), 4); /* built in */
    hn_rules_destroy(r);
}

static void code_patterns(void **state) {
    static const struct {
        const char *pattern;
        long code;
        bool holds;
    } cases[] = {{"1110", 1110, true},    {"1110", 1111, false},  {"11xx", 1199, true},
                 {"11xx", 1200, false},   {"11xx", 11, false},    {"1*", 1, true},
                 {"1*", 19, true},        {"1*", 1999, true},     {"1*", 2100, false},
                 {"12*", 1, false},       {"*", 1, true},         {"*", 9999, true},
                 {"300-320", 299, false}, {"300-320", 320, true}, {"300-320", 321, false},
                 {"5|11xx", 1150, true},  {" 5 | 7 ", 7, true},   {"5|7", 6, false}};
    fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[200], code[16];
        snprintf(text, sizeof text, "kodeliste,kode,vertikalniva,utbygging\nkp2008,%s,*,1\n",
                 cases[i].pattern);
        snprintf(code, sizeof code, "%ld", cases[i].code);
        put(f, "utbygging.csv", text);
        hn_rules *r;
        assert_int_equal(hn_rules_create(f->ctx, f->folder, &r), HENSYN_OK);
        bool holds = hn_rules_development(r, HN_CODES_KP2008, code, HN_NO_INT) == HN_DEV_YES;
        if (holds != cases[i].holds) fail_msg("%s and %s: %d", cases[i].pattern, code, holds);
        assert_int_equal(hn_rules_development(r, HN_CODES_RP2008, code, HN_NO_INT), HN_DEV_NO_ROWS);
        hn_rules_destroy(r);
    }
}

/* A file in the folder that cannot be understood, and what the message must say. */
static const struct {
    const char *name, *text, *message;
} bad[] = {
    {"omfang.csv", "", "omfang.csv:1: kolonnen «andel_under» mangler"},
    {"omfang.csv", "# bare dette\n", "omfang.csv:2: kolonnen"},
    {"omfang.csv", "andel_under,trin_ned,minst\n",
     "omfang.csv:1: ukjent kolonne «trin_ned» (mente du"},
    {"omfang.csv", "andel_under,minst,kilde\n0.2,1,\n", "kolonnen «trinn_ned» mangler"},
    {"omfang.csv", "andel_under,trinn_ned,minst,kilde\n0.2,1,1,a\n\n20 %,1,1,b\n",
     "omfang.csv:4: «20 %» er ikke et tall fra 0 til 1"},
    {"omfang.csv", "andel_under,trinn_ned,minst,kilde\n0.2,en,1,a\n",
     ":2: «en» er ikke et heltall"},
    {"omfang.csv", "andel_under,trinn_ned,minst,kilde\n0.2,9,1,a\n", ":2: «9» er ikke et heltall"},
    {"omfang.csv", "andel_under,trinn_ned,minst,kilde\n0.2,1,1\n",
     ":2: 3 felt, men overskriften har 4"},
    {"omfang.csv", "andel_under,trinn_ned,minst,kilde\n0.2,1,1,\"a\n\n\n", ":2: anførselstegnet"},
    {"omfang.csv", "andel_under,trinn_ned,minst,kilde\n0.2,1,1,\"a\nb\"c\n", ":3: tekst etter"},
    {"omfang.csv", "andel_under,trinn_ned,minst,kilde\n0.2,1,1,\xE6\n", "UTF-8"},
    {"omfang.csv", "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q\n", "flere enn 16 kolonner"},
    {"konsekvens.csv", "verdi,pavirkning,konsekvens,kilde\n1,1,5,a\n", "konsekvens.csv:2: «5»"},
    {"konsekvens.csv", "verdi,pavirkning,konsekvens,kilde\n1,1,1,a\n1,1,2,b\n",
     "konsekvens.csv:3: verdi 1 og pavirkning 1 står to ganger"},
    {"konsekvens.csv", "verdi,pavirkning,konsekvens,kilde\n0,0,0,a\n",
     "verdi 0 og pavirkning 1 mangler"},
    {"pavirkning.csv", "kodeliste,kode,tema,pavirkning,kilde\nkp2008,1110,friluftliv,1,a\n",
     "pavirkning.csv:2: ukjent tema «friluftliv» (mente du «friluftsliv»?)"},
    {"pavirkning.csv", "kodeliste,kode,tema,pavirkning,kilde\nkp2008,1110,*|flom,1,a\n",
     "ukjent tema «*»"},
    {"pavirkning.csv", "kodeliste,kode,tema,pavirkning,kilde\nkp2009,1110,*,1,a\n",
     ":2: ukjent kodeliste «kp2009» (mente du «kp2008»?)"},
    {"pavirkning.csv", "kodeliste,kode,tema,pavirkning,kilde\nkp2008,1x10,*,1,a\n", "«1x10»"},
    {"pavirkning.csv", "kodeliste,kode,tema,pavirkning,kilde\nkp2008,,*,1,a\n", "«»"},
    {"pavirkning.csv", "kodeliste,kode,tema,pavirkning,kilde\nkp2008,1110,*,4,a\n", ":2: «4»"},
    {"utbygging.csv", "kodeliste,kode,vertikalniva,utbygging,kilde\nkp2008,1110,6,1,a\n",
     "utbygging.csv:2: «6» er ikke et vertikalnivå"},
    {"utbygging.csv", "kodeliste,kode,vertikalniva,utbygging,kilde\nkp2008,320-300,*,1,a\n",
     "«320-300»"},
    {"utbygging.csv", "kodeliste,kode,vertikalniva,utbygging,kilde\nkp2008,1110,*,ja,a\n", "«ja»"},
    {"formal.csv", "kodeliste,kode,navn,naverende,framtidig,stripet,kilde\nkp2008,1,A,gul,,0,a\n",
     "formal.csv:2: «gul» er ikke en farge"},
    {"formal.csv", "kodeliste,kode,navn,naverende,framtidig,stripet,kilde\nkp2008,A,A,,,0,a\n",
     "formal.csv:2: «A»"},
    {"pavirkninger.csv", "x\n", "pavirkninger.csv» (mente du «pavirkning»?)"},
    {"friluftsliv.yaml", "theme: friluft\ntitle: T\nscale: ku\n", "temaet heter «friluft»"},
    {"plan.yaml", "theme: plan\ntitle: T\nscale: ku\n", "planens egne soner"},
    {"nytt.yaml", "theme: nytt\ntittel: T\n",
     "nytt.yaml:2:1: ukjent nøkkel «tittel» (mente du «title»?)"},
};

static void bad_files_are_refused_with_their_line(void **state) {
    fixture *f = *state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        hn_rules *r = (hn_rules *)f; /* must be cleared */
        put(f, bad[i].name, bad[i].text);
        hensyn_status status = hn_rules_create(f->ctx, f->folder, &r);
        if (status != HENSYN_USAGE) fail_msg("taken: %s", bad[i].text);
        if (!strstr(hensyn_message(f->ctx), bad[i].message))
            fail_msg("wanted '%s', got '%s'", bad[i].message, hensyn_message(f->ctx));
        assert_null(r);
        char path[600];
        snprintf(path, sizeof path, "%s/%s", f->folder, bad[i].name);
        assert_true(hn_file_remove(path));
    }
}

static void one_theme_in_two_files_is_refused(void **state) {
    fixture *f = *state;
    static const char text[] = "theme: nytt\ntitle: T\nscale: ku\n";
    hn_rules *r;
    put(f, "nytt.yaml", text);
    put(f, "nytt.yml", text);
    assert_int_equal(hn_rules_create(f->ctx, f->folder, &r), HENSYN_USAGE);
    assert_non_null(strstr(hensyn_message(f->ctx), "to filer"));
}

static void a_yml_file_replaces_a_theme_too(void **state) {
    fixture *f = *state;
    hn_rules *r;
    put(f, "myr.yml", "theme: myr\ntitle: Torvmark\nscale: ku\n");
    assert_int_equal(hn_rules_create(f->ctx, f->folder, &r), HENSYN_OK);
    assert_int_equal(hn_rules_themes(r), hn_rules_themes(f->rules));
    assert_string_equal(hn_rules_theme(r, (size_t)theme_of(r, "myr"))->title_nb, "Torvmark");
    hn_rules_destroy(r);
}

static void note_warning(hensyn_level level, const char *code, const char *source, long line,
                         const char *text, void *user) {
    (void)source, (void)line, (void)text;
    if (level == HENSYN_WARNING && strcmp(code, "REGELFIL_UKJENT") == 0) ++*(int *)user;
}

static void other_tables_lie_in_peace_with_a_warning(void **state) {
    fixture *f = *state;
    int warnings = 0;
    hn_rules *r;
    put(f, "befolkning.csv", "hva som helst");
    hensyn_set_log(f->ctx, note_warning, &warnings);
    hensyn_status status = hn_rules_create(f->ctx, f->folder, &r);
    hensyn_set_log(f->ctx, NULL, NULL);
    assert_int_equal(status, HENSYN_OK);
    assert_int_equal(warnings, 1);
    hn_rules_destroy(r);
}

static void a_folder_that_is_none_is_refused(void **state) {
    fixture *f = *state;
    hn_rules *r;
    assert_int_equal(hn_rules_create(f->ctx, "/finnes/ikke", &r), HENSYN_USAGE);
    assert_non_null(strstr(hensyn_message(f->ctx), "/finnes/ikke"));
    assert_null(r);
    hn_rules_destroy(NULL);
}

/* ---- as text ---- */

static void describe_holds_every_file_as_used(void **state) {
    fixture *f = *state;
    put(f, "omfang.csv", "andel_under,trinn_ned,minst\n0.3,1,1"); /* no newline at the end */
    hn_rules *r;
    hn_buffer text = {0};
    assert_int_equal(hn_rules_create(f->ctx, f->folder, &r), HENSYN_OK);
    assert_int_equal(hn_rules_describe(f->ctx, r, &text), HENSYN_OK);
    assert_non_null(strstr(text.text, "omfang.csv\nandel_under,trinn_ned,minst\n0.3,1,1\n"));
    assert_non_null(strstr(text.text, "friluftsliv.yaml\n#"));
    assert_non_null(strstr(text.text, "formal.csv\n#"));
    assert_null(strstr(text.text, "valg i hensyn; indikativ")); /* the built-in omfang */
    hn_buffer_free(&text);
    hn_rules_destroy(r);
}

static void rules_come_back_from_what_was_written_down(void **state) {
    fixture *f = *state;
    put(f, "omfang.csv", "andel_under,trinn_ned,minst\n0.3,1,1"); /* no newline at the end */
    put(f, "sauehold.yaml",
        "theme: sauehold\norder: 990\ntitle: {nb: Sauehold, en: Sheep}\nscale: ku\nbuffer: 0\n"
        "colour: \"#8d6e63\"\nquestion: {nb: Hvor?, en: Where?}\n");
    hn_rules *r, *again;
    hn_buffer before = {0}, after = {0};
    if (hn_rules_create(f->ctx, f->folder, &r) != HENSYN_OK) fail_msg("%s", hensyn_message(f->ctx));
    assert_int_equal(hn_rules_describe(f->ctx, r, &before), HENSYN_OK);
    if (hn_rules_restore(f->ctx, before.text, &again) != HENSYN_OK)
        fail_msg("%s", hensyn_message(f->ctx));
    assert_int_equal(hn_rules_describe(f->ctx, again, &after), HENSYN_OK);
    assert_string_equal(before.text, after.text);
    assert_int_equal(hn_rules_themes(again), hn_rules_themes(r));
    assert_true(theme_of(again, "sauehold") == theme_of(r, "sauehold"));
    assert_int_equal(hn_rules_extent(again, 4, 0.25), 3); /* the built-in limit is 0.2 */
    int myr = theme_of(again, "myr");
    hn_grade one = hn_rules_impact(r, HN_CODES_KP2008, "1110", myr);
    hn_grade two = hn_rules_impact(again, HN_CODES_KP2008, "1110", myr);
    assert_int_equal(one.impact, two.impact);
    assert_string_equal(one.rule, two.rule);
    hn_buffer_free(&before);
    hn_buffer_free(&after);
    hn_rules_destroy(r);
    hn_rules_destroy(again);
}

static void what_is_no_record_of_rules_is_refused(void **state) {
    fixture *f = *state;
    static const char *const broken[] = {"",
                                         "...",
                                         "tull\nannet.yaml\n",
                                         "annet.yaml\n",
                                         "annet.yaml\nname: annet\n",
                                         "konsekvens.csv\ntull\n"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        hn_rules *r;
        assert_int_equal(hn_rules_restore(f->ctx, broken[i], &r), HENSYN_USAGE);
        assert_null(r);
    }
}

static void exported_rules_are_the_built_in_ones(void **state) {
    fixture *f = *state;
    hn_rules *r;
    hn_buffer before = {0}, after = {0};
    assert_int_equal(hn_rules_export(f->ctx, f->folder), HENSYN_OK);
    assert_int_equal(hn_themes_export(f->ctx, f->folder), HENSYN_OK);
    assert_int_equal(hn_themes_export(f->ctx, f->folder), HENSYN_OK); /* nothing to change */
    assert_int_equal(hn_rules_create(f->ctx, f->folder, &r), HENSYN_OK);
    assert_int_equal(hn_rules_describe(f->ctx, f->rules, &before), HENSYN_OK);
    assert_int_equal(hn_rules_describe(f->ctx, r, &after), HENSYN_OK);
    assert_int_equal(before.length, after.length);
    assert_string_equal(before.text, after.text);
    hn_buffer_free(&before);
    hn_buffer_free(&after);
    hn_rules_destroy(r);
}

static void export_never_writes_over_what_people_changed(void **state) {
    fixture *f = *state;
    put(f, "omfang.csv", "min egen\n");
    assert_int_equal(hn_rules_export(f->ctx, f->folder), HENSYN_OUTPUT);
    assert_non_null(strstr(hensyn_message(f->ctx), "omfang.csv"));
    char path[600], text[32] = "";
    snprintf(path, sizeof path, "%s/omfang.csv", f->folder);
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    assert_int_equal(fread(text, 1, sizeof text - 1, in), strlen("min egen\n"));
    assert_int_equal(fclose(in), 0);
    assert_string_equal(text, "min egen\n");
    assert_int_equal(hn_rules_export(f->ctx, "/finnes/ikke"), HENSYN_OUTPUT);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, drop_folder)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(consequence_is_the_table_of_the_contract),
        cmocka_unit_test(extent_steps_down_and_never_below_one),
        cmocka_unit_test(hazards_keep_their_own_level),
        cmocka_unit_test(development_is_the_list_of_the_contract),
        cmocka_unit_test(impacts_that_planners_expect),
        cmocka_unit_test(the_impact_table_as_a_whole),
        cmocka_unit_test(every_purpose_that_counts_has_an_impact_on_every_theme),
        cmocka_unit_test(what_no_row_knows_is_assumed),
        cmocka_unit_test(a_code_outside_the_list_follows_its_group),
        cmocka_unit_test(purposes_have_names_and_colours),
        cmocka_unit_test(codes_are_read_as_data_write_them),
        cmocka_unit_test(lists_are_complete),
        cmocka_unit_test(zones_get_the_theme_of_their_code),
        cmocka_unit_test(themes_are_found_by_any_spelling),
        IN_FOLDER(a_folder_replaces_single_files),
        IN_FOLDER(code_patterns),
        IN_FOLDER(bad_files_are_refused_with_their_line),
        IN_FOLDER(one_theme_in_two_files_is_refused),
        IN_FOLDER(a_yml_file_replaces_a_theme_too),
        IN_FOLDER(other_tables_lie_in_peace_with_a_warning),
        cmocka_unit_test(a_folder_that_is_none_is_refused),
        IN_FOLDER(describe_holds_every_file_as_used),
        IN_FOLDER(rules_come_back_from_what_was_written_down),
        IN_FOLDER(what_is_no_record_of_rules_is_refused),
        IN_FOLDER(exported_rules_are_the_built_in_ones),
        IN_FOLDER(export_never_writes_over_what_people_changed),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
