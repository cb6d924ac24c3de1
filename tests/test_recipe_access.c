/* test_recipe_access.c - the access part of a job: options, recipe forms, refusals, round trip. */
#include "recipe_kit.h"

static const hn_access_job *access_of(const fixture *f) { return &f->job->access; }

/* ---- options ---- */

static void defaults(void **state) {
    fixture *f = *state;
    const hn_access_job *a = access_of(f);
    assert_int_equal(a->mode, HN_MODE_WALK);
    assert_false(hn_job_by_time(f->job));
    assert_null(a->preset);
    assert_true(a->inferred_entrance == 30 && a->snap == 250 && a->join == 0.1);
    assert_true(a->max_speed == 30 && a->max_aadt == 3000 && a->max_distance == 0);
    assert_false(a->safe || a->node_crossings || a->routes || a->service_area);
    assert_int_equal(a->kernel, 0);
    assert_false(hn_job_wants_access(f->job));
    assert_true(hn_job_wants_conflict(f->job));
}

static void cost_follows_the_mode(void **state) {
    fixture *f = *state;
    OK(f, "mode", "bil");
    assert_true(hn_job_by_time(f->job));
    OK(f, "cost", "lengde");
    assert_false(hn_job_by_time(f->job));
    new_job(f);
    OK(f, "cost", "tid");
    assert_true(hn_job_by_time(f->job));
}

static void sources_repeat(void **state) {
    fixture *f = *state;
    OK(f, "network", "elveg.gml");
    OK(f, "network", "stier.gpkg|layername=sti");
    OK(f, "origins", "a.gpkg");
    OK(f, "destinations", "f.gpkg");
    OK(f, "destinations", "g.gpkg");
    OK(f, "districts", "kretser.gpkg");
    OK(f, "entrances", "porter.gpkg");
    OK(f, "dem", "dtm.tif");
    const hn_access_job *a = access_of(f);
    assert_int_equal(a->networks, 2);
    assert_string_equal(a->network[1].path, "stier.gpkg");
    assert_string_equal(a->network[1].layer, "sti");
    assert_int_equal(a->origin_count, 1);
    assert_int_equal(a->destination_count, 2);
    assert_string_equal(a->districts.path, "kretser.gpkg");
    assert_string_equal(a->entrances.path, "porter.gpkg");
    assert_string_equal(a->dem.path, "dtm.tif");
    assert_null(f->job->boundary.text);
    assert_true(hn_job_wants_access(f->job));
    assert_false(hn_job_wants_conflict(f->job));
    OK(f, "districts", "bydeler.gpkg"); /* the last stands */
    assert_string_equal(access_of(f)->districts.path, "bydeler.gpkg");
}

static void classes_are_taken_apart(void **state) {
    fixture *f = *state;
    OK(f, "class", "park:5000:200");
    OK(f, "class", "a:b:0:300.5:luftlinje");
    OK(f, "class", "c:1e6:5000:nett");
    const hn_access_job *a = access_of(f);
    assert_int_equal(a->classes, 3);
    assert_string_equal(a->class_[0].name, "park");
    assert_true(a->class_[0].min_area == 5000 && a->class_[0].limit == 200);
    assert_false(a->class_[0].straight);
    assert_string_equal(a->class_[1].name, "a:b");
    assert_true(a->class_[1].min_area == 0 && a->class_[1].limit == 300.5);
    assert_true(a->class_[1].straight);
    assert_false(a->class_[2].straight);
    refused(f, "class", "park:1:1", "given twice");
    refused(f, "class", "x:5000", "is not of the form");
    refused(f, "class", "x:5000:", "is not of the form");
    refused(f, "class", "x:five:200", "is not of the form");
    refused(f, "class", ":5000:200", "name is empty");
    refused(f, "class", "a,b:5000:200", "comma");
    refused(f, "class", "x:-1:200", "least area");
    refused(f, "class", "x:5000:0", "limit");
    refused(f, "class", "x:5000:inf", "form");
    refused(f, "class", "x:nan:200", "form");
    assert_int_equal(access_of(f)->classes, 3);
}

