"""A snapshot is read in pieces, what a revision touched; after every revision it must be what a whole one would be."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from harness.config import Settings
from harness.databases.postgresql.server import PostgresqlServer
from harness.pipeline import check
from tests.cli.projects import write_project
from tests.histories.test_random_histories import bounded, histories, write_history

if TYPE_CHECKING:
    from harness.databases import Server

    Note = dict[str, Any]

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BACKENDS = ("sqlite", "postgresql")
ON_POSTGRESQL = 'if op.get_bind().dialect.name == "postgresql":\n    op.execute("{}")'
TABLES = """\
op.create_table("plain", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(20)))
op.create_table(
    "items",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id", name="fk_items_user")),
    sa.Column("kind", sa.Enum("a", "b", name="kind"), server_default="a"),
    sa.Column("number", sa.Integer(), sa.CheckConstraint("number > 0", name="ck_number")),
)
op.create_index("items_ix", "items", ["number"])"""
BATCH = """\
with op.batch_alter_table("items") as batch_op:
    batch_op.drop_constraint("ck_number", type_="check")
    batch_op.alter_column("number", new_column_name="count", existing_type=sa.Integer())"""
FUNCTION = "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'"
USING = """\
default = "one()" if op.get_bind().dialect.name == "postgresql" else "1"
op.create_table("plain", sa.Column("one", sa.Integer(), server_default=sa.text(default)))"""
RENAMED = ON_POSTGRESQL.format("ALTER FUNCTION one RENAME TO two")
ADDED = 'op.add_column("items", sa.Column("z", sa.Integer()))'
TOUCHING = {
    "batch": BATCH,
    "renamed table": 'op.rename_table("users", "people")',
    "renamed key": 'op.alter_column("users", "id", new_column_name="number", existing_type=sa.Integer())',
    "index": 'op.create_index("ix_items_number", "items", ["number"], unique=True)',
    "dropped table": 'op.drop_table("plain")',
    "made anew": 'op.drop_table("plain")\nop.create_table("plain", sa.Column("other", sa.Integer(), primary_key=True))',
    "names exchanged": (
        'op.rename_table("plain", "x")\nop.rename_table("users", "plain")\nop.rename_table("x", "users")'
    ),
    "text": 'op.execute(\'ALTER TABLE plain ADD COLUMN "more ""or"" less" integer DEFAULT 5\')',
    "view": 'op.execute("CREATE VIEW seen AS SELECT id FROM items")',
    "label": ON_POSTGRESQL.format("ALTER TYPE kind ADD VALUE 'c'"),
    "renamed label": ON_POSTGRESQL.format("ALTER TYPE kind RENAME VALUE 'a' TO 'first'"),
    "renamed type": ON_POSTGRESQL.format("ALTER TYPE kind RENAME TO sort"),
    "renamed sequence": ON_POSTGRESQL.format("ALTER SEQUENCE plain_id_seq RENAME TO numbers"),
    "schema": ON_POSTGRESQL.format("CREATE SCHEMA away; ALTER TABLE users SET SCHEMA away"),
    "renamed index": ON_POSTGRESQL.format("ALTER INDEX items_ix RENAME TO items_by_number"),
    "renamed index of a key": ON_POSTGRESQL.format("ALTER INDEX users_pkey RENAME TO pk_of_users"),
    "renamed schema": ON_POSTGRESQL.format("ALTER SCHEMA away RENAME TO farther"),
    "renamed view": 'op.execute("CREATE VIEW plain_seen AS SELECT id FROM users")\nop.rename_table("users", "plain_x")',
    "sequence of nobody": ON_POSTGRESQL.format("ALTER SEQUENCE plain_id_seq OWNED BY NONE"),
    "sequence of another": ON_POSTGRESQL.format("ALTER SEQUENCE plain_id_seq OWNED BY items.number"),
    "wider sequence": ON_POSTGRESQL.format("ALTER SEQUENCE plain_id_seq AS bigint"),
    "dropped key": ON_POSTGRESQL.format("ALTER TABLE items DROP CONSTRAINT fk_items_user"),
    "dropped default": ON_POSTGRESQL.format("ALTER TABLE items ALTER COLUMN kind DROP DEFAULT"),
    "dropped index": 'op.create_index("ix_plain", "items", ["number"])\nop.drop_index("ix_plain", "items")',
    "trigger": ON_POSTGRESQL.format(
        "CREATE FUNCTION plain_f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
        "CREATE TRIGGER plain_t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION plain_f()"
    ),
    "forgotten statements": ON_POSTGRESQL.format("DEALLOCATE ALL"),
    "not null": ON_POSTGRESQL.format("ALTER TABLE items ALTER COLUMN number SET NOT NULL"),
}


PARTITIONED = {
    "made": "CREATE TABLE days (id int, day date) PARTITION BY RANGE (day); CREATE INDEX ix_days ON days (id)",
    "partition": "CREATE TABLE days_new PARTITION OF days FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
    "beside": "CREATE TABLE days_old (id int, day date)",
    "attached": "ALTER TABLE days ATTACH PARTITION days_old FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
    "renamed": "ALTER TABLE days RENAME TO dates",
    "detached": "ALTER TABLE dates DETACH PARTITION days_new",
    "dropped": "DROP TABLE days_old",
}


def compared(directory: Path, server: Server, patch: pytest.MonkeyPatch) -> dict[str, list[Note]]:
    """Walk a project; give what was noted on each backend, after each revision."""
    assert isinstance(server, PostgresqlServer)
    notes = directory / "notes"
    shutil.copy(HERE / "whole" / "whole.py", directory)
    env = directory / "migrations" / "env.py"
    env.write_text(f"import whole\n{env.read_text()}".replace("import whole\nfrom __future__", "from __future__"))
    patch.setenv("WHOLE_SNAPSHOTS", str(notes))
    report = check(directory, Settings(postgres=server.address.url("postgres"), populate=False))
    assert all(step.status == {"dev": "ok", "prod": "ok"} for step in report.revisions)
    found = [json.loads(line) for line in notes.read_text().splitlines()]
    return {backend: [note for note in found if note["backend"] == backend] for backend in BACKENDS}


@bounded
@given(history=histories())
def test_generated_history(history: list[list[str]], container_server: Server) -> None:
    """Operations in any order."""
    with tempfile.TemporaryDirectory() as directory, pytest.MonkeyPatch.context() as patch:
        write_history(Path(directory), history)
        for notes in compared(Path(directory), container_server, patch).values():
            assert [(note["differs"], note["objects_differ"]) for note in notes] == [([], False)] * len(history)


@pytest.fixture(scope="module")
def touched(container_server: Server, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Note]]:
    """Give what was noted of one history in which each of `TOUCHING` has tables of its own."""
    steps = [_numbered(code, n) for n, touching in enumerate(TOUCHING.values()) for code in (TABLES, touching, ADDED)]
    with pytest.MonkeyPatch.context() as patch:
        return compared(write_project(tmp_path_factory.mktemp("touched"), *steps), container_server, patch)


def _numbered(code: str, number: int) -> str:
    return re.sub(r"\b(plain|users|items|kind)(?=_|\b)", rf"\g<1>{number}", code)


@pytest.mark.parametrize("what", TOUCHING)
def test_revision(touched: dict[str, list[Note]], what: str) -> None:
    """What it changes is seen, also where it changes a table by the name of something else."""
    number = list(TOUCHING).index(what)
    for notes in touched.values():
        made, revised, added = notes[3 * number : 3 * number + 3]

        assert (made["differs"], revised["differs"], added["differs"]) == ([], [], [])
        assert not any(note["objects_differ"] for note in (made, revised, added))
        assert made["read"] == [f"{name}{number}" for name in ("items", "plain", "users")]
        assert added["read"] == [f"items{number}"]


def test_function_that_is_renamed(tmp_path: Path, container_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A default tells its name."""
    directory = write_project(tmp_path, ON_POSTGRESQL.format(FUNCTION), USING, RENAMED)
    notes = compared(directory, container_server, monkeypatch)["postgresql"]
    assert [note["differs"] for note in notes] == [[], [], []]
    assert [note["read"] for note in notes] == [[], ["plain"], ["plain"]]


