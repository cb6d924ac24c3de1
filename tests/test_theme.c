/* test_theme.c - theme files: what they may say, which layers they know and what values mean. */
#include "base/text.h"
#include "data/rules.h"
#include "data/theme.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct fixture {
    hensyn_context *ctx;
    hn_rules *rules;
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

static const hn_theme *theme_of(const fixture *f, const char *name) {
    int number = hn_rules_find_theme(f->rules, name);
    assert_true(number >= 0);
    return hn_rules_theme(f->rules, (size_t)number);
}

/* ---- the built-in themes ---- */

static void contract_themes_are_there(void **state) {
    static const char *const names[] = {
        "friluftsliv", "gronnstruktur", "strandsone", "naturmangfold", "verneomrade",
        "myr",         "vassdrag",      "villrein",   "kulturarv",     "landskap",
        "landbruk",    "reindrift",     "fiskeri",    "mineral",       "flom",
        "skred",       "stoy",          "drikkevann", "annet"};
    fixture *f = *state;
    const size_t count = sizeof names / sizeof *names;
    assert_int_equal(hn_rules_themes(f->rules), count);
    for (size_t i = 0; i < count; i++) {
        const hn_theme *theme = hn_rules_theme(f->rules, i);
        assert_string_equal(theme->name, names[i]);
        assert_true(theme->title_nb && *theme->title_nb && theme->title_en && *theme->title_en);
        assert_true(theme->question_nb && strchr(theme->question_nb, '?'));
        assert_true(theme->question_en && strchr(theme->question_en, '?'));
        assert_true(theme->buffer >= 0 && theme->buffer <= 0);
        assert_int_equal(theme->colour[0], '#');
        assert_true(theme->hatch && *theme->hatch);
        assert_true(theme->name_field_count > 0 && theme->id_field_count > 0);
        assert_true(theme->dataset_count > 0);
    }
}

static void hazards_are_flood_slide_noise_and_water(void **state) {
    fixture *f = *state;
    for (size_t i = 0; i < hn_rules_themes(f->rules); i++) {
        const hn_theme *t = hn_rules_theme(f->rules, i);
        bool hazard = !strcmp(t->name, "flom") || !strcmp(t->name, "skred") ||
                      !strcmp(t->name, "stoy") || !strcmp(t->name, "drikkevann");
        assert_string_equal(t->scale, hazard ? "fare" : "ku");
    }
}

static void every_dataset_says_where_it_comes_from(void **state) {
    fixture *f = *state;
    for (size_t i = 0; i < hn_rules_themes(f->rules); i++) {
        const hn_theme *t = hn_rules_theme(f->rules, i);
        for (size_t j = 0; j < t->dataset_count; j++) {
            const hn_dataset *d = &t->datasets[j];
            assert_true(strlen(d->source) > 10);
            /* Only "annet" takes what nothing tells apart. */
            if (strcmp(t->name, "annet") != 0) assert_true(d->layer_count + d->need_count > 0);
            assert_true(d->class_count > 0 || d->fixed_value >= 0);
            assert_true(d->name_field_count >= t->name_field_count);
            assert_true(d->id_field_count >= t->id_field_count);
            for (size_t k = 0; k < d->class_count; k++)
                assert_in_range(d->classes[k].value, 0, 4);
        }
    }
}

/* Layer and one field of a dataset, a value as it stands in the data, and what it means. */
typedef struct sample {
    const char *theme, *layer, *field, *text;
    int value; /* -1: dropped, -2: unknown (value 2) */
} sample;

