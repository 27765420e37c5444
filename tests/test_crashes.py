"""A process that is killed before any of its statements leaves all of a change or nothing of it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.serving import ROOT

LEAST = {
    "correct": 17,
    "add": 13,
    "withdraw": 7,
    "reinstate": 8,
    "replace": 12,
    "reload_over_a_correction": 9,
    "revert": 8,
}
"""How many states there are at least, one for each write of a change: less would mean that kills have no effect."""


def test_a_change_that_is_killed_leaves_no_trace(database_url: str, reports: Path) -> None:
    """Each change is killed before its commit and before each of its writes; no state shows a part of it."""
    settings = {"DJANGO_SETTINGS_MODULE": "ankang_api.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.crashing", reports],
        cwd=ROOT,
        env=os.environ | settings | {"DATABASE_URL": database_url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert {change: partly for change, (_, partly) in told.items()} == {change: [] for change in LEAST}
    assert {change: kills for change, (kills, _) in told.items() if kills < LEAST[change]} == {}
