/* verify_areas.c - invariants 1 and 3: what plan areas and considerations say about themselves
 * against the pairs between them. */
#include "verify.h"

/* SQL is laid out by hand. */
/* clang-format off */

/* Pairs that enter konflikt_m2 and beslag_m2. */
#define COUNTS "k.art = 'overlapp' AND k.konsekvens >= 1"
/* A value lies between the largest part and, at most, the whole and the sum of the parts. */
#define BETWEEN(most, value, whole, sum) \
    "(" HN_AT_MOST(most, value) " AND " HN_AT_MOST(value, whole) " AND " HN_AT_MOST(value, sum) \
    ") IS NOT TRUE"
#define MOST "coalesce(s.most, 0)"
#define TOTAL "coalesce(s.total, 0)"
#define SMALLER(a, b) "CASE WHEN " a " < " b " THEN " a " ELSE " b " END"
/* share = part / whole, at most 1; NULL where there is no whole. */
#define SHARE(share, part, whole) \
    "(CASE WHEN " whole " > 0 THEN " HN_EQUAL(share " * " whole, SMALLER(part, whole)) \
    " ELSE " share " IS NULL END) IS NOT TRUE"

static const hn_rule area_rules[] = {
    {"konflikt_m2", "største overlapp ≤ konflikt_m2 ≤ areal_m2 og ≤ summen + sliver_m2",
     "largest overlap ≤ konflikt_m2 ≤ areal_m2 and ≤ the sum + sliver_m2", "arealformal,konflikt",
     "arealformal", "fid,konflikt_m2,areal_m2,storst,sum,sliver_m2",
     "SELECT p.fid, p.konflikt_m2, p.areal_m2, s.most, s.total, p.sliver_m2 FROM arealformal p "
     "LEFT JOIN (SELECT k.plan_fid, max(k.areal_m2) AS most, sum(k.areal_m2) AS total "
     "FROM konflikt k WHERE " COUNTS " GROUP BY k.plan_fid) s ON s.plan_fid = p.fid WHERE "
     BETWEEN(MOST, "p.konflikt_m2", "p.areal_m2", TOTAL " + coalesce(p.sliver_m2, 0)")
     " ORDER BY p.fid"},
    {"naerhet_m2", "største nærhet ≤ naerhet_m2 ≤ areal_m2 og ≤ summen",
     "largest nearness ≤ naerhet_m2 ≤ areal_m2 and ≤ the sum", "arealformal,konflikt",
     "arealformal", "fid,naerhet_m2,areal_m2,storst,sum",
     "SELECT p.fid, p.naerhet_m2, p.areal_m2, s.most, s.total FROM arealformal p "
     "LEFT JOIN (SELECT k.plan_fid, max(k.areal_m2) AS most, sum(k.areal_m2) AS total "
     "FROM konflikt k WHERE k.art = 'naerhet' AND k.konsekvens >= 1 GROUP BY k.plan_fid) s "
     "ON s.plan_fid = p.fid WHERE " BETWEEN(MOST, "p.naerhet_m2", "p.areal_m2", TOTAL)
     " ORDER BY p.fid"},
    {"beslag_m2", "største overlapp ≤ beslag_m2 ≤ areal_m2 og ≤ summen + sliver_m2",
     "largest overlap ≤ beslag_m2 ≤ areal_m2 and ≤ the sum + sliver_m2",
     "hensyn,konflikt,arealformal", "hensyn", "fid,beslag_m2,areal_m2,storst,sum,sliver_m2",
     "SELECT h.fid, h.beslag_m2, h.areal_m2, s.most, s.total, h.sliver_m2 FROM hensyn h "
     "LEFT JOIN (SELECT k.hensyn_fid, max(k.areal_m2) AS most, sum(k.areal_m2) AS total "
     "FROM konflikt k JOIN arealformal p ON p.fid = k.plan_fid WHERE p.utbygging = 1 AND " COUNTS
     " GROUP BY k.hensyn_fid) s ON s.hensyn_fid = h.fid WHERE "
     BETWEEN(MOST, "h.beslag_m2", "h.areal_m2", TOTAL " + coalesce(h.sliver_m2, 0)")
     " ORDER BY h.fid"},
    {"beslag_linje", "beslag_andel av en linje følger av konfliktenes lengder",
     "beslag_andel of a line follows from the lengths of its conflicts",
     "hensyn_linje,konflikt_linje,arealformal", "hensyn_linje",
     "fid,beslag_andel,lengde_m,storst,sum",
     "SELECT h.fid, h.beslag_andel, h.lengde_m, s.most, s.total FROM hensyn_linje h "
     "LEFT JOIN (SELECT k.hensyn_fid, max(k.lengde_m) AS most, sum(k.lengde_m) AS total "
     "FROM konflikt_linje k JOIN arealformal p ON p.fid = k.plan_fid WHERE p.utbygging = 1 "
     "AND " COUNTS " GROUP BY k.hensyn_fid) s ON s.hensyn_fid = h.fid WHERE h.lengde_m > 0 AND "
     BETWEEN(MOST, "h.beslag_andel * h.lengde_m", "h.lengde_m", TOTAL) " ORDER BY h.fid"},
    {"linje_m", "linje_m er summen av linjekonfliktenes lengder",
     "linje_m is the sum of the lengths of the line conflicts", "arealformal,konflikt_linje",
     "arealformal", "fid,linje_m,sum",
     "SELECT p.fid, p.linje_m, s.total FROM arealformal p LEFT JOIN (SELECT k.plan_fid, "
     "sum(k.lengde_m) AS total FROM konflikt_linje k WHERE " COUNTS " GROUP BY k.plan_fid) s "
     "ON s.plan_fid = p.fid WHERE " HN_EQUAL("p.linje_m", TOTAL) " IS NOT TRUE ORDER BY p.fid"},
    {"grader", "konsekvens er den verste og antall_tema antallet blant konflikter som ikke er smale",
     "konsekvens is the worst and antall_tema the number among conflicts that are not thin",
     "arealformal," HN_PAIR_TABLES, "arealformal", "fid,konsekvens,verst,antall_tema,temaer",
     "SELECT p.fid, p.konsekvens, s.worst, p.antall_tema, s.themes FROM arealformal p LEFT JOIN "
     "(SELECT k.plan_fid, max(k.konsekvens) AS worst, count(DISTINCT CASE WHEN k.art = 'overlapp' "
     "THEN k.tema END) AS themes FROM " HN_ALL_PAIRS("plan_fid, tema, art, konsekvens, status")
     " k WHERE k.konsekvens >= 1 AND k.status <> 'smal' GROUP BY k.plan_fid) s "
     "ON s.plan_fid = p.fid WHERE (p.konsekvens = coalesce(s.worst, 0) AND "
     "p.antall_tema = coalesce(s.themes, 0)) IS NOT TRUE ORDER BY p.fid"},
};

