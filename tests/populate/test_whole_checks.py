"""What whole checks tell of the rows of small histories, on the real databases."""

from __future__ import annotations

from collections.abc import Callable
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

Errors = Callable[..., list["Finding"]]

TABLE = 'op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("value", {type}))'

INSERT = """\
import datetime, secrets, uuid
now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
items = sa.table("items", sa.column("value", {type}))
op.bulk_insert(items, [{{"value": {value}}}])"""


@pytest.fixture
def errors_of(container_server: Server, tmp_path: Path) -> Errors:
    """Give the errors of a history whose table items has a column of a type, and whose revisions go on with codes."""
    assert isinstance(container_server, PostgresqlServer)
    postgres = container_server.address.url("postgres")

    def errors_of(type_: str, *codes: str) -> list[Finding]:
        directory = write_project(tmp_path, TABLE.format(type=type_), *codes)
        report = check(directory, Settings(postgres=postgres))
        return [finding for finding in report.findings if finding.severity == "error"]

    return errors_of


@pytest.mark.container
@pytest.mark.parametrize(
    ("type_", "use", "side"),
    [("sa.DateTime()", "row.value.year", "dev"), ("sa.JSON()", 'json.loads(row.value)["number"]', "prod")],
)
def test_value_that_one_driver_gives_in_another_type(errors_of: Errors, type_: str, use: str, side: str) -> None:
    """Raw SQL gives a moment as text on SQLite, and JSON as a dict on PostgreSQL."""
    read = 'op.get_bind().execute(sa.text("SELECT id, value FROM items WHERE value IS NOT NULL"))'

    (finding,) = errors_of(type_, f"import json\nfor row in {read}:\n    {use}")

    assert (finding.rule, finding.revision) == ("revision-fails-on-rows", "0002")
    assert finding.message.startswith(f"Revision 0002 passes on empty tables and fails on {side} over rows: ")


@pytest.mark.container
def test_type_that_a_batch_casts_to_is_told_where_it_changes(errors_of: Errors) -> None:
    """A day goes into a column of days; SQLite makes it a year when a batch copies it as a moment."""
    alter = 'batch_op.alter_column("value", existing_type=sa.Date(), type_=sa.DateTime())'

    (finding,) = errors_of("sa.Date()", f'with op.batch_alter_table("items") as batch_op:\n    {alter}')

    assert (finding.rule, finding.revision) == ("values-differ", "0002")
    assert finding.message == (
        "After revision 0002 items.value holds the value '2024' on dev and '2024-02-29T00:00:00' on prod."
    )


@pytest.mark.container
@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("sa.DateTime()", "now + datetime.timedelta(days=30)"),
        ("sa.JSON()", '{"at": now.isoformat(), "ids": [str(uuid.uuid4())]}'),
        ("sa.Text()", 'f"pbkdf2:sha256:1000${secrets.token_hex(8)}${secrets.token_hex(32)}"'),
    ],
)
def test_value_that_no_two_runs_give_alike(errors_of: Errors, type_: str, value: str) -> None:
    """Each side runs the revision by itself, with its own moments and tokens."""
    assert errors_of(type_, INSERT.format(type=type_, value=value)) == []


@pytest.mark.container
def test_value_that_only_looks_like_a_token(errors_of: Errors) -> None:
    """Other spellings of one value are found, however random it looks."""
    value = '"0f3a9c5e7d1b2a4c" if op.get_bind().dialect.name == "sqlite" else "0F3A9C5E7D1B2A4C"'

    (finding,) = errors_of("sa.Text()", INSERT.format(type="sa.Text()", value=value))

    assert finding.message == (
        "After revision 0002 items.value holds '0f3a9c5e7d1b2a4c' on dev and '0F3A9C5E7D1B2A4C' on prod."
    )


@pytest.mark.container
def test_constraint_of_one_side_on_a_column_that_came_after_rows(errors_of: Errors) -> None:
    """The rows of before have no value in it, so that no two can be made equal by one of them."""
    one_side = (
        'if op.get_bind().dialect.name == "postgresql":\n    op.create_unique_constraint("uq", "items", ["code"])'
    )

    (finding,) = errors_of("sa.Integer()", f'op.add_column("items", sa.Column("code", sa.String(10)))\n{one_side}')

    assert (finding.rule, finding.revision) == ("unique-missing", "0002")


