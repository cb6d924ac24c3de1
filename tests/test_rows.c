/* test_rows.c - rows of arealformal out of plan layers, with hand-made layers and built-in rules.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "data/plan_areas.h"
#include "make_rows.h"

#include <math.h>
#include <stdio.h>

static const char *const kp_fields[] = {"lokalId", "arealformål", "arealbruksstatus"};

typedef struct plan {
    rows rows;
    hn_plan_groups *groups;
    hn_plan_options options;
    hn_plan_tally tally;
    hn_plan_model model;
    hn_layer *layer;
    hn_plan_outlines *outlines;
} plan;

enum { ROWS = 6 };

static int set_up(void **state) {
    plan *p = must(hn_zalloc(1, sizeof *p));
    rows_open(&p->rows);
    p->groups = must(hn_plan_groups_create());
    p->options =
        (hn_plan_options){.measure = p->rows.measure, .keys = p->rows.keys, .groups = p->groups};
    p->tally = (hn_plan_tally)HN_PLAN_TALLY_INIT;
    p->model = hn_plan_recognise("KpArealformålOmråde", NULL, kp_fields, 3, NULL, NULL);
    p->layer = make_layer("plan.gml", "KpArealformålOmråde", HN_ROLE_COUNT, ROWS);
    *state = p;
    return 0;
}

static int tear_down(void **state) {
    plan *p = *state;
    hn_layer_destroy(p->layer);
    hn_plan_outlines_destroy(p->outlines);
    hn_plan_groups_destroy(p->groups);
    rows_close(&p->rows);
    hn_free(p);
    return 0;
}

/* A square of side 10 m in row, with purpose and status (may be NULL). */
static void area(plan *p, size_t row, const char *purpose, const char *status) {
    char id[16];
    snprintf(id, sizeof id, "id%zu", row + 1);
    set_value(p->layer, row, HN_ROLE_ID, id);
    if (purpose) set_value(p->layer, row, HN_ROLE_PURPOSE, purpose);
    if (status) set_value(p->layer, row, HN_ROLE_USE_STATUS, status);
    set_square(p->layer, row, (double)row * 20, 0, 10);
}

static hensyn_status try_add(plan *p, size_t count, const uint8_t *repaired) {
    p->layer->count = count;
    uint32_t kilde = rows_source(&p->rows, p->layer, repaired);
    hensyn_status status =
        hn_plan_areas_add(&p->rows.ctx, p->rows.result, p->rows.rules, p->layer, &p->model, kilde,
                          repaired, &p->options, p->outlines, &p->tally);
    p->layer->count = ROWS;
    if (status == HENSYN_OK) rows_check_source(&p->rows, kilde);
    return status;
}

static void add(plan *p, size_t count) {
    if (try_add(p, count, NULL) != HENSYN_OK) fail_msg("%s", p->rows.ctx.message);
}

static const hn_plan_area *row(const plan *p, size_t number) {
    assert_true(number < p->rows.result->plan_areas.count);
    return &p->rows.result->plan_areas.row[number];
}

/* ---- the row ---- */

static void test_one_area(void **state) {
    plan *p = *state;
    area(p, 0, "1110", "2");
    set_value(p->layer, 0, HN_ROLE_AREA_NAME, "B1");
    set_value(p->layer, 0, HN_ROLE_FIELD_NAME, "BFS1");
    set_value(p->layer, 0, HN_ROLE_PLAN_ID, "20180001");
    set_value(p->layer, 0, HN_ROLE_PLAN_NAME, "Arealdelen");
    set_value(p->layer, 0, HN_ROLE_PLAN_TYPE, "20");
    set_value(p->layer, 0, HN_ROLE_PLAN_STATUS, "3");
    set_value(p->layer, 0, HN_ROLE_MUNICIPALITY, "1804");
    set_value(p->layer, 0, HN_ROLE_LEVEL, "2");
    p->layer->fid[0] = 77;
    add(p, 1);
    const hn_plan_area *r = row(p, 0);
    assert_int_equal(r->fid, 1);
    assert_int_equal(r->kilde_fid, 77);
    assert_string_equal(r->nokkel, "plan.gml/KpArealformålOmråde/id1");
    assert_string_equal(r->kilde_id, "id1");
    assert_string_equal(r->lag, "KpArealformålOmråde");
    assert_string_equal(r->objekttype, "KpArealformålOmråde");
    assert_string_equal(r->planid, "20180001");
    assert_string_equal(r->plannavn, "Arealdelen");
    assert_int_equal(r->planstatus, 3);
    assert_int_equal(r->plantype, 20);
    assert_string_equal(r->kommunenummer, "1804");
    assert_string_equal(r->omradenavn, "B1");
    assert_string_equal(r->feltnavn, "BFS1");
    assert_string_equal(r->arealformal, "1110");
    assert_string_equal(r->formal_navn, "Boligbebyggelse");
    assert_int_equal(r->arealbruksstatus, 2);
    assert_int_equal(r->vertikalniva, 2);
    assert_int_equal(r->utbygging, 1);
    assert_string_equal(r->utbygging_grunn, "framtidig");
    assert_near(r->areal_m2, 100.0, 1e-9);
    assert_string_equal(r->status, "ok");
    assert_int_equal(r->kodeliste, HN_CODES_KP2008);
    assert_int_equal(r->kilde, 0);
    assert_int_equal(r->plan, 0);
    assert_non_null(r->geometry);
    assert_null(p->layer->geometry[0]); /* moved, not copied */
    assert_int_equal(p->rows.result->remarks.count, 0);
    assert_int_equal(p->tally.areas, 1);
    assert_int_equal(p->tally.development, 1);
}

