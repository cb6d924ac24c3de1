#!/usr/bin/python3
"""Computes what a run of demo.yaml must give and writes expected.json.

    /usr/bin/python3 expected.py [FOLDER]

Shares no code with hensyn or with make.py: the finished files are read with
OGR and the totals made by brute force with GEOS. Areas are plane areas in
EPSG:25833 (--measure planar), square metres.
"""

import json
import os
import shutil
import sys
import tempfile

from osgeo import gdal, ogr

gdal.UseExceptions()
gdal.SetConfigOption("GML_FIELDTYPES", "ALWAYS_STRING")

ARC_STEP_DEGREES = 0.1      # arcs as good as true; hensyn allows 1 cm
SLIVER = 0.01               # thinner pairs are not written by hensyn
DUST = 1.0                  # thinner pairs get status 'smal'
BUFFER = 50                 # of kulturarv in demo.yaml
DECIMALS = 2


# --- Reading -------------------------------------------------------------------

class Row:
    def __init__(self, fields, geometry, was_valid):
        self.fields = fields
        self.geometry = geometry
        self.was_valid = was_valid


def repaired(geometry):
    """Plane, without arcs, valid: outer rings as filled, parts united."""
    plain = geometry.GetLinearGeometry(ARC_STEP_DEGREES)
    plain.FlattenTo2D()
    valid = plain.IsValid()
    if not valid:
        plain = polygonal(plain.MakeValid(["METHOD=STRUCTURE"]))
    return plain, valid


def polygonal(geometry):
    """Only the areas of a geometry."""
    if geometry.GetDimension() == 2 and geometry.GetGeometryName() != "GEOMETRYCOLLECTION":
        return geometry
    kept = ogr.Geometry(ogr.wkbMultiPolygon)
    for i in range(geometry.GetGeometryCount()):
        part = geometry.GetGeometryRef(i)
        for k in range(part.GetGeometryCount() if part.GetGeometryName() == "MULTIPOLYGON" else 0):
            kept.AddGeometry(part.GetGeometryRef(k))
        if part.GetGeometryName() == "POLYGON":
            kept.AddGeometry(part)
    return kept


def read(folder, name):
    """layer -> rows. A GML is opened as a copy, for GDAL would leave a file
    beside it."""
    path = os.path.join(folder, name)
    with tempfile.TemporaryDirectory() as scratch:
        if name.endswith(".gml"):
            path = shutil.copy(path, scratch)
        source = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_READONLY)
        layers = {}
        for i in range(source.GetLayerCount()):
            layer = source.GetLayer(i)
            layers[layer.GetName()] = [row_of(feature) for feature in layer]
        source = None
    return layers


def row_of(feature):
    fields = {short(feature.GetFieldDefnRef(i).GetName()): feature.GetField(i)
              for i in range(feature.GetFieldCount())}
    geometry = feature.GetGeometryRef()
    if geometry is None:
        return Row(fields, None, None)
    return Row(fields, *repaired(geometry))


def short(name):
    """Last part of a flattened name; GDAL gives that for nested GML too."""
    return name.rpartition(".")[2]


# --- Areas ---------------------------------------------------------------------

def union(geometries):
    """The union of areas; empty for none."""
    everything = ogr.Geometry(ogr.wkbMultiPolygon)
    for geometry in geometries:
        parts = ([geometry] if geometry.GetGeometryName() == "POLYGON"
                 else [geometry.GetGeometryRef(i) for i in range(geometry.GetGeometryCount())])
        for part in parts:
            everything.AddGeometry(part)
    return everything.UnionCascaded() if everything.GetGeometryCount() else everything


def common(a, b):
    return polygonal(a.Intersection(b))


def thickness(geometry):
    return 2 * geometry.Area() / geometry.Boundary().Length() if geometry.Area() > 0 else 0


def metres2(geometry):
    return round(geometry.Area(), DECIMALS)


def boxes_meet(a, b):
    a, b = a.GetEnvelope(), b.GetEnvelope()
    return a[0] <= b[1] and b[0] <= a[1] and a[2] <= b[3] and b[2] <= a[3]


# --- What counts as development ----------------------------------------------------

SEA_DEVELOPMENT = ("6130", "6140", "622", "623", "624", "64")
OLD_GREEN = ("170", "171", "172", "173")
OLD_OTHER = ("220", "221", "222", "223", "300", "310", "320", "521", "533")


def is_development_2008(code, level=None):
    if code.startswith(SEA_DEVELOPMENT):
        return level in (None, "2", "4", "5")
    return code.startswith(("1", "2", "4", "52")) and level in (None, "2")


