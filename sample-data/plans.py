"""Zoning plans: kommuneplan, reguleringsplaner, an old kommunedelplan."""

import uuid

from coverage import Coverage, Rng, grow, mix, signed_area, spaced_seeds, squared
from formats import (ARC_MIDDLE, GEOMETRY_HERE, Feature, is_valid, ogr_line,
                     ogr_multipolygon, polygons_of)
from world import local, nearest_settlement

KOMMUNE = "1899"
NAMESPACE_ID = uuid.UUID("6f1b1f6e-3c1d-4f7e-9d55-1899189918aa")
UNKNOWN_PURPOSE = "9999"


def object_id(*parts):
    """A lokalId that stays the same from run to run."""
    return str(uuid.uuid5(NAMESPACE_ID, "/".join(map(str, parts))))


def identification(dataset, *parts):
    return {"identifikasjon.lokalId": object_id(dataset, *parts),
            "identifikasjon.navnerom": f"https://data.geonorge.no/{KOMMUNE}/{dataset}/so",
            "identifikasjon.versjonId": "20240315"}


def history():
    return {"førsteDigitaliseringsdato": "2021-03-01T00:00:00",
            "oppdateringsdato": "2024-03-15T00:00:00"}


def copy_data():
    return {"kopidata.områdeId": KOMMUNE, "kopidata.originalDatavert": "Sjøvik kommune",
            "kopidata.kopidato": "2024-04-02T00:00:00"}


def plan_id(number):
    return {"arealplanId.kommunenummer": KOMMUNE, "arealplanId.landkode": "NO",
            "arealplanId.planidentifikasjon": number}


KOMMUNEPLAN = "2021001"


def kp_base(object_type, number, plan=KOMMUNEPLAN):
    return {**identification("Kommuneplan", plan, object_type, number), **history(),
            **copy_data(), **plan_id(plan), GEOMETRY_HERE: None}


# --- The purposes of kommuneplanens arealdel ----------------------------------

# (purpose, status, weight) by distance from the middle of a settlement
CENTRE = (("1130", "1", 3), ("1130", "3", 2), ("1150", "1", 2), ("1160", "1", 3),
          ("1110", "3", 3), ("1800", "2", 2), ("3050", "1", 1), ("2070", "1", 1),
          ("2080", "1", 1), ("1140", "2", 1))
TOWN = (("1110", "1", 14), ("1110", "2", 5), ("1110", "3", 3), ("1160", "1", 3),
        ("1160", "2", 1), ("3040", "1", 3), ("3001", "1", 2), ("1300", "1", 3),
        ("1300", "2", 1), ("1400", "1", 2), ("1600", "1", 1), ("1500", "1", 1),
        ("2080", "2", 1), ("1001", "2", 1))
EDGE = (("1110", "2", 5), ("1110", "1", 3), ("1300", "2", 3), ("1700", "1", 1),
        ("1500", "2", 1), ("3030", "2", 2), ("3020", "1", 2), ("3001", "2", 1),
        ("5100", "1", 8), ("5210", "2", 2), ("1120", "2", 2), ("1170", "2", 1))
OPEN = (("5100", "1", 70), ("5200", "2", 2), ("5210", "1", 2), ("5210", "2", 3),
        ("5220", "2", 4), ("5230", "2", 2), ("1120", "1", 3), ("1120", "2", 6),
        ("1200", "2", 1), ("1170", "2", 1))
SEA = (("6001", "1", 60), ("6100", "1", 6), ("6300", "1", 6), ("6600", "1", 4),
       ("6700", "1", 6), ("6800", "1", 2))

