/* test_considerations.c - rows of hensyn out of datasets and of the plan's own zones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "data/considerations.h"
#include "make_rows.h"

#include <stdio.h>

enum { ROWS = 6 };

typedef struct hensyn {
    rows rows;
    hn_hensyn_groups groups;
    hn_hensyn_options options;
    hn_hensyn_fields fields;
    hn_layer *layer;
} hensyn;

static int set_up(void **state) {
    hensyn *h = must(hn_zalloc(1, sizeof *h));
    rows_open(&h->rows);
    h->options = (hn_hensyn_options){
        .measure = h->rows.measure, .keys = h->rows.keys, .groups = &h->groups, .buffer = 25};
    h->layer = make_layer("data.gpkg", "lag", HN_HENSYN_COLUMNS, ROWS);
    *state = h;
    return 0;
}

static int tear_down(void **state) {
    hensyn *h = *state;
    hn_layer_destroy(h->layer);
    hn_hensyn_groups_clear(&h->groups);
    rows_close(&h->rows);
    hn_free(h);
    return 0;
}

static int theme_of(const hensyn *h, const char *name) {
    int theme = hn_rules_find_theme(h->rows.rules, name);
    assert_true(theme >= 0);
    return theme;
}

static const hn_dataset *recognise(hensyn *h, int theme, const char *layer,
                                   const char *const *fields, size_t count) {
    const hn_theme *t = hn_rules_theme(h->rows.rules, (size_t)theme);
    const hn_dataset *dataset = hn_theme_recognise(t, layer, NULL, fields, count);
    h->fields = hn_hensyn_find_fields(t, dataset, fields, count, h->options.value_field,
                                      h->options.name_field, NULL);
    return dataset;
}

static void object(hensyn *h, size_t row, const char *id, const char *value, const char *name) {
    if (id) set_value(h->layer, row, HN_HENSYN_ID, id);
    if (value) set_value(h->layer, row, HN_HENSYN_VALUE, value);
    if (name) set_value(h->layer, row, HN_HENSYN_NAME, name);
    set_square(h->layer, row, (double)row * 20, 0, 10);
}

static uint32_t add(hensyn *h, int theme, const hn_dataset *dataset, size_t count,
                    const uint8_t *repaired) {
    h->layer->count = count;
    uint32_t kilde = rows_source(&h->rows, h->layer, repaired);
    hensyn_status status =
        hn_considerations_add(&h->rows.ctx, h->rows.result, h->rows.rules, theme, dataset, h->layer,
                              &h->fields, kilde, repaired, &h->options);
    h->layer->count = ROWS;
    if (status != HENSYN_OK) fail_msg("%s", h->rows.ctx.message);
    rows_check_source(&h->rows, kilde);
    return kilde;
}

static const hn_consideration *row(const hensyn *h, size_t number) {
    assert_true(number < h->rows.result->considerations.count);
    return &h->rows.result->considerations.row[number];
}

/* ---- datasets ---- */

static const char *const friluft_fields[] = {"OBJECTID", "identifikasjon_lokalid", "områdenavn",
                                             "områdeverdi"};

