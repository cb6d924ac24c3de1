"""The options of the command line as parameters of Processing: one row each, no QGIS in it.

A row says how the parameter is shown (label, help, kind, bounds) and which option of the program
it sets. parameters.py makes widgets of the rows, command.py arguments. Tests hold the table to
`hensyn COMMAND --help`.
"""

from dataclasses import dataclass
from typing import Any, Optional

from .themes import ALL, parameter_of
from .translate import mark


@dataclass(frozen=True)
class Option:
    """kind: flag, text, lines (theme=value), list (text with commas or lines), number, integer,
    choice, crs, field, fields, file, folder, save, source (one layer), sources (several layers),
    files (several files that QGIS need not read)."""
    name: str                   # of the parameter; models and scripts keep it
    flag: str                   # of the program, without "--"
    kind: str
    label: str
    help: str
    default: Any = None         # of the program too, but for flags
    low: Optional[float] = None
    high: Optional[float] = None
    choices: tuple = ()         # of kind choice: (value, label)
    parent: str = ""            # of kind field: the parameter with the layer
    geometry: str = "any"       # of kinds source and sources: any, polygon, line, point, raster
    optional: bool = True
    advanced: bool = False
    theme: str = ""             # of kind sources: goes to the program as THEME=SOURCE


def only(rows, *names):
    return tuple(row for row in rows if row.name in names)


MEASURES = (("ellipsoidal", mark("On the ellipsoid (true areas)")),
            ("planar", mark("In the map plane")))
RANKS = (("none", mark("All plans count")),
         ("order", mark("The plan named first stands")),
         ("newest", mark("The newest plan stands")))
MODES = (("gange", mark("On foot")), ("sykkel", mark("By bicycle")), ("bil", mark("By car")))
KERNELS = (("none", mark("Not computed")), ("dichotomy", mark("All within the limit alike")),
           ("step", mark("In steps")), ("exponential", mark("Exponential")),
           ("gaussian", mark("Gaussian")), ("density", mark("Kernel density")))
COSTS = (("lengde", mark("Length")), ("tid", mark("Time")))

OVERWRITE = Option(
    "OVERWRITE", "overwrite", "flag", mark("Replace an earlier result"),
    mark("Replaces a file that hensyn wrote earlier, and nothing else; decisions and comments "
         "in it are carried over."), default=True)
OUTPUT_DATABASE = Option(
    "OUTPUT_DATABASE", "output", "text", mark("Write to PostGIS instead of to a file"),
    mark("PG:dbname=... host=... schema=NAME; the schema is made, or replaced when it holds an "
         "earlier result. Keep passwords in a service or .pgpass file."), advanced=True)

WORKING = (
    Option("CRS", "crs", "crs", mark("Working CRS"),
           mark("Computed and stored in this system; by default the plan's own, else the UTM "
                "zone."),
           advanced=True),
    Option("ASSUME_CRS", "assume-crs", "crs", mark("CRS of sources that give none"),
           mark("Used only where a source says nothing itself."), advanced=True),
    Option("ALLOW_BALLPARK", "allow-ballpark", "flag",
           mark("Accept transformations of unknown accuracy"),
           mark("Otherwise such a transformation between systems is an error."),
           default=False, advanced=True),
    Option("MEASURE", "measure", "choice", mark("Areas and lengths"),
           mark("True areas can be compared across UTM zones; planar ones agree with QGIS's $area "
                "only when the project measures in the plane."),
           default="ellipsoidal", choices=MEASURES, advanced=True),
    Option("ID_FIELD", "id-field", "text", mark("Field with the id of an object"),
           mark("For sources whose data model has none; decisions find their conflict by it."),
           advanced=True),
    Option("MIN_CELL", "min-cell", "integer", mark("Blank counts of people below"),
           mark("0: nothing is blanked."), default=0, low=0, high=1000000, advanced=True),
    Option("THREADS", "threads", "integer", mark("Threads"),
           mark("By default all cores."), low=1, high=1024, advanced=True),
    Option("MAX_MEMORY", "max-memory", "integer", mark("Largest memory (MB)"),
           mark("The run stops rather than use more; by default no limit."), low=1,
           high=2147483647, advanced=True),
    Option("STRICT", "strict", "flag", mark("Stop at the first object that cannot be used"),
           mark("Otherwise it is left out and told of in the table merknad."), default=False,
           advanced=True),
    Option("DRY_RUN", "dry-run", "flag", mark("Only check; write nothing"),
           mark("Opens everything and shows in the log what would be read and the whole recipe."),
           default=False, advanced=True),
)
RULES = Option("RULES", "rules", "folder", mark("Folder with rules of your own"),
               mark("Files in it replace the built-in ones of the same name "
                    "(hensyn schema rules --export shows those)."), advanced=True)
