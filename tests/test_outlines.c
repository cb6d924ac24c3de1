/* test_outlines.c - which plan an area belongs to: by id, href, as the only one, or by place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "data/plan_outlines.h"
#include "data/result.h"
#include "make_layer.h"

#include <stdio.h>

typedef struct fixture {
    hensyn_context ctx;
    hn_plan_outlines *outlines;
    hn_layer *layer;
    hn_geometry *area;
} fixture;

enum { ROWS = 8 };

static int set_up(void **state) {
    fixture *f = must(hn_zalloc(1, sizeof *f));
    f->outlines = must(hn_plan_outlines_create());
    f->layer = make_layer("plan.gml", "RpOmråde", HN_ROLE_COUNT, ROWS);
    f->area = must(hn_geometry_from_box((hn_box){10, 10, 20, 20}));
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    fixture *f = *state;
    hn_plan_outlines_destroy(f->outlines);
    hn_layer_destroy(f->layer);
    hn_free(f->area);
    hn_free(f);
    return 0;
}

static void finish(fixture *f, size_t rows, const char *layer_name) {
    f->layer->count = rows;
    hn_plan_model model = hn_plan_recognise(layer_name, NULL, NULL, 0, NULL, NULL);
    assert_int_equal(hn_plan_outlines_add(&f->ctx, f->outlines, f->layer, &model), HENSYN_OK);
    f->layer->count = ROWS;
    assert_int_equal(hn_plan_outlines_finish(&f->ctx, f->outlines), HENSYN_OK);
}

static void outline(fixture *f, size_t row, const char *planid, const char *municipality,
                    const char *name) {
    if (planid) set_value(f->layer, row, HN_ROLE_PLAN_ID, planid);
    if (municipality) set_value(f->layer, row, HN_ROLE_MUNICIPALITY, municipality);
    if (name) set_value(f->layer, row, HN_ROLE_PLAN_NAME, name);
}

static hn_plan_facts nothing(void) {
    return (hn_plan_facts){.type = HN_NO_INT, .status = HN_NO_INT, .level = HN_NO_INT};
}

static hn_plan_match ask(fixture *f, hn_plan_facts own, const char *link, hn_plan_facts *facts) {
    hn_plan_match match;
    assert_int_equal(
        hn_plan_outlines_find(&f->ctx, f->outlines, &own, link, f->area, facts, &match), HENSYN_OK);
    return match;
}

static void test_no_outlines(void **state) {
    fixture *f = *state;
    finish(f, 0, "RpOmråde");
    hn_plan_facts facts;
    assert_int_equal(ask(f, nothing(), "#a", &facts), HN_MATCH_NONE);
    assert_null(facts.planid);
    assert_int_equal(facts.status, HN_NO_INT);
    assert_int_equal(hn_plan_outlines_count(f->outlines), 0);
}

static void test_by_plan_id(void **state) {
    fixture *f = *state;
    outline(f, 0, "100", "1804", "Sentrum");
    outline(f, 1, "200", "1804", "Havna");
    set_value(f->layer, 1, HN_ROLE_PLAN_STATUS, "3");
    set_value(f->layer, 1, HN_ROLE_PLAN_TYPE, "35");
    set_value(f->layer, 1, HN_ROLE_IN_FORCE, "2019-05-02");
    set_value(f->layer, 1, HN_ROLE_ADOPTED, "2018-01-01");
    finish(f, 2, "RpOmråde");
    assert_int_equal(hn_plan_outlines_count(f->outlines), 2);
    hn_plan_facts own = nothing(), facts;
    own.planid = "200";
    assert_int_equal(ask(f, own, NULL, &facts), HN_MATCH_ID);
    assert_string_equal(facts.name, "Havna");
    assert_string_equal(facts.municipality, "1804");
    assert_int_equal(facts.status, 3);
    assert_int_equal(facts.type, 35);
    assert_int_equal(facts.date, 20190502);
    own.planid = "300";
    assert_int_equal(ask(f, own, NULL, &facts), HN_MATCH_NONE);
}

/* Plan id 1 exists in many municipalities. */
static void test_same_id_in_two_municipalities(void **state) {
    fixture *f = *state;
    outline(f, 0, "1", "1804", "Bodø");
    outline(f, 1, "1", "301", "Oslo");
    finish(f, 2, "RpOmråde");
    assert_int_equal(hn_plan_outlines_count(f->outlines), 2);
    hn_plan_facts own = nothing(), facts;
    own.planid = "1";
    own.municipality = "0301"; /* numbers are written with a leading zero */
    assert_int_equal(ask(f, own, NULL, &facts), HN_MATCH_ID);
    assert_string_equal(facts.name, "Oslo");
    own.municipality = NULL; /* no telling, and none of them has a geometry */
    assert_int_equal(ask(f, own, NULL, &facts), HN_MATCH_NONE);
    own.municipality = "1806";
    assert_int_equal(ask(f, own, NULL, &facts), HN_MATCH_NONE);
}

