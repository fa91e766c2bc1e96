"""The HTML page as text: what stands in it without a browser, and that nothing in it is obeyed."""

from __future__ import annotations

import dataclasses
import json
import re
from html.parser import HTMLParser
from typing import Any

from harness.model import Display, Report, TableLine, TableState, Unchecked
from harness.reports.html import render
from tests.reports.examples import BROKEN, CASCADE, LENGTHS, MENDED, UNNAMED, report

HOSTILE = """</script><img src=x onerror=alert(1)> & "quoted" 'text' \u202e \x1b[0m 🐘 $data ${script}"""
AUTHORS = TableLine(
    name="authors",
    states=(
        TableState(
            revision="0001",
            dev="CREATE TABLE authors (\n  id\n);",
            prod="CREATE TABLE authors (\n  id\n);",
            differs=False,
        ),
        TableState(revision="0002", dev=None, prod=None, differs=False),
    ),
)


class Reader(HTMLParser):
    """Reads what a browser would: the elements with their attributes, the texts, and the data of the script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.texts.append(data)

    def count(self, tag: str) -> int:
        """Count the elements of a name."""
        return sum(name == tag for name, _attributes in self.elements)

    def data(self) -> Any:  # noqa: ANN401 - JSON
        """Give the data of the script."""
        return json.loads(next(text for text in self.texts if text.startswith("{")))


def with_tables(*tables: TableLine) -> Report:
    """Give a report with these tables."""
    return dataclasses.replace(report(CASCADE), make_tables=lambda: tables)


def article(text: str, number: int) -> str:
    """Give the markup of a finding."""
    return text.split(f'<article id="finding-{number}"')[1].partition("</article>")[0]


def test_verdict_comes_first() -> None:
    """It is the heading and the title, before everything else that is shown."""
    read = Reader(render(report(CASCADE, MENDED)))

    assert next(text for text in read.texts if text.strip()) == "DIVERGED: 1 error, 1 note - migrations"
    body = "".join(read.texts[read.texts.index("To the findings") :])
    assert body.split("\n")[2] == "DIVERGED: 1 error, 1 note"


def test_finding() -> None:
    """A finding tells where it is, what each side has, and the fix with its code to be copied."""
    assert article(render(report(CASCADE)), 1) == (
        ' class="finding error" data-severity="error" data-rule="constraint-differs"'
        ' aria-labelledby="finding-1-title" tabindex="-1">'
        '<p class="about"><span class="badge error">error</span><span class="rule">constraint-differs</span>'
        '<code class="place">migrations/versions/0002_books.py:17</code><span class="since">revision 0002</span></p>'
        '<h3 id="finding-1-title">fk_books_author_id_authors of books differs.</h3>'
        '<dl class="sides"><div><dt>dev (sqlite)</dt>'
        "<dd><code>FOREIGN KEY (author_id) REFERENCES authors (id)</code></dd></div>"
        "<div><dt>prod (postgresql)</dt>"
        "<dd><code>FOREIGN KEY (author_id) REFERENCES authors (id) ON DELETE CASCADE</code></dd></div></dl>"
        '<div class="fix"><h4>Fix</h4><p>Make it alike on both databases:</p>'
        '<pre tabindex="0"><code>batch_op.drop_constraint(&quot;fk_books_author_id_authors&quot;)</code></pre>'
        "<p>and create it again.</p></div>"
    )


def test_objects_of_a_finding_are_a_table() -> None:
    """Each has its own sides and its own line; what is not there is said."""
    text = article(render(report(UNNAMED)), 1)

    assert (
        '<tr><th scope="row">foreign key books (author_id)</th>'
        '<td data-title="dev (sqlite)"><span class="none">none</span></td>'
        '<td data-title="prod (postgresql)"><code>books_author_id_fkey</code></td>'
        '<td data-title="line"><code>migrations/versions/0002_books.py:9</code></td></tr>'
    ) in text


def test_note_is_folded() -> None:
    """Its message is there to be read, the rest on demand."""
    text = article(render(report(LENGTHS)), 1)

    assert '<h3 id="finding-1-title">SQLite does not enforce the length of a text: users.email.</h3><details>' in text


def test_failed_revision_has_only_the_side_that_failed_with_it() -> None:
    """The statement is shown once, and what each side did with it."""
    text = article(render(report(BROKEN)), 1)

    assert '<h4>A statement that shows it</h4><pre tabindex="0"><code>DROP TABLE pages</code></pre>' in text


def test_data_of_the_script() -> None:
    """It holds every revision and table, each line of DDL once, and where each finding holds."""
    data = Reader(render(with_tables(AUTHORS))).data()

    assert data["lines"] == ["CREATE TABLE authors (", "  id", ");"]
    assert data["tables"] == [{"name": "authors", "states": [[0, [0, 1, 2], [0, 1, 2], 0], [1, None, None, 0]]}]
    assert data["places"] == [
        {
            "finding": 1,
            "table": None,
            "from": 1,
            "to": None,
            "about": [
                "fk_books_author_id_authors",
                "FOREIGN KEY (author_id) REFERENCES authors (id)",
                "FOREIGN KEY (author_id) REFERENCES authors (id) ON DELETE CASCADE",
            ],
        }
    ]
    assert data["revisions"][1] == {
        "id": "0002",
        "message": "books",
        "file": "migrations/versions/0002_books.py",
        "seconds": {"dev": 0.25},
        "status": {"dev": "ok", "prod": "failed"},
    }


def test_nothing_is_obeyed() -> None:
    """Markup in a name is text, in the page and in the data; what is invisible is spelled out."""
    finding = dataclasses.replace(CASCADE, message=HOSTILE, fix=f"{HOSTILE}\n    {HOSTILE}", dev=HOSTILE, file=HOSTILE)
    state = TableState(revision="0002", dev=HOSTILE, prod=None, differs=True)
    hostile = dataclasses.replace(
        report(finding, not_checked=(Unchecked(what=HOSTILE, why=HOSTILE),)),
        root=HOSTILE,
        make_tables=lambda: (TableLine(name=HOSTILE, states=(state,)),),
    )

    text = render(hostile)
    read = Reader(text)
    spelled = HOSTILE.replace("\u202e", "\\u202e").replace("\x1b", "\\x1b")

    assert (read.count("img"), read.count("script"), read.count("article")) == (0, 2, 1)
    assert spelled in read.texts
    assert read.data()["tables"][0]["name"] == spelled
    assert "\u202e" not in text


def test_page_is_ascii() -> None:
    """It reads the same whatever encoding a server or an editor takes it for, also where the place is not Unicode."""
    accented = dataclasses.replace(CASCADE, message="Äpfel 🐘")

    assert render(report(accented)).isascii()
    assert render(report(accented), Display(unicode=False)) == render(report(accented))


def test_page_asks_for_nothing() -> None:
    """It names no address, and its policy lets it load none; only its own script and style run, by their hashes."""
    text = render(report(CASCADE))
    read = Reader(text)

    policy = dict(read.elements)["meta"]
    assert policy is not None
    content = next(found["content"] or "" for tag, found in read.elements if tag == "meta" and "http-equiv" in found)
    assert re.sub(r"sha256-[A-Za-z0-9+/=]{44}", "HASH", content) == (
        "default-src 'none'; script-src 'HASH'; style-src 'HASH'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    addresses = [value for _tag, found in read.elements for name, value in found.items() if name in {"src", "href"}]
    assert addresses == ["data:,", "#findings"]
    assert "://" not in text


def test_parity_has_nothing_to_choose() -> None:
    """Without a finding there is no filter, and that is said."""
    text = render(report(verdict="parity"))

    assert '<form id="filter"' not in text
    assert "<p>There is nothing to tell.</p>" in text


def test_check_that_did_not_run_tells_why() -> None:
    """There are no revisions to show, and what was not checked is told."""
    gap = Unchecked(what="every revision", why="the history cannot be loaded")
    nothing = dataclasses.replace(report(verdict="not-run", not_checked=(gap,)), databases={}, revisions=())

    text = render(nothing)

    assert '<header class="top not-run">\n<h1>NOT RUN</h1>' in text
    assert "<div><dt>every revision</dt><dd>the history cannot be loaded</dd></div>" in text
    assert Reader(text).data()["revisions"] == []
