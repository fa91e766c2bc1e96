"""Words of findings."""

from __future__ import annotations

import pytest

from harness.model.wording import listed, unwrapped


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "a"], "a and b"),
        (list("abcdefg"), "a, b, c, d, e, f and g"),
        (list("abcdefgh"), "a, b, c, d, e, f and 2 more"),
    ],
)
def test_names_in_a_sentence(names: list[str], text: str) -> None:
    """Each name is told once; of many, the first six and how many more there are."""
    assert listed(names) == text


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("((price >= 0))", "price >= 0"),
        ("(a > 0) AND (b > 0)", "(a > 0) AND (b > 0)"),
        ("(note <> ')')", "note <> ')'"),
        ("(", "("),
    ],
)
def test_parentheses_around_everything_are_dropped(expression: str, text: str) -> None:
    """A pair that encloses only a part stays, and one inside a text is no pair."""
    assert unwrapped(expression) == text
