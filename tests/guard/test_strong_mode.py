"""The command of the page on safety: a check in a network of its own."""

from __future__ import annotations

import os
import re
import shlex
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guard.production import ENV, INI

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "safety.md"
ONLY_FOR_USERS = "--user --map-current-user --keep-caps "
REVISION = """\
import subprocess
import sys

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True))
    say = "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'out', ('127.0.0.1', {port}))"
    subprocess.run([sys.executable, "-c", say])
"""
"""A child program that says something by UDP, which only a network of its own can keep in."""


def command_of_the_page() -> str:
    """Give the command, for root without what only users need."""
    (block,) = re.findall(r"```console\n\$ (unshare .*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return block.replace(ONLY_FOR_USERS, "") if os.geteuid() == 0 else str(block)


def run(command: str, project: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in the project, with the commands of this interpreter on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["sh", "-c", command],  # noqa: S607 - of the system
        cwd=project,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def listener() -> socket.socket:
    """Give a socket that hears what is said to it."""
    return socket.socket(type=socket.SOCK_DGRAM)


@pytest.fixture
def project(tmp_path: Path, listener: socket.socket) -> Path:
    """Give a project whose revision has a child program talk to the listener."""
    listener.bind(("127.0.0.1", 0))
    listener.settimeout(0.2)
    versions = tmp_path / "migrations" / "versions"
    versions.mkdir(parents=True)
    (tmp_path / "alembic.ini").write_text(INI)
    (tmp_path / "migrations" / "env.py").write_text(ENV.format(first=""))
    (versions / "0001_items.py").write_text(REVISION.format(port=listener.getsockname()[1]))
    return tmp_path


@pytest.fixture
def namespaces(tmp_path: Path) -> None:
    """Skip where the system does not let us make namespaces, or lacks the programs."""
    options = "" if os.geteuid() == 0 else ONLY_FOR_USERS
    tried = run(f"unshare {options}--net --mount sh -c 'mount -t tmpfs none /run && ip link set lo up'", tmp_path)
    if tried.returncode:
        pytest.skip(f"no network of its own can be had: {tried.stderr.strip()}")


@pytest.mark.usefixtures("namespaces")
def test_nothing_leaves_the_network_of_the_check(project: Path, listener: socket.socket) -> None:
    """The check runs as on the page, and what a child program says is not heard outside."""
    finished = run(command_of_the_page(), project)

    assert finished.returncode == 0, finished.stderr
    with listener, pytest.raises(TimeoutError):
        listener.recv(3)


def test_a_child_program_is_heard_without_it(project: Path, listener: socket.socket) -> None:
    """The same command without a network of its own: the test above can fail."""
    check = shlex.split(command_of_the_page().replace("\\\n", ""))[-1].partition("exec ")[2]

    finished = run(check, project)

    assert finished.returncode == 0, finished.stderr
    with listener:
        assert listener.recv(3) == b"out"
