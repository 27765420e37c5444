"""The pages for readers: what they say in both languages, and how their addresses behave."""

import json
import re
import struct
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client

from ankang_api.pages.content.marks import Mark, marked
from indicators.models import Metric, Observation
from tests.editing import correct, set_time, withdraw

pytestmark = pytest.mark.django_db

POOR_2018 = "ankang-report-poor-population-610900-2018"
OBSERVATION = f"observations/{POOR_2018}"
PAGES = ("", "reports/ankang-report", "figures", OBSERVATION, "corrections", "about")


@pytest.fixture(autouse=True)
def time() -> None:
    set_time(1, "2026-03-05T16:30:00+00:00")


def html(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/html; charset=utf-8"
    return response.content.decode()


def text(page: str) -> str:
    """The text that a reader sees, in one line."""
    body = page[page.index("<main") : page.index("</main>")]
    body = re.sub('<span (?:lang="zh-Hans"|class="unbroken")>([^<]*)</span>', r"\1", body)
    return " ".join(re.sub("<[^>]+>", " ", body).split())


def test_the_home_page_begins_with_what_the_report_says(client: Client) -> None:
    english, chinese = html(client, "/en/"), html(client, "/zh/")
    assert text(english).startswith(
        "In six years the poor population of Ankang City fell from 1,005,000 to 229,600, says its report. One report"
    )
    assert text(chinese).startswith("据其报告，六年间安康市贫困人口由100.5万人降至22.96万人。 一份报告")
    assert '<h1>据其报告，六年间安康市贫困人口由<span class="unbroken">100.5万人</span>降至' in chinese
    assert "One report, turned into 48 figures, five programmes and 17 recognitions." in text(english)
    assert "一份报告，整理为48项数据、五项工程和17项成果。" in text(chinese)
    assert "Poor population divided by incidence gives about 2,469,000 people for 2012" in text(english)
    assert "两年的贫困人口除以贫困发生率，得约246.9万人与约218.7万人" in text(chinese)


def test_the_sentence_on_the_home_page_has_its_four_quotes_marked(client: Client) -> None:
    marks = re.findall(
        '<mark><a href="/en/observations/([^"]+)" title="[^"]+">([^<]+)</a></mark>', html(client, "/en/")
    )
    assert marks == [
        ("ankang-report-poor-population-610900-2012", "贫困人口由100.5万人"),
        ("ankang-report-poor-population-610900-2018", "减少到22.96万人"),
        ("ankang-report-poverty-incidence-610900-2012", "贫困发生率由40.7%"),
        ("ankang-report-poverty-incidence-610900-2018", "降至10.5%"),
    ]


def test_a_programme_has_its_first_three_figures(client: Client) -> None:
    page = html(client, "/en/")
    factories = page[page.index('id="new-community-factory"') :]
    factories = factories[: factories.index("</table>")]
    assert text(f"<main>{factories}</main>").endswith(
        "266,000 ± 500 Households relocated and resettled since the 12th Five-Year Plan began "
        "920,000 ± 5,000 People relocated and resettled since the 12th Five-Year Plan began "
        "134,000 ± 500 Households relocated and resettled since the 13th Five-Year Plan began"
    )


def test_a_figure_says_its_value_its_precision_and_its_words(client: Client) -> None:
    english, chinese = text(html(client, f"/en/{OBSERVATION}")), text(html(client, f"/zh/{OBSERVATION}"))
    assert "229,600 people ± 50 printed 22.96万人 229,550 to 229,650 period: stated not corrected" in english
    assert "229,600 人 ±50 印作“22.96万人” 229,550至229,650 时期：载明 未更正" in chinese
    assert "2012 : 1,005,000 people · −775,400 ± 550 (−77.2 %), computed here" in english
    assert "2012年 ：1,005,000人 · −775,400±550（−77.2%），由本站计算" in chinese
    assert "Any value in this interval would be printed the same." in english
    assert "The base populations implied for 2012 and 2018 are equal Does not hold" in english
    assert "2012年与2018年推算的基数人口相等 不成立" in chinese
    assert "6 March 2026 · first published in revision 1; never corrected" in english  # in Ankang it is the next day
    assert "2026年3月6日 · 于第 1 次修订首次发布；未曾更正" in chinese


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("gift-money-change-610900-undated", "≈ −70 % ± 5 pp printed 七成 −75 % to −65 %"),
        ("banquets-change-610900-undated", "≈ −66.7 % printed 三分之二 period: undated"),
        ("poor-population-rank-610900-undated", "1st printed 第一 exact"),
        ("factory-coverage-610900-at-report-target", "◇ 100 % printed 全覆盖 exact target implied"),
        ("loan-amount-610900-at-report", "26,240,000 yuan ± 5,000 printed 2624万元 26,235,000 to 26,245,000"),
        ("poor-counties-610900-undated", "10 counties and districts printed 9县1区 exact implied"),
    ],
)
def test_values_are_shown_as_precisely_as_they_are_printed(client: Client, code: str, words: str) -> None:
    assert words in text(html(client, f"/en/observations/ankang-report-{code}"))