static void test_one_object(void **state) {
    hensyn *h = *state;
    int theme = theme_of(h, "friluftsliv");
    const hn_dataset *dataset = recognise(h, theme, "friluft", friluft_fields, 4);
    assert_non_null(dataset);
    assert_int_equal(h->fields.column[HN_HENSYN_ID], 1);
    assert_int_equal(h->fields.column[HN_HENSYN_WEAK_ID], 0);
    assert_int_equal(h->fields.column[HN_HENSYN_NAME], 2);
    assert_int_equal(h->fields.column[HN_HENSYN_VALUE], 3);
    object(h, 0, "f1", "sværtViktigFriluftslivsområde", "Bymarka");
    h->layer->fid[0] = 12;
    add(h, theme, dataset, 1, NULL);
    const hn_consideration *r = row(h, 0);
    assert_int_equal(r->fid, 1);
    assert_int_equal(r->kilde_fid, 12);
    assert_string_equal(r->nokkel, "data.gpkg/lag/f1");
    assert_string_equal(r->tema, "friluftsliv");
    assert_string_equal(r->opphav, "data");
    assert_string_equal(r->kilde_id, "f1");
    assert_string_equal(r->lag, "lag");
    assert_string_equal(r->navn, "Bymarka");
    assert_string_equal(r->kode, "sværtViktigFriluftslivsområde");
    assert_int_equal(r->verdi, 3);
    assert_near(r->areal_m2, 100, 1e-9);
    assert_true(isnan(r->lengde_m));
    assert_near(r->beslag_m2, 0, 0);
    assert_string_equal(r->skala, "ku");
    assert_string_equal(r->status, "ok");
    assert_int_equal(r->group, 0);
    assert_near(r->buffer, 25, 0);
    assert_false(r->clipped);
    assert_null(h->layer->geometry[0]);
    assert_int_equal(h->rows.result->remarks.count, 0);
    assert_int_equal(h->groups.count, 1);
    assert_int_equal(h->groups.theme[0], theme);
    assert_false(h->groups.from_plan[0]);
    assert_string_equal(h->groups.dataset[0], dataset->name);
}

static void test_kinds(void **state) {
    hensyn *h = *state;
    int theme = theme_of(h, "friluftsliv");
    const hn_dataset *dataset = recognise(h, theme, "friluft", friluft_fields, 4);
    for (size_t i = 0; i < 3; i++)
        object(h, i, NULL, "viktigFriluftslivsområde", NULL);
    set_line(h->layer, 1, 0, 0, 30);
    set_point(h->layer, 2, 5, 5);
    add(h, theme, dataset, 3, NULL);
    assert_near(row(h, 0)->areal_m2, 100, 1e-9);
    assert_true(isnan(row(h, 1)->areal_m2));
    assert_near(row(h, 1)->lengde_m, 30, 1e-9);
    assert_true(isnan(row(h, 1)->beslag_m2));
    assert_true(isnan(row(h, 2)->areal_m2));
    assert_true(isnan(row(h, 2)->lengde_m));
    assert_int_equal(row(h, 2)->fid, 3); /* one sequence over the three tables */
    assert_int_equal(row(h, 2)->geometry->kind, HN_POINT);
}

static void test_unknown_values(void **state) {
    hensyn *h = *state;
    int theme = theme_of(h, "friluftsliv");
    const hn_dataset *dataset = recognise(h, theme, "friluft", friluft_fields, 4);
    object(h, 0, "a", "bestemtAvKommunen", NULL);
    object(h, 1, "b", NULL, NULL);
    object(h, 2, "c", "viktigFriluftslivsområde", NULL);
    add(h, theme, dataset, 3, NULL);
    assert_int_equal(row(h, 0)->verdi, 2);
    assert_string_equal(row(h, 0)->kode, "bestemtAvKommunen");
    assert_int_equal(row(h, 1)->verdi, 2);
    assert_null(row(h, 1)->kode);
    assert_int_equal(row(h, 2)->verdi, 2);
    assert_int_equal(rows_remarks(&h->rows, "VERDI_UKJENT"), 2);
    const hn_remark *remark = rows_remark(&h->rows, "VERDI_UKJENT");
    assert_string_equal(remark->kilde_id, "a");
    assert_non_null(strstr(remark->tekst, "bestemtAvKommunen"));
    assert_true(remark->located);
}

static void test_layer_without_a_value_field(void **state) {
    hensyn *h = *state;
    int theme = theme_of(h, "kulturarv");
    static const char *const fields[] = {"navn"};
    const hn_dataset *dataset = recognise(h, theme, "noe", fields, 1);
    assert_null(dataset);
    for (size_t i = 0; i < 4; i++)
        object(h, i, NULL, NULL, "Haug");
    add(h, theme, dataset, 4, NULL);
    assert_int_equal(row(h, 3)->verdi, 2);
    assert_string_equal(row(h, 3)->navn, "Haug");
    assert_string_equal(row(h, 3)->kilde_id, "rad:4");
    assert_int_equal(rows_remarks(&h->rows, "VERDI_UKJENT"), 1);
    assert_non_null(strstr(rows_remark(&h->rows, "VERDI_UKJENT")->tekst, "4 "));
    assert_int_equal(rows_remark(&h->rows, "VERDI_UKJENT")->antall, 4);
    assert_int_equal(rows_remark(&h->rows, "DATASETT_UKJENT")->antall, 1);
    assert_int_equal(rows_remarks(&h->rows, "DATASETT_UKJENT"), 1);
    assert_int_equal(rows_remarks(&h->rows, "INGEN_ID"), 1);
}

