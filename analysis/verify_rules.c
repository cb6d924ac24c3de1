/* verify_rules.c - checks that are one SELECT of the rows that break them. */
#include "verify.h"

#include "base/memory.h"
#include "json_text.h"

#include <string.h>

/* What a table lacks, "table: fault"; NULL: nothing. */
static const char *fault_of(const hn_verify *v, const char *table, size_t size) {
    for (size_t i = 0; i < v->bad_count; i++)
        if (strncmp(v->bad[i], table, size) == 0 && v->bad[i][size] == ':') return v->bad[i];
    return NULL;
}

static hensyn_status note_fault(hn_verify *v, const char *fault) {
    char *text = hn_format(
        hn_text(v->ctx, "ikke kontrollert, mangler i %s", "not checked, missing in %s"), fault);
    hensyn_status status = text ? hn_check_note(v, true, text) : hn_nomem(v->ctx);
    hn_free(text);
    return status;
}

static hensyn_status table_ready(hn_verify *v, const char *name, size_t size, bool note,
                                 hn_ready *out) {
    char table[64];
    bool there = false;
    hensyn_status status = HENSYN_OK;
    if (size >= sizeof table) size = sizeof table - 1;
    memcpy(table, name, size);
    table[size] = '\0';
    const char *fault = fault_of(v, table, size);
    if (fault) {
        if (*out == HN_READY) *out = HN_BROKEN;
        return note ? note_fault(v, fault) : HENSYN_OK;
    }
    const hn_table *known = hn_table_find(table);
    if (known && known->wanted(&v->parts)) return HENSYN_OK;
    if (!known) status = hn_db_has(v->ctx, v->db, table, NULL, &there);
    if (!there) *out = HN_ABSENT;
    return status;
}

hensyn_status hn_verify_ready(hn_verify *v, const char *needs, bool note, hn_ready *out) {
    hensyn_status status = HENSYN_OK;
    *out = HN_READY;
    for (const char *p = needs; *p && status == HENSYN_OK;) {
        size_t size = strcspn(p, ",");
        status = table_ready(v, p, size, note, out);
        p += size + (p[size] == ',');
    }
    return status;
}

hensyn_status hn_verify_open(hn_verify *v, const char *needs, const char *name, const char *nb,
                             const char *en, bool *ready) {
    hensyn_status status = HENSYN_OK;
    hn_ready state;
    *ready = false;
    HN_TRY(hn_verify_ready(v, needs, false, &state));
    if (state == HN_ABSENT) return HENSYN_OK;
    HN_TRY(hn_check_begin(v, name, nb, en));
    HN_TRY(hn_verify_ready(v, needs, true, &state));
    *ready = state == HN_READY;
cleanup:
    return status;
}

typedef struct answer {
    hn_verify *v;
    const hn_rule *rule;
} answer;

static json_t *json_of(const hn_db_value *value) {
    switch (value->type) {
    case HN_DB_INTEGER:
        return json_integer(value->integer);
    case HN_DB_REAL:
        return hn_json_number(value->real);
    case HN_DB_TEXT:
        return hn_json_text(value->text);
    default:
        return json_null();
    }
}

static hensyn_status take_row(hensyn_context *ctx, const hn_db_value *values, size_t count,
                              void *user) {
    const answer *a = user;
    const char *label = a->rule->labels;
    json_t *row = json_pack("{s:s}", "table", a->rule->table);
    for (size_t i = 0; i < count && *label && row; i++) {
        char key[64];
        size_t size = strcspn(label, ","), kept = size < sizeof key ? size : sizeof key - 1;
        memcpy(key, label, kept);
        key[kept] = '\0';
        label += size + (label[size] == ',');
        if (json_object_set_new(row, key, json_of(&values[i])) == 0) continue;
        json_decref(row);
        return hn_nomem(ctx);
    }
    return hn_check_fail(a->v, row);
}

hensyn_status hn_verify_rule(hn_verify *v, const hn_rule *rule) {
    hensyn_status status = HENSYN_OK;
    answer a = {v, rule};
    bool ready;
    HN_TRY(hn_verify_open(v, rule->needs, rule->name, rule->nb, rule->en, &ready));
    if (ready) HN_TRY(hn_db_query(v->ctx, v->db, rule->sql, take_row, &a));
cleanup:
    return status;
}

hensyn_status hn_verify_rules(hn_verify *v, const hn_rule *rules, size_t count) {
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; i < count && status == HENSYN_OK; i++)
        status = hn_verify_rule(v, &rules[i]);
    return status;
}

hensyn_status hn_verify_skip(hn_verify *v, const hn_rule *rules, size_t count, const char *why) {
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; i < count; i++) {
        hn_ready ready;
        HN_TRY(hn_verify_ready(v, rules[i].needs, false, &ready));
        if (ready == HN_ABSENT) continue;
        HN_TRY(hn_check_begin(v, rules[i].name, rules[i].nb, rules[i].en));
        HN_TRY(hn_check_note(v, true, why));
    }
cleanup:
    return status;
}
