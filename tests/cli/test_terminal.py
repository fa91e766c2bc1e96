"""What is taken for a terminal, and what is shown there."""

from __future__ import annotations

import io

import pytest

from harness.cli.terminal import display_of, is_watched


class Terminal(io.TextIOWrapper):
    """A stream that says of itself that it is a terminal."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding)

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Have no variable that speaks of terminals."""
    for name in ("CI", "COLUMNS", "FORCE_COLOR", "NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_terminal_has_colours() -> None:
    """Nothing need be set."""
    assert display_of(Terminal()).colour


def test_pipe_has_none() -> None:
    """A file or another program gets plain text."""
    assert not display_of(io.StringIO()).colour


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_terminal_without_colours(plain: pytest.MonkeyPatch, name: str, value: str) -> None:
    """Those who want none, and terminals that have none, get none."""
    plain.setenv(name, value)

    assert not display_of(Terminal()).colour


def test_empty_no_color_means_nothing(plain: pytest.MonkeyPatch) -> None:
    """https://no-color.org: only a value that is not empty counts."""
    plain.setenv("NO_COLOR", "")

    assert display_of(Terminal()).colour


@pytest.mark.parametrize(("value", "colour"), [("1", True), ("0", False), ("", False)])
def test_colours_are_forced(plain: pytest.MonkeyPatch, value: str, *, colour: bool) -> None:
    """FORCE_COLOR gives colours to a log that shows them."""
    plain.setenv("FORCE_COLOR", value)

    assert display_of(io.StringIO()).colour is colour


def test_no_color_has_the_last_word(plain: pytest.MonkeyPatch) -> None:
    """Both are set: none."""
    plain.setenv("FORCE_COLOR", "1")
    plain.setenv("NO_COLOR", "1")

    assert not display_of(Terminal()).colour


@pytest.mark.parametrize(("encoding", "unicode"), [("utf-8", True), ("latin-1", False), ("ascii", False)])
def test_letters_beyond_ascii(encoding: str, *, unicode: bool) -> None:
    """An encoding that lacks some letters gets ASCII alone."""
    assert display_of(Terminal(encoding)).unicode is unicode


@pytest.mark.parametrize(("columns", "width"), [("40", 40), ("300", 120)])
def test_width(plain: pytest.MonkeyPatch, columns: str, width: int) -> None:
    """COLUMNS is heard; very long lines are hard to read."""
    plain.setenv("COLUMNS", columns)

    assert display_of(Terminal()).width == width


def test_terminal_is_watched() -> None:
    """Somebody looks at a terminal."""
    assert is_watched(Terminal())


@pytest.mark.parametrize(("name", "value"), [("CI", "true"), ("TERM", "dumb")])
def test_terminal_that_nobody_watches(plain: pytest.MonkeyPatch, name: str, value: str) -> None:
    """A build's terminal keeps every line; a dumb one cannot move its cursor."""
    plain.setenv(name, value)

    assert not is_watched(Terminal())


def test_pipe_is_not_watched() -> None:
    """A file gets no progress."""
    assert not is_watched(io.StringIO())
