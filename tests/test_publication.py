"""publication.json, and the attribution that it makes with the offices of the documents."""

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError
from django.test import Client
from pytest_django.fixtures import Settings

from ankang_api.metadata.attribution import attribution as attributions
from ankang_api.publication import read_publication
from indicators.models import Document
from tests.commands import load
from tests.editing import correct
from tests.fixture_files import REPORTS
from tests.serving import ROOT

pytestmark = pytest.mark.django_db

FIRST = (
    "资料来源：安康市脱贫办报告；数据整理：安康开放数据 API（CC BY 4.0）",
    "Source: report of the Ankang City Poverty Alleviation Office; compiled by the Ankang open-data API (CC BY 4.0)",
)
SECOND = (
    "资料来源：虚构的机关（仅供测试）报告；数据整理：安康开放数据 API（CC BY 4.0）",
    "Source: report of an invented office (for tests); compiled by the Ankang open-data API (CC BY 4.0)",
)
BOTH = (
    "资料来源：安康市脱贫办、虚构的机关（仅供测试）报告；数据整理：安康开放数据 API（CC BY 4.0）",
    "Source: reports of the Ankang City Poverty Alleviation Office and an invented office (for tests); "
    "compiled by the Ankang open-data API (CC BY 4.0)",
)


def attribution(client: Client, path: str) -> tuple[str, str]:
    body = client.get(f"/api/v1/{path}").json()
    meta = body.get("meta", body)
    return meta["attribution_zh"], meta["attribution_en"]


@pytest.fixture
def two_reports(db: None) -> None:
    load(REPORTS)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", BOTH),
        ("?revision=1", FIRST),
        ("observations", BOTH),
        ("observations?document=ankang-report", FIRST),
        ("observations?document=invented-bulletin-2020", SECOND),
        ("observations?document=invented-bulletin-2020,ankang-report", BOTH),
        ("observations?revision=1", FIRST),
        ("observations?changed_since=1", BOTH),
        ("series?document=invented-bulletin-2020", SECOND),
        ("achievements?document=ankang-report", FIRST),
        ("documents/invented-bulletin-2020/passages", SECOND),
        ("metrics", BOTH),
        ("corrections", BOTH),
        ("search?q=贫困", BOTH),
    ],
)
def test_the_offices_of_the_documents_are_named(
    client: Client, two_reports: None, path: str, expected: tuple[str, str]
) -> None:
    assert attribution(client, path) == expected


def test_each_revision_has_the_offices_of_its_documents(client: Client, two_reports: None) -> None:
    assert attribution(client, "units") == BOTH
    correct(Document.objects.get(code="ankang-report"), source_office_en="The Office", source_office_zh="某办")
    zh, en = attribution(client, "units")
    assert zh == "资料来源：某办、虚构的机关（仅供测试）报告；数据整理：安康开放数据 API（CC BY 4.0）"
    assert en == (
        "Source: reports of the Office and an invented office (for tests); "
        "compiled by the Ankang open-data API (CC BY 4.0)"
    )
    assert attribution(client, "units?revision=2") == BOTH
    assert attribution(client, "units?revision=1") == FIRST


def test_an_office_of_several_documents_is_named_once(client: Client, two_reports: None) -> None:
    office = {"source_office_zh": "安康市脱贫办", "source_office_en": "Ankang City Poverty Alleviation Office"}
    correct(Document.objects.get(code="invented-bulletin-2020"), **office)
    assert attribution(client, "units") == (
        "资料来源：安康市脱贫办报告；数据整理：安康开放数据 API（CC BY 4.0）",
        "Source: reports of the Ankang City Poverty Alleviation Office; "
        "compiled by the Ankang open-data API (CC BY 4.0)",
    )


def test_before_the_first_load_only_the_compiler_is_named(client: Client, no_data: None) -> None:
    expected = ("数据整理：安康开放数据 API（CC BY 4.0）", "Compiled by the Ankang open-data API (CC BY 4.0)")
    assert attribution(client, "") == attribution(client, "observations") == expected


def test_files_name_the_same_offices_as_the_list(client: Client, two_reports: None) -> None:
    query = "document=invented-bulletin-2020"
    workbook = openpyxl.load_workbook(BytesIO(content(client, f"observations.xlsx?{query}")))
    sheet: dict[Any, Any] = {row[0]: row[1] for row in workbook["About"].iter_rows(values_only=True)}
    assert (sheet["attribution_zh"], sheet["attribution_en"]) == SECOND
    parquet = content(client, f"observations.parquet?{query}")
    assert f'"attribution_en":"{SECOND[1]}"'.encode() in parquet
    rights = f"<rights>{BOTH[1]} https://creativecommons.org/licenses/by/4.0/</rights>"
    assert rights.encode() in content(client, "corrections.atom")


