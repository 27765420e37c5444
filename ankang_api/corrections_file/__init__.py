"""Corrections as a file of JSON Lines: exported from one database and restored in another.

The command export_corrections enters at `format`; restore_corrections enters at `restoring`, which uses `reading`.
"""
