"""The map sheet: what stands on it, that it fits the page, that its PDF is no blank."""

import os
import shutil
import subprocess
import tempfile
import unittest

import kit
from kit import AlgorithmTest, Settings, copy_of_demo

from hensyn import loading, sheet, store
from qgis.core import QgsLayoutItemManualTable, QgsProject
from qgis.PyQt.QtGui import QColor, QImage

MILLIMETRES = {"A4": (297, 210), "A3": (420, 297)}


def colours(image, step=3):
    found = {}
    for y in range(0, image.height(), step):
        for x in range(0, image.width(), step):
            name = QColor(image.pixel(x, y)).name()
            found[name] = found.get(name, 0) + 1
    return found


class SheetTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.project = QgsProject()
        cls.path = copy_of_demo()
        cls.made = {}

    @classmethod
    def tearDownClass(cls):
        cls.made.clear()
        cls.project.clear()

    def layout(self, page="A4", **more):
        """Made once for all tests that ask for the same; none of them changes it."""
        key = (page, *more.items())
        if key not in self.made:
            self.made[key] = sheet.make_layout(self.project, self.path, page, **more)
        return self.made[key]

    def test_pages(self):
        for page, size in MILLIMETRES.items():
            made = self.layout(page).pageCollection().page(0).pageSize()
            self.assertEqual((made.width(), made.height()), size, page)

    def test_everything_is_there(self):
        layout = self.layout()
        for name in ("kart", "tittel", "undertittel", "tegnforklaring", "malestokk", "nordpil",
                     "kilde", "indikatorer"):
            self.assertIsNotNone(layout.itemById(name), name)

    def test_texts_are_of_the_result(self):
        layout = self.layout()
        self.assertEqual(layout.itemById("tittel").text(), "Konflikt mellom plan og hensyn: Sjøvik")
        source = layout.itemById("kilde").text()
        facts = store.facts(store.open_store(self.path))
        for word in ("kommuneplan.gml", "friluftsliv.gpkg", facts["start"][:10],
                     facts["versjon"], "indikativ"):
            self.assertIn(word, source)
        for item in layout.items():
            text = getattr(item, "text", lambda: "")()
            self.assertNotIn("konsekvensutredning", text.lower())

    def test_a_title_of_ones_own(self):
        self.assertEqual(self.layout(title="Høring Ø").itemById("tittel").text(), "Høring Ø")

    def test_north_is_up_and_the_plan_is_inside(self):
        item = self.layout().itemById("kart")
        self.assertEqual(item.mapRotation(), 0)
        plan = loading.open_layer(self.path, "arealformal")
        self.assertTrue(item.extent().contains(plan.extent()))
        self.assertEqual(item.crs().authid(), "EPSG:25833")
        order = [layer.customProperty(loading.TABLE_KEY) for layer in item.layers()]
        self.assertLess(order.index("konflikt"), order.index("hensyn"))
        self.assertLess(order.index("hensyn"), order.index("arealformal"))

    def test_distances_are_a_sheet_of_their_own(self):
        layout = self.layout(subject="avstand")
        tables = [layer.customProperty(loading.TABLE_KEY)
                  for layer in layout.itemById("kart").layers()]
        self.assertEqual(tables[0], "avstand")
        self.assertNotIn("konflikt", tables)
        self.assertIn("Avstand", layout.itemById("tittel").text())
        self.assertNotIn("Konsekvens", layout.itemById("kilde").text())

    def test_a_subject_that_the_result_does_not_have(self):
        with self.assertRaisesRegex(sheet.SheetError, "vegnett"):
            self.layout(subject="vegnett")

    def test_the_table_holds_the_indicators(self):
        table = next(one for one in self.layout().multiFrames()
                     if isinstance(one, QgsLayoutItemManualTable))
        rows = [[cell.content() for cell in row] for row in table.tableContents()]
        self.assertEqual(rows[0], ["Indikator", "Verdi"])
        self.assertIn("Friluftsliv", [row[0] for row in rows])

    def test_nothing_stands_outside_the_page_or_on_something_else(self):
        for page, (width, height) in MILLIMETRES.items():
            layout = self.layout(page)
            boxes = {}
            for name in ("kart", "tittel", "tegnforklaring", "kilde", "indikatorer", "malestokk"):
                box = layout.itemById(name).sceneBoundingRect()
                boxes[name] = box
                self.assertTrue(box.left() >= -1 and box.right() <= width + 1
                                and box.bottom() <= height + 1, (page, name, box))
            for one, other in (("kart", "tegnforklaring"), ("kart", "indikatorer"),
                               ("indikatorer", "tegnforklaring"), ("kart", "kilde")):
                common = boxes[one].intersected(boxes[other])
                self.assertLess(min(common.width(), common.height()), 1, (page, one, other))

    def test_a_template_of_ones_own_may_leave_things_out(self):
        from qgis.core import (QgsLayoutItemMap, QgsLayoutPoint, QgsLayoutSize, QgsPrintLayout,
                               QgsReadWriteContext, QgsRectangle)
        path = os.path.join(tempfile.mkdtemp(dir=Settings.folder), "egen.qpt")
        bare = QgsPrintLayout(self.project)
        bare.initializeDefaults()
        item = QgsLayoutItemMap(bare)
        bare.addLayoutItem(item)
        item.setExtent(QgsRectangle(0, 0, 100, 100))
        item.attemptMove(QgsLayoutPoint(10, 10))
        item.attemptResize(QgsLayoutSize(100, 100))
        bare.saveAsTemplate(path, QgsReadWriteContext())
        with self.assertRaisesRegex(sheet.SheetError, "kart"):
            self.layout(template=path)
        item.setId("kart")
        bare.saveAsTemplate(path, QgsReadWriteContext())
        self.assertIsNone(self.layout(template=path).itemById("tittel"))

    def test_what_is_no_template(self):
        for path in (kit.sample("README.md"), "/finnes/ikke.qpt"):
            with self.assertRaises(sheet.SheetError):
                self.layout(template=path)

    def test_in_the_project_it_gets_a_name_of_its_own(self):
        project = QgsProject.instance()
        project.clear()
        names = [sheet.add_to_project(project, self.path).name() for _ in range(2)]
        self.assertEqual(names, ["hensyn demo A4", "hensyn demo A4 (2)"])
        self.assertEqual(len(project.layoutManager().layouts()), 2)
        project.clear()

    def test_a_folder_that_is_not_there(self):
        with self.assertRaises(sheet.SheetError):
            sheet.export_pdf(self.layout(), "/finnes/ikke/kart.pdf")


