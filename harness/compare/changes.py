"""What became of one database's schema between two snapshots of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from harness.compare.constraints import index_text, text_of
from harness.model import Difference
from harness.model.wording import NUMBERS
from harness.normalise import CLOCK_VALUE, UNFIT, UNKNOWN, VALUE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.model import Column, Constraint, Index, SchemaObject, Snapshot, Table

Part = tuple[str, str | None, str | None, str]
CONSTRAINTS = frozenset({"pk", "fk", "uq", "ck"})
BESIDE = frozenset({"view", "materialized view", "trigger", "function", "enum"})


@dataclass(frozen=True, slots=True)
class Spelled:
    """A part as its database spells it, and as it is compared."""

    text: str
    meant: str


def changes(before: Snapshot, after: Snapshot) -> Iterator[tuple[str, Difference]]:
    """Give what is "gone", "new" or "changed", with the two texts in `dev` (before) and `prod` (after).

    Order, spacing and what a rebuild of the table spells otherwise do not count. Meanings are compared where they are
    known, and texts where they are not.
    """
    for name in sorted(before.tables.keys() | after.tables.keys()):
        one, other = before.tables.get(name), after.tables.get(name)
        if one is None or other is None:
            fate = "new" if one is None else "gone"
            yield fate, Difference(aspect="differs", kind="table", table=name, name=name)
        elif one != other:
            yield from _compared(_parts(one), _parts(other))
    yield from _compared(_objects(before), _objects(after))


def _compared(before: Mapping[Part, Spelled], after: Mapping[Part, Spelled]) -> Iterator[tuple[str, Difference]]:
    before, after = dict(before), dict(after)
    yield from _renamed(before, after)
    for key in sorted(before.keys() | after.keys(), key=str):
        one, other = before.get(key), after.get(key)
        if one is not None and other is not None and (one.text == other.text or one.meant == other.meant):
            continue
        kind, table, name, _identity = key
        fate = "changed" if one is not None and other is not None else "gone" if other is None else "new"
        yield (
            fate,
            Difference(
                aspect="differs",
                kind=kind,
                table=table,
                name=name,
                column=name if kind == "column" else None,
                dev=one.text if one else None,
                prod=other.text if other else None,
            ),
        )


def _renamed(before: dict[Part, Spelled], after: dict[Part, Spelled]) -> Iterator[tuple[str, Difference]]:
    """Take out the constraints that are there again under another name; a name where there was none is no change."""
    for key in [key for key in before if key not in after and key[0] in CONSTRAINTS]:
        there = (other for other in after if other not in before and other[:2] == key[:2])
        other = next((one for one in there if after[one].meant == before[key].meant), None)
        if other is None:
            continue
        one, again = before.pop(key), after.pop(other)
        kind, table, name, _identity = key
        if name is not None:
            texts = f"{name} {one.text}", f"{other[2] or 'without a name'} {again.text}"
            yield (
                "changed",
                Difference(aspect="differs", kind=kind, table=table, name=name, dev=texts[0], prod=texts[1]),
            )


def _parts(table: Table) -> dict[Part, Spelled]:
    parts: dict[Part, Spelled] = {}
    for column in table.columns:
        parts["column", table.name, column.name, ""] = Spelled(_column(column), _column(_meant_column(column)))
    for constraint in table.constraints:
        text, meant = (" ".join(text_of(one).split()) for one in (constraint, _meant_constraint(constraint)))
        parts[constraint.kind, table.name, constraint.name, "" if constraint.name else meant] = Spelled(text, meant)
    for index in table.indexes:
        parts["ix", table.name, index.name, ""] = Spelled(index_text(index), index_text(_meant_index(index)))
    for name, value in table.options.items():
        parts["table", table.name, name, ""] = Spelled(value, value)
    return parts


def _meant_column(column: Column) -> Column:
    """Put the meanings where the texts are. Random defaults, and those that fail, are known by their texts alone."""
    default, known = column.default, column.default_meaning
    if column.meaning is not None and (known is None or known == CLOCK_VALUE or known.startswith((VALUE, UNFIT))):
        default = known
    identity = column.identity if column.identity == "always" else None  # any other one takes what a serial does
    computed = _known(column.computed_meaning, column.computed)
    return replace(column, default=default, computed=computed, identity=identity)


def _meant_constraint(constraint: Constraint) -> Constraint:
    return replace(constraint, expression=_known(constraint.meaning, constraint.expression))


def _meant_index(index: Index) -> Index:
    keys = (_known(meaning, key) or key for meaning, key in zip(index.meaning or index.keys, index.keys, strict=True))
    return replace(index, keys=tuple(keys), predicate=_known(index.predicate_meaning, index.predicate))


def _known(meaning: str | None, text: str | None) -> str | None:
    return text if meaning is None or meaning.startswith(UNKNOWN) else meaning


def _column(column: Column) -> str:
    words = [column.type.upper(), "NULL" if column.nullable else "NOT NULL"]
    if column.computed:
        words.append(f"GENERATED AS {_bare(column.computed)}")
    elif column.default is not None:
        words.append(f"DEFAULT {_bare(column.default)}")
    if column.identity:
        words.append(f"IDENTITY {column.identity}")
    if column.collation:
        words.append(f"COLLATE {column.collation}")
    text = " ".join(words)
    return f"{text}, {NUMBERS}" if column.numbered and not column.identity else text


def _bare(text: str) -> str:
    text = " ".join(text.split())
    while text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    return text


def _objects(snapshot: Snapshot) -> dict[Part, Spelled]:
    return {
        (item.kind, item.table, item.name, ""): Spelled(_summary(item), item.meaning or _summary(item))
        for item in snapshot.objects
        if _is_its_own(item)
    }


def _is_its_own(item: SchemaObject) -> bool:
    """Leave out the sequence of a column, which comes and goes with it."""
    return item.kind in BESIDE or (item.kind == "sequence" and item.table is None)


def _summary(item: SchemaObject) -> str:
    return ", ".join(item.labels) if item.labels else " ".join((item.definition or item.kind).split())
