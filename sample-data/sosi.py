"""Writes a kommuneplan as SOSI (version 4.5), as municipalities hand plans over.

Areas refer to curves, and neighbours to the same ones: each ring is cut where the
set of rings that run along it changes, and each piece is written once. Arcs are
BUEP. A SOSI area has one outer border, so an object of several parts becomes one
FLATE for each, with the same IDENT.
"""

from formats import ogr_polygon, segments_of

ENCODING = "iso8859-10"
SCALE = 100             # ENHET 0.01
LINE_WIDTH = 70         # of references

# GML name -> SOSI name; a dot means a member of a group.
NAMES = {
    "identifikasjon.lokalId": "IDENT.LOKALID",
    "identifikasjon.navnerom": "IDENT.NAVNEROM",
    "identifikasjon.versjonId": "IDENT.VERSJONID",
    "førsteDigitaliseringsdato": "FØRSTEDIGITALISERINGSDATO",
    "oppdateringsdato": "OPPDATERINGSDATO",
    "kopidata.områdeId": "KOPIDATA.OMRÅDEID",
    "kopidata.originalDatavert": "KOPIDATA.ORIGINALDATAVERT",
    "kopidata.kopidato": "KOPIDATA.KOPIDATO",
    "link": "LINK",
    "arealplanId.kommunenummer": "NASJONALAREALPLANID.KOMM",
    "arealplanId.landkode": "NASJONALAREALPLANID.LANDKODE",
    "arealplanId.planidentifikasjon": "NASJONALAREALPLANID.PLANID",
    "plantype": "PLANTYPE",
    "planstatus": "PLANSTAT",
    "planbestemmelse": "PLANBEST",
    "plannavn": "PLANNAVN",
    "lovreferanse": "LOVREFERANSE",
    "ikrafttredelsesdato": "IKRAFT",
    "vedtakEndeligPlanDato": "VEDTAKENDELIGPLANDATO",
    "kunngjøringsdato": "KUNNGJØRINGSDATO",
    "arealformål": "KPAREALFORMÅL",
    "arealbruksstatus": "AREALST",
    "områdenavn": "OMRNAVN",
    "beskrivelse": "BESKRIVELSE",
    "hensynSonenavn": "HENSYNSONENAVN",
    "angittHensyn": "KPANGITTHENSYN",
    "fare": "KPFARE",
    "støy": "KPSTØY",
    "sikring": "KPSIKRING",
    "båndlegging": "KPBÅNDLEGGING",
}
DATES = ("DATO", "IKRAFT")


class Curves:
    """Pieces of rings, each once, with its number and whether it has a height."""

    def __init__(self):
        self.number = {}        # (is arc, points) -> number
        self.height = {}        # number -> metres
        self.object_type = {}   # number -> type of the first area that uses it

    def add(self, is_arc, points, object_type, height):
        """Its number, negative when the piece runs against the curve."""
        turned = points[::-1]
        forward = points <= turned
        key = (is_arc, tuple(points if forward else turned))
        number = self.number.setdefault(key, len(self.number) + 1)
        self.object_type.setdefault(number, object_type)
        if height is not None:
            self.height[number] = height
        return number if forward else -number


def units(point):
    return round(point[0] * SCALE), round(point[1] * SCALE)


def steps_of(ring):
    """The closed ring as steps from point to point: (is arc, points), in units."""
    steps = []
    for is_arc, points in segments_of(ring):
        at = [units(p) for p in points]
        steps += [(True, at)] if is_arc else [(False, at[i:i + 2]) for i in range(len(at) - 1)]
    return [s for s in steps if s[1][0] != s[1][-1]]


def key_of(step):
    is_arc, points = step
    return is_arc, tuple(min(points, points[::-1]))


def users_of(rings):
    """Step -> the rings that run along it."""
    users = {}
    for number, steps in enumerate(rings):
        for step in steps:
            users.setdefault(key_of(step), set()).add(number)
    return users


def pieces_of(steps, users):
    """The ring cut into pieces (is arc, points) along which the same rings run."""
    def ends(before, after):
        return before[0] or after[0] or users[key_of(before)] != users[key_of(after)]
    starts = [i for i in range(len(steps)) if ends(steps[i - 1], steps[i])]
    if not starts:  # one curve all the way round, from its smallest point
        smallest = min(range(len(steps)), key=lambda i: steps[i][1][0])
        starts = [smallest]
    pieces = []
    for k, start in enumerate(starts):
        count = (starts[(k + 1) % len(starts)] - start - 1) % len(steps) + 1
        run = [steps[(start + i) % len(steps)] for i in range(count)]
        points = run[0][1] if run[0][0] else [s[1][0] for s in run] + [run[-1][1][-1]]
        pieces.append((run[0][0], points))
    return pieces


