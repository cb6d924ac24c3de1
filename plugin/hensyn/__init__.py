"""hensyn - a QGIS plugin that runs the program of the same name and shows what it finds.

The plugin is thin: the program computes, the plugin builds its command line, follows its messages
and loads its result. Modules that need no QGIS: command, options, themes, messages, version,
locate, layers, store, conflicts, assessments, factsheet.
"""


def classFactory(iface):
    """Entry point of QGIS; iface is None under qgis_process."""
    from .plugin import HensynPlugin
    return HensynPlugin(iface)
