"""The parts of one env.py run: it may take the history to several databases, or to several schemas of one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .catalog_postgresql import PostgresqlCatalog
from .catalog_sqlite import SqliteCatalog

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

    from .targets import Targets

CATALOGS = {"sqlite": SqliteCatalog, "postgresql": PostgresqlCatalog}
Table = tuple[str | None, str]


@dataclass
class Part:
    """What env.py configured: the database, the models and options, and the version table.

    `version_table` is as it was configured, and `found_in` the schema in which another connection finds it.
    """

    target: URL
    metadata: Any = None
    options: dict[str, Any] = field(default_factory=dict)
    version_table: Table = (None, "alembic_version")
    found_in: str | None = None
    label: str | None = None
    catalog: Any = None


class Parts:
    """Numbers the parts in the order in which env.py runs them; a second walk meets the same ones again."""

    def __init__(self, targets: Targets) -> None:
        self._targets = targets
        self.made: list[Part] = []
        self.configured = Part(targets.primary)
        self.number = -1

    def restart(self) -> None:
        """Begin another run of env.py."""
        self.number = -1

    def begin(self) -> Part:
        """Begin the part that was just configured. What was read of its schema before is remembered."""
        self.number += 1
        part = self.configured
        if self.number < len(self.made):
            part.catalog = self.made[self.number].catalog
            self.made[self.number] = part
        else:
            part.catalog = CATALOGS[self.backend]()
            self.made.append(part)
        return part

    @property
    def backend(self) -> str:
        """The kind of the databases."""
        return self._targets.backend

    @property
    def current(self) -> Part:
        """The part that runs."""
        return self.made[self.number]

    def asked_for(self, number: int) -> Part:
        """Give the part of that number, or what was configured last when none has begun."""
        return self.made[number] if self.made else self.configured

    def without_others(self, facts: dict[str, Any]) -> dict[str, Any]:
        """Leave out what lies in the schemas of other parts: a tenant's tables are no concern of the next one."""
        current = self.current
        others = {part.found_in for part in self.made if part is not current} - {None, current.found_in}
        tables = {name: table for name, table in facts["tables"].items() if name.partition(".")[0] not in others}
        return {**facts, "tables": tables}

    def place(self) -> dict[str, Any]:
        """Give what an event says of the part that runs; `database` is its number among those made for this run."""
        part = self.current
        return {"part": self.number, "label": part.label, "database": self._targets.made.index(part.target)}

    def version_tables(self) -> list[list[str | None]]:
        """Give schema and name of each part's version table."""
        return [[part.version_table[0] or part.found_in, part.version_table[1]] for part in self.made]
