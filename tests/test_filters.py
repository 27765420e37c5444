"""Filters: each finds what it says, and a query that cannot be understood is refused with what is allowed."""

import pytest
from django.test import Client

from indicators.filtering import codes
from indicators.models import Observation, Unit
from tests.editing import correct, withdraw

pytestmark = pytest.mark.django_db

FOUND = [
    ("observations?metric=poor-population,poverty-incidence", 4),
    ("observations?metric=poor-population&period=2012", 1),
    ("observations?region=610000", 1),
    ("observations?region=610000,610900", 48),
    ("observations?region=610902", 0),
    ("observations?within=610900", 47),
    ("observations?within=cn", 48),
    ("observations?within=qinba", 47),
    ("observations?level=province", 1),
    ("observations?programme=three-changes", 3),
    ("observations?document=ankang-report", 48),
    ("observations?period=2011/2019,2016/2019", 4),
    ("observations?period=../2019&value__gte=100000", 4),
    ("observations?value__gte=229600&value__lte=229600", 1),
    ("observations?value__lte=-0.5", 2),
    ("observations?value_type=target", 2),
    ("observations?measure=rank,change", 4),
    ("observations?qualifier=approximate", 2),
    ("observations?derivation=implied", 3),
    ("observations?obs_status=A", 48),
    ("observations?obs_status=E", 0),
    ("observations?metric=poor-population&latest=true", 1),
    ("observations?metric=poor-population&latest=false", 2),
    ("series?metric=poor-population,poverty-incidence", 2),
    ("series?measure=rank", 2),
    ("metrics?measure=rank", 2),
    ("metrics?unit=percent", 6),
    ("metrics?programme=three-changes", 3),
    ("metrics?temporality=stock&measure=share", 3),
    ("metrics?temporality__isnull=true", 13),
    ("regions?level=county", 10),
    ("regions?parent=610900", 10),
    ("regions?within=qinba", 12),
    ("regions?within=610900", 11),
    ("regions?member_of=qinba", 1),
    ("regions?code_system=own", 1),
    ("units?kind=ratio", 4),
    ("parts?campaign=true&kind=principle", 8),
    ("parts?campaign=false", 71),
    ("parts?parent=six-activities", 6),
    ("parts?programme=new-civic-norms&kind=value", 6),
    ("achievements?kind=award,assessment", 5),
    ("achievements?year=2017", 1),
    ("achievements?programme=new-community-factory", 5),
    ("achievements?document=ankang-report&kind=endorsement", 3),
    ("observations?code=ankang-report-poor-population-610900-2018,ankang-report-poor-population-610900-2012", 2),
    ("observations?unit=percent", 7),
    ("observations?unit=percent,yuan", 8),
    ("observations?unit=percent&measure=change", 2),
    ("observations?quote=ankang-report-p1-counties", 1),
    ("observations?corrected=false", 48),
    ("observations?corrected=true", 0),
    ("observations?period_basis=stated,plan", 8),
    ("observations?base_period__isnull=true", 48),
    ("observations?comparison__isnull=true", 48),
    ("observations?comparison=year_on_year", 0),
    ("observations?base_period__isnull=false", 0),
    ("observations?base_period=2018", 0),
    ("observations?programme__isnull=true", 12),
    ("observations?programme__isnull=false", 36),
    ("observations?period_start__isnull=true", 38),
    ("observations?period_start__isnull=FALSE", 10),
    ("observations?value__isnull=true", 0),
    ("observations?value__isnull=false", 48),
    ("observations?value_low__isnull=true", 1),
    ("observations?value_high__isnull=false", 47),
    ("observations?value__gt=229600", 7),
    ("observations?value__gte=229600", 8),
    ("observations?value__lt=-0.5", 2),
    ("observations?value__gt=5&value__lt=5", 0),
    ("observations?printed_mult=4", 12),
    ("observations?printed_mult=1,4", 13),
    ("observations?printed_decimals=0&printed_mult=4", 2),
    ("verification?unit=percent", 7),
    ("verification?code=ankang-report-poor-population-610900-2018", 1),
    ("series?unit=percent", 6),
    ("series?period_basis=plan", 4),
    ("series?code=poor-population--610900,poverty-incidence--610900", 2),
    ("series?code=poor-population--610900&period=2018&latest=true", 1),
    ("series?code=poor-population--610900&metric=counties", 0),
    ("metrics?code=poor-population,poverty-incidence", 2),
    ("metrics?denominator=factory-employees", 1),
    ("metrics?denominator__isnull=false", 1),
    ("metrics?part_of=relocated-people", 1),
    ("metrics?part_of__isnull=true", 41),
    ("metrics?rank_order=descending", 2),
    ("metrics?programme__isnull=true", 9),
    ("metrics?programme__isnull=false", 36),
    ("metrics?corrected=false", 45),
    ("regions?code=610900,qinba", 2),
    ("regions?parent__isnull=true", 2),
    ("regions?corrected=true", 0),
    ("units?code=person,yuan", 2),
    ("units?symbol__isnull=false", 3),
    ("units?corrected=false", 28),
    ("documents?code=ankang-report", 1),
    ("documents?report_year=2018,2019", 1),
    ("documents?report_year=2018", 0),
    ("documents?language=zh-Hans", 1),
    ("documents?date__isnull=true", 1),
    ("documents?date__isnull=false", 0),
    ("documents?corrected=true", 0),
    ("documents/ankang-report/passages?number=1,7,8", 2),
    ("documents/ankang-report/passages?code=ankang-report-p3", 1),
    ("documents/ankang-report/quotes?code=ankang-report-p1-counties", 1),
    ("documents/ankang-report/quotes?passage=ankang-report-p3&page_size=50", 36),
    ("documents/ankang-report/quotes?motivation=commenting", 7),
    ("documents/ankang-report/quotes?motivation=linking,commenting&page_size=200", 174),
    ("regions?successor=610900", 0),
    ("regions?successor__isnull=true", 14),
    ("metrics?counterpart=relocated-people", 1),
    ("metrics?counterpart__isnull=false", 6),
    ("documents?source_office_quote__isnull=true", 0),
    ("observations?restates__isnull=true", 48),
    ("programmes?code=three-changes", 1),
    ("programmes?document=ankang-report", 5),
    ("programmes?region=610900", 5),
    ("programmes?metric=family-farms", 1),
    ("programmes?aim_quote__isnull=true", 0),
    ("programmes?quote=ankang-report-p1-counties", 0),
    ("programmes?corrected=false", 5),
    ("parts?code=six-activities", 1),
    ("parts?programme__isnull=true", 18),
    ("parts?programme__isnull=true&campaign=false", 0),
    ("parts?parent__isnull=true", 52),
    ("parts?corrected=false", 89),
    ("achievements?code=ankang-report-classic-case", 1),
    ("achievements?level=national", 10),
    ("achievements?level__isnull=true", 4),
    ("achievements?year_of=2017", 3),
    ("achievements?year_of__isnull=true", 13),
    ("achievements?year__isnull=true", 15),
    ("achievements?occurrences=2,3", 2),
    ("achievements?programme__isnull=true", 10),
    ("achievements?corrected=true", 0),
]


