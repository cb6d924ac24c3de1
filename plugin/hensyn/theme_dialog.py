"""The dialog of hensyn:conflict: the themes as one table.

The widgets of Processing stay what they are, so that models, batch and history carry the same
parameters: those of the theme layers move into the table, those of the texts (theme=value on each
line) are kept out of sight and follow the cells.
"""

from processing.gui.AlgorithmDialog import AlgorithmDialog
from processing.gui.ParametersPanel import ParametersPanel
from qgis.core import QgsMapLayerProxyModel, QgsProject
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QHeaderView, QLabel, QLineEdit, QTableWidget, QTableWidgetItem

from . import command, options
from .themes import ALL
from .translate import tr

THEME_OF = {option.name: option.theme for option in options.THEMES}
ROW_OF = {theme: row for row, (theme, _) in enumerate(ALL)}
LAYERS_COLUMN = 0
# Column, and the parameter that holds it as text.
TEXT_COLUMNS = {1: "BUFFER", 2: "VALUE_FIELD", 3: "NAME_FIELD", 4: "COVERAGE"}
COVERAGE_COLUMN = 4
WIDTHS = {1: 80, 2: 85, 3: 85, 4: 120}      # pixels


def headers():
    return [tr("Layers"), tr("Near (m)"), tr("Value field"), tr("Name field"), tr("Mapped area")]


class TextCell(QLineEdit):
    def value(self):
        return self.text().strip()

    def set_value(self, text):
        self.setText(text)


class CoverageCell(QgsMapLayerComboBox):
    """A layer of the project, or another source that a recipe or model brought along."""

    def __init__(self, parent):
        super().__init__(parent)
        self.source = ""
        self.setFilters(QgsMapLayerProxyModel.Filter.PolygonLayer)
        self.setAllowEmptyLayer(True)
        self.setLayer(None)
        self.layerChanged.connect(self.chosen)

    def chosen(self, layer):
        if layer is not None:
            self.source = ""

    def value(self):
        layer = self.currentLayer()
        return layer.id() if layer else self.source

    def set_value(self, text):
        project = QgsProject.instance()
        named = project.mapLayersByName(text) if text else []
        layer = project.mapLayer(text) or (named[0] if named else None)
        self.setLayer(layer)
        self.source = "" if layer else text
        self.setToolTip(self.source)


class ThemeTable(QTableWidget):
    """One row a theme. Cells give and take the pairs theme=value of the text parameters."""

    def __init__(self, parent=None):
        super().__init__(len(ALL), len(headers()), parent)
        self.kept = {name: [] for name in TEXT_COLUMNS.values()}    # pairs no row can show
        self.setHorizontalHeaderLabels(headers())
        self.setVerticalHeaderLabels([tr(title) for _, title in ALL])
        self.horizontalHeader().setSectionResizeMode(LAYERS_COLUMN, QHeaderView.ResizeMode.Stretch)
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, width)
        self.setMinimumHeight(300)
        self.setMinimumWidth(640)
        for row, (_, title) in enumerate(ALL):
            self.fill_row(row, tr(title))

    def fill_row(self, row, title):
        for column in TEXT_COLUMNS:
            cell = CoverageCell(self) if column == COVERAGE_COLUMN else TextCell(self)
            cell.setAccessibleName(f"{title}: {headers()[column]}")
            self.setCellWidget(row, column, cell)

    def set_layers_widget(self, theme, widget):
        item = QTableWidgetItem()
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.setItem(ROW_OF[theme], LAYERS_COLUMN, item)
        self.setCellWidget(ROW_OF[theme], LAYERS_COLUMN, widget)

    def pairs(self, column):
        cells = [(theme, self.cellWidget(row, column).value()) for theme, row in ROW_OF.items()]
        return [pair for pair in cells if pair[1]] + self.kept[TEXT_COLUMNS[column]]

    def set_pairs(self, column, pairs):
        """A theme of the user's own rules, or a second source, has no cell and is kept as it is."""
        shown, kept = {}, []
        for theme, value in pairs:
            if theme in ROW_OF and theme not in shown:
                shown[theme] = value
            else:
                kept.append((theme, value))
        self.kept[TEXT_COLUMNS[column]] = kept
        for theme, row in ROW_OF.items():
            self.cellWidget(row, column).set_value(shown.get(theme, ""))


class ThemePanel(ParametersPanel):
    """The usual panel, with the theme parameters gathered in the table."""

    table = None

    def theme_table(self, param):
        if self.table is None:
            self.table = ThemeTable(self)
            label = QLabel(tr("Considerations by theme"), self)
            super().addParameterLabel(param, label)
            super().addParameterWidget(param, self.table, 1)
        return self.table

    def addParameterLabel(self, param, label):
        if param.name() in THEME_OF or param.name() in TEXT_COLUMNS.values():
            label.setParent(self)
            label.hide()
        else:
            super().addParameterLabel(param, label)

    def addParameterWidget(self, param, widget, stretch=0):
        if param.name() in THEME_OF:
            self.theme_table(param).set_layers_widget(THEME_OF[param.name()], widget)
        elif param.name() in TEXT_COLUMNS.values():
            widget.setParent(self)
            widget.hide()
        else:
            super().addParameterWidget(param, widget, stretch)

    def createProcessingParameters(self, include_default=True):
        for column, name in TEXT_COLUMNS.items():
            self.wrappers[name].setParameterValue(
                command.join_theme_lines(self.table.pairs(column)), self.processing_context)
        return super().createProcessingParameters(include_default)

    def setParameters(self, parameters):
        super().setParameters(parameters)
        for column, name in TEXT_COLUMNS.items():
            text = str(parameters.get(name) or "")
            try:
                pairs = command.theme_lines(text)
            except command.BadValue:
                pairs = [part.partition("=")[::2] for part in text.splitlines() if part.strip()]
            self.table.set_pairs(column, pairs)


class ThemeDialog(AlgorithmDialog):
    def __init__(self, algorithm, parent=None):
        super().__init__(algorithm, False, parent)
        self.resize(max(self.width(), 1100), max(self.height(), 760))

    def getParametersPanel(self, alg, parent):
        return ThemePanel(parent, alg, self.in_place, self.active_layer)
