/* net_rules.h - what network layers are, what kind of way each of their links is, and what a mode
 * of travel may use. All of it is data (analysis/profiles): nettverk.yaml for all modes, and one
 * profile a mode. */
#ifndef HN_NET_RULES_H
#define HN_NET_RULES_H

#include "data/link.h"
#include "data/recipe.h"
#include "data/theme.h"

/* What a field of a network layer says. The first ones decide the kind of way and what a mode may
 * do with it; a rule can ask for any of those. */
typedef enum hn_net_role {
    HN_NET_TYPE,
    HN_NET_HIGHWAY,
    HN_NET_CATEGORY,
    HN_NET_LEVEL,
    HN_NET_BRIDGE,
    HN_NET_TUNNEL,
    HN_NET_LAYER,
    HN_NET_ONEWAY,
    HN_NET_ONEWAY_BICYCLE,
    HN_NET_LANES,
    HN_NET_JUNCTION,
    HN_NET_ACCESS,
    HN_NET_FOOT,
    HN_NET_BICYCLE,
    HN_NET_MOTOR,
    HN_NET_PHASE,
    HN_NET_MOTORWAY,
    HN_NET_SERVICE,
    HN_NET_SIDEWALK,
    HN_NET_ROUTE,
    HN_NET_ROADCLASS,
    HN_NET_MOTORROAD,
    HN_NET_SPEED,
    HN_NET_SPEED_AGAINST,
    HN_NET_AADT,
    HN_NET_JUDGED, /* how many a rule can ask for; those that follow are the link's own */
    HN_NET_ID = HN_NET_JUDGED,
    HN_NET_FROM_NODE,
    HN_NET_TO_NODE,
    HN_NET_MINUTES_ALONG,
    HN_NET_MINUTES_AGAINST,
    HN_NET_SEQUENCE,
    HN_NET_FROM_POSITION,
    HN_NET_TO_POSITION,
    HN_NET_ROLES,
    /* What is known once the kind is: conditions of a profile. */
    HN_NET_KLASSE = HN_NET_ROLES,
    HN_NET_IN_TUNNEL,
    HN_NET_ON_BRIDGE,
    HN_NET_CONDITIONS
} hn_net_role;

typedef enum hn_net_use {
    HN_NET_LINES,  /* lines to travel on */
    HN_NET_LIMITS, /* speed limits along link sequences */
    HN_NET_COUNTS, /* daily traffic along link sequences */
    HN_NET_UNUSED  /* known, not used */
} hn_net_use;

typedef struct hn_net_words {
    char **word; /* folded */
    size_t count;
} hn_net_words;

typedef struct hn_net_level {
    hn_match *match;
    size_t matches;
    int level;
} hn_net_level;

typedef struct hn_net_levels {
    hn_net_level *item;
    size_t count;
} hn_net_levels;

/* One condition: the value of a role fits one of the matches, or is missing and that is allowed. */
typedef struct hn_net_condition {
    int role; /* below HN_NET_CONDITIONS */
    hn_match *match;
    size_t matches;
    bool missing, any;
} hn_net_condition;

typedef struct hn_net_rule {
    hn_net_condition *when; /* all must hold; none: always */
    size_t conditions;
    char *klasse;
    bool own_way, yields, allow;
    double speed;  /* km/h; NAN: not given */
    char *nb, *en; /* why not, in words; NULL: allowed */
    char *source;
} hn_net_rule;

typedef struct hn_net_dataset {
    char *name;
    hn_net_words layers, need;
    char *use_word;
    hn_net_use use;
    bool shared_nodes;
    char *filter;     /* SQL for the reader; NULL: all rows */
    hn_net_rule must; /* a row for which none of its conditions holds is no part of the network */
    hn_net_levels levels;              /* none: those of all */
    hn_net_words fields[HN_NET_ROLES]; /* its own spellings; none: those of all */
    char *source;
} hn_net_dataset;

typedef struct hn_net_rules_list {
    hn_net_rule *rule;
    size_t count;
} hn_net_rules_list;

