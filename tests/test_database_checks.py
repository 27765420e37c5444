"""The database refuses what fields refuse, and other programs can read and check a SQLite file."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from indicators.migrations._replaced_text import replace_unfit_text
from indicators.models import Document, Metric, Observation, Quote, Region, Revision, Unit
from indicators.models.fields import Choice, text_columns
from indicators.sql.text_check import TextCheck
from programmes.models import Achievement
from tests.databases import copy, manage, path_of
from tests.editing import tampering
from tests.fixture_files import FIRST
from tests.tables import without_text_checks

MODELS = [model for label in ("indicators", "programmes") for model in apps.get_app_config(label).get_models()]
UNFIT = [
    *("a\x01b", "a\x0bb", "a\rb", "a\x1f", "a\x7f", "a\x85b", "a\x9f", "a\u202db", "a\u202e"),
    *("a\ufdd0", "a\ufdef", "a\ufffe", "a\uffff", "a\U0001fffe", "a\U0001ffff", "a\U0010ffff"),
]
INVISIBLE = ["\u200b\u200b", "\u3000", "\n\t", "\u3164", "\ufe0f", "\U000e0041", "\u2800\xad"]
FIT = [
    "安康\t脱贫\n二行",
    "𠮷",
    "\ufffd",
    "👨\u200d👩\u200d👧",
    "\u2067שלום\u2069",
    "❤\ufe0f",
    "]a-b^*?[",
    "\u200b字",
    "\\u202e",
]


def store(model: Any, **values: Any) -> None:
    """Write values into the first row, past fields and changesets."""
    with tampering(), transaction.atomic():
        model._base_manager.filter(pk=model._base_manager.values_list("pk")[:1]).update(**values)


@pytest.mark.django_db
@pytest.mark.parametrize("text", [*UNFIT, *INVISIBLE])
def test_unfit_text_is_refused(text: str) -> None:
    with pytest.raises(IntegrityError, match="metric_text_is_fit"):
        store(Metric, scope_zh=text, scope_en="Scope.")
    with pytest.raises(IntegrityError, match="metric_versions_text_is_fit"):
        store(Metric.history.model, definition_en=text)


@pytest.mark.django_db
@pytest.mark.parametrize("text", UNFIT)
def test_unfit_text_is_refused_in_any_column(text: str) -> None:
    """In texts that may be blank, in reasons, and in the texts of lists and objects."""
    for model, values in (
        (Quote, {"prefix": text}),
        (Revision, {"reason": text}),
        (Unit, {"measure_words": ["人", text]}),
        (Achievement, {"granted_by_zh": [text]}),
        (Document, {"emendations": [{"received": text}]}),
        (Document.history.model, {"emendations": [{text: "a"}]}),
    ):
        with pytest.raises(IntegrityError, match="text_is_fit"):
            store(model, **values)


@pytest.mark.django_db
@pytest.mark.parametrize("text", FIT)
def test_other_text_is_stored(text: str) -> None:
    store(Metric, scope_zh=text, scope_en=text)
    store(Unit, measure_words=[text, f"{text}\\"])
    store(Quote, prefix=text)
    assert Metric.objects.filter(scope_zh=text, scope_en=text).count() == 1
    assert [text, f"{text}\\"] in Unit.objects.values_list("measure_words", flat=True)


@pytest.mark.django_db
def test_texts_that_may_be_blank_may_be_of_spaces() -> None:
    for text in ("", "\u3000", " \n"):
        store(Quote, prefix=text, suffix=text)
        assert Quote.objects.filter(prefix=text, suffix=text).count() == 1


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_text_column_is_checked(model: Any) -> None:
    columns = {kind: sorted(names) for kind, names in text_columns(model).items()}
    checks = [one for one in model._meta.constraints if isinstance(one, TextCheck)]
    checked = [{kind: sorted(names) for kind, names in one.columns.items()} for one in checks]
    assert checked == ([columns] if any(columns.values()) else [])


CODES = ["a", "610900", "gb-t-2260", "a-1-b"]
NO_PERIODS = [
    *("", "18", "20180", "2018/", "/2018", "./2018", "..2018", "2018-2019", "2o18", "2018\n"),
    *("2018-6", "2018-Q5", "2018-S3", "2018-q1", "2018-06-", "2018-06/", "2018/..", "../..", "2018/2019/2020"),
]
PERIODS = [
    *("2018", "2018-S1", "2018-Q4", "2018-12", "2018-06-30", "2011/2019", "../2019", "2016/2020-S1", "../2020-06-30"),
    *("2019-09/2020-08", "2020-06-30/2020-07-31"),
]
NO_CODES = ["", "-a", "a-", "a--b", "A", "a_b", "a b", "a\n", "é", "a.b"]


@pytest.mark.django_db
@pytest.mark.parametrize("code", NO_CODES)
def test_what_is_no_code_is_refused(code: str) -> None:
    for model, values in ((Region, {"code": code}), (Region.history.model, {"replaced_by": code})):
        with pytest.raises(IntegrityError, match=r"(?i)check constraint"):
            store(model, **values)


@pytest.mark.django_db
@pytest.mark.parametrize("code", CODES)
def test_codes_are_stored(code: str) -> None:
    store(Unit, code=code)
    store(Region.history.model, replaced_by=code)
    assert Unit.objects.filter(code=code).count() == Region.history.filter(replaced_by=code).count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_checks_of_choices_allow_every_choice(model: Any) -> None:
    for field in model._meta.concrete_fields:
        if isinstance(field, Choice):
            with connection.cursor() as cursor:
                name = f"{model._meta.db_table}_{field.column}_check"
                cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name])
                [[check]] = cursor.fetchall()
            assert [value for value, _label in field.flatchoices if f"'{value}'" not in check] == []


@pytest.mark.django_db
@pytest.mark.parametrize("period", NO_PERIODS)
def test_what_is_no_period_is_refused(period: str) -> None:
    with pytest.raises(IntegrityError, match="observation_time_period_form"):
        store(Observation, time_period=period)
    with pytest.raises(IntegrityError, match="observation_base_period_form"):
        store(Observation, base_period=period)


@pytest.mark.django_db
@pytest.mark.parametrize("period", PERIODS)
def test_periods_are_stored(period: str) -> None:
    store(Observation, time_period=period, base_period=period)
    assert Observation.objects.filter(time_period=period, base_period=period).count() == 1


@pytest.mark.django_db
def test_a_wrong_period_of_a_record_is_refused() -> None:
    observation = Observation.objects.get(code=FIRST)
    [form] = [one for one in Observation._meta.constraints if one.name == "observation_time_period_form"]
    form.validate(Observation, observation)
    observation.time_period = "about 2018"
    with pytest.raises(Exception, match=r"The period has none of the allowed forms\."):
        form.validate(Observation, observation)


@pytest.mark.django_db
def test_the_migration_replaces_unfit_text_that_was_stored_before(unchecked: None) -> None:
    history = Unit.history.model
    store(Unit, name_zh="\u202e人\x0b", name_en="\u200b", symbol="a\r\nb", measure_words=["人\ufffe", "户"])
    store(history, name_zh="\u202e人\x0b", name_en="Person")
    count = Unit.objects.count()
    replace_unfit_text("indicators")(apps, connection.schema_editor())
    unit = Unit.objects.get(pk=Unit._base_manager.values_list("pk")[:1])
    assert (unit.name_zh, unit.name_en, unit.symbol) == ("\ufffd人\ufffd", "\ufffd", "a\nb")
    assert unit.measure_words == ["人\ufffd", "户"]
    assert history.objects.filter(name_zh="\ufffd人\ufffd", name_en="Person").count() == 1
    assert Unit.objects.exclude(name_zh__contains="\ufffd").count() == count - 1


@pytest.fixture
def unchecked(db: None) -> Iterator[None]:
    with without_text_checks(Unit, Unit.history.model):
        yield


@pytest.fixture
def plain(loaded_database: str, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A loaded SQLite file as another program opens it, without a function of ours or of Django's."""
    url = f"sqlite:///{tmp_path}/plain.sqlite3"
    if loaded_database.startswith("sqlite"):
        copy(loaded_database, url)
    else:
        assert manage(url, "release")[0] == 0
    with closing(sqlite3.connect(path_of(url))) as database:
        yield database


