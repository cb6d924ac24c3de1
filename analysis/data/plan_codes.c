/* plan_codes.c - codes, dates and municipal numbers as they stand in plan data. */
#include "base/text.h"
#include "data/plan.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static const char *skip_spaces(const char *text) {
    while (*text == ' ' || *text == '\t')
        text++;
    return text;
}

static size_t digits_of(const char *text) {
    size_t n = 0;
    while (is_digit(text[n]))
        n++;
    return n;
}

/* What may follow the digits of a code: nothing, a zero fraction, a name, a label's number. */
static bool ends_code(const char *rest) {
    if (*rest == '.') {
        rest++;
        while (*rest == '0')
            rest++;
    }
    return *rest == '\0' || *rest == ' ' || *rest == '\t' || *rest == '_' || *rest == ':' ||
           *rest == '-' || *rest == ',';
}

static const char *trim(const char *text, char out[HN_CODE_SIZE]) {
    snprintf(out, HN_CODE_SIZE, "%s", text);
    size_t length = strlen(out);
    while (length && (out[length - 1] == ' ' || out[length - 1] == '\t'))
        out[--length] = '\0';
    return out;
}

const char *hn_plan_code(const char *text, char out[HN_CODE_SIZE]) {
    out[0] = '\0';
    if (!text) return out;
    text = skip_spaces(text);
    const char *number = (*text == 'H' || *text == 'h') && is_digit(text[1]) ? text + 1 : text;
    size_t digits = digits_of(number);
    if (digits == 0 || digits >= HN_CODE_SIZE || !ends_code(number + digits))
        return trim(text, out);
    memcpy(out, number, digits);
    out[digits] = '\0';
    return out;
}

typedef struct word {
    hn_plan_role role;
    const char *folded; /* how the word begins */
    int code;
} word;

/* Official names (SOSI Plan code lists); exports with resolved domains give them for codes. */
static const word words[] = {
    {HN_ROLE_USE_STATUS, "navarende", 1},
    {HN_ROLE_USE_STATUS, "eksisterende", 1},
    {HN_ROLE_USE_STATUS, "framtidig", 2},
    {HN_ROLE_USE_STATUS, "fremtidig", 2},
    {HN_ROLE_USE_STATUS, "videreutvikling", 3},
    {HN_ROLE_PLAN_STATUS, "planinitiativ", 0},
    {HN_ROLE_PLAN_STATUS, "planleggingigangsatt", 1},
    {HN_ROLE_PLAN_STATUS, "planforslag", 2},
    {HN_ROLE_PLAN_STATUS, "endeligvedtatt", 3},
    {HN_ROLE_PLAN_STATUS, "opphevet", 4},
    {HN_ROLE_PLAN_STATUS, "utgatt", 5},
    {HN_ROLE_PLAN_STATUS, "vedtattplanmedutsatt", 6},
    {HN_ROLE_PLAN_STATUS, "overstyrt", 8},
    {HN_ROLE_PLAN_STATUS, "avvist", 9},
    {HN_ROLE_PLAN_STATUS, "trukket", 10},
    {HN_ROLE_PLAN_TYPE, "kommuneplanensarealdel", 20},
    {HN_ROLE_PLAN_TYPE, "kommunedelplan", 21},
    {HN_ROLE_PLAN_TYPE, "mindreendringavkommune", 22},
    {HN_ROLE_PLAN_TYPE, "eldrereguleringsplan", 30},
    {HN_ROLE_PLAN_TYPE, "mindrereguleringsendring", 31},
    {HN_ROLE_PLAN_TYPE, "omraderegulering", 34},
    {HN_ROLE_PLAN_TYPE, "detaljregulering", 35},
    {HN_ROLE_LEVEL, "undergrunnen", 1},
    {HN_ROLE_LEVEL, "pagrunnen", 2},
    {HN_ROLE_LEVEL, "overgrunnen", 3},
    {HN_ROLE_LEVEL, "pabunnen", 4},
    {HN_ROLE_LEVEL, "ivannsoylen", 5},
};

int hn_plan_int(hn_plan_role role, const char *text) {
    char code[HN_CODE_SIZE], folded[HN_CODE_SIZE];
    long long number;
    if (!text) return INT_MIN;
    if (hn_parse_int(hn_plan_code(text, code), &number))
        return number > INT_MIN && number <= INT_MAX ? (int)number : INT_MIN;
    hn_fold(text, folded, sizeof folded);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].role == role && strncmp(folded, words[i].folded, strlen(words[i].folded)) == 0)
            return words[i].code;
    return INT_MIN;
}

static int number_of(const char *text, size_t digits) {
    int value = 0;
    for (size_t i = 0; i < digits; i++)
        value = value * 10 + (text[i] - '0');
    return value;
}

static int date_of(int year, int month, int day) {
    bool real = year >= 1800 && year <= 2999 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
    return real ? year * 10000 + month * 100 + day : 0;
}

int hn_plan_date(const char *text) {
    if (!text) return 0;
    text = skip_spaces(text);
    size_t first = digits_of(text);
    if (first >= 8)
        return date_of(number_of(text, 4), number_of(text + 4, 2), number_of(text + 6, 2));
    if (first == 0 || !text[first]) return 0;
    const char *second = text + first + 1;
    size_t middle = digits_of(second);
    if (middle == 0 || middle > 2 || !second[middle]) return 0;
    const char *third = second + middle + 1;
    size_t last = digits_of(third);
    if (first == 4 && (last == 1 || last == 2))
        return date_of(number_of(text, 4), number_of(second, middle), number_of(third, last));
    if (first <= 2 && last == 4) /* day first, as Norwegians write */
        return date_of(number_of(third, 4), number_of(second, middle), number_of(text, first));
    return 0;
}

bool hn_plan_municipality(const char *text, char out[HN_CODE_SIZE]) {
    hn_plan_code(text, out);
    size_t digits = digits_of(out);
    if (digits == 0 || digits > 4 || out[digits]) return false;
    snprintf(out, HN_CODE_SIZE, "%04d", number_of(out, digits));
    return true;
}

bool hn_planstatus_kept(const int *wanted, size_t count, int status) {
    if (status == INT_MIN) return true;
    if (count == 0) return status == 3 || status == 6; /* in force, or will be */
    for (size_t i = 0; i < count; i++)
        if (wanted[i] == status) return true;
    return false;
}

bool hn_municipality_kept(const char *wanted, const char *number) {
    char asked[HN_CODE_SIZE], own[HN_CODE_SIZE];
    if (!wanted || !hn_plan_municipality(number, own)) return true;
    hn_plan_municipality(wanted, asked);
    return strcmp(asked, own) == 0;
}
