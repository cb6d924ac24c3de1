"""The panel for planners who review: conflicts one by one, on the map, with a decision each."""

import os

from qgis.core import (QgsApplication, QgsCoordinateTransform, QgsCsException, QgsProject,
                       QgsProviderRegistry, QgsRectangle, QgsSettings, Qgis)
from qgis.PyQt.QtCore import QItemSelectionModel
from qgis.PyQt.QtWidgets import QDockWidget, QFileDialog

from . import assessments, conflicts, factsheet, loading, store
from .panel_form import ReviewForm
from .panel_model import ConflictModel
from .parameters import RESULT_FILTER
from .translate import tr

WHO_KEY = "hensyn/reviewer"
AROUND = 1.8            # of the size of a conflict is shown
LEAST_AROUND = 300.0    # map units (m) shown around a small one


def result_of_layer(layer):
    """The result that a layer of the project belongs to; "" when to none."""
    marked = layer.customProperty(loading.GROUP_KEY)
    if marked:
        return marked
    if layer.providerType() not in ("ogr", "spatialite"):
        return ""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    return parts.get("path") or "" if parts.get("layerName") in conflicts.TABLES else ""


class ReviewPanel(QDockWidget):
    def __init__(self, iface, parent=None):
        super().__init__(tr("Review conflicts (hensyn)"),
                         parent or (iface.mainWindow() if iface else None))
        self.setObjectName("HensynReviewPanel")
        self.iface = iface
        self.store = None
        self.source = ""
        self.row = None             # the conflict that is shown
        self.drafts = {}            # by key: what could not be saved
        self.layers = {}            # by table: for the geometry
        self.form = ReviewForm(self)
        self.model = ConflictModel(self)
        self.form.list.setModel(self.model)
        self.form.size_columns()
        self.setWidget(self.form)
        self.form.who.setText(QgsSettings().value(WHO_KEY, "") or QgsApplication.userFullName())
        self.connect_widgets()
        self.list_results()
        self.show_row(None)

    def connect_widgets(self):
        form = self.form
        form.result.activated.connect(lambda _: self.open_result(form.result.currentText()))
        form.result.lineEdit().returnPressed.connect(
            lambda: self.open_result(form.result.currentText()))
        form.browse.clicked.connect(self.browse)
        form.reload.clicked.connect(lambda: self.open_result(form.result.currentText()))
        form.show_layers.clicked.connect(self.show_layers)
        form.theme.currentIndexChanged.connect(self.filter_changed)
        form.least.currentIndexChanged.connect(self.filter_changed)
        form.undecided.toggled.connect(self.filter_changed)
        form.list.selectionModel().currentRowChanged.connect(self.row_changed)
        form.list.clicked.connect(lambda _: self.zoom())
        form.previous.clicked.connect(lambda: self.step(-1))
        form.next.clicked.connect(lambda: self.step(1))
        form.save.clicked.connect(self.save)
        form.map_sheet.clicked.connect(self.export_map_sheet)
        QgsProject.instance().layersAdded.connect(self.list_results)
        QgsProject.instance().layersRemoved.connect(self.list_results)

    # ---- results ----

    def list_results(self, _layers=None):
        """Results whose layers are in the project; the first is opened when none is open."""
        found = [result_of_layer(layer) for layer in QgsProject.instance().mapLayers().values()]
        found = sorted({path for path in found if path})
        text = self.form.result.currentText()
        self.form.result.clear()
        self.form.result.addItems(found)
        self.form.result.setEditText(text)
        if not self.source and found:
            self.open_result(found[0])

    def browse(self):
        path, _ = QFileDialog.getOpenFileName(self, tr("Choose a result file"), self.source,
                                              RESULT_FILTER)
        if path:
            self.open_result(path)

    def open_result(self, source):
        """Opens a result and lists its conflicts. What is open stays when it cannot be opened."""
        source = source.strip()
        if not source or not self.leave():
            return
        try:
            opened = store.open_store(source)
            found = conflicts.read(opened)
            assessments.attach(found, assessments.read(opened))
        except store.StoreError as error:
            self.tell(str(error), Qgis.MessageLevel.Warning)
            return
        self.close_result()
        self.store, self.source = opened, source
        self.form.result.setEditText(source)
        self.list_themes(found.themes())
        self.model.show(found, self.wanted())
        self.select(0)

    def close_result(self):
        self.leave()
        self.store, self.source, self.row, self.layers = None, "", None, {}
        self.model.show(conflicts.Conflicts())
        self.show_row(None)

    def list_themes(self, themes):
        box = self.form.theme
        chosen = box.currentData()
        box.blockSignals(True)
        box.clear()
        box.addItem(tr("All themes"), "")
        for theme in themes:
            box.addItem(factsheet.theme_title(theme), theme)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.blockSignals(False)

    def show_layers(self):
        if self.store is None:
            return
        try:
            loading.load_result(QgsProject.instance(), self.source)
        except store.StoreError as error:
            self.tell(str(error), Qgis.MessageLevel.Warning)
            return
        self.zoom()

    # ---- list ----

    def wanted(self):
        return conflicts.Filter(self.form.theme.currentData() or "",
                                self.form.least.currentData() or 0,
                                self.form.undecided.isChecked())

    def filter_changed(self, _value=None):
        self.leave()
        key = self.row["nokkel"] if self.row else None
        self.model.show(wanted=self.wanted())
        self.select(max(0, self.model.row_of(key)))

    def select(self, number):
        """Shows a row of the list, or nothing when there is none."""
        if not 0 <= number < self.model.rowCount():
            self.show_row(None)
            return
        index = self.model.index(number, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.form.list.selectionModel().setCurrentIndex(
            index, flags.ClearAndSelect | flags.Rows)
        self.form.list.scrollTo(index)
        if self.row is not self.model.rows[number]:     # the same number after a reset
            self.show_row(self.model.rows[number])

    def row_changed(self, current, _previous):
        self.leave()
        self.show_row(self.model.rows[current.row()] if current.isValid() else None)

    def step(self, by):
        """Previous or next. A decision may have taken the row out of the list by now."""
        index = self.form.list.currentIndex()
        number = (index.row() if index.isValid() else -1) + by
        if 0 <= number < self.model.rowCount():
            self.select(number)
            self.zoom()

    # ---- one conflict ----

    def show_row(self, row):
        self.row = row
        form, there = self.form, row is not None
        for widget in (form.decision, form.comment, form.who, form.save):
            widget.setEnabled(there)
        self.show_place()
        if not there:
            form.sheet.setHtml(f"<p>{tr('No conflict is chosen.')}</p>" if self.store else
                               f"<p>{tr('Choose a result of hensyn above.')}</p>")
            form.set_decision("")
            form.comment.setPlainText("")
            form.saved.setText("")
            return
        decision, comment = self.drafts.get(row["nokkel"], self.written(row))
        form.set_decision(decision)
        form.comment.setPlainText(comment)
        form.saved.setText(" ".join(filter(None, (row.get("tidspunkt"), row.get("av")))))
        self.show_sheet(row)

    def show_sheet(self, row):
        try:
            plan, consideration, remarks = conflicts.explain(self.store, row)
        except store.StoreError as error:
            self.tell(str(error), Qgis.MessageLevel.Warning)
            plan, consideration, remarks = {}, {}, []
        sources = ((tr("Source of the plan area"), plan),
                   (tr("Source of the consideration"), consideration))
        self.form.sheet.setHtml(factsheet.sheet(row, sources, remarks))

    def show_place(self):
        number = self.model.row_of(self.row["nokkel"]) if self.row else -1
        count = self.model.rowCount()
        self.form.place.setText(tr("{} of {}").format(number + 1, count) if count else tr("none"))
        self.form.previous.setEnabled(number > 0)
        self.form.next.setEnabled(number + 1 < count)

    def geometry(self):
        """Geometry of the conflict that is shown, with its CRS; None when it has none."""
        table = self.row["table"]
        if table not in self.layers:
            self.layers[table] = loading.open_layer(self.source, table)
        layer = self.layers[table]
        geometry = layer.getFeature(self.row["fid"]).geometry() if layer else None
        return (geometry, layer.crs()) if geometry and not geometry.isEmpty() else None

    def zoom(self):
        """Zooms to the conflict and flashes it."""
        canvas = self.iface.mapCanvas() if self.iface else None
        found = self.geometry() if self.row and canvas else None
        if not found:
            return
        geometry, crs = found
        box = QgsRectangle(geometry.boundingBox())
        box.scale(AROUND)
        if max(box.width(), box.height()) < LEAST_AROUND:
            box = QgsRectangle.fromCenterAndSize(box.center(), LEAST_AROUND, LEAST_AROUND)
        try:
            box = QgsCoordinateTransform(crs, canvas.mapSettings().destinationCrs(),
                                         QgsProject.instance()).transformBoundingBox(box)
        except QgsCsException as error:
            self.tell(str(error), Qgis.MessageLevel.Warning)
            return
        canvas.setExtent(box)
        canvas.refresh()
        canvas.flashGeometries([geometry], crs)

    # ---- decision ----

    @staticmethod
    def written(row):
        return row.get("avgjorelse") or "", row.get("kommentar") or ""

    def entered(self):
        return self.form.decision.currentData() or "", self.form.comment.toPlainText().strip()

    def leave(self):
        """Saves what was entered before another conflict is shown. True unless that failed; what
        could not be written is kept for the next try."""
        if self.row is None or self.store is None or self.entered() == self.written(self.row):
            return True
        return self.save()

    def save(self, _checked=False):
        if self.row is None or self.store is None:
            return True
        row, (decision, comment) = self.row, self.entered()
        try:
            assessments.write(self.store, row, decision, comment, self.form.who.text().strip())
        except store.StoreError as error:
            self.drafts[row["nokkel"]] = (decision, comment)
            self.tell(tr("Not saved: {}").format(error), Qgis.MessageLevel.Critical)
            return False
        self.drafts.pop(row["nokkel"], None)
        QgsSettings().setValue(WHO_KEY, self.form.who.text().strip())
        self.form.saved.setText(f"{row['tidspunkt']} {row['av'] or ''}")
        self.model.changed(row)
        self.refresh_table()
        return True

    def refresh_table(self):
        """An open attribute table of vurdering shows the new row."""
        for layer in QgsProject.instance().mapLayers().values():
            if (layer.customProperty(loading.GROUP_KEY) == self.source
                    and layer.customProperty(loading.TABLE_KEY) == "vurdering"):
                layer.dataProvider().reloadData()
                layer.triggerRepaint()

    # ---- map sheet ----

    def export_map_sheet(self):
        if self.store is None:
            return
        from . import sheet
        start = os.path.splitext(self.source)[0] + ".pdf" \
            if not store.is_database(self.source) else ""
        path, _ = QFileDialog.getSaveFileName(self, tr("Map sheet"), start, "PDF (*.pdf)")
        if not path:
            return
        try:
            layout = sheet.add_to_project(QgsProject.instance(), self.source)
            sheet.export_pdf(layout, path)
        except (sheet.SheetError, store.StoreError) as error:
            self.tell(str(error), Qgis.MessageLevel.Critical)
            return
        self.tell(tr("The map sheet is written to {}; it stays in the project as the layout “{}”."
                     ).format(path, layout.name()), Qgis.MessageLevel.Success)

    def tell(self, text, level):
        if self.iface:
            self.iface.messageBar().pushMessage("hensyn", text, level, 0)
