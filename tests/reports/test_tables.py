"""What a report holds of each table: both sides after every revision that changed it, and where they differ."""

from __future__ import annotations

import dataclasses
import pickle
from typing import TYPE_CHECKING

import pytest

from harness.model import (
    Accepted,
    Comparison,
    Finding,
    FindingObject,
    Models,
    Revision,
    SchemaObject,
    Side,
    Snapshot,
    Step,
    Table,
    TableLine,
    TableState,
    Walked,
)
from harness.model.ddl import ddl_of
from harness.reports import make_report, with_part
from harness.reports.json import as_data
from tests.reports.examples import CASCADE, LENGTHS, MENDED, report

if TYPE_CHECKING:
    from collections.abc import Iterable

BOOKS = Table(name="books", columns=(), ddl="CREATE TABLE books (id INTEGER, title TEXT)")
LONGER = dataclasses.replace(BOOKS, ddl="CREATE TABLE books (id INTEGER, title TEXT, year INTEGER)")
USERS = Table(name="users", columns=(), ddl="CREATE TABLE users (id INTEGER)")
SHORT = "CREATE TABLE books (\n  id INTEGER,\n  title TEXT\n);"
LONG = "CREATE TABLE books (\n  id INTEGER,\n  title TEXT,\n  year INTEGER\n);"


def snapshot(*tables: Table, changed: Iterable[str] = (), objects: tuple[SchemaObject, ...] = ()) -> Snapshot:
    """Give a schema."""
    return Snapshot(tables={table.name: table for table in tables}, objects=objects, changed=frozenset(changed))


def walked(side: Side, *snapshots: Snapshot | None) -> Walked:
    """Give a walk: a revision for each snapshot."""
    steps = (Step(revision=f"{number:04}", status="ok", snapshot=one) for number, one in enumerate(snapshots, 1))
    return Walked(side=side, backend="sqlite" if side == "dev" else "postgresql", steps=tuple(steps))


def lines(
    *snapshots: Snapshot | None,
    prod: tuple[Snapshot | None, ...] = (),
    found: tuple[Finding, ...] = (),
    accepted: tuple[Accepted, ...] = (),
) -> tuple[TableLine, ...]:
    """Give the tables of a report on walks that gave these snapshots; `prod` are those of the other side."""
    comparison = Comparison(
        revisions=tuple(Revision(id=f"{number + 1:04}", file="x.py", message="") for number in range(len(snapshots))),
        heads=(),
        dev=walked("dev", *snapshots),
        prod=walked("prod", *(prod or snapshots)),
        divergences=(),
        models=Models(),
    )
    about = {"root": "", "script_location": "", "kind": "alembic"}
    return make_report(
        **about, databases={}, comparison=comparison, findings=found, accepted=accepted, unchecked=(), rules={}
    ).tables


def books(*states: TableState) -> TableLine:
    """Give the line of the table books."""
    return TableLine(name="books", states=states)


def state(revision: str, text: str | None, *, differs: bool = False) -> TableState:
    """Give a state in which both sides are spelled alike."""
    return TableState(revision=revision, dev=text, prod=text, differs=differs)


def test_state_for_each_revision_that_changed_a_table() -> None:
    """One that changed another table gives none; one that dropped it says so."""
    found = lines(
        snapshot(BOOKS, changed=["books"]),
        snapshot(BOOKS, USERS, changed=["users"]),
        snapshot(LONGER, USERS, changed=["books"]),
        snapshot(USERS, changed=["books"]),
    )

    assert found[0] == books(state("0001", SHORT), state("0003", LONG), state("0004", None))
    assert [line.name for line in found] == ["books", "users"]


def test_tables_before_the_first_revision_are_there() -> None:
    """A baseline that no revision touched is shown from the first one on."""
    assert lines(snapshot(BOOKS), snapshot(BOOKS)) == (books(state("0001", SHORT)),)


def test_difference_begins_and_ends_though_nothing_changed() -> None:
    """The table differs from the revision of a finding up to the one that mends it."""
    same = snapshot(BOOKS)
    mended = dataclasses.replace(MENDED, revision="0002", healed_in="0003")

    assert lines(snapshot(BOOKS, changed=["books"]), same, same, same, found=(mended,)) == (
        books(state("0001", SHORT), state("0002", SHORT, differs=True), state("0003", SHORT)),
    )


