/* verify_keys.c - invariant 4: keys are unique, links resolve, codes are in their lists, and pairs
 * repeat what the two they join say. */
#include "verify.h"

#include "base/memory.h"

#include <string.h>

/* ---- links ---- */

typedef struct reference {
    const char *table, *column;
    const char *to;   /* tables, one of which has the fid; by comma */
    bool open;        /* may be NULL */
    const char *only; /* condition on the rows; NULL: all */
} reference;

static const reference references[] = {
    {"konflikt", "plan_fid", "arealformal", false, NULL},
    {"konflikt", "hensyn_fid", "hensyn", false, "art = 'overlapp'"},
    {"konflikt", "hensyn_fid", "hensyn,hensyn_linje,hensyn_punkt", false, "art <> 'overlapp'"},
    {"konflikt_linje", "plan_fid", "arealformal", false, NULL},
    {"konflikt_linje", "hensyn_fid", "hensyn_linje", false, NULL},
    {"konflikt_punkt", "plan_fid", "arealformal", false, NULL},
    {"konflikt_punkt", "hensyn_fid", "hensyn_punkt", false, NULL},
    {"plan_tema", "plan_fid", "arealformal", false, NULL},
    {"plan_tema", "naermeste_hensyn_fid", "hensyn,hensyn_linje,hensyn_punkt", true, NULL},
    {"inngang", "malomrade_fid", HN_DESTINATION_TABLES, false, NULL},
    {"avstand", "malomrade_fid", HN_DESTINATION_TABLES, true, NULL},
    {"avstand", "malomrade_2_fid", HN_DESTINATION_TABLES, true, NULL},
    {"avstand", "inngang_fid", "inngang", true, NULL},
    {"dekning", "malomrade_fid", HN_DESTINATION_TABLES, false, NULL},
    {"rute", "malomrade_fid", HN_DESTINATION_TABLES, false, NULL},
    {"rute", "inngang_fid", "inngang", false, NULL},
    {"rekkevidde", "malomrade_fid", HN_DESTINATION_TABLES, false, NULL},
    {"barriere", "plan_fid", "arealformal", false, NULL},
};

static const char *key_of(const char *table) {
    const hn_table *known = hn_table_find(table);
    return known && known->key ? known->key : "fid";
}

static hensyn_status check_reference(hn_verify *v, const reference *l) {
    hn_buffer sql = {0}, needs = {0}, labels = {0};
    hn_appendf(&needs, "%s,%s", l->table, l->to);
    hn_appendf(&labels, "%s,%s", key_of(l->table), l->column);
    hn_appendf(&sql, "SELECT t.%s, t.%s FROM %s t WHERE %s", key_of(l->table), l->column, l->table,
               l->only ? l->only : "1 = 1");
    if (l->open) hn_appendf(&sql, " AND t.%s IS NOT NULL", l->column);
    for (const char *p = l->to, *end; *p; p = end + (*end == ',')) {
        end = p + strcspn(p, ",");
        hn_appendf(&sql, " AND NOT EXISTS (SELECT 1 FROM %.*s x WHERE x.fid = t.%s)",
                   (int)(end - p), p, l->column);
    }
    hn_appendf(&sql, " ORDER BY t.%s", key_of(l->table));
    const hn_rule rule = {"koblinger",
                          "hver fremmednøkkel finnes",
                          "every foreign key resolves",
                          needs.text,
                          l->table,
                          labels.text,
                          sql.text};
    bool failed = sql.failed || needs.failed || labels.failed;
    hensyn_status status = failed ? hn_nomem(v->ctx) : hn_verify_rule(v, &rule);
    hn_buffer_free(&sql);
    hn_buffer_free(&needs);
    hn_buffer_free(&labels);
    return status;
}

/* ---- codes ---- */

typedef struct code_list {
    const char *table, *column, *codes;
    bool open; /* may be NULL */
} code_list;

#define STATUS "'ok','reparert','klippet','antatt','smal','utelatt'"
#define DESTINATION_STATUS "'ok','reparert','uten_inngang','for_liten'"
#define SEVERANCE "'omvei','brutt','blindvei','inne'"
#define GRADE "0,1,2,3,4"
#define IMPACT "-1,0,1,2,3"
#define SCALE "'ku','fare'"
/* clang-format off */
#define CONSIDERATION(table) \
    {table, "opphav", "'data','plan'", false}, \
    {table, "verdi", GRADE, false}, \
    {table, "konsekvens", GRADE, false}, \
    {table, "skala", SCALE, false}, \
    {table, "status", STATUS, false}
