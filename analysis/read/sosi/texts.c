/* texts.c - attributes: values, quotes, comments, continuation. */
#include "internal.h"

#include <math.h>
#include <string.h>

/* Length of a value without its comment and the blanks at its end. Quotes hide a '!'; single ones
 * only around the whole, since they are letters of names too. *quote: the one still open. */
static size_t value_length(const char *value, char *quote) {
    size_t end = 0;
    char open = *quote;
    if (!open && *value != '\'' && !strpbrk(value, "!\"")) { /* nearly all */
        end = strlen(value);
        while (end && sosi_blank(value[end - 1]))
            end--;
        return end;
    }
    if (!open && *value == '\'') open = '\'';
    for (size_t i = open == '\'' && !*quote; value[i] && (value[i] != '!' || open); i++) {
        if (open && value[i] == open)
            open = '\0';
        else if (!open && value[i] == '"')
            open = '"';
        if (!sosi_blank(value[i])) end = i + 1;
    }
    *quote = open;
    return end;
}

/* Without the quotes around the whole. */
static void unquote(const char **value, size_t *size) {
    const char *p = *value;
    bool quoted = *size >= 2 && (*p == '"' || *p == '\'') && p[*size - 1] == *p;
    if (!quoted || memchr(p + 1, *p, *size - 2)) return;
    (*value)++;
    *size -= 2;
}

static double number_of(const char *text) {
    sosi_decimal number;
    bool beyond = false;
    const char *p = sosi_skip_blanks(text);
    return sosi_decimal_read(&p, &number, &beyond) && !beyond ? sosi_decimal_value(number) : 0;
}

sosi_quality sosi_quality_read(const char *text) {
    sosi_quality out = {-1, -1};
    int *const part[] = {&out.method, &out.accuracy};
    const char *p = text;
    for (size_t i = 0; i < 2; i++) {
        int64_t number;
        p = sosi_skip_blanks(p);
        if (sosi_read_serial(&p, &number) && number <= 1000000) *part[i] = (int)number;
        while (*p && !sosi_blank(*p)) /* '*' and '@' */
            p++;
    }
    return out;
}

static sosi_status own_unit(sosi_reader *r, const char *key, size_t size, const char *value) {
    static const char *const keys[] = {"ENHET", "ENHET-H", "ENHET-D"};
    sosi_decimal unit;
    bool beyond = false;
    const char *p = sosi_skip_blanks(value);
    int which = 0;
    while (which < 3 && !sosi_key_is(key, size, keys[which]))
        which++;
    if (which == 3) return SOSI_OK;
    if (!sosi_decimal_read(&p, &unit, &beyond) || beyond || unit.mantissa <= 0)
        return sosi_broken(r, value);
    r->own_scale = true;
    r->own[which] = unit;
    return sosi_set_scales(r);
}

/* What of the texts the reader itself must know. */
static sosi_status heed(sosi_reader *r, const char *key, size_t size, size_t value) {
    sosi_raw *raw = &r->raw;
    const char *text = raw->text.bytes + value;
    if (sosi_key_is(key, size, "OBJTYPE")) {
        /* The first one, so that it is settled when the coordinates begin. */
        if (*text && raw->type_name == SIZE_MAX) raw->type_name = value;
    } else if (sosi_key_is(key, size, "RADIUS")) {
        raw->radius = number_of(text);
    } else if (sosi_key_is(key, size, "STORBUE")) {
        raw->large = number_of(text) != 0;
    } else if (sosi_key_is(key, size, "KVALITET")) {
        raw->quality = sosi_quality_read(text);
    } else if (sosi_key_is(key, size, "N\xD8YAKTIGHET") ||
               sosi_key_is(key, size, "N\xC3\x98YAKTIGHET") ||
               sosi_key_is(key, size, "N\x9DYAKTIGHET") || sosi_key_is(key, size, "N\\YAKTIGHET")) {
        if (raw->quality.accuracy == -2) raw->quality.method = -1;
        raw->quality.accuracy = (int)fmin(fmax(number_of(text), -1), 1000000);
    } else if (strncmp(key, "ENHET", 5) == 0) {
        return own_unit(r, key, size, text);
    }
    return SOSI_OK;
}

/* Can it be one of those? */
bool sosi_may_heed(const char *key) { return *key && strchr("ORSKNE", *key); }

sosi_status sosi_add_text(sosi_reader *r, int level, const char *key, size_t size,
                          const char *value) {
    sosi_raw *raw = &r->raw;
    r->quote = '\0';
    size_t length = value_length(value, &r->quote);
    r->joined = length && value[length - 1] == '&';
    unquote(&value, &length);
    if (!SOSI_RESERVE(raw->attribute, raw->attributes, raw->attribute_room, 1))
        return sosi_nomem(r);
    sosi_raw_attribute *made = &raw->attribute[raw->attributes];
    *made = (sosi_raw_attribute){.level = level, .line = r->lines.number};
    if (!sosi_text_add(&raw->text, key, size, &made->key) ||
        !sosi_text_add(&raw->text, value, length, &made->value))
        return sosi_nomem(r);
    raw->attributes++;
    return raw->head ? SOSI_OK : heed(r, key, size, made->value);
}

/* A text that goes on in the next line. It is the last in the block, and so grows in place. */
sosi_status sosi_extend_text(sosi_reader *r, const char *more) {
    sosi_raw *raw = &r->raw;
    if (!raw->attributes) return SOSI_OK;
    bool leading = *more == '&';
    size_t length = value_length(more += leading, &r->quote), place;
    if (!length) return SOSI_OK;
    sosi_raw_attribute *last = &raw->attribute[raw->attributes - 1];
    raw->text.size--; /* over the terminator */
    if (r->joined) raw->text.size--;
    bool apart = !r->joined && !leading && raw->text.size > last->value;
    if (apart) {
        raw->text.bytes[raw->text.size++] = ' ';
    }
    if (!sosi_text_add(&raw->text, more, length, &place)) return sosi_nomem(r);
    r->joined = more[length - 1] == '&';
    if (!r->quote) {
        const char *value = raw->text.bytes + last->value;
        size_t size = raw->text.size - 1 - last->value;
        unquote(&value, &size);
        memmove(raw->text.bytes + last->value, value, size);
        raw->text.bytes[last->value + size] = '\0';
        raw->text.size = last->value + size + 1;
    }
    return SOSI_OK;
}