@pytest.mark.usefixtures("small_and_large")
@pytest.mark.parametrize(("query", "count"), FOUND)
def test_a_filter_finds_what_it_says(client: Client, query: str, count: int) -> None:
    body = client.get(f"/api/v1/{query}").json()
    assert (body["count"], len(body["results"])) == (count, count)


@pytest.mark.usefixtures("small_and_large")
@pytest.mark.parametrize(
    ("query", "codes"),
    [
        # a period from 2012 to 2012 overlaps what is dated 2012 or spans it
        ("metric=poor-population,relocated-people&start_period=2012&end_period=2012", ["2012", "since-2011"]),
        ("metric=poor-population,relocated-people&end_period=2011-12-31", ["since-2011"]),
        ("metric=poor-population,relocated-people&start_period=2018-12-31&end_period=2018", ["2018", "since-2011"]),
        ("metric=poor-population,relocated-people&end_period=2010", []),
    ],
)
def test_a_period_takes_all_that_overlaps_ends_included(client: Client, query: str, codes: list[str]) -> None:
    rows = client.get(f"/api/v1/observations?{query}").json()["results"]
    assert [row["code"].partition("610900-")[2] for row in rows] == codes


@pytest.mark.usefixtures("small_and_large")
@pytest.mark.parametrize(
    ("query", "count", "periods"),
    [
        ("start_period=2012&end_period=2012", 4, ["2011/2019", "2012"]),
        ("period=../2019&start_period=2019&end_period=2019", 38, ["../2019"]),
        ("period=../2019&start_period=2019-12-31", 38, ["../2019"]),
        ("period=../2019&end_period=2019-12-30", 0, []),
        ("period=../2019&end_period=2018", 0, []),
    ],
)
def test_a_period_of_unknown_start_counts_as_its_end_alone(
    client: Client, query: str, count: int, periods: list[str]
) -> None:
    body = client.get(f"/api/v1/observations?{query}").json()
    assert (body["count"], sorted({row["time_period"] for row in body["results"]})) == (count, periods)