# Areas that the plan must have: purpose, status, place, cells, what they stand on
PLACED = (("2040", "1", local(5750, 4650), 5, "land"), ("6220", "1", local(5600, 4850), 8, "sea"),
          ("6230", "1", local(6400, 4700), 3, "sea"), ("6230", "2", local(5800, 5900), 3, "sea"),
          ("6230", "2", local(3150, 6600), 3, "sea"), ("6230", "2", local(2400, 3300), 2, "sea"),
          ("6400", "1", local(3300, 4600), 6, "sea"), ("6400", "2", local(1400, 5100), 7, "sea"),
          ("6400", "2", local(3900, 3200), 5, "sea"), ("2030", "1", local(7000, 3000), 14, "land"),
          ("4020", "1", local(8900, 1900), 16, "land"), ("1200", "1", local(7400, 2300), 7, "land"),
          ("1200", "2", local(7700, 7900), 6, "land"), ("1300", "2", local(5300, 3500), 8, "land"),
          ("1110", "2", local(6900, 4000), 7, "land"), ("1110", "2", local(5500, 6900), 6, "land"),
          ("1120", "2", local(5600, 1500), 9, "land"), ("1120", "2", local(9800, 8000), 11, "land"),
          ("1120", "2", local(2300, 7900), 8, "land"), ("1120", "1", local(1700, 4200), 5, "land"),
          ("1400", "2", local(6600, 3500), 5, "land"), ("1170", "2", local(8600, 8900), 6, "land"),
          ("2100", "2", local(8800, 3400), 3, "land"), ("1700", "1", local(5600, 3900), 2, "land"),
          ("6200", "1", local(4300, 5000), 26, "sea"), ("6110", "1", local(4700, 4400), 4, "sea"),
          ("6130", "2", local(2200, 5000), 3, "sea"), ("3040", "1", local(5900, 3850), 3, "land"))

PURPOSE_NAMES = {
    "1001": "Bebyggelse og anlegg", "1110": "Bolig", "1120": "Fritidsbebyggelse",
    "1130": "Sentrum", "1140": "Kjøpesenter", "1150": "Forretninger", "1160": "Tjenesteyting",
    "1170": "Turistanlegg", "1200": "Masseuttak", "1300": "Næring", "1400": "Idrettsanlegg",
    "1500": "Tekniske anlegg", "1600": "Uteopphold", "1700": "Gravlund", "1800": "Kombinert",
    "2030": "Lufthavn", "2040": "Havn", "2070": "Kollektivknutepunkt", "2080": "Parkering",
    "2100": "Infrastrukturtrasé", "4020": "Skytefelt", "6220": "Havneområde",
    "6230": "Småbåthavn", "6400": "Akvakultur", "5200": "Spredt bebyggelse",
    "5210": "Spredt bolig", "5220": "Spredt fritidsbolig", "5230": "Spredt næring"}


def weighted(choices, rng):
    mark = rng.random() * sum(weight for *_, weight in choices)
    for purpose, status, weight in choices:
        mark -= weight
        if mark < 0:
            return purpose, status
    return choices[-1][:2]


def purpose_of(world, cell, rng):
    kind = world.kind[cell]
    if kind == "lake":
        return ("6500", "1") if cell % 2 else ("6001", "1")
    if kind == "sea":
        return weighted(SEA, rng)
    _, place, share = nearest_settlement(world.mesh.centre[cell])
    if share < 0.3 and place in ("by", "tettsted"):
        return weighted(CENTRE, rng)
    if share < 0.8:
        return weighted(TOWN, rng)
    return weighted(EDGE if share < 1.2 else OPEN, rng)


def plan_seed_distance(world):
    """Small areas in the settlements, large ones in the open."""
    def distance(cell):
        share = nearest_settlement(world.mesh.centre[cell])[2]
        outside = min(1.0, max(0.0, (share - 0.9) / 3))
        return 250 + 450 * outside if world.kind[cell] != "sea" else 420 + 900 * outside
    return distance


def plan_labels(world):
    """cell -> area, and area -> (purpose, status)."""
    rng = Rng(20)
    owner, purpose = {}, {}
    for number, (code, status, place, count, kind) in enumerate(PLACED):
        free = {c for c in getattr(world, kind) if c not in owner}
        label = ("placed", number)
        purpose[label] = (code, status)
        for cell in world.group(place, count, free, 100 + number):
            owner[cell] = label
    for n, kind in enumerate((world.land, world.sea, world.lakes)):
        free = {c for c in kind if c not in owner}
        seeds = spaced_seeds(free, world.mesh, plan_seed_distance(world), rng)
        for cell, seed in grow(world.mesh, free, seeds, 60 + n).items():
            owner[cell] = ("grown", seed)
            if ("grown", seed) not in purpose:
                purpose[("grown", seed)] = purpose_of(world, seed, rng)
    return owner, purpose