static void test_what_is_not_said_is_null(void **state) {
    plan *p = *state;
    area(p, 0, "3040", "1");
    set_value(p->layer, 0, HN_ROLE_AREA_NAME, "");
    add(p, 1);
    const hn_plan_area *r = row(p, 0);
    assert_null(r->planid);
    assert_null(r->plannavn);
    assert_null(r->kommunenummer);
    assert_null(r->omradenavn);
    assert_null(r->feltnavn);
    assert_int_equal(r->planstatus, HN_NO_INT);
    assert_int_equal(r->plantype, HN_NO_INT);
    assert_int_equal(r->vertikalniva, HN_NO_INT);
    assert_int_equal(r->konsekvens, 0);
    assert_near(r->konflikt_m2, 0, 0);
}

static void test_codes_as_numbers_and_texts(void **state) {
    plan *p = *state;
    area(p, 0, "1110.0", "2.0");
    area(p, 1, "1110 - Boligbebyggelse", "Framtidig");
    area(p, 2, " 1110", "2 - Framtidig");
    add(p, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(row(p, i)->arealformal, "1110");
        assert_string_equal(row(p, i)->formal_navn, "Boligbebyggelse");
        assert_int_equal(row(p, i)->arealbruksstatus, 2);
        assert_int_equal(row(p, i)->utbygging, 1);
    }
}

static void test_source_order_and_skipped_geometries(void **state) {
    plan *p = *state;
    area(p, 0, "1110", "2");
    area(p, 1, "1120", "2");
    area(p, 2, "1130", "2");
    hn_free(p->layer->geometry[1]); /* what reading or repair could not use, counted there */
    p->layer->geometry[1] = NULL;
    add(p, 3);
    assert_int_equal(p->rows.result->plan_areas.count, 2);
    assert_string_equal(row(p, 0)->kilde_id, "id1");
    assert_string_equal(row(p, 1)->kilde_id, "id3");
    assert_int_equal(row(p, 1)->fid, 2);
}

static void test_repaired_areas(void **state) {
    plan *p = *state;
    static const uint8_t repaired[] = {0, 1, 1};
    area(p, 0, "1110", "2");
    area(p, 1, "1110", "2");
    area(p, 2, "1110", "2");
    set_value(p->layer, 2, HN_ROLE_PLAN_STATUS, "5");
    assert_int_equal(try_add(p, 3, repaired), HENSYN_OK);
    assert_string_equal(row(p, 0)->status, "ok");
    assert_string_equal(row(p, 1)->status, "reparert");
    const hn_source_row *source = &p->rows.result->sources.row[0];
    assert_int_equal(source->antall_brukt, 1);
    assert_int_equal(source->antall_reparert, 1); /* the one left out was repaired */
    assert_int_equal(source->antall_utelatt, 1);
    assert_near(source->areal_utelatt_m2, 100, 1e-9);
    assert_near(source->areal_brukt_m2, 200, 1e-9);
}

/* ---- ids ---- */

