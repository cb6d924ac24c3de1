/* recipe.c - a job and the setting of its options from text. */
#include "data/recipe.h"

#include "base/text.h"
#include "data/recipe_parts.h"

#include <ctype.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

hensyn_status hensyn_job_create(hensyn_context *ctx, hensyn_job **out) {
    if (!ctx || !out) return HENSYN_USAGE;
    *out = NULL;
    hensyn_status status = HENSYN_OK;
    size_t count;
    const hn_option *option = hn_options(&count);
    hensyn_job *job = hn_zalloc(1, sizeof *job);
    if (!job) return hn_nomem(ctx);
    /* The language of the caller stands until a recipe or option says otherwise. */
    bool english = ctx->english;
    for (size_t i = 0; i < count; i++, option++) {
        if (!option->preset || !option->size) continue;
        HN_TRY(hn_job_apply(ctx, job,
                            &(hn_setting){.option = option,
                                          .name = option->key,
                                          .value = option->preset,
                                          .origin = HN_FROM_DEFAULT}));
    }
    job->english = english;
    *out = job;
    job = NULL;
cleanup:
    ctx->english = english;
    hensyn_job_destroy(job);
    return status;
}

static void clear_sources(hn_source *source, size_t *count) {
    for (size_t i = 0; i < *count; i++)
        hn_source_clear(&source[i]);
    *count = 0;
}

static void clear_hensyn(hensyn_job *job) {
    for (size_t i = 0; i < job->hensyns; i++)
        hn_theme_source_clear(&job->hensyn[i]);
    job->hensyns = 0;
}

/* A list of a job that grows: where it stands, its count and its room. */
typedef struct list_of {
    void *array; /* address of the pointer */
    size_t *count, *capacity;
} list_of;

static list_of sources_of(hensyn_job *job, const hn_option *option) {
    hn_access_job *a = &job->access;
    switch (option->offset) {
    case offsetof(hensyn_job, plan):
        return (list_of){&job->plan, &job->plans, &job->plan_capacity};
    case offsetof(hensyn_job, access.network):
        return (list_of){&a->network, &a->networks, &a->network_capacity};
    case offsetof(hensyn_job, access.origins):
        return (list_of){&a->origins, &a->origin_count, &a->origin_capacity};
    case offsetof(hensyn_job, access.destinations):
        return (list_of){&a->destinations, &a->destination_count, &a->destination_capacity};
    default:
        return (list_of){&job->inputs, &job->input_count, &job->input_capacity};
    }
}

static list_of texts_of(hensyn_job *job, const hn_option *option) {
    if (option->offset == offsetof(hensyn_job, access.population))
        return (list_of){&job->access.population, &job->access.populations,
                         &job->access.population_capacity};
    return (list_of){&job->development, &job->developments, &job->development_capacity};
}

static void clear_texts(char **text, size_t *count) {
    for (size_t i = 0; i < *count; i++)
        hn_free(text[i]);
    *count = 0;
}

void hensyn_job_destroy(hensyn_job *job) {
    if (!job) return;
    clear_sources(job->plan, &job->plans);
    clear_sources(job->inputs, &job->input_count);
    clear_hensyn(job);
    clear_texts(job->development, &job->developments);
    hn_access_job_clear(&job->access);
    for (size_t i = 0; i < job->theme_count; i++)
        hn_theme_option_clear(&job->themes[i]);
    hn_source_clear(&job->boundary);
    void *blocks[] = {job->plan,        job->inputs,        job->hensyn,
                      job->development, job->themes,        job->planstatus,
                      job->recipe_path, job->recipe_text,   job->output,
                      job->kommune,     job->navn,          job->rules_folder,
                      job->id_field,    job->purpose_field, job->status_field,
                      job->map,         job->command_line,  job};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        hn_free(blocks[i]);
}

