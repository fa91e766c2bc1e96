"""The shapes that values of the settings must have, and what is said of those that have another."""

from __future__ import annotations

import difflib
import pkgutil
import re
from typing import TYPE_CHECKING, Any, get_args

from harness import databases
from harness.errors import UsageError
from harness.model import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLE = "tool.migration-parity"
TEXT, TEXTS, TABLE_OF_TEXTS = "a text", "a list of texts", "a table of texts"
BACKENDS = tuple(info.name for info in pkgutil.iter_modules(databases.__path__) if not info.name.startswith("_"))
ONE_OR_MORE_TEXTS = "a text or a list of texts"
PLACES = 'a list of "HOST:PORT" and of paths of Unix sockets'
PLACE = re.compile(r"(?:[^\s:/\[]+|\[[\da-fA-F:.]+\]):\d+\Z|/.+\Z")
TABLES = f"tables named {' or '.join(sorted(BACKENDS))}"
OF_A_BACKEND = frozenset({"app", "env", "x", "files", "setup_sql", "baseline"})
ROWS = "tables with after, a revision, and statements, a list of texts"
PROBES = "tables with statement, a text"
CACHE = '"on", "off" or "verify"'
CACHE_VALUES = frozenset({"on", "off", "verify"})
SEVERITIES = "a table of rules, each with error, warning or note"
SHAPES = {
    "x": TEXTS,
    "allow_network": PLACES,
    "env": TABLE_OF_TEXTS,
    "files": TABLE_OF_TEXTS,
    "setup_sql": ONE_OR_MORE_TEXTS,
    "backends": TABLES,
    "start_timeout": "a number of seconds",
    "timeout": "a number of seconds",
    "strict": "true or false",
    "keep_server": "true or false",
    "cache": CACHE,
    "downgrade": "true or false",
    "populate": "true or false",
    "rows": ROWS,
    "probes": PROBES,
    "select": TEXTS,
    "ignore": TEXTS,
    "severity": SEVERITIES,
}


def read(table: Mapping[str, Any], title: str, known: frozenset[str], file: str) -> dict[str, Any]:
    """Check the keys and values of a table of a file; that of a backend is read in the same way. Raises UsageError."""
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in known:
            raise _unknown(key, known, title, file)
        setting = f"{title.removeprefix(TABLE)}.{name}".lstrip(".")
        values[name] = _checked(name, setting, value, file)
    return values


def _unknown(key: str, known: frozenset[str], title: str, file: str) -> UsageError:
    near = difflib.get_close_matches(key.replace("-", "_"), known, n=1)
    return UsageError(
        f"Unknown setting {key!r} in [{title}] of {file}",
        why=f"the settings are: {', '.join(sorted(known))}",
        next_step=f"Did you mean {near[0]!r}?" if near else "Remove it.",
    )


def _checked(name: str, setting: str, value: Any, file: str) -> Any:  # noqa: ANN401 - whatever TOML holds
    shape = SHAPES.get(name, TEXT)
    texts = isinstance(value, list) and all(isinstance(item, str) for item in value)
    fits = {
        TEXT: isinstance(value, str),
        TEXTS: texts,
        PLACES: texts and all(PLACE.match(item) for item in value),
        ONE_OR_MORE_TEXTS: isinstance(value, str) or texts,
        TABLE_OF_TEXTS: isinstance(value, dict) and all(isinstance(item, str) for item in value.values()),
        TABLES: isinstance(value, dict)
        and all(key in BACKENDS and isinstance(item, dict) for key, item in value.items()),
        "a number of seconds": isinstance(value, int | float) and not isinstance(value, bool) and value > 0,
        "true or false": isinstance(value, bool),
        CACHE: isinstance(value, str) and value in CACHE_VALUES,
        ROWS: _are_tables(value, {"after": str, "statements": list}),
        PROBES: _are_tables(value, {"statement": str}),
        SEVERITIES: isinstance(value, dict) and all(item in get_args(Severity) for item in value.values()),
    }[shape]
    if not fits:
        raise misshapen(f"The setting {setting}", shape, value, file)
    if shape == TABLES:
        return {key: read(item, f"{TABLE}.{name}.{key}", OF_A_BACKEND, file) for key, item in value.items()}
    if shape == ONE_OR_MORE_TEXTS and isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


def _are_tables(value: object, shape: Mapping[str, type]) -> bool:
    """Tell whether a value is a list of tables with just these keys; a list within them holds texts."""
    return isinstance(value, list) and all(
        isinstance(item, dict)
        and item.keys() == shape.keys()
        and all(isinstance(item[key], kind) for key, kind in shape.items())
        and all(isinstance(text, str) for key, kind in shape.items() if kind is list for text in item[key])
        for item in value
    )


def misshapen(what: str, shape: str, value: object, file: str) -> UsageError:
    """Give the error about a value that has not the shape it must have."""
    return UsageError(f"{what} must be {shape}", why=f"{file} gives {value!r}", next_step=f"Correct it in {file}.")
