/* sosi_reader.h - a streaming reader of SOSI files (the Norwegian exchange format for geographic
 * data, SOSI part 1, realisation in SOSI-format 4.5). The folder needs the C library alone (C17 and
 * its mathematics) and can be taken as it is; this is its only header for others. Nothing is
 * global: readers are independent of each other, and one reader serves one thread at a time.
 *
 * Opening goes through the file twice: first to list head, object types and references, then to
 * keep the curves that areas refer to. After that objects are delivered one by one, in the order of
 * the file and as often as wanted. Memory follows the curves referred to and the largest object,
 * time the size of the file.
 *
 * Coordinates are easting first, in the unit of the coordinate system: the decimal numbers of the
 * file applied exactly and rounded once. All text handed out is UTF-8. Pointers into an object live
 * until the next call on its reader, those into head and types as long as the reader.
 *
 * What the notation means here: a dot at the beginning of a line sets the level; '!' begins a
 * comment unless it stands in quotes; a line that begins with none of the two goes on with what
 * stood before: coordinates, references, or a text, which it joins after a blank, or without one
 * when either line puts an '&' at the joint. '*' and '@' are values like others. */
#ifndef SOSI_READER_H
#define SOSI_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum sosi_status {
    SOSI_OK,
    SOSI_DONE,   /* no more objects */
    SOSI_IO,     /* the input refused to be read or rewound */
    SOSI_SYNTAX, /* not understood; sosi_failure tells what and where */
    SOSI_MEMORY
} sosi_status;

/* ---- input ---- */

typedef struct sosi_input {
    /* Up to size bytes; 0 at the end, negative: failed, which ends the call with SOSI_IO. */
    int64_t (*read)(void *user, void *to, size_t size);
    /* The next byte read is the one at this place, counted from 0. */
    bool (*seek)(void *user, int64_t place);
    void *user;
} sosi_input;

/* ---- what is wrong ---- */

typedef enum sosi_code {
    SOSI_NO_PROBLEM,
    /* Of the file; the first ten end the reading. */
    SOSI_NOT_UNDERSTOOD, /* word: the text */
    SOSI_LINE_TOO_LONG,
    SOSI_TOO_MANY_TYPES,
    SOSI_NOT_SOSI,
    SOSI_UNIT_LACKS,
    SOSI_ORIGIN_LACKS,
    SOSI_UNIT_BEYOND,      /* unit or origin with more digits than coordinates can keep */
    SOSI_TRANSPAR_DIFFERS, /* word: what two groups TRANSPAR give different values */
    SOSI_CANNOT_READ,
    SOSI_OUT_OF_MEMORY,
    SOSI_CHARSET_DIFFERS, /* TEGNSETT lacks, is unknown or disagrees; word: what is taken */
    SOSI_END_LACKS,
    SOSI_OUTSIDE_STATED,  /* coordinates beyond OMRÅDE; size: how far */
    SOSI_POINT_ATTRIBUTE, /* attributes of single points are not kept; word: the first one */
    /* Of an object that has no geometry for it. */
    SOSI_NO_COORDINATES,
    SOSI_NO_BORDER,
    SOSI_REFERENCE_LACKS,   /* other: the number that no object has */
    SOSI_REFERENCE_UNREAD,  /* other, word: an object that is no border */
    SOSI_REFERENCE_AGAIN,   /* other: referred to more often than a border can be */
    SOSI_REFERENCE_CIRCLE,  /* other: an area that refers back */
    SOSI_BORDER_OPEN,       /* other: the curve after which it does not go on; size: the gap */
    SOSI_BORDER_APART,      /* several rings where one is meant */
    SOSI_NOT_DRAWN,         /* word, count: a form that needs other points */
    SOSI_FORM_UNREAD,       /* word */
    SOSI_COORDINATE_BEYOND, /* a number with more digits than can be kept */
    /* Of an object that is kept with it. */
    SOSI_GAP_CLOSED,    /* size: the largest gap between curves that was closed */
    SOSI_ORDER_IGNORED, /* the curves join, but not in the order or direction stated */
    SOSI_CHORDS,        /* word: a curve drawn by its points alone */
    SOSI_NUMBER_TWICE   /* other: a number several objects have; the first is taken */
} sosi_code;

typedef struct sosi_problem {
    sosi_code code;
    int64_t line;   /* of the file, from 1; 0: the file as a whole */
    int64_t serial; /* of the object */
    int64_t other;
    int64_t count;
    double size; /* in the unit of the coordinates */
    char word[64];
} sosi_problem;

/* Is the object left without geometry for it? */
bool sosi_problem_bars(sosi_code code);
/* The problem in words, without the line; at most size bytes with the terminator. */
void sosi_problem_text(const sosi_problem *problem, bool norwegian, char *out, size_t size);

/* ---- head ---- */

/* One line of an object or the head: "...LOKALID abc" has level 3, key LOKALID, value "abc". */
typedef struct sosi_attribute {
    int level;      /* dots; more than 31 count as 31 */
    int32_t parent; /* number of the attribute it belongs to; -1: the object */
    int64_t line;
    const char *key;   /* as it stands, without dots */
    const char *value; /* without the quotes around the whole; "": the name of a group */
} sosi_attribute;

/* ..KVALITET 22 18 0: how a position was found, and how exact it is. -1: not stated. */
typedef struct sosi_quality {
    int method;   /* MÅLEMETODE */
    int accuracy; /* NØYAKTIGHET, standard deviation in cm */
} sosi_quality;

