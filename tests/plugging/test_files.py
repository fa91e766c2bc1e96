"""The files by which other programs find the tool: the action, the hooks, and the jobs that the pages offer."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from harness.cli import main
from tests.cli.projects import DIFFERENT, SAME, write_project
from tests.cli.running import parity
from tests.docs.pages import DOCS, ROOT, Block, blocks

PAGE = DOCS / "how-to" / "continuous-integration.md"
WORKFLOW, ACTION, GITLAB = "vendor.github-workflows", "vendor.github-actions", "vendor.gitlab-ci"


def jobs() -> list[Block]:
    """Give the files of CI that the page offers."""
    return [block for block in blocks(PAGE) if block.language == "yaml"]


def named(block: Block) -> str:
    """Give the path of the file that a block is."""
    return block.order.split()[-1]


def read(text: str) -> Any:  # noqa: ANN401 - whatever YAML holds
    """Read YAML."""
    return YAML(typ="safe", pure=True).load(text)


def validated(schema: str, path: Path) -> None:
    """Check a file against the schema that its program publishes, as check-jsonschema carries it."""
    command = [str(Path(sys.executable).with_name("check-jsonschema")), "--builtin-schema", schema, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def steps_of_action() -> list[dict[str, Any]]:
    """Give the steps of the composite action."""
    steps: list[dict[str, Any]] = read((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"]
    return steps


def test_the_action_is_valid() -> None:
    """GitHub's schema of an action."""
    validated(ACTION, ROOT / "action.yml")


@pytest.mark.parametrize("block", [block for block in jobs() if ".pre-commit" not in block.order], ids=named)
def test_the_jobs_are_valid(block: Block, tmp_path: Path) -> None:
    """GitHub's and GitLab's schemas."""
    path = tmp_path / "job.yml"
    path.write_text(block.text, "utf-8")

    validated(WORKFLOW if ".github" in block.order else GITLAB, path)


@pytest.mark.parametrize(
    ("ci", "path", "schema"),
    [("github", ".github/workflows/parity-shop.yml", WORKFLOW), ("gitlab", ".gitlab-ci.yml", GITLAB)],
)
def test_the_jobs_of_parity_init_are_valid(tmp_path: Path, ci: str, path: str, schema: str) -> None:
    """The same schemas, for a project in a directory of its repository."""
    (tmp_path / ".git").mkdir()
    write_project(tmp_path / "shop", SAME)
    assert parity(tmp_path, "init", "shop", "--yes", "--ci", ci).status == 0

    validated(schema, tmp_path / path)


def test_the_inputs_of_the_page_are_those_of_the_action() -> None:
    """Every input has its place in the page, and the example uses no other."""
    known = read((ROOT / "action.yml").read_text("utf-8"))["inputs"]
    (example,) = [block for block in jobs() if named(block).endswith("parity-action.yml")]
    (step,) = [step for step in read(example.text)["jobs"]["parity"]["steps"] if "migration-parity@" in str(step)]

    assert set(step["with"]) <= set(known)
    assert re.findall(r"`(\w+)`", PAGE.read_text("utf-8").split("Its inputs are ")[1].split(";")[0]) == list(known)


def test_no_input_is_put_into_a_script() -> None:
    """Inputs reach a script as variables, so that none of them is run."""
    assert [step["run"] for step in steps_of_action() if "${{" in step["run"]] == []


@pytest.mark.container
@pytest.mark.parametrize(("more", "status", "verdict"), [((), 0, "parity"), ((DIFFERENT,), 1, "diverged")])
def test_the_action_checks(tmp_path: Path, postgres: str, more: tuple[str, ...], status: int, verdict: str) -> None:
    """Its script annotates, writes the summary and the reports, and gives the verdict and the exit status."""
    write_project(tmp_path / "shop", SAME, *more)
    given = {"PROJECT": "shop", "POSTGRES": postgres, "STRICT": "true", "REPORT": "reports", "ARGUMENTS": "--no-rows"}
    done = run_action(tmp_path, {f"PARITY_{name}": value for name, value in given.items()})

    assert done.returncode == status, done.stdout + done.stderr
    assert ("::error file=shop/migrations/versions/0002" in done.stdout) is (status == 1)
    assert (tmp_path / "output").read_text() == f"verdict={verdict}\n"
    assert "#" in (tmp_path / "summary").read_text()
    assert json.loads((tmp_path / "reports" / "parity.json").read_text())["verdict"] == verdict
    assert {path.name for path in (tmp_path / "reports").iterdir()} == {"parity.json", "parity.sarif", "parity.xml"}


def test_the_action_says_when_it_could_not_check(tmp_path: Path) -> None:
    """No history is no verdict, and no success."""
    done = run_action(tmp_path, {"PARITY_PROJECT": ".", "PARITY_POSTGRES": "container"})

    assert done.returncode == 2
    assert (tmp_path / "output").read_text() == "verdict=not-run\n"


def run_action(directory: Path, given: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the script of the action's last step, as a runner does."""
    *_, step = steps_of_action()
    environment = {
        **os.environ,
        **dict.fromkeys(step["env"], ""),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "GITHUB_STEP_SUMMARY": str(directory / "summary"),
        "GITHUB_OUTPUT": str(directory / "output"),
        "RUNNER_TEMP": str(directory),
        **given,
    }
    script = directory / "script"
    script.write_text(step["run"], "utf-8")
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],  # noqa: S607 - as GitHub runs `shell: bash`
        cwd=directory,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_hooks_are_commands_that_exist() -> None:
    """pre-commit would run them; the page names both, with options that they take."""
    hooks = {hook["id"]: hook for hook in read((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    (example,) = [block for block in jobs() if ".pre-commit" in block.order]
    (repository,) = read(example.text)["repos"]

    assert [hook["id"] for hook in repository["hooks"]] == ["parity-names", "parity-check"]
    assert hooks["parity-check"]["stages"] == ["pre-push"]
    assert hooks["parity-names"]["types"] == ["python"], "models stand in any module"
    for hook in repository["hooks"]:
        words: list[str] = [*hooks[hook["id"]]["entry"].split(), *hook.get("args", ())]
        assert words[0] == "parity"
        main.commands[words[1]].make_context(words[1], words[2:], resilient_parsing=True)
