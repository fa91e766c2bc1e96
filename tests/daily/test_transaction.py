"""An engine in the transaction of a test behaves as ever, and keeps nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from harness.pytest_plugin.transaction import TransactionError, in_transaction

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from sqlalchemy import Connection

ADD = text("INSERT INTO store (name) VALUES (:name)")


def stores(engine: Engine) -> list[str]:
    """Give the names of the stores, as another connection sees them."""
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT name FROM store ORDER BY name")))


def test_a_commit_is_seen_until_the_end(engine: Engine) -> None:
    """Other sessions see what one has committed; afterwards it was never there."""
    with in_transaction(engine):
        with Session(engine) as session:
            session.execute(ADD, {"name": "Books"})
            session.commit()
        assert stores(engine) == ["Books"]

    assert stores(engine) == []


def test_what_is_not_committed_is_lost_at_once(engine: Engine) -> None:
    """Closing without a commit loses the rows, as it would in production."""
    with in_transaction(engine):
        with Session(engine) as session:
            session.execute(ADD, {"name": "Books"})

        assert stores(engine) == []


def test_a_rollback_leaves_what_was_committed(engine: Engine) -> None:
    """After a refused row the session goes on from its last commit."""
    with in_transaction(engine), Session(engine) as session:
        session.execute(ADD, {"name": "Books"})
        session.commit()
        with pytest.raises(IntegrityError):
            session.execute(ADD, {"name": "Books"})
        session.rollback()
        session.execute(ADD, {"name": "Tea"})
        session.commit()

        assert stores(engine) == ["Books", "Tea"]


def test_savepoints_of_the_app_stay_its_own(engine: Engine) -> None:
    """A nested transaction is rolled back by itself."""
    with in_transaction(engine), Session(engine) as session:
        session.execute(ADD, {"name": "Books"})
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(ADD, {"name": "Books"})
        session.commit()

        assert stores(engine) == ["Books"]


def test_every_way_to_connect_is_the_same_transaction(engine: Engine) -> None:
    """`begin()`, options on the engine and the driver's cursor are no way out."""
    with in_transaction(engine):
        with engine.begin() as connection:
            connection.execute(ADD, {"name": "a"})
        with engine.execution_options(logging_token="b").begin() as connection:  # noqa: S106 - of no secret
            connection.execute(ADD, {"name": "b"})
        raw = engine.raw_connection()
        raw.cursor().execute("INSERT INTO store (name) VALUES ('c')")
        raw.commit()
        raw.close()
        engine.dispose()
        assert stores(engine) == ["a", "b", "c"]

    assert stores(engine) == []


def test_an_inner_one_may_fail_after_the_outer_has_committed(engine: Engine) -> None:
    """Each of two sessions decides about its own rows, in whatever order."""
    with in_transaction(engine):
        with Session(engine) as outer, Session(engine) as inner:
            outer.execute(ADD, {"name": "outer"})
            inner.execute(ADD, {"name": "inner"})
            outer.commit()
            inner.rollback()

        assert stores(engine) == ["outer"]


def test_ids_begin_anew(engine: Engine) -> None:
    """The next test gets the same ids: on PostgreSQL sequences are set back."""
    ids = []
    for _ in range(2):
        with in_transaction(engine), engine.begin() as connection:
            connection.execute(ADD, {"name": "Books"})
            ids.append(connection.scalar(text("SELECT id FROM store")))

    assert ids == [1, 1]


def test_listeners_of_the_engine_have_done_their_work(sqlite_engine: Engine) -> None:
    """A PRAGMA that the app sets on each connection is set."""
    with (
        in_transaction(sqlite_engine),
        sqlite_engine.connect() as connection,
        pytest.raises(IntegrityError, match="FOREIGN KEY constraint failed"),
    ):
        connection.execute(text("INSERT INTO product (store_id) VALUES (7)"))


def test_deferred_constraints_are_judged_at_the_commit(postgresql_engine: Engine) -> None:
    """A key that waits for the commit is refused there, and can wait again in the next transaction."""
    with in_transaction(postgresql_engine), Session(postgresql_engine) as session:
        session.execute(text("INSERT INTO product (store_id) VALUES (7)"))
        with pytest.raises(IntegrityError, match="product_store_id_fkey"):
            session.commit()
        session.rollback()
        session.execute(text("INSERT INTO product (store_id) VALUES (7)"))
        session.execute(text("INSERT INTO store (id, name) VALUES (7, 'Books')"))
        session.commit()


def test_an_app_that_begins_by_itself(tmp_path: Path) -> None:
    """What SQLAlchemy's documentation tells apps to do about SQLite's transactions does no harm."""
    engine = create_engine(f"sqlite:///{tmp_path / 'app.db'}")

    @event.listens_for(engine, "connect")
    def leave_transactions_alone(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE store (name VARCHAR(40))"))
    with in_transaction(engine):
        with engine.begin() as connection:
            connection.execute(ADD, {"name": "Books"})
        assert stores(engine) == ["Books"]
    assert stores(engine) == []
    engine.dispose()


@pytest.mark.parametrize("statement", ["COMMIT", " rollback", "END", "ABORT"])
def test_the_end_of_a_transaction_in_sql_is_refused(engine: Engine, statement: str) -> None:
    """It would end that of the test; ROLLBACK TO a savepoint would not."""
    with in_transaction(engine), engine.connect() as connection:
        connection.execute(text("SAVEPOINT own"))
        connection.execute(text("ROLLBACK TO own"))
        with pytest.raises(TransactionError) as raised:
            connection.execute(text(statement))

    assert str(raised.value) == (
        f"'{statement.strip()}' would end the transaction of the test. Use the methods of the session or the "
        "connection, or a database of the test's own: parity_engine."
    )


def test_another_isolation_level_is_refused(engine: Engine) -> None:
    """It cannot be had within a transaction."""
    with in_transaction(engine), pytest.raises(TransactionError) as raised:
        engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    assert str(raised.value) == (
        "The isolation level AUTOCOMMIT cannot be set in the transaction of a test. A test that needs it needs a "
        "database of its own: parity_engine, or parity_database."
    )


def test_a_transaction_that_did_not_last_is_told(engine: Engine) -> None:
    """A commit below SQLAlchemy is noticed in the end, and not passed over."""
    with pytest.raises(TransactionError) as raised, in_transaction(engine):
        engine.raw_connection().dbapi_connection.commit()  # type: ignore[union-attr] # it is connected

    assert str(raised.value).startswith(
        "The transaction of the test was ended by something other than the test's connections, so that what was "
        "written has stayed in the database ("
    )


def test_the_engine_is_as_it_was(engine: Engine) -> None:
    """Afterwards it commits again."""
    with in_transaction(engine):
        stores(engine)
    with engine.begin() as connection:
        connection.execute(ADD, {"name": "Books"})

    assert stores(engine) == ["Books"]


def test_a_session_that_outlives_its_test_is_told(engine: Engine) -> None:
    """It cannot write into the transaction of the next one."""
    with in_transaction(engine):
        left = engine.connect()

    with pytest.raises(StatementError, match="The test that this connection belongs to is over"):
        left.execute(ADD, {"name": "Books"})
    left.close()
