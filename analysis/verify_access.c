/* verify_access.c - invariant 5: distances, whom each destination serves, entrances, routes and
 * service areas agree with each other. */
#include "verify.h"

#include <string.h>

/* SQL is laid out by hand. */
/* clang-format off */

/* Does the list of classes of a destination hold a class? */
#define IN_CLASS(list, name) \
    "(replace(',' || " list " || ',', ',' || " name " || ',', '') <> ',' || " list " || ',')"

static const hn_rule distance_rules[] = {
    {"avstand", "0 ≤ tilknytning_m ≤ avstand_m der status er ok, 0 m inne, ellers ingen avstand",
     "0 ≤ tilknytning_m ≤ avstand_m where status is ok, 0 m inside, else no distance", "avstand",
     "avstand", "fid,klasse,status,tilknytning_m,avstand_m,innen,malomrade_fid",
     "SELECT fid, klasse, status, tilknytning_m, avstand_m, innen, malomrade_fid FROM avstand WHERE "
     "(CASE status WHEN 'ok' THEN 0 <= tilknytning_m AND tilknytning_m <= avstand_m + 1e-6 AND "
     "coalesce(tid_s, 0) >= 0 AND malomrade_fid IS NOT NULL WHEN 'inne' THEN avstand_m = 0 AND tid_s = 0 AND malomrade_fid IS NOT NULL AND "
     "inngang_fid IS NULL ELSE avstand_m IS NULL AND tid_s IS NULL AND innen = 0 AND malomrade_fid "
     "IS NULL AND inngang_fid IS NULL END) IS NOT TRUE ORDER BY fid"},
    {"avstand_innen", "innen er 1 når avstand_m ≤ grensen for klassen",
     "innen is 1 where avstand_m ≤ the limit of the class", "avstand,dekning", "avstand",
     "fid,klasse,avstand_m,grense_m,innen",
     "SELECT a.fid, a.klasse, a.avstand_m, l.grense_m, a.innen FROM avstand a LEFT JOIN " HN_LIMITS
     " l ON l.klasse = a.klasse WHERE (a.innen = (CASE WHEN a.avstand_m <= l.grense_m THEN 1 ELSE 0 "
     "END)) IS NOT TRUE ORDER BY a.fid"},
    {"klassegrense", "hver klasse har én grense", "each class has one limit", "dekning", "dekning",
     "klasse,grenser",
     "SELECT klasse, count(DISTINCT grense_m) FROM dekning GROUP BY klasse HAVING count(DISTINCT "
     "grense_m) <> 1 ORDER BY klasse"},
    {"avstand_klasse", "nærmeste og nest nærmeste målområde hører til klassen",
     "nearest and second nearest destination belong to the class",
     "avstand," HN_DESTINATION_TABLES, "avstand", "fid,klasse,malomrade_fid,dets_klasser",
     "SELECT a.fid, a.klasse, m.fid, m.klasse FROM avstand a JOIN "
     HN_ALL_DESTINATIONS("fid, klasse") " m ON m.fid = a.malomrade_fid WHERE "
     IN_CLASS("m.klasse", "a.klasse") " IS NOT TRUE UNION ALL SELECT a.fid, a.klasse, m.fid, m.klasse "
     "FROM avstand a JOIN " HN_ALL_DESTINATIONS("fid, klasse") " m ON m.fid = a.malomrade_2_fid "
     "WHERE " IN_CLASS("m.klasse", "a.klasse") " IS NOT TRUE"},
    {"avstand_inngang", "inngangen hører til målområdet", "the entrance belongs to the destination",
     "avstand,inngang", "avstand", "fid,malomrade_fid,inngang_fid,inngangens_malomrade",
     "SELECT a.fid, a.malomrade_fid, a.inngang_fid, i.malomrade_fid FROM avstand a JOIN inngang i ON "
     "i.fid = a.inngang_fid WHERE (i.malomrade_fid = a.malomrade_fid) IS NOT TRUE ORDER BY a.fid"},
    {"inngang_avstand", "innganger på nettet har 0 m til det, andre den rette strekningen",
     "entrances on the network are 0 m from it, others the straight leg", "inngang", "inngang",
     "fid,art,avstand_til_nett_m",
     "SELECT fid, art, avstand_til_nett_m FROM inngang WHERE (avstand_til_nett_m >= 0 AND (art NOT IN "
     "('kryssing', 'langs', 'slutt') OR avstand_til_nett_m = 0)) IS NOT TRUE ORDER BY fid"},
    {"nest_naermeste", "nest nærmeste er et annet målområde, med avstand",
     "the second nearest is another destination, with its distance", "avstand", "avstand",
     "fid,malomrade_fid,malomrade_2_fid,avstand_2_m",
     "SELECT fid, malomrade_fid, malomrade_2_fid, avstand_2_m FROM avstand WHERE ((malomrade_2_fid "
     "IS NULL) = (avstand_2_m IS NULL) AND (malomrade_2_fid IS NULL OR malomrade_2_fid <> "
     "malomrade_fid)) IS NOT TRUE ORDER BY fid"},
};

