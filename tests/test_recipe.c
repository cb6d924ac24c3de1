/* test_recipe.c - options, sources, recipes: what they become, and what is refused and how. */
#include "data/recipe.h"

#include "recipe_kit.h"

/* ---- option table ---- */

static void options_are_found_in_both_spellings(void **state) {
    (void)state;
    const hn_option *option = hn_option_find("assume_crs");
    assert_non_null(option);
    assert_ptr_equal(option, hn_option_find("assume-crs"));
    assert_ptr_equal(option, hn_option_find("--assume-crs"));
    assert_null(hn_option_find("assume"));
    assert_null(hn_option_find("assume_crs_"));
    assert_null(hn_option_find(""));
    assert_null(hn_option_find("--"));
}

static void every_option_of_the_contract_is_there(void **state) {
    (void)state;
    static const char *const keys[] = {
        "overwrite",    "crs",         "assume-crs", "boundary",     "kommune",    "measure",
        "threads",      "strict",      "progress",   "stdin-cancel", "log-format", "lang",
        "dry-run",      "json",        "max-memory", "rules",        "id-field",   "min-cell",
        "plan",         "hensyn",      "output",     "planstatus",   "plan-rank",  "purpose-field",
        "status-field", "development", "buffer",     "value-field",  "name-field", "coverage",
        "all-overlaps", "partition",   "sliver",     "dust",         "map",        "allow-ballpark",
        "navn"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const hn_option *option = hn_option_find(keys[i]);
        if (!option) fail_msg("no option '%s'", keys[i]);
        assert_true(option->commands & HN_CMD_CONFLICT);
        assert_true(option->commands & HN_CMD_RUN);
        /* Every option has a recipe key of the same name. */
        assert_true(option->recipe);
    }
    assert_int_equal(hn_option_find("output")->letter, 'o');
}

static void the_table_is_sound(void **state) {
    (void)state;
    size_t count;
    const hn_option *options = hn_options(&count);
    for (size_t i = 0; i < count; i++) {
        const hn_option *o = &options[i];
        assert_true(*o->help_nb && *o->help_en && o->commands);
        assert_null(strchr(o->key, '-'));
        assert_true((o->type == HN_OPT_CHOICE) == (o->choices != NULL));
        if (o->type == HN_OPT_NUMBER || o->type == HN_OPT_INTEGER || o->type == HN_OPT_EPSG)
            assert_true(o->low < o->high);
        if (o->type != HN_OPT_FLAG && o->type != HN_OPT_CHOICE) assert_non_null(o->value);
        assert_true(o->offset + o->size <= sizeof(hensyn_job));
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(o->key, options[j].key);
    }
}

static void nearest_option(void **state) {
    (void)state;
    assert_string_equal(hn_option_nearest("--overwrit", HN_CMD_CONFLICT), "overwrite");
    assert_string_equal(hn_option_nearest("partitoin", HN_CMD_CONFLICT), "partition");
    assert_string_equal(hn_option_nearest("allow", HN_CMD_CONFLICT), "allow_ballpark");
    assert_string_equal(hn_option_nearest("max-m", HN_CMD_CONFLICT), "max_memory");
    assert_null(hn_option_nearest("xyzzyxyzzy", HN_CMD_CONFLICT));
    /* Only options that the command takes are named. */
    assert_null(hn_option_nearest("--partitoin", HN_CMD_VERIFY));
}

/* ---- defaults and single values ---- */

static void defaults_of_a_job(void **state) {
    fixture *f = *state;
    const hensyn_job *job = f->job;
    assert_true(job->sliver == 0.01 && job->dust == 1.0);
    assert_int_equal(job->planstatuses, 2);
    assert_int_equal(job->planstatus[0], 3);
    assert_int_equal(job->planstatus[1], 6);
    assert_false(job->planstatus_given);
    assert_int_equal(job->plan_rank, HN_RANK_NONE);
    assert_false(job->planar || job->overwrite || job->strict || job->all_overlaps ||
                 job->partition || job->dry_run || job->allow_ballpark || job->json);
    assert_int_equal(job->crs_epsg, 0);
    assert_int_equal(job->threads, 0);
    assert_int_equal(job->min_cell, 0);
    assert_int_equal(job->max_memory_mb, 0);
    assert_int_equal(job->progress, HN_PROGRESS_AUTO);
    assert_null(job->output);
    assert_null(job->boundary.text);
    /* The language that the caller chose before stands. */
    assert_true(f->ctx->english && job->english);
}

static void single_values(void **state) {
    fixture *f = *state;
    const hensyn_job *job = f->job;
    OK(f, "crs", "EPSG:25833");
    assert_int_equal(job->crs_epsg, 25833);
    OK(f, "--crs", "epsg:25832");
    assert_int_equal(job->crs_epsg, 25832);
    OK(f, "assume-crs", "4326");
    assert_int_equal(job->assume_epsg, 4326);
    OK(f, "measure", "planar");
    assert_true(job->planar);
    OK(f, "measure", "ellipsoidal");
    assert_false(job->planar);
    OK(f, "plan_rank", "newest");
    assert_int_equal(job->plan_rank, HN_RANK_NEWEST);
    OK(f, "plan_rank", "order");
    assert_int_equal(job->plan_rank, HN_RANK_ORDER);
    OK(f, "sliver", "0.25");
    assert_true(job->sliver == 0.25);
    OK(f, "threads", "7");
    assert_int_equal(job->threads, 7);
    OK(f, "kommune", "0301");
    assert_string_equal(job->kommune, "0301");
    OK(f, "output", "ut/bodø.sqlite");
    assert_string_equal(job->output, "ut/bodø.sqlite");
    OK(f, "output", "annet.gpkg"); /* the last one counts */
    assert_string_equal(job->output, "annet.gpkg");
    OK(f, "boundary", "k.gpkg|layername=kommune");
    OK(f, "boundary", "g.gpkg");
    assert_string_equal(job->boundary.path, "g.gpkg");
    assert_null(job->boundary.layer);
}

static void flags_take_words_for_yes_and_no(void **state) {
    fixture *f = *state;
    static const char *const yes[] = {"true", "True", "yes", "ja", "on", "1"};
    static const char *const no[] = {"false", "no", "nei", "OFF", "0"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        f->job->strict = false;
        OK(f, "strict", yes[i]);
        assert_true(f->job->strict);
    }
    for (size_t i = 0; i < sizeof no / sizeof *no; i++) {
        f->job->strict = true;
        OK(f, "strict", no[i]);
        assert_false(f->job->strict);
    }
    refused(f, "strict", "kanskje", "strict: 'kanskje'");
}

