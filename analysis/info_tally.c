/* info_tally.c - what a file that hensyn reads itself holds: its head, its areas by purpose, what
 * is wrong with its objects. */
#include "info_tally.h"

#include "data/rules_tables.h"
#include "json_text.h"

enum { MOST_HEAD = 16 };

void hn_info_head_text(const hensyn_context *ctx, const hn_opened *opened, hn_buffer *out) {
    hn_head_line line[MOST_HEAD];
    size_t count = hn_tally_head(opened, line, MOST_HEAD);
    for (size_t i = 0; i < count; i++)
        hn_appendf(out, "  %s %-12s %s\n", i ? "    " : hn_text(ctx, "hode", "head"), line[i].key,
                   line[i].value);
}

json_t *hn_info_head_json(const hn_opened *opened) {
    hn_head_line line[MOST_HEAD];
    size_t count = hn_tally_head(opened, line, MOST_HEAD);
    if (!hn_tally_offered(opened)) return json_null();
    json_t *head = json_object();
    for (size_t i = 0; i < count; i++)
        json_object_set_new(head, line[i].key, hn_json_text(line[i].value));
    return head;
}

/* The field whose values areas are told by; -1: none. */
static int purpose_field(const hn_plan_model *model) {
    return model->layer == HN_LAYER_AREAS   ? model->column[model->purpose]
           : model->layer == HN_LAYER_ZONES ? model->column[model->zone]
                                            : -1;
}

static const char *purpose_name(const hn_rules *rules, const hn_plan_model *model,
                                const char *value) {
    if (model->layer != HN_LAYER_AREAS) return "";
    long code = hn_purpose_code(rules, model->codes, value);
    const hn_purpose *purpose = hn_purpose_find(rules, model->codes, code);
    return purpose ? purpose->name : "";
}

/* ---- text ---- */

static void row_text(const hensyn_context *ctx, const hn_tally_row *row, const char *name,
                     bool square_metres, hn_buffer *out) {
    hn_appendf(out, "    %s %-6s %6lld", hn_text(ctx, "kode        ", "code        "),
               *row->value ? row->value : "-", (long long)row->count);
    if (square_metres) hn_appendf(out, " %14.2f m²", hn_sum_value(&row->area));
    hn_appendf(out, "%s%s\n", *name ? "  " : "", name);
}

hensyn_status hn_info_tally_text(hensyn_context *ctx, const hn_rules *rules,
                                 const hn_plan_model *model, hn_opened *opened, size_t number,
                                 hn_buffer *out) {
    hn_tally tally = {0};
    int field = purpose_field(model);
    if (!hn_tally_offered(opened)) return HENSYN_OK;
    const hn_crs *crs = hn_opened_layer(opened, number)->crs;
    hensyn_status status = hn_tally_layer(ctx, opened, number, field, &tally);
    if (status == HENSYN_OK && tally.accuracy >= 0)
        hn_appendf(out, "    %s %d cm\n", hn_text(ctx, "nøyaktighet ", "accuracy    "),
                   tally.accuracy);
    bool square_metres = crs && hn_crs_projected(crs) && hn_crs_unit_m(crs) == 1;
    for (size_t i = 0; status == HENSYN_OK && field >= 0 && i < tally.rows; i++)
        row_text(ctx, &tally.row[i], purpose_name(rules, model, tally.row[i].value), square_metres,
                 out);
    for (int64_t i = 0; i < tally.problems && i < HN_TALLY_PROBLEMS; i++)
        hn_appendf(out, "    %s %s\n", hn_text(ctx, "linje       ", "line        "),
                   tally.problem[i]);
    if (tally.problems > HN_TALLY_PROBLEMS)
        hn_appendf(out, hn_text(ctx, "    ... og %lld merknader til\n", "    ... and %lld more\n"),
                   (long long)tally.problems - HN_TALLY_PROBLEMS);
    hn_tally_clear(&tally);
    return status;
}

/* ---- JSON ---- */

static json_t *rows_json(const hn_rules *rules, const hn_plan_model *model, const hn_tally *tally) {
    json_t *list = json_array();
    for (size_t i = 0; i < tally->rows; i++) {
        const hn_tally_row *row = &tally->row[i];
        json_array_append_new(
            list, json_pack("{s:o, s:o, s:I, s:f}", "code", hn_json_text(row->value), "name",
                            hn_json_text(purpose_name(rules, model, row->value)), "count",
                            (json_int_t)row->count, "plane_area", hn_sum_value(&row->area)));
    }
    return list;
}

hensyn_status hn_info_tally_json(hensyn_context *ctx, const hn_rules *rules,
                                 const hn_plan_model *model, hn_opened *opened, size_t number,
                                 json_t *layer) {
    hn_tally tally = {0};
    int field = purpose_field(model);
    if (!hn_tally_offered(opened)) return HENSYN_OK;
    hensyn_status status = hn_tally_layer(ctx, opened, number, field, &tally);
    json_t *first = json_array();
    for (int64_t i = 0; i < tally.problems && i < HN_TALLY_PROBLEMS; i++)
        json_array_append_new(first, hn_json_text(tally.problem[i]));
    json_object_set_new(layer, "by_code",
                        field >= 0 ? rows_json(rules, model, &tally) : json_null());
    json_object_set_new(layer, "accuracy_cm",
                        tally.accuracy < 0 ? json_null() : json_integer(tally.accuracy));
    json_object_set_new(layer, "object_problems", json_integer((json_int_t)tally.problems));
    json_object_set_new(layer, "without_geometry", json_integer((json_int_t)tally.bare));
    json_object_set_new(layer, "first_problems", first);
    hn_tally_clear(&tally);
    return status;
}
