"""A worker process: start it, read its events, ask it questions, end it."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.errors import WalkError
from harness.walk.inherited import worker_environment

if TYPE_CHECKING:
    from collections.abc import Iterator

BOOTSTRAP = Path(__file__).parent / "worker" / "bootstrap.py"
LAST_WORDS = 4000
MOST_OUTPUT = 1_000_000
GONE = {"event": "gone"}


class WorkerProcess:
    """One worker. Its own process group, so that Ctrl-C reaches only the parent, which then ends it."""

    def __init__(self, python: str, spec: dict[str, Any]) -> None:
        self.spec = spec
        self._output = tempfile.TemporaryFile()  # noqa: SIM115 - closed in close()
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the interpreter that the user or the project names
                [python, str(BOOTSTRAP)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._output,
                cwd=spec["root"],
                env={**worker_environment(os.environ, spec["url"]), "PYTHONDONTWRITEBYTECODE": "1"},
                start_new_session=True,
            )
        except OSError as error:
            raise WalkError(
                f"The interpreter {python} cannot be started",
                why=str(error),
                next_step="Name the project's interpreter: --python PATH.",
            ) from error
        self._events: queue.Queue[dict[str, Any]] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.send(spec)

    def send(self, message: dict[str, Any]) -> None:
        """Send one line; a worker that is gone is noticed when its events are read."""
        stream = self._process.stdin
        if stream is not None:
            with contextlib.suppress(BrokenPipeError, ValueError):
                stream.write(json.dumps(message).encode() + b"\n")
                stream.flush()

    def _read(self) -> None:
        for line in self._process.stdout or ():
            self._events.put(json.loads(line))
        self._events.put(GONE)

    def next_event(self) -> dict[str, Any]:
        """Give the next event; `gone` when the process has ended. Waits in short steps, so that Ctrl-C is heard."""
        while True:
            try:
                return self._events.get(timeout=0.2)
            except queue.Empty:  # noqa: PERF203 - the wait is what the loop is for
                if not self._reader.is_alive():
                    return GONE

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
            why=event.get("message") or self.last_words() or "the process is gone",
            next_step="Run again; if it repeats, report it with the output of `parity doctor`.",
        )

    def last_words(self) -> str:
        """Give the end of what the project printed."""
        self._output.flush()
        size = self._output.seek(0, os.SEEK_END)
        self._output.seek(max(0, size - LAST_WORDS))
        return self._output.read().decode("utf-8", "replace").strip()

    def exit_status(self) -> int | None:
        """Give the exit status once the process has ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(timeout=2)
        return None

    def close(self) -> None:
        """End the process and everything that it started."""
        for stream in (self._process.stdin,):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=0.5)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._reader.join(timeout=2)
        if self._process.stdout is not None and not self._reader.is_alive():
            self._process.stdout.close()
        self._output.close()