static void the_language_is_told_to_the_context(void **state) {
    fixture *f = *state;
    OK(f, "lang", "nb");
    assert_false(f->ctx->english);
    assert_int_equal(set(f, "crs", "x"), HENSYN_USAGE);
    assert_non_null(strstr(hensyn_message(f->ctx), "er ikke på formen"));
    OK(f, "lang", "en");
    assert_true(f->ctx->english);
    refused(f, "lang", "nn", "nb|en");
}

static void bad_values_are_refused(void **state) {
    fixture *f = *state;
    refused(f, "crs", "EPSG:", "EPSG:");
    refused(f, "crs", "UTM33", "'UTM33'");
    refused(f, "crs", "EPSG:-1", "EPSG:-1");
    refused(f, "crs", "EPSG:0", "between 1 and");
    refused(f, "crs", "EPSG:99999999", "between");
    refused(f, "crs", "EPSG:25833x", "25833x");
    refused(f, "measure", "flat", "ellipsoidal|planar");
    refused(f, "measure", "plan", "ellipsoidal|planar");
    refused(f, "measure", "ellipsoidal|planar", "ellipsoidal|planar");
    refused(f, "sliver", "-1", "sliver: '-1'");
    refused(f, "sliver", "1m", "not a number");
    refused(f, "sliver", "0,5", "not a number");
    refused(f, "sliver", "nan", "not a number");
    refused(f, "sliver", "inf", "not a number");
    refused(f, "dust", "1e9", "between");
    refused(f, "threads", "0", "between 1 and");
    refused(f, "threads", "2.5", "an integer");
    refused(f, "threads", "-2", "between");
    refused(f, "threads", "99999999999999999999", "an integer");
    refused(f, "max-memory", "4000000000", "between");
    refused(f, "min_cell", "-1", "between");
    refused(f, "output", "", "empty");
    refused(f, "kommune", "", "empty");
    refused(f, "plan_rank", "oldest", "none|order|newest");
    refused(f, "progress", "yes", "auto|bar|json|none");
    /* Nothing of this has changed the job. */
    assert_int_equal(f->job->crs_epsg, 0);
    assert_true(f->job->sliver == 0.01);
    assert_int_equal(f->job->threads, 0);
}

static void unknown_options_are_refused_with_the_nearest(void **state) {
    fixture *f = *state;
    refused(f, "bufer", "x", "did you mean 'buffer'");
    refused(f, "overwrit", "1", "did you mean 'overwrite'");
    refused(f, "xyzzyxyzzy", "1", "unknown option 'xyzzyxyzzy'");
    refused(f, "export", "d", "unknown option"); /* the command line's own */
}

static void calls_without_arguments(void **state) {
    fixture *f = *state;
    hensyn_job *job;
    assert_int_equal(hensyn_job_create(NULL, &job), HENSYN_USAGE);
    assert_int_equal(hensyn_job_create(f->ctx, NULL), HENSYN_USAGE);
    assert_int_equal(hensyn_job_set(NULL, f->job, "crs", "1"), HENSYN_USAGE);
    assert_int_equal(hensyn_job_set(f->ctx, NULL, "crs", "1"), HENSYN_USAGE);
    assert_int_equal(hensyn_job_set(f->ctx, f->job, NULL, "1"), HENSYN_USAGE);
    assert_int_equal(hensyn_job_set(f->ctx, f->job, "crs", NULL), HENSYN_USAGE);
    assert_int_equal(hensyn_job_load(NULL, f->job, "x"), HENSYN_USAGE);
    assert_int_equal(hensyn_job_load(f->ctx, NULL, "x"), HENSYN_USAGE);
    assert_int_equal(hensyn_job_load(f->ctx, f->job, NULL), HENSYN_USAGE);
    hensyn_job_destroy(NULL);
}

/* ---- lists and themes ---- */

static void lists_grow_and_take_commas(void **state) {
    fixture *f = *state;
    OK(f, "plan", "a.gml");
    OK(f, "plan", "b.gml|layername=KpArealformålOmråde");
    assert_int_equal(f->job->plans, 2);
    assert_string_equal(f->job->plan[1].layer, "KpArealformålOmråde");
    OK(f, "planstatus", "2, 3");
    OK(f, "planstatus", "8");
    assert_int_equal(f->job->planstatuses, 3); /* the default is gone */
    assert_int_equal(f->job->planstatus[0], 2);
    assert_int_equal(f->job->planstatus[2], 8);
    assert_true(f->job->planstatus_given);
    OK(f, "development", "1110,2010");
    OK(f, "development", "B1");
    assert_int_equal(f->job->developments, 3);
    assert_string_equal(f->job->development[2], "B1");
    refused(f, "planstatus", "3,x", "'x'");
    refused(f, "planstatus", "3,,6", "commas");
    refused(f, "development", ",", "commas");
}

static void considerations_and_their_options(void **state) {
    fixture *f = *state;
    OK(f, "hensyn", "friluftsliv=f.gpkg|layername=omr");
    OK(f, "hensyn", "friluftsliv=g.gpkg");
    OK(f, "hensyn", "plan=kp.gml");
    OK(f, "hensyn", "støy=PG:dbname=x user=y");
    assert_int_equal(f->job->hensyns, 4);
    assert_string_equal(f->job->hensyn[0].theme, "friluftsliv");
    assert_string_equal(f->job->hensyn[0].source.layer, "omr");
    assert_string_equal(f->job->hensyn[2].theme, "plan");
    assert_string_equal(f->job->hensyn[3].source.path, "PG:dbname=x user=y");
    OK(f, "buffer", "friluftsliv=50");
    OK(f, "buffer", "friluftsliv=75.5");
    OK(f, "value_field", "friluftsliv=verdi");
    OK(f, "name_field", "friluftsliv=navn");
    OK(f, "coverage", "friluftsliv=k1.gpkg");
    OK(f, "coverage", "Friluftsliv=k2.gpkg|layername=x");
    const hn_theme_option *theme = hn_job_theme(f->job, "friluftsliv");
    assert_non_null(theme);
    assert_true(theme->buffer == 75.5);
    assert_string_equal(theme->value_field, "verdi");
    assert_string_equal(theme->name_field, "navn");
    assert_int_equal(theme->coverages, 2);
    assert_string_equal(theme->coverage[1].layer, "x");
    assert_null(hn_job_theme(f->job, "kulturarv"));
    OK(f, "value_field", "stoy=db");
    assert_true(isnan(hn_job_theme(f->job, "støy")->buffer));
}

