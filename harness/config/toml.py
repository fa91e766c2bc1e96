"""Read a file of TOML that the user wrote."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from harness.errors import UsageError

if sys.version_info >= (3, 11):
    import tomllib
else:  # pragma: no cover - the older interpreter's branch
    import tomli as tomllib

if TYPE_CHECKING:
    from pathlib import Path


def read_toml(path: Path, *, missing: str) -> tuple[str, dict[str, Any]]:
    """Give the text of a file, and what it holds. `missing` is the next step where there is none.

    Raises UsageError for a file that is not there, may not be read, or is not valid TOML.
    """
    try:
        text = path.read_text("utf-8")
        return text, tomllib.loads(text)
    except OSError as error:
        step = missing if isinstance(error, FileNotFoundError) else "Let the user who runs the check read it."
        raise UsageError(f"{path} cannot be read", why=error.strerror or str(error), next_step=step) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} cannot be read", why=str(error), next_step="Mend the file: it is not valid TOML."
        ) from error
