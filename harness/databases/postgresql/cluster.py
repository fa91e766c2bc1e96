"""One PostgreSQL cluster in a directory of ours: initdb, the server as a child of this process, its end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, suppress
from functools import partial
from typing import TYPE_CHECKING

from harness.databases._lifetime.owner import start_time
from harness.databases._lifetime.watchdog import certainly
from harness.databases.postgresql.address import Address
from harness.databases.postgresql.administration import wait_for_answer
from harness.databases.postgresql.binaries import unprivileged
from harness.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from harness.databases.postgresql.administration import Answer
    from harness.databases.postgresql.binaries import Binaries

_USER = "parity"
_HOST = "127.0.0.1"
_SETTINGS = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "shared_buffers=64MB",
    "unix_socket_directories=",
)
_KEPT = ("PATH", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_STEP = 0.01
_STOP_SECONDS = 5.0
_LAST_LINES = 10
_FIRST_WITH_BUILTIN_LOCALES = 17
_PR_SET_PDEATHSIG = 1  # prctl(2)


class Cluster:
    """A cluster in a private directory, known to its server as `name`.

    As root, the server runs as nobody, which may only enter that directory.
    """

    def __init__(self, binaries: Binaries, directory: Path, name: str) -> None:
        self._binaries = binaries
        self._run_as = unprivileged()
        self._data = directory / "data"
        self._log = directory / "log"
        self._name = name
        self._password = os.urandom(24).hex()
        self._secret = directory / "password"
        self._process: subprocess.Popen[bytes] | None = None

    def initialise(self) -> None:
        """Make the cluster. Raises ServerError with what initdb said when it fails."""
        command = ["initdb", "--pgdata", str(self._data), "--username", _USER, "--pwfile", str(self._secret)]
        command += ["--auth", "scram-sha-256", "--encoding", "UTF8", "--no-sync", *self._locale()]
        try:
            self._prepare()
        except OSError as error:
            raise self._failure("be initialised", str(error)) from error
        with ExitStack() as stack:
            status = self._run(command, "be initialised", stack).wait()
        self._secret.unlink()
        if status != 0:
            raise self._failure("be initialised", self._last_lines())

    def _prepare(self) -> None:
        """Make what initdb needs: a directory and a file with the password, which only its user may read."""
        self._log.touch(mode=0o600)
        self._data.mkdir(mode=0o700)
        self._secret.touch(mode=0o600)
        self._secret.write_text(self._password, encoding="ascii")
        if self._run_as:
            self._data.parent.chmod(0o711)
            for path in (self._data, self._secret):
                os.chown(path, self._run_as["user"], self._run_as["group"])

    def start(self, seconds: float, stack: ExitStack, *, tries: int = 3) -> tuple[Address, Answer]:
        """Start the server, have `stack` stop it, and wait until it answers.

        Tries other ports when somebody takes the free one in between. Raises ServerError when it does not
        answer.
        """
        address = Address(host=_HOST, port=_free_port(), user=_USER, password=self._password)
        command = ["postgres", "-D", str(self._data), "-h", _HOST]
        for setting in (f"port={address.port}", f"cluster_name={self._name}", *_SETTINGS):
            command += ["-c", setting]
        self._process = self._run(command, "be started", stack)
        try:
            answer = wait_for_answer(address, self._name, seconds=seconds, step=_STEP, died=self.death)
        except ChildProcessError as error:
            if tries > 1 and "Address already in use" in str(error):
                return self.start(seconds, stack, tries=tries - 1)
            raise self._failure("be started", str(error)) from None
        except TimeoutError as error:
            raise self._failure(f"be started within {seconds:g} s", str(error)) from None
        return address, answer

    def death(self) -> str | None:
        """Tell how the server ended, with the last lines of its log; None while it runs."""
        if self._process is None or self._process.poll() is None:
            return None
        return f"the server ended with status {self._process.returncode}; {self._last_lines()}"

    def _run(self, command: list[str], purpose: str, stack: ExitStack) -> subprocess.Popen[bytes]:
        """Start one of the programs with a new log; `stack` stops it, and so does the watchdog."""
        program, *arguments = command
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        try:
            with self._log.open("wb") as log:
                process = subprocess.Popen(  # noqa: S603 - a program found in a known place
                    [str(self._binaries.directory / program), *arguments],
                    **self._run_as,
                    env={**kept, "TZ": "Etc/UTC"},
                    cwd=self._data,
                    umask=0o077,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,  # Ctrl-C is for us: we end the migrations, then the server
                    preexec_fn=_die_with_parent(),  # noqa: PLW1509 - one system call, looked up before the fork
                )
        except OSError as error:
            raise self._failure(purpose, str(error)) from error
        stack.callback(process.wait)
        stack.enter_context(certainly(stop, process.pid, start_time(process.pid) or ""))
        return process

    def _last_lines(self) -> str:
        log = self._log.read_text(encoding="utf-8", errors="replace")
        return "its last lines:\n" + "\n".join(log.strip().splitlines()[-_LAST_LINES:])

    def _locale(self) -> list[str]:
        """Give a locale that knows the letters of UTF-8 and is the same everywhere. Only Linux has it."""
        options = ["--locale", "C.UTF-8" if sys.platform == "linux" else "C"]
        if sys.platform != "linux" and self._binaries.major >= _FIRST_WITH_BUILTIN_LOCALES:
            options += ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
        return options

    def _failure(self, what: str, why: str) -> ServerError:
        return ServerError(
            f"The embedded PostgreSQL {self._binaries.version} cannot {what}",
            why=why,
            next_step="Look at the lines above, or use another server: --postgres container.",
        )


def stop(pid: int, started: str) -> None:
    """Stop the process of that number if it is still the one that was started then; wait until it is gone."""
    for how in (signal.SIGINT, signal.SIGKILL):
        end = time.monotonic() + _STOP_SECONDS
        if start_time(pid) == started:
            with suppress(ProcessLookupError):
                os.kill(pid, how)
        while start_time(pid) == started and time.monotonic() < end:
            time.sleep(_STEP)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])


def _die_with_parent() -> Callable[[], object] | None:
    """Give what has Linux end the server with the thread that started it, when that is the main thread.

    Another thread may end long before the server is done with; the watchdog alone must do there.
    """
    if sys.platform != "linux" or threading.current_thread() is not threading.main_thread():
        return None
    import ctypes  # noqa: PLC0415 - needed only here

    return partial(ctypes.CDLL(None).prctl, _PR_SET_PDEATHSIG, signal.SIGQUIT)
