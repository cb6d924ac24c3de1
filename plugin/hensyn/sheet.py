"""The map sheet: a print layout from a template (layouts/), filled with one result.

Items of a template are found by their id, so that a municipality can draw one of its own: kart,
tittel, undertittel, tegnforklaring, malestokk, nordpil, kilde, indikatorer. What it leaves out is
left out. North is up: the map is never turned.
"""

import datetime
import os
import textwrap

from qgis.core import (
    QgsLayoutExporter, QgsLayoutItemManualTable, QgsLayoutPoint, QgsLayoutSize, QgsLegendRenderer,
    QgsLegendStyle, QgsMapLayerLegendUtils, QgsPrintLayout, QgsProject, QgsReadWriteContext,
    QgsRectangle, QgsTableCell, QgsTextFormat)
from qgis.PyQt.QtCore import QFile, Qt
from qgis.PyQt.QtXml import QDomDocument

from . import layers, loading, store
from .indicators import Indicators
from .translate import tr

HERE = os.path.dirname(__file__)
PAGES = ("A4", "A3")
WORD_JOINER = "\u2060"     # keeps EPSG:25833 on one line
MARGIN = 1.04       # of the extent of the plan
POINT = 0.3528      # mm
BOTTOM = 7.0        # mm below the legend
LEGEND_LINE = 46    # letters
SMALLER, SMALLER_STEPS = 0.93, 9    # of letters, until a long legend fits


class SheetError(Exception):
    """What went wrong, for the user."""


def template_of(page):
    return os.path.join(HERE, "layouts", f"hensyn_{page}.qpt")


def read_template(layout, path):
    file = QFile(path)
    document = QDomDocument()
    if not file.open(QFile.OpenModeFlag.ReadOnly) or not document.setContent(file.readAll())[0]:
        raise SheetError(tr("{} is not a layout template.").format(path))
    _, read = layout.loadFromTemplate(document, QgsReadWriteContext())
    if not read:
        raise SheetError(tr("{} is not a layout template.").format(path))


def subject_of(result_store, wanted=""):
    """The subject that is asked for, else the first that the result has."""
    there = [name for name in layers.SUBJECTS if name in result_store.tables()]
    if not there or wanted and wanted not in there:
        raise SheetError(tr("The result has nothing about {} to show.").format(
            wanted or ", ".join(layers.SUBJECTS)))
    return wanted or there[0]


def result_layers(project, result, subject):
    """Layers of the result in the project that a map shows, top first; loaded when missing."""
    def there():
        found = {layer.customProperty(loading.TABLE_KEY): layer
                 for layer in project.mapLayers().values()
                 if layer.customProperty(loading.GROUP_KEY) == result}
        return [found[table] for table in layers.SUBJECTS[subject] if table in found]
    if not there():
        loading.load_result(project, result)
    shown = there()
    if not shown:
        raise SheetError(tr("{} has no layers to show.").format(result))
    return shown


def extent_of(shown):
    """Extent of the plan or the areas walked to, else of everything."""
    best = [layer for layer in shown
            if layer.customProperty(loading.TABLE_KEY) in ("arealformal", "avstand")]
    extent = QgsRectangle()
    for layer in best or shown:
        extent.combineExtentWith(layer.extent())
    extent.scale(MARGIN)
    return extent


def fill_map(layout, shown):
    item = layout.itemById("kart")
    if item is None:
        raise SheetError(tr("The template has no map (an item with the id kart)."))
    item.setCrs(shown[0].crs())
    item.setMapRotation(0)
    item.setLayers(shown)
    item.setKeepLayerSet(True)
    item.zoomToExtent(extent_of(shown))
    layout.setReferenceMap(item)
    return item


def norwegian_titles(result_store):
    """Titles of the tables as the styles of the result have them."""
    if "layer_styles" not in result_store.tables():
        return {}
    # Files name the columns as QGIS does, PostgreSQL folds them.
    style = next(c for c in result_store.columns("layer_styles") if c.lower() == "stylename")
    return dict(result_store.run([(f'SELECT f_table_name, "{style}" FROM layer_styles', ())]))


def wrapped(legend, node):
    """Breaks long legend texts between words; QGIS breaks only where it is told."""
    model = legend.model()
    for number, part in enumerate(model.layerLegendNodes(node)):
        text = str(part.data(Qt.ItemDataRole.DisplayRole))
        lines = textwrap.wrap(text, LEGEND_LINE)
        if len(lines) > 1:
            QgsMapLayerLegendUtils.setLegendNodeUserLabel(node, number, "|".join(lines))
    model.refreshLayerLegend(node)


def fit_legend(legend, page_height):
    """Smaller letters until the legend ends above the margin of the page."""
    room = page_height - BOTTOM - legend.positionWithUnits().y()
    for _ in range(SMALLER_STEPS):
        renderer = QgsLegendRenderer(legend.model(), legend.legendSettings())
        if renderer.minimumSize().height() <= room:
            break
        for style in (QgsLegendStyle.Style.Group, QgsLegendStyle.Style.Subgroup,
                      QgsLegendStyle.Style.SymbolLabel):
            changed = legend.style(style)
            font = changed.font()
            font.setPointSizeF(font.pointSizeF() * SMALLER)
            changed.setFont(font)
            legend.setStyle(style, changed)
        legend.setSymbolHeight(legend.symbolHeight() * SMALLER)
        legend.setSymbolWidth(legend.symbolWidth() * SMALLER)
    legend.adjustBoxSize()