@pytest.mark.database_independent
def test_a_number_leads_to_its_words_in_the_report_and_back(client: Client) -> None:
    page = html(client, f"/en/{OBSERVATION}")
    (anchor,) = re.findall('href="/en/reports/ankang-report#([^"]+)"', page)
    report = html(client, "/en/reports/ankang-report")
    link = f'<a href="/en/{OBSERVATION}" title="Poor population, Ankang City, 2018">减少到22.96万人</a>'
    assert f'<mark id="{anchor}">{link}' in report


def test_every_quote_of_the_report_is_marked_and_the_text_is_unchanged(client: Client) -> None:
    page = html(client, "/en/reports/ankang-report")
    shown = re.findall(r'<p class="words" lang="zh-Hans"><span class="place"[^>]*>\d+</span>(.*?)</p>', page)
    document = client.get("/api/v1/documents/ankang-report").json()
    assert "\n".join(re.sub("<[^>]+>", "", one) for one in shown) == document["text_restored"]
    codes = [
        one["id"].rpartition("/")[2]
        for one in client.get("/api/v1/documents/ankang-report/quotes?page_size=1000").json()["results"]
    ]
    anchors = set(re.findall(' id="q-([a-z0-9-]+?)"', page))
    assert [code for code in codes if code not in anchors] == []
    assert "Of 82 numerals in the text, 75 are evidence for records and 7 are excluded for a reason." in text(page)
    assert "“一条……之路”中的“一”是泛指，不是数据。" in html(client, "/zh/reports/ankang-report")


def test_figures_are_filtered_by_a_form_whose_address_gives_the_view_again(client: Client) -> None:
    sent = client.get("/en/figures?q=%E6%90%AC%E8%BF%81&programme=&region=&period=")
    assert (sent.status_code, sent["Location"]) == (302, "/en/figures?q=%E6%90%AC%E8%BF%81")
    page = html(client, sent["Location"])
    assert "Figures: 6 XLSX CSV JSON" in text(page)
    (csv,) = re.findall('href="(/api/v1/observations.csv[^"]*)"', page)
    assert len(b"".join(client.get(csv).streaming_content).splitlines()) == 7  # type: ignore[attr-defined]
    assert "Figures: 2" in text(html(client, "/en/figures?value_type=target"))
    assert "No figure matches." in text(html(client, "/en/figures?q=nothing"))


def test_figures_are_those_of_the_api_in_the_order_of_the_report(client: Client) -> None:
    page = html(client, "/en/figures")
    codes = re.findall('href="/en/observations/([^"]+)"', page)
    assert codes[:3] == [
        "ankang-report-counties-610900-undated",
        "ankang-report-poor-counties-610900-undated",
        "ankang-report-districts-610900-undated",
    ]
    every = [one["code"] for one in client.get("/api/v1/observations?page_size=1000").json()["results"]]
    assert sorted(codes) == sorted(every)


@pytest.mark.database_independent
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_itself_and_its_translation(client: Client, language: str, page: str) -> None:
    response = client.get(f"/{language}/{page}")
    content = response.content.decode()
    assert re.findall('<link rel="canonical" href="([^"]*)">', content) == [f"http://testserver/{language}/{page}"]
    assert re.findall('<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', content) == [
        ("zh-Hans", f"http://testserver/zh/{page}"),
        ("en", f"http://testserver/en/{page}"),
    ]
    tag = {"zh": "zh-Hans", "en": "en"}[language]
    assert f'<html lang="{tag}">' in content
    assert response["Content-Language"] == tag
    assert not response.cookies
    assert not re.search(r"<script(?! type=\"application/ld\+json\")|style=|@import", content)


