"""How columns differ: both sides in the message, the new revision that makes them alike in the fix."""

from __future__ import annotations

from typing import Any

import pytest

from harness.model import Column, Constraint
from tests.rules.comparisons import compared, found, items, only, since

DEPLOYED = " Where 0001 is deployed, mend it in a new revision:\n"


def differing(kind: str, **parts: str | None) -> dict[str, Any]:
    """Give what is common to differences of columns."""
    return {"aspect": "differs", "kind": kind, "name": "price", "column": "price", **parts}


@pytest.mark.parametrize(
    ("dev", "prod", "code"),
    [
        ("UUID", "uuid", "sa.Uuid()"),
        ("TEXT", "numeric(10,2)", "sa.Numeric(10, 2)"),
        ("INTEGER", "bigint", "sa.BigInteger()"),
        ("TEXT", "double precision", "sa.Double()"),
    ],
)
def test_type_of_production_is_given_to_development(dev: str, prod: str, code: str) -> None:
    """The fix names the SQLAlchemy type that stands for the type of production."""
    finding = only("type-differs", compared(since(**differing("type", dev=dev, prod=prod))))

    assert finding.message == f"The column items.price is {dev} on dev and {prod} on prod."
    assert finding.fix == (
        f"Use {code}, which SQLAlchemy spells for each database.{DEPLOYED}"
        '    if op.get_context().dialect.name == "sqlite":\n'
        '        with op.batch_alter_table("items") as batch_op:\n'
        f'            batch_op.alter_column("price", type_={code})'
    )


def test_number_of_four_bytes_is_made_wider_on_production() -> None:
    """SQLite keeps eight bytes whatever the type."""
    finding = only("type-differs", compared(since(**differing("type", dev="FLOAT", prod="real"))))

    assert finding.fix == (
        f"Use sa.Double(): SQLite keeps 8 bytes of any fraction, whatever its type.{DEPLOYED}"
        '    if op.get_context().dialect.name != "sqlite":\n'
        '        with op.batch_alter_table("items") as batch_op:\n'
        '            batch_op.alter_column("price", type_=sa.Double())'
    )


def test_type_of_moments_is_not_given_by_a_batch() -> None:
    """CAST(x AS DATETIME) is a number on SQLite: the year."""
    finding = only("type-differs", compared(since(**differing("type", dev="TEXT", prod="date"))))

    assert finding.fix == (
        "Use sa.Date(), which SQLAlchemy spells for each database. Where 0001 is deployed, mend it on dev in a new "
        "revision that adds a column of that type, copies the values, drops the old column and renames the new one: a "
        "batch that alters the type makes numbers of them, '2024' of '2024-05-06'."
    )


def test_citext_needs_a_collation_on_sqlite() -> None:
    """Text that ignores case in production does so in development under NOCASE."""
    difference = since(**differing("type", dev="VARCHAR without COLLATE NOCASE", prod="citext"))

    finding = only("type-differs", compared(difference))

    assert finding.message == "The column items.price is VARCHAR without COLLATE NOCASE on dev and citext on prod."
    assert finding.fix.splitlines()[-1] == (
        '            batch_op.alter_column("price", type_=sa.String(collation="NOCASE")'
        '.with_variant(sa.dialects.postgresql.CITEXT(), "postgresql"))'
    )


def test_type_that_sqlite_has_no_word_for_is_fixed_in_words() -> None:
    """A type of PostgreSQL alone is declared beside one for SQLite."""
    finding = only("type-differs", compared(since(**differing("type", dev="", prod="tsvector"))))

    assert finding.message == "The column items.price is without a type on dev and tsvector on prod."
    assert finding.fix == (
        "Declare the type of each database: "
        'sa.Text().with_variant(postgresql.<the type of production>(), "postgresql"), or use one that both have.'
    )


