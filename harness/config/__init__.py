"""Settings: those of the project, under the options of the command line; and what the project has accepted."""

from __future__ import annotations

from harness.config.accepted import USUAL, add_entries, entry_text, read_accepted
from harness.config.settings import Settings, load_settings
from harness.config.writing import write_whole

__all__ = ["USUAL", "Settings", "add_entries", "entry_text", "load_settings", "read_accepted", "write_whole"]
