"""Both walks at once; then the questions that only a live database answers, and the walk the other way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, Any

from harness.project import url_names
from harness.walk.agreement import Agreement
from harness.walk.asking import Questions
from harness.walk.copies import Copies
from harness.walk.lane import Lane
from harness.walk.launching import launch, launch_two
from harness.walk.options import task_of
from harness.walk.process import WorkerProcess
from harness.walk.recording import assembler
from harness.walk.refusal import raise_if_gone

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from concurrent.futures import Future
    from types import TracebackType

    from typing_extensions import Self

    from harness.databases import Database, Server
    from harness.model import Giver, Side, Walked
    from harness.project import Project
    from harness.walk.options import WalkOptions
    from harness.walk.start import LaneMemory, Remembering, RowStart

SIDES: tuple[Side, Side] = ("dev", "prod")


class Session(Questions):
    """The lanes of one check. Use as a context manager: leaving it ends the workers and drops their databases.

    The two workers that every check needs start at once, and load their libraries until `walk` has servers for them.
    """

    def __init__(self, project: Project, options: WalkOptions, progress: Callable[[Side, str, str], None]) -> None:
        super().__init__()
        self._project = project
        self._servers: Mapping[Side, Server] = {}
        self._options = options
        self._progress = progress
        self._idle: list[WorkerProcess] = []
        self._spare: list[Lane] = []
        self._copies: dict[Side, Database] = {}
        self._kept = Copies()
        self._ending: Future[None] | None = None

    def __enter__(self) -> Self:
        try:
            two = launch_two(self._options.python, self._project.root)
            self._idle += map(WorkerProcess, two)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._ending is None:
            self._end()
        else:
            self._ending.result()

    def release(self) -> None:
        """Begin to end, as nothing more is asked; leaving the context waits until all is gone."""
        pool = ThreadPoolExecutor(1)
        self._ending = pool.submit(self._end)
        pool.shutdown(wait=False)

    def _end(self) -> None:
        for worker in self._idle:
            worker.close()
        self._kept.close()
        lanes = (*self._lanes.values(), *self._spare)
        with ThreadPoolExecutor(max(len(lanes), 1)) as pool:
            closed = [pool.submit(lane.close) for lane in lanes]
        for one in closed:
            one.result()

    @cached_property
    def _url_names(self) -> tuple[str, ...]:
        return url_names(self._project)

    def _start(self) -> WorkerProcess:
        return WorkerProcess(launch(self._options.python, self._project.root))

    @property
    def databases(self) -> dict[Side, Database]:
        """The database of each side, as the walk left it."""
        return {side: self._copies.get(side, lane.database) for side, lane in self._lanes.items()}

    def begin(self, servers: Mapping[Side, Server], remembering: Remembering | None = None) -> None:
        """Begin the walk of each side: one revision at a time, each committed by itself.

        With `remembering` it starts where an earlier one ended, if there is one, and may be the start of a later one.
        """
        self._servers = servers
        for server in servers.values():
            assembler(server.backend)  # loaded here: the threads of the lanes may not, see tests/cli/test_imports.py
        with ThreadPoolExecutor(len(SIDES)) as pool:  # a server takes a moment to make a database
            begun = {side: pool.submit(self._lane, side, stepwise=True, remembering=remembering) for side in SIDES}
        self._lanes = {side: lane.result() for side, lane in begun.items() if lane.exception() is None}
        for lane in begun.values():
            lane.result()

    def copy_ahead(self, templates: Mapping[Side, str]) -> None:
        """Begin to copy the kept databases on which a walk with rows will probably start."""
        self._kept.order({side: (self._servers[side], template) for side, template in templates.items()})

    def begin_anew(self, remembering: Remembering | None) -> None:
        """Begin the walk again, with new processes."""
        self._end()
        self._lanes.clear()
        self._idle.clear()
        self.begin(self._servers, remembering)

    def walk(self) -> dict[Side, Walked]:
        """Give what `begin` began. Raises StartOutdatedError when it may not start where it was to.

        This and every other walk raise WalkError for a process that ended by itself or had to be ended.
        """
        return self._sound({side: lane.wait() for side, lane in self._lanes.items()})

    def _sound(self, walked: dict[Side, Walked], how: str = "") -> dict[Side, Walked]:
        raise_if_gone(walked.values(), self._project, how)
        return walked

    def walk_in_one_go(self, side: Side, *, look: str, after: str | None = None) -> Walked:
        """Walk a side again as one `upgrade heads`, on another database: from nothing, or `after` a revision.

        `look` says when the schema is read: "each" revision, or only after the "last" one. The lane of a walk that is
        read at each revision takes the place of the first one.
        """
        lane = self._lane(side, stepwise=False, look=look, target=after)
        self._spare.append(lane)
        walked = self._sound({side: lane.wait()}, "in one go")[side]
        if after is not None and walked.failed is None and walked.broken is None:
            lane.walk_again(self._options.target, down=False)
            walked = self._sound({side: lane.wait()}, "in one go")[side]
        if look == "each":
            self._spare[-1], self._lanes[side] = self._lanes[side], lane
        return walked

    def keep(self, names: Mapping[Side, str], *, rows: bool) -> list[Future[None]]:
        """Have the servers keep copies of the databases of the last walk, which was one with `rows` or not.

        They are made while the check goes on; what is given tells when they are, and raises ServerError.
        """
        return [self._lanes[side].keep(name, rows=rows) for side, name in names.items()]

    def memory(self, side: Side) -> LaneMemory:
        """Give what the walk of a side depends on."""
        return self._lanes[side].memory

    def walk_with_rows(
        self,
        sides: Collection[Side],
        plan_for: Callable[[Side, RowStart | None], Mapping[str, Any]],
        giver: Giver | None = None,
        starts: Mapping[Side, RowStart] | None = None,
    ) -> dict[Side, Walked]:
        """Walk sides again with rows, on databases that are empty again.

        With `starts`, on databases as they were after some revisions with rows, unless these are gone. `plan_for` is
        told from where each side begins, and gives what its worker is to do (harness/populate/plan.py).
        """
        agreement = Agreement(len(sides))
        starts = starts or {}
        copies = self._kept.take({side: (self._servers[side], start.template) for side, start in starts.items()})
        for side in sides:
            restored = (starts[side], copies[side]) if copies else None
            plan = plan_for(side, starts[side] if copies else None)
            self._lanes[side].walk_with_rows(self._options.target, plan, agreement, giver, restored)
        return self._sound({side: self._lanes[side].wait() for side in sides}, "with rows")

    def walk_down_and_up(self) -> dict[Side, tuple[Walked, Walked | None]]:
        """Walk each side whose history is complete down to base, one revision at a time, and up again.

        Below a baseline's revision there is nothing to walk.
        """
        for side, lane in self._lanes.items():
            self._copies[side] = lane.server.clone(lane.database)
            lane.walk_again(self._options.lowest, down=True)
        down = self._sound({side: lane.wait() for side, lane in self._lanes.items()}, "on the way down")
        sound = [side for side in SIDES if down[side].failed is None and down[side].broken is None]
        for side in sound:
            self._lanes[side].walk_again(self._options.target, down=False)
        again = self._sound({side: self._lanes[side].wait() for side in sound}, "on the way up again")
        return {side: (down[side], again.get(side)) for side in SIDES}

    def task(self, server: Server, *, stepwise: bool = True, look: str = "each") -> dict[str, Any]:
        """Give what a worker is told to do on a server."""
        names = self._url_names
        return task_of(self._project, self._options, server.backend, url_names=names, stepwise=stepwise, look=look)

    def _lane(
        self,
        side: Side,
        *,
        stepwise: bool,
        look: str = "each",
        remembering: Remembering | None = None,
        target: str | None = None,
    ) -> Lane:
        server = self._servers[side]
        task = self.task(server, stepwise=stepwise, look=look)
        task["target"] = target or task["target"]
        start = remembering.starts.get(side) if remembering is not None else None
        if remembering is not None:
            task |= {"remember": remembering.modules(start), "known": remembering.known if start is not None else {}}
        worker = self._idle.pop() if self._idle else self._start()
        try:
            return Lane(side, server, worker, task, self._progress, start)
        except BaseException:
            worker.close()
            raise
