"""The pages for readers in a browser, in each of their states, and the servers that show them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from tests.admin_pages import run_in_shell
from tests.fixture_files import REPORTS
from tests.serving import free_port, serving

POOR_2018 = "ankang-report-poor-population-610900-2018"
WITHDRAWN = "ankang-report-first-secretaries-recalled-610900-undated"
CORRECTIONS = f"""
from indicators.models import Observation
from tests.editing import correct, withdraw
poor = Observation.objects.get(code="{POOR_2018}")
correct(poor, value=226900, value_text="22.69万人", reason="录入时看错一位数字。")
correct(poor, value=229600, value_text="22.96万人", reason="The report prints 22.96万人; the first entry was right.")
withdraw(Observation.objects.get(code="{WITHDRAWN}"), reason="该数与另一数重复。")
"""
SECOND_REPORT = f"""
from django.core.management import call_command
call_command("load_fixtures", {str(REPORTS)!r}, verbosity=0)
"""


class Servers(NamedTuple):
    """The addresses of a server with corrections, and of one with two reports and without corrections."""

    corrected: str
    two_reports: str


@contextmanager
def public_servers(corrected_url: str, two_reports_url: str) -> Iterator[Servers]:
    """Servers on two databases, which are empty or have the fixtures."""
    ports = free_port(), free_port()
    # error pages may be logged
    first, second = (
        serving(corrected_url, ports[0], is_silent=False),
        serving(two_reports_url, ports[1], is_silent=False),
    )
    with first, second:
        run_in_shell(corrected_url, CORRECTIONS)
        run_in_shell(two_reports_url, SECOND_REPORT)
        yield Servers(*(f"http://127.0.0.1:{port}" for port in ports))


def observation(code: str) -> str:
    return f"/{{language}}/observations/ankang-report-{code}"


STATES = {
    "home": "/{language}/",
    "report": "/{language}/reports/ankang-report",
    "observation-two-points": observation("poverty-incidence-610900-2018"),
    "observation-corrected": observation("poor-population-610900-2018"),
    "observation-target": observation("factory-coverage-610900-at-report-target"),
    "observation-part": observation("relocated-people-13th-plan-610900-since-2016"),
    "observation-dots": observation("deeply-poor-counties-610900-undated"),
    "observation-fall": observation("gift-money-change-610900-undated"),
    "observation-rank": observation("poor-population-rank-610900-undated"),
    "figures": "/{language}/figures",
    "figures-filtered": "/{language}/figures?q=%E6%90%AC%E8%BF%81",
    "figures-targets": "/{language}/figures?value_type=target",
    "figures-empty": "/{language}/figures?q=nothing",
    "corrections": "/{language}/corrections",
    "about": "/{language}/about",
    "as-of": observation("poor-population-610900-2018") + "?revision=2",
    "as-of-home": "/{language}/?revision=1",
    "not-found": "/{language}/nothing",
    "gone": f"/{{language}}/observations/{WITHDRAWN}",
    "bad-request": "/{language}/figures?colour=red",
    "docs-index": "/docs{docs}",
    "docs-page": "/docs{docs}/formats",
}
"""The addresses of the pages of the server with corrections, by the name of the state."""
TWO_REPORTS_STATES = {
    "two-home": "/{language}/",
    "two-reports": "/{language}/reports",
    "two-report": "/{language}/reports/invented-bulletin-2020",
    "two-observation": "/{language}/observations/invented-bulletin-2020-poor-population-610900-2018",
    "two-figures": "/{language}/figures?document=ankang-report",
    "corrections-empty": "/{language}/corrections",
}
"""The addresses of the pages of the server with two reports."""
PUBLIC_STATES = [*STATES, *TWO_REPORTS_STATES]
STATUS_CODES = {"not-found": 404, "gone": 410, "bad-request": 400}
"""The status codes of the states whose status is not 200."""


def public_address(servers: Servers, name: str, language: str) -> str:
    """The absolute address of a state in a language."""
    is_corrected = name in STATES
    path = STATES[name] if is_corrected else TWO_REPORTS_STATES[name]
    docs = {"zh": "/zh", "en": ""}[language]
    return (servers.corrected if is_corrected else servers.two_reports) + path.format(language=language, docs=docs)