static void drop_values(hensyn_job *job, const hn_option *option) {
    list_of list;
    switch (option->type) {
    case HN_OPT_SOURCE:
        list = sources_of(job, option);
        clear_sources(*(hn_source **)list.array, list.count);
        break;
    case HN_OPT_THEME_SOURCE:
        clear_hensyn(job);
        break;
    case HN_OPT_CLASS:
        hn_classes_clear(&job->access);
        break;
    default:
        if (option->offset == offsetof(hensyn_job, planstatus)) {
            job->planstatuses = 0;
            break;
        }
        list = texts_of(job, option);
        clear_texts(*(char ***)list.array, list.count);
        break;
    }
}

bool hn_claim(hensyn_job *job, const hn_option *option, hn_given_by origin) {
    size_t count;
    unsigned char *now = &job->origin[option - hn_options(&count)];
    if (origin < *now) return false;
    if (origin > *now && option->repeats) drop_values(job, option);
    *now = (unsigned char)origin;
    return true;
}

hensyn_status hn_bad_value(hensyn_context *ctx, const hn_setting *setting, const char *wanted_nb,
                           const char *wanted_en) {
    return hn_fail(ctx, HENSYN_USAGE, hn_text(ctx, "%s: «%s» er ikke %s", "%s: '%s' is not %s"),
                   setting->name, setting->value, hn_text(ctx, wanted_nb, wanted_en));
}

void hn_replace_text(char **member, char *text) {
    hn_free(*member);
    *member = text;
}

static hensyn_status apply_flag(hensyn_context *ctx, hensyn_job *job, const hn_setting *setting) {
    static const char *const no[] = {"false", "no", "nei", "off", "0"};
    static const char *const yes[] = {"true", "yes", "ja", "on", "1"};
    int value = -1;
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        if (hn_same(setting->value, yes[i])) value = 1;
        if (hn_same(setting->value, no[i])) value = 0;
    }
    if (value < 0) return hn_bad_value(ctx, setting, "true eller false", "true or false");
    if (hn_claim(job, setting->option, setting->origin))
        *(bool *)hn_job_member(job, setting->option) = value;
    return HENSYN_OK;
}

static hensyn_status apply_text(hensyn_context *ctx, hensyn_job *job, const hn_setting *setting) {
    bool path = setting->option->type == HN_OPT_PATH;
    char *text =
        path ? hn_resolve_path(setting->value, setting->folder) : hn_strdup(setting->value);
    if (!text) return hn_nomem(ctx);
    if (hn_claim(job, setting->option, setting->origin))
        hn_replace_text(hn_job_member(job, setting->option), text);
    else
        hn_free(text);
    return HENSYN_OK;
}

hensyn_status hn_number_value(hensyn_context *ctx, const hn_setting *setting, double *out) {
    const hn_option *option = setting->option;
    if (!hn_parse_double(setting->value, out))
        return hn_bad_value(ctx, setting, "et tall", "a number");
    if (*out >= option->low && *out <= option->high) return HENSYN_OK;
    return hn_fail(ctx, HENSYN_USAGE,
                   hn_text(ctx, "%s: «%s» er ikke mellom %.0f og %.0f",
                           "%s: '%s' is not between %.0f and %.0f"),
                   setting->name, setting->value, option->low, option->high);
}

static hensyn_status apply_number(hensyn_context *ctx, hensyn_job *job, const hn_setting *setting) {
    double value;
    hensyn_status status = hn_number_value(ctx, setting, &value);
    if (status != HENSYN_OK) return status;
    if (hn_claim(job, setting->option, setting->origin))
        *(double *)hn_job_member(job, setting->option) = value;
    return HENSYN_OK;
}

static hensyn_status whole_value(hensyn_context *ctx, const hn_setting *setting, const char *text,
                                 int *out) {
    long long value;
    double number;
    hn_setting one = *setting;
    one.value = text;
    if (!hn_parse_int(text, &value)) return hn_bad_value(ctx, &one, "et heltall", "an integer");
    hensyn_status status = hn_number_value(ctx, &one, &number);
    if (status == HENSYN_OK) *out = (int)value;
    return status;
}

