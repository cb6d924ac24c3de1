/* verify_indicators.c - key figures of conflict against the rows they sum up; those of access are
 * in verify_access_figures.c. */
#include "verify.h"

/* SQL is laid out by hand. */
/* clang-format off */

#define PAIRS_THAT_COUNT(pairs, objects) \
    "SELECT h.tema, CASE WHEN h.opphav = 'plan' THEN 'plan' ELSE '' END AS gruppe, 1 AS n FROM " \
    pairs " k JOIN " objects " h ON h.fid = k.hensyn_fid WHERE k.art = 'overlapp' AND " \
    "k.konsekvens >= 1"
#define ALL_THAT_COUNT \
    PAIRS_THAT_COUNT("konflikt", "hensyn") " UNION ALL " \
    PAIRS_THAT_COUNT("konflikt_linje", "hensyn_linje") " UNION ALL " \
    PAIRS_THAT_COUNT("konflikt_punkt", "hensyn_punkt")
/* What each figure is counted in; people and origins are told apart below. */
#define UNIT \
    "CASE WHEN nokkel IN ('konflikt_andel', 'hensyn_beslag_andel', 'befolkning_innen_andel') THEN '1' " \
    "WHEN nokkel IN ('plan_areal', 'utbygging_areal', 'konflikt_areal', 'konflikt_areal_konsekvens', " \
    "'hensyn_areal', 'hensyn_beslag', 'areal_per_innbygger') THEN 'm2' " \
    "WHEN nokkel IN ('avstand_snitt', 'avstand_p50', 'avstand_p90') THEN 'm' " \
    "WHEN nokkel = 'konflikt_antall' THEN 'antall' " \
    "WHEN nokkel IN ('befolkning', 'befolkning_innen', 'ikke_tilknyttet', 'ikke_naadd') THEN " \
    "CASE WHEN enhet = 'opphav' THEN 'opphav' ELSE 'personer' END ELSE enhet END"
#define FIGURE(key) "max(CASE WHEN nokkel = '" key "' THEN verdi END)"
#define SUM_OF(key) "coalesce(sum(CASE WHEN nokkel = '" key "' THEN verdi END), 0)"

/* A union is at least its largest member and at most the sum; where plan areas overlap by x, a
 * union of parts of them lacks x at most. */
#define UNION_OF(most, value, total, lost) \
    "(" HN_AT_MOST(most, value) " AND " HN_AT_MOST(value, total) " AND " \
    HN_AT_MOST(total " - (" lost ")", value) ")"

