"""The HTTP side of the API: server, response cache, HTTP policy, lists, schema, loading. It has no models.

A request enters at `asgi` (server) and passes `wsgi` (response cache), then Django with `urls`.
"""
