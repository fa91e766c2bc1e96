"""Find the environment variables in which a project expects a database URL."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.project.reading import searched
from harness.project.tree import package_around, python_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harness.project.discovery import Project

DATABASE = r"(?:sqlite|postgres(?:ql)?|mysql|mariadb)(?:\+\w+)?:/"
QUOTED = re.compile(r"""["']([A-Z][A-Z0-9_]{1,60})["']""")
WITH_A_URL = re.compile(rf"""["']([A-Za-z]\w{{1,60}})["']\s*,\s*(?:default\s*=\s*)?f?["']{DATABASE}""")
URL_NAME = re.compile(
    r"(^|_)(DATABASE|DB|SQLALCHEMY|SQL|POSTGRES|POSTGRESQL|PG|ALEMBIC|SQLITE)(_[A-Z0-9]+)*_(URL|URI|DSN)$"
    r"|^(DATABASE|DB)(URL|URI)$"
)
ASSIGNED = re.compile(rf"""^\s*(?:export\s+)?([A-Za-z]\w*)\s*=\s*["']?{DATABASE}""", re.MULTILINE)
PREFIX = re.compile(r"""\benv_prefix\s*=\s*["'](\w+)["']""")
FIELD = re.compile(r"^\s+(\w+)\s*:\s*\S", re.MULTILINE)
FIELD_WITH_A_URL = re.compile(rf"""^\s+(\w+)\s*:[^=\n]+=.*["']{DATABASE}""", re.MULTILINE)


def url_names(project: Project) -> tuple[str, ...]:
    """Give the variables that hold a database URL by their name or by their value, sorted.

    They stand in the source beside the environment, in pydantic's settings with their prefix, and in .env files; where
    the history is that of an installed package, in the source of that package as well.
    """
    found = _names_in(project.root)
    package = package_around(project.script_location)
    if package is not None and not package.is_relative_to(project.root):
        found |= _names_in(package)
    return tuple(sorted(found))


def _names_in(root: Path) -> set[str]:
    found: set[str] = set()
    for path in python_files(root):
        text = searched(path)
        if "env" in text or "config(" in text:
            found |= {name for name in QUOTED.findall(text) if URL_NAME.search(name)}
            found |= set(WITH_A_URL.findall(text))
        if "BaseSettings" in text:
            found |= set(_settings_names(text))
    for path in sorted(root.glob(".*env*")):
        if path.is_file():
            found |= set(ASSIGNED.findall(searched(path)))
    return found


def _settings_names(text: str) -> Iterator[str]:
    """Give the variables of pydantic's settings classes: the field in capitals, after each prefix of the file."""
    prefixes = ["", *PREFIX.findall(text)]
    by_name = {name for name in FIELD.findall(text) if URL_NAME.search(name.upper())}
    for field in by_name | set(FIELD_WITH_A_URL.findall(text)):
        yield from (f"{prefix}{field}".upper() for prefix in prefixes)
