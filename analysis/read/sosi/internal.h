/* internal.h - what the files of the SOSI reader share. */
#ifndef SOSI_INTERNAL_H
#define SOSI_INTERNAL_H

#include "sosi_reader.h"

#include <string.h>

enum {
    SOSI_MOST_TYPES = 4096,
    SOSI_MOST_KEYS = 65536,
    SOSI_MOST_LEVELS = 31,
    SOSI_MOST_PROBLEMS = 8,
    SOSI_KEPT_KEYS = 32,
    /* Points of one arc, which at 1 cm is a full circle of 138 km radius, and of all arcs of an
     * area; more come from broken coordinates, and would be much from few bytes. */
    SOSI_MOST_CHORDS = 8192,
    SOSI_MOST_ARC_POINTS = 4000000,
    SOSI_LONGEST_LINE = 64 * 1024 * 1024
};

/* ---- memory (memory.c) ---- */

/* Room for more elements behind the count that are there, growing by halves. False: no memory, the
 * array stands as it was. */
bool sosi_reserve(void **array, size_t *room, size_t count, size_t more, size_t size);
#define SOSI_RESERVE(array, count, room, more)                                                     \
    sosi_reserve((void **)&(array), &(room), (count), (more), sizeof *(array))

/* Texts one after another; places instead of pointers, since the block moves when it grows. */
typedef struct sosi_text {
    char *bytes;
    size_t size, room;
} sosi_text;
/* Adds a terminated copy; *place: where. */
bool sosi_text_add(sosi_text *text, const char *bytes, size_t size, size_t *place);

/* Different texts, numbered from 0 in the order of their coming. */
typedef struct sosi_names {
    sosi_text text;
    size_t *place; /* of each, in text */
    size_t count, room;
    size_t *slot; /* number + 1; 0: empty */
    size_t slots;
} sosi_names;
/* The number of a text, which is new or not. False: no memory. */
bool sosi_names_add(sosi_names *names, const char *bytes, size_t size, size_t *number);
/* False: never added. */
bool sosi_names_find(const sosi_names *names, const char *bytes, size_t size, size_t *number);
void sosi_names_clear(sosi_names *names);

/* ---- lines (lines.c) ---- */

/* What the bytes beyond ASCII say about the character set. */
typedef struct sosi_bytes_seen {
    bool high, broken;      /* beyond ASCII; not UTF-8 */
    int expected;           /* bytes that an unfinished character still needs */
    unsigned char low, top; /* between which the next one must lie */
} sosi_bytes_seen;
void sosi_bytes_see(sosi_bytes_seen *seen, const unsigned char *bytes, size_t size);

typedef struct sosi_lines {
    sosi_input input;
    char *bytes;
    size_t room, begin, end;
    int64_t place;      /* in the file of bytes[0] */
    int64_t number;     /* of the line handed out last, from 1 */
    int64_t line_place; /* in the file, of the line handed out last */
    bool mark;          /* the file begins with a byte order mark */
    bool ended, again;  /* again: the same line is handed out once more */
    char *line;
    size_t length;
    char stop;             /* what ends a line; 0: not known yet */
    sosi_bytes_seen *seen; /* NULL: nobody asks */
} sosi_lines;
/* The next line, terminated, without its end; it may be written to. SOSI_DONE, SOSI_IO,
 * SOSI_MEMORY, or SOSI_SYNTAX when it is too long. */
sosi_status sosi_lines_next(sosi_lines *lines, char **line, size_t *length);
sosi_status sosi_lines_rewind(sosi_lines *lines, int64_t place, int64_t number);

/* ---- character sets (charset.c, charset_tables.c) ---- */

/* Code points of the bytes from first on; NULL table: UTF-8. */
typedef struct sosi_charset {
    const char *name;      /* as TEGNSETT has it */
    const uint16_t *table; /* of 128 code points */
    unsigned char first;   /* 0x80, or 0 for the seven-bit ones */
} sosi_charset;
extern const uint16_t sosi_latin1[128], sosi_latin6[128], sosi_latin9[128], sosi_cp1252[128],
    sosi_cp865[128], sosi_ns4551[128];
/* NULL: not known. */
const sosi_charset *sosi_charset_named(const char *name);
/* What the bytes must be. letter: the byte after the N of a coordinate key, 0: none seen. */
const sosi_charset *sosi_charset_choose(const char *stated, const sosi_bytes_seen *seen,
                                        unsigned char letter, bool *differs);
