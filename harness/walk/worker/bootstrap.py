"""Start the worker under a private package name: its modules and the tool's packages never meet the project's."""

from __future__ import annotations

import importlib.util
import os
import sys


def load_worker() -> None:
    """Import the folder of this file as the package `_parity_worker` and run its main function."""
    folder = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or os.curdir) != folder]
    spec = importlib.util.spec_from_file_location(
        "_parity_worker", os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
    )
    if spec is None or spec.loader is None:
        raise ImportError(folder)
    package = importlib.util.module_from_spec(spec)
    sys.modules["_parity_worker"] = package
    spec.loader.exec_module(package)
    importlib.import_module("_parity_worker.main").main()


if __name__ == "__main__":
    load_worker()
