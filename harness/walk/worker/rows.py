"""A walk with rows: after each revision rows go in, the project's and generated ones, and tables are read."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

from .journal import MOST_STATEMENTS
from .numbering import NUMBERS
from .numbers import keeping_numbers
from .placing import place, together
from .reading import read_tables, try_statement
from .scopes import begin_at_once, run
from .touching import changes_rows, keeps_rows

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from .channel import Channel
    from .replay import Script

WORD = re.compile(r"\w+")
OPEN = "env.py holds a transaction open, so that no other connection sees the tables"


class Rows:
    """Follows the plan (see harness/populate/plan.py): for each revision the tables, and what is put into them."""

    def __init__(self, channel: Channel, plan: dict[str, Any], script: Script | None) -> None:
        self._channel = channel
        self._plan = plan
        self._script = script
        self._unseen = False
        self._known: dict[str, dict[str, Any]] = dict(plan.get("known", {}))
        self._checks_keys: bool | None = None
        self._touched: list[str] = []
        self._partitions: dict[str, str] = {}

    def install(self) -> None:
        """Turn foreign keys on as an application does, where the plan asks for it; env.py may turn them off."""
        if not self._plan["foreign_keys"]:
            return
        from sqlalchemy import event
        from sqlalchemy.engine import Engine

        event.listen(Engine, "connect", _turn_foreign_keys_on)

    def uninstall(self) -> None:
        """Take back what `install` did."""
        from sqlalchemy import event
        from sqlalchemy.engine import Engine

        if self._plan["foreign_keys"]:
            event.remove(Engine, "connect", _turn_foreign_keys_on)

    @property
    def replays_all(self) -> bool:
        """Whether no revision runs itself."""
        return all(plan.get("replay") is not None for plan in self._plan["revisions"].values())

    def statements_of(self, revision: str | None) -> list[dict[str, Any]] | None:
        """Give what to run in the place of a revision; None where the revision itself must run."""
        known: list[dict[str, Any]] | None = self._plan["revisions"].get(revision, {}).get("replay")
        return known

    def after(
        self,
        connection: Connection,
        revision: str,
        journal: list[dict[str, Any]],
        version_tables: set[str],
        *,
        last: bool,
    ) -> dict[str, Any]:
        """Read what the revision can have touched, put the rows of the plan in, and read what these touched."""
        plan = self._plan["revisions"].get(revision, {})
        changed = plan.get("tables", {})
        for name, how in changed.items():
            if how is None:
                self._known.pop(name, None)
            else:
                self._known[name] = how
        self._partitions = plan.get("partitions", {})
        replayed = self.statements_of(revision) is not None
        self._unseen = not replayed and self._script is not None and self._script.passed_by
        migrated = self._read_migrated(connection, journal, version_tables, set(changed), last=last)
        given = plan.get("statements", [])
        trials = [try_statement(connection, sql) for sql in given]
        if plan.get("given"):
            trials.append(self._given(connection, revision))
        agree = functools.partial(self._channel.ask, "offered", revision=revision)
        placed, refused = place(connection, plan.get("generated", []), agree)
        seeded = self._with_referring(self._mentioned(given)) | placed.keys()
        return {
            "migrated": migrated,
            "touched": self._touched,
            "trials": trials,
            "placed": placed,
            "refused": refused,
            "seeded": self._read(connection, set(self._known) if plan.get("given") else seeded, numbered=bool(trials)),
            "probes": [try_statement(connection, sql) for sql in self._plan["probes"]] if last else [],
            "edges": self._try_edges(connection) if last and self._plan["edges"] else [],
            "foreign_keys": self._foreign_keys(connection, given),
        }

    def _given(self, connection: Connection, revision: str) -> dict[str, Any]:
        """Let code of the project write rows; it comes by another connection."""
        answer = {"error": OPEN} if connection.in_transaction() else self._channel.ask("give", revision=revision)
        return {"statement": f"the rows for {revision} (pytest_parity_rows)", "rows": None, **answer}

    def _read_migrated(
        self,
        connection: Connection,
        journal: list[dict[str, Any]],
        version_tables: set[str],
        changed: set[str],
        *,
        last: bool,
    ) -> dict[str, Any]:
        """Read what the revision can have touched: everything, where it told the driver what is not seen here."""
        ran = [str(entry["statement"]) for entry in journal if entry.get("statement")]
        version = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in version_tables))
        own = re.compile(rf"_alembic_tmp_|{version.pattern}")
        by_hand = [statement for statement in ran if changes_rows(statement) and not own.search(statement)]
        touching = [statement for statement in ran if not keeps_rows(statement) and not version.search(statement)]
        names = self._mentioned(touching) | changed if touching else set()
        if self._unseen or len(journal) >= MOST_STATEMENTS:
            names = set(self._known)
        elif by_hand or self._foreign_keys(connection, ran):
            names = self._with_referring(names)
        self._touched = sorted(names)
        # A table that is rebuilt, where it need not be, numbers its rows anew; so does what becomes an identity.
        numbered = self._unseen or by_hand or any("_alembic_tmp_" in sql or NUMBERS.search(sql) for sql in ran)
        return self._read(connection, set(self._known) if last else names, numbered=bool(numbered))

    def _foreign_keys(self, connection: Connection, statements: list[str]) -> bool | None:
        """Tell whether SQLite checks foreign keys on this connection; asked again when a statement names the pragma."""
        if connection.dialect.name != "sqlite":
            return None
        if self._checks_keys is None or any("foreign_keys" in statement for statement in statements):
            was_open = connection.in_transaction()
            self._checks_keys = bool(run(connection, "PRAGMA foreign_keys").scalar())
            if not was_open:
                connection.rollback()
        return self._checks_keys

    def _try_edges(self, connection: Connection) -> list[dict[str, Any]]:
        """Try statements that leave nothing behind; those that should all be taken are tried together first."""
        with keeping_numbers(connection):
            return self._tried(connection, self._plan["edges"])

    def _tried(self, connection: Connection, edges: list[dict[str, Any]]) -> list[dict[str, Any]]:
        scope = begin_at_once(connection)
        passes = together(connection, [edge["sql"] for edge in edges if edge["within"]])
        scope.rollback()
        answers = []
        for edge in edges:
            if edge["within"] and passes:
                answers.append({"statement": edge["sql"], "error": None, "rows": None})
                continue
            scope = begin_at_once(connection)
            answers.append(try_statement(connection, edge["sql"]))
            scope.rollback()
        return answers

    def _read(self, connection: Connection, names: set[str], *, numbered: bool) -> dict[str, Any]:
        tables = {name: self._known[name] for name in sorted(names) if name in self._known}
        return read_tables(connection, tables, sequences=numbered) if tables else {}

    def _mentioned(self, statements: list[str]) -> set[str]:
        words = {word.lower() for statement in statements for word in WORD.findall(statement)}
        whole = {self._partitions[word] for word in words & self._partitions.keys()}
        return {name for name, how in self._known.items() if how["word"] in words or name in whole}

    def _with_referring(self, names: set[str]) -> set[str]:
        """Add the tables that refer to these, and those that refer to them: a delete may go all the way."""
        found, added = set(names), True
        while added:
            more = {name for name, how in self._known.items() if name not in found and found & set(how["refers"])}
            found, added = found | more, bool(more)
        return found


def _turn_foreign_keys_on(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