def test_partitions(tmp_path: Path, container_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are told beside the tables, and are tables when they are none; an index of the whole is none of theirs."""
    directory = write_project(tmp_path, *map(ON_POSTGRESQL.format, PARTITIONED.values()))
    notes = compared(directory, container_server, monkeypatch)["postgresql"]
    assert [(note["differs"], note["objects_differ"]) for note in notes] == [([], False)] * len(PARTITIONED)
    found = dict(zip(PARTITIONED, notes, strict=True))
    assert {what: note["whole"] for what, note in found.items()} == {
        "made": ["days"],
        "partition": ["days"],
        "beside": ["days", "days_old"],
        "attached": ["days"],
        "renamed": ["dates"],
        "detached": ["dates", "days_new"],
        "dropped": ["dates", "days_new"],
    }
    assert {what: note["objects"] for what, note in found.items() if note["objects"]} == {
        "partition": ["partition days_new"],
        "attached": ["partition days_old"],
        "renamed": ["partition days_new", "partition days_old"],
    }


def test_sample_app(tmp_path: Path, container_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its fifteen revisions."""
    for name in ("sample_app", "migrations"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for notes in compared(tmp_path, container_server, monkeypatch).values():
        assert [(note["differs"], note["objects_differ"]) for note in notes] == [([], False)] * 15
        assert sum(len(note["read"]) for note in notes) < sum(len(note["whole"]) for note in notes)
