"""Datasette over the SQLite file DATABASE_FILE, as an application that uvicorn runs with several workers."""

import os

from datasette.app import Datasette

app = Datasette(files=[os.environ["DATABASE_FILE"]]).app()
