/* verify_report.c - what the checks found, kept as JSON and told as JSON or text. */
#include "verify.h"

#include "base/memory.h"
#include "json_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXAMPLES = 10 };

hensyn_status hn_check_begin(hn_verify *v, const char *name, const char *nb, const char *en) {
    for (size_t i = 0; i < json_array_size(v->checks); i++) {
        json_t *check = json_array_get(v->checks, i);
        if (strcmp(json_string_value(json_object_get(check, "name")), name) != 0) continue;
        v->check = check;
        return HENSYN_OK;
    }
    v->check = json_pack("{s:s, s:s, s:b, s:i, s:[], s:[]}", "name", name, "about",
                         hn_text(v->ctx, nb, en), "ok", 1, "count", 0, "failures", "notes");
    if (json_array_append_new(v->checks, v->check) == 0) return HENSYN_OK;
    v->check = NULL;
    return hn_nomem(v->ctx);
}

hensyn_status hn_check_fail(hn_verify *v, json_t *row) {
    json_t *count = json_object_get(v->check, "count");
    json_t *failures = json_object_get(v->check, "failures");
    if (!row) return hn_nomem(v->ctx);
    if (!json_is_false(json_object_get(v->check, "ok"))) {
        v->failed++;
        json_object_set_new(v->check, "ok", json_false());
    }
    json_integer_set(count, json_integer_value(count) + 1);
    if (json_array_size(failures) >= EXAMPLES) {
        json_decref(row);
        return HENSYN_OK;
    }
    return json_array_append_new(failures, row) == 0 ? HENSYN_OK : hn_nomem(v->ctx);
}

hensyn_status hn_check_note(hn_verify *v, bool undecided, const char *text) {
    if (undecided && !json_is_false(json_object_get(v->check, "ok")))
        json_object_set_new(v->check, "ok", json_null());
    json_t *notes = json_object_get(v->check, "notes");
    size_t count = json_array_size(notes);
    for (size_t i = 0; i < count; i++)
        if (strcmp(json_string_value(json_array_get(notes, i)), text) == 0) return HENSYN_OK;
    return json_array_append_new(notes, hn_json_text(text)) == 0 ? HENSYN_OK : hn_nomem(v->ctx);
}

bool hn_check_failed(const hn_verify *v, const char *name) {
    size_t i;
    const json_t *check;
    json_array_foreach(v->checks, i,
                       check) if (strcmp(json_string_value(json_object_get(check, "name")), name) ==
                                  0) return json_is_false(json_object_get(check, "ok"));
    return false;
}

json_t *hn_json_number(double value) { return isfinite(value) ? json_real(value) : json_null(); }

/* ---- text ---- */

/* Texts stand in quotes and numbers with a point, whatever the locale. */
static void append_value(hn_buffer *out, const json_t *value) {
    char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(12));
    if (text)
        hn_append(out, text);
    else
        out->failed = true;
    free(text); /* from jansson */
}

static void append_row(hn_buffer *out, json_t *row) {
    const char *key;
    json_t *value;
    hn_append(out, "       ");
    json_object_foreach(row, key, value) {
        if (strcmp(key, "table") == 0) {
            hn_appendf(out, " %s", json_string_value(value));
            continue;
        }
        hn_appendf(out, " %s=", key);
        append_value(out, value);
    }
    hn_append(out, "\n");
}

static void append_check(const hn_verify *v, hn_buffer *out, json_t *check) {
    const json_t *failures = json_object_get(check, "failures");
    const json_t *notes = json_object_get(check, "notes");
    long long count = json_integer_value(json_object_get(check, "count"));
    size_t told = json_array_size(failures);
    const json_t *ok = json_object_get(check, "ok");
    hn_appendf(out, "%s %s: %s",
               json_is_true(ok)   ? "ok  "
               : json_is_null(ok) ? "?   "
                                  : "FEIL",
               json_string_value(json_object_get(check, "name")),
               json_string_value(json_object_get(check, "about")));
    if (count)
        hn_appendf(out,
                   count == 1
                       ? hn_text(v->ctx, " (%lld rad bryter det)", " (%lld row breaks it)")
                       : hn_text(v->ctx, " (%lld rader bryter det)", " (%lld rows break it)"),
                   count);
    for (size_t i = 0; i < json_array_size(notes); i++)
        hn_appendf(out, "%s%s%s", i ? "; " : " [", json_string_value(json_array_get(notes, i)),
                   i + 1 < json_array_size(notes) ? "" : "]");
    hn_append(out, "\n");
    for (size_t i = 0; i < told; i++)
        append_row(out, json_array_get(failures, i));
    if (count > (long long)told)
        hn_appendf(out, hn_text(v->ctx, "        ... og %lld til\n", "        ... and %lld more\n"),
                   count - (long long)told);
}

hensyn_status hn_report_text(const hn_verify *v, hensyn_text_fn out, void *user) {
    hn_buffer text = {0};
    for (size_t i = 0; i < json_array_size(v->checks); i++)
        append_check(v, &text, json_array_get(v->checks, i));
    hensyn_status status = text.failed ? hn_nomem(v->ctx) : HENSYN_OK;
    if (status == HENSYN_OK && text.length) out(text.text, text.length, user);
    hn_buffer_free(&text);
    return status;
}

hensyn_status hn_report_json(const hn_verify *v, const char *file, hensyn_text_fn out, void *user) {
    return hn_json_send(v->ctx,
                        json_pack("{s:o, s:b, s:O}", "file", hn_json_text(file), "ok",
                                  v->failed == 0, "checks", v->checks),
                        out, user);
}

void hn_report_failed(const hn_verify *v, hn_buffer *out) {
    for (size_t i = 0; i < json_array_size(v->checks); i++) {
        const json_t *check = json_array_get(v->checks, i);
        if (!json_is_false(json_object_get(check, "ok"))) continue;
        hn_appendf(out, "%s%s", out->length ? ", " : "",
                   json_string_value(json_object_get(check, "name")));
    }
}
