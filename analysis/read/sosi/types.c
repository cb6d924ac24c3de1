/* types.c - object types, their keys and counts, as the first pass finds them. */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

/* What tells one type from another: the form and OBJTYPE, or the word where there is none. */
static sosi_status name_type(sosi_reader *r) {
    size_t place;
    const sosi_raw *raw = &r->raw;
    bool named = raw->type_name != SIZE_MAX;
    const char *name = named ? raw->text.bytes + raw->type_name : raw->word;
    const char start[2] = {(char)('0' + (int)sosi_form_of(raw->kind)), named ? '=' : '.'};
    r->scratch.size = 0;
    if (!sosi_text_add(&r->scratch, start, 2, &place)) return sosi_nomem(r);
    r->scratch.size--;
    return sosi_text_add(&r->scratch, name, strlen(name), &place) ? SOSI_OK : sosi_nomem(r);
}

sosi_status sosi_find_type(sosi_reader *r, size_t *out) {
    *out = SIZE_MAX;
    sosi_status status = name_type(r);
    if (status == SOSI_OK)
        sosi_names_find(&r->type_names, r->scratch.bytes, r->scratch.size - 1, out);
    return status;
}

static sosi_status too_many(sosi_reader *r) {
    return sosi_fail(r, SOSI_SYNTAX, SOSI_TOO_MANY_TYPES, "", 0);
}

static sosi_status begin_type(sosi_reader *r) {
    if (r->types == SOSI_MOST_TYPES) return too_many(r);
    if (!SOSI_RESERVE(r->type, r->types, r->type_room, 1) ||
        !SOSI_RESERVE(r->state, r->types, r->state_room, 1))
        return sosi_nomem(r);
    const sosi_raw *raw = &r->raw;
    sosi_type_state *state = &r->state[r->types];
    *state = (sosi_type_state){.first_place = raw->place};
    if (!sosi_text_add(&r->type_text, raw->word, strlen(raw->word), &state->word))
        return sosi_nomem(r);
    r->type[r->types++] =
        (sosi_type){.form = sosi_form_of(raw->kind), .worst = {-1, -1}, .first_line = raw->line};
    return SOSI_OK;
}

static sosi_status count_key(sosi_reader *r, size_t type, const char *key, size_t *number) {
    size_t place;
    uint32_t owner = (uint32_t)type;
    r->scratch.size = 0;
    if (!sosi_text_add(&r->scratch, (const char *)&owner, sizeof owner, &place))
        return sosi_nomem(r);
    r->scratch.size--;
    if (!sosi_text_add(&r->scratch, key, strlen(key), &place) ||
        !sosi_names_add(&r->key_names, r->scratch.bytes, r->scratch.size - 1, number))
        return sosi_nomem(r);
    return r->key_names.count > SOSI_MOST_KEYS ? too_many(r) : SOSI_OK;
}

static const char *key_text(const sosi_names *names, size_t number) {
    return names->text.bytes + names->place[number] + sizeof(uint32_t);
}

/* Keys with a value; those without are names of groups. */
static sosi_status count_keys(sosi_reader *r, size_t type) {
    const sosi_raw *raw = &r->raw;
    sosi_type_state *state = &r->state[type];
    size_t number, at = 0;
    for (size_t i = 0; i < raw->attributes; i++) {
        const char *key = raw->text.bytes + raw->attribute[i].key;
        if (!raw->text.bytes[raw->attribute[i].value]) continue;
        bool expected = at < state->sequences;
        if (expected && strcmp(key, key_text(&r->key_names, state->sequence[at])) == 0) {
            at++;
            continue;
        }
        sosi_status status = count_key(r, type, key, &number);
        if (status != SOSI_OK) return status;
        if (at < SOSI_KEPT_KEYS) state->sequence[at++] = number;
        if (state->sequences < at) state->sequences = at;
    }
    return SOSI_OK;
}

sosi_status sosi_count_type(sosi_reader *r) {
    size_t type;
    sosi_status status = name_type(r);
    if (status != SOSI_OK) return status;
    if (!sosi_names_add(&r->type_names, r->scratch.bytes, r->scratch.size - 1, &type))
        return sosi_nomem(r);
    if (type == r->types) status = begin_type(r);
    if (status != SOSI_OK) return status;
    r->type[type].objects++;
    status = count_keys(r, type);
    for (size_t i = 0; status == SOSI_OK && r->raw.kind == KIND_AREA && i < r->raw.refs; i++)
        if (!sosi_curves_want(&r->curves, r->raw.ref[i].serial, type)) status = sosi_nomem(r);
    return status;
}

/* ---- handing out ---- */

static uint32_t owner_of(const sosi_names *names, size_t number) {
    uint32_t owner;
    memcpy(&owner, names->text.bytes + names->place[number], sizeof owner);
    return owner;
}

static size_t text_end(const sosi_names *names, size_t number) {
    return (number + 1 < names->count ? names->place[number + 1] : names->text.size) - 1;
}

/* Decodes name number of a table without its first bytes; *place in type_text. */
static bool decode(sosi_reader *r, const sosi_names *names, size_t number, size_t skipped,
                   size_t *place) {
    size_t from = names->place[number] + skipped;
    return sosi_charset_add(r->charset, names->text.bytes + from, text_end(names, number) - from,
                            &r->type_text, place);
}

/* Keys of each type in a row, in the order of their coming. */
static void sort_keys(sosi_reader *r, const size_t *place) {
    const sosi_names *names = &r->key_names;
    size_t at = 0;
    for (size_t i = 0; i < names->count; i++)
        r->type[owner_of(names, i)].keys++;
    for (size_t i = 0; i < r->types; i++) {
        r->type[i].key = r->key + at;
        at += r->type[i].keys;
        r->type[i].keys = 0;
    }
    for (size_t i = 0; i < names->count; i++) {
        sosi_type *type = &r->type[owner_of(names, i)];
        r->key[(size_t)(type->key - (const char *const *)r->key) + type->keys++] =
            r->type_text.bytes + place[i];
    }
}

sosi_status sosi_finish_types(sosi_reader *r) {
    bool ok = true;
    size_t *place = calloc(r->key_names.count + 1, sizeof *place);
    r->key = calloc(r->key_names.count + 1, sizeof *r->key);
    ok = place && r->key;
    for (size_t i = 0; ok && i < r->key_names.count; i++)
        ok = decode(r, &r->key_names, i, sizeof(uint32_t), &place[i]);
    for (size_t i = 0; ok && i < r->types; i++) {
        bool named = r->type_names.text.bytes[r->type_names.place[i] + 1] == '=';
        ok = decode(r, &r->type_names, i,
                    named ? 2 : 2 + strlen(r->type_text.bytes + r->state[i].word),
                    &r->state[i].name);
    }
    /* The block has its last place now. */
    for (size_t i = 0; ok && i < r->types; i++) {
        r->type[i].name = r->type_text.bytes + r->state[i].name;
        r->type[i].word = r->type_text.bytes + r->state[i].word;
    }
    if (ok) sort_keys(r, place);
    free(place);
    r->typed = ok;
    return ok ? SOSI_OK : sosi_nomem(r);
}
