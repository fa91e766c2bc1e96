"""Code for fixes: right for both databases, or none at all."""

from __future__ import annotations

import pytest

from harness.model import Column, Constraint, Index, Table
from harness.model.mending import batch, creating, creating_index, dropping_index, identifier, renaming, revision
from harness.model.mending_columns import column_code, default_code, table_code, type_code
from harness.model.portable import portable


@pytest.mark.parametrize(
    ("postgresql", "both"),
    [
        ("(price >= (0)::numeric)", "price >= 0"),
        (
            "((status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
            "status IN ('a', 'b')",
        ),
        ("((a)::text = ANY (ARRAY[('x'::character varying)::text]))", "a IN ('x')"),
        ("(lower((email)::text) <> ''::text)", "lower(email) <> ''"),
        ("((a > 0) AND (b < 3))", "(a > 0) AND (b < 3)"),
        ("(NOT archived)", "NOT archived"),
        ("(btrim((name)::text) <> ''::text)", "trim(name) <> ''"),
        ("((price)::double precision > ('-1'::integer)::double precision)", "price > '-1'"),
        ("(made_at > '2020-01-01 00:00:00'::timestamp without time zone)", "made_at > '2020-01-01 00:00:00'"),
    ],
)
def test_casts_are_dropped(postgresql: str, both: str) -> None:
    """A condition as PostgreSQL prints it becomes one that SQLite reads."""
    assert portable(postgresql) == both


@pytest.mark.parametrize(
    "postgresql",
    [
        "((sku)::text ~ '^[A-Z]+$'::text)",
        "((sku)::text ~~ 'A%'::text)",
        "(tags @> ARRAY['a'])",
        "(note <> 'a::b'::text)",
        "((starts)::date <= (ends)::date)",
        "(((size)::numeric / (2)::numeric) > 1.5)",
        "((price)::integer <= 5)",
        "(ends >= (starts + '1 day'::interval))",
        "(num_nonnulls(a, b) = 1)",
        "(ifnull(a, 0) > 0)",
        "(EXTRACT(hour FROM at) < (20)::numeric)",
        "(doc ? 'key'::text)",
        "(name GLOB '[a-z]*')",
    ],
)
def test_what_sqlite_does_not_read_is_not_told(postgresql: str) -> None:
    """What has no safe counterpart: a cast that changes a value, an operator or function of one database."""
    assert portable(postgresql) is None


def test_exclusion_constraint_has_no_code() -> None:
    """SQLite knows nothing like it."""
    constraint = Constraint(
        kind="ck", name="ex_items", expression="EXCLUDE USING gist (x WITH &&)", options={"exclude": "yes"}
    )

    assert creating(constraint, "ex_items") is None


def test_unknown_option_of_a_key_has_no_code() -> None:
    """An option that the code would leave out makes it wrong."""
    constraint = Constraint(kind="uq", name="uq_items_sku", columns=("sku",), options={"nulls not distinct": "yes"})

    assert creating(constraint, "uq_items_sku") is None


def test_index_on_what_sqlite_does_not_read_has_no_code() -> None:
    """Neither a key nor a condition is guessed."""
    key = Index(name="ix", keys=("to_tsvector('english'::regconfig, body) || ARRAY[1]",))
    condition = Index(name="ix", keys=("sku",), columns=("sku",), predicate="(sku ~ 'a'::text)")

    assert creating_index("items", key, "ix") is None
    assert creating_index("items", condition, "ix") is None


def test_index_that_sqlite_cannot_have_has_no_code() -> None:
    """One without NULLS NOT DISTINCT would take other rows."""
    index = Index(name="ix", keys=("sku",), columns=("sku",), unique=True, options={"nulls not distinct": "yes"})

    assert creating_index("items", index, "ix") is None


def test_match_full_has_no_code() -> None:
    """SQLite reads it and does nothing ("SQLite Foreign Key Support", 6)."""
    constraint = Constraint(
        kind="fk",
        name="fk",
        columns=("a", "b"),
        referred_table="p",
        referred_columns=("a", "b"),
        options={"match": "FULL"},
    )

    assert creating(constraint, "fk") is None