static void theme_syntax_is_checked(void **state) {
    fixture *f = *state;
    refused(f, "hensyn", "friluft.gpkg", "did you mean 'friluftsliv=friluft.gpkg'");
    refused(f, "hensyn", "data/Kulturarv_2024.shp", "did you mean 'kulturarv=");
    refused(f, "hensyn", "x.gpkg", "THEME=SOURCE");
    refused(f, "hensyn", "=x.gpkg", "THEME=SOURCE");
    refused(f, "hensyn", "flom=", "no value after '='");
    refused(f, "hensyn", "PG:dbname=x", "THEME=SOURCE");
    refused(f, "hensyn", "to ord=x.gpkg", "THEME=SOURCE");
    refused(f, "buffer", "50", "THEME=METRES");
    refused(f, "buffer", "flom=-5", "'-5'");
    refused(f, "buffer", "flom=femti", "buffer: 'femti' is not a number");
    refused(f, "buffer", "flom=50m", "'50m'");
    refused(f, "buffer", "flom=", "no value");
    refused(f, "coverage", "k.gpkg", "THEME=SOURCE");
    refused(f, "value_field", "verdi", "THEME=FIELD");
    assert_int_equal(f->job->hensyns, 0);
}

/* ---- sources ---- */

typedef struct source_case {
    const char *text, *folder, *path, *layer, *subset;
} source_case;

static void same_or_null(const char *got, const char *wanted, const char *text) {
    if (!got != !wanted || (got && strcmp(got, wanted) != 0))
        fail_msg("'%s': got '%s', not '%s'", text, got ? got : "NULL", wanted ? wanted : "NULL");
}

