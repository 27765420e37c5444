"""The pages for readers in a browser: a server with corrections and a withdrawal, and the address of each page."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.admin_pages import run_in_shell
from tests.serving import free_port, serving

CHANGES = """
from indicators.models import Observation
from tests.editing import correct, withdraw
poor = Observation.objects.get(code="ankang-report-poor-population-610900-2018")
correct(poor, reason="误读一位数字。", value=229700, value_text="22.97万人")
recalled = Observation.objects.get(code="ankang-report-first-secretaries-recalled-610900-undated")
withdraw(recalled, reason="与上文重复。")
"""
FIGURE = "observations/ankang-report"
PATHS = {
    "home": "",
    "report": "reports/ankang-report",
    "two-points": f"{FIGURE}-poverty-incidence-610900-2018",
    "corrected": f"{FIGURE}-poor-population-610900-2018",
    "target": f"{FIGURE}-factory-coverage-610900-at-report-target",
    "part": f"{FIGURE}-relocated-people-13th-plan-610900-since-2016",
    "fall": f"{FIGURE}-gift-money-change-610900-undated",
    "rank": f"{FIGURE}-poor-population-rank-610900-undated",
    "figures": "figures",
    "figures-filtered": "figures?q=%E6%90%AC%E8%BF%81&programme=new-community-factory",
    "figures-empty": "figures?q=nothing",
    "corrections": "corrections",
    "corrections-none": "corrections?revision=1",
    "about": "about",
    "earlier-revision": "?revision=1",
    "not-found": "nothing",
    "withdrawn": f"{FIGURE}-first-secretaries-recalled-610900-undated",
    "bad-parameter": "figures?colour=red",
}
"""The pages by name, after the language."""
STATUSES = {"not-found": 404, "withdrawn": 410, "bad-parameter": 400}
"""The status of each page that is no 200."""


@contextmanager
def public_server(database_url: str) -> Iterator[str]:
    """The address of a server with the fixtures, a correction and a withdrawal."""
    port = free_port()
    with serving(database_url, port):
        run_in_shell(database_url, CHANGES)
        yield f"http://127.0.0.1:{port}"
