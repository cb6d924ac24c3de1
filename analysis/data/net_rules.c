/* net_rules.c - a link judged by the rows of nettverk.yaml and of a profile. */
#include "data/net_rules.h"

#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *hn_mode_name(hn_mode mode) {
    static const char *const names[HN_MODES] = {"gange", "sykkel", "bil"};
    return names[mode];
}

/* ---- layers ---- */

const hn_net_dataset *hn_net_recognise(const hn_net_rules *rules, const char *layer,
                                       const char *object_type, const char *const *fields,
                                       size_t count) {
    for (size_t i = 0; i < rules->dataset_count; i++) {
        const hn_net_dataset *d = &rules->datasets[i];
        hn_layer_words words = {d->layers.word, d->layers.count, d->need.word, d->need.count};
        if (hn_layer_fits(&words, layer, object_type, fields, count)) return d;
    }
    return NULL;
}

bool hn_net_serves(const hn_net_dataset *d, bool has_geometry, const char *geometry_type) {
    return d->use != HN_NET_LINES || (has_geometry && !strstr(geometry_type, "Point"));
}

void hn_net_find_fields(const hn_net_rules *rules, const hn_net_dataset *dataset,
                        const char *const *fields, size_t count, int column[HN_NET_ROLES]) {
    for (int role = 0; role < HN_NET_ROLES; role++) {
        const hn_net_words *words = dataset ? &dataset->fields[role] : NULL;
        if (!words || words->count == 0) words = &rules->fields[role];
        column[role] = hn_theme_field(words->word, words->count, fields, count);
    }
}

/* ---- values ---- */

static bool fits_one(const hn_match *match, size_t count, const char *text) {
    hn_word word;
    if (!text || !hn_word_take(text, strlen(text), &word)) return false;
    for (size_t i = 0; i < count; i++)
        if (hn_match_fits(&match[i], &word)) return true;
    return false;
}

/* OSM writes several values with semicolons; one that fits is enough. */
static bool holds(const hn_net_condition *condition, const char *text) {
    if (!text || !*text) return condition->missing;
    if (condition->any || fits_one(condition->match, condition->matches, text)) return true;
    char part[HN_WORD_SIZE];
    for (const char *p = strchr(text, ';') ? text : ""; *p;) {
        size_t n = strcspn(p, ";");
        if (n < sizeof part) {
            memcpy(part, p, n);
            part[n] = '\0';
            if (fits_one(condition->match, condition->matches, part)) return true;
        }
        p += p[n] ? n + 1 : n;
    }
    return false;
}

static const hn_net_rule *first_rule(const hn_net_rules_list *list, const char *const *value) {
    for (size_t i = 0; i < list->count; i++) {
        const hn_net_rule *rule = &list->rule[i];
        size_t c = 0;
        while (c < rule->conditions && holds(&rule->when[c], value[rule->when[c].role]))
            c++;
        if (c == rule->conditions) return rule;
    }
    return NULL;
}

bool hn_net_is_way(const hn_net_dataset *dataset, const char *const *value) {
    const hn_net_rule *must = dataset ? &dataset->must : NULL;
    for (size_t i = 0; must && i < must->conditions; i++)
        if (holds(&must->when[i], value[must->when[i].role])) return true;
    return !must || must->conditions == 0;
}

/* ---- directions ---- */

uint8_t hn_net_direction(const hn_net_rules *rules, const char *text) {
    if (fits_one(rules->along, rules->alongs, text)) return HN_WAY_ALONG;
    if (fits_one(rules->against, rules->againsts, text)) return HN_WAY_AGAINST;
    return HN_WAY_ALONG | HN_WAY_AGAINST;
}

bool hn_net_knows_direction(const hn_net_rules *rules, const char *text) {
    return fits_one(rules->along, rules->alongs, text) ||
           fits_one(rules->against, rules->againsts, text) ||
           fits_one(rules->both, rules->boths, text);
}

/* "1#2", "1K#2S": odd lanes run along the link, even against it; S is a lane for bicycles. */
static uint8_t ways_of_lanes(const char *text, bool bicycle) {
    uint8_t ways = HN_WAY_NONE;
    for (const char *p = text; p && *p;) {
        if (*p < '0' || *p > '9') {
            p++;
            continue;
        }
        char *end;
        unsigned long lane = strtoul(p, &end, 10);
        if (bicycle || *end != 'S') ways |= lane % 2 ? HN_WAY_ALONG : HN_WAY_AGAINST;
        for (p = end; *p && *p != '#' && *p != ',' && *p != ';';)
            p++;
    }
    return ways ? ways : HN_WAY_ALONG | HN_WAY_AGAINST;
}

/* Roundabouts and motorways are one-way in OSM without saying so. */
static bool one_way_by_nature(const char *const *value) {
    const char *junction = value[HN_NET_JUNCTION], *highway = value[HN_NET_HIGHWAY];
    return (junction && (hn_same(junction, "roundabout") || hn_same(junction, "circular"))) ||
           (highway && hn_same(highway, "motorway"));
}

