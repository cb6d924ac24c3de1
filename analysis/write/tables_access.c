/* tables_access.c - the tables of an access run: columns and rows. The columns of the contract come
 * first, in its order. */
#include "write/table_parts.h"

/* A destination is in one of three tables, whose fids are one sequence. */
#define DESTINATION_LINK(row, member, nb, en)                                                      \
    HN_LINK(row, member, nb " (fid i malomrade, malomrade_linje eller malomrade_punkt)",           \
            en " (fid in malomrade, malomrade_linje or malomrade_punkt)")

const hn_column hn_destination_columns[] = {
    HN_TEXT(hn_destination, nokkel, "kilde, lag og kilde_id til den første delen: varig nøkkel",
            "source, layer and kilde_id of the first part: lasting key"),
    HN_TEXT(hn_destination, kilde_id, "id til den første delen", "id of the first part"),
    HN_TEXT(hn_destination, lag, "lag i kilden", "layer of the source"),
    HN_TEXT(hn_destination, navn, "navn", "name"),
    HN_TEXT(hn_destination, klasse, "klassene det hører til, med komma; tomt: ingen",
            "the classes it belongs to, by comma; empty: none"),
    HN_SQUARE_METRES(hn_destination, areal_m2, "areal av delene samlet",
                     "area of the parts together"),
    HN_WHOLE(hn_destination, innganger, "antall innganger", "number of entrances"),
    HN_TEXT(hn_destination, status, "ok, reparert, uten_inngang eller for_liten",
            "ok, reparert, uten_inngang (no entrance) or for_liten (too small)"),
    HN_WHOLE(hn_destination, deler, "antall objekter i kilden som er slått sammen",
             "number of source objects that were merged"),
    HN_REAL(hn_destination, betjener,
            "befolkning (eller opphav) innenfor grensen til første klasse",
            "residents (or origins) within the limit of its first class"),
    HN_END};

const hn_column hn_entrance_columns[] = {
    DESTINATION_LINK(hn_entrance, malomrade_fid, "målområdet", "the destination"),
    HN_TEXT(
        hn_entrance, art, "kryssing, langs, slutt, oppgitt, antatt eller punkt",
        "kryssing (crossing), langs (along), slutt (end), oppgitt (given), antatt (inferred) or "
        "punkt (point)"),
    HN_METRES(hn_entrance, avstand_til_nett_m, "rett linje til nettet, 0 på nettet",
              "straight line to the network, 0 on it"),
    HN_END};

const hn_column hn_distance_columns[] = {
    HN_TEXT(hn_origin_distance, kilde_id, "opphavets id", "id of the origin"),
    HN_TEXT(hn_origin_distance, klasse, "klasse av målområder", "class of destinations"),
    HN_METRES(hn_origin_distance, avstand_m,
              "tilknytning + nett + rett linje til inngangen; tomt: ikke nådd",
              "entry leg + network + straight line to the entrance; empty: not reached"),
    HN_SECONDS(hn_origin_distance, tid_s, "tid for den samme veien", "time of the same way"),
    HN_WHOLE(hn_origin_distance, innen, "1: avstand_m er innenfor grensen til klassen",
             "1: avstand_m is within the limit of the class"),
    DESTINATION_LINK(hn_origin_distance, malomrade_fid, "nærmeste målområde",
                     "nearest destination"),
    HN_LINK(hn_origin_distance, inngang_fid, "inngangen (fid i inngang)",
            "the entrance (fid in inngang)"),
    HN_METRES(hn_origin_distance, tilknytning_m, "rett linje fra opphavet til nettet",
              "straight line from the origin to the network"),
    HN_REAL(hn_origin_distance, befolkning, "befolkning på opphavet", "residents at the origin"),
    HN_TEXT(hn_origin_distance, status, "ok, inne, over_grense, ikke_tilknyttet eller ingen_vei",
            "ok, inne (inside), over_grense (beyond --max-distance), ikke_tilknyttet (not tied to "
            "the network) or ingen_vei (no way)"),
    DESTINATION_LINK(hn_origin_distance, malomrade_2_fid, "nest nærmeste målområde i klassen",
                     "second nearest destination of the class"),
    HN_METRES(hn_origin_distance, avstand_2_m, "avstand til det nest nærmeste",
              "distance to the second nearest"),
    HN_COLUMN(hn_origin_distance, m2_per_person, HN_COL_REAL, "m2",
              "tilbud per person etter flytende nedslagsfelt",
              "supply per person by floating catchment"),
    HN_TEXT(hn_origin_distance, omrade, "område (krets) opphavet ligger i",
            "district that the origin lies in"),
    HN_TEXT(hn_origin_distance, lag, "lag i kilden", "layer of the source"),
    HN_METRES(
        hn_origin_distance, avstand_etter_m,
        "som avstand_m når stiene i utbyggingsområdene er stengt, aldri mindre kostnad; tomt: "
        "ikke nådd, uten plan",
        "as avstand_m when the paths in development areas are closed, never at less cost; "
        "empty: not reached, no plan"),
    HN_WHOLE(hn_origin_distance, innen_etter, "1: avstand_etter_m er innenfor grensen",
             "1: avstand_etter_m is within the limit"),
    HN_COUNT(hn_origin_distance, antall_innen, "målområder i klassen innenfor grensen",
             "destinations of the class within the limit"),
    HN_END};

