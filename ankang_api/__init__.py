"""The HTTP side of the API: server, response cache, HTTP policy, lists, schema, loading. It has no models.

A request enters at `server`, which runs the `site`: the response cache and Django (`wsgi`), with the `urls`.
"""