def test_null_is_refused_in_production() -> None:
    """NOT NULL comes to development."""
    difference = since(**differing("nullable", dev="NULL allowed", prod="NOT NULL"))

    finding = only("nullable-differs", compared(difference))

    assert finding.message == "The column items.price takes NULL on dev and is NOT NULL on prod."
    assert finding.fix == (
        f"Alter the column on both databases, in a batch, outside of any test of the dialect.{DEPLOYED}"
        '    if op.get_context().dialect.name == "sqlite":\n'
        '        with op.batch_alter_table("items") as batch_op:\n'
        '            batch_op.alter_column("price", nullable=False)'
    )


def test_null_is_taken_in_production() -> None:
    """Development takes NULL where production does."""
    difference = since(**differing("nullable", dev="NOT NULL", prod="NULL allowed"))

    finding = only("nullable-differs", compared(difference))

    assert finding.message == "The column items.price is NOT NULL on dev and takes NULL on prod."
    assert finding.fix.endswith('batch_op.alter_column("price", nullable=True)')


@pytest.mark.parametrize(
    ("dev", "prod", "detail", "told", "code"),
    [
        ("'false'", "false", "dev: the text 'false'", " On dev it stores the text 'false'.", "sa.false()"),
        ("'t'", "true", "dev: the text 't'", " On dev it stores the text 't'.", "sa.true()"),
        (
            "now()",
            "now()",
            "dev: fails: unknown function: now()",
            " On dev an INSERT without the value fails: unknown function: now().",
            "sa.func.now()",
        ),
        (None, "'draft'::character varying", None, "", '"draft"'),
        ("0", "5", None, "", 'sa.text("5")'),
        ("0", "5", 'stored: ["0", "5"]', "", 'sa.text("5")'),
        ("'1.5'", "1.5", 'stored: ["1.5", "2"]', " It stores 1.5 on dev and 2 on prod.", 'sa.text("2")'),
        ("1.5", "1.5", 'stored: ["1.5", "2"]', " It stores 1.5 on dev and 2 on prod.", 'sa.text("2")'),
        ("7", None, None, "", "None"),
    ],
)
def test_default(dev: str | None, prod: str | None, detail: str | None, told: str, code: str) -> None:
    """Both defaults are told, what one of them does, and the one that both databases understand."""
    finding = only("server-default-differs", compared(since(**differing("default", dev=dev, prod=prod, detail=detail))))

    has = [f"the default {text}" if text else "no default" for text in (dev, prod)]
    assert finding.message == f"The column items.price has {has[0]} on dev and {has[1]} on prod.{told}"
    assert finding.fix == (
        f"Use server_default={code}.{DEPLOYED}"
        '    with op.batch_alter_table("items") as batch_op:\n'
        f'        batch_op.alter_column("price", server_default={code})'
    )


@pytest.mark.parametrize(
    ("type_", "dev", "prod", "code"),
    [
        ("date", "CURRENT_TIMESTAMP", "now()", 'sa.text("CURRENT_DATE")'),
        ("time without time zone", "CURRENT_TIMESTAMP", "now()", 'sa.text("CURRENT_TIME")'),
        ("uuid", "'0F0E-01'", "'0f0e-01'::uuid", '"0f0e01"'),
    ],
)
def test_default_is_one_that_the_type_stores_alike_on_both(type_: str, dev: str, prod: str, code: str) -> None:
    """SQLite keeps what the default gives, whatever the type."""
    column = Column(name="price", type=type_, nullable=True, default=prod)
    difference = since(**differing("default", dev=dev, prod=prod, detail="dev: a text"))

    finding = only("server-default-differs", compared(difference, prod=(items(column),)))

    assert finding.fix.startswith(f"Use server_default={code}.{DEPLOYED}")


