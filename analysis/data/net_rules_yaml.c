/* net_rules_yaml.c - nettverk.yaml and the profiles of the modes into net_rules.h. */
#include "data/net_rules.h"

#include "base/text.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

/* Words of the roles, as rules and lists of fields write them. */
static const char *const role_names[HN_NET_CONDITIONS] = {
    [HN_NET_TYPE] = "type",
    [HN_NET_HIGHWAY] = "highway",
    [HN_NET_CATEGORY] = "category",
    [HN_NET_LEVEL] = "level",
    [HN_NET_BRIDGE] = "bridge",
    [HN_NET_TUNNEL] = "tunnel",
    [HN_NET_LAYER] = "layer",
    [HN_NET_ONEWAY] = "oneway",
    [HN_NET_ONEWAY_BICYCLE] = "oneway_bicycle",
    [HN_NET_LANES] = "lanes",
    [HN_NET_JUNCTION] = "junction",
    [HN_NET_ACCESS] = "access",
    [HN_NET_FOOT] = "foot",
    [HN_NET_BICYCLE] = "bicycle",
    [HN_NET_MOTOR] = "motor",
    [HN_NET_PHASE] = "phase",
    [HN_NET_MOTORWAY] = "motorway",
    [HN_NET_SERVICE] = "service",
    [HN_NET_SIDEWALK] = "sidewalk",
    [HN_NET_ROUTE] = "route",
    [HN_NET_ROADCLASS] = "roadclass",
    [HN_NET_MOTORROAD] = "motorroad",
    [HN_NET_SPEED] = "speed",
    [HN_NET_SPEED_AGAINST] = "speed_against",
    [HN_NET_AADT] = "aadt",
    [HN_NET_ID] = "id",
    [HN_NET_FROM_NODE] = "from_node",
    [HN_NET_TO_NODE] = "to_node",
    [HN_NET_MINUTES_ALONG] = "minutes_along",
    [HN_NET_MINUTES_AGAINST] = "minutes_against",
    [HN_NET_SEQUENCE] = "sequence",
    [HN_NET_FROM_POSITION] = "from_position",
    [HN_NET_TO_POSITION] = "to_position",
    [HN_NET_KLASSE] = "klasse",
    [HN_NET_IN_TUNNEL] = "in_tunnel",
    [HN_NET_ON_BRIDGE] = "on_bridge",
};

/* Calls read with the number of the role that each key names; only those for which fits(role). */
static hensyn_status each_role(hn_yaml *yaml, yaml_node_t *node, bool (*fits)(int role), void *into,
                               hensyn_status (*read)(hn_yaml *yaml, int role, yaml_node_t *value,
                                                     void *into)) {
    if (node->type != YAML_MAPPING_NODE)
        return hn_yaml_fail(yaml, node, "%s",
                            hn_text(yaml->ctx, "her står linjer på formen «rolle: [...]»",
                                    "lines of the form 'role: [...]' stand here"));
    bool seen[HN_NET_CONDITIONS] = {false};
    const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
    for (; pair < node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key = yaml_document_get_node(&yaml->document, pair->key);
        const char *name = hn_yaml_scalar(key);
        int role = 0;
        while (role < HN_NET_CONDITIONS &&
               !(name && fits(role) && strcmp(name, role_names[role]) == 0))
            role++;
        if (role == HN_NET_CONDITIONS || seen[role])
            return hn_yaml_fail(yaml, key,
                                hn_text(yaml->ctx, "«%s» er ukjent eller står to ganger",
                                        "'%s' is unknown or stands twice"),
                                name ? name : "");
        seen[role] = true;
        hensyn_status status =
            read(yaml, role, yaml_document_get_node(&yaml->document, pair->value), into);
        if (status != HENSYN_OK) return status;
    }
    return HENSYN_OK;
}

static bool is_field(int role) { return role < HN_NET_ROLES; }
static bool is_condition(int role) { return role < HN_NET_JUDGED || role >= HN_NET_ROLES; }

/* ---- lists of matches ---- */

typedef struct matches {
    hn_match **match;
    size_t *count;
    bool *missing, *any; /* NULL: neither "~" nor "*" may stand */
} matches;

