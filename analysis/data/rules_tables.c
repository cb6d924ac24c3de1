/* rules_tables.c - reads impact, consequence, extent and development, and answers from them. */
#include "data/rules_tables.h"

#include "base/text.h"
#include "data/result.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Opens a table, calls read for each row of it, and closes it. */
static hensyn_status each_row(hensyn_context *ctx, hn_rules *rules, const hn_rule_file *file,
                              const char *const *columns, size_t count,
                              hensyn_status (*read)(hensyn_context *ctx, hn_rules *rules,
                                                    const hn_rule_file *file, const hn_csv *csv,
                                                    size_t row)) {
    hn_csv csv;
    /* The last column is the source, for people. */
    hensyn_status status =
        hn_csv_read(ctx, file->path, file->text, file->size, columns, count, count - 1, &csv);
    for (size_t row = 0; status == HENSYN_OK && row < csv.rows; row++)
        status = read(ctx, rules, file, &csv, row);
    hn_csv_clear(&csv);
    return status;
}

/* ---- pavirkning.csv ---- */

/* The cell with theme names, as one bool per theme. */
static hensyn_status read_themes(hensyn_context *ctx, hn_rules *rules, const hn_csv *csv,
                                 size_t row, size_t column, hn_impact_row *out) {
    const char *at = hn_csv_cell(csv, row, column);
    out->all_themes = strcmp(at, "*") == 0;
    if (out->all_themes) return HENSYN_OK;
    if (!HN_RESERVE(rules->row_themes, rules->row_theme_count, rules->row_theme_capacity,
                    rules->theme_count))
        return hn_nomem(ctx);
    out->first_theme = rules->row_theme_count;
    bool *themes = rules->row_themes + out->first_theme;
    memset(themes, 0, rules->theme_count * sizeof *themes);
    rules->row_theme_count += rules->theme_count;
    for (char name[64]; hn_csv_part(&at, name, sizeof name);) {
        int theme = hn_rules_find_theme(rules, name);
        char hint[HN_HINT_SIZE];
        if (theme < 0)
            return hn_fail(ctx, HENSYN_USAGE,
                           hn_text(ctx, "%s:%d: ukjent tema «%s»%s", "%s:%d: unknown theme '%s'%s"),
                           csv->file, csv->line[row], name,
                           hn_csv_hint(ctx, hn_rules_nearest_theme(rules, name), hint));
        themes[theme] = true;
    }
    return HENSYN_OK;
}

static hensyn_status read_impact(hensyn_context *ctx, hn_rules *rules, const hn_rule_file *file,
                                 const hn_csv *csv, size_t row) {
    enum { LIST, CODE, THEME, IMPACT, SOURCE };
    hensyn_status status;
    hn_impact_row out = {0};
    char rule[256];
    HN_TRY(hn_read_codes(ctx, rules, csv, row, LIST, CODE, &out.codes));
    HN_TRY(read_themes(ctx, rules, csv, row, THEME, &out));
    HN_TRY(hn_csv_integer(ctx, csv, row, IMPACT, HN_MIN_IMPACT, HN_MAX_IMPACT, &out.impact));
    snprintf(rule, sizeof rule, "%s:%d", file->name, csv->line[row]);
    out.rule = hn_pool_add(rules->pool, rule);
    out.reason = hn_pool_add(rules->pool, hn_csv_cell(csv, row, SOURCE));
    if (!out.rule || !out.reason ||
        !HN_RESERVE(rules->impacts, rules->impact_count, rules->impact_capacity, 1))
        HN_TRY(hn_nomem(ctx));
    rules->impacts[rules->impact_count++] = out;
cleanup:
    return status;
}

hensyn_status hn_read_impacts(hensyn_context *ctx, hn_rules *rules, const hn_rule_file *file) {
    static const char *const columns[] = {"kodeliste", "kode", "tema", "pavirkning", "kilde"};
    return each_row(ctx, rules, file, columns, 5, read_impact);
}

static int find_row(const hn_rules *rules, hn_code_list list, long code, size_t theme) {
    const hn_purpose *purpose = hn_purpose_find(rules, list, code);
    if (purpose) return rules->purpose_row[purpose->first_grade + theme];
    for (size_t i = 0; i < rules->impact_count; i++) {
        const hn_impact_row *row = &rules->impacts[i];
        if (hn_codes_hold(rules, &row->codes, list, code) &&
            (row->all_themes || rules->row_themes[row->first_theme + theme]))
            return (int)i;
    }
    return -1;
}

