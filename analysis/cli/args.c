/* args.c - argv by the option table, the way getopt_long does it: "--key value", "--key=value",
 * "-o value", "-ovalue", "--" ends the options. */
#include "cli/cli.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

typedef struct parser {
    hensyn_context *ctx;
    unsigned commands;
    int argc, at;
    const char *const *argv;
    hn_args *out;
} parser;

static hensyn_status add_word(parser *p, const char *word) {
    hn_args *out = p->out;
    if (!HN_RESERVE(out->word, out->words, out->word_capacity, 1)) return hn_nomem(p->ctx);
    out->word[out->words++] = word;
    return HENSYN_OK;
}

static hensyn_status add_option(parser *p, const hn_option *option, const char *name,
                                size_t name_length, const char *value) {
    hn_args *out = p->out;
    if (!HN_RESERVE(out->item, out->count, out->capacity, 1)) return hn_nomem(p->ctx);
    char *owned = name[name_length] ? hn_format("%.*s", (int)name_length, name) : NULL;
    if (name[name_length] && !owned) return hn_nomem(p->ctx);
    out->item[out->count++] = (hn_arg){option, owned ? owned : name, value, owned};
    return HENSYN_OK;
}

/* '_' of a key as the command line writes it. */
static void dashed(const char *key, char *out, size_t size) {
    size_t n = 0;
    for (; key[n] && n + 1 < size; n++)
        out[n] = (char)(key[n] == '_' ? '-' : key[n]);
    out[n] = '\0';
}

static hensyn_status unknown(parser *p, const char *name, size_t length) {
    char word[128], near[64];
    if (length >= sizeof word) length = sizeof word - 1;
    memcpy(word, name, length);
    word[length] = '\0';
    const char *key = hn_option_nearest(word, p->commands);
    if (!key)
        return hn_fail(p->ctx, HENSYN_USAGE,
                       hn_text(p->ctx, "ukjent valg «%s»", "unknown option '%s'"), word);
    dashed(key, near, sizeof near);
    return hn_fail(p->ctx, HENSYN_USAGE,
                   hn_text(p->ctx, "ukjent valg «%s», mente du «--%s»?",
                           "unknown option '%s', did you mean '--%s'?"),
                   word, near);
}

static const hn_option *known(const parser *p, const char *name, size_t length) {
    char key[64];
    if (length >= sizeof key) return NULL;
    memcpy(key, name, length);
    key[length] = '\0';
    const hn_option *option = hn_option_find(key);
    return option && (option->commands & p->commands) ? option : NULL;
}

/* The next argument as a value; one that is itself an option shows that the value was left out. */
static hensyn_status next_value(parser *p, const hn_option *option, const char *name,
                                const char **value) {
    const char *next = p->at + 1 < p->argc ? p->argv[p->at + 1] : NULL;
    bool is_option =
        next && strncmp(next, "--", 2) == 0 && (!next[2] || known(p, next, strcspn(next, "=")));
    if (next && !is_option) {
        *value = next;
        p->at++;
        return HENSYN_OK;
    }
    return hn_fail(p->ctx, HENSYN_USAGE,
                   hn_text(p->ctx, "%s mangler verdien %s", "%s lacks its value %s"), name,
                   option->choices ? option->choices : option->value);
}

static hensyn_status long_option(parser *p, const char *arg) {
    size_t length = strcspn(arg, "=");
    if (strcmp(arg, "--help") == 0) {
        p->out->help = true;
        return HENSYN_OK;
    }
    const hn_option *option = known(p, arg, length);
    if (!option) return unknown(p, arg, length);
    const char *value = arg[length] ? arg + length + 1 : "true";
    if (!arg[length] && option->type != HN_OPT_FLAG) {
        hensyn_status status = next_value(p, option, arg, &value);
        if (status != HENSYN_OK) return status;
    }
    return add_option(p, option, arg, length, value);
}

