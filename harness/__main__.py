"""`parity`, and `python -m harness`: the command line, once it is loaded."""

from __future__ import annotations

import gc
import sys

INTERRUPTED = 130
"""128 and the number of SIGINT, as shells give it."""

OBJECTS_BETWEEN_COLLECTIONS = 1_000_000
"""A command keeps nearly all that it makes, so that looking for cycles finds little (documentation of Python, gc)."""


def main() -> None:
    """Load the command line and run it. Ctrl-C while it loads ends it in one line, as it does later."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    try:
        from harness.cli import main as command  # noqa: PLC0415 - loading it takes long enough to be interrupted
    except KeyboardInterrupt:
        sys.stderr.write("parity: Stopped by Ctrl-C before anything was started.\n")
        sys.exit(INTERRUPTED)
    command(prog_name="parity")


if __name__ == "__main__":
    main()