static void test_id_without_municipality(void **state) {
    fixture *f = *state;
    outline(f, 0, "1", NULL, "Plan");
    outline(f, 1, "2", "1804", "Annen");
    finish(f, 2, "RpOmråde");
    hn_plan_facts own = nothing(), facts;
    own.planid = "1";
    own.municipality = "1804";
    assert_int_equal(ask(f, own, NULL, &facts), HN_MATCH_ID);
    assert_string_equal(facts.name, "Plan");
    own.planid = "2";
    own.municipality = NULL;
    assert_int_equal(ask(f, own, NULL, &facts), HN_MATCH_ID);
    assert_string_equal(facts.municipality, "1804");
}

/* Where several municipalities use an id, place decides between the plans of that id. */
static void test_ambiguous_id_by_place(void **state) {
    fixture *f = *state;
    outline(f, 0, "1", "1804", "Her");
    outline(f, 1, "1", "1806", "Der");
    outline(f, 2, "2", "1804", "Over");
    set_square(f->layer, 0, 0, 0, 50);
    set_square(f->layer, 1, 100, 0, 50);
    set_square(f->layer, 2, 5, 5, 20); /* smaller, but of another id */
    finish(f, 3, "RpOmråde");
    hn_plan_facts own = nothing(), facts;
    own.planid = "1";
    assert_int_equal(ask(f, own, NULL, &facts), HN_MATCH_PLACE);
    assert_string_equal(facts.name, "Her");
}

/* Reguleringsplanforslag 5.0: the area names RpOmråde, which names Arealplan. */
static void test_by_href(void **state) {
    fixture *f = *state;
    set_value(f->layer, 0, HN_ROLE_GML_ID, "_plan");
    set_value(f->layer, 0, HN_ROLE_LINK, "#_omrade");
    outline(f, 0, "77", "4203", "HIS");
    set_value(f->layer, 0, HN_ROLE_PLAN_STATUS, "2");
    set_value(f->layer, 1, HN_ROLE_GML_ID, "_omrade");
    set_value(f->layer, 1, HN_ROLE_LINK, "#_plan");
    set_value(f->layer, 1, HN_ROLE_LEVEL, "1");
    set_square(f->layer, 1, 0, 0, 50);
    set_value(f->layer, 2, HN_ROLE_GML_ID, "_annen");
    outline(f, 2, "78", "4203", "Annen plan");
    set_square(f->layer, 2, 0, 0, 40);
    finish(f, 3, "RpOmråde");
    assert_int_equal(hn_plan_outlines_count(f->outlines), 2);
    hn_plan_facts facts;
    assert_int_equal(ask(f, nothing(), "#_omrade", &facts), HN_MATCH_LINK);
    assert_string_equal(facts.planid, "77");
    assert_string_equal(facts.name, "HIS");
    assert_int_equal(facts.status, 2);
    assert_int_equal(facts.level, 1); /* vertikalnivå stands on RpOmråde */
    assert_int_equal(ask(f, nothing(), "(2:#_ukjent,#_annen)", &facts), HN_MATCH_LINK);
    assert_string_equal(facts.planid, "78");
    /* A link that leads nowhere: the place. */
    assert_int_equal(ask(f, nothing(), "#_ingen", &facts), HN_MATCH_AMBIGUOUS);
    assert_string_equal(facts.planid, "78"); /* the smaller */
}