/* Adds a text as UTF-8. */
bool sosi_charset_add(const sosi_charset *set, const char *bytes, size_t size, sosi_text *out,
                      size_t *place);

/* ---- numbers (decimal.c) ---- */

/* mantissa / 10^decimals */
typedef struct sosi_decimal {
    int64_t mantissa;
    int decimals;
} sosi_decimal;
/* Reads a number and moves *at behind it. False: none there. *beyond: more digits than fit. */
bool sosi_decimal_read(const char **at, sosi_decimal *out, bool *beyond);
double sosi_decimal_value(sosi_decimal number);

/* From numbers of the file to coordinates: (n * times + plus) / 10^decimals, all in integers below
 * 2^53, so that the division is the only rounding. */
typedef struct sosi_scale {
    int64_t times, plus, most; /* most: largest n */
    int decimals;
    double divisor; /* 10^decimals */
} sosi_scale;
bool sosi_scale_make(sosi_decimal unit, sosi_decimal origin, sosi_scale *out);
/* A whole number, at most 15 digits. False: too large. */
static inline bool sosi_scale_whole(const sosi_scale *scale, int64_t number, double *out) {
    if (number > scale->most || number < -scale->most) return false;
    *out = (double)(number * scale->times + scale->plus) / scale->divisor;
    return true;
}
/* False: too large a number. */
bool sosi_scale_apply(const sosi_scale *scale, sosi_decimal number, double *out);

/* ---- one object as it stands in the file (object.c) ---- */

typedef enum sosi_kind {
    KIND_UNREAD,
    KIND_POINT,
    KIND_SWARM,
    KIND_LINE,
    KIND_CHORDS,
    KIND_ARC,
    KIND_RADIUS_ARC,
    KIND_CIRCLE,
    KIND_CENTRE,
    KIND_AREA
} sosi_kind;
sosi_form sosi_form_of(sosi_kind kind);

/* Places in the text of the object. */
typedef struct sosi_raw_attribute {
    int level;
    size_t key, value;
    int64_t line;
} sosi_raw_attribute;

typedef struct sosi_reference {
    int64_t serial;
    size_t ring; /* number in sosi_raw.ring */
    bool reversed;
} sosi_reference;

/* A ring as the parentheses of the references make it. */
typedef struct sosi_raw_ring {
    int depth;    /* 0 outer border, 1 its holes, 2 an island in a hole ... */
    size_t outer; /* ring of even depth that it belongs to; itself when it is one */
} sosi_raw_ring;

typedef struct sosi_points {
    double *xy, *z;
    size_t count, xy_room, z_room;
    bool has_z; /* z is filled */
} sosi_points;
/* z NAN: no height. */
bool sosi_points_add(sosi_points *points, double x, double y, double z);
/* Many at once; z NULL: none has a height. */
bool sosi_points_append(sosi_points *points, const double *xy, const double *z, size_t count);
void sosi_points_clear(sosi_points *points);

typedef struct sosi_raw {
    char word[24];
    sosi_kind kind;
    int64_t serial, line, place;
    sosi_text text;
    sosi_raw_attribute *attribute;
    size_t attributes, attribute_room;
    size_t type_name; /* place of the value of OBJTYPE; SIZE_MAX: none */
    double radius;
    bool large;
    sosi_quality quality; /* -2: not stated, as in the head */
    sosi_points points;
    sosi_reference *ref;
    size_t refs, ref_room;
    sosi_raw_ring *ring;
    size_t rings, ring_room;
    bool beyond;   /* a coordinate with too many digits */
    bool head;     /* .HODE */
    bool unwanted; /* passed over, since its type is not selected */
} sosi_raw;

/* ---- curves that areas refer to (curves.c) ---- */

typedef struct sosi_kept {
    int64_t serial, line;
    sosi_kind kind;
    char word[24];
    size_t point, points; /* in curves.points */
    size_t ref, refs;     /* of an area: its outer border, in curves.ref */
    double radius;
    bool large;
    sosi_quality quality;
    size_t area; /* that used it last, and how often */
    int uses;
} sosi_kept;

typedef struct sosi_wanted { /* a number that areas refer to */
    int64_t serial;
    size_t kept;  /* SIZE_MAX: not found in the file */
    size_t types; /* chain of types that refer to it, in curves.link; 0: end */
    bool twice;   /* several objects have it */
} sosi_wanted;

