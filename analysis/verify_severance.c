/* verify_severance.c - the barrier effect of the plan: barriere, passasje and what they say of
 * nett, avstand and indikator agree. */
#include "verify.h"

#include <string.h>

/* SQL is laid out by hand. */
/* clang-format off */

/* Areas in a list of fids. */
#define LISTED(list) \
    "CASE WHEN " list " = '' THEN 0 ELSE length(" list ") - length(replace(" list ", ',', '')) + 1 END"

/* The run had one-way links: only such may lead into a passage from all sides and out at none. */
#define ONE_WAY \
    "(porter > 1 AND EXISTS (SELECT 1 FROM kjoring WHERE nokkel = 'lenker_enveg' AND verdi <> '0'))"

static const hn_rule rules[] = {
    {"passasje_status", "status følger av portene, delene og omveien",
     "status follows from ports, parts and detour", "passasje,kjoring", "passasje",
     "fid,status,porter,deler,omvei_m,avskaret_m",
     "SELECT fid, status, porter, deler, omvei_m, avskaret_m FROM passasje WHERE (CASE status WHEN 'inne' THEN "
     "porter = 0 AND deler = 0 WHEN 'blindvei' THEN (porter = 1 OR " ONE_WAY ") AND deler = 1 AND omvei_m IS NULL WHEN 'omvei' THEN "
     "porter >= 2 AND deler = 1 AND omvei_m IS NOT NULL WHEN 'brutt' THEN porter >= 2 AND deler "
     "BETWEEN 1 AND porter END AND (porter >= 2 OR omvei_m IS NULL) AND (deler > 1) = (avskaret_m > 0) AND lenker >= 1 AND lengde_m > 0 "
     "AND plan_liste <> '') IS NOT TRUE ORDER BY fid"},
    {"passasje_nett", "passasjene er de stykkene av nettet som er stengt",
     "the passages are the pieces of the network that are closed", "passasje,nett", "passasje",
     "passasjer_m,nett_m",
     "SELECT p.m, n.m FROM (SELECT coalesce(sum(lengde_m), 0) AS m FROM passasje) p CROSS JOIN "
     "(SELECT coalesce(sum(i_utbygging_m), 0) AS m FROM nett) n WHERE " HN_EQUAL("p.m", "n.m")
     " IS NOT TRUE"},
    {"passasje_nett", "", "", "nett,passasje", "nett", "fid,lengde_m,i_utbygging_m,kryssinger",
     "SELECT fid, lengde_m, i_utbygging_m, kryssinger FROM nett WHERE ("
     HN_AT_MOST("i_utbygging_m", "lengde_m") " AND (i_utbygging_m > 0) = (kryssinger > 0)) IS NOT "
     "TRUE ORDER BY fid"},
    {"barriere_plan", "hver barriere er ett utbyggingsområde, med dets nøkkel",
     "each barrier is one development area, with its key", "barriere,arealformal", "barriere",
     "fid,plan_fid,nokkel,planens_nokkel,utbygging",
     "SELECT b.fid, b.plan_fid, b.nokkel, a.nokkel, a.utbygging FROM barriere b LEFT JOIN arealformal "
     "a ON a.fid = b.plan_fid WHERE (b.nokkel = a.nokkel AND a.utbygging = 1) IS NOT TRUE ORDER BY "
     "b.fid"},
    {"barriere_plan", "", "", "barriere", "barriere", "plan_fid,rader",
     "SELECT plan_fid, count(*) FROM barriere GROUP BY plan_fid HAVING count(*) > 1 ORDER BY "
     "plan_fid"},
    {"barriere_status", "status følger av passasjene", "status follows from the passages",
     "barriere", "barriere", "fid,status,kryssinger,lenker,passasjer,brutte,omvei_m",
     "SELECT fid, status, kryssinger, lenker, passasjer, brutte, omvei_m FROM barriere WHERE "
     "(lengde_m > 0 AND lenker >= 1 AND kryssinger >= lenker AND passasjer >= 1 AND brutte <= "
     "passasjer AND (brutte > 0) = (status = 'brutt') AND (status <> 'omvei' OR omvei_m IS NOT "
     "NULL) AND (status NOT IN ('inne', 'blindvei') OR omvei_m IS NULL)) IS NOT TRUE ORDER BY fid"},
    {"barriere_passasje", "barrierene teller de passasjene som de står i listen til",
     "barriers count the passages whose list they stand in", "barriere,passasje", "barriere",
     "passasjer,i_lister,brutte,brutte_i_lister,storste_omvei,storste_av_passasjer",
     "SELECT b.n, p.n, b.broken, p.broken, b.most, p.most FROM (SELECT coalesce(sum(passasjer), 0) AS "
     "n, coalesce(sum(brutte), 0) AS broken, coalesce(max(omvei_m), -1) AS most FROM barriere) b CROSS "
     "JOIN (SELECT coalesce(sum(" LISTED("plan_liste") "), 0) AS n, coalesce(sum(CASE WHEN status = "
     "'brutt' THEN " LISTED("plan_liste") " END), 0) AS broken, coalesce(max(omvei_m), -1) AS most "
     "FROM passasje) p WHERE (b.n = p.n AND b.broken = p.broken AND b.most = p.most) IS NOT TRUE"},
    {"avstand_etter", "innen_etter er 1 når avstand_etter_m er innenfor grensen",
     "innen_etter is 1 where avstand_etter_m is within the limit", "avstand,dekning,passasje",
     "avstand", "fid,klasse,avstand_etter_m,grense_m,innen_etter",
     "SELECT a.fid, a.klasse, a.avstand_etter_m, l.grense_m, a.innen_etter FROM avstand a LEFT JOIN "
     "(SELECT klasse, max(grense_m) AS grense_m FROM dekning GROUP BY klasse) l ON l.klasse = "
     "a.klasse WHERE (CASE WHEN a.innen_etter IS NULL THEN a.avstand_etter_m IS NULL ELSE "
     "a.innen_etter = CASE WHEN a.avstand_etter_m <= l.grense_m THEN 1 ELSE 0 END END) IS NOT TRUE "
     "ORDER BY a.fid"},
    {"avstand_etter", "", "", "avstand,passasje", "avstand", "klasse,med,uten",
     "SELECT klasse, count(innen_etter), count(*) - count(innen_etter) FROM avstand GROUP BY klasse "
     "HAVING count(innen_etter) NOT IN (0, count(*)) ORDER BY klasse"},
};

