"""Two checks of one history give the same report, byte for byte but for the seconds, wherever they run."""

from __future__ import annotations

import os
import re
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.cli.projects import write_project
from tests.cli.running import nothing, parity

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TABLES = """\
for n in range(6):
    op.create_table(
        f"t{n}", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("a", sa.String(20), server_default="x"),
        sa.Column("b", sa.Enum("p", "q", "r", name=f"e{n}")), sa.Column("c", sa.DateTime()),
        sa.Column("d", sa.Numeric(10, 2)), sa.Column("e", sa.Boolean()), sa.Column("f", sa.JSON()),
        sa.CheckConstraint("length(a) > 1"), sa.UniqueConstraint("a"))
    op.create_index(f"ix{n}", f"t{n}", ["a", "c"])"""
DIFFERENCES = """\
if op.get_bind().dialect.name == "postgresql":
    for n in range(5):
        op.alter_column(f"t{n}", "a", nullable=False, existing_type=sa.String(20))
        op.add_column(f"t{n}", sa.Column(f"z{n}", sa.Integer()))
        op.drop_index(f"ix{n}", table_name=f"t{n}")
    op.execute("DELETE FROM t2")
op.execute("UPDATE t1 SET d = 3.14159")"""
SECONDS = re.compile(r'"seconds": \{[^}]*\}')
SURROUNDINGS: dict[str, tuple[dict[str, str], Callable[[], object]]] = {
    "the same": ({"PYTHONHASHSEED": "0"}, nothing),
    "order of hashes": ({"PYTHONHASHSEED": "12345"}, nothing),
    "plain locale": ({"PYTHONHASHSEED": "1", "LC_ALL": "C"}, nothing),
    "locale that is not there": ({"PYTHONHASHSEED": "2", "LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE"}, nothing),
    "time zone far east": ({"PYTHONHASHSEED": "3", "TZ": "Pacific/Kiritimati"}, nothing),
    "time zone far west": ({"PYTHONHASHSEED": "4", "TZ": "Etc/GMT+12"}, nothing),
    "terminal": ({"PYTHONHASHSEED": "5", "COLUMNS": "40", "FORCE_COLOR": "1"}, nothing),
    "no permissions by default": ({"PYTHONHASHSEED": "6"}, partial(os.umask, 0o077)),
    "all permissions by default": ({"PYTHONHASHSEED": "7"}, partial(os.umask, 0)),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a history with many findings, of names, schemas and rows."""
    return write_project(tmp_path_factory.mktemp("shop"), TABLES, DIFFERENCES)


def report(project: Path, postgres: str, before: Callable[[], object], environment: dict[str, str]) -> str:
    """Give the report as JSON, without its seconds."""
    arguments = ("check", "--postgres", postgres, "--downgrade", "--format", "json")
    ended = parity(project, *arguments, before=before, **environment)
    assert (ended.status, ended.err) == (1, "")
    return SECONDS.sub('"seconds": {}', ended.out)


@pytest.fixture(scope="module")
def first(project: Path, postgres: str) -> str:
    """Give the report of an ordinary run."""
    return report(project, postgres, nothing, {"PYTHONHASHSEED": "0"})


@pytest.mark.parametrize("case", SURROUNDINGS)
def test_report_is_the_same(project: Path, postgres: str, first: str, case: str) -> None:
    """Whatever changes around it."""
    environment, before = SURROUNDINGS[case]

    assert report(project, postgres, before, environment).splitlines() == first.splitlines()


def test_report_is_not_empty(first: str) -> None:
    """There is something to be in the same order."""
    assert first.count('"rule": ') > 15
