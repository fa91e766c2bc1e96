"""`parity` with a clock around the stages of a check, put on from the outside: `python -m benchmarks.clocked_check`.

The variables BENCHMARK_BEGUN (when the process was started, in seconds since the epoch) and BENCHMARK_DIRECTORY (where
the figures go, as JSON) have to be set. Nothing is imported earlier than without the clock.
"""

from __future__ import annotations

import functools
import importlib
import json
import os
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.clocked_worker import Watcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BEGIN, WALK = "harness.walk.session:Session.begin", "harness.walk.session:Session.walk"
STAGES = {
    BEGIN: "start",
    WALK: "walk",
    "harness.walk.session:Session.__enter__": "start",
    "harness.pipeline:_start": "start",
    "harness.assessing:_walk_the_other_way": "one go",
    "harness.assessing:_compare": "compare",
    "harness.assessing:walk_with_rows": "rows",
    "harness.pipeline:report_of": "report",
    "harness.cli.check:deliver": "report",
}
"""The stage of each function. What comes before the walk and in none of them is `import`, what comes later `rest`."""
BOOTSTRAP = "harness.walk.launching:BOOTSTRAP"


class Clock:
    """Gives each second of the main thread to the innermost stage that runs."""

    def __init__(self, begun: float) -> None:
        self.seconds: dict[str, float] = {}
        self.walking_since: float | None = None
        self._running = ["import"]
        self._last = begun

    def tick(self) -> None:
        """Give the time since the last tick to what ran."""
        now = time.time()
        self.seconds[self._running[-1]] = self.seconds.get(self._running[-1], 0.0) + now - self._last
        self._last = now

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Run a stage; in other threads than the first one nothing is counted."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        self.tick()
        depth = len(self._running)
        self._running.append(name)
        try:
            yield
        finally:
            self.tick()
            del self._running[depth:]

    def walk_begins(self) -> None:
        """Give what the main thread does from here on to the walk: the workers walk meanwhile."""
        self.tick()
        self._running[0] = "walk"
        self.walking_since = time.time()

    def walk_ends(self) -> None:
        """Give what belongs to no stage from here on to `rest`."""
        self.tick()
        self._running[0] = "rest"

    def wrapped(self, path: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Give the function as part of its stage."""

        @functools.wraps(function)
        def clocked(*arguments: Any, **keywords: Any) -> Any:  # noqa: ANN401 - whatever the function takes and gives
            with self.stage(STAGES[path]):
                given = function(*arguments, **keywords)
            if path == BEGIN:
                self.walk_begins()
            elif path == WALK:
                self.walk_ends()
            return given

        return clocked


def place(module: object, path: str) -> tuple[Any, str] | None:
    """Give what holds a name of the form module:name or module:Class.name, and the name; None where it is none."""
    *outer, name = path.partition(":")[2].split(".")
    holder = functools.reduce(lambda one, part: getattr(one, part, None), outer, module)
    return (holder, name) if hasattr(holder, name) else None


def put_on(clock: Clock, module: object, paths: list[str]) -> None:
    """Put the clock around the functions of a module, and the worker with a clock in the place of the other one."""
    for path in paths:
        found = place(module, path)
        if found is None:
            continue
        if path == BOOTSTRAP:
            os.environ["BENCHMARK_BOOTSTRAP"] = str(getattr(*found))
            setattr(*found, Path(__file__).with_name("clocked_worker.py"))
        else:
            setattr(*found, clock.wrapped(path, getattr(*found)))


def main() -> None:
    """Put the clock on, run the command line, and write down what the clock says."""
    directory = Path(os.environ["BENCHMARK_DIRECTORY"])
    clock = Clock(float(os.environ["BENCHMARK_BEGUN"]))
    paths: dict[str, list[str]] = {}
    for path in (*STAGES, BOOTSTRAP):
        paths.setdefault(path.partition(":")[0], []).append(path)
    changes = {name: functools.partial(put_on, clock, paths=found) for name, found in paths.items()}
    sys.meta_path.insert(0, Watcher(changes))
    try:
        importlib.import_module("harness.cli").main(prog_name="parity")
    finally:
        clock.tick()
        document = {"seconds": clock.seconds, "walking_since": clock.walking_since}
        (directory / "check.json").write_text(json.dumps(document), "utf-8")


if __name__ == "__main__":
    main()
