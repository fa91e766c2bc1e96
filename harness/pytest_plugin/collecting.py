"""The tree of our items: one for each revision on each backend, one for each rule. Ids hold no path, time or port."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.errors import ParityError
from harness.pytest_plugin import options
from harness.pytest_plugin.backends import BACKENDS
from harness.pytest_plugin.items import ParityItem, Subject
from harness.pytest_plugin.outcomes import of_revision, of_rule
from harness.pytest_plugin.plan import plan_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from harness.model import Revision
    from harness.pytest_plugin.plan import Plan

OVERRIDES = ("parity_project", "parity_settings")


def collect_parity(session: pytest.Session) -> pytest.Collector:
    """Give the root of our items. Raises UsageError for an id that no item has, and for fixtures out of sight."""
    _refuse_hidden_fixtures(session.config)
    root: ParityRoot = ParityRoot.from_parent(session, name=options.ROOT, nodeid=options.ROOT)
    try:
        subjects = _subjects(plan_of(session.config))
    except ParityError as error:
        root.error = error
        return root
    chosen = set(subjects)
    wanted = options.wanted_ids(session.config)
    if wanted:
        chosen = {one for one in subjects for identifier in wanted if f"{one}::".startswith(f"{identifier}::")}
    for identifier in wanted:
        if not any(f"{one}::".startswith(f"{identifier}::") for one in chosen):
            raise pytest.UsageError(f"not found: {identifier}")
    root.subjects = {identifier: subject for identifier, subject in subjects.items() if identifier in chosen}
    return root


class ParityRoot(pytest.Collector):
    """All our items that were asked for, or the reason why there are none."""

    subjects: Mapping[str, Subject]
    error: ParityError | None = None

    def collect(self) -> Iterator[pytest.Collector]:
        """Give a group for each backend, and one for the rules."""
        if self.error is not None:
            raise self.CollectError(str(self.error))
        for name in dict.fromkeys(subject.group for subject in self.subjects.values()):
            group: ParityGroup = ParityGroup.from_parent(self, name=name)
            group.subjects = [subject for subject in self.subjects.values() if subject.group == name]
            yield group


class ParityGroup(pytest.Collector):
    """The revisions on one backend, or the rules."""

    subjects: Iterable[Subject]

    def collect(self) -> Iterator[pytest.Item]:
        """Give an item for each."""
        grouped = self.config.pluginmanager.hasplugin("xdist")
        for subject in self.subjects:
            item: ParityItem = ParityItem.from_parent(self, name=subject.name, subject=subject)
            if grouped:
                item.add_marker(pytest.mark.xdist_group("parity"))
            yield item


def _subjects(plan: Plan) -> dict[str, Subject]:
    """Give what the items are about, by id: in the order of the history, then the rules by name."""
    subjects = [_revision(plan, backend, revision) for backend in BACKENDS for revision in plan.revisions]
    for rule in plan.rules:
        judge = partial(of_rule, rule=rule)
        subjects.append(Subject(group="rule", name=rule.name, judge=judge, properties=(("rule", rule.name),)))
    return {f"{options.ROOT}::{subject.group}::{subject.name}": subject for subject in subjects}


def _revision(plan: Plan, backend: str, revision: Revision) -> Subject:
    return Subject(
        group=backend,
        name=revision.id,
        judge=partial(of_revision, backend=backend, revision=revision.id),
        properties=(("backend", backend), ("revision", revision.id)),
        file=plan.root / revision.file,
        line=revision.line,
    )


def _refuse_hidden_fixtures(config: pytest.Config) -> None:
    """Our items stand in no directory, so that they see the conftest.py of the rootdir only."""
    for plugin in config.pluginmanager.get_plugins():
        file = Path(getattr(plugin, "__file__", None) or "")
        if file.name == "conftest.py" and config.rootpath in file.parent.parents:
            for name in OVERRIDES:
                if hasattr(plugin, name):
                    raise pytest.UsageError(
                        f"the items of --parity do not see the fixture {name} of {file.relative_to(config.rootpath)}:"
                        f" move it to {config.rootpath / 'conftest.py'}"
                    )
