"""What the server of production loads."""

from shop import create_app

application = create_app({"SQLALCHEMY_DATABASE_URI": "postgresql://shop:s3cret@production.invalid:54329/shop"})
