"""The examples of the documentation that a browser runs: a line for its console, and the page with a chart."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.document_examples import ORIGIN

pytestmark = [pytest.mark.browser, pytest.mark.database_independent]

ROOT = Path(__file__).parent.parent


def block(file: str, language: str) -> str:
    """The only block in this language of a file."""
    [text] = re.findall(rf"^```{language}\n(.*?)\n```$", (ROOT / file).read_text(), re.M | re.S)
    return str(text)


def test_the_line_for_javascript_shows_a_table_of_all_figures(server: str, browser: Browser) -> None:
    line = block("README.md", "js").replace(ORIGIN, server)
    with browser.new_page() as page:
        page.goto(f"{server}/docs")
        with page.expect_console_message() as shown:
            page.evaluate(f"async () => {{ {line} }}")
        rows = shown.value.args[0].json_value()
    assert (shown.value.type, len(rows)) == ("table", 48)
    assert rows[30]["metric_name_en"] == "Poor population"


def test_the_page_of_the_tutorial_draws_a_bar_for_each_year(server: str, browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "chart.html"
    file.write_text(block("docs/tutorial.md", "html").replace(ORIGIN, server))
    with browser.new_page() as page:
        page.goto(file.as_uri())
        page.wait_for_selector("rect")
        widths = [float(bar.get_attribute("width") or 0) for bar in page.locator("rect").all()]
        texts = page.locator("text").all_text_contents()
        source = page.locator("p").text_content() or ""
    assert texts == [
        *("2012", "1,005,000 (1,004,500 to 1,005,500)"),
        *("2018", "229,600 (229,550 to 229,650)"),
    ]
    assert [round(width / widths[0], 3) for width in widths] == [1, 0.228]
    assert source.endswith(f"{server}/api/v1/series?metric=poor-population&revision=1. CC-BY-4.0.")
