"""Search: words are found in whatever form they are written, in each list and across all kinds."""

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from indicators.models import Metric, Observation
from indicators.text.folding import Folded, fold
from tests.editing import correcting
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def ask(client: Client, path: str, q: str, more: str = "") -> dict[str, Any]:
    response = client.get(f"/api/v1/{path}?q={quote(q)}{more}")
    assert response.status_code == 200
    body: dict[str, Any] = response.json()
    return body


def found(client: Client, q: str, kind: str) -> list[str]:
    return [row["code"] for row in ask(client, "search", q, f"&kind={kind}")["results"]]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("脫貧", "脱贫"),
        ("衞生", "卫生"),  # as Hong Kong writes it
        ("看著", "看着"),  # as Taiwan writes it
        ("ＱＩＮＢＡ　１００．５％", "qinba 100.5%"),
        ("（社区）", "(社区)"),
        ("｢ｱ｣", '"ア"'),
        ("「新民风」", '"新民风"'),
        ("“新民风”", '"新民风"'),
        ("Qínbā", "qinba"),
        ("Qi\u0301nba\u0304", "qinba"),
        ("STRASSE Straße", "strasse strasse"),
        ("㎡", "m2"),
        ("\ufeff安\u200b康", "安康"),
        ("⼈", "人"),  # a radical that looks like the character
    ],
)
def test_forms_of_a_text_fold_to_one(written: str, folded: str) -> None:
    assert fold(written) == fold(folded) == folded


@pytest.mark.parametrize(
    ("text", "word", "match"),
    [
        ("共100㎡。", "0m2", "0㎡"),
        ("共100㎡。", "m", "㎡"),
        ("共100㎡。", "2。", "㎡。"),
        ("Qi\u0301nba\u0304 shan", "qinba", "Qi\u0301nba\u0304"),
        ("脫貧", "脱贫", "脫貧"),
        ("脫貧", "贫困", None),
    ],
)
def test_a_place_in_a_folded_text_is_one_in_the_original(text: str, word: str, match: str | None) -> None:
    span = Folded.of(text).find(word)
    assert (span and text[slice(*span)]) == match


FORMS = [
    ("脱贫", "脫貧"),
    ("qinba", "ＱＩＮＢＡ"),
    ("qinba", "Qinba"),
    ("（社区）", "(社区)"),
    ("“新民风”", "「新民風」"),
    ("40.7%", "４０．７％"),
    ("community factories", "FACTORIES　community"),
]


@pytest.mark.parametrize(("one", "other"), FORMS)
def test_forms_of_a_query_find_the_same(client: Client, one: str, other: str) -> None:
    first, second = ask(client, "search", one), ask(client, "search", other)
    assert first["count"] > 0
    assert first["results"] == second["results"]


def test_one_character_is_enough(client: Client) -> None:
    assert found(client, "县", "unit") == ["county-level-division"]
    assert found(client, "巴", "region") == ["qinba"]


def test_words_of_english_are_found_in_any_case(client: Client) -> None:
    assert found(client, "hanBIN", "region") == ["610902"]


def test_all_words_must_stand_in_a_record_in_any_order_and_place(client: Client) -> None:
    assert found(client, "易地 people", "metric") == ["relocated-people", "relocated-people-13th-plan"]
    assert found(client, "PEOPLE　易地", "metric") == ["relocated-people", "relocated-people-13th-plan"]
    assert found(client, "易地 火星", "metric") == []


def test_an_observation_is_found_by_its_metric_region_quote_and_note(client: Client) -> None:
    assert found(client, "100.5", "observation") == ["ankang-report-poor-population-610900-2012"]
    assert found(client, "100.5 population ankang", "observation") == ["ankang-report-poor-population-610900-2012"]
    assert found(client, "截至目前", "observation")[0] == "ankang-report-agricultural-cooperatives-610900-at-report"
    assert found(client, "陝西 deeply", "observation") == ["ankang-report-deeply-poor-counties-610000-undated"]


@pytest.mark.parametrize(("q", "number"), [("%", 12), ("_", 0), ("\\", 0), ("4%7", 0), ("*", 0), ("巴_集", 0)])
def test_signs_of_patterns_are_themselves(client: Client, q: str, number: int) -> None:
    rows = ask(client, "search", q)["results"]
    assert len(rows) == number
    assert {mark["match"] for row in rows for mark in row["highlights"]} == ({q} if rows else set())