/* AR5 has the whole country: what is no farmland is left out, each with its remark. */
static void test_rows_outside_the_theme(void **state) {
    hensyn *h = *state;
    int theme = theme_of(h, "landbruk");
    static const char *const fields[] = {"lokalId", "arealtype"};
    const hn_dataset *dataset = recognise(h, theme, "fkb_ar5_omrade", fields, 2);
    assert_non_null(dataset);
    assert_true(dataset->drop_unmatched);
    static const char *const types[] = {"21", "30", "23", "81"};
    static const uint8_t repaired[] = {0, 1, 1, 0};
    for (size_t i = 0; i < 4; i++)
        object(h, i, NULL, types[i], NULL);
    uint32_t kilde = add(h, theme, dataset, 4, repaired);
    assert_int_equal(h->rows.result->considerations.count, 2);
    assert_string_equal(row(h, 1)->kode, "23");
    assert_string_equal(row(h, 1)->status, "reparert");
    assert_int_equal(rows_remarks(&h->rows, "UTENFOR_TEMA"), 2);
    const hn_remark *remark = rows_remark(&h->rows, "UTENFOR_TEMA");
    assert_string_equal(remark->kilde_id, "rad:2");
    assert_string_equal(remark->alvor, "info");
    assert_near(remark->areal_for_m2, 100, 1e-9);
    const hn_source_row *source = &h->rows.result->sources.row[kilde];
    assert_int_equal(source->antall_brukt, 1);
    assert_int_equal(source->antall_reparert, 1);
    assert_int_equal(source->antall_utelatt, 2);
    assert_near(source->areal_utelatt_m2, 200, 1e-9);
    assert_int_equal(rows_remarks(&h->rows, "VERDI_UKJENT"), 0);
}

static void test_hazards(void **state) {
    hensyn *h = *state;
    int theme = theme_of(h, "stoy");
    static const char *const fields[] = {"støysonekategori"};
    const hn_dataset *dataset = recognise(h, theme, "stoy", fields, 1);
    object(h, 0, NULL, "R", NULL);
    add(h, theme, dataset, 1, NULL);
    assert_string_equal(row(h, 0)->skala, "fare");
    assert_int_equal(row(h, 0)->verdi, 3);
}

/* --value-field: 0..4, or words of the theme; a field the layer lacks is told. */
static void test_given_value_field(void **state) {
    hensyn *h = *state;
    int theme = theme_of(h, "friluftsliv");
    static const char *const fields[] = {"min_verdi", "områdeverdi", "tittel"};
    h->options.value_field = "MIN_VERDI";
    h->options.name_field = "tittel";
    const hn_dataset *dataset = recognise(h, theme, "friluft", fields, 3);
    assert_int_equal(h->fields.column[HN_HENSYN_VALUE], 0);
    assert_int_equal(h->fields.column[HN_HENSYN_NAME], 2);
    assert_true(h->fields.value_given);
    object(h, 0, "a", "4", "Navn");
    object(h, 1, "b", "viktigFriluftslivsområde", NULL);
    object(h, 2, "c", "0", NULL);
    object(h, 3, "d", "17", NULL);
    add(h, theme, dataset, 4, NULL);
    assert_int_equal(row(h, 0)->verdi, 4);
    assert_string_equal(row(h, 0)->navn, "Navn");
    assert_int_equal(row(h, 1)->verdi, 2);
    assert_int_equal(row(h, 2)->verdi, 0);
    assert_int_equal(row(h, 3)->verdi, 2);
    assert_int_equal(rows_remarks(&h->rows, "VERDI_UKJENT"), 1);
    assert_string_equal(rows_remark(&h->rows, "VERDI_UKJENT")->kilde_id, "d");

    h->options.value_field = "finnes_ikke";
    recognise(h, theme, "friluft", fields, 3);
    assert_int_equal(h->fields.column[HN_HENSYN_VALUE], 1); /* the dataset's own instead */
    add(h, theme, dataset, 0, NULL);
    assert_int_equal(rows_remarks(&h->rows, "FELT_MANGLER"), 1);
    assert_non_null(strstr(rows_remark(&h->rows, "FELT_MANGLER")->tekst, "finnes_ikke"));
}