REFUSED = [
    (
        "observations?metrc=poor-population",
        "metrc",
        "unknown_parameter",
        "There is no parameter metrc here. Did you mean metric?",
    ),
    (
        "observations?metric=poor-populatoin",
        "metric",
        "unknown_metric",
        "There is no metric 'poor-populatoin'. Did you mean poor-population?",
    ),
    ("observations?region=", "region", "empty", "region is empty; leave it out or give it a value."),
    ("observations?q=a&q=b", "q", "repeated", "q is given 2 times; give it once."),
    ("observations?measure=cuont", "measure", "unknown_measure", "There is no measure 'cuont'. Did you mean count?"),
    ("observations?value__gte=many", "value__gte", "invalid", "'many' is not a number; write 229600 or -0.5."),
    ("observations?value__gte=NaN", "value__gte", "invalid", "'NaN' is not a number; write 229600 or -0.5."),
    (
        "observations?value__lte=0.0000001",
        "value__lte",
        "max_decimal_places",
        "Ensure that there are no more than 6 decimal places.",
    ),
    (
        "observations?period=2018-13",
        "period",
        "invalid",
        "'2018-13' is not a period; write 2018, 2018-S1, 2018-Q3, 2018-06, 2018-06-30, 2011/2019 or ../2019.",
    ),
    (
        "observations?start_period=2018-13-01",
        "start_period",
        "invalid",
        "'2018-13-01' is not a year, half-year, quarter, month or day; "
        "write 2018, 2018-S1, 2018-Q3, 2018-06 or 2018-06-30.",
    ),
    ("observations?latest=yes", "latest", "unknown_value", "There is no value 'yes'."),
    ("observations?metric=%25s%00", "metric", "null_characters_not_allowed", "Null characters are not allowed."),
    ('observations?metric={"a\\b}', "metric", "unknown_metric", """There is no metric '{"a\\b}'."""),
    ("observations?metric=po%0Aor", "metric", "unknown_metric", "There is no metric 'po\nor'."),
    ("observations?metric=%25(x)s", "metric", "unknown_metric", "There is no metric '%(x)s'."),
    ("achievements?year=2O17", "year", "invalid", "'2O17' is not a year; write 2018."),
    ("observations?value__gte=1_0", "value__gte", "invalid", "'1_0' is not a number; write 229600 or -0.5."),
    ("observations?value__lte=%D9%A1", "value__lte", "invalid", "'١' is not a number; write 229600 or -0.5."),
    ("achievements?year=01", "year", "invalid", "'01' is not a year; write 2018."),
    ("observations?latest=%20", "latest", "empty", "latest is empty; leave it out or give it a value."),
    ("parts?campaign=%C2%A0", "campaign", "empty", "campaign is empty; leave it out or give it a value."),
    (
        "observations?start_period=2019&end_period=2010",
        "end_period",
        "out_of_order",
        "end_period comes before start_period.",
    ),
    ("observations?value__gte=5&value__lte=1", "value__lte", "out_of_order", "value__lte comes before value__gte."),
    (
        "metrics?q=%ff",
        "q",
        "not_utf8",
        "q is not valid UTF-8: it holds the replacement character U+FFFD.",
    ),
    ("parts?kind=,", "kind", "invalid", "',' is not a list of values with a comma between them."),
    (
        "achievements?year=2017,,2018",
        "year",
        "invalid",
        "'2017,,2018' is not a list of values with a comma between them.",
    ),
    ("units?kind=count,", "kind", "invalid", "'count,' is not a list of values with a comma between them."),
    (
        "observations?value__gt=5&value__lt=1",
        "value__lt",
        "out_of_order",
        "value__lt comes before value__gt.",
    ),
    (
        "observations?value__gte=9&value__gt=5&value__lt=1",
        "value__lt",
        "out_of_order",
        "value__lt comes before value__gte.",
    ),
    (
        "observations?code=ankang-report-poor-populatoin-610900-2018",
        "code",
        "unknown_observation",
        "There is no observation 'ankang-report-poor-populatoin-610900-2018'. "
        "Did you mean ankang-report-poor-population-610900-2018?",
    ),
    (
        "series?code=poor-populatoin--610900",
        "code",
        "unknown_series",
        "There is no series 'poor-populatoin--610900'. Did you mean poor-population--610900?",
    ),
    (
        "series?code=poor-population--610000",
        "code",
        "unknown_series",
        "There is no series 'poor-population--610000'. Did you mean poor-population--610900?",
    ),
    ("series?code=610900", "code", "unknown_series", "There is no series '610900'."),
    ("verification?unit=percnt", "unit", "unknown_unit", "There is no unit 'percnt'. Did you mean percent?"),
    ("observations?corrected=1", "corrected", "unknown_value", "There is no value '1'."),
    (
        "observations?period_basis=planned",
        "period_basis",
        "unknown_period_basis",
        "There is no period_basis 'planned'. Did you mean plan?",
    ),
    ("observations?printed_mult=-4", "printed_mult", "invalid", "'-4' is not a whole number; write 4."),
    (
        "observations?base_period=18",
        "base_period",
        "invalid",
        "'18' is not a period; write 2018, 2018-S1, 2018-Q3, 2018-06, 2018-06-30, 2011/2019 or ../2019.",
    ),
    (
        "documents?language=zh-hans",
        "language",
        "unknown_language",
        "There is no language 'zh-hans'. Did you mean zh-Hans?",
    ),
    ("documents/ankang-report/passages?number=one", "number", "invalid", "'one' is not a whole number; write 4."),
    (
        "documents/ankang-report/quotes?motivation=comment",
        "motivation",
        "unknown_motivation",
        "There is no motivation 'comment'. Did you mean commenting?",
    ),
    (
        "parts?programme__isnul=true",
        "programme__isnul",
        "unknown_parameter",
        "There is no parameter programme__isnul here. Did you mean programme__isnull?",
    ),
    ("units?id=person", "id", "unknown_parameter", "There is no parameter id here. Did you mean code?"),
    ("parts?campaign=1", "campaign", "unknown_value", "There is no value '1'."),
    ("series?region=qimba", "region", "unknown_region", "There is no region 'qimba'. Did you mean qinba?"),
    ("programmes?order=1", "order", "unknown_parameter", "There is no parameter order here. Did you mean sort?"),
    (
        "observations/ankang-report-counties-610900-undated?x=1",
        "x",
        "unknown_parameter",
        "There is no parameter x here.",
    ),
]


