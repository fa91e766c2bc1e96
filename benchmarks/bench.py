"""`make bench`: what a check costs, in times of plain `alembic upgrade` on SQLite and then on PostgreSQL.

Both are timed as whole processes, with the start of Python, on one server that is already running.
"""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from benchmarks.corpora import read_corpus
from benchmarks.measures import MEASURES, fits, image_of, knows_cache, measure
from benchmarks.page import publish
from benchmarks.peers import pytest_alembic, pytest_alembic_of
from benchmarks.phases import phases_of
from benchmarks.processes import BenchmarkError
from benchmarks.results import Published, to_json
from benchmarks.startup import STARTED, cannot_start
from benchmarks.subjects import ALL, BOUNDED, given, published_project, sample_app, subject_for
from benchmarks.tables import left_out_of, tables_of
from harness.databases import ServerSettings
from harness.databases.postgresql import BACKEND
from harness.errors import ParityError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.corpora import Corpus
    from benchmarks.results import Result
    from benchmarks.subjects import Subject
    from harness.databases import Server

TABLE_WIDTH = 150
"""In characters; a log has no width of its own, and 80 would cut the names."""
PARTS = {"memory": "psutil", "phases": None, "peers": "pytest_alembic"}
"""What is measured besides seconds, and the package of the extra `bench` without which it is left out."""
BESIDE_PEERS = "200"
"""The generated history on which other tools run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be measured, and how often."""

    keys: tuple[str, ...]
    corpora: tuple[Corpus, ...]
    measures: tuple[str, ...]
    parts: frozenset[str]
    rounds: int
    left_out: Mapping[str, str]


def describe(server: Server, rounds: int) -> dict[str, str]:
    """Give what the figures depend on; call it before anything runs, so that the load is that of other work."""
    packages = {name: version(name) for name in ("migration-parity", "SQLAlchemy", "alembic")}
    return {
        "PostgreSQL": server.version,
        "Python": platform.python_version(),
        **packages,
        "processors": str(os.cpu_count()),
        "load before": f"{os.getloadavg()[0]:.1f}",
        "rounds": str(rounds),
        "on": datetime.now(timezone.utc).date().isoformat(),
    }


def carry_out(
    order: Order, own: Sequence[Subject], server: Server, directory: Path, console: Console
) -> Iterator[Published]:
    """Measure all subjects, one after the other, and give what is known after each of them.

    A real project that cannot be measured is left out, and told. Raises BenchmarkError for any other one.
    """
    found = Published(environment=describe(server, order.rounds), results=[], left_out=dict(order.left_out))
    for subject in (*(subject_for(key, directory) for key in order.keys), *own):
        found.results.append(_one(subject, order, server, console))
        if "peers" in order.parts and subject.key == BESIDE_PEERS:
            peer = pytest_alembic(subject, server, directory, rounds=order.rounds, progress=console.print)
            found.peers.append(peer)
        yield found
    for corpus in order.corpora:
        subject, what = published_project(corpus, directory), ""
        try:
            found.results.append(_one(subject, order, server, console))
            if "peers" in order.parts:
                what = "pytest-alembic on "
                other = pytest_alembic_of(corpus, subject, server, rounds=order.rounds, progress=console.print)
                found.peers.extend([other] if other else [])
        except BenchmarkError as error:
            console.print(str(error), markup=False, highlight=False)
            found.left_out[f"{what}{subject.name}"] = error.why
        yield found


def _one(subject: Subject, order: Order, server: Server, console: Console) -> Result:
    measures = [name for name in order.measures if fits(name, subject)]
    memory = "memory" in order.parts
    found = measure(
        subject, server, measures=measures, rounds=order.rounds, watch_memory=memory, progress=console.print
    )
    if "phases" not in order.parts:
        return found
    console.print(f"{subject.name}: phases")
    return replace(found, phases=phases_of(subject, server))


