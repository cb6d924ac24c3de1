/* values.c - fields as text: codes as they are, whole numbers without decimals, dates ISO 8601. */
#include "base/text.h"
#include "read/gdal.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Each byte is a code point of Latin-1; 0x80..0x9f are what Windows has there, mostly dashes and
 * quotes. */
static const unsigned short windows[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

static void append_code(hn_buffer *out, unsigned code) {
    char bytes[3];
    size_t n = 0;
    if (code < 0x80) {
        bytes[n++] = (char)code;
    } else if (code < 0x800) {
        bytes[n++] = (char)(0xC0 | code >> 6);
        bytes[n++] = (char)(0x80 | (code & 0x3F));
    } else {
        bytes[n++] = (char)(0xE0 | code >> 12);
        bytes[n++] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[n++] = (char)(0x80 | (code & 0x3F));
    }
    hn_append_n(out, bytes, n);
}

static void append_utf8(hn_buffer *out, const char *text, bool *guessed) {
    if (hn_is_utf8(text)) {
        hn_append(out, text);
        return;
    }
    *guessed = true;
    for (const unsigned char *p = (const unsigned char *)text; *p; p++)
        append_code(out, *p >= 0x80 && *p < 0xA0 ? windows[*p - 0x80] : *p);
}

char *hn_utf8_copy(const char *text, bool *guessed) {
    hn_buffer out = {0};
    hn_append(&out, "");
    append_utf8(&out, text, guessed);
    if (!out.failed) return out.text;
    hn_buffer_free(&out);
    return NULL;
}

/* The shortest decimal text that reads back as the same number. */
static void append_real(hn_buffer *out, double value) {
    char text[40];
    if (value == floor(value) && fabs(value) < 1e15) {
        CPLsnprintf(text, sizeof text, "%.0f", value);
    } else {
        for (int digits = 15; digits <= 17; digits++) {
            CPLsnprintf(text, sizeof text, "%.*g", digits, value);
            if (CPLAtof(text) == value) break;
        }
    }
    hn_append(out, strcmp(text, "-0") == 0 ? "0" : text);
}

static void append_time(hn_buffer *out, OGRFeatureH feature, int field, OGRFieldType type) {
    int year, month, day, hour, minute, zone;
    float second;
    if (!OGR_F_GetFieldAsDateTimeEx(feature, field, &year, &month, &day, &hour, &minute, &second,
                                    &zone))
        return;
    if (type != OFTTime) hn_appendf(out, "%04d-%02d-%02d", year, month, day);
    if (type == OFTDateTime) hn_append(out, "T");
    if (type != OFTDate) hn_appendf(out, "%02d:%02d:%02d", hour, minute, (int)second);
    if (zone == 100) hn_append(out, "Z");
    if (zone > 1 && zone != 100) {
        int off = (zone - 100) * 15; /* minutes, in quarters of an hour from 100 */
        hn_appendf(out, "%c%02d:%02d", off < 0 ? '-' : '+', abs(off) / 60, abs(off) % 60);
    }
}

static void append_list(hn_buffer *out, OGRFeatureH feature, int field, bool *guessed) {
    char **list = OGR_F_GetFieldAsStringList(feature, field);
    for (int i = 0; list && list[i]; i++) {
        if (i) hn_append(out, ",");
        append_utf8(out, list[i], guessed);
    }
}

/* Norwegian municipality numbers have four digits, also where a table keeps them as numbers. */
static void append_integer(hn_buffer *out, long long value, bool municipality) {
    hn_appendf(out, municipality && value >= 100 && value <= 999 ? "%04lld" : "%lld", value);
}

bool hn_value_read(hn_value_reader *reader, OGRFeatureH feature, int field, bool municipality,
                   const char **out) {
    *out = NULL;
    if (!OGR_F_IsFieldSetAndNotNull(feature, field)) return true;
    hn_buffer *text = &reader->text;
    OGRFieldType type = OGR_Fld_GetType(OGR_F_GetFieldDefnRef(feature, field));
    text->length = 0;
    hn_append(text, "");
    switch (type) {
    case OFTString: {
        const char *raw = OGR_F_GetFieldAsString(feature, field);
        if (!*raw) return true;
        if (!hn_is_utf8(raw)) break;
        *out = hn_pool_add(reader->pool, raw);
        return *out != NULL;
    }
    case OFTInteger:
    case OFTInteger64:
        append_integer(text, OGR_F_GetFieldAsInteger64(feature, field), municipality);
        break;
    case OFTReal: {
        double value = OGR_F_GetFieldAsDouble(feature, field);
        if (!isfinite(value)) return true;
        if (municipality && value == floor(value) && fabs(value) < 1e9)
            append_integer(text, (long long)value, true);
        else
            append_real(text, value);
        break;
    }
    case OFTDate:
    case OFTTime:
    case OFTDateTime:
        append_time(text, feature, field, type);
        break;
    case OFTStringList:
        append_list(text, feature, field, &reader->guessed);
        break;
    case OFTBinary:
        return true;
    default:
        break;
    }
    if (!text->failed && !text->length)
        append_utf8(text, OGR_F_GetFieldAsString(feature, field), &reader->guessed);
    if (text->failed) return false;
    if (!text->length) return true;
    *out = hn_pool_add(reader->pool, text->text);
    return *out != NULL;
}
