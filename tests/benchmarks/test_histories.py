"""The histories that are made for measuring."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.config import Config

from benchmarks.generate import generate_project
from benchmarks.subjects import subject_for

if TYPE_CHECKING:
    from pathlib import Path


def migrated(project: Path) -> dict[str, int]:
    """Run a history on SQLite, and give the number of columns of each table."""
    command.upgrade(Config(str(project / "alembic.ini")), "heads")
    with closing(sqlite3.connect(project / "app.db")) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: len(connection.execute(f'PRAGMA table_info("{name}")').fetchall())
            for name in names
            if name != "alembic_version"
        }


def test_deep_history_keeps_the_size_of_its_schema(tmp_path: Path) -> None:
    """Its changes are taken back: after four times as many revisions no table is much wider."""
    short, long = tmp_path / "short", tmp_path / "long"
    generate_project(short, revisions=40, tables=6, seed=1, steady=True)
    generate_project(long, revisions=160, tables=6, seed=1, steady=True)

    columns = [migrated(project) for project in (short, long)]

    assert [len(tables) for tables in columns] == [6, 6]
    assert sum(columns[1].values()) <= sum(columns[0].values()) + 2 * 6


def test_same_seed_gives_the_same_history(tmp_path: Path) -> None:
    """Two runs of the benchmark measure the same files."""
    texts = []
    for name in ("one", "other"):
        generate_project(tmp_path / name, revisions=30, tables=4, seed=1, steady=True)
        files = sorted((tmp_path / name / "migrations" / "versions").glob("*.py"))
        texts.append([(file.name, file.read_text()) for file in files])

    assert texts[0] == texts[1]


def test_last_revision_of_a_generated_history_can_be_taken_away(tmp_path: Path) -> None:
    """What remains is a history whose last revision is the one before."""
    subject = subject_for("deep-20", tmp_path)
    assert subject.last is not None

    subject.last.unlink()

    assert len(list((subject.root / "migrations" / "versions").glob("*.py"))) == 19
    assert migrated(subject.root)


def test_subject_of_no_known_name_is_refused(tmp_path: Path) -> None:
    """The message lists those that there are."""
    with pytest.raises(ValueError, match="subject") as raised:
        subject_for("deep", tmp_path)

    assert str(raised.value) == (
        "there is no subject 'deep': there are sample, 50, 200, 1000, wide, deep-50, deep-1000, "
        "and other numbers of revisions"
    )
