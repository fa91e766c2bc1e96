"""Reading the schema of the part that runs, on the connection that its revisions run on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .asking import Asking
from .numbering import numbers_after
from .parts import CATALOGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.engine import Connection

    from .parts import Parts


def look(connection: Connection, parts: Parts, *, ran: Iterable[Mapping[str, Any]] | None = ()) -> dict[str, Any]:
    """Read what changed, and leave the connection as it was. One long transaction hides which tables changed.

    After statements that `ran`, sequences may be behind rows that they put in; None is statements not known.
    """
    part = parts.current
    was_open = connection.in_transaction()
    if was_open:
        part.catalog = CATALOGS[parts.backend]()
    with Asking(connection) as asking:
        facts: dict[str, Any] = part.catalog.read(asking, frozenset({part.version_table}))
        if parts.backend == "postgresql":
            facts["numbers"] = numbers_after(asking, ran)
    facts["whole"] = was_open
    return parts.without_others(facts)


def look_before(connection: Connection, parts: Parts) -> dict[str, Any]:
    """Read all that there is, and forget it: the first revision is compared with all of it nevertheless."""
    part = parts.current
    catalog, part.catalog = part.catalog, CATALOGS[parts.backend]()
    facts = look(connection, parts)
    part.catalog = catalog
    return facts
