"""`parity rule`: what a rule finds, why it matters, and what to write instead."""

from __future__ import annotations

import difflib
import inspect
import re
import sys
import textwrap
from typing import TYPE_CHECKING, Any

import click

from harness.cli import terminal
from harness.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from harness.model import Rule

    Functions = tuple[Callable[[Any, Any], None], ...]

SIGNATURE = re.compile(r"\Adef \w+\(.*?\) -> None:", re.DOTALL)
INDENT = "    "
NARROWEST = 30
"""A sentence that would get less than this stands below the name of its rule, and not beside it."""


@click.command()
@click.argument("name", required=False)
def rule(name: str | None) -> None:
    """Print the page of the rule NAME; without a name, list all rules."""
    from harness.rules import all_rules

    rules = all_rules()
    width = terminal.display_of(sys.stdout).width
    if name is None:
        terminal.write(listing(rules, width))
    elif name in rules:
        terminal.write(page(rules[name], width))
    else:
        near = difflib.get_close_matches(name, rules, n=1)
        raise UsageError(
            f"There is no rule {name!r}",
            why=f"none of the {len(rules)} rules has that name",
            next_step=f"Did you mean {near[0]!r}?" if near else "List them: parity rule.",
        )


def listing(rules: Mapping[str, Rule], width: int) -> str:
    """Give the rules, each with its severity and the first sentence of its page."""
    longest = max(len(name) for name in rules)
    lines = []
    for name, one in rules.items():
        start = f"{name:<{longest}}  {one.severity:<7}  "
        if len(start) + NARROWEST <= width:
            lines.append(textwrap.fill(one.summary, width, initial_indent=start, subsequent_indent=" " * len(start)))
        else:
            lines += [f"{name}  {one.severity}", textwrap.indent(textwrap.fill(one.summary, width - 2), "  ")]
    return "\n".join([*lines, "", "The page of one of them: parity rule NAME", ""])


def page(rule: Rule, width: int) -> str:
    """Give the page of a rule: its docstring, and its two example histories."""
    parts = [
        f"{rule.name} ({rule.severity})",
        *(textwrap.fill(paragraph, width) for paragraph in rule.page.split("\n\n")),
        *surroundings(rule),
        "A history with this finding:",
        history_code(rule.bad, rule.bad_down, "head" if rule.branching else "revision", rule.comment),
        "The same without it:",
        history_code(rule.good, rule.good_down, "revision"),
    ]
    return "\n\n".join(parts) + "\n"


def surroundings(rule: Rule) -> Iterator[str]:
    """Give what stands around the two histories: the models, their naming convention, a line of env.py."""
    if rule.convention:
        yield "The naming convention of the models in both:"
        yield "\n".join(f"{INDENT}{kind}: {pattern}" for kind, pattern in rule.convention.items())
    if rule.models:
        yield "The models in both:"
        yield _body(rule.models)
    if rule.env:
        yield "What env.py of the first runs before context.configure():"
        yield f"{INDENT}{rule.env}"


def history_code(ups: Functions, downs: Functions, what: str, comment: str = "") -> str:
    """Give the functions of a history as its revisions would have them; `what` each of several is.

    A comment of the revisions stands above their code.
    """
    first = f"{INDENT}{comment}\n" if comment else ""
    texts = [f"def upgrade():\n{first}{_body(function)}" for function in ups]
    if downs:
        down = [f"def downgrade():\n{_body(function)}" for function in downs]
        texts = [f"{text}\n\n{reverse}" for text, reverse in zip(texts, down, strict=True)]
    if len(texts) > 1:
        texts = [f"# {what} {number}\n{text}" for number, text in enumerate(texts, start=1)]
    helpers = dict.fromkeys(helper for function in (*ups, *downs) for helper in _helpers(function))
    return textwrap.indent("\n\n".join([*texts, *map(_helper, helpers)]).rstrip(), INDENT)


def _helper(function: Callable[..., None]) -> str:
    parameters = ", ".join(inspect.signature(function).parameters)
    return f"def {function.__name__}({parameters}):\n{_body(function)}"


def _body(function: Callable[..., None]) -> str:
    return SIGNATURE.sub("", inspect.getsource(function), count=1).strip("\n")


def _helpers(function: Callable[..., None]) -> Iterator[Callable[..., None]]:
    """Give the functions of the same file that one calls."""
    module = inspect.getmodule(function)
    for name in function.__code__.co_names:
        helper = getattr(module, name, None)
        if inspect.isfunction(helper) and inspect.getmodule(helper) is module:
            yield helper