/* Pairs of other areas are written with --all-overlaps only. */
#define NO_DEVELOPMENT(pairs) \
    {"uten_utbygging", "et område som ikke er utbygging har verken påvirkning eller konsekvens", \
     "an area that is no development has neither impact nor consequence", "arealformal," pairs, \
     pairs, "fid,plan_fid,pavirkning,konsekvens", \
     "SELECT k.fid, k.plan_fid, k.pavirkning, k.konsekvens FROM " pairs " k JOIN arealformal p " \
     "ON p.fid = k.plan_fid WHERE p.utbygging = 0 AND (k.pavirkning > 0 OR k.konsekvens > 0) " \
     "ORDER BY k.fid"}

/* The grade of an object rests on its whole share, so it is never below that of a pair. */
#define OBJECT_GRADE(table, pairs) \
    {"grader_hensyn", "konsekvens er minst den verste konfliktens, og 0 uten konflikter", \
     "konsekvens is at least that of the worst conflict, and 0 without conflicts", \
     table "," pairs, table, "fid,konsekvens,verst", \
     "SELECT h.fid, h.konsekvens, s.worst FROM " table " h LEFT JOIN (SELECT k.hensyn_fid, " \
     "max(k.konsekvens) AS worst FROM " pairs " k WHERE " COUNTS " AND k.status <> 'smal' " \
     "GROUP BY k.hensyn_fid) s ON s.hensyn_fid = h.fid WHERE (CASE WHEN s.worst IS NULL THEN " \
     "h.konsekvens = 0 ELSE h.konsekvens >= s.worst END) IS NOT TRUE ORDER BY h.fid"}

