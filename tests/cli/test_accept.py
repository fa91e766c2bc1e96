"""`parity accept`: what a project lives with is written down for review, and counts no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.projects import DIFFERENT, SAME, write_project
from tests.cli.running import contents, limited, parity, without_power

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.container

SMALL = 40_000
REASON = ("--reason", "Production alone requires it.")


def test_accepted_difference_lets_the_check_pass(tmp_path: Path, postgres: str) -> None:
    """The file names the object and the reason, and the verdict counts it."""
    write_project(tmp_path, SAME, DIFFERENT)

    ended = parity(tmp_path, "accept", ".", "--postgres", postgres, *REASON)

    assert ended.status == 0
    assert ended.out == (
        "accepted: nullable-differs of items.label\n1 difference accepted: see parity-accepted.toml.\n"
    )
    entry = (tmp_path / "parity-accepted.toml").read_text("utf-8")
    assert 'rule = "nullable-differs"' in entry
    assert 'reason = "Production alone requires it."' in entry
    again = parity(tmp_path, "check", ".", "--postgres", postgres, "--no-rows")
    assert again.status == 0
    words = " ".join(again.out.split())
    assert "but for 1 accepted difference" in words
    assert "Accepted: nullable-differs of items.label (parity-accepted.toml:3): Production alone requires it." in words


def test_nothing_to_accept(tmp_path: Path, postgres: str) -> None:
    """No file is made."""
    write_project(tmp_path, SAME)

    ended = parity(tmp_path, "accept", ".", "--postgres", postgres, *REASON)

    assert (ended.status, ended.out) == (0, "0 differences accepted.\n")
    assert not (tmp_path / "parity-accepted.toml").exists()


def test_revision_that_fails_cannot_be_accepted(tmp_path: Path, postgres: str) -> None:
    """It is told, and nothing is written."""
    write_project(tmp_path, SAME, 'op.execute("nonsense")')

    ended = parity(tmp_path, "accept", ".", "--postgres", postgres, *REASON)

    assert "not accepted, as it must be mended: migration-error: " in ended.out
    assert ended.out.endswith("\n0 differences accepted.\n")
    assert not (tmp_path / "parity-accepted.toml").exists()


def test_entry_that_fits_nothing_fails_the_check(tmp_path: Path, postgres: str) -> None:
    """It is an error with the line of the entry."""
    write_project(tmp_path, SAME)
    (tmp_path / "parity-accepted.toml").write_text(
        '[[accepted]]\nrule = "type-differs"\ntable = "items"\nreason = "Old."\n', encoding="utf-8"
    )

    ended = parity(tmp_path, "check", ".", "--postgres", postgres, "-q")

    assert ended.status == 1
    assert (
        "parity-accepted.toml:1: error: acceptance-not-valid: "
        "The entry in parity-accepted.toml:1 accepts type-differs of items, which does not occur." in ended.out
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Missing option '--reason'."),
        (("--reason", " "), "--reason must say why."),
        ((*REASON, "--expires", "2020-01-01"), "--expires 2020-01-01 is in the past."),
    ],
)
def test_reason_and_day_are_checked_first(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    """Nothing runs before they are right."""
    ended = parity(tmp_path, "accept", ".", *arguments)

    assert ended.status == 2
    assert message in ended.err


def test_since_judges_only_newer_revisions(tmp_path: Path, postgres: str) -> None:
    """What is older is counted under what was not checked."""
    write_project(tmp_path, SAME, DIFFERENT, 'op.execute("SELECT 1")')

    ended = parity(tmp_path, "check", ".", "--postgres", postgres, "--no-rows", "--since", "0002")

    assert ended.status == 0
    assert "1 difference of revision 0002 and those before it: only newer revisions are judged" in " ".join(
        ended.out.split()
    )


def test_since_must_be_a_revision(tmp_path: Path) -> None:
    """The nearest one is offered, before anything runs."""
    write_project(tmp_path, SAME)

    ended = parity(tmp_path, "check", ".", "--since", "0O01")

    assert ended.status == 2
    assert "There is no revision '0O01' to judge from" in ended.err
    assert "Did you mean '0001'?" in ended.err


def test_file_that_may_not_be_written(tmp_path: Path, postgres: str) -> None:
    """It is told, and nothing was accepted."""
    write_project(tmp_path, SAME, DIFFERENT)
    tmp_path.chmod(0o555)

    ended = parity(tmp_path, "accept", ".", "--postgres", postgres, *REASON, before=without_power)

    tmp_path.chmod(0o755)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == (
        "parity: parity-accepted.toml cannot be written\n"
        "  why: Permission denied\n"
        "  next: Let the user who runs parity accept write there; nothing was accepted.\n"
    )


def test_file_that_does_not_fit(tmp_path: Path, postgres: str) -> None:
    """What was accepted before stays, and no entry stands there by half."""
    write_project(tmp_path, SAME, DIFFERENT)
    (tmp_path / "parity-accepted.toml").write_text("# " + "x" * (SMALL - 10) + "\n")
    before = contents(tmp_path)

    ended = parity(tmp_path, "accept", ".", "--postgres", postgres, *REASON, before=limited(SMALL))

    assert (ended.status, ended.out) == (2, "")
    assert ended.err == (
        "parity: parity-accepted.toml cannot be written\n"
        "  why: File too large\n"
        "  next: Let the user who runs parity accept write there; nothing was accepted.\n"
    )
    assert contents(tmp_path) == before