static const sample samples[] = {
    /* friluftsliv: FGDB, GML, ArcGIS, SOSI, ASCII copies, domains with text, odd values */
    {"friluftsliv", "kartlagt_friluftslivsomrade", "områdeverdi", "sværtViktigFriluftslivsområde",
     3},
    {"friluftsliv", "x", "områdeverdi", "viktigFriluftslivsområde", 2},
    {"friluftsliv", "x", "områdeverdi", "registrertFriluftslivsområde", 1},
    {"friluftsliv", "x", "omraadeverdi", "SvaertViktigFriluftslivsomraade", 3},
    {"friluftsliv", "x", "OMRADEVERDI", "ViktigFriluftslivsomraade", 2},
    {"friluftsliv", "x", "FRIVERDI", "A", 3},
    {"friluftsliv", "x", "FRIVERDI", "B", 2},
    {"friluftsliv", "x", "FRIVERDI", "C", 1},
    {"friluftsliv", "x", "FRIVERDI", "D", -2},
    {"friluftsliv", "x", "verdsetting.områdeverdi", "(A) Svært viktig", 3},
    {"friluftsliv", "x", "områdeverdi", "Svært viktig friluftslivsområde (A)", 3},
    {"friluftsliv", "x", "områdeverdi", "C: registrert", 1},
    {"friluftsliv", "x", "områdeverdi", "ikkeKlassifisert", -2},
    {"friluftsliv", "x", "områdeverdi", "Verdifullt", -2},
    {"friluftsliv", "x", "områdeverdi", NULL, -2},
    {"friluftsliv", "x", "områdeverdi", "  ", -2},
    {"friluftsliv", "friluftsliv_statlig_sikra", "omraadeVerdi", NULL, 4},
    {"friluftsliv", "SikraFriluftslivsområde", "friluftId", NULL, 4},
    {"friluftsliv", "Fotrute", "rutenavn", NULL, 2},
    {"friluftsliv", "ruter", "rutefolger", NULL, 2},
    {"friluftsliv", "KpAngittHensynSone", "angittHensyn", "530", 2},
    {"friluftsliv", "KpAngittHensynSone", "KPANGITTHENSYN", "H530_1", 2},
    {"friluftsliv", "KpRetningslinjeOmråde", "arealbruksretningslinjer", "112", 2},
    {"friluftsliv", "KpRetningslinjeOmråde", "arealbruksretningslinjer", "111", -1},
    {"friluftsliv", "RpArealformålOmråde", "arealformål", "6770", 2},
    {"friluftsliv", "RpArealformålOmråde", "RPAREALFORMAL", "1110", -1},
    {"friluftsliv", "KU_Friluftsliv", "KU-verdi", "Stor verdi", 3},
    {"gronnstruktur", "KpArealformalOmrade", "KPAREALFORMAL", "3040", 2},
    {"gronnstruktur", "KpArealformalOmrade", "arealformal", "4001", -1},
    {"gronnstruktur", "KpArealbrukOmråde", "arealbruk", "170", 2},
    {"strandsone", "RprOmråde", "gml_id", NULL, 3},
    {"strandsone", "KpJuridiskLinje", "juridisklinje", "1112", 3},
    {"strandsone", "KpJuridiskLinje", "juridiskLinje", "1111", -1},
    {"naturmangfold", "naturtyper_kuverdi", "Verdikategori", "Svært stor verdi", 4},
    {"naturmangfold", "naturtyper_verdsatte", "verdikategori", "Noe verdi", 1},
    {"naturmangfold", "naturtyper_nin", "Lokalitetskvalitet", "1", 4},
    {"naturmangfold", "naturtyper_nin", "Lokalitetskvalitet", "1 - svært høy", 4},
    {"naturmangfold", "naturtyper_nin", "Lokalitetskvalitet", "Svært lav", 1},
    {"naturmangfold", "naturtyper_dn13", "verdi", "B", 2},
    {"naturmangfold", "utv", "UtvalgtNaturtypeKode", "UN06", 4},
    {"naturmangfold", "utv", "UtvalgtNaturtypeKode", NULL, 4},
    {"naturmangfold", "arter", "roedlisteStatus", "VU", 3},
    {"naturmangfold", "INON_områder", "vsone", "2", 2},
    {"naturmangfold", "INON_områder", "vsone", "n", 0},
    {"verneomrade", "naturvern_omrade", "verneform", "naturreservat", 4},
    {"verneomrade", "Naturvernomrade", "verneform", "NP", 4},
    {"verneomrade", "nature", "verneform", "MarintVerneomraade", 4},
    {"verneomrade", "nature", "verneform", "LandskapsvernomraadePlantelivsfredning", 3},
    {"verneomrade", "nature", "verneform", "NR - naturreservat", 4},
    {"verneomrade", "nature", "verneform", "noe helt nytt", 3},
    {"verneomrade", "nature", "verneform", NULL, 3},
    {"verneomrade", "foreslatt_naturvern_omrade", "verneform", "naturreservat", 3},
    {"verneomrade", "KpBåndleggingSone", "båndlegging", "720", 3},
    {"myr", "fkb_ar5_omrade", "arealtype", "60", 2},
    {"myr", "fkb_ar5_omrade", "ARTYPE", "60.0", 2},
    {"myr", "fkb_ar5_omrade", "arealtype", "30", -1},
    {"myr", "ArealdekkeN50", "klasse_navn", "myr", 2},
    {"myr", "ArealdekkeN50", "klasse_navn", "skog", -1},
    {"myr", "Myr", "oppdateringsdato", NULL, 2},
    {"vassdrag", "Innsjo", "navn", NULL, 2},
    {"vassdrag", "ar5", "arealtype", "81", 2},
    {"villrein", "villrein_omrade", "navn", NULL, 3},
    {"kulturarv", "enkeltminner", "vernetype", "AUT", 4},
    {"kulturarv", "enkeltminner", "vernetype", "UAV", 3},
    {"kulturarv", "enkeltminner", "vernetype", "IKKEV", 1},
    {"kulturarv", "enkeltminner", "vernetype", "XYZ", -2},
    {"kulturarv", "kulturminner", "verneverdi", "X", -2},
    {"kulturarv", "sefrakbygninger", "sefrakStatus", "2", 2},
    {"kulturarv", "KpBåndleggingSone", "bandlegging", "730", 3},
    {"landskap", "KpAngittHensynSone", "angitthensyn", "550", 2},
    {"landbruk", "fkb_ar5_omrade", "arealtype", "21", 3},
    {"landbruk", "fkb_ar5_omrade", "arealtype", "22", 2},
    {"landbruk", "fkb_ar5_omrade", "arealtype", "fulldyrka jord", 3},
    {"landbruk", "fkb_ar5_omrade", "arealtype", "30", -1},
    {"landbruk", "fkb_ar5_omrade", "arealtype", NULL, -1},
    {"landbruk", "jordressurs", "jordressursklasse", "1", 4},
    {"landbruk", "ArealdekkeN50", "klasse_navn", "dyrket mark", 2},
    {"reindrift", "flyttlei", "distriktnavn", NULL, 4},
    {"reindrift", "oppsamlingsomraade", "distriktnavn", NULL, 3},
    {"reindrift", "Årstidsbeite", "distriktnavn", NULL, 2},
    {"reindrift", "ukjent", "beitebrukerstreng", NULL, 3},
    {"fiskeri", "Låssettingsplass", "stedsnavn", NULL, 3},
    {"fiskeri", "FiskeplassAktiveRedskap", "stedsnavn", NULL, 3},
    {"fiskeri", "FiskeplassPassiveRedskap", "stedsnavn", NULL, 2},
    {"mineral", "Bergrettighet", "servituttType", "UT", 3},
    {"mineral", "forekomster", "betydning", "nasjonal", 3},
    {"flom", "FlomAreal", "gjentaksintervall", "20", 4},
    {"flom", "FlomAreal", "gjentaksintervall", "200", 3},
    {"flom", "FlomAreal", "gjentaksintervall", "2100", 3},
    {"flom", "FlomAreal", "gjentaksintervall", "20.0", 4}, /* of a real column, not 200 */
    {"flom", "FlomAreal", "gjentaksintervall", "2.0", -2},
    {"flom", "FlomAktsomhetOmr", "kommune", NULL, 2},
    {"flom", "Stormflo20År_KlimaÅrNå", "opphav", NULL, 4},
    {"flom", "Stormflo200År_KlimaÅr2100", "opphav", NULL, 2},
    {"flom", "KpFareSone", "KPFARE", "320", 3},
    {"skred", "faresoner", "vurdertStatSannsynlighet", "100", 4},
    {"skred", "faresoner", "vurdertStatSannsynlighet", "1/1000", 3},
    {"skred", "PotensieltSkredfareOmr", "skredType", NULL, 2},
    {"skred", "KvikkleireskredAktsomhet", "skredType", NULL, 2},
    {"skred", "KvikkleireFaresone", "faregrad", "Høy", 4},
    {"stoy", "Støy", "støysonekategori", "R", 3},
    {"stoy", "Stoyvarselkart", "STØYSONEKATEGORI", "G", 2},
    {"stoy", "KpStøySone", "støy", "210", 3},
    {"stoy", "KpStoySone", "KPSTOY", "220", 2},
    {"stoy", "vegstoy", "Lden", "65", 3},
    {"stoy", "vegstoy", "Lden", "64.9", 2},
    {"stoy", "vegstoy", "Lden", "55", 2},
    {"stoy", "vegstoy", "Lden", "54.99", 1},
    {"drikkevann", "KpSikringSone", "sikring", "110", 3},
    {"drikkevann", "KpRestriksjonOmråde", "arealbruksrestriksjoner", "410", 3},
    {"annet", "hva som helst", "verdi", "3", 3},
    {"annet", "hva som helst", "verdi", "stor", 3},
    {"annet", "hva som helst", "verdi", "5", -2},
    {"annet", "uten felt", "id", NULL, -2},
};

