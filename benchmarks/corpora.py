"""`make corpora`: check real projects as they are, each in its own interpreter, and say what came of it.

A directory holds a TOML file for each project: which package, where its history lies, what it needs besides a database,
and what plain Alembic does with it. Its interpreter is ENVIRONMENTS/name/bin/python. The URL of the database is not
handed over: finding where the project takes it from is what the check has to do.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from harness.errors import ProjectError
from harness.project import Hints, discover

if sys.version_info >= (3, 11):
    import tomllib
else:  # pragma: no cover - the older interpreter's branch
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TABLE_WIDTH = 170
MARKED = re.compile(r"(<!-- corpora -->\n).*?(<!-- /corpora -->)", re.DOTALL)
PLAIN = {"dev": "sqlite", "prod": "postgresql"}
SEVERITIES = ("error", "warning", "note")
HEADINGS = (
    *("project", "revisions", "dev reached", "prod reached", "as plain Alembic", "verdict"),
    *("errors, warnings, notes", "tables with rows", "rows", "statements tried", "seconds", "settings"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """A real project: what its TOML file says of it; `told` is all of the file."""

    name: str
    version: str
    python: Path
    script_location: str
    prepare: str | None
    env: Mapping[str, str]
    expect: Mapping[str, Any]
    told: Mapping[str, Any]

    @property
    def root(self) -> Path:
        """The directory of the installed package, which is the project as its developers see it."""
        package = self.script_location.partition(":")[0].split(".")[0]
        found = sorted(self.python.parent.parent.glob(f"lib/python3*/site-packages/{package}"))
        if not found:
            raise click.UsageError(f"{self.python} has no package {package}: make its environment first.")
        return found[0]


def read_corpus(path: Path, environments: Path) -> Corpus:
    """Read a TOML file. Of the variables those that hold the database's URL are left out."""
    document = tomllib.loads(path.read_text("utf-8"))
    url = document.get("url", {})
    return Corpus(
        name=document["name"],
        version=document["version"],
        python=environments / document["name"] / "bin" / "python",
        script_location=document["alembic"]["script_location"],
        prepare=url.get("prepare"),
        env={name: text for name, text in url.get("env", {}).items() if "url}" not in text},
        expect=document.get("expect", {}),
        told=document,
    )


def settings_of(corpus: Corpus, work: Path) -> dict[str, str]:
    """Give the settings that a project needs, as TOML, by name; what prepares its database becomes a module in `work`.

    The place of the history is given where the package holds several.
    """
    settings: dict[str, str] = {}
    try:
        discover(corpus.root, Hints())
    except ProjectError:
        settings["script_location"] = json.dumps(corpus.script_location)
    if corpus.prepare is not None:
        body = "\n".join(f"    {line}" for line in corpus.prepare.strip().splitlines())
        (work / "prepared_by_corpus.py").write_text(f"def prepare(engine):\n{body}\n", "utf-8")
        settings["baseline"] = '"prepared_by_corpus:prepare"'
    if corpus.env:
        settings["env"] = f"{{ {', '.join(f'{name} = {json.dumps(text)}' for name, text in corpus.env.items())} }}"
    return settings


def row_of(corpus: Corpus, report: Mapping[str, Any], seconds: float, settings: Iterable[str]) -> tuple[str, ...]:
    """Give the line of the table for a report in JSON."""
    counts = [sum(1 for item in report["findings"] if item["severity"] == one) for one in SEVERITIES]
    return (
        f"{corpus.name} {corpus.version}",
        str(len(report["revisions"])),
        *(_reached(report, side) for side in PLAIN),
        _as_plain(corpus, report),
        report["verdict"],
        ", ".join(str(count) for count in counts),
        f"{report['compared']['populated']} of {report['compared']['tables']}",
        str(report["compared"]["rows"]),
        str(report["compared"]["probes"]),
        f"{seconds:.0f}",
        ", ".join(settings) or "none",
    )


def _applied(report: Mapping[str, Any], side: str) -> int:
    return sum(1 for line in report["revisions"] if line["status"][side] == "ok")


