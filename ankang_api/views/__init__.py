"""Views that show no records: the root of the API, the types of problems, and the documentation pages."""
