/* purposes.c - code lists of land-use purposes: sets of codes, names and colours. */
#include "base/text.h"
#include "data/rules_tables.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST_CODE = 9 }; /* digits */

static const char *const list_names[] = {"ukjent", "kp2008", "rp2008", "pbl1985", "reg1985"};
_Static_assert(sizeof list_names / sizeof *list_names == HN_CODES_END, "one name per code list");

const char *hn_code_list_name(hn_code_list list) {
    return (unsigned)list < HN_CODES_END ? list_names[list] : list_names[HN_CODES_UNKNOWN];
}

/* ---- sets of codes ---- */

static size_t digits_of(const char *text) { return strspn(text, "0123456789"); }

static long number_of(const char *text, size_t digits) {
    long value = 0;
    for (size_t i = 0; i < digits; i++)
        value = value * 10 + (text[i] - '0');
    return value;
}

/* 1110, 11xx, 300-320, 1* or *. */
static bool parse_range(const char *text, hn_code_range *out) {
    size_t digits = digits_of(text);
    if (digits > LONGEST_CODE) return false;
    const char *rest = text + digits;
    *out = (hn_code_range){number_of(text, digits), number_of(text, digits), false};
    if (strcmp(rest, "*") == 0) {
        out->prefix = true;
        if (!digits) out->high = -1; /* any */
        return true;
    }
    if (!digits) return false;
    if (*rest == '-') {
        size_t more = digits_of(rest + 1);
        if (!more || more > LONGEST_CODE || rest[1 + more]) return false;
        out->high = number_of(rest + 1, more);
        return out->low <= out->high;
    }
    for (; *rest == 'x'; rest++, digits++) {
        if (digits == LONGEST_CODE) return false;
        out->low *= 10;
        out->high = out->high * 10 + 9;
    }
    return !*rest;
}

static bool range_holds(const hn_code_range *range, long code) {
    if (!range->prefix) return code >= range->low && code <= range->high;
    if (range->high < 0) return true;
    while (code > range->low)
        code /= 10;
    return code == range->low;
}

bool hn_codes_hold(const hn_rules *rules, const hn_code_set *set, hn_code_list list, long code) {
    if (!(set->lists >> list & 1u) || code < 0) return false;
    for (size_t i = 0; i < set->count; i++)
        if (range_holds(&rules->ranges[set->first + i], code)) return true;
    return false;
}

static hensyn_status read_lists(hensyn_context *ctx, const hn_csv *csv, size_t row, size_t column,
                                unsigned *out) {
    const char *at = hn_csv_cell(csv, row, column);
    char name[32], hint[HN_HINT_SIZE];
    for (*out = 0; hn_csv_part(&at, name, sizeof name);) {
        int list = HN_CODES_KP2008;
        while (list < HN_CODES_END && strcmp(name, list_names[list]) != 0)
            list++;
        if (list == HN_CODES_END)
            return hn_fail(
                ctx, HENSYN_USAGE,
                hn_text(ctx, "%s:%d: ukjent kodeliste «%s»%s", "%s:%d: unknown code list '%s'%s"),
                csv->file, csv->line[row], name,
                hn_csv_hint(ctx, hn_nearest(name, list_names + 1, HN_CODES_END - 1), hint));
        *out |= 1u << list;
    }
    return HENSYN_OK;
}

hensyn_status hn_read_codes(hensyn_context *ctx, hn_rules *rules, const hn_csv *csv, size_t row,
                            size_t list_column, size_t code_column, hn_code_set *out) {
    *out = (hn_code_set){.first = rules->range_count};
    hensyn_status status = read_lists(ctx, csv, row, list_column, &out->lists);
    if (status != HENSYN_OK) return status;
    const char *at = hn_csv_cell(csv, row, code_column);
    for (char code[32]; hn_csv_part(&at, code, sizeof code); out->count++) {
        if (!HN_RESERVE(rules->ranges, rules->range_count, rules->range_capacity, 1))
            return hn_nomem(ctx);
        if (!parse_range(code, &rules->ranges[rules->range_count]))
            return hn_fail(ctx, HENSYN_USAGE,
                           hn_text(ctx,
                                   "%s:%d: «%s» er ikke en kode som 1110, 11xx, 300-320 "
                                   "eller 1*",
                                   "%s:%d: '%s' is not a code such as 1110, 11xx, 300-320 or 1*"),
                           csv->file, csv->line[row], code);
        rules->range_count++;
    }
    return HENSYN_OK;
}

