"""What the text of a revision imports, and whether it may reach modules that it does not name."""

from __future__ import annotations

import ast
import re

BY_NAME = frozenset({"import_module", "__import__"})
ANYTHING = "*"
REACHES = frozenset(
    (
        *("target_metadata", "opts", "metadata", "create_all", "drop_all", "current_app", "extensions"),
        *("modules", "globals", "eval", "exec", "__subclasses__"),
    )
)
"""By these the models come into a revision without an import; also in walk/worker/imports.py."""


FURTHER = re.compile(rf"\b({'|'.join(sorted(REACHES | BY_NAME))})\b".encode())
IMPORT = re.compile(rb"\bimport\b")


def imports_of(tree: ast.Module, source: bytes) -> tuple[str, ...]:
    """Give the modules that are imported, at the top or in a function, and those whose names are given as texts.

    ANYTHING is among them where others may be reached as well. Most revisions have none of the words, and to look at
    all nodes of a tree takes longer than to make it.
    """
    names: dict[str, None] = {}
    for node in tree.body if _is_all_at_the_top(tree, source) else ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(dict.fromkeys(alias.name for alias in node.names))
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names[node.module] = None
            names.update(dict.fromkeys(f"{node.module}.{alias.name}" for alias in node.names))
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", None)) in BY_NAME:
            names.update(dict.fromkeys(_text(item) for item in node.args[:1]))
        elif isinstance(node, ast.Attribute | ast.Name | ast.Constant) and _word(node) in REACHES:
            names[ANYTHING] = None
    return tuple(names)


def _is_all_at_the_top(tree: ast.Module, source: bytes) -> bool:
    """Tell whether the text has none of the words, and no more imports than the module itself runs."""
    at_the_top = sum(isinstance(node, ast.Import | ast.ImportFrom) for node in tree.body)
    return FURTHER.search(source) is None and len(IMPORT.findall(source)) <= at_the_top


def _text(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else ANYTHING


def _word(node: ast.Attribute | ast.Name | ast.Constant) -> object:
    """Give what an attribute, a name or a text says; a variable may be called metadata and hold none of the models'."""
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Name):
        return node.id if node.id != "metadata" else ""
    return node.value if isinstance(node.value, str) else ""
