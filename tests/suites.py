"""Published geometry cases, with the answers that stand beside them, through a whole hensyn run.

    suites.py --program HENSYN --data DIR [overlay|valid|clipping]

DIR/suites holds the XML tests of GEOS (general and validate) and the end-to-end cases of
polygon-clipping. A case of two areas becomes a plan area and a consideration, magnified by a power
of two so that it is some hundred metres wide. Where that loses no bit, the cases stand side by side
in one run; the others, whose coordinates use all 53 bits, have a run each and keep their place.
Answers that depend on a precision model are left out: hensyn has none.
"""
import argparse
import json
import math
import os
import sqlite3
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

try:
    from osgeo import ogr, osr
except ImportError:
    print("skipped: GDAL's Python bindings are not installed")
    sys.exit(77)

ogr.DontUseExceptions()
osr.DontUseExceptions()
SIDE = 512.0    # a case is magnified until it is at least half as wide
PITCH = 4096.0  # from case to case
SHOWN = 10      # faults of a kind
AREA_TYPES = (ogr.wkbPolygon, ogr.wkbMultiPolygon)


def quiet(*_):
    """GDAL prints what it cannot parse; the case is then left out."""


# ---- geometry ----


def parse(text):
    text = " ".join((text or "").split())
    if not text:
        return None
    if all(c in "0123456789abcdefABCDEF" for c in text):
        return ogr.CreateGeometryFromWkb(bytes.fromhex(text))
    return ogr.CreateGeometryFromWkt(text)


def is_area(g):
    return g is not None and ogr.GT_Flatten(g.GetGeometryType()) in AREA_TYPES and not g.IsEmpty()


def points(g):
    if g.GetGeometryCount() == 0:
        for i in range(g.GetPointCount()):
            yield g.GetPoint_2D(i)
    for i in range(g.GetGeometryCount()):
        yield from points(g.GetGeometryRef(i))


def moved(g, scale, dx, dy):
    """A magnified and shifted copy, in two dimensions, and whether no bit was lost."""
    copy, exact = g.Clone(), True
    copy.FlattenTo2D()

    def walk(part):
        nonlocal exact
        for i in range(part.GetGeometryCount()):
            walk(part.GetGeometryRef(i))
        if part.GetGeometryCount():
            return
        for i in range(part.GetPointCount()):
            x, y = part.GetPoint_2D(i)
            u, v = x * scale + dx, y * scale + dy
            exact = exact and (u - dx) / scale == x and (v - dy) / scale == y
            part.SetPoint_2D(i, u, v)

    walk(copy)
    return copy, exact


def magnifier(geometries):
    xs = [p[0] for g in geometries for p in points(g)]
    ys = [p[1] for g in geometries for p in points(g)]
    width = max(max(xs) - min(xs), max(ys) - min(ys))
    scale = 2.0 ** math.floor(math.log2(SIDE / width)) if width > 0 else 1.0
    return scale, min(xs) * scale, min(ys) * scale


# ---- cases ----


class Case:
    """plan and hensyn: lists of areas; wanted: what is known about the answer, in its own units."""

    def __init__(self, name, plan, hensyn, **wanted):
        self.name, self.plan, self.hensyn, self.wanted = name, plan, hensyn, wanted
        self.scale, self.x, self.y = magnifier(plan + hensyn)

    def usable(self):
        values = [v for g in self.plan + self.hensyn for p in points(g) for v in p]
        return all(math.isfinite(v) and abs(v * self.scale) < 1e8 for v in values)

    def placed(self, dx, dy):
        both = [[moved(g, self.scale, dx, dy) for g in side] for side in (self.plan, self.hensyn)]
        return [[g for g, _ in side] for side in both], all(e for side in both for _, e in side)


def surface(g):
    """Area of what has one: OGR also gives one to closed lines."""
    if ogr.GT_IsSubClassOf(g.GetGeometryType(), ogr.wkbGeometryCollection):
        return sum(surface(g.GetGeometryRef(i)) for i in range(g.GetGeometryCount()))
    return g.GetArea() if ogr.GT_IsSurface(g.GetGeometryType()) else 0.0


def areas_of(text):
    g = parse(text)
    return None if g is None else surface(g)


def xml_cases(folder):
    for name in sorted(os.listdir(folder)):
        if name.endswith(".xml"):
            root = xml.parse(os.path.join(folder, name)).getroot()
            model = root.find("precisionModel")
            floating = model is None or model.get("type", "FLOATING") == "FLOATING" and not model.get("scale")
            for number, case in enumerate(root.iter("case"), 1):
                yield f"{name}:{number}", case, floating


