"""Nothing outlives a run, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.databases.kinds import ENOUGH_SECONDS, soon

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.plugin.suites import Suite

TELLING = """
    import pathlib
    import time

    from sqlalchemy import make_url

    def test_own(_parity_keeper, parity_databases, parity_database):
        folder = pathlib.Path(make_url(parity_databases["sqlite"].url).database).parent
        pathlib.Path("places.txt").write_text(f"{_parity_keeper.directory.parent} {folder}")
        pathlib.Path("up").touch()
        time.sleep(SECONDS)
"""

LINGERING_ENV = """\
import pathlib
import time

pathlib.Path("up").touch()
time.sleep(600)
# alembic
"""


def places(suite: Suite) -> set[str]:
    """Give the directories that the run used and that are still there."""
    return {place for place in (suite.path / "places.txt").read_text().split() if Path(place).exists()}


def started(suite: Suite, *arguments: str) -> subprocess.Popen[bytes]:
    """Start pytest, and give it as soon as it is in the middle of its work."""
    command = [sys.executable, "-m", "pytest", "--parity-postgres", suite.url, *arguments]
    process: subprocess.Popen[bytes] = suite.pytester.popen(command, stdin=subprocess.DEVNULL)
    assert soon((suite.path / "up").exists)
    return process


def test_end(live: Suite, databases_there: Callable[[], set[str]]) -> None:
    """An ordinary run removes its databases and directories before it ends."""
    before = databases_there()
    live.write("test_own.py", TELLING.replace("SECONDS", "0"))
    live.run().assert_outcomes(passed=2)

    assert places(live) == set()
    assert databases_there() == before


def test_interruption(live: Suite, databases_there: Callable[[], set[str]]) -> None:
    """So does one that is ended with Ctrl-C."""
    before = databases_there()
    live.write("test_own.py", TELLING.replace("SECONDS", "600"))
    process = started(live)
    assert databases_there() > before
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=ENOUGH_SECONDS)

    assert process.returncode == pytest.ExitCode.INTERRUPTED
    assert places(live) == set()
    assert databases_there() == before


def test_interruption_of_the_check(live: Suite, databases_there: Callable[[], set[str]]) -> None:
    """The check is broken off, and what it made is removed."""
    before = databases_there()
    live.write("migrations/env.py", LINGERING_ENV)
    process = started(live, "--parity")
    assert databases_there() > before
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=ENOUGH_SECONDS)

    assert process.returncode == pytest.ExitCode.INTERRUPTED
    assert databases_there() == before


def test_kill(live: Suite, databases_there: Callable[[], set[str]]) -> None:
    """What a killed run leaves is removed soon after."""
    before = databases_there()
    live.write("test_own.py", TELLING.replace("SECONDS", "600"))
    process = started(live)
    assert databases_there() > before
    process.kill()
    process.communicate(timeout=ENOUGH_SECONDS)

    assert soon(lambda: places(live) == set())
    assert soon(lambda: databases_there() == before)


def test_kill_of_every_process(live: Suite, databases_there: Callable[[], set[str]]) -> None:
    """Where nobody is left to tidy up, the next run does."""
    before = databases_there()
    live.write("test_own.py", TELLING.replace("SECONDS", "600"))
    process = started(live)
    directory = Path((live.path / "places.txt").read_text().split()[0])
    (keeper,) = [link.parent for link in Path("/proc").glob("[0-9]*/cwd") if below(link, directory)]
    with_watchdog = [*(keeper / "task" / keeper.name / "children").read_text().split(), keeper.name]
    assert len(with_watchdog) > 1
    for number in with_watchdog:
        os.kill(int(number), signal.SIGKILL)
    process.kill()
    process.communicate(timeout=ENOUGH_SECONDS)
    left = places(live)
    assert str(directory) in left

    live.write("test_own.py", TELLING.replace("SECONDS", "0"))
    live.run().assert_outcomes(passed=2)

    assert {place for place in left if Path(place).exists()} == set()
    assert soon(lambda: databases_there() == before)


def below(link: Path, directory: Path) -> bool:
    """Tell whether a process works in a directory."""
    try:
        return link.readlink().is_relative_to(directory)
    except OSError:
        return False


def test_kill_of_the_process_that_checks(live: Suite, databases_there: Callable[[], set[str]]) -> None:
    """Tests that need it say that it is gone, the others run on, and nothing is left."""
    before = databases_there()
    live.write(
        "test_own.py",
        """
        import os
        import pathlib
        import signal

        def test_kill(_parity_keeper):
            for cwd in pathlib.Path("/proc").glob("[0-9]*/cwd"):
                try:
                    found = cwd.readlink() == _parity_keeper.directory
                except OSError:
                    continue
                if found:
                    os.kill(int(cwd.parent.name), signal.SIGKILL)

        def test_stored(parity_database): pass

        def test_other(): pass
        """,
    )
    result = live.run()

    result.assert_outcomes(passed=2, errors=2)
    result.stdout.fnmatch_lines(
        [
            "The process that checks the migrations is gone",
            "  why: it left no message",
            "  next: Run the tests again; when it repeats, see whether `parity check` works.",
        ],
        consecutive=True,
    )
    assert soon(lambda: databases_there() == before)
