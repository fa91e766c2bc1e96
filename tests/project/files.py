"""Small projects of a few files, for tests that read and do not run them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ENV = "from alembic import context\n"
FLASK_ENV = "from alembic import context\nfrom flask import current_app\n"


def write(root: Path, files: dict[str, str]) -> None:
    """Write files below a directory."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def write_history(root: Path, place: str = "migrations", env: str = ENV) -> Path:
    """Write an empty history, and give its directory."""
    write(root, {f"{place}/env.py": env, f"{place}/script.py.mako": "", f"{place}/versions/.keep": ""})
    return root / place
