"""Opens results in a real QGIS and checks that they come up styled.

qgis_styles.py --program BUILD/hensyn [--keep FOLDER]

Makes a small plan and considerations, runs hensyn into SpatiaLite and GeoPackage, and looks at
both through every provider that can open them: default styles, classes, aliases, the project
beside the result, and the colours of a rendered picture. Leaves with 77 (skipped) and a word
where QGIS or the program is absent.
"""

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
SKIPPED = 77


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


try:
    from osgeo import ogr, osr
    from qgis.core import (QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsProject,
                           QgsVectorLayer)
    from qgis.PyQt.QtCore import QSize
    from qgis.PyQt.QtGui import QColor
except ImportError as missing:
    skip(f"QGIS for Python is not installed ({missing})")

X, Y = 480000, 7460000          # EPSG:25833, in Nordland
CONSEQUENCE = {("ku", 4): "#002060", ("ku", 3): "#0070c0", ("ku", 2): "#00b0f0",
               ("ku", 1): "#d4fffe", ("fare", 4): "#8b0a14", ("fare", 3): "#e03a24",
               ("fare", 2): "#ffb000", ("fare", 1): "#fff3a3"}
PURPOSES = {("1110", 1): "#ffff99", ("1110", 2): "#ffff33", ("1120", 2): "#ffcc33",
            ("5100", 1): "#ccff99"}
GROUPS = {"Konflikt": {"konflikt", "konflikt_linje", "konflikt_punkt", "samlet_hensyn"},
          "Hensyn": {"hensyn", "hensyn_linje", "hensyn_punkt"},
          "Plan": {"arealformal"},
          "Datakvalitet": {"merknad"},
          "Tabeller": {"plan_tema", "indikator", "kilde", "kjoring", "vurdering"}}
ACCESS_GROUP = {"avstand", "inngang", "malomrade", "malomrade_linje", "malomrade_punkt", "nett", "rute",
                "rekkevidde", "rekkevidde_flate"}
ACCESS_TABLES = {"dekning", "opphav_gruppe"}
# A colour that each of these layers of access must show.
ACCESS_COLOURS = {"malomrade": "#d9f0d3", "avstand": "#8c510a", "nett": "#01665e"}
SPATIAL = [t for group in ("Konflikt", "Hensyn", "Plan", "Datakvalitet") for t in GROUPS[group]]
ALL = [t for group in GROUPS.values() for t in group]


# Input

def square(x, y, side, height=None):
    x, y, top = X + x, Y + y, Y + y + (height or side)
    return (f"POLYGON(({x} {y},{x + side} {y},{x + side} {top},{x} {top},{x} {y}))")


def write_layer(path, name, kind, fields, rows):
    system = osr.SpatialReference()
    system.ImportFromEPSG(25833)
    target = ogr.GetDriverByName("GPKG").CreateDataSource(path)
    layer = target.CreateLayer(name, system, kind)
    for field in fields:
        layer.CreateField(ogr.FieldDefn(field, ogr.OFTString))
    for wkt, values in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        for field, value in zip(fields, values):
            feature[field] = value
        feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
        layer.CreateFeature(feature)
    target = None


def write_inputs(folder):
    write_layer(f"{folder}/plan.gpkg", "KpArealformålOmråde", ogr.wkbPolygon,
                ["lokalId", "arealformål", "arealbruksstatus", "områdenavn"],
                [(square(0, 0, 1000), ["p1", "1110", "2", "B1 Ås"]),
                 (square(1100, 0, 1000), ["p2", "1110", "1", "B2 & <B3>"]),
                 (square(0, 1100, 1000), ["p3", "1120", "2", "FB Ørn"]),
                 (square(1100, 1100, 1000), ["p4", "5100", "1", "LNFR"])])
    write_layer(f"{folder}/friluft.gpkg", "friluft", ogr.wkbPolygon,
                ["lokalId", "områdeverdi", "områdenavn"],
                [(square(50, 50, 300), ["f1", "sværtViktigFriluftslivsområde", "Marka"]),
                 (square(450, 50, 300), ["f2", "viktigFriluftslivsområde", "Skogen"]),
                 (square(50, 450, 300), ["f3", "registrertFriluftslivsområde", "Lia"]),
                 (square(850, 500, 1500, 900), ["f4", "sværtViktigFriluftslivsområde", "Vidda"])])
    write_layer(f"{folder}/stier.gpkg", "Fotrute", ogr.wkbLineString, ["lokalId", "rutenavn"],
                [(f"LINESTRING({X - 200} {Y + 820},{X + 900} {Y + 900})", ["s1", "Kyststien"])])
    write_layer(f"{folder}/flom.gpkg", "FlomAreal", ogr.wkbPolygon, ["lokalId", "gjentaksintervall"],
                [(square(100, 1200, 300), ["v1", "20"]), (square(500, 1200, 300), ["v2", "500"])])
    write_layer(f"{folder}/gravhauger.gpkg", "kulturminner", ogr.wkbPoint, ["lokalId", "navn"],
                [(f"POINT({X + 300} {Y + 1800})", ["k1", "Gravhaugen"])])