def choose_arcs(world, coverage):
    """Some inner borders are circular arcs, as surveyed plans have."""
    edges = {tuple(sorted(e)) for e in coverage.edges} - world.mesh.fine
    world.mesh.curved.update(e for e in edges if mix(7, *e[0], *e[1]) % 23 == 0)


def area_name(code, cell, world, number):
    if code not in PURPOSE_NAMES:
        return None
    place = nearest_settlement(world.mesh.centre[cell])[0]
    return f"{PURPOSE_NAMES[code]} {place} {number}"


def extended_outside(world, owner, purpose):
    """Lets one building area run past the municipal border."""
    def borders_out(cell):
        return any(n not in world.inside for n in world.mesh.neighbours[cell])
    candidates = [c for c in sorted(world.land) if borders_out(c)]
    start = world.cell_at(local(5900, 600), candidates)
    label = owner[start]
    purpose[label] = ("1120", "2")
    near = set(c for c, p in enumerate(world.mesh.centre)
               if c not in world.inside and world.kind[c] == "land"
               and squared(p, world.mesh.centre[start]) < 450 ** 2)
    outside = [c for c in near if any(owner.get(n) == label for n in world.mesh.neighbours[c])]
    return label, {**owner, **{c: label for c in outside}}


def kommuneplan_areas(world):
    """All KpArealformålOmråde, the register of their defects, and the cells'
    areas with their purposes."""
    owner, purpose = plan_labels(world)
    crossing, owner = extended_outside(world, owner, purpose)
    coverage = Coverage(world.mesh, owner)
    choose_arcs(world, coverage)
    coverage.freeze()
    labels = sorted(set(owner.values()))
    first_cell = {}
    for cell in sorted(owner):
        first_cell.setdefault(owner[cell], cell)
    features = []
    for number, label in enumerate(labels, 1):
        code, status = purpose[label]
        fields = {**kp_base("KpArealformålOmråde", number), "arealformål": code,
                  "arealbruksstatus": status,
                  "områdenavn": area_name(code, first_cell[label], world, number)}
        features.append(Feature(fields, coverage.polygons(label)))
    defects = []
    note(defects, features[labels.index(crossing)], "runs past the municipal border",
         "clipped by --boundary, merknad; part of areal_klippet_m2")
    return spoil_plan(features, defects), defects, (owner, purpose)


def note(defects, feature, defect, handling):
    """Enters a defective object in the register that becomes defects.json."""
    fields = feature.fields
    key = "identifikasjon.lokalId" if "identifikasjon.lokalId" in fields else "identifikasjon_lokalid"
    defects.append({"id": fields[key], "defect": defect, "hensyn": handling})


# --- Defects in the plan -------------------------------------------------------

def spoil_plan(features, defects):
    """Puts in what real plans suffer from, one object each."""
    plain = [i for i, f in enumerate(features)
             if f.fields["arealformål"] in ("1110", "1120") and f.fields["arealbruksstatus"] == "2"
             and simple(f) and lokal_id(f) != defects[0]["id"]]
    features = list(features)

    i = plain[0]
    features[i] = with_bow_tie(features[i])
    note(defects, features[i], "self-crossing ring", "repaired, merknad")

    i = plain[2]
    features[i] = shifted_border(features[i])
    note(defects, features[i], "border 3 cm off its neighbours (slivers)",
         "nothing to repair; the slivers change no total by more than 10 m2")

    i = plain[4]
    features[i] = features[i]._replace(heights=12.5)
    note(defects, features[i], "heights (2.5D)", "read as 2D")

    i = plain[5]
    features[i] = with_fields(features[i], arealbruksstatus=None)
    note(defects, features[i], "arealbruksstatus missing", "counts as utbygging, merknad STATUS_MANGLER")

    i = next(i for i, f in enumerate(features) if f.fields["arealformål"] == "6001")
    features[i] = with_fields(features[i], arealformål=UNKNOWN_PURPOSE)
    note(defects, features[i], f"purpose {UNKNOWN_PURPOSE}, in no code list", "kept, not utbygging, merknad")

    features.append(features[plain[6]])
    note(defects, features[-1], "the same object twice (the second is the last row but one)",
         "second row gets id '#2', merknad; the union counts it once")

    lost = {**kp_base("KpArealformålOmråde", "uten-geometri"), "arealformål": "1110",
            "arealbruksstatus": "2", "områdenavn": "Bolig uten geometri"}
    features.append(Feature(lost, None))
    note(defects, features[-1], "geometry missing", "dropped, merknad")
    return features


