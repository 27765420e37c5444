"""Loaded by pytest before the settings: with PostgreSQL they need a secret key. Servers of the tests inherit it."""

import os

os.environ.setdefault("SECRET_KEY", "the secret key of the tests, which is long enough for the check")
