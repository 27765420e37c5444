"""The history of records: every write, every version, and reading as of a revision.

`changeset` writes, `as_of` reads an earlier revision, and `audit` verifies the history.
"""
