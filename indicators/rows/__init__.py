"""Rows of lists: their columns, and how they are read from the database without model instances.

A view derives from `viewset`; `serializer` declares the columns, and `by_key`, `cells` or `postgres_copy` reads them.
"""