def write_access_inputs(folder):
    """A street with a path into a park, a park nobody comes to, dwellings near, far and apart."""
    write_layer(f"{folder}/veg.gpkg", "veg", ogr.wkbLineString, ["lokalId"],
                [(f"LINESTRING({X} {Y + 500},{X + 1500} {Y + 500})", ["v1"]),
                 (f"LINESTRING({X + 1500} {Y + 500},{X + 1500} {Y + 900},{X + 1600} {Y + 1000})",
                  ["v2"]),
                 (f"LINESTRING({X + 100} {Y + 1500},{X + 300} {Y + 1500})", ["v3"])])
    write_layer(f"{folder}/park.gpkg", "park", ogr.wkbPolygon, ["lokalId", "navn"],
                [(square(1400, 700, 600), ["m1", "Parken"]),
                 (square(400, 1600, 300), ["m2", "Holmen"])])
    places = [(100, 510), (900, 490), (1350, 505), (1700, 900), (200, 1510), (900, 1200)]
    write_layer(f"{folder}/bolig.gpkg", "bolig", ogr.wkbPoint, ["lokalId", "bosatte"],
                [(f"POINT({X + x} {Y + y})", [f"o{i}", "3"]) for i, (x, y) in enumerate(places)])


def run_access(program, folder, output):
    return subprocess.run(
        [program, "access", "--network", f"{folder}/veg.gpkg", "--origins", f"{folder}/bolig.gpkg",
         "--destinations", f"{folder}/park.gpkg", "--population", "bosatte", "--routes",
         "--service-area", "--class", "park:5000:300", "--class", "marka:100000:800", "--progress",
         "none", "-o", output],
        capture_output=True, text=True, timeout=300, check=False)


def run_both(program, folder, output):
    """Conflict and access from one recipe into one file."""
    with open(f"{folder}/begge.yaml", "w", encoding="utf-8") as file:
        file.write("plan: plan.gpkg\nhensyn:\n  - {theme: friluftsliv, source: friluft.gpkg}\n"
                   "access:\n  network: veg.gpkg\n  origins: bolig.gpkg\n"
                   "  destinations: park.gpkg\n  population: bosatte\n")
    return subprocess.run([program, "run", f"{folder}/begge.yaml", "--progress", "none", "-o",
                           output], capture_output=True, text=True, timeout=300, check=False)


def run(program, folder, output):
    return subprocess.run(
        [program, "conflict", "--plan", f"{folder}/plan.gpkg",
         "--hensyn", f"friluftsliv={folder}/friluft.gpkg",
         "--hensyn", f"friluftsliv={folder}/stier.gpkg",
         "--hensyn", f"flom={folder}/flom.gpkg",
         "--hensyn", f"kulturarv={folder}/gravhauger.gpkg",
         "--buffer", "kulturarv=60", "--partition", "--progress", "none", "-o", output],
        capture_output=True, text=True, timeout=300, check=False)


# QGIS

def colours_of(image):
    """How often each colour stands in a picture."""
    found = {}
    for y in range(0, image.height(), 2):
        for x in range(0, image.width(), 2):
            name = QColor(image.pixel(x, y)).name()
            found[name] = found.get(name, 0) + 1
    return found


