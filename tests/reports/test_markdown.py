"""Markdown for a pull request."""

from __future__ import annotations

import dataclasses

import pytest
from markdown_it import MarkdownIt

from harness.model import Display, Unchecked
from harness.reports.markdown import render
from tests.reports.examples import CASCADE, LENGTHS, UNNAMED, report


def test_report() -> None:
    """The verdict, a table of what is wrong, and the details to be opened."""
    assert (
        render(report(dataclasses.replace(CASCADE, message="It differs: a_b.")))
        == """\
## ❌ DIVERGED: 1 error

| | rule | where | what |
|---|---|---|---|
| error | constraint-differs | `migrations/versions/0002_books.py:17` | It differs: a\\_b. |

<details><summary>constraint-differs, migrations/versions/0002&#95;books.py:17</summary>

dev (sqlite):

```text
FOREIGN KEY (author_id) REFERENCES authors (id)
```

prod (postgresql):

```text
FOREIGN KEY (author_id) REFERENCES authors (id) ON DELETE CASCADE
```

Fix:

```text
Make it alike on both databases:
    batch_op.drop_constraint("fk_books_author_id_authors")
and create it again.
```

</details>

- dev: sqlite 3.40.1 \\(file\\)
- prod: postgresql 17.2 \\(container postgres:17\\)

Compared 2 revisions; the last has 2 tables, 7 columns, 4 constraints and 1 index.
"""
    )


def test_objects_are_a_list() -> None:
    """A finding that sums up several objects names each with its place."""
    assert (
        "- unique constraint users \\(email\\), `migrations/versions/0001_users.py:16`\n"
        "- foreign key books \\(author\\_id\\), `migrations/versions/0002_books.py:9`\n"
    ) in render(report(UNNAMED))


def test_notes_are_folded() -> None:
    """They fail nothing, and are a line each."""
    assert (
        "<details><summary>1 note</summary>\n\n"
        "- SQLite does not enforce the length of a text: users.email.\n\n</details>"
    ) in render(report(LENGTHS, verdict="parity"))


def test_gaps_are_told() -> None:
    """Nothing is left out without a word."""
    gap = Unchecked(what="1 of 2 revisions", why="revision 0002 fails")

    assert render(report(not_checked=(gap,))).endswith("Not checked:\n\n- 1 of 2 revisions: revision 0002 fails\n")


@pytest.mark.parametrize(
    "text", ["<img src=x onerror=y>", "**bold**", "[a](http://b)", "@everyone", "a | b", "# h", "`x`", "&lt;", "~~x~~"]
)
def test_hostile_texts_are_shown_and_not_obeyed(text: str) -> None:
    """A message is text, whatever it holds: a real parser finds nothing else in it."""
    row = render(report(dataclasses.replace(CASCADE, message=text))).splitlines()[4]
    cell = row.removeprefix("| error | constraint-differs | `migrations/versions/0002_books.py:17` | ").removesuffix(
        " |"
    )

    (inline,) = (token for token in MarkdownIt("gfm-like", {"linkify": False}).parse(cell) if token.type == "inline")

    assert {child.type for child in inline.children or ()} <= {"text", "text_special"}
    assert "".join(child.content for child in inline.children or ()) == text


def test_fence_is_longer_than_those_in_the_text() -> None:
    """A text with a fence stays inside its block."""
    assert "````text\na\n```\nb\n````" in render(report(dataclasses.replace(CASCADE, fix="a\n```\nb")))


def test_ascii_display_gets_ascii() -> None:
    """Where letters beyond ASCII cannot be shown, there are none."""
    assert render(report(CASCADE), Display(unicode=False)).isascii()
