/* test_answers.c - the calls that answer with text: versions, schema, info. */
#include "base/memory.h"
#include "base/platform.h"
#include "data/recipe.h"
#include "json_text.h"
#include "write/tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
/* cmocka.h needs the four headers above. */
#include <cmocka.h>

static hensyn_context *ctx_of(void **state) { return *state; }

static int setup(void **state) {
    hensyn_context *ctx;
    if (hensyn_context_create(&ctx) != HENSYN_OK) return -1;
    hensyn_set_language(ctx, "en");
    *state = ctx;
    return 0;
}

static int teardown(void **state) {
    hensyn_context_destroy(*state);
    return 0;
}

static void take(const char *text, size_t length, void *user) { hn_append_n(user, text, length); }

static json_t *parsed(hn_buffer *text) {
    json_error_t error;
    json_t *document = json_loadb(text->text, text->length, 0, &error);
    if (!document) fail_msg("line %d: %s", error.line, error.text);
    hn_buffer_free(text);
    return document;
}

static json_t *schema(hensyn_context *ctx, const char *what) {
    hn_buffer text = {0};
    assert_int_equal(hensyn_schema(ctx, what, NULL, take, &text), HENSYN_OK);
    return parsed(&text);
}

static const char *text_at(const json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));
    if (!text) fail_msg("no text '%s'", key);
    return text;
}

/* ---- versions ---- */

static void versions_name_every_library(void **state) {
    static const char *const names[] = {"gdal",  "proj", "geos",    "sqlite", "spatialite",
                                        "libpq", "yaml", "jansson", "cairo",  "openssl"};
    hn_buffer text = {0};
    assert_int_equal(hensyn_versions(ctx_of(state), 1, take, &text), HENSYN_OK);
    json_t *document = parsed(&text);
    assert_string_equal(text_at(document, "name"), "hensyn");
    assert_string_equal(text_at(document, "version"), HENSYN_VERSION);
    assert_int_equal(json_integer_value(json_object_get(document, "protocol")), HENSYN_PROTOCOL);
    const json_t *libraries = json_object_get(document, "libraries");
    assert_int_equal(json_object_size(libraries), sizeof names / sizeof *names);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char first = text_at(libraries, names[i])[0];
        assert_true(first >= '0' && first <= '9');
    }
    json_decref(document);
}

static void versions_as_text(void **state) {
    hn_buffer text = {0};
    assert_int_equal(hensyn_versions(ctx_of(state), 0, take, &text), HENSYN_OK);
    assert_int_equal(
        strncmp(text.text, "hensyn " HENSYN_VERSION "\n", strlen("hensyn " HENSYN_VERSION "\n")),
        0);
    assert_non_null(strstr(text.text, "\nspatialite "));
    hn_buffer_free(&text);
}

/* ---- schema ---- */

/* Keys of one mapping of the recipe: those of the root, or those under "access:". */
static size_t check_keys(const json_t *keys, bool access) {
    size_t count, expected = 0;
    const hn_option *options = hn_options(&count);
    for (size_t i = 0; i < count; i++) {
        bool here = options[i].recipe && !hn_option_of_theme(&options[i]) &&
                    hn_option_of_access(&options[i]) == access;
        const json_t *key = json_object_get(keys, options[i].key);
        if (here != (key != NULL)) fail_msg("'%s'", options[i].key);
        if (key) assert_string_equal(text_at(key, "description"), options[i].help_en);
        expected += here;
    }
    return expected;
}

static void the_recipe_schema_has_every_option(void **state) {
    json_t *document = schema(ctx_of(state), "recipe");
    const json_t *keys = json_object_get(document, "properties");
    const json_t *access = json_object_get(keys, "access");
    const json_t *within = json_object_get(access, "properties");
    assert_int_equal(json_object_size(keys), check_keys(keys, false) + 1); /* and access */
    assert_true(json_is_false(json_object_get(document, "additionalProperties")));
    assert_true(json_object_size(within) >= check_keys(within, true));
    assert_true(json_is_false(json_object_get(access, "additionalProperties")));
    json_decref(document);
}

static void the_result_schema_has_every_column(void **state) {
    json_t *document = schema(ctx_of(state), "result");
    const json_t *tables = json_object_get(document, "tables");
    size_t number = 0;
    for (const hn_table *table = hn_tables(); table->name; table++, number++) {
        const json_t *row = json_array_get(tables, number);
        assert_string_equal(text_at(row, "name"), table->name);
        const json_t *columns = json_object_get(row, "columns");
        assert_int_equal(json_array_size(columns), hn_column_count(table));
        for (size_t i = 0; i < hn_column_count(table); i++) {
            const json_t *column = json_array_get(columns, i);
            assert_string_equal(text_at(column, "name"), table->columns[i].name);
            assert_true(strlen(text_at(column, "about")) > 0);
        }
    }
    assert_int_equal(json_array_size(tables), number);
    json_decref(document);
}