static void test_id_order(void **state) {
    hensyn *h = *state;
    static const char *const fields[] = {"OBJECTID", "parcel", "naturvernId"};
    const hn_theme *theme = hn_rules_theme(h->rows.rules, (size_t)theme_of(h, "annet"));
    hn_hensyn_fields found = hn_hensyn_find_fields(theme, NULL, fields, 3, NULL, NULL, "parcel");
    assert_int_equal(found.column[HN_HENSYN_ID], 2);
    assert_int_equal(found.column[HN_HENSYN_GIVEN_ID], 1);
    assert_int_equal(found.column[HN_HENSYN_WEAK_ID], 0);
    assert_int_equal(found.column[HN_HENSYN_VALUE], -1);
    h->fields = found;
    for (size_t i = 0; i < 4; i++)
        object(h, i, i == 0 ? "VV1" : NULL, NULL, NULL);
    set_value(h->layer, 0, HN_HENSYN_GIVEN_ID, "p1");
    set_value(h->layer, 1, HN_HENSYN_GIVEN_ID, "p2");
    set_value(h->layer, 1, HN_HENSYN_WEAK_ID, "2");
    set_value(h->layer, 2, HN_HENSYN_WEAK_ID, "3");
    add(h, theme_of(h, "annet"), NULL, 4, NULL);
    assert_string_equal(row(h, 0)->kilde_id, "VV1");
    assert_string_equal(row(h, 1)->kilde_id, "p2");
    assert_string_equal(row(h, 2)->kilde_id, "3");
    assert_string_equal(row(h, 3)->kilde_id, "rad:4");
}

static void test_duplicates_and_repeats(void **state) {
    hensyn *h = *state;
    int theme = theme_of(h, "friluftsliv");
    const hn_dataset *dataset = recognise(h, theme, "friluft", friluft_fields, 4);
    for (size_t i = 0; i < 3; i++)
        object(h, i, "same", "viktigFriluftslivsområde", NULL);
    set_square(h->layer, 2, 0, 0, 10); /* as row 0 */
    add(h, theme, dataset, 3, NULL);
    assert_string_equal(row(h, 1)->kilde_id, "same#2");
    assert_string_equal(row(h, 2)->nokkel, "data.gpkg/lag/same#3");
    assert_int_equal(rows_remarks(&h->rows, "DUPLIKAT"), 1);
    assert_string_equal(rows_remark(&h->rows, "DUPLIKAT")->kilde_id, "same#3");
}

/* One layer for two themes: other groups, unique keys, and nobody's duplicate. */
static void test_one_layer_for_two_themes(void **state) {
    hensyn *h = *state;
    int one = theme_of(h, "annet"), two = theme_of(h, "landskap");
    const hn_dataset *dataset = recognise(h, one, "lag", friluft_fields, 4);
    object(h, 0, "x", "3", NULL);
    add(h, one, dataset, 1, NULL);
    object(h, 0, "x", "3", NULL);
    add(h, two, NULL, 1, NULL);
    assert_string_equal(row(h, 0)->nokkel, "data.gpkg/lag/x");
    assert_string_equal(row(h, 1)->nokkel, "data.gpkg/lag/x#2");
    assert_int_equal(row(h, 1)->group, 1);
    assert_int_equal(rows_remarks(&h->rows, "DUPLIKAT"), 0);
}

