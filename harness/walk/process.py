"""A worker process: start it, read its events, ask it questions, end it."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import threading
import time
from typing import TYPE_CHECKING, Any

from harness.errors import WalkError
from harness.walk.inherited import libpq_environment
from harness.walk.masking import masking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.walk.launching import Process

LAST_WORDS = 4000
AT_ONCE = 65536
SECONDS_TO_TELL = 5.0
GARBLED = "the project wrote to the descriptor over which the worker reports"
END = {"event": "end"}
NONSENSE = {"event": "nonsense"}


class WorkerProcess:
    """One worker, which loads its libraries until `begin` gives it a task.

    It is its own process group, so that Ctrl-C reaches only the parent, which then ends it. Of what the project prints
    only the end is kept, however much it is.
    """

    def __init__(self, process: Process) -> None:
        self.spec: dict[str, Any] = {}
        self._process = process
        self._events: queue.Queue[dict[str, Any]] = queue.Queue()
        self._said = b""
        self._masked = masking("")
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()
        self._listener.start()

    def begin(self, spec: dict[str, Any]) -> None:
        """Give the task, and the variables of libpq that go with its database."""
        self.spec = spec
        self._masked = masking(spec["url"])
        self.send({**spec, "libpq": libpq_environment(os.environ, spec["url"])})

    def send(self, message: dict[str, Any]) -> None:
        """Send one line; a worker that is gone is noticed when its events are read."""
        stream = self._process.stdin
        if stream is not None:
            with contextlib.suppress(BrokenPipeError, ValueError):
                stream.write(json.dumps(message).encode() + b"\n")
                stream.flush()

    def _read(self) -> None:
        for line in self._process.stdout or ():
            event = _read(self._masked(line))
            if event is not None:
                self._events.put(event)
            else:
                self._events.put(NONSENSE)
                return
        self._events.put(END)

    def _listen(self) -> None:
        stream = self._process.stderr
        while stream is not None and (said := os.read(stream.fileno(), AT_ONCE)):
            self._said = (self._said + said)[-LAST_WORDS:]

    def next_event(self) -> dict[str, Any]:
        """Give the next event; `gone` when the process has ended, or was ended because it was silent for too long."""
        event = self._wait(self.spec["timeout"])
        if event is None:
            self.send({"where": True})
            event = self._wait(SECONDS_TO_TELL)
            if event is None or event["event"] == "where":
                return self._silent(event or {})
        if event["event"] == "end":
            return self._gone("gone", f"the worker process ended by itself (exit status {self._exit_status()})")
        if event["event"] == "nonsense":
            return self._gone("garbled", GARBLED)
        return self.next_event() if event["event"] == "where" else event  # a late answer: it went on meanwhile

    def _wait(self, seconds: float) -> dict[str, Any] | None:
        """Give what the worker sends within that time, else None. Waits in short steps, so that Ctrl-C is heard."""
        end = time.monotonic() + seconds
        while True:
            try:
                return self._events.get(timeout=min(0.2, seconds))
            except queue.Empty:  # noqa: PERF203 - the wait is what the loop is for
                if not self._reader.is_alive():
                    return END
                if time.monotonic() >= end:
                    return None

    def _silent(self, told: dict[str, Any]) -> dict[str, Any]:
        """Tell where a worker was that does not get on."""
        statement = f"running: {told['statement']}" if told.get("statement") else ""
        where = "\n".join(filter(None, [told.get("where"), statement]))
        message = f"it was ended after {self.spec['timeout']:g} seconds without a sign from it"
        return self._gone("silent", message, where)

    def events(self) -> Iterator[dict[str, Any]]:
        """Give the events of the walk up to the last one, `finished` or `gone`."""
        while True:
            event = self.next_event()
            yield event
            if event["event"] in {"finished", "gone"}:
                return

    def ask(self, question: str, **values: Any) -> Any:
        """Ask after the walk. Raises WalkError when the worker cannot answer."""
        self.send({"ask": question, **values})
        event = self.next_event()
        if event["event"] == "answer":
            return event["value"]
        raise WalkError(
            f"The {self.spec['backend']} worker could not answer ({question})",
            why="\n".join(filter(None, [event["message"], event.get("where")])),
            next_step="Run again; if it repeats, report it with the output of `parity doctor`.",
        )

    def _gone(self, stage: str, message: str, where: str = "") -> dict[str, Any]:
        """Give the last event, with the end of what the project printed; a process that still runs is ended."""
        self._kill()
        self._listener.join(timeout=2)
        output = self._masked(self._said).decode("utf-8", "replace").strip()
        event = {"event": "gone", "stage": stage, "message": message}
        return {**event, "where": where, "traceback": "", "output": output}

    def _exit_status(self) -> int | None:
        """Give the exit status once the process has ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(timeout=2)
        return None

    def close(self) -> None:
        """End the process and everything that it started."""
        with contextlib.suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=0.5)
        self._kill()
        self._process.wait()
        for thread, stream in ((self._reader, self._process.stdout), (self._listener, self._process.stderr)):
            thread.join(timeout=2)
            if stream is not None and not thread.is_alive():
                stream.close()

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)


def _read(line: bytes) -> dict[str, Any] | None:
    """Give an event; None for what is none, or half of one."""
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) and "event" in event else None
