/* run_access.c - the access part of a run: classes, links, origins, destinations, and the engine.
 */
#include "run.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void hn_run_access_clear(hn_access_run *access) {
    hn_links_clear(&access->links);
    hn_net_events_clear(&access->limits);
    hn_net_events_clear(&access->counts);
    hn_origins_clear(&access->origins);
    hn_free(access->gate);
    hn_free(access->class_);
    hn_heights_clear(&access->heights);
}

/* ---- classes ---- */

static const char *measured(bool straight) {
    return straight ? "i rett linje til områdets grense" : "langs nettet";
}

/* The rule of safe links goes with the method of every class that is measured over the network. */
static const char *with_rule(hn_run *run, const char *metode, bool straight) {
    const hn_access_job *job = &run->job->access;
    char *text = !run->access.safe || straight
                     ? hn_strdup(metode)
                     : hn_format("%s Trygg lenke: egen veg for gående eller syklende, ellers "
                                 "fartsgrense høyst %g km/t og ÅDT høyst %g; ukjent ÅDT godtas der "
                                 "fartsgrensen er kjent.",
                                 metode, job->max_speed, job->max_aadt);
    const char *kept = text ? hn_pool_add(run->result->pool, text) : NULL;
    hn_free(text);
    return kept;
}

static hensyn_status add_class(hensyn_context *ctx, hn_run *run, const char *name, double area,
                               double limit, bool straight, const char *metode) {
    hn_access_run *access = &run->access;
    for (size_t i = 0; i < access->classes; i++)
        if (strcmp(access->class_[i].name, name) == 0)
            return hn_fail(ctx, HENSYN_USAGE,
                           hn_text(ctx, "klassen «%s» står både i preset og i class",
                                   "the class '%s' stands in both preset and class"),
                           name);
    hn_access_class *c = &access->class_[access->classes++];
    *c = (hn_access_class){.name = hn_pool_add(run->result->pool, name),
                           .min_area_m2 = area,
                           .limit_m = limit,
                           .straight = straight,
                           .metode = with_rule(run, metode, straight)};
    return c->name && c->metode ? HENSYN_OK : hn_nomem(ctx);
}

static hensyn_status add_own_class(hensyn_context *ctx, hn_run *run, const hn_class_option *own) {
    char metode[256];
    snprintf(metode, sizeof metode, "Egen klasse: minst %g m², innen %g m målt %s.", own->min_area,
             own->limit, measured(own->straight));
    return add_class(ctx, run, own->name, own->min_area, own->limit, own->straight, metode);
}

hensyn_status hn_run_classes(hensyn_context *ctx, hn_run *run) {
    const hn_access_job *job = &run->job->access;
    const hn_presets *presets = hn_rules_presets(run->rules);
    const char *name = job->preset ? job->preset : job->classes ? NULL : "ssb";
    const hn_preset *preset = name ? hn_presets_find(presets, name) : NULL;
    hensyn_status status = HENSYN_OK;
    if (name && !preset) return hn_presets_unknown(ctx, presets, name);
    size_t count = (preset ? preset->class_count : 0) + job->classes;
    if (count > HN_MAX_CLASSES)
        return hn_fail(ctx, HENSYN_USAGE,
                       hn_text(ctx, "%zu klasser er flere enn %d", "%zu classes are more than %d"),
                       count, (int)HN_MAX_CLASSES);
    run->access.safe = job->safe || (preset && preset->safe);
    run->access.class_ = hn_zalloc(count, sizeof *run->access.class_);
    if (!run->access.class_) return hn_nomem(ctx);
    for (size_t i = 0; preset && i < preset->class_count; i++) {
        const hn_preset_class *c = &preset->classes[i];
        HN_TRY(add_class(ctx, run, c->name, c->min_area_m2, c->limit_m, c->straight, c->metode));
    }
    for (size_t i = 0; i < job->classes; i++)
        HN_TRY(add_own_class(ctx, run, &job->class_[i]));
    run->access.preset = preset;
cleanup:
    return status;
}

