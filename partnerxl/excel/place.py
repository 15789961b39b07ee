"""Where everything of the add-in goes, on Windows and on a Mac."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from partnerxl import logbook
from partnerxl.core.errors import OutputError
from partnerxl.core.messages import message

NAME = "partnerxl.xlam"
WINDOWS, MAC = "win32", "darwin"
OFFICE_OF_A_MAC = Path("Library/Group Containers/UBF8T346G9.Office")
SCRIPTS_OF_A_MAC = Path("Library/Application Scripts/com.microsoft.Excel")
EXCEL_OF_A_MAC = "Microsoft Excel.app"


@dataclass(frozen=True)
class Place:
    """A user's home as the installer sees it.

    Attributes:
        system: The operating system, as Python calls it.
        home: The home folder.
        roaming: Windows: the folder for settings that follow the user.
        local: Windows: the folder for files of this computer.
        python: The Python that runs partnerxl.
        base: Where that Python comes from.
        excel: Where Excel is; None when it is not found.
        log: The log.
        conda: The folder of conda and the name of its environment; empty for any other Python.
    """

    system: str
    home: Path
    roaming: Path
    local: Path
    python: str
    base: str
    excel: Path | None
    log: Path
    conda: tuple[str, str] = ("", "")

    @classmethod
    def here(cls) -> Place:
        """This user's, on this computer."""
        home = Path.home()
        return cls(
            system=sys.platform,
            home=home,
            roaming=Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming"),
            local=Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local"),
            python=sys.executable,
            base=sys.base_prefix,
            excel=_excel(home),
            log=logbook.folder() / logbook.NAME,
            conda=_conda(),
        )

    @property
    def runs_excel(self) -> bool:
        """True where there is an Excel to install into."""
        return self.system in (WINDOWS, MAC)

    @property
    def addin(self) -> Path:
        """The add-in, in the folder whose files Excel opens at its start and trusts.

        Raises:
            OutputError: On a system without Excel.
        """
        if self.system == WINDOWS:
            return self.roaming / "Microsoft" / "Excel" / "XLSTART" / NAME
        if self.system == MAC:
            startup = "User Content.localized/Startup.localized/Excel"
            return self.home / OFFICE_OF_A_MAC / startup / NAME
        raise OutputError(message("addin", "elsewhere"))

    @property
    def folder(self) -> Path:
        """What belongs to the add-in beside it: the guide and the workbook to begin with."""
        if self.system == MAC:
            return self.home / OFFICE_OF_A_MAC / "partnerxl"  # Excel may read here without asking
        return self.local / "partnerxl" / "addin"

    @property
    def script(self) -> Path | None:
        """The script through which Excel on a Mac starts Python; None elsewhere."""
        return self.home / SCRIPTS_OF_A_MAC / "partnerxl.applescript" if self.system == MAC else None


def _conda() -> tuple[str, str]:
    """A Python of conda has to be activated before it starts."""
    program, name = os.environ.get("CONDA_EXE"), os.environ.get("CONDA_DEFAULT_ENV")
    if sys.prefix == os.environ.get("CONDA_PREFIX") and program and name:
        return str(Path(program).parents[1]), name
    return "", ""


def _excel(home: Path) -> Path | None:
    if sys.platform == WINDOWS:
        return _registered()
    places = (Path("/Applications") / EXCEL_OF_A_MAC, home / "Applications" / EXCEL_OF_A_MAC)
    return next((path for path in places if path.exists()), None)


def _registered() -> Path | None:
    """The Excel that Windows would start."""
    if sys.platform == "win32":
        import winreg

        key = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
        for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
            try:
                return Path(winreg.QueryValue(root, key))
            except OSError:
                continue
    return None