static void test_ids(void **state) {
    plan *p = *state;
    for (size_t i = 0; i < 4; i++)
        area(p, i, "1110", "2");
    p->layer->value[1 * HN_ROLE_COUNT + HN_ROLE_ID] = NULL;
    p->layer->value[2 * HN_ROLE_COUNT + HN_ROLE_ID] = NULL;
    set_value(p->layer, 2, HN_ROLE_GIVEN_ID, "felt7");
    set_value(p->layer, 3, HN_ROLE_ID, "id1");
    add(p, 4);
    assert_string_equal(row(p, 0)->kilde_id, "id1");
    assert_string_equal(row(p, 1)->kilde_id, "rad:2");
    assert_string_equal(row(p, 2)->kilde_id, "felt7");
    assert_string_equal(row(p, 3)->kilde_id, "id1#2");
    assert_int_equal(rows_remarks(&p->rows, "INGEN_ID"), 1);
    assert_int_equal(rows_remarks(&p->rows, "DUPLIKAT"), 0);
}

static void test_missing_ids_are_told_once(void **state) {
    plan *p = *state;
    for (size_t i = 0; i < 5; i++) {
        area(p, i, "1110", "2");
        p->layer->value[i * HN_ROLE_COUNT + HN_ROLE_ID] = NULL;
    }
    add(p, 5);
    assert_int_equal(rows_remarks(&p->rows, "INGEN_ID"), 1);
    const hn_remark *remark = rows_remark(&p->rows, "INGEN_ID");
    assert_int_equal(remark->antall, 5);
    assert_string_equal(remark->alvor, "advarsel");
    assert_string_equal(remark->kilde, "plan.gml");
    assert_string_equal(remark->lag, "KpArealformålOmråde");
    assert_non_null(strstr(remark->tekst, "5 "));
    assert_false(remark->located);
}

static void test_duplicate_areas_are_kept(void **state) {
    plan *p = *state;
    area(p, 0, "1110", "2");
    area(p, 1, "1110", "2");
    set_value(p->layer, 1, HN_ROLE_ID, "id1");
    set_square(p->layer, 1, 0, 0, 10);
    add(p, 2);
    assert_int_equal(p->rows.result->plan_areas.count, 2);
    assert_string_equal(row(p, 1)->kilde_id, "id1#2");
    const hn_remark *remark = rows_remark(&p->rows, "DUPLIKAT");
    assert_string_equal(remark->kilde_id, "id1#2");
    assert_true(remark->located);
}

/* A numbered id must not depend on which areas the run keeps. */
static void test_numbers_do_not_depend_on_filters(void **state) {
    plan *p = *state;
    for (size_t i = 0; i < 3; i++) {
        area(p, i, "1110", "2");
        set_value(p->layer, i, HN_ROLE_ID, "same");
    }
    set_value(p->layer, 0, HN_ROLE_PLAN_STATUS, "5");
    add(p, 3);
    assert_int_equal(p->rows.result->plan_areas.count, 2);
    assert_string_equal(row(p, 0)->kilde_id, "same#2");
    assert_string_equal(row(p, 1)->kilde_id, "same#3");
}

/* ---- development ---- */

static void test_status_decides(void **state) {
    plan *p = *state;
    area(p, 0, "1110", "1");
    area(p, 1, "1110", "2");
    area(p, 2, "1110", "3");
    area(p, 3, "1110", NULL);
    area(p, 4, "1110", "7");
    area(p, 5, "3040", NULL); /* no development: its status does not matter */
    add(p, 6);
    static const int counts[] = {0, 1, 1, 1, 1, 0};
    static const char *const why[] = {"naavaerende",    "framtidig",      "videreutvikling",
                                      "status_mangler", "status_mangler", "formaal"};
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(row(p, i)->utbygging, counts[i]);
        assert_string_equal(row(p, i)->utbygging_grunn, why[i]);
    }
    assert_int_equal(row(p, 3)->arealbruksstatus, HN_NO_INT);
    assert_int_equal(row(p, 4)->arealbruksstatus, HN_NO_INT);
    assert_int_equal(rows_remarks(&p->rows, "STATUS_MANGLER"), 1);
    assert_string_equal(rows_remark(&p->rows, "STATUS_MANGLER")->kilde_id, "id4");
    assert_string_equal(rows_remark(&p->rows, "STATUS_UKJENT")->kilde_id, "id5");
    assert_int_equal(p->tally.development, 4);
}

