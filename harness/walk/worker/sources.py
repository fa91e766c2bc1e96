"""The project's source files, and what counts in those that no revision imports."""

from __future__ import annotations

import ast
import functools
import hashlib
import re
import tokenize

OF_A_MODEL = frozenset({"Column", "mapped_column", "relationship", "Mapped", "__tablename__", "__table__"})
GONE = "gone"
MODELLING = re.compile(rf"\b({'|'.join(sorted(OF_A_MODEL))}|Table)\b")


def digest_of_source(path: str) -> str:
    """Give a digest of what a file holds."""
    try:
        with open(path, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()
    except OSError:
        return GONE


@functools.cache
def without_models(path: str) -> str:
    """Give a digest of a module without what its model classes and tables hold.

    What they say reaches a revision that exists only through an import, or through the naming convention, which is no
    part of them; and they change with every new revision. Comments and blank lines beside them do not count either.
    """
    text = text_of(path)
    if MODELLING.search(text) is None:
        return digest_of_source(path)
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return digest_of_source(path)
    return hashlib.sha256(ast.dump(_Emptied().visit(tree)).encode()).hexdigest()


def text_of(path: str) -> str:
    """Give a source as Python decodes it; nothing of a file that cannot be read, for it cannot be imported either."""
    try:
        with tokenize.open(path) as file:
            return file.read()
    except (OSError, SyntaxError, ValueError):
        return ""


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