static void test_only_plan(void **state) {
    fixture *f = *state;
    outline(f, 0, "20180001", "1804", "Kommuneplanens arealdel");
    finish(f, 1, "KpOmråde");
    hn_plan_facts own = nothing(), facts;
    assert_int_equal(ask(f, own, NULL, &facts), HN_MATCH_ONLY);
    assert_string_equal(facts.planid, "20180001");
    own.planid = "1"; /* the area says another plan */
    assert_int_equal(ask(f, own, NULL, &facts), HN_MATCH_NONE);
    assert_null(facts.planid);
    own = nothing();
    own.municipality = "1806";
    assert_int_equal(ask(f, own, NULL, &facts), HN_MATCH_NONE);
}

/* Several outlines of one plan are one plan, with what any of them says. */
static void test_outlines_of_one_plan(void **state) {
    fixture *f = *state;
    outline(f, 0, "5", "1804", NULL);
    outline(f, 1, "5", "1804", "Navnet");
    outline(f, 2, "5", NULL, NULL);
    set_value(f->layer, 2, HN_ROLE_PLAN_STATUS, "3");
    finish(f, 3, "RpOmråde");
    assert_int_equal(hn_plan_outlines_count(f->outlines), 1);
    hn_plan_facts own = nothing(), facts;
    own.planid = "5";
    own.municipality = "1804";
    assert_int_equal(ask(f, own, NULL, &facts), HN_MATCH_ID);
    assert_string_equal(facts.name, "Navnet");
    assert_int_equal(facts.status, 3);
}

static void test_levels(void **state) {
    fixture *f = *state;
    outline(f, 0, "5", "1804", "P");
    outline(f, 1, "5", "1804", NULL);
    outline(f, 2, "5", "1804", NULL);
    outline(f, 3, "6", "1804", "Q");
    set_value(f->layer, 0, HN_ROLE_LEVEL, "2");
    set_value(f->layer, 1, HN_ROLE_LEVEL, "1");
    set_value(f->layer, 2, HN_ROLE_LEVEL, "2");
    set_value(f->layer, 3, HN_ROLE_LEVEL, "2");
    finish(f, 4, "RpOmråde");
    hn_plan_facts own = nothing(), facts;
    own.planid = "5";
    own.municipality = "1804";
    ask(f, own, NULL, &facts);
    assert_int_equal(facts.level, HN_NO_INT); /* the plan has areas on two levels */
    own.planid = "6";
    ask(f, own, NULL, &facts);
    assert_int_equal(facts.level, 2);
}

static void test_by_place(void **state) {
    fixture *f = *state;
    outline(f, 0, "A", "1804", "Vest");
    outline(f, 1, "B", "1804", "Øst");
    outline(f, 2, "C", "1804", "Uten geometri");
    set_square(f->layer, 0, 0, 0, 30);
    set_square(f->layer, 1, 30, 0, 30);
    finish(f, 3, "RpOmråde");
    assert_null(f->layer->geometry[0]); /* taken over */
    hn_plan_facts facts;
    assert_int_equal(ask(f, nothing(), NULL, &facts), HN_MATCH_PLACE);
    assert_string_equal(facts.planid, "A");
    hn_free(f->area);
    f->area = must(hn_geometry_from_box((hn_box){40, 10, 50, 20}));
    assert_int_equal(ask(f, nothing(), NULL, &facts), HN_MATCH_PLACE);
    assert_string_equal(facts.planid, "B");
    hn_free(f->area);
    f->area = must(hn_geometry_from_box((hn_box){100, 10, 110, 20}));
    assert_int_equal(ask(f, nothing(), NULL, &facts), HN_MATCH_NONE);
    hn_free(f->area);
    f->area = NULL;
    assert_int_equal(ask(f, nothing(), NULL, &facts), HN_MATCH_NONE);
}

