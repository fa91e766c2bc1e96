"""Find the environment variables in which a project expects a database URL."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.project.tree import python_files

if TYPE_CHECKING:
    from pathlib import Path

QUOTED = re.compile(r"""["']([A-Z][A-Z0-9_]{1,60})["']""")
URL_NAME = re.compile(
    r"(^|_)(DATABASE|DB|SQLALCHEMY|SQL|POSTGRES|POSTGRESQL|PG|ALEMBIC|SQLITE)(_[A-Z0-9]+)*_(URL|URI|DSN)$"
    r"|^(DATABASE|DB)(URL|URI)$"
)


def url_names(root: Path) -> tuple[str, ...]:
    """Give the URL-like names that the project's own source mentions beside the environment, sorted."""
    found: set[str] = set()
    for path in python_files(root):
        text = path.read_text("utf-8", "replace")
        if "env" in text:
            found |= {name for name in QUOTED.findall(text) if URL_NAME.search(name)}
    return tuple(sorted(found))