static void bounds_hold(void **state) {
    fixture *f = *state;
    refused(f, "snap", "-1", "is not between");
    refused(f, "snap", "1e9", "is not between");
    refused(f, "snap", "nan", "not");
    refused(f, "join", "101", "is not between");
    refused(f, "inferred_entrance", "x", "a number");
    refused(f, "max_distance", "0", "is not between");
    refused(f, "max_speed", "201", "is not between");
    refused(f, "max_aadt", "-3", "is not between");
    refused(f, "mode", "fly", "gange|sykkel|bil");
    refused(f, "cost", "penger", "lengde|tid");
    refused(f, "kernel", "normal", "gaussian");
    OK(f, "kernel", "step");
    assert_int_equal(access_of(f)->kernel, 5);
    OK(f, "join", "0");
    assert_true(access_of(f)->join == 0);
}

static void populations_are_a_list(void **state) {
    fixture *f = *state;
    OK(f, "population", "bosatte, barn");
    OK(f, "population", "eldre");
    const hn_access_job *a = access_of(f);
    assert_int_equal(a->populations, 3);
    assert_string_equal(a->population[0], "bosatte");
    assert_string_equal(a->population[1], "barn");
    assert_string_equal(a->population[2], "eldre");
    assert_int_equal(f->job->developments, 0);
}

/* ---- recipe ---- */

static const char contract[] = "output: bodo.sqlite\n"
                               "access:\n"
                               "  mode: gange\n"
                               "  network: [elveg.gml, stier.gpkg]\n"
                               "  origins: {source: adresser.gpkg, population: [bosatte, barn]}\n"
                               "  destinations: {source: friluft.gpkg}\n"
                               "  classes:\n"
                               "    - {name: rekreasjonsareal, min_area: 5000, limit: 200}\n"
                               "    - {name: naerturterreng, min_area: 200000, limit: 500,\n"
                               "       maal: luftlinje}\n"
                               "  safe: {max_speed: 40, max_aadt: 1000}\n";

static void is_contract(const fixture *f, const hn_access_job *a) {
    char *path = hn_format("%s/stier.gpkg", f->folder);
    assert_int_equal(a->networks, 2);
    assert_string_equal(a->network[1].path, path);
    hn_free(path);
    assert_int_equal(a->origin_count, 1);
    assert_int_equal(a->destination_count, 1);
    assert_int_equal(a->populations, 2);
    assert_string_equal(a->population[1], "barn");
    assert_int_equal(a->classes, 2);
    assert_string_equal(a->class_[1].name, "naerturterreng");
    assert_true(a->class_[1].min_area == 200000 && a->class_[1].limit == 500);
    assert_true(a->class_[1].straight && !a->class_[0].straight);
    assert_true(a->safe && a->max_speed == 40 && a->max_aadt == 1000);
}

static void the_contract_recipe(void **state) {
    fixture *f = *state;
    assert_int_equal(load(f, contract), HENSYN_OK);
    is_contract(f, access_of(f));
    assert_int_equal(hn_job_check(f->ctx, f->job), HENSYN_OK);
}

static void what_is_written_reads_back(void **state) {
    fixture *f = *state;
    hn_buffer first = {0}, second = {0};
    assert_int_equal(load(f, contract), HENSYN_OK);
    OK(f, "max_distance", "5000");
    OK(f, "cost", "tid");
    OK(f, "kernel", "gaussian");
    assert_int_equal(hn_job_write(f->ctx, f->job, &first), HENSYN_OK);
    new_job(f);
    if (load(f, first.text) != HENSYN_OK) fail_msg("%s", hensyn_message(f->ctx));
    is_contract(f, access_of(f));
    assert_true(access_of(f)->max_distance == 5000 && hn_job_by_time(f->job));
    assert_int_equal(access_of(f)->kernel, 3);
    assert_int_equal(hn_job_write(f->ctx, f->job, &second), HENSYN_OK);
    assert_string_equal(first.text, second.text);
    hn_buffer_free(&first);
    hn_buffer_free(&second);
}