def is_development_1985(code):
    return (code.startswith("1") and code not in OLD_GREEN) or code in OLD_OTHER or code.startswith("6")


def counts_by_status(row):
    """Status 2 and 3 count, 1 does not; a missing one counts."""
    return row.fields.get("arealbruksstatus") in (None, "2", "3")


def development_of_kommuneplan(rows):
    return [r for r in rows if is_development_2008(r.fields["arealformål"]) and counts_by_status(r)]


# --- Values of considerations ---------------------------------------------------

OUTDOOR_VALUES = {"sværtviktigfriluftslivsområde": 3, "svaertviktigfriluftslivsomraade": 3,
                  "viktigfriluftslivsområde": 2, "registrertfriluftslivsområde": 1, "ikkeklassifisert": 0}
NATURE_VALUES = {"svært stor verdi": 4, "stor verdi": 3, "middels verdi": 2, "noe verdi": 1}
UNKNOWN_VALUE = 2

ZONE_THEMES = {"510": "landbruk", "520": "reindrift", "530": "friluftsliv", "540": "gronnstruktur",
               "550": "landskap", "560": "naturmangfold", "570": "kulturarv", "310": "skred",
               "320": "flom", "210": "stoy", "220": "stoy", "110": "drikkevann",
               "720": "verneomrade", "730": "kulturarv"}
ZONE_LAYERS = {"KpAngittHensynSone": "angittHensyn", "KpFareSone": "fare", "KpStøySone": "støy",
               "KpSikringSone": "sikring", "KpBåndleggingSone": "båndlegging"}


def value_of(row, field, table):
    return table.get((row.fields[field] or "").lower(), UNKNOWN_VALUE)


# --- The totals --------------------------------------------------------------------

def layer_totals(folder):
    """Every layer of every file, before clipping."""
    totals = {}
    for name in sorted(os.listdir(folder)):
        if not name.endswith((".gml", ".gpkg")):
            continue
        for layer, rows in read(folder, name).items():
            shapes = [r for r in rows if r.geometry is not None]
            entry = {"antall": len(rows), "uten_geometri": len(rows) - len(shapes),
                     "ugyldige": sum(not r.was_valid for r in shapes)}
            area = sum(r.geometry.Area() for r in shapes if r.geometry.GetDimension() == 2)
            length = sum(r.geometry.Length() for r in shapes if r.geometry.GetDimension() == 1)
            if area:
                entry["areal_sum_m2"] = round(area, DECIMALS)
            if length:
                entry["lengde_sum_m"] = round(length, DECIMALS)
            totals[f"{name}|{layer}"] = entry
    return totals


def purpose_totals(rows):
    totals = {}
    for row in rows:
        if row.geometry is None:
            continue
        key = f"{row.fields['arealformål']}/{row.fields['arealbruksstatus'] or '-'}"
        entry = totals.setdefault(key, {"antall": 0, "areal_m2": 0.0})
        entry["antall"] += 1
        entry["areal_m2"] = round(entry["areal_m2"] + row.geometry.Area(), DECIMALS)
    return dict(sorted(totals.items()))


def clipped(rows, boundary):
    """Copies of rows cut at the municipal border; those without area go."""
    kept = []
    for row in rows:
        if row.geometry is not None:
            inside = common(row.geometry, boundary)
            if inside.Area() > 0:
                kept.append(Row(row.fields, inside, row.was_valid))
    return kept


def pairs(plan, considerations):
    """Numbers of overlaps: those that are written, and the thin ones among
    them."""
    written = thin = 0
    for area in plan:
        for row in considerations:
            if not boxes_meet(area.geometry, row.geometry):
                continue
            thick = thickness(common(area.geometry, row.geometry))
            written += thick >= SLIVER
            thin += SLIVER <= thick < DUST
    return {"par": written, "herav_smale": thin}


def theme_totals(plan, development, rows, boundary, value=lambda row: UNKNOWN_VALUE):
    """`overlapp_m2`: the part of the development that the theme meets.
    `overlapp_verdi2_m2`: the same for considerations of value 2 and more.
    The indicator konflikt_areal lies between the two; it is the first one
    where no pair has konsekvens 0."""
    shapes = [r for r in rows if r.geometry is not None]
    inside = clipped(shapes, boundary)
    valued = [r for r in inside if value(r) >= 2]
    return {"antall": len(shapes), "areal_union_m2": metres2(union(r.geometry for r in shapes)),
            "areal_union_klippet_m2": metres2(union(r.geometry for r in inside)),
            "overlapp_m2": metres2(common(development, union(r.geometry for r in inside))),
            "overlapp_verdi2_m2": metres2(common(development, union(r.geometry for r in valued))),
            **pairs(plan, inside)}


