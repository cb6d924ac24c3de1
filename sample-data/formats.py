"""Writes features as GeoPackage and as kommuneplan GML (20190401).

A feature is its fields and a shape: polygons (lists of rings, the outer ring
first, not closed), a list of lines, a point, or None where the geometry is
missing. A ring point whose third member is ARC_MIDDLE makes an arc of the two
lines that meet in it; shapes with heights carry them in Feature.heights.
"""

import math
import os
from collections import namedtuple
from xml.sax.saxutils import escape

from osgeo import gdal, ogr, osr

from coverage import ARC_MIDDLE

gdal.UseExceptions()
# GeoPackage stamps its tables with the time of writing; the files are
# committed, so they carry a fixed one.
gdal.SetConfigOption("OGR_CURRENT_DATE", "2025-06-01T12:00:00.000Z")
# Small pages: most of the files are small, and all of them are committed.
gdal.SetConfigOption("OGR_SQLITE_PRAGMA", "page_size=1024")

EPSG = 25833
SRS_NAME = f"http://www.opengis.net/def/crs/EPSG/0/{EPSG}"
MAX_SAGITTA = 0.01      # metres between an arc and the lines that replace it
ARC_DECIMALS = 3

# Key in the fields of a plan object that marks where its geometry stands in
# the schema's sequence; no column of its own.
GEOMETRY_HERE = "område"

Feature = namedtuple("Feature", "fields shape heights", defaults=(None,))
Layer = namedtuple("Layer", "name kind features geometry_field", defaults=("geom",))

KINDS = {"polygon": ogr.wkbPolygon, "multipolygon": ogr.wkbMultiPolygon,
         "line": ogr.wkbLineString25D, "multiline": ogr.wkbMultiLineString,
         "point": ogr.wkbPoint}


def circle_through(a, b, c):
    """Centre and radius of the circle through three points."""
    bx, by, cx, cy = b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]
    d = 2 * (bx * cy - by * cx)
    x = (cy * (bx * bx + by * by) - by * (cx * cx + cy * cy)) / d
    y = (bx * (cx * cx + cy * cy) - cx * (bx * bx + by * by)) / d
    return (a[0] + x, a[1] + y), math.hypot(x, y)


def arc_points(a, b, c):
    """Equally spaced points strictly between a and c on the arc through b.
    Always computed from the smaller end, so both neighbours of a shared arc
    get the same points."""
    if c < a:
        return arc_points(c, b, a)[::-1]
    (x, y), radius = circle_through(a, b, c)
    start, middle, end = (math.atan2(p[1] - y, p[0] - x) for p in (a, b, c))
    turn = 2 * math.pi
    sweep = (end - start) % turn
    if (middle - start) % turn > sweep:
        sweep -= turn
    steps = math.ceil(abs(sweep) / (2 * math.acos(1 - MAX_SAGITTA / radius)))
    angles = (start + sweep * k / steps for k in range(1, steps))
    return [(round(x + radius * math.cos(t), ARC_DECIMALS),
             round(y + radius * math.sin(t), ARC_DECIMALS)) for t in angles]


def linearised(ring):
    points = []
    for i, point in enumerate(ring):
        if len(point) == 3:
            points += arc_points(ring[i - 1], point, ring[(i + 1) % len(ring)])
        else:
            points.append(point)
    return points


def ogr_polygon(rings, height=None):
    polygon = ogr.Geometry(ogr.wkbPolygon if height is None else ogr.wkbPolygon25D)
    for ring in rings:
        line = ogr.Geometry(ogr.wkbLinearRing)
        points = linearised(ring)
        for x, y in points + points[:1]:
            if height is None:
                line.AddPoint_2D(x, y)
            else:
                line.AddPoint(x, y, height)
        polygon.AddGeometry(line)
    return polygon


def ogr_multipolygon(polygons, height=None):
    kind = ogr.wkbMultiPolygon if height is None else ogr.wkbMultiPolygon25D
    multi = ogr.Geometry(kind)
    for rings in polygons:
        multi.AddGeometry(ogr_polygon(rings, height))
    return multi


def ogr_line(points):
    line = ogr.Geometry(ogr.wkbLineString if len(points[0]) == 2 else ogr.wkbLineString25D)
    for point in points:
        line.AddPoint(*point) if len(point) == 3 else line.AddPoint_2D(*point)
    return line


