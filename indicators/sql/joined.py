"""Texts of several rows as one text, as PostgreSQL joins them."""

from django.db import models


class Joined(models.Aggregate):
    """The texts in their order, with "; " between them, as the cells of lists in CSV have them. PostgreSQL only."""

    template = "string_agg(%(expressions)s, '; ' ORDER BY %(expressions)s)"
    output_field = models.TextField()