hn_grade hn_rules_impact(const hn_rules *rules, hn_code_list list, const char *code, int theme) {
    enum { ASSUMED_IMPACT = 2 };
    int row = -1;
    if (theme >= 0 && (size_t)theme < rules->theme_count && (unsigned)list < HN_CODES_END)
        row = find_row(rules, list, hn_purpose_code(rules, list, code), (size_t)theme);
    if (row < 0)
        return (hn_grade){
            .impact = ASSUMED_IMPACT, .rule = "antatt", .reason = "", .assumed = true};
    const hn_impact_row *found = &rules->impacts[row];
    return (hn_grade){.impact = found->impact, .rule = found->rule, .reason = found->reason};
}

/* ---- konsekvens.csv ---- */

enum { NOT_SAID = -1 };

static hensyn_status read_consequence(hensyn_context *ctx, hn_rules *rules,
                                      const hn_rule_file *file, const hn_csv *csv, size_t row) {
    hensyn_status status;
    int value, impact, consequence;
    (void)file;
    HN_TRY(hn_csv_integer(ctx, csv, row, 0, 0, HN_VALUES - 1, &value));
    HN_TRY(hn_csv_integer(ctx, csv, row, 1, HN_MIN_IMPACT, HN_MAX_IMPACT, &impact));
    HN_TRY(hn_csv_integer(ctx, csv, row, 2, 0, 4, &consequence));
    int *cell = &rules->consequence[value][impact - HN_MIN_IMPACT];
    if (*cell != NOT_SAID)
        HN_TRY(hn_fail(ctx, HENSYN_USAGE,
                       hn_text(ctx, "%s:%d: verdi %d og pavirkning %d står to ganger",
                               "%s:%d: verdi %d and pavirkning %d stand twice"),
                       csv->file, csv->line[row], value, impact));
    *cell = consequence;
cleanup:
    return status;
}

hensyn_status hn_read_consequences(hensyn_context *ctx, hn_rules *rules, const hn_rule_file *file) {
    static const char *const columns[] = {"verdi", "pavirkning", "konsekvens", "kilde"};
    for (int value = 0; value < HN_VALUES; value++)
        for (int i = 0; i < HN_IMPACTS; i++)
            rules->consequence[value][i] = NOT_SAID;
    hensyn_status status = each_row(ctx, rules, file, columns, 4, read_consequence);
    if (status != HENSYN_OK) return status;
    for (int value = 0; value < HN_VALUES; value++)
        for (int i = 0; i < HN_IMPACTS; i++) {
            int *cell = &rules->consequence[value][i], impact = i + HN_MIN_IMPACT;
            if (*cell != NOT_SAID) continue;
            if (impact >= 0)
                return hn_fail(ctx, HENSYN_USAGE,
                               hn_text(ctx, "%s:1: rad for verdi %d og pavirkning %d mangler",
                                       "%s:1: no row for verdi %d and pavirkning %d"),
                               file->path, value, impact);
            *cell = 0;
        }
    return HENSYN_OK;
}

static int bounded(int value, int low, int high) {
    return value < low ? low : value > high ? high : value;
}

int hn_rules_consequence(const hn_rules *rules, int value, int impact) {
    return rules->consequence[bounded(value, 0, HN_VALUES - 1)]
                             [bounded(impact, HN_MIN_IMPACT, HN_MAX_IMPACT) - HN_MIN_IMPACT];
}

/* ---- omfang.csv ---- */

static hensyn_status read_extent(hensyn_context *ctx, hn_rules *rules, const hn_rule_file *file,
                                 const hn_csv *csv, size_t row) {
    hensyn_status status;
    hn_extent_row out;
    (void)file;
    HN_TRY(hn_csv_number(ctx, csv, row, 0, 0, 1, &out.below));
    HN_TRY(hn_csv_integer(ctx, csv, row, 1, 0, 4, &out.steps));
    HN_TRY(hn_csv_integer(ctx, csv, row, 2, 0, 4, &out.least));
    if (!HN_RESERVE(rules->extents, rules->extent_count, rules->extent_capacity, 1))
        HN_TRY(hn_nomem(ctx));
    rules->extents[rules->extent_count++] = out;
cleanup:
    return status;
}

