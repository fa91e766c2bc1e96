"""Constraints and indexes that are on both sides and do not do the same: development takes what production has."""

from __future__ import annotations

from dataclasses import replace

from harness.model import Constraint, Index
from tests.rules.comparisons import compared, items, only, since

DEPLOYED = " Where 0001 is deployed, mend it in a new revision:\n"


def test_two_conditions_of_a_check() -> None:
    """The check is dropped and made again in one batch."""
    dev = Constraint(kind="ck", name="ck_items_age", expression="age > 18")
    prod = Constraint(kind="ck", name="ck_items_age", expression="(age >= 18)", columns=("age",))
    difference = since(
        aspect="differs", kind="ck", name="ck_items_age", dev="CHECK (age > 18)", prod="CHECK (age >= 18)"
    )

    finding = only("constraint-differs", compared(difference, dev=(items(dev),), prod=(items(prod),)))

    assert finding.message == (
        "The check constraint ck_items_age of items is CHECK (age > 18) on dev and CHECK (age >= 18) on prod."
    )
    assert finding.fix == (
        f"Make it alike on both databases, outside of any test of the dialect.{DEPLOYED}"
        '    if op.get_context().dialect.name == "sqlite":\n'
        '        with op.batch_alter_table("items") as batch_op:\n'
        '            batch_op.drop_constraint(op.f("ck_items_age"), type_="check")\n'
        '            batch_op.create_check_constraint(op.f("ck_items_age"), "age >= 18")'
    )


def test_two_actions_of_a_foreign_key() -> None:
    """What a delete does is part of the key."""
    dev, prod = (
        Constraint(
            kind="fk",
            name="fk_items_shop_id_shops",
            columns=("shop_id",),
            referred_table="shops",
            referred_columns=("id",),
            options=options,
        )
        for options in ({}, {"ondelete": "SET NULL", "deferrable": "yes", "initially": "DEFERRED"})
    )
    difference = since(
        aspect="differs",
        kind="fk",
        name="fk_items_shop_id_shops",
        columns=("shop_id",),
        dev="FOREIGN KEY (shop_id) REFERENCES shops (id)",
        prod="FOREIGN KEY (shop_id) REFERENCES shops (id) DEFERRABLE INITIALLY DEFERRED ON DELETE SET NULL",
    )

    finding = only("constraint-differs", compared(difference, dev=(items(dev),), prod=(items(prod),)))

    assert finding.message == (
        "The foreign key fk_items_shop_id_shops of items is FOREIGN KEY (shop_id) REFERENCES shops (id) on dev and "
        "FOREIGN KEY (shop_id) REFERENCES shops (id) DEFERRABLE INITIALLY DEFERRED ON DELETE SET NULL on prod."
    )
    assert finding.fix == (
        f"Make it alike on both databases, outside of any test of the dialect.{DEPLOYED}"
        '    if op.get_context().dialect.name == "sqlite":\n'
        '        with op.batch_alter_table("items") as batch_op:\n'
        '            batch_op.drop_constraint(op.f("fk_items_shop_id_shops"), type_="foreignkey")\n'
        '            batch_op.create_foreign_key(op.f("fk_items_shop_id_shops"), "shops", ["shop_id"], ["id"], '
        'ondelete="SET NULL", initially="DEFERRED", deferrable=True)'
    )


def test_columns_that_a_delete_sets() -> None:
    """SQLite cannot be told to set some of them, so the fix is about the source."""
    text = "FOREIGN KEY (shop_id, shelf) REFERENCES shelves (shop_id, id) ON DELETE SET NULL"
    difference = since(
        aspect="differs",
        kind="fk",
        name="fk_items_shelves",
        columns=("shop_id", "shelf"),
        dev=text,
        prod=f"{text} (shelf)",
    )

    finding = only("constraint-differs", compared(difference))

    assert finding.message == f"The foreign key fk_items_shelves of items is {text} on dev and {text} (shelf) on prod."
    assert finding.fix == (
        "Leave out the columns after ON DELETE SET NULL or SET DEFAULT, which SQLite has not: there a delete sets all "
        "columns of the key. Or let the application set them before it deletes."
    )


def test_nulls_not_distinct_has_no_counterpart() -> None:
    """SQLite takes every NULL for another value, so the fix is about the source."""
    difference = since(
        aspect="differs",
        kind="uq",
        name="uq_items_sku",
        columns=("sku",),
        dev="UNIQUE (sku)",
        prod="UNIQUE (sku) NULLS NOT DISTINCT",
    )

    finding = only("constraint-differs", compared(difference))

    assert finding.message == (
        "The unique constraint uq_items_sku of items is UNIQUE (sku) on dev "
        "and UNIQUE (sku) NULLS NOT DISTINCT on prod."
    )
    assert finding.fix == "Leave out postgresql_nulls_not_distinct, which SQLite has not, or forbid NULL in sku."