static void test_layer_without_status_field(void **state) {
    plan *p = *state;
    p->model = hn_plan_recognise("KpArealformålOmråde", NULL, kp_fields, 2, NULL, NULL);
    for (size_t i = 0; i < 4; i++)
        area(p, i, i ? "1110" : "5100", NULL);
    add(p, 4);
    assert_int_equal(row(p, 1)->utbygging, 1);
    assert_int_equal(rows_remarks(&p->rows, "STATUS_MANGLER"), 1); /* for the layer */
    assert_non_null(strstr(rows_remark(&p->rows, "STATUS_MANGLER")->tekst, "3 "));
}

static void test_zoning_plans_have_no_status(void **state) {
    plan *p = *state;
    static const char *const fields[] = {"lokalId", "arealformål", "vertikalnivå"};
    p->model = hn_plan_recognise("RpArealformålOmråde", NULL, fields, 3, NULL, NULL);
    area(p, 0, "1111", NULL);
    area(p, 1, "1111", "1"); /* a stray value is not a status of this model */
    area(p, 2, "3040", NULL);
    add(p, 3);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(row(p, i)->utbygging, 1);
        assert_string_equal(row(p, i)->utbygging_grunn, "uten_status");
        assert_int_equal(row(p, i)->arealbruksstatus, HN_NO_INT);
    }
    assert_string_equal(row(p, 2)->utbygging_grunn, "formaal");
    assert_int_equal(p->rows.result->remarks.count, 0);
    assert_int_equal(p->tally.without_status, 2);
}

static void test_levels_decide(void **state) {
    plan *p = *state;
    static const char *const levels[] = {NULL, "2", "1", "3", "4", "1"};
    static const char *const purposes[] = {"1110", "1110", "1110", "2010", "6400", "3040"};
    static const int counts[] = {1, 1, 0, 0, 1, 0};
    static const char *const why[] = {"framtidig", "framtidig", "nivaa",
                                      "nivaa",     "framtidig", "formaal"};
    for (size_t i = 0; i < 6; i++) {
        area(p, i, purposes[i], "2");
        if (levels[i]) set_value(p->layer, i, HN_ROLE_LEVEL, levels[i]);
    }
    add(p, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(row(p, i)->utbygging, counts[i]);
        assert_string_equal(row(p, i)->utbygging_grunn, why[i]);
    }
}

/* The same number in two lists: 140 is development in 1985, nothing in 2008. */
static void test_lists_are_not_told_apart_by_number(void **state) {
    plan *p = *state;
    area(p, 0, "140", "2");
    add(p, 1);
    assert_int_equal(row(p, 0)->utbygging, 0);
    assert_null(row(p, 0)->formal_navn);
    static const char *const fields[] = {"arealbruk", "arealbruksstatus"};
    p->model = hn_plan_recognise("KpArealbrukOmråde", NULL, fields, 2, NULL, NULL);
    area(p, 0, NULL, "2");
    set_value(p->layer, 0, HN_ROLE_PURPOSE_1985, "140");
    add(p, 1);
    assert_int_equal(row(p, 1)->utbygging, 1);
    assert_string_equal(row(p, 1)->formal_navn, "Fritidsbebyggelse");
    assert_int_equal(row(p, 1)->kodeliste, HN_CODES_PBL1985);
}

static void test_unknown_codes_are_told_once_each(void **state) {
    plan *p = *state;
    area(p, 0, "9998", "2");
    area(p, 1, "9999", "2");
    area(p, 2, "9998", "1");
    area(p, 3, "1110", "2");
    add(p, 4);
    assert_int_equal(rows_remarks(&p->rows, "FORMAL_UKJENT"), 2);
    const hn_remark *first = rows_remark(&p->rows, "FORMAL_UKJENT");
    assert_string_equal(first->kilde_id, "id1");
    assert_non_null(strstr(first->tekst, "9998"));
    assert_non_null(strstr(first->tekst, "2 områder"));
    assert_int_equal(first->antall, 2);
    assert_true(first->located);
    assert_string_equal(row(p, 0)->arealformal, "9998");
    assert_null(row(p, 0)->formal_navn);
    assert_int_equal(row(p, 0)->utbygging, 0);
}

static void test_areas_without_purpose(void **state) {
    plan *p = *state;
    area(p, 0, NULL, "2");
    area(p, 1, "", "2");
    add(p, 2);
    assert_int_equal(rows_remarks(&p->rows, "FORMAL_MANGLER"), 2);
    assert_null(row(p, 0)->arealformal);
    assert_null(row(p, 1)->arealformal);
    assert_int_equal(row(p, 0)->utbygging, 0);
    assert_string_equal(row(p, 0)->utbygging_grunn, "formaal");
}

