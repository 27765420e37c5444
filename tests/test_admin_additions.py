"""What was missed is added in the admin: new words and a new record in one revision."""

import re
from html import unescape

import pytest
from django.test import Client

from indicators.models import Metric, Observation, Passage, Quote, Region, Revision
from programmes.models import Achievement
from tests.editing import withdraw
from tests.forms import address, differences, errors, fields_of, page, propose, publish, read

pytestmark = [pytest.mark.django_db, pytest.mark.database_independent]

OBSERVATION, ACHIEVEMENT = "/admin/indicators/observation/add/", "/admin/programmes/achievement/add/"
REASON = "The first paragraph counts them, and no record did."


@pytest.fixture
def passage() -> Passage:
    return Passage.objects.get(code="ankang-report-p1")


@pytest.fixture
def entries(passage: Passage) -> dict[str, str]:
    """The counties, after the only figure of them was withdrawn."""
    withdraw(Observation.objects.get(code="ankang-report-counties-610900-undated"))
    return {
        "passage": str(passage.pk),
        "exact": "9县",
        "metric": str(Metric.objects.get(code="counties").pk),
        "region": str(Region.objects.get(code="610000").pk),
        "value": "9",
        "value_text": "9县",
        "time_period": "../2019",
        "period_basis": "undated",
        "reason": REASON,
    }


def test_words_and_an_observation_are_added_in_one_revision(corrector: Client, entries: dict[str, str]) -> None:
    html = propose(corrector, OBSERVATION, **entries, prefix="安康是", suffix="")
    assert errors(html)
    preview = propose(corrector, OBSERVATION, **entries)
    assert differences(preview)[0] == ("The words it comes from", "-", "9县")
    assert Revision.objects.count() == 2
    assert not Quote.objects.filter(exact="9县").exists()
    publish(corrector, OBSERVATION, **entries)
    added = Observation.objects.get(code="ankang-report-counties-610000-undated")
    assert (added.quote.code, added.quote.exact) == ("ankang-report-p1-counties-2", "9县")
    assert (added.revision_id, added.quote.revision_id, Revision.objects.count()) == (3, 3, 3)
    assert Revision.objects.get(number=3).kind == "addition"
    assert corrector.get(f"/api/v1/observations/{added.code}").json()["quote_exact"] == "9县"


def test_the_words_of_the_period_are_marked_with_those_of_the_value(
    corrector: Client, entries: dict[str, str], passage: Passage
) -> None:
    publish(
        corrector,
        OBSERVATION,
        **entries | {"time_period": "2012/2018", "period_basis": "stated", "period_exact": "2012年至2018年"},
    )
    added = Observation.objects.get(code="ankang-report-counties-610000-2012-2018")
    assert added.period_quote == Quote.objects.get(code="ankang-report-p1-2012-to-2018")


def test_words_that_were_excluded_become_evidence(corrector: Client, entries: dict[str, str]) -> None:
    excluded = Quote.objects.filter(passage__code="ankang-report-p1", excluded_en__isnull=False)[0]
    words = {"exact": excluded.exact, "prefix": excluded.prefix, "suffix": excluded.suffix}
    publish(corrector, OBSERVATION, **entries | words | {"derivation": "implied"})
    excluded.refresh_from_db()
    assert (excluded.excluded_en, excluded.revision_id) == (None, 3)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"passage": "", "exact": ""}, "Choose a passage and give its words, or choose an existing quote."),
        ({"exact": "没有这些话"}, "Passage ankang-report-p1: these words are not in it: [没有这些话]"),
        ({"exact": "贫困"}, None),
        ({"quote_name": "No Such Name"}, "Words of a-z and 0-9, joined by single hyphens."),
        ({"value": "90"}, None),
        (
            {"time_period": "soon"},
            "'soon' is not a period; write 2018, 2018-S1, 2018-Q3, 2018-06, 2018-06-30, 2011/2019 or ../2019.",
        ),
        ({"period_basis": "stated"}, "Give the words that the period comes from, unless it is undated."),
        ({"metric": "", "value": "", "value_text": ""}, None),
        ({"metric": "x", "region": "0", "passage": "²"}, None),
        ({"exact": "零分之三"}, None),
        ({"value": "9" * 14, "value_text": "9" * 900}, None),
    ],
)
def test_what_cannot_be_added_is_refused(
    corrector: Client, entries: dict[str, str], changed: dict[str, str], told: str | None
) -> None:
    html = propose(corrector, OBSERVATION, **entries | changed)
    assert told in errors(html) if told else errors(html)
    assert Revision.objects.count() == 2


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            "The number in “11个深度贫困县区” is already the evidence of another figure. "
            "Correct that one, or withdraw it first: | "
            "Deeply impoverished counties and districts, Shaanxi Province, until 2019: "
            "11 “在全省11个深度贫困县区” (ankang-report-deeply-poor-counties-610000-undated)",
        ),
        (
            "zh-hans",
            "“11个深度贫困县区”中的数字已是另一条观测值的依据。请更正该观测值，或先将其撤回： | "
            "深度贫困县（区）数，陕西省，截至 2019：11 “在全省11个深度贫困县区” "
            "(ankang-report-deeply-poor-counties-610000-undated)",
        ),
    ],
)
def test_a_numeral_that_is_evidence_of_a_figure_is_refused_with_a_link_to_it(
    corrector: Client, entries: dict[str, str], language: str, told: str
) -> None:
    districts = {"metric": str(Metric.objects.get(code="districts").pk), "value": "11", "value_text": "11个"}
    corrector.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    html = propose(corrector, OBSERVATION, **entries | districts | {"exact": "11个深度贫困县区"})
    assert errors(html) == [told]
    other = Observation.objects.get(code="ankang-report-deeply-poor-counties-610000-undated")
    assert f'<a href="{address(other)}">' in html
    assert Revision.objects.count() == 2


