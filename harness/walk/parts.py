"""The parts of one walk: an env.py may take its history to several databases, or to several schemas of one."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from harness.model import Unchecked
from harness.walk.recording import Recorder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from harness.model import Side, Walked


class Parts:
    """Hands each event to the recorder of the part that it is about. The progress of the first part is shown."""

    def __init__(self, side: Side, backend: str, progress: Callable[[Side, str, str], None]) -> None:
        self._side, self._backend = side, backend
        self.recorders = [Recorder(side, backend, progress)]
        self._current = 0

    def continued(self) -> Parts:
        """Give the parts for a further walk on the same databases."""
        other = Parts(self._side, self._backend, self.recorders[0].progress)
        other.recorders = [recorder.continued() for recorder in self.recorders]
        return other

    @property
    def current(self) -> Recorder:
        """The recorder of the part that ran last."""
        return self.recorders[self._current]

    def take(self, event: dict[str, Any]) -> None:
        """Take one event of the walk."""
        if "part" in event:
            self._current = event["part"]
            while len(self.recorders) <= self._current:
                self.recorders.append(Recorder(self._side, self._backend, lambda _side, _revision, _status: None))
        if event["event"] == "walked":
            for recorder, (schema, name) in zip(self.recorders, event["version_tables"], strict=False):
                recorder.version_tables = [(schema, name)]
        elif event["event"] == "finished":
            self.recorders[0].take(event)
        else:
            self.current.take(event)


def further_parts(walked: Mapping[Side, Walked]) -> Iterator[tuple[int, str, Walked, Walked]]:
    """Give the parts after the first that both sides walked: the number, the name, and the walk of each side."""
    pairs = zip(walked["dev"].further, walked["prod"].further, strict=False)
    for number, (dev, prod) in enumerate(pairs, 1):
        if dev.steps and prod.steps:
            yield number, name_of(number, dev), dev, prod


def parts_of_one_side(walked: Mapping[Side, Walked]) -> list[Unchecked]:
    """Give the parts that only one side walked."""
    dev, prod = walked["dev"].further, walked["prod"].further
    unchecked = []
    for number, pair in enumerate(itertools.zip_longest(dev, prod), 1):
        alone = [part for part in pair if part is not None and part.steps]
        if len(alone) == 1:
            other = "prod" if alone[0].side == "dev" else "dev"
            what = f"the {name_of(number, alone[0])}, which {alone[0].side} has"
            unchecked.append(Unchecked(what=what, why=f"{other} did not come to it"))
    return unchecked


def name_of(number: int, part: Walked) -> str:
    """Give the name of a further part: of its database in Alembic's multidb template, else its number."""
    return f"database {part.label}" if part.label else f"run {number + 1} of the history"