def test_what_stands_nowhere_is_an_empty_list(client: Client) -> None:
    for path in ("search", "observations"):
        body = ask(client, path, "火星")
        assert (body["count"], body["next"], body["previous"], body["results"]) == (0, None, None, [])


LISTS = [
    ("regions", "縣", 9, "610921"),
    ("units", "县", 1, "county-level-division"),
    ("units", "例", 1, "case"),
    ("metrics", "factories", 6, "community-factories"),
    ("metrics", "factories&measure=share", 2, "factory-coverage"),
    ("observations", "factories", 6, "ankang-report-community-factories-610900-undated"),
    ("observations", "貧困人口&latest=true", 6, "ankang-report-factory-employees-poor-share-610900-undated"),
    ("series", "贫困人口", 6, "factory-employees-poor-share--610900"),
    ("verification", "贫困人口", 8, "ankang-report-factory-employees-poor-share-610900-undated"),
    ("programmes", "新民風", 1, "new-civic-norms"),
    ("parts", "factories", 4, "new-community-factories"),
    ("achievements", "浦東幹部學院", 1, "ankang-report-academy-course"),
    ("documents", "脫貧", 1, "ankang-report"),
    ("documents/ankang-report/passages", "秦巴", 1, "ankang-report-p1"),
    ("documents/ankang-report/quotes", "100.5", 1, "ankang-report-p1-poor-population-2012"),
]


@pytest.mark.parametrize(("path", "q", "count", "first"), LISTS)
def test_each_list_has_its_q(client: Client, path: str, q: str, count: int, first: str) -> None:
    body = client.get(f"/api/v1/{path}?q={q}").json()
    row = body["results"][0]
    assert (body["count"], row.get("code") or row["observation"]) == (count, first)


BAD = [
    ("search", "q", "required", "q is required: give the words to search for."),
    ("search?kind=metric", "q", "required", "q is required: give the words to search for."),
    ("search?q=", "q", "empty", "q is empty; leave it out or give it a value."),
    ("search?q=%20%E3%80%80", "q", "empty", "q is empty; leave it out or give it a value."),
    ("search?q=%E2%80%8B", "q", "blank", "There is nothing to search for; give one character or more."),
    ("metrics?q=%20", "q", "empty", "q is empty; leave it out or give it a value."),
    (
        f"search?q={'a' * 201}",
        "q",
        "max_length",
        "Ensure this value has at most 200 characters (it has 201).",
    ),
    (f"parts?q={'+'.join('abcdefghijklmnopqrstu')}", "q", "too_many_words", "Give 20 words at most, not 21."),
    ("search?q=%00", "q", "null_characters_not_allowed", "Null characters are not allowed."),
    ("search?q=a&kind=metrics", "kind", "unknown_kind", "There is no kind 'metrics'. Did you mean metric?"),
    ("search?q=a&level=county", "level", "unknown_parameter", "There is no parameter level here."),
]


@pytest.mark.parametrize(("query", "parameter", "code", "detail"), BAD)
def test_a_query_that_asks_for_nothing_is_refused(
    client: Client, query: str, parameter: str, code: str, detail: str
) -> None:
    response = client.get(f"/api/v1/{query}")
    assert response.status_code == 400
    [error] = response.json()["errors"]
    assert (error["parameter"], error["code"], error["detail"]) == (parameter, code, detail)


def test_the_longest_query_is_answered(client: Client) -> None:
    assert ask(client, "search", "a" * 200)["count"] == 0
    assert ask(client, "search", " ".join("abcdefghijklmnopqrst"))["count"] == 0


def test_hits_show_the_words_as_they_are_written(client: Client) -> None:
    assert ask(client, "search", "１００．５")["results"] == [
        {
            "kind": "observation",
            "code": "ankang-report-poor-population-610900-2012",
            "name_zh": "贫困人口，安康市，2012",
            "name_en": "Poor population, Ankang City, 2012",
            "url": "http://testserver/api/v1/observations/ankang-report-poor-population-610900-2012",
            "highlights": [{"field": "quote_exact", "before": "贫困人口由", "match": "100.5", "after": "万人"}],
        },
        {
            "kind": "passage",
            "code": "ankang-report-p1",
            "name_zh": "安康市脱贫攻坚情况报告（本目录所拟标题），第1段",
            "name_en": "Report on the battle against poverty in Ankang (title supplied by this catalogue), paragraph 1",
            "url": "http://testserver/api/v1/documents/ankang-report/passages/1",
            "highlights": [
                {
                    "field": "text",
                    "before": "色的脱贫减贫之路。2012年至2018年，安康全市贫困人口由",
                    "match": "100.5",
                    "after": "万人减少到22.96万人，贫困发生率由40.7%降至10.5",
                }
            ],
        },
        {
            "kind": "quote",
            "code": "ankang-report-p1-poor-population-2012",
            "name_zh": "安康市脱贫攻坚情况报告（本目录所拟标题），第1段，引文",
            "name_en": "Report on the battle against poverty in Ankang (title supplied by this catalogue), "
            "paragraph 1, quote",
            "url": "http://testserver/api/v1/documents/ankang-report/quotes/ankang-report-p1-poor-population-2012",
            "highlights": [{"field": "exact", "before": "贫困人口由", "match": "100.5", "after": "万人"}],
        },
    ]


