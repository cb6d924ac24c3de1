/* json_text.h - the little that JSON answers have in common. */
#ifndef HN_JSON_TEXT_H
#define HN_JSON_TEXT_H

#include "hensyn.h"

#include <jansson.h>

/* A string, or null for NULL; bytes that are not UTF-8 are read as Latin-1, so that a file name
 * never makes an answer fail. NULL: no memory. */
json_t *hn_json_text(const char *text);
/* Sends a document (taken over; NULL: no memory) as indented text with a line end. */
hensyn_status hn_json_send(hensyn_context *ctx, json_t *document, hensyn_text_fn out, void *user);

#endif
