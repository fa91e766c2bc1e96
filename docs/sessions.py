"""Run the sessions of `docs/explanation/first-sessions.md` as a new user would, and write what they print.

The wheel is built, and installed into a new virtual environment for each project. The projects that the page makes are
made in a temporary directory; the published ones are taken as they are installed, from an environment of their own:

    python -m docs.sessions --environments path/to/environments
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import venv
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.docs.pages import FENCE, ROOT

PAGE = Path(__file__).parent / "explanation" / "first-sessions.md"
RUN = re.compile(r"run in (?P<project>\w+)(?:, exit (?P<status>\d))?")
KEPT = ("PARITY", "DIVERGED", "error", "Compared", "provisional", "test_")
"""How the parts of a report begin that are shown. The others are left out: the notes, mostly."""
COLUMNS = "100"


def main() -> None:
    """Write the output of every session into the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--environments", type=Path, required=True, help="virtual environments of published projects")
    environments = parser.parse_args().environments.resolve()
    with TemporaryDirectory() as directory:
        wheels = Path(directory) / "wheels"
        _start([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(wheels), str(ROOT)])
        page = Sessions(Path(directory), wheels, environments)
        PAGE.write_text(FENCE.sub(page.written, PAGE.read_text("utf-8")), "utf-8")


class Sessions:
    """The projects of the page, each with a virtual environment of its own, and what was printed last."""

    def __init__(self, directory: Path, wheels: Path, environments: Path) -> None:
        self.directory = directory
        self.wheels = wheels
        self.environments = environments
        self._printed = ""

    def written(self, block: re.Match[str]) -> str:
        """Do what the comment before a block orders, and give the block with what is printed now."""
        order = block["order"] or ""
        kind, _, rest = order.partition(" ")
        if run := RUN.fullmatch(order):
            self._printed = self._run(run["project"], block["text"], int(run["status"] or 0), (*KEPT, "warning"))
        elif kind == "file":
            name, path = rest.split()
            (self._place(name) / path).write_text(block["text"], "utf-8")
        elif kind == "output":
            return _with_text(block, self._printed)
        elif kind == "session":
            commands = [line for line in block["text"].splitlines() if line.startswith("$ ")]
            shown = "".join(f"{line}\n{self._run(rest, line[2:], None, KEPT)}" for line in commands)
            return _with_text(block, shown)
        return block[0]

    def _place(self, name: str) -> Path:
        """Give the directory of a project: one that is installed, or one that the page makes."""
        installed = sorted(self.environments.glob(f"{name}/lib/python3*/site-packages/{name}"))
        place = installed[0] if installed else self.directory / name
        place.mkdir(exist_ok=True)
        return place

    def _run(self, name: str, commands: str, status: int | None, kept: tuple[str, ...]) -> str:
        """Run commands in a project with bash, and give what of their output is shown."""
        place, own = self._place(name), self.directory / "environments" / name
        if not own.is_dir():
            venv.create(own, with_pip=True)
        environment = {
            **os.environ,
            "PATH": os.pathsep.join([str(own / "bin"), os.environ["PATH"]]),
            "PIP_FIND_LINKS": str(self.wheels),
            "PIP_QUIET": "1",
            "PYTHON": str(self.environments / name / "bin" / "python"),
            "COLUMNS": COLUMNS,
        }
        done = _start(["bash", "-euc", commands], place, environment)
        if status not in {None, done.returncode}:
            sys.exit(f"{commands}\nended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return shortened(done.stdout.replace(str(place), name), kept)


def shortened(printed: str, kept: tuple[str, ...]) -> str:
    """Leave out of a report the parts that begin otherwise: one line stands for them."""
    parts: list[str] = []
    for part in filter(None, printed.strip("\n").split("\n\n")):
        shown = part if part.startswith(kept) else "[...]"
        if parts[-1:] != ["[...]"] or shown != "[...]":
            parts.append(shown)
    return "\n\n".join(parts) + "\n" if parts else ""


def _with_text(block: re.Match[str], text: str) -> str:
    start = block.start("text") - block.start()
    return f"{block[0][:start]}{text}{block['ticks']}"


def _start(
    command: list[str], place: Path | None = None, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - commands of this repository


if __name__ == "__main__":
    main()
