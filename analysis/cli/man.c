/* man.c - manual pages in man(7) form, made from the tables of commands and options like the help,
 * so that they cannot tell anything else. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

/* Text as troff takes it: hyphens that can be copied, no escapes, no request at a line's head. */
static void append_text(hn_buffer *out, const char *text) {
    if (*text == '.' || *text == '\'') hn_append(out, "\\&");
    for (; *text; text++) {
        if (*text == '-')
            hn_append(out, "\\-");
        else if (*text == '\\')
            hn_append(out, "\\e");
        else
            hn_append_n(out, text, 1);
        if (*text == '\n' && (text[1] == '.' || text[1] == '\'')) hn_append(out, "\\&");
    }
}

static void append_section(const hensyn_context *ctx, hn_buffer *out, const char *nb,
                           const char *en) {
    hn_appendf(out, ".SH %s\n", hn_text(ctx, nb, en));
}

/* "hensyn" or "hensyn-conflict", for the title line and NAME. */
static void append_page_name(hn_buffer *out, const hn_command *command) {
    append_text(out, "hensyn");
    if (command) {
        append_text(out, "-");
        append_text(out, command->name);
    }
}

static void append_head(const hensyn_context *ctx, const hn_command *command, hn_buffer *out) {
    hn_append(out, ".\\\" Made by \"hensyn man\"; do not edit.\n.TH \"");
    append_page_name(out, command);
    hn_appendf(out, "\" 1 \"\" \"hensyn %s\" \"hensyn\"\n", HENSYN_VERSION);
    append_section(ctx, out, "NAVN", "NAME");
    append_page_name(out, command);
    hn_append(out, " \\- ");
    append_text(out, command
                         ? hn_text(ctx, command->help_nb, command->help_en)
                         : hn_text(ctx, "arealplaner og hensyn: konflikter, avstander, indikatorer",
                                   "land-use plans and considerations: conflicts, distances, "
                                   "indicators"));
    hn_append(out, "\n");
}

static void append_synopsis(const hensyn_context *ctx, const hn_command *command, hn_buffer *out) {
    append_section(ctx, out, "BRUK", "SYNOPSIS");
    hn_append(out, ".B hensyn");
    if (command) {
        hn_append(out, " ");
        append_text(out, command->name);
    }
    hn_append(out, "\n");
    append_text(out, command ? command->synopsis
                             : hn_text(ctx, "KOMMANDO [VALG]...", "COMMAND [OPTION]..."));
    hn_append(out, "\n");
}

static void append_option_name(const hn_option *option, hn_buffer *out) {
    hn_append(out, ".TP\n\\fB");
    if (option->letter) hn_appendf(out, "\\-%c\\fR, \\fB", option->letter);
    hn_append(out, "\\-\\-");
    for (const char *p = option->key; *p; p++)
        hn_append_n(out, *p == '_' ? "\\-" : p, *p == '_' ? 2 : 1);
    hn_append(out, "\\fR");
    const char *value = option->choices ? option->choices : option->value;
    if (value) {
        hn_append(out, " \\fI");
        append_text(out, value);
        hn_append(out, "\\fR");
    }
    hn_append(out, "\n");
}

static void append_options(const hensyn_context *ctx, const hn_command *command, hn_buffer *out) {
    size_t count;
    const hn_option *options = hn_options(&count);
    append_section(ctx, out, "VALG", "OPTIONS");
    for (size_t i = 0; i < count; i++) {
        const hn_option *option = &options[i];
        if (!hn_help_shows(option, command)) continue;
        append_option_name(option, out);
        append_text(out, hn_text(ctx, option->help_nb, option->help_en));
        if (hn_help_tells_default(option)) {
            hn_append(out, hn_text(ctx, " (standard: ", " (default: "));
            append_text(out, option->preset);
            hn_append(out, ")");
        }
        hn_append(out, "\n");
    }
}

static void append_commands(const hensyn_context *ctx, hn_buffer *out) {
    size_t count;
    const hn_command *commands = hn_commands(&count);
    append_section(ctx, out, "KOMMANDOER", "COMMANDS");
    for (size_t i = 0; i < count; i++) {
        hn_append(out, ".TP\n\\fBhensyn ");
        append_text(out, commands[i].name);
        hn_append(out, "\\fR ");
        append_text(out, commands[i].synopsis);
        hn_append(out, "\n");
        append_text(out, hn_text(ctx, commands[i].help_nb, commands[i].help_en));
        hn_append(out, "\n");
    }
}

static void append_exit_codes(const hensyn_context *ctx, hn_buffer *out) {
    static const struct {
        int code;
        const char *nb, *en;
    } codes[] = {
        {HN_EXIT_OK, "ferdig", "done"},
        {HN_EXIT_FAILED, "feilet underveis", "failed while running"},
        {HN_EXIT_USAGE, "gal bruk eller oppskrift", "wrong usage or recipe"},
        {HN_EXIT_INPUT, "inndata kan ikke leses, eller holder ingenting som kan brukes",
         "an input cannot be read, or holds nothing usable"},
        {HN_EXIT_OUTPUT, "resultatet kan ikke skrives", "the output cannot be written"},
        {HN_EXIT_INVARIANT, "en invariant holder ikke", "an invariant does not hold"},
        {HN_EXIT_CANCELLED, "avbrutt", "cancelled"},
    };
    append_section(ctx, out, "AVSLUTNINGSKODER", "EXIT STATUS");
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        hn_appendf(out, ".TP\n\\fB%d\\fR\n", codes[i].code);
        append_text(out, hn_text(ctx, codes[i].nb, codes[i].en));
        hn_append(out, "\n");
    }
}

static void append_see_also(const hensyn_context *ctx, const hn_command *command, hn_buffer *out) {
    size_t count;
    const hn_command *commands = hn_commands(&count);
    append_section(ctx, out, "SE OGSÅ", "SEE ALSO");
    if (command) {
        hn_append(out, "\\fBhensyn\\fR(1)\n");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        hn_append(out, i ? ",\n\\fBhensyn\\-" : "\\fBhensyn\\-");
        append_text(out, commands[i].name);
        hn_append(out, "\\fR(1)");
    }
    hn_append(out, "\n");
}

void hn_man(const hensyn_context *ctx, const hn_command *command, hn_buffer *out) {
    append_head(ctx, command, out);
    append_synopsis(ctx, command, out);
    if (command)
        append_options(ctx, command, out);
    else
        append_commands(ctx, out);
    append_exit_codes(ctx, out);
    append_see_also(ctx, command, out);
}
