"""List endpoints: filters, ordering, keyset pages, counts and exports.

A request enters at `filter_backends`, then `pagination`, which reads a page by `page_keys` or `compiled_lists`, or
streams it by `exports`.
"""
