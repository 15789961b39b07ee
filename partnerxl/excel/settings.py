"""What the add-in's own sheet says: which Python it starts, and where everything is."""

from __future__ import annotations

from importlib.metadata import version

from partnerxl import __version__
from partnerxl.excel import guide
from partnerxl.excel.place import WINDOWS, Place
from partnerxl.excel.wrappers import CALLED

VERSION = "PARTNERXL VERSION"
XLWINGS = "XLWINGS VERSION"
WORKBOOK = "Partnership.xlsx"  # Excel calls a new workbook after it
DRIVES = ("ONEDRIVE_CONSUMER", "ONEDRIVE_COMMERCIAL", "SHAREPOINT")


def settings(place: Place) -> dict[str, str | bool]:
    """The rows of the sheet.

    Every key that xlwings asks for is there: for one that is not, it would ask a file beside the workbook.
    """
    windows = place.system == WINDOWS
    return {
        VERSION: __version__,
        XLWINGS: version("xlwings"),
        "PARTNERXL GUIDE": str(place.folder / guide.GUIDE),
        "PARTNERXL LOG": str(place.log),
        "PARTNERXL WORKBOOK": str(place.folder / WORKBOOK),
        "INTERPRETER_WIN": place.python if windows else "",
        "INTERPRETER_MAC": "" if windows else place.python,
        "INTERPRETER": "python",
        "PYTHONPATH": "",
        "ADD_WORKBOOK_TO_PYTHONPATH": "false",  # a text: as a truth value Excel would translate it
        "UDF MODULES": CALLED,
        "USE UDF SERVER": False,
        "DEBUG UDFS": False,
        "SHOW CONSOLE": False,
        "SHOW_ERROR_POPUPS": "True",
        "TEMP DIR": "%TEMP%" if windows else "",
        "LICENSE_KEY": "",
        "CONDA PATH": place.conda[0],
        "CONDA ENV": place.conda[1],
        **{f"{drive}_{system}": "" for drive in DRIVES for system in ("WIN", "MAC")},
    }


def interpreter(found: dict[str, str]) -> str:
    """The Python that an add-in with these settings starts."""
    return found.get("INTERPRETER_WIN") or found.get("INTERPRETER_MAC") or ""