static hensyn_status add_match(hn_yaml *yaml, yaml_node_t *node, void *into) {
    matches *list = into;
    const char *text = hn_yaml_scalar(node);
    bool plain = text && node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (list->missing && plain && strcmp(text, "~") == 0) {
        *list->missing = true;
        return HENSYN_OK;
    }
    if (list->any && text && strcmp(text, "*") == 0) {
        *list->any = true;
        return HENSYN_OK;
    }
    hn_match match;
    size_t capacity = *list->count;
    hensyn_status status = hn_match_read(yaml, node, &match);
    if (status != HENSYN_OK) return status;
    if (!hn_reserve((void **)list->match, &capacity, *list->count + 1, sizeof match)) {
        hn_match_clear(&match);
        return hn_nomem(yaml->ctx);
    }
    (*list->match)[(*list->count)++] = match;
    return HENSYN_OK;
}

static void clear_matches(hn_match *match, size_t count) {
    for (size_t i = 0; i < count; i++)
        hn_match_clear(&match[i]);
    hn_free(match);
}

/* ---- rules ---- */

enum { SAYS_KLASSE = 1, SAYS_ALLOW = 2, SAYS_SPEED = 4 };

static hensyn_status add_condition(hn_yaml *yaml, int role, yaml_node_t *value, void *into) {
    hn_net_rule *rule = into;
    size_t capacity = rule->conditions;
    if (!HN_RESERVE(rule->when, rule->conditions, capacity, 1)) return hn_nomem(yaml->ctx);
    hn_net_condition *c = &rule->when[rule->conditions++];
    *c = (hn_net_condition){.role = role};
    matches list = {&c->match, &c->matches, &c->missing, &c->any};
    return hn_yaml_each(yaml, value, add_match, &list);
}

static hensyn_status read_when(hn_yaml *yaml, yaml_node_t *node, void *into) {
    return each_role(yaml, node, is_condition, into, add_condition);
}

static const hn_yaml_key rule_keys[] = {
    {"when", HN_YAML_CALL, 0, 0, 0, 0, read_when},
    {"klasse", HN_YAML_TEXT, offsetof(hn_net_rule, klasse), 0, 0, 0, NULL},
    {"own_way", HN_YAML_BOOL, offsetof(hn_net_rule, own_way), 0, 0, 0, NULL},
    {"yields", HN_YAML_BOOL, offsetof(hn_net_rule, yields), 0, 0, 0, NULL},
    {"allow", HN_YAML_BOOL, offsetof(hn_net_rule, allow), 0, 0, 0, NULL},
    {"speed", HN_YAML_NUMBER, offsetof(hn_net_rule, speed), 0, 0.1, 500, NULL},
    {"nb", HN_YAML_TEXT, offsetof(hn_net_rule, nb), 0, 0, 0, NULL},
    {"en", HN_YAML_TEXT, offsetof(hn_net_rule, en), 0, 0, 0, NULL},
    {"source", HN_YAML_TEXT, offsetof(hn_net_rule, source), 0, 0, 0, NULL},
};

/* Which section a list of rules is: what each of its rows must say. */
typedef struct section {
    hn_net_rules_list *list;
    int says;
} section;

static bool has_key(hn_yaml *yaml, const yaml_node_t *node, const char *name) {
    const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
    for (; pair < node->data.mapping.pairs.top; pair++) {
        const char *key = hn_yaml_scalar(yaml_document_get_node(&yaml->document, pair->key));
        if (key && strcmp(key, name) == 0) return true;
    }
    return false;
}

static hensyn_status check_rule(hn_yaml *yaml, const yaml_node_t *node, const hn_net_rule *rule,
                                int says) {
    int given = (rule->klasse ? SAYS_KLASSE : 0) | (isnan(rule->speed) ? 0 : SAYS_SPEED) |
                (has_key(yaml, node, "allow") ? SAYS_ALLOW : 0);
    const char *wrong = NULL;
    if (given != says)
        wrong = says == SAYS_KLASSE  ? hn_text(yaml->ctx, "raden skal si klasse, og bare det",
                                               "the row is to say klasse, and only that")
                : says == SAYS_ALLOW ? hn_text(yaml->ctx, "raden skal si allow, og bare det",
                                               "the row is to say allow, and only that")
                                     : hn_text(yaml->ctx, "raden skal si speed, og bare det",
                                               "the row is to say speed, and only that");
    else if (says == SAYS_ALLOW && !rule->allow && !rule->nb)
        wrong = hn_text(yaml->ctx, "nb mangler: hvorfor er den ikke tillatt?",
                        "nb is missing: why is it not allowed?");
    else if (!rule->source)
        wrong = hn_text(yaml->ctx, "source mangler", "source is missing");
    return wrong ? hn_yaml_fail(yaml, node, "%s", wrong) : HENSYN_OK;
}

