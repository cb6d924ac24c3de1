/* yaml.h - reads mappings of a YAML document into structs by tables of keys, with line and column
 * of whatever is wrong. Knows libyaml; shared by what is configured in YAML. */
#ifndef HN_YAML_H
#define HN_YAML_H

#include "base/context.h"
#include "base/memory.h"

#include <yaml.h>

typedef struct hn_yaml {
    hensyn_context *ctx;
    const char *file; /* borrowed, for messages */
    yaml_document_t document;
    bool loaded;
} hn_yaml;

/* Loads the one document of text. HENSYN_USAGE with line and column when it is not YAML. */
hensyn_status hn_yaml_load(hensyn_context *ctx, const char *file, const char *text, size_t size,
                           hn_yaml *out);
void hn_yaml_clear(hn_yaml *yaml);        /* a zeroed one is allowed */
yaml_node_t *hn_yaml_root(hn_yaml *yaml); /* NULL: empty */

typedef enum hn_yaml_type {
    HN_YAML_TEXT,    /* char *, owned, in the struct at offset */
    HN_YAML_FOLDED,  /* char **, owned folded texts, and size_t their count at offset_count */
    HN_YAML_NUMBER,  /* double from low to high */
    HN_YAML_INTEGER, /* int from low to high */
    HN_YAML_BOOL,    /* bool: true, false, ja, nei */
    HN_YAML_TEXTS,   /* {nb: ..., en: ...}: two char * at offset and offset_count; or one text */
    HN_YAML_CALL     /* read() does it */
} hn_yaml_type;

typedef struct hn_yaml_key {
    const char *key;
    hn_yaml_type type;
    size_t offset, offset_count;
    double low, high;
    hensyn_status (*read)(hn_yaml *yaml, yaml_node_t *node, void *into);
} hn_yaml_key;

/* Reads the mapping node into the struct; unknown and repeated keys are errors. */
hensyn_status hn_yaml_mapping(hn_yaml *yaml, yaml_node_t *node, const hn_yaml_key *keys,
                              size_t count, void *into);
/* Calls read for each item of a sequence, or once for a node that is none. */
hensyn_status hn_yaml_each(hn_yaml *yaml, yaml_node_t *node,
                           hensyn_status (*read)(hn_yaml *yaml, yaml_node_t *item, void *into),
                           void *into);
/* The text of a scalar node; NULL: it is none, or holds a NUL. Lives as long as the document. */
const char *hn_yaml_scalar(const yaml_node_t *node);
/* "file:line:column: " and the message; HENSYN_USAGE. */
hensyn_status hn_yaml_fail(hn_yaml *yaml, const yaml_node_t *node, const char *fmt, ...)
    HN_PRINTF(3, 4);
/* A copy of text as hn_fold gives it. NULL: no memory. */
char *hn_folded(const char *text);

#endif