typedef struct hn_net_rules {
    hn_net_words fields[HN_NET_ROLES];
    hn_net_levels levels; /* of layers that no dataset with levels of its own fits */
    hn_match *along, *against, *both, *no;
    size_t alongs, againsts, boths, nos;
    hn_net_dataset *datasets;
    size_t dataset_count;
    hn_net_rules_list classes; /* the last one fits all */
} hn_net_rules;

typedef struct hn_profile {
    char *mode, *title_nb, *title_en;
    double speed, leg_speed; /* km/h */
    bool oneway, slope, minutes, limits;
    hn_net_rules_list allow;  /* the last one fits all */
    hn_net_rules_list speeds; /* may be empty */
} hn_profile;

/* Word of a mode, "gange", as its file is called. */
const char *hn_mode_name(hn_mode mode);

/* nettverk.yaml, and the profile of a mode. HENSYN_USAGE with file, line and column; out is empty
 * then. */
hensyn_status hn_net_rules_parse(hensyn_context *ctx, const char *file, const char *text,
                                 size_t size, hn_net_rules *out);
void hn_net_rules_clear(hn_net_rules *rules); /* a zeroed one is allowed */
hensyn_status hn_profile_parse(hensyn_context *ctx, const char *file, const char *text, size_t size,
                               const char *mode, hn_profile *out);
void hn_profile_clear(hn_profile *profile);

/* The dataset that fits a layer; NULL: none is known. */
const hn_net_dataset *hn_net_recognise(const hn_net_rules *rules, const char *layer,
                                       const char *object_type, const char *const *fields,
                                       size_t count);
/* Can the layer serve as what the dataset is for, by GDAL's name of its geometry type? Lines are
 * no points and no bare table: datasets of roads come with both beside. */
bool hn_net_serves(const hn_net_dataset *dataset, bool has_geometry, const char *geometry_type);
/* Field number of each role in a layer, -1 where it has none. dataset NULL: by the spellings of
 * all. */
void hn_net_find_fields(const hn_net_rules *rules, const hn_net_dataset *dataset,
                        const char *const *fields, size_t count, int column[HN_NET_ROLES]);

/* Is a row part of the network at all? */
bool hn_net_is_way(const hn_net_dataset *dataset, const char *const *value);

/* What the values of a link say, for any mode. */
typedef struct hn_net_facts {
    const char *klasse; /* lives as long as the rules */
    bool own_way, yields, tunnel, bridge, ferry;
    int level;
    uint8_t ways, bicycle_ways; /* hn_ways by one-way fields and lanes */
} hn_net_facts;
/* value: HN_NET_JUDGED texts by role, NULL where not set. */
hn_net_facts hn_net_look(const hn_net_rules *rules, const hn_net_dataset *dataset,
                         const char *const *value);
/* hn_ways of a direction in words; both for what is neither along nor against. */
uint8_t hn_net_direction(const hn_net_rules *rules, const char *text);
/* Is it one of the words that nettverk.yaml knows? */
bool hn_net_knows_direction(const hn_net_rules *rules, const char *text);

/* What a mode may do with a link. */
typedef struct hn_verdict {
    const hn_net_rule *rule; /* the row of allow that decided */
    bool allow;
    double speed; /* km/h by the profile, without the speed limit */
} hn_verdict;
hn_verdict hn_profile_judge(const hn_profile *profile, const hn_net_facts *facts,
                            const char *const *value);

/* km/h of a speed limit in words: "50", "30 mph", "NO:urban" is not known (NAN). */
double hn_net_speed(const char *text);
/* HN_SAFE, HN_UNSAFE or HN_SAFE_UNKNOWN of a link: ways of their own are safe, others by limits
 * (km/h, vehicles a day); NAN: not known. Missing traffic is not zero traffic. */
int hn_net_safe(bool own_way, double speed, double aadt, double max_speed, double max_aadt);
/* May safe travel use it? Unknown traffic passes only where the speed limit is known and kept. */
bool hn_net_passes_safe(int safe, double speed, double max_speed);

#endif
