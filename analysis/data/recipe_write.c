/* recipe_write.c - a job as a recipe: every option with its value, paths absolute, so that the text
 * gives the same job from any folder. Double-quoted scalars are YAML and JSON alike. */
#include "base/platform.h"
#include "base/text.h"
#include "data/recipe_parts.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef struct writer {
    const hensyn_job *job;
    hn_buffer *out;
    char *folder; /* the current one, for relative paths */
    bool access;  /* inside "access:" */
} writer;

/* Bytes of the UTF-8 character at p and its code; 0: not UTF-8. */
static int character(const unsigned char *p, uint32_t *code) {
    int n = *p < 0x80                  ? 1
            : *p >= 0xF0 && *p <= 0xF4 ? 4
            : *p >= 0xE0 && *p < 0xF0  ? 3
            : *p >= 0xC2 && *p < 0xE0  ? 2
                                       : 0;
    *code = n == 1 ? *p : *p & (0x7Fu >> n);
    for (int i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80) return 0;
        *code = *code << 6 | (p[i] & 0x3F);
    }
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    return n && *code >= least[n] && *code <= 0x10FFFF && (*code & 0xFFFFF800) != 0xD800 ? n : 0;
}

/* Characters that YAML refuses or folds when they stand as they are. */
static bool must_escape(uint32_t code) {
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029 ||
           code == 0xFEFF || code == 0xFFFE || code == 0xFFFF;
}

static void quoted(hn_buffer *out, const char *text) {
    hn_append(out, "\"");
    for (const unsigned char *p = (const unsigned char *)text; *p;) {
        uint32_t code;
        int n = character(p, &code);
        if (!n)
            hn_append(out, "\xEF\xBF\xBD"); /* U+FFFD for a byte that is no text */
        else if (code == '"' || code == '\\')
            hn_appendf(out, "\\%c", (int)code);
        else if (must_escape(code))
            hn_appendf(out, "\\u%04X", (unsigned)code);
        else
            hn_append_n(out, p, (size_t)n);
        p += n ? n : 1;
    }
    hn_append(out, "\"");
}

/* A text that may hold a password, or null. */
static void shown(writer *w, const char *text) {
    char *safe = text ? hn_redact(text) : NULL;
    if (!text)
        hn_append(w->out, "null");
    else if (!safe)
        w->out->failed = true;
    else
        quoted(w->out, safe);
    hn_free(safe);
}

static void path(writer *w, const char *text) {
    char *full = text ? hn_resolve_path(text, w->folder) : NULL;
    if (text && !full) w->out->failed = true;
    shown(w, full);
    hn_free(full);
}

static void source(writer *w, const hn_source *from) {
    if (!from->path) {
        hn_append(w->out, "null");
        return;
    }
    char *full = hn_resolve_path(from->path, w->folder);
    char *text = !full ? NULL
                       : hn_format("%s%s%s%s%s", full, from->layer ? "|layername=" : "",
                                   from->layer ? from->layer : "", from->subset ? "|subset=" : "",
                                   from->subset ? from->subset : "");
    if (text)
        shown(w, text);
    else
        w->out->failed = true;
    hn_free(text);
    hn_free(full);
}

static void choice(hn_buffer *out, const char *choices, int chosen) {
    for (; chosen > 0; chosen--)
        choices = strchr(choices, '|') + 1;
    hn_append_n(out, choices, strcspn(choices, "|"));
}

static void theme_options(writer *w, const char *theme) {
    const hn_theme_option *entry = hn_job_theme(w->job, theme);
    if (!entry) return;
    if (!isnan(entry->buffer)) {
        hn_append(w->out, ", buffer: ");
        hn_append_number(w->out, entry->buffer);
    }
    if (entry->value_field) {
        hn_append(w->out, ", value_field: ");
        quoted(w->out, entry->value_field);
    }
    if (entry->name_field) {
        hn_append(w->out, ", name_field: ");
        quoted(w->out, entry->name_field);
    }
    for (size_t i = 0; i < entry->coverages; i++) {
        hn_append(w->out, i ? ", " : ", coverage: [");
        source(w, &entry->coverage[i]);
    }
    if (entry->coverages) hn_append(w->out, "]");
}

/* Has an earlier source the same theme? Its entry holds the options then. */
static bool theme_before(const hensyn_job *job, size_t number_of_source, const char *theme) {
    for (size_t i = 0; i < number_of_source; i++)
        if (hn_same(job->hensyn[i].theme, theme)) return true;
    return false;
}

static bool says_anything(const hn_theme_option *entry) {
    return !isnan(entry->buffer) || entry->value_field || entry->name_field || entry->coverages;
}

static void hensyn_entries(writer *w) {
    const hensyn_job *job = w->job;
    for (size_t i = 0; i < job->hensyns; i++) {
        hn_append(w->out, "\n  - {theme: ");
        quoted(w->out, job->hensyn[i].theme);
        hn_append(w->out, ", source: ");
        source(w, &job->hensyn[i].source);
        if (!theme_before(job, i, job->hensyn[i].theme)) theme_options(w, job->hensyn[i].theme);
        hn_append(w->out, "}");
    }
    for (size_t i = 0; i < job->theme_count; i++) {
        const hn_theme_option *entry = &job->themes[i];
        if (theme_before(job, job->hensyns, entry->theme) || !says_anything(entry)) continue;
        hn_append(w->out, "\n  - {theme: ");
        quoted(w->out, entry->theme);
        theme_options(w, entry->theme);
        hn_append(w->out, "}");
    }
}

