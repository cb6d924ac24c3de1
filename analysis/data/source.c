/* source.c - SOURCE as users write it: "path|layername=NAME|subset=SQL", a data source name of
 * GDAL, seen from the folder of a recipe. */
#include "base/platform.h"
#include "base/text.h"
#include "data/recipe.h"

#include <ctype.h>
#include <string.h>

static bool starts(const char *text, const char *word) {
    for (; *word; text++, word++)
        if (tolower((unsigned char)*text) != *word) return false;
    return true;
}

/* Names of parts that QGIS writes after a path. Those hensyn does not follow would change what is
 * read without a word, so they are refused. */
static const char *const part_names[] = {"layername", "subset"};
static const char *const refused_parts[] = {"layerid", "geometrytype", "uniquegeometrytype",
                                            "option"};
enum {
    PARTS = sizeof part_names / sizeof *part_names,
    REFUSED = sizeof refused_parts / sizeof *refused_parts
};

/* Length of the word of a part "|word=" or "|option:", 0 when at is no such thing. */
static size_t part_word(const char *at) {
    if (*at != '|') return 0;
    size_t n = 0;
    while (isalpha((unsigned char)at[1 + n]) || at[1 + n] == '_')
        n++;
    return n && (at[1 + n] == '=' || at[1 + n] == ':') ? n : 0;
}

/* The next "|word=" from text on; inside SQL only known parts outside quotes end the text. */
static const char *next_part(const char *text, bool sql) {
    char quote = 0;
    for (const char *p = text; *p; p++) {
        if (sql && quote) {
            if (*p == quote) quote = 0;
            continue;
        }
        if (sql && (*p == '\'' || *p == '"')) quote = *p;
        if (!part_word(p)) continue;
        if (!sql || starts(p, "|layername=") || starts(p, "|subset=")) return p;
    }
    return text + strlen(text);
}

static char *copy_trimmed(const char *from, const char *to) {
    while (from < to && isspace((unsigned char)*from))
        from++;
    while (to > from && isspace((unsigned char)to[-1]))
        to--;
    return hn_format("%.*s", (int)(to - from), from);
}

static hensyn_status unknown_part(hensyn_context *ctx, const char *text, const char *part) {
    size_t n = part_word(part);
    char word[32];
    if (n >= sizeof word) n = sizeof word - 1;
    memcpy(word, part + 1, n);
    word[n] = '\0';
    for (size_t i = 0; i < REFUSED; i++)
        if (hn_same(word, refused_parts[i]))
            return hn_fail(ctx, HENSYN_USAGE,
                           hn_text(ctx, "«%s»: |%s støttes ikke; bruk |layername= og |subset=",
                                   "'%s': |%s is not supported; use |layername= and |subset="),
                           text, word);
    const char *near = hn_nearest(word, part_names, PARTS);
    if (!near && starts(word, "layer")) near = part_names[0];
    return hn_fail(ctx, HENSYN_USAGE,
                   near ? hn_text(ctx, "«%s»: ukjent del |%s, mente du |%s=?",
                                  "'%s': unknown part |%s, did you mean |%s=?")
                        : hn_text(ctx, "«%s»: ukjent del |%s (kjente: |layername=, |subset=)",
                                  "'%s': unknown part |%s (known: |layername=, |subset=)"),
                   text, word, near);
}

static hensyn_status take_part(hensyn_context *ctx, const char *text, const char *part,
                               const char **next, hn_source *out) {
    char **member = starts(part, "|layername=") ? &out->layer
                    : starts(part, "|subset=")  ? &out->subset
                                                : NULL;
    if (!member) return unknown_part(ctx, text, part);
    const char *name = member == &out->layer ? "layername" : "subset";
    const char *value = part + 2 + strlen(name);
    *next = next_part(value, member == &out->subset);
    if (*member)
        return hn_fail(ctx, HENSYN_USAGE,
                       hn_text(ctx, "«%s»: |%s= er oppgitt to ganger", "'%s': |%s= is given twice"),
                       text, name);
    *member = copy_trimmed(value, *next);
    if (!*member) return hn_nomem(ctx);
    if (!**member)
        return hn_fail(ctx, HENSYN_USAGE, hn_text(ctx, "«%s»: |%s= er tom", "'%s': |%s= is empty"),
                       text, name);
    return HENSYN_OK;
}