@pytest.mark.database_independent
def test_the_root_leads_to_the_home_page_in_the_language_of_the_reader(client: Client) -> None:
    for accepted, page in (("zh-CN,zh;q=0.9", "/zh/"), ("de", "/en/"), ("", "/en/")):
        response = client.get("/", headers={"Accept-Language": accepted})
        assert (response.status_code, response["Location"]) == (302, page)
        assert response["Cache-Control"] == "private, no-cache"
    assert not response.cookies


@pytest.mark.database_independent
def test_the_language_switch_keeps_the_page_and_is_remembered(client: Client) -> None:
    page = html(client, "/en/figures?value_type=target")
    (switch,) = re.findall('<a class="language" href="([^"]*)"', page)
    response = client.get(switch.replace("&amp;", "&"))
    assert (response.status_code, response["Location"]) == (302, "/zh/figures?value_type=target")
    assert client.get("/", headers={"Accept-Language": "en"})["Location"] == "/zh/"


@pytest.mark.database_independent
@pytest.mark.parametrize(
    "address", ["//evil.example/zh/", "https://evil.example/", "/admin/", "/zh\\@evil.example", "/zhx"]
)
def test_the_language_switch_leads_to_pages_alone(client: Client, address: str) -> None:
    assert client.get("/language/zh", {"next": address})["Location"] == "/zh/"


def test_a_page_of_an_earlier_revision_says_so_and_keeps_its_links_there(client: Client) -> None:
    correct(Observation.objects.get(code=POOR_2018), "A digit was misread.", value=226900, value_text="22.69万人")
    now, then = html(client, f"/en/{OBSERVATION}"), html(client, f"/en/{OBSERVATION}?revision=1")
    assert "226,900 people" in text(now)
    assert "229,600 people" in text(then)
    assert "You are viewing revision 1 (6 March 2026)." in then
    assert f'<a href="/en/{OBSERVATION}">View the current data</a>' in then
    assert 'href="/en/observations/ankang-report-poor-population-610900-2012?revision=1"' in then
    assert "You are viewing" not in now


def test_corrections_say_what_was_and_what_is_and_why(client: Client) -> None:
    assert "Nothing has been corrected yet." in text(html(client, "/en/corrections"))
    correct(Observation.objects.get(code=POOR_2018), "误读一位数字。", value=226900, value_text="22.69万人")
    set_time(2, "2026-03-07T01:00:00+00:00")
    english, chinese = text(html(client, "/en/corrections")), text(html(client, "/zh/corrections"))
    assert "7 March 2026 Poor population, Ankang City, 2018 Value: 229,600 → 226,900 " in english
    assert "Value text: 22.96万人 → 22.69万人 误读一位数字。" in english
    assert (
        "2026年3月7日 贫困人口，安康市，2018 数值： 229,600 → 226,900 原文数值： 22.96万人 → 22.69万人 误读一位数字。"
        in chinese
    )
    assert f'href="/en/{OBSERVATION}?revision=1"' in html(client, "/en/corrections")
    assert "226,900 people ± 50 printed 22.69万人" in text(html(client, f"/en/{OBSERVATION}"))
    correct(Observation.objects.get(code=POOR_2018), "误读。", value=229600, value_text="22.96万人")
    assert "period: stated corrected before, now as first entered 2012年至2018年" in text(
        html(client, f"/en/{OBSERVATION}")
    )
    assert "时期：载明 曾更正，现与最初录入一致 2012年至2018年" in text(html(client, f"/zh/{OBSERVATION}"))


def test_a_withdrawn_figure_answers_410_with_the_reason_and_what_was_published(client: Client) -> None:
    code = "ankang-report-first-secretaries-recalled-610900-undated"
    withdraw(Observation.objects.get(code=code), reason="Counted twice.")
    response = client.get(f"/en/observations/{code}")
    page = response.content.decode()
    assert response.status_code == 410
    assert "This record was withdrawn in revision 2. Reason: Counted twice." in page
    assert f'<a href="/en/observations/{code}?revision=1">The record as it was before</a>' in page
    assert f'href="/language/zh?next=%2Fzh%2Fobservations%2F{code}"' in page
    assert client.get(f"/en/observations/{code}?revision=1").status_code == 200
    assert "该记录已在第 2 次修订中撤销。" in client.get(f"/zh/observations/{code}").content.decode()


