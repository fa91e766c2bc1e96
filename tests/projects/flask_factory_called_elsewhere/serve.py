"""Serve the shop: python serve.py."""

from shop import create_app

if __name__ == "__main__":
    create_app("prod").run()
