"""Every message, help text, choice and name of the admin is in the language of the page, without codes of fields."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.test import Client
from django.utils.translation import override

from indicators.admin.display.help_texts import menu_help
from indicators.admin.display.labels import choices_of, kind_of, kinds_of, label_of
from indicators.admin.forms.fields import form_field
from indicators.models import Correction, Document, Metric, Observation, Override, Record, Region, Revision
from indicators.models.fields import Words
from indicators.sql.text_check import TextCheck
from tests.editing import correct
from tests.forms import address, errors, page, propose

POOR_2018 = "ankang-report-poor-population-610900-2018"
LANGUAGES = ("zh-hans", "en")
CHINESE = re.compile("[\u3400-\u9fff]")
CODE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
QUOTED = re.compile("“[^”]*”")
REPORT_WORDS = re.compile("同比|环比|万|亿")
"""Words of reports that English texts name without quotation marks."""
NAMES_IN_ALL_LANGUAGES = {"GB/T 2260", "ISO 3166"}
MODELS: list[Any] = [
    model for model in apps.get_models() if issubclass(model, (Record, Revision, Correction, Override))
]


def wrong(language: str, text: str) -> bool:
    """Whether a text is in the other language, or holds the code of a field or a value."""
    if CODE.search(text):
        return True
    if language == "zh-hans":
        return not CHINESE.search(text) and text not in NAMES_IN_ALL_LANGUAGES
    return bool(CHINESE.search(REPORT_WORDS.sub("", QUOTED.sub("", text))))


def names() -> Iterator[str]:
    for model in MODELS:
        yield from (kind_of(model), kinds_of(model))
        for field in model._meta.concrete_fields:
            if field.name != "id":
                yield label_of(field)
            yield from (label for _value, label in choices_of(field))


def help_texts() -> Iterator[str]:
    for model in MODELS:
        for field in model._meta.concrete_fields:
            if field.editable and field.help_text:
                yield menu_help(field)


def constraint_messages() -> Iterator[str]:
    for model in MODELS:
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.CheckConstraint) and not isinstance(constraint, TextCheck):
                yield str(constraint.get_violation_error_message())


def validator_messages() -> Iterator[str]:
    """The messages of validators and of form fields; places of values are filled as in a message."""
    for model in MODELS:
        for field in model._meta.concrete_fields:
            if not field.editable:
                continue
            yield from (str(message) for message in field.error_messages.values())
            yield from (str(validator.message) for validator in field.validators if hasattr(validator, "message"))
            entered = form_field(field)
            yield from (str(message) for message in entered.error_messages.values()) if entered else ()


@pytest.mark.database_independent
@pytest.mark.django_db
@pytest.mark.parametrize("texts", [names, help_texts, constraint_messages, validator_messages])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_text_is_in_the_language_of_the_page(language: str, texts: object) -> None:
    assert callable(texts)
    with override(language):
        found = [re.sub(r"%\(\w+\)[sdr]", "", text) for text in texts()]
        assert len(found) > 15
        assert sorted({text for text in found if text and wrong(language, text)}) == []


@pytest.mark.database_independent
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh-hans", "Only a share has a denominator."),
        ("zh-hans", "请填写 base_period。"),
        ("en", "请填写。"),
        ("en", "Give note_zh and note_en."),
    ],
)
def test_a_text_in_the_wrong_language_or_with_a_code_is_found(language: str, text: str) -> None:
    assert wrong(language, text)


@pytest.mark.database_independent
@pytest.mark.parametrize(
    ("model", "name", "zh", "en"),
    [
        (
            Observation,
            "value_type",
            "实际：实际发生；目标：计划目标；已更正的原数：本文献自行更正的原数，不列入序列，也不作为最新值。",
            "Actual: it happened; Target: it was planned; Superseded: an earlier figure that its own document says it "
            "replaces, in no series and never the latest.",
        ),
        (
            Region,
            "level",
            "行政层级：国家、省级（省）、地级（地级市）、县级（县或区）、乡级（乡、镇、街道）、村级（村、社区）；"
            "区域为不属于行政区划的区域。",
            "Administrative level: country, province, prefecture (a prefecture-level city), county (a county or "
            "district), township (also a town or subdistrict), village (also a community), or area for a named area "
            "that is no administrative division.",
        ),
        (
            Document,
            "report_year",
            "文献所称“今年”的年份，参见“报告年份的依据”。",
            "The year that the document calls this year. See “Report year basis”.",
        ),
        (
            Observation,
            "obs_status",
            "数值在 SDMX CL_OBS_STATUS 中的状态。",
            "Status of the value in SDMX CL_OBS_STATUS.",
        ),
        (
            Metric,
            "temporality",
            "时点存量：某一时点的状态；时期流量：一段时期内发生的量；累计：截至某时的累计；报告未说明则为空。",
            "Stock: the state at a time; Flow: what happened in a period; Cumulative: a running total to a time; empty "
            "where the report does not say.",
        ),
    ],
)
def test_a_help_text_names_values_and_fields_as_the_menus_do(
    model: type[models.Model], name: str, zh: str, en: str
) -> None:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    for language, text in (("zh-hans", zh), ("en", en)):
        with override(language):
            assert menu_help(field) == text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("entries", "refused"),
    [
        ({"note_zh": "只有中文", "note_en": ""}, ["备注：中英文须同时填写，或都不填。"]),
        ({"note_zh": "=1", "note_en": "x"}, ["不能为空，也不能以空白字符、=、+、- 或 @ 开头。"]),
        ({"qualifier": "range"}, ["范围没有单一数值：请留空，两端由“原文数值”读出。"]),
    ],
)
def test_what_is_refused_is_said_in_chinese_by_labels(
    corrector: Client, entries: dict[str, str], refused: list[str]
) -> None:
    corrector.cookies["django_language"] = "zh-hans"
    poor = Observation.objects.get(code=POOR_2018)
    assert errors(propose(corrector, address(poor), **entries, reason="报告如此。")) == refused


@pytest.mark.django_db
def test_the_reasons_that_the_program_writes_are_translated(corrector: Client) -> None:
    corrector.cookies["django_language"] = "zh-hans"
    assert "载入数据文件" in page(corrector, "/admin/indicators/revision/")
    poor = Observation.objects.get(code=POOR_2018)
    assert "载入数据文件" in page(corrector, address(poor, "history"))


@pytest.mark.django_db
def test_new_is_a_value_in_a_preview_and_a_count_in_a_load(admin_client: Client) -> None:
    admin_client.cookies["django_language"] = "zh-hans"
    correct(Observation.objects.get(code=POOR_2018), value=229700)
    html = admin_client.post("/admin/load/").content.decode()
    html = html[html.index('id="content-main"') :]
    assert re.findall(r'<th scope="col">(.*?)</th>', html) == ["记录", "新增", "更改", "不变"]


@pytest.mark.django_db
def test_lists_and_forms_are_titled_in_the_language_of_the_page(admin_client: Client) -> None:
    """Every list, by its title, its columns and its filters."""
    admin_client.cookies["django_language"] = "zh-hans"
    english = re.compile(r"^[A-Za-z][A-Za-z ,.'-]*$")
    for model in admin.site._registry:
        html = page(admin_client, f"/admin/{model._meta.app_label}/{model._meta.model_name}/")
        columns = re.findall(r'<div class="text">\s*(?:<a [^>]*>|<span>)([^<]+)', html)
        filters = re.findall(r"<summary[^>]*>\s*([^<]+?)\s*</summary>", html)
        assert [text for text in [*columns, *filters] if english.match(text) and text != "HTTP Accept"] == [], model


@pytest.mark.database_independent
def test_words_of_a_field_are_refused_in_the_language_of_the_page() -> None:
    with override("zh-hans"):
        [validator, *_others] = Words().validators
        assert str(getattr(validator, "message", "")) == "不能为空，也不能以空白字符、=、+、- 或 @ 开头。"
