"""What bench.py times: hensyn conflict, and what people use for parts of the same work."""

import os
import re
import sqlite3
import subprocess

import tools
from process import Cost
from tools import Outcome, remove

THEMES = {"friluftsliv": ("friluftsliv.gpkg", "kartlagt_friluftslivsomrade"),
          "naturmangfold": ("naturtyper.gpkg", "naturtyper_verdsatte"),
          "verneomrade": ("verneomrader.gpkg", "naturvern_omrade")}
PLAN = ("plan.gpkg", "kparealformalomrade")
# The generator's areas that count as development. The others are given the same subset.
DEVELOPMENT = ("\"arealbruksstatus\" IN ('2','3') AND "
               "(\"arealformål\" LIKE '1%' OR \"arealformål\" LIKE '2%' OR "
               "\"arealformål\" LIKE '52%')")


# ---- hensyn ----

def hensyn_command(program, data):
    command = [program, "conflict", "--plan", os.path.join(data, PLAN[0])]
    for theme, (name, _) in THEMES.items():
        command += ["--hensyn", f"{theme}={os.path.join(data, name)}"]
    return command


def hensyn(program, data, result, threads, preload=None):
    outcome = tools.hensyn(hensyn_command(program, data), result, threads, preload)
    with sqlite3.connect(f"file:{result}?mode=ro", uri=True) as db:
        outcome.pairs, outcome.area = db.execute(
            "SELECT count(*), sum(areal_m2) FROM konflikt").fetchone()
    return outcome


# ---- ogr2ogr ----

def ogr2ogr(data, result, folder):
    names = [PLAN[0]] + [name for name, _ in THEMES.values()]
    return tools.ogr2ogr([[os.path.join(data, name)] for name in names], result, folder)


# ---- PostGIS ----

LOAD = """
DROP TABLE IF EXISTS funnet, hensyn, plan;
CREATE TABLE plan AS SELECT objid, ST_MakeValid(geometri, 'method=structure') AS geom FROM raw_plan;
CREATE TABLE hensyn AS {themes};
CREATE INDEX ON plan USING gist (geom);
CREATE INDEX ON hensyn USING gist (geom);
VACUUM ANALYZE plan;
VACUUM ANALYZE hensyn;
DROP TABLE raw_plan, {raw};
"""
QUERY = "DROP TABLE IF EXISTS funnet;" + tools.TIMED.format(query="""
CREATE TABLE funnet AS
SELECT p.objid AS plan, h.tema, h.objid AS hensyn,
       CASE WHEN ST_Covers(h.geom, p.geom) THEN p.geom
            ELSE ST_Multi(ST_CollectionExtract(ST_Intersection(p.geom, h.geom), 3)) END AS geom
FROM hensyn h JOIN plan p ON ST_Intersects(h.geom, p.geom);
""") + "SELECT 'found', count(*), sum(ST_Area(geom)) FROM funnet WHERE NOT ST_IsEmpty(geom);"


class PostGIS(tools.Server):
    """The overlay as one query."""

    def __init__(self, connection):
        super().__init__(connection)
        self.loaded = None

    def copy_in(self, source, layer, table, where=None):
        chosen = ["-where", where] if where else []
        dump = ["ogr2ogr", "-f", "PGDump", "/vsistdout/", source, layer, "-nln", table, "-lco",
                "SPATIAL_INDEX=NONE", "-lco", "DROP_TABLE=IF_EXISTS", *chosen]
        self.feed(subprocess.Popen(dump, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL))

    def load(self, data):
        if self.loaded == data:
            return
        self.copy_in(os.path.join(data, PLAN[0]), PLAN[1], "raw_plan", DEVELOPMENT)
        parts = []
        for theme, (name, layer) in THEMES.items():
            self.copy_in(os.path.join(data, name), layer, f"raw_{theme}")
            column = "område" if theme == "friluftsliv" else "geom"
            parts.append(f"SELECT '{theme}' AS tema, objid, ST_MakeValid(\"{column}\", "
                         f"'method=structure') AS geom FROM raw_{theme}")
        self.psql(LOAD.format(themes=" UNION ALL ".join(parts),
                              raw=", ".join(f"raw_{theme}" for theme in THEMES)))
        self.loaded = data

    def query(self, data):
        self.load(data)
        _, text = self.psql(QUERY)
        outcome = tools.server_outcome(text)
        pairs, area = re.search(r"found\|(\d+)\|([0-9.]+)", text).groups()
        outcome.pairs, outcome.area = int(pairs), float(area)
        return outcome


# ---- QGIS ----

class Qgis(tools.Processing):
    """Repair and intersection, theme by theme."""

    def fix(self, source, name):
        return self.call("run", "native:fixgeometries", "--", f"INPUT={source}",
                         f"OUTPUT={self.path(name)}")

    def overlay(self, data):
        """Repairs plan and considerations and intersects them, theme by theme."""
        start = self.call("help", "native:intersection")
        remove(*(self.path(n) for n in os.listdir(self.folder) if n.endswith(".gpkg")))
        plan = f"{os.path.join(data, PLAN[0])}|layername={PLAN[1]}|subset={DEVELOPMENT}"
        repair = self.fix(plan, "plan.gpkg")
        for theme, (name, layer) in THEMES.items():
            repair += self.fix(f"{os.path.join(data, name)}|layername={layer}", f"{theme}.gpkg")
        cut = Cost()
        for theme in THEMES:
            cut += self.call("run", "native:intersection", "--", f"INPUT={self.path('plan.gpkg')}",
                             f"OVERLAY={self.path(theme + '.gpkg')}",
                             f"OUTPUT={self.path('found_' + theme + '.gpkg')}")
        stages = {"fixgeometries": repair.seconds, "intersection": cut.seconds,
                  "start av QGIS, sju ganger (med i tallene)": 7 * start.seconds}
        pairs = None
        if not (repair + cut).cut_off:
            pairs = sum(self.count(f"found_{theme}.gpkg") for theme in THEMES)
        return Outcome(repair + cut, stages, pairs)
