/* verify_faces.h - what the checks of samlet_hensyn hand to each other: its polygons, and what they
 * add up to for every consideration and theme. */
#ifndef HN_VERIFY_FACES_H
#define HN_VERIFY_FACES_H

#include "verify.h"

#include "base/sum.h"
#include "data/index.h"

/* One polygon of one face. */
typedef struct hn_face_part {
    int64_t face; /* fid */
    hn_geometry *shape;
    int64_t other;  /* face that overlaps it most; 0: none */
    double overlap; /* m2 */
    bool undecided; /* GEOS refused a pair, as it may with invalid areas */
} hn_face_part;

/* An object of hensyn and what the faces give it. */
typedef struct hn_face_object {
    int64_t fid;
    const char *tema;
    double beslag, area, sliver; /* m2 */
    int64_t grades;              /* a bit for each konsekvens of its conflicts */
    hn_sum faces;
} hn_face_object;

typedef struct hn_face_theme {
    const char *tema; /* of the pool */
    hn_sum faces;
    double most, total; /* of plan_tema, over its groups: the largest, and the sum */
    double taken;       /* hensyn_beslag: the union of what has a konsekvens */
} hn_face_theme;

typedef struct hn_partition {
    hn_verify *v;
    HN_ROWS(hn_face_part) parts;
    HN_ROWS(hn_face_object) objects; /* by fid */
    HN_ROWS(hn_face_theme) themes;
    hn_index *index;
    hn_sum faces;
    hn_sum graded;                  /* m2 of the faces with konsekvens >= 1 */
    double built, built_union, met; /* m2: sum and union of the development areas, konflikt_areal */
    double dust;                    /* m2 of the conflicts that set no konsekvens */
} hn_partition;

/* Faces that lie on each other (verify_faces_overlap.c). */
hensyn_status hn_faces_overlap(hn_partition *p);
/* What faces add up to, against plan_tema, hensyn and indikator (verify_faces_sums.c). */
hensyn_status hn_faces_sums(hn_partition *p);

#endif