def simple(feature):
    """One ring without arcs."""
    return (len(feature.shape) == 1 and len(feature.shape[0]) == 1
            and all(len(p) == 2 for p in feature.shape[0][0]))


def lokal_id(feature):
    return feature.fields["identifikasjon.lokalId"]


def with_fields(feature, **changes):
    return feature._replace(fields={**feature.fields, **changes})


def with_bow_tie(feature):
    """Swaps two neighbouring points, chosen so that every way of repairing
    the ring gives the same area."""
    ring = feature.shape[0][0]
    for i in range(1, len(ring) - 4):
        swapped = ring[:i] + [ring[i + 2], ring[i + 1], ring[i]] + ring[i + 3:]
        shape = ogr_multipolygon([[swapped]])
        if is_valid(shape):
            continue
        areas = [shape.MakeValid([f"METHOD={m}"]).Area() for m in ("LINEWORK", "STRUCTURE")]
        before = abs(signed_area(ring))
        if abs(areas[0] - areas[1]) < 0.001 and 20 < abs(areas[0] - before) < 0.2 * before:
            return feature._replace(shape=[[swapped]])
    raise AssertionError("no place for a bow-tie")


def shifted_border(feature):
    """Moves some points 3 cm: a thin overlap with one neighbour and a thin
    gap to another."""
    ring = feature.shape[0][0]
    moved = [(round(p[0] + 0.03, 2), p[1]) if i % 2 else p for i, p in enumerate(ring)]
    return feature._replace(shape=[[moved]])


# --- Hensynssoner --------------------------------------------------------------

ZONE_TYPES = {"angittHensyn": "KpAngittHensynSone", "fare": "KpFareSone",
              "støy": "KpStøySone", "sikring": "KpSikringSone",
              "båndlegging": "KpBåndleggingSone"}

# field, code, name, place, cells, what the zone may lie on
CELL_ZONES = (
    ("angittHensyn", "510", "Dalen jordbruk", local(8300, 4500), 55, "land"),
    ("angittHensyn", "510", "Sandnes jordbruk", local(6000, 2300), 40, "land"),
    ("angittHensyn", "520", "Høgfjellet flyttlei", local(9500, 5900), 110, "land"),
    ("angittHensyn", "520", "Storvasslia", local(9000, 2500), 80, "land"),
    ("angittHensyn", "530", "Sjøvikmarka", local(6800, 3300), 70, "land"),
    ("angittHensyn", "530", "Nesvikstranda", local(5500, 6400), 35, "inside"),
    ("angittHensyn", "530", "Rundvatnet", local(8300, 8500), 60, "dry"),
    ("angittHensyn", "530", "Skjærgården", local(4400, 7600), 60, "inside"),
    ("angittHensyn", "540", "Byparkdraget", local(6200, 4000), 12, "land"),
    ("angittHensyn", "540", "Nesvikdraget", local(5900, 6500), 9, "land"),
    ("angittHensyn", "550", "Kystlandskapet", local(5600, 2600), 90, "inside"),
    ("angittHensyn", "550", "Storøya landskap", local(2400, 7400), 70, "land"),
    ("angittHensyn", "560", "Elveosen", local(7300, 4800), 20, "inside"),
    ("angittHensyn", "560", "Myrlandet", local(10200, 4400), 45, "land"),
    ("angittHensyn", "570", "Gammelhavna", local(5800, 4450), 8, "land"),
    ("angittHensyn", "570", "Lamøya fiskevær", local(2200, 3500), 10, "land"),
    ("fare", "310", "Rasfare Storfjellet", local(7200, 6900), 45, "land"),
    ("fare", "310", "Rasfare Fjellgrend", local(9500, 7000), 25, "land"),
    ("fare", "320", "Flomfare Storelva", local(9000, 3900), 18, "land"),
    ("fare", "320", "Stormflo Sjøvik", local(6000, 4550), 10, "land"),
    ("sikring", "110", "Nedslagsfelt Svartvatnet", local(10900, 7300), 60, "dry"),
    ("båndlegging", "720", "Terneholmen naturreservat", local(3500, 5500), 22, "inside"),
    ("båndlegging", "720", "Myrlandet (framtidig)", local(10400, 4600), 30, "land"),
    ("båndlegging", "730", "Lamøya middelalderkirkested", local(1900, 3800), 3, "land"))