def render(layers, extent, path=None):
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(layers[0].crs())
    settings.setExtent(extent)
    settings.setOutputSize(QSize(900, 900))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    if path:
        job.renderedImage().save(path)
    return job.renderedImage()


class Way:
    """One file through one provider."""

    folder = ""
    keep = False
    file, provider = "", ""

    def open(self, table):
        path = f"{self.folder}/{self.file}"
        if self.provider == "spatialite":
            geometry = " (geom)" if table in SPATIAL or table in ACCESS_GROUP else ""
            source = f"dbname='{path}' table=\"{table}\"{geometry}"
        else:
            source = f"{path}|layername={table}"
        layer = QgsVectorLayer(source, table, self.provider)
        self.assertTrue(layer.isValid(), source)
        return layer

    def rows(self, sql):
        database = sqlite3.connect(f"{self.folder}/{self.file}")
        rows = database.execute(sql).fetchall()
        database.close()
        return rows

    def colours(self, layer):
        layer.setLabelsEnabled(False)
        return colours_of(render([layer], layer.extent()))


def rules_of(layer):
    return [r for r in layer.renderer().rootRule().descendants() if r.symbol()]


class LayerTests(Way):
    def test_default_style_has_classes_or_rules(self):
        for table in SPATIAL:
            layer = self.open(table)
            kind = layer.renderer().type()
            if table in GROUPS["Plan"] | GROUPS["Hensyn"]:
                self.assertEqual(kind, "categorizedSymbol", table)
                self.assertGreater(len(layer.renderer().categories()), 1, table)
            else:
                self.assertEqual(kind, "RuleRenderer", table)
                self.assertGreaterEqual(len(rules_of(layer)), 3, table)
            self.assertTrue(layer.labelsEnabled(), table)

    def test_conflict_rules_name_all_grades(self):
        layer = self.open("konflikt")       # owns the rules
        rules = rules_of(layer)
        colours = {r.symbol().symbolLayer(0).fillColor().name() for r in rules}
        self.assertLessEqual(set(CONSEQUENCE.values()), colours)
        for rule in rules:
            self.assertIn("indikativ", rule.label().lower())
            self.assertFalse(rule.filter().hasParserError(), rule.filterExpression())

    def test_every_feature_has_a_symbol(self):
        for table in SPATIAL:
            layer = self.open(table)
            if layer.renderer().type() == "categorizedSymbol":
                continue        # the last category takes the rest
            left = " AND ".join(f"NOT coalesce({r.filterExpression()}, false)"
                                for r in rules_of(layer))
            self.assertEqual([f.attributes() for f in layer.getFeatures(left)], [], table)

    def test_every_class_that_occurs_has_a_category_of_its_own(self):
        layer = self.open("arealformal")
        found = {c.label() for f in layer.getFeatures() for c in layer.renderer().categories()
                 if str(c.value()) == f"{f['arealformal']}/{f['arealbruksstatus']}"}
        self.assertEqual(len(found), len(PURPOSES))
        self.assertIn("1110 Boligbebyggelse, framtidig", found)

    def test_every_column_has_a_norwegian_alias(self):
        for table in ALL:
            bare = [f.name() for f in self.open(table).fields()
                    if not f.alias() and f.name() not in ("fid", "rowid")]
            self.assertEqual(bare, [], table)

    def test_areas_are_shown_in_dekar_too(self):
        for table in ("konflikt", "arealformal", "hensyn"):
            layer = self.open(table)
            index = layer.fields().indexFromName("areal_daa")
            self.assertGreaterEqual(index, 0, table)
            self.assertEqual(layer.fields()[index].alias(), "Areal (daa)")
            for feature in layer.getFeatures():
                self.assertAlmostEqual(feature["areal_daa"], feature["areal_m2"] / 1000, 6)

    def test_codes_show_their_words(self):
        for table in ("konflikt", "plan_tema"):
            layer = self.open(table)
            setup = layer.editorWidgetSetup(layer.fields().indexFromName("konsekvens"))
            self.assertEqual(setup.type(), "ValueMap", table)
            words = {v: k for entry in setup.config()["map"] for k, v in entry.items()}
            self.assertEqual(words["4"], "4 svært stor (----)")

    def test_purposes_are_drawn_in_official_colours(self):
        used = self.rows("SELECT DISTINCT arealformal, arealbruksstatus FROM arealformal")
        self.assertEqual({(str(code), status) for code, status in used}, set(PURPOSES))
        found = self.colours(self.open("arealformal"))
        for purpose, colour in PURPOSES.items():
            self.assertGreater(found.get(colour, 0), 1000, f"{purpose}: {colour}")

    def test_conflicts_are_drawn_in_the_colours_of_their_grade(self):
        used = self.rows("SELECT DISTINCT skala, konsekvens FROM konflikt "
                         "WHERE art = 'overlapp' AND konsekvens > 0")
        self.assertIn(("ku", 4), used)
        self.assertIn("fare", {scale for scale, _ in used})
        found = self.colours(self.open("konflikt"))
        for key, colour in CONSEQUENCE.items():
            if key in used:
                self.assertGreater(found.get(colour, 0), 100, str(key))
            else:
                self.assertLess(found.get(colour, 0), 20, str(key))

    def test_sld_loads_with_as_many_rules(self):
        styles = dict(self.rows("SELECT f_table_name, styleSLD FROM layer_styles "
                                "WHERE f_table_schema = '' AND styleSLD LIKE '%<Rule>%'"))
        self.assertEqual(set(styles), set(SPATIAL))
        for table, sld in styles.items():
            path = f"{self.folder}/{table}.sld"
            with open(path, "w", encoding="utf-8") as file:
                file.write(sld)
            layer = self.open(table)
            message, loaded = layer.loadSldStyle(path)
            self.assertTrue(loaded, f"{table}: {message}")
            if layer.renderer().type() == "RuleRenderer":
                self.assertEqual(len(rules_of(layer)), sld.count("<Rule>"), table)
            else:               # QGIS takes one rule without a filter as a single symbol
                self.assertEqual(sld.count("<Rule>"), 1, table)


