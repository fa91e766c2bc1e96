"""The one engine of the application, made when this module is imported."""

from sqlalchemy import ForeignKey, MetaData, String, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

engine = create_engine(
    "postgresql://shop:s3cret@production.invalid:54329/shop",
    pool_size=10,
    max_overflow=20,
    pool_pre_ping=True,
    isolation_level="REPEATABLE READ",
    connect_args={"sslmode": "verify-full", "sslrootcert": "/etc/ssl/production.pem", "connect_timeout": 3},
)


@event.listens_for(engine, "connect")
def on_connect(dbapi_connection, record):
    if engine.dialect.name == "sqlite":
        dbapi_connection.execute("PRAGMA foreign_keys = ON")


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


class Product(Base):
    __tablename__ = "products"

    id: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(String(40), unique=True)
    stock: Mapped[int] = mapped_column(server_default="0")


class Price(Base):
    __tablename__ = "prices"

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    cents: Mapped[int] = mapped_column(server_default="0")
