"""What the project accepts does not occur, has expired, gives no reason, or names no rule.

A difference is accepted by an entry of parity-accepted.toml, or by a comment in the revision that brings it:
`# parity: ignore[rule] reason`.

Why it matters: an acceptance that fits nothing hides the next difference that it happens to fit, and nobody knows
why it stands there.

Instead: delete it, or correct it. An entry that has expired asks for the decision anew.

Blind spots: where a check does not go as far as the difference (--target, --no-rows, a revision that fails), whether
it still occurs is listed as not checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Finding, Rule
from harness.model.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Acceptance, Comparison


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find acceptances without effect: these are known when the other rules have judged."""
    for acceptance, wrong in comparison.stale:
        yield Finding(
            rule="acceptance-not-valid",
            severity="error",
            kind="history",
            message=f"The {_place(acceptance)} in {acceptance.where} accepts {_what(acceptance)}, {wrong}.",
            fix=_fix(acceptance),
            revision=acceptance.scope.revision if acceptance.scope else None,
            file=acceptance.file,
            line=acceptance.line,
        )


def _place(acceptance: Acceptance) -> str:
    return "comment" if acceptance.scope else "entry"


def _what(acceptance: Acceptance) -> str:
    fields = acceptance.fields
    names = [str(fields[name]) for name in ("table", "column", "name") if fields.get(name)]
    rules = listed(acceptance.rules) if acceptance.rules else "a difference"
    return f"{rules} of {'.'.join(dict.fromkeys(names))}" if names else rules


def _fix(acceptance: Acceptance) -> str:
    place = _place(acceptance)
    return f"Delete the {place}, or correct it: a rule that `parity rule` lists, and the reason why it is accepted."


def example(op: Any, sa: Any) -> None:
    """Make the same table on both."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )


RULE = Rule(
    name="acceptance-not-valid",
    severity="error",
    check=check,
    bad=(example,),
    good=(example,),
    comment="# parity: ignore[type-differs] The types are converted by the application.",
)
