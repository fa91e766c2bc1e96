"""Which database of the run stands for which database of the project."""

from __future__ import annotations

import itertools

from sqlalchemy.engine import make_url

from harness.walk.worker.targets import Targets

FIRST, MAIN, LOGS = "sqlite:////run/1.db", "sqlite:////project/app.db", "sqlite:////project/logs.db"


def targets() -> Targets:
    """Give a run with the database 1, which makes 2, 3, … as they are asked for."""
    numbers = itertools.count(2)
    return Targets(FIRST, lambda: f"sqlite:////run/{next(numbers)}.db")


def test_databases_beside_the_main_one() -> None:
    """Each has its own, whichever is asked for first."""
    run = targets()

    assert str(run.beside(make_url(LOGS), "logs")) == "sqlite:////run/2.db"
    assert str(run.adopt(make_url(MAIN))) == FIRST
    assert str(run.beside(make_url(LOGS), "logs")) == "sqlite:////run/2.db"
    assert str(run.for_source(make_url(LOGS))) == "sqlite:////run/2.db"


def test_database_whose_variable_was_set_to_the_first_one() -> None:
    """Both URLs come from variables, and both variables hold the URL of the run's first database."""
    run = targets()

    assert str(run.adopt(make_url(FIRST))) == FIRST
    assert str(run.beside(make_url(FIRST), "logs")) == "sqlite:////run/2.db"
    assert str(run.beside(make_url(FIRST), "archive")) == "sqlite:////run/3.db"
    assert str(run.beside(make_url(FIRST), "logs")) == "sqlite:////run/2.db"


def test_databases_in_memory() -> None:
    """What the process keeps for itself is two databases all the same."""
    run = targets()

    assert str(run.beside(make_url("sqlite://"), "logs")) == "sqlite:////run/2.db"
    assert str(run.beside(make_url("sqlite://"), "archive")) == "sqlite:////run/3.db"


def test_main_database_by_the_url_of_the_first_one() -> None:
    """The next one that is asked for is another one."""
    run = targets()

    assert str(run.adopt(make_url(FIRST))) == FIRST
    assert str(run.for_source(make_url(LOGS))) == "sqlite:////run/2.db"
