/* text.c - folding and comparing Norwegian names, and numbers without locale. */
#include "base/text.h"

#include "base/memory.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Next code point of UTF-8, or the byte itself where the text is not UTF-8. */
static uint32_t next_code(const unsigned char **at) {
    const unsigned char *p = *at;
    uint32_t code = *p++;
    int more = code >= 0xF0 ? 3 : code >= 0xE0 ? 2 : code >= 0xC2 ? 1 : 0;
    if (code < 0x80 || !more) {
        *at = p;
        return code;
    }
    uint32_t value = code & (0x3Fu >> more);
    for (int i = 0; i < more; i++, p++) {
        if ((*p & 0xC0) != 0x80) {
            (*at)++;
            return code;
        }
        value = (value << 6) | (*p & 0x3F);
    }
    *at = p;
    return value;
}

/* Latin-1 supplement letters without their accents; the row starts at U+00C0. */
static const char latin1_base[] = "aaaaaaaceeeeiiiidnooooo*ouuuuyts"
                                  "aaaaaaaceeeeiiiidnooooo/ouuuuyty";

static char fold_code(uint32_t code) {
    if (code >= 'a' && code <= 'z') return (char)code;
    if (code >= '0' && code <= '9') return (char)code;
    if (code >= 'A' && code <= 'Z') return (char)(code - 'A' + 'a');
    if (code >= 0xC0 && code <= 0xFF) {
        char base = latin1_base[code - 0xC0];
        return base >= 'a' && base <= 'z' ? base : 0;
    }
    switch (code) { /* Sámi letters */
    case 0x10C:
    case 0x10D:
        return 'c';
    case 0x110:
    case 0x111:
        return 'd';
    case 0x14A:
    case 0x14B:
        return 'n';
    case 0x160:
    case 0x161:
        return 's';
    case 0x166:
    case 0x167:
        return 't';
    case 0x17D:
    case 0x17E:
        return 'z';
    default:
        return 0;
    }
}

/* æ is one letter for "ae", å for "aa" and ø for "oe": the pairs that ASCII producers write are
 * reduced to the single letter that folding gives for the Norwegian one. */
static bool closes_pair(char last, char next) {
    return (last == 'a' && (next == 'a' || next == 'e')) || (last == 'o' && next == 'e');
}

size_t hn_fold(const char *text, char *out, size_t size) {
    const unsigned char *at = (const unsigned char *)text;
    size_t length = 0;
    char last = 0;
    bool paired = false;
    while (*at) {
        char next = fold_code(next_code(&at));
        if (!next) {
            paired = false;
            continue;
        }
        if (!paired && closes_pair(last, next)) {
            paired = true;
            continue;
        }
        paired = false;
        last = next;
        if (length + 1 < size) out[length] = next;
        length++;
    }
    if (size) out[length < size ? length : size - 1] = '\0';
    return length;
}

bool hn_same(const char *a, const char *b) {
    if (!a || !b) return a == b;
    char one[256], two[256];
    size_t n = hn_fold(a, one, sizeof one), m = hn_fold(b, two, sizeof two);
    if (n != m) return false;
    if (n < sizeof one) return memcmp(one, two, n) == 0;
    return strcmp(a, b) == 0;
}

bool hn_is_utf8(const char *text) {
    const unsigned char *p = (const unsigned char *)text;
    while (*p) {
        if (*p < 0x80) {
            p++;
            continue;
        }
        int more = *p >= 0xF0 && *p <= 0xF4  ? 3
                   : *p >= 0xE0 && *p < 0xF0 ? 2
                   : *p >= 0xC2 && *p < 0xE0 ? 1
                                             : 0;
        if (!more) return false;
        for (p++; more; more--, p++)
            if ((*p & 0xC0) != 0x80) return false;
    }
    return true;
}

enum { WORD = 64 };

size_t hn_distance(const char *a, const char *b) {
    char one[WORD], two[WORD];
    hn_fold(a, one, sizeof one);
    hn_fold(b, two, sizeof two);
    size_t n = strlen(one), m = strlen(two), row[WORD + 1];
    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t change = diagonal + (one[i - 1] != two[j - 1]);
            diagonal = row[j];
            size_t gap = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            row[j] = change < gap ? change : gap;
        }
    }
    return row[m];
}

const char *hn_nearest(const char *word, const char *const *names, size_t count) {
    const char *best = NULL;
    size_t least = strlen(word) / 3 + 1;
    for (size_t i = 0; i < count; i++) {
        size_t distance = hn_distance(word, names[i]);
        if (distance > least || (best && distance >= least)) continue;
        least = distance;
        best = names[i];
    }
    return best;
}

bool hn_parse_int(const char *text, long long *out) {
    if (!text || !*text) return false;
    char *end;
    errno = 0;
    *out = strtoll(text, &end, 10);
    return errno == 0 && *end == '\0' && end != text;
}

bool hn_parse_double(const char *text, double *out) {
    if (!text || !*text) return false;
    /* Only the C locale's forms; strtod would follow LC_NUMERIC and take hex and "nan". */
    double value = 0, scale = 1;
    const char *p = text;
    bool negative = *p == '-', digits = false;
    if (*p == '-' || *p == '+') p++;
    for (; *p >= '0' && *p <= '9'; p++, digits = true)
        value = value * 10 + (*p - '0');
    if (*p == '.')
        for (p++; *p >= '0' && *p <= '9'; p++, digits = true) {
            value = value * 10 + (*p - '0');
            scale *= 10;
        }
    if (!digits) return false;
    long long exponent = 0;
    if (*p == 'e' || *p == 'E') {
        if (!hn_parse_int(p + 1, &exponent) || exponent > 400 || exponent < -400) return false;
        p += strlen(p);
    }
    if (*p) return false;
    value = value / scale * pow(10, (double)exponent);
    *out = negative ? -value : value;
    return isfinite(*out);
}

void hn_append_number(hn_buffer *out, double value) {
    char text[64];
    double back;
    if (value == floor(value) && fabs(value) < 1e15) { /* 20 rather than 2e+01 */
        hn_appendf(out, "%.0f", value);
        return;
    }
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        for (char *p = text; *p; p++)
            if (!strchr("0123456789+-e", *p)) *p = '.';
        if (hn_parse_double(text, &back) && back == value) break;
    }
    hn_append(out, text);
}
