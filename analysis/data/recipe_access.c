/* recipe_access.c - the access part of a job: its size classes, and what follows from its options.
 */
#include "base/text.h"
#include "data/recipe_parts.h"

#include <string.h>

void hn_classes_clear(hn_access_job *access) {
    for (size_t i = 0; i < access->classes; i++)
        hn_free(access->class_[i].name);
    access->classes = 0;
}

static void clear_sources(hn_source *source, size_t count) {
    for (size_t i = 0; i < count; i++)
        hn_source_clear(&source[i]);
    hn_free(source);
}

void hn_access_job_clear(hn_access_job *access) {
    clear_sources(access->network, access->networks);
    clear_sources(access->origins, access->origin_count);
    clear_sources(access->destinations, access->destination_count);
    hn_source_clear(&access->districts);
    hn_source_clear(&access->entrances);
    hn_source_clear(&access->dem);
    hn_classes_clear(access);
    for (size_t i = 0; i < access->populations; i++)
        hn_free(access->population[i]);
    void *blocks[] = {access->class_,         access->population, access->preset,
                      access->network_filter, access->cost_field, access->oneway_field};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        hn_free(blocks[i]);
    *access = (hn_access_job){0};
}

/* ---- classes ---- */

static hensyn_status bad_class(hensyn_context *ctx, const hn_setting *setting, const char *nb,
                               const char *en) {
    return hn_fail(ctx, HENSYN_USAGE, "%s: «%s»: %s", setting->name, setting->value,
                   hn_text(ctx, nb, en));
}

/* Names go into a list with commas (malomrade.klasse). */
static hensyn_status check_class(hensyn_context *ctx, const hensyn_job *job,
                                 const hn_setting *setting, const hn_class_option *given) {
    if (!*given->name || strchr(given->name, ','))
        return bad_class(ctx, setting, "navnet er tomt eller har komma",
                         "the name is empty or has a comma");
    if (!(given->min_area >= 0 && given->min_area <= HN_CLASS_AREA_MOST))
        return bad_class(ctx, setting, "minste areal er ikke et antall m²",
                         "the least area is no number of m²");
    if (!(given->limit > 0 && given->limit <= HN_CLASS_LIMIT_MOST))
        return bad_class(ctx, setting, "grensen er ikke mellom 0 og 1 000 000 m",
                         "the limit is not between 0 and 1 000 000 m");
    for (size_t i = 0; i < job->access.classes; i++)
        if (strcmp(job->access.class_[i].name, given->name) == 0)
            return bad_class(ctx, setting, "klassen er oppgitt to ganger",
                             "the class is given twice");
    return HENSYN_OK;
}

hensyn_status hn_job_add_class(hensyn_context *ctx, hensyn_job *job, const hn_setting *setting,
                               const hn_class_option *given) {
    if (!hn_claim(job, setting->option, setting->origin)) return HENSYN_OK;
    hensyn_status status = check_class(ctx, job, setting, given);
    if (status != HENSYN_OK) return status;
    hn_access_job *a = &job->access;
    hn_class_option made = *given;
    made.name = hn_strdup(given->name);
    if (!made.name || !HN_RESERVE(a->class_, a->classes, a->class_capacity, 1)) {
        hn_free(made.name);
        return hn_nomem(ctx);
    }
    a->class_[a->classes++] = made;
    return HENSYN_OK;
}

/* Takes the last part after ':' off text. NULL: there is none. */
static char *last_part(char *text) {
    char *colon = strrchr(text, ':');
    if (!colon) return NULL;
    *colon = '\0';
    return colon + 1;
}

/* From the end, since a name may hold a colon. */
static bool split_class(char *text, hn_class_option *out) {
    char *limit = last_part(text);
    if (limit && (strcmp(limit, "luftlinje") == 0 || strcmp(limit, "nett") == 0)) {
        out->straight = *limit == 'l';
        limit = last_part(text);
    }
    char *area = limit ? last_part(text) : NULL;
    out->name = text;
    return area && hn_parse_double(area, &out->min_area) && hn_parse_double(limit, &out->limit);
}

hensyn_status hn_job_apply_class(hensyn_context *ctx, hensyn_job *job, const hn_setting *setting) {
    hn_class_option given = {0};
    char *text = hn_strdup(setting->value);
    if (!text) return hn_nomem(ctx);
    hensyn_status status = split_class(text, &given)
                               ? hn_job_add_class(ctx, job, setting, &given)
                               : bad_class(ctx, setting,
                                           "har ikke formen NAVN:MINSTE_AREAL_M2:GRENSE_M, for "
                                           "eksempel «rekreasjonsareal:5000:200»",
                                           "is not of the form NAME:MIN_AREA_M2:LIMIT_M, for "
                                           "example 'rekreasjonsareal:5000:200'");
    hn_free(text);
    return status;
}

/* ---- what the options come to ---- */

bool hn_job_given(const hensyn_job *job, const char *key) {
    size_t count;
    const hn_option *option = hn_option_find(key);
    return option && job->origin[option - hn_options(&count)] != HN_FROM_DEFAULT;
}

bool hn_job_by_time(const hensyn_job *job) {
    return hn_job_given(job, "cost") ? job->access.cost == 1 : job->access.mode == HN_MODE_CAR;
}

bool hn_job_wants_access(const hensyn_job *job) {
    const hn_access_job *a = &job->access;
    if (job->command == HN_CMD_ACCESS || job->command == HN_CMD_CONFLICT)
        return job->command == HN_CMD_ACCESS;
    return a->networks || a->origin_count || a->destination_count;
}

bool hn_job_wants_conflict(const hensyn_job *job) {
    if (job->command == HN_CMD_CONFLICT) return true;
    if (job->command == HN_CMD_ACCESS) return job->plans > 0;
    return job->plans || job->hensyns || !hn_job_wants_access(job);
}
