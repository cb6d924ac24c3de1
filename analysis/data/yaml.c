/* yaml.c - YAML mappings into structs, by tables of keys. */
#include "data/yaml.h"

#include "base/text.h"
#include "data/csv.h"

#include <stdio.h>
#include <string.h>

enum { MAX_KEYS = 32, MAX_OPEN = 500 };

char *hn_folded(const char *text) {
    size_t length = hn_fold(text, NULL, 0);
    char *out = hn_alloc(length + 1, 1);
    if (out) hn_fold(text, out, length + 1);
    return out;
}

hensyn_status hn_yaml_fail(hn_yaml *yaml, const yaml_node_t *node, const char *fmt, ...) {
    char text[HN_MESSAGE_SIZE / 2];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    return hn_fail(yaml->ctx, HENSYN_USAGE, "%s:%zu:%zu: %s", yaml->file,
                   node ? node->start_mark.line + 1 : 1, node ? node->start_mark.column + 1 : 1,
                   text);
}

/* Line and column of a byte: what libyaml does not tell of bytes that are no text. */
static yaml_mark_t mark_of(const char *text, size_t offset) {
    yaml_mark_t mark = {offset, 0, 0};
    for (size_t i = 0; i < offset; i++) {
        mark.column++;
        if (text[i] == '\n') mark.line++, mark.column = 0;
    }
    return mark;
}

static hensyn_status parser_failed(hensyn_context *ctx, const char *file, const char *text,
                                   const yaml_parser_t *parser) {
    /* libyaml does not set an error for every allocation that fails, but then no problem either. */
    if (parser->error == YAML_MEMORY_ERROR || !parser->problem) return hn_nomem(ctx);
    bool encoding = parser->error == YAML_READER_ERROR;
    yaml_mark_t mark = encoding ? mark_of(text, parser->problem_offset) : parser->problem_mark;
    return hn_fail(ctx, HENSYN_USAGE, "%s:%zu:%zu: %s%s", file, mark.line + 1, mark.column + 1,
                   encoding ? hn_text(ctx, "ikke UTF-8: ", "not UTF-8: ")
                            : hn_text(ctx, "ikke gyldig YAML: ", "not valid YAML: "),
                   parser->problem);
}

/* libyaml looks through all open brackets at every token, so that time grows with the square of
 * their number. Brackets in quoted text count too: no recipe has as many. */
static hensyn_status check_depth(hensyn_context *ctx, const char *file, const char *text,
                                 size_t size) {
    int open = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '[' || text[i] == '{') open++;
        if ((text[i] == ']' || text[i] == '}') && open > 0) open--;
        if (open <= MAX_OPEN) continue;
        yaml_mark_t mark = mark_of(text, i);
        return hn_fail(ctx, HENSYN_USAGE, "%s:%zu:%zu: %s", file, mark.line + 1, mark.column + 1,
                       hn_text(ctx, "ikke gyldig YAML: for mange åpne klammer",
                               "not valid YAML: too many open brackets"));
    }
    return HENSYN_OK;
}

/* After the first document nothing may follow. */
static hensyn_status nothing_follows(hn_yaml *yaml, yaml_parser_t *parser, const char *text) {
    yaml_document_t next;
    if (!yaml_parser_load(parser, &next)) return parser_failed(yaml->ctx, yaml->file, text, parser);
    const yaml_node_t *more = yaml_document_get_root_node(&next);
    hensyn_status status = HENSYN_OK;
    if (more)
        status =
            hn_yaml_fail(yaml, more, "%s",
                         hn_text(yaml->ctx, "her begynner et dokument til, og bare ett er ventet",
                                 "another document begins here, and only one is expected"));
    yaml_document_delete(&next);
    return status;
}

hensyn_status hn_yaml_load(hensyn_context *ctx, const char *file, const char *text, size_t size,
                           hn_yaml *out) {
    *out = (hn_yaml){.ctx = ctx, .file = file};
    yaml_parser_t parser;
    hensyn_status status = check_depth(ctx, file, text, size);
    if (status != HENSYN_OK) return status;
    if (!yaml_parser_initialize(&parser)) return hn_nomem(ctx);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, size);
    out->loaded = yaml_parser_load(&parser, &out->document) != 0;
    if (!out->loaded)
        status = parser_failed(ctx, file, text, &parser);
    else if (yaml_document_get_root_node(&out->document))
        status = nothing_follows(out, &parser, text);
    yaml_parser_delete(&parser);
    if (status != HENSYN_OK) hn_yaml_clear(out);
    return status;
}

