/* keys.h - keys that survive a re-run: kilde_id and nokkel of every row, repeats numbered. */
#ifndef HN_KEYS_H
#define HN_KEYS_H

#include "data/layer.h"

/* What INGEN_ID says after a count. A column that is only called id counts as one when --id-field
 * names it: exports number their rows anew in it, and a key must survive that. */
#define HN_NO_ID_NB                                                                                \
    "objekter har ingen id som en datamodell kjenner; plassen i kilden står for den (rad:N). "    \
    "--id-field velger et felt, også «id», som ellers ikke brukes fordi eksporter ofte "        \
    "nummererer "                                                                                  \
    "radene på nytt der"
#define HN_NO_ID_EN                                                                                \
    "objects have no id that a data model knows; their position stands for it (rad:N). "           \
    "--id-field chooses a field, also 'id', which is not used otherwise since exports often "      \
    "number their rows anew in it"

/* The keys given so far, over all layers of one table (arealformal, or the three of hensyn). */
typedef struct hn_keys hn_keys;
hn_keys *hn_keys_create(void); /* NULL: no memory */
void hn_keys_destroy(hn_keys *keys);

typedef struct hn_key {
    const char *kilde_id; /* the id as given, or 'rad:N'; '#2', '#3' after a repeated one */
    const char *nokkel;   /* source name / layer / kilde_id, unique */
    bool counted;         /* the feature had no id: its position stands for one */
    bool duplicate;       /* the same id came before in this layer, with the same geometry */
} hn_key;

/* The key of a feature; ask once for each, in source order, also for those that are left out.
 * id NULL or "": none. kilde: number of the kilde row (two readings of one layer are not
 * duplicates of each other). Texts go into pool. False: no memory. */
bool hn_keys_add(hn_keys *keys, hn_pool *pool, const hn_layer *layer, size_t row, const char *id,
                 uint32_t kilde, hn_key *out);

/* The source name that a nokkel begins with, in pool; NULL: no memory. */
const char *hn_key_source(hn_pool *pool, const char *nokkel, const char *lag, const char *kilde_id);

/* A fingerprint of kind, parts and coordinates as they stand; 0 for NULL. */
uint64_t hn_geometry_hash(const hn_geometry *geometry);

#endif