hensyn_status hn_read_extents(hensyn_context *ctx, hn_rules *rules, const hn_rule_file *file) {
    static const char *const columns[] = {"andel_under", "trinn_ned", "minst", "kilde"};
    return each_row(ctx, rules, file, columns, 4, read_extent);
}

int hn_rules_extent(const hn_rules *rules, int consequence, double share) {
    /* Sums of areas carry rounding: a share of exactly the limit is not below it. */
    const double rounding = 1e-9;
    const hn_extent_row *found = NULL;
    for (size_t i = 0; i < rules->extent_count; i++) {
        const hn_extent_row *row = &rules->extents[i];
        if (share < row->below - rounding && (!found || row->below < found->below)) found = row;
    }
    if (!found || consequence <= found->least) return consequence;
    return consequence - found->steps > found->least ? consequence - found->steps : found->least;
}

int hn_rules_grade(const hn_rules *rules, int theme, int value, int impact, double share) {
    const hn_theme *t = hn_rules_theme(rules, (size_t)theme);
    if (strcmp(t->scale, "fare") == 0) return impact >= 1 ? bounded(value, 0, 4) : 0;
    return hn_rules_extent(rules, hn_rules_consequence(rules, value, impact), share);
}

/* ---- utbygging.csv ---- */

static hensyn_status read_levels(hensyn_context *ctx, const hn_csv *csv, size_t row, size_t column,
                                 hn_development_row *out) {
    const char *at = hn_csv_cell(csv, row, column);
    out->any_level = strcmp(at, "*") == 0;
    if (out->any_level) return HENSYN_OK;
    for (char part[16]; hn_csv_part(&at, part, sizeof part);) {
        long long level = 0;
        bool none = strcmp(part, "ingen") == 0;
        if (!none && (!hn_parse_int(part, &level) || level < 1 || level > 5))
            return hn_fail(ctx, HENSYN_USAGE,
                           hn_text(ctx, "%s:%d: «%s» er ikke et vertikalnivå (1..5, ingen eller *)",
                                   "%s:%d: '%s' is not a vertikalnivå (1..5, ingen or *)"),
                           csv->file, csv->line[row], part);
        out->levels |= 1u << level;
    }
    return HENSYN_OK;
}

static hensyn_status read_development(hensyn_context *ctx, hn_rules *rules,
                                      const hn_rule_file *file, const hn_csv *csv, size_t row) {
    enum { LIST, CODE, LEVEL, COUNTS };
    hensyn_status status;
    hn_development_row out = {0};
    int counts;
    (void)file;
    HN_TRY(hn_read_codes(ctx, rules, csv, row, LIST, CODE, &out.codes));
    HN_TRY(read_levels(ctx, csv, row, LEVEL, &out));
    HN_TRY(hn_csv_integer(ctx, csv, row, COUNTS, 0, 1, &counts));
    out.counts = counts != 0;
    if (!HN_RESERVE(rules->developments, rules->development_count, rules->development_capacity, 1))
        HN_TRY(hn_nomem(ctx));
    rules->developments[rules->development_count++] = out;
cleanup:
    return status;
}

hensyn_status hn_read_developments(hensyn_context *ctx, hn_rules *rules, const hn_rule_file *file) {
    static const char *const columns[] = {"kodeliste", "kode", "vertikalniva", "utbygging",
                                          "kilde"};
    return each_row(ctx, rules, file, columns, 5, read_development);
}

static bool level_fits(const hn_development_row *row, int level) {
    if (row->any_level) return true;
    if (level == HN_NO_INT) return row->levels & 1u;
    return level >= 1 && level <= 5 && (row->levels >> level & 1u);
}

hn_development hn_rules_development(const hn_rules *rules, hn_code_list list, const char *code,
                                    int level) {
    if ((unsigned)list >= HN_CODES_END) return HN_DEV_NO_ROWS;
    long number = hn_purpose_code(rules, list, code);
    bool rows = false;
    for (size_t i = 0; i < rules->development_count; i++) {
        const hn_development_row *row = &rules->developments[i];
        if (!(row->codes.lists >> list & 1u)) continue;
        rows = true;
        if (hn_codes_hold(rules, &row->codes, list, number) && level_fits(row, level))
            return row->counts ? HN_DEV_YES : HN_DEV_NO;
    }
    return rows ? HN_DEV_NO : HN_DEV_NO_ROWS;
}