void hn_yaml_clear(hn_yaml *yaml) {
    if (yaml->loaded) yaml_document_delete(&yaml->document);
    yaml->loaded = false;
}

yaml_node_t *hn_yaml_root(hn_yaml *yaml) { return yaml_document_get_root_node(&yaml->document); }

const char *hn_yaml_scalar(const yaml_node_t *node) {
    if (node->type != YAML_SCALAR_NODE) return NULL;
    const char *text = (const char *)node->data.scalar.value;
    return strlen(text) == node->data.scalar.length ? text : NULL;
}

hensyn_status hn_yaml_each(hn_yaml *yaml, yaml_node_t *node,
                           hensyn_status (*read)(hn_yaml *yaml, yaml_node_t *item, void *into),
                           void *into) {
    if (node->type != YAML_SEQUENCE_NODE) return read(yaml, node, into);
    for (yaml_node_item_t *item = node->data.sequence.items.start;
         item < node->data.sequence.items.top; item++) {
        hensyn_status status = read(yaml, yaml_document_get_node(&yaml->document, *item), into);
        if (status != HENSYN_OK) return status;
    }
    return HENSYN_OK;
}

static hensyn_status scalar_wanted(hn_yaml *yaml, const yaml_node_t *node) {
    return hn_yaml_fail(yaml, node, "%s",
                        hn_text(yaml->ctx, "her skal det stå én tekst eller ett tall",
                                "one text or number is wanted here"));
}

static hensyn_status read_text(hn_yaml *yaml, yaml_node_t *node, char **out) {
    const char *text = hn_yaml_scalar(node);
    if (!text) return scalar_wanted(yaml, node);
    *out = hn_strdup(text);
    return *out ? HENSYN_OK : hn_nomem(yaml->ctx);
}

static hensyn_status read_number(hn_yaml *yaml, yaml_node_t *node, const hn_yaml_key *key,
                                 double *out) {
    const char *text = hn_yaml_scalar(node);
    if (!text) return scalar_wanted(yaml, node);
    bool whole = key->type == HN_YAML_INTEGER;
    long long integer = 0;
    bool fits = whole ? hn_parse_int(text, &integer) : hn_parse_double(text, out);
    if (whole) *out = (double)integer;
    if (fits && *out >= key->low && *out <= key->high) return HENSYN_OK;
    return hn_yaml_fail(yaml, node,
                        hn_text(yaml->ctx, "%s: «%s» er ikke et tall fra %.0f til %.0f",
                                "%s: '%s' is not a number from %.0f to %.0f"),
                        key->key, text, key->low, key->high);
}

static hensyn_status read_bool(hn_yaml *yaml, yaml_node_t *node, const hn_yaml_key *key,
                               bool *out) {
    const char *text = hn_yaml_scalar(node);
    if (!text) return scalar_wanted(yaml, node);
    bool yes = hn_same(text, "true") || hn_same(text, "ja") || hn_same(text, "yes");
    if (!yes && !hn_same(text, "false") && !hn_same(text, "nei") && !hn_same(text, "no"))
        return hn_yaml_fail(yaml, node,
                            hn_text(yaml->ctx, "%s: «%s» er verken true eller false",
                                    "%s: '%s' is neither true nor false"),
                            key->key, text);
    *out = yes;
    return HENSYN_OK;
}

typedef struct fold_list {
    char **text;
    size_t count, capacity;
} fold_list;

static hensyn_status add_folded(hn_yaml *yaml, yaml_node_t *node, void *into) {
    fold_list *list = into;
    const char *text = hn_yaml_scalar(node);
    if (!text) return scalar_wanted(yaml, node);
    char *folded = hn_folded(text);
    if (!folded || !HN_RESERVE(list->text, list->count, list->capacity, 1)) {
        hn_free(folded);
        return hn_nomem(yaml->ctx);
    }
    list->text[list->count++] = folded;
    if (*folded) return HENSYN_OK;
    return hn_yaml_fail(yaml, node,
                        hn_text(yaml->ctx, "«%s» har verken bokstaver eller sifre",
                                "'%s' has neither letters nor digits"),
                        text);
}

