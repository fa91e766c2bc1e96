"""Find the Flask application as `flask` would, then by looking for a factory."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from harness.project.tree import python_files

if TYPE_CHECKING:
    from pathlib import Path

FACTORY = re.compile(r"^def (create_app|make_app|app_factory)\(", re.MULTILINE)
INSTANCE = re.compile(r"^(?:app|application)\s*(?::[^=\n]+)?=\s*(?:Flask|create_app|make_app)\(", re.MULTILINE)
DECLARED = re.compile(r"^\s*(?:export\s+)?FLASK_APP\s*=\s*['\"]?([^'\"\s#]+)", re.MULTILINE)
DEPTH = 3


def find_flask_app(root: Path, import_root: Path, setting: str | None) -> tuple[tuple[str, ...], str]:
    """Give import paths worth trying, best first, and how they were found.

    The order is the one of `flask --app` (Flask documentation, "Application Discovery"): what is declared,
    then wsgi.py and app.py; after these the modules that define a factory or an application.
    """
    if setting:
        return (setting,), f"app = {setting} (setting)"
    declared = os.environ.get("FLASK_APP")
    if declared:
        return (declared,), f"FLASK_APP={declared} (environment)"
    for name in (".flaskenv", ".env"):
        path = root / name
        match = DECLARED.search(path.read_text("utf-8", "replace")) if path.is_file() else None
        if match:
            return (match[1],), f"FLASK_APP={match[1]} ({name})"
    candidates = [_module(path, import_root) for path in (root / "wsgi.py", root / "app.py") if path.is_file()]
    for path in python_files(root):
        if len(path.relative_to(root).parts) > DEPTH or "migrations" in path.relative_to(root).parts:
            continue
        text = path.read_text("utf-8", "replace")
        factory = FACTORY.search(text)
        if factory:
            candidates.append(f"{_module(path, import_root)}:{factory[1]}")
        elif INSTANCE.search(text):
            candidates.append(_module(path, import_root))
    unique = tuple(dict.fromkeys(candidates))
    return unique, f"Flask applications in the source: {', '.join(unique) or 'none'}"


def _module(path: Path, import_root: Path) -> str:
    parts = list(path.relative_to(import_root).with_suffix("").parts)
    if parts and parts[0] == "src":
        parts = parts[1:]
    return ".".join(parts).removesuffix(".__init__")
