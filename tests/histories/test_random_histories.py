"""Random histories on the real databases: what both can do gives parity, and one difference put into it is found.

`make fuzz` runs more of them, each time others; `make test` always the same few.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from harness.config import Settings
from harness.databases.postgresql.server import PostgresqlServer
from harness.pipeline import check
from tests.histories.differing import FAULTS, Fault
from tests.histories.generating import Generator

if TYPE_CHECKING:
    from harness.databases import Server
    from harness.model import Report

EXAMPLES = int(os.environ.get("PARITY_FUZZ_EXAMPLES", "0"))
ENV = Path(__file__).parent.parent / "cases" / "env.py"
REVISION = '''\
"""{number}"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "{number:04}"
down_revision = {parent}


def upgrade():
{upgrade}
'''
bounded = settings(
    max_examples=EXAMPLES or 4,
    derandomize=not EXAMPLES,
    deadline=None,
    print_blob=bool(EXAMPLES),
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink) if EXAMPLES else (Phase.generate,),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


@st.composite
def histories(draw: st.DrawFn) -> list[list[str]]:
    """Draw a history: the lines of each revision."""
    generator = Generator(draw)
    return [generator.revision() for _ in range(draw(st.integers(3, 8)))]


@st.composite
def faulty_histories(draw: st.DrawFn) -> tuple[list[list[str]], Fault, int, str]:
    """Draw a history with a difference in it, that, the number of its revision, and the last name of its table."""
    generator = Generator(draw)
    fault = draw(st.sampled_from(FAULTS))
    revisions = [generator.revision() for _ in range(draw(st.integers(1, 4)))]
    number = len(revisions)
    table = generator.make("suspect")
    revisions[-1] += [*table.made, *fault.lines(table.name)]
    revisions += [generator.revision() for _ in range(draw(st.integers(0, 3)))]
    return revisions, fault, number, table.name if fault.in_table else fault.name


def write_history(directory: Path, history: list[list[str]]) -> None:
    """Write a history into a directory."""
    versions = directory / "migrations" / "versions"
    versions.mkdir(parents=True)
    shutil.copy(ENV, versions.parent)
    for number, lines in enumerate(history, 1):
        parent = f'"{number - 1:04}"' if number > 1 else None
        upgrade = "\n".join(f"    {line}" for line in lines or ["pass"])
        text = REVISION.format(number=number, parent=parent, upgrade=upgrade)
        note(text)
        (versions / f"{number:04}.py").write_text(text)


def run(history: list[list[str]], server: Server) -> Report:
    """Check a history."""
    assert isinstance(server, PostgresqlServer)
    with tempfile.TemporaryDirectory() as directory:
        write_history(Path(directory), history)
        return check(Path(directory), Settings(postgres=server.address.url("postgres"), populate=False))


@bounded
@given(history=histories())
def test_portable_history_gives_parity(history: list[list[str]], container_server: Server) -> None:
    """What both databases can do leaves nothing to say."""
    report = run(history, container_server)

    assert [finding.message for finding in report.findings] == []
    assert [item.what for item in report.not_checked] == ["rows, and statements on them"]
    assert report.verdict == "parity"


@bounded
@given(drawn=faulty_histories())
def test_difference_is_found(drawn: tuple[list[list[str]], Fault, int, str], container_server: Server) -> None:
    """It is the only finding, on its table, at its revision."""
    history, fault, number, table = drawn

    report = run(history, container_server)

    found = [(item.rule, item.kind, item.table, item.name or item.column, item.revision) for item in report.findings]
    assert found == [(fault.rule, fault.kind, table, fault.name, f"{number:04}")]
    assert [item.what for item in report.not_checked] == ["rows, and statements on them"]
    assert report.verdict == "diverged"


@bounded
@given(drawn=faulty_histories(), last=st.integers(1, 3))
def test_check_that_starts_in_the_middle(
    drawn: tuple[list[list[str]], Fault, int, str], last: int, container_server: Server
) -> None:
    """It says what a whole one says, of the difference and of the rows, before and after the place where it starts."""
    history, *_rest = drawn
    kept = max(len(history) - last, 1)
    with tempfile.TemporaryDirectory() as directory, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", directory)
        root = Path(directory) / "project"
        assert isinstance(container_server, PostgresqlServer)
        settings = Settings(postgres=container_server.address.url("postgres"), cache="on")
        write_history(root, history)
        later = {path: path.read_text() for path in sorted((root / "migrations" / "versions").iterdir())[kept:]}
        for path in later:
            path.unlink()
        check(root, settings)
        for path, text in later.items():
            path.write_text(text)

        started, whole = check(root, settings), check(root, replace(settings, cache="off"))

    assert started.restored == kept
    assert (started.verdict, started.findings, started.not_checked) == (
        whole.verdict,
        whole.findings,
        whole.not_checked,
    )
    assert (started.compared, started.accepted) == (whole.compared, whole.accepted)