/* A coordinate system of the public list of KOORDSYS. */
typedef struct sosi_system {
    int epsg;         /* with easting first; 0: none */
    const char *name; /* NULL: not in the list */
    int zone;         /* or axis; 0: none */
    bool degrees;
} sosi_system;
/* False: not in the list. */
bool sosi_system_find(int number, sosi_system *out);

typedef struct sosi_head {
    const sosi_attribute *attribute; /* all of it */
    size_t attributes;
    const char *charset_stated; /* TEGNSETT; "": none */
    const char *charset;        /* that the bytes are taken for */
    bool mark;                  /* begins with a byte order mark */
    const char *version;        /* SOSI-VERSJON; "": none */
    int level;                  /* SOSI-NIVÅ; -1: none */
    int number;                 /* KOORDSYS; -1: none */
    sosi_system known;          /* what that is */
    const char *vertical;       /* VERT-DATUM; "": none */
    int transformations;        /* groups TRANSPAR */
    double unit, unit_height, unit_depth;
    double origin_north, origin_east;
    sosi_quality quality; /* of objects that state none */
    bool stated;          /* OMRÅDE is there */
    double stated_box[4]; /* west, south, east, north */
} sosi_head;

/* ---- objects ---- */

typedef enum sosi_form {
    SOSI_UNREAD, /* RASTER, TRASE and other words */
    SOSI_POINT,  /* PUNKT, SYMBOL, TEKST */
    SOSI_SWARM,  /* SVERM */
    SOSI_CURVE,  /* KURVE, LINJE, BUEP, BUE, SIRKEL, SIRKELP, KLOTOIDE, BEZIER */
    SOSI_AREA    /* FLATE */
} sosi_form;

/* Objects of one OBJTYPE and form, in the order in which they first appear. */
typedef struct sosi_type {
    const char *name; /* OBJTYPE; "": none */
    const char *word; /* of the first one: FLATE, KURVE ... */
    sosi_form form;
    int64_t objects;
    const char *const *key; /* every key with a value, in order of appearance */
    size_t keys;
    bool has_height;
    bool has_box; /* west, south, east, north of what it draws, or a little more */
    double box[4];
    sosi_quality worst; /* of the objects and of the borders of areas */
    int64_t first_line;
} sosi_type;

/* Rings and lines of points. A point or curve has one part with one ring; an area as many parts as
 * it has outer rings, each followed by its holes, every ring closed. Arcs are chords. */
typedef struct sosi_geometry {
    const double *xy;
    const double *z; /* heights in the unit of height; NAN: none here; NULL: none at all */
    size_t points;
    const size_t *ring; /* first point of each */
    size_t rings;
    const size_t *part; /* first ring of each */
    size_t parts;
} sosi_geometry;

typedef struct sosi_object {
    const char *word; /* FLATE ... */
    sosi_form form;
    int64_t serial; /* its number; 0: none */
    int64_t line;   /* where it begins */
    size_t type;    /* number of its sosi_type */
    const sosi_attribute *attribute;
    size_t attributes;
    sosi_geometry geometry; /* no points: none, and a problem says why */
    sosi_quality quality;   /* areas: the worst of their borders */
    const sosi_problem *problem;
    size_t problems;
} sosi_object;

/* ---- reading ---- */

typedef struct sosi_options {
    double sagitta; /* largest distance between an arc and its chord; 0: 1 cm */
    double gap;     /* largest gap between curves that is closed; 0: two units of the file */
} sosi_options;

typedef struct sosi_reader sosi_reader;

/* Does a file that begins so (at least 512 bytes, or all there is) begin as SOSI does? */
bool sosi_begins(const void *bytes, size_t size);
/* *out is made also when this fails otherwise than SOSI_MEMORY, so that sosi_failure can tell. */
sosi_status sosi_open(const sosi_input *input, const sosi_options *options, sosi_reader **out);
void sosi_close(sosi_reader *reader); /* NULL is allowed */
/* Why the last call failed. */
const sosi_problem *sosi_failure(const sosi_reader *reader);
const sosi_head *sosi_head_of(const sosi_reader *reader);
const sosi_type *sosi_types(const sosi_reader *reader, size_t *count);
/* What is wrong with the file as a whole. */
const sosi_problem *sosi_problems(const sosi_reader *reader, size_t *count);
/* Begins again; type SIZE_MAX: objects of all types, else of this one. */
sosi_status sosi_select(sosi_reader *reader, size_t type);
sosi_status sosi_next(sosi_reader *reader, const sosi_object **out);

/* ---- arcs ---- */

/* Takes one point; false stops. */
typedef bool (*sosi_arc_point)(void *user, double x, double y);
/* The arc through three points (six numbers), without its first point and with its last; when the
 * first and the last coincide, the circle whose diameter ends in the first and the second. No point
 * of the arc is farther than sagitta from the line. The same arc gives the same points whichever
 * way it is walked, so that neighbours that share it still meet. */
bool sosi_arc_points(const double *three, double sagitta, sosi_arc_point add, void *user);
/* The circle through three different points, from the first and back to it. */
bool sosi_circle_points(const double *three, double sagitta, sosi_arc_point add, void *user);
/* The middle of the arc of a BUE: from a to b, radius positive clockwise and negative
 * counterclockwise, large: the longer of the two arcs (STORBUE). False: no such arc. */
bool sosi_arc_middle(const double *a, const double *b, double radius, bool large, double *middle);

#ifdef __cplusplus
}
#endif
#endif