def overlay_cases(data):
    """Pairs of valid areas with the area of their intersection, of their union, or their relation."""
    for suite in ("geos_general", "geos_validate"):
        for name, case, floating in xml_cases(os.path.join(data, "suites", suite)):
            a, b = parse(case.findtext("a")), parse(case.findtext("b"))
            if not is_area(a) or not is_area(b) or not a.IsValid() or not b.IsValid():
                continue
            wanted = {}
            for op in case.iter("op"):
                kind = op.get("name").lower().replace("ng", "")
                plain = floating and op.get("arg3") is None
                if {op.get("arg1", "").lower(), op.get("arg2", "").lower()} != {"a", "b"}:
                    continue
                if kind in ("intersection", "union") and plain:
                    wanted[kind] = areas_of(op.text)
                if kind == "relate" and op.text.strip() == "true" and op.get("arg1", "").lower() == "a":
                    wanted["meet"] = {"2": True, "F": False, "T": True}.get(op.get("arg3")[0])
            wanted = {k: v for k, v in wanted.items() if v is not None}
            if wanted:
                yield Case(name, [a], [b], **wanted)


def valid_cases(data):
    """Areas that are valid or not."""
    for name, case, _ in xml_cases(os.path.join(data, "suites", "geos_general")):
        a = parse(case.findtext("a"))
        for op in case.iter("op"):
            if op.get("name") == "isValid" and op.get("arg1", "").lower() == "a" and is_area(a):
                yield Case(name, [a], [], valid=op.text.strip() == "true")


def features(path):
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    return [f["geometry"] for f in document.get("features", [document])]


def json_area(geometry):
    """None for what OGR cannot hold, such as rings that are not closed."""
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    closed = []
    for rings in polygons:
        if not rings or len(rings[0]) < 3:
            continue  # no shell, and so nothing that its holes could be cut from
        rings = [[list(p[:2]) for p in ring] for ring in rings if len(ring) >= 3]
        closed.append([ring if ring[0] == ring[-1] else [*ring, ring[0]] for ring in rings])
    g = ogr.CreateGeometryFromJson(json.dumps({"type": "MultiPolygon", "coordinates": closed}))
    return g if is_area(g) else None


def clipping_cases(data):
    """Intersections as a plan area and a consideration; unions as considerations of one theme in a
    plan area around them."""
    folder = os.path.join(data, "suites", "polygon_clipping")
    for name in sorted(os.listdir(folder)):
        args = [json_area(g) for g in features(os.path.join(folder, name, "args.geojson"))]
        given = [g for g in args if g is not None]
        answers = {}
        for op in ("intersection", "union"):
            for file in (op, "all"):
                path = os.path.join(folder, name, file + ".geojson")
                if os.path.exists(path) and op not in answers:
                    answer = [json_area(g) for g in features(path)]
                    answers[op] = sum(g.GetArea() for g in answer if g is not None)
        if len(args) == 2 and len(given) == 2 and "intersection" in answers:
            yield Case(f"{name}/intersection", given[:1], given[1:], intersection=answers["intersection"])
        if given and "union" in answers:
            yield Case(f"{name}/union", [around(given)], given, covered=answers["union"])


def around(geometries):
    xs = [p[0] for g in geometries for p in points(g)]
    ys = [p[1] for g in geometries for p in points(g)]
    # A margin that is a power of two times the width keeps the corners short numbers.
    wide = 2.0 ** math.ceil(math.log2(max(max(xs) - min(xs), max(ys) - min(ys)) or 1.0))
    x0, y0 = (math.floor(min(v) / wide) * wide for v in (xs, ys))
    x1, y1 = ((math.floor(max(v) / wide) + 1) * wide for v in (xs, ys))
    return ogr.CreateGeometryFromWkt(f"POLYGON (({x0!r} {y0!r}, {x1!r} {y0!r}, {x1!r} {y1!r}, {x0!r} {y1!r}, "
                                     f"{x0!r} {y0!r}))")


# ---- running ----


