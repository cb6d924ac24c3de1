/* recipe_check.c - what each part of a run needs: that it is there, and that it fits together. */
#include "base/text.h"
#include "data/recipe.h"

#include <ctype.h>
#include <string.h>

static hensyn_status missing(hensyn_context *ctx, const char *key, const char *value) {
    return hn_fail(ctx, HENSYN_USAGE,
                   hn_text(ctx, "--%s %s mangler (i oppskriften: «%s:»)",
                           "--%s %s is missing (in the recipe: '%s:')"),
                   key, value, key);
}

static hensyn_status check_present(hensyn_context *ctx, const hensyn_job *job) {
    const hn_access_job *access = &job->access;
    if (hn_job_wants_conflict(job)) {
        if (!job->plans) return missing(ctx, "plan", "SOURCE");
        if (!job->hensyns && !hn_job_wants_access(job))
            return missing(ctx, "hensyn", "THEME=SOURCE");
    }
    if (hn_job_wants_access(job)) {
        if (!access->networks) return missing(ctx, "network", "SOURCE");
        if (!access->origin_count) return missing(ctx, "origins", "SOURCE");
        if (!access->destination_count) return missing(ctx, "destinations", "SOURCE");
    }
    if (!job->output && !job->dry_run) return missing(ctx, "output", "FILE");
    return HENSYN_OK;
}

static hensyn_status twice(hensyn_context *ctx, const char *key, const char *text) {
    return hn_fail(ctx, HENSYN_USAGE,
                   hn_text(ctx, "%s: «%s» er oppgitt to ganger", "%s: '%s' is given twice"), key,
                   text);
}

static bool same_text(const char *a, const char *b) { return a && b ? strcmp(a, b) == 0 : a == b; }

static bool same_source(const hn_source *a, const hn_source *b) {
    return same_text(a->path, b->path) && same_text(a->layer, b->layer) &&
           same_text(a->subset, b->subset);
}

/* A source read twice would count everything in it twice. */
static hensyn_status check_list(hensyn_context *ctx, const char *key, const hn_source *source,
                                size_t count) {
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (same_source(&source[i], &source[j])) return twice(ctx, key, source[i].text);
    return HENSYN_OK;
}

static hensyn_status check_repeats(hensyn_context *ctx, const hensyn_job *job) {
    const hn_access_job *access = &job->access;
    hensyn_status status;
    HN_TRY(check_list(ctx, "plan", job->plan, job->plans));
    HN_TRY(check_list(ctx, "network", access->network, access->networks));
    HN_TRY(check_list(ctx, "origins", access->origins, access->origin_count));
    HN_TRY(check_list(ctx, "destinations", access->destinations, access->destination_count));
    for (size_t i = 0; i < job->hensyns; i++)
        for (size_t j = 0; j < i; j++)
            if (hn_same(job->hensyn[i].theme, job->hensyn[j].theme) &&
                same_source(&job->hensyn[i].source, &job->hensyn[j].source))
                return twice(ctx, job->hensyn[i].theme, job->hensyn[i].source.text);
cleanup:
    return status;
}

/* Zones of the plan have the fields of their model, and themes of their own. */
static hensyn_status check_zone_options(hensyn_context *ctx, const hensyn_job *job) {
    const hn_theme_option *entry = hn_job_theme(job, "plan");
    const char *key = !entry               ? NULL
                      : entry->value_field ? "value_field"
                      : entry->name_field  ? "name_field"
                      : entry->coverages   ? "coverage"
                                           : NULL;
    if (!key) return HENSYN_OK;
    return hn_fail(ctx, HENSYN_USAGE,
                   hn_text(ctx, "%s: gjelder ikke planens egne hensynssoner («plan»)",
                           "%s: does not apply to the plan's own zones ('plan')"),
                   key);
}

