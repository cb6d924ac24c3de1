"""From what QGIS knows as a layer to the SOURCE that the program reads.

What lies in a file as it is shown is named, with its layer and filter. What does not - unsaved
edits, a selection, memory layers, fields that QGIS computes, a system that the user assigned,
databases - is written to a temporary GeoPackage under the name of its source, so that the keys of
objects stay the same from run to run.
"""

import os
import re

from qgis.core import (
    QgsFeatureRequest, QgsFeatureSink, QgsMapLayer, QgsProcessingException,
    QgsProcessingFeatureSourceDefinition, QgsProcessingUtils, QgsProperty, QgsProviderRegistry,
    QgsRasterLayer, QgsVectorFileWriter, QgsVectorLayer, QgsVectorLayerFeatureSource)

from .translate import tr

# Providers whose sources GDAL opens by path and layer name, and what their URI may hold for that.
FILE_PROVIDERS = ("ogr", "spatialite")
PLAIN_PARTS = {"path", "layerName", "layerId", "subset", "vsiPrefix", "vsiSuffix", "geometryColumn",
               "databaseName"}
CONNECTION = re.compile(r"^(PG:|/vsi|[A-Za-z]{2,}:)")


class Export:
    """Features of a layer as they stand now; made in the main thread, written in any."""

    def __init__(self, layer, request, stem, name):
        self.source = QgsVectorLayerFeatureSource(layer)
        self.request = request
        self.fields = layer.fields()
        self.kind = layer.wkbType()
        self.crs = layer.crs()
        self.stem = re.sub(r"[^\w. -]", "_", stem).strip(". ") or "lag"
        self.name = re.sub(r"[^\w ]", "_", name).strip() or "lag"    # as GeoPackage allows

    def options(self):
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName = "GPKG"
        options.layerName = self.name
        names = {field.name().lower() for field in self.fields}
        # A field called fid is data here, and need not be unique.
        options.layerOptions = ["FID=fid" if "fid" not in names else "FID=hensyn_fid"]
        return options

    def write(self, folder, context, feedback):
        """Writes the features and returns the SOURCE."""
        os.makedirs(folder, mode=0o700, exist_ok=True)
        path = os.path.join(folder, self.stem + ".gpkg")
        writer = QgsVectorFileWriter.create(path, self.fields, self.kind, self.crs,
                                            context.transformContext(), self.options())
        for feature in self.source.getFeatures(self.request):
            if feedback.isCanceled():
                break
            if not writer.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
                break
        failed = writer.hasError() != QgsVectorFileWriter.WriterError.NoError
        message = writer.errorMessage()
        del writer          # closes the file
        if failed:
            raise QgsProcessingException(
                tr("The layer “{}” could not be written out for hensyn: {}").format(
                    self.name, message))
        return f"{path}|layername={self.name}"


def parts_of(layer):
    """Parts of the source of a layer that lies in a file; None when it does not."""
    provider = layer.providerType()
    if provider not in FILE_PROVIDERS or not layer.dataProvider():
        return None
    parts = QgsProviderRegistry.instance().decodeUri(provider, layer.source())
    return {name: value for name, value in parts.items() if value not in (None, "", [])}


def whole_path(parts):
    return (parts.get("vsiPrefix") or "") + parts["path"] + (parts.get("vsiSuffix") or "")


def source_text(path, layer_name="", subset=""):
    return (path + (f"|layername={layer_name}" if layer_name else "")
            + (f"|subset={subset}" if subset else ""))


def is_shown_as_stored(layer, parts):
    """Does the file hold what QGIS shows?"""
    provider = layer.dataProvider()
    return (not (layer.isEditable() and layer.isModified())
            and set(parts) <= PLAIN_PARTS
            and layer.fields().names() == provider.fields().names()
            and layer.crs() == provider.crs()
            and ("layerName" in parts or len(provider.subLayers()) <= 1))


def request_of(layer, selected_only, expression=""):
    request = QgsFeatureRequest()
    if selected_only:
        request.setFilterFids(layer.selectedFeatureIds())
    elif expression:
        request.setFilterExpression(expression)
    return request


def source_of_layer(layer, selected_only=False, expression=""):
    """SOURCE text, or an Export when the file does not hold what is meant."""
    if isinstance(layer, QgsRasterLayer):
        return layer.source()
    if not isinstance(layer, QgsVectorLayer) or not layer.isValid():
        raise QgsProcessingException(
            tr("The layer “{}” cannot be read.").format(layer.name()))
    parts = parts_of(layer)
    if parts and "path" in parts and not selected_only and not expression \
            and is_shown_as_stored(layer, parts):
        return source_text(whole_path(parts), parts.get("layerName"), layer.subsetString())
    path = (parts or {}).get("path", "")
    stem = os.path.splitext(os.path.basename(path))[0] or layer.name()
    return Export(layer, request_of(layer, selected_only, expression), stem,
                  (parts or {}).get("layerName") or layer.name())


def names_a_file(text):
    path = text.split("|", 1)[0]
    return os.path.exists(path) or bool(CONNECTION.match(text)) and not os.path.splitdrive(text)[0]


def is_plain_text(text):
    """Does the text hold nothing but path, layer and filter?"""
    return all(part.split("=", 1)[0].lower() in ("layername", "subset")
               for part in text.split("|subset=", 1)[0].split("|")[1:])


def project_layer(text, context):
    """A layer of the project by id, source or name. What Processing itself has opened to look at
    a parameter does not count: a path means the file."""
    project = context.project()
    if project is None:
        return None
    layers = project.mapLayers().values()
    return (project.mapLayer(text)
            or next((layer for layer in layers if layer.source() == text), None)
            or next((layer for layer in layers if layer.name() == text), None))


def source_of_text(text, context, selected_only=False, expression=""):
    """A layer of the project, else a SOURCE as the program takes it."""
    layer = project_layer(text, context)
    if layer is None and names_a_file(text) and is_plain_text(text) and not expression:
        return text
    if layer is None:
        layer = QgsProcessingUtils.mapLayerFromString(text, context)
    if layer is None:
        raise QgsProcessingException(tr("There is no layer or file “{}”.").format(text))
    return source_of_layer(layer, selected_only and has_selection(layer), expression)


def has_selection(layer):
    return isinstance(layer, QgsVectorLayer) and layer.selectedFeatureCount() > 0


def source_of(value, context, selected_only=False):
    """SOURCE text or Export for one value of a parameter; None for no value."""
    expression = ""
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        selected_only = value.selectedFeaturesOnly
        expression = getattr(value, "filterExpression", "")     # QGIS 3.32 and later
        value = value.source
    if isinstance(value, QgsProperty):
        value, _ = value.valueAsString(context.expressionContext(), "")
    if value is None or value == "":
        return None
    if isinstance(value, QgsMapLayer):
        return source_of_layer(value, selected_only and has_selection(value), expression)
    return source_of_text(str(value), context, selected_only, expression)


def sources_of(value, context, selected_only=False):
    """The same for a list, or for what models and scripts give in its place."""
    values = value if isinstance(value, (list, tuple)) else [value]
    return [made for made in (source_of(one, context, selected_only) for one in values)
            if made is not None]


def written(source, folder, context, feedback):
    """The SOURCE text; an Export is written below folder, each in a folder of its own."""
    if not isinstance(source, Export):
        return source
    feedback.pushInfo(tr("Writing out the layer “{}” as it is shown").format(source.name))
    number = len(os.listdir(folder)) + 1
    return source.write(os.path.join(folder, str(number)), context, feedback)
