/* test_memory_failures.c - every allocation of hensyn's own files fails in turn. What comes out is
 * HENSYN_MEMORY, or the same answer as ever; nothing crashes and nothing of ours is left behind. */
/* Both kits have their own idea of what "kit" is. */
#define kit conflict_kit
#include "kit.h"
#undef kit

#include "base/platform.h"
#include "read/read.h"
#include "result_kit.h"

#include "memory_kit.h"

#include <unistd.h>

/* ---- engine ---- */

/* Rules and measure are made once, the rows each time. */
static void make_scene(conflict_kit *k) {
    uint64_t seed = 11;
    kit_new_result(k);
    for (int i = 0; i < 4; i++)
        kit_plan_of(k, kit_star(200 * i, 0, 150, 12, i == 2, &seed), "1110", 1)->plan = (uint32_t)i;
    for (int i = 0; i < 4; i++)
        kit_hensyn_of(k, kit_star(150 + 250 * i, 60, 160, i == 1 ? 210 : 12, true, &seed),
                      "friluftsliv", 3);
    kit_hensyn(k, "flom", "POLYGON((-100 -20,900 -20,900 20,-100 20,-100 -20))")->buffer = 30;
    kit_hensyn(k, "reindrift", "LINESTRING(-200 10,300 40,800 -30)");
    kit_hensyn(k, "kulturarv", "MULTIPOINT(0 0,210 5,390 10)")->buffer = 50;
    k->options.all_overlaps = k->options.partition = true;
}

typedef struct engine_scene {
    conflict_kit *kit;
    hn_geometry *boundary;
    hn_geometry *mapped;
} engine_scene;

static double sum_of(const hn_result *r) {
    double sum = 0;
    for (size_t i = 0; i < r->pairs.count; i++) {
        const hn_pair *p = &r->pairs.row[i];
        sum += (isnan(p->areal_m2) ? 0 : p->areal_m2) + (isnan(p->lengde_m) ? 0 : p->lengde_m) + 1;
    }
    for (size_t i = 0; i < r->plan_areas.count; i++)
        sum += r->plan_areas.row[i].konflikt_m2;
    for (size_t i = 0; i < r->faces.count; i++)
        sum += r->faces.row[i].areal_m2;
    for (size_t i = 0; i < r->plan_themes.count; i++)
        sum += r->plan_themes.row[i].areal_m2;
    return sum + (double)r->remarks.count + (double)r->indicators.count;
}

/* The rows are made without failures; clipping, ranking and the engine have them. */
static hensyn_status play_engine(hensyn_context *ctx, void *user, double *sum) {
    engine_scene *s = user;
    bool was = armed;
    conflict_kit *k = s->kit;
    armed = false;
    make_scene(k);
    const hn_coverage coverage = {kit_group(k, "friluftsliv", false), &s->mapped, 1};
    const uint32_t order[] = {0, 1, 2, 3, 4, 5};
    k->options.coverage = &coverage;
    k->options.coverages = 1;
    armed = was;
    hensyn_status status = hn_clip_to_boundary(ctx, k->result, k->measure, &s->boundary, 1, 1);
    if (status == HENSYN_OK) status = hn_rank_plans(ctx, k->result, k->measure, order, 1);
    if (status == HENSYN_OK) status = hn_conflict(ctx, k->result, &k->options);
    if (status == HENSYN_OK) *sum = sum_of(k->result);
    hn_result_destroy(k->result);
    k->result = NULL;
    return status;
}

static void engine(void **state) {
    (void)state;
    conflict_kit *k = kit_create();
    engine_scene s = {k,
                      kit_geometry(k, "POLYGON((-120 -120,1100 -120,1100 90,-120 90,-120 -120))"),
                      kit_geometry(k, "POLYGON((-200 -200,400 -200,400 200,-200 200,-200 -200))")};
    fail_in_turn(&(scene){"engine", play_engine, &s, 2000, 300});
    hn_free(s.boundary);
    hn_free(s.mapped);
    kit_destroy(k);
}

/* ---- rules, recipe ---- */