@pytest.mark.parametrize(("query", "parameter", "code", "detail"), REFUSED)
def test_a_query_that_is_not_understood_is_refused(
    client: Client, query: str, parameter: str, code: str, detail: str
) -> None:
    response = client.get(f"/api/v1/{query}")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    [error] = response.json()["errors"]
    assert (error["parameter"], error["code"], error["detail"]) == (parameter, code, detail)


def test_all_mistakes_of_a_query_are_named_at_once(client: Client) -> None:
    body = client.get("/api/v1/units?kind=rattio,count,x&colour=red").json()
    assert body == {
        "type": "http://testserver/api/v1/problems/bad-parameters",
        "title": "Bad parameters",
        "status": 400,
        "detail": "There is no parameter colour here. There is no kind 'rattio'. Did you mean ratio?",
        "instance": "/api/v1/units?kind=rattio,count,x&colour=red",
        "code": "bad-parameters",
        "errors": [
            {
                "parameter": "colour",
                "code": "unknown_parameter",
                "detail": "There is no parameter colour here.",
                "allowed": [
                    *("code", "kind", "symbol__isnull", "corrected", "q", "format", "revision", "as_of"),
                    *("fields", "sort", "changed_since", "cursor", "page_size", "count"),
                ],
            },
            {
                "parameter": "kind",
                "code": "unknown_kind",
                "detail": "There is no kind 'rattio'. Did you mean ratio?",
                "allowed": ["count", "currency", "ratio", "ordinal", "quantity"],
            },
        ],
        "request_id": None,
    }


