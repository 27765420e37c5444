"""Text that some format cannot hold, or that nobody can see, is refused with the character named."""

import io
import sys
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils.translation import override
from openpyxl import load_workbook

from ankang_api.loading.values import converted
from indicators.admin.forms.fields import LinesField
from indicators.admin.forms.record_forms import ReasonField
from indicators.models import Observation
from indicators.models.fields import Words
from indicators.text.unfit import invisible_character, without_unfit
from tests.tables import without_text_checks

CODE = "ankang-report-poor-population-610900-2018"

UNFIT: list[tuple[str, str]] = [
    ("a\x0bb", "Must not contain the character U+000B control character."),
    ("a\rb", "Must not contain the character U+000D control character."),
    ("a\x85b", "Must not contain the character U+0085 control character."),
    ("a\ufdd0", "Must not contain the character U+FDD0 non-character."),
    ("a\U0001ffff", "Must not contain the character U+1FFFF non-character."),
    ("a\ud800", "Must not contain the character U+D800 lone surrogate."),
    ("a\u202eb", "Must not contain the character U+202E RIGHT-TO-LEFT OVERRIDE."),
    ("a\u202db", "Must not contain the character U+202D LEFT-TO-RIGHT OVERRIDE."),
    ("\u200b\u200b", "Must contain visible characters, not only such as U+200B ZERO WIDTH SPACE."),
    ("\u3164", "Must contain visible characters, not only such as U+3164 HANGUL FILLER."),
]
FIT = ["安康\t脱贫\n二行", "𠮷", "👨\u200d👩\u200d👧", "\u2067שלום\u2069", "❤\ufe0f"]


@pytest.mark.parametrize(("text", "message"), UNFIT)
def test_fields_and_fixtures_refuse_it(text: str, message: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Words().run_validators(text)
    assert refusal.value.messages == [message]
    with pytest.raises(ValidationError) as refusal:
        converted(Words(), text)
    assert refusal.value.messages == [message]


def test_reasons_and_lists_of_lines_refuse_it() -> None:
    for field in (ReasonField(), LinesField()):
        with pytest.raises(ValidationError) as refusal:
            field.clean("Read again.\u202e")
        assert refusal.value.messages == ["Must not contain the character U+202E RIGHT-TO-LEFT OVERRIDE."]


@pytest.mark.parametrize("text", FIT)
def test_other_text_is_accepted(text: str) -> None:
    Words().run_validators(text)
    assert converted(Words(), text) == text


def test_invisible_are_all_characters_that_unicode_counts_as_format_or_space() -> None:
    categories = {"Cf", "Zs", "Zl", "Zp", "Cc"}
    found = filter(lambda character: unicodedata.category(character) in categories, map(chr, range(sys.maxunicode + 1)))
    assert [character for character in found if not invisible_character(character)] == []


def test_the_refusal_is_in_chinese_too() -> None:
    with override("zh-hans"), pytest.raises(ValidationError) as refusal:
        Words().run_validators("a\u202e")
    assert refusal.value.messages == ["不能含有字符 U+202E RIGHT-TO-LEFT OVERRIDE。"]


def test_stored_text_loses_what_xml_cannot_contain() -> None:
    assert without_unfit("a\x0bb\ufffe\u202ec\td\n") == "a\ufffdb\ufffd\ufffdc\td\n"


@pytest.mark.django_db
def test_a_workbook_of_stored_text_can_be_read(corrector: Client) -> None:
    history = Observation.history.model
    with without_text_checks(Observation, history), connection.cursor() as cursor:  # as before the rule
        for model in (Observation, history):
            statement = f"UPDATE {model._meta.db_table} SET note_zh = %s, note_en = %s WHERE code = %s"
            cursor.execute(statement, ["注\x0b。", "Note\ufffe.", CODE])
    content = corrector.get("/admin/indicators/observation/spreadsheet/export.xlsx").content
    cells = {cell for row in load_workbook(io.BytesIO(content)).active.values for cell in row}
    assert {"注\ufffd。", "Note\ufffd."} <= cells