static void test_unknown_list_names_development(void **state) {
    plan *p = *state;
    static const char *const fields[] = {"ZONE"};
    p->model = hn_plan_recognise("Zoning", NULL, fields, 1, "ZONE", NULL);
    area(p, 0, "R-1", NULL);
    assert_int_equal(try_add(p, 1, NULL), HENSYN_INPUT);
    assert_non_null(strstr(p->rows.ctx.message, "--development"));
    assert_non_null(strstr(p->rows.ctx.message, "KpArealformålOmråde"));
}

static void test_old_zoning_codes_name_development(void **state) {
    plan *p = *state;
    static const char *const fields[] = {"REGFORM", "PLANID"};
    p->model = hn_plan_recognise("RbFormålOmråde", NULL, fields, 2, NULL, NULL);
    area(p, 0, NULL, NULL);
    set_value(p->layer, 0, HN_ROLE_PURPOSE_REG, "110");
    assert_int_equal(try_add(p, 1, NULL), HENSYN_INPUT);
    assert_non_null(strstr(p->rows.ctx.message, "reg1985"));
    static const char *const all[] = {"all"};
    p->options.development = all;
    p->options.developments = 1;
    add(p, 1);
    assert_string_equal(row(p, 0)->utbygging_grunn, "uten_status");
}

static void test_development_list_replaces_the_rules(void **state) {
    plan *p = *state;
    static const char *const codes[] = {"3040", "5100,6600"};
    p->options.development = codes;
    p->options.developments = 2;
    area(p, 0, "3040", "2");
    area(p, 1, "1110", "2");
    area(p, 2, "6600", "2");
    area(p, 3, "5100", "1"); /* the status counts as ever */
    area(p, 4, "304", "2");
    add(p, 5);
    static const int counts[] = {1, 0, 1, 0, 0};
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(row(p, i)->utbygging, counts[i]);
    assert_string_equal(row(p, 1)->utbygging_grunn, "formaal");
    assert_string_equal(row(p, 3)->utbygging_grunn, "naavaerende");
}

static void test_development_all(void **state) {
    plan *p = *state;
    static const char *const all[] = {"all"}, *const fields[] = {"ZONE"};
    p->options.development = all;
    p->options.developments = 1;
    p->model = hn_plan_recognise("Zoning", NULL, fields, 1, "ZONE", NULL);
    area(p, 0, "R-1", NULL);
    area(p, 1, "Open Space", NULL);
    set_value(p->layer, 1, HN_ROLE_LEVEL, "1");
    area(p, 2, NULL, NULL);
    add(p, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(row(p, i)->utbygging, 1);
        assert_string_equal(row(p, i)->utbygging_grunn, "valgt");
        assert_null(row(p, i)->formal_navn);
    }
    assert_string_equal(row(p, 1)->arealformal, "Open Space");
    assert_int_equal(rows_remarks(&p->rows, "FORMAL_UKJENT"), 0); /* no list to be unknown in */
}

static void test_development_words(void **state) {
    plan *p = *state;
    static const char *const codes[] = {"r-1", "Low, density"}, *const fields[] = {"Z", "S"};
    p->options.development = codes;
    p->options.developments = 2;
    p->model = hn_plan_recognise("Zoning", NULL, fields, 2, "Z", "S");
    area(p, 0, "R-1", "2");
    area(p, 1, "R1", "2");
    area(p, 2, "Low, density", "1");
    add(p, 3);
    assert_string_equal(row(p, 0)->utbygging_grunn, "framtidig");
    assert_string_equal(row(p, 1)->utbygging_grunn, "formaal");
    assert_string_equal(row(p, 2)->utbygging_grunn, "naavaerende");
}

/* ---- filters ---- */

static void test_planstatus_default(void **state) {
    plan *p = *state;
    static const char *const status[] = {"3", "6", "2", "Endelig vedtatt arealplan", NULL};
    for (size_t i = 0; i < 5; i++) {
        area(p, i, "1110", "2");
        if (status[i]) set_value(p->layer, i, HN_ROLE_PLAN_STATUS, status[i]);
    }
    add(p, 5);
    assert_int_equal(p->rows.result->plan_areas.count, 4);
    assert_int_equal(p->tally.other_status, 1);
    assert_int_equal(p->tally.seen_status, 2);
    const hn_remark *remark = rows_remark(&p->rows, "PLANSTATUS_UTELATT");
    assert_string_equal(remark->kilde_id, "id3");
    assert_string_equal(remark->alvor, "info");
    assert_true(remark->located);
    assert_near(remark->areal_for_m2, 100, 1e-9);
    assert_near(remark->areal_etter_m2, 0, 0);
    assert_int_equal(rows_remarks(&p->rows, "PLANSTATUS_MANGLER"), 0);
    assert_int_equal(p->rows.result->sources.row[0].antall_utelatt, 1);
}

