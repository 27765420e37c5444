"""Regions: their memberships with evidence, and their figures beside those of the regions around them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from indicators.checks.errors import raise_errors
from indicators.checks.warnings import record_warnings
from indicators.models import Metric, Observation, Region
from tests.editing import correcting

pytestmark = pytest.mark.django_db

DEEPLY_POOR = "ankang-report-deeply-poor-counties-{}-undated"
HOUSEHOLDS = "ankang-report-relocated-households-610900-since-2011"


def test_a_region_shows_its_memberships_with_what_says_so(client: Client) -> None:
    body = client.get("/api/v1/regions/610900").json()
    assert (body["member_of"], body["successor"]) == (["qinba"], None)
    assert body["memberships"] == [
        {
            "area": "qinba",
            "area_name_zh": "秦巴山区",
            "area_name_en": "Qinling–Bashan (Qinba) mountain area",
            "basis_zh": "报告：“安康全域位于秦巴山集中连片特困地区”。",
            "basis_en": "The report: all of Ankang lies in the Qinba contiguous area of extreme poverty.",
            "document": "ankang-report",
            "quote": "ankang-report-p1-qinba",
            "quote_exact": "安康全域位于秦巴山集中连片特困地区",
        }
    ]


def test_the_quote_of_a_membership_names_it_and_links_to_its_region(client: Client) -> None:
    body = client.get("/api/v1/documents/ankang-report/quotes/ankang-report-p1-qinba").json()
    assert body["records"] == [{"type": "membership", "code": "610900--qinba", "field": "quote"}]
    assert body["body"] == [{"id": "http://testserver/api/v1/regions/610900", "type": "Dataset"}]


def test_a_document_has_the_words_that_name_its_source_office(client: Client) -> None:
    body = client.get("/api/v1/documents/ankang-report").json()
    assert body["source_office_quote"] == "ankang-report-p7-source-office"
    assert body["source_office_quote_exact"] == "安康市脱贫办提供"
    body = client.get("/api/v1/documents/ankang-report/quotes/ankang-report-p7-source-office").json()
    assert body["records"] == [{"type": "document", "code": "ankang-report", "field": "source_office_quote"}]


def test_townships_villages_and_successors(client: Client) -> None:
    with correcting() as changeset:
        county = Region.objects.get(code="610928")
        names = {"code_system": "gb-t-2260", "parent": Region.objects.get(code="610900")}
        successor = Region(code="610981", level="county", name_zh="旬阳市", name_en="Xunyang City", **names)
        changeset.save(successor)
        county.successor = successor
        changeset.save(county)
        names = {"code_system": "own", "parent": county}
        town = Region(code="town", level="township", name_zh="镇", name_en="A town", **names)
        changeset.save(town)
        names = {"code_system": "own", "parent": town}
        changeset.save(Region(code="village", level="village", name_zh="村", name_en="A village", **names))
    assert client.get("/api/v1/regions/610928").json()["successor"] == "610981"
    rows = client.get("/api/v1/regions?successor=610981").json()["results"]
    assert [row["code"] for row in rows] == ["610928"]
    rows = client.get("/api/v1/regions?level=township,village").json()["results"]
    assert [row["code"] for row in rows] == ["town", "village"]


@pytest.mark.parametrize(
    ("region", "value", "message"),
    [
        ("610900", 12, f"A region has no more than the one that contains it: 12 against 11 of {DEEPLY_POOR}."),
        ("610000", 3, f"A region has no less than one within it: 3 against 4 of {DEEPLY_POOR}."),
    ],
)
def test_a_region_has_no_more_than_the_one_that_contains_it(region: str, value: int, message: str) -> None:
    observation = Observation.objects.get(code=DEEPLY_POOR.format(region))
    raise_errors(observation)
    observation.value, observation.value_text = Decimal(value), f"{value}个"
    observation.derive()
    other = {"610900": "610000", "610000": "610900"}[region]
    with pytest.raises(ValidationError) as caught:
        raise_errors(observation)
    assert message.format(other) in caught.value.messages


def test_people_and_households_are_compared_by_the_counterpart_of_the_metric(client: Client) -> None:
    rows = client.get("/api/v1/metrics?counterpart__isnull=false").json()["results"]
    assert {row["code"]: row["counterpart"] for row in rows} == {
        "industry-covered-households": "industry-covered-people",
        "industry-covered-people": "industry-covered-households",
        "relocated-households": "relocated-people",
        "relocated-households-13th-plan": "relocated-people-13th-plan",
        "relocated-people": "relocated-households",
        "relocated-people-13th-plan": "relocated-households-13th-plan",
    }
    observation = Observation.objects.get(code=HOUSEHOLDS)
    observation.value = Decimal(100_000)
    assert [message for message in record_warnings(observation) if "households" in message] == [
        "920,000 people in 100,000 households (with ankang-report-relocated-people-610900-since-2011): "
        "that is not between 1 and 8 people in each."
    ]


def test_a_counterpart_in_the_same_unit_is_refused() -> None:
    metric = Metric.objects.get(code="relocated-people")
    metric.counterpart = Metric.objects.get(code="industry-covered-people")
    with pytest.raises(ValidationError, match="A counterpart is in another unit; industry-covered-people is in person"):
        raise_errors(metric)


def test_loans_and_deep_poverty_are_parts(client: Client) -> None:
    assert client.get("/api/v1/metrics/loan-factories").json()["part_of"] == "community-factories"
    assert client.get("/api/v1/metrics/deeply-poor-counties").json()["part_of"] == "poor-counties"
