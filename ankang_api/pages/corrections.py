"""All corrections by day: what was, what is, and why."""

from typing import Any

from django.utils.timezone import localdate
from rest_framework.request import Request

from ankang_api.http.problems import refusal
from ankang_api.http.requested_revision import NUMBER, requested_revision
from ankang_api.pages.content.changes import by_day, changes
from ankang_api.pages.content.records import address, api_address
from ankang_api.pages.page_view import PageView, pinned_query
from indicators.models import Correction

PAGE_SIZE = 100
"""Corrections of a page. A page ends with whole revisions."""


class CorrectionsView(PageView):
    # Corrections by day, the newest first

    template = "ankang_api/pages/corrections.html"
    parameters = ("before",)
    shows_reasons = True

    def context(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        pinned, last = pinned_query(request), requested_revision(request).number
        before = request.query_params.get("before")
        if before is not None and not NUMBER.fullmatch(before):
            raise refusal("before", "before must be the number of a revision.")
        through = min(last, int(before) - 1) if before else last
        every = Correction.objects.filter(revision__lte=through)
        numbers = list(every.order_by("-revision", "place").values_list("revision", flat=True)[: PAGE_SIZE + 1])
        oldest = numbers[-1] if numbers else 0
        if len(numbers) > PAGE_SIZE and oldest != numbers[0]:
            oldest += 1  # the revision of the last one may be cut
        shown = changes(every.filter(revision__gte=oldest))
        earlier = every.filter(revision__lt=oldest).exists()
        query = "&".join(part for part in (f"before={oldest}", pinned) if part)
        return {
            "days": by_day(shown, localdate),
            "count": Correction.objects.filter(revision__lte=last).count(),
            "earlier": f"{address('corrections')}?{query}" if earlier else "",
            "api": api_address("correction-list", pinned),
            "feed": api_address("correction-feed"),
        }