static const hn_rule origin_rules[] = {
    {"opphav", "hver klasse har de samme opphavene med den samme befolkningen",
     "each class has the same origins with the same residents", "avstand", "avstand",
     "klasse,opphav,befolkning,flest_opphav,storst_befolkning",
     "SELECT x.klasse, x.n, x.people, m.n, m.people FROM (SELECT klasse, count(*) AS n, "
     "coalesce(sum(befolkning), 0) AS people FROM avstand GROUP BY klasse) x CROSS JOIN (SELECT "
     "max(n) AS n, max(people) AS people FROM (SELECT count(*) AS n, coalesce(sum(befolkning), 0) AS "
     "people FROM avstand GROUP BY klasse) y) m WHERE (x.n = m.n AND m.people - x.people <= 1e-9 * "
     "m.people) IS NOT TRUE ORDER BY x.klasse"},
    {"opphav", "", "", "avstand", "avstand", "kilde_id,minst_befolkning,storst_befolkning",
     "SELECT kilde_id, min(befolkning), max(befolkning) FROM avstand GROUP BY kilde_id HAVING "
     "min(befolkning) <> max(befolkning) OR count(befolkning) NOT IN (0, count(*)) OR "
     "min(befolkning) < 0 ORDER BY kilde_id"},
    {"opphav", "", "", "avstand,opphav_gruppe", "opphav_gruppe", "kilde_id,gruppe",
     "SELECT g.kilde_id, g.gruppe FROM opphav_gruppe g LEFT JOIN (SELECT DISTINCT kilde_id FROM "
     "avstand) a ON a.kilde_id = g.kilde_id WHERE a.kilde_id IS NULL OR g.antall < 0 ORDER BY "
     "g.kilde_id, g.gruppe"},
};

