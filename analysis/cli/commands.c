/* commands.c - the table of commands; each turns its arguments into one call of the library. */
#include "cli/cli.h"

#include "base/text.h"
#include "json_text.h"

#include <stdio.h>
#include <string.h>

static void to_stdout(const char *text, size_t length, void *user) {
    (void)user;
    fwrite(text, 1, length, stdout);
}

static hensyn_status run_info(hn_call *call) {
    for (size_t i = 0; i < call->args->words; i++) {
        hensyn_status status = hensyn_job_set(call->ctx, call->job, "source", call->args->word[i]);
        if (status != HENSYN_OK) return status;
    }
    return hensyn_info(call->ctx, call->job, call->job->json, to_stdout, NULL);
}

static json_t *summary_of(const hensyn_report *report) {
    return json_pack("{s:o, s:I, s:I, s:I, s:I, s:I, s:f, s:f, s:I, s:I, s:I}", "output",
                     hn_json_text(*report->output ? report->output : NULL), "plan_areas",
                     (json_int_t)report->plan_areas, "development_areas",
                     (json_int_t)report->development_areas, "considerations",
                     (json_int_t)report->considerations, "conflicts", (json_int_t)report->conflicts,
                     "remarks", (json_int_t)report->remarks, "development_m2",
                     report->development_m2, "conflict_m2", report->conflict_m2, "links",
                     (json_int_t)report->links, "origins", (json_int_t)report->origins,
                     "destinations", (json_int_t)report->destinations);
}

/* Dekar with one decimal, with the decimal sign of the language. */
static const char *dekar(const hensyn_context *ctx, double m2, char out[32]) {
    snprintf(out, 32, "%.1f", m2 / 1000);
    char *point = strchr(out, '.');
    if (point) *point = *hn_text(ctx, ",", ".");
    return out;
}

static void tell_conflict(const hensyn_context *ctx, const hensyn_report *report) {
    char all[32], met[32];
    printf(hn_text(ctx,
                   " %lld arealformål, %lld av dem utbygging (%s daa); %lld hensyn; %lld "
                   "konflikter (%s daa);",
                   " %lld land-use areas, %lld of them development (%s daa); %lld "
                   "considerations; %lld conflicts (%s daa);"),
           (long long)report->plan_areas, (long long)report->development_areas,
           dekar(ctx, report->development_m2, all), (long long)report->considerations,
           (long long)report->conflicts, dekar(ctx, report->conflict_m2, met));
}

static void tell_summary(const hn_call *call, const hensyn_report *report) {
    const hensyn_context *ctx = call->ctx;
    printf("%s:", report->output);
    if (hn_job_wants_conflict(call->job)) tell_conflict(ctx, report);
    if (hn_job_wants_access(call->job))
        printf(hn_text(ctx, " %lld boliger, %lld målområder, %lld lenker;",
                       " %lld dwellings, %lld destinations, %lld links;"),
               (long long)report->origins, (long long)report->destinations,
               (long long)report->links);
    printf(hn_text(ctx, " %lld merknader\n", " %lld remarks\n"), (long long)report->remarks);
}

static void to_buffer(const char *text, size_t length, void *user) {
    hn_append_n(user, text, length);
}

/* What was found goes before the recipe as comments, so that the whole can be saved as one. */
static void tell_found(const hn_buffer *found) {
    for (const char *line = found->text; *line;) {
        size_t n = strcspn(line, "\n");
        printf("# %.*s\n", (int)n, line);
        line += line[n] ? n + 1 : n;
    }
}

/* Opens everything and writes nothing: what a run would read, and the recipe as it would be used.
 */
static hensyn_status try_job(hn_call *call) {
    hensyn_status status;
    hn_buffer found = {0}, recipe = {0};
    HN_TRY(hensyn_dry_run(call->ctx, call->job, to_buffer, &found));
    HN_TRY(hn_job_write(call->ctx, call->job, &recipe));
    if (found.failed || !found.text) {
        status = hn_nomem(call->ctx);
    } else if (!call->job->json) {
        tell_found(&found);
        to_stdout(recipe.text, recipe.length, NULL);
    } else {
        json_t *answer = json_pack("{s:b, s:o, s:o}", "dry_run", 1, "found",
                                   hn_json_text(found.text), "recipe", hn_json_text(recipe.text));
        status = hn_json_send(call->ctx, answer, to_stdout, NULL);
    }
cleanup:
    hn_buffer_free(&found);
    hn_buffer_free(&recipe);
    return status;
}

static hensyn_status run_job(hn_call *call) {
    if (call->job->dry_run) return try_job(call);
    hensyn_report report = HENSYN_REPORT_INIT;
    hensyn_status status = hensyn_run(call->ctx, call->job, &report);
    if (status != HENSYN_OK) return status;
    call->summary = summary_of(&report);
    if (!call->summary) return hn_nomem(call->ctx);
    if (call->job->json)
        return hn_json_send(call->ctx, json_incref(call->summary), to_stdout, NULL);
    tell_summary(call, &report);
    return HENSYN_OK;
}