static const hn_rule grade_rules[] = {
    NO_DEVELOPMENT("konflikt"),
    NO_DEVELOPMENT("konflikt_linje"),
    NO_DEVELOPMENT("konflikt_punkt"),
    OBJECT_GRADE("hensyn", "konflikt"),
    OBJECT_GRADE("hensyn_linje", "konflikt_linje"),
    OBJECT_GRADE("hensyn_punkt", "konflikt_punkt"),
};

static const hn_rule share_rules[] = {
    {"andeler", "hver andel er delen delt på det hele", "each share is the part divided by the whole",
     "arealformal", "arealformal", "fid,konflikt_andel,konflikt_m2,areal_m2",
     "SELECT p.fid, p.konflikt_andel, p.konflikt_m2, p.areal_m2 FROM arealformal p WHERE "
     SHARE("p.konflikt_andel", "p.konflikt_m2", "p.areal_m2") " ORDER BY p.fid"},
    {"andeler", "", "", "hensyn", "hensyn", "fid,beslag_andel,beslag_m2,areal_m2",
     "SELECT h.fid, h.beslag_andel, h.beslag_m2, h.areal_m2 FROM hensyn h WHERE "
     SHARE("h.beslag_andel", "h.beslag_m2", "h.areal_m2") " ORDER BY h.fid"},
    {"andeler", "", "", "konflikt,arealformal", "konflikt", "fid,plan_andel,areal_m2,av",
     "SELECT k.fid, k.plan_andel, k.areal_m2, p.areal_m2 FROM konflikt k JOIN arealformal p "
     "ON p.fid = k.plan_fid WHERE "
     SHARE("k.plan_andel", "k.areal_m2", "p.areal_m2") " ORDER BY k.fid"},
    {"andeler", "", "", "konflikt,hensyn", "konflikt", "fid,hensyn_andel,areal_m2,av",
     "SELECT k.fid, k.hensyn_andel, k.areal_m2, h.areal_m2 FROM konflikt k JOIN hensyn h "
     "ON h.fid = k.hensyn_fid WHERE k.art = 'overlapp' AND "
     SHARE("k.hensyn_andel", "k.areal_m2", "h.areal_m2") " ORDER BY k.fid"},
    {"andeler", "", "", "konflikt_linje,hensyn_linje", "konflikt_linje",
     "fid,hensyn_andel,lengde_m,av",
     "SELECT k.fid, k.hensyn_andel, k.lengde_m, h.lengde_m FROM konflikt_linje k "
     "JOIN hensyn_linje h ON h.fid = k.hensyn_fid WHERE "
     SHARE("k.hensyn_andel", "k.lengde_m", "h.lengde_m") " ORDER BY k.fid"},
    {"andeler", "", "", "plan_tema,arealformal", "plan_tema", "fid,andel,areal_m2,av",
     "SELECT t.fid, t.andel, t.areal_m2, p.areal_m2 FROM plan_tema t JOIN arealformal p "
     "ON p.fid = t.plan_fid WHERE "
     SHARE("t.andel", "t.areal_m2", "p.areal_m2") " ORDER BY t.fid"},
};

/* Groups that are unioned on their own: a theme from data, or from the plan's own zones. */
#define GROUPS \
    "(SELECT tema, opphav FROM plan_tema UNION SELECT tema, opphav FROM hensyn UNION " \
    "SELECT tema, opphav FROM hensyn_linje UNION SELECT tema, opphav FROM hensyn_punkt)"
/* Overlaps of plan areas with the objects of each group. */
#define GROUP_PAIRS(pairs, objects, what) \
    "(SELECT k.plan_fid, h.tema, h.opphav, " what " FROM " pairs " k JOIN " objects " h ON h.fid = " \
    "k.hensyn_fid WHERE k.art = 'overlapp' GROUP BY k.plan_fid, h.tema, h.opphav) s ON s.plan_fid = " \
    "t.plan_fid AND s.tema = t.tema AND s.opphav = t.opphav"