static void texts(writer *w, char *const *text, size_t count) {
    for (size_t i = 0; i < count; i++) {
        hn_append(w->out, i ? ", " : "[");
        quoted(w->out, text[i]);
    }
    hn_append(w->out, count ? "]" : "null");
}

static void list(writer *w, const hn_option *option) {
    const hensyn_job *job = w->job;
    if (option->offset == offsetof(hensyn_job, development)) {
        texts(w, job->development, job->developments);
    } else if (option->offset == offsetof(hensyn_job, access.population)) {
        texts(w, job->access.population, job->access.populations);
    } else if (job->planstatus_given) {
        for (size_t i = 0; i < job->planstatuses; i++)
            hn_appendf(w->out, "%s%d", i ? ", " : "[", job->planstatus[i]);
        hn_append(w->out, "]");
    } else { /* a default that holds only where the field exists, so not the same as given */
        hn_appendf(w->out, "null # %s", option->preset);
    }
}

static void sources(writer *w, const hn_source *from, size_t count) {
    const char *indent = w->access ? "    " : "  ";
    for (size_t i = 0; i < count; i++) {
        hn_appendf(w->out, "\n%s- {source: ", indent);
        source(w, &from[i]);
        hn_append(w->out, "}");
    }
}

static void source_list(writer *w, const hn_option *option) {
    const hn_access_job *access = &w->job->access;
    switch (option->offset) {
    case offsetof(hensyn_job, access.network):
        sources(w, access->network, access->networks);
        break;
    case offsetof(hensyn_job, access.origins):
        sources(w, access->origins, access->origin_count);
        break;
    case offsetof(hensyn_job, access.destinations):
        sources(w, access->destinations, access->destination_count);
        break;
    default:
        sources(w, w->job->plan, w->job->plans);
        break;
    }
}

static void classes(writer *w) {
    const hn_access_job *access = &w->job->access;
    for (size_t i = 0; i < access->classes; i++) {
        const hn_class_option *c = &access->class_[i];
        hn_append(w->out, "\n    - {name: ");
        quoted(w->out, c->name);
        hn_append(w->out, ", min_area: ");
        hn_append_number(w->out, c->min_area);
        hn_append(w->out, ", limit: ");
        hn_append_number(w->out, c->limit);
        hn_appendf(w->out, ", maal: %s}", c->straight ? "luftlinje" : "nett");
    }
}

static void value_of(writer *w, const hn_option *option) {
    const void *member = (const char *)w->job + option->offset;
    int whole = option->size == sizeof(bool)  ? *(const bool *)member
                : option->size == sizeof(int) ? *(const int *)member
                                              : 0;
    switch (option->type) {
    case HN_OPT_FLAG:
        hn_append(w->out, whole ? "true" : "false");
        break;
    case HN_OPT_TEXT:
        shown(w, *(char *const *)member);
        break;
    case HN_OPT_PATH:
        path(w, *(char *const *)member);
        break;
    case HN_OPT_NUMBER:
        if (!option->preset && !(*(const double *)member > 0))
            hn_append(w->out, "null");
        else
            hn_append_number(w->out, *(const double *)member);
        break;
    case HN_OPT_CHOICE:
        if (!option->preset && !hn_job_given(w->job, option->key))
            hn_append(w->out, "null");
        else
            choice(w->out, option->choices, whole);
        break;
    case HN_OPT_CLASS:
        classes(w);
        break;
    case HN_OPT_EPSG:
    case HN_OPT_INTEGER:
        if (!whole && !option->preset)
            hn_append(w->out, "null");
        else
            hn_appendf(w->out, option->type == HN_OPT_EPSG ? "EPSG:%d" : "%d", whole);
        break;
    case HN_OPT_LIST:
        list(w, option);
        break;
    case HN_OPT_SOURCE:
        if (option->repeats)
            source_list(w, option);
        else
            source(w, member);
        break;
    case HN_OPT_THEME_SOURCE:
        hensyn_entries(w);
        break;
    case HN_OPT_THEME_VALUE:
        break;
    }
}

/* What belongs to one call and not to the recipe: the terminal, and trying out. */
static bool of_the_call(const hn_option *option) {
    return (option->offset >= offsetof(hensyn_job, progress) &&
            option->offset != offsetof(hensyn_job, english)) ||
           option->offset == offsetof(hensyn_job, dry_run);
}

/* The options at the root, or those under "access:". */
static void write_part(writer *w) {
    size_t count;
    const hn_option *options = hn_options(&count);
    for (size_t i = 0; i < count; i++) {
        const hn_option *option = &options[i];
        if (!option->recipe || !option->size || of_the_call(option)) continue;
        if (hn_option_of_access(option) != w->access) continue;
        bool entries = option->repeats && option->type != HN_OPT_LIST; /* lines of their own */
        hn_appendf(w->out, "%s%s:%s", w->access ? "  " : "",
                   option->type == HN_OPT_CLASS ? "classes" : option->key, entries ? "" : " ");
        value_of(w, option);
        hn_append(w->out, "\n");
    }
}

hensyn_status hn_job_write(hensyn_context *ctx, const hensyn_job *job, hn_buffer *out) {
    writer w = {.job = job, .out = out, .folder = hn_absolute("")};
    if (!w.folder) return hn_nomem(ctx);
    hn_appendf(out, "# hensyn %s\n", HENSYN_VERSION);
    write_part(&w);
    w.access = true;
    if (hn_job_wants_access(job)) {
        hn_append(out, "access:\n");
        write_part(&w);
    }
    hn_free(w.folder);
    return out->failed ? hn_nomem(ctx) : HENSYN_OK;
}