/* ---- origins ---- */

static hensyn_status no_origins(hensyn_context *ctx, const hn_run *run) {
    const hn_access_job *job = &run->job->access;
    if (run->access.origins.count == 0)
        return hn_fail(
            ctx, HENSYN_INPUT, "%s: %s", job->origins[0].path,
            run->job->boundary.text
                ? hn_text(ctx, "ingen boliger som kan brukes, innenfor grensen",
                          "no dwellings that can be used inside the boundary")
                : hn_text(ctx, "ingen boliger som kan brukes", "no dwellings that can be used"));
    return hn_fail(ctx, HENSYN_INPUT,
                   hn_text(ctx, "%s: ingen rad har et tall i feltet «%s» (--population)",
                           "%s: no row has a number in the field '%s' (--population)"),
                   job->origins[0].path, job->population[0]);
}

/* Names of districts by row; those without a name or id are called by their place. */
static hensyn_status name_districts(hensyn_context *ctx, const hn_run *run, const hn_input *input,
                                    const char **name) {
    const hn_layer *layer = input->read;
    for (size_t i = 0; i < layer->count; i++) {
        char place[32];
        for (size_t c = 0; !name[i] && c < 2; c++)
            if (input->column[c] >= 0) name[i] = hn_layer_value(layer, i, (size_t)input->column[c]);
        snprintf(place, sizeof place, "rad:%lu",
                 (unsigned long)(layer->position ? layer->position[i] : i + 1));
        name[i] = hn_pool_add(run->result->pool, name[i] ? name[i] : place);
        if (!name[i]) return hn_nomem(ctx);
    }
    return HENSYN_OK;
}

static hensyn_status sort_into_districts(hensyn_context *ctx, hn_run *run) {
    hensyn_status status = HENSYN_OK;
    const char **name = NULL;
    hn_geometry **boundary = NULL;
    size_t count = 0;
    if (run->job->boundary.text)
        HN_TRY(hn_run_areas(ctx, run, HN_INPUT_BOUNDARY, -1, &boundary, &count));
    for (size_t i = 0; i < run->input_count; i++) {
        const hn_input *input = &run->input[i];
        if (input->role != HN_INPUT_DISTRICTS) continue;
        name = hn_zalloc(input->read->count, sizeof *name);
        if (!name) HN_TRY(hn_nomem(ctx));
        HN_TRY(name_districts(ctx, run, input, name));
        hn_districts districts = {input->read->geometry, name, input->read->count, boundary, count};
        HN_TRY(hn_origins_districts(ctx, run->result, &run->access.origins, &districts,
                                    run->job->threads));
    }
cleanup:
    hn_free(name);
    hn_free(boundary);
    return status;
}

static hensyn_status select_origins(hensyn_context *ctx, hn_run *run) {
    hn_geometry **list = NULL;
    size_t count = 0;
    hensyn_status status = HENSYN_OK;
    if (!run->job->boundary.text) return status;
    HN_TRY(hn_run_areas(ctx, run, HN_INPUT_BOUNDARY, -1, &list, &count));
    if (!count)
        HN_TRY(hn_fail(ctx, HENSYN_INPUT, "%s: %s", run->job->boundary.path,
                       hn_text(ctx, "grensen (--boundary) har ingen flate som kan brukes",
                               "the boundary has no area that can be used")));
    HN_TRY(
        hn_origins_select(ctx, run->result, &run->access.origins, list, count, run->job->threads));
cleanup:
    hn_free(list);
    return status;
}

