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
    from collections.abc import Callable
    from importlib.machinery import ModuleSpec
    from types import ModuleType


def main() -> None:
    """Load the worker, put the clock around its reading, and let it do its work."""
    begun = time.time()
    bootstrap, directory = os.environ["BENCHMARK_BOOTSTRAP"], os.environ["BENCHMARK_DIRECTORY"]
    sys.path[:] = [entry for entry in sys.path if entry != os.path.dirname(os.path.abspath(__file__))]
    spec = importlib.util.spec_from_file_location("_parity_bootstrap", bootstrap)
    if spec is None or spec.loader is None:
        raise ImportError(bootstrap)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    clock: dict[str, Any] = {"begun": begun, "loaded": None, "looked": 0.0, "finished": None}
    sys.meta_path.insert(0, Watcher(clock, os.path.join(directory, f"{os.getpid()}.json")))
    module.load_worker()


class Loader(Abstract):
    """Loads a module as the loader that knows it does, and puts the clock into it."""

    def __init__(self, loader: Abstract, wrap: Callable[[Any], None]) -> None:
        self.loader, self.wrap = loader, wrap

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Leave it to the other one."""
        return self.loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Load, then wrap."""
        self.loader.exec_module(module)
        self.wrap(module)


class Watcher:
    """Finds the modules as the others do, and puts the clock in when one of them is wanted."""

    def __init__(self, clock: dict[str, Any], path: str) -> None:
        self.clock, self.path = clock, path

    def find_spec(self, name: str, path: Any, target: Any = None) -> ModuleSpec | None:
        """Wrap what the two modules have, as soon as they are loaded."""
        wrap = {"_parity_worker.environment": self.around_looks, "_parity_worker.channel": self.around_events}.get(name)
        if wrap is None:
            return None
        finders = [finder for finder in sys.meta_path if finder is not self]
        spec = next(filter(None, (finder.find_spec(name, path, target) for finder in finders)), None)
        if spec is not None and spec.loader is not None:
            spec.loader = Loader(spec.loader, wrap)
        return spec

    def around_looks(self, module: Any) -> None:
        """Add up the seconds of reading; `looked` stays None where there is nothing of that name."""
        look = getattr(getattr(module, "Walk", None), "_look", None)
        if look is None:
            self.clock["looked"] = None
            return

        def looked(*arguments: Any, **keywords: Any) -> Any:
            begun = time.perf_counter()
            try:
                return look(*arguments, **keywords)
            finally:
                self.clock["looked"] += time.perf_counter() - begun

        module.Walk._look = looked

    def around_events(self, module: Any) -> None:
        """Note when the first revision starts; at the end of the first walk write down what the clock says."""
        send = module.Channel.send

        def sent(channel: Any, event: str, **values: Any) -> Any:
            if event == "started" and self.clock["loaded"] is None:
                self.clock["loaded"] = time.time()
            elif event == "finished" and self.clock["finished"] is None:
                self.clock["finished"] = time.time()
                with open(self.path, "w", encoding="utf-8") as file:
                    json.dump(self.clock, file)
            return send(channel, event, **values)

        module.Channel.send = sent


if __name__ == "__main__":
    main()
