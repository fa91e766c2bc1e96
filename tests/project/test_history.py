"""Reading the revisions of a history from their files, without running them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from harness.errors import ProjectError
from harness.project import History, Project, read_history

if TYPE_CHECKING:
    from pathlib import Path

REVISION = '''"""{message}

More words.
"""

revision = {identifier!r}
down_revision = {parents!r}
branch_labels = {labels!r}
depends_on = {depends_on!r}


def upgrade():
    pass


def downgrade():
    pass
'''

Names = str | tuple[str, ...] | None


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Give a project without revisions."""
    versions = tmp_path / "migrations" / "versions"
    versions.mkdir(parents=True)
    return Project(
        root=tmp_path,
        import_root=tmp_path,
        directory=tmp_path,
        kind="alembic",
        script_location=versions.parent,
        version_locations=(versions,),
    )


def write(project: Project, name: str, text: str) -> None:
    """Write a file among the revisions."""
    path = project.version_locations[0] / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)


def add(project: Project, identifier: str, parents: Names = None, file: str | None = None, **names: Names) -> None:
    """Write a revision as Alembic's template does; `names` are its labels and depends_on."""
    text = REVISION.format(
        **{"labels": None, "depends_on": None, **names},
        message=f"step {identifier}",
        identifier=identifier,
        parents=parents,
    )
    write(project, file or f"{identifier}_step.py", text)


def order(history: History) -> list[str]:
    """Give the identifiers in the order of the history."""
    return [revision.id for revision in history.revisions]


def refusal(project: Project) -> str:
    """Give the full text of the error with which a history is refused."""
    with pytest.raises(ProjectError) as caught:
        read_history(project)
    return str(caught.value)


def test_what_a_revision_says(project: Project) -> None:
    """Identifier, first line of the docstring, file and the line of `def upgrade`."""
    add(project, "0001", labels=("core",))
    add(project, "0002", "0001", depends_on="0001")

    first, second = read_history(project).revisions

    assert (first.id, first.message, first.parents, first.labels) == ("0001", "step 0001", (), ("core",))
    assert (first.file, first.line, first.down_line) == ("migrations/versions/0001_step.py", 12, 16)
    assert (second.parents, second.depends_on) == (("0001",), ("0001",))


def test_parents_come_first_whatever_the_files_are_called(project: Project) -> None:
    """Names of files say nothing of the order but among equals."""
    add(project, "c", file="1.py")
    add(project, "b", "c", file="0.py")
    add(project, "a", "b", file="2.py")

    history = read_history(project)

    assert order(history) == ["c", "b", "a"]
    assert history.heads == ("a",)
    assert history.defects == ()


def test_branches_and_their_merge(project: Project) -> None:
    """A merge comes after all its parents, and is the one head."""
    add(project, "merge", ("left", "right"))
    add(project, "right", "base0")
    add(project, "left", "base0")
    add(project, "base0")

    history = read_history(project)

    assert order(history) == ["base0", "left", "right", "merge"]
    assert history.heads == ("merge",)


def test_branches_without_a_merge(project: Project) -> None:
    """Each branch ends in a head."""
    for name, parent in (("base0", None), ("left", "base0"), ("right", "base0")):
        add(project, name, parent)

    assert read_history(project).heads == ("left", "right")


def test_dependency_comes_first_and_stays_a_head(project: Project) -> None:
    """depends_on orders the revisions, and is no parent."""
    add(project, "a", depends_on="z")
    add(project, "z")

    history = read_history(project)

    assert order(history) == ["z", "a"]
    assert history.heads == ("z", "a")


@pytest.mark.parametrize("parent", ["1975ea83b712", "1975ea83", "core", "core@1975ea83b712"])
def test_ways_to_name_a_revision(project: Project, parent: str) -> None:
    """An identifier, the beginning of one, a branch label, or a revision with its branch."""
    add(project, "1975ea83b712", labels=("core",), file="z.py")
    add(project, "second", depends_on=parent, file="a.py")

    history = read_history(project)

    assert order(history) == ["1975ea83b712", "second"]
    assert history.defects == ()


def test_beginning_that_fits_two(project: Project) -> None:
    """A beginning must be that of one revision only."""
    for name in ("ab1", "ab2"):
        add(project, name)
    add(project, "c", "ab")

    assert read_history(project).defects == (
        ("migrations/versions/c_step.py comes after revision ab, which does not exist", "c"),
    )


def test_missing_parent(project: Project) -> None:
    """It is a defect of the revision that names it."""
    add(project, "0002", "0001")

    assert read_history(project).defects == (
        ("migrations/versions/0002_step.py comes after revision 0001, which does not exist", "0002"),
    )