def test_default_that_is_a_number_in_a_text() -> None:
    """Without quotes SQLite stores the number that it reads."""
    column = Column(name="price", type="character varying(10)", nullable=True, default="1.10")
    difference = since(**differing("default", dev="1.10", prod="1.10", detail='stored: ["1.1", "1.10"]'))

    finding = only("server-default-differs", compared(difference, prod=(items(column),)))

    assert finding.message == (
        "The column items.price has the default 1.10 on dev and the default 1.10 on prod. "
        "It stores 1.1 on dev and 1.10 on prod."
    )
    assert finding.fix.startswith('Use server_default="1.10".')


def test_default_of_bytes_is_fixed_on_sqlite() -> None:
    """It has a literal of its own for them."""
    prod = r"'\x616263'::bytea"
    column = Column(name="price", type="bytea", nullable=True, default=prod)
    difference = since(**differing("default", dev="'abc'", prod=prod, detail="dev: the text 'abc'"))

    finding = only("server-default-differs", compared(difference, prod=(items(column),)))

    assert finding.fix.partition(DEPLOYED)[2] == (
        '    if op.get_context().dialect.name == "sqlite":\n'
        '        with op.batch_alter_table("items") as batch_op:\n'
        '            batch_op.alter_column("price", server_default=sa.text("x\'616263\'"))'
    )


def test_default_of_an_interval_is_fixed_in_words() -> None:
    """SQLite keeps an interval as a moment, which PostgreSQL refuses."""
    column = Column(name="price", type="interval", nullable=True, default="'1 day'::interval")
    difference = since(**differing("default", dev="'1 day'", prod="'1 day'::interval", detail="dev: the text '1 day'"))

    finding = only("server-default-differs", compared(difference, prod=(items(column),)))

    assert finding.fix.endswith("or set the value in the application (default=...).")


@pytest.mark.parametrize(
    ("dev", "prod", "told"),
    [
        ("0", "numbers itself", "has the default 0 on dev and numbers itself on prod"),
        ("numbers itself", "next_id()", "numbers itself on dev and has the default next_id() on prod"),
    ],
)
def test_default_in_the_place_of_a_number(dev: str, prod: str, told: str) -> None:
    """No default of SQLite gives the next number."""
    finding = only("server-default-differs", compared(since(**differing("default", dev=dev, prod=prod))))

    assert finding.message == f"The column items.price {told}."
    assert finding.fix == (
        "Let the application give the number: SQLite numbers a key of one INTEGER column, whatever its default, "
        "and no other column."
    )


def test_default_that_the_type_refuses() -> None:
    """Both databases have it, and one of them cannot store it."""
    refused = "prod: fails: value too long for type character varying(3)"
    difference = since(**differing("default", dev="'none'", prod="'none'::character varying", detail=refused))

    finding = only("server-default-differs", compared(difference))

    assert finding.message == (
        "The column items.price has the default 'none' on dev and the default 'none'::character varying on prod. "
        "On prod an INSERT without the value fails: value too long for type character varying(3)."
    )
    assert finding.fix == "Give a default that the type takes, or the column a wider type."


def test_default_that_one_side_cannot_spell_is_fixed_in_words() -> None:
    """A function of PostgreSQL has no counterpart."""
    difference = since(**differing("default", dev=None, prod="gen_random_uuid()"))

    finding = only("server-default-differs", compared(difference))

    assert finding.message == "The column items.price has no default on dev and the default gen_random_uuid() on prod."
    assert finding.fix == (
        "Give one server_default that both databases know, outside of any test of the dialect, "
        "or set the value in the application (default=...)."
    )


def test_two_expressions_of_a_generated_column() -> None:
    """The column is made again in development, as production has it."""
    column = Column(name="price", type="integer", nullable=True, computed="(net * 3)")
    difference = since(**differing("computed", dev="net * 2", prod="(net * 3)"))

    finding = only("computed-differs", compared(difference, prod=(items(column),)))

    assert finding.message == "The column items.price is generated as net * 2 on dev and as net * 3 on prod."
    assert finding.fix == (
        f"Use one expression on both databases: sa.Computed(..., persisted=True).{DEPLOYED}"
        '    if op.get_context().dialect.name == "sqlite":\n'
        '        with op.batch_alter_table("items") as batch_op:\n'
        '            batch_op.drop_column("price")\n'
        '        with op.batch_alter_table("items") as batch_op:\n'
        '            batch_op.add_column(sa.Column("price", sa.Integer(), sa.Computed("net * 3", persisted=True)))'
    )


