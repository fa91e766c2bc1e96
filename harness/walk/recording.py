"""Turn a worker's events into steps with snapshots."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from harness.model import (
    Failure,
    Note,
    Operation,
    SchemaObject,
    Sequence,
    Side,
    Snapshot,
    Step,
    Table,
    TableRows,
    Unchecked,
)
from harness.walk.row_steps import row_step
from harness.walk.sharing import those_of, with_parts_of

if TYPE_CHECKING:
    from collections.abc import Callable


def assembler(backend: str) -> Callable[[str, dict[str, Any]], tuple[Table, str | None]]:
    """Give what turns the facts of a table into a table; that of SQLite loads sqlglot, while the workers start."""
    if backend == "sqlite":
        from harness.walk.assemble_sqlite import assemble_sqlite  # noqa: PLC0415 - loads sqlglot

        return assemble_sqlite
    from harness.walk.assemble_postgresql import assemble_postgresql  # noqa: PLC0415 - as the other one

    return assemble_postgresql


class Recorder:
    """Collects one worker's walk."""

    def __init__(self, side: Side, backend: str, progress: Callable[[Side, str, str], None]) -> None:
        self.side = side
        self.backend = backend
        self.progress = progress
        self.steps: list[Step] = []
        self.notes: list[Note] = []
        self.unchecked: list[Unchecked] = []
        self.version_tables: list[tuple[str | None, str]] = []
        self.broken: dict[str, str] | None = None
        self._tables: dict[str, Table] = {}
        self._snapshot: Snapshot | None = None
        self._rows: dict[str, TableRows] = {}
        self._running: str | None = None
        self.label: str | None = None
        self.database = 0
        self.before: Snapshot | None = None
        self.kept_notes: tuple[Note, ...] = ()

    def resume(
        self, steps: tuple[Step, ...], notes: tuple[Note, ...] = (), unchecked: tuple[Unchecked, ...] = ()
    ) -> None:
        """Begin after revisions that an earlier run has walked."""
        self.steps, self.kept_notes, self.unchecked = list(steps), notes, list(unchecked)
        self._snapshot = steps[-1].snapshot
        self._tables = dict(self._snapshot.tables) if self._snapshot else {}
        for step in steps:
            self.progress(self.side, step.revision, "ok")

    def continued(self) -> Recorder:
        """Give a recorder for a further walk on the same database: the schema is known, the steps are new."""
        other = Recorder(self.side, self.backend, self.progress)
        other._tables, other._snapshot = self._tables, self._snapshot
        other.label, other.database = self.label, self.database
        return other

    def take(self, event: dict[str, Any]) -> None:
        """Take one event of the walk."""
        kind = event["event"]
        if kind == "started":
            self._running, self.label, self.database = event["revision"], event["label"], event["database"]
            self.progress(self.side, event["revision"], "started")
        elif kind == "began":
            before = Recorder(self.side, self.backend, self.progress)
            before._read(event["facts"])
            self.before = before._snapshot
        elif kind == "resumed" and self._snapshot is not None:
            self._snapshot = replace(self._snapshot, objects=_objects((), event["objects"]))
        elif kind == "applied":
            self._applied(event)
        elif kind == "failed":
            self._failed(event)
        elif kind == "broken" and self.broken is None:
            self.broken = {key: event[key] for key in ("stage", "message", "where", "traceback")}
        elif kind == "gone":
            self._gone(event)
        elif kind == "finished":
            self.notes = merged(self.kept_notes, [Note(**note, side=self.side) for note in event["notes"]])

    def _gone(self, event: dict[str, Any]) -> None:
        """The process ended before it was asked to, or had to be ended."""
        if self.broken is None:
            self.broken = {key: event[key] for key in ("stage", "message", "where", "traceback", "output")}
        if self._running is not None:
            self._failed({"revision": self._running, "type": "exit", "message": event["message"], "journal": []})

    def _applied(self, event: dict[str, Any]) -> None:
        self._running = None
        if event["facts"] is not None:
            self._read(event["facts"])
        self.steps.append(
            Step(
                revision=event["revision"],
                status="ok",
                seconds=event["seconds"],
                snapshot=self._snapshot if event["facts"] is not None else None,
                operations=_operations(event["journal"]),
                rows=row_step(event.get("rows"), self._rows),
                statements=None if event.get("statements") is None else tuple(event["statements"]),
                numbers=_numbers(event["facts"]),
            )
        )
        self.progress(self.side, event["revision"], "ok")

    def _read(self, facts: dict[str, Any]) -> None:
        if facts["whole"]:
            self._tables.clear()
        for name in facts["gone"]:
            self._tables.pop(name, None)
        assemble = assembler(self.backend)
        for name, table_facts in facts["tables"].items():
            table, trouble = assemble(name, table_facts)
            self._tables[name] = with_parts_of(table, self._tables.get(name))
            if trouble is not None:
                self.unchecked.append(Unchecked(what=f"table {name} on {self.backend}", why=trouble))
        before = self._snapshot.objects if self._snapshot is not None else ()
        objects = _objects(() if facts["whole"] else before, facts["objects"])
        self._snapshot = Snapshot(
            tables=dict(self._tables),
            objects=those_of(before, objects),
            changed=frozenset({*facts["tables"], *facts["gone"]}),
        )

    def _failed(self, event: dict[str, Any]) -> None:
        operations = _operations(event["journal"])
        failure = Failure(
            type=event["type"],
            message=event["message"],
            line=event.get("line") or (operations[-1].line if operations else None),
            statement=event.get("statement"),
            disconnected=event.get("disconnected", False),
            operation=next((item for item in reversed(operations) if item.table), None),
        )
        self._running = None
        self.steps.append(
            Step(
                revision=event["revision"],
                status="failed",
                seconds=event.get("seconds", 0.0),
                operations=operations,
                failure=failure,
            )
        )
        self.progress(self.side, event["revision"], "failed")