class ProjectTests(Way):
    def setUp(self):
        # A copy elsewhere shows that paths are relative.
        self.elsewhere = tempfile.mkdtemp(dir=self.folder)
        shutil.copy(f"{self.folder}/{self.file}", self.elsewhere)
        shutil.copy(f"{self.folder}/{self.file}.qgs", f"{self.elsewhere}/kart.qgs")
        self.project = QgsProject.instance()
        self.project.clear()
        self.assertTrue(self.project.read(f"{self.elsewhere}/kart.qgs"), self.project.error())

    def tearDown(self):
        self.project.clear()

    def test_all_layers_are_valid_and_beside_the_project(self):
        layers = self.project.mapLayers().values()
        self.assertEqual([l.name() for l in layers if not l.isValid()], [])
        self.assertEqual(len(layers), len(ALL))
        for layer in layers:
            self.assertIn(self.elsewhere, layer.source())

    def test_layers_stand_in_their_groups_conflicts_on_top(self):
        root = self.project.layerTreeRoot()
        for group in root.children():
            tables = {node.layer().id().replace("hensyn_", "", 1) for node in group.children()}
            self.assertEqual(tables, GROUPS[group.name()], group.name())
        order = [n.layer().id() for n in root.findLayers()]
        self.assertLess(order.index("hensyn_konflikt"), order.index("hensyn_hensyn"))
        self.assertLess(order.index("hensyn_hensyn"), order.index("hensyn_arealformal"))

    def test_crs_and_title(self):
        self.assertEqual(self.project.crs().authid(), "EPSG:25833")
        self.assertIn("indikativ", self.project.title())
        self.assertNotIn("konsekvensutredning", self.project.title())

    def test_aliases_are_there(self):
        for table in ALL:
            layer = self.project.mapLayer(f"hensyn_{table}")
            bare = [f.name() for f in layer.fields()
                    if not f.alias() and f.name() not in ("fid", "rowid")]
            self.assertEqual(bare, [], table)

    def test_picture_has_the_colours(self):
        tree = self.project.layerTreeRoot()
        shown = [n.layer() for n in tree.findLayers() if n.isVisible() and n.layer().isSpatial()]
        for layer in shown:
            self.assertIn(layer.renderer().type(), ("categorizedSymbol", "RuleRenderer"))
            layer.setLabelsEnabled(False)
        extent = self.project.mapLayer("hensyn_arealformal").extent()
        picture = f"{self.folder}/{self.file}.png" if self.keep else None
        found = colours_of(render(shown, extent, picture))
        self.assertGreater(found.get("#002060", 0), 100)
        self.assertGreater(found.get("#ffff33", 0), 1000)
        self.assertGreater(found.get("#2e7d32", 0), 5)      # friluftsliv, hatched


