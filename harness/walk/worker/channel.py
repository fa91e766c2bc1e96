"""JSON lines between the worker and its parent, on descriptors that project code cannot reach by accident."""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class Channel:
    """Takes over standard input and output: what the project prints goes to standard error, what it reads is empty.

    Requests are read in a thread, so that a worker in the middle of a migration notices when its parent is gone, and
    can say where it is: what `whereabouts` gives.
    """

    def __init__(self) -> None:
        self._incoming = os.fdopen(os.dup(0), "r", encoding="utf-8")
        self._outgoing = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
        empty = os.open(os.devnull, os.O_RDONLY)
        os.dup2(empty, 0)
        os.close(empty)
        os.dup2(2, 1)
        sys.stdin = os.fdopen(0, "r", closefd=False)
        self._owner = os.getpid()
        self._sending = threading.Lock()
        self.whereabouts: Callable[[], dict[str, Any]] = dict
        self._requests: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self._incoming:
            request = json.loads(line)
            if "where" in request:
                self.send("where", **self.whereabouts())
            else:
                self._requests.put(request)
        os._exit(0)

    def send(self, event: str, **values: Any) -> None:
        """Send one event to the parent. A forked child that comes back from the project's code ends here."""
        if os.getpid() != self._owner:
            os._exit(1)
        with self._sending:
            self._outgoing.write(json.dumps({"event": event, **values}, default=str) + "\n")

    def receive(self) -> dict[str, Any]:
        """Give the parent's next request. When the parent closes the channel the process ends here."""
        return self._requests.get()

    def ask(self, event: str, **values: Any) -> dict[str, Any]:
        """Send an event and wait for the answer."""
        self.send(event, **values)
        return self.receive()
