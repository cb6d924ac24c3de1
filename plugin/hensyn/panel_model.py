"""The list of conflicts as a table for Qt."""

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, Qt
from qgis.PyQt.QtGui import QColor

from . import assessments, factsheet
from .conflicts import Conflicts, Filter
from .translate import mark, tr

HEADERS = (mark("Cons."), mark("Plan area"), mark("Consideration"), mark("Theme"), mark("Extent"),
           mark("Decision"))
GRADE, PLAN, CONSIDERATION, THEME, EXTENT, DECISION = range(len(HEADERS))
DECISION_TITLES = dict(assessments.DECISIONS)


def extent_text(row):
    if row.get("areal_m2") is not None:
        return factsheet.decares(row["areal_m2"])
    if row.get("lengde_m") is not None:
        return f"{factsheet.number(row['lengde_m'], 0)} m"
    return tr("point")


def decision_text(row):
    decision = row.get("avgjorelse") or ""
    if decision:
        return tr(DECISION_TITLES.get(decision, decision))
    return "…" if row.get("kommentar") else ""


TEXTS = {
    GRADE: lambda row: str(row["konsekvens"] if row["konsekvens"] is not None else "–"),
    PLAN: lambda row: row["plan_navn"] or "",
    CONSIDERATION: lambda row: row["hensyn_navn"] or tr("(no name)"),
    THEME: lambda row: factsheet.theme_title(row["tema"]),
    EXTENT: extent_text,
    DECISION: decision_text,
}


class ConflictModel(QAbstractTableModel):
    """Rows that pass the filter, in the order of conflicts.py."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.conflicts = Conflicts()
        self.filter = Filter()
        self.rows = []

    def show(self, conflicts=None, wanted=None):
        """Shows other conflicts, or the same through another filter."""
        self.beginResetModel()
        self.conflicts = self.conflicts if conflicts is None else conflicts
        self.filter = self.filter if wanted is None else wanted
        self.rows = self.conflicts.filtered(self.filter)
        self.endResetModel()

    def rowCount(self, parent=QModelIndex()):
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent=QModelIndex()):
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return tr(HEADERS[section])
        return None

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return TEXTS[column](row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row["begrunnelse"] if column == GRADE else TEXTS[column](row)
        if role == Qt.ItemDataRole.DecorationRole and column == GRADE:
            return QColor(factsheet.colour_of(row["skala"], row["konsekvens"]))
        if role == Qt.ItemDataRole.TextAlignmentRole and column == EXTENT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def row_of(self, key):
        """Number of the row with a key; -1 when the filter hides it."""
        return next((i for i, row in enumerate(self.rows) if row["nokkel"] == key), -1)

    def changed(self, row):
        number = self.row_of(row["nokkel"])
        if number >= 0:
            self.dataChanged.emit(self.index(number, 0), self.index(number, len(HEADERS) - 1))
