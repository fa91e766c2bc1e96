"""`make bench`: what a check costs, in times of plain `alembic upgrade` on SQLite and then on PostgreSQL.

Both are timed as whole processes, with the start of Python, on one server that is already running.
"""

from __future__ import annotations

import json
import os
import platform
from importlib.metadata import version
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from benchmarks.measure import BenchmarkError, measure
from benchmarks.subjects import generated, given, sample_app
from harness.databases import ServerSettings
from harness.databases.postgresql import BACKEND
from harness.errors import ParityError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.measure import Result
    from harness.databases import Server


TABLE_WIDTH = 100
"""In characters; a log has no width of its own, and 80 would cut the names."""


def results_table(results: Iterable[Result], caption: str) -> Table:
    """Give a table of medians in seconds; below each the least and the greatest of all rounds."""
    table = Table(caption=caption)
    table.add_column("history")
    for heading in ("check", "SQLite", "PostgreSQL", "both", "check : both"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("verdict")
    for result in results:
        rounds = result.rounds
        table.add_row(
            result.subject,
            _spread([turn.check for turn in rounds]),
            _spread([turn.sqlite for turn in rounds]),
            _spread([turn.postgresql for turn in rounds]),
            _spread([turn.plain for turn in rounds]),
            _spread([turn.ratio for turn in rounds], middle=result.ratio),
            ", ".join(sorted({turn.verdict for turn in rounds})),
        )
    return table


def results_json(results: Iterable[Result], environment: dict[str, str]) -> str:
    """Give all rounds, in seconds, and the ratio of each subject."""
    content = {
        "environment": environment,
        "results": [
            {
                "subject": result.subject,
                "ratio": result.ratio,
                "rounds": [
                    {name: getattr(turn, name) for name in ("check", "sqlite", "postgresql", "verdict")}
                    for turn in result.rounds
                ],
            }
            for result in results
        ],
    }
    return json.dumps(content, indent=2)


def describe(server: Server) -> dict[str, str]:
    """Give what the figures depend on."""
    packages = {name: version(name) for name in ("migration-parity", "SQLAlchemy", "alembic")}
    return {
        "server": f"PostgreSQL {server.version}, {server.description}",
        "python": platform.python_version(),
        **packages,
        "processors": str(os.cpu_count()),
    }


@click.command()
@click.option("--postgres", default="auto", show_default=True, help="Which server, as for `parity check`.")
@click.option("--project", type=click.Path(exists=True, file_okay=False, path_type=Path), help="One more.")
@click.option("--app", help="The Flask application of that project, as for `flask --app`.")
@click.option(
    "--variable",
    default="DATABASE_URL",
    show_default=True,
    help="Where that project reads its database's URL.",
)
@click.option("--revisions", default=200, show_default=True, help="Of the generated history; 0 leaves it out.")
@click.option("--seed", default=1, show_default=True, help="Of the generated history.")
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(min=1), help="How many count.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write all figures, as JSON.")
def main(
    *,
    postgres: str,
    project: Path | None,
    app: str | None,
    variable: str,
    revisions: int,
    seed: int,
    rounds: int,
    out: Path | None,
) -> None:
    """Compare the time of a check with that of plain Alembic.

    Plain Alembic runs a project as it is, without any guard: take a --project that knows no real database.
    """
    console = Console(stderr=True)
    subjects = [sample_app()]
    try:
        with (
            TemporaryDirectory(prefix="parity-benchmark-") as directory,
            BACKEND.start(ServerSettings(postgres=postgres)) as server,
        ):
            if revisions:
                subjects.append(generated(Path(directory) / "project", revisions=revisions, seed=seed))
            if project:
                subjects.append(given(project, app=app, variable=variable))
            subjects = [one for subject in subjects for one in (subject, subject.without_rows())]
            environment = describe(server)
            results = [measure(subject, server, rounds=rounds, progress=console.print) for subject in subjects]
    except (BenchmarkError, ParityError) as error:
        raise click.ClickException(str(error)) from error
    Console(width=TABLE_WIDTH).print(
        results_table(results, ", ".join(f"{name} {value}" for name, value in environment.items()))
    )
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(results_json(results, environment) + "\n", encoding="utf-8")


def _spread(figures: list[float], *, middle: float | None = None) -> str:
    middle = median(figures) if middle is None else middle
    return f"{middle:.2f}\n{min(figures):.2f}-{max(figures):.2f}"


if __name__ == "__main__":
    main()
