"""The plugin's tables against the program, and the rules its source and metadata must keep."""

import ast
import configparser
import json
import os
import re
import subprocess
import sys
import unittest
import xml.etree.ElementTree as tree

import kit
from kit import FOLDER, PLUGIN, run_program

from hensyn import factsheet, layers, themes, translate
from hensyn.indicators import THEME_WORDS

REQUIRED = ("name", "qgisMinimumVersion", "description", "about", "version", "author", "email",
            "repository", "tracker", "homepage", "icon", "category", "tags", "changelog",
            "hasProcessingProvider", "qgisMaximumVersion")
# Loaded by QGIS and Python themselves; everything else comes with QGIS.
ALLOWED = {"qgis", "processing", "psycopg2"}
FORBIDDEN_NAMES = {"eval", "exec", "compile"}
FORBIDDEN_METHODS = {"system", "popen", "Popen", "exec_", "startfile"}


def modules():
    for name in sorted(os.listdir(FOLDER)):
        if name.endswith(".py"):
            with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
                yield name, ast.parse(file.read(), name)


def translations():
    root = tree.parse(os.path.join(FOLDER, "i18n", "hensyn_nb.ts")).getroot()
    return {m.findtext("source"): m.findtext("translation") for m in root.iter("message")}


class ProgramTest(unittest.TestCase):
    def test_themes(self):
        answer = json.loads(run_program("schema", "themes", "--lang", "en").stdout)["themes"]
        self.assertEqual([(t["name"], t["title"]) for t in answer], list(themes.THEMES))

    def test_norwegian_theme_titles(self):
        answer = json.loads(run_program("schema", "themes", "--lang", "nb").stdout)["themes"]
        nb = translations()
        english = dict(themes.THEMES)
        self.assertEqual({t["name"]: nb[english[t["name"]]] for t in answer},
                         {t["name"]: t["title"] for t in answer})
        self.assertEqual(THEME_WORDS, {t["name"]: t["title"] for t in answer})

    def test_every_table_is_a_layer_in_the_order_of_the_project_beside_a_result(self):
        path = kit.copy_of_demo()
        kit.run_program("run", kit.sample("demo.yaml"), "-o", path, "--overwrite")
        with open(os.path.splitext(path)[0] + ".qgs", encoding="utf-8") as file:
            project = file.read()
        shown = re.findall(r'<layer-tree-layer id="hensyn_(\w+)"', project)
        known = [layer.table for layer in layers.LAYERS]
        self.assertEqual(set(shown) - set(known), set())
        spatial = [t for t in shown if layers.BY_TABLE[t].spatial]
        self.assertEqual(spatial, [t for t in known if t in spatial])

    def test_tables_of_the_result(self):
        answer = json.loads(run_program("schema", "result").stdout)["tables"]
        unknown = {t["name"] for t in answer} - set(layers.BY_TABLE)
        self.assertEqual(unknown, set())
        for table in answer:
            self.assertEqual(table["geometry"] is not None, layers.BY_TABLE[table["name"]].spatial,
                             table["name"])

    def test_colours_are_those_of_the_styles(self):
        with open(os.path.join(kit.TOP, "styles", "styles.yaml"), encoding="utf-8") as file:
            styles = file.read()
        for scale, grades in factsheet.COLOURS.items():
            part = styles[styles.index(f"- name: {scale}\n"):]
            for grade, colour in grades.items():
                found = re.search(rf'grade: {grade}, .*?fill: "(#\w+)"', part)
                self.assertEqual(found.group(1), colour, (scale, grade))


class PlaceTest(unittest.TestCase):
    def test_position_among_others(self):
        self.assertEqual(layers.position("konflikt", []), 0)
        self.assertEqual(layers.position("konflikt", ["konflikt_punkt", "konflikt_linje"]), 2)
        self.assertEqual(layers.position("konflikt_punkt", ["konflikt_linje", "konflikt"]), 0)
        self.assertEqual(layers.position("konflikt", ["konflikt_punkt", "ukjent", None]), 1)


