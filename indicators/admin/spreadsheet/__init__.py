"""Corrections in a spreadsheet: export, upload, preview, publish.

A request enters at `views`; a file is read by `reading`, compared by `comparison` and published by `bulk_correction`.
"""
