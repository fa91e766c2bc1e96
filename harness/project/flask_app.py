"""Find the Flask application as `flask` would, then by looking for a factory."""

from __future__ import annotations

import ast
import os
import re
from typing import TYPE_CHECKING

from harness.project.reading import searched
from harness.project.tree import python_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FACTORIES = ("create_app", "make_app", "app_factory")
INSTANCE = re.compile(r"^(?:app|application)\s*(?::[^=\n]+)?=\s*(?:Flask|create_app|make_app)\(", re.MULTILINE)
DECLARED = re.compile(r"^\s*(?:export\s+)?FLASK_APP\s*=\s*['\"]?([^'\"\s#]+)", re.MULTILINE)
DIRECTORY = re.compile(r"\bdirectory\s*=\s*[\"']([^\"']+)[\"']")
DEPTH = 3


def find_flask_app(root: Path, import_root: Path, setting: str | None) -> tuple[tuple[str, ...], str]:
    """Give import paths worth trying, best first, and how they were found.

    The order is the one of `flask --app` (Flask documentation, "Application Discovery"): what is declared,
    then wsgi.py and app.py; after these the modules that define an application or a factory.
    """
    if setting:
        return (setting,), f"app = {setting} (setting)"
    declared = os.environ.get("FLASK_APP")
    if declared:
        return (declared,), f"FLASK_APP={declared} (environment)"
    for name in (".env", ".flaskenv"):
        path = root / name
        match = DECLARED.search(searched(path)) if path.is_file() else None
        if match:
            return (match[1],), f"FLASK_APP={match[1]} ({name})"
    usual = [_module(path, import_root) for path in (root / "wsgi.py", root / "app.py") if path.is_file()]
    unique = tuple(dict.fromkeys([*usual, *_in_source(root, import_root)]))
    return unique, f"Flask applications in the source: {', '.join(unique) or 'none'}"


def migrate_directory(root: Path) -> Path | None:
    """Give the directory in which Flask-Migrate keeps the history: "migrations", unless the source names another."""
    texts = [text for path in python_files(root) if "flask_migrate" in (text := searched(path))]
    named = next((match[1] for text in texts if (match := DIRECTORY.search(text))), "migrations")
    return root / named if texts else None


def _in_source(root: Path, import_root: Path) -> Iterator[str]:
    """Give the modules with an application, then the factories: as they are, or as they are called somewhere."""
    factories: list[str] = []
    for path in python_files(root):
        if len(path.relative_to(root).parts) > DEPTH or "migrations" in path.relative_to(root).parts:
            continue
        text = searched(path)
        found = list(_factories(text)) if "def " in text else []
        factories += [
            f"{_module(path, import_root)}:{name}{call}"
            for name, complete in found
            for call in ([""] if complete else _calls(root, name))
        ]
        if not found and INSTANCE.search(text):
            yield _module(path, import_root)
    yield from factories


def _factories(text: str) -> Iterator[tuple[str, bool]]:
    """Give the factories that a module defines, and whether each can be called without arguments."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name in FACTORIES:
            arguments = node.args
            required = len(arguments.posonlyargs) + len(arguments.args) - len(arguments.defaults)
            yield node.name, required == 0 and None not in arguments.kw_defaults


def _calls(root: Path, name: str) -> list[str]:
    """Give the arguments with which the project calls a factory, where they are literals; tests come last."""
    call = re.compile(rf"(?<!def )\b{name}\s*(\((?:\s*\w+\s*=)?\s*(?:'[^'\n]*'|\"[^\"\n]*\"|True|False|None)\s*\))")
    own = list(python_files(root))
    others = [path for path in python_files(root, everything=True) if path not in set(own)]
    texts = [searched(path) for path in (*own, *others)]
    return list(dict.fromkeys(match[1] for text in texts for match in call.finditer(text))) or [""]


def _module(path: Path, import_root: Path) -> str:
    parts = list(path.relative_to(import_root).with_suffix("").parts)
    if parts and parts[0] == "src":
        parts = parts[1:]
    return ".".join(parts).removesuffix(".__init__")
