"""The options of the command line and of the ini file, and what they come to."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest

    from harness.config import Settings

ROOT = "parity"
"""What every node id of ours begins with."""
SWITCHES = {
    "parity_enabled": (
        "--parity",
        "Check the migrations on SQLite and PostgreSQL: adds an item per revision and rule.",
    ),
    "parity_strict": ("--parity-strict", "Fail for warnings as well."),
    "parity_require": ("--parity-require", "Fail, and do not skip, where no PostgreSQL server can be had."),
}
TEXTS = {
    "parity_postgres": (
        "--parity-postgres",
        "auto|container|embedded|URL",
        "Where PostgreSQL comes from (default: the project's setting, else auto).",
    ),
    "parity_project": ("--parity-project", "DIRECTORY", "The project with the migrations (default: the rootdir)."),
    "parity_backends": (
        "--parity-backends",
        "NAMES",
        "Run tests with our fixtures on these only: sqlite, postgresql (default: both).",
    ),
}


def add(parser: pytest.Parser) -> None:
    """Add every option twice, under one name: for the command line and for the ini file."""
    group = parser.getgroup("parity", "migration-parity: the same migrations on SQLite and PostgreSQL")
    for name, (option, text) in SWITCHES.items():
        group.addoption(option, dest=name, action="store_true", default=False, help=text)
        parser.addini(name, f"The same as {option}.", type="bool", default=False)
    for name, (option, metavar, text) in TEXTS.items():
        group.addoption(option, dest=name, metavar=metavar, default=None, help=text)
        parser.addini(name, f"The same as {option}.", type="string", default="")


def enabled(config: pytest.Config) -> bool:
    """Tell whether the suite has our items: it was asked for them, or for one of them by its id."""
    return _switch(config, "parity_enabled") or bool(wanted_ids(config))


def strict(config: pytest.Config) -> bool:
    """Tell whether pytest was asked to fail for warnings."""
    return _switch(config, "parity_strict")


def why_required(config: pytest.Config) -> str | None:
    """Give why a missing server fails the run; None when it may be skipped."""
    if _switch(config, "parity_require"):
        return "--parity-require is given"
    return "CI is set" if os.environ.get("CI") else None


def project_directory(config: pytest.Config) -> Path:
    """Give the project: the option counts from where pytest was started, the ini file from the rootdir."""
    given = config.getoption("parity_project")
    if given:
        return Path(config.invocation_params.dir, given)
    return Path(config.rootpath, config.getini("parity_project"))


def settings(config: pytest.Config, project: Path) -> Settings:
    """Give the project's settings under the options of pytest. Raises UsageError for settings that are wrong."""
    from harness.config import load_settings

    given: dict[str, Any] = {}
    postgres = config.getoption("parity_postgres") or config.getini("parity_postgres")
    if postgres:
        given["postgres"] = postgres
    if strict(config):
        given["strict"] = True
    return load_settings(project, given)


def wanted_ids(config: pytest.Config) -> list[str]:
    """Give the ids of ours among the arguments: those of items, or of groups of them."""
    found = (wanted_id(config, argument) for argument in config.option.file_or_dir or ())
    return [identifier for identifier in found if identifier is not None]


def wanted_id(config: pytest.Config, argument: str) -> str | None:
    """Give an argument as an id of ours, or None: a file or directory of the project comes first.

    pytest prints ids relative to where it was started, so that ours may begin with "../".
    """
    path, separator, rest = argument.partition("::")
    meant = os.path.normpath(config.invocation_params.dir / path)
    if meant != str(config.rootpath / ROOT) and path != ROOT:
        return None
    if Path(meant).exists() and not (separator and Path(meant).is_dir()):
        return None
    return f"{ROOT}{separator}{rest}"


def _switch(config: pytest.Config, name: str) -> bool:
    return bool(config.getoption(name) or config.getini(name))
