"""What is measured of a subject: checks and plain Alembic, as whole processes, in turns, on one running server."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, inspect, make_url

from benchmarks.processes import BenchmarkError, Ended, run
from benchmarks.results import Result, Round
from benchmarks.startup import STARTED, bare_start
from harness.config import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmarks.subjects import Subject
    from harness.databases import Server

MEASURES = ("check", "no_rows", "sqlite", "postgresql", "warm", *STARTED)
"""By name: the check, the check with --no-rows, plain Alembic on each database; `warm` gives `cold` as well.

Then the checks that start their server; `container` gives `bare` as well.
"""


def fits(name: str, subject: Subject) -> bool:
    """Tell whether a measure can be taken of a subject."""
    return subject.last is not None if name == "warm" else name not in STARTED or subject.starts


def measure(
    subject: Subject,
    server: Server,
    *,
    measures: Sequence[str],
    rounds: int,
    watch_memory: bool,
    progress: Callable[[str], None],
) -> Result:
    """Run a round that does not count and then `rounds` that do, each of which starts with another measure.

    The first round fills the caches of compiled files, and is the one in which memory is watched. Raises
    BenchmarkError when a process fails.
    """
    progress(f"{subject.name}: warming up{', with an eye on memory' if watch_memory else ''}")
    memory, verdict = {}, ""
    for name in measures:
        if name not in {"warm", "no_rows"}:  # what they load has been loaded by the check
            ended = _whole(name, subject, server, watch_memory=watch_memory)
            if ended.memory is not None:
                memory[name] = {"tree": ended.memory.tree, "largest": ended.memory.largest}
            verdict = ended.verdict() if name == "check" else verdict
    turns: list[Round] = []
    for number in range(rounds):
        progress(f"{subject.name}: round {number + 1} of {rounds}")
        first = number % len(measures)
        turn: Round = {}
        for name in (*measures[first:], *measures[:first]):
            turn.update(_warm(subject, server) if name == "warm" else _seconds(name, subject, server))
        turns.append(turn)
    return Result(key=subject.key, name=subject.name, verdict=verdict, rounds=turns, memory=memory)


def _seconds(name: str, subject: Subject, server: Server) -> Round:
    seconds = {name: _whole(name, subject, server).seconds}
    return {**seconds, "bare": bare_start(image_of(subject))} if name == "container" else seconds


def _whole(name: str, subject: Subject, server: Server, *, watch_memory: bool = False) -> Ended:
    if name == "sqlite":
        with sqlite_url() as url:
            return _upgrade(subject, url, watch_memory=watch_memory)
    if name == "postgresql":
        with database_url(server) as url:
            return _upgrade(subject, url, watch_memory=watch_memory)
    if name in STARTED:
        return _ended(subject, command_for(subject, name, ("--no-keep-server",)))
    options = ("--no-rows",) if name == "no_rows" else ()
    return checked(subject, server, options, watch_memory=watch_memory)


def checked(subject: Subject, server: Server, options: Sequence[str] = (), *, watch_memory: bool = False) -> Ended:
    """Run a check on the server, as a user does. Raises BenchmarkError when it gives no verdict."""
    return _ended(subject, check_command(subject, server, options), watch_memory=watch_memory)


def _ended(subject: Subject, command: tuple[str, ...], *, watch_memory: bool = False) -> Ended:
    ended = run(command, subject.where, subject.check_environment, watch_memory=watch_memory)
    ended.verdict()
    return ended


def check_command(
    subject: Subject, server: Server, options: Sequence[str] = (), *, module: str = "harness"
) -> tuple[str, ...]:
    """Give the command that checks a subject on a server that runs, as `command_for` does."""
    with database_url(server) as url:  # of a server, only the URL of a database can be had
        where = make_url(url).set(drivername="postgresql", database="postgres")
    address = where.render_as_string(hide_password=False)
    return command_for(subject, address, options, module=module)


def command_for(
    subject: Subject, postgres: str, options: Sequence[str] = (), *, module: str = "harness"
) -> tuple[str, ...]:
    """Give the command that checks a subject with a value of `--postgres`, and prints its report as JSON.

    Where the options do not ask for the cache, none is used.
    """
    command = (sys.executable, "-m", module, "check", str(subject.root), "--postgres", postgres)
    alone = ("--no-cache",) if knows_cache() and "--cache=on" not in options else ()
    return (*command, *subject.options, *options, *alone, "--format", "json")


def image_of(subject: Subject) -> str:
    """Give the image of which a check of the subject starts a container."""
    return load_settings(subject.root).servers().image


@cache
def knows_cache() -> bool:
    """Tell whether the check can start where an earlier one ended."""
    return "--cache" in run((sys.executable, "-m", "harness", "check", "--help"), Path.cwd(), {}).output


def _warm(subject: Subject, server: Server) -> Round:
    """Check a history without its last revision and an empty cache, and then with that revision and a full one."""
    if subject.last is None:
        return {}
    text = subject.last.read_bytes()
    with TemporaryDirectory(prefix="parity-benchmark-") as memory:
        own = replace(subject, check_environment={**subject.check_environment, "XDG_CACHE_HOME": memory})
        subject.last.unlink()
        try:
            cold = checked(own, server, ("--cache=on",)).seconds
        finally:
            subject.last.write_bytes(text)
        return {"cold": cold, "warm": checked(own, server, ("--cache=on",)).seconds}


def _upgrade(subject: Subject, url: str, *, watch_memory: bool) -> Ended:
    """Upgrade an empty database with plain Alembic. Raises BenchmarkError when it fails, or used another database."""
    own = {**subject.environment, subject.variable: url}
    ended = run(subject.upgrade, subject.where, own, watch_memory=watch_memory)
    if ended.status:
        raise ended.failure()
    if not has_version_table(url):
        raise BenchmarkError(
            f"{subject.name}: the plain upgrade did not use the database in {subject.variable}. "
            "Name the variable that the project reads with --variable."
        )
    return ended


def has_version_table(url: str) -> bool:
    """Tell whether a database was migrated."""
    engine = create_engine(url)
    try:
        return inspect(engine).has_table("alembic_version")
    finally:
        engine.dispose()


@contextmanager
def sqlite_url() -> Iterator[str]:
    """Give the URL of a database in a new file."""
    with TemporaryDirectory(prefix="parity-benchmark-") as directory:
        yield f"sqlite:///{Path(directory) / 'plain.db'}"


@contextmanager
def database_url(server: Server) -> Iterator[str]:
    """Give the URL of a new database on the server."""
    database = server.create()
    try:
        # Since SQLAlchemy 2.1, a URL without a driver means psycopg 3.
        url = make_url(database.url).set(drivername="postgresql+psycopg2")
        yield url.render_as_string(hide_password=False)
    finally:
        server.drop(database)
