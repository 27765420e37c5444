"""The ASGI application that the server runs: the WSGI application, in threads."""

from ankang_api.server.wsgi_bridge import Bridge
from ankang_api.wsgi import application as wsgi

THREADS = 8
"""Each may hold a database connection."""

application = Bridge(wsgi, THREADS)