/* Plans over each other on different levels do not compete for an area that says its level. */
static void test_place_and_level(void **state) {
    fixture *f = *state;
    outline(f, 0, "A", NULL, "Tunnel");
    outline(f, 1, "B", NULL, "Grunn");
    set_value(f->layer, 0, HN_ROLE_LEVEL, "1");
    set_value(f->layer, 1, HN_ROLE_LEVEL, "2");
    set_square(f->layer, 0, 0, 0, 30);
    set_square(f->layer, 1, 0, 0, 90);
    finish(f, 2, "RpOmråde");
    hn_plan_facts own = nothing(), facts;
    own.level = 2;
    assert_int_equal(ask(f, own, NULL, &facts), HN_MATCH_PLACE);
    assert_string_equal(facts.planid, "B");
    assert_int_equal(ask(f, nothing(), NULL, &facts), HN_MATCH_AMBIGUOUS);
    assert_string_equal(facts.planid, "A");
}

/* One file with the kommuneplan and the reguleringsplaner under it: an area of the kommuneplan
 * that says no plan id must not be given a reguleringsplan because it lies inside one. */
static void test_families(void **state) {
    fixture *f = *state;
    hn_layer *kp = make_layer("plan.gpkg", "KpOmråde", HN_ROLE_COUNT, 1);
    set_value(kp, 0, HN_ROLE_PLAN_ID, "KP");
    set_square(kp, 0, 0, 0, 500);
    hn_plan_model model = hn_plan_recognise("KpOmråde", NULL, NULL, 0, NULL, NULL);
    assert_int_equal(model.family, HN_FAMILY_KP);
    assert_int_equal(hn_plan_outlines_add(&f->ctx, f->outlines, kp, &model), HENSYN_OK);
    hn_layer_destroy(kp);
    outline(f, 0, "RP1", NULL, "Detaljplan");
    outline(f, 1, "RP2", NULL, "Områdeplan");
    set_square(f->layer, 0, 5, 5, 20);
    set_square(f->layer, 1, 0, 0, 60);
    finish(f, 2, "RpOmråde");
    hn_plan_facts own = nothing(), facts;
    own.family = HN_FAMILY_KP;
    assert_int_equal(ask(f, own, NULL, &facts), HN_MATCH_ONLY);
    assert_string_equal(facts.planid, "KP");
    own.family = HN_FAMILY_RP;
    assert_int_equal(ask(f, own, NULL, &facts), HN_MATCH_AMBIGUOUS);
    assert_string_equal(facts.planid, "RP1");
    own.family = HN_FAMILY_ANY;
    assert_int_equal(ask(f, own, NULL, &facts), HN_MATCH_AMBIGUOUS);
}

/* "Arealplan" tells by its plantype. */
static void test_family_by_plantype(void **state) {
    fixture *f = *state;
    static const char *const fields[] = {"planidentifikasjon", "plannavn"};
    hn_plan_model model = hn_plan_recognise("Arealplan", NULL, fields, 2, NULL, NULL);
    outline(f, 0, "del", NULL, "Kommunedelplan");
    outline(f, 1, "detalj", NULL, "Detaljregulering");
    set_value(f->layer, 0, HN_ROLE_PLAN_TYPE, "21");
    set_value(f->layer, 1, HN_ROLE_PLAN_TYPE, "35");
    f->layer->count = 2;
    assert_int_equal(hn_plan_outlines_add(&f->ctx, f->outlines, f->layer, &model), HENSYN_OK);
    f->layer->count = ROWS;
    assert_int_equal(hn_plan_outlines_finish(&f->ctx, f->outlines), HENSYN_OK);
    hn_plan_facts own = nothing(), facts;
    own.family = HN_FAMILY_RP;
    assert_int_equal(ask(f, own, NULL, &facts), HN_MATCH_ONLY);
    assert_string_equal(facts.planid, "detalj");
    own.family = HN_FAMILY_KP;
    assert_int_equal(ask(f, own, NULL, &facts), HN_MATCH_ONLY);
    assert_string_equal(facts.planid, "del");
}

