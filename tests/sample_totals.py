#!/usr/bin/env python3
"""The totals of sample-data/expected.json, which an independent script computed, must come out of
hensyn, from the GML, the GeoPackage and the SOSI twin of the plan; every repaired or dropped object
of defects.json must stand in merknad; the twins give the same conflicts, row by row.
sample_totals.py PROGRAM SAMPLE_DATA"""
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

program, sample = sys.argv[1], sys.argv[2]
# Noise zones on both sides of a road: one object in GML, two in SOSI.
PARTED = {"dd0958db-4f1b-5c1a-ade7-77e950c2a3c0", "75a3b798-c6f8-580b-ab36-41e178ed9cd1"}
faults = []


def check(what, found, wanted, tolerance=0):
    if found is None or abs(found - wanted) > tolerance:
        faults.append(f"{what}: found {found}, expected {wanted}, tolerance {tolerance}")


def run(plan, folder):
    """Runs the demo recipe with another plan file, in plane areas; returns the open result."""
    with open(os.path.join(sample, "demo.yaml"), encoding="utf-8") as f:
        text = f.read().replace("kommuneplan.gml", plan)
    recipe, result = os.path.join(folder, "r.yaml"), os.path.join(folder, plan + ".sqlite")
    with open(recipe, "w", encoding="utf-8") as f:
        f.write(text)
    for name in os.listdir(sample):  # the recipe's paths are relative to the recipe
        link = os.path.join(folder, name)
        if name.endswith((".gpkg", ".gml", ".sos")) and not os.path.exists(link):
            os.symlink(os.path.join(sample, name), link)
    subprocess.run([program, "run", recipe, "-o", result, "--measure", "planar",
                    "--progress", "none"], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    return sqlite3.connect(result)


def indicator(db, key, tema=None, gruppe=None):
    row = db.execute("SELECT verdi FROM indikator WHERE nokkel=? AND tema IS ? AND gruppe IS ? "
                     "AND grad IS NULL", (key, tema, gruppe)).fetchone()
    return row[0] if row else None


def one(db, sql, *values):
    return db.execute(sql, values).fetchone()[0]


def check_totals(name, db, want, tolerance):
    check(f"{name}: arealformal", one(db, "SELECT count(*) FROM arealformal"),
          want["arealformal_antall"])
    check(f"{name}: utbygging", one(db, "SELECT sum(utbygging) FROM arealformal"),
          want["utbygging_antall"])
    check(f"{name}: plan_areal", indicator(db, "plan_areal"), want["plan_areal_m2"], tolerance)
    check(f"{name}: utbygging_areal", indicator(db, "utbygging_areal"),
          want["utbygging_areal_m2"], max(tolerance, 5))
    for gruppe, themes in ((None, want["tema"]), ("plan", want["hensynssoner"])):
        for tema, row in themes.items():
            if "areal_union_m2" not in row:
                continue
            check(f"{name}: hensyn_areal {tema} {gruppe}",
                  indicator(db, "hensyn_areal", tema, gruppe), row["areal_union_m2"],
                  max(tolerance, 0.1))
            met = one(db, "SELECT sum(areal_m2) FROM plan_tema WHERE tema=? AND opphav=?", tema,
                      "plan" if gruppe else "data")
            # One development area stands twice in the data; the union counts it once.
            if met < row["overlapp_m2"] - tolerance:
                faults.append(f"{name}: plan_tema {tema} {gruppe}: {met} < {row['overlapp_m2']}")
            taken = indicator(db, "konflikt_areal", tema, gruppe)
            # Noise does not touch every purpose (pavirkning.csv): there is no lower bound.
            least = 0 if tema == "stoy" else row["overlapp_verdi2_m2"]
            if not least - tolerance <= taken <= row["overlapp_m2"] + tolerance:
                faults.append(f"{name}: konflikt_areal {tema} {gruppe}: {taken} is not within "
                              f"{least} and {row['overlapp_m2']}")
    points = want["tema"]["kulturarv"]
    check(f"{name}: kulturarv pairs", one(db, "SELECT count(*) FROM konflikt_punkt"),
          points["par_overlapp"])


def check_defects(name, db, file):
    """What must be repaired or dropped has its remark, by the object's id."""
    with open(os.path.join(sample, "defects.json"), encoding="utf-8") as f:
        defects = json.load(f)
    for d in defects:
        if d["file"] not in (file, "friluftsliv.gpkg", "naturtyper.gpkg"):
            continue
        word = d["hensyn"].split()[0].strip(",;")
        code = {"repaired": "GEOMETRI_REPARERT", "dropped": "UTEN_GEOMETRI"}.get(word)
        if code and not one(db, "SELECT count(*) FROM merknad WHERE kode=? AND kilde_id LIKE ?",
                            code, d["id"] + "%"):
            faults.append(f"{name}: no {code} for {d['file']} {d['id']} ({d['defect']})")


def conflicts(db):
    """The rows of konflikt and konflikt_punkt by the ids of both objects, whatever the file and
    layer are called; and the shares of each."""
    rows = {}
    for table, sizes in (("konflikt", "k.areal_m2, k.plan_andel, k.hensyn_andel"),
                         ("konflikt_punkt", "NULL, NULL, NULL")):
        for plan, hensyn, *values in db.execute(
                f"SELECT a.kilde_id, h.kilde_id, k.art, {sizes}, "
                "k.avstand_m, k.plan_navn, k.formal_navn, k.hensyn_navn, k.tema, k.verdi, "
                f"k.pavirkning, k.konsekvens, k.skala, k.regel, k.status FROM {table} k "
                "JOIN arealformal a ON a.fid=k.plan_fid JOIN "
                "(SELECT fid, kilde_id FROM hensyn UNION ALL SELECT fid, kilde_id FROM hensyn_punkt) "
                "h ON h.fid=k.hensyn_fid"):
            rows[plan, hensyn, values[0]] = values[1:]
    return rows


def same(a, b, tolerance):
    if isinstance(a, float) and isinstance(b, float):
        return abs(a - b) <= tolerance + 1e-9 * abs(a)
    return a == b


def check_twins(name, own, twin, tolerance, parted):
    """parted: objects of several parts, which SOSI has as several objects ('#2'); a pair with one of
    them agrees in its area alone, summed over the parts."""
    sums = {}
    for (plan, hensyn, art), row in twin.items():
        if hensyn.split("#")[0] in parted:
            key = (plan, hensyn.split("#")[0], art)
            sums[key] = sums.get(key, 0) + row[0]
    for key, row in own.items():
        other = twin.get(key)
        if key[1] in parted:
            if not same(row[0], sums.pop(key, None), tolerance):
                faults.append(f"{name}: {key}: the parts do not add up to {row[0]}")
        elif other is None or not all(same(a, b, tolerance) for a, b in zip(row, other)):
            faults.append(f"{name}: {key}: {other} instead of {row}")
    extra = [k for k in twin if k not in own and k[1].split("#")[0] not in parted]
    faults.extend(f"{name}: {key} is not in the twin" for key in extra + list(sums))


def main():
    with open(os.path.join(sample, "expected.json"), encoding="utf-8") as f:
        expected = json.load(f)
    with tempfile.TemporaryDirectory() as folder:
        # Chords within 1 cm of the arcs move a theme's area by up to 60 m2 (README there).
        db = run("kommuneplan.gml", folder)
        check_totals("gml", db, expected["demo"], 60)
        check_defects("gml", db, "kommuneplan.gml")
        gml = conflicts(db)
        db = run("kommuneplan.gpkg", folder)
        check_totals("gpkg", db, expected["demo_kommuneplan_gpkg"], 0.1)
        gpkg = conflicts(db)
        db = run("kommuneplan.sos", folder)
        check_totals("sos", db, expected["demo"], 60)
        check_defects("sos", db, "kommuneplan.sos")
        sos = conflicts(db)
        check("conflicts", len(gml), 284 + 13)
        # The same coordinates and arcs; the GeoPackage has chords rounded to the millimetre.
        check_twins("sos and gml", gml, sos, 1e-6, PARTED)
        check_twins("sos and gpkg", gpkg, sos, 2, PARTED)
    for fault in faults:
        print(fault)
    print(f"sample totals: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
