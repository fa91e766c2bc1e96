"""Names: what the databases and the models call one thing, and the revision that gives it one name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from harness.model import Constraint, Index, ModelObject, Models, SchemaObject
from tests.rules.comparisons import compared, found, items, only, since

DEPLOYED = " Where 0001 is deployed, mend it in a new revision:\n"
CONVENTION = {"uq": "uq_%(table_name)s_%(column_0_name)s"}


def unique(name: str | None) -> Constraint:
    """Give the unique constraint of the tests."""
    return Constraint(kind="uq", name=name, columns=("sku",))


def test_name_of_production_is_given_to_development() -> None:
    """Where the models say nothing, the deployed name stays."""
    difference = since(
        aspect="name-differs", kind="uq", name="uq_items_sku", columns=("sku",), dev="items_sku", prod="uq_items_sku"
    )

    finding = only(
        "constraint-name-differs",
        compared(difference, dev=(items(unique("items_sku")),), prod=(items(unique("uq_items_sku")),)),
    )

    assert finding.message == (
        "The unique constraint on items (sku) is named items_sku on dev and uq_items_sku on prod."
    )
    assert finding.fix == (
        f'Give it one name where it is made: op.f("uq_items_sku").{DEPLOYED}'
        '    if op.get_context().dialect.name == "sqlite":\n'
        '        with op.batch_alter_table("items") as batch_op:\n'
        '            batch_op.drop_constraint(op.f("items_sku"), type_="unique")\n'
        '            batch_op.create_unique_constraint(op.f("uq_items_sku"), ["sku"])'
    )


def test_name_of_the_models_wins() -> None:
    """Where the models name it, production is renamed as well."""
    difference = since(
        aspect="name-differs",
        kind="uq",
        name="items_sku_key",
        columns=("sku",),
        dev="uq_items_sku",
        prod="items_sku_key",
        expected="uq_items_sku",
    )

    finding = only(
        "constraint-name-differs",
        compared(difference, dev=(items(unique("uq_items_sku")),), prod=(items(unique("items_sku_key")),)),
    )

    assert finding.message == (
        "The unique constraint on items (sku) is named uq_items_sku on dev and items_sku_key on prod; "
        "the models name it uq_items_sku."
    )
    assert finding.fix == (
        f'Give it one name where it is made: op.f("uq_items_sku").{DEPLOYED}'
        '    if op.get_context().dialect.name != "sqlite":\n'
        '        op.execute("ALTER TABLE items RENAME CONSTRAINT items_sku_key TO uq_items_sku")'
    )


def test_name_in_two_cases_is_quoted() -> None:
    """PostgreSQL finds a name with capitals between quotes only."""
    difference = since(
        aspect="name-differs",
        kind="ix",
        name="IX_sku",
        columns=("sku",),
        dev="ix_items_sku",
        prod="IX_sku",
        expected="ix_items_sku",
    )
    index = Index(name="IX_sku", keys=("sku",), columns=("sku",))

    finding = only("constraint-name-differs", compared(difference, prod=(items(index),)))

    assert finding.message == (
        "The index on items (sku) is named ix_items_sku on dev and IX_sku on prod; the models name it ix_items_sku."
    )
    assert finding.fix.splitlines()[-1] == ('        op.execute("ALTER INDEX \\"IX_sku\\" RENAME TO ix_items_sku")')


def test_names_that_are_swapped() -> None:
    """No name is free before the other one is dropped."""
    one, other = (
        since(aspect="name-differs", kind="ix", name=dev, columns=(column,), dev=dev, prod=prod)
        for column, dev, prod in (("sku", "ix_one", "ix_two"), ("price", "ix_two", "ix_one"))
    )

    finding = only("constraint-name-differs", compared(one, other))

    assert finding.fix == (
        'Give it one name where it is made: op.f("ix_two") and op.f("ix_one"). '
        "They have each other's: drop all before one is made."
    )


def test_name_that_the_models_do_not_have() -> None:
    """Both databases are renamed: PostgreSQL can, SQLite drops and makes it."""
    difference = since(
        aspect="not-by-convention",
        kind="ix",
        name="ix_items_code",
        columns=("sku",),
        dev="ix_items_code",
        prod="ix_items_code",
        expected="ix_items_sku",
    )
    table = items(Index(name="ix_items_code", keys=("sku",), columns=("sku",)))

    finding = only("name-not-by-convention", compared(difference, dev=(table,), prod=(table,)))

    assert finding.severity == "warning"
    assert finding.message == (
        "The index on items (sku) is named ix_items_code on both databases; the models name it ix_items_sku."
    )
    assert finding.fix == (
        f'Name it as the models do where it is made: op.f("ix_items_sku").{DEPLOYED}'
        '    if op.get_context().dialect.name == "sqlite":\n'
        '        op.drop_index(op.f("ix_items_code"), table_name="items")\n'
        '        op.create_index(op.f("ix_items_sku"), "items", ["sku"])\n'
        '    if op.get_context().dialect.name != "sqlite":\n'
        '        op.execute("ALTER INDEX ix_items_code RENAME TO ix_items_sku")'
    )


def test_constraint_without_a_name_and_without_a_convention() -> None:
    """The fix hands back a convention whose names production has already."""
    difference = since(
        aspect="unnamed", kind="uq", name="items_sku_key", columns=("sku",), dev=None, prod="items_sku_key"
    )

    finding = only("unnamed-constraint", compared(difference))

    assert finding.severity == "warning"
    assert finding.message == "The unique constraint on items (sku) has no name on dev; prod calls it items_sku_key."
    assert finding.fix == (
        "Give the models a naming convention, and hand their metadata to context.configure(target_metadata=...) in "
        "env.py. This one names as PostgreSQL does by itself, so that production stays as it is.\n"
        "    metadata = sa.MetaData(naming_convention={\n"
        '        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",\n'
        '        "pk": "%(table_name)s_pkey",\n'
        '        "uq": "%(table_name)s_%(column_0_N_name)s_key",\n'
        "    })"
    )


def test_all_constraints_without_a_name_are_one_finding() -> None:
    """A history without a convention is one warning, which lists its objects."""
    differences = [
        since(
            line,
            aspect="unnamed",
            kind=kind,
            table=f"t{line}",
            name=f"t{line}_key",
            columns=("a",),
            prod=f"t{line}_key",
        )
        for line, kind in enumerate(["uq", "fk", "ck", "uq", "uq", "uq", "uq", "uq", "uq"])
    ]

    finding = only("unnamed-constraint", compared(*differences))

    assert finding.message == (
        "9 constraints have no name on dev; prod calls them t0_key of t0, t1_key of t1, t2_key of t2, t3_key of t3, "
        "t4_key of t4, t5_key of t5 and 3 more."
    )
    assert len(finding.objects) == 9
    assert " so that production stays as it is. Name each check where it is made.\n" in finding.fix


def test_checks_without_a_name_are_named_one_by_one() -> None:
    """No convention finds a column in the text of a check."""
    difference = since(aspect="unnamed", kind="ck", name="items_age_check", columns=("age",), prod="items_age_check")

    finding = only("unnamed-constraint", compared(difference))

    assert finding.fix == "Name each check where it is made: sa.CheckConstraint(..., name=...)."


def test_constraint_that_the_models_name() -> None:
    """With a convention, a batch gives the name on SQLite, and production is renamed."""
    difference = since(
        aspect="unnamed",
        kind="uq",
        name="items_sku_key",
        columns=("sku",),
        prod="items_sku_key",
        expected="uq_items_sku",
    )

    finding = only(
        "unnamed-constraint",
        compared(difference, prod=(items(unique("items_sku_key")),), models=Models(convention=CONVENTION)),
    )

    assert finding.fix == (
        f'Give the name of the models where it is made: name=op.f("uq_items_sku").{DEPLOYED}'
        '    if op.get_context().dialect.name == "sqlite":\n'
        '        with op.batch_alter_table("items", '
        'naming_convention={"uq": "uq_%(table_name)s_%(column_0_name)s"}, recreate="always"):\n'
        "            pass\n"
        '    if op.get_context().dialect.name != "sqlite":\n'
        '        op.execute("ALTER TABLE items RENAME CONSTRAINT items_sku_key TO uq_items_sku")'
    )


def test_primary_key_without_a_name_is_no_finding() -> None:
    """No migration drops a primary key by name, unless the project's convention says that it has one."""
    difference = since(aspect="unnamed", kind="pk", name="items_pkey", columns=("id",), prod="items_pkey")

    assert found("unnamed-constraint", compared(difference)) == ()
    assert len(found("unnamed-constraint", compared(difference, models=Models(convention={"pk": "pk"})))) == 1


