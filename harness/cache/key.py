"""What is known before the project runs: the tool, the task, the servers, and which revisions an entry stands for."""

from __future__ import annotations

import hashlib
import json
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import harness
from harness.cache.entries import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from harness.cache.entries import Header
    from harness.model import Revision
    from harness.project import History

FORMAT = 3
OF_NO_CONSEQUENCE = frozenset({"timeout"})
READERS = ("sqlglot",)


def key_of(tasks: Iterable[Mapping[str, Any]], servers: Iterable[str]) -> str:
    """Give what stands for this version of the tool, the tasks of the workers and the versions of the servers."""
    counting = [{name: value for name, value in task.items() if name not in OF_NO_CONSEQUENCE} for task in tasks]
    text = json.dumps([FORMAT, sys.version, tool(), counting, list(servers)], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def tool() -> list[tuple[str, int, int]]:
    """Give name, size and time of change of each of our own files, and of those that read SQL for us."""
    base = Path(harness.__file__).parent
    others = [Path(spec.origin).parent / "_version.py" for name in READERS if (spec := find_spec(name)) and spec.origin]
    files = (*sorted(base.rglob("*.py")), *(path for path in others if path.exists()))
    return [(path.name, state.st_size, state.st_mtime_ns) for path in files for state in (path.stat(),)]


def stands_for_a_beginning(header: Header, history: History) -> bool:
    """Tell whether the entry's revisions are the history's first ones, unchanged, and all others follow its last."""
    now = {revision.id: revision for revision in history.revisions}
    if any(name not in now or digest_of_revision(now[name]) != digest for name, digest in header.revisions):
        return False
    then = {name for name, _digest in header.revisions}
    rest = {name for name in now if name not in then}
    last = header.revisions[-1][0]
    if not all(_follows(now[name], {*rest, last}) for name in rest):
        return False
    return all(digest_of(path) == digest for path, digest in header.files.items())


def digest_of_revision(revision: Revision) -> str:
    """Give what stands for a revision: its file, which is named where it did something, and what is written there."""
    return f"{revision.digest} {revision.file}"


def _follows(revision: Revision, allowed: set[str]) -> bool:
    above = {*revision.parents, *revision.depends_on}
    return bool(revision.parents) and above <= allowed


def imports_of(revisions: Iterable[Revision]) -> tuple[str, ...]:
    """Give the modules that revisions import."""
    return tuple(sorted({name for revision in revisions for name in revision.imports}))