def areas_of(objects):
    """(object type, feature, rings) of each FLATE; rings None where there is no geometry."""
    areas = []
    for object_type, feature in objects:
        if feature.shape is None:
            areas.append((object_type, feature, None))
        else:
            areas += [(object_type, feature, rings) for rings in feature.shape]
    return areas


def reference_lines(rings):
    """":1 :-2 (:3)", broken into lines."""
    words = []
    for k, numbers in enumerate(rings):
        ring = [f":{n}" for n in numbers]
        if k:
            ring[0], ring[-1] = "(" + ring[0], ring[-1] + ")" if len(ring) > 1 else f"({ring[0]})"
        words += ring
    lines, line = [], "..REF"
    for word in words:
        if len(line) + len(word) >= LINE_WIDTH:
            lines.append(line)
            line = word
        else:
            line += " " + word
    return lines + [line]


def value_text(name, value):
    text = str(value)
    if name.endswith(DATES):
        return text.replace("-", "").replace("T", "").replace(":", "")
    return f'"{text}"' if " " in text else text


def attribute_lines(fields):
    lines, group = [], None
    for field, value in fields.items():
        if value is None:
            continue
        around, dot, name = NAMES[field].rpartition(".")
        if around and around != group:
            lines.append(f"..{around}")
        group = around
        lines.append(f"{'...' if dot else '..'}{name} {value_text(name, value)}")
    return lines


def point_line(point, height):
    north_east = f"{point[1]} {point[0]}"
    return north_east if height is None else f"{north_east} {round(height * SCALE)}"


def curve_lines(number, is_arc, points, object_type, height):
    border = object_type.replace("Område", "").replace("Sone", "") + "Grense"
    key = "..NØ" if height is None else "..NØH"
    lines = [f".{'BUEP' if is_arc else 'KURVE'} {number}:", f"..OBJTYPE {border}", "..KVALITET 82 20",
             key, point_line(points[0], height) + " ...KP 1", key]
    lines += [point_line(p, height) for p in points[1:-1]]
    return lines + [point_line(points[-1], height) + " ...KP 1"]


def inner_point(rings):
    point = ogr_polygon(rings).PointOnSurface()
    if point is None or point.IsEmpty():    # of a ring that crosses itself
        return units(rings[0][0])
    return units((point.GetX(), point.GetY()))


def area_lines(number, object_type, feature, rings, borders):
    lines = [f".FLATE {number}:", f"..OBJTYPE {object_type}"] + attribute_lines(feature.fields)
    if rings is None:
        return lines
    return lines + reference_lines(borders) + ["..NØ", point_line(inner_point(rings), None)]


def head_lines(envelope):
    west, south, east, north = envelope
    return [".HODE", "..TEGNSETT ISO8859-10", "..OMRÅDE", f"...MIN-NØ {int(south)} {int(west)}",
            f"...MAX-NØ {int(north) + 1} {int(east) + 1}", "..SOSI-VERSJON 4.5", "..SOSI-NIVÅ 4",
            "..TRANSPAR", "...KOORDSYS 23", "...ORIGO-NØ 0 0", "...ENHET 0.01",
            "...VERT-DATUM NN2000", '..EIER "Sjøvik kommune"',
            "..OBJEKTKATALOG Arealplan 20190401 * Kommuneplan"]


def write_sosi(path, objects, envelope):
    """`objects` are (object type, feature) pairs; those without a shape become a FLATE without a
    border."""
    areas = areas_of(objects)
    rings = [[steps_of(ring) for ring in rings or []] for _, _, rings in areas]
    users = users_of([steps for of_area in rings for steps in of_area])
    curves, borders = Curves(), []
    for (object_type, feature, _), of_area in zip(areas, rings):
        borders.append([[curves.add(is_arc, points, object_type, feature.heights)
                         for is_arc, points in pieces_of(steps, users)] for steps in of_area])
    lines = head_lines(envelope)
    for (is_arc, points), number in curves.number.items():
        lines += curve_lines(number, is_arc, points, curves.object_type[number], curves.height.get(number))
    for k, (object_type, feature, of_area) in enumerate(areas):
        lines += area_lines(len(curves.number) + 1 + k, object_type, feature, of_area, borders[k])
    with open(path, "w", encoding=ENCODING, newline="\n") as out:
        out.write("\n".join(lines + [".SLUTT"]) + "\n")
