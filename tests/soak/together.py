"""Four at once on one machine, each as if it were alone."""

from __future__ import annotations

import re
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from harness.databases.postgresql import engine
from harness.databases.postgresql.kept import all_kept
from tests.cli.projects import DIFFERENT, SAME, write_project
from tests.cli.running import Running, settled
from tests.soak.leftovers import leftovers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harness.databases.postgresql.kept import Kept

FOUR = 4
SECONDS = re.compile(r'"seconds": \{[^}]*\}')
COUNTS = re.compile(r"(\d+ (?:passed|failed|skipped)[^=\n]*?) in ")
PYTEST = "import sys, pytest; sys.exit(pytest.main(sys.argv[1:]))"


def together(postgres: str, place: Path, _seed: int, *, keep: bool = False) -> Iterator[str]:
    """Start four checks of one history; tell what differs between them, and what they leave."""
    directory = write_project(place, SAME, DIFFERENT)
    arguments = ("check", "--format", "json", "--postgres", postgres, *(["--keep-server"] if keep else []))
    runs = [Running(directory, *arguments) for _ in range(FOUR)]
    ended = [running.end() for running in runs]
    if {one.status for one in ended} != {1}:
        yield f"exit statuses {[one.status for one in ended]}: {[one.err[-500:] for one in ended if one.status != 1]}"
    if len({SECONDS.sub("", settled(one.out, directory)) for one in ended}) > 1:
        yield "the reports differ"
    yield from leftovers(runs, postgres, server_stays=keep)


@contextmanager
def without_new_kept_servers() -> Iterator[None]:
    """Remove the kept servers that were made meanwhile."""
    before = {kept.name for kept in _kept()}
    try:
        yield
    finally:
        with closing(engine.connect()) as client:
            for name in {kept.name for kept in all_kept(client)} - before:
                client.api.remove_container(name, force=True, v=True)


def _kept() -> list[Kept]:
    with closing(engine.connect()) as client:
        return all_kept(client)


def plugin_on_four_workers(postgres: str, place: Path, _seed: int) -> Iterator[str]:
    """Run the plugin's items on four workers of xdist; tell when not all of them pass, and what they leave."""
    directory = write_project(place, SAME)
    arguments = ("-q", "-n", "4", "-p", "no:cacheprovider", "--parity", "--parity-postgres", postgres)
    running = Running(directory, *arguments, program=PYTEST)
    ended = running.end()
    counts = COUNTS.findall(ended.out)
    if ended.status != 0 or not counts or "failed" in counts[-1]:
        yield f"pytest ended with {ended.status}: {ended.out[-800:]}{ended.err[-500:]}"
    yield from leftovers([running], postgres)
