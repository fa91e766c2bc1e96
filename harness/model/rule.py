"""What a file of harness/rules holds."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from harness.model.comparison import Comparison
    from harness.model.report import Finding, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One file of harness/rules. `bad` and `good` are the upgrade functions of small histories, run by the tests.

    Each function takes `op` and `sa`. `convention` and `models` are the naming convention and the tables (a function of
    `sa` and the metadata; `good_models` where the good history has others) that env.py hands to Alembic there.
    `bad_down` and `good_down` are the downgrade functions, and ask for the check with --downgrade. For the bad history,
    `branching` puts its revisions beside each other, `missing_parent` begins it after a revision that is not there,
    `env` is run before configure(), and `comment` stands behind what each revision does. `rows` asks for the walks with
    rows, which other examples go without, and `probes` are the project's statements. `always` marks a rule that says
    that revisions did not run: nobody can leave it out.
    """

    name: str
    severity: Severity
    check: Callable[[Comparison], Iterable[Finding]]
    bad: tuple[Callable[[Any, Any], None], ...]
    good: tuple[Callable[[Any, Any], None], ...]
    convention: Mapping[str, str] = field(default_factory=dict)
    models: Callable[[Any, Any], None] | None = None
    good_models: Callable[[Any, Any], None] | None = None
    bad_down: tuple[Callable[[Any, Any], None], ...] = ()
    good_down: tuple[Callable[[Any, Any], None], ...] = ()
    branching: bool = False
    missing_parent: bool = False
    env: str = ""
    rows: bool = False
    comment: str = ""
    probes: tuple[str, ...] = ()
    always: bool = False

    @property
    def page(self) -> str:
        """What the rule's file says of it."""
        return inspect.getdoc(inspect.getmodule(self.check)) or ""

    @property
    def summary(self) -> str:
        """The first sentence of its page."""
        return self.page.split("\n", 1)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The rules that a project wants, as names or patterns (none: all), and the severities that it gives them."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
