"""Owners, the watchdog and the sweep: what makes sure that nothing outlives the process that made it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.databases import ServerSettings
from harness.databases._lifetime import directory
from harness.databases._lifetime.directory import private_directory
from harness.databases._lifetime.owner import is_gone, start_time, this_process
from harness.databases._lifetime.watchdog import certainly
from harness.databases.postgresql import BACKEND
from harness.errors import ServerError
from tests.databases.kinds import soon
from tests.databases.owners import dead_owner

if TYPE_CHECKING:
    from docker import DockerClient

IN_A_DIRECTORY = """
import os, sys
from pathlib import Path
from harness.databases._lifetime.directory import private_directory
with private_directory(Path(sys.argv[1])) as path:
    {then}
"""


def run(then: str, place: Path) -> subprocess.CompletedProcess[str]:
    """Run a statement in a process of its own, inside a private directory of a place."""
    command = [sys.executable, "-c", IN_A_DIRECTORY.format(then=then), str(place)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_this_process_is_not_gone() -> None:
    """A process that lives owns what carries its name."""
    assert not is_gone(this_process())


def test_ended_process_is_gone() -> None:
    """A process of this machine that has ended owns nothing."""
    assert is_gone(dead_owner())


def test_another_process_with_the_same_number_is_not_the_owner() -> None:
    """The start time tells two processes apart that got the same number one after the other."""
    place, number, started = this_process().rsplit("/", 2)

    assert is_gone(f"{place}/{number}/{int(started) - 1}")


def test_zombie_is_gone() -> None:
    """A process that has ended but was not waited for holds nothing any more."""
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        assert soon(lambda: start_time(child.pid) is None)


@pytest.mark.parametrize("owner", ["", "x", "elsewhere/boot/1/2/3", "//1/2", "a/b/c/d/e/f"])
def test_owner_that_cannot_be_judged_is_not_gone(owner: str) -> None:
    """What does not name a process of this machine since its last boot is left alone."""
    assert not is_gone(owner)


def test_directory_is_private(tmp_path: Path) -> None:
    """Only the user may look into a directory, whatever the umask."""
    before = os.umask(0)
    try:
        with private_directory(tmp_path) as path:
            assert path.stat().st_mode & 0o777 == 0o700
    finally:
        os.umask(before)


def test_directory_goes_with_all_it_holds(tmp_path: Path) -> None:
    """Nothing remains in the place where the directory was."""
    with private_directory(tmp_path) as path:
        (path / "sub").mkdir()
        (path / "sub" / "file").touch()

    assert list(tmp_path.iterdir()) == []


def test_directory_of_a_dead_owner_is_swept(tmp_path: Path) -> None:
    """The next run removes what a killed run and its killed watchdog left."""
    left = tmp_path / "parity-left"
    left.mkdir()
    (left / "owner").write_text(dead_owner(), encoding="utf-8")
    with private_directory(tmp_path) as path:
        assert list(tmp_path.iterdir()) == [path]


def test_directory_that_is_removed_tells_to_the_last_whose_it_is(tmp_path: Path) -> None:
    """A run that is killed in this moment leaves something that the next one knows for a leftover."""
    left = tmp_path / "parity-left"
    (left / "sub").mkdir(parents=True)
    (left / "owner").write_text(dead_owner(), encoding="utf-8")
    os.mkfifo(left / "pipe")
    removed: list[str] = []
    real = os.unlink

    def watched(path: str, **where: int) -> None:
        removed.append(Path(path).name)
        real(path, **where)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "unlink", watched)
        directory.remove(str(left))

    assert not left.exists()
    assert removed[-1] == "owner"


@pytest.mark.parametrize(
    "owner", [None, this_process(), "elsewhere/boot/1/2/3"], ids=["no owner", "living owner", "another machine"]
)
def test_other_directories_are_left_alone(tmp_path: Path, owner: str | None) -> None:
    """A name like ours is no reason to remove a directory."""
    other = tmp_path / "parity-other"
    other.mkdir()
    if owner:
        (other / "owner").write_text(owner, encoding="utf-8")
    with private_directory(tmp_path):
        pass

    assert list(tmp_path.iterdir()) == [other]


def test_directory_that_cannot_be_made(tmp_path: Path) -> None:
    """The error names the place and the system's reason."""
    with pytest.raises(ServerError) as caught, private_directory(tmp_path / "absent"):
        pass

    assert str(caught.value) == (
        f"No temporary directory can be made in {tmp_path}/absent\n"
        "  why: No such file or directory\n"
        "  next: Name a directory that you can write to in TMPDIR."
    )


