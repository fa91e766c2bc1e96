"""The options that several commands take: where PostgreSQL comes from, and how the project is wired."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SETTINGS_FILE = click.option(
    "--settings",
    "settings_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A TOML file with the settings, in place of the project's pyproject.toml.",
)
SETTINGS = (
    SETTINGS_FILE,
    click.option(
        "--postgres", metavar="auto|container|embedded|URL", help="Where PostgreSQL comes from (default: auto)."
    ),
    click.option("--image", metavar="IMAGE", help="The container's image (default: postgres:17)."),
    click.option(
        "--keep-server/--no-keep-server",
        default=None,
        help="Leave the container for the next runs (see parity servers).",
    ),
    click.option(
        "--cache",
        is_flag=False,
        flag_value="on",
        type=click.Choice(["on", "off", "verify"]),
        help="Start where an earlier check ended (default: on with a kept server, off in CI).",
    ),
    click.option("--no-cache", is_flag=True, default=None, help="Walk the whole history."),
    click.option("--python", metavar="PATH", help="The project's interpreter (default: its .venv, else this one)."),
    click.option("--app", metavar="IMPORT", help="The Flask application, as for `flask --app`."),
    click.option("--target", metavar="REVISION", help="What to upgrade to (default: heads)."),
    click.option(
        "--timeout",
        metavar="SECONDS",
        type=click.FloatRange(min=0, min_open=True),
        help="How long a revision may take before its process is ended (default: 600).",
    ),
)


CHOICES = (
    click.option("--select", metavar="RULE", multiple=True, help="Only these rules, as names or patterns; repeatable."),
    click.option("--ignore", metavar="RULE", multiple=True, help="All rules but these; repeatable."),
)


def rules_to_choose(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say which rules count."""
    for option in reversed(CHOICES):
        command = option(command)
    return command


def project_and_settings(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the argument PROJECT and an option for each setting that it takes from the command line."""
    for option in reversed(SETTINGS):
        command = option(command)
    return click.argument("project", default=".", type=click.Path(path_type=Path))(command)


def given(
    options: Mapping[str, str | float | bool | tuple[str, ...] | None],
) -> dict[str, str | float | bool | tuple[str, ...]]:
    """Give the options that stand on the command line; the others leave the settings as they are.

    The path of an interpreter is meant from where the user stands, and not from the project.
    """
    found = {name: value for name, value in options.items() if value not in {None, ()}}
    if found.pop("no_cache", False):
        found["cache"] = "off"
    python = str(found.get("python", ""))
    if os.sep in python:
        found["python"] = str(Path(python).expanduser().absolute())  # a link to python is an environment of its own
    return found
