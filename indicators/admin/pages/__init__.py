"""The pages on one record: correct, add, withdraw, reinstate, replace, history and revert.

`record_admin` routes a request to a page; `publishing` tries, previews and publishes what was entered.
"""