def _reached(report: Mapping[str, Any], side: str) -> str:
    failed = [line["id"] for line in report["revisions"] if line["status"][side] == "failed"]
    done = _applied(report, side)
    if failed:
        return f"{done}, fails at {failed[0]}"
    return "head" if done == len(report["revisions"]) else str(done)


def _as_plain(corpus: Corpus, report: Mapping[str, Any]) -> str:
    """Say whether each side applied as many revisions as plain Alembic does, and stopped where it stops."""
    told = {side: corpus.expect[backend] for side, backend in PLAIN.items() if backend in corpus.expect}
    other = [
        side
        for side, expected in told.items()
        if _applied(report, side) != expected["applied"]
        or {line["id"] for line in report["revisions"] if line["status"][side] == "failed"}
        != ({expected["revision"]} if expected["outcome"] == "error" else set())
    ]
    return f"not {' and '.join(other)}" if other else "yes" if told else "not known"


def check_of(corpus: Corpus, work: Path) -> tuple[tuple[str, ...], dict[str, str], tuple[str, ...]]:
    """Give the options of a check, the variables that it needs, and the names of its settings, which go into `work`."""
    settings = settings_of(corpus, work)
    file = work / f"{corpus.name}.toml"
    lines = "\n".join(f"{name} = {text}" for name, text in settings.items())
    file.write_text(f"[tool.migration-parity]\n{lines}\n", "utf-8")
    paths = os.pathsep.join(filter(None, (str(work), os.environ.get("PYTHONPATH"))))
    options = ("--python", str(corpus.python), "--settings", str(file))
    return options, {"PYTHONPATH": paths}, tuple(settings)


def check(corpus: Corpus, postgres: str, say: Console) -> tuple[str, ...]:
    """Run `parity check` on a project as a user does. Gives its line of the table, and says why it could not run."""
    with TemporaryDirectory() as directory:
        options, variables, settings = check_of(corpus, Path(directory))
        command = [sys.executable, "-m", "harness", "check", str(corpus.root), *options]
        command += ["--postgres", postgres, "--format", "json"]
        begun = time.perf_counter()
        result = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **variables})
        seconds = time.perf_counter() - begun
    try:
        report = json.loads(result.stdout)
    except ValueError:
        say.print(f"{corpus.name}:\n{result.stderr}", markup=False, highlight=False)
        return (f"{corpus.name} {corpus.version}", *[""] * 4, "could not run", *[""] * 4, f"{seconds:.0f}", "")
    return row_of(corpus, report, seconds, settings)


def markdown(rows: Iterable[tuple[str, ...]]) -> str:
    """Give the table as a page of the documentation has it."""
    lines = [HEADINGS, tuple("---" for _ in HEADINGS), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


@click.command()
@click.argument("directory", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("names", nargs=-1)
@click.option(
    "--environments",
    type=click.Path(path_type=Path),
    envvar="CORPORA_VENVS",
    default=".corpora",
    show_default=True,
    help="Where each project has its virtual environment (or CORPORA_VENVS).",
)
@click.option("--postgres", default="auto", show_default=True, help="As for parity check.")
@click.option("--page", type=click.Path(path_type=Path, exists=True), help="Write the table into this page.")
def main(directory: Path, names: tuple[str, ...], environments: Path, postgres: str, page: Path | None) -> None:
    """Check the projects of DIRECTORY, or those of NAMES, and print a table."""
    corpora = [read_corpus(path, environments.absolute()) for path in sorted(directory.glob("*.toml"))]
    console = Console(width=TABLE_WIDTH)
    table = Table(*HEADINGS)
    rows = []
    for corpus in corpora:
        if not names or corpus.name in names:
            rows.append(check(corpus, postgres, console))
            table.add_row(*rows[-1])
    console.print(table)
    if page is not None:
        text = page.read_text("utf-8")
        page.write_text(MARKED.sub(lambda match: match[1] + markdown(rows) + match[2], text), "utf-8")


if __name__ == "__main__":
    main()
