"""SQL that Django's query builder would compile anew for each request, or could not write."""
