"""The algorithms in QGIS, offscreen, with the real program on the sample municipality."""

import json
import os
import shutil
import sqlite3

import kit
from kit import AlgorithmTest, sample

PLAN = sample("kommuneplan.gml")
FRILUFT = sample("friluftsliv.gpkg")
FLOM = sample("flom.gpkg") + "|layername=FlomAreal"


def count(path, table, where="1"):
    database = sqlite3.connect(path)
    number = database.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0]
    database.close()
    return number


class ConflictTest(AlgorithmTest):
    def test_files_give_the_same_rows_as_the_command_line(self):
        path, other = self.output(), self.output("cli.sqlite")
        made = self.run_algorithm("conflict", {
            "PLAN_FILES": [PLAN], "HENSYN_FRILUFTSLIV": [FRILUFT], "HENSYN_FLOM": [FLOM],
            "BUFFER": "flom=50", "BOUNDARY": sample("kommune.gpkg"), "KOMMUNE": "1899",
            "COVERAGE": f"friluftsliv={sample('friluftsliv_dekning.gpkg')}", "PARTITION": True,
            "OUTPUT": path})
        done = kit.run_program(
            "conflict", "--plan", PLAN, "--hensyn", f"friluftsliv={FRILUFT}", "--hensyn",
            f"flom={FLOM}", "--buffer", "flom=50", "--boundary", sample("kommune.gpkg"),
            "--kommune", "1899", "--coverage",
            f"friluftsliv={sample('friluftsliv_dekning.gpkg')}", "--partition", "-o", other)
        self.assertEqual(done.returncode, 0, done.stderr)
        for table in ("konflikt", "arealformal", "hensyn", "plan_tema", "samlet_hensyn"):
            self.assertEqual(count(path, table), count(other, table), table)
        # The language of the program differs; what is counted does not.
        self.assertEqual(count(path, "merknad"), count(other, "merknad"))
        self.assertEqual(made["CONFLICTS"], count(path, "konflikt"))
        self.assertEqual(made["OUTPUT"], path)
        self.assertEqual(made["KONFLIKT"], f"{path}|layername=konflikt")
        self.assertGreater(made["CONFLICT_M2"], 1e6)

    def test_warnings_stay_warnings_and_progress_grows(self):
        self.run_algorithm("conflict", {"PLAN_FILES": [PLAN], "HENSYN_FRILUFTSLIV": [FRILUFT],
                                        "OUTPUT": self.output()})
        self.assertTrue(any("[GEOMETRI_REPARERT]" in text for text in self.feedback.of("warning")))
        self.assertEqual(self.feedback.of("error"), [])
        self.assertEqual(self.feedback.of("console"), [])
        self.assertEqual(self.feedback.progress, sorted(self.feedback.progress))
        self.assertEqual(self.feedback.progress[-1], 100)

    def test_geopackage_by_its_name(self):
        path = self.output("ut.gpkg")
        self.run_algorithm("conflict", {"PLAN_FILES": [PLAN], "HENSYN_FLOM": [FLOM],
                                        "OUTPUT": path})
        self.assertGreater(count(path, "gpkg_contents"), 5)

    def test_temporary_output(self):
        made = self.run_algorithm("conflict", {"PLAN_FILES": [PLAN], "HENSYN_FLOM": [FLOM],
                                               "OUTPUT": "TEMPORARY_OUTPUT"})
        self.assertTrue(made["OUTPUT"].endswith(".sqlite"), made["OUTPUT"])
        self.assertGreater(count(made["OUTPUT"], "konflikt"), 0)

    def test_dry_run_writes_nothing_and_shows_the_recipe(self):
        self.run_algorithm("conflict", {"PLAN_FILES": [PLAN], "HENSYN_FLOM": [FLOM],
                                        "DRY_RUN": True, "OUTPUT": self.output()})
        self.assertEqual(kit.left_in(self.folder), [])
        self.assertTrue(any("hensyn:" in text for text in self.feedback.of("info")))

    def test_map_picture(self):
        picture = self.output("kart.png")
        self.run_algorithm("conflict", {"PLAN_FILES": [PLAN], "HENSYN_FLOM": [FLOM],
                                        "MAP": picture, "OUTPUT": self.output()})
        with open(picture, "rb") as file:
            self.assertEqual(file.read(8), b"\x89PNG\r\n\x1a\n")

    def test_decisions_survive_a_second_run(self):
        path = self.output()
        parameters = {"PLAN_FILES": [PLAN], "HENSYN_FLOM": [FLOM], "OUTPUT": path}
        self.run_algorithm("conflict", parameters)
        database = sqlite3.connect(path)
        key = database.execute("SELECT nokkel FROM konflikt LIMIT 1").fetchone()[0]
        with database:
            database.execute("INSERT INTO vurdering (konflikt_nokkel, kommentar) VALUES (?, 'ja')",
                             (key,))
        database.close()
        self.run_algorithm("conflict", parameters)
        self.assertEqual(count(path, "vurdering", "kommentar = 'ja' AND gjelder = 1"), 1)

    def test_what_is_not_a_result_is_never_replaced(self):
        path = self.output()
        shutil.copy(FRILUFT, path)
        before = os.path.getmtime(path)
        self.fails("cannot be written there", "conflict",
                   {"PLAN_FILES": [PLAN], "HENSYN_FLOM": [FLOM], "OUTPUT": path})
        self.assertEqual(os.path.getmtime(path), before)
        self.assertEqual(kit.left_in(self.folder), ["ut.sqlite"])

    def test_an_earlier_result_is_kept_without_overwrite(self):
        path = self.output()
        parameters = {"PLAN_FILES": [PLAN], "HENSYN_FLOM": [FLOM], "OUTPUT": path,
                      "OVERWRITE": False}
        self.run_algorithm("conflict", parameters)
        self.fails("cannot be written there", "conflict", parameters)

    def test_the_plan_and_a_theme_are_demanded(self):
        for parameters, word in (({"HENSYN_FLOM": [FLOM]}, "plan"),
                                 ({"PLAN_FILES": [PLAN]}, "theme")):
            self.fails(word, "conflict", {**parameters, "OUTPUT": self.output()})

    def test_a_wrong_line_of_themes_is_told(self):
        self.fails("theme=value", "conflict", {
            "PLAN_FILES": [PLAN], "HENSYN_FLOM": [FLOM], "BUFFER": "flom 50",
            "OUTPUT": self.output()})

    def test_an_unknown_theme_is_told_in_the_words_of_the_program(self):
        self.fails("settings is not right.*flomm", "conflict", {
            "PLAN_FILES": [PLAN], "HENSYN_FLOM": [FLOM], "BUFFER": "flomm=50",
            "OUTPUT": self.output()})