def zones_by_theme(layers):
    found = {}
    for layer, field in ZONE_LAYERS.items():
        for row in layers[layer]:
            found.setdefault(ZONE_THEMES[row.fields[field]], []).append(row)
    return dict(sorted(found.items()))


def monument_totals(plan, rows):
    """Points: how many pairs lie inside an area, how many within the buffer
    of one without lying inside."""
    inside = near = 0
    for area in plan:
        for row in rows:
            distance = area.geometry.Distance(row.geometry)
            inside += distance == 0
            near += 0 < distance < BUFFER
    return {"antall": len(rows), "par_overlapp": inside, "par_bare_naerhet": near}


DATASETS = (("friluftsliv", "friluftsliv.gpkg", "kartlagt_friluftslivsomrade",
             lambda r: value_of(r, "områdeverdi", OUTDOOR_VALUES)),
            ("naturmangfold", "naturtyper.gpkg", "naturtyper_verdsatte",
             lambda r: value_of(r, "Verdikategori", NATURE_VALUES)),
            ("verneomrade", "verneomrader.gpkg", "naturvern_omrade", lambda r: UNKNOWN_VALUE),
            ("reindrift", "reindrift.gpkg", "flyttlei", lambda r: UNKNOWN_VALUE),
            ("flom", "flom.gpkg", "FlomAreal", lambda r: UNKNOWN_VALUE))
FARMLAND = ("21", "22", "23")


def farmland(folder):
    return [r for r in read(folder, "ar5.gpkg")["fkb_ar5_omrade"] if r.fields["arealtype"] in FARMLAND]


def demo_totals(folder, boundary, plan_file):
    """The conflict run of demo.yaml, with the plan from either format."""
    layers = read(folder, plan_file)
    if plan_file.endswith(".gpkg"):
        layers = {name: layers[ascii_lower(name)] for name in ("KpArealformålOmråde", *ZONE_LAYERS)}
    areas = layers["KpArealformålOmråde"]
    inside = clipped(areas, boundary)
    plan = development_of_kommuneplan(inside)
    development = union(r.geometry for r in plan)
    themes = {name: theme_totals(plan, development, read(folder, file)[layer], boundary, value)
              for name, file, layer, value in DATASETS}
    themes["landbruk"] = theme_totals(plan, development, farmland(folder), boundary)
    themes["kulturarv"] = monument_totals(plan, read(folder, "kulturminner.gpkg")["enkeltminner"])
    return {"formal": purpose_totals(areas),
            "arealformal_antall": len(inside), "utbygging_antall": len(plan),
            "plan_areal_m2": metres2(union(r.geometry for r in inside)),
            "utbygging_areal_m2": metres2(development), "tema": themes,
            "hensynssoner": {name: theme_totals(plan, development, rows, boundary)
                             for name, rows in zones_by_theme(layers).items()},
            "samlet_overlapp_m2": metres2(met_by_any(folder, layers, development, boundary))}


def met_by_any(folder, layers, development, boundary):
    """The part of the development that any polygon of any theme meets."""
    rows = [r for _, file, layer, _ in DATASETS for r in read(folder, file)[layer]] + farmland(folder)
    rows += [r for layer in ZONE_LAYERS for r in layers[layer]]
    return common(development, union(r.geometry for r in clipped(rows, boundary)))


def ascii_lower(name):
    return name.lower().replace("å", "a").replace("ø", "o")


def other_plan_totals(folder, boundary):
    """The older and the more detailed plans against friluftsliv."""
    outdoor = read(folder, "friluftsliv.gpkg")["kartlagt_friluftslivsomrade"]
    layers = read(folder, "reguleringsplan.gpkg")
    in_force = {r.fields["planidentifikasjon"] for r in layers["rpomrade"] if r.fields["planstatus"] in ("3", "6")}
    adopted = [r for r in layers["rparealformalomrade"] if r.fields["planidentifikasjon"] in in_force]
    regulated = [r for r in adopted if is_development_2008(r.fields["arealformål"], r.fields["vertikalnivå"])]
    old_areas = read(folder, "kommunedelplan_1985.gpkg")["kparealbrukomrade"]
    old = [r for r in old_areas if is_development_1985(r.fields["arealbruk"]) and counts_by_status(r)]
    totals = {}
    for name, every, rows in (("reguleringsplan", adopted, regulated), ("kommunedelplan_1985", old_areas, old)):
        plan = clipped(rows, boundary)
        development = union(r.geometry for r in plan)
        totals[name] = {"arealformal_antall": len(clipped(every, boundary)), "utbygging_antall": len(plan),
                        "utbygging_areal_m2": metres2(development),
                        "friluftsliv": theme_totals(plan, development, outdoor, boundary, DATASETS[0][3])}
    return totals


