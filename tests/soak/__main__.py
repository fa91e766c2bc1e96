"""Many checks at once and checks killed at any moment, over and over: same results, and nothing is left behind.

`make soak` runs it; ROUNDS says how often. It is no part of `make test`.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.soak.killing import kill_at_every_phase
from tests.soak.together import plugin_on_four_workers, together, without_new_kept_servers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias

    Part: TypeAlias = Callable[[Path, int], Iterable[str]]


def main() -> int:
    """Run the rounds; give 1 when anything was wrong."""
    options = argparse.ArgumentParser(prog="make soak", description=__doc__)
    options.add_argument("--rounds", type=int, default=20, help="how often each is done")
    options.add_argument("--postgres", default="auto", help="the server of the checks without --keep-server")
    options.add_argument("--seed", type=int, default=1, help="of the moments at which is killed")
    given = options.parse_args()
    parts: dict[str, Part] = {
        "four checks at once": partial(together, given.postgres),
        "four checks on a kept server": partial(together, "container", keep=True),
        "pytest -n 4 --parity": partial(plugin_on_four_workers, given.postgres),
        "killed at any moment": partial(kill_at_every_phase, given.postgres),
    }
    with without_new_kept_servers(), tempfile.TemporaryDirectory(prefix="soak-cache-") as cache:
        os.environ["XDG_CACHE_HOME"] = cache
        return _run(parts, given.rounds, given.seed)


def _run(parts: dict[str, Part], rounds: int, seed: int) -> int:
    failures = 0
    for name, part in parts.items():
        wrong = []
        for number in range(rounds):
            with tempfile.TemporaryDirectory(prefix="soak-") as place:
                wrong += [f"round {number + 1}: {trouble}" for trouble in part(Path(place), seed * 1000 + number)]
        failures += len(wrong)
        sys.stdout.write("\n  ".join([f"{name}: {rounds} rounds, {len(wrong)} wrong", *wrong]) + "\n")
        sys.stdout.flush()
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