/* Where the search goes by true length. A millimetre is lost at each node. */
static const hn_rule length_rules[] = {
    {"avstand_etter_lengre", "med stengte stier er det aldri kortere",
     "with paths closed it is never shorter", "avstand,passasje", "avstand",
     "fid,avstand_m,avstand_etter_m,innen,innen_etter",
     "SELECT fid, avstand_m, avstand_etter_m, innen, innen_etter FROM avstand WHERE innen_etter IS "
     "NOT NULL AND (CASE WHEN avstand_m IS NULL THEN avstand_etter_m IS NULL ELSE avstand_etter_m IS "
     "NULL OR avstand_etter_m >= avstand_m - (0.01 + 1e-4 * avstand_m) END) IS NOT TRUE ORDER BY fid"},
    {"passasje_omvei", "omvei_m er rundt_m mindre gjennom_m",
     "omvei_m is rundt_m less gjennom_m", "passasje", "passasje", "fid,gjennom_m,rundt_m,omvei_m",
     "SELECT fid, gjennom_m, rundt_m, omvei_m FROM passasje WHERE omvei_m IS NOT NULL AND (gjennom_m "
     "> 0 AND " HN_EQUAL("omvei_m", "rundt_m - gjennom_m") ") IS NOT TRUE ORDER BY fid"},
};

static const hn_rule figure_rules[] = {
    {"indikator_passasje", "nøkkeltallene for ferdsel følger av passasje og nett",
     "the key figures of severance follow from passasje and nett", "indikator,passasje,nett",
     "indikator", "fid,nokkel,verdi,skal_vaere",
     "SELECT i.fid, i.nokkel, i.verdi, x.v FROM indikator i JOIN ("
     "SELECT 'sti_i_utbygging' AS k, coalesce(sum(i_utbygging_m), 0) AS v FROM nett UNION ALL "
     "SELECT 'passasje_antall', count(*) FROM passasje UNION ALL "
     "SELECT 'passasje_brutt', coalesce(sum(CASE WHEN status = 'brutt' THEN 1 END), 0) FROM passasje "
     "UNION ALL SELECT 'passasje_omvei_snitt', avg(omvei_m) FROM passasje WHERE status = 'omvei' "
     "UNION ALL SELECT 'passasje_omvei_storst', max(omvei_m) FROM passasje WHERE status = 'omvei') x "
     "ON x.k = i.nokkel WHERE ((i.verdi IS NULL AND x.v IS NULL) OR " HN_EQUAL("i.verdi", "x.v")
     ") IS NOT TRUE ORDER BY i.fid"},
};

