"""Algorithms as the dialog runs them: prepared in the main thread, run in another, loaded in the
main thread again; cancelled from the button."""

import os

import kit
from kit import AlgorithmTest, stand_in

from hensyn import loading
from qgis.core import (QgsApplication, QgsProcessingAlgRunnerTask, QgsProcessingContext,
                       QgsProject)
from qgis.PyQt.QtCore import QEventLoop, QTimer
from qgis_sources import areas_layer, plan_layer

LONGEST = 120000    # ms that a hanging test may take


class TaskTest(AlgorithmTest):
    def start(self, name, parameters):
        self.context = QgsProcessingContext()
        self.context.setProject(QgsProject.instance())
        self.context.setFeedback(self.feedback)
        self.algorithm = QgsApplication.processingRegistry().algorithmById(
            f"hensyn:{name}").create()
        self.task = QgsProcessingAlgRunnerTask(self.algorithm, parameters, self.context,
                                               self.feedback)
        self.ended = []
        self.loop = QEventLoop()
        self.task.executed.connect(lambda ok, results: (self.ended.append((ok, results)),
                                                        self.loop.quit()))

    def finish(self):
        QgsApplication.taskManager().addTask(self.task)
        QTimer.singleShot(LONGEST, self.loop.quit)
        if not self.ended:
            self.loop.exec()
        self.assertEqual(len(self.ended), 1, self.feedback.told)
        return self.ended[0]

    def test_memory_layers_and_edits_from_another_thread(self):
        plan, areas = plan_layer(), areas_layer()
        areas.startEditing()
        areas.deleteFeature(next(areas.getFeatures()).id())
        self.start("conflict", {"PLAN": [plan.id()], "HENSYN_FRILUFTSLIV": [areas.id()],
                                "OUTPUT": self.output()})
        # What is edited after the start does not count.
        areas.rollBack()
        ok, results = self.finish()
        self.assertTrue(ok, self.feedback.told)
        self.assertEqual(results["CONFLICTS"], 1)

    def test_the_layers_come_into_the_project(self):
        from processing.gui.Postprocessing import handleAlgorithmResults
        self.start("conflict", {"PLAN": [plan_layer().id()],
                                "HENSYN_FRILUFTSLIV": [areas_layer().id()],
                                "OUTPUT": self.output()})
        ok, _ = self.finish()
        self.assertTrue(ok, self.feedback.told)
        self.assertTrue(handleAlgorithmResults(self.algorithm, self.context, self.feedback))
        group = QgsProject.instance().layerTreeRoot().children()[0]
        self.assertEqual(group.customProperty(loading.GROUP_KEY), self.output())
        self.assertIn("konflikt", [node.layer().customProperty(loading.TABLE_KEY)
                                   for node in group.findLayers()])

    def test_unticked_nothing_is_loaded(self):
        self.start("conflict", {"PLAN": [plan_layer().id()],
                                "HENSYN_FRILUFTSLIV": [areas_layer().id()], "LOAD": False,
                                "OUTPUT": self.output()})
        self.assertTrue(self.finish()[0], self.feedback.told)
        self.assertEqual(self.context.layersToLoadOnCompletion(), {})

    def test_the_cancel_button(self):
        waiting = stand_in("hensyn", kit.answer() + "cat >/dev/null; exit 130\n")
        before = os.environ["HENSYN_BIN"]
        self.addCleanup(os.environ.__setitem__, "HENSYN_BIN", before)
        os.environ["HENSYN_BIN"] = waiting
        self.start("conflict", {"PLAN_FILES": [kit.sample("kommuneplan.gml")],
                                "HENSYN_FILES": f"flom={kit.sample('flom.gpkg')}",
                                "OUTPUT": self.output()})
        QTimer.singleShot(300, self.task.cancel)
        ok, _ = self.finish()
        self.assertFalse(ok)
        self.assertEqual(kit.left_in(self.folder), [])


if __name__ == "__main__":
    kit.main(qgis=True)
