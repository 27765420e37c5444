"""The types of query parameters, from which the filter sets of the apps are built.

A parameter is declared with a type of `filters`, whose values the form fields of `fields` and `history_fields` parse.
"""