static void a_cost_not_given_stays_so(void **state) {
    fixture *f = *state;
    hn_buffer text = {0};
    OK(f, "network", "n.gpkg");
    OK(f, "mode", "bil");
    assert_int_equal(hn_job_write(f->ctx, f->job, &text), HENSYN_OK);
    assert_non_null(strstr(text.text, "\n  cost: null\n"));
    assert_non_null(strstr(text.text, "\n  max_distance: null\n"));
    assert_non_null(strstr(text.text, "\n  classes:\n"));
    hn_buffer_free(&text);
}

static void no_access_no_part(void **state) {
    fixture *f = *state;
    hn_buffer text = {0};
    OK(f, "plan", "p.gpkg");
    assert_int_equal(hn_job_write(f->ctx, f->job, &text), HENSYN_OK);
    assert_null(strstr(text.text, "access:"));
    assert_null(strstr(text.text, "snap"));
    hn_buffer_free(&text);
}

static void both_parts(void **state) {
    fixture *f = *state;
    assert_int_equal(load(f, "plan: p.gml\nhensyn: [flom=f.gpkg]\noutput: o.sqlite\n"
                             "access:\n  network: n.gpkg\n  origins: a.gpkg\n"
                             "  destinations: [d.gpkg, {source: [e.gpkg, f.gpkg]}]\n"),
                     HENSYN_OK);
    assert_true(hn_job_wants_access(f->job) && hn_job_wants_conflict(f->job));
    assert_int_equal(access_of(f)->destination_count, 3);
    assert_int_equal(hn_job_check(f->ctx, f->job), HENSYN_OK);
    f->job->command = HN_CMD_RUN;
    assert_true(hn_job_wants_access(f->job) && hn_job_wants_conflict(f->job));
}

static void the_caller_stands_before_the_recipe(void **state) {
    fixture *f = *state;
    OK(f, "class", "egen:1000:100");
    OK(f, "network", "mitt.gpkg");
    OK(f, "safe", "false");
    assert_int_equal(load(f, contract), HENSYN_OK);
    const hn_access_job *a = access_of(f);
    assert_int_equal(a->classes, 1);
    assert_string_equal(a->class_[0].name, "egen");
    assert_int_equal(a->networks, 1);
    assert_string_equal(a->network[0].path, "mitt.gpkg");
    assert_false(a->safe);
    assert_true(a->max_speed == 40);
}

static void null_leaves_the_default(void **state) {
    fixture *f = *state;
    assert_int_equal(load(f, "access:\n  snap: null\n  classes:\n  safe:\n  origins: ~\n"),
                     HENSYN_OK);
    assert_true(access_of(f)->snap == 250);
    assert_int_equal(access_of(f)->classes, 0);
    new_job(f);
    assert_int_equal(load(f, "access:\n"), HENSYN_OK);
    assert_false(hn_job_wants_access(f->job));
}

