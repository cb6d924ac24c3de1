/* tables_conflict.c - the tables of a conflict run: columns and rows. */
#include "write/table_parts.h"

const hn_column hn_plan_area_columns[] = {
    HN_TEXT(hn_plan_area, nokkel, "kilde, lag og kilde_id: varig nøkkel",
            "source, layer and kilde_id: lasting key"),
    HN_COUNT(hn_plan_area, kilde_fid, "objektets nummer i kilden",
             "number of the object in its source"),
    HN_TEXT(hn_plan_area, kilde_id, "objektets egen id", "id of the object itself"),
    HN_TEXT(hn_plan_area, lag, "lag i kilden", "layer of the source"),
    HN_TEXT(hn_plan_area, objekttype, "objekttype i planmodellen", "object type of the plan model"),
    HN_TEXT(hn_plan_area, planid, "nasjonal arealplan-id", "national plan id"),
    HN_TEXT(hn_plan_area, plannavn, "planens navn", "name of the plan"),
    HN_WHOLE(hn_plan_area, planstatus, "planstatus (kode)", "plan status (code)"),
    HN_WHOLE(hn_plan_area, plantype, "plantype (kode)", "plan type (code)"),
    HN_TEXT(hn_plan_area, kommunenummer, "kommunenummer", "municipality number"),
    HN_TEXT(hn_plan_area, omradenavn, "områdenavn", "area name"),
    HN_TEXT(hn_plan_area, feltnavn, "feltnavn", "field name"),
    HN_TEXT(hn_plan_area, arealformal, "arealformål som lest", "purpose as read"),
    HN_TEXT(hn_plan_area, formal_navn, "arealformålets navn", "name of the purpose"),
    HN_WHOLE(hn_plan_area, arealbruksstatus, "1 nåværende, 2 framtidig, 3 videreutvikling",
             "1 present, 2 future, 3 further development"),
    HN_WHOLE(hn_plan_area, vertikalniva, "vertikalnivå", "vertical level"),
    HN_WHOLE(hn_plan_area, utbygging, "1: regnes som utbygging", "1: counts as development"),
    HN_TEXT(hn_plan_area, utbygging_grunn, "hvorfor, eller hvorfor ikke", "why, or why not"),
    HN_SQUARE_METRES(hn_plan_area, areal_m2, "areal", "area"),
    HN_SQUARE_METRES(hn_plan_area, konflikt_m2, "del som hensyn berører, aldri talt to ganger",
                     "part met by considerations, never counted twice"),
    HN_SHARE(hn_plan_area, konflikt_andel, "konflikt_m2 av areal_m2", "konflikt_m2 of areal_m2"),
    HN_SQUARE_METRES(hn_plan_area, naerhet_m2, "del nær et hensyn, men utenfor det",
                     "part near a consideration but outside it"),
    HN_METRES(hn_plan_area, linje_m, "lengde av linjehensyn innenfor",
              "length of line considerations inside"),
    HN_WHOLE(hn_plan_area, punkt_antall, "antall punkthensyn innenfor",
             "number of point considerations inside"),
    HN_SQUARE_METRES(hn_plan_area, sliver_m2, "overlapp som var for smale til å skrives",
                     "overlaps that were too thin to be written"),
    HN_SQUARE_METRES(hn_plan_area, fortrengt_m2, "del tapt til en plan med forrang",
                     "part lost to a plan that ranks before"),
    HN_WHOLE(hn_plan_area, antall_tema, "antall temaer som berører flaten",
             "number of themes that meet the area"),
    HN_WHOLE(hn_plan_area, konsekvens, "verste indikative konsekvens 0..4",
             "worst indicative consequence 0..4"),
    HN_TEXT(hn_plan_area, status, "ok, reparert, klippet, antatt, smal eller utelatt",
            "ok, reparert, klippet, antatt, smal or utelatt"),
    HN_END};

