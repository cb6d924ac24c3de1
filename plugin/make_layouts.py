"""Draws the layout templates of the plugin: /usr/bin/python3 plugin/make_layouts.py

Writes hensyn/layouts/hensyn_A4.qpt and hensyn_A3.qpt. Both are the same drawing; A3 is larger in
all measures but the margins of text. Run again after a change here; a test opens the templates.
"""

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (                                             # noqa: E402
    QgsApplication, QgsBasicNumericFormat, QgsLayoutFrame, QgsLayoutItemLabel, QgsLayoutItemLegend,
    QgsLayoutItemManualTable, QgsLayoutItemMap, QgsLayoutItemPage, QgsLayoutItemPicture,
    QgsLayoutItemScaleBar, QgsLayoutMeasurement, QgsLayoutPoint, QgsLayoutSize, QgsLayoutTable,
    QgsLayoutTableColumn, QgsLegendStyle, QgsPrintLayout, QgsProject, QgsReadWriteContext,
    QgsRectangle, QgsTextFormat)
from qgis.PyQt.QtCore import QRectF, Qt                             # noqa: E402
from qgis.PyQt.QtGui import QColor, QFont                           # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
FONT = "DejaVu Sans"
NORTH = ":/images/north_arrows/layout_default_north_arrow.svg"
# Millimetres of each page: width, height, margin, width of the right column, factor of text.
PAGES = {"A4": (297, 210, 8, 102, 1.0), "A3": (420, 297, 10, 140, 1.35)}


def text_format(points, bold=False):
    font = QFont(FONT)
    font.setBold(bold)
    made = QgsTextFormat()
    made.setFont(font)
    made.setSize(points)
    made.setColor(QColor("#1d2b3a"))
    return made


def set_place(item, rect):
    item.attemptMove(QgsLayoutPoint(rect.x(), rect.y()))
    item.attemptResize(QgsLayoutSize(rect.width(), rect.height()))


def add(layout, item, item_id, rect):
    item.setId(item_id)
    layout.addLayoutItem(item)
    set_place(item, rect)
    return item


def add_label(layout, item_id, text, rect, points, bold=False):
    label = add(layout, QgsLayoutItemLabel(layout), item_id, rect)
    label.setText(text)
    font = QFont(FONT)
    font.setPointSizeF(points)
    font.setBold(bold)
    label.setFont(font)
    label.setFontColor(QColor("#1d2b3a"))
    label.setMarginX(0)
    label.setHAlign(Qt.AlignmentFlag.AlignLeft)
    return label


def add_map(layout, rect):
    item = add(layout, QgsLayoutItemMap(layout), "kart", rect)
    item.setFrameEnabled(True)
    item.setFrameStrokeWidth(QgsLayoutMeasurement(0.2))
    item.setBackgroundColor(QColor("#ffffff"))
    # Any extent of the item's own shape: a map without one cannot be zoomed.
    item.setExtent(QgsRectangle(0, 0, 100 * rect.width(), 100 * rect.height()))
    set_place(item, rect)
    return item


def add_legend(layout, map_item, rect, factor):
    legend = add(layout, QgsLayoutItemLegend(layout), "tegnforklaring", rect)
    legend.setTitle("Tegnforklaring")
    legend.setLinkedMap(map_item)
    styles = QgsLegendStyle.Style
    for style, points, bold in ((styles.Title, 9, True), (styles.Group, 7, True),
                                (styles.Subgroup, 6.5, True), (styles.SymbolLabel, 5.4, False)):
        changed = legend.style(style)
        font = QFont(FONT)
        font.setPointSizeF(points * factor)
        font.setBold(bold)
        changed.setFont(font)
        legend.setStyle(style, changed)
    legend.setSymbolWidth(5 * factor)
    legend.setSymbolHeight(2.3 * factor)
    legend.setBoxSpace(0)
    legend.rstyle(styles.Symbol).setMargin(QgsLegendStyle.Side.Top, 0.45 * factor)
    legend.rstyle(styles.Subgroup).setMargin(QgsLegendStyle.Side.Top, 1.5 * factor)
    legend.rstyle(styles.SymbolLabel).setMargin(QgsLegendStyle.Side.Left, 1.2 * factor)
    legend.setLineSpacing(0.2 * factor)
    legend.setWrapString("|")
    legend.setResizeToContents(True)
    legend.setColumnCount(2)
    legend.setSplitLayer(True)
    legend.setColumnSpace(2)
    legend.setBackgroundEnabled(False)
    return legend