def ogr_shape(kind, feature):
    if feature.shape is None:
        return None
    if kind == "polygon":
        assert len(feature.shape) == 1
        return ogr_polygon(feature.shape[0], feature.heights)
    if kind == "multipolygon":
        return ogr_multipolygon(feature.shape, feature.heights)
    if kind == "line":
        return ogr_line(feature.shape)
    if kind == "multiline":
        multi = ogr.Geometry(ogr.wkbMultiLineString)
        for points in feature.shape:
            multi.AddGeometry(ogr_line(points))
        return multi
    point = ogr.Geometry(ogr.wkbPoint)
    point.AddPoint_2D(*feature.shape)
    return point


def is_valid(geometry):
    """Without the warning that says where it is not."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        return geometry.IsValid()
    finally:
        gdal.PopErrorHandler()


def polygons_of(geometry):
    """The shape of an OGR (multi)polygon, to the centimetre."""
    parts = ([geometry] if geometry.GetGeometryType() == ogr.wkbPolygon
             else [geometry.GetGeometryRef(i) for i in range(geometry.GetGeometryCount())])
    return [[[(round(x, 2), round(y, 2)) for x, y, *_ in ring.GetPoints()[:-1]]
             for ring in (part.GetGeometryRef(i) for i in range(part.GetGeometryCount()))]
            for part in parts]


def field_type(value):
    if isinstance(value, float):
        return ogr.OFTReal
    return ogr.OFTInteger if isinstance(value, int) else ogr.OFTString


def columns_of(features):
    """Field name -> OGR type, in the order in which they first appear."""
    types = {}
    for feature in features:
        for name, value in feature.fields.items():
            if types.get(name) is None and name != GEOMETRY_HERE:
                types[name] = None if value is None else field_type(value)
    return {n: ogr.OFTString if t is None else t for n, t in types.items()}


def spatial_reference():
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(EPSG)
    srs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return srs


def write_geopackage(path, layers):
    if os.path.exists(path):
        os.remove(path)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(path, options=["ADD_GPKG_OGR_CONTENTS=NO"])
    for layer in layers:
        write_layer(source, layer)
    source = None


def write_layer(source, layer):
    kind = KINDS[layer.kind]
    if any(f.heights is not None for f in layer.features):
        kind = ogr.GT_SetZ(kind)
    table = source.CreateLayer(layer.name, spatial_reference(), kind,
                               options=[f"GEOMETRY_NAME={layer.geometry_field}", "FID=objid"])
    for name, type_ in columns_of(layer.features).items():
        table.CreateField(ogr.FieldDefn(name, type_))
    source.StartTransaction()
    for feature in layer.features:
        row = ogr.Feature(table.GetLayerDefn())
        for name, value in feature.fields.items():
            if value is not None:
                row.SetField(name, value)
        row.SetGeometry(ogr_shape(layer.kind, feature))
        table.CreateFeature(row)
    source.CommitTransaction()


# --- GML -------------------------------------------------------------------

NAMESPACE = "http://skjema.geonorge.no/SOSI/produktspesifikasjon/Kommuneplan/20190401"
SCHEMA = ("https://skjema.geonorge.no/SOSI/produktspesifikasjon/Kommuneplan/20190401/"
          "kommuneplan_20190401_filprod.xsd")
WRAPPERS = {"identifikasjon": "Identifikasjon", "arealplanId": "NasjonalArealplanId",
            "kopidata": "Kopidata", "utnytting": "Utnytting"}


def position_list(points, height=None):
    third = "" if height is None else f" {height:.2f}"
    return " ".join(f"{p[0]:.2f} {p[1]:.2f}{third}" for p in points)


def dimension(height):
    return "" if height is None else ' srsDimension="3"'


def segments_of(ring):
    """The closed ring cut into straight runs and arcs: (is_arc, points)."""
    closed = ring + ring[:1]
    segments, run = [], [closed[0]]
    i = 1
    while i < len(closed):
        if closed[i][-1] == ARC_MIDDLE:
            if len(run) > 1:
                segments.append((False, run))
            segments.append((True, [closed[i - 1], closed[i], closed[i + 1]]))
            run = [closed[i + 1]]
            i += 2
        else:
            run.append(closed[i])
            i += 1
    return segments + ([(False, run)] if len(run) > 1 else [])


def ring_gml(ring, ring_id, height):
    if all(len(p) == 2 for p in ring):
        return (f"<gml:LinearRing><gml:posList{dimension(height)}>"
                f"{position_list(ring + ring[:1], height)}</gml:posList></gml:LinearRing>")
    parts = []
    for is_arc, points in segments_of(ring):
        name = "Arc" if is_arc else "LineStringSegment"
        parts.append(f"<gml:{name}><gml:posList>{position_list(points)}</gml:posList></gml:{name}>")
    return (f'<gml:Ring><gml:curveMember><gml:Curve gml:id="{ring_id}"><gml:segments>'
            f"{''.join(parts)}</gml:segments></gml:Curve></gml:curveMember></gml:Ring>")


def surface_gml(feature, gml_id):
    """A Polygon; a MultiSurface where there are several."""
    members = []
    for n, rings in enumerate(feature.shape):
        inner = []
        for k, ring in enumerate(rings):
            side = "interior" if k else "exterior"
            text = ring_gml(ring, f"{gml_id}.curve.{n}.{k}", feature.heights)
            inner.append(f"<gml:{side}>{text}</gml:{side}>")
        crs = f' srsName="{SRS_NAME}"{dimension(feature.heights)}'
        members.append(f'<gml:Polygon gml:id="{gml_id}.geom.{n}"{crs}>{"".join(inner)}</gml:Polygon>')
    if len(members) == 1:
        return members[0]
    body = "".join(f"<gml:surfaceMember>{m}</gml:surfaceMember>" for m in members)
    return f'<gml:MultiSurface gml:id="{gml_id}.geom" srsName="{SRS_NAME}">{body}</gml:MultiSurface>'


def elements_gml(fields):
    """Fields with a dot in the name are members of a nested group, written
    where the first of them stands."""
    lines, done = [], set()
    for name, value in fields.items():
        if value is None:
            continue
        group, _, member = name.partition(".")
        if not member:
            lines.append(f"<app:{name}>{escape(str(value))}</app:{name}>")
        elif group not in done:
            done.add(group)
            inner = "".join(f"<app:{k.partition('.')[2]}>{escape(str(v))}</app:{k.partition('.')[2]}>"
                            for k, v in fields.items()
                            if k.startswith(group + ".") and v is not None)
            lines.append(f"<app:{group}><app:{WRAPPERS[group]}>{inner}</app:{WRAPPERS[group]}></app:{group}>")
    return lines


def object_gml(object_type, gml_id, feature):
    """One object; the geometry follows the fields of the common base type, as
    the schema's sequence demands."""
    base_end = list(feature.fields).index(GEOMETRY_HERE)
    fields = list(feature.fields.items())
    lines = elements_gml(dict(fields[:base_end]))
    if feature.shape is not None:
        lines.append(f"<app:område>{surface_gml(feature, gml_id)}</app:område>")
    lines += elements_gml(dict(fields[base_end + 1:]))
    body = "\n".join("   " + line for line in lines)
    return (f' <gml:featureMember>\n  <app:{object_type} gml:id="{gml_id}">\n{body}\n'
            f"  </app:{object_type}>\n </gml:featureMember>\n")


