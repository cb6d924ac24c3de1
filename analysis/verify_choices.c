/* verify_choices.c - invariant 5: how many destinations each origin has within the limit, against
 * whom each destination serves. */
#include "verify.h"

/* SQL is laid out by hand. */
/* clang-format off */

static const hn_rule sum_rules[] = {
    {"antall_innen", "målområdene innenfor grensen er like mange fra opphavene som i dekning",
     "the destinations within the limit are as many from the origins as in dekning",
     "avstand,dekning", "dekning", "klasse,opphav,antall_innen",
     "SELECT d.klasse, d.n, coalesce(a.n, 0) FROM (SELECT klasse, sum(opphav) AS n FROM dekning "
     "GROUP BY klasse) d LEFT JOIN (SELECT klasse, sum(antall_innen) AS n FROM avstand GROUP BY "
     "klasse) a ON a.klasse = d.klasse WHERE (d.n = coalesce(a.n, 0)) IS NOT TRUE ORDER BY d.klasse"},
    {"antall_innen", "", "", "avstand,dekning", "avstand", "fid,klasse,status,antall_innen",
     "SELECT a.fid, a.klasse, a.status, a.antall_innen FROM avstand a LEFT JOIN (SELECT klasse, "
     "count(*) AS n FROM dekning GROUP BY klasse) d ON d.klasse = a.klasse WHERE (a.antall_innen <= "
     "coalesce(d.n, 0) AND (a.antall_innen = 0 OR a.status NOT IN ('ikke_tilknyttet', "
     "'ingen_vei'))) IS NOT TRUE ORDER BY a.fid"},
    {"nest_eneste", "nest_eneste er de opphavene innenfor grensen som ikke når noe annet",
     "nest_eneste are the origins within the limit that reach no other", "avstand,dekning", "dekning",
     "fid,malomrade_fid,klasse,nest_eneste,opphav_med_ett",
     "SELECT d.fid, d.malomrade_fid, d.klasse, d.nest_eneste, coalesce(a.n, 0) FROM dekning d LEFT "
     "JOIN (SELECT malomrade_fid, klasse, count(*) AS n FROM avstand WHERE antall_innen = 1 AND innen "
     "= 1 GROUP BY malomrade_fid, klasse) a ON a.malomrade_fid = d.malomrade_fid AND a.klasse = "
     "d.klasse WHERE (d.nest_eneste = coalesce(a.n, 0)) IS NOT TRUE ORDER BY d.fid"},
};

/* Of the two nearest destinations, those that surely and those that may be within the limit; a class
 * by straight line knows the nearest alone. */
#define SURE(x) "CASE WHEN " HN_BELOW(x, "l.grense_m") " THEN 1 ELSE 0 END"
#define MAYBE(x) "CASE WHEN " x " <= l.grense_m + 0.01 THEN 1 ELSE 0 END"
#define CHOICES \
    "(SELECT a.fid, a.klasse, a.malomrade_fid AS one, a.malomrade_2_fid AS two, a.antall_innen AS n, " \
    SURE("a.avstand_m") " + " SURE("a.avstand_2_m") " AS least, " \
    MAYBE("a.avstand_m") " AS one_in, " MAYBE("a.avstand_2_m") " AS two_in FROM avstand a JOIN " \
    HN_LIMITS " l ON l.klasse = a.klasse WHERE a.status <> 'over_grense')"
#define COUNT_BY(area, where) \
    "(SELECT " area " AS area, klasse, count(*) AS n FROM " CHOICES " c WHERE " where " GROUP BY " area \
    ", klasse)"
#define OF_ROW(name) name ".area = d.malomrade_fid AND " name ".klasse = d.klasse"
/* Those who have more within the limit than their two nearest. */
#define MORE "n > least"

/* Where the nearest is that by length. */
static const hn_rule length_rules[] = {
    {"antall_innen", "", "", "avstand,dekning", "avstand",
     "fid,klasse,antall_innen,minst,avstand_m,avstand_2_m",
     "SELECT c.fid, c.klasse, c.n, c.least, a.avstand_m, a.avstand_2_m FROM " CHOICES " c JOIN avstand "
     "a ON a.fid = c.fid WHERE (c.n >= c.least AND (c.one_in = 1 OR c.n = 0)) IS NOT TRUE ORDER BY "
     "c.fid"},
    /* Only a class over the network knows its second nearest. */
    {"antall_innen", "", "", "avstand,dekning", "avstand",
     "fid,klasse,antall_innen,hoyst,avstand_m,avstand_2_m",
     "SELECT c.fid, c.klasse, c.n, c.one_in, a.avstand_m, a.avstand_2_m FROM " CHOICES " c JOIN avstand "
     "a ON a.fid = c.fid WHERE (a.inngang_fid IS NOT NULL AND c.two_in = 0 AND c.n > c.one_in) ORDER "
     "BY c.fid"},
    {"dekning", "", "", "avstand,dekning", "dekning",
     "fid,malomrade_fid,klasse,opphav,hoyst",
     "SELECT * FROM (SELECT d.fid, d.malomrade_fid, d.klasse, d.opphav, coalesce(f.n, 0) + "
     "coalesce(s.n, 0) + coalesce(m.n, 0) - coalesce(x.n, 0) - coalesce(y.n, 0) AS most FROM dekning d "
     "LEFT JOIN " COUNT_BY("one", "one_in = 1") " f ON " OF_ROW("f")
     " LEFT JOIN " COUNT_BY("two", "two_in = 1") " s ON " OF_ROW("s")
     " LEFT JOIN (SELECT klasse, count(*) AS n FROM " CHOICES " c WHERE " MORE " GROUP BY klasse) m ON "
     "m.klasse = d.klasse "
     "LEFT JOIN " COUNT_BY("one", MORE) " x ON " OF_ROW("x")
     " LEFT JOIN " COUNT_BY("two", MORE) " y ON " OF_ROW("y")
     ") z WHERE opphav > most ORDER BY fid"},
};

/* Sums of people, which blanked numbers would miss. */
static const hn_rule people_rules[] = {
    {"dekning_befolkning", "", "", "avstand,dekning", "dekning", "klasse,befolkning,fra_opphavene",
     "SELECT d.klasse, d.people, coalesce(a.people, 0) FROM (SELECT klasse, "
     "coalesce(sum(befolkning), 0) AS people FROM dekning GROUP BY klasse) d LEFT JOIN (SELECT klasse, "
     "sum(antall_innen * coalesce(befolkning, 0)) AS people FROM avstand GROUP BY klasse) a ON "
     "a.klasse = d.klasse WHERE (abs(d.people - coalesce(a.people, 0)) <= 1e-9 * d.people) IS NOT "
     "TRUE ORDER BY d.klasse"},
};

/* clang-format on */

#define CHECK(rules) HN_TRY(hn_verify_rules(v, rules, sizeof rules / sizeof *rules))

/* What cannot be decided is told of by the checks of verify_access.c that have the same names. */
hensyn_status hn_verify_choices(hn_verify *v) {
    hensyn_status status = HENSYN_OK;
    CHECK(sum_rules);
    if (hn_verify_by_length(v)) CHECK(length_rules);
    if (!hn_verify_is_blanked(v)) CHECK(people_rules);
cleanup:
    return status;
}
