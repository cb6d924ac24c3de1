/* json_text.c - strings into JSON whatever their bytes, and documents out as text. */
#include "json_text.h"

#include "base/context.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

json_t *hn_json_text(const char *text) {
    if (!text) return json_null();
    json_t *made = json_string(text);
    if (made) return made;
    hn_buffer utf8 = {0};
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        unsigned char two[2] = {(unsigned char)(0xC0 | *p >> 6),
                                (unsigned char)(0x80 | (*p & 0x3F))};
        if (*p < 0x80)
            hn_append_n(&utf8, p, 1);
        else
            hn_append_n(&utf8, two, 2);
    }
    made = utf8.failed || !utf8.text ? NULL : json_stringn(utf8.text, utf8.length);
    hn_buffer_free(&utf8);
    return made;
}

hensyn_status hn_json_send(hensyn_context *ctx, json_t *document, hensyn_text_fn out, void *user) {
    /* 15 digits: what a double holds for certain, without the noise of the 17th. */
    char *text = document ? json_dumps(document, JSON_INDENT(2) | JSON_REAL_PRECISION(15)) : NULL;
    json_decref(document);
    if (!text) return hn_nomem(ctx);
    out(text, strlen(text), user);
    out("\n", 1, user);
    free(text); /* from jansson */
    return HENSYN_OK;
}