typedef struct sosi_link {
    size_t type, next;
} sosi_link;

typedef struct sosi_curves {
    sosi_wanted *wanted;
    size_t wanteds, wanted_room;
    size_t *slot; /* number of wanted + 1; 0: empty */
    size_t slots;
    sosi_link *link;
    size_t links, link_room;
    sosi_kept *kept;
    size_t kepts, kept_room;
    sosi_points points;
    sosi_reference *ref;
    size_t refs, ref_room;
} sosi_curves;
bool sosi_curves_want(sosi_curves *curves, int64_t serial, size_t type);
sosi_wanted *sosi_curves_find(const sosi_curves *curves, int64_t serial);
bool sosi_curves_keep(sosi_curves *curves, sosi_wanted *wanted, const sosi_raw *raw);
void sosi_curves_clear(sosi_curves *curves);

/* ---- drawing (draw.c, border.c) ---- */

/* What is wrong with the object at hand. */
typedef struct sosi_found {
    sosi_problem problem[SOSI_MOST_PROBLEMS];
    size_t count;
    int64_t line, serial;
} sosi_found;
/* Each code once, with its largest size. */
sosi_problem *sosi_found_add(sosi_found *found, sosi_code code);
bool sosi_found_bars(const sosi_found *found);

/* Control points of a curve, and what else draws it. */
typedef struct sosi_curve {
    sosi_kind kind;
    const char *word;
    const double *xy, *z; /* z NULL: none */
    size_t points;
    double radius;
    bool large;
} sosi_curve;
/* Its points into out. False: no memory; what cannot be drawn is found. */
bool sosi_draw(const sosi_curve *curve, double sagitta, sosi_points *out, sosi_found *found);

/* Scratch of the drawing of areas. */
typedef struct sosi_piece {
    size_t first, last; /* of the points in curve, both included */
    int64_t serial;
    bool reversed, used;
} sosi_piece;

typedef struct sosi_end { /* of a piece, by the cell of a grid it lies in */
    int64_t x, y;
    size_t piece;
    bool tail;
} sosi_end;

typedef struct sosi_drawing {
    sosi_curves *curves;
    double sagitta, gap;
    size_t area; /* number of the one at hand */
    sosi_found *found;
    sosi_quality worst;
    size_t arc_points; /* drawn of the area at hand */
    sosi_points curve; /* of all pieces of the ring at hand */
    sosi_piece *piece;
    size_t pieces, piece_room;
    sosi_end *end;
    size_t end_room;
    sosi_points ring; /* rings as they are made */
    size_t *first;    /* point of each ring */
    size_t *owner;    /* ring of sosi_raw that each belongs to */
    size_t rings, first_room, owner_room;
    sosi_points out; /* rings in the order of parts */
    size_t *out_ring, *out_part;
    size_t out_rings, out_parts, out_ring_room, out_part_room;
    sosi_points line; /* one curve */
} sosi_drawing;
/* Draws the area into out, out_ring and out_part. False: no memory. */
bool sosi_draw_area(sosi_drawing *drawing, const sosi_raw *raw);
void sosi_drawing_clear(sosi_drawing *drawing);
/* Joins the pieces from number first on into closed rings (join.c). False: no memory. */
bool sosi_join(sosi_drawing *drawing, size_t first, size_t owner, bool several);
/* The less exact of two. */
sosi_quality sosi_quality_worse(sosi_quality a, sosi_quality b);

/* ---- the reader (reader.c, head.c, object.c, points.c, references.c, texts.c, types.c) ---- */

typedef enum sosi_place { IN_TEXT, IN_POINTS, IN_REFERENCES, IN_NOTHING } sosi_place;

typedef struct sosi_type_state {
    int64_t first_place;
    size_t name, word; /* places in reader.type_text */
    /* Numbers in key_names of the keys of the last object, since the next one mostly has the same.
     */
    size_t sequence[SOSI_KEPT_KEYS];
    size_t sequences;
} sosi_type_state;