def add_table(layout, rect, factor):
    table = QgsLayoutItemManualTable.create(layout)
    layout.addMultiFrame(table)
    columns = [QgsLayoutTableColumn("Indikator"), QgsLayoutTableColumn("Verdi")]
    columns[1].setHAlignment(Qt.AlignmentFlag.AlignRight)
    table.setColumns(columns)
    table.setColumnWidths([rect.width() * 0.54, rect.width() * 0.46])
    table.setIncludeTableHeader(False)
    table.setContentTextFormat(text_format(6.5 * factor))
    table.setCellMargin(0.55 * factor)
    table.setGridColor(QColor("#b8c2cc"))
    table.setGridStrokeWidth(0.1)
    table.setVerticalGrid(False)
    table.setWrapBehavior(QgsLayoutTable.WrapBehavior.WrapText)
    frame = QgsLayoutFrame(layout, table)
    frame.setId("indikatorer")
    set_place(frame, rect)
    table.addFrame(frame)
    return table


def add_bar_and_arrow(layout, map_item, map_rect, factor):
    bar = add(layout, QgsLayoutItemScaleBar(layout), "malestokk",
              QRectF(map_rect.x(), map_rect.bottom() + 2, 80 * factor, 10 * factor))
    bar.setStyle("Single Box")
    bar.setLinkedMap(map_item)
    bar.setTextFormat(text_format(7 * factor))
    bar.setHeight(1.8 * factor)
    numbers = QgsBasicNumericFormat()
    numbers.setShowThousandsSeparator(False)    # that of the locale may be a comma
    bar.setNumericFormat(numbers)
    side = 13 * factor
    arrow = add(layout, QgsLayoutItemPicture(layout), "nordpil",
                QRectF(map_rect.right() - side - 3, map_rect.y() + 3, side, side))
    arrow.setPicturePath(NORTH)
    arrow.setLinkedMap(map_item)
    arrow.setNorthMode(QgsLayoutItemPicture.NorthMode.GridNorth)


def draw(project, page):
    width, height, margin, column, factor = PAGES[page]
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName(f"hensyn {page}")
    layout.pageCollection().page(0).setPageSize(page, QgsLayoutItemPage.Orientation.Landscape)
    head, foot, gap = 15 * factor, 12 * factor, 4
    wide = width - 2 * margin - column - gap
    map_rect = QRectF(margin, margin + head, wide, height - 2 * margin - head - foot)
    right = margin + wide + gap
    add_label(layout, "tittel", "Konflikt mellom plan og hensyn",
              QRectF(margin, margin, width - 2 * margin, 8 * factor), 15 * factor, True)
    add_label(layout, "undertittel", "Indikativ konsekvens",
              QRectF(margin, margin + 8 * factor, wide, 6 * factor), 9 * factor)
    map_item = add_map(layout, map_rect)
    add_bar_and_arrow(layout, map_item, map_rect, factor)
    add_label(layout, "kilde", "Kilder", QRectF(
        margin + 84 * factor, map_rect.bottom() + 2, wide - 84 * factor, foot + 3), 5.2 * factor)
    table_height = 66 * factor
    add_table(layout, QRectF(right, margin + head, column, table_height), factor)
    add_legend(layout, map_item, QRectF(
        right, margin + head + table_height + 3, column,
        height - 2 * margin - head - table_height - 3), factor)
    return layout


def main():
    application = QgsApplication([], False)
    application.initQgis()
    folder = os.path.join(HERE, "hensyn", "layouts")
    os.makedirs(folder, exist_ok=True)
    project = QgsProject()
    for page in PAGES:
        layout = draw(project, page)
        if not layout.saveAsTemplate(os.path.join(folder, f"hensyn_{page}.qpt"),
                                     QgsReadWriteContext()):
            return 1
    application.exitQgis()
    return 0


if __name__ == "__main__":
    sys.exit(main())
