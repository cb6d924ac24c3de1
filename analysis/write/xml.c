/* xml.c - escaping, and numbers that do not depend on the locale. */
#include "write/xml.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const char *entity(unsigned char c) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&apos;";
    /* Literal line ends and tabs in attributes are read back as spaces. */
    case '\n':
        return "&#10;";
    case '\r':
        return "&#13;";
    case '\t':
        return "&#9;";
    default:
        return c < 0x20 || c == 0x7f ? "" : NULL;
    }
}

void hn_xml(hn_buffer *out, const char *text) {
    if (!text) return;
    const char *from = text;
    for (; *text; text++) {
        const char *as = entity((unsigned char)*text);
        if (!as) continue;
        hn_append_n(out, from, (size_t)(text - from));
        hn_append(out, as);
        from = text + 1;
    }
    hn_append_n(out, from, (size_t)(text - from));
}

void hn_xml_number(hn_buffer *out, double number, int decimals) {
    if (!isfinite(number)) number = 0;
    double scale = pow(10, decimals);
    if (fabs(number) * scale >= 9e18) { /* whole numbers have no decimal sign in any locale */
        hn_appendf(out, "%.0f", number);
        return;
    }
    long long fixed = llround(number * scale), unit = (long long)scale;
    unsigned long long size =
        fixed < 0 ? 0ull - (unsigned long long)fixed : (unsigned long long)fixed;
    unsigned long long whole = size / (unsigned long long)unit;
    unsigned long long rest = size % (unsigned long long)unit;
    hn_appendf(out, "%s%llu", fixed < 0 ? "-" : "", whole);
    if (!rest) return;
    char digits[24];
    snprintf(digits, sizeof digits, "%0*llu", decimals, rest);
    for (size_t end = strlen(digits); end > 0 && digits[end - 1] == '0'; end--)
        digits[end - 1] = '\0';
    hn_appendf(out, ".%s", digits);
}

void hn_xml_attribute(hn_buffer *out, const char *name, const char *text) {
    hn_appendf(out, " %s=\"", name);
    hn_xml(out, text);
    hn_append(out, "\"");
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool hn_colour_parts(const char *colour, int rgb[3]) {
    rgb[0] = rgb[1] = rgb[2] = 0;
    if (!colour || colour[0] != '#' || strlen(colour) != 7) return false;
    int part[3];
    for (int i = 0; i < 3; i++) {
        int high = hex_digit(colour[1 + 2 * i]), low = hex_digit(colour[2 + 2 * i]);
        if (high < 0 || low < 0) return false;
        part[i] = 16 * high + low;
    }
    memcpy(rgb, part, sizeof part);
    return true;
}

void hn_colour_pale(const char *colour, double share, char out[8]) {
    int rgb[3];
    hn_colour_parts(colour, rgb);
    int end = share < 0 ? 0 : 255;
    for (int i = 0; i < 3; i++)
        rgb[i] += (int)lround((end - rgb[i]) * fabs(share));
    snprintf(out, 8, "#%02x%02x%02x", (unsigned)rgb[0] & 255u, (unsigned)rgb[1] & 255u,
             (unsigned)rgb[2] & 255u);
}
