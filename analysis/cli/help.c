/* help.c - usage texts and the bash completion, made from the tables of commands and options. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

enum { HELP_COLUMN = 30, HELP_WIDTH = 96 };

/* Words of text from the help column on, wrapped. used: what stands on the line already. */
static void append_help(hn_buffer *out, const char *text, size_t used) {
    if (used + 2 > HELP_COLUMN) {
        hn_append(out, "\n");
        used = 0;
    }
    hn_appendf(out, "%*s", (int)(HELP_COLUMN - used), "");
    size_t column = HELP_COLUMN;
    while (*text) {
        size_t n = strcspn(text, " "), width = 0;
        for (size_t i = 0; i < n; i++)
            width += (text[i] & 0xC0) != 0x80; /* characters */
        if (column > HELP_COLUMN && column + 1 + width > HELP_WIDTH) {
            hn_appendf(out, "\n%*s", HELP_COLUMN, "");
            column = HELP_COLUMN;
        } else if (column > HELP_COLUMN) {
            hn_append(out, " ");
            column++;
        }
        hn_append_n(out, text, n);
        column += width;
        text += text[n] ? n + 1 : n;
    }
    hn_append(out, "\n");
}

bool hn_help_tells_default(const hn_option *option) {
    return option->preset && option->type != HN_OPT_FLAG;
}

bool hn_help_shows(const hn_option *option, const hn_command *command) {
    /* Sources of info are plain words. */
    return (option->commands & command->bit) && strcmp(option->key, "source") != 0;
}

static void option_help(const hensyn_context *ctx, const hn_option *option, hn_buffer *out) {
    char name[64], left[128];
    size_t n = 0;
    for (; option->key[n] && n + 1 < sizeof name; n++)
        name[n] = (char)(option->key[n] == '_' ? '-' : option->key[n]);
    name[n] = '\0';
    const char *value = option->choices ? option->choices : option->value;
    int used = snprintf(left, sizeof left, "  %c%c%s --%s%s%s", option->letter ? '-' : ' ',
                        option->letter ? option->letter : ' ', option->letter ? "," : " ", name,
                        value ? " " : "", value ? value : "");
    hn_append(out, left);
    char help[512];
    snprintf(help, sizeof help, "%s%s%s%s", hn_text(ctx, option->help_nb, option->help_en),
             hn_help_tells_default(option) ? hn_text(ctx, " (standard: ", " (default: ") : "",
             hn_help_tells_default(option) ? option->preset : "",
             hn_help_tells_default(option) ? ")" : "");
    append_help(out, help, (size_t)used);
}

void hn_help_command(const hensyn_context *ctx, const hn_command *command, hn_buffer *out) {
    size_t count;
    const hn_option *options = hn_options(&count);
    hn_appendf(out, "%s: hensyn %s %s\n\n%s\n\n%s:\n", hn_text(ctx, "Bruk", "Usage"), command->name,
               command->synopsis, hn_text(ctx, command->help_nb, command->help_en),
               hn_text(ctx, "Valg", "Options"));
    for (size_t i = 0; i < count; i++) {
        if (hn_help_shows(&options[i], command)) option_help(ctx, &options[i], out);
    }
    hn_append(out, "  -h, --help");
    append_help(out, hn_text(ctx, "vis denne hjelpen", "show this help"), strlen("  -h, --help"));
    if (command->bit & HN_CMD_RUNS)
        hn_append(out, hn_text(ctx,
                               "\nSOURCE er en sti eller GDAL-datakilde, og så om ønskelig "
                               "|layername=NAVN og |subset=SQL.\n",
                               "\nSOURCE is a path or GDAL data source, then optionally "
                               "|layername=NAME and |subset=SQL.\n"));
}