static void test_groups(void **state) {
    hensyn *h = *state;
    assert_int_equal(hn_hensyn_group(&h->groups, 3, false, NULL), 0);
    assert_int_equal(hn_hensyn_group(&h->groups, 3, true, "soner"), 1);
    assert_int_equal(hn_hensyn_group(&h->groups, 4, false, NULL), 2);
    assert_int_equal(hn_hensyn_group(&h->groups, 3, false, "data"), 0);
    assert_int_equal(hn_hensyn_group(&h->groups, 3, false, "andre"), 0);
    assert_int_equal(h->groups.count, 3);
    assert_string_equal(h->groups.dataset[0], "data");
    assert_null(h->groups.dataset[2]);
    for (int i = 0; i < 50; i++)
        hn_hensyn_group(&h->groups, i, true, NULL);
    assert_int_equal(h->groups.count, 52);
    assert_true(h->groups.from_plan[51]);
}

static void test_skipped_geometry_and_cancel(void **state) {
    hensyn *h = *state;
    int theme = theme_of(h, "annet");
    object(h, 0, "a", "1", NULL);
    object(h, 1, "b", "1", NULL);
    hn_free(h->layer->geometry[0]);
    h->layer->geometry[0] = NULL;
    recognise(h, theme, "lag", friluft_fields, 4);
    add(h, theme, NULL, 2, NULL);
    assert_int_equal(h->rows.result->considerations.count, 1);
    assert_string_equal(row(h, 0)->kilde_id, "b");
    hensyn_cancel(&h->rows.ctx);
    object(h, 0, "a", "1", NULL);
    assert_int_equal(hn_considerations_add(&h->rows.ctx, h->rows.result, h->rows.rules, theme, NULL,
                                           h->layer, &h->fields, 0, NULL, &h->options),
                     HENSYN_CANCELLED);
}

/* ---- zones ---- */

static hn_layer *zone_layer(hensyn *h) {
    hn_layer_destroy(h->layer);
    h->layer = make_layer("plan.gml", "KpAngittHensynSone", HN_ROLE_COUNT, ROWS);
    return h->layer;
}

static void zone(hensyn *h, size_t row, hn_plan_role role, const char *code, const char *name) {
    char id[16];
    snprintf(id, sizeof id, "z%zu", row + 1);
    set_value(h->layer, row, HN_ROLE_ID, id);
    if (code) set_value(h->layer, row, role, code);
    if (name) set_value(h->layer, row, HN_ROLE_ZONE_NAME, name);
    set_square(h->layer, row, (double)row * 20, 0, 10);
}

static void add_zones(hensyn *h, const hn_plan_model *model, size_t count) {
    h->layer->count = count;
    uint32_t kilde = rows_source(&h->rows, h->layer, NULL);
    hensyn_status status = hn_zones_add(&h->rows.ctx, h->rows.result, h->rows.rules, h->layer,
                                        model, kilde, NULL, &h->options);
    h->layer->count = ROWS;
    if (status != HENSYN_OK) fail_msg("%s", h->rows.ctx.message);
    rows_check_source(&h->rows, kilde);
}

static void test_zones_by_code(void **state) {
    hensyn *h = *state;
    zone_layer(h);
    hn_plan_model model = hn_plan_recognise("KpAngittHensynSone", NULL, NULL, 0, NULL, NULL);
    zone(h, 0, HN_ROLE_HENSYN, "530", "Friluft vest");
    zone(h, 1, HN_ROLE_HENSYN, "H570_2", NULL);
    zone(h, 2, HN_ROLE_HENSYN, "530", "");
    zone(h, 3, HN_ROLE_HENSYN, "580", NULL);
    add_zones(h, &model, 4);
    assert_string_equal(row(h, 0)->tema, "friluftsliv");
    assert_string_equal(row(h, 0)->opphav, "plan");
    assert_string_equal(row(h, 0)->navn, "Friluft vest");
    assert_string_equal(row(h, 0)->kode, "530");
    assert_int_equal(row(h, 0)->verdi, 2);
    assert_string_equal(row(h, 1)->tema, "kulturarv");
    assert_string_equal(row(h, 1)->navn, "H570");
    assert_string_equal(row(h, 1)->kode, "H570_2"); /* as read */
    assert_string_equal(row(h, 2)->navn, "H530");
    assert_string_equal(row(h, 3)->tema, "annet");
    assert_int_equal(row(h, 3)->verdi, 2);
    assert_int_equal(row(h, 0)->group, row(h, 2)->group);
    assert_true(h->groups.from_plan[row(h, 0)->group]);
    assert_int_equal(h->rows.result->remarks.count, 0);
    assert_string_equal(row(h, 1)->nokkel, "plan.gml/KpAngittHensynSone/z2");
}