/* Nearness in konflikt may be to a line or a point. */
#define GROUPED(pairs, objects) \
    "SELECT k.plan_fid, h.tema, h.opphav, k.art, h.verdi, k.konsekvens, k.status FROM " pairs " k " \
    "JOIN " objects " h ON h.fid = k.hensyn_fid"
#define ALL_GROUPED \
    "(" GROUPED("konflikt", HN_ALL_OBJECTS("fid, tema, opphav, verdi")) " UNION ALL " \
    GROUPED("konflikt_linje", "hensyn_linje") " UNION ALL " \
    GROUPED("konflikt_punkt", "hensyn_punkt") ")"

static const hn_rule theme_rules[] = {
    {"plan_tema_rader", "én rad for hvert utbyggingsområde og tema, og ingen andre",
     "one row for each development area and theme, and no others", "plan_tema", "plan_tema",
     "plan_fid,tema,opphav,rader",
     "SELECT plan_fid, tema, opphav, count(*) FROM plan_tema GROUP BY plan_fid, tema, opphav "
     "HAVING count(*) > 1 ORDER BY plan_fid, tema, opphav"},
    {"plan_tema_rader", "", "", "plan_tema,arealformal", "plan_tema", "fid,plan_fid,utbygging",
     "SELECT t.fid, t.plan_fid, p.utbygging FROM plan_tema t JOIN arealformal p ON p.fid = "
     "t.plan_fid WHERE p.utbygging <> 1 ORDER BY t.fid"},
    {"plan_tema_rader", "", "", "plan_tema,arealformal," HN_OBJECT_TABLES, "arealformal",
     "fid,rader_i_plan_tema,temaer",
     "SELECT p.fid, coalesce(s.n, 0), g.n FROM arealformal p CROSS JOIN (SELECT count(*) AS n "
     "FROM " GROUPS " x) g LEFT JOIN (SELECT plan_fid, count(*) AS n FROM plan_tema GROUP BY "
     "plan_fid) s ON s.plan_fid = p.fid WHERE p.utbygging = 1 AND coalesce(s.n, 0) < g.n "
     "ORDER BY p.fid"},
    {"plan_tema_areal", "største overlapp ≤ areal_m2 ≤ områdets areal",
     "largest overlap ≤ areal_m2 ≤ that of the plan area", "plan_tema,arealformal,konflikt,hensyn",
     "plan_tema", "fid,plan_fid,tema,areal_m2,storst,planens_areal_m2",
     "SELECT t.fid, t.plan_fid, t.tema, t.areal_m2, s.most, p.areal_m2 FROM plan_tema t "
     "JOIN arealformal p ON p.fid = t.plan_fid LEFT JOIN "
     GROUP_PAIRS("konflikt", "hensyn", "max(k.areal_m2) AS most") " WHERE ("
     HN_AT_MOST(MOST, "t.areal_m2") " AND " HN_AT_MOST("t.areal_m2", "p.areal_m2")
     ") IS NOT TRUE ORDER BY t.fid"},
    {"plan_tema_lengde", "lengde_m er minst summen av linjekonfliktenes lengder",
     "lengde_m is at least the sum of the lengths of the line conflicts",
     "plan_tema,konflikt_linje,hensyn_linje", "plan_tema", "fid,plan_fid,tema,lengde_m,sum",
     "SELECT t.fid, t.plan_fid, t.tema, t.lengde_m, s.total FROM plan_tema t LEFT JOIN "
     GROUP_PAIRS("konflikt_linje", "hensyn_linje", "sum(k.lengde_m) AS total")
     " WHERE " HN_AT_MOST(TOTAL, "t.lengde_m") " IS NOT TRUE ORDER BY t.fid"},
    /* Pairs of konsekvens 0 are not always written, so antall and verdi have a lower bound only. */
    {"plan_tema_treff", "antall, verdi, konsekvens og status følger av konfliktene",
     "antall, verdi, konsekvens and status follow from the conflicts",
     "plan_tema," HN_OBJECT_TABLES "," HN_PAIR_TABLES, "plan_tema",
     "fid,plan_fid,tema,antall,konflikter,verdi,hoyest,konsekvens,verst,status",
     "SELECT t.fid, t.plan_fid, t.tema, t.antall, s.n, t.verdi, s.highest, t.konsekvens, s.worst, "
     "t.status FROM plan_tema t LEFT JOIN (SELECT plan_fid, tema, opphav, "
     "sum(CASE WHEN art = 'overlapp' THEN 1 ELSE 0 END) AS n, "
     "max(CASE WHEN art = 'overlapp' THEN verdi END) AS highest, "
     "max(CASE WHEN status <> 'smal' THEN konsekvens END) AS worst FROM " ALL_GROUPED " a "
     "GROUP BY plan_fid, tema, opphav) s ON s.plan_fid = t.plan_fid AND s.tema = t.tema AND "
     "s.opphav = t.opphav WHERE (t.antall >= coalesce(s.n, 0) AND t.konsekvens = "
     "coalesce(s.worst, 0) AND (s.highest IS NULL OR t.verdi >= s.highest) AND "
     "(t.status = 'treff') = (t.antall > 0) AND (t.verdi IS NULL) = (t.antall = 0)) IS NOT TRUE "
     "ORDER BY t.fid"},
    {"naermeste", "naermeste_m og naermeste_hensyn_fid hører sammen, og er 0 m ved treff",
     "naermeste_m and naermeste_hensyn_fid belong together, 0 m where it is a hit", "plan_tema",
     "plan_tema", "fid,naermeste_m,naermeste_hensyn_fid,status",
     "SELECT fid, naermeste_m, naermeste_hensyn_fid, status FROM plan_tema WHERE "
     "(naermeste_m IS NULL) <> (naermeste_hensyn_fid IS NULL) OR "
     "(status = 'treff' AND (naermeste_m = 0) IS NOT TRUE) ORDER BY fid"},
    {"naermeste", "", "", "plan_tema," HN_OBJECT_TABLES, "plan_tema",
     "fid,tema,naermeste_hensyn_fid,dets_tema",
     "SELECT t.fid, t.tema, t.naermeste_hensyn_fid, h.tema FROM plan_tema t JOIN "
     HN_ALL_OBJECTS("fid, tema, opphav") " h ON h.fid = t.naermeste_hensyn_fid "
     "WHERE (h.tema = t.tema AND h.opphav = t.opphav) IS NOT TRUE ORDER BY t.fid"},
    /* The nearest is so in the plane: the scale of the map may turn the order of two by as much. */
    {"plan_tema_naer", "der det finnes nærhet, er området nær og intet hensyn lenger unna",
     "where there is nearness the area is near, and the nearest no farther", "plan_tema,konflikt,"
     HN_OBJECT_TABLES, "plan_tema", "fid,plan_fid,tema,status,naermeste_m,avstand_m",
     "SELECT t.fid, t.plan_fid, t.tema, t.status, t.naermeste_m, s.least FROM plan_tema t JOIN "
     "(SELECT k.plan_fid, h.tema, h.opphav, min(k.avstand_m) AS least FROM konflikt k JOIN "
     HN_ALL_OBJECTS("fid, tema, opphav") " h ON h.fid = k.hensyn_fid WHERE k.art = 'naerhet' "
     "GROUP BY k.plan_fid, h.tema, h.opphav) s ON s.plan_fid = t.plan_fid AND s.tema = t.tema AND "
     "s.opphav = t.opphav WHERE (t.status IN ('treff', 'naer') AND "
     "t.naermeste_m <= 1.01 * s.least + 0.01) IS NOT TRUE ORDER BY t.fid"},
};

/* clang-format on */

#define CHECK(rules) HN_TRY(hn_verify_rules(v, rules, sizeof rules / sizeof *rules))

hensyn_status hn_verify_areas(hn_verify *v) {
    hensyn_status status = HENSYN_OK;
    CHECK(area_rules);
    CHECK(grade_rules);
    CHECK(share_rules);
    CHECK(theme_rules);
cleanup:
    return status;
}