def names(database: sqlite3.Connection) -> list[str]:
    found = database.execute(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"
    )
    return [name for (name,) in found]


@pytest.mark.database_independent
def test_another_program_checks_reads_and_writes_every_table(plain: sqlite3.Connection) -> None:
    assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    tables = names(plain)
    assert {"indicators_observation", "indicators_historicalobservation", "programmes_part"} <= set(tables)
    for table in tables:
        found = plain.execute(f"SELECT * FROM {table}")
        columns = [f'"{column[0]}"' for column in found.description]
        found.fetchall()
        plain.execute(f"UPDATE {table} SET {', '.join(f'{column} = {column}' for column in columns)}")
    assert plain.execute("SELECT count(*) FROM indicators_observation").fetchone() == (48,)


@pytest.mark.database_independent
@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("UPDATE indicators_region SET code = 'Ankang City' WHERE code = '610900'", "code"),
        ("UPDATE indicators_region SET code = 'a' || char(0) WHERE code = '610900'", "code"),
        ("UPDATE indicators_region SET name_zh = '安' || char(0) || '康'", "region_text_is_fit"),
        ("UPDATE indicators_region SET name_zh = '安' || char(8238)", "region_text_is_fit"),
        ("UPDATE indicators_observation SET time_period = 'about 2018'", "observation_time_period_form"),
        ("UPDATE indicators_unit SET measure_words = '[\"\\u0000\"]'", "unit_text_is_fit"),
    ],
)
def test_another_program_cannot_write_what_is_refused(plain: sqlite3.Connection, statement: str, check: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=f'CHECK constraint failed: "?{check}'):
        plain.execute(statement)