class Batch:
    """Cases of one hensyn run, each with its number as id."""

    def __init__(self, folder):
        self.folder, self.cases, self.layers = folder, [], ([], [])

    def add(self, case, dx, dy):
        placed, _ = case.placed(dx, dy)
        for side in (0, 1):
            for i, g in enumerate(placed[side]):
                self.layers[side].append((f"{len(self.cases)}.{i}", g))
        self.cases.append(case)

    def write(self):
        path = os.path.join(self.folder, "cases.gpkg")
        srs = osr.SpatialReference()
        srs.ImportFromEPSG(25833)
        source = ogr.GetDriverByName("GPKG").CreateDataSource(path)
        for name, rows in zip(("plan", "hensyn"), self.layers):
            layer = source.CreateLayer(name, srs, ogr.wkbUnknown, ["SPATIAL_INDEX=NO"])
            layer.CreateField(ogr.FieldDefn("sak", ogr.OFTString))
            layer.CreateField(ogr.FieldDefn("formal", ogr.OFTString))
            source.StartTransaction()
            for key, g in rows:
                feature = ogr.Feature(layer.GetLayerDefn())
                feature["sak"], feature["formal"] = key, "1110"
                feature.SetGeometry(g)
                layer.CreateFeature(feature)
            source.CommitTransaction()
        return path

    def run(self, program):
        """Exit code, message, and the result open for reading."""
        path, out = self.write(), os.path.join(self.folder, "result.gpkg")
        done = subprocess.run([program, "conflict", "--plan", f"{path}|layername=plan", "--hensyn",
                               f"friluftsliv={path}|layername=hensyn", "--purpose-field", "formal",
                               "--development", "all", "--id-field", "sak", "--measure", "planar",
                               "--all-overlaps", "--lang", "en", "--log-format", "json", "-o", out],
                              capture_output=True, text=True, timeout=300)
        db = sqlite3.connect(f"file:{out}?mode=ro", uri=True) if done.returncode == 0 else None
        return done.returncode, done.stderr.strip(), db


class Answers:
    """What one result says about its cases, by number."""

    def __init__(self, db):
        def by_case(sql):
            rows = {}
            for key, *values in db.execute(sql):
                rows.setdefault(int(key.split(".")[0]), []).append(values)
            return rows

        self.plan = by_case("SELECT kilde_id, areal_m2, konflikt_m2, sliver_m2, status, geom FROM arealformal")
        self.hensyn = by_case("SELECT kilde_id, areal_m2, status FROM hensyn")
        self.pair = by_case("SELECT p.kilde_id, h.kilde_id, k.areal_m2 FROM konflikt k JOIN arealformal p "
                            "ON p.fid = k.plan_fid JOIN hensyn h ON h.fid = k.hensyn_fid "
                            "WHERE k.art = 'overlapp'")
        self.theme = by_case("SELECT p.kilde_id, t.areal_m2 FROM plan_tema t JOIN arealformal p "
                             "ON p.fid = t.plan_fid")
        # Whoever reads a remark looks the object up by the id that the result gives it.
        self.told = by_case("SELECT kilde_id, kode FROM merknad WHERE lag = 'plan' AND kilde_id LIKE '%.%' AND "
                            "kode IN ('GEOMETRI_REPARERT', 'GEOMETRI_UBRUKELIG', 'UTEN_GEOMETRI')")


class Report:
    def __init__(self):
        self.checked, self.wrong, self.faults = {}, {}, 0

    def check(self, what, case, good, text=""):
        self.checked[what] = self.checked.get(what, 0) + 1
        if good:
            return
        self.faults += 1
        self.wrong[what] = self.wrong.get(what, 0) + 1
        if self.wrong[what] <= SHOWN:
            print(f"{case.name}: {what}: {text}")


def close(ours, theirs, size):
    """size: of the larger area; an answer in print has fewer digits than its coordinates."""
    return abs(ours - theirs) <= 1e-6 * size + 0.01


def check_overlay(report, case, number, answers):
    unit = case.scale ** 2
    plan, hensyn = answers.plan.get(number), answers.hensyn.get(number)
    pairs = answers.pair.get(number, [])
    report.check("both areas are there", case, plan and hensyn, "one is missing")
    if not plan or not hensyn:
        return
    strangers = [p[0] for p in pairs if int(p[0].split(".")[0]) != number]
    report.check("no pair with a neighbour", case, not strangers, strangers)
    shared = sum(p[1] for p in pairs) + plan[0][2]
    size = max(plan[0][0], hensyn[0][0])
    if "intersection" in case.wanted:
        report.check("intersection", case, close(shared, case.wanted["intersection"] * unit, size),
                     f"{shared} m2, not {case.wanted['intersection'] * unit}")
    if "union" in case.wanted:
        ours = plan[0][0] + hensyn[0][0] - shared
        report.check("union", case, close(ours, case.wanted["union"] * unit, size),
                     f"{ours} m2, not {case.wanted['union'] * unit}")
    if "meet" in case.wanted:
        report.check("interiors meet", case, (shared > 0) == case.wanted["meet"],
                     f"{shared} m2 shared, interiors meet: {case.wanted['meet']}")
    if "covered" in case.wanted:
        ours = answers.theme[number][0][0]
        report.check("union of a theme", case, close(ours, case.wanted["covered"] * unit, size),
                     f"{ours} m2, not {case.wanted['covered'] * unit}")


