"""The tables of a run: the terminal and the page of the documentation show the same ones."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.phases import PHASES
from benchmarks.results import BOTH, growth, spread
from benchmarks.startup import STARTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.results import Peer, Published, Result

MIB = 1024 * 1024
SHORT, LONG = "deep-50", "deep-1000"
"""The two histories that differ in length alone."""

WORDS = {
    "warm": "a check after one new revision, with what it remembers of the others",
    "peers": "other tools",
    **{name: f"a check from no server ({name})" for name in STARTED},
}
NOT_APART = {"snapshot": "in walk"}
"""Where the seconds of a phase are that could not be told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: its title, what its figures are, its headings, its rows. The first column names the subject."""

    title: str
    text: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables_of(published: Published) -> Iterator[Table]:
    """Give the tables for which there are figures."""
    for table in (_times(published), _lengths(published), _warm(published), *_further(published)):
        if table.rows:
            yield table


def left_out_of(published: Published) -> list[str]:
    """Give a line for each measure or project that is missing, with the reason."""
    return [f"{WORDS.get(what, what)}: {why}" for what, why in published.left_out.items()]


def _further(published: Published) -> Iterator[Table]:
    yield _from_no_server(published)
    yield _memory(published)
    yield _phases(published)
    yield _peers(published)


def _times(published: Published) -> Table:
    return Table(
        title="Against plain Alembic",
        text="Seconds; *both* is plain Alembic on SQLite and then on PostgreSQL, the ratios are in times of it.",
        headings=(
            *("history", "check", "check --no-rows", "SQLite", "PostgreSQL", "both"),
            *("check : both", "--no-rows : both", "verdict"),
        ),
        rows=tuple(
            (
                one.name,
                *(spread(one.figures(name)) for name in ("check", "no_rows", "sqlite", "postgresql")),
                spread(one.figures(*BOTH)),
                *(spread(one.ratios(name), middle=one.ratio(name)) for name in ("check", "no_rows")),
                one.verdict,
            )
            for one in published.results
        ),
    )


def _lengths(published: Published) -> Table:
    wanted = {
        "check": lambda one: one.figures("check"),
        "check --no-rows": lambda one: one.figures("no_rows"),
        "plain Alembic on both": lambda one: one.figures(*BOTH),
        "warm check": lambda one: one.figures("warm"),
    }
    found = {name: growth(published, of, SHORT, LONG) for name, of in wanted.items()}
    return Table(
        title="Length alone",
        text="A history of 1000 revisions in times of one of 50 that ends with a schema as large (the deep ones).",
        headings=("what", "1000 : 50 revisions"),
        rows=tuple((name, f"{ratio:.2f}") for name, ratio in found.items() if ratio is not None),
    )


def _warm(published: Published) -> Table:
    return Table(
        title="One new revision",
        text="Seconds of a check with --cache: cold without the last revision, then warm with it.",
        headings=("history", "cold", "warm", "warm : cold"),
        rows=tuple(
            (
                one.name,
                spread(one.figures("cold")),
                spread(one.figures("warm")),
                spread(one.ratios("warm", to=("cold",)), middle=one.ratio("warm", to=("cold",))),
            )
            for one in published.results
            if one.figures("warm")
        ),
    )


def _from_no_server(published: Published) -> Table:
    return Table(
        title="From no server",
        text=(
            "Seconds of a check of the sample app that starts its server and ends it. *bare* is `docker run` of the "
            "same image with no settings, until the first query is answered; *both* is that and then a check on a "
            "server that already runs. Wanted: at most 1.5 times both for the container, and for the embedded server "
            "at most 3 seconds on an idle machine with two processors."
        ),
        headings=("server", "check", "bare", "check, server running", "both", "check : both"),
        rows=tuple(row for name in STARTED for row in _started(published, name)),
    )


def _started(published: Published, name: str) -> Iterator[tuple[str, ...]]:
    if name in published.left_out:
        yield (name, f"left out: {published.left_out[name]}", "", "", "", "")
    for one in published.results:
        if one.figures(name) and name == "container":
            both = ("bare", "check")
            ratio = spread(one.ratios(name, to=both), middle=one.ratio(name, to=both))
            yield (name, *(spread(one.figures(*what)) for what in ((name,), ("bare",), ("check",), both)), ratio)
        elif one.figures(name):
            yield (name, spread(one.figures(name)), "", spread(one.figures("check")), "", "")


def _memory(published: Published) -> Table:
    return Table(
        title="Memory",
        text=(
            "Peak memory in MiB, looked at every 20 ms in a run that was not timed: all processes of the check at one "
            "moment (pages that they share count once), and what the largest one of them has resident. Plain Alembic "
            "is one process; the ratios are in times of the larger of its two runs. The server's memory is not in it."
        ),
        headings=("history", "check, all", "check, largest", "SQLite", "PostgreSQL", "all : plain", "largest : plain"),
        rows=tuple(_memory_row(one) for one in published.results if one.memory),
    )


def _memory_row(one: Result) -> tuple[str, ...]:
    def size(measure: str, kind: str) -> str:
        return f"{one.memory[measure][kind] / MIB:.0f}" if measure in one.memory else "-"

    ratios = [one.memory_ratio(kind) for kind in ("tree", "largest")]
    return (
        *(one.name, size("check", "tree"), size("check", "largest"), size("sqlite", "tree")),
        *(size("postgresql", "tree"), *("-" if ratio is None else f"{ratio:.2f}" for ratio in ratios)),
    )


def _phases(published: Published) -> Table:
    clocked = [one for one in published.results if one.phases]
    known = [name for name in PHASES if any(name in one.phases for one in clocked)]
    return Table(
        title="Where the time goes",
        text="Seconds of one check more, with a clock around its stages.",
        headings=("history", *known, "in all"),
        rows=tuple(
            (
                one.name,
                *(f"{one.phases[name]:.2f}" if name in one.phases else NOT_APART.get(name, "-") for name in known),
                f"{sum(one.phases.values()):.2f}",
            )
            for one in clocked
        ),
    )


def _peers(published: Published) -> Table:
    rows = [row for key in dict.fromkeys(peer.subject for peer in published.peers) for row in _beside(published, key)]
    return Table(
        title="Beside others",
        text="Seconds of whole processes, and in times of plain Alembic on the same database.",
        headings=("history", "what", "SQLite", "PostgreSQL", "SQLite : plain", "PostgreSQL : plain"),
        rows=tuple(rows),
    )


def _beside(published: Published, key: str) -> Iterator[tuple[str, ...]]:
    result = published.result(key)
    if result is None:
        return
    yield (result.name, "plain Alembic", spread(result.figures("sqlite")), spread(result.figures("postgresql")), "", "")
    for peer in published.peers:
        if peer.subject == key:
            yield _peer_row(peer, result)
    for what, measure in (("parity check --no-rows", "no_rows"), ("parity check", "check")):
        ratio = result.ratio(measure)
        if ratio is not None:
            yield (result.name, what, f"{spread(result.figures(measure))} for both", "", f"{ratio:.2f} of both", "")


def _peer_row(peer: Peer, result: Result) -> tuple[str, ...]:
    figures = {name: [turn[name] for turn in peer.rounds if name in turn] for name in BOTH}
    ratios = [
        f"{median(taken) / median(result.figures(name)):.2f}" if taken and result.figures(name) else "-"
        for name, taken in figures.items()
    ]
    return (result.name, peer.tool, *(spread(taken) for taken in figures.values()), *ratios)
