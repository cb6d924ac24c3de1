/* qgs_file.c - writes the project, and knows its own by a comment at the end that holds a hash of
 * the rest. QGIS drops the comment when it saves. */
#include "write/qgs_file.h"

#include "base/platform.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char mark_start[] = "<!-- hensyn ";
enum { MARK_DIGITS = 16, MARK_LENGTH = sizeof mark_start - 1 + MARK_DIGITS + 5 }; /* " -->\n" */

/* FNV-1a: it is to notice edits, not to withstand anybody. */
static uint64_t hash_of(const char *text, size_t size) {
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (unsigned char)text[i]) * 1099511628211u;
    return hash;
}

static void append_mark(hn_buffer *text) {
    uint64_t hash = hash_of(text->text ? text->text : "", text->length);
    hn_appendf(text, "%s%016" PRIx64 " -->\n", mark_start, hash);
}

/* False: cannot be read. Memory that ran out shows in out->failed. */
static bool read_file(const char *path, hn_buffer *out) {
    char bytes[8192];
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    for (size_t got; (got = fread(bytes, 1, sizeof bytes, file)) > 0;)
        hn_append_n(out, bytes, got);
    bool read = !ferror(file);
    fclose(file);
    return read;
}

/* Takes the mark off text and looks whether it comes out the same again. */
static bool carries_mark(hn_buffer *text) {
    char mark[MARK_LENGTH];
    if (text->length < MARK_LENGTH) return false;
    text->length -= MARK_LENGTH;
    memcpy(mark, text->text + text->length, MARK_LENGTH);
    append_mark(text);
    return memcmp(mark, text->text + text->length - MARK_LENGTH, MARK_LENGTH) == 0;
}

hensyn_status hn_qgs_changed(hensyn_context *ctx, const char *path, bool *changed) {
    hn_path_kind kind = hn_path_kind_of(path);
    hn_buffer text = {0};
    *changed = kind != HN_PATH_NONE;
    if (kind == HN_PATH_FILE && read_file(path, &text) && !text.failed)
        *changed = !carries_mark(&text);
    hensyn_status status = text.failed ? hn_nomem(ctx) : HENSYN_OK;
    hn_buffer_free(&text);
    return status;
}

/* "folder/bodo.sqlite" -> "folder/bodo". */
static size_t stem_length(const char *path) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    return dot && dot > name ? (size_t)(dot - path) : strlen(path);
}

static hensyn_status free_name(hensyn_context *ctx, const char *result, hn_qgs_file *out) {
    int stem = (int)stem_length(result);
    for (int i = 0;; i++) {
        bool changed = false;
        char *path = i == 0   ? hn_format("%.*s.qgs", stem, result)
                     : i == 1 ? hn_format("%.*s.ny.qgs", stem, result)
                              : hn_format("%.*s.ny%d.qgs", stem, result, i);
        hensyn_status status = path ? hn_qgs_changed(ctx, path, &changed) : hn_nomem(ctx);
        if (status == HENSYN_OK && !changed) {
            out->path = path;
            out->beside = i > 0;
            return HENSYN_OK;
        }
        hn_free(path);
        if (status != HENSYN_OK) return status;
    }
}

static hensyn_status write_file(hensyn_context *ctx, const char *path, const hn_buffer *text) {
    FILE *file = fopen(path, "wb");
    if (!file) return hn_fail(ctx, HENSYN_OUTPUT, "%s: %s", path, strerror(errno));
    bool written = fwrite(text->text, 1, text->length, file) == text->length;
    int failed = written ? 0 : errno;
    if (fclose(file) != 0 && !failed) failed = errno;
    if (failed) return hn_fail(ctx, HENSYN_OUTPUT, "%s: %s", path, strerror(failed));
    return hn_file_sync(ctx, path);
}

hensyn_status hn_qgs_write(hensyn_context *ctx, const char *result, const char *temporary,
                           hn_buffer *text, hn_qgs_file *out) {
    append_mark(text);
    *out = (hn_qgs_file){.temporary = hn_strdup(temporary)};
    hensyn_status status = text->failed || !out->temporary ? hn_nomem(ctx) : HENSYN_OK;
    if (status == HENSYN_OK) status = free_name(ctx, result, out);
    if (status == HENSYN_OK) status = write_file(ctx, temporary, text);
    if (status != HENSYN_OK) hn_qgs_clear(out);
    return status;
}

hensyn_status hn_qgs_publish(hensyn_context *ctx, hn_qgs_file *file) {
    hensyn_status status = hn_file_replace(ctx, file->temporary, file->path);
    hn_qgs_clear(file);
    return status;
}

void hn_qgs_clear(hn_qgs_file *file) {
    if (file->temporary) hn_file_remove(file->temporary);
    hn_free(file->temporary);
    hn_free(file->path);
    *file = (hn_qgs_file){0};
}
