"""hensyn:access - distance over the network to recreation areas."""

from qgis.core import QgsProcessingException

from . import options
from .runs import ResultAlgorithm
from .translate import mark, tr

COUNTS = (
    ("LINK_COUNT", "links", mark("Number of links")),
    ("ORIGIN_COUNT", "origins", mark("Number of origins")),
    ("DESTINATION_COUNT", "destinations", mark("Number of recreation areas")),
    ("REMARKS", "remarks", mark("Number of remarks about the data")),
)


class AccessAlgorithm(ResultAlgorithm):
    command = "access"
    options = options.ACCESS
    title = mark("Distance to recreation areas")
    summary = mark(
        "Finds how far people have to go over roads and paths to the nearest recreation area of "
        "each class, how many live within reach, and what stands in the way. The result is one "
        "styled file with distances, entrances, the network as used, and indicators. With a plan "
        "also which paths its development areas close, and how long the ways round are.")
    words_for_search = mark("network,distance,access,recreation,walking,population,service area")
    layer_outputs = ("avstand", "malomrade", "nett", "indikator")
    counts = COUNTS

    def prepareAlgorithm(self, parameters, context, feedback):
        super().prepareAlgorithm(parameters, context, feedback)
        if self.values["GROUPS"] and not self.values["POPULATION"]:
            raise QgsProcessingException(
                tr("Groups of people are parts of a number of people: choose that field too."))
        return True

    def checkParameterValues(self, parameters, context):
        if not parameters.get("NETWORK") and not parameters.get("NETWORK_FILES"):
            return False, tr("Choose a network: a layer, or a file.")
        if not parameters.get("DESTINATIONS") and not parameters.get("DESTINATION_FILES"):
            return False, tr("Choose recreation areas: a layer, or a file.")
        return super().checkParameterValues(parameters, context)
