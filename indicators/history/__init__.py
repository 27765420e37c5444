"""The history of records: every write, every version, and reading as of a revision.

A write enters at `changeset`; a read of the past at `as_of`; the command verify_history at `audit`.
"""
