"""`parity` with a clock around the stages of a check, put on from the outside: `python -m benchmarks.clocked_check`.

The variables BENCHMARK_BEGUN (when the process was started, in seconds since the epoch) and
BENCHMARK_DIRECTORY (where the figures go, as JSON) have to be set. A function that another version of the tool
does not have is told in `missing`; its time falls to the stage around it.
"""

from __future__ import annotations

import functools
import importlib
import json
import os
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STAGES = {
    "import": ("harness.pipeline:discover", "harness.pipeline:read_history"),
    "start": ("harness.pipeline:_start", "harness.walk.session:Session.__enter__"),
    "walk": ("harness.walk.session:Session.walk",),
    "one go": ("harness.pipeline:_walk_the_other_way",),
    "compare": ("harness.pipeline:_compare",),
    "rows": ("harness.pipeline:walk_with_rows",),
    "report": ("harness.pipeline:report_of", "harness.cli.check:deliver"),
}
BOOTSTRAP = "harness.walk.process:BOOTSTRAP"


class Clock:
    """Gives each second of the main thread to the innermost stage that runs, or to `rest`."""

    def __init__(self, begun: float) -> None:
        self.seconds: dict[str, float] = {}
        self.walked: list[float] = []
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
        self._running.append(name)
        try:
            yield
        finally:
            self.tick()
            self._running.pop()

    def wrapped(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Give the function as part of a stage."""

        @functools.wraps(function)
        def clocked(*arguments: Any, **keywords: Any) -> Any:  # noqa: ANN401 - whatever the function takes and gives
            with self.stage(name):
                return function(*arguments, **keywords)

        return clocked


def place(path: str) -> tuple[Any, str] | None:
    """Give what holds a name of the form module:name or module:Class.name, and the name; None where it is none."""
    module, _, names = path.partition(":")
    *outer, name = names.split(".")
    try:
        holder = functools.reduce(getattr, outer, importlib.import_module(module))
    except (AttributeError, ImportError):
        return None
    return (holder, name) if hasattr(holder, name) else None


def main() -> None:
    """Put the clock on, run the command line, and write down what the clock says."""
    directory = Path(os.environ["BENCHMARK_DIRECTORY"])
    clock = Clock(float(os.environ["BENCHMARK_BEGUN"]))
    command = importlib.import_module("harness.cli").main
    missing = []
    for name, paths in STAGES.items():
        for path in paths:
            found = place(path)
            if found is None:
                missing.append(path)
            else:
                setattr(*found, clock.wrapped(name, getattr(*found)))
    found = place(BOOTSTRAP)
    if found is None:
        missing.append(BOOTSTRAP)
    else:
        os.environ["BENCHMARK_BOOTSTRAP"] = str(getattr(*found))
        setattr(*found, Path(__file__).with_name("clocked_worker.py"))
    try:
        with clock.stage("rest"):
            command(prog_name="parity")
    finally:
        document = {"seconds": clock.seconds, "missing": missing}
        (directory / "check.json").write_text(json.dumps(document), "utf-8")


if __name__ == "__main__":
    main()
