"""What the documentation shows is what happens."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from harness.cli import main
from tests.docs.pages import PAGES, Block, all_blocks, blocks, name_of

if TYPE_CHECKING:
    from collections.abc import Callable

RUN = re.compile(r"run in (?P<project>\w+)(?:, exit (?P<status>\d))?")
FIGURES = (
    (re.compile(r"\d+\.\d\d s"), "0.00 s"),
    (re.compile(r"(sqlite|postgresql) \d+(\.\d+)+ \([^)]*\)"), r"\1 0.0 (somewhere)"),
    (re.compile(r"(sqlite|postgresql) \d+(\.\d+)+"), r"\1 0.0"),
    (re.compile(r"\b\d+ notes?\b"), "0 notes"),
    (re.compile(r"\b[0-9a-f]{12}(?=\b|_)"), "000000000000"),
)
"""What differs from one run to the next."""
TO_RUN = [page for page in PAGES if any(RUN.fullmatch(block.order) for block in blocks(page))]
COMMANDS = "accept|check|doctor|init|names|rule|servers|--version"
PARITY = re.compile(rf"^\s*(?:- run: |\$ )?(parity(?: (?:{COMMANDS})\b.*)?)$", re.MULTILINE)


def plain(text: str) -> str:
    """Give a text without the figures of one run, and without spaces at the ends of lines."""
    for pattern, figure in FIGURES:
        text = pattern.sub(figure, text)
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def shows(text: str, printed: str) -> bool:
    """Tell whether a text is what was printed; a line [...] in it stands for any lines."""
    any_lines, last = r"(?:.*\n)*?", r"(?:.*\n)*"
    lines = [any_lines if line == "[...]" else f"{re.escape(line)}\n" for line in plain(text).splitlines()]
    if lines[-1] == any_lines:
        lines[-1] = last
    return re.fullmatch("".join(lines), f"{plain(printed)}\n") is not None


def run(block: Block, directory: Path, status: int, postgres: str) -> str:
    """Run the lines of a block with bash, and give what they print. `pip` does nothing: all is installed."""
    own = str(Path(sys.executable).parent)
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([own, os.environ["PATH"]]),
        "COLUMNS": "100",
        "DATABASE_SERVER": postgres,
    }
    done = subprocess.run(
        ["bash", "-euc", f"pip() {{ :; }}\n{block.text}"],  # noqa: S607 - bash of the system
        cwd=directory,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, f"{block.page}:{block.line}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.mark.container
@pytest.mark.parametrize("page", TO_RUN, ids=name_of)
def test_page_does_what_it_says(
    page: Path, tmp_path: Path, make_project: Callable[[str, Path], Path], postgres: str
) -> None:
    """The blocks of a page run in their order, and print what the page shows."""
    projects: dict[str, Path] = {}

    def project(name: str) -> Path:
        if name not in projects:
            projects[name] = make_project(name, tmp_path)
        return projects[name]

    printed = ""
    for block in blocks(page):
        order = RUN.fullmatch(block.order)
        if order:
            printed = run(block, project(order["project"]), int(order["status"] or 0), postgres)
        elif block.order.startswith("file "):
            _, name, path = block.order.split()
            (project(name) / path).parent.mkdir(parents=True, exist_ok=True)
            (project(name) / path).write_text(block.text)
        elif block.order == "output":
            assert shows(block.text, printed), f"{block.page}:{block.line} shows another output than\n{printed}"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_exist(page: Path) -> None:
    """Every line that calls the command names a subcommand and options that it has."""
    for block in blocks(page):
        if block.language in {"sh", "console", "yaml", "toml"}:
            for line in PARITY.findall(block.text):
                words = shlex.split(line.split(" | ")[0], comments=True)[1:]
                with click.Context(main) as context:
                    name, command, rest = main.resolve_command(context, list(words))
                assert command is not None
                command.make_context(name, rest, resilient_parsing=True)


def test_output_that_differs_is_seen() -> None:
    """Only figures and what is left out may differ from what is shown."""
    printed = "PARITY: 2 notes\none\ntwo\nin 1.25 s"

    assert shows("PARITY: 3 notes\n[...]\nin 0.01 s", printed)
    assert shows("PARITY: 2 notes\none\n[...]\ntwo\nin 0.01 s", printed)
    assert shows("PARITY: 2 notes\none\n[...]", printed)
    assert not shows("PARITY: 2 notes\n[...]\nthree\nin 0.01 s", printed)
    assert not shows("PARITY: 2 notes\none\nin 0.01 s", printed)


def test_orders_are_understood() -> None:
    """A comment before a block is one of those that are carried out."""
    known = re.compile(rf"{RUN.pattern}|output|file \w+ \S+|help \w+|session \w+|")

    assert [f"{block.page}:{block.line}" for block in all_blocks() if not known.fullmatch(block.order)] == []