def test_missing_dependency(project: Project) -> None:
    """depends_on must name a revision as well."""
    add(project, "0001", depends_on="0009")

    assert read_history(project).defects == (
        ("migrations/versions/0001_step.py comes after revision 0009, which does not exist", "0001"),
    )


def test_identifier_that_is_there_twice(project: Project) -> None:
    """Both files are named; the first stands for the revision."""
    add(project, "0001", file="a.py")
    add(project, "0001", file="b.py")

    history = read_history(project)

    assert order(history) == ["0001"]
    assert history.defects == (
        ("revision 0001 exists twice: migrations/versions/a.py and migrations/versions/b.py", "0001"),
    )


def test_circle(project: Project) -> None:
    """Those on the circle are named, not those that come after it; their files are known."""
    add(project, "a", "c")
    add(project, "b", "a")
    add(project, "c", "b")
    add(project, "after", "c")

    history = read_history(project)

    assert history.defects == (("these revisions follow each other in a circle: a, b, c", "a"),)
    assert sorted(order(history)) == ["a", "after", "b", "c"]


def test_revision_after_itself(project: Project) -> None:
    """The smallest circle."""
    add(project, "a", "a")

    assert read_history(project).defects == (("these revisions follow each other in a circle: a", "a"),)


@pytest.mark.parametrize(
    "text",
    [
        'revision: str = "b"\ndown_revision: "str | None" = "a"\n',
        'revision, down_revision = "b", "a"\n',
        'name = revision = "b"\ndown_revision = ["a"]\n',
        "import os\n\nrevision = 'b'\ndown_revision = ('a',)\ntoken = os.environ.get('TOKEN')\n",
        'revision = "b"\ndown_revision = "a"\nbranch_labels: None\n',
    ],
)
def test_ways_to_write_an_identifier(project: Project, text: str) -> None:
    """With an annotation, several at once, as a list; what else the file assigns does not matter."""
    add(project, "a")
    write(project, "b.py", text)

    history = read_history(project)

    assert order(history) == ["a", "b"]
    assert history.revisions[1].message == "b"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "revision"),
        ("revision = make_identifier()\n", "revision"),
        ("revision = None\n", "revision"),
        ('revision = "a"\ndown_revision = PREVIOUS\n', "down_revision"),
        ('revision = "a"\ndepends_on = f"{x}"\n', "depends_on"),
        ("revision, down_revision = names()\n", "revision"),
    ],
)
def test_identifier_that_only_running_would_tell(project: Project, text: str, name: str) -> None:
    """Guessing would report revisions as missing that are there."""
    write(project, "x.py", text)

    assert refusal(project) == (
        f"The revision migrations/versions/x.py does not say what its {name} is\n"
        "  why: the history is read without running it, so that it must stand there as a plain text\n"
        f'  next: Write it out, as in {name} = "...", or move the file out of the versions.'
    )


def test_file_that_is_not_python(project: Project) -> None:
    """The line is named."""
    write(project, "x.py", 'revision = "a"\ndef upgrade(:\n')

    assert refusal(project) == (
        "The revision migrations/versions/x.py:2 is not valid Python\n"
        "  why: invalid syntax\n"
        "  next: Mend the file; `alembic history` fails on it as well."
    )


def test_no_revisions(project: Project) -> None:
    """An empty history is nothing that could be checked."""
    write(project, "__init__.py", "")
    write(project, ".#0001_step.py", "an editor's lock")
    write(project, "README", "")

    assert refusal(project) == (
        "The history has no revision\n"
        f"  why: no revision file in {project.version_locations[0]}\n"
        "  next: Make the first one (`alembic revision --autogenerate` or `flask db migrate`), "
        "or correct version_locations."
    )


def test_subdirectories_are_read_where_the_project_says_so(project: Project) -> None:
    """recursive_version_locations; caches are left out."""
    add(project, "0001")
    add(project, "0002", "0001", file="2024/0002.py")
    add(project, "0003", "0002", file="__pycache__/0003.py")

    assert order(read_history(project)) == ["0001"]
    assert order(read_history(replace(project, recursive=True))) == ["0001", "0002"]


def test_long_chain(project: Project) -> None:
    """Three hundred revisions whose files are sorted against their order."""
    for number in range(300):
        text = f'revision = "r{number}"\ndown_revision = {f"r{number - 1}" if number else None!r}\n'
        write(project, f"{999 - number}.py", text)

    assert order(read_history(project)) == [f"r{number}" for number in range(300)]