def test_a_quote_that_is_evidence_of_a_figure_is_refused(corrector: Client, entries: dict[str, str]) -> None:
    quote = Quote.objects.get(code="ankang-report-p5-community-factories")
    html = propose(corrector, OBSERVATION, **entries | {"passage": "", "exact": "", "quote": str(quote.pk)})
    [told] = errors(html)
    assert told.startswith("The number in “建成新社区工厂417家” is already the evidence of another figure.")


def test_a_year_that_is_evidence_of_a_period_is_no_figure(corrector: Client, entries: dict[str, str]) -> None:
    html = propose(corrector, OBSERVATION, **entries | {"exact": "2018年，", "value": "2018", "value_text": "2018年"})
    [told] = errors(html)
    assert told.startswith("The number in “2018年，” is already the evidence of another figure.")


def test_a_sum_and_its_parts_are_figures_of_the_same_numerals(corrector: Client, entries: dict[str, str]) -> None:
    html = propose(corrector, OBSERVATION, **entries)
    assert errors(html) == []
    assert differences(html)[0] == ("The words it comes from", "-", "9县")


def test_a_replacement_keeps_its_own_words_and_takes_no_others(corrector: Client) -> None:
    factories = Observation.objects.get(metric__code="community-factories")
    path = address(factories, "replace")
    assert errors(propose(corrector, path, time_period="../2018", reason=REASON)) == []
    other = Observation.objects.get(metric__code="factory-employees")
    [told] = errors(
        propose(corrector, path, quote=str(other.quote_id), value="17632", value_text="17632人", reason=REASON)
    )
    assert "吸纳就业17632人" in told
    assert other.code in told


def test_a_figure_whose_numeral_has_another_record_is_not_reinstated(
    corrector: Client, entries: dict[str, str]
) -> None:
    publish(corrector, OBSERVATION, **entries)
    withdrawn = Observation.history.get(code="ankang-report-counties-610900-undated", revision_to=None)
    path = f"/admin/indicators/observation/{withdrawn.id}/reinstate/"
    [told] = errors(propose(corrector, path, reason=REASON))
    assert "ankang-report-counties-610000-undated" in told


def test_an_achievement_is_added_on_a_quote_that_is_there(corrector: Client) -> None:
    quote = Achievement.objects.all()[0].quote
    texts = {f"{name}_{language}": "一例 One" for name in ("name", "subject", "recipient") for language in ("zh", "en")}
    given = {"code": "ankang-report-one-more", "kind": "award", "quote": str(quote.pk), "reason": REASON}
    publish(corrector, ACHIEVEMENT, **texts, **given, granted_by_zh="甲\n乙", granted_by_en="A\nB")
    added = Achievement.objects.get(code="ankang-report-one-more")
    assert (added.document, added.quote, added.granted_by_en) == (quote.passage.document, quote, ["A", "B"])
    assert errors(propose(corrector, ACHIEVEMENT, **texts, **given)) == ["Achievement with this Code already exists."]


def test_the_page_shows_the_report_with_its_evidence_and_open_numbers(corrector: Client, passage: Passage) -> None:
    html = page(corrector, OBSERVATION)
    assert '<script src="/static/indicators/marking.js"></script>' in html
    assert "onclick" not in html
    assert 'style="' not in html
    shown = re.findall(r'<div class="passage-words"[^>]*>(.*?)</div>', html, re.S)
    assert [read(one) for one in shown] == list(Passage.objects.order_by("number").values_list("text", flat=True))
    quote = Quote.objects.get(code="ankang-report-p1-poor-population-2012")
    poor = Observation.objects.get(quote=quote)
    title = "Evidence of Poor population, Ankang City, 2012"
    mark = f'<mark class="evidence" data-evidence="evidence-{quote.pk}" title="{title}">贫困人口由100.5万人</mark>'
    assert mark in html
    assert f'<a href="{address(poor)}">Poor population, Ankang City, 2012</a>' in html
    assert 'class="numeral excluded"' in html
    assert '<a class="numeral uncovered"' not in html


