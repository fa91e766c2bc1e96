"""The table [tool.migration-parity]: what was found out and should stay so, and production's PostgreSQL."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING

from harness.cli.starting.change import Change, Kept, appended, text_of

if sys.version_info >= (3, 11):
    import tomllib
else:  # pragma: no cover - the older interpreter's branch
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.project import Project

FILE = "pyproject.toml"
TABLE = "tool.migration-parity"
COMPOSE = ("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml")
IMAGE = re.compile(r"^\s*image:\s*[\"']?((?:[\w.-]+/)*postgres:[\w.-]+)[\"']?\s*(?:#.*)?$", re.MULTILINE)
USUAL_IMAGE = "postgres:17"


def settings_of(project: Project, text: str) -> Change | Kept:
    """Give the change of pyproject.toml, which holds `text`, or why there is none."""
    path = project.root / FILE
    document = tomllib.loads(text)
    if "migration-parity" in document.get("tool", {}):
        return Kept(place=FILE, why=f"it has the table [{TABLE}]")
    change = appended(path, text, _table(project), "the settings of the check")
    try:
        tomllib.loads(change.before + change.lines)
    except tomllib.TOMLDecodeError as error:  # `tool` is an inline table
        return Kept(place=FILE, why=f"a table cannot be put behind its last line ({error})")
    return change


def image_of(project: Project) -> str:
    """Give the image with production's PostgreSQL: that of a compose file, else the usual one."""
    return _composed(project) or USUAL_IMAGE


def _composed(project: Project) -> str | None:
    for name in COMPOSE:
        found = IMAGE.search(text_of(project.root / name))
        if found:
            return found[1]
    return None


def _table(project: Project) -> str:
    lines = [f"[{TABLE}]", *_app(project.apps, project.found_by)]
    told = "the PostgreSQL that production has"
    lines.append(f"image = {json.dumps(image_of(project))} # {told if _composed(project) else f'make it {told}'}")
    return "\n".join(lines) + "\n"


def _app(apps: Sequence[str], found_by: Sequence[str]) -> list[str]:
    """Give the app where looking for it found a single one; FLASK_APP is not repeated."""
    declared = any(how.startswith("FLASK_APP=") for how in found_by)
    return [f"app = {json.dumps(apps[0], ensure_ascii=False)}"] if len(apps) == 1 and not declared else []
