"""Time a check and plain Alembic on the same project, as whole processes, in turns."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, inspect, make_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from benchmarks.subjects import Subject
    from harness.databases import Server


NOT_RUN = "not-run"
"""The verdict of a check that did not run to its end."""


class BenchmarkError(Exception):
    """A measured process failed, or did not do what it is measured for; the message says which and how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round, in seconds, and the verdict of the check."""

    check: float
    sqlite: float
    postgresql: float
    verdict: str

    @property
    def plain(self) -> float:
        """Plain Alembic on SQLite, then on PostgreSQL."""
        return self.sqlite + self.postgresql

    @property
    def ratio(self) -> float:
        """What the check costs, in times of plain Alembic."""
        return self.check / self.plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """All rounds of a subject."""

    subject: str
    rounds: tuple[Round, ...]

    @property
    def ratio(self) -> float:
        """The median time of the check, in times of the median time of plain Alembic."""
        return median(turn.check for turn in self.rounds) / median(turn.plain for turn in self.rounds)


def measure(subject: Subject, server: Server, *, rounds: int, progress: Callable[[str], None]) -> Result:
    """Run a round that does not count, which fills the caches of compiled files, and then `rounds` that do.

    Each round starts with the other one of the two. Raises BenchmarkError when a process fails.
    """
    turns = []
    for number in range(rounds + 1):
        progress(f"{subject.name}: round {number} of {rounds}" if number else f"{subject.name}: warming up")
        turns.append(_round(subject, server, check_first=number % 2 == 0))
    return Result(subject=subject.name, rounds=tuple(turns[1:]))


def _round(subject: Subject, server: Server, *, check_first: bool) -> Round:
    early = _check(subject, server) if check_first else None
    with TemporaryDirectory(prefix="parity-benchmark-") as directory:
        sqlite = _upgrade(subject, f"sqlite:///{Path(directory) / 'plain.db'}")
    with _database(server) as url:
        postgresql = _upgrade(subject, url)
    seconds, verdict = early or _check(subject, server)
    return Round(check=seconds, sqlite=sqlite, postgresql=postgresql, verdict=verdict)


def _check(subject: Subject, server: Server) -> tuple[float, str]:
    with _database(server) as url:
        where = make_url(url).set(drivername="postgresql", database="postgres")
        postgres = where.render_as_string(hide_password=False)
        command = (sys.executable, "-m", "harness", "check", str(subject.root), "--postgres", postgres)
        seconds, process = _run(subject, (*command, *subject.options, "--format", "json"), {})
    # A crash of Python ends with 1, as a check with findings does: only a report proves that it ran.
    try:
        verdict = str(json.loads(process.stdout)["verdict"])
    except ValueError:
        verdict = NOT_RUN
    if verdict == NOT_RUN:
        raise _failure(subject, process)
    return seconds, verdict


def _upgrade(subject: Subject, url: str) -> float:
    seconds, process = _run(subject, subject.upgrade, {**subject.environment, subject.variable: url})
    if process.returncode:
        raise _failure(subject, process)
    engine = create_engine(url)
    try:
        if not inspect(engine).has_table("alembic_version"):
            raise BenchmarkError(
                f"{subject.name}: the plain upgrade did not use the database in {subject.variable}. "
                "Name the variable that the project reads with --variable."
            )
    finally:
        engine.dispose()
    return seconds


@contextmanager
def _database(server: Server) -> Iterator[str]:
    database = server.create()
    try:
        # Since SQLAlchemy 2.1, a URL without a driver means psycopg 3.
        url = make_url(database.url).set(drivername="postgresql+psycopg2")
        yield url.render_as_string(hide_password=False)
    finally:
        server.drop(database)


def _run(
    subject: Subject, command: tuple[str, ...], variables: Mapping[str, str]
) -> tuple[float, subprocess.CompletedProcess[str]]:
    environment = {**os.environ, **variables}
    start = perf_counter()
    process = subprocess.run(command, cwd=subject.root, env=environment, capture_output=True, text=True, check=False)
    return perf_counter() - start, process


def _failure(subject: Subject, process: subprocess.CompletedProcess[str]) -> BenchmarkError:
    output = (process.stdout + process.stderr).strip()
    command = " ".join(word for word in process.args if "://" not in word)  # a URL holds a password
    return BenchmarkError(f"{subject.name}: {command}\nended with {process.returncode}:\n{output}")