static void sources_are_taken_apart(void **state) {
    fixture *f = *state;
    static const source_case cases[] = {
        {"a.gml", NULL, "a.gml", NULL, NULL},
        {"a.gml", "/r", "/r/a.gml", NULL, NULL},
        {"a.gml", "/r/", "/r/a.gml", NULL, NULL},
        {"../a.gml", "r", "r/../a.gml", NULL, NULL},
        {"/x/a.gml", "/r", "/x/a.gml", NULL, NULL},
        {"Ås kommune/Øst #1 (ny).gml", "/r", "/r/Ås kommune/Øst #1 (ny).gml", NULL, NULL},
        {"O'Brien \"x\".gpkg|layername=d'a", NULL, "O'Brien \"x\".gpkg", "d'a", NULL},
        {"a.gpkg|layername=omr", "/r", "/r/a.gpkg", "omr", NULL},
        {"a.gpkg|layername=Øvre område 2", NULL, "a.gpkg", "Øvre område 2", NULL},
        {"a.gpkg|layername=public.plan|subset=\"kode\" = 1110", NULL, "a.gpkg", "public.plan",
         "\"kode\" = 1110"},
        {"a.gpkg|subset=x = 1|layername=l", NULL, "a.gpkg", "l", "x = 1"},
        {"a.gpkg|subset=n = 'a|layername=b'", NULL, "a.gpkg", NULL, "n = 'a|layername=b'"},
        {"a.gpkg|subset=a || b = 'x|y=z' OR c|d=1", NULL, "a.gpkg", NULL,
         "a || b = 'x|y=z' OR c|d=1"},
        {"a.gpkg|LayerName=omr", NULL, "a.gpkg", "omr", NULL},
        {" a.gpkg |layername= omr ", NULL, "a.gpkg", "omr", NULL},
        {"C:\\Plan\\kp.gml|layername=x", "/r", "C:\\Plan\\kp.gml", "x", NULL},
        {"c:/plan/kp.gml", "/r", "c:/plan/kp.gml", NULL, NULL},
        {"\\\\tjener\\plan\\kp.gml", "/r", "\\\\tjener\\plan\\kp.gml", NULL, NULL},
        {"PG:host=x dbname='a b' schemas=p|layername=p.t", "/r", "PG:host=x dbname='a b' schemas=p",
         "p.t", NULL},
        {"https://x.no/a?b=c", "/r", "https://x.no/a?b=c", NULL, NULL},
        {"WFS:https://x.no/wfs", "/r", "WFS:https://x.no/wfs", NULL, NULL},
        {"/vsizip/a.zip/b.gml", "/r", "/vsizip//r/a.zip/b.gml", NULL, NULL},
        {"/vsizip//x/a.zip/b.gml", "/r", "/vsizip//x/a.zip/b.gml", NULL, NULL},
        {"/vsicurl/https://x.no/a.gml", "/r", "/vsicurl/https://x.no/a.gml", NULL, NULL},
        {"a|b", NULL, "a|b", NULL, NULL},
        {"a.gpkg|", NULL, "a.gpkg|", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const source_case *c = &cases[i];
        hn_source source;
        if (hn_source_parse(f->ctx, c->text, c->folder, &source) != HENSYN_OK)
            fail_msg("'%s': %s", c->text, hensyn_message(f->ctx));
        assert_string_equal(source.text, c->text);
        same_or_null(source.path, c->path, c->text);
        same_or_null(source.layer, c->layer, c->text);
        same_or_null(source.subset, c->subset, c->text);
        hn_source_clear(&source);
        assert_null(source.path);
    }
}

static void bad_sources_are_refused(void **state) {
    fixture *f = *state;
    static const char *const cases[][2] = {
        {"a.gpkg|layer=omr", "did you mean |layername="},
        {"a.gpkg|layernam=omr", "did you mean |layername="},
        {"a.gpkg|subst=x", "did you mean |subset="},
        {"a.gpkg|layerid=0", "|layerid is not supported"},
        {"a.gpkg|geometrytype=Polygon", "not supported"},
        {"a.gpkg|layername=a|option:X=Y", "not supported"},
        {"a.gpkg|qwerty=1", "unknown part |qwerty"},
        {"a.gpkg|layername=", "empty"},
        {"a.gpkg|subset= ", "empty"},
        {"a.gpkg|layername=a|layername=b", "twice"},
        {"|layername=a", "no path"},
        {"  ", "no path"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        hn_source source;
        assert_int_equal(hn_source_parse(f->ctx, cases[i][0], NULL, &source), HENSYN_USAGE);
        if (!strstr(hensyn_message(f->ctx), cases[i][1]))
            fail_msg("'%s' is not in '%s'", cases[i][1], hensyn_message(f->ctx));
    }
}

/* File names that look like something else are files when the files are there. */
static void files_with_odd_names(void **state) {
    fixture *f = *state;
    char *bar = recipe_file(f, "a|layer=b.gml", "x", 1),
         *colon = recipe_file(f, "plan:1.gml", "x", 1);
    hn_source source;
    assert_int_equal(hn_source_parse(f->ctx, "a|layer=b.gml", f->folder, &source), HENSYN_OK);
    assert_string_equal(source.path, bar);
    assert_null(source.layer);
    hn_source_clear(&source);
    assert_int_equal(hn_source_parse(f->ctx, "plan:1.gml|layername=x", f->folder, &source),
                     HENSYN_OK);
    assert_string_equal(source.path, colon);
    assert_string_equal(source.layer, "x");
    hn_source_clear(&source);
    assert_int_equal(hn_source_parse(f->ctx, "plan:2.gml", f->folder, &source), HENSYN_OK);
    assert_string_equal(source.path, "plan:2.gml");
    hn_source_clear(&source);
    hn_free(bar);
    hn_free(colon);
}

static void secrets_are_blanked(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"PG:host=x password=hemmelig user=y", "PG:host=x password=*** user=y"},
        {"PG:host=x PASSWORD = 'to \\' ord' user=y", "PG:host=x PASSWORD = *** user=y"},
        {"PG:password='åpen", "PG:password=***"},
        {"'PG:password=''a b'' user=x'", "'PG:password=*** user=x'"},
        {"PG:password='' user=x", "PG:password=*** user=x"},
        {"\"PG:password=\\\"a b\\\" user=x\"", "\"PG:password=*** user=x\""},
        {"postgresql://per:ola@kari@x.no/db?pwd=1&a=2", "postgresql://per:***@x.no/db?pwd=***&a=2"},
        {"WFS:https://x.no/wfs?token=abc&b=c", "WFS:https://x.no/wfs?token=***&b=c"},
        {"https://x.no/a:b@c", "https://x.no/a:b@c"},
        {"https://per@x.no/", "https://per@x.no/"},
        {"mypassword=1", "mypassword=1"},
        {"passwordfelt=1", "passwordfelt=1"},
        {"plan.gml|subset=kode = 1", "plan.gml|subset=kode = 1"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *got = hn_redact(cases[i][0]);
        assert_string_equal(got, cases[i][1]);
        hn_free(got);
    }
}

/* ---- recipes ---- */

static const char contract_recipe[] =
    "kommune: \"1804\"\n"
    "navn: Bodø\n"
    "crs: EPSG:25833\n"
    "boundary: kommune.gpkg|layername=kommune\n"
    "plan:\n"
    "  - {source: kommuneplan.gml}\n"
    "hensyn:\n"
    "  - {theme: friluftsliv, source: friluft.gpkg, coverage: kartlagt.gpkg}\n"
    "  - {theme: kulturarv, source: kulturminner.gpkg, buffer: 50}\n"
    "  - {theme: plan, source: kommuneplan.gml}\n"
    "rules: my-rules/\n"
    "output: bodo.sqlite\n";

static void in_folder(const fixture *f, const char *got, const char *name) {
    char *wanted = hn_format("%s/%s", f->folder, name);
    assert_string_equal(got, wanted);
    hn_free(wanted);
}

static void the_recipe_of_the_contract(void **state) {
    fixture *f = *state;
    assert_int_equal(load(f, contract_recipe), HENSYN_OK);
    const hensyn_job *job = f->job;
    assert_string_equal(job->kommune, "1804");
    assert_string_equal(job->navn, "Bodø");
    assert_int_equal(job->crs_epsg, 25833);
    in_folder(f, job->boundary.path, "kommune.gpkg");
    assert_string_equal(job->boundary.layer, "kommune");
    assert_int_equal(job->plans, 1);
    in_folder(f, job->plan[0].path, "kommuneplan.gml");
    assert_int_equal(job->hensyns, 3);
    assert_string_equal(job->hensyn[1].theme, "kulturarv");
    in_folder(f, job->hensyn[1].source.path, "kulturminner.gpkg");
    assert_true(hn_job_theme(job, "kulturarv")->buffer == 50);
    in_folder(f, hn_job_theme(job, "friluftsliv")->coverage[0].path, "kartlagt.gpkg");
    in_folder(f, job->rules_folder, "my-rules/");
    in_folder(f, job->output, "bodo.sqlite");
    assert_string_equal(job->recipe_text, contract_recipe);
    in_folder(f, job->recipe_path, "r.yaml");
    assert_int_equal(hn_job_check(f->ctx, job), HENSYN_OK);
    /* A job has one recipe. */
    assert_int_equal(load(f, contract_recipe), HENSYN_USAGE);
}

static void a_recipe_may_be_json(void **state) {
    fixture *f = *state;
    static const char text[] = "{\"kommune\": \"0301\", \"plan\": [{\"source\": \"a.gml\"}],\n"
                               " \"hensyn\": [{\"theme\": \"flom\", \"source\": \"f.gpkg\", "
                               "\"buffer\": 1.5e1}],\n"
                               " \"planstatus\": [1, 2], \"partition\": true, \"rules\": null,\n"
                               " \"output\": \"\\u00f8st.gpkg\"}\n";
    assert_int_equal(load(f, text), HENSYN_OK);
    assert_string_equal(f->job->kommune, "0301");
    in_folder(f, f->job->plan[0].path, "a.gml");
    assert_true(hn_job_theme(f->job, "flom")->buffer == 15);
    assert_int_equal(f->job->planstatus[1], 2);
    assert_true(f->job->partition);
    assert_null(f->job->rules_folder);
    in_folder(f, f->job->output, "øst.gpkg");
}

/* YAML would make 301 of 0301, false of no and a number of 1e3: hensyn reads the text. */
static void scalars_stay_text(void **state) {
    fixture *f = *state;
    assert_int_equal(load(f, "kommune: 0301\nnavn: no\nid_field: 1e3\ncrs: 25833\n"), HENSYN_OK);
    assert_string_equal(f->job->kommune, "0301");
    assert_string_equal(f->job->navn, "no");
    assert_string_equal(f->job->id_field, "1e3");
    assert_int_equal(f->job->crs_epsg, 25833);
}

static void short_forms_and_nothing(void **state) {
    fixture *f = *state;
    assert_int_equal(load(f, "plan: a.gml\n"
                             "hensyn:\n"
                             "  - flom=f.gpkg\n"
                             "  - {source: [s1.gpkg, s2.gpkg], theme: skred, coverage: [k1, k2]}\n"
                             "  - {theme: landbruk, buffer: 20}\n"
                             "planstatus: 2,3\n"
                             "development: all\n"
                             "boundary:\n"
                             "crs: ~\n"
                             "navn: null\n"
                             "progress: json\n"
                             "dry_run: yes\n"
                             "lang: nb\n"),
                     HENSYN_OK);
    const hensyn_job *job = f->job;
    in_folder(f, job->plan[0].path, "a.gml");
    assert_int_equal(job->hensyns, 3);
    assert_string_equal(job->hensyn[2].theme, "skred");
    in_folder(f, job->hensyn[2].source.path, "s2.gpkg");
    assert_int_equal(hn_job_theme(job, "skred")->coverages, 2);
    assert_true(hn_job_theme(job, "landbruk")->buffer == 20);
    assert_int_equal(job->planstatuses, 2);
    assert_string_equal(job->development[0], "all");
    assert_null(job->boundary.text);
    assert_null(job->navn);
    assert_int_equal(job->progress, HN_PROGRESS_JSON);
    assert_true(job->dry_run);
    assert_false(f->ctx->english);
}

static void a_recipe_without_folder(void **state) {
    (void)state;
    /* "r.yaml" alone: paths stay as they are, seen from the current folder. */
    char *path = hn_resolve_path("a.gml", "");
    assert_string_equal(path, "a.gml");
    hn_free(path);
}

static void anchors_and_byte_order_mark(void **state) {
    fixture *f = *state;
    assert_int_equal(
        load(f, "\xEF\xBB\xBFplan: &p kp.gml\nhensyn:\n  - {theme: plan, source: *p}\n"),
        HENSYN_OK);
    in_folder(f, f->job->hensyn[0].source.path, "kp.gml");
    /* An anchor that holds itself is no way to hang the program. */
    complains(f, "plan: &a [*a]\n", "", "one value is wanted");
}

static void unknown_keys_have_a_place_and_a_hint(void **state) {
    fixture *f = *state;
    complains(f, "plan: a\nbufer: 3\n", "2:1", "unknown key 'bufer', did you mean 'buffer'");
    complains(f, "plan: a\n\noutptu: x\n", "3:1", "did you mean 'output'");
    complains(f, "qwertyuiop: 1\n", "1:1", "unknown key 'qwertyuiop'");
    complains(f, "plan:\n  - {sorce: a}\n", "2:6", "did you mean 'source'");
    complains(f, "hensyn:\n  - {theme: flom, source: a, bufer: 3}\n", "2:30",
              "did you mean 'buffer'");
    complains(f, "hensyn:\n  - {theme: flom, source: a, crs: 3}\n", "2:30", "unknown key 'crs'");
    complains(f, "hensyn:\n  - {tema: flom, source: a}\n", "2:6", "did you mean 'theme'");
    /* The command line's spelling is not the recipe's. */
    complains(f, "plan-rank: none\n", "1:1", "did you mean 'plan_rank'");
    complains(f, "--crs: 1\n", "1:1", "did you mean 'crs'");
    complains(f, "source: x\n", "1:1", "unknown key 'source'");
    complains(f, "export: x\n", "1:1", "unknown key 'export'");
}

static void keys_in_the_wrong_place(void **state) {
    fixture *f = *state;
    complains(f, "buffer: 3\n", "1:1", "belongs in the entry of its theme");
    complains(f, "coverage: x\n", "1:1", "under 'hensyn:'");
    complains(f, "mode: gange\n", "1:1", "'mode' belongs under 'access:'");
    complains(f, "plan: a\nplan: b\n", "2:1", "the key 'plan' stands twice");
    complains(f, "plan: {source: a, source: b}\n", "1:19", "stands twice");
    complains(f, "hensyn: [{theme: a, theme: b, source: c}]\n", "1:21", "stands twice");
}

static void values_of_the_wrong_shape(void **state) {
    fixture *f = *state;
    complains(f, "crs: [1, 2]\n", "1:6", "crs: one value is wanted");
    complains(f, "crs: {a: 1}\n", "1:6", "one value");
    complains(f, "plan: [[a]]\n", "1:8", "one value");
    complains(f, "plan: {}\n", "1:7", "'source' is missing");
    complains(f, "plan: [a, ]\nhensyn: [{theme: flom}]\n", "2:10", "'source' is missing");
    complains(f, "hensyn: [{source: a}]\n", "1:10", "'theme' is missing");
    complains(f, "hensyn: [{theme: , source: a}]\n", "1:10", "'theme' is missing");
    complains(f, "hensyn: [{theme: [a], source: b}]\n", "1:18", "one value");
    complains(f, "plan:\n  - \n", "2:4", "empty value in the list");
    complains(f, "plan: \"\"\n", "1:7", "empty");
    complains(f, "planstatus: [1, x]\n", "1:17", "'x'");
    complains(f, "threads: many\n", "1:10", "threads: 'many'");
    complains(f, "hensyn:\n  - theme: flom\n    source: a\n    buffer: -2\n", "4:13", "'-2'");
    complains(f, "hensyn: [flom.gpkg]\n", "1:10", "did you mean 'flom=flom.gpkg'");
    complains(f, "? [a]\n: b\n", "1:3", "one value");
    complains(f,
              "hensyn:\n  - {theme: flom, source: a, buffer: 1}\n"
              "  - {theme: flom, source: b, buffer: 2}\n",
              "3:38", "was given another value before");
    complains(f, "plan: \"a\\0b\"\n", "1:7", "one value");
}

static void equal_options_of_one_theme_are_no_fault(void **state) {
    fixture *f = *state;
    assert_int_equal(load(f, "hensyn:\n  - {theme: flom, source: a, buffer: 5, value_field: v}\n"
                             "  - {theme: flom, source: b, buffer: 5.0, value_field: v}\n"),
                     HENSYN_OK);
    assert_true(hn_job_theme(f->job, "flom")->buffer == 5);
}

static void what_is_no_recipe(void **state) {
    fixture *f = *state;
    complains(f, "", "", "the recipe is empty");
    complains(f, "# bare en kommentar\n", "", "the recipe is empty");
    complains(f, "~\n", "", "the recipe is empty");
    complains(f, "- a\n- b\n", "1:1", "key: value");
    complains(f, "bare tekst\n", "1:1", "key: value");
    complains(f, "plan: [a\nhensyn: b\n", "", "r.yaml:2:");
    complains(f, "plan: a\n\tcrs: 1\n", "", "r.yaml:2:");
    complains(f, "plan: \"a\n", "", "not valid YAML");
    complains(f, "plan: *nobody\n", "1:7", "not valid YAML");
    complains(f, "plan: a\n---\nplan: b\n", "", "r.yaml:3:1");
    complains(f, "plan: a\nnavn: Bod\xF8\n", "", "r.yaml:2:10");
    assert_int_equal(hensyn_job_load(f->ctx, f->job, "/no/such/recipe.yaml"), HENSYN_USAGE);
    assert_non_null(strstr(hensyn_message(f->ctx), "/no/such/recipe.yaml"));
    assert_int_equal(hensyn_job_load(f->ctx, f->job, f->folder), HENSYN_USAGE);
    size_t size = 5 << 20;
    char *large = malloc(size);
    assert_non_null(large);
    memset(large, '#', size);
    char *path = recipe_file(f, "large.yaml", large, size);
    assert_int_equal(hensyn_job_load(f->ctx, f->job, path), HENSYN_USAGE);
    assert_non_null(strstr(hensyn_message(f->ctx), "too large"));
    hn_free(path);
    free(large);
}

/* ---- recipe and caller together ---- */

static const char both_recipe[] = "crs: 25833\nthreads: 2\nplan: [a, b]\nplanstatus: [1]\n"
                                  "development: [x]\nboundary: g\nstrict: true\n"
                                  "hensyn:\n"
                                  "  - {theme: flom, source: f, buffer: 5, value_field: v,\n"
                                  "     coverage: [c, d]}\n"
                                  "  - {theme: skred, source: s}\n";

static void set_both(fixture *f) {
    OK(f, "crs", "25832");
    OK(f, "plan", "c");
    OK(f, "plan", "d");
    OK(f, "planstatus", "7");
    OK(f, "development", "y");
    OK(f, "boundary", "h");
    OK(f, "strict", "false");
    OK(f, "buffer", "flom=9");
    OK(f, "coverage", "flom=e");
    OK(f, "hensyn", "flom=x");
}

static void check_both(const fixture *f) {
    const hensyn_job *job = f->job;
    assert_int_equal(job->crs_epsg, 25832);
    assert_int_equal(job->threads, 2);
    assert_int_equal(job->plans, 2);
    assert_string_equal(job->plan[0].path, "c");
    assert_string_equal(job->plan[1].path, "d");
    assert_int_equal(job->planstatuses, 1);
    assert_int_equal(job->planstatus[0], 7);
    assert_int_equal(job->developments, 1);
    assert_string_equal(job->development[0], "y");
    assert_string_equal(job->boundary.path, "h");
    assert_false(job->strict);
    assert_int_equal(job->hensyns, 1);
    assert_string_equal(job->hensyn[0].source.path, "x");
    const hn_theme_option *flom = hn_job_theme(job, "flom");
    assert_true(flom->buffer == 9);
    assert_string_equal(flom->value_field, "v"); /* not replaced */
    assert_int_equal(flom->coverages, 1);
    assert_string_equal(flom->coverage[0].path, "e");
}

static void the_caller_goes_before_the_recipe(void **state) {
    fixture *f = *state;
    assert_int_equal(load(f, both_recipe), HENSYN_OK);
    set_both(f);
    check_both(f);
}

static void also_when_the_caller_came_first(void **state) {
    fixture *f = *state;
    set_both(f);
    assert_int_equal(load(f, both_recipe), HENSYN_OK);
    check_both(f);
}

/* ---- check ---- */

static void usable(fixture *f) {
    new_job(f);
    OK(f, "plan", "p.gml");
    OK(f, "hensyn", "flom=f.gpkg");
    OK(f, "output", "o.sqlite");
}

static void check_fails(fixture *f, const char *words) {
    assert_int_equal(hn_job_check(f->ctx, f->job), HENSYN_USAGE);
    if (!strstr(hensyn_message(f->ctx), words))
        fail_msg("'%s' is not in '%s'", words, hensyn_message(f->ctx));
}

static void what_a_run_needs(void **state) {
    fixture *f = *state;
    check_fails(f, "--plan SOURCE is missing");
    OK(f, "plan", "p.gml");
    check_fails(f, "--hensyn THEME=SOURCE is missing");
    OK(f, "hensyn", "flom=f.gpkg");
    check_fails(f, "--output FILE is missing");
    OK(f, "dry_run", "true"); /* writes nothing, needs no name */
    assert_int_equal(hn_job_check(f->ctx, f->job), HENSYN_OK);
    OK(f, "dry_run", "false");
    OK(f, "output", "o.sqlite");
    assert_int_equal(hn_job_check(f->ctx, f->job), HENSYN_OK);
}

static void what_does_not_fit_together(void **state) {
    fixture *f = *state;
    usable(f);
    OK(f, "plan", "p.gml");
    check_fails(f, "plan: 'p.gml' is given twice");
    usable(f);
    OK(f, "plan", "p.gml|layername=x");
    assert_int_equal(hn_job_check(f->ctx, f->job), HENSYN_OK);
    OK(f, "hensyn", "flom=f.gpkg");
    check_fails(f, "flom: 'f.gpkg' is given twice");
    usable(f);
    OK(f, "hensyn", "skred=f.gpkg"); /* one file, two themes */
    assert_int_equal(hn_job_check(f->ctx, f->job), HENSYN_OK);
    OK(f, "buffer", "flomm=3");
    check_fails(f, "the theme 'flomm' has no data, did you mean 'flom'");
    OK(f, "hensyn", "plan=p.gml"); /* zones may have any theme */
    assert_int_equal(hn_job_check(f->ctx, f->job), HENSYN_OK);
    OK(f, "buffer", "plan=3");
    assert_int_equal(hn_job_check(f->ctx, f->job), HENSYN_OK);
    OK(f, "name_field", "stoy=navn");
    check_fails(f, "name_field: the theme 'stoy' has no data");
    usable(f);
    OK(f, "hensyn", "plan=p.gml");
    OK(f, "coverage", "plan=c.gpkg");
    check_fails(f, "coverage: does not apply to the plan's own zones");
    usable(f);
    OK(f, "development", "all");
    assert_int_equal(hn_job_check(f->ctx, f->job), HENSYN_OK);
    OK(f, "development", "1110");
    check_fails(f, "'all' stands alone");
    usable(f);
    OK(f, "kommune", "301");
    check_fails(f, "did you mean '0301'");
    usable(f);
    OK(f, "map", "o.sqlite");
    check_fails(f, "map and output");
}

static void a_replaced_theme_leaves_its_options_without_fault(void **state) {
    fixture *f = *state;
    assert_int_equal(
        load(f, "plan: p\noutput: o\nhensyn: [{theme: skred, source: s, buffer: 4}]\n"), HENSYN_OK);
    OK(f, "hensyn", "flom=f");
    assert_int_equal(hn_job_check(f->ctx, f->job), HENSYN_OK);
}

/* ---- writing ---- */

static char *written(fixture *f) {
    hn_buffer out = {0};
    assert_int_equal(hn_job_write(f->ctx, f->job, &out), HENSYN_OK);
    return out.text;
}

/* Writes the job, reads it into a new one from another folder, and writes that: equal texts mean
 * equal jobs, as everything that matters is written. */
static void round_trip(fixture *f) {
    char *first = written(f);
    char *path = recipe_file(f, "again.yaml", first, strlen(first));
    new_job(f);
    if (hensyn_job_load(f->ctx, f->job, path) != HENSYN_OK)
        fail_msg("%s\n%s", hensyn_message(f->ctx), first);
    char *second = written(f);
    assert_string_equal(second, first);
    hn_free(first);
    hn_free(second);
    hn_free(path);
}

static void a_default_job_comes_back(void **state) {
    fixture *f = *state;
    round_trip(f);
    assert_false(f->job->planstatus_given);
    assert_int_equal(f->job->planstatuses, 2);
    assert_true(f->job->sliver == 0.01);
}

static void a_full_job_comes_back(void **state) {
    fixture *f = *state;
    OK(f, "plan", "Ås #1/pl\"an.gml|layername=x|subset=a = 'b: c'");
    OK(f, "plan", "C:\\plan\\kp.gml");
    OK(f, "plan", "/vsizip/a.zip/b.gml");
    OK(f, "hensyn", "flom=PG:dbname=x host=y|layername=p.t");
    OK(f, "hensyn", "flom=g.gpkg");
    OK(f, "hensyn", "plan=kp.gml");
    OK(f, "buffer", "flom=0.1");
    OK(f, "value_field", "flom=ja");
    OK(f, "coverage", "flom=k1.gpkg");
    OK(f, "coverage", "flom=k2.gpkg|layername=y");
    OK(f, "name_field", "landbruk=~");
    OK(f, "kommune", "0301");
    OK(f, "navn", "null # - [\x7F\n\t\xC2\x85\xE2\x80\xA8 \xF0\x9F\x8C\xB2");
    OK(f, "crs", "25833");
    OK(f, "measure", "planar");
    OK(f, "planstatus", "2,3,6");
    OK(f, "plan_rank", "newest");
    OK(f, "development", "all");
    OK(f, "overwrite", "true");
    OK(f, "partition", "true");
    OK(f, "sliver", "0.0123456789");
    OK(f, "dust", "0");
    OK(f, "min_cell", "5");
    OK(f, "threads", "3");
    OK(f, "max_memory", "2048");
    OK(f, "rules", "regler");
    OK(f, "output", "ut.sqlite");
    OK(f, "boundary", "g.gpkg|subset=n = 1");
    round_trip(f);
    const hensyn_job *job = f->job;
    assert_int_equal(job->plans, 3);
    assert_string_equal(job->plan[0].subset, "a = 'b: c'");
    assert_non_null(strstr(job->plan[0].path, "/Ås #1/pl\"an.gml"));
    assert_int_equal(job->plan[0].path[0], '/');
    assert_string_equal(job->plan[1].path, "C:\\plan\\kp.gml");
    assert_string_equal(job->hensyn[0].source.path, "PG:dbname=x host=y");
    assert_string_equal(job->kommune, "0301");
    assert_string_equal(job->navn, "null # - [\x7F\n\t\xC2\x85\xE2\x80\xA8 \xF0\x9F\x8C\xB2");
    assert_true(hn_job_theme(job, "flom")->buffer == 0.1);
    assert_string_equal(hn_job_theme(job, "flom")->value_field, "ja");
    assert_int_equal(hn_job_theme(job, "flom")->coverages, 2);
    assert_string_equal(hn_job_theme(job, "landbruk")->name_field, "~");
    assert_true(job->sliver == 0.0123456789 && job->dust == 0);
    assert_true(job->planar && job->overwrite && job->partition && job->planstatus_given);
    assert_int_equal(job->plan_rank, HN_RANK_NEWEST);
    assert_int_equal(job->min_cell, 5);
    assert_int_equal(job->max_memory_mb, 2048);
}

static void written_recipes_keep_no_secrets_and_no_terminal(void **state) {
    fixture *f = *state;
    usable(f);
    OK(f, "hensyn", "skred=PG:dbname=x password=hemmelig");
    OK(f, "output", "PG:dbname=y password='hem melig' schema=h");
    OK(f, "buffer", "flom=20");
    OK(f, "buffer", "skred=0.5");
    OK(f, "progress", "json");
    OK(f, "dry_run", "true");
    OK(f, "json", "true");
    assert_int_equal(load(f, "boundary: 'PG:dbname=z password=''hem melig'' x'\n"), HENSYN_OK);
    assert_string_equal(f->job->recipe_text, "boundary: 'PG:dbname=z password=*** x'\n");
    assert_non_null(strstr(f->job->boundary.path, "password='hem melig'"));
    char *text = written(f);
    assert_null(strstr(text, "hemmelig"));
    assert_null(strstr(text, "hem melig"));
    assert_non_null(strstr(text, "password=***"));
    assert_null(strstr(text, "progress"));
    assert_null(strstr(text, "dry_run"));
    assert_null(strstr(text, "json"));
    assert_non_null(strstr(text, "lang: en"));
    assert_non_null(strstr(text, "buffer: 20}"));
    assert_non_null(strstr(text, "buffer: 0.5}"));
    assert_non_null(strstr(text, "sliver: 0.01\n"));
    assert_non_null(strstr(text, "measure: ellipsoidal\n"));
    hn_free(text);
}

static void bytes_that_are_no_text_do_not_break_the_file(void **state) {
    fixture *f = *state;
    usable(f);
    OK(f, "navn", "Bod\xF8 \xED\xA0\x80 \xC0\x80");
    char *text = written(f);
    assert_true(hn_is_utf8(text));
    hn_free(text);
    round_trip(f);
}

/* A fixed sequence, so that a failure comes again (Numerical Recipes' LCG). */
static uint32_t draw(uint32_t *seed, uint32_t below) {
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % below;
}

/* Cuts, overwrites or inserts at some place; the text has room for 16 more bytes. */
static size_t damage(char *text, size_t size, uint32_t *seed) {
    static const char *const pieces[] = {"- ",          "[",    "]",  "{",  "}",     "&a ",
                                         "*a ",         ": ",   "\n", "\"", "'",     "~",
                                         "|layername=", "\xFF", "\t", "? ", "plan:", "---\n"};
    size_t at = draw(seed, (uint32_t)size), left = size - at;
    uint32_t kind = draw(seed, 3);
    if (kind == 0) {
        size_t cut = draw(seed, 8) + 1;
        if (cut > left) cut = left;
        memmove(text + at, text + at + cut, left - cut);
        return size - cut;
    }
    if (kind == 1) {
        text[at] = (char)draw(seed, 256);
        return size;
    }
    const char *piece = pieces[draw(seed, sizeof pieces / sizeof *pieces)];
    size_t length = strlen(piece);
    memmove(text + at + length, text + at, left);
    memcpy(text + at, piece, length);
    return size + length;
}

/* Whatever the damage, a recipe is loaded, and then written and loaded again, or refused. */
static void damaged_recipes_are_loaded_or_refused(void **state) {
    fixture *f = *state;
    char text[sizeof contract_recipe + 64];
    uint32_t seed = 1;
    int loaded = 0, refusals = 0;
    for (int i = 0; i < 2000; i++) {
        size_t size = strlen(contract_recipe);
        memcpy(text, contract_recipe, size);
        for (uint32_t n = draw(&seed, 3) + 1; n; n--)
            size = damage(text, size, &seed);
        char *path = recipe_file(f, "damaged.yaml", text, size);
        new_job(f);
        hensyn_status status = hensyn_job_load(f->ctx, f->job, path);
        hn_free(path);
        assert_true(status == HENSYN_OK || status == HENSYN_USAGE);
        if (status == HENSYN_OK) round_trip(f);
        if (status == HENSYN_USAGE) assert_true(strlen(hensyn_message(f->ctx)) > 0);
        *(status == HENSYN_OK ? &loaded : &refusals) += 1;
    }
    assert_true(loaded > 100 && refusals > 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_are_found_in_both_spellings),
        cmocka_unit_test(every_option_of_the_contract_is_there),
        cmocka_unit_test(the_table_is_sound),
        cmocka_unit_test(nearest_option),
        cmocka_unit_test_setup_teardown(defaults_of_a_job, setup, teardown),
        cmocka_unit_test_setup_teardown(single_values, setup, teardown),
        cmocka_unit_test_setup_teardown(flags_take_words_for_yes_and_no, setup, teardown),
        cmocka_unit_test_setup_teardown(the_language_is_told_to_the_context, setup, teardown),
        cmocka_unit_test_setup_teardown(bad_values_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(unknown_options_are_refused_with_the_nearest, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(calls_without_arguments, setup, teardown),
        cmocka_unit_test_setup_teardown(lists_grow_and_take_commas, setup, teardown),
        cmocka_unit_test_setup_teardown(considerations_and_their_options, setup, teardown),
        cmocka_unit_test_setup_teardown(theme_syntax_is_checked, setup, teardown),
        cmocka_unit_test_setup_teardown(sources_are_taken_apart, setup, teardown),
        cmocka_unit_test_setup_teardown(bad_sources_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(files_with_odd_names, setup, teardown),
        cmocka_unit_test(secrets_are_blanked),
        cmocka_unit_test_setup_teardown(the_recipe_of_the_contract, setup, teardown),
        cmocka_unit_test_setup_teardown(a_recipe_may_be_json, setup, teardown),
        cmocka_unit_test_setup_teardown(scalars_stay_text, setup, teardown),
        cmocka_unit_test_setup_teardown(short_forms_and_nothing, setup, teardown),
        cmocka_unit_test(a_recipe_without_folder),
        cmocka_unit_test_setup_teardown(anchors_and_byte_order_mark, setup, teardown),
        cmocka_unit_test_setup_teardown(unknown_keys_have_a_place_and_a_hint, setup, teardown),
        cmocka_unit_test_setup_teardown(keys_in_the_wrong_place, setup, teardown),
        cmocka_unit_test_setup_teardown(values_of_the_wrong_shape, setup, teardown),
        cmocka_unit_test_setup_teardown(equal_options_of_one_theme_are_no_fault, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_no_recipe, setup, teardown),
        cmocka_unit_test_setup_teardown(the_caller_goes_before_the_recipe, setup, teardown),
        cmocka_unit_test_setup_teardown(also_when_the_caller_came_first, setup, teardown),
        cmocka_unit_test_setup_teardown(what_a_run_needs, setup, teardown),
        cmocka_unit_test_setup_teardown(what_does_not_fit_together, setup, teardown),
        cmocka_unit_test_setup_teardown(a_replaced_theme_leaves_its_options_without_fault, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_default_job_comes_back, setup, teardown),
        cmocka_unit_test_setup_teardown(a_full_job_comes_back, setup, teardown),
        cmocka_unit_test_setup_teardown(written_recipes_keep_no_secrets_and_no_terminal, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(bytes_that_are_no_text_do_not_break_the_file, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(damaged_recipes_are_loaded_or_refused, setup, teardown),
    };
    return cmocka_run_group_tests_name("recipe", tests, NULL, NULL);
}
