#!/usr/bin/python3
"""Writes the sample municipality: every data file of this folder.

    /usr/bin/python3 make.py [FOLDER]

Needs GDAL's Python bindings only. Every run writes the same content.
"""

import json
import os
import sys

import considerations
import network as roads
import plans
from formats import Feature, Layer, ascii_name, write_geopackage, write_gml
from formats import ogr_multipolygon
from sosi import write_sosi
from world import World

BUILT_PURPOSES = {"1001", "1110", "1130", "1140", "1150", "1160", "1300", "1400", "1800", "2040", "2080"}

OUTDOOR_LAYER = "kartlagt_friluftslivsomrade"
NATURE_LAYER = "naturtyper_verdsatte"


def built_cells(world, owner, purpose):
    """Cells of today's built-up areas, which get streets."""
    return {c for c, label in owner.items() if c in world.land
            and purpose[label][0] in BUILT_PURPOSES and purpose[label][1] != "2"}


def write_kommuneplan(folder, world, areas, zones):
    objects = [("KpOmråde", plans.kp_outline(world))]
    objects += [("KpArealformålOmråde", feature) for feature in areas]
    objects += zones
    west, east, south, north = ogr_multipolygon(objects[0][1].shape).GetEnvelope()
    write_gml(os.path.join(folder, "kommuneplan.gml"), objects, (west, south, east, north))
    write_sosi(os.path.join(folder, "kommuneplan.sos"), objects, (west, south, east, north))
    layers = {}
    for object_type, feature in objects:
        layers.setdefault(object_type, []).append(feature)
    write_geopackage(os.path.join(folder, "kommuneplan.gpkg"),
                     [Layer(ascii_name(t), "multipolygon", features, "geometri")
                      for t, features in layers.items()])


def write_other_plans(folder, world):
    outlines, areas = plans.regulation_plans(world)
    write_geopackage(os.path.join(folder, "reguleringsplan.gpkg"),
                     [Layer("rpomrade", "multipolygon", outlines, "område"),
                      Layer("rparealformalomrade", "multipolygon", areas, "område")])
    outline, uses = plans.old_plan(world)
    write_geopackage(os.path.join(folder, "kommunedelplan_1985.gpkg"),
                     [Layer("kpomrade", "multipolygon", [outline], "geometri"),
                      Layer("kparealbrukomrade", "multipolygon", uses, "geometri")])


def write_considerations(folder, world):
    """Returns the registers of defects of the two datasets that have some."""
    def write(name, *layers):
        write_geopackage(os.path.join(folder, name), layers)
    outdoor = considerations.OutdoorMap()
    areas, outdoor_defects = considerations.outdoor_areas(outdoor)
    nature, nature_defects = considerations.nature_types(world)
    write("friluftsliv.gpkg", Layer(OUTDOOR_LAYER, "multipolygon", areas, "område"))
    write("friluftsliv_dekning.gpkg", Layer("dekning", "multipolygon", considerations.outdoor_coverage(outdoor)))
    write("naturtyper.gpkg", Layer(NATURE_LAYER, "multipolygon", nature))
    write("kulturminner.gpkg", Layer("enkeltminner", "point", considerations.monuments(world)))
    write("ar5.gpkg", Layer("fkb_ar5_omrade", "multipolygon", considerations.land_cover(world)))
    write("reindrift.gpkg", *considerations.reindeer(world))
    write("flom.gpkg", *considerations.floods())
    write("verneomrader.gpkg", Layer("naturvern_omrade", "multipolygon", considerations.protected_areas(world)))
    return outdoor_defects, nature_defects


def write_network(folder, network):
    write_geopackage(os.path.join(folder, "vegnett.gpkg"), roads.network_layers(network))
    write_geopackage(os.path.join(folder, "adresser.gpkg"),
                     [Layer("adresse", "point", roads.addresses(network))])


def write_borders(folder, world):
    outline = Feature({"kommunenummer": plans.KOMMUNE, "kommunenavn": "Sjøvik"},
                      world.outline.polygons("kommune"))
    write_geopackage(os.path.join(folder, "kommune.gpkg"), [Layer("kommune", "multipolygon", [outline])])
    write_geopackage(os.path.join(folder, "grunnkretser.gpkg"),
                     [Layer("grunnkrets", "multipolygon", considerations.districts(world))])


def main(folder):
    world = World()
    areas, plan_defects, (owner, purpose) = plans.kommuneplan_areas(world)
    network = roads.Network(world, built_cells(world, owner, purpose))
    zones = plans.kp_zones(world, plans.road_noise_zones(network.main_road()))
    write_kommuneplan(folder, world, areas, zones)
    write_other_plans(folder, world)
    outdoor_defects, nature_defects = write_considerations(folder, world)
    write_network(folder, network)
    write_borders(folder, world)
    write_defects(folder, (("kommuneplan.gml", "KpArealformålOmråde", plan_defects),
                           ("kommuneplan.gpkg", "kparealformalomrade", plan_defects),
                           ("kommuneplan.sos", "KpArealformålOmråde", plan_defects),
                           ("friluftsliv.gpkg", OUTDOOR_LAYER, outdoor_defects),
                           ("naturtyper.gpkg", NATURE_LAYER, nature_defects)))


def write_defects(folder, registers):
    rows = [{"file": file, "layer": layer, **entry} for file, layer, entries in registers for entry in entries]
    with open(os.path.join(folder, "defects.json"), "w", encoding="utf-8", newline="\n") as out:
        json.dump(rows, out, ensure_ascii=False, indent=1)
        out.write("\n")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__)))
