"""Walk the files of a project, leaving out what is not its own."""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from typing import TYPE_CHECKING

from harness.project.reading import searched

if TYPE_CHECKING:
    from collections.abc import Iterator

NOT_ITS_OWN = frozenset(
    {
        "venv",
        "env",
        "node_modules",
        "__pycache__",
        "build",
        "dist",
        "site-packages",
        "tests",
        "test",
        "docs",
        "benchmarks",
    }
)
MOST_FILES = 4000


def python_files(root: Path, *, everything: bool = False) -> Iterator[Path]:
    """Give the Python files of a project in a stable order; `everything` includes tests and docs."""
    left_out = NOT_ITS_OWN - {"tests", "test", "docs", "benchmarks"} if everything else NOT_ITS_OWN
    return itertools.islice((path for path in _files(root, left_out) if path.suffix == ".py"), MOST_FILES)


def directories_with_env(root: Path) -> list[Path]:
    """Give the directories that look like an Alembic script location: env.py beside versions/ or script.py.mako."""
    return [
        path.parent
        for path in _files(root, NOT_ITS_OWN)
        if path.name == "env.py"
        and ((path.parent / "versions").is_dir() or (path.parent / "script.py.mako").is_file())
        and "alembic" in searched(path)
    ]


def ini_files(root: Path) -> list[Path]:
    """Give every alembic.ini of the project."""
    return [path for path in _files(root, NOT_ITS_OWN) if path.name == "alembic.ini"]


def _files(root: Path, left_out: frozenset[str]) -> Iterator[Path]:
    for base, directories, files in os.walk(root):
        directories[:] = sorted(
            name
            for name in directories
            if name not in left_out and not name.startswith(".") and not Path(base, name, "pyvenv.cfg").exists()
        )
        yield from (Path(base, name) for name in sorted(files))


def import_root_of(root: Path) -> Path:
    """Give the directory from which the project's modules are imported: above it when the project is a package."""
    while (root / "__init__.py").is_file():
        root = root.parent
    return root


def package_around(directory: Path) -> Path | None:
    """Give the outermost package that a directory lies in; None when it lies in none."""
    packages = [place for place in (directory, *directory.parents) if (place / "__init__.py").is_file()]
    return packages[-1] if packages else None