TEXT_KEY = (
    'op.create_table("codes", sa.Column("code", sa.String(5), primary_key=True), sa.Column("name", sa.String(9)))'
)
COUNTED = 'op.create_table("ranks", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("top", sa.Integer()))'
SET = "op.execute(f'UPDATE items SET value = {}')"
ON_SQLITE = 'on_sqlite = op.get_bind().dialect.name == "sqlite"'


@pytest.mark.container
@pytest.mark.parametrize(
    ("made", "code", "column"),
    [
        (
            TEXT_KEY,
            "INSERT INTO codes VALUES ('a', '{'x' if on_sqlite else 'y'}'), ('b', '{'y' if on_sqlite else 'x'}')",
            "name",
        ),
        (TEXT_KEY, "INSERT INTO codes VALUES ('{'a' if on_sqlite else 'A'}', 'x')", "code"),
        (
            COUNTED,
            "UPDATE ranks SET top = 1 WHERE id = (SELECT {'min' if on_sqlite else 'max'}(id) FROM ranks)",
            "top",
        ),
        (
            COUNTED,
            "INSERT INTO ranks (id, top) VALUES (1, {2 if on_sqlite else 3}), (2, {3 if on_sqlite else 2})",
            "top",
        ),
    ],
)
def test_rows_under_keys_that_mean_something(errors_of: Errors, made: str, code: str, column: str) -> None:
    """Only a number that each database counted by itself may be another one."""
    found = errors_of("sa.Integer()", made, f'{ON_SQLITE}\nop.execute(f"{code}")')

    assert [(item.rule, item.column, item.revision) for item in found if item.rule == "values-differ"] == [
        ("values-differ", column, "0003")
    ]


@pytest.mark.container
def test_values_that_are_equal_again(errors_of: Errors) -> None:
    """What a later revision mends is no error, and what comes after it is told anew."""
    other = '{"1" if op.get_bind().dialect.name == "sqlite" else "2"}'

    (found,) = errors_of(
        "sa.Integer()",
        SET.format(other),
        SET.format(3),
        SET.format(other),
    )

    assert (found.rule, found.revision, found.healed_in) == ("values-differ", "0004", None)


COPIED = """\
import datetime, uuid
op.create_table(
    "copies",
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("value", sa.Integer()),
    sa.Column("made", sa.DateTime()),
)
for (value,) in op.get_bind().execute(sa.text("SELECT value FROM items")).fetchall():
    made = datetime.datetime.now(datetime.timezone.utc).isoformat()
    op.execute(f"INSERT INTO copies VALUES ('{uuid.uuid4()}', {value or 0}, '{made}')")"""


@pytest.mark.container
def test_rows_under_random_keys_are_paired_by_what_they_hold(errors_of: Errors) -> None:
    """Only the moment differs, which SQLAlchemy would read with a zone; each row copies its value."""
    (finding,) = errors_of("sa.Integer()", COPIED)

    assert (finding.rule, finding.column, finding.objects) == ("values-differ", "made", ())


HALVES = """\
op.create_table(
    "halves",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("price", sa.Numeric(10, 2)),
    sa.Column("name", sa.String(40)),
    sa.Column("half", sa.Numeric(10, 2), sa.Computed({computed!r}, persisted=True)),
)"""


@pytest.mark.container
def test_expression_that_means_two_things_is_told_where_the_column_is_made(errors_of: Errors) -> None:
    """SQLite divides the whole number of a NUMERIC column as an integer."""
    (finding,) = errors_of("sa.Text()", HALVES.format(computed="price / 2"))

    assert (finding.rule, finding.revision, finding.table, finding.column) == (
        "values-differ",
        "0002",
        "halves",
        "half",
    )
    assert finding.message == "With generated rows after revision 0002 halves.half holds '0' on dev and '0.5' on prod."


