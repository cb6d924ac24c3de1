"""The dialog of hensyn:conflict: what the table shows and what it hands to Processing; help."""

import os
import unittest
import xml.etree.ElementTree

import kit
from kit import AlgorithmTest, sample

from hensyn import options
from hensyn.theme_dialog import ROW_OF, ThemeDialog
from hensyn.themes import ALL
from qgis.core import (QgsApplication, QgsProcessingParameterDefinition, QgsProject,
                       QgsVectorLayer)

ALGORITHMS = ("conflict", "access", "run", "verify", "info", "mapsheet")


def algorithm(name):
    """A copy for one test; kept, since its parameters go away with it."""
    made = QgsApplication.processingRegistry().algorithmById(f"hensyn:{name}").create()
    algorithm.kept.append(made)
    return made


algorithm.kept = []


class DialogTest(AlgorithmTest):
    def setUp(self):
        super().setUp()
        import qgis.utils
        qgis.utils.iface = None
        self.dialog = ThemeDialog(algorithm("conflict"))
        self.panel = self.dialog.mainWidget()
        self.table = self.panel.table

    def tearDown(self):
        self.dialog.deleteLater()

    def layer(self, name="FlomAreal"):
        layer = QgsVectorLayer(f"{sample('flom.gpkg')}|layername={name}", name, "ogr")
        QgsProject.instance().addMapLayer(layer)
        return layer

    def cell(self, theme, column):
        return self.table.cellWidget(ROW_OF[theme], column)

    def test_every_theme_has_a_row_with_its_layers(self):
        self.assertEqual(self.table.rowCount(), len(ALL))
        for option in options.THEMES:
            self.assertIs(self.cell(option.theme, 0),
                          self.panel.wrappers[option.name].wrappedWidget(), option.name)

    def test_the_text_parameters_are_out_of_sight(self):
        for name in ("BUFFER", "VALUE_FIELD", "NAME_FIELD", "COVERAGE"):
            self.assertFalse(self.panel.wrappers[name].wrappedWidget().isVisibleTo(self.panel))

    def test_cells_become_lines(self):
        layer = self.layer()
        self.cell("flom", 1).setText("50")
        self.cell("kulturarv", 1).setText("25,5".replace(",", "."))
        self.cell("annet", 2).setText("verdi")
        self.cell("annet", 3).setText("navn")
        self.cell("flom", 4).setLayer(layer)
        made = self.panel.createProcessingParameters()
        self.assertEqual(made["BUFFER"], "kulturarv=25.5\nflom=50")
        self.assertEqual(made["VALUE_FIELD"], "annet=verdi")
        self.assertEqual(made["NAME_FIELD"], "annet=navn")
        self.assertEqual(made["COVERAGE"], f"flom={layer.id()}")

    def test_parameters_come_back_as_they_went(self):
        layer = self.layer()
        given = {"PLAN_FILES": [sample("kommuneplan.gml")], "HENSYN_FLOM": [layer.id()],
                 "BUFFER": "flom=50\negettema=7\nflom=60", "VALUE_FIELD": "annet=verdi",
                 "COVERAGE": f"flom={layer.id()}\nskred=/et/sted/dekning.gpkg", "SLIVER": 0.5}
        self.panel.setParameters(given)
        self.assertEqual(self.cell("flom", 1).text(), "50")
        made = self.panel.createProcessingParameters()
        # What no cell can show, a theme of own rules or a second line, is kept.
        self.assertEqual(made["BUFFER"].splitlines(), ["flom=50", "egettema=7", "flom=60"])
        for name in ("PLAN_FILES", "VALUE_FIELD", "COVERAGE", "SLIVER"):
            self.assertEqual(made[name], given[name], name)
        # The widget of QGIS names a layer by its source.
        self.assertEqual(made["HENSYN_FLOM"], [layer.source()])

    def test_what_the_dialog_gives_runs(self):
        output = self.output()
        self.panel.setParameters({"PLAN_FILES": [sample("kommuneplan.gml")],
                                  "HENSYN_FLOM": [self.layer().id()], "OUTPUT": output})
        self.cell("flom", 1).setText("20")
        made = self.panel.createProcessingParameters()
        made["OUTPUT"] = output
        results = self.run_algorithm("conflict", made)
        self.assertGreater(results["CONFLICTS"], 0)
        self.assertIn("--buffer=flom=20", " ".join(self.feedback.of("command")))

    def test_the_algorithm_asks_for_this_dialog(self):
        made = algorithm("conflict").createCustomParametersWidget(None)
        self.assertIsInstance(made, ThemeDialog)
        made.deleteLater()


class ParameterTest(unittest.TestCase):
    def test_every_parameter_says_what_it_is_for(self):
        for name in ALGORITHMS:
            for definition in algorithm(name).parameterDefinitions():
                self.assertTrue(definition.description(), (name, definition.name()))
        for option in options.CONFLICT + options.ACCESS + options.RUN + options.INFO:
            self.assertGreater(len(option.help), 3, option.name)

    def test_numbers_have_the_bounds_and_defaults_of_the_program(self):
        definition = algorithm("conflict").parameterDefinition("SLIVER")
        self.assertEqual((definition.minimum(), definition.maximum(), definition.defaultValue()),
                         (0, 1000, 0.01))

    def test_defaults_are_acceptable(self):
        for name in ALGORITHMS:
            for definition in algorithm(name).parameterDefinitions():
                optional = definition.flags() & \
                    QgsProcessingParameterDefinition.Flag.FlagOptional
                if optional:
                    self.assertTrue(definition.checkValueIsAcceptable(definition.defaultValue()),
                                    (name, definition.name()))

    def test_names_never_change(self):
        """Models and scripts of users hold them."""
        names = {d.name() for d in algorithm("conflict").parameterDefinitions()}
        self.assertLessEqual({"PLAN", "PLAN_FILES", "HENSYN_FRILUFTSLIV", "HENSYN_PLAN", "BUFFER",
                              "VALUE_FIELD", "COVERAGE", "BOUNDARY", "KOMMUNE", "CRS", "OUTPUT"},
                             names)


class HelpTest(unittest.TestCase):
    def test_every_algorithm_has_a_page_in_both_languages_with_its_picture(self):
        for name in ALGORITHMS:
            self.assertTrue(os.path.isfile(algorithm(name).helpUrl().replace("file://", "")), name)
            for language in ("nb", "en"):
                page = os.path.join(kit.FOLDER, "help", f"{name}_{language}.html")
                with open(page, encoding="utf-8") as file:
                    text = file.read()
                root = xml.etree.ElementTree.fromstring(text.split("\n", 1)[1])
                self.assertEqual(root.get("lang"), language)
                for picture in root.iter("img"):
                    path = os.path.join(kit.FOLDER, "help", picture.get("src"))
                    self.assertGreater(os.path.getsize(path), 1000, path)
                self.assertGreater(len(list(root.iter("img"))), 0, page)

    def test_the_short_help_shows_the_picture(self):
        for name in ALGORITHMS:
            self.assertIn(f"{name}.png", algorithm(name).shortHelpString())


if __name__ == "__main__":
    kit.main(qgis=True)
