"""Checks of a record against the words of its quote and against other records.

`errors` refuses what is impossible and `warnings` lists what is doubtful; both use `comparable` and `verification`.
"""