def test_each_word_is_shown_where_it_first_stands_in_each_field(client: Client) -> None:
    [row] = ask(client, "search", "qinba 秦巴", "&kind=region")["results"]
    assert row["highlights"] == [
        {"field": "name_zh", "before": "", "match": "秦巴", "after": "山区"},
        {"field": "name_en", "before": "Qinling–Bashan (", "match": "Qinba", "after": ") mountain area"},
    ]


def test_every_hit_shows_each_word_and_its_link_leads_to_it(client: Client) -> None:
    rows = ask(client, "search", "a", "&page_size=1000")["results"]
    assert all(row["highlights"] for row in rows)
    one_of_each = {row["kind"]: row for row in rows}
    for row in (*one_of_each.values(), *ask(client, "search", "秦巴")["results"]):
        assert client.get(row["url"]).json()["code"] == row["code"]


def test_kinds_come_in_one_order_whatever_the_query(client: Client) -> None:
    every = ["region", "unit", "metric", "programme", "part", "achievement", "document", "observation"]
    every += ["derived", "relation", "quote"]
    rows = ask(client, "search", "a", "&page_size=1000")["results"]
    assert list(dict.fromkeys(row["kind"] for row in rows)) == every
    some = ask(client, "search", "a", "&kind=document,metric,metric&page_size=1000")["results"]
    assert list(dict.fromkeys(row["kind"] for row in some)) == ["metric", "document"]
    assert {kind: ask(client, "search", "县", f"&kind={kind}")["count"] for kind in ("passage", "unit")} == {
        "passage": 2,
        "unit": 1,
    }


def walk(client: Client, url: str, link: str) -> tuple[list[list[tuple[str, str]]], str]:
    """The hits of each page, and the last page's URL."""
    pages, last = [], url
    while url:
        body, last = client.get(url).json(), url
        pages.append([(row["kind"], row["code"]) for row in body["results"]])
        url = body[link]
    return pages, last


def test_a_walk_gives_each_hit_once_and_back_again(client: Client) -> None:
    whole = [(row["kind"], row["code"]) for row in ask(client, "search", "脱贫", "&page_size=1000")["results"]]
    assert len(set(whole)) == len(whole) == 71
    forward, last = walk(client, "/api/v1/search?q=脱贫&page_size=4", "next")
    assert [len(page) for page in forward] == [4] * 17 + [3]
    assert [hit for page in forward for hit in page] == whole
    backward, _ = walk(client, last, "previous")
    assert [hit for page in reversed(backward) for hit in page] == whole


def test_the_number_of_queries_grows_with_kinds_and_not_with_hits(client: Client) -> None:
    one = count_queries(client, "search?q=a&kind=metric&page_size=1")
    assert count_queries(client, "search?q=a&kind=metric&page_size=1000") == one
    one += 4  # what an observation can be found by is looked for first, in four places
    assert count_queries(client, "search?q=a&page_size=1") == one
    # twelve kinds are queried, eleven with hits read
    assert count_queries(client, "search?q=a&page_size=1000") == one + 11 + 10
    few, many = (count_queries(client, f"observations?q=a&page_size={size}") for size in (1, 1000))
    assert few == many


def test_what_is_saved_is_found_at_once(client: Client) -> None:
    metric = Metric.objects.get(code="poor-population")
    metric.name_en = "Zebra"
    with correcting() as changeset:
        changeset.save(metric)
    assert found(client, "zebra", "metric") == ["poor-population"]
    assert len(found(client, "zebra", "observation")) == Observation.objects.filter(metric=metric).count() == 2
