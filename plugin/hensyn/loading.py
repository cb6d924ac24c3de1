"""Loads the tables of a result into a project: one group for each run, layers in order, styled."""

import os

from qgis.PyQt.QtCore import QTimer
from qgis.core import (QgsDataSourceUri, QgsProcessingContext,
                       QgsProcessingLayerPostProcessorInterface, QgsVectorLayer)

from . import layers, store
from .translate import tr

GROUP_KEY = "hensyn/result"         # custom properties of groups and layers of a run
TABLE_KEY = "hensyn/table"


def postgres_uri(source, table):
    """The table as the provider postgres names it."""
    text, schema = store.split_connection(source)
    uri = QgsDataSourceUri(text)
    uri.setDataSource(schema, table, "geom" if layers.BY_TABLE[table].spatial else "")
    return uri


def layer_source(result, table):
    """Source and provider of a table."""
    if store.is_database(result):
        return postgres_uri(result, table).uri(True), "postgres"
    return f"{result}|layername={table}", "ogr"


def layer_string(result, table):
    """The same as one text, which Processing opens without being told the provider."""
    source, provider = layer_source(result, table)
    return source if provider == "ogr" else f"{provider}://{source}"


def open_layer(result, table, title=""):
    """The table as a layer of its own, outside any project; None when it cannot be opened."""
    source, provider = layer_source(result, table)
    layer = QgsVectorLayer(source, title or tr(layers.BY_TABLE[table].title), provider)
    return layer if layer.isValid() else None


def tables_to_load(result_store):
    """Known tables of the result that have something to show, in layer order."""
    there = result_store.tables()
    return [layer.table for layer in layers.LAYERS if layer.table in there
            and (layer.always or store.has_rows(result_store, layer.table))]


def run_title(result, result_store):
    name = store.facts(result_store).get("navn")
    file = (store.split_connection(result)[1] if store.is_database(result)
            else os.path.splitext(os.path.basename(result))[0])
    return f"{name} ({file})" if name and name != file else file


def group_of(root, result, title):
    """The group of a run, on top; found again by the result it shows."""
    for group in root.findGroups():
        if group.customProperty(GROUP_KEY) == result:
            return group
    group = root.insertGroup(0, title)
    group.setCustomProperty(GROUP_KEY, result)
    return group


def place_in(group, known, name):
    """Where a subgroup goes: in the order of layers.GROUPS."""
    before = known[:known.index(name)]
    return sum(1 for child in group.children() if child.customProperty("hensyn/group") in before)


def subgroup(group, name):
    for child in group.children():
        if child.customProperty("hensyn/group") == name:
            return child
    made = group.insertGroup(place_in(group, layers.GROUPS, name), tr(name))
    made.setCustomProperty("hensyn/group", name)
    made.setExpanded(name in layers.EXPANDED_GROUPS)
    show_one_subject(group)
    return made


def show_one_subject(group):
    """Where a result has both, distances are hidden at first: they would cover the conflicts."""
    parts = {child.customProperty("hensyn/group"): child for child in group.children()}
    if layers.CONFLICT in parts and layers.ACCESS in parts:
        parts[layers.ACCESS].setItemVisibilityChecked(False)
        parts[layers.ACCESS].setExpanded(False)


def drop_earlier(project, layer, result, table):
    """A result that was made again shows once; the file behind the old layer is gone."""
    earlier = [other.id() for other in project.mapLayers().values()
               if other.customProperty(GROUP_KEY) == result and other.id() != layer.id()
               and other.customProperty(TABLE_KEY) == table]
    project.removeMapLayers(earlier)


def expand_legend(node, layer):
    """Opens the groups of a rule-based legend too; the tree of QGIS reads this property."""
    renderer = layer.renderer()
    if renderer is None or renderer.type() != "RuleRenderer":
        return
    keys = [rule.ruleKey() for rule in renderer.rootRule().descendants() if rule.children()]
    node.setCustomProperty("expandedLegendNodes", keys)


def place(project, layer, result, table, title):
    """Moves a layer of the project into the group of its run, styles it, and sets how it shows."""
    known = layers.BY_TABLE[table]
    drop_earlier(project, layer, result, table)
    layer.setCustomProperty(GROUP_KEY, result)
    layer.setCustomProperty(TABLE_KEY, table)
    layer.loadDefaultStyle()    # options of Processing may have put a style of theirs on it
    layer.setName(tr(known.title))
    root = project.layerTreeRoot()
    group = subgroup(group_of(root, result, title), known.group)
    node = root.findLayer(layer.id())
    if node is not None:
        node.parent().removeChildNode(node)
    names = [child.layer().customProperty(TABLE_KEY) for child in group.children()
             if child.layer()]
    node = group.insertLayer(layers.position(table, names), layer)
    node.setExpanded(known.expanded)
    if known.expanded:
        expand_legend(node, layer)
    node.setItemVisibilityChecked(known.visible)
    return node


def load_result(project, result):
    """Loads a whole result into a project, in the main thread; the layers that were made."""
    result_store = store.open_store(result)
    title = run_title(result, result_store)
    made = []
    for table in tables_to_load(result_store):
        layer = open_layer(result, table)
        if layer is not None:
            project.addMapLayer(layer, False)
            place(project, layer, result, table, title)
            made.append(layer)
    return made


class Placer(QgsProcessingLayerPostProcessorInterface):
    """Places one layer once Processing has loaded it. QGIS does not own post-processors, so each
    stays in `waiting` until it has done its work."""

    waiting = []

    def __init__(self, result, table, title):
        super().__init__()
        self.result, self.table, self.title = result, table, title
        Placer.waiting.append(self)

    def postProcessLayer(self, layer, context, feedback):
        place(context.project(), layer, self.result, self.table, self.title)
        QTimer.singleShot(0, self.forget)       # not while it still runs

    def forget(self):
        if self in Placer.waiting:
            Placer.waiting.remove(self)


def load_on_completion(context, result):
    """Asks Processing to load the layers of a result when the algorithm is done. Bottom first:
    every layer comes in on top of the others before it is placed."""
    project = context.project()
    if project is None:
        return
    result_store = store.open_store(result)
    title = run_title(result, result_store)
    for table in reversed(tables_to_load(result_store)):
        source = layer_string(result, table)
        details = QgsProcessingContext.LayerDetails(tr(layers.BY_TABLE[table].title), project)
        details.setPostProcessor(Placer(result, table, title))
        context.addLayerToLoadOnCompletion(source, details)
