"""Random histories of operations that both databases can do, and differences to put into them.

What a batch on SQLite is known to lose (docs/explanation/batch-mode.md) is kept away from batches: a table with such a
part is `fragile`. A table that is `pinned` stays until the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from hypothesis import strategies as st

from tests.histories.types import KINDS, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

Drawn = TypeVar("Drawn")
FEW = 2
KEY = 'sa.Column("id", sa.Integer(), primary_key=True)'
BATCH = 'with op.batch_alter_table("{table}") as batch_op:'
OPTIONS = ('ondelete="CASCADE"', 'ondelete="SET NULL"', 'onupdate="CASCADE"', 'deferrable=True, initially="DEFERRED"')


@dataclass(slots=True, kw_only=True)
class Part:
    """A constraint or an index: its columns, and how it is dropped."""

    columns: tuple[str, ...]
    kind: str


@dataclass(slots=True, kw_only=True)
class Table:
    """What the history has made of a table so far."""

    name: str
    columns: dict[str, Kind] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    refers_to: dict[str, Table] = field(default_factory=dict)
    defaulted: set[str] = field(default_factory=set)
    fragile: bool = False
    pinned: bool = False
    made: tuple[str, ...] = ()

    def free(self) -> list[str]:
        """Give the columns on which nothing stands."""
        used = {column for part in self.parts.values() for column in part.columns}
        return [name for name in self.columns if name not in used]

    def indexed(self) -> list[str]:
        """Give the columns that an index or a unique constraint can have."""
        return [name for name, kind in self.columns.items() if kind.indexed]


@dataclass(slots=True)
class Generator:
    """Draws revisions one operation at a time; each is a line or two of a migration."""

    draw: st.DrawFn
    tables: list[Table] = field(default_factory=list)
    count: int = 0

    def fresh(self, stem: str) -> str:
        """Give a name that nothing else has; some are reserved words, mixed or long."""
        self.count += 1
        return f"{stem}{self.count}"

    def one(self, items: Sequence[Drawn]) -> Drawn:
        """Draw one of several."""
        return self.draw(st.sampled_from(items))

    def flip(self) -> bool:
        """Draw yes or no."""
        return self.draw(st.booleans())

    def revision(self) -> list[str]:
        """Give the lines of a revision of a few operations."""
        lines: list[str] = []
        for _ in range(self.one((1, 2, 3, 4))):
            operation = Generator.create_table if len(self.tables) < FEW else self.one(OPERATIONS)
            lines += operation(self)
        return lines

    def make(self, name: str) -> Table:
        """Make a table that is not dropped again, and on which batches work."""
        table = Table(name=name, pinned=True, columns={"a": KINDS[0]})
        table.made = (f'op.create_table("{name}", {KEY}, sa.Column("a", sa.Integer()))',)
        self.tables.append(table)
        return table

    def column(self, table: Table, *, free: bool = False) -> str:
        """Give a new column as code."""
        kind = self.one(KINDS)
        name = self.one((self.fresh("c"), self.fresh("Mixed"), self.fresh("a b")))
        default = self.one((None, *kind.defaults))
        table.columns[name] = kind
        if default is not None:
            table.defaulted.add(name)
        more = f", server_default={default}" if default is not None else ""
        nullable = free or self.flip()
        return f'sa.Column("{name}", {kind.code}, nullable={nullable}{more})'

    def create_table(self) -> list[str]:
        """Make a table of a few columns, with constraints in it."""
        table = Table(name=self.one((self.fresh("t"), self.fresh("Table"), self.fresh("order"))))
        items = [KEY, *(self.column(table) for _ in range(self.one((1, 2, 4))))]
        if self.flip():
            items.append(self._enum(table))
        if table.indexed() and self.flip():
            items.append(self._unique(table))
        items += [self._check(table) for _ in range(self.one((0, 1, 2)))]
        if self.tables and self.flip():
            items += self._reference(table, self.one(self.tables))
        if self.one((False, False, True)):
            items.append(self._computed(table))
        self.tables.append(table)
        return [f'op.create_table("{table.name}", {", ".join(item for item in items if item)})']

    def _enum(self, table: Table) -> str:
        name, kind = self.fresh("e"), self.fresh("kind")
        more = self.one(
            ("", ", create_constraint=True", ", native_enum=False", ", native_enum=False, create_constraint=True")
        )
        table.columns[name] = Kind(code="enum", indexed=False)
        if "create_constraint" in more:
            table.parts[kind] = Part(columns=(name,), kind="enum")
        return f"sa.Column(\"{name}\", sa.Enum('a', 'it''s', name=\"{kind}\"{more}))"

    def _unique(self, table: Table) -> str:
        columns = tuple(self.draw(st.lists(st.sampled_from(table.indexed()), min_size=1, max_size=2, unique=True)))
        name = self.fresh("uq")
        if any(part.kind == "unique" and part.columns == columns for part in table.parts.values()):
            return ""
        table.parts[name] = Part(columns=columns, kind="unique")
        return f'sa.UniqueConstraint({", ".join(_text(column) for column in columns)}, name="{name}")'

    def _check(self, table: Table) -> str:
        checked = [name for name, kind in table.columns.items() if kind.checks]
        if not checked:
            return ""
        column, name = self.one(checked), self.fresh("ck")
        condition = self.one(table.columns[column].checks).format(c=f'"{column}"')
        table.parts[name] = Part(columns=(column,), kind="check")
        return f'sa.CheckConstraint({condition!r}, name="{name}")'

    def _reference(self, table: Table, other: Table) -> list[str]:
        column, name = self.fresh("r"), self.fresh("fk")
        table.columns[column] = KINDS[0]
        table.refers_to[name] = other
        table.parts[name] = Part(columns=(column,), kind="foreignkey")
        option = self.one(("", *(f", {option}" for option in OPTIONS)))
        key = f'sa.ForeignKeyConstraint(["{column}"], ["{other.name}.id"], name="{name}"{option})'
        return [f'sa.Column("{column}", sa.Integer())', key]

    def _computed(self, table: Table) -> str:
        numbers = [name for name, kind in table.columns.items() if kind is KINDS[0]]
        if not numbers:
            return ""
        table.fragile = True
        column = self.one(numbers)
        table.parts[self.fresh("computed")] = Part(columns=(column,), kind="computed")
        return f'sa.Column("{self.fresh("g")}", sa.Integer(), sa.Computed(\'"{column}" * 2 + 1\', persisted=True))'

    def add_column(self) -> list[str]:
        """Add a column that takes NULL."""
        table = self.one(self.tables)
        code = self.column(table, free=True)
        if table.fragile or self.flip():
            # SQLite adds a column with a constant default only.
            name = next(reversed(table.columns))
            if name in table.defaulted:
                table.defaulted.discard(name)
                code = code[: code.index(", server_default")] + ")"
            return [f'op.add_column("{table.name}", {code})']
        return [BATCH.format(table=table.name), f"    batch_op.add_column({code})"]

    def add_constraint(self) -> list[str]:
        """Add a constraint in a batch."""
        table = self._sturdy()
        if table is None:
            return []
        kind = self.one(("unique", "check", "foreignkey"))
        if kind == "unique" and table.indexed():
            name, columns = self.fresh("uq"), (self.one(table.indexed()),)
            if any(part.kind == "unique" and part.columns == columns for part in table.parts.values()):
                return []
            table.parts[name] = Part(columns=columns, kind="unique")
            call = f'batch_op.create_unique_constraint("{name}", [{_text(columns[0])}])'
        elif kind == "check" and self._check_of(table):
            call = self._check_of(table, made=True)
        else:
            other, column, name = self.one(self.tables), self.fresh("r"), self.fresh("fk")
            table.columns[column] = KINDS[0]
            table.refers_to[name] = other
            table.parts[name] = Part(columns=(column,), kind="foreignkey")
            key = f'batch_op.create_foreign_key("{name}", "{other.name}", ["{column}"], ["id"])'
            adding = f'    batch_op.add_column(sa.Column("{column}", sa.Integer()))'
            return [BATCH.format(table=table.name), adding, f"    {key}"]
        return [BATCH.format(table=table.name), f"    {call}"]

    def _check_of(self, table: Table, *, made: bool = False) -> str:
        checked = [name for name, kind in table.columns.items() if kind.checks]
        if not checked or not made:
            return "possible" if checked else ""
        column, name = self.one(checked), self.fresh("ck")
        table.parts[name] = Part(columns=(column,), kind="check")
        condition = self.one(table.columns[column].checks).format(c=f'"{column}"')
        return f'batch_op.create_check_constraint("{name}", {condition!r})'

    def create_index(self) -> list[str]:
        """Make an index: of columns, descending, of an expression, unique, or with a condition."""
        table = self.one(self.tables)
        if not table.indexed():
            return []
        column, name = self.one(table.indexed()), self.fresh("ix")
        table.parts[name] = Part(columns=(column,), kind="index")
        if not table.fragile and self.flip():
            return [f'op.create_index("{name}", "{table.name}", [{_text(column)}], unique={self.flip()})']
        shape = self.one(("desc", "expression", "condition"))
        if shape == "condition":
            where = f"sa.text('\"{column}\" IS NOT NULL')"
            more = f"sqlite_where={where}, postgresql_where={where}"
            return [f'op.create_index("{name}", "{table.name}", [{_text(column)}], unique=True, {more})']
        table.fragile = True
        key = f'"{column}" DESC' if shape == "desc" else f'coalesce("{column}", "{column}")'
        return [f'op.create_index("{name}", "{table.name}", [sa.text({key!r})])']

    def drop_part(self) -> list[str]:
        """Drop a constraint, or an index."""
        table = self.one(self.tables)
        names = [name for name, part in table.parts.items() if part.kind not in {"computed", "enum"}]
        names = [name for name in names if table.parts[name].kind == "index" or not table.fragile]
        if not names:
            return []
        name = self.one(names)
        part = table.parts.pop(name)
        table.refers_to.pop(name, None)
        if part.kind == "index":
            return [f'op.drop_index("{name}", table_name="{table.name}")']
        return [BATCH.format(table=table.name), f'    batch_op.drop_constraint("{name}", type_="{part.kind}")']

    def drop_column(self) -> list[str]:
        """Drop a column on which nothing stands."""
        table = self._sturdy()
        names = [name for name in table.free() if table.columns[name].code != "enum"] if table else []
        if table is None or len(names) < FEW:
            return []
        name = self.one(names)
        del table.columns[name]
        return [BATCH.format(table=table.name), f"    batch_op.drop_column({_text(name)})"]

    def alter_column(self) -> list[str]:
        """Let a column take NULL or not, or widen its type."""
        table = self._sturdy()
        names = [name for name, kind in table.columns.items() if kind.code != "enum"] if table else []
        if table is None or not names:
            return []
        name = self.one(names)
        kind = table.columns[name]
        change = f"nullable={self.flip()}"
        if kind.wider and name not in table.defaulted and self.flip():
            code = self.one(kind.wider)
            change = f"type_={code}"
            table.columns[name] = Kind(code=code, checks=(), indexed=kind.indexed)
        call = f"batch_op.alter_column({_text(name)}, existing_type={kind.code}, {change})"
        return [BATCH.format(table=table.name), f"    {call}"]

    def rename_column(self) -> list[str]:
        """Rename a column outside of a batch: SQLite renames it in checks and indexes as well."""
        table = self.one(self.tables)
        names = [name for name in table.columns if table.columns[name].code != "enum"]
        if not names:
            return []
        name, new = self.one(names), self.fresh("n")
        table.columns = {new if key == name else key: kind for key, kind in table.columns.items()}
        for part in table.parts.values():
            part.columns = tuple(new if column == name else column for column in part.columns)
        if name in table.defaulted:
            table.defaulted.add(new)
        return [f'op.alter_column("{table.name}", {_text(name)}, new_column_name="{new}")']

    def rename_table(self) -> list[str]:
        """Rename a table."""
        table = self.one(self.tables)
        old, table.name = table.name, self.fresh("renamed")
        return [f'op.rename_table("{old}", "{table.name}")']

    def drop_table(self) -> list[str]:
        """Drop a table to which no other one refers."""
        referred = {id(other) for table in self.tables for other in table.refers_to.values() if other is not table}
        free = [table for table in self.tables if id(table) not in referred and not table.pinned]
        if len(self.tables) <= FEW or not free:
            return []
        table = self.one(free)
        self.tables.remove(table)
        return [f'op.drop_table("{table.name}")']

    def _sturdy(self) -> Table | None:
        """Give a table that a batch leaves as it is."""
        sturdy = [table for table in self.tables if not table.fragile]
        return self.one(sturdy) if sturdy else None


OPERATIONS = (
    Generator.create_table,
    Generator.add_column,
    Generator.add_column,
    Generator.add_constraint,
    Generator.add_constraint,
    Generator.create_index,
    Generator.create_index,
    Generator.drop_part,
    Generator.drop_column,
    Generator.alter_column,
    Generator.alter_column,
    Generator.rename_column,
    Generator.rename_table,
    Generator.drop_table,
)


def _text(name: str) -> str:
    return f'"{name}"'
