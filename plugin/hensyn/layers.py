"""The tables of a result as layers: groups and order, top first. No QGIS in it.

A test holds the table to the project that the program writes beside its result.
"""

from dataclasses import dataclass

from .translate import mark


@dataclass(frozen=True)
class Layer:
    table: str
    group: str
    title: str
    spatial: bool = True
    visible: bool = True
    expanded: bool = False      # shows its legend in the layer tree
    always: bool = False        # loaded even when it has no rows


CONFLICT = mark("Conflict")
ACCESS = mark("Distance to recreation areas")
CONSIDERATIONS = mark("Considerations")
PLAN = mark("Plan")
QUALITY = mark("Data quality")
TABLES = mark("Tables")
EXPANDED_GROUPS = (CONFLICT, ACCESS)

LAYERS = (
    Layer("merknad", QUALITY, mark("Remarks about the data"), visible=False),
    Layer("konflikt_punkt", CONFLICT, mark("Conflict (points)"), expanded=True),
    Layer("konflikt_linje", CONFLICT, mark("Conflict (lines)"), expanded=True),
    Layer("konflikt", CONFLICT, mark("Conflict (areas)"), expanded=True, always=True),
    Layer("samlet_hensyn", CONFLICT, mark("Where considerations meet (number of themes)"),
          visible=False),
    Layer("inngang", ACCESS, mark("Entrances")),
    Layer("avstand", ACCESS, mark("Distance from origins"), expanded=True),
    Layer("rute", ACCESS, mark("Routes")),
    Layer("passasje", ACCESS, mark("Paths that the plan closes, by detour")),
    Layer("barriere", ACCESS, mark("Paths in each development area"), visible=False),
    Layer("nett", ACCESS, mark("Network by distance")),
    Layer("rekkevidde", ACCESS, mark("Reached links"), visible=False),
    Layer("malomrade_punkt", ACCESS, mark("Recreation areas (points)")),
    Layer("malomrade_linje", ACCESS, mark("Recreation areas (lines)")),
    Layer("malomrade", ACCESS, mark("Recreation areas")),
    Layer("rekkevidde_flate", ACCESS, mark("Zone around what is reached (for the map only)"),
          visible=False),
    Layer("hensyn_punkt", CONSIDERATIONS, mark("Considerations (points)")),
    Layer("hensyn_linje", CONSIDERATIONS, mark("Considerations (lines)")),
    Layer("hensyn", CONSIDERATIONS, mark("Considerations (areas)")),
    Layer("arealformal", PLAN, mark("Land-use areas (arealformål)")),
    Layer("indikator", TABLES, mark("Indicators"), spatial=False, always=True),
    Layer("plan_tema", TABLES, mark("Development area × theme"), spatial=False),
    Layer("dekning", TABLES, mark("People within reach"), spatial=False),
    Layer("opphav_gruppe", TABLES, mark("Groups of people"), spatial=False),
    Layer("kilde", TABLES, mark("Sources"), spatial=False),
    Layer("kjoring", TABLES, mark("The run"), spatial=False),
    Layer("vurdering", TABLES, mark("Decisions and comments"), spatial=False, always=True),
)
BY_TABLE = {layer.table: layer for layer in LAYERS}
GROUPS = tuple(dict.fromkeys(layer.group for layer in LAYERS))
# What a map sheet shows, top first: one subject at a time, since both would hide each other.
CONFLICT_MAP = ("konflikt_punkt", "konflikt_linje", "konflikt", "hensyn_punkt", "hensyn_linje",
                "hensyn", "arealformal")
ACCESS_MAP = ("avstand", "nett", "malomrade_punkt", "malomrade_linje", "malomrade")
SUBJECTS = {"konflikt": CONFLICT_MAP, "avstand": ACCESS_MAP}    # by the table that must be there


def position(table, names):
    """Where a table goes among the tables of names (in layer order), which stay as they are."""
    order = list(BY_TABLE)
    rank = order.index(table)
    return sum(1 for name in names if name in BY_TABLE and order.index(name) < rank)
