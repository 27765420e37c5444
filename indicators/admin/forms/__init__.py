"""Forms of the admin: the form field of each kind of model field, the reason, the check for concurrent edits.

`fields` is used by `record_forms`, and both by the pages, which call `staleness` when they write.
"""
