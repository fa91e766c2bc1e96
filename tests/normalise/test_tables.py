"""Two tables in comparable form. The answers are those that PostgreSQL gave."""

from __future__ import annotations

import pytest

from harness.databases.postgresql.facts import FACTS as POSTGRESQL
from harness.databases.sqlite import FACTS as SQLITE
from harness.model import Column, Constraint, Index, SchemaObject, Snapshot, Table
from harness.normalise import Answers, collect, normalise
from harness.normalise.answers import spelling_key

FACTS = (SQLITE, POSTGRESQL)
DEV = Table(
    name="items",
    columns=(
        Column(name="id", type="INTEGER", nullable=False),
        Column(name="active", type="BOOLEAN", nullable=False),
        Column(name="state", type="VARCHAR(1)", nullable=False),
    ),
)
PROD = Table(
    name="items",
    columns=(
        Column(name="id", type="integer", nullable=False),
        Column(name="active", type="boolean", nullable=False),
        Column(name="state", type="state", nullable=False),
    ),
)
STATE = SchemaObject(kind="enum", name="state", labels=("a", "b"))


def with_parts(table: Table, *parts: Constraint | Index) -> Table:
    """Give the table with constraints and indexes."""
    return Table(
        name=table.name,
        columns=table.columns,
        constraints=tuple(part for part in parts if isinstance(part, Constraint)),
        indexes=tuple(part for part in parts if isinstance(part, Index)),
    )


def normalised(dev: Table, prod: Table, spelled: dict[tuple[str, str], str] | None = None) -> tuple[Table, Table]:
    """Normalise two tables; `spelled` says how PostgreSQL prints an expression of a use, and others it refuses."""
    snapshots = [
        Snapshot(tables={table.name: table}, objects=(STATE,), changed=frozenset({"items"})) for table in (dev, prod)
    ]
    answers = collect([(snapshots[0], snapshots[1])], POSTGRESQL)
    for key in answers.spell:
        text = (spelled or {}).get((key[1], key[2]))
        answers.spelled[key] = {"text": text, "error": None if text else "syntax error"}
    return normalise(snapshots[0], snapshots[1], "items", FACTS, answers)


def check(name: str | None, expression: str) -> Constraint:
    """Give a check constraint."""
    return Constraint(kind="ck", name=name, expression=expression)


def test_check_of_a_boolean_is_part_of_its_type() -> None:
    """SQLAlchemy makes it where the type is not native; PostgreSQL has the type."""
    dev, _prod = normalised(with_parts(DEV, check("ck_active", "active IN (0, 1)")), PROD)

    assert dev.constraints == ()


def test_check_of_an_enum_is_part_of_its_type() -> None:
    """Its labels are compared with those of the type."""
    dev, prod = normalised(with_parts(DEV, check("state", "state IN ('a', 'c')")), PROD)

    assert dev.constraints == ()
    assert [column.meaning.labels for column in (*dev.columns, *prod.columns) if column.meaning] == [
        *((), (), ("a", "c")),
        *((), (), ("a", "b")),
    ]


def test_check_that_both_sides_have_is_a_check() -> None:
    """A check by the same name on PostgreSQL is compared as it stands."""
    name = "ck_active"
    dev, _prod = normalised(
        with_parts(DEV, check(name, "active IN (0, 1)")), with_parts(PROD, check(name, "(active = ANY (...))"))
    )

    assert [item.name for item in dev.constraints] == [name]


def test_check_as_postgresql_spells_it() -> None:
    """The condition of SQLite is the one that PostgreSQL printed; its columns are read from the text."""
    spelled = {("check", "id BETWEEN 1 AND 5"): "((id >= 1) AND (id <= 5))"}
    dev, prod = normalised(
        with_parts(DEV, check(None, "id BETWEEN 1 AND 5")),
        with_parts(PROD, check("items_id_check", "((id >= 1) AND (id <= 5))")),
        spelled,
    )

    assert dev.constraints[0].meaning == prod.constraints[0].meaning == "(id <= 5) AND (id >= 1)"
    assert dev.constraints[0].columns == ("id",)


def test_check_that_postgresql_refuses() -> None:
    """A meaning that is not known says why."""
    dev, _prod = normalised(with_parts(DEV, check("ck", "state GLOB 'a*'")), PROD)

    assert dev.constraints[0].meaning == "unknown: syntax error"


def test_check_on_a_column_that_was_renamed() -> None:
    """A quoted name that no column has is a text on SQLite, and the check says something else than it seems."""
    dev, _prod = normalised(with_parts(DEV, check("ck", '"size" > 0')), PROD)

    assert dev.constraints[0].meaning == "size as a text: no column has that name"


