"""Runs inside a real QGIS desktop (qgis --code): loads a result, opens the panel, walks to a
conflict, takes the pictures, writes what it saw to state.json, and leaves. qgis_desktop.py is
the test around it."""

import json
import os
import traceback

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface, plugins

FOLDER = os.environ["HENSYN_SHOT_FOLDER"]
RESULT = os.environ["HENSYN_SHOT_RESULT"]
DIALOGS = ("conflict", "access", "run", "verify", "info")
state = {"steps": []}


def leave():
    with open(os.path.join(FOLDER, "state.json"), "w", encoding="utf-8") as file:
        json.dump(state, file, ensure_ascii=False)
    os._exit(0)


def step(function):
    """A failure is part of the state, so that the test can tell of it."""
    def run():
        try:
            function()
            state["steps"].append(function.__name__)
        except Exception:
            state["error"] = traceback.format_exc()
            leave()
    return run


@step
def arrange():
    window = iface.mainWindow()
    window.showMaximized()      # without a window manager this moves nothing
    window.setGeometry(0, 0, 1600, 1000)
    for dock in window.findChildren(QDockWidget):
        if dock.objectName() not in ("Layers", "HensynReviewPanel"):
            dock.hide()
    from hensyn import loading
    state["layers"] = len(loading.load_result(QgsProject.instance(), RESULT))


@step
def review():
    from qgis.PyQt.QtCore import Qt
    window = iface.mainWindow()
    panel = plugins["hensyn"].panel
    panel.show()
    panel.raise_()
    layers = window.findChild(QDockWidget, "Layers")
    window.resizeDocks([layers, panel], [330, 520], Qt.Orientation.Horizontal)
    panel.open_result(RESULT)
    panel.form.theme.setCurrentIndex(max(0, panel.form.theme.findData("friluftsliv")))
    panel.select(2)
    panel.form.set_decision("tilpasses")
    panel.form.comment.setPlainText("Flytt byggegrensen ut av friluftsområdet; befaring i juni.")
    panel.form.who.setText("Kari Nordmann")
    panel.form.save.click()
    state["rows"] = panel.model.rowCount()
    state["visible"] = panel.isVisible()
    panel.zoom()
    canvas = iface.mapCanvas()
    canvas.zoomByFactor(2.2)


@step
def picture():
    canvas = iface.mapCanvas()
    state["drawing"] = canvas.isDrawing()
    screen = QgsApplication.primaryScreen()
    screen.grabWindow(0).save(os.path.join(FOLDER, "desktop.png"))
    state["canvas"] = [canvas.mapToGlobal(canvas.rect().topLeft()).x(),
                       canvas.mapToGlobal(canvas.rect().topLeft()).y(),
                       canvas.width(), canvas.height()]
    state["groups"] = [g.name() for g in QgsProject.instance().layerTreeRoot().findGroups(True)]


@step
def dialogs():
    from processing.gui.AlgorithmDialog import AlgorithmDialog
    registry = QgsApplication.processingRegistry()
    state["dialogs"] = {}
    for name in DIALOGS:
        algorithm = registry.algorithmById(f"hensyn:{name}").create()
        dialog = (algorithm.createCustomParametersWidget(iface.mainWindow())
                  or AlgorithmDialog(algorithm, False, iface.mainWindow()))
        dialog.resize(1100, 760)
        dialog.show()
        QgsApplication.processEvents()
        dialog.grab().save(os.path.join(FOLDER, f"dialog_{name}.png"))
        state["dialogs"][name] = dialog.windowTitle()
        dialog.close()


@step
def unload():
    """The plugin goes without a trace and comes back."""
    import qgis.utils
    registry = QgsApplication.processingRegistry()
    state["unloaded"] = [qgis.utils.unloadPlugin("hensyn"), registry.providerById("hensyn") is None]
    state["loaded"] = [qgis.utils.loadPlugin("hensyn"), qgis.utils.startPlugin("hensyn"),
                       registry.providerById("hensyn") is not None]
    leave()


def when_drawn(function, tries=100):
    """Once the map has been still twice in a row."""
    def look():
        nonlocal tries, still
        tries -= 1
        still = 0 if iface.mapCanvas().isDrawing() else still + 1
        if still > 4 or tries <= 0:
            function()
        else:
            QTimer.singleShot(200, look)
    still = 0
    QTimer.singleShot(200, look)


QTimer.singleShot(1500, lambda: (arrange(), when_drawn(
    lambda: (review(), when_drawn(lambda: (picture(), dialogs(), unload()))))))