static hensyn_status short_option(parser *p, const char *arg) {
    size_t count;
    const hn_option *options = hn_options(&count);
    if (strcmp(arg, "-h") == 0) {
        p->out->help = true;
        return HENSYN_OK;
    }
    for (size_t i = 0; i < count; i++) {
        if (options[i].letter != arg[1] || !(options[i].commands & p->commands)) continue;
        const char *value = arg + 2;
        hensyn_status status = *value ? HENSYN_OK : next_value(p, &options[i], arg, &value);
        return status == HENSYN_OK ? add_option(p, &options[i], arg, 2, value) : status;
    }
    return hn_fail(p->ctx, HENSYN_USAGE, hn_text(p->ctx, "ukjent valg «%s»", "unknown option '%s'"),
                   arg);
}

hensyn_status hn_args_parse(hensyn_context *ctx, unsigned commands, int argc,
                            const char *const *argv, hn_args *out) {
    parser p = {.ctx = ctx, .commands = commands, .argc = argc, .argv = argv, .out = out};
    hensyn_status first = HENSYN_OK;
    char message[HN_MESSAGE_SIZE];
    bool only_words = false;
    for (; p.at < argc; p.at++) {
        const char *arg = argv[p.at];
        hensyn_status status;
        if (only_words || arg[0] != '-' || !arg[1])
            status = add_word(&p, arg);
        else if (arg[1] != '-')
            status = short_option(&p, arg);
        else if (arg[2])
            status = long_option(&p, arg);
        else
            status = HENSYN_OK, only_words = true;
        if (status == HENSYN_OK || first != HENSYN_OK) continue;
        first = status;
        memcpy(message, hensyn_message(ctx), sizeof message);
    }
    return first == HENSYN_OK ? first : hn_fail(ctx, first, "%s", message);
}

void hn_args_free(hn_args *args) {
    for (size_t i = 0; i < args->count; i++)
        hn_free(args->item[i].owned);
    hn_free(args->item);
    hn_free(args->word);
    *args = (hn_args){0};
}

const char *hn_args_value(const hn_args *args, const char *key) {
    const char *value = NULL;
    for (size_t i = 0; i < args->count; i++)
        if (strcmp(args->item[i].option->key, key) == 0) value = args->item[i].value;
    return value;
}

hensyn_status hn_args_apply(hensyn_context *ctx, const hn_args *args, bool terminal,
                            hensyn_job *job) {
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; status == HENSYN_OK && i < args->count; i++) {
        const hn_arg *arg = &args->item[i];
        bool speaks = arg->option->offset >= offsetof(hensyn_job, progress);
        if (speaks != terminal || (!arg->option->size && !hn_option_of_theme(arg->option)))
            continue;
        status = hn_job_apply(ctx, job,
                              &(hn_setting){.option = arg->option,
                                            .name = arg->name,
                                            .value = arg->value,
                                            .origin = HN_FROM_CALLER});
    }
    return status;
}

/* Nothing that a shell would take for more than a word. */
static bool is_plain(const char *text) {
    if (!*text) return false;
    for (; *text; text++)
        if (!isalnum((unsigned char)*text) && !(*text & 0x80) && !strchr("-_=+.,:/@%", *text))
            return false;
    return true;
}

static void append_quoted(hn_buffer *out, const char *text) {
    hn_append(out, "'");
    for (; *text; text++)
        if (*text == '\'')
            hn_append(out, "'\\''");
        else
            hn_append_n(out, text, 1);
    hn_append(out, "'");
}

char *hn_command_line(int argc, const char *const *argv) {
    hn_buffer out = {0};
    hn_append(&out, "hensyn");
    for (int i = 1; i < argc; i++) {
        char *safe = hn_redact(argv[i]);
        if (!safe) out.failed = true;
        hn_append(&out, " ");
        if (safe && is_plain(safe))
            hn_append(&out, safe);
        else if (safe)
            append_quoted(&out, safe);
        hn_free(safe);
    }
    if (!out.failed) return out.text;
    hn_buffer_free(&out);
    return NULL;
}
