/* plan_decide.c - which areas count as utbygging, and the word that says why. */
#include "base/text.h"
#include "data/plan_areas.h"

#include <string.h>

static bool same_code(const char *a, size_t size, const char *b) {
    for (; size && *b; a++, b++, size--) {
        char x = *a >= 'A' && *a <= 'Z' ? (char)(*a - 'A' + 'a') : *a;
        char y = *b >= 'A' && *b <= 'Z' ? (char)(*b - 'A' + 'a') : *b;
        if (x != y) return false;
    }
    return size == 0 && *b == '\0';
}

/* One value of --development is a code, or several with commas between. */
static bool names_code(const char *value, const char *code) {
    if (same_code(value, strlen(value), code)) return true;
    while (*value) {
        value += strspn(value, ", ");
        size_t size = strcspn(value, ",");
        const char *next = value + size;
        while (size && value[size - 1] == ' ')
            size--;
        if (size && same_code(value, size, code)) return true;
        value = next;
    }
    return false;
}

static bool is_chosen(const hn_plan_options *options, const char *purpose) {
    if (options->developments == 1 && hn_same(options->development[0], "all")) return true;
    if (!purpose) return false;
    for (size_t i = 0; i < options->developments; i++)
        if (names_code(options->development[i], purpose)) return true;
    return false;
}

static hensyn_status no_rows(hensyn_context *ctx, hn_code_list list, const char *layer) {
    return hn_fail(ctx, HENSYN_INPUT,
                   hn_text(ctx,
                           "lag %s: ingen regel sier hva som er utbygging i kodelisten %s; oppgi "
                           "--development KODE,... eller --development all",
                           "layer %s: no rule says what is development in the code list %s; give "
                           "--development CODE,... or --development all"),
                   layer, hn_code_list_name(list));
}

/* What the purpose says, before status: *out is set when it does not count. */
static hensyn_status by_purpose(hensyn_context *ctx, const hn_rules *rules,
                                const hn_plan_options *options, const hn_plan_feature *feature,
                                const char *purpose, int level, const char *layer, bool *counts,
                                hn_plan_decision *out) {
    *out = (hn_plan_decision){0, "formaal"};
    if (options->developments > 0) {
        *counts = is_chosen(options, purpose);
        return HENSYN_OK;
    }
    const char *code = purpose ? purpose : "";
    hn_development development = hn_rules_development(rules, feature->codes, code, level);
    if (development == HN_DEV_NO_ROWS) return no_rows(ctx, feature->codes, layer);
    *counts = development == HN_DEV_YES;
    if (!*counts && level != HN_NO_INT &&
        hn_rules_development(rules, feature->codes, code, HN_NO_INT) == HN_DEV_YES)
        out->reason = "nivaa";
    return HENSYN_OK;
}

hensyn_status hn_plan_decide(hensyn_context *ctx, const hn_rules *rules,
                             const hn_plan_options *options, const hn_plan_feature *feature,
                             const char *purpose, int use_status, int level, const char *layer,
                             hn_plan_decision *out) {
    bool counts = false;
    hensyn_status status =
        by_purpose(ctx, rules, options, feature, purpose, level, layer, &counts, out);
    if (status != HENSYN_OK || !counts) return status;
    if (feature->has_status) {
        const char *reason = use_status == 1   ? "naavaerende"
                             : use_status == 2 ? "framtidig"
                             : use_status == 3 ? "videreutvikling"
                                               : "status_mangler";
        *out = (hn_plan_decision){use_status != 1, reason};
    } else {
        bool zoning = feature->codes == HN_CODES_RP2008 || feature->codes == HN_CODES_REG1985;
        *out = (hn_plan_decision){1, zoning ? "uten_status" : "valgt"};
    }
    return HENSYN_OK;
}