@pytest.mark.database_independent
@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/en/observations/none", 404, "There is no page at this address: <code>/en/observations/none</code>"),
        ("/zh/observations/none", 404, "此地址没有页面"),
        ("/zh/reports/none", 404, "此地址没有页面"),
        ("/zh/nothing", 404, "此地址没有页面"),
        ("/en/figures?colour=red", 400, "This page has no parameter “colour”. Allowed: q, document, programme, region"),
        ("/en/figures?programme=none", 400, "The value of the parameter “programme” is not allowed. Allowed: "),
        ("/zh/corrections?before=1&before=2", 400, "参数“before”重复出现。"),
        ("/zh/?revision=99", 400, "参数“revision”的值不可用。"),
        ("/en/corrections?before=x", 400, "The value of the parameter “before” is not allowed."),
    ],
)
def test_what_is_not_there_has_a_page_in_the_language_of_its_path(
    client: Client, path: str, status: int, words: str
) -> None:
    response = client.get(path, headers={"Accept-Language": "de"})
    assert response.status_code == status
    assert words in response.content.decode()


@pytest.mark.database_independent
def test_addresses_with_a_slash_too_many_lead_to_those_without(client: Client) -> None:
    assert client.get("/en")["Location"] == "/en/"
    assert client.get("/en/figures/?q=x")["Location"] == "/en/figures?q=x"
    assert client.get("/en/reports")["Location"] == "/en/reports/ankang-report"


@pytest.mark.usefixtures("no_data")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_work_before_anything_is_published(client: Client, language: str) -> None:
    for page in ("", "reports", "figures", "corrections", "about"):
        assert client.get(f"/{language}/{page}").status_code == 200
    assert "Nothing has been published yet." in text(html(client, "/en/"))


def test_the_home_page_of_two_reports_lists_them(client: Client, reports: Path) -> None:
    call_command("load_fixtures", str(reports), verbosity=0)
    page = text(html(client, "/en/"))
    assert "In six years the poor population of Ankang City fell from 1,005,000 to 229,600, says its report." in page
    assert client.get("/en/reports").status_code == 200
    for document in client.get("/api/v1/documents").json()["results"]:
        assert document["name_en"] in page
        assert client.get(f"/zh/reports/{document['code']}").status_code == 200
    for one in client.get("/api/v1/observations?page_size=1000").json()["results"]:
        assert client.get(f"/zh/observations/{one['code']}").status_code == 200


@pytest.mark.database_independent
def test_the_home_page_with_its_styles_is_small(client: Client) -> None:
    page = html(client, "/zh/")
    styles = [
        finders.find(path.removeprefix("/static/")) for path in re.findall('rel="stylesheet" href="([^"]*)"', page)
    ]
    size = len(page.encode()) + sum(Path(str(style)).stat().st_size for style in styles)
    assert (len(styles), size < 25_000) == (3, True)


def test_a_chart_is_a_file_of_its_own_with_its_source_and_its_revision(client: Client) -> None:
    response = client.get(f"/zh/{OBSERVATION}/chart.svg")
    words = re.sub("<[^>]+>", "", response.content.decode())
    assert response["Content-Type"] == "image/svg+xml"
    assert "贫困人口 · 安康市" in words
    assert "1,005,000" in words
    assert "第 1 次修订" in words
    assert POOR_2018 in words
    pinned = client.get(f"/zh/{OBSERVATION}/chart.svg?revision=1")
    assert pinned["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/en/observations/ankang-report-family-farms-610900-at-report/chart.svg").status_code == 404


@pytest.mark.parametrize("path", [f"{OBSERVATION}/chart.png", f"{OBSERVATION}/card.png", "card.png"])
def test_pictures_are_png_files(client: Client, path: str) -> None:
    response = client.get(f"/en/{path}", headers={"Accept": "text/html"})
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response.content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", response.content[16:24])
    assert (width, height) == (1200, 630) if "card" in path else width == 1200


