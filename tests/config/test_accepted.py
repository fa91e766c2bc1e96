"""The file of accepted differences."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from harness.config import add_entries, entry_text, read_accepted
from harness.errors import UsageError
from harness.model import FindingObject

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = 'a "b" \\ \n\t\x7f\x00 [[accepted]] é 🦄'


def test_no_file_accepts_nothing(tmp_path: Path) -> None:
    """A project needs none."""
    assert read_accepted(tmp_path / "parity-accepted.toml", wanted=False) == ()


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    """Whatever is in a name."""
    path = tmp_path / "accepted.toml"
    item = FindingObject(table=HOSTILE, kind="uq", name=None, columns=("a", HOSTILE), dev=None, prod=HOSTILE)

    add_entries(path, [entry_text("unnamed-constraint", item, HOSTILE, date(2027, 1, 31))])

    (found,) = read_accepted(path, wanted=True)
    assert (found.rules, found.reason, found.expires) == (("unnamed-constraint",), HOSTILE, date(2027, 1, 31))
    assert found.fields == {"table": HOSTILE, "kind": "uq", "columns": ("a", HOSTILE), "prod": HOSTILE}
    assert found.where == "accepted.toml:3"


def test_entries_are_added_and_the_rest_stays(tmp_path: Path) -> None:
    """Comments and the order are those of whoever wrote them."""
    path = tmp_path / "accepted.toml"
    path.write_text('# ours\n[[accepted]]\nrule = "type-differs"\ntable = "a"\nreason = "r"', encoding="utf-8")
    item = FindingObject(table="b", kind="type", name=None)

    add_entries(path, [entry_text("type-differs", item, "why", None), entry_text("rows-lost", item, "why", None)])

    assert (
        path.read_text("utf-8")
        == """\
# ours
[[accepted]]
rule = "type-differs"
table = "a"
reason = "r"

[[accepted]]
rule = "type-differs"
kind = "type"
table = "b"
reason = "why"

[[accepted]]
rule = "rows-lost"
kind = "type"
table = "b"
reason = "why"
"""
    )
    assert [item.where for item in read_accepted(path, wanted=True)] == [f"accepted.toml:{line}" for line in (2, 7, 13)]


def test_line_ends_stay(tmp_path: Path) -> None:
    """An editor on Windows wrote the file."""
    path = tmp_path / "accepted.toml"
    path.write_bytes(b"# ours\r\n")

    add_entries(path, [entry_text("type-differs", FindingObject(table="b", kind="type", name=None), "why", None)])

    assert path.read_bytes().startswith(b"# ours\r\n\n[[accepted]]\n")
    assert len(read_accepted(path, wanted=True)) == 1


def test_named_file_that_is_not_there(tmp_path: Path) -> None:
    """The next step says how `parity accept` gets it."""
    with pytest.raises(UsageError) as caught:
        read_accepted(tmp_path / "accepted.toml", wanted=True)

    assert caught.value.next_step == (
        "Correct the setting accepted, or make an empty file there: `parity accept` adds to it."
    )


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('[[accepted]]\nrule = "x"\n', "The entry in accepted.toml:1 names no object: none of table, name, column"),
        ('[[accepted]]\ntable = "x"\n', "The entry in accepted.toml:1 names no rule"),
        ("\n[[accepted]]\nrule = 1\n", "The entry in accepted.toml:2 must give rule as a text"),
        ('[[accepted]]\nrul = "x"\n', "The entry in accepted.toml:1 has an unknown key 'rul'"),
        ('[[accepted]]\ncolumns = "x"\n', "The entry in accepted.toml:1 must give columns as a list of texts"),
        (
            '[[accepted]]\nexpires = "2027-01-31"\n',
            "The entry in accepted.toml:1 must give expires as a day, without quotes: expires = 2027-01-31",
        ),
        ("accepted = []\n[other]\n", "accepted.toml holds more than accepted differences"),
        ("accepted = [{}]\n", "accepted.toml holds more than accepted differences"),
    ],
)
def test_wrong_entry_is_refused(tmp_path: Path, text: str, what: str) -> None:
    """The line of the entry and what is wrong are told."""
    path = tmp_path / "accepted.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(UsageError) as caught:
        read_accepted(path, wanted=True)

    assert caught.value.what == what


@pytest.mark.parametrize(("content", "why"), [(None, "No such file or directory"), (b"= 1", "Invalid statement")])
def test_file_that_cannot_be_read(tmp_path: Path, content: bytes | None, why: str) -> None:
    """A file that the settings name must be there, and be TOML."""
    path = tmp_path / "accepted.toml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(UsageError, match="cannot be read") as caught:
        read_accepted(path, wanted=True)

    assert caught.value.why.startswith(why)
