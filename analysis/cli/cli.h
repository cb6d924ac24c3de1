/* cli.h - the parts of the command-line program: arguments, terminal, help, commands. */
#ifndef HN_CLI_H
#define HN_CLI_H

#include "data/recipe.h"

#include <jansson.h>

/* Exit codes are part of the contract. */
enum {
    HN_EXIT_OK = 0,
    HN_EXIT_FAILED = 1,
    HN_EXIT_USAGE = 2,
    HN_EXIT_INPUT = 3,
    HN_EXIT_OUTPUT = 4,
    HN_EXIT_INVARIANT = 5,
    HN_EXIT_CANCELLED = 130 /* as a shell says of SIGINT */
};
int hn_exit_code(hensyn_status status);

/* ---- arguments (args.c) ---- */

typedef struct hn_arg {
    const hn_option *option;
    const char *name;  /* as typed, without its value: "--crs", "-o" */
    const char *value; /* "true" for a bare flag */
    char *owned;       /* name when it had to be cut out of the argument; NULL: argv has it */
} hn_arg;

typedef struct hn_args {
    hn_arg *item;
    size_t count, capacity;
    const char **word; /* what is no option, in order */
    size_t words, word_capacity;
    bool help;
} hn_args;

/* Takes argv apart by the option table, for the commands given as bits. Goes on after a fault, so
 * that --progress and --lang count for the message too; returns the first one (HENSYN_USAGE). */
hensyn_status hn_args_parse(hensyn_context *ctx, unsigned commands, int argc,
                            const char *const *argv, hn_args *out);
void hn_args_free(hn_args *args);
/* The value of an option the job does not keep ("export"); NULL: not given. */
const char *hn_args_value(const hn_args *args, const char *key);
/* Sets the options in a job; terminal: those of how to speak (lang, progress ...), else the rest.
 */
hensyn_status hn_args_apply(hensyn_context *ctx, const hn_args *args, bool terminal,
                            hensyn_job *job);
/* The call as a line for a shell, passwords blanked; caller frees, NULL: no memory. */
char *hn_command_line(int argc, const char *const *argv);

/* ---- terminal (terminal.c) ---- */

enum { HN_CODE_WIDTH = 40, HN_TOLD_CODES = 64 };

typedef struct hn_terminal {
    const hensyn_context *ctx;
    hn_progress_form form; /* never AUTO once set up */
    bool json_log;
    bool bar; /* a bar stands on the last line */
    int shown_pct;
    char shown_step[HN_STEP_SIZE];
    struct { /* how often each code was told, for text: of many alike only some are shown */
        char code[HN_CODE_WIDTH];
        long count;
    } told[HN_TOLD_CODES];
    size_t told_codes;
} hn_terminal;

/* Decides the forms by what the job says and whether standard error is a terminal. */
void hn_terminal_setup(hn_terminal *terminal, const hensyn_context *ctx, const hensyn_job *job);
/* Callbacks of hensyn_set_progress and hensyn_set_log; user is the hn_terminal. */
int hn_terminal_progress(double pct, const char *step, void *user);
void hn_terminal_log(hensyn_level level, const char *code, const char *source, long line,
                     const char *text, void *user);
/* Last words: the message of a failure, and the result line of --progress json. summary (may be
 * NULL, borrowed) gives its further members. */
void hn_terminal_finish(hn_terminal *terminal, hensyn_status status, const json_t *summary);
/* "ok", "failed", "usage" ...: the status in words that do not change. */
const char *hn_status_word(hensyn_status status);

/* ---- commands (commands.c) ---- */

typedef struct hn_call {
    hensyn_context *ctx;
    hensyn_job *job;
    const hn_args *args;
    json_t *summary; /* set by a run; owned */
} hn_call;

typedef struct hn_command {
    const char *name;
    unsigned bit;         /* HN_CMD_... */
    const char *synopsis; /* what follows the name */
    size_t least, most;   /* words that are no options */
    hensyn_status (*run)(hn_call *call);
    const char *help_nb, *help_en;
} hn_command;

const hn_command *hn_commands(size_t *count);
const hn_command *hn_command_find(const char *name); /* NULL: unknown */
const char *hn_command_nearest(const char *name);    /* NULL: none is near */

/* ---- help (help.c) and manual pages (man.c) ---- */

void hn_help_general(const hensyn_context *ctx, hn_buffer *out);
void hn_help_command(const hensyn_context *ctx, const hn_command *command, hn_buffer *out);
bool hn_help_shows(const hn_option *option, const hn_command *command);
/* Does the help of an option name its default, as a value? */
bool hn_help_tells_default(const hn_option *option);
/* The manual page of a command in man(7) form; NULL: of the program. */
void hn_man(const hensyn_context *ctx, const hn_command *command, hn_buffer *out);
/* A bash completion script. */
void hn_completion_bash(hn_buffer *out);

#endif
