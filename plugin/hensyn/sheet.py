"""The map sheet: a print layout from a template (layouts/), filled with one result.

Items of a template are found by their id, so that a municipality can draw one of its own: kart,
tittel, undertittel, tegnforklaring, malestokk, nordpil, kilde, indikatorer. What it leaves out is
left out. North is up: the map is never turned.
"""

import datetime
import os

from qgis.core import (
    QgsLayoutExporter, QgsLayoutItemManualTable, QgsPrintLayout, QgsProject, QgsReadWriteContext,
    QgsRectangle, QgsTableCell)
from qgis.PyQt.QtCore import QFile
from qgis.PyQt.QtXml import QDomDocument

from . import layers, loading, store
from .indicators import Indicators
from .translate import tr

HERE = os.path.dirname(__file__)
PAGES = ("A4", "A3")
MARGIN = 1.04       # of the extent of the plan


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


def result_layers(project, result):
    """Layers of the result in the project that a map shows, top first; loaded when missing."""
    def there():
        found = {layer.customProperty(loading.TABLE_KEY): layer
                 for layer in project.mapLayers().values()
                 if layer.customProperty(loading.GROUP_KEY) == result}
        return [found[table] for table in layers.ON_MAP if table in found]
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


def fill_legend(layout, map_item, shown):
    legend = layout.itemById("tegnforklaring")
    if legend is None:
        return
    legend.setLinkedMap(map_item)
    legend.setAutoUpdateModel(False)
    root = legend.model().rootGroup()
    root.clear()
    for layer in shown:
        root.addLayer(layer)
    legend.setLegendFilterByMapEnabled(True)
    legend.adjustBoxSize()


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


def source_text(result_store, facts):
    """Norwegian, as the sheet is: what it was made from, when, and what it is not."""
    made = (facts.get("start") or "")[:10]
    today = datetime.date.today().isoformat()
    return (f"Kilder: {source_names(result_store)}. Beregnet {made} med hensyn "
            f"{facts.get('versjon', '')}, {facts.get('arbeids_crs', '')}. Kartet er laget {today}.\n"
            "Konsekvens er en indikativ gradering for oversikt og drøfting.")


def fill_texts(layout, result_store, title):
    facts = store.facts(result_store)
    name = facts.get("navn") or ""
    there = result_store.tables()
    subject = ("Konflikt mellom plan og hensyn" if "konflikt" in there
               else "Avstand til rekreasjonsområder")
    set_text(layout, "tittel", title or f"{subject}{': ' if name else ''}{name}")
    set_text(layout, "undertittel", "Indikativ konsekvens der planlagt utbygging møter hensyn"
             if "konflikt" in there else "Avstand langs veg og sti til nærmeste område")
    set_text(layout, "kilde", source_text(result_store, facts))


def fill_table(layout, result_store):
    for frame in layout.multiFrames():
        if isinstance(frame, QgsLayoutItemManualTable):
            rows = [("Indikator", "Verdi")] + Indicators(result_store).table()
            frame.setTableContents([[QgsTableCell(text) for text in row] for row in rows])
            frame.refresh()


def make_layout(project, result, page="A4", title="", template=""):
    """A filled layout of the project, not yet among its layouts."""
    result_store = store.open_store(result)
    layout = QgsPrintLayout(project)
    read_template(layout, template or template_of(page))
    shown = result_layers(project, result)
    map_item = fill_map(layout, shown)
    fill_texts(layout, result_store, title)
    fill_links(layout, map_item)
    fill_table(layout, result_store)
    fill_legend(layout, map_item, shown)
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
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = 300
    done = QgsLayoutExporter(layout).exportToPdf(path, settings)
    if done != QgsLayoutExporter.ExportResult.Success:
        raise SheetError(tr("The PDF could not be written to {}.").format(path))


def export_result(result, path, page="A4", title="", template=""):
    """A PDF of a result without any project open."""
    project = QgsProject()
    try:
        export_pdf(make_layout(project, result, page, title, template), path)
    finally:
        project.clear()