PLACE = (
    Option("BOUNDARY", "boundary", "source", mark("Boundary"),
           mark("Plan areas are clipped to it, origins selected by it. Considerations keep their "
                "whole area."), geometry="polygon"),
    Option("KOMMUNE", "kommune", "text", mark("Municipality number"),
           mark("Four digits: only plan objects of it count, and indicators carry it.")),
    Option("NAVN", "navn", "text", mark("Name of the municipality or area"),
           mark("For titles.")),
)
MODEL_FIELDS = (
    Option("PURPOSE_FIELD", "purpose-field", "text", mark("Field with the land-use purpose"),
           mark("For a plan that no data model knows."), advanced=True),
    Option("STATUS_FIELD", "status-field", "text", mark("Field with the land-use status"),
           mark("1 existing, 2 future, 3 further development; for such a plan."), advanced=True),
)
PLAN = (
    Option("PLAN", "plan", "sources", mark("Plan layers"),
           mark("Land-use areas (arealformål) of one plan or several, and their outlines. Unsaved "
                "edits, filters and memory layers are respected."), geometry="polygon"),
    Option("PLAN_FILES", "plan", "files", mark("Plan files"),
           mark("Files that hensyn reads itself: SOSI, GML, FileGDB and others. The layers that a "
                "plan model knows are taken.")),
)


def theme_option(theme, title):
    return Option(parameter_of(theme), "hensyn", "sources", title,
                  mark("Layers with considerations of this theme."), theme=theme)


THEMES = tuple(theme_option(theme, title) for theme, title in ALL)
THEME_DETAILS = (
    Option("HENSYN_FILES", "hensyn", "lines", mark("Further considerations: theme=source"),
           mark("One on each line, as friluftsliv=/data/friluft.sos; for files that QGIS cannot "
                "read and for themes of your own rules. A source may end in |layername=NAME and "
                "|subset=SQL."), advanced=True),
    Option("BUFFER", "buffer", "lines", mark("Nearness that counts: theme=metres"),
           mark("One theme on each line, as kulturarv=50."), advanced=True),
    Option("VALUE_FIELD", "value-field", "lines", mark("Field with the value: theme=field"),
           mark("One theme on each line, as annet=verdi; for data that the theme does not know."),
           advanced=True),
    Option("NAME_FIELD", "name-field", "lines", mark("Field with the name: theme=field"),
           mark("One theme on each line, as annet=navn."), advanced=True),
    Option("COVERAGE", "coverage", "lines", mark("Where a theme has been mapped: theme=source"),
           mark("One on each line; the source is a layer of the project or a path. Outside it "
                "“no hit” becomes “not mapped”."), advanced=True),
)
OVERLAY = (
    Option("PLANSTATUS", "planstatus", "text", mark("Plan statuses that count"),
           mark("Numbers with commas, where the field exists. 3 adopted, 6 older and still in "
                "force."), default="3,6", advanced=True),
    Option("PLAN_RANK", "plan-rank", "choice", mark("Where plans overlap"),
           mark("Which plan stands on one level (vertikalnivå); what the other loses is told of."),
           default="none", choices=RANKS, advanced=True),
    Option("DEVELOPMENT", "development", "text", mark("Purposes that count as development"),
           mark("Codes with commas, or all; by default the table utbygging.csv."), advanced=True),
    Option("ALL_OVERLAPS", "all-overlaps", "flag", mark("Also write overlaps without consequence"),
           mark("Pairs of consequence 0, as with existing built land."), default=False,
           advanced=True),
    Option("PARTITION", "partition", "flag", mark("Also write where considerations meet"),
           mark("The layer samlet_hensyn divides development by the themes that meet there."),
           default=False),
    Option("SLIVER", "sliver", "number", mark("Slivers (m)"),
           mark("Thinner overlaps are counted in sliver_m2 and not written."), default=0.01,
           low=0, high=1000, advanced=True),
    Option("DUST", "dust", "number", mark("Thin pairs (m)"),
           mark("Thinner pairs are written with status smal and set no consequence."), default=1,
           low=0, high=1000, advanced=True),
)
MAP = Option("MAP", "map", "save", mark("Map picture"),
             mark("Also draws the map of the result as a PNG file."))

CONFLICT = (PLAN + THEMES + PLACE + OVERLAY + THEME_DETAILS + MODEL_FIELDS + WORKING
            + (RULES, MAP, OVERWRITE, OUTPUT_DATABASE))

