"""A project, a cache of the test's own, and checks of the one with the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from harness.config import Settings
from harness.databases.postgresql.server import PostgresqlServer
from harness.pipeline import check
from tests.cache.shop import Shop

if TYPE_CHECKING:
    from pathlib import Path

    from harness.databases import Server
    from harness.model import Report

Check = Callable[..., "Report"]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the directory that is the user's cache in this test."""
    directory = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(directory))
    return directory


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Give a project with three revisions."""
    return Shop(tmp_path / "project")


@pytest.fixture
def postgres(container_server: Server) -> str:
    """Give the URL of the shared server."""
    assert isinstance(container_server, PostgresqlServer)
    return container_server.address.url("postgres")


@pytest.fixture
def check_shop(shop: Shop, cache: Path, postgres: str) -> Check:
    """Check the project, with the cache unless told otherwise."""
    assert not cache.exists()
    return lambda **settings: check(shop.root, Settings(**{"postgres": postgres, "cache": "on", **settings}))