@pytest.mark.container
def test_number_that_is_divided_by_a_whole_one(errors_of: Errors) -> None:
    """SQLite divides two integers where PostgreSQL divides a NUMERIC."""
    units = """\
op.create_table(
    "units",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("total", sa.Numeric(10, 2)),
    sa.Column("pieces", sa.Integer()),
)"""
    unit = """\
op.add_column("units", sa.Column("unit", sa.Numeric(10, 2)))
op.execute("UPDATE units SET unit = total / nullif(pieces, 0)")"""

    (finding,) = errors_of("sa.Text()", units, unit)

    assert (finding.rule, finding.revision, finding.line) == ("values-differ", "0003", 12)
    assert finding.message == "After revision 0003 units.unit holds '0' on dev and '0.33' on prod."


CENTS = """\
op.add_column("items", sa.Column("cents", sa.Integer()))
op.execute("UPDATE items SET cents = CAST({cents} AS INTEGER)")"""


@pytest.mark.container
def test_cents_that_are_cut(errors_of: Errors) -> None:
    """0.58 * 100 is 57.99999999999999 where a NUMERIC is calculated as a float."""
    (finding,) = errors_of("sa.Numeric(10, 2)", CENTS.format(cents="value * 100"))

    assert (finding.rule, finding.revision, finding.column) == ("values-differ", "0002", "cents")
    assert finding.message == "After revision 0002 items.cents holds '57' on dev and '58' on prod."


@pytest.mark.container
def test_cents_that_are_rounded(errors_of: Errors) -> None:
    """They are the same on both."""
    assert errors_of("sa.Numeric(10, 2)", CENTS.format(cents="round(value * 100)")) == []


@pytest.mark.container
def test_expression_that_is_rounded_on_production_only_is_no_error(errors_of: Errors) -> None:
    """That SQLite does not round to a scale is told of the column by engine-behaviour."""
    assert errors_of("sa.Text()", HALVES.format(computed="price * 0.25")) == []


@pytest.mark.container
def test_expression_that_a_rule_of_texts_tells_is_not_told_again(errors_of: Errors) -> None:
    """Two expressions give two values."""
    two = 'computed = "price * 2" if op.get_bind().dialect.name == "sqlite" else "price * 3"\n'

    (finding,) = errors_of("sa.Text()", two + HALVES.replace("{computed!r}", "computed"))

    assert finding.rule == "computed-differs"


@pytest.mark.container
def test_view_that_gives_other_rows_is_told_where_it_is_made(errors_of: Errors) -> None:
    """Its text is one text on both."""
    view = 'op.execute("CREATE VIEW halves AS SELECT value / 2 AS half FROM items WHERE value = 1")'

    (finding,) = errors_of("sa.Numeric(10, 2)", view, 'op.create_table("others", sa.Column("id", sa.Integer()))')

    assert (finding.rule, finding.revision, finding.kind, finding.name) == ("view-differs", "0002", "view", "halves")
    assert (
        finding.message
        == "Over the same rows, half of the view halves gives 0 on dev and gives 0.50000000000000000000 on prod."
    )


@pytest.mark.container
@pytest.mark.parametrize(
    ("type_", "query"),
    [
        ("sa.Numeric(10, 2)", "SELECT sum(value) AS a, avg(id) AS b, count(*) AS c, max(value) > 1 AS d FROM items"),
        ("sa.DateTime(timezone=True)", "SELECT id, value FROM items ORDER BY value DESC"),
        ("sa.Interval()", "SELECT value, id FROM items"),
        ("sa.Uuid()", "SELECT value, coalesce(id, 0) AS b FROM items"),
        ("sa.JSON()", "SELECT value, id FROM items"),
        ("sa.Boolean()", "SELECT value, NOT value AS b FROM items"),
        ("sa.String(40)", "SELECT upper(value) AS a, length(value) AS b, value || '!' AS c FROM items"),
        ("sa.LargeBinary()", "SELECT id, value FROM items"),
        ("sa.JSON()", "SELECT id, value -> 'word' AS a FROM items"),
        ("sa.Numeric(10, 2)", "SELECT value * 1.1 - value - value * 0.1 AS dust FROM items"),
    ],
)
def test_view_that_gives_the_same_in_words_of_the_driver(errors_of: Errors, type_: str, query: str) -> None:
    """What a driver gives for a type is no matter of the view."""
    assert errors_of(type_, f'op.execute("CREATE VIEW seen AS {query}")') == []


