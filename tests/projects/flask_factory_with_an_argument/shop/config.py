"""A class for each environment."""


class Development:
    SQLALCHEMY_DATABASE_URI = "sqlite:///dev.db"


class Production:
    SQLALCHEMY_DATABASE_URI = "postgresql://shop:s3cret@production.invalid:54329/shop"


CLASSES = {"development": Development, "production": Production}