static hensyn_status add_rule(hn_yaml *yaml, yaml_node_t *node, void *into) {
    section *s = into;
    size_t capacity = s->list->count;
    if (!HN_RESERVE(s->list->rule, s->list->count, capacity, 1)) return hn_nomem(yaml->ctx);
    hn_net_rule *rule = &s->list->rule[s->list->count++];
    *rule = (hn_net_rule){.speed = NAN};
    hensyn_status status =
        hn_yaml_mapping(yaml, node, rule_keys, sizeof rule_keys / sizeof *rule_keys, rule);
    return status == HENSYN_OK ? check_rule(yaml, node, rule, s->says) : status;
}

/* A list whose last row fits everything, so that there is always an answer. */
static hensyn_status read_rules(hn_yaml *yaml, yaml_node_t *node, hn_net_rules_list *list,
                                int says) {
    section s = {list, says};
    hensyn_status status = hn_yaml_each(yaml, node, add_rule, &s);
    if (status != HENSYN_OK) return status;
    if (list->count && list->rule[list->count - 1].conditions == 0) return HENSYN_OK;
    return hn_yaml_fail(yaml, node, "%s",
                        hn_text(yaml->ctx, "den siste raden skal gjelde alt (uten when)",
                                "the last row is to fit all (without when)"));
}

static void clear_conditions(hn_net_rule *rule) {
    for (size_t c = 0; c < rule->conditions; c++)
        clear_matches(rule->when[c].match, rule->when[c].matches);
    hn_free(rule->when);
}

static void clear_rules(hn_net_rules_list *list) {
    for (size_t i = 0; i < list->count; i++) {
        hn_net_rule *rule = &list->rule[i];
        clear_conditions(rule);
        hn_free(rule->klasse);
        hn_free(rule->nb);
        hn_free(rule->en);
        hn_free(rule->source);
    }
    hn_free(list->rule);
}

/* ---- datasets ---- */

static hensyn_status read_word(hn_yaml *yaml, yaml_node_t *node, void *into) {
    hn_net_words *words = into;
    const char *text = hn_yaml_scalar(node);
    size_t capacity = words->count;
    char *folded = text ? hn_folded(text) : NULL;
    if (!text)
        return hn_yaml_fail(yaml, node, "%s",
                            hn_text(yaml->ctx, "her skal det stå en tekst", "a text is wanted"));
    if (!folded || !HN_RESERVE(words->word, words->count, capacity, 1)) {
        hn_free(folded);
        return hn_nomem(yaml->ctx);
    }
    words->word[words->count++] = folded;
    return HENSYN_OK;
}

static void clear_words(hn_net_words *words) {
    for (size_t i = 0; i < words->count; i++)
        hn_free(words->word[i]);
    hn_free(words->word);
}

static hensyn_status read_spellings(hn_yaml *yaml, int role, yaml_node_t *value, void *into) {
    return hn_yaml_each(yaml, value, read_word, (hn_net_words *)into + role);
}

static hensyn_status read_dataset_fields(hn_yaml *yaml, yaml_node_t *node, void *into) {
    return each_role(yaml, node, is_field, ((hn_net_dataset *)into)->fields, read_spellings);
}

static hensyn_status read_all_fields(hn_yaml *yaml, yaml_node_t *node, void *into) {
    return each_role(yaml, node, is_field, ((hn_net_rules *)into)->fields, read_spellings);
}

static hensyn_status read_level_match(hn_yaml *yaml, yaml_node_t *node, void *into) {
    hn_net_level *level = into;
    matches list = {&level->match, &level->matches, NULL, NULL};
    return hn_yaml_each(yaml, node, add_match, &list);
}

static const hn_yaml_key level_keys[] = {
    {"match", HN_YAML_CALL, 0, 0, 0, 0, read_level_match},
    {"level", HN_YAML_INTEGER, offsetof(hn_net_level, level), 0, -20, 20, NULL},
};

