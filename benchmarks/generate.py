"""Generate an Alembic project with a history of a given length, the same one for the same seed.

`python -m benchmarks.generate --revisions 200 --out PATH` writes a plain project: Alembic's own generic
env.py, and an alembic.ini whose `sqlalchemy.url` is a SQLite file in the project.
"""

from __future__ import annotations

import io
import re
import shutil
from contextlib import redirect_stdout
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import click
from alembic import command
from alembic.config import Config

from benchmarks.changes import next_change
from benchmarks.schema import Schema
from benchmarks.steady import Steady

if TYPE_CHECKING:
    from benchmarks.changes import Change

FIRST_DATE = datetime(2020, 1, 6, 9, 0)  # noqa: DTZ001 - revision files carry local time without a zone

REVISION = '''\
"""{message}

Revision ID: {revision}
Revises: {parent_text}
Create Date: {date}

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = {revision!r}
down_revision: Union[str, Sequence[str], None] = {parent!r}
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
{upgrade}


def downgrade() -> None:
    """Downgrade schema."""
{downgrade}
'''


def generate_project(directory: Path, *, revisions: int, tables: int, seed: int, steady: bool = False) -> Path:
    """Write a project with `revisions` revisions that create `tables` tables between them, and give the last one.

    A `steady` history keeps the size of its schema (see steady.py). Whatever the directory held is replaced. Raises
    ValueError when there are more tables than revisions.
    """
    if not 0 < tables <= revisions:
        message = f"{tables} tables cannot be created by {revisions} revisions"
        raise ValueError(message)
    _write_environment(directory)
    schema = Schema(random=Random(seed))
    deep = Steady(schema=schema, tables=tables) if steady else None
    parent: str | None = None
    file = directory
    for number in range(revisions):
        left = revisions - number
        if deep is not None:
            change = deep.next_change(revisions_left=left)
        else:
            change = next_change(schema, revisions_left=left, tables_left=tables - len(schema.tables))
        revision = f"{schema.random.getrandbits(48):012x}"
        slug = re.sub(r"\W+", "_", change.message)[:40].strip("_")
        file = directory / "migrations" / "versions" / f"{revision}_{slug}.py"
        file.write_text(_revision_text(change, revision, parent, number), encoding="utf-8")
        parent = revision
    return file


def _write_environment(directory: Path) -> None:
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    ini = directory / "alembic.ini"
    with redirect_stdout(io.StringIO()):
        command.init(Config(str(ini)), str(directory / "migrations"), template="generic")
    settings = ini.read_text(encoding="utf-8")
    settings = re.sub(r"(?m)^script_location = .*$", "script_location = %(here)s/migrations", settings)
    settings = re.sub(r"(?m)^sqlalchemy.url = .*$", "sqlalchemy.url = sqlite:///%(here)s/app.db", settings)
    ini.write_text(settings, encoding="utf-8")


def _revision_text(change: Change, revision: str, parent: str | None, number: int) -> str:
    return REVISION.format(
        message=change.message,
        revision=revision,
        parent=parent,
        parent_text=parent or "",
        date=FIRST_DATE + timedelta(days=number, minutes=7 * number),
        upgrade="\n".join(f"    {line}" for line in change.upgrade),
        downgrade="\n".join(f"    {line}" for line in change.downgrade),
    )


@click.command()
@click.option("--revisions", default=200, show_default=True, help="How long the history is.")
@click.option("--tables", default=None, type=int, help="How many tables it creates.  [default: an eighth]")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same history.")
@click.option("--steady", is_flag=True, help="Keep the size of the schema: take changes back again.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="A directory; it is replaced.")
def main(*, revisions: int, tables: int | None, seed: int, steady: bool, out: Path) -> None:
    """Write an Alembic project with a generated history."""
    tables = max(1, revisions // 8) if tables is None else tables
    try:
        generate_project(out, revisions=revisions, tables=tables, seed=seed, steady=steady)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"{out}: {revisions} revisions, {tables} tables, seed {seed}")


if __name__ == "__main__":
    main()
