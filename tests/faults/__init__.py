"""Processes are killed under load: each response is right for its revision, and no acknowledged correction is lost.

`python -m tests.faults --minutes 30` kills processes at random; `test_faults` kills each kind once.
"""