static void test_planstatus_given(void **state) {
    plan *p = *state;
    static const int wanted[] = {2};
    p->options.planstatus = wanted;
    p->options.planstatuses = 1;
    p->options.planstatus_given = true;
    area(p, 0, "1110", "2");
    area(p, 1, "1110", "2");
    area(p, 2, "1110", "2");
    set_value(p->layer, 0, HN_ROLE_PLAN_STATUS, "2");
    set_value(p->layer, 1, HN_ROLE_PLAN_STATUS, "3");
    add(p, 3);
    assert_int_equal(p->rows.result->plan_areas.count, 2);
    assert_string_equal(row(p, 0)->kilde_id, "id1");
    assert_string_equal(row(p, 1)->kilde_id, "id3");
    assert_int_equal(rows_remarks(&p->rows, "PLANSTATUS_MANGLER"), 1);
}

static void test_municipality_filter(void **state) {
    plan *p = *state;
    p->options.kommune = "301";
    static const char *const numbers[] = {"0301", "301", "1804", NULL, "Oslo"};
    for (size_t i = 0; i < 5; i++) {
        area(p, i, "1110", "2");
        if (numbers[i]) set_value(p->layer, i, HN_ROLE_MUNICIPALITY, numbers[i]);
    }
    add(p, 5);
    assert_int_equal(p->rows.result->plan_areas.count, 4);
    assert_string_equal(row(p, 1)->kommunenummer, "0301");
    assert_string_equal(rows_remark(&p->rows, "KOMMUNE_UTELATT")->kilde_id, "id3");
    assert_int_equal(p->tally.other_municipality, 1);
}

static void test_mixed_layer_keeps_areas(void **state) {
    plan *p = *state;
    static const char *const fields[] = {"OBJTYPE", "KPAREALFORMAL", "AREALST",
                                         "KPFARE",  "PLANID",        "PLANNAVN"};
    p->model = hn_plan_recognise("Plan", "KpFareSone", fields, 6, NULL, NULL);
    static const char *const types[] = {"KpArealformålOmråde", "KpFareSone", "KpOmråde",
                                        "KpBestemmelseOmråde", "noe annet"};
    for (size_t i = 0; i < 5; i++) {
        area(p, i, NULL, "2");
        set_value(p->layer, i, HN_ROLE_OBJECT_TYPE, types[i]);
    }
    set_value(p->layer, 0, HN_ROLE_PURPOSE_KP, "1110");
    set_value(p->layer, 1, HN_ROLE_DANGER, "320");
    add(p, 5);
    assert_int_equal(p->rows.result->plan_areas.count, 1);
    assert_string_equal(row(p, 0)->objekttype, "KpArealformålOmråde");
    assert_int_equal(rows_remarks(&p->rows, "IKKE_AREALFORMAL"), 3);
    assert_int_equal(p->tally.other_kind, 3);
    /* The outline is used, for what it says. */
    assert_int_equal(p->rows.result->sources.row[0].antall_brukt, 2);
    assert_int_equal(p->rows.result->sources.row[0].antall_utelatt, 3);
    assert_string_equal(rows_remark(&p->rows, "IKKE_AREALFORMAL")->kilde_id, "id2");
}

static void test_lines_are_left_out(void **state) {
    plan *p = *state;
    area(p, 0, "1110", "2");
    area(p, 1, "1110", "2");
    set_line(p->layer, 1, 0, 0, 10);
    add(p, 2);
    assert_int_equal(p->rows.result->plan_areas.count, 1);
    const hn_remark *remark = rows_remark(&p->rows, "IKKE_AREALFORMAL");
    assert_true(isnan(remark->areal_for_m2));
}

/* ---- outlines ---- */