static hensyn_status add_origins(hensyn_context *ctx, hn_run *run) {
    const hn_access_job *job = &run->job->access;
    hensyn_status status = HENSYN_OK;
    double since = hn_seconds();
    for (size_t i = 0; i < run->input_count; i++) {
        const hn_input *input = &run->input[i];
        if (input->role != HN_INPUT_ORIGINS) continue;
        HN_TRY(hn_origins_add(ctx, run->result, &run->access.origins, input->read, input->column,
                              job->populations, job->population, input->row));
    }
    HN_TRY(select_origins(ctx, run));
    HN_TRY(sort_into_districts(ctx, run));
    bool unknown = job->populations && run->access.origins.numbers == 0;
    if (run->access.origins.count == 0 || unknown) HN_TRY(no_origins(ctx, run));
    run->access.origins_seconds = hn_seconds() - since;
cleanup:
    return status;
}

/* ---- destinations and gates ---- */

static hensyn_status add_destinations(hensyn_context *ctx, hn_run *run) {
    hn_keys *keys = hn_keys_create();
    hensyn_status status = HENSYN_OK;
    if (!keys) return hn_nomem(ctx);
    for (size_t i = 0; i < run->input_count; i++) {
        hn_input *input = &run->input[i];
        if (input->role == HN_INPUT_DESTINATIONS)
            HN_TRY(hn_destination_rows_add(ctx, run->result, run->measure, keys, input->read,
                                           &input->fields, input->row, input->repaired));
    }
    if (run->result->destinations.count == 0)
        HN_TRY(hn_fail(
            ctx, HENSYN_INPUT, "%s: %s", run->job->access.destinations[0].path,
            hn_text(ctx, "ingen målområder som kan brukes", "no destinations that can be used")));
cleanup:
    hn_keys_destroy(keys);
    return status;
}

static hensyn_status add_gates(hensyn_context *ctx, hn_run *run) {
    hn_access_run *access = &run->access;
    for (size_t i = 0; i < run->input_count; i++) {
        const hn_input *input = &run->input[i];
        if (input->role != HN_INPUT_ENTRANCES) continue;
        for (size_t j = 0; j < input->read->count; j++) {
            hn_gate gate;
            const hn_geometry *g = input->read->geometry[j];
            if (!g || !hn_point_on(g, &gate.x, &gate.y)) continue;
            if (!HN_RESERVE(access->gate, access->gates, access->gate_capacity, 1))
                return hn_nomem(ctx);
            access->gate[access->gates++] = gate;
        }
    }
    return HENSYN_OK;
}

/* ---- the plan ---- */

/* The development areas of the conflict part. *out is the caller's to free. */
static hensyn_status list_build_areas(hensyn_context *ctx, const hn_result *result,
                                      hn_build_area **out, size_t *count) {
    *count = 0;
    *out = hn_alloc(result->plan_areas.count, sizeof **out);
    if (!*out) return hn_nomem(ctx);
    for (size_t i = 0; i < result->plan_areas.count; i++) {
        const hn_plan_area *row = &result->plan_areas.row[i];
        if (row->utbygging != 1 || !row->geometry) continue;
        (*out)[(*count)++] = (hn_build_area){.geometry = row->geometry,
                                             .plan_fid = row->fid,
                                             .nokkel = row->nokkel,
                                             .plan_navn = hn_plan_area_name(row),
                                             .formal_navn = hn_plan_area_purpose(row)};
    }
    return HENSYN_OK;
}

/* ---- the engine ---- */

static bool any_heights(const hn_links *links) {
    for (size_t i = 0; i < links->count; i++)
        if (links->link[i].z) return true;
    return false;
}

static hn_access_options engine_options(hn_run *run) {
    const double buffer = 25; /* m around reached lines on the map, methods B11 */
    const hn_access_job *job = &run->job->access;
    const hn_profile *profile = hn_rules_profile(run->rules, (hn_mode)job->mode);
    return (hn_access_options){
        .measure = run->measure,
        .threads = run->job->threads,
        .class_ = run->access.class_,
        .classes = run->access.classes,
        .by_time = hn_job_by_time(run->job),
        .node_crossings = job->node_crossings,
        .join = job->join,
        .snap = job->snap,
        .inferred = job->inferred_entrance,
        .max_distance = job->max_distance > 0 ? job->max_distance : (double)INFINITY,
        .leg_speed_kmh = profile->leg_speed,
        .tobler = profile->slope && any_heights(&run->access.links),
        .routes = job->routes,
        .service_area = job->service_area,
        .service_buffer = buffer,
        .kernel = (hn_kernel)job->kernel,
        .min_cell = run->job->min_cell,
        .kommune = hn_run_municipality(run),
        .stage_seconds = run->access.stage_seconds,
        .facts = &run->access.facts,
    };
}

