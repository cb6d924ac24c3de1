"""What QGIS shows is what is computed: edits, memory layers, filters, selections, odd names."""

import os
import shutil
import sqlite3

import kit
from kit import AlgorithmTest, sample

from qgis.core import (QgsCoordinateReferenceSystem, QgsFeature, QgsField, QgsGeometry,
                       QgsProcessingContext, QgsProcessingFeatureSourceDefinition, QgsProject,
                       QgsVectorLayer)
from qgis.PyQt.QtCore import QVariant

X, Y = 480000, 7460000      # EPSG:25833


def square(x, y, side):
    x, y = X + x, Y + y
    return QgsGeometry.fromWkt(f"POLYGON(({x} {y},{x + side} {y},{x + side} {y + side},"
                               f"{x} {y + side},{x} {y}))")


def memory_layer(name, fields, rows, crs="EPSG:25833"):
    layer = QgsVectorLayer(f"Polygon?crs={crs}", name, "memory")
    layer.dataProvider().addAttributes([QgsField(field, QVariant.String) for field in fields])
    layer.updateFields()
    for geometry, values in rows:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(geometry)
        feature.setAttributes(values)
        layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    return layer


def plan_layer():
    return memory_layer("KpArealformålOmråde", ["lokalId", "arealformål", "arealbruksstatus"],
                        [(square(0, 0, 1000), ["p1", "1110", "2"]),
                         (square(2000, 0, 1000), ["p2", "1120", "2"])])


def areas_layer():
    return memory_layer("friluft", ["lokalId", "områdeverdi", "områdenavn"],
                        [(square(100, 100, 200), ["f1", "A", "Marka"]),
                         (square(2100, 100, 200), ["f2", "B", "Lia"])])


def rows(path, sql):
    database = sqlite3.connect(path)
    found = database.execute(sql).fetchall()
    database.close()
    return found


class SourceTest(AlgorithmTest):
    def conflict(self, plan, areas, **more):
        path = self.output()
        self.run_algorithm("conflict", {"PLAN": plan, "HENSYN_FRILUFTSLIV": areas, "OUTPUT": path,
                                        **more})
        return rows(path, "SELECT k.plan_fid, h.kilde_id, round(k.areal_m2 / 100) * 100 "
                          "FROM konflikt k JOIN hensyn h ON h.fid = k.hensyn_fid "
                          "ORDER BY h.kilde_id")

    def command_line(self):
        return " ".join(self.feedback.of("command"))