static void outline(plan *p, const char *planid, const char *municipality, const char *status,
                    const char *date, double x, double side) {
    static const char *const fields[] = {"planidentifikasjon", "plannavn"};
    hn_layer *layer = make_layer("plan.gml", "KpOmråde", HN_ROLE_COUNT, 1);
    hn_plan_model model = hn_plan_recognise("KpOmråde", NULL, fields, 2, NULL, NULL);
    set_value(layer, 0, HN_ROLE_PLAN_ID, planid);
    set_value(layer, 0, HN_ROLE_PLAN_NAME, "Plan");
    set_value(layer, 0, HN_ROLE_MUNICIPALITY, municipality);
    if (status) set_value(layer, 0, HN_ROLE_PLAN_STATUS, status);
    if (date) set_value(layer, 0, HN_ROLE_IN_FORCE, date);
    set_square(layer, 0, x, -5, side);
    if (!p->outlines) p->outlines = must(hn_plan_outlines_create());
    assert_int_equal(hn_plan_outlines_add(&p->rows.ctx, p->outlines, layer, &model), HENSYN_OK);
    hn_layer_destroy(layer);
}

static void test_facts_of_the_plan(void **state) {
    plan *p = *state;
    outline(p, "P1", "1804", "3", "2018-06-27", 0, 50);
    assert_int_equal(hn_plan_outlines_finish(&p->rows.ctx, p->outlines), HENSYN_OK);
    area(p, 0, "1110", "2");
    area(p, 1, "1110", "2");
    set_value(p->layer, 1, HN_ROLE_PLAN_NAME, "Eget navn");
    add(p, 2);
    assert_string_equal(row(p, 0)->planid, "P1");
    assert_string_equal(row(p, 0)->plannavn, "Plan");
    assert_string_equal(row(p, 0)->kommunenummer, "1804");
    assert_int_equal(row(p, 0)->planstatus, 3);
    assert_string_equal(row(p, 1)->plannavn, "Eget navn"); /* what the area says goes first */
    assert_int_equal(p->groups->count, 1);
    assert_int_equal(p->groups->row[0].date, 20180627);
    assert_int_equal(p->rows.result->remarks.count, 0);
}

static void test_planstatus_of_the_outline(void **state) {
    plan *p = *state;
    outline(p, "P1", "1804", "5", NULL, 0, 15);
    outline(p, "P2", "1804", "3", NULL, 15, 200);
    assert_int_equal(hn_plan_outlines_finish(&p->rows.ctx, p->outlines), HENSYN_OK);
    area(p, 0, "1110", "2"); /* in P1 by place: replaced */
    area(p, 1, "1110", "2"); /* in P2 by place */
    area(p, 2, "1110", "2");
    set_value(p->layer, 2, HN_ROLE_PLAN_ID, "P1");
    set_value(p->layer, 2, HN_ROLE_PLAN_STATUS, "3"); /* its own word */
    add(p, 3);
    assert_int_equal(p->rows.result->plan_areas.count, 2);
    assert_string_equal(row(p, 0)->planid, "P2");
    assert_string_equal(row(p, 1)->planid, "P1");
    assert_int_equal(p->tally.other_status, 1);
    assert_int_equal(rows_remarks(&p->rows, "PLAN_PLASSERT"), 1);
    assert_int_equal(row(p, 0)->plan, 0);
    assert_int_equal(row(p, 1)->plan, 1);
}

static void test_overlapping_plans_are_told(void **state) {
    plan *p = *state;
    outline(p, "stor", "1804", "3", NULL, 0, 500);
    outline(p, "liten", "1804", "3", NULL, 0, 30);
    assert_int_equal(hn_plan_outlines_finish(&p->rows.ctx, p->outlines), HENSYN_OK);
    area(p, 0, "1110", "2");
    add(p, 1);
    assert_string_equal(row(p, 0)->planid, "liten");
    assert_int_equal(rows_remarks(&p->rows, "PLAN_TVETYDIG"), 1);
}

static void test_groups_by_source(void **state) {
    plan *p = *state;
    area(p, 0, "1110", "2");
    add(p, 1);
    p->options.source = 1;
    area(p, 0, "1110", "2");
    area(p, 1, "1110", "2");
    add(p, 2);
    assert_int_equal(row(p, 0)->plan, 0);
    assert_int_equal(row(p, 1)->plan, 1);
    assert_int_equal(row(p, 2)->plan, 1);
    assert_int_equal(p->groups->row[1].source, 1);
    /* The second source has the same name: keys stay unique. */
    assert_string_equal(row(p, 1)->kilde_id, "id1#2");
    assert_int_equal(rows_remarks(&p->rows, "DUPLIKAT"), 0);
}

/* ---- behaviour ---- */

