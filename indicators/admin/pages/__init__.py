"""The pages of one record: correction, addition, withdrawal, reinstatement, replacement, history, revert.

`record_admin` connects URLs with page classes. `page` is the base class of all pages, `form_page` of those that change
a record; `publishing` tries what was entered and commits it once it is confirmed.
"""
