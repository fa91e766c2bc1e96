"""Look at a revision as text: where it catches exceptions, and which of its lines run on which dialect only."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from harness.model import Look, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BACKENDS = ("sqlite", "postgresql")
LEAVES = (ast.Return, ast.Raise)
IDLE = (ast.Pass, *LEAVES)
CATCHES = re.compile(rb"\btry\b|suppress")
TESTS_DIALECT = re.compile(rb"\b(dialect|engine)\b")


def look_at(tree: ast.Module, source: bytes) -> Look:
    """Give what the text of a revision says of its `upgrade`, and of the functions beside it.

    Most revisions have none of the words, and to look at all nodes of a tree takes longer than to make it.
    """
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name != "downgrade"]
    caught = functions if CATCHES.search(source) else ()
    tests = functions if TESTS_DIALECT.search(source) else ()
    return Look(
        caught=tuple(span for function in caught for span in _caught(function)),
        branches=tuple(span for function in tests for span in _branches(function.body, _names(function), BACKENDS)),
    )


def _caught(function: ast.FunctionDef) -> Iterator[Span]:
    """Give what stands in a `try` with a handler that goes on, or in contextlib.suppress()."""
    for node in ast.walk(function):
        if isinstance(node, ast.Try):
            for handler in node.handlers:
                if not any(isinstance(inner, ast.Raise) for inner in ast.walk(handler)):
                    yield _span(node.body, handler.lineno)
        elif isinstance(node, ast.With) and any("suppress" in ast.unparse(item.context_expr) for item in node.items):
            yield _span(node.body, node.lineno)


def _names(function: ast.FunctionDef) -> frozenset[str]:
    """Give the names that hold the name of the dialect."""
    return frozenset(
        target.id
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and _is_dialect(node.value, frozenset())
        for target in node.targets
        if isinstance(target, ast.Name)
    )


def _branches(body: Sequence[ast.stmt], names: frozenset[str], within: tuple[str, ...]) -> Iterator[Span]:
    """Give the parts of a block that a test of the dialect keeps from some of the backends in `within`."""
    for number, node in enumerate(body):
        if not isinstance(node, ast.If):
            inner = [getattr(node, name, None) for name in ("body", "orelse", "finalbody")]
            for block in inner:
                if isinstance(block, list) and not isinstance(node, ast.FunctionDef):
                    yield from _branches(block, names, within)
            continue
        taken = {backend: _holds(node.test, names, backend) for backend in within}
        if None in taken.values():
            yield from _branches(node.body, names, within)
            yield from _branches(node.orelse, names, within)
            continue
        yes = tuple(backend for backend in within if taken[backend])
        no = tuple(backend for backend in within if not taken[backend])
        yield from _kept(node.body, node.lineno, yes, within, names)
        yield from _kept(node.orelse, node.lineno, no, within, names)
        rest = body[number + 1 :]
        if rest and isinstance(node.body[-1], LEAVES):
            yield from _kept(rest, node.lineno, no, within, names)
            return


def _kept(
    body: Sequence[ast.stmt], line: int, runs: tuple[str, ...], within: tuple[str, ...], names: frozenset[str]
) -> Iterator[Span]:
    if not body:
        return
    if runs != within and not all(isinstance(node, IDLE) for node in body):
        yield _span(body, line, runs)
    yield from _branches(body, names, runs)


def _holds(test: ast.expr, names: frozenset[str], backend: str) -> bool | None:
    """Tell whether a test holds on a backend; None for what is not a test of the dialect."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = _holds(test.operand, names, backend)
        return None if inner is None else not inner
    if isinstance(test, ast.BoolOp):
        parts = [_holds(part, names, backend) for part in test.values]
        decides = isinstance(test.op, ast.Or)
        return decides if decides in parts else None if None in parts else not decides
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and _is_dialect(test.left, names):
        return _compares(test.ops[0], test.comparators[0], backend)
    return None


def _compares(operator: ast.cmpop, other: ast.expr, backend: str) -> bool | None:
    try:
        value = ast.literal_eval(other)
    except ValueError:
        return None
    if isinstance(operator, ast.Eq | ast.NotEq):
        return (value == backend) is isinstance(operator, ast.Eq)
    if isinstance(operator, ast.In | ast.NotIn) and isinstance(value, tuple | list | set | str):
        return (backend in value) is isinstance(operator, ast.In)
    return None


def _is_dialect(node: ast.expr, names: frozenset[str]) -> bool:
    """Tell the name of a dialect: `….dialect.name`, `….engine.name`, or a name that holds it."""
    if isinstance(node, ast.Name):
        return node.id in names
    return (
        isinstance(node, ast.Attribute)
        and node.attr == "name"
        and (ast.unparse(node.value).rpartition(".")[2] in {"dialect", "engine"})
    )


def _span(body: Sequence[ast.stmt], line: int, backends: tuple[str, ...] | None = None) -> Span:
    return Span(first=body[0].lineno, last=body[-1].end_lineno or body[-1].lineno, line=line, backends=backends)
