/* terminal.c - what goes to standard error: progress as a bar or JSON lines, messages, last words.
 */
#include "cli/cli.h"

#include "base/platform.h"
#include "json_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BAR_WIDTH = 30, STDERR = 2, SHOWN_ALIKE = 5 };

/* One row per status: exit code, word of the JSON result, code of the error message. */
static const struct {
    int exit_code;
    const char *word, *code;
} statuses[] = {
    [HENSYN_OK] = {HN_EXIT_OK, "ok", "OK"},
    [HENSYN_FAILED] = {HN_EXIT_FAILED, "failed", "FAILED"},
    [HENSYN_USAGE] = {HN_EXIT_USAGE, "usage", "USAGE"},
    [HENSYN_INPUT] = {HN_EXIT_INPUT, "input", "INPUT"},
    [HENSYN_OUTPUT] = {HN_EXIT_OUTPUT, "output", "OUTPUT"},
    [HENSYN_INVARIANT] = {HN_EXIT_INVARIANT, "invariant", "INVARIANT"},
    [HENSYN_MEMORY] = {HN_EXIT_FAILED, "memory", "MEMORY"},
    [HENSYN_CANCELLED] = {HN_EXIT_CANCELLED, "cancelled", "CANCELLED"},
};
_Static_assert(sizeof statuses / sizeof *statuses == HENSYN_STATUS_END, "one row per status");

static unsigned row_of(hensyn_status status) {
    return (unsigned)status < HENSYN_STATUS_END ? status : HENSYN_FAILED;
}
int hn_exit_code(hensyn_status status) { return statuses[row_of(status)].exit_code; }
const char *hn_status_word(hensyn_status status) { return statuses[row_of(status)].word; }

void hn_terminal_setup(hn_terminal *terminal, const hensyn_context *ctx, const hensyn_job *job) {
    terminal->ctx = ctx;
    terminal->form = job->progress;
    terminal->json_log = job->log_json || job->progress == HN_PROGRESS_JSON;
    terminal->shown_pct = -1;
    if (terminal->form == HN_PROGRESS_AUTO)
        terminal->form =
            hn_is_terminal(STDERR) && !terminal->json_log ? HN_PROGRESS_BAR : HN_PROGRESS_NONE;
}

/* A line goes out in one write, so that lines of others never stand inside it. */
static void send_line(const char *text, size_t length) {
    fwrite(text, 1, length, stderr);
    fflush(stderr);
}

/* Sends an object (taken over) as one line. */
static void send_json(json_t *object, int digits) {
    char *text = object ? json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(digits)) : NULL;
    size_t length = text ? strlen(text) : 0;
    char *line = text ? malloc(length + 1) : NULL;
    if (line) {
        memcpy(line, text, length);
        line[length] = '\n'; /* in place of the end */
        send_line(line, length + 1);
    }
    free(line);
    free(text);
    json_decref(object);
}

static void clear_bar(hn_terminal *terminal) {
    if (terminal->bar) send_line("\r\033[K", 4);
    terminal->bar = false;
}

static void draw_bar(hn_terminal *terminal, double pct, const char *step) {
    int whole = (int)pct;
    if (whole == terminal->shown_pct && strcmp(step, terminal->shown_step) == 0) return;
    terminal->shown_pct = whole;
    snprintf(terminal->shown_step, sizeof terminal->shown_step, "%s", step);
    char filled[BAR_WIDTH + 1], line[128];
    int n = (int)(pct / 100 * BAR_WIDTH);
    for (int i = 0; i < BAR_WIDTH; i++)
        filled[i] = (char)(i < n ? '#' : '.');
    filled[BAR_WIDTH] = '\0';
    snprintf(line, sizeof line, "\r[%s] %3d %% %.32s\033[K", filled, whole, step);
    send_line(line, strlen(line));
    terminal->bar = true;
}

int hn_terminal_progress(double pct, const char *step, void *user) {
    hn_terminal *terminal = user;
    pct = fmin(fmax(pct, 0), 100);
    if (terminal->form == HN_PROGRESS_BAR) draw_bar(terminal, pct, step);
    if (terminal->form == HN_PROGRESS_JSON)
        send_json(json_pack("{s:s, s:f, s:o}", "type", "progress", "pct", round(pct * 10) / 10,
                            "step", hn_json_text(step)),
                  6);
    return 1;
}