#define PAIR(table, kinds) \
    {table, "art", kinds, false}, \
    {table, "verdi", GRADE, false}, \
    {table, "pavirkning", IMPACT, false}, \
    {table, "konsekvens", GRADE, false}, \
    {table, "skala", SCALE, false}, \
    {table, "status", STATUS, false}
/* clang-format on */

static const code_list code_lists[] = {
    {"arealformal", "utbygging", "0,1", false},
    {"arealformal", "utbygging_grunn",
     "'framtidig','videreutvikling','status_mangler','uten_status','valgt','naavaerende','formaal',"
     "'nivaa'",
     false},
    {"arealformal", "konsekvens", GRADE, false},
    {"arealformal", "status", STATUS, false},
    CONSIDERATION("hensyn"),
    CONSIDERATION("hensyn_linje"),
    CONSIDERATION("hensyn_punkt"),
    PAIR("konflikt", "'overlapp','naerhet'"),
    PAIR("konflikt_linje", "'overlapp'"),
    PAIR("konflikt_punkt", "'overlapp'"),
    {"plan_tema", "opphav", "'data','plan'", false},
    {"plan_tema", "verdi", GRADE, true},
    {"plan_tema", "konsekvens", GRADE, false},
    {"plan_tema", "status",
     "'treff','naer','ingen_treff','ikke_kartlagt','delvis_kartlagt','ukjent_dekning'", false},
    {"samlet_hensyn", "konsekvens", GRADE, false},
    {"merknad", "alvor", "'info','advarsel','feil'", false},
    {"kilde", "rolle",
     "'plan','planomrade','hensyn','dekning','grense','nett','opphav','malomrade','krets',"
     "'inngang','hoyde'",
     false},
    {"vurdering", "gjelder", "0,1", true},
    {"indikator", "nokkel",
     "'plan_areal','utbygging_areal','konflikt_areal','konflikt_andel','hensyn_areal',"
     "'hensyn_beslag','hensyn_beslag_andel','konflikt_areal_konsekvens','konflikt_antall',"
     "'befolkning','befolkning_innen','befolkning_innen_andel','avstand_snitt','avstand_p50',"
     "'avstand_p90','ikke_tilknyttet','ikke_naadd','areal_per_innbygger',"
     "'befolkning_innen_etter','befolkning_innen_etter_andel','befolkning_mister',"
     "'sti_i_utbygging','sti_i_utbygging_andel','passasje_antall','passasje_brutt',"
     "'passasje_omvei_snitt','passasje_omvei_storst'",
     false},
    {"indikator", "grad", "1,2,3,4", true},
    {"indikator", "status", "'ok','ikke_beregnbar','ikke_naadd','undertrykt'", false},
    {"inngang", "art", "'kryssing','langs','slutt','oppgitt','antatt','punkt'", false},
    {"avstand", "status", "'ok','inne','over_grense','ikke_tilknyttet','ingen_vei'", false},
    {"avstand", "innen", "0,1", false},
    {"avstand", "innen_etter", "0,1", true},
    {"barriere", "status", SEVERANCE, false},
    {"passasje", "status", SEVERANCE, false},
    {"malomrade", "status", DESTINATION_STATUS, false},
    {"malomrade_linje", "status", DESTINATION_STATUS, false},
    {"malomrade_punkt", "status", DESTINATION_STATUS, false},
    {"dekning", "status", "'ok','undertrykt'", false},
    {"nett", "trygg", "0,1", true},
};

static hensyn_status check_code(hn_verify *v, const code_list *list) {
    const char *key = key_of(list->table);
    char *labels = hn_format("%s,%s", key, list->column);
    char *sql =
        hn_format("SELECT %s, %s FROM %s WHERE (%s IN (%s)) IS %s ORDER BY %s", key, list->column,
                  list->table, list->column, list->codes, list->open ? "FALSE" : "NOT TRUE", key);
    const hn_rule rule = {"koder",
                          "hver kode og status står i sin liste",
                          "every code and status is in its list",
                          list->table,
                          list->table,
                          labels,
                          sql};
    hensyn_status status = labels && sql ? hn_verify_rule(v, &rule) : hn_nomem(v->ctx);
    hn_free(labels);
    hn_free(sql);
    return status;
}

/* ---- keys ---- */

#define REPEATED(column, from)                                                                     \
    "SELECT " column ", count(*) FROM " from " x GROUP BY " column                                 \
    " HAVING count(*) > 1 OR " column " IS NULL ORDER BY " column