static const hn_rule destination_rules[] = {
    /* One that no class over the network has was not looked at: NULL. */
    {"malomrade_innganger", "innganger er antallet innganger",
     "innganger is the number of entrances", "inngang," HN_DESTINATION_TABLES, "malomrade",
     "fid,status,innganger,rader",
     "SELECT m.fid, m.status, m.innganger, coalesce(i.n, 0) FROM "
     HN_ALL_DESTINATIONS("fid, status, innganger") " m LEFT JOIN (SELECT malomrade_fid, count(*) AS "
     "n FROM inngang GROUP BY malomrade_fid) i ON i.malomrade_fid = m.fid WHERE "
     "(coalesce(m.innganger, 0) = "
     "coalesce(i.n, 0) AND (m.status <> 'uten_inngang' OR m.innganger = 0)) IS NOT TRUE ORDER BY "
     "m.fid"},
    {"dekning_rader", "én rad for hvert målområde og hver av dets klasser, og ingen andre",
     "one row for each destination and each of its classes, and no others",
     "dekning," HN_DESTINATION_TABLES, "malomrade", "fid,klasse,rader_i_dekning",
     "SELECT m.fid, m.klasse, coalesce(d.n, 0) FROM " HN_ALL_DESTINATIONS("fid, klasse") " m LEFT "
     "JOIN (SELECT malomrade_fid, count(*) AS n FROM dekning GROUP BY malomrade_fid) d ON "
     "d.malomrade_fid = m.fid WHERE (coalesce(d.n, 0) = CASE WHEN m.klasse = '' THEN 0 ELSE "
     "length(m.klasse) - length(replace(m.klasse, ',', '')) + 1 END) IS NOT TRUE ORDER BY m.fid"},
    {"dekning_rader", "", "", "dekning," HN_DESTINATION_TABLES, "dekning",
     "fid,malomrade_fid,klasse,malomradets_klasser",
     "SELECT d.fid, d.malomrade_fid, d.klasse, m.klasse FROM dekning d JOIN "
     HN_ALL_DESTINATIONS("fid, klasse") " m ON m.fid = d.malomrade_fid WHERE "
     IN_CLASS("m.klasse", "d.klasse") " IS NOT TRUE ORDER BY d.fid"},
    {"betjener", "betjener er befolkning i dekning for den første klassen",
     "betjener is befolkning of dekning for the first class", "dekning," HN_DESTINATION_TABLES,
     "malomrade", "fid,klasse,betjener,befolkning",
     "SELECT m.fid, m.klasse, m.betjener, d.befolkning FROM "
     HN_ALL_DESTINATIONS("fid, klasse, betjener") " m LEFT JOIN dekning d ON d.malomrade_fid = m.fid "
     "AND substr(m.klasse || ',', 1, length(d.klasse) + 1) = d.klasse || ',' WHERE (m.betjener = "
     "d.befolkning OR (m.betjener IS NULL AND d.befolkning IS NULL)) IS NOT TRUE ORDER BY m.fid"},
    {"dekning_status", "befolkning mangler bare der status er undertrykt",
     "befolkning is absent only where status is undertrykt", "dekning", "dekning",
     "fid,befolkning,status",
     "SELECT fid, befolkning, status FROM dekning WHERE ((befolkning IS NULL) = (status = "
     "'undertrykt')) IS NOT TRUE ORDER BY fid"},
};

/* An origin with its nearest destinations; those over the network have entrances. */
#define REACHED \
    "SELECT a.malomrade_fid AS area, a.klasse, a.befolkning FROM avstand a JOIN " HN_LIMITS " l ON " \
    "l.klasse = a.klasse WHERE " HN_BELOW("a.avstand_m", "l.grense_m") " UNION ALL " \
    "SELECT a.malomrade_2_fid, a.klasse, a.befolkning FROM avstand a JOIN " HN_LIMITS " l ON l.klasse = " \
    "a.klasse WHERE " HN_BELOW("a.avstand_2_m", "l.grense_m")
#define ALONE(nearest, second) \
    "(SELECT a.malomrade_fid AS area, a.klasse, count(*) AS n FROM avstand a JOIN " HN_LIMITS " l ON " \
    "l.klasse = a.klasse WHERE " nearest " AND (a.avstand_2_m IS NULL" second ") GROUP BY " \
    "a.malomrade_fid, a.klasse)"
#define NETWORK_CLASSES "(SELECT DISTINCT klasse FROM avstand WHERE inngang_fid IS NOT NULL)"