class LayerTest(SourceTest):
    def test_memory_layers(self):
        found = self.conflict([plan_layer()], [areas_layer()])
        self.assertEqual([(p, h) for p, h, _ in found], [(1, "f1"), (2, "f2")])
        self.assertAlmostEqual(found[0][2], 40000, delta=100)

    def test_layers_by_id_and_by_name(self):
        self.assertEqual(len(self.conflict([plan_layer().id()], [areas_layer().name()])), 2)

    def test_keys_do_not_change_from_run_to_run(self):
        plan, areas = plan_layer(), areas_layer()
        self.conflict([plan], [areas])
        first = rows(self.output(), "SELECT nokkel FROM konflikt")
        self.conflict([plan], [areas])
        self.assertEqual(rows(self.output(), "SELECT nokkel FROM konflikt"), first)

    def test_unsaved_edits_count(self):
        areas = areas_layer()
        areas.startEditing()
        feature = QgsFeature(areas.fields())
        feature.setGeometry(square(500, 500, 100))
        feature.setAttributes(["f3", "A", "Ny"])
        areas.addFeature(feature)
        self.assertEqual([h for _, h, _ in self.conflict([plan_layer()], [areas])],
                         ["f1", "f2", "f3"])
        areas.rollBack()

    def test_unsaved_edits_of_a_file_count(self):
        path = shutil.copy(sample("flom.gpkg"), self.folder)
        layer = QgsVectorLayer(path + "|layername=FlomAreal", "flom", "ogr")
        QgsProject.instance().addMapLayer(layer)
        layer.startEditing()
        layer.deleteFeature(next(layer.getFeatures()).id())
        output = self.output()
        self.run_algorithm("conflict", {"PLAN_FILES": [sample("kommuneplan.gml")],
                                        "HENSYN_FLOM": [layer], "OUTPUT": output})
        layer.rollBack()
        self.assertEqual(rows(output, "SELECT count(*) FROM hensyn WHERE tema = 'flom'"), [(2,)])

    def test_a_saved_file_is_read_where_it_lies(self):
        layer = QgsVectorLayer(sample("flom.gpkg") + "|layername=FlomAreal", "flom", "ogr")
        QgsProject.instance().addMapLayer(layer)
        self.run_algorithm("conflict", {"PLAN_FILES": [sample("kommuneplan.gml")],
                                        "HENSYN_FLOM": [layer], "OUTPUT": self.output()})
        self.assertIn(f"--hensyn=flom={sample('flom.gpkg')}|layername=FlomAreal",
                      self.command_line())

    def test_a_filter_of_a_file_goes_along(self):
        layer = QgsVectorLayer(sample("flom.gpkg") + "|layername=FlomAreal", "flom", "ogr")
        layer.setSubsetString("\"gjentaksintervall\" = 20")
        QgsProject.instance().addMapLayer(layer)
        self.run_algorithm("conflict", {"PLAN_FILES": [sample("kommuneplan.gml")],
                                        "HENSYN_FLOM": [layer], "OUTPUT": self.output()})
        self.assertIn("|subset=\"gjentaksintervall\" = 20", self.command_line())
        self.assertEqual(rows(self.output(), "SELECT count(*) FROM hensyn"), [(1,)])

    def test_a_selection_counts_when_it_is_asked_for(self):
        plan, areas = plan_layer(), areas_layer()
        areas.selectByExpression("\"lokalId\" = 'f2'")
        self.assertEqual(len(self.conflict([plan], [areas])), 2)
        found = self.conflict([plan], [areas], SELECTED_ONLY=True)
        self.assertEqual([h for _, h, _ in found], ["f2"])

    def test_a_selection_of_the_boundary(self):
        boundary = memory_layer("grense", ["navn"], [(square(-100, -100, 1500), ["a"]),
                                                     (square(1900, -100, 1500), ["b"])])
        boundary.selectByExpression("\"navn\" = 'b'")
        found = self.conflict([plan_layer()], [areas_layer()],
                              BOUNDARY=QgsProcessingFeatureSourceDefinition(boundary.id(), True))
        self.assertEqual([h for _, h, _ in found], ["f2"])

    def test_coverage_may_be_a_layer_of_the_project(self):
        coverage = memory_layer("kartlagt her", ["navn"], [(square(-10, -10, 1200), ["a"])])
        self.conflict([plan_layer()], [areas_layer()], COVERAGE=f"friluftsliv={coverage.id()}")
        self.assertEqual(rows(self.output(), "SELECT DISTINCT status FROM plan_tema ORDER BY 1"),
                         [("treff",)])
        self.assertIn("kartlagt her", self.command_line())

    def test_a_field_called_fid_is_data(self):
        areas = memory_layer("friluft", ["fid", "lokalId", "områdeverdi"],
                             [(square(100, 100, 200), ["x", "f1", "A"]),
                              (square(2100, 100, 200), ["x", "f2", "B"])])
        self.assertEqual(len(self.conflict([plan_layer()], [areas])), 2)

    def test_a_system_that_the_user_gave_a_layer_counts(self):
        path = self.output("uten.gpkg")
        shutil.copy(sample("flom.gpkg"), path)
        layer = QgsVectorLayer(path + "|layername=FlomAreal", "flom", "ogr")
        layer.setCrs(QgsCoordinateReferenceSystem("EPSG:25832"))
        QgsProject.instance().addMapLayer(layer)
        output = self.output()
        self.run_algorithm("conflict", {"PLAN_FILES": [sample("kommuneplan.gml")],
                                        "HENSYN_FLOM": [layer], "OUTPUT": output})
        self.assertEqual(rows(output, "SELECT crs FROM kilde WHERE tema = 'flom'"),
                         [("EPSG:25832",)])

    def test_layers_in_another_system_are_computed_in_that_of_the_plan(self):
        areas = areas_layer()
        made = memory_layer("fjern", ["lokalId", "områdeverdi"], [], "EPSG:4326")
        from qgis.core import QgsCoordinateTransform
        transform = QgsCoordinateTransform(areas.crs(), made.crs(), QgsProject.instance())
        for feature in areas.getFeatures():
            geometry = feature.geometry()
            geometry.transform(transform)
            copy = QgsFeature(made.fields())
            copy.setGeometry(geometry)
            copy.setAttributes(feature.attributes()[:2])
            made.dataProvider().addFeature(copy)
        self.assertEqual([h for _, h, _ in self.conflict([plan_layer()], [made])], ["f1", "f2"])

    def test_a_path_among_layers_means_the_file_and_all_its_layers(self):
        self.run_algorithm("conflict", {
            "PLAN": [sample("kommuneplan.gpkg")], "OUTPUT": self.output(),
            "HENSYN_FLOM": [sample("flom.gpkg") + "|layername=FlomAreal"]})
        self.assertIn(f"--plan={sample('kommuneplan.gpkg')} ", self.command_line())

    def test_a_path_of_a_layer_of_the_project_means_the_layer(self):
        path = shutil.copy(sample("flom.gpkg"), self.folder) + "|layername=FlomAreal"
        layer = QgsVectorLayer(path, "flom", "ogr")
        QgsProject.instance().addMapLayer(layer)
        layer.startEditing()
        layer.deleteFeature(next(layer.getFeatures()).id())
        output = self.output()
        self.run_algorithm("conflict", {"PLAN_FILES": [sample("kommuneplan.gml")],
                                        "HENSYN_FLOM": [path], "OUTPUT": output})
        layer.rollBack()
        self.assertEqual(rows(output, "SELECT count(*) FROM hensyn"), [(2,)])

    def test_a_run_leaves_nothing_beside_a_file(self):
        folder = os.path.join(self.folder, "inn")
        os.makedirs(folder)
        path = shutil.copy(sample("kommuneplan.gml"), folder)
        self.run_algorithm("conflict", {
            "PLAN_FILES": [path], "HENSYN_FILES": f"plan={path}", "OUTPUT": self.output()})
        self.assertEqual(kit.left_in(folder), ["kommuneplan.gml"])

    def test_a_missing_layer_is_told(self):
        self.fails("no layer or file|Incorrect|parameter value", "conflict", {
            "PLAN": ["finnes_ikke.gpkg"], "HENSYN_FLOM": [sample("flom.gpkg")],
            "OUTPUT": self.output()})