const hn_column hn_consideration_columns[] = {
    HN_TEXT(hn_consideration, nokkel, "kilde, lag og kilde_id: varig nøkkel",
            "source, layer and kilde_id: lasting key"),
    HN_TEXT(hn_consideration, tema, "tema", "theme"),
    HN_TEXT(hn_consideration, opphav, "data eller plan (planens egne soner)",
            "data or plan (the plan's own zones)"),
    HN_COUNT(hn_consideration, kilde_fid, "objektets nummer i kilden",
             "number of the object in its source"),
    HN_TEXT(hn_consideration, kilde_id, "objektets egen id", "id of the object itself"),
    HN_TEXT(hn_consideration, lag, "lag i kilden", "layer of the source"),
    HN_TEXT(hn_consideration, navn, "navn", "name"),
    HN_TEXT(hn_consideration, kode, "verdi som lest", "value as read"),
    HN_WHOLE(hn_consideration, verdi, "0 uten betydning .. 4 svært stor verdi",
             "0 no importance .. 4 very great value"),
    HN_SQUARE_METRES(hn_consideration, areal_m2, "areal av hele objektet",
                     "area of the whole object"),
    HN_METRES(hn_consideration, lengde_m, "lengde av hele objektet", "length of the whole object"),
    HN_SQUARE_METRES(hn_consideration, beslag_m2,
                     "del som utbygging beslaglegger, aldri talt to ganger",
                     "part taken by development, never counted twice"),
    HN_SHARE(hn_consideration, beslag_andel, "andel av objektet som beslaglegges",
             "share of the object that is taken"),
    HN_SQUARE_METRES(hn_consideration, sliver_m2, "overlapp som var for smale til å skrives",
                     "overlaps that were too thin to be written"),
    HN_WHOLE(hn_consideration, konsekvens, "indikativ konsekvens 0..4",
             "indicative consequence 0..4"),
    HN_TEXT(hn_consideration, skala, "ku (konsekvens) eller fare",
            "ku (consequence) or fare (hazard)"),
    HN_TEXT(hn_consideration, status, "ok, reparert, klippet, antatt, smal eller utelatt",
            "ok, reparert, klippet, antatt, smal or utelatt"),
    HN_END};

/* The three tables of conflicts differ only in how the piece is measured. */
#define PAIR_HEAD                                                                                  \
    HN_TEXT(hn_pair, nokkel, "plannøkkel → hensynsnøkkel / art",                                   \
            "plan key → consideration key / art"),                                                 \
        HN_LINK(hn_pair, plan_fid, "fid i arealformal", "fid in arealformal"),                     \
        HN_LINK(hn_pair, hensyn_fid, "fid i hensyn, hensyn_linje eller hensyn_punkt",              \
                "fid in hensyn, hensyn_linje or hensyn_punkt"),                                    \
        HN_TEXT(hn_pair, plan_navn, "planområdets navn", "name of the plan area"),                 \
        HN_TEXT(hn_pair, formal_navn, "arealformålets navn", "name of the purpose"),               \
        HN_TEXT(hn_pair, hensyn_navn, "hensynets navn", "name of the consideration"),              \
        HN_TEXT(hn_pair, tema, "tema", "theme"),                                                   \
        HN_TEXT(hn_pair, art, "overlapp eller naerhet",                                            \
                "overlapp (overlap) or naerhet (nearness)")
#define PAIR_SHARES(of_nb, of_en)                                                                  \
    HN_SHARE(hn_pair, plan_andel, "del av planområdet", "share of the plan area"),                 \
        HN_SHARE(hn_pair, hensyn_andel, "del av hensynets " of_nb,                                 \
                 "share of the consideration's " of_en)
#define PAIR_TAIL                                                                                  \
    HN_METRES(hn_pair, avstand_m, "avstand fra planområdet til hensynet, 0 når de møtes",          \
              "distance from the plan area to the consideration, 0 where they meet"),              \
        HN_WHOLE(hn_pair, verdi, "hensynets verdi 0..4", "value of the consideration 0..4"),       \
        HN_WHOLE(hn_pair, pavirkning, "påvirkning -1..3", "impact -1..3"),                         \
        HN_WHOLE(hn_pair, konsekvens, "indikativ konsekvens 0..4", "indicative consequence 0..4"), \
        HN_TEXT(hn_pair, skala, "ku (konsekvens) eller fare",                                      \
                "ku (consequence) or fare (hazard)"),                                              \
        HN_TEXT(hn_pair, regel, "regelen som avgjorde", "the rule that decided"),                  \
        HN_TEXT(hn_pair, begrunnelse, "begrunnelse i ord (indikativ)",                             \
                "reason in words (indicative)"),                                                   \
        HN_TEXT(hn_pair, status, "ok, reparert, klippet, antatt, smal eller utelatt",              \
                "ok, reparert, klippet, antatt, smal or utelatt"),                                 \
        HN_END

const hn_column hn_pair_columns[] = {
    PAIR_HEAD, HN_SQUARE_METRES(hn_pair, areal_m2, "areal av stykket", "area of the piece"),
    PAIR_SHARES("areal", "area"), PAIR_TAIL};

const hn_column hn_line_pair_columns[] = {
    PAIR_HEAD, HN_METRES(hn_pair, lengde_m, "lengde av stykket", "length of the piece"),
    PAIR_SHARES("lengde", "length"), PAIR_TAIL};

