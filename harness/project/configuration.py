"""Read what alembic.ini and pyproject.toml declare, as Alembic reads it."""

from __future__ import annotations

import configparser
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from harness.errors import ProjectError

if sys.version_info >= (3, 11):
    import tomllib
else:  # pragma: no cover - the older interpreter's branch
    import tomli as tomllib

SEPARATORS = {"space": r"\s+", "newline": r"\n+", "os": re.escape(os.pathsep), ":": ":", ";": ";"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a configuration file says. `script_location` is None where it is silent."""

    path: Path
    script_location: Path | None
    version_locations: tuple[Path, ...] = ()
    recursive: bool = False


def read_ini(path: Path, section: str) -> Declared:
    """Read an alembic.ini (Alembic documentation, Tutorial: "Editing the .ini File")."""
    parser = configparser.ConfigParser({"here": str(path.parent).replace("%", "%%")}, interpolation=None)
    try:
        parser.read_string(path.read_text("utf-8"), source=str(path))
    except (configparser.Error, UnicodeDecodeError) as error:
        raise ProjectError(
            f"{path} cannot be read",
            why=str(error).replace("\n", " "),
            next_step="mend the file; `alembic current` must be able to read it as well",
        ) from error
    if not parser.has_section(section):
        return Declared(path=path, script_location=None)

    def option(name: str) -> str | None:
        value = parser.get(section, name, fallback=None)
        return value.replace("%(here)s", str(path.parent)).replace("%%", "%") if value else None

    separator = SEPARATORS.get(option("path_separator") or option("version_path_separator") or "", r"[\s,:;]+")
    locations = re.split(separator, option("version_locations") or "")
    return Declared(
        path=path,
        script_location=_resolve(path.parent, option("script_location")),
        version_locations=_resolve_all(path.parent, locations),
        recursive=(option("recursive_version_locations") or "").lower() in {"true", "yes", "1", "on"},
    )


def read_toml(path: Path) -> Declared | None:
    """Read [tool.alembic] of a pyproject.toml (Alembic 1.16); None without that table."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProjectError(
            f"{path} cannot be read", why=str(error), next_step="mend the file: it is not valid TOML"
        ) from error
    table = document.get("tool", {}).get("alembic")
    if not isinstance(table, dict):
        return None

    def filled(value: object) -> str:
        return str(value).replace("%(here)s", str(path.parent)).replace("%%", "%")

    location = table.get("script_location")
    return Declared(
        path=path,
        script_location=_resolve(path.parent, filled(location) if location else None),
        version_locations=_resolve_all(path.parent, [filled(item) for item in table.get("version_locations", [])]),
        recursive=bool(table.get("recursive_version_locations", False)),
    )


def _resolve_all(base: Path, locations: list[str]) -> tuple[Path, ...]:
    return tuple(path for path in (_resolve(base, item) for item in locations) if path is not None)


def _resolve(base: Path, location: str | None) -> Path | None:
    """Resolve a path, or Alembic's `package:directory` form where the package lies below or beside `base`."""
    if not location:
        return None
    package, colon, rest = location.partition(":")
    if not colon or os.path.isabs(location):
        return (base / location).resolve()
    relative = Path(*package.split("."))
    for root in (base, base / "src", *base.parents):
        if (root / relative).is_dir():
            return (root / relative / rest).resolve()
    return (base / relative / rest).resolve()
