/* table_parts.h - what the list in tables.c is put together from: the columns and rows of the
 * tables of each part (tables_conflict.c, tables_access.c, tables_common.c), and words for columns.
 */
#ifndef HN_TABLE_PARTS_H
#define HN_TABLE_PARTS_H

#include "write/tables.h"

/* The member has the name of its column. */
#define HN_COLUMN(row, member, type, unit, nb, en)                                                 \
    { #member, type, offsetof(row, member), unit, nb, en }
#define HN_TEXT(row, member, nb, en) HN_COLUMN(row, member, HN_COL_TEXT, NULL, nb, en)
#define HN_WHOLE(row, member, nb, en) HN_COLUMN(row, member, HN_COL_INTEGER, NULL, nb, en)
#define HN_LINK(row, member, nb, en) HN_COLUMN(row, member, HN_COL_FID, NULL, nb, en)
#define HN_COUNT(row, member, nb, en) HN_COLUMN(row, member, HN_COL_COUNT, NULL, nb, en)
#define HN_SQUARE_METRES(row, member, nb, en) HN_COLUMN(row, member, HN_COL_REAL, "m2", nb, en)
#define HN_METRES(row, member, nb, en) HN_COLUMN(row, member, HN_COL_REAL, "m", nb, en)
#define HN_SECONDS(row, member, nb, en) HN_COLUMN(row, member, HN_COL_REAL, "s", nb, en)
#define HN_SHARE(row, member, nb, en) HN_COLUMN(row, member, HN_COL_REAL, "1", nb, en)
#define HN_REAL(row, member, nb, en) HN_COLUMN(row, member, HN_COL_REAL, NULL, nb, en)
#define HN_END                                                                                     \
    { NULL, HN_COL_TEXT, 0, NULL, NULL, NULL }

/* Number of rows of a member of hn_result. */
#define HN_COUNTED(member)                                                                         \
    size_t hn_count_##member(const hn_result *result) { return result->member.count; }

#define HN_COUNT_OF(member) size_t hn_count_##member(const hn_result *result)
#define HN_ROW_OF(name) bool hn_##name##_at(const hn_result *result, size_t index, hn_row *out)

/* ---- conflict ---- */

extern const hn_column hn_plan_area_columns[], hn_consideration_columns[], hn_pair_columns[],
    hn_line_pair_columns[], hn_point_pair_columns[], hn_plan_theme_columns[], hn_face_columns[];
HN_COUNT_OF(plan_areas);
HN_COUNT_OF(considerations);
HN_COUNT_OF(pairs);
HN_COUNT_OF(plan_themes);
HN_COUNT_OF(faces);
HN_ROW_OF(plan_area);
HN_ROW_OF(consideration_area);
HN_ROW_OF(consideration_line);
HN_ROW_OF(consideration_point);
HN_ROW_OF(pair_area);
HN_ROW_OF(pair_line);
HN_ROW_OF(pair_point);
HN_ROW_OF(plan_theme);
HN_ROW_OF(face);

/* ---- access ---- */

extern const hn_column hn_destination_columns[], hn_entrance_columns[], hn_distance_columns[],
    hn_origin_group_columns[], hn_served_columns[], hn_nett_columns[], hn_route_columns[],
    hn_service_piece_columns[], hn_service_zone_columns[], hn_barrier_columns[],
    hn_passage_columns[];
HN_COUNT_OF(destinations);
HN_COUNT_OF(entrances);
HN_COUNT_OF(distances);
HN_COUNT_OF(origin_groups);
HN_COUNT_OF(served);
HN_COUNT_OF(net);
HN_COUNT_OF(routes);
HN_COUNT_OF(service_pieces);
HN_COUNT_OF(service_zones);
HN_COUNT_OF(barriers);
HN_COUNT_OF(passages);
HN_ROW_OF(destination_area);
HN_ROW_OF(destination_line);
HN_ROW_OF(destination_point);
HN_ROW_OF(entrance);
HN_ROW_OF(distance);
HN_ROW_OF(origin_group);
HN_ROW_OF(served);
HN_ROW_OF(net);
HN_ROW_OF(route);
HN_ROW_OF(service_piece);
HN_ROW_OF(service_zone);
HN_ROW_OF(barrier);
HN_ROW_OF(passage);

/* ---- every run ---- */

extern const hn_column hn_remark_columns[], hn_source_columns[], hn_assessment_columns[],
    hn_indicator_columns[], hn_fact_columns[];
HN_COUNT_OF(remarks);
HN_COUNT_OF(sources);
HN_COUNT_OF(indicators);
HN_COUNT_OF(facts);
HN_ROW_OF(remark);
HN_ROW_OF(source);
HN_ROW_OF(indicator);
HN_ROW_OF(fact);

#endif
