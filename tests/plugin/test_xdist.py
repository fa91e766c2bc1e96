"""A run with several processes: one check and one server for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.plugin.suites import JUDGED, LEFT_OUT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.plugin.suites import Suite

SLOW_PAIRS = """
    import pathlib
    import time

    import pytest

    @pytest.mark.parametrize("number", range(8))
    def test_own(parity_databases, number, worker_id):
        servers = [server.url.rpartition("/")[0] for server in parity_databases.values()]
        run = parity_databases["postgresql"].url.rpartition("/")[2][:27]
        pathlib.Path(f"seen-{number}.txt").write_text(" ".join([*servers, run, worker_id]))
        time.sleep(0.2)
"""


def test_one_check(live: Suite) -> None:
    """Processes share the items, and the migrations are walked once: on each backend one process ran env.py."""
    env = live.path / "migrations/env.py"
    env.write_text(f"import os\n\nopen(f'{live.path}/ran-{{os.getpid()}}', 'w').close()\n{env.read_text()}")
    live.run("--parity", "-n", "2").assert_outcomes(passed=JUDGED, skipped=LEFT_OUT)

    assert len(list(live.path.glob("ran-*"))) == 2


def test_one_server(live: Suite) -> None:
    """Tests in different processes use the same servers."""
    live.write("test_own.py", SLOW_PAIRS)
    live.run("-n", "2").assert_outcomes(passed=8)
    *servers, workers = zip(*(path.read_text().split() for path in live.path.glob("seen-*.txt")), strict=True)

    assert set(workers) == {"gw0", "gw1"}
    assert [len(set(server)) for server in servers] == [1, 1, 1]


def test_group(live: Suite) -> None:
    """The items are one group for `--dist loadgroup`, so that one process waits for the check, and not all."""
    live.write(
        "conftest.py",
        """
        def pytest_collection_modifyitems(items):
            assert [[mark.args for mark in item.iter_markers("xdist_group")] for item in items] == [[("parity",)]] * 2
        """,
    )

    live.run("-n", "2", "--dist", "loadgroup", "parity::sqlite").assert_outcomes(passed=2)


def test_failure(live: Suite) -> None:
    """The text of a failure, and the summary, come through."""
    live.revise("0003", "opened", 'op.add_column("store", sa.Column("opened_at", sa.DATETIME()))\n')
    result = live.run("-n", "2", "parity::postgresql::0003", "parity::rule::table-missing")

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*_ parity::postgresql::0003 _*",
            "*Revision 0003 fails on prod: *",
            "*= parity =*",
            "DIVERGED: 1 error*",
            "FAILED parity::postgresql::0003 - *",
        ]
    )


def test_crash_of_a_process(live: Suite, databases_there: Callable[[], set[str]]) -> None:
    """A process that crashes, though it started the check, takes nothing from the others, and nothing is left."""
    before = databases_there()
    live.write("test_a.py", "import os\n\ndef test_crash(parity_database): os._exit(1)")
    live.write("test_own.py", "def test_own(parity_engine): parity_engine.connect().close()")
    result = live.run("--parity", "-n", "1", "-k", "test_ or sqlite")

    result.assert_outcomes(passed=4, failed=2, deselected=0)
    assert databases_there() == before