static void the_themes_schema_names_the_themes(void **state) {
    static const char *const names[] = {"friluftsliv", "kulturarv", "flom", "stoy", "annet"};
    json_t *document = schema(ctx_of(state), "themes");
    const json_t *themes = json_object_get(document, "themes");
    assert_int_equal(json_array_size(themes), 19);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        bool found = false;
        for (size_t j = 0; j < json_array_size(themes); j++)
            found |= strcmp(text_at(json_array_get(themes, j), "name"), names[i]) == 0;
        if (!found) fail_msg("no theme '%s'", names[i]);
    }
    json_decref(document);
}

static bool has_file(const char *folder, const char *name) {
    char *path = hn_format("%s/%s", folder, name);
    bool there = hn_file_size(path) > 0;
    hn_free(path);
    return there;
}

static void schemas_are_exported(void **state) {
    hensyn_context *ctx = ctx_of(state);
    static const char *const files[] = {"recipe.schema.json", "result.json",    "flom.yaml",
                                        "pavirkning.csv",     "konsekvens.csv", "omfang.csv",
                                        "utbygging.csv"};
    static const char *const words[] = {"recipe", "result", "rules", "themes"};
    char *folder;
    assert_int_equal(hn_temp_folder(ctx, &folder), HENSYN_OK);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_int_equal(hensyn_schema(ctx, words[i], folder, NULL, NULL), HENSYN_OK);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (!has_file(folder, files[i])) fail_msg("no file '%s'", files[i]);
    hn_remove_folder(folder);
    /* The folder is gone, and so is its parent-to-be. */
    char *deep = hn_format("%s/a/b", folder);
    assert_int_equal(hensyn_schema(ctx, "rules", deep, NULL, NULL), HENSYN_OUTPUT);
    hn_free(deep);
    hn_free(folder);
}

/* ---- info ---- */

static const char one_layer[] =
    "{\"type\":\"FeatureCollection\",\"name\":\"%s\",\"crs\":{\"type\":\"name\",\"properties\":"
    "{\"name\":\"urn:ogc:def:crs:EPSG::25833\"}},\"features\":[{\"type\":\"Feature\","
    "\"properties\":{\"%s\":\"1110\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":"
    "[[[473000,7463000],[473100,7463000],[473100,7463100],[473000,7463000]]]}}]}";

