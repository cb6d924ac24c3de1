"""Decisions and comments: the table vurdering, which people write and hensyn carries over. No QGIS.

The area at the time of the decision is kept, so that a later run can tell that it changed.
"""

import datetime

from .translate import mark

# Stored as the Norwegian word: the file is shared between people with QGIS in either language.
DECISIONS = (
    ("", mark("Not decided")),
    ("avklart", mark("Settled: no conflict in practice")),
    ("tilpasses", mark("Plan is to be adapted")),
    ("tas ut", mark("Area is to be taken out")),
    ("aksepteres", mark("Accepted, with reasons")),
    ("utredes", mark("To be looked into")),
)
COLUMNS = ("avgjorelse", "kommentar", "av", "tidspunkt")
UPDATE = ("UPDATE vurdering SET avgjorelse = ?, kommentar = ?, av = ?, tidspunkt = ?, "
          "areal_da_m2 = ?, gjelder = 1 WHERE konflikt_nokkel = ?")
INSERT = ("INSERT INTO vurdering (avgjorelse, kommentar, av, tidspunkt, areal_da_m2, gjelder, "
          "konflikt_nokkel) SELECT ?, ?, ?, ?, CAST(? AS DOUBLE PRECISION), 1, ? "
          "WHERE NOT EXISTS (SELECT 1 FROM vurdering WHERE konflikt_nokkel = ?)")


def read(store):
    """Decisions by the key of their conflict."""
    if "vurdering" not in store.tables():
        return {}
    rows = store.run([("SELECT konflikt_nokkel, avgjorelse, kommentar, av, tidspunkt "
                       "FROM vurdering", ())])
    return {row[0]: dict(zip(COLUMNS, row[1:])) for row in rows}


def attach(conflicts, decisions):
    """Puts the decisions into the rows of conflicts."""
    for row in conflicts.rows:
        row.update(decisions.get(row["nokkel"], dict.fromkeys(COLUMNS)))


def utc_now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def write(store, row, decision, comment, who):
    """Writes one decision, in one transaction, and into the row. Columns that people added to the
    table keep their values; an empty decision without a comment stays as a row that says so."""
    values = (decision or None, comment or None, who or None, utc_now(), row.get("areal_m2"))
    store.run([(UPDATE, values + (row["nokkel"],)),
               (INSERT, values + (row["nokkel"], row["nokkel"]))], write=True)
    row.update(zip(COLUMNS, values))