def geometry_of(blob):
    """The WKB behind the GeoPackage header (version, flags, srs, envelope)."""
    envelope = (0, 32, 48, 48, 64)[blob[3] >> 1 & 7]
    return ogr.CreateGeometryFromWkb(blob[8 + envelope:])


def check_valid(report, case, number, answers, given):
    plan, told = answers.plan.get(number), answers.told.get(number, [])
    if case.wanted["valid"]:
        report.check("a valid area is kept", case, plan and plan[0][3] == "ok" and not told, (plan, told))
        if plan:
            kept = geometry_of(plan[0][4])
            same = set(points(kept)) == set(points(given)) and kept.SymDifference(given).GetArea() == 0
            report.check("a valid area is not touched", case, same, kept.ExportToWkt()[:200])
        return
    report.check("an invalid area is told", case, told, "no merknad")
    if plan:
        kept = geometry_of(plan[0][4])
        report.check("what was repaired is valid", case, kept.IsValid() and plan[0][3] == "reparert",
                     (plan[0][3], kept.ExportToWkt()[:200]))


def finish(report, program, batch):
    code, message, db = batch.run(program)
    # Only an area that nothing is left of can leave a run without a plan.
    alone = len(batch.cases) == 1 and batch.cases[0].wanted.get("valid") is False
    report.check("hensyn runs", batch.cases[0], code == 0 or (alone and code == 3), f"exit {code}: {message[-300:]}")
    if db is None:
        return
    answers = Answers(db)
    given = {int(key.split(".")[0]): g for key, g in batch.layers[0]}
    for number, case in enumerate(batch.cases):
        if "valid" in case.wanted:
            check_valid(report, case, number, answers, given[number])
        else:
            check_overlay(report, case, number, answers)
    db.close()


def run_suite(name, cases, program):
    report, alone, columns, left_out = Report(), 0, 40, 0
    with tempfile.TemporaryDirectory(prefix="hensyn-suite-") as folder:
        together = Batch(folder)
        rest = []
        for case in cases:
            if not case.usable():
                left_out += 1
                continue
            row, column = divmod(len(together.cases), columns)
            dx, dy = column * PITCH - case.x, row * PITCH - case.y
            if case.placed(dx, dy)[1]:
                together.add(case, dx, dy)
            else:
                rest.append(case)
        if together.cases:
            finish(report, program, together)
        count = len(together.cases)
    for case in rest:
        with tempfile.TemporaryDirectory(prefix="hensyn-suite-") as folder:
            batch = Batch(folder)
            batch.add(case, 0.0, 0.0)
            finish(report, program, batch)
            alone += 1
    print(f"{name}: {count} cases in one run, {alone} alone, {left_out} not usable; "
          + ", ".join(f"{what} {n}" for what, n in report.checked.items()) + f"; {report.faults} faults")
    if count + alone < LEAST[name]:
        print(f"{name}: only {count + alone} cases were found, there were {LEAST[name]}")
        return report.faults + 1
    return report.faults


SUITES = {"overlay": overlay_cases, "valid": valid_cases, "clipping": clipping_cases}
LEAST = {"overlay": 100, "valid": 80, "clipping": 60}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--data", default=os.environ.get("HENSYN_TEST_DATA", ""))
    parser.add_argument("suites", nargs="*", choices=[*SUITES, []], default=[])
    args = parser.parse_args()
    if not args.data or not os.path.isdir(os.path.join(args.data, "suites")):
        print("skipped: the published cases (suites/ of the real data) are absent")
        return 77
    from osgeo import gdal
    gdal.PushErrorHandler(quiet)
    faults = sum(run_suite(name, list(SUITES[name](args.data)), args.program) for name in args.suites or SUITES)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
