"""Evidence: every numeral is accounted for, and every record is what its words say when they are read again alone."""

import unicodedata
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import Subquery
from django.test import Client

from indicators.models import Metric, Observation, Passage, Quote
from indicators.text.numbers.chinese_numbers import read
from indicators.text.numbers.numerals import chinese_number
from programmes.listing import counted, years_running
from programmes.models import Part
from tests.editing import correcting, tampering

pytestmark = pytest.mark.django_db

WORDS = frozenset(["人", "名", "户", "个", "家", "县", "区", "场", "例", "次", "元", "%", "成", "分之", "第", "全覆盖"])
DEEP_COUNTIES = "ankang-report-deeply-poor-counties-610900-undated"


def numeral_runs(text: str) -> list[tuple[int, int]]:
    """Where the test itself sees numerals: runs of characters that Unicode gives a numeric value, and 两."""
    runs: list[tuple[int, int]] = []
    for index, character in enumerate(text):
        if unicodedata.numeric(character, None) is None and character != "两":
            continue
        if runs and runs[-1][1] == index:
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return runs


def test_every_numeral_of_the_text_lies_in_a_quote_that_is_evidence_or_excluded() -> None:
    spans: dict[int, list[tuple[int, int]]] = {}
    for quote in Quote.objects.with_evidence():
        assert bool(quote.evidence_for()) != bool(quote.excluded_en), quote
        spans.setdefault(quote.passage_id, []).append((quote.start, quote.end))
    numerals = uncovered = 0
    for passage in Passage.objects.filter(document__code="ankang-report"):
        for start, end in numeral_runs(passage.text):
            numerals += 1
            uncovered += not any(first <= start and end <= last for first, last in spans[passage.pk])
    assert (numerals, uncovered) == (95, 0)


def test_coverage_shows_each_numeral_with_its_quotes(client: Client) -> None:
    body = client.get("/api/v1/documents/ankang-report/coverage").json()
    numerals, listings = body.pop("numerals"), body.pop("listings")
    assert body == {
        "document": "ankang-report",
        "numerals_total": 82,
        "value": 47,
        "period": 4,
        "excluded": 7,
        "name": 24,
        "uncovered": 0,
        "links": {
            "self": "http://testserver/api/v1/documents/ankang-report/coverage",
            "document": "http://testserver/api/v1/documents/ankang-report",
            "quotes": "http://testserver/api/v1/documents/ankang-report/quotes",
        },
    }
    assert numerals[0] == {
        "passage": "ankang-report-p1",
        "text": "9",
        "start": 22,
        "end": 23,
        "status": "value",
        "quotes": ["ankang-report-p1-counties", "ankang-report-p1-poor-counties"],
    }
    assert {numeral["quotes"][0] for numeral in numerals if numeral["status"] == "excluded"} == {
        "ankang-report-p1-five-programmes",
        "ankang-report-p1-claim-own-path",
        "ankang-report-p1-achievement-affirmations",
        "ankang-report-p5-100-households",
        "ankang-report-p6-youth-elected",
        "ankang-report-p6-part-review-and-recall",
    }
    assert {numeral["quotes"][0] for numeral in numerals if numeral["status"] == "period"} == {
        "ankang-report-p1-2012-to-2018",
        "ankang-report-p5-since-12th-plan",
        "ankang-report-p5-since-13th-plan",
    }
    assert [(one["quote_exact"], one["says"], len(one["members"]), one["agrees"]) for one in listings] == [
        ("“五大工程”", 5, 5, True),
        ("“四个凡是”", 4, 4, True),
        ("“一约四会”", 5, 5, True),
        ("“六大活动”", 6, 6, True),
        ("安康2017、2018连续两年获评全省脱贫攻坚工作成效考核优秀单位", 2, 2, True),
        ("新社区工厂和新社区工厂贷“两个全覆盖”", 2, 2, True),
    ]


def test_a_numeral_that_loses_its_quote_shows_as_uncovered(client: Client) -> None:
    with correcting() as changeset:
        changeset.withdraw(Quote.objects.get(code="ankang-report-p5-100-households"))
    body = client.get("/api/v1/documents/ankang-report/coverage").json()
    assert (body["excluded"], body["uncovered"]) == (6, 1)
    [numeral] = [numeral for numeral in body["numerals"] if numeral["status"] == "uncovered"]
    assert (numeral["text"], numeral["quotes"]) == ("100", [])
    with pytest.raises(CommandError, match="ankang-report-p5: 100 at 328 lies in no quote of a record"):
        call_command("verify")