def merged(kept: tuple[Note, ...], new: list[Note]) -> list[Note]:
    """Give notes in the order in which one walk would have made them: what came before the revisions comes first."""
    told = {replace(note, revision=None) for note in kept}
    fresh = [note for note in new if replace(note, revision=None) not in told]
    return [
        *(note for note in fresh if note.revision is None),
        *kept,
        *(note for note in fresh if note.revision is not None),
    ]


def _objects(before: tuple[SchemaObject, ...], changes: dict[str, list[dict[str, Any]]]) -> tuple[SchemaObject, ...]:
    """Give what was there without what is less, and with what is more."""
    more, less = ([_object(item) for item in changes[change]] for change in ("more", "less"))
    if not (more or less):
        return before
    kept = list(before)
    for item in less:
        kept.remove(item)
    return tuple(sorted([*kept, *more], key=lambda item: (item.kind, item.name, item.table or "")))


def _object(item: dict[str, Any]) -> SchemaObject:
    return SchemaObject(
        kind=item["kind"],
        name=item["name"],
        table=item["table"],
        definition=item["definition"],
        labels=tuple(item["labels"] or ()),
        columns=tuple(item["columns"] or ()),
    )


def _numbers(facts: dict[str, Any] | None) -> tuple[tuple[str, Sequence], ...]:
    told = (facts or {}).get("numbers", ())
    return tuple(
        (item["table"], Sequence(column=item["column"], next_number=item["next_number"], largest=item["largest"]))
        for item in told
    )


def _operations(journal: list[dict[str, Any]]) -> tuple[Operation, ...]:
    return tuple(
        Operation(
            name=entry["name"],
            line=entry["line"],
            table=entry.get("table"),
            names=tuple(entry.get("names") or ()),
            statement=entry.get("statement"),
            use_alter=tuple(entry.get("use_alter") or ()),
            types={column: (pair[0], pair[1]) for column, pair in (entry.get("types") or {}).items()},
            retypes=bool(entry.get("retypes")),
            labels={column: tuple(labels) for column, labels in (entry.get("labels") or {}).items()},
        )
        for entry in journal
    )
