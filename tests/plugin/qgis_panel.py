"""The review panel driven as a person drives it, on a result of the real program; loading."""

import os
import shutil
import sqlite3
import tempfile
import unittest

import kit
from kit import Settings, copy_of_demo

from hensyn import layers, loading, store
from hensyn.panel import ReviewPanel
from qgis.core import (QgsApplication, QgsCoordinateReferenceSystem, QgsProcessingContext,
                       QgsProject, QgsVectorLayer)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest


class Bar:
    def __init__(self):
        self.told = []

    def pushMessage(self, title, text, level, duration):
        self.told.append(text)


class Canvas(QgsMapCanvas):
    flashed = ()

    def flashGeometries(self, geometries, crs):
        self.flashed = (geometries[0].boundingBox(), crs.authid())


class Iface:
    """The little of QGIS's window that the panel uses."""

    def __init__(self):
        self.canvas, self.bar = Canvas(), Bar()
        self.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:25833"))
        self.canvas.resize(600, 400)

    def mainWindow(self):
        return None

    def mapCanvas(self):
        return self.canvas

    def messageBar(self):
        return self.bar


def decisions(path):
    database = sqlite3.connect(path)
    rows = database.execute("SELECT konflikt_nokkel, avgjorelse, kommentar, av, areal_da_m2, "
                            "gjelder FROM vurdering").fetchall()
    database.close()
    return {row[0]: row[1:] for row in rows}


