/* tables_common.c - the tables that every run has: columns and rows. */
#include "write/table_parts.h"

const hn_column hn_remark_columns[] = {
    HN_TEXT(hn_remark, alvor, "info, advarsel eller feil",
            "info, advarsel (warning) or feil (error)"),
    HN_TEXT(hn_remark, kode, "kode", "code"),
    HN_TEXT(hn_remark, kilde, "kilde", "source"),
    HN_TEXT(hn_remark, lag, "lag i kilden", "layer of the source"),
    HN_TEXT(hn_remark, kilde_id, "objektets egen id", "id of the object itself"),
    HN_WHOLE(hn_remark, linje, "linje i kilden", "line of the source"),
    HN_TEXT(hn_remark, tekst, "merknaden i ord", "the remark in words"),
    HN_SQUARE_METRES(hn_remark, areal_for_m2, "areal før", "area before"),
    HN_SQUARE_METRES(hn_remark, areal_etter_m2, "areal etter", "area after"),
    HN_COUNT(hn_remark, antall, "antall objekter merknaden gjelder",
             "number of objects that the remark is about"),
    HN_END};

const hn_column hn_source_columns[] = {
    HN_TEXT(hn_source_row, rolle, "plan, hensyn, dekning eller grense",
            "plan, hensyn, dekning (coverage) or grense (boundary)"),
    HN_TEXT(hn_source_row, tema, "tema", "theme"),
    HN_TEXT(hn_source_row, sti, "kilden som åpnet", "the source as opened"),
    HN_TEXT(hn_source_row, lag, "lag", "layer"),
    HN_TEXT(hn_source_row, crs, "kildens koordinatsystem", "coordinate system of the source"),
    HN_COUNT(hn_source_row, antall_lest, "objekter lest", "objects read"),
    HN_COUNT(hn_source_row, antall_brukt, "objekter brukt som de er", "objects used as they are"),
    HN_COUNT(hn_source_row, antall_reparert, "objekter reparert", "objects repaired"),
    HN_COUNT(hn_source_row, antall_utelatt, "objekter utelatt", "objects left out"),
    HN_SQUARE_METRES(hn_source_row, areal_lest_m2, "areal lest", "area read"),
    HN_SQUARE_METRES(hn_source_row, areal_brukt_m2, "areal brukt", "area used"),
    HN_SQUARE_METRES(hn_source_row, areal_reparert_m2, "endring ved reparasjon, med fortegn",
                     "change by repair, signed"),
    HN_SQUARE_METRES(hn_source_row, areal_utelatt_m2, "areal utelatt", "area left out"),
    HN_SQUARE_METRES(hn_source_row, areal_klippet_m2, "areal klippet bort", "area clipped away"),
    HN_TEXT(hn_source_row, sha256, "fingeravtrykk av filen", "fingerprint of the file"),
    HN_TEXT(hn_source_row, endret, "filen sist endret (UTC)", "last change of the file (UTC)"),
    HN_END};

const hn_column hn_assessment_columns[] = {
    HN_TEXT(hn_assessment, konflikt_nokkel, "konflikten vurderingen gjelder (nokkel)",
            "the conflict that was assessed (nokkel)"),
    HN_TEXT(hn_assessment, avgjorelse, "avgjørelse", "decision"),
    HN_TEXT(hn_assessment, kommentar, "kommentar", "comment"),
    HN_TEXT(hn_assessment, av, "hvem", "who"),
    HN_TEXT(hn_assessment, tidspunkt, "når (UTC)", "when (UTC)"),
    HN_SQUARE_METRES(hn_assessment, areal_da_m2, "konfliktens areal da den ble vurdert",
                     "area of the conflict when it was assessed"),
    HN_WHOLE(hn_assessment, gjelder, "1: konflikten finnes fortsatt",
             "1: the conflict is still there"),
    HN_END};

const hn_column hn_indicator_columns[] = {
    HN_TEXT(hn_indicator, kommunenummer, "kommunenummer", "municipality number"),
    HN_TEXT(hn_indicator, omrade, "område; tomt: det hele", "district; empty: the whole"),
    HN_TEXT(hn_indicator, nokkel, "indikatorens nøkkel", "key of the indicator"),
    HN_TEXT(hn_indicator, tema, "tema", "theme"),
    HN_TEXT(hn_indicator, klasse, "klasse", "class"),
    HN_TEXT(hn_indicator, gruppe, "gruppe", "group"),
    HN_WHOLE(hn_indicator, grad, "konsekvensgrad", "grade of consequence"),
    HN_REAL(hn_indicator, verdi, "verdi i enheten", "value in the unit"),
    HN_TEXT(hn_indicator, enhet, "enhet", "unit"),
    HN_REAL(hn_indicator, teller, "teller", "numerator"),
    HN_REAL(hn_indicator, nevner, "nevner", "denominator"),
    HN_TEXT(hn_indicator, status, "status", "status"),
    HN_TEXT(hn_indicator, metode, "hvordan den er regnet ut", "how it was computed"),
    HN_END};

const hn_column hn_fact_columns[] = {HN_TEXT(hn_fact, nokkel, "nøkkel", "key"),
                                     HN_TEXT(hn_fact, verdi, "verdi", "value"), HN_END};

HN_COUNTED(remarks)
HN_COUNTED(sources)
HN_COUNTED(indicators)
HN_COUNTED(facts)

bool hn_remark_at(const hn_result *result, size_t index, hn_row *out) {
    const hn_remark *remark = &result->remarks.row[index];
    *out = (hn_row){.values = remark,
                    .fid = remark->fid,
                    .located = remark->located,
                    .x = remark->x,
                    .y = remark->y};
    return true;
}

bool hn_source_at(const hn_result *result, size_t index, hn_row *out) {
    const hn_source_row *row = &result->sources.row[index];
    *out = (hn_row){.values = row, .fid = row->fid};
    return true;
}

bool hn_indicator_at(const hn_result *result, size_t index, hn_row *out) {
    const hn_indicator *row = &result->indicators.row[index];
    *out = (hn_row){.values = row, .fid = row->fid};
    return true;
}

bool hn_fact_at(const hn_result *result, size_t index, hn_row *out) {
    *out = (hn_row){.values = &result->facts.row[index]};
    return true;
}