class SourceTest(unittest.TestCase):
    def test_no_assert_no_subprocess_no_shell(self):
        for name, module in modules():
            for node in ast.walk(module):
                self.assertNotIsInstance(node, ast.Assert, name)
                if isinstance(node, ast.Call):
                    self.assertNotIn(getattr(node.func, "id", ""), FORBIDDEN_NAMES,
                                     f"{name}:{node.lineno}")
                    self.assertNotIn(getattr(node.func, "attr", ""), FORBIDDEN_METHODS,
                                     f"{name}:{node.lineno}")
                    self.assertNotIn("shell", [k.arg for k in node.keywords], name)

    def test_imports(self):
        for name, module in modules():
            for node in ast.walk(module):
                names = ([alias.name for alias in node.names] if isinstance(node, ast.Import) else
                         [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level
                         else [])
                for imported in names:
                    top = imported.split(".")[0]
                    self.assertTrue(top in ALLOWED or top in sys.stdlib_module_names,
                                    f"{name}: {imported}")
                    self.assertFalse(top in ("subprocess", "ctypes", "urllib", "socket", "http"),
                                     f"{name}: {imported}")

    def test_modules_that_need_no_qgis_import_without_it(self):
        code = ("import sys; sys.modules['qgis'] = None; sys.path.insert(0, sys.argv[1]);"
                "import hensyn.command, hensyn.options, hensyn.themes, hensyn.messages,"
                "hensyn.version, hensyn.locate, hensyn.layers, hensyn.store, hensyn.conflicts,"
                "hensyn.assessments, hensyn.factsheet, hensyn.indicators;"
                "print(hensyn.translate.tr('x'), hensyn.translate.language())")
        done = subprocess.run([sys.executable, "-B", "-c", code, PLUGIN], capture_output=True,
                              text=True, check=False)
        self.assertEqual((done.stdout, done.stderr), ("x en\n", ""))

    def test_enums_are_scoped(self):
        """Qt 6 knows Qt.AlignmentFlag.AlignLeft only; a capitalised member right behind Qt or a
        widget class would be the old form."""
        old = re.compile(r"\b(Qt|QProcess|QHeaderView|QAbstractItemView|QSizePolicy|QFrame|QFile|"
                         r"QComboBox|QEventLoop|Qgis|QgsProcessing|QgsMapLayerProxyModel)"
                         r"\.([A-Z]\w+)(?!\w*\.)\b")
        classes = {"ProcessChannel", "ProcessState", "ExitStatus", "Orientation", "ItemDataRole"}
        for name in sorted(os.listdir(FOLDER)):
            if name.endswith(".py"):
                with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
                    text = file.read()
                found = [m.group() for m in old.finditer(text) if m.group(2) not in classes]
                self.assertEqual(found, [], name)


class LanguageTest(unittest.TestCase):
    def test_every_text_is_translated_and_none_is_left_over(self):
        done = subprocess.run([sys.executable, "-B", os.path.join(PLUGIN, "translate_sources.py"),
                               "--check"], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)
        import translate_sources
        self.assertEqual(set(translations()), set(translate_sources.sources()))

    def test_places_for_values_are_kept(self):
        for source, text in translations().items():
            self.assertEqual(source.count("{}"), text.count("{}"), source)

    def test_norwegian_never_says_what_the_grade_is_not(self):
        for text in translations().values():
            self.assertNotIn("konsekvensutredning", text.lower())

    def test_without_a_translator_a_text_is_itself(self):
        self.assertEqual(translate.tr("Page"), "Page")
        self.assertEqual(translate.mark("Page"), "Page")


class MetadataTest(unittest.TestCase):
    def setUp(self):
        parser = configparser.ConfigParser(interpolation=None)
        parser.optionxform = str
        parser.read(os.path.join(FOLDER, "metadata.txt"), encoding="utf-8")
        self.metadata = parser["general"]

    def test_complete(self):
        for key in REQUIRED:
            self.assertTrue(self.metadata.get(key), key)
        self.assertNotIn("plugin", self.metadata["name"].lower())
        self.assertTrue(os.path.isfile(os.path.join(FOLDER, self.metadata["icon"])))
        self.assertIn("EXTERNAL DEPENDENCY", self.metadata["about"])

    def test_versions(self):
        with open(os.path.join(kit.TOP, "CMakeLists.txt"), encoding="utf-8") as file:
            version = re.search(r"VERSION ([\d.]+) LANGUAGES", file.read()).group(1)
        self.assertEqual(self.metadata["version"], version)
        self.assertEqual(self.metadata["qgisMinimumVersion"], "3.22")
        self.assertTrue(self.metadata["qgisMaximumVersion"].startswith("4."))


if __name__ == "__main__":
    kit.main()
