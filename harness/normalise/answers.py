"""Which questions the databases must answer so that two tables can be compared, and their answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harness.normalise.expressions import for_production
from harness.normalise.indexes import keys_of
from harness.normalise.types import type_of
from harness.normalise.views import view_questions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from harness.model import Facts, Snapshot, Table

Key = tuple[Any, ...]


@dataclass(slots=True, kw_only=True)
class Answers:
    """Questions by side and kind, then their answers. Filled once, before comparing."""

    spell: dict[Key, dict[str, Any]] = field(default_factory=dict)
    dev_defaults: dict[Key, dict[str, Any]] = field(default_factory=dict)
    prod_defaults: dict[Key, dict[str, Any]] = field(default_factory=dict)
    spelled: dict[Key, Mapping[str, str | None]] = field(default_factory=dict)
    dev_values: dict[Key, Mapping[str, str | None]] = field(default_factory=dict)
    prod_values: dict[Key, Mapping[str, str | None]] = field(default_factory=dict)

    def meaning(
        self, table: Table, use: str, expression: str, kind: str | None = None
    ) -> tuple[str | None, str | None]:
        """Give PostgreSQL's spelling of a development expression over a production table, or its objection."""
        answer = self.spelled.get(spelling_key(table, use, expression, kind))
        return (None, "not asked") if answer is None else (answer["text"], answer["error"])


def spelling_key(table: Table, use: str, expression: str, kind: str | None = None) -> Key:
    """Identify a question: the same expression over the same columns has the same answer."""
    return (tuple((column.name, column.type) for column in table.columns), use, expression, kind)


def default_key(kind: str, default: str) -> Key:
    """Identify a default's question."""
    return (kind, default)


def collect(pairs: Iterable[tuple[Snapshot, Snapshot]], prod_facts: Facts) -> Answers:
    """Give all questions of pairs of snapshots, each once. Only tables that a revision touched are looked at."""
    answers = Answers()
    for dev, prod in pairs:
        for name in dev.changed | prod.changed:
            if name in dev.tables and name in prod.tables:
                _questions_of(dev.tables[name], prod.tables[name], prod_facts, answers)
        answers.spell.update(view_questions(dev, prod))
    return answers


def _questions_of(dev: Table, prod: Table, prod_facts: Facts, answers: Answers) -> None:
    booleans = [column.name for column in prod.columns if type_of(column.type, prod_facts).family == "boolean"]
    for use, expression, kind in _expressions(dev, prod):
        key = spelling_key(prod, use, expression, kind)
        if key not in answers.spell:
            rewritten = for_production(expression, booleans, [column.name for column in dev.columns])
            answers.spell[key] = {
                "columns": [
                    [column.name, column.type]
                    for column in prod.columns
                    if use != "generated" or column.computed is None
                ],
                "use": use,
                "expressions": [expression, *([rewritten] if rewritten else [])],
                "type": kind,
            }
    for column in dev.columns:
        other = prod.column(column.name)
        if other is None:
            continue
        if column.default is not None:
            key = default_key(column.type, column.default)
            answers.dev_defaults.setdefault(key, {"type": column.type, "default": column.default})
        if other.default is not None:
            key = default_key(other.type, other.default)
            answers.prod_defaults.setdefault(key, {"type": other.type, "default": other.default})


def _expressions(dev: Table, prod: Table) -> Iterator[tuple[str, str, str | None]]:
    for constraint in dev.constraints:
        if constraint.kind == "ck" and constraint.expression:
            yield "check", constraint.expression, None
    for index in dev.indexes:
        if index.predicate:
            yield "predicate", index.predicate, None
        for key, is_expression, _direction in keys_of(index):
            if is_expression:
                yield "key", key, None
    for column in dev.columns:
        other = prod.column(column.name)
        if column.computed and other is not None:
            yield "generated", column.computed, other.type
