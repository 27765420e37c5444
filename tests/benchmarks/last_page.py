"""`python -m tests.benchmarks.last_page`: the path of the last page, as somebody gets who walked there."""

import json
import os
from urllib.parse import urlencode

import django

PATH, QUERY = "/api/v1/observations", {"page_size": "50"}


def path() -> str:
    from ankang_api.http import cursors
    from indicators.models import Observation, Revision

    before = Observation.objects.order_by("-code").values_list("code", flat=True)[50]
    newest = Revision.objects.latest("number")
    cursor = cursors.write(json.dumps([PATH, QUERY]), newest.number, [before], backward=False)
    return f"{PATH}?{urlencode(QUERY | {'cursor': cursor})}"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ankang_api.settings")
    django.setup()
    print(path())
