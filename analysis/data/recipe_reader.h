/* recipe_reader.h - what the files that read a recipe share: recipe_yaml.c (the whole and the
 * conflict part) and recipe_yaml_access.c. All complaints have file, line and column. */
#ifndef HN_RECIPE_READER_H
#define HN_RECIPE_READER_H

#include "data/recipe_parts.h"
#include "data/yaml.h"

typedef struct hn_reader {
    hensyn_context *ctx;
    hensyn_job *job;
    char *folder; /* of the recipe, "" when the path has none */
    hn_yaml yaml;
} hn_reader;

#define COMPLAIN(r, node, ...) hn_yaml_fail(&(r)->yaml, node, __VA_ARGS__)

typedef hensyn_status (*hn_reader_item)(hn_reader *r, const hn_option *option, const char *theme,
                                        const yaml_node_t *item);

bool hn_reader_is_null(const yaml_node_t *node);
yaml_node_t *hn_reader_node(hn_reader *r, int index);
/* The text of a scalar, else a complaint that names the key. */
hensyn_status hn_reader_text(hn_reader *r, const yaml_node_t *node, const char *key,
                             const char **out);
/* Sets the option to the scalar; theme NULL: of none. A hn_reader_item. */
hensyn_status hn_reader_apply(hn_reader *r, const hn_option *option, const char *theme,
                              const yaml_node_t *node);
hensyn_status hn_reader_each(hn_reader *r, yaml_node_t *node, const hn_option *option,
                             const char *theme, hn_reader_item call);
hensyn_status hn_reader_unknown_key(hn_reader *r, const yaml_node_t *key, const char *near);
hensyn_status hn_reader_missing(hn_reader *r, const yaml_node_t *map, const char *list,
                                const char *key);
/* The key of a pair; a complaint when it is no text or stood before. */
hensyn_status hn_reader_key(hn_reader *r, const yaml_node_t *map, const yaml_node_pair_t *pair,
                            yaml_node_t **key);
/* An option's value in the forms that its type may have; null leaves the default. */
hensyn_status hn_reader_option(hn_reader *r, const hn_option *option, yaml_node_t *value);

/* The mapping under "access:". */
hensyn_status hn_reader_access(hn_reader *r, yaml_node_t *map);

#endif
