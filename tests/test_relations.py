"""What the figures imply of each other: both sides with their intervals, and whether they agree at a revision."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError
from django.test import Client

from indicators.models import Observation, Quote, Relation
from programmes.models import Part
from tests.commands import load
from tests.editing import correct, withdraw
from tests.fixture_files import edit_record
from tests.forms import address, page, propose, publish, warnings

pytestmark = pytest.mark.django_db

BASE = "ankang-report-implied-base-population"
COUNTIES = "ankang-report-counties-610900-undated"
POOR_2012, POOR_2018 = "ankang-report-poor-population-610900-2012", "ankang-report-poor-population-610900-2018"
RATE_2012, RATE_2018 = "ankang-report-poverty-incidence-610900-2012", "ankang-report-poverty-incidence-610900-2018"


def rows(client: Client, query: str = "") -> list[dict[str, Any]]:
    response = client.get(f"/api/v1/relations{query}")
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["results"]
    return found


def status(client: Client, code: str, query: str = "") -> str:
    return str(client.get(f"/api/v1/relations/ankang-report-{code}{query}").json()["status"])


def test_each_relation_has_its_kind_and_its_status(client: Client) -> None:
    prefix = "ankang-report-"
    assert [(row["code"].removeprefix(prefix), row["kind"], row["gap"], row["status"]) for row in rows(client)] == [
        ("counties-and-districts", "identity", 0, "holds"),
        ("deeply-poor-of-poor-counties", "part", -6, "holds"),
        ("deeply-poor-of-province", "part", -7, "holds"),
        ("first-secretaries-recalled", "part", -1097, "not_asserted"),
        ("households-and-people-industry-covered", "bound", -312900, "holds"),
        ("households-and-people-relocated-2011-2015", "bound", -369000, "holds"),
        ("households-and-people-relocated-since-2011", "bound", -654000, "holds"),
        ("households-and-people-relocated-since-2016", "bound", -285000, "holds"),
        ("implied-base-population", "identity", 282620.802621, "does_not_hold"),
        ("industry-covered-and-paired-households", "bound", -134200, "not_asserted"),
        ("industry-covered-people-and-poor-population", "bound", 220500, "not_asserted"),
        ("listing-counties", "listing", 0, "holds"),
        ("listing-districts", "listing", 0, "holds"),
        ("listing-five-programmes", "listing", 0, "holds"),
        ("listing-four-whatevers", "listing", 0, "holds"),
        ("listing-one-covenant-four-councils", "listing", 0, "holds"),
        ("listing-six-activities", "listing", 0, "holds"),
        ("listing-two-full-coverages", "listing", 0, "holds"),
        ("listing-two-years-running", "listing", 0, "holds"),
        ("loan-factories", "part", -377, "holds"),
        ("paired-households-and-poor-population", "bound", 41800, "not_asserted"),
        ("poor-factory-employees-and-poor-population", "bound", -224134.08, "not_asserted"),
        ("poor-population-fell", "bound", -775400, "holds"),
        ("poverty-incidence-fell", "bound", -30.2, "holds"),
        ("relocated-households-13th-plan", "part", -132000, "holds"),
        ("relocated-people-13th-plan", "part", -501000, "holds"),
        ("relocated-people-and-poor-population", "bound", -85000, "not_asserted"),
        ("three-changes-and-industry-covered-households", "bound", -59200, "not_asserted"),
    ]


def test_the_base_populations_of_both_years_are_published_as_not_equal(client: Client) -> None:
    row = {
        "code": BASE,
        "document": "ankang-report",
        "kind": "identity",
        "name_zh": "2012年与2018年推算的基数人口相等",
        "name_en": "The base populations implied for 2012 and 2018 are equal",
        "formula": "poor_2012 ÷ incidence_2012 × 100 = poor_2018 ÷ incidence_2018 × 100",
        "left": 2469287.469287,
        "left_low": 2465030.674846,
        "left_high": 2473554.735548,
        "right": 2186666.666667,
        "right_low": 2175829.383886,
        "right_high": 2197607.655503,
        "gap": 282620.802621,
        "gap_low": 267423.019344,
        "gap_high": 297725.351662,
        "status": "does_not_hold",
        "reason_zh": None,
        "reason_en": None,
        "note_zh": "两年的贫困人口除以贫困发生率，得约246.9万人与约218.7万人，两个区间互不相交。"
        "原因不明，报告未作说明；数字照录。",
        "note_en": "Poor population divided by incidence gives about 2,469,000 people for 2012 and about 2,187,000 for "
        "2018; the two intervals have no value in common. The cause is unknown: the report says nothing of it, and the "
        "figures are published as printed.",
        "operands": [
            f"poor_2012 = {POOR_2012}",
            f"incidence_2012 = {RATE_2012}",
            f"poor_2018 = {POOR_2018}",
            f"incidence_2018 = {RATE_2018}",
        ],
        "observations": [POOR_2012, RATE_2012, POOR_2018, RATE_2018],
        "quotes": [
            "ankang-report-p1-poor-population-2012",
            "ankang-report-p1-poverty-incidence-2012",
            "ankang-report-p1-poor-population-2018",
            "ankang-report-p1-poverty-incidence-2018",
        ],
        "quotes_exact": ["贫困人口由100.5万人", "贫困发生率由40.7%", "减少到22.96万人", "降至10.5%"],
        "corrected": False,
        "withdrawn": False,
        "revision": 1,
    }
    assert rows(client, f"?observation={POOR_2018}&status=does_not_hold") == [row]
    body = client.get(f"/api/v1/relations/{BASE}").json()
    root = "http://testserver/api/v1"
    assert body.pop("links") == {
        "self": f"{root}/relations/{BASE}",
        "history": f"{root}/relations/{BASE}/history",
        "observations": f"{root}/observations?code={POOR_2012}%2C{RATE_2012}%2C{POOR_2018}%2C{RATE_2018}",
        "document": f"{root}/documents/ankang-report",
    }
    assert body.pop("operand_values")[1] == {
        "name": "incidence_2012",
        "kind": "observation",
        "codes": [RATE_2012],
        "value": 40.7,
        "value_low": 40.65,
        "value_high": 40.75,
        "quote": "ankang-report-p1-poverty-incidence-2012",
        "quote_exact": "贫困发生率由40.7%",
    }
    assert body == row


def test_what_must_not_be_asserted_is_listed_with_the_reason(client: Client) -> None:
    row = client.get("/api/v1/relations/ankang-report-industry-covered-people-and-poor-population").json()
    assert (row["formula"], row["left"], row["right"], row["status"]) == (
        "covered ≤ poor_2018",
        450100,
        229600,
        "not_asserted",
    )
    assert row["reason_zh"] == (
        "两者所指的贫困户（人口）未必相同：各工程段落未说明“贫困户”是2018年的贫困户，还是历年建档立卡的贫困户。"
    )
    assert row["reason_en"] == (
        "The two may not be of the same poor households: the programme paragraphs do not say whether these are the "
        "poor of 2018 or all ever registered as poor."
    )


def test_a_listing_counts_the_records_that_the_words_name(client: Client) -> None:
    row = client.get("/api/v1/relations/ankang-report-listing-one-covenant-four-councils").json()
    assert (row["formula"], row["left"], row["right"]) == ("says = listed", 5, 5)
    assert row["quotes_exact"] == ["“一约四会”"]
    withdraw(Part.objects.get(code="village-rules"))
    assert status(client, "listing-one-covenant-four-councils") == "does_not_hold"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("kind=listing", 8),
        ("kind=part,identity", 8),
        ("status=does_not_hold,cannot_tell", 1),
        ("status=consistent", 0),
        ("status=not_asserted&kind=part", 1),
        (f"observation={COUNTIES}", 2),
        ("observation=ankang-report-loan-coverage-610900-at-report-target", 1),
        (f"observation={COUNTIES},{POOR_2018}", 7),
        (f"code={BASE}", 1),
        ("document=ankang-report", 28),
        ("corrected=true", 0),
        ("q=贫困户", 5),
        ("q=secretaries&status=not_asserted", 1),
    ],
)
def test_relations_are_filtered(client: Client, query: str, count: int) -> None:
    body = client.get(f"/api/v1/relations?{query}&page_size=1").json()
    assert (body["count"], len(body["results"])) == (count, min(count, 1))


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("status=broken", "There is no status 'broken'."),
        (f"observation={COUNTIES}x", f"There is no observation '{COUNTIES}x'. Did you mean {COUNTIES}?"),
        ("sort=gap", "There is no parameter sort here."),
    ],
)
def test_a_wrong_filter_is_named(client: Client, query: str, detail: str) -> None:
    response = client.get(f"/api/v1/relations?{query}")
    assert response.status_code == 400
    assert response.json()["errors"][0]["detail"].startswith(detail)


def test_tables_have_the_same_rows(client: Client) -> None:
    lines = client.get("/api/v1/relations.jsonl?kind=listing").getvalue().decode().splitlines()
    assert [json.loads(line) for line in lines] == rows(client, "?kind=listing")
    table = client.get(f"/api/v1/relations.csv?code={BASE}&fields=left,status,quotes_exact").getvalue().decode()
    assert table == (
        "left,status,quotes_exact\r\n"
        "2469287.469287,does_not_hold,贫困人口由100.5万人; 贫困发生率由40.7%; 减少到22.96万人; 降至10.5%\r\n"
    )


def test_the_status_is_that_of_the_requested_revision(client: Client) -> None:
    correct(Observation.objects.get(code=RATE_2018), value=Decimal("9.3"), value_text="9.3%")
    assert status(client, "implied-base-population", "?revision=1") == "does_not_hold"
    assert status(client, "implied-base-population", "?revision=2") == "consistent"
    assert [row["code"] for row in rows(client, "?status=does_not_hold&revision=1")] == [BASE]
    assert rows(client, "?status=does_not_hold") == []
    table = client.get("/api/v1/relations.csv?status=does_not_hold&revision=1&fields=code").getvalue()
    assert table.decode() == f"code\r\n{BASE}\r\n"


def test_a_withdrawn_operand_leaves_the_status_open(client: Client) -> None:
    withdraw(Observation.objects.get(code=COUNTIES))
    row = client.get("/api/v1/relations/ankang-report-counties-and-districts").json()
    assert (row["left"], row["left_low"], row["right"], row["gap"], row["status"]) == (
        None,
        None,
        10,
        None,
        "cannot_tell",
    )
    assert row["operand_values"][0] == {
        "name": "counties",
        "kind": "observation",
        "codes": [COUNTIES],
        "value": None,
        "value_low": None,
        "value_high": None,
        "quote": None,
        "quote_exact": None,
    }
    assert status(client, "counties-and-districts", "?revision=1") == "holds"


def test_a_definition_is_corrected_with_a_history(client: Client) -> None:
    relation = Relation.objects.get(code=BASE)
    correct(relation, reason_zh="两年的口径可能不同。", reason_en="The two years may count differently.")
    assert status(client, "implied-base-population") == "not_asserted"
    versions = client.get(f"/api/v1/relations/{BASE}/history").json()["results"]
    assert [(one["revision_from"], one["changed"]) for one in versions] == [
        (1, []),
        (2, ["reason_zh", "reason_en"]),
    ]
    corrections = client.get(f"/api/v1/corrections?record_type=relation&record={BASE}").json()
    assert corrections["count"] == 2


def test_a_list_takes_the_same_queries_for_more_relations(client: Client, django_assert_num_queries: Any) -> None:
    client.get("/api/v1/relations?page_size=1")
    with django_assert_num_queries(9):
        client.get("/api/v1/relations?count=false")


FORMULAS: list[tuple[dict[str, Any], str]] = [
    # what the first relation of the file has instead, and what is said of it
    ({"formula": "counties + districts"}, "formula: A relation has one of = ≤ ≥ < >."),
    ({"formula": "counties + = poor_counties"}, "formula: Character 12 is =, where a name, a number or an opening "),
    ({"formula": "counties * 2 = poor_counties"}, "formula: Write × in place of *."),
    ({"formula": "(counties + districts = poor_counties"}, "formula: Character 23 is =, where a closing parenthesis "),
    ({"formula": "counties + districts ="}, "formula: The formula ends where a name, a number or an opening "),
    ({"formula": "counties = districts = poor_counties"}, "formula: Character 22 is =, where an operator, or the end"),
    ({"formula": "__import__ = poor_counties"}, "formula: Character 1 is _, where a name, a number or an opening "),
    ({"formula": "(" * 21}, "formula: A formula has at most 20 parentheses."),
    ({"formula": "1 + " * 100 + "1 = 1"}, "formula: A formula has at most 300 characters."),
    (
        {"formula": "counties + districts = poor_counties + counties"},
        "formula: The operand counties is used twice. Use each operand once, so that the interval is exact: "
        "write a ÷ (a + b) as 1 ÷ (1 + b ÷ a).",
    ),
    (
        {"formula": "countys + districts = poor_counties"},
        "operands: The formula uses countys, which is no operand. Did you mean counties?",
    ),
    ({"operands": ["counties"]}, "operands: 'counties' is no operand; write name = CODE for an observation, "),
    (
        {"operands": ["counties = a", "districts = b", "poor_counties = count of parts c"]},
        "operands: There is no kind parts of records; allowed are achievement, derived, document, metric, ",
    ),
    ({"operands": "counties"}, "operands: Must be a list."),
    ({"operands": [{"name": "counties"}]}, "operands: {'name': 'counties'} is no operand; write name = CODE for an "),
    ({"operands": [7]}, "operands: Must be a list of texts, or of objects that hold texts."),
    (
        {"formula": "a = 9", "operands": [f"a = {COUNTIES}", f"a = {POOR_2018}"]},
        "operands: Two operands have the name a.",
    ),
    (
        {"formula": "a = 9", "operands": [f"a = {COUNTIES}", f"b = {POOR_2018}"]},
        "operands: The formula does not use the operand b.",
    ),
    ({"kind": "sum"}, "kind: Value 'sum' is not a valid choice."),
    ({"reason_en": "Because."}, "Reason: fill in both languages, or neither."),
]


@pytest.mark.parametrize(("changed", "problem"), FORMULAS)
def test_a_bad_definition_is_refused_with_its_place(fixtures: Path, changed: dict[str, Any], problem: str) -> None:
    path = fixtures / "ankang-report" / "relations.json"
    edit_record(path, 0, **changed)
    with pytest.raises(CommandError) as caught:
        load(fixtures)
    place = f"{path}, record 1 (ankang-report-counties-and-districts)"
    assert any(line.startswith(place) and problem in line for line in str(caught.value).split("\n")), caught.value


def test_a_code_that_no_record_has_is_refused(fixtures: Path) -> None:
    path = fixtures / "ankang-report" / "relations.json"
    edit_record(path, 0, formula="a = 9", operands=[f"a = {COUNTIES}s"])
    with pytest.raises(CommandError) as caught:
        load(fixtures)
    assert f"operands: There is no observation {COUNTIES}s. Did you mean {COUNTIES}?" in str(caught.value)


def test_a_load_after_a_withdrawal_changes_nothing(client: Client, fixtures: Path) -> None:
    withdraw(Observation.objects.get(code=COUNTIES))
    load(fixtures)
    assert status(client, "counties-and-districts") == "cannot_tell"


def test_the_page_of_an_observation_shows_its_relations(corrector: Client) -> None:
    html = page(corrector, address(Observation.objects.get(code=COUNTIES)))
    relation = Relation.objects.get(code="ankang-report-counties-and-districts")
    link = f'<a href="{address(relation)}">{relation.name_en}</a>'
    assert link in html
    assert "Counties + Districts = Poor counties and districts: Holds" in html


@pytest.mark.parametrize(
    ("language", "formula"),
    [
        ("en", "Poor population (2018) &lt; Poor population (2012)"),
        ("zh-hans", "贫困人口（2018） &lt; 贫困人口（2012）"),
    ],
)
def test_formulas_name_figures_in_the_language_of_the_page(corrector: Client, language: str, formula: str) -> None:
    corrector.cookies["django_language"] = language
    assert f'<td class="field-in_words">{formula}</td>' in page(corrector, "/admin/indicators/relation/?all=")
    assert formula in page(corrector, address(Observation.objects.get(code=POOR_2018)))


def test_a_correction_that_breaks_a_relation_is_confirmed(corrector: Client) -> None:
    counties = Observation.objects.get(code=COUNTIES)
    found = warnings(propose(corrector, address(counties), value="8", value_text="8县", reason="A test."))
    assert [each for each in found if "holds" in each] == [
        "Relation: “Counties and districts add up to the poor counties and districts” no longer holds. "
        "Its figures: Counties, Ankang City, until 2019: 8 (“全市所辖9县”), "
        "Districts, Ankang City, until 2019: 1 (“1区”), "
        "Poor counties and districts, Ankang City, until 2019: 10 (“9县1区都是贫困县”). "
        "(Counties + Districts = Poor counties and districts, ankang-report-counties-and-districts)",
        "Relation: “The number of counties is that of the code list” no longer holds. "
        "Its figures: Counties, Ankang City, until 2019: 8 (“全市所辖9县”), number of listed records (Regions) = 9. "
        "(Counties = number of listed records (Regions), ankang-report-listing-counties)",
    ]


def test_a_relation_that_did_not_hold_before_needs_no_confirmation(corrector: Client) -> None:
    poor = Observation.objects.get(code=POOR_2018)
    found = warnings(propose(corrector, address(poor), value="229700", value_text="22.97万人", reason="A test."))
    assert [each for each in found if "holds" in each] == []


def test_a_relation_is_corrected_in_the_admin(corrector: Client, client: Client) -> None:
    relation = Relation.objects.get(code="ankang-report-loan-factories")
    html = page(corrector, address(relation))
    assert "40 ≤ 417: Holds" in html
    publish(corrector, address(relation), formula="factories ≥ with_loan", reason="The other way round.")
    assert client.get("/api/v1/relations/ankang-report-loan-factories").json()["gap"] == 377
    refused = propose(corrector, address(relation), formula="factories ≥ 2 * with_loan", reason="Wrong.")
    assert "Write × in place of *." in refused


def test_the_number_of_a_listing_is_read_from_its_quote(client: Client) -> None:
    relation = Relation.objects.get(code="ankang-report-listing-six-activities")
    quote = Quote.objects.get(code="ankang-report-p1-five-programmes")
    correct(relation, operands=[f"says = quote {quote.code}", relation.operands[1]])
    row = client.get(f"/api/v1/relations/{relation.code}").json()
    assert (row["left"], row["right"], row["status"]) == (5, 6, "does_not_hold")
