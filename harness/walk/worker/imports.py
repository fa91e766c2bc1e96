"""Which files of the project a module reaches by its imports; to parse each of them takes four times as long."""

from __future__ import annotations

import ast
import functools
import os
import re
from typing import TYPE_CHECKING

from .sources import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ANYTHING = "*"
REACHES = frozenset(
    (
        *("target_metadata", "opts", "metadata", "create_all", "drop_all", "current_app", "extensions"),
        *("modules", "globals", "eval", "exec", "__subclasses__"),
    )
)
"""By these the models come into a module without an import; also in harness/project/imports.py."""
IMPORT = re.compile(r"\bfrom\s*(?P<module>[.\w][.\w \t]*?)[ \t]*\bimport\b|(?<![.\w])import\b(?P<names>[^\n;#]*)")
REACHING = re.compile(rf"\b({'|'.join(sorted(REACHES))})\b")
MOST_CHARACTERS = 20000
"""Longer than the names of any one import."""


def imported_files(modules: Iterable[str], places: list[str], owns: Callable[[str], bool]) -> set[str]:
    """Give the project's own files that the modules are, and those that these import in their turn.

    ANYTHING is among them where others may be reached as well.
    """
    found: set[str] = set()
    waiting = list(modules)
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        found |= {ANYTHING} & {name}
        for path, package in _files(name, places):
            if path not in found and owns(path):
                found.add(path)
                waiting += _imports(path, package)
                if ANYTHING not in found and _reaches_anything(path):
                    found.add(ANYTHING)
    return found


def _files(name: str, places: list[str]) -> Iterator[tuple[str, str]]:
    """Give the files that the import of a dotted name runs, each with its package; of `a.b` also that of `a`."""
    parts = name.split(".")
    for place in places:
        base = place
        for number, part in enumerate(parts):
            base = os.path.join(base, part)
            kind = _kind(base)
            if kind == "package":
                yield os.path.join(base, "__init__.py"), ".".join(parts[: number + 1])
            elif kind == "module":
                yield f"{base}.py", ".".join(parts[:number])
            if kind in {"module", ""}:
                break


@functools.cache
def _kind(base: str) -> str:
    """Tell what lies there: Python prefers a package to a module, and takes other directories for packages as well."""
    if os.path.isfile(os.path.join(base, "__init__.py")):
        return "package"
    if os.path.isfile(f"{base}.py"):
        return "module"
    return "directory" if os.path.isdir(base) else ""


@functools.cache
def _imports(path: str, package: str) -> list[str]:
    """Give the dotted names that a module may import, and more where a text reads like an import."""
    text = text_of(path).replace("\\\n", " ")
    names: list[str] = []
    for match in IMPORT.finditer(text):
        if match["module"] is None:
            names += [part.split()[0] for part in match["names"].split(",") if part.strip()]
            continue
        written = "".join(match["module"].split())
        name = written.lstrip(".")
        level = len(written) - len(name)
        above = package.split(".")[: len(package.split(".")) - level + 1] if level else []
        module = ".".join(filter(None, [*above, name]))
        names += [module, *(f"{module}.{alias}" for alias in _aliases(text, match.end()))]
    return [name for name in names if name]


def _aliases(text: str, start: int) -> Iterator[str]:
    """Give the names after `from ... import`: up to the end of the line, or to the bracket that closes."""
    lines = text[start : start + MOST_CHARACTERS].lstrip(" \t").split("\n")
    bracket = lines[0].startswith("(")
    for line in lines:
        plain, closed, _rest = line.partition("#")[0].partition(")" if bracket else ";")
        yield from (part.split()[0] for part in plain.strip("( \t\r").split(",") if part.strip())
        if closed or not bracket:
            return


@functools.cache
def _reaches_anything(path: str) -> bool:
    text = text_of(path)
    if REACHING.search(text) is None:
        return False
    try:
        nodes = ast.walk(ast.parse(text))
    except (SyntaxError, ValueError):
        return False
    return any(getattr(node, "attr", getattr(node, "id", None)) in REACHES for node in nodes)