static hensyn_status read_level(hn_yaml *yaml, yaml_node_t *node, void *into) {
    hn_net_levels *levels = into;
    size_t capacity = levels->count;
    if (!HN_RESERVE(levels->item, levels->count, capacity, 1)) return hn_nomem(yaml->ctx);
    hn_net_level *level = &levels->item[levels->count++];
    *level = (hn_net_level){0};
    return hn_yaml_mapping(yaml, node, level_keys, sizeof level_keys / sizeof *level_keys, level);
}

static hensyn_status read_levels(hn_yaml *yaml, yaml_node_t *node, void *into) {
    return hn_yaml_each(yaml, node, read_level, &((hn_net_dataset *)into)->levels);
}

static hensyn_status read_all_levels(hn_yaml *yaml, yaml_node_t *node, void *into) {
    return hn_yaml_each(yaml, node, read_level, &((hn_net_rules *)into)->levels);
}

static bool is_judged(int role) { return role < HN_NET_JUDGED; }

static hensyn_status read_must(hn_yaml *yaml, yaml_node_t *node, void *into) {
    return each_role(yaml, node, is_judged, &((hn_net_dataset *)into)->must, add_condition);
}

static const hn_yaml_key dataset_keys[] = {
    {"name", HN_YAML_TEXT, offsetof(hn_net_dataset, name), 0, 0, 0, NULL},
    {"layers", HN_YAML_FOLDED, offsetof(hn_net_dataset, layers.word),
     offsetof(hn_net_dataset, layers.count), 0, 0, NULL},
    {"need", HN_YAML_FOLDED, offsetof(hn_net_dataset, need.word),
     offsetof(hn_net_dataset, need.count), 0, 0, NULL},
    {"use", HN_YAML_TEXT, offsetof(hn_net_dataset, use_word), 0, 0, 0, NULL},
    {"shared_nodes", HN_YAML_BOOL, offsetof(hn_net_dataset, shared_nodes), 0, 0, 0, NULL},
    {"filter", HN_YAML_TEXT, offsetof(hn_net_dataset, filter), 0, 0, 0, NULL},
    {"must", HN_YAML_CALL, 0, 0, 0, 0, read_must},
    {"levels", HN_YAML_CALL, 0, 0, 0, 0, read_levels},
    {"fields", HN_YAML_CALL, 0, 0, 0, 0, read_dataset_fields},
    {"source", HN_YAML_TEXT, offsetof(hn_net_dataset, source), 0, 0, 0, NULL},
};

static hensyn_status check_dataset(hn_yaml *yaml, const yaml_node_t *node, hn_net_dataset *d) {
    static const char *const uses[] = {"lenker", "fartsgrense", "adt", "ubrukt"};
    if (!d->name || !d->use_word || !d->source || (!d->layers.count && !d->need.count))
        return hn_yaml_fail(yaml, node, "%s",
                            hn_text(yaml->ctx,
                                    "et datasett må ha name, use, source og layers eller need",
                                    "a dataset must have name, use, source and layers or need"));
    for (size_t i = 0; i < sizeof uses / sizeof *uses; i++)
        if (strcmp(d->use_word, uses[i]) == 0) {
            d->use = (hn_net_use)i;
            return HENSYN_OK;
        }
    return hn_yaml_fail(yaml, node,
                        hn_text(yaml->ctx, "use «%s» er ikke lenker, fartsgrense, adt eller ubrukt",
                                "use '%s' is not lenker, fartsgrense, adt or ubrukt"),
                        d->use_word);
}

static hensyn_status read_dataset(hn_yaml *yaml, yaml_node_t *node, void *into) {
    hn_net_rules *rules = into;
    size_t capacity = rules->dataset_count;
    if (!HN_RESERVE(rules->datasets, rules->dataset_count, capacity, 1)) return hn_nomem(yaml->ctx);
    hn_net_dataset *d = &rules->datasets[rules->dataset_count++];
    *d = (hn_net_dataset){0};
    hensyn_status status =
        hn_yaml_mapping(yaml, node, dataset_keys, sizeof dataset_keys / sizeof *dataset_keys, d);
    return status == HENSYN_OK ? check_dataset(yaml, node, d) : status;
}