def test_constraint_without_a_name_cannot_be_dropped() -> None:
    """SQLite drops nothing that has no name, so the fix is in words."""
    dev, prod = (
        Constraint(kind="ck", name=name, expression=f"age > {limit}", columns=("age",))
        for name, limit in ((None, 17), ("items_age_check", 18))
    )
    difference = since(
        aspect="differs",
        kind="ck",
        name="items_age_check",
        columns=("age",),
        dev="CHECK (age > 17)",
        prod="CHECK (age > 18)",
    )

    finding = only("constraint-differs", compared(difference, dev=(items(dev),), prod=(items(prod),)))

    assert finding.fix == "Make it alike on both databases, outside of any test of the dialect."


def test_key_without_a_name_is_dropped_by_its_columns() -> None:
    """A batch names it by its convention."""
    prod = Constraint(
        kind="fk",
        name="items_shelf_fkey",
        columns=("shelf",),
        referred_table="shelves",
        referred_columns=("id",),
        options={"ondelete": "CASCADE"},
    )
    dev = replace(prod, name=None, options={})
    difference = since(
        aspect="differs", kind="fk", name="items_shelf_fkey", columns=("shelf",), dev="FOREIGN KEY", prod="CASCADE"
    )

    finding = only("constraint-differs", compared(difference, dev=(items(dev),), prod=(items(prod),)))

    assert finding.fix.partition("in a new revision:\n")[2] == (
        '    if op.get_context().dialect.name == "sqlite":\n'
        '        names = {"fk": "%(table_name)s_%(column_0_N_name)s_fkey"}\n'
        '        with op.batch_alter_table("items", naming_convention=names) as batch_op:\n'
        '            batch_op.drop_constraint(op.f("items_shelf_fkey"), type_="foreignkey")\n'
        '            batch_op.create_foreign_key(op.f("items_shelf_fkey"), "shelves", ["shelf"], ["id"], '
        'ondelete="CASCADE")'
    )


def test_condition_of_an_index_for_one_dialect() -> None:
    """The side without a condition gets that of the other."""
    dev = Index(name="uq_items_slug", keys=("slug",), columns=("slug",), unique=True)
    prod = Index(name="uq_items_slug", keys=("slug",), columns=("slug",), unique=True, predicate="(NOT archived)")
    difference = since(
        aspect="differs",
        kind="ix",
        name="uq_items_slug",
        columns=("slug",),
        dev="UNIQUE INDEX (slug)",
        prod="UNIQUE INDEX (slug) WHERE NOT archived",
    )

    finding = only("index-differs", compared(difference, dev=(items(dev),), prod=(items(prod),)))

    assert finding.message == (
        "The index uq_items_slug of items is UNIQUE INDEX (slug) on dev and "
        "UNIQUE INDEX (slug) WHERE NOT archived on prod."
    )
    assert finding.fix == (
        f"Give the condition for both databases: sqlite_where= beside postgresql_where=.{DEPLOYED}"
        '    if op.get_context().dialect.name == "sqlite":\n'
        '        op.drop_index(op.f("uq_items_slug"), table_name="items")\n'
        '        op.create_index(op.f("uq_items_slug"), "items", ["slug"], unique=True, '
        'sqlite_where=sa.text("NOT archived"), postgresql_where=sa.text("NOT archived"))'
    )


def test_condition_of_an_index_for_the_other_dialect() -> None:
    """Where only SQLite has a condition, production is mended."""
    dev = Index(name="ix_items_slug", keys=("slug",), columns=("slug",), predicate="price > 0")
    prod = Index(name="ix_items_slug", keys=("slug",), columns=("slug",))
    difference = since(
        aspect="differs",
        kind="ix",
        name="ix_items_slug",
        columns=("slug",),
        dev="INDEX (slug) WHERE price > 0",
        prod="INDEX (slug)",
    )

    finding = only("index-differs", compared(difference, dev=(items(dev),), prod=(items(prod),)))

    assert finding.fix == (
        f"Give the condition for both databases: postgresql_where= beside sqlite_where=.{DEPLOYED}"
        '    if op.get_context().dialect.name != "sqlite":\n'
        '        op.drop_index(op.f("ix_items_slug"), table_name="items")\n'
        '        op.create_index(op.f("ix_items_slug"), "items", ["slug"], '
        'sqlite_where=sa.text("price > 0"), postgresql_where=sa.text("price > 0"))'
    )


def test_order_of_an_index_lost_in_a_batch() -> None:
    """A descending key that a rebuild turned is turned back."""
    dev = Index(name="ix_items_made_at", keys=("made_at",), columns=("made_at",))
    prod = Index(name="ix_items_made_at", keys=("made_at DESC",), columns=("made_at",))
    difference = since(
        aspect="differs",
        kind="ix",
        name="ix_items_made_at",
        columns=("made_at",),
        dev="INDEX (made_at)",
        prod="INDEX (made_at DESC)",
    )

    finding = only("index-differs", compared(difference, dev=(items(dev),), prod=(items(prod),)))

    assert finding.fix == (
        "Make it alike on both databases, outside of any test of the dialect, and again after a batch on its table."
        f"{DEPLOYED}"
        '    if op.get_context().dialect.name == "sqlite":\n'
        '        op.drop_index(op.f("ix_items_made_at"), table_name="items")\n'
        '        op.create_index(op.f("ix_items_made_at"), "items", [sa.text("made_at DESC")])'
    )