static hensyn_status play_rules(hensyn_context *ctx, void *user, double *sum) {
    hn_rules *rules = NULL;
    hn_styles *styles = NULL;
    hn_buffer text = {0};
    (void)user;
    hensyn_status status = hn_rules_create(ctx, NULL, &rules);
    if (status == HENSYN_OK) status = hn_styles_create(ctx, rules, &styles);
    if (status == HENSYN_OK) status = hn_rules_describe(ctx, rules, &text);
    if (status == HENSYN_OK) *sum = (double)hn_rules_themes(rules) + (double)text.length;
    hn_buffer_free(&text);
    hn_styles_destroy(styles);
    hn_rules_destroy(rules);
    return status;
}

static hensyn_status play_recipe(hensyn_context *ctx, void *user, double *sum) {
    hensyn_job *job = NULL;
    hn_buffer text = {0};
    (void)user;
    hensyn_status status = hensyn_job_create(ctx, &job);
    if (status == HENSYN_OK) status = hensyn_job_load(ctx, job, HENSYN_SAMPLE_DATA "/demo.yaml");
    if (status == HENSYN_OK) status = hensyn_job_set(ctx, job, "development", "1110,1120");
    if (status == HENSYN_OK) status = hensyn_job_set(ctx, job, "buffer", "flom=12.5");
    if (status == HENSYN_OK) status = hn_job_check(ctx, job);
    if (status == HENSYN_OK) status = hn_job_write(ctx, job, &text);
    if (status == HENSYN_OK) *sum = (double)text.length;
    hn_buffer_free(&text);
    hensyn_job_destroy(job);
    return status;
}

static void rules(void **state) {
    (void)state;
    fail_in_turn(&(scene){"rules and styles", play_rules, NULL, 200, 250});
}

static void recipe(void **state) {
    (void)state;
    fail_in_turn(&(scene){"recipe", play_recipe, NULL, 2000, 300});
}

/* ---- reading ---- */

static hensyn_status read_layer(hensyn_context *ctx, const char *path, double *sum) {
    hn_source source = {0};
    hn_opened *opened = NULL;
    hn_crs *to = NULL;
    hn_layer *layer = NULL;
    hn_measure *measure = NULL;
    uint8_t *repaired = NULL;
    uint32_t row = 0;
    const int columns[] = {0, 1};
    hensyn_status status = HENSYN_OK;
    hn_result *result = hn_result_create();
    if (!result) HN_TRY(hn_nomem(ctx));
    HN_TRY(hn_source_parse(ctx, path, NULL, &source));
    HN_TRY(hn_open(ctx, &source, 0, result, &opened));
    HN_TRY(hn_crs_from_epsg(ctx, 25833, &to));
    hn_request request = {.columns = 2,
                          .column = columns,
                          .to = to,
                          .role = "hensyn",
                          .theme = "friluftsliv",
                          .id_column = 0};
    HN_TRY(hn_read_layer(ctx, opened, 0, &request, result, &layer, &row));
    hn_box extent = {470000, 7450000, 490000, 7480000};
    HN_TRY(hn_crs_measure(ctx, to, extent, true, &measure));
    repaired = hn_zalloc(layer->count, 1);
    if (!repaired) HN_TRY(hn_nomem(ctx));
    HN_TRY(hn_repair(ctx, layer, measure, 1, false, result, row, repaired));
    for (size_t i = 0; i < layer->count; i++)
        if (layer->geometry[i]) *sum += hn_measure_area(measure, layer->geometry[i]);
    *sum += (double)layer->count + (double)result->remarks.count;
cleanup:
    hn_free(repaired);
    hn_measure_destroy(measure);
    hn_layer_destroy(layer);
    hn_crs_destroy(to);
    hn_opened_close(opened);
    hn_source_clear(&source);
    hn_result_destroy(result);
    return status;
}

static hensyn_status play_read(hensyn_context *ctx, void *user, double *sum) {
    return read_layer(ctx, user, sum);
}

