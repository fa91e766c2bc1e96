"""Copied into a project: run every file of a folder as env.py would, and note what came of it."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

HERE = Path(__file__).parent


def attempt_all(url: str) -> None:
    """Run each attempt on a database named after it; what it says or raises goes into a file for the test.

    `url` is what Alembic's config holds: the address that the project is meant to use.
    """
    backend = url.partition(":")[0].partition("+")[0]
    production = {**json.loads((HERE / "production.json").read_text(encoding="utf-8")), "url": url, "backend": backend}
    outcomes = {}
    for file in sorted((HERE / "attempts").glob("*.py")):
        attempt = runpy.run_path(str(file))["attempt"]
        try:
            outcomes[file.stem] = f"returned {attempt({**production, 'database': file.stem})}"
        except Exception as error:  # noqa: BLE001 - whatever a driver makes of the refusal
            outcomes[file.stem] = f"{type(error).__name__}: {error}"
    (HERE / f"outcomes_{backend}.json").write_text(json.dumps(outcomes), encoding="utf-8")