def test_note_is_no_difference() -> None:
    """How the databases behave is no difference of a table; an error that stands is one to the end."""
    note = dataclasses.replace(LENGTHS, table="books", revision="0001")
    error = dataclasses.replace(CASCADE, revision="0002")

    assert lines(snapshot(BOOKS), snapshot(BOOKS), found=(note, error)) == (
        books(state("0001", SHORT), state("0002", SHORT, differs=True)),
    )


def test_accepted_difference_is_one() -> None:
    """What the project lives with is no finding, and the sides differ all the same."""
    item = FindingObject(table="books", kind="type", name=None, column="title", revision="0001")
    decision = Accepted(
        rule="type-differs",
        severity="error",
        item=item,
        reason="meant",
        where="parity-accepted.toml:1",
        in_source=False,
    )

    assert lines(snapshot(BOOKS), accepted=(decision,)) == (books(state("0001", SHORT, differs=True)),)


def test_renamed_table_differs_from_its_new_name_on() -> None:
    """A finding knows it by its last name, and says since when it differs under whatever name."""
    old = dataclasses.replace(BOOKS, name="novels", ddl="CREATE TABLE novels (id INTEGER, title TEXT)")
    found = lines(
        snapshot(old, changed=["novels"]),
        snapshot(BOOKS, changed=["novels", "books"]),
        found=(dataclasses.replace(CASCADE, revision="0001"),),
    )

    assert found[1] == books(state("0002", SHORT, differs=True))


def test_nothing_is_told_after_a_side_failed() -> None:
    """Only what both sides reached is compared, and shown."""
    prod = (snapshot(BOOKS, changed=["books"]), None)

    assert lines(prod[0], snapshot(LONGER, changed=["books"]), prod=prod) == (books(state("0001", SHORT)),)


def test_view_is_a_line_of_its_own_and_a_trigger_stands_with_its_table() -> None:
    """A table that a trigger comes to has changed."""
    view = SchemaObject(kind="view", name="titles", definition="SELECT title FROM books")
    trigger = SchemaObject(
        kind="trigger", name="t", table="books", definition="CREATE TRIGGER t BEFORE DELETE ON books"
    )
    found = lines(snapshot(BOOKS, changed=["books"]), snapshot(BOOKS, objects=(view, trigger)))

    assert found == (
        books(state("0001", SHORT), state("0002", f"{SHORT}\nCREATE TRIGGER t BEFORE DELETE ON books;")),
        TableLine(name="titles", states=(state("0002", "CREATE VIEW titles AS\nSELECT title FROM books;"),)),
    )


@pytest.mark.parametrize(
    ("text", "laid_out"),
    [
        (
            "CREATE TABLE t (a NUMERIC(10, 2), b TEXT DEFAULT ',(')",
            "CREATE TABLE t (\n  a NUMERIC(10, 2),\n  b TEXT DEFAULT ',('\n);",
        ),
        ('CREATE TABLE "t (" (\n\tc INTEGER\n)', 'CREATE TABLE "t (" (\n  c INTEGER\n);'),
        ("CREATE TABLE t (a INTEGER) WITHOUT ROWID", "CREATE TABLE t (\n  a INTEGER\n) WITHOUT ROWID;"),
        ("CREATE TABLE t (a INTEGER -- the, first\n)", "CREATE TABLE t (a INTEGER -- the, first\n);"),
        ('CREATE TABLE t ("--" INTEGER)', 'CREATE TABLE t (\n  "--" INTEGER\n);'),
    ],
    ids=["brackets in brackets", "a quoted name", "an option", "a comment stays where it is", "no comment"],
)
def test_ddl_has_a_line_for_each_column(text: str, laid_out: str) -> None:
    """Whatever brackets and commas stand in it."""
    assert ddl_of("t", snapshot(Table(name="t", columns=(), ddl=text))) == laid_out


def test_json_holds_the_tables_and_the_database_that_they_are_of() -> None:
    """A part of the history that goes to a further database is named."""
    line = books(state("0001", SHORT))
    told = dataclasses.replace(report(), make_tables=lambda: (line,))

    assert as_data(with_part(told, "database archive", told))["tables"] == [
        {"name": "books", "states": [{"revision": "0001", "dev": SHORT, "prod": SHORT, "differs": False}]},
        {
            "name": "books",
            "states": [{"revision": "0001", "dev": SHORT, "prod": SHORT, "differs": False}],
            "part": "database archive",
        },
    ]


def test_report_can_be_sent_to_another_process() -> None:
    """Its tables, which are worked out late, go with it."""
    told = dataclasses.replace(report(), make_tables=lambda: (books(state("0001", SHORT)),))

    assert pickle.loads(pickle.dumps(told.portable())).tables == told.tables  # noqa: S301 - our own
