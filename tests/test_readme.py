"""The commands, settings, URLs and files that the documentation names exist."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.test import Client

from tests.document_examples import examples, printed

pytestmark = pytest.mark.database_independent

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text()
URLS = sorted(set(re.findall(r"http://127\.0\.0\.1:8000(/api[^\s\"'`)>]*)", TEXT)))


@pytest.mark.django_db
def test_every_address_is_served(client: Client) -> None:
    assert len(URLS) > 12
    assert {url: client.get(url).status_code for url in URLS} == dict.fromkeys(URLS, 200)


@pytest.mark.django_db
def test_the_example_of_a_value_is_what_is_served(client: Client) -> None:
    row = client.get("/api/v1/observations/ankang-report-poor-population-610900-2018").json()
    table = dict(re.findall(r"^\| (`[^|]+) \| (`[^|]+) \|", TEXT, re.M))
    shown = {
        name: value
        for names, values in table.items()
        for name, value in zip(re.findall("`([^`]+)`", names), re.findall("`([^`]+)`", values), strict=False)
        if name in row
    }
    assert len(shown) == 14
    assert shown == {name: str(row[name]).replace("False", "false") for name in shown}


QUICK_START = [one for one in examples("README", TEXT) if "/api/" in one.text]


def test_the_quick_start_has_a_line_for_each_client() -> None:
    assert [one.kind for one in QUICK_START] == ["sh", "python", "python", "r"]


@pytest.mark.curl
def test_the_line_for_curl_prints_the_figures_of_a_year(server: str, tmp_path: Path) -> None:
    assert printed(QUICK_START[0], server, tmp_path) == (
        "metric_name_zh,metric_name_en,time_period,value,value_text,unit\n"
        "贫困人口,Poor population,2018,229600,22.96万人,person\n"
        "贫困发生率,Poverty incidence (headcount ratio),2018,10.5,10.5%,percent\n"
    )


def test_the_lines_for_pandas_and_polars_print_names_and_figures(server: str, tmp_path: Path) -> None:
    pandas = printed(QUICK_START[1], server, tmp_path).splitlines()
    assert pandas[0].split() == ["metric_name_en", "time_period", "value_text"]
    assert pandas[31].split() == ["30", "Poor", "population", "2018", "22.96万人"]
    assert max(map(len, pandas)) <= 80
    polars = printed(QUICK_START[2], server, tmp_path)
    assert "shape: (48, 3)" in polars
    assert [cell.strip() for cell in re.split("[│┆]", polars.splitlines()[6])[1:-1]] == [
        *("农业合作社数", "2290.0", "cooperative"),
    ]


@pytest.mark.r
def test_the_lines_for_r_print_regions_as_text_beside_the_figures(server: str, tmp_path: Path) -> None:
    lines = printed(QUICK_START[3], server, tmp_path).splitlines()
    assert lines[0].split() == ["region", "metric_name_zh", "time_period", "value_text"]
    assert lines[31].split() == ["31", "610900", "贫困人口", "2018", "22.96万人"]


def test_every_command_and_setting_exists() -> None:
    commands = set(re.findall(r"manage\.py (\w+)", TEXT))
    assert commands == {"up", "release", "serve", "verify", "restore_text", "createsuperuser", "load_fixtures"} | {
        *("verify_history", "export_corrections", "restore_corrections")
    }
    assert commands <= set(get_commands())
    named = re.findall(r"`([A-Z_]{5,})`", TEXT)
    assert [name for name in named if name != "DATABASE_URL" and not hasattr(settings, name)] == []


def test_every_file_that_it_links_to_is_there() -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)\)", TEXT)
    assert len(links) == 20
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("file", ["CONTRIBUTING.md", "docs/architecture.md", "docs/operating.md"])
def test_what_developers_read_names_commands_and_files_that_exist(file: str) -> None:
    text = (ROOT / file).read_text()
    links = re.findall(r"\]\((?!http)([^)#]+)\)", text)
    assert [link for link in links if not ((ROOT / file).parent / link).exists()] == []
    assert set(re.findall(r"manage\.py (\w+)", text)) <= set(get_commands())


def test_decisions_are_numbered_and_short() -> None:
    files = sorted((ROOT / "docs" / "adr").iterdir())
    texts = [file.read_text() for file in files]
    assert [file.name[:5] for file in files] == [f"{number:04}-" for number in range(1, len(files) + 1)]
    assert [text for number, text in enumerate(texts, 1) if not text.startswith(f"# {number}. ")] == []
    prose = ([line for line in text.splitlines() if not line.startswith("|")] for text in texts)
    assert [lines for lines in prose if len(lines) > 20] == []