const hn_column hn_origin_group_columns[] = {
    HN_TEXT(hn_origin_group, kilde_id, "opphavets id", "id of the origin"),
    HN_TEXT(hn_origin_group, gruppe, "gruppe (feltets navn)", "group (name of the field)"),
    HN_REAL(hn_origin_group, antall, "antall i gruppen", "number in the group"), HN_END};

const hn_column hn_served_columns[] = {
    DESTINATION_LINK(hn_served, malomrade_fid, "målområdet", "the destination"),
    HN_TEXT(hn_served, klasse, "klasse", "class"),
    HN_METRES(hn_served, grense_m, "grensen til klassen", "limit of the class"),
    HN_REAL(hn_served, befolkning, "befolkning som når det innenfor grensen",
            "residents who reach it within the limit"),
    HN_COUNT(hn_served, opphav, "opphav som når det innenfor grensen",
             "origins that reach it within the limit"),
    HN_COUNT(hn_served, nest_eneste, "opphav som ikke når noe annet i klassen",
             "origins that reach no other of the class"),
    HN_COLUMN(hn_served, m2_per_person, HN_COL_REAL, "m2", "areal per vektet person som kan nå det",
              "area per weighted person who can reach it"),
    HN_TEXT(hn_served, status, "ok eller undertrykt", "ok or undertrykt (blanked, few people)"),
    HN_END};

const hn_column hn_nett_columns[] = {
    HN_TEXT(hn_net_row, kilde_id, "lenkens id i kilden", "id of the link in its source"),
    HN_TEXT(hn_net_row, lag, "lag i kilden", "layer of the source"),
    HN_TEXT(hn_net_row, klasse, "slag av vei etter reisemåtens profil",
            "kind of way by the profile of the mode"),
    HN_METRES(hn_net_row, lengde_m, "lengde", "length"),
    HN_WHOLE(hn_net_row, trygg, "1 trygg, 0 ikke, tomt ukjent", "1 safe, 0 not, empty unknown"),
    HN_WHOLE(hn_net_row, niva, "0 på bakken, over den 1.., under den -1..",
             "0 on the ground, above it 1.., below it -1.."),
    HN_COUNT(hn_net_row, komponent, "sammenhengende del av nettet, 1 er den lengste",
             "connected part of the network, 1 is the longest"),
    HN_METRES(hn_net_row, avstand_m, "minste avstand fra lenken til et målområde i første klasse",
              "smallest distance from the link to a destination of the first class"),
    HN_METRES(hn_net_row, i_utbygging_m, "meter av en sti som utbyggingsområder stenger",
              "metres of a path that development areas close"),
    HN_WHOLE(hn_net_row, kryssinger, "stykker som utbyggingsområder stenger",
             "pieces that development areas close"),
    HN_END};