@pytest.mark.parametrize(
    ("parts", "what"),
    [
        ({"column": "x" * 70, "name": "x" * 70}, f"the column {'x' * 70} of items"),
        ({"table": "x" * 70, "name": "x" * 70}, f"the table {'x' * 70}"),
        ({"name": "x" * 63, "columns": ("sku",), "detail": "uq"}, f"the unique constraint {'x' * 70} of items"),
    ],
)
def test_name_that_postgresql_cuts(parts: dict[str, Any], what: str) -> None:
    """The finding says what has the name, how long it is, and what production made of it."""
    difference = since(aspect="cut", kind="truncation", dev="x" * 70, prod="x" * 63, **parts)

    finding = only("name-too-long", compared(difference))

    assert finding.severity == "warning"
    assert finding.message == f"The name of {what} has 70 bytes; prod cuts it to {'x' * 63}."
    assert finding.fix == f"Give a shorter name, of at most 63 bytes, in place of {'x' * 70}."


UNIQUE = ModelObject(kind="uq", columns=("sku",), names={"postgresql": "x" * 70})


@pytest.mark.parametrize(
    ("models", "severity", "what", "outcome"),
    [
        (Models(columns={"x" * 70: ()}), "warning", f"table {'x' * 70}", f"prod would cut it to {'x' * 63}"),
        (
            Models(columns={"items": ("x" * 70,)}),
            "warning",
            f"column {'x' * 70} of items",
            f"prod would cut it to {'x' * 63}",
        ),
        (
            Models(columns={"items": ("sku",)}, objects={"items": (UNIQUE,)}),
            "error",
            f"unique constraint {'x' * 70} of items",
            "SQLAlchemy refuses to make it on prod",
        ),
    ],
)
def test_name_of_the_models_that_postgresql_would_not_keep(
    models: Models, severity: str, what: str, outcome: str
) -> None:
    """The models alone tell it, before any migration has the name."""
    finding = only("name-too-long", compared(models=models, name_bytes=63))

    assert finding.severity == severity
    assert finding.message == f"The name of the {what} in the models has 70 bytes; {outcome}."


