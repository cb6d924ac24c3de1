"""The outcomes of access_bench.py as text."""

from statistics import median

from table import ONE, TWO, cpu, heading, line, ratio, spread, stages, totals, whole


def stage(name):
    return lambda row: row.stages[name]


def search_table(searches):
    heading("search, processor time us a node (median)", "nodes", "hensyn, two areas a node",
            "hensyn, a label", "plain, radix heap", "plain, binary heap", "binary / radix")
    for name, last in searches[-1].items():
        def middle(word, name=name):
            return median(rows[name][word] for rows in searches)
        label = middle("hensyn_us") * last["nodes"] / max(last["labels"], 1)
        line(name, last["nodes"], f"{middle('hensyn_us'):.3f}", f"{label:.3f}",
             f"{middle('radix_us'):.3f}", f"{middle('binary_us'):.3f}",
             f"{middle('binary_us') / middle('radix_us'):.2f}")
    print()


def routing(outcomes, searches):
    """Round by round: the query, and what is left of it without the reading of the edges."""
    if "pgRouting" not in outcomes:
        return
    own, rows = [each["sources"] for each in searches], outcomes["pgRouting"]
    line("pgRouting query / search of hensyn, same sources",
         spread([row.cost.seconds / one["hensyn_s"] for row, one in zip(rows, own)]), "at least 20")
    line("the same, pgRouting without reading the edges",
         spread([row.stages["søk"] / one["hensyn_s"] for row, one in zip(rows, own)]), "-")
    print()
    print(f"Nodes and metres found from the sources: hensyn {own[-1]['nodes']}, "
          f"{own[-1]['metres']:.3f}; pgRouting {rows[-1].pairs}, {rows[-1].area:.3f}")


def ratios(outcomes, searches, real):
    heading("ratio, round by round", "min / median / max", "aim")
    for name in (ONE, TWO):
        ratio(outcomes, f"ogr2ogr / {name}", ("ogr2ogr", whole), (name, whole), "at least 2")
    ratio(outcomes, f"ogr2ogr / {ONE}, processor", ("ogr2ogr", cpu), (ONE, cpu), "-")
    ratio(outcomes, f"{ONE} / {TWO}", (ONE, whole), (TWO, whole), "-")
    ratio(outcomes, "ties with 1 thread / 2", (ONE, stage("tilknytning")),
          (TWO, stage("tilknytning")), "at least 1.6")
    for name in real:
        ratio(outcomes, f"{name}: ogr2ogr / hensyn, 1 thread", (f"{name}, ogr2ogr", whole),
              (f"{name}, 1 thread", whole), "-")
    ratio(outcomes, "service areas of a few points: QGIS / hensyn", ("service areas, QGIS", whole),
          ("service areas, hensyn", whole), "-")
    routing(outcomes, searches)
    print()


def tell(outcomes, searches, real):
    totals(outcomes, "distances", "km of them", 1000)
    names = [ONE, TWO] + [f"{name}, {threads}" for name in real
                          for threads in ("1 thread", "2 threads")]
    stages(outcomes, names)
    search_table(searches)
    ratios(outcomes, searches, real)
