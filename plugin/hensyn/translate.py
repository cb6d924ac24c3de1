"""Texts in the language of QGIS: sources are English, translations stand in i18n/hensyn_nb.ts.

Without Qt (unit tests of the modules that need no QGIS) a text is itself.
"""

try:
    from qgis.PyQt.QtCore import QCoreApplication
except ImportError:
    QCoreApplication = None

CONTEXT = "hensyn"
BOKMAL = "nb"
ENGLISH = "en"


def tr(text):
    """The text in the language that is shown."""
    return QCoreApplication.translate(CONTEXT, text) if QCoreApplication else text


def mark(text):
    """Marks a text in a table for translation; tr() is called where it is shown."""
    return text


def language_of(locale):
    """Language for a locale such as nb_NO: nn and the old no are served in Bokmål."""
    first = locale.replace("-", "_").split("_")[0].lower()
    return BOKMAL if first in ("nb", "nn", "no") else ENGLISH


def language():
    """The language that QGIS runs in, as hensyn's --lang says it."""
    try:
        from qgis.core import QgsApplication
    except ImportError:
        return ENGLISH
    return language_of(QgsApplication.locale())