struct sosi_reader {
    sosi_lines lines;
    sosi_options options;
    sosi_problem failure;
    sosi_found file; /* what is wrong with it as a whole */
    /* head */
    sosi_head head;
    sosi_raw head_raw;
    bool has_unit, has_unit_height, has_unit_depth, has_origin, ended;
    sosi_decimal unit, unit_height, unit_depth, north, east;
    bool has_system;
    sosi_text head_text;
    sosi_attribute *head_attribute;
    size_t head_room;
    const sosi_charset *charset;
    sosi_bytes_seen seen;
    unsigned char letter; /* after the N of the first coordinate key */
    /* object at hand */
    sosi_raw raw;
    sosi_place in;
    int stride;
    bool depth; /* the third number is a depth */
    sosi_scale north_scale, east_scale, height_scale;
    sosi_decimal own[3]; /* units of the object at hand: plane, height, depth */
    bool own_scale;      /* it has units of its own */
    bool want_text, want_points;
    bool want_own; /* of the texts only those that the reader needs itself */
    size_t only;   /* type; SIZE_MAX: all */
    sosi_decimal *number;
    size_t number_room;
    size_t ring_stack[SOSI_MOST_LEVELS + 1];
    int ring_depth;
    char quote;  /* of a text that is not closed yet; 0: none */
    bool joined; /* the text ends with '&' */
    /* types */
    sosi_names type_names; /* form and OBJTYPE, or form and word where there is none */
    sosi_names key_names;  /* number of the type and key */
    sosi_type *type;
    sosi_type_state *state; /* of each type */
    size_t types, type_room, state_room;
    const char **key; /* of all types */
    sosi_text type_text, scratch;
    bool typed; /* the list is complete */
    /* references and what is delivered */
    sosi_curves curves;
    sosi_drawing drawing;
    double box[4]; /* of all coordinates */
    bool has_box;
    int64_t delivered; /* of the type selected */
    size_t zero;       /* first point of a ring and first ring of a part, where there is one */
    sosi_object object;
    sosi_found found;
    sosi_text text;
    sosi_attribute *attribute;
    size_t attribute_room;
};

sosi_status sosi_fail(sosi_reader *r, sosi_status status, sosi_code code, const char *word,
                      size_t size);
sosi_status sosi_nomem(sosi_reader *r);
static inline bool sosi_blank(char c) { return c == ' ' || c == '\t'; }
static inline const char *sosi_skip_blanks(const char *p) {
    while (sosi_blank(*p))
        p++;
    return p;
}
static inline bool sosi_key_is(const char *key, size_t size, const char *word) {
    return strlen(word) == size && memcmp(key, word, size) == 0;
}
/* The failure of a text at the line at hand. */
sosi_status sosi_broken(sosi_reader *r, const char *text);
/* A whole number; false: none, or too large. */
bool sosi_read_serial(const char **at, int64_t *out);
/* Is it NØ, NØH or NØD, whatever set it is in? *third: H, D or 0. */
bool sosi_is_point_key(const char *key, size_t size, char *third);
sosi_status sosi_take_points(sosi_reader *r, const char *text);
sosi_status sosi_take_references(sosi_reader *r, const char *text);
sosi_status sosi_sort_references(sosi_reader *r);
/* Can the key be one whose value the reader itself must know? */
bool sosi_may_heed(const char *key);
sosi_status sosi_add_text(sosi_reader *r, int level, const char *key, size_t size,
                          const char *value);
sosi_status sosi_extend_text(sosi_reader *r, const char *more);
/* The next object into r->raw; SOSI_DONE: no more. */
sosi_status sosi_read_object(sosi_reader *r);
void sosi_raw_clear(sosi_raw *raw);
/* The head, in r->raw, into r->head. */
sosi_status sosi_take_head(sosi_reader *r);
sosi_status sosi_finish_head(sosi_reader *r);
/* Back to the units of the head. */
sosi_status sosi_reset_scales(sosi_reader *r);
/* Scales from r->own and whether depths are read. */
sosi_status sosi_set_scales(sosi_reader *r);
/* Number of the type of r->raw; *out SIZE_MAX: never seen. */
sosi_status sosi_find_type(sosi_reader *r, size_t *out);
sosi_status sosi_count_type(sosi_reader *r);
sosi_status sosi_finish_types(sosi_reader *r);
sosi_quality sosi_quality_read(const char *text);
void sosi_box_add(double box[4], bool *has_box, const double *xy, size_t points);
/* Attributes of raw as UTF-8, with their parents. */
bool sosi_hand_out(const sosi_reader *r, const sosi_raw *raw, sosi_text *text,
                   sosi_attribute **attribute, size_t *room);

#endif
