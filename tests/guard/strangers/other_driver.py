"""The driver of another database, written in C."""

from __future__ import annotations

import sys
from pathlib import Path


def attempt(production: dict[str, str]) -> None:
    """Import it and connect."""
    directory = Path(production["file"]).parent / "drivers"
    directory.mkdir(exist_ok=True)
    (directory / "pyodbc.py").write_text("def connect(dsn):\n    print('connected')\n", encoding="utf-8")
    sys.path.append(str(directory))
    import pyodbc  # type: ignore[import-not-found] # noqa: PLC0415 - the import is what is tried

    pyodbc.connect("DSN=shop")
