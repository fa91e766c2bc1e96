"""Elements of HTML. Whatever is not markup already is escaped, so nobody's names or messages are obeyed."""

from __future__ import annotations

from html import escape

from harness.model import PLAIN


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def shown(text: str) -> str:
    """Give text with nothing invisible in it: control characters and marks that turn the direction are spelled out."""
    return "\n".join(PLAIN.lines(text))


def element(tag: str, *children: str, **attributes: str | bool) -> Markup:
    """Give an element. An attribute that is False is left out, one that is True has no value; `class_` is class."""
    given = "".join(_attribute(name, value) for name, value in attributes.items() if value is not False)
    return Markup(f"<{tag}{given}>{together(*children)}</{tag}>")


def together(*children: str) -> Markup:
    """Give several pieces, one after the other."""
    return Markup("".join(child if isinstance(child, Markup) else escape(shown(child)) for child in children))


def _attribute(name: str, value: str | bool) -> str:  # noqa: FBT001 - HTML has attributes without a value
    spelled = name.rstrip("_").replace("_", "-")
    return f" {spelled}" if value is True else f' {spelled}="{escape(shown(str(value)))}"'
