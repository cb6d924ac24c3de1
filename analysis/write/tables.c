/* tables.c - the one list of result tables and their columns. */
#include "write/tables.h"

#include <string.h>

/* The member has the name of its column. */
#define COLUMN(row, member, type, unit, nb, en)                                                    \
    { #member, type, offsetof(row, member), unit, nb, en }
#define TEXT(row, member, nb, en) COLUMN(row, member, HN_COL_TEXT, NULL, nb, en)
#define WHOLE(row, member, nb, en) COLUMN(row, member, HN_COL_INTEGER, NULL, nb, en)
#define LINK(row, member, nb, en) COLUMN(row, member, HN_COL_FID, NULL, nb, en)
#define COUNT(row, member, nb, en) COLUMN(row, member, HN_COL_COUNT, NULL, nb, en)
#define AREA(row, member, nb, en) COLUMN(row, member, HN_COL_REAL, "m2", nb, en)
#define METRES(row, member, nb, en) COLUMN(row, member, HN_COL_REAL, "m", nb, en)
#define SHARE(row, member, nb, en) COLUMN(row, member, HN_COL_REAL, "1", nb, en)
#define REAL(row, member, nb, en) COLUMN(row, member, HN_COL_REAL, NULL, nb, en)
#define END                                                                                        \
    { NULL, HN_COL_TEXT, 0, NULL, NULL, NULL }

static const hn_column plan_area_columns[] = {
    TEXT(hn_plan_area, nokkel, "kilde, lag og kilde_id: varig nøkkel",
         "source, layer and kilde_id: lasting key"),
    COUNT(hn_plan_area, kilde_fid, "objektets nummer i kilden",
          "number of the object in its source"),
    TEXT(hn_plan_area, kilde_id, "objektets egen id", "id of the object itself"),
    TEXT(hn_plan_area, lag, "lag i kilden", "layer of the source"),
    TEXT(hn_plan_area, objekttype, "objekttype i planmodellen", "object type of the plan model"),
    TEXT(hn_plan_area, planid, "nasjonal arealplan-id", "national plan id"),
    TEXT(hn_plan_area, plannavn, "planens navn", "name of the plan"),
    WHOLE(hn_plan_area, planstatus, "planstatus (kode)", "plan status (code)"),
    WHOLE(hn_plan_area, plantype, "plantype (kode)", "plan type (code)"),
    TEXT(hn_plan_area, kommunenummer, "kommunenummer", "municipality number"),
    TEXT(hn_plan_area, omradenavn, "områdenavn", "area name"),
    TEXT(hn_plan_area, feltnavn, "feltnavn", "field name"),
    TEXT(hn_plan_area, arealformal, "arealformål som lest", "purpose as read"),
    TEXT(hn_plan_area, formal_navn, "arealformålets navn", "name of the purpose"),
    WHOLE(hn_plan_area, arealbruksstatus, "1 nåværende, 2 framtidig, 3 videreutvikling",
          "1 present, 2 future, 3 further development"),
    WHOLE(hn_plan_area, vertikalniva, "vertikalnivå", "vertical level"),
    WHOLE(hn_plan_area, utbygging, "1: regnes som utbygging", "1: counts as development"),
    TEXT(hn_plan_area, utbygging_grunn, "hvorfor, eller hvorfor ikke", "why, or why not"),
    AREA(hn_plan_area, areal_m2, "areal", "area"),
    AREA(hn_plan_area, konflikt_m2, "del som hensyn berører, aldri talt to ganger",
         "part met by considerations, never counted twice"),
    SHARE(hn_plan_area, konflikt_andel, "konflikt_m2 av areal_m2", "konflikt_m2 of areal_m2"),
    AREA(hn_plan_area, naerhet_m2, "del nær et hensyn, men utenfor det",
         "part near a consideration but outside it"),
    METRES(hn_plan_area, linje_m, "lengde av linjehensyn innenfor",
           "length of line considerations inside"),
    WHOLE(hn_plan_area, punkt_antall, "antall punkthensyn innenfor",
          "number of point considerations inside"),
    AREA(hn_plan_area, sliver_m2, "overlapp som var for smale til å skrives",
         "overlaps that were too thin to be written"),
    AREA(hn_plan_area, fortrengt_m2, "del tapt til en plan med forrang",
         "part lost to a plan that ranks before"),
    WHOLE(hn_plan_area, antall_tema, "antall temaer som berører flaten",
          "number of themes that meet the area"),
    WHOLE(hn_plan_area, konsekvens, "verste indikative konsekvens 0..4",
          "worst indicative consequence 0..4"),
    TEXT(hn_plan_area, status, "ok, reparert, klippet, antatt, smal eller utelatt",
         "ok, reparert, klippet, antatt, smal or utelatt"),
    END};

static const hn_column consideration_columns[] = {
    TEXT(hn_consideration, nokkel, "kilde, lag og kilde_id: varig nøkkel",
         "source, layer and kilde_id: lasting key"),
    TEXT(hn_consideration, tema, "tema", "theme"),
    TEXT(hn_consideration, opphav, "data eller plan (planens egne soner)",
         "data or plan (the plan's own zones)"),
    COUNT(hn_consideration, kilde_fid, "objektets nummer i kilden",
          "number of the object in its source"),
    TEXT(hn_consideration, kilde_id, "objektets egen id", "id of the object itself"),
    TEXT(hn_consideration, lag, "lag i kilden", "layer of the source"),
    TEXT(hn_consideration, navn, "navn", "name"),
    TEXT(hn_consideration, kode, "verdi som lest", "value as read"),
    WHOLE(hn_consideration, verdi, "0 uten betydning .. 4 svært stor verdi",
          "0 no importance .. 4 very great value"),
    AREA(hn_consideration, areal_m2, "areal av hele objektet", "area of the whole object"),
    METRES(hn_consideration, lengde_m, "lengde av hele objektet", "length of the whole object"),
    AREA(hn_consideration, beslag_m2, "del som utbygging beslaglegger, aldri talt to ganger",
         "part taken by development, never counted twice"),
    SHARE(hn_consideration, beslag_andel, "andel av objektet som beslaglegges",
          "share of the object that is taken"),
    AREA(hn_consideration, sliver_m2, "overlapp som var for smale til å skrives",
         "overlaps that were too thin to be written"),
    WHOLE(hn_consideration, konsekvens, "indikativ konsekvens 0..4", "indicative consequence 0..4"),
    TEXT(hn_consideration, skala, "ku (konsekvens) eller fare",
         "ku (consequence) or fare (hazard)"),
    TEXT(hn_consideration, status, "ok, reparert, klippet, antatt, smal eller utelatt",
         "ok, reparert, klippet, antatt, smal or utelatt"),
    END};

/* The three tables of conflicts differ only in how the piece is measured. */
#define PAIR_HEAD                                                                                  \
    TEXT(hn_pair, nokkel, "plannøkkel → hensynsnøkkel / art",                                      \
         "plan key → consideration key / art"),                                                    \
        LINK(hn_pair, plan_fid, "fid i arealformal", "fid in arealformal"),                        \
        LINK(hn_pair, hensyn_fid, "fid i hensyn, hensyn_linje eller hensyn_punkt",                 \
             "fid in hensyn, hensyn_linje or hensyn_punkt"),                                       \
        TEXT(hn_pair, plan_navn, "planområdets navn", "name of the plan area"),                    \
        TEXT(hn_pair, formal_navn, "arealformålets navn", "name of the purpose"),                  \
        TEXT(hn_pair, hensyn_navn, "hensynets navn", "name of the consideration"),                 \
        TEXT(hn_pair, tema, "tema", "theme"),                                                      \
        TEXT(hn_pair, art, "overlapp eller naerhet", "overlapp (overlap) or naerhet (nearness)")
#define PAIR_SHARES(of_nb, of_en)                                                                  \
    SHARE(hn_pair, plan_andel, "del av planområdet", "share of the plan area"),                    \
        SHARE(hn_pair, hensyn_andel, "del av hensynets " of_nb,                                    \
              "share of the consideration's " of_en)
#define PAIR_TAIL                                                                                  \
    METRES(hn_pair, avstand_m, "avstand fra planområdet til hensynet, 0 når de møtes",             \
           "distance from the plan area to the consideration, 0 where they meet"),                 \
        WHOLE(hn_pair, verdi, "hensynets verdi 0..4", "value of the consideration 0..4"),          \
        WHOLE(hn_pair, pavirkning, "påvirkning -1..3", "impact -1..3"),                            \
        WHOLE(hn_pair, konsekvens, "indikativ konsekvens 0..4", "indicative consequence 0..4"),    \
        TEXT(hn_pair, skala, "ku (konsekvens) eller fare", "ku (consequence) or fare (hazard)"),   \
        TEXT(hn_pair, regel, "regelen som avgjorde", "the rule that decided"),                     \
        TEXT(hn_pair, begrunnelse, "begrunnelse i ord (indikativ)",                                \
             "reason in words (indicative)"),                                                      \
        TEXT(hn_pair, status, "ok, reparert, klippet, antatt, smal eller utelatt",                 \
             "ok, reparert, klippet, antatt, smal or utelatt"),                                    \
        END

static const hn_column pair_columns[] = {
    PAIR_HEAD, AREA(hn_pair, areal_m2, "areal av stykket", "area of the piece"),
    PAIR_SHARES("areal", "area"), PAIR_TAIL};

static const hn_column line_pair_columns[] = {
    PAIR_HEAD, METRES(hn_pair, lengde_m, "lengde av stykket", "length of the piece"),
    PAIR_SHARES("lengde", "length"), PAIR_TAIL};

static const hn_column point_pair_columns[] = {PAIR_HEAD, PAIR_TAIL};

static const hn_column plan_theme_columns[] = {
    LINK(hn_plan_theme, plan_fid, "fid i arealformal", "fid in arealformal"),
    TEXT(hn_plan_theme, tema, "tema", "theme"),
    AREA(hn_plan_theme, areal_m2, "del som temaets samlede flate berører",
         "part met by the union of the theme"),
    SHARE(hn_plan_theme, andel, "areal_m2 av planområdet", "areal_m2 of the plan area"),
    METRES(hn_plan_theme, lengde_m, "lengde av temaets linjer innenfor",
           "length of the theme's lines inside"),
    WHOLE(hn_plan_theme, antall, "antall objekter som berører", "number of objects that meet it"),
    WHOLE(hn_plan_theme, verdi, "høyeste verdi", "highest value"),
    WHOLE(hn_plan_theme, konsekvens, "verste indikative konsekvens",
          "worst indicative consequence"),
    METRES(hn_plan_theme, naermeste_m, "avstand til nærmeste objekt",
           "distance to the nearest object"),
    LINK(hn_plan_theme, naermeste_hensyn_fid, "nærmeste objekt", "the nearest object"),
    TEXT(hn_plan_theme, status,
         "treff, naer, ingen_treff, ikke_kartlagt, delvis_kartlagt eller ukjent_dekning",
         "treff, naer, ingen_treff, ikke_kartlagt, delvis_kartlagt or ukjent_dekning"),
    TEXT(hn_plan_theme, opphav, "data, eller plan for planens egne hensynssoner",
         "data, or plan for the plan's own zones"),
    END};

static const hn_column face_columns[] = {
    WHOLE(hn_face, antall_tema, "antall temaer på flaten", "number of themes on the face"),
    TEXT(hn_face, tema, "temaene, sortert, med komma", "the themes, sorted, by comma"),
    TEXT(hn_face, hensyn_liste, "fid til hensynene på flaten",
         "fids of the considerations on the face"),
    WHOLE(hn_face, konsekvens, "verste indikative konsekvens", "worst indicative consequence"),
    AREA(hn_face, areal_m2, "areal", "area"),
    TEXT(hn_face, hensyn_navn, "navn på hensynene i listen", "names of the considerations listed"),
    END};

static const hn_column remark_columns[] = {
    TEXT(hn_remark, alvor, "info, advarsel eller feil", "info, advarsel (warning) or feil (error)"),
    TEXT(hn_remark, kode, "kode", "code"),
    TEXT(hn_remark, kilde, "kilde", "source"),
    TEXT(hn_remark, lag, "lag i kilden", "layer of the source"),
    TEXT(hn_remark, kilde_id, "objektets egen id", "id of the object itself"),
    WHOLE(hn_remark, linje, "linje i kilden", "line of the source"),
    TEXT(hn_remark, tekst, "merknaden i ord", "the remark in words"),
    AREA(hn_remark, areal_for_m2, "areal før", "area before"),
    AREA(hn_remark, areal_etter_m2, "areal etter", "area after"),
    END};

static const hn_column source_columns[] = {
    TEXT(hn_source_row, rolle, "plan, hensyn, dekning eller grense",
         "plan, hensyn, dekning (coverage) or grense (boundary)"),
    TEXT(hn_source_row, tema, "tema", "theme"),
    TEXT(hn_source_row, sti, "kilden som åpnet", "the source as opened"),
    TEXT(hn_source_row, lag, "lag", "layer"),
    TEXT(hn_source_row, crs, "kildens koordinatsystem", "coordinate system of the source"),
    COUNT(hn_source_row, antall_lest, "objekter lest", "objects read"),
    COUNT(hn_source_row, antall_brukt, "objekter brukt som de er", "objects used as they are"),
    COUNT(hn_source_row, antall_reparert, "objekter reparert", "objects repaired"),
    COUNT(hn_source_row, antall_utelatt, "objekter utelatt", "objects left out"),
    AREA(hn_source_row, areal_lest_m2, "areal lest", "area read"),
    AREA(hn_source_row, areal_brukt_m2, "areal brukt", "area used"),
    AREA(hn_source_row, areal_reparert_m2, "endring ved reparasjon, med fortegn",
         "change by repair, signed"),
    AREA(hn_source_row, areal_utelatt_m2, "areal utelatt", "area left out"),
    AREA(hn_source_row, areal_klippet_m2, "areal klippet bort", "area clipped away"),
    TEXT(hn_source_row, sha256, "fingeravtrykk av filen", "fingerprint of the file"),
    TEXT(hn_source_row, endret, "filen sist endret (UTC)", "last change of the file (UTC)"),
    END};

static const hn_column assessment_columns[] = {
    TEXT(hn_assessment, konflikt_nokkel, "konflikten vurderingen gjelder (nokkel)",
         "the conflict that was assessed (nokkel)"),
    TEXT(hn_assessment, avgjorelse, "avgjørelse", "decision"),
    TEXT(hn_assessment, kommentar, "kommentar", "comment"),
    TEXT(hn_assessment, av, "hvem", "who"),
    TEXT(hn_assessment, tidspunkt, "når (UTC)", "when (UTC)"),
    AREA(hn_assessment, areal_da_m2, "konfliktens areal da den ble vurdert",
         "area of the conflict when it was assessed"),
    WHOLE(hn_assessment, gjelder, "1: konflikten finnes fortsatt",
          "1: the conflict is still there"),
    END};

static const hn_column indicator_columns[] = {
    TEXT(hn_indicator, kommunenummer, "kommunenummer", "municipality number"),
    TEXT(hn_indicator, omrade, "område; tomt: det hele", "district; empty: the whole"),
    TEXT(hn_indicator, nokkel, "indikatorens nøkkel", "key of the indicator"),
    TEXT(hn_indicator, tema, "tema", "theme"),
    TEXT(hn_indicator, klasse, "klasse", "class"),
    TEXT(hn_indicator, gruppe, "gruppe", "group"),
    WHOLE(hn_indicator, grad, "konsekvensgrad", "grade of consequence"),
    REAL(hn_indicator, verdi, "verdi i enheten", "value in the unit"),
    TEXT(hn_indicator, enhet, "enhet", "unit"),
    REAL(hn_indicator, teller, "teller", "numerator"),
    REAL(hn_indicator, nevner, "nevner", "denominator"),
    TEXT(hn_indicator, status, "status", "status"),
    TEXT(hn_indicator, metode, "hvordan den er regnet ut", "how it was computed"),
    END};

static const hn_column fact_columns[] = {TEXT(hn_fact, nokkel, "nøkkel", "key"),
                                         TEXT(hn_fact, verdi, "verdi", "value"), END};

static bool always(const hn_result *result) {
    (void)result;
    return true;
}
static bool conflict_ran(const hn_result *result) { return result->has_conflict; }
static bool partition_ran(const hn_result *result) {
    return result->has_conflict && result->has_partition;
}

#define COUNTED(member)                                                                            \
    static size_t count_##member(const hn_result *result) { return result->member.count; }
COUNTED(plan_areas)
COUNTED(considerations)
COUNTED(pairs)
COUNTED(plan_themes)
COUNTED(faces)
COUNTED(remarks)
COUNTED(sources)
COUNTED(indicators)
COUNTED(facts)

static size_t none(const hn_result *result) {
    (void)result;
    return 0;
}
static bool no_row(const hn_result *result, size_t index, hn_row *out) {
    (void)result, (void)index, (void)out;
    return false;
}

static bool plan_area_row(const hn_result *result, size_t index, hn_row *out) {
    const hn_plan_area *area = &result->plan_areas.row[index];
    *out = (hn_row){.values = area, .fid = area->fid, .geometry = area->geometry};
    return true;
}

/* An object that lost its geometry stands among the areas, so that no row disappears. */
static bool consideration_of(const hn_result *result, size_t index, hn_kind kind, hn_row *out) {
    const hn_consideration *object = &result->considerations.row[index];
    *out = (hn_row){.values = object, .fid = object->fid, .geometry = object->geometry};
    return (object->geometry ? object->geometry->kind : HN_AREA) == kind;
}
static bool consideration_area(const hn_result *result, size_t index, hn_row *out) {
    return consideration_of(result, index, HN_AREA, out);
}
static bool consideration_line(const hn_result *result, size_t index, hn_row *out) {
    return consideration_of(result, index, HN_LINE, out);
}
static bool consideration_point(const hn_result *result, size_t index, hn_row *out) {
    return consideration_of(result, index, HN_POINT, out);
}

static bool pair_of(const hn_result *result, size_t index, hn_kind kind, hn_row *out) {
    const hn_pair *pair = &result->pairs.row[index];
    *out = (hn_row){.values = pair, .fid = pair->fid, .geometry = pair->geometry};
    if (!pair->geometry && pair->whole) out->geometry = result->plan_areas.row[pair->plan].geometry;
    return pair->kind == kind;
}
static bool pair_area(const hn_result *result, size_t index, hn_row *out) {
    return pair_of(result, index, HN_AREA, out);
}
static bool pair_line(const hn_result *result, size_t index, hn_row *out) {
    return pair_of(result, index, HN_LINE, out);
}
static bool pair_point(const hn_result *result, size_t index, hn_row *out) {
    return pair_of(result, index, HN_POINT, out);
}

static bool plan_theme_row(const hn_result *result, size_t index, hn_row *out) {
    const hn_plan_theme *row = &result->plan_themes.row[index];
    *out = (hn_row){.values = row, .fid = row->fid};
    return true;
}

static bool face_row(const hn_result *result, size_t index, hn_row *out) {
    const hn_face *face = &result->faces.row[index];
    *out = (hn_row){.values = face, .fid = face->fid, .geometry = face->geometry};
    return true;
}

static bool remark_row(const hn_result *result, size_t index, hn_row *out) {
    const hn_remark *remark = &result->remarks.row[index];
    *out = (hn_row){.values = remark,
                    .fid = remark->fid,
                    .located = remark->located,
                    .x = remark->x,
                    .y = remark->y};
    return true;
}

static bool source_row(const hn_result *result, size_t index, hn_row *out) {
    const hn_source_row *row = &result->sources.row[index];
    *out = (hn_row){.values = row, .fid = row->fid};
    return true;
}

static bool indicator_row(const hn_result *result, size_t index, hn_row *out) {
    const hn_indicator *row = &result->indicators.row[index];
    *out = (hn_row){.values = row, .fid = row->fid};
    return true;
}

static bool fact_row(const hn_result *result, size_t index, hn_row *out) {
    *out = (hn_row){.values = &result->facts.row[index]};
    return true;
}

#define AREAS "MULTIPOLYGON"
#define LINES "MULTILINESTRING"
#define POINTS "MULTIPOINT"

static const hn_table tables[] = {
    {"arealformal", AREAS, plan_area_columns, "fid", "planens områder med arealformål",
     "land-use areas of the plan", count_plan_areas, plan_area_row, conflict_ran},
    {"hensyn", AREAS, consideration_columns, "fid", "hensyn: flater", "considerations: areas",
     count_considerations, consideration_area, conflict_ran},
    {"hensyn_linje", LINES, consideration_columns, "fid", "hensyn: linjer", "considerations: lines",
     count_considerations, consideration_line, conflict_ran},
    {"hensyn_punkt", POINTS, consideration_columns, "fid", "hensyn: punkter",
     "considerations: points", count_considerations, consideration_point, conflict_ran},
    {"konflikt", AREAS, pair_columns, "fid", "der planområder møter hensyn: flater",
     "where plan areas meet considerations: areas", count_pairs, pair_area, conflict_ran},
    {"konflikt_linje", LINES, line_pair_columns, "fid", "der planområder møter hensyn: linjer",
     "where plan areas meet considerations: lines", count_pairs, pair_line, conflict_ran},
    {"konflikt_punkt", POINTS, point_pair_columns, "fid", "der planområder møter hensyn: punkter",
     "where plan areas meet considerations: points", count_pairs, pair_point, conflict_ran},
    {"plan_tema", NULL, plan_theme_columns, "fid", "hvert utbyggingsområde mot hvert tema",
     "each development area against each theme", count_plan_themes, plan_theme_row, conflict_ran},
    {"samlet_hensyn", AREAS, face_columns, "fid", "utbyggingsområdene delt etter hensyn",
     "the development areas divided by considerations", count_faces, face_row, partition_ran},
    {"merknad", "POINT", remark_columns, "fid", "det brukeren må vite om dataene",
     "what the user must know about the data", count_remarks, remark_row, always},
    {"kilde", NULL, source_columns, "fid", "kildene, ett lag per rad", "the sources, a layer a row",
     count_sources, source_row, always},
    {"vurdering", NULL, assessment_columns, "konflikt_nokkel",
     "vurderinger som folk skriver; følger med når filen lages på nytt",
     "assessments that people write; carried over when the file is made again", none, no_row,
     always},
    {"indikator", NULL, indicator_columns, "fid", "nøkkeltall", "key figures", count_indicators,
     indicator_row, always},
    {"kjoring", NULL, fact_columns, NULL, "hvordan resultatet ble til", "how the result was made",
     count_facts, fact_row, always},
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