static char *layer_file(const char *folder, const char *name, const char *field) {
    char *path = hn_format("%s/%s.geojson", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fprintf(file, one_layer, name, field);
    fclose(file);
    return path;
}

static hensyn_job *job_with(hensyn_context *ctx, const char *one, const char *two) {
    hensyn_job *job;
    assert_int_equal(hensyn_job_create(ctx, &job), HENSYN_OK);
    assert_int_equal(hensyn_job_set(ctx, job, "source", one), HENSYN_OK);
    if (two) assert_int_equal(hensyn_job_set(ctx, job, "source", two), HENSYN_OK);
    return job;
}

static const json_t *layer_of(const json_t *document, size_t source) {
    const json_t *row = json_array_get(json_object_get(document, "sources"), source);
    return json_array_get(json_object_get(row, "layers"), 0);
}

static void info_tells_a_plan_from_a_dataset(void **state) {
    hensyn_context *ctx = ctx_of(state);
    char *folder;
    assert_int_equal(hn_temp_folder(ctx, &folder), HENSYN_OK);
    char *plan = layer_file(folder, "KpArealformålOmråde", "kpareal_formål");
    char *other = layer_file(folder, "it's", "x");
    hensyn_job *job = job_with(ctx, plan, other);
    hn_buffer text = {0};
    assert_int_equal(hensyn_info(ctx, job, 1, take, &text), HENSYN_OK);
    json_t *document = parsed(&text);
    const json_t *first = layer_of(document, 0), *second = layer_of(document, 1);
    assert_string_equal(text_at(first, "taken_for"), "plan_areas");
    assert_string_equal(text_at(first, "codes"), "kp2008");
    assert_string_equal(text_at(first, "crs"), "EPSG:25833");
    assert_non_null(strstr(text_at(first, "use"), "--plan '"));
    assert_int_equal(json_array_size(json_object_get(first, "problems")), 0);
    assert_string_equal(text_at(second, "taken_for"), "unknown");
    assert_true(json_is_null(json_object_get(second, "use")));
    assert_int_equal(json_array_size(json_object_get(second, "problems")), 1);
    json_decref(document);
    /* With a purpose field the other one is a plan too, and its name is quoted for a shell. */
    assert_int_equal(hensyn_job_set(ctx, job, "purpose_field", "x"), HENSYN_OK);
    assert_int_equal(hensyn_info(ctx, job, 0, take, &text), HENSYN_OK);
    assert_non_null(strstr(text.text, "it'\\''s.geojson'\n"));
    hn_buffer_free(&text);
    hensyn_job_destroy(job);
    hn_free(plan);
    hn_free(other);
    hn_remove_folder(folder);
    hn_free(folder);
}

static void info_goes_on_after_a_source_that_is_missing(void **state) {
    hensyn_context *ctx = ctx_of(state);
    char *folder;
    assert_int_equal(hn_temp_folder(ctx, &folder), HENSYN_OK);
    char *plan = layer_file(folder, "KpArealformålOmråde", "kpareal_formål");
    hensyn_job *job = job_with(ctx, "/no/such/file.gml", plan);
    hn_buffer text = {0};
    assert_int_equal(hensyn_info(ctx, job, 1, take, &text), HENSYN_INPUT);
    assert_non_null(strstr(hensyn_message(ctx), "/no/such/file.gml"));
    json_t *document = parsed(&text);
    const json_t *lost = json_array_get(json_object_get(document, "sources"), 0);
    assert_non_null(strstr(text_at(lost, "error"), "/no/such/file.gml"));
    assert_string_equal(text_at(layer_of(document, 1), "taken_for"), "plan_areas");
    json_decref(document);
    hensyn_job_destroy(job);
    hn_free(plan);
    hn_remove_folder(folder);
    hn_free(folder);
}

static void info_can_be_cancelled(void **state) {
    hensyn_context *ctx = ctx_of(state);
    hensyn_job *job = job_with(ctx, "/no/such/file.gml", NULL);
    hn_buffer text = {0};
    hensyn_cancel(ctx);
    assert_int_equal(hensyn_info(ctx, job, 1, take, &text), HENSYN_CANCELLED);
    assert_int_equal(text.length, 0);
    hensyn_job_destroy(job);
}

/* ---- JSON texts and missing arguments ---- */

static void bytes_that_are_no_text_become_latin1(void **state) {
    (void)state;
    json_t *text = hn_json_text("Bod\xF8"), *none = hn_json_text(NULL);
    assert_string_equal(json_string_value(text), "Bodø");
    assert_true(json_is_null(none));
    json_decref(text);
    json_decref(none);
}

static void calls_without_arguments(void **state) {
    hensyn_context *ctx = ctx_of(state);
    hn_buffer text = {0};
    hensyn_job *job;
    assert_int_equal(hensyn_versions(NULL, 0, take, &text), HENSYN_USAGE);
    assert_int_equal(hensyn_versions(ctx, 0, NULL, NULL), HENSYN_USAGE);
    assert_int_equal(hensyn_schema(NULL, "recipe", NULL, take, &text), HENSYN_USAGE);
    assert_int_equal(hensyn_schema(ctx, NULL, NULL, take, &text), HENSYN_USAGE);
    assert_int_equal(hensyn_schema(ctx, "recipe", NULL, NULL, NULL), HENSYN_USAGE);
    assert_int_equal(hensyn_schema(ctx, "recipes", NULL, take, &text), HENSYN_USAGE);
    assert_non_null(strstr(hensyn_message(ctx), "recipes"));
    assert_int_equal(hensyn_job_create(ctx, &job), HENSYN_OK);
    assert_int_equal(hensyn_info(NULL, job, 0, take, &text), HENSYN_USAGE);
    assert_int_equal(hensyn_info(ctx, NULL, 0, take, &text), HENSYN_USAGE);
    assert_int_equal(hensyn_info(ctx, job, 0, NULL, NULL), HENSYN_USAGE);
    assert_int_equal(hensyn_info(ctx, job, 0, take, &text), HENSYN_USAGE);
    assert_non_null(strstr(hensyn_message(ctx), "no source"));
    assert_null(text.text);
    hensyn_job_destroy(job);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(versions_name_every_library, setup, teardown),
        cmocka_unit_test_setup_teardown(versions_as_text, setup, teardown),
        cmocka_unit_test_setup_teardown(the_recipe_schema_has_every_option, setup, teardown),
        cmocka_unit_test_setup_teardown(the_result_schema_has_every_column, setup, teardown),
        cmocka_unit_test_setup_teardown(the_themes_schema_names_the_themes, setup, teardown),
        cmocka_unit_test_setup_teardown(schemas_are_exported, setup, teardown),
        cmocka_unit_test_setup_teardown(info_tells_a_plan_from_a_dataset, setup, teardown),
        cmocka_unit_test_setup_teardown(info_goes_on_after_a_source_that_is_missing, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(info_can_be_cancelled, setup, teardown),
        cmocka_unit_test(bytes_that_are_no_text_become_latin1),
        cmocka_unit_test_setup_teardown(calls_without_arguments, setup, teardown),
    };
    return cmocka_run_group_tests_name("answers", tests, NULL, NULL);
}