def content(client: Client, path: str) -> bytes:
    return b"".join(client.get(f"/api/v1/{path}").streaming_content)  # type: ignore[attr-defined]


def edited(folder: Path, **texts: Any) -> Path:
    """The folder with these keys of its publication.json changed; one that is ... is removed."""
    path = folder / "publication.json"
    pairs = json.loads(path.read_text()) | texts
    path.write_text(json.dumps({key: value for key, value in pairs.items() if value is not ...}))
    return folder


def test_another_city_is_a_folder(client: Client, fixtures: Path, settings: Settings) -> None:
    etags = [client.get("/api/v1/observations")["ETag"]]
    city = edited(
        fixtures,
        title_en="Hanzhong open data on poverty reduction",
        short_title_zh="汉中开放数据",
        short_title_en="Hanzhong open data",
        publisher_en="Hanzhong open-data API",
        contact_name_zh="汉中开放数据的维护者",
        attribution_en="compiled by the Hanzhong open-data API (CC0)",
        licence="CC0-1.0",
    )
    settings.PUBLICATION = read_publication(city)
    attributions.cache_clear()
    root = client.get("/api/v1/").json()
    assert root["title_en"] == "Hanzhong open data on poverty reduction"
    assert root["contact"]["name_zh"] == "汉中开放数据的维护者"
    assert root["licence"] == "CC0-1.0"
    assert attribution(client, "units")[1] == (
        "Source: report of the Ankang City Poverty Alleviation Office; compiled by the Hanzhong open-data API (CC0)"
    )
    assert b"<name>Hanzhong open-data API</name>" in content(client, "corrections.atom")
    assert "汉中开放数据</span> Hanzhong open data" in client.get("/docs").content.decode()
    etags.append(client.get("/api/v1/observations")["ETag"])
    assert etags[0] != etags[1]


def test_a_load_reads_publication_json_for_no_record_and_counts_it_as_a_change(fixtures: Path) -> None:
    (fixtures / "version.json").write_text('{"fixtures_version": 7}')
    assert load(fixtures).startswith("Nothing changed: 518 records are as in the fixtures; no revision was opened.\n")
    edited(fixtures, title_en="Another title")
    with pytest.raises(CommandError, match="differ from the version 7 that is loaded; raise fixtures_version"):
        load(fixtures)


KEYS = (
    "The keys are title_zh, title_en, short_title_zh, short_title_en, description_zh, description_en, publisher_zh, "
    "publisher_en, licence, licence_url, attribution_zh, attribution_en, contact_name_zh, contact_name_en, "
    "contact_email, contact_url."
)


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ({"titel_en": "A"}, f"titel_en: there is no such key. Did you mean title_en? {KEYS}"),
        ({"publisher_zh": ...}, f"publisher_zh: is missing. {KEYS}"),
        ({"contact_url": ...}, f"contact_url: is missing. {KEYS}"),
        ({"title_en": 5}, "title_en: must be a text in one line, without white space around it."),
        ({"title_en": None}, "title_en: must be a text in one line, without white space around it."),
        ({"title_en": " A"}, "title_en: must be a text in one line, without white space around it."),
        ({"title_en": "A\nB"}, "title_en: must be a text in one line, without white space around it."),
        ({"title_en": "A\u202eB"}, "title_en: must not contain U+202E RIGHT-TO-LEFT OVERRIDE."),
        ({"licence_url": "cc"}, "licence_url: must be a URL such as https://creativecommons.org/licenses/by/4.0/."),
        ({"contact_email": "a"}, "contact_email: must be null or an email address such as data@example.org."),
        ({"contact_url": "a"}, "contact_url: must be null or a URL such as https://data.example.org/contact."),
    ],
)
def test_a_mistake_is_one_line_with_file_and_key(fixtures: Path, texts: dict[str, Any], message: str) -> None:
    with pytest.raises(SystemExit) as caught:
        read_publication(edited(fixtures, **texts))
    assert str(caught.value) == f"{fixtures}/publication.json: {message}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", f"is no JSON object. {KEYS}"),
        ('"title_en"', f"is no JSON object. {KEYS}"),
        ("{", "not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)."),
        ('{"title_en": "A", "title_en": "B"}', "title_en: occurs 2 times; give it once."),
    ],
)
def test_a_file_that_is_no_object_is_one_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "publication.json").write_text(text)
    with pytest.raises(SystemExit) as caught:
        read_publication(tmp_path)
    assert str(caught.value) == f"{tmp_path}/publication.json: {message}"


def test_no_command_runs_without_the_file(tmp_path: Path) -> None:
    environment = os.environ | {"FIXTURE_FOLDER": str(tmp_path)}
    command = [sys.executable, "manage.py", "check"]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    expected = f"{tmp_path}/publication.json: cannot be read: No such file or directory. {KEYS}\n"
    assert (run.returncode, run.stdout, run.stderr) == (1, "", expected)