/* Where the nearest is that by length. */
static const hn_rule length_rules[] = {
    {"nest_naermeste_m", "nest nærmeste ligger ikke nærmere enn nærmeste",
     "the second nearest is no nearer than the nearest", "avstand", "avstand",
     "fid,avstand_m,avstand_2_m",
     "SELECT fid, avstand_m, avstand_2_m FROM avstand WHERE avstand_2_m < avstand_m - "
     HN_CLOSE("avstand_m") " ORDER BY fid"},
    {"dekning", "et målområde betjener minst de opphavene som har det som nærmeste eller nest "
     "nærmeste innenfor grensen, og ikke flere enn alle",
     "a destination serves at least the origins that have it as nearest or second nearest within "
     "the limit, and no more than all", "dekning,avstand", "dekning",
     "fid,malomrade_fid,klasse,opphav,minst,befolkning,minst_befolkning",
     "SELECT d.fid, d.malomrade_fid, d.klasse, d.opphav, coalesce(s.n, 0), d.befolkning, "
     "coalesce(s.people, 0) FROM dekning d LEFT JOIN (SELECT area, klasse, count(*) AS n, "
     "sum(befolkning) AS people FROM (" REACHED ") r GROUP BY area, klasse) s ON s.area = "
     "d.malomrade_fid AND s.klasse = d.klasse LEFT JOIN (SELECT klasse, count(*) AS n FROM avstand "
     "GROUP BY klasse) w ON w.klasse = d.klasse WHERE (d.opphav >= coalesce(s.n, 0) AND d.opphav <= "
     "coalesce(w.n, 0) AND (d.befolkning IS NULL OR d.befolkning >= coalesce(s.people, 0) * (1 - "
     "1e-9))) IS NOT TRUE ORDER BY d.fid"},
    {"nest_eneste", "nest_eneste er de opphavene innenfor grensen som ikke når noe annet",
     "nest_eneste are the origins within the limit that reach no other", "dekning,avstand",
     "dekning", "fid,malomrade_fid,klasse,nest_eneste,minst,hoyst",
     "SELECT d.fid, d.malomrade_fid, d.klasse, d.nest_eneste, CASE WHEN c.klasse IS NULL THEN 0 ELSE "
     "coalesce(s.n, 0) END, coalesce(t.n, 0) FROM dekning d LEFT JOIN "
     ALONE(HN_BELOW("a.avstand_m", "l.grense_m"), "") " s ON s.area = d.malomrade_fid AND s.klasse = "
     "d.klasse LEFT JOIN " ALONE("a.avstand_m <= l.grense_m + 0.01",
     " OR a.avstand_2_m > l.grense_m - 0.01") " t ON t.area = d.malomrade_fid AND t.klasse = d.klasse "
     "LEFT JOIN " NETWORK_CLASSES " c ON c.klasse = d.klasse WHERE (d.nest_eneste <= d.opphav AND "
     "d.nest_eneste <= coalesce(t.n, 0) AND (c.klasse IS NULL OR d.nest_eneste >= coalesce(s.n, 0))) "
     "IS NOT TRUE ORDER BY d.fid"},
    {"rekkevidde", "hvert stykke ligger innenfor grensen, og avstanden øker ikke mer enn lengden",
     "each piece lies within the limit, and the distance grows by no more than its length", "rekkevidde",
     "rekkevidde", "fid,klasse,grense_m,fra_m,til_m,lengde_m",
     "SELECT fid, klasse, grense_m, fra_m, til_m, lengde_m FROM rekkevidde WHERE (0 <= fra_m AND "
     HN_AT_MOST("fra_m", "grense_m") " AND " HN_AT_MOST("til_m", "grense_m") " AND "
     HN_AT_MOST("abs(til_m - fra_m)", "lengde_m") ") IS NOT TRUE ORDER BY fid"},
};

static const hn_rule drawn_rules[] = {
    {"rute", "hver rute er veien til det nærmeste målområdet, og ingen mangler",
     "each route is the way to the nearest destination, and none is missing", "rute,avstand", "rute",
     "fid,kilde_id,klasse,avstand_m,avstanden",
     "SELECT r.fid, r.kilde_id, r.klasse, r.avstand_m, a.avstand_m FROM rute r LEFT JOIN avstand a "
     "ON a.kilde_id = r.kilde_id AND a.klasse = r.klasse WHERE (r.malomrade_fid = a.malomrade_fid "
     "AND r.inngang_fid = a.inngang_fid AND " HN_EQUAL("r.avstand_m", "a.avstand_m") ") IS NOT TRUE "
     "ORDER BY r.fid"},
    {"rute", "", "", "rute,avstand", "avstand", "fid,kilde_id,klasse",
     "SELECT a.fid, a.kilde_id, a.klasse FROM avstand a LEFT JOIN rute r ON r.kilde_id = a.kilde_id "
     "AND r.klasse = a.klasse WHERE a.inngang_fid IS NOT NULL AND r.fid IS NULL ORDER BY a.fid"},
    {"rute", "", "", "rute,avstand", "rute", "fid,kilde_id,klasse,tid_s,avstandens",
     "SELECT r.fid, r.kilde_id, r.klasse, r.tid_s, a.tid_s FROM rute r JOIN avstand a ON a.kilde_id = "
     "r.kilde_id AND a.klasse = r.klasse WHERE " HN_EQUAL("r.tid_s", "a.tid_s") " IS NOT TRUE ORDER "
     "BY r.fid"},
    {"rute", "", "", "rute", "rute", "fid,avstand_m",
     "SELECT fid, avstand_m FROM rute WHERE geom IS NULL AND (avstand_m < 0.001) IS NOT TRUE "
     "ORDER BY fid"},
    /* --max-distance may be less than the limit. */
    {"klassegrense", "", "", "rekkevidde,dekning", "rekkevidde", "fid,klasse,grense_m,klassens",
     "SELECT r.fid, r.klasse, r.grense_m, l.grense_m FROM rekkevidde r LEFT JOIN " HN_LIMITS " l ON "
     "l.klasse = r.klasse WHERE (r.grense_m <= l.grense_m) IS NOT TRUE ORDER BY r.fid"},
    {"klassegrense", "", "", "rekkevidde_flate,dekning", "rekkevidde_flate",
     "fid,klasse,grense_m,klassens",
     "SELECT r.fid, r.klasse, r.grense_m, l.grense_m FROM rekkevidde_flate r LEFT JOIN " HN_LIMITS
     " l ON l.klasse = r.klasse WHERE (r.grense_m <= l.grense_m) IS NOT TRUE ORDER BY r.fid"},
    {"nett_komponent", "delene av nettet er nummerert uten hull",
     "the parts of the network are numbered without gaps", "nett", "nett", "deler,forste,siste",
     "SELECT n, least_one, last_one FROM (SELECT count(DISTINCT komponent) AS n, min(komponent) AS "
     "least_one, max(komponent) AS last_one FROM nett) x WHERE n > 0 AND n <> last_one - least_one + "
     "1"},
};

