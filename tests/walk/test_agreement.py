from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from harness.walk.agreement import Agreement


def test_rows_that_both_take_are_kept() -> None:
    """A row that one database refuses goes into neither."""
    agreement = Agreement(2)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda taken: agreement.keep("0001", taken), ([True, True], [True, False])))

    assert answers == [[True, False], [True, False]]


def test_walk_that_has_ended_is_not_waited_for() -> None:
    """The other side goes on alone."""
    agreement = Agreement(2)
    agreement.leave()

    assert agreement.keep("0001", [True, False]) == [True, False]
