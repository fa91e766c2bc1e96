"""Where an interpreter finds installed packages, read from its files: nothing is started."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def import_places(python: str | None, root: Path) -> tuple[Path, ...]:
    """Give the directories of installed packages: of this interpreter, else of the project's .venv, else of ours.

    They are those of a virtual environment (Python documentation, `venv`), with the directories that the .pth files of
    editable installations name (Python documentation, `site`).
    """
    own = root / ".venv"
    home = Path(python).parent.parent if python else own if own.is_dir() else Path(sys.prefix)
    found = [place for place in sorted(home.glob("lib*/python3*/site-packages")) if place.is_dir()]
    return tuple(dict.fromkeys([*found, *(path for place in found for path in _named_by_pth(place))]))


def _named_by_pth(place: Path) -> Iterator[Path]:
    for file in sorted(place.glob("*.pth")):
        for line in file.read_text("utf-8", "replace").splitlines():
            path = place / line.strip()
            if line.strip() and not line.startswith(("#", "import ", "import\t")) and path.is_dir():
                yield path
