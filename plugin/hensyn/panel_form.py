"""The widgets of the review panel and how they stand; what they do is in panel.py."""

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QAbstractItemView, QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QHeaderView, QLabel,
    QLineEdit, QPlainTextEdit, QPushButton, QSplitter, QTableView, QTextBrowser, QToolButton,
    QVBoxLayout, QWidget)

from . import assessments
from .panel_model import CONSIDERATION, GRADE, PLAN
from .translate import tr


def row_of(*widgets):
    layout = QHBoxLayout()
    for widget, stretch in widgets:
        layout.addWidget(widget, stretch)
    return layout


def tool(text, tip):
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    return button


class ReviewForm(QWidget):
    """Result and filters on top, the list, the fact sheet, and the decision below."""

    def __init__(self, parent=None):
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addLayout(self.make_result_row())
        layout.addLayout(self.make_filter_row())
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.addWidget(self.make_list())
        splitter.addWidget(self.make_sheet())
        splitter.setSizes([260, 300])
        layout.addWidget(splitter, 1)
        layout.addLayout(self.make_walk_row())
        layout.addLayout(self.make_decision())

    def make_result_row(self):
        self.result = QComboBox()
        self.result.setEditable(True)
        self.result.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.result.setMinimumContentsLength(12)
        self.result.lineEdit().setPlaceholderText(tr("Result file, or PG:dbname=... schema=..."))
        self.result.setAccessibleName(tr("Result"))
        self.browse = tool("…", tr("Choose a result file"))
        self.reload = tool("⟳", tr("Read the result again"))
        self.show_layers = QPushButton(tr("Show layers"))
        return row_of((self.result, 1), (self.browse, 0), (self.reload, 0), (self.show_layers, 0))

    def make_filter_row(self):
        self.theme = QComboBox()
        self.theme.setAccessibleName(tr("Theme"))
        self.least = QComboBox()
        self.least.setAccessibleName(tr("Consequence"))
        for grade, text in ((0, tr("All consequences")), (1, tr("1 and worse")),
                            (2, tr("2 and worse")), (3, tr("3 and worse")), (4, tr("4 only"))):
            self.least.addItem(text, grade)
        self.undecided = QCheckBox(tr("Not decided"))
        return row_of((self.theme, 1), (self.least, 1), (self.undecided, 0))

    def make_list(self):
        self.list = QTableView()
        self.list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.verticalHeader().hide()
        self.list.verticalHeader().setDefaultSectionSize(22)
        self.list.setWordWrap(False)
        self.list.setAccessibleName(tr("Conflicts"))
        return self.list

    def size_columns(self):
        """Once the list has its model."""
        header = self.list.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setResizeContentsPrecision(100)      # rows that are looked at for a width
        for column in (PLAN, CONSIDERATION):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(GRADE, QHeaderView.ResizeMode.ResizeToContents)

    def make_sheet(self):
        self.sheet = QTextBrowser()
        self.sheet.setOpenLinks(False)
        self.sheet.setAccessibleName(tr("Fact sheet"))
        return self.sheet

    def make_walk_row(self):
        self.previous = QPushButton(tr("◀ Previous"))
        self.next = QPushButton(tr("Next ▶"))
        self.place = QLabel()
        self.place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.map_sheet = QPushButton(tr("Map sheet (PDF)…"))
        return row_of((self.previous, 0), (self.place, 1), (self.next, 0), (self.map_sheet, 0))

    def make_decision(self):
        self.decision = QComboBox()
        for value, title in assessments.DECISIONS:
            self.decision.addItem(tr(title), value)
        self.comment = QPlainTextEdit()
        self.comment.setMaximumHeight(64)
        self.comment.setTabChangesFocus(True)
        self.who = QLineEdit()
        self.save = QPushButton(tr("Save"))
        self.saved = QLabel()
        form = QFormLayout()
        form.addRow(tr("Decision"), self.decision)
        form.addRow(tr("Comment"), self.comment)
        form.addRow(tr("By"), self.who)
        form.addRow(self.saved, self.save)
        return form

    def set_decision(self, value):
        """A word that another version or a person wrote is kept and shown as it is."""
        value = value or ""
        index = self.decision.findData(value)
        if index < 0:
            self.decision.addItem(value, value)
            index = self.decision.count() - 1
        self.decision.setCurrentIndex(index)