class PanelCase:
    """A panel on a result of its own."""

    file = "demo.sqlite"

    def setUp(self):
        QgsProject.instance().clear()
        self.iface = Iface()
        self.panel = ReviewPanel(self.iface)
        self.form = self.panel.form
        self.path = copy_of_demo(self.file)
        self.panel.show()
        self.panel.open_result(self.path)

    def tearDown(self):
        self.panel.close_result()
        self.panel.deleteLater()
        QgsProject.instance().clear()

    def column(self, number):
        model = self.panel.model
        return [model.data(model.index(row, number)) for row in range(model.rowCount())]

    def click_row(self, number):
        index = self.panel.model.index(number, 1)
        self.form.list.scrollTo(index)
        place = self.form.list.visualRect(index).center()
        QTest.mouseClick(self.form.list.viewport(), Qt.MouseButton.LeftButton,
                         Qt.KeyboardModifier.NoModifier, place)

    def choose(self, box, value):
        index = box.findData(value)
        self.assertGreaterEqual(index, 0, value)
        box.setCurrentIndex(index)

    def test_conflicts_stand_worst_and_largest_first(self):
        rows = self.panel.model.rows
        self.assertEqual(len(rows), self.count_conflicts())
        grades = [row["konsekvens"] for row in rows]
        self.assertEqual(grades, sorted(grades, reverse=True))
        worst = [row["areal_m2"] for row in rows
                 if row["konsekvens"] == 4 and row["table"] == "konflikt"]
        self.assertEqual(worst, sorted(worst, reverse=True))

    def count_conflicts(self):
        database = sqlite3.connect(self.path)
        number = sum(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                     for table in ("konflikt", "konflikt_linje", "konflikt_punkt"))
        database.close()
        return number

    def test_a_click_zooms_flashes_and_shows_the_facts(self):
        self.click_row(2)
        row = self.panel.model.rows[2]
        self.assertIs(self.panel.row, row)
        box, crs = self.iface.canvas.flashed
        self.assertEqual(crs, "EPSG:25833")
        self.assertTrue(self.iface.canvas.extent().contains(box))
        text = self.form.sheet.toPlainText()
        for wanted in (row["plan_navn"], row["regel"], row["begrunnelse"], "kommuneplan.gml"):
            self.assertIn(wanted, text)

    def test_a_decision_is_written(self):
        row = self.panel.row
        self.choose(self.form.decision, "tilpasses")
        QTest.keyClicks(self.form.comment, "Flytt grensen; 'sitat' \"æøå\" --")
        self.form.who.setText("Kari")
        QTest.mouseClick(self.form.save, Qt.MouseButton.LeftButton)
        self.assertEqual(decisions(self.path), {row["nokkel"]: (
            "tilpasses", "Flytt grensen; 'sitat' \"æøå\" --", "Kari", row["areal_m2"], 1)})
        self.assertEqual(self.column(5)[0], "Plan is to be adapted")

    def test_going_on_saves_what_was_entered(self):
        first = self.panel.row["nokkel"]
        QTest.keyClicks(self.form.comment, "Husk befaring")
        QTest.mouseClick(self.form.next, Qt.MouseButton.LeftButton)
        self.assertEqual(decisions(self.path)[first][1], "Husk befaring")
        self.assertEqual(self.form.comment.toPlainText(), "")
        QTest.mouseClick(self.form.previous, Qt.MouseButton.LeftButton)
        self.assertEqual(self.form.comment.toPlainText(), "Husk befaring")

    def test_the_program_carries_the_decision_over(self):
        key = self.panel.row["nokkel"]
        self.choose(self.form.decision, "aksepteres")
        QTest.mouseClick(self.form.save, Qt.MouseButton.LeftButton)
        done = kit.run_program("run", kit.sample("demo.yaml"), "-o", self.path, "--overwrite",
                               "--progress", "none")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.panel.open_result(self.path)
        self.panel.select(self.panel.model.row_of(key))
        self.assertEqual(self.form.decision.currentData(), "aksepteres")

    def test_what_cannot_be_saved_is_told_and_kept(self):
        blocker = sqlite3.connect(self.path, isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        patience, store.PATIENCE = store.PATIENCE, 0.1
        try:
            QTest.keyClicks(self.form.comment, "ikke mist meg")
            QTest.mouseClick(self.form.next, Qt.MouseButton.LeftButton)
        finally:
            store.PATIENCE = patience
            blocker.execute("ROLLBACK")
            blocker.close()
        self.assertTrue(any("Not saved" in text for text in self.iface.bar.told))
        QTest.mouseClick(self.form.previous, Qt.MouseButton.LeftButton)
        self.assertEqual(self.form.comment.toPlainText(), "ikke mist meg")
        QTest.mouseClick(self.form.save, Qt.MouseButton.LeftButton)
        self.assertEqual([d[1] for d in decisions(self.path).values()], ["ikke mist meg"])


class GeoPackagePanelTest(PanelCase, unittest.TestCase):
    file = "demo.gpkg"


class PanelTest(PanelCase, unittest.TestCase):
    def test_filters(self):
        self.choose(self.form.theme, "friluftsliv")
        self.assertEqual({row["tema"] for row in self.panel.model.rows}, {"friluftsliv"})
        self.choose(self.form.least, 4)
        self.assertEqual({row["konsekvens"] for row in self.panel.model.rows}, {4})
        fewer = self.panel.model.rowCount()
        self.choose(self.form.theme, "")
        self.assertGreater(self.panel.model.rowCount(), fewer)

    def test_a_filter_that_nothing_passes(self):
        self.choose(self.form.theme, "kulturarv")
        self.choose(self.form.least, 4)
        self.form.undecided.setChecked(True)
        while self.panel.model.rowCount():
            self.choose(self.form.decision, "avklart")
            QTest.mouseClick(self.form.save, Qt.MouseButton.LeftButton)
            self.panel.filter_changed()
        self.assertFalse(self.form.save.isEnabled())
        self.assertIn("No conflict", self.form.sheet.toPlainText())

    def test_the_facts_name_remarks_about_the_data(self):
        row = next(r for r in self.panel.model.rows if r["status"] == "reparert")
        self.panel.select(self.panel.model.row_of(row["nokkel"]))
        self.assertIn("GEOMETRI_REPARERT", self.form.sheet.toPlainText())

    def test_a_map_in_another_system(self):
        self.iface.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
        self.click_row(0)
        centre = self.iface.canvas.extent().center()
        self.assertTrue(10 < centre.x() < 20 and 60 < centre.y() < 70, centre.toString())

    def test_lines_and_points_can_be_shown_too(self):
        for table in ("konflikt_punkt", "konflikt_linje"):
            rows = [r for r in self.panel.model.rows if r["table"] == table]
            if not rows:
                continue
            self.iface.canvas.flashed = ()
            self.panel.select(self.panel.model.row_of(rows[0]["nokkel"]))
            self.panel.zoom()
            self.assertTrue(self.iface.canvas.flashed, table)
        self.assertTrue([r for r in self.panel.model.rows if r["table"] == "konflikt_punkt"])

    def test_next_and_previous(self):
        self.assertFalse(self.form.previous.isEnabled())
        QTest.mouseClick(self.form.next, Qt.MouseButton.LeftButton)
        self.assertIs(self.panel.row, self.panel.model.rows[1])
        QTest.mouseClick(self.form.previous, Qt.MouseButton.LeftButton)
        self.assertIs(self.panel.row, self.panel.model.rows[0])
        self.panel.select(self.panel.model.rowCount() - 1)
        self.assertFalse(self.form.next.isEnabled())

    def test_arrow_keys_walk_the_list(self):
        self.form.list.setFocus()
        QTest.keyClick(self.form.list, Qt.Key.Key_Down)
        self.assertIs(self.panel.row, self.panel.model.rows[1])

    def test_looking_writes_nothing(self):
        for _ in range(3):
            QTest.mouseClick(self.form.next, Qt.MouseButton.LeftButton)
        self.assertEqual(decisions(self.path), {})

    def test_a_decision_can_be_changed_and_taken_back(self):
        key = self.panel.row["nokkel"]
        for value in ("avklart", "utredes", ""):
            self.choose(self.form.decision, value)
            QTest.mouseClick(self.form.save, Qt.MouseButton.LeftButton)
            self.assertEqual(decisions(self.path)[key][0], value or None)
        self.assertEqual(len(decisions(self.path)), 1)

    def test_a_word_of_somebody_elses_is_kept(self):
        database = sqlite3.connect(self.path)
        with database:
            database.execute("INSERT INTO vurdering (konflikt_nokkel, avgjorelse) VALUES (?, ?)",
                             (self.panel.row["nokkel"], "drøftes i utvalg"))
        database.close()
        self.panel.open_result(self.path)
        self.assertEqual(self.form.decision.currentText(), "drøftes i utvalg")
        QTest.mouseClick(self.form.next, Qt.MouseButton.LeftButton)
        self.assertEqual([d[0] for d in decisions(self.path).values()], ["drøftes i utvalg"])

    def test_what_is_no_result_is_told_and_changes_nothing(self):
        shown = self.panel.model.rowCount()
        for source in (kit.sample("flom.gpkg"), "/finnes/ikke.sqlite", kit.sample("README.md")):
            self.iface.bar.told.clear()
            self.panel.open_result(source)
            self.assertEqual(len(self.iface.bar.told), 1, source)
            self.assertEqual(self.panel.model.rowCount(), shown)
            self.assertEqual(self.panel.source, self.path)

    def test_a_layer_of_a_result_in_the_project_opens_it(self):
        other = ReviewPanel(self.iface)
        self.assertEqual(other.model.rowCount(), 0)
        QgsProject.instance().addMapLayer(
            QgsVectorLayer(f"{self.path}|layername=konflikt", "k", "ogr"))
        self.assertEqual(other.source, self.path)
        self.assertGreater(other.model.rowCount(), 0)
        other.close_result()
        other.deleteLater()

    def test_show_layers(self):
        QTest.mouseClick(self.form.show_layers, Qt.MouseButton.LeftButton)
        self.assertTrue(QgsProject.instance().layerTreeRoot().findGroups())


class PostgisTest(unittest.TestCase):
    """The same panel on a schema of a database; skipped where the test run has none."""

    def test_facts_zoom_layers_and_decision(self):
        from test_review import postgres_result
        source = postgres_result()
        store.open_store(source).run([("DELETE FROM vurdering", ())], write=True)
        QgsProject.instance().clear()
        iface = Iface()
        panel = ReviewPanel(iface)
        panel.show()
        panel.open_result(source)
        self.assertGreater(panel.model.rowCount(), 100, iface.bar.told)
        panel.zoom()
        self.assertTrue(iface.canvas.flashed)
        panel.form.comment.setPlainText("i databasen")
        QTest.mouseClick(panel.form.save, Qt.MouseButton.LeftButton)
        self.assertEqual([tuple(row) for row in panel.store.run(
            [("SELECT kommentar FROM vurdering", ())])], [("i databasen",)])
        QTest.mouseClick(panel.form.show_layers, Qt.MouseButton.LeftButton)
        layer = next(one for one in QgsProject.instance().mapLayers().values()
                     if one.customProperty(loading.TABLE_KEY) == "konflikt")
        self.assertEqual((layer.providerType(), layer.renderer().type()),
                         ("postgres", "RuleRenderer"))
        panel.close_result()
        panel.deleteLater()


class LoadingTest(unittest.TestCase):
    def setUp(self):
        self.project = QgsProject.instance()
        self.project.clear()
        self.path = copy_of_demo()

    def tearDown(self):
        self.project.clear()

    def tables(self):
        return [node.layer().customProperty(loading.TABLE_KEY)
                for node in self.project.layerTreeRoot().findLayers()]

    def check(self):
        order = [layer.table for layer in layers.LAYERS]
        found = self.tables()
        self.assertEqual(found, sorted(found, key=order.index))
        self.assertLessEqual({"konflikt", "hensyn", "arealformal", "indikator"}, set(found))
        run, = self.project.layerTreeRoot().children()
        self.assertEqual(run.name(), "Sjøvik (demo)")
        self.assertEqual([group.name() for group in run.children()],
                         ["Data quality", "Conflict", "Distance to recreation areas",
                          "Considerations", "Plan", "Tables"])
        self.assertEqual([group.itemVisibilityChecked() for group in run.children()],
                         [True, True, False, True, True, True])
        for node in self.project.layerTreeRoot().findLayers():
            table = node.layer().customProperty(loading.TABLE_KEY)
            self.assertEqual(node.isExpanded(), layers.BY_TABLE[table].expanded, table)
            self.assertEqual(node.itemVisibilityChecked(), layers.BY_TABLE[table].visible, table)
        conflict = next(layer for layer in self.project.mapLayers().values()
                        if layer.customProperty(loading.TABLE_KEY) == "konflikt")
        self.assertEqual(conflict.renderer().type(), "RuleRenderer")
        self.assertIn("areal_daa", conflict.fields().names())
        node = self.project.layerTreeRoot().findLayer(conflict.id())
        groups = [rule.ruleKey() for rule in conflict.renderer().rootRule().children()]
        self.assertEqual(node.customProperty("expandedLegendNodes"), groups)

    def test_a_result_is_one_group_in_order_and_styled(self):
        loading.load_result(self.project, self.path)
        self.check()

    def test_processing_loads_the_same_and_styles_of_its_options_do_not_win(self):
        from processing.core.ProcessingConfig import ProcessingConfig
        from processing.gui.Postprocessing import handleAlgorithmResults
        style = os.path.join(tempfile.mkdtemp(dir=Settings.folder), "flate.qml")
        layer = QgsVectorLayer("Polygon?crs=EPSG:25833", "x", "memory")
        layer.saveNamedStyle(style)
        ProcessingConfig.setSettingValue(ProcessingConfig.VECTOR_POLYGON_STYLE, style)
        self.addCleanup(ProcessingConfig.setSettingValue, ProcessingConfig.VECTOR_POLYGON_STYLE,
                        "")
        context = QgsProcessingContext()
        context.setProject(self.project)
        loading.load_on_completion(context, self.path)
        algorithm = QgsApplication.processingRegistry().algorithmById("hensyn:run").create()
        self.assertTrue(handleAlgorithmResults(algorithm, context, kit.recorder()()))
        self.check()
        QgsApplication.processEvents()
        self.assertEqual(loading.Placer.waiting, [])

    def test_a_second_run_takes_the_place_of_the_first(self):
        loading.load_result(self.project, self.path)
        first = self.tables()
        loading.load_result(self.project, self.path)
        self.assertEqual(self.tables(), first)

    def test_two_results_stand_side_by_side(self):
        other = shutil.copy(self.path, os.path.join(os.path.dirname(self.path), "ny Ø#.sqlite"))
        loading.load_result(self.project, self.path)
        loading.load_result(self.project, other)
        names = [group.name() for group in self.project.layerTreeRoot().children()]
        self.assertEqual(sorted(names), ["Sjøvik (demo)", "Sjøvik (ny Ø#)"])

    def test_empty_layers_stay_out(self):
        database = sqlite3.connect(self.path)
        empty = {table for table in ("konflikt_linje", "hensyn_linje", "konflikt_punkt")
                 if not database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]}
        database.close()
        loading.load_result(self.project, self.path)
        self.assertFalse(empty & set(self.tables()))


if __name__ == "__main__":
    kit.main(qgis=True)