class NameTest(SourceTest):
    def test_paths_with_spaces_letters_and_signs(self):
        folder = os.path.join(self.folder, "Sør & «Nord» #1 'x' \"y\"")
        os.makedirs(folder)
        plan = shutil.copy(sample("kommuneplan.gml"), os.path.join(folder, "plan #Ø.gml"))
        flood = shutil.copy(sample("flom.gpkg"), os.path.join(folder, "flom 'Å'.gpkg"))
        output = os.path.join(folder, "ut Æ#.sqlite")
        made = self.run_algorithm("conflict", {
            "PLAN_FILES": [plan], "HENSYN_FLOM": [flood + "|layername=FlomAreal"],
            "OUTPUT": output})
        self.assertEqual(made["OUTPUT"], output)
        self.assertGreater(len(rows(output, "SELECT fid FROM konflikt")), 0)
        self.assertEqual(kit.left_in(folder), sorted(
            ["plan #Ø.gml", "flom 'Å'.gpkg", "ut Æ#.sqlite", "ut Æ#.qgs"]))

    def test_memory_layers_with_odd_names(self):
        for name in ("a/b\\c: *?", "Ø #1 \"x\" 'y' |z", "..", "=-"):
            areas = areas_layer()
            areas.setName(name)
            self.assertEqual(len(self.conflict([plan_layer()], [areas])), 2, name)


class ModelTest(SourceTest):
    def model(self):
        from qgis.core import (QgsProcessing, QgsProcessingModelAlgorithm,
                               QgsProcessingModelChildAlgorithm,
                               QgsProcessingModelChildParameterSource,
                               QgsProcessingModelOutput, QgsProcessingModelParameter,
                               QgsProcessingParameterMultipleLayers)
        model = QgsProcessingModelAlgorithm("Konflikt", "test")
        model.addModelParameter(QgsProcessingParameterMultipleLayers(
            "plan", "plan", QgsProcessing.SourceType.TypeVectorPolygon),
            QgsProcessingModelParameter("plan"))
        model.addModelParameter(QgsProcessingParameterMultipleLayers(
            "areas", "areas", QgsProcessing.SourceType.TypeVectorPolygon),
            QgsProcessingModelParameter("areas"))
        source = QgsProcessingModelChildParameterSource
        first = QgsProcessingModelChildAlgorithm("hensyn:conflict")
        first.setChildId("first")
        first.addParameterSources("PLAN", [source.fromModelParameter("plan")])
        first.addParameterSources("HENSYN_FRILUFTSLIV", [source.fromModelParameter("areas")])
        first.addParameterSources("BUFFER", [source.fromStaticValue("friluftsliv=100")])
        second = QgsProcessingModelChildAlgorithm("native:centroids")
        second.setChildId("second")
        second.addParameterSources("INPUT", [source.fromChildOutput("first", "KONFLIKT")])
        second.addParameterSources("ALL_PARTS", [source.fromStaticValue(False)])
        output = QgsProcessingModelOutput("points", "points")
        output.setChildOutputName("OUTPUT")
        second.setModelOutputs({"points": output})
        model.addChildAlgorithm(first)
        model.addChildAlgorithm(second)
        return model

    def test_a_model_goes_on_with_the_conflicts(self):
        import processing
        plan, areas = plan_layer(), areas_layer()
        model = self.model()
        model.initAlgorithm()
        ok, problems = model.validate()
        self.assertTrue(ok, problems)
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        made = processing.run(model, {"plan": [plan.id()], "areas": [areas.id()],
                                      "second:points": "memory:"}, context=context,
                              feedback=self.feedback)
        points = made["second:points"]
        # Two overlaps, and what lies within 100 m of each area.
        self.assertEqual(points.featureCount(), 4)

    def test_batch(self):
        from processing.gui.AlgorithmExecutor import execute
        from qgis.core import QgsApplication
        areas = areas_layer()
        algorithm = QgsApplication.processingRegistry().algorithmById("hensyn:conflict")
        for number, plan in enumerate((plan_layer(), plan_layer())):
            context = QgsProcessingContext()
            context.setProject(QgsProject.instance())
            ok, made = execute(algorithm.create(), {
                "PLAN": [plan.id()], "HENSYN_FRILUFTSLIV": [areas.id()],
                "OUTPUT": self.output(f"{number}.sqlite")}, context, self.feedback)
            self.assertTrue(ok, self.feedback.told[-3:])
            self.assertEqual(made["CONFLICTS"], 2)


if __name__ == "__main__":
    kit.main(qgis=True)
