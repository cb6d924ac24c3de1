/* tables.c - the one list of result tables. */
#include "write/table_parts.h"

#include <string.h>

static bool always(const hn_result *result) {
    (void)result;
    return true;
}
static bool conflict_ran(const hn_result *result) { return result->has_conflict; }
static bool partition_ran(const hn_result *result) {
    return result->has_conflict && result->has_partition;
}
static bool access_ran(const hn_result *result) { return result->has_access; }
static bool routes_ran(const hn_result *result) { return result->has_access && result->has_routes; }
static bool service_area_ran(const hn_result *result) {
    return result->has_access && result->has_service_area;
}

static bool severance_ran(const hn_result *result) {
    return result->has_access && result->has_severance;
}

static size_t none(const hn_result *result) {
    (void)result;
    return 0;
}
static bool no_row(const hn_result *result, size_t index, hn_row *out) {
    (void)result, (void)index, (void)out;
    return false;
}

#define AREAS "MULTIPOLYGON"
#define LINES "MULTILINESTRING"
#define POINTS "MULTIPOINT"
#define LINE "LINESTRING"
#define POINT "POINT"

static const hn_table tables[] = {
    {"arealformal", AREAS, hn_plan_area_columns, "fid", "planens områder med arealformål",
     "land-use areas of the plan", hn_count_plan_areas, hn_plan_area_at, conflict_ran},
    {"hensyn", AREAS, hn_consideration_columns, "fid", "hensyn: flater", "considerations: areas",
     hn_count_considerations, hn_consideration_area_at, conflict_ran},
    {"hensyn_linje", LINES, hn_consideration_columns, "fid", "hensyn: linjer",
     "considerations: lines", hn_count_considerations, hn_consideration_line_at, conflict_ran},
    {"hensyn_punkt", POINTS, hn_consideration_columns, "fid", "hensyn: punkter",
     "considerations: points", hn_count_considerations, hn_consideration_point_at, conflict_ran},
    {"konflikt", AREAS, hn_pair_columns, "fid", "der planområder møter hensyn: flater",
     "where plan areas meet considerations: areas", hn_count_pairs, hn_pair_area_at, conflict_ran},
    {"konflikt_linje", LINES, hn_line_pair_columns, "fid", "der planområder møter hensyn: linjer",
     "where plan areas meet considerations: lines", hn_count_pairs, hn_pair_line_at, conflict_ran},
    {"konflikt_punkt", POINTS, hn_point_pair_columns, "fid",
     "der planområder møter hensyn: punkter", "where plan areas meet considerations: points",
     hn_count_pairs, hn_pair_point_at, conflict_ran},
    {"plan_tema", NULL, hn_plan_theme_columns, "fid", "hvert utbyggingsområde mot hvert tema",
     "each development area against each theme", hn_count_plan_themes, hn_plan_theme_at,
     conflict_ran},
    {"samlet_hensyn", AREAS, hn_face_columns, "fid", "utbyggingsområdene delt etter hensyn",
     "the development areas divided by considerations", hn_count_faces, hn_face_at, partition_ran},
    {"malomrade", AREAS, hn_destination_columns, "fid", "målområder: flater", "destinations: areas",
     hn_count_destinations, hn_destination_area_at, access_ran},
    {"malomrade_linje", LINES, hn_destination_columns, "fid", "målområder: linjer",
     "destinations: lines", hn_count_destinations, hn_destination_line_at, access_ran},
    {"malomrade_punkt", POINTS, hn_destination_columns, "fid", "målområder: punkter",
     "destinations: points", hn_count_destinations, hn_destination_point_at, access_ran},
    {"inngang", POINT, hn_entrance_columns, "fid", "der en kommer inn i målområdene",
     "where one comes into the destinations", hn_count_entrances, hn_entrance_at, access_ran},
    {"avstand", POINT, hn_distance_columns, "fid",
     "avstand til nærmeste målområde, en rad for hvert opphav og hver klasse",
     "distance to the nearest destination, a row for each origin and class", hn_count_distances,
     hn_distance_at, access_ran},
    {"opphav_gruppe", NULL, hn_origin_group_columns, NULL,
     "hvor mange av hver gruppe opphavene har", "how many of each group the origins have",
     hn_count_origin_groups, hn_origin_group_at, access_ran},
    {"dekning", NULL, hn_served_columns, "fid", "hvem hvert målområde betjener, for hver klasse",
     "whom each destination serves, for each class", hn_count_served, hn_served_at, access_ran},
    {"nett", LINE, hn_nett_columns, "fid", "nettet slik det er brukt", "the network as it was used",
     hn_count_net, hn_net_at, access_ran},
    {"rute", LINE, hn_route_columns, "fid", "veien fra hvert opphav til nærmeste inngang",
     "the way from each origin to its nearest entrance", hn_count_routes, hn_route_at, routes_ran},
    {"rekkevidde", LINE, hn_service_piece_columns, "fid",
     "de delene av nettet som nås innenfor grensen",
     "the pieces of the network that are reached within the limit", hn_count_service_pieces,
     hn_service_piece_at, service_area_ran},
    {"rekkevidde_flate", AREAS, hn_service_zone_columns, "fid",
     "sone rundt det som nås; for kartet, aldri til å telle med",
     "zone around what is reached; for the map, never to count by", hn_count_service_zones,
     hn_service_zone_at, service_area_ran},
    {"barriere", LINES, hn_barrier_columns, "fid",
     "stiene som hvert utbyggingsområde stenger, og hva det betyr for ferdselen",
     "the paths that each development area closes, and what that means for travel",
     hn_count_barriers, hn_barrier_at, severance_ran},
    {"passasje", LINES, hn_passage_columns, "fid",
     "stengte stier som henger sammen, og omveien når de er borte",
     "closed paths that hang together, and the detour when they are gone", hn_count_passages,
     hn_passage_at, severance_ran},
    {"merknad", POINT, hn_remark_columns, "fid", "det brukeren må vite om dataene",
     "what the user must know about the data", hn_count_remarks, hn_remark_at, always},
    {"kilde", NULL, hn_source_columns, "fid", "kildene, ett lag per rad",
     "the sources, a layer a row", hn_count_sources, hn_source_at, always},
    {"vurdering", NULL, hn_assessment_columns, "konflikt_nokkel",
     "vurderinger som folk skriver; følger med når filen lages på nytt",
     "assessments that people write; carried over when the file is made again", none, no_row,
     always},
    {"indikator", NULL, hn_indicator_columns, "fid", "nøkkeltall", "key figures",
     hn_count_indicators, hn_indicator_at, always},
    {"kjoring", NULL, hn_fact_columns, NULL, "hvordan resultatet ble til",
     "how the result was made", hn_count_facts, hn_fact_at, always},
    {NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL}};

const hn_table *hn_tables(void) { return tables; }

const hn_table *hn_table_find(const char *name) {
    for (const hn_table *table = tables; table->name; table++)
        if (strcmp(table->name, name) == 0) return table;
    return NULL;
}

bool hn_table_has_fid(const hn_table *table) {
    return table->key && strcmp(table->key, "fid") == 0;
}

size_t hn_column_count(const hn_table *table) {
    size_t count = 0;
    while (table->columns[count].name)
        count++;
    return count;
}