def test_mistakes_of_pages_fields_and_order_are_named_with_the_others(client: Client) -> None:
    query = "metric=zz&page_size=01&sort=zz&fields=zz&count=x&cursor=zz&zzz=1"
    errors = client.get(f"/api/v1/observations?{query}").json()["errors"]
    assert {error["parameter"] for error in errors} == {"metric", "page_size", "sort", "fields", "count", "zzz"}


def test_each_unknown_code_of_a_list_is_named(client: Client) -> None:
    body = client.get("/api/v1/observations?region=610900,shaanxi,61").json()
    assert [error["detail"] for error in body["errors"]] == [
        "There is no region 'shaanxi'.",
        "There is no region '61'.",
    ]
    assert body["errors"][0]["allowed"][:3] == ["610000", "610900", "610902"]


def test_twenty_unknown_codes_of_a_list_are_named(client: Client) -> None:
    names = ",".join(f"x{number}" for number in [*range(25), *range(25)])
    for path in ("observations?code", "series?code", "regions?parent", "corrections?record", "corrections?quote"):
        errors = client.get(f"/api/v1/{path}={names}").json()["errors"]
        assert [error["detail"].split("'")[1] for error in errors] == [f"x{number}" for number in range(20)], path


def test_an_unknown_code_of_a_large_table_is_compared_with_its_neighbours(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "MAX_ALLOWED", 10)
    body = client.get("/api/v1/observations?code=ankang-report-poor-populatoin-610900-2018,x").json()
    assert [(error["detail"], error["allowed"]) for error in body["errors"]] == [
        (
            "There is no observation 'ankang-report-poor-populatoin-610900-2018'. "
            "Did you mean ankang-report-poor-population-610900-2018?",
            None,
        ),
        ("There is no observation 'x'.", None),
    ]


def test_more_series_than_one_list_may_name_are_refused(client: Client) -> None:
    names = ",".join(f"x--{number}" for number in range(401))
    [error] = client.get(f"/api/v1/series?code={names}").json()["errors"]
    assert (error["parameter"], error["detail"]) == ("code", "Give 400 series at most, not 401.")


def test_a_correction_makes_a_record_corrected_at_its_revision(client: Client) -> None:
    observation = Observation.objects.get(code="ankang-report-poor-population-610900-2018")
    correct(observation, value=229700, value_text="22.97万人")
    correct(Unit.objects.get(code="person"), name_en="Person")
    for query, count in (
        ("observations?corrected=true", 1),
        ("observations?corrected=false", 47),
        ("observations?corrected=true&revision=2", 1),
        ("observations?corrected=true&revision=1", 0),
        ("observations?corrected=false&revision=1", 48),
        ("series?corrected=true", 1),
        ("verification?corrected=true", 1),
        ("units?corrected=true", 1),
        ("units?corrected=true&revision=2", 0),
        ("metrics?corrected=true", 0),
    ):
        assert client.get(f"/api/v1/{query}").json()["count"] == count, query


def test_a_withdrawn_code_is_found_where_withdrawn_records_are(client: Client) -> None:
    code = "ankang-report-banquets-change-610900-undated"
    withdraw(Observation.objects.get(code=code))
    assert client.get(f"/api/v1/observations?code={code}").status_code == 400
    assert client.get(f"/api/v1/observations?code={code}&revision=1").json()["count"] == 1
    [row] = client.get(f"/api/v1/observations?code={code}&changed_since=1").json()["results"]
    assert (row["code"], row["withdrawn"]) == (code, True)


def test_what_the_report_gives_no_figures_for_is_empty_not_an_error(client: Client) -> None:
    response = client.get("/api/v1/observations?region=610902")
    assert response.status_code == 200
    assert response.json()["results"] == []