static void samples_are_recognised_and_valued(void **state) {
    fixture *f = *state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        const sample *s = &samples[i];
        const hn_theme *theme = theme_of(f, s->theme);
        const char *fields[] = {"fid", s->field};
        const hn_dataset *d = hn_theme_recognise(theme, s->layer, NULL, fields, 2);
        if (!d) fail_msg("%s: %s with %s is not recognised", s->theme, s->layer, s->field);
        int field = hn_theme_field(d->value_fields, d->value_field_count, fields, 2);
        if (s->text && field != 1) fail_msg("%s: %s is not the value field", s->theme, s->field);
        hn_valued v = hn_theme_value(theme, d, field < 0 ? NULL : s->text);
        bool right = s->value == -1   ? v.dropped && !v.known
                     : s->value == -2 ? !v.known && !v.dropped && v.value == 2
                                      : v.known && !v.dropped && v.value == s->value;
        if (!right)
            fail_msg("%s %s=%s: value %d known %d dropped %d, wanted %d", s->theme, s->field,
                     s->text ? s->text : "NULL", v.value, v.known, v.dropped, s->value);
    }
}

static void object_type_recognises_as_well_as_layer(void **state) {
    fixture *f = *state;
    const char *fields[] = {"gml_id"};
    const hn_dataset *d =
        hn_theme_recognise(theme_of(f, "fiskeri"), "lag1", "Gyteområde", fields, 1);
    assert_non_null(d);
    assert_int_equal(d->fixed_value, 3);
    d = hn_theme_recognise(theme_of(f, "fiskeri"), NULL, "Gyteomraade", fields, 1);
    assert_non_null(d);
    assert_null(hn_theme_recognise(theme_of(f, "fiskeri"), "lag1", NULL, fields, 1));
    assert_null(hn_theme_recognise(theme_of(f, "friluftsliv"), "parks", NULL, NULL, 0));
}