const hn_column hn_point_pair_columns[] = {PAIR_HEAD, PAIR_TAIL};

const hn_column hn_plan_theme_columns[] = {
    HN_LINK(hn_plan_theme, plan_fid, "fid i arealformal", "fid in arealformal"),
    HN_TEXT(hn_plan_theme, tema, "tema", "theme"),
    HN_SQUARE_METRES(hn_plan_theme, areal_m2, "del som temaets samlede flate berører",
                     "part met by the union of the theme"),
    HN_SHARE(hn_plan_theme, andel, "areal_m2 av planområdet", "areal_m2 of the plan area"),
    HN_METRES(hn_plan_theme, lengde_m, "lengde av temaets linjer innenfor",
              "length of the theme's lines inside"),
    HN_WHOLE(hn_plan_theme, antall, "antall objekter som berører",
             "number of objects that meet it"),
    HN_WHOLE(hn_plan_theme, verdi, "høyeste verdi", "highest value"),
    HN_WHOLE(hn_plan_theme, konsekvens, "verste indikative konsekvens",
             "worst indicative consequence"),
    HN_METRES(hn_plan_theme, naermeste_m, "avstand til nærmeste objekt",
              "distance to the nearest object"),
    HN_LINK(hn_plan_theme, naermeste_hensyn_fid, "nærmeste objekt", "the nearest object"),
    HN_TEXT(hn_plan_theme, status,
            "treff, naer, ingen_treff, ikke_kartlagt, delvis_kartlagt eller ukjent_dekning",
            "treff, naer, ingen_treff, ikke_kartlagt, delvis_kartlagt or ukjent_dekning"),
    HN_TEXT(hn_plan_theme, opphav, "data, eller plan for planens egne hensynssoner",
            "data, or plan for the plan's own zones"),
    HN_END};

const hn_column hn_face_columns[] = {
    HN_WHOLE(hn_face, antall_tema, "antall temaer på flaten", "number of themes on the face"),
    HN_TEXT(hn_face, tema, "temaene, sortert, med komma", "the themes, sorted, by comma"),
    HN_TEXT(hn_face, hensyn_liste, "fid til hensynene på flaten",
            "fids of the considerations on the face"),
    HN_WHOLE(hn_face, konsekvens, "verste indikative konsekvens", "worst indicative consequence"),
    HN_SQUARE_METRES(hn_face, areal_m2, "areal", "area"),
    HN_TEXT(hn_face, hensyn_navn, "navn på hensynene i listen",
            "names of the considerations listed"),
    HN_END};

HN_COUNTED(plan_areas)
HN_COUNTED(considerations)
HN_COUNTED(pairs)
HN_COUNTED(plan_themes)
HN_COUNTED(faces)

bool hn_plan_area_at(const hn_result *result, size_t index, hn_row *out) {
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
bool hn_consideration_area_at(const hn_result *result, size_t index, hn_row *out) {
    return consideration_of(result, index, HN_AREA, out);
}
bool hn_consideration_line_at(const hn_result *result, size_t index, hn_row *out) {
    return consideration_of(result, index, HN_LINE, out);
}
bool hn_consideration_point_at(const hn_result *result, size_t index, hn_row *out) {
    return consideration_of(result, index, HN_POINT, out);
}

static bool pair_of(const hn_result *result, size_t index, hn_kind kind, hn_row *out) {
    const hn_pair *pair = &result->pairs.row[index];
    *out = (hn_row){.values = pair, .fid = pair->fid, .geometry = pair->geometry};
    if (!pair->geometry && pair->whole) out->geometry = result->plan_areas.row[pair->plan].geometry;
    return pair->kind == kind;
}
bool hn_pair_area_at(const hn_result *result, size_t index, hn_row *out) {
    return pair_of(result, index, HN_AREA, out);
}
bool hn_pair_line_at(const hn_result *result, size_t index, hn_row *out) {
    return pair_of(result, index, HN_LINE, out);
}
bool hn_pair_point_at(const hn_result *result, size_t index, hn_row *out) {
    return pair_of(result, index, HN_POINT, out);
}

bool hn_plan_theme_at(const hn_result *result, size_t index, hn_row *out) {
    const hn_plan_theme *row = &result->plan_themes.row[index];
    *out = (hn_row){.values = row, .fid = row->fid};
    return true;
}

bool hn_face_at(const hn_result *result, size_t index, hn_row *out) {
    const hn_face *face = &result->faces.row[index];
    *out = (hn_row){.values = face, .fid = face->fid, .geometry = face->geometry};
    return true;
}