# field, code, name, centre, radius: zones that are true circles
ROUND_ZONES = (
    ("støy", "220", "Skytefeltet gul sone", local(8900, 1900), 900),
    ("støy", "210", "Skytefeltet rød sone", local(8900, 1900), 450),
    ("støy", "220", "Masseuttaket gul sone", local(7400, 2300), 420),
    ("sikring", "110", "Rundvatnet vannkilde", local(8300, 8500), 700),
    ("båndlegging", "730", "Gravhaugene på Neset", local(5600, 6550), 60))


def kp_zones(world, road_noise):
    features = []
    for number, (field, code, name, place, count, kind) in enumerate(CELL_ZONES, 1):
        cells = world.group(place, count, getattr(world, kind), 300 + number)
        features.append(zone(field, code, name, number, world.shape_of(cells)))
    for number, (field, code, name, centre, radius) in enumerate(ROUND_ZONES, 100):
        features.append(zone(field, code, name, number, [[circle(centre, radius)]]))
    for number, (code, name, shape) in enumerate(road_noise, 200):
        features.append(zone("støy", code, name, number, shape))
    return sorted(features, key=lambda pair: list(ZONE_TYPES.values()).index(pair[0]))


def zone(field, code, name, number, shape):
    object_type = ZONE_TYPES[field]
    fields = {**kp_base(object_type, number), field: code}
    if field == "båndlegging":
        fields["arealbruksstatus"] = "2" if "framtidig" in name else "1"
    fields["hensynSonenavn"] = f"H{code}_{number % 100}"
    fields["beskrivelse"] = name
    return object_type, Feature(fields, shape)


def circle(centre, radius):
    """Two arcs of exactly half a circle each, the hardest case for readers."""
    x, y = centre
    return [(x + radius, y), (x, y + radius, ARC_MIDDLE), (x - radius, y), (x, y - radius, ARC_MIDDLE)]


def road_noise_zones(roads):
    """Red and yellow zones along the main road; the yellow one lies round
    the red, with holes where the red is."""
    line = None
    for points in roads:
        part = ogr_line([p[:2] for p in points])
        line = part if line is None else line.Union(part)
    red = ogr_multipolygon(polygons_of(line.Buffer(28, 3).Simplify(1.0)))
    yellow = line.Buffer(75, 3).Simplify(1.0).Difference(red)
    return [("210", "Fylkesvegen rød sone", polygons_of(red)),
            ("220", "Fylkesvegen gul sone", polygons_of(yellow))]


def kp_outline(world):
    fields = {**identification("Kommuneplan", KOMMUNEPLAN, "KpOmråde", 1), **history(),
              **copy_data(), "link": "https://plan.example.no/1899/2021001",
              GEOMETRY_HERE: None, **plan_id(KOMMUNEPLAN), "plantype": "20", "planstatus": "3",
              "planbestemmelse": "4", "lovreferanse": "6", "ikrafttredelsesdato": "2021-06-17",
              "plannavn": "Kommuneplanens arealdel for Sjøvik 2021-2033",
              "vedtakEndeligPlanDato": "2021-06-17", "kunngjøringsdato": "2021-07-02"}
    return Feature(fields, world.outline.polygons("kommune"))


# --- Reguleringsplaner ---------------------------------------------------------

# plan id, name, type, status, level, middle, cells
REGULATION_PLANS = (
    ("1998003", "Sjøvik sentrum", "30", "3", "2", local(6000, 4300), 10),
    ("2009002", "Nesvik boligfelt", "34", "3", "2", local(5800, 6600), 12),
    ("2014005", "Havneterminalen", "35", "3", "2", local(5700, 4600), 7),
    ("2017001", "Fjellporten tunnel", "35", "3", "1", local(7000, 4300), 5),
    ("2018004", "Elvebrua", "35", "3", "3", local(7300, 4700), 3),
    ("2020006", "Sandneslia hyttefelt", "35", "6", "2", local(5600, 1500), 11),
    ("2024002", "Strandpromenaden (forslag)", "35", "2", "2", local(6500, 4500), 6))

