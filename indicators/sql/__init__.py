"""SQL that Django's query builder would compile again for each request, or cannot express."""
