"""Indicators computed from observations, which are never among them."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError
from django.test import Client

from indicators.models import Derived, Observation
from tests.commands import load
from tests.editing import correct, withdraw
from tests.fixture_files import edit_record
from tests.forms import address, page, publish

pytestmark = pytest.mark.django_db

WORKERS = "ankang-report-poor-factory-employees"
EMPLOYEES = "ankang-report-factory-employees-610900-undated"
SHARE = "ankang-report-factory-employees-poor-share-610900-undated"


def test_each_indicator_has_its_value_and_its_interval(client: Client) -> None:
    rows = client.get("/api/v1/derived").json()["results"]
    found = [
        (row["code"].removeprefix("ankang-report-"), row["value"], row["value_low"], row["value_high"]) for row in rows
    ]
    assert found == [
        ("deeply-poor-counties-share-of-city", 40, 40, 40),
        ("deeply-poor-counties-share-of-province", 36.363636, 36.363636, 36.363636),
        ("employees-per-factory", 42.282974, 42.282974, 42.282974),
        ("implied-base-population-2012", 2469287, 2465031, 2473554),
        ("implied-base-population-2018", 2186667, 2175830, 2197607),
        ("loan-factories-share", 9.592326, 9.592326, 9.592326),
        ("loan-per-factory", 656000, 655875, 656125),
        ("paired-households-per-cadre", 9.016611, 9, 9.033278),
        ("persons-per-industry-covered-household", 3.280612, 3.279052, 3.282173),
        ("persons-per-relocated-household", 3.458647, 3.433395, 3.483993),
        ("persons-per-relocated-household-13th-plan", 3.126866, 3.111524, 3.142323),
        ("persons-per-relocated-household-2011-2015", 3.795455, 3.725563, 3.866413),
        ("poor-factory-employees", 5466, 5378, 5554),
        ("poor-population-change", -775400, -775950, -774850),
        ("poor-population-change-per-year", -129233.333333, -129325, -129141.666666),
        ("poor-population-relative-change", -77.154229, -77.170562, -77.137879),
        ("poverty-incidence-change", -30.2, -30.3, -30.1),
        ("poverty-incidence-change-per-year", -5.033333, -5.05, -5.016666),
        ("poverty-incidence-relative-change", -74.201474, -74.355829, -74.04674),
        ("relocated-households-13th-plan-share", 50.37594, 50.093808, 50.659134),
        ("relocated-households-2011-2015", 132000, 131000, 133000),
        ("relocated-households-plan-difference", 2000, 500, 3500),
        ("relocated-people-13th-plan-share", 45.543478, 45.243243, 45.846995),
        ("relocated-people-2011-2015", 501000, 495500, 506500),
        ("relocated-people-plan-difference", -82000, -88000, -76000),
    ]


def test_an_indicator_has_the_columns_of_an_observation_and_its_formula(client: Client) -> None:
    observation = client.get("/api/v1/observations?page_size=1").json()["results"][0]
    [row] = client.get(f"/api/v1/derived?code={WORKERS}").json()["results"]
    assert list(row)[: len(observation)] == list(observation)
    assert row == {
        "code": WORKERS,
        "document": "ankang-report",
        "metric": None,
        "metric_name_zh": "新社区工厂就业人员中的贫困人口",
        "metric_name_en": "Poor people employed by new community factories",
        "region": "610900",
        "region_name_zh": "安康市",
        "region_name_en": "Ankang City",
        "region_level": "prefecture",
        "programme": "new-community-factory",
        "programme_name_zh": "新社区工厂新业工程",
        "programme_name_en": "New community factory programme for new livelihoods",
        "measure": "count",
        "temporality": None,
        "time_period": "../2019",
        "period_start": None,
        "period_end": "2019-12-31",
        "period_basis": "undated",
        "base_period": None,
        "comparison": None,
        "value": 5466,
        "value_low": 5378,
        "value_high": 5554,
        "value_text": None,
        "printed_mult": None,
        "printed_decimals": None,
        "unit": "person",
        "unit_name_zh": "人",
        "unit_name_en": "people",
        "value_type": "actual",
        "qualifier": "exact",
        "obs_status": "A",
        "derivation": "computed",
        "restates": None,
        "restated_by": [],
        "note_zh": None,
        "note_en": None,
        "quote": None,
        "quote_exact": None,
        "corrected": False,
        "withdrawn": False,
        "revision": 1,
        "formula": "employees × share ÷ 100",
        "operands": [f"employees = {EMPLOYEES}", f"share = {SHARE}"],
        "assumption_zh": "占比以吸纳就业的17632人为基数。",
        "assumption_en": "The base of the share is the 17,632 people employed.",
        "observations": [EMPLOYEES, SHARE],
        "quotes": ["ankang-report-p5-factory-employees", "ankang-report-p5-factory-employees-poor-share"],
        "quotes_exact": ["吸纳就业17632人", "贫困人口占31%"],
    }


def test_a_change_has_its_two_periods(client: Client) -> None:
    row = client.get("/api/v1/derived/ankang-report-poverty-incidence-change").json()
    names = ("time_period", "period_start", "period_end", "period_basis", "base_period", "unit", "measure")
    assert tuple(row[name] for name in names) == (
        *("2018", "2018-01-01", "2018-12-31", "stated", "2012"),
        *("percentage-point", "change"),
    )


def test_a_period_that_no_operand_has_is_that_of_the_definition(client: Client) -> None:
    row = client.get("/api/v1/derived/ankang-report-relocated-people-2011-2015").json()
    names = ("time_period", "period_start", "period_end", "period_basis")
    assert tuple(row[name] for name in names) == ("2011/2015", "2011-01-01", "2015-12-31", "plan")


@pytest.mark.parametrize(
    "path",
    ["observations", "observations?latest=true", "series", "metrics", "verification", "observations?unit=person"],
)
def test_no_indicator_is_among_the_figures(client: Client, path: str) -> None:
    body = client.get(f"/api/v1/{path}").content.decode()
    codes = Derived.objects.values_list("code", flat=True)
    assert [code for code in codes if f'"{code}"' in body] == []


@pytest.mark.parametrize(
    ("query", "count"),
    [
        (f"observation={EMPLOYEES}", 2),
        ("measure=change", 8),
        ("unit=person-per-household", 4),
        ("region=610000", 0),
        ("document=ankang-report", 25),
        ("temporality=stock", 2),
        ("q=户均", 4),
    ],
)
def test_indicators_are_filtered(client: Client, query: str, count: int) -> None:
    assert client.get(f"/api/v1/derived?{query}").json()["count"] == count


def test_the_value_is_that_of_the_requested_revision(client: Client) -> None:
    correct(Observation.objects.get(code=EMPLOYEES), value=20000, value_text="20000人")
    values = [client.get(f"/api/v1/derived/{WORKERS}?revision={number}").json()["value"] for number in (1, 2)]
    assert values == [5466, 6200]


def test_an_indicator_whose_operand_is_withdrawn_has_no_value(client: Client) -> None:
    withdraw(Observation.objects.get(code=EMPLOYEES))
    row = client.get(f"/api/v1/derived/{WORKERS}").json()
    names = ("value", "value_low", "value_high", "obs_status", "qualifier", "time_period")
    assert tuple(row[name] for name in names) == (None, None, None, "M", "approximate", "../2019")
    withdraw(Observation.objects.get(code=SHARE))
    row = client.get(f"/api/v1/derived/{WORKERS}").json()
    empty = ("value", "time_period", "period_end", "period_basis", "programme")
    assert tuple(row[name] for name in empty) == (None, None, None, None, None)


def test_an_operand_that_is_a_target_makes_a_target(client: Client) -> None:
    coverage = "ankang-report-loan-coverage-610900-at-report-target"
    correct(Derived.objects.get(code=WORKERS), formula="share", operands=[f"share = {coverage}"])
    row = client.get(f"/api/v1/derived/{WORKERS}").json()
    assert (row["value"], row["value_type"]) == (100, "target")


def test_tables_have_the_same_rows(client: Client) -> None:
    table = client.get(f"/api/v1/derived.csv?code={WORKERS}&fields=code,value,formula,quotes").getvalue()
    assert table.decode() == (
        "code,value,formula,quotes\r\n"
        f"{WORKERS},5466,employees × share ÷ 100,"
        "ankang-report-p5-factory-employees; ankang-report-p5-factory-employees-poor-share\r\n"
    )


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"formula": "deeply_poor = poor_counties"}, "formula: No comparison is allowed here."),
        ({"formula": "deeply_poor ^ poor_counties"}, "formula: Character 13 is ^, where an operator, or the end of "),
        ({"formula": "5", "operands": []}, "operands: This field cannot be blank."),
        (
            {"formula": "a", "operands": ["a = count of unit person"]},
            "operands: At least one operand is the value of an observation.",
        ),
        ({"unit": "points"}, "unit: There is no unit 'points'."),
        ({"time_period": "2011-2015"}, "time_period: '2011-2015' is not a period; write 2018, "),
        ({"measure": "average"}, "measure: Value 'average' is not a valid choice."),
        ({"assumption_zh": "假定。"}, "Assumption: fill in both languages, or neither."),
    ],
)
def test_a_bad_definition_is_refused_with_its_place(fixtures: Path, changed: dict[str, Any], problem: str) -> None:
    path = fixtures / "ankang-report" / "derived.json"
    edit_record(path, 0, **changed)
    with pytest.raises(CommandError) as caught:
        load(fixtures)
    place = f"{path}, record 1 (ankang-report-deeply-poor-counties-share-of-city)"
    assert any(line.startswith(place) and problem in line for line in str(caught.value).split("\n")), caught.value


def test_an_indicator_is_corrected_in_the_admin(corrector: Client, client: Client) -> None:
    definition = Derived.objects.get(code=WORKERS)
    html = page(corrector, address(definition))
    assert "5,466 (5,378–5,554)" in html
    assert '<small class="code">share</small> = 31 (30.5–31.5) （贫困人口占31%）' in html
    publish(corrector, address(definition), note_zh="附注。", note_en="A note.", reason="A test.")
    row = client.get(f"/api/v1/derived/{WORKERS}").json()
    assert (row["note_zh"], row["corrected"], row["revision"]) == ("附注。", True, 2)
