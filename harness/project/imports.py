"""What the text of a revision imports."""

from __future__ import annotations

import ast

BY_NAME = frozenset({"import_module", "__import__"})


def imports_of(tree: ast.Module) -> tuple[str, ...]:
    """Give the modules that are imported, at the top or in a function, and those whose names are given as texts."""
    names: dict[str, None] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(dict.fromkeys(alias.name for alias in node.names))
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names[node.module] = None
            names.update(dict.fromkeys(f"{node.module}.{alias.name}" for alias in node.names))
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", None)) in BY_NAME:
            names.update(dict.fromkeys(str(item.value) for item in node.args if isinstance(item, ast.Constant)))
    return tuple(names)
