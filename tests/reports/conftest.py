"""Real reports, a browser, and the validators of others."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from harness.config import Settings
from harness.databases.postgresql.server import PostgresqlServer
from harness.pipeline import check
from tests.reports.browser import PROGRAMS, find_browser, open_browser

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import Browser

    from harness.databases import Server
    from harness.model import Report

HERE = Path(__file__).parent
HISTORIES = HERE / "histories"
VALIDATORS = HERE / "validators"
REVISION = '"""one"""\nrevision = "0001"\ndown_revision = {parent}\n\n\ndef upgrade():\n    pass\n'
KINDS = ("shop", "hostile", "same", "broken", "accepted")
Validator = Callable[[str], Path]


def missing(why: str) -> NoReturn:
    """End the test: it fails where CI is set, and is skipped elsewhere."""
    if os.environ.get("CI"):
        pytest.fail(f"CI must have it: {why}")
    pytest.skip(why)


@pytest.fixture(scope="session")
def reports(container_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Report]:
    """Give the reports of real checks: of the histories beside this file, and of some that are made from them."""
    assert isinstance(container_server, PostgresqlServer)
    settings = Settings(postgres=container_server.address.url("postgres"))
    place = tmp_path_factory.mktemp("histories")
    for name in ("shop", "hostile"):
        shutil.copytree(HISTORIES / name, place / name)
    for name, parent in (("same", None), ("broken", "'0000'")):
        shutil.copytree(HISTORIES / "shop", place / name)
        versions = place / name / "migrations" / "versions"
        shutil.rmtree(versions)
        versions.mkdir()
        (versions / "0001.py").write_text(REVISION.format(parent=parent))
    shutil.copytree(HISTORIES / "shop", place / "accepted")
    coupons = place / "accepted" / "migrations" / "versions" / "0010_coupons_give_more.py"
    accepting = '10")  # parity: ignore[server-default-differs] </p> It is an offer.'
    coupons.write_text(coupons.read_text().replace('10")', accepting))
    return {name: check(place / name, settings) for name in KINDS}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a real Chromium without a network."""
    program = find_browser()
    if program is None:
        missing(f"no browser is installed: none of {', '.join(PROGRAMS)}")
    with open_browser(program) as opened:
        yield opened


@pytest.fixture(scope="session")
def validator() -> Validator:
    """Give the function that finds a file of the installed validators."""
    if not (VALIDATORS / "node_modules").is_dir():
        missing(f"the validators are not installed: npm ci --ignore-scripts in {VALIDATORS}")

    def find(path: str) -> Path:
        return VALIDATORS / "node_modules" / path

    return find


@pytest.fixture(scope="session")
def validate_html(validator: Validator) -> Callable[[Path], str]:
    """Give the function that has all HTML files of a directory validated, and gives the complaints."""

    def run(directory: Path) -> str:
        program = validator(".bin/html-validate")
        config = VALIDATORS / "html-validate.json"
        command = [str(program), "--config", str(config), *map(str, sorted(directory.glob("*.html")))]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    return run
