"""What was missed is added in the admin: new words and a new record in one revision."""

import pytest
from django.test import Client

from indicators.models import Metric, Observation, Passage, Quote, Region, Revision
from programmes.models import Achievement
from tests.editing import withdraw
from tests.forms import address, differences, errors, page, propose, publish

pytestmark = pytest.mark.django_db

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
        ({"passage": "", "exact": ""}, "Choose a passage and give its words, or else choose a quote that is there."),
        ({"exact": "没有这些话"}, "Passage ankang-report-p1: these words are not in it: [没有这些话]"),
        ({"exact": "贫困"}, None),
        ({"quote_name": "No Such Name"}, "Words of a-z and 0-9, joined by single hyphens."),
        ({"value": "90"}, None),
        (
            {"time_period": "soon"},
            "'soon' is not a period; write 2018, 2018-S1, 2018-Q3, 2018-06, 2018-06-30, 2011/2019 or ../2019.",
        ),
        ({"period_basis": "stated"}, "Give the words that the period comes from, or the basis undated."),
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
            "The number in “11个深度贫困县区” is already the evidence of another figure. Correct that one, or withdraw it "
            "first: | Deeply impoverished counties and districts, Shaanxi Province, to 2019: "
            "11 “在全省11个深度贫困县区” (ankang-report-deeply-poor-counties-610000-undated)",
        ),
        (
            "zh-hans",
            "“11个深度贫困县区”中的数字已是另一条观测值的依据。请更正该观测值，或先将其撤回： | "
            "深度贫困县（区）数，陕西省，截至 2019: 11 “在全省11个深度贫困县区” "
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


def test_the_page_works_without_scripts_and_carries_the_passages_for_the_one_it_has(
    corrector: Client, passage: Passage
) -> None:
    html = page(corrector, OBSERVATION)
    assert '<script src="/static/indicators/marking.js"></script>' in html
    assert '<script id="passages" type="application/json">' in html
    assert "onclick" not in html
    assert 'style="' not in html


def test_other_records_are_not_added_here(corrector: Client) -> None:
    for kind in ("indicators/metric", "indicators/quote", "indicators/passage", "programmes/part"):
        assert corrector.get(f"/admin/{kind}/add/").status_code == 403
        assert corrector.post(f"/admin/{kind}/add/", {"reason": "x"}).status_code == 403
