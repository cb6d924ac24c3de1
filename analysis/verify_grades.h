/* verify_grades.h - the rules of the run, as kjoring holds them, and the plan areas, considerations
 * and pairs that they grade. */
#ifndef HN_VERIFY_GRADES_H
#define HN_VERIFY_GRADES_H

#include "verify.h"

#include "data/rules.h"

/* A row of arealformal. */
typedef struct hn_graded_area {
    int64_t fid;
    const char *arealformal; /* NULL: none */
    bool development;
    unsigned lists; /* a bit for each hn_code_list that it may be a purpose of */
    hn_box box;
} hn_graded_area;

/* A row of hensyn, hensyn_linje or hensyn_punkt. */
typedef struct hn_graded_object {
    int64_t fid;
    const char *table, *tema, *opphav;
    int theme; /* of the rules */
    bool hazard;
    int verdi, konsekvens;
    double share; /* beslag_andel, NAN: none */
    int worst;    /* pavirkning of the pairs that count for it */
    hn_box box;
} hn_graded_object;

typedef struct hn_graded_pair {
    uint32_t area, object; /* rows, from 0 */
} hn_graded_pair;

typedef struct hn_grading {
    hn_verify *v;
    hn_rules *rules;
    HN_ROWS(hn_graded_area) areas;     /* by fid */
    HN_ROWS(hn_graded_object) objects; /* by fid */
    HN_ROWS(hn_graded_pair) overlaps;  /* by area */
    const char *table;                 /* that is being read */
} hn_grading;

/* NULL: there is none of that fid. */
hn_graded_area *hn_graded_area_find(const hn_grading *g, int64_t fid);
hn_graded_object *hn_graded_object_find(const hn_grading *g, int64_t fid);

/* What plan_tema counts beyond the pairs that are written (verify_plan_theme.c). */
hensyn_status hn_verify_plan_theme(hn_grading *g);

#endif
