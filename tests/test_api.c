/* test_api.c - the public interface as a caller meets it: NULLs and bad values, texts, progress,
 * cancelling at every report, and two contexts at work at once. Uses nothing but hensyn.h. */
#include "hensyn.h"

#include <dirent.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define SAMPLE HENSYN_SAMPLE_DATA "/"

typedef struct fixture {
    hensyn_context *ctx;
    hensyn_job *job;
    char folder[64];
} fixture;

/* ---- files ---- */

static void in_folder(const fixture *f, const char *name, char out[160]) {
    snprintf(out, 160, "%s/%s", f->folder, name);
}

static size_t files_in(const char *folder, bool remove_them) {
    size_t count = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (const struct dirent *e; (e = readdir(dir));) {
        if (e->d_name[0] == '.') continue;
        char path[400];
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        if (remove_them) unlink(path);
        count++;
    }
    closedir(dir);
    return count;
}

static char *contents(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (!file) fail_msg("%s is not there", path);
    fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*size + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *size, file), *size);
    fclose(file);
    return bytes;
}

static int setup(void **state) {
    fixture *f = calloc(1, sizeof *f);
    strcpy(f->folder, "/tmp/hensyn-api-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    assert_int_equal(hensyn_context_create(&f->ctx), HENSYN_OK);
    assert_int_equal(hensyn_job_create(f->ctx, &f->job), HENSYN_OK);
    *state = f;
    return 0;
}

static int teardown(void **state) {
    fixture *f = *state;
    files_in(f->folder, true);
    rmdir(f->folder);
    hensyn_job_destroy(f->job);
    hensyn_context_destroy(f->ctx);
    free(f);
    return 0;
}

static void set(hensyn_context *ctx, hensyn_job *job, const char *key, const char *value) {
    if (hensyn_job_set(ctx, job, key, value) != HENSYN_OK)
        fail_msg("%s=%s: %s", key, value, hensyn_message(ctx));
}

/* A run of a few hundredths of a second. */
static void small_job(hensyn_context *ctx, hensyn_job *job, const char *output) {
    set(ctx, job, "plan", SAMPLE "kommunedelplan_1985.gpkg");
    set(ctx, job, "hensyn", "verneomrade=" SAMPLE "verneomrader.gpkg");
    set(ctx, job, "output", output);
    set(ctx, job, "overwrite", "true");
    set(ctx, job, "threads", "2");
}

/* ---- what callbacks get ---- */

typedef struct heard {
    size_t calls;
    bool stops; /* at stop_pct */
    double stop_pct, last;
    bool backwards, outside, nameless;
    size_t logs, bytes;
    bool bad_log;
} heard;

static int on_progress(double pct, const char *step, void *user) {
    heard *h = user;
    h->backwards |= pct < h->last;
    h->outside |= !(pct >= 0 && pct <= 100);
    h->nameless |= !step || !*step;
    h->last = pct;
    h->calls++;
    return !h->stops || pct < h->stop_pct;
}

static void on_log(hensyn_level level, const char *code, const char *source, long line,
                   const char *text, void *user) {
    heard *h = user;
    h->logs++;
    h->bad_log |= !code || !source || line < 0 || !text || !*text || level > HENSYN_ERROR;
}

static void on_text(const char *text, size_t length, void *user) {
    heard *h = user;
    assert_non_null(text);
    h->bytes += length;
}

/* ---- bad arguments ---- */

static void status_texts_are_all_there_and_differ(void **state) {
    (void)state;
    for (int i = 0; i < HENSYN_STATUS_END; i++) {
        const char *text = hensyn_status_text((hensyn_status)i);
        assert_true(text && *text);
        assert_string_not_equal(text, hensyn_status_text(HENSYN_STATUS_END));
        for (int j = 0; j < i; j++)
            assert_string_not_equal(text, hensyn_status_text((hensyn_status)j));
    }
    assert_non_null(hensyn_status_text((hensyn_status)-1));
    assert_non_null(hensyn_status_text((hensyn_status)INT32_MAX));
}

static void nothing_is_not_a_context(void **state) {
    heard h = {0};
    fixture *f = *state;
    assert_int_equal(hensyn_context_create(NULL), HENSYN_USAGE);
    hensyn_context_destroy(NULL);
    hensyn_job_destroy(NULL);
    hensyn_cancel(NULL);
    hensyn_set_progress(NULL, on_progress, &h);
    hensyn_set_log(NULL, on_log, &h);
    hensyn_set_language(NULL, "en");
    assert_non_null(hensyn_message(NULL));
    hensyn_job *job = NULL;
    hensyn_report report = HENSYN_REPORT_INIT;
    assert_int_equal(hensyn_job_create(NULL, &job), HENSYN_USAGE);
    assert_null(job);
    assert_int_equal(hensyn_job_set(NULL, f->job, "navn", "x"), HENSYN_USAGE);
    assert_int_equal(hensyn_job_load(NULL, f->job, "x.yaml"), HENSYN_USAGE);
    assert_int_equal(hensyn_run(NULL, f->job, &report), HENSYN_USAGE);
    assert_int_equal(hensyn_dry_run(NULL, f->job, on_text, &h), HENSYN_USAGE);
    assert_int_equal(hensyn_info(NULL, f->job, 0, on_text, &h), HENSYN_USAGE);
    assert_int_equal(hensyn_verify(NULL, "x", 0, on_text, &h), HENSYN_USAGE);
    assert_int_equal(hensyn_schema(NULL, "recipe", NULL, on_text, &h), HENSYN_USAGE);
    assert_int_equal(hensyn_versions(NULL, 0, on_text, &h), HENSYN_USAGE);
    assert_int_equal(h.calls + h.logs + h.bytes, 0);
}

static void nothing_is_not_an_argument(void **state) {
    fixture *f = *state;
    heard h = {0};
    assert_int_equal(hensyn_job_create(f->ctx, NULL), HENSYN_USAGE);
    assert_int_equal(hensyn_job_set(f->ctx, NULL, "navn", "x"), HENSYN_USAGE);
    assert_int_equal(hensyn_job_set(f->ctx, f->job, NULL, "x"), HENSYN_USAGE);
    assert_int_equal(hensyn_job_set(f->ctx, f->job, "navn", NULL), HENSYN_USAGE);
    assert_int_equal(hensyn_job_load(f->ctx, NULL, "x.yaml"), HENSYN_USAGE);
    assert_int_equal(hensyn_job_load(f->ctx, f->job, NULL), HENSYN_USAGE);
    assert_int_equal(hensyn_run(f->ctx, NULL, NULL), HENSYN_USAGE);
    assert_int_equal(hensyn_dry_run(f->ctx, NULL, on_text, &h), HENSYN_USAGE);
    assert_int_equal(hensyn_dry_run(f->ctx, f->job, NULL, &h), HENSYN_USAGE);
    assert_int_equal(hensyn_info(f->ctx, NULL, 1, on_text, &h), HENSYN_USAGE);
    assert_int_equal(hensyn_info(f->ctx, f->job, 1, NULL, &h), HENSYN_USAGE);
    assert_int_equal(hensyn_verify(f->ctx, NULL, 1, on_text, &h), HENSYN_USAGE);
    assert_int_equal(hensyn_verify(f->ctx, "x", 1, NULL, &h), HENSYN_USAGE);
    assert_int_equal(hensyn_schema(f->ctx, NULL, NULL, on_text, &h), HENSYN_USAGE);
    assert_int_equal(hensyn_schema(f->ctx, "recipe", NULL, NULL, &h), HENSYN_USAGE);
    assert_int_equal(hensyn_versions(f->ctx, 1, NULL, &h), HENSYN_USAGE);
    assert_int_equal(h.bytes, 0);
}

static void callbacks_and_language_may_be_taken_away(void **state) {
    fixture *f = *state;
    char path[160];
    in_folder(f, "a.gpkg", path);
    small_job(f->ctx, f->job, path);
    heard h = {0};
    hensyn_set_progress(f->ctx, on_progress, &h);
    hensyn_set_log(f->ctx, on_log, &h);
    hensyn_set_progress(f->ctx, NULL, NULL);
    hensyn_set_log(f->ctx, NULL, NULL);
    hensyn_set_language(f->ctx, NULL);
    hensyn_set_language(f->ctx, "");
    hensyn_set_language(f->ctx, "tlh");
    assert_int_equal(hensyn_run(f->ctx, f->job, NULL), HENSYN_OK);
    assert_int_equal(h.calls + h.logs, 0);
}

static void bad_values_are_usage_and_named(void **state) {
    fixture *f = *state;
    static const char *const bad[][2] = {
        {"no_such_option", "1"},
        {"", "1"},
        {"crs", "25833x"},
        {"crs", "EPSG:"},
        {"threads", "-1"},
        {"threads", "many"},
        {"sliver", "nan"},
        {"sliver", "-0.01"},
        {"dust", "1,5"},
        {"dust", "inf"},
        {"measure", "round"},
        {"plan_rank", "best"},
        {"hensyn", "friluft"},
        {"hensyn", "=a.gpkg"},
        {"buffer", "flom=x"},
        {"buffer", "flom=-1"},
        {"plan", ""},
        {"overwrite", "perhaps"},
        {"min_cell", "1e99"},
        {"max_memory", "99999999999999999999"},
        {"planstatus", "three"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        hensyn_status status = hensyn_job_set(f->ctx, f->job, bad[i][0], bad[i][1]);
        if (status != HENSYN_USAGE) fail_msg("%s=%s gives %d", bad[i][0], bad[i][1], (int)status);
        const char *message = hensyn_message(f->ctx);
        if (!*message || strchr(message, '\n')) fail_msg("%s: '%s'", bad[i][0], message);
        if (!strstr(message, bad[i][1]) && !strstr(message, bad[i][0]))
            fail_msg("%s=%s: '%s' names neither", bad[i][0], bad[i][1], message);
    }
}

static void an_empty_job_says_what_is_missing(void **state) {
    fixture *f = *state;
    heard h = {0};
    assert_int_equal(hensyn_run(f->ctx, f->job, NULL), HENSYN_USAGE);
    assert_true(*hensyn_message(f->ctx));
    assert_int_equal(hensyn_dry_run(f->ctx, f->job, on_text, &h), HENSYN_USAGE);
    assert_int_not_equal(hensyn_info(f->ctx, f->job, 0, on_text, &h), HENSYN_OK);
    assert_int_equal(hensyn_job_load(f->ctx, f->job, "/no/such/recipe.yaml"), HENSYN_USAGE);
    assert_non_null(strstr(hensyn_message(f->ctx), "/no/such/recipe.yaml"));
    assert_int_equal(hensyn_verify(f->ctx, "/no/such/result.gpkg", 0, on_text, &h), HENSYN_INPUT);
    assert_int_equal(hensyn_schema(f->ctx, "nothing", NULL, on_text, &h), HENSYN_USAGE);
    assert_int_equal(h.bytes, 0);
}

/* ---- texts and answers ---- */

static void every_text_answer_is_given(void **state) {
    fixture *f = *state;
    static const char *const schemas[] = {"recipe", "result", "themes", "rules"};
    for (size_t i = 0; i < 4; i++) {
        heard h = {0};
        assert_int_equal(hensyn_schema(f->ctx, schemas[i], NULL, on_text, &h), HENSYN_OK);
        assert_true(h.bytes > 100);
    }
    set(f->ctx, f->job, "source", SAMPLE "flom.gpkg");
    for (int json = 0; json < 2; json++) {
        heard h = {0};
        assert_int_equal(hensyn_versions(f->ctx, json, on_text, &h), HENSYN_OK);
        assert_true(h.bytes > 20);
        h.bytes = 0;
        assert_int_equal(hensyn_info(f->ctx, f->job, json, on_text, &h), HENSYN_OK);
        assert_true(h.bytes > 50);
    }
}

static void a_language_is_used_in_messages(void **state) {
    fixture *f = *state;
    char norwegian[512];
    assert_int_equal(hensyn_run(f->ctx, f->job, NULL), HENSYN_USAGE);
    snprintf(norwegian, sizeof norwegian, "%s", hensyn_message(f->ctx));
    hensyn_set_language(f->ctx, "en");
    assert_int_equal(hensyn_run(f->ctx, f->job, NULL), HENSYN_USAGE);
    assert_string_not_equal(norwegian, hensyn_message(f->ctx));
    hensyn_set_language(f->ctx, "nb");
    assert_int_equal(hensyn_run(f->ctx, f->job, NULL), HENSYN_USAGE);
    assert_string_equal(norwegian, hensyn_message(f->ctx));
}

static void a_report_starts_empty_and_is_filled(void **state) {
    fixture *f = *state;
    hensyn_report report = HENSYN_REPORT_INIT;
    assert_int_equal(report.version, 1);
    assert_true(report.plan_areas == 0 && report.development_areas == 0 && report.conflicts == 0);
    assert_true(report.considerations == 0 && report.remarks == 0 && report.output[0] == '\0');
    assert_true(report.development_m2 == 0 && report.conflict_m2 == 0);
    char path[160];
    heard h = {0};
    in_folder(f, "a.sqlite", path);
    small_job(f->ctx, f->job, path);
    assert_int_equal(hensyn_dry_run(f->ctx, f->job, on_text, &h), HENSYN_OK);
    assert_true(h.bytes > 50);
    assert_int_equal(files_in(f->folder, false), 0);
    assert_int_equal(hensyn_run(f->ctx, f->job, &report), HENSYN_OK);
    assert_int_equal(report.version, 1);
    assert_int_equal(report.plan_areas, 21); /* see sample-data/README.md */
    assert_int_equal(report.development_areas, 7);
    assert_int_equal(report.considerations, 5);
    assert_true(report.development_m2 > 520000 && report.development_m2 < 525000);
    assert_true(report.conflict_m2 >= 0 && report.conflict_m2 <= report.development_m2);
    assert_string_equal(report.output, path);
    h.bytes = 0;
    assert_int_equal(hensyn_verify(f->ctx, path, 1, on_text, &h), HENSYN_OK);
    assert_true(h.bytes > 100);
    assert_int_equal(hensyn_verify(f->ctx, SAMPLE "flom.gpkg", 0, on_text, &h), HENSYN_INPUT);
}

static void an_earlier_result_needs_leave_to_go(void **state) {
    fixture *f = *state;
    char path[160];
    in_folder(f, "a.gpkg", path);
    small_job(f->ctx, f->job, path);
    assert_int_equal(hensyn_run(f->ctx, f->job, NULL), HENSYN_OK);
    set(f->ctx, f->job, "overwrite", "false");
    assert_int_equal(hensyn_run(f->ctx, f->job, NULL), HENSYN_OUTPUT);
    assert_non_null(strstr(hensyn_message(f->ctx), path));
}

/* ---- progress and cancelling ---- */

static void progress_rises_to_a_hundred(void **state) {
    fixture *f = *state;
    char path[160];
    heard h = {0};
    in_folder(f, "demo.sqlite", path);
    if (hensyn_job_load(f->ctx, f->job, SAMPLE "demo.yaml") != HENSYN_OK)
        fail_msg("%s", hensyn_message(f->ctx));
    set(f->ctx, f->job, "output", path);
    hensyn_set_progress(f->ctx, on_progress, &h);
    hensyn_set_log(f->ctx, on_log, &h);
    assert_int_equal(hensyn_run(f->ctx, f->job, NULL), HENSYN_OK);
    assert_true(h.calls > 20);
    assert_false(h.backwards);
    assert_false(h.outside);
    assert_false(h.nameless);
    assert_true(h.last == 100);
    assert_true(h.logs > 10);
    assert_false(h.bad_log);
}

enum { CANCELLED_RUNS = 10 };

/* Cancels the demo at reports spread over the run; keep: an earlier result stands there. */
static void cancel_all_over(fixture *f, bool keep) {
    char path[160], project[160];
    size_t size = 0, project_size = 0;
    char *before = NULL, *project_before = NULL;
    heard whole = {0};
    in_folder(f, "demo.gpkg", path);
    in_folder(f, "demo.qgs", project);
    set(f->ctx, f->job, "output", path);
    hensyn_set_progress(f->ctx, on_progress, &whole);
    assert_int_equal(hensyn_run(f->ctx, f->job, NULL), HENSYN_OK);
    if (keep) {
        before = contents(path, &size);
        project_before = contents(project, &project_size);
    } else {
        files_in(f->folder, true);
    }
    /* By share of the run: how many reports there are depends on the machine's mood. */
    for (int at = 0; at < CANCELLED_RUNS; at++) {
        heard h = {.stops = true, .stop_pct = 100.0 * at / CANCELLED_RUNS};
        hensyn_context *ctx = NULL;
        assert_int_equal(hensyn_context_create(&ctx), HENSYN_OK);
        hensyn_set_progress(ctx, on_progress, &h);
        hensyn_status status = hensyn_run(ctx, f->job, NULL);
        if (status != HENSYN_CANCELLED)
            fail_msg("at %g %%: %d %s", h.stop_pct, (int)status, hensyn_message(ctx));
        assert_true(*hensyn_message(ctx));
        hensyn_context_destroy(ctx);
        size_t left = files_in(f->folder, false);
        if (left != (keep ? 2u : 0u)) fail_msg("at %g %%: %zu files are left", h.stop_pct, left);
        if (!keep) continue;
        size_t now, project_now;
        char *after = contents(path, &now), *project_after = contents(project, &project_now);
        assert_int_equal(now, size);
        assert_memory_equal(before, after, size);
        assert_int_equal(project_now, project_size);
        assert_memory_equal(project_before, project_after, project_size);
        free(after);
        free(project_after);
    }
    free(before);
    free(project_before);
}

static void cancelling_leaves_nothing(void **state) {
    fixture *f = *state;
    assert_int_equal(hensyn_job_load(f->ctx, f->job, SAMPLE "demo.yaml"), HENSYN_OK);
    set(f->ctx, f->job, "overwrite", "true");
    cancel_all_over(f, false);
}

static void cancelling_keeps_the_earlier_result(void **state) {
    fixture *f = *state;
    assert_int_equal(hensyn_job_load(f->ctx, f->job, SAMPLE "demo.yaml"), HENSYN_OK);
    set(f->ctx, f->job, "overwrite", "true");
    cancel_all_over(f, true);
}

/* hensyn_cancel comes from another thread while the run waits in its own progress report. */
static void *cancel_body(void *user) {
    hensyn_cancel(user);
    return NULL;
}

static int cancel_from_thread(double pct, const char *step, void *user) {
    pthread_t other;
    (void)pct, (void)step;
    assert_int_equal(pthread_create(&other, NULL, cancel_body, user), 0);
    assert_int_equal(pthread_join(other, NULL), 0);
    return 1;
}

static void another_thread_may_cancel(void **state) {
    fixture *f = *state;
    char path[160];
    in_folder(f, "a.gpkg", path);
    small_job(f->ctx, f->job, path);
    hensyn_set_progress(f->ctx, cancel_from_thread, f->ctx);
    assert_int_equal(hensyn_run(f->ctx, f->job, NULL), HENSYN_CANCELLED);
    assert_int_equal(files_in(f->folder, false), 0);
}

/* ---- two at once ---- */

enum { RUNS_EACH = 3 };

typedef struct worker {
    char output[160];
    const char *plan;
    int64_t areas;
    hensyn_status status;
    char message[512];
    double conflict_m2;
} worker;

static void *work(void *user) {
    worker *w = user;
    hensyn_context *ctx = NULL;
    hensyn_job *job = NULL;
    hensyn_report report = HENSYN_REPORT_INIT;
    w->status = hensyn_context_create(&ctx);
    if (w->status == HENSYN_OK) w->status = hensyn_job_create(ctx, &job);
    const char *const options[][2] = {
        {"plan", w->plan},     {"hensyn", "friluftsliv=" SAMPLE "friluftsliv.gpkg"},
        {"output", w->output}, {"overwrite", "true"},
        {"measure", "planar"},
    };
    for (size_t i = 0; w->status == HENSYN_OK && i < sizeof options / sizeof *options; i++)
        w->status = hensyn_job_set(ctx, job, options[i][0], options[i][1]);
    for (int i = 0; w->status == HENSYN_OK && i < RUNS_EACH; i++)
        w->status = hensyn_run(ctx, job, &report);
    w->areas = report.plan_areas;
    w->conflict_m2 = report.conflict_m2;
    snprintf(w->message, sizeof w->message, "%s", hensyn_message(ctx));
    hensyn_job_destroy(job);
    hensyn_context_destroy(ctx);
    return NULL;
}

static void two_contexts_work_at_once(void **state) {
    fixture *f = *state;
    worker alone[2] = {{.plan = SAMPLE "kommunedelplan_1985.gpkg"},
                       {.plan = SAMPLE "reguleringsplan.gpkg"}};
    worker together[2];
    pthread_t thread[2];
    for (int i = 0; i < 2; i++) {
        char name[16];
        snprintf(name, sizeof name, "%d.sqlite", i);
        in_folder(f, name, alone[i].output);
        together[i] = alone[i];
        work(&alone[i]);
        if (alone[i].status != HENSYN_OK) fail_msg("%s", alone[i].message);
    }
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, work, &together[i]), 0);
    for (int i = 0; i < 2; i++) {
        pthread_join(thread[i], NULL);
        if (together[i].status != HENSYN_OK) fail_msg("%s", together[i].message);
        assert_true(together[i].areas == alone[i].areas);
        assert_true(together[i].conflict_m2 == alone[i].conflict_m2);
    }
    assert_true(alone[0].areas == 21 && alone[1].areas == 46);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(status_texts_are_all_there_and_differ),
        cmocka_unit_test_setup_teardown(nothing_is_not_a_context, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_is_not_an_argument, setup, teardown),
        cmocka_unit_test_setup_teardown(callbacks_and_language_may_be_taken_away, setup, teardown),
        cmocka_unit_test_setup_teardown(bad_values_are_usage_and_named, setup, teardown),
        cmocka_unit_test_setup_teardown(an_empty_job_says_what_is_missing, setup, teardown),
        cmocka_unit_test_setup_teardown(every_text_answer_is_given, setup, teardown),
        cmocka_unit_test_setup_teardown(a_language_is_used_in_messages, setup, teardown),
        cmocka_unit_test_setup_teardown(a_report_starts_empty_and_is_filled, setup, teardown),
        cmocka_unit_test_setup_teardown(an_earlier_result_needs_leave_to_go, setup, teardown),
        cmocka_unit_test_setup_teardown(progress_rises_to_a_hundred, setup, teardown),
        cmocka_unit_test_setup_teardown(cancelling_leaves_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(cancelling_keeps_the_earlier_result, setup, teardown),
        cmocka_unit_test_setup_teardown(another_thread_may_cancel, setup, teardown),
        cmocka_unit_test_setup_teardown(two_contexts_work_at_once, setup, teardown),
    };
    return cmocka_run_group_tests_name("api", tests, NULL, NULL);
}