static void reading(void **state) {
    (void)state;
    fail_in_turn(
        &(scene){"read GeoPackage", play_read, HENSYN_SAMPLE_DATA "/friluftsliv.gpkg", 120, 200});
    fail_in_turn(&(scene){"read GML", play_read,
                          HENSYN_SAMPLE_DATA "/kommuneplan.gml|layername=KpStøySone", 20, 20});
}

/* SOSI has a reader of its own. */
static void reading_sosi(void **state) {
    const rk *kit = *state;
    rk_path path = rk_in(kit, "a.sos");
    FILE *file = fopen(path.text, "w");
    assert_non_null(file);
    fputs(".HODE\n..TEGNSETT UTF-8\n..TRANSPAR\n...KOORDSYS 23\n...ORIGO-NØ 0 0\n...ENHET 0.01\n"
          ".KURVE 1:\n..OBJTYPE Grense\n..NØ\n745100000 47100000 ...KP 1\n745100000 47110000\n"
          "745110000 47110000 ...KP 1\n"
          ".KURVE 2:\n..OBJTYPE Grense\n..NØ\n745110000 47110000 ...KP 1\n745110000 47100000\n"
          "745100000 47100000 ...KP 1\n"
          ".FLATE 3:\n..OBJTYPE Område\n..NAVN \"Ytre Øy\"\n..REF :1 :2\n..NØ\n745105000 47105000\n"
          ".SLUTT\n",
          file);
    assert_int_equal(fclose(file), 0);
    char text[600];
    snprintf(text, sizeof text, "%s|layername=Område", path.text);
    fail_in_turn(&(scene){"read SOSI", play_read, text, 2000, 200});
}

/* ---- writing ---- */

typedef struct write_scene {
    const rk *kit;
    hn_result *result;
    const char *path, *folder;
} write_scene;

static void count_entry(const char *name, void *user) {
    if (name[0] != '.') ++*(size_t *)user;
}

static size_t count_files(const char *folder) {
    size_t count = 0;
    hn_list_folder(folder, count_entry, &count);
    return count;
}

static hensyn_status play_write(hensyn_context *ctx, void *user, double *sum) {
    write_scene *s = user;
    hn_target *target = NULL;
    hensyn_status status = hn_target_open(ctx, s->path, true, NULL, 0, &target);
    if (status == HENSYN_OK) status = hn_target_write(ctx, target, s->result, s->kit->styles, 1);
    if (status == HENSYN_OK) status = hn_target_finish(ctx, target, s->result, s->kit->styles);
    hn_target_close(target);
    bool was = armed;
    armed = false;
    /* The first, undisturbed, call makes the result and its project; they stay, alone. */
    size_t files = count_files(s->folder);
    if (files != 2) fail_msg("%zu files after status %d", files, (int)status);
    if (status == HENSYN_OK) {
        char *rows =
            rk_sql(s->path, "SELECT (SELECT count(*) FROM konflikt) + "
                            "(SELECT count(*) FROM hensyn) + (SELECT count(*) FROM kjoring)");
        *sum = strtod(rows, NULL);
        hn_free(rows);
    }
    armed = was;
    return status;
}

static void write_to(const rk *kit, const char *name) {
    rk_path path = rk_in(kit, name);
    write_scene s = {kit, rk_result(), path.text, kit->folder};
    fail_in_turn(&(scene){name, play_write, &s, 40, 40});
    hn_result_destroy(s.result);
}

static void writing_spatialite(void **state) { write_to(*state, "a.sqlite"); }
static void writing_geopackage(void **state) { write_to(*state, "a.gpkg"); }

/* ---- all of it ---- */

