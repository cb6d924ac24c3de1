/* run_read.c - reads every chosen layer into the working CRS, measures and repairs it. */
#include "run.h"

#include <math.h>
#include <string.h>

static const char *role_word(hn_input_role role) {
    switch (role) {
    case HN_INPUT_PLAN:
        return "plan";
    case HN_INPUT_OUTLINE:
        return "planomrade";
    case HN_INPUT_ZONES:
    case HN_INPUT_HENSYN:
        return "hensyn";
    case HN_INPUT_COVERAGE:
        return "dekning";
    case HN_INPUT_BOUNDARY:
        return "grense";
    case HN_INPUT_NETWORK:
    case HN_INPUT_EVENTS:
        return "nett";
    case HN_INPUT_ORIGINS:
        return "opphav";
    case HN_INPUT_DESTINATIONS:
        return "malomrade";
    case HN_INPUT_DISTRICTS:
        return "krets";
    case HN_INPUT_ENTRANCES:
        return "inngang";
    }
    return NULL;
}

/* The id that names an object in remarks as kilde_id names it: the first that the layer has. */
static int first_column(const int *column, int model, int given, int weak) {
    if (column[model] >= 0) return model;
    return column[given] >= 0 ? given : column[weak] >= 0 ? weak : model;
}

/* Columns of an access layer: the fields chosen when it was opened. */
static void request_access(const hn_run *run, const hn_input *input, hn_request *request) {
    request->columns = input->field_count;
    request->column = input->field;
    request->keep_bare = input->role == HN_INPUT_EVENTS;
    request->id_column = input->column_count ? input->column[0] : -1;
    if (input->role != HN_INPUT_NETWORK) return;
    request->id_column = input->column[HN_NET_ID];
    request->filter = input->filter;
    request->keep_z = hn_rules_profile(run->rules, (hn_mode)run->job->access.mode)->slope;
}

/* Which roles may hold lines and points. */
static bool takes_areas_only(hn_input_role role) {
    return role < HN_INPUT_NETWORK ? role != HN_INPUT_HENSYN : role == HN_INPUT_DISTRICTS;
}

static hensyn_status read_input(hensyn_context *ctx, hn_run *run, hn_input *input) {
    bool plan_model = input->role == HN_INPUT_PLAN || input->role == HN_INPUT_OUTLINE ||
                      input->role == HN_INPUT_ZONES;
    hn_request request = {
        .areas_only = takes_areas_only(input->role),
        .to = run->crs,
        .ballpark = run->job->allow_ballpark,
        .keep_bare = input->role == HN_INPUT_OUTLINE,
        .strict = run->job->strict,
        .role = role_word(input->role),
        .id_column = -1,
    };
    if (input->role == HN_INPUT_ZONES) request.theme = "plan";
    if (input->theme >= 0) request.theme = hn_rules_theme(run->rules, (size_t)input->theme)->name;
    if (plan_model) {
        request.columns = HN_ROLE_COUNT;
        request.column = input->model.column;
        request.id_column =
            first_column(request.column, HN_ROLE_ID, HN_ROLE_GIVEN_ID, HN_ROLE_WEAK_ID);
    } else if (input->role > HN_INPUT_BOUNDARY && input->role != HN_INPUT_DESTINATIONS) {
        request_access(run, input, &request);
    } else if (input->role == HN_INPUT_HENSYN || input->role == HN_INPUT_DESTINATIONS) {
        request.columns = HN_HENSYN_COLUMNS;
        request.column = input->fields.column;
        request.id_column =
            first_column(request.column, HN_HENSYN_ID, HN_HENSYN_GIVEN_ID, HN_HENSYN_WEAK_ID);
    }
    return hn_read_layer(ctx, run->opened[input->opened], input->layer, &request, run->result,
                         &input->read, &input->row);
}

/* The lattice of scale factors must reach every point that is measured. */
static hensyn_status make_measure(hensyn_context *ctx, hn_run *run) {
    hn_box extent = HN_EMPTY_BOX;
    for (size_t i = 0; i < run->input_count; i++) {
        const hn_layer *layer = run->input[i].read;
        for (size_t j = 0; j < layer->count; j++)
            if (layer->geometry[j]) extent = hn_box_join(extent, layer->geometry[j]->box);
    }
    if (!(extent.xmin <= extent.xmax)) extent = (hn_box){0, 0, 0, 0};
    return hn_crs_measure(ctx, run->crs, extent, run->job->planar, &run->measure);
}

