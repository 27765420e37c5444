"""Reasons of revisions in templates."""

from django import template

from indicators.admin.display.reasons import reason_for_people

register = template.Library()
register.filter("reason_for_people", reason_for_people)