def test_generated_on_one_side_only() -> None:
    """A plain column is called one."""
    difference = since(**differing("computed", dev="net * 2", prod=None))

    finding = only("computed-differs", compared(difference))

    assert finding.message == "The column items.price is generated as net * 2 on dev and a plain column on prod."
    assert finding.fix == "Use one expression on both databases: sa.Computed(..., persisted=True)."


def test_identity_that_refuses_a_number_is_an_error() -> None:
    """What PostgreSQL refuses, SQLite cannot."""
    difference = since(
        **differing("identity", dev="takes any value", prod="GENERATED ALWAYS AS IDENTITY", detail="always")
    )

    finding = only("identity-differs", compared(difference))

    assert finding.severity == "error"
    assert finding.message == (
        "The column items.price takes any value on dev and is GENERATED ALWAYS AS IDENTITY on prod."
    )
    assert finding.fix == (
        f"Use sa.Identity() without always=True: SQLite cannot refuse a given number.{DEPLOYED}"
        '    if op.get_context().dialect.name != "sqlite":\n'
        '        op.execute("ALTER TABLE items ALTER COLUMN price SET GENERATED BY DEFAULT")'
    )


@pytest.mark.parametrize(("held", "kind"), [("bigint", "sa.BigInteger()"), ("smallint", "sa.SmallInteger()")])
def test_key_that_only_production_numbers_is_a_warning(held: str, kind: str) -> None:
    """An INSERT without the key fails in development."""
    difference = since(**differing("identity", dev="needs a value", prod="numbers itself", detail="numbered"))
    price = Column(name="price", type=held, nullable=False, numbered=True)
    keyed = items(price, Constraint(kind="pk", name="pk_items", columns=("price",)))

    finding = only("identity-differs", compared(difference, prod=(keyed,)))

    assert finding.severity == "warning"
    assert finding.message == "The column items.price needs a value on dev and numbers itself on prod."
    assert finding.fix == (
        f'Use {kind}.with_variant(sa.Integer(), "sqlite"): SQLite numbers INTEGER keys only.'
        f"{DEPLOYED}"
        '    if op.get_context().dialect.name == "sqlite":\n'
        '        with op.batch_alter_table("items") as batch_op:\n'
        f'            batch_op.alter_column("price", type_={kind}.with_variant(sa.Integer(), "sqlite"))'
    )


def test_number_that_is_no_key_has_no_counterpart() -> None:
    """SQLite numbers no other column, whatever its type."""
    difference = since(**differing("identity", dev="needs a value", prod="numbers itself", detail="numbered"))
    keyed = items(Constraint(kind="pk", name="pk_items", columns=("id",)))

    finding = only("identity-differs", compared(difference, prod=(keyed,)))

    assert finding.fix == (
        "Write the value of items.price in every INSERT: SQLite numbers a key of one INTEGER column only."
    )


def test_key_that_only_development_numbers_is_a_note() -> None:
    """SQLite numbers every INTEGER key, whatever the model says."""
    difference = since(**differing("identity", dev="numbers itself", prod="needs a value", detail="numbered"))

    finding = only("identity-differs", compared(difference))

    assert finding.severity == "note"
    assert finding.message == "The column items.price numbers itself on dev and needs a value on prod."
    assert finding.fix == (
        "Write the value in every INSERT; SQLite numbers an INTEGER key also where the model says autoincrement=False."
    )


