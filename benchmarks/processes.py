"""Run a process to its end, and give its seconds or the peak memory of its tree."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import time
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

NOT_RUN = "not-run"
"""The verdict of a check that did not run to its end."""
BETWEEN_LOOKS = 0.02
"""Seconds between two looks at the memory of a tree of processes."""


class BenchmarkError(Exception):
    """A measured process failed, or did not do what it is for: the message says which and how, `why` in short."""

    why = "plain Alembic or the check fails on it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Peak memory in bytes: that of all processes of a tree at one moment, and what its largest process has resident.

    In the tree, pages that processes share (the interpreter, libraries) count once where the system tells (Linux).
    """

    tree: int
    largest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A process that has ended: how long it took, what it printed, and its memory where that was watched."""

    command: tuple[str, ...]
    status: int
    seconds: float
    output: str
    errors: str
    memory: Memory | None = None

    def verdict(self) -> str:
        """Give the verdict of a check. Raises BenchmarkError when it printed no report, or one that says "not-run".

        A crash of Python ends with 1, as a check with findings does: only a report proves that it ran.
        """
        try:
            verdict = str(json.loads(self.output)["verdict"])
        except ValueError:
            verdict = NOT_RUN
        if verdict == NOT_RUN:
            raise self.failure()
        return verdict

    def failure(self) -> BenchmarkError:
        """Give the error that says how the process failed; words that may hold a password are left out."""
        shown = " ".join(word for word in self.command if "://" not in word)
        return BenchmarkError(f"{shown}\nended with {self.status}:\n{(self.output + self.errors).strip()}")


def run(command: Sequence[str], directory: Path, variables: Mapping[str, str], *, watch_memory: bool = False) -> Ended:
    """Run a command in a directory, with these variables besides those of this process.

    `watch_memory` samples the memory of its tree of processes, which costs time: its seconds do not count.
    """
    kept = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, **variables}  # the first round compiles what the others load
    with TemporaryFile("w+", encoding="utf-8") as output, TemporaryFile("w+", encoding="utf-8") as errors:
        begun = time.perf_counter()
        process = subprocess.Popen(command, cwd=directory, env=environment, stdout=output, stderr=errors)
        memory = _watched(process) if watch_memory else None
        status = process.wait()
        seconds = time.perf_counter() - begun
        for stream in (output, errors):
            stream.seek(0)
        return Ended(
            command=tuple(command),
            status=status,
            seconds=seconds,
            output=output.read(),
            errors=errors.read(),
            memory=memory,
        )


def _watched(process: subprocess.Popen[bytes]) -> Memory:
    """Look at the memory of the tree again and again until its root has ended."""
    import psutil  # noqa: PLC0415 - of the extra `bench`: the other measures need nothing

    root = psutil.Process(process.pid)
    tree = largest = 0
    while process.poll() is None:
        shares, sizes = [], []
        with contextlib.suppress(psutil.NoSuchProcess):
            for one in (root, *root.children(recursive=True)):
                with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                    found = one.memory_full_info()
                    sizes.append(found.rss)
                    shares.append(getattr(found, "pss", found.rss))
        tree, largest = max(tree, sum(shares)), max(largest, *sizes, 0)
        time.sleep(BETWEEN_LOOKS)
    return Memory(tree=tree, largest=largest)
