"""What the code relies on that libraries do not document. A failure here says what to look at after an upgrade."""

import inspect

import pytest
from django import forms
from django.core.management.commands import showmigrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django_filters import FilterSet
from gunicorn.arbiter import Arbiter
from rest_framework import serializers

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