/* Each field of codes, and the theme and value that the contract and the theme files give. */
static void test_values_of_zones(void **state) {
    static const struct {
        const char *layer;
        hn_plan_role role;
        const char *code, *theme;
        int value;
    } table[] = {
        {"KpStøySone", HN_ROLE_NOISE, "210", "stoy", 3},
        {"KpStøySone", HN_ROLE_NOISE, "220", "stoy", 2},
        {"RpFareSone", HN_ROLE_DANGER, "310", "skred", 3},
        {"RpFareSone", HN_ROLE_DANGER, "320", "flom", 3},
        {"RpFareSone", HN_ROLE_DANGER, "370", "annet", 2},
        {"KpSikringSone", HN_ROLE_SAFETY, "110", "drikkevann", -1},
        {"KpBåndleggingSone", HN_ROLE_BINDING, "730", "kulturarv", 3},
        {"KpBåndleggingSone", HN_ROLE_BINDING, "720", "verneomrade", -1},
        {"KpDetaljeringSone", HN_ROLE_DETAIL, "910", "annet", 2},
        {"KpGjennomføringSone", HN_ROLE_IMPLEMENTATION, "810", "annet", 2},
        {"KpInfrastrukturSone", HN_ROLE_INFRASTRUCTURE, "410", "annet", 2},
    };
    hensyn *h = *state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        zone_layer(h);
        hn_plan_model model = hn_plan_recognise(table[i].layer, NULL, NULL, 0, NULL, NULL);
        zone(h, 0, table[i].role, table[i].code, NULL);
        add_zones(h, &model, 1);
        const hn_consideration *r = row(h, h->rows.result->considerations.count - 1);
        assert_string_equal(r->tema, table[i].theme);
        assert_in_range(r->verdi, 0, 4);
        if (table[i].value >= 0) assert_int_equal(r->verdi, table[i].value);
    }
    assert_int_equal(rows_remarks(&h->rows, "VERDI_UKJENT"), 0);
}

static void test_zones_without_a_code(void **state) {
    hensyn *h = *state;
    zone_layer(h);
    hn_plan_model model = hn_plan_recognise("KpFareSone", NULL, NULL, 0, NULL, NULL);
    zone(h, 0, HN_ROLE_DANGER, NULL, NULL);
    zone(h, 1, HN_ROLE_DANGER, "flom", "Elva");
    add_zones(h, &model, 2);
    assert_string_equal(row(h, 0)->tema, "annet");
    assert_int_equal(row(h, 0)->verdi, 2);
    assert_null(row(h, 0)->navn);
    assert_null(row(h, 0)->kode);
    assert_string_equal(row(h, 1)->navn, "Elva");
    assert_string_equal(row(h, 1)->kode, "flom");
    assert_int_equal(rows_remarks(&h->rows, "VERDI_UKJENT"), 2);
}

static void test_zones_of_a_mixed_layer(void **state) {
    hensyn *h = *state;
    zone_layer(h);
    static const char *const fields[] = {"OBJTYPE", "KPAREALFORMAL", "KPFARE", "KPSTOY"};
    hn_plan_model model = hn_plan_recognise("Plan", "KpArealformålOmråde", fields, 4, NULL, NULL);
    static const char *const types[] = {"KpArealformålOmråde", "KpFareSone", "KpOmråde",
                                        "KpStøySone"};
    for (size_t i = 0; i < 4; i++) {
        zone(h, i, HN_ROLE_DANGER, i == 1 ? "320" : NULL, NULL);
        set_value(h->layer, i, HN_ROLE_OBJECT_TYPE, types[i]);
    }
    set_value(h->layer, 3, HN_ROLE_NOISE, "210");
    add_zones(h, &model, 4);
    assert_int_equal(h->rows.result->considerations.count, 2);
    assert_string_equal(row(h, 0)->tema, "flom");
    assert_string_equal(row(h, 1)->tema, "stoy");
    assert_int_equal(rows_remarks(&h->rows, "IKKE_HENSYNSSONE"), 2);
    assert_non_null(h->layer->geometry[0]); /* what is left out stays in the layer */
    assert_non_null(
        strstr(rows_remark(&h->rows, "IKKE_HENSYNSSONE")->tekst, "KpArealformålOmråde"));
}