def test_table_in_a_schema_is_named_with_it() -> None:
    """`app.items` as a name would be another table."""
    index = Index(name="ix", keys=("sku",), columns=("sku",))
    key = Constraint(kind="fk", name="fk", columns=("p_id",), referred_table="app.p", referred_columns=("id",))

    assert batch("app.items", []) == ['with op.batch_alter_table("items", schema="app") as batch_op:']
    assert creating_index("app.items", index, "ix") == 'op.create_index(op.f("ix"), "items", ["sku"], schema="app")'
    assert dropping_index("app.items", "ix") == 'op.drop_index(op.f("ix"), table_name="items", schema="app")'
    assert creating(key, "fk") == (
        'batch_op.create_foreign_key(op.f("fk"), "p", ["p_id"], ["id"], referent_schema="app")'
    )
    assert renaming("app.items", index, "prod", "ix_new") == [
        'if op.get_context().dialect.name != "sqlite":',
        '    op.execute("ALTER INDEX app.ix RENAME TO ix_new")',
    ]


def test_constraint_without_a_name_is_not_renamed_on_sqlite() -> None:
    """What has no name cannot be dropped."""
    assert renaming("items", Constraint(kind="uq", name=None, columns=("sku",)), "dev", "uq_items_sku") is None


@pytest.mark.parametrize(("name", "spelled"), [("items", "items"), ("Items", '"Items"'), ('a"b', '"a""b"')])
def test_names_are_quoted_where_they_must_be(name: str, spelled: str) -> None:
    """PostgreSQL folds a name without quotes to small letters."""
    assert identifier(name) == spelled


def test_fix_without_code_is_its_words() -> None:
    """No new revision is promised where none is given."""
    assert revision("Do it.", "0001", None) == "Do it."


@pytest.mark.parametrize(
    ("spelled", "code"),
    [
        ("character varying(40)", "sa.String(40)"),
        ("VARCHAR", "sa.String()"),
        ("numeric(10,2)", "sa.Numeric(10, 2)"),
        ("NUMERIC(10)", "sa.Numeric(10, 0)"),
        ("timestamp with time zone", "sa.DateTime(timezone=True)"),
        ("DATETIME", "sa.DateTime()"),
        ("BLOB", "sa.LargeBinary()"),
        ("tsvector", None),
        (None, None),
    ],
)
def test_type(spelled: str | None, code: str | None) -> None:
    """Each database's spelling becomes the type of SQLAlchemy, where there is one for both."""
    assert type_code(spelled) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("true", "sa.true()"),
        ("now()", "sa.func.now()"),
        ("CURRENT_TIMESTAMP", "sa.func.now()"),
        ("'-1'::integer", '"-1"'),
        ("(0)::numeric", 'sa.text("0")'),
        ("'it''s'::character varying", '"it\'s"'),
        ("gen_random_uuid()", None),
        (None, None),
    ],
)
def test_default(text: str | None, code: str | None) -> None:
    """A plain value and the time are told, a function is not."""
    assert default_code(text) == code


@pytest.mark.parametrize(
    "column",
    [
        Column(name="id", type="integer", nullable=False, identity="always"),
        Column(name="token", type="uuid", nullable=False, default="gen_random_uuid()"),
        Column(name="words", type="text", nullable=True, computed="((body)::text ~ 'a'::text)"),
        Column(name="words", type="tsvector", nullable=True),
    ],
)
def test_column_that_cannot_be_told_has_no_code(column: Column) -> None:
    """Identity, a function as default, an expression and a type of PostgreSQL alone are not guessed."""
    assert column_code(column) is None
    assert table_code(Table(name="items", columns=(column,))) is None


def test_generated_column() -> None:
    """The expression is spelled for both databases."""
    column = Column(name="total", type="integer", nullable=True, computed="(price * 2)")

    assert column_code(column) == 'sa.Column("total", sa.Integer(), sa.Computed("price * 2", persisted=True))'


@pytest.mark.parametrize(("default", "code"), [("1", "sa.true()"), ("0", "sa.false()"), ("true", "sa.true()")])
def test_default_of_a_boolean(default: str, code: str) -> None:
    """A number is what SQLite has for it, and PostgreSQL refuses."""
    column = Column(name="active", type="BOOLEAN", nullable=True, default=default)

    assert column_code(column) == f'sa.Column("active", sa.Boolean(), server_default={code})'