static const hn_rule key_rules[] = {
    {"nokler", "hver nokkel og hver fid finnes bare én gang", "every nokkel and fid is unique",
     "arealformal", "arealformal", "nokkel,rader", REPEATED("nokkel", "arealformal")},
    {"nokler", "", "", "arealformal", "arealformal", "fid,rader", REPEATED("fid", "arealformal")},
    {"nokler", "", "", HN_OBJECT_TABLES, "hensyn", "nokkel,rader",
     REPEATED("nokkel", HN_ALL_OBJECTS("nokkel"))},
    {"nokler", "", "", HN_OBJECT_TABLES, "hensyn", "fid,rader",
     REPEATED("fid", HN_ALL_OBJECTS("fid"))},
    {"nokler", "", "", HN_PAIR_TABLES, "konflikt", "nokkel,rader",
     REPEATED("nokkel", HN_ALL_PAIRS("nokkel"))},
    {"nokler", "", "", HN_PAIR_TABLES, "konflikt", "fid,rader",
     REPEATED("fid", HN_ALL_PAIRS("fid"))},
    {"nokler", "", "", HN_DESTINATION_TABLES, "malomrade", "nokkel,rader",
     REPEATED("nokkel", HN_ALL_DESTINATIONS("nokkel"))},
    {"nokler", "", "", HN_DESTINATION_TABLES, "malomrade", "fid,rader",
     REPEATED("fid", HN_ALL_DESTINATIONS("fid"))},
    {"nokler", "", "", "avstand", "avstand", "kilde_id,klasse,rader",
     "SELECT kilde_id, klasse, count(*) FROM avstand GROUP BY kilde_id, klasse HAVING count(*) > 1 "
     "OR kilde_id IS NULL OR klasse IS NULL ORDER BY kilde_id, klasse"},
    {"nokler", "", "", "opphav_gruppe", "opphav_gruppe", "kilde_id,gruppe,rader",
     "SELECT kilde_id, gruppe, count(*) FROM opphav_gruppe GROUP BY kilde_id, gruppe HAVING "
     "count(*) > 1 OR kilde_id IS NULL OR gruppe IS NULL ORDER BY kilde_id, gruppe"},
    {"nokler", "", "", "dekning", "dekning", "malomrade_fid,klasse,rader",
     "SELECT malomrade_fid, klasse, count(*) FROM dekning GROUP BY malomrade_fid, klasse HAVING "
     "count(*) > 1 OR klasse IS NULL ORDER BY malomrade_fid, klasse"},
    {"nokler", "", "", "vurdering", "vurdering", "konflikt_nokkel,rader",
     REPEATED("konflikt_nokkel", "vurdering")},
    {"nokler", "", "", "indikator", "indikator",
     "kommunenummer,omrade,nokkel,tema,klasse,gruppe,grad,rader",
     "SELECT kommunenummer, omrade, nokkel, tema, klasse, gruppe, grad, count(*) FROM indikator "
     "GROUP BY kommunenummer, omrade, nokkel, tema, klasse, gruppe, grad HAVING count(*) > 1 "
     "ORDER BY nokkel, tema"},
};

/* ---- numbers of rows ---- */

/* Tables that share one sequence of fid stand in one entry. */
static const char *const sequences[] = {"arealformal",
                                        HN_OBJECT_TABLES,
                                        HN_PAIR_TABLES,
                                        "plan_tema",
                                        "samlet_hensyn",
                                        "merknad",
                                        "kilde",
                                        "indikator",
                                        HN_DESTINATION_TABLES,
                                        "inngang",
                                        "avstand",
                                        "dekning",
                                        "nett",
                                        "rute",
                                        "rekkevidde",
                                        "rekkevidde_flate"};

/* A row that went missing leaves a gap. */
static hensyn_status check_sequence(hn_verify *v, const char *tables) {
    hn_buffer sql = {0};
    char *first = NULL;
    hn_append(&sql, "SELECT n, first_one, last_one FROM (SELECT count(*) AS n, min(fid) AS "
                    "first_one, max(fid) AS last_one FROM (");
    for (const char *p = tables, *end; *p; p = end + (*end == ',')) {
        end = p + strcspn(p, ",");
        if (!first) first = hn_format("%.*s", (int)(end - p), p);
        hn_appendf(&sql, "%sSELECT fid FROM %.*s", p == tables ? "" : " UNION ALL ", (int)(end - p),
                   p);
    }
    hn_append(&sql, ") y) x WHERE n > 0 AND (first_one <> 1 OR last_one <> n)");
    const hn_rule rule = {"lopenummer",
                          "radene er nummerert fra 1 uten hull",
                          "the rows are numbered from 1 without gaps",
                          tables,
                          first,
                          "rader,forste,siste",
                          sql.text};
    hensyn_status status = sql.failed || !first ? hn_nomem(v->ctx) : hn_verify_rule(v, &rule);
    hn_buffer_free(&sql);
    hn_free(first);
    return status;
}