static hensyn_status play_run(hensyn_context *ctx, void *user, double *sum) {
    const write_scene *s = user;
    hensyn_job *job = NULL;
    hensyn_report report = HENSYN_REPORT_INIT;
    char hensyn[600];
    snprintf(hensyn, sizeof hensyn, "verneomrade=%s/verneomrader.gpkg", HENSYN_SAMPLE_DATA);
    const char *const options[][2] = {{"plan", HENSYN_SAMPLE_DATA "/kommunedelplan_1985.gpkg"},
                                      {"hensyn", hensyn},
                                      {"output", s->path},
                                      {"overwrite", "true"},
                                      {"threads", "1"},
                                      {"partition", "true"}};
    hensyn_status status = hensyn_job_create(ctx, &job);
    for (size_t i = 0; status == HENSYN_OK && i < sizeof options / sizeof *options; i++)
        status = hensyn_job_set(ctx, job, options[i][0], options[i][1]);
    if (status == HENSYN_OK) status = hensyn_run(ctx, job, &report);
    hensyn_job_destroy(job);
    bool was = armed;
    armed = false;
    size_t files = count_files(s->folder);
    if (files != 2) fail_msg("%zu files after status %d", files, (int)status);
    armed = was;
    *sum = (double)(report.plan_areas + report.conflicts + report.remarks) + report.development_m2 +
           report.conflict_m2;
    return status;
}

static void whole_run(void **state) {
    const rk *kit = *state;
    rk_path path = rk_in(kit, "run.gpkg");
    write_scene s = {kit, NULL, path.text, kit->folder};
    fail_in_turn(&(scene){"whole run", play_run, &s, 15, 45});
}

static void ignore_text(const char *text, size_t length, void *user) {
    (void)text;
    *(double *)user += (double)length;
}

static hensyn_status play_answers(hensyn_context *ctx, void *user, double *sum) {
    hensyn_job *job = NULL;
    hensyn_status status = hensyn_job_create(ctx, &job);
    if (status == HENSYN_OK)
        status = hensyn_job_set(ctx, job, "source", HENSYN_SAMPLE_DATA "/flom.gpkg");
    if (status == HENSYN_OK) status = hensyn_info(ctx, job, 1, ignore_text, sum);
    if (status == HENSYN_OK) status = hensyn_info(ctx, job, 0, ignore_text, sum);
    if (status == HENSYN_OK) status = hensyn_schema(ctx, "result", NULL, ignore_text, sum);
    if (status == HENSYN_OK) status = hensyn_schema(ctx, "themes", NULL, ignore_text, sum);
    if (status == HENSYN_OK) status = hensyn_versions(ctx, 1, ignore_text, sum);
    if (status == HENSYN_OK) status = hensyn_verify(ctx, user, 1, ignore_text, sum);
    hensyn_job_destroy(job);
    return status;
}

static void answers(void **state) {
    const rk *kit = *state;
    rk_path path = rk_in(kit, "run.gpkg");
    write_scene s = {kit, NULL, path.text, kit->folder};
    hensyn_context *ctx = NULL;
    double sum = 0;
    assert_int_equal(hensyn_context_create(&ctx), HENSYN_OK);
    if (play_run(ctx, &s, &sum) != HENSYN_OK) fail_msg("%s", hensyn_message(ctx));
    hensyn_context_destroy(ctx);
    fail_in_turn(&(scene){"info, schema, versions, verify", play_answers, path.text, 30, 80});
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(engine),
        cmocka_unit_test(rules),
        cmocka_unit_test(recipe),
        cmocka_unit_test(reading),
        cmocka_unit_test_setup_teardown(reading_sosi, rk_setup, rk_teardown),
        cmocka_unit_test_setup_teardown(writing_spatialite, rk_setup, rk_teardown),
        cmocka_unit_test_setup_teardown(writing_geopackage, rk_setup, rk_teardown),
        cmocka_unit_test_setup_teardown(whole_run, rk_setup, rk_teardown),
        cmocka_unit_test_setup_teardown(answers, rk_setup, rk_teardown),
    };
    /* Where no memory is left to name a file with, a temporary folder may stay; here they go. */
    char scratch[] = "/tmp/hensyn-memory-XXXXXX";
    if (!mkdtemp(scratch) || setenv("TMPDIR", scratch, 1) != 0) return 1;
    int failed = cmocka_run_group_tests_name("memory_failures", tests, NULL, NULL);
    hn_remove_folder(scratch);
    return failed;
}