static hensyn_status read_datasets(hn_yaml *yaml, yaml_node_t *node, void *into) {
    return hn_yaml_each(yaml, node, read_dataset, into);
}

/* ---- nettverk.yaml ---- */

static hensyn_status read_along(hn_yaml *yaml, yaml_node_t *node, void *into) {
    hn_net_rules *rules = into;
    matches list = {&rules->along, &rules->alongs, NULL, NULL};
    return hn_yaml_each(yaml, node, add_match, &list);
}

static hensyn_status read_against(hn_yaml *yaml, yaml_node_t *node, void *into) {
    hn_net_rules *rules = into;
    matches list = {&rules->against, &rules->againsts, NULL, NULL};
    return hn_yaml_each(yaml, node, add_match, &list);
}

static hensyn_status read_both(hn_yaml *yaml, yaml_node_t *node, void *into) {
    hn_net_rules *rules = into;
    matches list = {&rules->both, &rules->boths, NULL, NULL};
    return hn_yaml_each(yaml, node, add_match, &list);
}

static hensyn_status read_no(hn_yaml *yaml, yaml_node_t *node, void *into) {
    hn_net_rules *rules = into;
    matches list = {&rules->no, &rules->nos, NULL, NULL};
    return hn_yaml_each(yaml, node, add_match, &list);
}

static const hn_yaml_key oneway_keys[] = {
    {"along", HN_YAML_CALL, 0, 0, 0, 0, read_along},
    {"against", HN_YAML_CALL, 0, 0, 0, 0, read_against},
    {"both", HN_YAML_CALL, 0, 0, 0, 0, read_both},
};

static hensyn_status read_oneway(hn_yaml *yaml, yaml_node_t *node, void *into) {
    return hn_yaml_mapping(yaml, node, oneway_keys, sizeof oneway_keys / sizeof *oneway_keys, into);
}

static hensyn_status read_classes(hn_yaml *yaml, yaml_node_t *node, void *into) {
    return read_rules(yaml, node, &((hn_net_rules *)into)->classes, SAYS_KLASSE);
}

static const hn_yaml_key net_keys[] = {
    {"fields", HN_YAML_CALL, 0, 0, 0, 0, read_all_fields},
    {"oneway", HN_YAML_CALL, 0, 0, 0, 0, read_oneway},
    {"levels", HN_YAML_CALL, 0, 0, 0, 0, read_all_levels},
    {"no_words", HN_YAML_CALL, 0, 0, 0, 0, read_no},
    {"datasets", HN_YAML_CALL, 0, 0, 0, 0, read_datasets},
    {"classes", HN_YAML_CALL, 0, 0, 0, 0, read_classes},
};

/* Loads a file whose root is a mapping with these keys. */
static hensyn_status load(hensyn_context *ctx, const char *file, const char *text, size_t size,
                          const hn_yaml_key *keys, size_t count, hn_yaml *yaml, void *into) {
    hensyn_status status = hn_yaml_load(ctx, file, text, size, yaml);
    if (status != HENSYN_OK) return status;
    if (!hn_yaml_root(yaml))
        return hn_yaml_fail(yaml, NULL, "%s", hn_text(ctx, "filen er tom", "the file is empty"));
    return hn_yaml_mapping(yaml, hn_yaml_root(yaml), keys, count, into);
}

hensyn_status hn_net_rules_parse(hensyn_context *ctx, const char *file, const char *text,
                                 size_t size, hn_net_rules *out) {
    hn_yaml yaml = {0};
    *out = (hn_net_rules){0};
    hensyn_status status =
        load(ctx, file, text, size, net_keys, sizeof net_keys / sizeof *net_keys, &yaml, out);
    if (status == HENSYN_OK && !out->classes.count)
        status = hn_yaml_fail(&yaml, hn_yaml_root(&yaml), "%s",
                              hn_text(ctx, "classes mangler", "classes is missing"));
    hn_yaml_clear(&yaml);
    if (status != HENSYN_OK) hn_net_rules_clear(out);
    return status;
}

static void clear_levels(hn_net_levels *levels) {
    for (size_t i = 0; i < levels->count; i++)
        clear_matches(levels->item[i].match, levels->item[i].matches);
    hn_free(levels->item);
}

