"""What the server runs: Django behind the response cache, and the problems that the server itself reports."""

from ankang_api.http.problems import plain_problem
from ankang_api.server.site import Site
from ankang_api.wsgi import application as django
from ankang_api.wsgi import cache

site = Site(cache or django, plain_problem, cache)