def test_boolean_condition_is_asked_in_both_spellings() -> None:
    """`active = 1` is no condition on PostgreSQL, so that the question holds what it means as well."""
    index = Index(name="ix", keys=("id",), columns=("id",), predicate="active = 1")
    snapshots = [
        Snapshot(tables={"items": table}, changed=frozenset({"items"})) for table in (with_parts(DEV, index), PROD)
    ]

    (question,) = collect([(snapshots[0], snapshots[1])], POSTGRESQL).spell.values()

    assert question == {
        "columns": [["id", "integer"], ["active", "boolean"], ["state", "state"]],
        "use": "predicate",
        "expressions": ["active = 1", "active = TRUE"],
        "type": None,
    }


def test_only_what_a_revision_touched_is_asked() -> None:
    """A table that stays as it was raises no question again."""
    table = with_parts(DEV, check("ck", "id > 0"))
    before, after = (
        Snapshot(tables={"items": table}, changed=changed) for changed in (frozenset({"items"}), frozenset())
    )
    prod = Snapshot(tables={"items": PROD})

    assert len(collect([(before, prod), (after, prod)], POSTGRESQL).spell) == 1
    assert len(collect([(after, prod)], POSTGRESQL).spell) == 0


def test_unique_over_the_primary_key_says_nothing() -> None:
    """PostgreSQL drops it when it makes the table, SQLite keeps it."""
    key, unique = (Constraint(kind=kind, name=None, columns=("id",)) for kind in ("pk", "uq"))
    dev, _prod = normalised(with_parts(DEV, key, unique), with_parts(PROD, key))

    assert [item.kind for item in dev.constraints] == ["pk"]


@pytest.mark.parametrize("written", ["parents", "Parents", "PARENTS"])
def test_foreign_key_without_columns(written: str) -> None:
    """It refers to the primary key of the other table, whose name may be written in any case."""
    parents = Table(
        name="parents",
        columns=(Column(name="Code", type="TEXT", nullable=False),),
        constraints=(Constraint(kind="pk", name=None, columns=("Code",)),),
    )
    dev = with_parts(DEV, Constraint(kind="fk", name=None, columns=("id",), referred_table=written))
    left = Snapshot(tables={"items": dev, "parents": parents})
    right = Snapshot(tables={"items": PROD})

    (key,) = normalise(left, right, "items", FACTS, Answers())[0].constraints

    assert (key.referred_table, key.referred_columns) == ("parents", ("Code",))


@pytest.mark.parametrize(
    ("index", "meaning", "predicate"),
    [
        (Index(name="ix", keys=("id DESC", "state"), columns=("id", "state")), ("id DESC", "state"), None),
        (Index(name="ix", keys=("lower(state) DESC",)), ("LOWER(CAST(state AS TEXT)) DESC",), None),
        (Index(name="ix", keys=("x DESC",), columns=("x DESC",)), ("x DESC",), None),
        (Index(name="ix", keys=("id",), columns=("id",), predicate="id > 0"), ("id",), "id > 0"),
    ],
)
def test_index(index: Index, meaning: tuple[str, ...], predicate: str | None) -> None:
    """Columns pass untouched; expressions and the condition are as PostgreSQL spells them."""
    spelled = {("key", "lower(state)"): "lower((state)::text)", ("predicate", "id > 0"): "(id > 0)"}
    dev, _prod = normalised(with_parts(DEV, index), PROD, spelled)

    assert (dev.indexes[0].meaning, dev.indexes[0].predicate_meaning) == (meaning, predicate)


def test_generated_column_that_only_one_side_has() -> None:
    """What its expression means is not asked, for the column itself is missing."""
    extra = Column(name="twice", type="INTEGER", nullable=True, computed="id * 2")
    dev, _prod = normalised(Table(name="items", columns=(*DEV.columns, extra)), PROD)

    assert dev.columns[-1].computed_meaning is None


def test_names_pass_untouched() -> None:
    """A name is what the tool compares."""
    name = "UQ Items, 'state' of a name that is longer than the sixty-three bytes which PostgreSQL keeps"
    unique = Constraint(kind="uq", name=name, columns=("state",))
    dev, prod = normalised(with_parts(DEV, unique), with_parts(PROD, unique))

    assert [item.constraints[0].name for item in (dev, prod)] == [name, name]


def test_the_same_question_is_asked_once() -> None:
    """Two tables with the same columns and checks raise one question."""
    other = Table(name="others", columns=PROD.columns)

    assert spelling_key(PROD, "check", "id > 0") == spelling_key(other, "check", "id > 0")
