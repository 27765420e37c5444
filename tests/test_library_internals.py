"""What the code relies on that libraries do not document. A failure here says what to look at after an upgrade."""

import inspect
from typing import Any

import pytest
from django import forms
from django.contrib.contenttypes.fields import GenericRelation
from django.core.management.commands import showmigrations
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.models import FloatField
from django.db.models.functions import Cast
from django_filters import FilterSet
from gunicorn.arbiter import Arbiter
from rest_framework import serializers
from simple_history.models import HistoricalRecords

from indicators.models import Observation, Region

pytestmark = pytest.mark.database_independent


def test_gunicorn_calls_the_methods_that_the_arbiter_overrides() -> None:
    assert "self.wait_for_signals(" in inspect.getsource(Arbiter.run)
    assert "self.init_signals()" in inspect.getsource(Arbiter.start)
    assert list(inspect.signature(Arbiter.wait_for_signals).parameters) == ["self", "timeout"]
    assert callable(Arbiter.handle_term)


def test_migrations_are_read_as_the_commands_of_django_read_them() -> None:
    assert "MigrationLoader(" in inspect.getsource(showmigrations)
    parameters = list(inspect.signature(MigrationLoader.__init__).parameters)
    assert parameters[:2] == ["self", "connection"]


def test_a_connection_that_was_checked_is_not_checked_again() -> None:
    assert "health_check_done" in inspect.getsource(BaseDatabaseWrapper.close_if_health_check_failed)


def test_serializers_keep_their_declared_fields_and_forms_and_filter_sets_their_base_fields() -> None:
    class Serializer(serializers.Serializer[object]):
        code = serializers.CharField()

    class Form(forms.Form):
        code = forms.CharField()

    assert list(Serializer._declared_fields) == ["code"]
    assert list(Form.base_fields) == ["code"]
    assert FilterSet.base_filters == {}


def parameters(function: Any) -> list[str]:
    return [name for name in inspect.signature(function).parameters if name != "self"]


def test_simple_history_has_the_methods_that_versions_override() -> None:
    assert parameters(HistoricalRecords.get_extra_fields) == ["model", "fields"]
    assert parameters(HistoricalRecords.get_meta_options) == ["model"]
    assert {"instance", "created"} <= set(parameters(HistoricalRecords.post_save))
    assert "instance" in parameters(HistoricalRecords.pre_delete)
    assert "instance" in parameters(HistoricalRecords.post_delete)


@pytest.mark.django_db
def test_django_compiles_queries_in_the_steps_that_statements_repeat() -> None:
    rows = Region.objects.order_by().filter(code="610900").values_list("pk", "code")
    compiler = rows.query.get_compiler("default")
    sql, params = compiler.as_sql()
    assert (sql.count("%s"), params) == (1, ("610900",))
    assert (sql, params) == rows.query.sql_with_params()
    assert len(compiler.select) == 2
    assert compiler.get_converters([expression for expression, _sql, _alias in compiler.select]) == {}
    assert rows.query.where
    assert not Region.objects.all().query.where
    assert Region.objects.all().query.annotations == {}


@pytest.mark.django_db
def test_django_converts_floats_only_in_the_way_that_rows_skip() -> None:
    expression = Cast("pk", FloatField())
    assert len(expression.get_db_converters(connection)) == 1
    assert expression.output_field.get_db_converters(connection) == []


def test_django_connections_have_the_attributes_that_requests_use() -> None:
    database = connections["default"]
    assert {"health_check_done", "execute_wrappers", "in_atomic_block"} <= set(vars(database))
    assert isinstance(database.features.supports_slicing_ordering_in_compound, bool)
    assert parameters(database.inc_thread_sharing) == []
    assert parameters(database.copy) == ["alias"]


def test_a_relation_by_two_columns_is_marked_as_a_generic_relation_is_and_no_column() -> None:
    relation: Any = Observation._meta.get_field("programme_metric")
    assert (GenericRelation.many_to_one, GenericRelation.one_to_many) == (relation.many_to_one, relation.one_to_many)
    assert relation in Observation._meta.private_fields
    assert relation not in Observation._meta.fields
    assert [path.m2m for path in relation.get_path_info()] == [False]