/* Sums of people, which blanked numbers would miss. */
static const hn_rule people_rules[] = {
    {"dekning_befolkning", "et målområde betjener ikke flere enn alle",
     "a destination serves no more than all residents", "dekning,avstand", "dekning",
     "fid,klasse,befolkning,alle",
     "SELECT d.fid, d.klasse, d.befolkning, w.people FROM dekning d JOIN (SELECT klasse, "
     "coalesce(sum(befolkning), 0) AS people FROM avstand GROUP BY klasse) w ON w.klasse = d.klasse "
     "WHERE (d.befolkning <= w.people * (1 + 1e-9)) IS NOT TRUE ORDER BY d.fid"},
    {"m2_per_person", "arealet som fordeles på personer, er arealet av det som når noen",
     "the area divided among people is that of the areas that reach somebody",
     "dekning,avstand," HN_DESTINATION_TABLES, "dekning", "klasse,fordelt_m2,areal_m2",
     "SELECT s.klasse, coalesce(g.given, 0), s.area FROM (SELECT d.klasse, sum(m.areal_m2) AS area "
     "FROM dekning d JOIN " HN_ALL_DESTINATIONS("fid, areal_m2") " m ON m.fid = d.malomrade_fid "
     "WHERE d.m2_per_person IS NOT NULL GROUP BY d.klasse) s LEFT JOIN (SELECT klasse, "
     "sum(befolkning * m2_per_person) AS given FROM avstand GROUP BY klasse) g ON g.klasse = s.klasse "
     "WHERE " HN_EQUAL("coalesce(g.given, 0)", "s.area") " IS NOT TRUE ORDER BY s.klasse"},
};

/* clang-format on */

#define COUNT_OF(rules) (sizeof rules / sizeof *rules)
#define CHECK(rules) HN_TRY(hn_verify_rules(v, rules, COUNT_OF(rules)))

hensyn_status hn_verify_access(hn_verify *v) {
    hensyn_status status = HENSYN_OK;
    CHECK(distance_rules);
    CHECK(origin_rules);
    CHECK(destination_rules);
    CHECK(drawn_rules);
    if (hn_verify_by_length(v))
        CHECK(length_rules);
    else
        HN_TRY(hn_verify_skip(v, length_rules, COUNT_OF(length_rules),
                              hn_text(v->ctx, "ikke kontrollert: søket følger ikke lengden",
                                      "not checked: the search does not go by length")));
    if (!hn_verify_is_blanked(v))
        CHECK(people_rules);
    else
        HN_TRY(hn_verify_skip(v, people_rules, COUNT_OF(people_rules),
                              hn_text(v->ctx, "ikke kontrollert: --min-cell har skjult tall",
                                      "not checked: --min-cell has blanked numbers")));
cleanup:
    return status;
}
