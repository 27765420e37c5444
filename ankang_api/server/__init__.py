"""The HTTP server: gunicorn keeps worker processes; in each, an event loop reads requests and sends responses.

`manage.py up` enters at `processes`, which starts `worker`. A connection of a client enters at `connection`; `request`
parses them, `site` gets the response from the cache or from the application in a thread, and `limits` bounds them.
"""