void hn_net_rules_clear(hn_net_rules *rules) {
    clear_levels(&rules->levels);
    for (int role = 0; role < HN_NET_ROLES; role++)
        clear_words(&rules->fields[role]);
    clear_matches(rules->along, rules->alongs);
    clear_matches(rules->against, rules->againsts);
    clear_matches(rules->both, rules->boths);
    clear_matches(rules->no, rules->nos);
    for (size_t i = 0; i < rules->dataset_count; i++) {
        hn_net_dataset *d = &rules->datasets[i];
        hn_free(d->name);
        hn_free(d->use_word);
        hn_free(d->source);
        hn_free(d->filter);
        clear_conditions(&d->must);
        clear_words(&d->layers);
        clear_words(&d->need);
        clear_levels(&d->levels);
        for (int role = 0; role < HN_NET_ROLES; role++)
            clear_words(&d->fields[role]);
    }
    hn_free(rules->datasets);
    clear_rules(&rules->classes);
    *rules = (hn_net_rules){0};
}

/* ---- profiles ---- */

static hensyn_status read_allow(hn_yaml *yaml, yaml_node_t *node, void *into) {
    return read_rules(yaml, node, &((hn_profile *)into)->allow, SAYS_ALLOW);
}

static hensyn_status read_speeds(hn_yaml *yaml, yaml_node_t *node, void *into) {
    return read_rules(yaml, node, &((hn_profile *)into)->speeds, SAYS_SPEED);
}

static const hn_yaml_key profile_keys[] = {
    {"mode", HN_YAML_TEXT, offsetof(hn_profile, mode), 0, 0, 0, NULL},
    {"title", HN_YAML_TEXTS, offsetof(hn_profile, title_nb), offsetof(hn_profile, title_en), 0, 0,
     NULL},
    {"speed", HN_YAML_NUMBER, offsetof(hn_profile, speed), 0, 0.1, 500, NULL},
    {"leg_speed", HN_YAML_NUMBER, offsetof(hn_profile, leg_speed), 0, 0.1, 500, NULL},
    {"oneway", HN_YAML_BOOL, offsetof(hn_profile, oneway), 0, 0, 0, NULL},
    {"slope", HN_YAML_BOOL, offsetof(hn_profile, slope), 0, 0, 0, NULL},
    {"minutes", HN_YAML_BOOL, offsetof(hn_profile, minutes), 0, 0, 0, NULL},
    {"limits", HN_YAML_BOOL, offsetof(hn_profile, limits), 0, 0, 0, NULL},
    {"allow", HN_YAML_CALL, 0, 0, 0, 0, read_allow},
    {"speeds", HN_YAML_CALL, 0, 0, 0, 0, read_speeds},
};

static hensyn_status check_profile(hn_yaml *yaml, const hn_profile *p, const char *mode) {
    const yaml_node_t *root = hn_yaml_root(yaml);
    if (!p->mode || strcmp(p->mode, mode) != 0)
        return hn_yaml_fail(yaml, root,
                            hn_text(yaml->ctx, "mode skal være «%s», som filen heter",
                                    "mode is to be '%s', as the file is called"),
                            mode);
    if (p->allow.count && p->title_nb && p->speed > 0 && p->leg_speed > 0) return HENSYN_OK;
    return hn_yaml_fail(yaml, root, "%s",
                        hn_text(yaml->ctx, "title, speed, leg_speed og allow må stå i filen",
                                "the file must have title, speed, leg_speed and allow"));
}

hensyn_status hn_profile_parse(hensyn_context *ctx, const char *file, const char *text, size_t size,
                               const char *mode, hn_profile *out) {
    hn_yaml yaml = {0};
    *out = (hn_profile){0};
    hensyn_status status = load(ctx, file, text, size, profile_keys,
                                sizeof profile_keys / sizeof *profile_keys, &yaml, out);
    if (status == HENSYN_OK) status = check_profile(&yaml, out, mode);
    hn_yaml_clear(&yaml);
    if (status != HENSYN_OK) hn_profile_clear(out);
    return status;
}

void hn_profile_clear(hn_profile *profile) {
    hn_free(profile->mode);
    hn_free(profile->title_nb);
    hn_free(profile->title_en);
    clear_rules(&profile->allow);
    clear_rules(&profile->speeds);
    *profile = (hn_profile){0};
}
