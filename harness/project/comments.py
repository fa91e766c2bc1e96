"""Comments in a revision that accept differences: `# parity: ignore[rule] reason`."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from typing import TYPE_CHECKING

from harness.model import Acceptance, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMENT = re.compile(r"#\s*parity:\s*ignore\b\s*(?:\[(?P<rules>[^\]]*)\])?\s*(?P<reason>.*)", re.IGNORECASE)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def acceptances_of(source: bytes, tree: ast.Module, revision: str, file: str) -> tuple[Acceptance, ...]:
    """Give what the comments of a revision accept.

    A comment speaks for the statement on whose line it stands, or, alone on a line, for the one below it: of a `with`
    or a `def` that is all inside. Outside of functions it speaks for all that the revision brings.
    """
    if b"parity:" not in source:
        return ()
    return tuple(_acceptances(source, tree, revision, file))


def _acceptances(source: bytes, tree: ast.Module, revision: str, file: str) -> Iterator[Acceptance]:
    for token in tokenize.tokenize(io.BytesIO(source).readline):
        match = COMMENT.match(token.string) if token.type == tokenize.COMMENT else None
        if match is None:
            continue
        line = token.start[0]
        statement = _statement(tree, line, alone=not token.line[: token.start[1]].strip())
        whole = statement is None or (statement in tree.body and not isinstance(statement, FUNCTIONS))
        first, last = (statement.lineno, statement.end_lineno) if statement else (line, line)
        yield Acceptance(
            rules=tuple(name.strip() for name in (match["rules"] or "").split(",") if name.strip()),
            reason=match["reason"].strip(),
            file=file,
            line=line,
            scope=Scope(revision=revision, file=file, first=min(first, line), last=last or line, whole=whole),
        )


def _statement(tree: ast.Module, line: int, *, alone: bool) -> ast.stmt | None:
    """Give the innermost statement around a line; else, for a comment alone on its line, the next one."""
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    around = [node for node in statements if node.lineno <= line <= _head_end(node)]
    if around:
        return max(around, key=lambda node: node.lineno)
    after = [node for node in statements if node.lineno > line] if alone else []
    return min(after, key=lambda node: node.lineno, default=None)


def _head_end(node: ast.stmt) -> int:
    """Give the last line of a statement, and of a block only that of its head."""
    body = getattr(node, "body", None)
    return body[0].lineno - 1 if body else node.end_lineno or node.lineno
