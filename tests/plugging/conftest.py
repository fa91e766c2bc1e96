"""The shared server for the scripts that the tests run."""

from __future__ import annotations

from tests.cli.conftest import maintenance, postgres

__all__ = ["maintenance", "postgres"]
