"""Read what alembic.ini and pyproject.toml declare, as Alembic reads it."""

from __future__ import annotations

import configparser
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from harness.errors import ProjectError

if sys.version_info >= (3, 11):
    import tomllib
else:  # pragma: no cover - the older interpreter's branch
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Sequence

SEPARATORS = {"space": r"\s+", "newline": r"\n+", "os": re.escape(os.pathsep), ":": ":", ";": ";"}
USUAL_SECTION = "alembic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a configuration file says. `script_location` is None where it is silent.

    `from_root` says that its paths are meant from the project's root, and not from its own directory.
    """

    path: Path
    script_location: Path | None
    section: str = USUAL_SECTION
    version_locations: tuple[Path, ...] = ()
    recursive: bool = False
    from_root: bool = False


def read_ini(path: Path, root: Path, section: str, installed: Sequence[Path] = ()) -> Declared:
    """Read an alembic.ini (Alembic documentation, Tutorial: "Editing the .ini File").

    Relative paths are tried from its directory, and from the project's root, where the command may be run; those in a
    package (`package:directory`) also where packages are installed. Where there is no section [alembic], the only one
    with a script_location stands for it. Raises ProjectError.
    """
    parser = configparser.ConfigParser({"here": str(path.parent).replace("%", "%%")})
    try:
        parser.read_string(path.read_text("utf-8"), source=str(path))
        section = _section(parser, path, section)
        options = dict(parser.items(section, raw=True)) if parser.has_section(section) else {}

        def option(name: str) -> str | None:
            return parser.get(section, name) if name in options else None

        separator = SEPARATORS.get(option("path_separator") or option("version_path_separator") or "", r"[\s,]+")
        locations = [item for item in re.split(separator, option("version_locations") or "") if item]
        location = option("script_location")
        found = resolve((path.parent, root), location, "env.py", installed)
        return Declared(
            path=path,
            section=section,
            script_location=found,
            from_root=_is_below(root, location, found),
            version_locations=_resolve_all((path.parent, root), locations, installed),
            recursive=(option("recursive_version_locations") or "").lower() in {"true", "yes", "1", "on"},
        )
    except (configparser.Error, UnicodeDecodeError) as error:
        raise ProjectError(
            f"{path} cannot be read",
            why=str(error).replace("\n", " "),
            next_step="Mend the file; `alembic current` must be able to read it as well.",
        ) from error


def _is_below(root: Path, location: str | None, found: Path | None) -> bool:
    """Tell whether a relative location was found from the project's root."""
    return location is not None and not Path(location).is_absolute() and found == (root / location).resolve()


def _section(parser: configparser.ConfigParser, path: Path, wanted: str) -> str:
    able = [name for name in parser.sections() if parser.has_option(name, "script_location")]
    if parser.has_section(wanted) or (wanted == USUAL_SECTION and not able):
        return wanted
    if wanted == USUAL_SECTION and len(able) == 1:
        return able[0]
    listed = ", ".join(able) or "none"
    if wanted == USUAL_SECTION:
        raise ProjectError(
            f"{path} describes {len(able)} migration histories: {listed}",
            why="it has no section [alembic], and parity checks one history at a time",
            next_step=f'Choose one: set ini_section = "{able[0]}" in [tool.migration-parity].',
        )
    raise ProjectError(
        f"{path} has no section [{wanted}]",
        why=f"the setting ini_section names it; sections with a script_location: {listed}",
        next_step="Correct ini_section in [tool.migration-parity].",
    )


def read_toml(path: Path, installed: Sequence[Path] = ()) -> Declared | None:
    """Read [tool.alembic] of a pyproject.toml (Alembic 1.16); None without that table."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProjectError(
            f"{path} cannot be read", why=str(error), next_step="Mend the file: it is not valid TOML."
        ) from error
    table = document.get("tool", {}).get("alembic")
    if not isinstance(table, dict):
        return None

    def filled(value: object) -> str:
        return str(value).replace("%(here)s", str(path.parent)).replace("%%", "%")

    location = table.get("script_location")
    return Declared(
        path=path,
        script_location=resolve((path.parent,), filled(location) if location else None, "env.py", installed),
        version_locations=_resolve_all(
            (path.parent,), [filled(item) for item in table.get("version_locations", [])], installed
        ),
        recursive=bool(table.get("recursive_version_locations", False)),
    )


def _resolve_all(bases: tuple[Path, ...], locations: list[str], installed: Sequence[Path]) -> tuple[Path, ...]:
    return tuple(path for item in locations if (path := resolve(bases, item, ".", installed)) is not None)


def resolve(bases: tuple[Path, ...], location: str | None, holds: str, installed: Sequence[Path] = ()) -> Path | None:
    """Give the path from the first place where it holds something, else from the first base; None for no location.

    The command may be run from a directory above. Alembic's `package:directory` is importable from there, or from src,
    or from where packages are installed.
    """
    if not location:
        return None
    package, colon, rest = location.partition(":")
    is_package = colon and not Path(location).is_absolute()
    relative = Path(*package.split("."), rest) if is_package else Path(location)
    places = (*bases, *(base / "src" for base in bases), *bases[0].parents, *(installed if is_package else ()))
    candidates = [place / relative for place in places]
    return next((path for path in candidates if (path / holds).exists()), candidates[0]).resolve()
