"""A worker of the check that tells how long it read schemas: the tool's own one, with a clock around a function.

Started in the place of harness/walk/worker/bootstrap.py by clocked_check.py, in the project's interpreter. What it
looks for may be gone in another version of the tool: then nothing is told, and nothing else changes.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import sys
import time
from importlib.abc import Loader as Abstract
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from importlib.machinery import ModuleSpec
    from types import ModuleType


class Loader(Abstract):
    """Loads a module as the loader that knows it does, and changes it then."""

    def __init__(self, loader: Abstract, change: Callable[[Any], None]) -> None:
        self.loader, self.change = loader, change

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Leave it to the other one."""
        return self.loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Load, then change."""
        self.loader.exec_module(module)
        self.change(module)


class Watcher:
    """Finds modules as the others do, and lets some be changed as soon as they are loaded: none is loaded earlier."""

    def __init__(self, changes: Mapping[str, Callable[[Any], None]]) -> None:
        self.changes = changes

    def find_spec(self, name: str, path: Any, target: Any = None) -> ModuleSpec | None:
        """Give the specification of a module that is to be changed; the other finders know the rest."""
        change = self.changes.get(name)
        if change is None:
            return None
        finders = [finder for finder in sys.meta_path if finder is not self]
        spec = next(filter(None, (finder.find_spec(name, path, target) for finder in finders)), None)
        if spec is not None and spec.loader is not None:
            spec.loader = Loader(spec.loader, change)
        return spec


class WorkerClock:
    """What a worker's clock says: seconds since the epoch, and those of all reading; None for what it did not see."""

    def __init__(self, directory: str) -> None:
        self.directory = directory
        self.says: dict[str, float | None] = {"begun": time.time(), "loaded": None, "looked": None, "finished": None}

    def around_looks(self, module: Any) -> None:
        """Add up the seconds of reading."""
        look = getattr(module, "look", None)
        if look is None:
            return
        self.says["looked"] = 0.0

        def looked(*arguments: Any, **keywords: Any) -> Any:
            begun = time.perf_counter()
            try:
                return look(*arguments, **keywords)
            finally:
                self.says["looked"] = (self.says["looked"] or 0.0) + time.perf_counter() - begun

        module.look = looked

    def around_events(self, module: Any) -> None:
        """Note when the first revision starts; at the end of the first walk write down what the clock says."""
        send = module.Channel.send

        def sent(channel: Any, event: str, **values: Any) -> Any:
            if event == "started" and self.says["loaded"] is None:
                self.says["loaded"] = time.time()
            elif event == "finished" and self.says["finished"] is None:
                self.says["finished"] = time.time()
                path = os.path.join(self.directory, f"{os.getpid()}.json")  # of each process that is forked
                with open(path, "w", encoding="utf-8") as file:
                    json.dump(self.says, file)
            return send(channel, event, **values)

        module.Channel.send = sent


def main() -> None:
    """Load the worker, with the clock around two of its functions, and let it do its work."""
    bootstrap, directory = os.environ["BENCHMARK_BOOTSTRAP"], os.environ["BENCHMARK_DIRECTORY"]
    clock = WorkerClock(directory)
    sys.path[:] = [entry for entry in sys.path if entry != os.path.dirname(os.path.abspath(__file__))]
    spec = importlib.util.spec_from_file_location("_parity_bootstrap", bootstrap)
    if spec is None or spec.loader is None:
        raise ImportError(bootstrap)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    changes = {"_parity_worker.environment": clock.around_looks, "_parity_worker.channel": clock.around_events}
    sys.meta_path.insert(0, Watcher(changes))
    module.load_worker()


if __name__ == "__main__":
    main()