@pytest.mark.parametrize(
    ("models", "name", "claims"),
    [
        (
            Models(columns={"x" * 64 + "a": (), "x" * 64 + "b": ()}),
            "x" * 63,
            f"the table {'x' * 64}a and the table {'x' * 64}b",
        ),
        (
            Models(columns={"bills": ()}, beside=(SchemaObject(kind="sequence", name="bills", table="items"),)),
            "bills",
            "the table bills and the sequence of items",
        ),
        (
            Models(columns={"state": ()}, beside=(SchemaObject(kind="enum", name="state", table="items"),)),
            "state",
            "the enum type of items and the table state",
        ),
    ],
)
def test_name_that_two_of_the_models_claim(models: Models, name: str, claims: str) -> None:
    """Tables, sequences and enum types get into each other's way, and long names after the cut."""
    message = f"The name {name} is claimed 2 times, by {claims}; PostgreSQL takes it once."

    assert only("name-claimed-twice", compared(models=models)).message == message


def test_enum_may_be_named_as_an_index() -> None:
    """An index makes no type."""
    index = ModelObject(kind="ix", columns=("state",), names={"postgresql": "state"})
    models = Models(
        columns={"items": ("state",)},
        objects={"items": (index,)},
        beside=(SchemaObject(kind="enum", name="state", table="items"),),
    )

    assert found("name-claimed-twice", compared(models=models)) == ()


def test_inline_constraint_is_given_a_name_by_the_batch() -> None:
    """SQLAlchemy reads it from SQLite without one, so that no name of it can be dropped."""
    difference = since(
        aspect="name-differs", kind="uq", name="uq_items_sku", columns=("sku",), dev="items_sku", prod="uq_items_sku"
    )
    inline = replace(unique("items_sku"), inline=True)

    finding = only(
        "constraint-name-differs", compared(difference, dev=(items(inline),), prod=(items(unique("uq_items_sku")),))
    )

    assert finding.fix == (
        f'Give it one name where it is made: op.f("uq_items_sku").{DEPLOYED}'
        '    if op.get_context().dialect.name == "sqlite":\n'
        '        names = {"uq": "%(table_name)s_%(column_0_N_name)s_key"}\n'
        '        with op.batch_alter_table("items", naming_convention=names) as batch_op:\n'
        '            batch_op.drop_constraint(op.f("items_sku_key"), type_="unique")\n'
        '            batch_op.create_unique_constraint(op.f("uq_items_sku"), ["sku"])'
    )