hensyn_status hn_run_access(hensyn_context *ctx, hn_run *run) {
    hensyn_status status = HENSYN_OK;
    hn_access_run *access = &run->access;
    hn_build_area *area = NULL;
    hn_step(ctx, "links", 20, 25);
    HN_TRY(hn_run_links(ctx, run));
    HN_TRY(add_origins(ctx, run));
    HN_TRY(add_destinations(ctx, run));
    HN_TRY(add_gates(ctx, run));
    const hn_origins *origins = &access->origins;
    hn_access_options options = engine_options(run);
    hn_access_input input = {
        .links = &access->links,
        .origin = origins->item,
        .origins = origins->count,
        .has_population = run->job->access.populations > 0,
        .groups = origins->groups,
        .group = (const char *const *)(run->job->access.population + (origins->groups ? 1 : 0)),
        .group_value = origins->group,
        .district = origins->district,
        .districts = origins->districts,
        .gate = access->gate,
        .gates = access->gates,
        .has_plan = hn_job_wants_conflict(run->job),
    };
    HN_TRY(list_build_areas(ctx, run->result, &area, &input.developments));
    input.development = area;
    HN_TRY(hn_destinations_merge(ctx, run->result, &options));
    HN_TRY(hn_access(ctx, run->result, &input, &options));
cleanup:
    hn_free(area);
    return status;
}

/* ---- facts ---- */

hensyn_status hn_run_access_facts(hensyn_context *ctx, hn_run *run) {
    const hn_access_job *job = &run->job->access;
    const hn_profile *profile = hn_rules_profile(run->rules, (hn_mode)job->mode);
    hn_access_options options = engine_options(run);
    hn_result *result = run->result;
    hensyn_status status = HENSYN_OK;
    HN_TRY(hn_fact_add(ctx, result, "framkomst", "%s (%s.yaml): %g km/t, rette strekninger %g km/t",
                       profile->title_nb, profile->mode, profile->speed, profile->leg_speed));
    if (run->access.preset)
        HN_TRY(hn_fact_add(ctx, result, "preset", "%s: %s (%s)", run->access.preset->name,
                           run->access.preset->title_nb, run->access.preset->source));
    HN_TRY(hn_network_facts_tell(ctx, result, &run->access.facts));
    HN_TRY(hn_fact_add(ctx, result, "kostnad", "%s", options.by_time ? "tid" : "lengde"));
    for (size_t i = 0; i < options.classes; i++)
        HN_TRY(hn_fact_add(ctx, result, "klasser", "%s: minst %g m², grense %g m %s. %s",
                           options.class_[i].name, options.class_[i].min_area_m2,
                           options.class_[i].limit_m, measured(options.class_[i].straight),
                           options.class_[i].metode));
    HN_TRY(hn_fact_add(ctx, result, "trygg",
                       "%s: egen veg for gående eller syklende er trygg; ellers fartsgrense høyst "
                       "%g km/t og ÅDT høyst %g; ukjent ÅDT er ukjent, ikke null%s",
                       run->access.safe ? "bare trygge lenker" : "alle lenker", job->max_speed,
                       job->max_aadt,
                       run->access.safe ? ", og godtas der fartsgrensen er kjent og holdt" : ""));
    HN_TRY(hn_fact_add(ctx, result, "stigning", "%s",
                       options.tobler
                           ? "gangfart etter stigning (Tobler), med lenkenes høyder fra kilden, "
                             "ellers fra høydemodellen"
                           : "fart uten hensyn til stigning"));
cleanup:
    return status;
}
