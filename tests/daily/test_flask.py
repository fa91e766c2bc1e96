"""The app of a Flask project in its own tests: on both databases, migrated, and undone after each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.daily.shops import write_global_shop, write_shop

if TYPE_CHECKING:
    from tests.plugin.suites import Suite


def test_an_app_that_is_found(live: Suite) -> None:
    """With no line of configuration each test runs twice, first all on SQLite, and sees nothing of another."""
    write_shop(live)
    live.write(
        "test_shop.py",
        """
        def test_page(parity_client):
            assert parity_client.post("/stores/Tea").text == "added"
            assert parity_client.get("/stores").text == "Corner Books Tea"

        def test_session(parity_connection, parity_db_session):
            from shop.models import Store, db

            assert parity_connection.engine is db.engine
            assert parity_db_session is db.session
            parity_db_session.add(Store(name="Toys"))
            parity_db_session.commit()
            assert [store.name for store in db.session.scalars(db.select(Store))] == ["Corner Books", "Toys"]
        """,
    )
    result = live.run("-v")

    result.assert_outcomes(passed=4)
    result.stdout.fnmatch_lines(
        [
            f"test_shop.py::{name} PASSED*"
            for name in ("test_page[[]sqlite]", "test_session[[]sqlite]", "test_page[[]postgresql]")
        ]
    )
    assert not live.path.joinpath("instance").exists(), "the database of development was not made"


def test_an_app_made_in_another_way(live: Suite) -> None:
    """A fixture of the suite's own makes the app; one line lets a suite that has `app` and `client` run on both."""
    write_shop(live)
    live.write(
        "conftest.py",
        """
        import pytest
        from shop import create_app

        @pytest.fixture(scope="session")
        def parity_make_app():
            return lambda: create_app(TESTING=True)

        @pytest.fixture
        def app(parity_app):
            return parity_app

        @pytest.fixture
        def client(app):
            return app.test_client()
        """,
    )
    live.write(
        "test_shop.py",
        """
        import pytest

        @pytest.mark.parametrize("name", ["Tea", "Toys"])
        def test_page(app, client, name):
            assert app.testing
            client.post(f"/stores/{name}")
            assert client.get("/stores").text == f"Corner Books {name}"
        """,
    )

    live.run().assert_outcomes(passed=4)


def test_an_app_for_each_test(live: Suite) -> None:
    """A suite whose tests configure their apps makes each in the test; one transaction holds one app."""
    write_shop(live)
    live.write(
        "test_shop.py",
        """
        import pytest
        from shop import create_app

        @pytest.mark.parametrize("title", ["one", "two"])
        def test_page(parity_lead, title):
            app = parity_lead(lambda: create_app(TITLE=title))
            assert app.config["TITLE"] == title
            app.test_client().post("/stores/Tea")
            assert app.test_client().get("/stores").text == "Corner Books Tea"

        @pytest.mark.parity_backends("sqlite")
        def test_two(parity_lead):
            parity_lead(create_app)
            parity_lead(create_app)
        """,
    )
    result = live.run()

    result.assert_outcomes(passed=4, failed=1)
    result.stdout.fnmatch_lines(["A test has one app in its transaction, and this one asks for a second."])


def test_an_app_that_is_made_on_import(live: Suite) -> None:
    """Its engine is made before anybody asks: it gets another one for the tests."""
    write_global_shop(live)
    live.write(
        "test_shop.py",
        """
        from app import Store

        def test_session(parity_db_session):
            parity_db_session.add(Store(name="Tea"))
            parity_db_session.commit()
            assert [store.name for store in Store.query] == ["Corner Books", "Tea"]
        """,
    )

    live.run().assert_outcomes(passed=2)
    assert not live.path.joinpath("instance", "dev.db").exists()


def test_another_database_of_the_app(live: Suite) -> None:
    """A bind that could be a database of the developer's is refused, with what to do."""
    write_shop(live)
    live.write(
        "conftest.py",
        """
        import pytest
        from shop import create_app

        @pytest.fixture(scope="session")
        def parity_make_app():
            return lambda: create_app(SQLALCHEMY_BINDS={"log": "sqlite:///log.db"})
        """,
    )
    live.write("test_shop.py", "def test_page(parity_client): pass")
    result = live.run("--parity-backends", "sqlite")

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        [
            "The app has another database: the bind 'log' at sqlite:///*log.db",
            "  why: parity_app leads the default engine only, and refuses what could be a database of yours",
            "  next: Override the fixture parity_make_app in conftest.py, so that the app is made without the *",
        ]
    )


def test_an_engine_that_leads_elsewhere(live: Suite) -> None:
    """No other database is connected to while a test runs; the suite's temporary files are its own."""
    write_shop(live)
    live.write(
        "test_shop.py",
        """
        import pytest
        from sqlalchemy import create_engine
        from sqlalchemy.pool import NullPool

        @pytest.mark.parity_backends("sqlite")
        def test_elsewhere(pytestconfig, parity_app, parity_engine, tmp_path):
            parity_engine.connect().close()
            create_engine("sqlite://").connect().close()
            create_engine(f"sqlite:///{tmp_path / 'export.db'}", poolclass=NullPool).connect().close()
            for url, place in {
                "sqlite:///dev.db": f"{pytestconfig.rootpath}/dev.db",
                "postgresql+psycopg2://ann:secret@127.0.0.1:9/shop": "127.0.0.1:9/shop",
            }.items():
                with pytest.raises(ConnectionRefusedError) as raised:
                    create_engine(url).connect()
                assert str(raised.value).splitlines() == [
                    f"The app was about to connect to {place}, which is no database of this run",
                    "  why: a test with the fixtures of parity uses databases that were made for it, and files of "
                    "pytest's temporary directory",
                    "  next: Make the engine where the fixture parity_make_app makes the app, from the app's own "
                    "configuration; or name the place in allow_network of [tool.migration-parity].",
                ]
        """,
    )

    live.run().assert_outcomes(passed=1)


def test_no_app(live: Suite) -> None:
    """A project without one is told what to override."""
    live.write("test_shop.py", "def test_page(parity_client): pass")
    result = live.run("--parity-backends", "sqlite")

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        [
            "There is no Flask app for parity_app",
            "  why: no Flask application was found in *",
            "  next: Override the fixture parity_make_app in conftest.py: it gives a function that makes the app.",
        ]
    )


def test_a_test_that_ends_its_transaction(live: Suite) -> None:
    """It is told, and no later test runs on what it left."""
    write_shop(live)
    live.write(
        "test_shop.py",
        """
        def test_first(parity_db_session):
            parity_db_session.connection().connection.dbapi_connection.commit()

        def test_second(parity_db_session):
            pass
        """,
    )
    result = live.run("--parity-backends", "sqlite")

    result.assert_outcomes(passed=1, errors=2)
    result.stdout.fnmatch_lines(
        ["The database is not clean: test_shop.py::test_first[[]sqlite] ended its transaction."]
    )


def test_processes(live: Suite) -> None:
    """With pytest-xdist each process has a database of its own, of the one check."""
    write_shop(live)
    live.write(
        "test_shop.py",
        """
        import pytest

        @pytest.mark.parametrize("number", range(6))
        def test_page(parity_client, number):
            parity_client.post(f"/stores/{number}")
            assert parity_client.get("/stores").text == f"Corner Books {number}"
        """,
    )

    live.run("-n", "2").assert_outcomes(passed=12)