/* ---- the purposes of formal.csv ---- */

enum { LIST, CODE, NAME, NOW, FUTURE, STRIPES, SOURCE, COLUMNS };
static const char *const columns[COLUMNS] = {"kodeliste", "kode",    "navn", "naverende",
                                             "framtidig", "stripet", "kilde"};

static hensyn_status read_colour(hensyn_context *ctx, hn_rules *rules, const hn_csv *csv,
                                 size_t row, size_t column, const char **out) {
    const char *cell = hn_csv_cell(csv, row, column);
    *out = NULL;
    if (!*cell) return HENSYN_OK;
    if (*cell != '#' || strlen(cell) != 7 || strspn(cell + 1, "0123456789abcdefABCDEF") != 6)
        return hn_fail(ctx, HENSYN_USAGE,
                       hn_text(ctx, "%s:%d: «%s» er ikke en farge som #ffcc00",
                               "%s:%d: '%s' is not a colour such as #ffcc00"),
                       csv->file, csv->line[row], cell);
    *out = hn_pool_add(rules->pool, cell);
    return *out ? HENSYN_OK : hn_nomem(ctx);
}

static bool pool_texts(hn_rules *rules, const hn_csv *csv, size_t row, hn_purpose *out) {
    char folded[512];
    const char *name = hn_csv_cell(csv, row, NAME);
    hn_fold(name, folded, sizeof folded);
    out->text = hn_pool_add(rules->pool, hn_csv_cell(csv, row, CODE));
    out->name = hn_pool_add(rules->pool, name);
    out->folded = hn_pool_add(rules->pool, folded);
    return out->text && out->name && out->folded;
}

static hensyn_status read_purpose(hensyn_context *ctx, hn_rules *rules, const hn_csv *csv,
                                  size_t row) {
    hensyn_status status;
    unsigned lists;
    int code, stripes;
    hn_purpose purpose = {0};
    HN_TRY(read_lists(ctx, csv, row, LIST, &lists));
    HN_TRY(hn_csv_integer(ctx, csv, row, CODE, 0, 999999999, &code));
    HN_TRY(hn_csv_integer(ctx, csv, row, STRIPES, 0, 1, &stripes));
    HN_TRY(read_colour(ctx, rules, csv, row, NOW, &purpose.now));
    HN_TRY(read_colour(ctx, rules, csv, row, FUTURE, &purpose.future));
    if (!pool_texts(rules, csv, row, &purpose)) HN_TRY(hn_nomem(ctx));
    purpose.code = code;
    purpose.stripes = stripes != 0;
    for (int list = HN_CODES_KP2008; list < HN_CODES_END; list++) {
        if (!(lists >> list & 1u)) continue;
        if (!HN_RESERVE(rules->purposes, rules->purpose_count, rules->purpose_capacity, 1))
            HN_TRY(hn_nomem(ctx));
        purpose.list = (hn_code_list)list;
        rules->purposes[rules->purpose_count++] = purpose;
    }
cleanup:
    return status;
}

hensyn_status hn_read_purposes(hensyn_context *ctx, hn_rules *rules, const hn_rule_file *file) {
    hn_csv csv;
    hensyn_status status =
        hn_csv_read(ctx, file->path, file->text, file->size, columns, COLUMNS, STRIPES + 1, &csv);
    for (size_t row = 0; status == HENSYN_OK && row < csv.rows; row++)
        status = read_purpose(ctx, rules, &csv, row);
    hn_csv_clear(&csv);
    return status;
}

/* ---- finding them ---- */

static int compare_codes(const hn_purpose *a, const hn_purpose *b) {
    if (a->list != b->list) return a->list < b->list ? -1 : 1;
    return (a->code > b->code) - (a->code < b->code);
}

static int compare_names(const hn_purpose *a, const hn_purpose *b) {
    if (a->list != b->list) return a->list < b->list ? -1 : 1;
    return strcmp(a->folded, b->folded);
}