/* Zones of the plan can have any theme, so that its buffer and coverage say something; what names
 * fields needs data of its theme. What a recipe says of a theme whose sources the caller replaced
 * is left alone. */
static hensyn_status check_themes(hensyn_context *ctx, const hensyn_job *job) {
    bool zones = hn_job_has_theme(job, "plan");
    for (size_t i = 0; i < job->theme_count; i++) {
        const hn_theme_option *entry = &job->themes[i];
        const char *key = entry->value_origin == HN_FROM_CALLER      ? "value_field"
                          : entry->name_origin == HN_FROM_CALLER     ? "name_field"
                          : zones                                    ? NULL
                          : entry->buffer_origin == HN_FROM_CALLER   ? "buffer"
                          : entry->coverage_origin == HN_FROM_CALLER ? "coverage"
                                                                     : NULL;
        if (!key || hn_job_has_theme(job, entry->theme)) continue;
        const char *names[HN_MAX_OPTIONS];
        size_t count = 0;
        for (size_t j = 0; j < job->hensyns && j < HN_MAX_OPTIONS; j++)
            names[count++] = job->hensyn[j].theme;
        const char *near = hn_nearest(entry->theme, names, count);
        return hn_fail(ctx, HENSYN_USAGE,
                       near ? hn_text(ctx, "%s: temaet «%s» har ingen data, mente du «%s»?",
                                      "%s: the theme '%s' has no data, did you mean '%s'?")
                            : hn_text(ctx, "%s: temaet «%s» har ingen data (hensyn)",
                                      "%s: the theme '%s' has no data (hensyn)"),
                       key, entry->theme, near);
    }
    return HENSYN_OK;
}

static hensyn_status check_development(hensyn_context *ctx, const hensyn_job *job) {
    bool all = false;
    for (size_t i = 0; i < job->developments; i++)
        if (strcmp(job->development[i], "all") == 0) all = true;
    if (!all || job->developments == 1) return HENSYN_OK;
    return hn_fail(ctx, HENSYN_USAGE, "%s",
                   hn_text(ctx, "development: «all» står alene, uten koder ved siden av",
                           "development: 'all' stands alone, without codes beside it"));
}

/* 301 has lost its zero on the way here. */
static hensyn_status check_kommune(hensyn_context *ctx, const hensyn_job *job) {
    const char *number = job->kommune;
    if (!number || strlen(number) != 3) return HENSYN_OK;
    for (const char *p = number; *p; p++)
        if (!isdigit((unsigned char)*p)) return HENSYN_OK;
    return hn_fail(ctx, HENSYN_USAGE,
                   hn_text(ctx, "kommune: «%s» har tre siffer, mente du «0%s»?",
                           "kommune: '%s' has three digits, did you mean '0%s'?"),
                   number, number);
}

/* A field counted twice would make a group of everybody. */
static hensyn_status check_population(hensyn_context *ctx, const hensyn_job *job) {
    const hn_access_job *access = &job->access;
    for (size_t i = 0; i < access->populations; i++)
        for (size_t j = 0; j < i; j++)
            if (hn_same(access->population[i], access->population[j]))
                return twice(ctx, "population", access->population[i]);
    return HENSYN_OK;
}

hensyn_status hn_job_check(hensyn_context *ctx, const hensyn_job *job) {
    hensyn_status status;
    HN_TRY(check_present(ctx, job));
    HN_TRY(check_repeats(ctx, job));
    HN_TRY(check_zone_options(ctx, job));
    HN_TRY(check_themes(ctx, job));
    HN_TRY(check_development(ctx, job));
    HN_TRY(check_kommune(ctx, job));
    HN_TRY(check_population(ctx, job));
    if (job->map && same_text(job->map, job->output))
        status = hn_fail(ctx, HENSYN_USAGE,
                         hn_text(ctx, "map og output er samme fil: «%s»",
                                 "map and output are the same file: '%s'"),
                         job->map);
cleanup:
    return status;
}
