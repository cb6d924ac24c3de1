/* xml.h - text, numbers and colours as they stand in XML, whatever the locale of the program. */
#ifndef HN_XML_H
#define HN_XML_H

#include "base/memory.h"

/* Escaped for text and for attributes in double quotes. Characters that XML does not have are left
 * out; NULL appends nothing. */
void hn_xml(hn_buffer *out, const char *text);
/* With a point as decimal sign and at most that many decimals (0..9), no trailing zeros. NAN and
 * infinity give 0. */
void hn_xml_number(hn_buffer *out, double number, int decimals);
/* name="text" with a space in front. */
void hn_xml_attribute(hn_buffer *out, const char *name, const char *text);
/* Parts 0..255 of "#rrggbb"; false (and black) for anything else. */
bool hn_colour_parts(const char *colour, int rgb[3]);
/* Lighter towards white: share 0 leaves the colour, 1 gives white; below 0 darker towards black,
 * -1 gives black. out: "#rrggbb". */
void hn_colour_pale(const char *colour, double share, char out[8]);

#endif