@pytest.mark.parametrize(
    ("exact", "reading"),
    [
        ("减少到22.96万人", (Decimal(229600), 4, 2, 1, ("人",))),
        ("降至10.5%", (Decimal("10.5"), 0, 1, 1, ("%",))),
        ("为40家新社区工厂", (Decimal(40), 0, 0, 1, ("家",))),
        ("全市农村摆酒席减少三分之二", (Decimal("-66.666667"), None, None, -1, ("分之",))),
        ("“人情份子”下降了七成", (Decimal(-70), 1, 0, -1, ("成",))),
        ("贫困发生率居全省第二", (Decimal(2), 0, 0, 1, ("第",))),
        ("全省扶贫扶志工作现场推进会两次在安康召开", (Decimal(2), 0, 0, 1, ("次",))),
        ("“两个全覆盖”", (Decimal(100), None, None, 1, ("全覆盖",))),
        ("9县1区都是贫困县", (Decimal(10), 0, 0, 1, ("县", "区"))),
        ("贷款2624万元", (Decimal(26240000), 4, 0, 1, ("元",))),
        ("减少12.5亿元", (Decimal(-1250000000), 8, 1, -1, ("元",))),
        ("十二个", (Decimal(12), 0, 0, 1, ("个",))),
        ("13.72万户451人", None),
        ("2186名35岁以下的优秀青年", (Decimal(2186), 0, 0, 1, ("名",))),
        ("对全市“第一书记”进行综合研判，召回86名", (Decimal(86), 0, 0, 1, ("名",))),
        ("安康基本市情", None),
    ],
)
def test_a_quote_is_read_on_its_own(exact: str, reading: tuple[object, ...] | None) -> None:
    found = read(exact, WORDS)
    assert (found and (found.number, found.mult, found.decimals, found.sign, found.words)) == reading


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三", 3),
        ("十", 10),
        ("十二", 12),
        ("二十五", 25),
        ("一百零八", 108),
        ("两千三百", 2300),
        ("三万五", 35000),
        ("一亿二千万", 120000000),
    ],
)
def test_chinese_numerals_are_numbers(text: str, number: int) -> None:
    assert chinese_number(text) == number


def test_every_observation_agrees_with_its_quote(client: Client) -> None:
    rows = client.get("/api/v1/verification").json()["results"]
    assert len(rows) == 48
    assert [row["observation"] for row in rows if not row["agrees"]] == []


def test_verification_shows_each_check(client: Client) -> None:
    body = client.get(f"/api/v1/verification/{DEEP_COUNTIES}").json()
    assert body.pop("links").keys() == {"self", "observation", "quote", "document"}
    assert body == {
        "observation": DEEP_COUNTIES,
        "document": "ankang-report",
        "quote": "ankang-report-p1-deeply-poor-counties-610900",
        "quote_exact": "安康占4个",
        "checks": {
            "number": {"record": 4, "read": 4, "agrees": True},
            "multiplier": {"record": 0, "read": 0, "agrees": True},
            "decimals": {"record": 0, "read": 0, "agrees": True},
            "sign": {"record": 1, "read": 1, "agrees": True},
            "unit": {"record": ["县", "区", "个"], "read": ["个"], "agrees": True},
            "period": {"record": "../2019", "read": None, "agrees": None},
            "qualifier": {"record": "exact", "read": "exact", "agrees": True},
            "value_type": {"record": "actual", "read": "actual", "agrees": True},
            "subject": {"record": ["深度贫困县"], "read": ["深度贫困县"], "agrees": True},
            "region": {"record": "610900", "read": ["610900"], "agrees": True},
        },
        "agrees": True,
    }


@pytest.mark.parametrize(
    ("code", "change", "failing"),
    [
        ("poor-population-610900-2018", {"value": 229500}, {"number"}),
        ("poor-population-610900-2018", {"printed_mult": 3}, {"multiplier"}),
        ("poor-population-610900-2018", {"printed_decimals": 1}, {"decimals"}),
        ("gift-money-change-610900-undated", {"value": 70}, {"number", "sign"}),
        (
            "loan-amount-610900-at-report",
            {"metric": Subquery(Metric.objects.filter(code="poverty-incidence").values("pk"))},
            {"unit", "subject"},
        ),
        (
            "counties-610900-undated",
            {"quote": Subquery(Quote.objects.filter(code="ankang-report-p1-a-road").values("pk"))},
            {"number", "multiplier", "decimals", "sign", "unit", "qualifier", "subject"},
        ),
    ],
)
def test_a_record_that_departs_from_its_words_is_found(
    client: Client, code: str, change: dict[str, object], failing: set[str]
) -> None:
    observation = Observation.objects.filter(code=f"ankang-report-{code}")
    with tampering():
        observation.update(**{"value_low": None, "value_high": None} | change)
    body = client.get(f"/api/v1/verification/ankang-report-{code}").json()
    assert {name for name, check in body["checks"].items() if check["agrees"] is False} == failing
    assert body["agrees"] is False
    with pytest.raises(CommandError, match=f"ankang-report-{code}: "):
        call_command("verify")


def test_a_list_that_lost_a_member_is_found() -> None:
    with correcting() as changeset:
        changeset.withdraw(Part.objects.get(code="activity-culture"))
    message = "ankang-report-p3-part-six-activities: “六大活动” says 6, the records have 5"
    with pytest.raises(CommandError, match=message):
        call_command("verify")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("创新实施“五大工程”", "五"),
        ("开展“12个专项行动”", "12"),
        ("落实八项“专项行动”", "八"),
        ("针对“四类人员”", "四"),
        ("安康2017、2018连续两年获评", "两"),
        ("连续五年增长10.2%", None),
        ("驻村“第一书记”", None),
        ("建成12个园区", None),
    ],
)
def test_a_count_of_a_list_is_told_from_other_numbers(text: str, count: str | None) -> None:
    match = counted(text) or years_running(text)
    assert (match["number"] if match else None) == count


def test_the_command_says_what_it_checked() -> None:
    output = StringIO()
    call_command("verify", stdout=output)
    assert output.getvalue() == (
        "48 observations agree with their quotes.\nankang-report: 82 numerals covered, 6 counted lists complete.\n"
    )
