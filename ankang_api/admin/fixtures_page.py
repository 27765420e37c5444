"""The page on which a publisher loads the fixtures: a dry run shows the changes, a confirmation loads them."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ankang_api.loading.loader import Outcome, load
from ankang_api.loading.problems import LoadError
from ankang_api.loading.record_kinds import COLLECTIONS
from indicators.admin.display.labels import kinds_of, label_of, text_for_people
from indicators.admin.display.mention import record_link
from indicators.admin.roles import role_of
from indicators.history.lookup import published
from indicators.models import Override


class Count(NamedTuple):
    kind: str
    created: int
    changed: int
    unchanged: int


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("indicators.load_fixtures", raise_exception=True)
def load_view(request: HttpRequest) -> HttpResponse:
    """GET shows the page, POST a dry run. A POST with the `token` of a dry run loads, if its outcome is the same."""
    context: dict[str, Any] = {**admin.site.each_context(request), "title": _("Load the fixtures")}
    if request.method == "POST":
        try:
            outcome = load(folders(), dry_run=True)
            context |= described(outcome)
            if request.POST.get("token") == context["token"]:
                return loaded(request)
        except LoadError as error:
            context["problems"] = [str(problem) for problem in error.problems]
    return TemplateResponse(request, "ankang_api/load.html", context)


def folders() -> list[Path]:
    return [Path(settings.FIXTURE_FOLDER)]


def loaded(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    outcome = load(folders(), role=role_of(user), user=user)
    if outcome.revision:
        messages.success(request, _("Published in revision %(number)s.") % {"number": outcome.revision.number})
    else:
        messages.info(request, _("Nothing changed."))
    if not outcome.open:
        return HttpResponseRedirect(reverse("admin:index"))
    messages.warning(request, _("Conflicts that are open: %(count)s. Decide each of them.") % {"count": outcome.open})
    return HttpResponseRedirect(reverse("admin:indicators_override_changelist"))


def described(outcome: Outcome) -> dict[str, Any]:
    """The outcome of a dry run: counts by kind of record, conflicts, and a token, which is the hash of the outcome."""
    conflicts = [[item.record_type, item.record, item.field, item.fixture] for item in outcome.found]
    counts = list(counted(outcome))
    summary = json.dumps([counts, conflicts, outcome.revision is None])
    return {
        "counts": counts,
        "conflicts": [conflict(override) for override in outcome.found],
        "open": outcome.open,
        "nothing": outcome.revision is None and not outcome.found,
        "token": hashlib.sha256(summary.encode()).hexdigest(),
    }


def counted(outcome: Outcome) -> Iterator[Count]:
    for name, model in COLLECTIONS.items():
        yield Count(kinds_of(model), outcome.created[name], outcome.changed[name], outcome.unchanged[name])


def conflict(override: Override) -> dict[str, Any]:
    field = published()[override.record_type].content_fields()[override.field]
    return {
        "record": record_link(override.record_type, override.record),
        "field": label_of(field),
        "fixture": text_for_people(field, override.fixture),
    }
