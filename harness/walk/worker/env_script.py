"""Look at env.py as text: what it asks to be handed, and a defect that only a certain password would show."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES_A_URL = re.compile(r"ur[li]|dsn|^db$", re.IGNORECASE)
URL_OPTION = "sqlalchemy.url"
SETTERS = frozenset({"set_main_option", "set_section_option"})


@dataclass(frozen=True)
class EnvScript:
    """What env.py says of itself: which -x keys look like URLs, and lines that matter.

    `unescaped` is where it sets a URL without escaping it, `caught` where it catches an exception and goes on.
    """

    path: str
    x_keys: tuple[str, ...] = ()
    takes_connection: bool = False
    unescaped: int | None = None
    caught: int | None = None


def read_env_script(path: str) -> EnvScript:
    """Read env.py. A file that is not Python says nothing here: running it will tell."""
    try:
        with open(path, "rb") as file:
            tree = ast.parse(file.read())
    except (OSError, SyntaxError, ValueError):
        return EnvScript(path)
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    keys = dict.fromkeys(key for key in _keys(tree) if NAMES_A_URL.search(key) and key != URL_OPTION)
    return EnvScript(
        path,
        x_keys=tuple(keys) if "get_x_argument" in attributes else (),
        takes_connection="attributes" in attributes,
        unescaped=_unescaped(tree),
        caught=_caught(tree),
    )


def _keys(tree: ast.Module) -> Iterator[str]:
    """Give the constants that are looked up: `found["key"]` and `found.get("key")`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript):
            key: ast.expr = node.slice
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "get"
            and node.args
        ):
            key = node.args[0]
        else:
            continue
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield key.value


def _unescaped(tree: ast.Module) -> int | None:
    """Give the line where a computed URL becomes an option, in a file that nowhere doubles a percent sign."""
    if any(isinstance(node, ast.Constant) and node.value == "%%" for node in ast.walk(tree)):
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SETTERS:
            *names, value = node.args or [node]
            named = any(isinstance(name, ast.Constant) and name.value == URL_OPTION for name in names)
            if named and not isinstance(value, ast.Constant):
                return node.lineno
    return None


def _caught(tree: ast.Module) -> int | None:
    """Give the line of the first handler of exceptions that does not raise."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node)):
            return node.lineno
    return None