static void secured_by_the_state_outranks_the_value_field(void **state) {
    fixture *f = *state;
    const hn_theme *theme = theme_of(f, "friluftsliv");
    const char *fields[] = {"friluftId", "omraadeVerdi"};
    const hn_dataset *d = hn_theme_recognise(theme, "friluftsliv_statlig_sikra", NULL, fields, 2);
    assert_int_equal(d->fixed_value, 4);
    assert_int_equal(d->value_field_count, 0);
    d = hn_theme_recognise(theme, "friluftsliv_kartlagt", NULL, fields, 2);
    assert_int_equal(d->fixed_value, -1);
    assert_int_equal(hn_theme_field(d->value_fields, d->value_field_count, fields, 2), 1);
}

static void names_and_ids_of_real_datasets_are_found(void **state) {
    static const struct {
        const char *theme, *layer, *fields[4], *name, *id;
    } cases[] = {
        {"friluftsliv",
         "x",
         {"identifikasjon_lokalid", "områdenavn", "områdeverdi", "kommune"},
         "områdenavn",
         "identifikasjon_lokalid"},
        {"friluftsliv",
         "x",
         {"kartlagtFOID", "omraadenavn", "omraadeverdi", "a"},
         "omraadenavn",
         "kartlagtFOID"},
        {"verneomrade",
         "x",
         {"naturvernId", "identifikasjon.lokalId", "navn", "verneform"},
         "navn",
         "identifikasjon.lokalId"},
        {"verneomrade", "x", {"ID", "NAVN", "OFFISIELTNAVN", "VERNEFORM"}, "OFFISIELTNAVN", "ID"},
        {"kulturarv", "x", {"kulturminneId", "navn", "vernetype", "a"}, "navn", "kulturminneId"},
        {"reindrift", "trekklei", {"lokalId", "distriktnavn", "b", "a"}, "distriktnavn", "lokalId"},
        {"flom", "x", {"lokalId", "gjentaksintervall", "elvenavn", "a"}, "elvenavn", "lokalId"},
    };
    fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const *fields = cases[i].fields;
        const hn_dataset *d =
            hn_theme_recognise(theme_of(f, cases[i].theme), cases[i].layer, NULL, fields, 4);
        assert_non_null(d);
        int name = hn_theme_field(d->name_fields, d->name_field_count, fields, 4);
        int id = hn_theme_field(d->id_fields, d->id_field_count, fields, 4);
        assert_in_range(name, 0, 3);
        assert_in_range(id, 0, 3);
        assert_string_equal(fields[name], cases[i].name);
        assert_string_equal(fields[id], cases[i].id);
    }
}

