"""The response cache: responses as bytes in the memory of each worker, before Django.

A request enters at `response_cache`, which looks up `key` in `store` at the revision that `newest_revision` gives.
"""
