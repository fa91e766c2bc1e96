"""Which refused connection ended a walk: the rules that judge either of the two must agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.model.walk import Walked

REFUSED = "connection-refused"
"""The code of the notes about them."""
WORDS_OF_SQLITE = ("not authorized", "authorization denied")


def ended_by(walked: Walked, detail: str) -> bool:
    """Tell whether a walk failed with this refusal; of ATTACH, SQLite tells no more than that it may not be."""
    step = walked.failed
    texts = [step.failure.message] if step is not None and step.failure is not None else []
    texts += [walked.broken["message"], walked.broken["traceback"]] if walked.broken is not None else []
    said = f"parity refused a connection to {detail}"
    signs = (f"{said} (", f"{said}:", *(WORDS_OF_SQLITE if detail.startswith("sqlite ") else ()))
    return any(sign in text for sign in signs for text in texts)


def was_refused(walked: Walked) -> bool:
    """Tell whether a refused connection ended the walk."""
    return any(note.code == REFUSED and ended_by(walked, note.detail) for note in walked.notes)