/* ---- what pairs repeat ---- */

/* clang-format off */
#define PAIR_AGREES(pairs, needs, objects) \
    {"par", "en konflikt gjentar det planområdet og hensynet sier", \
     "a conflict repeats what its plan area and consideration say", pairs ",arealformal," needs, \
     pairs, "fid,nokkel,tema,verdi,skala,hensynets_tema,hensynets_verdi,avstand_m", \
     "SELECT k.fid, k.nokkel, k.tema, k.verdi, k.skala, h.tema, h.verdi, k.avstand_m FROM " pairs \
     " k JOIN arealformal p ON p.fid = k.plan_fid JOIN " objects " h ON h.fid = k.hensyn_fid " \
     "WHERE (k.nokkel = p.nokkel || '→' || h.nokkel || '/' || k.art AND k.tema = h.tema AND " \
     "k.verdi = h.verdi AND k.skala = h.skala AND k.avstand_m >= 0 AND " \
     "(k.art <> 'overlapp' OR k.avstand_m = 0)) IS NOT TRUE ORDER BY k.fid"}
#define SAME(a, b) "(" a " = " b " OR (" a " IS NULL AND " b " IS NULL))"
#define PAIR_NAMES(pairs, needs, objects) \
    {"par_navn", "en konflikt gjentar navnene på planområdet, formålet og hensynet", \
     "a conflict repeats the names of its plan area, purpose and consideration", \
     pairs ",arealformal," needs, pairs, "fid,plan_navn,formal_navn,hensyn_navn", \
     "SELECT k.fid, k.plan_navn, k.formal_navn, k.hensyn_navn FROM " pairs " k JOIN arealformal p ON " \
     "p.fid = k.plan_fid JOIN " objects " h ON h.fid = k.hensyn_fid WHERE (" \
     SAME("k.plan_navn", "coalesce(p.omradenavn, p.feltnavn, p.plannavn)") " AND " \
     SAME("k.formal_navn", "coalesce(p.formal_navn, p.arealformal)") " AND " \
     SAME("k.hensyn_navn", "h.navn") ") IS NOT TRUE ORDER BY k.fid"}
#define PAIR_ORDER(pairs) \
    {"rekkefolge", "konfliktene står etter plan_fid, deretter hensyn_fid", \
     "conflicts stand by plan_fid, then hensyn_fid", pairs, pairs, "fid,plan_fid,hensyn_fid", \
     "SELECT fid, plan_fid, hensyn_fid FROM (SELECT fid, plan_fid, hensyn_fid, lag(plan_fid) OVER " \
     "(ORDER BY fid) AS plan_before, lag(hensyn_fid) OVER (ORDER BY fid) AS hensyn_before FROM " \
     pairs ") x WHERE plan_before > plan_fid OR (plan_before = plan_fid AND hensyn_before > " \
     "hensyn_fid) ORDER BY fid"}
/* clang-format on */

static const hn_rule pair_rules[] = {
    PAIR_AGREES("konflikt", HN_OBJECT_TABLES, HN_ALL_OBJECTS("fid, nokkel, tema, verdi, skala")),
    PAIR_AGREES("konflikt_linje", "hensyn_linje", "hensyn_linje"),
    PAIR_AGREES("konflikt_punkt", "hensyn_punkt", "hensyn_punkt"),
    PAIR_NAMES("konflikt", HN_OBJECT_TABLES, HN_ALL_OBJECTS("fid, navn")),
    PAIR_NAMES("konflikt_linje", "hensyn_linje", "hensyn_linje"),
    PAIR_NAMES("konflikt_punkt", "hensyn_punkt", "hensyn_punkt"),
    PAIR_ORDER("konflikt"),
    PAIR_ORDER("konflikt_linje"),
    PAIR_ORDER("konflikt_punkt"),
};

hensyn_status hn_verify_keys(hn_verify *v) {
    hensyn_status status = HENSYN_OK;
    HN_TRY(hn_verify_rules(v, key_rules, sizeof key_rules / sizeof *key_rules));
    for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++)
        HN_TRY(check_sequence(v, sequences[i]));
    for (size_t i = 0; i < sizeof references / sizeof *references; i++)
        HN_TRY(check_reference(v, &references[i]));
    for (size_t i = 0; i < sizeof code_lists / sizeof *code_lists; i++)
        HN_TRY(check_code(v, &code_lists[i]));
    HN_TRY(hn_verify_rules(v, pair_rules, sizeof pair_rules / sizeof *pair_rules));
cleanup:
    return status;
}