NETWORK = (
    Option("NETWORK", "network", "sources", mark("Network"),
           mark("Roads and paths as lines; several layers make one network."), geometry="line"),
    Option("NETWORK_FILES", "network", "files", mark("Network files"),
           mark("Files that hensyn reads itself, as GML of Elveg.")),
    Option("ORIGINS", "origins", "source", mark("Origins"),
           mark("Points that people start from, as addresses."), geometry="point",
           optional=False),
    Option("DESTINATIONS", "destinations", "sources", mark("Recreation areas"),
           mark("Areas that are walked to; lines and points are taken too.")),
    Option("DESTINATION_FILES", "destinations", "files", mark("Files with recreation areas"),
           mark("Files that hensyn reads itself.")),
    Option("POPULATION", "population", "field", mark("Field with the number of people"),
           mark("Without it every origin counts as one."), parent="ORIGINS"),
    Option("GROUPS", "population", "fields", mark("Fields with groups of people"),
           mark("As children or elderly; each is a part of the number of people."),
           parent="ORIGINS"),
    Option("MODE", "mode", "choice", mark("Mode of travel"),
           mark("Decides which links may be used, and the speed."), default="gange",
           choices=MODES),
    Option("COST", "cost", "choice", mark("Shortest by"),
           mark("By default length, by car time."), choices=COSTS, advanced=True),
    Option("PRESET", "preset", "text", mark("Set of distance classes"),
           mark("ssb when nothing else is given."), advanced=True),
    Option("CLASSES", "class", "list", mark("Distance classes of your own"),
           mark("One on each line: NAME:LEAST_AREA_M2:LIMIT_M, as naerturterreng:200000:500."),
           advanced=True),
    Option("DISTRICTS", "districts", "source", mark("Districts"),
           mark("Indicators are given for each of them too."), geometry="polygon"),
    Option("ENTRANCES", "entrances", "source", mark("Entrances"),
           mark("Points where the areas are entered; otherwise where the network meets them."),
           geometry="point", advanced=True),
    Option("INFERRED_ENTRANCE", "inferred-entrance", "number",
           mark("Inferred entrances within (m)"),
           mark("For areas that no link meets: the nearest point of each link within this "
                "distance."), default=30, low=0, high=10000, advanced=True),
    Option("SNAP", "snap", "number", mark("From origin to network, at most (m)"),
           mark("Origins farther off are not tied to the network."), default=250, low=0,
           high=100000, advanced=True),
    Option("JOIN", "join", "number", mark("Ends of links are one within (m)"),
           mark("0: only equal positions."), default=0.1, low=0, high=100, advanced=True),
    Option("NODE_CROSSINGS", "node-crossings", "flag", mark("Links that cross are joined"),
           mark("For networks drawn without nodes; bridges and tunnels are kept apart."),
           default=False, advanced=True),
    Option("NETWORK_FILTER", "network-filter", "text", mark("Links that count (SQL)"),
           mark("A condition on the fields of the network."), advanced=True),
    Option("COST_FIELD", "cost-field", "text", mark("Field with the cost of a link"),
           mark("In place of length or time."), advanced=True),
    Option("ONEWAY_FIELD", "oneway-field", "text", mark("Field with the direction of a link"),
           mark("FT along the line, TF against it, B both."), advanced=True),
    Option("SAFE", "safe", "flag", mark("Only safe links"),
           mark("By speed limit and traffic; see the next two."), default=False),
    Option("MAX_SPEED", "max-speed", "number", mark("Safe up to (km/h)"),
           mark("Highest speed limit of a safe link."), default=30, low=0, high=200, advanced=True),
    Option("MAX_AADT", "max-aadt", "number", mark("Safe up to (vehicles a day)"),
           mark("Highest traffic (ÅDT) of a safe link."), default=3000, low=0, high=1000000,
           advanced=True),
    Option("MAX_DISTANCE", "max-distance", "number", mark("Search no farther than (m)"),
           mark("By default the whole network."), low=1, high=10000000, advanced=True),
    Option("DEM", "dem", "source", mark("Terrain model"),
           mark("Raster with heights; slopes then count in the travel time."), geometry="raster",
           advanced=True),
    Option("KERNEL", "kernel", "choice", mark("Area per resident, weighted by distance"),
           mark("Floating catchment: how much recreation area each resident has within reach, "
                "when all who reach it share it."), default="none", choices=KERNELS,
           advanced=True),
    Option("ROUTES", "routes", "flag", mark("Also write the routes"),
           mark("One line for each origin and class."), default=False, advanced=True),
    Option("SERVICE_AREA", "service-area", "flag", mark("Also write the reached links"),
           mark("The part of the network within the limit of each class."), default=False,
           advanced=True),
)
BARRIER = PLAN + MODEL_FIELDS + only(OVERLAY, "PLANSTATUS", "PLAN_RANK", "DEVELOPMENT")
ACCESS = NETWORK + BARRIER + PLACE + WORKING + (RULES, MAP, OVERWRITE, OUTPUT_DATABASE)

RUN = ((Option("RECIPE", "", "file", mark("Recipe"),
               mark("YAML or JSON file that says what to read and compute."), optional=False),)
       + only(PLACE, "KOMMUNE", "NAVN")
       + only(WORKING, "THREADS", "MAX_MEMORY", "STRICT", "DRY_RUN")
       + (RULES, MAP, OVERWRITE, OUTPUT_DATABASE))
INFO = (Option("LAYERS", "", "sources", mark("Layers"),
               mark("Layers of the project, or files that QGIS can read.")),
        Option("FILES", "", "files", mark("Files"),
               mark("Files and data sources that hensyn reads itself."))) + (
           only(WORKING, "ASSUME_CRS") + MODEL_FIELDS + (RULES,))
VERIFY = (Option("RESULT", "", "file", mark("Result file"),
                 mark("SpatiaLite or GeoPackage file that hensyn wrote.")),
          Option("DATABASE", "", "text", mark("Result in PostGIS"),
                 mark("PG:dbname=... schema=NAME in place of a file."), advanced=True))
