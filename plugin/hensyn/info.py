"""hensyn:info - what is in a source, and what hensyn takes it for."""

import json
from html import escape

from qgis.core import (QgsProcessingException, QgsProcessingOutputString,
                       QgsProcessingParameterFileDestination)

from . import options
from .algorithm import HensynAlgorithm, selected_only_parameter
from .translate import mark, tr


def layer_rows(layer):
    """Label and text for what the program says of one layer."""
    themes = [" ".join(str(v) for v in theme.values()) if isinstance(theme, dict) else str(theme)
              for theme in layer.get("themes") or []]
    taken = layer.get("plan") or ", ".join(themes) or tr("not recognised")
    yield tr("Taken for"), taken
    yield tr("Objects"), f"{layer.get('count')} ({layer.get('geometry_type')})"
    yield tr("CRS"), layer.get("crs") or tr("none")
    yield tr("Fields"), ", ".join(map(str, layer.get("fields") or []))
    for problem in layer.get("problems") or []:
        yield tr("Problem"), problem


def report_html(answer):
    text = ["<html><head><meta charset=\"utf-8\"></head><body>"]
    for source in answer["sources"]:
        text.append(f"<h3>{escape(str(source.get('source')))} ({escape(str(source.get('driver')))})"
                    "</h3>")
        for layer in source.get("layers") or []:
            rows = "".join(f"<tr><td><i>{escape(label)}</i></td><td>{escape(str(value))}</td></tr>"
                           for label, value in layer_rows(layer))
            text.append(f"<h4>{escape(str(layer.get('name')))}</h4><table>{rows}</table>")
    return "".join(text) + "</body></html>"


class InfoAlgorithm(HensynAlgorithm):
    command = "info"
    options = options.INFO
    title = mark("What is in a source")
    summary = mark(
        "Says what a file or layer holds and what hensyn takes each layer for: plan, theme, or "
        "not recognised, with its fields, coordinate system and problems. Use it before a run when "
        "in doubt.")
    words_for_search = mark("info,describe,recognise,sosi,gml,hensyn")

    def initAlgorithm(self, configuration=None):
        super().initAlgorithm(configuration)
        self.addParameter(selected_only_parameter())
        self.addParameter(QgsProcessingParameterFileDestination(
            "OUTPUT", tr("Report"), "HTML (*.html)", None, True))
        self.addOutput(QgsProcessingOutputString("JSON", tr("The description as JSON")))

    def checkParameterValues(self, parameters, context):
        if not parameters.get("LAYERS") and not parameters.get("FILES"):
            return False, tr("Choose a layer or a file.")
        return super().checkParameterValues(parameters, context)

    def extra_arguments(self, parameters, context):
        return ["--json"]

    def words(self):
        return self.values["LAYERS"] + self.values["FILES"]

    def outputs(self, outcome, parameters, context, feedback):
        try:
            answer = json.loads(outcome.output)
            report = report_html(answer)
            for source in answer["sources"]:
                for layer in source["layers"]:
                    feedback.pushInfo(f"{source['source']}, {layer['name']}: "
                                      + "; ".join(f"{label}: {value}" for label, value
                                                  in layer_rows(layer)))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise QgsProcessingException(
                tr("The program gave an answer that the plugin does not understand.")) from error
        made = {"JSON": outcome.output}
        path = self.parameterAsFileOutput(parameters, "OUTPUT", context)
        if path:
            with open(path, "w", encoding="utf-8") as file:
                file.write(report)
            made["OUTPUT"] = path
        return made
