"""Whatever the admin says of its own, it says in Chinese too."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.test import Client
from django.utils.translation import override

from indicators.models import Correction, Override, Record, Revision

pytestmark = pytest.mark.database_independent

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "indicators" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django"
PACKAGES = ("indicators", "programmes", "ankang_api")
CALLS = {"_", "gettext", "gettext_lazy"}
CONTEXT_CALLS = {"pgettext", "pgettext_lazy"}
CONTEXT = "\x04"
"""What stands between a context and a text in a compiled catalogue."""


def compiled() -> dict[str, str]:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {key: text for key, text in catalogue.items() if key and isinstance(key, str)}


def written() -> dict[str, str]:
    """The catalogue as it is written: one line a text."""
    found = {}
    entry = re.compile(r'^(?:msgctxt ("[^\n]*")\n)?msgid ("[^\n]+")\nmsgstr ("[^\n]*")$', re.M)
    for context, text, translation in entry.findall(CATALOGUE.with_suffix(".po").read_text()):
        key = ast.literal_eval(text)
        if key:
            found[f"{ast.literal_eval(context)}{CONTEXT}{key}" if context else key] = ast.literal_eval(translation)
    return found


def in_code() -> Iterator[str]:
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                match node:
                    case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(text)), *_]) if name in CALLS:
                        yield text
                    case ast.Call(
                        func=ast.Name(id=name),
                        args=[ast.Constant(value=str(context)), ast.Constant(value=str(text)), *_],
                    ) if name in CONTEXT_CALLS:
                        yield f"{context}{CONTEXT}{text}"


def in_templates() -> Iterator[str]:
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.html"):
            text = path.read_text()
            found = re.findall(r"""{%\s*translate\s+(?:"([^"]*)"|'([^']*)')(?: context "([^"]*)")?""", text)
            for double, single, context in found:
                yield f"{context}{CONTEXT}{double or single}" if context else double or single
            for block in re.findall(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate", text, re.S):
                yield re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", block)


def in_models() -> Iterator[str]:
    for model in apps.get_models():
        if not issubclass(model, (Record, Revision, Correction, Override)):
            continue
        yield str(model._meta.verbose_name)
        yield str(model._meta.verbose_name_plural)
        for field in model._meta.concrete_fields:
            yield re.sub(" (zh|en)$", "", str(field.verbose_name))
            yield str(field.help_text)
            yield from (f"choice{CONTEXT}{label}" for _value, label in field.flatchoices)


def test_the_compiled_catalogue_is_that_which_is_written() -> None:
    assert len(written()) > 400
    assert compiled() == written()


def test_each_text_of_the_admin_is_in_the_catalogue() -> None:
    with override("en"):
        shown = {*in_code(), *in_templates(), *in_models()} - {""}
    assert sorted(shown - set(compiled())) == []


def test_the_places_of_values_are_kept() -> None:
    place = re.compile(r"%\(\w+\)[sr]|{\d?}")
    wrong = []
    for text, translation in compiled().items():
        if {re.sub(r"\d", "", one) for one in place.findall(text)} != {
            re.sub(r"\d", "", one) for one in place.findall(translation)
        }:
            wrong.append(text)
    assert wrong == []


@pytest.mark.django_db
def test_officials_read_names_of_records_fields_and_choices_in_chinese(client: Client) -> None:
    client.force_login(User.objects.create_superuser("wang"))
    html = client.get("/admin/", headers={"Accept-Language": "zh-hans"}).content.decode()
    names = re.findall(r'<a href="/admin/(?:indicators|programmes)/\w+/">([^<]+)</a>', html)
    assert sorted(names) == sorted(
        [
            *("修订", "地区", "对数据文件的更正", "引文", "指标", "文献", "段落", "观测值", "计量单位", "隶属关系"),
            *("工程", "工程指标", "成果", "构成项", "数据关系", "派生指标"),
        ]
    )
    html = client.get("/admin/indicators/observation/", headers={"Accept-Language": "zh-hans"}).content.decode()
    assert '<td class="field-value_type">实际</td>' in html
    assert '<td class="field-period_basis">载明</td>' in html