const hn_column hn_barrier_columns[] = {
    HN_LINK(hn_barrier, plan_fid, "utbyggingsområdet (fid i arealformal)",
            "the development area (fid in arealformal)"),
    HN_TEXT(hn_barrier, nokkel, "nøkkelen til utbyggingsområdet", "key of the development area"),
    HN_TEXT(hn_barrier, plan_navn, "navn på planområdet", "name of the plan area"),
    HN_TEXT(hn_barrier, formal_navn, "arealformål", "land-use purpose"),
    HN_WHOLE(hn_barrier, lenker, "stier som går i området", "paths that run in the area"),
    HN_WHOLE(hn_barrier, kryssinger, "stykker av dem", "pieces of them"),
    HN_METRES(hn_barrier, lengde_m, "meter sti i området", "metres of path in the area"),
    HN_WHOLE(hn_barrier, passasjer, "passasjer som området er del av",
             "passages that the area is part of"),
    HN_WHOLE(hn_barrier, brutte, "de av dem som er brutt", "those that are broken"),
    HN_METRES(hn_barrier, omvei_m, "største omvei av dem", "largest detour of theirs"),
    HN_TEXT(hn_barrier, status, "den verste av dem: brutt, omvei, blindvei eller inne",
            "the worst of theirs: brutt (broken), omvei (detour), blindvei (dead end) or inne "
            "(inside)"),
    HN_END};

const hn_column hn_passage_columns[] = {
    HN_TEXT(hn_passage_row, plan_liste, "utbyggingsområdene som stenger den (plan_fid, komma)",
            "development areas that close it (plan_fid, comma)"),
    HN_TEXT(hn_passage_row, lenker_liste, "stiene i den (kilde_id, komma)",
            "its paths (kilde_id, comma)"),
    HN_WHOLE(hn_passage_row, lenker, "antall stier", "number of paths"),
    HN_WHOLE(hn_passage_row, porter, "steder den møter nettet utenfor",
             "places where it meets the network outside"),
    HN_WHOLE(hn_passage_row, deler, "deler av nettet som de stedene ligger i når den er stengt",
             "parts of the network that those lie in when it is closed"),
    HN_METRES(hn_passage_row, lengde_m, "meter sti som er stengt", "metres of path closed"),
    HN_METRES(hn_passage_row, avskaret_m,
              "meter av nettet i de delene, uten den lengste: det som blir avskåret",
              "metres of the network in those parts, without the longest: what is cut off"),
    HN_METRES(hn_passage_row, gjennom_m, "veien i dag mellom de to portene med størst omvei",
              "the way today between the two ports with the largest detour"),
    HN_METRES(hn_passage_row, rundt_m, "veien mellom dem når stiene er stengt; tomt: ingen",
              "the way between them when the paths are closed; empty: none"),
    HN_METRES(hn_passage_row, omvei_m, "så mye lengre er den", "how much longer that is"),
    HN_TEXT(
        hn_passage_row, status,
        "omvei, brutt (noen porter når ikke lenger hverandre), blindvei (én port, eller ingen vei "
        "mellom dem i dag) eller inne (ingen)",
        "omvei (detour), brutt (some ports no longer reach each other), blindvei (one port, or "
        "no way between them today) or inne (none)"),
    HN_END};

const hn_column hn_route_columns[] = {
    HN_TEXT(hn_route, kilde_id, "opphavets id", "id of the origin"),
    HN_TEXT(hn_route, klasse, "klasse", "class"),
    DESTINATION_LINK(hn_route, malomrade_fid, "målområdet", "the destination"),
    HN_LINK(hn_route, inngang_fid, "inngangen (fid i inngang)", "the entrance (fid in inngang)"),
    HN_METRES(hn_route, avstand_m, "som i avstand", "as in avstand"),
    HN_SECONDS(hn_route, tid_s, "som i avstand", "as in avstand"),
    HN_END};

const hn_column hn_service_piece_columns[] = {
    HN_TEXT(hn_service_piece, klasse, "klasse", "class"),
    DESTINATION_LINK(hn_service_piece, malomrade_fid, "nærmeste målområde", "nearest destination"),
    HN_METRES(hn_service_piece, grense_m, "grensen til klassen", "limit of the class"),
    HN_METRES(hn_service_piece, fra_m, "avstand langs nettet der stykket begynner",
              "distance along the network where the piece begins"),
    HN_METRES(hn_service_piece, til_m, "avstand der det slutter", "distance where it ends"),
    HN_METRES(hn_service_piece, lengde_m, "lengde av stykket", "length of the piece"),
    HN_END};

const hn_column hn_service_zone_columns[] = {
    HN_TEXT(hn_service_zone, klasse, "klasse", "class"),
    HN_METRES(hn_service_zone, grense_m, "grensen til klassen", "limit of the class"),
    HN_METRES(hn_service_zone, buffer_m, "bredden på hver side av nettet",
              "width on each side of the network"),
    HN_END};

