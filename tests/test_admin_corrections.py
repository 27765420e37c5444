"""Corrections in the admin: a reason, checks, a preview, and nobody's work overwritten."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from indicators.models import Correction, Metric, Observation, Quote, Revision
from programmes.models import Achievement
from tests.editing import correct, correcting
from tests.forms import address, differences, errors, fields_of, filled, page, post, propose, publish, warnings
from tests.notes import NOTE_EN, NOTE_ZH

pytestmark = pytest.mark.django_db

POOR_2018 = "ankang-report-poor-population-610900-2018"
REASON = "The report prints 22.96万, not 22.69万."


@pytest.fixture
def poor() -> Observation:
    return Observation.objects.get(code=POOR_2018)


def test_a_correction_is_previewed_and_then_published_with_its_reason(corrector: Client, poor: Observation) -> None:
    before = Revision.objects.count()
    preview = propose(corrector, address(poor), value="229700", value_text="22.97万人", reason=REASON)
    assert differences(preview) == [
        ("Value", "229,600", "229,700"),
        ("Value text", "22.96万人", "22.97万人"),
        ("Interval (follows)", "229,550 – 229,650", "229,650 – 229,750"),
    ]
    assert REASON in preview
    assert warnings(preview) == [
        "Value text: the words “减少到22.96万人” do not contain “22.97万人”.",
        "Value: the words “减少到22.96万人” give 229,600; the record says 229,700.",
    ]
    assert Revision.objects.count() == before
    response = publish(corrector, address(poor), value="229700", value_text="22.97万人", reason=REASON)
    assert response["Location"] == address(poor)
    assert "Published in revision 2." in page(corrector, address(poor))
    assert corrector.get(f"/api/v1/observations/{POOR_2018}").json()["value"] == 229700
    revision = Revision.objects.get(number=2)
    assert (revision.kind, revision.role, revision.reason) == ("correction", "corrector", REASON)
    assert revision.user == User.objects.get(username="wang")
    noted = Correction.objects.filter(revision=2).values_list("field", "old", "new")
    assert list(noted) == [("value", "229600", "229700"), ("value_text", "22.96万人", "22.97万人")]


def test_the_form_shows_words_interval_and_identity_and_lets_only_content_be_changed(
    corrector: Client, poor: Observation
) -> None:
    html = page(corrector, address(poor))
    assert "<mark>减少到22.96万人</mark>" in html
    assert "229,550 – 229,650" in html
    assert fields_of(html) == {
        "value": "229600",
        "value_text": "22.96万人",
        "qualifier": "exact",
        "derivation": "printed",
        "obs_status": "A",
        "period_basis": "stated",
        "base_period": "",
        "comparison": "",
        "restates": "",
        "note_zh": NOTE_ZH,
        "note_en": NOTE_EN,
        "reason": "",
        "seen": "1",
    }


@pytest.mark.parametrize(
    ("entries", "refused"),
    [
        ({"value": "229700"}, ["This field is required."]),
        ({"value": "229700", "reason": "  "}, ["This field is required."]),
        ({"value": "229700", "reason": "=1+1"}, ["Must not be empty nor begin with white space, =, +, - or @."]),
        ({"reason": REASON}, ["Nothing is changed, or only white space: there is nothing to save."]),
        (
            {"value_text": " 22.96万人 ", "value": " 229600.000", "reason": REASON},
            ["Nothing is changed, or only white space: there is nothing to save."],
        ),
        (
            {"value": "22.97万", "reason": REASON},
            ["Write a number in digits alone, such as 1005000 or -0.5: 万 written out, no separators."],
        ),
        ({"value": "229700.1234567", "reason": REASON}, ["Ensure that there are no more than 6 decimal places."]),
        (
            {"value": "", "reason": REASON},
            ["Give the value. Only a printed range such as “3-5万元” has none: its qualifier is Range."],
        ),
        ({"value": "NaN", "reason": REASON}, None),
        ({"value": "229600.5", "reason": REASON}, ["A value in people is a whole number, not 229600.5."]),
        ({"value": "-229600", "reason": REASON}, ["A count is not negative: -229600."]),
        (
            {"value": "22.96", "value_text": "22.96万人", "reason": REASON},
            ["A value in people is a whole number, not 22.96."],
        ),
        (
            {"value": "2296000", "reason": REASON},
            [
                "“22.96万人” prints 229,600: 2,296,000 is off by a factor of ten or more. "
                "“万” is 10,000 and “亿” is 100,000,000."
            ],
        ),
        ({"value": "99999999999999", "value_text": "99999999999999亿", "reason": REASON}, None),
        ({"value_text": "9" * 1000, "reason": REASON}, None),
        ({"note_zh": "只有中文", "note_en": "", "reason": REASON}, ["Note: fill in both languages, or neither."]),
        ({"base_period": "last year", "reason": REASON}, None),
        (
            {"base_period": "2017/", "reason": REASON},
            ["'2017/' is not a period; write 2018, 2018-S1, 2018-Q3, 2018-06, 2018-06-30, 2011/2019 or ../2019."],
        ),
        ({"qualifier": "nearly", "reason": REASON}, None),
        ({"value": "1", "seen": "", "reason": REASON}, None),
        ({"value": "1", "seen": "²", "reason": REASON}, None),
    ],
)
def test_what_cannot_be_is_refused(
    corrector: Client, poor: Observation, entries: dict[str, str], refused: list[str] | None
) -> None:
    html = propose(corrector, address(poor), **entries)
    assert errors(html) == refused or (refused is None and errors(html))
    assert Revision.objects.count() == 1
    kept = {name: value for name, value in entries.items() if name != "qualifier"}
    assert fields_of(html).items() >= kept.items()


def test_a_part_above_its_whole_is_asked_about_with_the_words_of_both(corrector: Client) -> None:
    part = Observation.objects.get(metric__code="relocated-people-13th-plan")
    whole = Observation.objects.get(metric__code="relocated-people")
    asked = (
        "Part and whole: the part is larger than its whole. "
        "Part: People relocated and resettled since the 13th Five-Year Plan began, Ankang City, 2016–2019: {}"
        " (“41.9万人”). "
        "Whole: People relocated and resettled since the 12th Five-Year Plan began, Ankang City, 2011–2019: {}"
        f" (“92万人”). ({part.code}, {whole.code})"
    )
    html = propose(corrector, address(part), value="940000", value_text="94万人", reason=REASON)
    assert asked.format("940,000", "920,000") in warnings(html)
    html = propose(corrector, address(whole), value="410000", value_text="41万人", reason=REASON)
    assert asked.format("419,000", "410,000") in warnings(html)


def test_warnings_are_asked_in_chinese_with_names_before_codes(corrector: Client) -> None:
    part = Observation.objects.get(metric__code="relocated-people-13th-plan")
    whole = Observation.objects.get(metric__code="relocated-people")
    corrector.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-hans"
    html = propose(corrector, address(part), value="940000", value_text="94万人", reason=REASON)
    assert warnings(html)[:4] == [
        "原文数值：原文“41.9万人”中没有“94万人”。",
        "数值：原文“41.9万人”读作 419,000，记录为 940,000。",
        "印出的小数位数：原文“41.9万人”读作 1，记录为 0。",
        "部分与整体：部分大于整体。部分：搬迁安置人数（“十三五”以来），安康市，2016–2019：940,000（“41.9万人”）。"
        "整体：搬迁安置人数（“十二五”以来），安康市，2011–2019：920,000（“92万人”）。"
        f"（{part.code}，{whole.code}）",
    ]


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("en", "Period: the words “吸纳就业17632人”, “已” state no year; the record says until 2019 (Stated)."),
        ("zh-hans", "时期：原文“吸纳就业17632人”、“已”没有写明年份，记录为 截至 2019（载明）。"),
    ],
)
def test_a_stated_period_whose_words_lack_the_year_is_asked_about(corrector: Client, language: str, asked: str) -> None:
    employees = Observation.objects.get(metric__code="factory-employees")
    already = Quote.objects.get(code="ankang-report-p5-already")
    correct(employees, period_quote=already, period_basis="report")
    corrector.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    html = propose(corrector, address(employees), period_basis="stated", reason=REASON)
    assert warnings(html) == [asked]


def test_what_is_odd_is_published_only_when_it_was_confirmed(corrector: Client) -> None:
    people = Observation.objects.get(metric__code="relocated-people")
    entries = {"value": "2660000", "value_text": "266万人", "reason": REASON}
    preview = propose(corrector, address(people), **entries)
    assert warnings(preview)[-1] == (
        "People and households: not 1 to 8 people in each. "
        "People: People relocated and resettled since the 12th Five-Year Plan began, Ankang City, 2011–2019: "
        "2,660,000 (“92万人”). "
        "Households: Households relocated and resettled since the 12th Five-Year Plan began, Ankang City, 2011–2019: "
        "266,000 (“全市累计搬迁安置26.6万户”). "
        "(ankang-report-relocated-people-610900-since-2011, ankang-report-relocated-households-610900-since-2011)"
    )
    unticked = post(corrector, address(people), fields_of(preview) | {"_confirmed": "1"}).content.decode()
    assert "Nothing was published: confirm first what looks odd, or go back and change it." in unticked
    forged = fields_of(preview) | {"_confirmed": "1", "_warnings": "on"}
    assert "Nothing was published" in post(corrector, address(people), forged).content.decode()
    assert Revision.objects.count() == 1
    publish(corrector, address(people), **entries)
    assert Observation.objects.get(pk=people.pk).value == 2660000


def test_the_share_of_a_denominator_is_compared(corrector: Client) -> None:
    total = Observation.objects.get(metric__code="factory-employees")
    share = Observation.objects.get(metric__code="factory-employees-poor-share")
    with correcting() as changeset:
        same = {
            "name_zh": "其中贫困人口",
            "name_en": "Poor among them",
            "definition_zh": "其中",
            "definition_en": "Poor",
        }
        metric = Metric(
            code="factory-employees-poor",
            unit=total.metric.unit,
            measure="count",
            temporality="stock",
            part_of=total.metric,
            **same,
        )
        changeset.save(metric)
        changeset.save(
            Observation(
                document=total.document,
                metric=metric,
                region=total.region,
                quote=total.quote,
                value=5466,
                value_text="5466人",
                time_period=total.time_period,
                period_basis=total.period_basis,
                period_quote=total.period_quote,
            )
        )
    preview = propose(corrector, address(share), value="41", reason=REASON)
    assert warnings(preview)[-1].startswith("Share: it is not that of the part in the whole. Share: ")
    preview = propose(corrector, address(share), note_zh="占比", note_en="Share", reason=REASON)
    assert warnings(preview) == []


def test_going_back_from_the_preview_keeps_the_entries(corrector: Client, poor: Observation) -> None:
    preview = propose(corrector, address(poor), value="229700", reason=REASON)
    html = post(corrector, address(poor), fields_of(preview) | {"_back": "1"}).content.decode()
    assert fields_of(html)["value"] == "229700"
    assert fields_of(html)["reason"] == REASON
    assert errors(html) == []
    assert Revision.objects.count() == 1


def test_the_second_of_two_people_is_told_what_the_first_changed(corrector: Client, poor: Observation) -> None:
    second = filled(corrector, address(poor), value="229500", reason="My own reading.")
    preview = post(corrector, address(poor), second).content.decode()
    publish(corrector, address(poor), value="229700", reason=REASON)
    [told] = errors(post(corrector, address(poor), fields_of(preview) | {"_confirmed": "1"}).content.decode())
    assert told.split(" | ") == [
        "Somebody changed this record after you opened it.",
        "Revision 2, by the corrector: Value: 229,600 → 229,700; Interval: 229,550 – 229,650 → 229,650 – 229,750. "
        f"Reason: {REASON}",
        "Nothing was overwritten, and your changes were not saved.",
        "Reload the record",
    ]
    assert Observation.objects.get(pk=poor.pk).value == 229700
    assert Revision.objects.count() == 2


def test_every_published_record_can_be_opened_and_its_form_changes_nothing(corrector: Client) -> None:
    for record in [*Quote.objects.all()[:3], *Achievement.objects.all()[:3], *Metric.objects.all()[:3]]:
        html = propose(corrector, address(record), reason=REASON)
        assert errors(html) == ["Nothing is changed, or only white space: there is nothing to save."]


def test_lists_are_edited_a_line_each(corrector: Client) -> None:
    award = next(one for one in Achievement.objects.all() if len(one.granted_by_zh) > 1)
    assert fields_of(page(corrector, address(award)))["granted_by_zh"] == "\n".join(award.granted_by_zh)
    html = propose(corrector, address(award), granted_by_zh="甲\n\n 乙 \n丙", reason=REASON)
    assert errors(html) == ["Must have as many entries as the Chinese list."]
    publish(corrector, address(award), granted_by_zh="甲\r\n\r\n 乙 \r\n丙", granted_by_en="A\nB\nC", reason=REASON)
    award.refresh_from_db()
    assert (award.granted_by_zh, award.granted_by_en) == (["甲", "乙", "丙"], ["A", "B", "C"])


def test_an_optional_text_that_is_emptied_is_absent(corrector: Client, poor: Observation) -> None:
    publish(corrector, address(poor), note_zh="注", note_en="Note", reason=REASON)
    publish(corrector, address(poor), note_zh="", note_en=" ", reason="There is nothing to note.")
    assert corrector.get(f"/api/v1/observations/{POOR_2018}").json()["note_zh"] is None


def test_a_measure_that_its_observations_or_its_unit_contradict_is_refused(corrector: Client) -> None:
    metric = Metric.objects.get(code="poor-population")
    html = propose(corrector, address(metric), measure="share", reason=REASON)
    assert errors(html) == [
        "A metric of this measure has a unit of the kind Ratio; person is of the kind Count.",
        "Observation ankang-report-poor-population-610900-2012: A share is between 0 and 100, not 1005000.",
        "Observation ankang-report-poor-population-610900-2018: A share is between 0 and 100, not 229600.",
    ]


def test_words_that_are_evidence_are_not_excluded(corrector: Client, poor: Observation) -> None:
    html = propose(corrector, address(poor.quote), excluded_zh="不是数据", excluded_en="No data", reason=REASON)
    assert errors(html) == [f"These words are evidence for {POOR_2018}: they are not excluded."]