static void find_ways(const hn_net_rules *rules, const char *const *value, hn_net_facts *out) {
    const char *oneway = value[HN_NET_ONEWAY], *bicycle = value[HN_NET_ONEWAY_BICYCLE];
    if (oneway) {
        out->ways = out->bicycle_ways = hn_net_direction(rules, oneway);
    } else if (value[HN_NET_LANES]) {
        out->ways = ways_of_lanes(value[HN_NET_LANES], false);
        out->bicycle_ways = ways_of_lanes(value[HN_NET_LANES], true);
    } else {
        out->ways = out->bicycle_ways =
            one_way_by_nature(value) ? HN_WAY_ALONG : HN_WAY_ALONG | HN_WAY_AGAINST;
    }
    if (bicycle) out->bicycle_ways = hn_net_direction(rules, bicycle);
}

/* ---- levels ---- */

static bool is_said(const hn_net_rules *rules, const char *text) {
    return text && *text && !fits_one(rules->no, rules->nos, text);
}

/* The layer of OSM, where it is a number; else a bridge lies above and a tunnel below. */
static int level_by_tags(const char *layer, bool bridge, bool tunnel) {
    enum { MOST = 20 }; /* OSM knows -5..5; more is a slip of the pen */
    long long number;
    if (layer && hn_parse_int(layer, &number) && number >= -MOST && number <= MOST)
        return (int)number;
    return bridge ? 1 : tunnel ? -1 : 0;
}

static void find_level(const hn_net_rules *rules, const hn_net_dataset *dataset,
                       const char *const *value, hn_net_facts *out) {
    out->bridge = is_said(rules, value[HN_NET_BRIDGE]);
    out->tunnel = is_said(rules, value[HN_NET_TUNNEL]);
    out->level = level_by_tags(value[HN_NET_LAYER], out->bridge, out->tunnel);
    const hn_net_levels *levels =
        dataset && dataset->levels.count ? &dataset->levels : &rules->levels;
    for (size_t i = 0; i < levels->count; i++) {
        const hn_net_level *level = &levels->item[i];
        if (!fits_one(level->match, level->matches, value[HN_NET_LEVEL])) continue;
        out->level = level->level;
        out->bridge |= level->level > 0;
        out->tunnel |= level->level < 0;
        return;
    }
}

hn_net_facts hn_net_look(const hn_net_rules *rules, const hn_net_dataset *dataset,
                         const char *const *value) {
    hn_net_facts facts = {0};
    const hn_net_rule *kind = first_rule(&rules->classes, value);
    facts.klasse = kind->klasse;
    facts.own_way = kind->own_way;
    facts.yields = kind->yields;
    facts.ferry = strstr(kind->klasse, "ferje") != NULL;
    find_ways(rules, value, &facts);
    find_level(rules, dataset, value, &facts);
    return facts;
}

/* ---- a mode ---- */

hn_verdict hn_profile_judge(const hn_profile *profile, const hn_net_facts *facts,
                            const char *const *value) {
    const char *all[HN_NET_CONDITIONS] = {0};
    memcpy(all, value, HN_NET_JUDGED * sizeof *all);
    all[HN_NET_KLASSE] = facts->klasse;
    all[HN_NET_IN_TUNNEL] = facts->tunnel ? "ja" : "nei";
    all[HN_NET_ON_BRIDGE] = facts->bridge ? "ja" : "nei";
    const hn_net_rule *rule = first_rule(&profile->allow, all);
    const hn_net_rule *speed = first_rule(&profile->speeds, all);
    return (hn_verdict){
        .rule = rule, .allow = rule->allow, .speed = speed ? speed->speed : profile->speed};
}

double hn_net_speed(const char *text) {
    const double km_per_mile = 1.609344;
    double number;
    char part[32];
    if (!text) return NAN;
    if (hn_parse_double(text, &number)) return number > 0 && number < 500 ? number : (double)NAN;
    size_t n = strspn(text, "0123456789.");
    if (n == 0 || n >= sizeof part) return NAN;
    memcpy(part, text, n);
    part[n] = '\0';
    if (!hn_parse_double(part, &number) || !(number > 0 && number < 500)) return NAN;
    while (text[n] == ' ')
        n++;
    if (hn_same(text + n, "mph")) return number * km_per_mile;
    return hn_same(text + n, "kmh") ? number : (double)NAN; /* "km/h" folds to it */
}

int hn_net_safe(bool own_way, double speed, double aadt, double max_speed, double max_aadt) {
    if (own_way) return HN_SAFE;
    if (speed > max_speed || aadt > max_aadt) return HN_UNSAFE;
    return isnan(speed) || isnan(aadt) ? HN_SAFE_UNKNOWN : HN_SAFE;
}

bool hn_net_passes_safe(int safe, double speed, double max_speed) {
    return safe == HN_SAFE || (safe == HN_SAFE_UNKNOWN && speed <= max_speed);
}