def test_without_memory_the_temporary_directory_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where the system keeps no directory in memory, files go where TMPDIR says."""
    monkeypatch.setattr(directory, "MEMORY", tmp_path / "absent")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with private_directory(None) as path:
        assert path.parent == tmp_path


def test_little_memory_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A container's 64 MB are too few."""
    monkeypatch.setattr(directory, "ENOUGH", 1 << 60)

    assert directory.memory() is None


def test_killed_process_leaves_no_directory(tmp_path: Path) -> None:
    """The watchdog does what the process can do no more."""
    result = run("os.kill(os.getpid(), 9)", tmp_path)

    assert result.returncode == -signal.SIGKILL
    assert soon(lambda: list(tmp_path.iterdir()) == [])


def test_immediate_exit_leaves_no_directory(tmp_path: Path) -> None:
    """os._exit() skips everything but the watchdog."""
    result = run("os._exit(3)", tmp_path)

    assert result.returncode == 3
    assert soon(lambda: list(tmp_path.iterdir()) == [])


@pytest.mark.parametrize("leave", ["(pid or sys.exit(7))", "pid"], ids=["by an error", "at its end"])
def test_forked_child_takes_nothing_away(tmp_path: Path, leave: str) -> None:
    """A forked child that leaves the block changes nothing for its parent."""
    result = run(f"pid = os.fork(); {leave} and os.waitpid(pid, 0) and print(path.is_dir())", tmp_path)

    assert result.stdout == "True\n"
    assert list(tmp_path.iterdir()) == []


def test_forked_child_does_not_hold_the_watchdog_back(tmp_path: Path) -> None:
    """The watchdog acts when its owner is gone, also while a forked child of it still runs."""
    result = run(
        "pid = os.fork(); os.close(1); os.close(2); pid or __import__('time').sleep(30); os._exit(0)",
        tmp_path,
    )

    assert result.returncode == 0
    assert list(tmp_path.iterdir()) == [] or soon(lambda: list(tmp_path.iterdir()) == [])


def test_watchdog_needs_no_path_of_ours(tmp_path: Path) -> None:
    """The watchdog finds our modules when the process that started it changed its directory and its path."""
    result = run("os.chdir('/'); sys.path.clear(); os.kill(os.getpid(), 9)", tmp_path)

    assert result.returncode == -signal.SIGKILL
    assert soon(lambda: list(tmp_path.iterdir()) == [])


def fail(what: str) -> None:
    """Fail to clean up."""
    raise ServerError(what, why="a test wants it", next_step="none")


def test_failure_to_clean_up_is_told() -> None:
    """When all went well but the cleaning up, that is the error."""
    with pytest.raises(ServerError, match="left behind"), certainly(fail, "left behind"):
        pass


def test_failure_to_clean_up_does_not_hide_the_first_error() -> None:
    """When the work failed already, its error is the one to read."""
    with pytest.raises(ZeroDivisionError), certainly(fail, "left behind"):
        raise ZeroDivisionError


def test_container_of_a_dead_owner_is_swept(docker: DockerClient) -> None:
    """The next run removes a container whose owner is gone."""
    labels = {"migration-parity": "1", "migration-parity.owner": dead_owner()}
    left = docker.containers.create("postgres:17", labels=labels)
    with BACKEND.start(ServerSettings(postgres="container")):
        remaining = docker.api.containers(all=True, filters={"id": left.id})

    assert remaining == []


def test_container_of_another_machine_is_left_alone(docker: DockerClient) -> None:
    """Several machines may use one engine."""
    labels = {"migration-parity": "1", "migration-parity.owner": "elsewhere/boot/1/2/3"}
    other = docker.containers.create("postgres:17", labels=labels)
    try:
        with BACKEND.start(ServerSettings(postgres="container")):
            pass

        assert docker.api.containers(all=True, filters={"id": other.id})
    finally:
        other.remove(v=True)


def test_importing_the_backends_loads_no_driver() -> None:
    """The command must start quickly when no server is needed."""
    code = "import sys, harness.databases.sqlite, harness.databases.postgresql; print(*sys.modules)"
    loaded = subprocess.check_output([sys.executable, "-c", code], text=True).split()

    assert "sqlite3" in loaded
    assert {"docker", "psycopg2", "requests", "sqlalchemy", "testcontainers"}.isdisjoint(loaded)