static void test_zones_are_chosen_as_areas_are(void **state) {
    hensyn *h = *state;
    zone_layer(h);
    h->options.kommune = "1804";
    hn_plan_model model = hn_plan_recognise("KpFareSone", NULL, NULL, 0, NULL, NULL);
    for (size_t i = 0; i < 4; i++)
        zone(h, i, HN_ROLE_DANGER, "320", NULL);
    set_value(h->layer, 1, HN_ROLE_PLAN_STATUS, "5");
    set_value(h->layer, 2, HN_ROLE_PLAN_STATUS, "3");
    set_value(h->layer, 2, HN_ROLE_MUNICIPALITY, "1806");
    set_value(h->layer, 3, HN_ROLE_MUNICIPALITY, "1804");
    add_zones(h, &model, 4);
    assert_int_equal(h->rows.result->considerations.count, 2);
    assert_string_equal(row(h, 0)->kilde_id, "z1");
    assert_string_equal(row(h, 1)->kilde_id, "z4");
    assert_string_equal(rows_remark(&h->rows, "PLANSTATUS_UTELATT")->kilde_id, "z2");
    assert_string_equal(rows_remark(&h->rows, "KOMMUNE_UTELATT")->kilde_id, "z3");
}

static void test_zones_with_the_same_id(void **state) {
    hensyn *h = *state;
    zone_layer(h);
    hn_plan_model model = hn_plan_recognise("KpFareSone", NULL, NULL, 0, NULL, NULL);
    for (size_t i = 0; i < 3; i++)
        zone(h, i, HN_ROLE_DANGER, "320", NULL);
    set_value(h->layer, 1, HN_ROLE_ID, "z1");
    set_square(h->layer, 1, 0, 0, 10);
    h->layer->value[2 * HN_ROLE_COUNT + HN_ROLE_ID] = NULL;
    add_zones(h, &model, 3);
    assert_string_equal(row(h, 1)->kilde_id, "z1#2");
    assert_string_equal(row(h, 2)->kilde_id, "rad:3");
    assert_int_equal(rows_remarks(&h->rows, "DUPLIKAT"), 1);
    assert_int_equal(rows_remarks(&h->rows, "INGEN_ID"), 1);
    hensyn_cancel(&h->rows.ctx);
    assert_int_equal(hn_zones_add(&h->rows.ctx, h->rows.result, h->rows.rules, h->layer, &model, 0,
                                  NULL, &h->options),
                     HENSYN_CANCELLED);
}

#define HENSYN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        HENSYN_TEST(test_one_object),
        HENSYN_TEST(test_kinds),
        HENSYN_TEST(test_unknown_values),
        HENSYN_TEST(test_layer_without_a_value_field),
        HENSYN_TEST(test_rows_outside_the_theme),
        HENSYN_TEST(test_hazards),
        HENSYN_TEST(test_given_value_field),
        HENSYN_TEST(test_id_order),
        HENSYN_TEST(test_duplicates_and_repeats),
        HENSYN_TEST(test_one_layer_for_two_themes),
        HENSYN_TEST(test_groups),
        HENSYN_TEST(test_skipped_geometry_and_cancel),
        HENSYN_TEST(test_zones_by_code),
        HENSYN_TEST(test_values_of_zones),
        HENSYN_TEST(test_zones_without_a_code),
        HENSYN_TEST(test_zones_of_a_mixed_layer),
        HENSYN_TEST(test_zones_are_chosen_as_areas_are),
        HENSYN_TEST(test_zones_with_the_same_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