/* The digits of "EPSG:25833" or "25833", NULL for anything else. */
static const char *epsg_digits(const char *text) {
    static const char prefix[] = "EPSG:";
    size_t n = 0;
    while (prefix[n] && toupper((unsigned char)text[n]) == prefix[n])
        n++;
    if (n == strlen(prefix)) text += n;
    return isdigit((unsigned char)*text) ? text : NULL;
}

static hensyn_status apply_integer(hensyn_context *ctx, hensyn_job *job,
                                   const hn_setting *setting) {
    const char *text = setting->value;
    if (setting->option->type == HN_OPT_EPSG) text = epsg_digits(text);
    if (!text) return hn_bad_value(ctx, setting, "på formen EPSG:25833", "of the form EPSG:25833");
    int value;
    hensyn_status status = whole_value(ctx, setting, text, &value);
    if (status != HENSYN_OK) return status;
    if (hn_claim(job, setting->option, setting->origin))
        *(int *)hn_job_member(job, setting->option) = value;
    return HENSYN_OK;
}

/* Number of a word in "a|b|c", -1: not among them. */
static int choice_of(const char *choices, const char *word) {
    size_t length = strlen(word);
    int number = 0;
    for (const char *p = choices; *p; number++) {
        size_t n = strcspn(p, "|");
        if (n == length && memcmp(p, word, n) == 0) return number;
        p += p[n] ? n + 1 : n;
    }
    return -1;
}

static hensyn_status apply_choice(hensyn_context *ctx, hensyn_job *job, const hn_setting *setting) {
    const hn_option *option = setting->option;
    int value = choice_of(option->choices, setting->value);
    if (value < 0)
        return hn_fail(ctx, HENSYN_USAGE,
                       hn_text(ctx, "%s: «%s» er ikke blant %s", "%s: '%s' is not among %s"),
                       setting->name, setting->value, option->choices);
    if (!hn_claim(job, option, setting->origin)) return HENSYN_OK;
    void *member = hn_job_member(job, option);
    if (option->size == sizeof(bool))
        *(bool *)member = value;
    else
        *(int *)member = value;
    if (member == (void *)&job->english) ctx->english = value;
    return HENSYN_OK;
}

static hensyn_status apply_source(hensyn_context *ctx, hensyn_job *job, const hn_setting *setting) {
    const hn_option *option = setting->option;
    hn_source source;
    hensyn_status status = hn_source_parse(ctx, setting->value, setting->folder, &source);
    if (status != HENSYN_OK) return status;
    if (!hn_claim(job, option, setting->origin)) {
        hn_source_clear(&source);
        return HENSYN_OK;
    }
    if (!option->repeats) {
        hn_source *member = hn_job_member(job, option);
        hn_source_clear(member);
        *member = source;
        return HENSYN_OK;
    }
    list_of list = sources_of(job, option);
    if (!hn_reserve(list.array, list.capacity, *list.count + 1, sizeof source)) {
        hn_source_clear(&source);
        return hn_nomem(ctx);
    }
    (*(hn_source **)list.array)[(*list.count)++] = source;
    return HENSYN_OK;
}

static hensyn_status add_planstatus(hensyn_context *ctx, hensyn_job *job, const hn_setting *setting,
                                    const char *item) {
    int value = 0;
    hensyn_status status = whole_value(ctx, setting, item, &value);
    if (status != HENSYN_OK || !hn_claim(job, setting->option, setting->origin)) return status;
    if (!HN_RESERVE(job->planstatus, job->planstatuses, job->planstatus_capacity, 1))
        return hn_nomem(ctx);
    job->planstatus[job->planstatuses++] = value;
    job->planstatus_given = setting->origin != HN_FROM_DEFAULT;
    return HENSYN_OK;
}

