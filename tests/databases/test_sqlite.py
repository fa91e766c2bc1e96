"""What is special about SQLite's files."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from harness.databases import ServerSettings, sqlite
from harness.errors import ServerError


def test_given_directory_is_taken(tmp_path: Path) -> None:
    """The setting decides where files go."""
    with sqlite.BACKEND.start(ServerSettings(directory=tmp_path)) as server:
        assert server.create().url.startswith(f"sqlite:///{tmp_path}/parity-")

    assert list(tmp_path.iterdir()) == []


def test_clone_has_what_is_still_in_the_log() -> None:
    """A database in WAL mode keeps its last rows beside the file while somebody is connected."""
    with sqlite.BACKEND.start(ServerSettings()) as server:
        source = server.create()
        with closing(sqlite3.connect(source.url.removeprefix("sqlite:///"))) as writer:
            writer.execute("PRAGMA journal_mode = wal")
            writer.execute("CREATE TABLE store (id INTEGER)")
            copy = server.clone(source)
        with closing(sqlite3.connect(copy.url.removeprefix("sqlite:///"))) as reader:
            assert reader.execute("SELECT name FROM sqlite_master").fetchall() == [("store",)]


def test_sqlite_database_that_is_locked() -> None:
    """A database in which somebody writes cannot be copied, and no half copy stays."""
    with sqlite.BACKEND.start(ServerSettings()) as server:
        source = server.create()
        path = Path(source.url.removeprefix("sqlite:///"))
        with closing(sqlite3.connect(path)) as writer:
            writer.execute("BEGIN EXCLUSIVE")
            with pytest.raises(ServerError) as caught:
                server.clone(source)

        assert str(caught.value) == (
            f"The SQLite database {source.name} cannot be copied\n"
            "  why: database is locked\n"
            f"  next: Look at the free space and the permissions of {path.parent.parent}."
        )
        assert [file.name for file in path.parent.glob("*.db")] == [source.name]


def test_sqlite_folder_that_is_gone() -> None:
    """The folder may be removed by a system that cleans its temporary files."""
    with sqlite.BACKEND.start(ServerSettings()) as server:
        folder = Path(server.create().url.removeprefix("sqlite:///")).parent
        shutil.rmtree(folder)

        assert server.trouble() == f"its folder {folder} is gone"
        with pytest.raises(ServerError) as caught:
            server.create()

    assert str(caught.value) == (
        "No SQLite database can be made\n"
        f"  why: its folder {folder} is gone\n"
        f"  next: Look at the free space and the permissions of {folder.parent}."
    )