static void fields_by_preference_nesting_and_cut_names(void **state) {
    (void)state;
    char first[] = "omradeverdi", second[] = "friverdi", long_name[] = "arealbruksretningslinjer";
    char *names[] = {first, second}, *guidelines[] = {long_name};
    const char *both[] = {"FRIVERDI", "Område_Verdi"};
    assert_int_equal(hn_theme_field(names, 2, both, 2), 1); /* the first name wins */
    const char *nested[] = {"a|b|områdeverdi"};
    assert_int_equal(hn_theme_field(names, 2, nested, 1), 0);
    const char *cut[] = {"omraadever"}, *too_short[] = {"omrade"};
    assert_int_equal(hn_theme_field(names, 2, cut, 1), 0);
    assert_int_equal(hn_theme_field(names, 2, too_short, 1), -1);
    const char *ambiguous[] = {"arealbruks"}; /* of arealbruksstatus too */
    assert_int_equal(hn_theme_field(guidelines, 1, ambiguous, 1), -1);
    const char *exact_after_cut[] = {"omraadever", "omraadeverdi"};
    assert_int_equal(hn_theme_field(names, 2, exact_after_cut, 2), 1);
    assert_int_equal(hn_theme_field(names, 0, both, 2), -1);
    assert_int_equal(hn_theme_field(names, 2, NULL, 0), -1);
}

static void a_field_of_the_user_may_hold_the_words_of_the_theme(void **state) {
    fixture *f = *state;
    const hn_theme *theme = theme_of(f, "friluftsliv");
    assert_int_equal(hn_theme_value(theme, NULL, "stor verdi").value, 3);
    assert_int_equal(hn_theme_value(theme, NULL, "A").value, 3);
    assert_true(hn_theme_value(theme, NULL, "0").known);
    assert_int_equal(hn_theme_value(theme, NULL, "0").value, 0);
    assert_int_equal(hn_theme_value(theme, NULL, "4.0").value, 4);
    assert_false(hn_theme_value(theme, NULL, "5").known);
    assert_false(hn_theme_value(theme, NULL, "2.5").known);
    assert_false(hn_theme_value(theme, NULL, "-1").known);
    assert_false(hn_theme_value(theme, NULL, "").known);
    /* A purpose code is no value of a layer that is not a plan. */
    assert_false(hn_theme_value(theme, NULL, "530").known);
    const char *fields[] = {"områdeverdi"};
    const hn_dataset *d = hn_theme_recognise(theme, "x", NULL, fields, 1);
    assert_int_equal(hn_theme_value(theme, d, "middels verdi").value, 2);
    assert_false(hn_theme_value(theme, d, "3").known);
}

