"""What is advised on statements that a database refuses, as it words that today."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.config import Settings
from harness.databases.postgresql.server import PostgresqlServer
from harness.pipeline import check
from tests.cli.projects import SAME, write_project

if TYPE_CHECKING:
    from pathlib import Path

    from harness.databases import Server


@pytest.mark.container
@pytest.mark.parametrize(
    ("code", "message", "fix"),
    [
        (
            'op.alter_column("items", "label", nullable=False)',
            'Revision 0002 fails on dev: OperationalError: near "ALTER": syntax error.',
            "SQLite cannot alter a column: use `with op.batch_alter_table(...) as batch_op:` and its methods.",
        ),
        (
            'op.add_column("items", sa.Column("tags", postgresql.ARRAY(sa.Text())))',
            (
                "Revision 0002 fails on dev: UnsupportedCompilationError: Compiler "
                "<sqlalchemy.dialects.sqlite.base.SQLiteTypeCompiler object> can't render element of type ARRAY."
            ),
            'Give the column a type for each database: `sa.JSON().with_variant(postgresql.ARRAY(...), "postgresql")`.',
        ),
        (
            'op.add_column("items", sa.Column("state", sa.Enum("new", name="state")))',
            'Revision 0002 fails on prod: UndefinedObject: type "state" does not exist.',
            (
                'Make the type first: `sa.Enum(..., name="state").create(op.get_bind(), checkfirst=True)`. '
                "Only create_table makes it by itself."
            ),
        ),
        (
            "op.execute(\"UPDATE items SET label = ifnull(label, '')\")",
            (
                "Revision 0002 fails on prod: UndefinedFunction: "
                "function ifnull(character varying, unknown) does not exist."
            ),
            "Use coalesce(): ifnull() is known to one database only.",
        ),
    ],
)
def test_usual_statements(container_server: Server, tmp_path: Path, code: str, message: str, fix: str) -> None:
    """The message is the database's, and what to write instead is told."""
    assert isinstance(container_server, PostgresqlServer)
    code = f"from sqlalchemy.dialects import postgresql\n{code}"
    settings = Settings(postgres=container_server.address.url("postgres"))

    report = check(write_project(tmp_path, SAME, code), settings)
    (finding,) = (item for item in report.findings if item.severity == "error")

    assert (finding.rule, finding.message, finding.fix) == ("migration-error", message, fix)