/* Insertion sort, stable: of equal ones the first of the file is found. A few hundred rows. */
static void sort_purposes(const hn_rules *rules, size_t *order,
                          int (*compare)(const hn_purpose *, const hn_purpose *)) {
    for (size_t i = 0; i < rules->purpose_count; i++) {
        size_t at = i;
        for (; at && compare(&rules->purposes[order[at - 1]], &rules->purposes[i]) > 0; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
}

/* The first purpose in order that is not before key and equals it; NULL: none. */
static const hn_purpose *find_in(const hn_rules *rules, const size_t *order,
                                 int (*compare)(const hn_purpose *, const hn_purpose *),
                                 const hn_purpose *key) {
    size_t low = 0, high = rules->purpose_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(&rules->purposes[order[middle]], key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == rules->purpose_count) return NULL;
    const hn_purpose *found = &rules->purposes[order[low]];
    return compare(found, key) == 0 ? found : NULL;
}

const hn_purpose *hn_purpose_find(const hn_rules *rules, hn_code_list list, long code) {
    hn_purpose key = {.list = list, .code = code};
    return code < 0 ? NULL : find_in(rules, rules->by_code, compare_codes, &key);
}

/* What may follow the digits of a code: a zero fraction, a name, a status. */
static bool ends_code(const char *rest) {
    if (*rest == '.') {
        rest++;
        rest += strspn(rest, "0");
        return !*rest;
    }
    return !*rest || strchr(" \t:-_,", *rest);
}

long hn_purpose_code(const hn_rules *rules, hn_code_list list, const char *text) {
    if (!text) return HN_NO_CODE;
    text += strspn(text, " \t");
    size_t digits = digits_of(text);
    if (digits && digits <= LONGEST_CODE && ends_code(text + digits))
        return number_of(text, digits);
    char folded[512];
    if (!*text || hn_fold(text, folded, sizeof folded) >= sizeof folded) return HN_NO_CODE;
    hn_purpose key = {.list = list, .folded = folded};
    const hn_purpose *found = find_in(rules, rules->by_name, compare_names, &key);
    return found ? found->code : HN_NO_CODE;
}

static int first_row(const hn_rules *rules, const hn_purpose *purpose, size_t theme) {
    for (size_t i = 0; i < rules->impact_count; i++) {
        const hn_impact_row *row = &rules->impacts[i];
        if (hn_codes_hold(rules, &row->codes, purpose->list, purpose->code) &&
            (row->all_themes || rules->row_themes[row->first_theme + theme]))
            return (int)i;
    }
    return -1;
}

hensyn_status hn_index_purposes(hensyn_context *ctx, hn_rules *rules) {
    rules->by_code = hn_alloc(rules->purpose_count, sizeof *rules->by_code);
    rules->by_name = hn_alloc(rules->purpose_count, sizeof *rules->by_name);
    rules->purpose_row =
        hn_alloc(rules->purpose_count, rules->theme_count * sizeof *rules->purpose_row);
    if (!rules->by_code || !rules->by_name || !rules->purpose_row) return hn_nomem(ctx);
    sort_purposes(rules, rules->by_code, compare_codes);
    sort_purposes(rules, rules->by_name, compare_names);
    for (size_t i = 0; i < rules->purpose_count; i++) {
        rules->purposes[i].first_grade = i * rules->theme_count;
        for (size_t theme = 0; theme < rules->theme_count; theme++)
            rules->purpose_row[i * rules->theme_count + theme] =
                first_row(rules, &rules->purposes[i], theme);
    }
    return HENSYN_OK;
}

/* ---- names and colours ---- */

static const hn_purpose *find_text(const hn_rules *rules, hn_code_list list, const char *code) {
    return hn_purpose_find(rules, list, hn_purpose_code(rules, list, code));
}

const char *hn_rules_purpose_name(const hn_rules *rules, hn_code_list list, const char *code) {
    const hn_purpose *purpose = find_text(rules, list, code);
    return purpose ? purpose->name : NULL;
}

const char *hn_rules_purpose_colour(const hn_rules *rules, hn_code_list list, const char *code,
                                    bool future, bool *stripes) {
    const hn_purpose *purpose = find_text(rules, list, code);
    if (stripes) *stripes = purpose && purpose->stripes;
    return !purpose ? NULL : future ? purpose->future : purpose->now;
}

void hn_rules_each_purpose(const hn_rules *rules, hn_code_list list,
                           void (*each)(const char *code, const char *name, const char *now,
                                        const char *future, bool stripes, void *user),
                           void *user) {
    for (size_t i = 0; i < rules->purpose_count; i++) {
        const hn_purpose *p = &rules->purposes[i];
        if (p->list == list) each(p->text, p->name, p->now, p->future, p->stripes, user);
    }
}
