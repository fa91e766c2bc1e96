"""How a failure of the check is read in a suite: as a skip where that is allowed, else without a traceback."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from harness.errors import ParityError
from harness.pytest_plugin import options

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def told(config: pytest.Config) -> Iterator[None]:
    """Let a failure of the check be read without a traceback: a missing server skips where that is allowed."""
    try:
        yield
    except ParityError as error:
        required = options.why_required(config)
        if not getattr(error, "unavailable", False):
            text = str(error)
        elif required is not None:
            text = f"{error}\n  This fails, and is not skipped, because {required}."
        else:
            reason = " ".join(f"{error.what} ({error.why}). {error.next_step}".split())
            raise pytest.skip.Exception(_with_our_option(reason)) from None
        raise pytest.fail.Exception(_with_our_option(text), pytrace=False) from None


def _with_our_option(text: str) -> str:
    """Give advice for `parity check` as it is followed here."""
    return text.replace("--postgres", "--parity-postgres")
