"""What a worker saw, and what its forked children tell it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from harness.walk.worker.notes import Notes

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_note_of_a_forked_child_arrives_beside_what_the_project_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A revision that writes to every descriptor does not take the worker's notes away."""
    inbox, outbox = os.pipe()
    monkeypatch.setattr(os, "pipe", lambda: (inbox, outbox))
    notes = Notes(str(tmp_path))

    os.write(outbox, b"not json\n")
    child = os.fork()
    if not child:
        notes.add("refused", "a connection", place=("env.py", 3))
        os._exit(0)
    os.waitpid(child, 0)
    os.write(outbox, b"nor this\n")

    assert notes.items == [{"code": "refused", "detail": "a connection", "file": "env.py", "line": 3, "revision": None}]
    os.close(inbox)
    os.close(outbox)
