"""What a walk depends on besides its revisions: the code that they import, packages, environment, connection.

Taken when env.py has configured the migration, and before the first revision runs. Two runs with the same fingerprint
and the same first revisions come to the same databases after these.
"""

from __future__ import annotations

import hashlib
import os
import sys
from typing import TYPE_CHECKING, Any

from .imports import ANYTHING, imported_files
from .sources import digest_of_source, without_models

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .notes import Notes

VOLATILE = frozenset(
    (
        *("_", "COLORTERM", "COLUMNS", "DISPLAY", "LINES", "LS_COLORS", "OLDPWD", "PS1", "PWD", "SHLVL", "TERM"),
        *("INVOCATION_ID", "JOURNAL_STREAM", "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "STY", "WINDOWID"),
    )
)
VOLATILE_BEGINNINGS = ("DBUS_", "PYTEST_", "SSH_", "TERM_", "TMUX", "VSCODE_", "WAYLAND_", "XDG_SESSION", "__CF")
PRAGMAS = ("foreign_keys", "recursive_triggers", "legacy_alter_table", "ignore_check_constraints", "encoding")
SETTINGS = """
SELECT name, setting FROM pg_settings
WHERE source NOT IN ('default', 'configuration file', 'command line', 'environment variable', 'override')
AND name <> 'application_name' ORDER BY name
"""
"""What differs from the server's own settings: by the client, the session, the user, the database."""


def surroundings() -> str:
    """Give the digest of the environment, without what differs from one terminal to the next."""
    return digest(
        f"{name}={value}"
        for name, value in sorted(os.environ.items())
        if name not in VOLATILE and not name.startswith(VOLATILE_BEGINNINGS)
    )


def fingerprint(  # noqa: PLR0913 - all that counts
    notes: Notes,
    *,
    env_py: str,
    imports: Iterable[str],
    opened: Iterable[str],
    options: Mapping[str, Any],
    metadata: Any,
    session: Iterable[Any],
) -> dict[str, str]:
    """Give the parts with a digest of each. `imports` are the modules that the revisions import.

    `session` is what the connection has of its own.
    """
    import sqlite3

    needed = imported_files(imports, _places(notes), notes.owns)
    read = digest_of_source if ANYTHING in needed else without_models
    needed.discard(ANYTHING)
    files = {notes.path_of(file) for module in list(sys.modules.values()) if (file := _file(module))}
    loaded = set(filter(notes.owns, files))
    return {
        "the interpreter": digest([sys.version, sys.executable, sqlite3.sqlite_version]),
        "the installed packages": digest(_packages()),
        "env.py": digest_of_source(env_py),
        "the modules that revisions import": digest(f"{name}={digest_of_source(name)}" for name in sorted(needed)),
        "the project's modules": digest(f"{name}={read(name)}" for name in sorted(loaded - needed - {env_py})),
        "the files that it reads": digest(f"{name}={digest_of_source(name)}" for name in sorted(set(opened))),
        "the options of context.configure()": digest(
            [*(f"{name}={_described(value)}" for name, value in sorted(options.items())), _conventions(metadata)]
        ),
        "the settings of the connection": digest(map(str, session)),
    }


def session_of(query: Callable[[str], list[tuple[Any, ...]]], backend: str) -> list[Any]:
    """Give what a connection has of its own: its settings, its temporary tables, what is attached to it."""
    if backend == "sqlite":
        attached = [name for _number, name, _file in query("PRAGMA database_list") if name != "temp"]
        return [*(query(f"PRAGMA {name}") for name in PRAGMAS), query("SELECT name FROM sqlite_temp_master"), attached]
    return [
        *query(SETTINGS),
        *query("SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema() ORDER BY 1"),
    ]


def digest(texts: Iterable[str]) -> str:
    """Give a digest of texts."""
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogateescape")).hexdigest()


def _places(notes: Notes) -> list[str]:
    """Give the directories of sys.path in which modules of the project may lie; it may be an installed package."""
    entries = dict.fromkeys(map(notes.path_of, sys.path))
    inside = notes.root + os.sep
    return [one for one in entries if notes.owns(os.path.join(one, "module.py")) or inside.startswith(one + os.sep)]


def _file(module: Any) -> str | None:
    file = getattr(module, "__file__", None)
    return file if isinstance(file, str) and file.endswith(".py") else None


def _packages() -> list[str]:
    """Give what is installed, by the directories that say so: their names hold the versions."""
    found = []
    for entry in sys.path:
        if os.path.isdir(entry):
            found += [name for name in os.listdir(entry) if name.endswith((".dist-info", ".egg-info", ".egg-link"))]
    return sorted(found)


def _described(value: Any) -> str:
    """Write an option: what it holds where it is plain, else what it is called."""
    if value is None or isinstance(value, bool | int | float | str | bytes):
        return repr(value)
    if isinstance(value, dict):
        return str(sorted((str(key), _described(item)) for key, item in value.items()))
    if isinstance(value, list | tuple | set | frozenset):
        return str(sorted(_described(item) for item in value))
    name = getattr(value, "__qualname__", None)
    return f"{getattr(value, '__module__', '')}.{name}" if name else type(value).__qualname__


def _conventions(metadata: Any) -> str:
    many = metadata if isinstance(metadata, list | tuple) else [metadata]
    return str([_described(dict(getattr(one, "naming_convention", None) or {})) for one in many])