class AccessTests(Way):
    def test_every_layer_has_rules_and_every_feature_a_symbol(self):
        for table in ACCESS_GROUP:
            layer = self.open(table)
            self.assertEqual(layer.renderer().type(), "RuleRenderer", table)
            rules = rules_of(layer)
            self.assertGreaterEqual(len(rules), 1, table)
            for rule in rules:
                self.assertFalse(rule.filter().hasParserError(), rule.filterExpression())
            left = " AND ".join(f"NOT coalesce({r.filterExpression()}, false)" for r in rules)
            self.assertEqual([f.attributes() for f in layer.getFeatures(left)], [], table)

    def test_distances_stand_in_sections_of_which_the_first_is_on(self):
        layer = self.open("avstand")
        sections = layer.renderer().rootRule().children()
        self.assertEqual([s.label() for s in sections],
                         ["park (grense 300 m)", "marka (grense 800 m)"])
        self.assertEqual([s.active() for s in sections], [True, False])
        labels = [r.label() for r in sections[0].children()]
        self.assertIn("150 til 300 m (innenfor grensen)", labels)
        self.assertEqual(len([text for text in labels if text.startswith("Ikke nådd")]), 3)

    def test_every_column_has_a_norwegian_alias(self):
        for table in ACCESS_GROUP | ACCESS_TABLES:
            bare = [f.name() for f in self.open(table).fields()
                    if not f.alias() and f.name() not in ("fid", "rowid")]
            self.assertEqual(bare, [], table)

    def test_codes_show_their_words(self):
        layer = self.open("avstand")
        setup = layer.editorWidgetSetup(layer.fields().indexFromName("status"))
        words = {v: k for entry in setup.config()["map"] for k, v in entry.items()}
        self.assertEqual(words["ikke_tilknyttet"], "ikke tilknyttet nettet")

    def test_layers_are_drawn_in_their_colours(self):
        for table, colour in ACCESS_COLOURS.items():
            self.assertGreater(self.colours(self.open(table)).get(colour, 0), 10, table)

    def colours(self, layer):
        """With room around, so that points at the rim are whole."""
        layer.setLabelsEnabled(False)
        extent = layer.extent()
        extent.grow(100)
        return colours_of(render([layer], extent))

    def test_what_is_not_reached_is_seen(self):
        status = {row[0] for row in self.rows("SELECT DISTINCT status FROM avstand")}
        self.assertEqual(status, {"ok", "inne", "ingen_vei", "ikke_tilknyttet"})
        found = self.colours(self.open("avstand"))
        self.assertGreater(found.get("#762a83", 0), 3)      # no way
        self.assertGreater(found.get("#c2a5cf", 0), 0)      # not tied, inside
        self.assertGreater(found.get("#40004b", 0), 0)      # and around it

    def test_sld_loads(self):
        styles = dict(self.rows("SELECT f_table_name, styleSLD FROM layer_styles WHERE "
                                "f_table_schema = '' AND styleSLD LIKE '%<Rule>%'"))
        self.assertLessEqual(ACCESS_GROUP, set(styles))
        for table in ACCESS_GROUP:
            path = f"{self.folder}/{table}.sld"
            with open(path, "w", encoding="utf-8") as file:
                file.write(styles[table])
            layer = self.open(table)
            message, loaded = layer.loadSldStyle(path)
            self.assertTrue(loaded, f"{table}: {message}")
            self.assertEqual(len(rules_of(layer)), styles[table].count("<Rule>"), table)


class AccessSpatiaLite(AccessTests, unittest.TestCase):
    file, provider = "tilgang.sqlite", "spatialite"


class AccessSpatiaLiteThroughOgr(AccessTests, unittest.TestCase):
    file, provider = "tilgang.sqlite", "ogr"


