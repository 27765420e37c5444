"""The HTTP server: gunicorn keeps worker processes, in each of which uvicorn runs the WSGI application in threads.

`manage.py up` enters at `processes`; a connection enters at `protocol`, a request that is not cached at `wsgi_bridge`.
"""