def _cannot(keys: Sequence[str], without: Sequence[str]) -> dict[str, str]:
    """Give what is left out although it is wanted, and why."""
    found = {
        name: f"{package} is not installed" for name, package in PARTS.items() if package and not find_spec(package)
    }
    if not knows_cache():
        found["warm"] = "the check has no --cache"
    if "sample" in keys and "startup" not in without:
        found |= cannot_start(image_of(sample_app()))
    return {name: why for name, why in found.items() if name not in without}


def show(published: Published, console: Console) -> None:
    """Print the tables."""
    for one in tables_of(published):
        table = Table(title=one.title, caption=one.text)
        for number, heading in enumerate(one.headings):
            table.add_column(heading, justify="right" if number else "left")
        for row in one.rows:
            table.add_row(*row)
        console.print(table)
    for line in left_out_of(published):
        console.print(f"left out: {line}")
    console.print(", ".join(f"{name} {value}" for name, value in published.environment.items()))


@click.command()
@click.option("--postgres", default="auto", show_default=True, help="Which server, as for `parity check`.")
@click.option(
    "--only",
    "keys",
    multiple=True,
    help=f"A subject: {', '.join(ALL)}, or another number; may be repeated.  [default: {' '.join(BOUNDED)}]",
)
@click.option("--all", "everything", is_flag=True, help=f"All of them: {', '.join(ALL)}.")
@click.option(
    "--corpora",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Published projects as well: the directory of their descriptions, as for `make corpora`.",
)
@click.option(
    "--environments",
    type=click.Path(path_type=Path),
    envvar="CORPORA_VENVS",
    default=".corpora",
    show_default=True,
    help="Where each of them has its virtual environment (or CORPORA_VENVS).",
)
@click.option("--project", type=click.Path(exists=True, file_okay=False, path_type=Path), help="One more.")
@click.option("--app", help="The Flask application of that project, as for `flask --app`.")
@click.option(
    "--variable",
    default="DATABASE_URL",
    show_default=True,
    help="Where that project reads its database's URL.",
)
@click.option(
    "--without",
    multiple=True,
    type=click.Choice([*PARTS, "no_rows", "warm", "startup"]),
    help="Leave that out; may be repeated.",
)
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(min=1), help="How many count.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write all figures, as JSON, after each subject."
)
@click.option("--publish", "published", is_flag=True, help="Keep the figures, and write the page about speed.")
def main(
    *,
    postgres: str,
    project: Path | None,
    app: str | None,
    variable: str,
    out: Path | None,
    published: bool,
    **choice: Any,  # noqa: ANN401 - what _ordered takes
) -> None:
    """Compare the time and the memory of a check with those of plain Alembic.

    Plain Alembic runs a project as it is, without any guard: take a --project that knows no real database.
    """
    order = _ordered(**choice, others=project is not None)
    console = Console(stderr=True)
    figures: Published | None = None
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
    own = [given(project, app=app, variable=variable)] if project else []
    try:
        with (
            TemporaryDirectory(prefix="parity-benchmark-") as directory,
            BACKEND.start(ServerSettings(postgres=postgres)) as server,
        ):
            for found in carry_out(order, own, server, Path(directory), console):
                figures = found
                if out:
                    out.write_text(to_json(found), encoding="utf-8")
    except (BenchmarkError, ParityError) as error:
        raise click.ClickException(str(error)) from error
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if figures is None:
        raise click.UsageError("There is nothing to measure.")
    show(figures, Console(width=TABLE_WIDTH))
    if published:
        publish(figures)


def _ordered(
    *,
    keys: tuple[str, ...],
    everything: bool,
    corpora: Path | None,
    environments: Path,
    without: tuple[str, ...],
    rounds: int,
    others: bool,
) -> Order:
    files = sorted(corpora.glob("*.toml")) if corpora else ()
    keys = ALL if everything else keys or (() if others or corpora else BOUNDED)
    left_out = _cannot(keys, without)
    missing = {*without, *left_out, *(STARTED if "startup" in without else ())}
    return Order(
        keys=keys,
        corpora=tuple(read_corpus(file, environments.absolute()) for file in files),
        measures=tuple(name for name in MEASURES if name not in missing),
        parts=frozenset(PARTS) - missing,
        rounds=rounds,
        left_out=left_out,
    )


if __name__ == "__main__":
    main()