class PdfTest(AlgorithmTest):
    def test_pdf_as_picture(self):
        pdf = self.output("kart.pdf")
        made = self.run_algorithm("mapsheet", {"RESULT": copy_of_demo(), "PAGE": "A4",
                                               "OUTPUT": pdf})
        self.assertEqual(made["OUTPUT"], pdf)
        if not shutil.which("pdftoppm"):
            self.skipTest("pdftoppm is not installed")
        stem = os.path.join(Settings.keep or self.folder, "kartark")
        subprocess.run(["pdftoppm", "-r", "100", "-png", "-singlefile", pdf, stem], check=True)
        image = QImage(stem + ".png")
        self.assertEqual((round(image.width() / 100 * 25.4), round(image.height() / 100 * 25.4)),
                         MILLIMETRES["A4"])
        found = colours(image)
        # Very large consequence, and housing of the plan, in their colours.
        self.assertGreater(found.get("#002060", 0), 50)
        self.assertGreater(found.get("#ccff99", 0), 1000)
        text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True,
                              check=True).stdout
        self.assertIn("Sjøvik", text)

    def test_what_is_no_result(self):
        self.fails("result of hensyn", "mapsheet", {"RESULT": kit.sample("flom.gpkg"),
                                                    "OUTPUT": self.output("kart.pdf")})
        self.fails("result file", "mapsheet", {"OUTPUT": self.output("kart.pdf")})


if __name__ == "__main__":
    kit.main(qgis=True)