static const hn_rule rules[] = {
    {"indikator_grader", "konflikt_areal_konsekvens summerer til konflikt_areal",
     "konflikt_areal_konsekvens adds up to konflikt_areal", "indikator", "indikator",
     "omrade,tema,gruppe,konflikt_areal,sum",
     "SELECT omrade, tema, gruppe, whole, parts FROM (SELECT kommunenummer, omrade, tema, klasse, "
     "gruppe, " SUM_OF("konflikt_areal") " AS whole, " SUM_OF("konflikt_areal_konsekvens")
     " AS parts FROM indikator GROUP BY kommunenummer, omrade, tema, klasse, gruppe) x WHERE "
     HN_EQUAL("parts", "whole") " IS NOT TRUE ORDER BY tema, gruppe"},
    {"indikator_antall", "konflikt_antall er antallet konflikter",
     "konflikt_antall is the number of conflicts", "indikator," HN_PAIR_TABLES "," HN_OBJECT_TABLES,
     "indikator", "tema,gruppe,konflikt_antall,rader",
     "SELECT tema, gruppe, sum(told), sum(n) FROM (SELECT tema, gruppe, n, 0 AS told FROM ("
     ALL_THAT_COUNT ") a UNION ALL SELECT '' AS tema, '' AS gruppe, n, 0 AS told FROM ("
     ALL_THAT_COUNT ") b UNION ALL SELECT coalesce(tema, ''), coalesce(gruppe, ''), 0, verdi FROM "
     "indikator WHERE nokkel = 'konflikt_antall' AND omrade IS NULL AND klasse IS NULL) x "
     "GROUP BY tema, gruppe HAVING (sum(told) = sum(n)) IS NOT TRUE ORDER BY tema, gruppe"},
    {"indikator_areal", "arealene passer med rader i arealformal og hensyn",
     "the areas fit the rows of arealformal and hensyn", "indikator,arealformal", "indikator",
     "plan_areal,sum_areal,utbygging_areal,sum_utbygging,konflikt_areal,sum_konflikt",
     "SELECT i.plan, a.plan, i.built, a.built, i.met, a.met FROM (SELECT "
     FIGURE("plan_areal") " AS plan, " FIGURE("utbygging_areal") " AS built, "
     FIGURE("konflikt_areal") " AS met FROM indikator WHERE tema IS NULL AND omrade IS NULL) i "
     "CROSS JOIN (SELECT coalesce(sum(areal_m2), 0) AS plan, coalesce(max(areal_m2), 0) AS "
     "plan_most, coalesce(sum(CASE WHEN utbygging = 1 THEN areal_m2 END), 0) AS built, "
     "coalesce(max(CASE WHEN utbygging = 1 THEN areal_m2 END), 0) AS built_most, "
     "coalesce(sum(konflikt_m2), 0) AS met, coalesce(max(konflikt_m2), 0) AS met_most "
     "FROM arealformal) a WHERE ("
     UNION_OF("a.plan_most", "i.plan", "a.plan", "a.plan - i.plan") " AND "
     UNION_OF("a.built_most", "i.built", "a.built", "a.plan - i.plan") " AND "
     UNION_OF("a.met_most", "i.met", "a.met", "a.built - i.built") ") IS NOT TRUE"},
    {"indikator_areal", "", "", "indikator,hensyn", "indikator",
     "tema,gruppe,hensyn_areal,sum_areal,hensyn_beslag,sum_beslag,konflikt_areal",
     "SELECT i.tema, i.gruppe, i.whole, h.whole, i.taken, h.taken, i.met FROM (SELECT tema, "
     "coalesce(gruppe, '') AS gruppe, " FIGURE("hensyn_areal") " AS whole, "
     FIGURE("hensyn_beslag") " AS taken, " FIGURE("konflikt_areal") " AS met FROM indikator WHERE "
     "tema IS NOT NULL AND omrade IS NULL AND klasse IS NULL GROUP BY tema, coalesce(gruppe, '')) i "
     "LEFT JOIN (SELECT tema, CASE WHEN opphav = 'plan' THEN 'plan' ELSE '' END AS gruppe, "
     "sum(areal_m2) AS whole, max(areal_m2) AS whole_most, sum(beslag_m2) AS taken, "
     "max(beslag_m2) AS taken_most FROM hensyn GROUP BY tema, CASE WHEN opphav = 'plan' THEN 'plan' "
     "ELSE '' END) h ON h.tema = i.tema AND h.gruppe = i.gruppe WHERE ("
     HN_AT_MOST("coalesce(h.whole_most, 0)", "i.whole") " AND "
     HN_AT_MOST("i.whole", "coalesce(h.whole, 0)") " AND "
     HN_AT_MOST("coalesce(h.taken_most, 0)", "i.taken") " AND "
     HN_AT_MOST("i.taken", "coalesce(h.taken, 0)") " AND " HN_EQUAL("i.met", "i.taken")
     ") IS NOT TRUE ORDER BY i.tema, i.gruppe"},
    {"indikator_verdi",
     "en verdi mangler bare med en status som sier hvorfor; andel = teller / nevner",
     "a value is absent only with a status that says why; share = numerator / denominator",
     "indikator", "indikator", "fid,nokkel,tema,verdi,teller,nevner,status",
     "SELECT fid, nokkel, tema, verdi, teller, nevner, status FROM indikator WHERE "
     "((verdi IS NULL) = (status <> 'ok') AND (verdi IS NULL OR enhet <> '1' OR "
     "abs(verdi * nevner - teller) <= 1e-9 * abs(nevner)) AND "
     "(grad IS NOT NULL) = (nokkel = 'konflikt_areal_konsekvens')) IS NOT TRUE ORDER BY fid"},
    {"indikator_enhet", "hver nøkkel har sin enhet, og alle teller enten personer eller opphav",
     "each key has its unit, and all count either people or origins", "indikator", "indikator",
     "fid,nokkel,enhet,enheten",
     "SELECT fid, nokkel, enhet, " UNIT " FROM indikator WHERE (enhet = " UNIT ") IS NOT TRUE ORDER "
     "BY fid"},
    {"indikator_enhet", "", "", "indikator", "indikator", "personer,opphav",
     "SELECT people, origins FROM (SELECT sum(CASE WHEN enhet = 'personer' THEN 1 ELSE 0 END) AS "
     "people, sum(CASE WHEN enhet = 'opphav' THEN 1 ELSE 0 END) AS origins FROM indikator) x WHERE "
     "people > 0 AND origins > 0"},
};

/* clang-format on */

hensyn_status hn_verify_indicators(hn_verify *v) {
    return hn_verify_rules(v, rules, sizeof rules / sizeof *rules);
}
