"""The pages that change records, conflicts and reasons, and the history of a record: one class for each page.

A ModelAdmin (for records `record_admin`) connects URLs with page classes. `page` is the base class of all pages,
`form_page` of those that change a record; `publishing` tries what was entered and commits it once it is confirmed.
"""
