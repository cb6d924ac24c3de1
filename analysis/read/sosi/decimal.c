/* decimal.c - decimal numbers of the file, and coordinates from them with one rounding. */
#include "internal.h"

enum { MOST_DECIMALS = 15 };
/* Sums of two numbers below this are exact in a double. */
static const int64_t MOST = INT64_C(4500000000000000);

static const int64_t power[MOST_DECIMALS + 1] = {1,
                                                 10,
                                                 100,
                                                 1000,
                                                 10000,
                                                 100000,
                                                 1000000,
                                                 10000000,
                                                 100000000,
                                                 1000000000,
                                                 10000000000,
                                                 100000000000,
                                                 1000000000000,
                                                 10000000000000,
                                                 100000000000000,
                                                 1000000000000000};

static bool digit(char c) { return c >= '0' && c <= '9'; }

/* Digits from *at on; those that do not fit make it beyond, unless they are decimals. */
static int take_digits(const char **at, bool decimals, sosi_decimal *out, bool *beyond) {
    int count = 0;
    for (; digit(**at); (*at)++, count++) {
        bool full = out->mantissa >= MOST || out->decimals >= MOST_DECIMALS;
        if (full && (!decimals || **at != '0')) *beyond = true;
        if (full) continue;
        out->mantissa = 10 * out->mantissa + (**at - '0');
        out->decimals += decimals;
    }
    return count;
}

bool sosi_decimal_read(const char **at, sosi_decimal *out, bool *beyond) {
    const char *p = *at;
    bool negative = *p == '-';
    *out = (sosi_decimal){0, 0};
    if (*p == '-' || *p == '+') p++;
    int whole = take_digits(&p, false, out, beyond), part = 0;
    if (*p == '.' && digit(p[1])) {
        p++;
        part = take_digits(&p, true, out, beyond);
    } else if (*p == '.' && whole && p[1] != '.') {
        p++; /* "1." */
    }
    if (whole + part == 0) return false;
    while (out->decimals && out->mantissa % 10 == 0) {
        out->mantissa /= 10;
        out->decimals--;
    }
    if (negative) out->mantissa = -out->mantissa;
    *at = p;
    return true;
}

double sosi_decimal_value(sosi_decimal number) {
    return (double)number.mantissa / (double)power[number.decimals];
}

static int64_t size_of(int64_t n) { return n < 0 ? -n : n; }

/* number * 10^places; false: too large. */
static bool shifted(int64_t number, int places, int64_t *out) {
    if (places > MOST_DECIMALS || size_of(number) > MOST / power[places]) return false;
    *out = number * power[places];
    return true;
}

bool sosi_scale_make(sosi_decimal unit, sosi_decimal origin, sosi_scale *out) {
    out->decimals = unit.decimals > origin.decimals ? unit.decimals : origin.decimals;
    if (unit.mantissa <= 0 || !shifted(unit.mantissa, out->decimals - unit.decimals, &out->times) ||
        !shifted(origin.mantissa, out->decimals - origin.decimals, &out->plus))
        return false;
    out->most = MOST / out->times;
    out->divisor = (double)power[out->decimals];
    return true;
}

/* A number with decimals of its own, which the notation does not foresee. */
static bool apply_decimals(const sosi_scale *scale, sosi_decimal number, double *out) {
    int64_t plus;
    int decimals = scale->decimals + number.decimals;
    if (decimals > MOST_DECIMALS || !shifted(scale->plus, number.decimals, &plus)) return false;
    *out = (double)(number.mantissa * scale->times + plus) / (double)power[decimals];
    return true;
}

bool sosi_scale_apply(const sosi_scale *scale, sosi_decimal number, double *out) {
    if (size_of(number.mantissa) > scale->most) return false;
    return number.decimals ? apply_decimals(scale, number, out)
                           : sosi_scale_whole(scale, number.mantissa, out);
}
