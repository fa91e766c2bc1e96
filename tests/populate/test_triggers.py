"""What triggers of both databases do is tried on the rows at the end of the history."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

from harness.config import Settings
from harness.databases.postgresql.server import PostgresqlServer
from harness.pipeline import check
from tests.cli.projects import write_project

if TYPE_CHECKING:
    from pathlib import Path

    from harness.databases import Server
    from harness.model import Finding

TABLES = """\
op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("size", sa.Integer()))
op.create_table("log", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("size", sa.Integer()))"""

LOGS = "INSERT INTO log (size) VALUES ({0}.size);"


def trigger(sqlite: str, postgresql: str, body: str) -> str:
    """Give the code of a revision that makes a trigger on each database: its head, and what its function does."""
    function = f"CREATE FUNCTION log_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
    return textwrap.dedent(f"""\
        if op.get_bind().dialect.name == "sqlite":
            op.execute({f"CREATE TRIGGER logged AFTER {sqlite}"!r})
        else:
            op.execute({function!r})
            op.execute({f"CREATE TRIGGER logged AFTER {postgresql} EXECUTE FUNCTION log_it()"!r})""")


def errors(server: Server, directory: Path, *codes: str) -> list[Finding]:
    """Give the errors of a history with triggers."""
    assert isinstance(server, PostgresqlServer)
    project = write_project(directory, TABLES, *codes)
    report = check(project, Settings(postgres=server.address.url("postgres")))
    return [item for item in report.findings if item.severity == "error"]


@pytest.mark.container
@pytest.mark.parametrize(
    ("made", "event"),
    [
        (
            (
                f"UPDATE ON items BEGIN {LOGS.format('NEW')} END",
                "UPDATE ON items FOR EACH ROW WHEN (NEW.size > 100)",
                LOGS.format("NEW"),
            ),
            "an UPDATE",
        ),
        (
            (
                "UPDATE ON items BEGIN UPDATE log SET size = size + 1; END",
                "UPDATE ON items FOR EACH STATEMENT",
                "UPDATE log SET size = size + 1;",
            ),
            "an UPDATE",
        ),
        ((f"DELETE ON items BEGIN {LOGS.format('OLD')} END", "DELETE ON items FOR EACH ROW", ""), "a DELETE"),
    ],
    ids=["WHEN", "FOR EACH STATEMENT", "an empty function"],
)
def test_triggers_that_do_other_things(
    container_server: Server, tmp_path: Path, made: tuple[str, str, str], event: str
) -> None:
    """The same statement leaves other rows behind."""
    (finding,) = errors(container_server, tmp_path, trigger(*made))

    assert (finding.rule, finding.kind, finding.table, finding.name) == (
        "trigger-differs",
        "trigger",
        "items",
        "logged",
    )
    assert (finding.revision, finding.line) == ("0002", 15)
    assert finding.message.startswith(
        f"The trigger logged of items does other things: after {event} size of log gives "
    )
    assert finding.fix == (
        "Let it do the same on both databases: compare the body on SQLite with the function on PostgreSQL, its WHEN "
        "and FOR EACH ROW. Where 0002 is deployed, make it again in a new revision."
    )


@pytest.mark.container
def test_function_that_a_later_revision_replaces(container_server: Server, tmp_path: Path) -> None:
    """No table changes there, and no row is put in after it; the revision is told all the same."""
    made = trigger(
        f"INSERT ON items BEGIN {LOGS.format('NEW')} END", "INSERT ON items FOR EACH ROW", LOGS.format("NEW")
    )
    replaced = """\
if op.get_bind().dialect.name == "postgresql":
    does_nothing = "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"
    op.execute(f"CREATE OR REPLACE FUNCTION log_it() {does_nothing}")"""

    (finding,) = errors(container_server, tmp_path, made, replaced)

    assert (finding.rule, finding.revision, finding.line) == ("trigger-differs", "0003", 13)


@pytest.mark.container
def test_triggers_that_do_the_same(container_server: Server, tmp_path: Path) -> None:
    """The number that each database gives to the new row does not count, and neither does a moment."""
    columns = 'op.add_column("log", sa.Column("at", sa.DateTime()))'
    logs = "INSERT INTO log (size, at) VALUES (NEW.size, CURRENT_TIMESTAMP);"
    made = trigger(f"UPDATE ON items BEGIN {logs} END", "UPDATE ON items FOR EACH ROW", logs)

    assert errors(container_server, tmp_path, columns, made) == []