static const char *level_word(const hensyn_context *ctx, hensyn_level level, bool json) {
    if (json) return level == HENSYN_ERROR ? "error" : level == HENSYN_WARNING ? "warning" : "info";
    if (level == HENSYN_ERROR) return hn_text(ctx, "feil: ", "error: ");
    return level == HENSYN_WARNING ? hn_text(ctx, "advarsel: ", "warning: ") : "";
}

static void log_as_text(hn_terminal *terminal, hensyn_level level, const char *code,
                        const char *source, long line, const char *text) {
    hn_buffer out = {0};
    hn_append(&out, "hensyn: ");
    hn_append(&out, level_word(terminal->ctx, level, false));
    if (*source) hn_append(&out, source);
    if (*source && line > 0) hn_appendf(&out, ":%ld", line);
    if (*source) hn_append(&out, ": ");
    hn_append(&out, text);
    if (*code) hn_appendf(&out, " [%s]", code);
    hn_append(&out, "\n");
    if (!out.failed) send_line(out.text, out.length);
    hn_buffer_free(&out);
}

/* False once as many remarks of a code were shown as anyone reads; they all are in the result. */
static bool worth_showing(hn_terminal *terminal, const char *code) {
    size_t i = 0;
    while (i < terminal->told_codes && strcmp(terminal->told[i].code, code) != 0)
        i++;
    if (!*code || i == HN_TOLD_CODES || strlen(code) >= HN_CODE_WIDTH) return true;
    if (i == terminal->told_codes) {
        memcpy(terminal->told[i].code, code, strlen(code) + 1);
        terminal->told[i].count = 0;
        terminal->told_codes++;
    }
    return ++terminal->told[i].count <= SHOWN_ALIKE;
}

static void tell_hidden(hn_terminal *terminal) {
    for (size_t i = 0; i < terminal->told_codes; i++) {
        long hidden = terminal->told[i].count - SHOWN_ALIKE;
        hn_buffer text = {0};
        if (hidden <= 0) continue;
        hn_appendf(&text, hn_text(terminal->ctx, "%ld til av samme slag", "%ld more of the kind"),
                   hidden);
        if (!text.failed)
            log_as_text(terminal, HENSYN_INFO, terminal->told[i].code, "", 0, text.text);
        hn_buffer_free(&text);
    }
    terminal->told_codes = 0;
}

void hn_terminal_log(hensyn_level level, const char *code, const char *source, long line,
                     const char *text, void *user) {
    hn_terminal *terminal = user;
    clear_bar(terminal);
    if (!terminal->json_log) {
        if (level == HENSYN_ERROR || worth_showing(terminal, code))
            log_as_text(terminal, level, code, source, line, text);
        return;
    }
    send_json(json_pack("{s:s, s:s, s:o, s:o, s:I, s:o}", "type", "log", "level",
                        level_word(terminal->ctx, level, true), "code", hn_json_text(code),
                        "source", hn_json_text(source), "line", (json_int_t)line, "text",
                        hn_json_text(text)),
              15);
}

void hn_terminal_finish(hn_terminal *terminal, hensyn_status status, const json_t *summary) {
    clear_bar(terminal);
    tell_hidden(terminal);
    const char *message = hensyn_message(terminal->ctx);
    if (status != HENSYN_OK) {
        const char *code = terminal->json_log ? statuses[row_of(status)].code : "";
        if (!*message) message = hensyn_status_text(status);
        hn_terminal_log(HENSYN_ERROR, code, "", 0, message, terminal);
    }
    if (terminal->form != HN_PROGRESS_JSON) return;
    json_t *line = json_pack("{s:s, s:s, s:i, s:o}", "type", "result", "status",
                             hn_status_word(status), "exit_code", hn_exit_code(status), "message",
                             hn_json_text(status == HENSYN_OK ? "" : message));
    const char *key;
    json_t *value;
    json_t *members = summary ? json_deep_copy(summary) : NULL;
    json_object_foreach(members, key, value) {
        if (!json_object_get(line, key)) json_object_set(line, key, value);
    }
    json_decref(members);
    send_json(line, 15);
}
