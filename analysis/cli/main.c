/* main.c - hensyn, the command-line program: finds the command, sets up the terminal, runs it, and
 * turns its status into an exit code. Results go to standard output, the rest to standard error. */
#include "cli/cli.h"

#include "base/platform.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct program {
    hn_call call;
    hn_args args;
    hn_terminal terminal;
} program;

static hensyn_status print_help(program *p, const hn_command *command) {
    hn_buffer text = {0};
    if (command)
        hn_help_command(p->call.ctx, command, &text);
    else
        hn_help_general(p->call.ctx, &text);
    hensyn_status status = text.failed ? hn_nomem(p->call.ctx) : HENSYN_OK;
    if (status == HENSYN_OK) fwrite(text.text, 1, text.length, stdout);
    hn_buffer_free(&text);
    return status;
}

static hensyn_status unknown_command(hensyn_context *ctx, const char *name) {
    const char *near = hn_command_nearest(name);
    return hn_fail(ctx, HENSYN_USAGE,
                   near ? hn_text(ctx, "ukjent kommando «%s», mente du «%s»?",
                                  "unknown command '%s', did you mean '%s'?")
                        : hn_text(ctx, "ukjent kommando «%s»; «hensyn --help» viser dem som finnes",
                                  "unknown command '%s'; 'hensyn --help' lists them"),
                   name, near);
}

static hensyn_status check_words(hensyn_context *ctx, const hn_command *command,
                                 const hn_args *args) {
    if (args->words < command->least)
        return hn_fail(ctx, HENSYN_USAGE, hn_text(ctx, "bruk: hensyn %s %s", "usage: hensyn %s %s"),
                       command->name, command->synopsis);
    if (args->words > command->most)
        return hn_fail(ctx, HENSYN_USAGE,
                       hn_text(ctx, "«%s» er ett argument for mye; bruk: hensyn %s %s",
                               "'%s' is one argument too many; usage: hensyn %s %s"),
                       args->word[command->most], command->name, command->synopsis);
    return HENSYN_OK;
}

/* Options that say how to speak are set first, so that every later failure is told that way. */
static hensyn_status run_command(program *p, const hn_command *command, hensyn_status parsed) {
    hensyn_context *ctx = p->call.ctx;
    hensyn_job *job = p->call.job;
    char message[HN_MESSAGE_SIZE];
    memcpy(message, hensyn_message(ctx), sizeof message);
    hensyn_status status = hn_args_apply(ctx, &p->args, true, job);
    hn_terminal_setup(&p->terminal, ctx, job);
    if (status != HENSYN_OK) return status;
    if (p->args.help) return print_help(p, command);
    if (parsed != HENSYN_OK) return hn_fail(ctx, parsed, "%s", message);
    HN_TRY(check_words(ctx, command, &p->args));
    if (command->bit == HN_CMD_RUN) {
        HN_TRY(hensyn_job_load(ctx, job, p->args.word[0]));
        hn_terminal_setup(&p->terminal, ctx, job); /* the recipe may have its say */
    }
    HN_TRY(hn_args_apply(ctx, &p->args, false, job));
    job->command = command->bit;
    if (job->stdin_cancel) HN_TRY(hn_cancel_on_stdin_end(ctx));
    status = command->run(&p->call);
cleanup:
    return status;
}

/* The language is looked for first, since a fault may stand before it. */
static void find_language(hensyn_context *ctx, int argc, const char *const *argv) {
    for (int i = 1; i < argc; i++) {
        const char *value = strncmp(argv[i], "--lang=", 7) == 0              ? argv[i] + 7
                            : strcmp(argv[i], "--lang") == 0 && i + 1 < argc ? argv[i + 1]
                                                                             : NULL;
        if (value) hensyn_set_language(ctx, value);
    }
}

/* "hensyn", "hensyn --help", "hensyn help conflict", "hensyn --version" and the like. */
static const char *spelled_out(const char *word) {
    if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0) return "version";
    return word;
}

static hensyn_status dispatch(program *p, int argc, const char *const *argv) {
    hensyn_context *ctx = p->call.ctx;
    const char *name = argc > 1 ? spelled_out(argv[1]) : "";
    bool help = strcmp(name, "help") == 0, options_only = name[0] == '-';
    int first = options_only ? 1 : 2; /* of the arguments after the command */
    if (help && argc > 2 && argv[2][0] != '-') {
        name = argv[2];
        first = 3;
    }
    const hn_command *command = options_only ? NULL : hn_command_find(name);
    unsigned bits = command ? command->bit : HN_CMD_ALL;
    hensyn_status status = HENSYN_OK;
    if (argc > first) status = hn_args_parse(ctx, bits, argc - first, argv + first, &p->args);
    if (command && help) p->args.help = true;
    if (command) return run_command(p, command, status);
    /* No command: only help, or a fault told in the form that the options ask for. */
    status = hn_args_apply(ctx, &p->args, true, p->call.job);
    hn_terminal_setup(&p->terminal, ctx, p->call.job);
    if (status != HENSYN_OK) return status;
    if (p->args.help || (help && first == 2)) return print_help(p, NULL);
    if (*name && !options_only) return unknown_command(ctx, name);
    return hn_fail(ctx, HENSYN_USAGE, "%s",
                   hn_text(ctx, "en kommando mangler; «hensyn --help» viser dem som finnes",
                           "a command is missing; 'hensyn --help' lists them"));
}

/* A full disk on standard output is a failure; a reader that went away ("| head") has had enough,
 * which a second write tells apart. */
static hensyn_status close_stdout(hensyn_context *ctx, hensyn_status status) {
    bool failed = fflush(stdout) != 0 || ferror(stdout);
    if (!failed || status != HENSYN_OK) return status;
    clearerr(stdout);
    errno = 0;
    if (fputc('\n', stdout) == EOF || fflush(stdout) != 0)
        if (errno == EPIPE) return status;
    return hn_fail(
        ctx, HENSYN_FAILED, "%s",
        hn_text(ctx, "standard ut kan ikke skrives", "standard output cannot be written"));
}

int main(int argc, char **argv) {
    program p = {0};
    hensyn_context *ctx = NULL;
    if (hensyn_context_create(&ctx) != HENSYN_OK) return HN_EXIT_FAILED;
    hn_cancel_on_signals(ctx);
    find_language(ctx, argc, (const char *const *)argv);
    p.call.ctx = ctx;
    p.call.args = &p.args;
    hensyn_status status = hensyn_job_create(ctx, &p.call.job);
    if (status != HENSYN_OK) return HN_EXIT_FAILED;
    hn_terminal_setup(&p.terminal, ctx, p.call.job);
    hensyn_set_progress(ctx, hn_terminal_progress, &p.terminal);
    hensyn_set_log(ctx, hn_terminal_log, &p.terminal);
    p.call.job->command_line = hn_command_line(argc, (const char *const *)argv);
    status = dispatch(&p, argc, (const char *const *)argv);
    status = close_stdout(ctx, status);
    hn_terminal_finish(&p.terminal, status, p.call.summary);
    json_decref(p.call.summary);
    hn_args_free(&p.args);
    hensyn_job_destroy(p.call.job);
    /* ctx is left to the system: the threads that wait for signals may still reach it. */
    exit(hn_exit_code(status));
}