HN_COUNTED(destinations)
HN_COUNTED(entrances)
HN_COUNTED(distances)
HN_COUNTED(origin_groups)
HN_COUNTED(served)
HN_COUNTED(net)
HN_COUNTED(routes)
HN_COUNTED(service_pieces)
HN_COUNTED(service_zones)
HN_COUNTED(barriers)
HN_COUNTED(passages)

/* One that lost its geometry stands among the areas, so that no row disappears. */
static bool destination_of(const hn_result *result, size_t index, hn_kind kind, hn_row *out) {
    const hn_destination *row = &result->destinations.row[index];
    *out = (hn_row){.values = row, .fid = row->fid, .geometry = row->geometry};
    return (row->geometry ? row->geometry->kind : HN_AREA) == kind;
}
bool hn_destination_area_at(const hn_result *result, size_t index, hn_row *out) {
    return destination_of(result, index, HN_AREA, out);
}
bool hn_destination_line_at(const hn_result *result, size_t index, hn_row *out) {
    return destination_of(result, index, HN_LINE, out);
}
bool hn_destination_point_at(const hn_result *result, size_t index, hn_row *out) {
    return destination_of(result, index, HN_POINT, out);
}

static hn_row at(const void *values, int64_t fid, double x, double y) {
    return (hn_row){.values = values, .fid = fid, .located = true, .x = x, .y = y};
}

bool hn_entrance_at(const hn_result *result, size_t index, hn_row *out) {
    const hn_entrance *row = &result->entrances.row[index];
    *out = at(row, row->fid, row->x, row->y);
    return true;
}

bool hn_distance_at(const hn_result *result, size_t index, hn_row *out) {
    const hn_origin_distance *row = &result->distances.row[index];
    *out = at(row, row->fid, row->x, row->y);
    return true;
}

bool hn_origin_group_at(const hn_result *result, size_t index, hn_row *out) {
    *out = (hn_row){.values = &result->origin_groups.row[index]};
    return true;
}

bool hn_served_at(const hn_result *result, size_t index, hn_row *out) {
    const hn_served *row = &result->served.row[index];
    *out = (hn_row){.values = row, .fid = row->fid};
    return true;
}

/* A line whose points are all one place is no LINESTRING: the row keeps its values alone. */
static hn_row along(const void *values, int64_t fid, const double *xy, uint32_t points) {
    hn_row row = {.values = values, .fid = fid};
    for (uint32_t i = 1; i < points && !row.line; i++)
        if (xy[2 * i] != xy[0] || xy[2 * i + 1] != xy[1]) row.line = xy;
    row.line_points = points;
    return row;
}

static hn_row along_geometry(const void *values, int64_t fid, const hn_geometry *line) {
    return along(values, fid, line ? line->xy : NULL, line ? line->points : 0);
}

bool hn_net_at(const hn_result *result, size_t index, hn_row *out) {
    const hn_net_row *row = &result->net.row[index];
    *out = along(row, row->fid, row->xy, row->points);
    return true;
}

bool hn_route_at(const hn_result *result, size_t index, hn_row *out) {
    const hn_route *row = &result->routes.row[index];
    *out = along_geometry(row, row->fid, row->geometry);
    return true;
}

bool hn_service_piece_at(const hn_result *result, size_t index, hn_row *out) {
    const hn_service_piece *row = &result->service_pieces.row[index];
    *out = along_geometry(row, row->fid, row->geometry);
    return true;
}

bool hn_service_zone_at(const hn_result *result, size_t index, hn_row *out) {
    const hn_service_zone *row = &result->service_zones.row[index];
    *out = (hn_row){.values = row, .fid = row->fid, .geometry = row->geometry};
    return true;
}

bool hn_barrier_at(const hn_result *result, size_t index, hn_row *out) {
    const hn_barrier *row = &result->barriers.row[index];
    *out = (hn_row){.values = row, .fid = row->fid, .geometry = row->geometry};
    return true;
}

bool hn_passage_at(const hn_result *result, size_t index, hn_row *out) {
    const hn_passage_row *row = &result->passages.row[index];
    *out = (hn_row){.values = row, .fid = row->fid, .geometry = row->geometry};
    return true;
}
