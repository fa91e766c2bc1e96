"""The ceilings of the code. What may import what is in pyproject.toml, and lint-imports checks it."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import benchmarks
import harness
import sample_app

LONGEST_MODULE = 250
LONGEST_FUNCTION = 40
NAMES_THAT_SAY_NOTHING = {"common", "helper", "helpers", "misc", "util", "utilities", "utils"}
WORKER_MAY_IMPORT = {"alembic", "flask", "psycopg", "psycopg2", "sqlalchemy"}
"""What a project has in its own interpreter; the worker loads what is there."""

MODULES = sorted(
    (package.__name__, path)
    for package in (benchmarks, harness, sample_app)
    for path in Path(package.__path__[0]).rglob("*.py")
)


def module_id(value: object) -> str | None:
    """Name a test after the module that it looks at."""
    return "/".join(value.parts[-3:]) if isinstance(value, Path) else None


every_module = pytest.mark.parametrize(("package", "path"), MODULES, ids=module_id)


def long_functions(source: str) -> dict[str, int]:
    """Give the functions that are longer than the ceiling, with their lengths in lines."""
    functions = (
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    lengths = {f"{node.name}, line {node.lineno}": (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    return {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION}


def imported(source: str) -> set[str]:
    """Give what a module imports, by absolute name."""
    nodes = list(ast.walk(ast.parse(source)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}


def foreign_to_the_worker(source: str) -> set[str]:
    """Give what a module imports that the project's own interpreter need not have."""
    return {
        name
        for name in imported(source)
        if not f"{name}.".startswith("harness.walk.worker.")
        and name.partition(".")[0] not in WORKER_MAY_IMPORT | sys.stdlib_module_names
    }


@every_module
def test_module_is_short(package: str, path: Path) -> None:
    """A module has at most 250 lines."""
    lines = len(path.read_text(encoding="utf-8").splitlines())

    assert lines <= LONGEST_MODULE, f"{path.name} of {package} has {lines} lines: it does more than one thing"


@every_module
def test_functions_are_short(package: str, path: Path) -> None:
    """A function has at most 40 lines."""
    assert long_functions(path.read_text(encoding="utf-8")) == {}, f"in {path.name} of {package}"


@every_module
def test_module_has_a_name_that_says_something(package: str, path: Path) -> None:
    """No module collects what has no home."""
    words = path.stem.split("_")

    assert not NAMES_THAT_SAY_NOTHING.intersection(words), f"{path.name} of {package} says nothing"


@pytest.mark.parametrize("path", [path for _, path in MODULES if "worker" in path.parts], ids=module_id)
def test_worker_needs_only_what_the_project_has(path: Path) -> None:
    """The worker runs in the project's own interpreter, where no dependency of harness is installed."""
    assert foreign_to_the_worker(path.read_text(encoding="utf-8")) == set()


def test_a_function_above_the_ceiling_is_seen() -> None:
    """The measure of functions counts from the name to the last line."""
    body = "    pass\n" * LONGEST_FUNCTION

    assert long_functions(f"def fits():\n{body[:-9]}\nasync def grown():\n{body}") == {"grown, line 42": 41}


def test_a_foreign_import_is_seen() -> None:
    """The worker's own modules, the standard library and the project's packages are no strangers."""
    source = (
        "import json, rich.table\n"
        "from alembic import context\n"
        "from harness.walk.worker import guard\n"
        "from harness.walk.working import other\n"
        "from . import near\n"
    )

    assert foreign_to_the_worker(source) == {"harness.walk.working", "rich.table"}