def test_a_page_names_its_card_its_api_address_and_describes_its_data(client: Client) -> None:
    page = html(client, f"/en/{OBSERVATION}")
    assert f'<meta property="og:image" content="http://testserver/en/{OBSERVATION}/card.png">' in page
    assert f'<link rel="alternate" type="application/json" href="/api/v1/{OBSERVATION}">' in page
    (described,) = re.findall('<script type="application/ld\\+json">(.*?)</script>', page)
    assert json.loads(described)["@context"] == "https://schema.org"
    (described,) = re.findall('<script type="application/ld\\+json">(.*?)</script>', html(client, "/zh/about"))
    assert json.loads(described)["@type"] == "Dataset"


@pytest.mark.database_independent
def test_pages_have_validators_and_may_be_cached_by_all(client: Client) -> None:
    response = client.get("/en/figures")
    assert (response["Cache-Control"], response["Vary"]) == ("public, no-cache", "Accept-Encoding")
    again = client.get("/en/figures", headers={"If-None-Match": response["ETag"], "Accept-Language": "zh"})
    assert (again.status_code, again.content) == (304, b"")
    assert client.post("/en/figures").status_code == 405


def test_a_chart_of_its_own_may_use_the_styles_in_it_and_nothing_else(client: Client) -> None:
    policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    response = client.get(f"/en/{OBSERVATION}/chart.svg")
    assert response["Content-Security-Policy"] == policy
    again = client.get(f"/en/{OBSERVATION}/chart.svg", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again["Content-Security-Policy"]) == (304, policy)
    assert "unsafe-inline" not in client.get(f"/en/{OBSERVATION}")["Content-Security-Policy"]


@pytest.mark.parametrize(
    "fields",
    [
        {"value": 229600, "value_text": "超过22.96万人", "qualifier": "at_least"},
        {"value": 229600, "value_text": "约22.96万人", "qualifier": "approximate"},
        {"value": 1005000, "value_text": "100.5万人"},
        {"value": 1010000, "value_text": "101万人"},  # within the rounding of the later value
    ],
)
def test_the_headline_states_a_change_only_where_the_printed_numbers_show_one(
    client: Client, fields: dict[str, Any]
) -> None:
    correct(Observation.objects.get(code=POOR_2018), **fields)
    finding = "In six years the poverty incidence (headcount ratio) of Ankang City fell from 40.7 % to 10.5 %"
    assert finding in text(html(client, "/en/"))


def test_a_difference_is_stated_only_between_exact_values(client: Client) -> None:
    correct(Observation.objects.get(code=POOR_2018), value_text="超过22.96万人", qualifier="at_least")
    page = text(html(client, f"/en/{OBSERVATION}"))
    assert "2012 : 1,005,000 people" in page
    assert "computed here" not in page


def test_what_networks_add_to_shared_links_is_left_out(client: Client) -> None:
    shared = client.get("/zh/?from=singlemessage&isappinstalled=0&revision=1")
    assert (shared.status_code, shared["Location"]) == (302, "/zh/?revision=1")
    assert client.get(f"/en/{OBSERVATION}?utm_source=x&fbclid=y")["Location"] == f"/en/{OBSERVATION}"
    assert client.get("/en?revision=1")["Location"] == "/en/?revision=1"


def test_the_line_that_embeds_a_chart_is_html_whatever_the_names_are(client: Client) -> None:
    correct(Metric.objects.get(code="poor-population"), name_en='Poor "population" <b>')
    (line,) = re.findall("<code>(&lt;img.*?)</code>", html(client, f"/en/{OBSERVATION}"))
    image = unescape(line)
    address = f"http://testserver/en/{OBSERVATION}/chart.svg?revision=2"
    assert image.startswith(f'<img src="{address}" width="648" alt="Poor &')
    assert image.count('"') == 6
    assert "<b>" not in image


def test_a_long_text_in_many_quotes_is_marked_as_before() -> None:
    marks = [Mark(2 * place, 2 * place + 1, f"/{place}") for place in range(3000)] + [Mark(0, 3, "/whole")]
    found = marked("数字" * 3000, marks)
    assert found.count("<mark>") == 3001
    assert found.startswith('<mark><a href="/0">数</a></mark><mark><a href="/whole">字</a></mark><mark><a href="/1">')