static hensyn_status add_text(hensyn_context *ctx, hensyn_job *job, const hn_setting *setting,
                              const char *item) {
    if (!hn_claim(job, setting->option, setting->origin)) return HENSYN_OK;
    char *text = hn_strdup(item);
    list_of list = texts_of(job, setting->option);
    if (!text || !hn_reserve(list.array, list.capacity, *list.count + 1, sizeof text)) {
        hn_free(text);
        return hn_nomem(ctx);
    }
    (*(char ***)list.array)[(*list.count)++] = text;
    return HENSYN_OK;
}

/* One value, or several with commas between them. */
static hensyn_status apply_list(hensyn_context *ctx, hensyn_job *job, const hn_setting *setting) {
    bool numbers = setting->option->offset == offsetof(hensyn_job, planstatus);
    hensyn_status status = HENSYN_OK;
    const char *p = setting->value;
    while (status == HENSYN_OK && *p) {
        size_t n = strcspn(p, ",");
        const char *from = p, *to = p + n;
        while (from < to && isspace((unsigned char)*from))
            from++;
        while (to > from && isspace((unsigned char)to[-1]))
            to--;
        char *item = hn_format("%.*s", (int)(to - from), from);
        if (!item)
            status = hn_nomem(ctx);
        else if (!*item)
            status = hn_bad_value(ctx, setting, "en liste med komma mellom verdiene",
                                  "a list with commas between the values");
        else
            status = numbers ? add_planstatus(ctx, job, setting, item)
                             : add_text(ctx, job, setting, item);
        hn_free(item);
        p += p[n] ? n + 1 : n;
    }
    return status;
}

hensyn_status hn_job_apply(hensyn_context *ctx, hensyn_job *job, const hn_setting *setting) {
    if (!*setting->value)
        return hn_fail(ctx, HENSYN_USAGE,
                       hn_text(ctx, "%s: verdien er tom", "%s: the value is empty"), setting->name);
    switch (setting->option->type) {
    case HN_OPT_FLAG:
        return apply_flag(ctx, job, setting);
    case HN_OPT_TEXT:
    case HN_OPT_PATH:
        return apply_text(ctx, job, setting);
    case HN_OPT_NUMBER:
        return apply_number(ctx, job, setting);
    case HN_OPT_INTEGER:
    case HN_OPT_EPSG:
        return apply_integer(ctx, job, setting);
    case HN_OPT_CHOICE:
        return apply_choice(ctx, job, setting);
    case HN_OPT_SOURCE:
        return apply_source(ctx, job, setting);
    case HN_OPT_LIST:
        return apply_list(ctx, job, setting);
    case HN_OPT_CLASS:
        return hn_job_apply_class(ctx, job, setting);
    case HN_OPT_THEME_SOURCE:
    case HN_OPT_THEME_VALUE:
        break;
    }
    return hn_job_apply_theme(ctx, job, setting);
}

hensyn_status hensyn_job_set(hensyn_context *ctx, hensyn_job *job, const char *key,
                             const char *value) {
    if (!ctx) return HENSYN_USAGE;
    if (!job || !key || !value)
        return hn_fail(ctx, HENSYN_USAGE, "hensyn_job_set: job, key and value must be given");
    const hn_option *option = hn_option_find(key);
    if (option && (option->size || hn_option_of_theme(option)))
        return hn_job_apply(
            ctx, job,
            &(hn_setting){.option = option, .name = key, .value = value, .origin = HN_FROM_CALLER});
    const char *near = hn_option_nearest(key, HN_CMD_RUNS | HN_CMD_INFO);
    return near ? hn_fail(ctx, HENSYN_USAGE,
                          hn_text(ctx, "ukjent valg «%s», mente du «%s»?",
                                  "unknown option '%s', did you mean '%s'?"),
                          key, near)
                : hn_fail(ctx, HENSYN_USAGE,
                          hn_text(ctx, "ukjent valg «%s»", "unknown option '%s'"), key);
}
