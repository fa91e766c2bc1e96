"""One check's use of the cache: where it starts, and what it leaves for the next one.

An entry that cannot be written or removed costs time and no truth, so that this stops no check.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.cache.entries import GONE, Header, RowsKept, Walks, headers, read_walks, write
from harness.cache.key import digest_of_revision, imports_of, stands_for_a_beginning
from harness.cache.making import assigned, digest_of_plan, is_whole, row_start_of, start_of
from harness.cache.place import remove_strays
from harness.errors import ParityError
from harness.walk import SIDES, Awaited, Remembering, StartOutdatedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Future

    from harness.databases import Server
    from harness.model import RowProgress, SchemaProgress, Side, Walked
    from harness.project import History, Project
    from harness.walk import Session, Start

MOST_ENTRIES = 3
ROWS, FORCED = "rows", "forced"
"""The kinds of walks with rows that are kept: the first one, and that of SQLite with its foreign keys on."""

KINDS = ("plain", ROWS, FORCED)


@dataclass(slots=True, kw_only=True)
class Memory:
    """The entry from which this check starts, if any, and the one that it makes.

    Its walks are read in a thread, while the workers load the project.
    """

    directory: Path
    key: str
    root: Path
    history: History
    servers: Mapping[Side, Server]
    header: Header | None = None
    _reading: Future[Walks | None] | None = field(default=None)
    _made: tuple[Header, Walks] | None = field(default=None)
    _copying: list[Future[None]] = field(default_factory=list)
    _taken: dict[str, RowsKept] = field(default_factory=dict)

    @property
    def restored(self) -> int:
        """How many revisions were not run now."""
        return len(self.header.revisions) if self.header is not None else 0

    def begin_at(self, path: Path, header: Header) -> None:
        """Start where an entry ends."""
        self.header = header
        pool = ThreadPoolExecutor(1)
        self._reading = pool.submit(read_walks, path)
        pool.shutdown(wait=False)

    @property
    def walks(self) -> Walks | None:
        """The walks of the entry. Waits until they are read; None where there is no entry, or it is damaged."""
        return self._reading.result() if self._reading is not None else None

    def _starts(self) -> dict[Side, Awaited]:
        if self.header is None:
            return {}
        name = template(self.header.run, "plain")
        return {side: Awaited(template=name, read=partial(self._start, side)) for side in SIDES}

    def _start(self, side: Side) -> Start:
        walks = self.walks
        if walks is None:
            raise StartOutdatedError(("the entry itself",))
        return walks.starts[side]

    def remembering(self) -> Remembering:
        """Give what the walk needs to know."""
        then = {name for name, _digest in self.header.revisions} if self.header is not None else set()
        return Remembering(
            imports=imports_of(self.history.revisions),
            before=imports_of(revision for revision in self.history.revisions if revision.id in then),
            starts=self._starts(),
            known={
                path: assigned(revision)
                for path, revision in zip(self._paths(), self.history.revisions, strict=True)
                if revision.id in then
            },
        )

    def _paths(self) -> list[str]:
        """Give the path of each revision; one that is a link by itself is taken for what it names."""
        root = self.root.resolve()
        return [os.path.normpath(f"{root}/{revision.file}") for revision in self.history.revisions]

    def forget_start(self) -> None:
        """Start at base: the project does not stand as it did."""
        self.header = self._reading = None

    def keep_walk(self, session: Session, walked: Mapping[Side, Walked]) -> None:
        """Keep the walks without rows, when they are whole and there is something new in them.

        What a revision left in its session, a setting or a temporary table, no copy of a database holds.
        """
        new = len(self.history.revisions) > self.restored
        if not new or not all(is_whole(walked[side], self.history) for side in SIDES):
            return
        memories = {side: session.memory(side) for side in SIDES}
        digests = {revision.id: digest_of_revision(revision) for revision in self.history.revisions}
        own = set(self._paths())
        opened = {name: digest for memory in memories.values() for name, digest in memory.opened.items()}
        files = {name: digest for name, digest in opened.items() if str(Path(name).resolve()) not in own}
        files |= dict(self.header.files) if self.header is not None else {}
        fit = all(memory.fingerprint and not memory.left for memory in memories.values())
        if not fit or GONE in files.values():
            return
        header = Header(
            key=self.key,
            revisions=tuple((step.revision, digests[step.revision]) for step in walked["dev"].steps),
            files=files,
            run=os.urandom(8).hex(),
        )
        names = dict.fromkeys(SIDES, template(header.run, "plain"))
        self._copying = session.keep(names, rows=False)
        starts = {side: start_of(names[side], walked[side], memories[side].fingerprint) for side in SIDES}
        self._made = header, Walks(starts=starts)

    @property
    def schema_progress(self) -> SchemaProgress | None:
        """How far the walks without rows have been compared."""
        return self.walks.progress if self.walks is not None else None

    @property
    def row_templates(self) -> dict[Side, str]:
        """The databases on which the first walk with rows starts, if nothing else becomes of its rows."""
        header = self.header
        if header is None:
            return {}
        return {side: name for side, name in header.templates if name == template(header.run, ROWS)}

    def keep_progress(self, progress: SchemaProgress) -> None:
        """Keep how far the walks without rows have been compared."""
        if self._made is not None:
            header, walks = self._made
            self._made = header, replace(walks, progress=progress)

    def row_walk(self, kind: str | None, plans: Mapping[Side, Mapping[str, Any]]) -> RowsKept | None:
        """Give the walk with rows that is kept; None when other rows would go into its revisions now."""
        kept = self.walks.rows.get(kind) if self.walks is not None and kind is not None else None
        if kept is None or kind is None or self.header is None:
            return None
        if any(digest_of_plan(plan, self.header) != kept.planned.get(side) for side, plan in plans.items()):
            return None
        self._taken[kind] = kept
        if self.restored == len(self.history.revisions):
            return kept
        return replace(kept, starts={side: start.followed() for side, start in kept.starts.items()})

    def row_progress(self, kind: str | None) -> RowProgress | None:
        """Give how far a walk with rows that was taken has been compared; that on SQLite is compared with the first."""
        taken = self._taken.get(kind or "")
        return taken.progress if taken is not None and ROWS in self._taken else None

    def keep_row_progress(self, kind: str | None, progress: RowProgress) -> None:
        """Keep how far a walk with rows has been compared."""
        if self._made is None or kind is None:
            return
        header, walks = self._made
        if kind in walks.rows:
            kept = replace(walks.rows[kind], progress=progress)
            self._made = header, replace(walks, rows={**walks.rows, kind: kept})

    def keep_rows(
        self, session: Session, kind: str | None, plans: Mapping[Side, Mapping[str, Any]], found: Mapping[Side, Walked]
    ) -> None:
        """Keep walks with rows beside those without, when they are whole, or have failed on each side."""
        if self._made is None or kind is None:
            return
        header, walks = self._made
        kept = RowsKept(planned={side: digest_of_plan(plan, header) for side, plan in plans.items()})
        if all(one.failed is not None for one in found.values()):
            kept = replace(kept, failed=dict(found))
        elif all(is_whole(one, self.history) for one in found.values()):
            names = dict.fromkeys(found, template(header.run, kind))
            self._copying += session.keep(names, rows=True)
            begun = self._taken[kind].starts if kind in self._taken else {}
            starts = {
                side: row_start_of(names[side], plans[side], one, walks.starts[side], begun.get(side))
                for side, one in found.items()
            }
            kept = replace(kept, starts=starts)
        if kept.starts or kept.failed:
            self._made = header, replace(walks, rows={**walks.rows, kind: kept})

    def save(self) -> None:
        """Write the entry that was made, and remove the oldest ones."""
        with suppress(OSError, ParityError):
            for copy in self._copying:
                copy.result()
            before = headers(self.directory)
            if self._made is not None:
                write(self.directory, *self._made)
            for path, _header in headers(self.directory)[MOST_ENTRIES:]:
                path.unlink(missing_ok=True)
            runs = {header.run for _path, header in headers(self.directory)}
            for header in {header.run: header for _path, header in before if header.run not in runs}.values():
                self._forget(header)
            remove_strays(self.directory, {template(run, kind) for run in runs for kind in KINDS})

    def _forget(self, header: Header) -> None:
        """Remove the databases of an entry that is no more."""
        for server in self.servers.values():
            server.forget([template(header.run, kind) for kind in KINDS])


def open_memory(
    directory: Path, key: str, project: Project, history: History, servers: Mapping[Side, Server]
) -> Memory:
    """Give the memory of a check, with the longest entry that fits the history and whose databases are still there."""
    memory = Memory(directory=directory, key=key, root=project.root, history=history, servers=servers)
    fitting = [
        (path, header)
        for path, header in headers(directory)
        if header.key == key and header.revisions and stands_for_a_beginning(header, history)
    ]
    kept = {side: server.kept() for side, server in servers.items()} if fitting else {}
    for path, header in sorted(fitting, key=lambda item: len(item[1].revisions), reverse=True):
        if all(name in kept[side] for side, name in header.templates):
            memory.begin_at(path, header)
            with suppress(OSError):
                os.utime(path)  # it was used last now
            break
    return memory


def template(run: str, kind: str) -> str:
    """Give the name of a kept database: "plain", or one with "rows"."""
    return f"parity_kept_{run}_{kind}"