class AccessGeoPackage(AccessTests, unittest.TestCase):
    file, provider = "tilgang.gpkg", "ogr"


class ProjectOf(unittest.TestCase):
    def read(self, file):
        project = QgsProject.instance()
        project.clear()
        self.assertTrue(project.read(f"{Way.folder}/{file}.qgs"), project.error())
        self.addCleanup(project.clear)
        self.assertEqual([l.name() for l in project.mapLayers().values() if not l.isValid()], [])
        return project, {group.name(): {node.layer().id().replace("hensyn_", "", 1)
                                        for node in group.children()}
                         for group in project.layerTreeRoot().children()}

    def test_access_alone(self):
        for file in ("tilgang.sqlite", "tilgang.gpkg"):
            project, groups = self.read(file)
            self.assertEqual(groups["Tilgjengelighet"], ACCESS_GROUP)
            self.assertLessEqual(ACCESS_TABLES, groups["Tabeller"])
            self.assertNotIn("Konflikt", groups)
            self.assertIn("avstand til rekreasjonsområder", project.title())
            self.assertNotIn("konflikt", project.title())

    def test_both_parts(self):
        project, groups = self.read("begge.sqlite")
        self.assertEqual(groups["Konflikt"], GROUPS["Konflikt"] - {"samlet_hensyn"})
        self.assertEqual(groups["Tilgjengelighet"],
                         {t for t in ACCESS_GROUP if not t.startswith(("rute", "rekkevidde"))}
                         | {"barriere", "passasje"})
        self.assertLess(list(groups).index("Konflikt"), list(groups).index("Tilgjengelighet"))
        self.assertLess(list(groups).index("Tilgjengelighet"), list(groups).index("Plan"))
        self.assertIn("konflikt", project.title())
        self.assertIn("avstand", project.title())


class SpatiaLite(LayerTests, unittest.TestCase):
    file, provider = "bodø ny.sqlite", "spatialite"


class SpatiaLiteThroughOgr(LayerTests, unittest.TestCase):
    file, provider = "bodø ny.sqlite", "ogr"


class GeoPackage(LayerTests, unittest.TestCase):
    file, provider = "bodø ny.gpkg", "ogr"


class SpatiaLiteProject(ProjectTests, unittest.TestCase):
    file = "bodø ny.sqlite"


class GeoPackageProject(ProjectTests, unittest.TestCase):
    file = "bodø ny.gpkg"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--keep", help="folder for the results and pictures")
    arguments = parser.parse_args()
    if not os.access(arguments.program, os.X_OK):
        skip(f"{arguments.program} is not built")
    folder = arguments.keep or tempfile.mkdtemp(prefix="hensyn-qgis-")
    os.makedirs(folder, mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)
    os.environ["QGIS_CUSTOM_CONFIG_PATH"] = folder
    Way.folder, Way.keep = folder, bool(arguments.keep)
    try:
        write_inputs(folder)
        for file in ("bodø ny.sqlite", "bodø ny.gpkg"):
            done = run(arguments.program, folder, f"{folder}/{file}")
            if done.returncode != 0:
                print(f"{file}: exit {done.returncode}\n{done.stdout}{done.stderr}")
                return 1
            # Both results have the stem "bodø ny": keep each one's project.
            shutil.move(f"{folder}/bodø ny.qgs", f"{folder}/{file}.qgs")
        write_access_inputs(folder)
        for file, make in (("tilgang.sqlite", run_access), ("tilgang.gpkg", run_access),
                           ("begge.sqlite", run_both)):
            done = make(arguments.program, folder, f"{folder}/{file}")
            if done.returncode != 0:
                print(f"{file}: exit {done.returncode}\n{done.stdout}{done.stderr}")
                return 1
            shutil.move(f"{folder}/{file.split('.')[0]}.qgs", f"{folder}/{file}.qgs")
        QgsApplication.setPrefixPath("/usr", True)
        application = QgsApplication([], False)
        application.initQgis()
        suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__])
        result = unittest.TextTestRunner(stream=sys.stdout, verbosity=1).run(suite)
        QgsProject.instance().clear()
        application.exitQgis()
        return 0 if result.wasSuccessful() else 1
    finally:
        if not arguments.keep:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