/* Sums of people, which blanked numbers would miss. */
#define CROWD(omrade, gruppe, people, from) \
    "SELECT a.klasse, " omrade " AS omrade, " gruppe " AS gruppe, a.innen, a.innen_etter, " \
    "coalesce(" people ", 0) AS people FROM avstand a" from
#define GROUPS " JOIN opphav_gruppe g ON g.kilde_id = a.kilde_id"
static const hn_rule people_rules[] = {
    {"indikator_mister", "hvem som når målområdene når stiene er stengt, følger av avstand",
     "who reaches the destinations when the paths are closed follows from avstand",
     "indikator,avstand,opphav_gruppe,passasje", "indikator",
     "fid,nokkel,klasse,omrade,gruppe,verdi,innen_etter,mister,alle",
     "SELECT i.fid, i.nokkel, i.klasse, i.omrade, i.gruppe, i.verdi, x.after, x.lost, x.people FROM "
     "indikator i LEFT JOIN (SELECT klasse, omrade, gruppe, sum(people) AS people, "
     "coalesce(sum(CASE WHEN innen_etter = 1 THEN people END), 0) AS after, coalesce(sum(CASE WHEN "
     "innen = 1 AND innen_etter = 0 THEN people END), 0) AS lost FROM ("
     CROWD("''", "''", "a.befolkning", "") " UNION ALL "
     CROWD("a.omrade", "''", "a.befolkning", " WHERE a.omrade IS NOT NULL") " UNION ALL "
     CROWD("''", "g.gruppe", "g.antall", GROUPS) " UNION ALL "
     CROWD("a.omrade", "g.gruppe", "g.antall", GROUPS " WHERE a.omrade IS NOT NULL")
     ") r GROUP BY klasse, omrade, gruppe) x ON x.klasse = i.klasse AND x.omrade = coalesce(i.omrade, "
     "'') AND x.gruppe = coalesce(i.gruppe, '') WHERE i.nokkel IN ('befolkning_innen_etter', "
     "'befolkning_innen_etter_andel', 'befolkning_mister') AND (abs(i.teller - CASE i.nokkel WHEN "
     "'befolkning_mister' THEN coalesce(x.lost, 0) ELSE coalesce(x.after, 0) END) <= 1e-9 * "
     "coalesce(x.people, 0) + 1e-9 AND abs(i.nevner - coalesce(x.people, 0)) <= 1e-9 * "
     "coalesce(x.people, 0) + 1e-9 AND (i.nokkel = 'befolkning_innen_etter_andel' OR i.verdi = "
     "i.teller)) IS NOT TRUE ORDER BY i.fid"},
    {"indikator_mister", "", "", "indikator,avstand,passasje", "indikator", "klasse,rader",
     "SELECT a.klasse, coalesce(i.n, 0) FROM (SELECT DISTINCT klasse FROM avstand WHERE innen_etter IS "
     "NOT NULL) a LEFT JOIN (SELECT klasse, count(*) AS n FROM indikator WHERE omrade IS NULL AND "
     "gruppe IS NULL AND nokkel IN ('befolkning_innen_etter', 'befolkning_innen_etter_andel', "
     "'befolkning_mister') GROUP BY klasse) i ON i.klasse = a.klasse WHERE coalesce(i.n, 0) <> 3 ORDER "
     "BY a.klasse"},
};

/* clang-format on */

#define COUNT_OF(rules) (sizeof rules / sizeof *rules)

hensyn_status hn_verify_severance(hn_verify *v) {
    hensyn_status status = HENSYN_OK;
    HN_TRY(hn_verify_rules(v, rules, COUNT_OF(rules)));
    HN_TRY(hn_verify_rules(v, figure_rules, COUNT_OF(figure_rules)));
    if (hn_verify_by_length(v)) HN_TRY(hn_verify_rules(v, length_rules, COUNT_OF(length_rules)));
    if (!hn_verify_is_blanked(v)) HN_TRY(hn_verify_rules(v, people_rules, COUNT_OF(people_rules)));
cleanup:
    return status;
}
