"""Write what the reference pages say of the source: the help of the commands, and every failure that can be told."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness import errors
from harness.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parent
SOURCE = Path(errors.__file__).parent
HELP = re.compile(r"(<!-- help (\w+) -->\n```text\n).*?(```)", re.DOTALL)
LIST = re.compile(r"(<!-- every failure -->\n).*\Z", re.DOTALL)
WIDTH = 80
UNKNOWN = "…"
MAKERS = frozenset({"_failure", "_administration", "_cannot_write"})
"""Functions that are given the first words of a failure."""
FURTHER = {
    "BinariesMissingError": "ServerError",
    "ContainerUnavailableError": "ServerError",
    "ForeignDatabaseError": "ProjectError",
}
"""Kinds of failure that another module defines, and the kind to which they belong."""


def write() -> None:
    """Bring the generated parts of the reference pages up to date."""
    for name, text in pages().items():
        (DOCS / name).write_text(text, "utf-8")


def pages() -> dict[str, str]:
    """Give the reference pages with their generated parts, by path below docs/."""
    cli = (DOCS / "reference" / "cli.md").read_text("utf-8")
    failures = (DOCS / "reference" / "errors.md").read_text("utf-8")
    return {
        "reference/cli.md": HELP.sub(lambda found: f"{found[1]}{help_of(found[2])}\n{found[3]}", cli),
        "reference/errors.md": LIST.sub(lambda found: f"{found[1]}\n{_list()}", failures),
    }


def help_of(name: str) -> str:
    """Give what `parity NAME --help` prints at a width of 80 columns; `parity` is the command itself."""
    with click.Context(main, info_name="parity", terminal_width=WIDTH, **main.context_settings) as context:
        if name == "parity":
            return main.get_help(context)
        command = main.get_command(context, name)
        if command is None:
            raise LookupError(name)
        with click.Context(command, info_name=name, parent=context, terminal_width=WIDTH) as inner:
            return command.get_help(inner)


def failures() -> dict[str, set[tuple[str, str]]]:
    """Give, for each kind of failure, what it says and the next step; what only a run knows is an ellipsis."""
    found: dict[str, set[tuple[str, str]]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        if "worker" not in path.parts:
            for kind, what, step in _calls(ast.parse(path.read_text("utf-8"))):
                found.setdefault(FURTHER.get(kind, kind), set()).add((what, step))
    return found


def _calls(tree: ast.AST) -> Iterator[tuple[str, str, str]]:
    """Give each failure that is made: its class, what, and next step ("" where only a run knows it)."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        steps = [keyword.value for keyword in node.keywords if keyword.arg == "next_step"]
        what = _text(node.args[0])
        if what.strip(UNKNOWN + " ") and not what[0].islower():
            if name.endswith("Error") and steps:
                step = _text(steps[0])
                yield name, what, step if step != UNKNOWN else ""
            elif name in MAKERS:
                yield "UsageError" if name == "_cannot_write" else "ServerError", what, ""


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(value) for value in node.values)
    if isinstance(node, ast.BoolOp):
        return _text(node.values[-1])
    return _text(node.body) if isinstance(node, ast.IfExp) else UNKNOWN


def _list() -> str:
    parts = []
    every = failures()
    for name, kind in inspect.getmembers(errors, inspect.isclass):
        told = sorted(every.pop(name, ()))
        if told:
            rows = [f"- **{_escaped(what)}**" + (f"<br>{_escaped(step)}" if step else "") for what, step in told]
            parts.append("\n".join([f"## {name}", "", str(kind.__doc__).splitlines()[0], "", *rows]))
    if every:
        raise LookupError(", ".join(every))
    return "\n\n".join(parts) + "\n"


def _escaped(text: str) -> str:
    return re.sub(r"([\[\]*<>_])", r"\\\1", text)