def write_gml(path, objects, envelope):
    """`objects` are (object type, feature) pairs."""
    west, south, east, north = envelope
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write('<?xml version="1.0" encoding="utf-8"?>\n'
                  f'<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml/3.2"\n'
                  f' xmlns:app="{NAMESPACE}"\n xmlns:xlink="http://www.w3.org/1999/xlink"\n'
                  ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"\n'
                  f' xsi:schemaLocation="{NAMESPACE} {SCHEMA}" gml:id="sjovik">\n'
                  f' <gml:boundedBy><gml:Envelope srsName="{SRS_NAME}" srsDimension="2">'
                  f"<gml:lowerCorner>{west:.2f} {south:.2f}</gml:lowerCorner>"
                  f"<gml:upperCorner>{east:.2f} {north:.2f}</gml:upperCorner>"
                  "</gml:Envelope></gml:boundedBy>\n")
        numbers = {}
        for object_type, feature in objects:
            prefix = ascii_name(object_type)
            numbers[prefix] = numbers.get(prefix, 0) + 1
            out.write(object_gml(object_type, f"{prefix}.{numbers[prefix]}", feature))
        out.write("</gml:FeatureCollection>\n")


def ascii_name(name):
    """The spelling of table names: lower case without æøå."""
    return name.lower().replace("æ", "a").replace("ø", "o").replace("å", "a")
