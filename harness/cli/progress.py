"""A bar for each database on standard error, while somebody watches."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from harness.cli import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from rich.progress import Progress

    from harness.model import Display, Side
    from harness.project import History

NARROW = 60
BAR_WIDTH = 20
PER_SECOND = 8


class Watcher(Protocol):
    """Hears how the check gets on."""

    def planned(self, history: History, target: str) -> None:
        """Hear what is going to be walked."""

    def __call__(self, side: Side, revision: str, status: str) -> None:
        """Hear of a revision: "started", "ok" or "failed"."""


class Silence:
    """Tells nobody."""

    def planned(self, history: History, target: str) -> None:
        """Tell nobody."""

    def __call__(self, side: Side, revision: str, status: str) -> None:
        """Tell nobody."""


class Bars:
    """Two lines that rich keeps up to date. Called from two threads; rich holds the lock."""

    def __init__(self, bars: Progress, display: Display) -> None:
        self._bars = bars
        self._display = display
        self._messages: dict[str, str] = {}
        self._total: int | None = None
        self._done: dict[Side, set[str]] = {"dev": set(), "prod": set()}
        self._tasks = {side: bars.add_task("starting", title=f"{side:<4}", total=None) for side in self._done}

    def planned(self, history: History, target: str) -> None:
        """Set the length of the bars, where it is known: the whole history is walked."""
        self._messages = {revision.id: revision.message for revision in history.revisions}
        if target in {"head", "heads"}:
            self._total = len(history.revisions)
            for task in self._tasks.values():
                self._bars.update(task, total=self._total)

    def __call__(self, side: Side, revision: str, status: str) -> None:
        """Show the revision that runs, and count those that are done. A second walk begins at nought."""
        task = self._tasks[side]
        if revision in self._done[side] and status == "started":
            self._done[side].clear()
            self._bars.update(task, completed=0)
        name = self._display.line(f"{revision} {self._messages.get(revision, '')}".rstrip())
        if status == "started":
            self._bars.update(task, description=name)
        elif status == "failed":
            self._bars.update(task, description=f"failed: {name}")
        else:
            self._done[side].add(revision)
            self._bars.update(task, completed=len(self._done[side]))
            if len(self._done[side]) == self._total:
                # The walk with rows, which nobody is told of, takes about as long again.
                self._bars.update(task, description=f"comparing, after {name}")


@contextmanager
def watching(stream: TextIO, *, wanted: bool) -> Iterator[Watcher]:
    """Give somebody to tell how the check gets on; the bars are gone when the block ends."""
    if not (wanted and terminal.is_watched(stream)):
        yield Silence()
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.table import Column

    display = terminal.display_of(stream)
    console = Console(file=stream, no_color=not display.colour, markup=False, highlight=False, emoji=False)
    columns = [
        SpinnerColumn("dots" if display.unicode else "line"),
        TextColumn("{task.fields[title]}", markup=False),
        *([BarColumn(BAR_WIDTH)] if console.width >= NARROW else []),
        MofNCompleteColumn(),
        *([TimeRemainingColumn(compact=True)] if console.width >= NARROW else []),
        TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True, overflow="crop", ratio=1)),
    ]
    with Progress(*columns, console=console, transient=True, expand=True, refresh_per_second=PER_SECOND) as bars:
        yield Bars(bars, display)