class PostgisTest(AlgorithmTest):
    def test_a_result_in_a_schema(self):
        connection = os.environ.get("HENSYN_TEST_PG")
        if not connection:
            self.skipTest("HENSYN_TEST_PG does not name a database")
        target = f"PG:{connection} schema=hensyn_qgis"
        made = self.run_algorithm("conflict", {
            "PLAN_FILES": [PLAN], "HENSYN_FLOM": [FLOM], "OUTPUT_DATABASE": target,
            "OUTPUT": "TEMPORARY_OUTPUT"})
        self.assertEqual(made["RESULT"], target)
        self.assertNotIn("OUTPUT", made)
        from qgis.core import QgsProcessingContext, QgsProcessingUtils
        context = QgsProcessingContext()        # owns the layer
        layer = QgsProcessingUtils.mapLayerFromString(made["KONFLIKT"], context)
        self.assertEqual(layer.featureCount(), made["CONFLICTS"])


class OtherTest(AlgorithmTest):
    def test_run_takes_a_recipe_and_writes_where_it_is_told(self):
        path = self.output()
        made = self.run_algorithm("run", {"RECIPE": sample("demo.yaml"), "OUTPUT": path})
        self.assertEqual(made["OUTPUT"], path)
        self.assertEqual(made["PLAN_AREAS"], count(path, "arealformal"))
        self.assertEqual(made["REMARKS"], count(path, "merknad"))

    def test_run_writes_where_the_recipe_says(self):
        recipe = self.output("oppskrift.yaml")
        with open(recipe, "w", encoding="utf-8") as file:
            file.write(f"plan: [\"{PLAN}\"]\nhensyn: [{{theme: flom, source: \"{FLOM}\"}}]\n"
                       "output: fra_oppskrift.sqlite\n")
        made = self.run_algorithm("run", {"RECIPE": recipe})
        self.assertEqual(os.path.realpath(made["OUTPUT"]),
                         os.path.realpath(self.output("fra_oppskrift.sqlite")))

    def test_verify_says_that_a_result_holds(self):
        report = self.output("rapport.html")
        made = self.run_algorithm("verify", {"RESULT": kit.copy_of_demo(), "OUTPUT": report})
        self.assertEqual((made["OK"], made["FAILED"]), (True, 0))
        with open(report, encoding="utf-8") as file:
            self.assertGreater(file.read().count("✓"), 20)

    def test_verify_names_the_rule_that_is_broken(self):
        path = kit.copy_of_demo()
        database = sqlite3.connect(path)
        with database:
            database.execute("UPDATE plan_tema SET areal_m2 = areal_m2 + 1000 WHERE fid = 1")
        database.close()
        made = self.run_algorithm("verify", {"RESULT": path, "OUTPUT": self.output("r.html")})
        self.assertFalse(made["OK"])
        self.assertGreaterEqual(made["FAILED"], 1)
        self.assertTrue(any(text.startswith("✗") for text in self.feedback.of("error")))

    def test_verify_of_something_else_is_an_error(self):
        self.fails("cannot be read", "verify", {"RESULT": FRILUFT, "OUTPUT": self.output("r.html")})

    def test_info_describes_files_and_layers(self):
        from qgis.core import QgsProject, QgsVectorLayer
        layer = QgsVectorLayer(FLOM, "Flom", "ogr")
        QgsProject.instance().addMapLayer(layer)
        made = self.run_algorithm("info", {"LAYERS": [layer.id()], "FILES": [PLAN],
                                           "OUTPUT": self.output("i.html")})
        answer = json.loads(made["JSON"])
        names = {one["name"] for source in answer["sources"] for one in source["layers"]}
        self.assertLessEqual({"KpArealformålOmråde", "FlomAreal"}, names)
        with open(made["OUTPUT"], encoding="utf-8") as file:
            self.assertIn("KpArealformålOmråde", file.read())

    def test_info_leaves_nothing_beside_a_sosi_or_gml_file(self):
        path = shutil.copy(PLAN, self.folder)
        self.run_algorithm("info", {"FILES": [path], "OUTPUT": self.output("i.html")})
        self.assertEqual(kit.left_in(self.folder), ["i.html", "kommuneplan.gml"])