static bool is_drive(const char *text) {
    return isalpha((unsigned char)text[0]) && text[1] == ':' && (text[2] == '\\' || text[2] == '/');
}

bool hn_is_connection(const char *text) {
    if (starts(text, "/vsi") || *text == '{' || *text == '<') return true;
    size_t n = 0;
    while (isalnum((unsigned char)text[n]) || text[n] == '_' || text[n] == '+')
        n++;
    return n >= 2 && isalpha((unsigned char)*text) && text[n] == ':';
}

static bool is_absolute(const char *path) {
    return *path == '/' || *path == '\\' || is_drive(path);
}

static char *join(const char *folder, const char *path) {
    size_t n = strlen(folder);
    bool slashed = n && (folder[n - 1] == '/' || folder[n - 1] == '\\');
    return hn_format("%s%s%s", folder, slashed ? "" : "/", path);
}

/* "/vsizip/file.zip/inner" is a path from the current folder too, "/vsizip//file" is not. */
static char *resolve_archive(const char *text, const char *folder) {
    static const char *const kinds[] = {"/vsizip/", "/vsitar/", "/vsigzip/"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t n = strlen(kinds[i]);
        if (!starts(text, kinds[i]) || is_absolute(text + n) || text[n] == '{') continue;
        char *inner = join(folder, text + n);
        char *path = inner ? hn_format("%.*s%s", (int)n, text, inner) : NULL;
        hn_free(inner);
        return path;
    }
    return hn_strdup(text);
}

char *hn_resolve_path(const char *text, const char *base_folder) {
    if (!base_folder || !*base_folder) return hn_strdup(text);
    if (!hn_is_connection(text))
        return is_absolute(text) ? hn_strdup(text) : join(base_folder, text);
    if (starts(text, "/vsi")) return resolve_archive(text, base_folder);
    /* "plan:2024.gml" looks like a driver's name but may be a file. */
    char *path = join(base_folder, text);
    if (!path || hn_path_kind_of(path) != HN_PATH_NONE) return path;
    hn_free(path);
    return hn_strdup(text);
}

/* A file whose name holds '|' is that file. */
static bool whole_is_file(const char *text, const char *base_folder, char **path) {
    *path = hn_resolve_path(text, base_folder);
    if (*path && hn_path_kind_of(*path) != HN_PATH_NONE) return true;
    hn_free(*path);
    *path = NULL;
    return false;
}

hensyn_status hn_source_parse(hensyn_context *ctx, const char *text, const char *base_folder,
                              hn_source *out) {
    hensyn_status status = HENSYN_OK;
    hn_source made = {0};
    char *name = NULL;
    const char *part = next_part(text, false);
    made.text = hn_strdup(text);
    if (!made.text) {
        status = hn_nomem(ctx);
        goto cleanup;
    }
    if (!*part || !whole_is_file(text, base_folder, &made.path)) {
        name = copy_trimmed(text, part);
        made.path = name ? hn_resolve_path(name, base_folder) : NULL;
        if (!made.path) {
            status = hn_nomem(ctx);
            goto cleanup;
        }
        if (!*name) {
            status = hn_fail(
                ctx, HENSYN_USAGE,
                hn_text(ctx, "«%s»: kilden har ingen sti", "'%s': no path in the source"), text);
            goto cleanup;
        }
        while (*part)
            HN_TRY(take_part(ctx, text, part, &part, &made));
    }
    *out = made;
    made = (hn_source){0};
cleanup:
    hn_free(name);
    hn_source_clear(&made);
    return status;
}

void hn_source_clear(hn_source *source) {
    hn_free(source->text);
    hn_free(source->path);
    hn_free(source->layer);
    hn_free(source->subset);
    *source = (hn_source){0};
}