LOOKUP = """\
op.create_table("names", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(50)))
op.add_column("items", sa.Column("name_id", sa.Integer()))"""
FILL = """\
order = "DESC" if op.get_bind().dialect.name == "sqlite" else "ASC"
op.execute(f"INSERT INTO names (name) SELECT value FROM items WHERE value IS NOT NULL ORDER BY id {order}")
op.execute("UPDATE items SET name_id = (SELECT n.id FROM names n WHERE n.name = items.value)")"""
REFER = """\
with op.batch_alter_table("items") as batch_op:
    batch_op.create_foreign_key("fk_items_name", "names", ["name_id"], ["id"])"""


@pytest.mark.container
def test_reference_that_is_filled_before_its_key_is_made(errors_of: Errors) -> None:
    """Each database numbered the rows of the other table in its own order."""
    assert errors_of("sa.String(20)", LOOKUP, FILL, REFER) == []


RENAME = """\
if op.get_context().dialect.name == "postgresql":
    op.execute("ALTER TYPE mood RENAME VALUE 'calm' TO 'quiet'")"""


@pytest.mark.container
def test_label_that_only_production_renames(errors_of: Errors) -> None:
    """Rows live through it on PostgreSQL, under the new name; on SQLite the text stays."""
    (finding,) = errors_of('sa.Enum("calm", "angry", name="mood")', RENAME)

    assert (finding.rule, finding.line) == ("values-differ", 12)
    assert finding.message == (
        "After revision 0002 items.value holds 'calm' on dev and 'quiet' on prod. Line 11 lets it run on postgresql "
        "only."
    )
    assert finding.fix == (
        "Rename the label in the rows of SQLite as well, which has no such type: an UPDATE that writes 'quiet' for "
        "'calm'. Where 0002 is deployed, mend it in a new revision:\n"
        '    if op.get_context().dialect.name == "sqlite":\n'
        "        op.execute(\"UPDATE items SET value = 'quiet' WHERE value = 'calm'\")"
    )


@pytest.mark.container
def test_label_that_both_databases_rename(errors_of: Errors) -> None:
    """What the type does on PostgreSQL, a statement does on SQLite."""
    update = "\nelse:\n    op.execute(\"UPDATE items SET value = 'quiet' WHERE value = 'calm'\")"

    assert errors_of('sa.Enum("calm", "angry", name="mood")', RENAME + update) == []


@pytest.mark.container
def test_default_of_an_enum_whose_type_is_rolled_back(errors_of: Errors) -> None:
    """A later revision fails on production, which takes the type away with all that ran in one transaction."""
    fails = 'op.execute("SELECT 1 FROM nowhere") if op.get_bind().dialect.name == "postgresql" else None'

    (finding,) = errors_of('sa.Enum("a", "b", name="es"), server_default="a"', fails)

    assert (finding.rule, finding.revision) == ("migration-error", "0002")


@pytest.mark.container
def test_types_that_a_batch_spells_otherwise_are_not_lost(container_server: Server, tmp_path: Path) -> None:
    """SQLite stores by the affinity of a type, whatever its name."""
    assert isinstance(container_server, PostgresqlServer)
    columns = "id integer primary key, a int, b bool, c double precision, d numeric(5,2), e varchar(5)"
    raw = f'op.execute("CREATE TABLE raw ({columns})")'
    batch = 'with op.batch_alter_table("raw") as batch_op:\n    batch_op.alter_column("e", nullable=False)'
    directory = write_project(tmp_path, raw, batch)

    report = check(directory, Settings(postgres=container_server.address.url("postgres"), populate=False))

    assert [finding.rule for finding in report.findings if finding.severity != "note"] == []