static void wrong_keys(void **state) {
    fixture *f = *state;
    complains(f, "access:\n  modus: gange\n", "2:3", "did you mean 'mode'");
    complains(f, "access:\n  planstatus: 3\n", "2:3", "does not belong under 'access:'");
    complains(f, "access:\n  crs: EPSG:25833\n", "2:3", "does not belong under 'access:'");
    complains(f, "access:\n  buffer: 3\n", "2:3", "unknown key 'buffer'");
    complains(f, "snap: 3\n", "1:1", "belongs under 'access:'");
    complains(f, "acess:\n  snap: 3\n", "1:1", "did you mean 'access'");
    complains(f, "access: 3\n", "1:9", "lines of the form");
    complains(f, "access: {snap: 3, snap: 4}\n", "1:19", "stands twice");
    complains(f, "access:\n  origins: {sorce: a}\n", "2:13", "did you mean 'source'");
    complains(f, "access:\n  origins: {population: a}\n", "2:12", "'source' is missing");
    complains(f, "access:\n  destinations: {source: a, population: b}\n", "2:29",
              "unknown key 'population'");
    complains(f, "access:\n  safe: {max_sped: 3}\n", "2:10", "did you mean 'max_speed'");
    complains(f, "access:\n  safe: perhaps\n", "2:9", "true or false");
}

static void wrong_classes(void **state) {
    fixture *f = *state;
    complains(f, "access:\n  classes: [{min_area: 3, limit: 4}]\n", "2:13", "'name' is missing");
    complains(f, "access:\n  classes: [{name: a, min_area: 3}]\n", "2:13", "'limit' is missing");
    complains(f, "access:\n  classes: [{name: a, min_area: x, limit: 4}]\n", "2:13",
              "'x' is not a number");
    complains(f, "access:\n  classes: [{name: a, min_area: 3, limit: 4, maal: fugl}]\n", "2:13",
              "neither nett nor luftlinje");
    complains(f, "access:\n  classes: [{name: a, minarea: 3, limit: 4}]\n", "2:23",
              "did you mean 'min_area'");
    complains(f, "access:\n  classes: [{name: a, min_area: 3, limit: -4}]\n", "2:13", "limit");
    complains(f, "access:\n  classes: [a:1:2, {name: a, min_area: 3, limit: 4}]\n", "2:20",
              "given twice");
}

/* ---- what is missing ---- */

static void lacks(fixture *f, const char *words) {
    assert_int_equal(hn_job_check(f->ctx, f->job), HENSYN_USAGE);
    if (!strstr(hensyn_message(f->ctx), words))
        fail_msg("'%s' is not in '%s'", words, hensyn_message(f->ctx));
}

static void what_is_missing(void **state) {
    fixture *f = *state;
    lacks(f, "--plan SOURCE is missing");
    f->job->command = HN_CMD_ACCESS;
    lacks(f, "--network SOURCE is missing");
    OK(f, "network", "n.gpkg");
    lacks(f, "--origins SOURCE is missing");
    OK(f, "origins", "o.gpkg");
    lacks(f, "--destinations SOURCE is missing");
    OK(f, "destinations", "d.gpkg");
    lacks(f, "--output FILE is missing");
    OK(f, "output", "r.sqlite");
    assert_int_equal(hn_job_check(f->ctx, f->job), HENSYN_OK);
    OK(f, "network", "n.gpkg");
    lacks(f, "network: 'n.gpkg' is given twice");
}

static void a_field_counted_twice(void **state) {
    fixture *f = *state;
    f->job->command = HN_CMD_ACCESS;
    OK(f, "network", "n.gpkg");
    OK(f, "origins", "o.gpkg");
    OK(f, "destinations", "d.gpkg");
    OK(f, "output", "r.sqlite");
    OK(f, "population", "bosatte,Bosatte");
    lacks(f, "population: 'Bosatte' is given twice");
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(defaults),
        CASE(cost_follows_the_mode),
        CASE(sources_repeat),
        CASE(classes_are_taken_apart),
        CASE(bounds_hold),
        CASE(populations_are_a_list),
        CASE(the_contract_recipe),
        CASE(what_is_written_reads_back),
        CASE(a_cost_not_given_stays_so),
        CASE(no_access_no_part),
        CASE(both_parts),
        CASE(the_caller_stands_before_the_recipe),
        CASE(null_leaves_the_default),
        CASE(wrong_keys),
        CASE(wrong_classes),
        CASE(what_is_missing),
        CASE(a_field_counted_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
