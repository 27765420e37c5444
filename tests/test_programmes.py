"""Programmes, their parts, and what was recognised."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_five_programmes_stand_in_order_with_both_names(client: Client) -> None:
    rows = client.get("/api/v1/programmes").json()["results"]
    assert [(row["order"], row["code"], row["name_zh"], row["heading_zh"]) for row in rows] == [
        (1, "branch-x-household", "“支部+X+贫困户”强基工程", "“支部+X+贫困户”创新扶贫模式"),
        (2, "new-civic-norms", "新民风建设扶志工程", "“新民风”建设激发脱贫内生动力"),
        (3, "three-changes", "“三变”改革赋能工程", "“三变”改革为脱贫攻坚提供新动能"),
        (4, "new-community-factory", "新社区工厂新业工程", "“新社区工厂”实现就业扶贫新路径"),
        (5, "cadre-capacity", "帮扶干部素质提升工程", "“干部素质提升工程”把党的力量挺在脱贫前沿"),
    ]


def test_a_programme_comes_with_its_parts_metrics_and_achievements(client: Client) -> None:
    body = client.get("/api/v1/programmes/new-community-factory").json()
    [loan] = [part for part in body["parts"] if part["code"] == "factory-loan"]
    assert [(term["kind"], term["name_zh"]) for term in loan["members"]] == [
        ("term", "零担保"),
        ("term", "零抵押"),
        ("term", "纯信用"),
    ]
    assert [metric["code"] for metric in body["metrics"]][:4] == [
        "relocated-households",
        "relocated-people",
        "relocated-households-13th-plan",
        "relocated-people-13th-plan",
    ]
    assert [achievement["code"] for achievement in body["achievements"]] == [
        "ankang-report-best-project-prize",
        "ankang-report-classic-case",
        "ankang-report-endorsement-liu-he",
        "ankang-report-most-popular-prize",
        "ankang-report-top-ten-reform-cases-2017",
    ]


@pytest.mark.parametrize(
    ("code", "members"),
    [
        ("one-covenant-four-councils", ["村规民约", "红白理事会", "村民议事会", "道德评议会", "禁毒禁赌会"]),
        ("six-activities", ["道德评议", "移风易俗", "文化传播", "文明创建", "诚信建设", "依法治理"]),
        ("five-values", ["诚", "孝", "俭", "勤", "和"]),
        (
            "four-whatevers",
            [
                "凡是与脱贫攻坚相关的工作都作为全市的重点工作",
                "凡是有利于脱贫攻坚的产业都是政府大力支持的产业",
                "凡是参与脱贫攻坚的干部都是组织特别关注的干部",
                "凡是脱贫攻坚中出现的违纪违规问题都是“零容忍”问题",
            ],
        ),
        ("six-targeted-efforts", []),
        ("eight-batches", []),
    ],
)
def test_a_part_comes_with_the_members_that_the_report_names(client: Client, code: str, members: list[str]) -> None:
    body = client.get(f"/api/v1/parts/{code}").json()
    assert [member["name_zh"] for member in body["members"]] == members


def test_parts_of_the_whole_campaign_belong_to_no_programme(client: Client) -> None:
    rows = client.get("/api/v1/parts?campaign=true").json()["results"]
    assert {row["programme"] for row in rows} == {None}
    assert {"four-whatevers", "six-targeted-efforts", "eight-batches", "first-rate-goal"} <= {
        row["code"] for row in rows
    }


def test_outside_knowledge_is_a_definition_with_its_source(client: Client) -> None:
    rows = client.get("/api/v1/parts").json()["results"]
    defined = [row for row in rows if row["definition_en"]]
    assert "three-changes-reform" in {row["code"] for row in defined}
    assert [row["code"] for row in defined if not (row["definition_source_zh"] and row["definition_source_en"])] == []


RECOGNISED = [
    ("academy-course", "training", None, 3, ["浦东干部学院"]),
    ("affirmation-ecology", "affirmation", None, 1, ["中央", "省"]),
    ("affirmation-education", "affirmation", None, 1, ["中央", "省"]),
    ("affirmation-industry", "affirmation", None, 1, ["中央", "省"]),
    ("affirmation-relocation", "affirmation", None, 1, ["中央", "省"]),
    ("affirmation-water", "affirmation", None, 1, ["中央", "省"]),
    ("assessment-2017", "assessment", 2017, 1, []),
    ("assessment-2018", "assessment", 2018, 1, []),
    ("best-project-prize", "award", None, 1, []),
    ("classic-case", "case_listing", None, 1, ["国家扶贫办", "发改委"]),
    ("dedication-award-2017", "award", None, 1, []),
    ("endorsement-liu-he", "endorsement", None, 1, ["刘鹤"]),
    ("endorsement-wang-yang", "endorsement", None, 1, ["汪洋"]),
    ("endorsement-zhao-leji", "endorsement", None, 1, ["赵乐际"]),
    ("most-popular-prize", "award", None, 1, []),
    ("self-reliance-meetings", "event", None, 2, []),
    ("top-ten-reform-cases-2017", "case_listing", None, 1, []),
]


def test_every_recognition_is_an_achievement(client: Client) -> None:
    rows = client.get("/api/v1/achievements").json()["results"]
    found = [
        (
            row["code"].removeprefix("ankang-report-"),
            row["kind"],
            row["year"],
            row["occurrences"],
            row["granted_by_zh"],
        )
        for row in rows
    ]
    assert found == RECOGNISED


@pytest.mark.parametrize(
    ("leader", "practice"),
    [("wang-yang", "新民风建设"), ("zhao-leji", "抓党建促脱贫"), ("liu-he", "新社区工厂")],
)
def test_each_leader_endorsed_the_practice_of_the_same_place(client: Client, leader: str, practice: str) -> None:
    body = client.get(f"/api/v1/achievements/ankang-report-endorsement-{leader}").json()
    assert body["subject_zh"] == practice


def test_a_recipient_other_than_the_city_is_named(client: Client) -> None:
    body = client.get("/api/v1/achievements/ankang-report-dedication-award-2017").json()
    assert body["recipient_zh"].startswith("郑远元")
    assert body["recipient_en"].startswith("Zheng Yuanyuan")


def test_achievements_have_the_level_and_the_year_that_the_report_says(client: Client) -> None:
    rows = client.get("/api/v1/achievements?year_of__isnull=false").json()["results"]
    found = [(row["code"].removeprefix("ankang-report-"), row["level"], row["year"], row["year_of"]) for row in rows]
    assert found == [
        ("assessment-2017", "provincial", 2017, 2017),
        ("assessment-2018", "provincial", 2018, 2018),
        ("dedication-award-2017", "national", None, 2017),
        ("top-ten-reform-cases-2017", "national", None, 2017),
    ]
    rows = client.get("/api/v1/achievements?level__isnull=true").json()["results"]
    assert [row["code"].removeprefix("ankang-report-") for row in rows] == [
        "academy-course",
        "endorsement-liu-he",
        "endorsement-wang-yang",
        "endorsement-zhao-leji",
    ]


def test_the_outcomes_that_the_report_claims_are_parts(client: Client) -> None:
    rows = client.get("/api/v1/parts?kind=claim").json()["results"]
    assert [(row["code"], row["programme"], row["quote_exact"]) for row in rows] == [
        ("marked-results", None, "促进脱贫攻坚取得明显成效"),
        ("new-path", "new-community-factory", "“新社区工厂”走出脱贫攻坚新路径"),
        ("own-path", None, "走出了一条具有安康特色的脱贫减贫之路"),
        ("spiritual-poverty-resolved", "new-civic-norms", "较好解决了群众精神贫困问题"),
        (
            "virtuous-development",
            "new-community-factory",
            "走出一条农民就业、工厂发展、社区繁荣、社会稳定的良性发展之路",
        ),
    ]
