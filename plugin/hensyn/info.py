"""hensyn:info - what is in a source, and what hensyn takes it for."""

from html import escape

from qgis.core import QgsProcessingOutputString

from . import options
from .algorithm import selected_only_parameter
from .reports import ReportAlgorithm
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
        yield tr("Problem"), str(problem)


class InfoAlgorithm(ReportAlgorithm):
    command = "info"
    options = options.INFO
    title = mark("What is in a source")
    summary = mark(
        "Says what a file or layer holds and what hensyn takes each layer for: plan, theme, or "
        "not recognised, with its fields, coordinate system and problems. Use it before a run when "
        "in doubt.")
    words_for_search = mark("info,describe,recognise,sosi,gml,hensyn")
    ways_in = ("LAYERS", "FILES")
    ask_for_one = mark("Choose a layer or a file.")

    def initAlgorithm(self, configuration=None):
        super().initAlgorithm(configuration)
        self.addParameter(selected_only_parameter())
        self.addOutput(QgsProcessingOutputString("JSON", tr("The description as JSON")))

    def words(self):
        return self.values["LAYERS"] + self.values["FILES"]

    def report_body(self, answer):
        text = []
        for source in answer["sources"]:
            text.append(f"<h3>{escape(str(source['source']))} ({escape(str(source['driver']))})"
                        "</h3>")
            for layer in source["layers"]:
                rows = "".join(f"<tr><td><i>{escape(label)}</i></td><td>{escape(value)}</td></tr>"
                               for label, value in layer_rows(layer))
                text.append(f"<h4>{escape(str(layer['name']))}</h4><table>{rows}</table>")
        return "".join(text)

    def results(self, answer, outcome, feedback):
        for source in answer["sources"]:
            for layer in source["layers"]:
                facts = "; ".join(f"{label}: {value}" for label, value in layer_rows(layer))
                feedback.pushInfo(f"{source['source']}, {layer['name']}: {facts}")
        return {"JSON": outcome.output}