def test_a_number_without_a_record_leads_to_a_form_with_its_words(corrector: Client) -> None:
    employees = Observation.objects.get(metric__code="factory-employees")
    withdraw(employees)
    html = page(corrector, OBSERVATION)
    [url] = re.findall(r'<a class="numeral uncovered" href="([^"]*)"', html)
    entries = fields_of(page(corrector, OBSERVATION + unescape(url)))
    expected = {
        "passage": str(employees.quote.passage_id),
        "exact": "吸纳就业17632人",
        "prefix": "",
        "suffix": "",
        "value": "17632",
        "value_text": "17632人",
        "qualifier": "exact",
        "metric": str(employees.metric_id),
        "region": str(employees.region_id),
        "time_period": "../2019",
        "period_basis": "undated",
    }
    assert {name: entries[name] for name in expected} == expected
    shaanxi = str(Region.objects.get(code="610000").pk)
    publish(corrector, OBSERVATION + unescape(url), region=shaanxi, reason=REASON)
    assert Observation.objects.get(metric__code="factory-employees").quote == employees.quote


def test_words_and_period_of_an_address_fill_the_form(corrector: Client, passage: Passage) -> None:
    withdraw(Observation.objects.get(code="ankang-report-poor-population-610900-2018"))
    places = {name: passage.text.index(words) for name, words in (("", "减少到22.96万人"), ("period_", "2012年至"))}
    query = f"passage={passage.pk}&start={places['']}&end={places[''] + 10}"
    query += f"&period_start={places['period_']}&period_end={places['period_'] + 11}"
    html = page(corrector, f"{OBSERVATION}?{query}")
    entries = fields_of(html)
    assert (entries["exact"], entries["period_exact"]) == ("减少到22.96万人", "2012年至2018年")
    assert (entries["value"], entries["value_text"], entries["qualifier"]) == ("229600", "22.96万人", "exact")
    assert (entries["time_period"], entries["period_basis"]) == ("2018", "stated")
    text = html[html.index('id="passages"') : html.index('class="marking-tools"')]
    assert "".join(map(read, re.findall(r'<span class="marked">(.*?)</span>', text))) == "减少到22.96万人"
    assert re.search(r'class="evidence marked-period"[^>]*>2012年至2018年</mark>', text)
    earlier = query.replace(f"&start={places['']}", f"&start={places[''] - 1}")
    assert f'data-move="words-start-earlier" href="?{earlier}"'.replace("&", "&amp;") in html


def test_words_that_occur_more_than_once_are_told_apart(corrector: Client, passage: Passage) -> None:
    start = passage.text.rindex("安康")
    html = page(corrector, f"{OBSERVATION}?passage={passage.pk}&start={start}&end={start + 2}")
    entries = fields_of(html)
    assert entries["exact"] == "安康"
    assert entries["prefix"] == passage.text[start - 16 : start]
    assert entries["suffix"] == passage.text[start + 2 : start + 18]


@pytest.mark.parametrize(
    "query", ["passage=x", "passage=999999", "passage=1&start=²&end=3", "start=1&end=2", "document=no"]
)
def test_an_address_that_marks_nothing_shows_an_empty_form(corrector: Client, query: str) -> None:
    assert fields_of(page(corrector, f"{OBSERVATION}?{query}"))["exact"] == ""


def test_words_of_a_period_that_occur_twice_are_told_apart_by_the_words_beside_them(
    corrector: Client, entries: dict[str, str], passage: Passage
) -> None:
    given = {"time_period": "2018", "period_basis": "stated", "period_exact": "2018"}
    assert errors(propose(corrector, OBSERVATION, **entries | given))
    beside = {"period_prefix": "2017、", "period_suffix": "连续"}
    publish(corrector, OBSERVATION, **entries | given | beside)
    added = Observation.objects.get(code="ankang-report-counties-610000-2018")
    assert added.period_quote is not None
    assert added.period_quote.start == passage.text.index("2018连续")


def test_other_records_are_not_added_here(corrector: Client) -> None:
    for kind in ("indicators/metric", "indicators/quote", "indicators/passage", "programmes/part"):
        assert corrector.get(f"/admin/{kind}/add/").status_code == 403
        assert corrector.post(f"/admin/{kind}/add/", {"reason": "x"}).status_code == 403
