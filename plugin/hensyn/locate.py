"""Where the program may be, best first, and the environment it is started in."""

import os
import sys

# What QGIS sets for itself and would mislead a program with libraries of its own.
OF_QGIS = ("GDAL_DATA", "GDAL_DRIVER_PATH", "PROJ_LIB", "PROJ_DATA")
# What misleads every child: QGIS on Debian puts GRASS's libraries into LD_LIBRARY_PATH.
OF_PYTHON = ("PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
USUAL = {
    "linux": ("/usr/bin", "/usr/local/bin", "/snap/bin", "~/.local/bin"),
    "darwin": ("/opt/homebrew/bin", "/usr/local/bin", "/opt/local/bin"),
    "win32": (),
}


def program_name(platform=sys.platform):
    return "hensyn.exe" if platform == "win32" else "hensyn"


def as_program(path, platform=sys.platform):
    """A folder stands for the program in it, or in its bin."""
    path = os.path.expanduser(path.strip().strip('"'))
    if not os.path.isdir(path):
        return path
    name = program_name(platform)
    inside = os.path.join(path, "bin", name)
    return inside if os.path.isfile(inside) else os.path.join(path, name)


def usual_folders(environ, prefix, platform):
    folders = list(USUAL.get(platform, USUAL["linux"]))
    if environ.get("OSGEO4W_ROOT"):
        folders.append(os.path.join(environ["OSGEO4W_ROOT"], "bin"))
    if environ.get("CONDA_PREFIX"):
        inner = ("Library", "bin") if platform == "win32" else ("bin",)
        folders.append(os.path.join(environ["CONDA_PREFIX"], *inner))
    if environ.get("ProgramFiles") and platform == "win32":
        folders.append(os.path.join(environ["ProgramFiles"], "hensyn", "bin"))
    if prefix:
        folders += [os.path.join(prefix, "bin"), prefix]
    return folders


def candidates(setting, environ, prefix="", platform=sys.platform):
    """(origin, path) in the order they are tried: setting, HENSYN_BIN, PATH, usual places.
    Paths of setting and HENSYN_BIN come whether or not there is a file, so that a wrong one can
    be told of; the others only where a file is. prefix: where QGIS is installed."""
    found = []
    if setting and setting.strip():
        found.append(("setting", as_program(setting, platform)))
    if environ.get("HENSYN_BIN", "").strip():
        found.append(("HENSYN_BIN", as_program(environ["HENSYN_BIN"], platform)))
    separator = ";" if platform == "win32" else ":"
    on_path = [f for f in environ.get("PATH", "").split(separator) if f]
    places = [("PATH", f) for f in on_path]
    places += [("place", f) for f in usual_folders(environ, prefix, platform)]
    for origin, folder in places:
        path = os.path.join(os.path.expanduser(folder), program_name(platform))
        if os.path.isfile(path):
            found.append((origin, path))
    return list({path: (origin, path) for origin, path in reversed(found)}.values())[::-1]


def is_inside(path, folder):
    if not folder:
        return False
    path, folder = os.path.realpath(path), os.path.realpath(folder)
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def clean_environment(environ, program, prefix=""):
    """What the child gets: the environment without what QGIS set for itself and its Python."""
    dropped = OF_PYTHON if is_inside(program, prefix) else OF_PYTHON + OF_QGIS
    return {name: value for name, value in environ.items() if name not in dropped}
