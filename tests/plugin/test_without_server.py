"""What happens where no PostgreSQL server can be had, and where the check cannot run at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.plugin.suites import Suite

TEXT = (
    "No Docker engine answers",
    "  why: {socket}: No such file or directory",
    "  next: Start Docker, or set DOCKER_HOST, or use another server: --parity-postgres embedded",
)


@pytest.fixture(autouse=True)
def socket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Have no Docker engine answer; give where it is looked for."""
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/docker.sock")
    return f"unix://{tmp_path}/docker.sock"


def test_items_are_skipped(suite: Suite, socket: str) -> None:
    """On a developer's machine the items are skipped, with the reason and what helps."""
    result = suite.run("parity::sqlite", "-rs")

    result.assert_outcomes(skipped=2)
    reason = (
        f"No Docker engine answers ({socket}: No such file or directory)."
        " Start Docker, or set DOCKER_HOST, or use another server: --parity-postgres embedded"
    )
    result.stdout.fnmatch_lines([f"SKIPPED * {reason}"])


def test_tests_with_a_database_are_skipped(suite: Suite) -> None:
    """So are the tests that use our fixtures; the others run."""
    suite.write("test_own.py", "def test_own(): pass\ndef test_stored(parity_database): pass\n")

    suite.run().assert_outcomes(passed=1, skipped=2)


@pytest.mark.parametrize(
    ("how", "reason"),
    [("CI", "CI is set"), ("option", "--parity-require is given"), ("ini", "--parity-require is given")],
)
def test_required(suite: Suite, socket: str, monkeypatch: pytest.MonkeyPatch, how: str, reason: str) -> None:
    """In CI, and with `--parity-require` or `parity_require`, the same is a failure."""
    if how == "CI":
        monkeypatch.setenv("CI", "true")
    if how == "ini":
        suite.write("pytest.ini", "[pytest]\nparity_require = true\n")
    result = suite.run("parity::sqlite::0001", *(["--parity-require"] if how == "option" else []))

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*_ parity::sqlite::0001 _*",
            *(line.format(socket=socket) for line in TEXT),
            f"  This fails, and is not skipped, because {reason}.",
        ],
        consecutive=True,
    )


def test_last_failed(suite: Suite) -> None:
    """`--lf` runs the items that failed, beside the tests that failed."""
    suite.write("test_own.py", "def test_own(): assert False\ndef test_good(): pass\n")
    suite.run("test_own.py", "parity::sqlite::0001", "--parity-require").assert_outcomes(passed=1, failed=2)

    suite.run("--parity", "--lf", "--parity-require").assert_outcomes(failed=2)


def test_settings_that_are_wrong(suite: Suite) -> None:
    """A setting that does not exist is an error of collection."""
    suite.write("pyproject.toml", "[tool.migration-parity]\npostgre = 'auto'\n")
    result = suite.run("--parity")

    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["*nknown setting 'postgre' in [[]tool.migration-parity[]] of pyproject.toml"])