static void long_and_odd_texts_are_unknown(void **state) {
    fixture *f = *state;
    char text[2000];
    memset(text, 'A', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    for (size_t i = 0; i < hn_rules_themes(f->rules); i++) {
        const hn_theme *theme = hn_rules_theme(f->rules, i);
        assert_false(hn_theme_value(theme, NULL, text).known);
        assert_false(hn_theme_value(theme, NULL, "---").known);
        assert_false(hn_theme_value(theme, NULL, "(").known);
        assert_false(hn_theme_value(theme, NULL, ":").known);
        assert_false(hn_theme_value(theme, NULL, "\xFF\xFE").known);
    }
    /* Longer than any class, and yet there: the catch-all takes it, the fixed value does not. */
    const char *fields[] = {"verneform"};
    const hn_theme *theme = theme_of(f, "verneomrade");
    const hn_dataset *d = hn_theme_recognise(theme, "x", NULL, fields, 1);
    assert_false(hn_theme_value(theme, d, text).known);
}

/* ---- theme files that people write ---- */

#define HEAD "theme: proeve\ntitle: Prøve\nscale: ku\n"

static void a_small_theme_is_enough(void **state) {
    fixture *f = *state;
    static const char text[] = "\xEF\xBB\xBF" HEAD "zone_codes: [601, 610-612]\n"
                               "id_fields: lokalId\n"
                               "datasets:\n"
                               "  - name: Lag\n"
                               "    need: [Klasse]\n"
                               "    value_fields: Klasse\n"
                               "    name_fields: [Tittel]\n"
                               "    drop_unmatched: ja\n"
                               "    source: prøve\n"
                               "    classes:\n"
                               "      - {match: [Æ-klasse, 7], value: 4, nb: Best}\n"
                               "      - {match: ..-2, value: 1, nb: Lav}\n";
    hn_theme theme;
    assert_int_equal(hn_theme_parse(f->ctx, "p.yaml", text, sizeof text - 1, &theme), HENSYN_OK);
    assert_string_equal(theme.name, "proeve");
    assert_string_equal(theme.title_nb, "Prøve");
    assert_string_equal(theme.title_en, "Prøve");
    assert_int_equal(theme.zone_code_count, 4);
    assert_int_equal(theme.zone_codes[1], 610);
    assert_int_equal(theme.zone_codes[3], 612);
    assert_int_equal(theme.dataset_count, 1);
    const hn_dataset *d = &theme.datasets[0];
    assert_int_equal(d->name_field_count, 1);
    assert_string_equal(d->name_fields[0], "tittel");
    assert_string_equal(d->id_fields[0], "lokalid"); /* of the theme */
    assert_true(d->drop_unmatched);
    assert_int_equal(d->class_count, 3);
    assert_string_equal(d->classes[0].name_en, "Best");
    assert_int_equal(hn_theme_value(&theme, d, "AE klasse").value, 4);
    assert_int_equal(hn_theme_value(&theme, d, "7").value, 4);
    assert_int_equal(hn_theme_value(&theme, d, "-3").value, 1);
    assert_true(hn_theme_value(&theme, d, "-2").dropped);
    assert_true(hn_theme_value(&theme, d, "3").dropped);
    hn_theme_clear(&theme);
    hn_theme_clear(&theme); /* twice is allowed */
}

static void aliases_share_lists(void **state) {
    fixture *f = *state;
    static const char text[] =
        HEAD "datasets:\n"
             "  - {name: A, need: &n [f1, f2], value_fields: *n, source: prøve,\n"
             "     classes: &c [{match: x, value: 3, nb: X}]}\n"
             "  - {name: B, layers: b, value_fields: *n, classes: *c, source: prøve}\n";
    hn_theme theme;
    assert_int_equal(hn_theme_parse(f->ctx, "p.yaml", text, sizeof text - 1, &theme), HENSYN_OK);
    assert_int_equal(theme.datasets[1].value_field_count, 2);
    assert_int_equal(theme.datasets[1].classes[0].value, 3);
    hn_theme_clear(&theme);
}

/* A file that cannot be understood, and what the message must say. */
static const struct {
    const char *text, *message;
} bad[] = {
    {"", "p.yaml:1:1:"},
    {"bare tekst\n", "p.yaml:1:1:"},
    {"- a\n- b\n", "p.yaml:1:1:"},
    {"theme: [\n", "p.yaml:2:1: ikke gyldig YAML"},
    {HEAD "colours: x\n", "p.yaml:4:1: ukjent nøkkel «colours» (mente du «colour»?)"},
    {HEAD "scale: fare\n", "p.yaml:4:1: nøkkelen «scale» står to ganger"},
    {"theme: proeve\ntitle: T\n", "theme, title og scale"},
    {"theme: Prøve\ntitle: T\nscale: ku\n", "temanavn"},
    {"theme: proeve\ntitle: T\nscale: sol\n", "scale «sol»"},
    {"theme: proeve\ntitle: {en: T}\nscale: ku\n", "p.yaml:2:8: nb mangler"},
    {"theme: proeve\ntitle: {nb: T, dk: T}\nscale: ku\n", "ukjent nøkkel «dk»"},
    {HEAD "colour: rød\n", "colour «rød»"},
    {HEAD "buffer: -1\n", "p.yaml:4:9: buffer: «-1»"},
    {HEAD "buffer: 10 m\n", "buffer: «10 m»"},
    {HEAD "order: 1.5\n", "order: «1.5»"},
    {HEAD "zone_codes: [5x]\n", "p.yaml:4:14: «5x» er ikke en sonekode"},
    {HEAD "zone_codes: [20-10]\n", "«20-10»"},
    {HEAD "zone_codes: [0-99999999]\n", "«0-99999999»"},
    {HEAD "name_fields: [{a: b}]\n", "p.yaml:4:15:"},
    {HEAD "name_fields: ['--']\n", "«--»"},
    {HEAD "datasets: 7\n", "p.yaml:4:11:"},
    {HEAD "datasets: &d [*d]\n", "p.yaml:4:11:"},
    {HEAD "datasets: [{name: A}]\n", "name og source"},
    {HEAD "datasets: [{name: A, source: s, drop_unmatched: kanskje}]\n", "«kanskje»"},
    {HEAD "datasets: [{name: A, source: s, drop_unmatched: true}]\n", "uten classes"},
    {HEAD "datasets: [{name: A, source: s, fixed_value: 5}]\n", "fixed_value: «5»"},
    {HEAD "datasets: [{name: A, source: s, classes: [{match: a, value: 1, nb: A}]}]\n",
     "uten value_fields"},
    {HEAD "datasets: [{name: A, source: s, value_fields: f, classes: [{match: a, nb: A}]}]\n",
     "match, value og nb"},
    {HEAD "datasets: [{name: A, source: s, value_fields: f, classes: [{match: a, value: 9, nb: "
          "A}]}]\n",
     "value: «9»"},
    {HEAD "datasets: [{name: A, source: s, value_fields: f, classes: [{match: 9..1, value: 1, nb: "
          "A}]}]\n",
     "«9..1» er ikke et intervall"},
    {HEAD "datasets: [{name: A, source: s, value_fields: f, classes: [{match: [[a]], value: 1, "
          "nb: A}]}]\n",
     "match skal være"},
    {HEAD "datasets: [{name: A, source: s, value_fields: f, classes: [{match: '..', value: 1, nb: "
          "A}]}]\n",
     "«..»"},
};

static void bad_files_are_refused_with_their_place(void **state) {
    fixture *f = *state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        hn_theme theme;
        hensyn_status status =
            hn_theme_parse(f->ctx, "p.yaml", bad[i].text, strlen(bad[i].text), &theme);
        if (status != HENSYN_USAGE) fail_msg("taken: %s", bad[i].text);
        if (!strstr(hensyn_message(f->ctx), bad[i].message))
            fail_msg("wanted '%s', got '%s'", bad[i].message, hensyn_message(f->ctx));
        assert_null(theme.name);
        assert_null(theme.datasets);
    }
}