typedef struct fingerprint_task {
    size_t count;
    hn_fingerprint *out;
    char *path[];
} fingerprint_task;

static void take_fingerprints(void *user) {
    fingerprint_task *task = user;
    for (size_t i = 0; i < task->count; i++) {
        size_t same = 0; /* a file that is plan and consideration is hashed once */
        while (same < i && (!task->path[same] || strcmp(task->path[same], task->path[i]) != 0))
            same++;
        if (same < i)
            task->out[i] = task->out[same];
        else
            hn_fingerprint_of(task->path[i], &task->out[i]);
    }
    for (size_t i = 0; i < task->count; i++)
        hn_free(task->path[i]);
    hn_free(task);
}

static hensyn_status start_fingerprints(hensyn_context *ctx, hn_run *run) {
    fingerprint_task *task = hn_alloc(1, sizeof *task + run->opened_count * sizeof task->path[0]);
    hensyn_status status = HENSYN_OK;
    run->fingerprint = hn_zalloc(run->opened_count, sizeof *run->fingerprint);
    if (!task || !run->fingerprint) {
        hn_free(task);
        return hn_nomem(ctx);
    }
    task->count = 0;
    task->out = run->fingerprint;
    for (size_t i = 0; i < run->opened_count; i++) {
        task->path[i] = hn_strdup(hn_opened_path(run->opened[i]));
        if (!task->path[i]) HN_TRY(hn_nomem(ctx));
        task->count++;
    }
    HN_TRY(hn_task_start(ctx, take_fingerprints, task, &run->fingerprints));
    return HENSYN_OK;
cleanup:
    for (size_t i = 0; i < task->count; i++)
        hn_free(task->path[i]);
    hn_free(task);
    return status;
}

/* A consideration layer without objects is worth a remark, not an error: batch runs go on. */
static hensyn_status remark_empty(hensyn_context *ctx, hn_run *run, const hn_input *input) {
    bool part = input->role == HN_INPUT_OUTLINE || input->filter; /* may well have none */
    if (input->read->count || part || input->role == HN_INPUT_PLAN) return HENSYN_OK;
    hn_about about = HN_ABOUT_NOTHING;
    about.kilde = input->read->source;
    about.lag = input->read->name;
    return hn_remark_add(ctx, run->result, HENSYN_WARNING, "LAG_TOMT", &about, "%s",
                         hn_text(ctx, "Laget inneholder ingen objekter som kan brukes",
                                 "The layer holds no objects that can be used"));
}

/* Links, points and what is only asked for a point need no repair. */
static bool needs_repair(hn_input_role role) {
    return role != HN_INPUT_NETWORK && role != HN_INPUT_EVENTS && role != HN_INPUT_ORIGINS &&
           role != HN_INPUT_ENTRANCES;
}

static void count_used(hn_run *run, const hn_input *input) {
    for (size_t i = 0; i < input->read->count; i++)
        if (input->read->geometry[i]) run->result->sources.row[input->row].antall_brukt++;
}

static hensyn_status repair_input(hensyn_context *ctx, hn_run *run, hn_input *input) {
    if (!needs_repair(input->role)) {
        count_used(run, input);
        return HENSYN_OK;
    }
    input->repaired = hn_zalloc(input->read->count, 1);
    if (!input->repaired) return hn_nomem(ctx);
    return hn_repair(ctx, input->read, run->measure, run->job->threads, run->job->strict,
                     run->result, input->row, input->repaired);
}

hensyn_status hn_run_read(hensyn_context *ctx, hn_run *run) {
    hensyn_status status = HENSYN_OK;
    double each = 13.0 / (double)run->input_count;
    run->since = hn_seconds();
    HN_TRY(start_fingerprints(ctx, run));
    for (size_t i = 0; i < run->input_count; i++) {
        hn_step(ctx, "read", 2 + each * (double)i, 2 + each * (double)(i + 1));
        HN_TRY(read_input(ctx, run, &run->input[i]));
    }
    HN_TRY(make_measure(ctx, run));
    run->read_seconds = hn_seconds() - run->since;
    hn_step(ctx, "repair", 15, 20);
    for (size_t i = 0; i < run->input_count; i++) {
        HN_TRY(remark_empty(ctx, run, &run->input[i]));
        HN_TRY(repair_input(ctx, run, &run->input[i]));
    }
    run->repair_seconds = hn_seconds() - run->since - run->read_seconds;
cleanup:
    return status;
}