class AccessTest(AlgorithmTest):
    def setUp(self):
        super().setUp()
        if kit.run_program("access", "--help").stdout.find("--network") < 0:
            self.skipTest("this program has no command access yet")

    def test_sample_network(self):
        path = self.output()
        made = self.run_algorithm("access", {
            "NETWORK": [sample("vegnett.gpkg") + "|layername=veglenke",
                        sample("vegnett.gpkg") + "|layername=fotrute"],
            "ORIGINS": sample("adresser.gpkg"), "DESTINATIONS": [FRILUFT],
            "POPULATION": "bosatte", "GROUPS": ["barn", "eldre"],
            "DISTRICTS": sample("grunnkretser.gpkg"), "OUTPUT": path})
        self.assertGreaterEqual(count(path, "avstand"), 800)
        self.assertEqual(made["AVSTAND"], f"{path}|layername=avstand")
        self.assertEqual((made["ORIGIN_COUNT"], made["REMARKS"]), (800, count(path, "merknad")))

    def test_a_class_of_ones_own(self):
        path = self.output()
        self.run_algorithm("access", {
            "NETWORK": [sample("vegnett.gpkg") + "|layername=veglenke"],
            "ORIGINS": sample("adresser.gpkg"), "DESTINATIONS": [FRILUFT],
            "CLASSES": "nær:5000:300\nstor:200000:1000", "OUTPUT": path})
        self.assertEqual(count(path, "avstand", "klasse = 'nær'"), 800)


class AccessParameters(AlgorithmTest):
    def test_groups_need_the_whole(self):
        self.fails("choose that field too", "access", {
            "NETWORK": [sample("vegnett.gpkg") + "|layername=veglenke"],
            "ORIGINS": sample("adresser.gpkg"), "DESTINATIONS": [FRILUFT],
            "GROUPS": ["barn"], "OUTPUT": self.output()})

    def test_network_and_areas_are_demanded(self):
        self.fails("network", "access", {"ORIGINS": sample("adresser.gpkg"),
                                         "DESTINATIONS": [FRILUFT], "OUTPUT": self.output()})


if __name__ == "__main__":
    kit.main(qgis=True)
