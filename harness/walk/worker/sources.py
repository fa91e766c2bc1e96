"""The project's source files: which ones a revision reaches by its imports, and what counts in the others."""

from __future__ import annotations

import ast
import hashlib
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

OF_A_MODEL = frozenset({"Column", "mapped_column", "relationship", "Mapped", "__tablename__", "__table__"})
GONE = "gone"
ANYTHING = "*"
REACHES = frozenset(
    (
        *("target_metadata", "opts", "metadata", "create_all", "drop_all", "current_app", "extensions"),
        *("modules", "globals", "eval", "exec", "__subclasses__"),
    )
)
"""By these the models come into a module without an import; also in harness/project/imports.py."""


def digest_of_source(path: str) -> str:
    """Give a digest of what a file holds."""
    try:
        with open(path, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()
    except OSError:
        return GONE


def without_models(path: str) -> str:
    """Give a digest of a module without what its model classes and tables hold.

    What they say reaches a revision that exists only through an import, or through the naming convention, which is no
    part of them; and they change with every new revision. Comments and blank lines do not count either.
    """
    try:
        with open(path, "rb") as file:
            tree = ast.parse(file.read())
    except (OSError, SyntaxError, ValueError):
        return digest_of_source(path)
    return hashlib.sha256(ast.dump(_Emptied().visit(tree)).encode()).hexdigest()


def imported_files(modules: Iterable[str], roots: list[str]) -> set[str]:
    """Give the files below the roots that the modules are, and those that these import in their turn.

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
        for path, package in _files(name, roots):
            if path not in found:
                found.add(path)
                waiting += _imports(path, package)
    return found


def _files(name: str, roots: list[str]) -> Iterable[tuple[str, str]]:
    """Give the files that the import of a dotted name runs, each with its package; of `a.b` also that of `a`."""
    parts = name.split(".")
    for root in roots:
        for length in range(1, len(parts) + 1):
            base = os.path.join(root, *parts[:length])
            if os.path.isfile(f"{base}.py"):
                yield f"{base}.py", ".".join(parts[: length - 1])
            elif os.path.isfile(os.path.join(base, "__init__.py")):
                yield os.path.join(base, "__init__.py"), ".".join(parts[:length])


def _imports(path: str, package: str) -> list[str]:
    try:
        with open(path, "rb") as file:
            tree = ast.parse(file.read())
    except (OSError, SyntaxError, ValueError):
        return []
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join(filter(None, [*above, node.module or ""]))
            names += [module, *(f"{module}.{alias.name}" for alias in node.names)]
        elif {getattr(node, part, None) for part in ("attr", "id")} & REACHES:
            names.append(ANYTHING)
    return [name for name in names if name]


class _Emptied(ast.NodeTransformer):
    """Takes the bodies of model classes away, and the arguments of tables."""

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        if _names(node) & OF_A_MODEL:
            node.body = [ast.Pass()]
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        function = node.value.func if isinstance(node.value, ast.Call) else None
        if function is not None and getattr(function, "attr", getattr(function, "id", "")) == "Table":
            node.value = ast.Constant(value=None)
        return node


def _names(node: ast.ClassDef) -> set[str]:
    found = set()
    for statement in node.body:
        for inner in ast.walk(statement):
            if isinstance(inner, ast.Name):
                found.add(inner.id)
            elif isinstance(inner, ast.Attribute):
                found.add(inner.attr)
    return found
