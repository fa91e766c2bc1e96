"""Failures. A difference between two databases is a value; what stops the check is one of these exceptions."""

from __future__ import annotations


class ParityError(Exception):
    """Something stopped the check: what happened, why, and what to do next.

    `details` is what only few want to read: the whole traceback of an error in the project's own code.
    """

    def __init__(self, what: str, *, why: str, next_step: str, details: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.next_step = next_step
        self.details = details

    def __str__(self) -> str:
        return f"{self.what}\n  why: {self.why}\n  next: {self.next_step}"


class UsageError(ParityError):
    """An option or a setting is wrong."""


class ProjectError(ParityError):
    """The project cannot be found, read or loaded."""


class ServerError(ParityError):
    """A database server cannot be had, or died."""


class WalkError(ParityError):
    """A worker process could not walk the history for a reason that is not the history's."""
