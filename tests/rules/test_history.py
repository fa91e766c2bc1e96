"""What is wrong with the history as a whole, and with a revision that fails."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from harness.model import Difference, Divergence, Failure, Operation, RoundTrip, Snapshot, Step, Witness
from harness.rules import judge
from tests.rules.comparisons import FIRST, SECOND, compared, found, items, only, since, walked

if TYPE_CHECKING:
    from harness.model import Table

UNNAMED = "No such constraint: 'items_sku_key'"


def failing(message: str, *, kind: str = "ProgrammingError") -> Step:
    """Give the first revision as it failed at line 30, in an operation on items."""
    operation = Operation(name="drop_constraint", line=30, table="items", names=("items_sku_key", "sku"))
    failure = Failure(type=kind, message=message, line=30, statement="ALTER TABLE items", operation=operation)
    return Step(revision="0001", status="failed", failure=failure)


@pytest.mark.parametrize(
    ("defect", "fix"),
    [
        (
            "migrations/versions/0001_items.py comes after revision 0000, which does not exist",
            f"Correct down_revision (or depends_on) in {FIRST.file}, or bring the missing file back.",
        ),
        (
            "revision 0001 exists twice: migrations/versions/0001_items.py and migrations/versions/0001_copy.py",
            "Give one of the two files an identifier of its own, and let what comes after it follow that one.",
        ),
        (
            "these revisions follow each other in a circle: 0001, 0002",
            "Correct down_revision in one of them: it names the revision that was the last one when the file was made.",
        ),
    ],
)
def test_broken_history(defect: str, fix: str) -> None:
    """Each defect of the graph is a finding that says which file to correct."""
    finding = only("broken-history", compared(defects=((defect, "0001"),)))

    assert finding.message == f"The history is broken: {defect}."
    assert finding.fix == fix
    assert (finding.revision, finding.file) == ("0001", FIRST.file)


def test_two_heads() -> None:
    """Two heads stop a deployment that upgrades to `head`."""
    finding = only("multiple-heads", compared(heads=("0001", "0002")))

    assert finding.message == "The history has 2 heads, 0001 and 0002: `upgrade head` fails on every database."
    assert finding.fix == (
        "Merge them and commit that revision: alembic merge heads -m merge (Flask: flask db merge heads -m merge)."
    )
    assert (finding.revision, finding.file) == ("0002", SECOND.file)


def test_heads_of_labelled_branches_are_meant() -> None:
    """A branch with a label has a head of its own."""
    left = replace(FIRST, labels=("left",))
    right = replace(SECOND, parents=(), labels=("right",))

    assert found("multiple-heads", compared(revisions=(left, right), heads=("0001", "0002"))) == ()


def test_heads_below_one_label_are_not_meant() -> None:
    """Neither `upgrade head` nor `upgrade main@head` knows which one to take."""
    trunk = replace(FIRST, labels=("main",))
    heads = (SECOND, replace(SECOND, id="0003", file="migrations/versions/0003_beside.py"))

    finding = only("multiple-heads", compared(revisions=(trunk, *heads), heads=("0002", "0003")))

    assert finding.message == "The history has 2 heads, 0002 and 0003: `upgrade head` fails on every database."


def test_one_head_of_two_has_a_label_of_its_own() -> None:
    """No label leads to the other."""
    trunk = replace(FIRST, labels=("main",))
    heads = (replace(SECOND, labels=("side",)), replace(SECOND, id="0003"))

    assert found("multiple-heads", compared(revisions=(trunk, *heads), heads=("0002", "0003")))


def test_heads_with_labels_of_their_own_below_one_label_are_meant() -> None:
    """Each is reached by its own."""
    trunk = replace(FIRST, labels=("main",))
    heads = (replace(SECOND, labels=("left",)), replace(SECOND, id="0003", labels=("right",)))

    assert found("multiple-heads", compared(revisions=(trunk, *heads), heads=("0002", "0003"))) == ()


def test_nothing_was_committed_on_both_sides() -> None:
    """One env.py is one cause, whatever number of databases it leaves empty."""
    dev, prod = (replace(walked(side, items()), committed=frozenset()) for side in ("dev", "prod"))

    finding = only("not-committed", replace(compared(), dev=dev, prod=prod))

    assert finding.message == (
        "Every revision ran without an error, and the version table holds nothing on dev and prod instead of 0001."
    )
    assert finding.fix == (
        "In env.py commit after a statement that runs before context.configure(), or move the statement behind "
        "context.begin_transaction()."
    )


def test_an_older_revision_was_committed_in_production() -> None:
    """The side that holds the heads is not blamed."""
    dev = replace(walked("dev", items()), committed=frozenset({"0002"}))
    prod = replace(walked("prod", items()), committed=frozenset({"0001"}))

    finding = only("not-committed", replace(compared(heads=("0002",)), dev=dev, prod=prod))

    assert finding.message == (
        "Every revision ran without an error, and the version table holds 0001 on prod instead of 0002."
    )
    assert (finding.dev, finding.prod) == (None, "0001")


@pytest.mark.parametrize(
    ("message", "fix"),
    [
        (
            UNNAMED,
            (
                "Name the constraint where it is made (name=...), and drop it by that name: a name "
                "that PostgreSQL made up "
                "does not exist on SQLite."
            ),
        ),
        (
            "Constraint must have a name",
            "Name the constraint: a batch rebuilds the table on SQLite, and needs the name.",
        ),
        (
            'column "price" cannot be cast automatically to type integer',
            (
                'Say how to convert the rows: postgresql_using="column::type" in alter_column. A '
                "default that cannot be "
                "converted is dropped before, and set again after it."
            ),
        ),
        (
            "CREATE INDEX CONCURRENTLY cannot run inside a transaction block",
            (
                "Run it in a transaction of its own:\n    with op.get_context().autocommit_block():\n    "
                "    op.execute(...)"
            ),
        ),
        (
            'relation "uq_items_sku" already exists',
            (
                "Choose another name, or drop the other object first: on PostgreSQL tables, indexes, "
                "unique constraints "
                "and primary keys share one namespace, and so do types."
            ),
        ),
        (
            "cannot drop table shelves because other objects depend on it",
            "Drop what depends on it first, the foreign keys and views, and make it again after.",
        ),
        (
            "current transaction is aborted, commands ignored until end of transaction block",
            (
                "An earlier statement failed and its exception was caught: ask "
                "sa.inspect(op.get_bind()) before it, or run "
                "it in op.get_bind().begin_nested()."
            ),
        ),
        (
            "operator does not exist: boolean = integer",
            "Write a truth value: sa.true() or sa.false(), or `WHERE column`, in place of 1 or 0.",
        ),
        (
            'data type json has no default operator class for access method "btree"',
            (
                "PostgreSQL has no order for json: leave the index or constraint out, or use JSONB with "
                'postgresql_using="gin".'
            ),
        ),
        (
            'unsafe use of new value "late" of enum type item_state',
            (
                "Commit the new label before it is used: "
                "run ALTER TYPE ... ADD VALUE in op.get_context().autocommit_block()."
            ),
        ),
        (
            "No support for ALTER of constraints in SQLite dialect",
            "SQLite cannot alter constraints: use `with op.batch_alter_table(...) as batch_op:` and its methods.",
        ),
        ('type "datetime" does not exist', "Use sa.DateTime(), which SQLAlchemy spells for each database."),
        ('type "blob" does not exist', "Use sa.LargeBinary(), which SQLAlchemy spells for each database."),
        (
            "something else",
            "Write the statement so that both databases take it, or one for each of them in a test of the dialect.",
        ),
    ],
)
def test_advice_on_a_failure(message: str, fix: str) -> None:
    """The usual causes of a failure each have their own advice."""
    prod = replace(walked("prod"), steps=(failing(message),))

    finding = only("migration-error", replace(compared(), prod=prod))

    assert finding.message == f"Revision 0001 fails on prod: ProgrammingError: {message}."
    assert finding.fix == fix


def test_failure_on_one_side() -> None:
    """The finding holds what the other side does, the operation, its line and the statement."""
    dev = replace(walked("dev"), steps=(failing(UNNAMED, kind="ValueError"),))

    finding = only("migration-error", replace(compared(), dev=dev))

    assert finding.message == f"Revision 0001 fails on dev: ValueError: {UNNAMED}."
    assert (finding.dev, finding.prod) == (f"ValueError: {UNNAMED}", "passes")
    assert (finding.table, finding.name, finding.columns) == ("items", "items_sku_key", ("sku",))
    assert (finding.revision, finding.file, finding.line) == ("0001", FIRST.file, 30)
    assert finding.witness == Witness(sql="ALTER TABLE items", dev=f"ValueError: {UNNAMED}", prod="passes")


def test_failure_on_both_sides_is_one_finding() -> None:
    """What fails everywhere has one cause; only the first line of a long answer is in the message."""
    step = failing("no such table: shelves\nLINE 1: ...")
    both = replace(compared(), dev=replace(walked("dev"), steps=(step,)), prod=replace(walked("prod"), steps=(step,)))

    finding = only("migration-error", both)

    assert finding.message == "Revision 0001 fails on dev and prod: ProgrammingError: no such table: shelves."
    assert finding.dev == finding.prod == "ProgrammingError: no such table: shelves\nLINE 1: ..."


@pytest.mark.parametrize(
    ("made", "begin"), [((), "The history begins with tables that it does not make."), ((items(),), "Write the ")]
)
def test_table_that_no_revision_made(made: tuple[Table, ...], begin: str) -> None:
    """The first revisions may be empty: the history was begun on a database that was there."""
    empty = Step(revision="0000", status="ok", snapshot=Snapshot(tables={table.name: table for table in made}))
    dev = replace(walked("dev"), steps=(empty, failing("no such table: shelves", kind="OperationalError")))

    finding = only("migration-error", replace(compared(), dev=dev))

    assert finding.fix.startswith(begin)


def test_error_of_the_revision_itself() -> None:
    """No statement can be written otherwise."""
    step = failing("Expecting value: line 1 column 1", kind="JSONDecodeError")
    asked_nothing = replace(step, failure=step.failure and replace(step.failure, statement=None))

    finding = only("migration-error", replace(compared(), prod=replace(walked("prod"), steps=(asked_nothing,))))

    assert finding.fix == (
        "Mend the code of the revision, or what it calls: no database has refused a statement there."
    )


def test_each_database_has_its_own_reason() -> None:
    """What to write instead is told for both."""
    dev = replace(walked("dev"), steps=(failing('near "ix_sku": syntax error'),))
    prod = replace(walked("prod"), steps=(failing("CREATE INDEX CONCURRENTLY cannot run inside a transaction block"),))

    finding = only("migration-error", replace(compared(), dev=dev, prod=prod))

    assert finding.fix == (
        "On dev: SQLite does not know ix_sku there: where only PostgreSQL needs it, "
        'run it in `if op.get_context().dialect.name == "postgresql":`.\n'
        "On prod: Run it in a transaction of its own:\n"
        "    with op.get_context().autocommit_block():\n"
        "        op.execute(...)"
    )


def test_env_py_fails_after_the_revisions() -> None:
    """An error of env.py is told apart from an error of a revision."""
    broken = {"stage": "walk", "message": "KeyError: 'REGION'", "traceback": "", "output": "", "where": ""}
    prod = replace(walked("prod", items()), broken=broken)

    finding = only("migration-error", replace(compared(), prod=prod))

    assert finding.message == "After revision 0001 env.py fails on prod: KeyError: 'REGION'."
    assert finding.fix == "Run `alembic upgrade heads` against that database by hand, and mend env.py."


def test_enum_type_made_by_two_revisions() -> None:
    """A long-lived database stops where a new one passes."""
    other = replace(walked("prod"), steps=(failing('type "item_state" already exists', kind="DuplicateObject"),))

    finding = only("upgrade-ways-differ", compared(other_way=other, prod=(items(),)))

    assert finding.message == (
        "Revision 0001 fails on prod one revision at a time, and passes one revision at a time: "
        'DuplicateObject: type "item_state" already exists.'
    )
    assert finding.fix == (
        'Create the type once: in this revision use sa.Enum(..., name="item_state").with_variant('
        'sa.dialects.postgresql.ENUM(name="item_state", create_type=False), "postgresql").'
    )


def test_label_used_by_the_run_that_adds_it() -> None:
    """A new database stops where a long-lived one passes."""
    step = failing('unsafe use of new value "late" of enum type item_state', kind="UnsafeNewEnumValueUsage")
    other = replace(walked("prod"), steps=(step,), stepwise=False)

    finding = only("upgrade-ways-differ", compared(other_way=other))

    assert finding.message == (
        "Revision 0001 fails on prod in one go, and passes one revision at a time: "
        'UnsafeNewEnumValueUsage: unsafe use of new value "late" of enum type item_state.'
    )
    assert finding.fix == (
        "Let each revision commit, context.configure(..., transaction_per_migration=True) in env.py, "
        "or run the statement in op.get_context().autocommit_block()."
    )


def test_label_used_by_a_run_that_begins_later() -> None:
    """A database that was made before the label stops where a new one passes."""
    first, second = (Step(revision=name, status="ok") for name in ("0001", "0002"))
    main = replace(walked("prod"), steps=(first, second))
    message = 'unsafe use of new value "late" of enum type item_state'
    step = replace(failing(message, kind="UnsafeNewEnumValueUsage"), revision="0002")

    other = replace(main, steps=(step,), stepwise=False)

    finding = only("upgrade-ways-differ", replace(compared(), prod=main, other_way=other))

    assert finding.message == (
        "Revision 0002 fails on prod in one go after 0001, and passes one revision at a time: "
        'UnsafeNewEnumValueUsage: unsafe use of new value "late" of enum type item_state.'
    )


def test_schema_that_depends_on_the_way() -> None:
    """Two ways without an error can still end in two schemas."""
    one, other = (
        replace(walked("prod"), steps=(Step(revision="0001", status="ok", snapshot=Snapshot(tables=tables)),))
        for tables in ({"items": items()}, {"items": items(), "shelves": items(name="shelves")})
    )

    finding = only("upgrade-ways-differ", replace(compared(), prod=one, other_way=replace(other, stepwise=False)))

    assert finding.message == "On prod the schema is another one in one go than one revision at a time, in shelves."
    assert finding.fix == "Compare the two schemas of these tables, and make the revisions independent of each other."


def tripped(fate: str, **parts: str) -> tuple[RoundTrip, RoundTrip]:
    """Give the round trips of both sides, whose first downgrade left the same difference."""
    difference = Difference(**{"aspect": "differs", "table": "items", **parts})  # type: ignore[arg-type] # texts of fields
    left = ((fate, Divergence(difference=difference, revision="0001", file=FIRST.file, line=30)),)
    return (
        RoundTrip(side="dev", down=walked("dev"), up=None, left=left),
        RoundTrip(side="prod", down=walked("prod"), up=None, left=left),
    )


@pytest.mark.parametrize(
    ("fate", "parts", "told", "fix"),
    [
        (
            "new",
            {"kind": "enum", "table": None, "name": "item_state"},
            "the enum item_state is left",
            'Drop the type in downgrade(): sa.Enum(name="item_state").drop(op.get_bind(), checkfirst=True).',
        ),
        (
            "gone",
            {"kind": "ck", "name": None, "dev": "CHECK (price >= 0)"},
            "the check constraint CHECK (price >= 0) of items is gone",
            "Name the check where it is made: a batch that rebuilds the table on SQLite leaves out what has no name.",
        ),
        (
            "changed",
            {"kind": "column", "name": "label", "column": "label", "dev": "TEXT NULL", "prod": "TEXT NOT NULL"},
            "the column items.label is TEXT NOT NULL instead of TEXT NULL",
            "Restore the column items.label in downgrade(), as it was before the revision.",
        ),
        ("new", {"kind": "table", "name": "items"}, "the table items is left", "Drop the table items in downgrade()."),
        (
            "changed",
            {"kind": "table", "name": "autoincrement", "dev": "yes"},
            "the option autoincrement of items is none instead of yes",
            "Restore the option autoincrement of items in downgrade(), as it was before the revision.",
        ),
    ],
)
def test_downgrade_that_does_not_restore(fate: str, parts: dict[str, str], told: str, fix: str) -> None:
    """What a step down leaves on both databases is one finding."""
    finding = only("downgrade-not-restored", compared(round_trips=tripped(fate, **parts)))

    assert finding.message == f"After the downgrade of 0001 {told} on dev and prod."
    assert finding.fix == fix
    assert (finding.revision, finding.file, finding.line) == ("0001", FIRST.file, 30)


@pytest.mark.parametrize(
    ("message", "fix"),
    [
        (
            'type "item_state" already exists',
            "Drop the type in downgrade(): sa.Enum(name=...).drop(op.get_bind(), checkfirst=True).",
        ),
        ('relation "items" already exists', "Drop in downgrade() everything that upgrade() makes."),
        ("other", "Write downgrade() as the exact reverse of upgrade(), with the names that both databases have."),
    ],
)
def test_way_up_again_fails(message: str, fix: str) -> None:
    """What a downgrade leaves behind stops the next upgrade."""
    up = replace(walked("prod"), steps=(failing(message),))
    trip = RoundTrip(side="prod", down=walked("prod"), up=up)

    finding = only("downgrade-fails", compared(round_trips=(trip,)))

    assert finding.message == f"Revision 0001 fails on prod when upgrading again: ProgrammingError: {message}."
    assert finding.fix == fix


def test_what_was_left_stops_the_way_up() -> None:
    """That the revision cannot be applied again is told with its cause, and is no finding of its own."""
    dev, prod = tripped("new", kind="enum", name="item_state")
    up = replace(walked("prod"), steps=(failing('type "item_state" already exists'),))

    finding = only("downgrade-not-restored", compared(round_trips=(dev, replace(prod, up=up))))

    assert finding.message == (
        "After the downgrade of 0001 the enum item_state of items is left on dev and prod. "
        'Upgrading again fails on prod for it: ProgrammingError: type "item_state" already exists.'
    )
    assert not [item for item in judge(compared(round_trips=(dev, replace(prod, up=up)))) if "fails" in item.rule]


@pytest.mark.parametrize(
    "message",
    [
        'type "item_state" already exists',
        "cannot drop table items because other objects depend on it\nDETAIL:  view item_state depends on table items",
    ],
)
def test_way_that_stops_at_what_was_left(message: str) -> None:
    """That a downgrade left it is the finding; that it is in the way follows."""
    left = since(aspect="differs", kind="enum", table=None, name="item_state", prod="new, sold")
    stopped = replace(walked("prod"), steps=(failing(message),))
    trip = RoundTrip(side="prod", down=walked("prod"), up=stopped, left=(("new", left),))

    assert found("downgrade-fails", compared(round_trips=(trip,))) == ()


def test_downgrade_fails_on_both_sides() -> None:
    """A downgrade that fails everywhere is one finding."""
    step = failing("cannot drop table shelves because other objects depend on it\nDETAIL: ...")
    trips = tuple(RoundTrip(side=side, down=replace(walked(side), steps=(step,)), up=None) for side in ("dev", "prod"))

    finding = only("downgrade-fails", compared(round_trips=trips))

    assert finding.message == (
        "Revision 0001 fails on dev and prod when downgrading: "
        "ProgrammingError: cannot drop table shelves because other objects depend on it."
    )
    assert finding.fix == "Drop in downgrade() what refers to the table first: the reverse order of upgrade()."