void hn_help_general(const hensyn_context *ctx, hn_buffer *out) {
    size_t count;
    const hn_command *commands = hn_commands(&count);
    hn_append(out, hn_text(ctx, "Bruk: hensyn KOMMANDO ...\n\nKommandoer:\n",
                           "Usage: hensyn COMMAND ...\n\nCommands:\n"));
    for (size_t i = 0; i < count; i++) {
        hn_appendf(out, "  %s", commands[i].name);
        append_help(out, hn_text(ctx, commands[i].help_nb, commands[i].help_en),
                    strlen(commands[i].name) + 2);
    }
    hn_append(out, hn_text(ctx,
                           "\n«hensyn KOMMANDO --help» viser valgene til en kommando.\n"
                           "\nAvslutningskoder: 0 ferdig, 1 feilet underveis, 2 gal bruk eller "
                           "oppskrift, 3 inndata kan ikke\nleses, 4 resultatet kan ikke skrives, "
                           "5 en invariant holder ikke, 130 avbrutt.\n",
                           "\n'hensyn COMMAND --help' shows the options of a command.\n"
                           "\nExit codes: 0 done, 1 failed while running, 2 wrong usage or recipe, "
                           "3 an input cannot be\nread, 4 the output cannot be written, 5 an "
                           "invariant does not hold, 130 cancelled.\n"));
}

/* ---- completion ---- */

static void completion_options(const hn_command *command, hn_buffer *out) {
    size_t count;
    const hn_option *options = hn_options(&count);
    hn_appendf(out, "        %s) words=\"--help", command->name);
    for (size_t i = 0; i < count; i++) {
        if (!hn_help_shows(&options[i], command)) continue;
        hn_append(out, " --");
        for (const char *p = options[i].key; *p; p++)
            hn_append(out, *p == '_' ? "-" : (char[]){*p, 0});
    }
    hn_append(out, "\" ;;\n");
}

static void completion_choices(hn_buffer *out) {
    size_t count;
    const hn_option *options = hn_options(&count);
    for (size_t i = 0; i < count; i++) {
        if (!options[i].choices) continue;
        hn_append(out, "        --");
        for (const char *p = options[i].key; *p; p++)
            hn_append(out, *p == '_' ? "-" : (char[]){*p, 0});
        hn_append(out, ") COMPREPLY=($(compgen -W \"");
        for (const char *p = options[i].choices; *p; p++)
            hn_append(out, *p == '|' ? " " : (char[]){*p, 0});
        hn_append(out, "\" -- \"$cur\")); return ;;\n");
    }
}

void hn_completion_bash(hn_buffer *out) {
    size_t count;
    const hn_command *commands = hn_commands(&count);
    hn_append(out,
              "# bash completion of hensyn; load with: source <(hensyn completion bash)\n"
              "_hensyn() {\n"
              "    local cur=\"${COMP_WORDS[COMP_CWORD]}\" prev=\"${COMP_WORDS[COMP_CWORD-1]}\"\n"
              "    local words=\"\"\n"
              "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
              "        COMPREPLY=($(compgen -W \"");
    for (size_t i = 0; i < count; i++)
        hn_appendf(out, "%s%s", i ? " " : "", commands[i].name);
    hn_append(out, "\" -- \"$cur\"))\n        return\n    fi\n    case \"$prev\" in\n");
    completion_choices(out);
    hn_append(out, "        schema) COMPREPLY=($(compgen -W \"recipe result themes rules\" -- "
                   "\"$cur\")); return ;;\n    esac\n    case \"${COMP_WORDS[1]}\" in\n");
    for (size_t i = 0; i < count; i++)
        completion_options(&commands[i], out);
    hn_append(out, "    esac\n"
                   "    case \"$cur\" in\n"
                   "        -*) COMPREPLY=($(compgen -W \"$words\" -- \"$cur\")) ;;\n"
                   "        *) COMPREPLY=($(compgen -f -- \"$cur\")) ;;\n"
                   "    esac\n"
                   "}\n"
                   "complete -o filenames -F _hensyn hensyn\n");
}
