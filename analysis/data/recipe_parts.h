/* recipe_parts.h - what the recipe files share among themselves. */
#ifndef HN_RECIPE_PARTS_H
#define HN_RECIPE_PARTS_H

#include "data/recipe.h"

/* The member of a job that an option sets. */
static inline void *hn_job_member(hensyn_job *job, const hn_option *option) {
    return (char *)job + option->offset;
}
/* Puts text (taken over) in place of *member. */
void hn_replace_text(char **member, char *text);
/* True when a value of this origin counts; drops the values of a weaker origin that stand. */
bool hn_claim(hensyn_job *job, const hn_option *option, hn_given_by origin);
/* HENSYN_USAGE: the value does not do for the option; wanted says what would. */
hensyn_status hn_bad_value(hensyn_context *ctx, const hn_setting *setting, const char *wanted_nb,
                           const char *wanted_en);
/* A number within the bounds of the option. */
hensyn_status hn_number_value(hensyn_context *ctx, const hn_setting *setting, double *out);
/* "THEME=VALUE" options: --hensyn and what stands in the entry of a theme. */
hensyn_status hn_job_apply_theme(hensyn_context *ctx, hensyn_job *job, const hn_setting *setting);
void hn_theme_source_clear(hn_theme_source *source);
void hn_theme_option_clear(hn_theme_option *option);
/* The entry of a theme, made when there is none; NULL: no memory. */
hn_theme_option *hn_job_theme_entry(hensyn_job *job, const char *theme);
/* --class NAME:MIN_AREA_M2:LIMIT_M[:nett|luftlinje]. */
hensyn_status hn_job_apply_class(hensyn_context *ctx, hensyn_job *job, const hn_setting *setting);
/* A class whose members were read one by one (name is copied). */
hensyn_status hn_job_add_class(hensyn_context *ctx, hensyn_job *job, const hn_setting *setting,
                               const hn_class_option *given);
void hn_access_job_clear(hn_access_job *access);
void hn_classes_clear(hn_access_job *access);
/* Bounds of a class, also for the schema: m2 and m. */
#define HN_CLASS_AREA_MOST 1e12
#define HN_CLASS_LIMIT_MOST 1e6

#endif
