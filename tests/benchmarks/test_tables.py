"""What is said of the figures, in the terminal and on the page."""

from __future__ import annotations

from benchmarks.page import FIGURES, PAGE, with_figures
from benchmarks.results import Peer, Published, Result, from_json, to_json
from benchmarks.tables import Table, left_out_of, tables_of

ROUNDS = [
    {"check": 3.0, "no_rows": 1.0, "sqlite": 1.0, "postgresql": 1.0, "cold": 2.0, "warm": 0.5},
    {"check": 4.0, "no_rows": 1.2, "sqlite": 1.0, "postgresql": 1.0, "cold": 2.0, "warm": 0.3},
    {"check": 9.0, "no_rows": 1.1, "sqlite": 2.0, "postgresql": 2.0, "cold": 2.0, "warm": 0.4},
]
MIB = 1024 * 1024


def result(key: str = "200", rounds: list[dict[str, float]] | None = None) -> Result:
    """Give a result with all measures, or with these rounds."""
    return Result(
        key=key,
        name=f"generated, {key} revisions",
        verdict="parity",
        rounds=ROUNDS if rounds is None else rounds,
        memory={
            "check": {"tree": 240 * MIB, "largest": 90 * MIB},
            "sqlite": {"tree": 50 * MIB, "largest": 50 * MIB},
            "postgresql": {"tree": 60 * MIB, "largest": 60 * MIB},
        },
        phases={"import": 1.0, "walk": 2.0},
    )


def tables(*results: Result, peers: list[Peer] | None = None) -> dict[str, Table]:
    """Give the tables by title."""
    published = Published(environment={}, results=list(results), peers=peers or [])
    return {table.title: table for table in tables_of(published)}


def test_ratio_is_that_of_medians() -> None:
    """Behind a median stand the least and the greatest."""
    assert tables(result())["Against plain Alembic"].rows == (
        (
            "generated, 200 revisions",
            *("4.00 (3.00-9.00)", "1.10 (1.00-1.20)", "1.00 (1.00-2.00)", "1.00 (1.00-2.00)", "2.00 (2.00-4.00)"),
            *("2.00 (1.50-2.25)", "0.55 (0.28-0.60)", "parity"),
        ),
    )


def test_warm_check_is_in_times_of_the_cold_one() -> None:
    """The table stands where the check has a cache."""
    assert tables(result())["One new revision"].rows == (
        ("generated, 200 revisions", "2.00 (2.00-2.00)", "0.40 (0.30-0.50)", "0.20 (0.15-0.25)"),
    )


def test_table_without_figures_is_left_out() -> None:
    """A check without a cache has no warm run."""
    rounds = [{"check": 3.0, "no_rows": 1.0, "sqlite": 1.0, "postgresql": 1.0}]

    assert list(tables(result(rounds=rounds))) == ["Against plain Alembic", "Memory", "Where the time goes"]


def test_length_alone_is_told_by_the_deep_histories() -> None:
    """What the longer one costs, in times of the shorter one."""
    short, long = result("deep-50"), result("deep-1000", [{name: 10 * ROUNDS[0][name] for name in ROUNDS[0]}])

    assert tables(short, long)["Length alone"].rows == (
        ("check", "7.50"),
        ("check --no-rows", "9.09"),
        ("plain Alembic on both", "10.00"),
        ("warm check", "12.50"),
    )


def test_memory_is_in_times_of_the_larger_plain_upgrade() -> None:
    """The sum of all processes, and the largest one."""
    assert tables(result())["Memory"].rows == (("generated, 200 revisions", "240", "90", "50", "60", "4.00", "1.50"),)


def test_phase_that_could_not_be_told_apart_is_said_to_be_in_the_walk() -> None:
    """Only a history without that phase says so."""
    whole = result()
    apart = Result(key="50", name="fifty", verdict="parity", rounds=[], phases={"walk": 1.0, "snapshot": 0.5})

    assert tables(whole, apart)["Where the time goes"].rows == (
        ("generated, 200 revisions", "1.00", "2.00", "in walk", "3.00"),
        ("fifty", "-", "1.00", "0.50", "1.50"),
    )


def test_start_of_a_container_is_in_times_of_a_bare_one_and_a_check() -> None:
    """Each round is compared with itself; of the embedded server the seconds count."""
    rounds = [
        {"check": 2.0, "container": 3.0, "bare": 2.0, "embedded": 2.5},
        {"check": 3.0, "container": 6.0, "bare": 2.0, "embedded": 2.0},
        {"check": 2.0, "container": 3.6, "bare": 1.0, "embedded": 3.0},
    ]

    assert tables(result("sample", rounds))["From no server"].rows == (
        (
            "container",
            *("3.60 (3.00-6.00)", "2.00 (1.00-2.00)", "2.00 (2.00-3.00)", "4.00 (3.00-5.00)", "0.90 (0.75-1.20)"),
        ),
        ("embedded", "2.50 (2.00-3.00)", "", "2.00 (2.00-3.00)", "", ""),
    )


def test_server_that_cannot_be_started_is_said_in_its_row() -> None:
    """Also where neither can be: the table stands whenever it was wanted."""
    left_out = {
        "container": "no Docker engine answers",
        "embedded": "no PostgreSQL is installed on this machine",
    }
    published = Published(environment={}, results=[result()], left_out=left_out)
    (table,) = (one for one in tables_of(published) if one.title == "From no server")

    assert table.rows == (
        ("container", "left out: no Docker engine answers", "", "", "", ""),
        ("embedded", "left out: no PostgreSQL is installed on this machine", "", "", "", ""),
    )
    assert left_out_of(published) == [
        "a check from no server (container): no Docker engine answers",
        "a check from no server (embedded): no PostgreSQL is installed on this machine",
    ]


def test_peer_stands_beside_the_check() -> None:
    """Each is in times of plain Alembic on its own database, the check in times of both."""
    peer = Peer(subject="200", tool="walker 1.0", rounds=[{"sqlite": 2.0, "postgresql": 5.0}])

    assert tables(result(), peers=[peer])["Beside others"].rows == (
        ("generated, 200 revisions", "plain Alembic", "1.00 (1.00-2.00)", "1.00 (1.00-2.00)", "", ""),
        ("generated, 200 revisions", "walker 1.0", "2.00", "5.00", "2.00", "5.00"),
        ("generated, 200 revisions", "parity check --no-rows", "1.10 (1.00-1.20) for both", "", "0.55 of both", ""),
        ("generated, 200 revisions", "parity check", "4.00 (3.00-9.00) for both", "", "2.00 of both", ""),
    )


def test_what_is_left_out_is_said_with_its_reason() -> None:
    """A measure by what it would have told, a project by its name."""
    left_out = {"warm": "the check has no --cache", "shop 1.0": "its test fails on sqlite"}
    published = Published(environment={}, results=[], left_out=left_out)

    assert left_out_of(published) == [
        "a check after one new revision, with what it remembers of the others: the check has no --cache",
        "shop 1.0: its test fails on sqlite",
    ]


def test_figures_are_kept_as_they_are() -> None:
    """What was written as JSON is read as it was."""
    peer = Peer(subject="200", tool="walker 1.0", rounds=[{"sqlite": 2.0}])
    published = Published(
        environment={"rounds": "3"}, results=[result()], peers=[peer], left_out={"warm": "the check has no --cache"}
    )

    assert from_json(to_json(published)) == published


def test_page_has_the_figures_that_are_kept() -> None:
    """`python -m benchmarks.page` writes it again."""
    published = from_json(FIGURES.read_text("utf-8"))
    page = PAGE.read_text("utf-8")

    assert with_figures(page, published) == page