static void test_cancel(void **state) {
    plan *p = *state;
    area(p, 0, "1110", "2");
    hensyn_cancel(&p->rows.ctx);
    assert_int_equal(try_add(p, 1, NULL), HENSYN_CANCELLED);
}

static void test_english_texts(void **state) {
    plan *p = *state;
    p->rows.ctx.english = true;
    area(p, 0, "1110", NULL);
    set_value(p->layer, 0, HN_ROLE_PLAN_STATUS, "3");
    add(p, 1);
    assert_non_null(strstr(rows_remark(&p->rows, "STATUS_MANGLER")->tekst, "missing"));
    assert_string_equal(row(p, 0)->utbygging_grunn, "status_mangler"); /* data words stay */
}

static void test_tally_may_be_left_out(void **state) {
    plan *p = *state;
    area(p, 0, "1110", "2");
    p->layer->count = 1;
    uint32_t kilde = rows_source(&p->rows, p->layer, NULL);
    assert_int_equal(hn_plan_areas_add(&p->rows.ctx, p->rows.result, p->rows.rules, p->layer,
                                       &p->model, kilde, NULL, &p->options, NULL, NULL),
                     HENSYN_OK);
    p->layer->count = ROWS;
    assert_int_equal(p->rows.result->plan_areas.count, 1);
}

static void test_many_areas(void **state) {
    plan *p = *state;
    enum { MANY = 50000 };
    hn_layer *small = p->layer;
    p->layer = make_layer("stor.gpkg", "kparealformalomrade", HN_ROLE_COUNT, MANY);
    char text[32];
    for (size_t i = 0; i < MANY; i++) {
        snprintf(text, sizeof text, "unknown%zu", i); /* every area a code of its own */
        set_value(p->layer, i, HN_ROLE_PURPOSE, text);
        set_value(p->layer, i, HN_ROLE_ID, i % 2 ? "same" : text);
        set_square(p->layer, i, (double)i, 0, 1);
    }
    uint32_t kilde = rows_source(&p->rows, p->layer, NULL);
    assert_int_equal(hn_plan_areas_add(&p->rows.ctx, p->rows.result, p->rows.rules, p->layer,
                                       &p->model, kilde, NULL, &p->options, NULL, &p->tally),
                     HENSYN_OK);
    rows_check_source(&p->rows, kilde);
    assert_int_equal(p->rows.result->plan_areas.count, MANY);
    assert_int_equal(rows_remarks(&p->rows, "FORMAL_UKJENT"), MANY);
    assert_string_equal(row(p, MANY - 1)->kilde_id, "same#25000");
    hn_layer_destroy(small);
}

#define ROWS_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        ROWS_TEST(test_one_area),
        ROWS_TEST(test_what_is_not_said_is_null),
        ROWS_TEST(test_codes_as_numbers_and_texts),
        ROWS_TEST(test_source_order_and_skipped_geometries),
        ROWS_TEST(test_repaired_areas),
        ROWS_TEST(test_ids),
        ROWS_TEST(test_missing_ids_are_told_once),
        ROWS_TEST(test_duplicate_areas_are_kept),
        ROWS_TEST(test_numbers_do_not_depend_on_filters),
        ROWS_TEST(test_status_decides),
        ROWS_TEST(test_layer_without_status_field),
        ROWS_TEST(test_zoning_plans_have_no_status),
        ROWS_TEST(test_levels_decide),
        ROWS_TEST(test_lists_are_not_told_apart_by_number),
        ROWS_TEST(test_unknown_codes_are_told_once_each),
        ROWS_TEST(test_areas_without_purpose),
        ROWS_TEST(test_unknown_list_names_development),
        ROWS_TEST(test_old_zoning_codes_name_development),
        ROWS_TEST(test_development_list_replaces_the_rules),
        ROWS_TEST(test_development_all),
        ROWS_TEST(test_development_words),
        ROWS_TEST(test_planstatus_default),
        ROWS_TEST(test_planstatus_given),
        ROWS_TEST(test_municipality_filter),
        ROWS_TEST(test_mixed_layer_keeps_areas),
        ROWS_TEST(test_lines_are_left_out),
        ROWS_TEST(test_facts_of_the_plan),
        ROWS_TEST(test_planstatus_of_the_outline),
        ROWS_TEST(test_overlapping_plans_are_told),
        ROWS_TEST(test_groups_by_source),
        ROWS_TEST(test_cancel),
        ROWS_TEST(test_english_texts),
        ROWS_TEST(test_tally_may_be_left_out),
        ROWS_TEST(test_many_areas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
