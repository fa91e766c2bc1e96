"""What the models say otherwise: how loud it is, and what is one finding."""

from __future__ import annotations

import pytest

from tests.rules.comparisons import compared, found, only, since


def test_default_that_only_the_database_has_is_a_note() -> None:
    """It serves the rows from before the column."""
    drift = since(
        aspect="drift", kind="default", name="size", column="size", detail="differs", prod="0", expected="none"
    )

    finding = only("models-drift", compared(drift))

    assert finding.severity == "note"
    assert finding.message == "The server default of items.size is 0 on both databases, and none in the models."


def test_default_that_only_the_models_have_is_a_warning() -> None:
    """An INSERT that relies on it fails."""
    drift = since(aspect="drift", kind="default", name="size", column="size", detail="differs", prod=None, expected="0")

    finding = only("models-drift", compared(drift))

    assert finding.severity == "warning"
    assert finding.message == "The server default of items.size is none on both databases, and 0 in the models."


def test_primary_key_that_is_another_one() -> None:
    """Autogenerate writes no keys, so that the fix does not send there."""
    drift = since(
        aspect="drift",
        kind="pk",
        name="pk_items",
        columns=("id",),
        detail="differs",
        dev="PRIMARY KEY (id)",
        prod="PRIMARY KEY (id)",
        expected="PRIMARY KEY (id, sku)",
    )

    finding = only("models-drift", compared(drift))

    assert finding.severity == "warning"
    assert finding.message == (
        "The primary key pk_items on items (id) is PRIMARY KEY (id) on both databases, "
        "and PRIMARY KEY (id, sku) in the models."
    )
    assert finding.fix == (
        "Write the key that is meant in a new revision, in a batch, or in the models: Alembic compares no keys."
    )


def test_primary_key_that_the_databases_lack() -> None:
    """Rows may be there twice that the application knows by their key."""
    drift = since(
        aspect="drift", kind="pk", name="pk_items", columns=("id",), detail="missing", expected="PRIMARY KEY (id)"
    )

    finding = only("models-drift", compared(drift))

    assert finding.message == "The models have the primary key pk_items on items (id), which both databases lack."


def test_tables_that_the_metadata_does_not_know_are_one_finding() -> None:
    """The cause is the import that env.py lacks, whatever revision made them."""
    drifts = [
        since(line, aspect="drift", kind="table", table=name, name=name, detail="extra", dev="there", prod="there")
        for line, name in ((21, "items"), (34, "bills"))
    ]

    assert [item.message for item in found("models-drift", compared(*drifts))] == [
        "The tables items and bills are on both databases, and not in the models.",
    ]


@pytest.mark.parametrize(
    ("kind", "begin"),
    [
        ("ck", "Write it by hand, in a batch of a new revision, batch_op.create_check_constraint() or"),
        ("default", "Write batch_op.alter_column(..., server_default=...) in a new revision, or"),
        ("enum", "Add the label in a new revision, ALTER TYPE ... ADD VALUE in op.get_context().autocommit_block()"),
        ("computed", "Drop the column in a new revision, and add it with its new expression"),
        ("uq", "Write a new revision with `alembic revision --autogenerate`"),
    ],
)
def test_what_autogenerate_does_not_write(kind: str, begin: str) -> None:
    """A revision that it writes for this would be empty."""
    drift = since(aspect="drift", kind=kind, name="price", column="price", prod="a", expected="b", detail="missing")

    finding = only("models-drift", compared(drift))

    assert finding.fix.startswith(begin)
