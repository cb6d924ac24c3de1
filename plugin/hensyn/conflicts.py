"""Conflicts of a result for review: read, filtered, sorted, with what explains them. No QGIS."""

from dataclasses import dataclass, field

TABLES = ("konflikt", "konflikt_linje", "konflikt_punkt")
COLUMNS = ("fid", "nokkel", "plan_fid", "hensyn_fid", "plan_navn", "formal_navn", "hensyn_navn",
           "tema", "art", "areal_m2", "lengde_m", "plan_andel", "hensyn_andel", "avstand_m",
           "verdi", "pavirkning", "konsekvens", "skala", "regel", "begrunnelse", "status")
CONSIDERATION_TABLES = ("hensyn", "hensyn_linje", "hensyn_punkt")


@dataclass
class Filter:
    theme: str = ""             # "" for all
    least: int = 0              # consequence at least this
    undecided: bool = False     # only those that nobody has decided on


@dataclass
class Conflicts:
    """Conflicts of a result, worst and largest first, with the decisions on them."""
    rows: list = field(default_factory=list)

    def themes(self):
        return sorted({row["tema"] for row in self.rows if row["tema"]})

    def filtered(self, wanted):
        return [row for row in self.rows
                if (not wanted.theme or row["tema"] == wanted.theme)
                and (row["konsekvens"] or 0) >= wanted.least
                and not (wanted.undecided and row.get("avgjorelse"))]


def dictionaries(store, table, wanted, condition="", values=()):
    """Rows as dictionaries, with the wanted columns that the table has; table and columns are of
    this module, never of the user."""
    columns = set(store.columns(table))
    there = [column for column in wanted if column in columns]
    if not there:
        return []
    names = ", ".join(f'"{column}"' for column in there)
    sql = f'SELECT {names} FROM "{table}"' + (f" WHERE {condition}" if condition else "")
    return [dict(zip(there, row)) for row in store.run([(sql, values)])]


def order(row):
    """Worst consequence first, then the largest; lines after areas, points last."""
    return (-(row["konsekvens"] or 0), TABLES.index(row["table"]),
            -(row.get("areal_m2") or row.get("lengde_m") or 0.0), row["fid"])


def read(store):
    """All conflicts of a result."""
    there = store.tables()
    rows = []
    for table in TABLES:
        if table in there:
            for row in dictionaries(store, table, COLUMNS):
                row["table"] = table
                rows.append(row)
    return Conflicts(sorted(rows, key=order))


def object_of(store, tables, fid):
    """Row of the plan area or consideration, with the path of its source."""
    there = store.tables()
    for table in tables:
        if table not in there:
            continue
        rows = dictionaries(store, table, ("nokkel", "kilde_id", "lag"), "fid = ?", (fid,))
        if rows:
            rows[0]["sti"] = path_of(store, rows[0])
            return rows[0]
    return {}


def path_of(store, row):
    """The source is named at the head of the key; the table kilde knows its path."""
    key, layer = row.get("nokkel") or "", row.get("lag")
    paths = store.run([("SELECT DISTINCT sti FROM kilde WHERE lag = ?", (layer,))])
    name = key.split("/", 1)[0]
    for path, in paths:
        if path and path.replace("\\", "/").split("|")[0].rsplit("/", 1)[-1] == name:
            return path
    return name


def remarks_of(store, objects):
    """Remarks about the objects of a conflict."""
    found = []
    for one in objects:
        if one.get("kilde_id"):
            found += dictionaries(store, "merknad", ("kode", "tekst"),
                                  "kilde_id = ? AND lag = ?", (one["kilde_id"], one["lag"]))
    return [dict(pairs) for pairs in dict.fromkeys(tuple(row.items()) for row in found)]


def explain(store, row):
    """Plan area, consideration and remarks of one conflict."""
    plan = object_of(store, ("arealformal",), row["plan_fid"])
    consideration = object_of(store, CONSIDERATION_TABLES, row["hensyn_fid"])
    return plan, consideration, remarks_of(store, (plan, consideration))