def test_null_in_a_key() -> None:
    """No operation made the difference: a primary key of PostgreSQL is NOT NULL by itself."""
    key = Constraint(kind="pk", name="pk_items", columns=("id", "price"))
    difference = since(**differing("nullable", dev="NULL allowed", prod="NOT NULL"))

    finding = only("nullable-differs", compared(difference, prod=(items(key),)))

    assert finding.fix.partition(DEPLOYED)[0] == (
        "Say nullable=False where the column is made: SQLite takes NULL in a key, PostgreSQL in none."
    )


def test_label_that_only_development_takes() -> None:
    """A new label is added to the type on PostgreSQL."""
    difference = since(**differing("enum", dev="open, it's late", prod="open", detail="state"))

    finding = only("enum-differs", compared(difference))

    assert finding.message == "The column items.price takes open, it's late on dev and open on prod."
    assert finding.fix == (
        "Give the type all its labels on both databases; on PostgreSQL a new label is added to the type itself."
        f"{DEPLOYED}"
        '    if op.get_context().dialect.name != "sqlite":\n'
        "        with op.get_context().autocommit_block():\n"
        "            op.execute(\"ALTER TYPE state ADD VALUE 'it''s late'\")"
    )


def test_label_that_only_production_takes() -> None:
    """A new label replaces the check on SQLite."""
    difference = since(**differing("enum", dev="open", prod="open, done", detail="state"))

    finding = only("enum-differs", compared(difference))

    assert finding.fix.partition(DEPLOYED)[2] == (
        '    if op.get_context().dialect.name == "sqlite":\n'
        '        with op.batch_alter_table("items") as batch_op:\n'
        '            batch_op.alter_column("price", '
        'existing_type=sa.Enum("open", name="state", create_constraint=True), '
        'type_=sa.Enum("open", "done", name="state", create_constraint=True))'
    )


def test_two_enums_of_one_name() -> None:
    """Without a check development takes any text, and the type on PostgreSQL only the labels that it was made with."""
    difference = since(**differing("enum", dev="any text", prod="new, paid", detail="state"), expected="active, banned")

    finding = only("enum-differs", compared(difference))

    assert finding.message == (
        "The column items.price is declared with active, banned, and dev takes any text;"
        " on prod its type state takes new, paid only."
    )
    assert finding.fix == (
        "Two Enums of one name are one type on PostgreSQL: give each a name of its own, or one all labels."
        f"{DEPLOYED}"
        '    if op.get_context().dialect.name != "sqlite":\n'
        "        with op.get_context().autocommit_block():\n"
        "            op.execute(\"ALTER TYPE state ADD VALUE 'active'\")\n"
        "            op.execute(\"ALTER TYPE state ADD VALUE 'banned'\")"
    )


@pytest.mark.parametrize(
    ("kind", "numbers", "words"), [("bigint", "integer", "a bigint"), ("integer", "smallint", "an integer")]
)
def test_sequence_gets_the_type_of_its_column(kind: str, numbers: str, words: str) -> None:
    """It ends where its own type does."""
    difference = since(
        aspect="differs", kind="sequence", name="items_id_seq", column="id", dev="64 bits", prod=numbers, detail=kind
    )

    finding = only("sequence-too-short", compared(difference))

    assert finding.severity == "warning"
    assert finding.message == (
        f"The column items.id is {words} on prod, and its sequence items_id_seq ends where the type {numbers} does."
    )
    assert finding.fix == (
        f"Alter the sequence with the column.{DEPLOYED}"
        '    if op.get_context().dialect.name != "sqlite":\n'
        f'        op.execute("ALTER SEQUENCE items_id_seq AS {kind}")'
    )


def test_columns_that_agree_give_nothing() -> None:
    """Each rule looks at its own kind of difference only."""
    rules = ("type-differs", "nullable-differs", "server-default-differs", "computed-differs", "enum-differs")
    difference = since(**differing("identity", dev="numbers itself", prod="needs a value", detail="numbered"))

    assert [finding for rule in rules for finding in found(rule, compared(difference))] == []
