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
    ("region", "value", "shown"),
    [
        ("610900", 12, (12, 11)),
        ("610000", 3, (4, 3)),
    ],
)
def test_a_region_with_more_than_the_one_that_contains_it_is_told(
    region: str, value: int, shown: tuple[int, int]
) -> None:
    observation = Observation.objects.get(code=DEEPLY_POOR.format(region))
    assert record_warnings(observation) == []
    observation.value, observation.value_text = Decimal(value), f"{value}个"
    observation.derive()
    assert record_warnings(observation)[-1] == (
        "Region: it has more than the one that contains it. "
        f"Region: Deeply impoverished counties and districts, Ankang City, until 2019: {shown[0]} (“安康占4个”). "
        "Contains it: Deeply impoverished counties and districts, Shaanxi Province, until 2019: "
        f"{shown[1]} (“在全省11个深度贫困县区”). "
        f"({DEEPLY_POOR.format('610900')}, {DEEPLY_POOR.format('610000')})"
    )


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
    assert [message for message in record_warnings(observation) if message.startswith("People and households")] == [
        "People and households: not 1 to 8 people in each. "
        "People: People relocated and resettled since the 12th Five-Year Plan began, Ankang City, 2011–2019: "
        "920,000 (“92万人”). "
        "Households: Households relocated and resettled since the 12th Five-Year Plan began, Ankang City, 2011–2019: "
        "100,000 (“全市累计搬迁安置26.6万户”). "
        f"(ankang-report-relocated-people-610900-since-2011, {HOUSEHOLDS})"
    ]


def test_a_counterpart_in_the_same_unit_is_refused() -> None:
    metric = Metric.objects.get(code="relocated-people")
    metric.counterpart = Metric.objects.get(code="industry-covered-people")
    with pytest.raises(ValidationError, match="A counterpart is in another unit; industry-covered-people is in person"):
        raise_errors(metric)


def test_loans_and_deep_poverty_are_parts(client: Client) -> None:
    assert client.get("/api/v1/metrics/loan-factories").json()["part_of"] == "community-factories"
    assert client.get("/api/v1/metrics/deeply-poor-counties").json()["part_of"] == "poor-counties"