static hensyn_status read_folded(hn_yaml *yaml, yaml_node_t *node, char ***out, size_t *count) {
    fold_list list = {*out, *count, *count};
    hensyn_status status = hn_yaml_each(yaml, node, add_folded, &list);
    *out = list.text;
    *count = list.count;
    return status;
}

/* A text in two languages; a single one stands for both. */
static hensyn_status read_texts(hn_yaml *yaml, yaml_node_t *node, char **nb, char **en) {
    if (node->type == YAML_MAPPING_NODE) {
        typedef struct pair {
            char *nb, *en;
        } pair;
        static const hn_yaml_key keys[] = {
            {"nb", HN_YAML_TEXT, offsetof(pair, nb), 0, 0, 0, NULL},
            {"en", HN_YAML_TEXT, offsetof(pair, en), 0, 0, 0, NULL},
        };
        pair read = {NULL, NULL};
        hensyn_status status = hn_yaml_mapping(yaml, node, keys, 2, &read);
        *nb = read.nb;
        *en = read.en;
        if (status != HENSYN_OK) return status;
        if (!*nb)
            return hn_yaml_fail(yaml, node, "%s",
                                hn_text(yaml->ctx, "nb mangler", "nb is missing"));
    } else {
        hensyn_status status = read_text(yaml, node, nb);
        if (status != HENSYN_OK) return status;
    }
    if (!*en) *en = hn_strdup(*nb);
    return *en ? HENSYN_OK : hn_nomem(yaml->ctx);
}

static hensyn_status read_value(hn_yaml *yaml, yaml_node_t *node, const hn_yaml_key *key,
                                char *into) {
    void *at = into + key->offset, *second = into + key->offset_count;
    double number = 0;
    hensyn_status status = HENSYN_OK;
    switch (key->type) {
    case HN_YAML_TEXT:
        return read_text(yaml, node, at);
    case HN_YAML_FOLDED:
        return read_folded(yaml, node, at, second);
    case HN_YAML_NUMBER:
        return read_number(yaml, node, key, at);
    case HN_YAML_INTEGER:
        status = read_number(yaml, node, key, &number);
        if (status == HENSYN_OK) *(int *)at = (int)number;
        return status;
    case HN_YAML_BOOL:
        return read_bool(yaml, node, key, at);
    case HN_YAML_TEXTS:
        return read_texts(yaml, node, at, second);
    case HN_YAML_CALL:
        break;
    }
    return key->read(yaml, node, into);
}

static hensyn_status unknown_key(hn_yaml *yaml, const yaml_node_t *node, const char *name,
                                 const hn_yaml_key *keys, size_t count) {
    const char *names[MAX_KEYS];
    for (size_t i = 0; i < count; i++)
        names[i] = keys[i].key;
    char hint[HN_HINT_SIZE];
    return hn_yaml_fail(yaml, node,
                        hn_text(yaml->ctx, "ukjent nøkkel «%s»%s", "unknown key '%s'%s"), name,
                        hn_csv_hint(yaml->ctx, hn_nearest(name, names, count), hint));
}

hensyn_status hn_yaml_mapping(hn_yaml *yaml, yaml_node_t *node, const hn_yaml_key *keys,
                              size_t count, void *into) {
    bool seen[MAX_KEYS] = {false};
    if (node->type != YAML_MAPPING_NODE)
        return hn_yaml_fail(yaml, node, "%s",
                            hn_text(yaml->ctx, "her skal det stå nøkler med verdier",
                                    "keys with values are wanted here"));
    for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         pair < node->data.mapping.pairs.top; pair++) {
        yaml_node_t *name = yaml_document_get_node(&yaml->document, pair->key);
        yaml_node_t *value = yaml_document_get_node(&yaml->document, pair->value);
        const char *text = hn_yaml_scalar(name);
        if (!text) return scalar_wanted(yaml, name);
        size_t i = 0;
        while (i < count && strcmp(keys[i].key, text) != 0)
            i++;
        if (i == count) return unknown_key(yaml, name, text, keys, count);
        if (seen[i])
            return hn_yaml_fail(
                yaml, name,
                hn_text(yaml->ctx, "nøkkelen «%s» står to ganger", "key '%s' stands twice"), text);
        seen[i] = true;
        hensyn_status status = read_value(yaml, value, &keys[i], into);
        if (status != HENSYN_OK) return status;
    }
    return HENSYN_OK;
}
