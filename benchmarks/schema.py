"""The schema of a generated history, as its last revision left it, and what its names are made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

# fmt: off
SUBJECTS = (
    "account", "article", "booking", "customer", "device", "invoice", "supplier", "ticket", "vehicle",
)
ASPECTS = (
    "", "_address", "_archive", "_contact", "_event", "_label", "_note", "_price", "_setting", "_version",
)
TOPICS = (
    "amount", "city", "code", "colour", "height", "phase", "remark", "state", "title", "weight", "zone",
)
# fmt: on


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A column type: how a migration spells it, its default, and values that differ from row to row."""

    type: str
    default: str
    filler: str
    distinct: bool = True
    sample: str = "{row}"


KINDS = (
    Kind(type="sa.String(length=80)", default="sa.text(\"''\")", filler="'none'", sample="'{name} {row}'"),
    Kind(type="sa.Text()", default="sa.text(\"''\")", filler="'none'", sample="'{name} {row}'"),
    Kind(type="sa.Integer()", default="sa.text('0')", filler="0"),
    Kind(type="sa.Numeric(precision=10, scale=2)", default="sa.text('0')", filler="0"),
    Kind(type="sa.Boolean()", default="sa.false()", filler="False", distinct=False, sample="True"),
)


@dataclass(slots=True, kw_only=True)
class Column:
    """A column as the last revision left it; `free` until an index, a key or a constraint uses it."""

    name: str
    kind: Kind
    required: bool
    defaulted: bool
    distinct: bool
    free: bool = True

    def rendered(self) -> str:
        """Give the column as a migration spells it."""
        default = f", server_default={self.kind.default}" if self.defaulted else ""
        return f"sa.Column('{self.name}', {self.kind.type}{default}, nullable={not self.required})"


@dataclass(slots=True, kw_only=True)
class Table:
    """A table as the last revision left it."""

    name: str
    columns: list[Column] = field(default_factory=list)
    rows: int = 0
    made: int = 0


@dataclass(slots=True, kw_only=True)
class Schema:
    """All tables, and the source of chance that decides what comes next."""

    random: Random
    names: list[str] = field(default_factory=lambda: [a + b for b, a in product(ASPECTS, SUBJECTS)])
    tables: list[Table] = field(default_factory=list)

    def coin(self) -> bool:
        """Give True half of the time."""
        return self.random.getrandbits(1) == 1

    def next_name(self) -> str:
        """Give a table name that was not used before."""
        number, position = divmod(len(self.tables), len(self.names))
        return self.names[position] + (f"_{number + 1}" if number else "")
