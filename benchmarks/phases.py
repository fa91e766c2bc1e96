"""Where the time of a check goes: one check more, with a clock around its stages (see clocked_check.py)."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benchmarks.measures import check_command
from benchmarks.processes import run
from benchmarks.subjects import REPOSITORY

if TYPE_CHECKING:
    from benchmarks.subjects import Subject
    from harness.databases import Server

PHASES = {
    "start": "starting the workers, asking the server that runs, making the databases",
    "import": "Python, the tool, the settings, the history's files; what is left of the workers' imports after that",
    "walk": "the revisions, on both databases at once",
    "snapshot": "reading the schema after each revision",
    "one go": "the walk of production in one go, where that may end otherwise",
    "rows": "the walks with rows, and the comparison of what they hold",
    "compare": "the comparison of the schemas, with the databases' answers and the models",
    "report": "the findings, and the report as JSON",
    "rest": "dropping the databases, ending the processes",
}
"""What each phase holds, in the order of the page. Of the first two workers the one counts that ended last."""
SIDES = 2


def phases_of(subject: Subject, server: Server) -> dict[str, float]:
    """Give the seconds of each phase; `snapshot` is left out, and part of `walk`, where it cannot be told apart."""
    with TemporaryDirectory(prefix="parity-benchmark-") as directory:
        command = check_command(subject, server, module="benchmarks.clocked_check")
        paths = (str(REPOSITORY), subject.check_environment.get("PYTHONPATH"), os.environ.get("PYTHONPATH"))
        variables = {
            **subject.check_environment,
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            "BENCHMARK_DIRECTORY": directory,
            "BENCHMARK_BEGUN": repr(time.time()),
        }
        ended = run(command, subject.where, variables)
        ended.verdict()
        document = json.loads((Path(directory) / "check.json").read_text("utf-8"))
        workers = [json.loads(file.read_text("utf-8")) for file in Path(directory).glob("[0-9]*.json")]
    phases = {name: float(document["seconds"].get(name, 0.0)) for name in PHASES if name != "snapshot"}
    phases["rest"] += max(0.0, ended.seconds - sum(phases.values()))
    first = sorted((one for one in workers if one["loaded"]), key=lambda one: float(one["begun"]))[:SIDES]
    if first:
        slowest = max(first, key=lambda one: float(one["finished"]))
        phases.update(_apart(phases, slowest, document["walking_since"] or slowest["begun"]))
    return {name: phases[name] for name in PHASES if name in phases}


def _apart(phases: dict[str, float], slowest: dict[str, Any], since: float) -> dict[str, float]:
    """Divide the time in which the check waits for the walk by what the slowest worker did meanwhile."""
    loading = min(phases["walk"], max(0.0, float(slowest["loaded"]) - since))
    found = {"import": phases["import"] + loading, "walk": phases["walk"] - loading}
    if slowest["looked"] is not None:
        found["snapshot"] = min(found["walk"], float(slowest["looked"]))
        found["walk"] -= found["snapshot"]
    return found