RP_PURPOSES = {
    "1998003": ("1130", "1150", "1113", "2011", "3050", "1162", "2082"),
    "2009002": ("1111", "1112", "1610", "2011", "3031", "1161", "3040"),
    "2014005": ("2041", "1350", "2042", "6220", "1340"),
    "2017001": ("2011", "2018"), "2018004": ("2011", "2015"),
    "2020006": ("1121", "1121", "1122", "2011", "5130", "1121", "3031"),
    "2024002": ("1110", "3041", "2016", "1588")}


def regulation_plans(world):
    outlines, areas = [], []
    for number, name, kind, status, level, place, count in REGULATION_PLANS:
        cells = set(world.group(place, count, world.inside, int(number)))
        fields = {**identification("Reguleringsplan", number, "RpOmråde"), **history(), **copy_data(),
                  **plan_id(number), "vertikalnivå": level, "plantype": kind, "planstatus": status,
                  "plannavn": name, "planbestemmelse": "4", "lovreferanse": "4" if kind == "30" else "6",
                  "ikrafttredelsesdato": None if status == "2" else f"{number[:4]}-05-20"}
        outlines.append(Feature(fields, frozen_shape(world, cells)))
        areas += regulated_areas(world, number, level, cells)
    return outlines, areas


def frozen_shape(world, cells):
    """The outline of a plan, which the areas in it then follow exactly."""
    coverage = Coverage(world.mesh, {c: "plan" for c in cells})
    coverage.freeze()
    return coverage.polygons("plan")


def regulated_areas(world, number, level, cells):
    seeds = spaced_seeds(cells, world.mesh, lambda cell: 100, Rng(int(number)))
    owner = grow(world.mesh, cells, seeds, int(number))
    coverage = Coverage(world.mesh, owner)
    purposes = RP_PURPOSES[number]
    features = []
    for k, seed in enumerate(sorted(set(owner.values()))):
        code = purposes[k % len(purposes)]
        fields = {**identification("Reguleringsplan", number, "RpArealformålOmråde", k), **history(),
                  **copy_data(), **plan_id(number), "vertikalnivå": level, "eierform": "3",
                  "arealformål": code, "feltbetegnelse": f"{'o' if code[0] in '23' else 'B'}{k + 1}"}
        features.append(Feature(fields, coverage.polygons(seed)))
    return features


# --- Kommunedelplan after the act of 1985 --------------------------------------

OLD_PLAN = "1996001"
OLD_USES = (("210", "1"), ("110", "1"), ("110", "2"), ("140", "2"), ("190", "2"), ("210", "1"),
            ("223", "2"), ("541", "1"), ("521", "2"), ("171", "1"), ("320", "1"), ("610", "1"))


def old_plan(world):
    cells = set(world.group(local(2600, 6900), 130, world.inside, 1996))
    outline = {**identification("Kommunedelplan", OLD_PLAN, "KpOmråde"), **history(), **copy_data(),
               **plan_id(OLD_PLAN), "plantype": "21", "planstatus": "3",
               "plannavn": "Kommunedelplan for Storøya 1996", "planbestemmelse": "4",
               "lovreferanse": "4", "ikrafttredelsesdato": "1996-09-12"}
    outline_shape = frozen_shape(world, cells)
    owner = {}
    for n, kind in enumerate((world.land, world.sea)):
        part = cells & kind
        seeds = spaced_seeds(part, world.mesh, lambda cell: 280, Rng(1996 + n))
        owner.update(grow(world.mesh, part, seeds, 1990 + n))
    coverage = Coverage(world.mesh, owner)
    areas = []
    for k, seed in enumerate(sorted(set(owner.values()))):
        code, status = old_use(world, seed, k)
        fields = {**identification("Kommunedelplan", OLD_PLAN, "KpArealbrukOmråde", k), **history(),
                  **copy_data(), **plan_id(OLD_PLAN), "arealbruk": code, "arealbruksstatus": status,
                  "områdenavn": f"Felt {k + 1}"}
        areas.append(Feature(fields, coverage.polygons(seed)))
    return Feature(outline, outline_shape), areas


def old_use(world, cell, k):
    sea = ("521", "541", "530", "533")
    uses = [u for u in OLD_USES if (u[0] in sea) == (world.kind[cell] == "sea")]
    return uses[k % len(uses)]