/* An outline with a hole: the area in the hole is not in the plan. */
static void test_holes(void **state) {
    fixture *f = *state;
    outline(f, 0, "A", NULL, "Ring");
    outline(f, 1, "B", NULL, "Utenfor");
    hn_geometry *ring = must(hn_geometry_create(HN_AREA, 1, 2, 10));
    static const double xy[] = {0, 0, 50, 0, 50, 50, 0, 50, 0, 0, 5, 5, 5, 45, 45, 45, 45, 5, 5, 5};
    ring->part[0] = ring->ring[0] = 0;
    ring->ring[1] = 5;
    memcpy(ring->xy, xy, sizeof xy);
    hn_geometry_orient(ring);
    f->layer->geometry[0] = ring;
    set_square(f->layer, 1, 100, 100, 10);
    finish(f, 2, "RpOmråde");
    hn_plan_facts facts;
    assert_int_equal(ask(f, nothing(), NULL, &facts), HN_MATCH_NONE);
}

/* Lines and other kinds of a mixed layer are not outlines; a line is no geometry for one. */
static void test_mixed_layer(void **state) {
    fixture *f = *state;
    const char *const fields[] = {"OBJTYPE", "PLANID", "PLANNAVN", "KPAREALFORMAL"};
    hn_plan_model model = hn_plan_recognise("Plan", "KpOmråde", fields, 4, NULL, NULL);
    set_value(f->layer, 0, HN_ROLE_OBJECT_TYPE, "KpArealformålOmråde");
    set_value(f->layer, 1, HN_ROLE_OBJECT_TYPE, "KpOmråde");
    outline(f, 0, "no", NULL, "no");
    outline(f, 1, "yes", NULL, "Planen");
    set_square(f->layer, 0, 0, 0, 10);
    set_line(f->layer, 1, 0, 0, 10);
    f->layer->count = 2;
    assert_int_equal(hn_plan_outlines_add(&f->ctx, f->outlines, f->layer, &model), HENSYN_OK);
    f->layer->count = ROWS;
    assert_int_equal(hn_plan_outlines_finish(&f->ctx, f->outlines), HENSYN_OK);
    assert_int_equal(hn_plan_outlines_count(f->outlines), 1);
    assert_non_null(f->layer->geometry[0]);
    assert_non_null(f->layer->geometry[1]);
    hn_plan_facts facts;
    assert_int_equal(ask(f, nothing(), NULL, &facts), HN_MATCH_ONLY);
    assert_string_equal(facts.planid, "yes");
}

static void test_many_outlines(void **state) {
    fixture *f = *state;
    enum { MANY = 2000 };
    hn_layer *layer = make_layer("rp.gpkg", "RpOmråde", HN_ROLE_COUNT, MANY);
    char text[32];
    for (size_t i = 0; i < MANY; i++) {
        snprintf(text, sizeof text, "plan %zu", i);
        set_value(layer, i, HN_ROLE_PLAN_ID, text);
        set_value(layer, i, HN_ROLE_MUNICIPALITY, i % 2 ? "1804" : "1806");
        set_square(layer, i, (double)i * 100, 0, 100);
    }
    hn_plan_model model = hn_plan_recognise("RpOmråde", NULL, NULL, 0, NULL, NULL);
    assert_int_equal(hn_plan_outlines_add(&f->ctx, f->outlines, layer, &model), HENSYN_OK);
    assert_int_equal(hn_plan_outlines_finish(&f->ctx, f->outlines), HENSYN_OK);
    assert_int_equal(hn_plan_outlines_count(f->outlines), MANY);
    for (size_t i = 0; i < MANY; i += 7) {
        hn_plan_facts own = nothing(), facts;
        snprintf(text, sizeof text, "plan %zu", i);
        own.planid = text;
        assert_int_equal(ask(f, own, NULL, &facts), HN_MATCH_ID);
        assert_string_equal(facts.municipality, i % 2 ? "1804" : "1806");
        double x = (double)i * 100 + 50;
        hn_free(f->area);
        f->area = must(hn_geometry_from_box((hn_box){x, 10, x + 10, 20}));
        assert_int_equal(ask(f, nothing(), NULL, &facts), HN_MATCH_PLACE);
        assert_string_equal(facts.planid, text);
    }
    hn_layer_destroy(layer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_no_outlines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_by_plan_id, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_same_id_in_two_municipalities, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_id_without_municipality, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_ambiguous_id_by_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_by_href, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_only_plan, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_outlines_of_one_plan, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_levels, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_by_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_place_and_level, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_families, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_family_by_plantype, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_holes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_mixed_layer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_many_outlines, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