static hensyn_status run_conflict(hn_call *call) { return run_job(call); }
static hensyn_status run_access(hn_call *call) { return run_job(call); }

/* The recipe has been loaded by now, since it may say how to speak. */
static hensyn_status run_recipe(hn_call *call) { return run_job(call); }

static hensyn_status run_verify(hn_call *call) {
    return hensyn_verify(call->ctx, call->args->word[0], call->job->json, to_stdout, NULL);
}

static hensyn_status run_schema(hn_call *call) {
    return hensyn_schema(call->ctx, call->args->word[0], hn_args_value(call->args, "export"),
                         to_stdout, NULL);
}

static hensyn_status run_version(hn_call *call) {
    return hensyn_versions(call->ctx, call->job->json, to_stdout, NULL);
}

static hensyn_status run_completion(hn_call *call) {
    if (strcmp(call->args->word[0], "bash") != 0)
        return hn_fail(call->ctx, HENSYN_USAGE,
                       hn_text(call->ctx, "«%s»: bare bash kan fullføres",
                               "'%s': there is completion for bash only"),
                       call->args->word[0]);
    hn_buffer text = {0};
    hn_completion_bash(&text);
    hensyn_status status = text.failed ? hn_nomem(call->ctx) : HENSYN_OK;
    if (status == HENSYN_OK) to_stdout(text.text, text.length, NULL);
    hn_buffer_free(&text);
    return status;
}

static hensyn_status run_man(hn_call *call) {
    const hn_command *command = NULL;
    if (call->args->words) {
        command = hn_command_find(call->args->word[0]);
        if (!command)
            return hn_fail(call->ctx, HENSYN_USAGE,
                           hn_text(call->ctx, "ukjent kommando «%s»", "unknown command '%s'"),
                           call->args->word[0]);
    }
    hn_buffer text = {0};
    hn_man(call->ctx, command, &text);
    hensyn_status status = text.failed ? hn_nomem(call->ctx) : HENSYN_OK;
    if (status == HENSYN_OK) to_stdout(text.text, text.length, NULL);
    hn_buffer_free(&text);
    return status;
}

static const hn_command commands[] = {
    {"info", HN_CMD_INFO, "SOURCE...", 1, SIZE_MAX, run_info,
     "hva som er i en kilde, og hva hensyn tar det for",
     "what is in a source, and what hensyn takes it for"},
    {"conflict", HN_CMD_CONFLICT, "--plan SOURCE --hensyn THEME=SOURCE... -o FILE", 0, 0,
     run_conflict, "konflikt mellom arealformål i en plan og hensyn, til én resultatfil",
     "conflict between land-use areas of a plan and considerations, into one result file"},
    {"access", HN_CMD_ACCESS, "--network SOURCE --origins SOURCE --destinations SOURCE -o FILE", 0,
     0, run_access, "avstand langs veger og stier fra boliger til nærmeste rekreasjonsområde",
     "distance along roads and paths from dwellings to the nearest recreation area"},
    {"run", HN_CMD_RUN, "RECIPE.yaml [-o FILE]", 1, 1, run_recipe,
     "alt en oppskrift ber om, til én resultatfil; valg her går foran oppskriften",
     "everything a recipe asks for, into one result file; options here go before the recipe"},
    {"verify", HN_CMD_VERIFY, "FILE", 1, 1, run_verify,
     "kontroller alle invarianter i en resultatfil; endrer ingenting",
     "re-check every invariant of a result file; changes nothing"},
    {"schema", HN_CMD_SCHEMA, "recipe|result|themes|rules [--export DIR]", 1, 1, run_schema,
     "hva en oppskrift kan si, hva et resultat holder, og de innebygde temaene og reglene",
     "what a recipe can say, what a result holds, and the built-in themes and rules"},
    {"version", HN_CMD_VERSION, "[--json]", 0, 0, run_version,
     "versjonen av hensyn og av bibliotekene under", "versions of hensyn and of its libraries"},
    {"completion", HN_CMD_VERSION, "bash", 1, 1, run_completion,
     "skriv et skript som fullfører kommandoer og valg i bash",
     "print a script that completes commands and options in bash"},
    {"man", HN_CMD_VERSION, "[COMMAND]", 0, 1, run_man,
     "skriv manualsiden til programmet eller en kommando, for man(1)",
     "print the manual page of the program or of a command, for man(1)"},
};
enum { COMMANDS = sizeof commands / sizeof *commands };

const hn_command *hn_commands(size_t *count) {
    *count = COMMANDS;
    return commands;
}

const hn_command *hn_command_find(const char *name) {
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(commands[i].name, name) == 0) return &commands[i];
    return NULL;
}

const char *hn_command_nearest(const char *name) {
    const char *names[COMMANDS];
    for (size_t i = 0; i < COMMANDS; i++)
        names[i] = commands[i].name;
    return hn_nearest(name, names, COMMANDS);
}