def coverage_totals(folder, boundary, development):
    mapped = union(r.geometry for r in read(folder, "friluftsliv_dekning.gpkg")["dekning"])
    return {"kartlagt_andel_av_kommunen": round(common(mapped, boundary).Area() / boundary.Area(), 4),
            "utbygging_kartlagt_m2": metres2(common(mapped, development)),
            "utbygging_ikke_kartlagt_m2": round(development.Area() - common(mapped, development).Area(), DECIMALS)}


# --- Network -------------------------------------------------------------------------

def network_totals(folder):
    links = read(folder, "vegnett.gpkg")["veglenke"]
    ends = [[key(r.geometry.GetPoint_2D(i)) for i in (0, r.geometry.GetPointCount() - 1)] for r in links]
    homes = read(folder, "adresser.gpkg")["adresse"]
    away = [min(h.geometry.Distance(r.geometry) for r in links) for h in homes]
    by_type = {}
    for row in links:
        by_type[row.fields["typeVeg"]] = by_type.get(row.fields["typeVeg"], 0) + 1
    return {"lenker": len(links), "noder": len({e for pair in ends for e in pair}),
            "komponenter": len(set(component_of(ends).values())), "typeVeg": dict(sorted(by_type.items())),
            "adresser": len(homes), "adresser_over_250_m_fra_nettet": sum(d > 250 for d in away),
            **{field: sum(h.fields[field] for h in homes) for field in ("bosatte", "barn", "eldre")},
            "kryssinger_under_eller_over_uten_node": grade_separated(links, ends)}


def key(point):
    return (round(point[0], 2), round(point[1], 2))


def component_of(ends):
    """node -> the smallest node it is joined to."""
    group = {e: e for pair in ends for e in pair}

    def root(node):
        while group[node] != node:
            node = group[node]
        return node
    for a, b in ends:
        low, high = sorted((root(a), root(b)))
        group[high] = low
    return {node: root(node) for node in group}


def grade_separated(links, ends):
    """Links of the surface that the bridge or the tunnel crosses without a
    common node."""
    crossings = 0
    for i, row in enumerate(links):
        if row.fields["medium"] == "T":
            continue
        for k, other in enumerate(links):
            if other.fields["medium"] == "T" and not set(ends[i]) & set(ends[k]):
                crossings += row.geometry.Intersects(other.geometry)
    return crossings


# --- Defects -------------------------------------------------------------------------

def defect_areas(folder):
    """Area of each defective object after repair, by both methods of GEOS:
    where they differ, 'structure' is the expected one."""
    with open(os.path.join(folder, "defects.json"), encoding="utf-8") as source:
        register = json.load(source)
    rows = []
    for entry in register:
        if entry["file"].endswith(".gml"):
            continue
        rows += [{**entry, **areas} for areas in repaired_areas(folder, entry)]
    return rows


def repaired_areas(folder, entry):
    source = gdal.OpenEx(os.path.join(folder, entry["file"]))
    layer = source.GetLayerByName(entry["layer"])
    for feature in layer:
        names = {short(feature.GetFieldDefnRef(i).GetName()): i for i in range(feature.GetFieldCount())}
        index = names.get("lokalId", names.get("identifikasjon_lokalid"))
        geometry = feature.GetGeometryRef()
        if feature.GetField(index) == entry["id"] and geometry is not None and not geometry.IsValid():
            geometry.FlattenTo2D()
            yield {f"areal_{m.lower()}_m2": metres2(polygonal(geometry.MakeValid([f"METHOD={m}"])))
                   for m in ("STRUCTURE", "LINEWORK")}


def main(folder):
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    boundary = read(folder, "kommune.gpkg")["kommune"][0].geometry
    demo = demo_totals(folder, boundary, "kommuneplan.gml")
    linear = demo_totals(folder, boundary, "kommuneplan.gpkg")
    inside = clipped(read(folder, "kommuneplan.gpkg")["kparealformalomrade"], boundary)
    development = union(r.geometry for r in development_of_kommuneplan(inside))
    result = {"kommune_areal_m2": metres2(boundary), "lag": layer_totals(folder),
              "demo": demo, "demo_kommuneplan_gpkg": linear,
              "dekning_friluftsliv": coverage_totals(folder, boundary, development),
              "andre_planer": other_plan_totals(folder, boundary),
              "nett": network_totals(folder), "reparert": defect_areas(folder)}
    with open(os.path.join(folder, "expected.json"), "w", encoding="utf-8", newline="\n") as out:
        json.dump(result, out, ensure_ascii=False, indent=1)
        out.write("\n")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__)))