static void messages_come_in_english_too(void **state) {
    fixture *f = *state;
    hn_theme theme;
    hensyn_set_language(f->ctx, "en");
    static const char text[] = HEAD "colours: x\n";
    assert_int_equal(hn_theme_parse(f->ctx, "p.yaml", text, sizeof text - 1, &theme), HENSYN_USAGE);
    assert_non_null(
        strstr(hensyn_message(f->ctx), "unknown key 'colours' (did you mean 'colour'?)"));
    hensyn_set_language(f->ctx, "nb");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contract_themes_are_there),
        cmocka_unit_test(hazards_are_flood_slide_noise_and_water),
        cmocka_unit_test(every_dataset_says_where_it_comes_from),
        cmocka_unit_test(samples_are_recognised_and_valued),
        cmocka_unit_test(object_type_recognises_as_well_as_layer),
        cmocka_unit_test(secured_by_the_state_outranks_the_value_field),
        cmocka_unit_test(names_and_ids_of_real_datasets_are_found),
        cmocka_unit_test(fields_by_preference_nesting_and_cut_names),
        cmocka_unit_test(a_field_of_the_user_may_hold_the_words_of_the_theme),
        cmocka_unit_test(long_and_odd_texts_are_unknown),
        cmocka_unit_test(a_small_theme_is_enough),
        cmocka_unit_test(aliases_share_lists),
        cmocka_unit_test(bad_files_are_refused_with_their_place),
        cmocka_unit_test(messages_come_in_english_too),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
