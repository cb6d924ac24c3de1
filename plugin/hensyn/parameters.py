"""Processing parameters of the rows in options.py."""

from qgis.core import (
    QgsProcessing, QgsProcessingParameterBoolean, QgsProcessingParameterCrs,
    QgsProcessingParameterDefinition, QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource, QgsProcessingParameterField, QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination, QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber, QgsProcessingParameterRasterLayer, QgsProcessingParameterString)

from .translate import tr

GEOMETRY = {
    "any": QgsProcessing.SourceType.TypeVectorAnyGeometry,
    "polygon": QgsProcessing.SourceType.TypeVectorPolygon,
    "line": QgsProcessing.SourceType.TypeVectorLine,
    "point": QgsProcessing.SourceType.TypeVectorPoint,
}
RECIPE_FILTER = "YAML, JSON (*.yaml *.yml *.json);;*.* (*)"
RESULT_FILTER = "SpatiaLite (*.sqlite);;GeoPackage (*.gpkg)"


def flag(option):
    """Optional, so that models and scripts may leave it out."""
    return QgsProcessingParameterBoolean(option.name, tr(option.label), option.default, True)


def text(option):
    return QgsProcessingParameterString(option.name, tr(option.label), option.default,
                                        multiLine=option.kind in ("lines", "list"),
                                        optional=option.optional)


def number(option):
    kinds = QgsProcessingParameterNumber.Type
    made = QgsProcessingParameterNumber(
        option.name, tr(option.label), kinds.Integer if option.kind == "integer" else kinds.Double,
        option.default, option.optional)
    if option.low is not None:
        made.setMinimum(option.low)
    if option.high is not None:
        made.setMaximum(option.high)
    return made


def choice(option):
    """Values are the words of the program, so that models and scripts read well."""
    made = QgsProcessingParameterEnum(
        option.name, tr(option.label), [value for value, _ in option.choices], False,
        option.default, option.optional)
    made.setUsesStaticStrings(True)
    return made


def crs(option):
    return QgsProcessingParameterCrs(option.name, tr(option.label), option.default,
                                     option.optional)


def field(option):
    return QgsProcessingParameterField(
        option.name, tr(option.label), None, option.parent,
        QgsProcessingParameterField.DataType.Numeric, option.kind == "fields", option.optional)


def file(option):
    behaviors = QgsProcessingParameterFile.Behavior
    if option.kind == "folder":
        return QgsProcessingParameterFile(option.name, tr(option.label), behaviors.Folder, "",
                                          option.default, option.optional)
    return QgsProcessingParameterFile(
        option.name, tr(option.label), behaviors.File, "", option.default, option.optional,
        RECIPE_FILTER if option.name == "RECIPE" else RESULT_FILTER + ";;*.* (*)")


def save(option):
    return QgsProcessingParameterFileDestination(
        option.name, tr(option.label), "PNG (*.png)", None, True, False)


def source(option):
    if option.geometry == "raster":
        return QgsProcessingParameterRasterLayer(option.name, tr(option.label), None,
                                                 option.optional)
    return QgsProcessingParameterFeatureSource(option.name, tr(option.label),
                                               [GEOMETRY[option.geometry]], None, option.optional)


def sources(option):
    kind = (QgsProcessing.SourceType.TypeFile if option.kind == "files"
            else GEOMETRY[option.geometry])
    return QgsProcessingParameterMultipleLayers(option.name, tr(option.label), kind, None,
                                                option.optional)


MAKERS = {"flag": flag, "text": text, "lines": text, "list": text, "number": number,
          "integer": number, "choice": choice, "crs": crs, "field": field, "fields": field,
          "file": file, "folder": file, "save": save, "source": source, "sources": sources,
          "files": sources}


def choices_help(option):
    return "".join(f"<br><i>{value}</i>: {tr(label)}" for value, label in option.choices if value)


def parameter(option):
    made = MAKERS[option.kind](option)
    made.setHelp(tr(option.help) + choices_help(option))
    if option.advanced:
        made.setFlags(made.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    return made