def fill_legend(layout, map_item, shown, titles):
    """Only classes that the map shows."""
    legend = layout.itemById("tegnforklaring")
    if legend is None:
        return
    legend.setLinkedMap(map_item)
    legend.setAutoUpdateModel(False)
    root = legend.model().rootGroup()
    root.clear()
    for layer in shown:
        node = root.addLayer(layer)
        table = layer.customProperty(loading.TABLE_KEY)
        node.setUseLayerName(False)
        node.setName(titles.get(table, layer.name()))
        wrapped(legend, node)
    legend.setLegendFilterByMapEnabled(True)
    fit_legend(legend, layout.pageCollection().page(0).pageSize().height())


def fill_links(layout, map_item):
    bar = layout.itemById("malestokk")
    if bar is not None:
        bar.setLinkedMap(map_item)
        bar.applyDefaultSize()
        bar.update()
    arrow = layout.itemById("nordpil")
    if arrow is not None:
        arrow.setLinkedMap(map_item)


def set_text(layout, item_id, text):
    item = layout.itemById(item_id)
    if item is not None:
        item.setText(text)


def source_names(result_store):
    paths = result_store.run([("SELECT DISTINCT sti FROM kilde ORDER BY fid", ())]) \
        if "kilde" in result_store.tables() else []
    names = [path.replace("\\", "/").split("|")[0].rsplit("/", 1)[-1] for path, in paths if path]
    return ", ".join(dict.fromkeys(names))


def source_text(result_store, facts, subject):
    """Norwegian, as the sheet is: what it was made from, when, and what it is not."""
    made = (facts.get("start") or "")[:10]
    today = datetime.date.today().isoformat()
    system = (facts.get("arbeids_crs") or "").replace(":", ":" + WORD_JOINER)
    text = (f"Kilder: {source_names(result_store)}. Beregnet {made} med hensyn "
            f"{facts.get('versjon', '')}, {system}. Kartet er laget {today}.")
    if subject == "konflikt":
        text += "\nKonsekvens er en indikativ gradering for oversikt og drøfting."
    return text


HEADINGS = {
    "konflikt": ("Konflikt mellom plan og hensyn",
                 "Indikativ konsekvens der planlagt utbygging møter hensyn"),
    "avstand": ("Avstand til rekreasjonsområder", "Avstand langs veg og sti til nærmeste område"),
}


def fill_texts(layout, result_store, subject, title):
    facts = store.facts(result_store)
    name = facts.get("navn") or ""
    heading, below = HEADINGS[subject]
    set_text(layout, "tittel", title or f"{heading}{': ' if name else ''}{name}")
    set_text(layout, "undertittel", below)
    set_text(layout, "kilde", source_text(result_store, facts, subject))


def cells_of(row, text_format, bold):
    cells = [QgsTableCell(text) for text in row]
    if bold:
        heavy = QgsTextFormat(text_format)
        font = heavy.font()
        font.setBold(True)
        heavy.setFont(font)
        for cell in cells:
            cell.setTextFormat(heavy)
    return cells


def fill_table(layout, result_store, subject):
    """The frame of the table grows or shrinks with its rows; a legend below it moves along."""
    frame = layout.itemById("indikatorer")
    tables = [one for one in layout.multiFrames() if isinstance(one, QgsLayoutItemManualTable)]
    if frame is None or not tables:
        return
    table = tables[0]
    rows = [("Indikator", "Verdi")] + Indicators(result_store).table(subject)
    table.setTableContents([cells_of(row, table.contentTextFormat(), number == 0)
                            for number, row in enumerate(rows)])
    table.refresh()
    row_height = table.contentTextFormat().size() * POINT + 2 * table.cellMargin() + 0.1
    old, new = frame.sizeWithUnits().height(), row_height * (len(rows) + 1)
    frame.attemptResize(QgsLayoutSize(frame.sizeWithUnits().width(), new))
    legend, at = layout.itemById("tegnforklaring"), frame.positionWithUnits()
    if legend is not None and legend.positionWithUnits().y() >= at.y() + old:
        legend.attemptMove(QgsLayoutPoint(legend.positionWithUnits().x(),
                                          legend.positionWithUnits().y() + new - old))


def make_layout(project, result, page="A4", title="", template="", subject=""):
    """A filled layout of the project, not yet among its layouts."""
    result_store = store.open_store(result)
    subject = subject_of(result_store, subject)
    layout = QgsPrintLayout(project)
    read_template(layout, template or template_of(page))
    shown = result_layers(project, result, subject)
    map_item = fill_map(layout, shown)
    fill_texts(layout, result_store, subject, title)
    fill_links(layout, map_item)
    fill_table(layout, result_store, subject)
    fill_legend(layout, map_item, shown, norwegian_titles(result_store))
    return layout


def free_name(manager, name):
    number, candidate = 2, name
    while manager.layoutByName(candidate) is not None:
        candidate, number = f"{name} ({number})", number + 1
    return candidate


def add_to_project(project, result, page="A4", title=""):
    """A layout that stays in the project, to be changed and printed again."""
    layout = make_layout(project, result, page, title)
    manager = project.layoutManager()
    name = os.path.splitext(os.path.basename(result))[0] if not store.is_database(result) \
        else store.split_connection(result)[1]
    layout.setName(free_name(manager, f"hensyn {name} {page}"))
    manager.addLayout(layout)
    return layout


def export_pdf(layout, path):
    if not os.path.isdir(os.path.dirname(os.path.abspath(path))):      # QGIS would make it
        raise SheetError(tr("The PDF could not be written to {}.").format(path))
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = 300
    done = QgsLayoutExporter(layout).exportToPdf(path, settings)
    if done != QgsLayoutExporter.ExportResult.Success:
        raise SheetError(tr("The PDF could not be written to {}.").format(path))


def export_result(result, path, page="A4", **more):
    """A PDF of a result without any project open."""
    project = QgsProject()
    try:
        export_pdf(make_layout(project, result, page, **more), path)
    finally:
        project.clear()
